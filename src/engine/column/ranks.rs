//! The ranks of everybody, and of one among all.

use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;

use crate::id::{Id, Name};
use crate::kpi::{Place, When};
use crate::measure::{Reach, Whose};
use crate::org::Unit;
use crate::quantity::{Fraction, Outcome, Outcomes, Undefined, Why};
use crate::ranking::{Contending, Counted, NOBODY, RankingPlan, Within, ranks_within};
use crate::rule::Ties;

use super::super::ranking::within_time;
use super::super::view::View;
use super::follow::{Reached, STALE, add_those};
use super::rows::Rows;
use super::{Column, Crowd, Own};

/// Those who are ranked, with what is compared.
#[derive(Debug)]
pub(in super::super) struct Field {
    /// The time in which they are.
    when: When,
    /// By row: the group; nobody's, where there is no rank.
    groups: Vec<u32>,
    /// By row: what is compared, in digits of which so many make one.
    digits: Vec<i64>,
    digit: i128,
    /// Those without a rank, and why.
    undefined: Undefined,
    /// The groups, whether there is a value or not.
    belongs: Vec<Outcome<u32>>,
    ranks: OnceLock<Column>,
    /// The same values in their order, where one was asked for a rank.
    counted: OnceLock<Counted>,
}

/// A field, and whose values are to be found anew.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Fielded(Option<(Arc<Field>, Vec<Whose>)>);

impl Fielded {
    /// Notes whose values facts may have changed.
    pub(super) fn note(&mut self, reached: impl FnOnce() -> Reached, reach: &Reach) {
        let Some((field, stale)) = &mut self.0 else { return };
        let reached = reached();
        if reached == Reached::Nobody {
            return;
        }
        add_those(reach, Crowd::People, stale);
        if reached == Reached::All || stale.len() > field.digits.len() / STALE {
            self.0 = None;
        }
    }
}

impl View {
    /// The ranks of people in a ranking that tells equals apart by nothing more.
    pub(super) fn rank_column(&self, index: usize, when: When, crowd: Crowd) -> Option<Column> {
        let plan = self.plan().rankings().get(index).filter(|_| crowd == Crowd::People)?;
        let field = self.field(index, when)?;
        if let Some(ranks) = field.ranks.get() {
            return Some(Arc::clone(ranks));
        }
        let (by, how) = ((field.groups.as_slice(), field.digits.as_slice()), (plan.order, plan.ties));
        let ranks = ranks_within(by, &field.undefined, how, plan.at_least)?;
        let ranks = field.ranks.get_or_init(|| Arc::new(Outcomes::of_amounts(ranks, crate::quantity::Unit::Number)));
        Some(Arc::clone(ranks))
    }

    /// The rank of a person, where it can be told by counting.
    pub(in super::super) fn rank_by_counting(&self, index: usize, place: Place) -> Option<Outcome<Fraction>> {
        let (plan, Whose::Person(_)) = (self.plan().rankings().get(index)?, place.whose) else { return None };
        let field = self.field(index, place.when)?;
        let row = place.whose.row();
        if let Some(ranks) = field.ranks.get() {
            return ranks.get(row).map(|rank| rank.and_then(|rank| rank.amount().ok_or(Why::NotANumber)));
        }
        if let Ok(at) = field.undefined.binary_search_by_key(&row, |(row, _)| *row) {
            return field.undefined.get(at).map(|(_, why)| Err(why.clone()));
        }
        if !Counted::tells(plan.ties) {
            return None;
        }
        let counted =
            field.counted.get_or_init(|| Counted::of((0..field.digits.len()).filter_map(|row| field.own(row))));
        counted.rank(field.own(row)?, plan.order, plan.ties, plan.at_least)
    }

