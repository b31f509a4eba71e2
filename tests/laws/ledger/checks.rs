//! What must hold whenever something was said, asked of a ledger from outside.

use std::collections::BTreeMap;

use attain::calendar::{Period, Span};
use attain::quantity::Unit;
use attain::quantity::{Fraction, Precision, RoundTo, RoundingMode};
use attain::target::{
    Closing, Deed, Event, Finding, Ground, Holder, Ledger, OnChange, Over, PartsAre, Setting, Slot, Split, TargetPlan,
    What,
};
use proptest::prelude::*;

use super::world::{World, calendar, has};

pub(super) type Slots = BTreeMap<(Holder, Span2), Slot>;
/// A span that has an order.
pub(super) type Span2 = (chrono::NaiveDate, chrono::NaiveDate);

pub(super) fn days(span: Span) -> Span2 {
    (span.from(), span.to())
}

pub(super) fn slots(ledger: &Ledger<'_>) -> Slots {
    ledger.slots().map(|(who, slot)| ((who.clone(), days(slot.period.span())), slot.clone())).collect()
}

pub(super) fn sum(amounts: impl IntoIterator<Item = Fraction>) -> Fraction {
    amounts.into_iter().fold(Fraction::ZERO, |sum, one| sum.plus(one, Precision::MAX).unwrap())
}

fn is_inside(part: Span, whole: Span) -> bool {
    part.overlap(whole) == Some(part)
}

/// A ledger, and all that was said to it.
pub(super) struct Told<'a> {
    pub world: &'a World,
    pub plan: &'a TargetPlan,
    pub ledger: Ledger<'a>,
    closings: Vec<Closing>,
}

impl<'a> Told<'a> {
    pub(super) fn new(world: &'a World, plan: &'a TargetPlan) -> Told<'a> {
        Told { world, plan, ledger: Ledger::new(plan, calendar()), closings: Vec::new() }
    }

    pub(super) fn is_closed(&self, who: &Holder, period: Period) -> bool {
        let last = self.closings.iter().rev().find(|closing| {
            let concerns = match &closing.who {
                None => true,
                Some(Holder::Unit(unit)) if self.world.above(who, period).contains(unit) => true,
                Some(named) => named == who,
            };
            concerns && is_inside(period.span(), closing.span)
        });
        last.is_some_and(|closing| closing.closes)
    }

    /// Says it, and asks whether all is as it must be.
    pub(super) fn take(&mut self, event: &Event) -> Result<(), TestCaseError> {
        let (before, known) = (slots(&self.ledger), self.ledger.findings().len());
        let was = match event {
            Event::Set(setting) => has(&self.ledger, &setting.who, setting.period.span()),
            Event::Close(_) => None,
        };
        self.ledger.take(event, self.world);
        let after = slots(&self.ledger);
        let findings = self.ledger.findings()[known..].to_vec();
        match event {
            Event::Close(closing) => {
                prop_assert_eq!(before, after);
                self.closings.push(closing.clone());
            }
            Event::Set(setting) => {
                let said = Said { told: self, setting, was, before, after, findings };
                said.nothing_moves_that_stays()?;
                said.the_holder_has_what_was_said()?;
                said.what_is_not_cut_is_nobodys()?;
                said.members_have_what_their_unit_has()?;
                said.limits_hold()?;
            }
        }
        Ok(())
    }
}

/// A setting, with what everybody had before it, and has after it.
struct Said<'t, 'a> {
    told: &'t Told<'a>,
    setting: &'t Setting,
    was: Option<Fraction>,
    before: Slots,
    after: Slots,
    findings: Vec<Finding>,
}

impl Said<'_, '_> {
    fn found(&self, code: &str) -> bool {
        self.findings.iter().any(|finding| finding.what.code() == code)
    }

    /// Whether parts of members are left as they are.
    fn members_keep(&self) -> bool {
        self.told.plan.on_change == OnChange::Keep && self.was.is_some()
    }

