//! Who stands at and below a unit, slot by slot.

use crate::id::Id;
use crate::org::Leaf;

/// The stays with facts at and below a unit, by the slots in which they have some.
#[derive(Clone, Debug, Default)]
pub(super) struct Below {
    /// The slots in which there are any, rising, and where the stays of each begin.
    starts: Vec<(usize, usize)>,
    /// By slot, rising in each.
    leaves: Vec<Id<Leaf>>,
}

impl Below {
    /// Adds a stay in a slot, behind all that are there.
    pub(super) fn push(&mut self, slot: usize, leaf: Id<Leaf>) {
        if self.starts.last().is_none_or(|(last, _)| *last < slot) {
            self.starts.push((slot, self.leaves.len()));
        }
        self.leaves.push(leaf);
    }

    /// Adds a stay in a slot; whether it was not there.
    pub(super) fn insert(&mut self, slot: usize, leaf: Id<Leaf>) -> bool {
        let (at, is_new) = match self.starts.binary_search_by_key(&slot, |(slot, _)| *slot) {
            Ok(at) => (at, false),
            Err(at) => (at, true),
        };
        let from = self.start(at);
        let own = if is_new { &[][..] } else { self.at(at) };
        let Err(place) = own.binary_search(&leaf) else { return false };
        self.leaves.insert(from.saturating_add(place), leaf);
        if is_new {
            self.starts.insert(at, (slot, from));
        }
        for (_, start) in self.starts.iter_mut().skip(at.saturating_add(1)) {
            *start = start.saturating_add(1);
        }
        true
    }

    /// The stays in a slot.
    pub(super) fn of(&self, slot: usize) -> &[Id<Leaf>] {
        let at = self.starts.binary_search_by_key(&slot, |(slot, _)| *slot);
        at.map_or(&[], |at| self.at(at))
    }

    /// The slots from one to another, each with its stays.
    pub(super) fn within(&self, first: usize, last: usize) -> impl Iterator<Item = (usize, &[Id<Leaf>])> {
        let from = self.starts.partition_point(|(slot, _)| *slot < first);
        let slots = self.starts.iter().enumerate().skip(from).take_while(move |(_, (slot, _))| *slot <= last);
        slots.map(|(at, (slot, _))| (*slot, self.at(at)))
    }

    /// How many stays there are, each counted in each of its slots.
    pub(super) fn len(&self) -> usize {
        self.leaves.len()
    }

    /// All slots are so many later.
    pub(super) fn shift(&mut self, by: usize) {
        for (slot, _) in &mut self.starts {
            *slot = slot.saturating_add(by);
        }
    }

    /// Where the stays of the slot at a place begin.
    fn start(&self, at: usize) -> usize {
        self.starts.get(at).map_or(self.leaves.len(), |(_, start)| *start)
    }

    fn at(&self, at: usize) -> &[Id<Leaf>] {
        self.leaves.get(self.start(at)..self.start(at.saturating_add(1))).unwrap_or_default()
    }
}
