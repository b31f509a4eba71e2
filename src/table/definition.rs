//! A table as an author writes it.

use std::collections::BTreeMap;

use crate::diagnostic::{At, Problems};
use crate::document::{Node, Read, definition, words};
use crate::rule::Boundary;

definition! {
    /// A table: keys, rows, and how it is read.
    pub struct TableDefinition {
        /// The names of the keys; one, as yet.
        pub keys: Vec<String>,
        /// How it is read.
        pub read: ReadWord,
        /// To which row the value between two rows belongs; needed by `step`, here or under `rules`.
        pub boundary: Option<Boundary>,
        /// What lies below the first row; undefined where nothing is said.
        pub below: Option<Edge>,
        /// What lies above the last row; undefined where nothing is said.
        pub above: Option<Edge>,
        /// The rows: for the key a range (`"95 .. 110"`, `"110 .."`) or, under `line`, a value; for each result a value.
        pub rows: Vec<BTreeMap<String, Node>>,
    }
}

words! {
    /// How a table is read.
    pub enum ReadWord {
        /// The values of the row that is reached.
        Step = "step",
        /// The value on the straight line between two rows.
        Line = "line",
    }
}

words! {
    /// What lies beyond the outermost row.
    pub enum Edge {
        /// Nothing: the answer is undefined.
        Undefined = "undefined",
        /// Zero.
        Zero = "zero",
        /// The outermost value.
        Flat = "flat",
        /// Under `line`, the outermost straight line goes on; under `step`, the outermost row does.
        Extend = "extend",
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
    fn read(node: &Node, at: At<'_>, problems: &mut Problems) -> TableSource {
        match node {
            Node::Map(_) => TableSource::Inline(Box::new(TableDefinition::read(node, at, problems))),
            _ => TableSource::Name(String::read(node, at, problems)),
        }
    }
}
