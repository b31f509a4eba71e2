//! Disputes: somebody says that a line of an explanation is wrong, and somebody answers.
//!
//! A dispute is bound to one line of a [`Trace`](crate::trace::Trace) by its path, such as `scorecard.rep/item.results/item.growth`. The plan
//! says who may dispute, until how many days after the period, and who answers; without that nobody disputes. An answer is `yes` with
//! the entry that puts it right, `no` with a reason, or `withdrawn` by whoever disputed. How to use it:
//! [the manual](crate::manual::grades).
//!
//! # Example
//!
//! ```
//! use attain::dispute::{DisputeAnswer, DisputeState, settled};
//! use attain::id::Key;
//! use attain::log::Answer;
//!
//! let day = |day| chrono::NaiveDate::from_ymd_opt(2025, 7, day).unwrap();
//! let answer = |on, by: &str, answer| DisputeAnswer { answer, by: Key::new(by).unwrap(), on, why: None, with: None };
//! let ann = Key::new("ann").unwrap();
//!
//! assert_eq!(settled(&ann, &[]), DisputeState::Open);
//! let answers = [answer(day(4), "mia", Answer::No), answer(day(9), "mia", Answer::Yes)];
//! assert_eq!(settled(&ann, &answers).code(), "accepted", "the last answer holds");
//! assert_eq!(settled(&ann, &[answer(day(4), "ann", Answer::Yes)]), DisputeState::Open, "nobody answers themselves");
//! ```

mod definition;
mod state;

pub use definition::{DisputePlan, DisputesDefinition};
pub use state::{DisputeAnswer, DisputeState, settled};
