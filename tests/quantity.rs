//! Exact numbers in tables, one row a case.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::str::FromStr;
use std::sync::Arc;

use attain::quantity::{
    Currency, DecimalError, Fraction, FractionError, LIMIT_PARTS, Money, MoneyError, Odd, Percent, Precision, Ratio,
    RoundTo, RoundingMode, SplitError, Unit, Value, Why, parse_decimal, split, split_outcomes,
};
use rust_decimal::Decimal;

#[test]
fn each_mode_rounds_ties_and_neighbours_on_both_sides_of_zero() {
    // number, then half_up, half_even, up, down, ceiling, floor, to hundredths
    let table = "
        1.005    1.01   1.00   1.01   1.00   1.01   1.00
        1.015    1.02   1.02   1.02   1.01   1.02   1.01
       -1.005   -1.01  -1.00  -1.01  -1.00  -1.00  -1.01
       -1.015   -1.02  -1.02  -1.02  -1.01  -1.01  -1.02
        1.0049   1.00   1.00   1.01   1.00   1.01   1.00
        1.0051   1.01   1.01   1.01   1.00   1.01   1.00
       -1.0049  -1.00  -1.00  -1.01  -1.00  -1.00  -1.01
       -1.0051  -1.01  -1.01  -1.01  -1.00  -1.00  -1.01
        1.01     1.01   1.01   1.01   1.01   1.01   1.01
       -1.01    -1.01  -1.01  -1.01  -1.01  -1.01  -1.01
        0.005    0.01   0.00   0.01   0.00   0.01   0.00
       -0.005   -0.01   0.00  -0.01   0.00   0.00  -0.01
        1/3      0.33   0.33   0.34   0.33   0.34   0.33
       -2/3     -0.67  -0.67  -0.67  -0.66  -0.66  -0.67
        0        0.00   0.00   0.00   0.00   0.00   0.00
        1.935    1.94   1.94   1.94   1.93   1.94   1.93
        1.945    1.95   1.94   1.95   1.94   1.95   1.94
    ";
    for row in rows(table) {
        for (mode, expected) in RoundingMode::ALL.into_iter().zip(&row[1..]) {
            let to = RoundTo::new(decimal("0.01"), mode).unwrap();
            assert_eq!(fraction(row[0]).round(&to).unwrap().to_string(), *expected, "{} {mode}", row[0]);
            assert_eq!(fraction(row[0]).to_scale(2, mode).unwrap().to_string(), *expected, "{} {mode}", row[0]);
        }
    }
}

#[test]
fn steps_need_not_be_powers_of_ten() {
    let table = "
        0.05   half_up    1.025     1.05
        0.05   half_even  1.025     1.00
        0.05   half_even  1.075     1.10
        0.05   down       1.0999    1.05
        100    half_up    150       200
        100    half_even  150       200
        100    half_even  250       200
        1000   half_up    833500    834000
        1000   floor     -833500   -834000
        1000   up         1         1000
        0.25   ceiling    1/3       0.50
        0.10   half_up    0.25      0.30
        7      half_up    10.5      14
        7      half_even  10.5      14
        7      half_even  3.5       0
    ";
    for row in rows(table) {
        let to = RoundTo::new(decimal(row[0]), mode(row[1])).unwrap();
        assert_eq!(to.apply(fraction(row[2])).unwrap().to_string(), row[3], "{row:?}");
    }
    assert_eq!(RoundTo::new(decimal("-0.01"), RoundingMode::HalfUp), None);
    assert_eq!(RoundTo::new(decimal("0.00"), RoundingMode::HalfUp), None);
}

#[test]
fn what_does_not_fit_a_decimal_is_undefined() {
    let large = Fraction::from(Decimal::MAX);
    let cents = RoundTo::new(decimal("0.01"), RoundingMode::HalfUp).unwrap();
    assert_eq!(large.to_scale(0, RoundingMode::HalfUp), Ok(Decimal::MAX));
    assert_eq!(large.round(&cents), Err(Why::Overflow));
    assert_eq!(large.to_scale(1, RoundingMode::HalfUp), Err(Why::Overflow));
    assert_eq!(Fraction::ONE.to_scale(28, RoundingMode::Up).unwrap().scale(), 28);
    assert_eq!(Fraction::ONE.to_scale(29, RoundingMode::Up), Err(Why::Overflow));
    assert_eq!(Fraction::ZERO.to_scale(u32::MAX, RoundingMode::Up), Err(Why::Overflow));
    assert_eq!(Fraction::new(i128::MAX, 1).unwrap().to_scale(0, RoundingMode::Up), Err(Why::Overflow));
    assert_eq!(Fraction::new(1, i128::MAX).unwrap().to_scale(28, RoundingMode::Up), Ok(Decimal::new(1, 28)));
    assert_eq!(Fraction::new(i128::MAX, 2).unwrap().to_whole(RoundingMode::Up), 1 << 126);
}

