//! What everybody's targets come to, entry by entry: set, cut, adjusted, closed and opened.
//!
//! A [`Ledger`] takes what is said about the targets of one KPI at one level, in its order. A target that is set for a unit or a
//! longer period is cut as the plan says; each part is kept with the entry that it comes from. What was set or cut
//! earlier and is now set anew:
//!
//! | `on_change` | what stays | what changes |
//! |---|---|---|
//! | `respread` | periods that are over or closed, and whatever is pinned below | all else: what is left is cut over what is open, as if it were new |
//! | `next` | the same, and every period but the next one that is open | that one has the whole difference |
//! | `keep` | what its members have | its own periods; the difference to its members is a gap |
//!
//! What cannot be cut stands as it was set; its parts are undefined, and a [`Finding`] says why.

mod carry;
mod cut;
mod finding;
mod forget;
mod ground;
mod node;
mod pieces;
mod slots;
mod stays;
mod times;
mod weigh;

use std::rc::Rc;

use crate::calendar::{FiscalCalendar, Period, Span};
use crate::kpi::OfFields;
use crate::quantity::{Fraction, Outcome, Precision, Why};

use super::compile::TargetPlan;
use super::split::OnChange;

pub use finding::{Finding, What};
pub use ground::{Closing, Deed, Event, Ground, Holder, Setting, Spot};
pub use slots::Slot;

use cut::Cutting;
use node::{Failure, Piece, Pieces, Whole};
use slots::{Slots, is_inside};
use stays::Stays;
use times::Times;

/// The targets of one KPI at one level.
#[derive(Clone, Debug)]
pub struct Ledger<'p> {
    plan: &'p TargetPlan,
    calendar: &'p FiscalCalendar,
    slots: Slots,
    closings: Vec<Closing>,
    findings: Vec<Finding>,
    broken: Vec<Broken>,
}

/// A target whose parts are undefined.
#[derive(Clone, Debug, PartialEq)]
pub struct Broken {
    /// Whose.
    pub who: Holder,
    /// In which time.
    pub span: Span,
    /// Of which part of the facts.
    pub of_fields: OfFields,
    /// Why.
    pub why: Why,
}

