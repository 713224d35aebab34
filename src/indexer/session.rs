//! The hold of one writer on a collection: changes go into the log, then the ledger, then the index.
//!
//! The order is what nothing is lost by: a change is acknowledged once the log is on disk; ledger and index know how far
//! into the log they reach, and catch up when they are opened.

use std::sync::Arc;
use std::time::Duration;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::decision::{Change, Outcome, decide};
use super::rebuild::NextGeneration;
use super::{Collection, IndexerError, Progress, Stage, analyze};
use crate::analysis::Analyzer;
use crate::backend::tantivy::{SchemaFit, TantivyBackend};
use crate::backend::{Backend, BackendError};
use crate::document::Document;
use crate::ingest::Article;
use crate::store::{Entry, FileEntry, Lock, LogReader, Store, StoreError, Tables};

/// Articles analysed together; enough to keep every processor busy, few enough to hold in memory.
pub(super) const BATCH_ARTICLES: usize = 1024;
/// A batch ends early when its texts reach this size.
pub(super) const BATCH_BYTES: usize = 16 << 20;

/// Changes that are acknowledged together.
#[derive(Debug, Default)]
pub struct Batch {
    pub changes: Vec<Change>,
    /// Files whose last record is in this batch or was in an earlier one.
    pub files: Vec<FileDone>,
}

/// What became of a file.
#[derive(Debug)]
pub enum FileDone {
    /// It was read to its end: it need not be read again until it changes.
    Read { path: Arc<str>, entry: FileEntry },
    /// It is gone, and so is what it held.
    Gone { path: Arc<str> },
}

/// The one writer of a collection.
pub struct Session {
    pub collection: Collection,
    /// Number of the generation that is written.
    pub generation: u64,
    /// `None` while a rebuild by another is under way that this index must wait for: changes are logged, and indexed by it.
    /// Its writer ends before the lock of the store is given up.
    backend: Option<Arc<dyn Backend>>,
    store: Store,
    /// Whether the index holds everything that the log does, committed or not.
    is_sound: bool,
}

impl Session {
    pub(super) fn open(
        collection: Collection,
        owner: &str,
        patience: Duration,
        progress: &mut dyn FnMut(&Progress),
    ) -> Result<Session, IndexerError> {
        let mut store = Store::open(collection.layout.folder(), owner, patience)?;
        let mut backend = open_backend(&collection, &store)?;
        if backend.is_none() {
            // Another one rebuilds, or nobody does and it falls to us.
            if let Ok(lock) = Lock::rebuild(&collection.layout, owner, Duration::ZERO) {
                let mut next = NextGeneration::begin(&collection, &store.live, store.log.end(), lock)?;
                next.copy(store.log.end(), progress)?;
                store = next.finish(store)?;
                backend = open_backend(&collection, &store)?;
            }
        }
        let generation = store.live.generation.unwrap_or(0);
        let session = Session { collection, generation, store, backend, is_sound: true };
        session.catch_up(progress)?;
        Ok(session)
    }

    /// Takes changes in, in order, and acknowledges them; they are found after [`Session::commit`].
    ///
    /// # Errors
    /// If the log cannot be written, nothing has changed. If the index cannot, the changes are acknowledged, and come
    /// into the index when the collection is next opened for writing. Either way this session is of no more use.
    pub fn take(&mut self, batch: Batch) -> Result<Vec<Outcome>, IndexerError> {
        self.check_sound()?;
        // Whatever fails from here on is mended when the session is opened anew, from what the log then holds.
        self.is_sound = false;
        let Store { log, ledger, .. } = &mut self.store;
        let taken = ledger.change(|tables| take_all(batch, tables));
        let (outcomes, entries) = taken?;
        let mut work = Work::default();
        for entry in entries {
            log.append(&entry);
            work.add(entry);
        }
        // The disk and the processors are busy at the same time.
        let analyzer = &self.collection.analyzer;
        let (synced, prepared) = rayon::join(|| log.sync(), || work.analyze(analyzer));
        synced?;
        if let Some(backend) = &self.backend {
            prepared.write(&**backend)?;
        }
        self.is_sound = true;
        Ok(outcomes)
    }

