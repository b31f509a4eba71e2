//! Windows and scopes: values at another time, values of somebody else.

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::calendar::{Grain, Span};
use crate::diagnostic::Code;
use crate::quantity::Unit;

use super::super::ast::{DurationUnit, Expr, ExprKind, Ident, Scope, TextSpan, Window};
use super::super::program::{Elsewhere, Length, Shift, Step};
use super::super::units::Typed;
use super::{Checked, Checker, a};

impl Checker<'_> {
    pub(super) fn window(&mut self, value: &Expr, window: &Window, span: TextSpan) -> Checked {
        self.movable(span)?;
        let inner = self.expr(value);
        let shift = self.shift(window, span);
        let (step, typed) = inner?;
        Some((Step::Window(Box::new(step), shift?), Typed { literal: false, ..typed }))
    }

    fn movable(&mut self, span: TextSpan) -> Option<()> {
        if let Some(why) = self.names.fixed() {
            self.complain(Code::FormulaContext, span, why, "write it behind the whole: `sum(order.amount)[prior]`");
            return None;
        }
        Some(())
    }

    fn shift(&mut self, window: &Window, span: TextSpan) -> Option<Shift> {
        Some(match window {
            Window::Prior { steps, grain, to_date } => {
                Shift::Prior { steps: *steps, grain: self.grain(grain.as_ref()).ok()?, to_date: *to_date }
            }
            Window::LastYear { grain, to_date } => {
                Shift::LastYear { grain: self.grain(grain.as_ref()).ok()?, to_date: *to_date }
            }
            Window::Grain { grain, to_date } => {
                Shift::Grain { grain: self.grain(Some(grain)).ok().flatten()?, to_date: *to_date }
            }
            Window::ToDate => Shift::ToDate,
            Window::Rolling { last, amount, of } => {
                let length = self.length(*amount, *of, span)?;
                if *last { Shift::Last(length) } else { Shift::Next(length) }
            }
            Window::Before => Shift::Before,
            Window::All => Shift::All,
            Window::Between(from, to) => self.days(*from, *to, span)?,
        })
    }

    fn length(&mut self, amount: Decimal, of: DurationUnit, span: TextSpan) -> Option<Length> {
        let length = length(amount, of);
        if length.is_none() {
            self.complain(
                Code::FormulaContext,
                span,
                "a rolling window is of whole days, weeks, months, quarters or years",
                "write `[last 90 days]` or `[last 3 months]`; a period is `[prior quarter]`",
            );
        }
        length
    }

    fn days(&mut self, from: NaiveDate, to: NaiveDate, span: TextSpan) -> Option<Shift> {
        let days = Span::new(from, to);
        if days.is_none() {
            self.complain(
                Code::ValueRange,
                span,
                format!("`{to}` lies before `{from}`"),
                "write the earlier day first",
            );
        }
        days.map(Shift::Days)
    }

    /// The grain of a name, where one is written; an error, and a complaint, where there is no such grain.
    fn grain(&mut self, name: Option<&Ident>) -> Result<Option<Grain>, ()> {
        let Some(name) = name else {
            return Ok(None);
        };
        let grain = self.names.grain(&name.text);
        if grain.is_none() && !self.names.is_broken_grain(&name.text) {
            let message = format!("`{}` is no grain of the calendar", name.text);
            let help = self.names.grain_help(&name.text);
            self.complain(Code::FormulaUnknownName, name.span, message, help);
        }
        grain.map(Some).ok_or(())
    }

    fn level(&mut self, level: &str, span: TextSpan) -> Option<()> {
        let known = self.names.levels();
        let Some(known) = known.filter(|known| !known.iter().any(|known| known == level)) else {
            return Some(());
        };
        let message = format!("`{level}` is no level of the organisation");
        let remedy = crate::diagnostic::remedy(level, known.iter().map(String::as_str));
        self.complain(Code::FormulaUnknownName, span, message, remedy);
        None
    }

    pub(super) fn scope(&mut self, value: &Expr, scope: &Scope, span: TextSpan) -> Checked {
        self.movable(span)?;
        let inner = self.expr(value);
        let elsewhere = match scope {
            Scope::Parent => Elsewhere::Parent,
            Scope::Company => Elsewhere::Company,
            Scope::Level(level) => {
                self.level(level, span)?;
                Elsewhere::Level(Arc::clone(level))
            }
            Scope::Path(path) => {
                let whose = Expr { kind: ExprKind::Path(path.clone()), span: whole(path) };
                return self.of(inner, &whose);
            }
            Scope::Call(whose) => return self.of(inner, whose),
        };
        let (step, typed) = inner?;
        Some((Step::At(Box::new(step), elsewhere), Typed { literal: false, ..typed }))
    }

    /// A value of the person or unit that a formula gives.
    fn of(&mut self, value: Checked, whose: &Expr) -> Checked {
        let (whose_step, whose_type) = self.expr(whose)?;
        let is = whose_type.unit;
        if !matches!(is, Unit::Person | Unit::OrgUnit) {
            let message = format!("`{whose}` is {}, where a person or a unit is needed", a(is));
            let help = "write `at parent`, `at company`, `at \"team\"` (a level), `at manager(subject)`, or an attribute that \
                        `org.person` declares as a `person` or a `unit`";
            self.complain(Code::FormulaContext, whose.span, message, help);
            return None;
        }
        let (step, typed) = value?;
        let step = Step::Of { value: Box::new(step), whose: Box::new(whose_step), is };
        Some((step, Typed { literal: false, ..typed }))
    }
}

/// Where a path is written.
fn whole(path: &[Ident]) -> TextSpan {
    let start = path.first().map_or(0, |first| first.span.start);
    TextSpan { start, end: path.last().map_or(start, |last| last.span.end) }
}

/// A whole number of days or months, from 1.
fn length(amount: Decimal, of: DurationUnit) -> Option<Length> {
    let (of, each): (fn(u32) -> Length, u32) = match of {
        DurationUnit::Day => (Length::Days, 1),
        DurationUnit::Week => (Length::Days, 7),
        DurationUnit::Month => (Length::Months, 1),
        DurationUnit::Quarter => (Length::Months, 3),
        DurationUnit::Year => (Length::Months, 12),
        DurationUnit::Minute | DurationUnit::Hour | DurationUnit::WorkingHour | DurationUnit::WorkingDay => {
            return None;
        }
    };
    let whole = Some(amount).filter(|amount| amount.fract().is_zero()).and_then(|amount| u32::try_from(amount).ok());
    whole.and_then(|whole| whole.checked_mul(each)).filter(|length| *length > 0).map(of)
}
