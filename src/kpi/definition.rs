//! A KPI as an author writes it.

use std::collections::BTreeMap;

use crate::document::{FormulaText, definition};

definition! {
    /// A KPI: a formula with a name.
    pub struct KpiDefinition {
        /// What it is.
        pub formula: FormulaText,
        /// What people call it, by language: `{ "zh": "销售额" }`.
        pub labels: BTreeMap<String, String>,
    }
}
