//! Every text of the page in both languages, from `messages.tsv`; numbers and dates as each language writes them.

use std::sync::LazyLock;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::query::{DatePoint, DateRange};
use crate::text::Language;

const MESSAGES: &str = include_str!("messages.tsv");

static TABLE: LazyLock<FxHashMap<&'static str, [&'static str; 2]>> = LazyLock::new(|| {
    let rows = MESSAGES.lines().filter(|line| !line.starts_with('#')).skip(1);
    let cells = rows.filter_map(|row| <[&str; 3]>::try_from(row.split('\t').collect::<Vec<_>>()).ok());
    cells.map(|[key, de, en]| (key, [de, en])).collect()
});

/// The interface in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ui {
    pub language: Language,
}

impl Ui {
    /// Returns the text of a key; a key that is not there stands for itself, which a test rules out.
    pub fn t(self, key: &'static str) -> &'static str {
        self.known(key).unwrap_or(key)
    }

    /// Returns the text of a key that is made at run time, if there is one.
    pub fn known(self, key: &str) -> Option<&'static str> {
        TABLE.get(key).map(|texts| texts[self.language as usize])
    }

    /// Returns the text of a key with its placeholders filled.
    pub fn fill(self, key: &'static str, values: &[(&str, &str)]) -> String {
        filled(self.t(key), values)
    }

    /// As [`Ui::fill`], for a key that is made at run time.
    pub fn fill_known(self, key: &str, values: &[(&str, &str)]) -> String {
        filled(self.known(key).unwrap_or_default(), values)
    }

    /// Returns the form of a text that fits a number, with the number in it.
    pub fn count(self, key: &str, n: u64) -> String {
        self.count_of(key, n, "")
    }

    /// As [`Ui::count`], of something that has a name.
    pub fn count_of(self, key: &str, n: u64, value: &str) -> String {
        let form = format!("{key}.{}", if n == 1 { "one" } else { "other" });
        self.fill_known(&form, &[("n", &self.number(n)), ("value", value)])
    }

    /// Returns a whole number with its digits in groups of three.
    pub fn number(self, n: u64) -> String {
        let digits = n.to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                grouped.push_str(self.t("number.group"));
            }
            grouped.push(digit);
        }
        grouped
    }

    /// Returns a number with one place behind the point.
    pub fn decimal(self, n: f64) -> String {
        let tenths = (n.max(0.0) * 10.0).round() as u64;
        format!("{}{}{}", self.number(tenths / 10), self.t("number.decimal"), tenths % 10)
    }

    /// Returns a number as people write it: `10,000`, `2.5 million`, `0.3`.
    pub fn amount(self, n: f64) -> String {
        const SCALES: [(f64, &str); 3] = [(1e12, "number.trillion"), (1e9, "number.billion"), (1e6, "number.million")];
        if let Some((scale, key)) = SCALES.iter().find(|(scale, _)| n.abs() >= *scale) {
            return self.fill_known(key, &[("n", &self.amount(n / scale))]);
        }
        let digits = if n.abs() >= 1000.0 { 0 } else { 2 };
        let written = format!("{:.digits$}", n.abs());
        let (whole, part) = written.split_once('.').unwrap_or((&written, ""));
        let part = part.trim_end_matches('0');
        let whole = self.number(whole.parse().unwrap_or(0));
        let sign = if n < 0.0 { "−" } else { "" };
        if part.is_empty() {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}{}{part}", self.t("number.decimal"))
        }
    }

    /// Returns a day in a few signs.
    pub fn short_day(self, day: Date) -> String {
        let month = self.month_name(day.month());
        let short = month.char_indices().nth(3).map_or(month, |(end, _)| &month[..end]);
        let (number, year) = (day.day().to_string(), day.year().to_string());
        self.fill("date.day", &[("day", &number), ("month", short), ("year", &year)])
    }

    /// Returns a day in words.
    pub fn day(self, day: Date) -> String {
        let (number, year) = (day.day().to_string(), day.year().to_string());
        self.fill("date.day", &[("day", &number), ("month", self.month_name(day.month())), ("year", &year)])
    }

    /// Returns a month in words.
    pub fn month(self, year: i16, month: i8) -> String {
        self.fill("date.month", &[("month", self.month_name(month)), ("year", &year.to_string())])
    }

    /// Returns the name of a language.
    pub fn language_name(self, language: Language) -> &'static str {
        match language {
            Language::De => self.t("language.de"),
            Language::En => self.t("language.en"),
        }
    }

    /// Returns a date of a query in words; relative points as they are typed.
    pub fn range(self, range: &DateRange) -> String {
        let (from, to) = (range.from.map(|point| self.point(point)), range.to.map(|point| self.point(point)));
        match (from, to) {
            (Some(from), Some(to)) if from == to => from,
            (Some(from), Some(to)) => self.fill("date.range", &[("from", &from), ("to", &to)]),
            (Some(from), None) => self.fill("date.since", &[("from", &from)]),
            (None, Some(to)) => self.fill("date.until", &[("to", &to)]),
            (None, None) => range.to_string(),
        }
    }

    fn point(self, point: DatePoint) -> String {
        match point {
            DatePoint::Month(year, month) => self.month(year, month),
            DatePoint::Day(day) => self.day(day),
            other => other.to_string(),
        }
    }

    fn month_name(self, month: i8) -> &'static str {
        self.known(&format!("month.{month}")).unwrap_or_default()
    }
}

/// Puts values into the placeholders of a text; what stands in a value is never a placeholder.
fn filled(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        let Some((name, behind)) = behind.split_once('}') else { break };
        filled.push_str(before);
        filled.push_str(values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
        rest = behind;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests;