#[test]
fn arithmetic_of_the_plan_language_holds() {
    let precision = Precision::default();
    let seven_halves = fraction("7").over(fraction("2"), precision).unwrap();
    assert_eq!(seven_halves.to_string(), "3.5");
    assert_eq!(fraction("0.1").plus(fraction("0.2"), precision).unwrap().to_string(), "0.3");
    let third = Fraction::ONE.over(fraction("3"), precision).unwrap();
    assert_eq!(third.times(fraction("3"), precision), Ok(Fraction::ONE));
    let nearly = fraction("96999999999999935").over(fraction("99999999999999933"), precision).unwrap();
    assert!(nearly < fraction("0.97"));
    assert_eq!(fraction("0.03").times(fraction("1/6"), precision).unwrap().to_string(), "0.005");
    assert_eq!(third.over(Fraction::ZERO, precision), Err(Why::DividedByZero));
}

#[test]
fn the_limit_is_127_bits_of_the_value_a_side() {
    let precision = Precision::default();
    let most = Fraction::new(i128::MAX, 1).unwrap();
    assert_eq!(most.plus(Fraction::ONE, precision), Err(Why::Overflow));
    assert_eq!(most.negate().minus(Fraction::ONE, precision), Err(Why::Overflow));
    assert_eq!(most.minus(Fraction::ONE, precision), Ok(Fraction::new(i128::MAX - 1, 1).unwrap()));
    // The numerator of the sum alone is 2^127 - 1 + 2 times 3: beyond on the way, too long, so rounded, too long.
    assert_eq!(most.plus(fraction("2/3"), precision), Err(Why::Overflow));
    // Beyond on the way, but not in the end: (2^127 - 1) / 2 twice.
    let half = Fraction::new(i128::MAX, 2).unwrap();
    assert_eq!(half.plus(half, precision), Ok(most));
    // A denominator that does not fit is rounded half-even to the precision.
    let tiny = Fraction::new(1, i128::MAX).unwrap();
    assert_eq!(tiny.times(tiny, precision), Ok(Fraction::ZERO));
    assert_eq!(Fraction::ONE.plus(tiny, precision).unwrap(), Fraction::ONE);
    let primes = [i128::MAX, (1 << 89) - 1].map(|prime| Fraction::new(prime - 1, prime).unwrap());
    assert_eq!(primes[0].times(primes[1], Precision::MAX), Ok(Fraction::ONE));
    let thirds = fraction("1/3").plus(Fraction::new(1, (1 << 126) + 1).unwrap(), Precision::MIN);
    assert_eq!(thirds.unwrap().to_string(), "0.333333");
}

#[test]
fn i128_min_has_no_opposite_and_is_no_fraction() {
    assert_eq!(Fraction::new(i128::MIN, 1), None);
    assert_eq!(Fraction::new(1, i128::MIN), None);
    assert_eq!(Fraction::new(i128::MIN, i128::MIN), Some(Fraction::ONE));
    assert_eq!(Fraction::new(i128::MIN, 2).unwrap().numerator(), i128::MIN / 2);
    assert_eq!(Fraction::new(2, i128::MIN).unwrap().denominator(), 1 << 126);
    assert_eq!(Fraction::new(i128::MIN, i128::MAX), None);
    assert_eq!(Fraction::new(7, 0), None);
    assert_eq!(Fraction::new(0, i128::MIN), Some(Fraction::ZERO));
    let root = Fraction::whole(-2);
    assert_eq!(root.power(127, Precision::default()), Err(Why::Overflow));
    assert_eq!(root.power(126, Precision::default()).unwrap().numerator(), 1 << 126);
}

