//! One fact as it stands.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use crate::id::Key;
use crate::quantity::{Fraction, List, Money, Outcome, Value, Why};

use super::columns::{Cell, Column, day_of};
use super::dictionary::NONE;
use super::draft::Part;
use super::kind::{FieldId, FieldType, Kind};
use super::length;
use super::members::Row;
use super::names::Names;
use super::record::{Record, Referred};
use super::standing::Standing;
use super::store::{Line, Log, code, index};
use super::table::Table;

/// A fact as it stands: an entry with the fields of its revision, or the reversal of one.
///
/// It is a row of a [`Standing`], cheap to copy.
#[derive(Clone, Copy)]
pub struct Fact<'s> {
    standing: &'s Standing<'s>,
    kind: &'s Kind,
    table: &'s Table,
    row: Row,
    /// The position of the entry that it is, and the table of that entry.
    own: u32,
    of: usize,
}

/// A person's part of the credit for a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// The person.
    pub who: Key,
    /// The person's code in this log, below [`Standing::persons`].
    pub code: u32,
    /// The share, above 0; the direct shares of a fact make exactly 1.
    pub share: Fraction,
    /// Whether it comes on top of the direct shares, and never counts for a unit.
    pub overlay: bool,
}

impl<'s> Fact<'s> {
    /// The fact that an entry is; nothing, where it is none that stands.
    pub(super) fn new(standing: &'s Standing<'s>, own: u32) -> Option<Fact<'s>> {
        let row = standing.row(own)?;
        let of = standing.log.line(own)?.table();
        let kind = standing.log.schema.kind(of)?;
        Some(Fact { standing, kind, table: standing.log.tables.get(of)?, row, own, of })
    }

    /// Its kind.
    pub fn kind(self) -> &'s Kind {
        self.kind
    }

    /// Whether it is of the kind that a table holds.
    pub(super) fn is_of(self, table: usize) -> bool {
        self.of == table
    }

    /// Where it stands.
    pub fn standing(self) -> &'s Standing<'s> {
        self.standing
    }

    /// The id of the entry: of the original one, where it was revised.
    pub fn id(self) -> &'s Key {
        let id = self.standing.log.line(self.own).map_or(NONE, |line| line.id);
        self.standing.log.names.ids.text(id)
    }

    /// The day on which it holds; of a reversal, its own.
    pub fn day(self) -> NaiveDate {
        day_of(self.row.day).unwrap_or_default()
    }

    /// What it is called inside: the position in the log of the entry that it is, for [`Standing::fact`]. Of a fact
    /// that was revised it is the original entry's, of a reversal its own; whatever is recorded later, it stays.
    pub fn entry(self) -> u32 {
        self.own
    }

    /// The position in the log of the entry that says this: the revision's where it was revised, a reversal's own.
    pub fn position(self) -> usize {
        if self.is_reversal() { index(self.own) } else { self.content_position() }
    }

    /// The position in the log of the entry whose fields it has; of a reversal, that of the entry which it undoes.
    pub fn content_position(self) -> usize {
        self.table.positions().get(self.row()).map_or(usize::MAX, |position| index(*position))
    }

    /// The row of its fields among the entries of its kind, in the order of arrival.
    pub fn row(self) -> usize {
        index(self.row.content)
    }

    /// The moment at which the entry that says this became known, if one was named.
    pub fn known(self) -> Option<DateTime<Utc>> {
        self.standing.log.known_at(self.position())
    }

    /// The day on which the entry that says this became known, in the plan's time zone or else in UTC.
    pub fn known_on(self) -> Option<NaiveDate> {
        let known = self.known()?;
        let zone = self.standing.log.schema.zone.as_ref();
        zone.map_or_else(|| Some(known.date_naive()), |zone| zone.day(known))
    }

    /// Who says so, where the entry that says this names somebody.
    pub fn by(self) -> Option<&'s Key> {
        let line = self.standing.log.line(code(self.position()))?;
        self.standing.log.names.persons.get(line.by)
    }

    /// What its numbers are multiplied by in sums: 1, or minus the share that is reversed.
    ///
    /// Only sums see reversals; counts, averages, extremes and the like look at entries that are none.
    pub fn factor(self) -> Fraction {
        let share = self.standing.log.names.shares.get(self.row.share);
        share.map_or(Fraction::ONE, |share| share.negate())
    }

    /// Whether it is money going back, and no entry to count.
    pub fn is_reversal(self) -> bool {
        self.row.share != NONE
    }

    /// What it says in a field, not multiplied by its factor; undefined where it says nothing.
    ///
    /// A reference is the text of the id that it names.
    pub fn value(self, field: FieldId) -> Outcome<Value> {
        if self.kind.on() == Some(field) {
            return Ok(Value::Date(self.day()));
        }
        outcome(&self.standing.log, self.kind, self.table, self.row(), field)
    }

    /// The code of the person who is credited with all of it, where its entry says no more than who that is.
    pub(crate) fn sole(self) -> Option<u32> {
        let whose = self.kind.whose().filter(|field| is_person(self.kind, *field))?;
        if self.table.credits(self.row()).is_empty() { self.code(whose) } else { None }
    }

    /// The instant at which it was so, where its entry says one: a reversal's own.
    pub fn at(self) -> Option<DateTime<Utc>> {
        let own = self.standing.log.line(self.own).filter(|_| self.is_reversal());
        self.table.instant(own.map_or(self.row(), Line::row))
    }

    /// The instant in a field, to the microsecond; its [`value`](Fact::value) is the day on which it falls in the plan's time zone.
    pub fn instant(self, field: FieldId) -> Option<DateTime<Utc>> {
        if self.kind.on() == Some(field) { self.at() } else { self.table.column(field.index())?.instant(self.row()) }
    }

    /// The amount in a field, where it is in another currency than the plan's; its [`value`](Fact::value) is then undefined, for
    /// no rate is known here.
    pub fn foreign(self, field: FieldId) -> Option<Money> {
        self.table.column(field.index())?.foreign(self.row())
    }

    /// The day on which what it says was so: its own, or of a reversal that of the fact which it undoes.
    pub fn original_day(self) -> NaiveDate {
        self.table.day(self.row()).unwrap_or_else(|| self.day())
    }

    /// The code of the text, the person, the unit or the entry in a field; equal codes are equal texts in this field.
    pub fn code(self, field: FieldId) -> Option<u32> {
        self.table.column(field.index())?.code(self.row())
    }

    /// The record that a field refers to.
    pub fn refers_record(self, field: FieldId) -> Option<Record<'s>> {
        match self.standing.referred(self.kind, field, self.code(field)?)? {
            Referred::Record(record) => Some(record),
            Referred::Fact(_) => None,
        }
    }

    /// The fact that a field refers to, as it stands; none, where it refers to a record.
    pub fn refers(self, field: FieldId) -> Option<Fact<'s>> {
        match self.kind.get(field)?.ty() {
            FieldType::Reference(_) => self.standing.named(self.code(field)?),
            _ => None,
        }
    }

    /// Who is credited, by person, direct shares first.
    ///
    /// What the entry says itself goes first; what it leaves open is said by the field that its kind names: a person has
    /// all of it, an entry is followed to its own credits.
    pub fn credits(self) -> Vec<Credit> {
        let mut credits: Vec<Credit> = Vec::new();
        for overlay in [false, true] {
            let mut next = Some(self);
            while let Some(fact) = next {
                let said = fact.own_credits(overlay);
                next = if said.is_empty() { fact.credited_as() } else { None };
                credits.extend(said);
            }
        }
        credits
    }

    /// The credits that the entry says itself, or has by the person whose it is.
    fn own_credits(self, overlay: bool) -> Vec<Credit> {
        let written = self.table.credits(self.row()).iter().filter(|share| share.overlay == overlay);
        let written: Vec<Credit> = written.filter_map(|share| self.credit(*share)).collect();
        if !written.is_empty() || overlay {
            return written;
        }
        let whose = self.kind.whose().filter(|id| is_person(self.kind, *id));
        whose.and_then(|field| self.code(field)).and_then(|who| self.all_of_it(who)).into_iter().collect()
    }

    fn credit(self, share: Part<u32, u32>) -> Option<Credit> {
        let who = self.standing.person(share.who)?.clone();
        let part = *self.standing.log.names.shares.get(share.share)?;
        Some(Credit { who, code: share.who, share: part, overlay: share.overlay })
    }

    fn all_of_it(self, code: u32) -> Option<Credit> {
        let who = self.standing.person(code)?.clone();
        Some(Credit { who, code, share: Fraction::ONE, overlay: false })
    }

    /// The fact as which this one is credited where it says nothing itself.
    fn credited_as(self) -> Option<Fact<'s>> {
        self.refers(self.kind.whose()?)
    }
}

