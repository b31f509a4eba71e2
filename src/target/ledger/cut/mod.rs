//! Cutting one amount as a plan says: over periods and over members, in the order written.

mod fixed;

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::calendar::Period;
use crate::id::Key;
use crate::quantity::{Fraction, Part, Precision, Why};

use super::super::cascade::{Axis, Cascade, CascadeError, Cell};
use super::super::compile::TargetPlan;
use super::super::split::{Over, PartsAre, Split};
use super::times::Times;
use super::weigh::Weigher;
use super::{Holder, Stays};

/// An amount that is to be cut.
pub(super) struct Whole {
    pub who: Holder,
    pub amount: Decimal,
    /// By what the amount is multiplied to be what `who` has.
    pub uplift: Fraction,
    pub times: Times,
    /// Whether it is cut over members too.
    pub members: bool,
}

/// What was cut for somebody in a period.
pub(super) struct Piece {
    pub who: Holder,
    pub period: Period,
    pub base: Decimal,
    pub uplift: Fraction,
    pub part_of: Option<Key>,
}

/// What came of a cut.
#[derive(Default)]
pub(super) struct Pieces {
    pub had: Vec<Piece>,
    /// What nobody has: of which unit, and how much.
    pub nobody: Vec<(Holder, Period, Decimal)>,
    /// What is to be cut further by itself.
    pub further: Vec<(Whole, Key)>,
}

/// Why an amount cannot be cut.
#[derive(Debug)]
pub(super) struct Failure {
    pub of: Holder,
    pub why: String,
    pub undefined: Why,
}

/// A node of the members: somebody, or nobody.
struct Member {
    who: Option<Holder>,
    above: usize,
    uplift: Fraction,
    part_of: Option<Key>,
    /// Whether it was looked at whether it is cut over its members.
    looked_at: bool,
}

/// What is so of somebody in a period; who is not there has no state.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// It is cut anew.
    Free,
    /// What it has stays, and so does all below it.
    Kept,
}

/// An amount on its way.
pub(super) struct Cutting<'a> {
    plan: &'a TargetPlan,
    stays: &'a Stays<'a>,
    weigher: Weigher<'a>,
    whole: &'a Whole,
    cascade: Cascade,
    members: Vec<Member>,
    /// Which nodes of the members somebody is: several, who moves.
    nodes: BTreeMap<Holder, Vec<usize>>,
    /// By the cascade's node of time: the node of the periods.
    times: Vec<usize>,
    states: BTreeMap<(usize, usize), State>,
    /// The units whose members' parts say themselves what they are.
    apart: Vec<(usize, usize)>,
}

