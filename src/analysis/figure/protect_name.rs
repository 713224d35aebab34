//! Numbers that are part of a name or say which one of many: *Mohajer-6*, *F-22*, *Soul Hackers 2*, *Platz acht*.

use super::noun;
use super::noun_head::is_acronym;
use super::table::Class;
use super::unit;
use super::word::Words;
use crate::text::Language;

/// Returns the word after a number in digits that belongs to a name.
pub fn digits(words: &Words, at: usize) -> Option<usize> {
    let written = words.written(at);
    let is_bare = written.len() <= 4 && written.bytes().all(|byte| byte.is_ascii_digit());
    if is_address(words, at) || is_bare && (2..4).contains(&written.len()) && written.starts_with('0') {
        return Some(at + 1);
    }
    if at == 0 {
        return None;
    }
    if is_group_name(words, at) || words.is(at + 1, Class::Radio) && words.follows(at + 1) {
        return Some(at + 1);
    }
    // Formel 1-Fahrer.
    let is_series = words.is(at - 1, Class::Series) && words.is_capital(at - 1) && words.follows(at);
    if is_series && words.is_joined(at + 1) && is_bare && !unit::opens_unit(words, at + 1) {
        return Some(at + 1);
    }
    if words.is_joined(at) {
        let is_number = words.is_digit(at - 1) || words.entry(at - 1).number.is_some();
        let opens = matches!(words.low(at - 1), "sub" | "bis" | "to" | "und" | "plus" | "minus");
        return (!is_number && !opens && !words.written(at - 1).ends_with('$')).then_some(at + 1);
    }
    // Six Boeing 767 planes.
    let behind_number =
        at > 1 && (words.is_digit(at - 2) || words.entry(at - 2).number.is_some()) && words.follows(at - 1);
    if behind_number && is_bare && words.is(at - 1, Class::Series) && words.is_capital(at - 1) && words.follows(at) {
        return Some(at + 1);
    }
    if let Some(end) = model(words, at) {
        return Some(end);
    }
    if designated(words, at) {
        return Some(after_list(words, at));
    }
    let two_names = at > 1 && words.follows(at - 1) && words.is_capital(at - 2);
    // 9-5/8 percent: a fraction goes on with the number.
    let is_mixed = words.is_joined(at + 1) && words.gap(at + 2) == "/" && words.is_digit(at + 2);
    // Rajoy 119 von 350 Mandaten; but "1 von 4" is a counter of pictures.
    let is_part = matches!(words.low(at + 1), "von" | "of")
        && words.follows(at + 1)
        && words.is_digit(at + 2)
        && written.parse::<u32>().is_ok_and(|part| part >= 20);
    let counts = is_counted(words, at)
        || is_part
        || is_mixed
        || words.language == Language::De
            && !two_names
            && !words.is(at - 1, Class::Series)
            && noun::opens_german_noun(words, at + 1);
    let is_named = is_bare && words.follows(at) && is_name_like(words, at - 1) && !counts;
    is_named.then_some(at + 1)
}

/// Models, versions, places and signs that a number belongs to: *iPhone 5s*, *iOS 9.3*, *die 12-größte*, *§ 5*.
fn model(words: &Words, at: usize) -> Option<usize> {
    let written = words.written(at);
    let letters = written.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_model =
        words.follows(at) && words.is(at - 1, Class::Series) && words.written(at - 1).chars().any(char::is_uppercase);
    if is_model
        && !letters.is_empty()
        && letters.len() <= 2
        && letters.bytes().all(|byte| byte.is_ascii_alphabetic())
        && !matches!(letters, "m" | "bn" | "km" | "kg")
    {
        return Some(at + 1);
    }
    let is_long = words.language == Language::De
        && written
            .split_once('.')
            .is_some_and(|(major, minor)| major.len() <= 2 && minor.len() == 2 && is_all_digits(minor));
    let is_version = (written.len() == 3 && written.as_bytes()[1] == b'.' || is_long)
        && words.follows(at)
        && words.written(at - 1).chars().any(char::is_uppercase)
        && !is_counted(words, at);
    let is_release =
        is_version && written.ends_with(".0") || words.language == Language::En && words.written(at + 1) == "Cent";
    if is_release
        || is_version && words.language == Language::De
        || matches!(written, "4k" | "4K" | "8k" | "8K" | "2.0" | "4.0") && !is_counted(words, at)
    {
        return Some(at + 1);
    }
    if is_last(words, at) {
        return Some(at + 1);
    }
    let next = words.low(at + 1);
    let is_place = words.is_joined(at + 1)
        && ["größt", "höchst", "best", "stärkst", "reichst", "wichtigst", "schnellst", "ältest", "jüngst"]
            .iter()
            .any(|stem| next.starts_with(stem));
    let is_ratio = words.is_joined(at + 1) && matches!(next, "zu" | "to" | "in") && words.is_joined(at + 2);
    if is_place || is_ratio && words.written(at).len() < 3 {
        return Some(if is_ratio { at + 3 } else { at + 1 });
    }
    let is_dotted = words.gap(at) == "." && words.is_capital(at - 1);
    // 45472 Mülheim: newspapers write five digits with a separator, the post without.
    let is_postcode = written.len() == 5
        && is_all_digits(written)
        && words.language == Language::De
        && words.is_capital(at + 1)
        && !words.forms.nouns.contains_key(words.low(at + 1))
        && !unit::opens_unit(words, at + 1);
    if is_postcode {
        return Some(at + 1);
    }
    let is_spaced = words.gap(at) == " -" && words.is(at - 1, Class::Series) && !is_counted(words, at);
    if is_dotted || is_spaced || words.text[..words.start(at)].trim_end().ends_with('§') {
        return Some(at + 1);
    }
    None
}

