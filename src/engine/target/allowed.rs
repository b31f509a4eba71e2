//! Who may set whose targets, and what others approved.
//!
//! By the plan's `may_set`; without one everybody may, and nobody their own.

use std::cell::OnceCell;

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::id::Key;
use crate::kpi::{Place, When};
use crate::log::{Answer, ApprovalEntry, Retraction, Standing};
use crate::measure::Whose;
use crate::sort;
use crate::target::IS_WHOLE;

use super::super::seen::holds;
use super::super::view::View;
use super::holder;

/// Who may set whose targets, by all that is known in a view.
pub(in crate::engine) struct Setters<'a> {
    view: &'a View,
    /// What stands without the retractions of those who may not; where it is not what stands anyway.
    said: Option<Standing<'static>>,
    /// Those retractions.
    refused: Vec<Retraction>,
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
    pub(in crate::engine) fn new(view: &'a View) -> Setters<'a> {
        let (said, refused) = (None, Vec::new());
        let mut setters = Setters { view, said, refused, answers: OnceCell::new() };
        // A library that is not whole lets nobody take their own target back; see `takes_own_back`.
        if !IS_WHOLE {
            return setters;
        }
        let retractions = view.0.standing.retractions();
        let refused: Vec<Retraction> = retractions
            .into_iter()
            .filter(|one| setters.refuses(one.by.as_ref(), one.who.as_ref(), one.on).is_some())
            .collect();
        if !refused.is_empty() {
            setters.leave_out(&refused);
        }
        setters
    }

    /// What stands of targets: without the retractions of those who may not.
    pub(in crate::engine) fn said(&self) -> &Standing<'static> {
        self.said.as_ref().unwrap_or(&self.view.0.standing)
    }

    /// The retractions that do nothing because whoever says them may not, each with whose target it is about; but those that were
    /// retracted themselves.
    pub(super) fn refused(&self) -> impl Iterator<Item = (&Retraction, Whose)> {
        let counts = self.refused.iter().filter(|one| !self.said().is_undone(one.position));
        counts.filter_map(|one| Some((one, self.refuses(one.by.as_ref(), one.who.as_ref(), one.on)?)))
    }

    /// Leaves out retractions; but what does not count anyway may be taken back by whoever said it.
    fn leave_out(&mut self, refused: &[Retraction]) {
        let void = |refused: &[Retraction]| refused.iter().map(|one| one.position).collect();
        self.said = Some(self.view.0.standing.without(void(refused)));
        let mut all = self.said().retractions();
        all.retain(|one| refused.iter().any(|other| other.position == one.position));
        let idle: Vec<bool> = all.iter().map(|one| one.by == one.of.2 && !self.is_counting(one, &all)).collect();
        let mut idle = idle.into_iter();
        all.retain(|_| idle.next() != Some(true));
        self.said = Some(self.view.0.standing.without(void(&all)));
        (self.refused, self.answers) = (all, OnceCell::new());
    }

    /// Whether what is taken back counts: it is no retraction that does nothing, and whoever says it may, or somebody approved it
    /// who may.
    fn is_counting(&self, one: &Retraction, refused: &[Retraction]) -> bool {
        let (by, on) = &one.said;
        let is_void = refused.iter().any(|other| other.position == one.of.0);
        !is_void && !matches!(self.counts(&one.entry, by.as_ref(), one.who.as_ref(), *on), Counts::Not(_))
    }

    /// Whether an entry counts that somebody says of somebody's targets on a day; of everybody's, where nobody is named: then
    /// the top of the first tree is meant.
    pub(super) fn counts(&self, id: &Key, by: Option<&Key>, who: Option<&Key>, day: NaiveDate) -> Counts<'_> {
        match self.refuses(by, who, day) {
            Some(whose) => self.approved(id, by, whose).map_or(Counts::Not(whose), Counts::Since),
            None => Counts::AsSaid,
        }
    }

    /// Whose target it is that somebody may not say something of on a day; nothing, where they may.
    fn refuses(&self, by: Option<&Key>, who: Option<&Key>, day: NaiveDate) -> Option<Whose> {
        if self.view.plan().may_set().is_none() && (by.is_none() || by != who) {
            return None;
        }
        let whose = who.and_then(|who| holder(who, self.view.org()));
        // Where there is no unit, nobody has a target.
        let whose = whose.or_else(|| self.top(day))?;
        (!self.may(by, whose, day)).then_some(whose)
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
            let mut answers = self.said().approvals();
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
