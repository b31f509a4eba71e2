//! When something is asked, and windows that move it.

use chrono::{Days, Months, NaiveDate};

use crate::calendar::{FiscalCalendar, Grain, Period, Span};
use crate::formula::{Length, Shift};
use crate::quantity::{Outcome, Why};

/// When something is asked: a span of days, which may be a period of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct When {
    span: Span,
    period: Option<Period>,
    /// Another time, of which some questions are asked in place of this one.
    beside: Option<(Span, Option<Period>)>,
}

impl From<Period> for When {
    fn from(period: Period) -> When {
        When { span: period.span(), period: Some(period), beside: None }
    }
}

impl From<Span> for When {
    fn from(span: Span) -> When {
        When { span, period: None, beside: None }
    }
}

impl When {
    /// The days.
    pub fn span(self) -> Span {
        self.span
    }

    /// The period, where the days are one.
    pub fn period(self) -> Option<Period> {
        self.period
    }

    /// The same, with another time beside it.
    pub(crate) fn beside(self, other: When) -> When {
        When { beside: Some((other.span, other.period)), ..self }
    }

    /// It alone, without a time beside it.
    pub(crate) fn alone(self) -> When {
        When { beside: None, ..self }
    }

    /// The time beside it, alone; this one, where there is none.
    pub(crate) fn other(self) -> When {
        let (span, period) = self.beside.unwrap_or((self.span, self.period));
        When { span, period, beside: None }
    }

    /// The same in another window; without a time beside it.
    ///
    /// Windows before the first period of a list, and windows that need a period where only days are asked for, are
    /// undefined.
    pub fn shifted(self, shift: &Shift, calendar: &FiscalCalendar, as_of: NaiveDate) -> Outcome<When> {
        match *shift {
            Shift::Prior { steps, grain, to_date } => {
                let here = self.of_grain(grain, calendar)?;
                let there = calendar.shift(here, i64::from(steps).saturating_neg())?;
                self.clip(here, there, to_date, as_of)
            }
            Shift::LastYear { grain, to_date } => {
                let here = self.of_grain(grain, calendar)?;
                let there = calendar.last_year(here)?;
                self.clip(here, there, to_date, as_of)
            }
            Shift::Grain { grain, to_date } => {
                let here = self.of_grain(Some(grain), calendar)?;
                self.clip(here, here, to_date, as_of)
            }
            Shift::ToDate => Ok(When::from(up_to(self.span, as_of)?)),
            Shift::Last(length) => last(self.end(as_of)?, length).map(When::from),
            Shift::Next(length) => following(self.end(as_of)?, length).map(When::from),
            Shift::Before => between(NaiveDate::MIN, self.span.from()).map(When::from),
            Shift::All => between(NaiveDate::MIN, next(as_of)?).map(When::from),
            Shift::Days(span) => Ok(When::from(span)),
        }
    }

    /// The last day that counts: of the span, or the one as of which is asked if that is earlier.
    pub fn end(self, as_of: NaiveDate) -> Outcome<NaiveDate> {
        let last = self.span.to().pred_opt().ok_or(Why::NoPeriod)?;
        Ok(last.min(as_of))
    }

    fn of_grain(self, grain: Option<Grain>, calendar: &FiscalCalendar) -> Outcome<Period> {
        match (grain, self.period) {
            (Some(grain), _) => calendar.period(grain, self.span.to().pred_opt().ok_or(Why::NoPeriod)?),
            (None, Some(period)) => Ok(period),
            (None, None) => Err(Why::NoPeriod),
        }
    }

    /// Another period as a whole, or only as many of its days as have passed of the one at hand.
    fn clip(self, here: Period, there: Period, to_date: bool, as_of: NaiveDate) -> Outcome<When> {
        if !to_date {
            return Ok(When::from(there));
        }
        let passed = up_to(here.span(), self.end(as_of)?)?.days();
        if passed >= here.days() {
            // The period at hand is over: so is the other one, however many days it has.
            return Ok(When::from(there));
        }
        let day = u64::try_from(passed).ok().and_then(|days| there.first().checked_add_days(Days::new(days)));
        let end = day.ok_or(Why::NoPeriod)?.min(there.end());
        between(there.first(), end).map(When::from)
    }
}

/// The days of a span up to and including a day.
fn up_to(span: Span, day: NaiveDate) -> Outcome<Span> {
    between(span.from(), next(day)?.clamp(span.from(), span.to()))
}

/// The days after the one that lies so far before the last, up to and including the last.
fn last(last: NaiveDate, length: Length) -> Outcome<Span> {
    let before = match length {
        Length::Days(days) => last.checked_sub_days(Days::new(u64::from(days))),
        Length::Months(months) => last.checked_sub_months(Months::new(months)),
    };
    between(next(before.ok_or(Why::NoPeriod)?)?, next(last)?)
}

/// The days after a day, up to and including the one that lies so far behind it.
fn following(day: NaiveDate, length: Length) -> Outcome<Span> {
    let last = match length {
        Length::Days(days) => day.checked_add_days(Days::new(u64::from(days))),
        Length::Months(months) => day.checked_add_months(Months::new(months)),
    };
    between(next(day)?, next(last.ok_or(Why::NoPeriod)?)?)
}

fn next(day: NaiveDate) -> Outcome<NaiveDate> {
    day.succ_opt().ok_or(Why::NoPeriod)
}

fn between(from: NaiveDate, to: NaiveDate) -> Outcome<Span> {
    Span::new(from, to).ok_or(Why::NoPeriod)
}
