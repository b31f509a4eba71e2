//! Conditions on many facts at once.

use std::ops::Range;

use crate::formula::Comparison;
use crate::log::Told;

use super::number::{Number, known};

/// It does not hold.
const NO: u8 = 0;
/// It holds.
pub(super) const YES: u8 = 1;
/// It is undefined.
const UNDEFINED: u8 = 2;

/// A condition, row by row.
#[derive(Clone)]
pub(super) enum Condition<'s> {
    /// A text has a code; nothing, where no fact says the text.
    Text(Told<'s, u32>, Option<u32>),
    /// Two numbers compare so.
    Compare(Comparison, Number<'s>, Number<'s>),
    /// There is a value.
    Present(Number<'s>),
    Not(Box<Condition<'s>>),
    /// Both hold or, where it says `true`, either does.
    Both(bool, Box<Condition<'s>>, Box<Condition<'s>>),
}

impl Condition<'_> {
    /// [`YES`] for each of some rows for which it holds, from a multiple of 64 on; nothing, where a number may not fit 64 bits.
    pub(super) fn fill(&self, rows: &Range<usize>) -> Option<Vec<u8>> {
        Some(match self {
            Condition::Text(told, code) => {
                let codes = told.values.get(rows.clone())?;
                let mask = match code {
                    Some(code) => codes.iter().map(|one| u8::from(one == code)).collect(),
                    None => vec![NO; codes.len()],
                };
                undefined(mask, known(told, rows).as_deref())
            }
            Condition::Compare(comparison, left, right) => {
                let (left, right) = (left.fill(rows)?, right.fill(rows)?);
                let mask = compared(*comparison, &left.values, &right.values)?;
                undefined(undefined(mask, left.known.as_deref()), right.known.as_deref())
            }
            Condition::Present(number) => number.fill(rows)?.known.unwrap_or_else(|| vec![YES; rows.len()]),
            Condition::Not(of) => {
                let mask = of.fill(rows)?.into_iter();
                mask.map(|one| if one == UNDEFINED { UNDEFINED } else { one ^ YES }).collect()
            }
            Condition::Both(either, left, right) => {
                let decisive = if *either { YES } else { NO };
                let pairs = left.fill(rows)?.into_iter().zip(right.fill(rows)?);
                pairs.map(|(left, right)| lazy(decisive, left, right)).collect()
            }
        })
    }
}

/// Where something is not known, neither is what hangs on it.
fn undefined(mut mask: Vec<u8>, known: Option<&[u8]>) -> Vec<u8> {
    for (one, known) in mask.iter_mut().zip(known.unwrap_or_default()) {
        if *known == 0 {
            *one = UNDEFINED;
        }
    }
    mask
}

/// `and` and `or`: what decides on either side decides, whatever the other side is.
fn lazy(decisive: u8, left: u8, right: u8) -> u8 {
    if left == decisive || right == decisive { decisive } else { left | right }
}

fn compared(comparison: Comparison, left: &[i64], right: &[i64]) -> Option<Vec<u8>> {
    let pairs = left.iter().zip(right);
    Some(match comparison {
        Comparison::Equal => pairs.map(|(left, right)| u8::from(left == right)).collect(),
        Comparison::NotEqual => pairs.map(|(left, right)| u8::from(left != right)).collect(),
        Comparison::Less => pairs.map(|(left, right)| u8::from(left < right)).collect(),
        Comparison::LessOrEqual => pairs.map(|(left, right)| u8::from(left <= right)).collect(),
        Comparison::Greater => pairs.map(|(left, right)| u8::from(left > right)).collect(),
        Comparison::GreaterOrEqual => pairs.map(|(left, right)| u8::from(left >= right)).collect(),
        Comparison::Has => return None,
    })
}
