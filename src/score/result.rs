//! A scorecard as it came out: score and grade are read off its items.

use rust_decimal::Decimal;

use crate::document::IS_WHOLE;
use crate::quantity::{Fraction, Outcome, Precision, Value, Why};
use crate::rule::{Missing, Rounding};
use crate::step::{Applied, Asked, Limits};
use crate::table::Table;

use super::definition::{Compose, Weights};
use super::weight::Together;

/// A scorecard is its items: score and grade are read off them.
#[derive(Clone, Debug, PartialEq)]
pub struct Scorecard {
    pub(super) items: Vec<ItemScore>,
    pub(super) together: Together,
    pub(super) steps: Vec<Asked>,
    pub(super) rounding: Rounding,
    pub(super) grades: Option<Table>,
    pub(super) precision: Precision,
}

/// What one item comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemScore {
    /// Its name among its neighbours.
    pub id: String,
    /// Whether it is there: its `when` holds, and the period lies in its `during`. One that is not there has nothing else.
    pub there: bool,
    /// Its weight among its neighbours; 1, where their points are multiplied.
    pub weight: Outcome<Fraction>,
    /// What stands for it where it is undefined.
    pub missing: Missing,
    /// The value behind the points; none for a group.
    pub value: Option<Outcome>,
    /// The table that turns the value into points; none for a group, and where the value is the points.
    pub curve: Option<Table>,
    /// The points of a leaf; a group's are read off its items.
    pub leaf: Option<Outcome<Fraction>>,
    /// The items of a group.
    pub items: Vec<ItemScore>,
    /// How they are put together.
    pub together: Together,
    /// What is done to the points.
    pub steps: Vec<Asked>,
    /// To what the points are rounded after that.
    pub rounding: Option<Rounding>,
}

/// A grade, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grade {
    /// The grade.
    pub grade: Value,
    /// The rounded score that was looked up.
    pub score: Decimal,
}

pub(super) fn amount(value: Outcome) -> Outcome<Fraction> {
    value?.amount().ok_or(Why::NotANumber)
}

impl ItemScore {
    pub(super) fn new(id: &str, weight: Outcome<Fraction>, missing: Missing) -> ItemScore {
        ItemScore {
            id: id.to_owned(),
            there: true,
            weight,
            missing,
            value: None,
            curve: None,
            leaf: None,
            items: Vec::new(),
            together: Together::default(),
            steps: Vec::new(),
            rounding: None,
        }
    }

    /// An item with points of its own.
    pub fn leaf(id: &str, weight: Fraction, missing: Missing, points: Outcome<Fraction>) -> ItemScore {
        ItemScore { leaf: Some(points), ..ItemScore::new(id, Ok(weight), missing) }
    }

    /// Its weight; in a library that has no other, one that is fixed.
    #[inline]
    pub(crate) fn weight(&self) -> Outcome<Fraction> {
        if IS_WHOLE { self.weight.clone() } else { Ok(self.weight.as_ref().copied().unwrap_or(Fraction::ONE)) }
    }

    /// The points: what its steps leave of a leaf's own, or of a group's, rounded where that is said.
    pub fn points(&self, precision: Precision) -> Outcome<Fraction> {
        let points = stepped(self.before_steps(precision), &self.steps, precision)?;
        match &self.rounding {
            Some(rounding) if IS_WHOLE => rounding.apply(points),
            _ => Ok(points),
        }
    }

    /// What the steps did to the points.
    pub fn applied(&self, precision: Precision) -> Applied {
        applied(self.before_steps(precision), &self.steps, precision)
    }

    /// The points before anything is done to them: a leaf's own, a group's read off its items.
    pub(super) fn before_steps(&self, precision: Precision) -> Outcome<Fraction> {
        match &self.leaf {
            Some(points) => points.clone(),
            None => together(&self.items, self.together, precision),
        }
    }

    /// The points with which it counts among its neighbours: its own, or what stands for them; `None` where it is left
    /// out.
    pub fn counted(&self, precision: Precision) -> Option<Outcome<Fraction>> {
        if IS_WHOLE && !self.there {
            return None;
        }
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

pub(super) fn stepped(points: Outcome<Fraction>, steps: &[Asked], precision: Precision) -> Outcome<Fraction> {
    if steps.is_empty() { points } else { amount(applied(points, steps, precision).value().clone()) }
}

/// The weighted mean of items: what is left out does not weigh.
///
/// Undefined where an item that must not be missing is, and where nothing is left.
pub fn weigh(items: &[ItemScore], precision: Precision) -> Outcome<Fraction> {
    let (mut sum, mut weights) = (Fraction::ZERO, Fraction::ZERO);
    for item in items {
        let Some(points) = item.counted(precision) else { continue };
        let weight = item.weight()?;
        sum = sum.plus(points?.times(weight, precision)?, precision)?;
        weights = weights.plus(weight, precision)?;
    }
    if weights.is_zero() {
        return Err(Why::NothingDefined);
    }
    sum.over(weights, precision)
}

/// The points of items that are put together as is said.
pub(super) fn together(items: &[ItemScore], how: Together, precision: Precision) -> Outcome<Fraction> {
    if IS_WHOLE && how.compose == Compose::Product {
        return multiply(items, precision);
    }
    if IS_WHOLE && how.open && how.weights == Weights::Whole {
        let mut sum = Fraction::ZERO;
        for item in items.iter().filter(|item| item.there) {
            sum = sum.plus(item.weight.clone()?, precision)?;
        }
        if sum != Fraction::ONE {
            return Err(Why::WeightsNotWhole);
        }
    }
    weigh(items, precision)
}

/// The product of items: what is left out does not multiply.
fn multiply(items: &[ItemScore], precision: Precision) -> Outcome<Fraction> {
    let mut product = None;
    for item in items {
        let Some(points) = item.counted(precision) else { continue };
        product = Some(product.unwrap_or(Fraction::ONE).times(points?, precision)?);
    }
    product.ok_or(Why::NothingDefined)
}

impl Scorecard {
    /// The items.
    pub fn items(&self) -> &[ItemScore] {
        &self.items
    }

    /// How the items are put together.
    pub fn together(&self) -> Together {
        self.together
    }

    /// What is left of the points of the items before any step is done.
    pub(super) fn before_steps(&self) -> Outcome<Fraction> {
        together(&self.items, self.together, self.precision)
    }

    /// What the steps leave of the weighted points, before it is rounded.
    pub fn points(&self) -> Outcome<Fraction> {
        stepped(self.before_steps(), &self.steps, self.precision)
    }

    /// What the steps did to the weighted points.
    pub fn applied(&self) -> Applied {
        applied(self.before_steps(), &self.steps, self.precision)
    }

    /// The score: the points, rounded once.
    pub fn score(&self) -> Outcome<Decimal> {
        self.rounding.to.apply(self.points()?)
    }

    /// How the score is rounded.
    pub fn rounding(&self) -> &Rounding {
        &self.rounding
    }

    /// How finely a fraction is rounded where it does not fit.
    pub fn precision(&self) -> Precision {
        self.precision
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
