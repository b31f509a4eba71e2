//! What is missing for a grade.

use rust_decimal::Decimal;

use crate::document::IS_WHOLE;
use crate::quantity::{Fraction, Outcome, Precision, Unit, Value, Why};
use crate::table::{End, Interval, Wanted};

use super::super::definition::{Compose, Weights};
use super::super::result::{ItemScore, Scorecard};
use super::super::weight::Together;
use super::bound::{Bound, is_enough, least_multiple};

/// What is missing for a grade.
#[derive(Clone, Debug, PartialEq)]
pub struct Needs {
    /// The least score that has the grade, as scores are rounded; nothing, where any score below is enough too.
    pub score: Option<Decimal>,
    /// The points before they are rounded that make it.
    pub points: Option<End>,
    /// Whether the card has the grade, or a better one, as it is.
    pub reached: bool,
    /// What each item with a value would have to be, all others staying as they are.
    pub items: Vec<Need>,
}

/// What one item would have to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// The names on the way to it, such as `["results", "growth"]`.
    pub path: Vec<String>,
    /// What it is.
    pub value: Outcome,
    /// What its values are of.
    pub unit: Unit,
    /// The points that it would have to have before its steps; nothing, where none would do, or any.
    pub points: Option<End>,
    /// What it would have to be.
    pub lift: Lift,
}

/// What an item would have to be for the card to be enough.
#[derive(Clone, Debug, PartialEq)]
pub enum Lift {
    /// Anything that has points: the card is enough whatever they are.
    Always,
    /// A value in one of these intervals, in rising order.
    To(Vec<Interval>),
    /// No value of it would do: its curve does not go that far, a limit stands in between, or it weighs too little.
    Never,
    /// More points of it make a lower score, because something is multiplied by a number below zero: how much would do is not told.
    Falls,
    /// It cannot be told, and why.
    Undefined(Why),
}

impl Scorecard {
    /// What is missing for a grade: for each item the values with which the card would have it, or a better one, all others staying as
    /// they are. `None` where the card has no grades, or none of this name.
    ///
    /// Exact: the rounding of the score is taken into account, and so are steps, weights and the items that are left out. Conditions
    /// of steps, and amounts in them, are held as they are; where one of them depends on the value itself, ask again with it.
    pub fn needs(&self, grade: &Value) -> Option<Outcome<Needs>> {
        let table = self.grades.as_ref()?;
        let found = match table.places(&[], &Wanted::Exactly(grade.clone()), 0) {
            Ok(found) => found,
            Err(why) => return Some(Err(why)),
        };
        let lowest = *found.first()?;
        Some(self.from(lowest))
    }

    /// What is missing for a score: for each item the values with which the card would have it, or a higher one, all others staying as they
    /// are. It is what is asked where a grade is given by quotas, and takes a score that depends on others.
    ///
    /// ```
    /// use attain::quantity::{Fraction, Precision, Value};
    /// use attain::score::{Lift, PlainCard};
    ///
    /// # #[cfg(feature = "json")] {
    /// let card = PlainCard::from_json(br#"{ "values": { "calls": "number", "sales": "number" },
    ///     "rules": { "rounding": { "to": "1", "mode": "half_up" }, "missing": "hold" },
    ///     "scorecard": { "grain": "month", "items": [
    ///         { "id": "calls", "weight": "50%", "value": "calls" }, { "id": "sales", "weight": "50%", "value": "sales" } ] } }"#).unwrap();
    /// let result = card.evaluate(&card.read_json(br#"{ "calls": 60, "sales": 80 }"#).unwrap()).unwrap().unwrap();
    ///
    /// let needs = result.needs_score(75.into()).unwrap();
    /// let Lift::To(found) = &needs.items[0].lift else { panic!() };
    /// assert_eq!(found[0].from.unwrap().at, Fraction::whole(69), "74.5 points are rounded to 75");
    /// assert!(!needs.reached);
    /// # }
    /// ```
    pub fn needs_score(&self, score: Decimal) -> Outcome<Needs> {
        self.from(Interval { from: Some(End { at: Fraction::from(score), within: true }), to: None })
    }

    fn from(&self, lowest: Interval) -> Outcome<Needs> {
        let precision = self.precision;
        let Some(end) = lowest.from else {
            let items = leaves(self, Bound::Defined);
            return Ok(Needs { score: None, points: None, reached: self.score().is_ok(), items });
        };
        let least = least_multiple(end, &self.rounding.to, precision)?;
        let score = self.rounding.to.apply(least)?;
        let bound = Bound::Least(end).before_rounding(&self.rounding.to, precision);
        let points = match bound {
            Bound::Least(end) => Some(end),
            _ => None,
        };
        let reached = self.score().is_ok_and(|score| least <= Fraction::from(score));
        Ok(Needs { score: Some(score), points, reached, items: leaves(self, bound) })
    }
}

