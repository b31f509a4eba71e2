//! Who an entry credits, straight from the log.

use chrono::NaiveDate;

use crate::id::Key;
use crate::quantity::Money;

use super::columns::Cell;
use super::draft::Deed;
use super::kind::FieldType;
use super::schema::{MOVE, field, is_of_period};
use super::store::{Log, index};

/// How many references are followed from an entry to the one as which it is credited.
const REFERENCES_MAX: usize = 64;

impl Log {
    /// The people whom the entry at a position credits, by their codes, with the day on which it holds; nobody, where it is
    /// no fact.
    ///
    /// It looks at what was written, whether or not it stands: a host wants to know at once that somebody belongs nowhere.
    pub(crate) fn each_owner(&self, position: usize, each: &mut impl FnMut(u32, NaiveDate)) {
        let Ok(position) = u32::try_from(position) else { return };
        let Some((table, line)) = self.table_of(position).filter(|(_, line)| self.schema.is_of_facts(line.table()))
        else {
            return;
        };
        let content = match self.correction(position) {
            Some(correction) if correction.deed == Deed::Reverses => self.place(correction.target),
            Some(correction) if correction.deed == Deed::Retracts => None,
            _ => Some(position),
        };
        if let (Some(content), Some(day)) = (content, table.day(line.row())) {
            self.each_credited(content, &mut |who| each(who, day));
        }
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

    fn each_credited(&self, mut position: u32, each: &mut impl FnMut(u32)) {
        for _ in 0..REFERENCES_MAX {
            let Some((table, line)) = self.table_of(position) else { return };
            let written = table.credits(line.row());
            if !written.is_empty() {
                return written.iter().for_each(|share| each(share.who));
            }
            let Some(whose) = table.whose() else { return };
            let Some(code) = table.column(whose).and_then(|column| column.code(line.row())) else { return };
            match table.ty(whose) {
                Some(FieldType::Person) => return each(code),
                Some(FieldType::Reference(_)) => match self.place(code) {
                    Some(next) => position = next,
                    None => return,
                },
                _ => return,
            }
        }
    }

    /// Who is credited for the rows of a table from one on, by code, and when, by the numbers of days; nothing where that is
    /// not simply said by a field of theirs.
    pub(crate) fn owners_from(&self, table: usize, row: usize) -> Option<(&[u32], &[i32])> {
        let table = self.tables.get(table)?;
        let whose = table.whose().filter(|whose| table.ty(*whose) == Some(FieldType::Person))?;
        Some((table.column(whose)?.codes_from(row)?, table.days_from(row)))
    }

    /// Whether a field of the rows of a table says who is credited for them.
    pub(crate) fn has_owners(&self, table: usize) -> bool {
        self.tables.get(table).is_some_and(|table| table.whose().is_some())
    }

    /// The person of a code.
    pub(crate) fn person(&self, code: u32) -> Option<&Key> {
        self.names.persons.get(code)
    }

    /// How many persons have codes: every code is below.
    pub(crate) fn persons(&self) -> usize {
        self.names.persons.len()
    }

    /// Whose figure the entry at a position is about, where it sets, changes, promises, closes or opens one; nobody's, where it
    /// names nobody or says something else.
    pub(crate) fn holder(&self, position: usize) -> Option<Key> {
        let (table, line) = self.table_of(u32::try_from(position).ok()?)?;
        if !is_of_period(line.table()) {
            return None;
        }
        match table.cell(line.row(), field::WHO, &self.names)? {
            Cell::Text(who) => Key::new(&who).ok(),
            _ => None,
        }
    }

    /// Whether the entry at a position says something of units or people, or corrects one that may.
    pub(crate) fn is_of_people(&self, position: usize) -> bool {
        let line = u32::try_from(position).ok().and_then(|position| self.line(position));
        line.is_some_and(|line| index(line.table) < MOVE)
    }
}
