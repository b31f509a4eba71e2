//! What stands in a prefix of the log.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use crate::id::Key;
use crate::sort;

use super::correction::Corrections;
use super::dictionary::NONE;
use super::fact::Fact;
use super::facts;
use super::kind::{FieldId, KindId, Kinds};
use super::records::{self, Book};
use super::schema::APPROVE;
use super::store::{Log, code, index};

/// The facts, the records and the settings of a prefix of the log, all corrections applied.
///
/// It depends on the entries of the prefix alone, not on the order in which those of one moment came.
///
/// # Example
///
/// ```
/// # use std::sync::{Arc, OnceLock};
/// # use attain::diagnostic::{At, Problems};
/// # use attain::document::Named;
/// # use attain::log::{Attributes, Entry, KindDefinition, Kinds, Log};
/// # use chrono::NaiveDate;
/// # let fields = [("rep", "person"), ("amount", "money")].map(|(name, of)| (name.to_owned(), of.to_owned()));
/// # let order = KindDefinition { whose: Some("rep".into()), fields: fields.into(), ..Default::default() };
/// # let order = Named::from([("order", order)]);
/// # let kinds = Kinds::compile(&order, At::root(), &mut Problems::new());
/// # let day = NaiveDate::from_ymd_opt(2025, 8, 4).unwrap();
/// # let mut log = Log::new(Arc::new(kinds), Attributes::default(), "USD".parse().unwrap());
/// log.record(&Entry::new("order").id("o1").on(day).set("rep", "ann").set("amount", "100"), None);
/// log.record(&Entry::new("order").id("r1").on(day).reverses("o1", Some("25%")), None);
///
/// let (order, kind) = log.kinds().find("order").unwrap();
/// let (amount, _) = kind.field("amount").unwrap();
/// let standing = log.standing(log.len());
/// let facts: Vec<String> = standing
///     .facts(order)
///     .map(|fact| format!("{} {} × {}", fact.id(), fact.factor(), fact.value(amount).unwrap()))
///     .collect();
/// assert_eq!(facts, ["o1 1 × 100", "r1 -0.25 × 100"]);
/// ```
#[derive(Clone, Debug)]
pub struct Standing<'l> {
    pub(super) log: Held<'l>,
    pub(super) upto: usize,
    pub(super) corrections: Corrections,
    /// The facts of each table.
    pub(super) members: Vec<Members>,
    /// What each entry is as a fact, by position.
    pub(super) rows: Vec<Row>,
    /// Those that would be facts and wait, by position, rising.
    pub(super) waiting: Vec<u32>,
    /// The answers that wait, by position, rising.
    pub(super) idle: Vec<u32>,
    /// The records of each table; none at all, where the plan has no kind of record.
    pub(super) books: Vec<Book>,
}

/// The facts of a table: the positions of the entries that they are.
#[derive(Clone, Debug, Default)]
pub(super) struct Members {
    /// Rising.
    all: Vec<u32>,
    /// By day, then by id: put in order when somebody asks.
    ordered: OnceLock<Vec<u32>>,
}

/// A log, borrowed or shared.
#[derive(Clone, Debug)]
pub(super) enum Held<'l> {
    Borrowed(&'l Log),
    Shared(Arc<Log>),
}

impl Deref for Held<'_> {
    type Target = Log;

    fn deref(&self) -> &Log {
        match self {
            Held::Borrowed(log) => log,
            Held::Shared(log) => log,
        }
    }
}

/// What an entry is as a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The row of the entry whose fields hold; none, where it is no fact that stands.
    pub(super) content: u32,
    /// The code of the share that it undoes, where it is a reversal.
    pub(super) share: u32,
    pub(super) day: i32,
}

