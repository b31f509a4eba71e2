//! Cutting an amount into a table.
#![expect(clippy::arithmetic_side_effects, reason = "big integers do not overflow, and no divisor here is zero")]

use num_bigint::BigUint;
use rust_decimal::Decimal;

use crate::sort;

use super::super::apportion::over_common_denominator;
use super::super::split::{Units, check, opposite};
use super::super::{Fraction, Odd, SplitError};
use super::flow::Network;
use super::nest::Nest;
use super::side::Side;

/// Cuts an amount by weight into a table of whole steps that adds up to it, row by row and column by column.
///
/// `weights` and the answer go row by row. A cell's exact share is `amount × weight ÷ all weights`. Every cell, every row, every
/// column, every group of rows or columns, each row within a group of columns and each group of rows within a column is one of
/// the two multiples of the step beside its exact share (and the share itself where it is a multiple), so all of them lie less
/// than one step from it, and a weight of zero gets exactly zero.
///
/// Where several tables do that, those cells, rows and groups are raised first that have the largest remainders; `odd` orders
/// equal ones. An amount below zero is cut as its opposite is. Where it is no multiple of the step, the cell with the largest
/// share (by `odd` among equals) has the rest below one step, and its row, column and groups with it; all of the above still
/// holds of them, unless no cell has a share as large as that rest.
///
/// # Errors
///
/// As [`split()`](super::super::split()), and [`SplitError::WrongCount`] where the weights are not rows × columns.
///
/// ```
/// use attain::quantity::{Fraction, Nest, Odd, SplitError, split_table};
/// use rust_decimal::Decimal;
///
/// // 10 over two people and three months, all alike: each cell is 1⅔, each person 5, each month 3⅓.
/// let even = [Fraction::ONE; 6];
/// let (people, months) = (Nest::of(2), Nest::of(3));
/// let table = split_table(Decimal::TEN, &even, &people, &months, Decimal::ONE, Odd::First)?;
/// assert_eq!(table, [2, 2, 1, 2, 1, 2].map(Decimal::from));
/// # Ok::<(), SplitError>(())
/// ```
pub fn split_table(
    amount: Decimal,
    weights: &[Fraction],
    rows: &Nest,
    columns: &Nest,
    step: Decimal,
    odd: Odd,
) -> Result<Vec<Decimal>, SplitError> {
    let cells = rows.leaves().saturating_mul(columns.leaves());
    if cells != weights.len() {
        return Err(SplitError::WrongCount { weights: weights.len(), cells });
    }
    check(weights, odd)?;
    let units = Units::of(amount, step)?;
    let mut exact = over_common_denominator(weights)?;
    let total: BigUint = exact.iter().sum();
    for cell in &mut exact {
        *cell *= units.count;
    }
    let one = total * units.per;
    let rest = units.count % units.per;
    let order = largest(&exact, odd);
    hand_over(&mut exact, &one, rest, units.per, &order);
    let heir = order.first().copied().filter(|_| rest > 0);
    let steps = Table { rows, columns, odd }.rounded(&exact, &one)?;
    let parts = units.table(&steps, heir.map(|heir| (heir, rest)), step)?;
    Ok(if amount.is_sign_negative() { parts.into_iter().map(opposite).collect() } else { parts })
}

/// The cells by their exact shares, the largest first, equals as `odd` says.
pub(super) fn largest(exact: &[BigUint], odd: Odd) -> Vec<usize> {
    sort::order(exact.len(), &|one, other| by_size(exact, one, other, odd))
}

/// Takes the rest below one step out of the first of these cells, and where that has less, out of the next ones.
pub(super) fn hand_over(exact: &mut [BigUint], one: &BigUint, rest: u128, per: u128, order: &[usize]) {
    // `one` is a multiple of `per`.
    let mut due = one / per * rest;
    for cell in order {
        let Some(cell) = exact.get_mut(*cell) else { continue };
        let taken = due.clone().min(cell.clone());
        *cell -= &taken;
        due -= taken;
    }
}

/// The largest first, equals as `odd` says.
fn by_size<N: Ord>(numbers: &[N], one: usize, other: usize, odd: Odd) -> std::cmp::Ordering {
    numbers.get(other).cmp(&numbers.get(one)).then(odd.place(one).cmp(&odd.place(other)))
}

pub(super) struct Table<'n> {
    pub(super) rows: &'n Nest,
    pub(super) columns: &'n Nest,
    pub(super) odd: Odd,
}

/// Something that is rounded: what it is for sure, and how far it lies above that.
struct Exact {
    floors: Vec<u128>,
    remainders: Vec<BigUint>,
}

