//! The figures of everybody at one time, found together.
//!
//! Where many people or units are asked for the same figure at the same time, it is found for all of them: formulas run for all rows at
//! once. What each of them gets is what they would get alone.

mod board;
mod card;
mod follow;
mod own;
mod ranks;
mod renew;
mod rows;

use std::sync::Arc;

use crate::document::IS_WHOLE;
use crate::id::{Id, Key, Name};
use crate::kpi::{Kpi, Place, Question, When};
use crate::measure::{Fold, Whose};
use crate::quantity::{Outcome, Outcomes};
use crate::target::MAIN_LEVEL;

use super::view::View;
use board::Said;
use rows::Rows;

pub(super) use board::Board;
pub(super) use follow::note;
pub(super) use own::Own;
pub(super) use ranks::Fielded;

/// The least number of times that a figure is asked for at one time before it is found for everybody.
pub(super) const MANY: usize = 32;
/// And the part of everybody of whom it is asked before it is.
const PART: usize = 16;

/// The figures of everybody: of people, or of units, in their order.
pub(super) type Column = Arc<Outcomes>;

/// People or units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Crowd {
    People,
    Units,
}

/// Some people, or some units, at one time.
#[derive(Debug)]
pub(super) struct Together {
    when: When,
    crowd: Crowd,
    /// Their places among all; nothing, where they are all in their order.
    rows: Option<Vec<usize>>,
}

impl Together {
    /// The keys of everybody, where these are all of them.
    pub(super) fn keys(self, view: &View) -> Option<&Arc<[Key]>> {
        let org = view.org();
        self.rows.is_none().then(|| match self.crowd {
            Crowd::People => org.people_keys(),
            Crowd::Units => org.unit_keys(),
        })
    }
}

/// What a column is of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Of {
    Kpi(Id<Kpi>),
    /// What facts give: kept with the formula that asks, and no longer.
    Fold(Id<Fold>),
    Target(Id<Kpi>, Option<Name>),
    Attainment(Id<Kpi>),
    Gap(Id<Kpi>),
    /// The score of a card, by the place of the card in the plan.
    Score(usize),
    /// The rank in a ranking, by its place in the plan.
    Rank(usize),
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
    pub(super) fn row(self) -> usize {
        match self {
            Whose::Person(person) => person.index(),
            Whose::Unit(unit) => unit.index(),
        }
    }
}

impl View {
    /// A figure of somebody, where it was found for everybody, or is asked for so often that it is now.
    pub(super) fn found_for_everybody(&self, of: Of, place: Place) -> Option<Outcome> {
        let crowd = Crowd::of(place.whose);
        let all = self.how_many(crowd);
        if all < MANY {
            return None;
        }
        let (row, many) = (place.whose.row(), MANY.max(all / PART));
        let boards = &self.0.memo.columns;
        match boards.change((place.when, crowd), Board::default, |board| board.ask(&of, row, many)) {
            Said::Known(figure) => figure,
            Said::Nothing => None,
            Said::ToBeFound => self.kept_column((of, place.when, crowd))?.get(row),
        }
    }

    /// A figure of everybody, found once; nothing, where it is found one by one.
    pub(super) fn kept_column(&self, (of, when, crowd): (Of, When, Crowd)) -> Option<Column> {
        let (boards, key) = (&self.0.memo.columns, (when, crowd));
        match boards.change_known(&key, |board| board.take(&of)).flatten() {
            Some(Ok(known)) => return Some(known),
            Some(Err(board)) if IS_WHOLE => {
                let mut board = self.renewed(board, key);
                let known = board.take(&of).and_then(Result::ok);
                boards.change(key, Board::default, |there| {
                    board.unite(std::mem::take(there));
                    *there = board;
                });
                if known.is_some() {
                    return known;
                }
            }
            _ => {}
        }
        let column = self.column(&of, when, crowd)?;
        if !matches!(of, Of::Fold(_)) {
            let own = IS_WHOLE.then(|| self.0.memo.own.get_or_init(|| Arc::new(Own::new(self.plan()))));
            boards.change(key, Board::default, |board| board.keep(&of, &column, own.map(Arc::as_ref)));
        }
        Some(column)
    }

    /// A figure of everybody, where the question is one that is found so.
    pub(super) fn column_of(&self, question: &Question, when: When, crowd: Crowd) -> Option<Column> {
        let of = match question {
            Question::Kpi(kpi) => Of::Kpi(*kpi),
            Question::Target { kpi, level } => Of::Target(*kpi, level.clone()),
            Question::Attainment(kpi) => Of::Attainment(*kpi),
            Question::Gap(kpi) => Of::Gap(*kpi),
            Question::Result(id) => self.score_of(id.index())?,
            _ => return None,
        };
        self.kept_column((of, when, crowd))
    }

