//! Whether somebody may see somebody, or set their targets.

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::formula::{Elsewhere, Inputs, Program, Shift, run};
use crate::id::Id;
use crate::kpi::{Place, Question, When};
use crate::measure::Whose;
use crate::org::{AttributeId, Person};
use crate::plan::Seeing;
use crate::quantity::{Outcome, Precision, Unit, Value, Why};

use super::super::answer::Asker;
use super::super::memo::Kept;
use super::super::view::View;

/// Who asks, and what that one may see.
#[derive(Debug)]
pub(in super::super) struct Sight {
    pub(super) actor: Id<Person>,
    known: Kept<Place, bool>,
}

impl Sight {
    pub(super) fn new(actor: Id<Person>) -> Sight {
        Sight { actor, known: Kept::default() }
    }

    /// Whether the actor may see the figures of a place; an undefined condition does not hold.
    pub(in super::super) fn sees(&self, view: &View, place: Place) -> bool {
        self.known.or(place, || {
            let Some(condition) = view.plan().may_see() else { return false };
            let place = Place { when: begun(place.when, view.as_of()), ..place };
            holds(view, condition, self.actor, (place, view.as_of()))
        })
    }
}

/// Whether a condition over an actor and a subject holds of a place, as of a day; an undefined one does not.
pub(in super::super) fn holds(
    view: &View,
    condition: &Program<Question>,
    actor: Id<Person>,
    (place, as_of): (Place, NaiveDate),
) -> bool {
    run(condition, &place, &mut SeeInputs { view, actor, as_of }) == Ok(Value::YesNo(true))
}

/// A time that has begun; the day as of which is asked stands for one that has not.
fn begun(when: When, as_of: NaiveDate) -> When {
    let today = || as_of.succ_opt().and_then(|next| Span::new(as_of, next));
    let ahead = when.span().from() > as_of;
    ahead.then(today).flatten().map_or(when, When::from)
}

struct SeeInputs<'v> {
    view: &'v View,
    actor: Id<Person>,
    as_of: NaiveDate,
}

impl SeeInputs<'_> {
    fn subject(&self, place: Place) -> Outcome {
        match place.whose {
            Whose::Person(person) => Ok(Value::Person(self.view.org()[person].key().shared())),
            Whose::Unit(_) => Err(Why::Missing("subject".into())),
        }
    }

    /// Whether the actor leads the unit at hand, or one above it: of a person, any of the units on the last day of membership.
    fn leads(&self, place: Place) -> Outcome {
        let org = self.view.org();
        let (units, day) = match place.whose {
            Whose::Unit(unit) => (vec![unit], place.when.end(self.view.as_of())?),
            Whose::Person(person) => {
                let day = self.view.last_day(person, place.when).ok_or(Why::NotAMember)?;
                let leaf = org.leaf(person, day).map(|leaf| &org[leaf]).ok_or(Why::NotAMember)?;
                ((0..leaf.trees()).filter_map(|tree| leaf.unit(tree)).collect(), day)
            }
        };
        let mut above = units.into_iter().flat_map(|unit| org.path(unit, day));
        Ok(Value::YesNo(above.any(|unit| self.view.leads(unit, day) == Some(self.actor))))
    }

    /// An attribute of the actor on the last day that counts.
    fn attribute(&self, attribute: AttributeId, place: Place) -> Outcome {
        let org = self.view.org();
        let day = place.when.end(self.view.as_of())?;
        org.leaf(self.actor, day).ok_or(Why::NotAMember)?;
        org[self.actor].attribute(attribute, day, org.attributes())
    }
}

impl Inputs<Question> for SeeInputs<'_> {
    type Place = Place;

    fn answer(&mut self, question: &Question, place: &Place) -> Outcome {
        match question {
            Question::AsOf => Ok(Value::Date(self.as_of)),
            Question::Local(Seeing::ACTOR) => Ok(Value::Person(self.view.org()[self.actor].key().shared())),
            Question::Local(Seeing::SUBJECT) => self.subject(*place),
            Question::Local(Seeing::LEADS) => self.leads(*place),
            Question::Local(local) => {
                let index = local.checked_sub(Seeing::ATTRIBUTES).ok_or(Why::NothingDefined)?;
                let attribute = self.view.org().attributes().iter().nth(index).map(|(id, _, _)| id);
                self.attribute(attribute.ok_or(Why::NothingDefined)?, *place)
            }
            _ => self.view.answer(question, *place),
        }
    }

    fn shift(&mut self, shift: &Shift, place: &Place) -> Outcome<Place> {
        Asker::new(self.view).shift(shift, place)
    }

    fn elsewhere(&mut self, elsewhere: &Elsewhere, place: &Place) -> Outcome<Place> {
        Asker::new(self.view).elsewhere(elsewhere, place)
    }

    fn named(&mut self, key: &str, is: Unit, place: &Place) -> Outcome<Place> {
        Asker::new(self.view).named(key, is, place)
    }

    fn precision(&self) -> Precision {
        self.view.plan().precision()
    }
}
