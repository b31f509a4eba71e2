//! Reading incentive plans.

use std::collections::BTreeSet;

use crate::calendar::Grain;
use crate::diagnostic::{At, Code, Problems};
use crate::document::{FormulaText, Named};
use crate::formula::{Program, is_amount};
use crate::id::{Id, Name};
use crate::kpi::{Question, RuleNames};
use crate::quantity::Unit;
use crate::rule::{Missing, Rounding, needed};
use crate::table::Table;

use super::definition::{ComponentDefinition, IncentiveDefinition};

/// An incentive plan, read.
#[derive(Clone, Debug, PartialEq)]
pub struct IncentivePlan {
    /// Its name.
    pub name: Name,
    /// Who is paid by it; everybody where nothing is said.
    pub who: Option<Program<Question>>,
    /// The grain of its statements.
    pub grain: Grain,
    /// What stands for a statement with an undefined line where statements are added.
    pub missing: Missing,
    /// What is paid.
    pub components: Vec<Component>,
    /// What people call it, by language.
    pub labels: Named<String>,
}

/// A component of pay, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Component {
    /// Its name among its neighbours.
    pub id: Name,
    /// When it is paid; always where nothing is said.
    pub when: Option<Program<Question>>,
    /// What is paid on.
    pub base: Option<Program<Question>>,
    /// How much.
    pub pay: Pay,
    /// To what a line is rounded.
    pub rounding: Rounding,
    /// What people call it, by language.
    pub labels: Named<String>,
}

/// How much a component pays.
#[derive(Clone, Debug, PartialEq)]
pub enum Pay {
    /// What a formula gives.
    Formula(Program<Question>),
    /// The base times a rate that is read off a table.
    Rate {
        /// The table.
        table: Id<Table>,
        /// The position of its result `rate`.
        column: usize,
        /// What it is read with; the base where nothing is said.
        by: Option<Program<Question>>,
    },
    /// An amount that is read off a table.
    Amount {
        /// The table.
        table: Id<Table>,
        /// The position of its result `amount`.
        column: usize,
        /// What it is read with; the base where nothing is said.
        by: Option<Program<Question>>,
    },
}

