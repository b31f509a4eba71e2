//! Questions of formulas, explained.

use crate::formula::{Program, run};
use crate::id::Id;
use crate::kpi::{Group, Kpi, Over, Place, Question};
use crate::measure::{Aggregate, Contribution, Fold};
use crate::plan::ResultOf;
use crate::quantity::{Fraction, Outcome, Value};
use crate::target::{MAIN_LEVEL, Share};
use crate::trace::{Entry, Subject, Trace};

use super::super::answer::{Asker, Note};
use super::Explainer;

impl Explainer<'_> {
    /// A question with its answer and parts; `above` is the place of the part above, whose names need not be said again.
    pub(super) fn question(&mut self, question: &Question, place: Place, above: Option<Place>) -> Trace {
        let plan = self.view.plan();
        let outcome = self.view.answer(question, place);
        match question {
            Question::Kpi(id) => self.kpi(*id, outcome, place, above),
            Question::Fold(id) => {
                let subject = Subject::Fold(plan.folds().text(*id).to_owned());
                self.placed(Trace::new(subject, outcome), place, above).with_entries(self.entries(*id, place))
            }
            Question::Attribute(id) => {
                let name = plan.org().attributes().name(*id).map(ToString::to_string).unwrap_or_default();
                self.placed(Trace::new(Subject::Attribute(name), outcome), place, above)
            }
            Question::Period(fact) => {
                let subject = Subject::Period(format!("period.{}", fact.word()));
                self.placed(Trace::new(subject, outcome), place, above)
            }
            Question::AsOf => Trace::new(Subject::Period("as_of".to_owned()), outcome),
            Question::Elapsed(of) => {
                let subject = Subject::Period(format!("elapsed({})", of.word()));
                self.placed(Trace::new(subject, outcome), place, above)
            }
            Question::Active => self.placed(Trace::new(Subject::Period("active".to_owned()), outcome), place, above),
            Question::Target { kpi, level } => {
                let level = level.as_ref().map_or(MAIN_LEVEL, |level| level.as_str());
                let trace = self.about(Subject::Target, *kpi, outcome, place, above);
                trace.with_entries(self.target_entries(*kpi, level, place))
            }
            Question::Attainment(kpi) => self.of_target(Subject::Attainment, *kpi, outcome, place, above),
            Question::Gap(kpi) => self.of_target(Subject::Gap, *kpi, outcome, place, above),
            Question::Over(over) => {
                let trace = self.placed(Trace::new(Subject::Over(over_text(over)), outcome), place, above);
                trace.with_parts(self.members(over, place))
            }
            Question::Lookup { table, keys, .. } => {
                let names: Vec<&str> = plan.tables()[*table].keys().iter().map(|key| key.name.as_str()).collect();
                let trace = self.placed(Trace::new(Subject::Lookup(names.join(", ")), outcome), place, above);
                trace.with_parts(keys.iter().flat_map(|key| self.parts(key, place, None)).collect())
            }
            Question::Result(id) => self.result(id.index(), outcome, place, above),
            Question::Local(_) => Trace::new(Subject::Base, outcome),
        }
    }

    fn kpi(&mut self, id: Id<Kpi>, outcome: Outcome, place: Place, above: Option<Place>) -> Trace {
        let plan = self.view.plan();
        let kpi = &plan.kpis()[id];
        let mut trace = self.about(Subject::Kpi, id, outcome, place, above);
        if !self.explained.insert((id, place)) {
            trace.above = true;
            return trace;
        }
        trace.formula = plan.definition().kpis.get(kpi.name.as_str()).map(|kpi| kpi.formula.as_str().to_owned());
        trace.with_parts(self.parts(&kpi.formula, place, None))
    }

    /// A trace about a KPI, by whatever name people have for it.
    fn about(
        &self,
        subject: fn(String) -> Subject,
        kpi: Id<Kpi>,
        outcome: Outcome,
        place: Place,
        above: Option<Place>,
    ) -> Trace {
        let kpi = &self.view.plan().kpis()[kpi];
        let mut trace = self.placed(Trace::new(subject(kpi.name.to_string()), outcome), place, above);
        trace.labels = kpi.labels.clone();
        trace
    }

    fn of_target(
        &mut self,
        subject: fn(String) -> Subject,
        kpi: Id<Kpi>,
        outcome: Outcome,
        place: Place,
        above: Option<Place>,
    ) -> Trace {
        let trace = self.about(subject, kpi, outcome, place, above);
        let actual = self.question(&Question::Kpi(kpi), place, Some(place));
        let target = self.question(&Question::Target { kpi, level: None }, place, Some(place));
        trace.with_parts(vec![actual, target])
    }

    fn result(&mut self, index: usize, outcome: Outcome, place: Place, above: Option<Place>) -> Trace {
        match self.view.plan().results().get(index) {
            Some(ResultOf::Score(card) | ResultOf::Item(card, _) | ResultOf::Grade(card)) => {
                self.card(*card, place, above)
            }
            Some(ResultOf::Pay(index)) => self.pay(*index, None, place, above),
            Some(ResultOf::Component(index, component)) => self.pay(*index, Some(component), place, above),
            None => Trace::new(Subject::Other(String::new()), outcome),
        }
    }

    /// The questions that a formula asks when it runs, each explained.
    pub(super) fn parts(&mut self, program: &Program<Question>, place: Place, base: Option<&Value>) -> Vec<Trace> {
        let mut asker = Asker::noting(self.view, base);
        // The answer is known already: it runs again for its questions.
        drop(run(program, &place, &mut asker));
        let mut seen: Vec<Note> = Vec::new();
        for note in asker.into_notes() {
            if !seen.iter().any(|before| before.question == note.question && before.place == note.place) {
                seen.push(note);
            }
        }
        let mut parts = Vec::with_capacity(seen.len());
        for note in seen {
            parts.push(match note.question {
                Question::Local(_) => Trace::new(Subject::Base, note.outcome),
                question => self.question(&question, note.place, Some(place)),
            });
        }
        parts
    }

    fn entries(&self, fold: Id<Fold>, place: Place) -> Vec<Entry> {
        let cells = &self.view.0.cells;
        let contributions = cells.contributions(fold, place.whose, place.when.span(), self.view.source());
        let entry = |one: Contribution| {
            let Contribution { id, day, value, share, conversions } = one;
            Entry { id, on: Some(day), value, share, conversions }
        };
        contributions.into_iter().map(entry).collect()
    }

    fn target_entries(&self, kpi: Id<Kpi>, level: &str, place: Place) -> Vec<Entry> {
        let unit = self.view.plan().kpis()[kpi].formula.unit;
        let entry = |share: Share| Entry {
            id: share.id,
            on: None,
            value: Some(Ok(unit.of(share.amount))),
            share: Fraction::ONE,
            conversions: Vec::new(),
        };
        self.view.target_shares(kpi, level, place).into_iter().map(entry).collect()
    }

    /// The members of a fold over people or periods, each with its value, without going further down.
    fn members(&self, over: &Over, place: Place) -> Vec<Trace> {
        let members = self.view.members(over.group, place).unwrap_or_default();
        let part = |member: Place| {
            let name = match over.group {
                Group::Grain(_) => self.view.time(member.when),
                _ => self.view.name(member.whose).to_owned(),
            };
            Trace::new(Subject::Member(name), self.view.run(&over.value, member))
        };
        members.into_iter().map(part).collect()
    }
}

fn over_text(over: &Over) -> String {
    let group = match over.group {
        Group::Members => "members",
        Group::People => "people",
        Group::Peers => "peers",
        Group::Grain(_) => "periods",
    };
    let aggregate = match over.aggregate {
        Aggregate::Percentile { share, .. } if Some(share) == Fraction::new(1, 2) => "median".to_owned(),
        Aggregate::Percentile { share, .. } => format!("percentile {}", Value::Ratio(share)),
        other => format!("{other:?}").to_lowercase(),
    };
    format!("{aggregate} over {group}")
}
