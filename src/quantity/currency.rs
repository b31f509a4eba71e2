//! Which money an amount is of.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use thiserror::Error;

use super::decimal::quoted;

/// A currency by its code of three capital letters, as in ISO 4217.
///
/// Codes that the standard does not have are taken too, with two minor digits: a company may count
/// in points or in a currency of its own.
///
/// ```
/// use attain::quantity::Currency;
///
/// let yen: Currency = "JPY".parse()?;
/// assert_eq!(yen.minor_digits(), 0);
/// assert_eq!("KWD".parse::<Currency>()?.minor_unit().to_string(), "0.001");
/// assert!("yen".parse::<Currency>().is_err());
/// # Ok::<(), attain::quantity::InvalidCurrency>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The code: three capital letters.
    pub fn code(&self) -> &str {
        // Three ASCII letters are always text.
        str::from_utf8(&self.0).unwrap_or_default()
    }

    /// How many fractional digits amounts are paid with: 2 for most, 0 for yen, 3 for dinars.
    pub fn minor_digits(self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF" | b"UGX"
            | b"UYI" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            b"CLF" | b"UYW" => 4,
            _ => 2,
        }
    }

    /// The smallest amount that is paid, such as 0.01.
    pub fn minor_unit(self) -> Decimal {
        Decimal::new(1, self.minor_digits())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Currency({})", self.code())
    }
}

impl FromStr for Currency {
    type Err = InvalidCurrency;

    fn from_str(text: &str) -> Result<Currency, InvalidCurrency> {
        match <[u8; 3]>::try_from(text.as_bytes()) {
            Ok(code) if code.iter().all(u8::is_ascii_uppercase) => Ok(Currency(code)),
            _ => Err(InvalidCurrency { text: quoted(text) }),
        }
    }
}

serde_as_text!(Currency, "a currency of three capital letters, such as \"EUR\"");

/// A text that is no code of a currency.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{text}` is not a currency")]
pub struct InvalidCurrency {
    text: String,
}

impl InvalidCurrency {
    /// What would make it right.
    pub fn help(&self) -> &'static str {
        "write three capital letters, as in `EUR`"
    }
}
