//! A calendar as an author writes it.

use crate::document::{Named, OneOrMany, definition, words};

use super::working::Holidays;

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
        pub years: Named<String>,
        /// Periods by name of their list: the first day of each and then the day after the last, so n + 1 rising days
        /// for n periods, at most [`LIST_PERIODS_MAX`](super::LIST_PERIODS_MAX). Each list is a grain of its own.
        pub lists: Named<Vec<String>>,
        /// Which weekdays are worked, and from when to when: a row, or a list of rows. Left out: nobody knows, and
        /// whoever asks for working days is refused.
        pub hours: Option<OneOrMany<HoursDefinition>>,
        /// Days off, whatever their weekday: days such as `2025-12-25`, and days up to, but without, another one such as
        /// `2026-02-15 .. 2026-02-24`.
        pub off: Vec<String>,
        /// Make-up days: worked, whatever their weekday, with the hours of the first weekday of the first row.
        pub worked: Vec<String>,
        /// Public holidays that come ready, with their make-up days. What `off` and `worked` say of a day comes before
        /// them.
        pub holidays: Option<Holidays>,
        /// Of which days it is known whether they are worked, such as `2024-01-01 .. 2027-01-01`; an end may be left
        /// open. Left out: of the calendar years of which `off`, `worked` or `holidays` say something; where none of the
        /// three is written, of all.
        pub known: Option<String>,
    }
}

definition! {
    /// Weekdays that are worked, and from when to when: one row of `hours`.
    ///
    /// Several rows for a weekday make breaks. `from` and `to` are both written or both left out; days alone make
    /// working days without working time.
    pub struct HoursDefinition {
        /// Weekdays and ranges of them, such as `mon .. fri` or `mon .. wed, sat`.
        pub days: String,
        /// When work begins, such as `09:00`.
        pub from: Option<String>,
        /// When it ends, later on the same day; a day ends at `24:00`.
        pub to: Option<String>,
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
