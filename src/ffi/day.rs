//! Days and moments.

use std::ffi::c_char;

use chrono::{DateTime, NaiveDate, Utc};

use crate::calendar::parse_day;

use super::error::{Failure, attain_error};
use super::guard::{call, put};
use super::number::fill;
use super::status::{ATTAIN_E_SYNTAX, attain_status};
use super::text::{invalid, text};

/// A day: how many days since 1970-01-01, in the calendar of today carried back; the years 1 to 9999.
pub type attain_date = i32;

/// A moment: how many microseconds since 1970-01-01T00:00:00Z.
pub type attain_time = i64;

/// No day.
pub const ATTAIN_DATE_NONE: attain_date = i32::MIN;
/// No moment.
pub const ATTAIN_TIME_NONE: attain_time = i64::MIN;

/// 1970-01-01, counted from the first day of the year 1 as day 1.
const EPOCH: i32 = 719_163;

/// The day that a number means.
pub(super) fn day(number: attain_date, name: &str) -> Result<NaiveDate, Failure> {
    let day = number.checked_add(EPOCH).and_then(NaiveDate::from_num_days_from_ce_opt);
    let known = day.filter(|day| (1..=9999).contains(&chrono::Datelike::year(day)));
    known.ok_or_else(|| match number {
        ATTAIN_DATE_NONE => invalid(name, format!("`{name}` is ATTAIN_DATE_NONE, and a day is needed")),
        _ => invalid(name, format!("`{name}` is {number}, which is no day of the years 1 to 9999")),
    })
}

/// The number of a day.
pub(super) fn number(day: NaiveDate) -> attain_date {
    chrono::Datelike::num_days_from_ce(&day).saturating_sub(EPOCH)
}

/// The moment that a number means, or none.
pub(super) fn moment(number: attain_time, name: &str) -> Result<Option<DateTime<Utc>>, Failure> {
    if number == ATTAIN_TIME_NONE {
        return Ok(None);
    }
    let moment = DateTime::from_timestamp_micros(number);
    let known = moment.filter(|moment| (1..=9999).contains(&chrono::Datelike::year(moment)));
    known
        .map(Some)
        .ok_or_else(|| invalid(name, format!("`{name}` is {number}, which is no moment of the years 1 to 9999")))
}

/// Reads a day as ISO 8601 writes it, such as `2026-02-14`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_date_parse(
    data: *const c_char,
    len: usize,
    out: *mut attain_date,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: by the rules of the header, arguments are NULL or can be read or written as they say. So below.
    unsafe {
        call(error, || {
            let read = parse_day(text(data, len, "data")?);
            let read =
                read.map_err(|problem| Failure::new(ATTAIN_E_SYNTAX, "day.syntax", problem.to_string()).path("data"))?;
            put(out, "out", number(read))
        })
    }
}

/// Makes a day of year (1 to 9999), month (1 to 12) and day of the month.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_date_from_ymd(
    year: i32,
    month: i32,
    day: i32,
    out: *mut attain_date,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        call(error, || {
            let parts = u32::try_from(month).ok().zip(u32::try_from(day).ok());
            let read = parts.and_then(|(month, day)| NaiveDate::from_ymd_opt(year, month, day));
            let read = read.filter(|_| (1..=9999).contains(&year));
            let read = read.ok_or_else(|| invalid("day", format!("there is no day {year}-{month}-{day}")))?;
            put(out, "out", number(read))
        })
    }
}

/// Writes a day as ISO 8601 writes it, and a NUL behind it. Buffer, capacity and length are as for `attain_decimal_format`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_date_format(
    date: attain_date,
    buffer: *mut c_char,
    capacity: usize,
    len: *mut usize,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe { call(error, || fill(&day(date, "date")?.to_string(), buffer, capacity, len)) }
}
