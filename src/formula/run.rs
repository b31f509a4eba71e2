//! Running a checked formula.

use std::cmp::Ordering;

use crate::quantity::{Fraction, Outcome, Precision, Unit, Value, Why};

use super::check::Asked;
use super::function::Function;
use super::program::{Arithmetic, Comparison, Elsewhere, Program, Shift, Step};

/// Where a program gets its answers from.
///
/// A place is whom and when a question is about; windows and scopes turn one place into another.
pub trait Inputs<Q> {
    /// Whom and when a question is about.
    type Place;

    /// The answer to a question at a place.
    fn answer(&mut self, question: &Q, place: &Self::Place) -> Outcome;

    /// The place at another time.
    fn shift(&mut self, shift: &Shift, place: &Self::Place) -> Outcome<Self::Place>;

    /// The place of somebody else.
    fn elsewhere(&mut self, elsewhere: &Elsewhere, place: &Self::Place) -> Outcome<Self::Place>;

    /// The place of the person or unit of a key; undefined where nobody is called so.
    fn named(&mut self, _key: &str, _is: Unit, _place: &Self::Place) -> Outcome<Self::Place> {
        Err(Why::NotAMember)
    }

    /// How finely a fraction is rounded where it does not fit.
    fn precision(&self) -> Precision {
        Precision::default()
    }
}

/// Runs a program at a place.
///
/// Undefined values carry their first reason to the end, except through what is lazy in them: `and`, `or`, `if`, `case`,
/// `coalesce` and `is present`.
pub fn run<Q, I: Inputs<Q>>(program: &Program<Q>, place: &I::Place, inputs: &mut I) -> Outcome {
    step(program.step(), &mut Desk { program, place, inputs })
}

/// Whether a condition holds; an undefined one does not.
pub fn holds<Q, I: Inputs<Q>>(program: &Program<Q>, place: &I::Place, inputs: &mut I) -> bool {
    run(program, place, inputs) == Ok(Value::YesNo(true))
}

/// A program at a place, with whoever answers: one form for all of them, so that running is compiled once.
pub(super) struct Desk<'r, Q, I: Inputs<Q>> {
    pub program: &'r Program<Q>,
    pub place: &'r I::Place,
    pub inputs: &'r mut I,
}

/// What a step needs while it runs.
pub(super) trait Desks {
    fn answer(&mut self, asked: Asked) -> Outcome;

    /// What a step gives at another time.
    fn shifted(&mut self, shift: &Shift, value: &Step) -> Outcome;

    /// What a step gives of somebody else.
    fn elsewhere(&mut self, elsewhere: &Elsewhere, value: &Step) -> Outcome;

    /// What a step gives of the person or unit of a key.
    fn named(&mut self, key: &str, is: Unit, value: &Step) -> Outcome;

    fn precision(&self) -> Precision;
}

impl<Q, I: Inputs<Q>> Desks for Desk<'_, Q, I> {
    fn answer(&mut self, asked: Asked) -> Outcome {
        let question = self.program.question(asked).ok_or(Why::NothingDefined)?;
        self.inputs.answer(question, self.place)
    }

    fn shifted(&mut self, shift: &Shift, value: &Step) -> Outcome {
        let place = self.inputs.shift(shift, self.place)?;
        step(value, &mut Desk { program: self.program, place: &place, inputs: self.inputs })
    }

    fn elsewhere(&mut self, elsewhere: &Elsewhere, value: &Step) -> Outcome {
        let place = self.inputs.elsewhere(elsewhere, self.place)?;
        step(value, &mut Desk { program: self.program, place: &place, inputs: self.inputs })
    }

    fn named(&mut self, key: &str, is: Unit, value: &Step) -> Outcome {
        let place = self.inputs.named(key, is, self.place)?;
        step(value, &mut Desk { program: self.program, place: &place, inputs: self.inputs })
    }

    fn precision(&self) -> Precision {
        self.inputs.precision()
    }
}

