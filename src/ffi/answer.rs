//! Questions that have one value for an answer.

use std::ffi::c_char;

use crate::quantity::Value;

use super::error::{Failure, attain_error};
use super::place::attain_place;
use super::status::attain_status;
use super::text::{attain_text, text};
use super::value::attain_value;
use super::view::{attain_view, value, write};

/// A KPI of a person or a unit.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_value(
    view: *const attain_view,
    place: *const attain_place,
    kpi: *const c_char,
    kpi_len: usize,
    out: *mut attain_value,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: by the rules of the header, arguments are NULL or can be read or written as they say. So below.
    unsafe {
        value(view, place, ("kpi", kpi, kpi_len), out, error, &|view, kpi, whose, when| {
            Ok(view.value(kpi, whose, when)?)
        })
    }
}

/// The same as JSON, which has texts, keys and the words of a reason too.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_value_json(
    view: *const attain_view,
    place: *const attain_place,
    kpi: *const c_char,
    kpi_len: usize,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        write(view, out, error, &|view| {
            let kpi = text(kpi, kpi_len, "kpi")?;
            let (whose, when) = super::place::find(view, place)?;
            let value = view.value(kpi, whose, when).map_err(|error| Failure::from(error).about("kpi"))?;
            Ok(crate::report::json::figure(&value, view.plan().precision()))
        })
    }
}

/// The target for a KPI that counts, of a person or a unit; as JSON there is more, see `attain_view_target_json`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_target(
    view: *const attain_view,
    place: *const attain_place,
    kpi: *const c_char,
    kpi_len: usize,
    out: *mut attain_value,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        value(view, place, ("kpi", kpi, kpi_len), out, error, &|view, kpi, whose, when| {
            Ok(view.target(kpi, whose, when)?.counts)
        })
    }
}

/// The attainment of the target for a KPI: 1 where it is reached exactly.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_attainment(
    view: *const attain_view,
    place: *const attain_place,
    kpi: *const c_char,
    kpi_len: usize,
    out: *mut attain_value,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        value(view, place, ("kpi", kpi, kpi_len), out, error, &|view, kpi, whose, when| {
            Ok(view.attainment(kpi, whose, when)?)
        })
    }
}

/// The score of a person's scorecard, rounded as the plan says; the grade stands in the JSON of `attain_view_scorecard`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_score(
    view: *const attain_view,
    place: *const attain_place,
    scorecard: *const c_char,
    scorecard_len: usize,
    out: *mut attain_value,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        value(view, place, ("scorecard", scorecard, scorecard_len), out, error, &|view, card, whose, when| {
            let score = view.scorecard(card, whose, when)?.and_then(|card| card.score());
            Ok(score.map(|score| Value::Number(score.into())))
        })
    }
}

/// The rank of a person, or of a unit where units are ranked, in a ranking: 1 is the best, and equals may share a mean of ranks.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_rank(
    view: *const attain_view,
    place: *const attain_place,
    ranking: *const c_char,
    ranking_len: usize,
    out: *mut attain_value,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        value(view, place, ("ranking", ranking, ranking_len), out, error, &|view, ranking, whose, when| {
            Ok(view.rank(ranking, whose, when)?.map(Value::Number))
        })
    }
}

/// By how many ranks a person rose since the period before.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_rank_change(
    view: *const attain_view,
    place: *const attain_place,
    ranking: *const c_char,
    ranking_len: usize,
    out: *mut attain_value,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        value(view, place, ("ranking", ranking, ranking_len), out, error, &|view, ranking, whose, when| {
            let change = view.rank_change(ranking, view.name(whose), when)?;
            Ok(change.map(Value::Number))
        })
    }
}

/// What an incentive plan pays a person or the people of a unit. `component` names one component of it; NULL with length 0
/// means all of them.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_pay(
    view: *const attain_view,
    place: *const attain_place,
    incentive: *const c_char,
    incentive_len: usize,
    component: *const c_char,
    component_len: usize,
    out: *mut attain_value,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        value(view, place, ("incentive", incentive, incentive_len), out, error, &|view, plan, whose, when| {
            let component = text(component, component_len, "component")?;
            let component = Some(component).filter(|component| !component.is_empty());
            let paid = view.pay(plan, component, whose, when).map_err(|error| {
                let known = view.plan().incentives().iter().any(|incentive| incentive.name.as_str() == plan);
                Failure::at(if known { "component" } else { "incentive" }, error)
            })?;
            Ok(paid.map(Value::Money))
        })
    }
}
