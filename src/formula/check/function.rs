//! Functions of values.

use crate::diagnostic::Code;
use crate::quantity::{Fraction, Unit, Value};

use super::super::ast::{Argument, TextSpan};
use super::super::function::Function;
use super::super::program::{Arithmetic, Step};
use super::super::units::{Typed, is_amount};
use super::{Asked, Checked, Checker, a};

impl Checker<'_> {
    pub(super) fn function(&mut self, function: Function, arguments: &[Argument], span: TextSpan) -> Checked {
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
        let mut steps = Vec::with_capacity(count);
        let mut unit: Option<(Typed, TextSpan)> = None;
        for (index, argument) in arguments.iter().enumerate() {
            if function.is_condition(index, count) {
                steps.push(self.condition(&argument.value)?);
                continue;
            }
            let (step, typed) = self.expr(&argument.value)?;
            if function.is_of_amounts() && !is_amount(typed.unit) {
                let message = format!("`{function}` is of amounts, and this is {}", a(typed.unit));
                self.complain(
                    Code::FormulaUnits,
                    argument.value.span,
                    message,
                    "give it a number, a percentage or an amount of money",
                );
                return None;
            }
            unit = Some(match unit {
                None => (typed, argument.value.span),
                Some((before, at)) => (self.same(before, at, typed, argument.value.span)?, at),
            });
            steps.push(step);
        }
        let typed = unit.map(|(typed, _)| typed)?;
        let step = Step::Call(function, steps);
        // Branches may differ in unit where a literal stands for money: the whole takes the common unit.
        let step = if is_amount(typed.unit) { retag(step, typed.unit) } else { step };
        Some((step, typed))
    }
}

/// The result of a call in the common unit of its branches.
fn retag(step: Step<Asked>, unit: Unit) -> Step<Asked> {
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
        Function::Clamp => "`clamp(x, low, high)`",
        Function::Least => "`least(a, b, …)`",
        Function::Greatest => "`greatest(a, b, …)`",
    }
}
