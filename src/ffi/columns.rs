//! Facts as columns of integers: texts are registered once, and rows cost next to nothing.

use std::ffi::{c_char, c_void};

use crate::engine::Engine;
use crate::log::{Batch, ColumnSlice, EntryIds, SeriesCode, Values};

use super::day::{attain_date, attain_time, moment};
use super::engine::attain_engine;
use super::error::{Failure, attain_error};
use super::guard::{aligned, ask, make, put, there};
use super::outcomes::attain_outcomes;
use super::status::{ATTAIN_E_LIMIT, attain_status};
use super::structs::{init, sized};
use super::text::{attain_str, invalid, member, null, text};

/// `int64_t`: numbers, amounts in the plan's currency, ratios or durations in days, each divided by ten to the `scale`.
pub const ATTAIN_COLUMN_DECIMALS: i32 = 1;
/// `attain_date`: days.
pub const ATTAIN_COLUMN_DAYS: i32 = 2;
/// `uint32_t`: codes of persons, units, texts or lists of this field, or ids of entries.
pub const ATTAIN_COLUMN_CODES: i32 = 3;
/// `uint64_t`: entries that are referred to, by their numbers in the `series`.
pub const ATTAIN_COLUMN_NUMBERS: i32 = 4;
/// `uint8_t`: 1 for yes, 0 for no.
pub const ATTAIN_COLUMN_YES_NO: i32 = 5;

/// One field of a batch: what each row says.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct attain_column {
    /// The name of the field.
    pub field: attain_str,
    /// What `values` are: one of `ATTAIN_COLUMN_…`.
    pub of: i32,
    /// How many digits stand behind the point of decimals, 0 to 28; else 0.
    pub scale: u32,
    /// The code of the series of numbers; else 0.
    pub series: u32,
    /// 0.
    pub reserved: u32,
    /// One value for each row.
    pub values: *const c_void,
    /// 1 where the row says it, 0 where it says nothing; NULL where every row says it.
    pub valid: *const u8,
}

/// Facts of one kind, a row each. Set it up with `attain_batch_init`.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct attain_batch {
    /// `sizeof(attain_batch)` of the host.
    pub struct_size: u32,
    /// The code of the series of `numbers`; else 0.
    pub series: u32,
    /// The kind, one that the plan declares.
    pub kind: attain_str,
    /// How many rows there are.
    pub rows: usize,
    /// The numbers of the entries in the series: 1042 of series `inv` is the entry `inv/1042`. NULL where `ids` are given.
    pub numbers: *const u64,
    /// The codes of the entries' ids. NULL where `numbers` are given.
    pub ids: *const u32,
    /// The day of each entry.
    pub on: *const attain_date,
    /// The fields.
    pub columns: *const attain_column,
    /// How many fields there are.
    pub columns_count: usize,
    /// How many bytes lie between the start of one column and the next: `sizeof(attain_column)` of the host.
    pub columns_stride: usize,
}

/// The most columns of a batch.
const COLUMNS_MAX: usize = 10_000;

/// Sets a batch up: no rows. `batch` may be NULL, and then nothing happens.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_batch_init(batch: *mut attain_batch, struct_size: u32) {
    // SAFETY: by the rules of the header, it can take `struct_size` bytes.
    unsafe { init(batch, struct_size) };
}

/// The code of a person, for columns; the same key has the same code. Codes belong to this engine and its later forks.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_engine_register_person(
    engine: *mut attain_engine,
    key: *const c_char,
    key_len: usize,
    out: *mut u32,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: by the rules of the header, arguments are NULL or can be read or written as they say. So below.
    unsafe {
        register(engine, (key, key_len, "key"), out, error, &|engine, key| Ok(engine.register_person(key)?.get()))
    }
}

/// The code of a unit of the organisation, for columns.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_engine_register_unit(
    engine: *mut attain_engine,
    key: *const c_char,
    key_len: usize,
    out: *mut u32,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe { register(engine, (key, key_len, "key"), out, error, &|engine, key| Ok(engine.register_unit(key)?.get())) }
}

