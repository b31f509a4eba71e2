//! Where somebody stands against others, item by item.

use crate::quantity::{Fraction, Outcome, Precision, Why};
use crate::sort;

use super::super::result::Scorecard;

/// Where somebody stands against others, for each item with a value, in the order of the card.
#[derive(Clone, Debug, PartialEq)]
pub struct Focus {
    /// The items.
    pub items: Vec<Standing>,
}

/// An item of somebody beside that of others.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The names on the way to it, such as `["results", "growth"]`.
    pub path: Vec<String>,
    /// The points.
    pub points: Outcome<Fraction>,
    /// The median of the points of the others, those that have some; of an even number, the mean of the middle two.
    pub median: Outcome<Fraction>,
    /// How many others have points.
    pub others: usize,
    /// By how many points it is ahead of the median; below zero, where it is behind.
    pub ahead: Outcome<Fraction>,
    /// The same by what the item weighs in the card: how many points of the score that makes. Undefined where the item does not count, or
    /// points are multiplied.
    pub weighted: Outcome<Fraction>,
}

impl Focus {
    /// The item in which somebody is furthest ahead of the others, or least behind.
    pub fn strongest(&self) -> Option<&Standing> {
        most(&self.items, &|one, best| one.ahead > best.ahead, &|standing| standing.ahead.is_ok())
    }

    /// The item in which somebody is furthest behind.
    pub fn weakest(&self) -> Option<&Standing> {
        most(&self.items, &|one, best| one.ahead < best.ahead, &|standing| standing.ahead.is_ok())
    }

    /// What to work on: the item by which most of the score is lost against the others. Nothing, where none is behind.
    pub fn coaching(&self) -> Option<&Standing> {
        let behind = |standing: &Standing| matches!(standing.weighted, Ok(weighted) if weighted.is_negative());
        most(&self.items, &|one, best| one.weighted < best.weighted, &behind)
    }
}

/// The first of those that count which no other one beats.
fn most<'f>(
    items: &'f [Standing],
    beats: &dyn Fn(&Standing, &Standing) -> bool,
    counts: &dyn Fn(&Standing) -> bool,
) -> Option<&'f Standing> {
    let mut best: Option<&Standing> = None;
    for standing in items.iter().filter(|standing| counts(standing)) {
        if best.is_none_or(|best| beats(standing, best)) {
            best = Some(standing);
        }
    }
    best
}

/// Where somebody stands against others who have the same card.
pub fn focus(own: &Scorecard, others: &[&Scorecard]) -> Focus {
    let precision = own.precision;
    let mut items = Vec::new();
    for line in own.lines() {
        if line.item.value.is_none() && line.item.leaf.is_none() {
            continue;
        }
        let mut points = Vec::new();
        for other in others {
            points
                .extend(other.item(&line.path).filter(|item| item.there).and_then(|item| item.points(precision).ok()));
        }
        let median = median(&mut points, precision);
        let ahead = line.points.clone().and_then(|points| points.minus(median.clone()?, precision));
        let weighted = match (&ahead, line.of_card) {
            (Ok(ahead), Some(weight)) => ahead.times(weight, precision),
            (Err(why), _) => Err(why.clone()),
            (Ok(_), None) => Err(Why::NothingDefined),
        };
        let path = line.path.iter().map(|name| (*name).to_owned()).collect();
        items.push(Standing { path, points: line.points, median, others: points.len(), ahead, weighted });
    }
    Focus { items }
}

fn median(points: &mut [Fraction], precision: Precision) -> Outcome<Fraction> {
    sort::all(points);
    let middle = points.len() / 2;
    let high = *points.get(middle).ok_or(Why::NoPeers)?;
    if points.len() % 2 == 1 {
        return Ok(high);
    }
    let low = middle.checked_sub(1).and_then(|low| points.get(low)).copied().unwrap_or(high);
    low.plus(high, precision)?.over(Fraction::whole(2), precision)
}
