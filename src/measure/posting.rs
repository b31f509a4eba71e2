//! Facts credited to stays, and what stands above those.

use chrono::{Datelike, NaiveDate};

use crate::calendar::Span;
use crate::id::Id;
use crate::log::{Fact, KindId};
use crate::org::{Actual, Leaf, Org, Person, Unit};
use crate::quantity::Fraction;
use crate::sort;

use super::below::Below;
use super::bulk::Busy;
use super::cells::{Cells, Source};
use super::fact::{FactInputs, KeyedTables};
use super::fold::Way;
use super::item::Item;
use super::slots::Slots;
use super::way::{Share, Shares, day, shares};

/// A fact credited to a stay.
#[derive(Clone, Copy, Debug)]
pub(super) struct Posting {
    /// The position of its entry.
    pub fact: u32,
    pub day: NaiveDate,
    pub share: Fraction,
    pub overlay: bool,
    pub shared: bool,
}

/// By leaf: the facts credited to it, in the order of days.
pub(super) type Postings = Vec<Vec<Posting>>;

impl Cells {
    /// The facts of a kind that are seen, by the leaf that is credited with them, in the order of days.
    pub(super) fn post_all(
        &self,
        kind: KindId,
        way: Option<&Way>,
        people: &[Option<Id<Person>>],
        source: Source<'_>,
    ) -> Postings {
        let mut postings = vec![Vec::new(); source.org.leaves().count()];
        for fact in source.standing.facts(kind) {
            if fact.day() > self.as_of {
                break;
            }
            if source.left_out.has(fact.entry()) {
                continue;
            }
            // Most facts are somebody's, and say no more of that.
            if let Some(who) = fact.sole().filter(|_| way.is_none()) {
                let leaf = person_of(people, who).and_then(|who| source.org.leaf(who, fact.day()));
                if let Some(leaf) = leaf.and_then(|leaf| postings.get_mut(leaf.index())) {
                    leaf.push(Posting::whole(Item::Fact(fact), fact.day()));
                }
                continue;
            }
            for (leaf, posting) in self.posts(fact, way, source) {
                if let Some(leaf) = postings.get_mut(leaf.index()) {
                    leaf.push(posting);
                }
            }
        }
        if way.is_some_and(|way| way.on.is_some()) {
            for leaf in &mut postings {
                sort::keyed(leaf, |posting| sort::rising(posting.day.num_days_from_ce().into()));
            }
        }
        postings
    }

    /// The stays to which a fact is credited, by a way or the kind's own.
    pub(super) fn posts(&self, fact: Fact<'_>, way: Option<&Way>, source: Source<'_>) -> Vec<(Id<Leaf>, Posting)> {
        if way.is_none()
            && let Some(who) = fact.sole().and_then(|who| person_of(&self.people, who))
        {
            let leaf = source.org.leaf(who, fact.day());
            return leaf.map(|leaf| (leaf, Posting::whole(Item::Fact(fact), fact.day()))).into_iter().collect();
        }
        let none = KeyedTables::new();
        let inputs = FactInputs { keyed: &none, exchange: source.exchange, end: self.as_of, precision: self.precision };
        let Some(day) = day(Item::Fact(fact), way, &inputs) else { return Vec::new() };
        credited(fact, day, shares(fact, way, &inputs, source.org), source.org)
    }
}

impl Posting {
    /// A fact or a record as a whole, whoever is credited.
    pub(super) fn whole(item: Item<'_>, day: NaiveDate) -> Posting {
        Posting { fact: item.number(), day, share: item.factor(), overlay: false, shared: false }
    }
}

/// The person of a code in the log, where there is one.
fn person_of(people: &[Option<Id<Person>>], code: u32) -> Option<Id<Person>> {
    people.get(usize::try_from(code).ok()?).copied().flatten()
}

/// The stays to which a fact is credited on a day: those of everybody who has a share and belongs somewhere.
fn credited(fact: Fact<'_>, day: NaiveDate, shares: Shares, org: &Org) -> Vec<(Id<Leaf>, Posting)> {
    let mut posted = Vec::with_capacity(shares.all.len());
    for Share { who, part: share, overlay } in shares.all {
        if let Some(leaf) = org.leaf(who, day) {
            posted.push((leaf, Posting { fact: fact.entry(), day, share, overlay, shared: shares.shared }));
        }
    }
    posted
}

/// The days from the first to the last on which there is a fact.
pub(super) fn extent<'p>(postings: impl Iterator<Item = &'p [Vec<Posting>]>) -> Option<Span> {
    let mut days: Option<(NaiveDate, NaiveDate)> = None;
    for Posting { day, .. } in postings.flatten().flatten() {
        days = Some(days.map_or((*day, *day), |(first, last)| (first.min(*day), last.max(*day))));
    }
    let (first, last) = days?;
    Span::new(first, last.succ_opt()?)
}

