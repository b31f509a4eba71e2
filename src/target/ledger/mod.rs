//! What everybody's targets come to, entry by entry: set, cut, adjusted, closed and opened.
//!
//! A [`Ledger`] takes what is said about the targets of one KPI at one level, in its order. A target that is set for a unit or a
//! longer period is cut as the plan says; each part is kept with the entry that it comes from. What was set or cut
//! earlier and is now set anew:
//!
//! | `on_change` | what stays | what changes |
//! |---|---|---|
//! | `respread` | periods that are over or closed, and whatever is pinned | all else: what is left is cut over what is open, as if it were new |
//! | `next` | the same, and every period but the next one that is open | that one has the whole difference |
//! | `keep` | what its members have | its own periods; the difference to its members is a gap |
//!
//! What cannot be cut stands as it was set; its parts are undefined, and a [`Finding`] says why.

mod cut;
mod finding;
mod ground;
mod node;
mod pieces;
mod slots;
mod times;
mod weigh;

use crate::calendar::{FiscalCalendar, Period, Span};
use crate::id::Key;
use crate::kpi::OfFields;
use crate::quantity::{Fraction, Outcome, Precision, Why};

use super::compile::TargetPlan;
use super::fields::is_within;
use super::split::OnChange;

pub use finding::{Finding, What};
pub use ground::{Closing, Deed, Event, Ground, Holder, Setting, Spot};
pub use slots::Slot;

use cut::Cutting;
use node::{Failure, Piece, Pieces, Whole};
use slots::Slots;
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

