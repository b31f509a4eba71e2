//! What some rows of a kind gather: a part of all, of its own until it is added to the others.

use std::borrow::Cow;
use std::ops::Range;

use super::super::table::{Table, WIDTH_MAX};
use super::super::values;
use super::chunk::{Chunk, chunks};
use super::lanes::{Counted, below};
use super::number::bits;
use super::place::index;
use super::placing::{Aside, collect};
use super::work::{Pass, Work};

/// What some rows gather, by the lanes of their work: first what is counted, then what is added up.
pub(super) struct Part {
    /// [`WIDTH_MAX`] lanes in each; behind all cells, there is one for facts that go nowhere.
    pub tables: Vec<Table>,
    /// Whether a lane can be told.
    pub fits: Vec<bool>,
    /// By sum: what no sum of any of the facts passes.
    most: Vec<u64>,
    /// By sum: how much of it lies below zero, without its sign.
    pub below: Vec<Option<Table>>,
    /// By what is collected.
    pub values: Vec<Option<values::Part>>,
    /// By plan: the rows for which its condition holds, and its value is undefined.
    pub undefined: Vec<Vec<usize>>,
    /// The cells to which facts go.
    pub busy: Vec<bool>,
}

impl Part {
    /// Of some rows, from where a chunk begins.
    pub(super) fn new(work: &Work<'_>, rows: &Range<usize>) -> Part {
        let lanes = work.counts.len().saturating_add(work.sums.len());
        let cells = work.grounds.cells.saturating_add(1);
        let widths = (0..lanes).step_by(WIDTH_MAX).map(|from| lanes.saturating_sub(from).min(WIDTH_MAX));
        let mut part = Part {
            tables: widths.map(|width| Table::new(width, cells)).collect(),
            fits: vec![true; lanes],
            most: vec![0; work.sums.len()],
            below: vec![None; work.sums.len()],
            values: Vec::new(),
            undefined: vec![Vec::new(); work.plans.len()],
            busy: vec![false; cells],
        };
        let mut aside = Aside::new(work, rows);
        for rows in chunks(rows) {
            let pass = if aside.has_room() { Pass::Both } else { Pass::Add };
            if let Some(chunk) = Chunk::new(work, &rows, work.needs(pass)) {
                let counted: Vec<Option<Counted>> = work.counts.iter().map(|count| chunk.counted(count)).collect();
                part.add(work, &chunk, &counted);
                if aside.has_room() {
                    aside.add(work, &chunk, &counted);
                }
            }
        }
        part.find_busy(work);
        part.values = collect(work, rows, &part, aside);
        part
    }

    /// The numbers of a lane, by cell.
    pub(super) fn lane(&self, lane: usize) -> Option<impl Iterator<Item = i64>> {
        let table = self.tables.get(lane.checked_div(WIDTH_MAX)?)?;
        Some(table.lane(lane % WIDTH_MAX))
    }

    /// Adds what other rows gathered, those behind these.
    #[cfg(feature = "rayon")]
    pub(super) fn merge(&mut self, other: Part) {
        for (own, other) in self.tables.iter_mut().zip(&other.tables) {
            own.merge(other);
        }
        for (own, other) in self.below.iter_mut().zip(other.below) {
            match (own.as_mut(), other) {
                (Some(own), Some(other)) => own.merge(&other),
                (None, other) => *own = other,
                (Some(_), None) => {}
            }
        }
        let counts = self.fits.len().saturating_sub(self.most.len());
        for (fits, other) in self.fits.iter_mut().zip(other.fits) {
            *fits &= other;
        }
        let sums = self.fits.iter_mut().skip(counts);
        for ((own, other), fits) in self.most.iter_mut().zip(other.most).zip(sums) {
            *own = own.saturating_add(other);
            *fits &= i64::try_from(*own).is_ok();
        }
        for (own, other) in self.undefined.iter_mut().zip(other.undefined) {
            own.extend(other);
        }
        for (own, other) in self.busy.iter_mut().zip(other.busy) {
            *own |= other;
        }
    }

    /// Adds what a chunk has to all lanes; those to which it cannot be added are given up.
    fn add(&mut self, work: &Work<'_>, chunk: &Chunk<'_>, counted: &[Option<Counted>]) {
        if work.count_of_all().is_none() {
            for place in &chunk.places {
                if let Some(busy) = self.busy.get_mut(index(*place)) {
                    *busy = true;
                }
            }
        }
        let mut lanes: Vec<Option<Cow<'_, [i64]>>> = Vec::with_capacity(self.fits.len());
        for counted in counted {
            lanes.push(counted.as_ref().map(|counted| counted.ones(chunk.places.len()).into()));
        }
        for (place, sum) in work.sums.iter().enumerate() {
            let of = counted.get(sum.count).and_then(Option::as_ref).zip(chunk.block(sum.value));
            lanes.push(of.and_then(|(counted, block)| self.fitting(place, work, chunk, counted, &block.values)));
        }
        for (fits, lane) in self.fits.iter_mut().zip(&lanes) {
            *fits &= lane.is_some();
        }
        let slices: Vec<&[i64]> = lanes.iter().map(|lane| lane.as_deref().unwrap_or_default()).collect();
        for (table, lanes) in self.tables.iter_mut().zip(slices.chunks(WIDTH_MAX)) {
            table.add(&chunk.places, lanes);
        }
        for (plan, into) in work.plans.iter().zip(&mut self.undefined).filter(|(plan, _)| plan.has_value()) {
            if let Some(counted) = work.counts.get(plan.count) {
                chunk.undefined(counted, work.grounds.cells, into);
            }
        }
    }

    /// Facts go to the cells that have some, where there is a lane in which all are counted.
    fn find_busy(&mut self, work: &Work<'_>) {
        let mut busy = std::mem::take(&mut self.busy);
        for (busy, count) in
            busy.iter_mut().zip(work.count_of_all().and_then(|lane| self.lane(lane)).into_iter().flatten())
        {
            *busy |= count != 0;
        }
        self.busy = busy;
    }

    /// The numbers that are added up; nothing, where a sum may outgrow 64 bits, with all digits of twelve behind the point.
    fn fitting<'v>(
        &mut self,
        sum: usize,
        work: &Work<'_>,
        chunk: &Chunk<'_>,
        counted: &Counted,
        values: &'v [i64],
    ) -> Option<Cow<'v, [i64]>> {
        let (bits, some_below) = bits(values);
        let most = self.most.get_mut(sum)?;
        *most = most.saturating_add(bits.saturating_mul(values.len() as u64));
        i64::try_from(*most).ok()?;
        let values = counted.of(values);
        if some_below {
            let cells = work.grounds.cells.saturating_add(1);
            let under = self.below.get_mut(sum)?.get_or_insert_with(|| Table::new(1, cells));
            under.add(&chunk.places, &[&below(&values)]);
        }
        Some(values)
    }
}
