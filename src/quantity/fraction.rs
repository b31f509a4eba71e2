//! An exact rational number.

use std::cmp::Ordering;
use std::num::NonZeroU32;

use rust_decimal::Decimal;

use super::rounding::ten_to;
use super::wide;

/// An exact number: a quotient of two whole numbers, in lowest terms.
///
/// Each side fits 127 bits, about 38 digits. So a quotient is carried through a whole evaluation
/// without losing a digit, and boundaries are met exactly. Arithmetic takes the [`Precision`](super::Precision) that
/// is used where a result would outgrow those bits, and answers an [`Outcome`](super::Outcome).
///
/// ```
/// use attain::quantity::Fraction;
///
/// let attained = Fraction::new(84, 100).unwrap();
/// assert_eq!((attained.numerator(), attained.denominator()), (21, 25));
/// assert_eq!(attained.to_string(), "0.84");
/// assert_eq!(Fraction::new(2, 6).unwrap().to_string(), "1/3");
///
/// // Boundaries are compared without dividing: this is below 97 %, if only just.
/// let nearly = Fraction::new(96_999_999_999_999_935, 99_999_999_999_999_933).unwrap();
/// assert!(nearly < Fraction::new(97, 100).unwrap());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fraction {
    // INVARIANT: in lowest terms, den > 0, num != i128::MIN. So a value has one form, which Eq
    // and Hash rely on, and every number has its opposite.
    num: i128,
    den: i128,
}

impl Fraction {
    /// Nothing.
    pub const ZERO: Fraction = Fraction::whole(0);

    /// One.
    pub const ONE: Fraction = Fraction::whole(1);

    /// One hundred.
    pub const HUNDRED: Fraction = Fraction::whole(100);

    /// The quotient `num / den`.
    ///
    /// `None` for a denominator of zero, and where a side of the lowest terms does not fit 127
    /// bits, which only `i128::MIN` can bring about.
    pub fn new(num: i128, den: i128) -> Option<Fraction> {
        if den == 0 {
            return None;
        }
        let negative = (num < 0) != (den < 0);
        Fraction::from_parts(negative, num.unsigned_abs(), den.unsigned_abs())
    }

    /// A whole number.
    pub const fn whole(number: i64) -> Fraction {
        Fraction { num: number as i128, den: 1 }
    }

    /// The numerator in lowest terms; it carries the sign.
    pub fn numerator(self) -> i128 {
        self.num
    }

    /// The denominator in lowest terms, at least 1.
    pub fn denominator(self) -> i128 {
        self.den
    }

    /// Whether the number is zero.
    pub fn is_zero(self) -> bool {
        self.num == 0
    }

    /// Whether the number is below zero.
    pub fn is_negative(self) -> bool {
        self.num < 0
    }

    /// Whether the number has no fractional part.
    pub fn is_whole(self) -> bool {
        self.den == 1
    }

    /// `-1`, `0` or `1`.
    pub fn signum(self) -> i32 {
        match self.num.cmp(&0) {
            Ordering::Less => -1,
            Ordering::Equal => 0,
            Ordering::Greater => 1,
        }
    }

    /// The number without its sign.
    #[must_use]
    pub fn abs(self) -> Fraction {
        // The numerator is never i128::MIN.
        Fraction { num: self.num.saturating_abs(), ..self }
    }

    /// The number with the other sign.
    #[must_use]
    pub fn negate(self) -> Fraction {
        // The numerator is never i128::MIN.
        Fraction { num: self.num.saturating_neg(), ..self }
    }

    /// The number as `mantissa / 10^scale` with the smallest scale, if it is a finite decimal
    /// whose mantissa fits.
    pub(super) fn finite(self) -> Option<(i128, u32)> {
        let twos = self.den.trailing_zeros();
        let (rest, fives) = without_fives(self.den.unsigned_abs().checked_shr(twos)?);
        if rest != 1 {
            return None;
        }
        let scale = twos.max(fives);
        let times = 10_i128.checked_pow(scale)?.checked_div(self.den)?;
        let mantissa = self.num.checked_mul(times).filter(|&mantissa| mantissa != i128::MIN)?;
        Some((mantissa, scale))
    }

