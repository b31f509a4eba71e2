//! How many fractional digits a number keeps where it cannot be exact.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How many fractional digits remain of a number that is too long to be kept exactly: 6 to 18, by
/// default 12.
///
/// Ordinary sales figures never meet it. It is the digits of roots, of fractions whose lowest terms
/// do not fit 127 bits a side, and of what is stored or added over people.
///
/// ```
/// use attain::quantity::{Fraction, Precision};
///
/// assert_eq!(Precision::default().digits(), 12);
/// assert_eq!(Precision::new(5), None);
///
/// let root = Fraction::whole(2).square_root(Precision::MIN)?;
/// assert_eq!(root.to_string(), "1.414214");
/// # Ok::<(), attain::quantity::Why>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Precision(u8);

impl Precision {
    /// The smallest precision, 6 digits.
    pub const MIN: Precision = Precision(6);

    /// The largest precision, 18 digits: more does not fit 127 bits beside money.
    pub const MAX: Precision = Precision(18);

    /// The precision of that many fractional digits; `None` unless 6 to 18.
    pub fn new(digits: u8) -> Option<Precision> {
        (Self::MIN.0..=Self::MAX.0).contains(&digits).then_some(Precision(digits))
    }

    /// The number of fractional digits.
    pub fn digits(self) -> u32 {
        u32::from(self.0)
    }

    /// Ten to the power of the digits.
    pub(super) fn scale(self) -> u128 {
        10_u128.saturating_pow(self.digits())
    }
}

impl Default for Precision {
    fn default() -> Precision {
        Precision(12)
    }
}

impl fmt::Display for Precision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<u8> for Precision {
    type Error = &'static str;

    fn try_from(digits: u8) -> Result<Precision, &'static str> {
        Precision::new(digits).ok_or("a precision has 6 to 18 digits")
    }
}

impl From<Precision> for u8 {
    fn from(precision: Precision) -> u8 {
        precision.0
    }
}
