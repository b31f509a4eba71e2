//! Reading the working days of a calendar.

use chrono::NaiveDate;

use crate::calendar::{CalendarDefinition, Span, day, parse_day};
use crate::diagnostic::{At, Code, Problems};

use super::exceptions::Exception;
use super::known::{Known, years_of};
use super::week::Week;
use super::{Holidays, WorkingCalendar};

/// The most entries of `off`, and of `worked`.
pub const EXCEPTIONS_MAX: usize = 10_000;

/// Exceptions in the order of their first days; no two have a day in common.
type Own = Vec<Exception>;

pub(super) fn compile(definition: &CalendarDefinition, at: At<'_>, problems: &mut Problems) -> Option<WorkingCalendar> {
    let week = match &definition.hours {
        Some(rows) => Week::compile(&rows.0, at.field("hours"), problems),
        None => without_hours(definition, at, problems),
    };
    let mut own = Own::new();
    exceptions(&definition.off, false, at.field("off"), &mut own, problems);
    exceptions(&definition.worked, true, at.field("worked"), &mut own, problems);
    let known = known(definition, &own, at.field("known"), problems);
    let ready = definition.holidays.iter().flat_map(|holidays| holidays.days());
    // What the plan itself says of a day comes before what is ready.
    let ready = ready.filter(|(day, _)| last_until(&own, *day).is_none_or(|before| !before.span.contains(*day)));
    let ready: Vec<Exception> = ready.filter_map(|(day, worked)| exception(day, worked)).collect();
    Some(WorkingCalendar::new(week?, own.into_iter().chain(ready).collect(), known))
}

/// Days off without a week from which they are off say nothing: the week is not guessed.
fn without_hours(definition: &CalendarDefinition, at: At<'_>, problems: &mut Problems) -> Option<Week> {
    let written = [
        ("off", !definition.off.is_empty()),
        ("worked", !definition.worked.is_empty()),
        ("holidays", definition.holidays.is_some()),
        ("known", definition.known.is_some()),
    ];
    if let Some((field, _)) = written.into_iter().find(|(_, written)| *written) {
        problems
            .report(Code::RuleNeeded, at.field(field), "no `hours` say which weekdays are worked")
            .help("write `\"hours\": { \"days\": \"mon .. fri\" }` beside it");
    }
    None
}

/// Reads days off or make-up days, and takes those that fit with the others.
fn exceptions(texts: &[String], worked: bool, at: At<'_>, own: &mut Own, problems: &mut Problems) {
    if texts.len() > EXCEPTIONS_MAX {
        let message = format!("there are {} entries, more than {EXCEPTIONS_MAX}", texts.len());
        problems.report(Code::ValueRange, at, message).help("write days in a row as one range");
    }
    for (index, text) in texts.iter().enumerate().take(EXCEPTIONS_MAX) {
        let place = at.index(index);
        let span = if worked { one_day(text, place, problems) } else { days(text, place, problems) };
        if let Some(span) = span {
            add(Exception { span, worked }, place, own, problems);
        }
    }
}

fn add(new: Exception, at: At<'_>, own: &mut Own, problems: &mut Problems) {
    let last = new.span.to().pred_opt().and_then(|last| last_until(own, last));
    let Some(other) = last.filter(|other| other.span.overlap(new.span).is_some()) else {
        own.insert(own.partition_point(|before| before.span.from() < new.span.from()), new);
        return;
    };
    let day = new.span.from().max(other.span.from());
    let (message, help) = match (other.worked, new.worked) {
        (false, false) => (format!("`{day}` is off twice"), "write each day once"),
        (true, true) => (format!("`{day}` is worked twice"), "write each day once"),
        _ => (format!("`{day}` is both off and worked"), "let it stand in one of the two lists"),
    };
    problems.report(Code::CalendarWorking, at, message).help(help);
}

/// The last exception that begins on a day or before it.
fn last_until(own: &Own, day: NaiveDate) -> Option<Exception> {
    let after = own.partition_point(|exception| exception.span.from() <= day);
    own.get(after.checked_sub(1)?).copied()
}

fn exception(day: NaiveDate, worked: bool) -> Option<Exception> {
    Some(Exception { span: Span::new(day, day.succ_opt()?)?, worked })
}

fn one_day(text: &str, at: At<'_>, problems: &mut Problems) -> Option<Span> {
    if text.contains("..") {
        problems
            .unread(Code::ValueInvalid, at, format!("`{text}` is not a day"))
            .help("write each make-up day by itself, such as `2026-02-14`");
        return None;
    }
    let day = read_day(text, at, problems)?;
    Span::new(day, day.succ_opt()?)
}

/// A day, or days up to, but without, another one.
fn days(text: &str, at: At<'_>, problems: &mut Problems) -> Option<Span> {
    let Some((from, to)) = text.split_once("..") else {
        return one_day(text, at, problems);
    };
    let (from, to) = (read_day(from.trim(), at, problems), read_day(to.trim(), at, problems));
    rising(from?, to?, text, at, problems)
}

fn rising(from: NaiveDate, to: NaiveDate, text: &str, at: At<'_>, problems: &mut Problems) -> Option<Span> {
    let span = Span::new(from, to).filter(|span| !span.is_empty());
    if span.is_none() {
        problems
            .report(Code::CalendarWorking, at, format!("`{text}` ends before its first day is over"))
            .help("write the first day, and the day after the last one");
    }
    span
}

fn read_day(text: &str, at: At<'_>, problems: &mut Problems) -> Option<NaiveDate> {
    let read = parse_day(text);
    if let Err(error) = &read {
        problems
            .unread(Code::ValueInvalid, at, error.to_string())
            .help("write a day such as `2026-02-14`, or days such as `2026-02-15 .. 2026-02-24`, without the last");
    }
    read.ok()
}

/// The days of which it is known whether they are worked: as written, else the years of which something is.
fn known(definition: &CalendarDefinition, own: &Own, at: At<'_>, problems: &mut Problems) -> Known {
    if let Some(text) = &definition.known {
        return Known::of(known_days(text, at, problems).into_iter().collect());
    }
    let ready = definition.holidays.into_iter().filter_map(Holidays::known);
    let years = own.iter().filter_map(|exception| years_of(exception.span));
    let spans: Vec<Span> = ready.chain(years).collect();
    if spans.is_empty() { Known::everywhere() } else { Known::of(spans) }
}

/// Days up to, but without, another one; an end that is left out is open.
fn known_days(text: &str, at: At<'_>, problems: &mut Problems) -> Option<Span> {
    let Some((from, to)) = text.split_once("..") else {
        problems
            .unread(Code::ValueInvalid, at, format!("`{text}` is not a range of days"))
            .help("write the first day, and the day after the last one: `2024-01-01 .. 2027-01-01`");
        return None;
    };
    let all = day::known()?;
    let mut end = |text: &str, open: NaiveDate| {
        if text.is_empty() { Some(open) } else { read_day(text, at, problems) }
    };
    let (from, to) = (end(from.trim(), all.from()), end(to.trim(), all.to()));
    rising(from?, to?, text, at, problems)
}
