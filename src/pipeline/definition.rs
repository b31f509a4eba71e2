//! A pipeline, as an author writes it.

use crate::document::{FormulaText, definition, words};

definition! {
    /// A pipeline: the stages that records go through.
    pub struct PipelineDefinition {
        /// The stages in their order: all open ones, then those that close a record.
        pub stages: Vec<StageDefinition>,
    }
}

definition! {
    /// A stage of a pipeline.
    pub struct StageDefinition {
        /// What entries and formulas call it: any text without control characters and without white space at its ends.
        pub id: String,
        /// What being in it means.
        pub kind: StageKind,
        /// How likely a record in it is to be won: 0 % to 100 %.
        pub probability: Option<FormulaText>,
        /// The category of a forecast to which a record in it belongs, such as `commit`.
        pub category: Option<String>,
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
