//! Counts and sums of everybody in one slot, read off their lanes.

use crate::id::Id;
use crate::org::Leaf;
use crate::quantity::Why;

use super::cells::{Cells, Whose};
use super::everybody::{Asked, Digits, each};
use super::fold::Aggregate;
use super::grid::{self, Grid};
use super::table::{Lane, Strided};
use super::values::{Pool, Values};

/// The lanes of one slot.
#[derive(Clone, Copy)]
struct OneSlot<'l> {
    /// How many facts there are.
    count: Option<Strided<'l>>,
    /// What they add up to.
    sum: Option<Strided<'l>>,
}

impl Cells {
    /// What a fold gives for each of some people or units in one slot; nothing, where it is more than counts and sums, or does not fit.
    pub(super) fn of_one_slot(&self, asked: &Asked<'_>, all: &[Whose]) -> Option<Digits> {
        let [slot] = *asked.slots.as_deref()? else { return None };
        let grid = self.grids.get(asked.id.index()).filter(|grid| !grid.has_tallies())?;
        if let grid::Lane::Each(values) = &grid.lanes()?.lane {
            return self.values_of_one_slot(asked, all, (slot, grid.lanes()?.begins(slot), values));
        }
        let lanes = OneSlot::of(grid, slot, asked.fold.aggregate)?;
        let (_, scale) = self.shown(asked.id, asked.fold);
        let mut digits = Digits { numerators: Vec::with_capacity(all.len()), scale, ..Digits::default() };
        match (lanes.count, lanes.sum) {
            (Some(only), None) | (None, Some(only)) => {
                self.each_stay(asked, slot, all, |leaves| {
                    digits.numerators.push(added(only, leaves)?);
                    Some(())
                })?;
            }
            (Some(counts), Some(sums)) => {
                let mut denominators = Vec::with_capacity(all.len());
                self.each_stay(asked, slot, all, |leaves| {
                    let count = added(counts, leaves)?;
                    if count == 0 {
                        digits.undefined.push((denominators.len(), Why::NoFacts));
                    }
                    digits.numerators.push(added(sums, leaves)?);
                    denominators.push(count.max(1));
                    Some(())
                })?;
                digits.denominators = Some(denominators);
            }
            (None, None) => return None,
        }
        Some(digits)
    }

    /// What is made of all values in one slot.
    fn values_of_one_slot(
        &self,
        asked: &Asked<'_>,
        all: &[Whose],
        (slot, begins, values): (usize, Option<usize>, &Values),
    ) -> Option<Digits> {
        let (_, scale) = self.shown(asked.id, asked.fold);
        let mut digits = Digits { numerators: Vec::with_capacity(all.len()), scale, ..Digits::default() };
        let mut pool = Pool::default();
        self.each_stay(asked, slot, all, |leaves| {
            pool.clear();
            for leaf in leaves {
                if let Some(place) = begins.and_then(|begins| begins.checked_add(leaf.index())) {
                    values.gather(place, &mut pool);
                }
            }
            pool.settle();
            let plain = each(asked.fold.aggregate, &pool, values.are)?;
            digits.push(plain).then_some(())
        })?;
        Some(digits)
    }

    /// The stays of each of some people or units in a slot, one after the other.
    fn each_stay(
        &self,
        asked: &Asked<'_>,
        slot: usize,
        all: &[Whose],
        mut take: impl FnMut(&[Id<Leaf>]) -> Option<()>,
    ) -> Option<()> {
        let org = asked.source.org;
        for whose in all {
            match *whose {
                Whose::Person(person) => match org.alone().get(person.index()) {
                    Some(Some(leaf)) => take(std::slice::from_ref(leaf))?,
                    _ => take(org[person].leaves())?,
                },
                Whose::Unit(unit) => take(self.below.get(unit.index()).map_or(&[], |below| below.of(slot)))?,
            }
        }
        Some(())
    }
}

impl<'l> OneSlot<'l> {
    fn of(grid: &'l Grid, slot: usize, aggregate: Aggregate) -> Option<OneSlot<'l>> {
        let lanes = grid.lanes()?;
        let from = lanes.begins(slot);
        let lane = |lane: &'l Lane| from.map_or_else(Strided::default, |from| lane.from(from));
        Some(match &lanes.lane {
            grid::Lane::Count(count) => OneSlot { count: Some(lane(count)), sum: None },
            grid::Lane::Sum(sums) if aggregate == Aggregate::Sum => OneSlot { count: None, sum: Some(lane(&sums.sum)) },
            grid::Lane::Sum(sums) => OneSlot { count: Some(lane(&sums.count)), sum: Some(lane(&sums.sum)) },
            grid::Lane::Each(_) => return None,
        })
    }
}

/// What the numbers of some stays add up to; nothing, where that has more than 64 bits.
fn added(lane: Strided<'_>, leaves: &[Id<Leaf>]) -> Option<i64> {
    if let [leaf] = leaves {
        return Some(lane.get(leaf.index()));
    }
    let mut sum = 0_i128;
    for leaf in leaves {
        // Sums of 64 bits, fewer of them than would fill 128.
        sum = sum.wrapping_add(lane.get(leaf.index()).into());
    }
    i64::try_from(sum).ok()
}
