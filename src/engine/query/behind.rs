//! What a figure asks for, all the way down to folds and targets.

use crate::document::IS_WHOLE;
use crate::error::Error;
use crate::formula::{Elsewhere, Inputs, Program, Shift, run};
use crate::id::{Id, Name};
use crate::incentive;
use crate::kpi::{Kpi, OfFields, Place, Question};
use crate::measure::{Contribution, Fold, SliceKey, Whose};
use crate::plan::ResultOf;
use crate::quantity::{Outcome, Precision, Unit, Value};
use crate::score::{Item, Part, Weight};
use crate::step::Steps;
use crate::target::MAIN_LEVEL;
use crate::trace::Entry;

use super::super::answer::Asker;
use super::super::contributed::Contributed;
use super::super::memo::Kept;
use super::super::pace::TargetsOf;
use super::super::pay::PayPrograms;
use super::super::view::View;
use super::figure::Ask;
use super::slice::Slicer;

/// A fold or a target that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum What {
    Fold(Id<Fold>),
    Target(Id<Kpi>, Option<Name>, OfFields),
    /// The targets that are compared with each other: a unit's own, and those of its members.
    Compared(Id<Kpi>, TargetsOf, OfFields),
    Committed(Id<Kpi>, Option<Name>),
}

/// Where it was asked for.
#[derive(Debug)]
pub(super) struct Found {
    pub what: What,
    /// Of whom and when the formula was about; for a fold over people or periods, the one that goes over them.
    pub root: Place,
    /// Whether it was asked for by way of a fold over people or periods.
    over: bool,
    pub places: Vec<Place>,
}

/// Asks what a figure asks, and notes the folds and targets.
pub(super) struct Finder<'v> {
    view: &'v View,
    slicer: Slicer<'v>,
    key: &'v SliceKey,
    base: Option<Value>,
    over: Option<Place>,
    pub found: Vec<Found>,
    noted: Kept<(What, Place, Option<Place>), ()>,
    kpis: Kept<(Id<Kpi>, Place, Option<Place>), ()>,
    /// Whether a KPI that leads back to itself is being looked into: those below are then left for later.
    inside: bool,
    left: Vec<(Id<Kpi>, Place, Option<Place>)>,
    contributed: Contributed,
}

