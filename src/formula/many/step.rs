//! The steps of a formula, each for all rows of a chunk.

use std::ops::Range;
use std::sync::Arc;

use crate::quantity::{Outcome, Outcomes, Quotients, Undefined, Unit, Units, Value, either, known};

use super::super::check::Asked;
use super::super::program::{Arithmetic, Comparison, Shift, Step};
use super::super::run::{arithmetic, compare, exponent};
use super::Alone;
use super::choose::call;
use super::made::{Made, YesNo, unit_of_amounts};

/// What was found before any row is looked at.
pub(super) struct Ground {
    /// The answers for all rows, by question and what the rows have in common; nothing, where each row is asked by itself.
    pub columns: Vec<(Asked, usize, Option<Arc<Outcomes>>)>,
    /// Where windows lead.
    pub shifts: Vec<(Shift, usize, Outcome<usize>)>,
}

/// A chunk of rows, and what is needed to run for them.
pub(super) struct Bench<'b, 'c> {
    pub rows: Range<usize>,
    pub ground: &'c Ground,
    pub one: &'b mut dyn Alone,
}

impl Bench<'_, '_> {
    /// A step for each row by itself.
    pub(super) fn one_by_one<'m>(&mut self, step: &Step, at: usize) -> Made<'m> {
        Made::of(self.rows.clone().map(|row| self.one.alone(step, row, at)).collect())
    }
}

pub(super) fn many<'c>(of: &Step, at: usize, bench: &mut Bench<'_, 'c>) -> Made<'c> {
    let rows = bench.rows.len();
    match of {
        Step::Constant(value) => constant(value, rows),
        Step::Ask(asked) => {
            let part = bench.ground.part(*asked, at, &bench.rows);
            part.unwrap_or_else(|| bench.one_by_one(of, at))
        }
        Step::Not(value) => {
            let YesNo { yes, undefined } = many(value, at, bench).into_yes();
            Made::YesNo(YesNo::new(yes.into_iter().map(|yes| !yes).collect(), undefined))
        }
        Step::Negate(value) => {
            let (amounts, units) = many(value, at, bench).into_amounts();
            Made::Amounts(amounts.negated(), units)
        }
        Step::Arithmetic { op, unit, left, right } => {
            let left = many(left, at, bench);
            let right = many(right, at, bench);
            reckoned((*op, *unit), left, right, bench)
        }
        Step::Compare(comparison, left, right) => {
            let left = many(left, at, bench);
            Made::YesNo(compared(*comparison, left, many(right, at, bench)))
        }
        Step::And(left, right) | Step::Or(left, right) => {
            let left = many(left, at, bench).into_yes();
            let right = many(right, at, bench).into_yes();
            Made::YesNo(lazy(matches!(of, Step::Or(..)), &left, &right))
        }
        Step::In(value, list) => member(value, list, at, bench),
        Step::Present(value) => {
            let present = known(rows, &many(value, at, bench).undefined());
            Made::YesNo(YesNo::new(present, Undefined::new()))
        }
        Step::Call(function, arguments) => call(*function, (of, arguments), at, bench),
        Step::Round(value, to) => {
            let (amounts, units) = many(value, at, bench).into_amounts();
            Made::Amounts(amounts.rounded(to), units)
        }
        Step::Window(value, shift) => match bench.ground.shifted(shift, at) {
            Some(Ok(there)) => many(value, *there, bench),
            Some(Err(why)) => Made::none(rows, why),
            None => bench.one_by_one(of, at),
        },
        Step::At(..) | Step::Of { .. } => bench.one_by_one(of, at),
    }
}

fn constant<'c>(value: &Value, rows: usize) -> Made<'c> {
    match value.amount() {
        Some(amount) => Made::Amounts(Quotients::same(rows, amount), Units::All(value.unit())),
        None => Made::of(vec![Ok(value.clone()); rows]),
    }
}

fn reckoned<'c>(
    (op, unit): (Arithmetic, Unit),
    left: Made<'c>,
    right: Made<'c>,
    bench: &mut Bench<'_, 'c>,
) -> Made<'c> {
    let precision = bench.one.precision();
    let (Made::Amounts(one, _), Made::Amounts(other, _)) = (&left, &right) else {
        let both = left.into_outcomes().into_iter().zip(right.into_outcomes());
        return Made::of(both.map(|(left, right)| arithmetic(op, unit, &left?, &right?, precision)).collect());
    };
    let made = match op {
        Arithmetic::Add => one.plus(other, precision),
        Arithmetic::Subtract => one.minus(other, precision),
        Arithmetic::Multiply => one.times(other, precision),
        Arithmetic::Divide => one.over(other, precision),
        Arithmetic::Power => one.two_by_two(other, |one, other| one.power(exponent(other)?, precision)),
    };
    Made::Amounts(made, Units::All(unit_of_amounts(unit)))
}

fn compared(comparison: Comparison, left: Made<'_>, right: Made<'_>) -> YesNo {
    let undefined = either(&left.undefined(), &right.undefined());
    let yes = match (&left, &right) {
        (Made::Amounts(one, _), Made::Amounts(other, _)) if comparison != Comparison::Has => {
            let holds = |ordering: &std::cmp::Ordering| comparison.holds(*ordering);
            one.compare(other).iter().map(holds).collect()
        }
        _ => {
            let both = left.into_outcomes().into_iter().zip(right.into_outcomes());
            let values = both.map(|(left, right)| compare(comparison, &left?, &right?).map(Value::YesNo));
            return Made::of(values.collect()).into_yes();
        }
    };
    YesNo::new(yes, undefined)
}

/// `and` and `or`: `decisive` on either side decides, whatever the other side is.
fn lazy(decisive: bool, left: &YesNo, right: &YesNo) -> YesNo {
    let decides = |side: &YesNo| {
        let known = known(side.yes.len(), &side.undefined);
        let both = side.yes.iter().zip(known).map(|(yes, known)| known && *yes == decisive);
        both.collect::<Vec<bool>>()
    };
    let decided: Vec<bool> = decides(left).iter().zip(decides(right)).map(|(one, other)| *one || other).collect();
    let mut undefined = either(&left.undefined, &right.undefined);
    undefined.retain(|(row, _)| decided.get(*row) == Some(&false));
    YesNo::new(decided.into_iter().map(|decided| decided == decisive).collect(), undefined)
}

/// Whether a value is one of a list.
fn member<'c>(value: &Step, list: &[Step], at: usize, bench: &mut Bench<'_, 'c>) -> Made<'c> {
    let of = many(value, at, bench);
    let unknown = of.undefined();
    let mut found = YesNo { yes: vec![false; bench.rows.len()], undefined: Undefined::new() };
    for item in list {
        let item = many(item, at, bench);
        let equal = compared(Comparison::Equal, of.part(), item);
        found = lazy(true, &found, &equal);
    }
    Made::YesNo(found).without(&unknown)
}
