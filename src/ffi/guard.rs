//! No panic leaves the library: it is caught at the door, and what it was about is poisoned.

use std::any::Any;
use std::cell::Cell;
use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};

use super::error::{Failure, attain_error};
use super::status::{ATTAIN_E_INTERNAL, ATTAIN_E_INVALID_ARGUMENT, ATTAIN_E_POISONED, ATTAIN_OK, attain_status};
use super::text::{invalid, null};

/// Messages of panics go nowhere.
pub const ATTAIN_PANIC_NONE: i32 = 0;
/// Messages of panics go to the standard error stream, as Rust does where nothing is said.
pub const ATTAIN_PANIC_STDERR: i32 = 1;

/// What is behind a pointer that a host holds, and whether it was inside a panic.
pub(super) struct Handle<T> {
    value: T,
    poisoned: AtomicBool,
}

impl<T> Handle<T> {
    pub(super) fn new(value: T) -> Handle<T> {
        Handle { value, poisoned: AtomicBool::new(false) }
    }

    pub(super) fn get(&self) -> &T {
        &self.value
    }
}

/// What can be poisoned.
pub(super) trait Guarded {
    /// Whether it was inside a panic.
    fn poisoned(&self) -> &AtomicBool;
}

impl<T> Guarded for Handle<T> {
    fn poisoned(&self) -> &AtomicBool {
        &self.poisoned
    }
}

/// Does the work of a call that is about nothing that lasts.
///
/// # Safety
///
/// `error` is NULL or can be written to.
pub(super) unsafe fn call(
    error: *mut *mut attain_error,
    mut work: impl FnMut() -> Result<(), Failure>,
) -> attain_status {
    // SAFETY: the caller's.
    unsafe { guarded(Some(&AtomicBool::new(false)), "", error, &mut work) }
}

/// Does the work of a call that is about an object: refused where that was inside a panic, and poisoned by one.
///
/// # Safety
///
/// `error` is NULL or can be written to; `object` is NULL or lives.
pub(super) unsafe fn ask<T: Guarded>(
    object: *const T,
    name: &str,
    error: *mut *mut attain_error,
    mut work: impl FnMut(&T) -> Result<(), Failure>,
) -> attain_status {
    // SAFETY: the caller's.
    unsafe {
        let poison = object.as_ref().map(Guarded::poisoned);
        // The work is done only where there is a poison, so there is an object.
        guarded(poison, name, error, &mut || work(&*object))
    }
}

/// Does the work of a call that makes something: `out` is NULL until it is done, whatever is wrong.
///
/// # Safety
///
/// `error` and `out` are NULL or can be written to.
pub(super) unsafe fn create<O>(
    out: *mut *mut O,
    error: *mut *mut attain_error,
    mut work: impl FnMut() -> Result<O, Failure>,
) -> attain_status {
    // SAFETY: the caller's.
    unsafe {
        clear(out.cast());
        call(error, || {
            there(out, "out")?;
            out.write(Box::into_raw(Box::new(work()?)));
            Ok(())
        })
    }
}

/// Does the work of a call that makes something of an object: `out` is NULL until it is done, whatever is wrong.
///
/// # Safety
///
/// As for [`ask`] and [`create`].
pub(super) unsafe fn make<T: Guarded, O>(
    object: *const T,
    name: &str,
    out: *mut *mut O,
    error: *mut *mut attain_error,
    mut work: impl FnMut(&T) -> Result<O, Failure>,
) -> attain_status {
    // SAFETY: the caller's.
    unsafe {
        clear(out.cast());
        ask(object, name, error, |object| {
            there(out, "out")?;
            out.write(Box::into_raw(Box::new(work(object)?)));
            Ok(())
        })
    }
}

/// Gives an object to the host, who frees it.
///
/// # Safety
///
/// `out` can be written to.
pub(super) unsafe fn give<O>(out: *mut *mut O, object: O) {
    // SAFETY: the caller's.
    unsafe { out.write(Box::into_raw(Box::new(object))) };
}

/// Nothing has been made yet.
///
/// # Safety
///
/// `out` is NULL or can be written to.
pub(super) unsafe fn clear(out: *mut *mut c_void) {
    if !out.is_null() && out.is_aligned() {
        // SAFETY: the caller's; it is neither NULL nor off its alignment.
        unsafe { out.write(std::ptr::null_mut()) };
    }
}

/// Where all work of a host is done: no other place catches panics of it, poisons what it was about, and tells failures.
/// What it is about is told by its poison; where there is none, the host gave NULL, and nothing is done.
///
/// # Safety
///
/// `error` is NULL or can be written to.
unsafe fn guarded(
    poison: Option<&AtomicBool>,
    name: &str,
    error: *mut *mut attain_error,
    work: &mut dyn FnMut() -> Result<(), Failure>,
) -> attain_status {
    let done = match poison {
        None => Err(null(name)),
        Some(poison) if poison.load(Ordering::Acquire) => Err(poisoned(name)),
        Some(poison) => {
            let done = caught(work);
            if done.as_ref().is_err_and(|failure| failure.status() == ATTAIN_E_INTERNAL) {
                poison.store(true, Ordering::Release);
            }
            done
        }
    };
    // SAFETY: the caller's.
    unsafe { report(error, done) }
}

