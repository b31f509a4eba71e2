//! Cutting an amount into parts that add up again.

use rust_decimal::Decimal;
use thiserror::Error;

use super::apportion::Apportioned;
use super::decimal::mantissa_at;
use super::{Fraction, Outcome, Why};

/// Most parts of one split.
pub const LIMIT_PARTS: usize = 1_000_000;

/// Which of equal remainders gets an odd step.
///
/// ```
/// use attain::quantity::{Fraction, Odd, SplitError, split};
/// use rust_decimal::Decimal;
///
/// let thirds = |odd| split(Decimal::from(100), &[Fraction::ONE; 3], Decimal::ONE, odd);
/// assert_eq!(thirds(Odd::First)?, [34, 33, 33].map(Decimal::from));
/// assert_eq!(thirds(Odd::At(1))?, [33, 34, 33].map(Decimal::from));
/// # Ok::<(), SplitError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Odd {
    /// The first, then in order.
    First,
    /// The last, then backwards.
    Last,
    /// The part of this index, then all others in order.
    At(usize),
}

impl Odd {
    /// Where the part of that index stands among equals.
    pub(super) fn place(self, index: usize) -> usize {
        match self {
            Odd::First => index,
            Odd::Last => usize::MAX.saturating_sub(index),
            Odd::At(chosen) if index == chosen => 0,
            Odd::At(_) => index.saturating_add(1),
        }
    }
}

/// Cuts an amount by weight into parts of whole steps that add up to it exactly, by largest
/// remainder.
///
/// Every part is its exact share, in steps, without the fractional step. The steps left over go, one
/// each, to the largest fractional steps; `odd` orders those that are equal. So a part is always
/// within one step of its exact share, and a weight of zero gets exactly zero.
///
/// * An amount below zero is cut as its opposite is, with the sign put back: a return takes back
///   from everybody what the sale gave.
/// * Where the amount is no multiple of the step, the rest below one step goes to the part that
///   would get the next odd step. All other parts are multiples of the step.
///
/// Parts have the fractional digits of the step. Refused with a [`SplitError`] are weights that are
/// negative, or all zero, or none at all, a step that is not above zero, and more than
/// [`LIMIT_PARTS`] parts.
///
/// ```
/// use attain::quantity::{Fraction, Odd, SplitError, split};
/// use rust_decimal::Decimal;
///
/// let cent = Decimal::new(1, 2);
/// let shares = ["30%", "70%"].map(|share| share.parse::<attain::quantity::Ratio>().unwrap().value());
/// let parts = split(Decimal::new(645, 2), &shares, cent, Odd::First)?;
/// assert_eq!(parts, [Decimal::new(194, 2), Decimal::new(451, 2)]);
///
/// assert_eq!(split(Decimal::ONE, &[Fraction::ZERO], cent, Odd::First), Err(SplitError::AllZero));
/// # Ok::<(), SplitError>(())
/// ```
pub fn split(amount: Decimal, weights: &[Fraction], step: Decimal, odd: Odd) -> Result<Vec<Decimal>, SplitError> {
    check(weights, odd)?;
    let units = Units::of(amount, step)?;
    let shares = Apportioned::new(units.count, units.per, weights, odd)?;
    let parts = units.parts(&shares, step)?;
    if amount.is_sign_negative() {
        return Ok(parts.into_iter().map(opposite).collect());
    }
    Ok(parts)
}

/// [`split()`] by weights that were computed: one that is undefined is refused, with its reason.
pub fn split_outcomes(
    amount: Decimal,
    weights: &[Outcome<Fraction>],
    step: Decimal,
    odd: Odd,
) -> Result<Vec<Decimal>, SplitError> {
    let defined = |(index, weight): (usize, &Outcome<Fraction>)| match weight {
        Ok(weight) => Ok(*weight),
        Err(why) => Err(SplitError::Undefined { index, why: why.clone() }),
    };
    let weights: Vec<Fraction> = weights.iter().enumerate().map(defined).collect::<Result<_, _>>()?;
    split(amount, &weights, step, odd)
}

/// Why an amount cannot be cut. An index counts weights from zero.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SplitError {
    /// There are no weights, so there is nobody to give anything to.
    #[error("there is nothing to split by")]
    NoWeights,
    /// There are more than [`LIMIT_PARTS`] weights.
    #[error("{parts} parts are more than {LIMIT_PARTS}")]
    TooManyParts {
        /// How many there are.
        parts: usize,
    },
    /// A weight is below zero.
    #[error("weight {index} is below zero")]
    Negative {
        /// Which one.
        index: usize,
    },
    /// A weight has no value.
    #[error("weight {index} is undefined: {why}")]
    Undefined {
        /// Which one.
        index: usize,
        /// Why it has none.
        why: Why,
    },
    /// All weights are zero.
    #[error("all weights are zero")]
    AllZero,
    /// [`Odd::At`] names a part that does not exist.
    #[error("there is no part {index} among {parts}")]
    NoSuchPart {
        /// Which one it names.
        index: usize,
        /// How many there are.
        parts: usize,
    },
    /// There are not as many weights as the table has cells.
    #[error("{weights} weights are given for {cells} cells")]
    WrongCount {
        /// How many weights there are.
        weights: usize,
        /// How many cells the table has.
        cells: usize,
    },
    /// Some rows are above zero, and others below.
    #[error("some rows are above zero, and others below")]
    Signs,
    /// No part has room for what is below one step.
    #[error("the amount is no multiple of the step, and limits leave no part that could have the rest")]
    NoRoom,
    /// A row cannot be cut.
    #[error("row {row}: {error}")]
    InRow {
        /// Which one.
        row: usize,
        /// Why not.
        error: Box<SplitError>,
    },
    /// A row, column or group that is to be grouped does not exist, or is in a group already.
    #[error("{node} does not exist, or is in a group already")]
    NotFree {
        /// Which one.
        node: usize,
    },
    /// What is pinned and the least of all others come to more than there is.
    #[error("what is fixed and the least that all others may have come to {fixed}, which is {by} more than there is")]
    TooMuch {
        /// What they come to.
        fixed: Decimal,
        /// How much too much.
        by: Decimal,
    },
    /// What is pinned and the most of all others come to less than there is.
    #[error("what is fixed and the most that all others may have come to {fixed}, which is {by} less than there is")]
    TooLittle {
        /// What they come to.
        fixed: Decimal,
        /// How much too little.
        by: Decimal,
    },
    /// No whole step lies between the limits of a part.
    #[error("no whole step lies between the least and the most that part {index} may have")]
    Crossed {
        /// Which one.
        index: usize,
    },
    /// The step is not above zero.
    #[error("the step is not above zero")]
    StepNotPositive,
    /// The amount has more digits, counted in steps, than a part can have.
    #[error("the amount is too large to be split exactly")]
    Overflow,
    /// The weights are fractions without a common denominator of manageable size.
    #[error("the weights have no common denominator of manageable size")]
    WeightsTooFine,
}

