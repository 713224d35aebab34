//! Times of day, dates and years.

use super::noun;
use super::table::Class;
use super::unit;
use super::word::Words;
use crate::text::Language;

/// Returns the word after a time of day, or after a range of them: *22 Uhr*, *von 22 bis 5 Uhr*, `5.30pm`, *1500 GMT*.
pub fn clock(words: &Words, at: usize) -> Option<usize> {
    if let Some(end) = clock_single(words, at) {
        return Some(end);
    }
    // Hours joined to a time that follows: 8.30 und 8.45 Uhr.
    let is_hour = is_hour(words, at);
    let joins = matches!(words.low(at + 1), "bis" | "und" | "to" | "and" | "or" | "oder" | "until" | "till")
        && words.follows(at + 1);
    if is_hour && joins && words.follows(at + 2) && is_hour_like(words, at + 2) {
        return clock_single(words, at + 2);
    }
    let dashed = words.is_joined(at + 1) || matches!(words.gap(at + 1), "–" | " - " | " – " | "-" | ", ");
    if is_hour && dashed && is_hour_like(words, at + 1) {
        return clock_single(words, at + 1);
    }
    None
}

fn clock_single(words: &Words, at: usize) -> Option<usize> {
    let written = words.written(at);
    let digits = written.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    if words.is_digit(at)
        && matches!(&written[digits.len()..], "am" | "pm" | "AM" | "PM" | "a.m" | "p.m" | "a.m." | "p.m.")
    {
        return Some(at + 1);
    }
    if words.is_digit(at) && words.gap(at + 1) == ":" && words.is_digit(at + 1) && written.len() <= 2 {
        let n_minute_digits = words.written(at + 1).bytes().take_while(u8::is_ascii_digit).count();
        if n_minute_digits == 2 {
            let end = if words.gap(at + 2) == ":" && words.is_digit(at + 2) { at + 3 } else { at + 2 };
            return Some(after_clock_words(words, end));
        }
    }
    if !is_hour_like(words, at) {
        return None;
    }
    let next = at + 1;
    if words.is(next, Class::ClockAfter)
        && words.follows(next)
        && (words.language == Language::De || words.low(next) != "est" || words.is_capital(next))
    {
        return Some(after_clock_words(words, next));
    }
    let before = if at > 0 && words.follows(at) { words.low(at - 1) } else { "" };
    if let Some(end) =
        part_of_day(words, next).filter(|_| at > 0 && (words.is(at - 1, Class::ClockBefore) || before == "at"))
    {
        return Some(end);
    }
    let is_dotted = written.len() >= 4
        && written.split_once('.').is_some_and(|(hour, minute)| {
            hour.parse::<u32>().is_ok_and(|hour| hour < 25)
                && minute.len() == 2
                && minute.parse::<u32>().is_ok_and(|minute| minute < 60)
        });
    let is_told = words.language == Language::De
        && is_dotted
        && matches!(before, "um" | "ab" | "gegen" | "bis")
        && !unit::opens_unit(words, next);
    is_told.then_some(next)
}

/// *in the morning*, *at night* behind an hour: returns the word after it.
fn part_of_day(words: &Words, at: usize) -> Option<usize> {
    let low = |word: usize| if words.follows(word) { words.low(word) } else { "" };
    let is_part = |word: usize| matches!(low(word), "morning" | "afternoon" | "evening");
    match (low(at), low(at + 1)) {
        ("in", "the") if is_part(at + 2) => Some(at + 3),
        ("at", "night") => Some(at + 2),
        _ => None,
    }
}

fn after_clock_words(words: &Words, mut at: usize) -> usize {
    while words.is(at, Class::ClockAfter) && words.follows_loosely(at) {
        at += 1;
    }
    at
}

fn is_hour_like(words: &Words, at: usize) -> bool {
    is_hour(words, at)
        || (words.is_digit(at) && words.written(at).len() == 4 && words.is(at + 1, Class::ClockAfter))
        || words.is_digit(at) && words.written(at).ends_with('m')
}

