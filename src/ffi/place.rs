//! Of whom and when is asked.

use crate::calendar::Span;
use crate::engine::View;
use crate::kpi::When;
use crate::measure::Whose;

use super::day::{ATTAIN_DATE_NONE, attain_date, day};
use super::error::Failure;
use super::structs::{init, sized};
use super::text::{attain_str, invalid, member};

/// Of whom and when is asked: a person or a unit, in a period or in days. Set it up with `attain_place_init`.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct attain_place {
    /// `sizeof(attain_place)` of the host.
    pub struct_size: u32,
    /// `ATTAIN_WHOSE_PERSON` or `ATTAIN_WHOSE_UNIT`.
    pub whose: i32,
    /// The key of the person or the unit.
    pub key: attain_str,
    /// The label of the period, such as `2025-03`, `FY2026-Q3` or `quota_period 2025-07-01`; empty, where days are asked for.
    pub period: attain_str,
    /// The first day; read where there is no label.
    pub from: attain_date,
    /// The day after the last; read where there is no label.
    pub to: attain_date,
}

/// A person.
pub const ATTAIN_WHOSE_PERSON: i32 = 1;
/// A unit of the organisation.
pub const ATTAIN_WHOSE_UNIT: i32 = 2;

/// Sets a place up: nobody, and no time. `place` may be NULL, and then nothing happens.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_place_init(place: *mut attain_place, struct_size: u32) {
    // SAFETY: by the rules of the header, it can take `struct_size` bytes.
    unsafe {
        if init(place, struct_size) {
            (*place).from = ATTAIN_DATE_NONE;
            (*place).to = ATTAIN_DATE_NONE;
        }
    }
}

/// Whom and when a place means.
///
/// # Safety
///
/// `place` is NULL or as the header says, and so are its texts.
pub(super) unsafe fn find(view: &View, place: *const attain_place) -> Result<(Whose, When), Failure> {
    // SAFETY: the caller's.
    let place = unsafe { sized(place, "place") }?;
    // SAFETY: the caller's.
    let key = unsafe { member(place.key, "place.key") }?;
    let whose = match place.whose {
        ATTAIN_WHOSE_PERSON => view.person(key).map_err(|error| Failure::at("place.key", error))?,
        ATTAIN_WHOSE_UNIT => view.unit(key).map_err(|error| Failure::at("place.key", error))?,
        other => return Err(nobody(other)),
    };
    // SAFETY: the caller's.
    Ok((whose, unsafe { when(view, &place) }?))
}

#[cold]
fn nobody(whose: i32) -> Failure {
    invalid("place.whose", format!("`place.whose` is {whose}; it is ATTAIN_WHOSE_PERSON or ATTAIN_WHOSE_UNIT"))
}

/// Whom and when a place means, where it may mean all records that there are: it is set up, and `whose` is left as it was.
///
/// # Safety
///
/// As for [`find`].
pub(super) unsafe fn find_or_all(view: &View, place: *const attain_place) -> Result<(Option<Whose>, When), Failure> {
    // SAFETY: the caller's.
    unsafe {
        let all = sized(place, "place")?.whose == 0 && member(sized(place, "place")?.key, "place.key")?.is_empty();
        if all {
            return Ok((None, find_when(view, place)?));
        }
        let (whose, when) = find(view, place)?;
        Ok((Some(whose), when))
    }
}

/// The key of whom a place means; whether anybody is called so, is not looked at.
///
/// # Safety
///
/// As for [`find`].
pub(super) unsafe fn key_of<'a>(place: *const attain_place) -> Result<&'a str, Failure> {
    // SAFETY: the caller's.
    let place = unsafe { sized(place, "place") }?;
    // SAFETY: the caller's.
    unsafe { member(place.key, "place.key") }
}

/// When a place means; whom, is not looked at.
///
/// # Safety
///
/// As for [`find`].
pub(super) unsafe fn find_when(view: &View, place: *const attain_place) -> Result<When, Failure> {
    // SAFETY: the caller's.
    let place = unsafe { sized(place, "place") }?;
    // SAFETY: the caller's.
    unsafe { when(view, &place) }
}

/// # Safety
///
/// As for [`find`].
unsafe fn when(view: &View, place: &attain_place) -> Result<When, Failure> {
    // SAFETY: the caller's.
    let period = unsafe { member(place.period, "place.period") }?;
    if !period.is_empty() {
        return Ok(When::from(view.period(period).map_err(|error| Failure::at("place.period", error))?));
    }
    days(place)
}

/// The days of a place that has no period.
#[inline(never)]
fn days(place: &attain_place) -> Result<When, Failure> {
    let (from, to) = (day(place.from, "place.from")?, day(place.to, "place.to")?);
    let span = Span::new(from, to).filter(|span| !span.is_empty());
    let span = span.ok_or_else(|| invalid("place.to", format!("the days from {from} up to {to} are none")))?;
    Ok(When::from(span))
}
