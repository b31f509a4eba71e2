//! The cells of a fold, by stay and slot.
//!
//! Most cells hold plain facts: each credited to one person as a whole, with a value that can be read off a column. What those
//! gather is kept in *lanes*, one number for each cell, and made into a tally when somebody asks. Cells that hold anything
//! else, and those that changed since, have a tally of their own instead.

use std::borrow::Cow;

use crate::id::Id;
use crate::log::{FieldId, KindId, Standing, day_of};
use crate::org::Leaf;
use crate::quantity::{Fraction, Unit, Value};

use super::fold::{Aggregate, Fold};
use super::multiset::Multiset;
use super::table;
use super::tally::Tally;
use super::total::Total;
use super::values::Values;

/// The cells of a fold.
#[derive(Clone, Debug, Default)]
pub(super) struct Grid {
    lanes: Option<Lanes>,
    /// By leaf: the slots that have a tally of their own, rising; empty, where none has.
    tallies: Vec<Vec<(usize, Tally)>>,
    /// Whether there are any.
    has_tallies: bool,
}

/// What plain facts gather, by slot and then by leaf.
#[derive(Clone, Debug)]
pub(super) struct Lanes {
    /// The first slot, and how many leaves each has.
    pub first: usize,
    pub leaves: usize,
    pub lane: Lane,
}

/// A number for each cell, or several; equal lanes of several folds are kept once.
#[derive(Clone, Debug)]
pub(super) enum Lane {
    /// How many facts there are.
    Count(table::Lane),
    /// What they add up to.
    Sum(Sums),
    /// All their values.
    Each(Values),
}

/// Sums by cell.
#[derive(Clone, Debug)]
pub(super) struct Sums {
    /// How many facts there are.
    pub count: table::Lane,
    /// What they add up to, as digits.
    pub sum: table::Lane,
    /// How much of that is below zero, without its sign; nothing, where no value is.
    pub below: Option<table::Lane>,
    /// How many of the digits stand behind the point.
    pub scale: u32,
}

/// What whole numbers stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// Digits of an amount of a unit, so many of which stand behind the point.
    Digits(Unit, u32),
    /// Days, as numbers.
    Dates,
    /// Codes of a field.
    Codes(KindId, FieldId),
}

impl Grid {
    /// By leaf: the slots with their tallies, rising.
    pub(super) fn of_tallies(tallies: Vec<Vec<(usize, Tally)>>) -> Grid {
        Grid { lanes: None, has_tallies: tallies.iter().any(|cells| !cells.is_empty()), tallies }
    }

    /// With lanes, and no tallies yet.
    pub(super) fn of_lanes(lanes: Lanes) -> Grid {
        Grid { tallies: Vec::new(), has_tallies: false, lanes: Some(lanes) }
    }

    /// What is known of a stay in a slot.
    pub(super) fn get(
        &self,
        leaf: Id<Leaf>,
        slot: usize,
        standing: &Standing<'_>,
        fold: &Fold,
    ) -> Option<Cow<'_, Tally>> {
        let cells = self.tallies.get(leaf.index()).map_or(&[][..], Vec::as_slice);
        match cells.binary_search_by_key(&slot, |(slot, _)| *slot) {
            Ok(place) => cells.get(place).map(|(_, tally)| Cow::Borrowed(tally)),
            Err(_) => self.lanes.as_ref()?.tally(leaf, slot, standing, fold.aggregate).map(Cow::Owned),
        }
    }

    /// The same, to be changed.
    pub(super) fn get_mut(
        &mut self,
        leaf: Id<Leaf>,
        slot: usize,
        standing: &Standing<'_>,
        fold: &Fold,
    ) -> Option<&mut Tally> {
        if let Some(lanes) = self.lanes.as_ref().filter(|_| self.tallies.is_empty()) {
            self.tallies.resize(lanes.leaves, Vec::new());
        }
        let cells = self.tallies.get_mut(leaf.index())?;
        self.has_tallies = true;
        let place = match cells.binary_search_by_key(&slot, |(slot, _)| *slot) {
            Ok(place) => place,
            Err(place) => {
                let plain = self.lanes.as_ref().and_then(|lanes| lanes.tally(leaf, slot, standing, fold.aggregate));
                cells.insert(place, (slot, plain.unwrap_or_default()));
                place
            }
        };
        cells.get_mut(place).map(|(_, tally)| tally)
    }

    /// The lanes.
    pub(super) fn lanes(&self) -> Option<&Lanes> {
        self.lanes.as_ref()
    }

    /// Whether some cell has a tally of its own.
    pub(super) fn has_tallies(&self) -> bool {
        self.has_tallies
    }

    /// The tally of a cell that has one of its own.
    pub(super) fn own(&self, leaf: Id<Leaf>, slot: usize) -> Option<&Tally> {
        let cells = self.tallies.get(leaf.index()).filter(|_| self.has_tallies)?;
        let place = cells.binary_search_by_key(&slot, |(slot, _)| *slot).ok()?;
        cells.get(place).map(|(_, tally)| tally)
    }

    /// Puts all tallies in order.
    pub(super) fn settle(&mut self) {
        self.tallies.iter_mut().flatten().for_each(|(_, tally)| tally.settle());
    }

    /// All cells are so many slots later.
    pub(super) fn shift(&mut self, by: usize) {
        if let Some(lanes) = &mut self.lanes {
            lanes.first = lanes.first.saturating_add(by);
        }
        for (slot, _) in self.tallies.iter_mut().flatten() {
            *slot = slot.saturating_add(by);
        }
    }
}

