//! The columns of one time, of people or of units, beside one another.

use std::sync::Arc;

use crate::kpi::When;
use crate::measure::{Reach, Whose};
use crate::quantity::Outcome;

use super::follow::{Reached, STALE, add_those, reached};
use super::own::Own;
use super::{Column, Crowd, Of};

/// The columns of one time, in the order in which they were found: what one is made of comes before it.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Board {
    columns: Vec<Kept>,
    /// Whose rows are to be found anew, in those columns that say so.
    stale: Vec<Whose>,
    /// Whether some column hangs on facts of another time, or of everybody.
    is_wide: bool,
}

#[derive(Clone, Debug)]
struct Kept {
    of: Of,
    asked: Asked,
    is_stale: bool,
}

/// A column, or how often it would have been of use.
#[derive(Clone, Debug)]
enum Asked {
    Times(usize),
    All(Column),
}

/// What a board says of a figure of somebody.
pub(super) enum Said {
    /// Nothing yet.
    Nothing,
    /// What it is; nothing, where there is no such row.
    Known(Option<Outcome>),
    /// It was asked for so often that everybody's is to be found, or it is to be found anew.
    ToBeFound,
}

impl Board {
    /// A figure in a row; each time that it is not there is counted, up to so many times.
    pub(super) fn ask(&mut self, of: &Of, row: usize, many: usize) -> Said {
        match self.columns.iter_mut().find(|kept| kept.of == *of) {
            Some(Kept { is_stale: true, .. }) => Said::ToBeFound,
            Some(Kept { asked: Asked::All(column), .. }) => Said::Known(column.get(row)),
            Some(Kept { asked: Asked::Times(times), .. }) => {
                *times = times.saturating_add(1);
                if *times > many { Said::ToBeFound } else { Said::Nothing }
            }
            None => {
                self.columns.push(Kept { of: of.clone(), asked: Asked::Times(1), is_stale: false });
                Said::Nothing
            }
        }
    }

    /// A column; the whole board, taken out so that nobody else holds it, where rows of the column are to be found anew.
    pub(super) fn take(&mut self, of: &Of) -> Option<Result<Column, Board>> {
        let kept = self.columns.iter().find(|kept| kept.of == *of)?;
        match &kept.asked {
            Asked::Times(_) => None,
            Asked::All(_) if kept.is_stale => Some(Err(std::mem::take(self))),
            Asked::All(column) => Some(Ok(Arc::clone(column))),
        }
    }

    /// Keeps a column, behind those that it is made of.
    pub(super) fn keep(&mut self, of: &Of, column: &Column, own: Option<&Own>) {
        self.columns.retain(|kept| kept.of != *of);
        self.columns.push(Kept { of: of.clone(), asked: Asked::All(Arc::clone(column)), is_stale: false });
        self.is_wide |= own.is_some_and(|own| own.is_wide(of));
    }

    /// Adds what another board has beside what is here.
    pub(super) fn unite(&mut self, other: Board) {
        for more in other.columns {
            let is_known = self.columns.iter().any(|kept| kept.of == more.of && matches!(kept.asked, Asked::All(_)));
            if !is_known && let Asked::All(_) = more.asked {
                self.columns.retain(|kept| kept.of != more.of);
                self.columns.push(more);
            }
        }
        self.is_wide |= other.is_wide;
    }

    /// Notes whose rows facts may have changed, and forgets columns of which they may have changed any.
    pub(super) fn note(&mut self, (when, crowd): (When, Crowd), reach: &Reach, own: &Own) {
        if !self.is_wide && !reach.has_everybodys() && !reach.is_in(when.span()) {
            return;
        }
        let (mut is_stale, mut rows) = (false, 0);
        for kept in &mut self.columns {
            let Asked::All(column) = &kept.asked else { continue };
            match reached(&kept.of, when, reach, own) {
                Reached::Nobody => {}
                // Ranks are read off the field again.
                Reached::Own if !matches!(kept.of, Of::Rank(_)) => {
                    (is_stale, rows) = (true, column.len());
                    kept.is_stale = true;
                }
                Reached::Own | Reached::All => kept.forget(),
            }
        }
        if is_stale {
            add_those(reach, crowd, &mut self.stale);
            if self.stale.len() > rows / STALE {
                self.columns.iter_mut().filter(|kept| kept.is_stale).for_each(Kept::forget);
                self.stale.clear();
            } else if self.stale.is_empty() {
                self.columns.iter_mut().for_each(|kept| kept.is_stale = false);
            }
        }
    }

    /// Whose rows are to be found anew, and from now on are.
    pub(super) fn take_stale(&mut self) -> Vec<Whose> {
        std::mem::take(&mut self.stale)
    }

    /// How many columns there are.
    pub(super) fn len(&self) -> usize {
        self.columns.len()
    }

    /// What a column is of whose rows are to be found anew.
    pub(super) fn stale(&self, at: usize) -> Option<&Of> {
        self.columns.get(at).filter(|kept| kept.is_stale).map(|kept| &kept.of)
    }

    /// A figure in a row; of a column whose rows are to be found anew, what was found so far.
    pub(super) fn get(&self, is: impl Fn(&Of) -> bool, row: usize, found: &[Option<Outcome>]) -> Option<Outcome> {
        let (at, kept) = self.columns.iter().enumerate().find(|(_, kept)| is(&kept.of))?;
        match &kept.asked {
            Asked::All(_) if kept.is_stale => found.get(at).cloned().flatten(),
            Asked::All(column) => column.get(row),
            Asked::Times(_) => None,
        }
    }

    /// Puts a figure in a row of a column; a column that has none is forgotten.
    pub(super) fn set(&mut self, at: usize, row: usize, figure: Option<Outcome>) {
        let Some(kept) = self.columns.get_mut(at) else { return };
        match (&mut kept.asked, figure) {
            (Asked::All(column), Some(figure)) => Arc::make_mut(column).set(row, figure),
            _ => kept.forget(),
        }
    }

    /// All columns are as they should be.
    pub(super) fn settle(&mut self) {
        self.columns.iter_mut().for_each(|kept| kept.is_stale = false);
    }
}

impl Kept {
    fn forget(&mut self) {
        (self.asked, self.is_stale) = (Asked::Times(0), false);
    }
}
