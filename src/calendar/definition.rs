//! A calendar as an author writes it.

use std::collections::BTreeMap;

use crate::document::{definition, words};

use super::{EndRule, Pattern, Weekday};

definition! {
    /// When the fiscal year starts, what it is made of and called, and the periods that follow no rule.
    ///
    /// A calendar of which nothing is written is the usual one: its year starts on 1 January.
    ///
    /// # Example
    ///
    /// ```
    /// use attain::calendar::{CalendarDefinition, FiscalCalendar};
    /// use attain::diagnostic::{At, Problems};
    ///
    /// let definition = CalendarDefinition { year_starts: Some("07-01".into()), ..CalendarDefinition::default() };
    /// let mut problems = Problems::new();
    /// let calendar = FiscalCalendar::compile(&definition, At::root().field("calendar"), &mut problems);
    /// assert!(problems.is_empty());
    /// assert_eq!(calendar.year_starts(), (7, 1));
    /// ```
    pub struct CalendarDefinition {
        /// Month and day on which the fiscal year starts, such as `07-01`: a day from 1 to 28, because every month must
        /// have it. Left out: `01-01`.
        pub year_starts: Option<String>,
        /// Whether a fiscal year is called after the year in which it ends or starts. Left out: `end`. A year that
        /// starts on 1 January, or ends at the end of December, has one name either way.
        pub year_named: Option<YearNamed>,
        /// What a year is made of: twelve months, or whole weeks. Left out: `months`.
        pub pattern: Option<Pattern>,
        /// On which day a year of whole weeks ends; needed for one, and for no other.
        pub last: Option<YearEndDefinition>,
        /// On which day of the week weeks start. Left out: `monday`, or the day after the last of a year of whole weeks,
        /// which then have no other start.
        pub week_starts: Option<Weekday>,
        /// Years that are shorter than the rule says, by their labels, each as `2025-07-01 .. 2026-01-01`: its first day, and
        /// the day after its last one. At most [`LISTED_YEARS_MAX`](super::LISTED_YEARS_MAX).
        pub years: BTreeMap<String, String>,
        /// Periods by name of their list: the first day of each and then the day after the last, so n + 1 rising days
        /// for n periods, at most [`LIST_PERIODS_MAX`](super::LIST_PERIODS_MAX). Each list is a grain of its own.
        pub lists: BTreeMap<String, Vec<String>>,
    }
}

definition! {
    /// On which day years of whole weeks end: `{ "weekday": "saturday", "month": 1, "rule": "nearest" }`.
    pub struct YearEndDefinition {
        /// The day of the week.
        pub weekday: Weekday,
        /// The month at whose end it is, from 1 to 12.
        pub month: u32,
        /// Which of these days: the one nearest to the end of the month, or the last one in it.
        pub rule: EndRule,
    }
}

words! {
    /// After which calendar year a fiscal year is called.
    pub enum YearNamed {
        /// The one in which it ends: from July 2025 to June 2026 is 2026.
        End = "end",
        /// The one in which it starts: from July 2025 to June 2026 is 2025.
        Start = "start",
    }
}
