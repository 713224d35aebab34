//! Noun phrases that name a speaker, to the left or right of a cue.
//!
//! In: the words and where the phrase begins or ends. Out: its first and last word, without determiner; `None` if what
//! stands there names nobody.

use super::noun::{self, is_adjective};
use super::table::{Class, NumberKind};
use super::word::Words;
use crate::text::Language;

/// Longest phrase, in words.
const MAX_WORDS: usize = 14;

/// Returns the phrase that ends with the word `last`, at most down to `floor`.
pub fn left(words: &Words, last: usize, floor: usize) -> Option<(usize, usize)> {
    match words.language {
        Language::De => german_left(words, last, floor),
        Language::En => english_left(words, last, floor),
    }
}

/// Returns the phrase that begins with the word `first`, at most up to `end`.
pub fn right(words: &Words, first: usize, end: usize) -> Option<(usize, usize)> {
    match words.language {
        Language::De => german_right(words, first, end),
        Language::En => english_right(words, first, end),
    }
}

fn is_german_link(low: &str) -> bool {
    matches!(
        low,
        "der"
            | "des"
            | "von"
            | "vom"
            | "für"
            | "of"
            | "the"
            | "beim"
            | "zum"
            | "zur"
            | "de"
            | "van"
            | "al"
            | "bin"
            | "den"
    )
}

fn german_left(words: &Words, last: usize, floor: usize) -> Option<(usize, usize)> {
    if !words.is_capital(last)
        || words.is_any(last, &[Class::Weekday, Class::Month, Class::Preposition]) && words.sentence_of(last).0 != last
    {
        return None;
    }
    let mut first = last;
    if words.forms.units.contains_key(words.low(last)) {
        return None;
    }
    while first > floor && last - first < MAX_WORDS {
        let before = first - 1;
        if !(words.follows(first) || words.is_joined(first)) {
            break;
        }
        let low = words.low(before);
        let is_name_part = words.is_capital(before)
            && !words.is(before, Class::Preposition)
            && !(before == floor
                && words.entry(before).classes != 0
                && !words.is_any(before, &[Class::Role, Class::Group, Class::NameTitle]));
        let is_attribute = is_adjective(low) && words.entry(before).classes == 0;
        let is_coordinated = matches!(low, "und" | "oder")
            && before > floor
            && (is_adjective(words.low(before - 1)) && is_adjective(words.low(first))
                || words.is_capital(before - 1) && words.is_capital(first));
        // Die Sorgen ihres Mannes: what stands in the genitive is no subject.
        let is_genitive = matches!(low, "ihres" | "seines" | "eines" | "ihrer" | "seiner" | "dieser" | "dieses");
        let is_chain =
            low == "der" && before > floor + 1 && words.low(before - 1) == "von" && words.is_capital(before - 2);
        let is_link = (is_german_link(low) || is_genitive)
            && before > floor
            && (words.is_capital(before - 1) || is_chain)
            && (words.follows(before) || words.is_joined(before));
        if !(is_name_part || is_attribute || is_coordinated || is_link) {
            let in_preposition = words.is(before, Class::Preposition) && !matches!(low, "von" | "für");
            let after_preposition = words.is(before, Class::Determiner)
                && before > floor
                && words.is(before - 1, Class::Preposition)
                && !matches!(words.low(before - 1), "von" | "für");
            // Dem STANDARD sagte die Sprecherin: told to, not by.
            // Als Landesrat sagen sie nichts: in an office, not by it.
            let is_dative = low == "dem" || low == "als";
            if in_preposition || after_preposition || is_dative || words.is_digit(before) || is_number(words, before) {
                return None;
            }
            break;
        }
        first = before;
    }
    trimmed(words, first, last)
}

/// Whether a word is a number in letters.
pub fn is_number(words: &Words, at: usize) -> bool {
    words.entry(at).number.is_some_and(|number| number.kind != NumberKind::Article)
}

