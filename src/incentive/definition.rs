//! Pay as an author writes it.

use crate::document::{FormulaText, Named, definition, words};
use crate::rule::{MissingDefinition, RoundingDefinition};
use crate::table::TableSource;

definition! {
    /// An incentive plan: for whom, for which periods, of which components.
    pub struct IncentiveDefinition {
        /// A condition on people: who is paid by it; everybody, where nothing is said.
        pub who: Option<FormulaText>,
        /// The grain of its statements.
        pub grain: String,
        /// What stands for a statement with an undefined line where statements are added: over several periods, and for units.
        pub missing: Option<MissingDefinition>,
        /// What is paid.
        pub components: Vec<ComponentDefinition>,
        /// What people call it, by language.
        pub labels: Named<String>,
    }
}

definition! {
    /// A component of pay.
    pub struct ComponentDefinition {
        /// Its name among its neighbours.
        pub id: String,
        /// When it is paid; always, where nothing is said. An undefined condition does not hold.
        pub when: Option<FormulaText>,
        /// What each line is for.
        pub each: Each,
        /// What is paid on.
        pub base: Option<FormulaText>,
        /// What the table is read with; the base, where nothing is said.
        pub by: Option<FormulaText>,
        /// A table whose result `rate` is multiplied by the base, or whose result `amount` stands for itself.
        pub table: Option<TableSource>,
        /// What is paid, as a formula that may use `base`.
        pub pay: Option<FormulaText>,
        /// To what a line is rounded.
        pub rounding: Option<RoundingDefinition>,
        /// What people call it, by language.
        pub labels: Named<String>,
    }
}

words! {
    /// What each line of a component is for.
    pub enum Each {
        /// The period of the statement.
        Period = "period",
    }
}
