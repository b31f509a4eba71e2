//! Percentiles and quartiles of places.

use crate::quantity::{Fraction, Outcome, Precision, Why};
use crate::rule::Percentile;

use super::place::Standing;
use super::rank::{Run, number};

/// Where equals stand among so many values.
///
/// The percentile is the share at which the house's own percentile of the same method, of the same values from the last to the first,
/// reaches the value: under `linear` (those behind) ÷ (all but one), of which one alone has none; under `nearest` (those behind and
/// those who are equal) ÷ (all). In the best quarter is, under `linear`, whoever is at or above the percentile of 75 %; under
/// `nearest`, of whom fewer than a quarter are better; and so on for the second and third.
pub(super) fn standing(run: Run, all: usize, method: Percentile) -> Standing {
    let behind = all.saturating_sub(run.better).saturating_sub(run.equals);
    let (share, of) = match method {
        Percentile::Linear => (behind, all.saturating_sub(1)),
        Percentile::Nearest => (behind.saturating_add(run.equals), all),
    };
    Standing { percentile: percentile(share, of, all), quartile: quartile(run.better, of, method) }
}

fn percentile(share: usize, of: usize, all: usize) -> Outcome<Fraction> {
    if of == 0 {
        return Err(Why::TooFew { have: u64::try_from(all).map_err(|_| Why::Overflow)?, need: 2 });
    }
    number(share)?.over(number(of)?, Precision::default())
}

/// The quarter of those of whom so many are better.
fn quartile(better: usize, of: usize, method: Percentile) -> u8 {
    let is_in = |quarters: usize| {
        let (four, most) = (better.saturating_mul(4), of.saturating_mul(quarters));
        if method == Percentile::Linear { four <= most } else { four < most }
    };
    [(1, 1), (2, 2), (3, 3)].into_iter().find(|(quarters, _)| is_in(*quarters)).map_or(4, |(_, quartile)| quartile)
}
