//! Formulas that run for many rows at once: each row gets what it gets alone.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "helpers of tests stop at the first surprise"
)]

use std::sync::Arc;

use attain::calendar::parse_day;
use attain::formula::{Elsewhere, Inputs, ManyInputs, Shift, run, run_many};
use attain::quantity::{Fraction, Outcome, Outcomes, Precision, Unit, Value, Why};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::support::formula::{Choices, compiled, formula};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn many_rows_get_what_each_gets_alone(
        choices in vec(any::<u8>(), 1..120),
        seed in any::<u64>(),
        rows in prop_oneof![9 => 0_usize..40, 1 => Just(1_027_usize)],
        digits in prop_oneof![Just(6_u8), Just(12), Just(18)],
        large in any::<bool>(),
    ) {
        let mut choices = Choices { left: choices.into_iter(), stray: false };
        let unit = choices.one_of(&Unit::ALL);
        let text = formula(&mut choices, unit, 4);
        let program = compiled(&text).unwrap();
        let mut desk = Desk { seed, rows, precision: Precision::new(digits).unwrap(), large };
        let many: Vec<Outcome> = run_many(&program, rows, &(), &mut desk).iter().collect();
        prop_assert_eq!(many.len(), rows);
        for (row, many) in many.into_iter().enumerate() {
            prop_assert_eq!(many, run(&program, &row, &mut desk), "{} of row {}", text, row);
        }
    }
}

/// Knows values that differ from row to row: of some names all at once, of others one by one.
struct Desk {
    seed: u64,
    rows: usize,
    precision: Precision,
    /// Whether numbers are so large that what is made of them does not fit.
    large: bool,
}

impl Desk {
    /// A number by question and row.
    fn mixed(&self, (unit, gone): (Unit, bool), row: usize) -> u64 {
        let mut z = self.seed
            ^ ((unit as u64) << 32)
            ^ (u64::from(gone) << 40)
            ^ (row as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn amount(&self, of: u64) -> Fraction {
        let (small, den) = (i128::from(of & 0xffff) - 20_000, [1, 3, 100, 7, 360][(of >> 16) as usize % 5]);
        match (of >> 32) % 8 {
            0 => Fraction::ZERO,
            1 if self.large => Fraction::new(i128::from(of) << 62, i128::from(of | 1)).unwrap(),
            2 if self.large => Fraction::new(i128::MAX - small.abs(), den).unwrap(),
            3 if self.large => Fraction::new(small, i128::MAX - i128::from(of)).unwrap(),
            _ => Fraction::new(small, den).unwrap(),
        }
    }
}

impl Inputs<(Unit, bool)> for Desk {
    type Place = usize;

    fn answer(&mut self, question: &(Unit, bool), row: &usize) -> Outcome {
        let of = self.mixed(*question, *row);
        // Of what may be gone, every second row has nothing.
        if question.1 && of.is_multiple_of(2) {
            return Err(if of.is_multiple_of(4) { Why::NoFacts } else { Why::TooFew { have: of % 7, need: 9 } });
        }
        let which = (of >> 8) as usize % 3;
        Ok(match question.0 {
            Unit::Date => Value::Date(parse_day(["2025-07-01", "2024-02-29", "9999-12-31"][which]).unwrap()),
            Unit::Text => Value::Text(["bikes", "车", ""][which].into()),
            Unit::YesNo => Value::YesNo(which == 0),
            Unit::Person => Value::Person(["ann", "bob", "王"][which].into()),
            Unit::OrgUnit => Value::OrgUnit(["north", "south", "ann"][which].into()),
            Unit::List => Value::List(["vip; bikes", "vip", "车"][which].parse().unwrap()),
            amount => amount.of(self.amount(of)),
        })
    }

    fn shift(&mut self, _: &Shift, row: &usize) -> Outcome<usize> {
        Ok(*row)
    }

    fn elsewhere(&mut self, _: &Elsewhere, row: &usize) -> Outcome<usize> {
        Ok(*row)
    }

    fn precision(&self) -> Precision {
        self.precision
    }
}

impl ManyInputs<(Unit, bool)> for Desk {
    type Common = ();

    fn place(&self, row: usize, (): &()) -> Option<usize> {
        Some(row)
    }

    fn answers(&mut self, question: &(Unit, bool), (): &()) -> Option<Arc<Outcomes>> {
        let by_itself = question.0 == Unit::Duration && self.seed.is_multiple_of(2);
        (!by_itself).then(|| Arc::new((0..self.rows).map(|row| self.answer(question, &row)).collect()))
    }

    fn shift_all(&mut self, _: &Shift, (): &()) -> Outcome<()> {
        Ok(())
    }
}
