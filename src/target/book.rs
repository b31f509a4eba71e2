//! The targets that stand, and what they come to for anybody and any time.

use std::cmp::Reverse;

use chrono::NaiveDate;

use crate::calendar::{Period, Span};
use crate::id::{Id, Key, Name};
use crate::kpi::OfFields;
use crate::measure::Whose;
use crate::org::{Org, Person, Unit};
use crate::quantity::{Fraction, Outcome, Precision, Why};
use crate::sort;

use super::book_part::BookPart;
use super::compile::TargetPlan;
use super::definition::Transfer;
use super::transfer::divide;

/// A target that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The entry that set it.
    pub id: Key,
    /// How much; undefined, where that cannot be said.
    pub amount: Outcome<Fraction>,
    /// Of which period.
    pub period: Period,
    /// By what the part of what was cut is multiplied: 1, unless parts come to more than the whole.
    pub uplift: Fraction,
    /// The unit of whose target it is a part; nothing, where it was set itself.
    pub part_of: Option<Key>,
    /// The part of the facts that it is of; all of them, where it is narrowed to nothing.
    pub of_fields: OfFields,
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
    /// By holder, level, part of the facts and period.
    pub(super) held: Vec<Held>,
    /// By person: where what they have ends; 0, where they have nothing.
    ends: Vec<usize>,
    /// What the people at and below a unit have, by unit, level and part of the facts.
    pub(super) placed: Vec<Placed>,
    /// The targets whose parts are undefined.
    pub(super) broken: Vec<Undefined>,
    /// The parts of the facts of which there are targets.
    parts: Vec<OfFields>,
}

/// A target whose parts are undefined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undefined {
    /// Whose.
    pub whose: Whose,
    /// At which level.
    pub level: Name,
    /// Of which part of the facts.
    pub of_fields: OfFields,
    /// In which time.
    pub span: Span,
    /// Why.
    pub why: Why,
}

/// Somebody's target.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub whose: Whose,
    pub level: Name,
    pub target: Target,
}

/// The part of a person's target that belongs to a unit.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    unit: Id<Unit>,
    level: Name,
    of_fields: OfFields,
    pub period: Period,
    pub id: Key,
    pub who: Id<Person>,
    pub amount: Outcome<Fraction>,
    pub uplift: Fraction,
    pub part_of: Option<Key>,
}

impl Book {
    /// The book of what was set, in the order in which it was said: a later target for the same holder, level, part of the facts
    /// and period takes the place of an earlier one.
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
        let mut ends = vec![0; org.people().len()];
        for (place, held) in held.iter().enumerate() {
            if let Whose::Person(person) = held.whose
                && let Some(end) = ends.get_mut(person.index())
            {
                *end = place.saturating_add(1);
            }
        }
        let mut parts: Vec<OfFields> = Vec::new();
        for Held { target, .. } in &held {
            if !parts.contains(&target.of_fields) {
                parts.push(OfFields::clone(&target.of_fields));
            }
        }
        sort::by(&mut parts, |one, other| (one.len(), one).cmp(&(other.len(), other)));
        Book { plan, held, ends, placed, broken: Vec::new(), parts }
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

    /// The targets of a part of the facts; the plain ones, where it is narrowed to nothing.
    pub fn part(&self, of_fields: &OfFields) -> BookPart<'_> {
        BookPart::new(self, of_fields)
    }

    /// What somebody has at a level of a part of the facts.
    pub(super) fn held_by(&self, whose: Whose, level: &Name, of_fields: &OfFields) -> &[Held] {
        let sought = (whose, level, of_fields);
        let near = match whose {
            // People come first, one after the other.
            Whose::Person(person) => {
                let end = self.ends.get(person.index()).copied().unwrap_or_default();
                let before = person.index().checked_sub(1).and_then(|before| self.ends.get(before));
                let from = before.copied().filter(|from| *from > 0).unwrap_or_default().min(end);
                self.held.get(from..end).unwrap_or_default()
            }
            Whose::Unit(_) => &self.held,
        };
        let from = near.partition_point(|held| held.place() < sought);
        let to = near.partition_point(|held| held.place() <= sought);
        near.get(from..to).unwrap_or_default()
    }

    /// The fields to which the targets are narrowed, each with its value: those that are narrowed least come first.
    pub fn parts(&self) -> &[OfFields] {
        &self.parts
    }

    /// What a person or a unit has in a span, by the rule of the plan.
    ///
    /// Undefined where there is none, and where a target's period lies partly inside the span and partly outside.
    pub fn amount(&self, whose: Whose, level: &Name, span: Span, org: &Org, precision: Precision) -> Outcome<Fraction> {
        self.part(&OfFields::default()).amount(whose, level, span, org, precision)
    }

    /// The targets that count for a person or a unit in a span, by the rule of the plan.
    pub fn counting(&self, whose: Whose, level: &Name, span: Span, org: &Org) -> Outcome<Vec<Share>> {
        self.part(&OfFields::default()).counting(whose, level, span, org)
    }

    /// The targets that a person or a unit itself has in a span.
    pub fn own(&self, whose: Whose, level: &Name, span: Span, org: &Org) -> Outcome<Vec<Share>> {
        self.part(&OfFields::default()).own(whose, level, span, org)
    }

    /// What the people at and below a unit have in a span: of a mover, the part that belongs here. A person has what is their
    /// own.
    pub fn members(&self, whose: Whose, level: &Name, span: Span, org: &Org) -> Outcome<Vec<Share>> {
        self.part(&OfFields::default()).members(whose, level, span, org)
    }
}

