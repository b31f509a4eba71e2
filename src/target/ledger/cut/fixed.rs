//! What stays of a time while the rest of it is cut anew.

use rust_decimal::Decimal;

use crate::calendar::Period;
use crate::quantity::{Fraction, Outcome, Part, Precision, Why};

use super::super::super::cascade::Cell;
use super::{Cutting, Failure, Member};

/// What does not change of a time: all of it, or a part.
pub(super) struct Fixed {
    pub is_all: bool,
    pub sum: Outcome<Option<Fraction>>,
}

impl Cutting<'_> {
    /// The parts of a time of which everything stays.
    pub(super) fn kept_parts(&self, cell: Cell, member: usize, open: &[usize]) -> Result<Vec<Part>, Failure> {
        let amount = self.cascade.amount(cell);
        open.iter().map(|node| self.with_fixed(Part::by(Fraction::ONE), member, *node, amount)).collect()
    }

    /// The part of an amount, which has what stays of it.
    pub(super) fn with_fixed(&self, mut part: Part, member: usize, time: usize, of: Decimal) -> Result<Part, Failure> {
        let fixed = self.fixed(member, time);
        let Some(sum) = fixed.sum.map_err(|why| self.undefined(member, why))? else { return Ok(part) };
        let base = sum.to_decimal().ok_or_else(|| self.undefined(member, Why::Overflow))?;
        if fixed.is_all {
            part.pinned = Some(base);
        } else if base.is_sign_negative() == of.is_sign_negative() {
            part.least = Some(part.least.unwrap_or_default().max(base.abs()));
        }
        Ok(part)
    }

    /// What somebody has of a time that does not change.
    pub(super) fn fixed(&self, member: usize, time: usize) -> Fixed {
        let Some((of, who)) = self.members.get(member).and_then(|of| Some((of, of.who.as_ref()?))) else {
            return Fixed { is_all: false, sum: Ok(None) };
        };
        let (mut is_all, mut sum) = (true, Ok(None));
        for leaf in self.whole.times.open_leaves(time) {
            let Some(period) = self.whole.times.period(leaf) else { continue };
            if self.stays.is_fixed(who, period) || self.is_fixed_above(of, period) {
                sum = sum.and_then(|sum: Option<Fraction>| {
                    let own = self.base(self.stays.amount(who, period)?, of.uplift)?;
                    sum.unwrap_or(Fraction::ZERO).plus(own, Precision::MAX).map(Some)
                });
            } else {
                is_all = false;
            }
        }
        let is_all = is_all && matches!(sum, Ok(Some(_)) | Err(_));
        Fixed { is_all, sum }
    }

    /// Whether what a unit has in a period stays, of which somebody is cut: then all below it stays too.
    fn is_fixed_above(&self, of: &Member, period: Period) -> bool {
        let mut at = of.above;
        while let Some(above) = self.members.get(at).filter(|_| at > 0) {
            if above.who.as_ref().is_some_and(|who| self.stays.is_fixed(who, period)) {
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
