//! Exact amounts of some rows: whole numbers over whole numbers, not reduced.
//!
//! Whatever fits unreduced fits in lowest terms too, so nothing is rounded here: where the bits of what comes out might not fit, the rows
//! are reckoned one by one as [`Fraction`]s, which decide by the lowest terms. So the way never shows in the value.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Range;

use super::super::fraction::gcd;
use super::super::{Fraction, Outcome, Precision, Why};
use super::undefined::{self, Undefined};
use super::wholes::{Wholes, bits_of};

/// The most bits of a denominator.
pub(super) const BITS_MAX: u32 = 127;

/// Amounts of some rows.
#[derive(Clone, Debug)]
pub(crate) struct Quotients<'a> {
    pub(super) rows: usize,
    /// Anything, where there is no value.
    pub(super) num: Wholes<'a>,
    /// What all denominators have in common; above 0.
    pub(super) all: i128,
    /// What else each has, where they differ; above 0. Together they fit 127 bits.
    pub(super) each: Option<Wholes<'a>>,
    pub(super) undefined: Undefined,
}

impl<'a> Quotients<'a> {
    /// Of parts that fit.
    pub(super) fn new(
        rows: usize,
        num: Wholes<'a>,
        all: i128,
        each: Option<Wholes<'a>>,
        undefined: Undefined,
    ) -> Option<Quotients<'a>> {
        let bits = each.as_ref().map_or(0, Wholes::bits).saturating_add(bits_of(all.unsigned_abs()));
        (bits <= BITS_MAX).then_some(Quotients { rows, num, all, each, undefined })
    }

    /// The same amount for all rows.
    pub(crate) fn same(rows: usize, amount: Fraction) -> Quotients<'a> {
        // A fraction never has the least of all numbers on either side.
        let num = Wholes::same(amount.numerator()).unwrap_or_else(|| Wholes::with_room(0));
        Quotients { rows, num, all: amount.denominator(), each: None, undefined: Vec::new() }
    }

    /// Of amounts that are known one by one.
    pub(crate) fn of_fractions(all: Vec<Outcome<Fraction>>) -> Quotients<'static> {
        let common = in_common(&all);
        let (mut nums, mut dens) = (Vec::with_capacity(all.len()), Vec::new());
        let (rows, mut undefined) = (all.len(), Vec::new());
        for (row, amount) in all.into_iter().enumerate() {
            let amount = amount.unwrap_or_else(|why| {
                undefined.push((row, why));
                Fraction::ZERO
            });
            if let Some(common) = common {
                nums.push(over(amount, common));
            } else {
                nums.push(amount.numerator());
                dens.push(amount.denominator());
            }
        }
        let wholes = |numbers| Wholes::large(Cow::Owned(numbers)).unwrap_or_else(|| Wholes::with_room(0));
        let (num, each) = (wholes(nums), common.is_none().then(|| wholes(dens)));
        Quotients { rows, num, all: common.map_or(1, i128::from), each, undefined }
    }

    /// How many rows there are.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// The rows without a value, rising, each with the reason.
    pub(crate) fn undefined(&self) -> &Undefined {
        &self.undefined
    }

    /// The amount of a row.
    pub(crate) fn get(&self, row: usize) -> Outcome<Fraction> {
        if let Some(why) = undefined::at(&self.undefined, row) {
            return Err(why.clone());
        }
        self.fraction(row)
    }

    fn fraction(&self, row: usize) -> Outcome<Fraction> {
        let den = self.each.as_ref().map_or(1, |each| each.get(row)).checked_mul(self.all);
        den.and_then(|den| Fraction::new(self.num.get(row), den)).ok_or(Why::Overflow)
    }

    /// Some of the rows.
    pub(crate) fn part(&self, rows: Range<usize>) -> Quotients<'_> {
        Quotients {
            rows: rows.len(),
            num: self.num.part(rows.clone()),
            all: self.all,
            each: self.each.as_ref().map(|each| each.part(rows.clone())),
            undefined: undefined::part(&self.undefined, rows),
        }
    }

    /// What is made of each row by itself.
    pub(crate) fn one_by_one(&self, made: impl Fn(Fraction) -> Outcome<Fraction>) -> Quotients<'static> {
        Quotients::of_fractions((0..self.rows).map(|row| self.get(row).and_then(&made)).collect())
    }

    /// What is made of two, row by row; the reasons of the first come first.
    pub(crate) fn two_by_two(
        &self,
        other: &Quotients<'_>,
        made: impl Fn(Fraction, Fraction) -> Outcome<Fraction>,
    ) -> Quotients<'static> {
        let of = |row| {
            let one = self.get(row)?;
            made(one, other.get(row)?)
        };
        Quotients::of_fractions((0..self.rows).map(of).collect())
    }

    /// The numbers with the other sign.
    pub(crate) fn negated(self) -> Quotients<'a> {
        match self.num.clone().by(-1) {
            Some(num) => Quotients { num, ..self },
            None => self.one_by_one(|amount| Ok(amount.negate())),
        }
    }

    /// The numbers without their sign.
    pub(crate) fn abs(self) -> Quotients<'a> {
        match self.num.each(self.rows, i128::saturating_abs) {
            Some(num) => Quotients { num, ..self },
            None => self.one_by_one(|amount| Ok(amount.abs())),
        }
    }

    pub(crate) fn plus(&self, other: &Quotients<'_>, precision: Precision) -> Quotients<'static> {
        let sums = || self.on_one_ground(other, &|one, other| one.plus(other));
        sums().unwrap_or_else(|| self.two_by_two(other, |one, other| one.plus(other, precision)))
    }

    pub(crate) fn minus(&self, other: &Quotients<'_>, precision: Precision) -> Quotients<'static> {
        let differences = || self.on_one_ground(other, &|one, other| one.minus(other));
        differences().unwrap_or_else(|| self.two_by_two(other, |one, other| one.minus(other, precision)))
    }

    pub(crate) fn times(&self, other: &Quotients<'_>, precision: Precision) -> Quotients<'static> {
        self.products(other).unwrap_or_else(|| self.two_by_two(other, |one, other| one.times(other, precision)))
    }

    pub(crate) fn over(&self, other: &Quotients<'_>, precision: Precision) -> Quotients<'static> {
        self.ratios(other).unwrap_or_else(|| self.two_by_two(other, |one, other| one.over(other, precision)))
    }

    /// What is made of the numerators over common denominators.
    fn on_one_ground(
        &self,
        other: &Quotients<'_>,
        made: &dyn Fn(&Wholes<'_>, &Wholes<'_>) -> Option<Wholes<'static>>,
    ) -> Option<Quotients<'static>> {
        let Ground { one, other: its, all, each } = self.ground(other)?;
        let num = made(&one, &its)?;
        let undefined = undefined::either(&self.undefined, &other.undefined);
        Quotients::new(self.rows, num, all, each.map(Wholes::into_owned), undefined)
    }

    /// The numerators over common denominators.
    fn ground<'g>(&'g self, other: &'g Quotients<'_>) -> Option<Ground<'g>> {
        let common = i128::try_from(gcd(self.all.unsigned_abs(), other.all.unsigned_abs())).ok()?;
        let (ours, its) = (other.all.checked_div(common)?, self.all.checked_div(common)?);
        let all = self.all.checked_mul(ours)?;
        let (one, other_num) = (self.num.part(0..self.rows).by(ours)?, other.num.part(0..self.rows).by(its)?);
        Some(match (&self.each, &other.each) {
            (None, None) => Ground { one, other: other_num, all, each: None },
            (Some(each), Some(its)) if each.is(its) => {
                Ground { one, other: other_num, all, each: Some(each.part(0..self.rows)) }
            }
            (Some(each), None) => {
                Ground { one, other: other_num.times(each)?, all, each: Some(each.part(0..self.rows)) }
            }
            (None, Some(each)) => {
                Ground { one: one.times(each)?, other: other_num, all, each: Some(each.part(0..self.rows)) }
            }
            (Some(each), Some(its)) => {
                Ground { one: one.times(its)?, other: other_num.times(each)?, all, each: Some(each.times(its)?) }
            }
        })
    }

    fn products(&self, other: &Quotients<'_>) -> Option<Quotients<'static>> {
        let undefined = undefined::either(&self.undefined, &other.undefined);
        let (ours, all) = lowered(self.num.part(0..self.rows), other.all)?;
        let (its, common) = lowered(other.num.part(0..self.rows), self.all)?;
        let each = match (&self.each, &other.each) {
            (Some(one), Some(other)) => Some(one.times(other)?),
            (each, None) | (None, each) => each.as_ref().map(|each| each.part(0..self.rows).into_owned()),
        };
        Quotients::new(self.rows, ours.times(&its)?, all.checked_mul(common)?, each, undefined)
    }

    fn ratios(&self, other: &Quotients<'_>) -> Option<Quotients<'static>> {
        let mut undefined = undefined::either(&self.undefined, &other.undefined);
        let least = other.num.least()?;
        // Zero where it is undefined anyway, or where somebody divides by it.
        let has_zero = least <= 0 && other.num.has_zero();
        if has_zero {
            let zeros = (0..self.rows).filter(|row| other.num.get(*row) == 0).map(|row| (row, Why::DividedByZero));
            undefined = undefined::either(&undefined, &zeros.collect());
        }
        let common = i128::try_from(gcd(self.all.unsigned_abs(), other.all.unsigned_abs())).ok()?;
        let (mut num, mut all) =
            (self.num.part(0..self.rows).by(other.all.checked_div(common)?)?, self.all.checked_div(common)?);
        if let Some(each) = &other.each {
            num = num.times(each)?;
        }
        let signed = least < 0;
        if signed {
            num = num.times(&other.num.each(self.rows, i128::signum)?)?;
        }
        let divisors = match (signed, has_zero) {
            (false, false) => other.num.part(0..self.rows),
            _ => other.num.each(self.rows, |number| number.saturating_abs().max(1))?,
        };
        let each = match (divisors.as_same(), &self.each) {
            (Some(same), each) => {
                (num, all) = {
                    let (num, rest) = lowered(num, same)?;
                    (num, all.checked_mul(rest)?)
                };
                each.as_ref().map(|each| each.part(0..self.rows))
            }
            (None, None) => Some(divisors),
            (None, Some(each)) => Some(each.times(&divisors)?),
        };
        Quotients::new(self.rows, num.into_owned(), all, each.map(Wholes::into_owned), undefined)
    }

    /// Which of two is larger, row by row, whatever is undefined.
    pub(crate) fn compare(&self, other: &Quotients<'_>) -> Vec<Ordering> {
        match self.ground(other) {
            Some(Ground { one, other, .. }) => one.compare(&other, self.rows),
            None => (0..self.rows)
                .map(|row| match (self.get(row), other.get(row)) {
                    (Ok(one), Ok(other)) => one.cmp(&other),
                    _ => Ordering::Equal,
                })
                .collect(),
        }
    }

    /// The amounts of one where it is said so, and of the other elsewhere.
    pub(crate) fn or_else(&self, other: &Quotients<'_>, ours: &[bool]) -> Quotients<'static> {
        self.one_of(other, ours).unwrap_or_else(|| {
            let of = |(row, ours): (usize, &bool)| if *ours { self.get(row) } else { other.get(row) };
            Quotients::of_fractions(ours.iter().enumerate().map(of).collect())
        })
    }

    fn one_of(&self, other: &Quotients<'_>, ours: &[bool]) -> Option<Quotients<'static>> {
        let common = i128::try_from(gcd(self.all.unsigned_abs(), other.all.unsigned_abs())).ok()?;
        let (times, its) = (other.all.checked_div(common)?, self.all.checked_div(common)?);
        let num = self.num.part(0..self.rows).by(times)?.or_else(&other.num.part(0..self.rows).by(its)?, ours);
        let one = Wholes::same(1)?;
        let each = match (&self.each, &other.each) {
            (None, None) => None,
            (each, its) => Some(each.as_ref().unwrap_or(&one).or_else(its.as_ref().unwrap_or(&one), ours)),
        };
        let undefined = undefined::chosen(&self.undefined, &other.undefined, ours);
        Quotients::new(self.rows, num, self.all.checked_mul(times)?, each, undefined)
    }

    /// The same without a value in some rows.
    pub(crate) fn without(self, more: &Undefined) -> Quotients<'a> {
        if more.is_empty() {
            return self;
        }
        let undefined = undefined::either(more, &self.undefined);
        Quotients { undefined, ..self }
    }

    /// Nothing but which rows have no value, and why.
    pub(super) fn undefined_only(&self) -> Quotients<'static> {
        Quotients { undefined: self.undefined.clone(), rows: self.rows, ..Quotients::with_room(0) }
    }

    /// The numbers of so many digits behind the point for which all rows stand, where these are the same for all and have 64 bits.
    pub(crate) fn in_common(&self) -> Option<(Vec<i64>, i128)> {
        if self.each.is_some() {
            return None;
        }
        let digits = (0..self.rows).map(|row| i64::try_from(self.num.get(row)).ok());
        Some((digits.collect::<Option<_>>()?, self.all))
    }

    /// Some of the rows, in an order of their own.
    pub(super) fn taken(&self, rows: &[usize]) -> Option<Quotients<'static>> {
        let taken = |wholes: &Wholes<'_>| Wholes::large(rows.iter().map(|row| wholes.get(*row)).collect::<Vec<i128>>());
        let each = match &self.each {
            Some(each) => Some(taken(each)?),
            None => None,
        };
        let mut undefined = Undefined::new();
        if !self.undefined.is_empty() {
            let why = |(at, row): (usize, &usize)| undefined::at(&self.undefined, *row).map(|why| (at, why.clone()));
            undefined = rows.iter().enumerate().filter_map(why).collect();
        }
        Quotients::new(rows.len(), taken(&self.num)?, self.all, each, undefined)
    }

    /// The denominators whole, with nothing in common.
    pub(super) fn whole_denominators(&self) -> Option<Wholes<'static>> {
        let one = Wholes::same(1)?;
        self.each.as_ref().unwrap_or(&one).part(0..self.rows).by(self.all).map(Wholes::into_owned)
    }
}

