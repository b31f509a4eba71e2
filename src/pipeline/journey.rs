//! The way that one record took through its pipeline.

use chrono::NaiveDate;

use crate::quantity::Ratio;

use super::definition::{Skipped, StageKind};
use super::stage::{StageId, Stages};

/// A stage that was entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entered {
    /// The day.
    pub on: NaiveDate,
    /// The stage.
    pub stage: StageId,
}

/// A stay in a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The stage.
    pub stage: StageId,
    /// The day on which it was entered.
    pub from: NaiveDate,
    /// The day on which it was left; nothing, while it lasts. It may be the same day.
    pub until: Option<NaiveDate>,
}

/// The stages that something entered, in order: by day, and those of one day as they came.
///
/// Entering the stage in which it is already changes nothing. On a day on which several were entered, it is in the last of
/// them when the day ends. See the [module](super) for an example.
#[derive(Clone, Copy, Debug)]
pub struct Journey<'j> {
    stages: &'j Stages,
    entered: &'j [Entered],
}

impl<'j> Journey<'j> {
    /// The journey through the stages of one pipeline; `entered` is in order.
    pub fn new(stages: &'j Stages, entered: &'j [Entered]) -> Journey<'j> {
        Journey { stages, entered }
    }

    /// The stages of the pipeline.
    pub fn stages(self) -> &'j Stages {
        self.stages
    }

    /// The journey as it was when a day ended.
    #[must_use]
    pub fn upto(self, day: NaiveDate) -> Journey<'j> {
        let end = self.entered.partition_point(|entered| entered.on <= day);
        Journey { stages: self.stages, entered: self.entered.get(..end).unwrap_or_default() }
    }

    /// The stays in stages, in order.
    pub fn history(self) -> impl Iterator<Item = Visit> {
        let mut rest = self.entered;
        std::iter::from_fn(move || {
            let first = rest.first()?;
            let length = rest.iter().take_while(|entered| entered.stage == first.stage).count();
            rest = rest.get(length..).unwrap_or_default();
            Some(Visit { stage: first.stage, from: first.on, until: rest.first().map(|next| next.on) })
        })
    }

    /// The stage in which it is now; nothing, before it entered any.
    pub fn stage(self) -> Option<StageId> {
        self.entered.last().map(|entered| entered.stage)
    }

    /// The stage in which it was when a day ended; nothing, before it entered any.
    pub fn stage_on(self, day: NaiveDate) -> Option<StageId> {
        self.upto(day).stage()
    }

    /// What being in its stage means now.
    pub fn status(self) -> Option<StageKind> {
        self.stages.kind(self.stage()?)
    }

    /// The first day on which it entered a stage; nothing, where it never was in it, or passed it without a stop.
    pub fn entered_on(self, stage: StageId) -> Option<NaiveDate> {
        self.entered.iter().find(|entered| entered.stage == stage).map(|entered| entered.on)
    }

    /// Whether it was ever in a stage, or in a later one that is open or won: stages that were skipped count as reached, unless
    /// the pipeline says that they are [absent](Skipped::Absent).
    ///
    /// Stages that close a record do not lead to each other: they are reached by being in them.
    pub fn reached(self, stage: StageId) -> bool {
        self.entered_on(stage).is_some() || self.passed(stage)
    }

    /// Whether it went forward from an open stage, or beyond it: it was in a later one that is open or won.
    ///
    /// Where stages that were skipped are [absent](Skipped::Absent), it has been in the stage before.
    pub fn passed(self, stage: StageId) -> bool {
        if self.stages.kind(stage) != Some(StageKind::Open) {
            return false;
        }
        let from = match self.stages.skipped() {
            Skipped::Passed => Some(0),
            Skipped::Absent => self.entered.iter().position(|entered| entered.stage == stage),
        };
        let entered = from.and_then(|from| self.entered.get(from..)).unwrap_or_default();
        entered.iter().any(|entered| self.stages.is_beyond(entered.stage, stage))
    }

    /// How likely it is to be won, by the stage in which it is, on the day on which it is asked.
    pub fn probability(self, asked: NaiveDate) -> Option<Ratio> {
        let visit = self.history().last()?;
        self.stages.probability(visit.stage, visit.from, asked)
    }

    /// The days that it spent in a stage before the day `upto`, in all of its visits: one that was entered on the 1st and
    /// left on the 11th lasted 10 days.
    pub fn time_in(self, stage: StageId, upto: NaiveDate) -> i64 {
        let mut days = 0_i64;
        for visit in self.history().filter(|visit| visit.stage == stage && visit.from < upto) {
            let until = visit.until.map_or(upto, |until| until.min(upto));
            days = days.saturating_add(until.signed_duration_since(visit.from).num_days());
        }
        days
    }

    /// How often it entered a stage.
    pub fn visits(self, stage: StageId) -> usize {
        self.history().filter(|visit| visit.stage == stage).count()
    }

    /// The day on which it entered the stage in which it is, where that one closes it; nothing while it is open.
    pub fn closed_on(self) -> Option<NaiveDate> {
        self.status().filter(|kind| kind.is_closed())?;
        self.history().last().map(|visit| visit.from)
    }
}
