//! Why a target cannot be cut.

use thiserror::Error;

use crate::quantity::SplitError;

use super::{Axis, Cell};

/// Why a target cannot be cut.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CascadeError {
    /// The node does not exist, or is cut already.
    #[error("node {node} does not exist, or is cut already")]
    NotALeaf {
        /// On which axis.
        axis: Axis,
        /// Which one.
        node: usize,
    },
    /// What stands in a cell cannot be cut so.
    #[error("{error}")]
    Split {
        /// In which cell, where it is one alone.
        cell: Option<Cell>,
        /// Why not.
        error: SplitError,
    },
}

impl CascadeError {
    /// What would make it right.
    pub fn help(&self) -> &'static str {
        match self {
            CascadeError::NotALeaf { .. } => "cut what is not cut yet",
            CascadeError::Split { error, .. } => error.help(),
        }
    }

    /// The error of a row is that of its cell.
    pub(super) fn of(error: SplitError, cells: &[Cell]) -> CascadeError {
        match error {
            SplitError::InRow { row, error } => CascadeError::Split { cell: cells.get(row).copied(), error: *error },
            error => CascadeError::Split { cell: None, error },
        }
    }
}
