//! Whom a question is about.

use crate::error::Error;
use crate::id::Id;
use crate::kpi::{Group, Place, When};
use crate::measure::Whose;
use crate::org::{Parent, Unit};

use super::super::view::{View, place_of};
use super::definition::Nodes;

impl View {
    /// The people and units as of a time, in the order of their keys, or as they are listed.
    pub(super) fn nodes(&self, nodes: &Nodes, when: When) -> Result<Vec<Whose>, Error> {
        match nodes {
            Nodes::People => {
                let last_days = self.last_days(when);
                let people = self.org().people().zip(last_days.iter()).filter(|(_, last_day)| last_day.is_some());
                Ok(people.map(|((person, _), _)| Whose::Person(person)).collect())
            }
            Nodes::Units { tree, level } => self.units_at(tree.as_deref(), level.as_deref(), when),
            Nodes::Members(unit) => self.under(unit, Group::Members, when),
            Nodes::PeopleOf(unit) => self.under(unit, Group::People, when),
            Nodes::Keys(keys) => {
                let mut listed = Vec::with_capacity(keys.len());
                for key in keys {
                    listed.push(self.person_or_unit(key)?);
                }
                Ok(listed)
            }
        }
    }

    pub(in super::super) fn person_or_unit(&self, key: &str) -> Result<Whose, Error> {
        let person = self.org().person(key).map(Whose::Person);
        let found = person.or_else(|| self.org().unit(key).map(Whose::Unit));
        // Which of the two it should have been is not known: the nearest of either may help.
        found.ok_or_else(|| {
            let people = self.org().people().map(|(_, person)| person.key().as_str());
            let known = people.chain(self.org().units().map(|(_, unit)| unit.key().as_str()));
            Error::unknown("person or unit", key, crate::diagnostic::nearest(key, known))
        })
    }

    fn under(&self, unit: &str, group: Group, when: When) -> Result<Vec<Whose>, Error> {
        let whose = self.unit(unit)?;
        let mut members = Vec::new();
        for place in self.members(group, Place { whose, when }).unwrap_or_default() {
            members.push(place.whose);
        }
        Ok(members)
    }

    pub(in super::super) fn units_at(
        &self,
        tree: Option<&str>,
        level: Option<&str>,
        when: When,
    ) -> Result<Vec<Whose>, Error> {
        let trees = self.plan().org().trees();
        let tree = match tree {
            Some(name) => Some(place_of("tree", name, trees.iter().map(|tree| tree.name().as_str()).collect())?),
            None => None,
        };
        // The depth of the level in each tree; nothing where a tree has no such level.
        let mut depths = vec![None; trees.len()];
        if let Some(level) = level {
            let mut known: Vec<&str> = Vec::new();
            for ((place, depth), shape) in depths.iter_mut().enumerate().zip(trees) {
                if tree.is_none_or(|tree| tree == place) {
                    known.extend(shape.levels().iter().map(crate::id::Name::as_str));
                    *depth = shape.levels().iter().position(|name| name.as_str() == level);
                }
            }
            place_of("level", level, known)?;
        }
        let Ok(day) = when.end(self.as_of()) else { return Ok(Vec::new()) };
        let is_asked = |id: Id<Unit>, unit: &Unit| {
            let exists = unit.parent(day) != Parent::Nowhere;
            let in_tree = tree.is_none_or(|tree| tree == unit.tree());
            let depth = || self.org().path(id, day).len().saturating_sub(1);
            exists && in_tree && (level.is_none() || depths.get(unit.tree()).copied().flatten() == Some(depth()))
        };
        let units = self.org().units().filter(|(id, unit)| is_asked(*id, unit));
        Ok(units.map(|(id, _)| Whose::Unit(id)).collect())
    }
}
