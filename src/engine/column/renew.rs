//! Rows of columns that are found anew: all columns of a time together, each out of those before it.

use crate::formula::{Elsewhere, Inputs, Program, Shift, holds, run};
use crate::id::Id;
use crate::kpi::{Kpi, Place, Question, When};
use crate::measure::Whose;
use crate::plan::ResultOf;
use crate::quantity::{Fraction, Outcome, Precision, Unit, Value, Why};
use crate::score;
use crate::table::Table;

use super::super::answer::Asker;
use super::super::view::View;
use super::board::Board;
use super::{Crowd, Of};

/// The rows of somebody in the columns of a board.
struct Renewal<'v> {
    view: &'v View,
    /// Who answers what the board does not.
    asker: Asker<'v>,
    board: Board,
    place: Place,
    /// The figures of the one at hand that were found so far, column by column.
    found: Vec<Option<Outcome>>,
}

/// The items of a scorecard.
struct Items<'r, 'v>(&'r mut Renewal<'v>);

impl View {
    /// A board with the rows found anew of those whose facts changed.
    pub(super) fn renewed(&self, mut board: Board, (when, crowd): (When, Crowd)) -> Board {
        let stale = board.take_stale();
        let Some(first) = stale.first() else { return board };
        let place = Place { whose: *first, when };
        let found = Vec::with_capacity(board.len());
        let mut renewal = Renewal { view: self, asker: Asker::new(self), board, place, found };
        for whose in stale.into_iter().filter(|whose| Crowd::of(*whose) == crowd) {
            renewal.row(whose);
        }
        renewal.board.settle();
        renewal.board
    }
}

impl Renewal<'_> {
    fn row(&mut self, whose: Whose) {
        self.place.whose = whose;
        self.found.clear();
        for at in 0..self.board.len() {
            let figure = match self.board.stale(at).cloned() {
                Some(of) => {
                    let figure = self.figure(&of);
                    self.board.set(at, whose.row(), figure.clone());
                    figure
                }
                None => None,
            };
            self.found.push(figure);
        }
    }

    /// A figure, found for the one at hand alone.
    fn figure(&mut self, of: &Of) -> Option<Outcome> {
        Some(match of {
            Of::Kpi(kpi) => {
                let measured = self.measured(*kpi);
                self.view.or_instead(*kpi, measured)
            }
            Of::Attainment(kpi) => self
                .beside_target(*kpi)
                .and_then(|(actual, target)| self.view.attained_by(*kpi, actual, target, self.place)),
            Of::Gap(kpi) => {
                self.beside_target(*kpi).and_then(|(actual, target)| self.view.gap_between(&actual, &target))
            }
            Of::Score(card) => self.score(*card),
            Of::Fold(_) | Of::Target(..) | Of::Rank(_) => return None,
        })
    }

    fn measured(&mut self, id: Id<Kpi>) -> Outcome {
        let (view, place) = (self.view, self.place);
        let kpi = &view.plan().kpis()[id];
        if kpi.at_least == 0 {
            return run(&kpi.formula, &place, self);
        }
        view.measured_by(id, place, self)
    }

    fn beside_target(&mut self, kpi: Id<Kpi>) -> Outcome<(Value, Value)> {
        let place = self.place;
        let actual = self.answer(&Question::Kpi(kpi), &place)?;
        Ok((actual, self.answer(&Question::Target { kpi, level: None }, &place)?))
    }

    fn score(&mut self, card: usize) -> Outcome {
        let (view, place) = (self.view, self.place);
        let card = view.plan().scorecards().get(card).ok_or(Why::NothingDefined)?;
        let Whose::Person(person) = place.whose else { return Err(Why::NotAMember) };
        if view.last_day(person, place.when).is_none() || !self.holds(card.who.as_ref()) {
            return Err(Why::NotAMember);
        }
        if !self.holds(card.during.as_ref()) {
            return Err(Why::NothingDefined);
        }
        score::one(card, &mut Items(self)).map(|score| Value::Number(Fraction::from(score)))
    }

    fn holds(&mut self, condition: Option<&Program<Question>>) -> bool {
        let place = self.place;
        condition.is_none_or(|condition| holds(condition, &place, self))
    }

    /// What the board knows.
    fn known(&self, question: &Question) -> Option<Outcome> {
        let plan = self.view.plan();
        let is = |of: &Of| match (of, question) {
            (Of::Kpi(own), Question::Kpi(kpi))
            | (Of::Attainment(own), Question::Attainment(kpi))
            | (Of::Gap(own), Question::Gap(kpi)) => own == kpi,
            (Of::Target(own, named), Question::Target { kpi, level }) => own == kpi && named == level,
            (Of::Score(own), Question::Result(id)) => match plan.results().get(id.index()) {
                Some(ResultOf::Score(card)) => own == card,
                _ => false,
            },
            _ => false,
        };
        self.board.get(is, self.place.whose.row(), &self.found)
    }
}

impl Inputs<Question> for Renewal<'_> {
    type Place = Place;

    fn answer(&mut self, question: &Question, place: &Place) -> Outcome {
        if *place != self.place {
            return self.asker.answer(question, place);
        }
        match question {
            Question::Fold(fold) => self.view.fold_anew(*fold, *place),
            Question::Lookup { table, column, keys } => {
                let keys = keys.iter().map(|key| run(key, place, self)).collect::<Outcome<Vec<Value>>>()?;
                self.view.plan().tables()[*table].value(&keys, *column)
            }
            _ => self.known(question).unwrap_or_else(|| self.asker.answer(question, place)),
        }
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

impl score::Inputs for Items<'_, '_> {
    fn value(&mut self, program: &Program<Question>) -> Outcome {
        let place = self.0.place;
        run(program, &place, self.0)
    }

    fn enough(&mut self, program: &Program<Question>, need: u64) -> Outcome<()> {
        self.0.view.enough(program, need, self.0.place)
    }

    fn table(&self, id: Id<Table>) -> &Table {
        &self.0.view.plan().tables()[id]
    }

    fn precision(&self) -> Precision {
        self.0.asker.precision()
    }
}
