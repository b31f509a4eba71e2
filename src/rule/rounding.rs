//! Rounding as a plan declares it.

use rust_decimal::Decimal;

use crate::diagnostic::{At, Code, Problems};
use crate::document::{definition, words};
use crate::quantity::{Fraction, Odd, Outcome, RoundTo, RoundingMode, parse_decimal};

definition! {
    /// To what, how and where amounts are rounded: `{ "to": "0.01", "mode": "half_up", "at": "line", "odd": "first" }`.
    pub struct RoundingDefinition {
        /// The step: results are multiples of it, such as `0.01`, `1` or `1000`.
        pub to: String,
        /// `half_up`, `half_even`, `up`, `down`, `ceiling` or `floor`.
        pub mode: String,
        /// What is rounded.
        pub at: Option<RoundingPoint>,
        /// Which of equal remainders gets the odd unit when a whole is cut into parts.
        pub odd: Option<OddWord>,
    }
}

words! {
    /// What is rounded; whatever it is made of stays exact.
    pub enum RoundingPoint {
        /// Each line: one entry, one value, or one period of a statement.
        Line = "line",
        /// Each part of a line inside one row of a table.
        Slice = "slice",
        /// Each item of a scorecard, each target of a cascade.
        Item = "item",
        /// The whole.
        Total = "total",
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

/// To what, how and where amounts are rounded.
#[derive(Clone, Debug, PartialEq)]
pub struct Rounding {
    /// The step and the mode.
    pub to: RoundTo,
    /// What is rounded, where the plan says so.
    pub at: Option<RoundingPoint>,
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
        let step = parse_decimal(&self.to).map_err(|error| {
            problems.report(Code::ValueInvalid, at.field("to"), error.to_string()).help("write a step such as `0.01`");
        });
        let (step, mode) = match (step, mode) {
            (Ok(step), Some(mode)) => (step, mode),
            // What is wrong was reported: that there is a rounding, nobody needs to miss.
            _ => (Decimal::ONE, RoundingMode::HalfUp),
        };
        let to = RoundTo::new(step, mode);
        if to.is_none() {
            let message = format!("`{}` is no step to round to", self.to);
            problems.report(Code::ValueRange, at.field("to"), message).help("write a step above zero, such as `0.01`");
        }
        let to = to.or_else(|| RoundTo::new(Decimal::ONE, mode))?;
        Some(Rounding { to, at: self.at, odd: self.odd })
    }
}
