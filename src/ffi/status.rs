//! What a call comes to.

use std::ffi::c_char;

/// What a call comes to: `ATTAIN_OK` or one of `ATTAIN_E_…`. An `int32_t` and not a C enum, so that its size is the same for
/// everyone.
pub type attain_status = i32;

/// It was done.
pub const ATTAIN_OK: i32 = 0;
/// An argument is NULL, of a wrong size, or not one of the values that it may have.
pub const ATTAIN_E_INVALID_ARGUMENT: i32 = 1;
/// A text is not UTF-8.
pub const ATTAIN_E_INVALID_UTF8: i32 = 2;
/// A text does not parse.
pub const ATTAIN_E_SYNTAX: i32 = 3;
/// A plan, a calendar or a table parsed and is not sound; the error has every problem.
pub const ATTAIN_E_PLAN: i32 = 4;
/// A number does not fit.
pub const ATTAIN_E_OVERFLOW: i32 = 8;
/// It names something that does not exist.
pub const ATTAIN_E_NOT_FOUND: i32 = 9;
/// Somebody records into the engine, or asks it, at this moment; try again.
pub const ATTAIN_E_BUSY: i32 = 10;
/// It is larger than a named limit allows.
pub const ATTAIN_E_LIMIT: i32 = 11;
/// This build of the library has no such feature.
pub const ATTAIN_E_UNSUPPORTED: i32 = 14;
/// Header and library do not fit together.
pub const ATTAIN_E_ABI: i32 = 15;
/// The object was inside a panic that was caught; it can only be freed.
pub const ATTAIN_E_POISONED: i32 = 16;
/// A panic was caught: a mistake in the library. What it was about is poisoned.
pub const ATTAIN_E_INTERNAL: i32 = 99;

/// The name of a status, such as `ATTAIN_E_BUSY`; `ATTAIN_E_?` where there is no such status. Never NULL.
#[unsafe(no_mangle)]
pub extern "C" fn attain_status_name(status: attain_status) -> *const c_char {
    name(status).as_ptr()
}

pub(super) fn name(status: attain_status) -> &'static std::ffi::CStr {
    match status {
        ATTAIN_OK => c"ATTAIN_OK",
        ATTAIN_E_INVALID_ARGUMENT => c"ATTAIN_E_INVALID_ARGUMENT",
        ATTAIN_E_INVALID_UTF8 => c"ATTAIN_E_INVALID_UTF8",
        ATTAIN_E_SYNTAX => c"ATTAIN_E_SYNTAX",
        ATTAIN_E_PLAN => c"ATTAIN_E_PLAN",
        ATTAIN_E_OVERFLOW => c"ATTAIN_E_OVERFLOW",
        ATTAIN_E_NOT_FOUND => c"ATTAIN_E_NOT_FOUND",
        ATTAIN_E_BUSY => c"ATTAIN_E_BUSY",
        ATTAIN_E_LIMIT => c"ATTAIN_E_LIMIT",
        ATTAIN_E_UNSUPPORTED => c"ATTAIN_E_UNSUPPORTED",
        ATTAIN_E_ABI => c"ATTAIN_E_ABI",
        ATTAIN_E_POISONED => c"ATTAIN_E_POISONED",
        ATTAIN_E_INTERNAL => c"ATTAIN_E_INTERNAL",
        _ => c"ATTAIN_E_?",
    }
}
