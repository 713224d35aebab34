//! How the results spread over time, as bars that lead to their period.

use jiff::ToSpan;
use jiff::civil::Date;

use super::asked::Asked;
use super::messages::Ui;
use crate::backend::FacetCounts;
use crate::query::{DatePoint, DateRange};

/// Up to this many days there is a bar for each, and up to this many months; else one for each year.
const MAX_DAYS: i32 = 45;
const MAX_MONTHS: i32 = 60;
/// Bars at most: of more years, those that hold nothing are left out, and then the earliest.
const MAX_BARS: usize = 120;
/// Units of the drawing for each bar, and its height.
const BAR_WIDTH: usize = 10;
const HEIGHT: u64 = 60;
/// What is there at all can be seen.
const MIN_BAR_HEIGHT: u64 = 3;

/// Bars over time.
pub struct Histogram {
    /// Width of the drawing; its height is [`HEIGHT`].
    pub width: usize,
    pub height: u64,
    /// Periods that hold articles, in order.
    pub bars: Vec<Bar>,
    pub first: String,
    pub last: String,
}

/// One period.
pub struct Bar {
    pub label: String,
    pub count: String,
    /// Label and number in a sentence.
    pub text: String,
    pub href: String,
    pub x: usize,
    pub y: u64,
    pub height: u64,
}

/// Returns the histogram of counts by day; `None` where there is no more than one period.
pub fn histogram(days: &FacetCounts, asked: &Asked, ui: Ui) -> Option<Histogram> {
    let days: Vec<(Date, u64)> = days.iter().filter_map(|(day, n)| Some((day.parse().ok()?, *n))).collect();
    let periods = periods(&days);
    let first = periods.first()?.0;
    let last = periods.last()?.0;
    let most = periods.iter().map(|(_, n)| *n).max().filter(|_| periods.len() > 1)?;
    let bar = |(i, &(point, n)): (usize, &(DatePoint, u64))| {
        let height = (n * HEIGHT / most).max(MIN_BAR_HEIGHT);
        let range = DateRange { from: Some(point), to: Some(point) };
        let label = ui.range(&range);
        Bar {
            text: ui.count_of("narrow.count", n, &label),
            label,
            count: ui.number(n),
            href: asked.with(|asked| asked.dates = vec![range]).results_url(),
            x: i * BAR_WIDTH,
            y: HEIGHT - height,
            height,
        }
    };
    let bars = periods.iter().enumerate().filter(|(_, (_, n))| *n > 0).map(bar).collect();
    let label = |point| ui.range(&DateRange { from: Some(point), to: Some(point) });
    let width = periods.len() * BAR_WIDTH;
    Some(Histogram { width, height: HEIGHT, bars, first: label(first), last: label(last) })
}

/// Returns every period from the first to the last with its number of articles; days in order.
fn periods(days: &[(Date, u64)]) -> Vec<(DatePoint, u64)> {
    let (Some((first, _)), Some((last, _))) = (days.first(), days.last()) else { return Vec::new() };
    let month_of = |day: &Date| i32::from(day.year()) * 12 + i32::from(day.month());
    let n_days = first.until(*last).map_or(i32::MAX, |span| span.get_days());
    let step = if n_days < MAX_DAYS {
        Step::Day
    } else if month_of(last) - month_of(first) < MAX_MONTHS {
        Step::Month
    } else {
        Step::Year
    };
    let mut periods: Vec<(DatePoint, u64)> = Vec::new();
    let n_years = i32::from(last.year()) - i32::from(first.year());
    for &(day, n) in days {
        let point = step.point(day);
        while let Some((before, _)) = periods.last().filter(|(before, _)| *before != point) {
            let is_gap = step != Step::Year || n_years < MAX_BARS as i32;
            let next = step.next(*before).filter(|next| is_gap && *next != point);
            let Some(next) = next else { break };
            periods.push((next, 0));
        }
        match periods.last_mut() {
            Some((known, count)) if *known == point => *count += n,
            _ => periods.push((point, n)),
        }
    }
    periods.split_off(periods.len().saturating_sub(MAX_BARS))
}

/// How long a period is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Day,
    Month,
    Year,
}

impl Step {
    fn point(self, day: Date) -> DatePoint {
        match self {
            Step::Day => DatePoint::Day(day),
            Step::Month => DatePoint::Month(day.year(), day.month()),
            Step::Year => DatePoint::Year(day.year()),
        }
    }

    /// Returns the period behind one; `None` at the end of the calendar.
    fn next(self, point: DatePoint) -> Option<DatePoint> {
        let day = point.last_day(Date::ZERO).checked_add(1.day()).ok()?;
        Some(self.point(day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(days: &[(&str, u64)], expected: &str) {
        let days: Vec<(Date, u64)> = days.iter().map(|(day, n)| (day.parse().expect("a date"), *n)).collect();
        let shown = periods(&days)
            .into_iter()
            .map(|(point, n)| format!("{}:{n}", DateRange { from: Some(point), to: Some(point) }));
        assert_eq!(shown.collect::<Vec<_>>().join(" "), expected);
    }

    #[test]
    fn the_span_decides_how_long_a_period_is() {
        check(&[], "");
        check(&[("2024-02-28", 2), ("2024-03-01", 1)], "2024-02-28:2 2024-02-29:0 2024-03-01:1");
        check(&[("2023-11-30", 2), ("2024-01-05", 1), ("2024-01-31", 1)], "2023-11:2 2023-12:0 2024-01:2");
        check(
            &[("2015-01-01", 1), ("2017-06-01", 1), ("2024-01-31", 1)],
            "2015:1 2016:0 2017:1 2018:0 2019:0 2020:0 2021:0 2022:0 2023:0 2024:1",
        );
    }

    #[test]
    fn the_whole_calendar_has_few_bars() {
        check(&[("0001-01-01", 1), ("2024-01-01", 2), ("9999-12-31", 1)], "0001:1 2024:2 9999:1");
    }
}
