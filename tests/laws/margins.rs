//! Laws of tables that add up across and down, held against rationals without a limit, and against every table that there is.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use std::collections::BTreeSet;

use attain::quantity::{Fraction, Nest, Odd, split, split_table};
use num_rational::BigRational;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;

/// A table that is asked for.
#[derive(Clone, Debug)]
struct Asked {
    amount: Decimal,
    step: Decimal,
    rows: Nest,
    columns: Nest,
    weights: Vec<Fraction>,
    odd: Odd,
}

impl Asked {
    fn table(&self) -> Vec<Decimal> {
        split_table(self.amount, &self.weights, &self.rows, &self.columns, self.step, self.odd).unwrap()
    }

    /// The cells' exact shares of the whole steps.
    fn exact(&self) -> Vec<BigRational> {
        let weights: Vec<BigRational> = self.weights.iter().map(|weight| big(*weight)).collect();
        let all: BigRational = weights.iter().sum();
        weights.into_iter().map(|weight| weight * rational(self.amount) / &all).collect()
    }

    /// The cells of every sum that somebody reads: rows, columns, their groups, and each of one within a leaf of the other.
    fn sums(&self) -> BTreeSet<Vec<usize>> {
        let width = self.columns.leaves();
        let (across, down) = (groups(&self.rows), groups(&self.columns));
        let cells = |rows: &[usize], columns: &[usize]| -> Vec<usize> {
            rows.iter().flat_map(|row| columns.iter().map(move |column| row * width + column)).collect()
        };
        let all = |nest: &Nest| (0..nest.leaves()).collect::<Vec<usize>>();
        let mut sums = BTreeSet::new();
        for rows in &across {
            sums.insert(cells(rows, &all(&self.columns)));
            sums.extend((0..width).map(|column| cells(rows, &[column])));
        }
        for columns in &down {
            sums.insert(cells(&all(&self.rows), columns));
            sums.extend((0..self.rows.leaves()).map(|row| cells(&[row], columns)));
        }
        sums
    }

    /// The same with rows and columns in another order.
    fn permuted(&self, rows: &[usize], columns: &[usize]) -> Asked {
        let width = columns.len();
        let cell = |row: usize, column: usize| self.weights[rows[row] * width + columns[column]];
        let weights = (0..rows.len()).flat_map(|row| (0..width).map(move |column| cell(row, column))).collect();
        Asked { weights, rows: regrouped(&self.rows, rows), columns: regrouped(&self.columns, columns), ..self.clone() }
    }
}

/// The leaves below every node.
fn groups(nest: &Nest) -> Vec<Vec<usize>> {
    let mut below: Vec<Vec<usize>> =
        (0..nest.nodes()).map(|node| if node < nest.leaves() { vec![node] } else { vec![] }).collect();
    for node in 0..nest.nodes() {
        if let Some(above) = nest.above(node) {
            let leaves = below[node].clone();
            below[above].extend(leaves);
        }
    }
    for leaves in &mut below {
        leaves.sort_unstable();
    }
    below
}

/// The same groups of leaves that stand in another order.
fn regrouped(nest: &Nest, order: &[usize]) -> Nest {
    let mut made = Nest::of(nest.leaves());
    let new = |node: usize| order.iter().position(|old| *old == node).unwrap_or(node);
    for group in nest.leaves()..nest.nodes() {
        let below = (0..group).filter(|node| nest.above(*node) == Some(group));
        assert_eq!(made.group(below.map(new)).unwrap(), group);
    }
    made
}

fn big(fraction: Fraction) -> BigRational {
    BigRational::new(fraction.numerator().into(), fraction.denominator().into())
}

