//! A deal and an actor as plain values.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

use crate::calendar::FiscalCalendar;
use crate::formula::{Elsewhere, Inputs, Program, Shift, holds, run};
use crate::id::{InvalidKey, Key};
use crate::quantity::{Fraction, Outcome, Value, Why};

use super::super::gate::{Answer, Answered, Case};
use super::super::journey::{Entered, Journey};
use super::super::stage::{StageId, Stages};
use super::DealQuestion;

/// A deal, or whatever else goes through a pipeline, as plain values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deal {
    owner: Option<Key>,
    fields: BTreeMap<String, Value>,
    entered: Vec<Entered>,
    /// When it entered the stage in which it is.
    since: Option<NaiveDateTime>,
    touched: Option<NaiveDate>,
    answers: Vec<Answered>,
    /// Whoever answered.
    people: Vec<Actor>,
}

impl Deal {
    /// A deal of somebody that has entered no stage yet.
    pub fn new(owner: &str) -> Result<Deal, InvalidKey> {
        Ok(Deal { owner: Some(Key::new(owner)?), ..Deal::default() })
    }

    /// With the value of a field.
    #[must_use]
    pub fn with(mut self, field: &str, value: impl Into<FieldValue>) -> Deal {
        self.fields.insert(field.to_owned(), value.into().0);
        self
    }

    /// With a stage that it entered at a moment, after all that it entered before.
    #[must_use]
    pub fn entered(mut self, stage: StageId, at: NaiveDateTime) -> Deal {
        if self.stage() != Some(stage) {
            self.entered.push(Entered { on: at.date(), stage });
            self.since = Some(at);
        }
        self
    }

    /// With a day on which something was done about it.
    #[must_use]
    pub fn touched(mut self, on: NaiveDate) -> Deal {
        self.touched = self.touched.max(Some(on));
        self
    }

    /// With what somebody answered who was asked to approve its next move, and as what.
    #[must_use]
    pub fn answered(mut self, role: &str, by: &Actor, answer: Answer, at: NaiveDateTime) -> Deal {
        let (role, by_key, acts_for) = (Some(role.to_owned()), by.key.clone(), Vec::new());
        self.answers.push(Answered { role, by: by_key, at, answer, acts_for });
        self.people.push(by.clone());
        self
    }

    /// The stage in which it is.
    #[inline]
    pub fn stage(&self) -> Option<StageId> {
        self.entered.last().map(|entered| entered.stage)
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
    pub(super) deal: &'a Deal,
    pub(super) actor: &'a Actor,
    pub(super) at: NaiveDateTime,
}

impl Asked<'_> {
    fn journey(&self) -> Journey<'_> {
        Journey::new(self.stages, &self.deal.entered)
    }

    /// Somebody who is known: who moves it, or who answered.
    fn person(&self, key: &Key) -> Option<&Actor> {
        if self.actor.key == *key {
            return Some(self.actor);
        }
        self.deal.people.iter().rev().find(|person| person.key == *key)
    }

    fn answer_of(&self, question: &DealQuestion, person: Option<&Actor>) -> Outcome {
        let missing = |name: &str| Why::Missing(Arc::from(name));
        let day = |day: Option<NaiveDate>, name: &str| day.map(Value::Date).ok_or_else(|| missing(name));
        let journey = self.journey();
        match question {
            DealQuestion::Field(name) => self.deal.fields.get(&**name).cloned().ok_or_else(|| missing(name)),
            DealQuestion::Owner => {
                let owner = self.deal.owner.as_ref().map(|owner| Value::Person(owner.shared()));
                owner.ok_or_else(|| missing("owner"))
            }
            DealQuestion::OpenedOn => day(self.deal.entered.first().map(|entered| entered.on), "opened_on"),
            DealQuestion::TouchedOn => day(self.deal.touched, "touched_on"),
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

    fn entered_at(&self) -> Option<NaiveDateTime> {
        self.deal.since
    }

    fn ask(&mut self, question: &Program<DealQuestion>) -> Outcome {
        run(question, &(), &mut Answering { asked: self, person: None })
    }

    fn owner(&self) -> Option<&Key> {
        self.deal.owner.as_ref()
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
        &self.deal.answers
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
