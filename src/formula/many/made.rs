//! What a step makes of the rows of a chunk.

use crate::quantity::{Fraction, Outcome, OutcomesPart, Quotients, Undefined, Unit, Units, Value, Why};

use super::super::run::{amount, yes};

/// What a step makes of some rows.
pub(super) enum Made<'c> {
    Amounts(Quotients<'c>, Units),
    YesNo(YesNo),
    Values(Vec<Outcome>),
}

/// Yes or no, row by row; whatever is not yes where that is undefined.
#[derive(Clone, Debug)]
pub(super) struct YesNo {
    pub yes: Vec<bool>,
    pub undefined: Undefined,
}

/// The unit that an amount of it really has.
pub(super) fn unit_of_amounts(unit: Unit) -> Unit {
    unit.of(Fraction::ZERO).unit()
}

impl<'c> Made<'c> {
    pub(super) fn of_part(part: OutcomesPart<'c>) -> Made<'c> {
        match part {
            OutcomesPart::Amounts(amounts, units) => Made::Amounts(amounts, units),
            OutcomesPart::Each(values) => Made::of(values.to_vec()),
        }
    }

    /// The same, to be used once more.
    pub(super) fn part(&self) -> Made<'_> {
        match self {
            Made::Amounts(amounts, units) => Made::Amounts(amounts.part(0..amounts.rows()), units.clone()),
            Made::YesNo(made) => Made::YesNo(made.clone()),
            Made::Values(values) => Made::Values(values.clone()),
        }
    }

    /// No row has a value, for one reason.
    pub(super) fn none(rows: usize, why: &Why) -> Made<'c> {
        let undefined = (0..rows).map(|row| (row, why.clone())).collect();
        Made::Amounts(Quotients::same(rows, Fraction::ZERO).without(&undefined), Units::All(Unit::Number))
    }

    /// Of values that are known row by row.
    pub(super) fn of(values: Vec<Outcome>) -> Made<'c> {
        let all = |is: &dyn Fn(&Value) -> bool| values.iter().all(|value| value.as_ref().map_or(true, is));
        if all(&|value| value.amount().is_some()) {
            return Made::of_amounts(values);
        }
        if !all(&|value| matches!(value, Value::YesNo(_))) {
            return Made::Values(values);
        }
        let mut made = YesNo { yes: Vec::with_capacity(values.len()), undefined: Undefined::new() };
        for (row, value) in values.into_iter().enumerate() {
            made.yes.push(value == Ok(Value::YesNo(true)));
            made.undefined.extend(value.err().map(|why| (row, why)));
        }
        Made::YesNo(made)
    }

    fn of_amounts(values: Vec<Outcome>) -> Made<'c> {
        let first = values.iter().find_map(|value| value.as_ref().ok()).map_or(Unit::Number, Value::unit);
        let unit = |value: &Outcome| value.as_ref().map_or(first, Value::unit);
        let units = if values.iter().all(|value| unit(value) == first) {
            Units::All(first)
        } else {
            Units::Each(values.iter().map(unit).collect())
        };
        let amounts = values.into_iter().map(|value| amount(&value?)).collect();
        Made::Amounts(Quotients::of_fractions(amounts), units)
    }

    /// Row by row.
    pub(super) fn into_outcomes(self) -> Vec<Outcome> {
        match self {
            Made::Values(values) => values,
            Made::Amounts(amounts, units) => {
                let rows = 0..amounts.rows();
                rows.map(|row| amounts.get(row).map(|amount| units.get(row).of(amount))).collect()
            }
            Made::YesNo(YesNo { yes, undefined }) => {
                let mut values: Vec<Outcome> = yes.into_iter().map(|yes| Ok(Value::YesNo(yes))).collect();
                for (row, why) in undefined {
                    if let Some(value) = values.get_mut(row) {
                        *value = Err(why);
                    }
                }
                values
            }
        }
    }

    /// As amounts; what is none has none, as a single value would not.
    pub(super) fn into_amounts(self) -> (Quotients<'c>, Units) {
        match self {
            Made::Amounts(amounts, units) => (amounts, units),
            made => {
                let amounts = made.into_outcomes().into_iter().map(|value| amount(&value?)).collect();
                (Quotients::of_fractions(amounts), Units::All(Unit::Number))
            }
        }
    }

    /// As yes or no; what is neither has none, as a single value would not.
    pub(super) fn into_yes(self) -> YesNo {
        match self {
            Made::YesNo(made) => made,
            made => {
                let mut answer = YesNo { yes: Vec::new(), undefined: Undefined::new() };
                for (row, value) in made.into_outcomes().into_iter().enumerate() {
                    let value = value.and_then(|value| yes(&value));
                    answer.yes.push(value == Ok(true));
                    answer.undefined.extend(value.err().map(|why| (row, why)));
                }
                answer
            }
        }
    }

    /// The rows without a value.
    pub(super) fn undefined(&self) -> Undefined {
        match self {
            Made::Amounts(amounts, _) => amounts.undefined().clone(),
            Made::YesNo(made) => made.undefined.clone(),
            Made::Values(values) => {
                let rows = values.iter().enumerate();
                rows.filter_map(|(row, value)| value.as_ref().err().map(|why| (row, why.clone()))).collect()
            }
        }
    }

    /// The values of one where it is said so, and of the other elsewhere.
    pub(super) fn or_else(self, other: Made<'c>, ours: &[bool]) -> Made<'c> {
        match (self, other) {
            (Made::Amounts(one, units), Made::Amounts(other, its)) => {
                Made::Amounts(one.or_else(&other, ours), units.or_else(&its, ours))
            }
            (one, other) => {
                let both = one.into_outcomes().into_iter().zip(other.into_outcomes()).zip(ours);
                Made::of(both.map(|((one, other), ours)| if *ours { one } else { other }).collect())
            }
        }
    }

    /// The same without a value in some rows, for a reason that comes before its own.
    pub(super) fn without(self, more: &Undefined) -> Made<'c> {
        if more.is_empty() {
            return self;
        }
        match self {
            Made::Amounts(amounts, units) => Made::Amounts(amounts.without(more), units),
            made => {
                let mut values = made.into_outcomes();
                for (row, why) in more {
                    if let Some(value) = values.get_mut(*row) {
                        *value = Err(why.clone());
                    }
                }
                Made::of(values)
            }
        }
    }
}

impl YesNo {
    /// Row by row; what is undefined is not yes.
    pub(super) fn new(mut yes: Vec<bool>, undefined: Undefined) -> YesNo {
        for (row, _) in &undefined {
            if let Some(yes) = yes.get_mut(*row) {
                *yes = false;
            }
        }
        YesNo { yes, undefined }
    }
}
