//! Lengths of time: written in days, hours or minutes, kept in minutes, reckoned with in days.
//!
//! An hour is no finite decimal of a day, but every length that authors write is one of a minute: so nothing is rounded.

use rust_decimal::Decimal;

use crate::document::Node;
use crate::formula::DurationUnit;
use crate::quantity::{Fraction, Precision};

use super::kind::FieldType;
use super::refusal::{Refusal, RefusalCode};
use super::value::{self, Read};

/// The minutes of a day.
const DAY: i64 = 1_440;

/// The longest length of time, in days: whatever is longer has more digits than a number may have in minutes.
pub(super) const DAYS_MAX: u64 = 1_000_000_000;

/// A length of time in minutes: `3 days`, `4 hours`; a plain number is days.
pub(super) fn minutes(node: &Node) -> Read<Decimal> {
    match node.as_text() {
        Some(text) => of_text(text),
        None => Err(value::wrong_type(node, FieldType::Duration.expects())),
    }
}

/// The same of a text.
pub(super) fn of_text(text: &str) -> Read<Decimal> {
    let (digits, each) = match text.split_once(' ') {
        None => (text, DAY),
        Some((digits, word)) => (digits, fixed(word).ok_or_else(|| unknown(text))?),
    };
    times(value::number(digits)?, each)
}

/// So many whole days.
#[cfg(any(feature = "csv", feature = "json"))]
pub(super) fn of_days(days: u64) -> Read<Decimal> {
    times(Decimal::from(days), DAY)
}

fn times(number: Decimal, each: i64) -> Read<Decimal> {
    let most = Decimal::from(DAYS_MAX).saturating_mul(Decimal::from(DAY));
    let minutes = number.checked_mul(Decimal::from(each)).filter(|minutes| minutes.abs() < most);
    minutes.ok_or_else(|| {
        Refusal::new(RefusalCode::InvalidValue, format_args!("{number} is longer than a length of time may be"))
            .with_help("write less than 1000000000 days")
    })
}

/// The minutes of a unit that always has as many.
fn fixed(word: &str) -> Option<i64> {
    DurationUnit::ALL.iter().find(|unit| unit.words_are(word)).and_then(|unit| match unit {
        DurationUnit::Minute => Some(1),
        DurationUnit::Hour => Some(60),
        DurationUnit::Day => Some(DAY),
        DurationUnit::Week => DAY.checked_mul(7),
        _ => None,
    })
}

fn unknown(text: &str) -> Refusal {
    Refusal::new(RefusalCode::InvalidValue, format_args!("{} is no length of time", value::quoted(text)))
        .with_help("write it in minutes, hours, days or weeks: `4 hours`; a plain number is days")
}

/// What is kept as authors write it: in whole days or hours where it is some.
pub(super) fn text(minutes: Decimal) -> String {
    let units = [(DAY, DurationUnit::Day), (60, DurationUnit::Hour)];
    for (each, unit) in units {
        let whole = minutes.checked_div(Decimal::from(each)).filter(Decimal::is_integer);
        if let Some(whole) = whole {
            return format!("{} {}", whole.normalize(), unit.word(whole));
        }
    }
    format!("{} {}", minutes.normalize(), DurationUnit::Minute.word(minutes))
}

/// What is kept as days.
pub(super) fn days(minutes: Fraction) -> Option<Fraction> {
    minutes.over(Fraction::whole(DAY), Precision::default()).ok()
}

/// The minutes of so many days, as the integer of a column.
pub(super) fn minutes_of(mantissa: i64, scale: u32) -> Option<Decimal> {
    let minutes = i128::from(mantissa).checked_mul(DAY.into())?;
    Decimal::try_from_i128_with_scale(minutes, scale).ok()
}
