//! What goes where something is set anew: parts of what was, longer periods that were cut, targets whose parts were undefined.

use crate::calendar::Period;
use crate::kpi::OfFields;

use super::super::fields::is_within;
use super::slots::{Slot, is_inside};
use super::{Broken, Ground, Holder, Ledger, Setting, has_any};

impl Ledger<'_> {
    /// Takes away what was a part of somebody's target in some periods, unless it stays.
    pub(super) fn forget_below(&mut self, (who, of): (&Holder, &OfFields), periods: &[Period], ground: &dyn Ground) {
        let Holder::Unit(unit) = who else { return };
        let leaves = self.plan.parts_of(of);
        let mut next = vec![(unit.clone(), periods.to_vec())];
        while let Some((unit, periods)) = next.pop() {
            for below in self.slots.below(&unit) {
                let stays = self.stays(ground);
                let mut parts: Vec<(Period, &OfFields)> = Vec::new();
                for period in &periods {
                    parts.extend(leaves.iter().map(|of| (*period, of)).filter(|(period, of)| {
                        let slot = stays.slots.get((&below, *period, of));
                        let is_part = slot.is_some_and(|slot| slot.part_of.as_ref() == Some(&unit));
                        is_part && !stays.is_fixed((&below, *period, of))
                    }));
                }
                let is = |slot: &Slot, (period, of): &(Period, &OfFields)| {
                    period.span() == slot.period.span() && **of == slot.of_fields
                };
                self.slots.remove(&below, |slot| parts.iter().any(|part| is(slot, part)));
                if let (Holder::Unit(unit), false) = (below, parts.is_empty()) {
                    let mut periods: Vec<Period> = parts.into_iter().map(|(period, _)| period).collect();
                    periods.dedup();
                    next.push((unit, periods));
                }
            }
        }
    }

    /// Takes away what somebody has in periods of what is set that are longer than some that are cut, or those themselves; and
    /// so of the part of the facts, or of what that was cut from.
    pub(super) fn forget_longer(&mut self, setting: &Setting, (who, of): (&Holder, &OfFields), periods: &[Period]) {
        let (plan, whole) = (self.plan, setting.period.span());
        self.slots.remove(who, |slot| {
            let stays = slot.pinned && *who != setting.who;
            let is_of = plan.is_part(&slot.of_fields, of)
                || is_within(of, &slot.of_fields) && plan.is_part(&slot.of_fields, &setting.of_fields);
            // What was never cut over fields and is of less than a part would count beside it.
            let is_in = || periods.iter().any(|part| is_inside(slot.period.span(), part.span()));
            let is_wide = || plan.parts_of(&slot.of_fields) != [OfFields::clone(&slot.of_fields)];
            let is_met = || has_any(slot, periods) || (is_in() && is_wide());
            !stays && is_inside(slot.period.span(), whole) && is_of && is_met()
        });
    }

    /// What does not stand alone any more has no parts that are undefined.
    pub(super) fn forget_mended(&mut self, who: &Holder) {
        let slots = self.slots.of(who);
        let stands = |broken: &Broken| {
            slots.iter().any(|slot| slot.period.span() == broken.span && slot.of_fields == broken.of_fields)
        };
        self.broken.retain(|broken| broken.who != *who || stands(broken));
    }
}
