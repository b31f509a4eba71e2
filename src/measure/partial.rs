//! Cells as values: what one engine folded, so that another one can go on with it.
//!
//! Nothing in them is a number of one engine: stays are told by their places in an organisation that both have, slots
//! by their days, entries by their ids. Facts that several people are credited with are kept by entry, so that a unit
//! has them once, whichever engines saw their parts.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::Span;
use crate::id::{Id, Key};
use crate::org::{Actual, Leaf};
use crate::quantity::Precision;
use crate::sort;

use super::below::Below;
use super::cells::{Alone, Cells, Source};
use super::fact::FactQuestion;
use super::fold::Fold;
use super::grid::Grid;
use super::posting::units_of;
use super::slots::Slots;
use super::tally::Tally;
use super::way::Looked;

/// The cells of all folds as values.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct CellValues {
    /// The entries that several people are credited with, in the order of their ids; tallies call them by their places.
    entries: Vec<Key>,
    /// By fold.
    folds: Vec<FoldValues>,
}

/// The cells of a fold as values.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct FoldValues {
    /// Whether its cells say all there is to know.
    kept: bool,
    /// Whether of two values the lesser one, or of two facts the earlier one, is the answer.
    lesser: bool,
    /// By stay, then slot.
    cells: Vec<CellValue>,
}

/// What a stay has in a slot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct CellValue {
    leaf: u32,
    from: NaiveDate,
    to: NaiveDate,
    tally: Tally,
}

impl Cells {
    /// The cells as values. Folds that look at other facts than their own, or at another rate for each time, have none.
    pub(crate) fn values(&self, source: Source<'_>) -> CellValues {
        let mut values = CellValues::default();
        for (id, fold) in source.folds.plain.iter() {
            let kept = match &self.alone {
                Some(alone) => alone.keeps(id),
                None => self.looked(id) == Looked::Once && !looks_elsewhere(fold),
            };
            let mut cells = Vec::new();
            for (leaf, (stay, _)) in (0..).zip(source.org.leaves()).filter(|_| kept) {
                for slot in 0..self.slots.len() {
                    let tally = self.cell(id, stay, slot, source).filter(|tally| **tally != Tally::default());
                    let Some((days, tally)) = self.slots.span(slot).zip(tally) else { continue };
                    cells.push(CellValue { leaf, from: days.from(), to: days.to(), tally: tally.into_owned() });
                }
            }
            values.folds.push(FoldValues { kept, lesser: fold.aggregate.is_lesser(), cells });
        }
        let mut named = values.shared();
        sort::numbers(&mut named);
        let key = |number: &u32| match &self.alone {
            Some(alone) => alone.entries.get(index(*number)).cloned(),
            None => source.standing.id(*number).cloned(),
        };
        let keys: Vec<Option<Key>> = named.iter().map(key).collect();
        values.entries = keys.iter().flatten().cloned().collect();
        sort::all(&mut values.entries);
        let entries = std::mem::take(&mut values.entries);
        values.renumber(&|number| {
            let key = keys.get(named.binary_search(&number).ok()?)?.as_ref()?;
            entries.binary_search(key).ok()
        });
        values.entries = entries;
        values
    }

