//! The one writer of a running process: a thread that takes changes from all sides, in order.
//!
//! Changes that arrive together are acknowledged together; commits are at most one in [`COMMIT_INTERVAL`], and a change
//! that comes alone is committed at once. A writer that has nothing to do lets other processes write.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use crate::indexer::{Batch, Change, Collection, IndexerError, Input, Outcome, Prune, Report, Session, build};
use crate::ingest::Record;
use crate::store::StoreError;

/// Commits are at least this far apart.
const COMMIT_INTERVAL: Duration = Duration::from_millis(300);
/// A writer that is idle for so long lets others write.
const IDLE: Duration = Duration::from_secs(2);
/// How long a change waits for another process that writes.
const LOCK_PATIENCE: Duration = Duration::from_secs(5);
/// Time for one who waits for the lock to take it.
const YIELD: Duration = Duration::from_millis(50);
/// Changes acknowledged together at most, and bytes of their texts.
const MAX_CHANGES: usize = 1024;
const MAX_CHANGE_BYTES: usize = 16 << 20;
/// Files read together.
const SLICE_FILES: usize = 256;
/// Jobs that may wait; more are sent away.
const MAX_JOBS: usize = 64;

/// When a change is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// Once it is on disk and cannot be lost.
    Acknowledged,
    /// Once it is found.
    Found,
}

/// What became of changes, in their order.
pub type Accepted = Vec<Outcome>;

/// Why changes were not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Another process writes; later it will do.
    #[error("{0}")]
    Busy(String),
    #[error("{0}")]
    Failed(String),
}

/// What a process does when something was written; called on the writer's thread.
pub struct Observer {
    /// Something was committed.
    pub committed: Box<dyn Fn() + Send>,
    /// Files were read; what came of it.
    pub read: Box<dyn Fn(&Report) + Send>,
    /// Files could not be read or changes not be written.
    pub failed: Box<dyn Fn(&str) + Send>,
}

struct Changes {
    changes: Vec<Change>,
    wait: Wait,
    reply: Reply,
}

enum Job {
    Changes(Changes),
    Files { input: Input, prune: Prune },
    Stop,
}

/// A hold on the writer's thread; it ends, and commits, when this is dropped.
pub struct Writer {
    jobs: Mutex<SyncSender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread. `owner` tells other processes who holds the lock.
    pub fn start(collection: Collection, owner: &'static str, observer: Observer) -> Writer {
        let (jobs, inbox) = sync_channel(MAX_JOBS);
        let thread = std::thread::spawn(move || Work::new(collection, owner, observer).run(&inbox));
        Writer { jobs: Mutex::new(jobs), thread: Some(thread) }
    }

    /// Hands changes over; the answer comes when `wait` says.
    pub fn change(&self, changes: Vec<Change>, wait: Wait) -> oneshot::Receiver<Result<Accepted, Refused>> {
        let (reply, answer) = oneshot::channel();
        // If the thread is gone, the receiver of the answer hears of it.
        if let Err(TrySendError::Full(Job::Changes(sent_away))) =
            self.jobs().try_send(Job::Changes(Changes { changes, wait, reply }))
        {
            drop(sent_away.reply.send(Err(Refused::Busy("too many changes wait already".to_string()))));
        }
        answer
    }

    /// Hands files over that may be new, changed or gone.
    pub fn read(&self, input: Input, prune: Prune) {
        self.send(Job::Files { input, prune });
    }

    fn send(&self, job: Job) {
        // If the thread is gone, nobody is left to do it.
        let _ = self.jobs().send(job);
    }

    fn jobs(&self) -> SyncSender<Job> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.send(Job::Stop);
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has nothing left to stop.
            let _ = thread.join();
        }
    }
}

type Reply = oneshot::Sender<Result<Accepted, Refused>>;

struct Work {
    collection: Collection,
    owner: &'static str,
    observer: Observer,
    session: Option<Session>,
    last_commit: Instant,
    /// Files that wait to be read.
    files: VecDeque<(Input, Prune)>,
    /// Whether something is acknowledged and not committed.
    is_dirty: bool,
    /// Answers that wait for the next commit.
    waiting: Vec<(Reply, Result<Accepted, Refused>)>,
}

impl Work {
    fn new(collection: Collection, owner: &'static str, observer: Observer) -> Work {
        // Whatever comes first is committed at once.
        let last_commit = Instant::now().checked_sub(COMMIT_INTERVAL).unwrap_or_else(Instant::now);
        Work {
            collection,
            owner,
            observer,
            session: None,
            last_commit,
            files: VecDeque::new(),
            is_dirty: false,
            waiting: Vec::new(),
        }
    }

    fn run(mut self, inbox: &Receiver<Job>) {
        let mut next = None;
        loop {
            // Files are read in slices, so that changes need not wait until a large folder is through.
            let job = match next.take().map_or_else(|| inbox.try_recv(), Ok) {
                Ok(job) => Ok(job),
                Err(_) if self.read_slice() => continue,
                Err(_) => self.wait(inbox),
            };
            match job {
                Ok(Job::Changes(first)) => {
                    next = self.change(first, inbox);
                    self.read_slice();
                }
                Ok(Job::Files { input, prune }) => self.files.push_back((input, prune)),
                Err(RecvTimeoutError::Timeout) if self.is_dirty => self.commit(),
                Err(RecvTimeoutError::Timeout) => self.close(),
                Ok(Job::Stop) | Err(RecvTimeoutError::Disconnected) => {
                    self.commit();
                    return self.close();
                }
            }
        }
    }

