//! What the manual says of a target that is cut, asked of what everybody has before an entry and after it: what stays, what the
//! holder has, that parts add up, that each lies less than a step from its exact share.

use attain::calendar::Period;
use attain::rule::OddWord;
use attain::target::{Deed, Ground, Holder, OnChange, PartsAre, Setting, Slot, SplitDefinition, TargetDefinition};

use super::Node;
use super::ground::{Known, holder, node};
use super::value::{Number, big, whole, zero};
use super::weights::{Cut, NOTHING_OPEN};

/// What somebody has in a period.
pub(crate) type Had = (Node, Slot);

/// To what something is narrowed.
pub(crate) type Fields = Vec<(String, String)>;

/// A part on its way: of somebody, in a time, of a part of the facts.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    pub(crate) who: Node,
    pub(crate) part_of: Option<Node>,
    pub(crate) period: Period,
    pub(crate) of: Fields,
    pub(crate) uplift: Number,
    /// Whether it was looked at whether it is cut over its members.
    pub(crate) is_looked_at: bool,
    /// Whether members have it: then it is what they have.
    pub(crate) is_inner: bool,
}

/// What is cut, into what, with the share of each where one is known, and by which cut.
type Parts = (Cell, Vec<(Cell, Option<Number>)>, usize);

/// An entry that was taken, with what everybody had before it and has after it.
pub(crate) struct Taken<'a, 's> {
    pub(crate) setting: &'a Setting,
    pub(crate) before: &'a [Had],
    pub(crate) after: &'a [Had],
    pub(crate) known: &'a Known<'a, 's>,
    pub(crate) targets: &'a TargetDefinition,
    /// Who is closed: everybody, where nobody is named.
    pub(crate) closings: &'a [attain::target::Closing],
    pub(crate) step: Number,
    pub(crate) odd: Option<OddWord>,
    /// What was found when it was taken.
    pub(crate) found: Vec<&'static str>,
}

fn is_inside(part: Period, whole: Period) -> bool {
    whole.first() <= part.first() && part.end() <= whole.end()
}

fn fields(slot: &Slot) -> Fields {
    slot.of_fields.iter().map(|(name, value)| (name.to_string(), value.clone())).collect()
}

fn is_within(part: &Fields, whole: &Fields) -> bool {
    whole.iter().all(|field| part.contains(field))
}

fn add(numbers: impl IntoIterator<Item = Number>) -> Number {
    numbers.into_iter().fold(zero(), |sum, number| sum + number)
}

impl Taken<'_, '_> {
    fn who(&self) -> Node {
        node(&self.setting.who)
    }

    fn of(&self) -> Fields {
        self.setting.of_fields.iter().map(|(name, value)| (name.to_string(), value.clone())).collect()
    }

    fn grain(&self, split: &SplitDefinition) -> Option<attain::calendar::Grain> {
        let is_field = self.targets.fields.contains(&split.over);
        if split.over == "members" || is_field { None } else { self.known.then.calendar.grain(&split.over) }
    }

    /// The parts of a period by a cut; nothing, where it says nothing of so short a one, or it is not made of whole ones.
    pub(crate) fn parts(&self, period: Period, split: &SplitDefinition) -> Option<Vec<Period>> {
        let (grain, calendar) = (self.grain(split)?, &self.known.then.calendar);
        let is_short = calendar.period(grain, period.first()).is_ok_and(|around| is_inside(period, around));
        if is_short { None } else { calendar.parts_of(period, grain).ok() }
    }

    /// The periods into which a period is cut in the end.
    pub(crate) fn leaves(&self, period: Period) -> Vec<Period> {
        let mut leaves = vec![period];
        for split in &self.targets.split {
            leaves =
                leaves.into_iter().flat_map(|leaf| self.parts(leaf, split).unwrap_or_else(|| vec![leaf])).collect();
        }
        leaves
    }