fn german_right(words: &Words, first: usize, end: usize) -> Option<(usize, usize)> {
    let mut at = first;
    while at < end
        && (words.is(at, Class::Determiner) || matches!(words.low(at), "auch" | "vom" | "zuletzt" | "etwa"))
        && !words.is_capital(at)
    {
        at += 1;
    }
    let from = at;
    let mut last = None;
    while at < end && at - from < MAX_WORDS {
        let near = at == from
            || words.follows(at)
            || words.is_joined(at)
            || words.gap(at).trim_matches([' ', '„', '"', '“', '‚', '’']).is_empty();
        if !near {
            let is_apposition = last.is_some()
                && words.gap(at) == ", "
                && words.is_capital(at)
                && words.is_capital(at + 1)
                && words.follows(at + 1);
            if !is_apposition {
                break;
            }
        }
        let low = words.low(at);
        if words.is_capital(at) {
            if words.is_any(at, &[Class::Weekday, Class::Month]) || words.low(at) == "heuer" {
                break;
            }
            last = Some(at);
        } else {
            let after_noun = last == Some(at.wrapping_sub(1));
            let is_link = is_german_link(low)
                && (after_noun || words.is(at - 1, Class::Preposition))
                && !(low == "für" && words.is(at + 1, Class::Determiner))
                && opens_noun(words, at + 1, end);
            let is_time =
                after_noun && ["vergangene", "letzte", "vorige", "kommende"].iter().any(|stem| low.starts_with(stem));
            let is_attribute =
                is_adjective(low) && opens_noun(words, at + 1, end) && words.entry(at).classes == 0 && !is_time;
            let is_coordinated =
                matches!(low, "und") && opens_noun(words, at + 1, end) && !words.is_any(at + 1, &[Class::Determiner]);
            let leads = last.is_none() && opens_noun(words, at + 1, end) && words.entry(at).classes == 0;
            if !(is_link || is_attribute || is_coordinated || leads) {
                break;
            }
        }
        at += 1;
    }
    trimmed(words, from, last?)
}

/// Whether a noun follows behind determiners and adjectives.
fn opens_noun(words: &Words, at: usize, end: usize) -> bool {
    let mut word = at;
    while word < end.min(at + 5) && (words.follows(word) || words.is_joined(word)) {
        if words.is_capital(word) {
            return true;
        }
        let passes = is_adjective(words.low(word))
            || words.is(word, Class::Determiner)
            || is_german_link(words.low(word))
            || words.entry(word).classes == 0;
        if !passes || words.is(word, Class::Auxiliary) {
            return false;
        }
        word += 1;
    }
    false
}

fn trimmed(words: &Words, mut first: usize, last: usize) -> Option<(usize, usize)> {
    while first < last
        && (words
            .is_any(first, &[Class::Determiner, Class::Preposition, Class::Conjunction, Class::Adverb, Class::Weekday])
            || matches!(words.low(first), "herr" | "frau"))
    {
        first += 1;
    }
    let names = (first..=last).any(|word| {
        words.is_capital(word)
            && !words
                .is_any(word, &[Class::Pronoun, Class::Conjunction, Class::Determiner, Class::Adverb, Class::Nobody])
    });
    let is_amount = words.forms.units.contains_key(words.low(last)) || words.is_digit(first) || is_number(words, first);
    (names && !is_amount && !is_thing(words, first, last)).then_some((first, last))
}

