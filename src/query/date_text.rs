//! Reads the dates of a query: `2024-11`, `20.11.2024`, `20 November 2024`, `2024-11-01..2024-11-20`, `7d..`, `>=2024`,
//! `last week`. A date is read only if all of it is understood.

use std::sync::LazyLock;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::{DatePoint, DateRange, DateUnit};
use crate::ingest::{day_in_words, full_year};

/// Longer texts are no dates.
const MAX_DATE_BYTES: usize = 200;
/// Words of a query for dates: kind, words, date.
const DATE_RANGES: &str = include_str!("../../schema/date_ranges.tsv");

/// What of a date may surprise: code and detail of a note.
pub(super) type Remarks = Vec<(&'static str, String)>;

/// What `schema/date_ranges.tsv` holds.
struct Words {
    /// From words, with `#` for a number, to a date as it stands on the query line.
    dates: FxHashMap<&'static str, &'static str>,
    between: Vec<String>,
    fillers: Vec<&'static str>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words { dates: FxHashMap::default(), between: Vec::new(), fillers: Vec::new() };
    for line in DATE_RANGES.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).skip(1) {
        match line.split('\t').collect::<Vec<_>>()[..] {
            ["date", name, date] => {
                words.dates.insert(name, date);
            }
            ["between", name, _] => words.between.push(format!(" {name} ")),
            ["filler", name, _] => words.fillers.push(name),
            _ => {}
        }
    }
    words
});

impl DateRange {
    /// Reads a date or a range of dates; `None` if it is none.
    pub fn parse(text: &str) -> Option<DateRange> {
        range(text, &mut Vec::new())
    }
}

/// Reads a date or a range of dates, and says what of it may surprise.
pub(super) fn range(text: &str, remarks: &mut Remarks) -> Option<DateRange> {
    let text = plain(text)?;
    for (sign, make) in BOUNDS {
        if let Some(date) = text.strip_prefix(sign) {
            return point(date, remarks).map(make);
        }
    }
    let whole = point(&text, remarks);
    let found = whole.map(alone).or_else(|| ends(&text, remarks))?;
    Some(forward(found, remarks))
}

