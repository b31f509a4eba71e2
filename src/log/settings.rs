//! The built-in kinds as they stand: where units hang, where people belong, what currencies are worth.

use chrono::{DateTime, NaiveDate, Utc};

use crate::id::{Key, Name};
use crate::quantity::{Currency, ExchangeRate, Value};
use crate::sort;

use super::columns::{Cell, Written};
use super::entry::Entry;
use super::fact;
use super::facts;
use super::schema::{MEMBERSHIP, RATE, UNIT, field};
use super::standing::Standing;
use super::store::{Line, Log, index};
use super::table::Table;

/// Where a unit hangs from a day on, until a later entry for the same unit and tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitEntry {
    /// The entry.
    pub id: Key,
    /// The first day on which it holds.
    pub on: NaiveDate,
    /// The moment at which the entry became known, if one was named.
    pub known: Option<DateTime<Utc>>,
    /// The unit.
    pub unit: Key,
    /// Where it hangs.
    pub under: Under,
    /// The tree that it hangs in; the plan's only one where none is written.
    pub tree: Option<Name>,
}

/// Where a unit hangs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Under {
    /// Under nothing: it is the top of its tree.
    Top,
    /// Under another unit.
    Unit(Key),
    /// It ends: from that day on it is in the tree no more.
    Ends,
}

/// Where a person belongs from a day on, until a later entry for the same person and tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The entry.
    pub id: Key,
    /// The first day on which it holds.
    pub on: NaiveDate,
    /// The moment at which the entry became known, if one was named.
    pub known: Option<DateTime<Utc>>,
    /// The person.
    pub who: Key,
    /// The unit; `None` where the person leaves.
    pub unit: Option<Key>,
    /// The tree in which it holds; the plan's only one where none is written.
    pub tree: Option<Name>,
    /// The first day on which it holds no more, where one is written.
    pub until: Option<NaiveDate>,
    /// What else it says about the person, by the positions of [`Attributes`](super::Attributes), in their order.
    pub attributes: Vec<(usize, Value)>,
}

/// What a currency is worth in another from a day on, until a later entry for the same pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateEntry {
    /// The entry.
    pub id: Key,
    /// The moment at which the entry became known, if one was named.
    pub known: Option<DateTime<Utc>>,
    /// The rate, and the days on which it holds.
    pub rate: ExchangeRate,
}

