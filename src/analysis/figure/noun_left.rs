//! The noun that a number counts, where it stands left of the number: *die Zahl der Arbeitslosen stieg auf 300.000*, *the
//! owners - two from Taiwan*, *a man died and two others were hurt*.

use super::noun;
use super::noun_head::{Head, MAX_WORDS, head, right_of};
use super::table::Class;
use super::word::Words;
use crate::text::Language;

/// Returns the noun that the words `from` to `at` say is counted: *die Zahl der Arbeitslosen stieg auf 300.000*, *the owners
/// - two from Taiwan*, *a population of 300,000*.
pub fn stated(words: &Words, from: usize, at: usize) -> Option<Head> {
    let before = at.saturating_sub(1);
    // A plural right before a dash or colon.
    let is_apart = at > from && matches!(words.gap(at), " - " | " – " | ": " | " — " | " (");
    if is_apart && noun::lookup(words, before).is_some_and(|(_, singular)| !singular) {
        return Some(head(words, words.compound_start(before), before));
    }
    let is_crowd = at >= from + 2
        && matches!(words.low(before), "of" | "von" | "to" | "by" | "at" | "auf" | "um")
        && words.is(before - 1, Class::Crowd);
    if is_crowd && words.follows(at) && words.follows(before) {
        return Some(head(words, before - 1, before - 1));
    }
    (from..at).rev().find_map(|word| {
        let is_quantity = words.is(word, Class::Quantity) && (words.language == Language::En || words.is_capital(word));
        let opens = matches!(words.low(word + 1), "der" | "von" | "of" | "an");
        if is_quantity && opens { right_of(words, word + 1) } else { None }
    })
}

/// Returns the nearest plural before a number in its sentence.
pub fn nearest(words: &Words, at: usize) -> Option<Head> {
    let (first, _) = words.sentence_of(at);
    let is_lead = |word: &usize| {
        let low = words.low(*word);
        matches!(low, "of" | "by") || !words.forms.left.contains_key(low)
    };
    let lead = (first..at).rev().find(is_lead);
    let lead = lead.filter(|_| words.language == Language::En).map_or("", |lead| words.low(lead));
    // A majority of 14; cut its staff by 300, but not: saved on cards to add to the force by 300.
    let nearest_from = match lead {
        "of" => return None,
        "by" => at.saturating_sub(3),
        _ => first,
    };
    let first = first.max(nearest_from);
    let is_plural = |word: &usize| noun::lookup(words, *word).is_some_and(|(_, singular)| !singular);
    let word = (first.max(at.saturating_sub(MAX_WORDS))..at).rev().find(is_plural)?;
    Some(head(words, words.compound_start(word), word))
}

/// Returns the people whom a number ending before `end` adds to or is part of: *ein Mann starb, fünf weitere wurden
/// verletzt*, *four of them*. `people` are those of the sentences before.
pub fn others(words: &Words, at: usize, end: usize, people: Option<Head>) -> Option<Head> {
    let next = words.low(end);
    let is_other =
        matches!(next, "weitere" | "weiteren" | "others" | "andere") || next == "more" && closes(words, end + 1);
    let is_part = matches!(next, "of" | "von") && matches!(words.low(end + 1), "them" | "whom" | "ihnen" | "denen");
    if !words.follows(end) || !(is_other || is_part) {
        return None;
    }
    let (first, _) = words.sentence_of(at);
    // Mr Miller and 28 others: they are like him, whom no noun names.
    let is_named = words.language == Language::En
        && at >= first + 2
        && words.low(at - 1) == "and"
        && words.is_capital(at - 2)
        && noun::lookup(words, at - 2).is_none();
    if is_named {
        return None;
    }
    let near = (first..at).rev().find(|&word| noun::of_people(words, word).is_some());
    near.map(|word| head(words, words.compound_start(word), word)).or(people)
}

/// Whether no noun follows: a verb, a preposition or a stop stands there.
fn closes(words: &Words, at: usize) -> bool {
    let ends = [Class::Auxiliary, Class::Preposition, Class::Conjunction];
    !words.follows(at) || words.is_any(at, &ends) || words.low(at).ends_with("ed")
}

#[cfg(test)]
mod tests {
    use crate::analysis::figure::tests::{de, en};

    #[test]
    fn nouns_left_of_their_number() {
        de(
            "Mit 170 Neuansteckungen stieg die Zahl der Fälle auf 60.496.",
            &["170 Neuansteckungen|count|170|exact|-|new infection", "60.496|count|60496|exact|-|case"],
        );
        de(
            "Zwei Soldaten starben. 31 weitere wurden verletzt.",
            &["Zwei Soldaten|count|2|exact|-|soldier", "31|count|31|exact|-|soldier"],
        );
        de("ein Mann wurde getötet und fünf weitere verletzt", &["fünf|count|5|exact|-|man"]);
        en("A woman was killed and two others were hurt.", &["two|count|2|exact|-|woman"]);
        de("Bei den Handelspartnern fiel der Index auf 51,4.", &["51,4|count|51.4|exact|-|-"]);
        en("The cards are to raise the force by 10,000", &["10,000|count|10000|exact|-|-"]);
        en("Colleagues won by a majority of only 14", &["14|count|14|exact|-|-"]);
        de(
            "ein Raster von 19 waagrechten und 20 senkrechten Linien",
            &["19|count|19|exact|-|line", "20 senkrechten Linien|count|20|exact|-|line"],
        );
        en(
            "It has three plants and cut its staff to 125.",
            &["three plants|count|3|exact|-|plant", "125|count|125|exact|-|employee"],
        );
        en("in a city with a population of 300,000", &["300,000|count|300000|exact|-|population"]);
    }
}
