//! Splits German compounds into their parts: `luftangriffsalarm` → `luft`, `angriff`, `alarm`.
//!
//! A word splits only if known parts and the linking letters those parts are allowed to take rebuild the whole of it; the
//! last part may carry an inflection ending. A part has [`MIN_PART_LETTERS`] or more letters. What is a part, which
//! letters it links with and how it is inflected is data (`schema/compound_parts_de.tsv`), and so are the words which
//! only look like compounds (`schema/compound_blocked_de.txt`); both files explain their columns.
//!
//! A word has often several readings. A reading with fewer parts is better, because each further part is one more
//! chance of an accident; among equally many the one which takes the fewest letters for links (`zeuge|n|aussage`, not
//! `zeug|en|aussage`), then the one whose rarest part is most frequent, then the one with the greatest sum of
//! frequencies, then the one with the longest last part. A word which is itself a part is the reading
//! with one part, so it stays whole. Deliberately absent: guessing parts which are not in the table.
//!
//! Words come lower-cased and in NFC. `ß` may be spelled `ss` and umlauts `ae`, `oe`, `ue`, throughout a part.

use std::cmp::Reverse;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

mod table;

use table::{PartTable, is_lower_case_word, spellings};

use crate::schema::{Schema, SchemaError};

/// The fewest letters a part may have. Shorter ones (Tag, Öl, Weg) rebuild too many words by accident.
pub const MIN_PART_LETTERS: usize = 4;

/// The most parts a word is split into.
pub const MAX_PARTS: usize = 4;

/// Words longer than this stay whole, which bounds the work for garbage. The longest compound of our news has 45 bytes.
const MAX_WORD_LEN_BYTES: usize = 80;

const PARTS: &str = "compound_parts_de.tsv";
const BLOCKED: &str = "compound_blocked_de.txt";

/// Splits German compounds. Built once from the tables, cheap to call: no allocation besides `out`.
pub struct Splitter {
    /// Every spelling of every part, as it stands without linking letters and endings.
    forms: FxHashMap<Box<str>, Form>,
    /// The sets of linking letters and of endings which `Form` points to.
    affixes: Vec<Vec<Box<str>>>,
    longest_form_bytes: usize,
    blocked_words: FxHashSet<Box<str>>,
    /// Beginnings of blocked words, sorted, none the beginning of another.
    blocked_beginnings: Vec<Box<str>>,
}

/// How one spelling of a part may stand.
#[derive(Clone, Copy, Debug)]
struct Form {
    /// Indices into `affixes`; `None`: cannot stand there.
    links_idx: Option<u16>,
    endings_idx: Option<u16>,
    frequency: u8,
    /// Whether the part also builds place and family names.
    is_in_names: bool,
    /// Whether the part stands last only after a linking s.
    needs_linking_s: bool,
    /// Whether a head-only part may still be a whole word, which is then not split.
    is_whole_only: bool,
}

impl Form {
    fn may_stand_last(&self, before: Before) -> bool {
        match before {
            Before::Nothing => true,
            Before::LinkingS => !self.is_whole_only,
            Before::NamePart | Before::Part => !self.is_whole_only && !self.needs_linking_s,
        }
    }
}

/// What stands directly before a part.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    LinkingS,
    /// A part that builds names, without a linking s.
    NamePart,
    Part,
}

impl Before {
    fn new(form: &Form, link: &str) -> Before {
        match (link.ends_with('s'), form.is_in_names) {
            (true, _) => Before::LinkingS,
            (false, true) => Before::NamePart,
            (false, false) => Before::Part,
        }
    }
}

/// A way to read the word, or its beginning.
#[derive(Clone, Copy, Default)]
struct Reading {
    bounds: [(u8, u8); MAX_PARTS],
    n_parts: usize,
    rarest: u8,
    frequency_sum: u16,
}

impl Reading {
    fn with(mut self, start: usize, end: usize, frequency: u8) -> Reading {
        self.bounds[self.n_parts] = (start as u8, end as u8);
        self.rarest = if self.n_parts == 0 { frequency } else { self.rarest.min(frequency) };
        self.frequency_sum += u16::from(frequency);
        self.n_parts += 1;
        self
    }

    fn is_better_than(&self, other: &Reading) -> bool {
        let rank = |r: &Reading| {
            let bounds = &r.bounds[..r.n_parts];
            let n_part_bytes: u16 = bounds.iter().map(|&(start, end)| u16::from(end) - u16::from(start)).sum();
            (Reverse(r.n_parts), n_part_bytes, r.rarest, r.frequency_sum, Reverse(bounds[r.n_parts - 1].0))
        };
        rank(self) > rank(other)
    }
}

impl Splitter {
    /// Builds a splitter from `compound_parts_de.tsv` and `compound_blocked_de.txt`, whose headers explain their columns.
    ///
    /// # Errors
    /// The first line that cannot be used: a wrong number of columns, a part that is too short or not lower case,
    /// an unknown standing, affix or frequency, a part given twice.
    pub fn new(schema: &Schema) -> Result<Splitter, SchemaError> {
        Splitter::from_tables(schema.table(PARTS), schema.table(BLOCKED))
    }

