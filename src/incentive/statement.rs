//! What is owed for a period.

use crate::formula::Program;
use crate::id::Id;
use crate::kpi::Question;
use crate::quantity::{Fraction, Outcome, Precision, Value, Why};
use crate::table::{Stretch, Table};

use super::compile::{Component, IncentivePlan, Pay};

/// Where pay gets its values from.
pub trait Inputs {
    /// The value of a formula, for whom and when the statement is; with the base of the line, where it has one.
    fn value(&mut self, program: &Program<Question>, base: Option<&Value>) -> Outcome;

    /// A table of the plan.
    fn table(&self, id: Id<Table>) -> &Table;

    /// How finely a fraction is rounded where it does not fit.
    fn precision(&self) -> Precision;
}

/// A statement is its lines: the total is read off them.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    lines: Vec<Line>,
}

/// A line of a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The component.
    pub component: String,
    /// Whether its condition holds; a line that is not due pays nothing.
    pub due: bool,
    /// What is paid on.
    pub base: Option<Outcome>,
    /// The rate that was read off a table.
    pub rate: Option<Outcome>,
    /// What it comes to before it is rounded.
    pub exact: Outcome<Fraction>,
    /// What is paid.
    pub pay: Outcome<Fraction>,
}

impl Line {
    /// A line that pays nothing.
    pub fn unpaid(component: &str) -> Line {
        Line {
            component: component.to_owned(),
            due: false,
            base: None,
            rate: None,
            exact: Ok(Fraction::ZERO),
            pay: Ok(Fraction::ZERO),
        }
    }
}

impl Statement {
    /// A statement of lines.
    pub fn new(lines: Vec<Line>) -> Statement {
        Statement { lines }
    }

    /// The lines.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The line of a component.
    pub fn line(&self, component: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.component == component)
    }

    /// What is owed; undefined where a line is.
    pub fn total(&self, precision: Precision) -> Outcome<Fraction> {
        self.lines.iter().try_fold(Fraction::ZERO, |sum, line| sum.plus(line.pay.clone()?, precision))
    }
}

/// Computes a statement.
pub fn evaluate(plan: &IncentivePlan, inputs: &mut impl Inputs) -> Statement {
    Statement::new(plan.components.iter().map(|component| line(component, inputs)).collect())
}

fn line(component: &Component, inputs: &mut impl Inputs) -> Line {
    let id = component.id.as_str();
    let due = component.when.as_ref().is_none_or(|when| inputs.value(when, None) == Ok(Value::YesNo(true)));
    if !due {
        return Line::unpaid(id);
    }
    let base = component.base.as_ref().map(|base| inputs.value(base, None));
    let (rate, exact) = pay(&component.pay, base.as_ref(), inputs);
    let pay = exact.clone().and_then(|exact| component.rounding.apply(exact));
    Line { component: id.to_owned(), due, base, rate, exact, pay }
}

fn pay(pay: &Pay, base: Option<&Outcome>, inputs: &mut impl Inputs) -> (Option<Outcome>, Outcome<Fraction>) {
    match pay {
        Pay::Formula(program) => {
            let known = base.and_then(|base| base.as_ref().ok());
            let paid = match base {
                Some(Err(why)) => Err(why.clone()),
                _ => inputs.value(program, known).and_then(|value| amount(&value)),
            };
            (None, paid)
        }
        Pay::Rate { table, column, by } => {
            if inputs.table(*table).read().accumulates() {
                return (None, total(*table, *column, by.as_ref(), base, inputs));
            }
            let rate = read(*table, *column, by.as_ref(), base, inputs);
            let exact = base
                .cloned()
                .unwrap_or(Err(Why::NothingDefined))
                .and_then(|base| amount(&base)?.times(amount(&rate.clone()?)?, inputs.precision()));
            (Some(rate), exact)
        }
        Pay::Amount { table, column, by } => {
            if inputs.table(*table).read().accumulates() {
                return (None, total(*table, *column, by.as_ref(), base, inputs));
            }
            let read = read(*table, *column, by.as_ref(), base, inputs);
            (None, read.and_then(|value| amount(&value)))
        }
    }
}

/// What a table gives for `by`, or for the base.
fn read(
    table: Id<Table>,
    column: usize,
    by: Option<&Program<Question>>,
    base: Option<&Outcome>,
    inputs: &mut impl Inputs,
) -> Outcome {
    let key = key(by, base, inputs)?;
    inputs.table(table).value(&[key], column)
}

/// What a table that is read as a total since the start pays for a line that starts there.
fn total(
    table: Id<Table>,
    column: usize,
    by: Option<&Program<Question>>,
    base: Option<&Outcome>,
    inputs: &mut impl Inputs,
) -> Outcome<Fraction> {
    let to = amount(&key(by, base, inputs)?)?;
    let base = match (by, base) {
        (Some(_), Some(base)) => Some(amount(base.as_ref().map_err(Why::clone)?)?),
        _ => None,
    };
    inputs.table(table).pay_stretch(&Stretch { others: &[], from: Fraction::ZERO, to, base }, column)
}

/// What a table is read with.
fn key(by: Option<&Program<Question>>, base: Option<&Outcome>, inputs: &mut impl Inputs) -> Outcome {
    match (by, base) {
        (Some(by), base) => inputs.value(by, base.and_then(|base| base.as_ref().ok())),
        (None, Some(base)) => base.clone(),
        (None, None) => Err(Why::NothingDefined),
    }
}

fn amount(value: &Value) -> Outcome<Fraction> {
    value.amount().ok_or(Why::NotANumber)
}
