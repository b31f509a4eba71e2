//! Who belongs where, on every day.
//!
//! A plan declares the *shape*: the trees and their levels, and what is known of people. The log brings the *content*, entry
//! by entry: units and what they stand under, people and where they belong, each from a day on. [`Org::build`] puts the
//! two together:
//!
//! * a [`Unit`] has a parent that may change, so that a reorganisation is one entry and moves nobody;
//! * a [`Leaf`] is a person's stay: one interval in which the person's units stay the same. A transfer opens a new one. Facts are
//!   credited to the leaf of their own day, which is why a transfer in mid-period splits a person's figures exactly;
//! * attributes of people hold from a day on, and what a later entry does not mention stays as it was.
//!
//! Whatever does not fit (a unit that was never introduced, a ring of units) is kept, counts nowhere, and is listed by
//! [`Org::findings`], whatever the order in which the entries came.
//!
//! # Example
//!
//! ```
//! use attain::calendar::parse_day;
//! use attain::id::Key;
//! use attain::org::{Attributes, Move, Org, Placement, Under, UnitChange};
//!
//! let day = |text| parse_day(text).unwrap();
//! let key = |text| Key::new(text).unwrap();
//! let unit = |name, under| UnitChange { unit: key(name), on: day("2025-01-01"), under, tree: 0 };
//! let units = [unit("company", Under::Top), unit("north", Under::Unit(key("company"))), unit("south", Under::Unit(key("company")))];
//! let joins = |on, unit| Move::new(key("ann"), day(on), Placement::In { tree: 0, unit: key(unit) });
//!
//! let org = Org::build(1, Attributes::default(), &units, &[joins("2025-01-01", "north"), joins("2025-02-15", "south")]);
//! let ann = org.person("ann").unwrap();
//!
//! let leaf = org.leaf(ann, day("2025-02-15")).unwrap();
//! let south = org[leaf].unit(0).unwrap();
//! assert_eq!(org[south].key().as_str(), "south");
//! assert_eq!(org.path(south, day("2025-02-15")).len(), 2, "south, then the company");
//! ```

mod attribute;
mod compile;
mod definition;
mod leaf;
mod membership;
mod tree;

pub use attribute::{AttributeId, Attributes, ROLE};
pub use compile::{OrgPlan, Tree};
pub use definition::{Actual, OrgDefinition, PeersDefinition, PeersFields};
pub use leaf::Leaf;
pub use membership::{Move, Person, Placement};
pub use tree::{DEPTH_MAX, Finding, Parent, Under, Unit, UnitChange};

use std::fmt;
use std::ops::Index;
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::id::{Arena, Id, Key, KeyIndex};
use crate::sort;

/// Keys in their order, put together when somebody asks for all of them.
type AllKeys = OnceLock<Arc<[Key]>>;

/// People, units and stays, as they are known.
#[derive(Clone, Default)]
pub struct Org {
    attributes: Attributes,
    units: Arena<Unit>,
    people: Arena<Person>,
    leaves: Arena<Leaf>,
    /// By person: the only stay; nothing, where they have another one.
    alone: Vec<Option<Id<Leaf>>>,
    /// The keys of people, and of units.
    keys: (KeyIndex, KeyIndex),
    /// Those of all people, and of all units.
    all_keys: (AllKeys, AllKeys),
    findings: Vec<Finding>,
}

/// What is known; not how it is found again, which may differ between two that know the same.
#[expect(
    clippy::missing_fields_in_debug,
    reason = "cells of two views are told apart by what is known, not by how it is found"
)]
impl fmt::Debug for Org {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Org")
            .field("attributes", &self.attributes)
            .field("units", &self.units)
            .field("people", &self.people)
            .field("leaves", &self.leaves)
            .field("findings", &self.findings)
            .finish()
    }
}

impl Org {
    /// Puts units and memberships together.
    ///
    /// Among entries of one day for the same thing the later one in the slice holds.
    pub fn build(trees: usize, attributes: Attributes, units: &[UnitChange], moves: &[Move]) -> Org {
        let (units, mut findings) = tree::build(units);
        let of_units = KeyIndex::new(units.rows().iter().map(|unit| unit.key().as_str()));
        let (people, leaves) = membership::build(trees, &attributes, (&units, &of_units), moves, &mut findings);
        sort::all(&mut findings);
        findings.dedup();
        let mut alone = Vec::with_capacity(people.rows().len());
        for person in people.rows() {
            alone.push(if let [leaf] = person.leaves() { Some(*leaf) } else { None });
        }
        let keys = (KeyIndex::new(people.rows().iter().map(|person| person.key().as_str())), of_units);
        Org { attributes, units, people, leaves, alone, keys, all_keys: Default::default(), findings }
    }

    /// What is known of people.
    pub fn attributes(&self) -> &Attributes {
        &self.attributes
    }

    /// The person of a key.
    pub fn person(&self, key: &str) -> Option<Id<Person>> {
        let at = |place: usize| self.people.rows().get(place).map(|person| person.key().as_str());
        self.people.id(self.keys.0.find(key, &at)?)
    }

    /// The unit of a key.
    pub fn unit(&self, key: &str) -> Option<Id<Unit>> {
        tree::found(&self.units, &self.keys.1, key)
    }

    /// All people, in the order of their keys.
    pub fn people(&self) -> impl ExactSizeIterator<Item = (Id<Person>, &Person)> {
        self.people.iter()
    }

