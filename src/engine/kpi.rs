//! KPIs beyond their formulas: the smallest sample, and what attainment is.

use crate::formula::{Program, run};
use crate::id::Id;
use crate::kpi::{Kpi, Over, Place, Question};
use crate::quantity::{Fraction, Outcome, Unit, Value, Why};
use crate::rule::Missing;
use crate::target::MAIN_LEVEL;

use super::answer::{Asker, amount};
use super::view::View;

impl View {
    /// What the formula of a KPI gives, where there are as many facts as the plan asks for.
    pub(super) fn measured(&self, id: Id<Kpi>, place: Place) -> Outcome {
        let kpi = &self.plan().kpis()[id];
        if kpi.at_least > 0 {
            let have = self.sample(id, place);
            if have < kpi.at_least {
                return Err(Why::TooFew { have, need: kpi.at_least });
            }
        }
        self.run(&kpi.formula, place)
    }

    /// The most facts that any fold of a KPI looks at, or of the KPIs that it names; of a fold over people or periods, how many of them
    /// have a value.
    fn sample(&self, id: Id<Kpi>, place: Place) -> u64 {
        self.0.memo.samples.or((id, place), || self.looked_at(&self.plan().kpis()[id].formula, place))
    }

    fn looked_at(&self, formula: &Program<Question>, place: Place) -> u64 {
        let mut asker = Asker::noting(self, None);
        // It runs for its questions: whatever it gives, these are what it looks at.
        drop(run(formula, &place, &mut asker));
        let mut most = 0;
        for note in asker.into_notes() {
            let looked_at = match &note.question {
                Question::Fold(fold) => {
                    let count = self.plan().folds().count_of(*fold);
                    count.map_or(0, |count| whole(&self.fold_value(count, note.place)))
                }
                Question::Kpi(kpi) | Question::Attainment(kpi) | Question::Gap(kpi) => self.sample(*kpi, note.place),
                Question::Over(over) => self.present(over, note.place),
                Question::Lookup { keys, .. } => {
                    keys.iter().map(|key| self.looked_at(key, note.place)).fold(0, u64::max)
                }
                _ => 0,
            };
            most = most.max(looked_at);
        }
        most
    }

    /// How many members of a group have a value, or one that stands for it.
    fn present(&self, over: &Over, place: Place) -> u64 {
        let members = self.members(over.group, place).unwrap_or_default();
        let counts = |member: &&Place| over.missing != Missing::Skip || self.run(&over.value, **member).is_ok();
        u64::try_from(members.iter().filter(counts).count()).unwrap_or(u64::MAX)
    }

    /// How far the target of a KPI is attained.
    pub(super) fn attained(&self, id: Id<Kpi>, place: Place) -> Outcome {
        let (actual, target) = (self.kpi_value(id, place)?, self.target_value(id, MAIN_LEVEL, place)?);
        match &self.plan().kpis()[id].attains {
            None => amount(&actual)?.over(amount(&target)?, self.plan().precision()).map(Value::Ratio),
            Some(attains) => {
                let attained = run(attains, &place, &mut Asker::with_target(self, actual, target))?;
                amount(&attained).map(|attained| Unit::Ratio.of(attained))
            }
        }
    }
}

fn whole(count: &Outcome) -> u64 {
    let amount = count.as_ref().ok().and_then(Value::amount).map_or(0, Fraction::numerator);
    u64::try_from(amount).unwrap_or_default()
}
