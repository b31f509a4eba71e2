//! Incentives: what is owed, line by line.
//!
//! An incentive plan has components: a rate on a base, read from a table or computed; a bonus when a condition holds. Each gives a
//! [`Line`] of a [`Statement`] for each period, rounded as the plan says; the total is read off the lines. What is owed for a
//! longer time, or to a unit, is what was owed for its periods and to its people, added: it is never computed anew
//! from larger sums.
//!
//! # Example
//!
//! ```
//! use attain::incentive::{Line, Statement};
//! use attain::quantity::Fraction;
//!
//! let line = |component: &str, pay: i64| Line { pay: Ok(Fraction::whole(pay)), ..Line::unpaid(component) };
//! let statement = Statement::new(vec![line("commission", 820), line("bonus", 0)]);
//! assert_eq!(statement.total(Default::default()), Ok(Fraction::whole(820)));
//! ```

mod compile;
mod definition;
mod statement;

pub use compile::{Component, IncentivePlan, Pay};
pub use definition::{ComponentDefinition, Each, IncentiveDefinition};
pub use statement::{Inputs, Line, Statement, evaluate};
