//! Dates of publication, as sources write them: RFC 3339, RFC 2822, and German and English dates in words.
//!
//! A date is read only if all of it is understood; a word that `schema/date_words.tsv` does not hold makes it unreadable,
//! and so do two readings (`03/04/2024`). Local times without a zone are taken as UTC: which zone a paper means is not
//! written, a guess would be an hour off for half of the year, and the day stays right for all but late evenings.

use std::sync::LazyLock;

use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::tables::{DATE_WORDS, rows};

/// Longer texts are no dates.
const MAX_DATE_BYTES: usize = 200;
/// A number of seconds beyond this (the year 5138) is one of milliseconds.
const MAX_UNIX_S: u64 = 100_000_000_000;
/// Two-digit years from here on are of the twentieth century (RFC 2822, section 4.3, says 50; papers of the 1950s and
/// 1960s are not online).
const FIRST_OLD_YEAR: i16 = 70;

/// A date of publication: as text for machines, and as an instant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// RFC 3339 or a plain date: as the source wrote it where it wrote one of these, else made from what it wrote.
    pub text: String,
    /// Seconds since 1970-01-01T00:00:00Z; a plain date stands for its midnight, UTC.
    pub unix_s: i64,
}

/// A date that cannot be read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("date {0:?} cannot be read; write it as 2024-11-20T08:30:00Z or 2024-11-20")]
pub struct InvalidDate(pub String);

impl Published {
    /// Reads RFC 3339, RFC 2822, a plain date, Unix seconds or milliseconds, and dates in words such as
    /// `20. November 2024, 08:30 Uhr` and `November 20, 2024 8:30 pm GMT`; a time without zone is taken as UTC.
    ///
    /// # Errors
    /// If a part of the text is not understood, it can be read in two ways, or it lies outside the years -9999 to 9999.
    pub fn parse(text: &str) -> Result<Published, InvalidDate> {
        let text = text.trim();
        let read = || {
            if text.len() > MAX_DATE_BYTES {
                return None;
            }
            standard(text).or_else(|| unix(text.parse().ok()?, text.len())).or_else(|| in_words(text))
        };
        read().ok_or_else(|| InvalidDate(text.chars().take(80).collect()))
    }

    /// Reads Unix seconds, or milliseconds where the number is too large for seconds.
    pub fn from_unix(number: i64) -> Option<Published> {
        let seconds = if number.unsigned_abs() > MAX_UNIX_S { number.div_euclid(1000) } else { number };
        let instant = Timestamp::from_second(seconds).ok()?;
        Some(Published { text: instant.to_string(), unix_s: seconds })
    }
}

/// A text that consists of digits alone is a date by its length: `20241120`, `1732089600`, `1732089600000`.
fn unix(number: i64, len_bytes: usize) -> Option<Published> {
    (len_bytes == 10 || len_bytes == 13).then(|| Published::from_unix(number))?
}

fn standard(text: &str) -> Option<Published> {
    if let Ok(instant) = text.parse::<Timestamp>() {
        let bytes = text.as_bytes();
        let has_colon = text.ends_with(['Z', 'z']) || bytes.iter().nth_back(2) == Some(&b':');
        let is_rfc3339 =
            bytes.get(10).is_some_and(|b| b.eq_ignore_ascii_case(&b'T')) && bytes.get(16) == Some(&b':') && has_colon;
        let text = if is_rfc3339 { text.to_string() } else { instant.to_string() };
        return Some(Published { text, unix_s: instant.as_second() });
    }
    if let Ok(date) = text.parse::<Date>()
        && text.len() <= 10
    {
        return at_offset(date.at(0, 0, 0, 0), Offset::UTC).map(|zoned| plain(&zoned));
    }
    let local = text.parse::<DateTime>().ok().filter(|_| text.contains(':'))?;
    at_offset(local, Offset::UTC).map(|zoned| instant(&zoned))
}

fn at_offset(local: DateTime, offset: Offset) -> Option<Zoned> {
    local.to_zoned(TimeZone::fixed(offset)).ok()
}

fn plain(zoned: &Zoned) -> Published {
    Published { text: zoned.date().to_string(), unix_s: zoned.timestamp().as_second() }
}

fn instant(zoned: &Zoned) -> Published {
    let timestamp = zoned.timestamp();
    let text = match zoned.offset() {
        Offset::UTC => timestamp.to_string(),
        offset => timestamp.display_with_offset(offset).to_string(),
    };
    Published { text, unix_s: timestamp.as_second() }
}

#[derive(Clone, Copy)]
enum Word {
    Month(i8),
    Zone(i32),
    Meridiem(i8),
    Filler,
}

static WORDS: LazyLock<FxHashMap<&'static str, Word>> = LazyLock::new(|| {
    let word = |kind, value: &str| {
        let number: i32 = value.parse().unwrap_or(0);
        match kind {
            "month" => Word::Month(number as i8),
            "zone" => Word::Zone(number),
            "meridiem" => Word::Meridiem(number as i8),
            _ => Word::Filler,
        }
    };
    rows(DATE_WORDS).map(|[kind, name, value]| (name, word(kind, value))).collect()
});

