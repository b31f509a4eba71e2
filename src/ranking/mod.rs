//! Rankings: who comes first, and what equals share.
//!
//! The rule for ties is declared, and an undefined value has no rank. Values are compared exactly: whether two are equal is
//! not a matter of how they are shown.
//!
//! # Example
//!
//! ```
//! use attain::quantity::{Fraction, Why};
//! use attain::ranking::{Order, rank};
//! use attain::rule::Ties;
//!
//! let values = [Ok(90), Ok(95), Err(Why::NoTarget), Ok(90), Ok(80)].map(|value| value.map(Fraction::whole));
//! let ranks: Vec<String> = rank(&values, Order::HighestFirst, Ties::Competition)
//!     .into_iter()
//!     .map(|rank| rank.map_or_else(|_| "–".to_owned(), |rank| rank.to_string()))
//!     .collect();
//! assert_eq!(ranks, ["2", "1", "–", "2", "4"]);
//! ```

mod compile;
mod definition;
mod rank;

pub use compile::RankingPlan;
pub use definition::{Order, RankingDefinition};
pub use rank::{Place, Ranking, rank};