    /// Whether a field is one over which targets are cut: its parts make up the whole.
    fn is_part(&self, part: &Fields, whole: &Fields) -> bool {
        let cut = |field: &str| self.targets.split.iter().any(|split| split.over == field);
        let is_new = |field: &&(String, String)| !whole.contains(field);
        let free = |(name, _): &(String, String)| cut(name) && !whole.iter().any(|(known, _)| known == name);
        is_within(part, whole) && part.iter().filter(is_new).all(free)
    }

    fn is_closed(&self, who: &Node, period: Period) -> bool {
        let concerns = |closing: &&attain::target::Closing| {
            let covers = closing.span.from() <= period.first() && period.end() <= closing.span.to();
            let is_meant = match &closing.who {
                None => true,
                Some(named) if node(named) == *who => true,
                Some(Holder::Unit(unit)) => self.known.above(&holder(who), period).contains(unit),
                Some(Holder::Person(_)) => false,
            };
            covers && is_meant
        };
        self.closings.iter().rev().find(concerns).is_some_and(|closing| closing.closes)
    }

    /// Whether a part of the holder's own is over, and keeps what it has.
    fn is_over(&self, leaf: Period) -> bool {
        let whole = self.setting.period;
        self.before.iter().any(|(who, slot)| {
            let is_part = slot.period != whole && is_inside(slot.period, whole) && is_inside(leaf, slot.period);
            *who == self.who()
                && is_part
                && slot.period.end() <= self.setting.from
                && self.is_part(&fields(slot), &self.of())
        })
    }

    /// What somebody has in a time of a part of the facts: the longest ones, and the widest.
    fn own(&self, all: &[Had], who: &Node, time: Period, of: &Fields, but: &[Period]) -> Option<Number> {
        let mine = all.iter().filter(|(other, slot)| {
            let has_any = but.iter().any(|leaf| is_inside(*leaf, slot.period));
            other == who && is_inside(slot.period, time) && self.is_part(&fields(slot), of) && !has_any
        });
        let mine: Vec<&Slot> = mine.map(|(_, slot)| slot).collect();
        let lies_in = |slot: &&&Slot| {
            mine.iter().any(|other| {
                let is_same = other.period == slot.period && other.of_fields == slot.of_fields;
                !is_same && is_inside(slot.period, other.period) && is_within(&fields(slot), &fields(other))
            })
        };
        let mut counting = mine.iter().filter(|slot| !lies_in(slot)).peekable();
        counting.peek()?;
        Some(add(counting.map(|slot| big(slot.amount().unwrap()))))
    }

    /// All that is promised; a panic, where it does not hold.
    pub(crate) fn check(&self) {
        let (who, time, of) = (self.who(), self.setting.period, self.of());
        let was = self.own(self.before, &who, time, &of, &[]);
        let amount = match (self.setting.deed.clone(), was.clone()) {
            (Deed::Set(amount), _) => Some(big(amount)),
            (Deed::Add(more), Some(was)) => Some(was + big(more)),
            (Deed::Times(times), Some(was)) => Some(was * big(times)),
            _ => None,
        };
        let open: Vec<Period> =
            self.leaves(time).into_iter().filter(|leaf| !self.is_closed(&who, *leaf) && !self.is_over(*leaf)).collect();
        let is_clear = self.setting.deed == Deed::Clear;
        if !is_clear && (amount.is_none() || open.is_empty()) {
            assert!(self.found.contains(&if amount.is_none() { "nothing_to_adjust" } else { "closed" }));
            assert_eq!(self.before, self.after, "nothing changes");
            return;
        }
        self.what_stays(is_clear);
        let Some(amount) = amount else { return };
        assert_eq!(self.own(self.after, &who, time, &of, &[]), Some(amount.clone()), "what was said is had");
        let on_change = self.targets.on_change.unwrap_or_default();
        let changed = was.filter(|_| !self.targets.split.is_empty());
        let members = on_change != OnChange::Keep || changed.is_none();
        if !members {
            for (other, slot) in self.before.iter().filter(|(other, _)| *other != who) {
                assert!(self.after.contains(&(other.clone(), slot.clone())), "what members have stays: {other:?}");
            }
        }
        let whole = match changed {
            Some(_) if on_change == OnChange::Next => self.next(&open),
            _ => Some(time),
        };
        let Some(whole) = whole else { return };
        let leaves: Vec<Period> = self.leaves(whole).into_iter().filter(|leaf| open.contains(leaf)).collect();
        self.parts_of_it(whole, &leaves, members);
    }

