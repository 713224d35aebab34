//! Is everything there, and does it fit together? And if not, what can be saved.

use std::fs::File;
use std::io::Write;
use std::time::Duration;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::{Collection, IndexerError, Progress, Session, rebuild};
use crate::backend::tantivy::{SchemaFit, TantivyBackend};
use crate::store::{Entry, Ledger, Live, Lock, Log, LogReader, Removal, State, StoreError};

/// How long a check waits for the writer.
const PATIENCE: Duration = Duration::from_secs(10);
/// Faults of one kind that are named one by one.
const MAX_NAMED: usize = 5;

/// What a check has seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CheckReport {
    pub generation: Option<u64>,
    /// Articles that the log holds and nothing has removed.
    pub articles: u64,
    pub log_entries: u64,
    pub log_bytes: u64,
    /// Entries that later ones have outdated; a rebuild drops them.
    pub outdated_entries: u64,
    /// Nothing is wrong where this is empty.
    pub findings: Vec<Finding>,
}

/// A fault, where it is, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub place: String,
    pub what: String,
    pub remedy: &'static str,
}

const REPAIR: &str = "run `tandem check --repair`";
const REBUILD: &str = "run `tandem index --rebuild`";

/// Opens everything, verifies every checksum, and compares log, ledger and index.
///
/// What a killed writer left is caught up with first, as any writing command does.
///
/// # Errors
/// If there is no index, another process writes, or files cannot be read at all; everything else is a finding.
pub fn check(
    collection: &Collection,
    owner: &str,
    progress: &mut dyn FnMut(&Progress),
) -> Result<CheckReport, IndexerError> {
    let layout = &collection.layout;
    let missing = || StoreError::Missing { path: layout.folder().display().to_string() };
    let mut report = CheckReport::default();
    let is_readable = check_index_files(collection, owner, &mut report)?;
    if is_readable {
        match Session::open(collection.clone(), owner, PATIENCE, progress).and_then(Session::close) {
            Err(IndexerError::Store(StoreError::Locked { path, holder })) => {
                return Err(StoreError::Locked { path, holder }.into());
            }
            Err(error) => report.find(layout.folder().display(), error.to_string(), REPAIR),
            Ok(()) => {}
        }
    }
    let _lock = Lock::writer(layout, owner, PATIENCE)?;
    let live = Live::read(layout)?.ok_or_else(missing)?;
    report.generation = live.generation;
    let log = LoggedArticles::read(collection, &live, &mut report)?;
    if let Err(error) = check_ledger(collection, &live, &log, &mut report) {
        report.find(layout.ledger(live.log).display(), error.to_string(), REPAIR);
    }
    if is_readable {
        check_index(collection, &log, &mut report);
    }
    Ok(report)
}

impl CheckReport {
    fn find(&mut self, place: impl std::fmt::Display, what: impl Into<String>, remedy: &'static str) {
        self.findings.push(Finding { place: place.to_string(), what: what.into(), remedy });
    }

    /// Reports ids that one place has and another lacks.
    fn find_ids(&mut self, place: impl std::fmt::Display, what: &str, mut ids: Vec<String>, remedy: &'static str) {
        if ids.is_empty() {
            return;
        }
        ids.sort_unstable();
        let named: Vec<String> = ids.iter().take(MAX_NAMED).map(|id| format!("{id:?}")).collect();
        let more = if ids.len() > MAX_NAMED { ", …" } else { "" };
        self.find(place, format!("{} {what}: {}{more}", ids.len(), named.join(", ")), remedy);
    }
}

/// Content hash of every article that the log says is there.
struct LoggedArticles(FxHashMap<String, String>);

impl LoggedArticles {
    fn read(collection: &Collection, live: &Live, report: &mut CheckReport) -> Result<LoggedArticles, IndexerError> {
        let path = collection.layout.log(live.log);
        // Per id what its last entry says: a hash, or that it is gone and stays so. What was pruned leaves no trace.
        let mut last: FxHashMap<String, Option<String>> = FxHashMap::default();
        let mut reader = LogReader::open(&path, 0)?;
        let mut n_named = 0u64;
        loop {
            match reader.next() {
                None => break,
                Some(Err(StoreError::Damaged { position, what, .. })) => {
                    report.find(format!("{}, byte {position}", path.display()), what, REPAIR);
                    reader.skip_damaged()?;
                }
                Some(Err(error)) => return Err(error.into()),
                Some(Ok(item)) => {
                    report.log_entries += 1;
                    report.log_bytes = item.end;
                    n_named += u64::from(item.entry.id().is_some());
                    match item.entry {
                        Entry::Put { article, hash, .. } => drop(last.insert(article.id, Some(hash))),
                        Entry::Remove { id, why: Removal::Pruned, .. } => drop(last.remove(&id)),
                        Entry::Remove { id, .. } => drop(last.insert(id, None)),
                        Entry::Log { .. } => {}
                    }
                }
            }
        }
        report.outdated_entries = n_named - last.len() as u64;
        let present = last.into_iter().filter_map(|(id, hash)| Some((id, hash?)));
        let articles = LoggedArticles(present.collect());
        report.articles = articles.0.len() as u64;
        Ok(articles)
    }
}

