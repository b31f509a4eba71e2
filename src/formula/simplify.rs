//! Working out beforehand what no question can change.
//!
//! A formula is read once and run for every person and period, so what is written in it alone is worked out when it is read:
//! `100% - 2 * 5%` is 90 %, `if(yes, a, b)` is a. Nothing that is asked, and no answer, undefined or not, becomes another by it.

use crate::quantity::{Outcome, Precision, Unit, Value, Why};

use super::check::Asked;
use super::function::Function;
use super::program::{Elsewhere, Program, Shift, Step};
use super::run::{Desks, step};

impl<Q> Program<Q> {
    /// The program that gives the same at every place and asks the same questions, with all worked out that depends on none.
    /// What is never asked is still among its [questions](Program::questions): whatever is told from what is written is told
    /// from it too.
    ///
    /// What is undefined, such as `1 / 0`, stays as it is written, and says its reason when it runs; so does what the
    /// [`Precision`] of a plan would round.
    #[must_use]
    pub fn simplified(self) -> Program<Q> {
        self.with_step(simplified)
    }
}

/// The steps of a step are simplified first, and then the step itself.
fn simplified(of: Step) -> Step {
    match of {
        Step::And(left, right) => decided(false, simplified(*left), *right),
        Step::Or(left, right) => decided(true, simplified(*left), *right),
        Step::Call(Function::If | Function::Case, arguments) => chosen(arguments),
        Step::Call(Function::Coalesce, arguments) => first_defined(arguments),
        Step::Window(value, shift) => Step::Window(boxed(*value), shift),
        Step::At(value, elsewhere) => Step::At(boxed(*value), elsewhere),
        Step::Of { value, whose, is } => Step::Of { value: boxed(*value), whose: boxed(*whose), is },
        Step::Not(value) => worked_out(Step::Not(boxed(*value))),
        Step::Negate(value) => worked_out(Step::Negate(boxed(*value))),
        Step::Present(value) => worked_out(Step::Present(boxed(*value))),
        Step::Round(value, to) => worked_out(Step::Round(boxed(*value), to)),
        Step::Arithmetic { op, unit, left, right } => {
            worked_out(Step::Arithmetic { op, unit, left: boxed(*left), right: boxed(*right) })
        }
        Step::Compare(comparison, left, right) => worked_out(Step::Compare(comparison, boxed(*left), boxed(*right))),
        Step::In(value, list) => worked_out(Step::In(boxed(*value), all(list))),
        Step::Call(function, arguments) => worked_out(Step::Call(function, all(arguments))),
        step @ (Step::Constant(_) | Step::Ask(_)) => step,
    }
}

fn boxed(step: Step) -> Box<Step> {
    Box::new(simplified(step))
}

fn all(steps: Vec<Step>) -> Vec<Step> {
    let mut all = Vec::with_capacity(steps.len());
    for step in steps {
        all.push(simplified(step));
    }
    all
}

/// `and` and `or`, whose left side may decide. The right one is asked first of nobody, so it decides nothing.
fn decided(decisive: bool, left: Step, right: Step) -> Step {
    match yes_or_no(&left) {
        Some(yes) if yes == decisive => left,
        Some(_) => simplified(right),
        None => {
            let (left, right) = (Box::new(left), boxed(right));
            if decisive { Step::Or(left, right) } else { Step::And(left, right) }
        }
    }
}

/// `if` and `case`: what stands behind a `no` is never taken, nor what stands after a `yes`.
fn chosen(arguments: Vec<Step>) -> Step {
    let mut left = Vec::with_capacity(arguments.len());
    let mut rest = arguments.into_iter();
    while let Some(condition) = rest.next().map(simplified) {
        let Some(value) = rest.next() else {
            left.push(condition);
            break;
        };
        match yes_or_no(&condition) {
            Some(false) => {}
            Some(true) => {
                left.push(simplified(value));
                break;
            }
            None => left.extend([condition, simplified(value)]),
        }
    }
    only(Function::Case, left)
}

/// `coalesce`: a value that is written is defined, and nothing after it is ever asked.
fn first_defined(arguments: Vec<Step>) -> Step {
    let mut left = Vec::with_capacity(arguments.len());
    for argument in arguments {
        left.push(simplified(argument));
        if matches!(left.last(), Some(Step::Constant(_))) {
            break;
        }
    }
    only(Function::Coalesce, left)
}

/// One step alone, or a call of them.
fn only(function: Function, mut left: Vec<Step>) -> Step {
    match left.pop() {
        Some(step) if left.is_empty() => step,
        last => {
            left.extend(last);
            Step::Call(function, left)
        }
    }
}

fn yes_or_no(step: &Step) -> Option<bool> {
    match step {
        Step::Constant(Value::YesNo(yes)) => Some(*yes),
        _ => None,
    }
}

/// A step as the value that it gives, where all it needs is written and that value is the same at every precision.
fn worked_out(of: Step) -> Step {
    let written = match &of {
        Step::Not(value) | Step::Negate(value) | Step::Present(value) | Step::Round(value, _) => is_written(value),
        Step::Arithmetic { left, right, .. } | Step::Compare(_, left, right) => is_written(left) && is_written(right),
        Step::In(value, list) => is_written(value) && list.iter().all(is_written),
        Step::Call(_, arguments) => arguments.iter().all(is_written),
        _ => false,
    };
    if !written {
        return of;
    }
    let coarse = step(&of, &mut Nobody(Precision::MIN));
    let fine = step(&of, &mut Nobody(Precision::MAX));
    match (coarse, fine) {
        (Ok(coarse), Ok(fine)) if coarse == fine => Step::Constant(fine),
        _ => of,
    }
}

fn is_written(step: &Step) -> bool {
    matches!(step, Step::Constant(_))
}

/// Whoever answers nothing: what asks is undefined.
struct Nobody(Precision);

impl Desks for Nobody {
    fn answer(&mut self, _: Asked) -> Outcome {
        Err(Why::NothingDefined)
    }

    fn shifted(&mut self, _: &Shift, _: &Step) -> Outcome {
        Err(Why::NothingDefined)
    }

    fn elsewhere(&mut self, _: &Elsewhere, _: &Step) -> Outcome {
        Err(Why::NothingDefined)
    }

    fn named(&mut self, _: &str, _: Unit, _: &Step) -> Outcome {
        Err(Why::NothingDefined)
    }

    fn precision(&self) -> Precision {
        self.0
    }
}
