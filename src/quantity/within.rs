//! Cutting an amount where some parts are fixed, and others have limits.

use rust_decimal::Decimal;

use super::apportion::over_common_denominator;
use super::decimal::exact_sum;
use super::limits::Limits;
use super::{Fraction, LIMIT_PARTS, Odd, SplitError, split};

/// A part of an amount, with what is known of it beforehand.
///
/// ```
/// use attain::quantity::{Fraction, Part};
///
/// let part = Part { most: Some("500".parse().unwrap()), ..Part::by(Fraction::whole(3)) };
/// assert_eq!((part.least, part.pinned), (None, None));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// By what the amount is cut.
    pub weight: Fraction,
    /// The least that it may be.
    pub least: Option<Decimal>,
    /// The most that it may be.
    pub most: Option<Decimal>,
    /// What it is, whatever the others are.
    pub pinned: Option<Decimal>,
}

impl Part {
    /// A part without limits.
    pub fn by(weight: Fraction) -> Part {
        Part { weight, least: None, most: None, pinned: None }
    }
}

/// Cuts an amount by weight into parts that add up to it exactly, each within its limits.
///
/// Pinned parts have what they have. All others have the same multiple of their weights, but at least `least` and at most
/// `most`; what limits keep from one or force upon another is shared by the rest by their weights. Limits hold in whole steps: a
/// `least` is raised, a `most` lowered to the next one. What no limit holds is cut by largest remainder, as in
/// [`split()`]; nothing that is not pinned is below zero.
///
/// # Errors
///
/// As [`split()`]; and where pins and limits leave too much or too little, [`SplitError::TooMuch`] and
/// [`SplitError::TooLittle`] say by how much; [`SplitError::Crossed`] names a part between whose limits no whole step lies;
/// [`SplitError::AllZero`] that only parts of weight zero could have what is left.
///
/// ```
/// use attain::quantity::{Fraction, Odd, Part, SplitError, split_within};
/// use rust_decimal::Decimal;
///
/// // 1,000 by 5 : 3 : 2, the last at least 250, and one more pinned to 100.
/// let parts = [
///     Part::by(Fraction::whole(5)),
///     Part::by(Fraction::whole(3)),
///     Part { least: Some(Decimal::from(250)), ..Part::by(Fraction::whole(2)) },
///     Part { pinned: Some(Decimal::from(100)), ..Part::by(Fraction::whole(9)) },
/// ];
/// let cut = |amount: i64| split_within(Decimal::from(amount), &parts, Decimal::ONE, Odd::First);
/// assert_eq!(cut(1000)?, [406, 244, 250, 100].map(Decimal::from));
/// assert_eq!(cut(340), Err(SplitError::TooMuch { fixed: Decimal::from(350), by: Decimal::from(10) }));
/// # Ok::<(), SplitError>(())
/// ```
pub fn split_within(amount: Decimal, parts: &[Part], step: Decimal, odd: Odd) -> Result<Vec<Decimal>, SplitError> {
    let (fixed, left) = fixed(amount, parts, step, odd)?;
    let mut answer: Vec<Decimal> = Vec::with_capacity(parts.len());
    let (mut free, mut weights) = (Vec::new(), Vec::new());
    for (index, (part, fixed)) in parts.iter().zip(fixed).enumerate() {
        answer.push(fixed.unwrap_or_default());
        if fixed.is_none() {
            free.push(index);
            weights.push(part.weight);
        }
    }
    if left.is_zero() {
        return Ok(answer);
    }
    for (index, part) in free.iter().zip(split(left, &weights, step, among(odd, &free))?) {
        if let Some(place) = answer.get_mut(*index) {
            *place = part;
        }
    }
    Ok(answer)
}

/// The parts that a pin or a limit holds, and what is left for all others; those have weights above zero where it is not zero.
pub(super) fn fixed(
    amount: Decimal,
    parts: &[Part],
    step: Decimal,
    odd: Odd,
) -> Result<(Vec<Option<Decimal>>, Decimal), SplitError> {
    check(parts, step, odd)?;
    let limits = Limits::of(parts, step)?;
    let pinned = sum(parts.iter().filter_map(|part| part.pinned))?;
    let left = less(amount, pinned)?;
    limits.leave_room(left, pinned)?;
    let weights: Vec<Fraction> = parts.iter().map(|part| part.weight).collect();
    let mut fixed = limits.held(left, &over_common_denominator(&weights)?)?;
    for (fixed, part) in fixed.iter_mut().zip(parts) {
        *fixed = part.pinned.or(*fixed);
    }
    let left = less(amount, sum(fixed.iter().flatten().copied())?)?;
    if !left.is_zero() && fixed.iter().all(Option::is_some) {
        return Err(SplitError::AllZero);
    }
    Ok((fixed, left))
}

fn check(parts: &[Part], step: Decimal, odd: Odd) -> Result<(), SplitError> {
    let count = parts.len();
    match odd {
        _ if count == 0 => return Err(SplitError::NoWeights),
        _ if count > LIMIT_PARTS => return Err(SplitError::TooManyParts { parts: count }),
        Odd::At(index) if index >= count => return Err(SplitError::NoSuchPart { index, parts: count }),
        _ if step <= Decimal::ZERO => return Err(SplitError::StepNotPositive),
        _ => {}
    }
    match parts.iter().position(|part| part.weight.is_negative()) {
        Some(index) => Err(SplitError::Negative { index }),
        None => Ok(()),
    }
}

/// The same order among those that are left.
fn among(odd: Odd, free: &[usize]) -> Odd {
    match odd {
        Odd::At(index) => free.iter().position(|one| *one == index).map_or(Odd::First, Odd::At),
        odd => odd,
    }
}

/// The exact sum of two amounts; without one, nothing is cut.
pub(super) fn added(one: Decimal, other: Decimal) -> Result<Decimal, SplitError> {
    exact_sum(one, other).ok_or(SplitError::Overflow)
}

/// The exact difference of two amounts.
#[expect(clippy::arithmetic_side_effects, reason = "another sign overflows nothing")]
pub(super) fn less(one: Decimal, other: Decimal) -> Result<Decimal, SplitError> {
    added(one, -other)
}

fn sum(amounts: impl Iterator<Item = Decimal>) -> Result<Decimal, SplitError> {
    let mut sum = Decimal::ZERO;
    for amount in amounts {
        sum = added(sum, amount)?;
    }
    Ok(sum)
}