fn check_ledger(
    collection: &Collection,
    live: &Live,
    log: &LoggedArticles,
    report: &mut CheckReport,
) -> Result<(), IndexerError> {
    let path = collection.layout.ledger(live.log);
    let ledger = Ledger::open(&path)?;
    let mut missing: FxHashMap<&str, &str> = log.0.iter().map(|(id, hash)| (id.as_str(), hash.as_str())).collect();
    let mut strange = Vec::new();
    ledger.for_each_article(&mut |id, known| {
        if known.state == State::Present && missing.remove(id) != Some(&known.hash) {
            strange.push(id.to_string());
        }
    })?;
    let missing = missing.into_keys().map(str::to_string).collect();
    report.find_ids(path.display(), "articles of the log are not in the ledger", missing, REPAIR);
    report.find_ids(path.display(), "articles of the ledger are not in the log like this", strange, REPAIR);
    Ok(())
}

/// Compares the checksums of the live generation before anything opens it, which would mend or break what is damaged;
/// returns whether they fit.
fn check_index_files(collection: &Collection, owner: &str, report: &mut CheckReport) -> Result<bool, IndexerError> {
    let layout = &collection.layout;
    let missing = || StoreError::Missing { path: layout.folder().display().to_string() };
    Live::read(layout)?.ok_or_else(missing)?;
    let _lock = Lock::writer(layout, owner, PATIENCE)?;
    let Some(generation) = Live::read(layout)?.ok_or_else(missing)?.generation else { return Ok(true) };
    let path = layout.generation(generation);
    match TantivyBackend::damaged_files(&path) {
        Err(error) => report.find(path.display(), error.to_string(), REPAIR),
        Ok(damaged) => {
            for file in damaged {
                report.find(path.join(file).display(), "the checksum does not fit", REPAIR);
            }
        }
    }
    Ok(report.findings.is_empty())
}

fn check_index(collection: &Collection, log: &LoggedArticles, report: &mut CheckReport) {
    let generation = match collection.live(SchemaFit::Same) {
        Ok(generation) => generation,
        Err(error) => return report.find("the index", error.to_string(), REBUILD),
    };
    let place = collection.layout.generation(generation.number).display().to_string();
    let mut missing: FxHashMap<&str, &str> = log.0.iter().map(|(id, hash)| (id.as_str(), hash.as_str())).collect();
    let mut strange = Vec::new();
    let read = generation.backend.snapshot().for_each_article(&mut |id, hash| {
        if missing.remove(id) != Some(hash) {
            strange.push(id.to_string());
        }
    });
    if let Err(error) = read {
        return report.find(&place, error.to_string(), REPAIR);
    }
    let missing = missing.into_keys().map(str::to_string).collect();
    report.find_ids(&place, "articles of the log are not in the index", missing, REPAIR);
    report.find_ids(&place, "articles of the index are not in the log like this", strange, REPAIR);
}

/// Saves what can be read: lines of the log that cannot are moved aside, ledger and index are made again.
///
/// Returns how many lines were moved.
///
/// # Errors
/// If another process writes, or the disk refuses.
pub fn repair(
    collection: &Collection,
    owner: &str,
    progress: &mut dyn FnMut(&Progress),
) -> Result<usize, IndexerError> {
    let n_damaged = repair_log(collection, owner)?;
    // Where no generation is live, opening builds one, unless another process has begun just now.
    Session::open(collection.clone(), owner, PATIENCE, progress)?.close()?;
    if Live::read(&collection.layout)?.is_none_or(|live| live.generation.is_none()) {
        rebuild(collection, owner, progress)?;
    }
    Ok(n_damaged)
}

/// Copies the log without damaged lines, and forgets ledger and index, which are made from it.
fn repair_log(collection: &Collection, owner: &str) -> Result<usize, IndexerError> {
    let layout = &collection.layout;
    let _writer = Lock::writer(layout, owner, PATIENCE)?;
    let _rebuild = Lock::rebuild(layout, owner, PATIENCE)?;
    let live = Live::salvage(layout)?;
    layout.sweep_locked(&live);
    let (_, number) = layout.next_numbers(&live)?;
    let mut log = Log::create(&layout.log(number))?;
    let mut reader = LogReader::open(&layout.log(live.log), 0)?;
    let mut damaged = Vec::new();
    loop {
        match reader.next() {
            None => break,
            Some(Err(StoreError::Damaged { .. })) => damaged.push(reader.skip_damaged()?),
            Some(Err(error)) => return Err(error.into()),
            Some(Ok(item)) if item.entry.id().is_some() => {
                log.append(&item.entry);
                log.sync_when_large()?;
            }
            Some(Ok(_)) => {}
        }
    }
    // A last line that is not whole may have been acknowledged, and cut off by something else than a kill.
    damaged.push(reader.skip_damaged()?);
    damaged.retain(|line| !line.is_empty());
    log.sync()?;
    if !damaged.is_empty() {
        let path = layout.damaged(live.log);
        let written = File::create(&path).and_then(|mut file| {
            file.write_all(&damaged.concat())?;
            file.sync_all()
        });
        written.map_err(|cause| StoreError::Io { path: path.display().to_string(), cause })?;
    }
    let unbuilt = live.unbuilt(number);
    unbuilt.write(layout)?;
    layout.sweep_locked(&unbuilt);
    Ok(damaged.len())
}
