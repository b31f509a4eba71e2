//! The naive implementation: straight loops over all facts, all entries and all days, nothing kept.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::number::{Number, at_twelve, mean, median, number, ratio, sum, whole};
use crate::standing::{Fact, standing};
use crate::support::story::{MoveSaid, Story, Under};

/// A company as the naive implementation sees it.
pub(crate) struct Naive {
    pub(crate) story: Story,
    facts: Vec<Fact>,
    /// In the order of their names.
    pub(crate) trees: Vec<&'static str>,
    /// The first days of the quota periods, and the day after the last.
    pub(crate) bounds: Vec<NaiveDate>,
    pub(crate) as_of: NaiveDate,
    pub(crate) transfer: &'static str,
}

/// Whose figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Person(String),
    Unit(String),
}

/// From a day to before a day, and the period before, where it is a period and there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Time {
    pub(crate) from: NaiveDate,
    pub(crate) to: NaiveDate,
    pub(crate) prior: Option<(NaiveDate, NaiveDate)>,
}

impl Time {
    pub(crate) fn days(from: NaiveDate, to: NaiveDate) -> Time {
        Time { from, to, prior: None }
    }
}

impl Naive {
    pub(crate) fn new(story: &Story, trees: &[&'static str], bounds: Vec<NaiveDate>, as_of: NaiveDate) -> Naive {
        let (mut story, mut facts) = standing(story);
        story.units.retain(|unit| unit.on <= as_of);
        story.units.sort_by(|one, other| (one.on, &one.id).cmp(&(other.on, &other.id)));
        story.moves.retain(|one| one.on <= as_of);
        story.moves.sort_by(|one, other| (one.on, &one.id).cmp(&(other.on, &other.id)));
        story.targets.retain(|target| target.on <= as_of);
        story.targets.sort_by(|one, other| (one.on, &one.id).cmp(&(other.on, &other.id)));
        facts.retain(|fact| fact.on <= as_of);
        facts.sort_by(|one, other| (one.on, &one.id).cmp(&(other.on, &other.id)));
        Naive { story, facts, trees: trees.to_vec(), bounds, as_of, transfer: "days" }
    }

    /// A period before another one, with the one before it.
    pub(crate) fn before(&self, from: NaiveDate, to: NaiveDate) -> Time {
        let at = self.bounds.windows(2).position(|pair| pair == [from, to]);
        let prior = match at {
            Some(at) => at.checked_sub(1).map(|before| (self.bounds[before], from)),
            None => Some((from.checked_sub_months(chrono::Months::new(1)).unwrap(), from)),
        };
        Time { from, to, prior }
    }

    // Who belongs where.

    pub(crate) fn people(&self) -> BTreeSet<String> {
        self.story.moves.iter().map(|one| one.who.clone()).collect()
    }

    pub(crate) fn units(&self) -> BTreeSet<String> {
        self.story.units.iter().map(|unit| unit.unit.clone()).collect()
    }

    fn tree_of(&self, unit: &str) -> Option<&str> {
        self.story.units.iter().find(|one| one.unit == unit).map(|one| one.tree.as_str())
    }

    fn is_about(&self, one: &MoveSaid, tree: &str) -> bool {
        match (&one.tree, &one.unit) {
            (Some(named), _) => named == tree,
            (None, Some(unit)) => self.tree_of(unit).unwrap_or(self.trees[0]) == tree,
            (None, None) => true,
        }
    }

    pub(crate) fn unit_on(&self, who: &str, tree: &str, day: NaiveDate) -> Option<String> {
        let about = self.story.moves.iter().filter(|one| one.who == who && one.on <= day && self.is_about(one, tree));
        let last = about.max_by_key(|one| (one.on, &one.id))?;
        let unit = last.unit.clone().filter(|unit| self.tree_of(unit) == Some(tree))?;
        last.until.is_none_or(|until| day < until).then_some(unit)
    }

    fn is_member(&self, who: &str, day: NaiveDate) -> bool {
        self.trees.iter().any(|tree| self.unit_on(who, tree, day).is_some())
    }

    /// A unit, and what stands above it on a day.
    pub(crate) fn path(&self, unit: &str, day: NaiveDate) -> Vec<String> {
        let mut path = vec![unit.to_owned()];
        loop {
            let here = &path[path.len() - 1];
            match self.story.units.iter().rfind(|one| one.unit == *here && one.on <= day).map(|one| &one.under) {
                Some(Under::Unit(above)) if self.tree_of(above).is_some() => path.push(above.clone()),
                _ => return path,
            }
        }
    }

    fn belongs(&self, who: &str, node: &Node, day: NaiveDate) -> bool {
        match node {
            Node::Person(person) => person == who && self.is_member(who, day),
            Node::Unit(unit) => {
                let own = self.tree_of(unit).and_then(|tree| self.unit_on(who, tree, day));
                own.is_some_and(|own| self.path(&own, day).contains(unit))
            }
        }
    }

    pub(crate) fn last_day(&self, who: &str, time: Time) -> Option<NaiveDate> {
        let mut day = time.to.pred_opt()?.min(self.as_of);
        while day >= time.from {
            if self.is_member(who, day) {
                return Some(day);
            }
            day = day.pred_opt()?;
        }
        None
    }

    pub(crate) fn attribute(&self, who: &str, time: Time, of: fn(&MoveSaid) -> &Option<String>) -> Option<String> {
        let day = self.last_day(who, time)?;
        let known = self.story.moves.iter().filter(|one| one.who == who && one.on <= day);
        known.rev().find_map(|one| of(one).clone())
    }

    pub(crate) fn role(&self, who: &str, time: Time) -> Option<String> {
        self.attribute(who, time, |one| &one.role)
    }

    pub(crate) fn people_of(&self, unit: &str, time: Time) -> Vec<String> {
        let node = Node::Unit(unit.to_owned());
        let here = |who: &String| self.last_day(who, time).is_some_and(|day| self.belongs(who, &node, day));
        self.people().into_iter().filter(here).collect()
    }

    // What they sold.

    fn facts(&self, node: &Node, from: NaiveDate, to: NaiveDate, overlay: bool) -> Vec<(&Fact, Number)> {
        let mut found = Vec::new();
        for fact in self.facts.iter().filter(|fact| from <= fact.on && fact.on < to) {
            for (who, share, on_top) in &fact.credits {
                if *on_top == overlay && self.belongs(who, node, fact.on) {
                    found.push((fact, share * &fact.factor));
                }
            }
        }
        found
    }

    /// The sales that are no returns, each once.
    fn sold(&self, node: &Node, time: Time) -> Vec<&Fact> {
        let facts = self.facts(node, time.from, time.to, false);
        let once: BTreeMap<(NaiveDate, &String), &Fact> = facts
            .into_iter()
            .filter(|(fact, _)| !fact.is_return)
            .map(|(fact, _)| ((fact.on, &fact.id), fact))
            .collect();
        once.into_values().collect()
    }

    pub(crate) fn sales(&self, node: &Node, from: NaiveDate, to: NaiveDate) -> Number {
        sum(self.facts(node, from, to, false).into_iter().map(|(fact, share)| &fact.amount * share))
    }

    /// The figure of a KPI of the plan; nothing where it is undefined.
    pub(crate) fn kpi(&self, kpi: &str, node: &Node, time: Time) -> Option<Number> {
        let count = |count: usize| whole(i64::try_from(count).unwrap());
        let get = |kpi: &str| self.kpi(kpi, node, time);
        let sold = || self.sold(node, time);
        let amounts = || -> Vec<Number> { sold().into_iter().map(|fact| fact.amount.clone()).collect() };
        let end = time.to.pred_opt()?.min(self.as_of);
        let sales = |from: NaiveDate, to: NaiveDate| self.sales(node, from, to);
        match kpi {
            "sales" => Some(sales(time.from, time.to)),
            "assisted" => {
                let facts = self.facts(node, time.from, time.to, true);
                Some(sum(facts.into_iter().map(|(fact, share)| &fact.amount * share)))
            }
            "margin" => {
                let facts = self.facts(node, time.from, time.to, false);
                Some(sum(facts.into_iter().map(|(fact, share)| (&fact.amount - &fact.cost) * share)))
            }
            "margin_rate" => ratio(&get("margin")?, &get("sales")?),
            "customers" => Some(count(sold().iter().map(|fact| &fact.reseller).collect::<BTreeSet<_>>().len())),
            "orders" => Some(count(sold().iter().map(|fact| &fact.order).collect::<BTreeSet<_>>().len())),
            "order_lines" => Some(count(sold().len())),
            "large_lines" => Some(count(sold().iter().filter(|fact| fact.amount >= whole(500)).count())),
            "mean" => mean(&amounts()),
            "least" => amounts().into_iter().min(),
            "most" => amounts().into_iter().max(),
            "middle" => median(&amounts()),
            "opener" => amounts().first().cloned(),
            "closer" => amounts().last().cloned(),
            "average_order_value" => ratio(&get("sales")?, &get("orders")?),
            "lines_per_order" => ratio(&get("order_lines")?, &get("orders")?),
            "growth" => time.prior.and_then(|(from, to)| Some(ratio(&get("sales")?, &sales(from, to))? - whole(1))),
            "recent" => Some(sales(end.succ_opt()? - chrono::Days::new(90), end.succ_opt()?)),
            "so_far" => Some(sales(time.from, end.succ_opt()?)),
            "earlier" => Some(sales(NaiveDate::MIN, time.from)),
            "share" => ratio(&get("sales")?, &self.kpi("sales", &self.above(node, time)?.pop()?, time)?),
            "of_parent" => {
                let above = self.above(node, time)?;
                let parent = above.into_iter().find(|unit| unit != node)?;
                ratio(&get("sales")?, &self.kpi("sales", &parent, time)?)
            }
            "per_head" => match node {
                Node::Unit(unit) => mean(&self.of_people(&self.people_of(unit, time), "sales", time)),
                Node::Person(_) => None,
            },
            "against_peers" => ratio(&get("sales")?, &self.of_peers("sales", node, time)?),
            "repeat_rate" => self.repeat_rate(node, time),
            _ => panic!("the naive implementation does not know `{kpi}`"),
        }
    }

    /// The unit of somebody at the end of a time, and what stands above it.
    fn above(&self, node: &Node, time: Time) -> Option<Vec<Node>> {
        let (unit, day) = match node {
            Node::Unit(unit) => (unit.clone(), time.to.pred_opt()?.min(self.as_of)),
            Node::Person(who) => {
                let day = self.last_day(who, time)?;
                (self.trees.iter().find_map(|tree| self.unit_on(who, tree, day))?, day)
            }
        };
        Some(self.path(&unit, day).into_iter().map(Node::Unit).collect())
    }

    /// What is defined, at twelve decimals.
    fn of_people(&self, people: &[String], kpi: &str, time: Time) -> Vec<Number> {
        let value = |who: &String| self.kpi(kpi, &Node::Person(who.clone()), time);
        people.iter().filter_map(value).map(|value| at_twelve(&value)).collect()
    }

    /// The median of those of the same role who are reps and have a target.
    pub(crate) fn of_peers(&self, kpi: &str, node: &Node, time: Time) -> Option<Number> {
        let Node::Person(who) = node else { return None };
        let own = self.role(who, time)?;
        let is_peer = |other: &String| {
            let role = self.role(other, time);
            role.as_deref() == Some("rep") && role.as_ref() == Some(&own) && self.target_of(other, time).is_some()
        };
        let peers: Vec<String> = self.people().into_iter().filter(is_peer).collect();
        median(&self.of_people(&peers, kpi, time))
    }

    /// Of the resellers with a sale, the share of those with one that is not of their first order.
    fn repeat_rate(&self, node: &Node, time: Time) -> Option<Number> {
        let sold: Vec<&Fact> = self.sold(node, time).into_iter().filter(|fact| fact.on >= self.bounds[1]).collect();
        let mut again = BTreeSet::new();
        for fact in &sold {
            let first = self.facts.iter().find(|other| {
                let counts = other.credits.iter().any(|(who, _, overlay)| !overlay && self.is_member(who, other.on));
                other.reseller == fact.reseller && counts && !other.is_return
            });
            if first.is_some_and(|first| first.order != fact.order) {
                again.insert(&fact.reseller);
            }
        }
        let all: BTreeSet<&String> = sold.iter().map(|fact| &fact.reseller).collect();
        let count = |count: usize| whole(i64::try_from(count).unwrap());
        ratio(&count(again.len()), &count(all.len()))
    }

    // What they should sell.

    /// The standing target of somebody in each quota period of a time; nothing where one lies only partly inside.
    fn targets_in(&self, who: &str, time: Time) -> Vec<(NaiveDate, NaiveDate, Number)> {
        let periods = self.bounds.windows(2).filter(|pair| pair[0] < time.to && time.from < pair[1]);
        let of = |pair: &[NaiveDate]| {
            let last = self.story.targets.iter().rfind(|target| target.who == who && target.period == pair[0])?;
            Some((pair[0], pair[1], number(&last.amount)))
        };
        periods.filter_map(of).collect()
    }

    pub(crate) fn target_of(&self, who: &str, time: Time) -> Option<Number> {
        let targets = self.targets_in(who, time);
        let inside = targets.iter().all(|(from, to, _)| time.from <= *from && *to <= time.to);
        (inside && !targets.is_empty()).then(|| sum(targets.into_iter().map(|(_, _, amount)| amount)))
    }

    pub(crate) fn target(&self, node: &Node, time: Time) -> Option<Number> {
        let unit = match node {
            Node::Person(who) => return self.target_of(who, time),
            Node::Unit(unit) => unit,
        };
        let mut parts = Vec::new();
        for who in self.people() {
            for (from, to, amount) in self.targets_in(&who, time) {
                let Some(part) = self.part(&who, unit, Time::days(from, to), &amount) else { continue };
                if from < time.from || time.to < to {
                    return None;
                }
                parts.push(part);
            }
        }
        (!parts.is_empty()).then(|| sum(parts))
    }

    /// The part of a person's target that belongs to a unit; nothing where the person is never there.
    fn part(&self, who: &str, unit: &str, period: Time, amount: &Number) -> Option<Number> {
        let tree = self.tree_of(unit)?;
        let mut stays: Vec<(Vec<String>, i64, bool)> = Vec::new();
        let mut gap = true;
        for day in period.from.iter_days().take_while(|day| *day < period.to) {
            let Some(own) = self.unit_on(who, tree, day) else {
                gap = true;
                continue;
            };
            let path = self.path(&own, day);
            let here = path.iter().any(|above| above == unit);
            match stays.last_mut() {
                Some((last, days, _)) if !gap && *last == path => *days += 1,
                _ => stays.push((path, 1, here)),
            }
            gap = false;
        }
        if !stays.iter().any(|(_, _, here)| *here) {
            return None;
        }
        let days: Vec<i64> = stays.iter().map(|(_, days, _)| *days).collect();
        let parts = match self.transfer {
            "days" => largest_remainder(amount, &days),
            "stay" => (0..days.len()).map(|at| if at == 0 { amount.clone() } else { whole(0) }).collect(),
            _ => (0..days.len()).map(|at| if at + 1 == days.len() { amount.clone() } else { whole(0) }).collect(),
        };
        let ours: Vec<Number> =
            parts.into_iter().zip(&stays).filter(|(_, stay)| stay.2).map(|(part, _)| part).collect();
        // A target that stays behind, or follows, is nowhere else.
        let has = self.transfer == "days" || ours.iter().any(|part| *part != whole(0));
        has.then(|| sum(ours))
    }

    pub(crate) fn attainment(&self, node: &Node, time: Time) -> Option<Number> {
        ratio(&self.kpi("sales", node, time)?, &self.target(node, time)?)
    }
}

/// Hundredths by days: whole ones first, what is left to the largest rests, of equal ones to the earlier.
fn largest_remainder(amount: &Number, days: &[i64]) -> Vec<Number> {
    let cents = amount * whole(100);
    let all = whole(days.iter().sum());
    let exact: Vec<Number> = days.iter().map(|days| &cents * whole(*days) / &all).collect();
    let mut parts: Vec<Number> = exact.iter().map(Number::floor).collect();
    let mut by_rest: Vec<usize> = (0..days.len()).collect();
    by_rest.sort_by(|one, other| (&exact[*other] - &parts[*other]).cmp(&(&exact[*one] - &parts[*one])));
    let mut next = by_rest.into_iter();
    while sum(parts.iter().cloned()) < cents {
        parts[next.next().unwrap()] += whole(1);
    }
    parts.into_iter().map(|part| part / whole(100)).collect()
}
