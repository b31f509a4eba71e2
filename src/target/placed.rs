//! What of the targets of people belongs to which unit.

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::id::Id;
use crate::org::{Org, Person, Unit};
use crate::quantity::{Fraction, Outcome, Precision, Why};
use crate::sort;

use super::IS_WHOLE;
use super::compile::TargetPlan;
use super::definition::Transfer;
use super::held::{Held, Placed, Spot, at, code, index};
use super::transfer::divide;

/// The parts of people's targets that belong to each unit.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    /// By unit and strand, then in the order of the book.
    all: Vec<Placed>,
    /// By unit: where those begin that belong to it.
    starts: Vec<u32>,
    /// The parts into which targets are divided.
    parts: Vec<Outcome<Fraction>>,
}

/// All targets of a book, and where those of each holder begin.
pub(super) type All<'b> = (&'b [Spot], &'b [Held], &'b [u32]);

/// Days in one place, with the units there and above.
type Stay = (Span, Vec<Id<Unit>>);

impl Places {
    /// Divides every target of a person over the units in which the person stays within its period.
    pub(super) fn of(plan: &TargetPlan, (spots, held, starts): All<'_>, org: &Org) -> Places {
        let mut still = Still::new(org);
        let (trees, cuts) = (still.trees, still.cuts.clone());
        let mut making = Making { plan, held, placed: Vec::new(), units: Vec::new(), parts: Vec::new() };
        for ((who, _), ends) in org.people().zip(starts.windows(2)) {
            let [from, to] = ends else { continue };
            let own = spots.get(index(*from)..index(*to)).unwrap_or_default();
            let Some(around) = around(own) else { continue };
            if IS_WHOLE && let Some(stay) = still.stay(who, around) {
                for (spot, held) in own.iter().zip(*from..) {
                    if spot.span().and_then(|days| days.overlap(stay.span)).is_some() {
                        stay.units().for_each(|unit| making.put(unit, Placed { held, who, part: 0 }));
                    }
                }
                continue;
            }
            let stays: Vec<Vec<Stay>> = (0..trees).map(|tree| stays(who, around, (tree, &cuts), org)).collect();
            for (spot, held) in own.iter().zip(*from..) {
                for stays in &stays {
                    making.place((who, held), *spot, stays);
                }
            }
        }
        making.done(spots, org.units().len())
    }

    /// How many units there are.
    pub(super) fn units(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// What belongs to a unit, by its place.
    pub(super) fn at(&self, unit: usize) -> &[Placed] {
        let ends = (self.starts.get(unit), self.starts.get(unit.saturating_add(1)));
        let (Some(from), Some(to)) = ends else { return &[] };
        self.all.get(index(*from)..index(*to)).unwrap_or_default()
    }

    /// What belongs to a unit of a strand.
    pub(super) fn of_unit<'p>(&'p self, unit: Id<Unit>, strand: u32, spots: &[Spot]) -> &'p [Placed] {
        let own = self.at(unit.index());
        let is_of = |placed: &Placed| at(spots, placed.held).map_or(0, |spot| spot.strand);
        let from = own.partition_point(|placed| is_of(placed) < strand);
        let own = own.get(from..).unwrap_or_default();
        own.get(..own.partition_point(|placed| is_of(placed) == strand)).unwrap_or_default()
    }

    /// How much of a target it is.
    pub(super) fn amount(&self, placed: Placed, held: &Held) -> Outcome<Fraction> {
        match placed.part.checked_sub(1) {
            None => held.amount(),
            Some(part) => at(&self.parts, part).cloned().unwrap_or(Err(Why::NoTarget)),
        }
    }
}

/// Where people stay who stay in one place, while no unit moves.
pub(super) struct Still<'o> {
    org: &'o Org,
    trees: usize,
    /// The days on which units are introduced, move or end, rising.
    cuts: Vec<NaiveDate>,
    /// By unit: the first day for which it was looked at last, and the units there and above.
    known: Vec<Option<(NaiveDate, Vec<Id<Unit>>)>>,
}

/// A stay, with the units of each tree.
pub(super) struct OneStay<'s> {
    pub span: Span,
    paths: Vec<&'s [Id<Unit>]>,
}

impl OneStay<'_> {
    /// The units in which it is, and those above.
    pub(super) fn units(&self) -> impl Iterator<Item = Id<Unit>> {
        self.paths.iter().copied().flatten().copied()
    }
}

