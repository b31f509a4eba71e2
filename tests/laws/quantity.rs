//! Laws of exact numbers, held against rationals without a limit (`num-rational`).
#![expect(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use std::cmp::Ordering;
use std::collections::HashSet;

use attain::quantity::{
    Currency, Fraction, LIMIT_DIGITS, LIMIT_FRACTION_DIGITS, LIMIT_INTEGER_DIGITS, Money, Odd, Outcome, Percent,
    Precision, Ratio, RoundTo, RoundingMode, Why, parse_decimal, split,
};
use num_rational::BigRational;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;

// Arithmetic.

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn sums_and_differences_are_those_of_rationals_without_a_limit((a, b) in pair(), precision in precision()) {
        let (x, y) = (big(a), big(b));
        prop_assert_eq!(a.plus(b, precision), settled(&(&x + &y), precision));
        prop_assert_eq!(a.minus(b, precision), settled(&(&x - &y), precision));
    }

    #[test]
    fn products_and_quotients_are_those_of_rationals_without_a_limit((a, b) in pair(), precision in precision()) {
        let (x, y) = (big(a), big(b));
        prop_assert_eq!(a.times(b, precision), settled(&(&x * &y), precision));
        let quotient = if b.is_zero() { Err(Why::DividedByZero) } else { settled(&(&x / &y), precision) };
        prop_assert_eq!(a.over(b, precision), quotient);
    }

    #[test]
    fn powers_are_those_of_rationals_without_a_limit(a in fraction(), exponent in -70_i32..=70, precision in precision()) {
        let expected = if a.is_zero() && exponent < 0 {
            Err(Why::DividedByZero)
        } else {
            settled(&big(a).pow(exponent), precision)
        };
        prop_assert_eq!(a.power(exponent, precision), expected);
    }

    #[test]
    fn comparing_is_exact((a, b) in pair()) {
        prop_assert_eq!(a.cmp(&b), big(a).cmp(&big(b)));
        prop_assert_eq!(a == b, a.cmp(&b) == Ordering::Equal);
    }

    #[test]
    fn comparing_neighbours_is_exact(a in fraction(), more in -2_i128..=2) {
        // Fractions whose crosswise products agree in their first hundred digits.
        let near = a.numerator().checked_add(more).and_then(|num| Fraction::new(num, a.denominator()));
        let beside = a.denominator().checked_add(more).and_then(|den| Fraction::new(a.numerator(), den));
        for other in [near, beside].into_iter().flatten() {
            prop_assert_eq!(a.cmp(&other), big(a).cmp(&big(other)));
        }
    }

    #[test]
    fn a_number_has_one_form(num in small(), den in 1_i128..1_000_000, times in 1_i128..1_000_000, flip: bool) {
        let times = if flip { -times } else { times };
        let (a, b) = (Fraction::new(num, den).unwrap(), Fraction::new(num * times, den * times).unwrap());
        prop_assert_eq!((a.numerator(), a.denominator()), (b.numerator(), b.denominator()));
        prop_assert_eq!(HashSet::from([a, b]).len(), 1);
        prop_assert!(a.denominator() > 0);
    }

    #[test]
    fn making_a_fraction_is_dividing(num: i128, den: i128) {
        let expected = if den == 0 { None } else { exact(&(whole(num) / whole(den))) };
        prop_assert_eq!(Fraction::new(num, den), expected);
    }

    #[test]
    fn what_is_divided_can_be_multiplied_back(num in small(), den in small().prop_filter("a divisor", |den| *den != 0)) {
        let (num, den) = (Fraction::new(num, 1).unwrap(), Fraction::new(den, 1).unwrap());
        let precision = Precision::MIN;
        prop_assert_eq!(num.over(den, precision).and_then(|quotient| quotient.times(den, precision)), Ok(num));
    }

    #[test]
    fn opposite_signs_mirror_all_arithmetic((a, b) in pair(), precision in precision()) {
        let mirrored = |outcome: Outcome<Fraction>| outcome.map(Fraction::negate);
        prop_assert_eq!(a.negate().minus(b, precision), mirrored(a.plus(b, precision)));
        prop_assert_eq!(a.negate().times(b, precision), mirrored(a.times(b, precision)));
        prop_assert_eq!(a.negate().over(b, precision), mirrored(a.over(b, precision)));
        prop_assert_eq!(a.abs().signum(), a.signum().abs());
    }

    #[test]
    fn a_root_is_exact_or_the_nearest_number(a in fraction(), precision in precision()) {
        let root = a.abs().square_root(precision).unwrap();
        let (x, r) = (big(a.abs()), big(root));
        if &r * &r == x {
            return Ok(());
        }
        let half = ratio(1, 2 * 10_i128.pow(precision.digits()));
        prop_assert!((&r * ratio(10_i128.pow(precision.digits()), 1)).is_integer());
        let (low, high) = (&r - &half, &r + &half);
        prop_assert!(low < whole(0) || &low * &low < x);
        prop_assert!(x < &high * &high);
    }

    #[test]
    fn squares_have_their_root(a in select(vec![1_i128, 1 << 31, 1 << 62]).prop_flat_map(|most| -most..=most), b in 1_i128..1 << 62) {
        let a = Fraction::new(a, b).unwrap();
        let square = a.power(2, Precision::MIN).unwrap();
        prop_assert_eq!(square.square_root(Precision::MIN), Ok(a.abs()));
        prop_assert_eq!(square.negate().square_root(Precision::MIN).is_err(), !a.is_zero());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn long_powers_are_rounded_as_exact_ones_would_be(near in 1_i128..5_000, under: bool, exponent in 65_i32..1_500, precision in precision()) {
        // Bases near one, whose powers neither vanish nor outgrow the limit.
        let base = Fraction::new(if under { near - 1 } else { near + 1 }, near).unwrap();
        prop_assert_eq!(base.power(exponent, precision), settled(&big(base).pow(exponent), precision));
        prop_assert_eq!(base.negate().power(exponent, precision), settled(&big(base.negate()).pow(exponent), precision));
    }
}

