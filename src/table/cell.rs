//! What stands in a cell of a key: any value, one of some values, a range of values.

use std::fmt;

use crate::quantity::Value;

/// What the values of a key must be for a row to match.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell {
    /// Anything: the row does not ask.
    Any,
    /// One of these, in rising order.
    OneOf(Vec<Value>),
    /// What lies in a range.
    Range(Range),
}

impl Cell {
    /// Whether the row asks anything of this key.
    pub fn asks(&self) -> bool {
        !matches!(self, Cell::Any)
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cell::Any => f.write_str("any"),
            Cell::OneOf(values) => match values.as_slice() {
                [only] => only.fmt(f),
                values => {
                    let values: Vec<String> = values.iter().map(Value::to_string).collect();
                    write!(f, "[{}]", values.join(", "))
                }
            },
            Cell::Range(range) => range.fmt(f),
        }
    }
}

/// A range of a key; an end that is left out is open.
///
/// Which end belongs to it is the table's business, not the range's; days are always from the first up to, and not with, the
/// last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Range {
    /// Where it starts; everything below, where open.
    pub from: Option<Value>,
    /// Where it ends; everything above, where open.
    pub to: Option<Value>,
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.from, &self.to) {
            (Some(from), Some(to)) => write!(f, "{from} .. {to}"),
            (Some(from), None) => write!(f, "{from} .."),
            (None, Some(to)) => write!(f, ".. {to}"),
            (None, None) => f.write_str(".."),
        }
    }
}
