//! Reading a value off a table.

use crate::id::Name;
use crate::quantity::{Fraction, Outcome, Precision, Unit, Value, Why};
use crate::rule::Boundary;

use super::cell::Range;
use super::definition::{Edge, ReadWord};

/// A table, read and found sound: rows in rising order, without gap or overlap.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub(super) key: Name,
    pub(super) key_unit: Unit,
    pub(super) read: ReadWord,
    pub(super) boundary: Boundary,
    pub(super) below: Edge,
    pub(super) above: Edge,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Row>,
}

/// A result of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: Name,
    /// The unit of its values.
    pub unit: Unit,
}

/// A row: the range of the key that it covers (under `line`, the one value at which it stands) and its results.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The range of the key.
    pub range: Range,
    /// The results, in the order of the columns.
    pub values: Vec<Value>,
}

impl Table {
    /// The name of the key.
    pub fn key(&self) -> &Name {
        &self.key
    }

    /// The unit of the key: a number, or a ratio where percentages are written.
    pub fn key_unit(&self) -> Unit {
        self.key_unit
    }

    /// The results, in the order of their names.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The position of a result.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name.as_str() == name)
    }

    /// The rows, in rising order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The value of the result at position `column` for a key.
    ///
    /// Undefined where nothing covers the key and the table does not say what lies there.
    pub fn value(&self, key: Fraction, column: usize) -> Outcome {
        match self.read {
            ReadWord::Step => self.step(key, column),
            ReadWord::Line => self.line(key, column),
        }
    }

    /// The position of the row that covers a key; under `line`, of the last row at or below it.
    pub fn row(&self, key: Fraction) -> Option<usize> {
        match self.read {
            ReadWord::Step => self.rows.iter().position(|row| self.covers(row.range, key)),
            ReadWord::Line => self.rows.iter().rposition(|row| row.range.from.is_some_and(|from| from <= key)),
        }
    }

    fn covers(&self, range: Range, key: Fraction) -> bool {
        match self.boundary {
            Boundary::LowerIn => range.from.is_none_or(|from| from <= key) && range.to.is_none_or(|to| key < to),
            Boundary::UpperIn => range.from.is_none_or(|from| from < key) && range.to.is_none_or(|to| key <= to),
        }
    }

    fn step(&self, key: Fraction, column: usize) -> Outcome {
        if let Some(row) = self.row(key).and_then(|row| self.rows.get(row)) {
            return result(row, column);
        }
        let low = self.rows.first().and_then(|row| row.range.from).is_some_and(|from| key <= from);
        let (edge, row) = if low { (self.below, self.rows.first()) } else { (self.above, self.rows.last()) };
        match edge {
            Edge::Undefined => Err(Why::OutOfTable),
            Edge::Zero => Ok(self.zero(column)),
            Edge::Flat | Edge::Extend => row.map_or(Err(Why::OutOfTable), |row| result(row, column)),
        }
    }

    fn line(&self, key: Fraction, column: usize) -> Outcome {
        let after = self.rows.partition_point(|row| stands_at(row) <= key);
        let before = after.checked_sub(1);
        match (before.and_then(|before| self.rows.get(before)), self.rows.get(after)) {
            (Some(low), Some(high)) => between(low, high, key, column),
            (Some(last), None) if stands_at(last) == key => result(last, column),
            (Some(last), None) => self.beyond(self.above, last, self.rows.iter().rev().nth(1), key, column),
            (None, Some(first)) => self.beyond(self.below, first, self.rows.get(1), key, column),
            (None, None) => Err(Why::OutOfTable),
        }
    }

    fn beyond(&self, edge: Edge, outermost: &Row, next: Option<&Row>, key: Fraction, column: usize) -> Outcome {
        match edge {
            Edge::Undefined => Err(Why::OutOfTable),
            Edge::Zero => Ok(self.zero(column)),
            Edge::Flat => result(outermost, column),
            Edge::Extend => match next {
                Some(next) => between(outermost, next, key, column),
                None => result(outermost, column),
            },
        }
    }

    fn zero(&self, column: usize) -> Value {
        let unit = self.columns.get(column).map_or(Unit::Number, |column| column.unit);
        unit.of(Fraction::ZERO)
    }
}

/// The value at which a row of a line stands.
pub(super) fn stands_at(row: &Row) -> Fraction {
    row.range.from.unwrap_or(Fraction::ZERO)
}

fn result(row: &Row, column: usize) -> Outcome {
    row.values.get(column).cloned().ok_or(Why::OutOfTable)
}

/// The value at `key` on the straight line through two rows, exact.
fn between(one: &Row, other: &Row, key: Fraction, column: usize) -> Outcome {
    let precision = Precision::default();
    let start = result(one, column)?;
    let amount = |value: &Value| value.amount().ok_or(Why::NotANumber);
    let rise = amount(&result(other, column)?)?.minus(amount(&start)?, precision)?;
    let run = stands_at(other).minus(stands_at(one), precision)?;
    let share = key.minus(stands_at(one), precision)?.over(run, precision)?;
    let value = amount(&start)?.plus(rise.times(share, precision)?, precision)?;
    Ok(start.unit().of(value))
}
