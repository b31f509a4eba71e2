//! One record, and what is so of it on a day.

use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::document::IS_WHOLE;
use crate::id::Key;
use crate::pipeline::{Entered, Journey, StageId, Stages};
use crate::quantity::{Money, Outcome, Value, Why};

use super::columns::{Cell, Column, day_number, day_of};
use super::dictionary::NONE;
use super::fact::{self, Fact};
use super::kind::{FieldId, FieldType, Kind, KindId};
use super::records::{Book, Change, Head, Says, Told, refers_to};
use super::standing::Standing;
use super::store::{Log, index};
use super::table::Table;

/// A record as it stands: a thing that changes, such as a deal.
///
/// It is a place in a [`Standing`], cheap to copy. What is so of it is asked [on a day](Record::on).
#[derive(Clone, Copy)]
pub struct Record<'s> {
    standing: &'s Standing<'s>,
    kind: &'s Kind,
    table: &'s Table,
    book: &'s Book,
    head: &'s Head,
}

/// What is so of a record when a day ends.
///
/// It depends on what is said of that day and of those before it, never on a later one.
///
/// # Example
///
/// ```
/// # use std::sync::Arc;
/// # use attain::diagnostic::{At, Problems};
/// # use attain::document::Named;
/// # use attain::log::{Attributes, Entry, Kinds, Log, RecordDefinition};
/// # use attain::pipeline::Pipelines;
/// # use chrono::NaiveDate;
/// # let fields = [("rep", "person"), ("amount", "money")].map(|(name, of)| (name.to_owned(), of.to_owned()));
/// # let deal = RecordDefinition { whose: Some("rep".into()), fields: fields.into(), ..Default::default() };
/// # let (deal, none) = (Named::from([("deal", deal)]), Pipelines::default());
/// # let kinds = Kinds::compile_all(&Named::new(), &deal, &none, At::root(), &mut Problems::new());
/// # let day = |day| NaiveDate::from_ymd_opt(2025, 8, day).unwrap();
/// # let mut log = Log::new(Arc::new(kinds), Attributes::default(), "USD".parse().unwrap());
/// log.record(&Entry::new("deal").id("d1").on(day(4)).set("rep", "ann").set("amount", "500"), None);
/// log.record(&Entry::new("deal").id("e1").on(day(9)).set("of", "d1").set("rep", "bob"), None);
///
/// let (deal, kind) = log.kinds().find("deal").unwrap();
/// let (amount, _) = kind.field("amount").unwrap();
/// let standing = log.standing(log.len());
/// let d1 = standing.records(deal).next().unwrap();
/// assert!(d1.on(day(3)).is_none());
/// for (on, owner) in [(day(8), "ann"), (day(9), "bob")] {
///     let state = d1.on(on).unwrap();
///     assert_eq!(state.owner().unwrap().as_str(), owner);
///     assert_eq!(state.value(amount).unwrap().to_string(), "500");
/// }
/// ```
#[derive(Clone, Copy)]
pub struct RecordState<'s> {
    record: Record<'s>,
    day: NaiveDate,
    /// What was said of its fields by then, in order.
    changes: &'s [Change],
}

/// What a field refers to.
#[derive(Clone, Copy, Debug)]
pub enum Referred<'s> {
    /// A fact.
    Fact(Fact<'s>),
    /// A record, which is then asked on a day.
    Record(Record<'s>),
}

impl Standing<'_> {
    /// The records of a kind, in the order of their keys.
    pub fn records(&self, kind: KindId) -> impl Iterator<Item = Record<'_>> {
        let table = self.log.schema.table(kind);
        let heads = self.books.get(table).into_iter().flat_map(Book::in_order);
        heads.filter_map(move |head| Record::new(self, table, head))
    }

    /// The record of a kind that is called by a number, as [`Record::number`] gives it.
    pub fn record(&self, kind: KindId, number: u32) -> Option<Record<'_>> {
        let table = self.log.schema.table(kind);
        Record::new(self, table, self.books.get(table)?.find(number)?)
    }

    /// The record of a kind that is called by a key.
    pub fn record_called(&self, kind: KindId, key: &str) -> Option<Record<'_>> {
        let own = self.log.find(key).filter(|own| *own < self.upto)?;
        self.record(kind, u32::try_from(own).ok()?)
    }

    /// The record in a table that the id of a code names.
    fn record_named(&self, table: usize, id: u32) -> Option<Record<'_>> {
        let position = self.log.place(id).filter(|place| index(*place) < self.upto)?;
        let own = self.corrections.fact(position).ok()?;
        Record::new(self, table, self.books.get(table)?.find(own)?)
    }

    /// What the id of a code in a field of a kind names.
    pub(super) fn referred<'s>(&'s self, kind: &Kind, field: FieldId, id: u32) -> Option<Referred<'s>> {
        match refers_to(&self.log, kind, field) {
            Some(table) => self.record_named(table, id).map(Referred::Record),
            None if matches!(kind.get(field)?.ty(), FieldType::Reference(_)) => self.named(id).map(Referred::Fact),
            None => None,
        }
    }
}

