//! The files of a folder, and the one that says which of them are live.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Lock, Log, LogReader, StoreError};

/// Grows when the folder, the log or the ledger change their form.
const FORMAT: u32 = 2;
const LIVE: &str = "tandem.json";

/// The paths below the folder of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    folder: PathBuf,
}

/// Which generation answers, and which log it was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Live {
    format: u32,
    /// `None` until the first one is built.
    pub generation: Option<u64>,
    pub log: u64,
    /// The highest number that a generation has had: none comes back, or an open one would be taken for it.
    #[serde(default)]
    last_generation: u64,
}

impl Layout {
    /// Describes a folder; touches nothing.
    pub fn new(folder: &Path) -> Layout {
        Layout { folder: folder.to_path_buf() }
    }

    /// Returns the folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the file of a log.
    pub fn log(&self, number: u64) -> PathBuf {
        self.folder.join(format!("articles-{number}.log"))
    }

    /// Returns the file of a ledger.
    pub fn ledger(&self, number: u64) -> PathBuf {
        self.folder.join(format!("ledger-{number}.redb"))
    }

    /// Returns the file for the lines of a log that could not be read.
    pub fn damaged(&self, number: u64) -> PathBuf {
        self.folder.join(format!("damaged-{number}.txt"))
    }

    /// Returns the folder of a generation.
    pub fn generation(&self, number: u64) -> PathBuf {
        self.folder.join(format!("generation-{number}"))
    }

    /// Returns the file that says what is live.
    pub fn live(&self) -> PathBuf {
        self.folder.join(LIVE)
    }

    pub(super) fn writer_lock(&self) -> PathBuf {
        self.folder.join("writer.lock")
    }

    pub(super) fn wanted_lock(&self) -> PathBuf {
        self.folder.join("wanted.lock")
    }

    pub(super) fn rebuild_lock(&self) -> PathBuf {
        self.folder.join("rebuild.lock")
    }

    pub(super) fn make_folder(&self) -> Result<(), StoreError> {
        fs::create_dir_all(&self.folder).map_err(StoreError::at(&self.folder))
    }

    /// Makes sure that the folder is an index, or holds nothing of others (hidden files do not count).
    ///
    /// # Errors
    /// If it does.
    pub(super) fn check_ours(&self) -> Result<(), StoreError> {
        if self.live().exists() {
            return Ok(());
        }
        let error = StoreError::at(&self.folder);
        for entry in fs::read_dir(&self.folder).map_err(&error)? {
            let name = entry.map_err(&error)?.file_name().to_string_lossy().into_owned();
            let is_ours = number(&name).is_some() || name.starts_with("damaged-") || name.ends_with(".lock") || name == LIVE;
            if !name.starts_with('.') && !is_ours {
                let path = self.folder.display().to_string();
                return Err(StoreError::ForeignFiles { path, name });
            }
        }
        Ok(())
    }

    /// Begins an empty log in an empty folder; the writer's lock is held.
    ///
    /// # Errors
    /// If the disk refuses.
    pub(super) fn begin(&self) -> Result<Live, StoreError> {
        let live = Live { format: FORMAT, generation: None, log: 1, last_generation: 0 };
        // Without the file that names them, a log and a ledger are those of a first run that was killed at once.
        self.sweep(&Live { log: 0, ..live });
        Log::create(&self.log(live.log))?;
        live.write(self)?;
        Ok(live)
    }

    /// Removes logs, ledgers and generations that are not live, unless somebody builds one just now. What cannot be
    /// removed stays for the next time.
    pub fn sweep(&self, live: &Live) {
        let Ok(_lock) = Lock::rebuild(self, "sweeping", Duration::ZERO) else { return };
        self.sweep_locked(live);
    }

    /// Does the work of [`Layout::sweep`] for one who holds the lock of the rebuild.
    pub fn sweep_locked(&self, live: &Live) {
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        for entry in entries.flatten() {
            let _ = match number(&entry.file_name().to_string_lossy()) {
                Some((Kind::Generation, n)) if Some(n) != live.generation => fs::remove_dir_all(entry.path()),
                Some((Kind::Log, n)) if n != live.log => fs::remove_file(entry.path()),
                _ => Ok(()),
            };
        }
    }

