//! Ways to provoke what a host cannot: for tests of the library alone, in builds that ask for them.

#![expect(clippy::panic, reason = "that is what they are for")]

use std::ffi::c_void;

use super::engine::attain_engine;
use super::error::attain_error;
use super::guard::ask;
use super::status::attain_status;
use super::view::attain_view;

/// Panics inside a question to a view.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_test_panic_in_view(
    view: *const attain_view,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: by the rules of the header, arguments are NULL or ours. So below.
    unsafe { ask(view, "view", error, |_| std::panic::panic_any("a test asked for it")) }
}

/// Panics while it records into an engine.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_test_panic_in_engine(
    engine: *mut attain_engine,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        ask(engine.cast_const(), "engine", error, |engine| {
            let _inside = engine.recording()?;
            std::panic::panic_any("a test asked for it")
        })
    }
}

/// Calls back while it is inside an engine: recording where `recording` is not 0, else asking.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_test_inside(
    engine: *mut attain_engine,
    recording: i32,
    call_back: Option<unsafe extern "C" fn(*mut c_void)>,
    user: *mut c_void,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above; the test gives a function and what it takes.
    unsafe {
        ask(engine.cast_const(), "engine", error, |engine| {
            let (_writes, _reads) =
                if recording == 0 { (None, Some(engine.asking()?)) } else { (Some(engine.recording()?), None) };
            if let Some(call_back) = call_back {
                call_back(user);
            }
            Ok(())
        })
    }
}
