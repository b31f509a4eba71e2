//! Whether a record may be moved, which moves should not have been, and what is there twice: with the feature `analysis`.

use std::ffi::c_char;

use crate::engine::{View, WantedMove};
use crate::id::Key;
use crate::report::{self, json};
use crate::trace::Language;

use super::analysis::optional;
use super::due::time;
use super::error::{Failure, attain_error};
use super::feature::missing;
use super::place::{attain_place, find_when};
use super::results::{Form, form, stamped};
use super::status::attain_status;
use super::text::{attain_text, text};
use super::view::{attain_view, write};

/// Whether a record may be moved to a stage, or every reason why not, with what would cure each, the stages that are open to it and the
/// tasks of the one in which it is. Nothing is recorded.
///
/// `to` is a stage, or an event that leads to one. `by` is who moves it, or NULL. `at` is when, by the clock of the plan's time
/// zone: `2026-03-04T12:00`, or a day, whose beginning is meant. `overrides` is why it is moved against the rules, or NULL where
/// it shall not be. That a move may not be is an answer and no error. `form` is one of `ATTAIN_FORM_…`; the words of JSON are
/// English. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_check_move(
    view: *const attain_view,
    record: *const c_char,
    record_len: usize,
    to: *const c_char,
    to_len: usize,
    by: *const c_char,
    by_len: usize,
    at: *const c_char,
    at_len: usize,
    overrides: *const c_char,
    overrides_len: usize,
    form: i32,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: by the rules of the header, arguments are NULL or can be read or written as they say. So below.
    unsafe {
        if let Some(status) = missing(out.cast(), error) {
            return status;
        }
        write(view, out, error, &|view| {
            let (record, to) = (text(record, record_len, "record")?, text(to, to_len, "to")?);
            let by = optional(by, by_len, "by")?;
            let at = time(text(at, at_len, "at")?, "at")?;
            let overrides = optional(overrides, overrides_len, "overrides")?;
            let form = self::form(form)?;
            checked(view, &WantedMove { record, to, by, at, overrides }, form)
        })
    }
}

/// Which moves that records of a kind made in a time should not have been, or were made against the rules, whatever the log did about
/// it: with every reason, who made them, whose the records were, how many days they then stayed; and how often each reason
/// stood against a move. Of `place` the time is read alone. `form` is one of `ATTAIN_FORM_…`; the words of JSON are English.
/// With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_conformance(
    view: *const attain_view,
    place: *const attain_place,
    kind: *const c_char,
    kind_len: usize,
    form: i32,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        if let Some(status) = missing(out.cast(), error) {
            return status;
        }
        write(view, out, error, &|view| {
            let kind = text(kind, kind_len, "kind")?;
            let form = self::form(form)?;
            let moves = view.conformance(kind, find_when(view, place)?);
            let moves = moves.map_err(|error| Failure::from(error).about("kind"))?;
            let told = match form {
                Form::Json => json::conformance(&moves, Language::English),
                Form::Text(language) => {
                    let reasons = report::conformance_reasons(&moves, language);
                    format!("{}\n{reasons}", report::conformance(&moves, language))
                }
            };
            Ok(stamped(view, told, form))
        })
    }
}

/// The open records that have a key in common, as `duplicate` of their kind says: what they have in common, since when, and whose
/// they are, so that nobody is given what somebody else has. `kind` is one kind of record, or NULL for all; `record` is one whose
/// doubles alone are meant, of whatever kind, or NULL. `form` is one of `ATTAIN_FORM_…`. With the feature `analysis`, else
/// `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_duplicates(
    view: *const attain_view,
    kind: *const c_char,
    kind_len: usize,
    record: *const c_char,
    record_len: usize,
    form: i32,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        if let Some(status) = missing(out.cast(), error) {
            return status;
        }
        write(view, out, error, &|view| {
            let (kind, record) = (optional(kind, kind_len, "kind")?, optional(record, record_len, "record")?);
            let form = self::form(form)?;
            let mut groups = view.duplicates(kind).map_err(|error| Failure::from(error).about("kind"))?;
            if let Some(record) = record {
                let of_it = view.duplicates_of(record).map_err(|error| Failure::from(error).about("record"))?;
                groups.retain(|group| of_it.contains(group));
            }
            let told = match form {
                Form::Json => json::duplicates(&groups),
                Form::Text(language) => report::duplicates(&groups, language).to_string(),
            };
            Ok(stamped(view, told, form))
        })
    }
}

fn checked(view: &View, wanted: &WantedMove<'_>, form: Form) -> Result<String, Failure> {
    let verdict = view.check_move(wanted).map_err(|error| Failure::from(error).about(about(view, wanted)))?;
    let told = match form {
        Form::Json => json::move_verdict(&verdict, Language::English),
        Form::Text(language) => report::move_verdict(&verdict, language),
    };
    Ok(stamped(view, told, form))
}

/// Which argument is wrong of a move that cannot be looked at.
#[cold]
fn about(view: &View, wanted: &WantedMove<'_>) -> &'static str {
    match view.record_named(wanted.record) {
        Ok((_, record)) if record.kind().stages().is_some() => match wanted.by.map(Key::new) {
            Some(Err(_)) => "by",
            _ => "to",
        },
        _ => "record",
    }
}
