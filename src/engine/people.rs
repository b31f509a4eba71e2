//! From the log to the organisation.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::id::{Key, Name};
use crate::log::{Membership, Standing, Under, UnitEntry};
use crate::org::{self, AttributeId, Move, Org, OrgPlan, Placement, UnitChange};
use crate::plan::Plan;

/// The organisation that the entries which stand and hold on or before a day make.
pub(super) fn build(plan: &Plan, standing: &Standing<'_>, as_of: NaiveDate) -> Org {
    let shape = plan.org();
    let units: Vec<UnitEntry> = standing.units().into_iter().filter(|unit| unit.on <= as_of).collect();
    let trees = trees(shape, &units);
    let changes: Vec<UnitChange> = units.iter().map(|unit| change(unit, &trees)).collect();
    let members = standing.memberships().into_iter().filter(|member| member.on <= as_of);
    let moves: Vec<Move> = members.map(|member| one(member, shape, &trees)).collect();
    Org::build(shape.trees().len(), shape.attributes().clone(), &changes, &moves)
}

/// The tree of each unit: the one that it names, or that of the unit which it stands under, or the first.
fn trees(shape: &OrgPlan, units: &[UnitEntry]) -> BTreeMap<Key, usize> {
    let mut trees: BTreeMap<Key, usize> = BTreeMap::new();
    let mut open: Vec<&UnitEntry> = Vec::new();
    for unit in units {
        match &unit.tree {
            Some(name) => drop(trees.entry(unit.unit.clone()).or_insert_with(|| tree(shape, Some(name)))),
            None => open.push(unit),
        }
    }
    let mut grew = true;
    while grew {
        let before = trees.len();
        for unit in &open {
            let above = match &unit.under {
                Under::Unit(above) => trees.get(above).copied(),
                Under::Top | Under::Ends => None,
            };
            if let Some(above) = above {
                trees.entry(unit.unit.clone()).or_insert(above);
            }
        }
        grew = trees.len() > before;
    }
    for unit in open {
        trees.entry(unit.unit.clone()).or_insert(0);
    }
    trees
}

/// A tree by its name; the first, where none is named. One that the plan does not have is none of its trees.
fn tree(shape: &OrgPlan, name: Option<&Name>) -> usize {
    name.map_or(0, |name| shape.tree(name.as_str()).unwrap_or(shape.trees().len()))
}

fn change(unit: &UnitEntry, trees: &BTreeMap<Key, usize>) -> UnitChange {
    let under = match &unit.under {
        Under::Top => org::Under::Top,
        Under::Unit(above) => org::Under::Unit(above.clone()),
        Under::Ends => org::Under::Ends,
    };
    let tree = trees.get(&unit.unit).copied().unwrap_or(0);
    UnitChange { unit: unit.unit.clone(), on: unit.on, under, tree }
}

fn one(member: Membership, shape: &OrgPlan, trees: &BTreeMap<Key, usize>) -> Move {
    let named = member.tree.as_ref().map(|name| tree(shape, Some(name)));
    let placement = match (member.unit, named) {
        (Some(unit), named) => {
            let tree = named.or_else(|| trees.get(&unit).copied()).unwrap_or(0);
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
