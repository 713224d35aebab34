//! The import of a bilingual dictionary that a user has: Ding, FreeDict TEI or a plain table becomes one file of
//! translations from stem to stems, with weights learned from the dictionary itself.
//!
//! Comes in: bytes in UTF-8 or Latin-1. Goes out: an [`ImportedTable`], which is written beside the index and opened as
//! a [`Table`]. Bad lines are [`Problem`]s, and the import goes on; it fails only if the bytes cannot be read or hold
//! no dictionary. The same bytes and stems always give the same table.
//!
//! The stemmer comes in as a function, asked once for each written word: `lexicon` knows nothing of `analysis`.
//!
//! ```
//! use tandem::lexicon::import::{Origin, Table, import};
//! use tandem::text::Language;
//!
//! let dictionary = "Zwirbel {m}; Zwirrel {m} [techn.] | Zwirbel {pl} :: twirl; twirler | twirls\n";
//! let stem = |language: Language, word: &str| match language {
//!     Language::De => Some(word.to_lowercase()),
//!     Language::En => Some(word.trim_end_matches('s').to_lowercase()),
//! };
//! let imported = import(dictionary.as_bytes(), None, &stem, &mut |_| {}, &mut |_| {}).unwrap();
//! let origin = Origin { source: "zwirbel.txt".to_string(), imported: "2024-11-20".to_string() };
//! let table = Table::from_bytes(imported.to_bytes(&origin)).unwrap();
//! let best = &table.get(Language::De, "zwirbel")[0];
//! assert_eq!((best.stems.as_slice(), best.weight), (&["twirl"][..], 1.0));
//! ```

mod entry;
mod lines;
mod phrase;
mod ding;
mod tei;
mod tsv;
mod corpus;
mod compounds;
mod em;
mod learn;
mod table;
mod list_file;
mod names;
mod entities;

use std::io::{self, BufRead, Cursor, Read};

use corpus::Gatherer;

use crate::text::Language;

pub use entities::{EntityList, EntityRow};
pub use list_file::ListError;
pub use names::{MAX_NAME_WORDS, NameList};
pub use entry::{Entry, Phrase, Problem, Sense, Take};
pub use table::{Alternative, Counts, ImportedTable, MAX_ALTERNATIVES, MAX_STEMS, Origin, Stats, Table, TableError};

/// Turns a written word of a language into the stem that its field holds; `None` for a function word or no word.
pub type Stem<'a> = &'a dyn Fn(Language, &str) -> Option<String>;

/// Bytes by which a format is known.
const HEAD_BYTES: u64 = 1 << 16;
/// Lines looked at for it.
const HEAD_LINES: usize = 40;

/// How a dictionary is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `German | German :: English | English`, as in Debian's `trans-de-en`.
    Ding,
    /// FreeDict's TEI.
    Tei,
    /// `word TAB translations`, and weights in a third column if there are any.
    Tsv,
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Bytes and entries read.
    Reading { n_bytes: u64, n_entries: u64 },
    /// Rounds of learning done, and how many there are.
    Learning { n_done: u32, n_rounds: u32 },
}

/// What keeps a dictionary from being imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error("the dictionary is compressed ({0}); unpack it first")]
    Compressed(&'static str),
    #[error(
        "unknown format; Ding (`Wort :: word`), FreeDict TEI (XML) and tables (word, tab, translations) can be imported"
    )]
    UnknownFormat,
    #[error("only {n_entries} entries could be read, and {n_problems} lines could not; this seems to be no dictionary")]
    MostlyUnreadable { n_entries: u64, n_problems: u64 },
    #[error("no translations were found in {n_entries} entries; {n_problems} lines could not be read")]
    Nothing { n_entries: u64, n_problems: u64 },
    #[error("no names were found; {n_problems} lines could not be read")]
    NoNames { n_problems: u64 },
    #[error("no entities were found; {n_problems} lines could not be read")]
    NoEntities { n_problems: u64 },
}

