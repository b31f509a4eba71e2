//! The session that a host holds: a plan, a log, and answers.
//!
//! An [`Engine`] takes entries and answers questions. Entries come one by one, in batches, as JSON lines or as CSV; each has
//! an outcome of its own. Questions are asked of a [`View`]: what was so on a day, as it was known at a position of the log. A view
//! never changes; what is recorded later is seen by the next one.
//!
//! ```text
//! Engine::record(entries) -> Vec<Admission>
//! Engine::view(as_of) -> View -> value, target, scorecard, ranking, statement, explain, change
//!                         funnel, receivables (what is owed)
//!                         due and fired (by the timers of records)
//!                         table (of many at once), entries (behind a figure), seen_by (an actor)
//! Engine::fork_with(overlay) -> Fork
//! ```
//!
//! # Example
//!
#![cfg_attr(feature = "json", doc = "```")]
#![cfg_attr(not(feature = "json"), doc = "```ignore")]
//! use attain::calendar::parse_day;
//! use attain::engine::Engine;
//! use attain::log::Entry;
//! use attain::plan::Plan;
//!
//! let plan = Plan::from_json(br#"{
//!     "attain": 1, "name": "First", "currency": "EUR", "org": { "trees": { "sales": ["company", "team"] } },
//!     "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
//!     "kpis": { "revenue": { "formula": "sum(order.amount)" } }
//! }"#)?;
//! let mut engine = Engine::new(plan);
//! let day = parse_day("2025-03-01")?;
//! engine.record(Entry::new("unit").id("u1").on(day).set("unit", "company"));
//! engine.record(Entry::new("membership").id("m1").on(day).set("who", "ann").set("unit", "company"));
//! engine.record(Entry::new("order").id("o1").on(day).set("rep", "ann").set("amount", "1200.50"));
//!
//! let view = engine.view(parse_day("2025-03-31")?);
//! let march = view.period("2025-03")?;
//! let revenue = view.value("revenue", view.unit("company")?, march)?;
//! assert_eq!(revenue.unwrap().to_string(), "1200.5");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod admit;
mod admit_grades;
mod answer;
mod below;
mod change;
mod coaching;
mod column;
mod columns;
mod contest;
mod contributed;
#[cfg(all(test, feature = "json"))]
mod digits_test;
mod disputes;
pub mod due;
mod duplicates;
mod explain;
mod fork;
mod funnel;
mod grades;
mod group;
mod handover;
mod kpi;
mod leader;
mod live;
mod memo;
mod moves;
mod pace;
#[cfg(feature = "json")]
mod partial;
mod pay;
mod people;
pub mod query;
mod rank;
mod ranking;
mod receivable;
mod record;
mod review;
mod scorecard;
mod seen;
mod smart;
mod target;
mod time;
mod view;

pub use change::Comparison;
pub use contest::{Contest, EarnedBadge};
pub use disputes::{DisputeCase, DisputedLine, Disputes};
pub use duplicates::{Duplicate, Duplicates};
pub use fork::Fork;
pub use funnel::{FunnelAnswer, FunnelPart, FunnelParts, FunnelQuery, FunnelRecord, FunnelRecords, FunnelTeam};
pub use grades::{CalibrationEvent, CalibrationState};
pub use handover::LeftBehind;
pub use moves::{Conformance, Deviation, MoveVerdict, WantedMove};
#[cfg(feature = "json")]
pub use partial::Partial;
pub use query::{Answers, Query};
pub use receivable::{ReceivableAnswer, ReceivableGroup, ReceivableInvoice, ReceivableQuery, ReceivableUntold};
pub use record::Engine;
pub use review::{ReviewAnswer, ReviewQuery};
pub use seen::{Seen, SeenContest, SeenGrades, SeenRanking, SeenReconciliation, SeenTargetHistory};
pub use smart::HISTORY_MAX;
pub use target::{Commitment, Reconciled, Reconciliation, TargetEvent, TargetEventKind, TargetFigures};
pub use view::View;
