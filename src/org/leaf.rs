//! A person's stay.

use crate::calendar::Span;
use crate::id::Id;

use super::membership::Person;
use super::tree::Unit;

/// A person's stay: the longest interval in which the person's units, one for each tree, stay the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    pub(super) person: Id<Person>,
    pub(super) span: Span,
    pub(super) units: Vec<Option<Id<Unit>>>,
}

impl Leaf {
    /// Whose stay it is.
    pub fn person(&self) -> Id<Person> {
        self.person
    }

    /// From which day, and before which day.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The unit in a tree; `None` where the person is in no unit of that tree.
    pub fn unit(&self, tree: usize) -> Option<Id<Unit>> {
        self.units.get(tree).copied().flatten()
    }

    /// How many trees there are.
    pub fn trees(&self) -> usize {
        self.units.len()
    }
}