impl<'a> Cutting<'a> {
    pub(super) fn new(plan: &'a TargetPlan, stays: &'a Stays<'a>, whole: &'a Whole) -> Cutting<'a> {
        let first =
            Member { who: Some(whole.who.clone()), above: 0, uplift: whole.uplift, part_of: None, looked_at: false };
        Cutting {
            plan,
            stays,
            weigher: Weigher { plan, ground: stays.ground },
            whole,
            cascade: Cascade::new(whole.amount, plan.rounding.to.step(), plan.rounding.odd()),
            members: vec![first],
            nodes: BTreeMap::new(),
            times: vec![0],
            states: BTreeMap::from([((0, 0), State::Free)]),
            apart: Vec::new(),
        }
    }

    /// Cuts it.
    pub(super) fn run(mut self) -> Result<Pieces, Failure> {
        for (rule, split) in self.plan.splits.iter().enumerate() {
            match split.over {
                Over::Grain(_) => self.over_time(rule, split)?,
                Over::Members { .. } if self.whole.members => while self.over_members(rule)? {},
                Over::Members { .. } => {}
            }
        }
        self.pieces()
    }

    fn over_time(&mut self, rule: usize, split: &Split) -> Result<(), Failure> {
        for time in self.cascade.leaves(Axis::Time, 0) {
            let node = self.time(time);
            let Some(all) = self.whole.times.parts_by(node, rule) else { continue };
            let open: Vec<usize> = all.iter().copied().filter(|part| self.whole.times.is_open(*part)).collect();
            let mut parts = BTreeMap::new();
            for cell in self.cascade.cells(Axis::Time, time) {
                let of = self.stands_for(cell);
                let cut = match of.and_then(|member| self.state(member, time).map(|state| (member, state))) {
                    Some((member, State::Free)) => self.time_parts(cell, member, split, all, &open)?,
                    Some((member, State::Kept)) => self.kept_parts(cell, member, &open)?,
                    None => vec![Part::by(Fraction::ONE); open.len()],
                };
                parts.insert(cell.member, cut);
            }
            self.cut(Axis::Time, time, open.len(), |cell, part| parts.get(&cell.member)?.get(part).copied())?;
            for part in open {
                let made = self.times.len();
                self.times.push(part);
                for member in 0..self.members.len() {
                    let state = match self.state(member, time) {
                        Some(State::Free) if member > 0 && self.fixed(member, part).is_all => Some(State::Kept),
                        state => state,
                    };
                    self.states.extend(state.map(|state| ((member, made), state)));
                }
            }
        }
        Ok(())
    }

    /// The parts of somebody's time that is to be cut.
    fn time_parts(
        &self,
        cell: Cell,
        member: usize,
        split: &Split,
        all: &[usize],
        open: &[usize],
    ) -> Result<Vec<Part>, Failure> {
        let who = self.holder(member);
        let shares = self.weigher.open_shares(split, &who, all, &self.whole.times)?;
        let amount = self.cascade.amount(cell);
        let mut parts = Vec::with_capacity(open.len());
        for (share, node) in shares.into_iter().zip(all).filter(|(_, node)| open.contains(node)) {
            let Some(period) = self.whole.times.period(*node) else { continue };
            let part = self.weigher.limited(split, share, amount, &who, period)?;
            parts.push(if member == 0 { part } else { self.with_fixed(part, member, *node, amount)? });
        }
        Ok(parts)
    }

    /// By whose figures the time of a cell is cut: what is nobody's, by those of its unit.
    fn stands_for(&self, cell: Cell) -> Option<usize> {
        let of = self.members.get(cell.member)?;
        match of.who {
            Some(_) => Some(cell.member),
            None => (!self.cascade.amount(cell).is_zero()).then_some(of.above),
        }
    }

    /// Cuts the next unit that is due by then over its members; whether there was one.
    fn over_members(&mut self, upto: usize) -> Result<bool, Failure> {
        let leaves = self.cascade.leaves(Axis::Members, 0);
        let next = leaves.into_iter().find_map(|leaf| {
            let member = self.members.get(leaf).filter(|member| !member.looked_at)?;
            let Some(Holder::Unit(unit)) = &member.who else { return None };
            // A unit that comes of a later cut than its own is cut as soon as it is there.
            let rule = self.rule_of(unit).filter(|rule| *rule <= upto)?;
            Some((leaf, unit.clone(), rule, self.plan.splits.get(rule)?))
        });
        let Some((node, unit, rule, split)) = next else { return Ok(false) };
        if let Some(member) = self.members.get_mut(node) {
            member.looked_at = true;
        }
        if split.parts == PartsAre::Absolute {
            self.apart.push((node, rule));
            return Ok(true);
        }
        let mut there: BTreeMap<usize, Vec<Holder>> = BTreeMap::new();
        let mut all: Vec<Holder> = Vec::new();
        for time in self.cascade.leaves(Axis::Time, 0) {
            let period = self.whole.times.period(self.time(time));
            let free = self.state(node, time) == Some(State::Free);
            let Some(period) = period.filter(|_| free) else { continue };
            let mut members = self.members_of(&unit, time, period);
            crate::sort::all(&mut members);
            all.extend(members.iter().cloned());
            there.insert(time, members);
        }
        crate::sort::all(&mut all);
        all.dedup();
        if !there.is_empty() {
            self.over(node, &unit, split, &all, &there)?;
        }
        Ok(true)
    }

    /// The members of a unit in a time, but who has a part of another one's then: whoever is cut for longer before they move.
    fn members_of(&self, unit: &Key, time: usize, period: Period) -> Vec<Holder> {
        let mut members = self.stays.ground.members(unit, period);
        let has_part = |who: &Holder| self.nodes.get(who)?.iter().find_map(|member| self.state(*member, time));
        members.retain(|who| has_part(who).is_none());
        members
    }

    /// Cuts a unit over those who are its members in any of the periods, and somebody who has what none of them can have.
    fn over(
        &mut self,
        node: usize,
        unit: &Key,
        split: &Split,
        all: &[Holder],
        there: &BTreeMap<usize, Vec<Holder>>,
    ) -> Result<(), Failure> {
        let uplift = self.uplifted(node, split)?;
        let first = self.members.len();
        for who in all.iter().map(Some).chain([None]) {
            let part_of = Some(unit.clone());
            if let Some(who) = who {
                self.nodes.entry(who.clone()).or_default().push(self.members.len());
            }
            self.members.push(Member { who: who.cloned(), above: node, uplift, part_of, looked_at: false });
        }
        let mut parts = BTreeMap::new();
        for cell in self.cascade.cells(Axis::Members, node) {
            let members = there.get(&cell.time).map_or(&[][..], Vec::as_slice);
            parts.insert(cell.time, self.member_parts(cell, split, first, all, members)?);
        }
        let count = all.len().saturating_add(1);
        self.cut(Axis::Members, node, count, |cell, part| parts.get(&cell.time)?.get(part).copied())?;
        for (time, members) in there {
            for (index, who) in all.iter().enumerate() {
                let member = first.saturating_add(index);
                if members.binary_search(who).is_ok() {
                    let kept = self.fixed(member, self.time(*time)).is_all;
                    self.states.insert((member, *time), if kept { State::Kept } else { State::Free });
                }
            }
        }
        Ok(())
    }

    /// The parts of one period of a unit: of its members then by their figures, and of nobody where there are none.
    fn member_parts(
        &self,
        cell: Cell,
        split: &Split,
        first: usize,
        all: &[Holder],
        there: &[Holder],
    ) -> Result<Vec<Part>, Failure> {
        let nothing = Part { pinned: Some(Decimal::ZERO), ..Part::by(Fraction::ZERO) };
        let Some(period) = self.whole.times.period(self.time(cell.time)).filter(|_| !there.is_empty()) else {
            let mut parts = vec![nothing; all.len()];
            parts.push(Part::by(Fraction::ONE));
            return Ok(parts);
        };
        let of = self.holder(cell.member);
        let weights = self.weigher.weights(split, &of, &there.iter().map(|who| (who, period)).collect::<Vec<_>>())?;
        let amount = self.cascade.amount(cell);
        let mut weights = weights.into_iter();
        let mut parts = Vec::with_capacity(all.len().saturating_add(1));
        for (member, who) in (first..).zip(all) {
            // Both are in the order of holders.
            if there.binary_search(who).is_err() {
                parts.push(nothing);
                continue;
            }
            let weight = weights.next().unwrap_or(Fraction::ZERO);
            let part = self.weigher.limited(split, weight, amount, who, period)?;
            parts.push(self.with_fixed(part, member, self.time(cell.time), amount)?);
        }
        parts.push(nothing);
        Ok(parts)
    }

    fn cut(
        &mut self,
        axis: Axis,
        node: usize,
        count: usize,
        part: impl Fn(Cell, usize) -> Option<Part>,
    ) -> Result<(), Failure> {
        let cut =
            self.cascade.cut(axis, node, count, |cell, index| part(cell, index).unwrap_or(Part::by(Fraction::ZERO)));
        cut.map(drop).map_err(|error| {
            let of = match &error {
                CascadeError::Split { cell: Some(cell), .. } => self.holder(cell.member),
                _ => self.whole.who.clone(),
            };
            Failure { of, why: error.to_string(), undefined: Why::NotSplit }
        })
    }

    /// What was cut, in the periods that are cut no further.
    fn pieces(&self) -> Result<Pieces, Failure> {
        let mut pieces = Pieces::default();
        let times = self.cascade.leaves(Axis::Time, 0);
        for (member, of) in self.members.iter().enumerate() {
            for time in times.iter().copied() {
                let Some(period) = self.whole.times.period(self.time(time)) else { continue };
                let base = self.cascade.amount(Cell { member, time, field: 0 });
                match (&of.who, self.state(member, time)) {
                    (Some(who), Some(State::Free)) => {
                        let (who, part_of) = (who.clone(), of.part_of.clone());
                        pieces.had.push(Piece { who, period, base, uplift: of.uplift, part_of });
                    }
                    (None, _) if !base.is_zero() && self.state(of.above, time) == Some(State::Free) => {
                        pieces.nobody.push((self.holder(of.above), period, base));
                    }
                    _ => {}
                }
            }
        }
        for (node, rule) in &self.apart {
            self.set_apart(*node, *rule, &times, &mut pieces)?;
        }
        Ok(pieces)
    }

    /// The members of a unit whose parts say themselves what they are: each is cut further by itself.
    fn set_apart(&self, node: usize, rule: usize, times: &[usize], pieces: &mut Pieces) -> Result<(), Failure> {
        let Some(split) = self.plan.splits.get(rule) else { return Ok(()) };
        let (of, uplift) = (self.holder(node), self.uplifted(node, split)?);
        for time in times.iter().copied().filter(|time| self.state(node, *time) == Some(State::Free)) {
            let Some(period) = self.whole.times.period(self.time(time)) else { continue };
            let members = self.members_of(of.key(), time, period);
            let amount = self.cascade.amount(Cell { member: node, time, field: 0 });
            let amounts = self.weigher.amounts(split, amount, &of, &members, period)?;
            for (who, amount) in members.into_iter().zip(amounts) {
                if self.stays.is_fixed(&who, period) {
                    continue;
                }
                let whole = Whole { who, amount, uplift, times: Times::only(period), members: true };
                pieces.further.push((whole, of.key().clone()));
            }
        }
        Ok(())
    }

    fn uplifted(&self, node: usize, split: &Split) -> Result<Fraction, Failure> {
        let own = self.members.get(node).map_or(Fraction::ONE, |member| member.uplift);
        let more = split.uplift.plus(Fraction::ONE, Precision::MAX);
        let times = more.and_then(|more| own.times(more, Precision::MAX));
        times.map_err(|why| self.undefined(node, why))
    }

    /// The rule by which a unit is cut over its members: the one for its level, else the one for all.
    fn rule_of(&self, unit: &Key) -> Option<usize> {
        let level = self.whole.times.period(0).and_then(|period| self.stays.ground.level(unit, period));
        let is =
            |of: Option<(usize, usize)>| self.plan.splits.iter().position(|split| split.over == Over::Members { of });
        level.and_then(|level| is(Some(level))).or_else(|| is(None))
    }

    fn undefined(&self, member: usize, why: Why) -> Failure {
        Failure { of: self.holder(member), why: why.to_string(), undefined: why }
    }

    fn state(&self, member: usize, time: usize) -> Option<State> {
        self.states.get(&(member, time)).copied()
    }

    /// The node of the periods that a node of the cascade is.
    fn time(&self, time: usize) -> usize {
        self.times.get(time).copied().unwrap_or_default()
    }

    /// Who a node of the members is; of nobody, the unit.
    fn holder(&self, member: usize) -> Holder {
        let of = self.members.get(member);
        let above = || of.and_then(|of| self.members.get(of.above)).and_then(|above| above.who.clone());
        of.and_then(|of| of.who.clone()).or_else(above).unwrap_or_else(|| self.whole.who.clone())
    }
}
