//! A pipeline, as an author writes it.

use crate::document::{Beyond, FormulaText, Node, OneOrMany, definition, words};
use crate::timer::Timers;

use super::probability::{ProbabilityDefinition, ProbabilityOf};

definition! {
    /// A pipeline: the stages that records go through.
    pub struct PipelineDefinition {
        /// The stages in their order: all open ones, then those that close a record.
        pub stages: Vec<StageDefinition>,
        /// What is so of a stage that was skipped: it was `passed` where nothing is said, or `absent`.
        pub skipped: Option<Skipped>,
        /// Which probability of a stage is meant, where it is another one from some day on: the `live` one where nothing is said,
        /// or that of the day on which a record `entered` it.
        pub probability: Option<ProbabilityOf>,
        /// Whether moves that may not be are refused, or taken and reported. Without it every move may be.
        pub mode: Option<Mode>,
        /// Which moves there are, by where a stage stands.
        pub moves: Option<MovesDefinition>,
        /// Moves beside those, and what is asked of moves from one stage to another.
        pub edges: Beyond<EdgeDefinition>,
        /// Who may move a record, where an edge says nothing else: conditions, of which one must hold.
        pub who: Option<OneOrMany<FormulaText>>,
        /// Who may move a record against the rules, with a reason: nobody, where nothing is said.
        pub may_override: Option<FormulaText>,
    }
}

words! {
    /// What is so of a stage that was skipped.
    pub enum Skipped {
        /// It counts as reached and passed.
        Passed = "passed",
        /// The record never was in it.
        Absent = "absent",
    }
}

words! {
    /// What becomes of a move that may not be.
    pub enum Mode {
        /// It is refused.
        Enforce = "enforce",
        /// It is taken, and reported.
        Observe = "observe",
    }
}

definition! {
    /// Which moves there are, by where a stage stands: to the next one always, whether that is open or the first of those that
    /// are won.
    pub struct MovesDefinition {
        /// Whether stages may be skipped.
        pub skip: Option<bool>,
        /// Whether a record may go back to an earlier open stage.
        pub back: Option<bool>,
        /// From which open stages a record may be lost, or found to be invalid: `any`, `none`, or stages.
        pub lost_from: Option<OneOrMany<String>>,
        /// Whether a record that is closed may go back to an open stage.
        pub reopen: Option<bool>,
    }
}

definition! {
    /// A move from stages to a stage, and what is asked of it.
    pub struct EdgeDefinition {
        /// From which stages; from any other one, where nothing is said.
        pub from: Option<OneOrMany<String>>,
        /// To which stage.
        pub to: String,
        /// What entries may call it instead of the stage.
        pub event: Option<String>,
        /// Under which condition it is this edge and not one that is written after it.
        pub when: Option<FormulaText>,
        /// What there must be: fields, or conditions that must hold.
        pub requires: Vec<FormulaText>,
        /// Who may move a record along it: conditions, of which one must hold.
        pub who: Option<OneOrMany<FormulaText>>,
        /// Who must have approved.
        pub approve: Vec<ApprovalDefinition>,
        /// How many of those that are asked for there must be: `all`, where nothing is said, or a number.
        pub need: Option<FormulaText>,
        /// What is to be done when a record has moved along it, in order: maps such as `{ "notify": "order_desk" }`.
        pub r#do: Vec<Node>,
    }
}

definition! {
    /// An approval that a move needs.
    pub struct ApprovalDefinition {
        /// What is approved as: `legal`.
        pub r#as: String,
        /// Who may approve: conditions, of which one must hold. Whoever has `as` for a role and does not own the record, where
        /// nothing is said.
        pub who: Option<OneOrMany<FormulaText>>,
        /// Under which condition it is needed: always, where nothing is said.
        pub when: Option<FormulaText>,
        /// Its place in an order: it counts only once all that are needed at lower levels are there. 1, where nothing is said.
        pub level: Option<u32>,
        /// For how long it holds: as long as the record stays in its stage, where nothing is said.
        pub expires: Option<String>,
    }
}

definition! {
    /// A stage of a pipeline.
    pub struct StageDefinition {
        /// What entries and formulas call it: any text without control characters and without white space at its ends.
        pub id: String,
        /// What being in it means.
        pub kind: StageKind,
        /// How likely a record in it is to be won: 0 % to 100 %; or a list, each from a day on.
        pub probability: Option<ProbabilityDefinition>,
        /// The category of a forecast to which a record in it belongs, such as `commit`.
        pub category: Option<String>,
        /// Whether a record may open in it. Where no stage says so, it opens in the first.
        pub may_start: Option<bool>,
        /// What there must be to enter it: fields, or conditions that must hold.
        pub requires: Vec<FormulaText>,
        /// What is to be done in it before a record goes on.
        pub tasks: Beyond<TaskDefinition>,
        /// How long a record stays in it at least before it goes on, and at most: `2 days .. 30 days`.
        pub stay: Option<String>,
        /// What is due how long after something happened while a record is in it; they end when it is left.
        pub timers: Timers,
    }
}

definition! {
    /// Something that is to be done in a stage.
    pub struct TaskDefinition {
        /// Its name among those of the stage.
        pub id: String,
        /// The condition that holds once it is done.
        pub done: FormulaText,
        /// Whether a record may go on without it.
        pub optional: Option<bool>,
    }
}

words! {
    /// What being in a stage means.
    pub enum StageKind {
        /// Work goes on.
        Open = "open",
        /// It ended well.
        Won = "won",
        /// It ended badly.
        Lost = "lost",
        /// It never was one: a duplicate, a test, a wrong number.
        Invalid = "invalid",
    }
}

impl StageKind {
    /// Whether a record in such a stage is closed.
    pub fn is_closed(self) -> bool {
        self != StageKind::Open
    }
}
