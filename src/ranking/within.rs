//! Ranks of many whole numbers within groups.

use crate::quantity::{Quotients, Undefined, Why, either};
use crate::rule::Ties;
use crate::sort;

use super::definition::Order;
use super::rank::Run;

/// Values are counted rather than sorted where they lie so near to each other: so many numbers from the least to the greatest for each.
const NEAR: usize = 4;

/// The rank of each value within its group, in the order given, where values are whole numbers of one kind; no rank in groups with fewer than
/// `at_least` values, and none for those that are undefined: these are of [`NOBODY`]'s group. Under [`Ties::Ordinal`] equals are in the order
/// given.
pub(crate) fn ranks_within(
    (groups, values): (&[u32], &[i64]),
    undefined: &Undefined,
    (order, ties): (Order, Ties),
    at_least: u64,
) -> Option<Quotients<'static>> {
    let count = groups.iter().filter(|group| **group != NOBODY).max().map_or(0, |last| index(*last).saturating_add(1));
    let (rows, starts) = sort::buckets(groups, count);
    let mut ranking = Ranking { values, order, ties, halves: vec![0; groups.len()], counts: Vec::new() };
    let mut few = Undefined::new();
    for ends in starts.windows(2) {
        let [from, to] = ends else { continue };
        let own = rows.get(index(*from)..index(*to)).unwrap_or_default();
        let have = u64::try_from(own.len()).unwrap_or(u64::MAX);
        if have < at_least {
            few.extend(own.iter().map(|row| (index(*row), Why::TooFew { have, need: at_least })));
        } else if ranking.by_counting(own).is_none() {
            ranking.by_sorting(own)?;
        }
    }
    sort::by(&mut few, |(one, _), (other, _)| one.cmp(other));
    Quotients::of_parts(ranking.halves, (None, 2), either(undefined, &few))
}

/// The group of those who have no rank.
pub(crate) const NOBODY: u32 = u32::MAX;

/// Ranks on their way.
struct Ranking<'v> {
    values: &'v [i64],
    order: Order,
    ties: Ties,
    /// By row: twice the rank.
    halves: Vec<i64>,
    /// By how much a value is above the least: how many have it, and then twice their rank.
    counts: Vec<i64>,
}

impl Ranking<'_> {
    fn value(&self, row: u32) -> i64 {
        self.values.get(index(row)).copied().unwrap_or_default()
    }

    /// The ranks of a group whose values lie near to each other.
    fn by_counting(&mut self, rows: &[u32]) -> Option<()> {
        let all = || rows.iter().map(|row| self.value(*row));
        let (least, most) = (all().min()?, all().max()?);
        let span = usize::try_from(most.checked_sub(least)?).ok()?.checked_add(1)?;
        if span > rows.len().saturating_mul(NEAR) {
            return None;
        }
        let place = |value: i64| usize::try_from(value.wrapping_sub(least)).unwrap_or(usize::MAX);
        self.counts.clear();
        self.counts.resize(span, 0);
        for row in rows {
            let value = self.value(*row);
            if let Some(count) = self.counts.get_mut(place(value)) {
                *count = count.saturating_add(1);
            }
        }
        let mut passed = Passed::default();
        let ties = self.ties;
        let highest_first = self.order == Order::HighestFirst;
        let turned = |at: usize| if highest_first { span.saturating_sub(1).saturating_sub(at) } else { at };
        for at in 0..span {
            if let Some(count) = self.counts.get_mut(turned(at)).filter(|count| **count > 0) {
                *count = passed.pass(usize::try_from(*count).ok()?, ties)?;
            }
        }
        for row in rows {
            let value = self.value(*row);
            let (Some(next), Some(half)) = (self.counts.get_mut(place(value)), self.halves.get_mut(index(*row))) else {
                continue;
            };
            *half = *next;
            if ties == Ties::Ordinal {
                *next = next.saturating_add(2);
            }
        }
        Some(())
    }

    fn by_sorting(&mut self, rows: &[u32]) -> Option<()> {
        let mut sorted: Vec<(i64, u32)> = Vec::with_capacity(rows.len());
        for row in rows {
            let value = self.value(*row);
            // The complement of a number is the less the greater it is.
            sorted.push((if self.order == Order::HighestFirst { !value } else { value }, *row));
        }
        sorted.sort_unstable();
        let mut passed = Passed::default();
        for equals in sorted.chunk_by(|(one, _), (other, _)| one == other) {
            let mut rank = passed.pass(equals.len(), self.ties)?;
            for (_, row) in equals {
                if let Some(half) = self.halves.get_mut(index(*row)) {
                    *half = rank;
                }
                if self.ties == Ties::Ordinal {
                    rank = rank.saturating_add(2);
                }
            }
        }
        Some(())
    }
}

/// What is better than the next value.
#[derive(Default)]
struct Passed {
    better: usize,
    distinct: usize,
}

impl Passed {
    /// Twice the rank of the first of so many equals, which are better than what comes next.
    fn pass(&mut self, equals: usize, ties: Ties) -> Option<i64> {
        let rank = Run { better: self.better, equals, distinct: self.distinct }.rank(ties, 0).ok()?;
        self.better = self.better.saturating_add(equals);
        self.distinct = self.distinct.saturating_add(1);
        let times = 2_i128.checked_div(rank.denominator())?;
        rank.numerator().checked_mul(times).and_then(|half| i64::try_from(half).ok())
    }
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
