//! `tandem entities`: who and what the articles name, and lists of the user's own that give names and join ids.

use std::io::Write;
use std::path::{Path, PathBuf};

use anstream::eprintln;
use clap::{Args, Subcommand};

use super::arguments::Format;
use super::output::printable;
use super::{Outcome, existing, imported, open, remove_file};
use crate::lexicon::import::{EntityList, ListError};
use crate::search::Searcher;
use crate::search::entities::{Aliases, EntityEntry};
use crate::server::wire::EntityList as EntityListShape;

/// Where the lists lie in the folder of an index.
const FILE: &str = "entities.json";

#[derive(Debug, Subcommand)]
pub(super) enum EntitiesCommand {
    /// Take in a list: a table with a heading (id, type, de, en, same_as), GeoNames, JRC-Names, or pairs of ids.
    Import(EntitiesImportArguments),
    /// Show what was imported.
    Stats(EntitiesStatsArguments),
    /// Show entities by the beginning of a name or by id: names, articles, and which ids are joined, and why.
    Show(EntitiesShowArguments),
    /// Forget what was imported: names and joins are as before.
    Remove(EntitiesRemoveArguments),
}

#[derive(Debug, Args)]
pub(super) struct EntitiesImportArguments {
    /// Folder of the index.
    #[arg(long, value_name = "DIR", default_value = super::seeds::DEFAULT_INDEX)]
    pub index: PathBuf,
    /// Keep what was imported before, and add to it.
    #[arg(long)]
    pub add: bool,
    /// The list, in UTF-8 or Latin-1.
    pub file: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct EntitiesStatsArguments {
    /// Folder of the index.
    #[arg(long, value_name = "DIR", default_value = super::seeds::DEFAULT_INDEX)]
    pub index: PathBuf,
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

#[derive(Debug, Args)]
pub(super) struct EntitiesShowArguments {
    /// Folder of the index.
    #[arg(long, value_name = "DIR")]
    pub index: Option<PathBuf>,
    /// Entities at most.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub limit: u16,
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
    /// The beginning of a name, or an id; without it those of most articles.
    #[arg(value_name = "NAME")]
    pub name: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct EntitiesRemoveArguments {
    /// Folder of the index.
    #[arg(long, value_name = "DIR", default_value = super::seeds::DEFAULT_INDEX)]
    pub index: PathBuf,
}

/// Runs one of the commands.
pub(super) fn run(command: &EntitiesCommand, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    match command {
        EntitiesCommand::Import(arguments) => import(arguments),
        EntitiesCommand::Stats(arguments) => stats(arguments, out),
        EntitiesCommand::Show(arguments) => show(arguments, out),
        EntitiesCommand::Remove(arguments) => remove_file(&path(&arguments.index)),
    }
}

/// Lets a search know the lists beside its index, if there are any.
pub(super) fn add_imported(searcher: &Searcher, index: &Path) {
    match EntityList::open(&path(index)) {
        Ok(list) => searcher.entities.set_aliases(Aliases::new(&list.rows)),
        Err(ListError::Missing { .. }) => {}
        Err(error) => eprintln!("{error}; entities are searched without it"),
    }
}

fn import(arguments: &EntitiesImportArguments) -> anyhow::Result<Outcome> {
    existing(&arguments.index)?;
    let (list, ignored) = imported::read(&arguments.file, EntityList::read)?;
    let (n_rows, n_names) = (list.counts.entries, list.counts.pairs);
    let path = path(&arguments.index);
    let list = match EntityList::open(&path) {
        Ok(before) if arguments.add => before.with(list),
        Err(ListError::Missing { .. }) | Ok(_) => list,
        Err(error) if arguments.add => return Err(error.into()),
        Err(_) => list,
    };
    list.write(&path)?;
    eprintln!("imported {n_rows} rows with {n_names} names{ignored}; a running server sees them when it starts anew");
    Ok(Outcome::Found)
}

fn stats(arguments: &EntitiesStatsArguments, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let EntityList { origins, counts, .. } = EntityList::open(&path(&arguments.index))?;
    match arguments.format {
        Format::Json => {
            let sources: Vec<_> = origins
                .iter()
                .map(|origin| serde_json::json!({"source": origin.source, "imported": origin.imported}))
                .collect();
            let stats = serde_json::json!({
                "sources": sources, "rows": counts.entries, "names": counts.pairs, "bad_lines": counts.problems,
            });
            serde_json::to_writer_pretty(&mut *out, &stats)?;
            writeln!(out)?;
        }
        Format::Text => {
            for origin in origins {
                writeln!(out, "source       {}, imported {}", printable(&origin.source), origin.imported)?;
            }
            writeln!(out, "rows         {}, with {} names", counts.entries, counts.pairs)?;
            writeln!(out, "bad lines    {}", counts.problems)?;
        }
    }
    Ok(Outcome::Found)
}

fn show(arguments: &EntitiesShowArguments, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let searcher = open(arguments.index.as_deref())?;
    let live = searcher.live();
    let place = (live.number, &*live.backend.snapshot());
    let name = arguments.name.join(" ");
    let entries = searcher.entities.list(&name, arguments.limit.into(), place)?;
    if arguments.format == Format::Json {
        serde_json::to_writer_pretty(&mut *out, &EntityListShape::new(&entries))?;
        writeln!(out)?;
    } else {
        for entry in &entries {
            let joined = searcher.entities.joins(&entry.entity.id, place)?;
            print(entry, &joined, out)?;
        }
    }
    Ok(if entries.is_empty() { Outcome::NothingFound } else { Outcome::Found })
}

fn print(entry: &EntityEntry, joined: &[(String, String)], out: &mut dyn Write) -> anyhow::Result<()> {
    let [german, english] = entry.entity.names.each_ref().map(|name| printable(name));
    let names = if german == english { english } else { format!("{english} / {german}") };
    let (kind, n) = (entry.entity.kind.type_name(), entry.n_articles);
    writeln!(out, "{names}  [{kind}]  {n} {}", if n == 1 { "article" } else { "articles" })?;
    writeln!(out, "  id        {}", printable(&entry.entity.id))?;
    if !entry.aliases.is_empty() {
        writeln!(out, "  also      {}", printable(&entry.aliases.join("; ")))?;
    }
    for (id, why) in joined {
        writeln!(out, "  joined    {}: {}", printable(id), printable(why))?;
    }
    Ok(())
}

fn path(index: &Path) -> PathBuf {
    index.join(FILE)
}