#[test]
fn powers_need_bounded_work() {
    let table = "
        0       0            1
        0       3            0
        0      -1            divided by zero
        5       0            1
        1       2147483647   1
       -1       2147483647  -1
       -1      -2147483648   1
        2       10           1024
        2      -2            0.25
       -2/3     3           -8/27
        2       2147483647   too large a number
       -2       2147483647   too large a number
        0.5     2147483647   0
       -1/2    -2147483648   too large a number
        1.01    1000         20959.155637813660
        1.000000001  1000000000    2.718281827100
        1.000000001 -1000000000    0.367879441355
        0.999999999  2147483647    0.116777642008
    ";
    for row in rows(table) {
        let power = fraction(row[0]).power(row[1].parse().unwrap(), Precision::default());
        let text = power.map_or_else(|why| why.to_string(), |power| power.to_string());
        let expected = row[2..].join(" ");
        let expected = expected.parse::<Fraction>().map_or(expected, |number| number.to_string());
        assert_eq!(text, expected, "{row:?}");
    }
}

#[test]
fn powers_that_do_not_fit_are_rounded_as_exact_numbers_are() {
    let power = |base: &str, exponent, digits| fraction(base).power(exponent, Precision::new(digits).unwrap());
    // Whole parts of 101 and 106 bits, rounded to six digits.
    assert_eq!(power("1.01", 7000, 6), Ok(fraction("1776709720877283058662493107433.11897")));
    assert_eq!(power("1.5", 180, 6), Ok(fraction("49708038956397064122028592714823.043235")));
    // Half-way between two numbers of eight digits: a^3 / 8,000,000 with a^3 of 128 bits.
    let tie = Fraction::new(5_541_191_377_767, 200).unwrap().power(3, Precision::new(8).unwrap());
    assert_eq!(tie, Ok(Fraction::new(132_922_799_579_237_452_869_193_409_131_431_309_893, 6_250_000).unwrap()));
}

#[test]
fn ties_beyond_128_bits_go_where_the_mode_says() {
    // 1.5 and 2.5 steps of 29 digits: the comparison with half a step takes 187 bits.
    let step = decimal("1.0000000000000000000000000001");
    let one = decimal("1.0000000000000000000000000001");
    let (two, three) = (decimal("2.0000000000000000000000000002"), decimal("3.0000000000000000000000000003"));
    let halves = |halves| Fraction::from(step).times(Fraction::new(halves, 2).unwrap(), Precision::default()).unwrap();
    let round = |number: Fraction, mode| number.round(&RoundTo::new(step, mode).unwrap()).unwrap();
    assert_eq!(round(halves(3), RoundingMode::HalfEven), two);
    assert_eq!(round(halves(5), RoundingMode::HalfEven), two);
    assert_eq!(round(halves(-5), RoundingMode::HalfEven), -two);
    assert_eq!(round(halves(5), RoundingMode::HalfUp), three);
    assert_eq!(round(halves(-5), RoundingMode::HalfUp), -three);
    assert_eq!(round(halves(-3), RoundingMode::Ceiling), -one);
    assert_eq!(round(halves(-3), RoundingMode::Floor), -two);
}

#[test]
fn roots_are_exact_or_nearest() {
    let table = "
        0       0
        4       2
        1/9     1/3
        0.0625  0.25
        2       1.414213562373
        1/3     0.577350269190
        0.000000000000000000000001  0.000000000001
        170141183460469231731687303715884105727   13043817825332782212.349571806253
    ";
    for row in rows(table) {
        assert_eq!(fraction(row[0]).square_root(Precision::default()), Ok(fraction(row[1])), "{row:?}");
    }
    assert_eq!(fraction("-0.01").square_root(Precision::default()), Err(Why::NotANumber));
}

#[test]
fn logarithms_and_exponentials_at_the_ends_of_what_fits() {
    let most = Fraction::new(i128::MAX, 1).unwrap();
    let ln = |number: Fraction| number.natural_logarithm(Precision::default()).map(|number| number.to_string());
    let exp = |number: Fraction| number.exponential(Precision::default()).map(|number| number.to_string());
    assert_eq!(ln(most), Ok("88.029691931113".to_owned()));
    assert_eq!(ln(Fraction::new(1, i128::MAX).unwrap()), Ok("-88.029691931113".to_owned()));
    assert_eq!(ln(Fraction::new(i128::MAX, i128::MAX - 1).unwrap()), Ok("0".to_owned()));
    assert_eq!(exp(most), Err(Why::Overflow));
    assert_eq!(exp(most.negate()), Ok("0".to_owned()));
    assert_eq!(exp(Fraction::new(1, i128::MAX).unwrap()), Ok("1".to_owned()));
    assert_eq!(exp(Fraction::whole(60)), Ok("114200738981568428366295718.31447656302".to_owned()));
    assert_eq!(exp(Fraction::whole(80)), Err(Why::Overflow));
}

