//! A move from one stage to another, and what is asked of it.

use crate::document::Node;
use crate::formula::Program;
use crate::timer::Length;

use super::super::stage::StageId;
use super::approval::Approvals;
use super::who::Who;

/// A move from stages to a stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge<C, W> {
    /// From which stages; from any, where none is named.
    pub from: Option<Vec<StageId>>,
    /// To which stage.
    pub to: StageId,
    /// What entries may call it instead of the stage.
    pub event: Option<String>,
    /// Under which condition it is this edge and not a later one.
    pub when: Option<Requirement<C>>,
    /// What there must be.
    pub requires: Vec<Requirement<C>>,
    /// Who may move a record along it.
    pub who: Who<C, W>,
    /// Who must have approved.
    pub approvals: Approvals<C, W>,
    /// What is to be done when a record has moved along it, in order.
    pub effects: Vec<Node>,
}

impl<C, W> Edge<C, W> {
    /// Whether it leads from a stage to another one.
    pub(super) fn leads(&self, from: StageId, to: StageId) -> bool {
        self.to == to && from != to && self.from.as_ref().is_none_or(|stages| stages.contains(&from))
    }

    /// Whether nothing is asked of a move along it but what is required, and nothing follows from it.
    pub(super) fn is_free(&self) -> bool {
        let asks = self.when.is_some() || !self.who.is_everybody() || !self.approvals.all.is_empty();
        !asks && self.effects.is_empty()
    }
}

/// What there must be: a value, or a condition that holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement<C> {
    /// As it is written.
    pub text: String,
    /// What is asked: where it is a condition, whether it holds; else whether there is a value.
    pub program: Program<C>,
    /// Whether a value is asked for, and no condition.
    pub is_value: bool,
}

/// What is asked of records in a stage.
#[derive(Clone, Debug, PartialEq)]
pub struct OfStage<C> {
    /// Whether a record may open in it.
    pub may_start: bool,
    /// What there must be to enter it.
    pub requires: Vec<Requirement<C>>,
    /// What is to be done in it.
    pub tasks: Vec<Task<C>>,
    /// How long a record stays in it at least before it goes on.
    pub at_least: Option<Length>,
    /// How long a record stays in it at most.
    pub at_most: Option<Length>,
}

impl<C> OfStage<C> {
    /// Whether a record may go on from it at once.
    pub(super) fn is_left_freely(&self) -> bool {
        self.at_least.is_none() && self.tasks.iter().all(|task| task.is_optional)
    }
}

/// Something that is to be done in a stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Task<C> {
    /// Its name among those of the stage.
    pub id: String,
    /// Whether it is done.
    pub done: Program<C>,
    /// Whether a record may go on without it.
    pub is_optional: bool,
}
