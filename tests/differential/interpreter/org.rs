//! Who belongs where, day by day.

use std::collections::BTreeSet;

use attain::document::Node;
use attain::org::Actual;
use chrono::NaiveDate;

use super::said::Setting;
use super::value::{V, number};
use super::{Interpreter, Node as Whose, Place};

fn word<'e>(said: &'e Setting, name: &str) -> Option<&'e str> {
    said.entry.get(name).and_then(Node::as_text)
}

impl Interpreter<'_> {
    /// All people, and all units, by key.
    pub(crate) fn people(&self) -> Vec<String> {
        let all: BTreeSet<&str> = self.memberships.iter().filter_map(|said| word(said, "who")).collect();
        all.into_iter().map(str::to_owned).collect()
    }

    pub(crate) fn units(&self) -> Vec<String> {
        let all: BTreeSet<&str> = self.unit_entries.iter().filter_map(|said| word(said, "unit")).collect();
        all.into_iter().map(str::to_owned).collect()
    }

    /// The trees in the order of their names.
    pub(crate) fn trees(&self) -> Vec<String> {
        self.plan.org.trees.keys().cloned().collect()
    }

    /// The tree of a unit: the one that it names, else that of what it stands under at any time, else the first.
    pub(crate) fn tree_of(&self, unit: &str) -> Option<String> {
        self.tree_by_unit.get(unit).cloned()
    }

    /// The same, found anew.
    pub(crate) fn find_tree(&self, unit: &str) -> Option<String> {
        self.unit_entries.iter().find(|said| word(said, "unit") == Some(unit))?;
        let mut seen = vec![unit.to_owned()];
        let mut at = 0;
        while let Some(here) = seen.get(at).cloned() {
            let entries = || self.unit_entries.iter().filter(|said| word(said, "unit") == Some(&here));
            if let Some(tree) = entries().find_map(|said| word(said, "tree")) {
                return Some(tree.to_owned());
            }
            for above in entries().filter_map(|said| word(said, "under")) {
                if !seen.iter().any(|seen| seen == above) {
                    seen.push(above.to_owned());
                }
            }
            at += 1;
        }
        Some(self.trees()[0].clone())
    }

    /// What a unit stands under on a day; nothing where it is a top, or is not there.
    fn under(&self, unit: &str, day: NaiveDate) -> Option<String> {
        let mut of = self.unit_entries.iter().filter(|said| word(said, "unit") == Some(unit) && said.on <= day);
        let last = of.next_back()?;
        last.entry.get("under").and_then(Node::as_text).map(str::to_owned)
    }

    /// A unit, and what stands above it on a day; one that is not there on that day is the last.
    pub(crate) fn path(&self, unit: &str, day: NaiveDate) -> Vec<String> {
        let mut path = vec![unit.to_owned()];
        let mut here = unit.to_owned();
        while let Some(above) = self.under(&here, day) {
            if self.tree_of(&above) != self.tree_of(unit) {
                break;
            }
            if path.contains(&above) {
                return vec![unit.to_owned()];
            }
            path.push(above.clone());
            here = above;
        }
        path
    }

    fn is_about(&self, said: &Setting, tree: &str) -> bool {
        match (word(said, "tree"), word(said, "unit")) {
            (Some(named), _) => named == tree,
            (None, Some(unit)) => self.tree_of(unit).unwrap_or_else(|| self.trees()[0].clone()) == tree,
            (None, None) => true,
        }
    }

    pub(crate) fn unit_on(&self, who: &str, tree: &str, day: NaiveDate) -> Option<String> {
        let mut about = self.memberships.iter().filter(|said| word(said, "who") == Some(who) && said.on <= day);
        let last = about.rfind(|said| self.is_about(said, tree))?;
        let unit = word(last, "unit").filter(|unit| self.tree_of(unit).as_deref() == Some(tree))?;
        let until = word(last, "until").map(|until| attain::calendar::parse_day(until).unwrap());
        until.is_none_or(|until| day < until).then(|| unit.to_owned())
    }

    pub(crate) fn is_member(&self, who: &str, day: NaiveDate) -> bool {
        self.trees().iter().any(|tree| self.unit_on(who, tree, day).is_some())
    }

    /// Whether somebody is, or belongs on a day to, what is asked about.
    pub(crate) fn belongs(&self, who: &str, whose: &Whose, day: NaiveDate) -> bool {
        match whose {
            Whose::Person(person) => person == who && self.is_member(who, day),
            Whose::Unit(unit) => {
                let tree = self.tree_of(unit);
                let own = tree.and_then(|tree| self.unit_on(who, &tree, day));
                own.is_some_and(|own| self.path(&own, day).contains(unit))
            }
        }
    }

    /// Whether a fact of somebody on a day is in a figure.
    pub(crate) fn counts_for(&self, who: &str, whose: &Whose, day: NaiveDate) -> bool {
        match (whose, self.plan.org.actual) {
            // Of whoever is there today, with what they did elsewhere before.
            (Whose::Unit(_), Some(Actual::Now)) => self.is_member(who, day) && self.belongs(who, whose, self.as_of),
            _ => self.belongs(who, whose, day),
        }
    }

    /// The first day of which anything is said of people.
    pub(crate) fn first_day(&self) -> NaiveDate {
        self.memberships.iter().map(|said| said.on).min().unwrap_or(self.as_of)
    }

    pub(crate) fn last_day(&self, who: &str, from: NaiveDate, to: NaiveDate) -> Option<NaiveDate> {
        let mut day = to.pred_opt()?.min(self.ahead);
        while day >= from.max(self.first_day()) {
            if self.is_member(who, day) {
                return Some(day);
            }
            day = day.pred_opt()?;
        }
        None
    }

    /// What is known of somebody on a day.
    pub(crate) fn known(&self, who: &str, attribute: &str, day: NaiveDate) -> Option<V> {
        let said = self.memberships.iter().filter(|said| word(said, "who") == Some(who) && said.on <= day);
        let last = said.filter_map(|said| said.entry.get(attribute)).rfind(|node| **node != Node::Null)?;
        let ty = self.plan.org.person.get(attribute).map_or("text", String::as_str);
        Some(read(last, ty))
    }

    /// The unit of whom is asked about at the end of the time, and the day on which that is looked at.
    pub(crate) fn unit_of(&self, place: &Place) -> Option<(String, NaiveDate)> {
        match &place.whose {
            Whose::Unit(unit) => Some((unit.clone(), place.end(self.ahead)?)),
            Whose::Person(who) => {
                let day = self.last_day(who, place.from, place.to)?;
                Some((self.trees().iter().find_map(|tree| self.unit_on(who, tree, day))?, day))
            }
        }
    }

    /// The people at or below a unit on their last day.
    pub(crate) fn people_of(&self, unit: &str, place: &Place) -> Vec<String> {
        let whose = Whose::Unit(unit.to_owned());
        let here =
            |who: &String| self.last_day(who, place.from, place.to).is_some_and(|day| self.belongs(who, &whose, day));
        self.people().into_iter().filter(here).collect()
    }

    /// Who leads a unit on a day.
    fn leads(&self, unit: &str, day: NaiveDate) -> Option<String> {
        let condition = self.plan.org.leads.as_ref()?;
        let tree = self.tree_of(unit)?;
        let own = |who: &String| self.unit_on(who, &tree, day).as_deref() == Some(unit);
        let leads = |who: &String| {
            let place = Place::days(Whose::Person(who.clone()), day, day.succ_opt().unwrap());
            self.holds(condition.as_str(), &place, true)
        };
        self.people().into_iter().filter(own).find(leads)
    }

    /// Whom the one at hand answers to.
    pub(crate) fn manager(&self, place: &Place) -> Result<String, String> {
        let (unit, day) = self.unit_of(place).ok_or("not_a_member")?;
        let own = match &place.whose {
            Whose::Person(who) => Some(who.clone()),
            Whose::Unit(unit) => self.leads(unit, day),
        };
        let path = self.path(&unit, day);
        let leaders = path.iter().filter_map(|unit| self.leads(unit, day));
        leaders.into_iter().find(|leader| Some(leader) != own.as_ref()).ok_or_else(|| "missing manager".to_owned())
    }
}

/// A value as it is written, by its type.
pub(crate) fn read(node: &Node, ty: &str) -> V {
    match (node, ty) {
        (Node::Bool(yes), _) => V::YesNo(*yes),
        (Node::Number(text), _) | (Node::Text(text), "number" | "money" | "ratio" | "duration") => {
            V::Number(number(text))
        }
        (Node::Text(text), "date") => V::Date(attain::calendar::parse_day(text).unwrap()),
        (Node::Text(text), _) => V::Text(text.clone()),
        (node, ty) => panic!("{node:?} is no {ty}"),
    }
}
