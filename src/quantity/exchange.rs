//! What one currency is worth in another, on a day.

use std::fmt;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::sort;

use super::{Currency, Fraction, Money, Outcome, Precision, Why};

/// One unit of `from` is worth `value` units of `to`, from a day on.
///
/// ```
/// use attain::quantity::ExchangeRate;
/// use chrono::NaiveDate;
///
/// let day = NaiveDate::from_ymd_opt(2025, 7, 1).unwrap();
/// let rate = ExchangeRate::new("EUR".parse()?, "USD".parse()?, "1.0845".parse()?, day).unwrap();
/// assert_eq!(rate.to_string(), "1 EUR = 1.0845 USD");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ExchangeRate {
    from: Currency,
    to: Currency,
    value: Decimal,
    on: NaiveDate,
    until: Option<NaiveDate>,
}

impl ExchangeRate {
    /// A rate that holds from the day `on`; `None` where `value` is not above zero, or both currencies are one.
    pub fn new(from: Currency, to: Currency, value: Decimal, on: NaiveDate) -> Option<ExchangeRate> {
        let sound = value > Decimal::ZERO && from != to;
        sound.then_some(ExchangeRate { from, to, value, on, until: None })
    }

    /// The same, which holds no more from the day `until` on.
    #[must_use]
    pub fn until(self, until: NaiveDate) -> ExchangeRate {
        ExchangeRate { until: Some(until), ..self }
    }

    /// The currency of which one unit is meant.
    pub fn from(&self) -> Currency {
        self.from
    }

    /// The currency in which it is expressed.
    pub fn to(&self) -> Currency {
        self.to
    }

    /// How many units of `to` one unit of `from` is worth, as it was written.
    pub fn value(&self) -> Decimal {
        self.value
    }

    /// The first day on which it holds.
    pub fn on(&self) -> NaiveDate {
        self.on
    }

    /// By what an amount in `from` is multiplied to be one in `to`: the value, or one divided by it. `None` for another pair.
    pub fn factor(&self, from: Currency, to: Currency) -> Option<Fraction> {
        let value = Fraction::from(self.value);
        match (from, to) {
            (from, to) if (from, to) == (self.from, self.to) => Some(value),
            (from, to) if (from, to) == (self.to, self.from) => value.reciprocal(),
            _ => None,
        }
    }
}

impl ExchangeRate {
    /// What another rate takes the place of this one for.
    fn key(&self) -> ((Currency, Currency), NaiveDate) {
        (pair(self.from, self.to), self.on)
    }
}

impl fmt::Display for ExchangeRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "1 {} = {} {}", self.from, self.value.normalize(), self.to)
    }
}

/// A book of dated rates.
///
/// * A pair of currencies has one rate at a time, in whichever direction it is written: a later rate ends the earlier one, and
///   the way back is one divided by the rate, exactly. So there and back is the same amount.
/// * On a day holds the latest rate that began on or before it. Where its last day has passed there is none, and an earlier one does
///   not come back.
/// * Nothing is guessed: a pair that nobody wrote is undefined, [`Why::NoRate`]. By way of a third currency goes only who asks
///   for it, by [`Rates::through`].
///
/// ```
/// use attain::quantity::{ExchangeRate, Precision, Rates, Why};
/// use chrono::NaiveDate;
///
/// let day = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
/// let (eur, usd) = ("EUR".parse()?, "USD".parse()?);
/// let rate = |value: &str, on| ExchangeRate::new(eur, usd, value.parse().unwrap(), on).unwrap();
/// let rates: Rates = [rate("1.25", day(7, 1)), rate("1.20", day(8, 1))].into_iter().collect();
///
/// let deal = "1000 EUR".parse()?;
/// let precision = Precision::default();
/// assert_eq!(rates.convert(deal, usd, day(7, 31), precision)?.to_string(), "1250");
/// assert_eq!(rates.convert(deal, usd, day(8, 1), precision)?.to_string(), "1200");
/// assert_eq!(rates.convert(deal, usd, day(6, 30), precision), Err(Why::NoRate));
/// assert_eq!(rates.convert("1 USD".parse()?, eur, day(8, 1), precision)?.to_string(), "5/6");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rates {
    /// By pair, the lesser currency first, then by the day on which each begins.
    rates: Vec<ExchangeRate>,
}

