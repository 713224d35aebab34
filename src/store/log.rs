//! The article log: lines of a checksum and an entry, appended and never changed.
//!
//! A line is eight hexadecimal digits of the CRC-32 of the JSON that follows them after a blank. What a killed writer
//! leaves half written at the end was not acknowledged and is cut off; a fault anywhere else is damage and is said.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::layout::sync_folder;
use super::{Entry, StoreError};

/// Grows when entries change their meaning; older ones are still read.
const FORMAT: u32 = 1;
const READ_BUFFER_BYTES: usize = 1 << 20;
/// So much may wait in memory while a log is copied.
const MAX_PENDING_BYTES: usize = 8 << 20;
/// Hexadecimal checksum and blank.
const PREFIX_BYTES: usize = 9;

/// A log open for appending.
pub struct Log {
    path: PathBuf,
    file: File,
    /// Bytes that are acknowledged.
    end: u64,
    /// Lines not yet on disk.
    pending: Vec<u8>,
    /// Whether half a line may stand behind `end`, because the disk refused to cut it off.
    is_torn: bool,
}

impl Log {
    /// Makes a log without articles.
    ///
    /// # Errors
    /// If the file is there already or the disk refuses.
    pub fn create(path: &Path) -> Result<Log, StoreError> {
        let error = StoreError::at(path);
        let file = OpenOptions::new().create_new(true).append(true).open(path).map_err(&error)?;
        let mut log = Log { path: path.to_path_buf(), file, end: 0, pending: Vec::new(), is_torn: false };
        log.append(&Entry::Log { format: FORMAT });
        log.sync()?;
        path.parent().map_or(Ok(()), sync_folder).map_err(&error)?;
        Ok(log)
    }

    /// Opens a log for appending and cuts a torn end off; returns how many bytes that took.
    ///
    /// `known` is a position up to which the log is known to be whole.
    ///
    /// # Errors
    /// If the log is shorter than `known`, damaged behind it, or of a later version.
    pub fn open(path: &Path, known: u64) -> Result<(Log, u64), StoreError> {
        let error = StoreError::at(path);
        let file = OpenOptions::new().append(true).open(path).map_err(|cause| match cause.kind() {
            io::ErrorKind::NotFound => StoreError::LostLog { path: path.display().to_string() },
            _ => error(cause),
        })?;
        let len = file.metadata().map_err(&error)?.len();
        if len < known {
            let what = format!("the log ends here, but articles up to byte {known} were acknowledged");
            return Err(StoreError::Damaged { path: path.display().to_string(), position: len, what });
        }
        let mut end = known;
        for item in LogReader::open(path, known)? {
            end = item?.end;
        }
        if end == 0 {
            let what = "the log has no first line".to_string();
            return Err(StoreError::Damaged { path: path.display().to_string(), position: 0, what });
        }
        if end < len {
            file.set_len(end).and_then(|()| file.sync_all()).map_err(&error)?;
        }
        Ok((Log { path: path.to_path_buf(), file, end, pending: Vec::new(), is_torn: false }, len - end))
    }

    /// Returns the position behind the last acknowledged entry, in bytes.
    pub fn end(&self) -> u64 {
        self.end
    }

    /// Takes an entry in; it is on disk once [`Log::sync`] has returned.
    pub fn append(&mut self, entry: &Entry) {
        let json = serde_json::to_string(entry).expect("an entry holds only strings and numbers");
        self.pending.extend_from_slice(format!("{:08x} ", crc32fast::hash(json.as_bytes())).as_bytes());
        self.pending.extend_from_slice(json.as_bytes());
        self.pending.push(b'\n');
    }

    /// Brings the appended entries to the disk once they are many.
    ///
    /// # Errors
    /// As [`Log::sync`].
    pub fn sync_when_large(&mut self) -> Result<(), StoreError> {
        if self.pending.len() >= MAX_PENDING_BYTES { self.sync() } else { Ok(()) }
    }

    /// Brings every appended entry to the disk, which acknowledges them.
    ///
    /// # Errors
    /// If the disk refuses; none of them is in the log then.
    pub fn sync(&mut self) -> Result<(), StoreError> {
        if self.pending.is_empty() {
            return Ok(());
        }
        let pending = std::mem::take(&mut self.pending);
        if std::mem::take(&mut self.is_torn) {
            self.cut_off()?;
        }
        match self.file.write_all(&pending).and_then(|()| self.file.sync_data()) {
            Ok(()) => {
                self.end += pending.len() as u64;
                Ok(())
            }
            Err(cause) => {
                // The next entry must not follow half a line; if this fails too, it is tried again before that entry.
                let _ = self.cut_off();
                Err(StoreError::Io { path: self.path.display().to_string(), cause })
            }
        }
    }

