//! A ranking as an author writes it.

use crate::diagnostic::{At, Problems};
use crate::document::{Beyond, FormulaText, Named, Node, Read, definition, words};
use crate::rule::{Percentile, RoundingDefinition, Ties};
use crate::table::TableSource;

definition! {
    /// A ranking: by what, of whom, and what equals share; a contest has a time and prizes too.
    pub struct RankingDefinition {
        /// What is compared: a KPI, a score, any formula that gives an amount.
        pub by: FormulaText,
        /// The level whose units are ranked: `team`; people, where nothing is said.
        pub of: Option<String>,
        /// A condition on people, or on the units that are ranked: who is ranked; everybody, where nothing is said.
        pub who: Option<FormulaText>,
        /// Among whom each is ranked: a level (`region`: whoever is in the same one), `peers`, or a formula whose equal values make
        /// a group (`subject.level`); among all, where nothing is said.
        pub within: Option<FormulaText>,
        /// Which end comes first; where nothing is said, the better one by the KPI that is compared, else the highest.
        pub order: Option<Order>,
        /// What equals share.
        pub ties: Option<Ties>,
        /// By what equals are told apart, the first that differs; by their keys, where nothing does. Under `1234` it gives ranks,
        /// else it is the order in which equals are shown.
        pub then: Beyond<ThenDefinition>,
        /// How many there must be with a value for ranks to mean something; a group with fewer has none.
        pub at_least: Option<u32>,
        /// By what method places have a percentile and a quartile; they have none, where nothing is said.
        pub percentile: Option<Percentile>,
        /// The time of a contest: a period, or days such as `2025-07-01 .. 2025-08-01`, without the last one. Outside of it nobody
        /// is ranked.
        pub during: Option<String>,
        /// What is to be won: a table by `rank`, of an `amount` of money, of texts (trophies), or of both.
        pub prizes: Option<TableSource>,
        /// What those with equal ranks have of the prizes.
        pub equals: Option<Equals>,
        /// To what the parts of prizes are rounded that equals share.
        pub rounding: Option<RoundingDefinition>,
        /// What anybody may earn beside.
        pub badges: Beyond<BadgeDefinition>,
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

words! {
    /// What those with equal ranks have of the prizes.
    pub enum Equals {
        /// Each has the whole prize of the rank that they share; more may be paid than is offered.
        Each = "each",
        /// The prizes of all the places that they take are added and cut into equal parts, which add up exactly. A trophy cannot be
        /// cut: each has that of the best of these places.
        Split = "split",
    }
}

/// By what equals are told apart: a formula alone, of which the better end of its KPI comes first, else the highest; or a formula
/// with its order.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct ThenDefinition {
    /// A formula that gives an amount or a day.
    pub by: FormulaText,
    /// Which end comes first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<Order>,
}

definition! {
    /// The longer form of [`ThenDefinition`].
    pub struct ThenFields {
        /// A formula that gives an amount or a day.
        pub by: FormulaText,
        /// Which end comes first; the earlier day, the better end of a KPI, else the highest, where nothing is said.
        pub order: Option<Order>,
    }
}

impl Read for ThenDefinition {
    fn fill(&mut self, node: &Node, at: At<'_>, problems: &mut Problems) {
        match node {
            Node::Map(_) => {
                let ThenFields { by, order } = ThenFields::read(node, at, problems);
                *self = ThenDefinition { by, order };
            }
            _ => self.by.fill(node, at, problems),
        }
    }

    fn node(&self) -> Node {
        match self.order {
            None => self.by.node(),
            Some(_) => ThenFields { by: self.by.clone(), order: self.order }.node(),
        }
    }
}

definition! {
    /// A badge: what somebody earns who does something, ranked or not.
    pub struct BadgeDefinition {
        /// Its name among those of the ranking.
        pub id: String,
        /// The condition on whom it is for, in the time that is asked for.
        pub when: FormulaText,
        /// What people call it, by language.
        pub labels: Named<String>,
    }
}
