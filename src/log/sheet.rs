//! The facts of a kind as columns, for whoever goes over all of them.

use crate::quantity::Value;

use super::bits::Bits;
use super::columns::Column;
use super::dictionary::NONE;
use super::fact::value_of_code;
use super::kind::{FieldId, FieldType, Kind, KindId};
use super::standing::Standing;
use super::store::index;
use super::table::Table;

/// The entries of a kind of fact in a prefix of the log, by row: in the order in which they came.
#[derive(Clone, Copy)]
pub(crate) struct Sheet<'s> {
    standing: &'s Standing<'s>,
    table: &'s Table,
    kind: &'s Kind,
    place: usize,
    rows: usize,
}

/// The values of a field by row, and which rows have one.
#[derive(Clone, Copy)]
pub(crate) struct Told<'s, T> {
    pub values: &'s [T],
    known: &'s Bits,
}

impl<T> Told<'_, T> {
    /// Whether each of 64 rows has a value: those that begin with a multiple of 64, one a bit, the first the lowest.
    pub(crate) fn known(&self, row: usize) -> u64 {
        self.known.word(row / 64)
    }
}

impl<'s> Standing<'s> {
    /// The entries of a kind of fact, as columns.
    pub(crate) fn sheet(&'s self, kind: KindId) -> Option<Sheet<'s>> {
        let place = self.log.schema.table(kind);
        let table = self.log.tables.get(place)?;
        let rows = table.positions().partition_point(|position| index(*position) < self.upto);
        Some(Sheet { standing: self, table, kind: &self.kinds()[kind], place, rows })
    }
}

impl Standing<'_> {
    /// The text, the person or the unit that has a code in a field of a kind.
    pub(crate) fn value_of(&self, kind: KindId, field: FieldId, code: u32) -> Option<Value> {
        let column = self.log.tables.get(self.log.schema.table(kind))?.column(field.index())?;
        value_of_code(column, self.kinds()[kind].get(field)?.ty(), code, &self.log.names)
    }
}

impl<'s> Sheet<'s> {
    /// How many rows there are, whether they are facts that stand or not.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// The kind.
    pub(crate) fn kind(&self) -> &'s Kind {
        self.kind
    }

    /// The entry of a row.
    pub(crate) fn entry(&self, row: usize) -> Option<u32> {
        self.table.positions().get(row).copied()
    }

    /// The days on which rows hold, as numbers of [`chrono::Datelike::num_days_from_ce`].
    pub(crate) fn days(&self) -> &'s [i32] {
        self.table.days_from(0).get(..self.rows).unwrap_or_default()
    }

    /// The entries of facts that are not simply what a row says: revisions, reversals, and those with credits of their own; and,
    /// where some rows are no facts, which ones are.
    pub(crate) fn odd(&self) -> (Vec<u32>, Option<Vec<bool>>) {
        let members = self.standing.members(self.place);
        let mut odd = Vec::new();
        if members.len() == self.rows && self.standing.is_untouched() && !self.table.has_credits() {
            return (odd, None);
        }
        let mut plain = vec![false; self.rows];
        for own in members {
            let own_row = self.standing.log.line(*own).map_or(usize::MAX, super::store::Line::row);
            let as_written = |row: &super::members::Row| row.share == NONE && index(row.content) == own_row;
            let is_plain = self.standing.row(*own).as_ref().is_some_and(as_written);
            match plain.get_mut(own_row) {
                Some(place) if is_plain && self.table.credits(own_row).is_empty() => *place = true,
                _ => odd.push(*own),
            }
        }
        (odd, Some(plain))
    }

    /// The digits of a field, and how many of them stand behind the point; nothing, where one may be in another currency or is
    /// wider than 64 bits, or the field is something else than a number, an amount or a ratio.
    pub(crate) fn digits(&self, field: FieldId) -> Option<(Told<'s, i64>, u32)> {
        let is_number = matches!(self.kind.get(field)?.ty(), FieldType::Number | FieldType::Money | FieldType::Ratio);
        let column = self.column(field).filter(|_| is_number)?;
        let (values, scale) = column.narrow()?;
        Some((Told { values, known: column.known() }, scale))
    }

    /// The days of a field, as numbers.
    pub(crate) fn dates(&self, field: FieldId) -> Option<Told<'s, i32>> {
        let column = self.column(field)?;
        Some(Told { values: column.days()?, known: column.known() })
    }

    /// The codes of a text, a person or a unit; equal codes are equal values.
    pub(crate) fn codes(&self, field: FieldId) -> Option<Told<'s, u32>> {
        let is_code = matches!(self.kind.get(field)?.ty(), FieldType::Text | FieldType::Person | FieldType::Unit);
        let column = self.column(field).filter(|_| is_code)?;
        Some(Told { values: column.codes_from(0)?, known: column.known() })
    }

    /// The code of a text in a field, where some entry says it.
    pub(crate) fn code(&self, field: FieldId, text: &str) -> Option<u32> {
        self.column(field)?.find(text)
    }

    fn column(&self, field: FieldId) -> Option<&'s Column> {
        self.table.column(field.index())
    }
}
