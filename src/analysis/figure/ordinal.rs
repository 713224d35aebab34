//! Ordinals that are figures: *der 100. Todestag*, *the 25th anniversary*. Those of dates, ranks and names are none.

use super::draft::Draft;
use super::noun;
use super::noun_head::Head;
use super::numeral::Form;
use super::table::{Class, Kind, Modifier};
use super::word::Words;
use crate::text::Language;

/// Reads the ordinal in digits that begins at a word, if what it counts is one of the nouns that make it a figure.
pub fn read(words: &Words, at: usize) -> Option<Draft> {
    if !words.is_digit(at) {
        return None;
    }
    let written = words.written(at);
    let digits = written.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let is_ordinal = match words.language {
        Language::De => digits.len() == written.len() && words.gap(at + 1) == ". ",
        Language::En => matches!(&written[digits.len()..], "st" | "nd" | "rd" | "th") && words.follows(at + 1),
    };
    let noun_at = (at + 1..at + 3).find(|&word| words.is(word, Class::OrdinalOf)).filter(|_| is_ordinal)?;
    if noun_at > at + 1 && !words.follows(noun_at) {
        return None;
    }
    let value = super::digits::read(digits, words.language)?.value;
    Some(Draft {
        first: at,
        end: noun_at + 1,
        start: words.start(at),
        stop: words.end(noun_at),
        low: value,
        high: value,
        magnitude: 1.0,
        alt: None,
        form: Form::Digits,
        kind: Kind::Ordinal,
        used: None,
        modifier: Modifier::Exact,
        head: Some(Head { first: noun_at, last: noun_at, noun: noun::lookup(words, noun_at).map(|(id, _)| id) }),
    })
}
