//! The periods of a grain, numbered.
//!
//! Every grain lays the days out as numbered periods in a row; all questions to a calendar are then sums of whole
//! numbers: which number has this day, and which days has this number.

use chrono::{Datelike, NaiveDate};

use crate::quantity::{Outcome, Why};

use super::{FiscalCalendar, Grain, ListId, Period, Span, YearNamed, day};

const MONTHS_OF_YEAR: i64 = 12;

impl FiscalCalendar {
    /// The number of the period that has `day`.
    ///
    /// The numbers of one grain rise by one from period to period. Where they start is nobody's business but
    /// [`numbered`](FiscalCalendar::numbered)'s.
    pub(super) fn number(&self, grain: Grain, day: NaiveDate) -> i64 {
        match (grain, grain.months()) {
            (_, Some(months)) => self.months_before(day).div_euclid(months),
            (Grain::List(id), _) => self.list(id).map_or(0, |list| list.number(day)),
            _ => i64::from(day.num_days_from_ce()),
        }
    }

    /// The period that has this number; undefined where none of its days is known.
    pub(super) fn numbered(&self, grain: Grain, number: i64) -> Outcome<Period> {
        let period = match (grain, grain.months()) {
            (_, Some(months)) => self.numbered_months(grain, number, months),
            (Grain::List(id), _) => return self.numbered_of_list(id, number),
            _ => self.numbered_day(number),
        };
        let known = day::known();
        period.filter(|period| known.is_some_and(|known| known.overlap(period.span()).is_some())).ok_or(Why::NoPeriod)
    }

    /// The number of the month-made period that is the `index`th (from 1) of its kind in the year called `year`; `None`
    /// where a year has fewer.
    pub(super) fn number_in_year(&self, grain: Grain, year: i32, index: u32) -> Option<i64> {
        let in_year = MONTHS_OF_YEAR.checked_div(grain.months()?)?;
        let index = i64::from(index);
        let first = i64::from(year).checked_sub(self.name_ahead())?.checked_mul(in_year)?;
        (1..=in_year).contains(&index).then(|| first.checked_add(index)?.checked_sub(1))?
    }

    fn numbered_months(&self, grain: Grain, number: i64, months: i64) -> Option<Period> {
        let before = number.checked_mul(months)?;
        let span = Span::new(self.month_start(before)?, self.month_start(before.checked_add(months)?)?)?;
        let year = self.year_of(before)?;
        let index = match grain {
            Grain::Year => u32::try_from(year).ok()?,
            _ => counted(before.rem_euclid(MONTHS_OF_YEAR).checked_div(months)?)?,
        };
        Some(Period::new(grain, span, index, Some(year)))
    }

    fn numbered_day(&self, number: i64) -> Option<Period> {
        let first = NaiveDate::from_num_days_from_ce_opt(i32::try_from(number).ok()?)?;
        let before = self.months_before(first);
        let year_start = self.month_start(before.checked_sub(before.rem_euclid(MONTHS_OF_YEAR))?)?;
        let index = counted(first.signed_duration_since(year_start).num_days())?;
        let span = Span::new(first, first.succ_opt()?)?;
        Some(Period::new(Grain::Day, span, index, Some(self.year_of(before)?)))
    }

    fn numbered_of_list(&self, id: ListId, number: i64) -> Outcome<Period> {
        if number < 0 {
            return Err(Why::BeforeFirstPeriod);
        }
        let bounds = self.list(id).and_then(|list| list.bounds(number));
        let span = bounds.and_then(|(from, to)| Span::new(from, to)).ok_or(Why::NoPeriod)?;
        Ok(Period::new(Grain::List(id), span, counted(number).ok_or(Why::NoPeriod)?, None))
    }

    /// How many fiscal months began before the one that has `day`, counted from the start of the fiscal year that
    /// starts in the year 0.
    #[expect(clippy::arithmetic_side_effects, reason = "a year has at most six digits")]
    fn months_before(&self, day: NaiveDate) -> i64 {
        let not_begun = i64::from(day.day() < self.day);
        i64::from(day.year()) * MONTHS_OF_YEAR + i64::from(day.month()) - i64::from(self.month) - not_begun
    }

    /// The first day of the fiscal month before which so many began.
    fn month_start(&self, before: i64) -> Option<NaiveDate> {
        let months = before.checked_add(i64::from(self.month))?.checked_sub(1)?;
        let year = i32::try_from(months.div_euclid(MONTHS_OF_YEAR)).ok()?;
        NaiveDate::from_ymd_opt(year, counted(months.rem_euclid(MONTHS_OF_YEAR))?, self.day)
    }

    /// What the fiscal year is called that has the month before which so many began.
    fn year_of(&self, before: i64) -> Option<i32> {
        i32::try_from(before.div_euclid(MONTHS_OF_YEAR).checked_add(self.name_ahead())?).ok()
    }

    /// By how much the name of a fiscal year is ahead of the calendar year in which it starts.
    fn name_ahead(&self) -> i64 {
        i64::from(self.named == YearNamed::End && !self.is_plain())
    }
}

/// A position counted from 0, counted from 1.
fn counted(position: i64) -> Option<u32> {
    u32::try_from(position.checked_add(1)?).ok()
}