pub(super) fn step(of: &Step, at: &mut dyn Desks) -> Outcome {
    match of {
        Step::Constant(value) => Ok(value.clone()),
        Step::Ask(asked) => at.answer(*asked),
        Step::Not(value) => Ok(Value::YesNo(!yes(&step(value, at)?)?)),
        Step::Negate(value) => {
            let value = step(value, at)?;
            Ok(value.unit().of(amount(&value)?.negate()))
        }
        Step::Arithmetic { op, unit, left, right } => {
            let left = step(left, at)?;
            let right = step(right, at)?;
            arithmetic(*op, *unit, &left, &right, at.precision())
        }
        Step::Compare(comparison, left, right) => {
            let left = step(left, at)?;
            let right = step(right, at)?;
            compare(*comparison, &left, &right).map(Value::YesNo)
        }
        Step::And(left, right) => lazy(false, left, right, at),
        Step::Or(left, right) => lazy(true, left, right, at),
        Step::In(value, list) => member(value, list, at),
        Step::Present(value) => Ok(Value::YesNo(step(value, at).is_ok())),
        Step::Call(function, arguments) => call(*function, arguments, at),
        Step::Round(value, to) => {
            let value = step(value, at)?;
            Ok(value.unit().of(Fraction::from(amount(&value)?.round(to)?)))
        }
        Step::Window(value, shift) => at.shifted(shift, value),
        Step::At(value, elsewhere) => at.elsewhere(elsewhere, value),
        Step::Of { value, whose, is } => {
            let key = step(whose, at)?;
            at.named(text(&key)?, *is, value)
        }
    }
}

/// `and` and `or`: `decisive` on either side decides, whatever the other side is.
fn lazy(decisive: bool, left: &Step, right: &Step, at: &mut dyn Desks) -> Outcome {
    let first = step(left, at).and_then(|value| yes(&value));
    if first == Ok(decisive) {
        return Ok(Value::YesNo(decisive));
    }
    let second = step(right, at).and_then(|value| yes(&value));
    if second == Ok(decisive) {
        return Ok(Value::YesNo(decisive));
    }
    first.and(second).map(Value::YesNo)
}

fn member(value: &Step, list: &[Step], at: &mut dyn Desks) -> Outcome {
    let value = step(value, at)?;
    let mut undefined = None;
    for item in list {
        match step(item, at).and_then(|item| compare(Comparison::Equal, &value, &item)) {
            Ok(true) => return Ok(Value::YesNo(true)),
            Ok(false) => {}
            Err(why) => undefined = undefined.or(Some(why)),
        }
    }
    undefined.map_or(Ok(Value::YesNo(false)), Err)
}

fn call(function: Function, arguments: &[Step], at: &mut dyn Desks) -> Outcome {
    match function {
        Function::If | Function::Case => choose(arguments, at),
        Function::Coalesce => {
            let mut first = None;
            for argument in arguments {
                match step(argument, at) {
                    Ok(value) => return Ok(value),
                    Err(why) => first = first.or(Some(why)),
                }
            }
            Err(first.unwrap_or(Why::NothingDefined))
        }
        Function::Abs | Function::Floor | Function::Ceil | Function::Sqrt | Function::Ln | Function::Exp => {
            one(function, arguments, at)
        }
        Function::Least => extreme(Ordering::Less, arguments, at),
        Function::Greatest => extreme(Ordering::Greater, arguments, at),
        Function::Clamp => clamp(arguments, at),
        // It is a step of its own, with what it rounds to.
        Function::Round => Err(Why::NothingDefined),
    }
}

/// `if` is a `case` with one condition.
fn choose(arguments: &[Step], at: &mut dyn Desks) -> Outcome {
    let mut rest = arguments;
    while let [condition, value, more @ ..] = rest {
        if yes(&step(condition, at)?)? {
            return step(value, at);
        }
        rest = more;
    }
    rest.first().map_or(Err(Why::NothingDefined), |otherwise| step(otherwise, at))
}

fn one(function: Function, arguments: &[Step], at: &mut dyn Desks) -> Outcome {
    let argument = arguments.first().ok_or(Why::NothingDefined)?;
    let value = step(argument, at)?;
    Ok(value.unit().of(one_of(function, amount(&value)?, at.precision())?))
}

/// What a function makes of one amount.
pub(super) fn one_of(function: Function, x: Fraction, precision: Precision) -> Outcome<Fraction> {
    Ok(match function {
        Function::Floor => floor(x)?,
        Function::Ceil => floor(x.negate())?.negate(),
        Function::Sqrt => x.square_root(precision)?,
        Function::Ln => x.natural_logarithm(precision)?,
        Function::Exp => x.exponential(precision)?,
        _ => x.abs(),
    })
}

fn extreme(side: Ordering, arguments: &[Step], at: &mut dyn Desks) -> Outcome {
    let mut best: Option<Value> = None;
    for argument in arguments {
        let value = step(argument, at)?;
        let better = match &best {
            None => true,
            Some(best) => order(&value, best)? == side,
        };
        if better {
            best = Some(value);
        }
    }
    best.ok_or(Why::NothingDefined)
}

