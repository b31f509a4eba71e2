//! Values read off what a host wrote.

use std::borrow::Cow;
use std::fmt;

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use rust_decimal::Decimal;

use crate::calendar::parse_day;
use crate::document::Node;
use crate::id::{KEY_BYTES_MAX, Key, is_key};
use crate::quantity::{self, Currency, Fraction, InvalidList, parse_decimal};

use super::TEXT_BYTES_MAX;
use super::columns::{Cell, Written};
use super::kind::FieldType;
use super::length;
use super::refusal::{Refusal, RefusalCode};

/// What a value is, or why it cannot be read.
pub(super) type Read<T> = Result<T, Refusal>;

/// The value of a field.
pub(super) fn cell(node: &Node, ty: FieldType, currency: Currency) -> Read<Written<'_>> {
    match (node, ty) {
        (Node::Null, _) => Ok(Cell::Null),
        (_, FieldType::Number) => decimal(node, ty).map(Cell::Decimal),
        (_, FieldType::Money) => money(node, currency).map(Cell::Decimal),
        (_, FieldType::Ratio) => ratio(node).map(Cell::Decimal),
        (_, FieldType::Duration) => length::minutes(node).map(Cell::Decimal),
        (_, FieldType::Date) => day(node).map(Cell::Day),
        (_, FieldType::Instant) => instant(node).map(Cell::Instant),
        (_, FieldType::Text) => text(node).map(|text| Cell::Text(Cow::Borrowed(text))),
        (_, FieldType::List) => list(node).map(|list| Cell::Text(Cow::Owned(list))),
        (_, FieldType::YesNo) => yes_no(node).map(Cell::YesNo),
        (_, FieldType::Person | FieldType::Unit | FieldType::Reference(_) | FieldType::Entry) => {
            key(node, ty.expects()).map(|key| Cell::Key(Cow::Borrowed(key)))
        }
    }
}

/// Something of another type than belongs here.
pub(super) fn wrong_type(node: &Node, expected: &str) -> Refusal {
    Refusal::new(RefusalCode::WrongType, format_args!("{} is written where {expected} belongs", node.kind()))
}

fn invalid(message: fmt::Arguments<'_>) -> Refusal {
    Refusal::new(RefusalCode::InvalidValue, message)
}

/// A text that is quoted in a message: its beginning, where it is long.
pub(super) fn quoted(text: &str) -> String {
    const SHOWN: usize = 40;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("`{}…`", text.get(..end).unwrap_or_default()),
        None => format!("`{text}`"),
    }
}

fn decimal(node: &Node, ty: FieldType) -> Read<Decimal> {
    let Some(digits) = node.as_text() else { return Err(wrong_type(node, ty.expects())) };
    number(digits)
}

/// A decimal within the limits of quantity.
pub(super) fn number(digits: &str) -> Read<Decimal> {
    parse_decimal(digits).map_err(|error| invalid(format_args!("{error}")).with_help(error.help()))
}

/// An amount in the plan's currency: `1000`, or `1000 USD`.
pub(super) fn money(node: &Node, currency: Currency) -> Read<Decimal> {
    amount(money_text(node)?, currency)
}

/// The same of a text.
pub(super) fn amount(text: &str, currency: Currency) -> Read<Decimal> {
    if !text.as_bytes().contains(&b' ') {
        return number(text);
    }
    match any_amount(text, currency)? {
        (number, written) if written == currency => Ok(number),
        (_, written) => Err(foreign(written, currency)),
    }
}

/// An amount in any currency.
pub(super) fn any_money(node: &Node, currency: Currency) -> Read<Written<'_>> {
    match any_amount(money_text(node)?, currency)? {
        (number, written) if written == currency => Ok(Cell::Decimal(number)),
        (number, written) => Ok(Cell::Foreign(number, written)),
    }
}

fn money_text(node: &Node) -> Read<&str> {
    node.as_text().ok_or_else(|| wrong_type(node, FieldType::Money.expects()))
}

