//! Rankings: who comes first, and what equals share; contests, prizes, badges.
//!
//! The rule for ties is declared, and an undefined value has no rank. Values are compared exactly: whether two are equal is
//! not a matter of how they are shown.
//!
//! [`rank()`] ranks plain values, [`Ranking::new`] people by their values, and [`Ranking::among`] within groups, with equals told
//! apart, a smallest sample, percentiles and quartiles. [`moves()`] tells whose rank is another one than before, and
//! [`Ranking::awards`] what its places win.
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

mod among;
mod beyond;
mod compile;
mod counted;
mod definition;
mod moves;
mod names;
mod percentile;
mod place;
mod prize;
mod prizes;
mod rank;
mod sorted;
mod within;

pub use among::{Contender, Method};
pub use beyond::{Badge, Then, Within};
pub use compile::RankingPlan;
pub use definition::{BadgeDefinition, Equals, Order, RankingDefinition, ThenDefinition, ThenFields};
pub use moves::{Moved, Movement, affected, moves};
pub use names::RankingNames;
pub use place::{Group, Place, Ranking, Standing};
pub use prize::{Award, Awards, Offer};
pub use prizes::Prizes;
pub use rank::rank;

pub(crate) use counted::{Contending, Counted};
pub(crate) use within::{NOBODY, ranks_within};
