//! What a record is worth: a field of it, or a formula.

use crate::diagnostic::{At, Problems, nearest};
use crate::error::Error;
use crate::formula::{ExprKind, Program, compile, parse};
use crate::log::{Field, FieldId, FieldType, Kind, KindId, RecordState};
use crate::measure::{FactNames, FactQuestion, Folds, record_value};
use crate::quantity::{Fraction, Outcome, Unit, Why};

use super::super::view::View;

/// How the amount of a record is found.
pub(super) enum Amount {
    Field(FieldId),
    Formula(Program<FactQuestion>),
}

impl Amount {
    /// Reads the name of a field, or a formula over the fields of a record.
    pub(super) fn new(text: &str, view: &View, id: KindId) -> Result<Amount, Error> {
        let kinds = view.plan().kinds();
        let kind = &kinds[id];
        if let Some((field, of)) = kind.field(text) {
            if !matches!(of.ty(), FieldType::Money | FieldType::Number) {
                return Err(Error::invalid(format!("`{text}` of `{}` is not money or a number", kind.name())));
            }
            return Ok(Amount::Field(field));
        }
        if matches!(parse(text).map(|expr| expr.kind), Ok(ExprKind::Path(path)) if path.len() == 1) {
            let known = kind.fields().map(|(_, field)| field.name());
            return Err(Error::unknown("field", text, nearest(text, known)));
        }
        let (mut folds, mut problems) = (Folds::default(), Problems::new());
        let (rules, currency) = (view.plan().rules(), Some(view.plan().currency()));
        let mut names = FactNames::of_one(kinds, id, rules, currency, &mut folds);
        let program = compile(text, None, &mut names, At::root().field("amount"), &mut problems);
        let Some(program) = program.filter(|_| problems.is_empty()) else {
            let why = problems.iter().next().map(|problem| problem.message().to_owned()).unwrap_or_default();
            return Err(Error::invalid(format!("the amount `{text}` cannot be read: {why}")));
        };
        if !folds.plain.is_empty() || !folds.keyed.is_empty() {
            let message =
                format!("the amount `{text}` goes over other facts: it may ask for fields of the record alone");
            return Err(Error::invalid(message));
        }
        if !matches!(program.unit, Unit::Money | Unit::Number) {
            return Err(Error::invalid(format!("the amount `{text}` is not money or a number")));
        }
        Ok(Amount::Formula(program.simplified()))
    }

    /// Whether it is money or a plain number.
    pub(super) fn unit(&self, kind: &Kind) -> Unit {
        match self {
            Amount::Field(field) if kind.get(*field).map(Field::ty) == Some(FieldType::Number) => Unit::Number,
            Amount::Field(_) => Unit::Money,
            Amount::Formula(program) => program.unit,
        }
    }

    /// The amount of a record on a day.
    pub(super) fn of(&self, state: RecordState<'_>, view: &View) -> Outcome<Fraction> {
        let value = match self {
            Amount::Field(field) => record_value(state, *field, view.source()),
            Amount::Formula(program) => view.0.cells.of_one(program, state, view.source()),
        };
        value.and_then(|value| value.amount().ok_or(Why::NotANumber))
    }
}
