//! What does not change while a target is cut.

use crate::calendar::Period;
use crate::id::Key;
use crate::quantity::{Fraction, Outcome};

use super::slots::{Slot, Slots};
use super::{Closing, Ground, Holder, Spot};

/// Slots that are pinned, and times that are closed, by what is known.
pub(super) struct Stays<'a> {
    pub slots: &'a Slots,
    pub closings: &'a [Closing],
    pub ground: &'a dyn Ground,
}

impl Stays<'_> {
    /// Whether what somebody has in a period does not change.
    pub(super) fn is_fixed(&self, spot: Spot<'_>) -> bool {
        self.slots.get(spot).is_some_and(|slot| slot.pinned) || self.is_closed(spot.0, spot.1)
    }

    /// What somebody has in a period; nothing is zero, where nothing was to be had.
    pub(super) fn amount(&self, spot: Spot<'_>) -> Outcome<Fraction> {
        self.slots.get(spot).map_or(Ok(Fraction::ZERO), Slot::amount)
    }

    /// Whether a period is closed for somebody: the last word on it counts.
    pub(super) fn is_closed(&self, who: &Holder, period: Period) -> bool {
        let span = period.span();
        let mut above: Option<Vec<Key>> = None;
        let said = self.closings.iter().rev().find(|closing| {
            closing.span.overlap(span) == Some(span)
                && match &closing.who {
                    None => true,
                    Some(named) if named == who => true,
                    Some(Holder::Unit(unit)) => {
                        above.get_or_insert_with(|| self.ground.above(who, period)).contains(unit)
                    }
                    Some(Holder::Person(_)) => false,
                }
        });
        said.is_some_and(|closing| closing.closes)
    }
}
