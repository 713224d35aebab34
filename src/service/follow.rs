//! Follows what is live: commits and generations of this process and of others.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::backend::tantivy::SchemaFit;
use crate::indexer::{Collection, IndexerError};
use crate::search::Searcher;
use crate::store::Live;

/// How often the folder is looked at: two small files are read.
const INTERVAL: Duration = Duration::from_millis(100);

/// Every so many looks it is seen whether a writer was killed and left something unindexed.
const RECOVERY_ROUNDS: u32 = 20;

/// Keeps a searcher at the newest commit of the live generation until it is dropped.
pub struct Follower {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Follower {
    /// Starts following; `fault` hears of each new kind of failure, while the last good commit goes on answering.
    pub fn start(searcher: Arc<Searcher>, collection: Collection, fault: impl Fn(&str) + Send + 'static) -> Follower {
        let stop = Arc::new(AtomicBool::new(false));
        let is_stopped = Arc::clone(&stop);
        let thread = std::thread::spawn(move || {
            let mut last_fault = String::new();
            for round in (0u32..).take_while(|_| !is_stopped.load(Ordering::Relaxed)) {
                let followed = match round % RECOVERY_ROUNDS {
                    0 => collection.recover(&searcher.live(), &mut |_| {}),
                    _ => Ok(()),
                };
                match followed.and_then(|()| follow(&searcher, &collection)) {
                    Ok(()) => last_fault.clear(),
                    Err(error) if error.to_string() != last_fault => {
                        last_fault = error.to_string();
                        fault(&last_fault);
                    }
                    Err(_) => {}
                }
                std::thread::park_timeout(INTERVAL);
            }
        });
        Follower { stop, thread: Some(thread) }
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            // A thread that panicked has nothing left to stop.
            let _ = thread.join();
        }
    }
}

/// One may follow at a time, or a slow one would bring back a generation that a quicker one has left.
static FOLLOWING: Mutex<()> = Mutex::new(());

/// Brings a searcher to the newest commit of the live generation.
///
/// # Errors
/// If the index cannot be read; the searcher stays where it was.
pub fn follow(searcher: &Searcher, collection: &Collection) -> Result<(), IndexerError> {
    let _one = FOLLOWING.lock().unwrap_or_else(PoisonError::into_inner);
    let current = searcher.live();
    let live = Live::read(&collection.layout)?.and_then(|live| live.generation);
    // Until another generation is built, the one that answers goes on, wherever it is.
    if live.is_none() {
        return Ok(());
    }
    if live == Some(current.number) {
        return match current.backend.refresh() {
            // Whoever switched just now has removed what was live; the next look sees it.
            Err(_) if Live::read(&collection.layout)?.is_some_and(|live| live.generation != Some(current.number)) => {
                Ok(())
            }
            refreshed => Ok(refreshed.map(drop)?),
        };
    }
    searcher.switch(collection.live(SchemaFit::AnyReadable)?);
    Ok(())
}