impl<'s> Record<'s> {
    fn new(standing: &'s Standing<'s>, table: usize, head: &'s Head) -> Option<Record<'s>> {
        let log: &'s Log = &standing.log;
        let (kind, book) = (log.schema.kind(table)?, standing.books.get(table)?);
        Some(Record { standing, kind, table: log.tables.get(table)?, book, head })
    }

    /// Where it stands.
    pub fn standing(self) -> &'s Standing<'s> {
        self.standing
    }

    /// The kind that it is of.
    pub fn kind(self) -> &'s Kind {
        self.kind
    }

    /// What it is called: the id of its own entry.
    pub fn key(self) -> &'s Key {
        let id = self.standing.log.line(self.head.own).map_or(NONE, |line| line.id);
        self.standing.log.names.ids.text(id)
    }

    /// What it is called inside: the position in the log of its own entry, for [`Standing::record`]. Whatever is recorded
    /// later, it stays.
    pub fn number(self) -> u32 {
        self.head.own
    }

    /// The first day of which something is said of it.
    pub fn opened(self) -> NaiveDate {
        day_of(self.head.opened).unwrap_or_default()
    }

    /// The stages that it entered.
    pub(super) fn entered(self) -> &'s [Entered] {
        if self.kind.stages().is_some() { self.book.entered(self.head) } else { &[] }
    }

    /// By which entries it entered them.
    pub(super) fn entries(self) -> &'s [Told] {
        self.book.entries(self.head)
    }

    /// What touched it.
    pub(super) fn told(self) -> &'s [Told] {
        self.book.touches(self.head)
    }

    /// What is said of its fields, in order.
    pub(super) fn all_changes(self) -> &'s [Change] {
        self.book.changes(self.head, i32::MAX)
    }

    /// The days on which something is said of its fields, rising, each once.
    pub(crate) fn days(self) -> Vec<NaiveDate> {
        let mut days: Vec<NaiveDate> = self.all_changes().iter().filter_map(|change| day_of(change.day)).collect();
        days.dedup();
        days
    }

    /// The rows of its kind.
    pub(super) fn rows(self) -> &'s Table {
        self.table
    }

    pub(super) fn column(self, field: FieldId) -> Option<&'s Column> {
        self.table.column(field.index())
    }

    /// What is so of it when a day ends; nothing, before it opens.
    pub fn on(self, day: NaiveDate) -> Option<RecordState<'s>> {
        let number = day_number(day);
        (number >= self.head.opened).then(|| RecordState {
            record: self,
            day,
            changes: self.book.changes(self.head, number),
        })
    }
}

