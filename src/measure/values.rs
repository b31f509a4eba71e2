//! All values of cells, as whole numbers, and what stands where among those of several cells.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::document::IS_WHOLE;
use crate::log::Standing;
use crate::quantity::Value;
use crate::sort;

use super::grid::What;

/// So many values are put in order by counting how often each occurs, where they lie near to each other.
const MANY: usize = 128;

/// Values by cell.
#[derive(Clone, Debug)]
pub(super) struct Values {
    /// Those of facts that were gone over one part after the other.
    pub parts: Arc<Vec<Part>>,
    pub are: What,
}

/// Values by cell, in the order in which they came.
#[derive(Debug)]
pub(super) struct Part {
    /// Where those of each cell end.
    pub ends: Arc<Vec<u32>>,
    pub all: Numbers,
}

/// Whole numbers, as narrow as they can be.
#[derive(Debug)]
pub(super) enum Numbers {
    /// Above a least one.
    Above(i64, Vec<u32>),
    Whole(Vec<i64>),
}

/// The values of some cells.
#[derive(Debug, Default)]
pub(super) struct Pool {
    least: i64,
    above: Vec<u32>,
    /// As keys; empty, where those above the least one are not.
    whole: Vec<(u64, u32)>,
    /// How often each occurs of those above the least one, from one on; empty, where they are in order instead.
    counts: Vec<u32>,
    from: u32,
}

impl Numbers {
    /// So many numbers that are not known yet, above a least one if there is one.
    pub(super) fn new(least: Option<i64>, count: usize) -> Numbers {
        match least {
            Some(least) => Numbers::Above(least, vec![0; count]),
            None => Numbers::Whole(vec![0; count]),
        }
    }

    /// Adds the numbers of some rows behind the others.
    pub(super) fn extend(&mut self, values: &[i64], rows: &[u32]) {
        let value = |row: &u32| values.get(index(*row)).copied().unwrap_or_default();
        match self {
            Numbers::Above(least, all) => {
                let least = *least;
                all.extend(rows.iter().map(|row| above(least, value(row))));
            }
            Numbers::Whole(all) => all.extend(rows.iter().map(value)),
        }
    }

    /// The same numbers, each at its place among so many.
    pub(super) fn placed(self, count: usize, places: &[u32]) -> Numbers {
        match self {
            // A lean library puts nothing aside.
            Numbers::Above(least, _) if !IS_WHOLE => Numbers::new(Some(least), count),
            Numbers::Whole(_) if !IS_WHOLE => Numbers::new(None, count),
            Numbers::Above(least, all) => Numbers::Above(least, placed(&all, count, places)),
            Numbers::Whole(all) => Numbers::Whole(placed(&all, count, places)),
        }
    }

    /// How many bytes each takes.
    pub(super) fn bytes_each(&self) -> usize {
        match self {
            Numbers::Above(..) => size_of::<u32>(),
            Numbers::Whole(_) => size_of::<i64>(),
        }
    }

    /// Puts the numbers of some rows to their places.
    pub(super) fn put(&mut self, values: &[i64], rows: &[u32], places: &[u32]) {
        match self {
            Numbers::Above(least, all) => {
                let least = *least;
                put(all, values, rows, places, |value| above(least, value));
            }
            Numbers::Whole(all) => put(all, values, rows, places, |value| value),
        }
    }
}

/// How much a number is above the least of all. That fits: the least was found before.
fn above(least: i64, value: i64) -> u32 {
    u32::try_from(value.wrapping_sub(least)).unwrap_or_default()
}

/// Numbers put to places, one for each; so many places there are.
fn placed<T: Copy + Default>(numbers: &[T], count: usize, places: &[u32]) -> Vec<T> {
    let mut all = vec![T::default(); count];
    for (number, place) in numbers.iter().zip(places) {
        if let Some(own) = all.get_mut(index(*place)) {
            *own = *number;
        }
    }
    all
}

fn put<T>(all: &mut [T], values: &[i64], rows: &[u32], places: &[u32], of: impl Fn(i64) -> T) {
    for (row, place) in rows.iter().zip(places) {
        if let Some((own, value)) = all.get_mut(index(*place)).zip(values.get(index(*row))) {
            *own = of(*value);
        }
    }
}