    fn is_fixed(&self, who: &Holder, period: Period) -> bool {
        let pinned = self.before.get(&(who.clone(), days(period.span()))).is_some_and(|slot| slot.pinned);
        pinned || self.told.is_closed(who, period)
    }

    /// What is cut anew: under `next` one period alone.
    fn whole(&self) -> Period {
        let open = self.open();
        let fresh: Vec<Period> =
            open.iter().copied().filter(|leaf| self.fresh(&self.setting.who, *leaf).is_some()).collect();
        let is_next = self.told.plan.on_change == OnChange::Next && self.was.is_some();
        let Some(first) = fresh.first().filter(|_| is_next) else { return self.setting.period };
        let around = calendar().period(self.told.plan.grain, first.first()).unwrap();
        let is_cut = self.told.plan.splits.iter().any(|split| split.over == Over::Grain(around.grain()));
        let is_cut = is_cut || around == self.setting.period;
        let next = if is_cut && is_inside(around.span(), self.setting.period.span()) { around } else { *first };
        let was_never_cut = self.before.iter().any(|((who, _), slot)| {
            let own = slot.period;
            let is_own = *who == self.setting.who && is_inside(own.span(), self.setting.period.span());
            is_own && own != next && is_inside(next.span(), own.span())
        });
        if was_never_cut { self.setting.period } else { next }
    }

    /// The periods into which a period is cut by the first so many cuts.
    fn cut_by(&self, whole: Period, upto: usize) -> Vec<Period> {
        let mut periods = vec![whole];
        for split in &self.told.plan.splits[..upto] {
            let Over::Grain(grain) = split.over else { continue };
            periods = periods
                .into_iter()
                .flat_map(|period| {
                    let parts = calendar().parts_of(period, grain).unwrap_or_default();
                    if parts.is_empty() { vec![period] } else { parts }
                })
                .collect();
        }
        periods
    }

    fn leaves(&self) -> Vec<Period> {
        self.cut_by(self.setting.period, self.told.plan.splits.len())
    }

    /// Whether a period of the holder is over, and keeps what it has.
    fn is_over(&self, leaf: Period) -> bool {
        let whole = self.setting.period;
        self.before.iter().any(|((who, _), slot)| {
            let own = slot.period;
            let is_part = own != whole && is_inside(own.span(), whole.span()) && is_inside(leaf.span(), own.span());
            *who == self.setting.who && is_part && own.end() <= self.setting.from
        })
    }

    fn open(&self) -> Vec<Period> {
        let mut leaves = self.leaves();
        leaves.retain(|leaf| !self.is_over(*leaf) && !self.told.is_closed(&self.setting.who, *leaf));
        leaves
    }

    fn slot(&self, who: &Holder, leaf: Period) -> Option<&Slot> {
        self.after.get(&(who.clone(), days(leaf.span())))
    }

    /// A slot that comes from this entry.
    fn fresh(&self, who: &Holder, leaf: Period) -> Option<&Slot> {
        self.slot(who, leaf).filter(|slot| slot.by == self.setting.id)
    }

    /// Law 3: closed, pinned, over, or of another time.
    fn nothing_moves_that_stays(&self) -> Result<(), TestCaseError> {
        let setting = self.setting;
        let leaves = self.leaves();
        let all = self.before.iter().chain(&self.after);
        for (of @ (who, span), slot) in all {
            let stays = !is_inside(slot.period.span(), setting.period.span())
                || (leaves.contains(&slot.period) && self.told.is_closed(who, slot.period))
                || (*who != setting.who && self.before.get(of).is_some_and(|slot| slot.pinned))
                || (setting.deed != Deed::Clear && leaves.contains(&slot.period) && self.is_over(slot.period));
            if stays || self.found("closed") && setting.deed != Deed::Clear || self.found("nothing_to_adjust") {
                prop_assert_eq!(self.before.get(of), self.after.get(of), "{} {:?}", who.key(), span);
            }
            if leaves.contains(&slot.period)
                && self.members_keep()
                && *who != setting.who
                && setting.deed != Deed::Clear
            {
                prop_assert_eq!(self.before.get(of), self.after.get(of), "{} {:?} is kept", who.key(), span);
            }
        }
        Ok(())
    }

