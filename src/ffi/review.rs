//! What people say of each other: with the feature `analysis`.

use std::ffi::{c_char, c_void};

use crate::engine::{ReviewAnswer, ReviewQuery};
use crate::report::{self, json};
use crate::trace::Language;

use super::analysis::actor_of;
use super::error::{Failure, attain_error};
use super::feature::missing;
use super::place::{attain_place, find};
use super::results::{Form, form};
use super::status::attain_status;
use super::text::{attain_text, bytes};
use super::view::{attain_view, write};

/// What a review gives for a person: for each item the whole and each kind of raters, with how many they are, their mean, what it weighs,
/// what was trimmed, and what is hidden and why.
///
/// `place` says of whom, and when. `query` is JSON: `{ "of": "conduct", "item": "teamwork", "raters": true }`; the manual's page on
/// reviews has all of its fields. `actor` is the key of a person by whose eyes it is seen, or NULL. `form` is one of
/// `ATTAIN_FORM_…`. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_review(
    view: *const attain_view,
    place: *const attain_place,
    query: *const c_void,
    query_len: usize,
    actor: *const c_char,
    actor_len: usize,
    form: i32,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: by the rules of the header, arguments are NULL or can be read or written as they say.
    unsafe {
        if let Some(status) = missing(out.cast(), error) {
            return status;
        }
        write(view, out, error, &|view| {
            let (query, actor) = (bytes(query, query_len, "query")?, actor_of(actor, actor_len)?);
            let form = self::form(form)?;
            let query = ReviewQuery::from_json(query);
            let query = query.map_err(|problems| Failure::of_problems(&problems, usize::MAX))?;
            let (whose, when) = find(view, place)?;
            let answer = match actor {
                None => view.review(&query, whose, when),
                Some(actor) => {
                    let seen = view.seen_by(actor).map_err(|error| Failure::at("actor", error))?;
                    seen.review(&query, whose, when)
                }
            };
            let answer = answer.map_err(|error| Failure::from(error).about("query"))?;
            Ok(match form {
                Form::Json => json::review(&answer, view.plan().precision()),
                Form::Text(language) => in_words(&answer, language),
            })
        })
    }
}

/// The tables that people read, one after the other.
fn in_words(answer: &ReviewAnswer, language: Language) -> String {
    let mut text = report::review(answer, language).to_string();
    if !answer.raters.is_empty() || answer.hidden > 0 {
        text.push('\n');
        text.push_str(&report::review_raters(answer, language).to_string());
    }
    text
}