    /// All units, in the order of their keys.
    pub fn units(&self) -> impl ExactSizeIterator<Item = (Id<Unit>, &Unit)> {
        self.units.iter()
    }

    /// The keys of all people, in their order.
    pub(crate) fn people_keys(&self) -> &Arc<[Key]> {
        self.all_keys.0.get_or_init(|| self.people.rows().iter().map(|person| person.key().clone()).collect())
    }

    /// The keys of all units, in their order.
    pub(crate) fn unit_keys(&self) -> &Arc<[Key]> {
        self.all_keys.1.get_or_init(|| self.units.rows().iter().map(|unit| unit.key().clone()).collect())
    }

    /// All stays, by person and day.
    pub fn leaves(&self) -> impl Iterator<Item = (Id<Leaf>, &Leaf)> {
        self.leaves.iter()
    }

    /// The stay of a person on a day; `None` on a day without membership.
    pub fn leaf(&self, person: Id<Person>, day: NaiveDate) -> Option<Id<Leaf>> {
        let stays = self[person].leaves();
        let after = stays.partition_point(|&leaf| self[leaf].span().from() <= day);
        let last = stays.get(after.checked_sub(1)?).copied()?;
        self[last].span().contains(day).then_some(last)
    }

    /// By person: the only stay; nothing, where they have another one or none.
    pub(crate) fn alone(&self) -> &[Option<Id<Leaf>>] {
        &self.alone
    }

    /// The stays of a person that have a day in `span`, in order.
    pub fn stays(&self, person: Id<Person>, span: Span) -> impl Iterator<Item = Id<Leaf>> {
        self[person].leaves().iter().copied().filter(move |&leaf| self[leaf].span().overlap(span).is_some())
    }

    /// The last day in `span` on which a person belongs somewhere.
    ///
    /// It is the day whose attributes speak for the person in that span: the role at its end, or, for a leaver, on the
    /// last day.
    pub fn last_day(&self, person: Id<Person>, span: Span) -> Option<NaiveDate> {
        self.stays(person, span).filter_map(|leaf| self[leaf].span().overlap(span)?.to().pred_opt()).max()
    }

    /// The same of everybody.
    pub(crate) fn last_days(&self, span: Span) -> Vec<Option<NaiveDate>> {
        let mut last_days: Vec<Option<NaiveDate>> = vec![None; self.people.rows().len()];
        for leaf in self.leaves.rows() {
            let last = leaf.span().overlap(span).and_then(|days| days.to().pred_opt());
            if let Some(own) = last_days.get_mut(leaf.person().index()) {
                *own = last.max(*own);
            }
        }
        last_days
    }

    /// The first day of the membership that holds without a break on a day; `None` on a day without one.
    ///
    /// Transfers do not break it, and neither does a stay that begins on the day on which another one ends.
    pub fn member_since(&self, person: Id<Person>, day: NaiveDate) -> Option<NaiveDate> {
        let stays = self[person].leaves();
        let mut since = self[self.leaf(person, day)?].span().from();
        for &leaf in stays.iter().rev() {
            let span = self[leaf].span();
            if span.to() == since {
                since = span.from();
            }
        }
        Some(since)
    }

    /// A unit and what stands above it on a day, up to the top.
    ///
    /// It ends early at a unit that does not exist on that day, and holds the unit alone where units form a ring.
    pub fn path(&self, unit: Id<Unit>, day: NaiveDate) -> Vec<Id<Unit>> {
        tree::path(&self.units, unit, day)
    }

    /// The unit above a unit on a day.
    pub fn parent(&self, unit: Id<Unit>, day: NaiveDate) -> Option<Id<Unit>> {
        self.path(unit, day).get(1).copied()
    }

    /// The units directly under a unit on a day, in the order of their keys.
    pub fn children(&self, unit: Id<Unit>, day: NaiveDate) -> Vec<Id<Unit>> {
        let is_under = |one: &Unit| one.parent(day) == Parent::Under(unit);
        let under = self.units.iter().filter(|(_, one)| is_under(one)).map(|(id, _)| id);
        // What is in a ring, or too deep, stands under nothing.
        under.filter(|&id| self.parent(id, day) == Some(unit)).collect()
    }

    /// The tops of a tree on a day, in the order of their keys.
    pub fn tops(&self, tree: usize, day: NaiveDate) -> Vec<Id<Unit>> {
        let is_top = |unit: &Unit| unit.tree() == tree && matches!(unit.parent(day), Parent::Top);
        self.units.iter().filter(|(_, unit)| is_top(unit)).map(|(id, _)| id).collect()
    }

    /// The days on which units are introduced, move or end.
    pub fn unit_days(&self) -> impl Iterator<Item = NaiveDate> {
        self.units.rows().iter().flat_map(Unit::days)
    }

    /// What does not fit, and counts nowhere until it does.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

impl Index<Id<Person>> for Org {
    type Output = Person;

    fn index(&self, id: Id<Person>) -> &Person {
        &self.people[id]
    }
}

impl Index<Id<Unit>> for Org {
    type Output = Unit;

    fn index(&self, id: Id<Unit>) -> &Unit {
        &self.units[id]
    }
}

impl Index<Id<Leaf>> for Org {
    type Output = Leaf;

    fn index(&self, id: Id<Leaf>) -> &Leaf {
        &self.leaves[id]
    }
}
