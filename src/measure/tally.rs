//! What is known of a group of facts: mergeable, whatever the order.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::id::Key;
use crate::quantity::{Fraction, Outcome, Precision, RoundingMode, Unit, Value, Why};
use crate::rule::Percentile;
use crate::sort;

use super::fold::Aggregate;
use super::total::Total;

/// What is known of a group of facts for one fold.
///
/// Tallies of disjoint groups merge into the tally of both. An entry that is credited to several people is in the tally of
/// each, and once in the tally of all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    gathered: Gathered,
    /// The least reason why the value of some fact is undefined; the answer then is, too.
    undefined: Option<Why>,
}

#[derive(Clone, Debug, Default, PartialEq)]
enum Gathered {
    #[default]
    Nothing,
    Sum(Total),
    Count {
        once: u64,
        /// The facts that others are credited with too, as often as they were met.
        shared: Vec<u32>,
    },
    /// In rising order: most cells hold a few values, for which a tree would take ten times the memory.
    Distinct(Vec<Value>),
    Values {
        once: BTreeMap<Value, u64>,
        /// Facts that others are credited with too, as often as they were met.
        shared: Vec<(u32, Value)>,
    },
    Outermost(NaiveDate, Key, Value),
}

/// A fact as a tally sees it.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    /// The position of its entry, the same wherever it is credited.
    pub fact: u32,
    /// Its day.
    pub day: NaiveDate,
    /// Its entry.
    pub id: Key,
    /// Its value; none where facts are only counted.
    pub value: Option<Outcome>,
    /// The share that is credited, negative for a reversal.
    pub share: Fraction,
    /// Whether others are credited with it too.
    pub shared: bool,
    /// Whether it takes back another entry.
    pub reversal: bool,
}

impl Tally {
    pub(super) fn add(&mut self, aggregate: Aggregate, seen: Seen, precision: Precision) {
        if seen.reversal && aggregate != Aggregate::Sum {
            return;
        }
        let value = match seen.value {
            Some(Ok(ref value)) => Some(value.clone()),
            // Whether it would count is not known before the rate is.
            Some(Err(Why::NoRate)) => return self.miss(Why::NoRate),
            // Facts that lack the value are what a count of it leaves out.
            Some(Err(_)) if aggregate == Aggregate::Count => return,
            Some(Err(why)) => return self.miss(why),
            None => None,
        };
        let one = match (aggregate, value) {
            (Aggregate::Count, _) => count(&seen),
            (Aggregate::Sum, Some(value)) => match credited(&value, seen.share, precision) {
                Ok(total) => Gathered::Sum(total),
                Err(why) => return self.miss(why),
            },
            (Aggregate::Distinct, Some(value)) => Gathered::Distinct(vec![value]),
            (Aggregate::First | Aggregate::Last, Some(value)) => Gathered::Outermost(seen.day, seen.id, value),
            (_, Some(value)) => values(&seen, value),
            (_, None) => return,
        };
        self.gather(aggregate, one);
    }

    fn miss(&mut self, why: Why) {
        self.undefined = Some(self.undefined.take().map_or(why.clone(), |before| before.min(why)));
    }

    /// Adds what is known of another group.
    pub fn merge(&mut self, aggregate: Aggregate, other: &Tally) {
        if let Some(why) = &other.undefined {
            self.miss(why.clone());
        }
        self.gather(aggregate, other.gathered.clone());
    }

    fn gather(&mut self, aggregate: Aggregate, other: Gathered) {
        match (&mut self.gathered, other) {
            (_, Gathered::Nothing) => {}
            (own @ Gathered::Nothing, other) => *own = other,
            (Gathered::Sum(own), Gathered::Sum(other)) => own.merge(&other),
            (Gathered::Count { once, shared }, Gathered::Count { once: more, shared: others }) => {
                *once = once.saturating_add(more);
                shared.extend(others);
            }
            (Gathered::Distinct(own), Gathered::Distinct(other)) => unite(own, other),
            (Gathered::Values { once, shared }, Gathered::Values { once: more, shared: others }) => {
                for (value, count) in more {
                    occurs(once, value, count);
                }
                shared.extend(others);
            }
            (Gathered::Outermost(day, id, value), Gathered::Outermost(other_day, other_id, other_value)) => {
                let earlier = (&other_day, &other_id) < (day, id);
                if earlier == (aggregate == Aggregate::First) {
                    (*day, *id, *value) = (other_day, other_id, other_value);
                }
            }
            // One tally is only ever of one aggregate.
            (_, _) => {}
        }
    }