    fn from_tables(parts: &str, blocked: &str) -> Result<Splitter, SchemaError> {
        let mut table = PartTable::default();
        for (line, text) in content_lines(parts) {
            table.add_line(text).map_err(|what| SchemaError { file: PARTS, line, what })?;
        }
        let mut splitter = Splitter {
            longest_form_bytes: table.forms.keys().map(|form| form.len()).max().unwrap_or(0),
            forms: table.forms,
            affixes: table.affixes,
            blocked_words: FxHashSet::default(),
            blocked_beginnings: Vec::new(),
        };
        splitter.read_blocked(blocked)?;
        Ok(splitter)
    }

    fn read_blocked(&mut self, blocked: &str) -> Result<(), SchemaError> {
        let mut beginnings: Vec<Box<str>> = Vec::new();
        for (line, text) in content_lines(blocked) {
            let (word, is_beginning) = match text.strip_suffix('*') {
                Some(beginning) => (beginning, true),
                None => (text, false),
            };
            if !is_lower_case_word(word) {
                return Err(SchemaError { file: BLOCKED, line, what: format!("`{text}` is no lower-case word") });
            }
            for spelling in spellings(word) {
                if is_beginning {
                    beginnings.push(spelling.into());
                } else {
                    self.blocked_words.insert(spelling.into());
                }
            }
        }
        beginnings.sort_unstable();
        beginnings.dedup_by(|longer, shorter| longer.starts_with(&**shorter));
        self.blocked_beginnings = beginnings;
        Ok(())
    }

    /// Appends the byte ranges of the parts of `word` (lower-cased, NFC), in order and without linking letters; leaves
    /// `out` as it is when the word does not split. The last range includes an inflection ending.
    pub fn split(&self, word: &str, out: &mut Vec<Range<usize>>) {
        if word.len() < 2 * MIN_PART_LETTERS || word.len() > MAX_WORD_LEN_BYTES {
            return;
        }
        let mut best = None;
        self.read_on(word, 0, Before::Nothing, Reading::default(), &mut best);
        if let Some(Reading { bounds, n_parts: n_parts @ 2.., .. }) = best
            && !self.is_blocked(word)
        {
            out.extend(bounds[..n_parts].iter().map(|&(start, end)| usize::from(start)..usize::from(end)));
        }
    }

    /// Returns whether a word (lower-cased, NFC) is itself a part, with an ending or without.
    pub fn is_part(&self, word: &str) -> bool {
        let mut best = None;
        if word.len() <= MAX_WORD_LEN_BYTES {
            self.read_on(word, 0, Before::Nothing, Reading::default(), &mut best);
        }
        best.is_some_and(|reading| reading.n_parts == 1)
    }

    /// Returns whether a word (lower-cased, NFC) is blocked.
    pub fn is_blocked(&self, word: &str) -> bool {
        if self.blocked_words.contains(word) {
            return true;
        }
        let n_not_greater = self.blocked_beginnings.partition_point(|beginning| &**beginning <= word);
        n_not_greater > 0 && word.starts_with(&*self.blocked_beginnings[n_not_greater - 1])
    }

    /// Tries every part that may stand at `start`, after `so_far`, and keeps the best complete reading in `best`.
    fn read_on(&self, word: &str, start: usize, before: Before, so_far: Reading, best: &mut Option<Reading>) {
        let rest = &word[start..];
        let ends = rest.char_indices().map(|(i, c)| i + c.len_utf8()).skip(MIN_PART_LETTERS - 1);
        for len_bytes in ends.take_while(|&len_bytes| len_bytes <= self.longest_form_bytes) {
            let Some(form) = self.forms.get(&rest[..len_bytes]) else {
                continue;
            };
            if form.is_in_names && before == Before::NamePart {
                continue;
            }
            let end = start + len_bytes;
            if let Some(endings_idx) = form.endings_idx.filter(|_| form.may_stand_last(before))
                && self.affixes[usize::from(endings_idx)].iter().any(|ending| **ending == rest[len_bytes..])
            {
                let reading = so_far.with(start, word.len(), form.frequency);
                if best.is_none_or(|best| reading.is_better_than(&best)) {
                    *best = Some(reading);
                }
            }
            let n_parts_most = best.map_or(MAX_PARTS, |b| b.n_parts);
            if let Some(links_idx) = form.links_idx.filter(|_| so_far.n_parts + 2 <= n_parts_most) {
                let with_part = so_far.with(start, end, form.frequency);
                for link in &self.affixes[usize::from(links_idx)] {
                    let next = end + link.len();
                    if rest[len_bytes..].starts_with(&**link) && word.len() - next >= MIN_PART_LETTERS {
                        let before = Before::new(form, link);
                        self.read_on(word, next, before, with_part, best);
                    }
                }
            }
        }
    }
}

/// The lines of a table that are no comments, with their numbers from 1.
fn content_lines(table: &str) -> impl Iterator<Item = (usize, &str)> {
    table
        .lines()
        .enumerate()
        .map(|(i, line)| (i + 1, line))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests;
