//! Numbers that people are paid by: exact, with their unit, and with a reason where there is none.
//!
//! Nothing here is binary floating point. A [`Fraction`] is carried exactly from a KPI to a
//! payment and loses digits in one place only, where somebody asks for it by name: [`RoundTo`],
//! [`Fraction::to_scale`], [`Money::round`]. What is cut into parts with [`split()`] adds up again.
//! What has no value answers *undefined, because …*: an [`Outcome`] with a [`Why`].
//!
//! ```
//! use attain::quantity::{Fraction, Odd, Precision, Why, split};
//! use rust_decimal::Decimal;
//!
//! // 25 lakh a quarter, cut into its months: the odd cent has a declared place.
//! let months = split(Decimal::from(2_500_000), &[Fraction::ONE; 3], Decimal::new(1, 2), Odd::First)?;
//! let text: Vec<String> = months.iter().map(Decimal::to_string).collect();
//! assert_eq!(text, ["833333.34", "833333.33", "833333.33"]);
//!
//! // A third, three times, is one; and nothing is divided by zero.
//! let precision = Precision::default();
//! let third = Fraction::ONE.over(Fraction::whole(3), precision)?;
//! assert_eq!(third.times(Fraction::whole(3), precision), Ok(Fraction::ONE));
//! assert_eq!(third.over(Fraction::ZERO, precision), Err(Why::DividedByZero));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | noun | file | is |
//! |---|---|---|
//! | [`Fraction`] | `fraction`, `fraction_text`, `fraction_rounded`, `arithmetic`, `deviation`, `wide` | an exact number |
//! | [`Precision`], [`RoundingMode`], [`RoundTo`] | `precision`, `rounding` | where digits are dropped |
//! | [`split()`], [`Odd`] | `split`, `apportion` | parts that add up |
//! | [`split_monotone`] | `monotone` | parts none of which falls when there is more to cut |
//! | [`split_within`], [`Part`] | `within` | parts that are pinned, or have limits |
//! | [`split_table`], [`split_rows`], [`Nest`] | `margins` | a table that adds up across and down |
//! | [`Currency`], [`Money`] | `currency`, `money` | an amount of something |
//! | [`ExchangeRate`], [`Rates`], [`Conversion`] | `exchange` | what one currency is worth in another, on a day |
//! | [`Ratio`], [`Percent`] | `ratio` | a number without a unit, and its spelling |
//! | [`List`] | `list` | texts, each once |
//! | [`Unit`], [`Value`] | `value` | what a formula computes with |
//! | [`Outcomes`] | `outcomes` | the values of many, beside one another |
//! | [`Outcome`], [`Why`] | `why` | a value, or the reason that there is none |
//! | [`parse_decimal`] | `decimal` | the door for numbers from outside |

#[macro_use]
mod text;

mod apportion;
mod arithmetic;
mod currency;
mod decimal;
mod deviation;
mod exchange;
mod fraction;
mod fraction_rounded;
mod fraction_text;
mod limits;
mod list;
mod logarithm;
mod margins;
mod money;
mod monotone;
mod outcomes;
mod precision;
mod ratio;
mod rounding;
mod split;
mod value;
mod why;
mod wide;
mod within;

pub use currency::{Currency, InvalidCurrency};
pub(crate) use decimal::adds_up;
pub use decimal::{DecimalError, LIMIT_DIGITS, LIMIT_FRACTION_DIGITS, LIMIT_INTEGER_DIGITS, parse_decimal};
pub use exchange::{Conversion, ExchangeRate, Rates};
pub use fraction::Fraction;
pub(crate) use fraction::SmallFraction;
pub use fraction_text::FractionError;
pub use list::{InvalidList, LIST_MEMBERS_MAX, List};
pub(crate) use list::{rewritten, written};
pub use margins::{Nest, split_rows, split_table};
pub use money::{Money, MoneyError};
pub use monotone::split_monotone;
pub use outcomes::Outcomes;
pub(crate) use outcomes::{Part as OutcomesPart, Quotients, Straight, Undefined, Units, either, known};
pub use precision::Precision;
pub use ratio::{Percent, Ratio};
pub use rounding::{RoundTo, RoundingMode};
pub use split::{LIMIT_PARTS, Odd, SplitError, split, split_outcomes};
pub use value::{Unit, Value};
pub use why::{Outcome, Why};
pub use within::{Part, split_within};
