//! Cells as they are written, before it is known what their column is of.

use std::sync::Arc;

use crate::calendar::parse_day;
use crate::document::Node;
use crate::quantity::{Currency, Fraction, Precision, Unit, Value, parse_decimal};
use crate::sort;

use super::cell::{Cell, Range};

/// A value as it is written: what it looks like, and its text, where it may be meant as no more than that.
#[derive(Clone, Debug)]
pub(super) struct Scalar {
    pub value: Value,
    pub text: Option<Arc<str>>,
    pub currency: Option<Currency>,
}

/// A cell of a key as it is written.
#[derive(Clone, Debug)]
pub(super) enum Written {
    Any,
    OneOf(Vec<Scalar>),
    Range(Option<Scalar>, Option<Scalar>),
}

impl Written {
    /// Reads a cell; `None` where it is neither a value, nor a list of values, nor a range.
    pub(super) fn read(node: &Node) -> Option<Written> {
        match node {
            Node::Null => Some(Written::Any),
            Node::List(items) if items.is_empty() => None,
            Node::List(items) => items.iter().map(item).collect::<Option<Vec<_>>>().map(Written::OneOf),
            Node::Text(text) if text.contains("..") => {
                let (from, to) = text.split_once("..")?;
                Some(Written::Range(end(from).ok()?, end(to).ok()?))
            }
            _ => Scalar::read(node).map(|scalar| Written::OneOf(vec![scalar])),
        }
    }

    /// The values in it.
    pub(super) fn scalars(&self) -> impl Iterator<Item = &Scalar> {
        let (list, from, to) = match self {
            Written::Any => (&[][..], None, None),
            Written::OneOf(list) => (list.as_slice(), None, None),
            Written::Range(from, to) => (&[][..], from.as_ref(), to.as_ref()),
        };
        list.iter().chain(from).chain(to)
    }

    /// The cell of a column of this unit; `None` for a range of what has no order.
    pub(super) fn of(&self, unit: Unit) -> Option<Cell> {
        match self {
            Written::Any => Some(Cell::Any),
            Written::OneOf(scalars) => {
                let mut values = scalars.iter().map(|scalar| scalar.of(unit)).collect::<Option<Vec<_>>>()?;
                sort::all(&mut values);
                values.dedup();
                Some(Cell::OneOf(values))
            }
            Written::Range(..) if matches!(unit, Unit::Text | Unit::YesNo) => None,
            Written::Range(from, to) => {
                let end = |end: &Option<Scalar>| end.as_ref().map_or(Some(None), |end| end.of(unit).map(Some));
                Some(Cell::Range(Range { from: end(from)?, to: end(to)? }))
            }
        }
    }
}

impl Scalar {
    /// Reads one value: `100`, `"60%"`, `"1000 EUR"`, `"3 days"`, `"2025-07-01"`, `true`, `"north"`.
    pub(super) fn read(node: &Node) -> Option<Scalar> {
        match node {
            Node::Number(digits) => {
                let number = Value::Number(Fraction::from(parse_decimal(digits).ok()?));
                Some(Scalar { value: number, text: None, currency: None })
            }
            Node::Bool(yes) => Some(Scalar { value: Value::YesNo(*yes), text: None, currency: None }),
            Node::Text(written) => {
                let text: Arc<str> = Arc::from(written.as_str());
                let (value, currency) =
                    more_than_text(written).unwrap_or_else(|| (Value::Text(Arc::clone(&text)), None));
                Some(Scalar { value, text: Some(text), currency })
            }
            Node::Null | Node::List(_) | Node::Map(_) => None,
        }
    }

    /// The value in a column of this unit.
    pub(super) fn of(&self, unit: Unit) -> Option<Value> {
        match (unit, self.value.amount()) {
            (Unit::Text, _) => self.text.clone().map(Value::Text),
            (_, Some(amount)) => Some(unit.of(amount)).filter(|value| value.unit() == unit),
            _ => Some(self.value.clone()).filter(|value| value.unit() == unit),
        }
    }
}

/// A value of a list; a range is none.
fn item(node: &Node) -> Option<Scalar> {
    Scalar::read(node).filter(|scalar| scalar.text.as_ref().is_none_or(|text| !text.contains("..")))
}

/// One end of a range: nothing where it is open, an error where it cannot be read.
fn end(text: &str) -> Result<Option<Scalar>, ()> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let (value, currency) = more_than_text(text).ok_or(())?;
    Ok(Some(Scalar { value, text: None, currency }))
}

/// What a text says besides its letters: a number, a percentage, an amount of money, a duration, a day.
fn more_than_text(text: &str) -> Option<(Value, Option<Currency>)> {
    let text = text.trim();
    if let Some(percent) = text.strip_suffix('%') {
        let percent = Fraction::from(parse_decimal(percent.trim_end()).ok()?);
        return Some((percent.over(Fraction::HUNDRED, Precision::default()).ok().map(Value::Ratio)?, None));
    }
    if let Ok(number) = parse_decimal(text) {
        return Some((Value::Number(Fraction::from(number)), None));
    }
    if let Ok(day) = parse_day(text) {
        return Some((Value::Date(day), None));
    }
    let (number, word) = text.split_once(' ')?;
    let (number, word) = (Fraction::from(parse_decimal(number).ok()?), word.trim_start());
    if let Ok(currency) = word.parse::<Currency>() {
        return Some((Value::Money(number), Some(currency)));
    }
    let days = number.times(days(word)?, Precision::default()).ok()?;
    Some((Value::Duration(days), None))
}

/// How many days a unit of time has, where that is fixed.
fn days(word: &str) -> Option<Fraction> {
    match word {
        "minute" | "minutes" => Fraction::new(1, 24 * 60),
        "hour" | "hours" => Fraction::new(1, 24),
        "day" | "days" => Some(Fraction::ONE),
        "week" | "weeks" => Some(Fraction::whole(7)),
        _ => None,
    }
}
