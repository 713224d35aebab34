//! A generation built from the log beside the live one, and the switch.
//!
//! Readers and writers go on meanwhile: the long part only reads the log, whose written part never changes. Then the
//! writer's lock is taken for the short rest, and one file is replaced. If anything fails before, nothing has changed.
//! Entries that later ones have outdated are not carried over, so a deleted article is gone from the disk as well.

use std::sync::Arc;
use std::time::Duration;

use rustc_hash::FxHashMap;

use super::session::Replay;
use super::{Collection, IndexerError, Progress, Stage};
use crate::backend::Backend;
use crate::backend::tantivy::{SchemaFit, TantivyBackend};
use crate::store::{Entry, Live, Lock, Log, LogItem, LogReader, Removal, Store, StoreError};

/// How long a rebuild waits for another to begin or end, and for the writer at its end.
const LOCK_PATIENCE: Duration = Duration::from_secs(1);
const WRITER_PATIENCE: Duration = Duration::from_secs(600);
/// The rest of the log is read without the writer's lock until it is at most this long.
const SHORT_REST_BYTES: u64 = 1 << 20;

/// What a rebuild has made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rebuilt {
    pub generation: u64,
    pub n_articles: u64,
}

/// Builds a generation from the log and switches to it.
///
/// # Errors
/// If another rebuild is under way, or the folder cannot be read or written: the old generation goes on answering.
pub fn rebuild(
    collection: &Collection,
    owner: &str,
    progress: &mut dyn FnMut(&Progress),
) -> Result<Rebuilt, IndexerError> {
    let missing = || StoreError::Missing { path: collection.layout.folder().display().to_string() };
    let lock = Lock::rebuild(&collection.layout, owner, LOCK_PATIENCE)?;
    let live = Live::read(&collection.layout)?.ok_or_else(missing)?;
    let mut next = NextGeneration::begin(collection, &live, acknowledged_end(collection, &live, owner)?, lock)?;
    loop {
        let end = acknowledged_end(collection, &live, owner)?;
        let rest = end.saturating_sub(next.read_to);
        next.copy(end, progress)?;
        if rest <= SHORT_REST_BYTES {
            break;
        }
    }
    let store = Store::open(collection.layout.folder(), owner, WRITER_PATIENCE)?;
    next.copy(store.log.end(), progress)?;
    let store = next.finish(store)?;
    let generation = store.live.generation.unwrap_or(0);
    let backend = TantivyBackend::open(&store.layout.generation(generation), &collection.schema, SchemaFit::Same)?;
    Ok(Rebuilt { generation, n_articles: backend.snapshot().counts().articles })
}

/// Returns up to where the log is certainly on disk: what the live generation has committed, else what a writer finds.
/// Lines behind it may be those of a writer that fails to bring them to the disk, and takes them back.
fn acknowledged_end(collection: &Collection, live: &Live, owner: &str) -> Result<u64, IndexerError> {
    let path = live.generation.map(|number| collection.layout.generation(number));
    let committed = path.and_then(|path| TantivyBackend::open(&path, &collection.schema, SchemaFit::AnyReadable).ok());
    match committed {
        Some(backend) => Ok(backend.snapshot().mark()),
        None => Ok(Store::open(collection.layout.folder(), owner, WRITER_PATIENCE)?.log.end()),
    }
}

/// A generation on its way.
pub(super) struct NextGeneration<'a> {
    collection: &'a Collection,
    /// What was live when it began; only a rebuild changes that, and there is one at a time.
    live: Live,
    next: Live,
    backend: Arc<dyn Backend>,
    /// A log without what is outdated; `None` where nothing is, and the old one goes on.
    log: Option<Log>,
    outdated: Outdated,
    /// Position in the old log.
    read_to: u64,
    is_finished: bool,
    _lock: Lock,
}

impl<'a> NextGeneration<'a> {
    /// Begins a generation; the log is on disk up to `end` at least.
    pub(super) fn begin(
        collection: &'a Collection,
        live: &Live,
        end: u64,
        lock: Lock,
    ) -> Result<Self, IndexerError> {
        let layout = &collection.layout;
        layout.sweep_locked(live);
        let outdated = Outdated::survey(LogReader::open(&layout.log(live.log), 0)?, end)?;
        let (generation, log_number) = layout.next_numbers(live)?;
        let log = match outdated.n_entries {
            0 => None,
            _ => Some(Log::create(&layout.log(log_number))?),
        };
        let next = live.switched(generation, if log.is_some() { log_number } else { live.log });
        let backend = Arc::new(TantivyBackend::create(&layout.generation(generation), &collection.schema)?);
        let (live, is_finished) = (*live, false);
        Ok(NextGeneration { collection, live, next, backend, log, outdated, read_to: 0, is_finished, _lock: lock })
    }

