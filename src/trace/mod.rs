//! Explanations: how a number came about, down to the facts.
//!
//! A [`Trace`] is a tree: what was asked, of whom and when, the answer, and the parts that it was made of. It is noted while the
//! answer is computed, not thought up afterwards, so it cannot say anything else than what was done. It prints as text, in
//! English or Chinese. [`Limits`] say how much of it is wanted; what is cut is counted, in the data and in the text.
//!
//! # Example
//!
//! ```
//! use attain::quantity::{Fraction, Value};
//! use attain::trace::{Language, Subject, Trace};
//!
//! let sales = Trace::new(Subject::Fold("sum(order.amount)".into()), Ok(Value::Money(Fraction::whole(42_000))));
//! let target = Trace::new(Subject::Target("sales".into()), Ok(Value::Money(Fraction::whole(50_000))));
//! let attained = Trace::new(Subject::Attainment("sales".into()), Ok(Value::Ratio(Fraction::new(42, 50).unwrap())));
//!
//! let text = attained.with_parts(vec![sales, target]).to_text(Language::English);
//! assert_eq!(text, "\
//! attainment of sales                 84%
//! ├─ sum(order.amount)                42,000
//! └─ target for sales                 50,000
//! ");
//! ```

mod language;
mod limits;
mod line;
mod provenance;
mod smart;
mod text;
#[expect(clippy::module_inception, reason = "the trace's own type lives where its name says")]
mod trace;
mod width;

pub use language::{Language, why};
pub use limits::{DEPTH_MAX, ENTRIES_IN_ALL_MAX, ENTRIES_MAX, Limits, PARTS_MAX};
pub use provenance::Provenance;
pub(crate) use smart::smart_finding_as;
pub use smart::{smart, smart_finding};
pub(crate) use text::grouped;
pub use text::{amount, dispute_state, rounded, value};
pub use trace::{Disputed, Entry, GradeBy, Subject, Trace};
pub(crate) use width::char_width;
pub use width::width;
