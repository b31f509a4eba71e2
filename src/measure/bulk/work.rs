//! The folds over the facts of one kind, with all that they share.

use std::ops::Range;
use std::sync::Arc;

use crate::formula::Program;
use crate::id::Id;
use crate::log::KindId;

use super::super::cells::{Cells, Source};
use super::super::fact::FactQuestion;
use super::super::fold::{Aggregate, Credited, Fold};
use super::super::grid::{Grid, Lane, Lanes, What};
use super::super::way::Looked;
use super::condition::{Condition, YES};
use super::form;
use super::lanes::{Count, Each, Sum, counted};
use super::number::{Block, Number};
use super::place::{Crowd, Grounds, index};

/// How many rows are looked at together: a multiple of 64.
const CHUNK: usize = 1_024;

/// The folds over the facts of a kind.
pub(super) struct Work<'a> {
    crowd: &'a Crowd<'a>,
    grounds: &'a Grounds<'a>,
    conditions: Vec<(&'a Program<FactQuestion>, Condition<'a>)>,
    values: Vec<(&'a Program<FactQuestion>, Number<'a>, What)>,
    counts: Vec<Counted>,
    sums: Vec<Gathering<Option<Sum>>>,
    each: Vec<Gathering<Option<Each>>>,
    plans: Vec<Plan>,
}

/// How many facts there are for which a condition holds, if there is one, and that have a value, if one may lack.
struct Counted {
    condition: Option<usize>,
    value: Option<usize>,
    lane: Option<Count>,
}

/// What is made of the values of facts that are counted; nothing any more, where they do not fit.
struct Gathering<T> {
    count: usize,
    value: usize,
    lane: T,
}

/// All that is needed of some rows.
struct Chunk<'a> {
    /// The cells to which they go.
    places: Vec<u32>,
    /// By condition, and by value; nothing, where a number may not fit.
    masks: Vec<Option<Vec<u8>>>,
    blocks: Vec<Option<Block<'a>>>,
    /// [`YES`] for each.
    all: Vec<u8>,
}

/// What a fold gathers, as places of lanes.
struct Plan {
    fold: Id<Fold>,
    count: usize,
    gathers: Gathers,
    /// The rows for which its condition holds, and its value is undefined.
    undefined: Vec<usize>,
}

#[derive(Clone, Copy)]
enum Gathers {
    Count,
    Sum(usize),
    Each(usize),
}

/// What a fold became.
pub(super) struct Made {
    pub fold: Id<Fold>,
    pub grid: Grid,
    /// The rows that are still to be looked at.
    pub undefined: Vec<usize>,
}

