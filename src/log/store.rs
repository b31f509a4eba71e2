//! The log itself: what was recorded, in the order in which it became known.

use std::cmp::Ordering;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::calendar::Zone;
use crate::document::IS_WHOLE;
use crate::id::{Key, Name};
use crate::quantity::Currency;

#[cfg(any(feature = "json", feature = "csv"))]
use super::admission::Admission;
use super::attributes::Attributes;
use super::columns::Column;
use super::dictionary::NONE;
use super::draft::{Correction, Draft};
#[cfg(any(feature = "json", feature = "csv"))]
use super::entry::Entry;
use super::ids::SoughtId;
use super::kind::Kinds;
use super::names::Names;
#[cfg(any(feature = "json", feature = "csv"))]
use super::refusal::Refusal;
use super::schema::{Schema, TARGET, field};
use super::standing::{Held, Standing};
use super::table::Table;

/// Entries, only ever added to.
///
/// Each has a *position*: 0 for the first. What was known at a moment is therefore a prefix of the log, and every answer
/// that is given for a prefix stays what it was, whatever comes later.
///
/// # Example
///
/// ```
/// use std::sync::Arc;
/// use attain::log::{Admission, Attributes, Entry, Kinds, Log};
/// use chrono::NaiveDate;
///
/// let day = NaiveDate::from_ymd_opt(2025, 7, 1).unwrap();
/// let mut log = Log::new(Arc::new(Kinds::default()), Attributes::default(), "USD".parse().unwrap());
/// let joins = Entry::new("membership").id("m1").on(day).set("who", "ann").set("unit", "west");
///
/// assert_eq!(log.record(&joins, None), Admission::Counted);
/// assert_eq!(log.record(&joins, None), Admission::Exists);
/// assert_eq!(log.standing(log.len()).memberships().len(), 1);
/// ```
#[derive(Clone, Debug)]
pub struct Log {
    pub(super) schema: Schema,
    pub(super) names: Names,
    pub(super) tables: Vec<Table>,
    lines: Vec<Line>,
    /// The positions of entries by the codes of their ids; nothing where an id is only referred to.
    places: Vec<u32>,
    /// The entries that correct others, by position.
    corrections: Vec<(u32, Correction<u32, u32>)>,
    /// From which position on which moment holds; moments rise.
    moments: Vec<(u32, DateTime<Utc>)>,
}

/// What became of a text at its door: taken in at once, or read as an entry that is to be recorded by the long way.
#[cfg(any(feature = "json", feature = "csv"))]
pub(crate) enum Taken {
    Recorded(Admission),
    Read(Result<Entry, Refusal>),
}

/// Where an entry is kept, and what its envelope says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub(super) table: u32,
    pub(super) row: u32,
    pub(super) id: u32,
    pub(super) by: u32,
    pub(super) why: u32,
}

impl Line {
    pub(super) fn table(self) -> usize {
        index(self.table)
    }

    pub(super) fn row(self) -> usize {
        index(self.row)
    }
}

/// The codes of the ids of rows that are appended: new ones without a gap, or whatever they are.
pub(super) enum RowIds {
    Rising {
        first: u32,
        count: usize,
    },
    /// Their places are noted already.
    Each(Vec<u32>),
}

impl RowIds {
    pub(super) fn len(&self) -> usize {
        match self {
            RowIds::Rising { count, .. } => *count,
            RowIds::Each(ids) => ids.len(),
        }
    }
}

/// A code or a position as an index; what does not exist indexes nothing.
pub(super) fn index(code: u32) -> usize {
    usize::try_from(code).unwrap_or(usize::MAX)
}

/// A position or a row as a code; a log is full before one could not be told.
pub(super) fn code(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(NONE)
}

impl Log {
    /// An empty log of a plan's facts, in the plan's currency.
    pub fn new(kinds: Arc<Kinds>, attributes: Attributes, currency: Currency) -> Log {
        let schema = Schema::new(kinds, attributes, currency);
        let mut tables: Vec<Table> = schema.tables().map(Table::new).collect();
        // A lean library reads the few amounts that it is asked for.
        let of_targets = tables.get_mut(TARGET).and_then(|table| table.column_mut(field::AMOUNT));
        if let (true, Some(amounts)) = (IS_WHOLE, of_targets) {
            *amounts = Column::of_amounts();
        }
        Log {
            schema,
            names: Names::new(),
            tables,
            lines: Vec::new(),
            places: Vec::new(),
            corrections: Vec::new(),
            moments: Vec::new(),
        }
    }

    /// The same log, which also takes facts with amounts in other currencies, and keeps them as they are written.
    #[must_use]
    pub fn with_exchange(mut self) -> Log {
        self.schema.exchange = true;
        self
    }

