//! Numbers without a unit, and their spelling in hundredths.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::decimal::quoted;
use super::fraction_text::with_point;
use super::{Fraction, FractionError, wide};

/// Fractional digits of a percent that cannot be printed exactly.
const PERCENT_DIGITS: u32 = 6;

/// A number without a unit: `0.85` is eighty-five hundredths.
///
/// It is read from `60%`, `0.6` and `1/3`, and prints as a plain number; [`Percent`] prints it in
/// hundredths.
///
/// ```
/// use attain::quantity::{Percent, Ratio};
/// use rust_decimal::Decimal;
///
/// let attained = Ratio::of(Decimal::from(42_000), Decimal::from(50_000)).unwrap();
/// assert_eq!(attained, "84%".parse()?);
/// assert_eq!(attained.to_string(), "0.84");
/// assert_eq!(Percent(attained).to_string(), "84%");
/// # Ok::<(), attain::quantity::FractionError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ratio(Fraction);

impl Ratio {
    /// Nothing: 0 %.
    pub const ZERO: Ratio = Ratio(Fraction::ZERO);

    /// The whole: 100 %.
    pub const ONE: Ratio = Ratio(Fraction::ONE);

    /// How much of `base` the part is, exactly.
    ///
    /// `None` where the base is zero, and where the quotient in lowest terms does not fit 127 bits
    /// a side, about 38 digits.
    pub fn of(part: Decimal, base: Decimal) -> Option<Ratio> {
        Fraction::from(part).exact_over(Fraction::from(base)).map(Ratio)
    }

    /// The number.
    pub fn value(self) -> Fraction {
        self.0
    }
}

impl From<Fraction> for Ratio {
    fn from(value: Fraction) -> Ratio {
        Ratio(value)
    }
}

impl From<Ratio> for Fraction {
    fn from(ratio: Ratio) -> Fraction {
        ratio.0
    }
}

/// A plain number: `0.85`, or `1/3`.
impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Reads `60%`, `0.6` or `1/3`.
impl FromStr for Ratio {
    type Err = FractionError;

    fn from_str(text: &str) -> Result<Ratio, FractionError> {
        if text.ends_with('%') {
            return text.parse::<Percent>().map(|percent| percent.0);
        }
        text.parse().map(Ratio)
    }
}

serde_as_text!(Ratio, "a ratio as text, such as \"60%\", \"0.6\" or \"1/3\"");

/// A [`Ratio`] spelled in hundredths. It only reads and prints; arithmetic is for the ratio.
///
/// It prints exactly where it can. Otherwise it has six fractional digits, rounded half-even, and
/// says so with `≈`.
///
/// ```
/// use attain::quantity::{Percent, Ratio};
///
/// let percent: Percent = "12.5%".parse()?;
/// assert_eq!(percent.0.to_string(), "0.125");
/// assert_eq!(percent.to_string(), "12.5%");
/// assert_eq!(Percent("1/3".parse::<Ratio>()?).to_string(), "≈33.333333%");
/// # Ok::<(), attain::quantity::FractionError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(pub Ratio);

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.0.value();
        let hundredths = number.exact_times(Fraction::HUNDRED);
        if let Some(finite) = hundredths.filter(|hundredths| hundredths.finite().is_some()) {
            return f.pad(&format!("{finite}%"));
        }
        let (digits, exact) = wide::percent_millionths(number);
        let about = if exact { "" } else { "≈" };
        let sign = if number.is_negative() { "-" } else { "" };
        f.pad(&format!("{about}{sign}{}%", with_point(&digits.to_string(), PERCENT_DIGITS)))
    }
}

/// Reads `60%`; the sign is needed, so that nobody takes 60 for sixty times.
impl FromStr for Percent {
    type Err = FractionError;

    fn from_str(text: &str) -> Result<Percent, FractionError> {
        let number = text.strip_suffix('%').filter(|number| !number.contains('/'));
        let number = number.ok_or_else(|| FractionError::NotANumber(quoted(text)))?;
        let hundredths: Fraction = number.parse().map_err(|error| match error {
            FractionError::TooLong(_) => FractionError::TooLong(quoted(text)),
            _ => FractionError::NotANumber(quoted(text)),
        })?;
        let ratio = hundredths.exact_over(Fraction::HUNDRED);
        ratio.map(|ratio| Percent(Ratio(ratio))).ok_or_else(|| FractionError::TooLong(quoted(text)))
    }
}

serde_as_text!(Percent, "a percentage as text, such as \"60%\"");