impl<'l> Standing<'l> {
    pub(super) fn of(held: Held<'l>, upto: usize) -> Standing<'l> {
        let log: &Log = &held;
        let corrections = Corrections::of(log, upto);
        let waits = facts::waits(log, &corrections, upto);
        let mut rows = vec![Row::NONE; upto];
        let mut waiting = Vec::new();
        let mut members: Vec<Members> = vec![Members::default(); log.tables.len()];
        let mut stand = |fact: facts::Standing, table: usize| {
            if waits.has(fact.own) {
                return waiting.push(fact.own);
            }
            let own = members.get_mut(table).zip(rows.get_mut(index(fact.own))).zip(row(log, fact));
            if let Some(((members, place), row)) = own {
                *place = row;
                members.all.push(fact.own);
            }
        };
        for table in (0..log.tables.len()).filter(|table| log.schema.is_of_facts(*table)) {
            facts::plain(log, &corrections, table, upto).for_each(|fact| stand(fact, table));
        }
        for fact in facts::reversals(log, &corrections) {
            if let Some(line) = log.line(fact.own) {
                stand(fact, line.table());
            }
        }
        // Reversals come behind all others.
        members
            .iter_mut()
            .filter(|members| !members.all.is_sorted())
            .for_each(|members| sort::numbers(&mut members.all));
        sort::numbers(&mut waiting);
        let answers = facts::plain(log, &corrections, APPROVE, upto).map(|answer| answer.own);
        let idle = answers.filter(|own| waits.has(*own)).collect();
        let books = records::books(log, &corrections, &waits, upto);
        Standing { log: held, upto, corrections, members, rows, waiting, idle, books }
    }

    /// What stands among the first so many entries of the same log.
    pub(crate) fn earlier(&self, upto: usize) -> Standing<'l> {
        Standing::of(self.log.clone(), upto.min(self.upto))
    }

    /// The log of which this is a prefix.
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// The kinds of facts.
    pub fn kinds(&self) -> &Kinds {
        self.log.kinds()
    }

    /// The fact of a kind that an entry is, by the entry's position, as [`Fact::entry`] gives it.
    pub fn fact(&self, kind: KindId, entry: u32) -> Option<Fact<'_>> {
        Fact::new(self, entry).filter(|fact| fact.is_of(self.log.schema.table(kind)))
    }

    /// The fact that an entry is, with its kind; nothing, where it is none that stands.
    pub(crate) fn entry(&self, entry: u32) -> Option<(KindId, Fact<'_>)> {
        Some((self.kind(entry)?, Fact::new(self, entry)?))
    }

    /// The id of an entry.
    #[cfg(feature = "json")]
    pub(crate) fn id(&self, entry: u32) -> Option<&Key> {
        self.log.key(entry)
    }

    /// The kind of the fact that an entry would be, whether it stands or not.
    pub(crate) fn kind(&self, entry: u32) -> Option<KindId> {
        let table = self.log.line(entry)?.table();
        self.kinds().iter().map(|(kind, _)| kind).find(|kind| self.log.schema.table(*kind) == table)
    }

    /// How many entries of the log it takes into account.
    pub fn upto(&self) -> usize {
        self.upto
    }

    /// The facts of a kind, by day and then by id; reversals are facts of their own.
    pub fn facts(&self, kind: KindId) -> impl Iterator<Item = Fact<'_>> {
        let table = self.log.schema.table(kind);
        self.ordered(table).iter().filter_map(|entry| Fact::new(self, *entry))
    }

    /// The fact that the entry at a position says, or is part of; none where it says none that stands.
    pub fn at(&self, position: usize) -> Option<Fact<'_>> {
        if position >= self.upto {
            return None;
        }
        Fact::new(self, self.corrections.fact(code(position)).ok()?)
    }

    /// How many facts of a kind there are, reversals among them.
    pub fn count(&self, kind: KindId) -> usize {
        self.members(self.log.schema.table(kind)).len()
    }

    /// The facts of a table: the positions of the entries that they are, rising.
    pub(super) fn members(&self, table: usize) -> &[u32] {
        self.members.get(table).map_or(&[], |members| &members.all)
    }

    /// The same, by day and then by id.
    fn ordered(&self, table: usize) -> &[u32] {
        let Some(members) = self.members.get(table) else { return &[] };
        members.ordered.get_or_init(|| by_day(&self.log, &self.rows, &members.all))
    }

    /// Whether nothing was corrected, and nothing waits.
    pub(super) fn is_untouched(&self) -> bool {
        self.corrections.is_empty() && self.waiting.is_empty()
    }

    /// The text or the key that [`Fact::code`] gives a code for, in the same field.
    pub fn text(&self, kind: KindId, field: FieldId, code: u32) -> Option<&str> {
        let table = self.log.tables.get(self.log.schema.table(kind))?;
        match table.column(field.index())?.text(code) {
            Some(text) => Some(text),
            None => self.log.names.key(table.ty(field.index())?, code).map(Key::as_str),
        }
    }

    /// The person whose code is given by [`Fact::code`] or [`Credit`](super::Credit).
    pub fn person(&self, code: u32) -> Option<&Key> {
        self.log.names.persons.get(code)
    }

    /// How many persons have codes: every code is below.
    pub fn persons(&self) -> usize {
        self.log.names.persons.len()
    }

    /// The fact that the entry called by an id's code is part of.
    pub(super) fn named(&self, id: u32) -> Option<Fact<'_>> {
        let position = self.log.place(id).filter(|place| index(*place) < self.upto)?;
        Fact::new(self, self.corrections.fact(position).ok()?)
    }

    /// What an entry is as a fact; nothing, where it is none that stands.
    pub(super) fn row(&self, entry: u32) -> Option<Row> {
        self.rows.get(index(entry)).copied().filter(|row| row.content != NONE)
    }
}