/// An object that was inside a panic.
#[cold]
pub(super) fn poisoned(name: &str) -> Failure {
    let message = format!("`{name}` was inside a panic that was caught; it can only be freed");
    Failure::new(ATTAIN_E_POISONED, "object.poisoned", message).path(name)
}

/// An object of which something is read that cannot fail.
///
/// # Safety
///
/// `object` is NULL or lives as long as what is read of it.
pub(super) unsafe fn look<'a, T>(object: *const T) -> Option<&'a T> {
    // SAFETY: the caller's.
    unsafe { object.as_ref() }
}

/// Frees an object.
///
/// # Safety
///
/// `object` is NULL, or was given out by [`give`] and is freed once.
pub(super) unsafe fn free<T>(object: *mut T) {
    if !object.is_null() {
        // SAFETY: it came out of a box, and comes back once.
        dropped(&mut || drop(unsafe { Box::from_raw(object) }));
    }
}

/// A panic while something is dropped does not reach the host either.
fn dropped(drop: &mut dyn FnMut()) {
    let _ = catch_unwind(AssertUnwindSafe(drop));
}

/// Writes a plain value to where the host wants it.
///
/// # Safety
///
/// `place` is NULL or can be written to.
pub(super) unsafe fn put<T: Copy>(place: *mut T, name: &str, value: T) -> Result<(), Failure> {
    there(place, name)?;
    // SAFETY: the caller's; it is neither NULL nor off its alignment.
    unsafe { place.write(value) };
    Ok(())
}

/// Reads a plain value that the host has.
///
/// # Safety
///
/// `place` is NULL or can be read.
pub(super) unsafe fn take<T: Copy>(place: *const T, name: &str) -> Result<T, Failure> {
    there(place, name)?;
    // SAFETY: the caller's; it is neither NULL nor off its alignment.
    Ok(unsafe { place.read() })
}

/// Whether a pointer of the host may be followed, as far as can be told.
pub(super) fn there<T>(place: *const T, name: &str) -> Result<(), Failure> {
    aligned(place.addr(), align_of::<T>(), name)
}

/// Whether an address is neither NULL nor off an alignment.
pub(super) fn aligned(address: usize, align: usize, name: &str) -> Result<(), Failure> {
    if address == 0 {
        return Err(null(name));
    }
    if !address.is_multiple_of(align) {
        return Err(invalid(name, format!("`{name}` is not aligned")));
    }
    Ok(())
}

/// # Safety
///
/// `error` is NULL or can be written to.
unsafe fn report(error: *mut *mut attain_error, done: Result<(), Failure>) -> attain_status {
    let (status, made) = match done {
        Ok(()) => (ATTAIN_OK, std::ptr::null_mut()),
        Err(failure) => told(failure, error.is_null()),
    };
    if !error.is_null() {
        // SAFETY: the caller's; it is not NULL.
        unsafe { error.write(made) };
    }
    status
}

/// A failure as a status and as an error, unless nobody wants to have it.
#[cold]
fn told(failure: Failure, unwanted: bool) -> (attain_status, *mut attain_error) {
    let status = failure.status();
    let made = if unwanted { std::ptr::null_mut() } else { Box::into_raw(Box::new(attain_error::new(failure))) };
    (status, made)
}

thread_local! {
    /// Whether this thread is inside a call. It has no destructor, so unloading the library leaves nothing behind.
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

fn caught(work: &mut dyn FnMut() -> Result<(), Failure>) -> Result<(), Failure> {
    let before = INSIDE.replace(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    INSIDE.set(before);
    done.unwrap_or_else(|payload| Err(of_panic(payload)))
}

fn of_panic(payload: Box<dyn Any + Send>) -> Failure {
    let said = payload.downcast_ref::<&str>().copied();
    let said = said.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message");
    let message = format!("a mistake in the library was caught: {said}");
    let failure = Failure::new(ATTAIN_E_INTERNAL, "internal.panic", message);
    // A payload may panic again when it is dropped; forgotten, it would be lost memory.
    let mut payload = Some(payload);
    dropped(&mut || drop(payload.take()));
    failure
}

/// Where the messages of caught panics go.
static PANICS: AtomicI32 = AtomicI32::new(ATTAIN_PANIC_STDERR);
static HOOK: Once = Once::new();

/// Says where the messages of panics inside this library go: `ATTAIN_PANIC_STDERR` (where nothing is said) or
/// `ATTAIN_PANIC_NONE`. For the whole process; call it once, at the start. Panics of other Rust code are not touched.
#[unsafe(no_mangle)]
pub extern "C" fn attain_set_panic_output(output: i32) -> attain_status {
    if !matches!(output, ATTAIN_PANIC_NONE | ATTAIN_PANIC_STDERR) {
        return ATTAIN_E_INVALID_ARGUMENT;
    }
    PANICS.store(output, Ordering::Release);
    let installed = catch_unwind(|| {
        HOOK.call_once(|| {
            let before = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |info| {
                let inside = INSIDE.try_with(Cell::get).unwrap_or(false);
                if !inside || PANICS.load(Ordering::Acquire) == ATTAIN_PANIC_STDERR {
                    before(info);
                }
            }));
        });
    });
    if installed.is_ok() { ATTAIN_OK } else { ATTAIN_E_INTERNAL }
}
