//! `tandem names`: a list of names of the user's own, beside those of the program.

use std::io::Write;
use std::path::{Path, PathBuf};

use anstream::eprintln;
use clap::{Args, Subcommand, ValueEnum};

use super::arguments::Format;
use super::output::printable;
use super::{Outcome, existing, imported, remove_file};
use crate::lexicon::NameRow;
use crate::lexicon::import::{ListError, NameList};
use crate::search::Searcher;
use crate::text::name_keys;

/// Where the list lies in the folder of an index.
const FILE: &str = "names.json";

#[derive(Debug, Subcommand)]
pub(super) enum NamesCommand {
    /// Take in a table of German names, English names (each between semicolons) and perhaps a kind, between tabs.
    Import(NamesImportArguments),
    /// Show what was imported.
    Stats(NamesStatsArguments),
    /// Show the rows that have a name, in any spelling.
    Show(NamesShowArguments),
    /// Forget what was imported.
    Remove(NamesRemoveArguments),
}

#[derive(Debug, Args)]
pub(super) struct NamesImportArguments {
    /// Folder of the index.
    #[arg(long, value_name = "DIR", default_value = super::seeds::DEFAULT_INDEX)]
    pub index: PathBuf,
    /// The table, in UTF-8 or Latin-1.
    pub file: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct NamesStatsArguments {
    /// Folder of the index.
    #[arg(long, value_name = "DIR", default_value = super::seeds::DEFAULT_INDEX)]
    pub index: PathBuf,
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

#[derive(Debug, Args)]
pub(super) struct NamesShowArguments {
    /// Folder of the index.
    #[arg(long, value_name = "DIR", default_value = super::seeds::DEFAULT_INDEX)]
    pub index: PathBuf,
    /// Names, or words of them.
    #[arg(required = true, value_name = "NAME")]
    pub names: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct NamesRemoveArguments {
    /// Folder of the index.
    #[arg(long, value_name = "DIR", default_value = super::seeds::DEFAULT_INDEX)]
    pub index: PathBuf,
}

/// How names are searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Spellings {
    /// In every spelling.
    Variants,
    /// As typed.
    Exact,
}

/// Runs one of the commands.
pub(super) fn run(command: &NamesCommand, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    match command {
        NamesCommand::Import(arguments) => import(arguments),
        NamesCommand::Stats(arguments) => stats(arguments, out),
        NamesCommand::Show(arguments) => show(arguments, out),
        NamesCommand::Remove(arguments) => remove_file(&path(&arguments.index)),
    }
}

/// Lets a search know the names of the list beside its index too, if there is one.
pub(super) fn add_imported(searcher: &Searcher, index: &Path) {
    match NameList::open(&path(index)) {
        Ok(list) => searcher.names.add_imported(&list.rows, &searcher.analyzer),
        Err(ListError::Missing { .. }) => {}
        Err(error) => eprintln!("{error}; names are searched without it"),
    }
}

fn import(arguments: &NamesImportArguments) -> anyhow::Result<Outcome> {
    existing(&arguments.index)?;
    let (list, ignored) = imported::read(&arguments.file, NameList::read)?;
    list.write(&path(&arguments.index))?;
    eprintln!("imported {} rows with {} names{ignored}", list.counts.entries, list.counts.pairs);
    Ok(Outcome::Found)
}

fn stats(arguments: &NamesStatsArguments, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let NameList { origin, counts, .. } = NameList::open(&path(&arguments.index))?;
    match arguments.format {
        Format::Json => {
            let stats = serde_json::json!({
                "source": origin.source, "imported": origin.imported, "rows": counts.entries, "names": counts.pairs,
                "bad_lines": counts.problems,
            });
            serde_json::to_writer_pretty(&mut *out, &stats)?;
            writeln!(out)?;
        }
        Format::Text => {
            writeln!(out, "source       {}, imported {}", printable(&origin.source), origin.imported)?;
            writeln!(out, "rows         {}, with {} names", counts.entries, counts.pairs)?;
            writeln!(out, "bad lines    {}", counts.problems)?;
        }
    }
    Ok(Outcome::Found)
}

fn show(arguments: &NamesShowArguments, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let list = NameList::open(&path(&arguments.index))?;
    let mut outcome = Outcome::NothingFound;
    for wanted in &arguments.names {
        for row in list.rows.iter().filter(|row| has_name(row, wanted)) {
            outcome = Outcome::Found;
            let [german, english] = row.names.each_ref().map(|names| printable(&names.join("; ")));
            writeln!(out, "{german}\t{english}\t{}", printable(&row.kind))?;
        }
    }
    Ok(outcome)
}

/// Tells whether a name of a row has every word of another one, as written or by a key.
fn has_name(row: &NameRow, wanted: &str) -> bool {
    let words = |name: &str| name.split([' ', '-']).map(str::to_lowercase).collect::<Vec<_>>();
    let are_one = |a: &str, b: &str| a == b || name_keys(a).iter().any(|key| name_keys(b).contains(key));
    let has = |name: &String| {
        let of_name = words(name);
        words(wanted).iter().all(|word| of_name.iter().any(|other| are_one(word, other)))
    };
    row.names.iter().flatten().any(has)
}

fn path(index: &Path) -> PathBuf {
    index.join(FILE)
}
