//! Modifiers: what stands left or right of a number and says how exact it is.

use super::noun;
use super::table::{Class, Kind, Modifier, NumberKind, Use};
use super::word::Words;

/// A modifier with the byte it begins at (left) or ends at (right).
#[derive(Clone, Copy, Debug)]
pub struct Found {
    pub modifier: Modifier,
    pub byte: usize,
    /// The first word of it, for what stands further left.
    pub word: usize,
}

/// How many words may stand between a number and its modifier: *mehr als die 20*, *up to another 300*.
const MAX_SKIPPED: usize = 2;

/// Returns the modifier left of the word `first` that a figure of this kind begins with.
pub fn left(words: &Words, first: usize, kind: Kind) -> Option<Found> {
    let sign = words.text[..words.start(first)].trim_end_matches(['$', '€', '£', '¥']);
    if let Some(found) = left_sign(sign, first) {
        return Some(found);
    }
    let mut at = first;
    for _ in 0..=MAX_SKIPPED {
        if at == 0 || words.sentence_of(first).0 >= at || !near(words, at) {
            return None;
        }
        match phrase_before(words, at, kind) {
            Some((word, Some(modifier))) => {
                // Topped by a 40 dollar offer: that offer topped another.
                let is_passive = at < first && words.low(at) == "by" && words.low(at - 1).ends_with("ed");
                // Shot over from eight yards.
                let is_adverb = matches!(words.low(word), "over" | "above" | "beyond")
                    && (word + 1..first).any(|between| matches!(words.low(between), "from" | "by" | "at" | "to"));
                // An die vier Sieger gehen Preise: nobody guesses so few.
                let is_few = words.low(word) == "an"
                    && words.entry(first).number.is_some_and(|number| number.kind == NumberKind::Unit);
                if is_passive || is_adverb || is_few {
                    return None;
                }
                return (!is_topic(words, word)).then(|| Found { modifier, byte: words.start(word), word });
            }
            Some((word, None)) => at = word,
            None => return None,
        }
    }
    None
}

fn left_sign(before: &str, first: usize) -> Option<Found> {
    let modifier = match before.chars().next_back()? {
        '>' => Modifier::MoreThan,
        '<' => Modifier::LessThan,
        '~' | '≈' => Modifier::About,
        '≥' => Modifier::AtLeast,
        '≤' => Modifier::AtMost,
        _ => return None,
    };
    Some(Found { modifier, byte: before.len() - before.chars().next_back().map_or(0, char::len_utf8), word: first })
}

/// *freut sich über 19 Küken*: the preposition belongs to the verb.
fn is_topic(words: &Words, at: usize) -> bool {
    let first = words.sentence_of(at).0.max(at.saturating_sub(4));
    // A film about two boys.
    if words.low(at) == "about" {
        return at > first && words.is(at - 1, Class::Topic);
    }
    words.low(at) == "über" && (first..at).any(|word| words.is(word, Class::Topic))
}

fn near(words: &Words, at: usize) -> bool {
    let gap = words.gap(at);
    words.is_joined(at)
        || gap
            .trim_matches([' ', '\u{a0}', '\u{202f}', '$', '€', '£', '-', '−', '„', '"', '“', '.', '¥', '¥'])
            .is_empty()
            && !gap.is_empty()
            && gap.len() < 8
            && !gap.contains(". \"")
}

/// The longest phrase that ends before `at`: its first word, and its modifier unless it is passed over.
fn phrase_before(words: &Words, at: usize, kind: Kind) -> Option<(usize, Option<Modifier>)> {
    let last = at - 1;
    let longest = usize::from(*words.forms.left_words.get(words.low(last))?);
    let first_word = words.sentence_of(last).0;
    let mut phrase = String::new();
    for n_words in (1..=longest.min(at - first_word)).rev() {
        let from = at - n_words;
        phrase.clear();
        for word in from..at {
            if word > from {
                phrase.push(' ');
            }
            phrase.push_str(words.low(word));
        }
        let Some(&(used, modifier)) = words.forms.left.get(&*phrase) else { continue };
        let fits = match used {
            Use::Any => true,
            Use::Unit => kind != Kind::Count,
            Use::Time => kind == Kind::Duration,
        };
        let is_joined_well = (from + 1..at).all(|word| words.follows(word));
        if fits && is_joined_well {
            return Some((from, modifier));
        }
    }
    None
}

