//! Arithmetic of fractions: exact where it fits, rounded by one rule where it does not.

use super::fraction::gcd;
use super::{Fraction, Outcome, Precision, Why, wide};

/// # Arithmetic
///
/// The exact result in lowest terms is kept if numerator and denominator each fit 127 bits.
/// Otherwise it is rounded half-even to `precision` fractional digits, and if even that does not
/// fit it is undefined by [`Why::Overflow`]. This limit is a property of the value: how the value
/// was come by never shows.
impl Fraction {
    /// `self + other`.
    pub fn plus(self, other: Fraction, precision: Precision) -> Outcome<Fraction> {
        match self.narrow_sum(other) {
            Some(sum) => Ok(sum),
            None => wide::sum(self, other, precision),
        }
    }

    /// `self - other`.
    pub fn minus(self, other: Fraction, precision: Precision) -> Outcome<Fraction> {
        self.plus(other.negate(), precision)
    }

    /// `self * other`.
    pub fn times(self, other: Fraction, precision: Precision) -> Outcome<Fraction> {
        let factors = Factors::of(self, other);
        match factors.exact() {
            Some(product) => Ok(product),
            None => wide::product(factors.negative, factors.num, factors.den, precision),
        }
    }

    /// `self / other`; undefined by [`Why::DividedByZero`] where `other` is zero.
    ///
    /// ```
    /// use attain::quantity::{Fraction, Precision, Why};
    ///
    /// let precision = Precision::default();
    /// let half = Fraction::whole(7).over(Fraction::whole(14), precision)?;
    /// assert_eq!(half.to_string(), "0.5");
    /// assert_eq!(Fraction::ZERO.over(Fraction::ZERO, precision), Err(Why::DividedByZero));
    /// # Ok::<(), Why>(())
    /// ```
    pub fn over(self, other: Fraction, precision: Precision) -> Outcome<Fraction> {
        let reciprocal = other.reciprocal().ok_or(Why::DividedByZero)?;
        self.times(reciprocal, precision)
    }

    /// `self ^ exponent`, in bounded work whatever the exponent.
    ///
    /// Anything to the power of 0 is 1, zero too. A negative power of zero is undefined by
    /// [`Why::DividedByZero`].
    ///
    /// ```
    /// use attain::quantity::{Fraction, Precision};
    ///
    /// let growth = Fraction::new(11, 10).unwrap();
    /// assert_eq!(growth.power(2, Precision::default())?.to_string(), "1.21");
    /// assert_eq!(growth.power(-1, Precision::default())?.to_string(), "10/11");
    /// # Ok::<(), attain::quantity::Why>(())
    /// ```
    pub fn power(self, exponent: i32, precision: Precision) -> Outcome<Fraction> {
        let base = if exponent < 0 { self.reciprocal().ok_or(Why::DividedByZero)? } else { self };
        let exponent = exponent.unsigned_abs();
        match base.narrow_power(exponent) {
            Some(power) => Ok(power),
            None => wide::power(base, exponent, precision),
        }
    }

    /// The square root: exact where it is a fraction, otherwise the nearest number of `precision`
    /// fractional digits.
    ///
    /// Undefined by [`Why::NotANumber`] for a number below zero.
    ///
    /// ```
    /// use attain::quantity::{Fraction, Precision, Why};
    ///
    /// let root = |number: Fraction| number.square_root(Precision::default());
    /// assert_eq!(root(Fraction::new(1, 9).unwrap())?.to_string(), "1/3");
    /// assert_eq!(root(Fraction::whole(2))?.to_string(), "1.414213562373");
    /// assert_eq!(root(Fraction::whole(-1)), Err(Why::NotANumber));
    /// # Ok::<(), Why>(())
    /// ```
    pub fn square_root(self, precision: Precision) -> Outcome<Fraction> {
        if self.is_negative() {
            return Err(Why::NotANumber);
        }
        match self.narrow_root() {
            Some(root) => Ok(root),
            None => wide::square_root(self, precision),
        }
    }

    /// `self * other`, if it is exact.
    pub(super) fn exact_times(self, other: Fraction) -> Option<Fraction> {
        Factors::of(self, other).exact()
    }

    /// `self / other`, if it is exact; `None` also where `other` is zero.
    pub(super) fn exact_over(self, other: Fraction) -> Option<Fraction> {
        self.exact_times(other.reciprocal()?)
    }

    /// The sum, if every step fits. It may be `None` where the sum itself fits.
    fn narrow_sum(self, other: Fraction) -> Option<Fraction> {
        let (left, right) = (self.denominator(), other.denominator());
        if left == 1 && right == 1 {
            let sum = self.numerator().checked_add(other.numerator())?;
            return Fraction::from_lowest(sum < 0, sum.unsigned_abs(), 1);
        }
        let common = i128::try_from(gcd(left.unsigned_abs(), right.unsigned_abs())).ok()?;
        let left_rest = left.checked_div(common)?;
        let right_rest = right.checked_div(common)?;
        let total = self.numerator().checked_mul(right_rest)?.checked_add(other.numerator().checked_mul(left_rest)?)?;
        // Whatever the sum can still be divided by divides the common part (Knuth, 4.5.1).
        let again = gcd(total.unsigned_abs(), common.unsigned_abs());
        let num = total.unsigned_abs().checked_div(again)?;
        let den = right.unsigned_abs().checked_div(again)?.checked_mul(left_rest.unsigned_abs())?;
        Fraction::from_lowest(total < 0, num, den)
    }

    /// The power, if it fits: powers of lowest terms are lowest terms.
    fn narrow_power(self, exponent: u32) -> Option<Fraction> {
        let num = self.numerator().checked_pow(exponent)?;
        let den = self.denominator().checked_pow(exponent)?;
        Fraction::from_lowest(num < 0, num.unsigned_abs(), den.unsigned_abs())
    }

    /// The root, if it is a fraction: roots of lowest terms are lowest terms.
    fn narrow_root(self) -> Option<Fraction> {
        let num = exact_root(self.numerator().unsigned_abs())?;
        let den = exact_root(self.denominator().unsigned_abs())?;
        Fraction::from_lowest(false, num, den)
    }
}

/// A product before it is multiplied out. What a numerator shares with the other's denominator is
/// gone, so the products are lowest terms, and fit exactly if the value does.
struct Factors {
    negative: bool,
    num: (u128, u128),
    den: (u128, u128),
}

impl Factors {
    fn of(left: Fraction, right: Fraction) -> Factors {
        let (left_num, right_den) = reduced(left.numerator(), right.denominator());
        let (right_num, left_den) = reduced(right.numerator(), left.denominator());
        Factors {
            negative: left.is_negative() != right.is_negative(),
            num: (left_num, right_num),
            den: (left_den, right_den),
        }
    }

    fn exact(&self) -> Option<Fraction> {
        let num = self.num.0.checked_mul(self.num.1)?;
        let den = self.den.0.checked_mul(self.den.1)?;
        Fraction::from_lowest(self.negative, num, den)
    }
}

/// The magnitudes of two numbers without what they share; `den` is not zero.
fn reduced(num: i128, den: i128) -> (u128, u128) {
    let (num, den) = (num.unsigned_abs(), den.unsigned_abs());
    if den == 1 {
        return (num, den);
    }
    let common = gcd(num, den);
    (num.checked_div(common).unwrap_or(num), den.checked_div(common).unwrap_or(den))
}

/// The whole number whose square this is.
fn exact_root(square: u128) -> Option<u128> {
    let root = square.isqrt();
    (root.checked_mul(root)? == square).then_some(root)
}
