//! Periods, and how a calendar finds them.

use chrono::NaiveDate;

use crate::quantity::{Fraction, Outcome, Why};

use super::{FiscalCalendar, Grain, Span, day};

/// A period of a calendar: a month, a fiscal quarter, a period of a list.
///
/// Only a calendar makes one, so it is aligned, and it has one day or more.
///
/// # Example
///
/// ```
/// use attain::calendar::{FiscalCalendar, Grain, parse_day};
/// use attain::quantity::Fraction;
///
/// let calendar = FiscalCalendar::default();
/// let april = calendar.period(Grain::Month, parse_day("2026-04-10")?).unwrap();
/// assert_eq!((april.first(), april.last()), (parse_day("2026-04-01")?, parse_day("2026-04-30")?));
/// assert_eq!((april.index(), april.year(), april.days()), (4, Some(2026), 30));
/// assert_eq!(Some(april.elapsed(parse_day("2026-04-10")?)), Fraction::new(1, 3));
/// # Ok::<(), attain::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    grain: Grain,
    span: Span,
    index: u32,
    year: Option<i32>,
}

impl Period {
    pub(super) fn new(grain: Grain, span: Span, index: u32, year: Option<i32>) -> Period {
        Period { grain, span, index, year }
    }

    /// What kind of period it is.
    pub fn grain(self) -> Grain {
        self.grain
    }

    /// Its days.
    pub fn span(self) -> Span {
        self.span
    }

    /// Its first day.
    pub fn first(self) -> NaiveDate {
        self.span.from()
    }

    /// Its last day.
    pub fn last(self) -> NaiveDate {
        self.span.to().pred_opt().unwrap_or_else(|| self.span.from())
    }

    /// The day after its last one.
    pub fn end(self) -> NaiveDate {
        self.span.to()
    }

    /// Whether `day` falls into it.
    pub fn contains(self, day: NaiveDate) -> bool {
        self.span.contains(day)
    }

    /// How many days it has, from 1.
    pub fn days(self) -> i64 {
        self.span.days()
    }

    /// Its number, counted from 1: that of the day, half month, month, quarter or half in its fiscal year, that of the
    /// period in its list. A year's is the year itself.
    ///
    /// That of a week is its number in the fiscal year where years are made of whole weeks; else its number in the calendar
    /// year that has the week's fourth day, which is that of ISO 8601 for weeks that start on Monday.
    pub fn index(self) -> u32 {
        self.index
    }

    /// What the fiscal year is called in which it lies, as a number; `None` for a period of a list.
    ///
    /// For a week this is the year in which its [`index`](Period::index) counts. A listed year has the number in its label
    /// where that is written as those of other years, like `FY2025`; else that of the calendar year in which it ends or
    /// starts, as other years have, and another year may have it too.
    pub fn year(self) -> Option<i32> {
        self.year
    }

    /// Its days up to and with `as_of`: none before it, all of them after it.
    pub fn to_date(self, as_of: NaiveDate) -> Span {
        self.span.to_date(as_of)
    }

    /// The share of its days that have passed at the end of `as_of`: 0 before it, 1 from its last day on.
    pub fn elapsed(self, as_of: NaiveDate) -> Fraction {
        let passed = i128::from(self.to_date(as_of).days());
        Fraction::new(passed, i128::from(self.days())).unwrap_or(Fraction::ONE)
    }
}

impl FiscalCalendar {
    /// The period of `grain` that has `day`.
    ///
    /// Built-in grains have one for every day of the years 1 to 9999, also where it reaches out of them; but half months
    /// are in no calendar whose years are made of whole weeks ([`Why::NoPeriod`]). A list has none before its first
    /// boundary ([`Why::BeforeFirstPeriod`]) or from its last one on ([`Why::NoPeriod`]).
    pub fn period(&self, grain: Grain, day: NaiveDate) -> Outcome<Period> {
        if !day::is_known(day) {
            return Err(Why::NoPeriod);
        }
        self.numbered(grain, self.number(grain, day).ok_or(Why::NoPeriod)?)
    }

    /// The period of the same grain that is `steps` later, or earlier where `steps` is negative: -1 is the prior one.
    ///
    /// It counts periods as they are: the one before the first quarter after a listed year of four months is that year's
    /// last, of one month.
    ///
    /// Undefined as in [`period`](FiscalCalendar::period). `period` is one of this calendar.
    pub fn shift(&self, period: Period, steps: i64) -> Outcome<Period> {
        let number = self.number(period.grain, period.first()).and_then(|number| number.checked_add(steps));
        self.numbered(period.grain, number.ok_or(Why::NoPeriod)?)
    }
}
