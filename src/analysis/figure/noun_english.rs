//! The noun that an English number counts, found to the right of it: the last plural before a verb, a preposition or a stop.
//!
//! In: the words and where the number ends. Out: the noun; for *one* and for parts also a singular (*one man*, *half of the
//! population*).

use super::noun;
use super::noun_head::{Head, MAX_WORDS, head, is_acronym};
use super::one;
use super::table::Class;
use super::word::Words;
use crate::text::Language;

/// Returns the noun counted by a number that ends before word `at`.
pub fn right_of(words: &Words, at: usize) -> Option<Head> {
    let from = behind_of(words, at);
    let mut word = from;
    let end = words.sentence_of(at).1.min(at + MAX_WORDS);
    let mut best: Option<usize> = None;
    while word < end && word < from + 7 {
        if !is_near_english(words, from, word, best.is_some()) {
            break;
        }
        let found = noun::lookup(words, word);
        let closes = words.is_any(word, CLOSING);
        let is_adjectival = word == from && words.low(word).ends_with("ed") && noun::opens_plural(words, word + 1);
        if closes && found.is_none() && !is_adjectival && !is_acronym(words, word) && !words.is_joined(word) {
            break;
        }
        let low = words.low(word);
        if words.is(word, Class::Conjunction) {
            if word == from || best.is_some() || !joins_adjectives(words, word) {
                break;
            }
            word += 1;
            continue;
        }
        if let Some(first) = plural_model(words, word).filter(|_| best.is_none()) {
            return Some(head(words, first.max(from), word));
        }
        // Three first-half goals: no number of its own.
        let is_inner = words.is_joined(word) && !words.is_digit(word) && word > from;
        if !is_inner && (words.is_digit(word) || words.entry(word).number.is_some()) {
            match behind_number(words, word, from) {
                Some(after) => word = after,
                None if from == at => break,
                None => word += 1,
            }
            continue;
        }
        if is_row(words, from, word) {
            break;
        }
        if low.ends_with("'s") || low.ends_with('\'') {
            word += 1;
            continue;
        }
        let is_plural = found.is_some_and(|(_, singular)| !singular) || noun::is_plural(low);
        let is_name = is_plural && is_name_before_noun(words, word);
        if is_plural && !is_name {
            best = Some(word);
            if !is_known_plural(words, word + 1) || is_people(low) || is_told_of(words, word) {
                break;
            }
        } else if best.is_some() && !is_name {
            break;
        }
        word += 1;
    }
    let last = best.or_else(|| (word > from).then(|| word - 1).filter(|&last| noun::lookup(words, last).is_some()))?;
    Some(head(words, words.compound_start(last).max(from), last))
}

/// *New and used cars*; but *five dead and three wounded*.
fn joins_adjectives(words: &Words, at: usize) -> bool {
    noun::opens_plural(words, at + 1) && words.entry(at + 1).number.is_none()
}

/// Tables of results: "95,812 Sales 513,607", "57.2 mln Primary avg shrs 16,306,000".
fn is_row(words: &Words, from: usize, word: usize) -> bool {
    let has_capital = (words.is_capital(word) || words.is_capital(from)) && !words.is(word, Class::Series);
    has_capital && words.low(word) != "top" && words.is_digit(word + 1) && words.follows(word + 1)
}

/// Returns whether a word of the same sentence part is a plural of the table.
fn is_known_plural(words: &Words, word: usize) -> bool {
    words.follows(word) && noun::lookup(words, word).is_some_and(|(_, singular)| !singular)
}

/// Returns the noun of an English *one* that ends before word `at`: the last of the first known nouns.
pub fn single(words: &Words, at: usize) -> Option<Head> {
    let end = words.sentence_of(at - 1).1.min(at + 5);
    let mut last: Option<usize> = None;
    for word in at..end {
        let is_known = noun::lookup(words, word).is_some() || one::is_unknown_noun(words, word);
        let closes = !(goes_on(words, word) || is_known && words.follows(word));
        if closes || last.is_some() && !is_known {
            break;
        }
        last = last.or(Some(word)).filter(|_| is_known).map(|_| word);
    }
    last.map(|last| head(words, words.compound_start(last).max(at), last))
}