/// 0 to 24 in digits, with minutes behind a point, or a number word.
fn is_hour(words: &Words, at: usize) -> bool {
    if words.is_digit(at) {
        let written = words.written(at);
        let (hour, minute) = written.split_once('.').unwrap_or((written, "00"));
        return hour.parse::<u32>().is_ok_and(|hour| hour <= 24)
            && minute.len() == 2
            && minute.bytes().all(|byte| byte.is_ascii_digit());
    }
    words.entry(at).number.is_some_and(|number| (1.0..=24.0).contains(&number.value) && number.value.fract() == 0.0)
        || (words.language == Language::De
            && super::number_german::read(words.low(at))
                .is_some_and(|(value, used)| used == words.low(at).len() && value <= 24.0))
}

/// Returns the word after a date: *20. November 2004*, *November 20, 2004*, `12.04.2016`, `20.11.`.
pub fn date(words: &Words, at: usize) -> Option<usize> {
    let written = words.written(at);
    let by_slashes = |at: usize| words.is_digit(at) && words.gap(at) == "/";
    if by_slashes(at + 1) && by_slashes(at + 2) {
        return Some(at + 3);
    }
    if is_dotted_date(words, at) {
        return Some(at + 1);
    }
    let day: Option<u32> =
        written.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok().filter(|day| (1..=31).contains(day));
    day?;
    let after = after_days(words, at);
    if is_month(words, after) {
        let mut end = after + 1;
        if is_four_digits(words, end) && words.gap(end).trim_matches([' ', ',', '.']).is_empty() {
            end += 1;
        }
        return Some(end);
    }
    let follows_month = at > 0 && is_month(words, at - 1) && words.follows_loosely(at);
    if follows_month && words.language == Language::En && !unit::opens_unit(words, at + 1) {
        let mut end = at + 1;
        let is_list = |at: usize| words.is_joined(at) || matches!(words.gap(at), "–" | "/") || words.follows(at);
        if matches!(words.low(end), "and" | "to" | "or" | "through")
            && words.is_digit(end + 1)
            && words.written(end + 1).len() <= 2
        {
            end += 2;
        } else if words.is_digit(end) && is_list(end) && words.written(end).len() <= 2 {
            end += 1;
        }
        if is_four_digits(words, end) && matches!(words.gap(end), ", " | " ") {
            end += 1;
        }
        return Some(end);
    }
    None
}

/// Returns the word after a day in words behind its month, as Reuters writes it: *March six*.
pub fn day_in_words(words: &Words, at: usize) -> Option<usize> {
    let follows_month = at > 0 && is_month(words, at - 1) && words.follows(at);
    (follows_month && words.language == Language::En && !unit::opens_unit(words, at + 1)).then_some(at + 1)
}

/// The word after `5.`, `5. und 6.`, `5. bis 7.`, `5-7`, `20th of`.
pub(super) fn after_days(words: &Words, at: usize) -> usize {
    let mut end = at + 1;
    let is_day = |at: usize| {
        words.is_digit(at) && words.written(at).trim_end_matches(|c: char| c.is_ascii_alphabetic()).len() <= 2
    };
    if matches!(words.low(end), "und" | "bis" | "oder" | "and" | "to" | "or" | "auf") && is_day(end + 1) {
        end += 2;
    } else if is_day(end)
        && (words.is_joined(end) || matches!(words.gap(end), "./" | "/" | ".–" | "–" | ".-" | "., " | ". - "))
    {
        end += 1;
    }
    if words.low(end) == "of" { end + 1 } else { end }
}

pub(super) fn is_month(words: &Words, at: usize) -> bool {
    // Agencies write "dec 31" too.
    let is_short = words.language == Language::En
        && matches!(words.low(at), "jan" | "feb" | "apr" | "aug" | "sept" | "oct" | "nov" | "dec");
    let is_long = words.language == Language::En
        && words.is_digit(at + 1)
        && matches!(
            words.low(at),
            "january"
                | "february"
                | "march"
                | "april"
                | "june"
                | "july"
                | "august"
                | "september"
                | "october"
                | "november"
                | "december"
        );
    words.is(at, Class::Month) && (words.is_capital(at) || is_short && words.is_digit(at + 1) || is_long)
}

