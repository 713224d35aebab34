//! What is known of articles and files, without reading the log.
//!
//! A table of articles (id → hash, version, state) and one of files (path → size, time of change, and the ids it
//! holds). It is derived from the log, but for the sizes of files and which other files hold an article too: after a loss
//! files are read once more, and a removed file may take an article along that an unread one holds as well. Changes
//! gather in one transaction until [`Ledger::save`]; what a kill loses of them is learnt again from the log.

use std::path::{Path, PathBuf};

use redb::{
    Database, MultimapTable, MultimapTableDefinition, ReadableDatabase, ReadableMultimapTable, ReadableTable,
    TableDefinition, WriteTransaction,
};

use super::{Entry, Removal, StoreError};

type ArticleRow<'a> = (&'a str, u64, u8);
type FileRow<'a> = (u64, &'a str, u64, i128, i128, u32, u64);

const META: TableDefinition<&str, u64> = TableDefinition::new("meta");
const ARTICLES: TableDefinition<&str, ArticleRow> = TableDefinition::new("articles");
const FILES: TableDefinition<&str, FileRow> = TableDefinition::new("files");
const HELD: MultimapTableDefinition<u64, &str> = MultimapTableDefinition::new("held");
const HOLDERS: MultimapTableDefinition<&str, u64> = MultimapTableDefinition::new("holders");

const LOG_POSITION: &str = "log_position";
const NEXT_FILE: &str = "next_file";

/// Whether an article is there, or why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Present,
    Removed(Removal),
}

/// What is known of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Hash of the last content that was there.
    pub hash: String,
    pub version: Option<u64>,
    pub state: State,
}

/// What is known of a file that was read to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEntry {
    /// [`crate::ingest::Source::id`]: an id may depend on the path that was named.
    pub source_id: String,
    pub size_bytes: u64,
    /// Time of the last change, in nanoseconds since 1970.
    pub modified_ns: i128,
    /// When it was read.
    pub read_ns: i128,
    /// Version of the reader that read it.
    pub reader: u32,
    /// Records of it that were refused.
    pub n_refused: u64,
}

/// The ledger of one log.
pub struct Ledger {
    path: PathBuf,
    /// Changes that are not yet saved; they end before the database does.
    unsaved: Option<WriteTransaction>,
    database: Database,
}

impl Ledger {
    /// Opens a ledger, or makes an empty one, which knows nothing of the log. One that cannot be read is made anew.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn open(path: &Path) -> Result<Ledger, StoreError> {
        // redb may panic over a file that others have changed.
        let database = match std::panic::catch_unwind(|| Database::create(path)) {
            Ok(Ok(database)) => database,
            Ok(Err(error)) if !is_damage(&error) => return Err(fault(path, &error)),
            Ok(Err(_)) | Err(_) => {
                std::fs::remove_file(path).map_err(StoreError::at(path))?;
                Database::create(path).map_err(|error| fault(path, &error))?
            }
        };
        let mut ledger = Ledger { path: path.to_path_buf(), database, unsaved: None };
        if !ledger.has_tables()? {
            ledger.change(|_| Ok(()))?;
            ledger.save(0)?;
        }
        Ok(ledger)
    }

    fn has_tables(&self) -> Result<bool, StoreError> {
        let transaction = self.database.begin_read().map_err(|error| fault(&self.path, &error))?;
        Ok(transaction.open_table(META).is_ok())
    }

    /// Returns the position in the log up to which the ledger knows what it holds; 0 if nothing.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn log_position(&self) -> Result<u64, StoreError> {
        let error = |error: redb::Error| fault(&self.path, &error);
        let transaction = self.database.begin_read().map_err(|e| error(e.into()))?;
        let meta = transaction.open_table(META).map_err(|e| error(e.into()))?;
        let position = meta.get(LOG_POSITION).map_err(|e| error(e.into()))?;
        Ok(position.map_or(0, |position| position.value()))
    }

    /// Lets `work` read and change the tables.
    ///
    /// # Errors
    /// If the ledger cannot be read or written, or `work` fails: then everything since the last save is forgotten, and
    /// must be learnt again from the log.
    pub fn change<T>(&mut self, work: impl FnOnce(&mut Tables) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let transaction = match self.unsaved.take() {
            Some(transaction) => transaction,
            None => self.database.begin_write().map_err(|error| fault(&self.path, &error))?,
        };
        let done = work(&mut Tables::open(&self.path, &transaction)?)?;
        self.unsaved = Some(transaction);
        Ok(done)
    }

    /// Makes every change durable; they cover the log up to `log_position`.
    ///
    /// # Errors
    /// If the disk refuses; nothing has changed since the last save then.
    pub fn save(&mut self, log_position: u64) -> Result<(), StoreError> {
        let path = self.path.clone();
        self.change(|tables| {
            tables.meta.insert(LOG_POSITION, log_position).map_err(|error| fault(&path, &error))?;
            Ok(())
        })?;
        let saved = self.unsaved.take().map_or(Ok(()), WriteTransaction::commit);
        saved.map_err(|error| fault(&self.path, &error))
    }

    /// Makes a copy that belongs to another log, at a position of that log.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn copy_to(self, path: &Path, log_position: u64) -> Result<Ledger, StoreError> {
        let Ledger { path: from, database, unsaved } = self;
        unsaved.map_or(Ok(()), WriteTransaction::commit).map_err(|error| fault(&from, &error))?;
        database.close().map_err(|error| fault(&from, &error))?;
        std::fs::copy(&from, path).map_err(StoreError::at(path))?;
        let mut copy = Ledger::open(path)?;
        copy.save(log_position)?;
        Ok(copy)
    }

    /// Hands every article to `take`, by id.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn for_each_article(&self, take: &mut dyn FnMut(&str, Known)) -> Result<(), StoreError> {
        let error = |error: redb::Error| fault(&self.path, &error);
        let transaction = self.database.begin_read().map_err(|e| error(e.into()))?;
        let articles = transaction.open_table(ARTICLES).map_err(|e| error(e.into()))?;
        for row in articles.iter().map_err(|e| error(e.into()))? {
            let (id, known) = row.map_err(|e| error(e.into()))?;
            take(id.value(), Known::of(known.value()));
        }
        Ok(())
    }
}

