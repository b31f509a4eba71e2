//! How a number came about.

mod question;
mod results;

use crate::error::Error;
use crate::id::Id;
use crate::kpi::{Kpi, Place, Question, When};
use crate::measure::Whose;
use crate::trace::Trace;

use super::memo::Kept;
use super::view::View;

impl View {
    /// How a KPI of a person or a unit came about, down to the entries.
    pub fn explain(&self, kpi: &str, whose: Whose, when: impl Into<When>) -> Result<Trace, Error> {
        let kpi = self.kpi(kpi)?;
        let place = Place { whose, when: when.into() };
        Ok(Explainer::new(self).question(&Question::Kpi(kpi), place, None))
    }

    /// How the attainment of a KPI's target came about, of a person or a unit, down to the entries.
    pub fn explain_attainment(&self, kpi: &str, whose: Whose, when: impl Into<When>) -> Result<Trace, Error> {
        let kpi = self.kpi(kpi)?;
        let place = Place { whose, when: when.into() };
        Ok(Explainer::new(self).question(&Question::Attainment(kpi), place, None))
    }

    /// How the scorecard of a person came about, down to the entries.
    pub fn explain_scorecard(&self, card: &str, whose: Whose, when: impl Into<When>) -> Result<Trace, Error> {
        let index = self.card_index(card)?;
        Ok(Explainer::new(self).card(index, Place { whose, when: when.into() }, None))
    }

    /// How what an incentive plan pays a person or the people of a unit came about, down to the entries: statement by
    /// statement, line by line.
    pub fn explain_statement(&self, plan: &str, whose: Whose, when: impl Into<When>) -> Result<Trace, Error> {
        let index = self.incentive_index(plan)?;
        Ok(Explainer::new(self).pay(index, None, Place { whose, when: when.into() }, None))
    }
}

/// Explains one thing, and each part of it once: where a KPI comes up again, its answer is given and its parts stand above.
struct Explainer<'v> {
    view: &'v View,
    explained: Kept<(Id<Kpi>, Place), ()>,
}

impl<'v> Explainer<'v> {
    fn new(view: &'v View) -> Explainer<'v> {
        Explainer { view, explained: Kept::default() }
    }

    /// Says of whom and when a trace is, unless the part above said so.
    fn say_place(&self, trace: &mut Trace, place: Place, above: Option<Place>) {
        if above.is_none_or(|above| above.whose != place.whose) {
            self.view.name(place.whose).clone_into(&mut trace.who);
        }
        if above.is_none_or(|above| above.when != place.when) {
            trace.when = self.view.time(place.when);
        }
    }
}