impl Lanes {
    /// The place of the first cell of a slot.
    pub(super) fn begins(&self, slot: usize) -> Option<usize> {
        slot.checked_sub(self.first)?.checked_mul(self.leaves)
    }

    /// The place of a cell.
    pub(super) fn place(&self, leaf: Id<Leaf>, slot: usize) -> Option<usize> {
        self.begins(slot)?.checked_add(leaf.index())
    }

    fn tally(&self, leaf: Id<Leaf>, slot: usize, standing: &Standing<'_>, aggregate: Aggregate) -> Option<Tally> {
        self.lane.tally(self.place(leaf, slot)?, standing, aggregate)
    }
}

impl Lane {
    fn tally(&self, place: usize, standing: &Standing<'_>, aggregate: Aggregate) -> Option<Tally> {
        match self {
            Lane::Count(count) => some(count, place).map(Tally::of_count),
            Lane::Sum(sums) => {
                let (count, total) = sums.total(place)?;
                Some(if aggregate == Aggregate::Avg { Tally::of_mean(total, count) } else { Tally::of_sum(total) })
            }
            Lane::Each(values) => {
                let values = values.counted(place, standing);
                match aggregate {
                    _ if values.is_empty() => None,
                    Aggregate::Distinct => Some(Tally::of_distinct(Multiset::counted(values))),
                    Aggregate::Min => values.into_iter().min().map(|(value, _)| Tally::of_extreme(value)),
                    Aggregate::Max => values.into_iter().max().map(|(value, _)| Tally::of_extreme(value)),
                    _ => Some(Tally::of_values(Multiset::counted(values))),
                }
            }
        }
    }
}

impl Sums {
    /// How many facts a cell has, and what they add up to.
    fn total(&self, place: usize) -> Option<(u64, Total)> {
        let count = some(&self.count, place)?;
        let below = self.below.as_ref().and_then(|below| below.get(place)).unwrap_or_default();
        Some((count, Total::of_digits(self.sum.get(place)?, below, self.scale)))
    }
}

impl What {
    /// What a whole number stands for.
    pub(super) fn value(self, number: i64, standing: &Standing<'_>) -> Option<Value> {
        match self {
            What::Digits(unit, scale) => {
                Fraction::new(number.into(), 10_i128.checked_pow(scale)?).map(|amount| unit.of(amount))
            }
            What::Dates => day_of(i32::try_from(number).ok()?).map(Value::Date),
            What::Codes(kind, field) => standing.value_of(kind, field, u32::try_from(number).ok()?),
        }
    }
}

/// How many facts a cell has, where it has any.
pub(super) fn some(count: &table::Lane, place: usize) -> Option<u64> {
    count.get(place).filter(|count| *count > 0).and_then(|count| u64::try_from(count).ok())
}
