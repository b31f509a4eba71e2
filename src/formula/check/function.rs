//! Functions of values.

use rust_decimal::Decimal;

use crate::diagnostic::Code;
use crate::quantity::{Fraction, RoundTo, RoundingMode, Unit, Value};

use super::super::ast::{Argument, Expr, ExprKind, TextSpan};
use super::super::function::Function;
use super::super::program::{Arithmetic, Step};
use super::super::units::{Typed, is_amount};
use super::{Checked, Checker, a};

impl Checker<'_> {
    pub(super) fn function(&mut self, function: Function, arguments: &[Argument], span: TextSpan) -> Checked {
        self.arguments(function, arguments, span)?;
        if function == Function::Round {
            return self.round(arguments, span);
        }
        let count = arguments.len();
        let mut steps = Vec::with_capacity(count);
        let mut unit: Option<(Typed, TextSpan)> = None;
        for (index, argument) in arguments.iter().enumerate() {
            if function.is_condition(index, count) {
                steps.push(self.condition(&argument.value)?);
                continue;
            }
            let (step, typed) = self.of_fitting(function, &argument.value)?;
            unit = Some(match unit {
                None => (typed, argument.value.span),
                Some((before, at)) => (self.same(before, at, typed, argument.value.span)?, at),
            });
            steps.push(step);
        }
        let typed = unit.map(|(typed, _)| typed)?;
        let step = Step::Call(function, steps);
        if matches!(function, Function::Ln | Function::Exp) {
            let typed = Typed { unit: Unit::Number, ..typed };
            return Some((retag(step, Unit::Number), typed));
        }
        // Branches may differ in unit where a literal stands for money: the whole takes the common unit.
        let step = if is_amount(typed.unit) { retag(step, typed.unit) } else { step };
        Some((step, typed))
    }

    /// Whether it is given as many arguments as it takes, and those by position.
    fn arguments(&mut self, function: Function, arguments: &[Argument], span: TextSpan) -> Option<()> {
        let (least, most) = function.takes();
        let count = arguments.len();
        let odd = function == Function::Case && count.is_multiple_of(2);
        if count < least || most.is_some_and(|most| count > most) || odd {
            let message = format!("`{function}` is given {count} arguments");
            self.complain(Code::FormulaArguments, span, message, format!("write {}", usage(function)));
            return None;
        }
        if let Some(named) = arguments.iter().find_map(|argument| argument.name.as_ref()) {
            let message = format!("`{function}` takes its arguments by position, not as `{}:`", named.text);
            self.complain(Code::FormulaArguments, named.span, message, format!("write {}", usage(function)));
            return None;
        }
        Some(())
    }

    /// An argument of a unit that the function takes.
    fn of_fitting(&mut self, function: Function, argument: &Expr) -> Checked {
        let (step, typed) = self.expr(argument)?;
        let (of, help) = if function.is_of_amounts() && !is_amount(typed.unit) {
            ("amounts", "give it a number, a percentage or an amount of money")
        } else if function.is_of_numbers() && !matches!(typed.unit, Unit::Number | Unit::Ratio | Unit::Points) {
            ("numbers and percentages", "divide it by another of its kind")
        } else {
            return Some((step, typed));
        };
        let message = format!("`{function}` is of {of}, and this is {}", a(typed.unit));
        self.complain(Code::FormulaUnits, argument.span, message, help);
        None
    }

    /// `round(x)`, `round(x, 0.01)`, `round(x, 0.01, "half_even")`.
    fn round(&mut self, arguments: &[Argument], span: TextSpan) -> Checked {
        let (first, more) = arguments.split_first()?;
        let (step, typed) = self.of_fitting(Function::Round, &first.value)?;
        let to = match more.first() {
            Some(to) => self.step_to(typed, first.value.span, &to.value)?,
            None => Decimal::ONE,
        };
        let mode = match more.get(1) {
            Some(word) => Some(self.mode(&word.value)?),
            None => self.names.rounding(),
        };
        let Some(mode) = mode else {
            let help = "write `\"rounding\": { \"to\": \"0.01\", \"mode\": \"half_up\" }` under `rules`, \
                        or name the mode here: `round(x, 0.01, \"half_up\")`";
            self.complain(Code::RuleNeeded, span, "no rule says how a half is rounded", help);
            return None;
        };
        let Some(to) = RoundTo::new(to, mode) else {
            let at = more.first().map_or(span, |to| to.value.span);
            self.complain(
                Code::ValueRange,
                at,
                "nothing can be rounded to this",
                "write a step above zero, such as `0.01`",
            );
            return None;
        };
        Some((Step::Round(Box::new(step), to), typed))
    }

    /// The step to round to: an amount that is written, of the unit of what is rounded.
    fn step_to(&mut self, typed: Typed, at: TextSpan, written: &Expr) -> Option<Decimal> {
        let (step, of) = self.expr(written)?;
        let constant = match step {
            Step::Constant(value) => value.amount().and_then(Fraction::to_decimal),
            _ => None,
        };
        if constant.is_none() {
            let message = "the step to round to is not written as an amount";
            self.complain(Code::FormulaArguments, written.span, message, "write it in digits: `round(x, 0.01)`");
            return None;
        }
        self.same(typed, at, of, written.span)?;
        constant
    }

    fn mode(&mut self, written: &Expr) -> Option<RoundingMode> {
        let named = |word: &str| RoundingMode::ALL.iter().copied().find(|mode| mode.name() == word);
        let mode = match &written.kind {
            ExprKind::Text(word) => named(word),
            _ => None,
        };
        if mode.is_none() {
            let words: Vec<&str> = RoundingMode::ALL.iter().map(|mode| mode.name()).collect();
            let help = format!("write one of `{}`, in double quotes", words.join("`, `"));
            self.complain(Code::FormulaArguments, written.span, "this is no way of rounding", help);
        }
        mode
    }
}

/// The result of a call in the common unit of its branches.
fn retag(step: Step, unit: Unit) -> Step {
    let one = Box::new(Step::Constant(Value::Number(Fraction::ONE)));
    Step::Arithmetic { op: Arithmetic::Multiply, unit, left: Box::new(step), right: one }
}

fn usage(function: Function) -> &'static str {
    match function {
        Function::If => "`if(condition, then, else)`",
        Function::Case => "`case(condition, value, …, else)`",
        Function::Coalesce => "`coalesce(a, b, …)`",
        Function::Abs => "`abs(x)`",
        Function::Floor => "`floor(x)`",
        Function::Ceil => "`ceil(x)`",
        Function::Round => "`round(x)`, `round(x, 0.01)` or `round(x, 0.01, \"half_up\")`",
        Function::Sqrt => "`sqrt(x)`",
        Function::Ln => "`ln(x)`",
        Function::Exp => "`exp(x)`",
        Function::Clamp => "`clamp(x, low, high)`",
        Function::Least => "`least(a, b, …)`",
        Function::Greatest => "`greatest(a, b, …)`",
    }
}
