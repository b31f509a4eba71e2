//! Laws of parts that have limits, and of parts that never fall: held against the plainest way to find them.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use attain::quantity::{Fraction, Nest, Odd, Part, SplitError, split, split_monotone, split_rows, split_within};
use num_rational::BigRational;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;

fn weight() -> impl Strategy<Value = Fraction> {
    prop_oneof![
        1 => Just(Fraction::ZERO),
        6 => (1_i128..60, 1_i128..5).prop_map(|(num, den)| Fraction::new(num, den).unwrap()),
    ]
}

fn odd() -> impl Strategy<Value = Odd> {
    select(vec![Odd::First, Odd::Last, Odd::At(0)])
}

fn weights() -> impl Strategy<Value = Vec<Fraction>> {
    vec(weight(), 1..8).prop_filter("all zero", |weights| weights.iter().any(|weight| !weight.is_zero()))
}

/// A part with limits in whole steps of one, and now and then beside them.
fn part() -> impl Strategy<Value = Part> {
    let limit =
        |most: i64| prop_oneof![2 => Just(None), 3 => (0..most).prop_map(|steps| Some(Decimal::new(steps * 5, 1)))];
    (weight(), limit(60), limit(200), 0_u8..8).prop_map(|(weight, least, most, pinned)| {
        let pinned = (pinned == 0).then(|| least.unwrap_or_default());
        Part { weight, least, most, pinned }
    })
}

fn big(fraction: Fraction) -> BigRational {
    BigRational::new(fraction.numerator().into(), fraction.denominator().into())
}