    /// Waits for a job, or for the time to commit or to let others write.
    fn wait(&self, inbox: &Receiver<Job>) -> Result<Job, RecvTimeoutError> {
        match (&self.session, self.is_dirty) {
            (_, true) => inbox.recv_timeout(COMMIT_INTERVAL.saturating_sub(self.last_commit.elapsed())),
            (Some(_), false) => inbox.recv_timeout(IDLE),
            (None, false) => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
        }
    }

    /// Takes changes in, together with those that wait behind them; returns a job that came between.
    fn change(&mut self, first: Changes, inbox: &Receiver<Job>) -> Option<Job> {
        let mut group = vec![first];
        let mut next = None;
        while group.iter().map(|job| job.changes.len()).sum::<usize>() < MAX_CHANGES {
            match inbox.try_recv() {
                Ok(Job::Changes(job)) => group.push(job),
                Ok(job) => {
                    next = Some(job);
                    break;
                }
                Err(_) => break,
            }
        }
        let sizes: Vec<usize> = group.iter().map(|job| job.changes.len()).collect();
        let changes = group.iter_mut().flat_map(|job| std::mem::take(&mut job.changes)).collect();
        let mut result = self.take(changes);
        for (job, size) in group.into_iter().zip(sizes) {
            let own = match &mut result {
                Ok(outcomes) => Ok(outcomes.drain(..size).collect()),
                Err(refused) => Err(refused.clone()),
            };
            match (job.wait, &own) {
                // What changed nothing brings no commit that could answer.
                (Wait::Found, Ok(_)) if self.is_dirty => self.waiting.push((job.reply, own)),
                // Nobody may be waiting any more.
                _ => drop(job.reply.send(own)),
            }
        }
        if self.is_dirty && self.last_commit.elapsed() >= COMMIT_INTERVAL {
            self.commit();
        }
        next
    }

    fn take(&mut self, changes: Vec<Change>) -> Result<Accepted, Refused> {
        let mut outcomes = Vec::with_capacity(changes.len());
        let mut changes = changes.into_iter().peekable();
        while changes.peek().is_some() {
            let mut n_bytes = 0;
            let mut fits = |change: &Change| {
                let has_room = n_bytes < MAX_CHANGE_BYTES;
                n_bytes += text_bytes(change);
                has_room
            };
            let mut batch = Batch::default();
            while batch.changes.len() < MAX_CHANGES
                && let Some(change) = changes.next_if(&mut fits)
            {
                batch.changes.push(change);
            }
            let taken = self.session().and_then(|session| session.take(batch));
            outcomes.extend(taken.map_err(|error| self.refused(&error))?);
            self.is_dirty = true;
        }
        Ok(outcomes)
    }

    /// Reads the next files that wait; returns whether there were any.
    fn read_slice(&mut self) -> bool {
        let Some((mut input, prune)) = self.files.pop_front() else { return false };
        if input.sources.len() > SLICE_FILES {
            let sources = input.sources.drain(..SLICE_FILES).collect();
            let problems = std::mem::take(&mut input.problems);
            self.files.push_front((input, prune));
            input = Input { sources, folders: Vec::new(), problems };
        }
        self.read(input, prune);
        true
    }

    fn read(&mut self, input: Input, prune: Prune) {
        let result = self.session().and_then(|session| build(session, input, prune, &mut |_, _| {}));
        match result {
            Ok(report) => {
                self.last_commit = Instant::now();
                self.committed(self.visible());
                (self.observer.read)(&report);
            }
            Err(error) => {
                let refused = self.refused(&error);
                (self.observer.failed)(&refused.to_string());
            }
        }
    }

    fn commit(&mut self) {
        if !self.is_dirty {
            return;
        }
        // A session that was given up after a failure is opened again, which indexes what was acknowledged.
        let result = self.session().and_then(Session::commit);
        self.last_commit = Instant::now();
        let result = result.map_err(|error| self.refused(&error)).and_then(|()| self.visible());
        if let Err(refused @ Refused::Failed(_)) = &result {
            (self.observer.failed)(&refused.to_string());
        }
        self.committed(result);
    }

    /// Says whether what was committed is found, or waits for a rebuild.
    fn visible(&self) -> Result<(), Refused> {
        match self.session.as_ref().is_none_or(Session::is_indexing) {
            true => Ok(()),
            false => Err(Refused::Busy("the articles are kept, and found once the index is rebuilt".to_string())),
        }
    }

    fn committed(&mut self, result: Result<(), Refused>) {
        self.is_dirty = false;
        (self.observer.committed)();
        for (reply, accepted) in self.waiting.drain(..) {
            drop(reply.send(result.clone().and(accepted)));
        }
        if self.session.as_ref().is_some_and(Session::should_end) {
            self.close();
            std::thread::sleep(YIELD);
        }
    }

    fn close(&mut self) {
        if let Some(session) = self.session.take()
            && let Err(error) = session.close()
        {
            (self.observer.failed)(&error.to_string());
        }
    }

    fn session(&mut self) -> Result<&mut Session, IndexerError> {
        let session = match self.session.take() {
            Some(session) => session,
            None => self.collection.write(self.owner, LOCK_PATIENCE, &mut |_| {})?,
        };
        Ok(self.session.insert(session))
    }

    /// After a failure the session is opened anew, which catches up with what was acknowledged.
    fn refused(&mut self, error: &IndexerError) -> Refused {
        self.session = None;
        match error {
            IndexerError::Store(StoreError::Locked { .. } | StoreError::Rebuilding { .. }) => {
                Refused::Busy(error.to_string())
            }
            _ => Refused::Failed(error.to_string()),
        }
    }
}

/// Returns how many bytes of text a change carries.
fn text_bytes(change: &Change) -> usize {
    match change {
        Change::Record { record: Record::Article(article), .. } => article.text.len(),
        _ => 0,
    }
}
