//! Numerals: digits or words with their magnitude, fractions, and open amounts.
//!
//! In: the words of a paragraph and a place. Out: what is said there as a number, without unit or modifier.

use super::digits;
use super::number_english;
use super::number_german;
use super::numeral_part;
use super::numeral_power;
use super::numeral_words;
use super::table::NumberKind;
use super::word::Words;
use crate::text::Language;

/// How a numeral is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Digits,
    Words,
    /// An open amount: Hunderte, dozens.
    Vague,
}

/// A number as it stands in the text.
#[derive(Clone, Debug)]
pub struct Numeral {
    /// Its first word and the word after it.
    pub first: usize,
    pub end: usize,
    /// Its bytes in the paragraph.
    pub start: usize,
    pub stop: usize,
    pub low: f64,
    pub high: f64,
    /// What the number before it was multiplied with; 1 without a magnitude.
    pub magnitude: f64,
    /// The value by the other reading of its separator.
    pub alt: Option<f64>,
    pub form: Form,
    /// Where letters glued behind it begin, to the end of the last word: `km`, `tägigen`.
    pub glued: Option<usize>,
}

impl Numeral {
    /// Returns how many words it has.
    pub fn used_words(&self) -> usize {
        self.end - self.first
    }

    /// Multiplies with a magnitude.
    pub fn times(&mut self, factor: f64) {
        self.low *= factor;
        self.high *= factor;
        self.alt = self.alt.map(|alt| alt * factor);
        self.magnitude *= factor;
    }

    /// Builds a number without magnitude from its words, bytes and value.
    pub(super) fn point(first: usize, end: usize, span: (usize, usize), value: f64, form: Form) -> Numeral {
        let (start, stop) = span;
        Numeral { first, end, start, stop, low: value, high: value, magnitude: 1.0, alt: None, form, glued: None }
    }
}

/// Reads the numeral that begins at a word.
pub fn read(words: &Words, at: usize) -> Option<Numeral> {
    let mut numeral = if words.is_digit(at) || words.code_len_bytes(at) > 0 {
        in_digits(words, at)?
    } else {
        numeral_words::read(words, at)?
    };
    if numeral.glued.is_none() {
        numeral_part::read_half(words, &mut numeral);
        read_magnitudes(words, &mut numeral);
        numeral_part::read_behind(words, &mut numeral);
    }
    Some(numeral)
}

fn in_digits(words: &Words, at: usize) -> Option<Numeral> {
    let code_len_bytes = words.code_len_bytes(at);
    let written = &words.written(at)[code_len_bytes..];
    let is_number =
        |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | '’' | '\u{a0}' | '\u{202f}' | '\u{2009}');
    let len = written.find(|c| !is_number(c)).unwrap_or(written.len());
    let mut end = at + 1;
    let mut digits = std::borrow::Cow::Borrowed(&written[..len]);
    if len == written.len() {
        while is_group(words, end, &digits) {
            digits = format!("{digits} {}", words.written(end)).into();
            end += 1;
        }
    }
    let mut reading = digits::read(&digits, words.language)?;
    let start = words.start(at) + code_len_bytes;
    let before = &words.text[..start];
    if before.ends_with('.')
        && !before[..start - 1].ends_with(|c: char| c.is_alphanumeric() || c == '.')
        && end == at + 1
    {
        reading = digits::Reading { value: format!("0.{digits}").parse().ok()?, alt: None };
    }
    if words.language == Language::De && digits.ends_with(",000") && reading.alt.is_some() {
        // Machine translation leaves English groups in German texts (10,000 Soldaten); nobody writes three zeros as decimals.
        reading = digits::Reading { value: reading.alt?, alt: Some(reading.value) };
    }
    let stop = if end == at + 1 { start + len } else { words.end(end - 1) };
    let mut numeral = Numeral::point(at, end, (start, stop), reading.value, Form::Digits);
    numeral.alt = reading.alt;
    numeral_power::read(words, &mut numeral);
    if len < written.len() && end == at + 1 && numeral.stop == stop {
        read_glued(words, &mut numeral)?;
    }
    read_fraction(words, &mut numeral);
    Some(numeral)
}

/// Whether a word is the next three digits of a number grouped by spaces.
fn is_group(words: &Words, at: usize, before: &str) -> bool {
    let is_three = |word: &str| word.len() >= 3 && word.as_bytes()[..3].iter().all(u8::is_ascii_digit);
    let word = words.written(at);
    let len = word.find([',', '.']).unwrap_or(word.len());
    let first_len = before.find(|c: char| !c.is_ascii_digit()).unwrap_or(before.len());
    words.follows(at)
        && len == 3
        && is_three(word)
        && (1..=3).contains(&first_len)
        && !before.starts_with('0')
        && !before.contains(['.', ','])
        && word[len..].chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
}

/// Letters behind digits: a magnitude, a fraction sign, or kept for the unit.
fn read_glued(words: &Words, numeral: &mut Numeral) -> Option<()> {
    let from = numeral.stop;
    let stop = words.end(numeral.first);
    let letters = &words.text[from..stop];
    if let Some(part) = sign_of_fraction(letters) {
        numeral.stop = stop;
        numeral.low += part;
        numeral.high = numeral.low;
        numeral.alt = None;
        return Some(());
    }
    if letters.chars().any(|c| c.is_numeric() && !matches!(c, '²' | '³' | '2' | '3')) {
        return None;
    }
    numeral.glued = Some(from);
    Some(())
}

