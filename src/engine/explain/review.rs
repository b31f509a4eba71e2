//! What a review gives, explained.

use crate::kpi::Place;
use crate::quantity::{Value, Why};
use crate::trace::{Subject, Trace};

use super::Explainer;

impl Explainer<'_> {
    /// What a review gives for an item: the means of its kinds of raters, and what each of them weighs.
    pub(super) fn review(&mut self, review: usize, item: usize, place: Place, above: Option<Place>) -> Trace {
        let Some(plan) = self.view.plan().reviews().get(review) else {
            return Trace::new(Subject::Other(String::new()), Err(Why::NothingDefined));
        };
        let item_name = plan.review.items.get(item).map(ToString::to_string).unwrap_or_default();
        let score = self.view.review_score(review, item, place);
        let precision = self.view.plan().precision();
        let outcome = score.clone().and_then(|score| score.value(precision)).map(Value::Number);
        let subject = Subject::Review(format!("{}.{item_name}", plan.review.name));
        let mut trace = Trace::new(subject, outcome);
        trace.labels = plan.review.labels.clone();
        self.say_place(&mut trace, place, above);
        let Ok(score) = score else { return trace };
        self.open(&mut trace, place, &mut |this, trace| {
            for (kind, share) in score.kinds.iter().zip(score.shares(precision)) {
                if !this.budget.takes() {
                    continue;
                }
                let subject = Subject::Raters(kind.kind.to_string(), kind.raters, share.ok());
                let mean = kind.mean().unwrap_or(Err(Why::Withheld)).map(Value::Number);
                let mut part = Trace::new(subject, mean);
                part.labels = kind.labels.clone();
                if let Some(instead) = kind.instead() {
                    part.instead_of = part.outcome.err();
                    part.outcome = Ok(Value::Number(instead));
                }
                trace.parts.push(part);
            }
        });
        trace
    }
}
