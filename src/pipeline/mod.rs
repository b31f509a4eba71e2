//! Pipelines: the stages that deals, leads and other records go through, and the way that one of them took.
//!
//! A [`PipelineDefinition`] lists stages in their order; what a stage means is said by its [`StageKind`] and never read
//! off its name. [`Stages`] are those of one pipeline, read. A [`Journey`] is pure: a list of days and stages, of which it
//! tells where something was on a day, what it reached, how long it stayed.
//!
//! # Example
//!
//! ```
//! use attain::diagnostic::{At, Problems};
//! use attain::pipeline::{Entered, Journey, PipelineDefinition, StageDefinition, StageKind, Stages};
//! use chrono::NaiveDate;
//!
//! let stage = |id: &str, kind| StageDefinition { id: id.to_owned(), kind, ..StageDefinition::default() };
//! let definition = PipelineDefinition {
//!     stages: vec![
//!         stage("lead", StageKind::Open),
//!         stage("报价", StageKind::Open),
//!         stage("won", StageKind::Won),
//!         stage("lost", StageKind::Lost),
//!     ],
//!     ..PipelineDefinition::default()
//! };
//! let stages = Stages::compile(&definition, At::root(), &mut Problems::new()).unwrap();
//! let at = |id: &str| stages.find(id).unwrap();
//! let day = |day| NaiveDate::from_ymd_opt(2025, 8, day).unwrap();
//!
//! let entered = [
//!     Entered { on: day(1), stage: at("lead") },
//!     Entered { on: day(11), stage: at("won") },
//! ];
//! let journey = Journey::new(&stages, &entered);
//! assert_eq!(journey.stage_on(day(10)), Some(at("lead")));
//! assert!(journey.passed(at("报价")), "a stage that was skipped counts as passed");
//! assert_eq!(journey.entered_on(at("报价")), None);
//! assert_eq!(journey.time_in(at("lead"), day(31)), 10);
//! assert_eq!(journey.closed_on(), Some(day(11)));
//! ```

mod compile;
mod definition;
mod gate;
mod journey;
mod plain;
mod probability;
mod stage;

pub use compile::{Pipelines, STAGES_MAX};
pub use definition::{
    ApprovalDefinition, EdgeDefinition, Mode, MovesDefinition, PipelineDefinition, Skipped, StageDefinition, StageKind,
    TaskDefinition,
};
pub(crate) use gate::moment;
pub use gate::{
    APPROVALS_MAX, Answer, Answered, Approval, Approvals, Approved, Case, EDGES_MAX, Edge, Gate, Lacking, May, Move,
    OfStage, Reader, Reason, Requirement, Task, Verdict, Who, WhoRule,
};
pub use journey::{Entered, Journey, Visit};
pub use plain::{Actor, Deal, DealQuestion, FieldValue, Fields, Pipeline};
pub use probability::{DatedProbability, Likely, ProbabilityDefinition, ProbabilityOf};
pub use stage::{Stage, StageId, Stages};
