//! Ranks in formulas: the one at hand among peers, or among the members of the same unit.

use std::sync::Arc;

use crate::kpi::{Among, Group, Place, Ranked};
use crate::measure::Whose;
use crate::quantity::{Fraction, Outcome, Value, Why};
use crate::ranking::{Order, rank};

use super::answer::amount;
use super::memo::Ranks;
use super::view::View;

impl View {
    /// The rank of the one at hand, or the share of the others that come before.
    pub(super) fn rank_among(&self, among: &Among, place: Place) -> Outcome {
        let ranks = self.ranks(among, place)?;
        let (ranked, present) = ranks.as_ref();
        let own = ranked.binary_search_by_key(&place, |(place, _)| *place).map_err(|_| Why::NotAMember)?;
        let rank = ranked.get(own).map_or(Err(Why::NotAMember), |(_, rank)| rank.clone())?;
        if !among.share {
            return Ok(Value::Number(rank));
        }
        let have = u64::try_from(*present).map_err(|_| Why::Overflow)?;
        let others = have.checked_sub(1).filter(|others| *others > 0).ok_or(Why::TooFew { have, need: 2 })?;
        let precision = self.plan().precision();
        let others = Fraction::whole(i64::try_from(others).map_err(|_| Why::Overflow)?);
        rank.minus(Fraction::ONE, precision)?.over(others, precision).map(Value::Ratio)
    }

    /// Those among whom somebody is ranked, in the order of places; without the one at hand where that one does not count.
    pub(super) fn rivals(&self, group: Ranked, place: Place) -> Outcome<Vec<Place>> {
        match group {
            Ranked::Peers => self.members(Group::Peers, place),
            Ranked::Members => {
                let parent = self.parent_of(place)?;
                let mut all = self.members(Group::Members, Place { whose: parent, ..place })?;
                let is_person = |whose| matches!(whose, Whose::Person(_));
                all.retain(|other| is_person(other.whose) == is_person(place.whose));
                Ok(all)
            }
        }
    }

    /// Whoever is in the same group gets the same ranks: they are computed once for all of them.
    fn ranks(&self, among: &Among, place: Place) -> Outcome<Ranks> {
        let in_common = match (among.group, place.whose) {
            (Ranked::Peers, Whose::Person(person)) => self.peer_value(person, place.when)?,
            (Ranked::Peers, Whose::Unit(_)) => return Err(Why::NoPeers),
            (Ranked::Members, whose) => {
                let parent = self.name(self.parent_of(place)?);
                match whose {
                    Whose::Person(_) => Value::Person(parent.into()),
                    Whose::Unit(_) => Value::OrgUnit(parent.into()),
                }
            }
        };
        // As for folds over peers: an address is one question.
        let question = std::ptr::from_ref(among).addr();
        Ok(self.0.memo.ranks.or((question, place.when, in_common), || {
            let rivals = self.rivals(among.group, place).unwrap_or_default();
            let value = |place: &Place| self.run(&among.value, *place).and_then(|value| amount(&value));
            let values: Vec<Outcome<Fraction>> = rivals.iter().map(value).collect();
            let present = values.iter().filter(|value| value.is_ok()).count();
            let ranks = rank(&values, Order::HighestFirst, among.ties);
            let mut ranked: Vec<(Place, Outcome<Fraction>)> = rivals.into_iter().zip(ranks).collect();
            crate::sort::by(&mut ranked, |(one, _), (other, _)| one.cmp(other));
            Arc::new((ranked, present))
        }))
    }

    /// The unit of a person, or the unit above a unit.
    fn parent_of(&self, place: Place) -> Outcome<Whose> {
        let (unit, day) = self.unit_of(place.whose, place.when).ok_or(Why::NotAMember)?;
        match place.whose {
            Whose::Person(_) => Ok(Whose::Unit(unit)),
            Whose::Unit(unit) => self.org().parent(unit, day).map(Whose::Unit).ok_or(Why::NoPeers),
        }
    }
}
