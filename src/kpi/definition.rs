//! A KPI as an author writes it.

use std::collections::BTreeMap;

use crate::document::{FormulaText, definition, words};

definition! {
    /// A KPI: a formula with a name.
    pub struct KpiDefinition {
        /// What it is.
        pub formula: FormulaText,
        /// Whether more of it is better, or less; more, where nothing is said.
        pub better: Option<Better>,
        /// What people call it, by language: `{ "zh": "销售额" }`.
        pub labels: BTreeMap<String, String>,
    }
}

words! {
    /// Which direction is good.
    pub enum Better {
        /// More is better.
        Higher = "higher",
        /// Less is better.
        Lower = "lower",
    }
}
