//! What a year is made of: months, or whole weeks that are put together to months.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::document::words;

use super::Span;

/// How many months a year has.
pub(super) const MONTHS_OF_YEAR: i64 = 12;

/// How many weeks a quarter of a year of whole weeks has.
const WEEKS_OF_QUARTER: i64 = 13;

words! {
    /// What a year is made of.
    ///
    /// A year of whole weeks has 52 of them, or 53, so that it ends on the same day of the week each time. Its quarters
    /// have 13 weeks, and the months of a quarter have as many weeks as the pattern says. The 53rd week belongs to the last
    /// month of the year, and so to its last quarter and half.
    pub enum Pattern {
        /// Twelve months, each from the same day of the month.
        Months = "months",
        /// Whole weeks; quarters of 4, 4 and 5 weeks.
        FourFourFive = "4-4-5",
        /// Whole weeks; quarters of 4, 5 and 4 weeks.
        FourFiveFour = "4-5-4",
        /// Whole weeks; quarters of 5, 4 and 4 weeks.
        FiveFourFour = "5-4-4",
    }
}

impl Pattern {
    /// Whether years are made of whole weeks.
    pub fn is_of_weeks(self) -> bool {
        self != Pattern::Months
    }

    /// The weeks of the first month of a quarter, and of the first two.
    fn weeks(self) -> (i64, i64) {
        match self {
            Pattern::Months | Pattern::FourFourFive => (4, 8),
            Pattern::FourFiveFour => (4, 9),
            Pattern::FiveFourFour => (5, 9),
        }
    }

    /// On which day of a year the month with this position, counted from 0, starts; the day after the year for those that
    /// it does not have.
    pub(super) fn month_start(self, year: Span, position: i64) -> Option<NaiveDate> {
        if position >= MONTHS_OF_YEAR {
            return Some(year.to());
        }
        let start = match self {
            Pattern::Months => year.from().checked_add_months(Months::new(u32::try_from(position).ok()?))?,
            _ => year
                .from()
                .checked_add_days(Days::new(u64::try_from(self.weeks_before(position)?).ok()?.checked_mul(7)?))?,
        };
        Some(start.min(year.to()))
    }

    /// The position, counted from 0, of the month of a year that has `day`.
    pub(super) fn month_of(self, year: Span, day: NaiveDate) -> i64 {
        match self {
            Pattern::Months => months_between(year.from(), day),
            _ => self.month_of_week(day.signed_duration_since(year.from()).num_weeks()),
        }
    }

    fn weeks_before(self, position: i64) -> Option<i64> {
        let (one, two) = self.weeks();
        let within = [0, one, two].get(usize::try_from(position.rem_euclid(3)).ok()?).copied()?;
        position.div_euclid(3).checked_mul(WEEKS_OF_QUARTER)?.checked_add(within)
    }

    /// The month of a week, both counted from 0; a 53rd week is in the last month.
    #[expect(clippy::arithmetic_side_effects, reason = "the quarter is at most 3")]
    fn month_of_week(self, week: i64) -> i64 {
        let (one, two) = self.weeks();
        let quarter = week.div_euclid(WEEKS_OF_QUARTER).min(3);
        let within = week.saturating_sub(quarter * WEEKS_OF_QUARTER);
        quarter * 3 + i64::from(within >= one) + i64::from(within >= two)
    }
}

/// How many months, from the day of the month of `from`, are over on `day`.
#[expect(clippy::arithmetic_side_effects, reason = "a year has at most six digits")]
pub(super) fn months_between(from: NaiveDate, day: NaiveDate) -> i64 {
    let months = |day: NaiveDate| i64::from(day.year()) * MONTHS_OF_YEAR + i64::from(day.month());
    months(day) - months(from) - i64::from(day.day() < from.day())
}
