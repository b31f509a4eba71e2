//! Whether all of the language is in the library.

/// Whether targets are cut here, told apart by fields, adjusted, closed and committed to: always but in a C library that was built
/// without the feature `analysis`, where all of that is left out, and plans and entries that need it are refused.
pub(crate) const IS_WHOLE: bool = cfg!(any(not(feature = "capi"), feature = "analysis"));

/// What makes such a library whole.
pub(crate) const HOW_WHOLE: &str = "build the library with `--features capi,analysis`";

/// Reports what is written for something that is not in the library.
#[cfg(all(feature = "capi", not(feature = "analysis")))]
#[cold]
#[inline(never)]
pub(crate) fn not_here(message: &str, at: crate::diagnostic::At<'_>, problems: &mut crate::diagnostic::Problems) {
    problems.report(crate::diagnostic::Code::PlanConflict, at, message).help(HOW_WHOLE);
}