fn rational(decimal: Decimal) -> BigRational {
    BigRational::new(decimal.mantissa().into(), 10_i128.pow(decimal.scale()).into())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn more_to_cut_never_makes_a_part_smaller(weights in weights(), amount in 0_i64..3_000, more in 0_i64..300, odd in odd()) {
        let cut = |amount| split_monotone(Decimal::new(amount, 1), &weights, Decimal::ONE, odd).unwrap();
        let (less, more) = (cut(amount), cut(amount + more));
        prop_assert!(less.iter().zip(&more).all(|(less, more)| less <= more), "{:?} {:?}", less, more);
        prop_assert_eq!(less.iter().sum::<Decimal>(), Decimal::new(amount, 1));
    }

    #[test]
    fn steps_go_to_the_greatest_claim_one_by_one(weights in weights(), steps in 0_usize..60, odd in odd()) {
        let mut given = vec![0_i128; weights.len()];
        let place = |index: usize| match odd {
            Odd::First => index,
            Odd::Last => usize::MAX - index,
            Odd::At(chosen) => if index == chosen { 0 } else { index + 1 },
        };
        for _ in 0..steps {
            let claim = |index: usize| big(weights[index]) / BigRational::from_integer((2 * given[index] + 1).into());
            let greatest = (0..weights.len()).max_by(|one, other| claim(*one).cmp(&claim(*other)).then(place(*other).cmp(&place(*one)))).unwrap();
            given[greatest] += 1;
        }
        let amount = Decimal::from(steps);
        let expected: Vec<Decimal> = given.into_iter().map(Decimal::from).collect();
        prop_assert_eq!(split_monotone(amount, &weights, Decimal::ONE, odd).unwrap(), expected.clone());
        let opposite: Vec<Decimal> = split_monotone(-amount, &weights, Decimal::ONE, odd).unwrap().into_iter().map(|part| -part).collect();
        prop_assert_eq!(opposite, expected);
    }

    #[test]
    fn without_limits_parts_are_those_of_a_plain_split(weights in weights(), amount in 0_i64..5_000, odd in odd()) {
        let amount = Decimal::new(amount, 1);
        let parts: Vec<Part> = weights.iter().copied().map(Part::by).collect();
        prop_assert_eq!(split_within(amount, &parts, Decimal::ONE, odd), split(amount, &weights, Decimal::ONE, odd));
    }

    #[test]
    fn limits_hold_and_the_rest_is_shared_by_weight(parts in vec(part(), 1..7), amount in 0_i64..1_500, odd in odd()) {
        let amount = Decimal::new(amount, 1);
        match (split_within(amount, &parts, Decimal::ONE, odd), found(amount, &parts)) {
            (Ok(cut), Some(exact)) => {
                prop_assert_eq!(cut.iter().sum::<Decimal>(), amount);
                for ((part, had), exact) in parts.iter().zip(&cut).zip(&exact) {
                    let apart = rational(*had) - exact;
                    prop_assert!(apart < rational(Decimal::ONE) && -apart < rational(Decimal::ONE), "{} {}", had, exact);
                    if let Some(pinned) = part.pinned {
                        prop_assert_eq!(*had, pinned);
                    } else {
                        prop_assert!(part.least.is_none_or(|least| least <= *had) && *had >= Decimal::ZERO);
                        prop_assert!(part.most.is_none_or(|most| *had <= most));
                    }
                }
            }
            (Err(SplitError::Crossed { index }), _) => {
                let Part { least, most, .. } = parts[index];
                prop_assert!(least.unwrap_or_default().ceil() > most.unwrap().floor());
            }
            (Err(SplitError::TooMuch { fixed, by }), None) => {
                let least = |part: &Part| part.pinned.unwrap_or_else(|| part.least.unwrap_or_default().ceil());
                prop_assert_eq!(fixed, parts.iter().map(least).sum::<Decimal>());
                prop_assert_eq!(by, fixed - amount);
            }
            (Err(SplitError::TooLittle { fixed, by }), None) => {
                let most = |part: &Part| part.pinned.unwrap_or_else(|| part.most.unwrap().floor());
                prop_assert_eq!(fixed, parts.iter().map(most).sum::<Decimal>());
                prop_assert_eq!(by, amount - fixed);
            }
            (Err(SplitError::AllZero), None) => {}
            (cut, found) => prop_assert!(false, "{:?} where {:?}", cut, found),
        }
    }

    #[test]
    fn one_row_is_cut_as_parts_are(parts in vec(part(), 1..7), amount in 0_i64..1_500, odd in odd()) {
        let (amount, row, columns) = (Decimal::new(amount, 1), Nest::of(1), Nest::of(parts.len()));
        let pinned: Decimal = parts.iter().filter_map(|part| part.pinned).sum();
        let cut = split_rows(&[amount], &parts, &row, &columns, Decimal::ONE, odd);
        match (cut, split_within(amount, &parts, Decimal::ONE, odd)) {
            (Ok(cut), Ok(plain)) if (amount - pinned).fract().is_zero() => prop_assert_eq!(cut, plain),
            // The rest below a step goes to the largest part of a row, and to the next in turn where parts stand alone.
            (Ok(cut), Ok(_)) => prop_assert_eq!(cut.iter().sum::<Decimal>(), amount),
            (Err(SplitError::InRow { row: 0, error }), Ok(_)) => {
                prop_assert_eq!(*error, SplitError::NoRoom);
                prop_assert!(!(amount - pinned).fract().is_zero());
            }
            (Err(SplitError::InRow { row: 0, error }), Err(plain)) => prop_assert_eq!(*error, plain),
            (cut, plain) => prop_assert!(false, "{:?} {:?}", cut, plain),
        }
    }

    #[test]
    fn rows_are_cut_within_limits_and_columns_lie_within_a_step(
        rows in vec((vec(part(), 4), prop_oneof![(0_i64..600).prop_map(|steps| steps * 10), 0_i64..6_000]), 1..5),
        odd in odd(),
    ) {
        let amounts: Vec<Decimal> = rows.iter().map(|(_, amount)| Decimal::new(*amount, 1)).collect();
        let parts: Vec<Part> = rows.iter().flat_map(|(parts, _)| parts.clone()).collect();
        let exact: Option<Vec<Vec<BigRational>>> = rows.iter().zip(&amounts).map(|((parts, _), amount)| found(*amount, parts)).collect();
        let halves = |leaves: usize| {
            let mut nest = Nest::of(leaves);
            nest.group(0..=leaves / 2).unwrap();
            nest
        };
        let cut = split_rows(&amounts, &parts, &halves(rows.len()), &halves(4), Decimal::ONE, odd);
        let Ok(cut) = cut else {
            let crossed = matches!(&cut, Err(SplitError::InRow { error, .. }) if matches!(**error, SplitError::Crossed { .. } | SplitError::NoRoom));
            prop_assert!(crossed || exact.is_none(), "{:?}", cut);
            return Ok(());
        };
        let exact = exact.unwrap();
        for ((row, parts), amount) in cut.chunks(4).zip(parts.chunks(4)).zip(&amounts) {
            prop_assert_eq!(row.iter().sum::<Decimal>(), *amount);
            for (had, part) in row.iter().zip(parts) {
                let free = part.pinned.is_none();
                prop_assert_eq!(part.pinned.unwrap_or(*had), *had);
                prop_assert!(!free || part.least.is_none_or(|least| least <= *had) && part.most.is_none_or(|most| *had <= most));
            }
        }
        let half = rows.len() / 2 + 1;
        let sums = |chosen: &dyn Fn(usize, usize) -> bool| {
            let cells = || (0..rows.len()).flat_map(|row| (0..4).map(move |column| (row, column))).filter(|(row, column)| chosen(*row, *column));
            let had: Decimal = cells().map(|(row, column)| cut[row * 4 + column]).sum();
            let due: BigRational = cells().map(|(row, column)| exact[row][column].clone()).sum();
            let apart = rational(had) - due;
            apart < rational(Decimal::ONE) && -apart < rational(Decimal::ONE)
        };
        for at in 0..4 {
            prop_assert!(sums(&|_, column| column == at), "column {}", at);
            prop_assert!(sums(&|row, column| column == at && row < half), "column {} of the group of rows", at);
            prop_assert!(sums(&|row, column| row == at && column < 3), "row {} in the group of columns", at);
        }
        prop_assert!(sums(&|_, column| column < 3));
    }
}

