//! A KPI as an author writes it.

use crate::diagnostic::{At, Problems};
use crate::document::{FormulaText, Named, Node, Read, definition, words};
use crate::rule::{MissingDefinition, RoundingDefinition};
use crate::table::TableDefinition;

definition! {
    /// A KPI: a formula with a name.
    pub struct KpiDefinition {
        /// What it is.
        pub formula: FormulaText,
        /// Which end is the better one.
        pub better: Option<Better>,
        /// What attainment of its targets is: a table or a formula of `actual` and `target`; actual ÷ target, where nothing is
        /// said.
        pub attains: Option<AttainsDefinition>,
        /// How many facts there must be for the figure to mean something; with fewer it is undefined.
        pub at_least: Option<u32>,
        /// As what people are credited with the facts that its formula folds, where a fold says nothing of its own; directly, where
        /// nothing is said here either.
        pub credit: Option<CreditedAs>,
        /// What stands for it where it is undefined.
        pub missing: Option<MissingDefinition>,
        /// To what it is rounded where people read it, and nowhere else.
        pub show: Option<RoundingDefinition>,
        /// What people call it, by language: `{ "zh": "销售额" }`.
        pub labels: Named<String>,
    }
}

words! {
    /// Which end of a figure is the better one.
    pub enum Better {
        /// The more the better.
        Higher = "higher",
        /// The less the better.
        Lower = "lower",
    }
}

words! {
    /// As what somebody is credited with a fact.
    pub enum CreditedAs {
        /// With a share of it: those of one fact make 100 %.
        Direct = "direct",
        /// With a share on top, as a manager may be: it never enters what is credited directly.
        Overlay = "overlay",
    }
}

/// What attainment is: a formula, the name of a table, or the table itself.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(untagged)]
pub enum AttainsDefinition {
    /// A formula of `actual` and `target`, or the name of a table of the plan.
    Text(FormulaText),
    /// The table itself, with keys called `actual` and `target`.
    Table(Box<TableDefinition>),
}

impl Default for AttainsDefinition {
    fn default() -> AttainsDefinition {
        AttainsDefinition::Text(FormulaText::default())
    }
}

impl Read for AttainsDefinition {
    fn fill(&mut self, node: &Node, at: At<'_>, problems: &mut Problems) {
        *self = match node {
            Node::Map(_) => AttainsDefinition::Table(Box::new(TableDefinition::read(node, at, problems))),
            _ => AttainsDefinition::Text(FormulaText::read(node, at, problems)),
        };
    }

    fn node(&self) -> Node {
        match self {
            AttainsDefinition::Text(formula) => formula.node(),
            AttainsDefinition::Table(table) => table.node(),
        }
    }
}