impl Standing<'_> {
    /// Where units hang: by day, then by the moment at which the entry became known, then by id. Of two for the same unit,
    /// tree and day the later one holds.
    pub fn units(&self) -> Vec<UnitEntry> {
        self.settings(UNIT, |said| {
            let under = match said.cell(field::UNIT_UNDER) {
                None => Under::Top,
                Some(Cell::Null) => Under::Ends,
                Some(_) => Under::Unit(said.key(field::UNIT_UNDER)?),
            };
            let (unit, tree) = (said.key(field::UNIT_UNIT)?, said.name(field::UNIT_TREE));
            Some(UnitEntry { id: said.id, on: said.on, known: said.known, unit, under, tree })
        })
    }

    /// Where people belong: by day, then by the moment at which the entry became known, then by id. Of two for the same
    /// person, tree and day the later one holds.
    pub fn memberships(&self) -> Vec<Membership> {
        self.settings(MEMBERSHIP, |said| {
            let until = said.day(field::MEMBER_UNTIL);
            let who = said.key(field::MEMBER_WHO)?;
            let unit = said.key(field::MEMBER_UNIT);
            let tree = said.name(field::MEMBER_TREE);
            let attributes = said.attributes();
            Some(Membership { id: said.id, on: said.on, known: said.known, who, unit, tree, until, attributes })
        })
    }

    /// What currencies are worth: by day, then by the moment at which the entry became known, then by id. Of two for the
    /// same pair and day, whichever way round, the later one holds.
    pub fn rates(&self) -> Vec<RateEntry> {
        self.settings(RATE, |said| {
            let currency = |field| said.text(field)?.parse::<Currency>().ok();
            let Some(Cell::Decimal(value)) = said.cell(field::RATE_VALUE) else { return None };
            let rate = ExchangeRate::new(currency(field::RATE_FROM)?, currency(field::RATE_TO)?, value, said.on)?;
            let rate = match said.day(field::RATE_UNTIL) {
                Some(until) => rate.until(until),
                None => rate,
            };
            Some(RateEntry { id: said.id, known: said.known, rate })
        })
    }

    /// The entries of a built-in kind that stand, in their order.
    pub(super) fn settings<T>(&self, table: usize, read: impl Fn(Said<'_>) -> Option<T>) -> Vec<T> {
        self.settings_that(table, &|_| true, read)
    }

    /// Those alone for which it `is` so.
    pub(super) fn settings_that<T>(
        &self,
        table: usize,
        is: &dyn Fn(&Said<'_>) -> bool,
        read: impl Fn(Said<'_>) -> Option<T>,
    ) -> Vec<T> {
        let mut settings = Vec::new();
        for said in self.said_that(table, is) {
            settings.extend(read(said));
        }
        settings
    }

    pub(super) fn said(&self, table: usize) -> Vec<Said<'_>> {
        self.said_that(table, &|_| true)
    }

    #[inline(never)]
    fn said_that(&self, table: usize, is: &dyn Fn(&Said<'_>) -> bool) -> Vec<Said<'_>> {
        let standing = facts::plain(&self.log, &self.corrections, table, self.upto);
        let standing = standing.filter(|entry| self.idle.binary_search(&entry.own).is_err());
        let mut said: Vec<Said<'_>> =
            standing.filter_map(|entry| Said::of(&self.log, entry, self.upto).filter(|said| is(said))).collect();
        sort::by(&mut said, |a, b| (a.on, a.known, &a.id).cmp(&(b.on, b.known, &b.id)));
        said
    }
}

/// What an entry of a built-in kind says.
pub(super) struct Said<'l> {
    log: &'l Log,
    table: &'l Table,
    line: Line,
    /// The entry whose fields hold.
    content: u32,
    /// The position of the entry itself, whose fields a revision may have replaced.
    pub(super) own: u32,
    pub(super) id: Key,
    pub(super) on: NaiveDate,
    pub(super) known: Option<DateTime<Utc>>,
    /// How many entries of the prefix are known when the moment of the entry has ended.
    pub(super) known_upto: usize,
}

impl<'l> Said<'l> {
    /// The original entry's id and moment, and the fields of its revision: a slip that is put right later does not thereby
    /// win over what was said in between.
    pub(super) fn of(log: &'l Log, entry: facts::Standing, upto: usize) -> Option<Said<'l>> {
        let (table, line) = log.table_of(entry.content)?;
        let (id, on) = (log.key(entry.own)?.clone(), table.day(line.row())?);
        let (known, end) = (log.known_at(index(entry.own)), log.moment_end(index(entry.own)));
        let (own, content, known_upto) = (entry.own, entry.content, end.min(upto));
        Some(Said { log, table, line, content, own, id, on, known, known_upto })
    }

    /// What an entry says by itself, whatever corrects it; nothing, where it has no day.
    pub(super) fn alone(log: &'l Log, own: u32) -> Option<Said<'l>> {
        Said::of(log, facts::Standing::plain(own, own), log.len())
    }

    /// Whether it is of a built-in kind.
    pub(super) fn is_of(&self, table: usize) -> bool {
        self.line.table() == table
    }

    /// The log's currency.
    pub(super) fn currency(&self) -> Currency {
        self.log.currency()
    }

    pub(super) fn cell(&self, field: usize) -> Option<Written<'l>> {
        self.table.cell(self.line.row(), field, &self.log.names)
    }

    pub(super) fn key(&self, field: usize) -> Option<Key> {
        let code = self.table.column(field)?.code(self.line.row())?;
        self.log.names.key(self.table.ty(field)?, code).cloned()
    }

    pub(super) fn text(&self, field: usize) -> Option<String> {
        match self.cell(field)? {
            Cell::Text(text) => Some(text.into_owned()),
            _ => None,
        }
    }

    pub(super) fn name(&self, field: usize) -> Option<Name> {
        Name::new(self.text(field)?).ok()
    }

    pub(super) fn day(&self, field: usize) -> Option<NaiveDate> {
        match self.cell(field)? {
            Cell::Day(day) => Some(day),
            _ => None,
        }
    }

    /// All that it says, as text: the same where it says the same.
    pub(super) fn all(&self) -> String {
        let mut text = format!("{} {:?}", self.id, self.known);
        let entry = self.log.entry(index(self.content));
        for (word, value) in entry.iter().flat_map(Entry::iter) {
            if !matches!(word, "id" | "known" | "revises") {
                text = format!("{text} {word} {value}");
            }
        }
        text
    }

    /// The instant, where one is written.
    pub(super) fn at(&self) -> Option<DateTime<Utc>> {
        self.table.instant(self.line.row())
    }

    /// Who says what holds.
    pub(super) fn by(&self) -> Option<Key> {
        self.log.by(self.line).cloned()
    }

    /// The reason of what holds.
    pub(super) fn why(&self) -> Option<String> {
        self.log.why(self.line).map(ToString::to_string)
    }

    fn attributes(&self) -> Vec<(usize, Value)> {
        let count = self.log.attributes().iter().count();
        let value = |at: usize| {
            let field = at.saturating_add(field::MEMBER_ATTRIBUTES);
            fact::value(self.table, self.line.row(), field, &self.log.names)
        };
        (0..count).filter_map(|at| value(at).map(|value| (at, value))).collect()
    }
}
