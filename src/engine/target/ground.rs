//! What was known when a target was set: by that it is cut, whatever becomes known later.

use std::cell::OnceCell;

use chrono::NaiveDate;

use crate::calendar::Period;
use crate::formula::Program;
use crate::id::Key;
use crate::kpi::{Place, Question, When};
use crate::log::Standing;
use crate::measure::{Cells, Source, Whose};
use crate::plan::Plan;
use crate::quantity::{Fraction, Outcome, Why};
use crate::target::{Ground, Holder, Spot, TargetPlan};

use super::super::answer::amount;
use super::super::people;
use super::super::view::{View, slots};
use super::part::OfPart;

/// What was known at a position of the log, as of a day: it is looked at only where somebody asks.
pub(super) struct Known<'a> {
    plan: &'a Plan,
    standing: &'a Standing<'static>,
    upto: usize,
    day: NaiveDate,
    /// Whether figures of facts can be had; nobody asks for them, where not.
    facts: Facts,
    /// The targets that are cut, which say what fields they are told apart by.
    targets: Option<&'a TargetPlan>,
    view: OnceCell<View>,
}

/// Whether the facts behind figures are at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Facts {
    /// They are.
    Had,
    /// Nobody asks for them.
    NotAsked,
    /// They are in other engines.
    Elsewhere,
}

impl<'a> Known<'a> {
    pub(super) fn new(
        plan: &'a Plan,
        standing: &'a Standing<'static>,
        upto: usize,
        day: NaiveDate,
        facts: Facts,
    ) -> Known<'a> {
        Known { plan, standing, upto, day, facts, targets: None, view: OnceCell::new() }
    }

    /// Where such targets are cut.
    pub(super) fn of_targets(self, targets: &'a TargetPlan) -> Known<'a> {
        Known { targets: Some(targets), ..self }
    }

    /// People and units as they will be by all that was known, and facts up to the day.
    fn view(&self) -> &View {
        self.view.get_or_init(|| {
            let (plan, day) = (self.plan, self.day);
            let standing = self.standing.earlier(self.upto);
            let org = people::build(plan, &standing, NaiveDate::MAX);
            let cells = |source: Source<'_>| match self.facts {
                Facts::Had => {
                    let slots = |span| slots(plan, source.org, span);
                    Cells::fold(source, slots, plan.org().actual(), day, plan.precision())
                }
                Facts::NotAsked | Facts::Elsewhere => Cells::default(),
            };
            View::ahead(plan, standing, org, day, cells)
        })
    }

    /// The units above somebody in a time, the nearest first.
    pub(super) fn units_above(&self, who: &Holder, when: When) -> Vec<Key> {
        let view = self.view();
        let Some((unit, day)) = self.place(who, when).ok().and_then(|place| view.unit_of(place.whose, place.when))
        else {
            return Vec::new();
        };
        let own = matches!(who, Holder::Unit(_));
        let above = view.org().path(unit, day).into_iter().skip(usize::from(own));
        above.map(|unit| view.org()[unit].key().clone()).collect()
    }

    /// The view by which it is known.
    pub(super) fn into_view(self) -> View {
        self.view().clone()
    }

    fn place(&self, whose: &Holder, when: impl Into<When>) -> Outcome<Place> {
        let org = self.view().org();
        let whose = match whose {
            Holder::Unit(key) => org.unit(key.as_str()).map(Whose::Unit),
            Holder::Person(key) => org.person(key.as_str()).map(Whose::Person),
        };
        Ok(Place { whose: whose.ok_or(Why::NotAMember)?, when: when.into() })
    }
}

impl Ground for Known<'_> {
    fn members(&self, unit: &Key, when: Period) -> Vec<Holder> {
        self.view().holders_under(unit, When::from(when))
    }

    fn above(&self, who: &Holder, when: Period) -> Vec<Key> {
        self.units_above(who, When::from(when))
    }

    fn level(&self, unit: &Key, when: Period) -> Option<(usize, usize)> {
        let org = self.view().org();
        let unit = org.unit(unit.as_str())?;
        let above = org.path(unit, when.last()).len().checked_sub(1)?;
        Some((org[unit].tree(), above))
    }

    fn figure(&self, formula: &Program<Question>, whose: &Holder, when: Period) -> Outcome<Fraction> {
        if self.facts == Facts::Elsewhere {
            return Err(Why::KeptBySlot);
        }
        let place = self.place(whose, when)?;
        amount(&self.view().run(formula, place)?)
    }

    fn figure_of(&self, formula: &Program<Question>, (whose, when, of): Spot<'_>) -> Outcome<Fraction> {
        let Some(targets) = self.targets.filter(|_| !of.is_empty() && self.facts != Facts::Elsewhere) else {
            return self.figure(formula, whose, when);
        };
        let place = self.place(whose, when)?;
        amount(&OfPart::new(self.view(), targets, of).run(formula, place)?)
    }

    fn reached(&self, (whose, when, of): Spot<'_>) -> Outcome<Fraction> {
        let targets = self.targets.filter(|_| self.facts == Facts::Had).ok_or(Why::KeptBySlot)?;
        let (question, place) = (Question::Kpi(targets.kpi), self.place(whose, when)?);
        if of.is_empty() {
            return amount(&self.view().answer(&question, place)?);
        }
        let (slicer, key) = self.view().slicer_of(targets, of)?;
        amount(&slicer.answer(&question, place, &key)?)
    }

    fn ahead(&self, formula: &Program<Question>, (whose, when, _): Spot<'_>) -> Option<NaiveDate> {
        let place = self.place(whose, when).ok().filter(|_| self.facts == Facts::Had)?;
        self.view().last_day_asked(formula, place).filter(|last| *last > self.day)
    }

    fn factor(&self, whose: &Holder, when: Period) -> Outcome<Fraction> {
        let factor = self.targets.and_then(|targets| targets.factor.as_ref());
        match (factor, self.place(whose, when)?.whose) {
            (Some(factor), Whose::Person(person)) => self.view().factor(factor, person, when),
            _ => Ok(Fraction::ONE),
        }
    }

    fn day(&self) -> Option<NaiveDate> {
        Some(self.day)
    }
}
