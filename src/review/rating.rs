//! A score that a rater gives, and why one is none.

use crate::id::Key;
use crate::log::{Refusal, RefusalCode};
use crate::quantity::Fraction;

use super::compile::Review;
use super::definition::RaterIs;
use super::scale::{NoScore, Scale};

/// What a rater says of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rating {
    /// Who is rated.
    pub who: Key,
    /// Who rates: a person of the organisation, or whatever somebody from outside is called.
    pub by: Key,
    /// As what: a kind of raters of the review.
    pub relation: String,
    /// For what: an item of the review.
    pub item: String,
    /// On which scale of the review.
    pub scale: String,
    /// The score on that scale.
    pub score: Fraction,
}

impl Review {
    /// Every reason why a review has no place for a rating, whatever else was said: an unknown kind of raters, item or scale, a score that
    /// the scale does not have, a rater who cannot be of that kind.
    pub fn check(&self, rating: &Rating) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        refusals.extend(self.no_rater(&rating.relation, rating.who.as_str(), rating.by.as_str()));
        refusals.extend(self.no_item(&rating.item));
        match self.scale(&rating.scale) {
            Some(scale) => refusals.extend(no_score(scale, rating.score)),
            None => refusals.push(self.no_scale(&rating.scale)),
        }
        refusals
    }

    /// Why somebody cannot rate somebody as one of a kind.
    pub(crate) fn no_rater(&self, relation: &str, who: &str, by: &str) -> Option<Refusal> {
        let Some(kind) = self.kind(relation) else {
            let mut known = self.kinds.iter().map(|kind| kind.name.as_str());
            let message = format_args!("the review `{}` has no raters `{relation}`", self.name);
            let refusal = Refusal::new(RefusalCode::ReviewRelation, message).field_of("relation");
            return Some(refusal.nearest(relation, &mut known));
        };
        match kind.is {
            RaterIs::Itself if who != by => {
                let message = format_args!("`{by}` cannot rate `{who}` as `{relation}`: that is for `{who}` alone");
                let refusal = Refusal::new(RefusalCode::ReviewSelf, message).field_of("by");
                Some(refusal.with_help("write as `relation` what the rater is to who is rated"))
            }
            RaterIs::Colleague | RaterIs::Manager | RaterIs::Below if who == by => {
                let message = format_args!("nobody rates themselves as `{relation}`");
                let refusal = Refusal::new(RefusalCode::ReviewOneself, message).field_of("by");
                let own = self.kinds.iter().find(|kind| kind.is == RaterIs::Itself);
                Some(match own {
                    Some(own) => refusal.with_help(&format!("write `\"relation\": \"{}\"`", own.name)),
                    None => refusal.with_help("name another rater: the review has no raters who rate themselves"),
                })
            }
            _ => None,
        }
    }

    /// Why nobody is rated for an item.
    pub(crate) fn no_item(&self, item: &str) -> Option<Refusal> {
        let mut known = self.items.iter().map(crate::id::Name::as_str);
        if known.any(|known| known == item) {
            return None;
        }
        let mut known = self.items.iter().map(crate::id::Name::as_str);
        let message = format_args!("nobody is rated for `{item}` in the review `{}`", self.name);
        Some(Refusal::new(RefusalCode::ReviewItem, message).field_of("item").nearest(item, &mut known))
    }

    /// A scale that there is not.
    pub(crate) fn no_scale(&self, scale: &str) -> Refusal {
        let mut known = self.scales.iter().map(|scale| scale.name.as_str());
        let message = format_args!("the review `{}` has no scale `{scale}`", self.name);
        Refusal::new(RefusalCode::ReviewScale, message).field_of("scale").nearest(scale, &mut known)
    }
}

/// Why a number is no score of a scale.
pub(crate) fn no_score(scale: &Scale, score: Fraction) -> Option<Refusal> {
    let why = scale.check(score).err()?;
    let name = &scale.name;
    let message = match why {
        NoScore::Outside => format!("{score} is no score of the scale `{name}`"),
        NoScore::BetweenSteps => format!("{score} lies between two scores of the scale `{name}`"),
        NoScore::NoRating => format!("{score} is the number of no rating of the scale `{name}`"),
    };
    let refusal = Refusal::new(RefusalCode::ReviewScore, format_args!("{message}")).field_of("score");
    Some(refusal.with_help(&scores_of(scale)))
}

/// Which scores a scale has.
pub(crate) fn scores_of(scale: &Scale) -> String {
    let (lowest, highest) = (scale.lowest, scale.highest);
    if !scale.ratings.is_empty() {
        let all: Vec<String> = scale.ratings.iter().map(|(name, score)| format!("`{name}` ({score})")).collect();
        return format!("write one of {}", all.join(", "));
    }
    match scale.step {
        Some(step) => format!("write {lowest} to {highest}, in steps of {step}"),
        None => format!("write {lowest} to {highest}"),
    }
}
