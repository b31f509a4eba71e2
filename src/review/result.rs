//! What a review gives for somebody and an item, made of its parts.

use std::fmt;

use crate::document::Named;
use crate::id::{Key, Name};
use crate::quantity::{Fraction, Outcome, Precision, Why};

use super::definition::RaterIs;

/// What a review gives for a person and an item: the means of its kinds of raters, and what they make together.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewScore {
    /// Who is rated.
    pub who: Key,
    /// The item.
    pub item: Name,
    /// The kinds of raters, in the order of their names.
    pub kinds: Vec<KindScore>,
    /// How many ratings are in no mean, because the review has no such kind of raters or scale.
    pub left_out: usize,
    /// Why the whole is told to nobody, where telling it would tell what a hidden kind says.
    pub(super) withheld: Option<Why>,
}

/// What the raters of one kind say.
#[derive(Clone, PartialEq)]
pub struct KindScore {
    /// The kind.
    pub kind: Name,
    /// Who they are.
    pub is: RaterIs,
    /// What people call it, by language.
    pub labels: Named<String>,
    /// How many raters there are.
    pub raters: u64,
    /// How many of them do not count, because theirs are among the highest or the lowest scores.
    pub trimmed: u64,
    /// What their mean weighs as written.
    pub weight: Fraction,
    /// Why nobody sees their mean, where nobody does.
    pub hidden: Option<Hidden>,
    /// What each of them says, in the order of the scores; nothing, where they are anonymous.
    pub ratings: Vec<KindRating>,
    pub(super) mean: Outcome<Fraction>,
    pub(super) stands: Stands,
}

/// Why nobody sees the mean of a kind of raters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// There are fewer raters than make them anonymous.
    Few {
        /// How many there are.
        have: u64,
        /// How many make them anonymous.
        need: u64,
    },
    /// With it and the whole, that of the one kind that is hidden could be reckoned.
    WouldTell,
}

/// What is reckoned with as the mean of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stands {
    /// Its mean.
    Mean,
    /// Nothing: it is left out, and the others are weighed anew.
    Left,
    /// A number that stands for it.
    Number(Fraction),
    /// It makes the whole undefined.
    Undefined,
}

/// What one rater of a kind says.
#[derive(Clone, Debug, PartialEq)]
pub struct KindRating {
    /// Who rates.
    pub by: Key,
    /// The mean of what they say, on the numbers of the review.
    pub score: Fraction,
    /// What it was corrected by: how far the rater lies above all. Already taken off the score. Nothing, where it was not, or where it
    /// would tell what a few anonymous raters say.
    pub corrected: Option<Fraction>,
    /// Whether it does not count, being among the highest or the lowest.
    pub trimmed: bool,
}

impl ReviewScore {
    /// What the kinds make together: the mean of their means by weight. Undefined where a kind makes it so, where there is none, and where
    /// it would tell what a hidden kind says.
    pub fn value(&self, precision: Precision) -> Outcome<Fraction> {
        if let Some(why) = &self.withheld {
            return Err(why.clone());
        }
        let (mut sum, mut weights) = (Fraction::ZERO, Fraction::ZERO);
        for kind in self.kinds.iter().filter(|kind| !kind.weight.is_zero()) {
            let Some(number) = kind.counted()? else { continue };
            sum = sum.plus(number.times(kind.weight, precision)?, precision)?;
            weights = weights.plus(kind.weight, precision)?;
        }
        if weights.is_zero() {
            return Err(self.nothing());
        }
        sum.over(weights, precision)
    }

    /// What each kind weighs of all that count, in their order: 0 for one that is left out; undefined where the whole is.
    pub fn shares(&self, precision: Precision) -> Vec<Outcome<Fraction>> {
        let weighs = |kind: &KindScore| if kind.stands == Stands::Left { Fraction::ZERO } else { kind.weight };
        let sum = self.kinds.iter().try_fold(Fraction::ZERO, |sum, kind| sum.plus(weighs(kind), precision));
        let share =
            |kind| if weighs(kind).is_zero() { Ok(Fraction::ZERO) } else { weighs(kind).over(sum.clone()?, precision) };
        self.kinds.iter().map(share).collect()
    }

    /// Why there is nothing to make a mean of: what the first kind that should count says.
    fn nothing(&self) -> Why {
        let first = self.kinds.iter().find(|kind| !kind.weight.is_zero());
        first.and_then(|kind| kind.mean.clone().err()).unwrap_or(Why::NothingDefined)
    }
}

/// As it may be seen: a mean that is hidden is not told to a log either.
impl fmt::Debug for KindScore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KindScore")
            .field("kind", &self.kind)
            .field("raters", &self.raters)
            .field("trimmed", &self.trimmed)
            .field("weight", &self.weight)
            .field("hidden", &self.hidden)
            .field("mean", &self.mean())
            .field("ratings", &self.ratings)
            .finish_non_exhaustive()
    }
}

impl KindScore {
    /// The mean of the kind, on the numbers of the review, after trimming and correction; undefined where there are too few raters.
    /// Nothing, where nobody may see it.
    pub fn mean(&self) -> Option<Outcome<Fraction>> {
        if self.hidden.is_some() { None } else { Some(self.mean.clone()) }
    }

    /// Whether there are too few raters, or none.
    pub fn is_missing(&self) -> bool {
        self.stands != Stands::Mean
    }

    /// The number that stands for the mean of a kind that is missing.
    pub fn instead(&self) -> Option<Fraction> {
        match self.stands {
            Stands::Number(number) => Some(number),
            _ => None,
        }
    }

    /// What is reckoned with; nothing, where it is left out.
    pub(super) fn counted(&self) -> Outcome<Option<Fraction>> {
        match self.stands {
            Stands::Mean | Stands::Undefined => self.mean.clone().map(Some),
            Stands::Left => Ok(None),
            Stands::Number(number) => Ok(Some(number)),
        }
    }
}
