//! What a scorecard comes to.

use rust_decimal::Decimal;

use crate::formula::Program;
use crate::id::Id;
use crate::kpi::Question;
use crate::quantity::{Fraction, Outcome, Precision, Value, Why};
use crate::rule::{Missing, Rounding};
use crate::step::{Applied, Asked, Limits};
use crate::table::Table;

use super::compile::{Card, Item, Part};

/// Where a scorecard gets its values from.
pub trait Inputs {
    /// The value of an item, for whom and when the card is about.
    fn value(&mut self, program: &Program<Question>) -> Outcome;

    /// A table of the plan.
    fn table(&self, id: Id<Table>) -> &Table;

    /// How finely a fraction is rounded where it does not fit.
    fn precision(&self) -> Precision;
}

/// A scorecard is its items: score and grade are read off them.
#[derive(Clone, Debug, PartialEq)]
pub struct Scorecard {
    items: Vec<ItemScore>,
    steps: Vec<Asked>,
    rounding: Rounding,
    grades: Option<Table>,
    precision: Precision,
}

/// What one item comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemScore {
    /// Its name among its neighbours.
    pub id: String,
    /// Its weight among them.
    pub weight: Fraction,
    /// What stands for it where it is undefined.
    pub missing: Missing,
    /// The value behind the points; none for a group.
    pub value: Option<Outcome>,
    /// The points of a leaf; a group's are read off its items.
    pub leaf: Option<Outcome<Fraction>>,
    /// The items of a group.
    pub items: Vec<ItemScore>,
    /// What is done to the points.
    pub steps: Vec<Asked>,
}

/// A grade, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grade {
    /// The grade.
    pub grade: Value,
    /// The rounded score that was looked up.
    pub score: Decimal,
}

/// Computes a card.
pub fn evaluate(card: &Card, inputs: &mut impl Inputs) -> Scorecard {
    let items = card.items.iter().map(|item| evaluate_item(item, inputs)).collect();
    let grades = card.grades.map(|id| inputs.table(id).clone());
    let steps = card.steps.ask_with(&mut |program| inputs.value(program));
    Scorecard { items, steps, rounding: card.rounding.clone(), grades, precision: inputs.precision() }
}

fn evaluate_item(item: &Item, inputs: &mut impl Inputs) -> ItemScore {
    let (id, weight, missing) = (item.id.as_str().to_owned(), item.weight, item.missing);
    let steps = item.steps.ask_with(&mut |program| inputs.value(program));
    match &item.part {
        Part::Items(items) => {
            let items = items.iter().map(|item| evaluate_item(item, inputs)).collect();
            ItemScore { id, weight, missing, value: None, leaf: None, items, steps }
        }
        Part::Value { value, points } => {
            let value = inputs.value(value);
            let points = match points {
                None => amount(value.clone()),
                Some(table) => amount(value.clone().and_then(|value| inputs.table(*table).value(&[value], 0))),
            };
            ItemScore { id, weight, missing, value: Some(value), leaf: Some(points), items: Vec::new(), steps }
        }
    }
}

fn amount(value: Outcome) -> Outcome<Fraction> {
    value?.amount().ok_or(Why::NotANumber)
}

impl ItemScore {
    /// An item with points of its own.
    pub fn leaf(id: &str, weight: Fraction, missing: Missing, points: Outcome<Fraction>) -> ItemScore {
        let (items, steps) = (Vec::new(), Vec::new());
        ItemScore { id: id.to_owned(), weight, missing, value: None, leaf: Some(points), items, steps }
    }

    /// The points: what its steps leave of a leaf's own, or of a group's.
    pub fn points(&self, precision: Precision) -> Outcome<Fraction> {
        stepped(self.before_steps(precision), &self.steps, precision)
    }

    /// What the steps did to the points.
    pub fn applied(&self, precision: Precision) -> Applied {
        applied(self.before_steps(precision), &self.steps, precision)
    }

    /// The points before anything is done to them: a leaf's own, a group's read off its items.
    fn before_steps(&self, precision: Precision) -> Outcome<Fraction> {
        match &self.leaf {
            Some(points) => points.clone(),
            None => weigh(&self.items, precision),
        }
    }

    /// The points with which it counts among its neighbours: its own, or what stands for them; `None` where it is left
    /// out.
    pub fn counted(&self, precision: Precision) -> Option<Outcome<Fraction>> {
        match (self.points(precision), self.missing) {
            (Ok(points), _) => Some(Ok(points)),
            (Err(_), Missing::Zero) => Some(Ok(Fraction::ZERO)),
            (Err(_), Missing::Value(value)) => Some(Ok(value)),
            (Err(_), Missing::Skip) => None,
            (Err(why), Missing::Hold) => Some(Err(why)),
        }
    }
}

fn applied(points: Outcome<Fraction>, steps: &[Asked], precision: Precision) -> Applied {
    Applied::new(points.map(Value::Number), steps.to_vec(), Limits::AsWritten, precision)
}

fn stepped(points: Outcome<Fraction>, steps: &[Asked], precision: Precision) -> Outcome<Fraction> {
    if steps.is_empty() { points } else { amount(applied(points, steps, precision).value().clone()) }
}

/// The weighted mean of items: what is left out does not weigh.
///
/// Undefined where an item that must not be missing is, and where nothing is left.
pub fn weigh(items: &[ItemScore], precision: Precision) -> Outcome<Fraction> {
    let (mut sum, mut weights) = (Fraction::ZERO, Fraction::ZERO);
    for item in items {
        let Some(points) = item.counted(precision) else { continue };
        sum = sum.plus(points?.times(item.weight, precision)?, precision)?;
        weights = weights.plus(item.weight, precision)?;
    }
    if weights.is_zero() {
        return Err(Why::NothingDefined);
    }
    sum.over(weights, precision)
}

impl Scorecard {
    /// The items.
    pub fn items(&self) -> &[ItemScore] {
        &self.items
    }

    /// What the steps leave of the weighted points, before it is rounded.
    pub fn points(&self) -> Outcome<Fraction> {
        stepped(weigh(&self.items, self.precision), &self.steps, self.precision)
    }

    /// What the steps did to the weighted points.
    pub fn applied(&self) -> Applied {
        applied(weigh(&self.items, self.precision), &self.steps, self.precision)
    }

    /// The score: the points, rounded once.
    pub fn score(&self) -> Outcome<Decimal> {
        self.rounding.to.apply(self.points()?)
    }

    /// How the score is rounded.
    pub fn rounding(&self) -> &Rounding {
        &self.rounding
    }

    /// The grade of the rounded score; none where the card has no grades.
    pub fn grade(&self) -> Option<Outcome<Grade>> {
        let table = self.grades.as_ref()?;
        Some(self.score().and_then(|score| {
            let grade = table.at(Fraction::from(score), 0)?;
            Ok(Grade { grade, score })
        }))
    }

    /// An item by the names on the way to it, such as `["results", "growth"]`.
    pub fn item(&self, path: &[&str]) -> Option<&ItemScore> {
        let (first, rest) = path.split_first()?;
        let mut item = self.items.iter().find(|item| item.id == *first)?;
        for name in rest {
            item = item.items.iter().find(|item| item.id == *name)?;
        }
        Some(item)
    }
}