impl<'v> Finder<'v> {
    pub(super) fn new(view: &'v View, fields: &[Vec<String>], key: &'v SliceKey) -> Result<Finder<'v>, Error> {
        view.has_facts()?;
        let slicer = Slicer::new(view, fields)?;
        let (noted, kpis, contributed) = (Kept::default(), Kept::default(), Contributed::default());
        let (found, left) = (Vec::new(), Vec::new());
        let (base, over, inside) = (None, None, false);
        Ok(Finder { view, slicer, key, base, over, found, noted, kpis, inside, left, contributed })
    }

    pub(super) fn walk(&mut self, ask: &Ask, place: Place) {
        match ask {
            Ask::Question(question) => self.question(question, place),
            Ask::Rank(index) => {
                if let Some(ranking) = self.view.plan().rankings().get(*index) {
                    self.run(&ranking.by, place);
                }
            }
        }
        self.rest();
    }

    /// What a formula asks.
    pub(super) fn formula(&mut self, formula: &Program<Question>, place: Place) {
        self.run(formula, place);
        self.rest();
    }

    fn rest(&mut self) {
        while let Some((kpi, place, over)) = self.left.pop() {
            self.over = over;
            self.kpi(kpi, place);
        }
    }

    /// The entries of a fold or a target at a place, each with whose it is.
    pub(super) fn entries(&self, what: &What, place: Place) -> Vec<(Whose, Entry)> {
        match what {
            What::Fold(fold) => {
                let slice = (!self.key.is_empty()).then_some((self.slicer.fields(), self.key));
                let found = self.contributed.of(self.view, *fold, place, slice);
                let mut entries = Vec::with_capacity(found.len());
                for Contribution { id, who, day, value, share, conversions } in found {
                    entries.push((Whose::Person(who), Entry { id, on: Some(day), value, share, conversions }));
                }
                entries
            }
            What::Target(kpi, level, of) => {
                let level = level.as_ref().map_or(MAIN_LEVEL, Name::as_str);
                let shares = self.view.target_shares_of(*kpi, level, of, place);
                shares.into_iter().map(|share| self.view.target_entry(*kpi, share, place)).collect()
            }
            What::Compared(kpi, of, part) => {
                let shares = self.view.part_shares_of(*kpi, part, place, *of).unwrap_or_default();
                shares.into_iter().map(|share| self.view.target_entry(*kpi, share, place)).collect()
            }
            What::Committed(kpi, level) => {
                let level = level.as_ref().map_or(MAIN_LEVEL, Name::as_str);
                let shares = self.view.committed_shares(*kpi, level, place);
                shares.into_iter().map(|share| self.view.target_entry(*kpi, share, place)).collect()
            }
        }
    }

    fn note(&mut self, what: What, place: Place) {
        if !self.noted.is_new((what.clone(), place, self.over), ()) {
            return;
        }
        let (root, over) = (self.over.unwrap_or(place), self.over.is_some());
        let same = |found: &&mut Found| found.what == what && found.root == root && found.over == over;
        match self.found.iter_mut().find(same) {
            Some(found) => found.places.push(place),
            None => self.found.push(Found { what, root, over, places: vec![place] }),
        }
    }

    fn question(&mut self, question: &Question, place: Place) {
        match question {
            Question::Fold(fold) => self.fold(*fold, place),
            Question::Kpi(kpi) => self.kpi(*kpi, place),
            Question::Target { kpi, level } => self.target(*kpi, level.clone(), place),
            Question::Attainment(kpi) | Question::Gap(kpi) | Question::RunRate(kpi) => {
                self.kpi(*kpi, place);
                self.target(*kpi, None, place);
            }
            Question::Pace(kpi) => self.target(*kpi, None, place),
            Question::Coverage(kpi) => self.compared(*kpi, place),
            // The facts of a part that a formula names are not told apart here.
            Question::Sliced(sliced) => {
                let level = match &sliced.question {
                    Question::Target { level, .. } => level.clone(),
                    _ => None,
                };
                self.note(What::Target(sliced.kpi, level, sliced.of.clone()), place);
            }
            Question::Committed { kpi, level } if self.key.is_empty() => {
                self.note(What::Committed(*kpi, level.clone()), place);
            }
            Question::Over(over) => {
                let outer = self.over;
                self.over = outer.or(Some(place));
                for member in self.view.members(over.group, place).unwrap_or_default() {
                    self.run(&over.value, member);
                }
                self.over = outer;
            }
            Question::Rank(among) => self.run(&among.value, place),
            Question::Lookup { keys, .. } => keys.iter().for_each(|key| self.run(key, place)),
            Question::Result(result) => self.result(result.index(), place),
            _ => {}
        }
    }

    /// A fold, unless it is over other facts than those of the slice.
    fn fold(&mut self, fold: Id<Fold>, place: Place) {
        if self.slicer.knows(self.view.plan().folds().plain[fold].kind) {
            self.note(What::Fold(fold), place);
        }
    }

    fn kpi(&mut self, kpi: Id<Kpi>, place: Place) {
        let view = self.view;
        let kpi_of = &view.plan().kpis()[kpi];
        if self.inside && !kpi_of.ring.is_empty() {
            self.left.push((kpi, place, self.over));
        } else if self.kpis.is_new((kpi, place, self.over), ()) {
            self.inside |= !kpi_of.ring.is_empty();
            self.run(&kpi_of.formula, place);
            self.inside &= kpi_of.ring.is_empty();
        }
    }

    /// A target, where there are targets of the slice.
    fn target(&mut self, kpi: Id<Kpi>, level: Option<Name>, place: Place) {
        if let Some(part) = self.part(kpi) {
            self.note(What::Target(kpi, level, part), place);
        }
    }

    /// The part of the facts for the targets of a KPI.
    fn part(&self, kpi: Id<Kpi>) -> Option<OfFields> {
        if self.key.is_empty() { Some(OfFields::default()) } else { self.slicer.part(kpi, self.key) }
    }

    /// The targets of members and of the unit itself.
    fn compared(&mut self, kpi: Id<Kpi>, place: Place) {
        for of in [TargetsOf::Members, TargetsOf::Own] {
            if let Some(part) = self.part(kpi) {
                self.note(What::Compared(kpi, of, part), place);
            }
        }
    }

    fn result(&mut self, index: usize, place: Place) {
        let view = self.view;
        if !self.key.is_empty() {
            return;
        }
        match view.plan().results().get(index) {
            Some(ResultOf::Score(card) | ResultOf::Grade(card)) => self.card(*card, &[], place),
            Some(ResultOf::Item(card, path)) => self.card(*card, path, place),
            Some(ResultOf::Pay(plan)) => self.pay(*plan, None, place),
            Some(ResultOf::Component(plan, component)) => self.pay(*plan, Some(component), place),
            // What a few people said of somebody is no list to look at: it is told by the review itself.
            Some(ResultOf::Review(..)) | None => {}
        }
    }

    /// What a scorecard is made of, or an item of it.
    fn card(&mut self, index: usize, path: &[String], place: Place) {
        let view = self.view;
        let Some(card) = view.plan().scorecards().get(index) else { return };
        if view.card(index, place).is_err() {
            return;
        }
        self.items(&card.items, path, place);
        if path.is_empty() {
            self.steps(&card.steps, place);
        }
    }

    fn items(&mut self, items: &[Item], path: &[String], place: Place) {
        let (first, rest) = path.split_first().map_or((None, path), |(first, rest)| (Some(first.as_str()), rest));
        for item in items.iter().filter(|item| first.is_none_or(|first| first == item.id.as_str())) {
            if IS_WHOLE && !self.is_there(item, place) {
                continue;
            }
            match &item.part {
                Part::Items(items) => self.items(items, rest, place),
                Part::Value { value, .. } => self.run(value, place),
            }
            if rest.is_empty() {
                self.steps(&item.steps, place);
            }
        }
    }

    /// Whether an item is there; what its weight asks for is noted too.
    fn is_there(&mut self, item: &Item, place: Place) -> bool {
        for condition in [&item.during, &item.when].into_iter().flatten() {
            self.run(condition, place);
            if !self.view.holds(Some(condition), place) {
                return false;
            }
        }
        if let Weight::Formula(weight) = &item.weight {
            self.run(weight, place);
        }
        true
    }

    fn steps(&mut self, steps: &Steps<Question>, place: Place) {
        for step in &steps.list {
            let holds = step.when.as_ref().is_none_or(|when| {
                self.run(when, place);
                self.view.holds(Some(when), place)
            });
            if holds {
                self.run(&step.amount, place);
            }
        }
    }

    /// What an incentive plan pays for, or a component of it: statement by statement.
    fn pay(&mut self, index: usize, component: Option<&str>, place: Place) {
        let view = self.view;
        let Some(plan) = view.plan().incentives().get(index) else { return };
        let mut plan = plan.clone();
        plan.components.retain(|one| component.is_none_or(|component| component == one.id.as_str()));
        for when in view.pay_periods(&plan, place.when).unwrap_or_default() {
            let people = match place.whose {
                Whose::Person(person) => vec![person],
                Whose::Unit(unit) => view.people_of(unit, when),
            };
            for person in people {
                let here = Place { whose: Whose::Person(person), when };
                if view.owed(index, here).is_ok() {
                    let outer = self.over;
                    if here != place {
                        self.over = outer.or(Some(place));
                    }
                    let mut run = |program: &Program<Question>, base: Option<&Value>| {
                        self.base = base.cloned();
                        run(program, &here, self)
                    };
                    drop(incentive::evaluate(&plan, &mut PayPrograms { view, run: &mut run }));
                    self.over = outer;
                }
            }
        }
    }

    fn run(&mut self, program: &Program<Question>, place: Place) {
        // It is run for what it asks: the answer is known already.
        drop(run(program, &place, self));
    }
}

impl Inputs<Question> for Finder<'_> {
    type Place = Place;

    fn answer(&mut self, question: &Question, place: &Place) -> Outcome {
        self.question(question, *place);
        if self.key.is_empty() {
            Asker::with_base(self.view, self.base.as_ref()).answer(question, place)
        } else {
            self.slicer.value(&Ask::Question(question.clone()), *place, self.key)
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
