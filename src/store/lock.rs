//! Locks between processes. They end with the process, however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use super::{Layout, StoreError};

/// How often a lock that is held is asked for again.
const RETRY: Duration = Duration::from_millis(10);

/// A lock that is held until it is dropped.
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of the one writer, waiting for it as long as `patience`. Who holds it can see that somebody waits.
    ///
    /// # Errors
    /// If another process holds it, with that process's name for itself.
    pub fn writer(layout: &Layout, owner: &str, patience: Duration) -> Result<Lock, StoreError> {
        let until = Instant::now() + patience;
        let mut wanted = None;
        loop {
            let holder = match take(&layout.writer_lock(), owner, Duration::ZERO)? {
                Ok(taken) => return Ok(taken),
                Err(holder) => holder,
            };
            if Instant::now() >= until {
                return Err(StoreError::Locked { path: layout.folder().display().to_string(), holder });
            }
            // One of those that wait shows it; the others try again, for it may be gone.
            if wanted.is_none() {
                wanted = take(&layout.wanted_lock(), owner, Duration::ZERO)?.ok();
            }
            std::thread::sleep(RETRY);
        }
    }

    /// Returns whether somebody waits for the writer's lock.
    pub fn is_writer_wanted(layout: &Layout) -> bool {
        File::open(layout.wanted_lock()).is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
    }

    /// Takes the lock of the one rebuild, waiting for it as long as `patience`.
    ///
    /// # Errors
    /// If another process, or another thread of this one, rebuilds.
    pub fn rebuild(layout: &Layout, owner: &str, patience: Duration) -> Result<Lock, StoreError> {
        let path = layout.folder().display().to_string();
        let taken = take(&layout.rebuild_lock(), owner, patience)?;
        taken.map_err(|holder| StoreError::Rebuilding { path, holder })
    }
}

/// Returns the lock, or who holds it.
fn take(path: &Path, owner: &str, patience: Duration) -> Result<Result<Lock, String>, StoreError> {
    let error = StoreError::at(path);
    let mut file =
        OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path).map_err(&error)?;
    let until = Instant::now() + patience;
    loop {
        match file.try_lock() {
            Ok(()) => break,
            Err(TryLockError::Error(source)) => return Err(error(source)),
            Err(TryLockError::WouldBlock) if Instant::now() < until => std::thread::sleep(RETRY),
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // What stands there is only for the message.
                let _ = file.read_to_string(&mut holder);
                let holder = holder.trim();
                return Ok(Err(if holder.is_empty() { "another process".to_string() } else { holder.to_string() }));
            }
        }
    }
    let name = format!("{owner} (process {})\n", std::process::id());
    let written = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| file.write_all(name.as_bytes()));
    written.map_err(&error)?;
    Ok(Ok(Lock { _file: file }))
}
