//! Days of the calendar, as far as the dates of news need them.

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    pub year: i32,
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31.
    pub day: u32,
}

impl Date {
    /// Reads a plain date, or the date of an RFC 3339 time: `2024-11-20`.
    pub fn parse(text: &str) -> Option<Date> {
        let mut parts = text.get(..10)?.split('-');
        let (year, month, day) =
            (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Date { year, month, day }.valid()
    }

    /// Returns the date if there is such a day.
    pub fn valid(self) -> Option<Date> {
        let is_month = (1..=12).contains(&self.month);
        (is_month && (1..=days_of_month(self.year, self.month)).contains(&self.day)).then_some(self)
    }

    /// Returns the day so many days later, earlier for a negative number.
    pub fn plus_days(self, n_days: i64) -> Date {
        Date::of_number(self.number() + n_days)
    }

    /// Returns the weekday, 0 for Monday.
    pub fn weekday(self) -> i64 {
        // The first of January 1970 was a Thursday.
        (self.number() + 3).rem_euclid(7)
    }

    /// Days since the first of January 1970 (Hinnant, chrono-compatible low-level date algorithms, 2014).
    fn number(self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let shifted = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * shifted + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
    }

    fn of_number(number: i64) -> Date {
        let days = number + 719_468;
        let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        let day_of_year = day - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = era * 400 + year_of_era + i64::from(month <= 2);
        Date { year: year as i32, month: month as u32, day: (day_of_year - (153 * shifted + 2) / 5 + 1) as u32 }
    }
}

/// Returns how many days a month has.
pub fn days_of_month(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted() {
        let date = Date::parse("2024-03-01T10:00:00Z").expect("it is a date");
        assert_eq!(date.plus_days(-1), Date { year: 2024, month: 2, day: 29 });
        assert_eq!(date.weekday(), 4);
        assert_eq!(Date::parse("2023-02-29"), None);
        for n_days in -200_000..200_000 {
            let day = date.plus_days(n_days);
            assert_eq!(day.plus_days(-n_days), date);
            assert_eq!(day.valid(), Some(day));
        }
    }
}
