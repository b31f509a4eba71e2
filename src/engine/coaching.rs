//! What is asked of scorecards besides scores.

use rust_decimal::Decimal;

use crate::diagnostic::nearest;
use crate::error::Error;
use crate::kpi::{Group, Place, When};
use crate::measure::Whose;
use crate::quantity::{Outcome, Value, Why};
use crate::score::{self, Card, Flip, Focus, Helped, Needs, Scorecard};
use crate::table::Table;

use super::view::View;

impl View {
    /// What is missing for a grade on somebody's scorecard: for each item the values with which they would have the grade, or a better one,
    /// all others staying as they are.
    ///
    /// Undefined where they have no such scorecard.
    pub fn needs(&self, card: &str, whose: Whose, when: impl Into<When>, grade: &str) -> Result<Outcome<Needs>, Error> {
        let index = self.card_index(card)?;
        let table = self.plan().scorecards().get(index).and_then(|card| card.grades);
        let Some(table) = table.map(|table| &self.plan().tables()[table]) else {
            return Err(Error::invalid(format!("the scorecard `{card}` has no grades")));
        };
        let grade = known(table, grade)?;
        let result = self.card(index, Place { whose, when: when.into() });
        Ok(result.and_then(|result| result.needs(&grade).unwrap_or(Err(Why::OutOfTable))))
    }

    /// What is missing for a score on somebody's scorecard, as [`needs`](View::needs) tells it for a grade; with
    /// [`next_grade`](View::next_grade) it tells what is missing for the next grade by quotas.
    pub fn needs_score(
        &self,
        card: &str,
        whose: Whose,
        when: impl Into<When>,
        score: Decimal,
    ) -> Result<Outcome<Needs>, Error> {
        let index = self.card_index(card)?;
        let result = self.card(index, Place { whose, when: when.into() });
        Ok(result.and_then(|result| result.needs_score(score)))
    }

    /// Which weight of a scorecard would turn two people round, for each item.
    ///
    /// Undefined where one of them has no such scorecard, or no points.
    pub fn flips(
        &self,
        card: &str,
        first: Whose,
        second: Whose,
        when: impl Into<When>,
    ) -> Result<Outcome<Vec<Flip>>, Error> {
        let (index, when) = (self.card_index(card)?, when.into());
        let both = [first, second].map(|whose| self.card(index, Place { whose, when }));
        let [Ok(first), Ok(second)] = &both else {
            let why = both.into_iter().find_map(Result::err);
            return Ok(Err(why.unwrap_or(Why::NothingDefined)));
        };
        Ok(score::flips(first, second))
    }

    /// Where somebody stands against their peers on a scorecard, item by item; who is a peer, the plan says (`org.peers`).
    ///
    /// Undefined where they have no such scorecard, and where the plan does not say who is a peer.
    pub fn focus(&self, card: &str, whose: Whose, when: impl Into<When>) -> Result<Outcome<Focus>, Error> {
        let (index, when) = (self.card_index(card)?, when.into());
        Ok(self.focus_of(index, Place { whose, when }))
    }

    fn focus_of(&self, index: usize, place: Place) -> Outcome<Focus> {
        let own = self.card(index, place)?;
        let mut peers = Vec::new();
        for peer in self.members(Group::Peers, place)? {
            peers.extend(self.card(index, peer).ok());
        }
        let peers: Vec<&Scorecard> = peers.iter().map(AsRef::as_ref).collect();
        Ok(score::focus(&own, &peers))
    }

    /// What became of what somebody was to work on by the [`focus`](View::focus) of the period before: the points of that item then and
    /// now, and where their change stands among those of their peers of today. Nothing, where there was nothing to work on.
    ///
    /// Undefined where they have no such scorecard now or had none then, in the first period, for days that are no period, and where the
    /// plan does not say who is a peer.
    pub fn focus_helped(
        &self,
        card: &str,
        whose: Whose,
        when: impl Into<When>,
    ) -> Result<Outcome<Option<Helped>>, Error> {
        let index = self.card_index(card)?;
        Ok(self.helped(index, Place { whose, when: when.into() }))
    }

    fn helped(&self, index: usize, place: Place) -> Outcome<Option<Helped>> {
        let before = self.period_before(place.when)?;
        let now = self.card(index, place)?;
        let then = self.card(index, Place { when: before, ..place })?;
        let focus = self.focus_of(index, Place { when: before, ..place })?;
        let mut others = Vec::new();
        for peer in self.members(Group::Peers, place)?.into_iter().filter(|peer| peer.whose != place.whose) {
            let then = self.card(index, Place { when: before, ..peer });
            others.extend(then.ok().zip(self.card(index, peer).ok()));
        }
        let others: Vec<(&Scorecard, &Scorecard)> =
            others.iter().map(|(then, now)| (then.as_ref(), now.as_ref())).collect();
        Ok(score::helped(&focus, (&then, &now), &others))
    }

    /// The scorecard of a name, as the plan has it.
    pub fn card_of(&self, name: &str) -> Result<&Card, Error> {
        let index = self.card_index(name)?;
        self.plan().scorecards().get(index).ok_or_else(|| Error::unknown("scorecard", name, None))
    }
}

/// A grade that a table gives.
fn known(table: &Table, grade: &str) -> Result<Value, Error> {
    let mut grades: Vec<String> = Vec::new();
    for value in table.rows().iter().filter_map(|row| row.values.first()) {
        let text = value.to_string();
        if text == grade {
            return Ok(value.clone());
        }
        grades.push(text);
    }
    Err(Error::unknown("grade", grade, nearest(grade, grades.iter().map(String::as_str))))
}