    /// Law 7: whatever became of the parts.
    fn the_holder_has_what_was_said(&self) -> Result<(), TestCaseError> {
        let (setting, was) = (self.setting, self.was);
        let amount = match setting.deed {
            _ if self.found("closed") || self.found("nothing_to_adjust") => was.filter(|_| setting.deed != Deed::Clear),
            Deed::Set(amount) => Some(amount),
            Deed::Add(more) => was.map(|was| was.plus(more, Precision::MAX).unwrap()),
            Deed::Times(times) => was.map(|was| was.times(times, Precision::MAX).unwrap()),
            Deed::Clear | Deed::Carry { .. } | Deed::Undefined { .. } => None,
        };
        if setting.deed == Deed::Clear {
            let is_broken = self
                .told
                .ledger
                .broken()
                .iter()
                .any(|broken| broken.who == setting.who && is_inside(broken.span, setting.period.span()));
            prop_assert!(!is_broken || self.found("closed"));
        }
        if setting.deed != Deed::Clear || !self.found("closed") {
            prop_assert_eq!(has(&self.told.ledger, &setting.who, setting.period.span()), amount);
        }
        Ok(())
    }

    /// Law 4: nothing below is half done.
    fn what_is_not_cut_is_nobodys(&self) -> Result<(), TestCaseError> {
        if !self.found("not_cut") {
            return Ok(());
        }
        let whole = (self.setting.who.clone(), days(self.setting.period.span()));
        let open = self.open();
        for (of, slot) in &self.after {
            prop_assert!(*of == whole || slot.by != self.setting.id, "{:?}", of);
            let is_own = of.0 == whole.0 && *of != whole && open.contains(&slot.period);
            prop_assert!(!is_own, "{:?} has a part", of);
        }
        let mut below: Vec<(Holder, Period)> = open.iter().map(|leaf| (whole.0.clone(), *leaf)).collect();
        while let Some((unit, leaf)) = below.pop() {
            let parts = self.before.iter().filter(|(_, slot)| {
                let is_part = slot.part_of.as_ref() == Some(unit.key()) && matches!(unit, Holder::Unit(_));
                is_part && slot.period == leaf && !self.members_keep()
            });
            for (of, _) in parts {
                if !self.is_fixed(&of.0, leaf) {
                    prop_assert!(!self.after.contains_key(of), "{} has a part of {}", of.0.key(), unit.key());
                    below.push((of.0.clone(), leaf));
                }
            }
        }
        Ok(())
    }

    /// The cut of a unit over its members, and when in the order of all cuts it takes place.
    fn rule_of(&self, unit: &Holder, leaf: Period) -> Option<(usize, &Split)> {
        let Holder::Unit(unit) = unit else { return None };
        let level = self.told.world.level(unit, leaf)?;
        let splits = &self.told.plan.splits;
        let position = |of| splits.iter().position(|split| split.over == Over::Members { of });
        let rule = position(Some(level)).or_else(|| position(None))?;
        Some((rule, &splits[rule]))
    }

    /// By which cut of the plan somebody was made: that of a unit above that came last.
    fn made_at(&self, who: &Holder, leaf: Period) -> Option<usize> {
        let (mut last, mut at) = (None, who.clone());
        while at != self.setting.who {
            at = Holder::Unit(self.fresh(&at, leaf)?.part_of.clone()?);
            last = last.max(self.rule_of(&at, leaf).map(|(rule, _)| rule));
        }
        last
    }

