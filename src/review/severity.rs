//! Severity: how far the scores of a rater lie above or below those of all who rated the same.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::id::Key;
use crate::quantity::{Fraction, Outcome, Precision};
use crate::sort;

use super::compile::Review;
use super::definition::RaterIs;
use super::rating::Rating;

/// A rater; somebody from outside is nobody of the organisation, whatever they are called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rater {
    pub(super) outside: bool,
    pub(super) by: Key,
}

/// How lenient a rater is.
#[derive(Clone, Debug, PartialEq)]
pub struct Severity {
    /// Who rates; nobody who may be named, where one of their scores was given as one of an anonymous kind.
    pub by: Option<Key>,
    /// How many scores the rater gave in common with others: for a person and an item that somebody else rated too.
    pub reviews: u64,
    /// The mean of the rater's scores less that of all raters for the same people and items: above 0 whoever is lenient, below 0
    /// whoever is severe.
    pub above: Outcome<Fraction>,
    /// Whether the rater's scores are corrected by it.
    pub corrects: bool,
}

/// How lenient all raters are.
#[derive(Clone, Default, PartialEq)]
pub struct Severities {
    all: BTreeMap<Rater, Of>,
}

/// What is known of one rater.
#[derive(Clone, PartialEq)]
struct Of {
    reviews: u64,
    above: Outcome<Fraction>,
    corrects: bool,
    /// The smallest number of raters from which on something is seen of the kinds as one of which the rater rated anybody.
    anonymous: u64,
    /// Whether it would tell what a few anonymous raters say: they rated somebody whom this one rated too.
    would_tell: bool,
}

/// As it may be seen.
impl fmt::Debug for Severities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.shown()).finish()
    }
}

/// A sum of scores.
#[derive(Clone, Debug)]
struct Sum {
    sum: Outcome<Fraction>,
    count: u64,
}

impl Sum {
    fn none() -> Sum {
        Sum { sum: Ok(Fraction::ZERO), count: 0 }
    }

    fn add(&mut self, score: Outcome<Fraction>, precision: Precision) {
        self.sum = self.sum.clone().and_then(|sum| sum.plus(score?, precision));
        self.count = self.count.saturating_add(1);
    }

    fn mean(&self, precision: Precision) -> Outcome<Fraction> {
        self.sum.clone()?.over(count(self.count), precision)
    }
}

/// A number of things.
pub(super) fn count(number: u64) -> Fraction {
    Fraction::whole(i64::try_from(number).unwrap_or(i64::MAX))
}

/// What the raters of one person and item said.
#[derive(Default)]
struct Said {
    /// The scores of each.
    by: BTreeMap<Rater, Sum>,
    /// Those of each kind.
    kinds: BTreeMap<usize, BTreeSet<Rater>>,
}

/// What is known of a rater while it is gathered.
struct Apart {
    sum: Sum,
    would_tell: bool,
}

impl Review {
    /// How lenient raters are, by all that they said of whomever: a rater's mean less that of all raters for the people and items that
    /// they rated in common, all scales being brought onto the same numbers. What people say of themselves is no part of it.
    ///
    /// Where each of them rated the same people for the same items, what they lie above and below all makes nothing in sum.
    pub fn severities(&self, ratings: &[Rating], precision: Precision) -> Severities {
        let mut said: BTreeMap<(&str, &str), Said> = BTreeMap::new();
        let mut anonymous: BTreeMap<Rater, u64> = BTreeMap::new();
        for rating in ratings {
            let at = self.kinds.iter().position(|kind| kind.name.as_str() == rating.relation);
            let kind =
                at.and_then(|at| self.kinds.get(at).filter(|kind| kind.is != RaterIs::Itself).map(|kind| (at, kind)));
            let (Some((at, kind)), Some(score)) = (kind, self.score_of(rating, precision)) else { continue };
            let rater = Rater { outside: kind.is == RaterIs::Outside, by: rating.by.clone() };
            let least = anonymous.entry(rater.clone()).or_default();
            *least = kind.anonymous.max(*least);
            let of = said.entry((rating.who.as_str(), rating.item.as_str())).or_default();
            of.kinds.entry(at).or_default().insert(rater.clone());
            of.by.entry(rater).or_insert_with(Sum::none).add(score, precision);
        }
        let mut apart: BTreeMap<Rater, Apart> = BTreeMap::new();
        for of in said.values().filter(|of| of.by.len() > 1) {
            let would_tell = self.has_few(of);
            let mut all = Sum::none();
            for own in of.by.values() {
                all.add(own.mean(precision), precision);
            }
            let all = all.mean(precision);
            for (rater, own) in &of.by {
                let above = own.mean(precision).and_then(|own| own.minus(all.clone()?, precision));
                let one = apart.entry(rater.clone()).or_insert_with(|| Apart { sum: Sum::none(), would_tell: false });
                one.sum.add(above, precision);
                one.would_tell |= would_tell;
            }
        }
        self.weighed(apart, &anonymous, precision)
    }