type Bound = (&'static str, fn(DatePoint) -> DateRange);

/// Signs before a date, the longer ones first.
const BOUNDS: [Bound; 6] =
    [(">=", since), ("≥", since), ("<=", until), ("≤", until), (">", |point| since(point.after())), ("<", before)];

/// Reads one date for `since:` and the like, which say themselves where the range begins or ends.
pub(super) fn bound(text: &str, make: fn(DatePoint) -> DateRange, remarks: &mut Remarks) -> Option<DateRange> {
    point(&plain(text)?, remarks).map(make)
}

/// Returns all from the date on.
pub(super) fn since(point: DatePoint) -> DateRange {
    DateRange { from: Some(point), to: None }
}

/// Returns all up to the date, the date included.
pub(super) fn until(point: DatePoint) -> DateRange {
    DateRange { from: None, to: Some(point) }
}

/// Returns all before the date.
pub(super) fn before(point: DatePoint) -> DateRange {
    until(point.before())
}

fn alone(point: DatePoint) -> DateRange {
    let today = DatePoint::Calendar(0, DateUnit::Day);
    let to = if matches!(point, DatePoint::Ago(..)) { today } else { point };
    DateRange { from: Some(point), to: Some(to) }
}

/// Lower case, single spaces, plain hyphens.
fn plain(text: &str) -> Option<String> {
    if text.len() > MAX_DATE_BYTES {
        return None;
    }
    let text = text.to_lowercase().replace(['‐', '‑'], "-");
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Signs between the two ends of a range, the longer ones first.
const BETWEEN: [&str; 6] = ["...", "..", "…", " - ", "–", "—"];

/// Reads both ends of a range.
fn ends(text: &str, remarks: &mut Remarks) -> Option<DateRange> {
    let words = WORDS.between.iter().map(String::as_str);
    let (from, to) = BETWEEN.into_iter().chain(words).find_map(|sign| text.split_once(sign)).or_else(|| years(text))?;
    let mut end = |text: &str| if text.trim().is_empty() { Some(None) } else { point(text, remarks).map(Some) };
    let range = DateRange { from: end(from)?, to: end(to)? };
    (range.from.is_some() || range.to.is_some()).then_some(range)
}

/// `2023-2024`
fn years(text: &str) -> Option<(&str, &str)> {
    text.split_once('-').filter(|(from, to)| from.len() == 4 && to.len() == 4)
}

/// Turns a range round that ends before it begins.
fn forward(range: DateRange, remarks: &mut Remarks) -> DateRange {
    let (Some(from), Some(to)) = (range.from, range.to) else { return range };
    // Seen from any day it is the same, but for months of different length.
    let today = Date::constant(2024, 1, 31);
    if from.is_relative() != to.is_relative() || from.first_day(today) <= to.last_day(today) {
        return range;
    }
    let turned = DateRange { from: Some(to), to: Some(from) };
    remarks
        .push(("reversed_date", format!("the range ends before it begins and was read as {turned}; write {turned}")));
    turned
}

fn point(text: &str, remarks: &mut Remarks) -> Option<DatePoint> {
    let mut text = text.trim();
    while let Some((first, rest)) = text.split_once(' ')
        && WORDS.fillers.contains(&first)
    {
        text = rest;
    }
    let date = ago(text).or_else(|| calendar(text)).or_else(|| numeric(text, remarks)).or_else(|| relative(text));
    date.or_else(|| {
        // Whoever reads dates of sources passes over dashes and dots around them; here they are ends of a range.
        let is_open =
            text.starts_with(|c: char| !c.is_alphanumeric()) || BETWEEN.iter().any(|sign| text.contains(sign));
        if is_open || text.ends_with(" -") {
            return None;
        }
        let (year, month, day) = day_in_words(text).filter(|(year, ..)| (0..=9_999).contains(year))?;
        day_or_month(year, month, day)
    })
}

/// `7d`, `2w`, `3m`, `1y`; `t` (Tage) and `j` (Jahre) as well.
fn ago(text: &str) -> Option<DatePoint> {
    let unit = match text.chars().next_back()? {
        'd' | 't' => DateUnit::Day,
        'w' => DateUnit::Week,
        'm' => DateUnit::Month,
        'y' | 'j' => DateUnit::Year,
        _ => return None,
    };
    Some(DatePoint::Ago(number(&text[..text.len() - 1])?, unit))
}

/// `week-1`, `day+1`
fn calendar(text: &str) -> Option<DatePoint> {
    let (unit, rest) = DateUnit::ALL.into_iter().find_map(|unit| Some((unit, text.strip_prefix(unit.name())?)))?;
    match (rest.strip_prefix('-'), rest.strip_prefix('+')) {
        (Some(n), _) => Some(DatePoint::Calendar(number(n)?.into(), unit)),
        (_, Some(n)) => Some(DatePoint::Calendar(-i32::from(number(n)?), unit)),
        _ => None,
    }
}

/// `2024`, `2024-11-20`, `20.11.24`, `11/2024`: the year first where it has four digits, else the day.
fn numeric(text: &str, remarks: &mut Remarks) -> Option<DatePoint> {
    let sign = ['-', '.', '/'].into_iter().find(|&sign| text.contains(sign)).unwrap_or('-');
    let pieces: Vec<&str> = text.split(sign).collect();
    let is_year = |i: usize| pieces.get(i).is_some_and(|piece| piece.len() == 4);
    let small =
        |i: usize| pieces.get(i).filter(|piece| piece.len() <= 2).and_then(|piece| number(piece)).map(|n| n as i8);
    let year = |i: usize| number(pieces[i]).and_then(|year| i16::try_from(year).ok());
    match pieces.len() {
        1 if is_year(0) => year(0).map(DatePoint::Year),
        2 if is_year(0) => day_or_month(year(0)?, small(1)?, None),
        2 if is_year(1) && sign != '-' => day_or_month(year(1)?, small(0)?, None),
        3 if is_year(0) => day_or_month(year(0)?, small(1)?, Some(small(2)?)),
        3 if sign != '-' && (is_year(2) || small(2).is_some_and(|_| pieces[2].len() == 2)) => {
            let (first, second, year) = (small(0)?, small(1)?, full_year(year(2)?));
            // Only Americans write slashes and mean the month first.
            let is_american = sign == '/' && first <= 12 && second > 12;
            if sign == '/' && first <= 12 && second <= 12 && first != second {
                remarks.extend(ambiguous(text, year, first, second));
            }
            if is_american { day_or_month(year, first, Some(second)) } else { day_or_month(year, second, Some(first)) }
        }
        _ => None,
    }
}

fn ambiguous(text: &str, year: i16, first: i8, second: i8) -> Option<(&'static str, String)> {
    let (read, other) = (Date::new(year, second, first).ok()?, Date::new(year, first, second).ok()?);
    Some(("ambiguous_date", format!("{text} was read day first, as {read}; write {read} or {other}")))
}

fn day_or_month(year: i16, month: i8, day: Option<i8>) -> Option<DatePoint> {
    let date = Date::new(year, month, day.unwrap_or(1)).ok()?;
    Some(if day.is_some() { DatePoint::Day(date) } else { DatePoint::Month(year, month) })
}

/// `last week`, `letzte 7 Tage`; `last-week` where quotes are a bother.
fn relative(text: &str) -> Option<DatePoint> {
    let mut words: Vec<&str> = text.split([' ', '-', '_']).collect();
    let place = words.iter().position(|word| number(word).is_some());
    let n = place.map_or("", |place| std::mem::replace(&mut words[place], "#"));
    let date = WORDS.dates.get(words.join(" ").as_str())?.replace('#', n);
    ago(&date).or_else(|| calendar(&date))
}

fn number(text: &str) -> Option<u16> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Seen from Friday, 22 November 2024.
    fn check(text: &str, printed: &str, days: (&str, &str)) {
        let range = DateRange::parse(text).unwrap_or_else(|| panic!("{text} is a date"));
        assert_eq!(range.to_string(), printed, "{text}");
        assert_eq!(DateRange::parse(printed), Some(range.clone()), "{printed}");
        let (from, to) = range.days(jiff::civil::date(2024, 11, 22));
        let shown = |date: Option<Date>| date.map_or(String::new(), |date| date.to_string());
        assert_eq!((shown(from), shown(to)), (days.0.to_string(), days.1.to_string()), "{text}");
    }

    fn remarks(text: &str, code: &str, detail: &str) {
        let mut remarks = Remarks::new();
        range(text, &mut remarks);
        assert_eq!(remarks, [(code, detail.to_string())]);
    }

    #[test]
    fn dates_of_both_habits() {
        check("2024", "2024", ("2024-01-01", "2024-12-31"));
        check("2024-11", "2024-11", ("2024-11-01", "2024-11-30"));
        check("2.2024", "2024-02", ("2024-02-01", "2024-02-29"));
        check("11/2024", "2024-11", ("2024-11-01", "2024-11-30"));
        for text in [
            "2024-11-20",
            "20.11.2024",
            "20.11.24",
            "20/11/2024",
            "11/20/2024",
            "2024/11/20",
            "2024.11.20",
            "20 November 2024",
            "20. November 2024",
            "November 20, 2024",
            "20th of November 2024",
            "Mittwoch, den 20. Nov. 2024",
            "am 20.11.2024",
        ] {
            check(text, "2024-11-20", ("2024-11-20", "2024-11-20"));
        }
        for text in ["November 2024", "Nov. 2024", "im November 2024"] {
            check(text, "2024-11", ("2024-11-01", "2024-11-30"));
        }
        check("3. März 1999", "1999-03-03", ("1999-03-03", "1999-03-03"));
        check("1.2.89", "1989-02-01", ("1989-02-01", "1989-02-01"));
    }

    #[test]
    fn ranges() {
        for text in [
            "2024-11-01..2024-11-20",
            "1.11.2024–20.11.2024",
            "1.11.2024 - 20.11.2024",
            "1 November 2024 to 20 November 2024",
            "vom 1. November 2024 bis 20. November 2024",
            "2024-11-01...2024-11-20",
            "2024-11-01…2024-11-20",
        ] {
            check(text, "2024-11-01..2024-11-20", ("2024-11-01", "2024-11-20"));
        }
        check("2023-2024", "2023..2024", ("2023-01-01", "2024-12-31"));
        check("..2023", "..2023", ("", "2023-12-31"));
        check("2023..", "2023..", ("2023-01-01", ""));
        check(">=11.2024", "2024-11..", ("2024-11-01", ""));
        check("≤ 2024-11", "..2024-11", ("", "2024-11-30"));
        check("> 2024-12", "2025-01..", ("2025-01-01", ""));
        check("<2024-01-01", "..2023-12-31", ("", "2023-12-31"));
        check("<2024-01", "..2023-12", ("", "2023-12-31"));
        check(">9999", "9999..", ("9999-01-01", ""));
    }

    #[test]
    fn relative_dates() {
        check("7d..", "7d..", ("2024-11-15", ""));
        check("7t..", "7d..", ("2024-11-15", ""));
        check("7d", "7d..today", ("2024-11-15", "2024-11-22"));
        check("2w", "2w..today", ("2024-11-08", "2024-11-22"));
        check("3m", "3m..today", ("2024-08-22", "2024-11-22"));
        check("1j", "1y..today", ("2023-11-22", "2024-11-22"));
        check("14d..7d", "14d..7d", ("2024-11-08", "2024-11-15"));
        check("<7d", "..7d", ("", "2024-11-15"));
        check("65535y..", "65535y..", ("-009999-01-01", ""));
        check("heute", "today", ("2024-11-22", "2024-11-22"));
        check("yesterday", "yesterday", ("2024-11-21", "2024-11-21"));
        check("vorgestern", "day-2", ("2024-11-20", "2024-11-20"));
        check("vor 3 Tagen", "day-3", ("2024-11-19", "2024-11-19"));
        check(">heute", "day+1..", ("2024-11-23", ""));
        check("1m..heute", "1m..today", ("2024-10-22", "2024-11-22"));
        for text in [
            "last 7 days",
            "past 7 days",
            "letzte 7 Tage",
            "die letzten 7 Tage",
            "vergangene 7 Tage",
            "in den letzten 7 Tagen",
        ] {
            check(text, "7d..today", ("2024-11-15", "2024-11-22"));
        }
    }

    #[test]
    fn calendar_weeks_months_and_years() {
        for text in ["last week", "letzte Woche", "last-week", "Letzte  Woche", "week-1"] {
            check(text, "last-week", ("2024-11-11", "2024-11-17"));
        }
        check("diese Woche", "this-week", ("2024-11-18", "2024-11-24"));
        for text in ["last month", "letzter Monat", "letzten Monat"] {
            check(text, "last-month", ("2024-10-01", "2024-10-31"));
        }
        for text in ["this month", "dieser Monat", "diesen Monat"] {
            check(text, "this-month", ("2024-11-01", "2024-11-30"));
        }
        for text in ["last year", "letztes Jahr", "voriges Jahr"] {
            check(text, "last-year", ("2023-01-01", "2023-12-31"));
        }
        check("dieses Jahr", "this-year", ("2024-01-01", "2024-12-31"));
        check("<last month", "..month-2", ("", "2024-09-30"));
        check(">this year", "year+1..", ("2025-01-01", ""));
        check("month-65535..", "month-65535..", ("-003437-08-01", ""));
    }

    #[test]
    fn what_may_surprise_is_said() {
        let detail = "03/04/2024 was read day first, as 2024-04-03; write 2024-04-03 or 2024-03-04";
        remarks("03/04/2024", "ambiguous_date", detail);
        let detail = "the range ends before it begins and was read as 2023..2024; write 2023..2024";
        remarks("2024..2023", "reversed_date", detail);
        for text in ["04/04/2024", "13/04/2024", "04/13/2024", "03.04.2024", "today..2023", "7d..today"] {
            let mut remarks = Remarks::new();
            assert!(range(text, &mut remarks).is_some() && remarks.is_empty(), "{text}: {remarks:?}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "..",
            ">=",
            "2024-13",
            "31.02.2024",
            "24",
            "2024-11-20-1",
            "x",
            "d",
            "99999d",
            "2024-11..x",
            "day",
            "day-",
            "weekä",
            "november",
            "letzte",
            "last days",
            "20. November 2024 08:30",
            "2024..2025..2026",
            "11.24",
            "13/13/2024",
            "ä",
            "the",
            "12345",
        ] {
            assert_eq!(DateRange::parse(text), None, "{text}");
        }
    }

    #[test]
    fn every_row_of_the_table_is_read() {
        let rows = DATE_RANGES.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).skip(1);
        for row in rows {
            let columns: Vec<&str> = row.split('\t').collect();
            assert!(columns.len() == 3 && matches!(columns[0], "date" | "between" | "filler"), "{row:?}");
            assert_eq!(columns[1], columns[1].to_lowercase());
            if columns[0] == "date" {
                let [words, date] = [columns[1], columns[2]].map(|text| DateRange::parse(&text.replace('#', "3")));
                assert!(words.is_some() && words == date, "{row:?}");
            }
        }
    }
}
