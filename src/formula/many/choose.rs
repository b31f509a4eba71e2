//! Functions, each for all rows of a chunk.

use std::cmp::Ordering;

use crate::quantity::{Quotients, Units, Why, either, known};

use super::super::function::Function;
use super::super::program::Step;
use super::super::run::one_of;
use super::made::Made;
use super::step::{Bench, many};

/// A call, given whole, and its arguments.
pub(super) fn call<'c>(
    function: Function,
    (whole, arguments): (&Step, &[Step]),
    at: usize,
    bench: &mut Bench<'_, 'c>,
) -> Made<'c> {
    let made = match function {
        Function::If | Function::Case => choose(arguments, at, bench),
        Function::Coalesce => return coalesce(arguments, at, bench),
        Function::Abs | Function::Floor | Function::Ceil | Function::Sqrt | Function::Ln | Function::Exp => {
            one(function, arguments, at, bench)
        }
        Function::Least => extreme(Ordering::Less, arguments, at, bench),
        Function::Greatest => extreme(Ordering::Greater, arguments, at, bench),
        Function::Clamp => clamp(arguments, at, bench),
        Function::Round => None,
    };
    made.unwrap_or_else(|| bench.one_by_one(whole, at))
}

/// The first value whose condition holds; from the last one to the first.
fn choose<'c>(arguments: &[Step], at: usize, bench: &mut Bench<'_, 'c>) -> Option<Made<'c>> {
    let pairs = arguments.chunks_exact(2);
    let mut chosen = match pairs.remainder() {
        [] => Made::none(bench.rows.len(), &Why::NothingDefined),
        [otherwise, ..] => many(otherwise, at, bench),
    };
    for pair in pairs.rev() {
        let [condition, value] = pair else { return None };
        let condition = many(condition, at, bench).into_yes();
        chosen = many(value, at, bench).or_else(chosen, &condition.yes).without(&condition.undefined);
    }
    Some(chosen)
}

/// The first value that is there; the first reason, where none is.
fn coalesce<'c>(arguments: &[Step], at: usize, bench: &mut Bench<'_, 'c>) -> Made<'c> {
    let rows = bench.rows.len();
    let mut chosen: Option<Made<'c>> = None;
    for argument in arguments.iter().rev() {
        let value = many(argument, at, bench);
        chosen = Some(match chosen {
            None => value,
            Some(later) => {
                let (own, others) = (known(rows, &value.undefined()), known(rows, &later.undefined()));
                let ours: Vec<bool> = own.iter().zip(others).map(|(own, other)| *own || !other).collect();
                value.or_else(later, &ours)
            }
        });
    }
    chosen.unwrap_or_else(|| Made::none(rows, &Why::NothingDefined))
}

fn one<'c>(function: Function, arguments: &[Step], at: usize, bench: &mut Bench<'_, 'c>) -> Option<Made<'c>> {
    let (amounts, units) = many(arguments.first()?, at, bench).into_amounts();
    let precision = bench.one.precision();
    let made = match function {
        Function::Abs => amounts.abs(),
        _ => amounts.one_by_one(|amount| one_of(function, amount, precision)),
    };
    Some(Made::Amounts(made, units))
}

/// The least or the greatest; nothing, where something else than amounts is compared.
fn extreme<'c>(side: Ordering, arguments: &[Step], at: usize, bench: &mut Bench<'_, 'c>) -> Option<Made<'c>> {
    let mut best: Option<(Quotients<'c>, Units)> = None;
    for argument in arguments {
        let Made::Amounts(amounts, units) = many(argument, at, bench) else { return None };
        best = Some(match best {
            None => (amounts, units),
            Some(best) => better(side, best, (amounts, units)),
        });
    }
    best.map(|(amounts, units)| Made::Amounts(amounts, units))
}

/// The one that lies on a side of the other: the first, where they are equal.
fn better<'c>(
    side: Ordering,
    (best, best_units): (Quotients<'c>, Units),
    (amounts, units): (Quotients<'c>, Units),
) -> (Quotients<'c>, Units) {
    let undefined = either(best.undefined(), amounts.undefined());
    let ours: Vec<bool> = amounts.compare(&best).into_iter().map(|ordering| ordering == side).collect();
    (amounts.or_else(&best, &ours).without(&undefined), units.or_else(&best_units, &ours))
}

fn clamp<'c>(arguments: &[Step], at: usize, bench: &mut Bench<'_, 'c>) -> Option<Made<'c>> {
    let [value, low, high] = arguments else { return None };
    let Made::Amounts(value, units) = many(value, at, bench) else { return None };
    let Made::Amounts(low, low_units) = many(low, at, bench) else { return None };
    let Made::Amounts(high, high_units) = many(high, at, bench) else { return None };
    // What is not below the least stays; then the same above.
    let within = better(Ordering::Greater, (value, units.clone()), (low, low_units));
    let within = better(Ordering::Less, within, (high, high_units));
    Some(Made::Amounts(within.0, units))
}