/// Returns the word after a number in words that belongs to a name or designates.
pub fn word(words: &Words, at: usize) -> Option<usize> {
    let is_number = words.entry(at).number.is_some() || super::number_german::read(words.low(at)).is_some();
    if !is_number || at == 0 || words.entry(at).vague.is_some() {
        return None;
    }
    let is_ratio = words.low(at + 1) == "to" && words.low(at + 2) == "one" && words.follows(at + 1);
    if is_ratio {
        return Some(at + 3);
    }
    if is_last(words, at) || words.low(at) == "zero" && words.is_joined(at + 1) {
        return Some(at + 1);
    }
    let opens_sentence = words.sentence_of(at).0 == at;
    if words.is_capital(at) && is_group_name(words, at) {
        return Some(at + 1);
    }
    if designated(words, at) && !opens_sentence {
        return Some(at + 1);
    }
    // Acht- bis Zwölfjährige: the noun is still to come.
    if !words.is_capital(at) || opens_sentence || words.gap(at + 1) == "- " && words.low(at + 1) == "bis" {
        return None;
    }
    // Capitals inside a sentence: a name (Formula One, Four Seasons, die Elf), unless a whole title has them.
    let plain_before = !words.is_capital(at - 1) && words.follows(at);
    let is_quoted =
        words.gap(at).ends_with(['"', '„', '“', '‘', '\'', ':', '–', '»', '«', '(', ' ']) && !words.follows(at);
    let is_amount = unit::opens_unit(words, at + 1);
    let named = match words.language {
        Language::De => plain_before || words.is_capital(at - 1) && words.follows(at),
        Language::En => words.is_capital(at - 1) && words.follows(at) || plain_before && words.is_capital(at + 1),
    };
    let is_german_noun = words.language == Language::De
        && matches!(
            words.low(at),
            "millionen"
                | "milliarden"
                | "hundert"
                | "tausend"
                | "billionen"
                | "million"
                | "milliarde"
                | "drittel"
                | "viertel"
                | "dutzend"
                | "hälfte"
        );
    let is_person = words.language == Language::De && words.is_capital(at - 1) && words.low(at) == "tausend";
    ((named && !is_quoted && !is_amount && !is_german_noun && !words.low(at).contains("jährig")) || is_person)
        .then_some(at + 1)
}

fn is_all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// *the Group of Seven*, *die Gruppe der 20*; the group of seven boys is none, nor is die Gruppe der 20 Kinder.
fn is_group_name(words: &Words, at: usize) -> bool {
    let opens = matches!(words.low(at - 1), "of" | "der") && words.follows(at) && words.follows(at - 1);
    if at < 2 || !opens || !words.is(at - 2, Class::GroupName) || !words.is_capital(at - 2) {
        return false;
    }
    match words.language {
        Language::En => words.sentence_of(at).0 < at - 2 || !noun::opens_plural(words, at + 1),
        Language::De => !is_counted(words, at) && !noun::opens_german_noun(words, at + 1),
    }
}

/// *10 Downing Street*, *Hauptstraße 12*.
fn is_address(words: &Words, at: usize) -> bool {
    match words.language {
        Language::En => {
            words.is_capital(at + 1)
                && words.follows(at + 1)
                && (at + 2..at + 4).any(|word| words.is(word, Class::Street) && words.is_capital(word))
        }
        Language::De => {
            let street = at.checked_sub(1).map_or("", |before| words.low(before));
            let is_street = ["straße", "strasse", "gasse", "allee", "platz", "weg"]
                .iter()
                .any(|end| street.ends_with(end) && street.len() > end.len());
            words.follows(at) && words.is_capital(at - 1) && is_street && !is_counted(words, at)
        }
    }
}

/// *the last 16*, *the last eight*: a round of a tournament.
fn is_last(words: &Words, at: usize) -> bool {
    if is_rank_among_counted(words, at) {
        return true;
    }
    let is_round = matches!(words.low(at), "4" | "8" | "16" | "32" | "64" | "four" | "eight" | "acht" | "vier");
    let is_led = at > 0 && matches!(words.low(at - 1), "last" | "letzten" | "top" | "big" | "final");
    is_round && is_led && (words.is_joined(at) || words.follows(at) && !is_counted(words, at))
}

