//! Bytes to lines of text: UTF-8, or Latin-1 where the first letters beyond ASCII are no UTF-8.

use std::io::{self, BufRead, Read};

use super::entry::{Problem, Take};

/// Longest line that is read, in bytes: the longest entry of Ding has 12 kB. Longer ones are skipped.
const MAX_LINE_BYTES: usize = 1 << 20;

/// How the letters beyond ASCII are written; known from the first of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Charset {
    #[default]
    Unknown,
    Utf8,
    Latin1,
}

impl Charset {
    /// Reads bytes as text; `None` if they are no UTF-8 and what stood before was.
    pub(super) fn decode(&mut self, bytes: &[u8]) -> Option<String> {
        if bytes.is_ascii() {
            return Some(String::from_utf8_lossy(bytes).into_owned());
        }
        match (std::str::from_utf8(bytes), *self) {
            (Ok(text), Charset::Unknown | Charset::Utf8) => {
                *self = Charset::Utf8;
                Some(text.to_string())
            }
            (Err(_), Charset::Utf8) => None,
            (_, Charset::Unknown | Charset::Latin1) => {
                *self = Charset::Latin1;
                Some(bytes.iter().map(|&byte| char::from(byte)).collect())
            }
        }
    }
}

/// Reads a file of one entry a line: `read` makes each line that is neither empty nor a comment (`#`) an entry, or says
/// what is wrong with it. `done` hears how many bytes were read.
///
/// # Errors
/// If the bytes cannot be read further.
pub(super) fn read(
    mut reader: impl BufRead,
    read: &mut dyn FnMut(&str, usize, &mut Take),
    take: &mut Take,
    done: &mut dyn FnMut(u64),
) -> io::Result<()> {
    let (mut bytes, mut charset, mut n_bytes) = (Vec::new(), Charset::default(), 0);
    for line in 1.. {
        bytes.clear();
        let n = reader.by_ref().take(MAX_LINE_BYTES as u64).read_until(b'\n', &mut bytes)?;
        if n == 0 {
            break;
        }
        n_bytes += n as u64;
        if n == MAX_LINE_BYTES && !bytes.ends_with(b"\n") {
            n_bytes += reader.skip_until(b'\n')? as u64;
            take(Err(Problem { line, what: format!("longer than {MAX_LINE_BYTES} bytes") }));
            continue;
        }
        done(n_bytes);
        let start = if line == 1 && bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        match charset.decode(&bytes[start..]) {
            None => take(Err(Problem { line, what: "not UTF-8, as the lines before it are".to_string() })),
            Some(text) => match text.trim_matches(['\r', '\n']) {
                text if text.trim().is_empty() || text.starts_with('#') => {}
                text => read(text, line, take),
            },
        }
    }
    Ok(())
}

/// A reader that makes UTF-8 of either character set and counts lines, for formats that are no lines.
pub(super) struct TextReader<R> {
    reader: R,
    charset: Charset,
    /// Bytes of a character that is not yet whole.
    carried: Vec<u8>,
    text: String,
    at: usize,
    /// Line in which the text given out last ends, from 1.
    pub(super) line: usize,
    pub(super) n_bytes: u64,
    /// Bytes that may still be given out; the caller renews them as it takes its events.
    pub(super) budget_bytes: usize,
}

impl<R: BufRead> TextReader<R> {
    pub(super) fn new(reader: R, budget_bytes: usize) -> TextReader<R> {
        let (charset, carried, text) = (Charset::default(), Vec::new(), String::new());
        TextReader { reader, charset, carried, text, at: 0, line: 0, n_bytes: 0, budget_bytes }
    }

    fn next_text(&mut self) -> io::Result<()> {
        let mut bytes = std::mem::take(&mut self.carried);
        let n = self.reader.by_ref().take(MAX_LINE_BYTES as u64).read_until(b'\n', &mut bytes)?;
        self.n_bytes += n as u64;
        if n > 0 && !bytes.ends_with(b"\n") {
            let whole = bytes.iter().rposition(u8::is_ascii).map_or(0, |last| last + 1);
            if whole > 0 {
                self.carried = bytes.split_off(whole);
            }
        }
        if !self.text.is_empty() || self.line == 0 {
            self.line += usize::from(self.line == 0 || self.text.ends_with('\n'));
        }
        self.at = 0;
        self.text = self.charset.decode(&bytes).unwrap_or_else(|| String::from_utf8_lossy(&bytes).into_owned());
        match self.budget_bytes.checked_sub(self.text.len()) {
            Some(left) => self.budget_bytes = left,
            None => return Err(io::Error::new(io::ErrorKind::InvalidData, "megabytes of text without a tag")),
        }
        Ok(())
    }
}

impl<R: BufRead> Read for TextReader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(out)?;
        self.consume(n);
        Ok(n)
    }
}

impl<R: BufRead> BufRead for TextReader<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at >= self.text.len() {
            self.next_text()?;
        }
        Ok(&self.text.as_bytes()[self.at..])
    }

    fn consume(&mut self, n: usize) {
        self.at = (self.at + n).min(self.text.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::import::entry::Entry;

    fn check(bytes: &[u8], expected: &[&str]) {
        let mut found = Vec::new();
        let mut each = |text: &str, line: usize, take: &mut Take| {
            take(Err(Problem { line, what: text.to_string() }));
        };
        read(bytes, &mut each, &mut |item: Result<Entry, Problem>| found.extend(item.err()), &mut |_| {}).unwrap();
        let found: Vec<String> = found.iter().map(Problem::to_string).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn lines_are_counted_and_comments_skipped() {
        check(b"\xef\xbb\xbfa\r\n# no\n\n\n b", &["line 1: a", "line 5:  b"]);
    }

    #[test]
    fn both_character_sets_are_read() {
        check("Tür\nTöne".as_bytes(), &["line 1: Tür", "line 2: Töne"]);
        check(b"plain\nT\xfcr\nT\xc3\xb6ne", &["line 1: plain", "line 2: Tür", "line 3: TÃ¶ne"]);
        check(b"T\xc3\xb6ne\nT\xfcr", &["line 1: Töne", "line 2: not UTF-8, as the lines before it are"]);
    }

    #[test]
    fn an_endless_line_is_skipped() {
        let long = [vec![b'a'; MAX_LINE_BYTES + 7], b"\nb".to_vec()].concat();
        check(&long, &["line 1: longer than 1048576 bytes", "line 2: b"]);
    }
}
