//! Disputes: which lines of explanations somebody says are wrong, and what came of that.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::dispute::{DisputeAnswer, DisputePlan, DisputeState, settled};
use crate::document::IS_WHOLE;
use crate::error::Error;
use crate::id::Key;
use crate::kpi::{Place, When};
use crate::log::{ApprovalEntry, DisputeEntry, Standing};
use crate::measure::Whose;
use crate::quantity::Outcome;
use crate::trace::{Disputed, Trace};

use super::seen::{Sight, holds};
use super::view::View;

/// Which disputes are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Disputes {
    /// All of them.
    #[default]
    All,
    /// Those that nobody answered yet.
    Open,
}

/// A dispute, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct DisputeCase {
    /// The entry, all corrections applied.
    pub said: DisputeEntry,
    /// What came of it.
    pub state: DisputeState,
    /// The line.
    pub line: DisputedLine,
    /// Whether the entry that puts it right is there, and stands; nothing, where none is named.
    pub is_corrected: Option<bool>,
}

/// What became of a line that is disputed.
#[derive(Clone, Debug, PartialEq)]
pub enum DisputedLine {
    /// It says what it said.
    Same(Outcome),
    /// It says something else than when it was disputed.
    Changed {
        /// What it said.
        then: Outcome,
        /// What it says.
        now: Outcome,
    },
    /// It was there when it was disputed, and is no more.
    Gone(Outcome),
    /// There was no such line.
    Never,
}

impl DisputedLine {
    /// The stable name: `same`, `changed`, `gone`, `never`.
    pub fn code(&self) -> &'static str {
        match self {
            DisputedLine::Same(_) => "same",
            DisputedLine::Changed { .. } => "changed",
            DisputedLine::Gone(_) => "gone",
            DisputedLine::Never => "never",
        }
    }
}

impl View {
    /// What is disputed, in the order of days: of everybody, or of one person or unit.
    ///
    /// Each line is looked for in the explanation as it is now, and as it was known on the day of the dispute when the moment of its entry
    /// had ended. Nothing, where the plan says of nobody that they may dispute.
    pub fn disputes(&self, which: Disputes, whose: Option<Whose>) -> Result<Vec<DisputeCase>, Error> {
        self.disputes_seen(which, whose, None)
    }

    pub(super) fn disputes_seen(
        &self,
        which: Disputes,
        whose: Option<Whose>,
        sight: Option<&Sight>,
    ) -> Result<Vec<DisputeCase>, Error> {
        let Some(rule) = self.plan().disputes().filter(|_| IS_WHOLE) else { return Ok(Vec::new()) };
        self.has_facts()?;
        let (answers, mut earlier) = (self.answers_to_disputes(), BTreeMap::new());
        let mut cases = Vec::new();
        for said in self.0.standing.disputes() {
            let Some(place) = self.disputed_at(&said) else { continue };
            let is_seen = sight.is_none_or(|sight| sight.sees(self, place));
            let is_meant = said.on <= self.as_of() && whose.is_none_or(|whose| whose == place.whose);
            let state = self.dispute_state(rule, &said, place, &answers);
            if !is_seen || !is_meant || (which == Disputes::Open && state != DisputeState::Open) {
                continue;
            }
            let line = self.disputed_line(&said, place, &mut earlier);
            let with = state.answer().and_then(|answer| answer.with.as_ref());
            let is_corrected = with.map(|with| self.0.standing.says(with));
            cases.push(DisputeCase { said, state, line, is_corrected });
        }
        Ok(cases)
    }

    /// Whose figure a dispute is about, and of which time.
    fn disputed_at(&self, said: &DisputeEntry) -> Option<Place> {
        let whose = self.person(said.who.as_str()).or_else(|_| self.unit(said.who.as_str())).ok()?;
        let when = self.period(&said.period).ok()?.into();
        Some(Place { whose, when })
    }

    fn answers_to_disputes(&self) -> Vec<ApprovalEntry> {
        let mut answers = self.0.standing.approvals();
        answers.retain(|answer| answer.on <= self.as_of());
        answers
    }

