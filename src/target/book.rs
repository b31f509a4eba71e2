//! The targets that stand, and what they come to for anybody and any time.

use std::cmp::Reverse;

use chrono::NaiveDate;

use crate::calendar::{Period, Span};
use crate::id::{Id, Key, Name};
use crate::measure::Whose;
use crate::org::{Org, Person, Unit};
use crate::quantity::{Fraction, Outcome, Precision, Why};
use crate::sort;

use super::compile::TargetPlan;
use super::definition::{Transfer, UnitTarget};
use super::transfer::divide;

/// A target that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The entry that set it.
    pub id: Key,
    /// How much.
    pub amount: Fraction,
    /// Of which period.
    pub period: Period,
    /// By what the part of what was cut is multiplied: 1, unless parts come to more than the whole.
    pub uplift: Fraction,
    /// The unit of whose target it is a part; nothing, where it was set itself.
    pub part_of: Option<Key>,
}

/// The part of a target that belongs to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// The entry that set the target.
    pub id: Key,
    /// Who has the target.
    pub who: Key,
    /// How much of it belongs here.
    pub amount: Fraction,
    /// Of which period the target is.
    pub period: Period,
    /// By what the part of what was cut is multiplied.
    pub uplift: Fraction,
    /// The unit of whose target it is a part; nothing, where it was set itself.
    pub part_of: Option<Key>,
}

/// The targets of one KPI that stand.
#[derive(Clone, Debug)]
pub struct Book {
    plan: TargetPlan,
    /// By holder, level and period.
    held: Vec<Held>,
    /// What the people at and below a unit have, by unit and level.
    placed: Vec<Placed>,
    /// The targets whose parts are undefined.
    broken: Vec<Undefined>,
}

/// A target whose parts are undefined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undefined {
    /// Whose.
    pub whose: Whose,
    /// At which level.
    pub level: Name,
    /// In which time.
    pub span: Span,
    /// Why.
    pub why: Why,
}

/// Somebody's target.
#[derive(Clone, Debug)]
struct Held {
    whose: Whose,
    level: Name,
    target: Target,
}

/// The part of a person's target that belongs to a unit.
#[derive(Clone, Debug)]
struct Placed {
    unit: Id<Unit>,
    level: Name,
    period: Period,
    id: Key,
    who: Id<Person>,
    amount: Outcome<Fraction>,
    uplift: Fraction,
    part_of: Option<Key>,
}

impl Book {
    /// The book of what was set, in the order in which it was said: a later target for the same holder, level and period takes
    /// the place of an earlier one.
    pub fn new(plan: TargetPlan, said: impl IntoIterator<Item = (Whose, Name, Target)>, org: &Org) -> Book {
        let mut held = Vec::new();
        for (whose, level, target) in said {
            held.push(Held { whose, level, target });
        }
        // The last of those that are for the same comes first, and the others go.
        held.reverse();
        sort::by(&mut held, |one, other| one.key().cmp(&other.key()));
        held.dedup_by(|one, other| one.key() == other.key());
        let placed = place_all(&plan, &held, org);
        Book { plan, held, placed, broken: Vec::new() }
    }

    /// The same, where the parts of some targets are undefined.
    #[must_use]
    pub fn with_undefined(self, broken: Vec<Undefined>) -> Book {
        Book { broken, ..self }
    }

    /// How targets are set and read.
    pub fn plan(&self) -> &TargetPlan {
        &self.plan
    }

    /// What a person or a unit has in a span, by the rule of the plan.
    ///
    /// Undefined where there is none, and where a target's period lies partly inside the span and partly outside.
    pub fn amount(&self, whose: Whose, level: &Name, span: Span, org: &Org, precision: Precision) -> Outcome<Fraction> {
        sum(&self.counting(whose, level, span, org)?, precision)
    }

    /// The targets that count for a person or a unit in a span, by the rule of the plan.
    pub fn counting(&self, whose: Whose, level: &Name, span: Span, org: &Org) -> Outcome<Vec<Share>> {
        match (whose, self.plan.unit_is) {
            (Whose::Unit(_), UnitTarget::Members) => self.members(whose, level, span, org),
            _ => self.own(whose, level, span, org),
        }
    }

