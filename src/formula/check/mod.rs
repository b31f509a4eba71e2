//! Checking a formula: every name is known, every unit fits.

mod aside;
mod compare;
mod complaint;
mod function;
mod names;
mod place;
mod value;

pub(super) use aside::Asked;
pub use complaint::Complaint;
pub use names::{Meaning, Names, Sense};

use crate::diagnostic::{Code, Place, Problems};
use crate::quantity::{Fraction, Unit, Value};

use super::ast::{Expr, Ident, TextSpan};
use super::error::FormulaErrorKind;
use super::parse::parse;
use super::program::{Arithmetic, Program, Step};
use super::units::{Typed, is_amount};
use aside::Aside;

/// Reads and checks a formula that must give `unit` (any unit where `None`), and [simplifies](Program::simplified) it; every
/// problem is reported at `place`.
pub fn compile<N: Names>(
    text: &str,
    unit: Option<Unit>,
    names: &mut N,
    place: impl Into<Place>,
    problems: &mut Problems,
) -> Option<Program<N::Question>> {
    let mut aside = Aside::new(names);
    let (step, unit) = compile_aside(text, unit, &mut aside, &place.into(), problems)?;
    Some(Program::new(step, aside.into_questions(), unit).simplified())
}

/// Checks a formula that must give `unit` (any unit where `None`); the program does all that is written, as it is written.
pub fn check<N: Names>(
    expr: &Expr,
    unit: Option<Unit>,
    names: &mut N,
    complaints: &mut Vec<Complaint>,
) -> Option<Program<N::Question>> {
    let mut aside = Aside::new(names);
    let (step, unit) = check_aside(expr, unit, &mut aside, complaints)?;
    Some(Program::new(step, aside.into_questions(), unit))
}

/// The names of a formula; what they ask is set aside.
type AnyNames<'n> = dyn Names<Question = Asked> + 'n;

fn compile_aside(
    text: &str,
    unit: Option<Unit>,
    names: &mut AnyNames<'_>,
    place: &Place,
    problems: &mut Problems,
) -> Option<(Step, Unit)> {
    let expr = match parse(text) {
        Ok(expr) => expr,
        Err(error) => {
            let code = match error.kind() {
                FormulaErrorKind::Syntax => Code::FormulaSyntax,
                FormulaErrorKind::TooLong | FormulaErrorKind::TooDeep => Code::FormulaTooLarge,
            };
            let mut complaint = Complaint::new(code, error.span(), error.message());
            complaint.help = error.help().map(str::to_owned);
            complaint.report(place, problems);
            return None;
        }
    };
    let mut complaints = Vec::new();
    let program = check_aside(&expr, unit, names, &mut complaints);
    let sound = complaints.is_empty();
    for complaint in complaints {
        complaint.report(place, problems);
    }
    program.filter(|_| sound)
}

fn check_aside(
    expr: &Expr,
    unit: Option<Unit>,
    names: &mut AnyNames<'_>,
    complaints: &mut Vec<Complaint>,
) -> Option<(Step, Unit)> {
    let mut checker = Checker { names, complaints };
    let (step, typed) = checker.expr(expr)?;
    let Some(need) = unit else {
        return Some((step, typed.unit));
    };
    if !typed.fits(need) {
        let message = format!("this is {}, where {} is needed", a(typed.unit), a(need));
        let help = if typed.unit == Unit::List { OF_LISTS } else { how_to_get(need) };
        checker.complain(Code::FormulaUnits, expr.span, message, help);
        return None;
    }
    Some((as_unit(step, typed.unit, need), need))
}

/// What can be made of a list.
const OF_LISTS: &str = "ask whether the list has it: `tags has \"vip\"`";

/// How a formula gives the unit that a place needs.
fn how_to_get(need: Unit) -> &'static str {
    match need {
        Unit::Money => "let it give an amount of money: multiply by one, such as `3% * base`",
        Unit::Ratio | Unit::Points => "write a percentage, or divide like by like",
        Unit::Number => "count something, or divide like by like",
        Unit::YesNo => "compare it with something: `x > 0`",
        Unit::Date => "write a day, such as `2025-07-01`",
        Unit::Duration => "write a duration such as `30 days`, or take one day from another",
        Unit::Text => "write a text in double quotes",
        Unit::List => "name a field of type `list`",
        Unit::Person | Unit::OrgUnit => "name a field that holds one",
    }
}

/// A unit with its article, for messages.
fn a(unit: Unit) -> String {
    match unit {
        Unit::Points => "a number of percentage points".to_owned(),
        Unit::Money | Unit::YesNo | Unit::Text => unit.name().to_owned(),
        Unit::OrgUnit => "an organisational unit".to_owned(),
        _ => format!("a {}", unit.name()),
    }
}

/// The same amount in another unit: a number as the ratio or the money that is due.
fn as_unit(step: Step, have: Unit, need: Unit) -> Step {
    if have == need || !is_amount(need) {
        return step;
    }
    match step {
        Step::Constant(value) => match value.amount() {
            Some(amount) => Step::Constant(need.of(amount)),
            None => Step::Constant(value),
        },
        step => Step::Arithmetic {
            op: Arithmetic::Multiply,
            unit: need,
            left: Box::new(step),
            right: Box::new(Step::Constant(Value::Number(Fraction::ONE))),
        },
    }
}

struct Checker<'c> {
    names: &'c mut AnyNames<'c>,
    complaints: &'c mut Vec<Complaint>,
}

type Checked = Option<(Step, Typed)>;

impl Checker<'_> {
    fn complain(&mut self, code: Code, span: TextSpan, message: impl Into<String>, help: impl Into<String>) {
        Complaint::add(self.complaints, code, span, message, help);
    }
}

/// A path as it is written.
pub(crate) fn dotted(path: &[Ident]) -> String {
    path.iter().map(|ident| ident.text.as_ref()).collect::<Vec<&str>>().join(".")
}