    /// What came of a dispute by the answers of those who may answer.
    #[allow(clippy::option_as_ref_cloned, reason = "in a library that is not whole it is no option")]
    fn dispute_state(
        &self,
        rule: &DisputePlan,
        said: &DisputeEntry,
        place: Place,
        answers: &[ApprovalEntry],
    ) -> DisputeState {
        let Some(by) = said.by.as_ref().filter(|by| self.may_do(&rule.may, by, place.whose, said.on)) else {
            return DisputeState::NotAllowed;
        };
        let mut found = Vec::new();
        for answer in answers.iter().filter(|answer| answer.entry == said.id && answer.is_current) {
            let Some(answered_by) = &answer.by else { continue };
            if answered_by == by || self.may_do(&rule.answers, answered_by, place.whose, answer.on) {
                found.push(DisputeAnswer {
                    answer: answer.answer,
                    by: answered_by.clone(),
                    on: answer.on,
                    why: answer.why.clone(),
                    with: answer.with.as_ref().cloned(),
                });
            }
        }
        settled(by, &found)
    }

    /// Whether a condition over an actor and a subject holds on a day.
    fn may_do(
        &self,
        condition: &crate::formula::Program<crate::kpi::Question>,
        by: &Key,
        whose: Whose,
        day: NaiveDate,
    ) -> bool {
        let span = day.succ_opt().and_then(|next| crate::calendar::Span::new(day, next));
        let Some((actor, span)) = self.org().person(by.as_str()).zip(span) else { return false };
        holds(self, condition, actor, (Place { whose, when: When::from(span) }, day))
    }

    /// What became of the line of a dispute. Views of earlier moments are kept, for several disputes may be of one.
    fn disputed_line(
        &self,
        said: &DisputeEntry,
        place: Place,
        earlier: &mut BTreeMap<(usize, NaiveDate), View>,
    ) -> DisputedLine {
        let before = earlier.entry((said.known_upto, said.on)).or_insert_with(|| {
            let standing: Standing<'static> = self.0.standing.earlier(said.known_upto);
            let org = super::people::build(self.plan(), &standing, said.on);
            View::of(self.plan(), standing, org, said.on, None)
        });
        let then = before.disputed_at(said).and_then(|place| before.line_now(said, place));
        match (then, self.line_now(said, place)) {
            (None, None) => DisputedLine::Never,
            (Some(then), None) => DisputedLine::Gone(then),
            (Some(then), Some(now)) if then != now => DisputedLine::Changed { then, now },
            (_, Some(now)) => DisputedLine::Same(now),
        }
    }

    /// What a line says now; nothing, where there is none.
    fn line_now(&self, said: &DisputeEntry, place: Place) -> Option<Outcome> {
        let figure = said.of.split('/').next()?;
        let (what, name) = figure.split_once('.')?;
        let trace = match what {
            "scorecard" => self.explain_scorecard(name, place.whose, place.when),
            "statement" => self.explain_statement(name, place.whose, place.when),
            "kpi" => self.explain(name, place.whose, place.when),
            "attainment" => self.explain_attainment(name, place.whose, place.when),
            _ => return None,
        };
        trace.ok()?.line(&said.of).map(|line| line.outcome.clone())
    }

    /// Marks the lines of an explanation that somebody says are wrong.
    pub(super) fn marked(&self, mut trace: Trace, place: Place) -> Trace {
        let Some(rule) = self.plan().disputes().filter(|_| IS_WHOLE) else { return trace };
        let disputes = self.0.standing.disputes();
        if disputes.is_empty() {
            return trace;
        }
        let answers = self.answers_to_disputes();
        for said in disputes.into_iter().filter(|said| said.on <= self.as_of()) {
            if self.disputed_at(&said) != Some(place) {
                continue;
            }
            if let Some(line) = trace.line_mut(&said.of) {
                let state = self.dispute_state(rule, &said, place, &answers);
                mark(line, Disputed { entry: said.id, state });
            }
        }
        trace
    }
}

#[cfg(any(not(feature = "capi"), feature = "analysis"))]
fn mark(line: &mut Trace, disputed: Disputed) {
    line.disputes.push(disputed);
}

#[cfg(all(feature = "capi", not(feature = "analysis")))]
fn mark(_: &mut Trace, _: Disputed) {}
