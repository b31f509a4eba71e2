//! The same period one year earlier.

use chrono::{Days, NaiveDate};

use crate::quantity::{Outcome, Why};

use super::pattern::MONTHS_OF_YEAR;
use super::{FiscalCalendar, Grain, Period, Span, day};

/// How many days 52 weeks have.
const DAYS_OF_52_WEEKS: u64 = 364;

impl FiscalCalendar {
    /// The period of the same grain one year earlier.
    ///
    /// * A month, half month, quarter, half or year of a year of months: the one twelve months earlier, which is that of the
    ///   same number in the fiscal year before. Where years are listed, the one that has just these months; none where the
    ///   fiscal years divide them otherwise.
    /// * A week, and whatever is made of weeks: the one of the same number in the year before. A 53rd week has none, and a
    ///   year of 53 weeks is compared with one of 52 as it is: whoever wants the same weekdays shifts by 52 weeks instead.
    ///   Where one of the two years is listed, the period that has just the days 52 weeks earlier.
    /// * A day: the same month and day, and 28 February for 29 February.
    /// * The periods of a list move against the year, by a day or more; of a list it is the period that has the middle day
    ///   (the later of two) one year earlier, so that a quarter of 13 weeks is compared with the quarter it continues, not
    ///   with the one before.
    ///
    /// Undefined as in [`period`](FiscalCalendar::period). `period` is one of this calendar.
    ///
    /// # Example
    ///
    /// ```
    /// use attain::calendar::{EndRule, FiscalCalendar, Pattern, Weekday, YearEnd, YearNamed};
    /// use attain::quantity::Why;
    ///
    /// let last = YearEnd::new(Weekday::Saturday, 1, EndRule::Nearest)?;
    /// let retail = FiscalCalendar::of_weeks(Pattern::FourFiveFour, last)?.named_by(YearNamed::Start)?;
    /// let week = retail.parse_period("FY2024-W01")?;
    /// assert_eq!(retail.label(retail.last_year(week).unwrap()), "FY2023-W01");
    /// assert_eq!(retail.label(retail.shift(week, -52).unwrap()), "FY2023-W02", "2023 had a 53rd week");
    /// assert_eq!(retail.last_year(retail.parse_period("FY2023-W53")?), Err(Why::NoPeriod));
    /// # Ok::<(), attain::error::Error>(())
    /// ```
    pub fn last_year(&self, period: Period) -> Outcome<Period> {
        let of_weeks = self.pattern().is_of_weeks();
        match period.grain() {
            Grain::Day | Grain::List(_) => {
                let before = day::a_year_before(middle(period.span())).ok_or(Why::NoPeriod)?;
                self.period(period.grain(), before)
            }
            Grain::Week if !of_weeks => self.same_calendar_week(period).ok_or(Why::NoPeriod)?,
            _ if of_weeks => self.same_in_year_of_weeks(period).ok_or(Why::NoPeriod)?,
            _ => self.twelve_months_before(period).ok_or(Why::NoPeriod)?,
        }
    }

    fn same_calendar_week(&self, week: Period) -> Option<Outcome<Period>> {
        let year = week.year()?.checked_sub(1)?;
        Some(self.numbered(Grain::Week, self.week_in_calendar_year(year, week.index())?))
    }

    fn same_in_year_of_weeks(&self, period: Period) -> Option<Outcome<Period>> {
        let grain = period.grain();
        let year = self.years.year(period.first())?;
        let before = self.years.year(year.span.from().pred_opt()?)?;
        if year.listed.is_none() && before.listed.is_none() {
            let index = if grain == Grain::Year { 1 } else { period.index() };
            return Some(self.numbered(grain, self.number_in_year(grain, before, index)?));
        }
        let earlier = |day: NaiveDate| day.checked_sub_days(Days::new(DAYS_OF_52_WEEKS));
        self.that_has(grain, Span::new(earlier(period.first())?, earlier(period.end())?)?)
    }

    fn twelve_months_before(&self, period: Period) -> Option<Outcome<Period>> {
        if period.grain() == Grain::HalfMonth {
            return Some(self.shift(period, MONTHS_OF_YEAR.checked_mul(-2)?));
        }
        // Months are the same whichever years they are in.
        let earlier = |day: NaiveDate| {
            let month = self.number(Grain::Month, day)?.checked_sub(MONTHS_OF_YEAR)?;
            Some(self.laid_out(Grain::Month, month)?.first())
        };
        self.that_has(period.grain(), Span::new(earlier(period.first())?, earlier(period.end())?)?)
    }

    /// The period that has just these days.
    fn that_has(&self, grain: Grain, span: Span) -> Option<Outcome<Period>> {
        let found = self.numbered(grain, self.number(grain, span.from())?);
        Some(found.and_then(|found| if found.span() == span { Ok(found) } else { Err(Why::NoPeriod) }))
    }
}

/// The middle day of a span, the later of two; of a single day, the day.
fn middle(span: Span) -> NaiveDate {
    let half = u64::try_from(span.days()).unwrap_or_default().div_euclid(2);
    span.from().checked_add_days(Days::new(half)).unwrap_or_else(|| span.from())
}