    /// Makes every change so far visible, in one step.
    ///
    /// # Errors
    /// If the disk refuses; the changes stay acknowledged.
    pub fn commit(&mut self) -> Result<(), IndexerError> {
        self.check_sound()?;
        self.is_sound = false;
        let end = self.store.log.end();
        if let Some(backend) = self.backend.as_ref().filter(|backend| backend.snapshot().mark() < end) {
            backend.commit(end)?;
        }
        self.store.ledger.save(end)?;
        self.is_sound = true;
        Ok(())
    }

    /// Ends the session: commits, waits for merges, and lets others write.
    ///
    /// # Errors
    /// If the disk refuses; what was acknowledged stays.
    pub fn close(mut self) -> Result<(), IndexerError> {
        self.commit()?;
        match &self.backend {
            Some(backend) => Ok(backend.close_writer()?),
            None => Ok(()),
        }
    }

    /// Lets `look` read the ledger as the last change left it.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn known<T>(&mut self, look: impl FnOnce(&Tables) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let found = self.store.ledger.change(|tables| look(tables));
        self.is_sound &= found.is_ok();
        found
    }

    /// Returns whether what is committed is found; otherwise it waits for a rebuild.
    pub fn is_indexing(&self) -> bool {
        self.backend.is_some()
    }

    /// Returns whether the session should end soon: somebody waits for the lock, or the index is being rebuilt.
    pub fn should_end(&self) -> bool {
        self.backend.is_none() || Lock::is_writer_wanted(&self.collection.layout)
    }

    fn check_sound(&self) -> Result<(), IndexerError> {
        if self.is_sound { Ok(()) } else { Err(IndexerError::Broken) }
    }

    /// Indexes what the log holds beyond the index.
    fn catch_up(&self, progress: &mut dyn FnMut(&Progress)) -> Result<(), IndexerError> {
        let Some(backend) = &self.backend else { return Ok(()) };
        let (mark, end) = (backend.snapshot().mark(), self.store.log.end());
        if mark >= end {
            return Ok(());
        }
        let log = self.store.layout.log(self.store.live.log);
        let mut replay = Replay::new(Stage::Recovering, &**backend, &self.collection.analyzer);
        replay.read(LogReader::open(&log, mark)?, end, end - mark, progress)?;
        backend.commit(end)?;
        Ok(())
    }
}

