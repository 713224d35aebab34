//! Dates of a text with their values: *20. November 2024*, *on Nov. 20*, *im Mai 2014*, *2004*, *gestern*, *last Monday*.
//!
//! In: a text, its paragraphs, and the day it was published, if known. Out: [`DateFind`]s in the order of the text. What
//! is relative to the day of publication (*gestern*, *am Mittwoch*, *two days ago*, a month without a year) comes out
//! only with that day; a day without a year has none without it (`--11-20`). News look back: a month, weekday or day
//! without a year is the last one, or the one nearest to the publication.

use super::Paragraph;
use super::calendar::Date;
use super::date_relative;
use super::protect_time;
use super::table::{Class, Tables};
use super::word::Words;
use crate::text::{Language, Span};

/// A date of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateFind {
    pub span: Span,
    /// `2024-11-20`, `--11-20`, `2024-11` or `2024`.
    pub value: String,
}

/// What a date says, with the year left open where the text does not name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Day(Option<i32>, u32, u32),
    Month(Option<i32>, u32),
    Year(i32),
}

/// A date in the words of a paragraph: its first word, the word after it, its value.
pub(super) type Found = (usize, usize, Value);

/// Returns the dates of a text, in its order; spans are bytes of the text.
pub fn dates(tables: &Tables, text: &str, paragraphs: &[Paragraph], published: Option<Date>) -> Vec<DateFind> {
    let mut finds = Vec::new();
    for &(span, language) in paragraphs {
        let words = Words::read(&text[span.range()], language, tables);
        let mut at = 0;
        while at < words.n_words() {
            let relative = || date_relative::read(&words, at, published?).map(|found| vec![found]);
            let found = explicit(&words, at).or_else(relative).unwrap_or_default();
            at = found.last().map_or(at + 1, |&(_, end, _)| end.max(at + 1));
            finds.extend(found.iter().filter_map(|&(first, end, value)| {
                let span = Span::new(words.start(first), words.end(end - 1)).shifted(span.range().start);
                written(value, published).map(|value| DateFind { span, value })
            }));
        }
    }
    finds
}

/// Returns the value as written in answers; a year left open is taken from the publication.
fn written(value: Value, published: Option<Date>) -> Option<String> {
    Some(match (value, published) {
        (Value::Day(Some(year), month, day), _) => {
            let date = Date { year, month, day }.valid()?;
            format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
        }
        (Value::Day(None, month, day), None) => {
            Date { year: 2000, month, day }.valid()?;
            format!("--{month:02}-{day:02}")
        }
        (Value::Day(None, month, day), Some(published)) => {
            let distance = (month as i32 - published.month as i32).clamp(-12, 12);
            let year = published.year + i32::from(distance < -6) - i32::from(distance > 6);
            written(Value::Day(Some(year), month, day), None)?
        }
        (Value::Month(Some(year), month), _) => format!("{year:04}-{month:02}"),
        (Value::Month(None, month), Some(published)) => {
            format!("{:04}-{month:02}", published.year - i32::from(month > published.month))
        }
        (Value::Month(None, _), None) => return None,
        (Value::Year(year), _) => format!("{year:04}"),
    })
}

/// Reads the dates that stand in full at a word; several for *5. und 6. Mai*.
fn explicit(words: &Words, at: usize) -> Option<Vec<Found>> {
    if words.is_digit(at) {
        return by_signs(words, at)
            .or_else(|| days_before_month(words, at))
            .or_else(|| year(words, at).map(|found| vec![found]));
    }
    month(words, at)
}

/// `12.04.2016`, `2024-11-20`, `20.11.`
fn by_signs(words: &Words, at: usize) -> Option<Vec<Found>> {
    let written = words.written(at);
    let joined = |at: usize| words.is_joined(at) && words.is_digit(at) && words.written(at).len() == 2;
    if written.len() == 4 && joined(at + 1) && joined(at + 2) && !words.is_joined(at + 3) {
        let value = Value::Day(written.parse().ok(), number(words, at + 1)?, number(words, at + 2)?);
        return Some(vec![(at, at + 3, value)]);
    }
    if !protect_time::is_dotted_date(words, at) {
        return None;
    }
    let mut parts = written.split('.');
    let (day, month) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let year = parts.next().filter(|year| !year.is_empty()).and_then(full_year);
    Some(vec![(at, at + 1, Value::Day(year, month, day))])
}

/// Two digits are a year of this century up to 40, else of the one before.
fn full_year(text: &str) -> Option<i32> {
    let year: i32 = text.parse().ok()?;
    Some(match text.len() {
        2 if year <= 40 => 2000 + year,
        2 => 1900 + year,
        _ => year,
    })
}

