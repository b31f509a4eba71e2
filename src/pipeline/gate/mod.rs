//! The one gate for a move from stage to stage: allowed, or every reason why not.
//!
//! A [`Gate`] is what a pipeline says of moves, read: which there are, what each asks, who may. It knows neither what a record
//! is made of nor who people are; it asks a [`Case`].

mod answer;
mod approval;
mod case;
mod check;
mod compile;
mod edge;
mod lint;
mod never;
mod read;
mod verdict;
mod way;
mod who;

use std::sync::Arc;

use crate::formula::Program;
use crate::id::Key;

use super::definition::Mode;
use super::stage::{Stage, StageId, Stages};

pub use answer::Answer;
pub use approval::{Answered, Approval, Approvals, Approved};
pub(super) use case::Place;
pub use case::{Case, Move};
pub use compile::{APPROVALS_MAX, EDGES_MAX, Reader};
pub use edge::{Edge, OfStage, Requirement, Task};
pub(crate) use verdict::moment;
pub use verdict::{Lacking, Reason, Verdict};
pub use who::{May, Who, WhoRule};

pub(super) use way::PLACES;
use way::Ways;

/// What a pipeline says of moves. `C` is what can be asked of a record, `W` what can be asked of who moves it.
#[derive(Clone, Debug, PartialEq)]
pub struct Gate<C, W> {
    stages: Arc<Stages>,
    mode: Mode,
    /// What is asked in each stage, by stage.
    of_stages: Vec<OfStage<C>>,
    /// The moves that are written.
    edges: Vec<Edge<C, W>>,
    /// Moves that are allowed by where a stage stands, all asked the same.
    plain: Edge<C, W>,
    ways: Ways,
    may_override: Option<Who<C, W>>,
}

impl<C, W> Gate<C, W> {
    /// The stages of the pipeline.
    pub fn stages(&self) -> &Stages {
        &self.stages
    }

    /// What becomes of a move that may not be.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// What is asked of records in a stage.
    pub fn of_stage(&self, stage: StageId) -> Option<&OfStage<C>> {
        self.of_stages.get(stage.index())
    }

    /// The moves that are written, in their order.
    pub fn edges(&self) -> &[Edge<C, W>] {
        &self.edges
    }

    /// Whether any of its formulas about records asks a question for which something holds.
    pub fn asks(&self, is: &dyn Fn(&C) -> bool) -> bool {
        let mut asks = false;
        let mut look = |program: &Program<C>| program.questions(&mut |question| asks |= is(question));
        for of in &self.of_stages {
            of.requires.iter().for_each(|requirement| look(&requirement.program));
            of.tasks.iter().for_each(|task| look(&task.done));
        }
        for edge in self.edges.iter().chain([&self.plain]) {
            edge.requires.iter().chain(&edge.when).for_each(|requirement| look(&requirement.program));
            edge.approvals.all.iter().filter_map(|approval| approval.when.as_ref()).for_each(&mut look);
        }
        asks
    }

    /// The stage to which the first edge of an event leads, from wherever; nothing, where no edge has it.
    pub fn stage_of_event(&self, event: &str) -> Option<&Key> {
        let edge = self.edges.iter().find(|edge| edge.event.as_deref() == Some(event))?;
        self.stages.get(edge.to).map(Stage::id)
    }

    /// Whether some move needs an approval.
    pub fn needs_approvals(&self) -> bool {
        self.edges.iter().any(|edge| !edge.approvals.all.is_empty())
    }

    /// Whether a record may move from a stage to another one, whatever else is asked.
    pub fn leads(&self, from: StageId, to: StageId) -> bool {
        self.ways.leads(from, to)
    }
}
