//! Cutting an amount so that nobody loses when there is more to cut.
#![expect(clippy::arithmetic_side_effects, reason = "big integers do not overflow, and no divisor here is zero")]

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use num_bigint::BigUint;
use rust_decimal::Decimal;

use super::apportion::over_common_denominator;
use super::split::{Units, check, opposite};
use super::{Fraction, Odd, SplitError};

/// Cuts an amount by weight into parts of whole steps that add up to it exactly, by the divisor method of Webster and
/// Sainte-Laguë: a larger amount never makes a part smaller.
///
/// [`split()`](super::split()) does not promise that: by largest remainder, weights of 6, 6 and 2 have of 10 steps 4, 4 and 2, and of 11 they have
/// 5, 5 and 1. Here everybody has about their exact share, rounded to the nearest step: the next step goes to the largest of
/// weight ÷ (2 × steps + 1), equals as `odd` says. The price is that a part may lie a step or more from its exact share, where
/// there are many small weights beside a large one.
///
/// Everything else is as in [`split()`](super::split()), errors too.
///
/// ```
/// use attain::quantity::{Fraction, Odd, SplitError, split, split_monotone};
/// use rust_decimal::Decimal;
///
/// let weights = [6, 6, 2].map(Fraction::whole);
/// let by_remainder = |amount| split(Decimal::from(amount), &weights, Decimal::ONE, Odd::First);
/// let monotone = |amount| split_monotone(Decimal::from(amount), &weights, Decimal::ONE, Odd::First);
///
/// assert_eq!([by_remainder(10)?, by_remainder(11)?], [[4, 4, 2].map(Decimal::from), [5, 5, 1].map(Decimal::from)]);
/// assert_eq!([monotone(10)?, monotone(11)?], [[5, 4, 1].map(Decimal::from), [5, 5, 1].map(Decimal::from)]);
/// # Ok::<(), SplitError>(())
/// ```
pub fn split_monotone(
    amount: Decimal,
    weights: &[Fraction],
    step: Decimal,
    odd: Odd,
) -> Result<Vec<Decimal>, SplitError> {
    check(weights, odd)?;
    let units = Units::of(amount, step)?;
    let weights = over_common_denominator(weights)?;
    let mut steps = nearest(&weights, units.count, units.per)?;
    let whole = units.count / units.per;
    let heir = settle(&mut steps, &weights, whole, odd);
    let rest = units.count % units.per;
    let parts = units.table(&steps, heir.filter(|_| rest > 0).map(|heir| (heir, rest)), step)?;
    Ok(if amount.is_sign_negative() { parts.into_iter().map(opposite).collect() } else { parts })
}

/// Each exact share, rounded to the nearest step.
fn nearest(weights: &[BigUint], count: u128, per: u128) -> Result<Vec<u128>, SplitError> {
    let divisor = weights.iter().sum::<BigUint>() * per;
    let twice = &divisor * 2_u8;
    let rounded = |weight: &BigUint| {
        let steps: BigUint = (weight * count * 2_u8 + &divisor) / &twice;
        u128::try_from(steps).map_err(|_| SplitError::Overflow)
    };
    weights.iter().map(rounded).collect()
}

/// Gives out what is missing, or takes back what is too much, one step after the other; answers who is the next to get one.
fn settle(steps: &mut [u128], weights: &[BigUint], whole: u128, odd: Odd) -> Option<usize> {
    let mut given: u128 = steps.iter().sum();
    let claim = |index: usize, steps: u128| Claim {
        weight: weights.get(index),
        odd: steps * 2 + 1,
        place: odd.place(index),
        index,
    };
    let loosely = |index: usize, steps: u128| steps.checked_sub(1).map(|last| Reverse(claim(index, last)));
    let mut held: BinaryHeap<Reverse<Claim<'_>>> = BinaryHeap::new();
    held.extend(steps.iter().enumerate().filter_map(|(index, steps)| loosely(index, *steps)));
    while given > whole {
        let Some(Reverse(Claim { index, .. })) = held.pop() else { break };
        let Some(place) = steps.get_mut(index) else { break };
        *place -= 1;
        given -= 1;
        held.extend(loosely(index, *place));
    }
    let mut waiting: BinaryHeap<Claim<'_>> = BinaryHeap::new();
    waiting.extend(steps.iter().enumerate().map(|(index, steps)| claim(index, *steps)));
    while given < whole {
        let Some(Claim { index, .. }) = waiting.pop() else { break };
        let Some(place) = steps.get_mut(index) else { break };
        *place += 1;
        given += 1;
        waiting.push(claim(index, *place));
    }
    waiting.pop().map(|claim| claim.index)
}

/// Somebody's claim to a step: weight ÷ odd number; the greatest is met first.
struct Claim<'w> {
    weight: Option<&'w BigUint>,
    odd: u128,
    place: usize,
    index: usize,
}

impl Ord for Claim<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let crosswise = |weight: Option<&BigUint>, odd: u128| weight.map(|weight| weight * odd);
        let quotients = crosswise(self.weight, other.odd).cmp(&crosswise(other.weight, self.odd));
        quotients.then_with(|| other.place.cmp(&self.place))
    }
}

impl PartialOrd for Claim<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Claim<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Claim<'_> {}