impl SplitError {
    /// What would make it right.
    pub fn help(&self) -> &'static str {
        match self {
            SplitError::NoWeights => "give at least one weight",
            SplitError::TooManyParts { .. } => "split in two levels",
            SplitError::Negative { .. } => "give a weight of zero or more",
            SplitError::Undefined { .. } => "say what a missing weight counts as",
            SplitError::AllZero => "give at least one weight above zero, or split evenly",
            SplitError::NoSuchPart { .. } => "name one of the parts",
            SplitError::WrongCount { .. } => "give one weight for each cell, row by row",
            SplitError::NoRoom => "use a finer step, or an amount of whole steps",
            SplitError::Signs => "cut those above zero and those below it apart",
            SplitError::InRow { error, .. } => error.help(),
            SplitError::NotFree { .. } => "put each row, column and group into one group at most",
            SplitError::TooMuch { .. } => "lower a floor, unpin a part, or split more",
            SplitError::TooLittle { .. } => "raise a cap, unpin a part, or split less",
            SplitError::Crossed { .. } => {
                "let the most be at least the least, both at least zero, and a step between them"
            }
            SplitError::StepNotPositive => "give a step above zero, as `0.01`",
            SplitError::Overflow => "use an amount of fewer digits, or a larger step",
            SplitError::WeightsTooFine => "round the weights to the precision first",
        }
    }
}

pub(super) fn check(weights: &[Fraction], odd: Odd) -> Result<(), SplitError> {
    let parts = weights.len();
    match odd {
        _ if parts == 0 => return Err(SplitError::NoWeights),
        _ if parts > LIMIT_PARTS => return Err(SplitError::TooManyParts { parts }),
        Odd::At(index) if index >= parts => return Err(SplitError::NoSuchPart { index, parts }),
        _ => {}
    }
    if let Some(index) = weights.iter().position(|weight| weight.is_negative()) {
        return Err(SplitError::Negative { index });
    }
    if weights.iter().all(|weight| weight.is_zero()) {
        return Err(SplitError::AllZero);
    }
    Ok(())
}

/// The magnitude of the amount and the step, as whole numbers of `10^-scale`.
pub(super) struct Units {
    pub(super) count: u128,
    pub(super) per: u128,
    scale: u32,
}

impl Units {
    /// What is below one step.
    pub(super) fn rest(&self) -> u128 {
        self.count.checked_rem(self.per).unwrap_or(0)
    }

    pub(super) fn of(amount: Decimal, step: Decimal) -> Result<Units, SplitError> {
        if step <= Decimal::ZERO {
            return Err(SplitError::StepNotPositive);
        }
        let amount = amount.normalize();
        let scale = amount.scale().max(step.scale());
        let at_scale = |number| mantissa_at(number, scale).ok_or(SplitError::Overflow);
        let (count, per) = (at_scale(amount)?.unsigned_abs(), at_scale(step)?.unsigned_abs());
        Ok(Units { count, per, scale })
    }

    /// The parts of the magnitude.
    fn parts(&self, shares: &Apportioned, step: Decimal) -> Result<Vec<Decimal>, SplitError> {
        self.table(&shares.steps, shares.rest, step)
    }

    /// The same, of whole steps, and of the one that has the rest as well.
    pub(super) fn table(
        &self,
        steps: &[u128],
        rest: Option<(usize, u128)>,
        step: Decimal,
    ) -> Result<Vec<Decimal>, SplitError> {
        let mut parts = steps
            .iter()
            .map(|&steps| decimal(steps, step.mantissa().unsigned_abs(), 0, step.scale()))
            .collect::<Option<Vec<_>>>()
            .ok_or(SplitError::Overflow)?;
        if let Some((index, rest)) = rest {
            let steps = steps.get(index).copied().unwrap_or_default();
            let part = decimal(steps, self.per, rest, self.scale).ok_or(SplitError::Overflow)?;
            if let Some(place) = parts.get_mut(index) {
                *place = part;
            }
        }
        Ok(parts)
    }
}

/// `(steps * per + rest) / 10^scale`.
fn decimal(steps: u128, per: u128, rest: u128, scale: u32) -> Option<Decimal> {
    let mantissa = steps.checked_mul(per)?.checked_add(rest)?;
    Decimal::try_from_i128_with_scale(i128::try_from(mantissa).ok()?, scale).ok()
}

pub(super) fn opposite(mut part: Decimal) -> Decimal {
    part.set_sign_negative(!part.is_zero());
    part
}
