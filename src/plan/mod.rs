//! The plan: one document that says how performance is reckoned.
//!
//! A [`PlanDefinition`] is what an author wrote, as plain data; [`Plan::compile`] reads it, reports *every* problem at
//! once, each with its place, and gives a [`Plan`]: immutable, cheap to clone, with nothing left to find. A plan that compiles
//! never meets an unknown name or a wrong unit.
//!
//! Sections are read in the order in which a person reads them; a later one can use the names of those before it:
//!
//! ```text
//! rules → exchange → calendar → org → pipelines → facts, records → timers, duplicates, receivables, reviews → tables → targets → kpis → peers → scorecards → incentives → rankings
//! ```
//!
//! An [`Overlay`] is a what-if: other things in some places of a plan, and entries that come after the log.
//!
//! # Example
//!
#![cfg_attr(feature = "json", doc = "```")]
#![cfg_attr(not(feature = "json"), doc = "```ignore")]
//! use attain::plan::Plan;
//!
//! let problems = Plan::from_json(br#"{
//!     "attain": 1, "name": "Broken", "currency": "EUR",
//!     "org": { "trees": { "sales": ["company", "team"] } },
//!     "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
//!     "kpis": { "revenue": { "formula": "sum(order.amont)" }, "calls": { "formular": "count(order)" } }
//! }"#).unwrap_err();
//!
//! let text: Vec<String> = problems.iter().map(|problem| format!("{}: {}", problem.place(), problem.code())).collect();
//! assert_eq!(text, [
//!     "kpis.calls.formular: document.unknown_field",
//!     "kpis.revenue.formula: formula.unknown_name",
//! ]);
//! ```

mod broken;
mod cards;
mod compile;
mod definition;
// A library that is not whole has none.
#[cfg_attr(
    not(any(not(feature = "capi"), feature = "analysis")),
    allow(dead_code, reason = "what is written is reported, and not read")
)]
mod duplicates;
mod gates;
mod names;
mod overlay;
mod overlay_apply;
mod overlay_place;
mod peers;
#[expect(clippy::module_inception, reason = "the plan's own type lives where its name says")]
mod plan;
mod receivables;
mod reviews;
mod seeing;
mod target_fields;
mod timers;

pub use definition::{LANGUAGE_VERSION, PLAN_BYTES_MAX, PlanDefinition};
pub use duplicates::DuplicateKey;
pub use gates::MoveGate;
pub use names::ResultOf;
pub(crate) use names::by_name;
pub use overlay::{EditDefinition, Overlay};
pub(crate) use overlay_apply::places;
pub use peers::Peers;
pub use plan::Plan;
pub use receivables::{ReceivableFacts, ReceivablePlan};
pub use reviews::ReviewPlan;
pub(crate) use seeing::Seeing;
pub(crate) use target_fields::{Folded, tells_apart};
pub use timers::RecordTimer;