/// What each item with a value would have to be, where the points of the card must be so much.
fn leaves(card: &Scorecard, bound: Bound) -> Vec<Need> {
    let mut needs = Vec::new();
    let bound = bound.before_steps(&card.steps, card.precision);
    level(&mut needs, &card.items, card.together, &[], &bound, card.precision);
    needs
}

fn level(
    needs: &mut Vec<Need>,
    items: &[ItemScore],
    together: Together,
    path: &[String],
    bound: &Bound,
    precision: Precision,
) {
    for (position, item) in items.iter().enumerate().filter(|(_, item)| item.there) {
        let mut way = path.to_vec();
        way.push(item.id.clone());
        let mut own = if bound.asks() { of_item(items, position, together, bound, precision) } else { bound.clone() };
        if let Some(rounding) = &item.rounding {
            own = own.before_rounding(&rounding.to, precision);
        }
        own = own.before_steps(&item.steps, precision);
        match &item.value {
            Some(value) => needs.push(need(item, value, way, own)),
            None => level(needs, &item.items, item.together, &way, &own, precision),
        }
    }
}

/// What the points of an item must be where those of what it is part of must be so much.
fn of_item(items: &[ItemScore], position: usize, together: Together, bound: &Bound, precision: Precision) -> Bound {
    let found = if IS_WHOLE && together.compose == Compose::Product {
        in_product(items, position, bound, precision)
    } else {
        in_sum(items, position, together, bound, precision)
    };
    found.unwrap_or_else(Bound::Undefined)
}

fn in_product(items: &[ItemScore], position: usize, bound: &Bound, precision: Precision) -> Outcome<Bound> {
    let mut others = Fraction::ONE;
    for (_, item) in items.iter().enumerate().filter(|(other, _)| *other != position) {
        if let Some(points) = item.counted(precision) {
            others = others.times(points?, precision)?;
        }
    }
    Ok(bound.clone().before_times(others, precision))
}

fn in_sum(
    items: &[ItemScore],
    position: usize,
    together: Together,
    bound: &Bound,
    precision: Precision,
) -> Outcome<Bound> {
    let (mut sum, mut weights, mut own, mut all) = (Fraction::ZERO, Fraction::ZERO, Fraction::ZERO, Fraction::ZERO);
    for (other, item) in items.iter().enumerate().filter(|(_, item)| item.there) {
        let weight = item.weight.clone()?;
        all = all.plus(weight, precision)?;
        if other == position {
            own = weight;
        } else if let Some(points) = item.counted(precision) {
            sum = sum.plus(points?.times(weight, precision)?, precision)?;
        } else {
            continue;
        }
        weights = weights.plus(weight, precision)?;
    }
    if together.open && together.weights == Weights::Whole && all != Fraction::ONE {
        return Err(Why::WeightsNotWhole);
    }
    if weights.is_zero() {
        return Err(Why::NothingDefined);
    }
    let whole = match bound {
        Bound::Least(end) => Bound::Least(End { at: end.at.times(weights, precision)?, ..*end }),
        other => other.clone(),
    };
    Ok(whole.before_adding(sum, precision).before_times(own, precision))
}

/// What the value of an item must be for its own points.
fn need(item: &ItemScore, value: &Outcome, path: Vec<String>, bound: Bound) -> Need {
    let points = match bound {
        Bound::Least(end) => Some(end),
        _ => None,
    };
    let key = item.curve.as_ref().and_then(|curve| curve.keys().last()).map(|key| key.unit);
    let unit = value.as_ref().map_or(key.unwrap_or(Unit::Number), Value::unit);
    let lift = match bound {
        Bound::Defined | Bound::Set(true) => Lift::Always,
        Bound::Never | Bound::Set(false) => Lift::Never,
        Bound::Falls => Lift::Falls,
        Bound::Undefined(why) => Lift::Undefined(why),
        Bound::Least(end) => to(item, end),
    };
    Need { path, value: value.clone(), unit, points, lift }
}

fn to(item: &ItemScore, end: End) -> Lift {
    let Some(curve) = &item.curve else {
        return Lift::To(vec![Interval { from: Some(end), to: None }]);
    };
    let wanted = if end.within { Wanted::AtLeast(end.at) } else { Wanted::Above(end.at) };
    match curve.places(&[], &wanted, 0) {
        Ok(found) if found.is_empty() => Lift::Never,
        Ok(found) => Lift::To(found),
        Err(why) => Lift::Undefined(why),
    }
}

impl Needs {
    /// Whether points are enough.
    pub fn are_enough(&self, points: Fraction) -> bool {
        self.points.is_none_or(|end| is_enough(points, end))
    }
}
