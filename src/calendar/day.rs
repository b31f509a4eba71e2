//! Days as text, and the days that a calendar knows.

use chrono::{Datelike, NaiveDate};

use crate::error::Error;

use super::Span;

/// The first day of the year 1, the first that a calendar knows.
const FIRST: NaiveDate = day(1);

/// The day after the last day of the year 9999, the last that a calendar knows.
const END: NaiveDate = day(10_000);

/// Reads a day as ISO 8601 writes it: `2026-02-14`, four digits, two and two, in the years 1 to 9999.
///
/// Nothing else is a day: no other order of the parts, no time behind it, no space around it.
///
/// # Example
///
/// ```
/// use attain::calendar::parse_day;
///
/// assert!(parse_day("2024-02-29").is_ok());
/// assert_eq!(
///     parse_day("29.02.2024").unwrap_err().to_string(),
///     "`29.02.2024` is not a day; write the year, the month and the day as in `2026-02-14`",
/// );
/// assert_eq!(parse_day("2023-02-29").unwrap_err().to_string(), "there is no day `2023-02-29`");
/// ```
pub fn parse_day(text: &str) -> Result<NaiveDate, Error> {
    let Some((year, month, day)) = parts(text) else {
        let message = format!("`{text}` is not a day; write the year, the month and the day as in `2026-02-14`");
        return Err(Error::invalid(message));
    };
    let known = NaiveDate::from_ymd_opt(year, month, day).filter(|&day| is_known(day));
    known.ok_or_else(|| Error::invalid(format!("there is no day `{text}`")))
}

/// The days that a calendar knows: those of the years 1 to 9999.
pub(super) fn known() -> Option<Span> {
    Span::new(FIRST, END)
}

/// Whether a calendar knows this day.
pub(super) fn is_known(day: NaiveDate) -> bool {
    FIRST <= day && day < END
}

/// The same month and day one year before; 28 February before a 29 February.
pub(super) fn a_year_before(day: NaiveDate) -> Option<NaiveDate> {
    let year = day.year().checked_sub(1)?;
    let same = NaiveDate::from_ymd_opt(year, day.month(), day.day());
    same.or_else(|| NaiveDate::from_ymd_opt(year, 2, 28))
}

/// A day that is written as one, whether a calendar knows it or not: also one in the year 0.
pub(crate) fn written(text: &str) -> Option<NaiveDate> {
    let (year, month, day) = parts(text)?;
    NaiveDate::from_ymd_opt(year, month, day)
}

fn parts(text: &str) -> Option<(i32, u32, u32)> {
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    Some((i32::try_from(digits(year, 4)?).ok()?, digits(month, 2)?, digits(day, 2)?))
}

/// A number written with exactly `count` digits.
pub(super) fn digits(text: &str, count: usize) -> Option<u32> {
    let exact = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    if exact { text.parse().ok() } else { None }
}

/// The first day of a year.
const fn day(year: i32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, 1, 1) {
        Some(day) => day,
        None => NaiveDate::MIN,
    }
}