fn english_left(words: &Words, last: usize, floor: usize) -> Option<(usize, usize)> {
    let mut first = last;
    while first > floor && last - first < MAX_WORDS {
        let before = first - 1;
        if !(words.follows(first) || words.is_joined(first) || is_initial(words, first)) {
            break;
        }
        let closes = words.is_any(before, &[Class::Auxiliary, Class::Conjunction, Class::SayVerb])
            && words.low(before) != "and"
            && !words.is_any(before, &[Class::Group, Class::Role]);
        let is_and = words.low(before) == "and"
            && !(before > floor && words.is_capital(before - 1) && opens_name(words, first)
                || before > floor && words.is(before - 1, Class::Group));
        let is_date = words.is_any(before, &[Class::Month]) && words.is_capital(before);
        let is_pronoun = words.is(before, Class::Pronoun);
        // As a result the bank: a determiner behind a noun opens a phrase.
        let is_opened = first < last
            && words.is(first, Class::Determiner)
            && !words.is_capital(first)
            && !words.is_any(before, &[Class::Preposition, Class::Determiner])
            && words.low(before) != "and";
        if is_opened || closes || is_and || is_pronoun || is_date {
            break;
        }
        first = before;
    }
    let opens = words.sentence_of(first).0;
    while first < last
        && (words
            .is_any(first, &[Class::Preposition, Class::Determiner, Class::Weekday, Class::Conjunction, Class::Adverb])
            && !(words.low(first) == "new" && words.is_capital(first) && first > opens)
            || matches!(
                words.low(first),
                "also" | "however" | "last" | "week" | "month" | "year" | "meanwhile" | "separately"
            ))
    {
        first += 1;
    }
    let (first, last) = without_ends(words, first, last)?;
    // Who plans to launch, or merged with somebody, stands further left.
    let is_clause = words.low(first.saturating_sub(1)) == "to" && first > floor
        || (first..last).any(|word| {
            let low = words.low(word);
            low == "to"
                || low.ends_with("ed")
                    && !words.is_capital(word)
                    && words.is_any(word + 1, &[Class::Preposition, Class::Determiner])
        });
    if is_clause { None } else { names_somebody(words, first, last) }
}

/// Whether a name begins at a word, with its determiner: *the FAO and the World Food Programme*.
fn opens_name(words: &Words, at: usize) -> bool {
    words.is_capital(at) || words.is(at, Class::Determiner) && words.is_capital(at + 1)
}

/// Takes off what no name ends with; none if nothing is left.
fn without_ends(words: &Words, first: usize, mut last: usize) -> Option<(usize, usize)> {
    let ends = [Class::Preposition, Class::Determiner, Class::Conjunction, Class::Pronoun, Class::Weekday];
    while words.is_any(last, &ends) && !words.is_any(last, &[Class::Group, Class::Role]) {
        last = last.checked_sub(1).filter(|&last| last >= first)?;
    }
    let is_adverb = first == last && words.low(last).ends_with("ly") && words.sentence_of(first).0 == first;
    (!is_adverb).then_some((first, last))
}

/// Whether a full stop before a word ends an abbreviation of the name: *J. Smith*, *Deutsche Telekom Inc. Chairman*.
fn is_initial(words: &Words, at: usize) -> bool {
    let before = words.written(at - 1);
    words.gap(at) == ". "
        && words.is_capital(at)
        && !words.is_any(at, &[Class::Determiner, Class::Pronoun, Class::Preposition, Class::Conjunction])
        && !before.starts_with(|c: char| c.is_ascii_digit())
        && (before.len() <= 3 || words.tables.abbreviations.contains(before))
}

fn english_right(words: &Words, first: usize, end: usize) -> Option<(usize, usize)> {
    let mut at = first;
    while at < end && words.is(at, Class::Determiner) {
        at += 1;
    }
    let from = at;
    while at < end && at - from < MAX_WORDS {
        let near =
            at == from || words.follows(at) || words.is_joined(at) || words.gap(at) == ". " && words.is_capital(at);
        if !near {
            break;
        }
        let is_link = matches!(words.low(at), "of" | "for" | "the" | "and" | "at" | "'s")
            && at > from
            && (words.is_capital(at + 1) || words.low(at + 1) == "the" || words.low(at) == "of");
        let closes = words.is_any(
            at,
            &[
                Class::Auxiliary,
                Class::Conjunction,
                Class::Preposition,
                Class::SayVerb,
                Class::Pronoun,
                Class::Weekday,
                Class::Determiner,
            ],
        ) && !words.is_any(at, &[Class::Group, Class::Role]);
        if closes && !is_link {
            break;
        }
        at += 1;
    }
    if at == from {
        return None;
    }
    let (from, last) = without_ends(words, from, at - 1)?;
    names_somebody(words, from, last)
}

