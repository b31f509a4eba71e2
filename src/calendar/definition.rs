//! A calendar as an author writes it.

use std::collections::BTreeMap;

use crate::document::{definition, words};

definition! {
    /// When the fiscal year starts, what it is called, and the periods that follow no rule.
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
        /// starts on 1 January has one name either way.
        pub year_named: Option<YearNamed>,
        /// Periods by name of their list: the first day of each and then the day after the last, so n + 1 rising days
        /// for n periods, at most [`LIST_PERIODS_MAX`](super::LIST_PERIODS_MAX). Each list is a grain of its own.
        pub lists: BTreeMap<String, Vec<String>>,
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
