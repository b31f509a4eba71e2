//! Approvals: who must have approved a move, and whether they have.

use chrono::NaiveDateTime;

use super::Answer;
use crate::formula::Program;
use crate::id::Key;
use crate::quantity::Value;
use crate::timer::Length;

use super::Case;
use super::verdict::{Lacking, Reason};
use super::who::Who;

/// The approvals that a move needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Approvals<C, W> {
    /// Each of them, by rising level.
    pub all: Vec<Approval<C, W>>,
    /// How many of those that are asked for there must be; all, where nothing is said.
    pub need: Option<usize>,
}

/// An approval that a move needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Approval<C, W> {
    /// What is approved as.
    pub role: String,
    /// Who may; whoever has the role and does not own the record, where nothing is said.
    pub who: Option<Who<C, W>>,
    /// Under which condition it is needed.
    pub when: Option<Program<C>>,
    /// Its place in an order.
    pub level: u32,
    /// For how long it holds.
    pub expires: Option<Length>,
}

/// What somebody answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// What they answer as; nothing, where they do not say so.
    pub role: Option<String>,
    /// Who.
    pub by: Key,
    /// When.
    pub at: NaiveDateTime,
    /// What.
    pub answer: Answer,
    /// Those who are away then, and for whom they act meanwhile.
    pub acts_for: Vec<Key>,
}

/// An approval that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approved {
    /// As what.
    pub role: String,
    /// Who gave it.
    pub by: Key,
    /// For whom, who is away; nobody, where they may approve themselves.
    pub acts_for: Option<Key>,
}

/// An approval that is asked for, with what came of it.
struct Slot<'a, C, W> {
    approval: &'a Approval<C, W>,
    /// Who gave it, by place among those who answered.
    by: Option<usize>,
    /// Whether somebody said no, and whoever else says yes does not count.
    is_refused: bool,
    lacking: Lacking,
}

/// What is heard of those who answered.
struct Hearing<'a, C, W> {
    slots: Vec<Slot<'a, C, W>>,
    /// Whoever said yes, with the slots that they may fill.
    people: Vec<(Key, Vec<Fit>)>,
    /// For whom somebody who acts for them said yes, and who that was.
    acted: Vec<(Key, Key)>,
    /// Whether any few of them are enough.
    is_any: bool,
}

/// A slot that somebody may fill.
#[derive(Clone, PartialEq)]
struct Fit {
    slot: usize,
    /// For whom, who is away; nobody, where they may themselves.
    acts_for: Option<Key>,
}

impl<C, W> Approvals<C, W> {
    /// None.
    pub(super) fn none() -> Approvals<C, W> {
        Approvals { all: Vec::new(), need: None }
    }

    /// What there is at a moment of what was answered since the record entered its stage; what lacks is among the reasons.
    pub(super) fn given(
        &self,
        case: &mut dyn Case<C, W>,
        at: NaiveDateTime,
        reasons: &mut Vec<Reason>,
    ) -> Vec<Approved> {
        let mut slots = Vec::new();
        for approval in &self.all {
            let is_asked = approval.when.as_ref().is_none_or(|when| case.ask(when) == Ok(Value::YesNo(true)));
            let (by, is_refused, lacking) = (None, false, Lacking::Nobody);
            slots.extend(is_asked.then_some(Slot { approval, by, is_refused, lacking }));
        }
        if slots.is_empty() {
            return Vec::new();
        }
        let mut hearing = Hearing { slots, people: Vec::new(), acted: Vec::new(), is_any: self.need.is_some() };
        let answers = standing(case, at);
        for answered in answers.iter().filter(|answered| answered.answer == Answer::No) {
            hearing.refuse(answered, case);
        }
        for answered in answers.iter().filter(|answered| answered.answer == Answer::Yes) {
            hearing.give(answered, case, at);
        }
        let approved = hearing.approved();
        let Hearing { slots, .. } = hearing;
        let open = || slots.iter().filter(|slot| slot.by.is_none());
        let Some(need) = self.need else {
            reasons.extend(
                open().map(|slot| Reason::Approval { role: slot.approval.role.clone(), state: slot.lacking.clone() }),
            );
            return approved;
        };
        let (need, have) = (need.min(slots.len()), slots.len().saturating_sub(open().count()));
        if have < need {
            let of = open().map(|slot| slot.approval.role.as_str()).collect::<Vec<_>>().join(", ");
            reasons.push(Reason::Approvals { have, need, of });
        }
        approved
    }
}

/// The last answer of each person as each role, by the moment at which it was given; those that were withdrawn left aside. Nobody
/// acts for somebody who answered themselves.
fn standing<C, W>(case: &dyn Case<C, W>, at: NaiveDateTime) -> Vec<Answered> {
    let since = case.entered_at();
    let mut last: Vec<Answered> = Vec::new();
    for answered in case.answers() {
        if answered.at > at || since.is_some_and(|since| answered.at < since) {
            continue;
        }
        match last.iter_mut().find(|known| known.by == answered.by && known.role == answered.role) {
            Some(known) if known.at > answered.at => {}
            Some(known) => *known = answered.clone(),
            None => last.push(answered.clone()),
        }
    }
    last.retain(|answered| answered.answer != Answer::Withdrawn);
    let answered: Vec<Key> = last.iter().map(|answered| answered.by.clone()).collect();
    for one in &mut last {
        one.acts_for.retain(|away| !answered.contains(away));
    }
    crate::sort::by(&mut last, |one, other| (one.at, &one.by, &one.role).cmp(&(other.at, &other.by, &other.role)));
    last
}