    /// The same log, which also takes targets, and what is said of them, with amounts in other currencies.
    ///
    /// # Example
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use attain::log::{Attributes, Entry, Kinds, Log};
    /// # let log = Log::new(Arc::new(Kinds::default()), Attributes::default(), "USD".parse().unwrap());
    /// # let day = chrono::NaiveDate::from_ymd_opt(2025, 7, 1).unwrap();
    /// let target = Entry::new("target").id("t1").on(day).set("of", "revenue").set("who", "ann").set("period", "2025-07");
    /// let target = target.set("amount", "5000 EUR");
    /// assert_eq!(log.clone().record(&target, None).name(), "refused");
    ///
    /// let mut log = log.with_targets_exchanged();
    /// assert_eq!(log.record(&target, None).name(), "counted");
    /// let target = log.standing(1).targets().remove(0);
    /// assert_eq!((target.amount.unwrap().to_string(), target.currency), ("5000".to_owned(), "EUR".parse().ok()));
    /// ```
    #[must_use]
    pub fn with_targets_exchanged(mut self) -> Log {
        self.schema.exchange_targets = true;
        self
    }

    /// The same log, in which instants fall on the days of a time zone; without one, entries have days and no instants.
    #[must_use]
    pub fn with_zone(mut self, zone: Zone) -> Log {
        self.schema.zone = Some(zone);
        self
    }

    /// The same log, which also takes targets without an amount for these KPIs: the plan says what a blank means.
    ///
    /// # Example
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use attain::log::{Attributes, Entry, Kinds, Log};
    /// # let log = Log::new(Arc::new(Kinds::default()), Attributes::default(), "USD".parse().unwrap());
    /// # let day = chrono::NaiveDate::from_ymd_opt(2025, 7, 1).unwrap();
    /// let mut log = log.with_blank_targets(["revenue".parse().unwrap()]);
    /// let blank = |of: &str| Entry::new("target").id(of).on(day).set("of", of).set("who", "ann").set("period", "2025-07");
    ///
    /// assert_eq!(log.record(blank("revenue"), None).to_string(), "counted");
    /// assert_eq!(log.standing(1).targets()[0].amount, None);
    /// assert!(log.record(blank("calls"), None).to_string().starts_with("refused: amount: `target` of `calls` has no `amount`"));
    /// ```
    #[must_use]
    pub fn with_blank_targets(mut self, kpis: impl IntoIterator<Item = Name>) -> Log {
        self.schema.blanks = kpis.into_iter().collect();
        self
    }

    /// The kinds of facts that it takes.
    pub fn kinds(&self) -> &Arc<Kinds> {
        &self.schema.kinds
    }

    /// The attributes of people that its memberships may say.
    pub fn attributes(&self) -> &Attributes {
        &self.schema.attributes
    }

    /// The currency of every amount that names no other.
    pub fn currency(&self) -> Currency {
        self.schema.currency
    }