    /// Laws 1 and 2.
    fn members_have_what_their_unit_has(&self) -> Result<(), TestCaseError> {
        if self.found("not_cut") || self.setting.deed == Deed::Clear || self.members_keep() {
            return Ok(());
        }
        for leaf in self.open() {
            for ((unit, _), of) in
                self.after.iter().filter(|(_, slot)| slot.period == leaf && slot.by == self.setting.id)
            {
                let Some((rule, split)) = self.rule_of(unit, leaf) else { continue };
                let uplift = split.uplift.plus(Fraction::ONE, Precision::MAX).unwrap();
                let uplift = of.uplift.times(uplift, Precision::MAX).unwrap();
                let below = self.after.iter().filter(|((who, _), slot)| {
                    slot.period == leaf && who != unit && slot.part_of.as_ref() == Some(unit.key())
                });
                let mut parts = Vec::new();
                for ((who, _), slot) in below {
                    let is_fixed = self.is_fixed(who, leaf);
                    prop_assert!(
                        is_fixed || slot.by == self.setting.id,
                        "{} has an old part of {}",
                        who.key(),
                        unit.key()
                    );
                    if !is_fixed {
                        prop_assert_eq!(slot.uplift, uplift);
                        parts.push(slot.base);
                    }
                }
                if split.parts == PartsAre::Absolute || has_absolute(self, unit, leaf) {
                    continue;
                }
                let rule = self.made_at(unit, leaf).max(Some(rule)).unwrap_or(rule);
                let cut =
                    self.cut_by(self.whole(), rule).into_iter().find(|cut| is_inside(leaf.span(), cut.span())).unwrap();
                let mut exact = uplift == Fraction::ONE;
                for who in self.told.world.members(unit.key(), cut) {
                    if self.is_fixed(&who, leaf) {
                        exact &= !self.moves(&who);
                        parts.extend(self.slot(&who, leaf).map(|slot| slot.amount().unwrap()));
                    } else {
                        prop_assert!(self.fresh(&who, leaf).is_some(), "{} has no part of {}", who.key(), unit.key());
                    }
                }
                let is_fixed = self.told.world.members(unit.key(), cut).iter().any(|who| self.is_fixed(who, leaf));
                let nobody = self.findings.iter().filter_map(|finding| match &finding.what {
                    What::Nobody { of, amount } if of == unit && finding.when == calendar().label(leaf) => {
                        Some(*amount)
                    }
                    _ => None,
                });
                parts.extend(nobody);
                if (exact || !is_fixed) && !self.units_stay_before_time() {
                    prop_assert_eq!(sum(parts), of.base, "{} in {}", unit.key(), calendar().label(leaf));
                }
            }
        }
        Ok(())
    }

    fn moves(&self, who: &Holder) -> bool {
        let node = &self.told.world.nodes[self.told.world.find(who).unwrap()];
        node.above.iter().any(|above| *above != node.above[0])
    }

    /// Whether a part of a unit's time stays that is cut over members first: what its people have not of it is a gap.
    fn units_stay_before_time(&self) -> bool {
        let splits = &self.told.plan.splits;
        let last = splits.iter().rposition(|split| matches!(split.over, Over::Grain(_)));
        let first = splits.iter().position(|split| matches!(split.over, Over::Members { .. }));
        let is_pinned = self
            .before
            .iter()
            .any(|((who, _), slot)| slot.pinned && *who != self.setting.who && matches!(who, Holder::Unit(_)));
        let is_closed = self.told.closings.iter().any(|closing| matches!(closing.who, Some(Holder::Unit(_))));
        (is_pinned || is_closed) && first < last
    }

