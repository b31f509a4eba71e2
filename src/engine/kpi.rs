//! KPIs beyond their formulas: the smallest sample, what stands for an undefined value, what attainment is.

use std::collections::BTreeMap;

use crate::formula::{Elsewhere, Inputs, Program, Shift, run};
use crate::id::Id;
use crate::kpi::{Kpi, Over, Place, Question};
use crate::quantity::{Fraction, Outcome, Precision, Unit, Value, Why};
use crate::rule::Missing;
use crate::target::MAIN_LEVEL;

use super::answer::{Asker, amount};
use super::view::View;

/// Whoever answers the questions of formulas about people and units.
type Answers<'a> = dyn Inputs<Question, Place = Place> + 'a;

impl View {
    /// What the formula of a KPI gives, where there are as many facts as the plan asks for.
    pub(super) fn measured(&self, id: Id<Kpi>, place: Place) -> Outcome {
        self.measured_by(id, place, &mut Asker::new(self))
    }

    /// The same, with the answers of somebody else: of a part of the facts.
    pub(super) fn measured_by(&self, id: Id<Kpi>, place: Place, answers: &mut Answers<'_>) -> Outcome {
        let kpi = &self.plan().kpis()[id];
        self.enough_by(&kpi.formula, kpi.at_least, place, answers)?;
        run(&kpi.formula, &place, &mut Noting { answers, notes: None })
    }

    /// Whether a formula looks at as many facts as are needed; the reason, where it does not.
    pub(super) fn enough(&self, formula: &Program<Question>, need: u64, place: Place) -> Outcome<()> {
        self.enough_by(formula, need, place, &mut Asker::new(self))
    }

    fn enough_by(
        &self,
        formula: &Program<Question>,
        need: u64,
        place: Place,
        answers: &mut Answers<'_>,
    ) -> Outcome<()> {
        if need > 0 {
            let mut sampler = Sampler { view: self, answers, known: BTreeMap::new(), uncounted: None };
            let have = sampler.looked_at(formula, place);
            if have < need {
                return Err(sampler.uncounted.unwrap_or(Why::TooFew { have, need }));
            }
        }
        Ok(())
    }

    /// What a KPI is, given what its formula gives: what stands for it where that is undefined.
    pub(super) fn or_instead(&self, id: Id<Kpi>, measured: Outcome) -> Outcome {
        measured.or_else(|why| self.plan().kpis()[id].instead.clone().ok_or(why))
    }

    /// How far the target of a KPI is attained.
    pub(super) fn attained(&self, id: Id<Kpi>, place: Place) -> Outcome {
        let (actual, target) = (self.kpi_value(id, place)?, self.target_value(id, MAIN_LEVEL, place)?);
        self.attained_by(id, actual, target, place)
    }

    /// How far a target of a KPI is attained by a figure.
    pub(super) fn attained_by(&self, id: Id<Kpi>, actual: Value, target: Value, place: Place) -> Outcome {
        match &self.plan().kpis()[id].attains {
            None => amount(&actual)?.over(amount(&target)?, self.plan().precision()).map(Value::Ratio),
            Some(attains) => {
                let attained = run(attains, &place, &mut Asker::with_target(self, actual, target))?;
                amount(&attained).map(|attained| Unit::Ratio.of(attained))
            }
        }
    }
}

/// Finds the most facts that any fold of a formula looks at, or of the KPIs that it names; of a fold over people or
/// periods, how many of them have a value.
struct Sampler<'s, 'a> {
    view: &'s View,
    answers: &'s mut Answers<'a>,
    known: BTreeMap<(Id<Kpi>, Place), u64>,
    /// Why it is not known how many facts there are.
    uncounted: Option<Why>,
}

impl Sampler<'_, '_> {
    fn looked_at(&mut self, formula: &Program<Question>, place: Place) -> u64 {
        let mut noting = Noting { answers: self.answers, notes: Some(Vec::new()) };
        // It runs for its questions: whatever it gives, these are what it looks at.
        drop(run(formula, &place, &mut noting));
        let notes = noting.notes.unwrap_or_default();
        notes.into_iter().map(|(question, place)| self.of_question(&question, place)).fold(0, u64::max)
    }

    fn of_question(&mut self, question: &Question, place: Place) -> u64 {
        match question {
            Question::Fold(fold) => {
                let Some(count) = self.view.plan().folds().count_of(*fold) else { return 0 };
                match self.answers.answer(&Question::Fold(count), &place) {
                    Ok(count) => whole(&count),
                    Err(why) => {
                        self.uncounted.get_or_insert(why);
                        0
                    }
                }
            }
            Question::Kpi(kpi) | Question::Attainment(kpi) | Question::Gap(kpi) | Question::RunRate(kpi) => {
                self.of_kpi(*kpi, place)
            }
            Question::Over(over) => self.present(over, place),
            Question::Lookup { keys, .. } => keys.iter().map(|key| self.looked_at(key, place)).fold(0, u64::max),
            _ => 0,
        }
    }

    fn of_kpi(&mut self, kpi: Id<Kpi>, place: Place) -> u64 {
        if let Some(known) = self.known.get(&(kpi, place)) {
            return *known;
        }
        let view = self.view;
        let found = self.looked_at(&view.plan().kpis()[kpi].formula, place);
        self.known.insert((kpi, place), found);
        found
    }

    /// How many members of a group have a value, or one that stands for it.
    fn present(&mut self, over: &Over, place: Place) -> u64 {
        let members = self.view.members(over.group, place).unwrap_or_default();
        let mut present = 0_u64;
        for member in members {
            let mut noting = Noting { answers: self.answers, notes: None };
            let counts = over.missing != Missing::Skip || run(&over.value, &member, &mut noting).is_ok();
            present = present.saturating_add(u64::from(counts));
        }
        present
    }
}

/// Passes questions on, and notes them where somebody wants to know.
struct Noting<'s, 'a> {
    answers: &'s mut Answers<'a>,
    notes: Option<Vec<(Question, Place)>>,
}

impl Inputs<Question> for Noting<'_, '_> {
    type Place = Place;

    fn answer(&mut self, question: &Question, place: &Place) -> Outcome {
        if let Some(notes) = &mut self.notes
            && !notes.iter().any(|(noted, at)| at == place && noted == question)
        {
            notes.push((question.clone(), *place));
        }
        self.answers.answer(question, place)
    }

    fn shift(&mut self, shift: &Shift, place: &Place) -> Outcome<Place> {
        self.answers.shift(shift, place)
    }

    fn elsewhere(&mut self, elsewhere: &Elsewhere, place: &Place) -> Outcome<Place> {
        self.answers.elsewhere(elsewhere, place)
    }

    fn named(&mut self, key: &str, is: Unit, place: &Place) -> Outcome<Place> {
        self.answers.named(key, is, place)
    }

    fn precision(&self) -> Precision {
        self.answers.precision()
    }
}

fn whole(count: &Value) -> u64 {
    let amount = count.amount().map_or(0, Fraction::numerator);
    u64::try_from(amount).unwrap_or_default()
}