    /// The targets that a person or a unit itself has in a span.
    pub fn own(&self, whose: Whose, level: &Name, span: Span, org: &Org) -> Outcome<Vec<Share>> {
        let who = match whose {
            Whose::Person(person) => org[person].key(),
            Whose::Unit(unit) => org[unit].key(),
        };
        let sought = (whose, level);
        let start = self.held.partition_point(|held| (held.whose, &held.level) < sought);
        let mut found = Within::new(span);
        for Held { target, .. } in self.held.iter().skip(start).take_while(|held| (held.whose, &held.level) == sought) {
            if found.takes(who, target.period) {
                let Target { id, amount, period, uplift, part_of } = target.clone();
                found.shares.push(Share { id, who: who.clone(), amount, period, uplift, part_of });
            }
        }
        found.done(|| self.undefined(whose, level, span, org))
    }

    /// Why a part of a target that could not be cut is undefined.
    fn undefined(&self, whose: Whose, level: &Name, span: Span, org: &Org) -> Option<Why> {
        let is_below = |broken: &Undefined, part: Span| match (whose, broken.whose) {
            _ if whose == broken.whose => true,
            (Whose::Unit(unit), Whose::Unit(above)) => {
                part.to().pred_opt().is_some_and(|day| org.path(unit, day).contains(&above))
            }
            (Whose::Person(person), Whose::Unit(above)) => org.stays(person, part).any(|stay| {
                let day = org[stay].span().overlap(part).and_then(|days| days.to().pred_opt());
                let units = (0..org[stay].trees()).filter_map(|tree| org[stay].unit(tree));
                units.into_iter().any(|unit| day.is_some_and(|day| org.path(unit, day).contains(&above)))
            }),
            (_, Whose::Person(_)) => false,
        };
        let of_level = self.broken.iter().filter(|broken| broken.level == *level);
        let mut found = of_level.filter(|broken| broken.span.overlap(span).is_some_and(|part| is_below(broken, part)));
        found.next().map(|broken| broken.why.clone())
    }

    /// What the people at and below a unit have in a span: of a mover, the part that belongs here. A person has what is their
    /// own.
    pub fn members(&self, whose: Whose, level: &Name, span: Span, org: &Org) -> Outcome<Vec<Share>> {
        let Whose::Unit(unit) = whose else {
            return self.own(whose, level, span, org);
        };
        let sought = (unit, level);
        let start = self.placed.partition_point(|placed| (placed.unit, &placed.level) < sought);
        let mut found = Within::new(span);
        for placed in self.placed.iter().skip(start).take_while(|placed| (placed.unit, &placed.level) == sought) {
            let who = org[placed.who].key();
            if found.takes(who, placed.period) {
                let (id, amount) = (placed.id.clone(), placed.amount.clone()?);
                let (who, part_of) = (who.clone(), placed.part_of.clone());
                found.shares.push(Share { id, who, amount, period: placed.period, uplift: placed.uplift, part_of });
            }
        }
        found.done(|| self.undefined(whose, level, span, org))
    }
}

/// The targets that lie within a span.
struct Within {
    span: Span,
    shares: Vec<Share>,
    /// Whether one reaches out of it.
    reaches_out: bool,
    /// Whether one has it inside.
    is_around: bool,
}

impl Within {
    fn new(span: Span) -> Within {
        Within { span, shares: Vec::new(), reaches_out: false, is_around: false }
    }

    /// Whether the target of a period counts: it lies inside, and in no longer one of the same person or unit that does. They
    /// come holder by holder, in the order of time, and the longer of two that begin together first.
    fn takes(&mut self, who: &Key, period: Period) -> bool {
        let own = period.span();
        match own.overlap(self.span) {
            None => false,
            Some(part) if part == own => {
                let last = self.shares.last().filter(|last| last.who == *who);
                last.is_none_or(|last| last.period.span().overlap(own) != Some(own))
            }
            Some(part) => {
                self.is_around |= part == self.span;
                self.reaches_out |= part != self.span;
                false
            }
        }
    }

    /// What was found; undefined where targets reach out of the span, or one has it inside and nothing is said of the part.
    fn done(self, why: impl FnOnce() -> Option<Why>) -> Outcome<Vec<Share>> {
        match (self.reaches_out, self.shares.is_empty()) {
            (true, _) => Err(Why::NoPeriod),
            (false, false) => Ok(self.shares),
            (false, true) => match why() {
                Some(why) => Err(why),
                None if self.is_around => Err(Why::NoPeriod),
                None => Ok(self.shares),
            },
        }
    }
}

impl Held {
    /// What another target takes the place of this one for.
    fn key(&self) -> (Whose, &Name, NaiveDate, Reverse<NaiveDate>) {
        let span = self.target.period.span();
        (self.whose, &self.level, span.from(), Reverse(span.to()))
    }
}

