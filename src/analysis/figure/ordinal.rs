//! Ordinals that are figures, from the second on: *der 100. Todestag*, *the fourth loan*, *zum zweiten Mal*.
//!
//! In: a word in digits or letters. Out: the ordinal with the noun it counts; none for ranks, times, dates and names
//! (*in second place*, *the third quarter*, *World War*), for which `ordinal_not` has the nouns.

use super::draft::Draft;
use super::noun;
use super::noun_head::Head;
use super::number_english;
use super::numeral::Form;
use super::table::{Class, Kind, Modifier, NumberKind};
use super::word::Words;
use crate::text::Language;

/// Farthest noun behind an ordinal, in words.
const MAX_WORDS: usize = 3;

/// Reads the ordinal that begins at a word.
pub fn read(words: &Words, at: usize) -> Option<Draft> {
    if words.is_joined(at) {
        return None;
    }
    let (value, end, form) = if words.is_digit(at) { in_digits(words, at)? } else { in_words(words, at)? };
    if words.is_joined(end) {
        return None;
    }
    let is_listed = (end..end + 2).find(|&word| words.is(word, Class::OrdinalOf) && words.follows_loosely(end));
    let noun_at = match is_listed {
        Some(noun_at) if noun_at == end || words.follows(noun_at) => noun_at,
        // The first is no quantity, nor is the 1. FC Köln.
        _ if value < 2.0 => return None,
        _ => counted(words, at, end)?,
    };
    Some(Draft {
        first: at,
        end: noun_at + 1,
        start: words.start(at),
        stop: words.end(noun_at),
        low: value,
        high: value,
        magnitude: 1.0,
        alt: None,
        form,
        kind: Kind::Ordinal,
        used: None,
        modifier: Modifier::Exact,
        head: Some(Head { first: noun_at, last: noun_at, noun: noun::lookup(words, noun_at).map(|(id, _)| id) }),
    })
}

fn in_digits(words: &Words, at: usize) -> Option<(f64, usize, Form)> {
    let written = words.written(at);
    let digits = written.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let is_ordinal = match words.language {
        Language::De => digits.len() == written.len() && words.gap(at + 1) == ". ",
        Language::En => matches!(&written[digits.len()..], "st" | "nd" | "rd" | "th") && words.follows(at + 1),
    };
    let value = super::digits::read(digits, words.language).filter(|_| is_ordinal)?.value;
    Some((value, at + 1, Form::Digits))
}

/// *second*, *twenty-first*, *hundredth*.
fn in_words(words: &Words, at: usize) -> Option<(f64, usize, Form)> {
    let ordinal = |at: usize| Some(f64::from(words.entry(at).ordinal)).filter(|&value| value > 0.0);
    if let Some(value) = ordinal(at) {
        return Some((value, at + 1, Form::Words));
    }
    let is_ten = words.entry(at).number.is_some_and(|number| number.kind == NumberKind::Ten);
    if words.language != Language::En || !is_ten || !words.is_joined(at + 1) {
        return None;
    }
    let (tens, end) = number_english::read(words, at)?;
    let unit = if words.low(at + 1) == "first" { 1.0 } else { ordinal(at + 1)? };
    (end == at + 1 && unit < 10.0).then_some((tens + unit, at + 2, Form::Words))
}

/// Returns the noun that an ordinal counts.
fn counted(words: &Words, at: usize, end: usize) -> Option<usize> {
    let opens = words.sentence_of(at).0 == at;
    let before = if opens { "" } else { words.low(at - 1) };
    let is_part = words.follows(at) && (words.is_digit(at.wrapping_sub(1)) || matches!(before, "one" | "two" | "per"));
    let is_each = before.starts_with("jede") || before == "every" || before == "each";
    if is_part || is_each || end >= words.sentence_of(at).1 {
        return None;
    }
    let is_name = !words.is_digit(at) && words.is_capital(at) && !opens;
    match words.language {
        Language::En if !is_name => english(words, end),
        Language::De if !is_name && (!words.is_digit(at) || words.is(at.wrapping_sub(1), Class::OrdinalLead)) => {
            german(words, at, end)
        }
        _ => None,
    }
}