// Rounding.

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn every_mode_rounds_as_it_is_defined(a in fraction(), mode in mode(), scale in 0_u32..=28) {
        let unit = ratio(1, 10_i128.pow(scale));
        let expected = rounded(&(big(a) / &unit), mode) * &unit;
        match a.to_scale(scale, mode) {
            Ok(decimal) => {
                prop_assert_eq!(big(Fraction::from(decimal)), expected);
                prop_assert_eq!(decimal.scale(), scale);
            }
            Err(why) => {
                prop_assert_eq!(why, Why::Overflow);
                prop_assert!(too_long(&(expected / unit)));
            }
        }
        prop_assert_eq!(whole(a.to_whole(mode)), rounded(&big(a), mode));
    }

    #[test]
    fn rounding_meets_the_nearest_step(a in moderate(), step in step(), mode in mode()) {
        let to = RoundTo::new(step, mode).unwrap();
        let unit = big(Fraction::from(step));
        let decimal = to.apply(a).unwrap();
        prop_assert_eq!(big(Fraction::from(decimal)), rounded(&(big(a) / &unit), mode) * &unit);
        prop_assert_eq!(decimal.scale(), step.scale());
        prop_assert_eq!(to.apply(Fraction::from(decimal)), Ok(decimal));
    }

    #[test]
    fn ties_go_where_the_mode_says(steps in -1_000_000_i128..1_000_000, step in step(), mode in mode()) {
        let half = big(Fraction::from(step)) * ratio(2 * steps + 1, 2);
        let decimal = exact(&half).unwrap().round(&RoundTo::new(step, mode).unwrap()).unwrap();
        let expected = rounded(&ratio(2 * steps + 1, 2), mode) * big(Fraction::from(step));
        prop_assert_eq!(big(Fraction::from(decimal)), expected);
    }

    #[test]
    fn rounding_keeps_the_order((a, b) in (moderate(), moderate()), step in step(), mode in mode()) {
        let to = RoundTo::new(step, mode).unwrap();
        let (low, high) = (a.min(b), a.max(b));
        prop_assert!(to.apply(low).unwrap() <= to.apply(high).unwrap());
    }

    #[test]
    fn a_precision_keeps_that_many_digits(a in fraction(), precision in precision()) {
        let unit = ratio(1, 10_i128.pow(precision.digits()));
        let expected = rounded(&(big(a) / &unit), RoundingMode::HalfEven) * unit;
        prop_assert_eq!(a.to_precision(precision), exact(&expected).ok_or(Why::Overflow));
    }
}

