//! The keys, reasons and shares that a whole log has in common.

use std::sync::Arc;

use crate::id::Key;
use crate::quantity::Fraction;

use super::columns::Cell;
use super::dictionary::{Dictionary, NONE};
use super::draft::Part;
use super::kind::FieldType;

/// Each key, reason and share once, by its code.
#[derive(Clone, Debug)]
pub(super) struct Names {
    pub(super) persons: Dictionary<Key>,
    pub(super) units: Dictionary<Key>,
    pub(super) ids: Dictionary<Key>,
    pub(super) reasons: Dictionary<Arc<str>>,
    pub(super) shares: Dictionary<Fraction>,
}

impl Names {
    pub(super) fn new() -> Names {
        Names {
            persons: Dictionary::new(),
            units: Dictionary::new(),
            ids: Dictionary::new(),
            reasons: Dictionary::new(),
            shares: Dictionary::new(),
        }
    }

    /// A cell with a code in place of a key.
    pub(super) fn coded(&mut self, cell: &Cell<Key>, ty: FieldType) -> Cell<u32> {
        match cell {
            Cell::Null => Cell::Null,
            Cell::Decimal(number) => Cell::Decimal(*number),
            Cell::Foreign(number, currency) => Cell::Foreign(*number, *currency),
            Cell::Day(day) => Cell::Day(*day),
            Cell::Instant(at) => Cell::Instant(*at),
            Cell::Text(text) => Cell::Text(Arc::clone(text)),
            Cell::YesNo(yes) => Cell::YesNo(*yes),
            Cell::Key(key) => Cell::Key(self.keys_mut(ty).intern(key)),
        }
    }

    /// A cell with the key that its code stands for.
    pub(super) fn written(&self, cell: Cell<u32>, ty: FieldType) -> Option<Cell<Key>> {
        Some(match cell {
            Cell::Null => Cell::Null,
            Cell::Decimal(number) => Cell::Decimal(number),
            Cell::Foreign(number, currency) => Cell::Foreign(number, currency),
            Cell::Day(day) => Cell::Day(day),
            Cell::Instant(at) => Cell::Instant(at),
            Cell::Text(text) => Cell::Text(text),
            Cell::YesNo(yes) => Cell::YesNo(yes),
            Cell::Key(code) => Cell::Key(self.keys(ty).get(code)?.clone()),
        })
    }

    /// The keys of a type: of persons, units or entries.
    pub(super) fn keys(&self, ty: FieldType) -> &Dictionary<Key> {
        match ty {
            FieldType::Person => &self.persons,
            FieldType::Unit => &self.units,
            _ => &self.ids,
        }
    }

    fn keys_mut(&mut self, ty: FieldType) -> &mut Dictionary<Key> {
        match ty {
            FieldType::Person => &mut self.persons,
            FieldType::Unit => &mut self.units,
            _ => &mut self.ids,
        }
    }

    pub(super) fn share(&mut self, share: &Part<Key, Fraction>) -> Part<u32, u32> {
        let who = self.persons.intern(&share.who);
        Part { who, share: self.shares.intern(&share.share), overlay: share.overlay }
    }

    pub(super) fn written_share(&self, share: &Part<u32, u32>) -> Option<Part<Key, Fraction>> {
        let who = self.persons.get(share.who)?.clone();
        Some(Part { who, share: *self.shares.get(share.share)?, overlay: share.overlay })
    }

    /// The code of a reason, or of none.
    pub(super) fn reason(&mut self, why: Option<&Arc<str>>) -> u32 {
        why.map_or(NONE, |why| self.reasons.intern(why))
    }

    /// Whether another entry would still get codes for all that it names.
    pub(super) fn has_room(&self) -> bool {
        self.persons.has_room()
            && self.units.has_room()
            && self.ids.has_room()
            && self.reasons.has_room()
            && self.shares.has_room()
    }
}
