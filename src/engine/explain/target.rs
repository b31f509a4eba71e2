//! Measures against targets, explained.

use std::sync::Arc;

use crate::id::{Id, Key};
use crate::kpi::{Elapsed, Kpi, OfFields, Place, Question, Sliced};
use crate::measure::Whose;
use crate::quantity::{Fraction, Value};
use crate::target::{MAIN_LEVEL, Pace, passed};
use crate::trace::{Entry, Subject, Trace};

use super::super::pace::{TargetsOf, added};
use super::Explainer;

impl Explainer<'_> {
    /// Adds questions as parts.
    pub(super) fn ask(&mut self, trace: &mut Trace, parts: &[Question], place: Place) {
        for part in parts {
            if self.budget.takes() {
                trace.parts.push(self.question(part, place, Some(place)));
            }
        }
    }

    /// The parts of what is asked of a part of the facts: the entries of a target, the KPI and the target that are compared.
    pub(super) fn fill_sliced(&mut self, trace: &mut Trace, sliced: &Sliced, place: Place) {
        let (kpi, of) = (sliced.kpi, &sliced.of);
        let part = |question| Question::Sliced(Arc::new(Sliced { question, kpi, of: of.clone() }));
        let target = || part(Question::Target { kpi, level: None });
        match &sliced.question {
            Question::Target { level, .. } => {
                let level = level.as_ref().map_or(MAIN_LEVEL, |level| level.as_str());
                self.fill_target(trace, (kpi, of), level, place, TargetsOf::Counting);
            }
            Question::Attainment(_) | Question::Gap(_) | Question::RunRate(_) => {
                self.ask(trace, &[part(Question::Kpi(kpi)), target()], place);
            }
            Question::Pace(_) => self.ask(trace, &[target()], place),
            _ => {}
        }
    }

    /// The entries that set what somebody has, and the targets of which it is a part, up to the one that was set.
    pub(super) fn fill_target(
        &mut self,
        trace: &mut Trace,
        (kpi, part): (Id<Kpi>, &OfFields),
        level: &str,
        place: Place,
        of: TargetsOf,
    ) {
        let shares = self.view.shares_at((kpi, part), level, place, of).unwrap_or_default();
        let mut above: Vec<Key> = Vec::new();
        for share in &shares {
            let own = share.who.as_str() == self.view.name(place.whose);
            above.extend(share.part_of.clone().filter(|unit| own && !above.contains(unit)));
        }
        let entries = shares.into_iter().map(|share| self.view.target_entry(kpi, share, place)).collect();
        self.list(trace, place, entries);
        for unit in above {
            let Some(whose) = self.view.org().unit(unit.as_str()).map(Whose::Unit) else { continue };
            let there = Place { whose, ..place };
            if self.lists(there) {
                let own = self.own_target((kpi, part), level, there, place);
                trace.parts.push(own);
            }
        }
    }

    /// The own target of a unit, of which another one is a part.
    fn own_target(&mut self, (kpi, facts): (Id<Kpi>, &OfFields), level: &str, place: Place, above: Place) -> Trace {
        let plan = self.view.plan();
        let of = &plan.kpis()[kpi];
        let sum = self.view.shares_at((kpi, facts), level, place, TargetsOf::Own);
        let sum = sum.and_then(|shares| added(&shares, plan.precision()));
        let subject = TargetsOf::Own.subject(self.view.name_of_part(kpi, facts));
        let mut part = Trace::new(subject, sum.map(|sum| of.formula.unit.of(sum)));
        (part.labels, part.show) = (of.labels.clone(), of.show);
        self.say_place(&mut part, place, Some(above));
        let own = TargetsOf::Own;
        self.open(&mut part, place, &mut |this, part| this.fill_target(part, (kpi, facts), level, place, own));
        part
    }

    /// The target and the share of the time that has passed; of a season each target with the share of its own time.
    pub(super) fn fill_pace(&mut self, trace: &mut Trace, kpi: Id<Kpi>, place: Place) {
        let of = match self.view.pace_of(kpi) {
            Some(Pace::Season) => return self.list_season(trace, kpi, place),
            Some(Pace::Workdays) => Elapsed::Workdays,
            _ => Elapsed::Days,
        };
        self.ask(trace, &[Question::Target { kpi, level: None }, Question::Elapsed(of)], place);
    }

    fn list_season(&mut self, trace: &mut Trace, kpi: Id<Kpi>, place: Place) {
        let mut entries = Vec::new();
        for share in self.view.target_shares(kpi, MAIN_LEVEL, place) {
            let passed = passed(share.period.span(), self.view.as_of()).unwrap_or(Fraction::ZERO);
            let (whose, entry) = self.view.target_entry(kpi, share, place);
            entries.push((whose, Entry { share: passed, ..entry }));
        }
        self.list(trace, place, entries);
    }

    /// The KPI, its target, and the days that are left.
    pub(super) fn fill_run_rate(&mut self, trace: &mut Trace, kpi: Id<Kpi>, place: Place) {
        self.ask(trace, &[Question::Kpi(kpi), Question::Target { kpi, level: None }], place);
        let of = self.view.days_counted(kpi);
        if self.budget.takes() {
            let left = self.view.days_left(of, place.when).map(Value::Duration);
            trace.parts.push(Trace::new(Subject::Left(of.word()), left));
        }
    }

    /// What the members have, and the unit's own.
    pub(super) fn fill_coverage(&mut self, trace: &mut Trace, kpi: Id<Kpi>, place: Place) {
        let plan = self.view.plan();
        let of = &plan.kpis()[kpi];
        for targets in [TargetsOf::Members, TargetsOf::Own] {
            if !self.budget.takes() {
                continue;
            }
            let shares = self.view.shares_of(kpi, place, targets);
            let sum = shares.and_then(|shares| added(&shares, plan.precision()));
            let subject = targets.subject(of.name.to_string());
            let mut part = Trace::new(subject, sum.map(|sum| of.formula.unit.of(sum)));
            (part.labels, part.show) = (of.labels.clone(), of.show);
            self.open(&mut part, place, &mut |this, part| {
                let shares = this.view.shares_of(kpi, place, targets).unwrap_or_default().into_iter();
                let entries = shares.map(|share| this.view.target_entry(kpi, share, place)).collect();
                this.list(part, place, entries);
            });
            trace.parts.push(part);
        }
    }
}
