//! Who may set whose targets, and what others approved.
//!
//! By the plan's `may_set`; without one everybody may, and nobody their own.

use std::cell::OnceCell;

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::id::Key;
use crate::kpi::{Place, When};
use crate::log::{Answer, ApprovalEntry};
use crate::measure::Whose;
use crate::sort;

use super::super::seen::holds;
use super::super::view::View;
use super::holder;

/// Who may set whose targets, by all that is known in a view.
pub(super) struct Setters<'a> {
    view: &'a View,
    /// By the entry that they answer, then in the order in which they count; looked at only where something waits for one.
    answers: OnceCell<Vec<ApprovalEntry>>,
}

/// Whether an entry about targets counts.
pub(super) enum Counts<'a> {
    /// It does, from its own moment on.
    AsSaid,
    /// It does, since it was approved.
    Since(&'a ApprovalEntry),
    /// It does not: whose targets it is about.
    Not(Whose),
}

impl<'a> Setters<'a> {
    pub(super) fn new(view: &'a View) -> Setters<'a> {
        Setters { view, answers: OnceCell::new() }
    }

    /// Whether an entry counts that somebody says of somebody's targets on a day; of everybody's, where nobody is named: then
    /// the top of the first tree is meant.
    pub(super) fn counts(&self, id: &Key, by: Option<&Key>, who: Option<&Key>, day: NaiveDate) -> Counts<'_> {
        if self.view.plan().may_set().is_none() && (by.is_none() || by != who) {
            return Counts::AsSaid;
        }
        let whose = who.and_then(|who| holder(who, self.view.org()));
        // Where there is no unit, nobody has a target.
        let Some(whose) = whose.or_else(|| self.top(day)) else { return Counts::AsSaid };
        if self.may(by, whose, day) {
            return Counts::AsSaid;
        }
        self.approved(id, by, whose).map_or(Counts::Not(whose), Counts::Since)
    }

    fn may(&self, by: Option<&Key>, whose: Whose, day: NaiveDate) -> bool {
        let org = self.view.org();
        let Some(condition) = self.view.plan().may_set() else {
            return match whose {
                Whose::Person(person) => by != Some(org[person].key()),
                Whose::Unit(_) => true,
            };
        };
        let actor = by.and_then(|by| org.person(by.as_str()));
        let span = day.succ_opt().and_then(|next| Span::new(day, next));
        let Some((actor, span)) = actor.zip(span) else { return false };
        holds(self.view, condition, actor, (Place { whose, when: When::from(span) }, day))
    }

    /// The answer by which an entry counts: the first yes since the last answer that was none, of those who may answer.
    fn approved(&self, id: &Key, asked: Option<&Key>, whose: Whose) -> Option<&ApprovalEntry> {
        let answers = self.answers();
        let first = answers.partition_point(|answer| answer.entry < *id);
        let mut holds = None;
        for answer in answers.iter().skip(first).take_while(|answer| answer.entry == *id) {
            let by = answer.by.as_ref().filter(|by| Some(*by) != asked);
            if by.is_none() || !answer.is_current || !self.may(by, whose, answer.on) {
                continue;
            }
            holds = match answer.answer {
                Answer::Yes => holds.or(Some(answer)),
                Answer::No | Answer::Withdrawn => None,
            };
        }
        holds
    }

    fn answers(&self) -> &[ApprovalEntry] {
        self.answers.get_or_init(|| {
            let mut answers = self.view.0.standing.approvals();
            answers.retain(|answer| answer.on <= self.view.as_of());
            sort::by(&mut answers, |one, other| {
                (&one.entry, one.on, one.known, &one.id).cmp(&(&other.entry, other.on, other.known, &other.id))
            });
            answers
        })
    }

    /// The top of the first tree on a day; where there is none, whatever unit is there, that nobody passes for want of one.
    fn top(&self, day: NaiveDate) -> Option<Whose> {
        let org = self.view.org();
        let any = || org.units().next().map(|(unit, _)| unit);
        org.tops(0, day).first().copied().or_else(any).map(Whose::Unit)
    }
}
