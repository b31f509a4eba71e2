//! What can be asked of one fact.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::formula::{Elsewhere, Inputs, Shift};
use crate::id::Id;
use crate::log::{Fact, FieldId, FieldType, KindId, Kinds};
use crate::quantity::{Outcome, Precision, Value, Why};

use super::exchange::Exchanger;
use super::fold::Keyed;

/// A question to one fact.
#[derive(Clone, Debug, PartialEq)]
pub enum FactQuestion {
    /// The day on which it holds.
    Day,
    /// The value of a field, if need be of the fact that it refers to.
    Field(FieldPath),
    /// What a fold gives for all facts that share a value with this one.
    Keyed {
        /// The fold.
        keyed: Id<Keyed>,
        /// What of this fact is looked up.
        of: GroupKey,
    },
}

/// What facts have in common in a fold inside another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupKey {
    /// The value of a field; where it refers to an entry, that entry.
    Field(FieldPath),
    /// The entry itself.
    Entry,
}

/// A field of a fact, or of a fact that it refers to: all but the last are references.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldPath(pub(super) Vec<FieldId>);

impl FieldPath {
    /// The value of the field, following references; an amount in another currency has none, for no rate is known here.
    pub fn read(&self, fact: Fact<'_>) -> Outcome {
        self.reach(fact).and_then(|(here, last)| here.value(last))
    }

    /// The same with an amount in another currency converted; `end` is the last day of the time that is asked for.
    pub(super) fn read_in(&self, fact: Fact<'_>, exchange: &Exchanger, end: NaiveDate) -> Outcome {
        let (here, last) = self.reach(fact)?;
        match here.foreign(last) {
            Some(amount) => exchange.convert(here, amount, end).map(Value::Money),
            None => here.value(last),
        }
    }

    /// The id of the entry that the field refers to; of any other field, its value.
    fn read_key(&self, fact: Fact<'_>, exchange: &Exchanger, end: NaiveDate) -> Outcome {
        let (here, last) = self.reach(fact)?;
        match here.refers(last) {
            Some(entry) => Ok(own_key(entry)),
            None => self.read_in(fact, exchange, end),
        }
    }

    /// The fact that has the field, and the field.
    pub(super) fn reach<'f>(&self, fact: Fact<'f>) -> Outcome<(Fact<'f>, FieldId)> {
        let Some((&last, references)) = self.0.split_last() else {
            return Err(Why::NothingDefined);
        };
        let mut here = fact;
        for &reference in references {
            // Absent, or naming an entry that has not come yet: the reason is the reference's own.
            here = match here.refers(reference) {
                Some(next) => next,
                None => return Err(here.value(reference).err().unwrap_or(Why::NoFacts)),
            };
        }
        Ok((here, last))
    }

    /// The type of the field, on the way from a kind.
    pub(super) fn ty(&self, kind: KindId, kinds: &Kinds) -> Option<FieldType> {
        let mut ty = Some(FieldType::Reference(kind));
        for field in &self.0 {
            let Some(FieldType::Reference(kind)) = ty else { return None };
            ty = kinds[kind].get(*field).map(crate::log::Field::ty);
        }
        ty
    }
}

impl GroupKey {
    pub(super) fn read(&self, fact: Fact<'_>, exchange: &Exchanger, end: NaiveDate) -> Outcome {
        match self {
            GroupKey::Field(path) => path.read_key(fact, exchange, end),
            GroupKey::Entry => Ok(own_key(fact)),
        }
    }

    /// The field, where it is one.
    pub(super) fn path(&self) -> Option<&FieldPath> {
        match self {
            GroupKey::Field(path) => Some(path),
            GroupKey::Entry => None,
        }
    }
}

/// A fact as the key of what refers to it.
fn own_key(fact: Fact<'_>) -> Value {
    Value::Text(fact.id().shared())
}

/// The tables of keyed folds, by position.
pub(super) type KeyedTables = Vec<KeyedTable>;

/// What a fold gives for each value of its key.
#[derive(Clone, Debug)]
pub(super) struct KeyedTable {
    /// Where the answer for each value is.
    pub places: BTreeMap<Value, u64>,
    pub answers: Vec<Outcome>,
    /// Why there is no answer for another value: no fact has it, or it is not known which value some fact has.
    pub otherwise: Why,
}

impl KeyedTable {
    fn answer(&self, key: &Value) -> Outcome {
        let place = self.places.get(key).and_then(|place| usize::try_from(*place).ok());
        let known = place.and_then(|place| self.answers.get(place)).cloned();
        known.unwrap_or_else(|| Err(self.otherwise.clone()))
    }
}

/// Answers for the programs of one fact.
pub(super) struct FactInputs<'a> {
    pub keyed: &'a KeyedTables,
    pub exchange: &'a Exchanger,
    /// The last day of the time that is asked for.
    pub end: NaiveDate,
    pub precision: Precision,
}

impl<'f> Inputs<FactQuestion> for PlacedInputs<'_, 'f> {
    type Place = Fact<'f>;

    fn answer(&mut self, question: &FactQuestion, fact: &Fact<'f>) -> Outcome {
        match question {
            FactQuestion::Day => Ok(Value::Date(fact.day())),
            FactQuestion::Field(path) => path.read_in(*fact, self.inputs.exchange, self.inputs.end),
            FactQuestion::Keyed { keyed, of } => {
                let key = of.read(*fact, self.inputs.exchange, self.inputs.end)?;
                self.inputs.keyed.get(keyed.index()).map_or(Err(Why::NoFacts), |table| table.answer(&key))
            }
        }
    }

    fn shift(&mut self, _: &Shift, _: &Fact<'f>) -> Outcome<Fact<'f>> {
        Err(Why::NoPeriod)
    }

    fn elsewhere(&mut self, _: &Elsewhere, _: &Fact<'f>) -> Outcome<Fact<'f>> {
        Err(Why::NoPeriod)
    }

    fn precision(&self) -> Precision {
        self.inputs.precision
    }
}

/// [`FactInputs`] for facts of one log.
pub(super) struct PlacedInputs<'a, 'f> {
    pub inputs: &'a FactInputs<'a>,
    pub log: std::marker::PhantomData<Fact<'f>>,
}
