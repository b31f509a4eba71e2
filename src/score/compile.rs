//! Reading scorecards.

use std::collections::BTreeSet;

use crate::calendar::Grain;
use crate::diagnostic::{At, Code, Problems};
use crate::document::{FormulaText, Named};
use crate::formula::Program;
use crate::id::{Id, Name};
use crate::kpi::{Question, RuleNames, fixed_ratio};
use crate::quantity::{Fraction, Precision, RoundTo, Unit};
use crate::rule::{Missing, Rounding, needed};
use crate::step::{StepDefinition, Steps};
use crate::table::{Table, TableSource};

use super::definition::{ItemDefinition, ScorecardDefinition};

/// How deep items may stand inside items.
const DEPTH_MAX: usize = 8;

/// A scorecard, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// Its name.
    pub name: Name,
    /// Whose it is; everybody's where nothing is said.
    pub who: Option<Program<Question>>,
    /// The grains of its periods.
    pub grains: Vec<Grain>,
    /// Its items.
    pub items: Vec<Item>,
    /// What is done to the weighted points.
    pub steps: Steps<Question>,
    /// To what the score is rounded.
    pub rounding: Rounding,
    /// The table that turns the rounded score into a grade.
    pub grades: Option<Id<Table>>,
    /// What people call it, by language.
    pub labels: Named<String>,
}

/// An item of a scorecard, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Its name among its neighbours.
    pub id: Name,
    /// Its weight among them.
    pub weight: Fraction,
    /// What stands for it where it is undefined.
    pub missing: Missing,
    /// What it is made of.
    pub part: Part,
    /// What is done to its points.
    pub steps: Steps<Question>,
    /// To what its value is rounded where people read it.
    pub show: Option<RoundTo>,
    /// What people call it, by language.
    pub labels: Named<String>,
}

/// What an item is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// A value, and the table that turns it into points.
    Value {
        /// The value.
        value: Program<Question>,
        /// The table; without one the value is the points.
        points: Option<Id<Table>>,
    },
    /// Items of its own.
    Items(Vec<Item>),
}

