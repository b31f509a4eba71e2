//! Laws of targets that are cut: over people, over time and over fields, in any order.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use std::collections::BTreeMap;

use attain::quantity::{Fraction, Odd, Part, SplitError, split_within};
use attain::target::{Axis, Cascade, CascadeError, Cell};
use num_rational::BigRational;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use rust_decimal::Decimal;

const AXES: [Axis; 3] = [Axis::Members, Axis::Time, Axis::Fields];

/// A cut: of which leaf, into how many parts, by weights that come from a seed.
#[derive(Clone, Debug)]
struct Cut {
    axis: Axis,
    leaf: Index,
    count: usize,
    seed: i64,
}

impl Cut {
    /// The weight of a part in a cell; now and then nothing, but never of all.
    fn weight(&self, cell: Cell, part: usize) -> i64 {
        let [member, time, field, place] =
            [cell.member, cell.time, cell.field, part].map(|node| i64::try_from(node).unwrap());
        let mixed = (self.seed + 31 * member + 17 * time + 13 * field + 7 * place * place) * 7919 % 101;
        if mixed % 9 == 0 && part > 0 { 0 } else { mixed + 1 }
    }

    /// Cuts; answers the node that was cut, and its parts.
    fn apply(&self, cascade: &mut Cascade) -> (usize, Vec<usize>) {
        let leaves = cascade.leaves(self.axis, 0);
        let node = leaves[self.leaf.index(leaves.len())];
        let part = |cell, part| Part::by(Fraction::whole(self.weight(cell, part)));
        (node, cascade.cut(self.axis, node, self.count, part).unwrap().collect())
    }
}

fn cuts() -> impl Strategy<Value = Vec<Cut>> {
    let cut = (select(AXES.to_vec()), any::<Index>(), 1_usize..5, 0_i64..1_000);
    vec(cut.prop_map(|(axis, leaf, count, seed)| Cut { axis, leaf, count, seed }), 1..6)
}

/// Every node of an axis.
fn nodes(cascade: &Cascade, axis: Axis) -> Vec<usize> {
    let mut nodes = vec![0];
    let mut at = 0;
    while let Some(node) = nodes.get(at).copied() {
        nodes.extend(cascade.parts(axis, node));
        at += 1;
    }
    nodes
}

/// Everything that somebody may read off.
fn figures(cascade: &Cascade) -> BTreeMap<Cell, Decimal> {
    let mut figures = BTreeMap::new();
    for member in nodes(cascade, Axis::Members) {
        for time in nodes(cascade, Axis::Time) {
            for field in nodes(cascade, Axis::Fields) {
                let cell = Cell { member, time, field };
                figures.insert(cell, cascade.amount(cell));
            }
        }
    }
    figures
}

fn with(axis: Axis, cell: Cell, node: usize) -> Cell {
    match axis {
        Axis::Members => Cell { member: node, ..cell },
        Axis::Time => Cell { time: node, ..cell },
        Axis::Fields => Cell { field: node, ..cell },
    }
}

fn on(axis: Axis, cell: Cell) -> usize {
    match axis {
        Axis::Members => cell.member,
        Axis::Time => cell.time,
        Axis::Fields => cell.field,
    }
}

