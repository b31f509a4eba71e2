//! Which record or other entry an entry is about, and whether it can be.

use super::admission::Waiting;
use super::columns::Cell;
use super::dictionary::NONE;
use super::draft::Deed;
use super::facts::Standing;
use super::kind::KindId;
use super::schema::{APPROVE, MOVE, field, is_of_owner};
use super::store::{Line, Log, index};

impl Log {
    /// The code of the id by which an entry names another one as its record; nothing, where it is the record's own entry or
    /// says something else than what records are made of.
    ///
    /// `own` is the entry, `content` the one whose fields hold for it.
    pub(super) fn record_named(&self, own: u32, content: u32) -> Option<u32> {
        let (table, line) = self.table_of(content)?;
        let of = match line.table() {
            MOVE => field::MOVE_OF,
            table if is_of_owner(table) => field::OWNER_OF,
            table => self.schema.records(table)?.of.index(),
        };
        let code = table.column(of)?.code(line.row())?;
        let is_itself = self.schema.is_of_plan(line.table()) && self.line(own).is_some_and(|own| own.id == code);
        (!is_itself).then_some(code)
    }

    /// Whether the id in a field of an entry is the entry's own, as a record's own entry may name it: that is no reference.
    pub(super) fn is_itself(&self, own: u32, field: usize, id: u32) -> bool {
        let line = self.line(own).filter(|line| line.id == id);
        line.and_then(|line| self.schema.records(line.table())).is_some_and(|records| records.of.index() == field)
    }

    /// Whether an entry may be referred to as one of a kind: of a kind of record, those by whose ids records are called.
    pub(super) fn is_of_kind(&self, own: u32, content: u32, kind: KindId) -> bool {
        self.line(own).is_some_and(|line| line.table() == self.schema.table(kind)) && self.is_head(own, content)
    }

    /// Whether a record is called by the id of this entry; any fact is called by its own.
    fn is_head(&self, own: u32, content: u32) -> bool {
        self.record_named(own, content).is_none()
    }

    /// Whether the record that is called by an entry's id has the stage that a move is to.
    pub(super) fn is_movable(&self, own: u32, content: u32, to: &str) -> bool {
        let kind = self.line(own).and_then(|line| self.schema.kind(line.table()));
        let stages = kind.and_then(|kind| kind.stages());
        stages.is_some_and(|stages| stages.find(to).is_some()) && self.is_head(own, content)
    }

    /// The stage that a row of moves is to.
    pub(super) fn moved_to(&self, line: Line) -> Option<&str> {
        let table = self.tables.get(MOVE).filter(|_| line.table() == MOVE)?;
        match table.column(field::MOVE_TO)?.cell(line.row())? {
            Cell::Text(to) => Some(to),
            _ => None,
        }
    }

    /// Whether an entry is of a record that may have an owner.
    fn is_ownable(&self, own: u32, content: u32) -> bool {
        let kind = self.line(own).and_then(|line| self.schema.kind(line.table()));
        kind.is_some_and(|kind| kind.is_record() && kind.whose().is_some()) && self.is_head(own, content)
    }

    /// The name of the kind of a record of which the plan names no owner; nothing, where it does, or nothing is called so.
    pub(super) fn ownerless(&self, id: &str) -> Option<&str> {
        let line = self.line(super::store::code(self.find(id)?))?;
        let kind = self.schema.kind(line.table())?;
        (kind.is_record() && kind.whose().is_none()).then(|| kind.name())
    }

    /// The code of the id of the entry that a move, an answer or what is said of an owner is of; nothing, where an entry is none of
    /// those.
    pub(super) fn entry_named(&self, content: u32) -> Option<u32> {
        let (table, line) = self.table_of(content)?;
        let of = match line.table() {
            MOVE => field::MOVE_OF,
            APPROVE => field::APPROVE_OF,
            table if is_of_owner(table) => field::OWNER_OF,
            _ => return None,
        };
        table.column(of)?.code(line.row())
    }

    /// Whether a move or an answer may be of an entry: of a record that has the stage, or an owner; any other than itself may be
    /// answered.
    ///
    /// `own` is named by `by`, and the fields of `content` hold for it.
    pub(super) fn is_nameable(&self, by: Standing, own: u32, content: u32) -> bool {
        let line = self.line(by.content);
        if line.is_some_and(|line| is_of_owner(line.table())) {
            return self.is_ownable(own, content);
        }
        match line.and_then(|line| self.moved_to(line)) {
            Some(to) => self.is_movable(own, content, to),
            None => own != by.own,
        }
    }

    /// What a move or an answer waits for among the first entries, as far as it can be told from the entry that it names alone.
    pub(super) fn unnameable(&self, position: u32, upto: usize) -> Option<Waiting> {
        let id = self.entry_named(position)?;
        let key = self.names.ids.get(id)?.clone();
        let Some(place) = self.place(id).filter(|place| index(*place) < upto) else {
            return Some(Waiting::Entry(key));
        };
        let by = Standing { own: position, content: position, share: NONE };
        let fits = match self.correction(place) {
            // What a correction says is part of the entry that it corrects.
            Some(correction) => correction.deed != Deed::Retracts,
            None => self.is_nameable(by, place, place),
        };
        (!fits).then_some(Waiting::Misfit(key))
    }
}
