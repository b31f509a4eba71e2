//! Which units fit together, and what comes out.

use crate::quantity::Unit;

use super::program::Arithmetic;

/// A unit, and whether it belongs to a value that was written or is computed from such ones and pure numbers: that is an
/// amount of money where money is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Typed {
    pub unit: Unit,
    pub literal: bool,
}

impl Typed {
    pub(super) fn of(unit: Unit) -> Typed {
        Typed { unit, literal: false }
    }

    pub(super) fn literal(unit: Unit) -> Typed {
        Typed { unit, literal: true }
    }

    /// Whether a value of this unit may stand where `unit` is due.
    pub(super) fn fits(self, unit: Unit) -> bool {
        match (self.unit, unit) {
            (have, need) if have == need => true,
            (Unit::Number, Unit::Money) => self.literal,
            (Unit::Number | Unit::Points, Unit::Ratio)
            | (Unit::Ratio | Unit::Points, Unit::Number)
            | (Unit::Text, Unit::Person | Unit::OrgUnit)
            | (Unit::Person | Unit::OrgUnit, Unit::Text) => true,
            _ => false,
        }
    }
}

/// Whether it can be added, averaged and divided.
pub(crate) fn is_amount(unit: Unit) -> bool {
    matches!(unit, Unit::Number | Unit::Ratio | Unit::Points | Unit::Money | Unit::Duration)
}

/// The unit of both, where two values stand side by side: compared, added, or as branches of a condition.
pub(super) fn common(left: Typed, right: Typed) -> Option<Typed> {
    let literal = left.literal && right.literal;
    let unit = match (left.unit, right.unit) {
        (a, b) if a == b => a,
        (Unit::Number | Unit::Points, Unit::Ratio) | (Unit::Ratio, Unit::Number | Unit::Points) => Unit::Ratio,
        (Unit::Number, Unit::Points) | (Unit::Points, Unit::Number) => Unit::Points,
        (Unit::Money, Unit::Number) if right.literal => Unit::Money,
        (Unit::Number, Unit::Money) if left.literal => Unit::Money,
        (Unit::Text, other @ (Unit::Person | Unit::OrgUnit)) | (other @ (Unit::Person | Unit::OrgUnit), Unit::Text) => {
            other
        }
        _ => return None,
    };
    Some(Typed { unit, literal })
}

/// The unit of a sum, difference, product, quotient or power; `None` where the two do not go together.
pub(super) fn arithmetic(op: Arithmetic, left: Typed, right: Typed) -> Option<Typed> {
    let literal = left.literal && right.literal;
    let unit = match op {
        Arithmetic::Add => return added(left, right),
        Arithmetic::Subtract if left.unit == Unit::Date && right.unit == Unit::Date => Unit::Duration,
        Arithmetic::Subtract if left.unit == Unit::Date && right.unit == Unit::Duration => Unit::Date,
        Arithmetic::Subtract if lie_apart(left, right) => Unit::Points,
        Arithmetic::Subtract => return common(left, right).filter(|both| is_amount(both.unit)),
        Arithmetic::Multiply => {
            // What is written, so many times over: `50 * orders` is an amount of money where money is due.
            let unit = product(left.unit, right.unit)?;
            return Some(Typed { unit, literal: left.literal || right.literal });
        }
        Arithmetic::Divide => return quotient(left, right),
        Arithmetic::Power => match (left.unit, right.unit) {
            (base @ (Unit::Number | Unit::Ratio), Unit::Number) => base,
            (Unit::Points, Unit::Number) => Unit::Ratio,
            _ => return None,
        },
    };
    Some(Typed { unit, literal })
}

/// Whether two percentages are taken from each other, which gives percentage points. One that is written is a part of the whole, so
/// that `revenue / revenue[prior] - 100%` is a growth in percent.
fn lie_apart(left: Typed, right: Typed) -> bool {
    (left.unit, right.unit) == (Unit::Ratio, Unit::Ratio) && !left.literal && !right.literal
}

/// Percentage points are multiplied and divided as the parts of a whole that they are.
fn as_ratio(unit: Unit) -> Unit {
    if unit == Unit::Points { Unit::Ratio } else { unit }
}

fn added(left: Typed, right: Typed) -> Option<Typed> {
    match (left.unit, right.unit) {
        (Unit::Date, Unit::Duration) | (Unit::Duration, Unit::Date) => Some(Typed::of(Unit::Date)),
        _ => common(left, right).filter(|both| is_amount(both.unit)),
    }
}

fn product(left: Unit, right: Unit) -> Option<Unit> {
    match (as_ratio(left), as_ratio(right)) {
        (Unit::Ratio, Unit::Ratio) => Some(Unit::Ratio),
        (Unit::Number | Unit::Ratio, Unit::Number | Unit::Ratio) => Some(Unit::Number),
        (unit @ (Unit::Money | Unit::Duration), Unit::Number | Unit::Ratio)
        | (Unit::Number | Unit::Ratio, unit @ (Unit::Money | Unit::Duration)) => Some(unit),
        _ => None,
    }
}

/// Like by like is a ratio: a number that prints as a percentage.
fn quotient(left: Typed, right: Typed) -> Option<Typed> {
    let literal = left.literal;
    let unit = match (left.unit, as_ratio(right.unit)) {
        (Unit::Points, Unit::Ratio) => Unit::Ratio,
        (a, b) if a == b && is_amount(a) => Unit::Ratio,
        (Unit::Number, Unit::Money) if left.literal => Unit::Ratio,
        (unit, Unit::Number | Unit::Ratio) if is_amount(unit) => unit,
        _ => return None,
    };
    Some(Typed { unit, literal })
}
