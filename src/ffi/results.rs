//! Results as JSON, and as text for people.

use std::ffi::c_char;

use crate::engine::View;
use crate::error::Error;
use crate::kpi::When;
use crate::measure::Whose;
use crate::quantity::{Outcome, Precision, Why};
use crate::report::{self, json};
use crate::trace::{Language, Trace, why};

use super::error::{Failure, attain_error};
use super::place::{attain_place, find, find_when};
use super::status::attain_status;
use super::text::{attain_text, invalid, text};
use super::view::{attain_view, write};

/// JSON, for programs.
pub const ATTAIN_FORM_JSON: i32 = 1;
/// Text for people, in English.
pub const ATTAIN_FORM_TEXT_EN: i32 = 2;
/// Text for people, in Chinese.
pub const ATTAIN_FORM_TEXT_ZH: i32 = 3;

/// How a KPI came about.
pub const ATTAIN_EXPLAIN_VALUE: i32 = 1;
/// How the attainment of a KPI's target came about.
pub const ATTAIN_EXPLAIN_ATTAINMENT: i32 = 2;
/// How a scorecard came about.
pub const ATTAIN_EXPLAIN_SCORECARD: i32 = 3;
/// How a statement came about.
pub const ATTAIN_EXPLAIN_STATEMENT: i32 = 4;

/// JSON, or text in a language.
#[derive(Clone, Copy)]
pub(super) enum Form {
    Json,
    Text(Language),
}

pub(super) fn form(written: i32) -> Result<Form, Failure> {
    match written {
        ATTAIN_FORM_JSON => Ok(Form::Json),
        ATTAIN_FORM_TEXT_EN => Ok(Form::Text(Language::English)),
        ATTAIN_FORM_TEXT_ZH => Ok(Form::Text(Language::Chinese)),
        _ => Err(invalid("form", format!("there is no form {written}; it is one of ATTAIN_FORM_*"))),
    }
}

/// A result with where it comes from, where programs read it.
pub(super) fn stamped(view: &View, text: String, form: Form) -> String {
    match form {
        Form::Json => json::stamped(&text, &view.provenance()),
        Form::Text(_) => text,
    }
}

/// A result that is not there: the reason, in the form asked for.
pub(super) fn undefined(reason: &Why, form: Form, precision: Precision) -> String {
    match form {
        Form::Json => json::figure(&Err(reason.clone()), precision),
        Form::Text(language) => format!("{}\n", why(reason, language)),
    }
}

/// All figures of a target as JSON: what counts, its own, what the members have, the gap between the two, and how much of its own they cover.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_target_json(
    view: *const attain_view,
    place: *const attain_place,
    kpi: *const c_char,
    kpi_len: usize,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: by the rules of the header, arguments are NULL or can be read or written as they say. So below.
    unsafe {
        write(view, out, error, &|view| {
            let kpi = text(kpi, kpi_len, "kpi")?;
            let (whose, when) = find(view, place)?;
            let target = view.target(kpi, whose, when).map_err(|error| Failure::from(error).about("kpi"))?;
            Ok(json::stamped(&json::target(&target, view.plan().precision()), &view.provenance()))
        })
    }
}

/// The scorecard of a person: score, grade, and every item. `form` is one of `ATTAIN_FORM_…`. Where there is none, the answer says
/// why: as JSON, `undefined` and `why`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_scorecard(
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
        write(view, out, error, &|view| {
            let name = text(scorecard, scorecard_len, "scorecard")?;
            let form = self::form(form)?;
            let (whose, when) = find(view, place)?;
            card(view, name, whose, when, form)
                .map(|text| stamped(view, text, form))
                .map_err(|failure| failure.about("scorecard"))
        })
    }
}

fn card(view: &View, name: &str, whose: Whose, when: When, form: Form) -> Result<String, Failure> {
    let precision = view.plan().precision();
    let result = view.scorecard(name, whose, when)?;
    let plan = view.plan().scorecards().iter().find(|card| card.name.as_str() == name);
    Ok(match (plan, result) {
        (None, _) => undefined(&Why::NothingDefined, form, precision),
        (_, Err(reason)) => undefined(&reason, form, precision),
        (Some(plan), Ok(result)) => match form {
            Form::Json => json::scorecard(plan, &result, precision),
            Form::Text(language) => report::scorecard(plan, &result, language).to_string(),
        },
    })
}

