//! What a scorecard comes to.

use crate::document::IS_WHOLE;
use crate::formula::Program;
use crate::id::Id;
use crate::kpi::Question;
use crate::quantity::{Fraction, Outcome, Precision, Value, Why};
use crate::table::Table;

use super::compile::Card;
use super::item::{Item, Part};
use super::result::{ItemScore, Scorecard, amount};
use super::weight::Weight;

/// Where a scorecard gets its values from.
pub trait Inputs {
    /// The value of an item, for whom and when the card is about.
    fn value(&mut self, program: &Program<Question>) -> Outcome;

    /// Whether a value rests on as many facts as are needed; the reason, where it does not.
    fn enough(&mut self, program: &Program<Question>, need: u64) -> Outcome<()>;

    /// A table of the plan.
    fn table(&self, id: Id<Table>) -> &Table;

    /// How finely a fraction is rounded where it does not fit.
    fn precision(&self) -> Precision;
}

/// Computes a card.
pub fn evaluate(card: &Card, inputs: &mut impl Inputs) -> Scorecard {
    let items = card.items.iter().map(|item| evaluate_item(item, inputs)).collect();
    let grades = card.grades.map(|id| inputs.table(id).clone());
    let steps = card.steps.ask_with(&mut |program| inputs.value(program));
    let (rounding, precision) = (card.rounding.clone(), inputs.precision());
    Scorecard { items, together: card.together, steps, rounding, grades, precision }
}

fn evaluate_item(item: &Item, inputs: &mut impl Inputs) -> ItemScore {
    let mut score = ItemScore::new(item.id.as_str(), Ok(Fraction::ONE), item.missing);
    if IS_WHOLE && !(holds(item.during.as_ref(), inputs) && holds(item.when.as_ref(), inputs)) {
        score.there = false;
        return score;
    }
    match &item.weight {
        Weight::Formula(program) if IS_WHOLE => {
            score.weight = inputs.value(program).and_then(|value| weight(&value));
        }
        Weight::Fixed(weight) => score.weight = Ok(*weight),
        Weight::Formula(_) => {}
    }
    score.steps = item.steps.ask_with(&mut |program| inputs.value(program));
    if IS_WHOLE {
        score.rounding.clone_from(&item.rounding);
    }
    match &item.part {
        Part::Items(items) => {
            score.together = item.together;
            score.items = items.iter().map(|item| evaluate_item(item, inputs)).collect();
        }
        Part::Value { value, points } => {
            let mut known = inputs.value(value);
            if IS_WHOLE
                && item.at_least > 0
                && let Err(why) = inputs.enough(value, item.at_least)
            {
                known = Err(why);
            }
            score.leaf = Some(match points {
                None => amount(known.clone()),
                Some(table) => {
                    let table = inputs.table(*table);
                    if IS_WHOLE {
                        score.curve = Some(table.clone());
                    }
                    amount(known.clone().and_then(|value| table.value(&[value], 0)))
                }
            });
            score.value = Some(known);
        }
    }
    score
}

/// Whether a condition holds; one that is undefined does not.
fn holds(condition: Option<&Program<Question>>, inputs: &mut impl Inputs) -> bool {
    condition.is_none_or(|condition| matches!(inputs.value(condition), Ok(Value::YesNo(true))))
}

/// A weight that a formula gave: nothing is the least.
fn weight(value: &Value) -> Outcome<Fraction> {
    value.amount().filter(|weight| !weight.is_negative()).ok_or(Why::WeightsNotWhole)
}
