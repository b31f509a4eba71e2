//! What each cell gathers of many facts, lane by lane.

use std::sync::Arc;

use super::super::grid::{Sums, Values, What};
use super::condition::YES;
use super::number::{Block, bits};
use super::place::index;

/// How many facts each cell has for which a condition holds, and that have a value.
pub(super) struct Count(pub Vec<u32>);

/// What they add up to.
pub(super) struct Sum {
    all: Vec<i64>,
    below: Option<Vec<i64>>,
    /// What no sum of any of the facts passes.
    most: u64,
}

/// All their values, each with its cell.
#[derive(Default)]
pub(super) struct Each {
    cells: Vec<u32>,
    values: Vec<i64>,
}

impl Count {
    pub(super) fn add(&mut self, places: &[u32], mask: &[u8]) {
        for (place, mask) in places.iter().zip(mask) {
            if let Some(count) = self.0.get_mut(index(*place)) {
                *count = count.wrapping_add(u32::from(*mask == YES));
            }
        }
    }
}

impl Sum {
    pub(super) fn new(cells: usize) -> Sum {
        Sum { all: vec![0; cells], below: None, most: 0 }
    }

    /// Adds numbers; whether no sum can have outgrown 64 bits, with all digits of twelve behind the point.
    pub(super) fn add(&mut self, places: &[u32], mask: &[u8], values: &[i64]) -> bool {
        let most = bits(values).saturating_mul(values.len() as u64);
        self.most = self.most.saturating_add(most);
        if i64::try_from(self.most).is_err() {
            return false;
        }
        add(&mut self.all, places, mask, values.iter().copied());
        if values.iter().fold(0, |bits, value| bits | value) < 0 {
            let cells = self.all.len();
            let below = self.below.get_or_insert_with(|| vec![0; cells]);
            add(below, places, mask, values.iter().map(|value| value.min(&0).wrapping_neg()));
        }
        true
    }

    /// The sums of facts that are so many.
    pub(super) fn done(self, count: Arc<Vec<u32>>, scale: u32) -> Sums {
        Sums { count, sum: Arc::new(self.all), below: self.below.map(Arc::new), scale }
    }
}

/// Adds each value to its cell, where the mask says so.
fn add(sums: &mut [i64], places: &[u32], mask: &[u8], values: impl Iterator<Item = i64>) {
    for ((place, mask), value) in places.iter().zip(mask).zip(values) {
        if let Some(sum) = sums.get_mut(index(*place)) {
            *sum = sum.wrapping_add(value & i64::from(*mask == YES).wrapping_neg());
        }
    }
}

impl Each {
    pub(super) fn add(&mut self, places: &[u32], mask: &[u8], values: &[i64], cells: usize) {
        for ((place, mask), value) in places.iter().zip(mask).zip(values) {
            if *mask == YES && index(*place) < cells {
                self.cells.push(*place);
                self.values.push(*value);
            }
        }
    }

    /// The values cell by cell, rising; `count` says how many each cell has.
    pub(super) fn done(self, count: &[u32], are: What) -> Values {
        let mut ends = Vec::with_capacity(count.len());
        let mut end = 0_u32;
        for count in count {
            ends.push(end);
            end = end.wrapping_add(*count);
        }
        let mut all = vec![0; self.values.len()];
        for (cell, value) in self.cells.iter().zip(&self.values) {
            if let Some(end) = ends.get_mut(index(*cell)) {
                if let Some(place) = all.get_mut(index(*end)) {
                    *place = *value;
                }
                *end = end.wrapping_add(1);
            }
        }
        let mut rest = all.as_mut_slice();
        for count in count {
            let (cell, more) = rest.split_at_mut(index(*count).min(rest.len()));
            cell.sort_unstable();
            rest = more;
        }
        Values { ends: Arc::new(ends), all: Arc::new(all), are }
    }
}

/// [`YES`] where a condition holds and there is a value.
pub(super) fn counted(mask: &[u8], block: Option<&Block<'_>>) -> Vec<u8> {
    let yes = mask.iter().map(|one| u8::from(*one == YES));
    match block.and_then(|block| block.known.as_ref()) {
        None => yes.collect(),
        Some(known) => yes.zip(known).map(|(one, known)| one & known).collect(),
    }
}
