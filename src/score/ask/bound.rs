//! How much a figure must be, taken backwards through roundings, steps and weights.

use crate::quantity::{Fraction, Outcome, Precision, RoundTo, Why};
use crate::step::{Asked, Deed, Held};
use crate::table::End;

/// What a figure must be for something that depends on it to be enough.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Bound {
    /// At least so much, or more than so much.
    Least(End),
    /// Anything, as long as it is defined.
    Defined,
    /// Nothing would do, as long as it is defined.
    Never,
    /// It is set to something, whatever it was, defined or not; whether that is enough.
    Set(bool),
    /// Less of it makes more: how much would do is not told here.
    Falls,
    /// It cannot be told.
    Undefined(Why),
}

impl Bound {
    /// The bound of what a function gives where `map` takes it backwards; what cannot be reckoned is undefined.
    fn mapped(self, map: impl FnOnce(Fraction) -> Outcome<Fraction>) -> Bound {
        match self {
            Bound::Least(end) => match map(end.at) {
                Ok(at) => Bound::Least(End { at, ..end }),
                Err(why) => Bound::Undefined(why),
            },
            other => other,
        }
    }

    /// The bound before something was added.
    pub(super) fn before_adding(self, more: Fraction, precision: Precision) -> Bound {
        self.mapped(|at| at.minus(more, precision))
    }

    /// The bound before it was multiplied.
    pub(super) fn before_times(self, by: Fraction, precision: Precision) -> Bound {
        match self {
            Bound::Least(end) if by.is_zero() => fixed(Fraction::ZERO, end),
            Bound::Least(_) if by.is_negative() => Bound::Falls,
            other => other.mapped(|at| at.over(by, precision)),
        }
    }

    /// Whether the figure must at least be defined.
    pub(super) fn asks(&self) -> bool {
        matches!(self, Bound::Least(_) | Bound::Defined | Bound::Never | Bound::Falls)
    }

    /// The bound before it was rounded: the least that is rounded to enough.
    pub(super) fn before_rounding(self, to: &RoundTo, precision: Precision) -> Bound {
        let Bound::Least(end) = self else { return self };
        match rounded(end, to, precision) {
            Ok(end) => Bound::Least(end),
            Err(why) => Bound::Undefined(why),
        }
    }

    /// The bound before steps were done, as they were: the last one is undone first.
    pub(super) fn before_steps(mut self, steps: &[Asked], precision: Precision) -> Bound {
        for step in steps.iter().rev() {
            self = self.before_step(step, precision);
        }
        self
    }

    fn before_step(self, step: &Asked, precision: Precision) -> Bound {
        let (Held::Yes, Some(amount)) = (&step.held, &step.amount) else { return self };
        let amount = match amount.clone().and_then(|amount| amount.amount().ok_or(Why::NotANumber)) {
            Ok(amount) => amount,
            Err(why) if self.asks() => return Bound::Undefined(why),
            Err(_) => return self,
        };
        let end = match (&self, step.deed) {
            (Bound::Least(end), _) => *end,
            (Bound::Defined, Deed::Set) => return Bound::Set(true),
            (Bound::Never, Deed::Set) => return Bound::Set(false),
            _ => return self,
        };
        match step.deed {
            Deed::Cap if is_enough(amount, end) => self,
            Deed::Cap => Bound::Never,
            Deed::Floor if is_enough(amount, end) => Bound::Defined,
            Deed::Floor => self,
            Deed::Set => Bound::Set(is_enough(amount, end)),
            Deed::Times => self.before_times(amount, precision),
            Deed::Add => self.before_adding(amount, precision),
        }
    }
}

/// Whether an amount is as much as is needed.
pub(super) fn is_enough(amount: Fraction, end: End) -> bool {
    end.at < amount || end.within && end.at == amount
}

/// What must be where the outcome is fixed, as long as there is one.
fn fixed(amount: Fraction, end: End) -> Bound {
    if is_enough(amount, end) { Bound::Defined } else { Bound::Never }
}

/// The least multiple of a step that is as much as is needed.
pub(super) fn least_multiple(end: End, to: &RoundTo, precision: Precision) -> Outcome<Fraction> {
    let step = Fraction::from(to.step());
    let count = end.at.over(step, precision)?;
    let mut whole = count.to_whole(crate::quantity::RoundingMode::Ceiling);
    if !end.within && Fraction::new(whole, 1) == Some(count) {
        whole = whole.saturating_add(1);
    }
    Fraction::new(whole, 1).ok_or(Why::Overflow)?.times(step, precision)
}

/// The least that is rounded to as much as is needed: whatever the mode, it lies at a multiple of the step, half a step or a whole
/// step below it.
fn rounded(end: End, to: &RoundTo, precision: Precision) -> Outcome<End> {
    let multiple = least_multiple(end, to, precision)?;
    let step = Fraction::from(to.step());
    let below = |quarters: i128| -> Outcome<Fraction> {
        let part = Fraction::new(quarters, 4).ok_or(Why::Overflow)?;
        multiple.minus(step.times(part, precision)?, precision)
    };
    let reaches = |at: Fraction| -> Outcome<bool> { Ok(multiple <= Fraction::from(to.apply(at)?)) };
    let at = match (reaches(below(3)?)?, reaches(below(1)?)?) {
        (true, _) => below(4)?,
        (_, true) => below(2)?,
        _ => multiple,
    };
    Ok(End { at, within: reaches(at)? })
}
