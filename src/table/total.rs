//! What has come together since the start: the table function T of `whole`, `slices`, `above` and `passed`.
//!
//! A line that moves the key from s to e has T(e) − T(s): so however a way is cut into lines, they have together what
//! the way has, and a return walks back down what its sale walked up.

use crate::quantity::{Fraction, Outcome, Precision, Why};

use super::definition::{Edge, ReadWord};
use super::ladder::{Ladder, Standing};
use super::lookup::Sides;

/// The table function of one column along one ladder.
///
/// It is nothing at the start of the table, or at 0 where the table has no start.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Total {
    // What each rung holds.
    values: Vec<Fraction>,
    // What the rungs below each one have come to when it begins.
    sums: Vec<Outcome<Fraction>>,
    // What `slices` has come to at 0, where the table has no start.
    at_zero: Outcome<Fraction>,
    rate: bool,
}

/// How a total is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading<'t> {
    pub read: ReadWord,
    pub ladder: &'t Ladder,
    pub sides: Sides,
    pub precision: Precision,
}

impl Total {
    /// Adds up the rungs of a ladder; `values` are theirs, in the same order.
    pub(super) fn new(values: Vec<Fraction>, rate: bool, how: Reading<'_>) -> Total {
        let mut total = Total { values, sums: Vec::new(), at_zero: Ok(Fraction::ZERO), rate };
        let mut sum = Ok(Fraction::ZERO);
        for position in 0..total.values.len() {
            total.sums.push(sum.clone());
            sum = sum.and_then(|sum| sum.plus(total.of_rung(position, how)?, how.precision));
        }
        if how.read == ReadWord::Slices && how.ladder.start().is_none() {
            total.at_zero = total.raw(Fraction::ZERO, how);
        }
        total
    }

    /// What a rung adds when it is passed from end to end; nothing where it has no start, from which to measure.
    fn of_rung(&self, position: usize, how: Reading<'_>) -> Outcome<Fraction> {
        let value = self.value(position)?;
        let rung = how.ladder.rungs.get(position).ok_or(Why::OutOfTable)?;
        match (how.read, rung.from, rung.to) {
            (ReadWord::Slices, Some(from), Some(to)) if self.rate => {
                value.times(to.minus(from, how.precision)?, how.precision)
            }
            (ReadWord::Slices, None, _) if self.rate => Ok(Fraction::ZERO),
            _ => Ok(value),
        }
    }

    fn value(&self, position: usize) -> Outcome<Fraction> {
        self.values.get(position).copied().ok_or(Why::OutOfTable)
    }

    /// T at a value of the key.
    pub(super) fn at(&self, at: Fraction, how: Reading<'_>) -> Outcome<Fraction> {
        let total = self.raw(at, how)?;
        match how.read {
            ReadWord::Slices => total.minus(self.at_zero.clone()?, how.precision),
            _ => Ok(total),
        }
    }

    /// What a line from one value of the key to another has.
    ///
    /// Before the first line nothing was had: at 0, amounts that are reached do not count yet.
    pub(super) fn between(&self, from: Fraction, to: Fraction, how: Reading<'_>) -> Outcome<Fraction> {
        let had = |at: Fraction| match how.read {
            ReadWord::Whole | ReadWord::Passed if at.is_zero() => Ok(Fraction::ZERO),
            _ => self.raw(at, how),
        };
        had(to)?.minus(had(from)?, how.precision)
    }

    /// T but for a constant.
    fn raw(&self, at: Fraction, how: Reading<'_>) -> Outcome<Fraction> {
        let (start, end) = (how.ladder.start(), how.ladder.end());
        let top = how.ladder.top();
        let continuous = matches!(how.read, ReadWord::Slices | ReadWord::Above);
        if continuous && start == Some(at) {
            return self.on(0, at, how);
        }
        if how.read == ReadWord::Slices && end == Some(at) {
            return self.on(top, at, how);
        }
        match how.ladder.standing(at, how.sides.boundary) {
            Standing::On(position) => self.on(position, at, how),
            Standing::Below => match how.sides.below {
                Edge::Undefined => Err(Why::OutOfTable),
                Edge::Extend => self.on(0, at, how),
                Edge::Flat => self.on(0, start.unwrap_or(at), how),
                Edge::Zero if continuous => self.on(0, start.unwrap_or(at), how),
                Edge::Zero => Ok(Fraction::ZERO),
                Edge::Mirror if at.is_zero() => Ok(Fraction::ZERO),
                Edge::Mirror => self.raw(at.negate(), how).map(Fraction::negate),
            },
            Standing::Above => match how.sides.above {
                Edge::Undefined | Edge::Mirror => Err(Why::OutOfTable),
                Edge::Extend => self.on(top, at, how),
                Edge::Flat => self.on(top, end.unwrap_or(at), how),
                Edge::Zero => self.beyond(top, end.unwrap_or(at), how),
            },
        }
    }

    /// T above the last row, where a row of zero lies there.
    fn beyond(&self, top: usize, end: Fraction, how: Reading<'_>) -> Outcome<Fraction> {
        match how.read {
            ReadWord::Slices | ReadWord::Passed => self.on(top, end, how),
            ReadWord::Above => {
                let first = how.ladder.rungs.first().and_then(|rung| rung.to).unwrap_or(end);
                self.on(0, first, how)
            }
            _ => Ok(Fraction::ZERO),
        }
    }

    /// T as the row at a position has it.
    fn on(&self, position: usize, at: Fraction, how: Reading<'_>) -> Outcome<Fraction> {
        let value = self.value(position)?;
        let rung = how.ladder.rungs.get(position).ok_or(Why::OutOfTable)?;
        let precision = how.precision;
        let sum = || self.sums.get(position).cloned().unwrap_or(Err(Why::OutOfTable));
        match how.read {
            ReadWord::Whole if self.rate => value.times(at, precision),
            ReadWord::Slices => {
                // A first row without a start is measured back from its end, or from 0.
                let start = rung.from.or(rung.to).unwrap_or(Fraction::ZERO);
                let part = at.minus(start, precision)?;
                let part = match (self.rate, rung.from, rung.to) {
                    (true, ..) => part,
                    (false, Some(from), Some(to)) => part.over(to.minus(from, precision)?, precision)?,
                    // Rows without an end hold nothing that could be shared out.
                    _ => Fraction::ZERO,
                };
                sum()?.plus(value.times(part, precision)?, precision)
            }
            ReadWord::Above => self.above(position, value, at, how),
            ReadWord::Passed => sum()?.plus(value, precision),
            _ => Ok(value),
        }
    }

    /// The first row's rate up to its end, another one's on all beyond.
    fn above(&self, position: usize, value: Fraction, at: Fraction, how: Reading<'_>) -> Outcome<Fraction> {
        let start = how.ladder.start().unwrap_or(Fraction::ZERO);
        let first = how.ladder.rungs.first().and_then(|rung| rung.to);
        let Some(end) = first.filter(|_| position > 0) else {
            return value.times(at.minus(start, how.precision)?, how.precision);
        };
        let below = self.value(0)?.times(end.minus(start, how.precision)?, how.precision)?;
        let beyond = value.times(at.minus(end, how.precision)?, how.precision)?;
        below.plus(beyond, how.precision)
    }
}
