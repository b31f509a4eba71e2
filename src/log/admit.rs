//! The only door: one outcome for each entry.

use std::borrow::Borrow;

use chrono::{DateTime, Utc};

use super::ENTRIES_MAX;
use super::admission::{Admission, Waiting};
use super::check::check;
use super::draft::Draft;
use super::entry::{Entry, moment_text};
use super::own_people;
use super::refusal::{Refusal, RefusalCode};
use super::store::{Log, index};
use super::table::Table;
use crate::sort;

/// After how many entries it is looked again whether there is room for the names of more.
const NAMES_EVERY: usize = 1_024;

impl Log {
    /// Records an entry that became known at `known`, and says what came of it.
    ///
    /// A moment that the entry itself names goes before `known`; without either, the log's last moment holds. In which
    /// order entries of one moment come changes nothing of what stands in the end: whatever names an entry that has not
    /// come yet waits for it.
    pub fn record(&mut self, entry: impl Borrow<Entry>, known: Option<DateTime<Utc>>) -> Admission {
        match check(&self.schema, entry.borrow()) {
            Ok(draft) => self.admit(&draft, known),
            Err(refusals) => Admission::Refused(refusals),
        }
    }

    /// Whether an entry is sound by itself, without recording it; the error has every reason why it is not.
    pub fn check(&self, entry: &Entry) -> Result<(), Vec<Refusal>> {
        check(&self.schema, entry).map(drop)
    }

    /// Records entries one after the other; one outcome for each, in their order. What is wrong with one does not touch
    /// the others.
    pub fn record_batch<E: Borrow<Entry>>(
        &mut self,
        entries: impl IntoIterator<Item = E>,
        known: Option<DateTime<Utc>>,
    ) -> Vec<Admission> {
        entries.into_iter().map(|entry| self.record(entry, known)).collect()
    }

    /// Decides on an entry that is sound by itself, and takes it in where it can be had.
    pub(super) fn admit(&mut self, draft: &Draft<'_>, known: Option<DateTime<Utc>>) -> Admission {
        let id = self.names.ids.seek(&draft.id);
        // An entry that is sent again is told so even where its moment has long passed.
        if let Some(position) = id.code.and_then(|id| self.place(id)) {
            return match self.difference(position, draft) {
                None => Admission::Exists,
                Some(field) => Admission::ExistsDifferently { field },
            };
        }
        let known = draft.known.or(known).or(self.last_known());
        if let Some(refusal) = self.too_early(known).or_else(|| self.full()) {
            return Admission::Refused(vec![refusal]);
        }
        if let Some(refusal) = own_people::ownerless(self, draft) {
            return Admission::Refused(vec![refusal]);
        }
        let position = self.append(draft, id, known);
        let waiting = self.named(position, self.len());
        if waiting.is_empty() { Admission::Counted } else { Admission::Waiting(waiting) }
    }

    pub(super) fn too_early(&self, known: Option<DateTime<Utc>>) -> Option<Refusal> {
        let (known, last) = known.zip(self.last_known())?;
        (known < last).then(|| {
            let (early, late) = (moment_text(known), moment_text(last));
            Refusal::new(RefusalCode::KnownEarlier, format_args!("known at {early}, before the log's last at {late}"))
                .with_help("let `known` be the moment at which it reached the log; `on` is the day on which it holds")
                .field_of("known")
        })
    }

    /// Why rows are not taken that may need a name more each.
    pub(super) fn full_for(&self, rows: usize) -> Option<Refusal> {
        let room = self.names.has_room() && self.tables.iter().all(Table::has_room);
        (!room || rows > ENTRIES_MAX).then(|| no_room(self.len()))
    }

    fn full(&self) -> Option<Refusal> {
        // There is room for the names of many more entries than are taken in between two looks.
        let names = || self.names.has_room() && self.tables.iter().all(Table::has_room);
        let room = self.len() < ENTRIES_MAX && (!self.len().is_multiple_of(NAMES_EVERY) || names());
        (!room).then(|| no_room(self.len()))
    }

    /// What the entry at a position names and the first entries do not have, or not as it is needed.
    pub(super) fn named(&self, position: u32, upto: usize) -> Vec<Waiting> {
        let mut waiting: Vec<Waiting> = self.correctable(position, upto).err().into_iter().collect();
        if let Some((table, line)) = self.table_of(position) {
            for (field, kind) in table.references() {
                let Some(id) = table.column(field).and_then(|column| column.code(line.row())) else { continue };
                if !self.is_itself(position, field, id) {
                    waiting.extend(self.unreferable(id, kind, upto));
                }
            }
        }
        waiting.extend(self.unnameable(position, upto));
        sort::all(&mut waiting);
        waiting.dedup();
        waiting
    }

    /// The entry that a correction names, if it is there and can be corrected so; nothing where there is no correction.
    pub(super) fn correctable(&self, position: u32, upto: usize) -> Result<Option<u32>, Waiting> {
        let Some(correction) = self.correction(position) else { return Ok(None) };
        let Some(key) = self.names.ids.get(correction.target) else { return Ok(None) };
        let Some(target) = self.place(correction.target).filter(|place| index(*place) < upto) else {
            return Err(Waiting::Entry(key.clone()));
        };
        let same_kind = self.line(target).map(|line| line.table) == self.line(position).map(|line| line.table);
        let fits = correction.deed.fits(self.correction(target).map(|correction| correction.deed));
        if same_kind && fits { Ok(Some(target)) } else { Err(Waiting::Misfit(key.clone())) }
    }

    /// Why the entry that a field refers to cannot be, as far as it can be told from that entry alone.
    fn unreferable(&self, id: u32, kind: super::KindId, upto: usize) -> Option<Waiting> {
        let place = match self.referable(id, kind, upto) {
            Ok(place) => place,
            Err(waiting) => return Some(waiting),
        };
        // What a correction says is part of the entry that it corrects.
        let fits = self.correction(place).is_some() || self.is_of_kind(place, place, kind);
        if fits { None } else { self.names.ids.get(id).cloned().map(Waiting::Misfit) }
    }

    /// The entry that a field refers to, if it is there and of the kind that is needed.
    pub(super) fn referable(&self, id: u32, kind: super::KindId, upto: usize) -> Result<u32, Waiting> {
        let place = self.place(id).filter(|place| index(*place) < upto);
        let found = place.and_then(|place| self.line(place).map(|line| (place, line.table())));
        match (found, self.names.ids.get(id)) {
            (Some((place, table)), _) if table == self.schema.table(kind) => Ok(place),
            (Some(_), Some(key)) => Err(Waiting::Misfit(key.clone())),
            (None, Some(key)) => Err(Waiting::Entry(key.clone())),
            // Every code that a column holds was given by the dictionary of ids.
            (_, None) => Ok(place.unwrap_or_default()),
        }
    }
}

/// A log that takes no more.
pub(super) fn no_room(entries: usize) -> Refusal {
    Refusal::new(RefusalCode::Full, format_args!("the log has {entries} entries, and no room"))
}

/// Why not one entry more is taken at a position, whatever it is.
pub(super) fn full_at(position: usize) -> Option<Refusal> {
    (position >= ENTRIES_MAX).then(|| no_room(position))
}
