//! Amounts of many rows with fewer digits.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::super::rounding::{divided, ten_to};
use super::super::{Fraction, Outcome, RoundTo, RoundingMode, Why};
use super::quotients::Quotients;
use super::wholes::{SmallSide, Wholes, bits_of};

/// The most bits of a decimal.
const DECIMAL_BITS: u32 = 96;

/// So many digits are found at once in a long division.
const AT_ONCE: u32 = 9;

/// How amounts are rounded, row by row.
struct Rounder<'r> {
    to: &'r RoundTo,
    step: u128,
    factor: u128,
    /// What all denominators have in common.
    all: u128,
}

impl Quotients<'_> {
    /// The nearest multiples of a step.
    pub(crate) fn rounded(&self, to: &RoundTo) -> Quotients<'static> {
        self.digits(to).unwrap_or_else(|| self.one_by_one(|amount| amount.round(to).map(Fraction::from)))
    }

    /// The same, where each of them can be reckoned without lowest terms.
    fn digits(&self, to: &RoundTo) -> Option<Quotients<'static>> {
        let rounder = Rounder::new(to, self.all);
        let mut digits = Vec::with_capacity(self.rows());
        for row in 0..self.rows() {
            digits.push(rounder.digits(self, row)?);
        }
        let num = Wholes::large(Cow::Owned(digits))?;
        Some(Quotients { num, all: i128::try_from(rounder.factor).ok()?, each: None, ..self.undefined_only() })
    }

    /// The nearest multiples of a step, as decimals.
    pub(crate) fn decimals(&self, to: &RoundTo) -> Vec<Outcome<Decimal>> {
        let rounder = Rounder::new(to, self.all);
        let scale = to.step().scale();
        let decimal = |digits: i128| Decimal::try_from_i128_with_scale(digits, scale).map_err(|_| Why::Overflow);
        let slow = |row: usize| match rounder.digits(self, row) {
            Some(digits) => decimal(digits),
            None => self.get(row).and_then(|amount| amount.round(to)),
        };
        let narrow = if rounder.step == 1 { Narrow::new(to.mode(), scale) } else { None };
        let dens = self.whole_denominators();
        let mut decimals = Vec::with_capacity(self.rows());
        let push = |(row, (num, den)): (usize, (i64, i64))| {
            let digits = narrow.as_ref().and_then(|narrow| narrow.decimal(num, den.unsigned_abs()));
            decimals.push(digits.map_or_else(|| slow(row), Ok));
        };
        match dens.as_ref().and_then(|dens| self.num.sides(dens)) {
            Some((nums, SmallSide::Each(dens))) => {
                nums.iter().copied().zip(dens.iter().copied()).enumerate().for_each(push);
            }
            Some((nums, SmallSide::All(den))) => nums.iter().map(|num| (*num, den)).enumerate().for_each(push),
            None => (0..self.rows()).for_each(|row| decimals.push(slow(row))),
        }
        for (row, why) in &self.undefined {
            if let Some(decimal) = decimals.get_mut(*row) {
                *decimal = Err(why.clone());
            }
        }
        decimals
    }
}

/// How numbers of 64 bits are divided, to so many digits behind the point.
struct Narrow {
    mode: RoundingMode,
    scale: u32,
    /// Ten to the power of those.
    power: u64,
}

impl Narrow {
    /// Nothing for more digits than 64 bits have.
    fn new(mode: RoundingMode, scale: u32) -> Option<Narrow> {
        Some(Narrow { mode, scale, power: 10_u64.checked_pow(scale)? })
    }

    /// A number over another, which is above zero; nothing, where there are too many digits.
    #[expect(clippy::arithmetic_side_effects, reason = "den > 0, and 64 bits times 64 fit 128")]
    fn decimal(&self, num: i64, den: u64) -> Option<Decimal> {
        let (negative, num) = (num < 0, num.unsigned_abs());
        let all = u128::from(num) * u128::from(self.power);
        let digits = all / u128::from(den);
        let rest = low(all).wrapping_sub(low(digits).wrapping_mul(den));
        let more = rest != 0 && self.mode.grows(negative, rest.cmp(&(den - rest)), low(digits) % 2 == 1);
        let digits = digits + u128::from(more);
        if digits >> DECIMAL_BITS != 0 {
            return None;
        }
        let (low, high) = (low(digits), low(digits >> u64::BITS));
        Some(Decimal::from_parts(half(low), half(low >> u32::BITS), half(high), negative && digits != 0, self.scale))
    }
}

/// The last 64 bits.
#[expect(clippy::cast_possible_truncation, reason = "the last 64 bits are what is asked for")]
fn low(number: u128) -> u64 {
    number as u64
}

/// The last 32 bits.
#[expect(clippy::cast_possible_truncation, reason = "the last 32 bits are what is asked for")]
fn half(number: u64) -> u32 {
    number as u32
}

impl Rounder<'_> {
    fn new(to: &RoundTo, all: i128) -> Rounder<'_> {
        let (step, factor) = (to.step().mantissa().unsigned_abs(), ten_to(to.step().scale()));
        Rounder { to, step, factor, all: all.unsigned_abs() }
    }

    /// The digits of a row, where they can be reckoned without lowest terms and make a decimal.
    fn digits(&self, of: &Quotients<'_>, row: usize) -> Option<i128> {
        let num = of.num.get(row);
        let den = of.each.as_ref().map_or(1, |each| each.get(row)).unsigned_abs().checked_mul(self.all)?;
        let digits = self.magnitude(num < 0, num.unsigned_abs(), den)?;
        if bits_of(digits) > DECIMAL_BITS {
            return None;
        }
        let digits = i128::try_from(digits).ok()?;
        Some(if num < 0 { digits.saturating_neg() } else { digits })
    }

    fn magnitude(&self, negative: bool, num: u128, den: u128) -> Option<u128> {
        let mode = self.to.mode();
        if self.step != 1 || self.factor == 1 {
            let units = mode.divide(negative, num.checked_mul(self.factor)?, den.checked_mul(self.step)?);
            return units.checked_mul(self.step);
        }
        // What is behind the point is all that is rounded. Ten to some power is even, so what is before it never makes the digits odd.
        let (whole, rest) = divided(num, den);
        let behind = match (u64::try_from(rest), u64::try_from(self.factor)) {
            // 64 bits times 64 fit 128.
            (Ok(rest), Ok(factor)) => mode.divide(negative, u128::from(rest).wrapping_mul(factor.into()), den),
            _ => self.long(negative, rest, den)?,
        };
        match (u64::try_from(whole), u64::try_from(self.factor)) {
            (Ok(whole), Ok(factor)) => u128::from(whole).wrapping_mul(factor.into()).checked_add(behind),
            _ => whole.checked_mul(self.factor)?.checked_add(behind),
        }
    }

    /// What is behind the point, some digits after the other.
    fn long(&self, negative: bool, mut rest: u128, den: u128) -> Option<u128> {
        let mut digits = self.to.step().scale();
        let mut behind = 0_u128;
        while digits > AT_ONCE {
            let (some, left) = divided(rest.checked_mul(ten_to(AT_ONCE))?, den);
            behind = behind.checked_mul(ten_to(AT_ONCE))?.checked_add(some)?;
            rest = left;
            digits = digits.saturating_sub(AT_ONCE);
        }
        let last = self.to.mode().divide(negative, rest.checked_mul(ten_to(digits))?, den);
        behind.checked_mul(ten_to(digits))?.checked_add(last)
    }
}