impl Held {
    /// What another target takes the place of this one for.
    fn key(&self) -> (Whose, &Name, &OfFields, NaiveDate, Reverse<NaiveDate>) {
        let span = self.target.period.span();
        (self.whose, &self.level, &self.target.of_fields, span.from(), Reverse(span.to()))
    }

    /// By what it is looked up.
    pub(super) fn place(&self) -> (Whose, &Name, &OfFields) {
        (self.whose, &self.level, &self.target.of_fields)
    }
}

impl Placed {
    /// By what it is looked up.
    pub(super) fn place(&self) -> (Id<Unit>, &Name, &OfFields) {
        (self.unit, &self.level, &self.of_fields)
    }
}

/// Divides every target of a person over the units in which the person stays within its period.
fn place_all(plan: &TargetPlan, held: &[Held], org: &Org) -> Vec<Placed> {
    let trees = org.units().map(|(_, unit)| unit.tree().saturating_add(1)).max().unwrap_or(0);
    let mut cuts: Vec<NaiveDate> = org.unit_days().collect();
    sort::all(&mut cuts);
    cuts.dedup();
    let mut placed = Vec::new();
    for Held { whose, level, target } in held {
        let Whose::Person(who) = *whose else { continue };
        for tree in 0..trees {
            for (unit, amount) in parts((plan, target), who, (tree, &cuts), org) {
                let (period, id, uplift) = (target.period, target.id.clone(), target.uplift);
                let (level, of_fields) = (level.clone(), OfFields::clone(&target.of_fields));
                let part_of = target.part_of.clone();
                placed.push(Placed { unit, level, of_fields, period, id, who, amount, uplift, part_of });
            }
        }
    }
    sort::by(&mut placed, |one, other| one.place().cmp(&other.place()));
    placed
}

/// The units of a tree to which a target belongs, each with its part.
fn parts(
    (plan, target): (&TargetPlan, &Target),
    person: Id<Person>,
    (tree, cuts): (usize, &[NaiveDate]),
    org: &Org,
) -> Vec<(Id<Unit>, Outcome<Fraction>)> {
    let stays = stays(person, target.period.span(), (tree, cuts), org);
    let divided = divided(plan, target, &stays);
    let mut parts: Vec<(Id<Unit>, Outcome<Fraction>)> = Vec::new();
    for (index, (_, path)) in stays.iter().enumerate() {
        let part = match &divided {
            Ok(divided) => divided.get(index).copied().ok_or(Why::NoTarget),
            Err(why) => Err(why.clone()),
        };
        // Under `stay` and `follow` the target is elsewhere, though the person is here for some days.
        if part == Ok(Fraction::ZERO) && plan.transfer != Transfer::Days && target.amount != Ok(Fraction::ZERO) {
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
        return Ok(vec![target.amount.clone()?]);
    }
    let days: Vec<i64> = stays.iter().map(|(span, _)| span.days()).collect();
    let amount = target.amount.clone()?.to_decimal().ok_or(Why::Overflow)?;
    let parts = divide(amount, &days, plan.transfer, plan.rounding.to.step(), plan.rounding.odd());
    Ok(parts.map_err(|_| Why::Overflow)?.into_iter().map(Fraction::from).collect())
}

/// Days in one place, with the units there and above.
type Stay = (Span, Vec<Id<Unit>>);

/// A person's stays in a tree within a span, each with the units above it: cut where the person moves, or a unit does. `cuts` are
/// the days on which units do, rising.
fn stays(person: Id<Person>, span: Span, (tree, cuts): (usize, &[NaiveDate]), org: &Org) -> Vec<Stay> {
    let from = cuts.partition_point(|day| *day < span.from());
    let to = cuts.partition_point(|day| *day < span.to());
    let cuts = cuts.get(from..to).unwrap_or_default();
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
