//! Cutting rows that are known into columns that add up.
#![expect(clippy::arithmetic_side_effects, reason = "big integers do not overflow, and no divisor here is zero")]

use num_bigint::BigUint;
use rust_decimal::Decimal;

use super::super::apportion::{LIMIT_WEIGHT_BITS, over_common_denominator, shared};
use super::super::limits::in_steps;
use super::super::split::Units;
use super::super::within::{Part, fixed};
use super::super::{Fraction, LIMIT_PARTS, Odd, SplitError};
use super::nest::Nest;
use super::table::{Table, hand_over, largest};

/// Cuts the amount of each row into its columns, so that the columns add up as well.
///
/// The rows may be the months of a team whose target is cut into its people's, or people whose year is cut into months. Parts
/// and answers go row by row, one for each column; in a row they are cut as by [`split_within`](super::super::split_within),
/// with pins and limits. A part's exact share is its share of the row. Every part, every column, every group of columns
/// within a row and every group of rows within a column is one of the two multiples of the step beside its exact share; so are
/// the groups of either. A row that is no multiple of the step has its rest below one step in its largest part that is free and
/// has room for it (by `odd` among equals), and pinned parts have what they have. Where rows are below zero, limits are those
/// of how far, and a row of zero beside them is one of them: its parts that are not pinned are at or below zero too.
///
/// # Errors
///
/// As of [`split_within`](super::super::split_within), with the row ([`SplitError::InRow`]); [`SplitError::WrongCount`] where the parts are not
/// rows × columns; [`SplitError::Signs`] where some rows are above zero and others below; [`SplitError::NoRoom`] where limits leave
/// no part that could have the rest below one step.
///
/// ```
/// use attain::quantity::{Fraction, Nest, Odd, Part, SplitError, split_rows};
/// use rust_decimal::Decimal;
///
/// // Three months of 100 for three people alike: each month a step is left over, and each time it goes to somebody else.
/// let (months, people) = (Nest::of(3), Nest::of(3));
/// let even = [Part::by(Fraction::ONE); 9];
/// let table = split_rows(&[Decimal::ONE_HUNDRED; 3], &even, &months, &people, Decimal::ONE, Odd::First)?;
/// assert_eq!(table, [34, 33, 33, 33, 34, 33, 33, 33, 34].map(Decimal::from));
/// # Ok::<(), SplitError>(())
/// ```
pub fn split_rows(
    amounts: &[Decimal],
    parts: &[Part],
    rows: &Nest,
    columns: &Nest,
    step: Decimal,
    odd: Odd,
) -> Result<Vec<Decimal>, SplitError> {
    let cells = amounts.len().saturating_mul(columns.leaves());
    if cells != parts.len() || amounts.len() != rows.leaves() {
        return Err(SplitError::WrongCount { weights: parts.len(), cells });
    }
    match cells {
        0 => return Err(SplitError::NoWeights),
        parts if parts > LIMIT_PARTS => return Err(SplitError::TooManyParts { parts }),
        _ => {}
    }
    let below = |amount: &Decimal| amount.is_sign_negative() && !amount.is_zero();
    if amounts.iter().any(below) {
        if amounts.iter().any(|amount| !amount.is_sign_negative() && !amount.is_zero()) {
            return Err(SplitError::Signs);
        }
        let amounts: Vec<Decimal> = amounts.iter().map(Decimal::abs).collect();
        let parts: Vec<Part> = parts.iter().map(|part| Part { pinned: part.pinned.map(turned), ..*part }).collect();
        let table = split_rows(&amounts, &parts, rows, columns, step, odd)?;
        return Ok(table.into_iter().map(turned).collect());
    }
    let mut cut = Vec::with_capacity(rows.leaves());
    for (row, (amount, parts)) in amounts.iter().zip(parts.chunks(columns.leaves().max(1))).enumerate() {
        let of_row = Row::new(*amount, parts, step, in_row(odd, row, columns.leaves()));
        cut.push(of_row.map_err(|error| SplitError::InRow { row, error: Box::new(error) })?);
    }
    let one = common(&cut)?;
    let mut exact = Vec::with_capacity(parts.len());
    for (index, row) in cut.iter_mut().enumerate() {
        let appended = row.append(&mut exact, &one, in_row(odd, index, columns.leaves()));
        appended.map_err(|error| SplitError::InRow { row: index, error: Box::new(error) })?;
    }
    let steps = Table { rows, columns, odd }.rounded(&exact, &one)?;
    let mut table = Vec::with_capacity(steps.len());
    for (row, steps) in cut.iter().zip(steps.chunks(columns.leaves().max(1))) {
        let parts = row.units.table(steps, row.heir.map(|heir| (heir, row.units.rest())), step)?;
        table.extend(parts.into_iter().zip(&row.fixed).map(|(part, fixed)| fixed.unwrap_or(part)));
    }
    Ok(table)
}