/// The tables of a ledger, open for a change.
pub struct Tables<'t> {
    path: &'t Path,
    meta: redb::Table<'t, &'static str, u64>,
    articles: redb::Table<'t, &'static str, ArticleRow<'static>>,
    files: redb::Table<'t, &'static str, FileRow<'static>>,
    held: MultimapTable<'t, u64, &'static str>,
    holders: MultimapTable<'t, &'static str, u64>,
}

impl<'t> Tables<'t> {
    fn open(path: &'t Path, transaction: &'t WriteTransaction) -> Result<Tables<'t>, StoreError> {
        let error = |error: redb::TableError| fault(path, &error);
        Ok(Tables {
            path,
            meta: transaction.open_table(META).map_err(error)?,
            articles: transaction.open_table(ARTICLES).map_err(error)?,
            files: transaction.open_table(FILES).map_err(error)?,
            held: transaction.open_multimap_table(HELD).map_err(error)?,
            holders: transaction.open_multimap_table(HOLDERS).map_err(error)?,
        })
    }

    /// Returns what is known of an article.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn article(&self, id: &str) -> Result<Option<Known>, StoreError> {
        let row = self.articles.get(id).map_err(|error| self.fault(&error))?;
        Ok(row.map(|row| Known::of(row.value())))
    }

    /// Takes in what an entry of the log says.
    ///
    /// # Errors
    /// If the ledger cannot be changed.
    pub fn apply(&mut self, entry: &Entry) -> Result<(), StoreError> {
        match entry {
            Entry::Log { .. } => Ok(()),
            Entry::Put { article, hash, file } => {
                let known = Known { hash: hash.clone(), version: article.version, state: State::Present };
                self.set(&article.id, &known)?;
                file.as_deref().map_or(Ok(()), |file| self.hold(file, &article.id))
            }
            Entry::Remove { id, why, hash, version } => {
                let known = Known { hash: hash.clone(), version: *version, state: State::Removed(*why) };
                self.set(id, &known)?;
                for file in self.holders_of(id)? {
                    self.let_go_of(file, id)?;
                }
                Ok(())
            }
        }
    }

    /// Returns what is known of a file; `None` also for one that was never read to its end.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn file(&self, path: &str) -> Result<Option<FileEntry>, StoreError> {
        let row = self.files.get(path).map_err(|error| self.fault(&error))?;
        let entry = row.map(|row| FileEntry::of(row.value()));
        Ok(entry.filter(|entry| entry.reader != UNREAD))
    }

    /// Notes that a file was read to its end.
    ///
    /// # Errors
    /// If the ledger cannot be changed.
    pub fn set_file(&mut self, path: &str, entry: &FileEntry) -> Result<(), StoreError> {
        let number = self.file_number(path)?;
        let FileEntry { source_id, size_bytes, modified_ns, read_ns, reader, n_refused } = entry;
        let row = (number, source_id.as_str(), *size_bytes, *modified_ns, *read_ns, *reader, *n_refused);
        self.files.insert(path, row).map_err(|error| fault(self.path, &error))?;
        Ok(())
    }

    /// Notes that a file holds an article.
    ///
    /// # Errors
    /// If the ledger cannot be changed.
    pub fn hold(&mut self, path: &str, id: &str) -> Result<(), StoreError> {
        let number = self.file_number(path)?;
        self.held.insert(number, id).map_err(|error| fault(self.path, &error))?;
        self.holders.insert(id, number).map_err(|error| fault(self.path, &error))?;
        Ok(())
    }

    /// Returns the ids that a file holds, in order.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn held_by(&self, path: &str) -> Result<Vec<String>, StoreError> {
        let row = self.files.get(path).map_err(|error| self.fault(&error))?;
        let Some(number) = row.map(|row| row.value().0) else { return Ok(Vec::new()) };
        let ids = self.held.get(number).map_err(|error| self.fault(&error))?;
        ids.map(|id| Ok(id.map_err(|error| self.fault(&error))?.value().to_string())).collect()
    }

    /// Returns how many articles a file holds.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn n_held_by(&self, path: &str) -> Result<u64, StoreError> {
        let row = self.files.get(path).map_err(|error| self.fault(&error))?;
        let Some(number) = row.map(|row| row.value().0) else { return Ok(0) };
        Ok(self.held.get(number).map_err(|error| self.fault(&error))?.len())
    }

    /// Returns how many files hold an article.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn n_holders(&self, id: &str) -> Result<u64, StoreError> {
        Ok(self.holders.get(id).map_err(|error| self.fault(&error))?.len())
    }

    /// Notes that a file no longer holds an article; returns how many others do.
    ///
    /// # Errors
    /// If the ledger cannot be changed.
    pub fn let_go(&mut self, path: &str, id: &str) -> Result<u64, StoreError> {
        let number = self.file_number(path)?;
        self.let_go_of(number, id)?;
        self.n_holders(id)
    }

    /// Forgets a file that holds nothing any more.
    ///
    /// # Errors
    /// If the ledger cannot be changed.
    pub fn forget_file(&mut self, path: &str) -> Result<(), StoreError> {
        self.files.remove(path).map_err(|error| fault(self.path, &error))?;
        Ok(())
    }

    /// Returns the known files whose path begins with `prefix`, in order.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn files_below(&self, prefix: &str) -> Result<Vec<String>, StoreError> {
        let mut found = Vec::new();
        for row in self.files.range(prefix..).map_err(|error| self.fault(&error))? {
            let (path, _) = row.map_err(|error| self.fault(&error))?;
            if !path.value().starts_with(prefix) {
                break;
            }
            found.push(path.value().to_string());
        }
        Ok(found)
    }

    fn set(&mut self, id: &str, known: &Known) -> Result<(), StoreError> {
        let row = (known.hash.as_str(), known.version.map_or(0, |version| version.saturating_add(1)), known.code());
        self.articles.insert(id, row).map_err(|error| fault(self.path, &error))?;
        Ok(())
    }

    fn holders_of(&self, id: &str) -> Result<Vec<u64>, StoreError> {
        let files = self.holders.get(id).map_err(|error| self.fault(&error))?;
        files.map(|file| Ok(file.map_err(|error| self.fault(&error))?.value())).collect()
    }

    fn let_go_of(&mut self, number: u64, id: &str) -> Result<(), StoreError> {
        self.held.remove(number, id).map_err(|error| fault(self.path, &error))?;
        self.holders.remove(id, number).map_err(|error| fault(self.path, &error))?;
        Ok(())
    }

    /// Returns the number of a file; one that is new gets the next.
    fn file_number(&mut self, path: &str) -> Result<u64, StoreError> {
        if let Some(row) = self.files.get(path).map_err(|error| self.fault(&error))? {
            return Ok(row.value().0);
        }
        let number = self.meta.get(NEXT_FILE).map_err(|error| self.fault(&error))?.map_or(0, |next| next.value());
        self.meta.insert(NEXT_FILE, number + 1).map_err(|error| fault(self.path, &error))?;
        self.files.insert(path, (number, "", 0, 0, 0, UNREAD, 0)).map_err(|error| fault(self.path, &error))?;
        Ok(number)
    }

    fn fault(&self, error: &dyn std::fmt::Display) -> StoreError {
        fault(self.path, error)
    }
}

