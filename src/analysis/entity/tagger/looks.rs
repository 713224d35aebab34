//! How a word looks: what the features of the tagger are made of, each hashed once per word.
//!
//! In: a sentence and its words. Out: one [`Look`] per word. Nothing fails; nothing is allocated per word.

use rustc_hash::FxHashMap;

use crate::text::{Language, Span};

/// What a gazetteer says of a word, as a set of bits; no bit for words it does not know, or without a gazetteer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hints(pub u16);

impl Hints {
    /// The word stands in a name of a person, place, organisation, or of another kind (product, weapon, event).
    pub const PERSON: u16 = 1;
    pub const PLACE: u16 = 1 << 1;
    pub const ORGANISATION: u16 = 1 << 2;
    pub const OTHER: u16 = 1 << 3;
    /// The name begins with this word.
    pub const BEGINS: u16 = 1 << 4;
    /// The name has more than one word.
    pub const LONG: u16 = 1 << 5;
    /// The name is an everyday word as well.
    pub const WEAK: u16 = 1 << 6;
    /// The word alone is a known first or last name of persons.
    pub const GIVEN_NAME: u16 = 1 << 7;
    pub const SURNAME: u16 = 1 << 8;
    /// An adjective or a person of a place (deutsch, Berliner).
    pub const DERIVED: u16 = 1 << 9;
}

/// What stands beside a word: the nearest sign that is no space.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Gap {
    #[default]
    Edge,
    Space,
    Hyphen,
    Comma,
    Stop,
    Quote,
    Open,
    Close,
    Colon,
    Slash,
    Dash,
    At,
    Hash,
    Apostrophe,
    Other,
}

/// How many kinds of gaps there are.
pub const N_GAPS: usize = 15;

/// Which letters of a word are capitals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Case {
    #[default]
    Lower,
    Capital,
    AllCapitals,
    OneCapital,
    Mixed,
    Digits,
    DigitsAndLetters,
    None,
}

/// How many kinds of case there are.
pub const N_CASES: usize = 8;

/// The hashes and flags of one word; hashes are of the lower-cased word, with every digit taken as `0`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    pub word: u64,
    pub prefixes: [u64; 3],
    /// Endings of two to five letters.
    pub suffixes: [u64; 4],
    /// Runs of like characters: `Xx`, `X`, `xX`, `0x`.
    pub shape: u64,
    pub n_chars: u8,
    /// [`Frequencies::code`].
    pub frequency: u8,
    /// For a German word that the table does not know: code of its longest known end, and whether its beginning is known.
    pub compound: u16,
    pub case: Case,
    pub before: Gap,
    pub after: Gap,
    pub hints: Hints,
}

/// How often a word of the news stands with a capital, in German and in English, as a code of a byte.
///
/// A German noun that English news knows with a capital only is a name (Berlin, Putin), which German news alone cannot tell.
#[derive(Clone, Debug, Default)]
pub struct Frequencies {
    codes: FxHashMap<u32, u8>,
}

impl Frequencies {
    /// Builds the table from pairs of word hash ([`word_key`]) and code.
    pub fn new(pairs: impl Iterator<Item = (u32, u8)>) -> Frequencies {
        Frequencies { codes: pairs.collect() }
    }

    /// Returns the code of a word: German in the upper four bits, English in the lower, 0 for unknown.
    pub fn code(&self, word: u64) -> u8 {
        self.codes.get(&word_key(word)).copied().unwrap_or(0)
    }

    /// Returns the pairs in order of their hash, as they are stored.
    pub fn pairs(&self) -> Vec<(u32, u8)> {
        let mut pairs: Vec<(u32, u8)> = self.codes.iter().map(|(&key, &code)| (key, code)).collect();
        pairs.sort_unstable();
        pairs
    }
}

/// Returns the code of four bits for a word with `n` occurrences, `n_capital` of them with a capital: 1..=15.
pub fn frequency_code(n: u32, n_capital: u32) -> u8 {
    let often = match n {
        0..=19 => 0,
        20..=199 => 1,
        _ => 2,
    };
    let share = f64::from(n_capital) / f64::from(n.max(1));
    let capital = match share {
        s if s < 0.1 => 0,
        s if s < 0.5 => 1,
        s if s < 0.9 => 2,
        s if s < 0.995 => 3,
        _ => 4,
    };
    1 + often * 5 + capital
}

/// Returns the 32 bits of a word's hash under which its frequency is stored.
pub fn word_key(word: u64) -> u32 {
    (word >> 32) as u32
}