impl Card {
    /// Reads a definition; reports everything that is wrong with it.
    pub fn compile(
        name: &str,
        definition: &ScorecardDefinition,
        names: &mut impl RuleNames,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<Card> {
        let checked = Name::read(name, at, problems);
        let rules = names.rules().clone();
        let who = definition.who.as_ref().map(|who| names.who(who.as_str(), at.field("who"), problems));
        let grains = grains(&definition.grain.0, names, at.field("grain"), problems);
        let own = definition.rounding.as_ref();
        let own = own.and_then(|rounding| rounding.compile(at.field("rounding"), problems));
        let why = "a score is rounded before it is graded and ranked";
        let rounding = needed(own, rules.rounding.as_ref(), "rounding", why, at.field("rounding"), problems);
        let own = definition.missing.as_ref();
        let missing = own.and_then(|missing| missing.compile(at.field("missing"), problems)).or(rules.missing);
        let items = items(&definition.items, missing, names, at.field("items"), 1, problems);
        let steps = steps(&definition.steps, names, at.field("steps"), problems);
        let grades = definition.grades.as_ref().map(|grades| {
            let place = at.field("grades");
            let id = names.table(&grades.table, place.field("table"), problems);
            id.filter(|&id| {
                let (table, place) = (names.table_at(id), place.field("table"));
                one_result(table, place, problems) && table.takes_one(Unit::Number, "the score", place, problems)
            })
        });
        Some(Card {
            name: checked?,
            who: who.map_or(Some(None), |who| who.map(Some))?,
            grains: grains?,
            items: items?,
            steps: steps?,
            rounding: rounding?,
            grades: grades.map_or(Some(None), |grades| grades.map(Some))?,
            labels: definition.labels.clone(),
        })
    }
}

fn grains(written: &[String], names: &mut impl RuleNames, at: At<'_>, problems: &mut Problems) -> Option<Vec<Grain>> {
    if written.is_empty() {
        problems
            .report(Code::DocumentMissingField, at, "a scorecard needs the grain of its periods")
            .help("write it like `\"grain\": \"month\"`");
        return None;
    }
    written.iter().map(|name| names.grain(name, at, problems)).collect()
}

fn items(
    written: &[ItemDefinition],
    missing: Option<Missing>,
    names: &mut impl RuleNames,
    at: At<'_>,
    depth: usize,
    problems: &mut Problems,
) -> Option<Vec<Item>> {
    if written.is_empty() {
        problems
            .report(Code::ValueRange, at, "there are no items")
            .help("add one with an `id`, a `weight` and a `value`");
        return None;
    }
    let mut read = Vec::with_capacity(written.len());
    for definition in written {
        read.extend(item(definition, missing, names, at.field(&definition.id), depth, problems));
    }
    let mut seen = BTreeSet::new();
    for (index, definition) in written.iter().enumerate() {
        if !seen.insert(definition.id.clone()) {
            problems
                .report(Code::NameDuplicate, at.index(index), format!("two items are called `{}`", definition.id))
                .help("give each an `id` of its own");
        }
    }
    if read.len() < written.len() {
        return None;
    }
    whole(&read, at, problems)?;
    Some(read)
}

/// Whether the weights make 100 %.
fn whole(items: &[Item], at: At<'_>, problems: &mut Problems) -> Option<()> {
    let precision = Precision::default();
    let sum = items.iter().try_fold(Fraction::ZERO, |sum, item| sum.plus(item.weight, precision)).ok()?;
    if sum == Fraction::ONE {
        return Some(());
    }
    let percent = sum.times(Fraction::HUNDRED, precision).map(|percent| percent.to_string()).unwrap_or_default();
    let list: Vec<&str> = items.iter().map(|item| item.id.as_str()).collect();
    problems
        .report(Code::WeightsNotWhole, at, format!("the weights of `{}` make {percent}%", list.join("`, `")))
        .help("change them until they make 100%");
    None
}

fn item(
    definition: &ItemDefinition,
    missing: Option<Missing>,
    names: &mut impl RuleNames,
    at: At<'_>,
    depth: usize,
    problems: &mut Problems,
) -> Option<Item> {
    let id = Name::read(&definition.id, at.field("id"), problems);
    let weight = weight(&definition.weight, names, at.field("weight"), problems);
    let own = definition.missing.as_ref();
    let own = own.and_then(|missing| missing.compile(at.field("missing"), problems));
    let why = "an item may be undefined";
    let missing = needed(own, missing.as_ref(), "missing", why, at.field("missing"), problems);
    let part = part(definition, missing, names, at, depth, problems);
    let steps = steps(&definition.steps, names, at.field("steps"), problems);
    let show = match &part {
        Some(Part::Value { value, .. }) => names.only_kpi(value).and_then(|kpi| kpi.show),
        _ => None,
    };
    let labels = definition.labels.clone();
    Some(Item { id: id?, weight: weight?, missing: missing?, part: part?, steps: steps?, show, labels })
}

fn steps(
    written: &[StepDefinition],
    names: &mut impl RuleNames,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Steps<Question>> {
    let mut formula = |text: &str, unit: Unit, at: At<'_>, problems: &mut Problems| {
        names.formula(text, Some(unit), None, at, problems)
    };
    Steps::compile_with(written, Unit::Number, &mut formula, at, problems)
}

fn part(
    definition: &ItemDefinition,
    missing: Option<Missing>,
    names: &mut impl RuleNames,
    at: At<'_>,
    depth: usize,
    problems: &mut Problems,
) -> Option<Part> {
    match (&definition.value, definition.items.is_empty()) {
        (Some(value), true) => leaf(value, definition.points.as_ref(), names, at, problems),
        (None, false) if depth >= DEPTH_MAX => {
            problems
                .report(Code::ValueRange, at.field("items"), format!("items stand at most {DEPTH_MAX} deep"))
                .help("put some of them side by side");
            None
        }
        (None, false) => {
            let depth = depth.saturating_add(1);
            items(&definition.items, missing, names, at.field("items"), depth, problems).map(Part::Items)
        }
        (Some(_), false) => {
            problems
                .report(Code::PlanConflict, at, "the item has a value and items of its own")
                .help("keep the `value`, or the `items`");
            None
        }
        (None, true) => {
            problems
                .report(Code::DocumentMissingField, at.field("value"), "the item has neither a value nor items")
                .help("write what it measures, such as `\"value\": \"attainment(revenue)\"`");
            None
        }
    }
}

fn leaf(
    value: &FormulaText,
    points: Option<&TableSource>,
    names: &mut impl RuleNames,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Part> {
    let program = names.formula(value.as_str(), None, None, at.field("value"), problems);
    let table = points.map(|points| {
        let place = at.field("points");
        let id = names.table(points, place, problems);
        let id = id.filter(|&id| one_result(names.table_at(id), place, problems));
        id.filter(|&id| gives_amounts(names.table_at(id), place, problems))
    });
    let value = program?;
    let points = table.map_or(Some(None), |table| table.map(Some))?;
    if let Some(points) = points {
        let read = names.table_at(points).takes_one(value.unit, "the value", at.field("points"), problems);
        return read.then_some(Part::Value { value, points: Some(points) });
    }
    if !matches!(value.unit, Unit::Number | Unit::Ratio | Unit::Points) {
        let message = format!("{} cannot be points", value.unit.name());
        problems
            .report(Code::FormulaUnits, at.field("value"), message)
            .help("turn it into a number, or into points by a table");
        return None;
    }
    Some(Part::Value { value, points })
}

fn one_result(table: &Table, at: At<'_>, problems: &mut Problems) -> bool {
    let one = table.columns().len() == 1;
    if !one {
        let names: Vec<&str> = table.columns().iter().map(|column| column.name.as_str()).collect();
        let message = format!("the table has the results `{}`, and one is needed", names.join("`, `"));
        problems.report(Code::TableRead, at, message).help("give it one result");
    }
    one
}

fn gives_amounts(table: &Table, at: At<'_>, problems: &mut Problems) -> bool {
    let text = table.columns().iter().find(|column| !crate::formula::is_amount(column.unit));
    if let Some(column) = text {
        problems
            .report(Code::FormulaUnits, at, format!("`{}` is a {}, and cannot be points", column.name, column.unit))
            .help("name a table whose result is a number");
    }
    text.is_none()
}

/// A weight is a fixed share above zero.
fn weight(text: &FormulaText, names: &mut impl RuleNames, at: At<'_>, problems: &mut Problems) -> Option<Fraction> {
    let weight = fixed_ratio(text, names, at, problems)?;
    if weight <= Fraction::ZERO || weight > Fraction::ONE {
        problems.report(Code::ValueRange, at, format!("`{}` is no weight", text.as_str())).help("write it like `60%`");
        return None;
    }
    Some(weight)
}
