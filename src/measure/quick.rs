//! Folds whose formulas are plain, read off the columns of facts.
//!
//! Most conditions ask whether a text is a certain one, and most values are a number or an amount as it is written. What such
//! a formula gives is found without running it; of all others, and of facts that are shared, taken back or in another
//! currency, nothing is told here.

use crate::log::{Fact, FieldId, FieldType, Kind, KindId};
use crate::quantity::Value;

use super::cells::Source;
use super::fact::{FactQuestion, FieldPath};
use super::fold::{Aggregate, Fold};
use super::posting::Posting;
use super::tally::Tally;

/// What a fold sees of facts, as far as it can be read off their columns.
pub(super) struct Quick {
    filter: Filter,
    value: Plain,
    aggregate: Aggregate,
}

/// A condition on facts.
enum Filter {
    /// There is none.
    None,
    /// A text is a certain one, by its code; where no fact says that text, it has none.
    Text(FieldId, Option<u32>),
    /// Something else.
    Formula,
}

/// The value of facts.
enum Plain {
    /// There is none: facts are counted.
    None,
    /// A number or an amount as it is written.
    Digits(FieldId),
    /// Something else.
    Formula,
}

impl Quick {
    pub(super) fn new(fold: &Fold, source: Source<'_>) -> Quick {
        let kind = &source.standing.kinds()[fold.kind];
        let filter = match fold.filter.as_ref() {
            None => Filter::None,
            Some(program) => match program.as_equality() {
                Some((FactQuestion::Field(path), Value::Text(text))) => text_field(path, kind)
                    .map_or(Filter::Formula, |field| Filter::Text(field, code(source, fold.kind, field, text))),
                _ => Filter::Formula,
            },
        };
        let value = match fold.value.as_ref() {
            None if fold.aggregate == Aggregate::Count => Plain::None,
            Some(program) if matches!(fold.aggregate, Aggregate::Sum | Aggregate::Avg) => match program.as_question() {
                Some(FactQuestion::Field(path)) => own(path, kind).map_or(Plain::Formula, Plain::Digits),
                _ => Plain::Formula,
            },
            _ => Plain::Formula,
        };
        Quick { filter, value, aggregate: fold.aggregate }
    }

    /// Whether the condition holds of a fact, where that can be read off.
    pub(super) fn passes(&self, fact: Fact<'_>) -> Option<bool> {
        match self.filter {
            Filter::None => Some(true),
            Filter::Text(field, code) => Some(code.is_some() && fact.code(field) == code),
            Filter::Formula => None,
        }
    }

    /// Adds a fact of which the condition holds; whether all could be read off.
    pub(super) fn add(&self, tally: &mut Tally, fact: Fact<'_>, posting: &Posting) -> bool {
        if posting.shared || fact.is_reversal() {
            return false;
        }
        match self.value {
            Plain::None => tally.add_one(),
            Plain::Digits(field) if posting.is_whole() => {
                let digits = fact.digits(field);
                return digits.is_some_and(|(digits, scale)| tally.add_digits(self.aggregate, digits, scale));
            }
            Plain::Digits(_) | Plain::Formula => return false,
        }
        true
    }
}

/// A field of the fact itself.
fn own(path: &FieldPath, kind: &Kind) -> Option<FieldId> {
    let [field] = path.0[..] else { return None };
    (kind.on() != Some(field)).then_some(field)
}

fn text_field(path: &FieldPath, kind: &Kind) -> Option<FieldId> {
    own(path, kind).filter(|field| kind.get(*field).is_some_and(|field| field.ty() == FieldType::Text))
}

fn code(source: Source<'_>, kind: KindId, field: FieldId, text: &str) -> Option<u32> {
    source.standing.text_code(kind, field, text)
}
