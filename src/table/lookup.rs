//! Reading a value off a table.

use std::sync::Arc;

use crate::id::Name;
use crate::quantity::{Fraction, Outcome, Precision, Unit, Value, Why};
use crate::rule::Boundary;

use super::cell::Cell;
use super::decide::Decision;
use super::definition::{Edge, ReadWord};
use super::index::{Index, coordinate};
use super::ladder::{Ladder, Standing};
use super::total::{Reading, Total};

/// The most keys of a table.
pub const KEYS_MAX: usize = 8;

/// A table, read and found sound. It never changes; a copy shares it.
#[derive(Clone, Debug, PartialEq)]
pub struct Table(pub(super) Arc<Sound>);

/// What a table has.
#[derive(Debug, PartialEq)]
pub(super) struct Sound {
    pub(super) keys: Vec<Key>,
    pub(super) read: ReadWord,
    pub(super) sides: Sides,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Row>,
    // Of the keys by which rows are chosen, in their order.
    pub(super) indexes: Vec<Index>,
    pub(super) finder: Finder,
    pub(super) precision: Precision,
}

/// A key of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its name.
    pub name: Name,
    /// What its cells are of: a ratio where percentages are written, money where a currency is, a day, a text, yes or no.
    pub unit: Unit,
}

/// A result of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: Name,
    /// The unit of its values.
    pub unit: Unit,
}

/// A row as it is written: for each key what it asks, for each result a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What it asks, in the order of the keys.
    pub cells: Vec<Cell>,
    /// The results, in the order of the columns.
    pub values: Vec<Value>,
}

/// To which row a boundary belongs, and what lies beyond the outermost rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sides {
    pub boundary: Boundary,
    pub below: Edge,
    pub above: Edge,
}

/// How rows are found.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Finder {
    /// By conditions on all keys.
    Rows(Decision),
    /// By conditions on all keys but the last, which say along which ladder the last key is measured; with the totals
    /// of each column, where it is read by totals.
    Ladders(Decision, Vec<(Ladder, Vec<Total>)>),
}

impl Key {
    /// Whether values of a unit may be looked up under this key.
    ///
    /// A number and a ratio stand for each other, and percentage points for both. A key of plain numbers takes money
    /// too, in the plan's currency, and durations, in days; a key of texts takes people and units, by their keys.
    pub fn takes(&self, unit: Unit) -> bool {
        match self.unit {
            Unit::Number => {
                matches!(unit, Unit::Number | Unit::Ratio | Unit::Points | Unit::Money | Unit::Duration)
            }
            Unit::Ratio => matches!(unit, Unit::Ratio | Unit::Points | Unit::Number),
            Unit::Text => matches!(unit, Unit::Text | Unit::Person | Unit::OrgUnit),
            own => own == unit,
        }
    }
}

/// # What it is made of
impl Table {
    /// The keys, in the order in which they are given.
    pub fn keys(&self) -> &[Key] {
        &self.0.keys
    }

    /// How it is read.
    pub fn read(&self) -> ReadWord {
        self.0.read
    }

    /// The results, in the order of their names.
    pub fn columns(&self) -> &[Column] {
        &self.0.columns
    }

    /// The position of a result.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.0.columns.iter().position(|column| column.name.as_str() == name)
    }

    /// The rows, as they are written.
    pub fn rows(&self) -> &[Row] {
        &self.0.rows
    }

    /// The unit of what [`Table::value`] gives for a result, where the last key is of the given unit.
    ///
    /// It is the result's own; but a `rate` that is read as a total is multiplied by the key, and gives an amount of it.
    pub fn unit_of(&self, column: usize, last_key: Unit) -> Option<Unit> {
        let own = self.0.columns.get(column)?.unit;
        if !(self.0.read.accumulates() && self.is_rate(column)) {
            return Some(own);
        }
        match last_key {
            Unit::Money | Unit::Duration => Some(last_key),
            _ => self.0.keys.last().map(|key| key.unit),
        }
    }

    /// Whether a result is a `rate`, which is multiplied by a base.
    pub fn is_rate(&self, column: usize) -> bool {
        self.0.columns.get(column).is_some_and(|column| column.name.as_str() == "rate")
    }
}

