//! Whether all of the language is in the library.

/// Whether targets are cut here, told apart by fields, adjusted, closed and committed to: always but in a C library that was built
/// without the feature `analysis`, where all of that is left out, and plans and entries that need it are refused.
pub(crate) const IS_WHOLE: bool = cfg!(any(not(feature = "capi"), feature = "analysis"));

/// What makes such a library whole.
pub(crate) const HOW_WHOLE: &str = "build the library with `--features capi,analysis`";
