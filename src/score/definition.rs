//! A scorecard as an author writes it.

use crate::document::{BeyondOne, FormulaText, Named, OneOrMany, definition, words};
use crate::grade::{CalibrateDefinition, ForceDefinition};
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
        /// The periods for which it holds: those whose first day lies in it, such as `2025-07-01 ..`; all, where nothing is said.
        pub during: Option<String>,
        /// The items, whose weights make 100 %.
        pub items: Vec<ItemDefinition>,
        /// Whether the points of the items are weighted and added (`sum`), or multiplied (`product`); added, where nothing is said.
        pub compose: Option<String>,
        /// Whether the weights must make 100 % (`whole`), or count by what they are of their sum (`relative`); the former, where nothing is said. It holds for
        /// items that are made of others too, where they say nothing themselves.
        pub weights: Option<String>,
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
        /// Its weight among them, such as `60%`, or a formula; needed, unless the points are multiplied.
        pub weight: Option<FormulaText>,
        /// A condition: the item is there only while it holds; always, where nothing is said. An undefined one does not hold.
        pub when: Option<FormulaText>,
        /// The periods in which it is there: those whose first day lies in it, such as `.. 2026-01-01`; all, where nothing is said.
        pub during: Option<String>,
        /// What it measures.
        pub value: Option<FormulaText>,
        /// How many facts its value must rest on; with fewer of them it is undefined.
        pub at_least: Option<u32>,
        /// The table that turns the value into points; without one the value is the points.
        pub points: Option<TableSource>,
        /// The items that it is made of.
        pub items: Vec<ItemDefinition>,
        /// Whether the points of its items are weighted and added, or multiplied; added, where nothing is said.
        pub compose: Option<String>,
        /// Whether the weights of its items must make 100 %; as the scorecard says, where nothing is said.
        pub weights: Option<String>,
        /// What is done to its points, in the order written.
        pub steps: Vec<StepDefinition>,
        /// To what its points are rounded after its steps; they stay exact, where nothing is said.
        pub rounding: Option<RoundingDefinition>,
        /// What stands for it where it is undefined.
        pub missing: Option<MissingDefinition>,
        /// What people call it, by language.
        pub labels: Named<String>,
    }
}

words! {
    /// How the points of items become those of what they make up.
    pub enum Compose {
        /// Each is weighted, and they are added.
        Sum = "sum",
        /// They are multiplied, as plain numbers: 80 points by a factor of 1.1 are 88.
        Product = "product",
    }
}

words! {
    /// What weights must make.
    pub enum Weights {
        /// Exactly 100 %.
        Whole = "whole",
        /// Anything above zero: each counts by its share of their sum.
        Relative = "relative",
    }
}

definition! {
    /// How a score becomes a grade.
    pub struct GradesDefinition {
        /// The table that is read with the rounded score; its one result is the grade.
        pub table: TableSource,
        /// By which quotas grades are given to all whose card it is; the table alone says the grade, where nothing is said.
        pub force: BeyondOne<ForceDefinition>,
        /// Who may change a grade after it was computed; nobody, where nothing is said.
        pub calibrate: BeyondOne<CalibrateDefinition>,
    }
}
