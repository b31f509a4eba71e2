//! People and where they belong, from a day on.

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::id::{Arena, Id, Key, KeyIndex};
use crate::quantity::{Outcome, Value, Why};
use crate::sort;

use super::attribute::{AttributeId, Attributes};
use super::leaf::{Leaf, Units};
use super::tree::{self, Finding, Unit};

/// An entry about a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Move {
    /// Who.
    pub who: Key,
    /// From which day on.
    pub on: NaiveDate,
    /// Where the person belongs from then on.
    pub placement: Placement,
    /// The first day on which this no longer holds, where it is known.
    pub until: Option<NaiveDate>,
    /// What is known of the person from then on; what is not mentioned stays as it was.
    pub attributes: Vec<(AttributeId, Value)>,
}

impl Move {
    /// An entry without an end and without attributes.
    pub fn new(who: Key, on: NaiveDate, placement: Placement) -> Move {
        Move { who, on, placement, until: None, attributes: Vec::new() }
    }
}

/// Where a person belongs, as an entry says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placement {
    /// Where they belong already: only attributes change.
    Stays,
    /// In a unit of a tree.
    In {
        /// The tree, counted from 0.
        tree: usize,
        /// The unit.
        unit: Key,
    },
    /// Nowhere in a tree any more.
    Leaves {
        /// The tree, counted from 0.
        tree: usize,
    },
    /// Nowhere at all any more.
    LeavesAll,
}

impl Placement {
    fn is_about(&self, tree: usize) -> bool {
        match self {
            Placement::Stays => false,
            Placement::In { tree: about, .. } | Placement::Leaves { tree: about } => *about == tree,
            Placement::LeavesAll => true,
        }
    }
}

/// Somebody who sells, or leads those who do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    key: Key,
    leaves: Vec<Id<Leaf>>,
    known: Vec<(NaiveDate, Vec<Option<Value>>)>,
}

impl Person {
    /// What the host calls them.
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// The stays, in order.
    pub fn leaves(&self) -> &[Id<Leaf>] {
        &self.leaves
    }

    /// An attribute on a day.
    pub fn attribute(&self, attribute: AttributeId, day: NaiveDate, attributes: &Attributes) -> Outcome {
        let after = self.known.partition_point(|(on, _)| *on <= day);
        let last = after.checked_sub(1).and_then(|last| self.known.get(last));
        let value = last.and_then(|(_, values)| values.get(attribute.index())).cloned().flatten();
        value.ok_or_else(|| match attributes.name(attribute) {
            Some(name) => Why::Missing(name.shared()),
            None => Why::NothingDefined,
        })
    }
}

/// The people in the order of their keys, and their stays.
pub(super) fn build(
    trees: usize,
    attributes: &Attributes,
    units: (&Arena<Unit>, &KeyIndex),
    moves: &[Move],
    findings: &mut Vec<Finding>,
) -> (Arena<Person>, Arena<Leaf>) {
    let mut moves: Vec<&Move> = moves.iter().collect();
    // Stable: among entries of one day the later one of the slice stays last, and holds.
    sort::by(&mut moves, |one, other| (&one.who, one.on).cmp(&(&other.who, other.on)));
    let mut people = Arena::new();
    let mut leaves = Arena::new();
    for moves in moves.chunk_by(|one, other| one.who == other.who) {
        let Some(first) = moves.first() else { continue };
        let known = attributes_over_time(moves, attributes.len());
        let id = people.push(Person { key: first.who.clone(), leaves: Vec::new(), known });
        let mut in_trees: Vec<Vec<Stay>> = Vec::with_capacity(trees);
        for tree in 0..trees {
            in_trees.push(stays(moves, tree, units, findings));
        }
        let own: Vec<Id<Leaf>> = refine(id, &in_trees).into_iter().map(|leaf| leaves.push(leaf)).collect();
        if let Some(person) = people.get_mut(id) {
            person.leaves = own;
        }
    }
    (people, leaves)
}

fn attributes_over_time(moves: &[&Move], count: usize) -> Vec<(NaiveDate, Vec<Option<Value>>)> {
    let mut known: Vec<(NaiveDate, Vec<Option<Value>>)> = Vec::new();
    for one in moves {
        let mut values = known.last().map_or_else(|| vec![None; count], |(_, values)| values.clone());
        for (attribute, value) in &one.attributes {
            if let Some(place) = values.get_mut(attribute.index()) {
                *place = Some(value.clone());
            }
        }
        known.retain(|(on, _)| *on != one.on);
        known.push((one.on, values));
    }
    known
}

/// An interval in one unit of one tree.
struct Stay {
    span: Span,
    unit: Id<Unit>,
}

fn stays(
    moves: &[&Move],
    tree: usize,
    (units, index): (&Arena<Unit>, &KeyIndex),
    findings: &mut Vec<Finding>,
) -> Vec<Stay> {
    let about: Vec<&Move> = moves.iter().copied().filter(|one| one.placement.is_about(tree)).collect();
    let mut stays = Vec::new();
    for (at, one) in about.iter().enumerate() {
        let Placement::In { unit, .. } = &one.placement else {
            continue;
        };
        let Some(id) = tree::found(units, index, unit.as_str()) else {
            findings.push(Finding::UnknownUnit { unit: unit.clone(), named_by: one.who.clone() });
            continue;
        };
        // In two trees at once it would count twice in whatever stands above it.
        if units[id].tree() != tree {
            findings.push(Finding::OtherTreesUnit { unit: unit.clone(), named_by: one.who.clone() });
            continue;
        }
        let next = about.get(at.saturating_add(1)).map(|next| next.on);
        let end = [one.until, next].into_iter().flatten().min().unwrap_or(NaiveDate::MAX);
        let span = Span::new(one.on, end).filter(|span| !span.is_empty());
        stays.extend(span.map(|span| Stay { span, unit: id }));
    }
    stays
}

/// The common refinement of the stays in all trees.
fn refine(person: Id<Person>, trees: &[Vec<Stay>]) -> Vec<Leaf> {
    let ends = trees.iter().flatten().flat_map(|stay| [stay.span.from(), stay.span.to()]);
    let mut days: Vec<NaiveDate> = ends.collect();
    sort::all(&mut days);
    days.dedup();
    let mut leaves: Vec<Leaf> = Vec::new();
    for pair in days.windows(2) {
        let &[from, to] = pair else { continue };
        let Some(span) = Span::new(from, to) else { continue };
        let on = |stays: &Vec<Stay>| stays.iter().find(|stay| stay.span.contains(from)).map(|stay| stay.unit);
        let units: Vec<Option<Id<Unit>>> = trees.iter().map(on).collect();
        let own = Units::new(&units);
        if units.iter().all(Option::is_none) {
            continue;
        }
        match leaves.last_mut() {
            Some(last) if last.units == own && last.span.to() == from => {
                last.span = Span::new(last.span.from(), to).unwrap_or(last.span);
            }
            _ => leaves.push(Leaf { person, span, units: own }),
        }
    }
    leaves
}
