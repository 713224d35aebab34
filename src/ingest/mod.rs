//! From bytes to articles. Bad input is data: it becomes a [`Problem`] with its place, and the run goes on.
//!
//! [`sources`] walks the paths that were named; [`read`] turns one open source into articles. Formats: JSON lines,
//! plain text, Markdown with front matter, web pages, RSS and Atom, and JSON (ninjs, JSON Feed, our own shape), in any
//! character set that a web browser reads.
//!
//! ```
//! let line = br#"{"id": "a", "text": "Ein Satz.", "date": "2024-11-20"}"#;
//! let mut records = Vec::new();
//! let source = tandem::ingest::Source::jsonl("memory");
//! tandem::ingest::read(&source, &line[..], &mut |record| records.push(record.unwrap())).unwrap();
//! assert_eq!(records[0].id(), "a");
//! ```

mod tables;
mod date;
mod article;
mod source;
mod charset;
mod draft;
mod sniff;
mod text;
mod canonical;
mod ninjs;
mod json_feed;
mod json;
mod jsonl;
mod html;
mod markdown;
mod feed;

use std::io::{BufRead, Cursor, Read};

use charset::ByteOrderMark;
use draft::Out;

pub use article::{Article, ArticleLine, Record};
pub use date::{InvalidDate, Published};
pub(crate) use date::{day_in_words, full_year};
pub use source::{Format, Origin, Source, SourceError, sources, sources_under};

/// Longest text of an article in bytes, 64 MiB: spans count 32 bits, and no newspaper prints more. Files of all formats
/// but JSON lines are read as a whole and may have no more bytes either.
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
/// Returns the format that was read: for standard input, `.xml` and `.json` the content decides.
///
/// # Errors
/// If the bytes cannot be read further; what was read until then has been handed over.
pub fn read(
    source: &Source,
    mut reader: impl BufRead,
    take: &mut dyn FnMut(Result<Record, Problem>),
) -> std::io::Result<Format> {
    let mut out = Out { source, take };
    match source.format {
        Format::Unknown => {
            let mut head = Vec::new();
            reader.by_ref().take(sniff::HEAD_BYTES as u64).read_to_end(&mut head)?;
            let format = sniff::format(&head);
            read_as(format, &mut out, &mut Cursor::new(head).chain(reader))
        }
        format => read_as(format, &mut out, &mut reader),
    }
}

fn read_as(format: Format, out: &mut Out, reader: &mut dyn BufRead) -> std::io::Result<Format> {
    if format == Format::JsonLines {
        jsonl::read(out, reader)?;
        return Ok(format);
    }
    let mut bytes = Vec::new();
    reader.take(MAX_TEXT_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > MAX_TEXT_BYTES {
        let remedy = if format == Format::Json { "write it as JSON lines" } else { "split it" };
        out.refused(None, format!("the file has more than {MAX_TEXT_BYTES} bytes; {remedy}"));
        return Ok(format);
    }
    let mark = if format == Format::Text { ByteOrderMark::Keep } else { ByteOrderMark::Drop };
    match charset::decode(bytes, mark) {
        Err(what) => {
            out.refused(None, what);
            Ok(format)
        }
        Ok(decoded) => {
            decoded.notes.into_iter().for_each(|note| out.mended(None, note));
            Ok(read_text(format, out, decoded.text))
        }
    }
}

fn read_text(format: Format, out: &mut Out, text: String) -> Format {
    match format {
        Format::Json | Format::JsonLines => return json::read(out, &text),
        Format::Markdown => markdown::read(out, &text),
        Format::Html => html::read(out, &text),
        Format::Feed => feed::read(out, &text),
        Format::Text | Format::Unknown => text::read(out, text),
    }
    format
}
