//! Two values side by side: compared, added, multiplied.

use crate::diagnostic::Code;
use crate::quantity::Unit;

use super::super::ast::{BinaryOp, Expr, TextSpan};
use super::super::program::{Arithmetic, Comparison, Step};
use super::super::units::{Typed, arithmetic, common, is_amount};
use super::{Checked, Checker, Complaint, OF_LISTS, a};

impl Checker<'_> {
    pub(super) fn binary(&mut self, op: BinaryOp, left: &Expr, right: &Expr, span: TextSpan) -> Checked {
        if let Some(op) = connective(op) {
            let (left, right) = (self.condition(left), self.condition(right));
            return Some((op(Box::new(left?), Box::new(right?)), Typed::of(Unit::YesNo)));
        }
        let sides = (self.expr(left), self.expr(right));
        let ((left_step, left_type), (right_step, right_type)) = (sides.0?, sides.1?);
        if let Some(comparison) = comparison(op) {
            if (comparison, left_type.unit) == (Comparison::Has, Unit::List) {
                self.text_of_list(right_type, right.span)?;
                let step = Step::Compare(comparison, Box::new(left_step), Box::new(right_step));
                return Some((step, Typed::of(Unit::YesNo)));
            }
            let typed = self.same(left_type, left.span, right_type, right.span)?;
            self.comparable(comparison, typed, span)?;
            let step = Step::Compare(comparison, Box::new(left_step), Box::new(right_step));
            return Some((step, Typed::of(Unit::YesNo)));
        }
        let op = arithmetic_op(op)?;
        let Some(typed) = arithmetic(op, left_type, right_type) else {
            self.complaints.push(mismatch(op, left_type.unit, right_type.unit, left.span).beside(right.span));
            return None;
        };
        let (left, right) = (Box::new(left_step), Box::new(right_step));
        Some((Step::Arithmetic { op, unit: typed.unit, left, right }, typed))
    }

    /// The unit of two values side by side, or a complaint that names both.
    pub(super) fn same(&mut self, left: Typed, left_at: TextSpan, right: Typed, right_at: TextSpan) -> Option<Typed> {
        let typed = common(left, right);
        if typed.is_none() {
            let message = format!("{} and {} cannot be compared", left.unit.name(), right.unit.name());
            let of_list = left.unit == Unit::List || right.unit == Unit::List;
            let help = if of_list { OF_LISTS } else { "compare like with like" };
            let complaint = Complaint::new(Code::FormulaUnits, left_at, message).help(help);
            self.complaints.push(complaint.beside(right_at));
        }
        typed
    }

    /// Complains of what a list cannot have.
    fn text_of_list(&mut self, typed: Typed, span: TextSpan) -> Option<()> {
        let fits = typed.fits(Unit::Text);
        if !fits {
            let message = format!("a list has texts, and this is {}", a(typed.unit));
            self.complain(Code::FormulaUnits, span, message, "name one text: `tags has \"vip\"`");
        }
        fits.then_some(())
    }

    fn comparable(&mut self, comparison: Comparison, typed: Typed, span: TextSpan) -> Option<()> {
        let fits = match comparison {
            Comparison::Has => typed.unit == Unit::Text,
            Comparison::Equal | Comparison::NotEqual => true,
            _ => is_amount(typed.unit) || typed.unit == Unit::Date,
        };
        if !fits {
            let message = format!("{} cannot be compared in this way", typed.unit.name());
            let help =
                if typed.unit == Unit::List { OF_LISTS } else { "ask whether it is equal: `=`, `!=`, `in (…)`" };
            self.complain(Code::FormulaUnits, span, message, help);
        }
        fits.then_some(())
    }

    pub(super) fn member(&mut self, value: &Expr, list: &[Expr], negated: bool) -> Checked {
        let (step, typed) = self.expr(value)?;
        let mut items = Vec::with_capacity(list.len());
        for item in list {
            let (item_step, item_type) = self.expr(item)?;
            self.same(typed, value.span, item_type, item.span)?;
            items.push(item_step);
        }
        let member = Step::In(Box::new(step), items);
        let step = if negated { Step::Not(Box::new(member)) } else { member };
        Some((step, Typed::of(Unit::YesNo)))
    }

    /// `x between a and b`: both ends belong to it.
    pub(super) fn between(&mut self, value: &Expr, low: &Expr, high: &Expr) -> Checked {
        let (step, typed) = self.expr(value)?;
        let (low_step, low_type) = self.expr(low)?;
        let (high_step, high_type) = self.expr(high)?;
        let all = self.same(typed, value.span, low_type, low.span)?;
        self.same(typed, value.span, high_type, high.span)?;
        self.comparable(Comparison::LessOrEqual, all, value.span)?;
        let above = Step::Compare(Comparison::GreaterOrEqual, Box::new(step.clone()), Box::new(low_step));
        let below = Step::Compare(Comparison::LessOrEqual, Box::new(step), Box::new(high_step));
        Some((Step::And(Box::new(above), Box::new(below)), Typed::of(Unit::YesNo)))
    }
}

type Connect = fn(Box<Step>, Box<Step>) -> Step;

fn connective(op: BinaryOp) -> Option<Connect> {
    match op {
        BinaryOp::And => Some(Step::And),
        BinaryOp::Or => Some(Step::Or),
        _ => None,
    }
}

fn comparison(op: BinaryOp) -> Option<Comparison> {
    Some(match op {
        BinaryOp::Equal => Comparison::Equal,
        BinaryOp::NotEqual => Comparison::NotEqual,
        BinaryOp::Less => Comparison::Less,
        BinaryOp::LessOrEqual => Comparison::LessOrEqual,
        BinaryOp::Greater => Comparison::Greater,
        BinaryOp::GreaterOrEqual => Comparison::GreaterOrEqual,
        BinaryOp::Has => Comparison::Has,
        _ => return None,
    })
}

fn arithmetic_op(op: BinaryOp) -> Option<Arithmetic> {
    Some(match op {
        BinaryOp::Add => Arithmetic::Add,
        BinaryOp::Subtract => Arithmetic::Subtract,
        BinaryOp::Multiply => Arithmetic::Multiply,
        BinaryOp::Divide => Arithmetic::Divide,
        BinaryOp::Power => Arithmetic::Power,
        _ => return None,
    })
}

fn mismatch(op: Arithmetic, left: Unit, right: Unit, span: TextSpan) -> Complaint {
    let (left, right) = (left.name(), right.name());
    let message = match op {
        Arithmetic::Add => format!("{left} and {right} cannot be added"),
        Arithmetic::Subtract => format!("{right} cannot be taken from {left}"),
        Arithmetic::Multiply => format!("{left} and {right} cannot be multiplied"),
        Arithmetic::Divide => format!("{left} cannot be divided by {right}"),
        Arithmetic::Power => format!("{left} cannot be raised to a power of {right}"),
    };
    let complaint = Complaint::new(Code::FormulaUnits, span, message);
    match op {
        Arithmetic::Add | Arithmetic::Subtract => {
            complaint.help("add like to like: divide one of them first, or compare each with its own target")
        }
        Arithmetic::Multiply => complaint.help("multiply by a number or a percentage"),
        Arithmetic::Divide => complaint.help("divide by a number, or like by like"),
        Arithmetic::Power => complaint.help("raise a number to a number"),
    }
}
