//! In which periods something holds.

use chrono::NaiveDate;

use crate::calendar::parse_day;
use crate::diagnostic::{At, Code, Problems};
use crate::formula::Program;
use crate::kpi::{Question, RuleNames};
use crate::quantity::Unit;

/// Reads `2025-07-01 .. 2026-01-01`, from the first day up to, and not with, the last, as a condition on the first day of a period.
pub(super) fn during(
    text: &str,
    names: &mut impl RuleNames,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Program<Question>> {
    let Some((from, to)) = ends(text) else {
        problems
            .report(Code::ValueInvalid, at, format!("`{text}` is no range of days"))
            .help("write it like `2025-07-01 .. 2026-01-01`; an end that is left out is open");
        return None;
    };
    let condition = match (from, to) {
        (Some(from), Some(to)) if from >= to => {
            problems
                .report(Code::ValueRange, at, format!("the range `{text}` ends before it begins, or where it begins"))
                .help("write the earlier day first");
            return None;
        }
        (Some(from), Some(to)) => format!("period.first >= {from} and period.first < {to}"),
        (Some(from), None) => format!("period.first >= {from}"),
        (None, Some(to)) => format!("period.first < {to}"),
        (None, None) => "yes".to_owned(),
    };
    names.formula(&condition, Some(Unit::YesNo), None, at, problems)
}

fn ends(text: &str) -> Option<(Option<NaiveDate>, Option<NaiveDate>)> {
    let (from, to) = text.split_once("..")?;
    let end = |text: &str| match text.trim() {
        "" => Some(None),
        text => parse_day(text).ok().map(Some),
    };
    Some((end(from)?, end(to)?))
}
