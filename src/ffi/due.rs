//! What is due, and what timers did: with the feature `analysis`.

use std::ffi::{c_char, c_void};

use chrono::NaiveDateTime;

use crate::engine::View;
use crate::engine::due::{DueDefinition, DueQuery, moment};
use crate::report::{self, json};

use super::analysis::actor_of;
use super::error::{Failure, attain_error};
use super::feature::missing;
use super::results::{Form, form};
use super::status::attain_status;
use super::text::{attain_text, bytes, invalid, text};
use super::view::{attain_view, write};

/// What is due: the timers of records that run or are overdue at a moment, those that are due first coming first, and how many there
/// are of each owner and each unit.
///
/// `query` is JSON: `{ "kind": "deal", "of": "north", "overdue": true, "at": "2026-03-04T12:00", "limit": 100 }`; the manual's page on
/// what is due has all of its fields, and `{}` asks for all at the end of the view's day. `actor` is the key of a person by
/// whose eyes it is seen, as the plan's `may_see` says, or NULL. `form` is one of `ATTAIN_FORM_…`. With the feature `analysis`,
/// else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_due(
    view: *const attain_view,
    query: *const c_void,
    query_len: usize,
    actor: *const c_char,
    actor_len: usize,
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
            let (query, actor) = (bytes(query, query_len, "query")?, actor_of(actor, actor_len)?);
            let (query, form) = (read(view, query)?, self::form(form)?);
            let list = match actor {
                None => view.due(&query),
                Some(actor) => view.seen_by(actor).map_err(|error| Failure::at("actor", error))?.due(&query),
            };
            let list = list.map_err(|error| Failure::from(error).about("query"))?;
            Ok(match form {
                Form::Json => json::due(&list),
                Form::Text(language) => report::due(&list, language).to_string(),
            })
        })
    }
}

/// What timers did of themselves from a moment on and before another one (`2026-03-04T12:00`, or a day: its beginning): each time
/// that one was due, with what is to be done, and each level that was reached. The ids are the same whenever it is asked for,
/// so a host that keeps them carries out each effect once. `query`, `actor` and `form` as in `attain_view_due`. With the feature
/// `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_fired(
    view: *const attain_view,
    query: *const c_void,
    query_len: usize,
    actor: *const c_char,
    actor_len: usize,
    from: *const c_char,
    from_len: usize,
    to: *const c_char,
    to_len: usize,
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
            let (query, actor) = (bytes(query, query_len, "query")?, actor_of(actor, actor_len)?);
            let (query, form) = (read(view, query)?, self::form(form)?);
            let from = time(text(from, from_len, "from")?, "from")?;
            let to = time(text(to, to_len, "to")?, "to")?;
            let list = match actor {
                None => view.fired(&query, from, to),
                Some(actor) => {
                    view.seen_by(actor).map_err(|error| Failure::at("actor", error))?.fired(&query, from, to)
                }
            };
            let list = list.map_err(|error| Failure::from(error).about("query"))?;
            Ok(match form {
                Form::Json => json::fired(&list),
                Form::Text(language) => report::fired(&list, language).to_string(),
            })
        })
    }
}

/// A question in writing, for a view.
fn read(view: &View, text: &[u8]) -> Result<DueQuery, Failure> {
    let query = DueDefinition::from_json(text).and_then(|query| query.compile(view.plan().calendar()));
    query.map_err(|problems| Failure::of_problems(&problems, usize::MAX))
}

/// The moment that a text means.
pub(super) fn time(text: &str, argument: &str) -> Result<NaiveDateTime, Failure> {
    let none = || {
        let message = format!("`{text}` is no moment");
        invalid(argument, message).help("write it like `2026-03-04T12:00`, or a day, whose beginning is meant")
    };
    moment(text).ok_or_else(none)
}
