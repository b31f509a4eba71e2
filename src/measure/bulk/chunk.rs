//! All that is needed of some rows, found once.

use std::ops::Range;

use super::condition::YES;
use super::lanes::Counted;
use super::number::Block;
use super::place::index;
use super::work::{Counting, Work};

/// How many rows are looked at together: a multiple of 64.
pub(super) const CHUNK: usize = 1_024;

/// All that is needed of some rows.
pub(super) struct Chunk<'a> {
    rows: Range<usize>,
    /// The cells to which they go.
    pub places: Vec<u32>,
    /// By condition, and by value; nothing, where a number may not fit, and of what is not needed.
    masks: Vec<Option<Vec<u8>>>,
    blocks: Vec<Option<Block<'a>>>,
}

/// Which conditions and which values are needed, by their places.
#[derive(Default)]
pub(super) struct Needs {
    pub conditions: Vec<usize>,
    pub values: Vec<usize>,
}

/// The chunks of some rows.
pub(super) fn chunks(rows: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let end = rows.end;
    rows.clone().step_by(CHUNK).map(move |from| from..end.min(from.saturating_add(CHUNK)))
}

impl<'a> Chunk<'a> {
    pub(super) fn new(work: &Work<'a>, rows: &Range<usize>, needs: &Needs) -> Option<Chunk<'a>> {
        let mut chunk = Chunk {
            rows: rows.clone(),
            places: work.crowd.places(rows, work.grounds)?,
            masks: vec![None; work.conditions.len()],
            blocks: vec![None; work.values.len()],
        };
        for place in &needs.conditions {
            if let Some((mask, (_, condition))) = chunk.masks.get_mut(*place).zip(work.conditions.get(*place)) {
                *mask = condition.fill(rows);
            }
        }
        for place in &needs.values {
            if let Some((block, (_, number, _))) = chunk.blocks.get_mut(*place).zip(work.values.get(*place)) {
                *block = number.fill(rows);
            }
        }
        Some(chunk)
    }

    /// Behind the last of the rows.
    pub(super) fn end(&self) -> usize {
        self.rows.end
    }

    /// The numbers of a value; nothing, where one may not fit.
    pub(super) fn block(&self, value: usize) -> Option<&Block<'a>> {
        self.blocks.get(value)?.as_ref()
    }

    /// The rows that are counted; nothing, where that cannot be told.
    pub(super) fn counted(&self, of: &Counting) -> Option<Counted> {
        let block = match of.value {
            Some(value) => Some(self.block(value)?),
            None => None,
        };
        let mask = self.mask(of);
        (mask.is_some() || of.condition.is_none()).then(|| Counted::new(mask, block))
    }

    /// Where a condition holds; nothing, where there is none, or that cannot be told.
    fn mask(&self, of: &Counting) -> Option<&[u8]> {
        self.masks.get(of.condition?)?.as_deref()
    }

    /// Notes the rows that go somewhere, for which the condition holds, and which have no value.
    pub(super) fn undefined(&self, of: &Counting, cells: usize, into: &mut Vec<usize>) {
        let block = of.value.and_then(|value| self.block(value));
        let Some(known) = block.and_then(|block| block.known.as_ref()) else { return };
        let mask = self.mask(of);
        for (at, ((row, known), place)) in self.rows.clone().zip(known).zip(&self.places).enumerate() {
            let holds = mask.map_or(of.condition.is_none(), |mask| mask.get(at) == Some(&YES));
            if holds && *known == 0 && index(*place) < cells {
                into.push(row);
            }
        }
    }
}
