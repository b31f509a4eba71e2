//! What can be asked of a record: where it is in its pipeline, and how it came there.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::formula::Program;
use crate::log::RecordState;
use crate::pipeline::{Journey, Stage, StageId, Stages};
use crate::quantity::{Fraction, Outcome, Unit, Value, Why};

use super::fact::FactQuestion;

/// The names that every record has beside its fields.
pub(super) const STATE_WORDS: &[&str] =
    &["opened_on", "closed_on", "stage", "status", "owner", "touched_on", "stage.probability", "stage.category"];

/// A question to a record on a day.
#[derive(Clone, Debug, PartialEq)]
pub enum StateQuestion {
    /// `opened_on`: the first day of which something is said.
    OpenedOn,
    /// `closed_on`: the day on which it entered the stage that closes it.
    ClosedOn,
    /// `stage`: where it is.
    Stage,
    /// `status`: what that means.
    Status,
    /// `touched_on`: when something was last done about it.
    TouchedOn,
    /// `stage.probability`
    Probability,
    /// `stage.category`
    Category,
    /// `reached("proposal")`: whether it was ever in a stage or a later one.
    Reached(StageId),
    /// `passed("proposal")`: whether it went forward from a stage.
    Passed(StageId),
    /// `entered_on("proposal")`: the first day on which it entered a stage.
    EnteredOn(StageId),
    /// `time_in("proposal")`: how long it was in a stage.
    TimeIn(StageId),
    /// `visits("proposal")`: how often it entered a stage.
    Visits(StageId),
    /// `stage_on(date)`: where it was on a day.
    StageOn(Arc<Program<FactQuestion>>),
}

impl StateQuestion {
    /// The question that a word asks, with the unit of its answer.
    pub(super) fn of_word(word: &str) -> Option<(StateQuestion, Unit)> {
        Some(match word {
            "opened_on" => (StateQuestion::OpenedOn, Unit::Date),
            "closed_on" => (StateQuestion::ClosedOn, Unit::Date),
            "touched_on" => (StateQuestion::TouchedOn, Unit::Date),
            "stage" => (StateQuestion::Stage, Unit::Text),
            "status" => (StateQuestion::Status, Unit::Text),
            "stage.probability" => (StateQuestion::Probability, Unit::Ratio),
            "stage.category" => (StateQuestion::Category, Unit::Text),
            _ => return None,
        })
    }

    /// The question that a function asks about a stage, with the unit of its answer.
    pub(super) fn of_stage(function: &str, stage: StageId) -> Option<(StateQuestion, Unit)> {
        Some(match function {
            "reached" => (StateQuestion::Reached(stage), Unit::YesNo),
            "passed" => (StateQuestion::Passed(stage), Unit::YesNo),
            "entered_on" => (StateQuestion::EnteredOn(stage), Unit::Date),
            "time_in" => (StateQuestion::TimeIn(stage), Unit::Duration),
            "visits" => (StateQuestion::Visits(stage), Unit::Number),
            _ => return None,
        })
    }

    /// The answer of a record on the day on which it is looked at; `day` is the one that `stage_on` names.
    pub(super) fn answer(&self, state: RecordState<'_>, day: Outcome<NaiveDate>) -> Outcome {
        match self {
            StateQuestion::OpenedOn => state.opened_on(),
            StateQuestion::ClosedOn => state.closed_on(),
            StateQuestion::Stage => state.stage(),
            StateQuestion::Status => state.status(),
            StateQuestion::TouchedOn => state.touched_on(),
            StateQuestion::Probability => {
                let likely = state.journey().and_then(|journey| journey.probability(state.day()));
                likely.map(|ratio| Value::Ratio(Fraction::from(ratio))).ok_or_else(|| missing("stage.probability"))
            }
            StateQuestion::Category => {
                let category = stage_of(state).and_then(Stage::category);
                category.map(|category| Value::Text(Arc::from(category))).ok_or_else(|| missing("stage.category"))
            }
            StateQuestion::Reached(stage) => Ok(Value::YesNo(journey(state)?.reached(*stage))),
            StateQuestion::Passed(stage) => Ok(Value::YesNo(journey(state)?.passed(*stage))),
            StateQuestion::EnteredOn(stage) => {
                journey(state)?.entered_on(*stage).map(Value::Date).ok_or_else(|| missing("entered_on"))
            }
            StateQuestion::TimeIn(stage) => {
                Ok(Value::Duration(Fraction::whole(journey(state)?.time_in(*stage, state.day()))))
            }
            StateQuestion::Visits(stage) => {
                let visits = i64::try_from(journey(state)?.visits(*stage)).map_err(|_| Why::Overflow)?;
                Ok(Value::Number(Fraction::whole(visits)))
            }
            StateQuestion::StageOn(_) => {
                let journey = journey(state)?;
                let stage = journey.stage_on(day?).and_then(|stage| journey.stages().get(stage));
                stage.map(|stage| Value::Text(stage.id().shared())).ok_or_else(|| missing("stage"))
            }
        }
    }
}

fn stage_of(state: RecordState<'_>) -> Option<&Stage> {
    let (stages, stage): (&Stages, StageId) = state.stage_id()?;
    stages.get(stage)
}

fn journey(state: RecordState<'_>) -> Outcome<Journey<'_>> {
    state.journey().ok_or_else(|| missing("stage"))
}

fn missing(what: &str) -> Why {
    Why::Missing(Arc::from(what))
}