#[test]
fn fractions_print_as_finite_decimals_or_quotients() {
    let table = "
        0          0
        -0         0
        007        7
        2/6        1/3
        -2/6       -1/3
        0.50       0.5
        -1/8       -0.125
        1e3        1000
        25e-4      0.0025
        3/1        3
        1/7        1/7
        1/340282366920938463463374607431768211455  too_long
        170141183460469231731687303715884105727    170141183460469231731687303715884105727
        170141183460469231731687303715884105728    too_long
        1/0        zero
        0/5        0
        1/-3       none
        1/2/3      none
        +1         none
        .5         none
        5.         none
        1_000      none
        1,5        none
        ５         none
        0.5/2      none
        1e5/2      none
        --1        none
        -          none
        1e         none
        1e99999    none
        1e9999     too_long
        1e-9999    too_long
        0e9999     0
    ";
    for row in rows(table) {
        let text = match Fraction::from_str(row[0]) {
            Ok(fraction) => fraction.to_string(),
            Err(FractionError::TooLong(_)) => "too_long".to_owned(),
            Err(FractionError::DividesByZero(_)) => "zero".to_owned(),
            Err(_) => "none".to_owned(),
        };
        assert_eq!(text, row[1], "{row:?}");
    }
    assert!(Fraction::from_str("").is_err());
    assert_eq!(
        format!("[{:>6}] [{:<6}] [{:06}]", fraction("-0.5"), fraction("1"), fraction("-2")),
        "[  -0.5] [1     ] [-00002]"
    );
}

#[test]
fn ratios_and_percents_say_the_same() {
    let table = "
        60%         0.6       60%
        0.6         0.6       60%
        1/3         1/3       ≈33.333333%
        -1/3        -1/3      ≈-33.333333%
        2/3         2/3       ≈66.666667%
        33.3%       0.333     33.3%
        0%          0         0%
        125%        1.25      125%
        -5.5%       -0.055    -5.5%
        1/30000000000   1/30000000000   ≈0.000000%
        0.000000001     0.000000001     0.0000001%
    ";
    for row in rows(table) {
        let ratio = Ratio::from_str(row[0]).unwrap();
        assert_eq!((ratio.to_string().as_str(), Percent(ratio).to_string().as_str()), (row[1], row[2]));
    }
    for wrong in ["60", "60 %", "1/3%", "%", "60%%", "≈33.333333%", ""] {
        assert!(Percent::from_str(wrong).is_err(), "{wrong}");
    }
    for wrong in ["60 %", "1/3%", "%", "60%%", "sixty", ""] {
        assert!(Ratio::from_str(wrong).is_err(), "{wrong}");
    }
    assert_eq!(Ratio::of(decimal("1"), decimal("0")), None);
    assert_eq!(Ratio::of(decimal("0"), decimal("5")), Some(Ratio::ZERO));
    // A hundredfold that outgrows 127 bits is still printed to the last digit that is promised.
    let large = Ratio::from(Fraction::new(i128::MAX, 1).unwrap());
    assert_eq!(Percent(large).to_string(), "17014118346046923173168730371588410572700.000000%");
}

#[test]
fn decimals_are_read_exactly_or_refused() {
    let table = "
        0                       0
        -0                      0
        1000.50                 1000.50
        -12.5                   -12.5
        007                     7
        1e3                     1000
        1.5E+3                  1500
        15e-1                   1.5
        0e0                     0
        0e9999                  0
        999999999999999999      999999999999999999
        1000000000000000000     integer
        1e18                    integer
        0.123456789012          0.123456789012
        0.1234567890123         fraction
        1e-13                   fraction
        0.1234567890120000000   0.123456789012
        1.000000000000000000    1.000000000000
        999999999999999999.9999999999     999999999999999999.9999999999
        999999999999999999.99999999999    digits
        +1       none
        .5       none
        5.       none
        1_000    none
        1,000    none
        0x10     none
        NaN      none
        inf      none
        1e       none
        1e+      none
        1e1.5    none
        １２     none
        1-       none
        1e00001  none
    ";
    for row in rows(table) {
        let text = match parse_decimal(row[0]) {
            Ok(number) => number.to_string(),
            Err(DecimalError::TooManyIntegerDigits(_)) => "integer".to_owned(),
            Err(DecimalError::TooManyFractionDigits(_)) => "fraction".to_owned(),
            Err(DecimalError::TooManyDigits(_)) => "digits".to_owned(),
            Err(_) => "none".to_owned(),
        };
        assert_eq!(text, row[1], "{row:?}");
    }
    for wrong in ["", " 1", "1 ", "-", "--1"] {
        let error = parse_decimal(wrong).unwrap_err();
        assert_eq!(error.to_string(), format!("`{wrong}` is not a number"));
    }
}

