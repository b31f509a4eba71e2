//! Who belongs to a group.

use std::sync::Arc;

use crate::id::Id;
use crate::kpi::{Group, Place, When};
use crate::measure::Whose;
use crate::org::{Person, Unit};
use crate::quantity::{Outcome, Why};

use super::memo::Peer;
use super::view::View;

impl View {
    /// The places of a group, in the order of keys or of time.
    pub(super) fn members(&self, group: Group, place: Place) -> Outcome<Vec<Place>> {
        let at = |whose| Place { whose, ..place };
        match (group, place.whose) {
            (Group::Grain(grain), _) => {
                let periods = self.periods_in(place.when, grain)?;
                Ok(periods.into_iter().map(|when| Place { when, ..place }).collect())
            }
            (Group::Peers, Whose::Person(person)) => {
                Ok(self.peers_of(person, place.when)?.into_iter().map(|person| at(Whose::Person(person))).collect())
            }
            (Group::People, Whose::Unit(unit)) => {
                Ok(self.people_of(unit, place.when).into_iter().map(|person| at(Whose::Person(person))).collect())
            }
            (Group::Members, Whose::Unit(unit)) => {
                let end = place.when.end(self.as_of())?;
                let units = self.units_under(unit, end).into_iter().map(Whose::Unit);
                let people = self.people_of(unit, place.when).into_iter().map(Whose::Person);
                let tree = self.org()[unit].tree();
                let direct = people.filter(|person| self.home(*person, place.when, tree) == Some(unit));
                Ok(units.chain(direct).map(at).collect())
            }
            (Group::Members, Whose::Person(_)) => Ok(Vec::new()),
            (Group::Peers, Whose::Unit(_)) => Err(Why::NoPeers),
            (Group::People, Whose::Person(_)) => Err(Why::NothingDefined),
        }
    }

    /// The people who belong to a unit, or to what stands below it, on their last day within a time.
    pub(super) fn people_of(&self, unit: Id<Unit>, when: When) -> Vec<Id<Person>> {
        self.placed(when).get(unit.index()).cloned().unwrap_or_default()
    }

    /// By unit, the people at and below it: everybody is looked at once for a time, whichever unit is asked for.
    fn placed(&self, when: When) -> Arc<Vec<Vec<Id<Person>>>> {
        self.0.memo.people.or(when, || {
            let org = self.org();
            let mut placed = vec![Vec::new(); org.units().count()];
            for (person, _) in org.people() {
                let Some(day) = self.last_day(person, when) else { continue };
                let Some(leaf) = org.leaf(person, day).map(|leaf| &org[leaf]) else { continue };
                for own in (0..leaf.trees()).filter_map(|tree| leaf.unit(tree)) {
                    for unit in org.path(own, day) {
                        if let Some(people) = placed.get_mut(unit.index()) {
                            people.push(person);
                        }
                    }
                }
            }
            Arc::new(placed)
        })
    }

    /// What a person has in common with peers.
    pub(super) fn peer_value(&self, person: Id<Person>, when: When) -> Outcome {
        let peers = self.peers(when);
        // Peers are in the order of people.
        let own = peers.binary_search_by_key(&person, |peer| peer.person).map_err(|_| Why::NotAMember)?;
        peers.get(own).map_or(Err(Why::NotAMember), |own| own.by.clone())
    }

    fn peers_of(&self, person: Id<Person>, when: When) -> Outcome<Vec<Id<Person>>> {
        let own = self.peer_value(person, when)?;
        let peers = self.peers(when);
        let same = peers.iter().filter(|peer| peer.counts && peer.by.as_ref() == Ok(&own));
        Ok(same.map(|peer| peer.person).collect())
    }

    /// Everybody who belongs somewhere within a time, with what they have in common with peers.
    fn peers(&self, when: When) -> Arc<Vec<Peer>> {
        self.0.memo.peers.or(when, || {
            let Some(rule) = self.plan().peers() else {
                return Arc::default();
            };
            let people = self.org().people().map(|(person, _)| person);
            let present = people.filter(|person| self.last_day(*person, when).is_some());
            let peers = present.map(|person| {
                let place = Place { whose: Whose::Person(person), when };
                Peer { person, by: self.run(&rule.by, place), counts: self.holds(rule.who.as_ref(), place) }
            });
            Arc::new(peers.collect())
        })
    }
}
