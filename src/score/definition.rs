//! A scorecard as an author writes it.

use crate::document::{FormulaText, Named, OneOrMany, definition};
use crate::rule::{MissingDefinition, RoundingDefinition};
use crate::step::StepDefinition;
use crate::table::TableSource;

definition! {
    /// A scorecard: for whom, for which periods, of which items.
    pub struct ScorecardDefinition {
        /// A condition on people: whose scorecard it is; everybody's, where nothing is said.
        pub who: Option<FormulaText>,
        /// The grain of its periods, or several: a card of its own for each.
        pub grain: OneOrMany<String>,
        /// The items, whose weights make 100 %.
        pub items: Vec<ItemDefinition>,
        /// What is done to the weighted points before they are rounded, in the order written.
        pub steps: Vec<StepDefinition>,
        /// What stands for an undefined item.
        pub missing: Option<MissingDefinition>,
        /// To what the score is rounded, once.
        pub rounding: Option<RoundingDefinition>,
        /// The grades.
        pub grades: Option<GradesDefinition>,
        /// What people call it, by language.
        pub labels: Named<String>,
    }
}

definition! {
    /// An item of a scorecard: either a value, or items of its own.
    pub struct ItemDefinition {
        /// Its name among its neighbours.
        pub id: String,
        /// Its weight among them, such as `60%`.
        pub weight: FormulaText,
        /// What it measures.
        pub value: Option<FormulaText>,
        /// The table that turns the value into points; without one the value is the points.
        pub points: Option<TableSource>,
        /// The items that it is made of.
        pub items: Vec<ItemDefinition>,
        /// What is done to its points, in the order written.
        pub steps: Vec<StepDefinition>,
        /// What stands for it where it is undefined.
        pub missing: Option<MissingDefinition>,
        /// What people call it, by language.
        pub labels: Named<String>,
    }
}

definition! {
    /// How a score becomes a grade.
    pub struct GradesDefinition {
        /// The table that is read with the rounded score; its one result is the grade.
        pub table: TableSource,
    }
}
