//! From a calendar as written to one that answers.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::diagnostic::{At, Code, Problems};
use crate::id::Name;

use super::day::digits;
use super::fiscal::START_DAY_MAX;
use super::grain::is_taken;
use super::list::{LIST_PERIODS_MAX, PeriodList};
use super::year_rule::YearRule;
use super::{CalendarDefinition, FiscalCalendar, WorkingCalendar, YearEnd, YearEndDefinition, parse_day};

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
        let rule = year_rule(definition, at, problems);
        let named = definition.year_named.unwrap_or_default();
        let mut calendar = FiscalCalendar::by(rule.unwrap_or(YearRule::Months { month: 1, day: 1 }), named);
        week_starts(&mut calendar, definition, at, problems);
        // A label is taken or not by how the other years are named.
        let rule = rule.filter(|_| !problems.is_unread(&at.then("year_named")));
        calendar.list_years(&definition.years, rule, at.field("years"), problems);
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

/// What years are made of; `None` where it cannot be told, which is reported.
fn year_rule(definition: &CalendarDefinition, at: At<'_>, problems: &mut Problems) -> Option<YearRule> {
    let (starts, last) = (at.field("year_starts"), at.field("last"));
    let start = definition.year_starts.as_deref().map(|text| year_start(text, starts, problems));
    let pattern = definition.pattern.unwrap_or_default();
    if problems.is_unread(&at.then("pattern")) {
        return None;
    }
    if !pattern.is_of_weeks() {
        if definition.last.is_some() {
            problems
                .report(Code::PlanConflict, last, "a year of months ends with a month, not on a day of the week")
                .help("leave `last` out, or write a `pattern` of weeks such as `4-4-5`");
        }
        let (month, day) = start.unwrap_or(Some((1, 1)))?;
        return Some(YearRule::Months { month, day });
    }
    if start.is_some() {
        let message = format!("a year of `{pattern}` weeks starts on the day after the one that `last` says");
        problems.report(Code::PlanConflict, starts, message).help("leave `year_starts` out");
    }
    let Some(written) = &definition.last else {
        let message = format!("a year of `{pattern}` weeks ends on a day that is not said");
        let example = "{ \"weekday\": \"saturday\", \"month\": 1, \"rule\": \"nearest\" }";
        problems.report(Code::DocumentMissingField, last, message).help(format!("write `\"last\": {example}`"));
        return None;
    };
    year_end(written, last, problems).map(|last| YearRule::Weeks { pattern, last })
}

fn year_end(written: &YearEndDefinition, at: At<'_>, problems: &mut Problems) -> Option<YearEnd> {
    let YearEndDefinition { weekday, month, rule } = *written;
    let end = YearEnd::new(weekday, month, rule).map_err(|error| {
        let help = "write the number of the month at whose end the year ends, such as `1` for January";
        problems.report(Code::ValueRange, at.field("month"), error.to_string()).help(help);
    });
    let unread = YearEndDefinition::FIELDS.iter().any(|field| problems.is_unread(&at.then(field)));
    end.ok().filter(|_| !unread && !problems.is_unread(&at.place()))
}

/// Lets weeks start on the day that is written, unless the year says otherwise.
fn week_starts(calendar: &mut FiscalCalendar, definition: &CalendarDefinition, at: At<'_>, problems: &mut Problems) {
    let Some(written) = definition.week_starts else { return };
    if !calendar.pattern().is_of_weeks() {
        calendar.week_starts = written;
    } else if written != calendar.week_starts {
        let starts = calendar.week_starts;
        let message = format!("weeks cannot start on {written}: the years of this calendar start on {starts}");
        let help = format!("write `{starts}`, or leave it out; or let `last` be another day");
        problems.report(Code::PlanConflict, at.field("week_starts"), message).help(help);
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
