//! Questions of formulas, explained.

use crate::formula::{Inputs, Program, run};
use crate::id::Id;
use crate::kpi::{Among, AttainsDefinition, Group, Kpi, OfFields, Over, Place, Question, Ranked};
use crate::measure::{Aggregate, Contribution, Fold, Whose};
use crate::plan::ResultOf;
use crate::quantity::{Fraction, Outcome, Value};
use crate::target::{IS_WHOLE, MAIN_LEVEL};
use crate::trace::{Entry, Subject, Trace};

use super::super::answer::{Asker, Note};
use super::super::pace::TargetsOf;
use super::Explainer;

impl Explainer<'_> {
    /// A question with its answer and parts; `above` is the place of the part above, whose names need not be said again.
    pub(super) fn question(&mut self, question: &Question, place: Place, above: Option<Place>) -> Trace {
        self.question_of_line(question, place, above, None)
    }

    /// The same in a line of pay that has a base.
    fn question_of_line(
        &mut self,
        question: &Question,
        place: Place,
        above: Option<Place>,
        base: Option<&Value>,
    ) -> Trace {
        let outcome = Asker::with_base(self.view, base).answer(question, &place);
        if let Question::Result(id) = question {
            return self.result(id.index(), outcome, place, above);
        }
        let mut trace = Trace::new(self.subject(question), outcome);
        if !matches!(question, Question::AsOf | Question::Local(_)) {
            self.say_place(&mut trace, place, above);
        }
        match question {
            Question::Kpi(kpi) => self.open_kpi(&mut trace, *kpi, place),
            Question::Target { kpi, .. }
            | Question::Attainment(kpi)
            | Question::Gap(kpi)
            | Question::Pace(kpi)
            | Question::RunRate(kpi)
            | Question::Coverage(kpi) => {
                let of = &self.view.plan().kpis()[*kpi];
                trace.labels = of.labels.clone();
                match question {
                    Question::Attainment(_) => trace.formula = self.attains(*kpi),
                    Question::Coverage(_) => {}
                    _ => trace.show = of.show,
                }
                self.open(&mut trace, place, &mut |this, trace| this.fill(trace, question, place));
            }
            Question::Sliced(sliced) if IS_WHOLE => {
                let of = &self.view.plan().kpis()[sliced.kpi];
                trace.labels = of.labels.clone();
                match sliced.question {
                    Question::Attainment(_) => trace.formula = self.attains(sliced.kpi),
                    Question::Coverage(_) => {}
                    _ => trace.show = of.show,
                }
                self.open(&mut trace, place, &mut |this, trace| this.fill_sliced(trace, sliced, place));
            }
            Question::Committed { kpi, .. } => {
                let of = &self.view.plan().kpis()[*kpi];
                (trace.labels, trace.show) = (of.labels.clone(), of.show);
                self.open(&mut trace, place, &mut |this, trace| this.fill(trace, question, place));
            }
            Question::Lookup { keys, .. } => self.open(&mut trace, place, &mut |this, trace| {
                for key in keys {
                    trace.parts.append(&mut this.parts(key, place, base));
                }
            }),
            Question::Fold(_) | Question::Over(_) | Question::Rank(_) => {
                self.open(&mut trace, place, &mut |this, trace| this.fill(trace, question, place));
            }
            _ => {}
        }
        trace
    }

    /// Adds the parts or the entries of a question.
    fn fill(&mut self, trace: &mut Trace, question: &Question, place: Place) {
        match question {
            Question::Fold(fold) => {
                let entries = self.entries(*fold, place);
                self.list(trace, place, entries);
            }
            Question::Target { kpi, level } => {
                let level = level.as_ref().map_or(MAIN_LEVEL, |level| level.as_str());
                self.fill_target(trace, (*kpi, &OfFields::default()), level, place, TargetsOf::Counting);
            }
            Question::Attainment(kpi) | Question::Gap(kpi) => {
                self.ask(trace, &[Question::Kpi(*kpi), Question::Target { kpi: *kpi, level: None }], place);
            }
            Question::Pace(kpi) => self.fill_pace(trace, *kpi, place),
            Question::RunRate(kpi) => self.fill_run_rate(trace, *kpi, place),
            Question::Coverage(kpi) => self.fill_coverage(trace, *kpi, place),
            Question::Committed { kpi, level } if IS_WHOLE => {
                let level = level.as_ref().map_or(MAIN_LEVEL, |level| level.as_str());
                let shares = self.view.committed_shares(*kpi, level, place);
                let entries = shares.into_iter().map(|share| self.view.target_entry(*kpi, share, place)).collect();
                self.list(trace, place, entries);
            }
            Question::Over(over) => trace.parts = self.members(over, place),
            Question::Rank(among) => trace.parts = self.rivals(among, place),
            _ => {}
        }
    }

    /// What a question is about; a result says that itself.
    fn subject(&self, question: &Question) -> Subject {
        let (question, of) = match question {
            Question::Sliced(sliced) => (&sliced.question, sliced.of.clone()),
            question => (question, OfFields::default()),
        };
        let plan = self.view.plan();
        let name = |kpi: &Id<Kpi>| self.view.name_of_part(*kpi, &of);
        match question {
            Question::Kpi(kpi) => Subject::Kpi(name(kpi)),
            Question::Fold(fold) => Subject::Fold(plan.folds().text(*fold).to_owned()),
            Question::Attribute(id) => {
                let name = plan.org().attributes().name(*id);
                Subject::Attribute(name.map(ToString::to_string).unwrap_or_default())
            }
            Question::Period(fact) => Subject::Period(format!("period.{}", fact.word())),
            Question::AsOf => Subject::Period("as_of".to_owned()),
            Question::Elapsed(of) => Subject::Period(format!("elapsed({})", of.word())),
            Question::Active => Subject::Period("active".to_owned()),
            Question::Tenure(grain) => Subject::Tenure(plan.calendar().grain_name(*grain).to_owned()),
            Question::Manager => Subject::Manager,
            Question::Target { kpi, .. } => Subject::Target(name(kpi)),
            Question::Attainment(kpi) => Subject::Attainment(name(kpi)),
            Question::Gap(kpi) => Subject::Gap(name(kpi)),
            Question::Pace(kpi) => Subject::Pace(name(kpi)),
            Question::RunRate(kpi) => Subject::RunRate(name(kpi)),
            Question::Coverage(kpi) => Subject::Coverage(name(kpi)),
            Question::Committed { kpi, .. } => Subject::Committed(name(kpi)),
            Question::Over(over) => Subject::Over(over_text(over)),
            Question::Rank(among) => {
                let group = match among.group {
                    Ranked::Peers => "peers",
                    Ranked::Members => "members",
                };
                if among.share { Subject::PercentRank(group) } else { Subject::Rank(group) }
            }
            Question::Lookup { table, .. } => {
                let names: Vec<&str> = plan.tables()[*table].keys().iter().map(|key| key.name.as_str()).collect();
                Subject::Lookup(names.join(", "))
            }
            Question::Result(_) | Question::Sliced(_) => Subject::Other(String::new()),
            Question::Local(_) => Subject::Base,
        }
    }

    /// Adds the formula and the parts of a KPI, unless they stand further up.
    fn open_kpi(&mut self, trace: &mut Trace, id: Id<Kpi>, place: Place) {
        let plan = self.view.plan();
        let kpi = &plan.kpis()[id];
        (trace.labels, trace.better, trace.show) = (kpi.labels.clone(), kpi.better, kpi.show);
        if kpi.instead.is_some() {
            trace.instead_of = self.view.measured(id, place).err();
        }
        if self.budget.is_deep() {
            // What is not opened here may be opened further down.
            trace.deeper = true;
            return;
        }
        if !self.explained.is_new((id, place), ()) {
            trace.above = true;
            return;
        }
        if let Some(written) = plan.definition().kpis.get(kpi.name.as_str()) {
            (trace.formula, trace.credit) = (Some(written.formula.as_str().to_owned()), written.credit);
        }
        self.open(trace, place, &mut |this, trace| trace.parts = this.parts(&kpi.formula, place, None));
    }

    /// What attainment of a KPI's targets is, where the plan says so: a formula, or a table.
    fn attains(&self, id: Id<Kpi>) -> Option<String> {
        let plan = self.view.plan();
        match plan.definition().kpis.get(plan.kpis()[id].name.as_str())?.attains.as_ref()? {
            AttainsDefinition::Text(text) => Some(text.as_str().to_owned()),
            AttainsDefinition::Table(table) => Some(format!("table ({})", table.keys.join(", "))),
        }
    }

    fn result(&mut self, index: usize, outcome: Outcome, place: Place, above: Option<Place>) -> Trace {
        match self.view.plan().results().get(index) {
            Some(ResultOf::Score(card) | ResultOf::Item(card, _) | ResultOf::Grade(card)) => {
                self.card(*card, place, above)
            }
            Some(ResultOf::Pay(index)) => self.pay(*index, None, place, above),
            Some(ResultOf::Component(index, component)) => self.pay(*index, Some(component), place, above),
            Some(ResultOf::Review(review, item)) if IS_WHOLE => self.review(*review, *item, place, above),
            Some(ResultOf::Review(..)) | None => Trace::new(Subject::Other(String::new()), outcome),
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
            if !self.budget.takes() {
                continue;
            }
            parts.push(match note.question {
                Question::Local(_) => Trace::new(Subject::Base, note.outcome),
                question => self.question_of_line(&question, note.place, Some(place), base),
            });
        }
        parts
    }

    fn entries(&self, fold: Id<Fold>, place: Place) -> Vec<(Whose, Entry)> {
        let found = self.contributed.of(self.view, fold, place, None);
        let mut entries = Vec::with_capacity(found.len());
        for Contribution { id, who, day, value, share, conversions } in found {
            entries.push((Whose::Person(who), Entry { id, on: Some(day), value, share, conversions }));
        }
        entries
    }

    /// The members of a fold over people or periods, each with its value, without going further down.
    fn members(&mut self, over: &Over, place: Place) -> Vec<Trace> {
        let members = self.view.members(over.group, place).unwrap_or_default();
        let mut parts = Vec::new();
        for member in members {
            if self.lists(member) {
                let name = match over.group {
                    Group::Grain(_) => self.view.time(member.when),
                    _ => self.view.name(member.whose).to_owned(),
                };
                parts.push(Trace::new(Subject::Member(name), self.view.run(&over.value, member)));
            }
        }
        parts
    }
}

impl Explainer<'_> {
    /// Those among whom somebody is ranked, each with its value, without going further down.
    fn rivals(&mut self, among: &Among, place: Place) -> Vec<Trace> {
        let mut parts = Vec::new();
        for rival in self.view.rivals(among.group, place).unwrap_or_default() {
            if self.lists(rival) {
                let name = self.view.name(rival.whose).to_owned();
                parts.push(Trace::new(Subject::Member(name), self.view.run(&among.value, rival)));
            }
        }
        parts
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
        Aggregate::Trimmed(share) => format!("trimmed {}", Value::Ratio(share)),
        other => other.word().to_owned(),
    };
    format!("{aggregate} over {group}")
}