/// What a row says in a field.
pub(super) fn outcome(log: &Log, kind: &Kind, table: &Table, row: usize, field: FieldId) -> Outcome<Value> {
    let column = table.column(field.index());
    if let Some(at) = column.and_then(|column| column.instant(row)) {
        let zone = log.schema.zone.as_ref();
        return zone.and_then(|zone| zone.day(at)).map(Value::Date).ok_or(Why::NoPeriod);
    }
    if column.is_some_and(|column| column.foreign(row).is_some()) {
        return Err(Why::NoRate);
    }
    let missing = || Why::Missing(kind.get(field).map_or_else(|| Arc::from(""), |field| field.key().shared()));
    value(table, row, field.index(), &log.names).ok_or_else(missing)
}

/// A cell as a value of formulas.
pub(super) fn value(table: &Table, row: usize, field: usize, names: &Names) -> Option<Value> {
    let (column, ty) = (table.column(field)?, table.ty(field)?);
    match ty {
        FieldType::Number => return column.fraction(row).map(Value::Number),
        FieldType::Money => return column.fraction(row).map(Value::Money),
        FieldType::Ratio => return column.fraction(row).map(Value::Ratio),
        FieldType::Duration => return column.fraction(row).and_then(length::days).map(Value::Duration),
        _ => {}
    }
    Some(match (ty, column.cell(row)?) {
        (_, Cell::Day(day)) => Value::Date(day),
        (FieldType::List, Cell::Text(_)) => Value::List(List::kept(column.text(column.code(row)?)?.clone())),
        (_, Cell::Text(_)) => return value_of_code(column, ty, column.code(row)?, names),
        (_, Cell::YesNo(yes)) => Value::YesNo(yes),
        (_, Cell::Key(code)) => return value_of_code(column, ty, code, names),
        _ => return None,
    })
}

/// The text, the person or the unit that has a code in a column; a reference is the text of the id that it names.
pub(super) fn value_of_code(column: &Column, ty: FieldType, code: u32, names: &Names) -> Option<Value> {
    if let Some(text) = column.text(code) {
        return Some(Value::Text(text.clone()));
    }
    let key = names.key(ty, code).map(Key::shared)?;
    Some(match ty {
        FieldType::Person => Value::Person(key),
        FieldType::Unit => Value::OrgUnit(key),
        _ => Value::Text(key),
    })
}

fn is_person(kind: &Kind, field: FieldId) -> bool {
    kind.get(field).is_some_and(|field| field.ty() == FieldType::Person)
}

impl fmt::Debug for Fact<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} on {} × {}", self.id(), self.day(), self.factor())
    }
}