impl<'o> Still<'o> {
    pub(super) fn new(org: &'o Org) -> Still<'o> {
        let trees = org.units().map(|(_, unit)| unit.tree().saturating_add(1)).max().unwrap_or(0);
        let mut cuts: Vec<NaiveDate> = org.unit_days().collect();
        sort::all(&mut cuts);
        cuts.dedup();
        Still { org, trees, cuts, known: vec![None; org.units().len()] }
    }

    /// The one stay of somebody within some days; nothing, where the person or a unit may move then.
    pub(super) fn stay(&mut self, who: Id<Person>, around: Span) -> Option<OneStay<'_>> {
        let leaf = &self.org[self.org.alone().get(who.index()).copied().flatten()?];
        let Some(span) = leaf.span().overlap(around) else {
            return Some(OneStay { span: Span::new(around.from(), around.from())?, paths: Vec::new() });
        };
        let next = self.cuts.get(self.cuts.partition_point(|day| *day <= span.from()));
        if next.is_some_and(|day| *day < span.to()) {
            return None;
        }
        let units = || (0..self.trees).filter_map(|tree| leaf.unit(tree));
        for unit in units() {
            let known = self.known.get_mut(unit.index())?;
            if known.as_ref().is_none_or(|(day, _)| *day != span.from()) {
                *known = Some((span.from(), self.org.path(unit, span.from())));
            }
        }
        let path = |unit: Id<Unit>| self.known.get(unit.index())?.as_ref().map(|(_, path)| path.as_slice());
        Some(OneStay { span, paths: units().filter_map(path).collect() })
    }
}

/// Places on their way.
struct Making<'b> {
    plan: &'b TargetPlan,
    held: &'b [Held],
    placed: Vec<Placed>,
    /// Of which unit each is.
    units: Vec<u32>,
    parts: Vec<Outcome<Fraction>>,
}

impl Making<'_> {
    /// Places a target of somebody in the units of one tree, given all their stays there.
    fn place(&mut self, (who, held): (Id<Person>, u32), spot: Spot, stays: &[Stay]) {
        let from = stays.partition_point(|(days, _)| days.to() <= spot.from);
        let stays = stays.get(from..).unwrap_or_default();
        let stays = stays.get(..stays.partition_point(|(days, _)| days.from() < spot.to)).unwrap_or_default();
        if let [(_, path)] = stays {
            for unit in path {
                self.put(*unit, Placed { held, who, part: 0 });
            }
            return;
        }
        let (Some(target), Some(span), false) = (at(self.held, held), spot.span(), stays.is_empty()) else { return };
        for (unit, amount) in divided(self.plan, target, span, stays) {
            self.parts.push(amount);
            let part = code(self.parts.len());
            self.put(unit, Placed { held, who, part });
        }
    }

    fn put(&mut self, unit: Id<Unit>, placed: Placed) {
        self.units.push(code(unit.index()));
        self.placed.push(placed);
    }

    fn done(self, spots: &[Spot], units: usize) -> Places {
        let (mut order, starts) = sort::buckets(&self.units, units);
        let strand = |place: &u32| {
            let placed = at(&self.placed, *place);
            placed.and_then(|placed| at(spots, placed.held)).map_or(0, |spot| spot.strand)
        };
        for ends in starts.windows(2) {
            let [from, to] = ends else { continue };
            let own = order.get_mut(index(*from)..index(*to)).unwrap_or_default();
            if !own.is_sorted_by_key(strand) {
                sort::keyed(own, |place| u64::from(strand(place)));
            }
        }
        let mut all = Vec::with_capacity(order.len());
        for place in order {
            all.extend(at(&self.placed, place));
        }
        Places { all, starts, parts: self.parts }
    }
}

/// The time from the first day of any target to the last.
fn around(spots: &[Spot]) -> Option<Span> {
    let from = spots.iter().map(|spot| spot.from).min()?;
    Span::new(from, spots.iter().map(|spot| spot.to).max()?)
}

/// The units of a tree to which a target belongs, each with its part.
fn divided(plan: &TargetPlan, target: &Held, span: Span, stays: &[Stay]) -> Vec<(Id<Unit>, Outcome<Fraction>)> {
    let divided = parts(plan, target, span, stays);
    let mut parts: Vec<(Id<Unit>, Outcome<Fraction>)> = Vec::new();
    for (index, (_, path)) in stays.iter().enumerate() {
        let part = match &divided {
            Ok(divided) => divided.get(index).copied().ok_or(Why::NoTarget),
            Err(why) => Err(why.clone()),
        };
        // Under `stay` and `follow` the target is elsewhere, though the person is here for some days.
        if part == Ok(Fraction::ZERO) && plan.transfer != Transfer::Days && target.amount() != Ok(Fraction::ZERO) {
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

/// The part of a target that belongs to each of several stays.
fn parts(plan: &TargetPlan, target: &Held, span: Span, stays: &[Stay]) -> Outcome<Vec<Fraction>> {
    let days: Vec<i64> = stays.iter().map(|(days, _)| days.overlap(span).map_or(0, Span::days)).collect();
    let amount = target.amount()?.to_decimal().ok_or(Why::Overflow)?;
    let parts = divide(amount, &days, plan.transfer, plan.rounding.to.step(), plan.rounding.odd());
    Ok(parts.map_err(|_| Why::Overflow)?.into_iter().map(Fraction::from).collect())
}

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
