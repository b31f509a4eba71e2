//! What attainment and the smallest sample of a KPI need of a plan's names.

use crate::formula::Program;
use crate::id::Id;
use crate::kpi::{Kpi, Question};

use super::PlanNames;

/// What is said of anything else in what attainment is.
pub(super) const ONLY_TWO: &str = "attainment is reckoned from `actual` and `target` alone";

impl PlanNames<'_> {
    /// Sees to it that the facts which the folds of a formula look at are counted, and those of the KPIs that it names; whether it
    /// folds anything.
    pub(super) fn count_folds(&mut self, formula: &Program<Question>) -> bool {
        let (mut found, mut seen) = (false, Vec::new());
        let mut folds = Vec::new();
        let mut left: Vec<Id<Kpi>> = Vec::new();
        note(formula, &mut folds, &mut left, &mut found);
        while let Some(kpi) = left.pop() {
            if !seen.contains(&kpi) {
                seen.push(kpi);
                note(&self.kpis[kpi].formula, &mut folds, &mut left, &mut found);
            }
        }
        for fold in folds {
            self.folds.count(fold);
        }
        found
    }
}

fn note(
    formula: &Program<Question>,
    folds: &mut Vec<Id<crate::measure::Fold>>,
    kpis: &mut Vec<Id<Kpi>>,
    found: &mut bool,
) {
    formula.questions(&mut |question| match question {
        Question::Fold(fold) => {
            *found = true;
            folds.push(*fold);
        }
        Question::Over(_) => *found = true,
        Question::Kpi(kpi) | Question::Attainment(kpi) | Question::Gap(kpi) | Question::RunRate(kpi) => kpis.push(*kpi),
        Question::Sliced(sliced) => kpis.push(sliced.kpi),
        Question::Lookup { keys, .. } => {
            for key in keys {
                note(key, folds, kpis, found);
            }
        }
        _ => {}
    });
}
