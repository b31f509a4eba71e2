//! Listed years, from as they are written to a calendar around them.

use crate::diagnostic::{At, Code, Problems};
use crate::document::Named;
use crate::id::Name;

use super::listed::{LISTED_YEARS_MAX, around};
use super::year_rule::YearRule;
use super::{FiscalCalendar, Span, parse_day};

impl FiscalCalendar {
    /// Puts listed years into a calendar where all of them can be read and fit; reports everything that is wrong.
    pub(super) fn list_years(
        &mut self,
        written: &Named<String>,
        rule: Option<YearRule>,
        at: At<'_>,
        problems: &mut Problems,
    ) {
        if written.len() > LISTED_YEARS_MAX {
            let message = format!("{} years are listed, more than {LISTED_YEARS_MAX}", written.len());
            problems.report(Code::ValueRange, at, message).help("list those alone that are shorter than the rule says");
            return;
        }
        let mut listed = Vec::new();
        for (label, days) in written {
            let place = at.field(label);
            let name = Name::new(label).map_err(|error| {
                problems.report(Code::NameInvalid, place, error.to_string()).help("give it a label such as `FY2025S`");
            });
            let days = range(days, place, problems);
            listed.extend(name.ok().zip(days));
        }
        // Without one of them the others do not fit, and without the rule none does: that would be no news.
        let Some(rule) = rule.filter(|_| listed.len() == written.len()) else { return };
        match around(rule, self.year_named(), listed) {
            Ok(years) => self.years = years,
            Err(troubles) => {
                for trouble in troubles {
                    problems.report(trouble.code, at.field(trouble.label.as_str()), trouble.message).help(trouble.help);
                }
            }
        }
    }
}

/// The days of a range such as `2025-07-01 .. 2026-01-01`.
fn range(text: &str, at: At<'_>, problems: &mut Problems) -> Option<Span> {
    const EXAMPLE: &str = "write its first day and the day after its last one: `2025-07-01 .. 2026-01-01`";
    let Some((from, to)) = text.split_once("..") else {
        let message = format!("`{text}` is not a range of days");
        problems.report(Code::ValueInvalid, at, message).help(EXAMPLE);
        return None;
    };
    let mut day = |text: &str| {
        let day = parse_day(text.trim());
        day.map_err(|error| {
            problems.unread(Code::ValueInvalid, at, error.to_string()).help(EXAMPLE);
        })
    };
    let (from, to) = (day(from), day(to));
    let span = Span::new(from.ok()?, to.ok()?).filter(|span| !span.is_empty());
    if span.is_none() {
        problems.report(Code::ValueRange, at, format!("`{text}` has no day")).help(EXAMPLE);
    }
    span
}
