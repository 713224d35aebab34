//! Where the words of an article stand, kept with it so that a snippet need not find them again.
//!
//! In: an [`Analysis`]. Out: a few bytes an article ([`WordTable`]), and from them the same groups of words that
//! [`tokenize`] finds in the same paragraphs. All paragraphs are kept, boilerplate too, so what is left out of snippets may
//! change without the table. Bytes that do not fit the text cannot fail: from there on the words are found by `tokenize`.
//!
//! The format, in this order:
//!
//! | bytes | what |
//! |---|---|
//! | 1 | version, now 1 |
//! | 1 to 5 | bytes of the title's words, seven bits a byte, the lowest first, the eighth bit set in all but the last |
//! | as said | words of the title |
//! | the rest | words of the text |
//!
//! Words are rows of nibbles, the low one of a byte first, a last half byte 0. A word is its distance from the end of the
//! word before (of the first one, from the start of the text), whether a hyphen joins it to that word, and its length, in
//! bytes. *n* is a number of three bits a nibble, the lowest first, the fourth bit set in all but the last.
//!
//! | nibbles | distance | joined | length |
//! |---|---|---|---|
//! | 1 to 12 | 1 | no | the nibble |
//! | 0, *n* | 1 | no | 13 + *n* |
//! | 13, length | 2 | no | as follows |
//! | 14, length | 1 | yes | as follows |
//! | 15, *n*, length | *n* / 2 | if *n* is odd | as follows |
//!
//! There, length is a nibble of 1 to 15, or 0 and *n* for 16 + *n*. Over 33,603 news items a word takes .6 bytes.
//!
//! ```
//! use tandem::{analysis::Analyzer, document::WordTable, schema::Schema, text::Span};
//! let text = "US-Hilfe für Kiew.";
//! let analyzer = Analyzer::new(&Schema::embedded().unwrap()).unwrap();
//! let table = WordTable::new(&analyzer.analyze("", text, None));
//! let mut groups = Vec::new();
//! table.of_text(text).groups(Span::new(0, text.len()), |group| groups.push(group.words.len()));
//! assert_eq!(groups, [2, 1, 1]);
//! ```

use crate::analysis::{Analysis, Group, TextAnalysis, TokenKind, tokenize};
use crate::text::Span;

const VERSION: u8 = 1;

/// The words of the title and the text of an article, as spans.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordTable(Vec<u8>);

impl WordTable {
    /// Keeps the words of an article.
    pub fn new(analysis: &Analysis) -> WordTable {
        let (title, text) = (written(&analysis.title), written(&analysis.text));
        let mut bytes = vec![VERSION];
        let mut n_title_bytes = title.len();
        while n_title_bytes >= 0x80 {
            bytes.push(n_title_bytes as u8 | 0x80);
            n_title_bytes >>= 7;
        }
        bytes.push(n_title_bytes as u8);
        bytes.extend(title);
        bytes.extend(text);
        WordTable(bytes)
    }

    /// Takes a table as it was kept; any bytes will do.
    pub fn from_bytes(bytes: Vec<u8>) -> WordTable {
        WordTable(bytes)
    }

    /// Returns the bytes to keep.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Reads the words of the title, which is given.
    pub fn of_title<'a>(&'a self, title: &'a str) -> WordReader<'a> {
        WordReader::new(self.halves().0, title)
    }

    /// Reads the words of the text, which is given.
    pub fn of_text<'a>(&'a self, text: &'a str) -> WordReader<'a> {
        WordReader::new(self.halves().1, text)
    }

    /// Returns the words of title and text; nothing of a table that is damaged or of another version.
    fn halves(&self) -> (&[u8], &[u8]) {
        let halves = || {
            let rest = self.0.strip_prefix(&[VERSION])?;
            let n_head_bytes = rest.iter().take(5).position(|byte| *byte < 0x80)? + 1;
            let (head, rest) = rest.split_at(n_head_bytes);
            let n_title_bytes = head.iter().rev().fold(0, |n, byte| n << 7 | u64::from(byte & 0x7f));
            rest.split_at_checked(usize::try_from(n_title_bytes).ok()?)
        };
        halves().unwrap_or_default()
    }
}

/// Reads the words of one text, in order.
pub struct WordReader<'a> {
    nibbles: Nibbles<'a>,
    text: &'a str,
    /// The word that comes next; `None` after the last one, and from where the bytes do not fit the text.
    next: Option<Word>,
    /// Where the last word read ends.
    end: u32,
    group: Group,
}

/// A word of the text, on character boundaries, not empty.
#[derive(Clone, Copy)]
struct Word {
    span: Span,
    is_joined: bool,
}