/// Divides every target of a person over the units in which the person stays within its period.
fn place_all(plan: &TargetPlan, held: &[Held], org: &Org) -> Vec<Placed> {
    let trees = org.units().map(|(_, unit)| unit.tree().saturating_add(1)).max().unwrap_or(0);
    let mut placed = Vec::new();
    for Held { whose, level, target } in held {
        let Whose::Person(who) = *whose else { continue };
        for tree in 0..trees {
            for (unit, amount) in parts(plan, target, who, tree, org) {
                let (period, id, uplift) = (target.period, target.id.clone(), target.uplift);
                let (level, part_of) = (level.clone(), target.part_of.clone());
                placed.push(Placed { unit, level, period, id, who, amount, uplift, part_of });
            }
        }
    }
    sort::by(&mut placed, |one, other| (one.unit, &one.level).cmp(&(other.unit, &other.level)));
    placed
}

/// The units of a tree to which a target belongs, each with its part.
fn parts(
    plan: &TargetPlan,
    target: &Target,
    person: Id<Person>,
    tree: usize,
    org: &Org,
) -> Vec<(Id<Unit>, Outcome<Fraction>)> {
    let stays = stays(person, target.period.span(), tree, org);
    let divided = divided(plan, target, &stays);
    let mut parts: Vec<(Id<Unit>, Outcome<Fraction>)> = Vec::new();
    for (index, (_, path)) in stays.iter().enumerate() {
        let part = match &divided {
            Ok(divided) => divided.get(index).copied().ok_or(Why::NoTarget),
            Err(why) => Err(why.clone()),
        };
        // Under `stay` and `follow` the target is elsewhere, though the person is here for some days.
        if part == Ok(Fraction::ZERO) && plan.transfer != Transfer::Days && !target.amount.is_zero() {
            continue;
        }
        for unit in path {
            match parts.iter_mut().find(|(known, _)| known == unit) {
                Some((_, sum)) => {
                    *sum = sum.clone().and_then(|sum| sum.plus(part.clone()?, Precision::default()));
                }
                None => parts.push((*unit, part.clone())),
            }
        }
    }
    parts
}

/// The part of a target that belongs to each stay; the whole of it, unrounded, where there is only one.
fn divided(plan: &TargetPlan, target: &Target, stays: &[Stay]) -> Outcome<Vec<Fraction>> {
    if stays.len() == 1 {
        return Ok(vec![target.amount]);
    }
    let days: Vec<i64> = stays.iter().map(|(span, _)| span.days()).collect();
    let amount = target.amount.to_decimal().ok_or(Why::Overflow)?;
    let parts = divide(amount, &days, plan.transfer, plan.rounding.to.step(), plan.rounding.odd());
    Ok(parts.map_err(|_| Why::Overflow)?.into_iter().map(Fraction::from).collect())
}

/// Days in one place, with the units there and above.
type Stay = (Span, Vec<Id<Unit>>);

/// A person's stays in a tree within a span, each with the units above it: cut where the person moves, or a unit does.
fn stays(person: Id<Person>, span: Span, tree: usize, org: &Org) -> Vec<Stay> {
    let mut cuts: Vec<NaiveDate> = org.unit_days().filter(|day| span.contains(*day)).collect();
    sort::all(&mut cuts);
    cuts.dedup();
    let mut stays: Vec<Stay> = Vec::new();
    for leaf in org.stays(person, span) {
        let Some(unit) = org[leaf].unit(tree) else { continue };
        let Some(days) = org[leaf].span().overlap(span) else { continue };
        let inner = cuts.iter().copied().filter(|day| days.from() < *day && *day < days.to());
        let starts: Vec<NaiveDate> = std::iter::once(days.from()).chain(inner).collect();
        let ends = starts.iter().copied().skip(1).chain([days.to()]);
        for (from, to) in starts.iter().copied().zip(ends) {
            let path = org.path(unit, from);
            match (stays.last_mut(), Span::new(from, to)) {
                (Some((last, same)), Some(_)) if *same == path && last.to() == from => {
                    *last = Span::new(last.from(), to).unwrap_or(*last);
                }
                (_, Some(part)) => stays.push((part, path)),
                (_, None) => {}
            }
        }
    }
    stays
}

fn sum(shares: &[Share], precision: Precision) -> Outcome<Fraction> {
    if shares.is_empty() {
        return Err(Why::NoTarget);
    }
    shares.iter().try_fold(Fraction::ZERO, |sum, share| sum.plus(share.amount, precision))
}
