//! The parts of a difference, as they are found.

use crate::change::{Cause, Listed, Part};
use crate::quantity::{Fraction, Outcome, Precision, Unit, Value, Why};

use super::super::view::View;
use super::behind;
use super::comparison::Comparison;

/// Parts that begin with the earlier figure.
pub(super) struct Parts {
    unit: Unit,
    start: Fraction,
    end: Fraction,
    /// The last figure that is defined.
    known: Fraction,
    done: Vec<Open>,
    open: Option<Open>,
}

/// A part, and the figures before and after it.
struct Open {
    part: Part,
    from: Fraction,
    to: Fraction,
}

impl Parts {
    /// No parts yet; an error where the figures have no difference.
    pub(super) fn new(before: &Value, after: &Value) -> Outcome<Parts> {
        let unit = before.unit();
        if unit != after.unit() {
            return Err(Why::NotANumber);
        }
        let amount = |value: &Value| value.amount().ok_or(Why::NotANumber);
        let (start, end) = (amount(before)?, amount(after)?);
        Ok(Parts { unit, start, end, known: start, done: Vec::new(), open: None })
    }

    /// Causes in which the two sides do not differ.
    pub(super) fn nothing(&mut self, causes: &[Cause]) {
        self.done.push(Open { part: empty(causes), from: self.known, to: self.known });
    }

    /// What came of exchanging causes; without a figure it goes on with the next ones.
    pub(super) fn step(&mut self, causes: &[Cause], outcome: Outcome, comparison: &Comparison, views: (&View, &View)) {
        let known = self.known;
        let mut open = self.open.take().unwrap_or_else(|| Open { part: empty(&[]), from: known, to: known });
        open.part.causes.extend_from_slice(causes);
        for cause in causes {
            behind::add(*cause, &mut open.part, comparison, views);
        }
        match outcome.ok().filter(|value| value.unit() == self.unit).and_then(|value| value.amount()) {
            None => self.open = Some(open),
            Some(value) => {
                open.to = value;
                self.known = value;
                self.done.push(open);
            }
        }
    }

    /// The whole difference, its parts, and whether figures were rounded for the parts to add up.
    pub(super) fn done(mut self, precision: Precision) -> Outcome<(Value, Vec<Part>, bool)> {
        let rounded = !self.adds_up(precision);
        if rounded {
            (self.start, self.end) = (self.start.to_precision(precision)?, self.end.to_precision(precision)?);
            for open in &mut self.done {
                (open.from, open.to) = (open.from.to_precision(precision)?, open.to.to_precision(precision)?);
            }
        }
        let unit = self.unit;
        let apart = apart(unit);
        let difference = apart.of(self.end.minus(self.start, precision)?);
        let mut parts = Vec::with_capacity(self.done.len());
        for Open { mut part, from, to } in self.done {
            part.before = unit.of(from);
            part.after = unit.of(to);
            part.difference = apart.of(to.minus(from, precision)?);
            parts.push(part);
        }
        Ok((difference, parts, rounded))
    }

    /// Whether no difference had to be rounded, nor their sum.
    fn adds_up(&self, precision: Precision) -> bool {
        let exact = |from: Fraction, to: Fraction| {
            let difference = to.minus(from, precision).ok()?;
            (from.plus(difference, precision) == Ok(to)).then_some(difference)
        };
        let add = |sum: Option<Fraction>, open: &Open| {
            let next = sum?.plus(exact(open.from, open.to)?, precision).ok()?;
            Some(next)
        };
        let sum = self.done.iter().fold(Some(Fraction::ZERO), add);
        sum.is_some() && sum == exact(self.start, self.end)
    }
}

/// The unit of a difference: ratios lie percentage points apart.
fn apart(unit: Unit) -> Unit {
    if unit == Unit::Ratio { Unit::Points } else { unit }
}

fn empty(causes: &[Cause]) -> Part {
    let nothing = Value::Number(Fraction::ZERO);
    Part {
        causes: causes.to_vec(),
        before: nothing.clone(),
        after: nothing.clone(),
        difference: nothing,
        entries: Listed::default(),
        targets: Listed::default(),
        places: Listed::default(),
        people: Listed::default(),
    }
}
