//! Calendars: the periods of a day.

use std::ffi::{c_char, c_void};
use std::sync::atomic::AtomicBool;

use crate::calendar::{CalendarDefinition, FiscalCalendar, Grain, Period, Span, WorkingCalendar};
use crate::diagnostic::{At, PROBLEMS_MAX, Problems, nearest};
use crate::document::{Read, from_json};
use crate::error::Error;
use crate::plan::PLAN_BYTES_MAX;
use crate::quantity::{Fraction, Outcome, Value, Why};
use crate::report::json;

use super::day::{attain_date, day, number};
use super::error::{Failure, attain_error};
use super::guard::{Guarded, Handle, ask, create, free, make, put};
use super::number::fill;
use super::plan::attain_plan;
use super::status::{ATTAIN_E_NOT_FOUND, attain_status};
use super::text::{attain_text, bytes, invalid, tell, text};
use super::value::attain_value;

/// A fiscal calendar. It never changes, and any number of threads may use it at once.
pub struct attain_calendar(Handle<FiscalCalendar>);

/// A period: days from the first up to, but without, the end.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct attain_period {
    /// The first day.
    pub from: attain_date,
    /// The day after the last.
    pub to: attain_date,
    /// Which one it is in its year or its list, counted from 1.
    pub index: u32,
    /// The fiscal year; 0 for a period of a list.
    pub year: i32,
}

impl Guarded for attain_calendar {
    fn poisoned(&self) -> &AtomicBool {
        self.0.poisoned()
    }
}

/// Reads a calendar from JSON, written as the section `calendar` of a plan. Where it is not sound, the error has every problem.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_calendar_load_json(
    json: *const c_void,
    len: usize,
    out: *mut *mut attain_calendar,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: by the rules of the header, arguments are NULL or can be read or written as they say. So below.
    unsafe {
        create(out, error, || {
            let calendar = compile(bytes(json, len, "json")?);
            let calendar = calendar.map_err(|problems| Failure::of_problems(&problems, PROBLEMS_MAX))?;
            Ok(attain_calendar(Handle::new(calendar)))
        })
    }
}

fn compile(json: &[u8]) -> Result<FiscalCalendar, Problems> {
    let node = from_json(json, PLAN_BYTES_MAX)?;
    let mut problems = Problems::new();
    let definition = CalendarDefinition::read(&node, At::root(), &mut problems);
    let calendar = FiscalCalendar::compile(&definition, At::root(), &mut problems);
    if problems.is_empty() { Ok(calendar) } else { Err(problems) }
}

/// The calendar of a plan.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_plan_calendar(
    plan: *const attain_plan,
    out: *mut *mut attain_calendar,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        make(plan, "plan", out, error, |plan| {
            let calendar = plan.0.get().plan.calendar().clone();
            Ok(attain_calendar(Handle::new(calendar)))
        })
    }
}

/// The period of a day. `grain` is `day`, `month`, `quarter`, …, or the name of a list. Not found where the day is in none.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_calendar_period(
    calendar: *const attain_calendar,
    grain: *const c_char,
    grain_len: usize,
    date: attain_date,
    out: *mut attain_period,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        ask(calendar, "calendar", error, |calendar| {
            let calendar = calendar.0.get();
            let grain = self::grain(calendar, text(grain, grain_len, "grain")?)?;
            let period = found(calendar.period(grain, day(date, "date")?))?;
            put(out, "out", written(period))
        })
    }
}

/// The period that has a label, such as `2025-03`, `FY2026-Q3` or `quota_period 2025-07-01`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_calendar_parse_period(
    calendar: *const attain_calendar,
    label: *const c_char,
    label_len: usize,
    out: *mut attain_period,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        ask(calendar, "calendar", error, |calendar| {
            let period = calendar.0.get().parse_period(text(label, label_len, "label")?);
            let period = period.map_err(|error| Failure::at("label", error))?;
            put(out, "out", written(period))
        })
    }
}

