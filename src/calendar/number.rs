//! The periods of a grain, numbered.
//!
//! Every grain lays the days out as numbered periods in a row; all questions to a calendar are then sums of whole
//! numbers: which number has this day, and which days has this number.

use chrono::{Datelike, Days, NaiveDate};

use crate::quantity::{Outcome, Why};

use super::years::Year;
use super::{FiscalCalendar, Grain, ListId, Period, Span, day};

/// How many days the first half of a month has.
const HALF_MONTH_DAYS: u64 = 15;

impl FiscalCalendar {
    /// The number of the period that has `day`; `None` where the calendar has no such grain.
    ///
    /// The numbers of one grain rise by one from period to period. Where they start is nobody's business but
    /// [`numbered`](FiscalCalendar::numbered)'s.
    pub(super) fn number(&self, grain: Grain, day: NaiveDate) -> Option<i64> {
        match (grain, grain.months()) {
            (_, Some(months)) => self.years.number(months, day),
            (Grain::HalfMonth, _) => self.number_of_half_month(day),
            (Grain::Week, _) => Some(self.week_number(day)),
            (Grain::List(id), _) => Some(self.list(id).map_or(0, |list| list.number(day))),
            _ => Some(i64::from(day.num_days_from_ce())),
        }
    }

    /// The period that has this number; undefined where none of its days is known.
    pub(super) fn numbered(&self, grain: Grain, number: i64) -> Outcome<Period> {
        if let Grain::List(id) = grain {
            return self.numbered_of_list(id, number);
        }
        let known = day::known();
        let period = self.laid_out(grain, number);
        period.filter(|period| known.is_some_and(|known| known.overlap(period.span()).is_some())).ok_or(Why::NoPeriod)
    }

    /// The number of the period that is the `index`th (from 1) of its kind in a year; `None` where it has fewer.
    pub(super) fn number_in_year(&self, grain: Grain, year: Year<'_>, index: u32) -> Option<i64> {
        let (first, count) = match grain.months() {
            Some(months) => (year.first(months)?, self.years.count(year, months)?),
            None => (self.week_number(year.span.from()), year.span.days().div_euclid(7)),
        };
        let index = i64::from(index);
        (1..=count).contains(&index).then(|| first.checked_add(index)?.checked_sub(1))?
    }

    /// The period of a built-in grain that has this number, whether its days are known or not.
    pub(super) fn laid_out(&self, grain: Grain, number: i64) -> Option<Period> {
        match (grain, grain.months()) {
            (_, Some(months)) => self.numbered_months(grain, number, months),
            (Grain::HalfMonth, _) => self.numbered_half_month(number),
            (Grain::Week, _) => self.numbered_week(number),
            _ => self.numbered_day(number),
        }
    }

    fn numbered_months(&self, grain: Grain, number: i64, months: i64) -> Option<Period> {
        let (year, position) = self.years.numbered(months, number)?;
        let index = match grain {
            Grain::Year => u32::try_from(year.number).ok()?,
            _ => counted(position)?,
        };
        Some(Period::new(grain, self.years.part(year, months, position)?, index, Some(year.number)))
    }

    /// Twice the number of the month, and one more for its second half.
    fn number_of_half_month(&self, day: NaiveDate) -> Option<i64> {
        if self.pattern().is_of_weeks() {
            return None;
        }
        let month = self.years.number(1, day)?;
        let middle = middle(self.numbered_months(Grain::Month, month, 1)?.first())?;
        month.checked_mul(2)?.checked_add(i64::from(middle <= day))
    }

    fn numbered_half_month(&self, number: i64) -> Option<Period> {
        if self.pattern().is_of_weeks() {
            return None;
        }
        let month = self.numbered_months(Grain::Month, number.div_euclid(2), 1)?;
        let (middle, second) = (middle(month.first())?, number.rem_euclid(2));
        let span = if second == 0 { Span::new(month.first(), middle) } else { Span::new(middle, month.end()) };
        let index = month.index().checked_sub(1)?.checked_mul(2)?.checked_add(u32::try_from(second).ok()?)?;
        Some(Period::new(Grain::HalfMonth, span?, index.checked_add(1)?, month.year()))
    }

    fn numbered_day(&self, number: i64) -> Option<Period> {
        let first = NaiveDate::from_num_days_from_ce_opt(i32::try_from(number).ok()?)?;
        let year = self.years.year(first)?;
        let index = counted(first.signed_duration_since(year.span.from()).num_days())?;
        let span = Span::new(first, first.succ_opt()?)?;
        Some(Period::new(Grain::Day, span, index, Some(year.number)))
    }

    fn numbered_of_list(&self, id: ListId, number: i64) -> Outcome<Period> {
        if number < 0 {
            return Err(Why::BeforeFirstPeriod);
        }
        let bounds = self.list(id).and_then(|list| list.bounds(number));
        let span = bounds.and_then(|(from, to)| Span::new(from, to)).ok_or(Why::NoPeriod)?;
        Ok(Period::new(Grain::List(id), span, counted(number).ok_or(Why::NoPeriod)?, None))
    }
}

/// The first day of the second half of a month that starts on `first`.
fn middle(first: NaiveDate) -> Option<NaiveDate> {
    first.checked_add_days(Days::new(HALF_MONTH_DAYS))
}

/// A position counted from 0, counted from 1.
pub(super) fn counted(position: i64) -> Option<u32> {
    u32::try_from(position.checked_add(1)?).ok()
}