#[test]
fn an_error_repeats_no_more_than_can_be_read() {
    let long = "9".repeat(1_000_000);
    let message = parse_decimal(&long).unwrap_err().to_string();
    assert_eq!(message, format!("`{}…` has more than 18 digits before the point", "9".repeat(40)));
    let message = parse_decimal(&"销".repeat(41)).unwrap_err().to_string();
    assert_eq!(message, format!("`{}…` is not a number", "销".repeat(40)));
}

#[test]
fn a_split_gives_odd_steps_to_the_largest_remainders() {
    // amount, step, odd, weights = parts
    let table = "
        2500000  0.01  first  1 1 1            =  833333.34 833333.33 833333.33
        2500000  0.01  last   1 1 1            =  833333.33 833333.33 833333.34
        2500000  0.01  1      1 1 1            =  833333.33 833333.34 833333.33
        36000    1     first  1 1 1 1 1 1 1 1 1 1 1 1  =  3000 3000 3000 3000 3000 3000 3000 3000 3000 3000 3000 3000
        6.45     0.01  first  30% 70%          =  1.94 4.51
        6.45     0.01  last   30% 70%          =  1.93 4.52
        -6.45    0.01  first  30% 70%          =  -1.94 -4.51
        100      1     first  1 1 1            =  34 33 33
        -100     1     first  1 1 1            =  -34 -33 -33
        101      1     2      1 1 1            =  34 33 34
        10       1     first  0 1 2            =  0 3 7
        1        1     first  0 0 5 5          =  0 0 1 0
        0        0.01  first  1 2              =  0.00 0.00
        0.02     0.01  last   1 1 1            =  0.00 0.01 0.01
        100      1     first  1/3 1/7 1/2      =  34 15 51
        10       3     first  1 1              =  6 4
        -10      3     first  1 1              =  -6 -4
        11       3     first  1 1              =  6 5
        10.005   0.01  first  1 1              =  5.005 5.00
        10.005   0.01  last   1 1              =  5.00 5.005
        10.015   0.01  first  1 1              =  5.01 5.005
        0.5      1     first  1 3              =  0 0.5
        12345    1000  first  1 1 1            =  4345 4000 4000
        1200     1000  first  1 1              =  1000 200
        5.0000000000000000000000000000  1000000000000  last  1 1  =  0 5
        100      0.10  first  1 2              =  33.30 66.70
    ";
    for line in table.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (question, answer) = line.split_once('=').unwrap();
        let words: Vec<&str> = question.split_whitespace().collect();
        let odd = match words[2] {
            "first" => Odd::First,
            "last" => Odd::Last,
            index => Odd::At(index.parse().unwrap()),
        };
        let weights: Vec<Fraction> = words[3..].iter().map(|word| Ratio::from_str(word).unwrap().value()).collect();
        let parts = split(decimal(words[0]), &weights, decimal(words[1]), odd).unwrap();
        let parts: Vec<String> = parts.iter().map(Decimal::to_string).collect();
        assert_eq!(parts, answer.split_whitespace().collect::<Vec<_>>(), "{line}");
    }
}

#[test]
fn a_split_that_makes_no_sense_is_refused() {
    let cent = decimal("0.01");
    let cut = |weights: &[&str], step, odd| {
        let weights: Vec<Fraction> = weights.iter().map(|weight| fraction(weight)).collect();
        split(decimal("100"), &weights, step, odd).unwrap_err()
    };
    assert_eq!(cut(&[], cent, Odd::First), SplitError::NoWeights);
    assert_eq!(cut(&["0", "0"], cent, Odd::First), SplitError::AllZero);
    assert_eq!(cut(&["1", "-0.5", "-1"], cent, Odd::First), SplitError::Negative { index: 1 });
    assert_eq!(cut(&["1"], Decimal::ZERO, Odd::First), SplitError::StepNotPositive);
    assert_eq!(cut(&["1"], -cent, Odd::First), SplitError::StepNotPositive);
    assert_eq!(cut(&["1", "2"], cent, Odd::At(2)), SplitError::NoSuchPart { index: 2, parts: 2 });
    let many = vec![Fraction::ONE; LIMIT_PARTS + 1];
    let error = split(Decimal::ONE, &many, cent, Odd::First).unwrap_err();
    assert_eq!(error, SplitError::TooManyParts { parts: LIMIT_PARTS + 1 });
    assert_eq!(error.to_string(), "1000001 parts are more than 1000000");
    assert_eq!(split(Decimal::MAX, &many[..2], cent, Odd::First), Err(SplitError::Overflow));
    let outcomes = [Ok(Fraction::ONE), Err(Why::NoTarget)];
    let error = split_outcomes(Decimal::ONE, &outcomes, cent, Odd::First).unwrap_err();
    assert_eq!(error, SplitError::Undefined { index: 1, why: Why::NoTarget });
    assert_eq!(error.to_string(), "weight 1 is undefined: no target");
    assert_eq!(split_outcomes(Decimal::ONE, &outcomes[..1], cent, Odd::First), Ok(vec![decimal("1.00")]));
}