/// # Reading it
impl Table {
    /// The position of the row for these keys; under `line`, of the last row at or below the key.
    ///
    /// `None` where no row is for them: also where they are more or fewer than the table has, or of other units. What lies beyond
    /// the outermost rows is of no row.
    pub fn row(&self, keys: &[Value]) -> Option<usize> {
        match &self.0.finder {
            Finder::Rows(decision) => self.chosen(decision, keys),
            Finder::Ladders(..) => {
                let (ladder, _, at) = self.ladder(keys)?;
                let position = match (self.0.read, ladder.standing(at, self.0.sides.boundary)) {
                    (ReadWord::Line, _) => ladder.beside(at).0,
                    (_, Standing::On(position)) => Some(position),
                    _ => None,
                };
                Some(ladder.rungs.get(position?)?.row)
            }
        }
    }

    /// The value of the result at position `column` for these keys, one for each key of the table, in its order.
    ///
    /// Undefined where no row is for them and the table does not say what then lies there. An undefined key is the caller's to hand
    /// on: there is no row for it, whatever the rows say.
    pub fn value(&self, keys: &[Value], column: usize) -> Outcome {
        if let Finder::Rows(decision) = &self.0.finder {
            return self.cell(self.chosen(decision, keys).ok_or(Why::OutOfTable)?, column);
        }
        let (ladder, totals, at) = self.ladder(keys).ok_or(Why::OutOfTable)?;
        if self.0.read.accumulates() {
            let total = totals.get(column).ok_or(Why::OutOfTable)?.at(at, self.reading(ladder))?;
            let given = keys.last().map_or(Unit::Number, Value::unit);
            return Ok(self.unit_of(column, given).unwrap_or(Unit::Number).of(total));
        }
        self.along(ladder, at, column)
    }

    /// The same for a table of one key that is an amount.
    pub fn at(&self, key: Fraction, column: usize) -> Outcome {
        let unit = self.0.keys.first().map_or(Unit::Number, |key| key.unit);
        self.value(&[unit.of(key)], column)
    }

    /// The row whose conditions hold.
    #[inline]
    fn chosen(&self, decision: &Decision, keys: &[Value]) -> Option<usize> {
        Some(index(decision.find(self.atoms(keys)?.get(..keys.len())?)?))
    }

    /// The value at a place of a ladder, under `step` and `line`.
    fn along(&self, ladder: &Ladder, at: Fraction, column: usize) -> Outcome {
        let start = ladder.start().is_some_and(|start| at < start);
        let standing = match self.0.read {
            ReadWord::Line if start => Standing::Below,
            ReadWord::Line if ladder.end().is_some_and(|end| end < at) => Standing::Above,
            ReadWord::Line => Standing::On(0),
            _ => ladder.standing(at, self.0.sides.boundary),
        };
        let (edge, outermost, next) = match standing {
            Standing::On(_) if self.0.read == ReadWord::Line => return self.on_line(ladder, at, column),
            Standing::On(position) => return self.rung(ladder, position, column),
            Standing::Below => (self.0.sides.below, 0, 1),
            Standing::Above => (self.0.sides.above, ladder.top(), ladder.top().saturating_sub(1)),
        };
        match edge {
            Edge::Undefined => Err(Why::OutOfTable),
            Edge::Zero => Ok(self.unit(column).of(Fraction::ZERO)),
            Edge::Extend if self.0.read == ReadWord::Line => self.straight(ladder, outermost, next, at, column),
            Edge::Flat | Edge::Extend => self.rung(ladder, outermost, column),
            Edge::Mirror => self.mirrored(ladder, at, column),
        }
    }