/// The code of an entry's id, for columns, whether or not the entry has come.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_engine_register_id(
    engine: *mut attain_engine,
    id: *const c_char,
    id_len: usize,
    out: *mut u32,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe { register(engine, (id, id_len, "id"), out, error, &|engine, id| Ok(engine.register_id(id)?.get())) }
}

/// The code of a series of numbered entries, for columns: number 1042 of the series `inv` is the entry `inv/1042`, and of the
/// series without a name the entry `1042`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_engine_register_series(
    engine: *mut attain_engine,
    name: *const c_char,
    name_len: usize,
    out: *mut u32,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        register(engine, (name, name_len, "name"), out, error, &|engine, name| Ok(engine.register_series(name)?.get()))
    }
}

/// The code of a text in one field of one kind, for columns; in a field of type `list` of a list, whose members are
/// separated by `;`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_engine_register_text(
    engine: *mut attain_engine,
    kind: *const c_char,
    kind_len: usize,
    field: *const c_char,
    field_len: usize,
    data: *const c_char,
    len: usize,
    out: *mut u32,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        register(engine, (kind, kind_len, "kind"), out, error, &|engine, kind| {
            let (field, data) = (text(field, field_len, "field")?, text(data, len, "data")?);
            let code = engine.register_text(kind, field, data);
            Ok(code.map_err(|refusal| Failure::from(refusal).about("data"))?.get())
        })
    }
}

/// Records rows of columns: one outcome for each, as by the other doors. A batch that does not fit as a whole (a field that the
/// kind has not, a code that was never given) is refused with every reason, and nothing of it is recorded. `known` is as for
/// `attain_engine_record_jsonl`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_engine_record_columns(
    engine: *mut attain_engine,
    batch: *const attain_batch,
    known: attain_time,
    out: *mut *mut attain_outcomes,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        make(engine.cast_const(), "engine", out, error, |engine| {
            let batch = sized(batch, "batch")?;
            let known = moment(known, "known")?;
            let columns = columns(&batch)?;
            let read = Batch {
                kind: member(batch.kind, "batch.kind")?,
                ids: ids(&batch)?,
                on: slice(batch.on, batch.rows, "batch.on")?,
                columns: &columns,
            };
            let outcome = engine.recording()?.record_columns(&read, known);
            let outcome = outcome.map_err(|refusals| Failure::of_refusals(&refusals))?;
            Ok(attain_outcomes::of_batch(batch.rows, outcome))
        })
    }
}

/// # Safety
///
/// As the header says of the arguments.
unsafe fn register(
    engine: *mut attain_engine,
    (data, len, name): (*const c_char, usize, &str),
    out: *mut u32,
    error: *mut *mut attain_error,
    register: &dyn Fn(&mut Engine, &str) -> Result<u32, Failure>,
) -> attain_status {
    // SAFETY: the caller's.
    unsafe {
        ask(engine.cast_const(), "engine", error, |engine| {
            let written = text(data, len, name)?;
            there(out, "out")?;
            let code = register(&mut *engine.recording()?, written).map_err(|failure| failure.about(name))?;
            put(out, "out", code)
        })
    }
}

/// # Safety
///
/// As the header says of the batch.
unsafe fn ids<'b>(batch: &attain_batch) -> Result<EntryIds<'b>, Failure> {
    // SAFETY: the caller's.
    unsafe {
        match (batch.numbers.is_null(), batch.ids.is_null()) {
            (false, true) => Ok(EntryIds::Numbers {
                series: SeriesCode::from_number(batch.series),
                numbers: slice(batch.numbers, batch.rows, "batch.numbers")?,
            }),
            (true, false) if batch.series != 0 => {
                let message = "`batch.series` is not 0, and the ids are no numbers of a series";
                Err(invalid("batch.series", message.to_owned()))
            }
            (true, false) => Ok(EntryIds::Codes(slice(batch.ids, batch.rows, "batch.ids")?)),
            (true, true) if batch.rows == 0 => Ok(EntryIds::Codes(&[])),
            _ => {
                let message = "a batch has either `numbers` or `ids`; the other one is NULL";
                Err(invalid("batch.ids", message.to_owned()))
            }
        }
    }
}

