//! What stays of a time and of a part of the facts while the rest of it is cut anew.

use rust_decimal::Decimal;

use crate::calendar::Period;
use crate::kpi::OfFields;
use crate::quantity::{Fraction, Outcome, Part, Precision, Why};

use super::super::super::cascade::Cell;
use super::super::node::{Failure, FieldNode, Fixed, Member};
use super::Cutting;

impl Cutting<'_> {
    /// The parts, by time or by field, of what stays.
    pub(super) fn kept_parts(
        &self,
        cell: Cell,
        member: usize,
        times: &[usize],
        fields: &[FieldNode],
    ) -> Result<Vec<Part>, Failure> {
        let amount = self.cascade.amount(cell);
        let mut parts = Vec::with_capacity(times.len().saturating_mul(fields.len()));
        for time in times {
            for field in fields {
                let fixed = self.fixed_of(member, *time, field);
                parts.push(self.with_fixed(Part::by(Fraction::ONE), member, fixed, amount)?);
            }
        }
        Ok(parts)
    }

    /// The part of an amount, which has what stays of it.
    pub(super) fn with_fixed(&self, mut part: Part, member: usize, fixed: Fixed, of: Decimal) -> Result<Part, Failure> {
        let Some(sum) = fixed.sum.map_err(|why| self.undefined(member, why))? else { return Ok(part) };
        let base = sum.to_decimal().ok_or_else(|| self.undefined(member, Why::Overflow))?;
        if fixed.is_all {
            part.pinned = Some(base);
        } else if base.is_sign_negative() == of.is_sign_negative() {
            part.least = Some(part.least.unwrap_or_default().max(base.abs()));
        }
        Ok(part)
    }

    /// What somebody has in a cell that does not change.
    pub(super) fn fixed(&self, cell: Cell) -> Fixed {
        self.fixed_of(cell.member, self.time(cell.time), self.field(cell))
    }

    /// What somebody has of a time and of a part of the facts that does not change.
    pub(super) fn fixed_of(&self, member: usize, time: usize, field: &FieldNode) -> Fixed {
        let Some((of, who)) = self.members.get(member).and_then(|of| Some((of, of.who.as_ref()?))) else {
            return Fixed { is_all: false, sum: Ok(None) };
        };
        let (mut is_all, mut sum) = (true, Ok(None));
        for leaf in self.whole.times.open_leaves(time) {
            let Some(period) = self.whole.times.period(leaf) else { continue };
            for part in &field.leaves {
                if !self.stays.is_fixed((who, period, part)) && !self.is_fixed_above(of, period, part) {
                    is_all = false;
                    continue;
                }
                sum = sum.and_then(|sum: Option<Fraction>| {
                    let own = self.base(self.stays.amount((who, period, part))?, of.uplift)?;
                    sum.unwrap_or(Fraction::ZERO).plus(own, Precision::MAX).map(Some)
                });
            }
        }
        let is_all = is_all && matches!(sum, Ok(Some(_)) | Err(_));
        Fixed { is_all, sum }
    }

    /// Whether what a unit has in a period stays, of which somebody is cut: then all below it stays too.
    fn is_fixed_above(&self, of: &Member, period: Period, part: &OfFields) -> bool {
        let mut at = of.above;
        while let Some(above) = self.members.get(at).filter(|_| at > 0) {
            if above.who.as_ref().is_some_and(|who| self.stays.is_fixed((who, period, part))) {
                return true;
            }
            at = above.above;
        }
        false
    }

    /// What is to be cut off for an amount that stays: without what it is multiplied by.
    fn base(&self, amount: Fraction, uplift: Fraction) -> Outcome<Fraction> {
        if uplift == Fraction::ONE && amount.to_decimal().is_some() {
            return Ok(amount);
        }
        self.plan.rounding.apply(amount.over(uplift, Precision::MAX)?)
    }
}
