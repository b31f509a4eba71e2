//! Cutting one amount as a plan says: over periods, over members and over fields, in the order written.

mod fields;
mod fixed;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::calendar::Period;
use crate::id::Key;
use crate::kpi::OfFields;
use crate::quantity::{Fraction, Part, Precision, Why};

use super::super::cascade::{Axis, Cascade, CascadeError, Cell};
use super::super::compile::TargetPlan;
use super::super::split::{Over, PartsAre, Split};
use super::Holder;
use super::node::{Failure, FieldNode, Member, Pieces, State, Whole};
use super::stays::Stays;
use super::weigh::Weigher;

/// Who is a member of a unit, by time and field.
type There = BTreeMap<(usize, usize), Vec<Holder>>;

/// An amount on its way.
pub(super) struct Cutting<'a> {
    pub(super) plan: &'a TargetPlan,
    pub(super) stays: &'a Stays<'a>,
    pub(super) weigher: Weigher<'a>,
    pub(super) whole: &'a Whole,
    pub(super) cascade: Cascade,
    pub(super) members: Vec<Member>,
    /// Which nodes of the members somebody is: several, who moves.
    nodes: BTreeMap<Holder, Vec<usize>>,
    /// By the cascade's node of time: the node of the periods.
    times: Vec<usize>,
    /// By the cascade's node of fields.
    fields: Vec<FieldNode>,
    /// What stands for a node that there is not.
    none: FieldNode,
    states: BTreeMap<Cell, State>,
    /// The units whose members' parts say themselves what they are.
    pub(super) apart: Vec<(usize, usize)>,
    /// The first period whose figure asked for days that were to come, and the last of these days.
    pub(super) ahead: Option<(Period, NaiveDate)>,
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
            fields: vec![FieldNode { of: whole.of_fields.clone(), leaves: plan.parts_of(&whole.of_fields) }],
            none: FieldNode { of: whole.of_fields.clone(), leaves: Vec::new() },
            states: BTreeMap::from([(Cell::default(), State::Free)]),
            apart: Vec::new(),
            ahead: None,
        }
    }

    /// Cuts it.
    pub(super) fn run(mut self) -> Result<Pieces, Failure> {
        for (rule, split) in self.plan.splits.iter().enumerate() {
            match split.over {
                Over::Grain(_) => self.over_time(rule, split)?,
                Over::Members { .. } if self.whole.members => while self.over_members(rule)? {},
                Over::Members { .. } => {}
                Over::Field(field) => self.over_field(field, split)?,
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
                let of = self.stands_for(cell).map(|member| Cell { member, ..cell });
                let cut = match of.and_then(|of| self.state(of).map(|state| (of.member, state))) {
                    Some((member, State::Free)) => self.time_parts(cell, member, split, all, &open)?,
                    Some((member, State::Kept)) => {
                        self.kept_parts(cell, member, &open, std::slice::from_ref(self.field(cell)))?
                    }
                    None => vec![Part::by(Fraction::ONE); open.len()],
                };
                parts.insert(cell, cut);
            }
            self.look_ahead(split, time, &open);
            self.cut(Axis::Time, time, open.len(), |cell, part| parts.get(&cell)?.get(part).copied())?;
            for part in open {
                let made = self.times.len();
                self.times.push(part);
                for field in self.cascade.leaves(Axis::Fields, 0) {
                    self.go_on(|member| Cell { member, time, field }, |member| Cell { member, time: made, field });
                }
            }
        }
        Ok(())
    }

    /// Looks whether the figures by which a time is cut were all there: those of the first whose time it is, for windows are the
    /// same for everybody.
    fn look_ahead(&mut self, split: &Split, time: usize, open: &[usize]) {
        // Of a single part, there is nothing that a figure could change.
        if self.ahead.is_some() || open.len() < 2 {
            return;
        }
        let is_free = |cell: &Cell| self.state(*cell) == Some(State::Free);
        let Some(cell) = self.cascade.cells(Axis::Time, time).into_iter().find(is_free) else { return };
        let (who, of) = (self.holder(cell.member), self.of(cell));
        let periods = open.iter().filter_map(|node| self.whole.times.period(*node));
        let spots: Vec<_> = periods.map(|period| (&who, period, of)).collect();
        self.ahead = self.weigher.ahead(split, &spots);
    }

    /// Everybody's state goes on in a part; where that does not change, it is kept.
    fn go_on(&mut self, whole: impl Fn(usize) -> Cell, part: impl Fn(usize) -> Cell) {
        for member in 0..self.members.len() {
            let state = match self.state(whole(member)) {
                Some(State::Free) if member > 0 && self.fixed(part(member)).is_all => Some(State::Kept),
                state => state,
            };
            self.states.extend(state.map(|state| (part(member), state)));
        }
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
        let (who, of) = (self.holder(member), self.of(cell));
        let shares = self.weigher.open_shares(split, (&who, of), all, &self.whole.times)?;
        let amount = self.cascade.amount(cell);
        let mut parts = Vec::with_capacity(open.len());
        for (share, node) in shares.into_iter().zip(all).filter(|(_, node)| open.contains(node)) {
            let Some(period) = self.whole.times.period(*node) else { continue };
            let part = self.weigher.limited(split, share, amount, (&who, period, of))?;
            parts.push(match member {
                0 => part,
                _ => self.with_fixed(part, member, self.fixed_of(member, *node, self.field(cell)), amount)?,
            });
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
        let mut there = There::new();
        let mut all: Vec<Holder> = Vec::new();
        for time in self.cascade.leaves(Axis::Time, 0) {
            let mut free = self.cascade.leaves(Axis::Fields, 0);
            free.retain(|field| self.state(Cell { member: node, time, field: *field }) == Some(State::Free));
            let period = self.whole.times.period(self.time(time));
            let Some(period) = period.filter(|_| !free.is_empty()) else { continue };
            let mut members = self.members_of(&unit, time, period);
            crate::sort::all(&mut members);
            all.extend(members.iter().cloned());
            there.extend(free.into_iter().map(|field| ((time, field), members.clone())));
        }
        crate::sort::all(&mut all);
        all.dedup();
        if !there.is_empty() {
            self.over(node, &unit, split, &all, &there)?;
        }
        Ok(true)
    }

    /// The members of a unit in a time, but who has a part of another one's then: whoever is cut for longer before they move.
    pub(super) fn members_of(&self, unit: &Key, time: usize, period: Period) -> Vec<Holder> {
        let mut members = self.stays.ground.members(unit, period);
        members.retain(|who| {
            let is_here = self.nodes.get(who).is_some_and(|nodes| self.is_cut(nodes, time));
            !is_here && self.whole.elsewhere.binary_search(who).is_err()
        });
        members
    }

    /// Whether somebody has a part in a time as any of their nodes.
    fn is_cut(&self, nodes: &[usize], time: usize) -> bool {
        let fields = self.cascade.leaves(Axis::Fields, 0);
        nodes.iter().any(|member| {
            fields.iter().any(|field| self.state(Cell { member: *member, time, field: *field }).is_some())
        })
    }

    /// Whoever has a part in a time, of this amount or of what was cut for longer, in their order.
    pub(super) fn had_in(&self, time: usize) -> Vec<Holder> {
        let mut had = self.whole.elsewhere.to_vec();
        for (who, nodes) in &self.nodes {
            if self.is_cut(nodes, time) {
                had.push(who.clone());
            }
        }
        crate::sort::all(&mut had);
        had
    }

    /// Cuts a unit over those who are its members in any of the periods, and somebody who has what none of them can have.
    fn over(&mut self, node: usize, unit: &Key, split: &Split, all: &[Holder], there: &There) -> Result<(), Failure> {
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
            let members = there.get(&(cell.time, cell.field)).map_or(&[][..], Vec::as_slice);
            parts.insert(cell, self.member_parts(cell, split, first, all, members)?);
        }
        let count = all.len().saturating_add(1);
        self.cut(Axis::Members, node, count, |cell, part| parts.get(&cell)?.get(part).copied())?;
        for ((time, field), members) in there {
            for (index, who) in all.iter().enumerate() {
                let member = first.saturating_add(index);
                if members.binary_search(who).is_ok() {
                    let cell = Cell { member, time: *time, field: *field };
                    let kept = self.fixed(cell).is_all;
                    self.states.insert(cell, if kept { State::Kept } else { State::Free });
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
        let (of, of_fields) = (self.holder(cell.member), self.of(cell));
        let spots: Vec<_> = there.iter().map(|who| (who, period, of_fields)).collect();
        let weights = self.weigher.weights(split, &of, &spots)?;
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
            let part = self.weigher.limited(split, weight, amount, (who, period, of_fields))?;
            let fixed = self.fixed_of(member, self.time(cell.time), self.field(cell));
            parts.push(self.with_fixed(part, member, fixed, amount)?);
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

    pub(super) fn uplifted(&self, node: usize, split: &Split) -> Result<Fraction, Failure> {
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

    pub(super) fn state(&self, cell: Cell) -> Option<State> {
        self.states.get(&cell).copied()
    }

    /// The node of the fields of a cell; the first one is the whole.
    fn field(&self, cell: Cell) -> &FieldNode {
        self.fields.get(cell.field).unwrap_or(&self.none)
    }

    /// Of which part of the facts a cell is.
    pub(super) fn of(&self, cell: Cell) -> &OfFields {
        &self.field(cell).of
    }

    /// The node of the periods that a node of the cascade is.
    pub(super) fn time(&self, time: usize) -> usize {
        self.times.get(time).copied().unwrap_or_default()
    }

    /// Who a node of the members is; of nobody, the unit.
    pub(super) fn holder(&self, member: usize) -> Holder {
        let of = self.members.get(member);
        let above = || of.and_then(|of| self.members.get(of.above)).and_then(|above| above.who.clone());
        of.and_then(|of| of.who.clone()).or_else(above).unwrap_or_else(|| self.whole.who.clone())
    }
}
