//! What is made of values in rising order, each with how often it occurs.

use crate::quantity::{Fraction, Outcome, Precision, RoundingMode, Unit, Value, Why};
use crate::rule::Percentile;

use super::fold::Aggregate;
use super::multiset::Multiset;
use super::total::Total;

/// The answer of an aggregate that needs all values.
pub(super) fn of_values(aggregate: Aggregate, unit: Unit, values: &[(Value, u64)], precision: Precision) -> Outcome {
    match aggregate {
        Aggregate::Min => values.first().map(|(value, _)| value.clone()).ok_or(Why::NoFacts),
        Aggregate::Max => values.last().map(|(value, _)| value.clone()).ok_or(Why::NoFacts),
        Aggregate::Avg => mean(values, precision).map(|mean| unit.of(mean)),
        Aggregate::Stddev => spread(values, precision).map(|spread| unit.of(spread)),
        Aggregate::Trimmed(share) => mean(&within(values, share, precision)?, precision).map(|mean| unit.of(mean)),
        Aggregate::Percentile { share, method } => {
            let count = values.iter().fold(0_u64, |sum, (_, times)| sum.saturating_add(*times));
            let at = |position| at(values, position).and_then(|value| value.amount().ok_or(Why::NotANumber));
            percentile_at(count, share, method, precision, &at).map(|value| unit.of(value))
        }
        _ => Err(Why::NothingDefined),
    }
}

pub(super) fn whole(count: u64, unit: Unit) -> Outcome {
    let count = i64::try_from(count).map_err(|_| Why::Overflow)?;
    Ok(unit.of(Fraction::whole(count)))
}

fn mean(values: &[(Value, u64)], precision: Precision) -> Outcome<Fraction> {
    let mut sum = Total::default();
    let mut count = 0_u64;
    for (value, times) in values {
        let times_over = Fraction::whole(i64::try_from(*times).map_err(|_| Why::Overflow)?);
        sum.add(value.amount().ok_or(Why::NotANumber)?.times(times_over, precision)?);
        count = count.saturating_add(*times);
    }
    let count = Fraction::whole(i64::try_from(count).map_err(|_| Why::Overflow)?);
    sum.value(precision)?.over(count, precision)
}

fn spread(values: &[(Value, u64)], precision: Precision) -> Outcome<Fraction> {
    let amounts: Option<Vec<(Fraction, u64)>> =
        values.iter().map(|(value, times)| Some((value.amount()?, *times))).collect();
    Fraction::deviation(&amounts.ok_or(Why::NotANumber)?, precision)
}

/// The values without a share of them at either end.
fn within(values: &[(Value, u64)], share: Fraction, precision: Precision) -> Outcome<Vec<(Value, u64)>> {
    let count = values.iter().fold(0_u64, |sum, (_, times)| sum.saturating_add(*times));
    let count = Fraction::whole(i64::try_from(count).map_err(|_| Why::Overflow)?);
    let off = u64::try_from(count.times(share, precision)?.to_whole(RoundingMode::Floor)).map_err(|_| Why::Overflow)?;
    let mut kept = values.to_vec();
    take(kept.iter_mut(), off);
    take(kept.iter_mut().rev(), off);
    Ok(kept)
}

/// Takes so many values off, one after the other.
fn take<'v>(values: impl Iterator<Item = &'v mut (Value, u64)>, mut off: u64) {
    for (_, times) in values {
        let taken = off.min(*times);
        (*times, off) = (times.saturating_sub(taken), off.saturating_sub(taken));
    }
}

/// Puts the values of people or periods together, in their order.
pub(crate) fn gather(aggregate: Aggregate, unit: Unit, values: &[Fraction], precision: Precision) -> Outcome {
    let counted = || Multiset::of(values.iter().map(|value| unit.of(*value)));
    match aggregate {
        Aggregate::Count => whole(values.len() as u64, unit),
        Aggregate::Distinct => whole(counted().values().len() as u64, unit),
        Aggregate::First => values.first().map(|value| unit.of(*value)).ok_or(Why::NothingDefined),
        Aggregate::Last => values.last().map(|value| unit.of(*value)).ok_or(Why::NothingDefined),
        Aggregate::Sum => {
            let mut total = Total::default();
            for value in values {
                total.add(*value);
            }
            total.value(precision).map(|sum| unit.of(sum))
        }
        _ if values.is_empty() => Err(Why::NothingDefined),
        _ => of_values(aggregate, unit, counted().values(), precision),
    }
}

/// The value below which a share of the values lies.
///
/// *linear*: at position share × (n − 1) counted from 0, on the straight line between its neighbours (the method of
/// spreadsheets' `PERCENTILE.INC`). *nearest*: the value at the least position that has the share at or below it.
pub(crate) fn percentile(
    values: &[(Fraction, u64)],
    share: Fraction,
    method: Percentile,
    precision: Precision,
) -> Outcome<Fraction> {
    let count = values.iter().fold(0_u64, |sum, (_, times)| sum.saturating_add(*times));
    percentile_at(count, share, method, precision, &|position| at(values, position).copied())
}

/// The same of so many values, by what stands at a position.
pub(super) fn percentile_at(
    count: u64,
    share: Fraction,
    method: Percentile,
    precision: Precision,
    at: &dyn Fn(u64) -> Outcome<Fraction>,
) -> Outcome<Fraction> {
    if count == 0 {
        return Err(Why::NoFacts);
    }
    let number = |count: u64| i64::try_from(count).map(Fraction::whole).map_err(|_| Why::Overflow);
    match method {
        Percentile::Linear => {
            let position = share.times(number(count.saturating_sub(1))?, precision)?;
            let below = position.numerator().div_euclid(position.denominator());
            let below = u64::try_from(below).map_err(|_| Why::Overflow)?;
            let low = at(below)?;
            let part = position.minus(number(below)?, precision)?;
            if part.is_zero() {
                return Ok(low);
            }
            let high = at(below.saturating_add(1))?;
            low.plus(high.minus(low, precision)?.times(part, precision)?, precision)
        }
        Percentile::Nearest => {
            let reach = share.times(number(count)?, precision)?;
            let position = reach.negate().numerator().div_euclid(reach.denominator());
            let position = u64::try_from(position.saturating_neg()).map_err(|_| Why::Overflow)?;
            at(position.max(1).saturating_sub(1))
        }
    }
}

/// The value at a position, counted from 0.
fn at<T>(values: &[(T, u64)], position: u64) -> Outcome<&T> {
    let mut passed = 0_u64;
    for (value, times) in values {
        passed = passed.saturating_add(*times);
        if position < passed {
            return Ok(value);
        }
    }
    Err(Why::NoFacts)
}
