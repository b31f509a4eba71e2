//! Values put behind one another, cell by cell: how many each cell has is known before.

use std::ops::Range;
use std::sync::Arc;

use crate::document::IS_WHOLE;

use super::super::values::{self, Numbers};
use super::chunk::{Chunk, chunks};
use super::lanes::Counted;
use super::part::Part;
use super::place::index;
use super::work::{Pass, Work};

/// So many bytes of values may be put aside for each row: a fourth of what a row with a single value has in its columns.
const BYTES_PER_ROW: usize = 6;

/// The values of what is counted alike, on their way to their places.
struct Placing {
    /// Which of the counts.
    count: usize,
    /// By cell: where its next value goes; in the end, where its values end.
    next: Vec<u32>,
    /// What is collected, by its place; what does not fit is no more there.
    each: Vec<(usize, Numbers)>,
}

/// What was put aside of some first rows while they were counted, so that nobody has to look at them again.
pub(super) struct Aside {
    /// Behind the last of them.
    until: usize,
    /// How many bytes there is still room for.
    room: usize,
    all: Vec<Kept>,
}

/// The values of rows that are counted alike, in their order.
struct Kept {
    /// Which of the counts.
    count: usize,
    /// The cells to which they go.
    cells: Vec<u32>,
    /// What is collected, by its place; what does not fit is no more there.
    each: Vec<(usize, Numbers)>,
}

impl Aside {
    /// Nothing yet of some rows.
    pub(super) fn new(work: &Work<'_>, rows: &Range<usize>) -> Aside {
        let kept = |count: usize| {
            let each = work.each.iter().enumerate().filter(|(_, each)| each.count == count);
            let each: Vec<_> = each.map(|(place, each)| (place, Numbers::new(each.least, 0))).collect();
            (!each.is_empty()).then(|| Kept { count, cells: Vec::new(), each })
        };
        let all = (0..work.counts.len()).filter_map(kept).collect();
        Aside { until: rows.start, room: rows.len().saturating_mul(BYTES_PER_ROW), all }
    }

    /// Whether there is something to be put aside, and room for more.
    pub(super) fn has_room(&self) -> bool {
        IS_WHOLE && self.room > 0 && !self.all.is_empty()
    }

    /// Puts aside what a chunk has, the next one.
    pub(super) fn add(&mut self, work: &Work<'_>, chunk: &Chunk<'_>, counted: &[Option<Counted>]) {
        self.until = chunk.end();
        for kept in &mut self.all {
            let Some(counted) = counted.get(kept.count).and_then(Option::as_ref) else {
                kept.each.clear();
                continue;
            };
            let rows = counted.rows(&chunk.places, work.grounds.cells);
            let cell = |row: &u32| chunk.places.get(index(*row)).copied().unwrap_or_default();
            kept.cells.extend(rows.iter().map(cell));
            let mut bytes = size_of::<u32>();
            kept.each.retain_mut(|(each, all)| {
                let block = work.each.get(*each).and_then(|each| chunk.block(each.value));
                block.is_some_and(|block| {
                    all.extend(&block.values, &rows);
                    bytes = bytes.saturating_add(all.bytes_each());
                    true
                })
            });
            self.room = self.room.saturating_sub(bytes.saturating_mul(rows.len()));
        }
    }
}

/// What some rows have to collect, by its place: of a part in which they are counted.
pub(super) fn collect(work: &Work<'_>, rows: &Range<usize>, part: &Part, aside: Aside) -> Vec<Option<values::Part>> {
    let mut placings: Vec<Placing> = Vec::new();
    for kept in aside.all {
        if part.fits.get(kept.count).copied().unwrap_or_default() {
            placings.extend(Placing::new(work, kept, part));
        }
    }
    let is_some = !placings.is_empty();
    for rows in chunks(&(aside.until..rows.end)).take_while(|_| is_some) {
        if let Some(chunk) = Chunk::new(work, &rows, work.needs(Pass::Collect)) {
            for placing in &mut placings {
                placing.add(work, &chunk);
            }
        }
    }
    let mut collected: Vec<Option<values::Part>> = work.each.iter().map(|_| None).collect();
    for Placing { next, each, .. } in placings {
        let ends = Arc::new(next);
        for (place, all) in each {
            if let Some(values) = collected.get_mut(place) {
                *values = Some(values::Part { ends: Arc::clone(&ends), all });
            }
        }
    }
    collected
}

impl Placing {
    /// With what was put aside.
    fn new(work: &Work<'_>, kept: Kept, part: &Part) -> Option<Placing> {
        let mut end = 0_u32;
        let mut next = Vec::with_capacity(work.grounds.cells);
        for count in part.lane(kept.count)?.take(work.grounds.cells) {
            next.push(end);
            end = end.checked_add(u32::try_from(count).ok()?)?;
        }
        let mut places = kept.cells;
        for place in &mut places {
            if let Some(next) = next.get_mut(index(*place)) {
                *place = *next;
                *next = next.wrapping_add(1);
            }
        }
        let each = kept.each.into_iter().map(|(each, kept)| (each, kept.placed(index(end), &places)));
        Some(Placing { count: kept.count, next, each: each.collect() })
    }

    fn add(&mut self, work: &Work<'_>, chunk: &Chunk<'_>) {
        let Some(counted) = work.counts.get(self.count).and_then(|count| chunk.counted(count)) else {
            self.each.clear();
            return;
        };
        let rows = counted.rows(&chunk.places, self.next.len());
        let mut places = Vec::with_capacity(rows.len());
        for row in &rows {
            let next = chunk.places.get(index(*row)).and_then(|place| self.next.get_mut(index(*place)));
            if let Some(next) = next {
                places.push(*next);
                *next = next.wrapping_add(1);
            }
        }
        self.each.retain_mut(|(each, all)| {
            let block = work.each.get(*each).and_then(|each| chunk.block(each.value));
            block.is_some_and(|block| {
                all.put(&block.values, &rows, &places);
                true
            })
        });
    }
}
