//! A KPI as an author writes it.

use crate::document::{FormulaText, Named, definition};

definition! {
    /// A KPI: a formula with a name.
    pub struct KpiDefinition {
        /// What it is.
        pub formula: FormulaText,
        /// What people call it, by language: `{ "zh": "销售额" }`.
        pub labels: Named<String>,
    }
}
