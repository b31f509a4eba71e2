//! Values, names and conditions.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::diagnostic::Code;
use crate::quantity::{Currency, Fraction, Precision, Unit, Value};

use super::super::ast::{Argument, DurationUnit, Expr, ExprKind, Ident, TextSpan};
use super::super::function::Function;
use super::super::program::Step;
use super::super::units::{Typed, is_amount};
use super::{Asked, Checked, Checker, Meaning, OF_LISTS, Sense, a, dotted};

impl Checker<'_> {
    pub(super) fn expr(&mut self, expr: &Expr) -> Checked {
        match self.names.whole(expr, self.complaints) {
            Sense::Unknown => {}
            Sense::Broken => return None,
            Sense::Means(meaning) => return asked(&meaning),
        }
        match &expr.kind {
            ExprKind::Number(number) => Some(literal(Value::Number(Fraction::from(*number)))),
            ExprKind::Percent(percent) => self.percent(*percent, expr.span),
            ExprKind::Money { amount, currency } => self.money(*amount, *currency, expr.span),
            ExprKind::Duration { amount, of } => self.duration(*amount, *of, expr.span),
            ExprKind::Date(day) => Some(literal(Value::Date(*day))),
            ExprKind::Text(text) => Some(literal(Value::Text(Arc::clone(text)))),
            ExprKind::YesNo(yes) => Some(literal(Value::YesNo(*yes))),
            ExprKind::Path(path) => self.path(path, expr.span),
            ExprKind::Call { path, arguments } => self.call(path, arguments, expr.span),
            ExprKind::Fold(fold) => asked(&self.names.fold(fold, expr.span, self.complaints)?),
            ExprKind::Not(value) => {
                let step = self.condition(value)?;
                Some((Step::Not(Box::new(step)), Typed::of(Unit::YesNo)))
            }
            ExprKind::Negate(value) => self.negate(value),
            ExprKind::Binary { op, left, right } => self.binary(*op, left, right, expr.span),
            ExprKind::In { value, list, negated } => self.member(value, list, *negated),
            ExprKind::Between { value, low, high } => self.between(value, low, high),
            ExprKind::Present { value, missing } => {
                let (step, _) = self.expr(value)?;
                let present = Step::Present(Box::new(step));
                let step = if *missing { Step::Not(Box::new(present)) } else { present };
                Some((step, Typed::of(Unit::YesNo)))
            }
            ExprKind::Window { value, window } => self.window(value, window, expr.span),
            ExprKind::At { value, scope } => self.scope(value, scope, expr.span),
        }
    }

    fn percent(&mut self, percent: Decimal, span: TextSpan) -> Checked {
        let ratio = Fraction::from(percent).over(Fraction::HUNDRED, Precision::default());
        if ratio.is_err() {
            self.complain(Code::ValueRange, span, "this percentage has too many digits", "write fewer digits");
        }
        ratio.ok().map(|ratio| literal(Value::Ratio(ratio)))
    }

    fn money(&mut self, amount: Decimal, currency: Currency, span: TextSpan) -> Checked {
        let plans = self.names.currency().unwrap_or(currency);
        if currency == plans {
            return Some(literal(Value::Money(Fraction::from(amount))));
        }
        let message = format!("an amount in {currency} in a plan that reckons in {plans}");
        self.complain(Code::FormulaUnits, span, message, format!("write the amount in {plans}"));
        None
    }

    fn duration(&mut self, amount: Decimal, of: DurationUnit, span: TextSpan) -> Checked {
        let days = match of {
            DurationUnit::Minute => Fraction::new(1, 24 * 60),
            DurationUnit::Hour => Fraction::new(1, 24),
            DurationUnit::Day => Some(Fraction::ONE),
            DurationUnit::Week => Some(Fraction::whole(7)),
            _ => None,
        };
        let precision = Precision::default();
        let Some(Ok(days)) = days.map(|days| Fraction::from(amount).times(days, precision)) else {
            let message = "this duration has no fixed number of days";
            self.complain(Code::FormulaUnits, span, message, "write it in minutes, hours, days or weeks");
            return None;
        };
        Some(literal(Value::Duration(days)))
    }

    fn path(&mut self, path: &[Ident], span: TextSpan) -> Checked {
        match self.names.path(path) {
            Sense::Unknown => {}
            Sense::Broken => return None,
            Sense::Means(meaning) => return asked(&meaning),
        }
        let name = dotted(path);
        let known = self.names.known();
        let remedy = crate::diagnostic::remedy(&name, known.iter().map(String::as_str));
        self.complain(Code::FormulaUnknownName, span, format!("`{name}` is not known here"), remedy);
        None
    }

    fn call(&mut self, path: &[Ident], arguments: &[Argument], span: TextSpan) -> Checked {
        let name = dotted(path);
        if let Some(function) = Function::named(&name) {
            return self.function(function, arguments, span);
        }
        match self.names.call(path, arguments, span, self.complaints) {
            Sense::Unknown => {}
            Sense::Broken => return None,
            Sense::Means(meaning) => return asked(&meaning),
        }
        let mut known = self.names.functions();
        known.extend(Function::ALL.iter().map(|function| function.word().to_owned()));
        let remedy = crate::diagnostic::remedy(&name, known.iter().map(String::as_str));
        let message = format!("there is no function `{name}` here");
        self.complain(Code::FormulaUnknownFunction, span, message, remedy);
        None
    }

    pub(super) fn condition(&mut self, expr: &Expr) -> Option<Step> {
        let (step, typed) = self.expr(expr)?;
        if typed.unit == Unit::YesNo {
            return Some(step);
        }
        let message = format!("this is {}, where a condition is needed", a(typed.unit));
        let help = if typed.unit == Unit::List { OF_LISTS } else { "compare it with something: `x > 0`" };
        self.complain(Code::FormulaUnits, expr.span, message, help);
        None
    }

    fn negate(&mut self, value: &Expr) -> Checked {
        let (step, typed) = self.expr(value)?;
        if !is_amount(typed.unit) {
            self.complain(
                Code::FormulaUnits,
                value.span,
                format!("{} has no sign", a(typed.unit)),
                "leave the minus out",
            );
            return None;
        }
        let step = match step {
            Step::Constant(value) => {
                let negated = value.amount().map(|amount| typed.unit.of(amount.negate()));
                Step::Constant(negated.unwrap_or(value))
            }
            step => Step::Negate(Box::new(step)),
        };
        Some((step, typed))
    }
}

fn literal(value: Value) -> (Step, Typed) {
    let typed = Typed::literal(value.unit());
    (Step::Constant(value), typed)
}

#[expect(clippy::unnecessary_wraps, reason = "it ends every arm that checks an expression, and those may fail")]
fn asked(meaning: &Meaning<Asked>) -> Checked {
    Some((Step::Ask(meaning.question), Typed::of(meaning.unit)))
}