/// *eight top three hits*, *two US top 10 albums*: behind another number in the same phrase, this one is a rank.
fn is_rank_among_counted(words: &Words, at: usize) -> bool {
    if at < 2 || words.low(at - 1) != "top" || !words.follows(at) {
        return false;
    }
    let is_number = |word: &usize| words.is_digit(*word) || words.entry(*word).number.is_some();
    let closing = [Class::Preposition, Class::Determiner, Class::Pronoun, Class::Auxiliary, Class::Conjunction];
    (at.saturating_sub(4)..at - 1)
        .rev()
        .take_while(|&word| words.follows(word + 1))
        .take_while(|word| is_number(word) || is_acronym(words, *word) || !words.is_any(*word, &closing))
        .any(|word| is_number(&word))
}

/// A word before the number that makes it one of many; words that are much else give way to a noun that is counted.
fn designated(words: &Words, at: usize) -> bool {
    let near = words.follows(at) || matches!(words.gap(at), ". " | ".\u{a0}" | "." | ": ");
    if !near || at == 0 || words.sentence_of(at).0 > at - 1 {
        return false;
    }
    if words.is(at - 1, Class::StopBefore) && words.low(at - 1) != "the" {
        let is_determiner = words.low(at - 1) == "no" && !words.gap(at).contains('.') && !words.is_capital(at - 1);
        return !is_determiner && (words.low(at - 1) != "punkt" || words.gap(at) == " ");
    }
    // Relegationsplatz zwei, Weltrang 5: compounds of what is a designator alone.
    let is_rank = words.language == Language::De
        && words.is_capital(at - 1)
        && ["splatz", "enplatz", "rang"].iter().any(|end| words.low(at - 1).ends_with(end));
    if words.gap(at) == ": " || !(is_rank || words.is(at - 1, Class::Designator)) {
        return false;
    }
    if words.language == Language::De && !words.is_capital(at - 1) {
        return false;
    }
    !is_counted(words, at)
}

/// Numbers joined to a designated one: *Artikel 5 und 6*, *Seiten 10-12*, `2/104`.
fn after_list(words: &Words, at: usize) -> usize {
    let mut end = at + 1;
    loop {
        if words.is_digit(end) && (words.is_joined(end) || matches!(words.gap(end), "/" | "–" | ".")) {
            end += 1;
        } else if matches!(words.low(end), "und" | "and" | "bis" | "to")
            && words.is_digit(end + 1)
            && !is_counted(words, end + 1)
            && words.follows(end)
        {
            end += 2;
        } else {
            return end;
        }
    }
}

/// Whether a unit or a plural stands behind a number, so that it counts though a name stands before it.
fn is_counted(words: &Words, at: usize) -> bool {
    let after = &words.text[words.end(at)..];
    // Im Sommer 30 bis 40 Dollar.
    let is_range = matches!(words.low(at + 1), "bis" | "to") && words.follows(at + 1) && words.is_digit(at + 2);
    if is_range && words.follows(at + 2) && is_counted(words, at + 2) {
        return true;
    }
    after.starts_with('%')
        || after.starts_with(" %")
        || unit::opens_unit(words, at + 1)
        || noun::opens_plural(words, at + 1)
}

/// Whether the word before a number begins a name: a capital where the sentence gives none, or a known series.
fn is_name_like(words: &Words, at: usize) -> bool {
    let written = words.written(at);
    let has_capital = written.chars().any(char::is_uppercase);
    if words.is(at, Class::Series) && has_capital {
        return true;
    }
    let (first, end) = words.sentence_of(at);
    let opens_sentence = first == at;
    // Miller 59. Halo 2 has sold well.
    let is_unknown =
        words.entry(at).classes == 0 && words.entry(at).number.is_none() && noun::lookup(words, at).is_none();
    let is_alone =
        (at + 2..end).all(|word| words.is_digit(word)) || words.is(at + 2, Class::Auxiliary) && words.follows(at + 2);
    if opens_sentence && has_capital && words.language == Language::En && is_unknown && is_alone && first > 0 {
        return true;
    }
    let is_plain = words.is_any(
        at,
        &[
            Class::Month,
            Class::Weekday,
            Class::NameTitle,
            Class::Preposition,
            Class::Determiner,
            Class::Conjunction,
            Class::Pronoun,
            Class::Auxiliary,
        ],
    );
    if opens_sentence || is_plain || !has_capital {
        return false;
    }
    match words.language {
        Language::En => true,
        // German nouns have capitals too: only a word that is no known noun, and is not counted.
        Language::De => {
            noun::lookup(words, at).is_none() && !words.forms.units.contains_key(words.low(at))
                || at > 0
                    && words.follows(at)
                    && words.is_capital(at - 1)
                    && words.sentence_of(at).0 + 1 < at + 1
                    && noun::lookup(words, at - 1).is_none()
        }
    }
}