/// A ranking: everybody's place, best first. Of `place`, only the time is read. `form` is one of `ATTAIN_FORM_…`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_ranking(
    view: *const attain_view,
    place: *const attain_place,
    ranking: *const c_char,
    ranking_len: usize,
    form: i32,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        write(view, out, error, &|view| {
            let name = text(ranking, ranking_len, "ranking")?;
            let form = self::form(form)?;
            let ranking = self::ranking(view, name, find_when(view, place)?, form);
            ranking.map(|text| stamped(view, text, form)).map_err(|failure| failure.about("ranking"))
        })
    }
}

fn ranking(view: &View, name: &str, when: When, form: Form) -> Result<String, Failure> {
    let precision = view.plan().precision();
    let result = view.ranking(name, when)?;
    let Some(plan) = view.plan().rankings().iter().find(|ranking| ranking.name.as_str() == name) else {
        return Ok(undefined(&Why::NothingDefined, form, precision));
    };
    Ok(match form {
        Form::Json => json::ranking(plan, &result, precision),
        Form::Text(language) => {
            let standing = |who: &crate::id::Key| report::Standing {
                name: who.to_string(),
                change: view.rank_change(name, who.as_str(), when).unwrap_or(Err(Why::NothingDefined)),
            };
            report::leaderboard(&result, standing, language).to_string()
        }
    })
}

/// The statement of a person for a period of the incentive plan. `form` is one of `ATTAIN_FORM_…`. Where there is none, the answer
/// says why: as JSON, `undefined` and `why`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_statement(
    view: *const attain_view,
    place: *const attain_place,
    incentive: *const c_char,
    incentive_len: usize,
    form: i32,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        write(view, out, error, &|view| {
            let name = text(incentive, incentive_len, "incentive")?;
            let form = self::form(form)?;
            let (whose, when) = find(view, place)?;
            let statement = statement(view, name, whose, when, form);
            statement.map(|text| stamped(view, text, form)).map_err(|failure| failure.about("incentive"))
        })
    }
}

fn statement(view: &View, name: &str, whose: Whose, when: When, form: Form) -> Result<String, Failure> {
    let precision = view.plan().precision();
    let period = when.period().ok_or_else(|| Error::span("a statement is for a period, and days are asked for"))?;
    let owed: Outcome<_> = view.statement(name, whose, period)?;
    let plan = view.plan().incentives().iter().find(|plan| plan.name.as_str() == name);
    Ok(match (plan, owed) {
        (None, _) => undefined(&Why::NothingDefined, form, precision),
        (_, Err(reason)) => undefined(&reason, form, precision),
        (Some(plan), Ok(owed)) => match form {
            Form::Json => json::statement(plan, &owed, precision),
            Form::Text(language) => report::statement(plan, &owed, language).to_string(),
        },
    })
}

/// How a number came about, down to the entries. `what` is one of `ATTAIN_EXPLAIN_…`, and `name` the KPI, the scorecard or the
/// incentive plan. `form` is one of `ATTAIN_FORM_…`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_explain(
    view: *const attain_view,
    place: *const attain_place,
    what: i32,
    name: *const c_char,
    name_len: usize,
    form: i32,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        write(view, out, error, &|view| {
            let name = text(name, name_len, "name")?;
            let form = self::form(form)?;
            let (whose, when) = find(view, place)?;
            let trace = explain(view, what, name, whose, when).map_err(|failure| failure.about("name"))?;
            Ok(match form {
                Form::Json => json::trace(&trace, view.plan().precision()),
                Form::Text(language) => trace.to_text(language),
            })
        })
    }
}

fn explain(view: &View, what: i32, name: &str, whose: Whose, when: When) -> Result<Trace, Failure> {
    Ok(match what {
        ATTAIN_EXPLAIN_VALUE => view.explain(name, whose, when)?,
        ATTAIN_EXPLAIN_ATTAINMENT => view.explain_attainment(name, whose, when)?,
        ATTAIN_EXPLAIN_SCORECARD => view.explain_scorecard(name, whose, when)?,
        ATTAIN_EXPLAIN_STATEMENT => view.explain_statement(name, whose, when)?,
        _ => return Err(invalid("what", format!("there is no explanation {what}; it is one of ATTAIN_EXPLAIN_*"))),
    })
}