    /// What lies below 0 where it mirrors what lies above: a rate stays, because its base has the other sign; all else
    /// changes its sign.
    fn mirrored(&self, ladder: &Ladder, at: Fraction, column: usize) -> Outcome {
        if self.is_rate(column) {
            return if at.is_zero() { self.rung(ladder, 0, column) } else { self.along(ladder, at.negate(), column) };
        }
        if at.is_zero() {
            return Ok(self.unit(column).of(Fraction::ZERO));
        }
        let value = self.along(ladder, at.negate(), column)?;
        Ok(value.unit().of(value.amount().ok_or(Why::NotANumber)?.negate()))
    }

    fn on_line(&self, ladder: &Ladder, at: Fraction, column: usize) -> Outcome {
        match ladder.beside(at) {
            (Some(low), Some(high)) => self.straight(ladder, low, high, at, column),
            (Some(last), None) => self.rung(ladder, last, column),
            (None, _) => Err(Why::OutOfTable),
        }
    }

    /// The value on the straight line through two rows, exact.
    fn straight(&self, ladder: &Ladder, one: usize, other: usize, at: Fraction, column: usize) -> Outcome {
        let stands = |position: usize| ladder.rungs.get(position).and_then(|rung| rung.from).ok_or(Why::OutOfTable);
        let amount = |value: Value| value.amount().ok_or(Why::NotANumber);
        let start = self.rung(ladder, one, column)?;
        let unit = start.unit();
        let start = amount(start)?;
        let rise = amount(self.rung(ladder, other, column)?)?.minus(start, self.0.precision)?;
        let run = stands(other)?.minus(stands(one)?, self.0.precision)?;
        let share = at.minus(stands(one)?, self.0.precision)?.over(run, self.0.precision)?;
        Ok(unit.of(start.plus(rise.times(share, self.0.precision)?, self.0.precision)?))
    }

    fn rung(&self, ladder: &Ladder, position: usize, column: usize) -> Outcome {
        self.cell(ladder.rungs.get(position).ok_or(Why::OutOfTable)?.row, column)
    }

    #[inline]
    fn cell(&self, row: usize, column: usize) -> Outcome {
        self.0.rows.get(row).and_then(|row| row.values.get(column)).cloned().ok_or(Why::OutOfTable)
    }

    fn unit(&self, column: usize) -> Unit {
        self.0.columns.get(column).map_or(Unit::Number, |column| column.unit)
    }

    /// The ladder that is meant by the keys before the last, its totals, and where the last key lies.
    pub(super) fn ladder(&self, keys: &[Value]) -> Option<(&Ladder, &[Total], Fraction)> {
        let Finder::Ladders(groups, ladders) = &self.0.finder else {
            return None;
        };
        let (last, others) = keys.split_last()?;
        let found = groups.find(self.atoms(keys)?.get(..others.len())?)?;
        let (ladder, totals) = ladders.get(index(found))?;
        Some((ladder, totals, coordinate(last)?))
    }

    /// The atoms of the keys by which rows are chosen; `None` where the keys are not those of the table.
    #[inline]
    fn atoms(&self, keys: &[Value]) -> Option<[u32; KEYS_MAX]> {
        if keys.len() != self.0.keys.len() {
            return None;
        }
        let mut atoms = [0; KEYS_MAX];
        for ((atom, key), (position, value)) in atoms.iter_mut().zip(&self.0.keys).zip(keys.iter().enumerate()) {
            if !is_of(key, value.unit()) {
                return None;
            }
            // The key along which rows rise has no index.
            if let Some(index) = self.0.indexes.get(position) {
                *atom = index.atom(value)?;
            }
        }
        Some(atoms)
    }

    pub(super) fn reading<'t>(&self, ladder: &'t Ladder) -> Reading<'t> {
        Reading { read: self.0.read, ladder, sides: self.0.sides, precision: self.0.precision }
    }
}

/// Whether a value may be looked up; a number stands for money here, as a literal does in formulas.
#[inline]
pub(super) fn is_of(key: &Key, unit: Unit) -> bool {
    key.unit == unit || key.takes(unit) || (key.unit == Unit::Money && unit == Unit::Number)
}

#[inline]
fn index(row: u32) -> usize {
    usize::try_from(row).unwrap_or(usize::MAX)
}