// Text and decimals.

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn fractions_read_back_what_they_print(a in fraction()) {
        prop_assert_eq!(a.to_string().parse(), Ok(a));
        prop_assert_eq!(format!("{}/{}", a.numerator(), a.denominator()).parse(), Ok(a));
        prop_assert_eq!(Ratio::from(a).to_string().parse(), Ok(Ratio::from(a)));
    }

    #[test]
    fn percents_print_a_hundredfold_or_say_that_they_are_near(a in fraction()) {
        let text = Percent(Ratio::from(a)).to_string();
        let printed = text.trim_start_matches('≈').trim_end_matches('%');
        let hundredfold = big(a) * whole(100);
        if text.starts_with('≈') {
            let unit = ratio(1, 1_000_000);
            prop_assert_eq!(decimal_text(printed), rounded(&(&hundredfold / &unit), RoundingMode::HalfEven) * unit);
            prop_assert_ne!(decimal_text(printed), hundredfold);
        } else {
            prop_assert_eq!(decimal_text(printed), hundredfold);
            if let Ok(read) = text.parse::<Percent>() {
                prop_assert_eq!(read.0.value(), a);
            }
        }
    }

    #[test]
    fn decimals_are_fractions_and_come_back(mantissa in small(), scale in 0_u32..=28) {
        let decimal = Decimal::try_from_i128_with_scale(mantissa, scale).unwrap();
        let fraction = Fraction::from(decimal);
        prop_assert_eq!(big(fraction), ratio(mantissa, 10_i128.pow(scale)));
        prop_assert_eq!(fraction.to_decimal(), Some(decimal));
    }

    #[test]
    fn a_decimal_comes_back_exactly_or_not_at_all(a in fraction()) {
        let scaled = |scale| big(a) * ratio(10_i128.pow(scale), 1);
        let fits = (0..=28).map(scaled).any(|mantissa| mantissa.is_integer() && !too_long(&mantissa));
        prop_assert_eq!(a.to_decimal().is_some(), fits);
        prop_assert!(a.to_decimal().is_none_or(|decimal| Fraction::from(decimal) == a));
    }

    #[test]
    fn numbers_within_the_limits_are_read_exactly(negative: bool, integer in "[0-9]{1,18}", fraction in "[0-9]{1,12}", zeros in "0{0,30}") {
        let text = format!("{}{zeros}{integer}.{fraction}{zeros}", if negative { "-" } else { "" });
        let digits = integer.trim_start_matches('0').len() + fraction.trim_end_matches('0').len();
        prop_assume!(digits <= LIMIT_DIGITS);
        let number = parse_decimal(&text).unwrap();
        prop_assert_eq!(big(Fraction::from(number)), decimal_text(&text));
        prop_assert_eq!(text.parse(), Ok(Fraction::from(number)));
    }

    #[test]
    fn numbers_beyond_the_limits_are_refused(integer in "[1-9][0-9]{18,40}", fraction in "[0-9]{12,40}[1-9]") {
        prop_assert!(integer.len() > LIMIT_INTEGER_DIGITS && fraction.len() > LIMIT_FRACTION_DIGITS);
        prop_assert!(parse_decimal(&integer).is_err());
        let fraction = format!("0.{fraction}");
        prop_assert!(parse_decimal(&fraction).is_err());
    }

    #[test]
    fn no_text_stops_a_parser(text in ".{0,40}", near in "[-+0-9.eE/% ]{0,12}") {
        for text in [text, near] {
            // What is read, as a number, is what the same text is to anybody else.
            if let Ok(number) = parse_decimal(&text) {
                let others = Decimal::from_scientific(&text).or_else(|_| text.parse());
                // Nothing times a power of ten is nothing, however far out the power is.
                prop_assert!(others == Ok(number) || (others.is_err() && number.is_zero()), "{text} is not {number}");
            }
            let _ = text.parse::<Fraction>();
            let _ = text.parse::<Ratio>();
            let _ = text.parse::<Percent>();
            let _ = text.parse::<Money>();
            let _ = text.parse::<Currency>();
        }
    }
}

