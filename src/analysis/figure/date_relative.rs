//! Dates by the day of publication: *gestern*, *am Mittwoch*, *last Monday*, *two days ago*, *letztes Jahr*.
//!
//! In: a word and the day of publication. Out: the date there. A weekday is the last one, that day included, unless
//! *next* or *kommenden* stands before it.

use super::calendar::Date;
use super::dates::{Found, Value};
use super::numeral;
use super::table::{Class, Kind};
use super::unit;
use super::word::Words;
use crate::text::Language;

/// Reads the relative date at a word.
pub fn read(words: &Words, at: usize, published: Date) -> Option<Found> {
    let full = |date: Date| Value::Day(Some(date.year), date.month, date.day);
    if let Some(shift) = day_shift(words, at) {
        return Some((at, at + 1, full(published.plus_days(shift))));
    }
    if let Some(weekday) = weekday(words, at) {
        return Some((at, at + 1, full(day_of_weekday(words, at, weekday, published))));
    }
    period(words, at, published).or_else(|| ago(words, at, published))
}

/// *heute*, *yesterday*: days from the publication. German *Morgen* with a capital is the morning.
fn day_shift(words: &Words, at: usize) -> Option<i64> {
    let is_small = !words.is_capital(at) || words.sentence_of(at).0 == at;
    if words.is_joined(at) || words.is_joined(at + 1) {
        return None;
    }
    Some(match (words.language, words.low(at)) {
        (Language::De, "heute") | (Language::En, "today" | "tonight") => 0,
        (Language::De, "gestern") | (Language::En, "yesterday") => -1,
        (Language::De, "vorgestern") => -2,
        (Language::De, "morgen") if is_small && !matches!(words.low(at.saturating_sub(1)), "heute" | "gestern") => 1,
        (Language::De, "übermorgen") => 2,
        (Language::En, "tomorrow") => 1,
        _ => return None,
    })
}

/// Returns the weekday that a word names, 0 for Monday; *Mittwochabend* too, but not one before a full date.
fn weekday(words: &Words, at: usize) -> Option<i64> {
    if !words.is(at, Class::Weekday) || !words.is_capital(at) || words.is_joined(at) || words.is_joined(at + 1) {
        return None;
    }
    let is_dated = (at + 1..at + 4).any(|word| {
        words.is_digit(word)
            && words.gap(at + 1).starts_with([',', ' '])
            && words.written(word).len() <= 2
            && (words.gap(word + 1).starts_with('.')
                || words.is(word + 1, Class::Month)
                || words.is(word - 1, Class::Month))
    });
    let names: [&[&str]; 7] = [
        &["montag", "mon"],
        &["dienstag", "tue"],
        &["mittwoch", "wed"],
        &["donnerstag", "thu"],
        &["freitag", "fri"],
        &["samstag", "sonnabend", "sat"],
        &["sonntag", "sun"],
    ];
    let found = names.iter().position(|names| names.iter().any(|name| words.low(at).starts_with(name)));
    found.filter(|_| !is_dated).map(|found| found as i64)
}

fn day_of_weekday(words: &Words, at: usize, weekday: i64, published: Date) -> Date {
    let back = (published.weekday() - weekday).rem_euclid(7);
    let before = at.saturating_sub(1);
    let shift = match () {
        () if is_next(words, before) => 7 - back,
        () if is_last(words, before) && back == 0 => -7,
        () => -back,
    };
    published.plus_days(shift)
}

fn is_next(words: &Words, at: usize) -> bool {
    let low = words.low(at);
    low == "next" || low == "coming" || ["nächste", "kommende"].iter().any(|stem| low.starts_with(stem))
}

fn is_last(words: &Words, at: usize) -> bool {
    let low = words.low(at);
    matches!(low, "last" | "past" | "previous")
        || ["letzte", "vergangene", "vorige", "vorig"].iter().any(|stem| low.starts_with(stem))
}

fn is_this(words: &Words, at: usize) -> bool {
    let low = words.low(at);
    low == "this" || ["diese", "heurige", "laufende"].iter().any(|stem| low.starts_with(stem))
}