impl Members {
    /// Takes an entry out that is there; `rows` still have it as it was.
    pub(super) fn take(&mut self, log: &Log, rows: &[Row], own: u32) {
        if let Ok(place) = self.all.binary_search(&own) {
            self.all.remove(place);
        }
        if let Some(ordered) = self.ordered.get_mut() {
            let place = place_by_day(log, rows, ordered, own);
            ordered.remove(place.min(ordered.len().saturating_sub(1)));
        }
    }

    /// Puts an entry in that is not there; `rows` have it.
    pub(super) fn put(&mut self, log: &Log, rows: &[Row], own: u32) {
        if let Err(place) = self.all.binary_search(&own) {
            self.all.insert(place, own);
        }
        if let Some(ordered) = self.ordered.get_mut() {
            let place = place_by_day(log, rows, ordered, own);
            ordered.insert(place, own);
        }
    }

    /// Adds entries that are not there, leaves out those that `stands` does not say, and forgets their order.
    pub(super) fn remake(&mut self, more: Vec<u32>, stands: impl Fn(u32) -> bool) {
        self.all.extend(more);
        self.all.retain(|own| stands(*own));
        sort::numbers(&mut self.all);
        self.ordered = OnceLock::new();
    }
}

impl Row {
    /// Of an entry that is no fact.
    pub(super) const NONE: Row = Row { content: NONE, share: NONE, day: 0 };
}

pub(super) fn row(log: &Log, fact: facts::Standing) -> Option<Row> {
    let reversal = fact.share != NONE;
    let (table, own) = log.table_of(fact.own)?;
    let content = log.line(fact.content)?;
    let day = table.day_number(if reversal { own.row() } else { content.row() });
    Some(Row { content: content.row, share: fact.share, day })
}

/// By day, then by id.
fn by_day(log: &Log, rows: &[Row], members: &[u32]) -> Vec<u32> {
    let day = |own: u32| rows.get(index(own)).map_or(0, |row| i64::from(row.day));
    let mut keys: Vec<(u64, u32)> = members.iter().map(|own| (sort::rising(day(*own)), *own)).collect();
    sort::many(&mut keys, &|one, other| log.compare_ids(one, other));
    keys.into_iter().map(|(_, own)| own).collect()
}

/// Where an entry is among those that are sorted by day and then by id, or belongs.
fn place_by_day(log: &Log, rows: &[Row], sorted: &[u32], own: u32) -> usize {
    let day = |own: u32| rows.get(index(own)).map_or(0, |row| row.day);
    sorted.partition_point(|other| day(*other).cmp(&day(own)).then_with(|| log.compare_ids(*other, own)).is_lt())
}

impl Log {
    /// What stands, without its facts: all that is needed to know who belongs where.
    pub(crate) fn settings(&self) -> Standing<'_> {
        Standing::of_settings(Held::Borrowed(self), self.len(), Corrections::of(self, self.len()))
    }

    /// The entries among the first `upto` that are kept and do not count yet, by id, with what each waits for.
    pub fn waiting(&self, upto: usize) -> Vec<(Key, Vec<super::Waiting>)> {
        let upto = upto.min(self.len());
        let corrections = Corrections::of(self, upto);
        let mut waits = facts::waits(self, &corrections, upto);
        for (position, waiting) in corrections.waiting() {
            waits.add(position, Some(waiting.clone()));
        }
        let waits = waits.by_entry().into_iter();
        let named = waits.filter_map(|(position, waiting)| self.key(position).map(|key| (key.clone(), waiting)));
        let mut named: Vec<_> = named.collect();
        sort::all(&mut named);
        named
    }
}
