//! A deal and an actor as plain values.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

use crate::calendar::FiscalCalendar;
use crate::formula::{Elsewhere, Inputs, Program, Shift, holds, run};
use crate::id::{InvalidKey, Key};
use crate::quantity::{Fraction, Outcome, Value, Why};

use super::super::gate::{Answer, Answered, Case, Place};
use super::super::journey::{Entered, Journey};
use super::super::stage::{StageId, Stages};
use super::{DealQuestion, Fields};

/// A deal, or whatever else goes through a pipeline, as plain values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deal {
    /// The stage in which it is.
    stage: Option<StageId>,
    /// When it entered that.
    since: Option<NaiveDateTime>,
    /// The fields whose places it knows.
    of: Option<Arc<Fields>>,
    /// Which of these have a value: a bit for each place.
    filled: u64,
    /// All else, apart: so that what most checks look at lies close together.
    rest: Box<Rest>,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Rest {
    owner: Option<Key>,
    fields: BTreeMap<String, Value>,
    entered: Vec<Entered>,
    touched: Option<NaiveDate>,
    answers: Vec<Answered>,
    /// Whoever answered.
    people: Vec<Actor>,
}

impl Deal {
    /// A deal of somebody that has entered no stage yet.
    pub fn new(owner: &str) -> Result<Deal, InvalidKey> {
        let rest = Rest { owner: Some(Key::new(owner)?), ..Rest::default() };
        Ok(Deal { rest: Box::new(rest), ..Deal::default() })
    }

    /// With the value of a field.
    #[must_use]
    pub fn with(mut self, field: &str, value: impl Into<FieldValue>) -> Deal {
        let value = value.into().0;
        let is_filled = !matches!(&value, Value::Text(text) if text.trim().is_empty());
        let place = self.of.as_ref().and_then(|fields| fields.place(field));
        if let Some(bit) = place.and_then(|place| 1_u64.checked_shl(place)) {
            self.filled = if is_filled { self.filled | bit } else { self.filled & !bit };
        }
        self.rest.fields.insert(field.to_owned(), value);
        self
    }

    /// With the places of fields.
    pub(super) fn of(mut self, fields: &Arc<Fields>) -> Deal {
        self.of = Some(Arc::clone(fields));
        self
    }

    /// With a stage that it entered at a moment, after all that it entered before.
    #[must_use]
    pub fn entered(mut self, stage: StageId, at: NaiveDateTime) -> Deal {
        if self.stage() != Some(stage) {
            self.rest.entered.push(Entered { on: at.date(), stage });
            self.stage = Some(stage);
            self.since = Some(at);
        }
        self
    }

    /// With a day on which something was done about it.
    #[must_use]
    pub fn touched(mut self, on: NaiveDate) -> Deal {
        self.rest.touched = self.rest.touched.max(Some(on));
        self
    }

    /// With what somebody answered who was asked to approve its next move, and as what.
    #[must_use]
    pub fn answered(mut self, role: &str, by: &Actor, answer: Answer, at: NaiveDateTime) -> Deal {
        let (role, acts_for) = (Some(role.to_owned()), Vec::new());
        self.rest.answers.push(Answered { role, by: by.key.clone(), at, answer, acts_for });
        self.rest.people.push(by.clone());
        self
    }

    /// Where it is, and which of the fields of a pipeline have a value: none that is known, of the fields of another one.
    #[inline]
    pub(super) fn place(&self, fields: &Arc<Fields>) -> Place {
        Place { stage: self.stage(), since: self.since, filled: self.filled_of(fields) }
    }

    #[inline]
    fn filled_of(&self, fields: &Arc<Fields>) -> Option<u64> {
        self.of.as_ref().is_some_and(|of| Arc::ptr_eq(of, fields)).then_some(self.filled)
    }

    /// The stage in which it is.
    #[inline]
    pub fn stage(&self) -> Option<StageId> {
        self.stage
    }
}

/// The value of a field, of whatever type it comes in.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldValue(pub Value);

impl From<Value> for FieldValue {
    fn from(value: Value) -> FieldValue {
        FieldValue(value)
    }
}

impl From<&str> for FieldValue {
    fn from(text: &str) -> FieldValue {
        FieldValue(Value::Text(Arc::from(text)))
    }
}

impl From<bool> for FieldValue {
    fn from(is: bool) -> FieldValue {
        FieldValue(Value::YesNo(is))
    }
}

impl From<NaiveDate> for FieldValue {
    fn from(day: NaiveDate) -> FieldValue {
        FieldValue(Value::Date(day))
    }
}

/// An amount of money.
impl From<Decimal> for FieldValue {
    fn from(amount: Decimal) -> FieldValue {
        FieldValue(Value::Money(Fraction::from(amount)))
    }
}

/// Who moves a deal, or approves that.
#[derive(Clone, Debug, PartialEq)]
pub struct Actor {
    key: Key,
    known: BTreeMap<String, Value>,
}

impl Actor {
    /// Somebody of whom nothing else is known.
    pub fn new(key: &str) -> Result<Actor, InvalidKey> {
        Ok(Actor { key: Key::new(key)?, known: BTreeMap::new() })
    }

