//! What an author wrote, as a tree, and how definitions are read off it.
//!
//! A plan may come in any serde format. It is first taken as a [`Node`], which loses nothing, neither the digits of a number nor
//! a field that is named twice; then each definition [`Read`]s itself off its node and reports whatever is wrong to
//! [`Problems`](crate::diagnostic::Problems), without stopping. So ten mistakes of form are ten problems at ten places,
//! and the mistakes of meaning come in the same answer.
//!
//! Definitions are plain data with public fields, of which those that hold things by name are a [`Named`]; a program may as
//! well fill them in by itself:
//!
//! ```
//! use attain::kpi::KpiDefinition;
//!
//! let revenue = KpiDefinition { formula: "sum(order.amount)".into(), ..KpiDefinition::default() };
//! assert_eq!(revenue.formula.as_str(), "sum(order.amount)");
//! ```

pub(crate) mod definition;
#[cfg(feature = "json")]
mod json;
mod list;
mod named;
mod node;
mod number;
mod read;
mod whole;
#[cfg(feature = "json")]
mod written;

pub(crate) use definition::{definition, words};
#[cfg(feature = "json")]
pub use json::{DEPTH_MAX, from_json};
pub use list::OneOrMany;
pub use named::Named;
pub use node::Node;
pub use number::NumberText;
pub use read::{FormulaText, Read};
#[cfg(all(feature = "capi", not(feature = "analysis")))]
pub(crate) use whole::not_here;
pub use whole::{Beyond, BeyondOne};
pub(crate) use whole::{HOW_WHOLE, IS_WHOLE, all_there};
