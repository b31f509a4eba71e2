//! Values without units, and exact arithmetic that follows the manual's rule of 127 bits.

use std::cmp::Ordering;

use chrono::NaiveDate;
use num_rational::BigRational;

/// An exact number.
pub(crate) type Number = BigRational;

/// A value; money, ratios and durations in days are numbers like others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum V {
    Number(Number),
    Date(NaiveDate),
    Text(String),
    YesNo(bool),
}

/// Why there is none: the code of the reason, with the name that is missing.
pub(crate) type Out<T = V> = Result<T, String>;

pub(crate) fn whole(number: i64) -> Number {
    Number::from_integer(number.into())
}

pub(crate) fn zero() -> Number {
    whole(0)
}

/// Reads `-12.50`, `2.5%`, `1/3`, `1000 EUR`, `36 hours`.
pub(crate) fn number(text: &str) -> Number {
    let text = text.trim();
    if let Some((amount, of)) = text.split_once(' ') {
        let (days, of_a) = match of.trim_end_matches('s') {
            "minute" => (1, 1440),
            "hour" => (1, 24),
            "week" => (7, 1),
            _ => (1, 1),
        };
        return number(amount) * whole(days) / whole(of_a);
    }
    if let Some(percent) = text.strip_suffix('%') {
        return number(percent) / whole(100);
    }
    if let Some((num, den)) = text.split_once('/') {
        return number(num) / number(den);
    }
    let (whole_part, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits: Number = format!("{whole_part}{decimals}").parse().unwrap_or_else(|_| panic!("`{text}` is no number"));
    digits / ten_to(decimals.len())
}

pub(crate) fn ten_to(digits: usize) -> Number {
    (0..digits).fold(whole(1), |ten, _| ten * whole(10))
}

/// How an amount that lies between two steps is rounded.
pub(crate) fn rounded(number: &Number, step: &Number, mode: &str) -> Number {
    let steps = number / step;
    let below = steps.floor();
    let rest = &steps - &below;
    if rest == zero() {
        return number.clone();
    }
    let half = whole(1) / whole(2);
    let negative = *number < zero();
    let up = match mode {
        "half_up" => rest > half || (rest == half && !negative),
        "half_even" => rest > half || (rest == half && !(&below / whole(2)).is_integer()),
        "up" => !negative,
        "down" => negative,
        "ceiling" => true,
        "floor" => false,
        _ => panic!("no mode `{mode}`"),
    };
    (if up { below + whole(1) } else { below }) * step
}

/// Half to even, at so many decimals.
pub(crate) fn at_precision(number: &Number, precision: usize) -> Number {
    rounded(number, &(whole(1) / ten_to(precision)), "half_even")
}

/// The number, or what it is rounded to where it does not fit.
pub(crate) fn fitted(number: Number, precision: usize) -> Out<Number> {
    let fits = |number: &Number| number.numer().bits() <= 127 && number.denom().bits() <= 127;
    if fits(&number) {
        return Ok(number);
    }
    let rounded = at_precision(&number, precision);
    if fits(&rounded) { Ok(rounded) } else { Err("overflow".to_owned()) }
}

pub(crate) fn divided(left: &Number, right: &Number, precision: usize) -> Out<Number> {
    if *right == zero() { Err("divided_by_zero".to_owned()) } else { fitted(left / right, precision) }
}

/// The root: exact where it is a fraction, else the nearest number of so many decimals.
pub(crate) fn root(number: &Number, precision: usize) -> Out<Number> {
    if *number < zero() {
        return Err("not_a_number".to_owned());
    }
    let (num, den) = (number.numer().sqrt(), number.denom().sqrt());
    if &num * &num == *number.numer() && &den * &den == *number.denom() {
        return fitted(Number::new(num, den), precision);
    }
    let scale = ten_to(precision);
    let below = (number * &scale * &scale).floor().numer().sqrt();
    let middle = Number::from_integer(below.clone()) + whole(1) / whole(2);
    let up = &middle * &middle < number * &scale * &scale;
    fitted(Number::from_integer(if up { below + 1 } else { below }) / scale, precision)
}

/// The exponential, by its series in whole multiples of 10⁻⁹⁰.
pub(crate) fn exponential(number: &Number, precision: usize) -> Out<Number> {
    let scale = ten_to(90);
    let (one, x) = (scale.to_integer(), (number * &scale).to_integer());
    let (mut term, mut sum) = (one.clone(), one.clone());
    for count in 1_i64..200 {
        term = term * &x / &one / count;
        sum += &term;
    }
    fitted(at_precision(&(Number::from_integer(sum) / scale), precision), precision)
}

/// The logarithm of a number from 1 to 2, by its series in whole multiples of 10⁻⁹⁰.
fn logarithm_near_one(number: &Number) -> Number {
    let scale = ten_to(90);
    let one = scale.to_integer();
    let part = ((number - whole(1)) / (number + whole(1)) * &scale).to_integer();
    let square = &part * &part / &one;
    let (mut power, mut sum) = (part, zero().to_integer());
    for odd in 0_i64..110 {
        sum += &power / (2 * odd + 1);
        power = power * &square / &one;
    }
    Number::from_integer(sum * 2) / scale
}

pub(crate) fn logarithm(number: &Number, precision: usize) -> Out<Number> {
    if *number <= zero() {
        return Err("not_a_number".to_owned());
    }
    let (mut near, mut twos) = (number.clone(), 0);
    while near > whole(2) {
        (near, twos) = (near / whole(2), twos + 1);
    }
    while near < whole(1) {
        (near, twos) = (near * whole(2), twos - 1);
    }
    let sum = logarithm_near_one(&near) + logarithm_near_one(&whole(2)) * whole(twos);
    fitted(at_precision(&sum, precision), precision)
}

impl V {
    #[expect(clippy::unnecessary_wraps, reason = "it stands where what is undefined does")]
    pub(crate) fn amount(&self) -> Out<Number> {
        match self {
            V::Number(number) => Ok(number.clone()),
            other => panic!("{other:?} is no amount: a plan that compiles never meets a wrong unit"),
        }
    }

    pub(crate) fn text(&self) -> String {
        match self {
            V::Text(text) => text.clone(),
            other => panic!("{other:?} is no text"),
        }
    }

    pub(crate) fn yes(&self) -> bool {
        match self {
            V::YesNo(yes) => *yes,
            other => panic!("{other:?} is no condition"),
        }
    }

    pub(crate) fn compare(&self, other: &V) -> Ordering {
        assert_eq!(std::mem::discriminant(self), std::mem::discriminant(other), "{self:?} beside {other:?}");
        self.cmp(other)
    }
}

/// What the engine says, in the same words.
pub(crate) fn said(outcome: &attain::Outcome) -> Out {
    match outcome {
        Err(why) => Err(code(why)),
        Ok(attain::Value::Date(day)) => Ok(V::Date(*day)),
        Ok(attain::Value::Text(text) | attain::Value::Person(text) | attain::Value::OrgUnit(text)) => {
            Ok(V::Text(text.to_string()))
        }
        Ok(attain::Value::YesNo(yes)) => Ok(V::YesNo(*yes)),
        Ok(value) => Ok(V::Number(big(value.amount().unwrap()))),
    }
}

pub(crate) fn code(why: &attain::Why) -> String {
    match why {
        attain::Why::Missing(name) => format!("missing {name}"),
        why => why.code().to_owned(),
    }
}

pub(crate) fn big(fraction: attain::quantity::Fraction) -> Number {
    Number::new(fraction.numerator().into(), fraction.denominator().into())
}