/// What each part has exactly: limits are put on one after the other, those of the side that is further off first, and what is
/// left is shared anew. `None` where that cannot be.
fn found(amount: Decimal, parts: &[Part]) -> Option<Vec<BigRational>> {
    let zero = || BigRational::from_integer(0.into());
    let mut fixed: Vec<Option<BigRational>> = parts.iter().map(|part| part.pinned.map(rational)).collect();
    loop {
        let free: Vec<usize> = (0..parts.len()).filter(|index| fixed[*index].is_none()).collect();
        let left = rational(amount) - fixed.iter().flatten().sum::<BigRational>();
        let weights: BigRational = free.iter().map(|index| big(parts[*index].weight)).sum();
        if free.is_empty() {
            return (left == zero()).then(|| fixed.into_iter().flatten().collect());
        }
        let share = |index: usize| if weights == zero() { zero() } else { &left * big(parts[index].weight) / &weights };
        let least = |index: usize| rational(parts[index].least.unwrap_or_default().ceil());
        let most = |index: usize| parts[index].most.map(|most| rational(most.floor()));
        let below: Vec<usize> = free.iter().copied().filter(|index| share(*index) < least(*index)).collect();
        let above: Vec<usize> =
            free.iter().copied().filter(|index| most(*index).is_some_and(|most| share(*index) > most)).collect();
        if below.is_empty() && above.is_empty() {
            if weights == zero() && left != zero() {
                return None;
            }
            return Some((0..parts.len()).map(|index| fixed[index].clone().unwrap_or_else(|| share(index))).collect());
        }
        let lacking: BigRational = below.iter().map(|index| least(*index) - share(*index)).sum();
        let beyond: BigRational = above.iter().map(|index| share(*index) - most(*index).unwrap()).sum();
        if lacking >= beyond {
            for index in below {
                fixed[index] = Some(least(index));
            }
        } else {
            for index in above {
                fixed[index] = most(index);
            }
        }
    }
}

#[test]
fn what_is_below_a_step_never_passes_a_limit() {
    let part = |weight: i128, most: Option<i64>| Part {
        most: most.map(Decimal::from),
        ..Part::by(Fraction::new(weight, 10).unwrap())
    };
    let cut = |amount: i64, parts: &[Part]| {
        split_rows(&[Decimal::new(amount, 1)], parts, &Nest::of(1), &Nest::of(parts.len()), Decimal::ONE, Odd::First)
    };
    // Shares of 1.9, 1.2 and 0.4: the half would go to the first, which is capped at 2, and raised it would have 2.5.
    let decimals = |tenths: [i64; 3]| tenths.map(|tenths| Decimal::new(tenths, 1)).to_vec();
    assert_eq!(cut(35, &[part(19, Some(2)), part(12, None), part(4, None)]), Ok(decimals([20, 15, 0])));
    assert_eq!(cut(35, &[part(19, Some(3)), part(12, None), part(4, None)]), Ok(decimals([25, 10, 0])));
    // Two of at most one have no room for a half of which nobody knows where it is rounded to.
    let error = SplitError::InRow { row: 0, error: Box::new(SplitError::NoRoom) };
    assert_eq!(cut(15, &[part(1, Some(1)); 2]), Err(error));
}
