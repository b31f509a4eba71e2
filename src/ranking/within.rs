//! Ranks of many whole numbers within groups.

use crate::quantity::{Fraction, Outcome, Why};
use crate::rule::Ties;

use super::definition::Order;
use super::rank::Run;

/// The rank of each value within its group, in the order given, where values are whole numbers of one kind; no rank in groups with fewer than
/// `at_least` values. Under [`Ties::Ordinal`] equals are in the order given.
pub(crate) fn ranks_within(
    contenders: &[Outcome<(u32, i64)>],
    order: Order,
    ties: Ties,
    at_least: u64,
) -> Vec<Outcome<Fraction>> {
    let mut sorted: Vec<(u32, i128, usize)> = Vec::with_capacity(contenders.len());
    for (row, contender) in contenders.iter().enumerate() {
        if let Ok((group, value)) = contender {
            let value = i128::from(*value);
            sorted.push((*group, if order == Order::HighestFirst { value.saturating_neg() } else { value }, row));
        }
    }
    sorted.sort_unstable();
    let mut ranks: Vec<Outcome<Fraction>> =
        contenders.iter().map(|contender| contender.as_ref().map(|_| Fraction::ONE).map_err(Why::clone)).collect();
    for group in sorted.chunk_by(|one, other| one.0 == other.0) {
        let have = u64::try_from(group.len()).unwrap_or(u64::MAX);
        let (mut better, mut distinct) = (0_usize, 0_usize);
        for equals in group.chunk_by(|one, other| one.1 == other.1) {
            let run = Run { better, equals: equals.len(), distinct };
            for (place, (.., row)) in equals.iter().enumerate() {
                if let Some(rank) = ranks.get_mut(*row) {
                    *rank =
                        if have < at_least { Err(Why::TooFew { have, need: at_least }) } else { run.rank(ties, place) };
                }
            }
            better = better.saturating_add(equals.len());
            distinct = distinct.saturating_add(1);
        }
    }
    ranks
}
