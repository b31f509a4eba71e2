//! A laboratory: plans and logs that nobody wrote, and laws to try on them and on one's own.
//!
//! What counts on a number being right is tested by numbers that somebody worked out, and by laws that hold of all
//! numbers. This module is for the second kind, with the feature `testing`, in the tests of a host:
//!
//! * [`plan()`] makes plans that compile, of everything that the plan language has;
//! * [`Story`] makes a log for such a plan, or for one of the host's: an organisation that changes, facts, targets, corrections of corrections, in
//!   batches; and makes a story small in which something is wrong;
//! * [`laws`] try on a plan and its entries what has to hold of all of them;
//! * [`Dice`] throw the same numbers for a seed everywhere and for ever, and [`Size`] says how large all of it may be.
//!
//! What is in them follows from a seed. A plan has KPIs with all that may be said beside a formula, up to two kinds of
//! records that go through pipelines, lengths of time, dates, people and units as values, tables of every way to be
//! read and of keys of every unit, nearly every second time a rule for amounts in other currencies, and targets that
//! are cut over periods, members and fields, by what was before, evenly or within limits. A log has targets of units and
//! of longer periods, pinned ones and blank ones, adjustments, times that are closed and opened, what people commit to,
//! rates, records that open, change and move (some of it twice on a day, some of something that is not there), and
//! corrections of any of that. A test of the crate counts how often each of these occurs, and how many figures have a
//! value.
//!
//! # Example
//!
//! A host that keeps totals of its own beside the engine holds them against it:
//!
//! ```
//! use attain::testing::{Size, Story, laws::Trial};
//!
//! for seed in 0..5 {
//!     let story = Story::new(seed, &Size::small());
//!     let findings = Trial::on(&story)?.findings();
//!     assert!(findings.is_empty(), "seed {seed}: {findings:?}");
//! }
//! # Ok::<(), attain::Problems>(())
//! ```

pub mod laws;

mod author;
mod dice;
mod node;
mod size;
mod story;
mod words;

pub use author::plan;
pub use dice::Dice;
pub use size::Size;
pub use story::{Batch, Story};
