//! How targets are cut: over whom and over which periods, and by what.

mod compile;
mod definition;
mod range;
mod values;

pub use compile::{Over, Share, Split};
pub use definition::{Blank, ByDefinition, DriverDefinition, Nothing, OnChange, PartsAre, SplitDefinition};

pub use compile::{Levels, SPLITS_MAX, VALUES_MAX};

pub(super) use compile::{Of, read};