/// `1/2` behind or instead of a number, `½` behind a space.
fn read_fraction(words: &Words, numeral: &mut Numeral) {
    let at = numeral.end;
    if words.follows(at)
        && let Some(part) = sign_of_fraction(words.written(at))
    {
        numeral.low += part;
        numeral.high = numeral.low;
        (numeral.end, numeral.stop) = (at + 1, words.end(at));
        return;
    }
    let is_slash = |at: usize| matches!(words.gap(at), "/" | "⁄") && words.is_digit(at);
    let small = |at: usize| words.written(at).parse::<u32>().ok().filter(|value| (1..=999).contains(value));
    let (from, over) = match () {
        () if numeral.glued.is_none() && is_slash(at) && !is_slash(at + 1) => (at - 1, at),
        () if (words.follows(at) || words.is_joined(at)) && words.is_digit(at) && is_slash(at + 1) => (at, at + 1),
        () => return,
    };
    let (Some(above), Some(below)) = (small(from), small(over)) else { return };
    if above >= below || (from >= numeral.end && below > 32) {
        return;
    }
    let part = f64::from(above) / f64::from(below);
    numeral.low = if from < numeral.end { part } else { numeral.low + part };
    numeral.high = numeral.low;
    numeral.alt = None;
    (numeral.end, numeral.stop) = (over + 1, words.end(over));
}

/// Returns the value of a sign such as `½`.
pub(super) fn sign_of_fraction(text: &str) -> Option<f64> {
    Some(match text {
        "½" => 0.5,
        "⅓" => 1.0 / 3.0,
        "⅔" => 2.0 / 3.0,
        "¼" => 0.25,
        "¾" => 0.75,
        "⅕" => 0.2,
        "⅖" => 0.4,
        "⅗" => 0.6,
        "⅘" => 0.8,
        "⅙" => 1.0 / 6.0,
        "⅚" => 5.0 / 6.0,
        "⅛" => 0.125,
        "⅜" => 0.375,
        "⅝" => 0.625,
        "⅞" => 0.875,
        _ => return None,
    })
}

fn read_magnitudes(words: &Words, numeral: &mut Numeral) {
    loop {
        let at = numeral.end;
        let number = match words.entry(at).number {
            Some(number) if words.follows(at) || words.is_joined(at) => number,
            _ => return,
        };
        let is_magnitude = match number.kind {
            NumberKind::Magnitude | NumberKind::Dozen => true,
            NumberKind::Hundred => numeral.low < 100.0 && numeral.magnitude == 1.0,
            _ => false,
        };
        // 20 million pounds, but not "10 Bio-Bauern", nor "5 Mill Road".
        let is_other_word = matches!(words.low(at), "bio" | "mill" | "mil") && words.is_joined(at + 1);
        if !is_magnitude || is_other_word {
            return;
        }
        let factor = number.value;
        if numeral.form == Form::Vague && numeral.low == 24.0 {
            // Dutzende Milliarden: 20 to 99.
            numeral.low = 20.0;
        }
        if words.language == Language::De && numeral.low >= 1000.0 && number.value <= 1000.0 {
            return;
        }
        numeral.times(factor);
        (numeral.end, numeral.stop) = (at + 1, words.end(at));
        read_rest(words, numeral, number.value);
    }
}

/// *eine Million zweihunderttausend*, *3 hundred and 21*: what is smaller than the magnitude is added.
fn read_rest(words: &Words, numeral: &mut Numeral, magnitude: f64) {
    let at = numeral.end;
    if !words.follows(at) {
        return;
    }
    let rest = match (words.language, numeral.form) {
        (_, Form::Vague) => None,
        (Language::De, Form::Words) => number_german::read(words.low(at))
            .filter(|(_, used)| *used == words.low(at).len())
            .map(|read| (read.0, at + 1)),
        (Language::En, Form::Words) => number_english::read(words, at),
        (Language::En, Form::Digits) => rest_of_digits(words, at, magnitude),
        (Language::De, Form::Digits) => None,
    };
    let Some((value, end)) = rest else { return };
    let is_small = value >= 100.0 || magnitude == 100.0;
    if value < magnitude && is_small {
        numeral.low += value;
        numeral.high = numeral.low;
        (numeral.end, numeral.stop) = (end, words.end(end - 1));
    }
}

/// What follows a magnitude behind digits: *(3 hundred) and 21*, *(4 thousand) 3 hundred*, *(6 crore) and two hundred*.
fn rest_of_digits(words: &Words, at: usize, magnitude: f64) -> Option<(f64, usize)> {
    let from = at + usize::from(words.low(at) == "and");
    if from >= words.n_words() || !words.follows(from) {
        return None;
    }
    if !words.is_digit(from) {
        return number_english::read(words, from).filter(|_| from > at);
    }
    let value: f64 = words.written(from).parse().ok()?;
    let scale = words.entry(from + 1).number.filter(|scale| {
        let is_scale = matches!(scale.kind, NumberKind::Magnitude | NumberKind::Hundred);
        is_scale && scale.value < magnitude && words.follows(from + 1)
    });
    match scale {
        Some(scale) => Some((value * scale.value, from + 2)),
        None => Some((value, from + 1)).filter(|_| magnitude == 100.0 && from > at && value < 100.0),
    }
}