/// What does not change while a target is cut.
struct Stays<'a> {
    slots: &'a Slots,
    closings: &'a [Closing],
    ground: &'a dyn Ground,
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
        self.slots.sum(self.plan, who, span, of_fields)
    }

    fn stays<'a>(&'a self, ground: &'a dyn Ground) -> Stays<'a> {
        Stays { slots: &self.slots, closings: &self.closings, ground }
    }

    fn set(&mut self, setting: &Setting, ground: &dyn Ground) {
        let was = match self.amount_of(&setting.who, setting.period.span(), &setting.of_fields) {
            Ok(was) => was,
            Err(why) => return self.not_cut(setting, &setting.who, why.to_string(), why),
        };
        let precision = Precision::MAX;
        let amount = match (setting.deed, was) {
            (Deed::Clear, _) => return self.clear(setting, ground),
            (Deed::Set(amount), _) => Ok(amount),
            (Deed::Add(more), Some(was)) => was.plus(more, precision),
            (Deed::Times(times), Some(was)) => was.times(times, precision),
            (Deed::Add(_) | Deed::Times(_), None) => return self.found(setting, What::NothingToAdjust),
        };
        match amount {
            Ok(amount) => self.put(setting, amount, was, ground),
            Err(why) => self.not_cut(setting, &setting.who, why.to_string(), why),
        }
    }

    /// Sets what somebody has in a period, and what is below.
    fn put(&mut self, setting: &Setting, amount: Fraction, was: Option<Fraction>, ground: &dyn Ground) {
        let (mut times, not_whole) = Times::new(setting.period, &self.plan.splits, self.calendar);
        for grain in not_whole {
            self.found(setting, What::NotWhole { grain });
        }
        let (who, whole) = (&setting.who, setting.period);
        let (stays, parts) = (self.stays(ground), self.plan.parts_of(&setting.of_fields));
        times.close(|part| {
            let has = || parts.iter().any(|of| stays.slots.get((who, part, of)).is_some());
            let is_over = part != whole && part.end() <= setting.from && has();
            is_over || stays.is_closed(who, part)
        });
        if !times.is_open(0) {
            return self.found(setting, What::Closed);
        }
        let open: Vec<Period> = times.open_leaves(0).iter().filter_map(|leaf| times.period(*leaf)).collect();
        let changed = was.filter(|_| !self.plan.splits.is_empty()).map(|was| (was, self.plan.on_change));
        let done = match changed {
            None | Some((_, OnChange::Respread)) => self.respread(setting, amount, times, true, ground),
            Some((_, OnChange::Keep)) => self.respread(setting, amount, times, false, ground),
            Some((was, OnChange::Next)) => self.next(setting, amount, was, &times, ground),
        };
        if let Err(Failure { of, why, undefined }) = done {
            self.stand_alone(setting, amount, &open, undefined.clone(), ground);
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
        let mut left = amount;
        for leaf in times.leaves().into_iter().filter(|leaf| !times.is_open(*leaf)) {
            let Some(period) = times.period(leaf) else { continue };
            for of in self.plan.parts_of(&setting.of_fields) {
                let kept = self.slots.get((&setting.who, period, &of)).map(Slot::amount).transpose();
                let less = kept.and_then(|kept| left.minus(kept.unwrap_or(Fraction::ZERO), Precision::MAX));
                left = less.map_err(|why| failure(&setting.who, why))?;
            }
        }
        self.cut(setting, left, times, members, ground)
    }

    /// Gives the whole difference to the next period that is open.
    fn next(
        &mut self,
        setting: &Setting,
        amount: Fraction,
        was: Fraction,
        times: &Times,
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
        let own =
            self.amount_of(&setting.who, period.span(), &setting.of_fields).map_err(failed)?.unwrap_or(Fraction::ZERO);
        let own = own.plus(difference, Precision::MAX).map_err(failed)?;
        let (mut of_it, _) = Times::new(period, &self.plan.splits, self.calendar);
        let open: Vec<Span> =
            times.open_leaves(0).iter().filter_map(|leaf| times.period(*leaf)).map(Period::span).collect();
        of_it.close(|part| !open.contains(&part.span()));
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
            self.keep_all(setting, amount);
            return Ok(());
        }
        let amount = amount.to_decimal().ok_or_else(|| failure(&who, Why::Overflow))?;
        let open: Vec<Period> = times.open_leaves(0).iter().filter_map(|leaf| times.period(*leaf)).collect();
        let whole = Whole { who: who.clone(), amount, of_fields, uplift: Fraction::ONE, times, members };
        let mut work = vec![(whole, None)];
        let (mut had, mut nobody) = (Vec::new(), Vec::new());
        while let Some((whole, unit)) = work.pop() {
            let pieces = Cutting::new(self.plan, &self.stays(ground), &whole).run()?;
            let Pieces { had: more, nobody: left, further } = pieces;
            had.extend(
                more.into_iter().map(|piece| Piece { part_of: piece.part_of.or_else(|| unit.clone()), ..piece }),
            );
            nobody.extend(left);
            work.extend(further.into_iter().rev().map(|(whole, unit)| (whole, Some(unit))));
        }
        if members {
            self.forget_below(setting, &open, ground);
        }
        self.forget(setting, |slot| slot.period == setting.period);
        for piece in had {
            self.keep(setting, piece);
        }
        for (of, _, amount) in nobody {
            self.found(setting, What::Nobody { of, amount: Fraction::from(amount) });
        }
        Ok(())
    }

    fn is_cut_over_members(&self, who: &Holder) -> bool {
        use super::split::Over;
        matches!(who, Holder::Unit(_))
            && self.plan.splits.iter().any(|split| matches!(split.over, Over::Members { .. }))
    }

    /// Keeps what was set as a whole.
    fn keep_all(&mut self, setting: &Setting, base: Fraction) {
        let (who, of_fields) = (setting.who.clone(), OfFields::clone(&setting.of_fields));
        self.keep(
            setting,
            Piece { who, period: setting.period, of_fields, base, uplift: Fraction::ONE, part_of: None },
        );
    }

    fn keep(&mut self, setting: &Setting, piece: Piece) {
        let Piece { who, period, of_fields, base, uplift, part_of } = piece;
        let (plan, span) = (self.plan, period.span());
        self.broken.retain(|broken| {
            let is_other = broken.who != who || broken.span.overlap(span).is_none();
            is_other || !plan.is_part(&broken.of_fields, &setting.of_fields)
        });
        if of_fields.len() > setting.of_fields.len() {
            // What stood as a whole is cut now.
            self.slots.remove(&who, |slot| {
                let is_wider = slot.of_fields.len() < of_fields.len() && is_within(&of_fields, &slot.of_fields);
                is_wider && slot.period.span() == span && plan.is_part(&slot.of_fields, &setting.of_fields)
            });
        }
        let (by, pinned) = (setting.id.clone(), setting.pinned && who == setting.who);
        self.slots.put(&who, Slot { period, of_fields, by, base, uplift, pinned, part_of });
    }

    /// Takes away what whoever is set has of its part of the facts, where it is so.
    fn forget(&mut self, setting: &Setting, is: impl Fn(&Slot) -> bool) {
        let plan = self.plan;
        self.slots.remove(&setting.who, |slot| is(slot) && plan.is_part(&slot.of_fields, &setting.of_fields));
    }

    /// Takes away what was a part of the target that is set in some periods, unless it stays.
    fn forget_below(&mut self, setting: &Setting, periods: &[Period], ground: &dyn Ground) {
        let Holder::Unit(unit) = &setting.who else { return };
        let plan = self.plan;
        let mut next = vec![unit.clone()];
        while let Some(unit) = next.pop() {
            for below in self.slots.below(&unit) {
                let closed: Vec<Span> = {
                    let stays = self.stays(ground);
                    periods
                        .iter()
                        .filter(|period| stays.is_closed(&below, **period))
                        .map(|period| period.span())
                        .collect()
                };
                let mut found = false;
                self.slots.remove(&below, |slot| {
                    let span = slot.period.span();
                    let goes = slot.part_of.as_ref() == Some(&unit)
                        && !slot.pinned
                        && plan.is_part(&slot.of_fields, &setting.of_fields)
                        && periods.iter().any(|period| period.span() == span)
                        && !closed.contains(&span);
                    found |= goes;
                    goes
                });
                if let (true, Holder::Unit(unit)) = (found, &below) {
                    next.push(unit.clone());
                }
            }
        }
    }

    /// There is no target any more: of a unit, nor of whoever had a part of it.
    fn clear(&mut self, setting: &Setting, ground: &dyn Ground) {
        let span = setting.period.span();
        let slots = self.slots.within(self.plan, &setting.who, span, &setting.of_fields);
        let periods: Vec<Period> = slots.iter().map(|slot| slot.period).collect();
        let stays = self.stays(ground);
        let (closed, open): (Vec<Period>, Vec<Period>) =
            periods.into_iter().partition(|period| stays.is_closed(&setting.who, *period));
        if !closed.is_empty() {
            self.found(setting, What::Closed);
        }
        self.forget_below(setting, &open, ground);
        self.forget(setting, |slot| open.contains(&slot.period));
    }

    /// The target stands, and nothing below it.
    fn stand_alone(&mut self, setting: &Setting, amount: Fraction, open: &[Period], why: Why, ground: &dyn Ground) {
        self.forget_below(setting, open, ground);
        self.forget(setting, |slot| open.contains(&slot.period));
        self.keep_all(setting, amount);
        let (who, of_fields) = (setting.who.clone(), OfFields::clone(&setting.of_fields));
        self.broken.push(Broken { who, span: setting.period.span(), of_fields, why });
    }

    fn not_cut(&mut self, setting: &Setting, of: &Holder, why: String, undefined: Why) {
        self.found(setting, What::NotCut { of: of.clone(), why, undefined });
    }

    fn found(&mut self, setting: &Setting, what: What) {
        let when = self.calendar.label(setting.period);
        self.findings.push(Finding { id: setting.id.clone(), who: setting.who.clone(), when, what });
    }
}

