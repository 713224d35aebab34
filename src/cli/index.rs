//! `tandem index`: add or update articles, with a report.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::time::Duration;

use anstream::eprintln;

use super::arguments::{Format, IndexArguments};
use super::progress::ProgressView;
use super::{Outcome, WRITER_PATIENCE, collection};
use crate::indexer::{self, Collection, Input, Prune, Report};
use crate::ingest;
use crate::service::{Observer, Watch, WatchMode, Writer, prune_at_start, watch};
use crate::store::Live;

const OWNER: &str = "tandem index";
/// Problems printed at most; the report counts all.
const MAX_SHOWN_PROBLEMS: usize = 20;

pub(super) fn run(arguments: &IndexArguments, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let (sources, problems) = ingest::sources(&arguments.paths)?;
    let may_be_empty = arguments.rebuild || arguments.watch || arguments.prune;
    anyhow::ensure!(
        may_be_empty || !sources.is_empty(),
        "no {} file in the folders that were named",
        ingest::Format::EXTENSIONS
    );
    let is_stdin = |path: &PathBuf| path.as_os_str() == "-";
    anyhow::ensure!(!(arguments.watch && arguments.paths.iter().any(is_stdin)), "standard input cannot be watched");
    let collection = collection(&arguments.index)?;
    if arguments.rebuild {
        rebuild(&collection)?;
    }
    if arguments.paths.is_empty() {
        return Ok(Outcome::Found);
    }
    let (send, changes) = channel();
    // Watching begins before reading, so that nothing falls between.
    let watching = arguments.watch.then(|| {
        let changed = move |input| drop(send.send(input));
        watch(&arguments.paths, mode(arguments.poll), changed, |fault| eprintln!("{fault}"))
    });
    let watching: Option<Watch> = watching.transpose()?;
    let folders: Vec<PathBuf> = arguments.paths.iter().filter(|path| path.is_dir()).cloned().collect();
    let prune = match (arguments.prune, arguments.watch) {
        (true, _) => Prune::Remove,
        (false, true) => prune_at_start(&arguments.paths),
        (false, false) => Prune::Keep,
    };
    let report = read(&collection, Input { sources, folders, problems }, prune)?;
    print(&report, &arguments.index, arguments.format, out)?;
    if watching.is_some() {
        eprintln!("watching {}; stop with Ctrl-C", shown(&arguments.paths));
        let writer = Writer::start(collection, OWNER, observer(arguments.index.clone()));
        changes.iter().for_each(|input| writer.read(input, Prune::Remove));
        return Ok(Outcome::Found);
    }
    let is_useful = report.read() + report.pruned > 0 || report.refused == 0;
    anyhow::ensure!(is_useful, "no article could be read");
    Ok(Outcome::Found)
}

/// Builds the index of a collection anew; where there is none yet, there is nothing to do.
fn rebuild(collection: &Collection) -> anyhow::Result<()> {
    if Live::read(&collection.layout)?.is_none() {
        eprintln!("there is no index yet to build anew");
        return Ok(());
    }
    let mut view = ProgressView::new();
    let rebuilt = indexer::rebuild(collection, OWNER, &mut |progress| view.show(progress))?;
    drop(view);
    eprintln!("built anew: generation {} with {} articles", rebuilt.generation, rebuilt.n_articles);
    Ok(())
}

fn read(collection: &Collection, input: Input, prune: Prune) -> anyhow::Result<Report> {
    let mut view = ProgressView::new();
    let mut session = collection.write(OWNER, WRITER_PATIENCE, &mut |progress| view.show(progress))?;
    let report = indexer::build(&mut session, input, prune, &mut |progress, _| view.show(progress))?;
    session.close()?;
    Ok(report)
}

/// Returns how folders are watched.
pub(super) fn mode(poll_s: Option<u32>) -> WatchMode {
    poll_s.map_or(WatchMode::Native, |seconds| WatchMode::Poll(Duration::from_secs(seconds.into())))
}

/// Tells on standard error what became of watched files.
fn observer(index: PathBuf) -> Observer {
    Observer {
        committed: Box::new(|| {}),
        read: Box::new(move |report| tell(report, &index)),
        failed: Box::new(|fault| eprintln!("{fault}")),
    }
}

/// Prints what watched files have changed, if anything.
pub(super) fn tell(report: &Report, index: &Path) {
    if report.has_changes() || !report.problems.is_empty() {
        print_text(report, &index.display().to_string());
    }
}

/// Prints what a run did: text to standard error, or JSON to `out`.
pub(super) fn print(report: &Report, index: &Path, format: Format, out: &mut dyn Write) -> anyhow::Result<()> {
    match format {
        Format::Text => print_text(report, &index.display().to_string()),
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, report)?;
            writeln!(out)?;
        }
    }
    Ok(())
}

fn print_text(report: &Report, index: &str) {
    for problem in report.problems.iter().take(MAX_SHOWN_PROBLEMS) {
        eprintln!("{problem}");
    }
    if report.problems.len() > MAX_SHOWN_PROBLEMS {
        eprintln!("and {} more problems; --format json prints all", report.problems.len() - MAX_SHOWN_PROBLEMS);
    }
    let counts = [
        (report.added, "added"),
        (report.replaced, "replaced"),
        (report.unchanged, "unchanged"),
        (report.older_version, "older than what is there"),
        (report.deleted_before, "deleted before"),
        (report.withdrawn, "withdrawn"),
        (report.pruned, "removed with their files"),
        (report.refused, "refused"),
        (report.refused_before, "refused before, in files that have not changed"),
    ];
    let is_always_told = |what: &str| matches!(what, "added" | "replaced" | "unchanged" | "refused");
    let told = counts.iter().filter(|(n, what)| *n > 0 || is_always_told(what));
    let told: Vec<String> = told.map(|(n, what)| format!("{n} {what}")).collect();
    let megabytes = report.text_bytes as f64 / 1e6;
    eprintln!("{index}: {} ({megabytes:.1} MB in {:.1} s)", told.join(", "), report.seconds);
    if report.vanished > 0 {
        eprintln!("{} articles are no longer in the files they came from; --prune removes them", report.vanished);
    }
}

fn shown(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}
