//! Checking what a KPI says beside its formula.

use rust_decimal::Decimal;

use crate::diagnostic::{At, Code, Problems};
use crate::formula::{Program, is_amount};
use crate::id::Id;
use crate::quantity::{RoundTo, Unit, Value, parse_decimal};
use crate::rule::{Missing, MissingDefinition, RoundingDefinition};
use crate::table::{Table, TableSource};

use super::compile::KpiNames;
use super::definition::{AttainsDefinition, KpiDefinition};
use super::question::{Kpi, Question};

/// What attainment is reckoned from, by the names that its formula knows.
pub const ATTAINS: [&str; 2] = ["actual", "target"];

/// Reads what stands beside the formula; reports everything that is wrong with it.
pub(super) fn read<N: KpiNames>(
    kpi: &mut Kpi,
    definition: &KpiDefinition,
    names: &mut N,
    at: At<'_>,
    problems: &mut Problems,
) {
    let unit = kpi.formula.unit;
    kpi.better = definition.better;
    if let Some(written) = &definition.attains {
        kpi.attains = attains(written, unit, names, at.field("attains"), problems);
    }
    if let Some(need) = definition.at_least {
        kpi.at_least = at_least(need, &kpi.formula, names, at.field("at_least"), problems);
    }
    if let Some(written) = &definition.missing {
        kpi.instead = instead(written, unit, at.field("missing"), problems);
    }
    if let Some(written) = &definition.show {
        kpi.show = show(written, unit, at.field("show"), problems);
    }
}

fn attains<N: KpiNames>(
    written: &AttainsDefinition,
    unit: Unit,
    names: &mut N,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Program<Question>> {
    if !is_amount(unit) {
        let message = format!("{} attains no target", unit.name());
        problems.report(Code::FormulaUnits, at, message).help("leave it out, or let the KPI be an amount");
        return None;
    }
    let source = match written {
        AttainsDefinition::Text(text) if !names.is_table(text.as_str()) => {
            return names.attains(text.as_str(), unit, Some(Unit::Ratio), at, problems);
        }
        AttainsDefinition::Text(name) => TableSource::Name(name.as_str().to_owned()),
        AttainsDefinition::Table(table) => TableSource::Inline(table.clone()),
    };
    let table = names.table(&source, at, problems)?;
    lookup(table, unit, names, at, problems)
}

/// A table as what attainment is: its keys are the actual figure and the target.
fn lookup<N: KpiNames>(
    table: Id<Table>,
    unit: Unit,
    names: &mut N,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Program<Question>> {
    let read = names.table_at(table);
    let written: Vec<(String, Unit)> = read.keys().iter().map(|key| (key.name.to_string(), key.unit)).collect();
    let (results, given) = (read.columns().len(), read.unit_of(0, unit));
    if results != 1 || !given.is_some_and(|given| matches!(given, Unit::Ratio | Unit::Number)) {
        let message = "attainment is one number, and this table has another result";
        problems.report(Code::PlanConflict, at, message).help("give it one result, such as `\"attained\": \"100%\"`");
        return None;
    }
    let mut keys = Vec::with_capacity(written.len());
    for (name, of) in &written {
        let name = if name == "x" { "actual" } else { name.as_str() };
        if !ATTAINS.contains(&name) {
            let message = format!("attainment knows `actual` and `target`, and a key of this table is `{name}`");
            problems.report(Code::PlanConflict, at, message).help("call the keys `actual` and `target`");
            return None;
        }
        // Money and durations may be looked up among plain numbers.
        let need = Some(*of).filter(|of| !(*of == Unit::Number && matches!(unit, Unit::Money | Unit::Duration)));
        keys.extend(names.attains(name, unit, need, at, problems));
    }
    let complete = keys.len() == written.len();
    complete.then(|| Program::asking(Question::Lookup { table, column: 0, keys }, Unit::Ratio))
}

fn at_least<N: KpiNames>(
    need: u32,
    formula: &Program<Question>,
    names: &mut N,
    at: At<'_>,
    problems: &mut Problems,
) -> u64 {
    if need == 0 {
        problems.report(Code::ValueRange, at, "there are always at least 0").help("write 1 or more, or leave it out");
    } else if !names.count_samples(formula) {
        let message = "nothing is counted: the formula folds neither facts nor people";
        problems
            .report(Code::PlanConflict, at, message)
            .help("leave it out, or write it with the KPI that folds facts");
    }
    need.into()
}

fn instead(written: &MissingDefinition, unit: Unit, at: At<'_>, problems: &mut Problems) -> Option<Value> {
    let place = at.place();
    let read = written.compile(at, problems)?;
    let amount = match read {
        Missing::Hold => return None,
        Missing::Skip => {
            let message = "a KPI alone cannot be left out";
            problems.report(Code::PlanConflict, place, message).help(
                "write `hold`, `zero` or a value; `skip` is said where figures are put together: in a scorecard, or under `rules`",
            );
            return None;
        }
        Missing::Zero => crate::quantity::Fraction::ZERO,
        Missing::Value(value) => value,
    };
    if !is_amount(unit) {
        let message = format!("no number stands for {}", unit.name());
        problems.report(Code::FormulaUnits, place, message).help("write `hold`, or leave it out");
        return None;
    }
    Some(unit.of(amount))
}

fn show(written: &RoundingDefinition, unit: Unit, at: At<'_>, problems: &mut Problems) -> Option<RoundTo> {
    if written.odd.is_some() {
        let message = "nothing is cut into parts here, so no part is odd";
        problems.report(Code::PlanConflict, at.field("odd"), message).help("leave `odd` out");
    }
    if !is_amount(unit) {
        let message = format!("{} is shown as it is", unit.name());
        problems.report(Code::FormulaUnits, at, message).help("leave it out");
        return None;
    }
    let mut plain = written.clone();
    // A percentage may be shown to so many percent.
    if let Some(percent) = written.to.as_str().strip_suffix('%').and_then(|percent| parse_decimal(percent).ok()) {
        plain.to = percent.checked_div(Decimal::ONE_HUNDRED).unwrap_or(percent).into();
    }
    plain.compile(at, problems).map(|rounding| rounding.to)
}
