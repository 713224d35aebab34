//! `tandem lexicon`: a dictionary of the user's own, beside the lexicon of the program.

use std::cell::RefCell;
use std::fs::File;
use std::io::{BufReader, IsTerminal, Write, stderr};
use std::path::{Path, PathBuf};

use anstream::{eprint, eprintln};
use anyhow::Context;
use clap::{Args, Subcommand};

use super::arguments::Format;
use super::output::printable;
use super::{Outcome, existing, remove_file};
use crate::analysis::Words;
use crate::lexicon::import::{self, ImportedTable, Origin, Problem, Progress, Table, TableError};
use crate::search::Searcher;
use crate::text::Language;

/// Where the table lies in the folder of an index.
const FILE: &str = "lexicon.bin";
/// Problems that are printed; the rest is counted.
const MAX_SHOWN_PROBLEMS: usize = 10;
/// Bytes between two signs of progress.
const STEP_BYTES: u64 = 1 << 20;

#[derive(Debug, Subcommand)]
pub(super) enum LexiconCommand {
    /// Take in a dictionary: Ding's de-en.txt, FreeDict TEI, or a table of word, tab, translations.
    Import(LexiconImportArguments),
    /// Show what was imported.
    Stats(LexiconStatsArguments),
    /// Show the translations of words.
    Show(LexiconShowArguments),
    /// Forget what was imported.
    Remove(LexiconRemoveArguments),
}

#[derive(Debug, Args)]
pub(super) struct LexiconImportArguments {
    /// Folder of the index.
    #[arg(long, value_name = "DIR", default_value = super::seeds::DEFAULT_INDEX)]
    pub index: PathBuf,
    /// The dictionary, unpacked, in UTF-8 or Latin-1.
    pub file: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct LexiconStatsArguments {
    /// Folder of the index.
    #[arg(long, value_name = "DIR", default_value = super::seeds::DEFAULT_INDEX)]
    pub index: PathBuf,
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

#[derive(Debug, Args)]
pub(super) struct LexiconShowArguments {
    /// Folder of the index.
    #[arg(long, value_name = "DIR", default_value = super::seeds::DEFAULT_INDEX)]
    pub index: PathBuf,
    /// German or English words.
    #[arg(required = true, value_name = "WORD")]
    pub words: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct LexiconRemoveArguments {
    /// Folder of the index.
    #[arg(long, value_name = "DIR", default_value = super::seeds::DEFAULT_INDEX)]
    pub index: PathBuf,
}

/// Runs one of the commands.
pub(super) fn run(command: &LexiconCommand, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    match command {
        LexiconCommand::Import(arguments) => import(arguments),
        LexiconCommand::Stats(arguments) => stats(arguments, out),
        LexiconCommand::Show(arguments) => show(arguments, out),
        LexiconCommand::Remove(arguments) => remove_file(&path(&arguments.index)),
    }
}

/// Lets a search translate by the dictionary beside its index too, if there is one.
pub(super) fn add_imported(searcher: &Searcher, index: &Path) {
    match Table::open(&path(index)) {
        Ok(table) => searcher.translator.add_imported(table),
        Err(TableError::Missing { .. }) => {}
        Err(error) => eprintln!("{error}; words are translated without it"),
    }
}

fn import(arguments: &LexiconImportArguments) -> anyhow::Result<Outcome> {
    let collection = existing(&arguments.index)?;
    let name = arguments.file.display().to_string();
    let file = File::open(&arguments.file).with_context(|| name.clone())?;
    let n_bytes = file.metadata().with_context(|| name.clone())?.len();
    let (mut n_problems, mut view) = (0, ProgressLine { n_bytes, told_bytes: 0, is_open: false });
    let table = collection.analyzer.with_words(|words| {
        let words = RefCell::new(words);
        let stem = |language, word: &str| stem(&mut words.borrow_mut(), language, word);
        let mut problem = |problem: Problem| {
            n_problems += 1;
            if n_problems <= MAX_SHOWN_PROBLEMS {
                eprintln!("{}{}, {}", view_end(), printable(&name), printable(&problem.to_string()));
            }
        };
        let reader = BufReader::with_capacity(1 << 20, file);
        import::import(reader, None, &stem, &mut |progress| view.show(progress), &mut problem)
    });
    view.close();
    let table = table.with_context(|| name.clone())?;
    if n_problems > MAX_SHOWN_PROBLEMS {
        eprintln!("and {} more lines that could not be read as a whole", n_problems - MAX_SHOWN_PROBLEMS);
    }
    let origin = Origin { source: name, imported: jiff::Timestamp::now().to_string() };
    table.write(&path(&arguments.index), &origin)?;
    tell(&table);
    Ok(Outcome::Found)
}

fn tell(table: &ImportedTable) {
    let counts = table.counts();
    let ignored = if counts.problems == 0 { String::new() } else { format!(", {} bad lines", counts.problems) };
    eprintln!("imported {} entries with {} pairs{ignored}", counts.entries, counts.pairs);
}

fn stats(arguments: &LexiconStatsArguments, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let stats = Table::open(&path(&arguments.index))?.stats();
    match arguments.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &stats)?;
            writeln!(out)?;
        }
        Format::Text => {
            writeln!(out, "source       {}, imported {}", printable(&stats.origin.source), stats.origin.imported)?;
            writeln!(out, "entries      {}, with {} pairs", stats.counts.entries, stats.counts.pairs)?;
            writeln!(out, "bad lines    {}", stats.counts.problems)?;
            for language in Language::ALL {
                let (n, n_alternatives) = (stats.stems[language as usize], stats.alternatives[language as usize]);
                writeln!(out, "{language} stems     {n}, with {n_alternatives} translations")?;
            }
            writeln!(out, "size         {:.1} MB", stats.size_bytes as f64 / 1e6)?;
        }
    }
    Ok(Outcome::Found)
}

