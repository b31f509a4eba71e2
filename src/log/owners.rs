//! Who an entry credits, straight from the log.

use chrono::NaiveDate;

use crate::id::Key;
use crate::quantity::Money;

use super::columns::Cell;
use super::draft::Deed;
use super::kind::FieldType;
use super::names::Names;
use super::schema::{TARGET, field};
use super::store::{Log, index};
use super::table::Table;

/// How many references are followed from an entry to the one as which it is credited.
const REFERENCES_MAX: usize = 64;

impl Log {
    /// The people whom the entry at a position credits, with the day on which it holds; nobody, where it is no fact.
    ///
    /// It looks at what was written, whether or not it stands: a host wants to know at once that somebody belongs nowhere.
    pub(crate) fn owners(&self, position: usize) -> Vec<(Key, NaiveDate)> {
        let Ok(position) = u32::try_from(position) else { return Vec::new() };
        let Some((table, line)) = self.table_of(position).filter(|(_, line)| self.schema.is_of_facts(line.table()))
        else {
            return Vec::new();
        };
        let content = match self.correction(position) {
            Some(correction) if correction.deed == Deed::Reverses => self.place(correction.target),
            Some(correction) if correction.deed == Deed::Retracts => None,
            _ => Some(position),
        };
        let day = table.day(line.row());
        let owners = content.map(|content| self.credited(content)).unwrap_or_default();
        owners.into_iter().filter_map(|who| Some((who, day?))).collect()
    }

    /// The amounts in other currencies of the entry at a position, each with the day on which it was so; of a reversal, those of
    /// what it undoes.
    pub(crate) fn foreign_amounts(&self, position: usize) -> Vec<(Money, NaiveDate)> {
        let Ok(position) = u32::try_from(position) else { return Vec::new() };
        let content = match self.correction(position) {
            Some(correction) if correction.deed == Deed::Reverses => self.place(correction.target),
            _ => Some(position),
        };
        let Some((table, line)) = content.and_then(|content| self.table_of(content)) else { return Vec::new() };
        let Some(kind) = self.schema.kind(line.table()) else { return Vec::new() };
        let amounts = kind.fields().filter_map(|(field, _)| table.column(field.index())?.foreign(line.row()));
        amounts.filter_map(|amount| Some((amount, table.day(line.row())?))).collect()
    }

    fn credited(&self, mut position: u32) -> Vec<Key> {
        for _ in 0..REFERENCES_MAX {
            let Some((table, line)) = self.table_of(position) else { break };
            let written = table.credits(line.row());
            if !written.is_empty() {
                return written.iter().filter_map(|share| self.names.persons.get(share.who).cloned()).collect();
            }
            let Some(whose) = self.schema.kind(line.table()).and_then(super::Kind::whose) else { break };
            match whose_of(table, line.row(), whose.index(), &self.names) {
                Some(Whose::Person(who)) => return vec![who],
                Some(Whose::Entry(id)) => match self.place(id) {
                    Some(next) => position = next,
                    None => break,
                },
                None => break,
            }
        }
        Vec::new()
    }

    /// Whose target the entry at a position sets; nobody's, where it sets none.
    pub(crate) fn target_holder(&self, position: usize) -> Option<Key> {
        let (table, line) = self.table_of(u32::try_from(position).ok()?)?;
        if line.table() != TARGET {
            return None;
        }
        match table.cell(line.row(), field::TARGET_WHO, &self.names)? {
            Cell::Text(who) => Key::new(who).ok(),
            _ => None,
        }
    }

    /// Whether the entry at a position says something of units or people, or corrects one that may.
    pub(crate) fn is_of_people(&self, position: usize) -> bool {
        let line = u32::try_from(position).ok().and_then(|position| self.line(position));
        line.is_some_and(|line| !self.schema.is_of_facts(index(line.table)))
    }
}

enum Whose {
    Person(Key),
    Entry(u32),
}

fn whose_of(table: &Table, row: usize, field: usize, names: &Names) -> Option<Whose> {
    let code = table.column(field)?.code(row)?;
    match table.ty(field)? {
        FieldType::Person => names.persons.get(code).cloned().map(Whose::Person),
        FieldType::Reference(_) => Some(Whose::Entry(code)),
        _ => None,
    }
}