/// *last year*, *kommenden Monat*, *heuer*, *im Vorjahr*.
fn period(words: &Words, at: usize, published: Date) -> Option<Found> {
    match (words.language, words.low(at)) {
        (Language::De, "heuer") => return Some((at, at + 1, Value::Year(published.year))),
        (Language::De, "vorjahr") => return Some((at, at + 1, Value::Year(published.year - 1))),
        _ => {}
    }
    let shift = match () {
        () if is_next(words, at) => 1,
        () if is_last(words, at) => -1,
        () if is_this(words, at) => 0,
        () => return None,
    };
    let next = at + 1;
    if !words.follows(next) || words.is_joined(next + 1) {
        return None;
    }
    if let Some(month) = super::dates::month_number(words, next) {
        let is_behind = month > published.month || month == published.month && shift < 0;
        let year = match shift {
            1 => published.year + i32::from(month <= published.month),
            -1 => published.year - i32::from(is_behind),
            _ => published.year,
        };
        return Some((at, next + 1, Value::Month(Some(year), month)));
    }
    match words.low(next) {
        "year" | "jahr" | "jahres" => Some((at, next + 1, Value::Year(published.year + shift))),
        "month" | "monat" | "monats" => Some((at, next + 1, months_from(published, shift))),
        _ => None,
    }
}

fn months_from(published: Date, n_months: i32) -> Value {
    let months = published.year * 12 + published.month as i32 - 1 + n_months;
    Value::Month(Some(months.div_euclid(12)), months.rem_euclid(12) as u32 + 1)
}

/// *three days ago*, *vor zwei Jahren*: days, months and years; weeks are too coarse for a day.
fn ago(words: &Words, at: usize, published: Date) -> Option<Found> {
    let is_german = words.language == Language::De;
    let from = if is_german { at + 1 } else { at };
    if is_german && (words.low(at) != "vor" || !words.follows(from)) {
        return None;
    }
    let may_begin = words.is_digit(from) || words.entry(from).number.is_some();
    let numeral = Some(from).filter(|_| may_begin).and_then(|from| numeral::read(words, from))?;
    let found = unit::behind(words, &numeral).filter(|found| unit::kind(words, found.used) == Kind::Duration)?;
    let end = if is_german { found.word } else { found.word + 1 };
    if !is_german && (words.low(found.word) != "ago" || !words.follows(found.word)) {
        return None;
    }
    if numeral.low.fract() != 0.0 || numeral.low != numeral.high || !(1.0..=500.0).contains(&numeral.low) {
        return None;
    }
    let n = numeral.low as i32;
    let value = match &*words.tables.unit(found.used.unit).key {
        "day" => {
            let date = published.plus_days(-i64::from(n));
            Value::Day(Some(date.year), date.month, date.day)
        }
        "month" => months_from(published, -n),
        "year" => Value::Year(published.year - n),
        _ => return None,
    };
    Some((at, end, value))
}

#[cfg(test)]
mod tests {
    use crate::analysis::figure::tests::{dates_de, dates_en};

    #[test]
    fn dates_in_full() {
        dates_de(
            "am 20. November 2024 und am 5. und 6. Mai",
            None,
            &["20. November 2024=2024-11-20", "5=--05-05", "6. Mai=--05-06"],
        );
        dates_de(
            "am 12.04.2016, im Mai 2014, im Jahr 2004",
            None,
            &["12.04.2016=2016-04-12", "Mai 2014=2014-05", "2004=2004"],
        );
        dates_en(
            "on November 20, 2004, May 5-7 and 2 June 2010",
            None,
            &["November 20, 2004=2004-11-20", "May 5=--05-05", "7=--05-07", "2 June 2010=2010-06-02"],
        );
        dates_en("In 1987 it may cost 20 dollars.", None, &["1987=1987"]);
        dates_en("2024-11-20 it rose 5 percent", None, &["2024-11-20=2024-11-20"]);
        dates_de("2000 Menschen am 31. Februar, gestern", None, &[]);
    }

    #[test]
    fn relative_dates_need_the_day_of_publication() {
        // A Wednesday.
        let day = Some("2024-11-20");
        dates_de(
            "gestern, am Mittwoch, am Montagabend",
            day,
            &["gestern=2024-11-19", "Mittwoch=2024-11-20", "Montagabend=2024-11-18"],
        );
        dates_de(
            "am kommenden Montag, im Dezember, im Vorjahr",
            day,
            &["Montag=2024-11-25", "Dezember=2023-12", "Vorjahr=2023"],
        );
        dates_de("am 5. Jänner, vor zwei Jahren, am Morgen", day, &["5. Jänner=2025-01-05", "vor zwei Jahren=2022"]);
        dates_en(
            "last Wednesday, on Tuesday, three days ago",
            day,
            &["Wednesday=2024-11-13", "Tuesday=2024-11-19", "three days ago=2024-11-17"],
        );
        dates_en(
            "last month, next year, in May, he may go",
            day,
            &["last month=2024-10", "next year=2025", "May=2024-05"],
        );
    }
}