    /// The answer, in a unit.
    ///
    /// Of no facts, a sum and a count are zero; whatever else is undefined, because there are none.
    pub fn answer(&self, aggregate: Aggregate, unit: Unit, precision: Precision) -> Outcome {
        if let Some(why) = &self.undefined {
            return Err(why.clone());
        }
        match &self.gathered {
            Gathered::Nothing => match aggregate {
                Aggregate::Sum | Aggregate::Count | Aggregate::Distinct => Ok(unit.of(Fraction::ZERO)),
                _ => Err(Why::NoFacts),
            },
            Gathered::Sum(total) => total.value(precision).map(|sum| unit.of(sum)),
            Gathered::Count { once, shared } => {
                let mut shared = shared.clone();
                sort::all(&mut shared);
                shared.dedup();
                whole(once.saturating_add(shared.len() as u64), unit)
            }
            Gathered::Distinct(values) => whole(values.len() as u64, unit),
            Gathered::Outermost(_, _, value) => Ok(value.clone()),
            Gathered::Values { once, shared } => of_values(aggregate, unit, &sorted(once, shared), precision),
        }
    }
}

/// Adds the values of one rising list to another.
fn unite(own: &mut Vec<Value>, mut other: Vec<Value>) {
    if own.len() < other.len() {
        std::mem::swap(own, &mut other);
    }
    for value in other {
        if let Err(place) = own.binary_search(&value) {
            own.insert(place, value);
        }
    }
}

fn count(seen: &Seen) -> Gathered {
    if seen.shared {
        Gathered::Count { once: 0, shared: vec![seen.fact] }
    } else {
        Gathered::Count { once: 1, shared: Vec::new() }
    }
}

fn values(seen: &Seen, value: Value) -> Gathered {
    let mut once = BTreeMap::new();
    let mut shared = Vec::new();
    if seen.shared {
        shared.push((seen.fact, value));
    } else {
        occurs(&mut once, value, 1);
    }
    Gathered::Values { once, shared }
}

/// Adds how often a value occurs.
fn occurs(once: &mut BTreeMap<Value, u64>, value: Value, times: u64) {
    let own = once.entry(value).or_default();
    *own = own.saturating_add(times);
}

fn credited(value: &Value, share: Fraction, precision: Precision) -> Outcome<Total> {
    let amount = value.amount().ok_or(Why::NotANumber)?;
    let mut total = Total::default();
    total.add(amount.times(share, precision)?);
    Ok(total)
}

fn whole(count: u64, unit: Unit) -> Outcome {
    let count = i64::try_from(count).map_err(|_| Why::Overflow)?;
    Ok(unit.of(Fraction::whole(count)))
}

/// The values with how often each occurs, in rising order.
fn sorted(once: &BTreeMap<Value, u64>, shared: &[(u32, Value)]) -> Vec<(Value, u64)> {
    let mut all: Vec<(Value, u64)> = once.iter().map(|(value, count)| (value.clone(), *count)).collect();
    let mut shared = shared.to_vec();
    sort::by(&mut shared, |(one, _), (other, _)| one.cmp(other));
    shared.dedup_by(|(one, _), (other, _)| one == other);
    all.extend(shared.into_iter().map(|(_, value)| (value, 1)));
    counted(all)
}

/// The values in rising order, each once, with how often it occurs in all.
fn counted(mut values: Vec<(Value, u64)>) -> Vec<(Value, u64)> {
    sort::by(&mut values, |(one, _), (other, _)| one.cmp(other));
    values.dedup_by(|(value, more), (before, count)| {
        let same = value == before;
        if same {
            *count = count.saturating_add(*more);
        }
        same
    });
    values
}

