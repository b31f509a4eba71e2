//! Who may dispute what, as it is written and as it is read.

use chrono::{Days, NaiveDate};

use crate::calendar::Period;
use crate::document::{FormulaText, definition};
use crate::formula::Program;
use crate::kpi::Question;

definition! {
    /// Who may dispute figures, for how long, and who answers.
    pub struct DisputesDefinition {
        /// How many days after the last one of a period its figures may be disputed.
        pub days: u32,
        /// A condition over an `actor`, who disputes, and a `subject`, whose figure it is.
        pub may: FormulaText,
        /// A condition over an `actor`, who answers, and a `subject`, whose figure it is; nobody answers what they disputed themselves.
        pub answers: FormulaText,
    }
}

/// Who may dispute figures, read.
#[derive(Clone, Debug, PartialEq)]
pub struct DisputePlan {
    /// How many days after the last one of a period.
    pub days: u32,
    /// Who may dispute whose figures.
    pub may: Program<Question>,
    /// Who answers.
    pub answers: Program<Question>,
}

impl DisputePlan {
    /// The last day on which the figures of a period may be disputed.
    pub fn last_day(&self, period: Period) -> Option<NaiveDate> {
        let last = period.end().pred_opt()?;
        last.checked_add_days(Days::new(u64::from(self.days)))
    }
}