pub(super) fn is_four_digits(words: &Words, at: usize) -> bool {
    let written = words.written(at);
    written.len() == 4 && written.bytes().all(|byte| byte.is_ascii_digit())
}

pub(super) fn is_dotted_date(words: &Words, at: usize) -> bool {
    let mut parts = words.written(at).split('.');
    let (Some(day), Some(month), year, None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let within =
        |part: &str, most: u32| part.len() <= 2 && part.parse::<u32>().is_ok_and(|value| (1..=most).contains(&value));
    let ends = words.language == Language::De && words.text[words.end(at)..].starts_with('.');
    within(day, 31)
        && within(month, 12)
        && match year {
            Some(year) => matches!(year.len(), 2 | 4),
            None => ends && (month.len() == 2 || words.sentence_of(at).1 > at + 1),
        }
}

/// Returns the word after a year or a range of years: *2004*, `2004/05`, `1990er`, *1939-1945*.
pub fn year(words: &Words, at: usize) -> Option<usize> {
    let written = words.written(at);
    let is_era = |tail: &str| matches!(tail, "er" | "ern" | "s");
    if written.len() >= 3
        && is_era(written.trim_start_matches(|c: char| c.is_ascii_digit()))
        && written.as_bytes()[..2].iter().all(u8::is_ascii_digit)
    {
        return Some(at + 1);
    }
    let before_apostrophe = words.text[..words.start(at)].ends_with(['\'', '’', '‘']);
    if before_apostrophe && written.len() == 2 && written.parse::<u32>().is_ok() {
        return Some(at + 1);
    }
    if !is_four_digits(words, at) {
        return None;
    }
    let value: u32 = written.parse().ok()?;
    if !(1000..=2100).contains(&value) {
        return None;
    }
    let next_is_short = words.is_digit(at + 1) && words.written(at + 1).len() <= 4;
    let dashed = next_is_short && (words.is_joined(at + 1) || matches!(words.gap(at + 1), "/" | "–" | " – " | "-"));
    if dashed
        && (words.written(at + 1).len() <= 2 && (words.written(at + 1).len() == 2 || words.is_joined(at + 1))
            || is_four_digits(words, at + 1))
        && !unit::opens_unit(words, at + 2)
    {
        return Some(at + 2);
    }
    is_year(words, at, value).then_some(at + 1)
}

/// Whether four digits are a year: nothing is counted or measured with them, or what stands before says so.
fn is_year(words: &Words, at: usize, value: u32) -> bool {
    let text_before = &words.text[..words.start(at)];
    if words.language == Language::En && (1900..=2035).contains(&value) && words.low(at + 1) == "year" {
        return true;
    }
    if text_before.trim_end().ends_with(['$', '€', '£', '¥', '+'])
        || unit::opens_unit(words, at + 1) && !is_year_word(words, at)
    {
        return false;
    }
    let has_before = at > 0 && words.follows(at);
    let before = if has_before { words.low(at - 1) } else { "" };
    if has_before && (words.is(at - 1, Class::YearBefore) || words.is(at - 1, Class::Month)) {
        return true;
    }
    let is_recent = (1900..=2035).contains(&value);
    let counts = if is_recent { noun::opens_concrete(words, at + 1) } else { noun::opens_plural(words, at + 1) };
    let by_preposition = has_before && words.is(at - 1, Class::YearPreposition);
    let by_amount = has_before && words.is(at - 1, Class::AmountBefore);
    match (is_recent, counts) {
        (_, true) => is_recent && by_preposition,
        (true, false) => !by_amount || !value.is_multiple_of(100) || matches!(before, "über" | "auf"),
        (false, false) => {
            let is_german = words.language == Language::De && value >= 1400 && !noun::opens_german_noun(words, at + 1);
            is_german && words.is_any(at + 1, &[Class::Determiner, Class::Auxiliary, Class::Pronoun])
                || !by_amount
                    && (by_preposition
                        || before.is_empty()
                        || words.is_capital(at - 1) && words.language == Language::En)
        }
    }
}

fn is_year_word(words: &Words, at: usize) -> bool {
    at > 0 && (words.is(at - 1, Class::YearBefore) || words.is(at - 1, Class::Month)) && words.follows(at)
}