impl IncentivePlan {
    /// Reads a definition; reports everything that is wrong with it.
    pub fn compile(
        name: &str,
        definition: &IncentiveDefinition,
        names: &mut impl RuleNames,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<IncentivePlan> {
        let checked = Name::read(name, at, problems);
        let who = definition.who.as_ref().map(|who| names.who(who.as_str(), at.field("who"), problems));
        let grain = names.grain(&definition.grain, at.field("grain"), problems);
        let list = at.field("components");
        if definition.components.is_empty() {
            problems.report(Code::ValueRange, list, "there are no components").help("add one with an `id` and a `pay`");
        }
        let mut components = Vec::new();
        let mut seen = BTreeSet::new();
        for (index, written) in definition.components.iter().enumerate() {
            if !seen.insert(written.id.clone()) {
                let message = format!("two components are called `{}`", written.id);
                problems.report(Code::NameDuplicate, list.index(index), message).help("give each an `id` of its own");
            }
            components.extend(component(written, names, list.field(&written.id), problems));
        }
        let own = definition.missing.as_ref();
        let own = own.and_then(|missing| missing.compile(at.field("missing"), problems));
        let why = "a line of a statement may be undefined where statements are added";
        let missing = needed(own, names.rules().missing.as_ref(), "missing", why, at.field("missing"), problems);
        let components = (components.len() == definition.components.len()).then_some(components);
        Some(IncentivePlan {
            name: checked?,
            who: who.map_or(Some(None), |who| who.map(Some))?,
            grain: grain?,
            missing: missing?,
            components: components?,
            labels: definition.labels.clone(),
        })
    }
}

fn component(
    definition: &ComponentDefinition,
    names: &mut impl RuleNames,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Component> {
    let id = Name::read(&definition.id, at.field("id"), problems);
    let when = definition.when.as_ref();
    let when = when.map(|when| names.formula(when.as_str(), Some(Unit::YesNo), None, at.field("when"), problems));
    let base = definition.base.as_ref().map(|base| amount(base, None, names, at.field("base"), problems));
    let base = base.map_or(Some(None), |base| base.map(Some));
    let pay = base.as_ref().and_then(|base| pay(definition, base.as_ref(), names, at, problems));
    let own = definition.rounding.as_ref();
    let own = own.and_then(|rounding| rounding.compile(at.field("rounding"), problems));
    let house = names.rules().rounding.clone();
    let why = "what is paid has a smallest unit";
    let rounding = needed(own, house.as_ref(), "rounding", why, at.field("rounding"), problems);
    Some(Component {
        id: id?,
        when: when.map_or(Some(None), |when| when.map(Some))?,
        base: base?,
        pay: pay?,
        rounding: rounding?,
        labels: definition.labels.clone(),
    })
}

fn amount(
    text: &FormulaText,
    base: Option<Unit>,
    names: &mut impl RuleNames,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Program<Question>> {
    let program = names.formula(text.as_str(), None, base, at, problems)?;
    if is_amount(program.unit) {
        return Some(program);
    }
    problems
        .report(Code::FormulaUnits, at, format!("{} is no amount to pay on", program.unit.name()))
        .help("name an amount, such as `sum(order.amount)` or `attainment(revenue)`");
    None
}

fn pay(
    definition: &ComponentDefinition,
    base: Option<&Program<Question>>,
    names: &mut impl RuleNames,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Pay> {
    let unit = base.map(|base| base.unit);
    match (&definition.pay, &definition.table) {
        (Some(pay), None) => {
            if let Some(by) = &definition.by {
                let message = format!("`by` reads a table, and there is none to read with `{}`", by.as_str());
                problems.report(Code::PlanConflict, at.field("by"), message).help("add a `table`, or leave `by` out");
            }
            names.formula(pay.as_str(), Some(Unit::Money), unit, at.field("pay"), problems).map(Pay::Formula)
        }
        (None, Some(source)) => {
            let by = definition.by.as_ref();
            let by = by.map(|by| names.formula(by.as_str(), None, unit, at.field("by"), problems));
            let by = by.map_or(Some(None), |by| by.map(Some));
            let table = names.table(source, at.field("table"), problems);
            from_table(table?, by?, base, names, at, problems)
        }
        (Some(_), Some(_)) => {
            problems.report(Code::PlanConflict, at, "the component has a `pay` and a `table`").help("keep one of them");
            None
        }
        (None, None) => {
            let message = "the component has neither `pay` nor a `table`";
            problems
                .report(Code::DocumentMissingField, at.field("pay"), message)
                .help("write how much, such as `\"pay\": \"3% * base\"`");
            None
        }
    }
}

fn from_table(
    table: Id<Table>,
    by: Option<Program<Question>>,
    base: Option<&Program<Question>>,
    names: &impl RuleNames,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Pay> {
    let place = at.field("table");
    let read = names.table_at(table);
    if base.is_none() && (by.is_none() || read.column("rate").is_some()) {
        let message = "a table of pay is read with the `base`, and there is none";
        problems
            .report(Code::DocumentMissingField, at.field("base"), message)
            .help("write what is paid on, such as `\"base\": \"sum(order.amount)\"`");
        return None;
    }
    if base.is_some_and(|base| base.unit != Unit::Money) && read.column("rate").is_some() {
        problems
            .report(Code::FormulaUnits, at.field("base"), "a rate is paid on money")
            .help("let the base be an amount of money");
        return None;
    }
    let texts = read.columns().iter().filter(|column| !is_amount(column.unit));
    if let Some(text) = texts.clone().find(|column| matches!(column.name.as_str(), "rate" | "amount")) {
        problems
            .report(Code::FormulaUnits, place, format!("`{}` is a {}, and pays nothing", text.name, text.unit))
            .help("let it be a number");
        return None;
    }
    let (what, with) = if by.is_some() { ("`by`", by.as_ref()) } else { ("the base", base) };
    if with.is_some_and(|with| !read.takes_one(with.unit, what, place, problems)) {
        return None;
    }
    match (read.column("rate"), read.column("amount")) {
        (Some(column), None) => Some(Pay::Rate { table, column, by }),
        (None, Some(column)) => Some(Pay::Amount { table, column, by }),
        _ => {
            problems
                .report(Code::TableRead, place, "a table of pay has one of the results `rate` and `amount`")
                .help("name what is multiplied by the base `rate`, and what stands for itself `amount`");
            None
        }
    }
}