impl<'a> Work<'a> {
    /// All folds over a kind that can be read off its columns.
    pub(super) fn new(
        kind: KindId,
        crowd: &'a Crowd<'a>,
        grounds: &'a Grounds<'a>,
        cells: &Cells,
        source: Source<'a>,
    ) -> Work<'a> {
        let mut work = Work {
            crowd,
            grounds,
            conditions: Vec::new(),
            values: Vec::new(),
            counts: Vec::new(),
            sums: Vec::new(),
            each: Vec::new(),
            plans: Vec::new(),
        };
        for (id, fold) in source.folds.plain.iter() {
            let is_own = fold.kind == kind && fold.way.is_none() && fold.credited == Credited::Direct;
            if is_own && cells.looked(id) == Looked::Once {
                // What cannot be read is left out.
                let _read = work.plan(id, fold);
            }
        }
        work
    }

    fn plan(&mut self, id: Id<Fold>, fold: &'a Fold) -> Option<()> {
        let condition = match &fold.filter {
            None => None,
            Some(program) => Some(self.condition(program)?),
        };
        let value = match &fold.value {
            None => None,
            Some(program) => Some(self.value(program, fold.kind)?),
        };
        let rows = self.crowd.sheet.rows();
        let lacks = value.filter(|value| !self.values.get(*value).is_some_and(|(_, number, _)| number.is_known(rows)));
        let count = self.count(condition, lacks);
        let gathers = match (fold.aggregate, value) {
            (Aggregate::Count, _) => Gathers::Count,
            (Aggregate::First | Aggregate::Last, _) | (_, None) => return None,
            (Aggregate::Sum | Aggregate::Avg, Some(value)) => {
                self.values.get(value).filter(|(.., what)| matches!(what, What::Digits(..)))?;
                let lane = || Some(Sum::new(self.grounds.cells));
                Gathers::Sum(place(&mut self.sums, count, value, lane))
            }
            (_, Some(value)) => Gathers::Each(place(&mut self.each, count, value, || Some(Each::default()))),
        };
        self.plans.push(Plan { fold: id, count, gathers, undefined: Vec::new() });
        Some(())
    }

    fn condition(&mut self, program: &'a Program<FactQuestion>) -> Option<usize> {
        if let Some(known) = self.conditions.iter().position(|(known, _)| *known == program) {
            return Some(known);
        }
        self.conditions.push((program, form::condition(program, self.crowd.sheet)?));
        self.conditions.len().checked_sub(1)
    }

    fn value(&mut self, program: &'a Program<FactQuestion>, kind: KindId) -> Option<usize> {
        if let Some(known) = self.values.iter().position(|(known, ..)| *known == program) {
            return Some(known);
        }
        let (number, what) = form::value(program, kind, self.crowd.sheet)?;
        self.values.push((program, number, what));
        self.values.len().checked_sub(1)
    }

    fn count(&mut self, condition: Option<usize>, value: Option<usize>) -> usize {
        let is = |known: &Counted| (known.condition, known.value) == (condition, value);
        self.counts.iter().position(is).unwrap_or_else(|| {
            let lane = Some(Count(vec![0; self.grounds.cells]));
            self.counts.push(Counted { condition, value, lane });
            self.counts.len().saturating_sub(1)
        })
    }

    /// Goes over all rows. Notes the cells to which facts go.
    pub(super) fn run(&mut self, busy: &mut [bool]) {
        let rows = self.crowd.sheet.rows();
        for from in (0..rows).step_by(CHUNK) {
            self.chunk(&(from..rows.min(from.saturating_add(CHUNK))), busy);
        }
    }

    fn chunk(&mut self, rows: &Range<usize>, busy: &mut [bool]) {
        let Some(places) = self.crowd.places(rows, self.grounds) else { return };
        for place in &places {
            if let Some(busy) = busy.get_mut(index(*place)) {
                *busy = true;
            }
        }
        let chunk = Chunk {
            places,
            masks: self.conditions.iter().map(|(_, condition)| condition.fill(rows)).collect(),
            blocks: self.values.iter().map(|(_, number, _)| number.fill(rows)).collect(),
            all: vec![YES; rows.len()],
        };
        self.gather(&chunk);
        for plan in self.plans.iter_mut().filter(|plan| !matches!(plan.gathers, Gathers::Count)) {
            if let Some(counted) = self.counts.get(plan.count) {
                chunk.undefined(counted, rows, self.grounds.cells, &mut plan.undefined);
            }
        }
    }

    /// Adds what a chunk has to all lanes; those to which it cannot be added are given up.
    fn gather(&mut self, chunk: &Chunk<'_>) {
        let mut masks: Vec<Option<Vec<u8>>> = Vec::with_capacity(self.counts.len());
        for counted in &mut self.counts {
            let mask = chunk.counted(counted);
            match (&mut counted.lane, &mask) {
                (Some(lane), Some(mask)) => lane.add(&chunk.places, mask),
                (lane, _) => *lane = None,
            }
            masks.push(mask);
        }
        let of = |count: usize, value: usize| masks.get(count)?.as_ref().zip(chunk.blocks.get(value)?.as_ref());
        for Gathering { count, value, lane } in &mut self.sums {
            let both = lane.as_mut().zip(of(*count, *value));
            let is_added = both.is_some_and(|(lane, (mask, block))| lane.add(&chunk.places, mask, &block.values));
            *lane = lane.take().filter(|_| is_added);
        }
        for Gathering { count, value, lane } in &mut self.each {
            match lane.as_mut().zip(of(*count, *value)) {
                Some((lane, (mask, block))) => lane.add(&chunk.places, mask, &block.values, self.grounds.cells),
                None => *lane = None,
            }
        }
    }

    /// What the folds became.
    pub(super) fn done(self) -> Vec<Made> {
        let Work { grounds, values, counts, sums, each, plans, .. } = self;
        let counts: Vec<Option<Arc<Vec<u32>>>> =
            counts.into_iter().map(|counted| counted.lane.map(|lane| Arc::new(lane.0))).collect();
        let count = |place: usize| counts.get(place).cloned().flatten();
        let what = |place: usize| values.get(place).map(|(.., what)| *what);
        let sums: Vec<Option<Lane>> = sums
            .into_iter()
            .map(|Gathering { count: of, value, lane }| match what(value)? {
                What::Digits(_, scale) => Some(Lane::Sum(lane?.done(count(of)?, scale))),
                What::Dates | What::Codes(..) => None,
            })
            .collect();
        let each: Vec<Option<Lane>> = each
            .into_iter()
            .map(|Gathering { count: of, value, lane }| Some(Lane::Each(lane?.done(&count(of)?, what(value)?))))
            .collect();
        let mut made = Vec::with_capacity(plans.len());
        for Plan { fold, count: of, gathers, undefined } in plans {
            let lane = match gathers {
                Gathers::Count => count(of).map(Lane::Count),
                Gathers::Sum(place) => sums.get(place).cloned().flatten(),
                Gathers::Each(place) => each.get(place).cloned().flatten(),
            };
            let lanes = lane.map(|lane| Lanes { first: 0, leaves: grounds.leaves, lane });
            made.extend(lanes.map(|lanes| Made { fold, grid: Grid::of_lanes(lanes), undefined }));
        }
        made
    }
}

