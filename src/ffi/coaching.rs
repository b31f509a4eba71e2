//! What is asked of scorecards besides scores, and scorecards by themselves: with the feature `analysis`.

use std::ffi::{c_char, c_void};

use crate::engine::View;
use crate::error::Error;
use crate::measure::Whose;
use crate::quantity::{Outcome, Precision};
use crate::report::{self, json};
use crate::score::PlainCard;

use super::error::{Failure, attain_error};
use super::feature::missing;
use super::guard::create;
use super::place::{attain_place, find};
use super::results::{Form, form, stamped, undefined};
use super::status::attain_status;
use super::text::{attain_text, bytes, made, text};
use super::view::{attain_view, write};

/// What is missing for a grade on the scorecard of a person: for each item what its value would have to be for the grade or a better one,
/// all others staying as they are; honest where none would do. `form` is one of `ATTAIN_FORM_…`. With the feature `analysis`, else
/// `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_needs(
    view: *const attain_view,
    place: *const attain_place,
    scorecard: *const c_char,
    scorecard_len: usize,
    grade: *const c_char,
    grade_len: usize,
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
            let name = text(scorecard, scorecard_len, "scorecard")?;
            let grade = text(grade, grade_len, "grade")?;
            let form = self::form(form)?;
            let (whose, when) = find(view, place)?;
            let card = known(view, name)?;
            let found = view.needs(name, whose, when, grade).map_err(|error| Failure::from(error).about("grade"))?;
            Ok(told(view, &found, form, &|needs| match form {
                Form::Json => json::needs(needs, view.plan().precision()),
                Form::Text(language) => report::needs(card, needs, language).to_string(),
            }))
        })
    }
}

/// Which weight of a scorecard would turn two people round: for each item what it weighs, and with which weight both would have the same
/// points. `place` says who is the first, and when; `other` is the key of the second. `form` is one of `ATTAIN_FORM_…`. With the feature
/// `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_flips(
    view: *const attain_view,
    place: *const attain_place,
    scorecard: *const c_char,
    scorecard_len: usize,
    other: *const c_char,
    other_len: usize,
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
            let other = text(other, other_len, "other")?;
            let form = self::form(form)?;
            let (whose, when) = find(view, place)?;
            let card = known(view, name)?;
            let other: Whose = view.person(other).map_err(|error| Failure::from(error).about("other"))?;
            let found = view.flips(name, whose, other, when)?;
            Ok(told(view, &found, form, &|flips| match form {
                Form::Json => json::flips(flips, view.plan().precision()),
                Form::Text(language) => report::flips(card, flips, language).to_string(),
            }))
        })
    }
}

/// Where a person stands on a scorecard against the median of their peers, item by item: the strongest, the weakest, and what to work on,
/// which is the item by which most of the score is lost. `form` is one of `ATTAIN_FORM_…`. With the feature `analysis`, else
/// `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_focus(
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
            let card = known(view, name)?;
            let found = view.focus(name, whose, when)?;
            Ok(told(view, &found, form, &|focus| match form {
                Form::Json => json::focus(focus, view.plan().precision()),
                Form::Text(language) => report::focus(card, focus, language).to_string(),
            }))
        })
    }
}

/// What a scorecard by itself comes to, on plain values: without a plan, an engine or a log, by the same rules. `definition` is JSON, with
/// the values, tables, rules and the scorecard; `values` is a JSON map: `{ "attained": "110%", "on_time": "90%" }`. The answer has for
/// each item its value, points, share and contribution, what stands for it where it is missing, and the steps that are done. `form` is one
/// of `ATTAIN_FORM_…`. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_scorecard_alone(
    definition: *const c_void,
    definition_len: usize,
    values: *const c_void,
    values_len: usize,
    form: i32,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        if let Some(status) = missing(out.cast(), error) {
            return status;
        }
        create(out, error, || {
            let definition = bytes(definition, definition_len, "definition")?;
            let values = bytes(values, values_len, "values")?;
            let form = self::form(form)?;
            let problems = |problems: crate::diagnostic::Problems| Failure::of_problems(&problems, usize::MAX);
            let card = PlainCard::from_json(definition).map_err(problems)?;
            let figures = card.read_json(values).map_err(|found| problems(found).about("values"))?;
            let result = card.evaluate(&figures).map_err(|error| Failure::from(error).about("values"))?;
            let precision = Precision::default();
            made(Ok(match (result, form) {
                (Err(reason), form) => undefined(&reason, form, precision),
                (Ok(result), Form::Json) => json::score_lines(card.card(), &result, precision),
                (Ok(result), Form::Text(language)) => report::score_lines(card.card(), &result, language).to_string(),
            }))
        })
    }
}

fn known<'v>(view: &'v View, name: &str) -> Result<&'v crate::score::Card, Failure> {
    view.card_of(name).map_err(|error: Error| Failure::from(error).about("scorecard"))
}

/// An answer in a form, or why there is none.
fn told<T>(view: &View, found: &Outcome<T>, form: Form, write: &dyn Fn(&T) -> String) -> String {
    let text = match found {
        Ok(found) => write(found),
        Err(reason) => undefined(reason, form, view.plan().precision()),
    };
    stamped(view, text, form)
}
