//! Exact numbers of the naive implementation.

use attain::quantity::{Fraction, Outcome, Value};
use num_rational::BigRational;

pub(crate) type Number = BigRational;

pub(crate) fn whole(number: i64) -> Number {
    Number::from_integer(number.into())
}

/// Reads `-12.50`, `2.5%`, `1/3`.
pub(crate) fn number(text: &str) -> Number {
    if let Some(percent) = text.strip_suffix('%') {
        return number(percent) / whole(100);
    }
    if let Some((num, den)) = text.split_once('/') {
        return number(num) / number(den);
    }
    let (whole_part, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits: i64 = format!("{whole_part}{decimals}").parse().unwrap();
    whole(digits) / (0..decimals.len()).fold(whole(1), |ten, _| ten * whole(10))
}

/// What the engine says, as a number; nothing where it is undefined.
pub(crate) fn said(outcome: &Outcome) -> Option<Number> {
    outcome.as_ref().ok().and_then(Value::amount).map(big)
}

pub(crate) fn big(fraction: Fraction) -> Number {
    Number::new(fraction.numerator().into(), fraction.denominator().into())
}

/// Half away from zero, at so many decimals.
pub(crate) fn half_up(number: &Number, decimals: usize) -> Number {
    let unit = (0..decimals).fold(whole(1), |ten, _| ten * whole(10));
    (number * &unit).round() / unit
}

/// Half to even, at twelve decimals.
pub(crate) fn at_twelve(number: &Number) -> Number {
    let unit = (0..12).fold(whole(1), |ten, _| ten * whole(10));
    let scaled = number * &unit;
    let below = scaled.floor();
    let (rest, half) = (&scaled - &below, whole(1) / whole(2));
    let odd = !(&below / whole(2)).is_integer();
    let up = rest > half || (rest == half && odd);
    (if up { below + whole(1) } else { below }) / unit
}

pub(crate) fn sum(numbers: impl IntoIterator<Item = Number>) -> Number {
    numbers.into_iter().fold(whole(0), |sum, number| sum + number)
}

pub(crate) fn mean(numbers: &[Number]) -> Option<Number> {
    ratio(&sum(numbers.iter().cloned()), &whole(i64::try_from(numbers.len()).unwrap()))
}

pub(crate) fn median(numbers: &[Number]) -> Option<Number> {
    let mut sorted = numbers.to_vec();
    sorted.sort();
    let (low, high) = (sorted.get(sorted.len().saturating_sub(1) / 2)?, sorted.get(sorted.len() / 2)?);
    Some((low + high) / whole(2))
}

/// Nothing where the divisor is zero.
pub(crate) fn ratio(part: &Number, of: &Number) -> Option<Number> {
    (*of != whole(0)).then(|| part / of)
}

/// The value on a line through points, flat outside.
pub(crate) fn on_line(points: &[(Number, i64)], at: &Number) -> Number {
    let (first, last) = (&points[0], &points[points.len() - 1]);
    if *at <= first.0 {
        return whole(first.1);
    }
    for pair in points.windows(2) {
        let ((from, low), (to, high)) = (&pair[0], &pair[1]);
        if at <= to {
            return whole(*low) + whole(high - low) * (at - from) / (to - from);
        }
    }
    whole(last.1)
}
