//! Answers to the questions of a formula that is run for everybody.

use std::sync::Arc;

use crate::formula::{Elsewhere, Inputs, ManyInputs, Program, Shift, run_many};
use crate::kpi::{Place, Question, When};
use crate::measure::Whose;
use crate::quantity::{Outcome, Outcomes, OutcomesPart, Precision, Unit, Value, Why};

use super::super::answer::Asker;
use super::super::view::View;
use super::{Column, Crowd, Of};

/// Answers the questions of a formula that is run for everybody.
pub(super) struct Rows<'v> {
    view: &'v View,
    crowd: Crowd,
    all: Vec<Whose>,
    /// Who answers what is not found for everybody.
    asker: Asker<'v>,
    /// What was asked before, at which time.
    known: Vec<(Of, When, Column)>,
}

impl<'v> Rows<'v> {
    pub(super) fn new(view: &'v View, crowd: Crowd) -> Rows<'v> {
        Rows { view, crowd, all: view.crowd(crowd), asker: Asker::new(view), known: Vec::new() }
    }

    /// What a formula gives for everybody.
    pub(super) fn run(&mut self, formula: &Program<Question>, when: When) -> Column {
        if let Some(figures) = formula.as_question().and_then(|question| self.answers(question, &when)) {
            return figures;
        }
        Arc::new(run_many(formula, self.all.len(), &when, self))
    }

    /// Of whom a condition holds; where it is undefined, it does not.
    pub(super) fn holding(&mut self, condition: Option<&Program<Question>>, when: When) -> Vec<bool> {
        let Some(condition) = condition else { return vec![true; self.all.len()] };
        self.run(condition, when).iter().map(|holds| holds == Ok(Value::YesNo(true))).collect()
    }

    /// Everybody, in their order.
    pub(super) fn all(&self) -> &[Whose] {
        &self.all
    }

    fn column(&mut self, of: Of, when: When) -> Option<&Column> {
        let known = self.known.iter().position(|(known, at, _)| *known == of && *at == when);
        let at = if let Some(at) = known {
            at
        } else {
            let column = self.view.kept_column((of.clone(), when, self.crowd))?;
            self.known.push((of, when, column));
            self.known.len().checked_sub(1)?
        };
        self.known.get(at).map(|(_, _, column)| column)
    }

    /// What is the same for everybody.
    fn in_common(&self, question: &Question, when: When) -> Option<Outcome> {
        match question {
            Question::AsOf | Question::Elapsed(_) | Question::Period(_) => {
                let whose = *self.all.first()?;
                Some(self.view.answer(question, Place { whose, when }))
            }
            _ => None,
        }
    }

    /// A table of one key, read for everybody.
    fn looked_up(&mut self, question: &Question, when: When) -> Option<Outcomes> {
        let Question::Lookup { table, column, keys } = question else { return None };
        let table = &self.view.plan().tables()[*table];
        let mut columns = Vec::with_capacity(keys.len());
        for key in keys {
            columns.push(self.run(key, when));
        }
        Some(looked_up(table, *column, &columns, self.all.len()))
    }
}

/// What a table says of each row.
pub(super) fn looked_up(table: &crate::table::Table, column: usize, keys: &[Column], rows: usize) -> Outcomes {
    if let [key] = keys
        && let OutcomesPart::Amounts(amounts, units) = key.part(0..rows)
        && let Some((amounts, unit)) = units.all().and_then(|unit| table.many(&amounts, unit, column))
    {
        return Outcomes::of_amounts(amounts, unit);
    }
    let value = |row: usize| {
        let keys = keys.iter().map(|key| key.get(row).unwrap_or(Err(Why::NothingDefined)));
        table.value(&keys.collect::<Outcome<Vec<Value>>>()?, column)
    };
    (0..rows).map(value).collect()
}

impl Inputs<Question> for Rows<'_> {
    type Place = Place;

    fn answer(&mut self, question: &Question, place: &Place) -> Outcome {
        let of = match question {
            Question::Kpi(kpi) => Some(Of::Kpi(*kpi)),
            Question::Fold(fold) => Some(Of::Fold(*fold)),
            _ => None,
        };
        if let Some(of) = of
            && Crowd::of(place.whose) == self.crowd
            && let Some(known) = self.column(of, place.when).and_then(|column| column.get(place.whose.row()))
        {
            return known;
        }
        self.asker.answer(question, place)
    }

    fn shift(&mut self, shift: &Shift, place: &Place) -> Outcome<Place> {
        self.asker.shift(shift, place)
    }

    fn elsewhere(&mut self, elsewhere: &Elsewhere, place: &Place) -> Outcome<Place> {
        self.asker.elsewhere(elsewhere, place)
    }

    fn named(&mut self, key: &str, is: Unit, place: &Place) -> Outcome<Place> {
        self.asker.named(key, is, place)
    }

    fn precision(&self) -> Precision {
        self.asker.precision()
    }
}

impl ManyInputs<Question> for Rows<'_> {
    type Common = When;

    fn place(&self, row: usize, when: &When) -> Option<Place> {
        self.all.get(row).map(|whose| Place { whose: *whose, when: *when })
    }

    fn answers(&mut self, question: &Question, when: &When) -> Option<Arc<Outcomes>> {
        if let Question::Fold(fold) = question {
            return self.column(Of::Fold(*fold), *when).cloned();
        }
        if let Some(column) = self.view.column_of(question, *when, self.crowd) {
            return Some(column);
        }
        if let Some(same) = self.in_common(question, *when) {
            return Some(Arc::new(std::iter::repeat_n(same, self.all.len()).collect()));
        }
        self.looked_up(question, *when).map(Arc::new)
    }

    fn shift_all(&mut self, shift: &Shift, when: &When) -> Outcome<When> {
        self.view.shifted(*when, shift)
    }
}