// Splitting.

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn a_split_adds_up(amount in amount(), weights in weights(), step in step(), odd in odd()) {
        let parts = split(amount, &weights, step, within(odd, &weights)).unwrap();
        prop_assert_eq!(parts.len(), weights.len());
        prop_assert_eq!(total(&parts), big(Fraction::from(amount)));
    }

    #[test]
    fn a_part_is_within_one_step_of_its_exact_share(amount in amount(), weights in weights(), step in step(), odd in odd()) {
        let parts = split(amount, &weights, step, within(odd, &weights)).unwrap();
        for (part, share) in parts.iter().zip(shares(amount, &weights)) {
            let gap = big(Fraction::from(*part)) - share;
            prop_assert!(gap < big(Fraction::from(step)) && gap > -big(Fraction::from(step)));
        }
    }

    #[test]
    fn a_weight_of_zero_gets_exactly_zero(amount in amount(), weights in weights(), step in step(), odd in odd()) {
        let parts = split(amount, &weights, step, within(odd, &weights)).unwrap();
        for (part, weight) in parts.iter().zip(&weights) {
            prop_assert!(!weight.is_zero() || part.is_zero());
        }
    }

    #[test]
    fn a_larger_weight_never_gets_less(amount in amount(), weights in weights(), step in step(), odd in odd()) {
        let amount = amount.abs();
        let parts = split(amount, &weights, step, within(odd, &weights)).unwrap();
        for (i, j) in (0..parts.len()).flat_map(|i| (0..parts.len()).map(move |j| (i, j))) {
            prop_assert!(weights[i] <= weights[j] || parts[i] >= parts[j]);
        }
    }

    #[test]
    fn a_return_takes_back_what_the_sale_gave(amount in amount(), weights in weights(), step in step(), odd in odd()) {
        let odd = within(odd, &weights);
        let given = split(amount, &weights, step, odd).unwrap();
        let taken = split(-amount, &weights, step, odd).unwrap();
        prop_assert!(given.iter().zip(&taken).all(|(given, taken)| *given == -*taken));
    }

    #[test]
    fn all_parts_but_one_are_whole_steps(amount in amount(), weights in weights(), step in step(), odd in odd()) {
        let parts = split(amount, &weights, step, within(odd, &weights)).unwrap();
        let whole = |part: &&Decimal| (big(Fraction::from(**part)) / big(Fraction::from(step))).is_integer();
        let broken = parts.iter().filter(|part| !whole(part)).count();
        let rest = !(big(Fraction::from(amount)) / big(Fraction::from(step))).is_integer();
        prop_assert_eq!(broken, usize::from(rest));
    }

    #[test]
    fn a_split_is_the_method_of_largest_remainders(units in -1_000_000_i64..1_000_000, weights in weights(), step in step(), odd in odd()) {
        let odd = within(odd, &weights);
        let amount = Decimal::from(units) * step;
        prop_assert_eq!(split(amount, &weights, step, odd), Ok(by_definition(units, &weights, step, odd)));
    }

    #[test]
    fn only_the_proportion_of_weights_matters(amount in amount(), weights in weights(), times in 1_i128..1 << 60, over in 1_i128..1 << 60, step in step(), odd in odd()) {
        // Factors that leave 128 bits behind: the way through big integers must give the same parts.
        let odd = within(odd, &weights);
        let factor = Fraction::new(times, over).unwrap();
        let scaled: Vec<Fraction> = weights.iter().map(|weight| weight.times(factor, Precision::MAX).unwrap()).collect();
        prop_assert_eq!(split(amount, &scaled, step, odd), split(amount, &weights, step, odd));
    }

    #[test]
    fn parts_do_not_depend_on_their_order_unless_remainders_are_equal(units in 1_i64..1_000_000, weights in weights(), turn in 0_usize..12) {
        let remainders: HashSet<String> = shares(Decimal::from(units), &weights).map(|share| share.fract().to_string()).collect();
        prop_assume!(remainders.len() == weights.len());
        let turned = |parts: &mut Vec<Decimal>| parts.rotate_left(turn % weights.len());
        let mut parts = split(Decimal::from(units), &weights, Decimal::ONE, Odd::First).unwrap();
        turned(&mut parts);
        let mut weights = weights.clone();
        let count = weights.len();
        weights.rotate_left(turn % count);
        for odd in [Odd::First, Odd::Last, Odd::At(0)] {
            prop_assert_eq!(&split(Decimal::from(units), &weights, Decimal::ONE, odd).unwrap(), &parts);
        }
    }

    #[test]
    fn money_is_split_to_the_minor_unit_and_adds_up(minor in -100_000_000_i64..100_000_000, code in select(vec!["USD", "JPY", "KWD", "CLF"]), weights in weights(), odd in odd()) {
        let currency: Currency = code.parse().unwrap();
        let money = Money::new(Decimal::new(minor, currency.minor_digits()), currency);
        let parts = money.split(&weights, within(odd, &weights)).unwrap();
        let nothing = Money::new(Decimal::ZERO, currency);
        prop_assert_eq!(parts.iter().try_fold(nothing, |sum, part| sum.checked_add(*part)), Ok(money));
        prop_assert!(parts.iter().all(|part| part.round(RoundingMode::Down) == *part));
    }
}

