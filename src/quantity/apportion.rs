//! The method of largest remainders, on whole numbers.
//!
//! Whatever does not fit 128 bits on the way is done again with big integers, in bounded memory.
#![expect(
    clippy::arithmetic_side_effects,
    reason = "big integers do not overflow, small ones are checked; no divisor here is zero"
)]

use num_bigint::BigUint;

use crate::sort;

use super::fraction::gcd;
use super::{Fraction, Odd, SplitError};

/// Most bits that all weights over their common denominator may take together: 32 MiB.
pub(super) const LIMIT_WEIGHT_BITS: u64 = 1 << 28;

/// How many steps each part has, and which part has the rest below one step.
pub(super) struct Apportioned {
    pub(super) steps: Vec<u128>,
    pub(super) rest: Option<(usize, u128)>,
}

impl Apportioned {
    /// Cuts `count / per` steps by weights, none below zero and not all zero.
    pub(super) fn new(count: u128, per: u128, weights: &[Fraction], odd: Odd) -> Result<Apportioned, SplitError> {
        let shares = match narrow(count, per, weights, odd) {
            Some(shares) => shares,
            None => wide(count, per, weights, odd)?,
        };
        Ok(shares.with_odd_steps(count, per))
    }
}

/// What everybody surely gets, and in which order the odd steps are given out.
struct Shares {
    floors: Vec<u128>,
    order: Vec<usize>,
}

impl Shares {
    /// Gives out the steps that are left, and then the rest.
    ///
    /// INVARIANT: the fractional steps add up to what is left, and each is below one; so there are
    /// more of them above zero than steps left (or none of either), and a weight of zero is never
    /// reached.
    fn with_odd_steps(self, count: u128, per: u128) -> Apportioned {
        let Shares { floors: mut steps, order } = self;
        let given: u128 = steps.iter().sum();
        let left = usize::try_from(count / per - given).unwrap_or(usize::MAX);
        for &index in order.iter().take(left) {
            if let Some(part) = steps.get_mut(index) {
                *part += 1;
            }
        }
        let rest = count % per;
        let heir = order.get(left).filter(|_| rest > 0);
        Apportioned { steps, rest: heir.map(|&index| (index, rest)) }
    }
}

/// `None` where a number does not fit.
fn narrow(count: u128, per: u128, weights: &[Fraction], odd: Odd) -> Option<Shares> {
    let common = weights.iter().try_fold(1_u128, |common, weight| {
        let den = weight.denominator().unsigned_abs();
        (common / gcd(common, den)).checked_mul(den)
    })?;
    let scaled = weights.iter().map(|weight| {
        let times = common / weight.denominator().unsigned_abs();
        weight.numerator().unsigned_abs().checked_mul(times)
    });
    let scaled: Vec<u128> = scaled.collect::<Option<_>>()?;
    let total = scaled.iter().try_fold(0_u128, |total, &weight| total.checked_add(weight))?;
    let divisor = total.checked_mul(per)?;
    let products = scaled.iter().map(|weight| weight.checked_mul(count));
    let products: Vec<u128> = products.collect::<Option<_>>()?;
    let floors = products.iter().map(|product| product / divisor).collect();
    let remainders: Vec<u128> = products.iter().map(|product| product % divisor).collect();
    Some(Shares { floors, order: ranked(&remainders, odd) })
}

/// The same without a limit on numbers, but for memory.
fn wide(count: u128, per: u128, weights: &[Fraction], odd: Odd) -> Result<Shares, SplitError> {
    let scaled = over_common_denominator(weights)?;
    let divisor = scaled.iter().sum::<BigUint>() * per;
    let mut floors = Vec::with_capacity(scaled.len());
    let mut remainders = Vec::with_capacity(scaled.len());
    for weight in scaled {
        let product = weight * count;
        let floor = &product / &divisor;
        remainders.push(product - &floor * &divisor);
        floors.push(u128::try_from(floor).map_err(|_| SplitError::Overflow)?);
    }
    Ok(Shares { floors, order: ranked(&remainders, odd) })
}

/// The weights as whole numbers.
pub(super) fn over_common_denominator(weights: &[Fraction]) -> Result<Vec<BigUint>, SplitError> {
    let most = LIMIT_WEIGHT_BITS / u64::try_from(weights.len()).unwrap_or(u64::MAX).max(1);
    let mut common = BigUint::from(1_u8);
    for weight in weights {
        let den = weight.denominator().unsigned_abs();
        let shared = gcd(u128::try_from(&common % den).unwrap_or_default(), den);
        common *= den / shared;
        if common.bits() > most {
            return Err(SplitError::WeightsTooFine);
        }
    }
    let scaled = |weight: &Fraction| &common / weight.denominator().unsigned_abs() * weight.numerator().unsigned_abs();
    Ok(weights.iter().map(scaled).collect())
}

/// The greatest common divisor of two numbers that are not zero (Euclid).
pub(super) fn shared(one: &BigUint, other: &BigUint) -> BigUint {
    let (mut greater, mut less) = (one.clone(), other.clone());
    while less != BigUint::ZERO {
        let rest = &greater % &less;
        greater = std::mem::replace(&mut less, rest);
    }
    greater
}

/// The indices by remainder, the largest first, equals as `odd` says.
fn ranked<T: Ord>(remainders: &[T], odd: Odd) -> Vec<usize> {
    sort::order(remainders.len(), &|one, other| {
        let larger = remainders.get(other).cmp(&remainders.get(one));
        larger.then(odd.place(one).cmp(&odd.place(other)))
    })
}
