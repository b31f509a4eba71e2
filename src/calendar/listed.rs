//! Whether years that are listed fit into a calendar.

use chrono::{Days, Months, NaiveDate};

use crate::diagnostic::Code;
use crate::id::Name;
use crate::sort;

use super::pattern::{MONTHS_OF_YEAR, months_between};
use super::year_rule::YearRule;
use super::years::{Years, written_number};
use super::{Span, Weekday, YearNamed};

/// The most years that a calendar may list.
pub const LISTED_YEARS_MAX: usize = 1_000;

/// The most weeks of a year.
const WEEKS_OF_YEAR_MAX: i64 = 53;

/// What is wrong with a listed year, and what would make it right.
pub(super) struct Trouble {
    pub label: Name,
    pub code: Code,
    pub message: String,
    pub help: String,
}

/// The years of a calendar around listed ones; where they do not fit, everything that is wrong.
pub(super) fn around(rule: YearRule, named: YearNamed, mut listed: Vec<(Name, Span)>) -> Result<Years, Vec<Trouble>> {
    sort::by(&mut listed, |(_, one), (_, other)| one.cmp(other));
    let mut troubles: Vec<Trouble> = listed.iter().filter_map(|(label, span)| alone(rule, label, *span)).collect();
    if troubles.is_empty() {
        troubles = together(rule, &listed);
    }
    let years = if troubles.is_empty() { Years::around(rule, named, &listed) } else { None };
    match years {
        Some(years) => {
            let taken: Vec<Trouble> = listed.iter().filter_map(|(label, _)| taken(&years, label)).collect();
            if taken.is_empty() { Ok(years) } else { Err(taken) }
        }
        None => Err(troubles),
    }
}

/// What is wrong with a listed year by itself.
fn alone(rule: YearRule, label: &Name, span: Span) -> Option<Trouble> {
    let of = if rule.pattern().is_of_weeks() { "week" } else { "month" };
    let ends = [(span.from(), "starts on"), (span.to(), "ends before")];
    let trouble = |message: String, help: String| {
        Some(Trouble { label: label.clone(), code: Code::CalendarYears, message, help })
    };
    if let Some((day, verb)) = ends.into_iter().find(|(day, _)| floor(rule, *day) != Some(*day)) {
        let before = floor(rule, day)?;
        let near = after(rule, before).map(|after| format!(" or `{after}`")).unwrap_or_default();
        return trouble(format!("`{label}` {verb} {day}, inside a {of}"), format!("let it be `{before}`{near}"));
    }
    let (length, most) = match rule {
        YearRule::Months { .. } => (months_between(span.from(), span.to()), MONTHS_OF_YEAR),
        YearRule::Weeks { .. } => (span.days().div_euclid(7), WEEKS_OF_YEAR_MAX),
    };
    if length <= most {
        return None;
    }
    let message = format!("`{label}` has {length} {of}s, and a year has at most {most}");
    trouble(message, "list two years, one after the other".to_owned())
}

/// What is wrong with listed years next to each other and to those of the rule.
fn together(rule: YearRule, listed: &[(Name, Span)]) -> Vec<Trouble> {
    let mut troubles = Vec::new();
    let mut before: Option<&(Name, Span)> = None;
    for year in listed {
        troubles.extend(same_label(year, listed));
        troubles.extend(seam(rule, before, year));
        before = Some(year);
    }
    troubles.extend(before.and_then(|last| open_end(rule, last)));
    troubles
}

/// Whether another year that comes before has this label but for capital letters.
fn same_label((label, span): &(Name, Span), listed: &[(Name, Span)]) -> Option<Trouble> {
    let same = |other: &Name| other.as_str().eq_ignore_ascii_case(label.as_str());
    let (other, _) = listed.iter().find(|(other, days)| days < span && same(other))?;
    Some(Trouble {
        label: label.clone(),
        code: Code::NameTaken,
        message: format!("`{label}` and `{other}` differ in capital letters alone"),
        help: "give each year a label of its own".to_owned(),
    })
}

/// Whether whole years fit between two listed ones, or before the first.
fn seam(rule: YearRule, before: Option<&(Name, Span)>, (label, span): &(Name, Span)) -> Option<Trouble> {
    let trouble = |message: String, help: String| {
        Some(Trouble { label: label.clone(), code: Code::CalendarYears, message, help })
    };
    let end = before.map(|(_, span)| span.to());
    if let Some((other, day)) = before.map(|(other, _)| other).zip(end.filter(|end| *end > span.from())) {
        let message = format!("`{label}` starts on {}, before `{other}` is over", span.from());
        return trouble(message, format!("let it start on `{day}`"));
    }
    if end == Some(span.from()) {
        return None;
    }
    let Some(earlier) = rule.starting_on(span.from()) else {
        let message = format!("`{label}` starts on {}, where no year of whole weeks ends by `last`", span.from());
        return trouble(message, format!("let it start on `{}`", nearest_start(rule, span.from())?));
    };
    let end = end.filter(|end| !earlier.starts_on(*end))?;
    let next = earlier.span(earlier.number(end))?.to();
    let message = format!("no whole years fit between {end} and the start of `{label}` on {}", span.from());
    trouble(message, format!("list the year `{end} .. {next}` too"))
}

/// Whether years by the rule can follow the last listed one.
fn open_end(rule: YearRule, (label, span): &(Name, Span)) -> Option<Trouble> {
    let end = span.to();
    if rule.starts_on(end) {
        return None;
    }
    let next = rule.span(rule.number(end))?.to();
    Some(Trouble {
        label: label.clone(),
        code: Code::CalendarYears,
        message: format!("`{label}` ends before {end}, which is inside a year of the calendar"),
        help: format!("list the year `{end} .. {next}` too, or let the years of the calendar start on that day"),
    })
}

/// Whether a year by a rule is called as a listed one.
fn taken(years: &Years, label: &Name) -> Option<Trouble> {
    let number = written_number(&label.as_str().to_ascii_uppercase())?;
    let other = years.called(number)?;
    Some(Trouble {
        label: label.clone(),
        code: Code::NameTaken,
        message: format!("`{label}` is what the year {} is called", other.span),
        help: format!("call it `{label}S`, say"),
    })
}

/// The latest start of a month or week up to a day.
fn floor(rule: YearRule, day: NaiveDate) -> Option<NaiveDate> {
    use chrono::Datelike;

    match rule {
        YearRule::Months { day: first, .. } => {
            let same = day.with_day(first)?;
            if same <= day { Some(same) } else { same.checked_sub_months(Months::new(1)) }
        }
        YearRule::Weeks { last, .. } => {
            let since =
                Weekday::of(day).after_monday().checked_sub(last.weekday().next().after_monday())?.rem_euclid(7);
            day.checked_sub_days(Days::new(u64::try_from(since).ok()?))
        }
    }
}

/// The start of the next month or week.
fn after(rule: YearRule, start: NaiveDate) -> Option<NaiveDate> {
    match rule {
        YearRule::Months { .. } => start.checked_add_months(Months::new(1)),
        YearRule::Weeks { .. } => start.checked_add_days(Days::new(7)),
    }
}

/// The start of a week nearest to `day` before which a year of whole weeks can end.
fn nearest_start(rule: YearRule, day: NaiveDate) -> Option<NaiveDate> {
    let weeks = (1..=3_u64).flat_map(|weeks| {
        let days = Days::new(weeks.saturating_mul(7));
        [day.checked_sub_days(days), day.checked_add_days(days)]
    });
    weeks.flatten().find(|day| rule.starting_on(*day).is_some())
}
