//! Exact decimals as integers of one scale.

use rust_decimal::Decimal;

use crate::quantity::Fraction;

/// The finest scale that a whole column takes over at once; what is finer is so by zeros alone.
const SCALE_MAX: u32 = 12;

/// Decimals of a column: each is its integer divided by ten to the column's scale.
///
/// The scale is that of the finest value that came; a finer one rescales the column. Integers have 64 bits until one
/// does not fit. What goes in comes out, to the last digit.
#[derive(Clone, Debug)]
pub(super) struct Scaled {
    scale: u32,
    integers: Integers,
}

#[derive(Clone, Debug)]
enum Integers {
    Narrow(Vec<i64>),
    Wide(Vec<i128>),
}

impl Scaled {
    pub(super) fn new() -> Scaled {
        Scaled { scale: 0, integers: Integers::Narrow(Vec::new()) }
    }

    /// Appends a decimal; says whether it could be held, which is so for all that are within the limits of quantity.
    pub(super) fn push(&mut self, number: Decimal) -> bool {
        if number.scale() <= self.scale
            && let Some(integer) = self.scale.checked_sub(number.scale()).and_then(|by| shifted(number.mantissa(), by))
        {
            self.integers.push(integer);
            return true;
        }
        let number = number.normalize();
        if number.scale() > self.scale && !self.rescale(number.scale()) {
            self.integers.push(0);
            return false;
        }
        let integer = self.scale.checked_sub(number.scale()).and_then(|by| shifted(number.mantissa(), by));
        self.integers.push(integer.unwrap_or(0));
        integer.is_some()
    }

    /// Appends decimals of one scale, within the limits of quantity.
    pub(super) fn extend(&mut self, mantissas: &[i64], scale: u32) {
        if scale > SCALE_MAX || (scale > self.scale && !self.rescale(scale)) {
            return mantissas.iter().for_each(|mantissa| {
                self.push(Decimal::from_i128_with_scale(i128::from(*mantissa), scale));
            });
        }
        let power = self.scale.checked_sub(scale).and_then(|by| 10_i64.checked_pow(by));
        let fits = |power: &i64| *power == 1 || all_below(mantissas, most(*power));
        match (&mut self.integers, power.filter(fits)) {
            (Integers::Narrow(all), Some(1)) => all.extend_from_slice(mantissas),
            (Integers::Narrow(all), Some(power)) => {
                all.extend(mantissas.iter().map(|mantissa| mantissa.wrapping_mul(power)));
            }
            _ => mantissas.iter().for_each(|mantissa| {
                self.push(Decimal::from_i128_with_scale(i128::from(*mantissa), scale));
            }),
        }
    }

    /// The decimal of a row.
    pub(super) fn decimal(&self, row: usize) -> Option<Decimal> {
        let mut integer = self.integers.get(row)?;
        let mut scale = self.scale;
        // The column may be finer than this value was, by more digits than a decimal can hold.
        while scale > 0 && integer % 10 == 0 {
            integer /= 10;
            scale = scale.saturating_sub(1);
        }
        Decimal::try_from_i128_with_scale(integer, scale).ok()
    }

    /// The integers of all rows and their scale, where all have 64 bits.
    pub(super) fn narrow(&self) -> Option<(&[i64], u32)> {
        match &self.integers {
            Integers::Narrow(all) => Some((all, self.scale)),
            Integers::Wide(_) => None,
        }
    }

    /// The exact number of a row.
    pub(super) fn fraction(&self, row: usize) -> Option<Fraction> {
        Fraction::new(self.integers.get(row)?, 10_i128.checked_pow(self.scale)?)
    }

    /// Makes every integer as fine as `scale`, all or none.
    fn rescale(&mut self, scale: u32) -> bool {
        let Some(by) = scale.checked_sub(self.scale) else { return false };
        let finer: Option<Vec<i128>> = self.integers.iter().map(|integer| shifted(integer, by)).collect();
        let Some(finer) = finer else { return false };
        let narrow: Option<Vec<i64>> = finer.iter().map(|integer| i64::try_from(*integer).ok()).collect();
        self.integers = narrow.map_or(Integers::Wide(finer), Integers::Narrow);
        self.scale = scale;
        true
    }
}

impl Integers {
    fn push(&mut self, integer: i128) {
        match (&mut *self, i64::try_from(integer)) {
            (Integers::Narrow(all), Ok(narrow)) => all.push(narrow),
            (Integers::Wide(all), _) => all.push(integer),
            (Integers::Narrow(all), Err(_)) => {
                let mut wide: Vec<i128> = all.iter().copied().map(i128::from).collect();
                wide.push(integer);
                *self = Integers::Wide(wide);
            }
        }
    }

    fn get(&self, row: usize) -> Option<i128> {
        match self {
            Integers::Narrow(all) => all.get(row).copied().map(i128::from),
            Integers::Wide(all) => all.get(row).copied(),
        }
    }

    fn iter(&self) -> Box<dyn Iterator<Item = i128> + '_> {
        match self {
            Integers::Narrow(all) => Box::new(all.iter().copied().map(i128::from)),
            Integers::Wide(all) => Box::new(all.iter().copied()),
        }
    }
}

/// Whether no magnitude reaches `limit`; surely told of those that have fewer bits.
pub(super) fn all_below(mantissas: &[i64], limit: u64) -> bool {
    // All bits together are found many numbers at a time, and mostly say enough. Of a negative number it is its complement,
    // one less than its magnitude.
    let bits = mantissas.iter().fold(0_i64, |bits, mantissa| bits | (mantissa ^ mantissa.wrapping_shr(63)));
    bits.unsigned_abs() < limit.saturating_sub(1) || mantissas.iter().all(|mantissa| mantissa.unsigned_abs() < limit)
}

/// The greatest magnitude that, times a power, still fits 64 bits.
fn most(power: i64) -> u64 {
    i64::MAX.unsigned_abs().checked_div(power.unsigned_abs()).unwrap_or(0)
}

/// An integer with `by` more zeros.
fn shifted(integer: i128, by: u32) -> Option<i128> {
    10_i128.checked_pow(by).and_then(|power| integer.checked_mul(power))
}
