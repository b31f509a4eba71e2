//! A batch of columns into the log.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use super::admission::Admission;
use super::admit::full_at;
use super::batch::{Batch, BatchOutcome, EntryIds, Refused, TakenBatch, Values};
use super::batch_check::{Fit, Fitting, Unsound};
use super::columns::{Cell, Many, Written, day_of, from_1970};
use super::draft::Draft;
use super::kind::FieldType;
use super::length;
use super::refusal::Refusal;
use super::store::{Log, RowIds, code, index};

/// The rows that a batch adds, and what becomes of the others.
struct Sorted {
    ids: RowIds,
    /// The rows that are added; none where that is all of them.
    rows: Option<Vec<u32>>,
    /// The rows whose entries are in the log, with their positions.
    again: Vec<(usize, u32)>,
    odd: Vec<(usize, Admission)>,
}

impl Log {
    /// Records a batch of columns that became known at `known`: what comes of each row is what would come of its entry.
    ///
    /// A batch that does not fit (slices of different lengths, a field that the kind has not, a code that was never given)
    /// is refused for all that is wrong with it, and nothing of it is recorded.
    pub fn record_columns(
        &mut self,
        batch: &Batch<'_>,
        known: Option<DateTime<Utc>>,
    ) -> Result<BatchOutcome, Vec<Refusal>> {
        self.take_columns(batch, known).map(TakenBatch::outcome)
    }

    /// The same, saying where the rows are now.
    pub(crate) fn take_columns(
        &mut self,
        batch: &Batch<'_>,
        known: Option<DateTime<Utc>>,
    ) -> Result<TakenBatch, Refused> {
        let fitting = self.fit(batch)?;
        let unsound = self.unsound(batch, &fitting);
        let known = known.or(self.last_known());
        let (position, row) = (self.len(), self.tables.get(fitting.table).map_or(0, super::table::Table::len));
        let mut sorted = self.sort(batch, &fitting, unsound, known);
        self.extend(fitting.table, row, &sorted.ids, known);
        self.extend_table(batch, &fitting, sorted.rows.as_deref(), position);
        for (row, position) in std::mem::take(&mut sorted.again) {
            let draft = self.draft(batch, &fitting, row);
            let admission = match draft.and_then(|draft| self.difference(position, &draft)) {
                None => Admission::Exists,
                Some(field) => Admission::ExistsDifferently { field },
            };
            sorted.odd.push((row, admission));
        }
        let mut taken = TakenBatch {
            rows: fitting.rows,
            position,
            row,
            table: fitting.table,
            appended: sorted.rows,
            odd: sorted.odd,
        };
        self.wait(&mut taken);
        Ok(taken)
    }

    /// Decides on every row which is sound by itself, and gives codes and places to the ids of those that are added.
    fn sort(
        &mut self,
        batch: &Batch<'_>,
        fitting: &Fitting<'_>,
        unsound: Unsound,
        known: Option<DateTime<Utc>>,
    ) -> Sorted {
        let refusal = self.too_early(known).or_else(|| self.full_for(fitting.rows));
        let room = full_at(self.len().saturating_add(fitting.rows).saturating_sub(1)).is_none();
        let plain = unsound.is_empty() && room && refusal.is_none();
        if let (EntryIds::Numbers { series, numbers }, true) = (&batch.ids, plain)
            && let Some(first) = self.names.ids.add_rising(index(series.get()), numbers)
        {
            let ids = RowIds::Rising { first, count: numbers.len() };
            return Sorted { ids, rows: None, again: Vec::new(), odd: Vec::new() };
        }
        self.sort_each(batch, fitting.rows, unsound, refusal.as_ref())
    }