/// Returns the hash of a word as [`Look::word`] has it.
pub fn word_hash(word: &str) -> u64 {
    word.chars().map(lower).fold(0, step)
}

fn step(hash: u64, c: char) -> u64 {
    (hash.rotate_left(5) ^ u64::from(c)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

fn lower(c: char) -> char {
    if c.is_ascii() {
        return if c.is_ascii_digit() { '0' } else { c.to_ascii_lowercase() };
    }
    if c.is_numeric() { '0' } else { c.to_lowercase().next().unwrap_or(c) }
}

/// One sentence as the features see it: a look for each word, between two empty ones on either side.
#[derive(Clone, Debug, Default)]
pub struct Sentence {
    pub looks: Vec<Look>,
    /// Of the words that begin with a letter, how many begin with a capital, in quarters: 0..=4; headlines have 4.
    pub capital_quarters: u8,
}

impl Sentence {
    /// Reads the words of the sentence `text[bounds]`; `hints` is empty or has one entry for each word.
    pub fn read(
        &mut self,
        (text, bounds): (&str, Span),
        words: &[Span],
        hints: &[Hints],
        language: Language,
        frequencies: &Frequencies,
    ) {
        self.looks.clear();
        self.looks.resize(2, Look::default());
        let mut chars = ['\0'; MAX_CHARS];
        let mut end = bounds.start as usize;
        for (i, &span) in words.iter().enumerate() {
            let gap = &text[end..span.start as usize];
            let mut look = look(&text[span.range()], language, frequencies, &mut chars);
            look.before = if i == 0 { opening_gap(gap) } else { last_gap(gap) };
            look.hints = hints.get(i).copied().unwrap_or_default();
            if i > 0
                && let Some(previous) = self.looks.last_mut()
            {
                previous.after = first_gap(gap);
            }
            self.looks.push(look);
            end = span.end as usize;
        }
        if !words.is_empty()
            && let Some(last) = self.looks.last_mut()
        {
            last.after = first_gap(&text[end..bounds.end as usize]);
        }
        self.looks.resize(words.len() + 4, Look::default());
        self.capital_quarters = capital_quarters(&self.looks);
    }

    /// Returns how many words the sentence has.
    pub fn n_words(&self) -> usize {
        self.looks.len().saturating_sub(4)
    }
}

fn capital_quarters(looks: &[Look]) -> u8 {
    let n_lower = looks.iter().filter(|l| l.n_chars > 0 && l.case == Case::Lower).count();
    let n_upper = looks.iter().filter(|l| matches!(l.case, Case::Capital | Case::AllCapitals | Case::Mixed)).count();
    (4 * n_upper / (n_lower + n_upper).max(1)) as u8
}

/// What is longer than this is no name; its end is not looked at.
const MAX_CHARS: usize = 48;

fn look(word: &str, language: Language, frequencies: &Frequencies, chars: &mut [char; MAX_CHARS]) -> Look {
    let mut look = Look::default();
    let (mut n, mut n_upper, mut n_lower, mut n_digits) = (0, 0, 0, 0);
    let (mut first_upper, mut run) = (false, '\0');
    for c in word.chars().take(MAX_CHARS) {
        let kind = kind_of(c);
        match kind {
            'X' => n_upper += 1,
            'x' => n_lower += 1,
            '0' => n_digits += 1,
            _ => {}
        }
        first_upper |= n == 0 && kind == 'X';
        if kind != run {
            look.shape = step(look.shape, kind);
            run = kind;
        }
        chars[n] = lower(c);
        look.word = step(look.word, chars[n]);
        n += 1;
        if (2..5).contains(&n) {
            look.prefixes[n - 2] = look.word;
        }
    }
    let mut hash = 1;
    for (i, &c) in chars[..n].iter().rev().take(5).enumerate() {
        hash = step(hash, c);
        if i >= 1 {
            look.suffixes[i - 1] = hash;
        }
    }
    look.n_chars = n as u8;
    look.case = match (n_upper, n_lower, n_digits) {
        (0, 0, 0) => Case::None,
        (0, 0, _) => Case::Digits,
        (_, _, 1..) => Case::DigitsAndLetters,
        (0, ..) => Case::Lower,
        (1, 0, _) => Case::OneCapital,
        (_, 0, _) => Case::AllCapitals,
        (1, ..) if first_upper => Case::Capital,
        _ => Case::Mixed,
    };
    look.frequency = frequencies.code(look.word);
    if look.frequency == 0 && language == Language::De && n > 4 && chars[n - 1] == 's' {
        look.frequency = frequencies.code(chars[..n - 1].iter().copied().fold(0, step));
    }
    if language == Language::De && look.frequency >> 4 == 0 && n >= MIN_COMPOUND_CHARS && look.case != Case::Lower {
        look.compound = compound(&chars[..n], frequencies);
    }
    look
}

/// `X` for a capital, `x` for another letter, `0` for a digit, else the sign itself.
#[inline]
fn kind_of(c: char) -> char {
    match c {
        'a'..='z' => 'x',
        'A'..='Z' => 'X',
        '0'..='9' => '0',
        _ if c.is_uppercase() => 'X',
        _ if c.is_alphabetic() => 'x',
        _ => c,
    }
}

/// Shortest word taken for a compound, and shortest last part.
const MIN_COMPOUND_CHARS: usize = 7;
const MIN_PART_CHARS: usize = 4;

/// Returns what is known of the parts of a word: for a compound of common nouns both, for most names neither.
fn compound(chars: &[char], frequencies: &Frequencies) -> u16 {
    let code = |part: &[char]| u16::from(frequencies.code(part.iter().copied().fold(0, step)) >> 4);
    let mut starts = 3..=chars.len() - MIN_PART_CHARS;
    let Some((start, tail)) = starts.find_map(|at| Some((at, code(&chars[at..]))).filter(|found| found.1 > 0)) else {
        return 1;
    };
    let head = &chars[..start];
    let linked = head.strip_suffix(&['s']).map_or(0, code);
    let is_head_known = code(head).max(linked) > 0;
    2 + tail * 4 + u16::from(is_head_known) * 2 + u16::from(chars.len() - start > 5)
}

fn first_gap(gap: &str) -> Gap {
    if gap == " " { Gap::Space } else { gap_of(gap, gap.trim_start().chars().next()) }
}

fn last_gap(gap: &str) -> Gap {
    if gap == " " { Gap::Space } else { gap_of(gap, gap.trim_end().chars().next_back()) }
}

/// What stands before the first word of the sentence: nothing, or what opens it.
fn opening_gap(gap: &str) -> Gap {
    match last_gap(gap) {
        Gap::Space => Gap::Edge,
        gap => gap,
    }
}

fn gap_of(gap: &str, sign: Option<char>) -> Gap {
    let Some(sign) = sign else {
        return if gap.is_empty() { Gap::Edge } else { Gap::Space };
    };
    match sign {
        '-' | '‐' | '‑' if gap.chars().count() == 1 => Gap::Hyphen,
        '-' | '–' | '—' => Gap::Dash,
        ',' => Gap::Comma,
        '.' | '!' | '?' | '…' => Gap::Stop,
        '"' | '“' | '”' | '„' | '»' | '«' | '‘' | '‚' => Gap::Quote,
        '(' | '[' => Gap::Open,
        ')' | ']' => Gap::Close,
        ':' | ';' => Gap::Colon,
        '/' | '|' => Gap::Slash,
        '@' => Gap::At,
        '#' => Gap::Hash,
        '\'' | '’' => Gap::Apostrophe,
        _ => Gap::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looks(text: &str) -> Vec<Look> {
        let mut words = Vec::new();
        words.extend(crate::analysis::entity::words(text).iter().map(|word| word.span));
        let mut sentence = Sentence::default();
        let bounds = Span::new(0, text.len());
        sentence.read((text, bounds), &words, &[], Language::De, &Frequencies::default());
        sentence.looks[2..2 + sentence.n_words()].to_vec()
    }

    #[test]
    fn case_and_gaps_are_told() {
        let looks = looks("„Die US-Börse (eBay), F16 2023 mit Ö");
        let cases: Vec<Case> = looks.iter().map(|look| look.case).collect();
        use Case::{AllCapitals, Capital, Digits, DigitsAndLetters, Lower, Mixed, OneCapital};
        assert_eq!(cases, [Capital, AllCapitals, Capital, Mixed, DigitsAndLetters, Digits, Lower, OneCapital]);
        let gaps: Vec<Gap> = looks.iter().map(|look| look.before).collect();
        use Gap::{Comma, Hyphen, Open, Quote, Space};
        assert_eq!(gaps, [Quote, Space, Hyphen, Open, Comma, Space, Space, Space]);
        assert_eq!((looks[2].after, looks[3].after, looks[7].after), (Open, Gap::Close, Gap::Edge));
    }

    #[test]
    fn hashes_forget_case_and_digits() {
        let looks = looks("Über über 2023 1999");
        assert_eq!(looks[0].word, looks[1].word);
        assert_eq!(looks[2].word, looks[3].word);
        assert_eq!(looks[0].word, word_hash("über"));
    }
}
