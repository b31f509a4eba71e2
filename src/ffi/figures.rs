//! Figures of many at once, each as an array of integers in the host's memory: with the feature `analysis`.

use std::collections::HashMap;
use std::ffi::{c_char, c_void};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rust_decimal::Decimal;

use crate::engine::View;
use crate::engine::query::Columns;
use crate::kpi::When;
use crate::measure::Whose;
use crate::quantity::{Fraction, Outcome, Outcomes, Precision, RoundTo, RoundingMode, Unit, Value};
use crate::report;

use super::analysis::{actor_of, read};
use super::day::number;
use super::error::{Failure, attain_error};
use super::feature::missing;
use super::guard::{Guarded, Handle, ask, clear, free, give, look, make, put, there};
use super::number::{digits, mode};
use super::place::{ATTAIN_WHOSE_PERSON, ATTAIN_WHOSE_UNIT, attain_place};
use super::status::attain_status;
use super::structs::sized;
use super::text::{Lines, attain_str, attain_text, bytes, invalid, made};
use super::value::{attain_value, unit};
use super::view::attain_view;

/// The answers to a question about many, figure by figure: row `n` is of the same person or unit, time and slice in each of them. It
/// never changes, any number of threads may read it at once, and it goes on when its view is freed.
pub struct attain_columns(Handle<Answered>);

/// What was answered.
struct Answered {
    columns: Columns,
    keys: Lines,
    /// The labels of times, each once; empty, for days.
    labels: Lines,
    label_of: Vec<usize>,
    precision: Precision,
}

/// There is a value, and it is in the array.
pub const ATTAIN_FIGURE_VALUE: u8 = 1;
/// There is none; `attain_columns_value` says why.
pub const ATTAIN_FIGURE_UNDEFINED: u8 = 2;
/// There is a value, and its digits do not fit the array; `attain_columns_value` has it exactly.
pub const ATTAIN_FIGURE_TOO_LARGE: u8 = 3;

/// The rows of this page.
pub const ATTAIN_COUNT_ROWS: i32 = 1;
/// The figures that were asked for.
pub const ATTAIN_COUNT_FIGURES: i32 = 2;
/// The fields by which they are broken down.
pub const ATTAIN_COUNT_FIELDS: i32 = 3;
/// All rows, before `top` and the page were cut.
pub const ATTAIN_COUNT_TOTAL: i32 = 4;
/// The people, units and slices that are left out, because the actor may not see them.
pub const ATTAIN_COUNT_HIDDEN: i32 = 5;

impl Guarded for attain_columns {
    fn poisoned(&self) -> &AtomicBool {
        self.0.poisoned()
    }
}

/// The same as `attain_view_table`, figure by figure: for many rows, whose figures are read into arrays by `attain_columns_decimals`.
/// `query` and `actor` are as there. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_columns(
    view: *const attain_view,
    query: *const c_void,
    query_len: usize,
    actor: *const c_char,
    actor_len: usize,
    out: *mut *mut attain_columns,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: by the rules of the header, arguments are NULL or can be read or written as they say. So below.
    unsafe {
        if let Some(status) = missing(out.cast(), error) {
            return status;
        }
        make(view, "view", out, error, |view| {
            let (query, actor) = (bytes(query, query_len, "query")?, actor_of(actor, actor_len)?);
            let view = view.view();
            let query = read(view, query)?;
            let columns = match actor {
                None => view.columns(&query),
                Some(actor) => view.seen_by(actor).map_err(|error| Failure::at("actor", error))?.columns(&query),
            };
            let columns = columns.map_err(|error| Failure::from(error).about("query"))?;
            Ok(attain_columns(Handle::new(Answered::new(view, columns))))
        })
    }
}

/// How many there are of what `which` says, one of `ATTAIN_COUNT_…`; 0 where it is none of them, and where `columns` is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_columns_count(columns: *const attain_columns, which: i32) -> u64 {
    // SAFETY: as above.
    let Some(answered) = (unsafe { known(columns) }) else { return 0 };
    let columns = &answered.columns;
    let count = match which {
        ATTAIN_COUNT_ROWS => columns.who.len(),
        ATTAIN_COUNT_FIGURES => columns.figures.len(),
        ATTAIN_COUNT_FIELDS => columns.by.len(),
        ATTAIN_COUNT_TOTAL => columns.total,
        ATTAIN_COUNT_HIDDEN => columns.hidden,
        _ => 0,
    };
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// What a figure is of: one of `ATTAIN_UNIT_…`; 0 where there is no such figure, counted from 0 as asked. A ratio is an amount, of
/// which 1 is 100 %.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_columns_unit(columns: *const attain_columns, figure: usize) -> i32 {
    // SAFETY: as above.
    let column = unsafe { known(columns) }.and_then(|answered| answered.columns.columns.get(figure));
    column.map_or(0, |column| unit(column.unit))
}

