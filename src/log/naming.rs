//! Which entries name which: all that a record is made of, without going over the log.

use std::collections::{BTreeSet, HashMap};

use crate::document::IS_WHOLE;

use super::kind::KindId;
use super::schema::{APPROVE, AWAY, MOVE, RATE, is_of_owner};
use super::store::{Log, code, index};
use super::table::Table;

/// By which entries each entry is named, as far as it was looked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Naming {
    upto: usize,
    /// By the code of the id: the positions of those that name it.
    by: HashMap<u32, Vec<u32>>,
}

/// As what an entry is looked at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum As {
    /// The record that is asked for: with the facts that refer to it.
    Asked,
    /// Something that is referred to: with all that changes it.
    Referred,
    /// What says something of one of those: with what corrects it.
    Part,
}

impl Naming {
    /// Looks at what was recorded since.
    pub(crate) fn follow(&mut self, log: &Log) {
        for position in self.upto..log.len() {
            let position = code(position);
            log.each_named(position, &mut |id| self.by.entry(id).or_default().push(position));
        }
        self.upto = log.len();
    }

    /// The positions of all entries by which a record is what it is: its own, those that change it, move it, answer it or refer to
    /// it, whatever they refer to, and what corrects any of them. In their order; none, where nothing is called so.
    pub(crate) fn about(&self, log: &Log, record: &str) -> Vec<usize> {
        let Some(own) = log.find(record).and_then(|at| log.line(code(at))) else { return Vec::new() };
        let (mut work, mut seen, mut found) = (vec![(own.id, As::Asked)], BTreeSet::new(), BTreeSet::new());
        while let Some((id, is)) = work.pop() {
            if !seen.insert((id, is)) {
                continue;
            }
            if let Some(place) = log.place(id) {
                found.insert(index(place));
                log.each_reference(place, &mut |id| work.push((id, As::Referred)));
            }
            for position in self.by.get(&id).into_iter().flatten() {
                let is_meant = log.corrects(*position, id)
                    || is != As::Part && log.says_of_record(*position, id)
                    || is == As::Asked;
                if let Some(line) = log.line(*position).filter(|_| is_meant) {
                    found.insert(index(*position));
                    work.push((line.id, As::Part));
                    log.each_reference(*position, &mut |id| work.push((id, As::Referred)));
                }
            }
        }
        found.into_iter().collect()
    }
}

impl Log {
    /// The kind of record that something is called by; nothing, where it is no record's own entry.
    pub(crate) fn record_kind(&self, id: &str) -> Option<KindId> {
        let own = code(self.find(id)?);
        let line = self.line(own)?;
        self.schema.records(line.table()).filter(|_| self.record_named(own, own).is_none())?;
        self.schema.kinds.iter().map(|(kind, _)| kind).find(|kind| self.schema.table(*kind) == line.table())
    }

    /// The record that an entry is about, by id: its own, or the one that it names.
    pub(crate) fn record_of(&self, position: usize) -> Option<&str> {
        let own = code(position);
        let line = self.line(own)?;
        if line.table() != MOVE {
            self.schema.records(line.table())?;
        }
        let id = self.record_named(own, own).unwrap_or(line.id);
        Some(self.names.ids.text(id).as_str())
    }

    /// The positions of all rates, where they are wanted.
    pub(crate) fn rates(&self, are_wanted: bool) -> Vec<usize> {
        if are_wanted { self.all_of(RATE) } else { Vec::new() }
    }

    /// The positions of all that is said of who is away, where it is wanted.
    pub(crate) fn absences(&self, are_wanted: bool) -> Vec<usize> {
        if IS_WHOLE && are_wanted { self.all_of(AWAY) } else { Vec::new() }
    }

    fn all_of(&self, table: usize) -> Vec<usize> {
        let positions = self.tables.get(table).map(Table::positions).unwrap_or_default();
        positions.iter().map(|position| index(*position)).collect()
    }

    /// The codes of the ids that an entry names.
    fn each_named(&self, position: u32, visit: &mut dyn FnMut(u32)) {
        if let Some(correction) = self.correction(position) {
            visit(correction.target);
        }
        if let Some(id) = self.entry_named(position) {
            visit(id);
        }
        self.each_reference(position, visit);
    }

    /// The codes of the ids in the fields of an entry that refer to others.
    fn each_reference(&self, position: u32, visit: &mut dyn FnMut(u32)) {
        let Some((table, line)) = self.table_of(position) else { return };
        for (field, _) in table.references() {
            let named = table.column(field).and_then(|column| column.code(line.row()));
            if let Some(id) = named.filter(|id| !self.is_itself(position, field, *id)) {
                visit(id);
            }
        }
    }

    fn corrects(&self, position: u32, id: u32) -> bool {
        self.correction(position).is_some_and(|correction| correction.target == id)
    }

    /// Whether an entry says something of the record of an id: changes it, moves it, answers it, gives it to somebody.
    fn says_of_record(&self, position: u32, id: u32) -> bool {
        let Some(line) = self.line(position) else { return false };
        let table = line.table();
        let is_said = table == MOVE || table == APPROVE || is_of_owner(table) || self.schema.records(table).is_some();
        is_said && (self.record_named(position, position) == Some(id) || self.entry_named(position) == Some(id))
    }
}