fn names_somebody(words: &Words, first: usize, last: usize) -> Option<(usize, usize)> {
    let opens = words.sentence_of(first).0;
    let names = (first..=last).any(|word| {
        words.is_any(word, &[Class::Group, Class::Role])
            || word == last && can_speak(words, word)
            || words.is_capital(word)
                && (word != opens || words.entry(word).classes == 0)
                && !words.is_any(word, &[Class::Weekday, Class::Month, Class::Pronoun])
    });
    let is_amount = words.is_digit(first) || matches!(words.low(last), "percent" | "pct" | "cent");
    (names && !is_amount).then_some((first, last))
}

/// Whether a phrase of one word is a counted thing or event, which says nothing: *Ziel*, *Zeit*.
fn is_thing(words: &Words, first: usize, last: usize) -> bool {
    let is_known = words.is_any(last, &[Class::Role, Class::Group, Class::SourceNoun, Class::ReportNoun]);
    // Not by the head of a compound: Staatsfern-sehen.
    let is_whole = words.forms.nouns.contains_key(words.low(last));
    let found = noun::lookup(words, last).filter(|_| first == last && is_whole && !is_known);
    found.is_some_and(|(id, _)| matches!(&*words.tables.noun(id).parent, "-" | "event" | "weapon" | "vehicle"))
}

/// Returns whether a common noun of the table can speak: a person or an organisation.
pub fn can_speak(words: &Words, at: usize) -> bool {
    noun::lookup(words, at).is_some_and(|(id, _)| matches!(&*words.tables.noun(id).parent, "people" | "organisation"))
}

/// Returns whether a word is a kind of organisation: *Ministry*.
pub fn is_body(words: &Words, at: usize) -> bool {
    noun::lookup(words, at).is_some_and(|(id, _)| &*words.tables.noun(id).parent == "organisation")
        || words.is(at, Class::Role) && !is_office(words, at)
}

/// Whether a word is an office or calling of one person: *president*, *Sprecherin*.
pub fn is_office(words: &Words, at: usize) -> bool {
    words.is(at, Class::NamedBefore)
        || noun::lookup(words, at).is_some_and(|(id, singular)| singular && &*words.tables.noun(id).parent == "people")
}

/// The word before what stands in brackets behind a name, *the Institute (IBGE)* or `Swissair <SWSZ.Z>`; the word
/// itself if no bracket closes behind it, or if the brackets hold the name.
pub fn before_bracket(words: &Words, last: usize, first: usize) -> usize {
    let opening = match words.gap(last + 1).chars().next() {
        Some(')') => '(',
        Some('>') => '<',
        _ => return last,
    };
    let opens = (first + 1..=last).rev().take(6).find(|&word| words.gap(word).contains(opening));
    opens.filter(|&word| words.gap(word).starts_with(' ')).map_or(last, |word| word - 1)
}

/// Returns the phrase that opens a sentence if only prepositions with their nouns stand between it and the word `at`:
/// *Ein Mechaniker in Wien sagte*, *Smith in a message to Congress said*, *an analyst who knows them said*.
pub fn opening(words: &Words, at: usize, first: usize) -> Option<(usize, usize)> {
    let from = first + usize::from(words.is(first, Class::Determiner));
    if words.is_any(from, &[Class::Preposition, Class::Conjunction, Class::Pronoun, Class::Adverb]) || at > first + 14 {
        return None;
    }
    let opens = |word: usize| words.is(word, Class::Preposition) || words.low(word) == "who";
    let rest = (from + 1..at).take(6).find(|&word| opens(word))?;
    let is_verb = |word: usize| words.is_any(word, &[Class::Auxiliary, Class::SayVerb]) && !opens(word);
    let has_verb = (from..at).any(|word| is_verb(word) && !words.is_capital(word));
    let is_whole = words.low(rest) == "who" || !has_verb;
    let is_plain = (from + 1..rest).all(|word| words.follows(word) || words.is_joined(word));
    let is_person = is_office(words, rest - 1) || words.is_any(rest - 1, &[Class::Role, Class::Group]);
    let is_named = words.language == Language::En && words.is_capital(rest - 1) && rest - 1 > first
        || words.language == Language::En && words.is_capital(rest - 1) && words.entry(rest - 1).classes == 0
        || words.language == Language::De && is_person;
    (is_whole && is_plain && (is_person || is_named) && !words.is_digit(from)).then_some((from, rest - 1))
}