    fn column(&self, of: &Of, when: When, crowd: Crowd) -> Option<Column> {
        // What is asked elsewhere is noted.
        if self.0.sides.is_some() {
            return None;
        }
        let columns = |of: Of| self.kept_column((of, when, crowd));
        match of {
            Of::Kpi(kpi) => self.kpi_column(*kpi, when, crowd),
            Of::Fold(fold) => Some(self.fold_column(*fold, when, crowd)),
            Of::Target(kpi, level) if IS_WHOLE => {
                let level = level.as_ref().map_or(MAIN_LEVEL, Name::as_str);
                let all = self.crowd(crowd);
                Some(Arc::new(self.targets_of(*kpi, level, when, &all)))
            }
            Of::Attainment(kpi) if IS_WHOLE && self.plan().kpis()[*kpi].attains.is_none() => {
                let (actual, target) = (columns(Of::Kpi(*kpi))?, columns(Of::Target(*kpi, None))?);
                let attained = actual.amounts()?.over(target.amounts()?, self.plan().precision());
                Some(Arc::new(Outcomes::of_amounts(attained, crate::quantity::Unit::Ratio)))
            }
            Of::Gap(kpi) if IS_WHOLE => {
                let (actual, target) = (columns(Of::Kpi(*kpi))?, columns(Of::Target(*kpi, None))?);
                let (actual, unit) = (actual.amounts()?, self.plan().kpis()[*kpi].formula.unit);
                let gap = target.amounts()?.minus(actual, self.plan().precision());
                // Whoever has neither has no figure first.
                Some(Arc::new(Outcomes::of_amounts(gap.without(actual.undefined()), unit)))
            }
            Of::Score(card) if IS_WHOLE => self.score_column(*card, when, crowd),
            Of::Rank(ranking) if IS_WHOLE => self.rank_column(*ranking, when, crowd),
            _ => None,
        }
    }

    /// A KPI of everybody.
    fn kpi_column(&self, id: Id<Kpi>, when: When, crowd: Crowd) -> Option<Column> {
        let kpi = &self.plan().kpis()[id];
        // What leads back to itself is answered from below.
        if !kpi.ring.is_empty() {
            return None;
        }
        let mut rows = Rows::new(self, crowd);
        if IS_WHOLE && kpi.at_least == 0 {
            let measured = rows.run(&kpi.formula, when);
            return Some(match &kpi.instead {
                Some(instead) => Arc::new(measured.or(instead)),
                None => measured,
            });
        }
        let all = self.crowd(crowd);
        let measured = all.iter().map(|whose| self.measured_by(id, Place { whose: *whose, when }, &mut rows));
        let measured: Vec<Outcome> = measured.collect();
        Some(Arc::new(measured.into_iter().map(|measured| self.or_instead(id, measured)).collect()))
    }

    /// Some at one time, where there are so many of them that it is worth while to find everybody's figures.
    pub(super) fn together(&self, places: &[Place]) -> Option<Together> {
        let Place { whose, when } = *places.first()?;
        let crowd = Crowd::of(whose);
        let many = MANY.max(self.how_many(crowd) / PART);
        if places.len() < many {
            return None;
        }
        let (mut is_one, mut is_everybody) = (true, places.len() == self.how_many(crowd));
        for (at, place) in places.iter().enumerate() {
            is_one &= place.when == when && Crowd::of(place.whose) == crowd;
            is_everybody &= place.whose.row() == at;
        }
        let rows = || places.iter().map(|place| place.whose.row()).collect();
        is_one.then(|| Together { when, crowd, rows: (!is_everybody).then(rows) })
    }

    /// The figures of some at one time, in their order.
    pub(super) fn figures_of(&self, of: Option<Of>, question: Option<&Question>, some: &Together) -> Option<Column> {
        let column = match (of, question) {
            (Some(of), _) => self.kept_column((of, some.when, some.crowd))?,
            (None, question) => self.column_of(question?, some.when, some.crowd)?,
        };
        Some(some.rows.as_ref().map_or_else(|| Arc::clone(&column), |rows| Arc::new(column.taken(rows))))
    }

    fn how_many(&self, crowd: Crowd) -> usize {
        match crowd {
            Crowd::People => self.org().people().len(),
            Crowd::Units => self.org().units().len(),
        }
    }

    fn crowd(&self, crowd: Crowd) -> Vec<Whose> {
        match crowd {
            Crowd::People => self.org().people().map(|(person, _)| Whose::Person(person)).collect(),
            Crowd::Units => self.org().units().map(|(unit, _)| Whose::Unit(unit)).collect(),
        }
    }

    fn fold_column(&self, id: Id<Fold>, when: When, crowd: Crowd) -> Column {
        let (cells, all) = (&self.0.cells, self.crowd(crowd));
        if cells.is_by_time(id) {
            return Arc::new(all.iter().map(|whose| self.fold_value(id, Place { whose: *whose, when })).collect());
        }
        let unit = self.plan().folds().plain[id].unit;
        let digits = if IS_WHOLE { cells.digits(id, &all, when.span(), self.source()) } else { None };
        if let Some(figures) = digits.and_then(|digits| plain(digits, unit)) {
            return Arc::new(figures);
        }
        Arc::new(cells.answers(id, &all, when.span(), self.source()).into_iter().collect())
    }
}

/// Plain numbers as figures.
fn plain(digits: crate::measure::Digits, unit: crate::quantity::Unit) -> Option<Outcomes> {
    let crate::measure::Digits { numerators, denominators, scale, undefined } = digits;
    let power = 10_i128.checked_pow(scale)?;
    let amounts = crate::quantity::Quotients::of_parts(numerators, (denominators, power), undefined)?;
    Some(Outcomes::of_amounts(amounts, unit))
}