fn clamp(arguments: &[Step], at: &mut dyn Desks) -> Outcome {
    let [value, low, high] = arguments else {
        return Err(Why::NothingDefined);
    };
    let value = step(value, at)?;
    let low = step(low, at)?;
    let high = step(high, at)?;
    let within = if order(&value, &low)? == Ordering::Less { low } else { value.clone() };
    let within = if order(&within, &high)? == Ordering::Greater { high } else { within };
    Ok(value.unit().of(amount(&within)?))
}

/// Which of two amounts is larger, whatever they are of: a literal may stand beside money.
fn order(left: &Value, right: &Value) -> Outcome<Ordering> {
    Ok(amount(left)?.cmp(&amount(right)?))
}

/// The arithmetic of amounts and days.
pub(super) fn arithmetic(op: Arithmetic, unit: Unit, left: &Value, right: &Value, precision: Precision) -> Outcome {
    if let Some(outcome) = calendar(op, left, right) {
        return outcome;
    }
    let (left, right) = (amount(left)?, amount(right)?);
    let result = match op {
        Arithmetic::Add => left.plus(right, precision),
        Arithmetic::Subtract => left.minus(right, precision),
        Arithmetic::Multiply => left.times(right, precision),
        Arithmetic::Divide => left.over(right, precision),
        Arithmetic::Power => left.power(exponent(right)?, precision),
    }?;
    Ok(unit.of(result))
}

/// What involves days of the calendar: the days between two days, a day so many days later or earlier.
fn calendar(op: Arithmetic, left: &Value, right: &Value) -> Option<Outcome> {
    let outcome = match (op, left, right) {
        (Arithmetic::Subtract, Value::Date(later), Value::Date(earlier)) => {
            let days = later.signed_duration_since(*earlier).num_days();
            Ok(Value::Duration(Fraction::whole(days)))
        }
        (Arithmetic::Add, Value::Date(day), Value::Duration(by))
        | (Arithmetic::Add, Value::Duration(by), Value::Date(day)) => moved(*day, *by),
        (Arithmetic::Subtract, Value::Date(day), Value::Duration(by)) => moved(*day, by.negate()),
        _ => return None,
    };
    Some(outcome)
}

fn moved(day: chrono::NaiveDate, by: Fraction) -> Outcome {
    let whole = i64::try_from(floor(by)?.numerator()).map_err(|_| Why::Overflow)?;
    let moved = chrono::TimeDelta::try_days(whole).and_then(|delta| day.checked_add_signed(delta));
    moved.map(Value::Date).ok_or(Why::Overflow)
}

pub(super) fn exponent(power: Fraction) -> Outcome<i32> {
    if power.denominator() != 1 {
        return Err(Why::NotANumber);
    }
    i32::try_from(power.numerator()).map_err(|_| Why::Overflow)
}

/// The greatest whole number that is not above.
fn floor(x: Fraction) -> Outcome<Fraction> {
    Fraction::new(x.numerator().div_euclid(x.denominator()), 1).ok_or(Why::Overflow)
}

/// Compares two values of units that fit; the checker saw to that.
pub(crate) fn compare(comparison: Comparison, left: &Value, right: &Value) -> Outcome<bool> {
    if comparison == Comparison::Has {
        return match left {
            Value::List(list) => Ok(list.has(text(right)?)),
            _ => Ok(text(left)?.contains(text(right)?)),
        };
    }
    let ordering = match (left.amount(), right.amount()) {
        (Some(left), Some(right)) => left.cmp(&right),
        _ => match (text(left), text(right)) {
            (Ok(left), Ok(right)) => left.cmp(right),
            _ => left.compare(right).ok_or(Why::NotANumber)?,
        },
    };
    Ok(comparison.holds(ordering))
}

pub(super) fn amount(value: &Value) -> Outcome<Fraction> {
    value.amount().ok_or(Why::NotANumber)
}

fn text(value: &Value) -> Outcome<&str> {
    match value {
        Value::Text(text) | Value::Person(text) | Value::OrgUnit(text) => Ok(text),
        _ => Err(Why::NotANumber),
    }
}

pub(super) fn yes(value: &Value) -> Outcome<bool> {
    match value {
        Value::YesNo(yes) => Ok(*yes),
        _ => Err(Why::NotANumber),
    }
}
