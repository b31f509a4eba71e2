//! What is expected of a target, as an author writes it, and as it is meant.

use crate::diagnostic::{At, Code, Problems};
use crate::document::{FormulaText, definition};
use crate::quantity::{Fraction, Ratio};

definition! {
    /// From where on a target is thought too hard.
    pub struct CheckDefinition {
        /// The most that it may grow on the same period a year before: `30%`; where less is better, the most that it may fall.
        pub growth: Option<FormulaText>,
        /// The most that it may be of the best period ever: `120%`; where less is better, as far below it as that is above.
        pub best: Option<FormulaText>,
        /// The most standard deviations that it may lie beyond the mean of past periods: `2`.
        pub z: Option<FormulaText>,
        /// How many past periods with a figure `best` and `z` need; with fewer the check says that there is too little history.
        pub history: Option<u32>,
    }
}

/// From where on a target is thought too hard; what is not said is not compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Thresholds {
    /// The most growth on the same period a year before: 0.3 is 30 %.
    pub growth: Option<Fraction>,
    /// The most that it may be of the best period: 1.2 is a fifth beyond it.
    pub best: Option<Fraction>,
    /// The most standard deviations beyond the mean of past periods.
    pub z: Option<Fraction>,
    /// How many past periods with a figure are needed for `best` and `z`; at least 1, and 2 for `z`.
    pub history: usize,
}

impl CheckDefinition {
    /// Reads the definition; reports everything that is wrong with it.
    pub fn compile(&self, at: At<'_>, problems: &mut Problems) -> Thresholds {
        let growth = read(self.growth.as_ref(), "30%", at.field("growth"), problems);
        let best = read(self.best.as_ref(), "120%", at.field("best"), problems);
        let z = read(self.z.as_ref(), "2", at.field("z"), problems);
        if growth.is_some_and(Fraction::is_negative) {
            let message = "a growth that is expected at the most is at least 0%";
            problems.report(Code::ValueRange, at.field("growth"), message).help("write it like `\"30%\"`");
        }
        for (field, threshold, example) in [("best", best, "`\"120%\"`"), ("z", z, "`2`")] {
            if threshold.is_some_and(|threshold| threshold <= Fraction::ZERO) {
                let message = format!("`{field}` is above zero");
                problems.report(Code::ValueRange, at.field(field), message).help(format!("write it like {example}"));
            }
        }
        let compared = self.best.is_some() || self.z.is_some();
        match self.history {
            None if compared => {
                let message = "a target is compared with the past, and no `history` says how many periods that takes";
                problems
                    .report(Code::RuleNeeded, at.field("history"), message)
                    .help("write how many past periods must have a figure, such as `\"history\": 6`");
            }
            Some(0 | 1) => {
                let message = "one period alone is no history";
                problems.report(Code::ValueRange, at.field("history"), message).help("write 2 or more");
            }
            Some(_) if !compared => {
                let message = "nothing is compared with the past: neither `best` nor `z` is written";
                problems
                    .report(Code::PlanConflict, at.field("history"), message)
                    .help("write one of them, or leave it out");
            }
            _ => {}
        }
        let history = self.history.and_then(|history| usize::try_from(history).ok()).unwrap_or_default();
        Thresholds { growth, best, z, history }
    }
}

/// A number or a percentage.
fn read(text: Option<&FormulaText>, example: &str, at: At<'_>, problems: &mut Problems) -> Option<Fraction> {
    let text = text?.as_str();
    match text.trim().parse::<Ratio>() {
        Ok(number) => Some(number.value()),
        Err(error) => {
            problems
                .report(Code::ValueInvalid, at, format!("`{text}` is no number: {error}"))
                .help(format!("write it like `\"{example}\"`"));
            None
        }
    }
}