    fn cut_off(&mut self) -> Result<(), StoreError> {
        let cut = self.file.set_len(self.end);
        self.is_torn = cut.is_err();
        cut.map_err(StoreError::at(&self.path))
    }
}

/// An entry and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogItem {
    /// First byte of its line.
    pub start: u64,
    /// First byte behind its line.
    pub end: u64,
    pub entry: Entry,
}

/// Reads a log from a position to its last whole line; a torn end is no fault.
pub struct LogReader {
    path: PathBuf,
    reader: BufReader<File>,
    position: u64,
    line: Vec<u8>,
    ended: bool,
}

impl LogReader {
    /// Opens a log at the start of a line.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn open(path: &Path, from: u64) -> Result<LogReader, StoreError> {
        let error = StoreError::at(path);
        let mut file = File::open(path).map_err(&error)?;
        file.seek(SeekFrom::Start(from)).map_err(&error)?;
        let reader = BufReader::with_capacity(READ_BUFFER_BYTES, file);
        Ok(LogReader { path: path.to_path_buf(), reader, position: from, line: Vec::new(), ended: false })
    }

    /// Returns the next line without its line feed, and whether the line feed was there; `None` at the end.
    fn next_line(&mut self) -> io::Result<Option<bool>> {
        self.line.clear();
        self.reader.read_until(b'\n', &mut self.line)?;
        if self.line.is_empty() {
            return Ok(None);
        }
        let is_whole = self.line.pop_if(|byte| *byte == b'\n').is_some();
        Ok(Some(is_whole))
    }

    fn advance(&mut self) -> Result<Option<LogItem>, StoreError> {
        let shown = self.path.display().to_string();
        let failed = |cause| StoreError::Io { path: shown.clone(), cause };
        let Some(is_whole) = self.next_line().map_err(failed)? else { return Ok(None) };
        let start = self.position;
        if !is_whole {
            // A killed writer leaves the beginning of a line, never its line feed.
            return Ok(None);
        }
        let end = start + self.line.len() as u64 + 1;
        let fault = match entry(&self.line) {
            Ok(entry) => {
                self.position = end;
                return Ok(Some(LogItem { start, end, entry }));
            }
            Err(Fault::Version(format)) => {
                format!("the log has format {format}, this program reads up to {FORMAT}; use a newer one")
            }
            Err(Fault::Broken(what)) => what.to_string(),
        };
        Err(StoreError::Damaged { path: shown, position: start, what: fault })
    }

    /// Goes on behind a damaged line; returns its bytes.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn skip_damaged(&mut self) -> Result<Vec<u8>, StoreError> {
        let error = StoreError::at(&self.path);
        self.reader.seek(SeekFrom::Start(self.position)).map_err(&error)?;
        let mut bytes = Vec::new();
        self.reader.read_until(b'\n', &mut bytes).map_err(&error)?;
        self.position += bytes.len() as u64;
        self.ended = false;
        Ok(bytes)
    }
}

impl Iterator for LogReader {
    type Item = Result<LogItem, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let item = self.advance().transpose();
        self.ended = !matches!(item, Some(Ok(_)));
        item
    }
}

enum Fault {
    Broken(&'static str),
    Version(u32),
}

fn entry(line: &[u8]) -> Result<Entry, Fault> {
    let broken = Fault::Broken;
    let (prefix, json) = line.split_at_checked(PREFIX_BYTES).ok_or(broken("a line without an entry"))?;
    let checksum = std::str::from_utf8(prefix).ok().and_then(|prefix| prefix.strip_suffix(' '));
    let checksum = checksum.and_then(|digits| u32::from_str_radix(digits, 16).ok());
    if checksum.ok_or(broken("a line without a checksum"))? != crc32fast::hash(json) {
        return Err(broken("the checksum does not fit"));
    }
    match serde_json::from_slice(json).map_err(|_| broken("an entry that this program does not know"))? {
        Entry::Log { format } if format > FORMAT => Err(Fault::Version(format)),
        entry => Ok(entry),
    }
}

#[cfg(test)]
mod tests;
