//! The least and the most that parts may have: who is held by which limit, and who shares what is left.
#![expect(clippy::arithmetic_side_effects, reason = "big integers do not overflow, and no divisor here is zero")]

use num_bigint::BigUint;
use rust_decimal::Decimal;

use crate::sort;

use super::SplitError;
use super::split::Units;
use super::within::{Part, added, less};

/// The limits of the parts that are not pinned, in whole steps; nothing of those that are.
pub(super) struct Limits {
    step: Decimal,
    of: Vec<Option<(u128, Option<u128>)>>,
}

impl Limits {
    pub(super) fn of(parts: &[Part], step: Decimal) -> Result<Limits, SplitError> {
        let mut of = Vec::with_capacity(parts.len());
        for (index, part) in parts.iter().enumerate() {
            let limits = if part.pinned.is_some() { None } else { Some(in_steps(index, part, step)?) };
            of.push(limits);
        }
        Ok(Limits { step, of })
    }

    /// Whether what is left fits between all that is least and all that is most.
    pub(super) fn leave_room(&self, left: Decimal, pinned: Decimal) -> Result<(), SplitError> {
        let (mut least, mut most) = (0_u128, Some(0_u128));
        for (low, high) in self.of.iter().flatten() {
            least = least.checked_add(*low).ok_or(SplitError::Overflow)?;
            most = most.zip(*high).and_then(|(most, high)| most.checked_add(high));
        }
        let least = amount(least, self.step)?;
        if least > left {
            return Err(SplitError::TooMuch { fixed: added(pinned, least)?, by: less(least, left)? });
        }
        // Caps that together pass all that there can be hold nothing back.
        if let Some(most) = most.and_then(|most| amount(most, self.step).ok()).filter(|most| *most < left) {
            return Err(SplitError::TooLittle { fixed: added(pinned, most)?, by: less(left, most)? });
        }
        Ok(())
    }

    /// Those that have just their limit, because their share lies on it or beyond it.
    pub(super) fn held(&self, left: Decimal, weights: &[BigUint]) -> Result<Vec<Option<Decimal>>, SplitError> {
        let turns = self.turns(weights);
        let mut state = State::new(self, weights);
        // The multiple of the weights grows; at each turn a part begins to move, or stops.
        let scaled = Scaled::of(left, self.step)?;
        for turn in turns {
            if !state.comes_below(&turn, &scaled) {
                break;
            }
            state.take(&turn, self, weights);
        }
        let mut held = Vec::with_capacity(self.of.len());
        for (at, limits) in state.at.iter().zip(&self.of) {
            let fixed = match (at, limits) {
                (Standing::Least, Some((least, _))) => Some(*least),
                (Standing::Most, Some((_, Some(most)))) => Some(*most),
                _ => None,
            };
            held.push(fixed.map(|steps| amount(steps, self.step)).transpose()?);
        }
        Ok(held)
    }

    /// The multiples at which a part leaves its least or reaches its most, the smallest first.
    fn turns(&self, weights: &[BigUint]) -> Vec<Turn> {
        let mut turns = Vec::new();
        for (index, (limits, weight)) in self.of.iter().zip(weights).enumerate() {
            let Some((least, most)) = limits else { continue };
            if *weight == BigUint::ZERO {
                continue;
            }
            turns.push(Turn { index, steps: *least, weight: weight.clone(), to: Standing::Free });
            if let Some(most) = most {
                turns.push(Turn { index, steps: *most, weight: weight.clone(), to: Standing::Most });
            }
        }
        sort::by(&mut turns, |one, other| {
            (&other.weight * one.steps).cmp(&(&one.weight * other.steps)).then(one.to.cmp(&other.to))
        });
        turns
    }
}

/// Where a part stands, in the order in which it goes through.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    Least,
    Free,
    Most,
}

/// A multiple of the weights, steps ÷ weight, at which a part stands elsewhere from then on.
struct Turn {
    index: usize,
    steps: u128,
    weight: BigUint,
    to: Standing,
}

/// What all parts have, as the multiple grows.
struct State {
    at: Vec<Standing>,
    fixed: BigUint,
    moving: BigUint,
}

/// An amount in steps, as a fraction.
struct Scaled {
    count: BigUint,
    per: BigUint,
}

impl Scaled {
    fn of(amount: Decimal, step: Decimal) -> Result<Scaled, SplitError> {
        let units = Units::of(amount, step)?;
        Ok(Scaled { count: units.count.into(), per: units.per.into() })
    }
}

impl State {
    /// All at their least: of a weight of zero that is where it stays.
    fn new(limits: &Limits, weights: &[BigUint]) -> State {
        let mut fixed = BigUint::ZERO;
        for (least, _) in limits.of.iter().flatten() {
            fixed += *least;
        }
        State { at: vec![Standing::Least; weights.len()], fixed, moving: BigUint::ZERO }
    }

    /// Whether all parts together have less than there is at this turn.
    fn comes_below(&self, turn: &Turn, left: &Scaled) -> bool {
        (&self.fixed * &turn.weight + &self.moving * turn.steps) * &left.per < &left.count * &turn.weight
    }

    fn take(&mut self, turn: &Turn, limits: &Limits, weights: &[BigUint]) {
        let (Some(at), Some(weight), Some(Some((least, _)))) =
            (self.at.get_mut(turn.index), weights.get(turn.index), limits.of.get(turn.index))
        else {
            return;
        };
        if turn.to == Standing::Free {
            self.fixed -= *least;
            self.moving += weight;
        } else {
            self.fixed += turn.steps;
            self.moving -= weight;
        }
        *at = turn.to;
    }
}

/// The least and the most of a part, in whole steps.
pub(super) fn in_steps(index: usize, part: &Part, step: Decimal) -> Result<(u128, Option<u128>), SplitError> {
    let crossed = || SplitError::Crossed { index };
    let least = steps(part.least.unwrap_or_default().max(Decimal::ZERO), step, true)?;
    let most = match part.most {
        Some(most) if most < Decimal::ZERO => return Err(crossed()),
        Some(most) => Some(steps(most, step, false)?),
        None => None,
    };
    if most.is_some_and(|most| most < least) { Err(crossed()) } else { Ok((least, most)) }
}

/// A limit in whole steps: raised or lowered to the next one.
fn steps(amount: Decimal, step: Decimal, up: bool) -> Result<u128, SplitError> {
    let units = Units::of(amount, step)?;
    let whole = units.count / units.per;
    Ok(if up && units.count % units.per > 0 { whole + 1 } else { whole })
}

fn amount(steps: u128, step: Decimal) -> Result<Decimal, SplitError> {
    let units = i128::try_from(steps).ok().and_then(|steps| steps.checked_mul(step.mantissa()));
    let amount = units.and_then(|units| Decimal::try_from_i128_with_scale(units, step.scale()).ok());
    amount.ok_or(SplitError::Overflow)
}
