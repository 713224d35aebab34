//! The command line. Results go to standard output, all else to standard error; exit status 0 found, 1 nothing
//! found, 2 error, and a closed pipe is success.

mod analyze;
mod arguments;
mod index;
mod output;
mod search;
mod seeds;
mod serve;
mod show;
mod stats;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use clap::Parser;

use crate::analysis::Analyzer;
use crate::backend::tantivy::TantivyBackend;
use crate::schema::Schema;
use crate::search::Searcher;

use arguments::{Arguments, Command};

/// Whether a command found what was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Found,
    NothingFound,
}

/// Runs the program with the arguments of the process.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    arguments.color.write_global();
    // Only text for people passes the stream that strips colors: it would take bytes out of the data of other formats.
    let mut out: Box<dyn Write> = match arguments.command.writes_text() {
        true => Box::new(anstream::AutoStream::auto(io::stdout()).lock()),
        false => Box::new(io::stdout().lock()),
    };
    let result = match arguments.command {
        Command::Index(arguments) => index::run(&arguments),
        Command::Search(arguments) => search::run(&arguments, &mut *out),
        Command::Show(arguments) => show::run(&arguments, &mut *out),
        Command::Analyze(arguments) => analyze::run(&arguments, &mut *out),
        Command::Stats(arguments) => stats::run(&arguments, &mut *out),
        Command::Serve(arguments) => serve::run(&arguments),
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

/// Opens the index to read: the named one, or the default one, which is built from the seeds where there is none.
fn open(named: Option<&Path>) -> anyhow::Result<Searcher> {
    let (schema, analyzer) = tools()?;
    let backend = match named {
        Some(path) => TantivyBackend::open(path, &schema)?,
        None => seeds::open_default(&schema, &analyzer)?,
    };
    Searcher::new(schema, analyzer, Arc::new(backend)).context("the embedded schema")
}
