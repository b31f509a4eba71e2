//! What is in a build, and what is not: functions of the feature `analysis` are in each, and say where they are not.

use std::ffi::c_void;

use super::error::{Failure, attain_error};
use super::guard::{call, clear};
use super::status::{ATTAIN_E_UNSUPPORTED, attain_status};

/// What a call comes to where this build has not the feature: what it would have made is NULL, and what comes after is not
/// in the library.
///
/// # Safety
///
/// `out` and `error` are NULL or can be written to.
#[inline(always)]
#[expect(
    clippy::inline_always,
    reason = "what comes after it is left out of a build without the feature only if it is seen through"
)]
pub(super) unsafe fn missing(out: *mut *mut c_void, error: *mut *mut attain_error) -> Option<attain_status> {
    // SAFETY: the caller's.
    if cfg!(feature = "analysis") { None } else { Some(unsafe { lacking(out, error) }) }
}

/// # Safety
///
/// As above.
#[cold]
#[inline(never)]
unsafe fn lacking(out: *mut *mut c_void, error: *mut *mut attain_error) -> attain_status {
    // SAFETY: the caller's.
    unsafe {
        clear(out);
        call(error, || Err(unsupported()))
    }
}

#[cold]
fn unsupported() -> Failure {
    let message = "this build of the library has no `analysis`".to_owned();
    Failure::new(ATTAIN_E_UNSUPPORTED, "feature.missing", message).help("build it with `--features capi,analysis`")
}
