//! The folds over the facts of one kind, with all that they share.

use std::sync::Arc;

use crate::formula::Program;
use crate::id::Id;
use crate::log::KindId;

use super::super::cells::{Cells, Source};
use super::super::fact::FactQuestion;
use super::super::fold::{Aggregate, Credited, Fold};
use super::super::grid::{Grid, Lane, Lanes, Sums, What};
use super::super::table::{self, Table, WIDTH_MAX};
use super::super::values::{self, Values};
use super::super::way::Looked;
#[cfg(feature = "rayon")]
use super::chunk::CHUNK;
use super::chunk::Needs;
use super::condition::Condition;
use super::form;
use super::number::Number;
use super::part::Part;
use super::place::{Crowd, Grounds};

/// How many rows a thread folds at least.
#[cfg(feature = "rayon")]
const PART_LEAST: usize = 8 * CHUNK;

/// The folds over the facts of a kind.
pub(super) struct Work<'a> {
    pub crowd: &'a Crowd<'a>,
    pub grounds: &'a Grounds,
    pub conditions: Vec<(&'a Program<FactQuestion>, Condition<'a>)>,
    pub values: Vec<(&'a Program<FactQuestion>, Number<'a>, What)>,
    pub counts: Vec<Counting>,
    pub sums: Vec<Summing>,
    pub each: Vec<Collecting>,
    pub plans: Vec<Plan>,
    /// What is needed, by [`Pass`].
    needs: [Needs; 3],
}

/// What is done with rows.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Pass {
    /// They are counted and added up.
    Add,
    /// Their values are collected.
    Collect,
    /// Both.
    Both,
}

/// How many facts there are for which a condition holds, if there is one, and that have a value, if one may lack.
#[derive(PartialEq)]
pub(super) struct Counting {
    pub condition: Option<usize>,
    pub value: Option<usize>,
}

/// What the values of facts that are counted add up to.
#[derive(PartialEq)]
pub(super) struct Summing {
    pub count: usize,
    pub value: usize,
}

/// All values of facts that are counted.
pub(super) struct Collecting {
    pub count: usize,
    pub value: usize,
    /// The least of all, where they lie so near to each other that it says which half of the bits is needed.
    pub least: Option<i64>,
}