// Money.

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn money_is_added_exactly_or_not_at_all(a in any_decimal(), b in any_decimal()) {
        let currency: Currency = "EUR".parse().unwrap();
        let sum = big(Fraction::from(a)) + big(Fraction::from(b));
        match Money::new(a, currency).checked_add(Money::new(b, currency)) {
            Ok(money) => prop_assert_eq!(big(Fraction::from(money.amount())), sum),
            Err(_) => prop_assert!(exact(&sum).and_then(Fraction::to_decimal).is_none()),
        }
    }

    #[test]
    fn money_reads_back_what_it_prints(mantissa in small(), scale in 0_u32..=12, code in "[A-Z]{3}") {
        let amount = Decimal::try_from_i128_with_scale(mantissa, scale).unwrap();
        let money = Money::new(amount, code.parse().unwrap());
        let text = money.to_string();
        prop_assume!(parse_decimal(&amount.to_string()).is_ok());
        prop_assert_eq!(text.parse(), Ok(money));
    }

    #[test]
    fn a_rounded_share_is_rounded_once(a in any_decimal(), share in moderate(), mode in mode()) {
        let money = Money::new(a, "EUR".parse().unwrap());
        let expected = rounded(&(big(Fraction::from(a)) * big(share) * whole(100)), mode) / whole(100);
        match money.share_rounded(Ratio::from(share), mode) {
            Ok(part) => prop_assert_eq!(big(Fraction::from(part.amount())), expected),
            Err(_) => prop_assert!(too_long(&(expected * whole(100)))),
        }
    }

    #[test]
    fn rounding_money_meets_the_nearest_minor_unit(a in any_decimal(), mode in mode()) {
        let money = Money::new(a, "EUR".parse().unwrap()).round(mode);
        let expected = rounded(&(big(Fraction::from(a)) * whole(100)), mode) / whole(100);
        prop_assert_eq!(big(Fraction::from(money.amount())), expected);
    }
}

// What numbers are tried: small and large, near the limits, with common factors and powers of ten.

fn small() -> impl Strategy<Value = i128> {
    -1_000_000_000_000_000_i128..=1_000_000_000_000_000
}

fn side() -> impl Strategy<Value = i128> {
    prop_oneof![
        3 => -1000_i128..=1000,
        3 => (any::<i128>(), 1_u32..127).prop_map(|(number, shift)| number >> shift),
        1 => (0_i128..50).prop_map(|less| i128::MAX - less),
        1 => (0_i128..50).prop_map(|less| less - i128::MAX),
        1 => (0_u32..127, -1_i128..=1).prop_map(|(power, more)| (1_i128 << power).saturating_add(more)),
        2 => (0_u32..38, -999_i128..999).prop_map(|(power, times)| 10_i128.pow(power).saturating_mul(times)),
    ]
}

fn fraction() -> impl Strategy<Value = Fraction> {
    (side(), side()).prop_filter_map("a fraction", |(num, den)| Fraction::new(num, den))
}

/// Two fractions, often with denominators that share a factor.
fn pair() -> impl Strategy<Value = (Fraction, Fraction)> {
    prop_oneof![
        (fraction(), fraction()),
        (side(), side(), fraction()).prop_filter_map("a fraction", |(num, other, b)| {
            Some((Fraction::new(num, b.denominator())?, Fraction::new(b.numerator(), other)?))
        }),
        (side(), fraction()).prop_filter_map("a fraction", |(num, b)| Some((Fraction::new(num, b.denominator())?, b))),
        fraction().prop_map(|a| (a, a.negate())),
    ]
}

