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
    pub(super) units: Units,
}

/// The units of a stay, tree by tree: the first stands here, for most companies have one tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Units {
    first: Option<Id<Unit>>,
    /// Of the trees behind the first.
    more: Box<[Option<Id<Unit>>]>,
    trees: usize,
}

impl Units {
    pub(super) fn new(units: &[Option<Id<Unit>>]) -> Units {
        let (first, more) = units.split_first().map_or((None, &[][..]), |(first, more)| (*first, more));
        Units { first, more: more.into(), trees: units.len() }
    }

    fn get(&self, tree: usize) -> Option<Id<Unit>> {
        match tree.checked_sub(1) {
            None => self.first,
            Some(more) => self.more.get(more).copied().flatten(),
        }
    }
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
        self.units.get(tree)
    }

    /// How many trees there are.
    pub fn trees(&self) -> usize {
        self.units.trees
    }
}
