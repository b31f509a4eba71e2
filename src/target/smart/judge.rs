//! Comparing a target with what is expected.

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::formula::is_amount;
use crate::quantity::{Fraction, Outcome, Precision, Unit, Why};

use super::definition::Thresholds;
use super::finding::{Finding, Reason};

/// All that is known of a target before it is set.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The unit of the KPI that it is about; nothing, where there is no such KPI.
    pub unit: Option<Unit>,
    /// Whether somebody has it.
    pub owner: bool,
    /// Whether the KPI can be reckoned, or why not.
    pub computable: Outcome<()>,
    /// How much.
    pub amount: Outcome<Fraction>,
    /// Whether a lesser amount is the better, and so the harder one.
    pub lower_is_better: bool,
    /// The KPI in the same period a year before.
    pub last_year: Outcome<Fraction>,
    /// The KPI in past periods of the same grain.
    pub history: Vec<Outcome<Fraction>>,
    /// The target above, of which it is a part; nothing, where there is nobody above.
    pub parent: Option<Outcome<Fraction>>,
    /// Its days.
    pub period: Option<Span>,
    /// The day on which it is looked at.
    pub as_of: NaiveDate,
}

/// What speaks against a target, in the order of the letters; nothing, where nothing does.
pub fn check(proposal: &Proposal, thresholds: &Thresholds) -> Vec<Finding> {
    let mut reasons = Vec::new();
    if proposal.unit.is_none() {
        reasons.push(Reason::NoKpi);
    }
    if !proposal.owner {
        reasons.push(Reason::NoOwner);
    }
    measurable(proposal, &mut reasons);
    if let Ok(amount) = proposal.amount {
        let judge = Judge { amount, lower: proposal.lower_is_better, exact: Precision::default() };
        judge.growth(proposal, thresholds, &mut reasons);
        judge.history(proposal, thresholds, &mut reasons);
    }
    if let Some(Err(why)) = &proposal.parent {
        reasons.push(Reason::NoParent(why.clone()));
    }
    match proposal.period {
        None => reasons.push(Reason::NoPeriod),
        Some(period) if period.is_empty() => reasons.push(Reason::NoPeriod),
        Some(period) if period.to() <= proposal.as_of => reasons.push(Reason::Over(period)),
        Some(_) => {}
    }
    let unit = proposal.unit.unwrap_or(Unit::Number);
    reasons.into_iter().map(|reason| Finding { reason, unit }).collect()
}

fn measurable(proposal: &Proposal, reasons: &mut Vec<Reason>) {
    if let Err(why) = &proposal.amount {
        reasons.push(Reason::NoAmount(why.clone()));
    }
    if let Some(unit) = proposal.unit.filter(|unit| !is_amount(*unit)) {
        reasons.push(Reason::NotAnAmount(unit));
    }
    if let Err(why) = &proposal.computable {
        reasons.push(Reason::NotComputable(why.clone()));
    }
}

/// An amount that is compared, and which side is the hard one.
struct Judge {
    amount: Fraction,
    lower: bool,
    exact: Precision,
}

impl Judge {
    fn growth(&self, proposal: &Proposal, thresholds: &Thresholds, reasons: &mut Vec<Reason>) {
        let Some(most) = thresholds.growth else { return };
        match &proposal.last_year {
            Err(why) => reasons.push(Reason::NoYearBefore(why.clone())),
            Ok(last_year) if last_year.is_zero() => reasons.push(Reason::NothingYearBefore),
            Ok(last_year) => add(self.grows_more(*last_year, most), reasons),
        }
    }

    fn history(&self, proposal: &Proposal, thresholds: &Thresholds, reasons: &mut Vec<Reason>) {
        let least = match (thresholds.best, thresholds.z) {
            (None, None) => return,
            (_, None) => 1,
            // One period alone has no deviation.
            (_, Some(_)) => 2,
        };
        let known: Vec<Fraction> = proposal.history.iter().flatten().copied().collect();
        let need = thresholds.history.max(least);
        if known.len() < need {
            reasons.push(Reason::TooLittleHistory { have: known.len(), need });
            return;
        }
        if let Some(most) = thresholds.best {
            add(self.beats_best(&known, most), reasons);
        }
        if let Some(most) = thresholds.z {
            add(self.stands_out(&known, most), reasons);
        }
    }

    fn grows_more(&self, last_year: Fraction, most: Fraction) -> Outcome<Option<Reason>> {
        let change = self.harder_than(last_year)?.over(last_year.abs(), self.exact)?;
        Ok((change > most).then_some(Reason::Growth { amount: self.amount, last_year, change, most }))
    }

    fn beats_best(&self, known: &[Fraction], most: Fraction) -> Outcome<Option<Reason>> {
        let best = if self.lower { known.iter().min() } else { known.iter().max() };
        let best = *best.ok_or(Why::NothingDefined)?;
        if best.is_zero() {
            return Ok(Some(Reason::NothingBest));
        }
        let room = most.minus(Fraction::ONE, self.exact)?.times(best.abs(), self.exact)?;
        let limit = best.plus(self.harder(room), self.exact)?;
        let beyond = if self.lower { self.amount < limit } else { self.amount > limit };
        Ok(beyond.then_some(Reason::Best { amount: self.amount, best, limit }))
    }

    /// Squares are compared, as roots are seldom fractions.
    fn stands_out(&self, known: &[Fraction], most: Fraction) -> Outcome<Option<Reason>> {
        let (mean, variance) = spread(known, self.exact)?;
        let off = self.harder_than(mean)?;
        let (square, room) = (off.times(off, self.exact)?, most.times(most, self.exact)?.times(variance, self.exact)?);
        if off <= Fraction::ZERO || square <= room {
            return Ok(None);
        }
        let once: Vec<(Fraction, u64)> = known.iter().map(|amount| (*amount, 1)).collect();
        let deviation = Fraction::deviation(&once, self.exact)?;
        let periods = known.len();
        Ok(Some(Reason::Spread { amount: self.amount, mean, deviation, most, periods }))
    }

    /// By how much the amount is harder than another one; below zero, where it is easier.
    fn harder_than(&self, other: Fraction) -> Outcome<Fraction> {
        self.amount.minus(other, self.exact).map(|more| self.harder(more))
    }

    fn harder(&self, by: Fraction) -> Fraction {
        if self.lower { by.negate() } else { by }
    }
}

/// The mean, and the variance of a sample.
fn spread(known: &[Fraction], exact: Precision) -> Outcome<(Fraction, Fraction)> {
    let whole = |count: usize| i64::try_from(count).map(Fraction::whole).map_err(|_| Why::Overflow);
    let sum = known.iter().try_fold(Fraction::ZERO, |sum, amount| sum.plus(*amount, exact))?;
    let mean = sum.over(whole(known.len())?, exact)?;
    let mut squares = Fraction::ZERO;
    for amount in known {
        let off = amount.minus(mean, exact)?;
        squares = squares.plus(off.times(off, exact)?, exact)?;
    }
    let variance = squares.over(whole(known.len().saturating_sub(1))?, exact)?;
    Ok((mean, variance))
}

fn add(found: Outcome<Option<Reason>>, reasons: &mut Vec<Reason>) {
    match found {
        Ok(reason) => reasons.extend(reason),
        Err(why) => reasons.push(Reason::NotReckoned(why)),
    }
}
