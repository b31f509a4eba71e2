//! Who may set whose targets, and what others approved.
//!
//! By the plan's `may_set`; without one everybody may, and nobody their own.

use std::cell::OnceCell;

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::id::Key;
use crate::kpi::{Place, When};
use crate::log::{Answer, ApprovalEntry, Retraction, Revision, Standing, acting};
use crate::measure::Whose;
use crate::sort;
use crate::target::IS_WHOLE;

use super::super::seen::holds;
use super::super::view::View;
use super::holder;

/// Who may set whose targets, by all that is known in a view.
pub(in crate::engine) struct Setters<'a> {
    view: &'a View,
    /// What stands without the retractions and revisions of those who may not; where it is not what stands anyway.
    said: Option<Standing<'static>>,
    /// Those retractions.
    refused: Vec<Retraction>,
    /// Those revisions.
    unsaid: Vec<Revision>,
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
        let (said, refused, unsaid) = (None, Vec::new(), Vec::new());
        let mut setters = Setters { view, said, refused, unsaid, answers: OnceCell::new() };
        // A library that is not whole lets nobody change their own target or take it back; see `takes_own_back`.
        if !IS_WHOLE {
            return setters;
        }
        let retractions = view.0.standing.retractions();
        let refused: Vec<Retraction> = retractions
            .into_iter()
            .filter(|one| setters.refuses(one.by.as_ref(), one.who.as_ref(), one.on).is_some())
            .collect();
        setters.leave_out(refused);
        setters
    }

    /// What stands of targets: without the retractions and revisions of those who may not.
    pub(in crate::engine) fn said(&self) -> &Standing<'static> {
        self.said.as_ref().unwrap_or(&self.view.0.standing)
    }

    /// The retractions that do nothing because whoever says them may not, each with whose target it is about; but those that were
    /// retracted themselves.
    pub(super) fn refused(&self) -> impl Iterator<Item = (&Retraction, Whose)> {
        let counts = self.refused.iter().filter(|one| !self.said().is_undone(one.position));
        counts.filter_map(|one| Some((one, self.refuses(one.by.as_ref(), one.who.as_ref(), one.on)?)))
    }

    /// The revisions that do nothing because whoever says them may not and nobody approved them, each with whose target it is about.
    pub(super) fn unsaid(&self) -> impl Iterator<Item = (&Revision, Whose)> {
        self.unsaid.iter().filter_map(|one| Some((one, self.refused_of(one).next()?)))
    }

    /// Leaves out retractions; but what does not count anyway may be taken back by whoever said it. Then revisions.
    fn leave_out(&mut self, refused: Vec<Retraction>) {
        self.refused = refused;
        self.settle();
        if self.refused.is_empty() {
            return;
        }
        let mut all = self.said().retractions();
        all.retain(|one| self.refused.iter().any(|other| other.position == one.position));
        let idle: Vec<bool> = all.iter().map(|one| one.by == one.of.2 && !self.is_counting(one)).collect();
        let mut idle = idle.into_iter();
        all.retain(|_| idle.next() != Some(true));
        self.refused = all;
        self.settle();
    }

    /// What stands without the retractions that do nothing, and without the revisions of those who may not.
    ///
    /// Where nothing is left of an entry that counts, its last revision says what waits for an answer.
    fn settle(&mut self) {
        self.unsaid.clear();
        self.stand();
        loop {
            let mut unsaid = self.said().revisions();
            let may: Vec<bool> = unsaid.iter().map(|one| self.may_be_said(one)).collect();
            leave(&mut unsaid, may);
            if unsaid.is_empty() {
                break;
            }
            self.unsaid.extend(unsaid);
            self.stand();
        }
        let counts = |one: &Revision| {
            let word = self.said().word(&one.entry);
            word.is_some_and(|word| {
                !matches!(self.counts(&one.entry, word.by.as_ref(), word.who.as_ref(), word.on), Counts::Not(_))
            })
        };
        let count: Vec<bool> = self.unsaid.iter().map(counts).collect();
        if count.contains(&false) {
            let mut count = count.into_iter();
            self.unsaid.retain(|_| count.next() == Some(true));
            self.stand();
        }
    }

    fn stand(&mut self) {
        let void: Vec<u32> =
            self.refused.iter().map(|one| one.position).chain(self.unsaid.iter().map(|one| one.position)).collect();
        self.said = (!void.is_empty()).then(|| self.view.0.standing.without(void));
        self.answers = OnceCell::new();
    }

    /// Whether a revision may count: whoever says it may, or somebody approved it who may. Of one that does not hold now it is
    /// enough that an answer may be about it.
    fn may_be_said(&self, one: &Revision) -> bool {
        let by = one.by.as_ref();
        self.refused_of(one).all(|whose| {
            if one.holds {
                return self.approved(&one.entry, by, whose).is_some();
            }
            let mut answers = self.answers_to(&one.entry).iter().filter(|answer| self.may_answer(answer, by, whose));
            answers.any(|answer| answer.of == one.id || (answer.known_upto > one.known_upto && !self.is_late(answer)))
        })
    }

    /// Whose targets whoever revises may not say something of: that which is revised, and that which it is revised to.
    fn refused_of(&self, one: &Revision) -> impl Iterator<Item = Whose> {
        one.who.iter().filter_map(|who| self.refuses(one.by.as_ref(), who.as_ref(), one.on))
    }

    /// Whether what is taken back counts: it is no retraction that does nothing, and whoever says it may, or somebody approved it
    /// who may.
    fn is_counting(&self, one: &Retraction) -> bool {
        let (by, on) = &one.said;
        let is_void = self.refused.iter().any(|other| other.position == one.of.0)
            || self.unsaid.iter().any(|other| other.position == one.of.0);
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
        let mut holds = None;
        for answer in self.answers_to(id) {
            if !answer.is_current || !self.may_answer(answer, asked, whose) {
                continue;
            }
            holds = match answer.answer {
                // What was revised by the time of the answer is not what the answer is about.
                Answer::Yes if self.is_late(answer) => continue,
                Answer::Yes => holds.or(Some(answer)),
                Answer::No | Answer::Withdrawn => None,
            };
        }
        holds
    }

    /// Whether an answer that names the entry itself came after a revision that does nothing, or in one moment with it: then that
    /// may be what it is about.
    fn is_late(&self, answer: &ApprovalEntry) -> bool {
        let of_entry = self.unsaid.iter().filter(|one| one.entry == answer.entry);
        answer.of == answer.entry && of_entry.into_iter().any(|one| one.known_upto <= answer.known_upto)
    }

    /// Whether whoever answers may: they are somebody else than who asks, and may set the target; or they act for somebody who is
    /// away and may, and it is not their own.
    fn may_answer(&self, answer: &ApprovalEntry, asked: Option<&Key>, whose: Whose) -> bool {
        let Some(by) = answer.by.as_ref().filter(|by| Some(*by) != asked) else { return false };
        if self.may(Some(by), whose, answer.on) {
            return true;
        }
        if !IS_WHOLE || matches!(whose, Whose::Person(person) if self.view.org()[person].key() == by) {
            return false;
        }
        let mut right = acting(&self.view.0.standing.away(), by, answer.on).into_iter();
        right.any(|right| Some(&right) != asked && self.may(Some(&right), whose, answer.on))
    }

    fn answers_to(&self, id: &Key) -> &[ApprovalEntry] {
        let answers = self.answers();
        let first = answers.partition_point(|answer| answer.entry < *id);
        let last = answers.partition_point(|answer| answer.entry <= *id);
        answers.get(first..last).unwrap_or_default()
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

/// Leaves those that may not be said, and that nothing revises that may: else that is what is said.
fn leave(revisions: &mut Vec<Revision>, mut may: Vec<bool>) {
    let place = |position: u32| revisions.binary_search_by_key(&position, |one| one.position).ok();
    for at in 0..revisions.len() {
        let mut above = may.get(at).copied().unwrap_or_default().then_some(at);
        while let Some(one) = above.and_then(|at| revisions.get(at)) {
            above = place(one.target).filter(|at| may.get(*at) == Some(&false));
            if let Some(may) = above.and_then(|at| may.get_mut(at)) {
                *may = true;
            }
        }
    }
    let mut may = may.into_iter();
    revisions.retain(|_| may.next() == Some(false));
}
