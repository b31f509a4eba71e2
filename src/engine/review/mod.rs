//! Reviews: what people say of each other.

mod admit;
mod gather;
mod guard;

use crate::kpi::Place;
use crate::measure::Whose;
use crate::quantity::{Fraction, Outcome, Why};
use crate::review::ReviewScore;

use super::view::View;

pub(super) use admit::{in_numbers, is_review, refusals};
pub(super) use gather::Gathered;
pub(super) use guard::ReviewGuard;

impl View {
    /// What a review gives for an item, by their positions.
    pub(super) fn review_value(&self, review: usize, item: usize, place: Place) -> Outcome<Fraction> {
        if let Some(sides) = &self.0.sides {
            let there = sides.facts.place(self, place).ok_or(Why::NotAMember)?;
            return sides.facts.view.review_value(review, item, there);
        }
        self.review_score(review, item, place)?.value(self.plan().precision())
    }

    /// The same with the kinds of raters that it is made of; undefined for a unit, and where there are no facts behind the figures.
    pub(super) fn review_score(&self, review: usize, item: usize, place: Place) -> Outcome<ReviewScore> {
        self.has_facts().map_err(|_| Why::KeptBySlot)?;
        let Whose::Person(person) = place.whose else { return Err(Why::OfPeople) };
        let plan = self.plan().reviews().get(review).ok_or(Why::NothingDefined)?;
        let item = plan.review.items.get(item).ok_or(Why::NothingDefined)?;
        let gathered = self.gathered_reviews(review, place.when);
        let (who, precision) = (self.org()[person].key(), self.plan().precision());
        Ok(plan.review.score_by(who, item, &gathered.ratings, &gathered.severities, precision))
    }
}
