//! A table as an author writes it.

use crate::diagnostic::{At, Problems};
use crate::document::{Named, Node, Read, definition, words};
use crate::rule::Boundary;

definition! {
    /// A table: keys, rows, and how it is read.
    pub struct TableDefinition {
        /// The names of the keys. Where rows rise (`step`, `line`, `whole`, `slices`, `above`, `passed`) the last key is the one
        /// that is measured, and those before it say which rows are meant.
        pub keys: Vec<String>,
        /// How it is read.
        pub read: ReadWord,
        /// To which row the value between two rows belongs; needed once a cell is a range of anything but days, here or
        /// under `rules`.
        pub boundary: Option<Boundary>,
        /// What lies below the first row; undefined where nothing is said.
        pub below: Option<Edge>,
        /// What lies above the last row; undefined where nothing is said.
        pub above: Option<Edge>,
        /// The rows: for each key a value, a list (one of them), a range (`"95 .. 110"`, `"110 .."`) or nothing (any); for each
        /// result a value.
        pub rows: Vec<Named<Node>>,
    }
}

words! {
    /// How a table is read.
    pub enum ReadWord {
        /// The values of the row that is reached.
        Step = "step",
        /// The value on the straight line between two rows.
        Line = "line",
        /// The first row that matches, from top to bottom.
        First = "first",
        /// The one row that matches; two that could are refused.
        Only = "only",
        /// Of the rows that match, the one with the most cells.
        Specific = "specific",
        /// The row that is reached, for everything since the start.
        Whole = "whole",
        /// Each row, for the part inside it.
        Slices = "slices",
        /// The first row up to its end, the row that is reached for all beyond.
        Above = "above",
        /// Every row that is reached, added.
        Passed = "passed",
    }
}

impl ReadWord {
    /// Whether rows are chosen by conditions, rather than following each other along a key.
    pub fn chooses(self) -> bool {
        matches!(self, ReadWord::First | ReadWord::Only | ReadWord::Specific)
    }

    /// Whether it is read as a total since the start, of which a line has the difference that it makes.
    pub fn accumulates(self) -> bool {
        matches!(self, ReadWord::Whole | ReadWord::Slices | ReadWord::Above | ReadWord::Passed)
    }
}

words! {
    /// What lies beyond the outermost row.
    pub enum Edge {
        /// Nothing: the answer is undefined.
        Undefined = "undefined",
        /// A row of zero.
        Zero = "zero",
        /// The outermost value stays.
        Flat = "flat",
        /// The outermost row goes on; under `line`, the outermost straight line does.
        Extend = "extend",
        /// Below only: what holds for the same amount above zero, with the other sign.
        Mirror = "mirror",
    }
}

/// A table where one is needed: its name, or the table itself.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(untagged)]
pub enum TableSource {
    /// The name of a table of the plan.
    Name(String),
    /// The table itself.
    Inline(Box<TableDefinition>),
}

impl Default for TableSource {
    fn default() -> TableSource {
        TableSource::Name(String::new())
    }
}

impl Read for TableSource {
    fn fill(&mut self, node: &Node, at: At<'_>, problems: &mut Problems) {
        *self = match node {
            Node::Map(_) => TableSource::Inline(Box::new(TableDefinition::read(node, at, problems))),
            _ => TableSource::Name(String::read(node, at, problems)),
        };
    }

    fn node(&self) -> Node {
        match self {
            TableSource::Name(name) => name.node(),
            TableSource::Inline(table) => table.node(),
        }
    }
}