/// What a fold gathers, as places of lanes.
pub(super) struct Plan {
    fold: Id<Fold>,
    pub count: usize,
    gathers: Gathers,
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
        grounds: &'a Grounds,
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
            needs: Default::default(),
        };
        for (id, fold) in source.folds.plain.iter() {
            let is_own = fold.kind == kind && fold.way.is_none() && fold.credited == Credited::Direct;
            if is_own && cells.looked(id) == Looked::Once {
                // What cannot be read is left out.
                let _read = work.plan(id, fold);
            }
        }
        work.needs = [Pass::Add, Pass::Collect, Pass::Both].map(|pass| work.all_needs(pass));
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
        let count = place(&mut self.counts, Counting { condition, value: lacks });
        let gathers = match (fold.aggregate, value) {
            (Aggregate::Count, _) => Gathers::Count,
            (Aggregate::First | Aggregate::Last, _) | (_, None) => return None,
            (Aggregate::Sum | Aggregate::Avg, Some(value)) => {
                self.values.get(value).filter(|(.., what)| matches!(what, What::Digits(..)))?;
                Gathers::Sum(place(&mut self.sums, Summing { count, value }))
            }
            (_, Some(value)) => Gathers::Each(self.collecting(count, value, rows)?),
        };
        self.plans.push(Plan { fold: id, count, gathers });
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

    fn collecting(&mut self, count: usize, value: usize, rows: usize) -> Option<usize> {
        if let Some(known) = self.each.iter().position(|each| (each.count, each.value) == (count, value)) {
            return Some(known);
        }
        let (_, number, _) = self.values.get(value)?;
        let is_near =
            |(least, most): &(i64, i64)| most.checked_sub(*least).is_some_and(|span| u32::try_from(span).is_ok());
        let least = number.bounds(rows).filter(is_near).map(|(least, _)| least);
        self.each.push(Collecting { count, value, least });
        self.each.len().checked_sub(1)
    }

    fn all_needs(&self, pass: Pass) -> Needs {
        let mut needs = Needs::default();
        let counted = self.counts.iter().enumerate();
        let is_counted = |count: usize| pass != Pass::Collect || self.each.iter().any(|each| each.count == count);
        for (_, counting) in counted.filter(|(count, _)| is_counted(*count)) {
            needs.conditions.extend(counting.condition);
            needs.values.extend(counting.value);
        }
        if pass != Pass::Add {
            needs.values.extend(self.each.iter().map(|each| each.value));
        }
        if pass != Pass::Collect {
            needs.values.extend(self.sums.iter().map(|sum| sum.value));
        }
        for places in [&mut needs.conditions, &mut needs.values] {
            crate::sort::all(places);
            places.dedup();
        }
        needs
    }

    /// What is needed of rows with which something is done.
    pub(super) fn needs(&self, pass: Pass) -> &Needs {
        let [add, collect, both] = &self.needs;
        match pass {
            Pass::Add => add,
            Pass::Collect => collect,
            Pass::Both => both,
        }
    }

    /// The lane in which all facts are counted, whatever they say; nothing, where no fold needs it.
    pub(super) fn count_of_all(&self) -> Option<usize> {
        self.counts.iter().position(|count| *count == Counting { condition: None, value: None })
    }

    /// Goes over all rows. Notes the cells to which facts go.
    pub(super) fn run(&self, busy: &mut [bool]) -> Vec<Made> {
        let (all, values) = self.gathered(self.crowd.sheet.rows());
        for (busy, own) in busy.iter_mut().zip(&all.busy) {
            *busy |= own;
        }
        self.done(all, values)
    }

    /// What all rows gather, with their values part by part: a part for each thread that there is.
    #[cfg(feature = "rayon")]
    fn gathered(&self, rows: usize) -> (Part, Vec<Option<Vec<values::Part>>>) {
        use rayon::iter::{IntoParallelIterator, ParallelIterator};

        // No part has fewer rows than cells, which it would take longer to add up.
        let least = PART_LEAST.max(self.grounds.cells);
        let parts = rows.checked_div(least).unwrap_or(1).clamp(1, rayon::current_num_threads());
        let step = rows.div_ceil(CHUNK).div_ceil(parts).max(1).saturating_mul(CHUNK);
        let part = |from: usize| Part::new(self, &(from..rows.min(from.saturating_add(step))));
        let mut all = part(rows);
        let mut values: Vec<Option<Vec<values::Part>>> = self.each.iter().map(|_| Some(Vec::new())).collect();
        let begins: Vec<usize> = (0..rows).step_by(step).collect();
        let parts: Vec<Part> = begins.into_par_iter().map(part).collect();
        for mut part in parts {
            for (all, own) in values.iter_mut().zip(std::mem::take(&mut part.values)) {
                *all = all.take().zip(own).map(|(mut all, own)| {
                    all.push(own);
                    all
                });
            }
            all.merge(part);
        }
        (all, values)
    }

    /// What all rows gather, with their values in one part.
    #[cfg(not(feature = "rayon"))]
    fn gathered(&self, rows: usize) -> (Part, Vec<Option<Vec<values::Part>>>) {
        let mut all = Part::new(self, &(0..rows));
        let values = std::mem::take(&mut all.values).into_iter().map(|part| part.map(|part| vec![part]));
        let values = values.collect();
        (all, values)
    }

    /// What the folds became.
    fn done(&self, mut all: Part, values: Vec<Option<Vec<values::Part>>>) -> Vec<Made> {
        let cells = self.grounds.cells;
        let own = |mut table: Table| {
            table.truncate(cells);
            Arc::new(table)
        };
        let tables: Vec<Arc<Table>> = std::mem::take(&mut all.tables).into_iter().map(own).collect();
        let lane = |lane: usize| {
            let table = tables.get(lane.checked_div(WIDTH_MAX)?)?;
            all.fits.get(lane)?.then(|| table::Lane { table: Arc::clone(table), at: lane % WIDTH_MAX })
        };
        let below = std::mem::take(&mut all.below).into_iter();
        let below: Vec<_> = below.map(|table| table.map(|table| table::Lane { table: own(table), at: 0 })).collect();
        let values: Vec<Option<Arc<Vec<values::Part>>>> = values.into_iter().map(|parts| parts.map(Arc::new)).collect();
        let what = |place: usize| self.values.get(place).map(|(.., what)| *what);
        let sum = |place: usize| {
            let Summing { count, value } = self.sums.get(place)?;
            let What::Digits(_, scale) = what(*value)? else { return None };
            let own = lane(self.counts.len().checked_add(place)?)?;
            Some(Lane::Sum(Sums { count: lane(*count)?, sum: own, below: below.get(place).cloned().flatten(), scale }))
        };
        let each = |place: usize| {
            let parts = values.get(place).cloned().flatten()?;
            Some(Lane::Each(Values { parts, are: what(self.each.get(place)?.value)? }))
        };
        let mut made = Vec::with_capacity(self.plans.len());
        for (Plan { fold, count, gathers }, undefined) in self.plans.iter().zip(std::mem::take(&mut all.undefined)) {
            let lane = match gathers {
                Gathers::Count => lane(*count).map(Lane::Count),
                Gathers::Sum(place) => sum(*place),
                Gathers::Each(place) => each(*place),
            };
            let lanes = lane.map(|lane| Lanes { first: 0, leaves: self.grounds.leaves, lane });
            made.extend(lanes.map(|lanes| Made { fold: *fold, grid: Grid::of_lanes(lanes), undefined }));
        }
        made
    }
}

impl Plan {
    /// Whether it is undefined where a value is.
    pub(super) fn has_value(&self) -> bool {
        !matches!(self.gathers, Gathers::Count)
    }
}

/// The place of something, put behind the others where it is not there.
fn place<T: PartialEq>(all: &mut Vec<T>, one: T) -> usize {
    all.iter().position(|known| *known == one).unwrap_or_else(|| {
        all.push(one);
        all.len().saturating_sub(1)
    })
}
