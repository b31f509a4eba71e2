//! What everybody has, period by period.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::calendar::{Period, Span};
use crate::id::Key;
use crate::kpi::OfFields;
use crate::quantity::{Fraction, Outcome, Precision, Why};

use super::super::compile::TargetPlan;
use super::super::fields::is_within;
use super::{Holder, Spot};

/// What somebody has in a period.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// The period.
    pub period: Period,
    /// Of which part of the facts it is.
    pub of_fields: OfFields,
    /// The entry from which it comes.
    pub by: Key,
    /// The part of what was cut, or what was set.
    pub base: Fraction,
    /// Why it is undefined, where nobody knows how much was set.
    pub undefined: Option<Why>,
    /// What it is multiplied by: 1, unless parts come to more than the whole.
    pub uplift: Fraction,
    /// Whether it stays where what is above it is cut anew.
    pub pinned: bool,
    /// The unit of whose target it is a part; nothing, where it was set itself.
    pub part_of: Option<Key>,
}

impl Slot {
    /// How much it is.
    pub fn amount(&self) -> Outcome<Fraction> {
        match &self.undefined {
            Some(why) => Err(why.clone()),
            None => self.base.times(self.uplift, Precision::MAX),
        }
    }

    fn key(&self) -> (&OfFields, NaiveDate, Reverse<NaiveDate>) {
        key(&self.of_fields, self.period.span())
    }

    /// Whether the period of another one lies in its own.
    fn has(&self, other: &Slot) -> bool {
        is_inside(other.period.span(), self.period.span())
    }
}

fn key(of: &OfFields, span: Span) -> (&OfFields, NaiveDate, Reverse<NaiveDate>) {
    (of, span.from(), Reverse(span.to()))
}

/// The slots of everybody: each part of the facts in the order of time, and the longer of two that begin together first.
#[derive(Clone, Debug, Default)]
pub(super) struct Slots {
    of: BTreeMap<Holder, Vec<Slot>>,
    /// By unit: whoever had a part of its target.
    below: BTreeMap<Key, BTreeSet<Holder>>,
}

impl Slots {
    pub(super) fn all(&self) -> impl Iterator<Item = (&Holder, &Slot)> {
        self.of.iter().flat_map(|(who, slots)| slots.iter().map(move |slot| (who, slot)))
    }

    pub(super) fn get(&self, (who, period, of): Spot<'_>) -> Option<&Slot> {
        let (slots, sought) = (self.of.get(who)?, key(of, period.span()));
        slots.binary_search_by(|slot| slot.key().cmp(&sought)).ok().and_then(|at| slots.get(at))
    }

    pub(super) fn put(&mut self, who: &Holder, slot: Slot) {
        if let Some(unit) = &slot.part_of {
            self.below.entry(unit.clone()).or_default().insert(who.clone());
        }
        let slots = self.of.entry(who.clone()).or_default();
        match slots.binary_search_by(|known| known.key().cmp(&slot.key())) {
            Ok(at) => slots.get_mut(at).into_iter().for_each(|known| *known = slot.clone()),
            Err(at) => slots.insert(at, slot),
        }
    }

    /// Takes those away for which it is so.
    pub(super) fn remove(&mut self, who: &Holder, mut is: impl FnMut(&Slot) -> bool) {
        if let Some(slots) = self.of.get_mut(who) {
            slots.retain(|slot| !is(slot));
        }
    }

    /// All that somebody has.
    pub(super) fn of(&self, who: &Holder) -> &[Slot] {
        self.of.get(who).map_or(&[], Vec::as_slice)
    }

    /// All that somebody has within a span of a part of the facts.
    pub(super) fn inside<'s>(
        &'s self,
        plan: &'s TargetPlan,
        who: &Holder,
        span: Span,
        of: &'s OfFields,
    ) -> impl Iterator<Item = &'s Slot> {
        let slots = self.of(who).iter();
        slots.filter(move |slot| is_inside(slot.period.span(), span) && plan.is_part(&slot.of_fields, of))
    }

    /// What somebody has within a span of a part of the facts: of the longest periods and of what is narrowed least, and
    /// of nothing that lies in one of those, nor of what is left out.
    pub(super) fn longest<'s>(
        &'s self,
        plan: &'s TargetPlan,
        (who, of): (&Holder, &'s OfFields),
        span: Span,
        but: impl Fn(&Slot) -> bool,
    ) -> Vec<&'s Slot> {
        let mut found: Vec<&Slot> = Vec::new();
        for slot in self.inside(plan, who, span, of).filter(|slot| !but(slot)) {
            let is_new = found.last().is_none_or(|last| last.of_fields != slot.of_fields || !last.has(slot));
            found.extend(is_new.then_some(slot));
        }
        let most = found.iter().map(|slot| slot.of_fields.len()).max();
        let wide: Vec<&Slot> = found.iter().copied().filter(|slot| Some(slot.of_fields.len()) < most).collect();
        found.retain(|slot| {
            let is_wider = |wide: &&Slot| {
                let is_part = wide.of_fields.len() < slot.of_fields.len() && wide.has(slot);
                is_part && is_within(&slot.of_fields, &wide.of_fields)
            };
            !wide.iter().any(is_wider)
        });
        found
    }

    /// The same, added.
    pub(super) fn sum_but(
        &self,
        plan: &TargetPlan,
        whose: (&Holder, &OfFields),
        span: Span,
        but: impl Fn(&Slot) -> bool,
    ) -> Outcome<Option<Fraction>> {
        let mut sum: Option<Fraction> = None;
        for slot in self.longest(plan, whose, span, but) {
            sum = Some(slot.amount()?.plus(sum.unwrap_or(Fraction::ZERO), Precision::MAX)?);
        }
        Ok(sum)
    }

    /// The same of all that is there; nothing, where there is nothing.
    pub(super) fn sum(&self, plan: &TargetPlan, whose: (&Holder, &OfFields), span: Span) -> Outcome<Option<Fraction>> {
        self.sum_but(plan, whose, span, |_| false)
    }

    /// Whoever had a part of a unit's target, in their order.
    pub(super) fn below(&self, unit: &Key) -> Vec<Holder> {
        self.below.get(unit).into_iter().flatten().cloned().collect()
    }
}

/// Whether a span lies in another one.
pub(super) fn is_inside(part: Span, whole: Span) -> bool {
    part.overlap(whole) == Some(part)
}
