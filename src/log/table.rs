//! The entries of one kind, in columns.

use chrono::{DateTime, NaiveDate, Utc};

use crate::quantity::Fraction;

use super::columns::{Column, Written, day_number, day_of, instant_of};
use super::draft::{Draft, Part};
use super::kind::{FieldType, Kind};
use super::names::Names;
use super::store::code;

/// A day that is not written.
const NO_DAY: i32 = i32::MIN;

/// An instant that is not written.
const NO_INSTANT: i64 = i64::MIN;

/// The rows of one kind: a day, a position in the log, fields and credits each.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// One for each field of the kind; none for the one that is the day itself.
    columns: Vec<Option<Column>>,
    types: Vec<FieldType>,
    references: Vec<(usize, super::KindId)>,
    whose: Option<usize>,
    days: Vec<i32>,
    /// The instants, in microseconds, of as many rows as it takes to name the last one.
    instants: Vec<i64>,
    positions: Vec<u32>,
    credits: Vec<Part<u32, u32>>,
    /// Where the credits of each row end.
    ends: Vec<usize>,
}

impl Table {
    pub(super) fn new(kind: &Kind) -> Table {
        let columns = kind.words().map(|(id, field)| (kind.on() != Some(id)).then(|| column(field.ty()))).collect();
        let types: Vec<FieldType> = kind.words().map(|(_, field)| field.ty()).collect();
        let references = types.iter().enumerate().filter_map(|(index, ty)| match ty {
            FieldType::Reference(kind) => Some((index, *kind)),
            _ => None,
        });
        let (references, whose) =
            (references.collect(), kind.whose().filter(|_| !kind.is_record()).map(super::FieldId::index));
        Table {
            columns,
            types,
            references,
            whose,
            days: Vec::new(),
            instants: Vec::new(),
            positions: Vec::new(),
            credits: Vec::new(),
            ends: Vec::new(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.positions.len()
    }

    /// Appends what an entry says; its position in the log is `position`.
    pub(super) fn push(&mut self, draft: &Draft<'_>, position: u32, names: &mut Names) {
        if let Some(at) = draft.at {
            self.instants.resize(self.days.len(), NO_INSTANT);
            self.instants.push(at.timestamp_micros());
        }
        self.days.push(draft.day.map_or(NO_DAY, day_number));
        self.positions.push(position);
        let shares = draft.credits.iter().map(|share| names.share(share));
        self.credits.extend(shares);
        self.ends.push(self.credits.len());
        for (index, column) in self.columns.iter_mut().enumerate() {
            let (Some(column), Some(ty)) = (column, self.types.get(index)) else { continue };
            let cell = draft.cells.get(index).and_then(Option::as_ref);
            column.push(cell.map(|cell| names.coded(cell, *ty)));
        }
    }

    /// The column of a field; none where the field is the day.
    pub(super) fn column(&self, field: usize) -> Option<&Column> {
        self.columns.get(field).and_then(Option::as_ref)
    }

    pub(super) fn column_mut(&mut self, field: usize) -> Option<&mut Column> {
        self.columns.get_mut(field).and_then(Option::as_mut)
    }

    /// Appends days, as numbers, of entries without credits from a position on; the columns are appended one by one.
    pub(super) fn extend(&mut self, days: impl Iterator<Item = i32>, position: u32) -> usize {
        let before = self.days.len();
        self.days.extend(days);
        let count = self.days.len().saturating_sub(before);
        self.positions.extend(position..position.saturating_add(code(count)));
        self.ends.resize(self.days.len(), self.credits.len());
        count
    }

    /// The days of rows from one on, as numbers.
    pub(super) fn days_from(&self, row: usize) -> &[i32] {
        self.days.get(row..).unwrap_or_default()
    }

    /// What a row says in a field, as it was written.
    pub(super) fn cell<'n>(&'n self, row: usize, field: usize, names: &'n Names) -> Option<Written<'n>> {
        let cell = self.column(field)?.cell(row)?;
        names.written(cell, *self.types.get(field)?)
    }

    /// The type of a field.
    pub(super) fn ty(&self, field: usize) -> Option<FieldType> {
        self.types.get(field).copied()
    }

    /// The fields that refer to entries, each with the kind that it refers to.
    pub(super) fn references(&self) -> impl Iterator<Item = (usize, super::KindId)> {
        self.references.iter().copied()
    }

    /// Whether any row has credits of its own.
    pub(super) fn has_credits(&self) -> bool {
        !self.credits.is_empty()
    }

    /// The field that says who is credited where a row has no credits of its own.
    pub(super) fn whose(&self) -> Option<usize> {
        self.whose
    }

    pub(super) fn day(&self, row: usize) -> Option<NaiveDate> {
        self.days.get(row).copied().filter(|day| *day != NO_DAY).and_then(day_of)
    }

    /// The instant that a row's envelope says.
    pub(super) fn instant(&self, row: usize) -> Option<DateTime<Utc>> {
        self.instants.get(row).copied().filter(|at| *at != NO_INSTANT).and_then(instant_of)
    }

    /// The positions of the rows in the log; they rise.
    pub(super) fn positions(&self) -> &[u32] {
        &self.positions
    }

    /// The day as a number, for sorting.
    pub(super) fn day_number(&self, row: usize) -> i32 {
        self.days.get(row).copied().unwrap_or(NO_DAY)
    }

    /// The credits that a row has of its own.
    pub(super) fn credits(&self, row: usize) -> &[Part<u32, u32>] {
        let start = row.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(row).copied().unwrap_or(start);
        self.credits.get(start..end).unwrap_or_default()
    }

    /// The credits of a row as they were written.
    pub(super) fn written_credits<'n>(&self, row: usize, names: &'n Names) -> Option<Vec<Part<&'n str, Fraction>>> {
        self.credits(row).iter().map(|share| names.written_share(share)).collect()
    }

    /// Whether another entry would still get codes for its texts.
    pub(super) fn has_room(&self) -> bool {
        self.columns.iter().flatten().all(Column::has_room)
    }
}

fn column(ty: FieldType) -> Column {
    match ty {
        FieldType::Number | FieldType::Money | FieldType::Ratio | FieldType::Duration => Column::of_decimals(),
        FieldType::Date => Column::of_days(),
        FieldType::Instant => Column::of_instants(),
        FieldType::Text | FieldType::List => Column::of_texts(),
        FieldType::YesNo => Column::of_yes_no(),
        FieldType::Person | FieldType::Unit | FieldType::Reference(_) | FieldType::Entry => Column::of_keys(),
    }
}
