//! What formulas ask about the time at hand.

use chrono::NaiveDate;

use crate::calendar::{Grain, Span, WorkingCalendar};
use crate::kpi::{Elapsed, PeriodFact, Place, When};
use crate::measure::Whose;
use crate::quantity::{Fraction, Outcome, Value, Why};

use super::view::View;

impl View {
    pub(super) fn period_fact(&self, fact: PeriodFact, place: Place) -> Outcome {
        if let Some(side) = self.0.sides.as_ref().and_then(|sides| sides.calendar.as_ref()) {
            return side.period_fact(fact, Place { when: place.when.other(), ..place });
        }
        let span = place.when.span();
        match fact {
            PeriodFact::First => Ok(Value::Date(span.from())),
            PeriodFact::Last => span.to().pred_opt().map(Value::Date).ok_or(Why::NoPeriod),
            PeriodFact::Days => Ok(Value::Duration(Fraction::whole(span.days()))),
            PeriodFact::Workdays => {
                let days = self.working()?.workdays(span)?;
                Ok(Value::Duration(Fraction::whole(i64::from(days))))
            }
            PeriodFact::Index => {
                let period = place.when.period().ok_or(Why::NoPeriod)?;
                Ok(Value::Number(Fraction::whole(i64::from(period.index()))))
            }
        }
    }

    /// The day as of which formulas ask.
    pub(super) fn day_asked(&self) -> NaiveDate {
        let side = self.0.sides.as_ref().and_then(|sides| sides.calendar.as_ref());
        side.map_or(self.today(), View::as_of)
    }

    /// The day up to which facts are seen.
    pub(super) fn today(&self) -> NaiveDate {
        self.0.day.unwrap_or(self.0.as_of)
    }

    /// The share of the days, or of the working days, that have passed at the end of the day as of which is asked.
    pub(super) fn elapsed(&self, of: Elapsed, when: When) -> Outcome<Fraction> {
        if let Some(side) = self.0.sides.as_ref().and_then(|sides| sides.calendar.as_ref()) {
            return side.elapsed(of, when.other());
        }
        let span = when.span();
        match of {
            Elapsed::Days => share(span.to_date(self.today()).days(), span),
            Elapsed::Workdays => self.working()?.elapsed(span, self.today()),
        }
    }

    /// How many days of a time, or how many of its working days, are left after the day as of which is asked.
    pub(super) fn days_left(&self, of: Elapsed, when: When) -> Outcome<Fraction> {
        if let Some(side) = self.0.sides.as_ref().and_then(|sides| sides.calendar.as_ref()) {
            return side.days_left(of, when.other());
        }
        let (all, passed) = (when.span(), when.span().to_date(self.as_of()));
        let count = |span: Span| match of {
            Elapsed::Days => Ok(span.days()),
            Elapsed::Workdays => self.working()?.workdays(span).map(i64::from),
        };
        Ok(Fraction::whole(count(all)?.saturating_sub(count(passed)?)))
    }

    /// The share of the days on which a person belongs somewhere; stays have no day in common.
    pub(super) fn active(&self, place: Place) -> Outcome<Fraction> {
        let Whose::Person(person) = place.whose else {
            return Err(Why::NotAMember);
        };
        let span = place.when.span();
        let stays = self.org().stays(person, span).filter_map(|stay| self.org()[stay].span().overlap(span));
        share(stays.map(Span::days).sum(), span)
    }

    /// In which period of a grain a person is on the last day of membership that counts: 1 in the period in which the
    /// membership began that holds without a break on that day.
    pub(super) fn tenure(&self, grain: Grain, place: Place) -> Outcome {
        let Whose::Person(person) = place.whose else {
            return Err(Why::NotAMember);
        };
        let last = self.last_day(person, place.when).ok_or(Why::NotAMember)?;
        let since = self.org().member_since(person, last).ok_or(Why::NotAMember)?;
        let calendar = self.plan().calendar();
        // A list has days before its first period and after its last one.
        let span = Span::new(calendar.period(grain, since)?.first(), calendar.period(grain, last)?.end());
        let periods = calendar.parts(span.ok_or(Why::NoPeriod)?, grain).map_err(|_| Why::Overflow)?;
        let count = i64::try_from(periods.len()).map_err(|_| Why::Overflow)?;
        Ok(Value::Number(Fraction::whole(count)))
    }

    fn working(&self) -> Outcome<&WorkingCalendar> {
        self.plan().calendar().working().ok_or(Why::NoWorkingHours)
    }
}

/// So many of the days of a span.
fn share(days: i64, of: Span) -> Outcome<Fraction> {
    Fraction::new(i128::from(days), i128::from(of.days())).ok_or(Why::DividedByZero)
}