    /// Those who are ranked; nothing, where a ranking has more than values and groups of a level.
    fn field(&self, index: usize, asked: When) -> Option<Arc<Field>> {
        let plan = self.plan().rankings().get(index)?;
        let is_more = plan.of.is_some() || !plan.then.is_empty() || plan.ties == Ties::Ordinal;
        if is_more || self.0.sides.is_some() || matches!(plan.within, Some(Within::Peers | Within::Same(_))) {
            return None;
        }
        let (fields, key) = (&self.0.memo.fields, (index, asked));
        let known = fields.change(key, Fielded::default, |fielded| match &fielded.0 {
            Some((field, stale)) if stale.is_empty() => Some((Arc::clone(field), Vec::new())),
            // Taken out, so that nobody else holds it.
            _ => fielded.0.take(),
        });
        let renewed = match known {
            Some((field, stale)) if stale.is_empty() => return Some(field),
            Some((field, stale)) => self.renewed_field(plan, field, &stale),
            None => None,
        };
        let field = match renewed {
            Some(field) => field,
            None => Arc::new(self.new_field(plan, asked)?),
        };
        self.0.memo.own.get_or_init(|| Arc::new(Own::new(self.plan())));
        fields.change(key, Fielded::default, |fielded| fielded.0 = Some((Arc::clone(&field), Vec::new())));
        Some(field)
    }

    fn new_field(&self, plan: &RankingPlan, asked: When) -> Option<Field> {
        let mut rows = Rows::new(self, Crowd::People);
        let count = rows.all().len();
        let Some(when) = within_time(plan, asked) else {
            let undefined = (0..count).map(|row| (row, Why::NotAMember)).collect();
            let (groups, digits) = (vec![NOBODY; count], vec![0; count]);
            return Some(Field::of((asked, 1), groups, digits, undefined, vec![Err(Why::NotAMember); count]));
        };
        let (values, who) = (rows.run(&plan.by, when), rows.holding(plan.who.as_ref(), when));
        let amounts = values.amounts()?;
        let (digits, digit) = amounts.in_common()?;
        let belongs = self.groups_within(plan, when, rows.all())?;
        let mut unvalued = amounts.undefined().iter().peekable();
        let (mut groups, mut undefined) = (Vec::with_capacity(count), Undefined::new());
        for (row, (last_day, group)) in self.last_days(when).iter().zip(&belongs).enumerate() {
            let why = unvalued.next_if(|(at, _)| *at == row).map(|(_, why)| why);
            let is_meant = who.get(row) == Some(&true) && last_day.is_some();
            let own = contender(is_meant, group, why);
            groups.push(own.as_ref().copied().unwrap_or(NOBODY));
            undefined.extend(own.err().map(|why| (row, why)));
        }
        Some(Field::of((when, digit), groups, digits, undefined, belongs))
    }

    /// The field with the values of some found anew; nothing, where one does not fit beside the others.
    fn renewed_field(&self, plan: &RankingPlan, mut known: Arc<Field>, stale: &[Whose]) -> Option<Arc<Field>> {
        let mut found = Vec::with_capacity(stale.len());
        for whose in stale {
            let place = Place { whose: *whose, when: known.when };
            let is_meant = self.is_whose(plan.who.as_ref(), place);
            found.push((whose.row(), is_meant, self.run(&plan.by, place)));
        }
        let field = Arc::get_mut(&mut known)?;
        for (row, is_meant, value) in found {
            field.set(row, is_meant, value)?;
        }
        field.ranks = OnceLock::new();
        Some(known)
    }

    /// The groups among which people are ranked; nothing, where they are not those of a level.
    fn groups_within(&self, plan: &RankingPlan, when: When, all: &[Whose]) -> Option<Vec<Outcome<u32>>> {
        match &plan.within {
            None => Some(vec![Ok(0); all.len()]),
            Some(Within::Level(level)) => {
                let units = self.units_of_level(level, when, all).into_iter();
                let group = |unit: Id<Unit>| u32::try_from(unit.index()).map_err(|_| Why::Overflow);
                Some(units.map(|unit| unit.ok_or(Why::NotAMember).and_then(group)).collect())
            }
            Some(Within::Peers | Within::Same(_)) => None,
        }
    }