    /// One divided by the number; `None` for zero.
    pub(super) fn reciprocal(self) -> Option<Fraction> {
        let (num, den) = (self.den, self.num);
        match den.cmp(&0) {
            Ordering::Greater => Some(Fraction { num, den }),
            Ordering::Equal => None,
            Ordering::Less => Some(Fraction { num: num.checked_neg()?, den: den.checked_neg()? }),
        }
    }

    /// `num / den` with `den` not zero; `None` if the lowest terms do not fit.
    pub(super) fn from_parts(negative: bool, num: u128, den: u128) -> Option<Fraction> {
        let common = gcd(num, den);
        let num = num.checked_div(common)?;
        let den = den.checked_div(common)?;
        Fraction::from_lowest(negative, num, den)
    }

    /// `num / den`, which must be in lowest terms with `den` not zero; `None` if they do not fit.
    pub(super) fn from_lowest(negative: bool, num: u128, den: u128) -> Option<Fraction> {
        let num = i128::try_from(num).ok()?;
        let num = if negative { num.checked_neg()? } else { num };
        let den = i128::try_from(den).ok()?;
        Some(Fraction { num, den })
    }
}

/// A fraction whose sides are small, in half the room of one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SmallFraction {
    // INVARIANT: in lowest terms, den > 0: it was a fraction.
    num: i64,
    den: NonZeroU32,
}

impl SmallFraction {
    /// The numerator in lowest terms; it carries the sign.
    pub(crate) fn numerator(self) -> i64 {
        self.num
    }

    /// The denominator in lowest terms.
    pub(crate) fn denominator(self) -> u32 {
        self.den.get()
    }
}

impl Fraction {
    /// The same in less room, where its sides are small.
    pub(crate) fn small(self) -> Option<SmallFraction> {
        let den = u32::try_from(self.den).ok().and_then(NonZeroU32::new)?;
        Some(SmallFraction { num: self.num.try_into().ok()?, den })
    }
}

impl From<SmallFraction> for Fraction {
    fn from(small: SmallFraction) -> Fraction {
        Fraction { num: small.num.into(), den: small.den.get().into() }
    }
}

impl Default for Fraction {
    fn default() -> Fraction {
        Fraction::ZERO
    }
}

impl From<i64> for Fraction {
    fn from(number: i64) -> Fraction {
        Fraction::whole(number)
    }
}

/// Exact: every decimal is a fraction.
impl From<Decimal> for Fraction {
    fn from(number: Decimal) -> Fraction {
        let scale = ten_to(number.scale());
        let magnitude = number.mantissa().unsigned_abs();
        // 96 and 94 bits: it always fits.
        Fraction::from_parts(number.is_sign_negative(), magnitude, scale).unwrap_or_default()
    }
}

/// By value, exactly: crosswise products, wide where they must be.
impl Ord for Fraction {
    fn cmp(&self, other: &Fraction) -> Ordering {
        if self.den == other.den {
            return self.num.cmp(&other.num);
        }
        match (self.num.checked_mul(other.den), other.num.checked_mul(self.den)) {
            (Some(left), Some(right)) => left.cmp(&right),
            _ => wide::compare(*self, *other),
        }
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Fraction) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The greatest common divisor; the other number if one is zero.
#[expect(clippy::arithmetic_side_effects, reason = "remainders of a divisor that is not zero")]
pub(super) fn gcd(left: u128, right: u128) -> u128 {
    let (mut large, mut small) = (left.max(right), left.min(right));
    while u64::try_from(large).is_err() {
        if small == 0 {
            return large;
        }
        (large, small) = (small, large % small);
    }
    u128::from(gcd_small(truncated(large), truncated(small)))
}

/// By remainders: the divisions of 64 bits are fast, and sales figures need few of them.
#[expect(clippy::arithmetic_side_effects, reason = "remainders of a divisor that is not zero")]
fn gcd_small(mut large: u64, mut small: u64) -> u64 {
    while small != 0 {
        (large, small) = (small, large % small);
    }
    large
}

#[expect(clippy::cast_possible_truncation, reason = "the caller saw that it fits")]
fn truncated(number: u128) -> u64 {
    number as u64
}

/// The number without its factors of five, and how many they were.
#[expect(clippy::arithmetic_side_effects, reason = "at most 55 fives fit 127 bits")]
fn without_fives(mut number: u128) -> (u128, u32) {
    let mut fives = 0;
    while number != 0 && number.is_multiple_of(5) {
        number /= 5;
        fives += 1;
    }
    (number, fives)
}