    /// The same row by row.
    fn sort_each(&mut self, batch: &Batch<'_>, count: usize, unsound: Unsound, refusal: Option<&Refusal>) -> Sorted {
        let (start, mut unsound) = (self.len(), unsound.into_iter().peekable());
        let (mut ids, mut rows, mut again, mut odd) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for row in 0..count {
            let mut refusals = Vec::new();
            while let Some((_, refusal)) = unsound.next_if(|(unsound, _)| *unsound == row) {
                refusals.push(refusal);
            }
            if !refusals.is_empty() {
                odd.push((row, Admission::Refused(refusals)));
                continue;
            }
            let id = self.known_id(&batch.ids, row);
            if let Some(position) = id.and_then(|id| self.place(id)) {
                again.push((row, position));
                continue;
            }
            let position = start.saturating_add(rows.len());
            if let Some(refusal) = refusal.cloned().or_else(|| full_at(position)) {
                odd.push((row, Admission::Refused(vec![refusal])));
                continue;
            }
            let id = id.unwrap_or_else(|| self.new_id(&batch.ids, row));
            self.make_places();
            self.put(id, code(position));
            ids.push(id);
            rows.push(code(row));
        }
        let rows = Some(rows).filter(|rows| rows.len() < count);
        Sorted { ids: RowIds::Each(ids), rows, again, odd }
    }

    /// The code of a row's id, if it has one.
    fn known_id(&self, ids: &EntryIds<'_>, row: usize) -> Option<u32> {
        match ids {
            EntryIds::Codes(codes) => codes.get(row).copied(),
            EntryIds::Numbers { series, numbers } => self.names.ids.number(index(series.get()), *numbers.get(row)?),
        }
    }

    fn new_id(&mut self, ids: &EntryIds<'_>, row: usize) -> u32 {
        match ids {
            EntryIds::Codes(codes) => codes.get(row).copied().unwrap_or_default(),
            EntryIds::Numbers { series, numbers } => {
                let number = numbers.get(row).copied().unwrap_or_default();
                self.names.ids.add_number(index(series.get()), number)
            }
        }
    }

    /// Appends the values of rows: of those given, or of all.
    fn extend_table(&mut self, batch: &Batch<'_>, fitting: &Fitting<'_>, rows: Option<&[u32]>, position: usize) {
        let Some(table) = self.tables.get(fitting.table) else { return };
        let types: Vec<Option<FieldType>> = (0..fitting.columns.len()).map(|field| table.ty(field)).collect();
        let days = picked(batch.on, None, rows);
        let many: Vec<Option<Many<'_>>> =
            fitting.columns.iter().map(|column| column.as_ref().map(|column| self.many(column, rows))).collect();
        self.make_places();
        let Some(table) = self.tables.get_mut(fitting.table) else { return };
        let count = table.extend(days.iter().map(|day| from_1970(*day)), code(position));
        for (field, (many, fit)) in many.iter().zip(&fitting.columns).enumerate() {
            let valid = fit.and_then(|fit| fit.valid).map(|valid| picked(valid, None, rows));
            if let (Some(column), true) = (table.column_mut(field), types.get(field).is_some_and(Option::is_some)) {
                column.extend(count, many.as_ref(), valid.as_deref());
            }
        }
    }

