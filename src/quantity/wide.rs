//! What does not fit 127 bits on the way: the same arithmetic on integers without a limit.
//!
//! The rule is one: the exact result in lowest terms is kept if it fits 127 bits a side, otherwise
//! it is rounded half-even to the precision, and what then does not fit is undefined. So whether a
//! sum went this way or the fast one never shows.
#![expect(clippy::arithmetic_side_effects, reason = "big integers do not overflow, and no divisor here is zero")]

use std::cmp::Ordering;

use num_bigint::{BigInt, BigUint, Sign};

use super::fraction::gcd;
use super::{Fraction, Outcome, Precision, RoundingMode, Why};

/// Powers up to this are computed exactly before they are rounded. Beyond it a power that does not
/// fit cannot lie half-way between two numbers of 18 digits: its denominator is at least 2^65.
const EXACT_POWER: u32 = 64;

/// Fractional bits of an enclosed power. It doubles its error in each of 31 steps and has at most
/// 128 whole bits, so some 300 bits beyond the 60 of the largest precision remain.
const POWER_BITS: u64 = 512;

/// `left + right`.
pub(super) fn sum(left: Fraction, right: Fraction, precision: Precision) -> Outcome<Fraction> {
    let (left_den, right_den) = (left.denominator(), right.denominator());
    let common = gcd(left_den.unsigned_abs(), right_den.unsigned_abs());
    let left_rest = BigInt::from(left_den) / common;
    let right_rest = BigInt::from(right_den) / common;
    let total = &right_rest * left.numerator() + &left_rest * right.numerator();
    let (sign, total) = total.into_parts();
    // Whatever the sum can still be divided by divides the common part (Knuth, 4.5.1).
    let again = gcd(small(&total % common), common);
    let den = left_rest.magnitude() * (BigUint::from(right_den.unsigned_abs()) / again);
    settle(sign == Sign::Minus, total / again, &den, precision)
}

/// `left * right`, where both sides of each were divided by what they share with the other's.
pub(super) fn product(negative: bool, num: (u128, u128), den: (u128, u128), precision: Precision) -> Outcome<Fraction> {
    let num = BigUint::from(num.0) * num.1;
    let den = BigUint::from(den.0) * den.1;
    settle(negative, num, &den, precision)
}

/// `base ^ exponent`, which does not fit 127 bits a side.
pub(super) fn power(base: Fraction, exponent: u32, precision: Precision) -> Outcome<Fraction> {
    let negative = base.is_negative() && exponent % 2 == 1;
    let num = BigUint::from(base.numerator().unsigned_abs());
    let den = BigUint::from(base.denominator().unsigned_abs());
    if exponent <= EXACT_POWER {
        return settle(negative, num.pow(exponent), &den.pow(exponent), precision);
    }
    let scaled = enclosed_power(num, den, exponent, precision).ok_or(Why::Overflow)?;
    over_scale(negative, scaled, precision).ok_or(Why::Overflow)
}

/// The square root of a number above zero that has none among the fractions, to the precision.
pub(super) fn square_root(number: Fraction, precision: Precision) -> Outcome<Fraction> {
    let num = BigUint::from(number.numerator().unsigned_abs());
    nearest_root(num, &BigUint::from(number.denominator().unsigned_abs()), precision)
}

/// The square root of `num / den`: exact where it is a fraction, else to the precision.
pub(super) fn root(num: BigUint, den: BigUint, precision: Precision) -> Outcome<Fraction> {
    let (mut common, mut rest) = (den.clone(), num.clone());
    while rest.bits() > 0 {
        (common, rest) = (rest.clone(), common % rest);
    }
    let (num, den) = (num / &common, den / common);
    let (num_root, den_root) = (num.sqrt(), den.sqrt());
    if &num_root * &num_root == num && &den_root * &den_root == den {
        return settle(false, num_root, &den_root, precision);
    }
    nearest_root(num, &den, precision)
}

fn nearest_root(num: BigUint, den: &BigUint, precision: Precision) -> Outcome<Fraction> {
    let scale = BigUint::from(precision.scale());
    let squared = num * &scale * &scale * 4_u8 / den;
    // Twice the root, whose last bit says which neighbour is nearer. An irrational is never a tie.
    let scaled = (squared.sqrt() + 1_u8) / 2_u8;
    over_scale(false, scaled, precision).ok_or(Why::Overflow)
}

/// The number rounded half-even to the precision.
pub(super) fn rounded(number: Fraction, precision: Precision) -> Outcome<Fraction> {
    let num = BigUint::from(number.numerator().unsigned_abs());
    let den = BigUint::from(number.denominator().unsigned_abs());
    round_to(number.is_negative(), num, &den, precision).ok_or(Why::Overflow)
}

