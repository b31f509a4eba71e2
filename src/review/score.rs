//! From ratings to what a review gives.

use std::collections::BTreeMap;

use crate::id::{Key, Name};
use crate::quantity::{Fraction, Outcome, Precision, Why};
use crate::rule::Missing;
use crate::sort;

use super::compile::{RaterKind, Review};
use super::definition::RaterIs;
use super::hide::hide;
use super::rating::Rating;
use super::result::{KindRating, KindScore, ReviewScore, Stands};
use super::severity::{Rater, Severities, count};

/// What one rater says: the scores, and their correction.
struct Said {
    by: Key,
    sum: Outcome<Fraction>,
    times: u64,
    /// What is taken off, and whether that may be seen.
    corrected: Option<(Outcome<Fraction>, bool)>,
}

impl Review {
    /// What a review gives for a person and an item, by what was said of everybody: others' ratings tell how lenient raters are.
    ///
    /// A kind's mean is that of its raters, each of whom counts once, whatever number of ratings they gave. Ratings may come in whatever
    /// order. Whether each of them is sound by itself is told by [`check`](Review::check); those of a kind of raters, or on a scale, that
    /// the review does not have are counted in `left_out`.
    pub fn score(&self, who: &Key, item: &Name, ratings: &[Rating], precision: Precision) -> ReviewScore {
        self.score_by(who, item, ratings, &self.severities(ratings, precision), precision)
    }

    /// The same where it is known how lenient raters are.
    pub fn score_by(
        &self,
        who: &Key,
        item: &Name,
        ratings: &[Rating],
        severities: &Severities,
        precision: Precision,
    ) -> ReviewScore {
        let mut said: Vec<BTreeMap<Rater, Said>> = self.kinds.iter().map(|_| BTreeMap::new()).collect();
        let mut left_out = 0_usize;
        for rating in ratings.iter().filter(|rating| rating.who == *who && rating.item == item.as_str()) {
            let at = self.kinds.iter().position(|kind| kind.name.as_str() == rating.relation);
            let score = self.score_of(rating, precision);
            let place = at.and_then(|at| said.get_mut(at).zip(self.kinds.get(at)));
            let (Some((raters, kind)), Some(score)) = (place, score) else {
                left_out = left_out.saturating_add(1);
                continue;
            };
            let rater = Rater { outside: kind.is == RaterIs::Outside, by: rating.by.clone() };
            let corrected = if kind.is == RaterIs::Itself { None } else { severities.correction(&rater) };
            let own = Said { by: rating.by.clone(), sum: Ok(Fraction::ZERO), times: 0, corrected };
            let own = raters.entry(rater).or_insert(own);
            own.sum = own.sum.clone().and_then(|sum| sum.plus(score?, precision));
            own.times = own.times.saturating_add(1);
        }
        let kinds = self.kinds.iter().zip(said).map(|(kind, said)| of_kind(kind, said, precision)).collect();
        let mut score = ReviewScore { who: who.clone(), item: item.clone(), kinds, left_out, withheld: None };
        hide(&self.kinds, &mut score);
        score
    }
}

/// What the raters of a kind say together.
fn of_kind(kind: &RaterKind, said: BTreeMap<Rater, Said>, precision: Precision) -> KindScore {
    let raters = u64::try_from(said.len()).unwrap_or(u64::MAX);
    let ratings: Outcome<Vec<KindRating>> = said.into_values().map(|said| one(said, precision)).collect();
    let mut trimmed = 0;
    let mean = ratings.clone().and_then(|mut ratings| {
        sort::by(&mut ratings, |one, other| one.score.cmp(&other.score));
        trimmed = trim(kind, &mut ratings);
        enough(kind, raters)?;
        mean(&ratings, precision)
    });
    let mut ratings = if kind.anonymous > 0 { Vec::new() } else { ratings.unwrap_or_default() };
    sort::by(&mut ratings, |one, other| (one.score, &one.by).cmp(&(other.score, &other.by)));
    trim(kind, &mut ratings);
    let stands = match &mean {
        Ok(_) => Stands::Mean,
        Err(Why::NoFacts | Why::TooFew { .. }) => match kind.missing {
            Missing::Skip => Stands::Left,
            Missing::Zero => Stands::Number(Fraction::ZERO),
            Missing::Value(number) => Stands::Number(number),
            Missing::Hold => Stands::Undefined,
        },
        Err(_) => Stands::Undefined,
    };
    KindScore {
        kind: kind.name.clone(),
        is: kind.is,
        labels: kind.labels.clone(),
        raters,
        trimmed,
        weight: kind.weight,
        hidden: None,
        ratings,
        mean,
        stands,
    }
}

/// What one rater says: the mean of it, corrected.
fn one(said: Said, precision: Precision) -> Outcome<KindRating> {
    let mean = said.sum?.over(count(said.times), precision)?;
    let Some((above, told)) = said.corrected else {
        return Ok(KindRating { by: said.by, score: mean, corrected: None, trimmed: false });
    };
    let above = above?;
    let corrected = told.then_some(above);
    let score = mean.minus(above, precision)?;
    Ok(KindRating { by: said.by, score, corrected, trimmed: false })
}

/// Marks the lowest and the highest of scores that rise; how many.
fn trim(kind: &RaterKind, ratings: &mut [KindRating]) -> u64 {
    let Some(trim) = kind.trim else { return 0 };
    let raters = u64::try_from(ratings.len()).unwrap_or(u64::MAX);
    if raters < trim.from {
        return 0;
    }
    let each = usize::try_from(trim.each).unwrap_or(usize::MAX);
    let last = ratings.len().saturating_sub(each);
    for (at, rating) in ratings.iter_mut().enumerate() {
        rating.trimmed = at < each || at >= last;
    }
    trim.each.saturating_mul(2)
}

/// Whether there are as many raters as a kind must have.
fn enough(kind: &RaterKind, raters: u64) -> Outcome<()> {
    match raters {
        0 => Err(Why::NoFacts),
        have if have < kind.at_least => Err(Why::TooFew { have, need: kind.at_least }),
        _ => Ok(()),
    }
}

/// The mean of those that count.
fn mean(ratings: &[KindRating], precision: Precision) -> Outcome<Fraction> {
    let (mut sum, mut number) = (Fraction::ZERO, 0_u64);
    for rating in ratings.iter().filter(|rating| !rating.trimmed) {
        sum = sum.plus(rating.score, precision)?;
        number = number.saturating_add(1);
    }
    sum.over(count(number), precision)
}
