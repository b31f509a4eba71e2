//! What stands in a prefix of the log.

use std::ops::Deref;
use std::sync::Arc;

use crate::id::Key;
use crate::sort;

use super::correction::Corrections;
use super::dictionary::NONE;
use super::fact::Fact;
use super::facts;
use super::kind::{FieldId, KindId, Kinds};
use super::members::{Members, Row, Rows};
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
/// # use std::sync::Arc;
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
    pub(super) rows: Rows,
    /// Those that would be facts and wait, by position, rising.
    pub(super) waiting: Vec<u32>,
    /// The answers that wait, by position, rising.
    pub(super) idle: Vec<u32>,
    /// The records of each table; none at all, where the plan has no kind of record.
    pub(super) books: Vec<Book>,
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

impl<'l> Standing<'l> {
    pub(super) fn of(held: Held<'l>, upto: usize) -> Standing<'l> {
        let log: &Log = &held;
        let corrections = Corrections::of(log, upto);
        let waits = facts::waits(log, &corrections, upto);
        let (members, rows, waiting) = found(log, &corrections, &waits, upto);
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
        self.members.get(table).zip(self.log.tables.get(table)).map_or(&[], |(members, table)| members.all(table))
    }

    /// The same, by day and then by id.
    fn ordered(&self, table: usize) -> &[u32] {
        let Some((members, table)) = self.members.get(table).zip(self.log.tables.get(table)) else { return &[] };
        members.ordered(&self.log, table, &self.rows)
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
        self.rows.get(&self.log, entry)
    }
}

/// The facts of each table, what entries are as facts, and which would be and wait.
fn found(log: &Log, corrections: &Corrections, waits: &facts::Waits, upto: usize) -> (Vec<Members>, Rows, Vec<u32>) {
    let (mut rows, mut waiting) = (Rows::new(upto), Vec::new());
    let mut members = vec![Members::default(); log.tables.len()];
    let of_facts = log.tables.iter().zip(&mut members).enumerate();
    for (place, (table, members)) in of_facts.filter(|(table, _)| log.schema.is_of_facts(*table)) {
        let first = table.positions().partition_point(|position| index(*position) < upto);
        *members = Members::first(first);
        if corrections.is_empty() && waits.is_empty() {
            continue;
        }
        let mut own = Vec::new();
        let mut stand = |fact: facts::Standing| {
            if waits.has(fact.own) {
                return waiting.push(fact.own);
            }
            let Some(row) = row(log, fact) else { return };
            if fact.content != fact.own || fact.share != NONE {
                rows.set(log, fact.own, row);
            }
            own.push(fact.own);
        };
        facts::plain(log, corrections, place, upto).for_each(&mut stand);
        let is_here = |fact: &facts::Standing| log.line(fact.own).is_some_and(|line| line.table() == place);
        facts::reversals(log, corrections).filter(is_here).for_each(stand);
        if own.len() < first {
            *members = Members::of(own);
            let mut next = members.all(table).iter().peekable();
            for position in table.positions().iter().take(first) {
                if next.next_if_eq(&position).is_none() {
                    rows.set(log, *position, Row::NONE);
                }
            }
        }
    }
    sort::numbers(&mut waiting);
    (members, rows, waiting)
}

pub(super) fn row(log: &Log, fact: facts::Standing) -> Option<Row> {
    let reversal = fact.share != NONE;
    let (table, own) = log.table_of(fact.own)?;
    let content = log.line(fact.content)?;
    let day = table.day_number(if reversal { own.row() } else { content.row() });
    Some(Row { content: content.row, share: fact.share, day })
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
