//! What is answered.

use std::sync::Arc;

use crate::document::Named;
use crate::id::Key;
use crate::kpi::When;
use crate::measure::Whose;
use crate::quantity::{Outcome, Outcomes, Precision, RoundTo, Unit, Value};
use crate::trace::Provenance;

use super::drill::Drill;

/// A table of answers, with what it is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Answers {
    /// The figures, in the order asked.
    pub columns: Vec<Column>,
    /// The fields by which it is broken down, as they were written; none in a plain table.
    pub by: Vec<Column>,
    /// The rows of this page.
    pub rows: Vec<Row>,
    /// How many rows there are in all, before `top` and the page were cut.
    pub total: usize,
    /// How many rows come before this page.
    pub offset: usize,
    /// How many people and units, each at each time, and slices by them, are left out because the actor may not see them.
    pub hidden: usize,
    /// Where the answers come from.
    pub from: Provenance,
    /// How finely a fraction is rounded where it is written as a decimal.
    pub precision: Precision,
    pub(super) paths: Vec<Vec<String>>,
}

/// A column of answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// What was asked for, as it was written.
    pub name: String,
    /// What the values are of.
    pub unit: Unit,
    /// To what the values are rounded where people read them.
    pub show: Option<RoundTo>,
    /// What people call it, by language.
    pub labels: Named<String>,
}

/// The figures of one person or unit at one time.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Of whom.
    pub whose: Whose,
    /// The key of that person or unit.
    pub who: Key,
    /// When.
    pub when: When,
    /// The label of the period, or the days.
    pub time: String,
    /// The values of the fields by which the table is broken down; nothing, for facts without one.
    pub by: Vec<Option<Value>>,
    /// The figures, in the order of the columns.
    pub cells: Vec<Outcome>,
}

/// The answers to a question, figure by figure: row `n` is about the same person or unit, time and slice everywhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Columns {
    /// What the figures are, in the order asked.
    pub columns: Vec<Column>,
    /// The fields by which they are broken down, as they were written; none, where they are not.
    pub by: Vec<Column>,
    /// Of whom, row by row.
    pub whose: Vec<Whose>,
    /// The key of that person or unit.
    pub who: Arc<[Key]>,
    /// When.
    pub when: Vec<When>,
    /// The values of the fields by which they are broken down; nothing, for facts without one.
    pub slices: Vec<Vec<Option<Value>>>,
    /// The values of each figure.
    pub figures: Vec<Arc<Outcomes>>,
    /// How many rows there are in all, before `top` and the page were cut.
    pub total: usize,
    /// How many rows come before this page.
    pub offset: usize,
    /// How many people and units, each at each time, and slices by them, are left out because the actor may not see them.
    pub hidden: usize,
    /// Where the answers come from.
    pub from: Provenance,
}

impl Answers {
    /// What to ask for the entries behind a cell; nothing where there is no such row or column.
    pub fn drill(&self, row: usize, column: usize) -> Option<Drill> {
        let (row, column) = (self.rows.get(row)?, self.columns.get(column)?);
        let mut drill = Drill::new(&column.name, row.whose, row.when);
        for (paths, value) in self.paths.iter().zip(&row.by) {
            drill = drill.slice(paths.iter().map(String::as_str), value.clone());
        }
        Some(drill)
    }
}
