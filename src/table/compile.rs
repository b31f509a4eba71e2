//! Reading a table, and finding it sound.

use std::sync::Arc;

use crate::diagnostic::{At, Code, Problems};
use crate::quantity::{Currency, Precision, Unit};
use crate::rule::{Boundary, Rules, needed};
use crate::sort;

use super::cell::Cell;
use super::check::Boxes;
use super::columns::{self, Sheet};
use super::decide::Decision;
use super::definition::{Edge, ReadWord, TableDefinition};
use super::edges;
use super::index::{Atoms, Index};
use super::ladders;
use super::lookup::{Column, Finder, Key, Row, Sides, Sound, Table};

/// What the amounts of a table are reckoned in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Basis {
    /// The currency of the plan; any, where it is not known.
    pub currency: Option<Currency>,
    /// How finely a fraction is rounded where it does not fit.
    pub precision: Precision,
}

impl Table {
    /// Reads a definition; reports everything that is wrong with it.
    pub fn compile(definition: &TableDefinition, rules: &Rules, at: At<'_>, problems: &mut Problems) -> Option<Table> {
        Table::compile_in(definition, rules, Basis::default(), at, problems)
    }

    /// Reads a definition whose amounts are reckoned in a currency, to a precision; reports everything that is wrong with it.
    pub fn compile_in(
        definition: &TableDefinition,
        rules: &Rules,
        basis: Basis,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<Table> {
        let sheet = Sheet::read(definition, basis.currency, at, problems)?;
        let boundary = boundary(definition, rules, &sheet, at, problems);
        let (keys, columns, rows) = columns::typed(&sheet, definition, at, problems)?;
        let draft = Draft { read: definition.read, keys, columns, rows };
        let uncrossed = draft.uncrossed(at, problems);
        let edges = edges::sound(&draft, definition, at, problems);
        let sides = Sides {
            boundary: boundary?,
            below: definition.below.unwrap_or(Edge::Undefined),
            above: definition.above.unwrap_or(Edge::Undefined),
        };
        if !uncrossed {
            return None;
        }
        let (indexes, finder) = draft.finder(sides, basis.precision, at, problems)?;
        edges?;
        let axis = draft.keys.last().map(|key| key.unit);
        let sides = Sides { boundary: side(axis, sides.boundary), ..sides };
        let Draft { read, keys, columns, rows } = draft;
        let sound = Sound { keys, read, sides, columns, rows, indexes, finder, precision: basis.precision };
        Some(Table(Arc::new(sound)))
    }
}

/// A table whose cells and units are known.
pub(super) struct Draft {
    pub read: ReadWord,
    pub keys: Vec<Key>,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
}

impl Draft {
    /// Whether each range ends above its start.
    fn uncrossed(&self, at: At<'_>, problems: &mut Problems) -> bool {
        let list = at.field("rows");
        let mut sound = true;
        for (index, row) in self.rows.iter().enumerate() {
            for (key, cell) in self.keys.iter().zip(&row.cells) {
                let Cell::Range(range) = cell else { continue };
                let (Some(from), Some(to)) = (&range.from, &range.to) else { continue };
                if from.compare(to).is_some_and(std::cmp::Ordering::is_lt) {
                    continue;
                }
                let message = format!("the range `{range}` ends before it begins, or where it begins");
                problems
                    .report(Code::TableCrossed, list.index(index).field(key.name.as_str()), message)
                    .help("write the lower end first, as in `95 .. 110`");
                sound = false;
            }
        }
        sound
    }

    /// How rows are found, with the indexes of the keys by which they are chosen; reports rows that leave something in doubt.
    fn finder(
        &self,
        sides: Sides,
        precision: Precision,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<(Vec<Index>, Finder)> {
        if self.read.chooses() {
            let all: Vec<usize> = (0..self.rows.len()).collect();
            let (indexes, decision) = self.choose(self.keys.len(), &all, self.read, sides.boundary, at, problems)?;
            return Some((indexes, Finder::Rows(decision)));
        }
        let others = self.keys.len().saturating_sub(1);
        let groups = ladders::groups(&self.rows, others);
        let ladders = ladders::build(self, &groups, sides, precision, at, problems);
        let first: Vec<usize> = groups.iter().filter_map(|group| group.first().copied()).collect();
        let (indexes, decision) = self.choose(others, &first, ReadWord::Only, sides.boundary, at, problems)?;
        Some((indexes, Finder::Ladders(decision, ladders?)))
    }

    /// How one of some rows is chosen by the first keys; it answers with the position among those given.
    fn choose(
        &self,
        keys: usize,
        rows: &[usize],
        read: ReadWord,
        boundary: Boundary,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<(Vec<Index>, Decision)> {
        let keys = self.keys.get(..keys)?;
        let mut indexes: Vec<Index> = Vec::with_capacity(keys.len());
        for (position, key) in keys.iter().enumerate() {
            indexes.push(Index::new(key.unit, self.rows.iter().filter_map(|row| row.cells.get(position))));
        }
        let mut covers: Vec<Vec<Atoms>> = Vec::with_capacity(rows.len());
        for row in rows.iter().filter_map(|row| self.rows.get(*row)) {
            let mut covered = Vec::with_capacity(keys.len());
            for ((key, index), cell) in keys.iter().zip(&indexes).zip(&row.cells) {
                covered.push(index.atoms(cell, side(Some(key.unit), boundary)));
            }
            covers.push(covered);
        }
        let boxes = Boxes { keys, indexes: &indexes, all: &self.rows, rows, covers: &covers, read };
        boxes.sound(at, problems)?;
        let mut order: Vec<u32> = (0_u32..).take(rows.len()).collect();
        if read == ReadWord::Specific {
            sort::by(&mut order, |one, other| boxes.asks(*other).cmp(&boxes.asks(*one)));
        }
        let mut asked = Vec::with_capacity(order.len());
        for position in order {
            let covered = usize::try_from(position).ok().and_then(|position| covers.get(position).cloned());
            asked.extend(covered.map(|covered| (position, covered)));
        }
        let decision = Decision::new(&indexes, asked);
        Some((indexes, decision))
    }
}

/// To which side a boundary belongs: days are always from the first up to, and not with, the last.
pub(super) fn side(unit: Option<Unit>, boundary: Boundary) -> Boundary {
    if unit == Some(Unit::Date) { Boundary::LowerIn } else { boundary }
}

/// The side of a boundary: needed once a cell is a range of anything but days.
fn boundary(
    definition: &TableDefinition,
    rules: &Rules,
    sheet: &Sheet,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Boundary> {
    let ranges = sheet.ranges();
    if ranges.amounts && definition.read != ReadWord::Line {
        let why = "a value may lie exactly between two rows";
        return needed(definition.boundary, rules.boundary.as_ref(), "boundary", why, at.field("boundary"), problems);
    }
    if ranges.days && definition.boundary == Some(Boundary::UpperIn) {
        problems
            .report(Code::TableRead, at.field("boundary"), "ranges of days hold their first day and not their last")
            .help("leave `boundary` out, and let each range end on the day after its last");
        return None;
    }
    // Nothing lies on a boundary; a line is the same from both sides.
    Some(definition.boundary.unwrap_or(Boundary::LowerIn))
}
