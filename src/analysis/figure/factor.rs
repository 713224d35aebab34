//! Factors: *ten-fold*, *sixfold*, *the three-time champion*, *das 14-fache*, *dreimal*. They count times.
//!
//! In: a word. Out: a figure that counts the noun *time*; *once* and *einfach* are none.

use super::draft::Draft;
use super::noun_head::Head;
use super::number_german;
use super::numeral::{self, Form};
use super::table::{Kind, Modifier, NumberKind};
use super::word::Words;
use crate::text::Language;

/// Reads the factor that begins at a word.
pub fn read(words: &Words, at: usize) -> Option<Draft> {
    let (value, last, form) = joined(words, at).or_else(|| glued(words, at))?;
    let lead = if words.language == Language::De { "mal" } else { "time" };
    (value > 1.0).then(|| Draft {
        first: at,
        end: last + 1,
        start: words.start(at),
        stop: words.end(last),
        low: value,
        high: value,
        magnitude: 1.0,
        alt: None,
        form,
        kind: Kind::Count,
        used: None,
        modifier: Modifier::Exact,
        head: Some(Head { first: last, last, noun: words.forms.nouns.get(lead).map(|&(id, _)| id) }),
    })
}

/// `14-fache`, *ten-fold*, *two-time*, *42 mal*.
fn joined(words: &Words, at: usize) -> Option<(f64, usize, Form)> {
    let found = numeral::read(words, at).filter(|found| found.glued.is_none() && found.low == found.high)?;
    let next = found.end;
    let is_spaced = words.language == Language::De && words.low(next) == "mal" && words.follows(next);
    let is_factor = words.entry(next).is_factor && (words.is_joined(next) || is_spaced) && !words.is_joined(next + 1);
    is_factor.then_some((found.low, next, found.form))
}

/// *dreifach*, *zehnmal*, *sixfold*.
fn glued(words: &Words, at: usize) -> Option<(f64, usize, Form)> {
    let low = words.low(at);
    let (value, rest) = match words.language {
        Language::De if !words.is_digit(at) => number_german::read(low).map(|(value, used)| (value, &low[used..]))?,
        Language::De => {
            let rest = low.trim_start_matches(|c: char| c.is_ascii_digit());
            (low[..low.len() - rest.len()].parse().ok()?, rest)
        }
        Language::En => {
            let number = words.forms.words.get(low.strip_suffix("fold")?)?.number?;
            let counts = matches!(number.kind, NumberKind::Unit | NumberKind::Ten | NumberKind::Hundred);
            (Some(number.value).filter(|_| counts)?, "fold")
        }
    };
    let is_factor = words.forms.words.get(rest).is_some_and(|entry| entry.is_factor);
    let form = if words.is_digit(at) { Form::Digits } else { Form::Words };
    (is_factor && !words.is_joined(at + 1)).then_some((value, at, form))
}

#[cfg(test)]
mod tests {
    use crate::analysis::figure::tests::{de, en};

    #[test]
    fn factors_count_times() {
        en("the three-time champion", &["three-time|count|3|exact|-|time"]);
        en("a more than tenfold rise", &["more than tenfold|count|10|more_than|-|time"]);
        en("a one-time fee", &[]);
        de("um das 14-fache höher", &["14-fache|count|14|exact|-|time"]);
        de("der Bleigehalt war 42 Mal so hoch", &["42 Mal|count|42|exact|-|time"]);
        de("er traf dreimal, einfach so", &["dreimal|count|3|exact|-|time"]);
    }
}
