//! The door for numbers from outside, and decimals added and multiplied without losing a digit.

use rust_decimal::Decimal;
use thiserror::Error;

use super::Fraction;
use super::rounding::ten_to;

/// Most digits before the point: with [`LIMIT_FRACTION_DIGITS`] a sum of 100 million such numbers
/// fits 127 bits.
pub const LIMIT_INTEGER_DIGITS: usize = 18;

/// Most digits after the point; further zeros are no digits.
pub const LIMIT_FRACTION_DIGITS: usize = 12;

/// Most digits in all, because a `Decimal` holds no more.
pub const LIMIT_DIGITS: usize = 28;

/// How much of a text an error repeats, in characters.
const LIMIT_QUOTED: usize = 40;

/// Reads a number exactly, or says what is wrong with it.
///
/// A number is an optional `-`, digits, and optionally a point and more digits, as in `-1000.50`;
/// an exponent as in `1e3`, which JSON may have, is read exactly too. Nothing is rounded: at most
/// [`LIMIT_INTEGER_DIGITS`] digits before the point, [`LIMIT_FRACTION_DIGITS`] after it, and
/// [`LIMIT_DIGITS`] in all. Zeros before the first digit and after the twelfth fractional digit do
/// not count. The fractional digits are kept as they are written.
///
/// ```
/// use attain::quantity::{DecimalError, parse_decimal};
///
/// assert_eq!(parse_decimal("1000.50")?.to_string(), "1000.50");
/// assert_eq!(parse_decimal("1e3")?.to_string(), "1000");
/// assert!(parse_decimal("1,000").is_err());
/// # Ok::<(), DecimalError>(())
/// ```
pub fn parse_decimal(text: &str) -> Result<Decimal, DecimalError> {
    if let Some(number) = short_decimal(text) {
        return Ok(number);
    }
    let digits = Digits::read(text).ok_or_else(|| DecimalError::NotANumber(quoted(text)))?;
    if digits.before_point() > LIMIT_INTEGER_DIGITS {
        return Err(DecimalError::TooManyIntegerDigits(quoted(text)));
    }
    if digits.after_point() > LIMIT_FRACTION_DIGITS {
        return Err(DecimalError::TooManyFractionDigits(quoted(text)));
    }
    digits.to_decimal().ok_or_else(|| DecimalError::TooManyDigits(quoted(text)))
}

/// The most digits of a number that surely fits 64 bits.
const SHORT_DIGITS: usize = 18;

/// A number of few digits without an exponent, as most are, within all limits; `None` where it has to be looked at closely.
fn short_decimal(text: &str) -> Option<Decimal> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits.as_bytes()),
        None => (false, text.as_bytes()),
    };
    // One more for the point.
    if digits.len() > SHORT_DIGITS {
        return None;
    }
    let mut magnitude = 0_i64;
    let mut point = None;
    for (at, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => magnitude = magnitude.wrapping_mul(10).wrapping_add(i64::from(byte.wrapping_sub(b'0'))),
            b'.' if point.is_none() => point = Some(at),
            _ => return None,
        }
    }
    let integer = point.unwrap_or(digits.len());
    let scale = point.map_or(0, |at| digits.len().wrapping_sub(at).wrapping_sub(1));
    if integer == 0 || (point.is_some() && scale == 0) || scale > LIMIT_FRACTION_DIGITS {
        return None;
    }
    Decimal::try_new(if negative { magnitude.wrapping_neg() } else { magnitude }, u32::try_from(scale).ok()?).ok()
}

/// Why a text is no number that we take.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DecimalError {
    /// It is not written as a number.
    #[error("`{0}` is not a number")]
    NotANumber(String),
    /// It has more than [`LIMIT_INTEGER_DIGITS`] digits before the point.
    #[error("`{0}` has more than {LIMIT_INTEGER_DIGITS} digits before the point")]
    TooManyIntegerDigits(String),
    /// It has more than [`LIMIT_FRACTION_DIGITS`] digits after the point.
    #[error("`{0}` has more than {LIMIT_FRACTION_DIGITS} digits after the point")]
    TooManyFractionDigits(String),
    /// It has more than [`LIMIT_DIGITS`] digits in all.
    #[error("`{0}` has more than {LIMIT_DIGITS} digits")]
    TooManyDigits(String),
}

impl DecimalError {
    /// What would make it right.
    pub fn help(&self) -> &'static str {
        match self {
            DecimalError::NotANumber(_) => "write digits and at most one point, as in `-1000.50`",
            DecimalError::TooManyIntegerDigits(_) => "write it in a larger unit",
            DecimalError::TooManyFractionDigits(_) => "round it before it is handed over",
            DecimalError::TooManyDigits(_) => "round it, or write it in a larger unit",
        }
    }
}

/// The exact sum, if a `Decimal` can hold it.
///
/// (The sum of `Decimal` itself rounds silently where it needs more than 28 digits.)
pub(super) fn exact_sum(left: Decimal, right: Decimal) -> Option<Decimal> {
    let (left, right) = (left.normalize(), right.normalize());
    let scale = left.scale().max(right.scale());
    let sum = mantissa_at(left, scale)?.checked_add(mantissa_at(right, scale)?)?;
    Fraction::new(sum, i128::try_from(ten_to(scale)).ok()?)?.to_decimal()
}