#[test]
fn a_million_parts_are_cut_at_once() {
    let even = vec![Fraction::ONE; LIMIT_PARTS];
    let parts = split(decimal("12345678.91"), &even, decimal("0.01"), Odd::First).unwrap();
    assert_eq!(parts.iter().sum::<Decimal>(), decimal("12345678.91"));
    // 1 234 567 891 cents: 1234 each, and one more for the first 567 891.
    assert_eq!(parts[567_890], decimal("12.35"));
    assert_eq!(parts[567_891], decimal("12.34"));
}

#[test]
fn weights_of_many_denominators_are_exact_up_to_a_named_size() {
    let odd_denominators = |parts: i128| (0..parts).map(|i| Fraction::new(1, 1_000_003 + 2 * i).unwrap());
    let weights: Vec<Fraction> = odd_denominators(1000).collect();
    let parts = split(decimal("1000000"), &weights, decimal("0.01"), Odd::First).unwrap();
    assert_eq!(parts.iter().sum::<Decimal>(), decimal("1000000"));
    assert!(parts.is_sorted_by(|a, b| a >= b));
    // One denominator that all share takes its bits only once, however long it is.
    let shared = |i: i128| Fraction::new((1_i128 << 106) + i, (1_i128 << 107) - 1).unwrap();
    let weights: Vec<Fraction> = (0_i128..4000).map(shared).collect();
    let parts = split(decimal("1000000"), &weights, decimal("0.01"), Odd::First).unwrap();
    assert_eq!(parts.iter().sum::<Decimal>(), decimal("1000000"));
    assert!(parts.iter().all(|part| *part == decimal("250")));
    let weights: Vec<Fraction> = odd_denominators(50_000).collect();
    let error = split(decimal("1000000"), &weights, decimal("0.01"), Odd::First).unwrap_err();
    assert_eq!(error, SplitError::WeightsTooFine);
    let rounded: Vec<Fraction> =
        weights.iter().map(|weight| weight.to_precision(Precision::default()).unwrap()).collect();
    let parts = split(decimal("1000000"), &rounded, decimal("0.01"), Odd::First).unwrap();
    assert_eq!(parts.iter().sum::<Decimal>(), decimal("1000000"));
}

