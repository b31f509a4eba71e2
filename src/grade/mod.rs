//! Grades by quotas: to the best so many of those who have a score the best grade, to the next so many the next.
//!
//! Bands say what a score is worth by itself; quotas say how many may have it. Places are whole by largest remainder. What becomes of
//! equals on both sides of a border is declared, and so is who makes up for it; who has no score counts to nobody's quota.
//!
//! | question | answer |
//! |---|---|
//! | how many have which grade | [`Quotas::places`], [`Quotas::cut`] |
//! | who has which, group by group | [`force()`] |
//! | with which score one would have a better grade | [`next_grade()`] |
//! | in a plan, with what was changed afterwards | [`View::grades`](crate::engine::View::grades) |
//!
//! # Example
//!
//! ```
//! use attain::grade::{Quota, Quotas};
//! use attain::quantity::{Fraction, Value};
//!
//! let quota = |(grade, share): (&str, i128)| Quota { grade: Value::Text(grade.into()), share: Fraction::new(share, 100).unwrap() };
//! let quotas = Quotas::new([("S", 10), ("A", 20), ("B", 60), ("C", 10)].map(quota).to_vec())?;
//! assert_eq!(quotas.places(12)?, [1, 3, 7, 1]);
//! # Ok::<(), attain::quantity::Why>(())
//! ```

mod compile;
mod definition;
mod force;
mod graded;
mod next;
mod quota;

pub use compile::{Calibration, Force, best_first};
pub use definition::{Below, Border, CalibrateDefinition, ForceDefinition, OffQuota, Taken};
pub use force::{Forced, ForcedGroup, ForcedPerson, Given, GradeCount, Rule, Tie, force};
pub use graded::{Calibrated, GradeFinding, Graded, Grades};
pub use next::{NextGrade, next_grade};
pub use quota::{Cut, Quota, Quotas};
