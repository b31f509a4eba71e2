//! Scorecards.

use std::sync::Arc;

use crate::document::IS_WHOLE;
use crate::error::Error;
use crate::formula::Program;
use crate::id::Id;
use crate::kpi::{Place, Question, When};
use crate::measure::Whose;
use crate::quantity::{Fraction, Outcome, Precision, Value, Why};
use crate::score::{self, Scorecard};
use crate::table::Table;

use super::view::{View, place_of};

struct CardInputs<'v> {
    view: &'v View,
    place: Place,
}

impl score::Inputs for CardInputs<'_> {
    fn value(&mut self, program: &Program<Question>) -> Outcome {
        self.view.run(program, self.place)
    }

    fn enough(&mut self, program: &Program<Question>, need: u64) -> Outcome<()> {
        self.view.enough(program, need, self.place)
    }

    fn table(&self, id: Id<Table>) -> &Table {
        &self.view.plan().tables()[id]
    }

    fn precision(&self) -> Precision {
        self.view.plan().precision()
    }
}

impl View {
    /// The scorecard of a person, in a period or a span of days.
    ///
    /// Undefined for units, and for those whose scorecard it is not: who does not belong anywhere in that time, and for
    /// whom its `who` does not hold.
    pub fn scorecard(&self, card: &str, whose: Whose, when: impl Into<When>) -> Result<Outcome<Arc<Scorecard>>, Error> {
        let index = self.card_index(card)?;
        Ok(self.card(index, Place { whose, when: when.into() }))
    }

    pub(super) fn card_index(&self, name: &str) -> Result<usize, Error> {
        let cards = self.plan().scorecards().iter();
        place_of("scorecard", name, cards.map(|card| card.name.as_str()).collect())
    }

    pub(super) fn card(&self, index: usize, place: Place) -> Outcome<Arc<Scorecard>> {
        self.0.memo.cards.or((index, place), || {
            let card = self.plan().scorecards().get(index).ok_or(Why::NothingDefined)?;
            self.is_there(card, place)?;
            Ok(Arc::new(score::evaluate(card, &mut CardInputs { view: self, place })))
        })
    }

    /// The score of a card, as a number.
    pub(super) fn score_alone(&self, card: usize, place: Place) -> Outcome {
        let score = self.card(card, place)?.score()?;
        Ok(Value::Number(Fraction::from(score)))
    }

    /// Whether there is a card for the one at a place; the reason, where there is none.
    fn is_there(&self, card: &score::Card, place: Place) -> Outcome<()> {
        if !self.is_whose(card.who.as_ref(), place) {
            return Err(Why::NotAMember);
        }
        if IS_WHOLE && !self.holds(card.during.as_ref(), place) {
            return Err(Why::NothingDefined);
        }
        Ok(())
    }

    /// Whether something that is for some people is for the one at a place: a person who belongs somewhere within the time,
    /// and for whom the condition holds.
    pub(super) fn is_whose(&self, who: Option<&Program<Question>>, place: Place) -> bool {
        match place.whose {
            Whose::Person(person) => self.last_day(person, place.when).is_some() && self.holds(who, place),
            Whose::Unit(_) => false,
        }
    }
}
