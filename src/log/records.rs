//! The records of each kind: what is said of each, in order.

use std::cmp::Ordering;

use crate::document::IS_WHOLE;
use crate::pipeline::{Entered, StageId, Stages};
use crate::sort;

use super::columns::{Cell, day_of};
use super::correction::Corrections;
use super::dictionary::NONE;
use super::facts::{self, Waits};
use super::kind::{FieldType, Kind};
use super::schema::{ASSIGN, MOVE, RELEASE, field};
use super::store::{Line, Log, code, index};

/// The records of one kind.
#[derive(Clone, Debug, Default)]
pub(super) struct Book {
    /// By the positions of the entries by whose ids they are called.
    heads: Vec<Head>,
    /// The places of the records in the order of their keys.
    by_key: Vec<u32>,
    /// What is said of the fields: that of one record in a row, in order.
    changes: Vec<Change>,
    /// The stages that were entered, likewise.
    entered: Vec<Entered>,
    /// By which entries, likewise.
    entries: Vec<Told>,
    /// What touched them, likewise.
    touched: Vec<Told>,
}

/// An entry that says something of a record, and when that was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Told {
    pub(super) day: i32,
    /// The instant, in microseconds, where one is written.
    pub(super) at: Option<i64>,
    /// The position of the entry.
    pub(super) own: u32,
}

/// A record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    /// The position of the entry by whose id it is called.
    pub(super) own: u32,
    pub(super) opened: i32,
    changes: Part,
    entered: Part,
    touched: Part,
}

/// Where what belongs to one record begins and ends.
#[derive(Clone, Copy, Debug, Default)]
struct Part {
    from: usize,
    to: usize,
}

impl Part {
    fn of<T>(self, all: &[T]) -> &[T] {
        all.get(self.from..self.to).unwrap_or_default()
    }

    /// The part that goes on from here to the end of what there is by now.
    fn next<T>(self, all: &[T]) -> Part {
        Part { from: self.to, to: all.len() }
    }
}

/// What an entry says of the fields of a record.
#[derive(Clone, Copy, Debug)]
pub(super) enum Says {
    /// The fields of a row, in the table of the record.
    Fields(u32),
    /// Who owns it, by code; nobody, where that is none.
    Owner(u32),
}

/// An entry that sets fields of a record from its day on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    pub(super) day: i32,
    pub(super) says: Says,
    /// The instant, in microseconds, where one is written.
    pub(super) at: Option<i64>,
    /// The position of the entry.
    pub(super) own: u32,
}

impl Book {
    /// The records in the order of their keys.
    pub(super) fn in_order(&self) -> impl Iterator<Item = &Head> {
        self.by_key.iter().filter_map(|place| self.heads.get(index(*place)))
    }

    /// The record that is called by the id of the entry at a position.
    pub(super) fn find(&self, own: u32) -> Option<&Head> {
        let found = self.heads.binary_search_by(|head| head.own.cmp(&own)).ok()?;
        self.heads.get(found)
    }

    /// What is said of a record up to a day, in order.
    pub(super) fn changes(&self, head: &Head, day: i32) -> &[Change] {
        let all = head.changes.of(&self.changes);
        all.get(..all.partition_point(|change| change.day <= day)).unwrap_or_default()
    }

    /// The stages that a record entered.
    pub(super) fn entered(&self, head: &Head) -> &[Entered] {
        head.entered.of(&self.entered)
    }

    /// By which entries it entered them.
    pub(super) fn entries(&self, head: &Head) -> &[Told] {
        head.entered.of(&self.entries)
    }

    /// What touched a record, in order.
    pub(super) fn touches(&self, head: &Head) -> &[Told] {
        head.touched.of(&self.touched)
    }

    /// The last day up to one on which a record was touched.
    pub(super) fn touched(&self, head: &Head, day: i32) -> Option<i32> {
        let all = self.touches(head);
        all.partition_point(|touched| touched.day <= day)
            .checked_sub(1)
            .and_then(|last| all.get(last))
            .map(|told| told.day)
    }
}