impl<C, W> Hearing<'_, C, W> {
    /// Somebody says no: where all must approve, nobody else's yes is enough.
    fn refuse(&mut self, answered: &Answered, case: &mut dyn Case<C, W>) {
        for slot in &mut self.slots {
            if slot.approval.right(answered, case).is_some() {
                slot.lacking = Lacking::Refused { by: answered.by.clone() };
                slot.is_refused |= !self.is_any;
            }
        }
    }

    /// Somebody says yes: they fill one slot and no other.
    fn give(&mut self, answered: &Answered, case: &mut dyn Case<C, W>, at: NaiveDateTime) {
        // Where any few are enough, nobody comes first.
        let open = self.slots.iter().filter(|slot| slot.by.is_none() && !self.is_any);
        let level = open.map(|slot| slot.approval.level).min();
        let mut fits = Vec::new();
        for (place, slot) in self.slots.iter_mut().enumerate() {
            let Some(right) = slot.approval.right(answered, case).filter(|_| !slot.is_refused) else { continue };
            let acts_for = Some(right).filter(|right| **right != answered.by).cloned();
            let has_acted = |away: &Key| self.acted.iter().any(|(known, by)| known == away && *by != answered.by);
            if acts_for.as_ref().is_some_and(has_acted) {
                slot.lacking = Lacking::Twice { by: answered.by.clone() };
            } else if let Some(on) = slot.approval.expired(answered, case, at) {
                slot.lacking = Lacking::Expired { by: answered.by.clone(), on };
            } else if level.is_some_and(|level| slot.approval.level > level) {
                slot.lacking = Lacking::Early { by: answered.by.clone() };
            } else {
                fits.push(Fit { slot: place, acts_for });
            }
        }
        for away in fits.iter().filter_map(|fit| fit.acts_for.as_ref()) {
            self.acted.push((away.clone(), answered.by.clone()));
        }
        let person = self.person(&answered.by, &fits);
        let sits = self.slots.iter().any(|slot| slot.by == Some(person));
        if !sits && self.seat(person, &mut Vec::new()) {
            return;
        }
        for fit in fits {
            if let Some(slot) = self.slots.get_mut(fit.slot).filter(|slot| slot.by.is_none()) {
                slot.lacking = Lacking::Twice { by: answered.by.clone() };
            }
        }
    }

    /// The place of a person, who may also fill some more slots.
    fn person(&mut self, by: &Key, fits: &[Fit]) -> usize {
        let known = self.people.iter().position(|(known, _)| known == by);
        let person = known.unwrap_or(self.people.len());
        if known.is_none() {
            self.people.push((by.clone(), Vec::new()));
        }
        if let Some((_, all)) = self.people.get_mut(person) {
            for fit in
                fits.iter().filter(|fit| all.iter().all(|known| known.slot != fit.slot)).cloned().collect::<Vec<_>>()
            {
                all.push(fit);
            }
        }
        person
    }

    /// Gives somebody a slot; whoever has it may move to another one that they may fill too.
    fn seat(&mut self, person: usize, tried: &mut Vec<usize>) -> bool {
        let fits = self.people.get(person).map(|(_, fits)| fits.clone()).unwrap_or_default();
        for Fit { slot: place, .. } in fits {
            if tried.contains(&place) {
                continue;
            }
            tried.push(place);
            let sits = self.slots.get(place).and_then(|slot| slot.by);
            if sits.is_none_or(|other| self.seat(other, tried)) {
                if let Some(slot) = self.slots.get_mut(place) {
                    slot.by = Some(person);
                }
                return true;
            }
        }
        false
    }

    /// The approvals that were given.
    fn approved(&self) -> Vec<Approved> {
        let mut approved = Vec::new();
        for (place, slot) in self.slots.iter().enumerate() {
            let Some((by, fits)) = slot.by.and_then(|person| self.people.get(person)) else { continue };
            let fit = fits.iter().find(|fit| fit.slot == place);
            let acts_for = fit.and_then(|fit| fit.acts_for.clone());
            approved.push(Approved { role: slot.approval.role.clone(), by: by.clone(), acts_for });
        }
        approved
    }
}

impl<C, W> Approval<C, W> {
    /// By whose right somebody may give it who answers so: their own, or that of somebody who is away and for whom they act, but not
    /// of a record that they own. Nothing, where they may not.
    fn right<'k>(&self, answered: &'k Answered, case: &mut dyn Case<C, W>) -> Option<&'k Key> {
        if answered.role.as_ref().is_some_and(|role| *role != self.role) {
            return None;
        }
        if self.may(&answered.by, case) {
            return Some(&answered.by);
        }
        if case.owner() == Some(&answered.by) {
            return None;
        }
        answered.acts_for.iter().find(|away| self.may(away, case))
    }

    /// Whether somebody may give it.
    fn may(&self, person: &Key, case: &mut dyn Case<C, W>) -> bool {
        match &self.who {
            Some(who) => who.allows(Some(person), case),
            None => case.owner() != Some(person) && case.has_role(person, &self.role),
        }
    }

    /// When it expired; nothing, where it holds.
    fn expired(&self, answered: &Answered, case: &dyn Case<C, W>, at: NaiveDateTime) -> Option<NaiveDateTime> {
        let end = self.expires?.after(answered.at, case.calendar()).ok()?;
        (end <= at).then_some(end)
    }
}
