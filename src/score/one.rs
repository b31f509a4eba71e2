//! The score of one, by a card whose items are the same for everybody: without the card that comes out.

use rust_decimal::Decimal;

use crate::quantity::{Fraction, Outcome, Why};
use crate::rule::Missing;

use super::compile::Card;
use super::evaluate::Inputs;
use super::item::{Item, Part};
use super::result::amount;
use super::weight::Weight;

/// The score by a card that [is plain](super::is_plain): that of the card that [`evaluate`](super::evaluate()) makes.
pub(crate) fn one(card: &Card, inputs: &mut impl Inputs) -> Outcome<Decimal> {
    card.rounding.to.apply(weighed(&card.items, inputs)?)
}

/// The weighted mean of items, as [`weigh`](super::result::weigh) has it.
fn weighed(items: &[Item], inputs: &mut impl Inputs) -> Outcome<Fraction> {
    let precision = inputs.precision();
    let (mut sum, mut weights) = (Fraction::ZERO, Fraction::ZERO);
    for item in items {
        let points = match (points(item, inputs), item.missing) {
            (Ok(points), _) => points,
            (Err(_), Missing::Zero) => Fraction::ZERO,
            (Err(_), Missing::Value(value)) => value,
            (Err(_), Missing::Skip) => continue,
            (Err(why), Missing::Hold) => return Err(why),
        };
        let Weight::Fixed(weight) = item.weight else { return Err(Why::WeightsNotWhole) };
        sum = sum.plus(points.times(weight, precision)?, precision)?;
        weights = weights.plus(weight, precision)?;
    }
    if weights.is_zero() {
        return Err(Why::NothingDefined);
    }
    sum.over(weights, precision)
}

fn points(item: &Item, inputs: &mut impl Inputs) -> Outcome<Fraction> {
    match &item.part {
        Part::Items(items) => weighed(items, inputs),
        Part::Value { value, points } => {
            let value = inputs.value(value)?;
            amount(match points {
                Some(table) => inputs.table(*table).value(std::slice::from_ref(&value), 0),
                None => Ok(value),
            })
        }
    }
}
