//! Conditions on people, in which plain names are attributes.

use super::super::words::{LEVELS, ROLES, quoted};
use super::Author;

impl Author {
    /// Whom something is for; nothing, where it is for all.
    pub(super) fn who(&mut self) -> Option<String> {
        let role = quoted(self.dice.word(ROLES));
        let level = quoted(self.dice.word(LEVELS));
        Some(match self.dice.below(8) {
            0 | 1 => format!("role = {role}"),
            2 => format!("role != {role} and level is present"),
            3 => format!("level in ({level}, \"x\") or fte >= 0.5"),
            4 => "certified".to_owned(),
            5 => "not certified or bonus > 100 EUR".to_owned(),
            _ => return None,
        })
    }
}