fn any_amount(text: &str, currency: Currency) -> Read<(Decimal, Currency)> {
    let Some((digits, code)) = text.rsplit_once(' ') else { return Ok((number(text)?, currency)) };
    match code.parse::<Currency>() {
        Ok(written) => Ok((number(digits.trim_end())?, written)),
        Err(_) => Err(invalid(format_args!("{} is no amount of money", quoted(text)))
            .with_help(&format!("write `1000` or `1000 {currency}`"))),
    }
}

fn foreign(written: Currency, currency: Currency) -> Refusal {
    Refusal::new(RefusalCode::Currency, format_args!("the amount is in {written}, the plan counts in {currency}"))
        .with_help(&format!("give the amount in {currency}"))
}

/// A percentage or a plain number: `60%` and `0.6` are the same.
fn ratio(node: &Node) -> Read<Decimal> {
    match node.as_text() {
        Some(text) => percentage(text),
        None => Err(wrong_type(node, FieldType::Ratio.expects())),
    }
}

/// A percentage or a plain number, of a text.
pub(super) fn percentage(text: &str) -> Read<Decimal> {
    let Some(digits) = text.strip_suffix('%') else { return number(text) };
    let hundredfold = number(digits)?.normalize();
    let scale = hundredfold.scale().saturating_add(2);
    let exact = Decimal::try_from_i128_with_scale(hundredfold.mantissa(), scale);
    exact.map_err(|_| invalid(format_args!("{} has more digits than can be kept", quoted(text))))
}

/// A share above 0: `60%`, `0.6` or `1/3`.
pub(super) fn share(node: &Node) -> Read<Fraction> {
    let Some(text) = node.as_text() else { return Err(wrong_type(node, "a share")) };
    let share = match text.split_once('/') {
        Some((part, whole)) => quotient(part, whole),
        None => percentage(text).ok().map(Fraction::from),
    };
    let positive = share.filter(|share| !share.is_negative() && !share.is_zero());
    positive.ok_or_else(|| {
        invalid(format_args!("{} is no share above 0", quoted(text))).with_help("write `60%`, `0.6` or `1/3`")
    })
}

/// A quotient of two whole numbers, each below a thousand million.
fn quotient(part: &str, whole: &str) -> Option<Fraction> {
    let digits = |text: &str| {
        let plain = !text.is_empty() && text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| text.parse::<i128>().ok()).flatten()
    };
    Fraction::new(digits(part)?, digits(whole)?)
}

/// A day: `2025-08-04`, in the years 1 to 9999.
pub(super) fn day(node: &Node) -> Read<NaiveDate> {
    match node.as_text() {
        Some(text) => a_day(text),
        None => Err(wrong_type(node, FieldType::Date.expects())),
    }
}

/// The same of a text.
pub(super) fn a_day(text: &str) -> Read<NaiveDate> {
    if let Some(day) = plain_day(text) {
        return Ok(day);
    }
    parse_day(text).map_err(|error| match text.len() {
        ..=KEY_BYTES_MAX => invalid(format_args!("{error}")),
        // The reason quotes all of the text.
        _ => invalid(format_args!("{} is not a day", quoted(text))),
    })
}

/// A day of the right form, without a look at what may be wrong with it.
fn plain_day(text: &str) -> Option<NaiveDate> {
    let (year, rest) = text.as_bytes().split_at_checked(4)?;
    let [b'-', month @ .., b'-', tens, ones] = rest else { return None };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_u32, |number, digit| {
            digit.is_ascii_digit().then(|| number.wrapping_mul(10).wrapping_add(u32::from(digit.wrapping_sub(b'0'))))
        })
    };
    let year = i32::try_from(number(year)?).ok().filter(|year| *year > 0)?;
    let month = number(month).filter(|_| month.len() == 2)?;
    NaiveDate::from_ymd_opt(year, month, number(&[*tens, *ones])?)
}

/// A moment with its zone: `2025-08-04T09:30:00Z`.
pub(super) fn moment(node: &Node) -> Read<DateTime<Utc>> {
    match node.as_text() {
        Some(text) => a_moment(text),
        None => Err(wrong_type(node, "a moment")),
    }
}

