//! Text in and out.

use std::ffi::{CStr, c_char, c_void};

use super::error::{Failure, attain_error};
use super::guard::{Guarded, Handle, free, look, make};
use super::status::{ATTAIN_E_INVALID_ARGUMENT, ATTAIN_E_INVALID_UTF8, attain_status};

/// UTF-8 text by pointer and length. It need not end in a NUL; where it does, `len` may be `ATTAIN_NTS`.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct attain_str {
    /// The bytes; may be NULL where `len` is 0.
    pub data: *const c_char,
    /// How many there are, without a NUL behind them.
    pub len: usize,
}

/// Text that the library made: read it, then free it.
pub struct attain_text(Handle<Text>);

/// Bytes with a NUL behind them, and none among them.
#[derive(Clone, Debug)]
pub(super) struct Text(Box<[u8]>);

impl Text {
    /// Where a text has a NUL of its own, it gets U+FFFD instead, so that whoever reads up to the first NUL reads all.
    pub(super) fn new(text: &str) -> Text {
        let mut bytes = text.replace('\0', "\u{fffd}").into_bytes();
        bytes.push(0);
        Text(bytes.into_boxed_slice())
    }

    pub(super) fn as_ptr(&self) -> *const c_char {
        self.0.as_ptr().cast()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len().saturating_sub(1)
    }
}

/// Texts without a NUL among their bytes, one after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines {
    bytes: Vec<u8>,
    /// Where each ends, behind its NUL.
    ends: Vec<usize>,
}

impl Lines {
    pub(super) fn push(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
        self.bytes.push(0);
        self.ends.push(self.bytes.len());
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// One of them, borrowed, with a NUL behind it; nothing, where there is no such one.
    pub(super) fn get(&self, at: usize) -> attain_str {
        let start = at.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        let bytes = start.zip(self.ends.get(at)).and_then(|(start, end)| self.bytes.get(start..*end));
        bytes.map_or(attain_str::NOTHING, |bytes| attain_str {
            data: bytes.as_ptr().cast(),
            len: bytes.len().saturating_sub(1),
        })
    }
}

impl attain_str {
    /// No bytes.
    pub(super) const NOTHING: attain_str = attain_str { data: std::ptr::null(), len: 0 };
}

/// Does the work of a call that makes a text of an object.
///
/// # Safety
///
/// As for [`make`].
pub(super) unsafe fn tell<T: Guarded>(
    object: *const T,
    name: &str,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
    mut work: impl FnMut(&T) -> Result<String, Failure>,
) -> attain_status {
    // SAFETY: the caller's.
    unsafe { make(object, name, out, error, |object| made(work(object))) }
}

pub(super) fn made(text: Result<String, Failure>) -> Result<attain_text, Failure> {
    Ok(attain_text(Handle::new(Text::new(&text?))))
}

/// The bytes of a text, with a NUL behind them; NULL where `text` is NULL. They live as long as the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_text_data(text: *const attain_text) -> *const c_char {
    // SAFETY: by the rules of the header, `text` is NULL or a text of ours that lives.
    unsafe { look(text) }.map_or(std::ptr::null(), |text| text.0.get().as_ptr())
}

/// How many bytes a text has, without the NUL; 0 where `text` is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_text_len(text: *const attain_text) -> usize {
    // SAFETY: as above.
    unsafe { look(text) }.map_or(0, |text| text.0.get().len())
}

/// Frees a text; NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_text_free(text: *mut attain_text) {
    // SAFETY: by the rules of the header, `text` is NULL or a text of ours that is freed once.
    unsafe { free(text) }
}

/// The bytes of an argument: NULL is nothing where the length is 0.
///
/// # Safety
///
/// Unless `data` is NULL, `len` bytes can be read there, and nobody writes to them meanwhile.
pub(super) unsafe fn bytes<'a>(data: *const c_void, len: usize, name: &str) -> Result<&'a [u8], Failure> {
    if len > isize::MAX.unsigned_abs() {
        return Err(too_long(name, len));
    }
    if data.is_null() {
        return if len == 0 { Ok(&[]) } else { Err(null(name)) };
    }
    // SAFETY: the caller says that they can be read; the length was looked at.
    Ok(unsafe { std::slice::from_raw_parts(data.cast::<u8>(), len) })
}

/// The text of an argument; the length `ATTAIN_NTS` means that a NUL is behind it.
///
/// # Safety
///
/// As for [`bytes`]; with `ATTAIN_NTS`, a NUL comes.
pub(super) unsafe fn text<'a>(data: *const c_char, len: usize, name: &str) -> Result<&'a str, Failure> {
    let bytes = if len == usize::MAX && !data.is_null() {
        // SAFETY: the caller says that a NUL comes.
        unsafe { CStr::from_ptr(data) }.to_bytes()
    } else if len == usize::MAX {
        return Err(null(name));
    } else {
        // SAFETY: the caller's.
        unsafe { bytes(data.cast(), len, name) }?
    };
    utf8(bytes, name)
}

/// The text of a member of a structure.
///
/// # Safety
///
/// As for [`bytes`].
pub(super) unsafe fn member<'a>(text: attain_str, name: &str) -> Result<&'a str, Failure> {
    // SAFETY: the caller's.
    unsafe { self::text(text.data, text.len, name) }
}

fn utf8<'a>(bytes: &'a [u8], name: &str) -> Result<&'a str, Failure> {
    str::from_utf8(bytes).map_err(|error| not_utf8(name, error.valid_up_to()))
}

#[cold]
fn not_utf8(name: &str, offset: usize) -> Failure {
    let message = format!("`{name}` is not UTF-8: byte {offset} begins no character");
    Failure::new(ATTAIN_E_INVALID_UTF8, "argument.not_utf8", message).path(name).span(Some(offset..offset))
}

#[cold]
fn too_long(name: &str, len: usize) -> Failure {
    invalid(name, format!("the length of `{name}` is {len}, more than memory can have"))
}

/// An argument that must not be NULL is.
#[cold]
pub(super) fn null(name: &str) -> Failure {
    Failure::new(ATTAIN_E_INVALID_ARGUMENT, "argument.null", format!("`{name}` is NULL")).path(name)
}

/// An argument has a value that it may not have.
#[cold]
pub(super) fn invalid(name: &str, message: String) -> Failure {
    Failure::new(ATTAIN_E_INVALID_ARGUMENT, "argument.invalid", message).path(name)
}
