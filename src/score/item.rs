//! Reading the items of a scorecard.

use std::collections::BTreeSet;

use crate::diagnostic::{At, Code, Problems};
use crate::document::{FormulaText, IS_WHOLE, Named, all_there};
use crate::formula::Program;
use crate::id::{Id, Name};
use crate::kpi::{Question, RuleNames};
use crate::quantity::{RoundTo, Unit};
use crate::rule::{Missing, Rounding, needed};
use crate::step::{StepDefinition, Steps};
use crate::table::{Table, TableSource};

use super::definition::ItemDefinition;
use super::during;
use super::weight::{Together, Weight, weight};

/// How deep items may stand inside items.
const DEPTH_MAX: usize = 8;

/// An item of a scorecard, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Its name among its neighbours.
    pub id: Name,
    /// Its weight among them.
    pub weight: Weight,
    /// It is there while this holds; always, where nothing is said.
    pub when: Option<Program<Question>>,
    /// In which periods it is there; in all, where nothing is said.
    pub during: Option<Program<Question>>,
    /// How many facts its value must rest on.
    pub at_least: u64,
    /// What stands for it where it is undefined.
    pub missing: Missing,
    /// What it is made of.
    pub part: Part,
    /// How its items are put together.
    pub together: Together,
    /// What is done to its points.
    pub steps: Steps<Question>,
    /// To what its points are rounded after that.
    pub rounding: Option<Rounding>,
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

/// Reads items that stand beside each other.
#[derive(Clone, Copy)]
pub(super) struct Reader {
    /// What stands for one that is undefined and says nothing itself.
    pub missing: Option<Missing>,
    pub together: Together,
    pub depth: usize,
}

impl Reader {
    /// The items, and how they are put together.
    pub(super) fn items(
        self,
        written: &[ItemDefinition],
        names: &mut impl RuleNames,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<(Vec<Item>, Together)> {
        if written.is_empty() {
            problems
                .report(Code::ValueRange, at, "there are no items")
                .help("add one with an `id`, a `weight` and a `value`");
            return None;
        }
        let mut read = Vec::with_capacity(written.len());
        for definition in written {
            if let Some(item) = self.item(definition, names, at.field(&definition.id), problems) {
                read.push(item);
            }
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
        let together = self.together.closed(&read, at, problems)?;
        Some((read, together))
    }

    fn item(
        self,
        definition: &ItemDefinition,
        names: &mut impl RuleNames,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<Item> {
        let id = Name::read(&definition.id, at.field("id"), problems);
        let weight = weight(definition.weight.as_ref(), self.together, names, at.field("weight"), problems);
        let own = definition.missing.as_ref();
        let own = own.and_then(|missing| missing.compile(at.field("missing"), problems));
        let why = "an item may be undefined";
        let missing = needed(own, self.missing.as_ref(), "missing", why, at.field("missing"), problems);
        let there = is_whole(definition, at, problems).then(|| There::compile(definition, names, at, problems));
        let part = self.part(definition, missing, names, at, problems);
        let at_least = at_least(definition.at_least, part.as_ref(), names, at.field("at_least"), problems);
        let steps = steps(&definition.steps, names, at.field("steps"), problems);
        let show = match &part {
            Some((Part::Value { value, .. }, _)) => names.only_kpi(value).and_then(|kpi| kpi.show),
            _ => None,
        };
        let (labels, there, (part, together)) = (definition.labels.clone(), there??, part?);
        let (when, during, rounding) = (there.when, there.during, there.rounding);
        let (id, weight, missing, steps) = (id?, weight?, missing?, steps?);
        Some(Item { id, weight, when, during, at_least, missing, part, together, steps, rounding, show, labels })
    }

    fn part(
        self,
        definition: &ItemDefinition,
        missing: Option<Missing>,
        names: &mut impl RuleNames,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<(Part, Together)> {
        match (&definition.value, definition.items.is_empty()) {
            (Some(value), true) => {
                let part = leaf(value, definition.points.as_ref(), names, at, problems)?;
                Some((part, Together::default()))
            }
            (None, false) if self.depth >= DEPTH_MAX => {
                problems
                    .report(Code::ValueRange, at.field("items"), format!("items stand at most {DEPTH_MAX} deep"))
                    .help("put some of them side by side");
                None
            }
            (None, false) => {
                let together =
                    Together::read((&definition.compose, &definition.weights), self.together.weights, at, problems);
                let inner = Reader { missing, together, depth: self.depth.saturating_add(1) };
                let (items, together) = inner.items(&definition.items, names, at.field("items"), problems)?;
                Some((Part::Items(items), together))
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
}

/// Whether all that is written is in the library; reports what is not.
fn is_whole(definition: &ItemDefinition, at: At<'_>, problems: &mut Problems) -> bool {
    let beyond = [
        ("when", definition.when.is_some()),
        ("during", definition.during.is_some()),
        ("at_least", definition.at_least.is_some()),
        ("compose", definition.compose.is_some()),
        ("weights", definition.weights.is_some()),
        ("rounding", definition.rounding.is_some()),
    ];
    all_there(&beyond, at, problems)
}

/// When an item is there, and to what its points are rounded.
#[derive(Default)]
struct There {
    when: Option<Program<Question>>,
    during: Option<Program<Question>>,
    rounding: Option<Rounding>,
}

impl There {
    fn compile(
        definition: &ItemDefinition,
        names: &mut impl RuleNames,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<There> {
        if !IS_WHOLE {
            return Some(There::default());
        }
        let when = definition.when.as_ref();
        let when = when.map(|when| names.formula(when.as_str(), Some(Unit::YesNo), None, at.field("when"), problems));
        let during = definition.during.as_deref();
        let during = during.map(|text| during::during(text, names, at.field("during"), problems));
        let rounding = definition.rounding.as_ref();
        let rounding = rounding.map(|rounding| rounding.compile(at.field("rounding"), problems));
        Some(There {
            when: when.map_or(Some(None), |when| when.map(Some))?,
            during: during.map_or(Some(None), |during| during.map(Some))?,
            rounding: rounding.map_or(Some(None), |rounding| rounding.map(Some))?,
        })
    }
}

/// How many facts the value of an item must rest on; 0, where nothing is said.
fn at_least(
    written: Option<u32>,
    part: Option<&(Part, Together)>,
    names: &mut impl RuleNames,
    at: At<'_>,
    problems: &mut Problems,
) -> u64 {
    let (true, Some(need)) = (IS_WHOLE, written) else { return 0 };
    if need == 0 {
        problems.report(Code::ValueRange, at, "there are always at least 0").help("write 1 or more, or leave it out");
    }
    match part {
        Some((Part::Value { value, .. }, _)) if !names.counts(value) => {
            problems
                .report(Code::PlanConflict, at, "nothing is counted: the value folds neither facts nor people")
                .help("leave it out, or let the value fold what is to be counted");
        }
        Some((Part::Items(_), _)) => {
            problems
                .report(Code::PlanConflict, at, "an item that is made of others has no value of its own")
                .help("write it with the items that have a value");
        }
        _ => {}
    }
    need.into()
}

pub(super) fn steps(
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

pub(super) fn one_result(table: &Table, at: At<'_>, problems: &mut Problems) -> bool {
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
