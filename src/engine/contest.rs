//! Contests and badges.

use std::sync::Arc;

use crate::document::{IS_WHOLE, Named};
use crate::error::Error;
use crate::id::{Key, Name};
use crate::kpi::{Place, When};
use crate::measure::Whose;
use crate::quantity::{Outcome, Value, Why};
use crate::ranking::{Awards, Prizes, Ranking};
use crate::trace::Trace;

use super::ranking::within_time;
use super::seen::Sight;
use super::view::View;

/// A contest as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Contest {
    /// The ranking of its members.
    pub ranking: Arc<Ranking>,
    /// Its time.
    pub when: When,
    /// Whether its last day is over: before that, prizes are what would be won.
    pub is_over: bool,
    /// What is won; undefined where an amount does not fit.
    pub awards: Outcome<Awards>,
}

/// A badge, and whether somebody has earned it.
#[derive(Clone, Debug, PartialEq)]
pub struct EarnedBadge {
    /// The ranking that has it.
    pub ranking: Name,
    /// Its name among those of the ranking.
    pub id: Name,
    /// What people call it, by language.
    pub labels: Named<String>,
    /// In which time it is earned.
    pub when: When,
    /// Whether it is earned; why that is not known.
    pub earned: Outcome<bool>,
    /// What its condition asked, each explained down to the entries.
    pub by: Vec<Trace>,
}

impl View {
    /// A contest as it stands on the day of the view: who is ranked how, and what each wins.
    ///
    /// A ranking that says its time (`during`) is asked in all of it, up to the day of the view, whatever part of it `when` is; undefined
    /// where they have no day in common. One that does not is a contest in each time that is asked for. Undefined too where no
    /// prizes are offered.
    pub fn contest(&self, name: &str, when: impl Into<When>) -> Result<Outcome<Contest>, Error> {
        let index = self.ranking_index(name)?;
        Ok(self.contest_of(index, when.into()))
    }

    fn contest_of(&self, index: usize, when: When) -> Outcome<Contest> {
        let plan = self.plan().rankings().get(index).filter(|_| IS_WHOLE).ok_or(Why::NothingDefined)?;
        let prizes = plan.prizes.as_ref().ok_or(Why::NothingDefined)?;
        within_time(plan, when).ok_or(Why::NoPeriod)?;
        let when = plan.during.unwrap_or(when);
        let ranking = self.ranked(index, when);
        let table = &self.plan().tables()[prizes.table];
        let awards = ranking.awards(prizes.equals, prizes.rounding.as_ref(), &|place| Prizes::offer(table, place));
        let is_over = when.end(self.today())?.succ_opt() == Some(when.span().to());
        Ok(Contest { ranking, when, is_over, awards })
    }

    /// The badges of all rankings, and which of them a person or a unit has earned, in a period or a span of days: those of a contest
    /// in the days that it has in common with it, and not at all where there are none.
    ///
    /// Nobody needs to be ranked to earn one.
    pub fn badges(&self, whose: Whose, when: impl Into<When>) -> Vec<EarnedBadge> {
        self.badges_seen(whose, when.into(), None)
    }

    pub(super) fn badges_seen(&self, whose: Whose, when: When, sight: Option<&Sight>) -> Vec<EarnedBadge> {
        let mut badges = Vec::new();
        if !IS_WHOLE {
            return badges;
        }
        for plan in self.plan().rankings() {
            let Some(when) = within_time(plan, when) else { continue };
            let place = Place { whose, when };
            for badge in &plan.badges {
                let earned = self.run(&badge.when, place).and_then(|value| match value {
                    Value::YesNo(yes) => Ok(yes),
                    _ => Err(Why::NothingDefined),
                });
                let by = self.asked_by(&badge.when, place, sight);
                let (ranking, id, labels) = (plan.name.clone(), badge.id.clone(), badge.labels.clone());
                badges.push(EarnedBadge { ranking, id, labels, when, earned, by });
            }
        }
        badges
    }
}

impl Contest {
    /// What somebody wins, if anything.
    pub fn award(&self, who: &Key) -> Option<&crate::ranking::Award> {
        self.awards.as_ref().ok()?.awards.iter().find(|award| award.who == *who)
    }
}
