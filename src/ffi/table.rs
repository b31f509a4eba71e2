//! Tables: rates, curves, grades, decisions.

use std::ffi::{c_char, c_void};
use std::sync::atomic::AtomicBool;

use crate::diagnostic::{At, PROBLEMS_MAX, Problems, nearest};
use crate::document::{Read, from_json};
use crate::error::Error;
use crate::plan::PLAN_BYTES_MAX;
use crate::quantity::{Fraction, Outcome, Precision, Unit, Value};
use crate::report::json;
use crate::rule::Rules;
use crate::table::{Table, TableDefinition};

use super::day::{attain_date, day};
use super::error::{Failure, attain_error};
use super::guard::{Guarded, Handle, ask, create, free, make, put, take};
use super::number::attain_decimal;
use super::plan::attain_plan;
use super::status::{ATTAIN_E_LIMIT, attain_status};
use super::text::{attain_str, attain_text, bytes, invalid, member, null, tell, text};
use super::value::{
    ATTAIN_UNIT_DATE, ATTAIN_UNIT_DURATION, ATTAIN_UNIT_MONEY, ATTAIN_UNIT_NUMBER, ATTAIN_UNIT_RATIO, ATTAIN_UNIT_TEXT,
    ATTAIN_UNIT_YES_NO, attain_value,
};

/// A table. It never changes, and any number of threads may use it at once.
pub struct attain_table(Handle<Table>);

impl Guarded for attain_table {
    fn poisoned(&self) -> &AtomicBool {
        self.0.poisoned()
    }
}

/// What a table is asked for: the value of one key. What `unit` does not need is not read.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct attain_key {
    /// One of `ATTAIN_UNIT_…`: number, ratio, money, duration, date, text, or yes/no.
    pub unit: i32,
    /// The day, of a date.
    pub day: attain_date,
    /// The amount, of a number, a ratio (1 is 100 %), money or a duration (in days); 1 for yes, 0 for no.
    pub amount: attain_decimal,
    /// The text, of a text.
    pub text: attain_str,
}

/// The most keys that a table is asked with.
const KEYS_MAX: usize = 64;

/// Reads a table from JSON, written as one of the section `tables` of a plan; what house rules would say stands in it. Where it is
/// not sound, the error has every problem.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_table_load_json(
    json: *const c_void,
    len: usize,
    out: *mut *mut attain_table,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: by the rules of the header, arguments are NULL or can be read or written as they say. So below.
    unsafe {
        create(out, error, || {
            let table = compile(bytes(json, len, "json")?);
            let table = table.map_err(|problems| Failure::of_problems(&problems, PROBLEMS_MAX))?;
            Ok(attain_table(Handle::new(table)))
        })
    }
}

fn compile(json: &[u8]) -> Result<Table, Problems> {
    let node = from_json(json, PLAN_BYTES_MAX)?;
    let mut problems = Problems::new();
    let definition = TableDefinition::read(&node, At::root(), &mut problems);
    let table = Table::compile(&definition, &Rules::default(), At::root(), &mut problems);
    table.filter(|_| problems.is_empty()).ok_or(problems)
}

/// A table of a plan, by its name.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_plan_table(
    plan: *const attain_plan,
    name: *const c_char,
    name_len: usize,
    out: *mut *mut attain_table,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        make(plan, "plan", out, error, |plan| {
            let name = text(name, name_len, "name")?;
            let plan = &plan.0.get().plan;
            let unknown = || {
                let known = plan.definition().tables.keys().map(String::as_str);
                Failure::at("name", Error::unknown("table", name, nearest(name, known)))
            };
            let table = plan.table(name).ok_or_else(unknown)?;
            Ok(attain_table(Handle::new(table.clone())))
        })
    }
}

/// The value of a result for so many keys, one for each key of the table, in its order; undefined where no row is for
/// them. `result` is the name of the result.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_table_value(
    table: *const attain_table,
    keys: *const attain_key,
    keys_count: usize,
    result: *const c_char,
    result_len: usize,
    out: *mut attain_value,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        ask(table, "table", error, |table| {
            let found = look_up(table.0.get(), (keys, keys_count), (result, result_len))?;
            put(out, "out", attain_value::of(&found))
        })
    }
}

