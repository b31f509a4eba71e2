//! What a fold gives for everybody at once, read off its lanes.

use crate::calendar::Span;
use crate::id::Id;
use crate::quantity::{Fraction, Outcome, Precision, Unit, Why};

use super::cells::{Cells, Source, Whose};
use super::fold::{Aggregate, Fold};
use super::grid::{Lane, Values, What, some};
use super::statistic::{percentile_at, whole};
use super::way::Looked;

/// What the plain cells of somebody gather.
#[derive(Default)]
struct Gathered {
    count: u64,
    sum: i128,
    values: Vec<i64>,
}

impl Cells {
    /// The answers for each of some people or units in a span.
    pub(crate) fn answers(&self, id: Id<Fold>, all: &[Whose], span: Span, source: Source<'_>) -> Vec<Outcome> {
        let fold = &source.folds.plain[id];
        let slots: Vec<(usize, bool)> = self.slots.in_span(span).collect();
        let is_plain = self.looked(id) == Looked::Once && slots.iter().all(|(_, whole)| *whole);
        let slots: Vec<usize> = slots.into_iter().map(|(slot, _)| slot).collect();
        let mut gathered = Gathered::default();
        let mut answers = Vec::with_capacity(all.len());
        for whose in all {
            let plain = is_plain && self.gather_plain(id, *whose, &slots, source, &mut gathered);
            let known = if plain { self.answer_plain(id, fold, &mut gathered) } else { None };
            answers.push(known.unwrap_or_else(|| {
                self.tally(id, *whose, span, source).answer(fold.aggregate, fold.unit, self.precision())
            }));
        }
        answers
    }

    /// Gathers the cells of somebody in some slots; whether all of them are plain.
    fn gather_plain(
        &self,
        id: Id<Fold>,
        whose: Whose,
        slots: &[usize],
        source: Source<'_>,
        into: &mut Gathered,
    ) -> bool {
        (into.count, into.sum) = (0, 0);
        into.values.clear();
        let Some(grid) = self.grids.get(id.index()) else { return false };
        let Some(lanes) = grid.lanes() else { return false };
        for slot in slots {
            for leaf in self.leaves(whose, *slot, source.org) {
                if grid.has_tally(leaf, *slot) {
                    return false;
                }
                if let Some(place) = lanes.place(leaf, *slot) {
                    into.add(&lanes.lane, place);
                }
            }
        }
        true
    }

    /// What plain cells come to; nothing, where that cannot be told from whole numbers.
    fn answer_plain(&self, id: Id<Fold>, fold: &Fold, gathered: &mut Gathered) -> Option<Outcome> {
        let Gathered { count, sum, values } = gathered;
        match &self.grids.get(id.index())?.lanes()?.lane {
            Lane::Count(_) => Some(whole(*count, fold.unit)),
            Lane::Sum(sums) => {
                let sum = digits(*sum, sums.scale);
                if fold.aggregate == Aggregate::Sum {
                    return Some(sum.map(|sum| fold.unit.of(sum)));
                }
                let mean = |count: u64| sum?.over(number(count)?, self.precision());
                let mean = if *count == 0 { Err(Why::NoFacts) } else { mean(*count) };
                Some(mean.map(|mean| fold.unit.of(mean)))
            }
            Lane::Each(Values { are, .. }) => {
                values.sort_unstable();
                each(fold.aggregate, fold.unit, values, *are, self.precision())
            }
        }
    }
}

impl Gathered {
    fn add(&mut self, lane: &Lane, place: usize) {
        match lane {
            Lane::Count(count) => self.count = self.count.saturating_add(some(count, place).unwrap_or_default()),
            Lane::Sum(sums) => {
                self.count = self.count.saturating_add(some(&sums.count, place).unwrap_or_default());
                // Sums of 64 bits, fewer of them than would fill 128.
                self.sum = self.sum.wrapping_add(sums.sum.get(place).copied().unwrap_or_default().into());
            }
            Lane::Each(values) => self.values.extend_from_slice(values.of(place)),
        }
    }
}

/// What is made of values that rise.
fn each(aggregate: Aggregate, unit: Unit, values: &[i64], are: What, precision: Precision) -> Option<Outcome> {
    if aggregate == Aggregate::Distinct {
        return Some(whole(values.chunk_by(|one, other| one == other).count() as u64, unit));
    }
    let (What::Digits(of, scale), Aggregate::Percentile { .. } | Aggregate::Min | Aggregate::Max) = (are, aggregate)
    else {
        return None;
    };
    let value = |value: Option<&i64>| digits((*value.ok_or(Why::NoFacts)?).into(), scale);
    Some(match aggregate {
        Aggregate::Min => value(values.first()).map(|amount| of.of(amount)),
        Aggregate::Max => value(values.last()).map(|amount| of.of(amount)),
        Aggregate::Percentile { share, method } => {
            let at = |position: u64| value(usize::try_from(position).ok().and_then(|position| values.get(position)));
            percentile_at(values.len() as u64, share, method, precision, &at).map(|amount| unit.of(amount))
        }
        _ => return None,
    })
}

fn digits(digits: i128, scale: u32) -> Outcome<Fraction> {
    let power = 10_i128.checked_pow(scale).ok_or(Why::Overflow)?;
    Fraction::new(digits, power).ok_or(Why::Overflow)
}

fn number(count: u64) -> Outcome<Fraction> {
    i64::try_from(count).map(Fraction::whole).map_err(|_| Why::Overflow)
}