impl<'s> RecordState<'s> {
    /// The record.
    pub fn record(self) -> Record<'s> {
        self.record
    }

    /// The day.
    pub fn day(self) -> NaiveDate {
        self.day
    }

    /// What was said of its fields by then, in order.
    pub(super) fn changes(self) -> &'s [Change] {
        self.changes
    }

    /// What a field holds; undefined where it was not set, or was unset.
    ///
    /// A reference is the text of the id that it names.
    pub fn value(self, field: FieldId) -> Outcome<Value> {
        let Record { standing, kind, table, .. } = self.record;
        let name = || kind.get(field).map_or_else(|| Arc::from(""), |field| field.key().shared());
        match self.row(field) {
            Some(row) => fact::outcome(&standing.log, kind, table, row, field),
            None if IS_WHOLE => {
                let owner = self.given(field).and_then(|code| standing.person(code));
                owner.map(|owner| Value::Person(owner.shared())).ok_or_else(|| Why::Missing(name()))
            }
            None => Err(Why::Missing(name())),
        }
    }

    /// The amount in a field, where it is in another currency than the plan's; its [`value`](RecordState::value) is then
    /// undefined, for no rate is known here.
    pub fn foreign(self, field: FieldId) -> Option<Money> {
        self.record.table.column(field.index())?.foreign(self.row(field)?)
    }

    /// The code of the text, the person, the unit or the entry in a field; equal codes are equal texts in this field.
    pub fn code(self, field: FieldId) -> Option<u32> {
        match self.row(field) {
            Some(row) => self.record.table.column(field.index())?.code(row),
            None if IS_WHOLE => self.given(field),
            None => None,
        }
    }

    /// What a field refers to.
    pub fn refers(self, field: FieldId) -> Option<Referred<'s>> {
        self.record.standing.referred(self.record.kind, field, self.code(field)?)
    }

    /// Whose it is.
    pub fn owner(self) -> Option<&'s Key> {
        self.record.standing.person(self.owner_code()?)
    }

    /// The code of the person whose it is, below [`Standing::persons`].
    pub fn owner_code(self) -> Option<u32> {
        self.code(self.record.kind.whose()?)
    }

    /// The first day of which something is said of it.
    pub fn opened_on(self) -> Outcome<Value> {
        Ok(Value::Date(self.record.opened()))
    }

    /// The day on which it entered the stage in which it is, where that one closes it; undefined while it is open.
    pub fn closed_on(self) -> Outcome<Value> {
        let closed = self.journey().and_then(Journey::closed_on);
        closed.map(Value::Date).ok_or_else(|| missing("closed_on"))
    }

    /// The id of its stage; undefined where its kind has no pipeline.
    pub fn stage(self) -> Outcome<Value> {
        let key = self.stage_id().and_then(|(stages, stage)| stages.get(stage)).map(|stage| stage.id().shared());
        key.map(Value::Text).ok_or_else(|| missing("stage"))
    }

    /// Its stage, with the stages of its kind.
    pub fn stage_id(self) -> Option<(&'s Stages, StageId)> {
        let journey = self.journey()?;
        journey.stage().map(|stage| (journey.stages(), stage))
    }

    /// `open`, `won`, `lost` or `invalid`; undefined where its kind has no pipeline.
    pub fn status(self) -> Outcome<Value> {
        let status = self.journey().and_then(Journey::status);
        status.map(|status| Value::Text(Arc::from(status.word()))).ok_or_else(|| missing("status"))
    }

    /// The last day on which it was touched: by a fact of a kind that its own kind names, or else by a change of its own;
    /// undefined where there is none.
    pub fn touched_on(self) -> Outcome<Value> {
        let touched = self.record.book.touched(self.record.head, day_number(self.day));
        touched.and_then(day_of).map(Value::Date).ok_or_else(|| missing("touched_on"))
    }

    /// The stages through which it went; nothing, where its kind has no pipeline.
    pub fn journey(self) -> Option<Journey<'s>> {
        let stages = self.record.kind.stages()?;
        Some(Journey::new(stages, self.record.book.entered(self.record.head)).upto(self.day))
    }

    /// The row of the last entry that sets a field; nothing, where none does, it unsets it, or the record was given to somebody since.
    fn row(self, field: FieldId) -> Option<usize> {
        let column = self.record.table.column(field.index())?;
        for change in self.changes.iter().rev() {
            match change.says {
                Says::Owner(_) if IS_WHOLE && self.record.kind.whose() == Some(field) => return None,
                Says::Owner(_) => {}
                Says::Fields(row) => match column.cell(index(row)) {
                    None => {}
                    Some(Cell::Null) => return None,
                    Some(_) => return Some(index(row)),
                },
            }
        }
        None
    }

    /// The code of the person to whom the record was given, where a field holds its owner and nothing was said of that since.
    fn given(self, field: FieldId) -> Option<u32> {
        let column = self.record.table.column(field.index()).filter(|_| self.record.kind.whose() == Some(field))?;
        for change in self.changes.iter().rev() {
            match change.says {
                Says::Owner(code) => return Some(code).filter(|code| *code != NONE),
                Says::Fields(row) if column.cell(index(row)).is_some() => return None,
                Says::Fields(_) => {}
            }
        }
        None
    }
}

fn missing(name: &str) -> Why {
    Why::Missing(Arc::from(name))
}

impl fmt::Debug for Record<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} from {}", self.key(), self.opened())
    }
}

impl fmt::Debug for RecordState<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} on {}", self.record.key(), self.day)
    }
}
