//! The values of many: each row is what it is alone.

use attain::quantity::{Fraction, Outcome, Outcomes, RoundTo, RoundingMode, Unit, Value, Why};
use proptest::collection::vec;
use proptest::prelude::*;
use rust_decimal::Decimal;

const MODES: [RoundingMode; 6] = [
    RoundingMode::HalfUp,
    RoundingMode::HalfEven,
    RoundingMode::Up,
    RoundingMode::Down,
    RoundingMode::Ceiling,
    RoundingMode::Floor,
];

fn whole() -> impl Strategy<Value = i128> {
    prop_oneof![
        4 => -1_000_i128..1_000,
        2 => any::<i64>().prop_map(i128::from),
        1 => any::<i128>().prop_map(|number| number >> 4),
    ]
}

fn amount() -> impl Strategy<Value = Outcome<Fraction>> {
    let fraction = (whole(), prop_oneof![Just(1_i128), Just(200), whole()]);
    prop_oneof![
        9 => fraction.prop_map(|(num, den)| Fraction::new(num, den).ok_or(Why::DividedByZero)),
        1 => Just(Err(Why::TooFew { have: 1, need: 2 })),
    ]
}

/// A step that counts: cents, five cents, thousands, eighteen digits.
fn step() -> impl Strategy<Value = Decimal> {
    let digits = (prop_oneof![Just(1_i64), Just(5), Just(25), Just(1_000)], 0_u32..=20);
    digits.prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn many_are_rounded_as_each_is_alone(amounts in vec(amount(), 0..60), step in step(), mode in 0..MODES.len()) {
        let to = RoundTo::new(step, MODES[mode]).unwrap();
        let figures: Outcomes = amounts.iter().cloned().map(|amount| amount.map(Value::Money)).collect();
        let alone: Vec<Outcome<Decimal>> = amounts.iter().cloned().map(|amount| amount?.round(&to)).collect();
        prop_assert_eq!(figures.rounded(&to).unwrap(), alone);
    }

    #[test]
    fn digits_are_rounded_as_fractions_are(digits in vec(any::<i64>().prop_map(|number| number.max(-i64::MAX)), 0..60), scale in 0_u32..20, to in 0_u32..20) {
        let figures = Outcomes::digits(Unit::Number, digits.clone(), scale).unwrap();
        let fraction = |digits: i64| Fraction::new(digits.into(), 10_i128.pow(scale)).unwrap();
        let alone: Vec<Outcome<Decimal>> =
            digits.iter().map(|digits| fraction(*digits).to_scale(to, RoundingMode::HalfEven)).collect();
        prop_assert_eq!(figures.to_scale(to, RoundingMode::HalfEven).unwrap(), alone);
        for (row, digits) in digits.iter().enumerate() {
            prop_assert_eq!(figures.get(row), Some(Ok(Value::Number(fraction(*digits)))));
        }
    }

    #[test]
    fn what_is_put_in_comes_out(amounts in vec((amount(), any::<bool>()), 0..60)) {
        let values: Vec<Outcome> = amounts
            .into_iter()
            .map(|(amount, ratio)| amount.map(|amount| if ratio { Value::Ratio(amount) } else { Value::Number(amount) }))
            .collect();
        let figures: Outcomes = values.iter().cloned().collect();
        prop_assert_eq!(figures.iter().collect::<Vec<Outcome>>(), values.clone());
        prop_assert_eq!(figures.len(), values.len());
    }
}
