//! From the log to the organisation.

use chrono::NaiveDate;

use crate::id::{Key, KeyIndex, Name};
use crate::log::{Membership, Standing, Under, UnitEntry};
use crate::org::{self, AttributeId, Move, Org, OrgPlan, Placement, UnitChange};
use crate::plan::Plan;
use crate::sort;

/// The organisation that the entries which stand and hold on or before a day make.
pub(super) fn build(plan: &Plan, standing: &Standing<'_>, as_of: NaiveDate) -> Org {
    put_together(plan, standing.units(), standing.memberships(), as_of)
}

/// The same as if nobody had come, moved or left since.
pub(super) fn still(plan: &Plan, standing: &Standing<'_>, as_of: NaiveDate) -> Org {
    let mut members = standing.memberships();
    for member in &mut members {
        // Who belongs somewhere on the day stays there.
        member.until = member.until.filter(|until| *until <= as_of);
    }
    put_together(plan, standing.units(), members, as_of)
}

fn put_together(plan: &Plan, units: Vec<UnitEntry>, members: Vec<Membership>, as_of: NaiveDate) -> Org {
    let shape = plan.org();
    let units: Vec<UnitEntry> = units.into_iter().filter(|unit| unit.on <= as_of).collect();
    let trees = Trees::new(shape, &units);
    let changes: Vec<UnitChange> = units.iter().map(|unit| change(unit, &trees)).collect();
    let members = members.into_iter().filter(|member| member.on <= as_of);
    let moves: Vec<Move> = members.map(|member| one(member, shape, &trees)).collect();
    Org::build(shape.trees().len(), shape.attributes().clone(), &changes, &moves)
}

/// The trees of units, as far as they are known.
struct Trees<'a> {
    /// In rising order.
    units: Vec<&'a Key>,
    index: KeyIndex,
    /// Which tree each is in.
    of: Vec<Option<usize>>,
}

impl<'a> Trees<'a> {
    /// The tree of each unit: the one that it names, or that of the unit which it stands under, or the first.
    fn new(shape: &OrgPlan, entries: &'a [UnitEntry]) -> Trees<'a> {
        let mut units: Vec<&Key> = entries.iter().map(|entry| &entry.unit).collect();
        sort::all(&mut units);
        units.dedup();
        let index = KeyIndex::new(units.iter().map(|unit| unit.as_str()));
        let mut trees = Trees { of: vec![None; units.len()], units, index };
        let (named, open): (Vec<_>, Vec<_>) = entries.iter().partition(|entry| entry.tree.is_some());
        for entry in named {
            trees.settle(&entry.unit, tree(shape, entry.tree.as_ref()));
        }
        let mut grew = true;
        while grew {
            grew = false;
            for entry in &open {
                let above = match &entry.under {
                    Under::Unit(above) => trees.of(above),
                    Under::Top | Under::Ends => None,
                };
                grew |= above.is_some_and(|above| trees.settle(&entry.unit, above));
            }
        }
        for entry in open {
            trees.settle(&entry.unit, 0);
        }
        trees
    }

    fn of(&self, unit: &Key) -> Option<usize> {
        let place = self.place(unit)?;
        self.of.get(place).copied().flatten()
    }

    fn place(&self, unit: &Key) -> Option<usize> {
        self.index.find(unit.as_str(), &|place| self.units.get(place).map(|unit| unit.as_str()))
    }

    /// Notes the tree of a unit; whether none was known.
    fn settle(&mut self, unit: &Key, tree: usize) -> bool {
        let place = self.place(unit);
        let open = place.and_then(|place| self.of.get_mut(place)).filter(|known| known.is_none());
        open.map(|known| *known = Some(tree)).is_some()
    }
}

/// A tree by its name; the first, where none is named. One that the plan does not have is none of its trees.
fn tree(shape: &OrgPlan, name: Option<&Name>) -> usize {
    name.map_or(0, |name| shape.tree(name.as_str()).unwrap_or(shape.trees().len()))
}

fn change(unit: &UnitEntry, trees: &Trees<'_>) -> UnitChange {
    let under = match &unit.under {
        Under::Top => org::Under::Top,
        Under::Unit(above) => org::Under::Unit(above.clone()),
        Under::Ends => org::Under::Ends,
    };
    let tree = trees.of(&unit.unit).unwrap_or(0);
    UnitChange { unit: unit.unit.clone(), on: unit.on, under, tree }
}

fn one(member: Membership, shape: &OrgPlan, trees: &Trees<'_>) -> Move {
    let named = member.tree.as_ref().map(|name| tree(shape, Some(name)));
    let placement = match (member.unit, named) {
        (Some(unit), named) => {
            let tree = named.or_else(|| trees.of(&unit)).unwrap_or(0);
            Placement::In { tree, unit }
        }
        (None, Some(tree)) => Placement::Leaves { tree },
        (None, None) => Placement::LeavesAll,
    };
    let attributes = member.attributes.into_iter();
    let attributes = attributes.filter_map(|(index, value)| Some((attribute(shape, index)?, value))).collect();
    Move { who: member.who, on: member.on, placement, until: member.until, attributes }
}

fn attribute(shape: &OrgPlan, index: usize) -> Option<AttributeId> {
    shape.attributes().iter().nth(index).map(|(id, _, _)| id)
}