fn rational(decimal: Decimal) -> BigRational {
    BigRational::new(decimal.mantissa().into(), 10_i128.pow(decimal.scale()).into())
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// Rows or columns in up to two levels of groups of neighbours; some are in none.
fn nest(most: usize) -> impl Strategy<Value = Nest> {
    (1..=most, vec(0_usize..4, most)).prop_map(|(leaves, cuts)| {
        let mut nest = Nest::of(leaves);
        let mut open: Vec<usize> = Vec::new();
        let mut groups = Vec::new();
        for (leaf, cut) in cuts.into_iter().take(leaves).enumerate() {
            open.push(leaf);
            match cut {
                0 => groups.push(nest.group(open.drain(..)).unwrap()),
                1 => open.clear(),
                _ => {}
            }
        }
        if groups.len() > 2 {
            nest.group(groups.into_iter().skip(1)).unwrap();
        }
        nest
    })
}

fn weight() -> impl Strategy<Value = Fraction> {
    prop_oneof![
        1 => Just(Fraction::ZERO),
        4 => (1_i128..50).prop_map(|weight| Fraction::new(weight, 1).unwrap()),
        2 => (1_i128..1000, 1_i128..9).prop_map(|(num, den)| Fraction::new(num, den).unwrap()),
    ]
}

fn asked(rows: usize, columns: usize) -> impl Strategy<Value = Asked> {
    let odd = prop_oneof![Just(Odd::First), Just(Odd::Last), Just(Odd::At(0))];
    let amount = prop_oneof![0_i64..40, 0_i64..2_000_000];
    (nest(rows), nest(columns), vec(weight(), rows * columns), amount, select(vec!["1", "0.01", "0.25"]), odd).prop_map(
        |(rows, columns, mut weights, amount, step, odd)| {
            weights.truncate(rows.leaves() * columns.leaves());
            if weights.iter().all(|weight| weight.is_zero()) {
                weights[0] = Fraction::ONE;
            }
            let step = decimal(step);
            Asked { amount: step * Decimal::from(amount), step, rows, columns, weights, odd }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_table_adds_up_both_ways_and_every_sum_lies_within_a_step(asked in asked(7, 6)) {
        let (table, exact) = (asked.table(), asked.exact());
        prop_assert_eq!(table.iter().sum::<Decimal>(), asked.amount);
        let step = rational(asked.step);
        for cells in asked.sums() {
            let sum = rational(cells.iter().map(|cell| table[*cell]).sum());
            let share: BigRational = cells.iter().map(|cell| &exact[*cell]).sum();
            prop_assert!((&sum / &step).is_integer());
            prop_assert!(sum > &share - &step && sum < &share + &step, "{:?}: {} for {}", cells, sum, share);
        }
    }

    #[test]
    fn the_rest_below_a_step_goes_to_one_cell_and_all_still_adds_up(asked in asked(5, 4), rest in 1_i64..100) {
        // The largest cell has at least one step.
        let cells = asked.weights.len();
        let step = asked.step;
        let rest = step * Decimal::new(rest, 2);
        let asked = Asked { amount: asked.amount + step * Decimal::from(cells) + rest, ..asked };
        let (table, exact) = (asked.table(), asked.exact());
        prop_assert_eq!(table.iter().sum::<Decimal>(), asked.amount);
        let broken = table.iter().filter(|cell| !(**cell % step).is_zero()).count();
        prop_assert_eq!(broken, usize::from(!(rest % step).is_zero()));
        for cells in asked.sums() {
            let sum = rational(cells.iter().map(|cell| table[*cell]).sum());
            let share: BigRational = cells.iter().map(|cell| &exact[*cell]).sum();
            let apart = if sum > share { sum - share } else { share - sum };
            prop_assert!(apart < rational(step), "{:?}", cells);
        }
    }

    #[test]
    fn one_row_is_cut_by_largest_remainder(weights in vec(weight(), 1..9), amount in -5_000_i64..5_000, odd in select(vec![Odd::First, Odd::Last])) {
        prop_assume!(weights.iter().any(|weight| !weight.is_zero()));
        let (amount, one, many) = (Decimal::new(amount, 2), Nest::of(1), Nest::of(weights.len()));
        let step = decimal("0.01");
        let parts = split(amount, &weights, step, odd).unwrap();
        prop_assert_eq!(&split_table(amount, &weights, &one, &many, step, odd).unwrap(), &parts);
        prop_assert_eq!(&split_table(amount, &weights, &many, &one, step, odd).unwrap(), &parts);
    }

    #[test]
    fn an_amount_below_zero_is_cut_as_its_opposite_is(asked in asked(5, 5)) {
        let below = Asked { amount: -asked.amount, ..asked.clone() };
        let opposite: Vec<Decimal> = below.table().into_iter().map(|cell| -cell).collect();
        prop_assert_eq!(opposite, asked.table());
    }

    #[test]
    fn rows_and_columns_in_another_order_have_the_same_amounts(
        asked in asked(6, 5),
        rows in Just((0..6).collect::<Vec<usize>>()).prop_shuffle(),
        columns in Just((0..5).collect::<Vec<usize>>()).prop_shuffle(),
    ) {
        // Equal remainders are ordered by place; so none are equal here.
        let distinct = (0_i128..).zip(&asked.weights).map(|(place, _)| Fraction::new(1_000_003 + 7919 * place * place, 1).unwrap());
        let asked = Asked { weights: distinct.collect(), ..asked };
        let rows: Vec<usize> = rows.into_iter().filter(|row| *row < asked.rows.leaves()).collect();
        let columns: Vec<usize> = columns.into_iter().filter(|column| *column < asked.columns.leaves()).collect();
        let (table, permuted) = (asked.table(), asked.permuted(&rows, &columns).table());
        for (row, old_row) in rows.iter().enumerate() {
            for (column, old_column) in columns.iter().enumerate() {
                let width = columns.len();
                prop_assert_eq!(permuted[row * width + column], table[old_row * width + old_column]);
            }
        }
    }

    #[test]
    fn a_table_is_one_of_all_that_there_are(asked in asked(3, 3)) {
        let table = asked.table();
        let all = all_tables(&asked);
        prop_assert!(all.contains(&table), "{:?} is none of {:?}", table, all);
    }
}

/// Every table that keeps each sum within a step: all choices of rounding a cell down or up, tried one by one.
fn all_tables(asked: &Asked) -> Vec<Vec<Decimal>> {
    let (exact, step) = (asked.exact(), rational(asked.step));
    let floors: Vec<BigRational> = exact.iter().map(|share| (share / &step).floor()).collect();
    let sums = asked.sums();
    let mut all = Vec::new();
    for choice in 0_u32..1 << exact.len() {
        let cells: Vec<BigRational> = floors
            .iter()
            .enumerate()
            .map(|(cell, floor)| floor + BigRational::from_integer(i64::from(choice >> cell & 1).into()))
            .collect();
        let fits = |sum: &Vec<usize>| {
            let share: BigRational = sum.iter().map(|cell| &exact[*cell] / &step).sum();
            let sum: BigRational = sum.iter().map(|cell| &cells[*cell]).sum();
            sum >= share.floor() && sum <= share.ceil()
        };
        let single = (0..cells.len()).map(|cell| vec![cell]).all(|cell| fits(&cell));
        let total: BigRational = cells.iter().sum();
        if single && total * &step == rational(asked.amount) && sums.iter().all(fits) {
            let steps = |cell: &BigRational| asked.step * Decimal::from(u64::try_from(cell.to_integer()).unwrap());
            all.push(cells.iter().map(steps).collect());
        }
    }
    all
}