/// By unit, the leaves with facts at and below it, by slot: as many entries as there are facts at the most, whatever the time
/// between the first of them and the last.
pub(super) fn below(
    org: &Org,
    slots: &Slots,
    postings: &[&[Vec<Posting>]],
    noted: Option<&Busy>,
    (actual, as_of): (Actual, NaiveDate),
) -> Vec<Below> {
    let leaves: Vec<Id<Leaf>> = org.leaves().map(|(id, _)| id).collect();
    let place = |slot: usize, leaf: Id<Leaf>| ((slot as u64) << u32::BITS | leaf.index() as u64, 0);
    let mut busy: Vec<(u64, u32)> = noted.map_or(Vec::new(), |noted| noted.all().map(|cell| (cell, 0)).collect());
    for leaf in &leaves {
        let slots = slots_of(postings.iter().filter_map(|leaves| leaves.get(leaf.index())), slots);
        busy.extend(slots.into_iter().map(|slot| place(slot, *leaf)));
    }
    if !postings.is_empty() {
        sort::many(&mut busy, &|_, _| std::cmp::Ordering::Equal);
        busy.dedup();
    }
    let mut moves: Vec<NaiveDate> = org.unit_days().filter(|_| actual == Actual::Then).collect();
    sort::all(&mut moves);
    let mut below = vec![Below::default(); org.units().count()];
    let mut above = Above { org, actual, as_of, known: Vec::new() };
    for cell in busy.chunk_by(|(one, _), (other, _)| one >> u32::BITS == other >> u32::BITS) {
        let slot = cell.first().and_then(|(cell, _)| usize::try_from(cell >> u32::BITS).ok()).unwrap_or_default();
        let Some(days) = slots.span(slot) else { continue };
        let moved = moves.partition_point(|day| *day <= days.from());
        for leaf in cell.iter().filter_map(|(cell, _)| leaves.get(usize::try_from(cell & u64::from(u32::MAX)).ok()?)) {
            above.each(*leaf, (moved, days.from()), &mut |unit| {
                if let Some(leaves) = below.get_mut(unit.index()) {
                    leaves.push(slot, *leaf);
                }
            });
        }
    }
    below
}

/// The units that stand above stays, found once for each place.
struct Above<'o> {
    org: &'o Org,
    actual: Actual,
    as_of: NaiveDate,
    /// By unit, or by stay where those count where the person is now: how many moves of units came before it was looked at, and what stands
    /// there and above.
    known: Vec<Option<(usize, Vec<Id<Unit>>)>>,
}

impl Above<'_> {
    /// The units to which what a stay has on a day belongs, after so many moves of units.
    fn each(&mut self, leaf: Id<Leaf>, (moved, day): (usize, NaiveDate), take: &mut dyn FnMut(Id<Unit>)) {
        let (org, as_of) = (self.org, self.as_of);
        match self.actual {
            Actual::Then => {
                let stay = &org[leaf];
                for unit in (0..stay.trees()).filter_map(|tree| stay.unit(tree)) {
                    self.known(unit.index(), moved, || org.path(unit, day)).iter().for_each(|unit| take(*unit));
                }
            }
            Actual::Now => {
                let now = || org.leaf(org[leaf].person(), as_of).map_or(Vec::new(), |now| above(&org[now], as_of, org));
                self.known(leaf.index(), moved, now).iter().for_each(|unit| take(*unit));
            }
        }
    }

    fn known(&mut self, place: usize, moved: usize, find: impl FnOnce() -> Vec<Id<Unit>>) -> &[Id<Unit>] {
        if self.known.len() <= place {
            self.known.resize(place.saturating_add(1), None);
        }
        let Some(known) = self.known.get_mut(place) else { return &[] };
        if known.as_ref().is_none_or(|(before, _)| *before != moved) {
            *known = Some((moved, find()));
        }
        known.as_ref().map_or(&[], |(_, units)| units)
    }
}

/// The slots in which there are facts; those of a kind come in the order of days.
fn slots_of<'p>(kinds: impl Iterator<Item = &'p Vec<Posting>>, slots: &Slots) -> Vec<usize> {
    let mut busy = Vec::new();
    for posting in kinds.flatten() {
        let slot = slots.of(posting.day);
        if slot != busy.last().copied() {
            busy.extend(slot);
        }
    }
    sort::all(&mut busy);
    busy.dedup();
    busy
}

/// The units to which the facts of a stay in a slot belong.
pub(super) fn units_of(leaf: Id<Leaf>, days: Span, actual: Actual, as_of: NaiveDate, org: &Org) -> Vec<Id<Unit>> {
    match actual {
        Actual::Then => above(&org[leaf], days.from(), org),
        Actual::Now => org.leaf(org[leaf].person(), as_of).map_or(Vec::new(), |now| above(&org[now], as_of, org)),
    }
}

/// The units of a stay, in all trees, and what stands above them on a day.
pub(super) fn above(leaf: &Leaf, day: NaiveDate, org: &Org) -> Vec<Id<Unit>> {
    let trees = 0..leaf.trees();
    trees.filter_map(|tree| leaf.unit(tree)).flat_map(|unit| org.path(unit, day)).collect()
}