impl Exact {
    fn new(numbers: &[BigUint], one: &BigUint) -> Result<Exact, SplitError> {
        let (mut floors, mut remainders) = (Vec::with_capacity(numbers.len()), Vec::with_capacity(numbers.len()));
        for number in numbers {
            let floor = number / one;
            remainders.push(number - &floor * one);
            floors.push(u128::try_from(floor).map_err(|_| SplitError::Overflow)?);
        }
        Ok(Exact { floors, remainders })
    }

    /// The larger remainder first, then the larger number, equals as `odd` says.
    fn larger(&self, one: usize, other: usize, odd: Odd) -> std::cmp::Ordering {
        let remainders = self.remainders.get(other).cmp(&self.remainders.get(one));
        remainders.then(by_size(&self.floors, one, other, odd))
    }

    /// Whether there is anything to round.
    fn is_loose(&self, index: usize) -> bool {
        self.remainders.get(index).is_some_and(|remainder| *remainder != BigUint::ZERO)
    }
}

impl Table<'_> {
    /// The cells in whole steps: `exact` over `one`, whose sum is whole, each rounded down or up.
    pub(super) fn rounded(&self, exact: &[BigUint], one: &BigUint) -> Result<Vec<u128>, SplitError> {
        let (height, width) = (self.rows.leaves(), self.columns.leaves());
        let across = Side::new(self.rows, self.columns, &|row, column| row * width + column);
        let down = Side::new(self.columns, self.rows, &|column, row| row * width + column);
        debug_assert_eq!(height * width, exact.len());
        let cells = Exact::new(exact, one)?;
        let (source, sink) = (0, 1);
        let first = [2, 2 + across.above.len() + 1];
        let mut network = Network::new(first[1] + down.above.len() + 1);
        let raised = self.cells(&mut network, &cells, [&across, &down], first);
        for (side, first, is_down) in [(&across, first[0], false), (&down, first[1], true)] {
            let sums = Exact::new(&side.sums(exact), one)?;
            self.nodes(&mut network, side, &sums, first, is_down);
            let left = left(side, &sums, &cells);
            // In an order that has nothing to do with where a row stands.
            for node in sort::order(left.len(), &|one, other| sums.larger(one, other, self.odd)) {
                let (from, to) = if is_down { (first + node, sink) } else { (source, first + node) };
                network.add(from, to, left.get(node).copied().unwrap_or(0));
            }
        }
        network.fill(source, sink);
        let raise = |(cell, floor): (usize, &u128)| {
            let raised = raised.get(cell).copied().flatten().is_some_and(|arc| network.is_full(arc));
            floor + u128::from(raised)
        };
        Ok(cells.floors.iter().enumerate().map(raise).collect())
    }

    /// An arc for each cell that may be raised, from its place across to its place down; those of the largest remainders first.
    fn cells(
        &self,
        network: &mut Network,
        cells: &Exact,
        [across, down]: [&Side; 2],
        first: [usize; 2],
    ) -> Vec<Option<usize>> {
        let mut raised = vec![None; cells.floors.len()];
        for cell in sort::order(cells.floors.len(), &|one, other| by_size(&cells.remainders, one, other, self.odd)) {
            if let (Some(from), Some(to), Some(place), true) =
                (across.above_cell.get(cell), down.above_cell.get(cell), raised.get_mut(cell), cells.is_loose(cell))
            {
                *place = Some(network.add(first[0] + from, first[1] + to, 1));
            }
        }
        raised
    }

    /// An arc for each node that may be raised.
    fn nodes(&self, network: &mut Network, side: &Side, sums: &Exact, first: usize, is_down: bool) {
        for node in sort::order(side.above.len(), &|one, other| by_size(&sums.remainders, one, other, self.odd)) {
            if let (Some(above), true) = (side.above.get(node), sums.is_loose(node)) {
                let (from, to) = if is_down { (node, *above) } else { (*above, node) };
                network.add(first + from, first + to, 1);
            }
        }
    }
}

/// How many steps of each node, rounded down, are in none of those below it, rounded down.
fn left(side: &Side, sums: &Exact, cells: &Exact) -> Vec<u64> {
    let mut left = sums.floors.clone();
    for (above, floor) in side.above.iter().zip(&sums.floors).chain(side.above_cell.iter().zip(&cells.floors)) {
        if let Some(left) = left.get_mut(*above) {
            *left = left.saturating_sub(*floor);
        }
    }
    left.into_iter().map(|left| u64::try_from(left).unwrap_or(u64::MAX)).collect()
}
