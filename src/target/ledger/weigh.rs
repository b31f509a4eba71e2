//! How much each part weighs, and between which limits it lies.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::calendar::Period;
use crate::formula::Program;
use crate::kpi::{OfFields, Question};
use crate::quantity::{Fraction, Outcome, Part, Precision, RoundTo, RoundingMode, Unit, Why};

use super::super::cascade::{Driver, Unknown, blend};
use super::super::compile::TargetPlan;
use super::super::split::{Nothing, Split};
use super::node::Failure;
use super::times::Times;
use super::{Ground, Holder, Spot};

/// Asks for the figures by which a plan cuts.
pub(super) struct Weigher<'a> {
    pub plan: &'a TargetPlan,
    pub ground: &'a dyn Ground,
}

impl Weigher<'_> {
    /// The weights of parts, each of somebody in a period and of some of the facts; `of` is who is cut.
    pub(super) fn weights(&self, split: &Split, of: &Holder, parts: &[Spot<'_>]) -> Result<Vec<Fraction>, Failure> {
        if split.by.is_empty() {
            return Ok(vec![Fraction::ONE; parts.len()]);
        }
        let mut drivers = Vec::with_capacity(split.by.len());
        for share in &split.by {
            let mut values: Vec<Outcome<Fraction>> = Vec::with_capacity(parts.len());
            for part in parts {
                values.push(self.ground.figure_of(&share.formula, *part));
            }
            if split.nothing == Nothing::Even && are_nothing(&values, split.missing) {
                values = vec![Ok(Fraction::ONE); parts.len()];
            }
            drivers.push(Driver { weight: share.weight, values });
        }
        // Of figures that come to nothing there are no shares.
        blend(&drivers, split.missing).map_err(|why| match why {
            Why::DividedByZero => Failure {
                of: of.clone(),
                why: "nobody has a figure above zero by which it could be cut".to_owned(),
                undefined: Why::NotSplit,
            },
            Why::NotANumber => Failure {
                of: of.clone(),
                why: "a figure by which it is cut is below zero".to_owned(),
                undefined: Why::NotSplit,
            },
            why => Failure {
                of: of.clone(),
                why: format!("a figure by which it is cut is undefined: {why}"),
                undefined: why,
            },
        })
    }

    /// The weights of periods, of which only what is open counts: each its share of them all, times the share of it that is open.
    /// Where that is nothing of any, all that are open are alike, if the plan says so.
    pub(super) fn open_shares(
        &self,
        split: &Split,
        whose: (&Holder, &OfFields),
        nodes: &[usize],
        times: &Times,
    ) -> Result<Vec<Fraction>, Failure> {
        let mut shares = self.shares_that_are_open(split, whose, nodes, times)?;
        if split.nothing == Nothing::Even && shares.iter().all(|share| share.is_zero()) {
            for (share, node) in shares.iter_mut().zip(nodes) {
                *share = if times.is_open(*node) { Fraction::ONE } else { Fraction::ZERO };
            }
        }
        Ok(shares)
    }

    fn shares_that_are_open(
        &self,
        split: &Split,
        (who, of): (&Holder, &OfFields),
        nodes: &[usize],
        times: &Times,
    ) -> Result<Vec<Fraction>, Failure> {
        let periods: Vec<Spot<'_>> =
            nodes.iter().filter_map(|node| times.period(*node)).map(|period| (who, period, of)).collect();
        let weights = self.weights(split, who, &periods)?;
        let failed = |why: Why| Failure { of: who.clone(), why: why.to_string(), undefined: why };
        let mut shares = Vec::with_capacity(nodes.len());
        for (weight, node) in weights.into_iter().zip(nodes) {
            let open = self.open_part((who, of), *node, times)?;
            shares.push(weight.times(open, Precision::MAX).map_err(failed)?);
        }
        Ok(shares)
    }

    /// The first of some parts whose figure asks for days that are to come, and the last of these days.
    pub(super) fn ahead(&self, split: &Split, parts: &[Spot<'_>]) -> Option<(Period, NaiveDate)> {
        parts.iter().find_map(|part| {
            let asked = split.by.iter().filter_map(|share| self.ground.ahead(&share.formula, *part));
            asked.max().map(|last| (part.1, last))
        })
    }

    /// The share of a period that is open.
    fn open_part(&self, (who, of): (&Holder, &OfFields), node: usize, times: &Times) -> Result<Fraction, Failure> {
        let leaves = times.leaves_of(node);
        let open = leaves.iter().filter(|leaf| times.is_open(**leaf)).count();
        if open == leaves.len() {
            return Ok(Fraction::ONE);
        }
        let parts = times.parts(node).and_then(|(rule, parts)| Some((self.plan.splits.get(rule)?, parts)));
        let Some((split, parts)) = parts.filter(|_| open > 0) else { return Ok(Fraction::ZERO) };
        let periods: Vec<Spot<'_>> =
            parts.iter().filter_map(|part| times.period(*part)).map(|period| (who, period, of)).collect();
        let weights = self.weights(split, who, &periods)?;
        let shares = self.shares_that_are_open(split, (who, of), parts, times)?;
        let sum = |of: &[Fraction]| of.iter().try_fold(Fraction::ZERO, |sum, one| sum.plus(*one, Precision::MAX));
        let share = sum(&shares).and_then(|open| open.over(sum(&weights)?, Precision::MAX));
        share.map_err(|why| Failure { of: who.clone(), why: why.to_string(), undefined: why })
    }

    /// A part with the limits that the plan sets for it.
    pub(super) fn limited(
        &self,
        split: &Split,
        weight: Fraction,
        whole: Decimal,
        spot: Spot<'_>,
    ) -> Result<Part, Failure> {
        let mut part = Part::by(weight);
        part.least = self.limit(split.least.as_ref(), RoundingMode::Ceiling, whole, spot)?;
        part.most = self.limit(split.most.as_ref(), RoundingMode::Floor, whole, spot)?;
        Ok(part)
    }

    fn limit(
        &self,
        limit: Option<&Program<Question>>,
        mode: RoundingMode,
        whole: Decimal,
        spot: Spot<'_>,
    ) -> Result<Option<Decimal>, Failure> {
        let Some(limit) = limit else { return Ok(None) };
        let to = RoundTo::new(self.plan.rounding.to.step(), mode).unwrap_or(self.plan.rounding.to);
        // Below zero, limits are those of how much it is; of zero, on the side of all that is cut with it.
        let amount = self.part_of(limit, whole.abs(), spot).and_then(|amount| to.apply(amount));
        amount.map(Some).map_err(|why| Failure {
            of: spot.0.clone(),
            why: format!("a limit of its part is undefined: {why}"),
            undefined: why,
        })
    }

    /// What each part says itself that it is.
    pub(super) fn amounts(
        &self,
        split: &Split,
        whole: Decimal,
        of: Spot<'_>,
        members: &[Holder],
    ) -> Result<Vec<Decimal>, Failure> {
        let Some(share) = split.by.first() else { return Ok(Vec::new()) };
        let values: Vec<Outcome<Fraction>> =
            members.iter().map(|who| self.part_of(&share.formula, whole, (who, of.1, of.2))).collect();
        let failed = |why: Why| Failure {
            of: of.0.clone(),
            why: format!("a figure that says what a part is is undefined: {why}"),
            undefined: why,
        };
        let instead = mean(&values).map_err(failed)?;
        let mut amounts = Vec::with_capacity(values.len());
        for value in values {
            let value = match (value, split.missing) {
                (Ok(value), _) => value,
                (Err(_), Unknown::Zero) => Fraction::ZERO,
                (Err(_), Unknown::Mean) => instead,
                (Err(why), Unknown::Hold) => return Err(failed(why)),
            };
            amounts.push(self.plan.rounding.to.apply(value).map_err(failed)?);
        }
        Ok(amounts)
    }

    /// A figure as a part of a whole: a share of it, or an amount.
    fn part_of(&self, formula: &Program<Question>, whole: Decimal, spot: Spot<'_>) -> Outcome<Fraction> {
        let figure = self.ground.figure_of(formula, spot)?;
        if formula.unit == Unit::Ratio { figure.times(Fraction::from(whole), Precision::MAX) } else { Ok(figure) }
    }
}

/// Whether figures come to nothing.
fn are_nothing(values: &[Outcome<Fraction>], missing: Unknown) -> bool {
    values.iter().all(|value| match value {
        Ok(value) => value.is_zero(),
        Err(_) => missing != Unknown::Hold,
    })
}

/// What those that have a value have on average; zero, where none does.
fn mean(values: &[Outcome<Fraction>]) -> Outcome<Fraction> {
    let defined: Vec<Fraction> = values.iter().filter_map(|value| value.as_ref().ok().copied()).collect();
    let Some(count) = i64::try_from(defined.len()).ok().filter(|count| *count > 0) else { return Ok(Fraction::ZERO) };
    let sum = defined.into_iter().try_fold(Fraction::ZERO, |sum, one| sum.plus(one, Precision::MAX))?;
    sum.over(Fraction::whole(count), Precision::MAX)
}
