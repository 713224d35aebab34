//! `tandem index`: add or update articles, with a report on standard error.

use std::time::Instant;

use anstream::eprintln;

use super::arguments::IndexArguments;
use super::{Outcome, tools};
use crate::backend::tantivy::TantivyBackend;
use crate::indexer::{self, Report};
use crate::ingest;

/// Problems printed at most; the report counts all.
const MAX_SHOWN_PROBLEMS: usize = 20;

pub(super) fn run(arguments: &IndexArguments) -> anyhow::Result<Outcome> {
    let (sources, problems) = ingest::sources(&arguments.paths)?;
    anyhow::ensure!(!sources.is_empty(), "no {} file in the folders that were named", ingest::Format::EXTENSIONS);
    let (schema, analyzer) = tools()?;
    let backend = TantivyBackend::open_or_create(&arguments.index, &schema)?;
    let started = Instant::now();
    let mut report = indexer::build(&backend, &analyzer, &sources, &mut |report| {
        let rate = report.read() as f64 / started.elapsed().as_secs_f64().max(1e-9);
        eprintln!("{} articles read, {rate:.0} a second", report.read());
    })?;
    report.refused += problems.len();
    report.problems.splice(..0, problems);
    print(&report, &arguments.index.display().to_string());
    anyhow::ensure!(report.read() > 0, "no article could be read");
    Ok(Outcome::Found)
}

/// Prints what a run did to standard error.
pub(super) fn print(report: &Report, index: &str) {
    for problem in report.problems.iter().take(MAX_SHOWN_PROBLEMS) {
        eprintln!("{problem}");
    }
    if report.problems.len() > MAX_SHOWN_PROBLEMS {
        eprintln!("and {} more problems", report.problems.len() - MAX_SHOWN_PROBLEMS);
    }
    let Report { added, replaced, skipped, refused, seconds, .. } = report;
    let megabytes = report.text_bytes as f64 / 1e6;
    eprintln!(
        "{index}: {added} added, {replaced} replaced, {skipped} unchanged, {refused} refused \
         ({megabytes:.1} MB in {seconds:.1} s)"
    );
}
