//! Units and what they stand under, from a day on.

use chrono::NaiveDate;

use crate::id::{Arena, Id, Key, KeyIndex};
use crate::sort;

/// The most levels that a tree may have; what stands deeper has no place in it.
pub const DEPTH_MAX: usize = 64;

/// An entry about a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitChange {
    /// The unit.
    pub unit: Key,
    /// From which day on.
    pub on: NaiveDate,
    /// What it stands under.
    pub under: Under,
    /// The tree, counted from 0; a unit stays in the tree in which it was first named.
    pub tree: usize,
}

/// What a unit stands under, as an entry says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Under {
    /// Nothing: it is a top.
    Top,
    /// Another unit.
    Unit(Key),
    /// It ends.
    Ends,
}

/// What a unit stands under on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Parent {
    /// Nothing: it is a top.
    Top,
    /// Another unit.
    Under(Id<Unit>),
    /// It does not exist on that day: not yet, no longer, or under a unit that was never introduced.
    Nowhere,
}

/// A company, a region, a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    key: Key,
    tree: usize,
    changes: Vec<(NaiveDate, Parent)>,
}

impl Unit {
    /// What the host calls it.
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// The tree that it belongs to, counted from 0.
    pub fn tree(&self) -> usize {
        self.tree
    }

    /// What it stands under on a day.
    pub fn parent(&self, day: NaiveDate) -> Parent {
        let after = self.changes.partition_point(|(on, _)| *on <= day);
        let last = after.checked_sub(1).and_then(|last| self.changes.get(last));
        last.map_or(Parent::Nowhere, |(_, parent)| *parent)
    }

    /// The days on which it is introduced, moves or ends.
    pub fn days(&self) -> impl Iterator<Item = NaiveDate> {
        self.changes.iter().map(|(on, _)| *on)
    }
}

/// Something that does not fit together, and counts nowhere until it does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Finding {
    /// Something names a unit that was never introduced.
    UnknownUnit {
        /// The unit.
        unit: Key,
        /// The unit or the person that names it.
        named_by: Key,
    },
    /// A unit stands under a unit of another tree.
    OtherTree {
        /// The unit.
        unit: Key,
        /// What it was said to stand under.
        under: Key,
    },
    /// Somebody belongs, in one tree, to a unit of another one.
    OtherTreesUnit {
        /// The unit.
        unit: Key,
        /// The person who was said to belong to it.
        named_by: Key,
    },
    /// From a day on, a unit stands under itself.
    Ring {
        /// A unit of the ring.
        unit: Key,
        /// From which day on.
        on: NaiveDate,
    },
    /// From a day on, a unit stands deeper than [`DEPTH_MAX`].
    TooDeep {
        /// The unit.
        unit: Key,
        /// From which day on.
        on: NaiveDate,
    },
}

/// The units in the order of their keys, and what does not fit.
pub(super) fn build(changes: &[UnitChange]) -> (Arena<Unit>, Vec<Finding>) {
    let mut firsts: Vec<&UnitChange> = changes.iter().collect();
    // Stable: the first entry about a unit, which says its tree, stays the first of them.
    sort::by(&mut firsts, |one, other| one.unit.cmp(&other.unit));
    firsts.dedup_by(|later, first| later.unit == first.unit);
    let mut units: Arena<Unit> = Arena::new();
    for first in firsts {
        units.push(Unit { key: first.unit.clone(), tree: first.tree, changes: Vec::new() });
    }
    let mut findings = Vec::new();
    for change in changes {
        let parent = parent(change, &units, &mut findings);
        if let Some(unit) = find(&units, change.unit.as_str()).and_then(|id| units.get_mut(id)) {
            place(&mut unit.changes, change.on, parent);
        }
    }
    find_rings(&units, &mut findings);
    (units, findings)
}

/// The unit of a key.
pub(super) fn find(units: &Arena<Unit>, key: &str) -> Option<Id<Unit>> {
    units.search(|unit| unit.key.as_str().cmp(key))
}

/// The same by their index.
pub(super) fn found(units: &Arena<Unit>, index: &KeyIndex, key: &str) -> Option<Id<Unit>> {
    units.id(index.find(key, &|place| units.rows().get(place).map(|unit| unit.key.as_str()))?)
}

fn parent(change: &UnitChange, units: &Arena<Unit>, findings: &mut Vec<Finding>) -> Parent {
    let under = match &change.under {
        Under::Top => return Parent::Top,
        Under::Ends => return Parent::Nowhere,
        Under::Unit(under) => under,
    };
    let Some(id) = find(units, under.as_str()) else {
        findings.push(Finding::UnknownUnit { unit: under.clone(), named_by: change.unit.clone() });
        return Parent::Nowhere;
    };
    let tree = find(units, change.unit.as_str()).map(|unit| units[unit].tree);
    if tree != Some(units[id].tree) {
        findings.push(Finding::OtherTree { unit: change.unit.clone(), under: under.clone() });
        return Parent::Nowhere;
    }
    Parent::Under(id)
}

/// Sets what holds from a day on; of two on one day the later one holds.
fn place(changes: &mut Vec<(NaiveDate, Parent)>, on: NaiveDate, parent: Parent) {
    match changes.binary_search_by_key(&on, |(day, _)| *day) {
        Ok(same) => {
            if let Some(change) = changes.get_mut(same) {
                change.1 = parent;
            }
        }
        Err(before) => changes.insert(before, (on, parent)),
    }
}

fn find_rings(units: &Arena<Unit>, findings: &mut Vec<Finding>) {
    let mut days: Vec<NaiveDate> = units.rows().iter().flat_map(Unit::days).collect();
    sort::all(&mut days);
    days.dedup();
    for (id, unit) in units.iter() {
        let key = || unit.key.clone();
        let fault = days.iter().find_map(|&on| match walk(units, id, on) {
            Walk::Ring => Some(Finding::Ring { unit: key(), on }),
            Walk::TooDeep => Some(Finding::TooDeep { unit: key(), on }),
            Walk::Path(_) => None,
        });
        findings.extend(fault);
    }
}

pub(super) fn path(units: &Arena<Unit>, unit: Id<Unit>, day: NaiveDate) -> Vec<Id<Unit>> {
    match walk(units, unit, day) {
        Walk::Path(path) => path,
        Walk::Ring | Walk::TooDeep => vec![unit],
    }
}

enum Walk {
    Path(Vec<Id<Unit>>),
    Ring,
    TooDeep,
}

fn walk(units: &Arena<Unit>, unit: Id<Unit>, day: NaiveDate) -> Walk {
    let mut path = vec![unit];
    let mut here = unit;
    while let Parent::Under(above) = units[here].parent(day) {
        if path.contains(&above) {
            return Walk::Ring;
        }
        if path.len() >= DEPTH_MAX {
            return Walk::TooDeep;
        }
        path.push(above);
        here = above;
    }
    Walk::Path(path)
}
