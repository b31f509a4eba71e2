//! Many facts folded at once: over columns, a chunk of rows at a time, into lanes.
//!
//! A fold takes part if its condition and its value can be read off columns: comparisons of fields with each other and with
//! what is written, `and`, `or` and `not` of them; sums, differences and products. Its facts take part if they are credited
//! to one person as a whole and are as they were written. All that a chunk needs is found once: where its rows go, each
//! condition, each value. Facts of which a value is undefined, and those that do not take part, are then looked at one by
//! one; so are all facts of a fold whose numbers might not fit 64 bits.

mod chunk;
mod condition;
mod form;
mod lanes;
mod number;
mod part;
mod place;
mod placing;
mod work;

use chrono::{Datelike, NaiveDate};

use crate::calendar::Span;
use crate::id::Id;
use crate::log::day_of;
use crate::org::{Leaf, Person};

use super::cells::{Cells, Source};
use super::grid::Grid;
use place::{Crowd, Grounds};
use work::{Made, Work};

/// So many cells may be kept for each fact, and so many in any case.
const CELLS_PER_FACT: usize = 4;
const CELLS_LEAST: usize = 1 << 16;

/// The facts of all kinds that can be folded at once.
pub(super) struct Bulk<'a> {
    source: Source<'a>,
    /// By kind; nothing, where all facts are to be looked at one by one.
    crowds: Vec<Option<Crowd<'a>>>,
}

/// What was folded at once.
pub(super) struct Folded {
    /// By fold; nothing, where its facts are still to be looked at.
    pub grids: Vec<Option<Grid>>,
    /// The slots in which stays have facts among those that were folded; nothing, where nothing could be.
    pub busy: Option<Busy>,
}

/// In which slots stays have facts.
pub(super) struct Busy {
    leaves: usize,
    cells: Vec<bool>,
}

impl<'a> Bulk<'a> {
    /// The facts up to a day.
    pub(super) fn new(as_of: NaiveDate, source: Source<'a>) -> Bulk<'a> {
        let last = as_of.num_days_from_ce();
        let crowds = source.standing.kinds().iter().map(|(kind, _)| Crowd::new(kind, last, source)).collect();
        Bulk { source, crowds }
    }

    /// Whether the facts of a kind, by its place, can be folded at once.
    pub(super) fn has(&self, kind: usize) -> bool {
        self.crowds.get(kind).is_some_and(Option::is_some)
    }

    /// The days from the first to the last on which there is a fact among those that can be folded at once.
    pub(super) fn extent(&self, as_of: NaiveDate) -> Option<Span> {
        let mut all: Option<(NaiveDate, NaiveDate)> = None;
        let mut meet = |first: NaiveDate, last: NaiveDate| {
            all = Some(all.map_or((first, last), |(from, to)| (from.min(first), to.max(last))));
        };
        for crowd in self.crowds.iter().flatten() {
            if let Some((first, last)) = crowd.days().and_then(|(first, last)| day_of(first).zip(day_of(last))) {
                meet(first, last);
            }
            for entry in &crowd.odd {
                let fact = self.source.standing.entry(*entry).map(|(_, fact)| fact.day());
                fact.filter(|day| *day <= as_of).into_iter().for_each(|day| meet(day, day));
            }
        }
        let (first, last) = all?;
        Span::new(first, last.succ_opt()?)
    }

    /// Folds what can be folded at once, where there is room for its cells. `cells` know their slots, and what folds inside
    /// folds give.
    pub(super) fn fold(&self, cells: &Cells, people: &[Option<Id<Person>>]) -> Folded {
        let mut folded = Folded { grids: vec![None; self.source.folds.plain.rows().len()], busy: None };
        let facts = self.crowds.iter().flatten().fold(0_usize, |facts, crowd| facts.saturating_add(crowd.sheet.rows()));
        let most = facts.saturating_mul(CELLS_PER_FACT).max(CELLS_LEAST);
        let last = cells.as_of.num_days_from_ce();
        let Some(grounds) = Grounds::new(self.source, &cells.slots, people, most, last) else { return folded };
        let mut busy = Busy { leaves: grounds.leaves, cells: vec![false; grounds.cells] };
        for ((kind, _), crowd) in self.source.standing.kinds().iter().zip(&self.crowds) {
            let Some(crowd) = crowd else { continue };
            let mut made = Work::new(kind, crowd, &grounds, cells, self.source).run(&mut busy.cells);
            for entry in &crowd.odd {
                self.look(*entry, &mut made.iter_mut().collect::<Vec<_>>(), cells, Some(&mut busy));
            }
            for one in made {
                if let Some(grid) = folded.grids.get_mut(one.fold.index()) {
                    *grid = Some(self.with_undefined(one, crowd, cells));
                }
            }
        }
        folded.busy = Some(busy);
        folded
    }

    /// Adds the facts of which the value of a fold is undefined.
    fn with_undefined(&self, mut made: Made, crowd: &Crowd<'_>, cells: &Cells) -> Grid {
        for row in std::mem::take(&mut made.undefined) {
            if let Some(entry) = crowd.sheet.entry(row) {
                self.look(entry, &mut [&mut made], cells, None);
            }
        }
        made.grid.settle();
        made.grid
    }

    /// Looks at a fact by itself, for some folds over its kind.
    fn look(&self, entry: u32, made: &mut [&mut Made], cells: &Cells, mut busy: Option<&mut Busy>) {
        let source = self.source;
        let Some((_, fact)) = source.standing.entry(entry).filter(|(_, fact)| fact.day() <= cells.as_of) else {
            return;
        };
        for (leaf, posting) in cells.posts(fact, None, source) {
            let Some(slot) = cells.slots.of(posting.day) else { continue };
            if let Some(busy) = &mut busy {
                busy.note(leaf, slot);
            }
            for Made { fold: id, grid, .. } in &mut *made {
                let fold = &source.folds.plain[*id];
                let seen = cells.look(fold, &posting, source, cells.as_of);
                let cell = seen.and_then(|seen| Some((seen, grid.get_mut(leaf, slot, source.standing, fold)?)));
                if let Some((seen, cell)) = cell {
                    cell.add(fold.aggregate, &seen, cells.precision());
                }
            }
        }
    }
}

impl Busy {
    /// Notes that a stay has a fact in a slot.
    pub(super) fn note(&mut self, leaf: Id<Leaf>, slot: usize) {
        let place = slot.checked_mul(self.leaves).and_then(|begin| begin.checked_add(leaf.index()));
        if let Some(busy) = place.and_then(|place| self.cells.get_mut(place)) {
            *busy = true;
        }
    }

    /// All slots in which stays have facts, rising: the slot in the upper half of the bits, the place of the stay in the lower one.
    pub(super) fn all(&self) -> impl Iterator<Item = u64> {
        let slots = (0_u64..).zip(self.cells.chunks(self.leaves.max(1)));
        slots.flat_map(|(slot, leaves)| {
            let busy = (0_u64..).zip(leaves).filter(|(_, busy)| **busy);
            busy.map(move |(leaf, _)| slot << u32::BITS | leaf)
        })
    }
}
