//! Dates of a query, and the days they mean. They are read in `date_text.rs`.

use std::fmt::{self, Display, Formatter};

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use serde::{Deserialize, Serialize};

/// Days from the first of `from` to the last of `to`; an open end is `None`.
///
/// Points that are relative stay so, and are resolved when the search runs. In JSON it is a text, as on the query line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DateRange {
    pub from: Option<DatePoint>,
    pub to: Option<DatePoint>,
}

/// A day, month or year, or one counted back from today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatePoint {
    Year(i16),
    Month(i16, i8),
    Day(Date),
    /// The day so long ago: `7d`. Alone on the query line it means everything since then.
    Ago(u16, DateUnit),
    /// The whole day, calendar week (Monday to Sunday), month or year, so many before the one that holds today: `week-1`
    /// is last week. Below 0: after it.
    Calendar(i32, DateUnit),
}

/// What is counted back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateUnit {
    Day,
    Week,
    Month,
    Year,
}

impl DateRange {
    /// Returns the first and the last day that are meant, seen from `today`.
    pub fn days(&self, today: Date) -> (Option<Date>, Option<Date>) {
        (self.from.map(|point| point.first_day(today)), self.to.map(|point| point.last_day(today)))
    }
}

impl DatePoint {
    /// Returns the first day of the point, seen from `today`.
    pub fn first_day(self, today: Date) -> Date {
        match self {
            DatePoint::Year(year) => Date::new(year, 1, 1).unwrap_or(Date::MIN),
            DatePoint::Month(year, month) => Date::new(year, month, 1).unwrap_or(Date::MIN),
            DatePoint::Day(date) => date,
            DatePoint::Ago(n, unit) => back(today, i32::from(n), unit),
            DatePoint::Calendar(n, unit) => {
                let day = back(today, n, unit);
                match unit {
                    DateUnit::Day => day,
                    DateUnit::Week => back(day, i32::from(day.weekday().to_monday_zero_offset()), DateUnit::Day),
                    DateUnit::Month => day.first_of_month(),
                    DateUnit::Year => day.first_of_year(),
                }
            }
        }
    }

    /// Returns the last day of the point, seen from `today`.
    pub fn last_day(self, today: Date) -> Date {
        let first = self.first_day(today);
        match self {
            DatePoint::Year(_) | DatePoint::Calendar(_, DateUnit::Year) => first.last_of_year(),
            DatePoint::Month(..) | DatePoint::Calendar(_, DateUnit::Month) => first.last_of_month(),
            DatePoint::Calendar(_, DateUnit::Week) => back(first, -6, DateUnit::Day),
            DatePoint::Day(_) | DatePoint::Ago(..) | DatePoint::Calendar(_, DateUnit::Day) => first,
        }
    }

    /// Returns the point right before this one, as large as it. A moment such as `7d` lies within its day and is its own.
    pub(super) fn before(self) -> DatePoint {
        self.neighbor(-1)
    }

    /// Returns the point right after this one, as large as it.
    pub(super) fn after(self) -> DatePoint {
        self.neighbor(1)
    }

    fn neighbor(self, step: i8) -> DatePoint {
        let is_year = |year: &i16| (0..=9_999).contains(year);
        let moved = match self {
            DatePoint::Year(year) => Some(year + i16::from(step)).filter(is_year).map(DatePoint::Year),
            DatePoint::Month(year, month) => match month + step {
                0 => Some(year - 1).filter(is_year).map(|year| DatePoint::Month(year, 12)),
                13 => Some(year + 1).filter(is_year).map(|year| DatePoint::Month(year, 1)),
                month => Some(DatePoint::Month(year, month)),
            },
            DatePoint::Day(date) => {
                date.checked_add(i64::from(step).days()).ok().filter(|day| is_year(&day.year())).map(DatePoint::Day)
            }
            DatePoint::Ago(..) => None,
            DatePoint::Calendar(n, unit) => Some(DatePoint::Calendar(n.saturating_sub(i32::from(step)), unit)),
        };
        moved.unwrap_or(self)
    }

    /// Returns whether the point depends on the day of the search.
    pub(super) fn is_relative(self) -> bool {
        matches!(self, DatePoint::Ago(..) | DatePoint::Calendar(..))
    }
}

fn back(day: Date, n: i32, unit: DateUnit) -> Date {
    let end = if n < 0 { Date::MAX } else { Date::MIN };
    day.checked_sub(span(n, unit)).unwrap_or(end)
}

/// Beyond the range of civil dates jiff would panic; the first or last day of all is meant there.
fn span(n: i32, unit: DateUnit) -> Span {
    let n = i64::from(n.clamp(-99_999, 99_999));
    match unit {
        DateUnit::Day => n.days(),
        DateUnit::Week => n.weeks(),
        DateUnit::Month => n.months(),
        DateUnit::Year => n.clamp(-19_998, 19_998).years(),
    }
}

/// A text that is no date of a query.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0:?} is no date; write 2024-11, 20.11.2024, 2024-11-01..2024-11-20 or 7d..")]
pub struct InvalidDateRange(pub String);

impl TryFrom<String> for DateRange {
    type Error = InvalidDateRange;

    fn try_from(text: String) -> Result<DateRange, InvalidDateRange> {
        DateRange::parse(&text).ok_or(InvalidDateRange(text))
    }
}

impl From<DateRange> for String {
    fn from(range: DateRange) -> String {
        range.to_string()
    }
}

impl Display for DateRange {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match (self.from, self.to) {
            // A moment alone would be read as everything since then.
            (Some(from), Some(to)) if from == to && !matches!(from, DatePoint::Ago(..)) => write!(f, "{from}"),
            (from, to) => {
                from.map_or(Ok(()), |from| write!(f, "{from}"))?;
                f.write_str("..")?;
                to.map_or(Ok(()), |to| write!(f, "{to}"))
            }
        }
    }
}

impl Display for DatePoint {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            DatePoint::Year(year) => write!(f, "{year:04}"),
            DatePoint::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            DatePoint::Day(date) => write!(f, "{date}"),
            DatePoint::Ago(n, unit) => write!(f, "{n}{}", unit.letter()),
            DatePoint::Calendar(0, DateUnit::Day) => f.write_str("today"),
            DatePoint::Calendar(1, DateUnit::Day) => f.write_str("yesterday"),
            DatePoint::Calendar(0, unit) => write!(f, "this-{}", unit.name()),
            DatePoint::Calendar(1, unit) => write!(f, "last-{}", unit.name()),
            DatePoint::Calendar(n, unit) if *n < 0 => write!(f, "{}+{}", unit.name(), n.unsigned_abs()),
            DatePoint::Calendar(n, unit) => write!(f, "{}-{n}", unit.name()),
        }
    }
}

impl DateUnit {
    /// All units, the smallest first.
    pub(super) const ALL: [DateUnit; 4] = [DateUnit::Day, DateUnit::Week, DateUnit::Month, DateUnit::Year];

    pub(super) fn name(self) -> &'static str {
        match self {
            DateUnit::Day => "day",
            DateUnit::Week => "week",
            DateUnit::Month => "month",
            DateUnit::Year => "year",
        }
    }

    fn letter(self) -> &'static str {
        &self.name()[..1]
    }
}
