//! Scorecards: figures turned into points, weighed, graded.
//!
//! A scorecard is a tree of items. A leaf has a value, which a curve (a table) turns into points; a group has items of its
//! own, whose weights make 100 %. What stands for an undefined item is declared. A [`Scorecard`] *is* its items: the score is
//! read off them, never kept beside them, and is rounded once.
//!
//! | question | answer |
//! |---|---|
//! | what does a card come to, in a plan | [`View::scorecard`](crate::engine::View::scorecard) |
//! | on plain values, without a plan | [`PlainCard`] |
//! | what does each item contribute, what is missing | [`Scorecard::lines`], [`Scorecard::missing`] |
//! | what is missing for a grade | [`Scorecard::needs`] |
//! | which weight decides between two people | [`flips()`] |
//! | on what should somebody work | [`focus()`] |
//! | did it help | [`helped()`] |
//!
//! How to write one, by what one wants: [designing a scorecard](crate::manual::scoring).
//!
//! # Example
//!
//! ```
//! use attain::quantity::{Fraction, Precision, Why};
//! use attain::rule::Missing;
//! use attain::score::{ItemScore, weigh};
//!
//! let percent = |hundredths| Fraction::new(hundredths, 100).unwrap();
//! let item = |id: &str, weight, points| ItemScore::leaf(id, percent(weight), Missing::Skip, points);
//! let items = [
//!     item("attainment", 70, Ok(Fraction::whole(90))),
//!     item("growth", 30, Err(Why::BeforeFirstPeriod)),
//! ];
//! // Growth is undefined and left out: attainment weighs 100 %.
//! assert_eq!(weigh(&items, Precision::default()), Ok(Fraction::whole(90)));
//! ```

mod ask;
mod compile;
mod definition;
mod during;
mod evaluate;
mod item;
mod line;
mod many;
mod one;
mod plain;
mod result;
mod weight;

pub use ask::{Flip, Focus, Helped, Lift, Need, Needs, Standing, Turn, flips, focus, helped};
pub use compile::Card;
pub use definition::{Compose, GradesDefinition, ItemDefinition, ScorecardDefinition, Weights};
pub use evaluate::{Inputs, evaluate};
pub use item::{Item, Part};
pub use line::{Lacking, Line};
pub use plain::{Figures, PlainCard, PlainCardDefinition};
pub use result::{Grade, ItemScore, Scorecard, weigh};
pub use weight::{Together, Weight};

pub(crate) use many::{ManyInputs, is_plain, many, programs};
pub(crate) use one::one;
