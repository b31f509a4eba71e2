//! Where a view asks some of its questions instead, while two views are compared.

use chrono::NaiveDate;

use crate::calendar::{Grain, Period, Span};
use crate::formula::Shift;
use crate::id::Id;
use crate::kpi::{Kpi, OfFields, Place, When};
use crate::measure::{Fold, Whose};
use crate::quantity::{Outcome, Why};

use super::super::memo::Kept;
use super::super::view::View;

/// Where a view asks for facts, for targets and for the time itself, and what it asked.
#[derive(Debug)]
pub(in crate::engine) struct Sides {
    /// The day as of which the time beside the one at hand is seen.
    pub as_of: NaiveDate,
    /// Whom folds are asked of.
    pub facts: Asked,
    /// Whom targets are asked of.
    pub targets: Asked,
    /// Whom the time itself is asked of, at the time beside; the view itself, where it is nobody.
    pub calendar: Option<View>,
    /// The folds that were asked for.
    pub folds: Kept<(Id<Fold>, Place), ()>,
    /// The targets that were asked for, by KPI, level and part of the facts.
    pub targets_asked: Kept<(Id<Kpi>, String, OfFields, Place), ()>,
    /// The commitments that were asked for, by KPI and level.
    pub commitments_asked: Kept<(Id<Kpi>, String, Place), ()>,
}

/// A view that is asked in place of another one, of the same person or unit, by key.
#[derive(Debug)]
pub(in crate::engine) struct Asked {
    /// The view.
    pub view: View,
    /// Whether it is asked for the time that stands [beside](When::other) the one at hand.
    pub beside: bool,
}

impl Sides {
    /// Whoever is asked for facts and targets.
    pub(super) fn new(as_of: NaiveDate, facts: Asked, targets: Asked) -> Sides {
        let (folds, targets_asked, commitments_asked) = Default::default();
        Sides { as_of, facts, targets, calendar: None, folds, targets_asked, commitments_asked }
    }
}

impl Asked {
    /// A place of a view as the one that is asked knows it; nothing, where it does not know who it is.
    pub(in crate::engine) fn place(&self, of: &View, place: Place) -> Option<Place> {
        let (org, there) = (of.org(), self.view.org());
        let whose = match place.whose {
            Whose::Person(person) => Whose::Person(there.person(org[person].key().as_str())?),
            Whose::Unit(unit) => Whose::Unit(there.unit(org[unit].key().as_str())?),
        };
        Some(Place { whose, when: if self.beside { place.when.other() } else { place.when.alone() } })
    }
}

impl View {
    /// A time in another window, and the time beside it in the same.
    pub(in crate::engine) fn shifted(&self, when: When, shift: &Shift) -> Outcome<When> {
        let calendar = self.plan().calendar();
        let own = when.shifted(shift, calendar, self.today())?;
        match &self.0.sides {
            None => Ok(own),
            Some(sides) => Ok(own.beside(when.other().shifted(shift, calendar, sides.as_of)?)),
        }
    }

    /// The periods of a grain that lie inside a time; beside each of them the one at the same place in the time beside it.
    pub(in crate::engine) fn periods_in(&self, when: When, grain: Grain) -> Outcome<Vec<When>> {
        let own = self.whole_periods(when.span(), grain)?;
        let Some(sides) = &self.0.sides else {
            return Ok(own.into_iter().map(When::from).collect());
        };
        let other = self.whole_periods(when.other().span(), grain)?;
        // As many as there are where facts are asked for: the last one stands beside those for which there is none.
        let count = if sides.facts.beside { other.len() } else { own.len() };
        let at = |periods: &[Period], index: usize, whole: When| {
            periods.get(index).or(periods.last()).map_or(whole, |period| When::from(*period))
        };
        Ok((0..count).map(|index| at(&own, index, when).beside(at(&other, index, when.other()))).collect())
    }

    fn whole_periods(&self, span: Span, grain: Grain) -> Outcome<Vec<Period>> {
        let periods = self.plan().calendar().parts(span, grain).map_err(|_| Why::NoPeriod)?;
        Ok(periods.into_iter().filter(|period| period.span().overlap(span) == Some(period.span())).collect())
    }
}
