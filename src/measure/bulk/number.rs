//! Numbers of many facts at once.

use std::borrow::Cow;
use std::ops::Range;

use crate::formula::Arithmetic;
use crate::log::Told;

/// The digits of amounts, the numbers of days or the codes of texts, row by row.
#[derive(Clone)]
pub(super) enum Number<'s> {
    Digits(Told<'s, i64>),
    Dates(Told<'s, i32>),
    /// The days on which facts hold: all have one.
    Days(&'s [i32]),
    Codes(Told<'s, u32>),
    Constant(i64),
    /// Both sides, each times a power of ten first.
    Both(Arithmetic, Box<(Number<'s>, i64)>, Box<(Number<'s>, i64)>),
}

/// The numbers of some rows.
#[derive(Clone)]
pub(super) struct Block<'s> {
    pub values: Cow<'s, [i64]>,
    /// 1 where there is a value; nothing, where every row has one.
    pub known: Option<Vec<u8>>,
}

impl<'s> Number<'s> {
    /// The numbers of some rows, from a multiple of 64 on; nothing, where one may not fit 64 bits.
    pub(super) fn fill(&self, rows: &Range<usize>) -> Option<Block<'s>> {
        Some(match self {
            Number::Digits(told) => {
                let values = Cow::Borrowed(told.values.get(rows.clone())?);
                Block { values, known: known(told, rows) }
            }
            Number::Dates(told) => Block { values: wide(told.values.get(rows.clone())?), known: known(told, rows) },
            Number::Codes(told) => Block { values: wide(told.values.get(rows.clone())?), known: known(told, rows) },
            Number::Days(days) => Block { values: wide(days.get(rows.clone())?), known: None },
            Number::Constant(value) => Block { values: Cow::Owned(vec![*value; rows.len()]), known: None },
            Number::Both(op, left, right) => {
                let are_narrow = left.0.is_narrow() && right.0.is_narrow() && (left.1, right.1) == (1, 1);
                let (left, right) = (scaled(left, rows)?, scaled(right, rows)?);
                let values = match op {
                    Arithmetic::Subtract if are_narrow => difference(&left.values, &right.values),
                    _ => both(*op, &left.values, &right.values)?,
                };
                Block { values: Cow::Owned(values), known: either(left.known, right.known) }
            }
        })
    }

    /// Whether its numbers have 32 bits, whichever they are.
    fn is_narrow(&self) -> bool {
        matches!(self, Number::Dates(_) | Number::Days(_) | Number::Codes(_))
    }

    /// The least and the greatest that so many first rows may have; nothing, where one may not fit 64 bits.
    pub(super) fn bounds(&self, rows: usize) -> Option<(i64, i64)> {
        Some(match self {
            Number::Digits(told) => least_and_most(told.values.get(..rows)?),
            Number::Dates(told) => least_and_most(told.values.get(..rows)?),
            Number::Codes(told) => least_and_most(told.values.get(..rows)?),
            Number::Days(days) => least_and_most(days.get(..rows)?),
            Number::Constant(value) => (*value, *value),
            Number::Both(op, left, right) => {
                let side =
                    |(number, by): &(Number<'_>, i64)| reach(Arithmetic::Multiply, number.bounds(rows)?, (*by, *by));
                reach(*op, side(left)?, side(right)?)?
            }
        })
    }

    /// Whether every row has a value.
    pub(super) fn is_known(&self, rows: usize) -> bool {
        match self {
            Number::Digits(told) => told.is_known(rows),
            Number::Dates(told) => told.is_known(rows),
            Number::Codes(told) => told.is_known(rows),
            Number::Days(_) | Number::Constant(_) => true,
            Number::Both(_, left, right) => left.0.is_known(rows) && right.0.is_known(rows),
        }
    }
}

impl<T> Told<'_, T> {
    fn is_known(&self, rows: usize) -> bool {
        (0..rows).step_by(64).all(|row| lacking(self, row, rows) == 0)
    }
}

/// Which of 64 rows have no value, of those that there are.
fn lacking<T>(told: &Told<'_, T>, row: usize, end: usize) -> u64 {
    let there = end.saturating_sub(row);
    let all = if there < 64 { 1_u64.rotate_left(u32::try_from(there).unwrap_or(0)).wrapping_sub(1) } else { u64::MAX };
    !told.known(row) & all
}

/// 1 for each row that has a value; nothing, where all have.
pub(super) fn known<T>(told: &Told<'_, T>, rows: &Range<usize>) -> Option<Vec<u8>> {
    if rows.clone().step_by(64).all(|row| lacking(told, row, rows.end) == 0) {
        return None;
    }
    let bit = |row: usize| {
        let word = told.known(row);
        u8::from(word & 1_u64.rotate_left(u32::try_from(row % 64).unwrap_or(0)) != 0)
    };
    Some(rows.clone().map(bit).collect())
}

fn wide<T: Copy + Into<i64>>(values: &[T]) -> Cow<'static, [i64]> {
    Cow::Owned(values.iter().map(|value| (*value).into()).collect())
}