/// Returns the modifier right of a figure that ends before the word `at` and at byte `stop`.
pub fn right(words: &Words, at: usize, stop: usize) -> Option<Found> {
    let rest = &words.text[stop..];
    if rest.starts_with('+') && !rest[1..].starts_with(|c: char| c.is_ascii_digit()) {
        return Some(Found { modifier: Modifier::AtLeast, byte: stop + 1, word: at });
    }
    if at >= words.n_words() || !(words.follows(at) || words.is_joined(at)) {
        return None;
    }
    // Glued words hide the end of a verb: überschrittenobwohl.
    let low = words.low(at);
    let lead = if low.starts_with("überschritten") && low.len() > 14 { "überschritten" } else { low };
    let longest = usize::from(*words.forms.right_words.get(lead)?);
    let mut best = None;
    let mut phrase = String::from(lead);
    for n_words in 1..=longest {
        let last = at + n_words - 1;
        if n_words > 1 {
            if !words.follows(last) {
                break;
            }
            phrase.push(' ');
            phrase.push_str(words.low(last));
        }
        let is_other = opens_anew(words, at, last + 1);
        if let Some(&modifier) = words.forms.right.get(&*phrase).filter(|_| !is_other) {
            let byte = words.start(last) + if n_words == 1 { lead.len() } else { words.end(last) - words.start(last) };
            best = Some(Found { modifier, byte: byte.min(words.end(last)), word: last + 1 });
        }
    }
    best
}

/// *20 and more than 30*, *killed 20 and more are missing*, *5 Euro und mehr Zeit*: the words from `at` begin something else,
/// as the word `next` behind them shows.
fn opens_anew(words: &Words, at: usize, next: usize) -> bool {
    let goes_on = words.follows(next);
    let is_than = matches!(words.low(next), "than" | "als");
    let is_more =
        next == at + 2 && matches!(words.low(at), "and" | "und") && matches!(words.low(at + 1), "more" | "mehr");
    let is_verb = words.is(next, Class::Auxiliary) && !words.is(next, Class::Preposition);
    let has_unit = at > 0 && (words.forms.units.contains_key(words.low(at - 1)) || !words.is_digit(at - 1));
    let is_counted = has_unit && noun::opens_plural(words, next);
    goes_on && (is_than || is_more && (is_verb || is_counted || words.low(next).ends_with("ly")))
}

#[cfg(test)]
mod tests {
    use crate::analysis::figure::tests::{de, en};

    #[test]
    fn negated_comparatives() {
        de("Er darf nicht weiter als 15 km fahren", &["nicht weiter als 15 km|measure|15|at_most|km|-"]);
        de("nicht kürzer als drei Tage", &["nicht kürzer als drei Tage|duration|3|at_least|day|-"]);
        en("It is no further than 15 miles away", &["no further than 15 miles|measure|15|at_most|mi|-"]);
        en("no younger than 60 years", &["no younger than 60 years|duration|60|at_least|year|-"]);
    }

    #[test]
    fn and_more() {
        en("It sold for $1.30 and more a pound", &["$1.30 and more|money|1.3|at_least|USD|-"]);
        en("They killed 20 and more are missing", &["20|count|20|exact|-|-"]);
        de("Es gab 20 und mehr Verletzte", &["20 und mehr Verletzte|count|20|at_least|-|injured"]);
        de("Er will 500 Euro und mehr Arbeiter", &["500 Euro|money|500|exact|EUR|-"]);
    }

    #[test]
    fn words_that_look_like_modifiers() {
        de("An die vier Sieger gehen Preise", &["vier Sieger|count|4|exact|-|winner"]);
        de("An die 400 Leute kamen", &["An die 400 Leute|count|400|about|-|people"]);
        en("a film about two boys", &["two boys|count|2|exact|-|boy"]);
        en("was topped by a $40 offer", &["$40|money|40|exact|USD|-"]);
        en("He shot over from just eight yards", &["eight yards|measure|8|exact|yd|-"]);
        en(
            "of 20 or more than 30 shares",
            &["20|count|20|exact|-|-", "more than 30 shares|count|30|more_than|-|share"],
        );
    }
}
