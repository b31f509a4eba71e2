//! Who set what and why, and commitments beside targets: with the feature `analysis`.

use std::ffi::c_char;

use crate::report::{self, json};
use crate::target::MAIN_LEVEL;
use crate::trace::{Language, value};

use super::error::{Failure, attain_error};
use super::feature::missing;
use super::place::{attain_place, find};
use super::results::{Form, form};
use super::status::attain_status;
use super::text::{attain_text, text};
use super::view::{attain_view, write};

/// Who set what, and why: the entries about the target that somebody has in a time, in the order in which they count, each with
/// who said it and why, what was there before and after, and whether it counted. `level` may be NULL: the one called
/// `target`. `form` is one of `ATTAIN_FORM_…`. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_target_history(
    view: *const attain_view,
    place: *const attain_place,
    kpi: *const c_char,
    kpi_len: usize,
    level: *const c_char,
    level_len: usize,
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
            let kpi = text(kpi, kpi_len, "kpi")?;
            let is_main = level.is_null() && (level_len == 0 || level_len == usize::MAX);
            let level = if is_main { MAIN_LEVEL } else { text(level, level_len, "level")? };
            let form = self::form(form)?;
            let (whose, when) = find(view, place)?;
            let plan = view.plan();
            let id = plan.kpi(kpi);
            let about = if id.is_some() { "level" } else { "kpi" };
            let events = view.target_history_at(kpi, level, whose, when);
            let events = events.map_err(|error| Failure::from(error).about(about))?;
            let of = id.map(|id| &plan.kpis()[id]);
            let unit = of.map_or(crate::quantity::Unit::Number, |of| of.formula.unit);
            let show = of.and_then(|of| of.show.as_ref());
            Ok(match form {
                Form::Json => json::stamped(&json::target_history(&events, unit, plan.precision()), &view.provenance()),
                Form::Text(language) => report::target_history(&events, show, language).to_string(),
            })
        })
    }
}

/// What somebody commits to, as JSON: what counts, its own, what the members commit to, and how many have not committed to anything.
/// With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_commitment_json(
    view: *const attain_view,
    place: *const attain_place,
    kpi: *const c_char,
    kpi_len: usize,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        if let Some(status) = missing(out.cast(), error) {
            return status;
        }
        write(view, out, error, &|view| {
            let kpi = text(kpi, kpi_len, "kpi")?;
            let (whose, when) = find(view, place)?;
            let commitment = view.commitment(kpi, whose, when).map_err(|error| Failure::from(error).about("kpi"))?;
            Ok(json::stamped(&json::commitment(&commitment, view.plan().precision()), &view.provenance()))
        })
    }
}

/// Targets from the top down beside commitments from the bottom up: a row for the unit of `place`, and for each unit and person
/// below it. `form` is one of `ATTAIN_FORM_…`. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_reconcile(
    view: *const attain_view,
    place: *const attain_place,
    kpi: *const c_char,
    kpi_len: usize,
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
            let kpi = text(kpi, kpi_len, "kpi")?;
            let form = self::form(form)?;
            let (unit, when) = find(view, place)?;
            let all = view.reconcile(kpi, unit, when).map_err(|error| Failure::from(error).about("kpi"))?;
            Ok(match form {
                Form::Json => json::stamped(&json::reconciliation(&all, view.plan().precision()), &view.provenance()),
                Form::Text(language) => report::reconciliation(&all, language).to_string(),
            })
        })
    }
}

/// What did not come out as the entries about the targets of a KPI say: the entry, whose and which time, code, words and remedy of
/// each. `form` is one of `ATTAIN_FORM_…`; the words of JSON are English. With the feature `analysis`, else
/// `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_target_findings(
    view: *const attain_view,
    kpi: *const c_char,
    kpi_len: usize,
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
            let kpi = text(kpi, kpi_len, "kpi")?;
            let form = self::form(form)?;
            let findings = view.target_findings(kpi).map_err(|error| Failure::from(error).about("kpi"))?;
            Ok(match form {
                Form::Json => json::stamped(&json::target_findings(findings, Language::English), &view.provenance()),
                Form::Text(language) => report::target_findings(findings, language),
            })
        })
    }
}

/// What speaks against the target of somebody in a time, by the thresholds of the plan: what the target is not (`specific`,
/// `measurable`, `attainable`, `relevant`, `time_bound`), code and words of each. `form` is one of `ATTAIN_FORM_…`; the words of JSON are
/// English. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_target_check(
    view: *const attain_view,
    place: *const attain_place,
    kpi: *const c_char,
    kpi_len: usize,
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
            let kpi = text(kpi, kpi_len, "kpi")?;
            let form = self::form(form)?;
            let (whose, when) = find(view, place)?;
            let findings = view.check_target(kpi, whose, when).map_err(|error| Failure::from(error).about("kpi"))?;
            Ok(match form {
                Form::Json => json::stamped(&json::target_check(&findings, Language::English), &view.provenance()),
                Form::Text(language) => report::target_check_as(&findings, language, &value),
            })
        })
    }
}
