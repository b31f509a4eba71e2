//! Targets, day by day.

use attain::rule::{OddWord, RoundingDefinition};
use attain::target::{Pace, Transfer, UnitTarget};
use chrono::NaiveDate;

use super::aim::Part;
use super::value::{Number, Out, divided, fitted, number, whole, zero};
use super::{Interpreter, Node, Place};

/// Targets that count, or parts of them: whose each is, first days, the days after the last, amounts.
type Amounts = Vec<(String, NaiveDate, NaiveDate, Number)>;

impl Interpreter<'_> {
    /// What should be there by now.
    pub(crate) fn pace(&self, kpi: &str, place: &Place) -> Out<Number> {
        let target = self.plan.targets.get(kpi).unwrap();
        let pace = target.pace.unwrap();
        if pace != Pace::Season {
            let amount = self.target(kpi, "target", place)?;
            return fitted(amount * self.elapsed(pace.word(), place)?.amount()?, self.precision);
        }
        let due = self.counting(kpi, "target", place)?;
        if due.is_empty() {
            return Err("no_target".to_owned());
        }
        let due = due.into_iter().map(|(_, from, to, amount)| {
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
        let members = self.sum(self.of_members(kpi, "target", place)?)?;
        divided(&members, &self.own_target(kpi, "target", place)?, self.precision)
    }

    pub(crate) fn target(&self, kpi: &str, level: &str, place: &Place) -> Out<Number> {
        self.sum(self.counting(kpi, level, place)?)
    }

    pub(crate) fn own_target(&self, kpi: &str, level: &str, place: &Place) -> Out<Number> {
        self.sum(self.own(kpi, level, place)?)
    }

    fn sum(&self, amounts: Amounts) -> Out<Number> {
        let mut sum = None;
        for (.., amount) in amounts {
            sum = Some(fitted(sum.unwrap_or_else(zero) + amount, self.precision)?);
        }
        sum.ok_or_else(|| "no_target".to_owned())
    }

    fn counting(&self, kpi: &str, level: &str, place: &Place) -> Out<Amounts> {
        let members = self.plan.targets.get(kpi).unwrap().unit_is == Some(UnitTarget::Members);
        if members { self.of_members(kpi, level, place) } else { self.own(kpi, level, place) }
    }

    /// What somebody has of their own.
    fn own(&self, kpi: &str, level: &str, place: &Place) -> Out<Amounts> {
        let had = self.had(kpi, level);
        let mine: Vec<Part> = had.parts.iter().filter(|part| part.who == place.whose).cloned().collect();
        let mine = self.within(kpi, level, &mine, place)?;
        let is_person = matches!(place.whose, Node::Person(_));
        mine.into_iter().map(|part| if is_person { self.times(kpi, part) } else { Ok(counted(part)) }).collect()
    }

    /// What the people at and below a unit have: of a mover, what belongs there. A person has their own.
    fn of_members(&self, kpi: &str, level: &str, place: &Place) -> Out<Amounts> {
        let Node::Unit(unit) = &place.whose else { return self.own(kpi, level, place) };
        let had = self.had(kpi, level);
        let people = had.parts.iter().filter(|part| matches!(part.who, Node::Person(_)));
        let here: Vec<Part> =
            people.filter_map(|part| Some(Part { amount: self.part(kpi, unit, part)?, ..part.clone() })).collect();
        let here = self.within(kpi, level, &here, place)?;
        here.into_iter().map(|part| self.times(kpi, part)).collect()
    }

    /// The target of a person, times what the plan says of the period; nothing is left while they belong nowhere.
    fn times(&self, kpi: &str, part: Part) -> Out<(String, NaiveDate, NaiveDate, Number)> {
        let Some(factor) = &self.plan.targets.get(kpi).unwrap().factor else { return Ok(counted(part)) };
        let Node::Person(who) = &part.who else { panic!("{part:?} is of no person") };
        let is_there = part.from.iter_days().take_while(|day| *day < part.to).any(|day| self.is_member(who, day));
        let times = if is_there {
            self.text(factor.as_str(), &Place::period(part.who.clone(), part.period))?.amount()?
        } else {
            zero()
        };
        let amount = fitted(&part.amount * times, self.precision)?;
        Ok(counted(Part { amount, ..part }))
    }

    /// The targets of which the periods lie wholly inside a time, but those that lie in a longer one of the same person, or of
    /// what they are a part of, which does.
    fn within(&self, kpi: &str, level: &str, parts: &[Part], place: &Place) -> Out<Vec<Part>> {
        let inside = |part: &Part| place.from <= part.from && part.to <= place.to;
        let around = |part: &Part| part.from <= place.from && place.to <= part.to;
        // A time of no days has no day in common with anything.
        let touching = |part: &&Part| part.from.max(place.from) < part.to.min(place.to);
        let touching: Vec<Part> = parts.iter().filter(touching).cloned().collect();
        if touching.iter().any(|part| !inside(part) && !around(part)) {
            return Err("no_period".to_owned());
        }
        let is_in = |part: &Part, other: &Part| {
            let is_wider = other.of.iter().all(|field| part.of.contains(field));
            let is_longer = other.from <= part.from && part.to <= other.to;
            let is_same = (other.from, other.to, &other.of) == (part.from, part.to, &part.of);
            other.who == part.who && is_wider && is_longer && !is_same
        };
        let all: Vec<Part> = touching.iter().filter(|part| inside(part)).cloned().collect();
        let lies_in_another = |part: &Part| all.iter().any(|other| is_in(part, other));
        let found: Vec<Part> = all.iter().filter(|part| !lies_in_another(part)).cloned().collect();
        if found.is_empty() {
            if let Some(why) = self.why_not_had(kpi, level, place) {
                return Err(why);
            }
            if touching.iter().any(around) {
                return Err("no_period".to_owned());
            }
        }
        Ok(found)
    }

    /// Why a part of a target is undefined that could not be cut: one's own, or that of a unit above.
    fn why_not_had(&self, kpi: &str, level: &str, place: &Place) -> Option<String> {
        let had = self.had(kpi, level);
        let is_below = |undefined: &&super::aim::Undefined| {
            let (from, to) = (undefined.from.max(place.from), undefined.to.min(place.to));
            if from >= to {
                return false;
            }
            match (&undefined.who, &place.whose) {
                (broken, whose) if broken == whose => true,
                (Node::Unit(above), Node::Unit(unit)) => self.path(unit, to.pred_opt().unwrap()).contains(above),
                (Node::Unit(_), Node::Person(who)) => {
                    let mut days = from.iter_days().take_while(|day| *day < to);
                    days.any(|day| {
                        self.is_member(who, day) && self.is_last_of_stay(who, day, to) && {
                            self.belongs(who, &undefined.who, day)
                        }
                    })
                }
                _ => false,
            }
        };
        had.undefined.iter().find(is_below).map(|undefined| undefined.why.clone())
    }

    /// Whether somebody is elsewhere on the next day, or the time ends.
    fn is_last_of_stay(&self, who: &str, day: NaiveDate, to: NaiveDate) -> bool {
        let next = day.succ_opt().unwrap();
        let units = |day| self.trees().iter().map(|tree| self.unit_on(who, tree, day)).collect::<Vec<_>>();
        next >= to || units(day) != units(next)
    }

    /// The part of a person's target that belongs to a unit; nothing where the person is never there.
    fn part(&self, kpi: &str, unit: &str, target: &Part) -> Option<Number> {
        let definition = self.plan.targets.get(kpi).unwrap();
        let Node::Person(who) = &target.who else { panic!("{target:?} is of no person") };
        let tree = self.tree_of(unit)?;
        let mut stays: Vec<(Vec<String>, i64)> = Vec::new();
        let mut gap = true;
        for day in target.from.iter_days().take_while(|day| *day < target.to) {
            let Some(own) = self.unit_on(who, &tree, day) else {
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

/// A target that counts as it is.
fn counted(part: Part) -> (String, NaiveDate, NaiveDate, Number) {
    let (Node::Person(who) | Node::Unit(who)) = part.who;
    (who, part.from, part.to, part.amount)
}

/// Whole steps by days; what is left goes to the largest remainders, of equal ones to the first or the last.
fn largest_remainder(amount: &Number, days: &[i64], rounding: &RoundingDefinition) -> Vec<Number> {
    if *amount < zero() {
        // Below zero it is cut like what is above.
        return largest_remainder(&-amount, days, rounding).into_iter().map(|part| -part).collect();
    }
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