    /// The next open period of the grain, which has the whole difference; all, where it was never cut.
    fn next(&self, open: &[Period]) -> Option<Period> {
        let (time, calendar) = (self.setting.period, &self.known.then.calendar);
        let mut all = vec![time];
        let mut last = vec![time];
        for split in &self.targets.split {
            last = last.into_iter().flat_map(|leaf| self.parts(leaf, split).unwrap_or_else(|| vec![leaf])).collect();
            all.extend(last.iter().copied());
        }
        let grain = calendar.grain(&self.targets.grain);
        let mut of_grain: Vec<Period> = all.into_iter().filter(|period| Some(period.grain()) == grain).collect();
        of_grain.retain(|period| open.iter().any(|leaf| is_inside(*leaf, *period)));
        of_grain.sort_by_key(|period| period.first());
        let next = of_grain.first().or(open.first()).copied()?;
        let never_cut = self.before.iter().any(|(who, slot)| {
            let is_own = *who == self.who() && is_inside(slot.period, time) && self.is_part(&fields(slot), &self.of());
            is_own && slot.period != next && is_inside(next, slot.period)
        });
        Some(if never_cut { time } else { next })
    }

    /// What is of another time, closed, or pinned of somebody else stays.
    fn what_stays(&self, is_clear: bool) {
        let (who, time) = (self.who(), self.setting.period);
        for had in self.before {
            let (other, slot) = had;
            let elsewhere = !is_inside(slot.period, time);
            let pinned = *other != who && slot.pinned && !is_clear;
            let is_leaf = self.leaves(time).contains(&slot.period);
            let closed = is_leaf && self.is_closed(other, slot.period);
            let over = *other == who && is_leaf && !is_clear && self.is_over(slot.period);
            if elsewhere || pinned || closed || over {
                assert!(self.after.contains(had), "{other:?} in {:?} stays", slot.period);
            }
        }
    }

    /// Whether anything below does not change: then what the others have is no plain share.
    fn is_anything_fixed(&self, leaves: &[Period]) -> bool {
        let pinned = |(who, slot): &Had| slot.pinned && *who != self.who() && leaves.contains(&slot.period);
        let named = self.closings.iter().any(|closing| closing.who.is_some());
        self.before.iter().any(pinned) || named
    }

    /// How much a cell has, without what it is multiplied by.
    fn base(&self, cell: &Cell, leaves: &[Period]) -> Option<Number> {
        let mut here = self.slots(cell, leaves).peekable();
        here.peek()?;
        Some(add(here.map(|(_, slot)| big(slot.base))))
    }

