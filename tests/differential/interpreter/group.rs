//! Values of everybody in a group, and ranks among them.

use attain::formula::{Expr, Fold, FoldFunction, Group};
use attain::rule::{MissingDefinition, Ties};

use super::formula::{Asked, member};
use super::value::{Number, Out, V, divided, number, whole, zero};
use super::{Interpreter, Node, Place};

impl Interpreter<'_> {
    pub(crate) fn over(&self, fold: &Fold, group: &Group, asked: Asked<'_>) -> Out {
        if matches!(fold.function, FoldFunction::Rank | FoldFunction::PercentRank) {
            return self.rank(fold, group, asked);
        }
        let places = self.members(group, asked.place)?;
        let mut values = Vec::new();
        for place in &places {
            let value =
                self.eval(&fold.value, Asked { place, ..asked }).and_then(|value| member(&value, self.precision));
            let house = self.plan.rules.as_ref().and_then(|rules| rules.missing.as_ref()).unwrap();
            match value {
                Ok(value) => values.push(V::Number(value)),
                Err(why) => values.extend(stand_in(house, why)?.map(V::Number)),
            }
        }
        let parameter = fold.parameter.map(|parameter| number(&parameter.to_string()));
        self.made_one(fold.function, &values, parameter, "nothing_defined")
    }

    /// The places of a group, in the order of keys or of time.
    pub(crate) fn members(&self, group: &Group, place: &Place) -> Out<Vec<Place>> {
        let people = |people: Vec<String>| people.into_iter().map(|who| place.of(Node::Person(who))).collect();
        match (group, &place.whose) {
            (Group::Grain(grain), _) => {
                let grain = self.calendar.grain(&grain.text).unwrap();
                let days = attain::calendar::Span::new(place.from, place.to).unwrap();
                let periods = self.calendar.parts(days, grain).map_err(|_| "no_period".to_owned())?;
                let inside =
                    periods.into_iter().filter(|period| place.from <= period.first() && period.end() <= place.to);
                Ok(inside.map(|period| Place::period(place.whose.clone(), period)).collect())
            }
            (Group::Peers, Node::Unit(_)) => Err("no_peers".to_owned()),
            (Group::Peers, Node::Person(who)) => self.peers(who, place).map(people),
            (Group::Members, Node::Person(_)) => Ok(Vec::new()),
            (_, Node::Person(_)) => Err("nothing_defined".to_owned()),
            (Group::People, Node::Unit(unit)) => Ok(people(self.people_of(unit, place))),
            (Group::Members, Node::Unit(unit)) => {
                let end = place.end(self.ahead).unwrap();
                let under = |other: &String| self.path(other, end).get(1) == Some(unit);
                let units = self.units().into_iter().filter(under).map(|unit| place.of(Node::Unit(unit)));
                let tree = self.tree_of(unit).unwrap();
                let direct = |who: &String| {
                    let day = self.last_day(who, place.from, place.to).unwrap();
                    self.unit_on(who, &tree, day).as_deref() == Some(unit)
                };
                let own = self.people_of(unit, place).into_iter().filter(direct);
                Ok(units.chain(own.map(|who| place.of(Node::Person(who)))).collect())
            }
        }
    }

    fn peers(&self, who: &str, place: &Place) -> Out<Vec<String>> {
        let rule = self.plan.org.peers.as_ref().unwrap();
        let by = |who: &str| {
            self.last_day(who, place.from, place.to).ok_or("not_a_member")?;
            let place = place.of(Node::Person(who.to_owned()));
            self.eval(
                &attain::formula::parse(rule.by.as_str()).unwrap(),
                Asked { about_people: true, ..Asked::at(&place) },
            )
        };
        let own = by(who)?;
        let counts = |who: &String| {
            let place = place.of(Node::Person(who.clone()));
            rule.who.as_ref().is_none_or(|condition| self.holds(condition.as_str(), &place, true))
        };
        Ok(self.people().into_iter().filter(|other| by(other).as_ref() == Ok(&own) && counts(other)).collect())
    }

    fn rank(&self, fold: &Fold, group: &Group, asked: Asked<'_>) -> Out {
        let place = asked.place;
        let rivals = match (group, &place.whose) {
            (Group::Peers, _) => self.members(group, place)?,
            (_, whose) => {
                let (unit, day) = self.unit_of(place).ok_or("not_a_member")?;
                let parent = match whose {
                    Node::Person(_) => unit,
                    Node::Unit(_) => self.path(&unit, day).get(1).cloned().ok_or("no_peers")?,
                };
                let mut all = self.members(&Group::Members, &place.of(Node::Unit(parent)))?;
                all.retain(|other| matches!(other.whose, Node::Person(_)) == matches!(whose, Node::Person(_)));
                all
            }
        };
        let own = rivals.iter().position(|rival| rival.whose == place.whose).ok_or("not_a_member")?;
        let values: Vec<Out<Number>> =
            rivals.iter().map(|place| self.rated(&fold.value, Asked { place, ..asked })).collect();
        let ties = self.plan.rules.as_ref().and_then(|rules| rules.ties).unwrap();
        let rank = ranked(&values, false, ties)[own].clone()?;
        if fold.function == FoldFunction::Rank {
            return Ok(V::Number(rank));
        }
        let present = values.iter().filter(|value| value.is_ok()).count();
        if present < 2 {
            return Err("too_few".to_owned());
        }
        divided(&(rank - whole(1)), &whole(i64::try_from(present - 1).unwrap()), self.precision).map(V::Number)
    }

    fn rated(&self, value: &Expr, asked: Asked<'_>) -> Out<Number> {
        self.eval(value, asked)?.amount()
    }
}

/// What stands for an undefined figure; nothing where it is left out.
pub(crate) fn stand_in(missing: &MissingDefinition, why: String) -> Out<Option<Number>> {
    let json = serde_json::to_value(missing).unwrap();
    match json.as_str() {
        Some("zero") => Ok(Some(zero())),
        Some("skip") => Ok(None),
        Some("hold") => Err(why),
        _ => {
            let value = &json["value"];
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            Ok(Some(number(&text)))
        }
    }
}

/// The place of each: the greatest first, or the least.
pub(crate) fn ranked(values: &[Out<Number>], lowest: bool, ties: Ties) -> Vec<Out<Number>> {
    let before = |one: &Number, other: &Number| if lowest { one < other } else { one > other };
    let defined: Vec<&Number> = values.iter().filter_map(|value| value.as_ref().ok()).collect();
    let count = |count: usize| whole(i64::try_from(count).unwrap());
    let rank = |own: &Number| {
        let better = defined.iter().filter(|other| before(other, own)).count();
        let equal = defined.iter().filter(|other| **other == own).count();
        match ties {
            Ties::Competition => count(better + 1),
            Ties::Ordinal => panic!("no plan of these asks for it"),
            Ties::Average => count(better + 1) + count(equal - 1) / whole(2),
            Ties::Dense => {
                let mut distinct: Vec<&&Number> = defined.iter().filter(|other| before(other, own)).collect();
                distinct.sort();
                distinct.dedup();
                count(distinct.len() + 1)
            }
        }
    };
    values.iter().map(|value| value.as_ref().map(rank).map_err(Clone::clone)).collect()
}