/// What has been found of a date so far.
#[derive(Default)]
struct Parts {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    time: Option<(i8, i8, i8)>,
    offset_minutes: Option<i32>,
}

/// Reads a date in words, part by part.
fn in_words(text: &str) -> Option<Published> {
    let parts = Parts::read(text)?;
    let date = Date::new(parts.year?, parts.month?, parts.day?).ok()?;
    let Some((hour, minute, second)) = parts.time else {
        // A zone without a time says nothing.
        return at_offset(date.at(0, 0, 0, 0), Offset::UTC).map(|zoned| plain(&zoned));
    };
    let local = DateTime::new(date.year(), date.month(), date.day(), hour, minute, second, 0).ok()?;
    let offset = Offset::from_seconds(parts.offset_minutes.unwrap_or(0) * 60).ok()?;
    at_offset(local, offset).map(|zoned| instant(&zoned))
}

/// Reads a day or a month in words, such as `20. November 2024` and `Nov. 2024`: its year, month, and day where it has
/// one. A time of day makes it unreadable.
pub(crate) fn day_in_words(text: &str) -> Option<(i16, i8, Option<i8>)> {
    if text.len() > MAX_DATE_BYTES {
        return None;
    }
    let parts = Parts::read(text).filter(|parts| parts.time.is_none() && parts.offset_minutes.is_none())?;
    let date = Date::new(parts.year?, parts.month?, parts.day.unwrap_or(1)).ok()?;
    Some((date.year(), date.month(), parts.day))
}

impl Parts {
    fn read(text: &str) -> Option<Parts> {
        let text = text.to_lowercase().replace("a.m.", "am").replace("p.m.", "pm");
        let (mut parts, mut rest) = (Parts::default(), text.as_str());
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || ".,;:|()–—/".contains(c));
            let Some(first) = rest.chars().next() else { return Some(parts) };
            rest = match first {
                '0'..='9' => parts.number(rest)?,
                '+' | '-' => parts.offset(rest)?,
                _ => parts.word(rest)?,
            };
        }
    }

    /// Takes a number with what hangs on it: a time, a numeric date, a day or a year.
    fn number<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        let end = text.find(|c: char| !c.is_ascii_digit() && !".:/-".contains(c)).unwrap_or(text.len());
        let piece = text[..end].trim_end_matches(['.', ':', '/', '-']);
        let after = &text[piece.len()..];
        let numbers: Vec<i16> = piece.split(['.', ':', '/', '-']).filter_map(|n| n.parse().ok()).collect();
        if numbers.len() != piece.split(['.', ':', '/', '-']).count() {
            // "20-Nov-2024" leaves only the first number; "8--9" is nothing.
            return None;
        }
        let is_clock = piece.contains(':') || (numbers.len() == 2 && after.trim_start().starts_with("uhr"));
        match numbers[..] {
            [hour, minute] if is_clock => self.clock(hour, minute, 0)?,
            [hour, minute, second, ..] if is_clock => self.clock(hour, minute, second)?,
            [hour] if self.day.is_some() && is_hour(after) => self.clock(hour, 0, 0)?,
            [number] => self.day_or_year(number, piece.len())?,
            [year, month, day] if piece.find(['-', '/', '.']) == Some(4) => self.date(year, month, day)?,
            [day, month, year] if piece.contains('.') => self.date(full_year(year), month, day)?,
            [day, month, year] if piece.contains('/') && day > 12 => self.date(full_year(year), month, day)?,
            [month, day, year] if piece.contains('/') && day > 12 => self.date(full_year(year), month, day)?,
            _ => return None,
        }
        // The hyphens of "20-Nov-2024" are no signs.
        Some(after.strip_prefix('-').unwrap_or(after))
    }

    fn clock(&mut self, hour: i16, minute: i16, second: i16) -> Option<()> {
        // A second time stands in "Stand: 20.11.2024, 08:30 Uhr, aktualisiert 09:10 Uhr": the first counts.
        if self.time.is_none() {
            self.time = Some((i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, i8::try_from(second).ok()?));
        }
        Some(())
    }

    fn date(&mut self, year: i16, month: i16, day: i16) -> Option<()> {
        if self.year.is_some() || self.month.is_some() || self.day.is_some() {
            return None;
        }
        (self.year, self.month, self.day) = (Some(year), i8::try_from(month).ok(), i8::try_from(day).ok());
        Some(())
    }

    fn day_or_year(&mut self, number: i16, n_digits: usize) -> Option<()> {
        match (self.day, self.year) {
            (None, _) if n_digits <= 2 => self.day = i8::try_from(number).ok(),
            (_, None) if n_digits == 4 => self.year = Some(number),
            (Some(_), None) if n_digits == 2 => self.year = Some(full_year(number)),
            _ => return None,
        }
        Some(())
    }

    /// Takes `+01:00`, `-0500`.
    fn offset<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        let end = text[1..].find(|c: char| !c.is_ascii_digit() && c != ':').map_or(text.len(), |end| end + 1);
        let digits = text[1..end].replace(':', "");
        if self.time.is_none() {
            // A dash between date and time.
            return (end == 1).then(|| &text[1..]);
        }
        let number: i32 = digits.parse().ok()?;
        let minutes = match digits.len() {
            4 => number / 100 * 60 + number % 100,
            2 => number * 60,
            _ => return (end == 1).then(|| &text[1..]),
        };
        self.offset_minutes = Some(if text.starts_with('-') { -minutes } else { minutes });
        Some(&text[end..])
    }

    fn word<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
        let after = &text[end..];
        match WORDS.get(&text[..end])? {
            Word::Month(_) if self.month.is_some() => return None,
            Word::Month(month) => self.month = Some(*month),
            Word::Zone(minutes) => self.offset_minutes = Some(*minutes),
            // "am 20. November" is German, "8:30 am" is a time.
            Word::Meridiem(hours) => match self.time {
                Some((hour, minute, second)) => self.time = Some((hour % 12 + hours, minute, second)),
                None if *hours == 0 => {}
                None => return None,
            },
            Word::Filler => {}
        }
        Some(after.strip_prefix('-').unwrap_or(after))
    }
}