/// Writes the label of the period of a day, such as `2025-03` or `quota_period 2025-07-01`: what `attain_place` takes. Buffer,
/// capacity and length are as for `attain_decimal_format`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_calendar_label(
    calendar: *const attain_calendar,
    grain: *const c_char,
    grain_len: usize,
    date: attain_date,
    buffer: *mut c_char,
    capacity: usize,
    len: *mut usize,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        ask(calendar, "calendar", error, |calendar| {
            let calendar = calendar.0.get();
            let grain = self::grain(calendar, text(grain, grain_len, "grain")?)?;
            let period = found(calendar.period(grain, day(date, "date")?))?;
            fill(&calendar.label(period), buffer, capacity, len)
        })
    }
}

/// The periods of a grain that have a day from `from` up to, but without, `to`: a JSON list of label, index, from and to.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_calendar_periods_json(
    calendar: *const attain_calendar,
    grain: *const c_char,
    grain_len: usize,
    from: attain_date,
    to: attain_date,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        tell(calendar, "calendar", out, error, |calendar| {
            let calendar = calendar.0.get();
            let grain = self::grain(calendar, text(grain, grain_len, "grain")?)?;
            let periods = calendar.parts(span(from, to)?, grain)?;
            Ok(json::periods(calendar, &periods))
        })
    }
}

/// How many days from `from` up to, but without, `to` are worked: a number, or the reason why it is not known.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_calendar_workdays(
    calendar: *const attain_calendar,
    from: attain_date,
    to: attain_date,
    out: *mut attain_value,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        ask(calendar, "calendar", error, |calendar| {
            let span = span(from, to)?;
            let days = working(calendar.0.get()).and_then(|working| working.workdays(span));
            let days = days.map(|days| Value::Number(Fraction::whole(i64::from(days))));
            put(out, "out", attain_value::of(&days))
        })
    }
}

/// Whether a day is worked: yes or no, or the reason why it is not known.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_calendar_is_working(
    calendar: *const attain_calendar,
    date: attain_date,
    out: *mut attain_value,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        ask(calendar, "calendar", error, |calendar| {
            let day = day(date, "date")?;
            let worked = working(calendar.0.get()).and_then(|working| working.is_working(day));
            put(out, "out", attain_value::of(&worked.map(Value::YesNo)))
        })
    }
}

/// The working day that is so many working days after a day, or before it where `days` is negative; with 0, the day itself
/// where it is worked, else the next one that is. A day, or the reason why it is not known.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_calendar_add_workdays(
    calendar: *const attain_calendar,
    date: attain_date,
    days: i64,
    out: *mut attain_value,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        ask(calendar, "calendar", error, |calendar| {
            let from = day(date, "date")?;
            let found = working(calendar.0.get()).and_then(|working| working.add_workdays(from, days));
            put(out, "out", attain_value::of(&found.map(Value::Date)))
        })
    }
}

/// Frees a calendar; NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_calendar_free(calendar: *mut attain_calendar) {
    // SAFETY: by the rules of the header, it is NULL or a calendar of ours that is freed once.
    unsafe { free(calendar) }
}

fn grain(calendar: &FiscalCalendar, name: &str) -> Result<Grain, Failure> {
    let unknown = || Error::unknown("grain", name, nearest(name, calendar.grain_names()));
    calendar.grain(name).ok_or_else(|| Failure::at("grain", unknown()))
}

fn working(calendar: &FiscalCalendar) -> Outcome<&WorkingCalendar> {
    calendar.working().ok_or(Why::NoWorkingHours)
}

fn found(period: Outcome<Period>) -> Result<Period, Failure> {
    period.map_err(|why| Failure::new(ATTAIN_E_NOT_FOUND, why.code(), why.to_string()).path("date"))
}

fn written(period: Period) -> attain_period {
    attain_period {
        from: number(period.first()),
        to: number(period.end()),
        index: period.index(),
        year: period.year().unwrap_or_default(),
    }
}

fn span(from: attain_date, to: attain_date) -> Result<Span, Failure> {
    let (from, to) = (day(from, "from")?, day(to, "to")?);
    Span::new(from, to).ok_or_else(|| invalid("to", format!("the days from {from} up to {to} are none")))
}
