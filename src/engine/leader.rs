//! Who leads.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::error::Error;
use crate::id::{Id, Key};
use crate::kpi::{Place, When};
use crate::measure::Whose;
use crate::org::{Leaf, Person, Unit};
use crate::quantity::{Outcome, Why};

use super::view::View;

impl View {
    /// Who leads a unit on a day: of those who belong to the unit itself, the one for whom the plan's `leads` holds; of
    /// several, the first by key. Nobody, where the unit is vacant.
    ///
    /// An error where the plan does not say who leads, where it is no unit, and for days after the one as of which is asked.
    pub fn leader(&self, unit: Whose, day: NaiveDate) -> Result<Option<Key>, Error> {
        let Whose::Unit(unit) = unit else {
            return Err(Error::invalid(format!("`{}` is a person, and units have leaders", self.name(unit))));
        };
        let when = self.on(day)?;
        Ok(self.leads(unit, when.span().from()).map(|leader| self.org()[leader].key().clone()))
    }

    /// Whom a person or a unit answers to on a day: who leads the unit; for the leader, and where nobody does, who leads the
    /// next unit up. Nobody, at the top.
    pub fn manager(&self, whose: Whose, day: NaiveDate) -> Result<Option<Key>, Error> {
        let when = self.on(day)?;
        Ok(self.manages(Place { whose, when }).map(|manager| self.org()[manager].key().clone()))
    }

    /// The key of whom the one at hand answers to on the last day that counts, of a person on the last one of membership.
    pub(super) fn managed_by(&self, place: Place) -> Outcome<Arc<str>> {
        self.unit_of(place.whose, place.when).ok_or(Why::NotAMember)?;
        let manager = self.manages(place).ok_or_else(|| Why::Missing("manager".into()))?;
        Ok(self.org()[manager].key().shared())
    }

    fn manages(&self, place: Place) -> Option<Id<Person>> {
        let (unit, day) = self.unit_of(place.whose, place.when)?;
        let own = match place.whose {
            Whose::Person(person) => Some(person),
            Whose::Unit(unit) => self.leads(unit, day),
        };
        let path = self.org().path(unit, day);
        path.into_iter().filter_map(|unit| self.leads(unit, day)).find(|leader| Some(*leader) != own)
    }

    /// A day as a time to ask about.
    fn on(&self, day: NaiveDate) -> Result<When, Error> {
        if self.plan().leads().is_none() {
            return Err(Error::invalid("the plan does not say who leads: write a condition under `org.leads`"));
        }
        let span = day.succ_opt().and_then(|next| Span::new(day, next)).filter(|_| day <= self.as_of());
        span.map(When::from)
            .ok_or_else(|| Error::span(format!("{day} lies after {}, as of which is asked", self.as_of())))
    }

    pub(super) fn leads(&self, unit: Id<Unit>, day: NaiveDate) -> Option<Id<Person>> {
        // Everybody in a unit asks who leads it.
        self.0.memo.leaders.or((unit, day), || {
            let when = When::from(Span::new(day, day.succ_opt()?)?);
            let stays = self.stays().get(unit.index()).map_or(&[][..], Vec::as_slice);
            let stays = stays.iter().map(|leaf| &self.org()[*leaf]).filter(|leaf| leaf.span().contains(day));
            let mut own = stays.map(Leaf::person);
            own.find(|person| self.holds(self.plan().leads(), Place { whose: Whose::Person(*person), when }))
        })
    }

    /// By unit, the stays in it, in the order of people.
    fn stays(&self) -> &[Vec<Id<Leaf>>] {
        self.0.memo.stays.get_or_init(|| {
            let mut stays = vec![Vec::new(); self.org().units().count()];
            for (id, leaf) in self.org().leaves() {
                for unit in (0..leaf.trees()).filter_map(|tree| leaf.unit(tree)) {
                    if let Some(stays) = stays.get_mut(unit.index()) {
                        stays.push(id);
                    }
                }
            }
            stays
        })
    }
}