/// The same as JSON, which has texts too.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_table_value_json(
    table: *const attain_table,
    keys: *const attain_key,
    keys_count: usize,
    result: *const c_char,
    result_len: usize,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        tell(table, "table", out, error, |table| {
            let found = look_up(table.0.get(), (keys, keys_count), (result, result_len))?;
            Ok(json::figure(&found, Precision::default()))
        })
    }
}

/// What a table of one key pays for a line that moves the key from `from` to `to`: a rate is paid on `base`, or on what the line
/// moves where `base` is NULL; an amount stands for itself.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_table_pay(
    table: *const attain_table,
    from: *const attain_decimal,
    to: *const attain_decimal,
    base: *const attain_decimal,
    out: *mut attain_value,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        ask(table, "table", error, |table| {
            let read = |place: *const attain_decimal, name: &str| take(place, name)?.read(name).map(Fraction::from);
            let (from, to) = (read(from, "from")?, read(to, "to")?);
            let base = if base.is_null() { None } else { Some(read(base, "base")?) };
            put(out, "out", attain_value::of_amount(table.0.get().pay(from, to, base), Unit::Number))
        })
    }
}

/// Frees a table; NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_table_free(table: *mut attain_table) {
    // SAFETY: by the rules of the header, it is NULL or a table of ours that is freed once.
    unsafe { free(table) }
}

/// # Safety
///
/// As the header says of the arguments.
unsafe fn look_up(
    table: &Table,
    (keys, count): (*const attain_key, usize),
    (result, result_len): (*const c_char, usize),
) -> Result<Outcome, Failure> {
    // SAFETY: the caller's.
    let result = unsafe { text(result, result_len, "result") }?;
    let unknown = || {
        let known = table.columns().iter().map(|column| column.name.as_str());
        Failure::at("result", Error::unknown("result", result, nearest(result, known)))
    };
    let column = table.column(result).ok_or_else(unknown)?;
    if count > KEYS_MAX {
        let message = format!("`keys_count` is {count}, more than the limit of {KEYS_MAX}");
        return Err(Failure::new(ATTAIN_E_LIMIT, "table.keys", message).path("keys_count"));
    }
    if keys.is_null() && count > 0 {
        return Err(null("keys"));
    }
    if count != table.keys().len() {
        let message = format!("`keys_count` is {count}, and the table has {}", table.keys().len());
        return Err(invalid("keys_count", message));
    }
    let mut values = Vec::with_capacity(count);
    for index in 0..count {
        let name = format!("keys[{index}]");
        // SAFETY: the caller's; the count was looked at.
        let written = unsafe { take(keys.add(index), &name) }?;
        // SAFETY: the caller's.
        values.push(unsafe { key(&written, &name) }?);
    }
    Ok(table.value(&values, column))
}

/// # Safety
///
/// As the header says of the key.
unsafe fn key(key: &attain_key, name: &str) -> Result<Value, Failure> {
    let unit = match key.unit {
        ATTAIN_UNIT_NUMBER => Unit::Number,
        ATTAIN_UNIT_RATIO => Unit::Ratio,
        ATTAIN_UNIT_MONEY => Unit::Money,
        ATTAIN_UNIT_DURATION => Unit::Duration,
        ATTAIN_UNIT_YES_NO => Unit::YesNo,
        ATTAIN_UNIT_DATE => return Ok(Value::Date(day(key.day, name)?)),
        // SAFETY: the caller's.
        ATTAIN_UNIT_TEXT => return Ok(Value::Text(unsafe { member(key.text, name) }?.into())),
        other => return Err(invalid(name, format!("`{name}.unit` is {other}, which no key of a table has"))),
    };
    let amount = Fraction::from(key.amount.read(name)?);
    match (unit, amount) {
        (Unit::YesNo, Fraction::ZERO) => Ok(Value::YesNo(false)),
        (Unit::YesNo, Fraction::ONE) => Ok(Value::YesNo(true)),
        (Unit::YesNo, other) => {
            Err(invalid(name, format!("`{name}` is {other}, which is neither 1 for yes nor 0 for no")))
        }
        _ => Ok(unit.of(amount)),
    }
}