impl<'p> Ledger<'p> {
    /// Without any target.
    pub fn new(plan: &'p TargetPlan, calendar: &'p FiscalCalendar) -> Ledger<'p> {
        let (slots, closings, findings, broken) = Default::default();
        Ledger { plan, calendar, slots, closings, findings, broken }
    }

    /// Takes what is said next; `ground` is what is known when it is said.
    pub fn take(&mut self, event: &Event, ground: &dyn Ground) {
        match event {
            Event::Close(closing) => self.closings.push(closing.clone()),
            Event::Set(setting) => self.set(setting, ground),
        }
    }

    /// What everybody has, by holder and time.
    pub fn slots(&self) -> impl Iterator<Item = (&Holder, &Slot)> {
        self.slots.all()
    }

    /// What somebody has: each part of the facts in the order of time.
    pub fn slots_of(&self, who: &Holder) -> &[Slot] {
        self.slots.of(who)
    }

    /// What did not come out as an entry says, in the order in which it was said.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The targets whose parts are undefined.
    pub fn broken(&self) -> &[Broken] {
        &self.broken
    }

    /// What somebody's own targets within a span come to; nothing, where there is none.
    pub fn amount(&self, who: &Holder, span: Span) -> Outcome<Option<Fraction>> {
        self.amount_of(who, span, &OfFields::default())
    }

    /// The same of a part of the facts.
    pub fn amount_of(&self, who: &Holder, span: Span, of_fields: &OfFields) -> Outcome<Option<Fraction>> {
        self.slots.sum(self.plan, (who, of_fields), span)
    }

    fn stays<'a>(&'a self, ground: &'a dyn Ground) -> Stays<'a> {
        Stays { slots: &self.slots, closings: &self.closings, ground }
    }

    fn set(&mut self, setting: &Setting, ground: &dyn Ground) {
        let was = self.amount_of(&setting.who, setting.period.span(), &setting.of_fields);
        let precision = Precision::MAX;
        let amount = match (&setting.deed, &was) {
            (Deed::Clear, _) => return self.clear(setting, ground),
            (Deed::Set(amount), _) => Ok(*amount),
            (Deed::Undefined { adds: false, why }, _) => return self.put(setting, Err(why.clone()), &was, ground),
            (_, Ok(None)) => return self.found(setting, What::NothingToAdjust),
            (_, Err(why)) => Err(why.clone()),
            (Deed::Undefined { why, .. }, _) => return self.put(setting, Err(why.clone()), &was, ground),
            (Deed::Add(more), Ok(Some(was))) => was.plus(*more, precision),
            (Deed::Times(times), Ok(Some(was))) => was.times(*times, precision),
            (Deed::Carry { from, only }, Ok(Some(was))) => match self.carried(setting, (*from, *only), ground) {
                Ok(more) if more == Fraction::ZERO => return,
                Ok(more) => was.plus(more, precision),
                Err(what) => return self.found(setting, what),
            },
        };
        match amount {
            Ok(amount) => self.put(setting, Ok(amount), &was, ground),
            Err(why) => self.not_cut(setting, &setting.who, why.to_string(), why),
        }
    }

    /// Sets what somebody has in a period, and what is below; all of it is undefined, where nobody knows how much that is.
    fn put(
        &mut self,
        setting: &Setting,
        amount: Outcome<Fraction>,
        was: &Outcome<Option<Fraction>>,
        ground: &dyn Ground,
    ) {
        let (mut times, not_whole) = Times::new(setting.period, &self.plan.splits, self.calendar);
        for grain in not_whole {
            self.found(setting, What::NotWhole { grain });
        }
        let (who, whole) = (&setting.who, setting.period);
        let stays = self.stays(ground);
        times.close(|part| {
            let own = stays.slots.inside(self.plan, who, whole.span(), &setting.of_fields);
            let mut own = own.filter(|slot| slot.period != whole);
            let is_over = own.any(|slot| has_any(slot, &[part]) && slot.period.end() <= setting.from);
            is_over || stays.is_closed(who, part)
        });
        if !times.is_open(0) {
            return self.found(setting, What::Closed);
        }
        let open = times.open_periods();
        let is_new = *was == Ok(None) || self.plan.splits.is_empty();
        let members = is_new || self.plan.on_change != OnChange::Keep;
        let amount = match amount {
            Ok(amount) => amount,
            Err(why) => {
                self.stand_alone(setting, Err(why.clone()), &open, members, why.clone(), ground);
                return self.found(setting, What::Undefined { why });
            }
        };
        let done = match was {
            Ok(Some(was)) if !is_new && self.plan.on_change == OnChange::Next => {
                self.next(setting, amount, *was, times, ground)
            }
            // Nobody knows the difference to what is undefined.
            _ => self.respread(setting, amount, times, members, ground),
        };
        if let Err(Failure { of, why, undefined }) = done {
            self.stand_alone(setting, Ok(amount), &open, members, undefined.clone(), ground);
            self.not_cut(setting, &of, why, undefined);
        }
    }

    /// Cuts what is left of an amount over all that is open.
    fn respread(
        &mut self,
        setting: &Setting,
        amount: Fraction,
        times: Times,
        members: bool,
        ground: &dyn Ground,
    ) -> Result<(), Failure> {
        let span = times.period(0).unwrap_or(setting.period).span();
        let open = times.open_periods();
        let whose = (&setting.who, &setting.of_fields);
        // What is set for less than a part is in what the part has.
        let is_in = |slot: &Slot| open.iter().any(|part| is_inside(slot.period.span(), part.span()));
        let kept = self.slots.sum_but(self.plan, whose, span, |slot| has_any(slot, &open) || is_in(slot));
        let left = kept.and_then(|kept| amount.minus(kept.unwrap_or(Fraction::ZERO), Precision::MAX));
        let left = left.map_err(|why| failure(&setting.who, why))?;
        self.cut(setting, left, times, members, ground)
    }

    /// Gives the whole difference to the next period that is open.
    fn next(
        &mut self,
        setting: &Setting,
        amount: Fraction,
        was: Fraction,
        times: Times,
        ground: &dyn Ground,
    ) -> Result<(), Failure> {
        let failed = |why| failure(&setting.who, why);
        let difference = amount.minus(was, Precision::MAX).map_err(failed)?;
        let is_grain = |node: &usize| times.period(*node).is_some_and(|period| period.grain() == self.plan.grain);
        let mut of_grain = times.all().filter(|node| times.is_open(*node));
        let next = of_grain.find(is_grain).or_else(|| times.open_leaves(0).first().copied());
        let Some(period) = next.and_then(|node| times.period(node)) else {
            return Ok(());
        };
        let span = setting.period.span();
        let was_whole =
            self.slots.inside(self.plan, &setting.who, span, &setting.of_fields).any(|slot| is_part_of(period, slot));
        if was_whole {
            // What was never cut is cut as new.
            return self.respread(setting, amount, times, true, ground);
        }
        let own =
            self.amount_of(&setting.who, period.span(), &setting.of_fields).map_err(failed)?.unwrap_or(Fraction::ZERO);
        let own = own.plus(difference, Precision::MAX).map_err(failed)?;
        let (mut of_it, _) = Times::new(period, &self.plan.splits, self.calendar);
        let open = times.open_periods();
        of_it.close(|part| !open.contains(&part));
        self.respread(setting, own, of_it, true, ground)
    }

    fn cut(
        &mut self,
        setting: &Setting,
        amount: Fraction,
        times: Times,
        members: bool,
        ground: &dyn Ground,
    ) -> Result<(), Failure> {
        let who = setting.who.clone();
        let of_fields = OfFields::clone(&setting.of_fields);
        let is_whole = self.plan.parts_of(&of_fields) == [OfFields::clone(&of_fields)];
        let uncut = is_whole && times.leaves().len() == 1 && !(members && self.is_cut_over_members(&who));
        if uncut {
            // Whatever has digits beyond the step, or no end of digits, stands as it was set.
            let period = times.period(0).unwrap_or(setting.period);
            self.forget_longer(setting, (&who, &of_fields), &[period]);
            self.keep_all(setting, period, Ok(amount));
            return Ok(());
        }
        let amount = amount.to_decimal().ok_or_else(|| failure(&who, Why::Overflow))?;
        let open = times.open_periods();
        let elsewhere = Rc::from([]);
        let whole = Whole { who: who.clone(), amount, of_fields, uplift: Fraction::ONE, times, members, elsewhere };
        let mut work = vec![(whole, None)];
        let (mut had, mut nobody, mut first) = (Vec::new(), Vec::new(), None);
        while let Some((whole, unit)) = work.pop() {
            let pieces = Cutting::new(self.plan, &self.stays(ground), &whole).run()?;
            let Pieces { had: more, nobody: left, further, ahead } = pieces;
            first = first.or(ahead);
            had.extend(
                more.into_iter().map(|piece| Piece { part_of: piece.part_of.or_else(|| unit.clone()), ..piece }),
            );
            nobody.extend(left);
            work.extend(further.into_iter().rev().map(|(whole, unit)| (whole, Some(unit))));
        }
        if members {
            self.forget_below((&who, &setting.of_fields), &open, ground);
        }
        self.forget_longer(setting, (&who, &setting.of_fields), &open);
        for piece in had.iter().filter(|piece| piece.who != who) {
            let whose = (&piece.who, &piece.of_fields);
            self.forget_below(whose, &[piece.period], ground);
            self.forget_longer(setting, whose, &[piece.period]);
        }
        for piece in had {
            self.keep(setting, piece, None);
        }
        for (of, period, amount) in nobody {
            self.found_in(setting, period, What::Nobody { of, amount: Fraction::from(amount) });
        }
        if let Some((part, until)) = first {
            self.found(setting, What::Ahead { part: self.calendar.label(part), until });
        }
        Ok(())
    }

    fn is_cut_over_members(&self, who: &Holder) -> bool {
        use super::split::Over;
        matches!(who, Holder::Unit(_))
            && self.plan.splits.iter().any(|split| matches!(split.over, Over::Members { .. }))
    }

    /// Keeps what was set as a whole.
    fn keep_all(&mut self, setting: &Setting, period: Period, amount: Outcome<Fraction>) {
        let (who, of_fields) = (setting.who.clone(), OfFields::clone(&setting.of_fields));
        let (base, undefined) = amount.map_or_else(|why| (Fraction::ZERO, Some(why)), |amount| (amount, None));
        self.keep(setting, Piece { who, period, of_fields, base, uplift: Fraction::ONE, part_of: None }, undefined);
    }

    fn keep(&mut self, setting: &Setting, piece: Piece, undefined: Option<Why>) {
        let Piece { who, period, of_fields, base, uplift, part_of } = piece;
        let (by, pinned) = (setting.id.clone(), setting.pinned && who == setting.who);
        self.broken.retain(|broken| {
            let is_same = broken.who == who && broken.span == period.span() && broken.of_fields == of_fields;
            !is_same
        });
        self.forget_mended(&who);
        self.slots.put(&who, Slot { period, of_fields, by, base, undefined, uplift, pinned, part_of });
    }

    /// There is no target any more: of a unit, nor of whoever had a part of it.
    fn clear(&mut self, setting: &Setting, ground: &dyn Ground) {
        let (plan, who, of, span) = (self.plan, &setting.who, &setting.of_fields, setting.period.span());
        let (times, _) = Times::new(setting.period, &self.plan.splits, self.calendar);
        let mut periods: Vec<Period> = self.slots.inside(self.plan, who, span, of).map(|slot| slot.period).collect();
        let had = periods.clone();
        periods.extend(times.open_periods());
        let stays = self.stays(ground);
        periods.retain(|period| !stays.is_closed(who, *period));
        if had.iter().any(|period| !periods.contains(period)) {
            self.found(setting, What::Closed);
        }
        self.forget_below((who, of), &periods, ground);
        self.slots.remove(who, |slot| periods.contains(&slot.period) && plan.is_part(&slot.of_fields, of));
        self.forget_mended(who);
    }

    /// The target stands, and nothing below it.
    fn stand_alone(
        &mut self,
        setting: &Setting,
        amount: Outcome<Fraction>,
        open: &[Period],
        members: bool,
        why: Why,
        ground: &dyn Ground,
    ) {
        if members {
            self.forget_below((&setting.who, &setting.of_fields), open, ground);
        }
        self.forget_longer(setting, (&setting.who, &setting.of_fields), open);
        self.keep_all(setting, setting.period, amount);
        let (who, of_fields) = (setting.who.clone(), OfFields::clone(&setting.of_fields));
        // Where nothing is cut, nothing below is a part of it.
        if !self.plan.splits.is_empty() {
            self.broken.push(Broken { who, span: setting.period.span(), of_fields, why });
        }
    }

    fn not_cut(&mut self, setting: &Setting, of: &Holder, why: String, undefined: Why) {
        self.found(setting, What::NotCut { of: of.clone(), why, undefined });
    }

    fn found(&mut self, setting: &Setting, what: What) {
        self.found_in(setting, setting.period, what);
    }

    fn found_in(&mut self, setting: &Setting, period: Period, what: What) {
        let when = self.calendar.label(period);
        self.findings.push(Finding { id: setting.id.clone(), who: setting.who.clone(), when, what });
    }
}

fn failure(of: &Holder, why: Why) -> Failure {
    Failure { of: of.clone(), why: why.to_string(), undefined: why }
}

/// Whether any of the periods lies in that of a slot.
fn has_any(slot: &Slot, periods: &[Period]) -> bool {
    periods.iter().any(|period| is_inside(period.span(), slot.period.span()))
}

/// Whether a period is less than that of a slot.
fn is_part_of(period: Period, slot: &Slot) -> bool {
    is_inside(period.span(), slot.period.span()) && period.span() != slot.period.span()
}