/// Something that is said of a record.
struct Said {
    /// The position of the entry by whose id the record is called.
    record: u32,
    day: i32,
    /// The instant, in microseconds; an entry without one goes before those of its day that have one.
    at: Option<i64>,
    /// The record's own entry goes before others of the same time.
    is_other: bool,
    /// The moment at which it became known, among those of the log.
    moment: usize,
    own: u32,
    /// What it says of its fields; nothing for a move.
    says: Option<Says>,
    stage: Option<StageId>,
}

impl Said {
    fn told(&self) -> Told {
        Told { day: self.day, at: self.at, own: self.own }
    }
}

/// The records of a prefix of a log, by table; those tables that hold none have an empty book.
pub(super) fn books(log: &Log, corrections: &Corrections, waits: &Waits, upto: usize) -> Vec<Book> {
    let mut books = Vec::new();
    if log.schema.kinds.iter().all(|(_, kind)| !kind.is_record()) {
        return books;
    }
    for (table, kind) in log.schema.tables().enumerate() {
        let gather = Gather { log, corrections, waits, upto, table };
        books.push(if kind.is_record() { gather.book(kind) } else { Book::default() });
    }
    books
}

/// All that is known while the records of one table are gathered.
struct Gather<'g> {
    log: &'g Log,
    corrections: &'g Corrections,
    waits: &'g Waits,
    upto: usize,
    table: usize,
}

impl Gather<'_> {
    fn book(&self, kind: &Kind) -> Book {
        let mut said: Vec<Said> = Vec::new();
        let tables = [self.table, MOVE, ASSIGN, RELEASE];
        for table in tables.get(..if IS_WHOLE { 4 } else { 2 }).unwrap_or_default() {
            let stages = kind.stages();
            for fact in facts::plain(self.log, self.corrections, *table, self.upto) {
                said.extend(
                    Some(fact).filter(|fact| !self.waits.has(fact.own)).and_then(|fact| self.said(fact, stages)),
                );
            }
        }
        sort::by(&mut said, |one, other| self.compare(one, other));
        let mut touched = self.touched(kind, &said);
        sort::all(&mut touched);
        let mut book = Book::default();
        let (mut rest, mut touched) = (said.as_slice(), touched.as_slice());
        while let Some(first) = rest.first() {
            let own = first.record;
            let (of_it, others) = rest.split_at(rest.partition_point(|said| said.record == own));
            let (touches, untouched) = touched.split_at(touched.partition_point(|(record, _)| *record <= own));
            (rest, touched) = (others, untouched);
            book.add(own, of_it, touches, kind.stages());
        }
        let key = |place: usize| book.heads.get(place).map_or(u32::MAX, |head| head.own);
        let order = sort::order(book.heads.len(), &|one, other| self.log.compare_ids(key(one), key(other)));
        book.by_key = order.into_iter().map(code).collect();
        book
    }

    /// What an entry says of a record of the table; nothing, where it is about another one.
    fn said(&self, fact: facts::Standing, stages: Option<&Stages>) -> Option<Said> {
        let record = match self.log.record_named(fact.own, fact.content) {
            Some(id) => self.entry(id)?,
            None => fact.own,
        };
        self.log.line(record).filter(|line| line.table() == self.table)?;
        let (table, line) = self.log.table_of(fact.content)?;
        let stage = self.stage(line).and_then(|stage| stages?.find(stage));
        Some(Said {
            record,
            day: table.day_number(line.row()),
            at: table.instant(line.row()).map(|at| at.timestamp_micros()),
            is_other: fact.own != record,
            moment: self.log.moment(fact.own),
            own: fact.own,
            says: self.says(line),
            stage,
        })
    }

    /// The entry that the one with an id is part of.
    fn entry(&self, id: u32) -> Option<u32> {
        let place = self.log.place(id).filter(|place| index(*place) < self.upto)?;
        self.corrections.fact(place).ok()
    }

    fn says(&self, line: Line) -> Option<Says> {
        match line.table() {
            table if table == self.table => Some(Says::Fields(line.row)),
            ASSIGN if IS_WHOLE => {
                let to = self.log.tables.get(ASSIGN)?.column(field::ASSIGN_TO)?.code(line.row())?;
                Some(Says::Owner(to))
            }
            RELEASE if IS_WHOLE => Some(Says::Owner(NONE)),
            _ => None,
        }
    }

    fn stage(&self, line: Line) -> Option<&str> {
        if line.table() == MOVE {
            return self.log.moved_to(line);
        }
        let stage = self.log.schema.records(line.table())?.stage?;
        match self.log.tables.get(line.table())?.column(stage.index())?.cell(line.row())? {
            Cell::Text(stage) => Some(stage),
            _ => None,
        }
    }

    fn compare(&self, one: &Said, other: &Said) -> Ordering {
        let time = |said: &Said| (said.record, said.day, said.at, said.is_other, said.moment);
        time(one).cmp(&time(other)).then_with(|| self.log.compare_ids(one.own, other.own))
    }

    /// What touched records.
    fn touched(&self, kind: &Kind, said: &[Said]) -> Vec<(u32, Told)> {
        if kind.touched_by().is_empty() {
            // Whoever is given a record has not done anything about it yet.
            let is_touch = |said: &&Said| !IS_WHOLE || !matches!(said.says, Some(Says::Owner(_)));
            return said.iter().filter(is_touch).map(|said| (said.record, said.told())).collect();
        }
        let mut touched = Vec::new();
        for by in kind.touched_by().iter().map(|by| self.log.schema.table(*by)) {
            let Some(table) = self.log.tables.get(by) else { continue };
            let referring = |(field, to)| (self.log.schema.table(to) == self.table).then_some(field);
            for column in table.references().filter_map(referring).filter_map(|field| table.column(field)) {
                for fact in facts::plain(self.log, self.corrections, by, self.upto) {
                    let line = self.log.line(fact.content).filter(|_| !self.waits.has(fact.own));
                    let Some(row) = line.map(Line::row) else { continue };
                    let record = column.code(row).and_then(|id| self.entry(id));
                    let at = table.instant(row).map(|at| at.timestamp_micros());
                    let told = Told { day: table.day_number(row), at, own: fact.own };
                    touched.extend(record.map(|record| (record, told)));
                }
            }
        }
        touched
    }
}

