//! Figures of a part of the facts, by which a target of that part is cut.

use crate::formula::{Elsewhere, Inputs, Program, Shift, run};
use crate::kpi::{FIELD_AT_HAND, OfFields, Place, Question};
use crate::measure::SliceKey;
use crate::plan::Folded;
use crate::quantity::{Outcome, Precision, Unit, Value, Why};
use crate::target::TargetPlan;

use super::super::answer::Asker;
use super::super::query::Slicer;
use super::super::view::View;

/// Answers the questions of formulas for a part of the facts, where those have its fields; else for all of them.
pub(super) struct OfPart<'v> {
    view: &'v View,
    /// What the fields that are at hand stand for, by their numbers.
    at_hand: Vec<(usize, Value)>,
    slicer: Option<(Slicer<'v>, SliceKey)>,
}

impl<'v> OfPart<'v> {
    pub(super) fn new(view: &'v View, targets: &TargetPlan, of: &OfFields) -> OfPart<'v> {
        let mut at_hand = Vec::with_capacity(of.len());
        for (name, value) in of.iter() {
            let place = targets.fields.iter().position(|field| field.name == *name);
            let number = place.map(|place| FIELD_AT_HAND.saturating_add(place));
            at_hand.extend(number.map(|number| (number, Value::Text(value.as_str().into()))));
        }
        OfPart { view, at_hand, slicer: view.slicer_of_all(of).ok() }
    }

    pub(super) fn run(&mut self, formula: &Program<Question>, place: Place) -> Outcome {
        run(formula, &place, self)
    }

    /// Whether all facts to which a question leads have the fields.
    fn is_told_apart(&self, question: &Question) -> bool {
        let plan = self.view.plan();
        let mut folded = Folded::new(plan.kpis(), plan.folds());
        folded.question(question);
        let knows = |kind| self.slicer.as_ref().is_some_and(|(slicer, _)| slicer.knows(kind));
        folded.kinds.into_iter().all(knows)
    }
}

impl Inputs<Question> for OfPart<'_> {
    type Place = Place;

    fn answer(&mut self, question: &Question, place: &Place) -> Outcome {
        match question {
            Question::Local(local) => {
                let found = self.at_hand.iter().find(|(number, _)| number == local);
                found.map(|(_, value)| value.clone()).ok_or(Why::NothingDefined)
            }
            Question::Lookup { table, column, keys } => {
                let mut values = Vec::with_capacity(keys.len());
                for key in keys {
                    values.push(self.run(key, *place)?);
                }
                self.view.plan().tables()[*table].value(&values, *column)
            }
            _ => match &self.slicer {
                Some((slicer, key)) if self.is_told_apart(question) => slicer.answer(question, *place, key),
                _ => self.view.answer(question, *place),
            },
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
