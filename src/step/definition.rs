//! A step as an author writes it.

use crate::document::{FormulaText, definition};

definition! {
    /// A step: what is done to a value, and when. It has exactly one of `cap`, `floor`, `set`, `times` and `add`.
    pub struct StepDefinition {
        /// When it is done; always, where nothing is said. An undefined condition does not hold.
        pub when: Option<FormulaText>,
        /// The most that the value may be.
        pub cap: Option<FormulaText>,
        /// The least that the value may be.
        pub floor: Option<FormulaText>,
        /// What the value becomes, whatever it was.
        pub set: Option<FormulaText>,
        /// The number by which the value is multiplied.
        pub times: Option<FormulaText>,
        /// What is added to the value; taken from it, where it is below zero.
        pub add: Option<FormulaText>,
        /// Why, for whoever reads the result.
        pub why: Option<String>,
    }
}

/// What a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Deed {
    /// Lets the value be at most so much.
    Cap,
    /// Lets the value be at least so much.
    Floor,
    /// Puts this in place of the value.
    Set,
    /// Multiplies the value.
    Times,
    /// Adds to the value.
    Add,
}

impl Deed {
    /// Every deed, in the order of the documentation.
    pub const ALL: [Deed; 5] = [Deed::Cap, Deed::Floor, Deed::Set, Deed::Times, Deed::Add];

    /// The word that authors write.
    pub fn word(self) -> &'static str {
        match self {
            Deed::Cap => "cap",
            Deed::Floor => "floor",
            Deed::Set => "set",
            Deed::Times => "times",
            Deed::Add => "add",
        }
    }
}

impl StepDefinition {
    /// The deeds that are written, with their formulas.
    pub fn deeds(&self) -> impl Iterator<Item = (Deed, &FormulaText)> {
        Deed::ALL.into_iter().filter_map(|deed| self.formula(deed).map(|formula| (deed, formula)))
    }

    fn formula(&self, deed: Deed) -> Option<&FormulaText> {
        match deed {
            Deed::Cap => self.cap.as_ref(),
            Deed::Floor => self.floor.as_ref(),
            Deed::Set => self.set.as_ref(),
            Deed::Times => self.times.as_ref(),
            Deed::Add => self.add.as_ref(),
        }
    }
}
