//! What stands in a cell: a value, or a range of values.

use std::fmt;
use std::sync::Arc;

use crate::document::Node;
use crate::quantity::{Fraction, Precision, Unit, Value, parse_decimal};

/// A range of a key; an end that is left out is open.
///
/// Which end belongs to it is the table's business, not the range's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// Where it starts; everything below, where open.
    pub from: Option<Fraction>,
    /// Where it ends; everything above, where open.
    pub to: Option<Fraction>,
}

impl Range {
    /// The range as an author writes it where its ends are of a unit.
    pub(super) fn in_unit(self, unit: Unit) -> String {
        let end = |end: Option<Fraction>| end.map(|end| unit.of(end).to_string()).unwrap_or_default();
        format!("{} .. {}", end(self.from), end(self.to)).trim().to_owned()
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.to) {
            (Some(from), Some(to)) => write!(f, "{from} .. {to}"),
            (Some(from), None) => write!(f, "{from} .."),
            (None, Some(to)) => write!(f, ".. {to}"),
            (None, None) => f.write_str(".."),
        }
    }
}

/// Reads a value: `100`, `"60%"`, or a text where `text` allows one.
pub(super) fn value(node: &Node, text: bool) -> Option<Value> {
    match node {
        Node::Number(digits) => parse_decimal(digits).ok().map(|number| Value::Number(Fraction::from(number))),
        Node::Text(written) => number(written).or_else(|| text.then(|| Value::Text(Arc::from(written.as_str())))),
        _ => None,
    }
}

/// Reads a range: `"95 .. 110"`, `"110 .."`, `".. 75"`; with the unit of its ends.
pub(super) fn range(node: &Node) -> Option<(Range, bool)> {
    let Node::Text(text) = node else {
        return None;
    };
    let (from, to) = text.split_once("..")?;
    let (from, to) = (end(from).ok()?, end(to).ok()?);
    let percent = [&from, &to].iter().any(|end| matches!(end, Some(Value::Ratio(_))));
    let amount = |end: Option<Value>| end.and_then(|value| value.amount());
    Some((Range { from: amount(from), to: amount(to) }, percent))
}

/// One end of a range: nothing where it is open, an error where it cannot be read.
fn end(text: &str) -> Result<Option<Value>, ()> {
    let text = text.trim();
    if text.is_empty() { Ok(None) } else { number(text).map(Some).ok_or(()) }
}

fn number(text: &str) -> Option<Value> {
    let text = text.trim();
    if let Some(percent) = text.strip_suffix('%') {
        let percent = Fraction::from(parse_decimal(percent.trim_end()).ok()?);
        return percent.over(Fraction::HUNDRED, Precision::default()).ok().map(Value::Ratio);
    }
    parse_decimal(text).ok().map(|number| Value::Number(Fraction::from(number)))
}
