//! What two records of a kind must not have in common, as an author writes it.

use crate::document::FormulaText;
#[cfg(any(not(feature = "capi"), feature = "analysis"))]
use crate::document::OneOrMany;

/// Keys by which it is told that two records are one: a list of formulas, and of lists of formulas that are taken together.
#[cfg(any(not(feature = "capi"), feature = "analysis"))]
pub type DuplicateKeys = Vec<OneOrMany<FormulaText>>;

/// A C library that was built without the feature `analysis` has no such keys, as it has no timers: what is written is reported in the
/// same way, and not read.
#[cfg(not(any(not(feature = "capi"), feature = "analysis")))]
pub type DuplicateKeys = crate::timer::Timers;

/// The formulas of a key.
#[cfg(any(not(feature = "capi"), feature = "analysis"))]
pub(crate) fn formulas_of(key: &OneOrMany<FormulaText>) -> &[FormulaText] {
    &key.0
}

/// The formulas of a key.
#[cfg(not(any(not(feature = "capi"), feature = "analysis")))]
pub(crate) fn formulas_of(_: &crate::timer::TimerDefinition) -> &[FormulaText] {
    &[]
}