    /// The unit of a level in which each person is at the end of a time, in the first tree that has one.
    fn units_of_level(&self, level: &Name, when: When, all: &[Whose]) -> Vec<Option<Id<Unit>>> {
        let mut found = vec![None; all.len()];
        for (tree, shape) in self.plan().org().trees().iter().enumerate() {
            let Some(depth) = shape.levels().iter().position(|name| name == level) else { continue };
            // By unit: the day that was looked at last, and the unit of the level then.
            let mut known: Vec<Option<(NaiveDate, Option<Id<Unit>>)>> = vec![None; self.org().units().len()];
            for ((found, whose), day) in found.iter_mut().zip(all).zip(self.last_days(when).iter()) {
                let (None, Whose::Person(person), Some(day)) = (&*found, *whose, *day) else { continue };
                let leaf = self.org().alone().get(whose.row()).copied().flatten();
                let leaf = leaf.or_else(|| self.org().leaf(person, day));
                let Some(unit) = leaf.and_then(|leaf| self.org()[leaf].unit(tree)) else { continue };
                let Some(known) = known.get_mut(unit.index()) else { continue };
                if known.is_none_or(|(then, _)| then != day) {
                    *known = Some((day, self.org().path(unit, day).iter().rev().nth(depth).copied()));
                }
                *found = known.and_then(|(_, unit)| unit);
            }
        }
        found
    }
}

/// The group of somebody who has a rank.
fn contender(is_meant: bool, group: &Outcome<u32>, no_value: Option<&Why>) -> Outcome<u32> {
    match (is_meant, group, no_value) {
        (false, ..) => Err(Why::NotAMember),
        (true, Err(why), _) | (true, Ok(_), Some(why)) => Err(why.clone()),
        (true, Ok(group), None) => Ok(*group),
    }
}

impl Field {
    fn of(
        (when, digit): (When, i128),
        groups: Vec<u32>,
        digits: Vec<i64>,
        undefined: Undefined,
        belongs: Vec<Outcome<u32>>,
    ) -> Field {
        Field { when, groups, digits, digit, undefined, belongs, ranks: OnceLock::new(), counted: OnceLock::new() }
    }

    /// The group and the value of a row; nothing, where it has no rank.
    fn own(&self, row: usize) -> Option<Contending> {
        let group = self.groups.get(row).copied().filter(|group| *group != NOBODY)?;
        Some((group, *self.digits.get(row)?))
    }

    fn set(&mut self, row: usize, is_meant: bool, value: Outcome) -> Option<()> {
        let before = self.own(row);
        self.put(row, is_meant, value)?;
        let after = self.own(row);
        if let Some(counted) = self.counted.get_mut() {
            counted.change(before, after);
        }
        Some(())
    }

    fn put(&mut self, row: usize, is_meant: bool, value: Outcome) -> Option<()> {
        let value = value.and_then(|value| value.amount().ok_or(Why::NotANumber));
        let own = contender(is_meant, self.belongs.get(row)?, value.as_ref().err());
        if self.own(row).is_none()
            && let Ok(at) = self.undefined.binary_search_by_key(&row, |(row, _)| *row)
        {
            self.undefined.remove(at);
        }
        *self.groups.get_mut(row)? = own.as_ref().copied().unwrap_or(NOBODY);
        match (own, value) {
            (Err(why), _) => {
                let at = self.undefined.partition_point(|(other, _)| *other < row);
                self.undefined.insert(at, (row, why));
            }
            (Ok(_), Ok(value)) => {
                let times = self.digit.checked_rem(value.denominator())?;
                let digits = self.digit.checked_div(value.denominator()).filter(|_| times == 0)?;
                *self.digits.get_mut(row)? = i64::try_from(value.numerator().checked_mul(digits)?).ok()?;
            }
            (Ok(_), Err(_)) => return None,
        }
        Some(())
    }
}