impl Rates {
    /// A book without rates.
    pub fn new() -> Rates {
        Rates::default()
    }

    /// Adds a rate; it stands in place of one for the same pair that begins on the same day.
    pub fn add(&mut self, rate: ExchangeRate) {
        let place = self.rates.binary_search_by(|known| known.key().cmp(&rate.key()));
        match place.map(|same| self.rates.get_mut(same)) {
            Ok(Some(same)) => *same = rate,
            Ok(None) => {}
            Err(before) => self.rates.insert(before, rate),
        }
    }

    /// Whether there is no rate at all.
    pub fn is_empty(&self) -> bool {
        self.rates.is_empty()
    }

    /// The rate of a pair on a day, in the direction in which it was written.
    pub fn quote(&self, one: Currency, other: Currency, day: NaiveDate) -> Option<&ExchangeRate> {
        let sought = (pair(one, other), day);
        let after = self.rates.partition_point(|rate| rate.key() <= sought);
        let latest = self.rates.get(after.checked_sub(1)?).filter(|rate| rate.key().0 == sought.0)?;
        latest.until.is_none_or(|until| day < until).then_some(latest)
    }

    /// By what an amount in `from` is multiplied on a day to be one in `to`; 1 for a currency and itself.
    pub fn factor(&self, from: Currency, to: Currency, day: NaiveDate) -> Outcome<Fraction> {
        if from == to {
            return Ok(Fraction::ONE);
        }
        self.quote(from, to, day).and_then(|rate| rate.factor(from, to)).ok_or(Why::NoRate)
    }

    /// The same by way of a third currency, such as the one in which a central bank publishes all its rates.
    pub fn through(
        &self,
        third: Currency,
        from: Currency,
        to: Currency,
        day: NaiveDate,
        precision: Precision,
    ) -> Outcome<Fraction> {
        self.factor(from, third, day)?.times(self.factor(third, to, day)?, precision)
    }

    /// An amount in another currency, exact and not rounded.
    ///
    /// `precision` matters only to a result whose digits do not fit a [`Fraction`].
    pub fn convert(&self, money: Money, to: Currency, day: NaiveDate, precision: Precision) -> Outcome<Fraction> {
        Fraction::from(money.amount()).times(self.factor(money.currency(), to, day)?, precision)
    }
}

/// Of two rates for one pair and day, the one that comes later stands.
impl Extend<ExchangeRate> for Rates {
    fn extend<I: IntoIterator<Item = ExchangeRate>>(&mut self, rates: I) {
        self.rates.extend(rates);
        sort::by(&mut self.rates, |one, other| one.key().cmp(&other.key()));
        self.rates.dedup_by(|later, earlier| {
            let same = later.key() == earlier.key();
            if same {
                *earlier = *later;
            }
            same
        });
    }
}

impl FromIterator<ExchangeRate> for Rates {
    fn from_iter<I: IntoIterator<Item = ExchangeRate>>(rates: I) -> Rates {
        let mut book = Rates::new();
        book.extend(rates);
        book
    }
}

/// A pair, whichever way round.
fn pair(one: Currency, other: Currency) -> (Currency, Currency) {
    (one.min(other), one.max(other))
}

/// An amount as it was written, and what there is to convert it by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Conversion {
    /// The amount in its own currency.
    pub amount: Money,
    /// The day whose rate holds for it.
    pub day: NaiveDate,
    /// The rate of that day; none, where none is known.
    pub rate: Option<ExchangeRate>,
}
