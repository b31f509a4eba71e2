//! Units and people.

use chrono::NaiveDate;

use crate::document::Node;
use crate::log::{Entry, FieldType};
use crate::quantity::Unit;

use super::super::words::{LEVELS, PEOPLE, ROLES, UNITS};
use super::{Teller, day};

impl Teller<'_> {
    pub(super) fn units(&mut self) {
        let trees: Vec<(String, usize)> =
            self.plan.org().trees().iter().map(|tree| (tree.name().as_str().to_owned(), tree.levels().len())).collect();
        for (at, (tree, levels)) in trees.into_iter().enumerate() {
            let top = if at == 0 { "company".to_owned() } else { format!("all {tree}") };
            self.unit(&top, &tree, None, day(-700));
            let mut own = vec![(top, 1)];
            let more = self.dice.below(self.size.units.max(1));
            for _ in 0..more {
                let name = self.dice.word(UNITS);
                let name = if at == 0 { name.to_owned() } else { format!("{name}/{tree}") };
                let Some((above, depth)) = self.dice.pick(&own).cloned() else { continue };
                if own.iter().any(|(known, _)| *known == name) || depth >= levels {
                    continue;
                }
                let on = if self.dice.chance(80) { day(-700) } else { self.day() };
                self.unit(&name, &tree, Some(&above), on);
                own.push((name, depth.saturating_add(1)));
            }
            for _ in 0..self.dice.below(3) {
                self.reorganised(&tree, &own);
            }
            self.units.extend(own.into_iter().map(|(name, _)| name));
        }
        // Somebody will belong to a unit that nobody ever introduced.
        self.units.push("nowhere".to_owned());
    }

    fn unit(&mut self, unit: &str, tree: &str, under: Option<&str>, on: NaiveDate) {
        let entry = Entry::new("unit").id(&self.id("u")).on(on).set("unit", unit);
        let entry = match under {
            Some(under) => entry.set("under", under),
            None => entry.set("tree", tree),
        };
        let entry = if self.dice.chance(20) { entry.set("tree", tree) } else { entry };
        self.add(entry);
    }

    /// A unit is hung elsewhere, or ends.
    fn reorganised(&mut self, tree: &str, own: &[(String, usize)]) {
        let Some((name, depth)) = self.dice.pick(own).cloned() else { return };
        let above: Vec<String> = own.iter().filter(|(_, other)| *other < depth).map(|(name, _)| name.clone()).collect();
        let on = self.day();
        if depth > 1 && self.dice.chance(15) {
            let entry = Entry::new("unit").id(&self.id("u")).on(on).set("unit", name.as_str()).set("under", Node::Null);
            return self.add(entry);
        }
        if let Some(above) = self.dice.pick(&above).cloned() {
            self.unit(&name, tree, Some(&above), on);
        }
    }

    pub(super) fn memberships(&mut self) {
        let count = self.dice.below(self.size.people.max(1)).saturating_add(1);
        let mut names = PEOPLE.to_vec();
        self.dice.shuffle(&mut names);
        self.people = names.into_iter().take(count).collect();
        for who in self.people.clone() {
            let mut on = if self.dice.chance(70) { day(-500) } else { self.day() };
            self.membership(who, on, true);
            for _ in 0..self.dice.below(4) {
                on = if self.dice.chance(90) { self.day() } else { on };
                self.membership(who, on, false);
            }
        }
    }

    fn membership(&mut self, who: &str, on: NaiveDate, joins: bool) {
        let known = self.units.len().saturating_sub(usize::from(self.dice.chance(85)));
        let unit = self.units.get(self.dice.below(known)).cloned().unwrap_or_default();
        let leaves = !joins && self.dice.chance(20);
        let mut entry = Entry::new("membership").id(&self.id("m")).on(on).set("who", who);
        entry = entry.set("unit", if leaves { Node::Null } else { Node::from(unit) });
        if self.dice.chance(10) {
            entry = entry.set("until", self.day());
        }
        if leaves && self.dice.chance(30) {
            let trees = self.plan.org().trees();
            let tree = self.dice.pick(trees).map(|tree| tree.name().as_str().to_owned());
            entry = entry.set("tree", tree.unwrap_or_default());
        }
        let attributes: Vec<(String, Unit)> =
            self.plan.org().attributes().iter().map(|(_, name, unit)| (name.as_str().to_owned(), unit)).collect();
        for (name, unit) in attributes {
            if self.dice.chance(if joins { 80 } else { 20 }) {
                let value = self.attribute(&name, unit);
                entry = entry.set(&name, value);
            }
        }
        self.add(entry);
    }

    fn attribute(&mut self, name: &str, unit: Unit) -> Node {
        match name {
            "role" => Node::from(self.dice.word(ROLES)),
            "level" if unit == Unit::Text => Node::from(self.dice.word(LEVELS)),
            _ => {
                let ty = match unit {
                    Unit::Ratio | Unit::Points => FieldType::Ratio,
                    Unit::Money => FieldType::Money,
                    Unit::Date => FieldType::Date,
                    Unit::YesNo => FieldType::YesNo,
                    Unit::Person => FieldType::Person,
                    Unit::OrgUnit => FieldType::Unit,
                    Unit::Text => FieldType::Text,
                    Unit::List => FieldType::List,
                    Unit::Number | Unit::Duration => FieldType::Number,
                };
                self.value(ty)
            }
        }
    }
}
