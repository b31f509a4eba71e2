//! From a calendar as written to one that answers.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::diagnostic::{At, Code, Problems};
use crate::id::Name;

use super::day::digits;
use super::fiscal::START_DAY_MAX;
use super::grain::is_taken;
use super::list::{LIST_PERIODS_MAX, PeriodList};
use super::{CalendarDefinition, FiscalCalendar, WorkingCalendar, parse_day};

impl FiscalCalendar {
    /// Reads a definition, and reports everything that is wrong with it.
    ///
    /// There is always a calendar, so that whatever refers to it can be read too; where a problem was reported, it is
    /// not used. A list with broken boundaries keeps its name.
    ///
    /// # Example
    ///
    /// ```
    /// use attain::calendar::{CalendarDefinition, FiscalCalendar};
    /// use attain::diagnostic::{At, Problems};
    ///
    /// let definition = CalendarDefinition { year_starts: Some("04-31".into()), ..CalendarDefinition::default() };
    /// let mut problems = Problems::new();
    /// FiscalCalendar::compile(&definition, At::root().field("calendar"), &mut problems);
    /// assert_eq!(
    ///     problems.to_string(),
    ///     "calendar.year_starts: a year cannot start on day `31`, which not every month has\n  \
    ///      help: let it start on a day from 1 to 28, such as `04-28` or `05-01`",
    /// );
    /// ```
    pub fn compile(definition: &CalendarDefinition, at: At<'_>, problems: &mut Problems) -> FiscalCalendar {
        let mut calendar = FiscalCalendar::default();
        if let Some(text) = &definition.year_starts {
            (calendar.month, calendar.day) = year_start(text, at.field("year_starts"), problems).unwrap_or((1, 1));
        }
        calendar.named = definition.year_named.unwrap_or_default();
        let lists = at.field("lists");
        for (name, boundaries) in &definition.lists {
            let place = lists.field(name);
            if let Some(name) = list_name(name, place, problems) {
                calendar.lists.push(PeriodList::new(name, rising(boundaries, place, problems)));
            }
        }
        calendar.working = WorkingCalendar::compile(definition, at, problems).map(Arc::new);
        calendar
    }
}

/// Month and day on which a year starts, from a text such as `07-01`.
fn year_start(text: &str, at: At<'_>, problems: &mut Problems) -> Option<(u32, u32)> {
    let Some((month, day)) = month_and_day(text) else {
        problems
            .unread(Code::ValueInvalid, at, format!("`{text}` is not a month and a day"))
            .help("write the month and the day on which the year starts with two digits each, such as `07-01`");
        return None;
    };
    if day > START_DAY_MAX {
        let next = month.rem_euclid(12).saturating_add(1);
        problems
            .unread(Code::ValueRange, at, format!("a year cannot start on day `{day}`, which not every month has"))
            .help(format!("let it start on a day from 1 to 28, such as `{month:02}-28` or `{next:02}-01`"));
        return None;
    }
    Some((month, day))
}

fn month_and_day(text: &str) -> Option<(u32, u32)> {
    let (month, day) = text.split_once('-')?;
    let (month, day) = (digits(month, 2)?, digits(day, 2)?);
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((month, day))
}

fn list_name(name: &str, at: At<'_>, problems: &mut Problems) -> Option<Name> {
    if is_taken(name) {
        problems
            .report(Code::NameTaken, at, format!("`{name}` is a grain that the language has already"))
            .help("give the list another name");
        return None;
    }
    match Name::new(name) {
        Ok(name) => Some(name),
        Err(error) => {
            problems
                .report(Code::NameInvalid, at, error.to_string())
                .help("give the list a name such as `quota_period`");
            None
        }
    }
}

/// The boundaries of a list, as far as they can be read and rise.
fn rising(texts: &[String], at: At<'_>, problems: &mut Problems) -> Vec<NaiveDate> {
    if texts.len() < 2 {
        problems
            .report(
                Code::CalendarListOrder,
                at,
                format!("a list needs two boundaries or more, and has {}", texts.len()),
            )
            .help("write the first day of each period, then the day after the last one");
    }
    let limit = LIST_PERIODS_MAX.saturating_add(1);
    if texts.len() > limit {
        let periods = texts.len().saturating_sub(1);
        problems
            .report(Code::ValueRange, at, format!("the list has {periods} periods, more than {LIST_PERIODS_MAX}"))
            .help("make two lists of it");
    }
    let mut boundaries: Vec<NaiveDate> = Vec::new();
    for (index, text) in texts.iter().enumerate().take(limit) {
        if let Some(day) = boundary(text, boundaries.last(), at.index(index), problems) {
            boundaries.push(day);
        }
    }
    boundaries
}

/// One boundary, where it can be read and lies after the one before.
fn boundary(text: &str, before: Option<&NaiveDate>, at: At<'_>, problems: &mut Problems) -> Option<NaiveDate> {
    let day = match parse_day(text) {
        Ok(day) => day,
        Err(error) => {
            problems
                .unread(Code::ValueInvalid, at, error.to_string())
                .help("write a day that exists, as year, month and day: `2025-07-01`");
            return None;
        }
    };
    match before {
        Some(before) if day <= *before => {
            problems
                .report(Code::CalendarListOrder, at, format!("`{day}` does not rise above `{before}`"))
                .help("write each boundary once, the earliest first");
            None
        }
        _ => Some(day),
    }
}
