//! Days of the week.

use chrono::{Datelike, NaiveDate};

use crate::document::words;

words! {
    /// A day of the week.
    ///
    /// # Example
    ///
    /// ```
    /// use attain::calendar::{Weekday, parse_day};
    ///
    /// assert_eq!(Weekday::of(parse_day("2026-02-14")?), Weekday::Saturday);
    /// assert_eq!(Weekday::Sunday.next(), Weekday::Monday);
    /// # Ok::<(), attain::error::Error>(())
    /// ```
    pub enum Weekday {
        /// The first day of the week in ISO 8601.
        Monday = "monday",
        /// The day after Monday.
        Tuesday = "tuesday",
        /// The middle of a working week.
        Wednesday = "wednesday",
        /// The day by which ISO 8601 tells to which year a week belongs.
        Thursday = "thursday",
        /// The day before Saturday.
        Friday = "friday",
        /// The day on which the years of American retail end.
        Saturday = "saturday",
        /// The first day of the week in America and Japan, among others.
        Sunday = "sunday",
    }
}

impl Weekday {
    /// The day of the week of a day.
    pub fn of(day: NaiveDate) -> Weekday {
        let index = day.weekday().num_days_from_monday();
        usize::try_from(index).ok().and_then(|index| Weekday::ALL.get(index).copied()).unwrap_or_default()
    }

    /// The day of the week that follows.
    #[must_use]
    pub fn next(self) -> Weekday {
        let after = Weekday::ALL.iter().copied().skip_while(|day| *day != self).nth(1);
        after.unwrap_or(Weekday::Monday)
    }

    /// How many days it is after Monday, from 0 to 6.
    pub(super) fn after_monday(self) -> i64 {
        Weekday::ALL.iter().zip(0..).find(|(day, _)| **day == self).map_or(0, |(_, index)| index)
    }
}