/// The same of a text.
pub(super) fn a_moment(text: &str) -> Read<DateTime<Utc>> {
    let read = DateTime::parse_from_rfc3339(text).ok().map(|moment| moment.to_utc());
    read.filter(|moment| (1..=9999).contains(&moment.year())).ok_or_else(|| {
        invalid(format_args!("{} is no moment", quoted(text)))
            .with_help("write it with its zone: `2025-08-04T09:30:00Z` or `2025-08-04T17:30:00+08:00`")
    })
}

/// A moment that can be kept: no leap second, and nothing finer than a microsecond.
pub(super) fn instant(node: &Node) -> Read<DateTime<Utc>> {
    const MICROSECOND: u32 = 1_000;
    const SECOND: u32 = 1_000_000_000;
    let at = moment(node)?;
    let text = node.as_text().unwrap_or_default();
    match at.nanosecond() {
        SECOND.. => Err(invalid(format_args!("{} is a leap second, which no clock tells apart", quoted(text)))
            .with_help("write the second before or after it")),
        finer if !finer.is_multiple_of(MICROSECOND) => {
            Err(invalid(format_args!("{} is finer than a microsecond", quoted(text)))
                .with_help("write at most six decimals"))
        }
        _ => Ok(at),
    }
}

/// A text within the limit.
pub(super) fn text(node: &Node) -> Read<&str> {
    let Node::Text(text) = node else { return Err(wrong_type(node, FieldType::Text.expects())) };
    if text.len() > TEXT_BYTES_MAX { Err(too_long(text)) } else { Ok(text) }
}

/// A text beyond the limit.
pub(super) fn too_long(text: &str) -> Refusal {
    Refusal::new(
        RefusalCode::TooLarge,
        format_args!("the text has {} bytes, more than the limit of {TEXT_BYTES_MAX}", text.len()),
    )
    .with_help("keep long texts elsewhere, and refer to them")
}

/// A list, as the text in which it is kept: of texts, or one text in which `;` separates them.
fn list(node: &Node) -> Read<String> {
    let items = match node {
        Node::Text(text) => return list_text(text),
        Node::List(items) => items,
        _ => return Err(wrong_type(node, FieldType::List.expects())),
    };
    let mut members = Vec::with_capacity(items.len());
    for item in items {
        let Node::Text(member) = item else { return Err(wrong_type(item, "a text of a list")) };
        members.push(member.as_str());
    }
    quantity::written(members).map_err(|error| no_list(&error))
}

/// The same of a text.
pub(super) fn list_text(text: &str) -> Read<String> {
    quantity::rewritten(text).map_err(|error| no_list(&error))
}

#[cold]
fn no_list(error: &InvalidList) -> Refusal {
    let code = match error {
        InvalidList::TooMany(_) => RefusalCode::TooLarge,
        _ => RefusalCode::InvalidValue,
    };
    Refusal::new(code, format_args!("{error}")).with_help(error.help())
}

fn yes_no(node: &Node) -> Read<bool> {
    match node {
        Node::Bool(yes) => Ok(*yes),
        Node::Text(text) => yes_or_no(text).ok_or_else(|| {
            invalid(format_args!("{} is neither yes nor no", quoted(text))).with_help("write `yes` or `no`")
        }),
        _ => Err(wrong_type(node, FieldType::YesNo.expects())),
    }
}

/// Yes or no, of a text.
pub(super) fn yes_or_no(text: &str) -> Option<bool> {
    match text {
        "yes" | "true" => Some(true),
        "no" | "false" => Some(false),
        _ => None,
    }
}

/// A key; a whole number is one, by its digits.
pub(super) fn key<'n>(node: &'n Node, expected: &str) -> Read<&'n str> {
    let written = match node {
        Node::Text(text) => Some(text),
        Node::Number(digits) => Some(digits).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit())),
        _ => None,
    };
    let Some(written) = written else { return Err(wrong_type(node, expected)) };
    checked(written)
}

/// A text that is a key.
pub(super) fn checked(text: &str) -> Read<&str> {
    if is_key(text) { Ok(text) } else { Err(no_key(text, RefusalCode::InvalidValue)) }
}

/// Why a text is no key.
#[cold]
pub(super) fn no_key(text: &str, code: RefusalCode) -> Refusal {
    let error = Key::new(text).err().map_or_else(String::new, |error| error.to_string());
    Refusal::new(code, format_args!("{error}"))
}
