//! Logarithms and the exponential, whose results are hardly ever fractions: the nearest number of the precision.
//!
//! They are reckoned in whole multiples of 2^-512, cut off downwards at each step. What is cut off in all is known to be far less
//! than [`ERROR_BITS`] of the last ones, so the result is enclosed from both sides and rounded right.
#![expect(clippy::arithmetic_side_effects, reason = "big integers do not overflow, and no divisor here is zero")]

use num_bigint::BigUint;

use super::{Fraction, Outcome, Precision, Why, wide};

/// Fractional bits of the numbers on the way.
const BITS: u64 = 512;

/// How many of the last bits may be wrong: some 300 terms and the logarithm of 2 taken 185 times cut off less than 2^18.
const ERROR_BITS: u64 = 32;

/// Beyond this, an exponential fits nowhere, and one over it is nothing at 18 digits.
const EXPONENT_MAX: i64 = 128;

/// # Logarithm and exponential
impl Fraction {
    /// The natural logarithm, rounded half-even to `precision` fractional digits; only that of 1 is exact.
    ///
    /// Undefined by [`Why::NotANumber`] for zero and below.
    ///
    /// ```
    /// use attain::quantity::{Fraction, Precision, Why};
    ///
    /// let ln = |number: Fraction| number.natural_logarithm(Precision::default());
    /// assert_eq!(ln(Fraction::whole(2))?.to_string(), "0.69314718056");
    /// assert_eq!(ln(Fraction::ONE)?, Fraction::ZERO);
    /// assert_eq!(ln(Fraction::ZERO), Err(Why::NotANumber));
    /// # Ok::<(), Why>(())
    /// ```
    pub fn natural_logarithm(self, precision: Precision) -> Outcome<Fraction> {
        if self.signum() <= 0 {
            return Err(Why::NotANumber);
        }
        let (num, den) =
            (BigUint::from(self.numerator().unsigned_abs()), BigUint::from(self.denominator().unsigned_abs()));
        // Between one half and two, times a power of two.
        let is_large = num.bits() >= den.bits();
        let twos = num.bits().abs_diff(den.bits());
        let fixed = if is_large { (num << BITS) / (den << twos) } else { (num << (BITS + twos)) / den };
        let (small, is_below_one) = logarithm_near_one(&fixed);
        let powers = logarithm_of_two() * twos;
        let (negative, magnitude) = match (is_large, is_below_one) {
            (true, false) => (false, powers + small),
            (false, true) => (true, powers + small),
            (large, _) if powers >= small => (!large, powers - small),
            (large, _) => (large, small - powers),
        };
        settle(negative, &magnitude, 0, precision)
    }

    /// The exponential, e to this power, rounded half-even to `precision` fractional digits; only that of 0 is exact.
    ///
    /// Undefined by [`Why::Overflow`] where it does not fit 127 bits beside those digits.
    ///
    /// ```
    /// use attain::quantity::{Fraction, Precision, Why};
    ///
    /// let exp = |number: Fraction| number.exponential(Precision::default());
    /// assert_eq!(exp(Fraction::ONE)?.to_string(), "2.718281828459");
    /// assert_eq!(exp(Fraction::whole(-1))?.to_string(), "0.367879441171");
    /// assert_eq!(exp(Fraction::whole(200)), Err(Why::Overflow));
    /// # Ok::<(), Why>(())
    /// ```
    pub fn exponential(self, precision: Precision) -> Outcome<Fraction> {
        if self.is_zero() {
            return Ok(Fraction::ONE);
        }
        if self.abs() > Fraction::whole(EXPONENT_MAX) {
            return if self.is_negative() { Ok(Fraction::ZERO) } else { Err(Why::Overflow) };
        }
        let exponent = (BigUint::from(self.numerator().unsigned_abs()) << BITS) / self.denominator().unsigned_abs();
        let two = logarithm_of_two();
        let twos = u64::try_from(&exponent / &two).map_err(|_| Why::Overflow)?;
        let power = exponential_near_one(&(exponent - two * twos)) << twos;
        if self.is_negative() {
            let one_over = (BigUint::from(1_u8) << (2 * BITS)) / power;
            return settle(false, &one_over, 0, precision);
        }
        settle(false, &power, twos, precision)
    }
}

/// The logarithm of a number between one half and two, without its sign, and whether the number is below one: twice the area
/// tangent of (x − 1) / (x + 1), whose terms fall to a ninth each time.
fn logarithm_near_one(fixed: &BigUint) -> (BigUint, bool) {
    let one = BigUint::from(1_u8) << BITS;
    let is_below_one = *fixed < one;
    let distance = if is_below_one { &one - fixed } else { fixed - &one };
    let part = (distance << BITS) / (fixed + &one);
    let square = (&part * &part) >> BITS;
    let (mut power, mut sum, mut odd) = (part.clone(), part, 3_u32);
    while power != BigUint::ZERO {
        power = (power * &square) >> BITS;
        sum += &power / odd;
        odd += 2;
    }
    (sum * 2_u8, is_below_one)
}

fn logarithm_of_two() -> BigUint {
    logarithm_near_one(&(BigUint::from(2_u8) << BITS)).0
}

/// The exponential of a number from nothing to below one, by its series.
fn exponential_near_one(fixed: &BigUint) -> BigUint {
    let mut term = BigUint::from(1_u8) << BITS;
    let (mut sum, mut count) = (term.clone(), 1_u32);
    while term != BigUint::ZERO {
        term = ((term * fixed) >> BITS) / count;
        sum += &term;
        count += 1;
    }
    sum
}

/// The nearest number of the precision, where both ends of what is known agree on it. No result is half-way between two: they are
/// transcendental.
fn settle(negative: bool, fixed: &BigUint, more_error_bits: u64, precision: Precision) -> Outcome<Fraction> {
    let error = BigUint::from(1_u8) << (ERROR_BITS + more_error_bits);
    let nearest = |fixed: BigUint| (((fixed * precision.scale() * 2_u8) >> BITS) + 1_u8) / 2_u8;
    let low = nearest(if *fixed > error { fixed - &error } else { BigUint::ZERO });
    if low != nearest(fixed + &error) {
        return Err(Why::Overflow);
    }
    wide::over_scale(negative, low, precision).ok_or(Why::Overflow)
}
