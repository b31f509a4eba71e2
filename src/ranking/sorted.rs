//! Sorting many contenders by small keys.

use std::cmp::Ordering;

use crate::id::Key;
use crate::quantity::Fraction;
use crate::sort;

use super::definition::Order;

/// The positions of those with these keys, in the order of the keys.
pub(super) fn by_key(keys: &[&Key]) -> Vec<usize> {
    if keys.is_sorted() {
        return (0..keys.len()).collect();
    }
    // What all begin with tells none from the other: the next eight bytes do, mostly.
    let first = keys.first().map(|key| key.as_str().as_bytes()).unwrap_or_default();
    let shared = |key: &Key| first.iter().zip(key.as_str().as_bytes()).take_while(|(one, other)| one == other).count();
    let common = keys.iter().map(|key| shared(key)).min().unwrap_or(0);
    let small = |key: &&Key| {
        let mut bytes = [0; 8];
        let rest = key.as_str().as_bytes().get(common..).unwrap_or_default();
        for (byte, written) in bytes.iter_mut().zip(rest) {
            *byte = *written;
        }
        u64::from_be_bytes(bytes)
    };
    let at = |place: u32| keys.get(index(place));
    sorted(keys.iter().map(small), &|one, other| at(one).cmp(&at(other)).then(one.cmp(&other)))
}

/// The positions of things, in the order of the values of each group, group by group; `tie` compares two altogether.
pub(super) fn by_value(
    values: &[(usize, Fraction)],
    order: Order,
    tie: &dyn Fn(usize, usize) -> Ordering,
) -> Vec<usize> {
    let small: Option<Vec<u64>> = values.iter().map(|(group, value)| small_key(*group, *value, order)).collect();
    match small {
        Some(small) => sorted(small.into_iter(), &|one, other| tie(index(one), index(other))),
        None => sort::order(values.len(), tie),
    }
}

fn sorted(keys: impl Iterator<Item = u64>, tie: &dyn Fn(u32, u32) -> Ordering) -> Vec<usize> {
    let mut keys: Vec<(u64, u32)> = keys.zip(0..).collect();
    sort::many(&mut keys, tie);
    keys.into_iter().map(|(_, place)| index(place)).collect()
}

fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

/// How many bits of a small key are those of the value: its sign, eight of its magnitude, [`DIGITS`] of its digits.
const VALUE_BITS: u32 = 1 + 8 + DIGITS;
const DIGITS: u32 = 30;

/// A number that never falls where the group or the value comes later; nothing, where they do not fit.
///
/// The value is written as binary floating point numbers are, for the sake of their order: its magnitude, then its first digits, cut
/// off. Those that only differ in later digits have the same key.
fn small_key(group: usize, value: Fraction, order: Order) -> Option<u64> {
    let group = u64::try_from(group).ok().filter(|group| group.leading_zeros() >= VALUE_BITS)?;
    let middle = 1_u64 << VALUE_BITS.saturating_sub(1);
    let size = if value.is_zero() {
        0
    } else {
        magnitude(value.numerator().unsigned_abs(), value.denominator().unsigned_abs())?
    };
    let rising = if value.is_negative() { middle.checked_sub(size)?.checked_sub(1)? } else { middle | size };
    let all = (1_u64 << VALUE_BITS).saturating_sub(1);
    let directed = if order == Order::HighestFirst { all.checked_sub(rising)? } else { rising };
    Some(group << VALUE_BITS | directed)
}

/// The magnitude and the first digits of a fraction above zero.
fn magnitude(num: u128, den: u128) -> Option<u64> {
    let bits = |number: u128| i64::from(number.checked_ilog2().unwrap_or(0));
    let mut power = bits(num).checked_sub(bits(den))?;
    let mut digits = scaled(num, den, power)?;
    if digits >> DIGITS == 0 {
        // The quotient of the digits is below one: one bit more of it fits.
        power = power.checked_sub(1)?;
        digits = scaled(num, den, power)?;
    }
    let power = u64::try_from(power.checked_add(128)?).ok()?;
    // Its highest digit is always one, and is not written.
    let digits = u64::try_from(digits).ok()? & (1_u64 << DIGITS).saturating_sub(1);
    Some(power << DIGITS | digits)
}

/// num ÷ den × 2^(digits − power), cut off; nothing, where it does not fit on the way.
fn scaled(num: u128, den: u128, power: i64) -> Option<u128> {
    let shift = i64::from(DIGITS).checked_sub(power)?;
    let by = u32::try_from(shift.unsigned_abs()).ok()?;
    let fits = |number: u128| by <= number.leading_zeros();
    let (num, den) = if shift >= 0 {
        (num.checked_shl(by).filter(|_| fits(num))?, den)
    } else {
        (num, den.checked_shl(by).filter(|_| fits(den))?)
    };
    num.checked_div(den)
}