fn of_values(aggregate: Aggregate, unit: Unit, values: &[(Value, u64)], precision: Precision) -> Outcome {
    match aggregate {
        Aggregate::Min => values.first().map(|(value, _)| value.clone()).ok_or(Why::NoFacts),
        Aggregate::Max => values.last().map(|(value, _)| value.clone()).ok_or(Why::NoFacts),
        Aggregate::Avg => mean(values, precision).map(|mean| unit.of(mean)),
        Aggregate::Stddev => spread(values, precision).map(|spread| unit.of(spread)),
        Aggregate::Trimmed(share) => mean(&within(values, share, precision)?, precision).map(|mean| unit.of(mean)),
        Aggregate::Percentile { share, method } => {
            let amounts: Option<Vec<(Fraction, u64)>> =
                values.iter().map(|(value, count)| Some((value.amount()?, *count))).collect();
            percentile(&amounts.ok_or(Why::NotANumber)?, share, method, precision).map(|value| unit.of(value))
        }
        _ => Err(Why::NothingDefined),
    }
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

/// The deviation of a sample: the root of (n Σx² − (Σx)²) / (n (n − 1)), with one rounding at the root.
fn spread(values: &[(Value, u64)], precision: Precision) -> Outcome<Fraction> {
    let number = |count: u64| i64::try_from(count).map(Fraction::whole).map_err(|_| Why::Overflow);
    let (mut sum, mut squares, mut count) = (Total::default(), Total::default(), 0_u64);
    for (value, times) in values {
        let (amount, many) = (value.amount().ok_or(Why::NotANumber)?, number(*times)?);
        sum.add(amount.times(many, precision)?);
        squares.add(amount.times(amount, precision)?.times(many, precision)?);
        count = count.saturating_add(*times);
    }
    let Some(less) = count.checked_sub(1).filter(|less| *less > 0) else {
        return Err(Why::TooFew { have: count, need: 2 });
    };
    let (sum, n) = (sum.value(precision)?, number(count)?);
    let apart = squares.value(precision)?.times(n, precision)?.minus(sum.times(sum, precision)?, precision)?;
    apart.over(n.times(number(less)?, precision)?, precision)?.square_root(precision)
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
    let counted = || counted(values.iter().map(|value| (unit.of(*value), 1)).collect());
    match aggregate {
        Aggregate::Count => whole(values.len() as u64, unit),
        Aggregate::Distinct => whole(counted().len() as u64, unit),
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
        _ => of_values(aggregate, unit, &counted(), precision),
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
    if count == 0 {
        return Err(Why::NoFacts);
    }
    let number = |count: u64| i64::try_from(count).map(Fraction::whole).map_err(|_| Why::Overflow);
    match method {
        Percentile::Linear => {
            let position = share.times(number(count.saturating_sub(1))?, precision)?;
            let below = position.numerator().div_euclid(position.denominator());
            let below = u64::try_from(below).map_err(|_| Why::Overflow)?;
            let low = at(values, below)?;
            let part = position.minus(number(below)?, precision)?;
            if part.is_zero() {
                return Ok(low);
            }
            let high = at(values, below.saturating_add(1))?;
            low.plus(high.minus(low, precision)?.times(part, precision)?, precision)
        }
        Percentile::Nearest => {
            let reach = share.times(number(count)?, precision)?;
            let position = reach.negate().numerator().div_euclid(reach.denominator());
            let position = u64::try_from(position.saturating_neg()).map_err(|_| Why::Overflow)?;
            at(values, position.max(1).saturating_sub(1))
        }
    }
}

/// The value at a position, counted from 0.
fn at(values: &[(Fraction, u64)], position: u64) -> Outcome<Fraction> {
    let mut passed = 0_u64;
    for (value, times) in values {
        passed = passed.saturating_add(*times);
        if position < passed {
            return Ok(*value);
        }
    }
    Err(Why::NoFacts)
}
