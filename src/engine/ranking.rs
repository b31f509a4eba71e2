//! Rankings.

use std::sync::Arc;

use crate::document::IS_WHOLE;
use crate::error::Error;
use crate::id::{Id, Key, Name};
use crate::kpi::{Place, When};
use crate::measure::Whose;
use crate::org::Unit;
use crate::quantity::{Fraction, Outcome, Value, Why};
use crate::ranking::{Contender, Moved, Order, Ranking, RankingPlan, Within, moves};
use crate::rule::Ties;

use super::view::{View, place_of};

impl View {
    /// A ranking of everybody whom it is about, in a period or a span of days.
    ///
    /// A contest is ranked in the days that its time and the one asked for have in common; nobody is, where there are none.
    pub fn ranking(&self, name: &str, when: impl Into<When>) -> Result<Arc<Ranking>, Error> {
        let index = self.ranking_index(name)?;
        Ok(self.ranked(index, when.into()))
    }

    pub(super) fn ranked(&self, index: usize, when: When) -> Arc<Ranking> {
        self.0.memo.rankings.or((index, when), || {
            let Some(plan) = self.plan().rankings().get(index) else {
                return Arc::new(Ranking::new(Vec::new(), Order::HighestFirst, Ties::Competition));
            };
            if IS_WHOLE && is_more(plan) {
                let contenders = within_time(plan, when).map(|when| self.contenders(plan, when)).unwrap_or_default();
                return Arc::new(Ranking::among(contenders, &plan.method()).shown(plan.show));
            }
            let people = self.org().people().map(|(id, person)| (person, Place { whose: Whose::Person(id), when }));
            let ranked = people.filter(|(_, place)| self.is_whose(plan.who.as_ref(), *place));
            let values = ranked.map(|(person, place)| (person.key().clone(), self.run(&plan.by, place)));
            Arc::new(Ranking::new(values.collect(), plan.order, plan.ties).shown(plan.show))
        })
    }

    /// The rank of a person, or of a unit where units are ranked.
    pub fn rank(&self, name: &str, whose: Whose, when: impl Into<When>) -> Result<Outcome<Fraction>, Error> {
        let index = self.ranking_index(name)?;
        Ok(self.rank_of(index, Place { whose, when: when.into() }))
    }

    pub(super) fn rank_of(&self, index: usize, place: Place) -> Outcome<Fraction> {
        let units = self.plan().rankings().get(index).is_some_and(|plan| plan.of.is_some());
        if units != matches!(place.whose, Whose::Unit(_)) {
            return Err(Why::NotAMember);
        }
        if IS_WHOLE && let Some(known) = self.rank_by_counting(index, place) {
            return known;
        }
        let ranking = self.ranked(index, place.when);
        ranking.of(self.name(place.whose)).map_or(Err(Why::NotAMember), |own| own.rank.clone())
    }

    /// Who is ranked, each with what is compared.
    fn contenders(&self, plan: &RankingPlan, when: When) -> Vec<Contender> {
        let mut all: Vec<Whose> = Vec::new();
        match &plan.of {
            // The level is one of the plan's.
            Some(level) => all = self.units_at(None, Some(level.as_str()), when).unwrap_or_default(),
            None => all.extend(self.org().people().map(|(id, _)| Whose::Person(id))),
        }
        let mut contenders = Vec::with_capacity(all.len());
        for place in all.into_iter().map(|whose| Place { whose, when }) {
            let is_meant = match place.whose {
                Whose::Person(_) => self.is_whose(plan.who.as_ref(), place),
                Whose::Unit(_) => self.holds(plan.who.as_ref(), place),
            };
            if is_meant {
                contenders.push(self.contender(plan, place));
            }
        }
        contenders
    }

    fn contender(&self, plan: &RankingPlan, place: Place) -> Contender {
        let group = self.group_within(plan.within.as_ref(), place);
        let then = plan.then.iter().map(|then| self.run(&then.by, place)).collect();
        Contender { who: self.key_of_ranked(place.whose).clone(), value: self.run(&plan.by, place), group, then }
    }

    /// What somebody has in common with those among whom they are compared; nothing, where that is everybody.
    pub(super) fn group_within(&self, within: Option<&Within>, place: Place) -> Outcome<Option<Value>> {
        match within {
            None => Ok(None),
            Some(Within::Level(level)) => {
                let unit = self.unit_at(level, place).ok_or(Why::NotAMember);
                unit.map(|unit| Some(Value::OrgUnit(self.name(Whose::Unit(unit)).into())))
            }
            Some(Within::Peers) => match place.whose {
                Whose::Person(person) => self.peer_value(person, place.when).map(Some),
                Whose::Unit(_) => Err(Why::NoPeers),
            },
            Some(Within::Same(by)) => self.run(by, place).map(Some),
        }
    }

