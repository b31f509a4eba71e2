//! KPIs: named formulas over facts, targets and each other, asked of somebody for some time.
//!
//! A KPI is a formula with a name. What it may ask is a [`Question`]: a fold over facts, another KPI, an attribute, a
//! target, a value of everybody in a group. It is asked at a [`Place`]: of whom, and when. Windows move the place in
//! time, scopes along the tree.
//!
//! KPIs are checked in the order in which they need each other, so units are known when they are used; those that need each
//! other in a ring are refused, and the ring is printed. A KPI may call itself over members, strictly downwards: such
//! rings are checked together, and answered from below.
//!
//! ```
//! use attain::kpi::KpiDefinition;
//!
//! let growth = KpiDefinition { formula: "revenue / revenue[prior] - 100%".into(), ..KpiDefinition::default() };
//! # assert!(growth.labels.is_empty());
//! ```

mod compile;
mod definition;
mod fields;
mod order;
mod question;
mod ring;
mod rules;
mod when;
mod when_text;

pub use compile::{KPI_DEPTH_MAX, KpiNames, compile};
pub use definition::{AttainsDefinition, Better, CreditedAs, KpiDefinition};
pub use fields::ATTAINS;
pub use question::{
    Among, Elapsed, FIELD_AT_HAND, Group, Kpi, OfFields, Over, PeriodFact, Place, Question, Ranked, ResultName, Sliced,
};
pub use ring::RING_MAX;
pub use rules::RuleNames;
pub(crate) use rules::fixed_ratio;
pub use when::When;