fn rational(decimal: Decimal) -> BigRational {
    BigRational::new(decimal.mantissa().into(), 10_i128.pow(decimal.scale()).into())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_cut_keeps_every_figure_and_its_parts_add_up(cuts in cuts(), amount in -100_000_i64..100_000) {
        let mut cascade = Cascade::new(Decimal::new(amount, 1), "0.5".parse().unwrap(), Odd::First);
        for cut in &cuts {
            let before = figures(&cascade);
            let (node, parts) = cut.apply(&mut cascade);
            for (cell, figure) in &before {
                prop_assert_eq!(cascade.amount(*cell), *figure);
                if on(cut.axis, *cell) == node {
                    let parts: Decimal = parts.iter().map(|part| cascade.amount(with(cut.axis, *cell, *part))).sum();
                    prop_assert_eq!(parts, *figure);
                }
            }
        }
    }

    #[test]
    fn every_part_lies_within_a_step_of_its_exact_share(cuts in cuts(), amount in 0_i64..100_000) {
        let mut cascade = Cascade::new(Decimal::from(amount), Decimal::ONE, Odd::Last);
        for cut in &cuts {
            let before = cascade.clone();
            let (node, parts) = cut.apply(&mut cascade);
            let [outer, inner] = match cut.axis {
                Axis::Members => [Axis::Time, Axis::Fields],
                Axis::Time => [Axis::Members, Axis::Fields],
                Axis::Fields => [Axis::Members, Axis::Time],
            };
            for (place, part) in parts.iter().enumerate() {
                // Of one leaf and any node of the other axis, and of any node and the whole.
                let leaves = before.leaves(outer, 0).into_iter().flat_map(|leaf| nodes(&before, inner).into_iter().map(move |node| (leaf, node)));
                let wholes = nodes(&before, outer).into_iter().map(|node| (node, 0));
                for (one, other) in leaves.chain(wholes) {
                    let cell = with(inner, with(outer, with(cut.axis, Cell::default(), *part), one), other);
                    let mut exact = BigRational::from_integer(0.into());
                    for below in before.leaves(outer, one) {
                        for within in before.leaves(inner, other) {
                            let row = with(inner, with(outer, with(cut.axis, Cell::default(), node), below), within);
                            let all: i64 = (0..cut.count).map(|part| cut.weight(row, part)).sum();
                            exact += rational(before.amount(row)) * BigRational::new(cut.weight(row, place).into(), all.into());
                        }
                    }
                    let apart = rational(cascade.amount(cell)) - exact;
                    let one = BigRational::from_integer(1.into());
                    prop_assert!(apart < one && -apart < one, "{:?}", cell);
                }
            }
        }
    }

    #[test]
    fn what_is_closed_stays_when_the_rest_is_spread_anew(
        months in vec(1_i64..50, 2..8),
        people in vec(1_i64..50, 1..6),
        closed in 1_usize..8,
        amounts in (1_000_i64..50_000, 0_i64..20_000),
    ) {
        let closed = closed.min(months.len() - 1);
        let spread = |amount: i64, kept: Option<&Cascade>| -> Result<Cascade, CascadeError> {
            let mut cascade = Cascade::new(Decimal::from(amount), Decimal::ONE, Odd::First);
            let stood = |month: usize, member: usize, time: usize| {
                kept.filter(|_| month < closed).map(|kept| kept.amount(Cell { member, time, field: 0 }))
            };
            let made = cascade.cut(Axis::Time, 0, months.len(), |_, month| {
                Part { pinned: stood(month, 0, month + 1), ..Part::by(Fraction::whole(months[month])) }
            })?;
            cascade.cut(Axis::Members, 0, people.len(), |cell, person| {
                Part { pinned: stood(cell.time - made.start, person + 1, cell.time), ..Part::by(Fraction::whole(people[person])) }
            })?;
            Ok(cascade)
        };
        let first = spread(amounts.0, None).unwrap();
        let raised = spread(amounts.0 + amounts.1, Some(&first)).unwrap();
        prop_assert_eq!(raised.amount(Cell::default()), Decimal::from(amounts.0 + amounts.1));
        for member in 0..=people.len() {
            for month in 1..=closed {
                let cell = Cell { member, time: month, field: 0 };
                prop_assert_eq!(raised.amount(cell), first.amount(cell));
            }
        }
        // Raised and lowered again, all is as it was.
        let [closed, undone] = [&first, &raised].map(|kept| figures(&spread(amounts.0, Some(kept)).unwrap()));
        prop_assert_eq!(closed, undone);
    }
}

#[test]
fn only_a_leaf_is_cut_and_an_error_says_of_which_cell() {
    let mut cascade = Cascade::new(Decimal::ONE_HUNDRED, Decimal::ONE, Odd::First);
    cascade.cut(Axis::Time, 0, 2, |_, _| Part::by(Fraction::ONE)).unwrap();
    let again = cascade.cut(Axis::Time, 0, 2, |_, _| Part::by(Fraction::ONE));
    assert_eq!(again, Err(CascadeError::NotALeaf { axis: Axis::Time, node: 0 }));

    let least = |cell: Cell| if cell.time == 2 { Some(Decimal::from(30)) } else { None };
    let error =
        cascade.cut(Axis::Members, 0, 2, |cell, _| Part { least: least(cell), ..Part::by(Fraction::ONE) }).unwrap_err();
    let text = "what is fixed and the least that all others may have come to 60, which is 10 more than there is";
    assert_eq!((error.to_string().as_str(), error.help()), (text, "lower a floor, unpin a part, or split more"));
    assert!(matches!(error, CascadeError::Split { cell: Some(Cell { time: 2, .. }), .. }));
    // Nothing was cut.
    assert_eq!(cascade.parts(Axis::Members, 0), [0_usize; 0]);
    assert_eq!(cascade.amount(Cell { time: 2, ..Cell::default() }), Decimal::from(50));
}

#[test]
fn what_cannot_be_added_up_exactly_is_not_cut() {
    let huge: Decimal = "50000000000000000000000000000".parse().unwrap();
    let pinned = |amount: Decimal| Part { pinned: Some(amount), ..Part::by(Fraction::ONE) };
    let overflow = CascadeError::Split { cell: None, error: SplitError::Overflow };

    // Together the parts are nothing; two of them alone would be more than an amount can be.
    let mut cascade = Cascade::new(Decimal::ZERO, Decimal::ONE, Odd::First);
    let pins = [huge, -huge, huge, -huge];
    assert_eq!(cascade.cut(Axis::Members, 0, 4, |_, part| pinned(pins[part])), Err(overflow));
    assert_eq!(cascade.leaves(Axis::Members, 0), [0]);

    // A cent beside so much needs more digits than there are: nothing is rounded away.
    let cent: Decimal = "0.01".parse().unwrap();
    let parts = [pinned(cent), Part::by(Fraction::ONE)];
    assert_eq!(split_within(huge, &parts, Decimal::ONE, Odd::First), Err(SplitError::Overflow));

    // Caps beyond all amounts hold nothing back.
    let capped = Part { most: Some(huge), ..Part::by(Fraction::ONE) };
    assert_eq!(split_within(Decimal::TEN, &[capped; 2], Decimal::ONE, Odd::First), Ok(vec![Decimal::from(5); 2]));
}