impl Values {
    /// Adds the values of a cell to others.
    pub(super) fn gather(&self, place: usize, into: &mut Pool) {
        for part in &*self.parts {
            let end = |place: usize| part.ends.get(place).and_then(|end| usize::try_from(*end).ok());
            let Some((from, to)) = place.checked_sub(1).map_or(Some(0), end).zip(end(place)) else { continue };
            match &part.all {
                Numbers::Above(least, all) => {
                    into.least = *least;
                    into.above.extend_from_slice(all.get(from..to).unwrap_or_default());
                }
                Numbers::Whole(all) => {
                    let all = all.get(from..to).unwrap_or_default();
                    into.whole.extend(all.iter().map(|value| (sort::rising(*value), 0)));
                }
            }
        }
    }

    /// The values of a cell in rising order, each once, with how often it occurs.
    pub(super) fn counted(&self, place: usize, standing: &Standing<'_>) -> Vec<(Value, u64)> {
        let mut pool = Pool::default();
        self.gather(place, &mut pool);
        pool.settle();
        let mut counted = Vec::new();
        pool.each_once(&mut |number, times| {
            counted.extend(self.are.value(number, standing).map(|value| (value, times)));
        });
        counted
    }
}

impl Pool {
    /// Forgets all values.
    pub(super) fn clear(&mut self) {
        self.above.clear();
        self.whole.clear();
        self.counts.clear();
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.above.len().max(self.whole.len())
    }

    /// Puts them in order.
    pub(super) fn settle(&mut self) {
        sort::many(&mut self.whole, &|_, _| Ordering::Equal);
        if self.above.len() < MANY || !self.count() {
            self.above.sort_unstable();
        }
    }

    /// The value at a position, once they are in order.
    pub(super) fn at(&self, position: usize) -> Option<i64> {
        if self.counts.is_empty() {
            let whole = self.whole.get(position).map(|(key, _)| sort::of_rising(*key));
            return whole.or_else(|| self.above.get(position).map(|above| self.value(*above)));
        }
        let mut passed = 0_usize;
        let counts = (self.from..).zip(&self.counts);
        let mut counts = counts.skip_while(|(_, count)| {
            passed = passed.saturating_add(index(**count));
            passed <= position
        });
        counts.next().map(|(above, _)| self.value(above))
    }

    /// How many different ones there are, once they are in order.
    pub(super) fn distinct(&self) -> usize {
        if !self.counts.is_empty() {
            return self.counts.iter().filter(|count| **count > 0).count();
        }
        let runs = self.above.chunk_by(|one, other| one == other).count();
        runs.saturating_add(self.whole.chunk_by(|one, other| one == other).count())
    }

    /// Goes through them once they are in order: each once, with how often it occurs.
    fn each_once(&self, take: &mut dyn FnMut(i64, u64)) {
        for (above, count) in (self.from..).zip(&self.counts).filter(|(_, count)| **count > 0) {
            take(self.value(above), (*count).into());
        }
        let above = if self.counts.is_empty() { self.above.as_slice() } else { &[] };
        for run in above.chunk_by(|one, other| one == other) {
            run.first().into_iter().for_each(|above| take(self.value(*above), run.len() as u64));
        }
        for run in self.whole.chunk_by(|one, other| one == other) {
            run.first().into_iter().for_each(|(key, _)| take(sort::of_rising(*key), run.len() as u64));
        }
    }

    fn value(&self, above: u32) -> i64 {
        self.least.wrapping_add(above.into())
    }

    /// Counts how often each occurs, where they lie so near to each other that this is soon done.
    fn count(&mut self) -> bool {
        let all = self.above.iter();
        let (least, most) = all.fold((u32::MAX, 0), |(least, most), one| (least.min(*one), most.max(*one)));
        let span = index(most.saturating_sub(least)).saturating_add(1);
        if span > self.above.len().saturating_mul(4) {
            return false;
        }
        self.from = least;
        self.counts.resize(span, 0);
        for one in &self.above {
            if let Some(count) = self.counts.get_mut(index(one.saturating_sub(least))) {
                *count = count.saturating_add(1);
            }
        }
        true
    }
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