/// The widest denominator that amounts are given in common, and the widest numerators they may have for it.
const COMMON_MAX: u64 = 1_000_000;
const NUMERATOR_MAX: i128 = i64::MAX as i128;

/// A denominator of all amounts, where a small one does.
fn in_common(all: &[Outcome<Fraction>]) -> Option<u64> {
    let (mut common, mut widest) = (1_u64, 0_i128);
    for amount in all.iter().flatten() {
        let den = u64::try_from(amount.denominator()).ok()?;
        widest = widest.max(amount.numerator().saturating_abs());
        if common.checked_rem(den)? != 0 {
            let shared = u64::try_from(gcd(common.into(), den.into())).ok()?;
            common = common.checked_mul(den.checked_div(shared)?).filter(|common| *common <= COMMON_MAX)?;
        }
    }
    (widest.checked_mul(common.into())? <= NUMERATOR_MAX).then_some(common)
}

/// The numerator of an amount over a denominator that has its own in it, where it was seen that it fits.
fn over(amount: Fraction, common: u64) -> i128 {
    let times = i128::from(common).checked_div(amount.denominator()).unwrap_or(1);
    amount.numerator().wrapping_mul(times)
}

/// Two over the same denominators.
struct Ground<'g> {
    one: Wholes<'g>,
    other: Wholes<'g>,
    all: i128,
    each: Option<Wholes<'g>>,
}

/// Numerators and a common denominator, without what they share, where the numerators are all the same.
fn lowered(num: Wholes<'_>, all: i128) -> Option<(Wholes<'_>, i128)> {
    let Some(same) = num.as_same().filter(|_| all != 1) else { return Some((num, all)) };
    let common = i128::try_from(gcd(same.unsigned_abs(), all.unsigned_abs())).ok()?;
    Some((Wholes::same(same.checked_div(common)?)?, all.checked_div(common)?))
}
