//! Questions about working days.

use chrono::{Datelike, NaiveDate};

use crate::calendar::{CalendarDefinition, Span};
use crate::diagnostic::{At, Problems};
use crate::quantity::{Fraction, Outcome, Why};

use super::compile;
use super::exceptions::{Exception, Exceptions};
use super::known::Known;
use super::week::{Opening, Week, Work};

/// Which days are worked, and when on them.
///
/// What is asked of a day that it does not know is undefined: [`Why::UnknownYear`] names the year.
///
/// # Example
///
/// ```
/// use attain::calendar::{CalendarDefinition, HoursDefinition, Span, WorkingCalendar, parse_day};
/// use attain::diagnostic::{At, Problems};
/// use attain::document::OneOrMany;
///
/// let weekdays = HoursDefinition { days: "mon .. fri".into(), ..HoursDefinition::default() };
/// let definition = CalendarDefinition {
///     hours: Some(OneOrMany(vec![weekdays])),
///     off: vec!["2025-12-24 .. 2025-12-27".into()],
///     ..CalendarDefinition::default()
/// };
/// let calendar = WorkingCalendar::compile(&definition, At::root(), &mut Problems::new()).unwrap();
///
/// let december = Span::new(parse_day("2025-12-01")?, parse_day("2026-01-01")?).unwrap();
/// assert_eq!(calendar.workdays(december), Ok(20));
/// assert_eq!(calendar.next_working(parse_day("2025-12-24")?)?, parse_day("2025-12-29")?);
/// assert_eq!(calendar.add_workdays(parse_day("2025-12-23")?, 2)?, parse_day("2025-12-30")?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingCalendar {
    week: Week,
    exceptions: Exceptions,
    pub(super) known: Known,
}

impl WorkingCalendar {
    /// Reads the working days and hours of a calendar, and reports everything that is wrong with them; `None` where
    /// the definition does not say which weekdays are worked, or not soundly.
    pub fn compile(definition: &CalendarDefinition, at: At<'_>, problems: &mut Problems) -> Option<WorkingCalendar> {
        compile::compile(definition, at, problems)
    }

    pub(super) fn new(week: Week, exceptions: Vec<Exception>, known: Known) -> WorkingCalendar {
        let exceptions = Exceptions::new(exceptions, &week);
        WorkingCalendar { week, exceptions, known }
    }

    /// Whether hours are written, not days alone: without them, working time is undefined.
    pub fn has_hours(&self) -> bool {
        self.week.is_timed()
    }

    /// Whether a day is worked.
    pub fn is_working(&self, day: NaiveDate) -> Outcome<bool> {
        self.known.around(day)?;
        Ok(self.openings(day).is_some())
    }

    /// How many days of a span are worked, from 0; undefined where one of its days is not known.
    pub fn workdays(&self, span: Span) -> Outcome<u32> {
        self.known.covers(span)?;
        let days = self.before(span.to()).minus(self.before(span.from())).days;
        u32::try_from(days).map_err(|_| Why::Overflow)
    }

    /// The share of the working days of a span that have passed at the end of `as_of`: 0 before it, 1 from its last day
    /// on; divided by zero, where none of its days is worked.
    pub fn elapsed(&self, span: Span, as_of: NaiveDate) -> Outcome<Fraction> {
        let passed = self.workdays(span.to_date(as_of))?;
        let all = self.workdays(span)?;
        Fraction::new(i128::from(passed), i128::from(all)).ok_or(Why::DividedByZero)
    }

    /// The first working day from `day` on, itself included.
    pub fn next_working(&self, day: NaiveDate) -> Outcome<NaiveDate> {
        self.add_workdays(day, 0)
    }

    /// The working day that is so many working days after `day`, or before it where `days` is negative.
    ///
    /// `day` itself is not counted, worked or not: from a Friday and from the Saturday after it, one working day leads
    /// to the Monday. No days lead to `day` where it is worked, else to the next one that is.
    ///
    /// Undefined where a day on the way is not known, also where no day on the way is worked for ever.
    pub fn add_workdays(&self, day: NaiveDate, days: i64) -> Outcome<NaiveDate> {
        let known = self.known.around(day)?;
        if days < 0 {
            let end = self.before(day).days.saturating_add(days);
            // The latest day before which no more is worked than that is the one that is worked next.
            let after = first_day(known.from(), day, |next| self.before(next).days > end);
            let found = after.and_then(|after| after.pred_opt()).filter(|found| *found >= known.from());
            return found.ok_or_else(|| before_the_first(known));
        }
        let counted_from = if days == 0 { Some(day) } else { day.succ_opt() };
        let end = counted_from.map(|from| self.before(from).days.saturating_add(days.max(1)));
        let after = counted_from.zip(end).and_then(|(from, end)| {
            let next = from.succ_opt()?;
            first_day(next, known.to(), |next| self.before(next).days >= end)
        });
        after.and_then(|after| after.pred_opt()).ok_or(Why::UnknownYear(known.to().year()))
    }

    /// The working time of a day; `None` where it is not worked.
    pub(super) fn openings(&self, day: NaiveDate) -> Option<&[Opening]> {
        self.exceptions.day(day, &self.week)
    }

    /// How much is worked before a day, counted from the first day of the year 1.
    pub(super) fn before(&self, day: NaiveDate) -> Work {
        self.week.before(day).plus(self.exceptions.before(day, &self.week))
    }
}

/// Why there is nothing before the first known day.
pub(super) fn before_the_first(known: Span) -> Why {
    let before = known.from().pred_opt().unwrap_or(known.from());
    Why::UnknownYear(before.year())
}

/// The first day from `from` up to and with `last` for which a condition holds that, once it does, holds on every later
/// day; by halving, so that centuries take some twenty steps.
pub(super) fn first_day(from: NaiveDate, last: NaiveDate, holds: impl Fn(NaiveDate) -> bool) -> Option<NaiveDate> {
    if from > last || !holds(last) {
        return None;
    }
    let (mut from, mut last) = (from, last);
    while from < last {
        let half = last.signed_duration_since(from).num_days().unsigned_abs().div_euclid(2);
        let middle = from.checked_add_days(chrono::Days::new(half))?;
        if holds(middle) {
            last = middle;
        } else {
            from = middle.succ_opt()?;
        }
    }
    Some(last)
}
