//! The figures of everybody at one time, found together.
//!
//! Where many people or units are asked for the same KPI at the same time, what is common to all is done once: which facts fall
//! into the time, which questions the formula asks. What each of them gets is what they would get alone.

use std::sync::Arc;

use crate::formula::{Elsewhere, Inputs, Shift};
use crate::id::Id;
use crate::kpi::{Kpi, Place, Question, When};
use crate::measure::{Fold, Whose};
use crate::quantity::{Outcome, Precision, Unit};

use super::answer::Asker;
use super::view::View;

/// The least number of times that a KPI is asked for at one time before it is found for everybody.
const MANY: usize = 32;
/// And the part of everybody of whom it is asked before it is.
const PART: usize = 16;

/// The figures of everybody: of people, or of units, in their order.
pub(super) type Column = Arc<Vec<Outcome>>;

/// A column, or how often it would have been of use.
#[derive(Clone, Debug)]
pub(super) enum Asked {
    Times(usize),
    All(Column),
}

/// People or units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Crowd {
    People,
    Units,
}

impl Crowd {
    pub(super) fn of(whose: Whose) -> Crowd {
        match whose {
            Whose::Person(_) => Crowd::People,
            Whose::Unit(_) => Crowd::Units,
        }
    }
}

impl Whose {
    /// Where somebody is in a column.
    fn place(self) -> usize {
        match self {
            Whose::Person(person) => person.index(),
            Whose::Unit(unit) => unit.index(),
        }
    }
}

impl View {
    /// A KPI of somebody, where it was found for everybody, or is asked for so often that it is now.
    pub(super) fn found_for_everybody(&self, kpi: Id<Kpi>, place: Place) -> Option<Outcome> {
        let crowd = Crowd::of(place.whose);
        let all = match crowd {
            Crowd::People => self.org().people().len(),
            Crowd::Units => self.org().units().len(),
        };
        if all < MANY {
            return None;
        }
        let columns = &self.0.memo.columns;
        let key = (kpi, place.when, crowd);
        let many = MANY.max(all / PART);
        let known = columns.change(
            key,
            || Asked::Times(0),
            |asked| match asked {
                Asked::All(column) => Some(Ok(Arc::clone(column))),
                Asked::Times(times) => {
                    *times = times.saturating_add(1);
                    (*times > many).then_some(Err(()))
                }
            },
        );
        let column = known?.or_else(|()| self.kept_column(key).ok_or(())).ok()?;
        column.get(place.whose.place()).cloned()
    }

    /// A KPI of everybody, found once.
    fn kept_column(&self, key: (Id<Kpi>, When, Crowd)) -> Option<Column> {
        let columns = &self.0.memo.columns;
        if let Some(Asked::All(known)) = columns.get(&key) {
            return Some(known);
        }
        let column = self.column(key.0, key.1, key.2)?;
        columns.change(key, || Asked::Times(0), |asked| *asked = Asked::All(Arc::clone(&column)));
        Some(column)
    }

    /// A KPI of everybody.
    fn column(&self, kpi: Id<Kpi>, when: When, crowd: Crowd) -> Option<Column> {
        // What leads back to itself is answered from below, and what is asked elsewhere is noted.
        if self.0.sides.is_some() || !self.plan().kpis()[kpi].ring.is_empty() {
            return None;
        }
        let all = self.crowd(crowd);
        let mut rows = Rows { view: self, crowd, all: &all, asker: Asker::new(self), known: Vec::new() };
        let mut column = Vec::with_capacity(all.len());
        for whose in &all {
            let measured = self.measured_by(kpi, Place { whose: *whose, when }, &mut rows);
            column.push(self.or_instead(kpi, measured));
        }
        Some(Arc::new(column))
    }

    fn crowd(&self, crowd: Crowd) -> Vec<Whose> {
        match crowd {
            Crowd::People => self.org().people().map(|(person, _)| Whose::Person(person)).collect(),
            Crowd::Units => self.org().units().map(|(unit, _)| Whose::Unit(unit)).collect(),
        }
    }

    fn fold_column(&self, fold: Id<Fold>, when: When, all: &[Whose]) -> Column {
        let cells = &self.0.cells;
        if !cells.is_by_time(fold) {
            return Arc::new(cells.answers(fold, all, when.span(), self.source()));
        }
        Arc::new(all.iter().map(|whose| self.fold_value(fold, Place { whose: *whose, when })).collect())
    }
}

/// Answers the questions of a formula that is run for one after the other.
struct Rows<'v> {
    view: &'v View,
    crowd: Crowd,
    all: &'v [Whose],
    /// Who answers what is not found for everybody.
    asker: Asker<'v>,
    /// What was asked before, at which time.
    known: Vec<(Of, When, Column)>,
}

/// What a column is of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Kpi(Id<Kpi>),
    Fold(Id<Fold>),
}

impl Rows<'_> {
    fn column(&mut self, of: Of, place: &Place) -> Option<Outcome> {
        if Crowd::of(place.whose) != self.crowd {
            return None;
        }
        let known = self.known.iter().position(|(known, when, _)| *known == of && *when == place.when);
        let at = if let Some(at) = known {
            at
        } else {
            let column = self.made(of, place.when)?;
            self.known.push((of, place.when, column));
            self.known.len().checked_sub(1)?
        };
        self.known.get(at)?.2.get(place.whose.place()).cloned()
    }

    fn made(&self, of: Of, when: When) -> Option<Column> {
        match of {
            Of::Fold(fold) => Some(self.view.fold_column(fold, when, self.all)),
            Of::Kpi(kpi) => self.view.kept_column((kpi, when, self.crowd)),
        }
    }
}

impl Inputs<Question> for Rows<'_> {
    type Place = Place;

    fn answer(&mut self, question: &Question, place: &Place) -> Outcome {
        let found = match question {
            Question::Kpi(kpi) => self.column(Of::Kpi(*kpi), place),
            Question::Fold(fold) => self.column(Of::Fold(*fold), place),
            _ => None,
        };
        found.unwrap_or_else(|| self.asker.answer(question, place))
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