impl<'a> WordReader<'a> {
    fn new(bytes: &'a [u8], text: &'a str) -> WordReader<'a> {
        let nibbles = Nibbles { bytes, n_read: 0 };
        let mut reader = WordReader { nibbles, text, next: None, end: 0, group: Group::default() };
        reader.next = reader.word();
        reader
    }

    /// Returns the text whose words are read.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Calls `take` with each group of words inside `within`, as [`tokenize`] does, but with spans of the whole text. A
    /// text is read once: what lies before an earlier `within` is gone.
    pub fn groups(&mut self, within: Span, mut take: impl FnMut(&Group)) {
        // A local variable stays in registers, which halves the time of the loop.
        let mut next = self.next;
        while let Some(word) = next.filter(|word| word.span.start < within.end) {
            if !word.is_joined {
                self.finish_group(&mut take);
            }
            if within.contains(word.span) {
                self.group.words.push(word.span);
            }
            next = self.word();
        }
        self.next = next;
        self.finish_group(&mut take);
        if self.next.is_none() {
            self.tokenize_rest(within, take);
        }
    }

    fn finish_group(&mut self, take: &mut impl FnMut(&Group)) {
        if !self.group.words.is_empty() {
            take(&self.group);
            self.group.words.clear();
        }
    }

    /// Finds what no table tells; after a whole one there is nothing to find.
    fn tokenize_rest(&mut self, within: Span, mut take: impl FnMut(&Group)) {
        let start = within.start.max(self.end).min(within.end) as usize;
        let Some(rest) = self.text.get(start..within.end as usize) else { return };
        tokenize(rest, |group| {
            self.group.words.extend(group.words.iter().map(|word| word.shifted(start)));
            self.finish_group(&mut take);
        });
    }

    #[inline(always)]
    fn word(&mut self) -> Option<Word> {
        let (distance, is_joined, len_bytes) = self.nibbles.word()?;
        let start = u64::from(self.end) + distance;
        let (start, end) = (u32::try_from(start).ok()?, u32::try_from(start + len_bytes).ok()?);
        let fits = self.text.is_char_boundary(start as usize) && self.text.is_char_boundary(end as usize);
        self.end = if fits { end } else { return None };
        Some(Word { span: Span { start, end }, is_joined })
    }
}

/// Numbers below 16, two a byte.
struct Nibbles<'a> {
    bytes: &'a [u8],
    n_read: usize,
}

impl Nibbles<'_> {
    #[inline(always)]
    fn one(&mut self) -> Option<u64> {
        let byte = *self.bytes.get(self.n_read / 2)?;
        let nibble = byte >> (4 * (self.n_read % 2)) & 15;
        self.n_read += 1;
        Some(nibble.into())
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        // No number of a text has more than 33 bits.
        for shift in (0..33).step_by(3) {
            let nibble = self.one()?;
            number |= (nibble & 7) << shift;
            if nibble < 8 {
                return Some(number);
            }
        }
        None
    }

    /// Returns the distance, whether the word is joined, and its length.
    #[inline(always)]
    fn word(&mut self) -> Option<(u64, bool, u64)> {
        let (distance, is_joined) = match self.one()? {
            0 => return Some((1, false, 13 + self.number()?)),
            len_bytes @ 1..=12 => return Some((1, false, len_bytes)),
            13 => (2, false),
            14 => (1, true),
            _ => {
                let number = self.number()?;
                (number >> 1, number & 1 == 1)
            }
        };
        match self.one()? {
            0 => Some((distance, is_joined, 16 + self.number()?)),
            len_bytes => Some((distance, is_joined, len_bytes)),
        }
    }
}

/// Nibbles being written.
#[derive(Default)]
struct Written {
    bytes: Vec<u8>,
    is_half: bool,
}

/// Returns the words of a text as nibbles.
fn written(text: &TextAnalysis) -> Vec<u8> {
    let mut written = Written::default();
    let mut end = 0;
    let mut compound = Span::default();
    for token in &text.tokens {
        if token.kind == TokenKind::Compound {
            compound = token.span;
            continue;
        }
        let is_joined = compound.contains(token.span) && token.span.start > compound.start;
        written.word(u64::from(token.span.start - end), is_joined, token.span.len_bytes() as u64);
        end = token.span.end;
    }
    written.bytes
}

impl Written {
    fn word(&mut self, distance: u64, is_joined: bool, len_bytes: u64) {
        match (distance, is_joined) {
            (1, false) if len_bytes <= 12 => return self.one(len_bytes),
            (1, false) => {
                self.one(0);
                return self.number(len_bytes - 13);
            }
            (2, false) => self.one(13),
            (1, true) => self.one(14),
            _ => {
                self.one(15);
                self.number(distance << 1 | u64::from(is_joined));
            }
        }
        match len_bytes {
            ..=15 => self.one(len_bytes),
            _ => {
                self.one(0);
                self.number(len_bytes - 16);
            }
        }
    }

    fn number(&mut self, mut number: u64) {
        while number >= 8 {
            self.one(number & 7 | 8);
            number >>= 3;
        }
        self.one(number);
    }

