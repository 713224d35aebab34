//! Furniture that no pattern lists: lines of nothing but the words of share bars or of dates, names after "Foto:", ways
//! through a site (`Home > News > World`), lone tags of machines (`toi-allgemeines`).

use rustc_hash::FxHashMap;

use super::Line;
use super::pattern::Seen;
use super::rules::{FILE, fault};
use crate::schema::{Schema, SchemaError, columns, rows};

/// A way through a site has at least so many signs between its places.
const MIN_STEPS: usize = 2;
const MAX_BREADCRUMB_BYTES: usize = 200;
const MAX_TAG_BYTES: usize = 40;

/// The words of which alone a line consists; those marked true are needed once.
#[derive(Debug, Default)]
struct Vocabulary {
    words: FxHashMap<String, bool>,
    max_words: usize,
}

impl Vocabulary {
    fn has_all(&self, words: &[Seen]) -> bool {
        words.len() <= self.max_words
            && words.iter().all(|word| self.words.contains_key(word.exact()) || word.is_number())
    }

    fn has_needed(&self, words: &[Seen]) -> bool {
        words.iter().any(|word| self.words.get(word.exact()) == Some(&true))
    }
}

/// The rows `words` of the table.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    share: Vocabulary,
    time: Vocabulary,
    image: Vocabulary,
}

impl Shapes {
    /// Reads the rows `words` of the table.
    ///
    /// # Errors
    /// If one is of an unknown kind or its number of words is none.
    pub fn new(schema: &Schema) -> Result<Shapes, SchemaError> {
        let mut shapes = Shapes::default();
        for row in rows(schema.table(FILE)) {
            let [kind, place, max_words, words] = columns(FILE, &row)?;
            if place != "words" {
                continue;
            }
            let vocabulary = match kind {
                "share" => &mut shapes.share,
                "time" => &mut shapes.time,
                "image" => &mut shapes.image,
                other => return Err(fault(&row, format!("no kind {other:?} has words"))),
            };
            vocabulary.max_words = max_words.parse().map_err(|_| fault(&row, format!("{max_words:?} is no number")))?;
            let needed = |word: &str| (word.trim_end_matches('!').to_string(), word.ends_with('!'));
            vocabulary.words.extend(words.split(' ').map(needed));
        }
        Ok(shapes)
    }

    /// Returns whether a share bar or a date begins with this word.
    pub fn may_begin_with(&self, word: &Seen) -> bool {
        word.is_number() || [&self.share, &self.time].iter().any(|words| words.words.contains_key(word.exact()))
    }

    /// Returns whether the line is made of the words of a share bar alone, or at an edge of those of a date.
    pub fn is_words_of_furniture(&self, line: &Line) -> bool {
        let words = line.words();
        let is_date = || {
            line.is_edge()
                && self.time.has_all(words)
                && words.iter().any(Seen::is_number)
                && (self.time.has_needed(words) || words.iter().any(|word| is_year(word.exact())))
        };
        self.share.has_all(words) && self.share.has_needed(words) || is_date()
    }

    /// Returns whether the words after the first are names, agencies and what stands between them ("Foto: Jo Doe/dpa"):
    /// a verb would be in small letters. One word in small letters is a short sign of a photographer.
    pub fn are_names(&self, text: &str, words: &[Seen]) -> bool {
        let is_name = |word: &Seen| {
            let (start, end) = (word.span.start as usize, word.span.end as usize);
            let touches = |c: Option<char>| c.is_some_and(|c| matches!(c, '/' | '.' | '@' | '_'));
            !text[start..end].starts_with(char::is_lowercase)
                || self.image.words.contains_key(word.exact())
                || touches(text[..start].chars().next_back())
                || touches(text[end..].chars().next()) && text[end..].chars().nth(1).is_some_and(char::is_alphanumeric)
        };
        words.len() <= 2 || words[1..].iter().all(is_name)
    }
}

/// `2024`, `20.11.2024`, `20.11.24`, `2024-11-20`.
fn is_year(number: &str) -> bool {
    let is_century = |digits: &str| digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    let parts: Vec<&str> = number.split(['.', '/', '-']).collect();
    parts.iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()))
        && (is_century(parts[0]) || is_century(parts[parts.len() - 1]) || parts.len() == 3)
}

/// Returns whether a line at an edge leads through a site.
pub(super) fn is_breadcrumb(line: &Line) -> bool {
    let written = line.written();
    line.is_edge()
        && written.len() <= MAX_BREADCRUMB_BYTES
        && (!written.is_ascii() || memchr::memchr(b'>', written.as_bytes()).is_some())
        && !written.trim_end().ends_with('.')
        && written.split_whitespace().filter(|word| matches!(*word, ">" | "›" | "→" | "»")).count() >= MIN_STEPS
}

/// Returns whether a line is one word of a machine: small letters and digits, joined by hyphens or underscores.
pub(super) fn is_tag(line: &str) -> bool {
    let line = line.trim();
    line.len() <= MAX_TAG_BYTES
        && line.starts_with(|c: char| c.is_ascii_lowercase())
        && line.contains(['-', '_'])
        && line.chars().all(|c| c.is_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '/'))
}
