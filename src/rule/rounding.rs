//! Rounding as a plan declares it.
//!
//! What is rounded has one answer at each place: a score as a whole, each line of a statement, each part of a mover's target.

use rust_decimal::Decimal;

use crate::diagnostic::{At, Code, Problems};
use crate::document::{NumberText, definition, words};
use crate::quantity::{Fraction, Odd, Outcome, RoundTo, RoundingMode, parse_decimal};

definition! {
    /// To what and how amounts are rounded: `{ "to": "0.01", "mode": "half_up", "odd": "first" }`.
    pub struct RoundingDefinition {
        /// The step: results are multiples of it, such as `0.01`, `1` or `1000`.
        pub to: NumberText,
        /// `half_up`, `half_even`, `up`, `down`, `ceiling` or `floor`.
        pub mode: String,
        /// Which of equal remainders gets the odd unit when a whole is cut into parts.
        pub odd: Option<OddWord>,
    }
}

words! {
    /// Which of equal remainders gets the odd unit.
    pub enum OddWord {
        /// The first.
        First = "first",
        /// The last.
        Last = "last",
    }
}

/// To what and how amounts are rounded.
#[derive(Clone, Debug, PartialEq)]
pub struct Rounding {
    /// The step and the mode.
    pub to: RoundTo,
    /// Which of equal remainders gets the odd unit, where the plan says so.
    pub odd: Option<OddWord>,
}

impl Rounding {
    /// Rounds an amount.
    pub fn apply(&self, amount: Fraction) -> Outcome<Fraction> {
        self.to.apply(amount).map(Fraction::from)
    }

    /// The order of equal remainders; the first, where the plan does not say.
    pub fn odd(&self) -> Odd {
        match self.odd {
            Some(OddWord::Last) => Odd::Last,
            Some(OddWord::First) | None => Odd::First,
        }
    }
}

impl RoundingDefinition {
    /// Reads the definition; reports everything that is wrong with it, and then gives some rounding that is not used.
    pub fn compile(&self, at: At<'_>, problems: &mut Problems) -> Option<Rounding> {
        let mode = RoundingMode::ALL.iter().copied().find(|mode| mode.name() == self.mode);
        if mode.is_none() {
            let words: Vec<&str> = RoundingMode::ALL.iter().map(|mode| mode.name()).collect();
            let message = format!("`{}` is none of `{}`", self.mode, words.join("`, `"));
            problems.report(Code::DocumentUnknownWord, at.field("mode"), message).nearest(&self.mode, words);
        }
        let step = parse_decimal(self.to.as_str()).map_err(|error| {
            problems.report(Code::ValueInvalid, at.field("to"), error.to_string()).help("write a step such as `0.01`");
        });
        let (step, mode) = match (step, mode) {
            (Ok(step), Some(mode)) => (step, mode),
            // What is wrong was reported: that there is a rounding, nobody needs to miss.
            _ => (Decimal::ONE, RoundingMode::HalfUp),
        };
        let to = RoundTo::new(step, mode);
        if to.is_none() {
            let message = format!("`{}` is no step to round to", self.to.as_str());
            problems.report(Code::ValueRange, at.field("to"), message).help("write a step above zero, such as `0.01`");
        }
        let to = to.or_else(|| RoundTo::new(Decimal::ONE, mode))?;
        Some(Rounding { to, odd: self.odd })
    }
}