/// What ends an English noun phrase.
const CLOSING: &[Class] = &[Class::Preposition, Class::Determiner, Class::Pronoun, Class::Auxiliary, Class::SayVerb];

/// Whether an unknown plural with a capital is a name before the noun that is counted: *Las Vegas hotels*.
fn is_name_before_noun(words: &Words, at: usize) -> bool {
    // Champions League teams: two capitals are a name although the first is a known noun.
    if noun::lookup(words, at).is_some() {
        return words.is_capital(at)
            && words.is_capital(at + 1)
            && words.follows(at + 1)
            && is_known_plural(words, at + 2);
    }
    words.is_capital(at)
        && !["ans", "ers", "is", "ists", "sts", "rks"].iter().any(|end| words.low(at).ends_with(end))
        && goes_on(words, at + 1)
}

/// Returns the word behind a number inside a noun phrase that is no number of its own: *six 200,000-hectare areas*, *27,000
/// COVID-19 cases*.
fn behind_number(words: &Words, at: usize, from: usize) -> Option<usize> {
    // Two Six Nations wins.
    let is_named = !words.is_digit(at) && words.is_capital(at) && words.is_capital(at + 1) && words.follows(at + 1);
    if is_named {
        return Some(at + 1);
    }
    let is_series = words.is(at - 1, Class::Series) && words.follows(at) && goes_on(words, at + 1);
    let is_name = at > from && (words.is_joined(at) || is_series) && words.is_capital(at - 1);
    // Two top 10 albums.
    let is_rank = at > from && words.low(at - 1) == "top" && words.follows(at) && goes_on(words, at + 1);
    if is_rank {
        return Some(at + 1);
    }
    let is_measure = at > from && words.is_joined(at + 1);
    (is_name || is_measure).then(|| at + 1 + usize::from(is_measure && !is_name))
}

/// *40 A300s*, *nine F-16s*, *five Boeing 767s*: the first word of the model whose plural ends with a word.
fn plural_model(words: &Words, at: usize) -> Option<usize> {
    let stem = words.written(at).strip_suffix('s').filter(|stem| stem.ends_with(|c: char| c.is_ascii_digit()))?;
    let behind = at.checked_sub(1).filter(|&before| words.is_capital(before));
    match behind {
        _ if !words.is_digit(at) && stem.contains(|c: char| c.is_ascii_uppercase()) => Some(words.compound_start(at)),
        Some(_) if words.is_joined(at) => Some(words.compound_start(at)),
        Some(before) if words.follows(at) && words.is(before, Class::Series) => Some(before),
        _ => None,
    }
}

/// Whether a noun may follow a name: no stop, preposition or verb stands there.
fn goes_on(words: &Words, at: usize) -> bool {
    words.follows(at) && !words.closes_noun_phrase(at)
}

/// The word behind *of the*, or `at`.
fn behind_of(words: &Words, at: usize) -> usize {
    let mut word = at;
    if words.low(word) == "of" && words.follows(word) {
        word += 1;
        while words.is_any(word, &[Class::Determiner]) && words.follows(word) {
            word += 1;
        }
    }
    word
}

/// Whether a word belongs to the phrase so far: behind a space, a quotation mark, or a comma between adjectives.
fn is_near_english(words: &Words, from: usize, word: usize, has_noun: bool) -> bool {
    let gap = words.gap(word);
    words.follows(word)
        || words.is_joined(word)
        || word > from && gap == ", " && !has_noun && is_plain_adjective(words, word)
        || gap.trim_matches([' ', '"', '“', '\'', '‘']).is_empty()
}

