//! What a fold looks at: a fact, or a record as it is on a day.

use chrono::NaiveDate;

use crate::id::Key;
use crate::log::{Fact, Field, FieldId, RecordState, Referred};
use crate::quantity::{Fraction, Money, Outcome, Value, Why};

use super::fact::Said;

/// A fact, or a record as it is on a day.
#[derive(Clone, Copy, Debug)]
pub(super) enum Item<'s> {
    /// A fact.
    Fact(Fact<'s>),
    /// A record on a day.
    Record(RecordState<'s>),
}

impl<'s> Item<'s> {
    /// What it is called.
    pub(super) fn id(self) -> &'s Key {
        match self {
            Item::Fact(fact) => fact.id(),
            Item::Record(state) => state.record().key(),
        }
    }

    /// What others call it: a reversal by the fact that it undoes, whose fields it has.
    pub(super) fn entry_id(self) -> &'s Key {
        match self {
            Item::Fact(fact) if fact.is_reversal() => {
                fact.standing().at(fact.content_position()).map_or(fact.id(), Fact::id)
            }
            _ => self.id(),
        }
    }

    /// What it is called inside: the position of its entry.
    pub(super) fn number(self) -> u32 {
        match self {
            Item::Fact(fact) => fact.entry(),
            Item::Record(state) => state.record().number(),
        }
    }

    /// The day of a fact; of a record, the one on which it opened.
    pub(super) fn day(self) -> NaiveDate {
        match self {
            Item::Fact(fact) => fact.day(),
            Item::Record(state) => state.record().opened(),
        }
    }

    /// The day on which what it says was so: of a reversal, that of the fact which it undoes.
    pub(super) fn said_on(self) -> NaiveDate {
        match self {
            Item::Fact(fact) => fact.original_day(),
            Item::Record(state) => state.day(),
        }
    }

    /// What its numbers are multiplied by in sums.
    pub(super) fn factor(self) -> Fraction {
        match self {
            Item::Fact(fact) => fact.factor(),
            Item::Record(_) => Fraction::ONE,
        }
    }

    pub(super) fn is_reversal(self) -> bool {
        matches!(self, Item::Fact(fact) if fact.is_reversal())
    }

    /// What the envelope of a fact says; a record has none.
    pub(super) fn said(self, said: Said) -> Outcome {
        let Item::Fact(fact) = self else { return Err(Why::NothingDefined) };
        let found = match said {
            Said::Id => Some(Value::Text(fact.id().shared())),
            Said::By => fact.by().map(|by| Value::Person(by.shared())),
            Said::Known => fact.known_on().map(Value::Date),
        };
        let word = || Said::ALL.iter().find(|(one, ..)| *one == said).map_or("", |(_, word, _)| word);
        found.ok_or_else(|| Why::Missing(word().into()))
    }

    /// Why there is nothing in a field.
    pub(super) fn missing(self, field: FieldId) -> Why {
        let kind = match self {
            Item::Fact(fact) => fact.kind(),
            Item::Record(state) => state.record().kind(),
        };
        Why::Missing(kind.get(field).map_or("", Field::name).into())
    }

    /// What it says in a field.
    pub(super) fn value(self, field: FieldId) -> Outcome<Value> {
        match self {
            Item::Fact(fact) => fact.value(field),
            Item::Record(state) => state.value(field),
        }
    }

    /// The amount in a field, where it is in another currency than the plan's.
    pub(super) fn foreign(self, field: FieldId) -> Option<Money> {
        match self {
            Item::Fact(fact) => fact.foreign(field),
            Item::Record(state) => state.foreign(field),
        }
    }

    /// What a field refers to; a record as it is on the day `end`.
    pub(super) fn refers(self, field: FieldId, end: NaiveDate) -> Option<Item<'s>> {
        let record = match self {
            Item::Fact(fact) => match fact.refers(field) {
                Some(named) => return Some(Item::Fact(named)),
                None => fact.refers_record(field)?,
            },
            Item::Record(state) => match state.refers(field)? {
                Referred::Fact(named) => return Some(Item::Fact(named)),
                Referred::Record(record) => record,
            },
        };
        record.on(end).map(Item::Record)
    }
}
