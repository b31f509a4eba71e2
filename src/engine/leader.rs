//! Who leads.

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::error::Error;
use crate::id::{Id, Key};
use crate::kpi::{Place, When};
use crate::measure::Whose;
use crate::org::{Person, Unit};

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
        Ok(self.leads(unit, when).map(|leader| self.org()[leader].key().clone()))
    }

    /// Whom a person or a unit answers to on a day: who leads the unit; for the leader, and where nobody does, who leads the
    /// next unit up. Nobody, at the top.
    pub fn manager(&self, whose: Whose, day: NaiveDate) -> Result<Option<Key>, Error> {
        let when = self.on(day)?;
        let Some((unit, day)) = self.unit_of(whose, when) else {
            return Ok(None);
        };
        let own = match whose {
            Whose::Person(person) => Some(person),
            Whose::Unit(unit) => self.leads(unit, when),
        };
        let path = self.org().path(unit, day);
        let leaders = path.into_iter().filter_map(|unit| self.leads(unit, when));
        let manager = leaders.into_iter().find(|leader| Some(*leader) != own);
        Ok(manager.map(|manager| self.org()[manager].key().clone()))
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

    fn leads(&self, unit: Id<Unit>, when: When) -> Option<Id<Person>> {
        let tree = self.org()[unit].tree();
        let day = when.span().from();
        let belongs = |person: Id<Person>| {
            let leaf = self.org().leaf(person, day)?;
            (self.org()[leaf].unit(tree) == Some(unit)).then_some(person)
        };
        let own = self.org().people().filter_map(|(person, _)| belongs(person));
        let place = |person| Place { whose: Whose::Person(person), when };
        own.into_iter().find(|person| self.holds(self.plan().leads(), place(*person)))
    }
}
