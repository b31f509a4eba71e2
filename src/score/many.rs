//! The scores of many at once, of cards whose items are the same for everybody.

use std::sync::Arc;

use crate::formula::Program;
use crate::id::Id;
use crate::kpi::Question;
use crate::quantity::{Fraction, Outcomes, Precision, Quotients, Undefined, Why, either, known};
use crate::rule::Missing;
use crate::table::Table;

use super::compile::Card;
use super::definition::Compose;
use super::item::{Item, Part};
use super::weight::{Together, Weight};

/// Where the scores of many get their values from.
pub(crate) trait ManyInputs {
    /// The values of an item, row by row.
    fn values(&mut self, program: &Program<Question>) -> Arc<Outcomes>;

    /// What a table makes of values.
    fn points(&mut self, table: Id<Table>, values: &Arc<Outcomes>) -> Outcomes;

    /// How finely a fraction is rounded where it does not fit.
    fn precision(&self) -> Precision;
}

/// Whether a card is one whose scores [`many`] finds: every item is always there, with a weight that is written, and nothing is done to the
/// points but to weight and add them.
pub(crate) fn is_plain(card: &Card) -> bool {
    let all = |items: &[Item], together: Together| {
        !together.open && together.compose == Compose::Sum && items.iter().all(is_plain_item)
    };
    card.steps.is_empty() && all(&card.items, card.together)
}

fn is_plain_item(item: &Item) -> bool {
    let Item { when, during, at_least, steps, rounding, together, part, .. } = item;
    let inner = match part {
        Part::Value { .. } => true,
        Part::Items(items) => !together.open && together.compose == Compose::Sum && items.iter().all(is_plain_item),
    };
    let always = when.is_none() && during.is_none() && *at_least == 0;
    inner && always && steps.is_empty() && rounding.is_none() && matches!(item.weight, Weight::Fixed(_))
}

/// What is run for a card that [is plain](is_plain).
pub(crate) fn programs(card: &Card) -> Vec<&Program<Question>> {
    fn add<'c>(items: &'c [Item], all: &mut Vec<&'c Program<Question>>) {
        for item in items {
            match &item.part {
                Part::Value { value, .. } => all.push(value),
                Part::Items(items) => add(items, all),
            }
        }
    }
    let mut all = Vec::new();
    add(&card.items, &mut all);
    all
}

/// The scores of so many rows, by a card that [is plain](is_plain); nothing, where values are no amounts.
pub(crate) fn many(card: &Card, rows: usize, inputs: &mut dyn ManyInputs) -> Option<Quotients<'static>> {
    Some(weighed(&card.items, rows, inputs)?.rounded(&card.rounding.to))
}

/// The weighted mean of items, as [`weigh`](super::result::weigh) has it for one card.
fn weighed(items: &[Item], rows: usize, inputs: &mut dyn ManyInputs) -> Option<Quotients<'static>> {
    let precision = inputs.precision();
    let mut sum = Quotients::same(rows, Fraction::ZERO);
    let mut weights = Quotients::same(rows, Fraction::ZERO);
    for item in items {
        let Weight::Fixed(weight) = item.weight else { return None };
        let weight = Quotients::same(rows, weight);
        let Counted { points, left_out } = counted(item, rows, inputs)?;
        let more = points.times(&weight, precision);
        (sum, weights) = match left_out {
            None => (sum.plus(&more, precision), weights.plus(&weight, precision)),
            Some(in_it) => {
                let nothing = Quotients::same(rows, Fraction::ZERO);
                let more = sum.plus(&more.or_else(&nothing, &in_it), precision);
                (more, weights.plus(&weight.or_else(&nothing, &in_it), precision))
            }
        };
    }
    let undefined = sum.undefined().clone();
    let mean = sum.over(&weights, precision);
    // Nothing is left where it would be divided by zero.
    let nothing = |(row, why): &(usize, Why)| {
        let why = if *why == Why::DividedByZero { Why::NothingDefined } else { why.clone() };
        (*row, why)
    };
    let mended: Undefined = mean.undefined().iter().map(nothing).collect();
    Some(mean.without(&either(&undefined, &mended)))
}

/// The points with which an item counts.
struct Counted {
    points: Quotients<'static>,
    /// Whether it counts, row by row; nothing, where it does everywhere.
    left_out: Option<Vec<bool>>,
}

fn counted(item: &Item, rows: usize, inputs: &mut dyn ManyInputs) -> Option<Counted> {
    let points = match &item.part {
        Part::Items(items) => weighed(items, rows, inputs)?,
        Part::Value { value, points } => {
            let values = inputs.values(value);
            let made = points.map(|table| inputs.points(table, &values));
            made.as_ref().unwrap_or(&*values).amounts()?.clone()
        }
    };
    if points.undefined().is_empty() || item.missing == Missing::Hold {
        return Some(Counted { points, left_out: None });
    }
    let known = known(rows, points.undefined());
    let instead = match item.missing {
        Missing::Zero => Fraction::ZERO,
        Missing::Value(value) => value,
        Missing::Skip | Missing::Hold => return Some(Counted { points, left_out: Some(known) }),
    };
    Some(Counted { points: points.or_else(&Quotients::same(rows, instead), &known), left_out: None })
}
