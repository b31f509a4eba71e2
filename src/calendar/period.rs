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

    /// Its number, counted from 1: that of the day, month, quarter or half in its fiscal year, that of the period in
    /// its list. A year's is the year itself.
    pub fn index(self) -> u32 {
        self.index
    }

    /// What the fiscal year is called in which it lies; `None` for a period of a list.
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
    /// Built-in grains have one for every day of the years 1 to 9999, also where it reaches out of them. A list has
    /// none before its first boundary ([`Why::BeforeFirstPeriod`]) or from its last one on ([`Why::NoPeriod`]).
    pub fn period(&self, grain: Grain, day: NaiveDate) -> Outcome<Period> {
        if !day::is_known(day) {
            return Err(Why::NoPeriod);
        }
        self.numbered(grain, self.number(grain, day))
    }

    /// The period of the same grain that is `steps` later, or earlier where `steps` is negative: -1 is the prior one.
    ///
    /// Undefined as in [`period`](FiscalCalendar::period). `period` is one of this calendar.
    pub fn shift(&self, period: Period, steps: i64) -> Outcome<Period> {
        let number = self.number(period.grain, period.first()).checked_add(steps).ok_or(Why::NoPeriod)?;
        self.numbered(period.grain, number)
    }

    /// The period of the same grain one year earlier.
    ///
    /// For years, halves, quarters and months it is the one of the same number in the fiscal year before; for a day the
    /// same month and day, and 28 February for 29 February. The periods of a list move against the year, by a day or
    /// more; of a list it is the period that has the middle day (the later of two) one year earlier, so that a quarter
    /// of 13 weeks is compared with the quarter it continues, not with the one before.
    ///
    /// Undefined as in [`period`](FiscalCalendar::period). `period` is one of this calendar.
    pub fn last_year(&self, period: Period) -> Outcome<Period> {
        if let Some(in_year) = period.grain.months().and_then(|months| 12_i64.checked_div(months)) {
            return self.shift(period, in_year.saturating_neg());
        }
        let before = day::a_year_before(middle(period.span)).ok_or(Why::NoPeriod)?;
        self.period(period.grain, before)
    }
}

/// The middle day of a span, the later of two; of a single day, the day.
fn middle(span: Span) -> NaiveDate {
    let half = u64::try_from(span.days()).unwrap_or_default().div_euclid(2);
    span.from().checked_add_days(chrono::Days::new(half)).unwrap_or_else(|| span.from())
}
