//! What everybody has, period by period.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::calendar::{Period, Span};
use crate::id::Key;
use crate::kpi::OfFields;
use crate::quantity::{Fraction, Outcome, Precision};

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
        self.base.times(self.uplift, Precision::MAX)
    }

    fn key(&self) -> (&OfFields, NaiveDate, Reverse<NaiveDate>) {
        key(&self.of_fields, self.period.span())
    }

    /// Whether a span lies in its period.
    fn has(&self, span: Span) -> bool {
        self.period.span().overlap(span) == Some(span)
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

    /// What somebody has within a span of a part of the facts: the longest periods and what is narrowed least, and nothing that
    /// lies in one of those.
    pub(super) fn within(&self, plan: &TargetPlan, who: &Holder, span: Span, of: &OfFields) -> Vec<&Slot> {
        let mut found: Vec<&Slot> = Vec::new();
        for slot in self.of.get(who).into_iter().flatten() {
            let own = slot.period.span();
            let is_inside = own.overlap(span) == Some(own) && plan.is_part(&slot.of_fields, of);
            let is_part = found.last().is_some_and(|last| last.of_fields == slot.of_fields && last.has(own));
            if is_inside && !is_part {
                found.push(slot);
            }
        }
        let most = found.iter().map(|slot| slot.of_fields.len()).max();
        let wide: Vec<&Slot> = found.iter().copied().filter(|slot| Some(slot.of_fields.len()) < most).collect();
        found.retain(|slot| {
            let is_wider = |wide: &&Slot| {
                wide.of_fields.len() < slot.of_fields.len()
                    && is_within(&slot.of_fields, &wide.of_fields)
                    && wide.has(slot.period.span())
            };
            !wide.iter().any(is_wider)
        });
        found
    }

    /// The same, added; nothing, where there is nothing.
    pub(super) fn sum(&self, plan: &TargetPlan, who: &Holder, span: Span, of: &OfFields) -> Outcome<Option<Fraction>> {
        let mut sum = None;
        for slot in self.within(plan, who, span, of) {
            let amount = slot.amount()?;
            sum = Some(match sum {
                None => amount,
                Some(sum) => amount.plus(sum, Precision::MAX)?,
            });
        }
        Ok(sum)
    }

    /// Whoever had a part of a unit's target, in their order.
    pub(super) fn below(&self, unit: &Key) -> Vec<Holder> {
        self.below.get(unit).into_iter().flatten().cloned().collect()
    }
}
