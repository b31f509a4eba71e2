//! Values put behind one another, cell by cell: how many each cell has is known before.

use std::ops::Range;
use std::sync::Arc;

use super::super::values::{self, Numbers};
use super::chunk::{Chunk, chunks};
use super::part::Part;
use super::place::index;
use super::work::Work;

/// The values of what is counted alike, on their way to their places.
struct Placing {
    /// Which of the counts.
    count: usize,
    /// By cell: where its next value goes; in the end, where its values end.
    next: Vec<u32>,
    /// What is collected, by its place; what does not fit is no more there.
    each: Vec<(usize, Numbers)>,
}

/// What some rows have to collect, by its place: of a part in which they are counted.
pub(super) fn collect(work: &Work<'_>, rows: &Range<usize>, part: &Part) -> Vec<Option<values::Part>> {
    let mut placings: Vec<Placing> = Vec::new();
    for count in 0..work.counts.len() {
        let fits = part.fits.get(count).copied().unwrap_or_default();
        if fits && work.each.iter().any(|each| each.count == count) {
            placings.extend(Placing::new(work, count, part));
        }
    }
    let is_some = !placings.is_empty();
    for rows in chunks(rows).take_while(|_| is_some) {
        if let Some(chunk) = Chunk::new(work, &rows, work.needs(true)) {
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
    fn new(work: &Work<'_>, count: usize, part: &Part) -> Option<Placing> {
        let mut end = 0_u32;
        let mut next = Vec::with_capacity(work.grounds.cells);
        for count in part.lane(count)?.take(work.grounds.cells) {
            next.push(end);
            end = end.checked_add(u32::try_from(count).ok()?)?;
        }
        let each = work.each.iter().enumerate().filter(|(_, each)| each.count == count);
        let each = each.map(|(place, each)| (place, Numbers::new(each.least, index(end))));
        Some(Placing { count, next, each: each.collect() })
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