    /// The unit of a level in which somebody is at the end of a time, in the first tree that has one.
    fn unit_at(&self, level: &Name, place: Place) -> Option<Id<Unit>> {
        for (tree, shape) in self.plan().org().trees().iter().enumerate() {
            let Some(depth) = shape.levels().iter().position(|name| name == level) else { continue };
            let home = match place.whose {
                Whose::Unit(unit) => Some(unit).filter(|unit| self.org()[*unit].tree() == tree),
                Whose::Person(_) => self.home(place.whose, place.when, tree),
            };
            let day = match place.whose {
                Whose::Unit(_) => place.when.end(self.as_of()).ok(),
                Whose::Person(person) => self.last_day(person, place.when),
            };
            let Some((unit, day)) = home.zip(day) else { continue };
            if let Some(found) = self.org().path(unit, day).iter().rev().nth(depth) {
                return Some(*found);
            }
        }
        None
    }

    pub(super) fn key_of_ranked(&self, whose: Whose) -> &Key {
        match whose {
            Whose::Person(person) => self.org()[person].key(),
            Whose::Unit(unit) => self.org()[unit].key(),
        }
    }

    /// By how many ranks somebody rose since the period before: the rank then, less the rank now.
    ///
    /// Undefined for newcomers, also to a group, in the first period, and for days that are no period.
    pub fn rank_change(&self, name: &str, who: &str, when: impl Into<When>) -> Result<Outcome<Fraction>, Error> {
        let when = when.into();
        let now = self.ranking(name, when)?;
        let before = match self.period_before(when) {
            Ok(before) => self.ranking(name, before)?,
            Err(why) => return Ok(Err(why)),
        };
        let (was, is) = (before.of(who), now.of(who));
        if IS_WHOLE && was.zip(is).is_some_and(|(was, is)| was.group != is.group) {
            return Ok(Err(Why::NotAMember));
        }
        let rank =
            |place: Option<&crate::ranking::Place>| place.map_or(Err(Why::NotAMember), |place| place.rank.clone());
        Ok(rank(was).and_then(|before| before.minus(rank(is)?, self.plan().precision())))
    }

    /// What became of each rank since the period before: who rose and fell, who came and who left. Undefined in the first period,
    /// and for days that are no period.
    ///
    pub fn rank_moves(&self, name: &str, when: impl Into<When>) -> Result<Outcome<Vec<Moved>>, Error> {
        let when = when.into();
        let now = self.ranking(name, when)?;
        match self.period_before(when) {
            Ok(before) => Ok(Ok(moves(&*self.ranking(name, before)?, &now))),
            Err(why) => Ok(Err(why)),
        }
    }

    /// What became of each rank of the same time since another view was taken: whose rank was affected by what happened between the two.
    pub fn rank_moves_since(&self, before: &View, name: &str, when: impl Into<When>) -> Result<Vec<Moved>, Error> {
        let when = when.into();
        Ok(moves(&*before.ranking(name, when)?, &*self.ranking(name, when)?))
    }

    pub(super) fn period_before(&self, when: When) -> Outcome<When> {
        let period = when.period().ok_or(Why::NoPeriod)?;
        self.plan().calendar().shift(period, -1).map(When::from)
    }

    /// Somebody of a ranking: a person, or a unit where units are ranked.
    pub(super) fn ranked_one(&self, name: &str, who: &str) -> Result<Whose, Error> {
        let plan = self.plan().rankings().get(self.ranking_index(name)?);
        if plan.is_some_and(|plan| plan.of.is_some()) { self.unit(who) } else { self.person(who) }
    }

    pub(super) fn ranking_index(&self, name: &str) -> Result<usize, Error> {
        let rankings = self.plan().rankings().iter();
        place_of("ranking", name, rankings.map(|ranking| ranking.name.as_str()).collect())
    }
}

/// Whether a ranking has more than values and ranks.
fn is_more(plan: &RankingPlan) -> bool {
    let groups = plan.of.is_some() || plan.within.is_some() || plan.at_least > 0;
    groups || !plan.then.is_empty() || plan.percentile.is_some() || plan.during.is_some()
}

/// The days of a time that are those of a contest too; nothing, where there are none.
pub(super) fn within_time(plan: &RankingPlan, when: When) -> Option<When> {
    let Some(during) = plan.during else { return Some(when) };
    let both = during.span().overlap(when.span())?;
    if both == when.span() {
        Some(when)
    } else if both == during.span() {
        Some(during)
    } else {
        Some(When::from(both))
    }
}