    /// Reads the old log up to `end`, or to its last whole entry before.
    pub(super) fn copy(&mut self, end: u64, progress: &mut dyn FnMut(&Progress)) -> Result<(), IndexerError> {
        let path = self.collection.layout.log(self.live.log);
        let mut replay = Replay::new(Stage::Rebuilding, &*self.backend, &self.collection.analyzer);
        replay.set_total(end);
        replay.pass(self.read_to);
        for item in LogReader::open(&path, self.read_to)? {
            let LogItem { start, end: item_end, entry } = item?;
            if item_end > end {
                break;
            }
            self.read_to = item_end;
            if self.outdated.contains(start, &entry) {
                replay.pass(item_end - start);
                continue;
            }
            if let (Some(log), Entry::Put { .. } | Entry::Remove { .. }) = (&mut self.log, &entry) {
                log.append(&entry);
                log.sync_when_large()?;
            }
            replay.add(entry, item_end - start, progress)?;
        }
        replay.flush(progress)
    }

    /// Commits the generation and switches to it; everything in the log of `store` has been copied.
    pub(super) fn finish(mut self, store: Store) -> Result<Store, IndexerError> {
        if self.read_to != store.log.end() {
            let path = self.collection.layout.log(self.live.log).display().to_string();
            let what = "an entry that was acknowledged cannot be read".to_string();
            return Err(StoreError::Damaged { path, position: self.read_to, what }.into());
        }
        let mark = match &mut self.log {
            None => store.log.end(),
            Some(log) => {
                log.sync()?;
                log.end()
            }
        };
        self.backend.commit(mark)?;
        self.backend.close_writer()?;
        let store = store.switch(self.next, self.log.take())?;
        self.is_finished = true;
        self.collection.layout.sweep_locked(&self.next);
        Ok(store)
    }
}

impl Drop for NextGeneration<'_> {
    fn drop(&mut self) {
        if !self.is_finished {
            // What was begun is of no use; what is live, and the disk alone knows what that is, goes on answering.
            let _ = self.backend.close_writer();
            if let Ok(Some(live)) = Live::read(&self.collection.layout) {
                self.collection.layout.sweep_locked(&live);
            }
        }
    }
}

/// Which entries of a log say nothing any more.
pub(super) struct Outdated {
    /// Where the last entry of each article stands.
    last: FxHashMap<String, u64>,
    /// Where the survey ended; all that follows is copied.
    pub(super) end: u64,
    n_entries: u64,
}

impl Outdated {
    /// Reads a log up to `end`, past damaged lines.
    pub(super) fn survey(mut reader: LogReader, end: u64) -> Result<Outdated, IndexerError> {
        let mut outdated = Outdated { last: FxHashMap::default(), end: 0, n_entries: 0 };
        loop {
            let item = match reader.next() {
                None => break,
                Some(Err(StoreError::Damaged { .. })) => {
                    reader.skip_damaged()?;
                    continue;
                }
                Some(item) => item?,
            };
            if item.end > end {
                break;
            }
            outdated.end = item.end;
            if is_pruning(&item.entry) {
                outdated.n_entries += 1;
            }
            if let Some(id) = item.entry.id() {
                outdated.n_entries += u64::from(outdated.last.insert(id.to_string(), item.start).is_some());
            }
        }
        Ok(outdated)
    }

    pub(super) fn contains(&self, start: u64, entry: &Entry) -> bool {
        let Some(id) = entry.id() else { return false };
        start < self.end && (self.last.get(id) != Some(&start) || is_pruning(entry))
    }
}

/// Whether an entry only takes an article away: what is not in the log is not in the index. Removals by a person or by
/// the source stay, for they also keep the article from coming back.
fn is_pruning(entry: &Entry) -> bool {
    matches!(entry, Entry::Remove { why: Removal::Pruned, .. })
}