/// Of whom and when a row is, as every other question takes it: `attain_view_explain`, say. `place` was set up by
/// `attain_place_init`; its key and the label of its period are borrowed from `columns`, `from` and `to` are the days of the period
/// too, and a row that is of days has an empty label. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_columns_place(
    columns: *const attain_columns,
    row: usize,
    place: *mut attain_place,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        if let Some(status) = missing(std::ptr::null_mut(), error) {
            return status;
        }
        ask(columns, "columns", error, |columns| {
            sized(place.cast_const(), "place")?;
            let found = columns.0.get().place(row)?;
            // What was looked at has all of these, however large the host's structure is.
            (*place).whose = found.whose;
            (*place).key = found.key;
            (*place).period = found.period;
            (*place).from = found.from;
            (*place).to = found.to;
            Ok(())
        })
    }
}

/// The value that a row has of a field by which the figures are broken down, both counted from 0, as text: as CSV has it. NULL, with
/// `ATTAIN_OK`, in the row of facts without one. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_columns_slice(
    columns: *const attain_columns,
    field: usize,
    row: usize,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe { write(columns, out, error, &|answered| answered.slice(field, row)) }
}

/// All values of a figure, counted from 0 as asked, with `scale` digits behind the point (0 to 28), each rounded once as one of
/// `ATTAIN_ROUND_…` says: 1234 with a scale of 2 is 12.34, or 1234 % of a ratio.
///
/// `rows` is how many there are, `mantissas` and `states` take one for each of them. A state is one of `ATTAIN_FIGURE_…`, and where it
/// is not `ATTAIN_FIGURE_VALUE` the number is 0 and means nothing. A figure that is no amount (a text, a day, yes or no) is refused:
/// read it by `attain_columns_text`. Where the call fails, nothing is written. With the feature `analysis`, else
/// `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_columns_decimals(
    columns: *const attain_columns,
    figure: usize,
    scale: i32,
    rounding: i32,
    mantissas: *mut i64,
    states: *mut u8,
    rows: usize,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        if let Some(status) = missing(std::ptr::null_mut(), error) {
            return status;
        }
        ask(columns, "columns", error, |columns| {
            let answered = columns.0.get();
            let figures = answered.amounts(figure)?;
            let (scale, mode) = (digits(scale)?, mode(rounding)?);
            if rows != figures.len() {
                return Err(invalid("rows", format!("`rows` is {rows}, and there are {}", figures.len())));
            }
            if rows == 0 {
                return Ok(());
            }
            there(mantissas, "mantissas")?;
            there(states, "states")?;
            for (row, (state, mantissa)) in decimals(figures, scale, mode)?.into_iter().enumerate() {
                mantissas.add(row).write(mantissa);
                states.add(row).write(state);
            }
            Ok(())
        })
    }
}

/// The value of a figure in a row, both counted from 0: exact, or why there is none. With the feature `analysis`, else
/// `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_columns_value(
    columns: *const attain_columns,
    figure: usize,
    row: usize,
    out: *mut attain_value,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        if let Some(status) = missing(std::ptr::null_mut(), error) {
            return status;
        }
        ask(columns, "columns", error, |columns| {
            put(out, "out", attain_value::of(&columns.0.get().value(figure, row)?))
        })
    }
}

/// The value of a figure in a row, both counted from 0, as text: as CSV has it, an amount as a decimal. NULL, with `ATTAIN_OK`, where
/// there is none; `attain_columns_value` says why. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_columns_text(
    columns: *const attain_columns,
    figure: usize,
    row: usize,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe { write(columns, out, error, &|answered| Ok(answered.value(figure, row)?.ok())) }
}

/// Frees columns; NULL is allowed. The places that were read of them lose their texts.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_columns_free(columns: *mut attain_columns) {
    if cfg!(feature = "analysis") {
        // SAFETY: by the rules of the header, it is NULL or ours and freed once.
        unsafe { free(columns) }
    }
}

/// What was answered; nothing where it is NULL, and in a build that makes none.
///
/// # Safety
///
/// As for [`look`].
#[inline(always)]
#[expect(clippy::inline_always, reason = "what comes after it is left out of a build without the feature")]
unsafe fn known<'a>(columns: *const attain_columns) -> Option<&'a Answered> {
    if !cfg!(feature = "analysis") {
        return None;
    }
    // SAFETY: the caller's.
    unsafe { look(columns) }.map(|columns| columns.0.get())
}

/// Writes a value as text; NULL, where there is none.
///
/// # Safety
///
/// As for [`ask`]; `out` is NULL or can be written to.
#[inline(always)]
#[expect(clippy::inline_always, reason = "what is asked is left out of a build without the feature")]
unsafe fn write(
    columns: *const attain_columns,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
    find: &dyn Fn(&Answered) -> Result<Option<Value>, Failure>,
) -> attain_status {
    // SAFETY: the caller's.
    unsafe {
        if let Some(status) = missing(out.cast(), error) {
            return status;
        }
        clear(out.cast());
        ask(columns, "columns", error, |columns| {
            there(out, "out")?;
            let answered = columns.0.get();
            if let Some(value) = find(answered)? {
                give(out, made(Ok(report::plain(&value, answered.precision)))?);
            }
            Ok(())
        })
    }
}