    /// The values of rows, with codes for the entries that are named by numbers.
    fn many<'v>(&mut self, column: &Fit<'v>, rows: Option<&[u32]>) -> Many<'v> {
        let valid = column.valid;
        match column.values {
            Values::Decimals { mantissas, scale } => {
                let mantissas = picked(mantissas, valid, rows);
                if column.lengths { Many::Lengths { mantissas, scale } } else { Many::Decimals { mantissas, scale } }
            }
            Values::Days(days) => Many::Days(picked(days, valid, rows)),
            Values::Codes(codes) => Many::Codes(picked(codes, valid, rows)),
            Values::YesNo(yes) => Many::YesNo(picked(yes, valid, rows)),
            Values::Numbers { series, numbers } => {
                let said = picked_rows(rows, numbers.len()).map(|row| (column.says(row), numbers.get(row).copied()));
                let said: Vec<(bool, Option<u64>)> = said.collect();
                let series = index(series.get());
                let code = |(says, number): (bool, Option<u64>)| match number.filter(|_| says) {
                    None => 0,
                    Some(number) => {
                        let known = self.names.ids.number(series, number);
                        known.unwrap_or_else(|| self.names.ids.add_number(series, number))
                    }
                };
                Many::Codes(Cow::Owned(said.into_iter().map(code).collect()))
            }
        }
    }

    /// A row as the draft of its entry.
    fn draft(&self, batch: &Batch<'_>, fitting: &Fitting<'_>, row: usize) -> Option<Draft<'_>> {
        let types = self.schema.kind(fitting.table)?.fields().map(|(id, field)| (id.index(), field.ty()));
        let cells = types.map(|(field, ty)| {
            let column = fitting.columns.get(field)?.as_ref().filter(|column| column.says(row))?;
            self.value(column, row, ty, (fitting.table, field))
        });
        let cells = cells.collect();
        let id = Cow::Borrowed(self.names.ids.get(self.known_id(&batch.ids, row)?)?.as_str());
        let day = day_of(from_1970(*batch.on.get(row)?));
        let (at, known, by, why, correction, credits) = (None, None, None, None, None, Vec::new());
        Some(Draft { table: fitting.table, id, day, at, known, by, why, correction, credits, cells })
    }

    fn value(&self, column: &Fit<'_>, row: usize, ty: FieldType, place: (usize, usize)) -> Option<Written<'_>> {
        Some(match column.values {
            Values::Decimals { mantissas, scale } => {
                let mantissa = *mantissas.get(row)?;
                Cell::Decimal(if column.lengths {
                    length::minutes_of(mantissa, scale)?
                } else {
                    Decimal::try_from_i128_with_scale(mantissa.into(), scale).ok()?
                })
            }
            Values::Days(days) => Cell::Day(day_of(from_1970(*days.get(row)?))?),
            Values::YesNo(yes) => Cell::YesNo(*yes.get(row)? == 1),
            Values::Codes(codes) if matches!(ty, FieldType::Text | FieldType::List) => {
                Cell::Text(Cow::Borrowed(self.tables.get(place.0)?.column(place.1)?.text(*codes.get(row)?)?))
            }
            Values::Codes(codes) => Cell::Key(Cow::Borrowed(self.names.key(ty, *codes.get(row)?)?.as_str())),
            Values::Numbers { series, numbers } => {
                Cell::Key(self.names.ids.number_text(index(series.get()), *numbers.get(row)?)?)
            }
        })
    }

    /// Finds the rows that wait for an entry which they refer to.
    fn wait(&self, taken: &mut TakenBatch) {
        if self.tables.get(taken.table).is_none_or(|table| table.references().next().is_none()) {
            return;
        }
        for position in taken.position..self.len() {
            let upto = position.saturating_add(1);
            let waiting = self.named(code(position), upto);
            if !waiting.is_empty() {
                let row = taken.batch_row(position.saturating_sub(taken.position));
                taken.odd.push((row, Admission::Waiting(waiting)));
            }
        }
    }
}

/// The rows that are meant.
fn picked_rows<'r>(rows: Option<&'r [u32]>, count: usize) -> Box<dyn Iterator<Item = usize> + 'r> {
    match rows {
        Some(rows) => Box::new(rows.iter().map(|row| index(*row))),
        None => Box::new(0..count),
    }
}

/// The values of the rows that are meant, with a plain one for those that say nothing.
fn picked<'v, T: Copy + Default>(values: &'v [T], valid: Option<&[u8]>, rows: Option<&[u32]>) -> Cow<'v, [T]> {
    if rows.is_none() && valid.is_none() {
        return Cow::Borrowed(values);
    }
    let says = |row: &usize| valid.is_none_or(|valid| valid.get(*row) == Some(&1));
    let value = |row: usize| values.get(row).copied().filter(|_| says(&row)).unwrap_or_default();
    Cow::Owned(picked_rows(rows, values.len()).map(value).collect())
}