    fn one(&mut self, nibble: u64) {
        match self.bytes.last_mut().filter(|_| self.is_half) {
            Some(last) => *last |= (nibble as u8) << 4,
            None => self.bytes.push(nibble as u8),
        }
        self.is_half = !self.is_half;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::analysis::Analyzer;
    use crate::schema::Schema;

    static ANALYZER: LazyLock<Analyzer> =
        LazyLock::new(|| Analyzer::new(&Schema::embedded().expect("valid schema")).expect("valid schema"));

    /// Words and signs that make trouble between letters of all kinds.
    fn text() -> impl Strategy<Value = String> {
        let fixed = [
            "US-Hilfe", "a‑b‐c", "E-", "-", "z.B.", "10\u{a0}000", "AT&T’s", "Donaudampfschifffahrt", "ü", "\n", "\r\n", " ",
            "  ", ", ", "\u{2029}", "😀", "u\u{308}", "\u{ad}", "中文",
        ];
        let piece = prop_oneof![2 => prop::sample::select(fixed.to_vec()).prop_map(str::to_string), 1 => "\\PC{0,40}"];
        prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
    }

    /// The groups of each span as the tokenizer finds them.
    fn tokenized(text: &str, spans: &[Span]) -> Vec<Vec<Span>> {
        let mut groups = Vec::new();
        for span in spans {
            let offset = span.start as usize;
            tokenize(&text[span.range()], |group| groups.push(group.words.iter().map(|w| w.shifted(offset)).collect()));
        }
        groups
    }

    fn read(mut reader: WordReader, spans: &[Span]) -> Vec<Vec<Span>> {
        let mut groups = Vec::new();
        spans.iter().for_each(|span| reader.groups(*span, |group| groups.push(group.words.clone())));
        groups
    }

    /// A table of a text, and its paragraphs.
    fn table(title: &str, text: &str) -> (WordTable, Vec<Span>) {
        let analysis = ANALYZER.analyze(title, text, None);
        (WordTable::new(&analysis), analysis.text.paragraphs.iter().map(|paragraph| paragraph.span).collect())
    }

    #[track_caller]
    fn check_bytes(text: &str, expected: &[u8]) {
        assert_eq!(table("", text).0.as_bytes()[2..], *expected, "{text:?}");
    }

    #[test]
    fn words_are_rows_of_nibbles() {
        // 15, distance 0, length 3; then 3 behind a space.
        check_bytes("Der Rat", &[0x0f, 0x33]);
        // 4 after ", "; length 13 + 1.
        check_bytes("Rat, Kiew", &[0x0f, 0xd3, 0x04]);
        check_bytes("Rat Bundesregierung", &[0x0f, 0x03, 0x02]);
        check_bytes("E-Auto", &[0x0f, 0xe1, 0x04]);
        // Distance 5, not joined; distance 3, joined.
        check_bytes("a – b‑c", &[0x0f, 0xf1, 0x1a, 0xf1, 0x17]);
        check_bytes("", &[]);
    }

    #[test]
    fn boilerplate_is_passed_over() {
        let (table, spans) = table("", "Der Rat tagt.\nAnzeige\nKiew-Hilfe kommt.");
        let of_text = || table.of_text("Der Rat tagt.\nAnzeige\nKiew-Hilfe kommt.");
        assert_eq!(read(of_text(), &spans).len(), 6);
        let own = [spans[0], spans[2]];
        assert_eq!(read(of_text(), &own), [&read(of_text(), &spans)[..3], &read(of_text(), &spans)[4..]].concat());
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn words_are_those_of_the_tokenizer(title in text(), text in text()) {
            let title_spans = [Span::new(0, title.len())];
            let (table, spans) = table(&title, &text);
            prop_assert_eq!(read(table.of_text(&text), &spans), tokenized(&text, &spans));
            prop_assert_eq!(read(table.of_title(&title), &title_spans), tokenized(&title, &title_spans));
            let none = WordTable::default();
            prop_assert_eq!(read(none.of_text(&text), &spans), tokenized(&text, &spans));
        }

        #[test]
        fn a_table_holds_every_word(text in text()) {
            let (table, _) = table("", &text);
            let mut reader = table.of_text(&text);
            while reader.next.is_some() {
                reader.next = reader.word();
            }
            prop_assert_eq!(tokenized(&text[reader.end as usize..], &[Span::new(0, text.len() - reader.end as usize)]).len(), 0);
        }

        #[test]
        fn any_bytes_give_words_of_the_text(bytes in prop::collection::vec(any::<u8>(), 0..40), text in text()) {
            let (_, spans) = table("", &text);
            let bytes = [vec![VERSION], bytes].concat();
            for bytes in [bytes[1..].to_vec(), bytes] {
                let table = WordTable::from_bytes(bytes);
                for reader in [table.of_title(&text), table.of_text(&text)] {
                    let mut end = 0;
                    for word in read(reader, &spans).concat() {
                        prop_assert!(word.start >= end && !text[word.range()].is_empty());
                        end = word.end;
                    }
                }
            }
        }

        #[test]
        fn a_damaged_table_gives_words_of_the_text(text in text(), at in any::<prop::sample::Index>(), bits in 1u8..) {
            let (whole, spans) = table("", &text);
            let mut bytes = whole.as_bytes().to_vec();
            let at = at.index(bytes.len());
            bytes[at] ^= bits;
            for word in read(WordTable::from_bytes(bytes).of_text(&text), &spans).concat() {
                prop_assert!(!text[word.range()].is_empty());
            }
        }
    }
}
