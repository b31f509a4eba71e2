//! Scorecards and statements, explained.

use crate::document::IS_WHOLE;
use crate::id::Id;
use crate::incentive::{Component, Line, Pay};
use crate::kpi::{Place, Question, When};
use crate::measure::Whose;
use crate::org::Person;
use crate::quantity::{Fraction, Value, Why};
use crate::score::{Compose, Item, ItemScore, Part, Together, Weight};
use crate::step::{Applied, Held, Steps};
use crate::trace::{Subject, Trace};

use super::Explainer;

impl Explainer<'_> {
    pub(super) fn card(&mut self, index: usize, place: Place, above: Option<Place>) -> Trace {
        let Some(card) = self.view.plan().scorecards().get(index) else {
            return Trace::new(Subject::Other(String::new()), Err(Why::NothingDefined));
        };
        let result = self.view.card(index, place);
        let score = result.clone().and_then(|result| result.score()).map(|score| Value::Number(Fraction::from(score)));
        let mut trace = Trace::new(Subject::Scorecard(card.name.to_string()), score);
        self.say_place(&mut trace, place, above);
        trace.labels = card.labels.clone();
        let Ok(result) = result else { return trace };
        self.open(&mut trace, place, &mut |this, trace| {
            trace.parts = this.items(&card.items, result.items(), card.together, place);
            if !card.steps.is_empty() {
                trace.parts.extend(this.steps(&card.steps, result.applied(), place));
            }
            if let Some(grade) = result.grade().filter(|_| this.budget.takes()) {
                let grade = Trace::new(Subject::Grade(card.name.to_string()), grade.map(|grade| grade.grade));
                trace.parts.push(this.grade(index, place, grade));
            }
        });
        trace
    }

    /// The grade that holds, with what it would be else, and who changed it.
    #[cfg(any(not(feature = "capi"), feature = "analysis"))]
    fn grade(&mut self, index: usize, place: Place, by_bands: Trace) -> Trace {
        use crate::trace::GradeBy;

        let card = self.view.plan().scorecards().get(index);
        if card.is_none_or(|card| card.force.is_none() && card.calibration.is_none()) {
            return by_bands;
        }
        let grades = self.view.graded(index, place.when);
        let Some(own) = grades.of(self.view.name(place.whose)) else { return by_bands };
        let mut parts = vec![Trace::new(Subject::GradeBy(GradeBy::Bands), own.by_bands.clone())];
        if let Some(by_quotas) = &own.by_quotas {
            let group = grades.groups.iter().find(|group| group.of == own.group);
            let of = group.map_or(0, |group| group.with_score);
            let rank = own.rank.clone().and_then(Result::ok);
            parts.push(Trace::new(Subject::GradeBy(GradeBy::Quotas { rank, of }), by_quotas.clone()));
        }
        if let Some(change) = &own.calibrated {
            let by = change.by.as_ref().map(ToString::to_string).unwrap_or_default();
            let subject = GradeBy::Change { by, on: change.on, why: change.why.clone().unwrap_or_default() };
            parts.push(Trace::new(Subject::GradeBy(subject), Ok(change.to.clone())));
        }
        parts.retain(|_| self.budget.takes());
        Trace { outcome: own.grade(), parts, ..by_bands }
    }

    #[cfg(all(feature = "capi", not(feature = "analysis")))]
    #[expect(clippy::unused_self, reason = "a library that has more than bands asks")]
    fn grade(&mut self, _: usize, _: Place, by_bands: Trace) -> Trace {
        by_bands
    }

    fn items(&mut self, items: &[Item], scores: &[ItemScore], how: Together, place: Place) -> Vec<Trace> {
        let precision = self.view.plan().precision();
        let mut traces = Vec::with_capacity(items.len());
        for (item, score) in items.iter().zip(scores) {
            if IS_WHOLE && !score.there || !self.budget.takes() {
                continue;
            }
            let points = score.points(precision).map(Value::Number);
            let multiplied = IS_WHOLE && how.compose == Compose::Product;
            let weight = if multiplied { None } else { score.weight().ok() };
            let mut trace = Trace::new(Subject::Item(item.id.to_string(), weight), points);
            trace.labels = item.labels.clone();
            self.open(&mut trace, place, &mut |this, trace| {
                trace.parts = match &item.part {
                    Part::Items(items) => this.items(items, &score.items, item.together, place),
                    Part::Value { value, .. } => this.parts(value, place, None),
                };
                if IS_WHOLE && let Weight::Formula(weight) = &item.weight {
                    trace.parts.extend(this.parts(weight, place, None));
                }
                if !item.steps.is_empty() {
                    trace.parts.extend(this.steps(&item.steps, score.applied(precision), place));
                }
            });
            traces.push(trace);
        }
        traces
    }

    /// What a value was before its steps, and what each of them did.
    fn steps(&mut self, steps: &Steps<Question>, applied: Applied, place: Place) -> Vec<Trace> {
        let mut traces = Vec::new();
        if self.budget.takes() {
            traces.push(Trace::new(Subject::BeforeSteps, applied.start));
        }
        for (step, done) in steps.list.iter().zip(applied.steps) {
            if !self.budget.takes() {
                continue;
            }
            let held = done.asked.held == Held::Yes;
            let mut trace = Trace::new(Subject::Step(done.asked), done.after);
            self.open(&mut trace, place, &mut |this, trace| {
                if let Some(when) = &step.when {
                    trace.parts.extend(this.parts(when, place, None));
                }
                if held {
                    trace.parts.extend(this.parts(&step.amount, place, None));
                }
            });
            traces.push(trace);
        }
        traces
    }

    pub(super) fn pay(&mut self, index: usize, component: Option<&str>, place: Place, above: Option<Place>) -> Trace {
        let Some(plan) = self.view.plan().incentives().get(index) else {
            return Trace::new(Subject::Other(String::new()), Err(Why::NothingDefined));
        };
        let total = self.view.paid(index, component, place).map(Value::Money);
        let mut trace = Trace::new(Subject::Statement(plan.name.to_string()), total);
        self.say_place(&mut trace, place, above);
        trace.labels = plan.labels.clone();
        let periods = self.view.pay_periods(plan, place.when).unwrap_or_default();
        let alone = periods.len() == 1 && matches!(place.whose, Whose::Person(_));
        self.open(&mut trace, place, &mut |this, trace| {
            for when in periods.iter().copied() {
                for person in this.paid_people(place.whose, when) {
                    let here = Place { whose: Whose::Person(person), when };
                    if alone {
                        trace.parts.append(&mut this.lines(index, component, here));
                    } else if this.view.owed(index, here).is_ok() && this.lists(here) {
                        trace.parts.push(this.pay(index, component, here, Some(place)));
                    }
                }
            }
        });
        trace
    }

    /// Whose statements make up what somebody is paid.
    fn paid_people(&self, whose: Whose, when: When) -> Vec<Id<Person>> {
        match whose {
            Whose::Person(person) => vec![person],
            Whose::Unit(unit) => self.view.people_of(unit, when),
        }
    }

    fn lines(&mut self, index: usize, component: Option<&str>, place: Place) -> Vec<Trace> {
        let (Some(plan), Ok(statement)) = (self.view.plan().incentives().get(index), self.view.owed(index, place))
        else {
            return Vec::new();
        };
        let mut traces = Vec::new();
        for (one, line) in plan.components.iter().zip(statement.lines()) {
            if component.is_none_or(|component| component == one.id.as_str()) && self.budget.takes() {
                traces.push(self.line(one, line, place));
            }
        }
        traces
    }

    fn line(&mut self, component: &Component, line: &Line, place: Place) -> Trace {
        let mut trace = Trace::new(Subject::Line(component.id.to_string()), line.pay.clone().map(Value::Money));
        trace.labels = component.labels.clone();
        self.open(&mut trace, place, &mut |this, trace| this.fill_line(trace, component, line, place));
        trace
    }

    fn fill_line(&mut self, trace: &mut Trace, component: &Component, line: &Line, place: Place) {
        if let Some(when) = &component.when {
            trace.parts.extend(self.parts(when, place, None));
        }
        if !line.due {
            return;
        }
        if let Some(base) = &component.base {
            trace.parts.extend(self.parts(base, place, None));
        }
        let base = line.base.as_ref().and_then(|base| base.as_ref().ok());
        trace.parts.extend(self.pay_parts(&component.pay, place, base));
        if let Some(rate) = line.rate.clone().filter(|_| self.budget.takes()) {
            trace.parts.push(Trace::new(Subject::Rate, rate));
        }
        if self.budget.takes() {
            trace.parts.push(Trace::new(Subject::Unrounded, line.exact.clone().map(Value::Money)));
        }
    }

    fn pay_parts(&mut self, pay: &Pay, place: Place, base: Option<&Value>) -> Vec<Trace> {
        match pay {
            Pay::Formula(program) => {
                let mut parts = self.parts(program, place, base);
                // The base stands above with its own parts.
                parts.retain(|part| part.subject != Subject::Base);
                parts
            }
            Pay::Rate { by, .. } | Pay::Amount { by, .. } => match by {
                Some(by) => self.parts(by, place, base),
                None => Vec::new(),
            },
        }
    }
}
