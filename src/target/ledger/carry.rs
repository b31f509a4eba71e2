//! What a period fell short of its target, or came out beyond it, carried into another one.

use crate::calendar::Period;
use crate::kpi::Better;
use crate::log::Carried;
use crate::quantity::{Fraction, Outcome, Precision, Why};

use super::{Ground, Ledger, Setting, What};

impl Ledger<'_> {
    /// What is carried out of a period: its target, as it counts, less what was reached, by what was known when it is said. Nothing,
    /// where that is on the side that is not carried.
    pub(super) fn carried(
        &self,
        setting: &Setting,
        (from, only): (Period, Option<Carried>),
        ground: &dyn Ground,
    ) -> Result<Fraction, What> {
        let label = || self.calendar.label(from);
        let is_over = ground.day().is_none_or(|day| from.last() < day);
        if !is_over {
            return Err(What::NotOver { from: label() });
        }
        let left = self.left_of(setting, from, ground).map_err(|why| What::NotCarried { from: label(), why })?;
        let is_short = match self.plan.better {
            Some(Better::Lower) => left < Fraction::ZERO,
            Some(Better::Higher) | None => left > Fraction::ZERO,
        };
        let is_carried = match only {
            None => true,
            Some(Carried::Shortfall) => is_short,
            Some(Carried::Surplus) => !is_short,
        };
        Ok(if is_carried { left } else { Fraction::ZERO })
    }

    fn left_of(&self, setting: &Setting, from: Period, ground: &dyn Ground) -> Outcome<Fraction> {
        let whose = (&setting.who, &setting.of_fields);
        let mut target = None;
        for slot in self.slots.longest(self.plan, whose, from.span(), |_| false) {
            let counts = slot.amount()?.times(ground.factor(&setting.who, slot.period)?, Precision::MAX)?;
            target = Some(counts.plus(target.unwrap_or(Fraction::ZERO), Precision::MAX)?);
        }
        let reached = ground.reached((&setting.who, from, &setting.of_fields))?;
        target.ok_or(Why::NoTarget)?.minus(reached, Precision::MAX)
    }
}
