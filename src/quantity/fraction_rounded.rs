//! Fractions with fewer digits: rounded in the one declared way, or exactly as a decimal.

use rust_decimal::Decimal;

use super::rounding::ten_to;
use super::{Fraction, Outcome, Precision, RoundTo, RoundingMode, Why, wide};

/// # Rounding
impl Fraction {
    /// The nearest multiple of a step, as `to` says: where digits are dropped.
    ///
    /// Undefined by [`Why::Overflow`] where the result has more than the 28 digits of a `Decimal`.
    ///
    /// ```
    /// use attain::quantity::{Fraction, RoundTo, RoundingMode};
    /// use rust_decimal::Decimal;
    ///
    /// let cents = RoundTo::new(Decimal::new(1, 2), RoundingMode::HalfUp).unwrap();
    /// let pay = Fraction::new(1935, 1000).unwrap();
    /// assert_eq!(pay.round(&cents)?.to_string(), "1.94");
    /// # Ok::<(), attain::quantity::Why>(())
    /// ```
    pub fn round(self, to: &RoundTo) -> Outcome<Decimal> {
        let (step, scale) = (to.step().mantissa(), to.step().scale());
        let units = self.units(ten_to(scale), step.unsigned_abs(), to.mode()).ok_or(Why::Overflow)?;
        let mantissa = units.checked_mul(step).ok_or(Why::Overflow)?;
        Decimal::try_from_i128_with_scale(mantissa, scale).map_err(|_| Why::Overflow)
    }

    /// The number with exactly `scale` fractional digits, 0 to 28.
    ///
    /// Undefined by [`Why::Overflow`] where that has more than the 28 digits of a `Decimal`.
    pub fn to_scale(self, scale: u32, mode: RoundingMode) -> Outcome<Decimal> {
        if scale > Decimal::MAX_SCALE {
            return Err(Why::Overflow);
        }
        let mantissa = self.units(ten_to(scale), 1, mode).ok_or(Why::Overflow)?;
        Decimal::try_from_i128_with_scale(mantissa, scale).map_err(|_| Why::Overflow)
    }

    /// The whole number beside or at this one.
    pub fn to_whole(self, mode: RoundingMode) -> i128 {
        // A whole number stays as it is, any other is at most half of i128::MAX: it always fits.
        self.units(1, 1, mode).unwrap_or(self.numerator())
    }

    /// The number rounded half-even to the digits of `precision`, as sums over people take it.
    ///
    /// Undefined by [`Why::Overflow`] where that does not fit 127 bits a side.
    pub fn to_precision(self, precision: Precision) -> Outcome<Fraction> {
        if self.is_whole() {
            return Ok(self);
        }
        match self.units(precision.scale(), 1, RoundingMode::HalfEven) {
            Some(units) => {
                Fraction::from_parts(units < 0, units.unsigned_abs(), precision.scale()).ok_or(Why::Overflow)
            }
            None => wide::rounded(self, precision),
        }
    }

    /// The same number as a decimal, if it has one: finite, and within the 28 digits of a
    /// `Decimal`. Fractional zeros at the end are left out.
    ///
    /// ```
    /// use attain::quantity::Fraction;
    ///
    /// assert_eq!(Fraction::new(1, 8).unwrap().to_decimal().unwrap().to_string(), "0.125");
    /// assert_eq!(Fraction::new(1, 3).unwrap().to_decimal(), None);
    /// ```
    pub fn to_decimal(self) -> Option<Decimal> {
        let (mantissa, scale) = self.finite()?;
        Decimal::try_from_i128_with_scale(mantissa, scale).ok()
    }

    /// `self * other`, rounded once, to exactly `scale` fractional digits.
    pub(super) fn times_to_scale(self, other: Fraction, scale: u32, mode: RoundingMode) -> Outcome<Decimal> {
        if let Some(product) = self.exact_times(other) {
            return product.to_scale(scale, mode);
        }
        let negative = self.is_negative() != other.is_negative();
        let num = [self.numerator(), other.numerator()].map(i128::unsigned_abs);
        let den = [self.denominator(), other.denominator()].map(i128::unsigned_abs);
        let units = wide::divide(negative, &[num[0], num[1], ten_to(scale)], &den, mode);
        let mantissa = units.and_then(|units| signed(negative, units)).ok_or(Why::Overflow)?;
        Decimal::try_from_i128_with_scale(mantissa, scale).map_err(|_| Why::Overflow)
    }

    /// How many times `divisor / factor` the number is, as a whole number.
    fn units(self, factor: u128, divisor: u128, mode: RoundingMode) -> Option<i128> {
        let (num, den) = (self.numerator().unsigned_abs(), self.denominator().unsigned_abs());
        let units = match (num.checked_mul(factor), den.checked_mul(divisor)) {
            (Some(num), Some(den)) => mode.divide(self.is_negative(), num, den),
            _ => wide::divide(self.is_negative(), &[num, factor], &[den, divisor], mode)?,
        };
        signed(self.is_negative(), units)
    }
}

/// The number of that magnitude, if it fits.
fn signed(negative: bool, magnitude: u128) -> Option<i128> {
    let number = i128::try_from(magnitude).ok()?;
    if negative { number.checked_neg() } else { Some(number) }
}
