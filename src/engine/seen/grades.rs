//! What somebody may see of grades, and of what is disputed.

use rust_decimal::Decimal;

use crate::error::Error;
use crate::grade::{Grades, NextGrade};
use crate::kpi::When;
use crate::measure::Whose;
use crate::quantity::{Outcome, Value};
use crate::score::{Helped, Needs};

use super::super::disputes::{DisputeCase, Disputes};
use super::super::grades::CalibrationEvent;
use super::Seen;

/// Grades as far as somebody may see them: how many have which grade is that of all.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenGrades {
    /// The people who may be seen; of ties, those who are equal are named only where all of them may be seen.
    pub grades: Grades,
    /// How many people are left out.
    pub hidden: usize,
}

impl Seen {
    /// As [`View::grades`](crate::View::grades), without the people whom the actor may not see.
    pub fn grades(&self, card: &str, when: impl Into<When>) -> Result<SeenGrades, Error> {
        let when = when.into();
        let all = self.view.grades(card, when)?;
        let sees = |key: &crate::id::Key| self.view.person(key.as_str()).is_ok_and(|whose| self.sees(whose, when));
        let mut grades = all.only(&sees);
        for group in &mut grades.groups {
            group.ties.retain(|tie| tie.who.iter().all(sees));
        }
        let hidden = all.people.len().saturating_sub(grades.people.len());
        Ok(SeenGrades { grades, hidden })
    }

    /// As [`View::grade`](crate::View::grade).
    pub fn grade(&self, card: &str, whose: Whose, when: impl Into<When>) -> Result<Outcome<Value>, Error> {
        let place = self.allowed(whose, when.into())?;
        self.view.grade(card, whose, place.when)
    }

    /// As [`View::next_grade`](crate::View::next_grade): the score that would be enough tells something of others, as a rank does.
    pub fn next_grade(
        &self,
        card: &str,
        whose: Whose,
        when: impl Into<When>,
    ) -> Result<Outcome<Option<NextGrade>>, Error> {
        let place = self.allowed(whose, when.into())?;
        self.view.next_grade(card, whose, place.when)
    }

    /// As [`View::needs_score`](crate::View::needs_score).
    pub fn needs_score(
        &self,
        card: &str,
        whose: Whose,
        when: impl Into<When>,
        score: Decimal,
    ) -> Result<Outcome<Needs>, Error> {
        let place = self.allowed(whose, when.into())?;
        self.view.needs_score(card, whose, place.when, score)
    }

    /// As [`View::calibrations`](crate::View::calibrations), without those of people whom the actor may not see.
    pub fn calibrations(&self, card: &str, when: impl Into<When>) -> Result<Vec<CalibrationEvent>, Error> {
        let when = when.into();
        let mut events = self.view.calibrations(card, when)?;
        events.retain(|event| self.view.person(event.said.who.as_str()).is_ok_and(|whose| self.sees(whose, when)));
        Ok(events)
    }

    /// As [`View::focus_helped`](crate::View::focus_helped).
    pub fn focus_helped(
        &self,
        card: &str,
        whose: Whose,
        when: impl Into<When>,
    ) -> Result<Outcome<Option<Helped>>, Error> {
        let place = self.allowed(whose, when.into())?;
        self.view.focus_helped(card, whose, place.when)
    }

    /// As [`View::disputes`](crate::View::disputes), without those about figures that the actor may not see.
    pub fn disputes(&self, which: Disputes, whose: Option<Whose>) -> Result<Vec<DisputeCase>, Error> {
        self.view.disputes_seen(which, whose, Some(&self.sight))
    }
}
