//! What can be asked of one fact, or of one record on a day.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use chrono::NaiveDate;

use crate::formula::{Elsewhere, Inputs, Program, Shift, run};
use crate::id::Id;
use crate::log::{FieldId, FieldType, KindId, Kinds, RecordState};
use crate::quantity::{Outcome, Precision, Unit, Value, Why};

use super::exchange::Exchanger;
use super::fold::Keyed;
use super::item::Item;
use super::state::StateQuestion;

/// A question to one fact, or to one record on a day.
#[derive(Clone, Debug, PartialEq)]
pub enum FactQuestion {
    /// The day on which it holds.
    Day,
    /// What the envelope of a fact says: who said it, and since when it is known.
    Said(Said),
    /// The value of a field, if need be of the fact or the record that it refers to.
    Field(FieldPath),
    /// What is so of a record on the day on which it is looked at.
    State {
        /// The references that lead to the record; none for the one at hand.
        of: FieldPath,
        /// What is asked.
        ask: StateQuestion,
    },
    /// What a fold gives for all facts that share a value with this one.
    Keyed {
        /// The fold.
        keyed: Id<Keyed>,
        /// What of this fact is looked up.
        of: GroupKey,
    },
}

/// A word of the envelope of a fact; of one that was revised, of its revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// The id of the entry.
    Id,
    /// Who said it; missing, where nobody is named.
    By,
    /// The day on which it became known, in the plan's time zone, or in UTC where it has none; missing, where no moment was named.
    Known,
}

impl Said {
    /// Every one, with the word that formulas call it by and the unit of the answer.
    pub const ALL: [(Said, &'static str, Unit); 3] =
        [(Said::Id, "id", Unit::Text), (Said::By, "by", Unit::Person), (Said::Known, "known", Unit::Date)];
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
    /// The value of the field, following references, with an amount in another currency converted; `end` is the last day of the
    /// time that is asked for.
    pub(super) fn read_in(&self, item: Item<'_>, exchange: &Exchanger, end: NaiveDate) -> Outcome {
        let (here, last) = self.reach(item, end)?;
        match here.foreign(last) {
            Some(amount) => exchange.convert(here.said_on(), amount, end).map(Value::Money),
            None => here.value(last),
        }
    }

    /// The id of the entry that the field refers to; of any other field, its value.
    fn read_key(&self, item: Item<'_>, exchange: &Exchanger, end: NaiveDate) -> Outcome {
        let (here, last) = self.reach(item, end)?;
        match here.refers(last, end) {
            Some(entry) => Ok(own_key(entry)),
            None => self.read_in(item, exchange, end),
        }
    }

    /// What has the field, and the field.
    pub(super) fn reach<'f>(&self, item: Item<'f>, end: NaiveDate) -> Outcome<(Item<'f>, FieldId)> {
        let Some((&last, references)) = self.0.split_last() else {
            return Err(Why::NothingDefined);
        };
        Ok((follow(references, item, end)?, last))
    }

    /// The record to which the references lead.
    fn record<'f>(&self, item: Item<'f>, end: NaiveDate) -> Outcome<RecordState<'f>> {
        match follow(&self.0, item, end)? {
            Item::Record(state) => Ok(state),
            Item::Fact(_) => Err(Why::NoFacts),
        }
    }

    /// Whether a record stands on the way from a kind to the field.
    pub(super) fn passes_record(&self, kind: KindId, kinds: &Kinds) -> bool {
        let mut here = kind;
        for field in &self.0 {
            if kinds[here].is_record() {
                return true;
            }
            match kinds[here].get(*field).map(crate::log::Field::ty) {
                Some(FieldType::Reference(next)) => here = next,
                _ => return false,
            }
        }
        false
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

/// What a row of references leads to.
fn follow<'f>(references: &[FieldId], item: Item<'f>, end: NaiveDate) -> Outcome<Item<'f>> {
    let mut here = item;
    for &reference in references {
        // Absent, or naming a record that is not there yet.
        here = here.refers(reference, end).ok_or_else(|| here.missing(reference))?;
    }
    Ok(here)
}

