//! The noun that a number counts, found to the right of it: the German ones here, the English ones in `noun_english`.
//!
//! German writes nouns with capitals: the head is the first one behind adjectives, participles with what belongs to
//! them (*sechs der neu genehmigten, in den USA hergestellten Atacms-Raketen*) and names of places in *-er*. English
//! has no capitals to go by: the head is the last plural before a verb, a preposition or a stop.

use super::noun;
use super::noun_english;
use super::table::{Class, NounId};
use super::word::Words;
use crate::text::Language;

/// A head noun: its words, first to last, and its entry if the table has one.
#[derive(Clone, Copy, Debug)]
pub struct Head {
    pub first: usize,
    pub last: usize,
    pub noun: Option<NounId>,
}

/// How many words a head may stand away.
pub(super) const MAX_WORDS: usize = 14;

/// Returns the noun counted by a number that ends before word `at`.
pub fn right_of(words: &Words, at: usize) -> Option<Head> {
    if at >= words.n_words() || words.sentence_of(at - 1).1 <= at {
        return None;
    }
    match words.language {
        Language::De => german(words, at),
        Language::En => noun_english::right_of(words, at),
    }
}

pub(super) fn head(words: &Words, first: usize, last: usize) -> Head {
    Head { first, last, noun: noun::lookup(words, last).map(|(id, _)| id) }
}

fn german(words: &Words, at: usize) -> Option<Head> {
    let end = words.sentence_of(at).1.min(at + MAX_WORDS);
    let mut word = at;
    let mut in_partitive = false;
    while word < end {
        let near = is_near_german(words, at, word);
        if !near {
            return None;
        }
        if words.is_capital(word) {
            return is_noun(words, word).then(|| german_noun(words, word, end));
        }
        let low = words.low(word);
        if words.entry(word).number.is_some() && words.is_digit(word) {
            return None;
        }
        if word == at
            && let Some(after) = partitive(words, at, end)
        {
            in_partitive = true;
            word = after;
            continue;
        }
        if words.is_any(word, &[Class::Preposition]) && !noun_like_adverb(low) {
            word = after_participle(words, word, end)?;
            continue;
        }
        if matches!(low, "und" | "oder" | "bis")
            && word > at
            && noun::is_adjective(words.low(word - 1))
            && noun::is_adjective(words.low(word + 1))
        {
            word += 1;
            continue;
        }
        let is_attribute = noun::is_adjective(low) && (!words.is(word, Class::Auxiliary) || low == "verloren");
        let is_closing = words.is_any(word, &[Class::Auxiliary, Class::Conjunction, Class::Pronoun, Class::Determiner])
            && !(in_partitive && low == "den");
        if is_closing && !matches!(low, "anderen" | "weiteren") {
            return None;
        }
        // Der landesweit von Blei betroffenen Systeme.
        if words.is(word + 1, Class::Preposition)
            && in_partitive
            && let Some(participle) = after_participle(words, word + 1, end)
        {
            word = participle;
            continue;
        }
        // Adverbs before an adjective (neu genehmigten, schwer verletzte) are passed over if one follows.
        let leads = noun::is_adjective(words.low(word + 1)) || words.is_capital(word + 1);
        if !(is_attribute || leads) {
            return None;
        }
        word += 1;
    }
    None
}

/// Whether a word with a capital is a noun: Wegen may be one, Ein and Im at the beginning of a sentence are none.
fn is_noun(words: &Words, word: usize) -> bool {
    let is_small = words.is_any(word, &[Class::Determiner, Class::Pronoun]);
    !is_small && (noun::lookup(words, word).is_some() || !words.is_any(word, &[Class::Preposition, Class::Conjunction]))
}

/// Whether a word belongs to the phrase so far: behind a space, a quotation mark, or a comma after an adjective.
fn is_near_german(words: &Words, at: usize, word: usize) -> bool {
    let gap = words.gap(word);
    let marks = [' ', '„', '"', '“', '»', '‚', '\''];
    words.follows(word)
        || words.is_joined(word)
        || gap == ", " && word > at && noun::is_adjective(words.low(word - 1))
        || gap.ends_with(marks) && gap.trim_matches(marks).is_empty()
}