/// The magnitude of a quotient of products, rounded; `None` if it does not fit.
pub(super) fn divide(negative: bool, num: &[u128], den: &[u128], mode: RoundingMode) -> Option<u128> {
    let product = |factors: &[u128]| factors.iter().copied().map(BigUint::from).product();
    let (num, den): (BigUint, BigUint) = (product(num), product(den));
    u128::try_from(quotient(negative, num, &den, mode)).ok()
}

/// `hundred times the magnitude` with six fractional digits half-even, without a point, and
/// whether that is exact.
pub(super) fn percent_millionths(number: Fraction) -> (BigUint, bool) {
    let num = BigUint::from(number.numerator().unsigned_abs()) * 100_000_000_u32;
    let den = BigUint::from(number.denominator().unsigned_abs());
    let exact = &num % &den == BigUint::ZERO;
    (quotient(number.is_negative(), num, &den, RoundingMode::HalfEven), exact)
}

/// Which of two fractions is larger, where a crosswise product does not fit.
pub(super) fn compare(left: Fraction, right: Fraction) -> Ordering {
    let by_sign = left.signum().cmp(&right.signum());
    if by_sign.is_ne() {
        return by_sign;
    }
    let first = full_product(left.numerator().unsigned_abs(), right.denominator().unsigned_abs());
    let second = full_product(right.numerator().unsigned_abs(), left.denominator().unsigned_abs());
    if left.is_negative() { second.cmp(&first) } else { first.cmp(&second) }
}

/// Keeps lowest terms that fit, rounds those that do not.
fn settle(negative: bool, num: BigUint, den: &BigUint, precision: Precision) -> Outcome<Fraction> {
    let exact = match (u128::try_from(&num), u128::try_from(den)) {
        (Ok(num), Ok(den)) => Fraction::from_lowest(negative, num, den),
        _ => None,
    };
    exact.or_else(|| round_to(negative, num, den, precision)).ok_or(Why::Overflow)
}

/// `num / den` half-even to the precision.
fn round_to(negative: bool, num: BigUint, den: &BigUint, precision: Precision) -> Option<Fraction> {
    let scaled = quotient(negative, num * precision.scale(), den, RoundingMode::HalfEven);
    over_scale(negative, scaled, precision)
}

/// `scaled / 10^precision`, if its lowest terms fit.
pub(super) fn over_scale(negative: bool, scaled: BigUint, precision: Precision) -> Option<Fraction> {
    let scale = precision.scale();
    let common = gcd(small(&scaled % scale), scale);
    Fraction::from_lowest(negative, u128::try_from(scaled / common).ok()?, scale / common)
}

/// `num / den` as a whole number.
fn quotient(negative: bool, num: BigUint, den: &BigUint, mode: RoundingMode) -> BigUint {
    let down = &num / den;
    let remainder = num - &down * den;
    let half = (&remainder * 2_u8).cmp(den);
    if remainder != BigUint::ZERO && mode.grows(negative, half, down.bit(0)) { down + 1_u8 } else { down }
}

/// `(num / den) ^ exponent * 10^precision` to the nearest whole number, enclosed from both sides in
/// bounded work however large the exponent; `None` if it is beyond 2^128, or too close to call.
fn enclosed_power(num: BigUint, den: BigUint, exponent: u32, precision: Precision) -> Option<BigUint> {
    let below = (num << POWER_BITS) / den;
    let above = &below + 1_u8;
    let (mut low, mut high) = (below.clone(), above.clone());
    let bits = u32::BITS - exponent.leading_zeros();
    for bit in (0..bits - 1).rev() {
        low = (&low * &low) >> POWER_BITS;
        high = ((&high * &high) >> POWER_BITS) + 1_u8;
        if exponent >> bit & 1 == 1 {
            low = (low * &below) >> POWER_BITS;
            high = ((high * &above) >> POWER_BITS) + 1_u8;
        }
        if low.bits() > POWER_BITS + 128 {
            return None;
        }
    }
    let nearest = |fixed: BigUint| -> BigUint {
        let halves = (fixed * precision.scale() * 2_u8) >> POWER_BITS;
        (halves + 1_u8) / 2_u8
    };
    let (low, high) = (nearest(low), nearest(high));
    (low == high).then_some(low)
}

/// The 256 bits of a product, the upper half first.
fn full_product(left: u128, right: u128) -> (u128, u128) {
    const LOW: u128 = u64::MAX as u128;
    let (left_high, left_low) = (left >> 64, left & LOW);
    let (right_high, right_low) = (right >> 64, right & LOW);
    let low = left_low * right_low;
    let middle = left_high * right_low + (low >> 64);
    let other = left_low * right_high + (middle & LOW);
    let high = left_high * right_high + (middle >> 64) + (other >> 64);
    (high, (other << 64) | (low & LOW))
}

/// A remainder by a divisor that fits.
pub(super) fn small(remainder: BigUint) -> u128 {
    u128::try_from(remainder).unwrap_or_default()
}
