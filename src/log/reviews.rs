//! The kind of fact that every plan with reviews has: what people say of each other.

use crate::id::{Arena, Name};

use super::kind::{Field, FieldId, FieldType, Kind, KindId, Kinds};
use super::store::{Log, code};

/// What the kind is called.
pub(super) const REVIEW: &str = "review";

/// The fields of a review; who says it is the envelope's `by`.
const FIELDS: [(&str, FieldType); 6] = [
    ("item", FieldType::Text),
    ("period", FieldType::Text),
    ("relation", FieldType::Text),
    ("scale", FieldType::Text),
    ("score", FieldType::Number),
    ("who", FieldType::Person),
];

/// The kind `review` of a plan, and its fields.
///
/// # Example
///
/// ```
/// use attain::log::{FieldType, Kinds};
///
/// let kinds = Kinds::default().with_reviews();
/// let review = kinds.reviews().unwrap();
/// let kind = &kinds[review.kind];
/// assert_eq!(kind.get(review.score).unwrap().ty(), FieldType::Number);
/// assert_eq!(kind.whose(), Some(review.who));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReviewFields {
    /// The kind.
    pub kind: KindId,
    /// What is rated.
    pub item: FieldId,
    /// The label of the period that it is about.
    pub period: FieldId,
    /// What the rater is to who is rated.
    pub relation: FieldId,
    /// On which scale.
    pub scale: FieldId,
    /// The score on that scale.
    pub score: FieldId,
    /// Who is rated.
    pub who: FieldId,
}

impl Log {
    /// Whether the entry at a position is a review, or corrects one.
    pub(crate) fn is_review(&self, position: usize) -> bool {
        let line = self.line(code(position));
        line.and_then(|line| self.schema.kind(line.table())).is_some_and(Kind::is_review)
    }
}

impl Kinds {
    /// The same kinds, and `review` behind them.
    #[must_use]
    pub fn with_reviews(mut self) -> Kinds {
        let Ok(name) = Name::new(REVIEW) else { return self };
        let mut fields = Arena::new();
        let mut whose = None;
        for (field, ty) in FIELDS {
            let Ok(name) = Name::new(field) else { return self };
            whose = Some(fields.push(Field { name, ty }));
        }
        self.all.push(Kind { name, fields, on: None, id: Vec::new(), whose, counts: None, record: None });
        self
    }

    /// The same kinds, where nobody knows what reviews the plan has, because they could not be read.
    #[must_use]
    pub(crate) fn with_lost_reviews(mut self) -> Kinds {
        self.broken.push(vec![REVIEW.to_owned()]);
        self
    }

    /// The kind `review` and its fields, in a plan that has reviews.
    pub fn reviews(&self) -> Option<ReviewFields> {
        let (kind, of) = self.find(REVIEW)?;
        let field = |name: &str| of.field(name).map(|(id, _)| id);
        Some(ReviewFields {
            kind,
            item: field("item")?,
            period: field("period")?,
            relation: field("relation")?,
            scale: field("scale")?,
            score: field("score")?,
            who: field("who")?,
        })
    }
}