    /// How many entries it has.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether it has no entry.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The position of the entry called `id`.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.names.ids.code(id).and_then(|id| self.place(id)).map(index)
    }

    /// How many entries were known at a moment: the length of the prefix that answers for it.
    ///
    /// Entries that came before any moment was named were always known.
    pub fn position_at(&self, moment: DateTime<Utc>) -> usize {
        let known = self.moments.partition_point(|(_, known)| *known <= moment);
        self.moments.get(known).map_or(self.len(), |(from, _)| index(*from))
    }

    /// The moment at which the entry at a position became known, if one was named by then.
    pub fn known_at(&self, position: usize) -> Option<DateTime<Utc>> {
        let begun = self.moments.partition_point(|(from, _)| index(*from) <= position);
        let last = begun.checked_sub(1)?;
        self.moments.get(last).filter(|_| position < self.len()).map(|(_, moment)| *moment)
    }

    /// How many entries are known when the moment at which the entry at a position became known has ended: the length of the
    /// prefix up to the next moment that is named.
    ///
    /// For entries before any named moment that is up to the first one; for those of the last moment it is all of the log, so
    /// far.
    ///
    /// # Example
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use attain::log::{Attributes, Entry, Kinds, Log};
    /// # let mut log = Log::new(Arc::new(Kinds::default()), Attributes::default(), "USD".parse().unwrap());
    /// # let day = chrono::NaiveDate::from_ymd_opt(2025, 7, 1).unwrap();
    /// let unit = |id: &str| Entry::new("unit").id(id).on(day).set("unit", id);
    /// log.record_batch([unit("west"), unit("east")], Some("2025-06-30T00:00:00Z".parse().unwrap()));
    /// log.record_batch([unit("north")], Some("2025-07-31T00:00:00Z".parse().unwrap()));
    ///
    /// assert_eq!([0, 1, 2].map(|position| log.moment_end(position)), [2, 2, 3]);
    /// ```
    pub fn moment_end(&self, position: usize) -> usize {
        let begun = self.moments.partition_point(|(from, _)| index(*from) <= position);
        self.moments.get(begun).map_or(self.len(), |(from, _)| index(*from))
    }

    /// How many moments had been named when the entry at a position became known.
    pub(super) fn moment(&self, position: u32) -> usize {
        self.moments.partition_point(|(from, _)| *from <= position)
    }

    /// The last moment that was named; no later entry may have been known before it.
    pub fn last_known(&self) -> Option<DateTime<Utc>> {
        self.moments.last().map(|(_, moment)| *moment)
    }

    /// What stands among the first `upto` entries, all corrections applied.
    pub fn standing(&self, upto: usize) -> Standing<'_> {
        Standing::of(Held::Borrowed(self), upto.min(self.len()))
    }

    /// The same of a shared log, kept as long as the answer is.
    pub fn standing_of(log: &Arc<Log>, upto: usize) -> Standing<'static> {
        Standing::of(Held::Shared(Arc::clone(log)), upto.min(log.len()))
    }

    /// Appends what was found sound, under the id that was looked for; its position.
    pub(super) fn append(&mut self, draft: &Draft<'_>, id: SoughtId, known: Option<DateTime<Utc>>) -> u32 {
        let position = code(self.lines.len());
        if let Some(known) = known.filter(|known| self.last_known() != Some(*known)) {
            self.moments.push((position, known));
        }
        let id = self.names.ids.found(id, &draft.id);
        let by = draft.by.as_ref().map_or(NONE, |by| self.names.person(by));
        let why = self.names.reason(draft.why.as_deref());
        let row = self.tables.get(draft.table).map_or(0, Table::len);
        self.lines.push(Line { table: code(draft.table), row: code(row), id, by, why });
        if let Some(correction) = &draft.correction {
            let target = self.names.ids.intern(correction.target);
            let share = self.names.fraction(correction.share);
            self.corrections.push((position, Correction { deed: correction.deed, target, share }));
        }
        if let Some(table) = self.tables.get_mut(draft.table) {
            table.push(draft, position, &mut self.names);
        }
        self.make_places();
        self.put(id, position);
        position
    }

    /// Gives every id that has a code a place of its own.
    pub(super) fn make_places(&mut self) {
        self.places.resize(self.names.ids.len(), NONE);
    }

    /// Notes where the entry of an id's code is.
    pub(super) fn put(&mut self, id: u32, position: u32) {
        if let Some(place) = self.places.get_mut(index(id)) {
            *place = position;
        }
    }

    /// Appends lines of entries that neither anybody nor any reason is named for, with the codes of their ids, to a table of
    /// which they are the next rows; and the moment at which they became known.
    pub(super) fn extend(&mut self, table: usize, row: usize, ids: &RowIds, known: Option<DateTime<Utc>>) {
        let position = code(self.lines.len());
        if let Some(known) = known.filter(|known| ids.len() > 0 && self.last_known() != Some(*known)) {
            self.moments.push((position, known));
        }
        let (table, row) = (code(table), code(row));
        let end = row.saturating_add(code(ids.len()));
        let line = |(id, row)| Line { table, row, id, by: NONE, why: NONE };
        match ids {
            RowIds::Rising { first, count } => {
                self.lines.extend((*first..first.saturating_add(code(*count))).zip(row..end).map(line));
                self.places.extend(position..position.saturating_add(code(*count)));
            }
            RowIds::Each(ids) => self.lines.extend(ids.iter().copied().zip(row..end).map(line)),
        }
    }

    /// The position of the entry whose id has a code.
    pub(super) fn place(&self, id: u32) -> Option<u32> {
        self.places.get(index(id)).copied().filter(|place| *place != NONE)
    }

    pub(super) fn line(&self, position: u32) -> Option<Line> {
        self.lines.get(index(position)).copied()
    }

    /// The table that holds the entry at a position.
    pub(super) fn table_of(&self, position: u32) -> Option<(&Table, Line)> {
        let line = self.line(position)?;
        self.tables.get(line.table()).map(|table| (table, line))
    }

    /// The corrections among the first entries.
    pub(super) fn corrections(&self, upto: usize) -> &[(u32, Correction<u32, u32>)] {
        let end = self.corrections.partition_point(|(position, _)| index(*position) < upto);
        self.corrections.get(..end).unwrap_or_default()
    }

    /// What the entry at a position corrects.
    pub(super) fn correction(&self, position: u32) -> Option<Correction<u32, u32>> {
        // Most entries correct nothing, and most logs end with such.
        self.corrections.last().filter(|(last, _)| *last >= position)?;
        let found = self.corrections.binary_search_by_key(&position, |(position, _)| *position).ok()?;
        self.corrections.get(found).map(|(_, correction)| *correction)
    }

    /// The order of the ids of two entries.
    pub(super) fn compare_ids(&self, one: u32, other: u32) -> Ordering {
        let id = |position: u32| self.line(position).map_or(NONE, |line| line.id);
        self.names.ids.compare(id(one), id(other))
    }

    /// The id of the entry at a position.
    pub(super) fn key(&self, position: u32) -> Option<&Key> {
        self.line(position).and_then(|line| self.names.ids.get(line.id))
    }
}