    /// Whether there are raters of an anonymous kind, and fewer than make them anonymous.
    fn has_few(&self, said: &Said) -> bool {
        let few = |(at, raters): (&usize, &BTreeSet<Rater>)| {
            let kind = self.kinds.get(*at);
            kind.is_some_and(|kind| u64::try_from(raters.len()).is_ok_and(|raters| raters < kind.anonymous))
        };
        said.kinds.iter().any(few)
    }

    fn weighed(
        &self,
        apart: BTreeMap<Rater, Apart>,
        anonymous: &BTreeMap<Rater, u64>,
        precision: Precision,
    ) -> Severities {
        let mut all = BTreeMap::new();
        for (rater, Apart { sum, would_tell }) in apart {
            let anonymous = anonymous.get(&rater).copied().unwrap_or_default();
            let corrects = self.corrects.is_some_and(|at_least| sum.count >= at_least);
            let of = Of { reviews: sum.count, above: sum.mean(precision), corrects, anonymous, would_tell };
            all.insert(rater, of);
        }
        Severities { all }
    }

    /// What a score is on the numbers of the review; nothing, where the review has no such scale.
    pub(super) fn score_of(&self, rating: &Rating, precision: Precision) -> Option<Outcome<Fraction>> {
        Some(self.scale(&rating.scale)?.onto(rating.score, self.onto, precision))
    }
}

impl Severities {
    /// What may be seen of it: first whoever may be named, by name; then, without their names and by what they are, those who rated
    /// somebody as one of an anonymous kind, where there are as many of them as their kind asks for, and each rated more than once.
    ///
    /// Nothing of whoever rated somebody of whom a few anonymous raters said something too: it would tell what those say.
    pub fn shown(&self) -> Vec<Severity> {
        let mut shown = Vec::new();
        let mut hidden = Vec::new();
        let mut most = 0;
        for (rater, of) in self.all.iter().filter(|(_, of)| !of.would_tell) {
            let by = (of.anonymous == 0).then(|| rater.by.clone());
            let one = Severity { by, reviews: of.reviews, above: of.above.clone(), corrects: of.corrects };
            if of.anonymous == 0 {
                shown.push(one);
            } else if of.reviews > 1 {
                most = of.anonymous.max(most);
                hidden.push(one);
            }
        }
        if u64::try_from(hidden.len()).is_ok_and(|count| count >= most) {
            sort::by(&mut hidden, |one: &Severity, other| {
                (&one.above, one.reviews).cmp(&(&other.above, other.reviews))
            });
            shown.append(&mut hidden);
        }
        shown
    }

    /// How many raters nothing is shown of.
    pub fn hidden(&self) -> usize {
        self.all.len().saturating_sub(self.shown().len())
    }

    /// By how much a rater's scores are corrected, and whether that may be seen; nothing, where they are not.
    pub(super) fn correction(&self, rater: &Rater) -> Option<(Outcome<Fraction>, bool)> {
        self.all.get(rater).filter(|of| of.corrects).map(|of| (of.above.clone(), !of.would_tell))
    }
}