/// A genitive or *von* that opens what the number is a part of: returns where the noun may begin.
fn partitive(words: &Words, at: usize, end: usize) -> Option<usize> {
    match words.low(at) {
        "der" | "dieser" | "seiner" | "ihrer" | "unserer" | "deren" | "aller" => {
            // drei der Partei zustehenden Posten: the genitive belongs to the participle.
            let inner = if words.is_capital(at + 1) { after_participle(words, at, (at + 4).min(end)) } else { None };
            Some(inner.unwrap_or(at + 1))
        }
        "von" => {
            let is_determiner = matches!(words.low(at + 1), "den" | "diesen" | "seinen" | "ihren" | "unseren");
            Some(after_participle(words, at, end).unwrap_or(at + 1 + usize::from(is_determiner)))
        }
        _ => None,
    }
}

fn noun_like_adverb(low: &str) -> bool {
    matches!(low, "bis" | "über")
}

/// A preposition that opens a participle's attribute: returns the participle, before which all is passed over.
fn after_participle(words: &Words, at: usize, end: usize) -> Option<usize> {
    let mut has_complement = false;
    for word in at + 1..end {
        if !(words.follows(word) || words.is_joined(word)) {
            return None;
        }
        let low = words.low(word);
        if words.is_capital(word) {
            has_complement = true;
            continue;
        }
        if words.is_any(word, &[Class::Auxiliary, Class::Conjunction, Class::Pronoun]) {
            return None;
        }
        let is_participle = low.len() > 5
            && ["te", "ten", "ter", "tes", "ende", "enden", "ender", "ene", "enen", "ener"]
                .iter()
                .any(|ending| low.ends_with(ending));
        if is_participle
            && has_complement
            && (noun::is_adjective(words.low(word + 1)) || words.is_capital(word + 1))
            && words.follows(word + 1)
        {
            return Some(word);
        }
    }
    None
}

fn german_noun(words: &Words, at: usize, end: usize) -> Head {
    let last = words.compound_end(at);
    let next = last + 1;
    // Wiener Polizisten, Polizei- und Rettungskräfte: the head is further right.
    let is_place = words.low(last).ends_with("er") && noun::lookup(words, last).is_none();
    // Zehn Airbus A380: the model is counted.
    let is_next = next < end && words.follows(next) && words.is_capital(next);
    if is_next && is_model(words, next) && noun::lookup(words, last).is_none() {
        return german_noun(words, next, end);
    }
    let is_name = is_acronym(words, next) || is_model(words, next);
    if is_place && !is_name && next < end && words.follows(next) && words.is_capital(next) {
        return german_noun(words, next, end);
    }
    if words.gap(next).starts_with("- ") && matches!(words.low(next), "und" | "oder" | "bzw") {
        let second = (next + 1..(next + 4).min(end)).find(|&word| words.is_capital(word));
        if let Some(second) = second {
            return german_noun(words, second, end);
        }
    }
    // Lockheed Martin-Fregatten: a name before the noun.
    let is_name = noun::lookup(words, last).is_none() && next < end && words.follows(next) && words.is_capital(next);
    let is_acronym = last == at && is_acronym(words, at);
    let behind_names = (next..end.min(next + 4)).take_while(|&word| words.follows(word) && words.is_capital(word));
    let plural = behind_names.clone().find(|&word| noun::lookup(words, word).is_some());
    if is_name
        && is_acronym
        && let Some(plural) = plural
    {
        return german_noun(words, plural, end);
    }
    if is_name && noun::lookup(words, words.compound_end(next)).is_some() {
        return german_noun(words, next, end);
    }
    // US amerikanische Soldaten, "junge Erwachsene": a capital adjective or an adjectival noun before a noun.
    let is_adjective =
        noun::is_adjective(words.low(last)) && noun::lookup(words, last).is_none() && words.low(last).ends_with("sche")
            || words.low(last).ends_with("schen");
    if is_adjective && next < end && words.follows(next) && words.is_capital(next) {
        return german_noun(words, next, end);
    }
    head(words, at, last)
}

/// *A380*: a name with digits.
fn is_model(words: &Words, word: usize) -> bool {
    words.written(word).contains(|c: char| c.is_ascii_digit())
}

/// US and WHO are names, us and who are none.
pub(super) fn is_acronym(words: &Words, word: usize) -> bool {
    let written = words.written(word);
    written.len() >= 2 && written.bytes().all(|byte| byte.is_ascii_uppercase())
}
