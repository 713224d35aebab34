//! `tandem delete`, `check`, `export` and `import`.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write, stdin};

use anstream::eprintln;
use anyhow::Context;

use super::arguments::{CheckArguments, DeleteArguments, ExportArguments, Format, ImportArguments};
use super::output::printable;
use super::progress::ProgressView;
use super::{Outcome, WRITER_PATIENCE, collection, existing, index};
use crate::indexer::{self, Batch, Change, CheckReport};
use crate::ingest::Source;

/// Removes articles by id.
pub(super) fn delete(arguments: &DeleteArguments) -> anyhow::Result<Outcome> {
    let collection = existing(&arguments.index)?;
    let mut session = collection.write("tandem delete", WRITER_PATIENCE, &mut |_| {})?;
    let changes = arguments.ids.iter().map(|id| Change::Delete { id: id.clone() }).collect();
    let outcomes = session.take(Batch { changes, files: Vec::new() })?;
    session.close()?;
    let mut outcome = Outcome::NothingFound;
    for (id, deleted) in arguments.ids.iter().zip(outcomes) {
        match deleted {
            indexer::Outcome::Deleted => {
                outcome = Outcome::Found;
                eprintln!("deleted {}", printable(id));
            }
            _ => eprintln!("no article has the id {id:?}; a search prints ids"),
        }
    }
    Ok(outcome)
}

/// Verifies everything, or saves what can be read.
pub(super) fn check(arguments: &CheckArguments, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    // What a repair is for may be the very file that says what is there.
    let open = if arguments.repair { collection } else { existing };
    let collection = open(&arguments.index)?;
    let mut view = ProgressView::new();
    if arguments.repair {
        let n_damaged = indexer::repair(&collection, "tandem check", &mut |progress| view.show(progress))?;
        let folder = arguments.index.display();
        match n_damaged {
            0 => eprintln!("the log is whole; ledger and index were made again from it"),
            n => {
                eprintln!("{n} damaged lines of the log were moved to {folder}/damaged-*.txt; the rest was made again")
            }
        }
    }
    let report = indexer::check(&collection, "tandem check", &mut |progress| view.show(progress))?;
    drop(view);
    match arguments.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &report)?;
            writeln!(out)?;
        }
        Format::Text => print_check(&report, out)?,
    }
    let n = report.findings.len();
    anyhow::ensure!(n == 0, "{n} {} in {}", if n == 1 { "fault" } else { "faults" }, arguments.index.display());
    Ok(Outcome::Found)
}

fn print_check(report: &CheckReport, out: &mut dyn Write) -> anyhow::Result<()> {
    for finding in &report.findings {
        writeln!(out, "{}: {}; {}", finding.place, printable(&finding.what), finding.remedy)?;
    }
    let CheckReport { articles, log_entries, log_bytes, outdated_entries, .. } = report;
    writeln!(out, "articles    {articles}")?;
    writeln!(out, "log         {log_entries} entries, {:.1} MB", *log_bytes as f64 / 1e6)?;
    if *outdated_entries > 0 {
        writeln!(out, "outdated    {outdated_entries} entries; `tandem index --rebuild` drops them")?;
    }
    if report.findings.is_empty() {
        writeln!(out, "everything fits")?;
    }
    Ok(())
}

/// Prints every article as a line of JSON.
pub(super) fn export(arguments: &ExportArguments, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let collection = existing(&arguments.index)?;
    let mut out = BufWriter::with_capacity(1 << 20, out);
    let mut outcome = Outcome::NothingFound;
    indexer::export::<anyhow::Error>(&collection, &mut |article| {
        outcome = Outcome::Found;
        serde_json::to_writer(&mut out, &article.to_line())?;
        Ok(out.write_all(b"\n")?)
    })?;
    out.flush()?;
    Ok(outcome)
}

/// Adds articles from lines of JSON.
pub(super) fn import(arguments: &ImportArguments, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let (name, reader): (String, Box<dyn BufRead>) = match &arguments.file {
        None => ("standard input".to_string(), Box::new(stdin().lock())),
        Some(path) if path.as_os_str() == "-" => ("standard input".to_string(), Box::new(stdin().lock())),
        Some(path) => {
            let name = path.display().to_string();
            let file = File::open(path).with_context(|| name.clone())?;
            (name, Box::new(BufReader::with_capacity(1 << 20, file)))
        }
    };
    let collection = collection(&arguments.index)?;
    let mut view = ProgressView::new();
    let mut session = collection.write("tandem import", WRITER_PATIENCE, &mut |progress| view.show(progress))?;
    let report = indexer::import(&mut session, &Source::jsonl(&name), reader, &mut |progress, _| view.show(progress))?;
    session.close()?;
    drop(view);
    index::print(&report, &arguments.index, arguments.format, out)?;
    anyhow::ensure!(report.read() > 0 || report.refused == 0, "no article could be read");
    Ok(Outcome::Found)
}
