//! Who set what and why, and commitments beside targets: with the feature `analysis`.

use std::ffi::c_char;

use crate::engine::View;
use crate::report::{self, json};
use crate::target::MAIN_LEVEL;
use crate::trace::{Language, value};

use super::error::{Failure, attain_error};
use super::feature::missing;
use super::place::{attain_place, find};
use super::results::{ATTAIN_FORM_JSON, Form, form, stamped};
use super::status::attain_status;
use super::text::{attain_text, text};
use super::view::{attain_view, write};

/// What a view tells of a KPI, in a form.
type Tells<'a> = dyn Fn(&View, &str, Form) -> Result<String, Failure> + 'a;

/// Writes what a view tells of the KPI of a name; nothing of that is in a build without the feature.
///
/// # Safety
///
/// As the header says of the arguments.
#[inline(always)]
#[expect(clippy::inline_always, reason = "what comes after `missing` is left out only if it is seen through")]
unsafe fn of_kpi(
    view: *const attain_view,
    kpi: (*const c_char, usize),
    form: i32,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
    tells: &Tells<'_>,
) -> attain_status {
    // SAFETY: the caller's.
    unsafe {
        match missing(out.cast(), error) {
            Some(status) => status,
            None => told(view, kpi, form, out, error, tells),
        }
    }
}

/// # Safety
///
/// As above.
#[inline(never)]
unsafe fn told(
    view: *const attain_view,
    (kpi, kpi_len): (*const c_char, usize),
    form: i32,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
    tells: &Tells<'_>,
) -> attain_status {
    // SAFETY: the caller's.
    unsafe {
        write(view, out, error, &|view| {
            let kpi = text(kpi, kpi_len, "kpi")?;
            let form = self::form(form)?;
            Ok(stamped(view, tells(view, kpi, form)?, form))
        })
    }
}

/// A KPI that there is not.
#[cold]
fn of_no_kpi(error: crate::Error) -> Failure {
    Failure::from(error).about("kpi")
}

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
        of_kpi(view, (kpi, kpi_len), form, out, error, &|view, kpi, form| {
            let is_main = level.is_null() && (level_len == 0 || level_len == usize::MAX);
            let level = if is_main { MAIN_LEVEL } else { text(level, level_len, "level")? };
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
                Form::Json => json::target_history(&events, unit, plan.precision()),
                Form::Text(language) => report::target_history(&events, show, language).to_string(),
            })
        })
    }
}

/// Of what a target is made, as JSON: each part with the entry from which it comes, whose it is, its period and amount, by what it was
/// multiplied, and the unit of whose target it is a part; where the target is undefined, `undefined` and `why` instead of them. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_target_parts_json(
    view: *const attain_view,
    place: *const attain_place,
    kpi: *const c_char,
    kpi_len: usize,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        of_kpi(view, (kpi, kpi_len), ATTAIN_FORM_JSON, out, error, &|view, kpi, _| {
            let (whose, when) = find(view, place)?;
            let parts = view.target_parts(kpi, whose, when).map_err(of_no_kpi)?;
            let plan = view.plan();
            let unit = plan.kpi(kpi).map_or(crate::quantity::Unit::Number, |id| plan.kpis()[id].formula.unit);
            Ok(json::target_parts(&parts, plan.calendar(), unit, plan.precision()))
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
        of_kpi(view, (kpi, kpi_len), ATTAIN_FORM_JSON, out, error, &|view, kpi, _| {
            let (whose, when) = find(view, place)?;
            let commitment = view.commitment(kpi, whose, when).map_err(of_no_kpi)?;
            Ok(json::commitment(&commitment, view.plan().precision()))
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
        of_kpi(view, (kpi, kpi_len), form, out, error, &|view, kpi, form| {
            let (unit, when) = find(view, place)?;
            let all = view.reconcile(kpi, unit, when).map_err(of_no_kpi)?;
            Ok(match form {
                Form::Json => json::reconciliation(&all, view.plan().precision()),
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
        of_kpi(view, (kpi, kpi_len), form, out, error, &|view, kpi, form| {
            let findings = view.target_findings(kpi).map_err(of_no_kpi)?;
            Ok(match form {
                Form::Json => json::target_findings(findings, Language::English),
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
        of_kpi(view, (kpi, kpi_len), form, out, error, &|view, kpi, form| {
            let (whose, when) = find(view, place)?;
            let findings = view.check_target(kpi, whose, when).map_err(of_no_kpi)?;
            Ok(match form {
                Form::Json => json::target_check(&findings, Language::English),
                Form::Text(language) => report::target_check_as(&findings, language, &value),
            })
        })
    }
}