/// Returns whether the number before this text is an hour: "8 pm", "9 Uhr".
fn is_hour(after: &str) -> bool {
    let word = after.trim_start();
    ["uhr", "pm", "am"]
        .iter()
        .any(|unit| word.strip_prefix(unit).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric())))
}

/// Returns the year that two digits mean; a longer year as it is.
pub(crate) fn full_year(year: i16) -> i16 {
    match year {
        0..FIRST_OLD_YEAR => 2000 + year,
        FIRST_OLD_YEAR..100 => 1900 + year,
        _ => year,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(Published::parse(text).map(|p| p.text), Ok(expected.to_string()), "{text}");
    }

    #[test]
    fn standard_dates_are_read_as_instants() {
        for (text, unix_s) in [
            ("1970-01-02", 86_400),
            ("1970-01-01T01:00:00+01:00", 0),
            ("1970-01-01T00:00:01Z", 1),
            ("1970-01-01 00:00:02", 2),
            ("Thu, 01 Jan 1970 01:00:03 +0100", 3),
            ("1. Januar 1970, 01:00 MEZ", 0),
            ("0000000005", 5),
            ("1000000006000", 1_000_000_006),
        ] {
            assert_eq!(Published::parse(text).map(|p| p.unix_s), Ok(unix_s), "{text}");
        }
    }

    #[test]
    fn rfc_3339_and_plain_dates_stay_as_written() {
        for text in ["2024-11-20", "2024-11-20T08:30:00Z", "2024-11-20T08:30:00.123+01:00", "2024-11-20t08:30:00z"] {
            check(text, text);
        }
    }

    #[test]
    fn other_dates_become_rfc_3339() {
        for text in ["20.11.2024", "20.11.24", "20. November 2024", "November 20, 2024", "Stand: 20.11.2024"] {
            check(text, "2024-11-20");
        }
        for text in [
            "2024-11-20 08:30",
            "2024-11-20T08:30Z",
            "20.11.2024, 08:30 Uhr",
            "20.11.2024 - 8.30 Uhr",
            "Mi., 20. Nov. 2024 08:30",
            "Wed, 20 Nov 2024 08:30:00 GMT",
            "Wed Nov 20 08:30:00 UTC 2024",
            "20th November 2024 at 8:30 am",
            "20-Nov-2024 08:30:00",
            "Published on Wednesday, November 20, 2024 8:30 a.m.",
            "Mittwoch, den 20. November 2024 um 08:30 Uhr",
        ] {
            check(text, "2024-11-20T08:30:00Z");
        }
        check("20 November 2024 8:30 pm GMT", "2024-11-20T20:30:00Z");
        check("20 November 2024, 12 pm", "2024-11-20T12:00:00Z");
        check("Wed, 20 Nov 2024 08:30:00 +0100", "2024-11-20T08:30:00+01:00");
        check("20. Jänner 2025 9 Uhr", "2025-01-20T09:00:00Z");
        check("3. Maerz 2024", "2024-03-03");
        check("1732089600", "2024-11-20T08:00:00Z");
        check("13/04/2024", "2024-04-13");
        check("04/13/2024", "2024-04-13");
    }

    #[test]
    fn days_and_months_in_words() {
        assert_eq!(day_in_words("Mittwoch, den 20. November 2024"), Some((2024, 11, Some(20))));
        assert_eq!(day_in_words("Nov. 2024"), Some((2024, 11, None)));
        for text in ["November", "2024", "31. Februar 2024", "20. November 2024, 08:30 Uhr", "20 November 2024 CET"] {
            assert_eq!(day_in_words(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_not_understood_is_no_date() {
        let long = "1".repeat(10_000);
        for text in [
            "",
            "gestern",
            "2024-13-01",
            "31.02.2024",
            "03/04/2024",
            "vor 2 Stunden",
            "November 2024",
            "20.11.",
            "12:30",
            "20.11.2024 und 21.11.2024",
            "20. Foovember 2024",
            "99999999999999999999",
            "-",
            "+",
            &long,
            "20.11.2024 25:00",
        ] {
            assert!(Published::parse(text).is_err(), "{text}");
        }
    }
}