    /// Returns the numbers of the logs that hold more than their first line, whole or damaged.
    fn filled_logs(&self) -> Vec<u64> {
        let is_filled = |number: &u64| match LogReader::open(&self.log(*number), 0) {
            Ok(mut reader) => reader.next().is_some_and(|first| first.is_err()) || reader.next().is_some(),
            Err(StoreError::Io { cause, .. }) if cause.kind() == ErrorKind::NotFound => false,
            // What cannot be looked at may hold articles.
            Err(_) => true,
        };
        let names = fs::read_dir(&self.folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
        let numbers = names.filter_map(|name| match number(&name.to_string_lossy()) {
            Some((Kind::Log, number)) => Some(number),
            _ => None,
        });
        numbers.filter(is_filled).collect()
    }

    /// Returns the smallest numbers that no generation and no log has or has had.
    ///
    /// # Errors
    /// If the folder cannot be listed.
    pub fn next_numbers(&self, live: &Live) -> Result<(u64, u64), StoreError> {
        let error = StoreError::at(&self.folder);
        let (mut generation, mut log) = (live.last_generation.max(live.generation.unwrap_or(0)) + 1, live.log + 1);
        for entry in fs::read_dir(&self.folder).map_err(&error)? {
            match number(&entry.map_err(&error)?.file_name().to_string_lossy()) {
                Some((Kind::Generation, n)) => generation = generation.max(n + 1),
                Some((Kind::Log, n)) => log = log.max(n + 1),
                None => {}
            }
        }
        Ok((generation, log))
    }
}

impl Live {
    /// Reads what is live; `None` if the folder holds no index.
    ///
    /// # Errors
    /// If the file is of another version, or cannot be read.
    pub fn read(layout: &Layout) -> Result<Option<Live>, StoreError> {
        let path = layout.live();
        let is_missing = |error: &io::Error| matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory);
        let text = match fs::read(&path) {
            Err(error) if is_missing(&error) && layout.filled_logs().is_empty() => return Ok(None),
            // Articles come after this file: it is lost, unless somebody has just begun.
            Err(error) if is_missing(&error) => fs::read(&path).map_err(|_| {
                let (path, what) = (path.display().to_string(), "the file is lost, but articles are there".to_string());
                StoreError::Damaged { path, position: 0, what }
            })?,
            read => read.map_err(StoreError::at(&path))?,
        };
        let damaged = |error: serde_json::Error| {
            let (path, what) = (path.display().to_string(), format!("no JSON of this program: {error}"));
            StoreError::Damaged { path, position: 0, what }
        };
        #[derive(Deserialize)]
        struct Format {
            format: u32,
        }
        let Format { format } = serde_json::from_slice(&text).map_err(damaged)?;
        if format != FORMAT {
            let (path, found) = (layout.folder().display().to_string(), format!("{format} instead of {FORMAT}"));
            return Err(StoreError::OtherLayout { path, found });
        }
        serde_json::from_slice(&text).map(Some).map_err(damaged)
    }

    /// Returns what is live, or, where the file that says so is lost or damaged, a log and no generation of it: the
    /// oldest that holds articles, since only a newer one can be half made.
    ///
    /// # Errors
    /// If the folder is of another version or cannot be read, or holds no log.
    pub fn salvage(layout: &Layout) -> Result<Live, StoreError> {
        match Live::read(layout) {
            Ok(Some(live)) => return Ok(live),
            Ok(None) | Err(StoreError::Damaged { .. }) => {}
            Err(error) => return Err(error),
        }
        let unknown = Live { format: FORMAT, generation: None, log: 0, last_generation: 0 };
        let (next_generation, next_log) = layout.next_numbers(&unknown)?;
        let oldest = layout.filled_logs().into_iter().min();
        let any = (1..next_log).rev().find(|number| layout.log(*number).is_file());
        let missing = || StoreError::Missing { path: layout.folder().display().to_string() };
        Ok(Live { log: oldest.or(any).ok_or_else(missing)?, last_generation: next_generation - 1, ..unknown })
    }

    /// Returns what is live once another generation, made from the log with this number, takes over.
    pub fn switched(&self, generation: u64, log: u64) -> Live {
        Live { format: FORMAT, generation: Some(generation), log, last_generation: generation }
    }

    /// Returns what is live where a log is there and no generation of it yet.
    pub fn unbuilt(&self, log: u64) -> Live {
        let last_generation = self.last_generation.max(self.generation.unwrap_or(0));
        Live { format: FORMAT, generation: None, log, last_generation }
    }

    /// Writes what is live, whole or not at all: the switch.
    ///
    /// # Errors
    /// If the disk refuses; what was live stays so.
    pub fn write(&self, layout: &Layout) -> Result<(), StoreError> {
        let unfinished = layout.folder.join(".tandem.json.new");
        let write = || -> io::Result<()> {
            let mut file = File::create(&unfinished)?;
            file.write_all(&serde_json::to_vec_pretty(self)?)?;
            file.sync_all()?;
            fs::rename(&unfinished, layout.live())?;
            sync_folder(&layout.folder)
        };
        write().map_err(StoreError::at(&layout.live()))
    }
}

/// Makes the names of new files in a folder durable, where the system can.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

enum Kind {
    Generation,
    /// A log or its ledger.
    Log,
}

/// Returns what a file of the folder is, and its number; `None` for others.
fn number(name: &str) -> Option<(Kind, u64)> {
    let inner = |prefix: &str, suffix: &str| name.strip_prefix(prefix)?.strip_suffix(suffix)?.parse().ok();
    let log = inner("articles-", ".log").or_else(|| inner("ledger-", ".redb"));
    inner("generation-", "").map(|n| (Kind::Generation, n)).or_else(|| log.map(|n| (Kind::Log, n)))
}