/// The place of what is made of a value, made where it is not there.
fn place<T>(all: &mut Vec<Gathering<T>>, count: usize, value: usize, lane: impl FnOnce() -> T) -> usize {
    all.iter().position(|known| (known.count, known.value) == (count, value)).unwrap_or_else(|| {
        all.push(Gathering { count, value, lane: lane() });
        all.len().saturating_sub(1)
    })
}

impl Chunk<'_> {
    /// [`YES`] for the rows for which a condition holds, if there is one; nothing, where that cannot be told.
    fn mask(&self, of: &Counted) -> Option<&[u8]> {
        match of.condition {
            Some(condition) => self.masks.get(condition)?.as_deref(),
            None => Some(&self.all),
        }
    }

    /// [`YES`] for the rows that are counted; nothing, where that cannot be told.
    fn counted(&self, of: &Counted) -> Option<Vec<u8>> {
        let block = match of.value {
            Some(value) => Some(self.blocks.get(value)?.as_ref()?),
            None => None,
        };
        Some(counted(self.mask(of)?, block))
    }

    /// Notes the rows that go somewhere, for which the condition holds, and which have no value.
    fn undefined(&self, of: &Counted, rows: &Range<usize>, cells: usize, into: &mut Vec<usize>) {
        let block = of.value.and_then(|value| self.blocks.get(value)?.as_ref());
        let known = block.and_then(|block| block.known.as_ref());
        let Some((known, mask)) = known.zip(self.mask(of)) else { return };
        for (((row, mask), known), place) in rows.clone().zip(mask).zip(known).zip(&self.places) {
            if *mask == YES && *known == 0 && index(*place) < cells {
                into.push(row);
            }
        }
    }
}
