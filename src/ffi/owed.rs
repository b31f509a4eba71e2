//! What is owed: with the feature `analysis`.

use std::ffi::{c_char, c_void};

use crate::engine::{ReceivableAnswer, ReceivableQuery};
use crate::report::{self, json};
use crate::trace::Language;

use super::analysis::actor_of;
use super::error::{Failure, attain_error};
use super::feature::missing;
use super::place::{attain_place, find_or_all};
use super::results::{Form, form};
use super::status::attain_status;
use super::text::{attain_text, bytes};
use super::view::{attain_view, write};

/// What is owed: what was billed and came in, what is open and overdue, in bands of days, rates and days to collect.
///
/// `place` says of whom, and when; where it was only set up and names nobody, all is meant. `query` is JSON:
/// `{ "of": "dues", "by": "customer", "invoices": true }`; the manual's page on receivables has all of its fields. `actor` is
/// the key of a person by whose eyes it is seen, or NULL. `form` is one of `ATTAIN_FORM_…`. With the feature `analysis`, else
/// `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_receivables(
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
            let query = ReceivableQuery::from_json(query);
            let query = query.map_err(|problems| Failure::of_problems(&problems, usize::MAX))?;
            let (whose, when) = find_or_all(view, place)?;
            let answer = match actor {
                None => view.receivables(&query, whose, when),
                Some(actor) => {
                    let seen = view.seen_by(actor).map_err(|error| Failure::at("actor", error))?;
                    seen.receivables(&query, whose, when)
                }
            };
            let answer = answer.map_err(|error| Failure::from(error).about("query"))?;
            Ok(match form {
                Form::Json => json::receivables(&answer, view.plan().precision()),
                Form::Text(language) => in_words(&answer, language),
            })
        })
    }
}

/// The tables that people read, one after the other.
fn in_words(answer: &ReceivableAnswer, language: Language) -> String {
    let table = report::receivables(answer, language).to_string();
    let mut text = [table, report::receivables_summary(answer, language).to_string()].join("\n");
    if !answer.invoices.is_empty() {
        text.push('\n');
        text.push_str(&report::open_invoices(answer, language).to_string());
    }
    text
}
