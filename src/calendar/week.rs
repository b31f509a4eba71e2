//! Weeks: seven days in a row, whatever the months do.

use chrono::{Datelike, NaiveDate};

use super::number::counted;
use super::{FiscalCalendar, Grain, Period, Span, Weekday};

impl FiscalCalendar {
    /// On which day of the week weeks start.
    pub fn week_starts(&self) -> Weekday {
        self.week_starts
    }

    /// Whether weeks are those of ISO 8601, which start on a Monday and are counted in calendar years.
    pub(super) fn has_iso_weeks(&self) -> bool {
        self.week_starts == Weekday::Monday && !self.pattern().is_of_weeks()
    }

    /// How many weeks began before the one that has `day`, from the first one that began in the year 1.
    pub(super) fn week_number(&self, day: NaiveDate) -> i64 {
        i64::from(day.num_days_from_ce()).saturating_sub(self.days_before_weeks()).div_euclid(7)
    }

    pub(super) fn numbered_week(&self, number: i64) -> Option<Period> {
        let from = number.checked_mul(7)?.checked_add(self.days_before_weeks())?;
        let day = |number: i64| NaiveDate::from_num_days_from_ce_opt(i32::try_from(number).ok()?);
        let span = Span::new(day(from)?, day(from.checked_add(7)?)?)?;
        let (index, year) = self.week_of_year(span, from)?;
        Some(Period::new(Grain::Week, span, index, Some(year)))
    }

    /// The number of the `index`th week of the calendar year; `None` where it has fewer.
    ///
    /// The first is the one that has the 4th of January, as in ISO 8601.
    pub(super) fn week_in_calendar_year(&self, year: i32, index: u32) -> Option<i64> {
        let first = self.week_number(NaiveDate::from_ymd_opt(year, 1, 4)?);
        let number = first.checked_add(i64::from(index))?.checked_sub(1)?;
        let week = self.numbered_week(number)?;
        ((week.year(), week.index()) == (Some(year), index)).then_some(number)
    }

    /// The index of a week, and its year: in a year of whole weeks that one; else the calendar year that has its fourth
    /// day, and so most of its days.
    fn week_of_year(&self, span: Span, from: i64) -> Option<(u32, i32)> {
        if self.pattern().is_of_weeks() {
            let year = self.years.year(span.from())?;
            let before = span.from().signed_duration_since(year.span.from()).num_days();
            return Some((counted(before.div_euclid(7))?, year.number));
        }
        let fourth = NaiveDate::from_num_days_from_ce_opt(i32::try_from(from.checked_add(3)?).ok()?)?;
        Some((counted(i64::from(fourth.ordinal0()).div_euclid(7))?, fourth.year()))
    }

    /// The number of the day on which the first week begins that begins in the year 1, which begins with a Monday.
    fn days_before_weeks(&self) -> i64 {
        self.week_starts.after_monday().saturating_add(1)
    }
}
