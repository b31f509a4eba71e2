//! A ranking as an author writes it.

use crate::document::{FormulaText, Named, definition, words};
use crate::rule::Ties;

definition! {
    /// A ranking: by what, of whom, and what equals share.
    pub struct RankingDefinition {
        /// What is compared: a KPI, a score, any formula that gives an amount.
        pub by: FormulaText,
        /// A condition on people: who is ranked; everybody, where nothing is said.
        pub who: Option<FormulaText>,
        /// Which end comes first; where nothing is said, the better one by the KPI that is compared, else the highest.
        pub order: Option<Order>,
        /// What equals share.
        pub ties: Option<Ties>,
        /// What people call it, by language.
        pub labels: Named<String>,
    }
}

words! {
    /// Which end of a ranking comes first.
    pub enum Order {
        /// The highest value.
        HighestFirst = "highest",
        /// The lowest value.
        LowestFirst = "lowest",
    }
}