fn is_plain_adjective(words: &Words, at: usize) -> bool {
    !words.is_capital(at) && words.entry(at).classes == 0
}

/// *two firefighters injured in the fire*: the word behind the people says what became of them.
fn is_told_of(words: &Words, at: usize) -> bool {
    let next = words.low(at + 1);
    noun::of_people(words, at).is_some() && (next.ends_with("ed") || matches!(next, "dead" | "missing"))
}

fn is_people(low: &str) -> bool {
    matches!(
        low,
        "people" | "men" | "women" | "children" | "troops" | "soldiers" | "civilians" | "dead" | "wounded" | "injured"
    )
}

/// Returns the noun that a fraction is part of, which may be a singular: *two thirds of the population*.
pub fn whole_of(words: &Words, at: usize) -> Option<Head> {
    if words.language != Language::En
        || !(matches!(words.low(at), "of" | "all") || words.is(at, Class::Determiner))
        || !words.follows(at)
    {
        return None;
    }
    let end = words.sentence_of(at - 1).1.min(at + 8);
    let mut word = at;
    while word < end
        && (words.low(word) == "of" && word == at || words.is(word, Class::Determiner))
        && words.follows(word)
    {
        word += 1;
    }
    phrase_from(words, word)
}

/// Returns the noun phrase that begins at an English word, to the word before its first verb, preposition or stop.
pub fn phrase_from(words: &Words, from: usize) -> Option<Head> {
    let end = words.sentence_of(from.min(words.n_words() - 1)).1.min(from + 8);
    let mut word = from;
    while word < end && (word == from || words.follows(word) || words.is_joined(word)) {
        let closes = words.is_any(
            word,
            &[Class::Preposition, Class::Determiner, Class::Pronoun, Class::Auxiliary, Class::Conjunction],
        );
        // Half of Americans receiving benefits.
        let is_behind = word > from
            && (words.low(word).ends_with("ing") || words.low(word).ends_with("ed"))
            && noun::lookup(words, word - 1).is_some_and(|(_, singular)| !singular);
        if closes || is_behind || words.entry(word).number.is_some() || words.is_digit(word) {
            break;
        }
        word += 1;
    }
    let last = word.checked_sub(1).filter(|&last| last >= from)?;
    let is_number = words.follows(word) && (words.is_digit(word) || words.entry(word).number.is_some());
    (!is_number).then(|| head(words, words.compound_start(last).max(from), last))
}

#[cfg(test)]
mod tests {
    use crate::analysis::figure::tests::en;

    #[test]
    fn heads_behind_names_and_numbers_of_names() {
        en("its 6,000-strong Southern workforce", &["6,000-strong Southern workforce|count|6000|exact|-|workforce"]);
        en("six Boeing 767 planes", &["six Boeing 767 planes|count|6|exact|-|plane"]);
        en("the opening two Six Nations wins", &["two Six Nations wins|count|2|exact|-|win"]);
        en("three first-half goals", &["three first-half goals|count|3|exact|-|goal"]);
        en("It took 40 A300s and nine F-16s", &["40 A300s|count|40|exact|-|A300", "nine F-16s|count|9|exact|-|F-16"]);
        en("five Boeing 767s", &["five Boeing 767s|count|5|exact|-|Boeing 767"]);
        en("two films of the 1980s", &["two films|count|2|exact|-|film"]);
        en("Two nurses injured in the crash left", &["Two nurses|count|2|exact|-|nurse"]);
        en("Five injured were taken away", &["Five injured|count|5|exact|-|injured"]);
        en("He had two UK top 10 albums", &["two UK top 10 albums|count|2|exact|-|album"]);
        en("another three top five finishes", &["three top five finishes|count|3|exact|-|finish"]);
        en("the top 10 companies of the country", &["10 companies|count|10|exact|-|company"]);
        en("Mr Miller and 28 others were charged", &["28|count|28|exact|-|-"]);
    }
}
