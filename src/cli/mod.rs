//! The command line. Results go to standard output, all else to standard error; exit status 0 found, 1 nothing
//! found, 2 error, and a closed pipe is success.

mod analyze;
mod arguments;
mod claims;
mod doctor;
mod entities;
mod imported;
mod index;
mod key;
mod lexicon;
mod log;
mod maintain;
mod names;
mod output;
mod progress;
mod search;
mod seeds;
mod serve;
mod show;
mod stats;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use clap::Parser;

use crate::analysis::Analyzer;
use crate::backend::tantivy::SchemaFit;
use crate::indexer::{Collection, IndexerError};
use crate::schema::Schema;
use crate::search::Searcher;
use crate::store::{Live, StoreError};

use arguments::{Arguments, Command, with_minus_words};

/// How long a command waits for another process that writes.
const WRITER_PATIENCE: Duration = Duration::from_secs(10);

/// Whether a command found what was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Found,
    NothingFound,
}

/// Runs the program with the arguments of the process.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse_from(with_minus_words(std::env::args_os()));
    arguments.color.write_global();
    // Only text for people passes the stream that strips colors: it would take bytes out of the data of other formats.
    let mut out: Box<dyn Write> = match arguments.command.writes_text() {
        true => Box::new(anstream::AutoStream::auto(io::stdout()).lock()),
        false => Box::new(io::stdout().lock()),
    };
    let result = match arguments.command {
        Command::Index(arguments) => index::run(&arguments, &mut *out),
        Command::Search(arguments) => search::run(&arguments, &mut *out),
        Command::Claims(arguments) => claims::run(&arguments, &mut *out),
        Command::Doctor(arguments) => doctor::run(&arguments, &mut *out),
        Command::Show(arguments) => show::run(&arguments, &mut *out),
        Command::Analyze(arguments) => analyze::run(&arguments, &mut *out),
        Command::Stats(arguments) => stats::run(&arguments, &mut *out),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Lexicon(command) => lexicon::run(&command, &mut *out),
        Command::Names(command) => names::run(&command, &mut *out),
        Command::Entities(command) => entities::run(&command, &mut *out),
        Command::Key(arguments) => key::run(&arguments, &mut *out),
        Command::Delete(arguments) => maintain::delete(&arguments),
        Command::Check(arguments) => maintain::check(&arguments, &mut *out),
        Command::Export(arguments) => maintain::export(&arguments, &mut *out),
        Command::Import(arguments) => maintain::import(&arguments, &mut *out),
    };
    let result = result.and_then(|outcome| {
        out.flush()?;
        Ok(outcome)
    });
    match result {
        Ok(Outcome::Found) => ExitCode::SUCCESS,
        Ok(Outcome::NothingFound) => ExitCode::from(1),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            anstream::eprintln!("tandem: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io_kind = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json_kind = cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        io_kind.or(json_kind) == Some(io::ErrorKind::BrokenPipe)
    })
}

/// The schema and the analyser that every command shares.
fn tools() -> anyhow::Result<(Arc<Schema>, Arc<Analyzer>)> {
    let schema = Schema::embedded().context("the embedded schema")?;
    let analyzer = Analyzer::new(&schema).context("the embedded schema")?;
    Ok((Arc::new(schema), Arc::new(analyzer)))
}

/// Removes what was imported beside an index; there may be nothing.
fn remove_file(path: &Path) -> anyhow::Result<Outcome> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Outcome::NothingFound),
        removed => removed.map(|()| Outcome::Found).with_context(|| path.display().to_string()),
    }
}

/// The collection in a folder, which may not exist yet.
fn collection(folder: &Path) -> anyhow::Result<Collection> {
    let (schema, analyzer) = tools()?;
    Ok(Collection::new(folder, schema, analyzer))
}

/// The collection in a folder that holds one.
fn existing(folder: &Path) -> anyhow::Result<Collection> {
    let collection = collection(folder)?;
    let path = folder.display().to_string();
    Live::read(&collection.layout)?.ok_or(StoreError::Missing { path })?;
    Ok(collection)
}

/// Opens the index to read: the named one, or the default one, which is built from the seeds where there is none.
fn open(named: Option<&Path>) -> anyhow::Result<Searcher> {
    let folder = named.unwrap_or(Path::new(seeds::DEFAULT_INDEX)).to_path_buf();
    let collection = collection(&folder)?;
    if named.is_none() {
        seeds::ensure_default(&collection)?;
    }
    if Live::read(&collection.layout)?.is_some_and(|live| live.generation.is_none()) {
        // The articles are there, and whoever was building their index was stopped.
        collection.write("recovery", WRITER_PATIENCE, &mut |_| {})?.close()?;
    }
    let live = match collection.live(SchemaFit::Same) {
        Ok(live) => live,
        Err(IndexerError::Backend(error)) => match collection.live(SchemaFit::AnyReadable) {
            Ok(live) => {
                anstream::eprintln!("{error}; until then answers may miss articles");
                live
            }
            Err(_) => return Err(error.into()),
        },
        Err(error) => return Err(error.into()),
    };
    if let Err(error) = collection.recover(&live, &mut |_| {}) {
        anstream::eprintln!("the last articles are not found yet: {error}");
    }
    let searcher = Searcher::new(collection.schema, collection.analyzer, live).context("the embedded schema")?;
    lexicon::add_imported(&searcher, &folder);
    names::add_imported(&searcher, &folder);
    entities::add_imported(&searcher, &folder);
    Ok(searcher)
}