/// Whether any of the amounts, added in any order, have an exact sum.
pub(crate) fn adds_up(amounts: impl Iterator<Item = Decimal> + Clone) -> bool {
    let scale = amounts.clone().map(|amount| amount.scale()).max().unwrap_or(0);
    let mut all = 0_u128;
    for amount in amounts {
        let Some(sum) = mantissa_at(amount, scale).and_then(|units| all.checked_add(units.unsigned_abs())) else {
            return false;
        };
        all = sum;
    }
    all <= Decimal::MAX.mantissa().unsigned_abs()
}

/// The number times `10^scale`, if that fits; `scale` is at least that of the number.
pub(super) fn mantissa_at(number: Decimal, scale: u32) -> Option<i128> {
    let missing = scale.checked_sub(number.scale())?;
    number.mantissa().checked_mul(10_i128.checked_pow(missing)?)
}

/// The text as an error repeats it: not more than can be read at a glance.
pub(super) fn quoted(text: &str) -> String {
    match text.char_indices().nth(LIMIT_QUOTED) {
        Some((end, _)) => text.get(..end).unwrap_or_default().to_owned() + "…",
        None => text.to_owned(),
    }
}

/// A number as it is written: `head` and `tail` together are its digits from the first to the last
/// that is not zero, and the last of them stands `scale` places after the point.
pub(super) struct Digits<'a> {
    negative: bool,
    head: &'a str,
    tail: &'a str,
    scale: isize,
    /// How many places after the point are written out.
    written: isize,
}

impl<'a> Digits<'a> {
    /// `None` where the text is not written as a number.
    pub(super) fn read(text: &'a str) -> Option<Digits<'a>> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (number, exponent) = match text.split_once(['e', 'E']) {
            Some((number, exponent)) => (number, read_exponent(exponent)?),
            None => (text, 0),
        };
        let (integer, fraction) = number.split_once('.').unwrap_or((number, "0"));
        (is_digits(integer) && is_digits(fraction)).then_some(())?;
        let written = if number.contains('.') { length(fraction) } else { 0 };
        Some(Digits {
            written: written.saturating_sub(exponent),
            ..Digits::trimmed(negative, integer, fraction, exponent)
        })
    }

    /// The number without zeros at both ends.
    fn trimmed(negative: bool, integer: &'a str, fraction: &'a str, exponent: isize) -> Self {
        let integer = integer.trim_start_matches('0');
        let tail = fraction.trim_end_matches('0');
        let head = if tail.is_empty() { integer.trim_end_matches('0') } else { integer };
        if head.is_empty() && tail.is_empty() {
            return Digits { negative, head, tail, scale: 0, written: 0 };
        }
        let zeros = length(integer).saturating_sub(length(head));
        let scale = length(tail).saturating_sub(zeros).saturating_sub(exponent);
        let tail = if head.is_empty() { tail.trim_start_matches('0') } else { tail };
        Digits { negative, head, tail, scale, written: 0 }
    }

    /// How many digits stand before the point.
    fn before_point(&self) -> usize {
        let digits = length(self.head).saturating_add(length(self.tail));
        usize::try_from(digits.saturating_sub(self.scale)).unwrap_or(0)
    }

    /// How many digits stand after the point, without zeros at the end.
    fn after_point(&self) -> usize {
        usize::try_from(self.scale).unwrap_or(0)
    }

    /// The number with the fractional digits that are written, as far as they count.
    fn to_decimal(&self) -> Option<Decimal> {
        let written = u32::try_from(self.written.max(0)).unwrap_or(u32::MAX);
        let fewest = u32::try_from(self.scale.max(0)).ok()?;
        let (mantissa, _) = self.mantissa_over(fewest)?;
        let mut number = Decimal::try_from_i128_with_scale(mantissa, fewest).ok()?;
        // Zeros at the end are a matter of looks: as many as there is room for.
        let most = u32::try_from(LIMIT_FRACTION_DIGITS).ok()?;
        number.rescale(written.clamp(fewest, most));
        Some(number)
    }

    /// The number times `10^scale`, and that power, if both are whole and fit 127 bits.
    fn mantissa_over(&self, scale: u32) -> Option<(i128, i128)> {
        let digits = self.head.bytes().chain(self.tail.bytes());
        let magnitude = digits
            .into_iter()
            .try_fold(0_i128, |sum, digit| sum.checked_mul(10)?.checked_add(i128::from(digit.wrapping_sub(b'0'))))?;
        let shift = isize::try_from(scale).ok()?.checked_sub(self.scale)?;
        let times = 10_i128.checked_pow(u32::try_from(shift).ok()?)?;
        let magnitude = magnitude.checked_mul(times)?;
        let mantissa = if self.negative { magnitude.checked_neg()? } else { magnitude };
        Some((mantissa, 10_i128.checked_pow(scale)?))
    }

    /// The number as a fraction, if it fits.
    pub(super) fn to_fraction(&self) -> Option<Fraction> {
        let (num, den) = self.mantissa_over(u32::try_from(self.scale.max(0)).ok()?)?;
        Fraction::new(num, den)
    }
}

/// An exponent of up to four digits.
fn read_exponent(text: &str) -> Option<isize> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    (is_digits(digits) && digits.len() <= 4).then_some(())?;
    text.parse().ok()
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn length(text: &str) -> isize {
    text.len().cast_signed()
}