/// The same on the other side of zero, which has none.
fn turned(amount: Decimal) -> Decimal {
    if amount.is_zero() { amount } else { -amount }
}

/// Who is first among the columns of a row.
fn in_row(odd: Odd, row: usize, columns: usize) -> Odd {
    match odd {
        Odd::At(cell) => match cell.checked_sub(row * columns) {
            Some(column) if column < columns => Odd::At(column),
            _ => Odd::First,
        },
        odd => odd,
    }
}

/// A row that is to be cut.
struct Row {
    /// What is left for the parts that are free.
    units: Units,
    /// Those that are not.
    fixed: Vec<Option<Decimal>>,
    /// The weights of those that are free, zero for the others.
    weights: Vec<BigUint>,
    /// What an exact share is divided by.
    divisor: BigUint,
    /// The least and the most of those that are free, in steps.
    limits: Vec<Option<(u128, Option<u128>)>>,
    /// Which part has the rest below one step.
    heir: Option<usize>,
}

impl Row {
    fn new(amount: Decimal, parts: &[Part], step: Decimal, odd: Odd) -> Result<Row, SplitError> {
        let (fixed, left) = fixed(amount, parts, step, odd)?;
        let units = Units::of(left, step)?;
        let free = |(part, fixed): (&Part, &Option<Decimal>)| match fixed {
            Some(_) => Fraction::ZERO,
            None => part.weight,
        };
        let weights: Vec<Fraction> = parts.iter().zip(&fixed).map(free).collect();
        let weights = over_common_denominator(&weights)?;
        let all: BigUint = weights.iter().sum();
        // Where nothing is left, nothing is divided.
        let divisor = if all == BigUint::ZERO { BigUint::from(1_u8) } else { all } * units.per;
        let mut limits = Vec::with_capacity(parts.len());
        for (index, (part, fixed)) in parts.iter().zip(&fixed).enumerate() {
            limits.push(if fixed.is_some() { None } else { Some(in_steps(index, part, step)?) });
        }
        Ok(Row { units, fixed, weights, divisor, limits, heir: None })
    }

    /// Adds the exact shares of the parts, over `one`, without the rest below one step, which is somebody's.
    fn append(&mut self, exact: &mut Vec<BigUint>, one: &BigUint, odd: Odd) -> Result<(), SplitError> {
        let first = exact.len();
        let times = one / &self.divisor * self.units.count;
        for weight in &self.weights {
            exact.push(weight * &times);
        }
        let row = exact.get_mut(first..).unwrap_or_default();
        if self.units.rest() > 0 {
            let mut order = largest(row, odd);
            let heir = self.heir(row, one, &order).ok_or(SplitError::NoRoom)?;
            order.retain(|part| *part != heir);
            order.insert(0, heir);
            hand_over(row, one, self.units.rest(), self.units.per, &order);
            self.heir = Some(heir);
        }
        Ok(())
    }

    /// The first part that may have the rest, whichever way it is rounded without it.
    fn heir(&self, row: &[BigUint], one: &BigUint, order: &[usize]) -> Option<usize> {
        let rest = one / self.units.per * self.units.rest();
        let has_room = |part: usize| {
            let (Some(exact), Some(Some((least, most)))) = (row.get(part), self.limits.get(part)) else { return false };
            if *exact < rest {
                return false;
            }
            let without = exact - &rest;
            let low = &without / one * one;
            let high = if low == without { low.clone() } else { &low + one };
            low + &rest >= one * *least && most.is_none_or(|most| high + &rest <= one * most)
        };
        let is_free = |limits: &Option<(u128, Option<u128>)>| limits.is_none_or(|limits| limits == (0, None));
        let found = order.iter().copied().find(|part| has_room(*part));
        // Where nobody has as much as the rest, it is the largest one's all the same, unless limits would be passed.
        found.or_else(|| order.first().copied().filter(|_| self.limits.iter().all(is_free)))
    }
}

/// What all exact shares can be counted in.
fn common(rows: &[Row]) -> Result<BigUint, SplitError> {
    let most = LIMIT_WEIGHT_BITS / u64::try_from(rows.len()).unwrap_or(u64::MAX).max(1);
    let mut common = BigUint::from(1_u8);
    for row in rows {
        common *= &row.divisor / shared(&common, &row.divisor);
        if common.bits() > most {
            return Err(SplitError::WeightsTooFine);
        }
    }
    Ok(common)
}
