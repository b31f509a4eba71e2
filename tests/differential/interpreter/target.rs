//! Targets, day by day.

use attain::document::Node as Tree;
use attain::rule::{OddWord, RoundingDefinition};
use attain::target::{Pace, Transfer, UnitTarget};
use chrono::NaiveDate;

use super::value::{Number, Out, divided, fitted, number, whole, zero};
use super::{Interpreter, Node, Place};

/// A target that stands.
struct Standing {
    who: String,
    from: NaiveDate,
    to: NaiveDate,
    amount: Number,
}

/// First days, the days after the last, amounts.
type Amounts = Vec<(NaiveDate, NaiveDate, Number)>;

impl Interpreter<'_> {
    /// What should be there by now.
    pub(crate) fn pace(&self, kpi: &str, place: &Place) -> Out<Number> {
        let target = self.plan.targets.get(kpi).unwrap();
        let pace = target.pace.unwrap();
        if pace != Pace::Season {
            let amount = self.target(kpi, "target", place)?;
            return fitted(amount * self.elapsed(pace.word(), place)?.amount()?, self.precision);
        }
        let amounts = match &place.whose {
            Node::Unit(unit) if target.unit_is == Some(UnitTarget::Members) => {
                self.amounts_of_members(kpi, "target", unit)
            }
            whose => self.own_amounts(kpi, "target", whose),
        };
        // Whether any is cut is asked of the whole.
        self.added(amounts.clone(), place)?;
        let inside = amounts.into_iter().filter(|(from, to, _)| place.from <= *from && *to <= place.to);
        let due = inside.map(|(from, to, amount)| {
            let all = from.iter_days().take_while(|day| *day < to).count();
            let passed = from.iter_days().take_while(|day| *day < to && *day <= self.as_of).count();
            amount * whole(i64::try_from(passed).unwrap()) / whole(i64::try_from(all).unwrap())
        });
        fitted(due.fold(zero(), |sum, due| sum + due), self.precision)
    }

    /// What is still to be done on each day that is left.
    pub(crate) fn run_rate(&self, kpi: &str, place: &Place) -> Out<Number> {
        let (actual, target) = (self.kpi(kpi, place)?.amount()?, self.target(kpi, "target", place)?);
        let gap = fitted(target - actual, self.precision)?;
        let next = self.as_of.succ_opt().unwrap().clamp(place.from, place.to);
        let left = match self.plan.targets.get(kpi).unwrap().pace {
            // Asked from the first day on, as a day that is not known hides all that comes after it.
            Some(Pace::Workdays) => self.workdays(place.from, place.to)? - self.workdays(place.from, next)?,
            _ => (place.to - next).num_days(),
        };
        divided(&gap, &whole(left), self.precision)
    }

    /// What the members' targets come to, for each of the unit's own.
    pub(crate) fn coverage(&self, kpi: &str, place: &Place) -> Out<Number> {
        let own = || self.own_target(kpi, "target", &place.whose, place);
        let members = match &place.whose {
            Node::Unit(unit) => self.added(self.amounts_of_members(kpi, "target", unit), place)?,
            Node::Person(_) => own()?,
        };
        divided(&members, &own()?, self.precision)
    }

    pub(crate) fn target(&self, kpi: &str, level: &str, place: &Place) -> Out<Number> {
        let members = self.plan.targets.get(kpi).unwrap().unit_is == Some(UnitTarget::Members);
        match &place.whose {
            Node::Unit(unit) if members => self.added(self.amounts_of_members(kpi, level, unit), place),
            whose => self.own_target(kpi, level, whose, place),
        }
    }

    /// The targets of a KPI and level, the last that was said for each holder and period.
    fn standing(&self, kpi: &str, level: &str) -> Vec<Standing> {
        let word = |entry: &attain::Entry, name: &str| entry.get(name).and_then(Tree::as_text).map(str::to_owned);
        let mut all: Vec<Standing> = Vec::new();
        for said in &self.target_entries {
            let entry = &said.entry;
            if word(entry, "of").as_deref() != Some(kpi)
                || word(entry, "level").unwrap_or_else(|| "target".to_owned()) != level
            {
                continue;
            }
            let period = self.calendar.parse_period(&word(entry, "period").unwrap()).unwrap();
            let who = word(entry, "who").unwrap();
            all.retain(|other| (&other.who, other.from) != (&who, period.first()));
            let amount = match entry.get("amount").unwrap() {
                Tree::Text(text) | Tree::Number(text) => number(text),
                other => panic!("{other:?}"),
            };
            all.push(Standing { who, from: period.first(), to: period.end(), amount });
        }
        all
    }

    pub(crate) fn own_target(&self, kpi: &str, level: &str, whose: &Node, place: &Place) -> Out<Number> {
        self.added(self.own_amounts(kpi, level, whose), place)
    }

    fn own_amounts(&self, kpi: &str, level: &str, whose: &Node) -> Amounts {
        // A key is a person's where there is one of that name, else a unit's.
        let people = self.people();
        let mine = |who: &String| match whose {
            Node::Person(key) => key == who,
            Node::Unit(key) => key == who && !people.contains(who),
        };
        let mine = self.standing(kpi, level).into_iter().filter(|target| mine(&target.who));
        mine.map(|target| (target.from, target.to, target.amount)).collect()
    }

    fn amounts_of_members(&self, kpi: &str, level: &str, unit: &str) -> Amounts {
        let people = self.people();
        let mut parts = Vec::new();
        for target in self.standing(kpi, level).into_iter().filter(|target| people.contains(&target.who)) {
            if let Some(part) = self.part(kpi, unit, &target) {
                parts.push((target.from, target.to, part));
            }
        }
        parts
    }

    fn added(&self, amounts: Vec<(NaiveDate, NaiveDate, Number)>, place: &Place) -> Out<Number> {
        // A time of no days has no day in common with anything.
        let touching = amounts.into_iter().filter(|(from, to, _)| *from.max(&place.from) < *to.min(&place.to));
        let mut sum = None;
        for (from, to, amount) in touching {
            if from < place.from || place.to < to {
                return Err("no_period".to_owned());
            }
            sum = Some(fitted(sum.unwrap_or_else(zero) + amount, self.precision)?);
        }
        sum.ok_or_else(|| "no_target".to_owned())
    }

    /// The part of a person's target that belongs to a unit; nothing where the person is never there.
    fn part(&self, kpi: &str, unit: &str, target: &Standing) -> Option<Number> {
        let definition = self.plan.targets.get(kpi).unwrap();
        let tree = self.tree_of(unit)?;
        let mut stays: Vec<(Vec<String>, i64)> = Vec::new();
        let mut gap = true;
        for day in target.from.iter_days().take_while(|day| *day < target.to) {
            let Some(own) = self.unit_on(&target.who, &tree, day) else {
                gap = true;
                continue;
            };
            let path = self.path(&own, day);
            match stays.last_mut() {
                Some((last, days)) if !gap && *last == path => *days += 1,
                _ => stays.push((path, 1)),
            }
            gap = false;
        }
        let here: Vec<bool> = stays.iter().map(|(path, _)| path.iter().any(|above| above == unit)).collect();
        if !here.contains(&true) {
            return None;
        }
        let days: Vec<i64> = stays.iter().map(|(_, days)| *days).collect();
        let all_at =
            |at: usize| (0..days.len()).map(|other| if other == at { target.amount.clone() } else { zero() }).collect();
        let house = self.plan.rules.as_ref().and_then(|rules| rules.rounding.as_ref());
        let rounding = definition.rounding.as_ref().or(house).unwrap();
        let parts: Vec<Number> = match definition.transfer.unwrap() {
            // Who stays has all of it, unrounded.
            _ if days.len() == 1 => vec![target.amount.clone()],
            Transfer::Days => largest_remainder(&target.amount, &days, rounding),
            Transfer::Stay => all_at(0),
            Transfer::Follow => all_at(days.len() - 1),
        };
        let ours: Vec<Number> = parts.into_iter().zip(here).filter(|(_, here)| *here).map(|(part, _)| part).collect();
        // A target that stays behind, or follows, is nowhere else.
        let moves = definition.transfer != Some(Transfer::Days) && days.len() > 1 && target.amount != zero();
        (!moves || ours.iter().any(|part| *part != zero()))
            .then(|| ours.into_iter().fold(zero(), |sum, part| sum + part))
    }
}

/// Whole steps by days; what is left goes to the largest remainders, of equal ones to the first or the last.
fn largest_remainder(amount: &Number, days: &[i64], rounding: &RoundingDefinition) -> Vec<Number> {
    let step = number(&rounding.to);
    let steps = amount / &step;
    let all = whole(days.iter().sum());
    let exact: Vec<Number> = days.iter().map(|days| &steps * whole(*days) / &all).collect();
    let mut parts: Vec<Number> = exact.iter().map(Number::floor).collect();
    let mut order: Vec<usize> = (0..days.len()).collect();
    let last = rounding.odd == Some(OddWord::Last);
    order.sort_by(|one, other| {
        let rest = |at: usize| &exact[at] - &parts[at];
        rest(*other).cmp(&rest(*one)).then(if last { other.cmp(one) } else { one.cmp(other) })
    });
    let mut left = &steps - parts.iter().fold(zero(), |sum, part| sum + part);
    let mut order = order.into_iter().cycle();
    while left >= whole(1) {
        parts[order.next().unwrap()] += whole(1);
        left -= whole(1);
    }
    // What is less than a step is with the first that would be next.
    if left > zero() {
        parts[order.next().unwrap()] += left;
    }
    parts.into_iter().map(|part| part * &step).collect()
}
