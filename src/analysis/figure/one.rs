//! *one* and *eins*, *zero* and *null*: numbers only where something is counted or measured with them.

use super::draft;
use super::noun;
use super::noun_head;
use super::numeral;
use super::table::{Class, NumberKind};
use super::unit;
use super::word::Words;

/// Returns the word after a *one* that is no number.
pub fn skip(words: &Words, at: usize) -> Option<usize> {
    match words.low(at) {
        "null" | "zero" | "nil" | "naught" => {
            (!unit::opens_unit(words, at + 1) && !matches!(words.low(at + 1), "komma" | "point") && words.n_words() > 1)
                .then_some(at + 1)
        }
        "eins" => (words.low(at + 1) != "komma").then_some(at + 1),
        "one" => {
            let numeral = numeral::read(words, at)?;
            if numeral.end > at + 1 || numeral.low != 1.0 {
                return None;
            }
            (!counts(words, at)).then_some(at + 1)
        }
        _ => None,
    }
}

/// Whether an English *one* is a number: *one man*, *one-disc*, *one of the shows*, *one in five*, *two here, one there*.
fn counts(words: &Words, at: usize) -> bool {
    let has_before = at > 0 && words.follows(at);
    let before = if has_before { words.low(at - 1) } else { "" };
    let next = at + 1;
    let is_range = words.low(next) == "to" && begins_number(words, next + 1) && words.low(next + 1) != "one";
    let is_pair = is_range
        || words.low(next) == "over" && draft::is_alone(words, at)
        || words.low(next) == "or" && words.low(next + 1) == "two"
        || words.low(next) == "in" && begins_number(words, next + 1)
        || words.low(next) == "out" && begins_number(words, next + 2);
    if is_pair || matches!(before, "minus" | "negative") {
        return true;
    }
    if words.is_joined(next) {
        return !words.is(next, Class::JoinedNot) && !words.low(next).ends_with("ed");
    }
    if has_before && words.is(at - 1, Class::OneBefore) {
        return false;
    }
    if words.low(next) == "of" && words.follows(next) {
        return words.is(next + 1, Class::Determiner) && noun_head::right_of(words, next).is_some();
    }
    // One day after: a time that is measured, where one day alone is some day.
    let is_measured = unit::opens_unit(words, next)
        && matches!(words.low(next + 1), "after" | "before" | "later" | "earlier" | "ago" | "apart");
    if is_measured && words.follows(next + 1) {
        return true;
    }
    let is_listed = words.is(next, Class::Preposition) && follows_number(words, at);
    is_listed || !words.is(next, Class::OneAfter) && (unit::opens_unit(words, next) || opens_noun(words, next))
}

fn begins_number(words: &Words, at: usize) -> bool {
    words.follows(at)
        && (words.is_digit(at) && words.written(at).len() <= 3
            || words.entry(at).number.is_some_and(|number| number.kind == NumberKind::Unit))
}

/// *two from Taiwan, one from Mauritius*: another number stands a few words before in the sentence.
fn follows_number(words: &Words, at: usize) -> bool {
    let first = words.sentence_of(at).0;
    (at.saturating_sub(5).max(first)..at).any(|word| {
        words.entry(word).number.is_some_and(|number| number.kind == NumberKind::Unit)
            && matches!(words.low(word + 1), "from" | "in" | "of" | "for" | "to" | "by" | "on" | "at")
    })
}

/// Whether a noun stands behind at most two adjectives.
fn opens_noun(words: &Words, at: usize) -> bool {
    for word in at..at + 3 {
        if !(words.follows(word) || words.is_joined(word)) || words.is(word, Class::OneAfter) {
            return false;
        }
        if noun::lookup(words, word).is_some() || is_unknown_noun(words, word) {
            return true;
        }
        if words.closes_noun_phrase(word) || words.is_digit(word) || words.low(word).ends_with("ly") {
            return false;
        }
    }
    false
}

/// *ein Toter und drei Verletzte*, *zwei Tote und ein Verletzter*: a German article is a number beside another that counts
/// people too.
pub fn opens_count(words: &Words, at: usize) -> bool {
    let people = |from: usize| {
        let noun = (from..from + 3).take_while(|&word| words.follows(word)).find(|&word| words.is_capital(word))?;
        noun::of_people(words, words.compound_end(noun)).map(|_| words.compound_end(noun))
    };
    let is_number = |word: usize| {
        let is_unit = words.entry(word).number.is_some_and(|number| number.kind == NumberKind::Unit);
        is_unit || words.is_digit(word) && words.written(word).len() <= 3
    };
    let joins = |word: usize| matches!(words.low(word), "und" | "sowie" | "oder") && words.follows(word);
    let Some(last) = people(at + 1) else { return false };
    let goes_on = joins(last + 1) && words.follows(last + 2) && is_number(last + 2) && people(last + 3).is_some();
    let first = words.sentence_of(at).0;
    let is_behind = at > first + 2
        && joins(at - 1)
        && words.follows(at)
        && noun::of_people(words, at - 2).is_some()
        && (first.max(at.saturating_sub(5))..at - 2).any(is_number);
    goes_on || is_behind
}

/// *one exception:*, *one Chilean and*: a word of no class with the end of a phrase behind it.
pub fn is_unknown_noun(words: &Words, at: usize) -> bool {
    let low = words.low(at);
    let is_plain = words.entry(at).classes == 0 && words.entry(at).number.is_none() && !words.is_digit(at);
    let is_other = ["ly", "ed", "s", "er", "est"].iter().any(|ending| low.ends_with(ending)) || low.len() < 4;
    let ends = [Class::Preposition, Class::Auxiliary, Class::Conjunction];
    is_plain && !is_other && !words.is_joined(at + 1) && (!words.follows(at + 1) || words.is_any(at + 1, &ends))
}

#[cfg(test)]
mod tests {
    use crate::analysis::figure::tests::{de, en};

    #[test]
    fn a_german_article_beside_a_number_counts() {
        de(
            "Ein Toter und drei Verletzte",
            &["Ein Toter|count|1|exact|-|dead", "drei Verletzte|count|3|exact|-|injured"],
        );
        de(
            "Es gab zwei Tote und einen Verletzten.",
            &["zwei Tote|count|2|exact|-|dead", "einen Verletzten|count|1|exact|-|injured"],
        );
        de("Ein Mann und seine drei Kinder", &["drei Kinder|count|3|exact|-|child"]);
    }

    #[test]
    fn one_is_a_number_where_it_counts() {
        en("Only one man recognises it", &["one man|count|1|exact|-|man"]);
        en("a one-disc version", &["one-disc|count|1|exact|-|disc"]);
        en("one of the largest dinosaurs", &["one of the largest dinosaurs|count|1|exact|-|dinosaur"]);
        en("the murder of one Sherpa and more", &["one Sherpa|count|1|exact|-|sherpa"]);
        en("It has one clear upside: it works", &["one clear upside|count|1|exact|-|upside"]);
        for text in [
            "no one knows",
            "this one is good",
            "one-off costs",
            "one way or another",
            "one can say",
            "the one they lose",
        ] {
            en(text, &[]);
        }
    }

    #[test]
    fn a_list_counts_what_stands_before_it() {
        en(
            "The owners - two from Taiwan, one from Mauritius - left",
            &["two|count|2|exact|-|owner", "one|count|1|exact|-|owner"],
        );
    }
}
