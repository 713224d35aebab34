//! From bytes to articles. Bad input is data: it becomes a [`Problem`] with its place, and the run goes on.
//!
//! [`sources`] walks the paths that were named; [`read`] turns one open source into articles. Formats: JSON lines
//! (`.jsonl`, `.ndjson`) and plain text (`.txt`).
//!
//! ```
//! let line = br#"{"id": "a", "text": "Ein Satz.", "date": "2024-11-20"}"#;
//! let mut records = Vec::new();
//! let source = tandem::ingest::Source::jsonl("memory");
//! tandem::ingest::read(&source, &line[..], &mut |record| records.push(record.unwrap())).unwrap();
//! assert_eq!(records[0].id(), "a");
//! ```

mod article;
mod jsonl;
mod source;
mod text;

use std::io::BufRead;

pub use article::{Article, ArticleLine, InvalidDate, Published, Record};
pub use source::{Format, Origin, Source, SourceError, sources, sources_under};

/// Longest text of an article in bytes, 64 MiB: spans count 32 bits, and no newspaper prints more.
pub const MAX_TEXT_BYTES: usize = 64 << 20;

/// Grows when a reader makes other articles of the same bytes: files read by an older one are read again.
pub const READER_VERSION: u32 = 1;

/// A record that was refused or mended, with its place.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// The file as the user named it.
    pub source: String,
    /// Line in the file, from 1; `None` where the whole file is meant.
    pub line: Option<usize>,
    pub what: String,
    /// Whether an article was left out; otherwise it went in, mended as `what` says.
    pub refused: bool,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}, line {}: {}", self.source, line, self.what),
            None => write!(f, "{}: {}", self.source, self.what),
        }
    }
}

/// Reads every record of an open source, in order, and hands each, or the problem in its place, to `take`.
///
/// # Errors
/// If the bytes cannot be read further; what was read until then has been handed over.
pub fn read(
    source: &Source,
    reader: impl BufRead,
    take: &mut dyn FnMut(Result<Record, Problem>),
) -> std::io::Result<()> {
    match source.format {
        Format::JsonLines => jsonl::read(source, reader, take),
        Format::Text => text::read(source, reader, take),
    }
}
