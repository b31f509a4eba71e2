//! Numbers of cells, several side by side for each.

use std::sync::Arc;

/// How many numbers a cell has in one table at the most: as many as are fetched together.
pub(super) const WIDTH_MAX: usize = 8;

/// So many numbers for each cell. What is added to several of them is added at once.
#[derive(Clone, Debug)]
pub(super) struct Table {
    width: usize,
    all: Vec<i64>,
}

/// One of the numbers of each cell in a table.
#[derive(Clone, Debug)]
pub(super) struct Lane {
    /// The table.
    pub table: Arc<Table>,
    /// Which of its numbers.
    pub at: usize,
}

impl Table {
    /// So many numbers for each of some cells, none of them known yet.
    pub(super) fn new(width: usize, cells: usize) -> Table {
        Table { width, all: vec![0; width.saturating_mul(cells)] }
    }

    /// Adds the numbers of each row, lane by lane, to those of the cell that is its place.
    pub(super) fn add(&mut self, places: &[u32], lanes: &[&[i64]]) {
        match lanes.len() {
            1 => add::<1>(&mut self.all, places, lanes),
            2 => add::<2>(&mut self.all, places, lanes),
            3 => add::<3>(&mut self.all, places, lanes),
            4 => add::<4>(&mut self.all, places, lanes),
            5 => add::<5>(&mut self.all, places, lanes),
            6 => add::<6>(&mut self.all, places, lanes),
            7 => add::<7>(&mut self.all, places, lanes),
            _ => add::<WIDTH_MAX>(&mut self.all, places, lanes),
        }
    }

    /// Adds the numbers of a table of the same cells.
    pub(super) fn merge(&mut self, other: &Table) {
        for (own, other) in self.all.iter_mut().zip(&other.all) {
            *own = own.wrapping_add(*other);
        }
    }

    /// Forgets the cells behind some first ones.
    pub(super) fn truncate(&mut self, cells: usize) {
        self.all.truncate(self.width.saturating_mul(cells));
    }

    /// A number of each cell.
    pub(super) fn lane(&self, at: usize) -> impl Iterator<Item = i64> {
        self.all.iter().skip(at).step_by(self.width.max(1)).copied()
    }
}

impl Lane {
    /// The number of a cell, where there is one.
    pub(super) fn get(&self, place: usize) -> Option<i64> {
        let at = place.checked_mul(self.table.width)?.checked_add(self.at)?;
        self.table.all.get(at).copied()
    }
}

// INVARIANT: whoever adds has seen to it that no sum outgrows 64 bits, or that nobody reads those that did.
fn add<const K: usize>(all: &mut [i64], places: &[u32], lanes: &[&[i64]]) {
    let mut own: [&[i64]; K] = [&[]; K];
    for (own, lane) in own.iter_mut().zip(lanes) {
        *own = lane.get(..places.len()).unwrap_or_default();
    }
    let (cells, _) = all.as_chunks_mut::<K>();
    for (row, place) in places.iter().enumerate() {
        let Some(cell) = usize::try_from(*place).ok().and_then(|place| cells.get_mut(place)) else { continue };
        for (sum, lane) in cell.iter_mut().zip(&own) {
            *sum = sum.wrapping_add(lane.get(row).copied().unwrap_or_default());
        }
    }
}
