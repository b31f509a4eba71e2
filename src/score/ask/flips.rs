//! Which weight would turn two people round.

use crate::document::IS_WHOLE;
use crate::quantity::{Fraction, Outcome, Precision};
use crate::step::Held;

use super::super::definition::Compose;
use super::super::result::{ItemScore, Scorecard, stepped};
use super::super::weight::Together;

/// An item, and what its weight would have to be for two people to change places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flip {
    /// The names on the way to the item, such as `["results", "growth"]`.
    pub path: Vec<String>,
    /// What it weighs among its neighbours, where all weights there make 1.
    pub weight: Option<Fraction>,
    /// What it would have to weigh.
    pub turn: Turn,
}

/// What a weight would have to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// With this weight both are equal, and beyond it they change places; its neighbours keep their proportions to each other.
    At(Fraction),
    /// No weight from 0 to 100 % turns them round.
    Never,
    /// It cannot be told from the weights: a step changes points on the way to the score, points are rounded or multiplied, or the two are
    /// not weighed alike.
    Unclear,
}

/// For each item, which weight of it would turn two people round who have the same card; by their exact points, before these are
/// rounded to scores.
///
/// Undefined where one of them has no points.
pub fn flips(first: &Scorecard, second: &Scorecard) -> Outcome<Vec<Flip>> {
    let (points, precision) = (first.before_steps()?, first.precision);
    let lead = points.minus(second.before_steps()?, precision)?;
    let mut found = Vec::new();
    let clear = is_left(first, points) && is_left(second, second.before_steps()?);
    let level = Level { cards: (first, second), share: clear.then_some(Fraction::ONE), points, lead, precision };
    level.add(&mut found, (&first.items, &second.items), (first.together, second.together), &[]);
    Ok(found)
}

/// Whether the steps of a card leave points as they are.
fn is_left(card: &Scorecard, points: Fraction) -> bool {
    stepped(Ok(points), &card.steps, card.precision) == Ok(points)
}

/// Items that stand beside each other, of both.
#[derive(Clone, Copy)]
struct Level<'l> {
    cards: (&'l Scorecard, &'l Scorecard),
    /// What their points together weigh in the card; nothing, where that cannot be told.
    share: Option<Fraction>,
    /// The points of the first.
    points: Fraction,
    /// By how many points the first is ahead.
    lead: Fraction,
    precision: Precision,
}

/// An item of both: what it weighs, and by how many points the first is ahead in it.
struct Pair {
    weight: Fraction,
    /// The points of the first.
    first: Fraction,
    ahead: Fraction,
}

impl Level<'_> {
    fn add(
        self,
        found: &mut Vec<Flip>,
        (first, second): (&[ItemScore], &[ItemScore]),
        together: (Together, Together),
        path: &[String],
    ) {
        let sums = together.0.compose == Compose::Sum && together.1.compose == Compose::Sum;
        let pairs = if sums || !IS_WHOLE { self.pairs(first, second) } else { None };
        for (position, (one, other)) in first.iter().zip(second).enumerate() {
            if !one.there || !other.there {
                continue;
            }
            let mut way = path.to_vec();
            way.push(one.id.clone());
            let known = pairs.as_ref().and_then(|pairs| pairs.get(position)?.as_ref().map(|pair| (pairs, pair)));
            let turn = known.and_then(|(pairs, pair)| self.turn(pairs, position, pair));
            let weight = known.map(|(_, pair)| pair.weight);
            found.push(Flip { path: way.clone(), weight, turn: turn.unwrap_or(Turn::Unclear) });
            if !one.items.is_empty() {
                let plain = !changes(one) && !changes(other);
                let share = self.share.zip(weight).filter(|_| plain);
                let share = share.and_then(|(share, weight)| share.times(weight, self.precision).ok());
                let inner = Level { share, ..self };
                inner.add(found, (&one.items, &other.items), (one.together, other.together), &way);
            }
        }
    }

    /// What items weigh, by the sum of those that count; nothing, where the two are not weighed alike. An item that does not count for
    /// both has no pair.
    fn pairs(self, first: &[ItemScore], second: &[ItemScore]) -> Option<Vec<Option<Pair>>> {
        let mut pairs = Vec::with_capacity(first.len());
        let mut all = Fraction::ZERO;
        for (one, other) in first.iter().zip(second) {
            let pair = match (one.counted(self.precision), other.counted(self.precision)) {
                (None, None) => None,
                (Some(Ok(had)), Some(Ok(has))) if one.weight == other.weight => {
                    let weight = one.weight.clone().ok()?;
                    all = all.plus(weight, self.precision).ok()?;
                    Some(Pair { weight, first: had, ahead: had.minus(has, self.precision).ok()? })
                }
                _ => return None,
            };
            pairs.push(pair);
        }
        for pair in pairs.iter_mut().flatten() {
            pair.weight = pair.weight.over(all, self.precision).ok()?;
        }
        Some(pairs)
    }

    /// The weight of one item with which both are equal.
    fn turn(self, pairs: &[Option<Pair>], position: usize, own: &Pair) -> Option<Turn> {
        let (share, precision) = (self.share?, self.precision);
        let (mut rest, mut others, mut weights) = (Fraction::ZERO, Fraction::ZERO, Fraction::ZERO);
        for (_, pair) in pairs.iter().enumerate().filter(|(other, _)| *other != position) {
            let Some(pair) = pair else { continue };
            rest = rest.plus(pair.ahead.times(pair.weight, precision).ok()?, precision).ok()?;
            others = others.plus(pair.first.times(pair.weight, precision).ok()?, precision).ok()?;
            weights = weights.plus(pair.weight, precision).ok()?;
        }
        if weights.is_zero() || share.is_zero() {
            return Some(Turn::Never);
        }
        // At a weight x the first is ahead by  elsewhere + share × (x × own + (1 − x) × rest).
        let here = own.ahead.times(own.weight, precision).ok()?.plus(rest, precision).ok()?;
        let elsewhere = self.lead.minus(here.times(share, precision).ok()?, precision).ok()?;
        let rest = rest.over(weights, precision).ok()?;
        let start = elsewhere.over(share, precision).ok()?.plus(rest, precision).ok()?;
        let slope = own.ahead.minus(rest, precision).ok()?;
        if slope.is_zero() {
            return Some(Turn::Never);
        }
        let at = start.negate().over(slope, precision).ok()?;
        let within = !at.is_negative() && at <= Fraction::ONE;
        if !within {
            return Some(Turn::Never);
        }
        // With that weight both have the same points: the steps must leave those as they are.
        let now = own.first.times(own.weight, precision).ok()?.plus(others, precision).ok()?;
        let others = others.over(weights, precision).ok()?;
        let then = others.plus(own.first.minus(others, precision).ok()?.times(at, precision).ok()?, precision).ok()?;
        let both = then.minus(now, precision).ok()?.times(share, precision).ok()?;
        let both = self.points.plus(both, precision).ok()?;
        let left = is_left(self.cards.0, both) && is_left(self.cards.1, both);
        Some(if left { Turn::At(at) } else { Turn::Unclear })
    }
}

/// Whether an item has, or could have, other points than those that it is made of give together.
fn changes(item: &ItemScore) -> bool {
    item.rounding.is_some() || item.steps.iter().any(|step| step.held == Held::Yes)
}
