//! Rankings.

use std::sync::Arc;

use crate::error::Error;
use crate::kpi::{Place, When};
use crate::measure::Whose;
use crate::quantity::{Fraction, Outcome, Why};
use crate::ranking::{Order, Ranking};
use crate::rule::Ties;

use super::view::{View, place_of};

impl View {
    /// A ranking of everybody whom it is about, in a period or a span of days.
    pub fn ranking(&self, name: &str, when: impl Into<When>) -> Result<Arc<Ranking>, Error> {
        let index = self.ranking_index(name)?;
        Ok(self.ranked(index, when.into()))
    }

    pub(super) fn ranked(&self, index: usize, when: When) -> Arc<Ranking> {
        self.0.memo.rankings.or((index, when), || {
            let Some(plan) = self.plan().rankings().get(index) else {
                return Arc::new(Ranking::new(Vec::new(), Order::HighestFirst, Ties::Competition));
            };
            let people = self.org().people().map(|(id, person)| (person, Place { whose: Whose::Person(id), when }));
            let ranked = people.filter(|(_, place)| self.is_whose(plan.who.as_ref(), *place));
            let values = ranked.map(|(person, place)| (person.key().clone(), self.run(&plan.by, place)));
            Arc::new(Ranking::new(values.collect(), plan.order, plan.ties).shown(plan.show))
        })
    }

    /// By how many ranks somebody rose since the period before: the rank then, less the rank now.
    ///
    /// Undefined for newcomers, in the first period, and for days that are no period.
    pub fn rank_change(&self, name: &str, who: &str, when: impl Into<When>) -> Result<Outcome<Fraction>, Error> {
        let when = when.into();
        let now = self.ranking(name, when)?;
        let Some(period) = when.period() else {
            return Ok(Err(Why::NoPeriod));
        };
        let before = match self.plan().calendar().shift(period, -1) {
            Ok(before) => self.ranking(name, before)?,
            Err(why) => return Ok(Err(why)),
        };
        let rank = |ranking: &Ranking| ranking.of(who).map_or(Err(Why::NotAMember), |place| place.rank.clone());
        Ok(rank(&before).and_then(|before| before.minus(rank(&now)?, self.plan().precision())))
    }

    fn ranking_index(&self, name: &str) -> Result<usize, Error> {
        let rankings = self.plan().rankings().iter();
        place_of("ranking", name, rankings.map(|ranking| ranking.name.as_str()).collect())
    }
}