/// Opens the live generation; `None` if there is none yet, or another schema built it.
fn open_backend(collection: &Collection, store: &Store) -> Result<Option<Arc<dyn Backend>>, IndexerError> {
    let Some(number) = store.live.generation else { return Ok(None) };
    match TantivyBackend::open(&store.layout.generation(number), &collection.schema, SchemaFit::Same) {
        Ok(backend) if backend.snapshot().mark() <= store.log.end() => Ok(Some(Arc::new(backend))),
        // An index that knows more than its log, is missing or broken is made again from the log.
        Ok(_) => Ok(None),
        Err(BackendError::Missing { .. } | BackendError::OtherSchema { .. } | BackendError::Unreadable { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Applies a batch to the ledger; returns what became of each change, and what is to be logged.
fn take_all(batch: Batch, tables: &mut Tables) -> Result<(Vec<Outcome>, Vec<Entry>), StoreError> {
    let (mut outcomes, mut entries) = (Vec::with_capacity(batch.changes.len()), Vec::new());
    for change in batch.changes {
        let (outcome, entry) = take_one(change, tables)?;
        outcomes.push(outcome);
        entries.extend(entry);
    }
    for file in batch.files {
        match file {
            FileDone::Read { path, entry } => tables.set_file(&path, &entry)?,
            FileDone::Gone { path } => tables.forget_file(&path)?,
        }
    }
    Ok((outcomes, entries))
}

fn take_one(change: Change, tables: &mut Tables) -> Result<(Outcome, Option<Entry>), StoreError> {
    let (id, file) = match &change {
        Change::Record { record, file } => (record.id().to_string(), file.clone()),
        Change::Delete { id } => (id.clone(), None),
        Change::Prune { id, file } if tables.let_go(file, id)? > 0 => return Ok((Outcome::Unknown, None)),
        Change::Prune { id, .. } => (id.clone(), None),
    };
    let known = tables.article(&id)?;
    let (outcome, entry) = decide(change, known.as_ref());
    match (&entry, file) {
        (Some(entry), _) => tables.apply(entry)?,
        (None, Some(file)) if matches!(outcome, Outcome::Unchanged | Outcome::OlderVersion) => tables.hold(&file, &id)?,
        _ => {}
    }
    Ok((outcome, entry))
}

/// Entries to be indexed together: per id the last counts.
#[derive(Default)]
pub(super) struct Work {
    articles: Vec<Option<Article>>,
    /// Place in `articles`; `None` for one that is removed.
    by_id: FxHashMap<String, Option<usize>>,
    bytes: usize,
}

impl Work {
    pub(super) fn add(&mut self, entry: Entry) {
        let (id, article) = match entry {
            Entry::Log { .. } => return,
            Entry::Put { article, .. } => (article.id.clone(), Some(article)),
            Entry::Remove { id, .. } => (id, None),
        };
        self.bytes += article.as_ref().map_or(0, |article| article.text.len());
        let place = article.is_some().then_some(self.articles.len());
        if let Some(Some(before)) = self.by_id.insert(id, place) {
            self.articles[before] = None;
        }
        if article.is_some() {
            self.articles.push(article);
        }
    }

    pub(super) fn is_full(&self) -> bool {
        self.by_id.len() >= BATCH_ARTICLES || self.bytes >= BATCH_BYTES
    }

    pub(super) fn n_articles(&self) -> usize {
        self.articles.len()
    }

    /// Analyses the articles, on all processors.
    fn analyze(self, analyzer: &Analyzer) -> Prepared {
        let mut removed: Vec<String> =
            self.by_id.into_iter().filter(|(_, place)| place.is_none()).map(|(id, _)| id).collect();
        removed.sort_unstable();
        let articles: Vec<Article> = self.articles.into_iter().flatten().collect();
        let documents = articles.into_par_iter().map(|article| analyze(article, analyzer)).collect();
        Prepared { removed, documents }
    }
}

/// Work that is ready to be written.
struct Prepared {
    removed: Vec<String>,
    documents: Vec<Document>,
}

impl Prepared {
    fn write(self, backend: &dyn Backend) -> Result<(), BackendError> {
        if !self.removed.is_empty() {
            backend.delete(&self.removed)?;
        }
        if !self.documents.is_empty() {
            backend.write(self.documents)?;
        }
        Ok(())
    }
}

/// Indexing from the log.
pub(super) struct Replay<'a> {
    backend: &'a dyn Backend,
    analyzer: &'a Analyzer,
    work: Work,
    progress: Progress,
}

impl<'a> Replay<'a> {
    pub(super) fn new(stage: Stage, backend: &'a dyn Backend, analyzer: &'a Analyzer) -> Replay<'a> {
        let progress = Progress { stage, n_articles: 0, done_bytes: 0, total_bytes: None };
        Replay { backend, analyzer, work: Work::default(), progress }
    }

    /// Indexes the entries of `reader` that end at or before `end`.
    fn read(
        &mut self,
        reader: LogReader,
        end: u64,
        total_bytes: u64,
        progress: &mut dyn FnMut(&Progress),
    ) -> Result<(), IndexerError> {
        self.progress.total_bytes = Some(total_bytes);
        for item in reader {
            let item = item?;
            if item.end > end {
                break;
            }
            self.add(item.entry, item.end - item.start, progress)?;
        }
        self.flush(progress)
    }

    /// Takes one entry of `bytes` bytes.
    pub(super) fn add(
        &mut self,
        entry: Entry,
        bytes: u64,
        progress: &mut dyn FnMut(&Progress),
    ) -> Result<(), IndexerError> {
        self.work.add(entry);
        self.progress.done_bytes += bytes;
        if self.work.is_full() { self.flush(progress) } else { Ok(()) }
    }

    pub(super) fn pass(&mut self, bytes: u64) {
        self.progress.done_bytes += bytes;
    }

    pub(super) fn set_total(&mut self, total_bytes: u64) {
        self.progress.total_bytes = Some(total_bytes);
    }

    pub(super) fn flush(&mut self, progress: &mut dyn FnMut(&Progress)) -> Result<(), IndexerError> {
        let work = std::mem::take(&mut self.work);
        self.progress.n_articles += work.n_articles() as u64;
        work.analyze(self.analyzer).write(self.backend)?;
        progress(&self.progress);
        Ok(())
    }
}
