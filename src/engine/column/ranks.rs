//! The ranks of everybody.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::id::{Id, Name};
use crate::kpi::When;
use crate::measure::Whose;
use crate::org::Unit;
use crate::quantity::{Fraction, Outcome, Value, Why};
use crate::ranking::{RankingPlan, Within, ranks_within};
use crate::rule::Ties;

use super::super::ranking::within_time;
use super::super::view::View;
use super::rows::Rows;
use super::{Column, Crowd};

/// A group, by its place among all groups.
type Group = usize;

impl View {
    /// The ranks of people in a ranking that tells equals apart by nothing more.
    pub(super) fn rank_column(&self, index: usize, asked: When, crowd: Crowd) -> Option<Column> {
        let plan = self.plan().rankings().get(index)?;
        if crowd == Crowd::Units || plan.of.is_some() || !plan.then.is_empty() || plan.ties == Ties::Ordinal {
            return None;
        }
        let mut rows = Rows::new(self, crowd);
        let count = rows.all().len();
        let Some(when) = within_time(plan, asked) else {
            return Some(Arc::new(std::iter::repeat_n(Err(Why::NotAMember), count).collect()));
        };
        let (values, who) = (rows.run(&plan.by, when), rows.holding(plan.who.as_ref(), when));
        let amounts = values.amounts()?;
        let (digits, _) = amounts.in_common()?;
        let groups = self.groups_within(plan, when, rows.all())?;
        let mut undefined = amounts.undefined().iter().peekable();
        let mut contenders: Vec<Outcome<(Group, i64)>> = Vec::with_capacity(count);
        for (row, (whose, group)) in rows.all().iter().zip(groups).enumerate() {
            let why = undefined.next_if(|(at, _)| *at == row).map(|(_, why)| why);
            let Whose::Person(person) = *whose else { continue };
            let is_meant = who.get(row) == Some(&true) && self.last_day(person, when).is_some();
            contenders.push(match (is_meant, group, why) {
                (false, ..) => Err(Why::NotAMember),
                (true, Err(why), _) => Err(why),
                (true, Ok(_), Some(why)) => Err(why.clone()),
                (true, Ok(group), None) => Ok((group, digits.get(row).copied().unwrap_or_default())),
            });
        }
        let ranks = ranks_within(&contenders, plan.order, plan.ties, plan.at_least);
        Some(Arc::new(ranks.into_iter().map(|rank: Outcome<Fraction>| rank.map(Value::Number)).collect()))
    }

    /// The groups among which people are ranked; nothing, where they are not those of a level.
    fn groups_within(&self, plan: &RankingPlan, when: When, all: &[Whose]) -> Option<Vec<Outcome<Group>>> {
        match &plan.within {
            None => Some(vec![Ok(0); all.len()]),
            Some(Within::Level(level)) => {
                let units = self.units_of_level(level, when, all);
                Some(units.into_iter().map(|unit| unit.map(Id::index).ok_or(Why::NotAMember)).collect())
            }
            Some(Within::Peers | Within::Same(_)) => None,
        }
    }

    /// The unit of a level in which each person is at the end of a time, in the first tree that has one.
    fn units_of_level(&self, level: &Name, when: When, all: &[Whose]) -> Vec<Option<Id<Unit>>> {
        let mut found = vec![None; all.len()];
        for (tree, shape) in self.plan().org().trees().iter().enumerate() {
            let Some(depth) = shape.levels().iter().position(|name| name == level) else { continue };
            let mut known: HashMap<(Id<Unit>, NaiveDate), Option<Id<Unit>>> = HashMap::new();
            for (found, whose) in found.iter_mut().zip(all) {
                let (None, Whose::Person(person)) = (&*found, *whose) else { continue };
                let Some(day) = self.last_day(person, when) else { continue };
                let home = self.org().leaf(person, day).and_then(|leaf| self.org()[leaf].unit(tree));
                let Some(unit) = home else { continue };
                let at_level = || self.org().path(unit, day).iter().rev().nth(depth).copied();
                *found = *known.entry((unit, day)).or_insert_with(at_level);
            }
        }
        found
    }
}
