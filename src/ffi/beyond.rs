//! Cells of several engines put together, and standard KPIs put into a plan: with the feature `analysis`.

use std::ffi::{c_char, c_void};

use crate::diagnostic::{At, Problems};
use crate::document::{Named, Read, from_json};
use crate::engine::Partial;
use crate::plan::{PLAN_BYTES_MAX, PlanDefinition};
use crate::preset::{self, Naming};
use crate::report::json;

use super::day::{attain_date, day};
use super::engine::attain_engine;
use super::error::{Failure, attain_error};
use super::feature::missing;
use super::guard::{create, make};
use super::status::{ATTAIN_E_SYNTAX, attain_status};
use super::text::{attain_text, bytes, made, text};
use super::view::{attain_view, write};

/// What a view saw of the facts, folded by person, unit and slot of time, as JSON: to be kept, sent, and merged with what other
/// engines of the same plan and organisation saw of other facts. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_partial(
    view: *const attain_view,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: by the rules of the header, arguments are NULL or can be read or written as they say. So below.
    unsafe {
        if let Some(status) = missing(out.cast(), error) {
            return status;
        }
        write(view, out, error, &|view| Ok(serde_json::to_string(&view.partial()).unwrap_or_default()))
    }
}

/// Two partials as one; in which order any number of them are merged makes no difference. Those of different plans, organisations,
/// rates or days are refused, and the error says what differs. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_partial_merge(
    one: *const c_void,
    one_len: usize,
    other: *const c_void,
    other_len: usize,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        if let Some(status) = missing(out.cast(), error) {
            return status;
        }
        create(out, error, || {
            let mut partial = partial(bytes(one, one_len, "one")?, "one")?;
            let more = self::partial(bytes(other, other_len, "other")?, "other")?;
            partial.merge(&more).map_err(|error| Failure::at("other", error))?;
            made(Ok(serde_json::to_string(&partial).unwrap_or_default()))
        })
    }
}

/// What was so on a day, by the facts of a partial: as if this engine, whose units, memberships, targets and rates are taken, had
/// seen them all. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_engine_view_with(
    engine: *const attain_engine,
    as_of: attain_date,
    partial: *const c_void,
    partial_len: usize,
    out: *mut *mut attain_view,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        if let Some(status) = missing(out.cast(), error) {
            return status;
        }
        make(engine, "engine", out, error, |engine| {
            let as_of = day(as_of, "as_of")?;
            let partial = self::partial(bytes(partial, partial_len, "partial")?, "partial")?;
            let view = engine.asking()?.view_with(as_of, &partial);
            Ok(attain_view::new(view.map_err(|error| Failure::at("partial", error))?))
        })
    }
}

fn partial(text: &[u8], name: &str) -> Result<Partial, Failure> {
    serde_json::from_slice(text).map_err(|error| not_cells(name, &error.to_string()))
}

#[cold]
fn not_cells(name: &str, why: &str) -> Failure {
    Failure::new(ATTAIN_E_SYNTAX, "partial.syntax", format!("`{name}` is not what a view saw: {why}")).path(name)
}

/// The catalogue of standard KPIs as a JSON list: id, labels, unit, direction, source, and the variants with their
/// formulas. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_presets_json(
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        if let Some(status) = missing(out.cast(), error) {
            return status;
        }
        create(out, error, || made(Ok(json::presets())))
    }
}

/// A plan with a standard KPI more, and with those that it needs: the plan as JSON, in and out. `preset` is its id, a
/// variant behind a dot: `win_rate.won_of_all`. `naming` is a JSON map from the names of the catalogue to those of the
/// plan, `{ "order": "sale", "order.amount": "net" }`, or empty. A KPI that the plan has already stays as it is.
/// Nothing but names is checked: load what comes out. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_preset_apply(
    plan: *const c_void,
    plan_len: usize,
    preset: *const c_char,
    preset_len: usize,
    naming: *const c_void,
    naming_len: usize,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        if let Some(status) = missing(out.cast(), error) {
            return status;
        }
        create(out, error, || {
            let mut definition: PlanDefinition = read(bytes(plan, plan_len, "plan")?)?;
            let id = text(preset, preset_len, "preset")?;
            let naming = self::naming(bytes(naming, naming_len, "naming")?)?;
            preset::apply(&mut definition, id, &naming).map_err(|error| Failure::at("preset", error))?;
            made(Ok(serde_json::to_string(&definition).unwrap_or_default()))
        })
    }
}

fn naming(text: &[u8]) -> Result<Naming, Failure> {
    let mut naming = Naming::new();
    if !text.is_empty() {
        let names: Named<String> = read(text)?;
        for (name, own) in &names {
            naming = naming.set(name.as_str(), own.as_str());
        }
    }
    Ok(naming)
}

/// Plain data off JSON; every problem of it is told.
fn read<T: Read + Default>(text: &[u8]) -> Result<T, Failure> {
    let mut problems = Problems::new();
    let node = from_json(text, PLAN_BYTES_MAX).map_err(|problems| Failure::of_problems(&problems, usize::MAX))?;
    let read = T::read(&node, At::root(), &mut problems);
    if problems.is_empty() { Ok(read) } else { Err(Failure::of_problems(&problems, usize::MAX)) }
}