/// Stands as the reader of a file that was not yet read to its end.
const UNREAD: u32 = u32::MAX;

impl FileEntry {
    fn of((_, source_id, size_bytes, modified_ns, read_ns, reader, n_refused): FileRow) -> FileEntry {
        FileEntry { source_id: source_id.to_string(), size_bytes, modified_ns, read_ns, reader, n_refused }
    }
}

impl Known {
    fn of((hash, version, code): ArticleRow) -> Known {
        let state = match code {
            1 => State::Removed(Removal::Deleted),
            2 => State::Removed(Removal::Pruned),
            3 => State::Removed(Removal::Withdrawn),
            _ => State::Present,
        };
        Known { hash: hash.to_string(), version: version.checked_sub(1), state }
    }

    fn code(&self) -> u8 {
        match self.state {
            State::Present => 0,
            State::Removed(Removal::Deleted) => 1,
            State::Removed(Removal::Pruned) => 2,
            State::Removed(Removal::Withdrawn) => 3,
        }
    }
}

/// Returns whether a ledger can only be made anew, not merely not be opened just now.
fn is_damage(error: &redb::DatabaseError) -> bool {
    use redb::{DatabaseError, StorageError};
    match error {
        DatabaseError::Storage(StorageError::Io(error)) => error.kind() == std::io::ErrorKind::InvalidData,
        DatabaseError::Storage(StorageError::Corrupted(_)) | DatabaseError::UpgradeRequired(_) => true,
        _ => false,
    }
}

fn fault(path: &Path, error: &dyn std::fmt::Display) -> StoreError {
    StoreError::Ledger { path: path.display().to_string(), what: error.to_string() }
}