impl GroupKey {
    pub(super) fn read(&self, item: Item<'_>, exchange: &Exchanger, end: NaiveDate) -> Outcome {
        match self {
            GroupKey::Field(path) => path.read_key(item, exchange, end),
            GroupKey::Entry => Ok(own_key(item)),
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

/// A fact or a record as the key of what refers to it; of a reversal, the fact that it undoes.
fn own_key(item: Item<'_>) -> Value {
    Value::Text(item.entry_id().shared())
}

/// The tables of keyed folds, by position.
pub(super) type KeyedTables = Vec<KeyedTable>;

/// What a fold gives for each value of its key.
#[derive(Clone, Debug)]
pub(super) struct KeyedTable {
    /// Where the answer for each value is.
    pub places: BTreeMap<Value, u64>,
    pub answers: Vec<Outcome>,
    /// The answer for another value: that of no facts, or undefined where it is not known which value some fact has.
    pub otherwise: Outcome,
}

impl KeyedTable {
    fn answer(&self, key: &Value) -> Outcome {
        let place = self.places.get(key).and_then(|place| usize::try_from(*place).ok());
        let known = place.and_then(|place| self.answers.get(place)).cloned();
        known.unwrap_or_else(|| self.otherwise.clone())
    }
}

/// Answers for the programs of one fact or record.
#[derive(Clone, Copy)]
pub(super) struct FactInputs<'a> {
    pub keyed: &'a KeyedTables,
    pub exchange: &'a Exchanger,
    /// The last day of the time that is asked for.
    pub end: NaiveDate,
    pub precision: Precision,
}

impl FactInputs<'_> {
    /// What a program gives for a fact or a record.
    pub(super) fn run(&self, program: &Program<FactQuestion>, item: Item<'_>) -> Outcome {
        run(program, &item, &mut PlacedInputs { inputs: self, log: PhantomData })
    }

    /// The answer of a fact or a record to a question.
    pub(super) fn ask(&self, question: &FactQuestion, item: Item<'_>) -> Outcome {
        PlacedInputs { inputs: self, log: PhantomData }.answer(question, &item)
    }
}

/// [`FactInputs`] for what stands in one log.
struct PlacedInputs<'a, 'f> {
    inputs: &'a FactInputs<'a>,
    log: PhantomData<Item<'f>>,
}

impl<'f> Inputs<FactQuestion> for PlacedInputs<'_, 'f> {
    type Place = Item<'f>;

    fn answer(&mut self, question: &FactQuestion, item: &Item<'f>) -> Outcome {
        let FactInputs { keyed: tables, exchange, end, .. } = *self.inputs;
        match question {
            FactQuestion::Day => Ok(Value::Date(item.day())),
            FactQuestion::Said(said) => item.said(*said),
            FactQuestion::Field(path) => path.read_in(*item, exchange, end),
            FactQuestion::State { of, ask } => {
                let state = of.record(*item, end)?;
                let day = match ask {
                    StateQuestion::StageOn(day) => match self.inputs.run(day, *item)? {
                        Value::Date(day) => Ok(day),
                        _ => Err(Why::NotANumber),
                    },
                    _ => Ok(end),
                };
                ask.answer(state, day)
            }
            FactQuestion::Keyed { keyed, of } => {
                let key = of.read(*item, exchange, end)?;
                tables.get(keyed.index()).map_or(Err(Why::NoFacts), |table| table.answer(&key))
            }
        }
    }

    fn shift(&mut self, _: &Shift, _: &Item<'f>) -> Outcome<Item<'f>> {
        Err(Why::NoPeriod)
    }

    fn elsewhere(&mut self, _: &Elsewhere, _: &Item<'f>) -> Outcome<Item<'f>> {
        Err(Why::NoPeriod)
    }

    fn precision(&self) -> Precision {
        self.inputs.precision
    }
}
