//! Amounts of one currency.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use thiserror::Error;

use super::decimal::{exact_sum, quoted};
use super::{
    Currency, DecimalError, Fraction, InvalidCurrency, Odd, Ratio, RoundingMode, SplitError, parse_decimal, split,
};

/// An amount of one currency, unrounded until [`Money::round`].
///
/// There is no `+`: adding can fail for a reason of business, because currencies differ. Every
/// operation is exact or says that it cannot be.
///
/// ```
/// use attain::quantity::{Fraction, Money, Odd};
///
/// let bonus: Money = "1000 USD".parse()?;
/// let parts = bonus.split(&[Fraction::ONE; 3], Odd::First)?;
/// let text: Vec<String> = parts.iter().map(Money::to_string).collect();
/// assert_eq!(text, ["333.34 USD", "333.33 USD", "333.33 USD"]);
///
/// let share = bonus.share("12.5%".parse()?)?;
/// assert_eq!(share.to_string(), "125.00 USD");
/// assert!(share.checked_add("1 EUR".parse()?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    amount: Decimal,
    currency: Currency,
}

impl Money {
    /// That amount of the currency, as it is.
    pub fn new(amount: Decimal, currency: Currency) -> Money {
        Money { amount, currency }
    }

    /// The amount, in major units: 12.5 of 12.50 USD.
    pub fn amount(self) -> Decimal {
        self.amount
    }

    /// The currency.
    pub fn currency(self) -> Currency {
        self.currency
    }

    /// Whether the amount is zero.
    pub fn is_zero(self) -> bool {
        self.amount.is_zero()
    }

    /// Adds an amount of the same currency.
    pub fn checked_add(self, other: Money) -> Result<Money, MoneyError> {
        self.same_currency(other)?;
        let amount = exact_sum(self.amount, other.amount).ok_or(MoneyError::Overflow)?;
        Ok(Money { amount, ..self })
    }

    /// Takes an amount of the same currency away.
    pub fn checked_sub(self, other: Money) -> Result<Money, MoneyError> {
        self.checked_add(other.negate())
    }

    /// The amount with the other sign.
    #[must_use]
    pub fn negate(self) -> Money {
        let mut amount = self.amount;
        amount.set_sign_positive(amount.is_sign_negative() || amount.is_zero());
        Money { amount, ..self }
    }

    /// Which of two amounts of one currency is larger.
    pub fn compare(self, other: Money) -> Result<Ordering, MoneyError> {
        self.same_currency(other)?;
        Ok(self.amount.cmp(&other.amount))
    }

    /// Takes a share of the amount, exactly.
    ///
    /// [`MoneyError::NoExactShare`] where that is no finite decimal of 28 digits, as a third of
    /// 100 USD; use [`Money::share_rounded`], or [`Money::split`] where parts must add up.
    pub fn share(self, ratio: Ratio) -> Result<Money, MoneyError> {
        let exact = self.fraction().exact_times(ratio.value());
        let amount = exact.and_then(Fraction::to_decimal).ok_or(MoneyError::NoExactShare { of: self, ratio })?;
        Ok(Money { amount, ..self })
    }

    /// Takes a share of the amount, rounded once, to the minor unit.
    ///
    /// ```
    /// use attain::quantity::{Money, RoundingMode};
    ///
    /// let deal: Money = "6.45 USD".parse()?;
    /// let share = deal.share_rounded("30%".parse()?, RoundingMode::HalfUp)?;
    /// assert_eq!(share.to_string(), "1.94 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn share_rounded(self, ratio: Ratio, mode: RoundingMode) -> Result<Money, MoneyError> {
        let amount = self
            .fraction()
            .times_to_scale(ratio.value(), self.currency.minor_digits(), mode)
            .map_err(|_| MoneyError::Overflow)?;
        Ok(Money { amount, ..self })
    }

    /// How much of `base` this amount is; `None` where the base is zero.
    pub fn ratio_to(self, base: Money) -> Result<Option<Ratio>, MoneyError> {
        self.same_currency(base)?;
        if base.is_zero() {
            return Ok(None);
        }
        Ratio::of(self.amount, base.amount).map(Some).ok_or(MoneyError::Overflow)
    }

    /// The amount rounded to the minor unit of its currency, and with that many fractional digits
    /// where there is room for them.
    #[must_use]
    pub fn round(self, mode: RoundingMode) -> Money {
        let rounded = self.fraction().to_scale(self.currency.minor_digits(), mode);
        // Only a number that is whole already is so long that minor digits do not fit beside it.
        Money { amount: rounded.unwrap_or(self.amount), ..self }
    }

    /// Cuts the amount by weight into parts of whole minor units that add up to it exactly.
    ///
    /// How, and what becomes of an amount that is not whole minor units, is said at
    /// [`split`](super::split()).
    pub fn split(self, weights: &[Fraction], odd: Odd) -> Result<Vec<Money>, SplitError> {
        let parts = split(self.amount, weights, self.currency.minor_unit(), odd)?;
        Ok(parts.into_iter().map(|amount| Money { amount, ..self }).collect())
    }

    fn fraction(self) -> Fraction {
        Fraction::from(self.amount)
    }

    fn same_currency(self, other: Money) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            return Ok(());
        }
        Err(MoneyError::CurrenciesDiffer { left: self.currency, right: other.currency })
    }
}

/// The amount with at least its minor digits, and the code: `1234.50 USD`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exact = self.amount.normalize();
        let digits = exact.scale().max(self.currency.minor_digits());
        let digits = usize::try_from(digits).unwrap_or_default();
        f.pad(&format!("{exact:.digits$} {}", self.currency))
    }
}

/// Reads `1000 USD`: a number as [`parse_decimal`] takes it, one space, and the code.
impl FromStr for Money {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Money, MoneyError> {
        let unreadable = || MoneyError::NotMoney(quoted(text));
        let (amount, currency) = text.split_once(' ').ok_or_else(unreadable)?;
        Ok(Money { amount: parse_decimal(amount)?, currency: currency.parse()? })
    }
}

serde_as_text!(Money, "an amount with its currency, such as \"1000 USD\"");

/// Why an amount of money cannot be had.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MoneyError {
    /// Two amounts are of different currencies.
    #[error("`{left}` and `{right}` are different currencies")]
    CurrenciesDiffer {
        /// The currency of the first amount.
        left: Currency,
        /// The currency of the other.
        right: Currency,
    },
    /// The result does not fit the 28 digits of an amount, or the 127 bits of a ratio.
    #[error("the amount is too large to be exact")]
    Overflow,
    /// The share is no finite decimal.
    #[error("`{ratio}` of `{of}` is no exact amount")]
    NoExactShare {
        /// The amount that was to be shared.
        of: Money,
        /// The share.
        ratio: Ratio,
    },
    /// The text is not an amount and a currency.
    #[error("`{0}` is not an amount of money")]
    NotMoney(String),
    /// The amount is not written as a number that we take.
    #[error(transparent)]
    Amount(#[from] DecimalError),
    /// The currency is not written as a code.
    #[error(transparent)]
    Currency(#[from] InvalidCurrency),
}

impl MoneyError {
    /// What would make it right.
    pub fn help(&self) -> &'static str {
        match self {
            MoneyError::CurrenciesDiffer { .. } => "convert one of them first",
            MoneyError::Overflow => "use amounts of fewer digits",
            MoneyError::NoExactShare { .. } => "round the share, or split the amount into parts",
            MoneyError::NotMoney(_) => "write a number, a space and a currency, as in `1000 USD`",
            MoneyError::Amount(error) => error.help(),
            MoneyError::Currency(error) => error.help(),
        }
    }
}
