//! Fractions as text.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::Fraction;
use super::decimal::{Digits, quoted};

/// A decimal where the number is a finite one, as `-0.25`, otherwise a quotient, as `1/3`.
impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.finite() {
            Some((mantissa, scale)) => {
                let digits = mantissa.unsigned_abs().to_string();
                f.pad_integral(!self.is_negative(), "", &with_point(&digits, scale))
            }
            None => write!(f, "{}/{}", self.numerator(), self.denominator()),
        }
    }
}

/// Reads what `Display` writes, and any other decimal or quotient of whole numbers that fits.
///
/// ```
/// use attain::quantity::Fraction;
///
/// let third: Fraction = "1/3".parse()?;
/// assert_eq!(third, "2/6".parse()?);
/// assert_eq!("0.50".parse::<Fraction>()?.to_string(), "0.5");
/// assert_eq!("1/0".parse::<Fraction>().unwrap_err().to_string(), "`1/0` divides by zero");
/// # Ok::<(), attain::quantity::FractionError>(())
/// ```
impl FromStr for Fraction {
    type Err = FractionError;

    fn from_str(text: &str) -> Result<Fraction, FractionError> {
        let not_a_number = || FractionError::NotANumber(quoted(text));
        let too_long = || FractionError::TooLong(quoted(text));
        let Some((num, den)) = text.split_once('/') else {
            let digits = Digits::read(text).ok_or_else(not_a_number)?;
            return digits.to_fraction().ok_or_else(too_long);
        };
        let num = whole(num).ok_or_else(not_a_number)?;
        let den = whole(den).filter(|_| !den.starts_with('-')).ok_or_else(not_a_number)?;
        let (num, den) = num.to_fraction().zip(den.to_fraction()).ok_or_else(too_long)?;
        num.exact_over(den).ok_or_else(|| FractionError::DividesByZero(quoted(text)))
    }
}

serde_as_text!(Fraction, "a number as text, such as \"0.25\" or \"1/3\"");

/// Why a text is no fraction.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FractionError {
    /// It is not written as a number or a quotient of whole numbers.
    #[error("`{0}` is not a number")]
    NotANumber(String),
    /// The divisor is zero.
    #[error("`{0}` divides by zero")]
    DividesByZero(String),
    /// A side does not fit 127 bits, about 38 digits.
    #[error("`{0}` has too many digits")]
    TooLong(String),
}

impl FractionError {
    /// What would make it right.
    pub fn help(&self) -> &'static str {
        match self {
            FractionError::NotANumber(_) => "write a decimal as in `0.25`, or a quotient as in `1/3`",
            FractionError::DividesByZero(_) => "write a divisor above zero",
            FractionError::TooLong(_) => "write at most 38 digits",
        }
    }
}

/// The digits with a point before the last `scale` of them, and a zero before the point if need be.
pub(super) fn with_point(digits: &str, scale: u32) -> String {
    let scale = usize::try_from(scale).unwrap_or(usize::MAX);
    if scale == 0 {
        return digits.to_owned();
    }
    let padded = format!("{digits:0>width$}", width = scale.saturating_add(1));
    let (integer, fraction) = padded.split_at(padded.len().saturating_sub(scale));
    format!("{integer}.{fraction}")
}

/// The digits of a whole number, written without point and exponent.
fn whole(side: &str) -> Option<Digits<'_>> {
    let plain = side.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    Digits::read(side).filter(|_| plain)
}
