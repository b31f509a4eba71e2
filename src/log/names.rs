//! The keys, reasons and shares that a whole log has in common.

use std::borrow::Cow;
use std::sync::Arc;

use crate::id::Key;
use crate::quantity::Fraction;

use super::columns::{Cell, Coded, Written};
use super::dictionary::{Dictionary, NONE};
use super::draft::Part;
use super::ids::Ids;
use super::kind::FieldType;

/// Each key, reason and share once, by its code.
#[derive(Clone, Debug)]
pub(super) struct Names {
    pub(super) persons: Dictionary<Key>,
    pub(super) units: Dictionary<Key>,
    pub(super) ids: Ids,
    pub(super) reasons: Dictionary<Arc<str>>,
    pub(super) shares: Dictionary<Fraction>,
}

impl Names {
    pub(super) fn new() -> Names {
        Names {
            persons: Dictionary::new(),
            units: Dictionary::new(),
            ids: Ids::new(),
            reasons: Dictionary::new(),
            shares: Dictionary::new(),
        }
    }

    /// A cell with a code in place of a key, and with its text lent.
    pub(super) fn coded<'c>(&mut self, cell: &'c Written<'_>, ty: FieldType) -> Coded<'c> {
        match cell {
            Cell::Null => Cell::Null,
            Cell::Decimal(number) => Cell::Decimal(*number),
            Cell::Foreign(number, currency) => Cell::Foreign(*number, *currency),
            Cell::Day(day) => Cell::Day(*day),
            Cell::Instant(at) => Cell::Instant(*at),
            Cell::Text(text) => Cell::Text(text.as_ref()),
            Cell::YesNo(yes) => Cell::YesNo(*yes),
            Cell::Key(key) => Cell::Key(self.intern(ty, key.as_ref())),
        }
    }

    /// A cell with the key that its code stands for.
    pub(super) fn written<'n>(&'n self, cell: Coded<'n>, ty: FieldType) -> Option<Written<'n>> {
        Some(match cell {
            Cell::Null => Cell::Null,
            Cell::Decimal(number) => Cell::Decimal(number),
            Cell::Foreign(number, currency) => Cell::Foreign(number, currency),
            Cell::Day(day) => Cell::Day(day),
            Cell::Instant(at) => Cell::Instant(at),
            Cell::Text(text) => Cell::Text(Cow::Borrowed(text)),
            Cell::YesNo(yes) => Cell::YesNo(yes),
            Cell::Key(code) => Cell::Key(Cow::Borrowed(self.key(ty, code)?.as_str())),
        })
    }

    /// The key of a code, of a person, a unit or an entry.
    pub(super) fn key(&self, ty: FieldType, code: u32) -> Option<&Key> {
        match ty {
            FieldType::Person => self.persons.get(code),
            FieldType::Unit => self.units.get(code),
            _ => self.ids.get(code),
        }
    }

    /// How many keys of a type have codes: every code is below.
    pub(super) fn len(&self, ty: FieldType) -> usize {
        match ty {
            FieldType::Person => self.persons.len(),
            FieldType::Unit => self.units.len(),
            _ => self.ids.len(),
        }
    }

    /// The code of a key of a type, given to it now if it has none.
    pub(super) fn intern(&mut self, ty: FieldType, key: &str) -> u32 {
        match ty {
            FieldType::Person => self.person(key),
            FieldType::Unit => self.units.intern(key, Key::checked),
            _ => self.ids.intern(key),
        }
    }

    /// The code of a person.
    pub(super) fn person(&mut self, key: &str) -> u32 {
        self.persons.intern(key, Key::checked)
    }

    /// The code of a share.
    pub(super) fn fraction(&mut self, share: Fraction) -> u32 {
        self.shares.intern(&share, |share| *share)
    }

    pub(super) fn share(&mut self, share: &Part<&str, Fraction>) -> Part<u32, u32> {
        let who = self.person(share.who);
        Part { who, share: self.fraction(share.share), overlay: share.overlay }
    }

    pub(super) fn written_share(&self, share: &Part<u32, u32>) -> Option<Part<&str, Fraction>> {
        let who = self.persons.get(share.who)?.as_str();
        Some(Part { who, share: *self.shares.get(share.share)?, overlay: share.overlay })
    }

    /// The code of a reason, or of none.
    pub(super) fn reason(&mut self, why: Option<&str>) -> u32 {
        why.map_or(NONE, |why| self.reasons.intern(why, |why| Arc::from(why)))
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
