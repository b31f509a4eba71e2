//! Formulas about facts, read into what runs over many of them at once.

use std::sync::Arc;

use chrono::Datelike;

use crate::formula::{Arithmetic, Comparison, Program, Reader};
use crate::log::{FieldId, FieldType, KindId, Sheet, Told};
use crate::quantity::Value;

use super::super::fact::{FactQuestion, FieldPath};
use super::super::grid::What;
use super::condition::Condition;
use super::number::Number;

/// The most digits behind the point.
const SCALE_MAX: u32 = 12;

/// A formula about facts.
pub(super) enum Form<'s> {
    /// Digits, so many of which stand behind the point.
    Amount(Number<'s>, u32),
    /// Days, as numbers.
    Day(Number<'s>),
    /// A text of a field.
    Text(FieldId, Told<'s, u32>),
    /// A person or a unit of a field.
    Key(FieldId, Told<'s, u32>),
    /// A text that is written in the formula.
    Written(Arc<str>),
    YesNo(Condition<'s>),
}

/// Reads a condition, where all of it has a form.
pub(super) fn condition<'s>(program: &Program<FactQuestion>, sheet: Sheet<'s>) -> Option<Condition<'s>> {
    match program.read(&mut Columns(sheet))? {
        Form::YesNo(condition) => Some(condition),
        _ => None,
    }
}

/// Reads a value, with what its numbers stand for.
pub(super) fn value<'s>(program: &Program<FactQuestion>, kind: KindId, sheet: Sheet<'s>) -> Option<(Number<'s>, What)> {
    Some(match program.read(&mut Columns(sheet))? {
        Form::Amount(number, scale) => (number, What::Digits(program.unit, scale)),
        Form::Day(number) => (number, What::Dates),
        Form::Text(field, told) | Form::Key(field, told) => (Number::Codes(told), What::Codes(kind, field)),
        Form::Written(_) | Form::YesNo(_) => return None,
    })
}

struct Columns<'s>(Sheet<'s>);

impl<'s> Columns<'s> {
    fn field(&self, path: &FieldPath) -> Option<Form<'s>> {
        let [field] = path.0[..] else { return None };
        if self.0.kind().on() == Some(field) {
            return Some(Form::Day(Number::Days(self.0.days())));
        }
        Some(match self.0.kind().get(field)?.ty() {
            FieldType::Number | FieldType::Money | FieldType::Ratio => {
                let (told, scale) = self.0.digits(field)?;
                Form::Amount(Number::Digits(told), scale)
            }
            FieldType::Date => Form::Day(Number::Dates(self.0.dates(field)?)),
            FieldType::Text => Form::Text(field, self.0.codes(field)?),
            FieldType::Person | FieldType::Unit => Form::Key(field, self.0.codes(field)?),
            _ => return None,
        })
    }
}

impl<'s> Reader<FactQuestion> for Columns<'s> {
    type Made = Form<'s>;

    fn constant(&mut self, value: &Value) -> Option<Form<'s>> {
        match value {
            Value::Text(text) => Some(Form::Written(Arc::clone(text))),
            Value::Date(day) => Some(Form::Day(Number::Constant(day.num_days_from_ce().into()))),
            Value::YesNo(_) => None,
            _ => {
                let amount = value.amount()?;
                let scale = (0..=SCALE_MAX).find(|scale| {
                    power(*scale).and_then(|power| i128::from(power).checked_rem(amount.denominator())) == Some(0)
                })?;
                let times = i128::from(power(scale)?).checked_div(amount.denominator())?;
                let digits = i64::try_from(amount.numerator().checked_mul(times)?).ok()?;
                Some(Form::Amount(Number::Constant(digits), scale))
            }
        }
    }

    fn ask(&mut self, question: &FactQuestion) -> Option<Form<'s>> {
        match question {
            FactQuestion::Day => Some(Form::Day(Number::Days(self.0.days()))),
            FactQuestion::Field(path) => self.field(path),
            _ => None,
        }
    }

    fn arithmetic(&mut self, op: Arithmetic, left: Form<'s>, right: Form<'s>) -> Option<Form<'s>> {
        let pair = |left, right| (Box::new(left), Box::new(right));
        match (op, left, right) {
            (Arithmetic::Subtract, Form::Day(later), Form::Day(earlier)) => {
                let (later, earlier) = pair((later, 1), (earlier, 1));
                Some(Form::Amount(Number::Both(op, later, earlier), 0))
            }
            (
                Arithmetic::Add | Arithmetic::Subtract,
                Form::Amount(left, left_scale),
                Form::Amount(right, right_scale),
            ) => {
                let scale = left_scale.max(right_scale);
                let (left, right) = pair(to(scale, left, left_scale)?, to(scale, right, right_scale)?);
                Some(Form::Amount(Number::Both(op, left, right), scale))
            }
            (Arithmetic::Multiply, Form::Amount(left, left_scale), Form::Amount(right, right_scale)) => {
                let scale = left_scale.saturating_add(right_scale);
                let (left, right) = pair((left, 1), (right, 1));
                (scale <= SCALE_MAX).then_some(Form::Amount(Number::Both(op, left, right), scale))
            }
            _ => None,
        }
    }

    fn compare(&mut self, comparison: Comparison, left: Form<'s>, right: Form<'s>) -> Option<Form<'s>> {
        Some(Form::YesNo(match (left, right) {
            (Form::Text(field, told), Form::Written(text)) | (Form::Written(text), Form::Text(field, told)) => {
                let equal = Condition::Text(told, self.0.code(field, &text));
                match comparison {
                    Comparison::Equal => equal,
                    Comparison::NotEqual => Condition::Not(Box::new(equal)),
                    _ => return None,
                }
            }
            (Form::Day(left), Form::Day(right)) => Condition::Compare(comparison, left, right),
            (Form::Amount(left, left_scale), Form::Amount(right, right_scale)) => {
                let scale = left_scale.max(right_scale);
                let (left, right) = (times(to(scale, left, left_scale)?), times(to(scale, right, right_scale)?));
                Condition::Compare(comparison, left, right)
            }
            _ => return None,
        }))
    }

    fn not(&mut self, of: Form<'s>) -> Option<Form<'s>> {
        match of {
            Form::YesNo(condition) => Some(Form::YesNo(Condition::Not(Box::new(condition)))),
            _ => None,
        }
    }

    fn both(&mut self, either: bool, left: Form<'s>, right: Form<'s>) -> Option<Form<'s>> {
        match (left, right) {
            (Form::YesNo(left), Form::YesNo(right)) => {
                Some(Form::YesNo(Condition::Both(either, Box::new(left), Box::new(right))))
            }
            _ => None,
        }
    }

    fn present(&mut self, of: Form<'s>) -> Option<Form<'s>> {
        Some(Form::YesNo(Condition::Present(match of {
            Form::Amount(number, _) | Form::Day(number) => number,
            Form::Text(_, told) | Form::Key(_, told) => Number::Codes(told),
            Form::Written(_) | Form::YesNo(_) => return None,
        })))
    }
}

/// A number with the power of ten that makes it as fine as a scale.
fn to(scale: u32, number: Number<'_>, of: u32) -> Option<(Number<'_>, i64)> {
    Some((number, power(scale.checked_sub(of)?)?))
}

/// A number times a power of ten.
fn times((number, by): (Number<'_>, i64)) -> Number<'_> {
    if by == 1 {
        return number;
    }
    Number::Both(Arithmetic::Multiply, Box::new((number, 1)), Box::new((Number::Constant(by), 1)))
}

fn power(digits: u32) -> Option<i64> {
    10_i64.checked_pow(digits)
}
