//! How far numbers lie from their mean.
#![expect(clippy::arithmetic_side_effects, reason = "big integers do not overflow, and no divisor here is zero")]

use num_bigint::{BigInt, BigUint};

use super::fraction::gcd;
use super::{Fraction, Outcome, Precision, Why, wide};

/// How large the common denominator of numbers may be, in bits, before they are rounded one by one.
const COMMON_BITS: u64 = 4096;

impl Fraction {
    /// The deviation of a sample, √((n Σx² − (Σx)²) ÷ (n (n − 1))), of numbers with how often each occurs: exact up to
    /// the root, and rounded there alone.
    ///
    /// Numbers of which no denominator of 4,096 bits is common are rounded half-even to the precision before.
    ///
    /// ```
    /// use attain::quantity::{Fraction, Precision, Why};
    ///
    /// let deviation = |values: &[(i64, u64)]| {
    ///     let values: Vec<(Fraction, u64)> = values.iter().map(|(x, times)| (Fraction::whole(*x), *times)).collect();
    ///     Fraction::deviation(&values, Precision::default())
    /// };
    /// // The mean is 5; 2 and 8 lie 3 from it, and (9 + 0 + 9) ÷ 2 is 3².
    /// assert_eq!(deviation(&[(2, 1), (5, 1), (8, 1)]), Ok(Fraction::whole(3)));
    /// assert_eq!(deviation(&[(7, 4)]), Ok(Fraction::ZERO));
    /// assert_eq!(deviation(&[(7, 1)]), Err(Why::TooFew { have: 1, need: 2 }));
    /// ```
    pub fn deviation(values: &[(Fraction, u64)], precision: Precision) -> Outcome<Fraction> {
        let count = values.iter().fold(0_u64, |sum, (_, times)| sum.saturating_add(*times));
        if count < 2 {
            return Err(Why::TooFew { have: count, need: 2 });
        }
        if let Some(common) = common(values) {
            return spread(values, &common, count, precision);
        }
        let mut rounded = Vec::with_capacity(values.len());
        for (value, times) in values {
            rounded.push((value.to_precision(precision)?, *times));
        }
        spread(&rounded, &BigUint::from(precision.scale()), count, precision)
    }
}

/// The least common denominator, unless it is too large.
fn common(values: &[(Fraction, u64)]) -> Option<BigUint> {
    let mut common = BigUint::from(1_u8);
    for (value, _) in values {
        let own = value.denominator().unsigned_abs();
        let shared = gcd(wide::small(&common % own), own);
        common *= own / shared;
        if common.bits() > COMMON_BITS {
            return None;
        }
    }
    Some(common)
}

fn spread(values: &[(Fraction, u64)], common: &BigUint, count: u64, precision: Precision) -> Outcome<Fraction> {
    let (mut sum, mut squares) = (BigInt::ZERO, BigInt::ZERO);
    for (value, times) in values {
        let scaled = BigInt::from(common / value.denominator().unsigned_abs()) * value.numerator();
        squares += &scaled * &scaled * *times;
        sum += scaled * *times;
    }
    let apart = squares * count - &sum * &sum;
    let over = common * common * count * (count - 1);
    wide::root(apart.magnitude().clone(), over, precision)
}
