//! Structures that may grow: their first field says how large the host's is.

use super::error::Failure;
use super::guard::there;
use super::status::ATTAIN_E_INVALID_ARGUMENT;
use super::text::invalid;

/// A structure that begins with `uint32_t struct_size`, made of integers and pointers alone.
///
/// # Safety
///
/// All bytes zero are a value of it, and its first four bytes are `struct_size`.
pub(super) unsafe trait Sized32: Copy {
    /// How large it was when it was new; a host never has less.
    const FIRST: usize;
}

// SAFETY: it is `repr(C)`, begins with `struct_size`, and has integers alone.
unsafe impl Sized32 for super::plan::attain_plan_options {
    const FIRST: usize = size_of::<Self>();
}

// SAFETY: it is `repr(C)`, begins with `struct_size`, and has integers and pointers that may be NULL.
unsafe impl Sized32 for super::place::attain_place {
    const FIRST: usize = size_of::<Self>();
}

// SAFETY: it is `repr(C)`, begins with `struct_size`, and has integers and pointers that may be NULL.
unsafe impl Sized32 for super::columns::attain_batch {
    const FIRST: usize = size_of::<Self>();
}

/// Reads a structure of the host, which may be of an older or a newer header.
///
/// # Safety
///
/// `place` is NULL, or as many bytes can be read there as its first field says.
#[inline]
pub(super) unsafe fn sized<T: Sized32>(place: *const T, name: &str) -> Result<T, Failure> {
    there(place, name)?;
    // SAFETY: the first four bytes can be read: the caller says so, and it is neither NULL nor off its alignment.
    let size = unsafe { place.cast::<u32>().read() };
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    if size == size_of::<T>() {
        // SAFETY: as above, of all its bytes.
        return Ok(unsafe { place.read() });
    }
    // SAFETY: the caller's, of as many bytes as the structure says.
    let theirs = unsafe { host(place.cast(), size, (T::FIRST, size_of::<T>()), name) }?;
    let known = theirs.len().min(size_of::<T>());
    let mut read = std::mem::MaybeUninit::<T>::zeroed();
    // SAFETY: the host's bytes can be read, ours written; all bytes zero are a value, so the rest is one too.
    unsafe {
        theirs.as_ptr().copy_to_nonoverlapping(read.as_mut_ptr().cast(), known);
        Ok(read.assume_init())
    }
}

/// The bytes of a structure that is larger or smaller than ours, and than it was when it was new.
///
/// # Safety
///
/// As for [`sized`]; `place` is not NULL, and `size` is the first field of what is there.
#[cold]
unsafe fn host<'h>(
    place: *const u8,
    size: usize,
    (first, ours): (usize, usize),
    name: &str,
) -> Result<&'h [u8], Failure> {
    if size < first || size > LARGEST {
        let message =
            format!("`{name}.struct_size` is {size}; set it to `sizeof` of the structure, which is {ours} here");
        return Err(invalid(name, message));
    }
    // SAFETY: the host's structure is as large as it says.
    let theirs = unsafe { std::slice::from_raw_parts(place, size) };
    // What a newer header has more must be unused, or the host would rely on what we do not know.
    if theirs.iter().skip(ours).any(|byte| *byte != 0) {
        let message = format!("`{name}` is of a newer header, and uses a field that this library does not know");
        return Err(Failure::new(ATTAIN_E_INVALID_ARGUMENT, "argument.newer", message).path(name));
    }
    Ok(theirs)
}

/// No structure will ever be larger.
const LARGEST: usize = 4_096;

/// Sets a structure of the host to zeros, and its first field to its size. False where that cannot be, and nothing happened.
///
/// # Safety
///
/// `place` is NULL, or `size` bytes can be written there.
pub(super) unsafe fn init<T: Sized32>(place: *mut T, size: u32) -> bool {
    let bytes = usize::try_from(size).unwrap_or(usize::MAX);
    if place.is_null() || !(T::FIRST..=LARGEST).contains(&bytes) || !place.is_aligned() {
        return false;
    }
    // SAFETY: the caller's; the size was looked at.
    unsafe {
        place.cast::<u8>().write_bytes(0, bytes);
        place.cast::<u32>().write(size);
    }
    true
}