/// What fits a decimal at any step.
fn moderate() -> impl Strategy<Value = Fraction> {
    (small(), prop_oneof![1_i128..1000, 1_i128..1 << 100])
        .prop_filter_map("a fraction", |(num, den)| Fraction::new(num, den))
}

fn any_decimal() -> impl Strategy<Value = Decimal> {
    (any::<i128>(), 32_u32..127, 0_u32..=28)
        .prop_map(|(number, shift, scale)| Decimal::try_from_i128_with_scale(number >> shift, scale).unwrap())
}

fn precision() -> impl Strategy<Value = Precision> {
    (6_u8..=18).prop_map(|digits| Precision::new(digits).unwrap())
}

fn mode() -> impl Strategy<Value = RoundingMode> {
    select(RoundingMode::ALL.to_vec())
}

fn step() -> impl Strategy<Value = Decimal> {
    select(vec!["0.01", "0.05", "1", "0.001", "100", "1000", "0.25", "7"]).prop_map(|step| step.parse().unwrap())
}

/// Often a multiple of the step, sometimes not.
fn amount() -> impl Strategy<Value = Decimal> {
    (-1_000_000_000_i64..1_000_000_000, 0_u32..5).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale))
}

fn weights() -> impl Strategy<Value = Vec<Fraction>> {
    let weight = prop_oneof![
        1 => Just(Fraction::ZERO),
        3 => (0_i64..10).prop_map(Fraction::whole),
        3 => (0_i128..1_000_000, 1_i128..100).prop_map(|(num, den)| Fraction::new(num, den).unwrap()),
        1 => (1_i128..1000, 1_i128..1 << 30).prop_map(|(num, den)| Fraction::new(num, den).unwrap()),
    ];
    vec(weight, 1..12).prop_filter("a weight above zero", |weights| weights.iter().any(|weight| !weight.is_zero()))
}

fn odd() -> impl Strategy<Value = Odd> {
    prop_oneof![Just(Odd::First), Just(Odd::Last), (0_usize..100).prop_map(Odd::At)]
}

fn within(odd: Odd, weights: &[Fraction]) -> Odd {
    match odd {
        Odd::At(index) => Odd::At(index % weights.len()),
        other => other,
    }
}

// The same by other means.

fn ratio(num: i128, den: i128) -> BigRational {
    format!("{num}/{den}").parse().unwrap()
}

fn whole(number: i128) -> BigRational {
    ratio(number, 1)
}

// Logarithm and exponential, held against the series of the exponential in rationals.

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_logarithm_is_the_nearest_number_of_its_precision(
        num in 1_i128..1_000_000,
        den in 1_i128..1_000,
        precision in precision(),
    ) {
        let number = Fraction::new(num, den).unwrap();
        let logarithm = big(number.natural_logarithm(precision).unwrap());
        let half = half_a_unit(precision);
        prop_assert!(exponential(&(&logarithm - &half)).0 <= big(number), "too large");
        prop_assert!(exponential(&(&logarithm + &half)).1 >= big(number), "too small");
    }

    #[test]
    fn an_exponential_is_the_nearest_number_of_its_precision(
        num in -10_000_i128..10_000,
        den in 1_000_i128..2_000,
        precision in precision(),
    ) {
        let number = Fraction::new(num, den).unwrap();
        let (low, high) = exponential(&big(number));
        let found = big(number.exponential(precision).unwrap());
        let half = half_a_unit(precision);
        prop_assert!(&found - &half <= high, "too large");
        prop_assert!(&found + &half >= low, "too small");
    }

    #[test]
    fn a_logarithm_rises_and_turns_its_sign_with_the_inverse(num in 1_i128..1_000_000, den in 1_i128..1_000_000) {
        let logarithm = |num, den| Fraction::new(num, den).unwrap().natural_logarithm(Precision::default()).unwrap();
        prop_assert_eq!(logarithm(num, den), logarithm(den, num).negate());
        prop_assert!(logarithm(num, den) <= logarithm(num + 1, den));
        prop_assert_eq!(logarithm(num, den).signum(), (num - den).signum() as i32);
    }
}

fn half_a_unit(precision: Precision) -> BigRational {
    big(Fraction::new(1, 2 * 10_i128.pow(precision.digits())).unwrap())
}