impl Book {
    /// Adds what is said of one record, in order.
    fn add(&mut self, own: u32, said: &[Said], touches: &[(u32, Told)], stages: Option<&Stages>) {
        let last = self.heads.last().copied().unwrap_or(Head::NONE);
        let opened = said.first().map_or(0, |said| said.day);
        // It opens in the first stage, where the first thing that is said of it names none.
        let mut stage = said.first().and_then(|said| said.stage).or(stages.map(Stages::first));
        let mut enter = |told: Told, stage: Option<StageId>| {
            if let (Some(stage), Some(on)) = (stage, day_of(told.day)) {
                self.entered.push(Entered { on, stage });
                self.entries.push(told);
            }
        };
        if let Some(first) = said.first() {
            enter(first.told(), stage);
        }
        for said in said {
            if said.stage.is_some() && said.stage != stage {
                stage = said.stage;
                enter(said.told(), stage);
            }
            self.changes.extend(said.says.map(|says| Change { day: said.day, says, at: said.at, own: said.own }));
        }
        self.touched.extend(touches.iter().map(|(_, told)| *told));
        let (changes, entered) = (last.changes.next(&self.changes), last.entered.next(&self.entered));
        let touched = last.touched.next(&self.touched);
        self.heads.push(Head { own, opened, changes, entered, touched });
    }
}

impl Head {
    /// Before the first.
    const NONE: Head = {
        let part = Part { from: 0, to: 0 };
        Head { own: 0, opened: 0, changes: part, entered: part, touched: part }
    };
}

/// Whether a field refers to a kind of record.
pub(super) fn refers_to(log: &Log, kind: &Kind, field: super::FieldId) -> Option<usize> {
    match kind.get(field)?.ty() {
        FieldType::Reference(to) if log.schema.kinds[to].is_record() => Some(log.schema.table(to)),
        _ => None,
    }
}
