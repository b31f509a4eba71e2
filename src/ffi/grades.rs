//! Grades of everybody, what was changed of them, what is disputed, and whether the focus helped: with the feature `analysis`.

use std::ffi::c_char;

use crate::engine::{Disputes, Seen, View};
use crate::id::Key;
use crate::report::{self, json};
use crate::trace::Language;

use super::analysis::actor_of;
use super::error::{Failure, attain_error};
use super::feature::missing;
use super::place::{attain_place, find, find_when};
use super::results::{Form, form, stamped, undefined};
use super::status::attain_status;
use super::text::{attain_text, text};
use super::view::{attain_view, write};

/// The grades of all whose scorecard it is: the score, the grade by the table and by quotas, what was changed by whom and why, and the grade
/// that holds; the groups with their quotas, and where changes left other numbers of grades. Of `place`, only the time is read. `actor` is
/// the key of a person by whose eyes it is seen, as the plan's `may_see` says, or NULL. `form` is one of `ATTAIN_FORM_…`. With the feature
/// `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_grades(
    view: *const attain_view,
    place: *const attain_place,
    scorecard: *const c_char,
    scorecard_len: usize,
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
            let (name, actor) = (text(scorecard, scorecard_len, "scorecard")?, actor_of(actor, actor_len)?);
            let form = self::form(form)?;
            let when = find_when(view, place)?;
            let card = view.card_of(name).map_err(of_no_card)?;
            let grades = match seen(view, actor)? {
                None => view.grades(name, when).map_err(of_no_card)?.as_ref().clone(),
                Some(seen) => seen.grades(name, when).map_err(of_no_card)?.grades,
            };
            let written = match form {
                Form::Json => json::grades(card, &grades, view.plan().precision()),
                Form::Text(language) => in_words(&grades, language),
            };
            Ok(stamped(view, written, form))
        })
    }
}

/// The tables that people read, one after the other.
fn in_words(grades: &crate::grade::Grades, language: Language) -> String {
    let mut text = report::grades(grades, Key::to_string, language).to_string();
    if !grades.groups.is_empty() {
        text.push('\n');
        text.push_str(&report::quotas(grades, language).to_string());
    }
    text
}

/// With which score a person would have a better grade by quotas, all others keeping theirs; as JSON, `next` is `null` where there is none
/// better. Where there are no quotas for them, the answer says why: as JSON, `undefined` and `why`. `form` is one of `ATTAIN_FORM_…`. With
/// the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_next_grade(
    view: *const attain_view,
    place: *const attain_place,
    scorecard: *const c_char,
    scorecard_len: usize,
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
            let name = text(scorecard, scorecard_len, "scorecard")?;
            let form = self::form(form)?;
            let (whose, when) = find(view, place)?;
            let precision = view.plan().precision();
            let found = view.next_grade(name, whose, when).map_err(of_no_card)?;
            let written = match (found, form) {
                (Err(why), form) => undefined(&why, form, precision),
                (Ok(next), Form::Json) => json::next_grade(next.as_ref(), precision),
                (Ok(None), Form::Text(_)) => String::new(),
                (Ok(Some(next)), Form::Text(_)) => format!("{} {}\n", next.grade, next.score),
            };
            Ok(stamped(view, written, form))
        })
    }
}

/// What was said of the grades of a scorecard in a period, entry by entry: from what to what, by whom and why, and what came of it. `place`,
/// `actor` and `form` as in `attain_view_grades`. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_calibrations(
    view: *const attain_view,
    place: *const attain_place,
    scorecard: *const c_char,
    scorecard_len: usize,
    actor: *const c_char,
    actor_len: usize,
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
            let (name, actor) = (text(scorecard, scorecard_len, "scorecard")?, actor_of(actor, actor_len)?);
            let form = self::form(form)?;
            let when = find_when(view, place)?;
            let events = match seen(view, actor)? {
                None => view.calibrations(name, when),
                Some(seen) => seen.calibrations(name, when),
            };
            let events = events.map_err(of_no_card)?;
            let written = match form {
                Form::Json => json::calibrations(&events, view.plan().precision()),
                Form::Text(language) => report::calibrations(&events, Key::to_string, language).to_string(),
            };
            Ok(stamped(view, written, form))
        })
    }
}

/// What is disputed: which line of whose explanation, what it said and says, by whom and why, and what came of it. Those that nobody
/// answered yet, where `open` is not 0, else all. `actor` and `form` as in `attain_view_grades`. With the feature `analysis`, else
/// `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_disputes(
    view: *const attain_view,
    open: u8,
    actor: *const c_char,
    actor_len: usize,
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
            let actor = actor_of(actor, actor_len)?;
            let form = self::form(form)?;
            let which = if open == 0 { Disputes::All } else { Disputes::Open };
            let cases = match seen(view, actor)? {
                None => view.disputes(which, None)?,
                Some(seen) => seen.disputes(which, None)?,
            };
            let written = match form {
                Form::Json => json::disputes(&cases, view.plan().precision()),
                Form::Text(language) => report::disputes(&cases, Key::to_string, language).to_string(),
            };
            Ok(stamped(view, written, form))
        })
    }
}

/// What became of what a person was to work on by the focus of the period before (`attain_view_focus`): the points of that item then and now,
/// and the rank of their change among those of their peers; as JSON, `worked_on` is `null` where there was nothing. Where there is no
/// period before, the answer says why. `form` is one of `ATTAIN_FORM_…`. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_focus_helped(
    view: *const attain_view,
    place: *const attain_place,
    scorecard: *const c_char,
    scorecard_len: usize,
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
            let name = text(scorecard, scorecard_len, "scorecard")?;
            let form = self::form(form)?;
            let (whose, when) = find(view, place)?;
            let precision = view.plan().precision();
            let card = view.card_of(name).map_err(of_no_card)?;
            let found = view.focus_helped(name, whose, when).map_err(of_no_card)?;
            let written = match (found, form) {
                (Err(why), form) => undefined(&why, form, precision),
                (Ok(helped), Form::Json) => json::focus_helped(helped.as_ref(), precision),
                (Ok(None), Form::Text(_)) => String::new(),
                (Ok(Some(helped)), Form::Text(language)) => report::focus_helped(card, &helped, language).to_string(),
            };
            Ok(stamped(view, written, form))
        })
    }
}

fn seen(view: &View, actor: Option<&str>) -> Result<Option<Seen>, Failure> {
    actor.map(|actor| view.seen_by(actor).map_err(|error| Failure::at("actor", error))).transpose()
}

/// A scorecard that there is not, or that has no grades.
#[cold]
fn of_no_card(error: crate::Error) -> Failure {
    Failure::from(error).about("scorecard")
}