fn scaled<'s>((number, by): &(Number<'s>, i64), rows: &Range<usize>) -> Option<Block<'s>> {
    let block = number.fill(rows)?;
    if *by == 1 {
        return Some(block);
    }
    let fits = bits(&block.values).0.checked_mul(by.unsigned_abs()).is_some_and(|most| i64::try_from(most).is_ok());
    let values = block.values.iter().map(|value| value.wrapping_mul(*by));
    fits.then(|| Block { values: Cow::Owned(values.collect()), known: block.known })
}

fn both(op: Arithmetic, left: &[i64], right: &[i64]) -> Option<Vec<i64>> {
    let ((one, _), (other, _)) = (bits(left), bits(right));
    let most = match op {
        Arithmetic::Add | Arithmetic::Subtract => one.checked_add(other),
        Arithmetic::Multiply => one.checked_mul(other),
        Arithmetic::Divide | Arithmetic::Power => None,
    };
    most.and_then(|most| i64::try_from(most).ok())?;
    let pairs = left.iter().zip(right);
    Some(match op {
        Arithmetic::Add => pairs.map(|(left, right)| left.wrapping_add(*right)).collect(),
        Arithmetic::Subtract => difference(left, right),
        _ => pairs.map(|(left, right)| left.wrapping_mul(*right)).collect(),
    })
}

fn difference(left: &[i64], right: &[i64]) -> Vec<i64> {
    left.iter().zip(right).map(|(left, right)| left.wrapping_sub(*right)).collect()
}

/// A number that no magnitude passes, and whether one lies below zero: all their bits together, and one more, since those of a number
/// below zero are of its complement.
pub(super) fn bits(values: &[i64]) -> (u64, bool) {
    let mut bits = values.iter().fold(0_i64, |bits, value| bits | value);
    let some_below = bits < 0;
    if some_below {
        bits = values.iter().fold(0_i64, |bits, value| bits | (value ^ value.wrapping_shr(63)));
    }
    (bits.unsigned_abs().saturating_add(1), some_below)
}

fn least_and_most<T: Copy + Ord + Into<i64>>(values: &[T]) -> (i64, i64) {
    let Some(first) = values.first() else { return (0, 0) };
    let (least, most) = values.iter().fold((*first, *first), |(least, most), one| (least.min(*one), most.max(*one)));
    (least.into(), most.into())
}

/// The least and the greatest that two numbers between bounds may come to.
fn reach(op: Arithmetic, left: (i64, i64), right: (i64, i64)) -> Option<(i64, i64)> {
    let wide = i128::from;
    let (least, most) = match op {
        Arithmetic::Add => (wide(left.0).checked_add(right.0.into())?, wide(left.1).checked_add(right.1.into())?),
        Arithmetic::Subtract => (wide(left.0).checked_sub(right.1.into())?, wide(left.1).checked_sub(right.0.into())?),
        Arithmetic::Multiply => {
            let mut ends = [(left.0, right.0), (left.0, right.1), (left.1, right.0), (left.1, right.1)].into_iter();
            ends.try_fold((i128::MAX, i128::MIN), |(least, most), (one, other)| {
                let end = wide(one).checked_mul(other.into())?;
                Some((least.min(end), most.max(end)))
            })?
        }
        Arithmetic::Divide | Arithmetic::Power => return None,
    };
    i64::try_from(least).ok().zip(i64::try_from(most).ok())
}

/// 1 where both have a value.
fn either(left: Option<Vec<u8>>, right: Option<Vec<u8>>) -> Option<Vec<u8>> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.iter().zip(&right).map(|(left, right)| left & right).collect()),
        (one, other) => one.or(other),
    }
}
