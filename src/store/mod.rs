//! Where articles live: an append-only log of what was read, a ledger of what is known, and the generations of the index.
//!
//! In: [`Entry`]s, acknowledged once [`Log::sync`] has returned. Out: the same entries in the same order, for ever; a
//! [`Ledger`] that says without reading the log which articles and files are known; and [`Live`], which names the
//! generation that answers. An index is a function of the log: it can always be made again from it.
//!
//! A folder holds
//!
//! ```text
//! tandem.json        the live generation and log: the one file that is replaced, in one step
//! articles-1.log     every article, replacement and removal, each line with its checksum
//! ledger-1.redb      articles and files by name, of the log with the same number; derived, but costly to derive
//! generation-1/      the index
//! damaged-1.txt      lines of a log that a repair could not read
//! writer.lock        held by the one writer; says who it is
//! wanted.lock        held by one that waits for the writer
//! rebuild.lock       held while a generation is built beside the live one
//! ```

mod entry;
mod error;
mod layout;
mod ledger;
mod lock;
mod log;

use std::path::Path;
use std::time::Duration;

pub use entry::{Entry, Removal};
pub use error::StoreError;
pub use layout::{Layout, Live};
pub use ledger::{FileEntry, Known, Ledger, State, Tables};
pub use lock::Lock;
pub use log::{Log, LogItem, LogReader};

/// The writer's hold on a folder: nobody else writes while it lives.
pub struct Store {
    /// Where the files lie.
    pub layout: Layout,
    /// What is live.
    pub live: Live,
    /// The live log.
    pub log: Log,
    /// Its ledger.
    pub ledger: Ledger,
    /// Bytes of an entry whose writing was cut off, and that were cut away; it had not been acknowledged.
    pub torn_bytes: u64,
    _lock: Lock,
}

impl Store {
    /// Opens a folder for writing, making it if it is missing or empty, and mends what a killed writer left: the
    /// torn end of the log is cut off, and the ledger learns what the log holds beyond it.
    ///
    /// `owner` tells other processes who holds the lock; `patience` is how long to wait for it.
    ///
    /// # Errors
    /// If another process writes, if the folder holds other files or those of another version, or if the log is
    /// damaged before its end.
    pub fn open(folder: &Path, owner: &str, patience: Duration) -> Result<Store, StoreError> {
        let layout = Layout::new(folder);
        layout.make_folder()?;
        layout.check_ours()?;
        let lock = Lock::writer(&layout, owner, patience)?;
        let live = match Live::read(&layout)? {
            Some(live) => live,
            None => layout.begin()?,
        };
        layout.sweep(&live);
        let mut ledger = Ledger::open(&layout.ledger(live.log))?;
        let known = ledger.log_position()?;
        let (log, torn_bytes) = Log::open(&layout.log(live.log), known)?;
        catch_up(&mut ledger, &layout, &live, &log)?;
        Ok(Store { layout, live, log, ledger, torn_bytes, _lock: lock })
    }

    /// Switches to another generation, and to another log if it was made from one; that log is on disk.
    ///
    /// # Errors
    /// If the disk refuses; what was live stays so.
    pub fn switch(self, live: Live, log: Option<Log>) -> Result<Store, StoreError> {
        let store = match log {
            None => self,
            Some(log) => {
                let ledger = self.ledger.copy_to(&self.layout.ledger(live.log), log.end())?;
                Store { log, ledger, ..self }
            }
        };
        live.write(&store.layout)?;
        Ok(Store { live, ..store })
    }
}

/// Applies to the ledger what the log holds beyond it.
fn catch_up(ledger: &mut Ledger, layout: &Layout, live: &Live, log: &Log) -> Result<(), StoreError> {
    let from = ledger.log_position()?;
    if from >= log.end() {
        return Ok(());
    }
    let reader = LogReader::open(&layout.log(live.log), from)?;
    ledger.change(|tables| {
        for item in reader {
            let item = item?;
            if item.end > log.end() {
                break;
            }
            tables.apply(&item.entry)?;
        }
        Ok(())
    })?;
    ledger.save(log.end())
}
