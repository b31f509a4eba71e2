//! Numbers of cells, several side by side for each.

use std::sync::Arc;

use crate::document::IS_WHOLE;

/// How many numbers a cell has in one table at the most: as many as are fetched together.
pub(super) const WIDTH_MAX: usize = 8;

// INVARIANT: whoever adds has seen to it that no sum outgrows 64 bits, or that nobody reads those that did.
macro_rules! add {
    ($table:ident, $places:ident, $width:literal, $($lane:ident $sum:ident)*) => {{
        // As long as there are places, so that nothing is checked row by row.
        $(let Some($lane) = $lane.get(..$places.len()) else { return };)*
        let (cells, _) = $table.all.as_chunks_mut::<$width>();
        for (row, place) in $places.iter().enumerate() {
            if let Some(cell) = usize::try_from(*place).ok().and_then(|place| cells.get_mut(place)) {
                let [$($sum),*] = cell;
                $(*$sum = $sum.wrapping_add($lane.get(row).copied().unwrap_or_default());)*
            }
        }
    }};
}

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

/// One of the numbers of each cell, from one cell on.
#[derive(Clone, Copy, Default)]
pub(super) struct Strided<'t> {
    all: &'t [i64],
    width: usize,
}

impl Strided<'_> {
    /// The number of the cell so many behind the first; 0, where there is none.
    pub(super) fn get(self, behind: usize) -> i64 {
        self.all.get(behind.wrapping_mul(self.width)).copied().unwrap_or_default()
    }
}

impl Table {
    /// So many numbers for each of some cells, none of them known yet.
    pub(super) fn new(width: usize, cells: usize) -> Table {
        Table { width, all: vec![0; width.saturating_mul(cells)] }
    }

    /// Adds the numbers of each row, lane by lane, to those of the cell that is its place.
    pub(super) fn add(&mut self, places: &[u32], lanes: &[&[i64]]) {
        if !IS_WHOLE || lanes.iter().any(|lane| lane.len() < places.len()) {
            return self.add_by_lane(places, lanes);
        }
        // The numbers of a cell by their names, as many as there are lanes: nothing is looked for row by row.
        match lanes {
            [l1] => add!(self, places, 1, l1 s1),
            [l1, l2] => add!(self, places, 2, l1 s1 l2 s2),
            [l1, l2, l3] => add!(self, places, 3, l1 s1 l2 s2 l3 s3),
            [l1, l2, l3, l4] => add!(self, places, 4, l1 s1 l2 s2 l3 s3 l4 s4),
            [l1, l2, l3, l4, l5] => add!(self, places, 5, l1 s1 l2 s2 l3 s3 l4 s4 l5 s5),
            [l1, l2, l3, l4, l5, l6] => add!(self, places, 6, l1 s1 l2 s2 l3 s3 l4 s4 l5 s5 l6 s6),
            [l1, l2, l3, l4, l5, l6, l7] => add!(self, places, 7, l1 s1 l2 s2 l3 s3 l4 s4 l5 s5 l6 s6 l7 s7),
            [l1, l2, l3, l4, l5, l6, l7, l8] => add!(self, places, 8, l1 s1 l2 s2 l3 s3 l4 s4 l5 s5 l6 s6 l7 s7 l8 s8),
            _ => {}
        }
    }

    /// The same in fewer words, and not as fast.
    fn add_by_lane(&mut self, places: &[u32], lanes: &[&[i64]]) {
        for (at, lane) in lanes.iter().enumerate() {
            for (place, number) in places.iter().zip(*lane) {
                let place = usize::try_from(*place).unwrap_or(usize::MAX).saturating_mul(self.width);
                if let Some(sum) = self.all.get_mut(place.saturating_add(at)) {
                    *sum = sum.wrapping_add(*number);
                }
            }
        }
    }

    /// Adds the numbers of a table of the same cells.
    #[cfg(feature = "rayon")]
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
    /// The numbers of cells from one on.
    pub(super) fn from(&self, place: usize) -> Strided<'_> {
        let at = place.saturating_mul(self.table.width).saturating_add(self.at);
        Strided { all: self.table.all.get(at..).unwrap_or_default(), width: self.table.width }
    }

    /// The number of a cell, where there is one.
    pub(super) fn get(&self, place: usize) -> Option<i64> {
        let at = place.checked_mul(self.table.width)?.checked_add(self.at)?;
        self.table.all.get(at).copied()
    }
}
