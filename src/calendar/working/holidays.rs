//! Public holidays that come ready, by country and year.

use chrono::{Days, NaiveDate};

use crate::calendar::Span;
use crate::document::words;

words! {
    /// Public holidays that come ready, with their make-up working days.
    pub enum Holidays {
        /// Those of mainland China, as the State Council announced them for the years 2020 to 2026. A day at the end of
        /// the last year may still be moved when the holidays of the year after it are announced.
        China = "china",
    }
}

impl Holidays {
    /// The years for which they are known, the first and the last.
    pub fn years(self) -> (i32, i32) {
        let Holidays::China = self;
        let year = |year: Option<&Year>| year.map(|year| year.number).unwrap_or_default();
        (year(CHINA.first()), year(CHINA.last()))
    }

    /// The days of those years.
    pub(super) fn known(self) -> Option<Span> {
        let (first, last) = self.years();
        let first_of = |year: i32| NaiveDate::from_ymd_opt(year, 1, 1);
        Span::new(first_of(first)?, first_of(last.checked_add(1)?)?)
    }

    /// Every day that departs from the week, in no order, and whether it is worked.
    pub fn days(self) -> impl Iterator<Item = (NaiveDate, bool)> {
        let Holidays::China = self;
        CHINA.iter().flat_map(|year| {
            let off = year.off.iter().flat_map(move |&(month, day, days)| {
                let first = NaiveDate::from_ymd_opt(year.number, month, day);
                (0..days).filter_map(move |after| first?.checked_add_days(Days::new(after)))
            });
            let worked =
                year.worked.iter().filter_map(move |&(month, day)| NaiveDate::from_ymd_opt(year.number, month, day));
            off.map(|day| (day, false)).chain(worked.map(|day| (day, true)))
        })
    }
}

/// The days of a year that depart from the week.
struct Year {
    number: i32,
    /// Month, day, and how many days in a row are off from there on.
    off: &'static [(u32, u32, u64)],
    /// Month and day of the weekend days that are worked.
    worked: &'static [(u32, u32)],
}

/// Mainland China, from the notices of the State Council.
const CHINA: &[Year] = &[
    Year {
        number: 2020,
        off: &[(1, 1, 1), (1, 24, 10), (4, 4, 3), (5, 1, 5), (6, 25, 3), (10, 1, 8)],
        worked: &[(1, 19), (4, 26), (5, 9), (6, 28), (9, 27), (10, 10)],
    },
    Year {
        number: 2021,
        off: &[(1, 1, 3), (2, 11, 7), (4, 3, 3), (5, 1, 5), (6, 12, 3), (9, 19, 3), (10, 1, 7)],
        worked: &[(2, 7), (2, 20), (4, 25), (5, 8), (9, 18), (9, 26), (10, 9)],
    },
    Year {
        number: 2022,
        off: &[(1, 1, 3), (1, 31, 7), (4, 3, 3), (4, 30, 5), (6, 3, 3), (9, 10, 3), (10, 1, 7), (12, 31, 1)],
        worked: &[(1, 29), (1, 30), (4, 2), (4, 24), (5, 7), (10, 8), (10, 9)],
    },
    Year {
        number: 2023,
        off: &[(1, 1, 2), (1, 21, 7), (4, 5, 1), (4, 29, 5), (6, 22, 3), (9, 29, 8)],
        worked: &[(1, 28), (1, 29), (4, 23), (5, 6), (6, 25), (10, 7), (10, 8)],
    },
    Year {
        number: 2024,
        off: &[(1, 1, 1), (2, 10, 8), (4, 4, 3), (5, 1, 5), (6, 10, 1), (9, 15, 3), (10, 1, 7)],
        worked: &[(2, 4), (2, 18), (4, 7), (4, 28), (5, 11), (9, 14), (9, 29), (10, 12)],
    },
    Year {
        number: 2025,
        off: &[(1, 1, 1), (1, 28, 8), (4, 4, 3), (5, 1, 5), (5, 31, 3), (10, 1, 8)],
        worked: &[(1, 26), (2, 8), (4, 27), (9, 28), (10, 11)],
    },
    Year {
        number: 2026,
        off: &[(1, 1, 3), (2, 15, 9), (4, 4, 3), (5, 1, 5), (6, 19, 3), (9, 25, 3), (10, 1, 7)],
        worked: &[(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)],
    },
];