/// The exponential of a number up to 16 on either side, enclosed by its series.
fn exponential(number: &BigRational) -> (BigRational, BigRational) {
    let zero = big(Fraction::ZERO);
    if *number < zero {
        let (low, high) = exponential(&-number);
        return (high.recip(), low.recip());
    }
    let mut term = big(Fraction::ONE);
    let mut sum = zero;
    for count in 1..=120_i64 {
        sum += &term;
        term = term * number / big(Fraction::whole(count));
    }
    // What is left is less than the next term and its half, its quarter …
    (sum.clone(), sum + &term + &term)
}

fn big(fraction: Fraction) -> BigRational {
    ratio(fraction.numerator(), fraction.denominator())
}

/// A number as text, by its digits.
fn decimal_text(text: &str) -> BigRational {
    let (integer, fraction) = text.split_once('.').unwrap_or((text, ""));
    format!("{integer}{fraction}/1{}", "0".repeat(fraction.len())).parse().unwrap()
}

/// The fraction, if its lowest terms fit 127 bits a side.
fn exact(number: &BigRational) -> Option<Fraction> {
    let num = number.numer().to_string().parse().ok()?;
    let den = number.denom().to_string().parse().ok()?;
    Fraction::new(num, den)
}

/// The declared rule of arithmetic.
fn settled(number: &BigRational, precision: Precision) -> Outcome<Fraction> {
    let unit = ratio(1, 10_i128.pow(precision.digits()));
    exact(number).or_else(|| exact(&(rounded(&(number / &unit), RoundingMode::HalfEven) * unit))).ok_or(Why::Overflow)
}

/// The whole number that a mode makes of a number, by the words of its definition.
fn rounded(number: &BigRational, mode: RoundingMode) -> BigRational {
    let (floor, ceiling) = (number.floor(), number.ceil());
    let negative = *number < whole(0);
    let (toward_zero, away) = if negative { (&ceiling, &floor) } else { (&floor, &ceiling) };
    let even = if (&floor / whole(2)).is_integer() { &floor } else { &ceiling };
    let nearest = |at_tie| match (number - &floor).cmp(&(&ceiling - number)) {
        Ordering::Less => &floor,
        Ordering::Equal => at_tie,
        Ordering::Greater => &ceiling,
    };
    let chosen = match mode {
        RoundingMode::HalfUp => nearest(away),
        RoundingMode::HalfEven => nearest(even),
        RoundingMode::Up => away,
        RoundingMode::Down => toward_zero,
        RoundingMode::Ceiling => &ceiling,
        RoundingMode::Floor => &floor,
    };
    chosen.clone()
}

/// Whether a mantissa is beyond the 96 bits of a decimal.
fn too_long(mantissa: &BigRational) -> bool {
    let limit = whole(1_i128 << 96);
    *mantissa >= limit || *mantissa <= -limit
}

fn total(parts: &[Decimal]) -> BigRational {
    parts.iter().fold(whole(0), |sum, part| sum + big(Fraction::from(*part)))
}

fn shares(amount: Decimal, weights: &[Fraction]) -> impl Iterator<Item = BigRational> {
    let all = weights.iter().fold(whole(0), |sum, weight| sum + big(*weight));
    weights.iter().map(move |weight| big(Fraction::from(amount)) * big(*weight) / &all)
}

/// Largest remainders, a step at a time: whoever lacks most gets the next one.
fn by_definition(units: i64, weights: &[Fraction], step: Decimal, odd: Odd) -> Vec<Decimal> {
    let exact: Vec<BigRational> = shares(Decimal::from(units.abs()), weights).collect();
    let mut steps: Vec<BigRational> = exact.iter().map(BigRational::floor).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    match odd {
        Odd::First => {}
        Odd::Last => order.reverse(),
        Odd::At(index) => {
            order.remove(index);
            order.insert(0, index);
        }
    }
    while steps.iter().fold(whole(0), |sum, steps| sum + steps) < whole(i128::from(units.abs())) {
        let lacks = |index: usize| &exact[index] - &steps[index];
        let mut next = order[0];
        for &index in &order {
            if lacks(index) > lacks(next) {
                next = index;
            }
        }
        steps[next] = &steps[next] + whole(1);
    }
    let sign = Decimal::from(units.signum());
    steps.iter().map(|steps| steps.to_string().parse::<Decimal>().unwrap() * step * sign).collect()
}
