//! Whether a target is specific, measurable, attainable, relevant and time-bound.
//!
//! A [`Proposal`] has all that is known of a target before it is set; [`check`] compares it with [`Thresholds`] and gives a
//! [`Finding`] for each thing that is against it, with the figures that were compared. No finding means that nothing
//! speaks against it.
//!
//! | letter | holds when |
//! |---|---|
//! | specific | it is about a KPI, and somebody has it |
//! | measurable | it has an amount, of a KPI that can be reckoned and is an amount |
//! | attainable | it is within the thresholds; what cannot be compared, for there is too little history, is a finding too |
//! | relevant | the target above it, which it is a part of, exists |
//! | time-bound | it has a period that is not over |
//!
//! Whether a larger amount is harder to reach, or a lesser one, is said; all comparisons are exact, and only on the hard side: no
//! target is found too easy. What is harder never has fewer findings.
//!
//! ```
//! use attain::calendar::{Span, parse_day};
//! use attain::quantity::{Fraction, Unit, Why};
//! use attain::target::smart::{Proposal, Reason, Smart, Thresholds, check};
//!
//! let amount = |text: &str| text.parse::<Fraction>().unwrap();
//! let thresholds = Thresholds { growth: Some(amount("0.3")), ..Thresholds::default() };
//! let proposal = Proposal {
//!     unit: Some(Unit::Money),
//!     owner: true,
//!     computable: Ok(()),
//!     amount: Ok(amount("120")),
//!     lower_is_better: false,
//!     last_year: Ok(amount("80")),
//!     history: Vec::new(),
//!     parent: None,
//!     period: Span::new(parse_day("2026-01-01")?, parse_day("2027-01-01")?),
//!     as_of: parse_day("2025-12-01")?,
//! };
//! let findings = check(&proposal, &thresholds);
//! assert_eq!(findings.len(), 1);
//! assert_eq!((findings[0].letter(), findings[0].reason.code()), (Smart::Attainable, "growth"));
//! let told = attain::trace::smart_finding(&findings[0], attain::trace::Language::English);
//! assert_eq!(told, "120 is 50% more than 80, the same period a year before; at most 30% is expected");
//!
//! let unknown = Proposal { last_year: Err(Why::NoFacts), ..proposal };
//! assert_eq!(check(&unknown, &thresholds)[0].reason, Reason::NoYearBefore(Why::NoFacts), "this is no pass");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod definition;
mod finding;
mod judge;

pub use definition::{CheckDefinition, Thresholds};
pub use finding::{Finding, Reason, Smart};
pub use judge::{Proposal, check};