    /// With something that is known of them: `role`.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<FieldValue>) -> Actor {
        self.known.insert(name.to_owned(), value.into().0);
        self
    }

    /// Who it is.
    pub fn key(&self) -> &Key {
        &self.key
    }
}

/// A deal at a moment, and who moves it.
pub(super) struct Asked<'a> {
    pub(super) stages: &'a Stages,
    pub(super) calendar: &'a FiscalCalendar,
    pub(super) fields: &'a Arc<Fields>,
    pub(super) deal: &'a Deal,
    pub(super) actor: &'a Actor,
    pub(super) at: NaiveDateTime,
}

impl Asked<'_> {
    fn journey(&self) -> Journey<'_> {
        Journey::new(self.stages, &self.deal.rest.entered)
    }

    /// Somebody who is known: who moves it, or who answered.
    fn person(&self, key: &Key) -> Option<&Actor> {
        if self.actor.key == *key {
            return Some(self.actor);
        }
        self.deal.rest.people.iter().rev().find(|person| person.key == *key)
    }

    fn answer_of(&self, question: &DealQuestion, person: Option<&Actor>) -> Outcome {
        let missing = |name: &str| Why::Missing(Arc::from(name));
        let day = |day: Option<NaiveDate>, name: &str| day.map(Value::Date).ok_or_else(|| missing(name));
        let journey = self.journey();
        match question {
            DealQuestion::Field(name) => self.deal.rest.fields.get(&**name).cloned().ok_or_else(|| missing(name)),
            DealQuestion::Owner => {
                let owner = self.deal.rest.owner.as_ref().map(|owner| Value::Person(owner.shared()));
                owner.ok_or_else(|| missing("owner"))
            }
            DealQuestion::OpenedOn => day(self.deal.rest.entered.first().map(|entered| entered.on), "opened_on"),
            DealQuestion::TouchedOn => day(self.deal.rest.touched, "touched_on"),
            DealQuestion::Stage => {
                let stage = journey.stage().and_then(|stage| self.stages.get(stage));
                stage.map(|stage| Value::Text(stage.id().shared())).ok_or_else(|| missing("stage"))
            }
            DealQuestion::Status => {
                let status = journey.status().map(|status| Value::Text(Arc::from(status.word())));
                status.ok_or_else(|| missing("status"))
            }
            DealQuestion::EnteredOn(stage) => day(journey.entered_on(*stage), "entered_on"),
            DealQuestion::TimeIn(stage) => {
                Ok(Value::Duration(Fraction::whole(journey.time_in(*stage, self.at.date()))))
            }
            DealQuestion::Visits(stage) => {
                let visits = i64::try_from(journey.visits(*stage)).map_err(|_| Why::Overflow)?;
                Ok(Value::Number(Fraction::whole(visits)))
            }
            DealQuestion::Reached(stage) => Ok(Value::YesNo(journey.reached(*stage))),
            DealQuestion::Passed(stage) => Ok(Value::YesNo(journey.passed(*stage))),
            DealQuestion::Actor => {
                person.map(|person| Value::Person(person.key.shared())).ok_or_else(|| missing("actor"))
            }
            DealQuestion::OfActor(name) => {
                person.and_then(|person| person.known.get(&**name)).cloned().ok_or_else(|| missing(name))
            }
        }
    }
}

impl Case<DealQuestion, DealQuestion> for Asked<'_> {
    #[inline]
    fn stage(&self) -> Option<StageId> {
        self.deal.stage()
    }

    #[inline]
    fn entered_at(&self) -> Option<NaiveDateTime> {
        self.deal.since
    }

    #[inline]
    fn filled(&self) -> Option<u64> {
        self.deal.filled_of(self.fields)
    }

    fn ask(&mut self, question: &Program<DealQuestion>) -> Outcome {
        run(question, &(), &mut Answering { asked: self, person: None })
    }

    fn owner(&self) -> Option<&Key> {
        self.deal.rest.owner.as_ref()
    }

    fn may(&mut self, condition: &Program<DealQuestion>, person: &Key) -> bool {
        let person = self.person(person);
        holds(condition, &(), &mut Answering { asked: self, person })
    }

    fn has_role(&mut self, person: &Key, role: &str) -> bool {
        let own = self.person(person).and_then(|person| person.known.get("role"));
        matches!(own, Some(Value::Text(own)) if **own == *role)
    }

    fn answers(&self) -> &[Answered] {
        &self.deal.rest.answers
    }

    fn calendar(&self) -> &FiscalCalendar {
        self.calendar
    }
}

/// Answers the questions of formulas.
struct Answering<'a> {
    asked: &'a Asked<'a>,
    /// Who is asked about.
    person: Option<&'a Actor>,
}

impl Inputs<DealQuestion> for Answering<'_> {
    type Place = ();

    fn answer(&mut self, question: &DealQuestion, (): &()) -> Outcome {
        self.asked.answer_of(question, self.person)
    }

    // A deal has no other time and no other place: formulas that ask for one are refused when they are read.
    fn shift(&mut self, _shift: &Shift, (): &()) -> Outcome<()> {
        Err(Why::NoPeriod)
    }

    fn elsewhere(&mut self, _elsewhere: &Elsewhere, (): &()) -> Outcome<()> {
        Err(Why::NotAMember)
    }
}
