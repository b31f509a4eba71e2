//! Steps: gates, vetoes, limits, bonus and penalty points, multipliers, in the order written.
//!
//! A step is `{ "when", "cap" | "floor" | "set" | "times" | "add", "why" }`: one deed, done to a value while its condition holds. A
//! condition that is undefined does not hold, and the trace says so. What is left is read off what each step did.
//!
//! | deed | does |
//! |---|---|
//! | `cap` | the value is at most so much |
//! | `floor` | the value is at least so much |
//! | `set` | the value is this, whatever it was; also where it was undefined |
//! | `times` | the value is multiplied by a number |
//! | `add` | so much is added, or taken where it is below zero |
//!
//! # Example
//!
//! [`Steps::compile`] reads the definitions with whatever [`Names`](crate::formula::Names) the formulas know, and
//! [`Steps::apply`] runs them; on plain values [`Applied::new`] does the same:
//!
//! ```
//! use attain::quantity::{Fraction, Precision, Value, Why};
//! use attain::step::{Applied, Asked, Deed, Held, Limits};
//!
//! let late = Asked { deed: Deed::Add, held: Held::Undefined(Why::NoFacts), amount: None, why: Some("late".into()) };
//! let veto = Asked { deed: Deed::Set, held: Held::Yes, amount: Some(Ok(Value::Number(Fraction::ZERO))), why: None };
//! let score = Ok(Value::Number(Fraction::whole(97)));
//!
//! let applied = Applied::new(score, vec![late, veto], Limits::AsWritten, Precision::default());
//! assert!(!applied.steps[0].changed(), "an undefined condition does not hold");
//! assert_eq!(applied.value(), &Ok(Value::Number(Fraction::ZERO)));
//! ```

mod apply;
mod compile;
mod definition;

pub use apply::{Applied, Asked, Done, Held, Limits};
pub use compile::{FormulaReader, STEPS_MAX, Step, Steps};
pub use definition::{Deed, StepDefinition};