impl Stays<'_> {
    /// Whether what somebody has in a period does not change.
    fn is_fixed(&self, spot: Spot<'_>) -> bool {
        self.slots.get(spot).is_some_and(|slot| slot.pinned) || self.is_closed(spot.0, spot.1)
    }

    /// What somebody has in a period; nothing is zero, where nothing was to be had.
    fn amount(&self, spot: Spot<'_>) -> Outcome<Fraction> {
        self.slots.get(spot).map_or(Ok(Fraction::ZERO), Slot::amount)
    }

    /// Whether a period is closed for somebody: the last word on it counts.
    fn is_closed(&self, who: &Holder, period: Period) -> bool {
        let span = period.span();
        let mut above: Option<Vec<Key>> = None;
        let said = self.closings.iter().rev().find(|closing| {
            closing.span.overlap(span) == Some(span)
                && match &closing.who {
                    None => true,
                    Some(named) if named == who => true,
                    Some(Holder::Unit(unit)) => {
                        above.get_or_insert_with(|| self.ground.above(who, period)).contains(unit)
                    }
                    Some(Holder::Person(_)) => false,
                }
        });
        said.is_some_and(|closing| closing.closes)
    }
}

fn failure(of: &Holder, why: Why) -> Failure {
    Failure { of: of.clone(), why: why.to_string(), undefined: why }
}
