//! English number words, which are written as several: *two hundred and forty-three*, *one million two thousand*.
//!
//! In: the words of a paragraph and where to begin. Out: the value and the word after the number. Magnitudes behind the
//! number are read here only where number words go on behind them; the last one is left to `numeral`.

use super::table::{NumberKind, NumberWord};
use super::word::Words;

/// Reads the number words that begin at `at`; `None` if the word is none.
pub fn read(words: &Words, at: usize) -> Option<(f64, usize)> {
    let (mut value, mut end) = below_thousand(words, at)?;
    let mut total = 0.0;
    let mut last_magnitude = f64::INFINITY;
    while let Some(magnitude) = magnitude(words, end) {
        if magnitude >= last_magnitude {
            break;
        }
        let after_and = after_and(words, end + 1);
        let Some((next, next_end)) = below_thousand(words, after_and).filter(|_| words.follows(after_and)) else {
            break;
        };
        // Nine million and five ninths: the part is read on its own.
        if after_and > end + 1 && number(words, next_end).is_some_and(|word| word.kind == NumberKind::Part) {
            break;
        }
        // What follows must be smaller than the magnitude: "two million three thousand" is one, "two million, three" not.
        total += value * magnitude;
        last_magnitude = magnitude;
        (value, end) = (next, next_end);
    }
    Some((total + value, end))
}

fn magnitude(words: &Words, at: usize) -> Option<f64> {
    let word = number(words, at).filter(|word| word.kind == NumberKind::Magnitude)?;
    (words.follows(at) || words.is_joined(at)).then_some(word.value)
}

/// Returns the word after an *and* at `at`, or `at`.
fn after_and(words: &Words, at: usize) -> usize {
    if words.low(at) == "and" && words.follows(at) { at + 1 } else { at }
}

/// Reads up to *nine hundred and ninety-nine*, and *twelve hundred*.
fn below_thousand(words: &Words, at: usize) -> Option<(f64, usize)> {
    let (first, end) = match below_hundred(words, at) {
        Some(read) => read,
        None => (1.0, Some(at).filter(|&at| is_hundred(words, at))?),
    };
    let joins = end == at || words.follows(end) || words.is_joined(end);
    if !(is_hundred(words, end) && joins) {
        return Some((first, end));
    }
    let hundreds = first * 100.0;
    let rest = after_and(words, end + 1);
    match below_hundred(words, rest).filter(|_| words.follows(rest)) {
        Some((value, end)) => Some((hundreds + value, end)),
        None => Some((hundreds, end + 1)),
    }
}

fn below_hundred(words: &Words, at: usize) -> Option<(f64, usize)> {
    let first = number(words, at)?;
    match first.kind {
        NumberKind::Unit => Some((first.value, at + 1)),
        NumberKind::Ten => match number(words, at + 1) {
            Some(unit)
                if unit.kind == NumberKind::Unit
                    && (1.0..10.0).contains(&unit.value)
                    && (words.is_joined(at + 1) || words.follows(at + 1)) =>
            {
                Some((first.value + unit.value, at + 2))
            }
            _ => Some((first.value, at + 1)),
        },
        _ => None,
    }
}

fn is_hundred(words: &Words, at: usize) -> bool {
    number(words, at).is_some_and(|word| word.kind == NumberKind::Hundred)
}

fn number(words: &Words, at: usize) -> Option<NumberWord> {
    words.entry(at).number
}
