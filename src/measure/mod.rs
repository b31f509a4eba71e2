//! From facts to cells: every aggregate that a plan's formulas ask for, folded once and kept by stay and slot.
//!
//! A formula such as `sum(order.amount) / distinct(order.customer)` asks for two *folds*. [`Folds`] takes them out of the formulas
//! and keeps equal ones once. [`Cells`] go over the facts that stand, credit each to the stay (leaf) of its own
//! day, and keep one [`Tally`] for each fold, leaf and slot. *Slots* are the atoms of time: the common refinement
//! of all boundaries that the plan uses and of the days on which units move. So a period is a range of slots, a unit a set
//! of leaves in each slot, and any question merges a few tallies. Where a span cuts through a slot, its facts are
//! looked at one by one: answers are exact to the day, whatever the slots are.
//!
//! Most facts are plain: credited to one person as a whole, with a value and a condition that can be read off columns. Those are
//! folded over columns, a chunk of rows at a time, into *lanes*: a number or two for each cell. All others are looked
//! at one by one and have tallies of their own. Which way a fact goes never shows in an answer.
//!
//! Records are no facts: what is seen of them hangs on the end of the time asked for. Folds over them, and folds over
//! facts that fall into periods by a day of a record, are not kept by slot; all records are gone through once for a
//! fold and a time, and the tallies of everybody come out of it.
//!
//! What each fold counts, and how it treats credit and returns:
//!
//! | fold | of one entry | credited to several | a reversal |
//! |---|---|---|---|
//! | `sum` | its value × the share credited | each has their share | counts as − value × share reversed |
//! | `count`, `distinct` | the entry once (`count(order)`), or once if it has the value (`count(order.cost)`) | once for each, once for a unit | is not an entry, so does not count |
//! | `avg`, `min`, `max`, `median`, `percentile`, `stddev`, `trimmed` | its whole value once | once for each, once for a unit | does not count |
//! | `first`, `last` | by day, then id | once for each, once for a unit | does not count |

mod aggregate;
mod below;
mod bulk;
mod cells;
mod clauses;
mod everybody;
mod exchange;
mod extract;
mod fact;
mod fold;
mod grid;
mod held;
mod inner;
mod item;
mod kept;
mod keyed;
mod live;
mod multiset;
mod one;
mod one_slot;
#[cfg(feature = "json")]
mod partial;
mod posting;
mod slice;
mod slots;
mod state;
mod state_names;
mod statistic;
mod table;
mod tally;
mod total;
mod values;
mod walk;
mod way;

pub(crate) use aggregate::{percentile, result_unit as fold_unit, trimmed};
pub(crate) use cells::Source;
pub use cells::{Cells, Whose};
pub(crate) use everybody::Digits;
pub(crate) use exchange::{Exchanger, LeftOut};
pub use extract::{FactNames, extract};
pub use fact::{FactQuestion, FieldPath, GroupKey, Said};
pub use fold::{Aggregate, Credited, Fold, Folds, Keyed, Way};
pub(crate) use held::{held_by, is_left_out, joined, record_value};
pub(crate) use live::Reach;
#[cfg(feature = "json")]
pub(crate) use partial::CellValues;
pub use slice::Contribution;
pub(crate) use slice::{SliceField, SliceKey, have_all};
pub use slots::Slots;
pub use state::StateQuestion;
pub(crate) use statistic::{gather, percentile as percentile_of};
pub use tally::Tally;
pub use total::Total;
pub(crate) use walk::Walked;
