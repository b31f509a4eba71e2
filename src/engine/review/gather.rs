//! What was said of people in a time.

use std::collections::HashMap;
use std::sync::Arc;

use crate::calendar::Span;
use crate::id::Key;
use crate::kpi::When;
use crate::log::{Fact, FieldId, ReviewFields};
use crate::quantity::Value;
use crate::review::{Rating, Review, Severities};

use super::super::view::View;

/// What was said in a time for the items of a review, and how lenient those who said it are.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Gathered {
    /// By whom they are about, and the item.
    by: HashMap<(Key, String), Vec<Rating>>,
    pub(super) severities: Severities,
}

impl Gathered {
    /// What was said of a person for an item.
    pub(super) fn of(&self, who: &Key, item: &str) -> &[Rating] {
        self.by.get(&(who.clone(), item.to_owned())).map(Vec::as_slice).unwrap_or_default()
    }
}

impl View {
    /// What was said for the items of a review, by its position among the plan's, of the periods that lie in a time.
    pub(super) fn gathered_reviews(&self, review: usize, when: When) -> Arc<Gathered> {
        self.0.memo.reviews.or((review, when), || {
            let Some(plan) = self.plan().reviews().get(review) else { return Arc::default() };
            // What is made of it is this plan's; what was said may be another view's.
            let (facts, when) = self.said_by(when);
            Arc::new(facts.gather(&plan.review, when.span()))
        })
    }

    /// The view that is asked for what was said, and when.
    pub(super) fn said_by(&self, when: When) -> (&View, When) {
        match &self.0.sides {
            Some(sides) if sides.facts.beside => (&sides.facts.view, when.other()),
            Some(sides) => (&sides.facts.view, when.alone()),
            None => (self, when.alone()),
        }
    }

    fn gather(&self, review: &Review, span: Span) -> Gathered {
        let mut gathered = Gathered::default();
        let Some(fields) = self.plan().kinds().reviews() else { return gathered };
        let (mut periods, mut ratings): (HashMap<u32, bool>, Vec<Rating>) = (HashMap::new(), Vec::new());
        for fact in self.source().standing.facts(fields.kind) {
            if fact.day() > self.today() || fact.is_reversal() {
                continue;
            }
            let Some(period) = fact.code(fields.period) else { continue };
            let is_in = *periods.entry(period).or_insert_with(|| self.lies_in(fact, fields.period, span));
            let Some(rating) = rating(fact, &fields).filter(|_| is_in) else { continue };
            if review.items.iter().any(|item| item.as_str() == rating.item) {
                ratings.push(rating);
            }
        }
        gathered.severities = review.severities(&ratings, self.plan().precision());
        for rating in ratings {
            gathered.by.entry((rating.who.clone(), rating.item.clone())).or_default().push(rating);
        }
        gathered
    }

    /// Whether an entry is what somebody says of somebody as one of an anonymous kind of raters.
    pub(in super::super) fn is_anonymous(&self, id: &Key) -> bool {
        let plan = self.plan();
        let Some(fields) = plan.kinds().reviews().filter(|_| !plan.reviews().is_empty()) else { return false };
        let standing = self.source().standing;
        let fact = standing.log().find(id.as_str()).and_then(|at| standing.at(at));
        let Some(fact) = fact.filter(|fact| fact.kind().is_review()) else { return false };
        let of = text(fact, fields.item).and_then(|item| plan.review_of(&item));
        let kind = of.zip(text(fact, fields.relation)).and_then(|((_, of), relation)| of.review.kind(&relation));
        // What the plan no longer knows may have been anonymous.
        kind.is_none_or(|kind| kind.anonymous > 0)
    }

    /// Whether the period that a review is about lies in a time.
    fn lies_in(&self, fact: Fact<'_>, field: FieldId, span: Span) -> bool {
        let label = text(fact, field);
        let period = label.and_then(|label| self.plan().calendar().parse_period(&label).ok());
        period.is_some_and(|period| span.overlap(period.span()) == Some(period.span()))
    }
}

/// What a review says; nothing, where it lacks something.
fn rating(fact: Fact<'_>, fields: &ReviewFields) -> Option<Rating> {
    let who = match fact.value(fields.who).ok()? {
        Value::Person(who) => Key::new(who).ok()?,
        _ => return None,
    };
    Some(Rating {
        who,
        by: fact.by()?.clone(),
        relation: text(fact, fields.relation)?,
        item: text(fact, fields.item)?,
        scale: text(fact, fields.scale)?,
        score: fact.value(fields.score).ok()?.amount()?,
    })
}

/// The text in a field.
pub(in super::super) fn text(fact: Fact<'_>, field: FieldId) -> Option<String> {
    match fact.value(field).ok()? {
        Value::Text(text) => Some(text.to_string()),
        _ => None,
    }
}