const CLOSING: &[Class] =
    &[Class::Preposition, Class::Determiner, Class::Pronoun, Class::Auxiliary, Class::Conjunction, Class::SayVerb];

fn english(words: &Words, from: usize) -> Option<usize> {
    let mut last = None;
    for word in from..from + MAX_WORDS {
        let low = words.low(word);
        let closes = words.is_any(word, CLOSING) && noun::lookup(words, word).is_none() || low == "running";
        if !words.follows(word) || closes || words.is_digit(word) || words.is_capital(word) && word == from {
            break;
        }
        let is_number = words.entry(word).number.is_some() || low.ends_with("'s") || matches!(low, "more" | "less");
        let is_rank =
            is_number || words.is(word, Class::OrdinalNot) || low.ends_with("est") || low == "most" || low == "best";
        if is_rank || words.is_joined(word + 1) || words.is_any(word, &[Class::Month, Class::Ordinal]) {
            return None;
        }
        let is_known = noun::lookup(words, word).is_some();
        if last.is_some_and(|last| noun::lookup(words, last).is_some()) && !is_known || low.ends_with("ly") {
            break;
        }
        last = Some(word);
        if words.sentence_of(from).1 <= word + 1 {
            break;
        }
    }
    // Third parties, second homes: a kind of them, no place in a row.
    let is_plural = |last: usize| {
        noun::is_plural(words.low(last))
            && !words.is_capital(last)
            && !matches!(words.low(last), "series" | "species" | "headquarters")
    };
    // Their second team plays at home: a verb behind the noun.
    let is_singular = |at: usize| noun::lookup(words, at).is_some_and(|(_, singular)| singular);
    let last = last.map(|last| if last > from && is_plural(last) && is_singular(last - 1) { last - 1 } else { last });
    last.filter(|&last| words.low(last).len() > 2 && !is_plural(last))
}

fn german(words: &Words, at: usize, from: usize) -> Option<usize> {
    for word in from..from + MAX_WORDS {
        let is_near = if word == from && words.is_digit(at) { words.gap(word) == ". " } else { words.follows(word) };
        if !is_near || words.sentence_of(at).1 <= word {
            return None;
        }
        if words.is_capital(word) {
            let last = words.compound_end(word);
            let is_no_noun = words.is_any(word, &[Class::OrdinalNot, Class::Month, Class::Weekday, Class::Determiner]);
            let ends_so = [
                "minute",
                "platz",
                "liga",
                "halbzeit",
                "runde",
                "quartal",
                "hälfte",
                "spieltag",
                "spieltags",
                "spieltages",
                "fc",
            ]
            .iter()
            .any(|end| words.low(last).ends_with(end));
            return (!is_no_noun && !words.is(last, Class::OrdinalNot) && !ends_so).then_some(last);
        }
        if !noun::is_adjective(words.low(word)) || words.is_any(word, CLOSING) || words.low(word).ends_with("ste") {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::analysis::figure::tests::{de, en};

    #[test]
    fn ordinals_before_what_they_count() {
        en("hit the wall for the second time", &["second time|ordinal|2|exact|-|time"]);
        en("the fourth state loan for payment", &["fourth state loan|ordinal|4|exact|-|loan"]);
        en("where their second team plays", &["second team|ordinal|2|exact|-|team"]);
        en("its twenty-first novel", &["twenty-first novel|ordinal|21|exact|-|novel"]);
        de("Zum zweiten Mal verlor er", &["zweiten Mal|ordinal|2|exact|-|time"]);
        de(
            "wird der 12. Trainer in acht Jahren",
            &["12. Trainer|ordinal|12|exact|-|trainer", "acht Jahren|duration|8|exact|year|-"],
        );
    }

    #[test]
    fn ranks_times_and_names_are_none() {
        for text in [
            "in second place",
            "the third quarter",
            "the Second World War",
            "he came second",
            "the second-largest city",
            "every second year",
            "a second-hand car",
            "third parties",
        ] {
            en(text, &[]);
        }
        for text in [
            "auf dem zweiten Platz",
            "in der 45. Minute",
            "im dritten Quartal",
            "jeder dritte Mann",
            "die 2. Liga",
            "am 5. Oktober",
        ] {
            de(text, &[]);
        }
    }
}