    /// What comes of the entry of a cell.
    fn slots<'t>(&'t self, cell: &'t Cell, leaves: &'t [Period]) -> impl Iterator<Item = &'t Had> {
        let id = &self.setting.id;
        self.after.iter().filter(move |(who, slot)| {
            let part_of = slot.part_of.as_ref().map(|unit| Node::Unit(unit.as_str().to_owned()));
            let is_own = *who == cell.who && slot.by == *id && part_of == cell.part_of;
            is_own
                && leaves.contains(&slot.period)
                && is_inside(slot.period, cell.period)
                && is_within(&fields(slot), &cell.of)
        })
    }

    fn parts_of_it(&self, time: Period, leaves: &[Period], members: bool) {
        if self.targets.split.is_empty() || self.is_anything_fixed(leaves) {
            return;
        }
        let is_limited = self.targets.split.iter().any(|split| split.within.is_some());
        let is_apart = self.targets.split.iter().any(|split| split.parts == Some(PartsAre::Absolute));
        let is_cut = !self.found.contains(&"not_cut");
        match self.cuts(time, leaves, members) {
            Err(why) => assert!(!is_cut, "it cannot be cut: {why}"),
            Ok(_) if !is_cut => assert!(is_limited || is_apart, "nothing keeps it from being cut"),
            Ok(cuts) => {
                let alone = cuts.len() == 1 && !is_limited && !is_apart;
                for one in &cuts {
                    self.hold(one, leaves, alone);
                }
            }
        }
    }

    /// Every cut that is made, in the order of the plan: of what, into which parts.
    fn cuts(&self, time: Period, leaves: &[Period], members: bool) -> Result<Vec<Parts>, String> {
        let (who, of, uplift) = (self.who(), self.of(), whole(1));
        let first = Cell { who, part_of: None, period: time, of, uplift, is_looked_at: false, is_inner: false };
        let mut cells = vec![first];
        let mut cuts = Vec::new();
        for (at, split) in self.targets.split.iter().enumerate() {
            while let Some((index, rule)) = self.due(&cells, (at, split), time, members) {
                let cell = cells.remove(index);
                let by = &self.targets.split[rule];
                if by.parts == Some(PartsAre::Absolute) {
                    cells.insert(index, Cell { is_looked_at: true, ..cell });
                    continue;
                }
                let parts = self.cut(&cell, &cells, by, leaves)?;
                let is_inner = !parts.is_empty();
                let kept = (by.over == "members").then(|| Cell { is_looked_at: true, is_inner, ..cell.clone() });
                cells.splice(index..index, kept.into_iter().chain(parts.iter().map(|(part, _)| part.clone())));
                cuts.push((cell, parts, rule));
            }
        }
        Ok(cuts)
    }

    /// The parts add up, lie within their limits, and less than a step from their shares.
    fn hold(&self, (cell, parts, rule): &Parts, leaves: &[Period], alone: bool) {
        if parts.is_empty() {
            return;
        }
        let split = &self.targets.split[*rule];
        let all = self.base(cell, leaves).unwrap();
        let had: Vec<Number> = parts
            .iter()
            .map(|(part, _)| self.base(part, leaves).unwrap_or_else(|| panic!("{part:?} has no part")))
            .collect();
        assert_eq!(add(had.iter().cloned()), all, "the parts of {cell:?} add up: {had:?}");
        let cut = Cut { taken: self, split };
        for ((part, share), had) in parts.iter().zip(&had) {
            for (_, slot) in self.slots(part, leaves) {
                assert_eq!(big(slot.uplift), part.uplift, "what {part:?} is multiplied by");
            }
            match share {
                Some(_) if split.within.is_some() => cut.limits_hold(part, &all, had),
                Some(share) => {
                    let apart = had - &all * share;
                    assert!(apart < self.step && -apart < self.step, "{part:?} has {had}, of {all} {share}");
                }
                None => {}
            }
        }
        let is_whole = (&all / &self.step).is_integer();
        let shares: Option<Vec<Number>> = parts.iter().map(|(_, share)| share.clone()).collect();
        if let Some(shares) = shares.filter(|_| alone && is_whole) {
            assert_eq!(had, cut.plain(&all, &shares), "a plain split of {all} by {shares:?}");
        }
    }

    /// Next cell that a cut is about, and the cut that is meant for it.
    fn due(
        &self,
        cells: &[Cell],
        at: (usize, &SplitDefinition),
        time: Period,
        members: bool,
    ) -> Option<(usize, usize)> {
        let (rule, split) = at;
        cells.iter().enumerate().find_map(|(index, cell)| {
            if split.over != "members" {
                let is_field = self.targets.fields.contains(&split.over);
                let is_narrowed = cell.of.iter().any(|(field, _)| *field == split.over);
                let cuts = if is_field { !is_narrowed } else { self.parts(cell.period, split).is_some() };
                return cuts.then_some((index, rule));
            }
            let Node::Unit(unit) = &cell.who else { return None };
            let rule_of = self.rule_of(unit, time)?;
            (members && !cell.is_looked_at && rule_of <= rule).then_some((index, rule_of))
        })
    }

    /// By which cut a unit is cut over its members: the one for its level, else the one for all.
    fn rule_of(&self, unit: &str, time: Period) -> Option<usize> {
        let level = self.known.level(&attain::id::Key::new(unit).unwrap(), time);
        let trees = &self.known.then.plan.org.trees;
        let named = |name: &String| {
            let mut all = trees.values().enumerate();
            all.find_map(|(tree, levels)| Some((tree, levels.iter().position(|known| known == name)?)))
        };
        let splits = &self.targets.split;
        let is = |split: &SplitDefinition| {
            split.over == "members" && level.is_some() && split.of.as_ref().and_then(named) == level
        };
        let any = |split: &SplitDefinition| split.over == "members" && split.of.is_none();
        splits.iter().position(is).or_else(|| splits.iter().position(any))
    }

    /// The parts of a cell, each with its share.
    fn cut(
        &self,
        cell: &Cell,
        cells: &[Cell],
        split: &SplitDefinition,
        leaves: &[Period],
    ) -> Result<Vec<(Cell, Option<Number>)>, String> {
        let cut = Cut { taken: self, split };
        let parts = self.parts_of(cell, cells, split);
        // What members have is what a unit has; what is nothing, and nobody's, is cut by nothing.
        let is_nobodys = cell.is_looked_at && self.base(cell, leaves) == Some(zero());
        let shares = if cell.is_inner || is_nobodys {
            vec![None; parts.len()]
        } else if self.grain(split).is_some() {
            match cut.open_shares(&parts, leaves) {
                Err(why) if why == NOTHING_OPEN && self.base(cell, leaves) == Some(zero()) => vec![None; parts.len()],
                shares => shares?.into_iter().map(Some).collect(),
            }
        } else {
            cut.shares(&parts)?.into_iter().map(Some).collect()
        };
        let is_open = |(part, _): &(Cell, Option<Number>)| leaves.iter().any(|leaf| is_inside(*leaf, part.period));
        Ok(parts.into_iter().zip(shares).filter(is_open).collect())
    }

    fn parts_of(&self, cell: &Cell, cells: &[Cell], split: &SplitDefinition) -> Vec<Cell> {
        if let Some(periods) = self.parts(cell.period, split) {
            return periods.into_iter().map(|period| Cell { period, ..cell.clone() }).collect();
        }
        if split.over != "members" {
            let value = |value: &String| {
                let mut of = cell.of.clone();
                of.push((split.over.clone(), value.clone()));
                of.sort();
                Cell { of, ..cell.clone() }
            };
            return split.values.iter().map(value).collect();
        }
        let Node::Unit(unit) = &cell.who else { panic!("a person has no members") };
        let members = self.known.members(&attain::id::Key::new(unit).unwrap(), cell.period);
        let mut members: Vec<Node> = members.iter().map(node).collect();
        // Whoever has a part of another unit then has none here.
        let touches =
            |other: &Cell| other.period.first() < cell.period.end() && cell.period.first() < other.period.end();
        let is_elsewhere = |other: &Cell| other.part_of.as_ref() != Some(&cell.who) && touches(other);
        members.retain(|who| !cells.iter().any(|other| other.who == *who && is_elsewhere(other)));
        members.sort_by_key(holder);
        let uplift = split.uplift.as_ref().map_or(zero(), |uplift| super::value::number(uplift.as_str()));
        let uplift = &cell.uplift * (uplift + whole(1));
        let member = |who| Cell {
            who,
            part_of: Some(cell.who.clone()),
            uplift: uplift.clone(),
            is_looked_at: false,
            is_inner: false,
            ..cell.clone()
        };
        members.into_iter().map(member).collect()
    }
}