/// Reads a dictionary and learns how much each translation of a stem weighs. Where no format is named, the first bytes
/// tell it.
///
/// # Errors
/// If the bytes cannot be read, are of no known format, or hold no translations or more bad lines than entries.
pub fn import(
    reader: impl BufRead,
    format: Option<Format>,
    stem: Stem,
    progress: &mut dyn FnMut(Progress),
    problems: &mut dyn FnMut(Problem),
) -> Result<ImportedTable, ImportError> {
    let mut gatherer = Gatherer::new(stem);
    let n_problems = read_into(&mut gatherer, reader, format, progress, problems)?;
    let corpus = gatherer.finish();
    let counts = Counts { problems: n_problems, ..corpus.counts() };
    if counts.pairs == 0 {
        return Err(ImportError::Nothing { n_entries: counts.entries, n_problems });
    }
    if n_problems > counts.entries {
        return Err(ImportError::MostlyUnreadable { n_entries: counts.entries, n_problems });
    }
    Ok(learn::learn(corpus, counts, progress))
}

/// Reads all entries into the gatherer; returns how many lines could not be read.
fn read_into(
    gatherer: &mut Gatherer,
    reader: impl BufRead,
    format: Option<Format>,
    progress: &mut dyn FnMut(Progress),
    problems: &mut dyn FnMut(Problem),
) -> Result<u64, ImportError> {
    // The reader tells of its bytes and the gatherer of its entries, both while the other is at work.
    let (n_entries, mut n_problems) = (std::cell::Cell::new(0), 0);
    let mut done = |n_bytes| progress(Progress::Reading { n_bytes, n_entries: n_entries.get() });
    let mut take = |item| match item {
        Ok(entry) => {
            n_entries.set(n_entries.get() + 1);
            gatherer.add(&entry);
        }
        Err(problem) => {
            n_problems += 1;
            problems(problem);
        }
    };
    read(reader, format, &mut take, &mut done)?;
    Ok(n_problems)
}

/// Hands every entry of a dictionary, or the problem in its place, to `take`; `done` hears how many bytes were read.
///
/// # Errors
/// If the bytes cannot be read, or are of no known format.
pub fn read(
    mut reader: impl BufRead,
    format: Option<Format>,
    take: &mut Take,
    done: &mut dyn FnMut(u64),
) -> Result<Format, ImportError> {
    let mut head = Vec::new();
    reader.by_ref().take(HEAD_BYTES).read_to_end(&mut head)?;
    let format = match format {
        Some(format) => format,
        None => guess(&head)?,
    };
    let reader = Cursor::new(head).chain(reader);
    match format {
        Format::Ding => ding::read(reader, take, done)?,
        Format::Tei => tei::read(reader, take, done)?,
        Format::Tsv => tsv::read(reader, take, done)?,
    }
    Ok(format)
}

/// Knows a format by the first bytes of a file.
fn guess(head: &[u8]) -> Result<Format, ImportError> {
    match head {
        [0x1f, 0x8b, ..] => return Err(ImportError::Compressed("gzip")),
        [b'B', b'Z', b'h', ..] => return Err(ImportError::Compressed("bzip2")),
        [0xfd, b'7', b'z', ..] => return Err(ImportError::Compressed("xz")),
        _ => {}
    }
    let head = String::from_utf8_lossy(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head));
    if head.contains('\0') {
        return Err(ImportError::UnknownFormat);
    }
    if head.trim_start().starts_with('<') {
        return Ok(Format::Tei);
    }
    let lines = head.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let (mut n, mut n_ding, mut n_tsv) = (0, 0, 0);
    for line in lines.take(HEAD_LINES) {
        n += 1;
        n_ding += usize::from(line.contains("::"));
        n_tsv += usize::from(line.contains('\t'));
    }
    match n_ding.max(n_tsv) {
        most if most == 0 || 2 * most < n => Err(ImportError::UnknownFormat),
        most if most == n_ding => Ok(Format::Ding),
        _ => Ok(Format::Tsv),
    }
}

#[cfg(test)]
mod tests;