impl Answered {
    fn new(view: &View, columns: Columns) -> Answered {
        let (mut keys, mut labels, mut label_of) = (Lines::default(), Lines::default(), Vec::new());
        let mut known: HashMap<When, usize> = HashMap::new();
        for (who, when) in columns.who.iter().zip(&columns.when) {
            keys.push(who.as_str());
            let label = known.entry(*when).or_insert_with(|| {
                labels.push(&when.period().map(|period| view.plan().calendar().label(period)).unwrap_or_default());
                labels.len().saturating_sub(1)
            });
            label_of.push(*label);
        }
        Answered { columns, keys, labels, label_of, precision: view.plan().precision() }
    }

    fn place(&self, row: usize) -> Result<attain_place, Failure> {
        let Columns { whose, when, .. } = &self.columns;
        let (Some(whose), Some(when)) = (whose.get(row), when.get(row)) else { return Err(self.no_row(row)) };
        Ok(attain_place {
            struct_size: 0,
            whose: match whose {
                Whose::Person(_) => ATTAIN_WHOSE_PERSON,
                Whose::Unit(_) => ATTAIN_WHOSE_UNIT,
            },
            key: self.keys.get(row),
            period: self.label_of.get(row).map_or(attain_str::NOTHING, |label| self.labels.get(*label)),
            from: number(when.span().from()),
            to: number(when.span().to()),
        })
    }

    fn slice(&self, field: usize, row: usize) -> Result<Option<Value>, Failure> {
        if field >= self.columns.by.len() {
            let message = format!("there is no field {field}; it is broken down by {}", self.columns.by.len());
            return Err(invalid("field", message));
        }
        let slice = self.columns.slices.get(row).ok_or_else(|| self.no_row(row))?;
        Ok(slice.get(field).cloned().flatten())
    }

    fn figure(&self, figure: usize) -> Result<&Arc<Outcomes>, Failure> {
        let figures = &self.columns.figures;
        figures
            .get(figure)
            .ok_or_else(|| invalid("figure", format!("there is no figure {figure}; {} are asked for", figures.len())))
    }

    fn value(&self, figure: usize, row: usize) -> Result<Outcome, Failure> {
        self.figure(figure)?.get(row).ok_or_else(|| self.no_row(row))
    }

    /// The values of a figure that is an amount.
    fn amounts(&self, figure: usize) -> Result<&Outcomes, Failure> {
        let figures = self.figure(figure)?;
        match self.columns.columns.get(figure) {
            Some(column) if column.unit.of(Fraction::ZERO).unit() != column.unit => Err(no_amount(column.unit)),
            _ => Ok(figures),
        }
    }

    #[cold]
    fn no_row(&self, row: usize) -> Failure {
        invalid("row", format!("there is no row {row}; there are {}", self.columns.who.len()))
    }
}

#[cold]
fn no_amount(unit: Unit) -> Failure {
    let message = format!("the figure is of unit {}, which is no amount", unit.name());
    invalid("figure", message).help("read it by `attain_columns_text`")
}

/// The digits of all rows, each behind its state.
fn decimals(figures: &Outcomes, scale: u32, mode: RoundingMode) -> Result<Vec<(u8, i64)>, Failure> {
    let step = Decimal::try_new(1, scale).ok().and_then(|step| RoundTo::new(step, mode));
    let step = step.ok_or_else(|| invalid("scale", format!("the scale is {scale}; it is 0 to 28")))?;
    let mut read = Vec::with_capacity(figures.len());
    let rounded = figures.rounded(&step);
    for row in 0..figures.len() {
        let known = match &rounded {
            Ok(rounded) => rounded.get(row).and_then(|decimal| decimal.as_ref().ok()).copied(),
            // Kept one by one: of several units, say.
            Err(_) => None,
        };
        read.push(match known.and_then(|decimal| mantissa(decimal, scale)) {
            Some(mantissa) => (ATTAIN_FIGURE_VALUE, mantissa),
            None => alone(figures.get(row), &step, scale)?,
        });
    }
    Ok(read)
}

/// The digits of one row: where it has none, where they do not fit, and where it was not rounded among the others.
#[cold]
fn alone(value: Option<Outcome>, step: &RoundTo, scale: u32) -> Result<(u8, i64), Failure> {
    let Some(Ok(value)) = value else { return Ok((ATTAIN_FIGURE_UNDEFINED, 0)) };
    let amount = value.amount().ok_or_else(|| no_amount(value.unit()))?;
    let decimal = amount.round(step).ok().and_then(|decimal| mantissa(decimal, scale));
    Ok(decimal.map_or((ATTAIN_FIGURE_TOO_LARGE, 0), |mantissa| (ATTAIN_FIGURE_VALUE, mantissa)))
}

/// The digits of a decimal with so many behind the point; nothing where they do not fit.
fn mantissa(mut decimal: Decimal, scale: u32) -> Option<i64> {
    if decimal.scale() != scale {
        decimal.rescale(scale);
    }
    if decimal.scale() == scale { i64::try_from(decimal.mantissa()).ok() } else { None }
}
