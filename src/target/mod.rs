//! Targets: what we said we would sell.
//!
//! A target is an entry: so much of a KPI for a person or a unit in a period, at a level. It belongs to the whole period, also for
//! one who joins within it. A longer time has the targets that lie wholly inside it, added. What a *unit* has is
//! declared: a target of its own, or the sum of its members'. Where a person moves within the period, the target is
//! divided over the stays, so that the parts add up to the last cent:
//!
//! | `transfer` | a mover's target belongs to |
//! |---|---|
//! | `days` | each unit of the period, by days of stay |
//! | `stay` | the first unit of the period |
//! | `follow` | the last unit of the period |
//!
//! A target may be of a part of the facts: of bikes alone ([`OfFields`]). It is a target of its own, unless the plan cuts targets
//! over the field: then it is a part of the whole, and the whole is the sum of its parts.
//!
//! A plan may say how targets are cut ([`Split`]): then a year of a company is enough, and a [`Ledger`] keeps what everybody has
//! of it, entry by entry, as it is set, adjusted, closed and set anew. What stands is read off a [`Book`]. On plain values an amount is
//! cut over people, time and fields by a [`Cascade`], and compared with what was there before by [`smart`]; the manual has a page on
//! [choosing how to split a target](crate::manual::splitting).
//!
//! ```
//! use attain::calendar::parse_day;
//! use attain::quantity::{Fraction, Odd};
//! use attain::target::{Transfer, divide};
//!
//! // 1,000.00 over stays of 30, 30 and 31 days, to the cent.
//! let parts = divide("1000".parse().unwrap(), &[30, 30, 31], Transfer::Days, "0.01".parse().unwrap(), Odd::First).unwrap();
//! assert_eq!(parts, ["329.67", "329.67", "340.66"].map(|part| part.parse().unwrap()));
//! ```

mod book;
mod book_part;
mod cascade;
mod compile;
mod definition;
mod fields;
mod held;
mod ledger;
mod pace;
mod placed;
mod rows;
pub mod smart;
mod split;
mod strand;
mod total;
mod totals;
mod transfer;

pub use crate::kpi::OfFields;
pub use book::{Book, Share, Target, Undefined};
pub use book_part::BookPart;
pub use cascade::{Axis, Cascade, CascadeError, Cell, Driver, Unknown, blend};
pub use compile::{About, TargetPlan};
pub use definition::{Pace, TargetDefinition, Transfer, UnitTarget};
pub use fields::TargetField;
pub use ledger::{Broken, Closing, Deed, Event, Finding, Ground, Holder, Ledger, Setting, Slot, Spot, What};
pub use pace::{due, passed};
pub use split::{
    Blank, ByDefinition, DriverDefinition, Levels, Nothing, OnChange, Over, PartsAre, SPLITS_MAX, Share as SplitShare,
    Split, SplitDefinition, VALUES_MAX,
};
pub use transfer::divide;

/// The level that is meant where none is named.
pub const MAIN_LEVEL: &str = "target";

pub(crate) use crate::document::{HOW_WHOLE, IS_WHOLE};
pub(crate) use rows::{Rows, Told};
pub(crate) use totals::Totals;
