//! Ranks of plain values.

use crate::document::IS_WHOLE;
use crate::quantity::{Fraction, Outcome, Precision, Why};
use crate::rule::Ties;
use crate::sort;

use super::definition::Order;

/// The rank of each value, in the order given; an undefined value has no rank, for its own reason.
///
/// Under [`Ties::Ordinal`] equals are told apart by the order in which they are given.
///
/// ```
/// use attain::quantity::{Fraction, Outcome, Why};
/// use attain::ranking::{Order, rank};
/// use attain::rule::Ties;
///
/// let values = [Ok(90), Ok(95), Err(Why::NoTarget), Ok(90), Ok(80)].map(|value| value.map(Fraction::whole));
/// let ranks = |ties| -> Vec<String> {
///     let shown = |rank: Outcome<Fraction>| rank.map_or_else(|_| "–".to_owned(), |rank| rank.to_string());
///     rank(&values, Order::HighestFirst, ties).into_iter().map(shown).collect()
/// };
/// assert_eq!(ranks(Ties::Competition), ["2", "1", "–", "2", "4"]);
/// assert_eq!(ranks(Ties::Dense), ["2", "1", "–", "2", "3"]);
/// assert_eq!(ranks(Ties::Average), ["2.5", "1", "–", "2.5", "4"]);
/// assert_eq!(ranks(Ties::Ordinal), ["2", "1", "–", "3", "4"]);
/// ```
pub fn rank(values: &[Outcome<Fraction>], order: Order, ties: Ties) -> Vec<Outcome<Fraction>> {
    let mut sorted: Vec<Fraction> = values.iter().filter_map(|value| value.clone().ok()).collect();
    sort::all(&mut sorted);
    if order == Order::HighestFirst {
        sorted.reverse();
    }
    let (mut groups, mut better) = (Vec::new(), 0_usize);
    for equals in sorted.chunk_by(|one, other| one == other) {
        groups
            .extend(equals.first().map(|value| (*value, Run { better, equals: equals.len(), distinct: groups.len() })));
        better = better.saturating_add(equals.len());
    }
    let find = |value: Fraction| {
        let before = |other: Fraction| if order == Order::HighestFirst { other > value } else { other < value };
        groups.partition_point(|(other, _)| before(*other))
    };
    let run = |group: usize| groups.get(group).map_or(Run { better: 0, equals: 1, distinct: group }, |(_, run)| *run);
    if IS_WHOLE && ties == Ties::Ordinal {
        return ordinal(values, groups.len(), &find, &run);
    }
    values.iter().map(|value| value.clone().and_then(|value| run(find(value)).rank(ties, 0))).collect()
}

/// Ranks without ties, equals in the order given.
fn ordinal(
    values: &[Outcome<Fraction>],
    groups: usize,
    find: &dyn Fn(Fraction) -> usize,
    run: &dyn Fn(usize) -> Run,
) -> Vec<Outcome<Fraction>> {
    let mut passed = vec![0_usize; groups];
    let mut ranks = Vec::with_capacity(values.len());
    for value in values {
        ranks.push(value.clone().and_then(|value| {
            let group = find(value);
            let place = passed.get(group).copied().unwrap_or(0);
            if let Some(passed) = passed.get_mut(group) {
                *passed = passed.saturating_add(1);
            }
            run(group).rank(Ties::Ordinal, place)
        }));
    }
    ranks
}

/// Values that are equal, among all.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    /// How many are better.
    pub better: usize,
    /// How many are equal, themselves among them.
    pub equals: usize,
    /// How many different values are better.
    pub distinct: usize,
}

impl Run {
    /// The rank of the one at a place among the equals, from 0.
    pub(super) fn rank(self, ties: Ties, place: usize) -> Outcome<Fraction> {
        match ties {
            Ties::Competition => number(self.better.saturating_add(1)),
            Ties::Dense => number(self.distinct.saturating_add(1)),
            Ties::Ordinal => number(self.better.saturating_add(place).saturating_add(1)),
            Ties::Average => {
                // The mean of the ranks better + 1 to better + equals.
                let twice = number(self.better.saturating_mul(2).saturating_add(self.equals).saturating_add(1))?;
                twice.over(Fraction::whole(2), Precision::default())
            }
        }
    }
}

pub(super) fn number(count: usize) -> Outcome<Fraction> {
    i64::try_from(count).map(Fraction::whole).map_err(|_| Why::Overflow)
}