fn number(words: &Words, at: usize) -> Option<u32> {
    words.written(at).trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '.').parse().ok()
}

fn day(words: &Words, at: usize) -> Option<u32> {
    number(words, at).filter(|day| (1..=31).contains(day) && words.written(at).len() <= 4)
}

/// *20. November 2004*, *5. und 6. Mai*, *20th of November*.
fn days_before_month(words: &Words, at: usize) -> Option<Vec<Found>> {
    let first = day(words, at)?;
    let after = protect_time::after_days(words, at);
    let month = month_number(words, after)?;
    let is_near = |gap: &str| gap.trim_matches([' ', '.', '\u{a0}']).is_empty();
    if !is_near(words.gap(after)) {
        return None;
    }
    let (year, end) = year_behind(words, after + 1);
    let second = (at + 1..after).find(|&word| words.is_digit(word));
    Some(match second.and_then(|second| Some((second, day(words, second)?))) {
        Some((second, last)) => {
            vec![(at, at + 1, Value::Day(year, month, first)), (second, end, Value::Day(year, month, last))]
        }
        None => vec![(at, end, Value::Day(year, month, first))],
    })
}

/// The year at a word behind a month or day, and the word after it.
fn year_behind(words: &Words, at: usize) -> (Option<i32>, usize) {
    let is_year = protect_time::is_four_digits(words, at) && matches!(words.gap(at), " " | ", " | ". " | "\u{a0}");
    let year = words.written(at).parse().ok().filter(|year| is_year && (1000..=2100).contains(year));
    (year, at + usize::from(year.is_some()))
}

/// *November 20, 2004*, *May 5-7*, *November 2004*, and with its preposition a month alone.
fn month(words: &Words, at: usize) -> Option<Vec<Found>> {
    let month = month_number(words, at)?;
    let next = at + 1;
    let is_near = matches!(words.gap(next), " " | ". " | "\u{a0}");
    if let (Some(year), end) = year_behind(words, next) {
        return Some(vec![(at, end, Value::Month(Some(year), month))]);
    }
    let counts = super::unit::opens_unit(words, next + 1);
    if words.language == Language::En && is_near && words.is_digit(next) && !counts {
        let first = day(words, next)?;
        let joins = words.is_joined(next + 1) || matches!(words.gap(next + 1), "–" | "/");
        let skips = usize::from(matches!(words.low(next + 1), "and" | "to" | "or" | "through"));
        let second = Some(next + 1 + skips).filter(|_| joins || skips > 0).and_then(|at| Some((at, day(words, at)?)));
        let (year, end) = year_behind(words, second.map_or(next, |(at, _)| at) + 1);
        return Some(match second {
            Some((second, last)) => {
                vec![(at, next + 1, Value::Day(year, month, first)), (second, end, Value::Day(year, month, last))]
            }
            None => vec![(at, end, Value::Day(year, month, first))],
        });
    }
    // May is a name and a verb, so an English month needs its preposition.
    let before = at.checked_sub(1).filter(|_| words.follows(at))?;
    let leads = words.is(before, Class::Preposition) || words.is_any(before, &[Class::DateBefore, Class::YearBefore]);
    (leads && words.low(at).len() > 2).then(|| vec![(at, next, Value::Month(None, month))])
}

fn year(words: &Words, at: usize) -> Option<Found> {
    let is_free =
        !words.is_joined(at) && !words.text[..words.start(at)].ends_with(['/', '.', ',', '-', '–', '\'', '’']);
    if !is_free || !protect_time::is_four_digits(words, at) || protect_time::clock(words, at).is_some() {
        return None;
    }
    protect_time::year(words, at)?;
    Some((at, at + 1, Value::Year(words.written(at).parse().ok()?)))
}

/// Returns the number of the month that a word with a capital names.
pub(super) fn month_number(words: &Words, at: usize) -> Option<u32> {
    if !protect_time::is_month(words, at) {
        return None;
    }
    let names = [
        &["jan", "jän"][..],
        &["feb"],
        &["mar", "mär", "mrz"],
        &["apr"],
        &["may", "mai"],
        &["jun"],
        &["jul"],
        &["aug"],
        &["sep"],
        &["oct", "okt"],
        &["nov"],
        &["dec", "dez"],
    ];
    let found = names.iter().position(|names| names.iter().any(|name| words.low(at).starts_with(name)))?;
    Some(found as u32 + 1)
}
