//! What everybody has, period by period.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::{Period, Span};
use crate::id::Key;
use crate::quantity::{Fraction, Outcome, Precision};

use super::Holder;

/// What somebody has in a period.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// The period.
    pub period: Period,
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
}

/// The slots of everybody, each in the order of time, and the longer of two that begin together first.
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

    pub(super) fn of(&self, who: &Holder) -> &[Slot] {
        self.of.get(who).map_or(&[], Vec::as_slice)
    }

    pub(super) fn get(&self, who: &Holder, period: Period) -> Option<&Slot> {
        self.of.get(who)?.iter().find(|slot| slot.period.span() == period.span())
    }

    pub(super) fn put(&mut self, who: &Holder, slot: Slot) {
        if let Some(unit) = &slot.part_of {
            self.below.entry(unit.clone()).or_default().insert(who.clone());
        }
        let slots = self.of.entry(who.clone()).or_default();
        slots.retain(|known| known.period.span() != slot.period.span());
        let order = |span: Span| (span.from(), std::cmp::Reverse(span.to()));
        let at = slots.partition_point(|known| order(known.period.span()) < order(slot.period.span()));
        slots.insert(at, slot);
    }

    /// Takes those away for which it is so.
    pub(super) fn remove(&mut self, who: &Holder, mut is: impl FnMut(&Slot) -> bool) {
        if let Some(slots) = self.of.get_mut(who) {
            slots.retain(|slot| !is(slot));
        }
    }

    /// All that somebody has within a span.
    pub(super) fn inside(&self, who: &Holder, span: Span) -> impl Iterator<Item = &Slot> {
        self.of.get(who).into_iter().flatten().filter(move |slot| is_inside(slot.period.span(), span))
    }

    /// What somebody has within a span, added: of the longest periods, and of nothing that lies in one of those, nor of what
    /// is left out.
    pub(super) fn sum_but(&self, who: &Holder, span: Span, but: impl Fn(&Slot) -> bool) -> Outcome<Option<Fraction>> {
        let (mut sum, mut last): (Option<Fraction>, Option<Span>) = (None, None);
        for slot in self.inside(who, span).filter(|slot| !but(slot)) {
            let own = slot.period.span();
            if last.is_none_or(|last| !is_inside(own, last)) {
                last = Some(own);
                sum = Some(slot.amount()?.plus(sum.unwrap_or(Fraction::ZERO), Precision::MAX)?);
            }
        }
        Ok(sum)
    }

    /// What somebody has within a span, added; nothing, where there is nothing.
    pub(super) fn sum(&self, who: &Holder, span: Span) -> Outcome<Option<Fraction>> {
        self.sum_but(who, span, |_| false)
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