    /// Law 4: floors and caps of members.
    fn limits_hold(&self) -> Result<(), TestCaseError> {
        if self.found("not_cut") || self.setting.deed == Deed::Clear || self.members_keep() {
            return Ok(());
        }
        let leaves = self.open();
        for leaf in &leaves {
            for (unit, _) in self
                .after
                .iter()
                .filter(|(_, slot)| slot.period == *leaf && slot.by == self.setting.id)
                .map(|(of, _)| of)
            {
                let Some((rule, split)) = self.rule_of(unit, *leaf) else { continue };
                // What is below parts that say themselves what they are is cut period by period.
                if has_absolute(self, unit, *leaf) {
                    continue;
                }
                let rule = self.made_at(unit, *leaf).max(Some(rule)).unwrap_or(rule);
                let cut =
                    self.cut_by(self.whole(), rule).into_iter().find(|cut| is_inside(leaf.span(), cut.span())).unwrap();
                let within: Vec<Period> =
                    leaves.iter().copied().filter(|leaf| is_inside(leaf.span(), cut.span())).collect();
                let base = |who: &Holder| {
                    within
                        .iter()
                        .map(|leaf| self.fresh(who, *leaf).map(|slot| slot.base))
                        .collect::<Option<Vec<_>>>()
                        .map(sum)
                };
                let Some(whole) = base(unit).filter(|_| split.parts == PartsAre::Relative) else { continue };
                // Below zero limits are those of how far; and so they are of a row of zero beside rows below zero.
                let is_below = whole.is_negative() || whole.is_zero() && self.has_rows_below_zero(unit, rule);
                let side = if is_below { Fraction::whole(-1) } else { Fraction::ONE };
                let far = |amount: Fraction| amount.times(side, Precision::MAX).unwrap();
                for who in self.told.world.members(unit.key(), cut) {
                    // Whoever has a part of another unit in some of it has another part than was cut here.
                    let is_here = |leaf: &Period| {
                        let slot = self.fresh(&who, *leaf);
                        slot.and_then(|slot| slot.part_of.as_ref()) == Some(unit.key()) && !self.is_fixed(&who, *leaf)
                    };
                    let Some(part) = base(&who).filter(|_| within.iter().all(is_here)) else { continue };
                    let (least, most) = limits(self.told, split, far(whole), &who, cut);
                    prop_assert!(least.is_none_or(|least| far(part) >= least), "{} has {part} of {whole}", who.key());
                    prop_assert!(most.is_none_or(|most| far(part) <= most), "{} has {part} of {whole}", who.key());
                }
            }
        }
        Ok(())
    }

    /// Whether a unit has less than zero in any of the rows that are cut together over its members.
    fn has_rows_below_zero(&self, unit: &Holder, rule: usize) -> bool {
        let open = self.open();
        self.cut_by(self.whole(), rule).into_iter().any(|row| {
            let leaves = open.iter().filter(|leaf| is_inside(leaf.span(), row.span()));
            sum(leaves.filter_map(|leaf| self.slot(unit, *leaf)).map(|slot| slot.amount().unwrap())).is_negative()
        })
    }
}

/// Whether members of a unit further up have what they say themselves.
fn has_absolute(said: &Said<'_, '_>, unit: &Holder, leaf: Period) -> bool {
    let mut above = said.told.world.above(unit, leaf).into_iter().map(Holder::Unit);
    above.any(|unit| said.rule_of(&unit, leaf).is_some_and(|(_, split)| split.parts == PartsAre::Absolute))
}

/// The limits of a part, in whole steps.
fn limits(
    told: &Told<'_>,
    split: &Split,
    whole: Fraction,
    who: &Holder,
    when: Period,
) -> (Option<Fraction>, Option<Fraction>) {
    let limit = |formula: &Option<attain::formula::Program<attain::kpi::Question>>, mode| {
        let formula = formula.as_ref()?;
        let figure = told.world.figure(formula, who, when).unwrap();
        let figure = if formula.unit == Unit::Ratio { figure.times(whole, Precision::MAX).unwrap() } else { figure };
        let to = RoundTo::new(told.plan.rounding.to.step(), mode).unwrap();
        Some(Fraction::from(to.apply(figure).unwrap()))
    };
    (limit(&split.least, RoundingMode::Ceiling), limit(&split.most, RoundingMode::Floor))
}
