//! What a funnel is made of.

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::document::words;
use crate::pipeline::{Journey, Skipped, StageId, StageKind, Visit};
use crate::quantity::{Fraction, Outcome, Precision, Value};
use crate::rule::Percentile;

/// The way that one record took, and what it is worth.
#[derive(Clone, Debug)]
pub struct Passage<'j> {
    /// The way.
    pub journey: Journey<'j>,
    /// Its amount, where one is asked for and it has one.
    pub amount: Outcome<Fraction>,
    /// How likely it is to be won, where it says so itself; of one that is closed, on the day before it closed. Where it says
    /// nothing, its stage does.
    pub likely: Option<Fraction>,
    /// The day by which it should be closed.
    pub due: Option<NaiveDate>,
    /// Why it was lost.
    pub reason: Option<Value>,
    /// The days on which it belongs to whom is asked about: in their order, none of them touching another.
    pub held: Vec<Span>,
}

words! {
    /// Which moves a funnel tells of.
    pub enum By {
        /// What happened in the time asked for, whenever it began.
        Activity = "activity",
        /// What became of those that opened in it, up to the day as of which is asked.
        Cohort = "cohort",
    }
}

/// What is asked of a funnel.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Which moves.
    pub by: By,
    /// Of a cohort: those that entered this stage for the first time in it, and not those that opened.
    pub entered: Option<StageId>,
    /// The time asked for.
    pub span: Span,
    /// The day as of which is asked.
    pub as_of: NaiveDate,
    /// Whether stages that were skipped count as passed.
    pub skipped: Skipped,
    /// The stage with which the sales cycle begins; it begins with the opening where there is none.
    pub since: Option<StageId>,
    /// After how many days an open record is old.
    pub old_after: Option<i64>,
    /// Whether it is known by when records should be closed.
    pub has_due: bool,
    /// Of how many cases a rate, a mean or a median is told at the least.
    pub at_least: u64,
    /// Which median.
    pub percentile: Percentile,
    /// To how many digits what does not fit is rounded.
    pub precision: Precision,
}

impl Asked {
    /// The first day that is looked at, and the last.
    pub(super) fn days(&self) -> (NaiveDate, NaiveDate) {
        match self.by {
            By::Cohort => (NaiveDate::MIN, self.as_of),
            By::Activity => {
                let beyond = self.as_of.succ_opt().unwrap_or(self.as_of);
                let from = self.span.from().min(beyond);
                let last = self.span.to().pred_opt().unwrap_or(NaiveDate::MIN);
                (from, last.min(self.as_of))
            }
        }
    }

    /// The last day that is looked at.
    pub fn last_day(&self) -> NaiveDate {
        self.days().1
    }

    /// Up to which day, without it, time is counted.
    pub(super) fn until(&self) -> NaiveDate {
        match self.by {
            By::Cohort => self.as_of,
            By::Activity => self.span.to().min(self.as_of),
        }
    }
}

impl Passage<'_> {
    /// Whether it belongs to whom is asked about when a day ends.
    pub(super) fn is_held(&self, day: NaiveDate) -> bool {
        self.held.iter().any(|span| span.contains(day))
    }

    /// Whether it is of a cohort.
    pub(super) fn is_of(&self, asked: &Asked) -> bool {
        let day = match asked.entered {
            Some(stage) => self.journey.entered_on(stage),
            None => self.journey.history().next().map(|visit| visit.from),
        };
        day.is_some_and(|day| asked.span.contains(day) && day <= asked.as_of && self.is_held(day))
    }
}

/// How a record ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ending {
    pub kind: StageKind,
    /// The day on which it came to such an end.
    pub on: NaiveDate,
    /// The visit that ended with it; nothing where it opened closed.
    pub before: Option<Visit>,
}

/// How it ended, as far as visits go: several stages of one kind are one end, with the first of them.
pub(super) fn ending(journey: Journey<'_>, visits: &[Visit]) -> Option<Ending> {
    let kind_of = |visit: &Visit| journey.stages().get(visit.stage).map(crate::pipeline::Stage::kind);
    let kind = visits.last().and_then(kind_of).filter(|kind| kind.is_closed())?;
    let run = visits.iter().rev().take_while(|visit| kind_of(visit) == Some(kind)).count();
    let first = visits.len().saturating_sub(run);
    let before = first.checked_sub(1).and_then(|before| visits.get(before)).copied();
    Some(Ending { kind, on: visits.get(first)?.from, before })
}

/// The day on which a record came to the end that it has when a day ends; nothing while it is open.
///
/// Several stages of one kind are one end, with the first of them.
pub fn ended_on(journey: Journey<'_>) -> Option<NaiveDate> {
    let visits: Vec<Visit> = journey.history().collect();
    ending(journey, &visits).map(|ending| ending.on)
}