#[test]
fn currencies_know_their_minor_unit() {
    let table = "
        USD 0.01
        EUR 0.01
        CNY 0.01
        JPY 1
        KRW 1
        VND 1
        CLP 1
        ISK 1
        BHD 0.001
        KWD 0.001
        OMR 0.001
        TND 0.001
        JOD 0.001
        IQD 0.001
        LYD 0.001
        CLF 0.0001
        UYW 0.0001
        PTS 0.01
    ";
    for row in rows(table) {
        let currency = Currency::from_str(row[0]).unwrap();
        assert_eq!((currency.to_string().as_str(), currency.minor_unit()), (row[0], decimal(row[1])));
        assert_eq!(format!("{currency:?}"), format!("Currency({})", row[0]));
    }
    for wrong in ["usd", "US", "USDT", "U$D", "ÄÖ", "", "€"] {
        assert!(Currency::from_str(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn money_prints_its_minor_digits_and_hides_none() {
    let table = "
        1234.5|USD     1234.50|USD
        1234.567|USD   1234.567|USD
        1234.50000|USD 1234.50|USD
        0|USD          0.00|USD
        -0.5|USD       -0.50|USD
        1000|JPY       1000|JPY
        1000.5|JPY     1000.5|JPY
        1|KWD          1.000|KWD
    ";
    for row in rows(table) {
        let money = Money::from_str(&row[0].replace('|', " ")).unwrap();
        assert_eq!(money.to_string(), row[1].replace('|', " "));
    }
    for wrong in ["1000", "1000USD", "USD 1000", "1000  USD", "1,000 USD", "1000 usd", " 1000 USD", "1000 USD ", ""] {
        assert!(Money::from_str(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn money_is_of_one_currency() {
    let (dollars, euros) = (money("10 USD"), money("10 EUR"));
    let differ = MoneyError::CurrenciesDiffer { left: dollars.currency(), right: euros.currency() };
    assert_eq!(dollars.checked_add(euros), Err(differ.clone()));
    assert_eq!(dollars.checked_sub(euros), Err(differ.clone()));
    assert_eq!(dollars.ratio_to(euros), Err(differ.clone()));
    assert_eq!(dollars.compare(euros), Err(differ.clone()));
    assert_ne!(dollars, euros);
    assert_eq!(differ.to_string(), "`USD` and `EUR` are different currencies");
    assert_eq!(differ.help(), "convert one of them first");
}

#[test]
fn money_is_exact_or_says_that_it_is_not() {
    let hundred = money("100 USD");
    assert_eq!(hundred.share("12.5%".parse().unwrap()), Ok(money("12.50 USD")));
    let third: Ratio = "1/3".parse().unwrap();
    let error = hundred.share(third).unwrap_err();
    assert_eq!(error.to_string(), "`1/3` of `100.00 USD` is no exact amount");
    assert_eq!(hundred.share_rounded(third, RoundingMode::HalfEven), Ok(money("33.33 USD")));
    assert_eq!(hundred.ratio_to(money("300 USD")), Ok(Some(third)));
    assert_eq!(hundred.ratio_to(money("0 USD")), Ok(None));
    assert_eq!(hundred.checked_sub(money("0.01 USD")), Ok(money("99.99 USD")));
    assert_eq!(money("0 USD").negate().to_string(), "0.00 USD");
    assert_eq!(money("-1 USD").negate(), money("1 USD"));
    // `Decimal` itself would lose the cent here, silently.
    let most = Money::new(Decimal::MAX, hundred.currency());
    assert_eq!(most.checked_add(money("0.01 USD")), Err(MoneyError::Overflow));
    assert_eq!(most.round(RoundingMode::Up), most);
}

#[test]
fn money_rounds_to_the_unit_of_its_currency() {
    let table = "
        2.345|USD    half_up    2.35|USD
        2.345|USD    half_even  2.34|USD
        -2.345|USD   half_up    -2.35|USD
        2.5|JPY      half_up    3|JPY
        2.5|JPY      half_even  2|JPY
        1.0005|KWD   half_up    1.001|KWD
        1.00005|CLF  up         1.0001|CLF
    ";
    for row in rows(table) {
        let rounded = money(&row[0].replace('|', " ")).round(mode(row[1]));
        assert_eq!(rounded.to_string(), row[2].replace('|', " "), "{row:?}");
    }
}

#[test]
fn values_compare_within_their_unit() {
    let number = |number| Value::Number(Fraction::whole(number));
    let text = |text: &str| Value::Text(Arc::from(text));
    let day = |day| Value::Date(chrono::NaiveDate::from_ymd_opt(2025, 7, day).unwrap());
    let rising = [
        (number(1), number(2)),
        (Value::Ratio(fraction("0.97")), number(1)),
        (number(0), Value::Ratio(fraction("1/3"))),
        (Value::Money(Fraction::ONE), Value::Money(Fraction::HUNDRED)),
        (Value::Duration(fraction("0.5")), Value::Duration(Fraction::ONE)),
        (day(1), day(2)),
        (text("ann"), text("bob")),
        (text("Zoe"), text("ann")),
        (Value::YesNo(false), Value::YesNo(true)),
        (Value::Person(Arc::from("ann")), Value::Person(Arc::from("bob"))),
        (Value::OrgUnit(Arc::from("east")), Value::OrgUnit(Arc::from("west"))),
    ];
    for (low, high) in &rising {
        assert!(low.compare(high).unwrap().is_lt(), "{low} {high}");
        assert!(high.compare(low).unwrap().is_gt(), "{low} {high}");
        assert!(low.compare(low).unwrap().is_eq(), "{low}");
    }
    for (left, right) in [(number(1), Value::Money(Fraction::ONE)), (text("ann"), Value::Person(Arc::from("ann")))] {
        assert_eq!(left.compare(&right), None);
    }
}

#[test]
fn values_have_a_unit_an_amount_and_a_text() {
    let table = [
        (Value::Number(fraction("1/3")), "number", true, "1/3"),
        (Value::Ratio(fraction("0.6")), "ratio", true, "60%"),
        (Value::Points(fraction("-0.015")), "points", true, "-1.5 pp"),
        (Value::Money(fraction("12.50")), "money", true, "12.5"),
        (Value::Duration(fraction("3")), "duration", true, "3 days"),
        (Value::Duration(fraction("1")), "duration", true, "1 day"),
        (Value::Date(chrono::NaiveDate::from_ymd_opt(2025, 7, 1).unwrap()), "date", false, "2025-07-01"),
        (Value::Text(Arc::from("销售额")), "text", false, "销售额"),
        (Value::YesNo(true), "yes/no", false, "yes"),
        (Value::Person(Arc::from("ann")), "person", false, "ann"),
        (Value::OrgUnit(Arc::from("west")), "unit", false, "west"),
        (Value::List("vip;new".parse().unwrap()), "list", false, "new; vip"),
        (Value::List("[]".parse().unwrap()), "list", false, "[]"),
    ];
    for (value, unit, has_amount, text) in &table {
        assert_eq!((value.unit().name(), value.amount().is_some()), (*unit, *has_amount));
        assert_eq!(value.to_string(), *text);
    }
    assert!(Unit::ALL.iter().all(|unit| table.iter().any(|(value, ..)| value.unit() == *unit)));
}

#[test]
fn reasons_read_as_phrases_and_have_stable_names() {
    let table = [
        (Why::DividedByZero, "divided_by_zero", "divided by zero"),
        (Why::Overflow, "overflow", "too large a number"),
        (Why::NotANumber, "not_a_number", "not a number"),
        (Why::NoTarget, "no_target", "no target"),
        (Why::NoCommitment, "no_commitment", "no commitment"),
        (Why::NotSplit, "not_split", "the target above could not be cut"),
        (Why::NoFacts, "no_facts", "no facts"),
        (Why::NotAMember, "not_a_member", "not a member at that time"),
        (Why::NoPeers, "no_peers", "no peers"),
        (Why::BeforeFirstPeriod, "before_first_period", "before the first period"),
        (Why::OutOfTable, "out_of_table", "outside the table"),
        (Why::TooFew { have: 3, need: 10 }, "too_few", "3 present, at least 10 needed"),
        (Why::NoRate, "no_rate", "no exchange rate"),
        (Why::Missing(Arc::from("fte")), "missing", "`fte` is missing"),
        (Why::NothingDefined, "nothing_defined", "nothing is defined"),
        (Why::NoPeriod, "no_period", "no such period"),
    ];
    for (why, code, text) in table {
        assert_eq!((why.code(), why.to_string().as_str()), (code, text));
    }
}

#[cfg(feature = "json")]
#[test]
fn files_hold_texts_and_come_through_the_same_door() {
    fn there_and_back<T>(text: &str)
    where
        T: serde::Serialize + serde::de::DeserializeOwned,
    {
        let value: T = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&value).unwrap(), text);
    }
    there_and_back::<Fraction>("\"1/3\"");
    there_and_back::<Fraction>("\"-0.25\"");
    there_and_back::<Ratio>("\"0.6\"");
    there_and_back::<Percent>("\"60%\"");
    there_and_back::<Currency>("\"CNY\"");
    there_and_back::<Money>("\"12.50 USD\"");
    there_and_back::<Precision>("12");
    for mode in RoundingMode::ALL {
        there_and_back::<RoundingMode>(&format!("\"{}\"", mode.name()));
    }
    assert!(serde_json::from_str::<Fraction>("0.5").is_err());
    assert!(serde_json::from_str::<Money>("\"12.50\"").is_err());
    assert!(serde_json::from_str::<Precision>("19").is_err());
    let error = serde_json::from_str::<Fraction>("\"a third\"").unwrap_err();
    assert!(error.to_string().starts_with("`a third` is not a number"), "{error}");
}

fn rows(table: &str) -> Vec<Vec<&str>> {
    table.lines().map(|line| line.split_whitespace().collect::<Vec<_>>()).filter(|row| !row.is_empty()).collect()
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn fraction(text: &str) -> Fraction {
    text.parse().unwrap()
}

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn mode(name: &str) -> RoundingMode {
    RoundingMode::ALL.into_iter().find(|mode| mode.name() == name).unwrap()
}
