//! Answers to the questions of formulas.

use std::sync::Arc;

use crate::formula::{Elsewhere, Inputs, Program, Shift, run};
use crate::id::Id;
use crate::kpi::{Group, Kpi, OfFields, Over, Place, Question};
use crate::measure::{Fold, Tally, Whose, gather};
use crate::plan::ResultOf;
use crate::quantity::{Fraction, Outcome, Precision, Unit, Value, Why};
use crate::rule::Missing;
use crate::table::Table;
use crate::target::{IS_WHOLE, MAIN_LEVEL};

use super::column::Of;
use super::view::View;

/// Answers the questions of one formula, and notes them where somebody wants to know.
pub(super) struct Asker<'v> {
    view: &'v View,
    /// What the names of the place stand for, by position.
    locals: Vec<Option<Value>>,
    notes: Option<Vec<Note>>,
}

/// A question that was answered while a formula ran.
#[derive(Clone, Debug)]
pub(super) struct Note {
    pub question: Question,
    pub place: Place,
    pub outcome: Outcome,
}

impl<'v> Asker<'v> {
    pub(super) fn new(view: &'v View) -> Asker<'v> {
        Asker { view, locals: Vec::new(), notes: None }
    }

    /// With the actual figure and the target of a KPI.
    pub(super) fn with_target(view: &'v View, actual: Value, target: Value) -> Asker<'v> {
        Asker { view, locals: vec![None, Some(actual), Some(target)], notes: None }
    }

    /// With the base of a line of pay.
    pub(super) fn with_base(view: &'v View, base: Option<&Value>) -> Asker<'v> {
        Asker { view, locals: vec![base.cloned()], notes: None }
    }

    /// Noting what is asked.
    pub(super) fn noting(view: &'v View, base: Option<&Value>) -> Asker<'v> {
        Asker { view, locals: vec![base.cloned()], notes: Some(Vec::new()) }
    }

    /// What was asked.
    pub(super) fn into_notes(self) -> Vec<Note> {
        self.notes.unwrap_or_default()
    }
}

impl Inputs<Question> for Asker<'_> {
    type Place = Place;

    fn answer(&mut self, question: &Question, place: &Place) -> Outcome {
        let outcome = match question {
            Question::Local(local) => self.locals.get(*local).cloned().flatten().ok_or(Why::NothingDefined),
            // Its keys may be names of the place.
            Question::Lookup { table, column, keys } if self.locals.iter().any(Option::is_some) => {
                let notes = self.notes.take();
                let keys = keys.iter().map(|key| run(key, place, self)).collect::<Outcome<Vec<Value>>>();
                self.notes = notes;
                keys.and_then(|keys| self.view.plan().tables()[*table].value(&keys, *column))
            }
            _ => self.view.answer(question, *place),
        };
        if let Some(notes) = &mut self.notes {
            notes.push(Note { question: question.clone(), place: *place, outcome: outcome.clone() });
        }
        outcome
    }

    fn shift(&mut self, shift: &Shift, place: &Place) -> Outcome<Place> {
        let when = self.view.shifted(place.when, shift)?;
        Ok(Place { when, ..*place })
    }

    fn elsewhere(&mut self, elsewhere: &Elsewhere, place: &Place) -> Outcome<Place> {
        let whose = self.view.elsewhere(elsewhere, *place).ok_or(Why::NotAMember)?;
        Ok(Place { whose, ..*place })
    }

    fn named(&mut self, key: &str, is: Unit, place: &Place) -> Outcome<Place> {
        let org = self.view.org();
        let whose = match is {
            Unit::OrgUnit => org.unit(key).map(Whose::Unit),
            _ => org.person(key).map(Whose::Person),
        };
        Ok(Place { whose: whose.ok_or(Why::NotAMember)?, ..*place })
    }

    fn precision(&self) -> Precision {
        self.view.plan().precision()
    }
}

impl View {
    /// What a program gives at a place.
    pub(super) fn run(&self, program: &Program<Question>, place: Place) -> Outcome {
        run(program, &place, &mut Asker::new(self))
    }

    /// Whether a condition holds at a place; an undefined one does not.
    pub(super) fn holds(&self, condition: Option<&Program<Question>>, place: Place) -> bool {
        condition.is_none_or(|condition| self.run(condition, place) == Ok(Value::YesNo(true)))
    }

    pub(super) fn kpi_value(&self, kpi: Id<Kpi>, place: Place) -> Outcome {
        if IS_WHOLE && let Some(known) = self.found_for_everybody(Of::Kpi(kpi), place) {
            return known;
        }
        let memo = &self.0.memo.kpis;
        let kept = |kpi, place| memo.or((kpi, place), || self.or_instead(kpi, self.measured(kpi, place)));
        for (kpi, place) in self.below(kpi, place, &|kpi, place| memo.get(&(kpi, place)).is_some()) {
            drop(kept(kpi, place));
        }
        kept(kpi, place)
    }

    pub(super) fn fold_value(&self, id: Id<Fold>, place: Place) -> Outcome {
        if let Some(sides) = &self.0.sides {
            sides.folds.is_new((id, place), ());
            let there = sides.facts.place(self, place);
            return there.map_or_else(|| self.nothing_folded(id), |there| sides.facts.view.fold_value(id, there));
        }
        self.0.memo.fold(id, place, || self.fold_anew(id, place))
    }

    /// The same, without keeping it; for a view that asks nobody else.
    pub(super) fn fold_anew(&self, id: Id<Fold>, place: Place) -> Outcome {
        let (cells, source, span) = (&self.0.cells, self.source(), place.when.span());
        if !cells.is_by_time(id) {
            return cells.answer(id, place.whose, span, source);
        }
        // Everybody's comes out of one walk.
        let key = (id, cells.time_of(id, span, source));
        let walked = self.0.memo.walked.or(key, || Arc::new(cells.walk(id, span, source)));
        let fold = &self.plan().folds().plain[id];
        walked.tally(place.whose).answer(fold.aggregate, fold.unit, self.plan().precision())
    }

    /// What a fold gives for somebody who has no facts.
    fn nothing_folded(&self, id: Id<Fold>) -> Outcome {
        let fold = &self.plan().folds().plain[id];
        Tally::default().answer(fold.aggregate, fold.unit, self.plan().precision())
    }

    pub(super) fn answer(&self, question: &Question, place: Place) -> Outcome {
        match question {
            Question::Fold(fold) => self.fold_value(*fold, place),
            Question::Kpi(kpi) => self.kpi_value(*kpi, place),
            Question::Attribute(attribute) => {
                let attributes = self.org().attributes();
                let name = || attributes.name(*attribute).map(|name| Why::Missing(name.shared()));
                let Whose::Person(person) = place.whose else {
                    return Err(name().unwrap_or(Why::NotAMember));
                };
                let day = self.last_day(person, place.when).ok_or(Why::NotAMember)?;
                self.org()[person].attribute(*attribute, day, attributes)
            }
            Question::Period(fact) => self.period_fact(*fact, place),
            Question::AsOf => Ok(Value::Date(self.day_asked())),
            Question::Elapsed(of) => self.elapsed(*of, place.when).map(Value::Ratio),
            Question::Active => self.active(place).map(Value::Ratio),
            Question::Tenure(grain) => self.tenure(*grain, place),
            Question::Manager => self.managed_by(place).map(Value::Person),
            Question::Target { kpi, level } => {
                let level = level.as_ref().map_or(MAIN_LEVEL, |level| level.as_str());
                self.target_value(*kpi, level, place)
            }
            Question::Attainment(kpi) => self.attained(*kpi, place),
            Question::Gap(kpi) => {
                self.gap_between(&self.kpi_value(*kpi, place)?, &self.target_value(*kpi, MAIN_LEVEL, place)?)
            }
            Question::Pace(kpi) => self.pace_value(*kpi, &OfFields::default(), place),
            Question::RunRate(kpi) => self.run_rate_value(*kpi, place),
            Question::Coverage(kpi) => self.coverage_value(*kpi, &OfFields::default(), place),
            Question::Sliced(_) | Question::Committed { .. } if !IS_WHOLE => Err(Why::NoTarget),
            Question::Sliced(sliced) => self.sliced_value(sliced, place),
            Question::Committed { kpi, level } => {
                let level = level.as_ref().map_or(MAIN_LEVEL, |level| level.as_str());
                self.committed_value(*kpi, level, place)
            }
            Question::Over(over) => self.over(over, place),
            Question::Rank(among) => self.rank_among(among, place),
            Question::Lookup { table, column, keys } => self.lookup(*table, *column, keys, place),
            Question::Result(id) => self.result(id.index(), place),
            Question::Local(_) => Err(Why::NothingDefined),
        }
    }

    /// What is still to be done for a target.
    pub(super) fn gap_between(&self, actual: &Value, target: &Value) -> Outcome {
        let gap = amount(target)?.minus(amount(actual)?, self.plan().precision())?;
        Ok(target.unit().of(gap))
    }

    fn lookup(&self, table: Id<Table>, column: usize, keys: &[Program<Question>], place: Place) -> Outcome {
        let keys = keys.iter().map(|key| self.run(key, place)).collect::<Outcome<Vec<Value>>>()?;
        self.plan().tables()[table].value(&keys, column)
    }

    fn result(&self, index: usize, place: Place) -> Outcome {
        match self.plan().results().get(index).ok_or(Why::NothingDefined)? {
            ResultOf::Score(card) => {
                if IS_WHOLE && let Some(known) = self.found_for_everybody(Of::Score(*card), place) {
                    return known;
                }
                self.score_alone(*card, place)
            }
            ResultOf::Item(card, path) => {
                let card = self.card(*card, place)?;
                let path: Vec<&str> = path.iter().map(String::as_str).collect();
                let item = card.item(&path).ok_or(Why::NothingDefined)?;
                item.points(self.plan().precision()).map(Value::Number)
            }
            ResultOf::Grade(card) => self.grade_of(*card, place),
            ResultOf::Pay(plan) => self.paid(*plan, None, place).map(Value::Money),
            ResultOf::Component(plan, component) => self.paid(*plan, Some(component), place).map(Value::Money),
            ResultOf::Review(review, item) if IS_WHOLE => self.review_value(*review, *item, place).map(Value::Number),
            ResultOf::Review(..) => Err(Why::NothingDefined),
        }
    }

    /// A fold over people or periods.
    fn over(&self, over: &Over, place: Place) -> Outcome {
        if over.group != Group::Peers {
            return self.gathered(over, &self.members(over.group, place)?);
        }
        let Whose::Person(person) = place.whose else {
            return Err(Why::NoPeers);
        };
        // Whoever has the same peers gets the same answer: it is computed once for all of them.
        let in_common = self.peer_value(person, place.when)?;
        // The plan keeps its questions as long as there is a view, and copies share them: an address is one question.
        let question = std::ptr::from_ref(over).addr();
        self.0.memo.over_peers.or((question, place.when, in_common), || {
            let peers = self.members(Group::Peers, place)?;
            self.gathered(over, &peers)
        })
    }

    fn gathered(&self, over: &Over, places: &[Place]) -> Outcome {
        let outcomes = places.iter().map(|place| self.run(&over.value, *place));
        self.put_together(over, outcomes.collect())
    }

    /// What a fold makes of the values of its members.
    pub(super) fn put_together(&self, over: &Over, outcomes: Vec<Outcome>) -> Outcome {
        let precision = self.plan().precision();
        let mut values = Vec::with_capacity(outcomes.len());
        for outcome in outcomes {
            let value = outcome.and_then(|value| amount(&value)?.to_precision(precision));
            match (value, over.missing) {
                (Ok(value), _) | (Err(_), Missing::Value(value)) => values.push(value),
                (Err(_), Missing::Skip) => {}
                (Err(_), Missing::Zero) => values.push(Fraction::ZERO),
                (Err(why), Missing::Hold) => return Err(why),
            }
        }
        gather(over.aggregate, over.unit, &values, precision)
    }

    /// Who is asked instead of the one at hand.
    fn elsewhere(&self, elsewhere: &Elsewhere, place: Place) -> Option<Whose> {
        let (unit, day) = self.unit_of(place.whose, place.when)?;
        let path = self.org().path(unit, day);
        let found = match (elsewhere, place.whose) {
            (Elsewhere::Parent, Whose::Person(_)) => Some(unit),
            (Elsewhere::Parent, Whose::Unit(_)) => path.get(1).copied(),
            (Elsewhere::Company, _) => path.last().copied(),
            (Elsewhere::Level(level), _) => {
                let tree = self.plan().org().trees().get(self.org()[unit].tree())?;
                let depth = tree.levels().iter().position(|name| name.as_str() == level.as_ref())?;
                path.iter().rev().nth(depth).copied()
            }
        };
        found.map(Whose::Unit)
    }
}

pub(super) fn amount(value: &Value) -> Outcome<Fraction> {
    value.amount().ok_or(Why::NotANumber)
}