/// # Safety
///
/// As the header says of the batch.
unsafe fn columns<'b>(batch: &attain_batch) -> Result<Vec<ColumnSlice<'b>>, Failure> {
    let (count, stride) = (batch.columns_count, batch.columns_stride);
    if count > COLUMNS_MAX {
        let message = format!("the batch has {count} columns, more than the limit of {COLUMNS_MAX}");
        return Err(Failure::new(ATTAIN_E_LIMIT, "batch.columns", message).path("batch.columns_count"));
    }
    if count > 0 && (stride < size_of::<attain_column>() || !stride.is_multiple_of(align_of::<attain_column>())) {
        let message = format!("`batch.columns_stride` is {stride}; set it to `sizeof(attain_column)`");
        return Err(invalid("batch.columns_stride", message));
    }
    if count.checked_mul(stride).is_none_or(|bytes| bytes > isize::MAX.unsigned_abs()) {
        return Err(invalid("batch.columns_stride", "the columns are more than memory can have".to_owned()));
    }
    if batch.columns.is_null() && count > 0 {
        return Err(null("batch.columns"));
    }
    let mut read = Vec::with_capacity(count);
    for index in 0..count {
        let name = format!("batch.columns[{index}]");
        // SAFETY: the caller's; the sizes were looked at.
        let written = unsafe { super::guard::take(batch.columns.byte_add(index.saturating_mul(stride)), &name) }?;
        // SAFETY: the caller's.
        read.push(unsafe { column(&written, batch.rows, &name) }?);
    }
    Ok(read)
}

/// # Safety
///
/// As the header says of the column.
unsafe fn column<'b>(column: &attain_column, rows: usize, name: &str) -> Result<ColumnSlice<'b>, Failure> {
    let unused = [
        ("scale", column.scale, column.of == ATTAIN_COLUMN_DECIMALS),
        ("series", column.series, column.of == ATTAIN_COLUMN_NUMBERS),
        ("reserved", column.reserved, false),
    ];
    if let Some((member, ..)) = unused.iter().find(|(_, value, used)| *value != 0 && !used) {
        return Err(invalid(name, format!("`{name}.{member}` is not 0")));
    }
    // SAFETY: the caller's.
    unsafe {
        let field = member(column.field, name)?;
        let values = match column.of {
            ATTAIN_COLUMN_DECIMALS => {
                Values::Decimals { mantissas: slice(column.values.cast(), rows, name)?, scale: column.scale }
            }
            ATTAIN_COLUMN_DAYS => Values::Days(slice(column.values.cast(), rows, name)?),
            ATTAIN_COLUMN_CODES => Values::Codes(slice(column.values.cast(), rows, name)?),
            ATTAIN_COLUMN_NUMBERS => Values::Numbers {
                series: SeriesCode::from_number(column.series),
                numbers: slice(column.values.cast(), rows, name)?,
            },
            ATTAIN_COLUMN_YES_NO => Values::YesNo(slice(column.values.cast(), rows, name)?),
            other => return Err(invalid(name, format!("`{name}.of` is {other}; it is one of ATTAIN_COLUMN_*"))),
        };
        let valid = (!column.valid.is_null()).then(|| slice(column.valid, rows, name)).transpose()?;
        Ok(ColumnSlice { field, values, valid })
    }
}

/// Values in a row.
///
/// # Safety
///
/// `data` is NULL, or `count` values can be read there.
unsafe fn slice<'b, T>(data: *const T, count: usize, name: &str) -> Result<&'b [T], Failure> {
    if count == 0 {
        return Ok(&[]);
    }
    row((data.addr(), count), (size_of::<T>(), align_of::<T>()), name)?;
    // SAFETY: the caller's; it is neither NULL nor off its alignment, and the size was looked at.
    Ok(unsafe { std::slice::from_raw_parts(data, count) })
}

/// Whether so many values of a size may stand there.
fn row((address, count): (usize, usize), (size, align): (usize, usize), name: &str) -> Result<(), Failure> {
    let fits = count.checked_mul(size).is_some_and(|bytes| bytes <= isize::MAX.unsigned_abs());
    if address != 0 && !fits {
        return Err(invalid(name, format!("`{name}` has {count} rows, more than memory can have")));
    }
    aligned(address, align, name)
}