fn show(arguments: &LexiconShowArguments, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let collection = existing(&arguments.index)?;
    let table = Table::open(&path(&arguments.index))?;
    collection.analyzer.with_words(|words| {
        let mut outcome = Outcome::NothingFound;
        for word in &arguments.words {
            for language in Language::ALL {
                let Some(stem) = stem(words, language, word) else { continue };
                let found = table.get(language, &stem);
                if found.is_empty() {
                    continue;
                }
                outcome = Outcome::Found;
                let shown = found.iter().map(|one| format!("{} {:.2}", one.stems.join(" + "), one.weight));
                writeln!(out, "{language} {}: {}", printable(word), shown.collect::<Vec<_>>().join(", "))?;
            }
        }
        Ok(outcome)
    })
}

fn path(index: &Path) -> PathBuf {
    index.join(FILE)
}

/// The stem that the field of a language holds for a word.
fn stem(words: &mut Words, language: Language, word: &str) -> Option<String> {
    words.form(word, Some(language)).term.as_ref().map(|term| term.to_string())
}

/// One line on a terminal that is written over and over; elsewhere nothing, an import takes seconds.
struct ProgressLine {
    n_bytes: u64,
    told_bytes: u64,
    is_open: bool,
}

impl ProgressLine {
    fn show(&mut self, progress: Progress) {
        if !stderr().is_terminal() {
            return;
        }
        match progress {
            Progress::Reading { n_bytes, .. } if n_bytes < self.told_bytes + STEP_BYTES => return,
            Progress::Reading { n_bytes, n_entries } => {
                self.told_bytes = n_bytes;
                let percent = 100 * n_bytes / self.n_bytes.max(1);
                eprint!("{}reading: {percent} %, {n_entries} entries", view_end());
            }
            Progress::Learning { n_done, n_rounds } => {
                eprint!("{}learning: round {n_done} of {n_rounds}", view_end());
            }
        }
        self.is_open = true;
    }

    fn close(&self) {
        if self.is_open {
            eprint!("{}", view_end());
        }
    }
}

/// What brings a terminal back to the start of an empty line.
fn view_end() -> &'static str {
    if stderr().is_terminal() { "\r\x1b[K" } else { "" }
}