    /// Cells of values; nothing, where they do not fit the folds, the stays or the slots.
    pub(crate) fn of_values(
        values: &CellValues,
        slots: impl FnOnce(Span) -> Slots,
        actual: Actual,
        as_of: NaiveDate,
        precision: Precision,
        source: Source<'_>,
    ) -> Option<Cells> {
        let kept = values.folds.iter().map(|fold| fold.kept).collect();
        let alone = Some(Alone { entries: values.entries.clone(), kept });
        let mut cells = Cells { alone, as_of, actual, precision, ..Cells::default() };
        cells.slots = values.extent().map(slots).unwrap_or_default();
        cells.below = vec![Below::default(); source.org.units().count()];
        let leaves: Vec<Id<Leaf>> = source.org.leaves().map(|(id, _)| id).collect();
        if values.folds.len() != source.folds.plain.rows().len() {
            return None;
        }
        let mut busy: Vec<(usize, Id<Leaf>)> = Vec::new();
        for fold in &values.folds {
            let mut tallies = vec![Vec::new(); leaves.len()];
            for CellValue { leaf, from, to, tally } in &fold.cells {
                let slot = cells.slots.of(*from).filter(|slot| cells.slots.span(*slot) == Span::new(*from, *to))?;
                busy.push((slot, *leaves.get(index(*leaf))?));
                tallies.get_mut(index(*leaf))?.push((slot, tally.clone()));
            }
            if !tallies.iter().all(|cells: &Vec<(usize, Tally)>| cells.is_sorted_by(|one, other| one.0 < other.0)) {
                return None;
            }
            cells.grids.push(Grid::of_tallies(tallies));
        }
        sort::all(&mut busy);
        busy.dedup();
        for (slot, leaf) in busy {
            let days = cells.slots.span(slot)?;
            for unit in units_of(leaf, days, actual, as_of, source.org) {
                cells.below.get_mut(unit.index())?.push(slot, leaf);
            }
        }
        Some(cells)
    }
}

impl CellValues {
    /// Adds the cells of other facts, by the same folds.
    pub(crate) fn merge(&mut self, other: &CellValues) {
        let mut entries = self.entries.clone();
        entries.extend(other.entries.iter().cloned());
        sort::all(&mut entries);
        entries.dedup();
        let mut other = other.clone();
        for values in [&mut *self, &mut other] {
            let before = std::mem::take(&mut values.entries);
            values.renumber(&|number| entries.binary_search(before.get(index(number))?).ok());
        }
        self.entries = entries;
        for (own, other) in self.folds.iter_mut().zip(other.folds) {
            own.merge(other);
        }
    }

    fn tallies(&mut self) -> impl Iterator<Item = &mut Tally> {
        self.folds.iter_mut().flat_map(|fold| fold.cells.iter_mut()).map(|cell| &mut cell.tally)
    }

    /// The numbers of the entries that several people are credited with.
    fn shared(&mut self) -> Vec<u32> {
        let mut shared = Vec::new();
        self.tallies().for_each(|tally| tally.each_shared(&mut |number| shared.push(*number)));
        shared
    }

    fn renumber(&mut self, to: &dyn Fn(u32) -> Option<usize>) {
        for tally in self.tallies() {
            tally.each_shared(&mut |number| {
                let place = to(*number).and_then(|place| u32::try_from(place).ok());
                *number = place.unwrap_or(u32::MAX);
            });
            tally.settle();
        }
    }

    fn extent(&self) -> Option<Span> {
        let cells = || self.folds.iter().flat_map(|fold| &fold.cells);
        Span::new(cells().map(|cell| cell.from).min()?, cells().map(|cell| cell.to).max()?)
    }
}

impl FoldValues {
    fn merge(&mut self, other: FoldValues) {
        self.kept &= other.kept;
        self.cells.extend(other.cells);
        sort::by(&mut self.cells, |one, other| (one.leaf, one.from).cmp(&(other.leaf, other.from)));
        let mut merged: Vec<CellValue> = Vec::new();
        for cell in std::mem::take(&mut self.cells) {
            match merged.last_mut().filter(|last| (last.leaf, last.from, last.to) == (cell.leaf, cell.from, cell.to)) {
                Some(last) => {
                    last.tally.unite(self.lesser, &cell.tally);
                    last.tally.settle();
                }
                None => merged.push(cell),
            }
        }
        self.cells = merged;
    }
}

/// Whether a fold looks at other facts than those that it is over.
fn looks_elsewhere(fold: &Fold) -> bool {
    let mut looks = false;
    for program in [&fold.value, &fold.filter].into_iter().flatten() {
        program.questions(&mut |question| looks |= matches!(question, FactQuestion::Keyed { .. }));
    }
    looks
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
