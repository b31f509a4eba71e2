//! Cells that follow the log: what facts that come, go or change do to them.
//!
//! What a fact gave is taken out while it still stands as it did, and what it gives now is added. A group of facts out
//! of which that cannot be told (the least amount is gone; which one comes next?) is gone over again: one cell, not all
//! of them. Folds that look at all facts with the same value are folded again where facts of that kind changed.

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::id::Id;
use crate::log::{Fact, KindId};
use crate::org::{Leaf, Org};
use crate::sort;

use super::cells::{Cells, Source, Whose};
use super::fact::FactQuestion;
use super::fold::{Fold, Folds, Keyed, Way};
use super::posting::{Posting, units_of};
use super::slots::Slots;
use super::tally::Tally;
use super::way::Looked;

/// The facts of a kind, by their own days and credits or by a way that folds name.
#[derive(Clone, Copy, Debug)]
struct Track {
    kind: KindId,
    way: Option<Id<Way>>,
    /// Where the facts are among those of all.
    place: usize,
}

/// Whose figures facts change.
#[derive(Debug, Default)]
pub(crate) struct Reach {
    /// By fold: whether facts that changed are among those that it sees, or may be.
    seen: Vec<bool>,
    /// By fold: whether it hangs on other facts than those of whom it is asked, or is not kept by stay and slot.
    hangs: Vec<bool>,
    /// In rising order.
    whose: Vec<Whose>,
    /// The first and the last day on which facts changed.
    days: Option<(NaiveDate, NaiveDate)>,
}

impl Reach {
    /// Whether a fold may give another answer for anybody.
    pub(crate) fn is_everybodys(&self, fold: Id<Fold>) -> bool {
        self.hangs.get(fold.index()).copied().unwrap_or_default()
    }

    /// Whether some fold may give another answer for anybody.
    pub(crate) fn has_everybodys(&self) -> bool {
        self.hangs.contains(&true)
    }

    /// Whether a fold may give another answer for those whose facts changed.
    pub(crate) fn is_of(&self, fold: Id<Fold>) -> bool {
        self.seen.get(fold.index()).copied().unwrap_or_default()
    }

    /// Whose facts changed, rising.
    pub(crate) fn whose(&self) -> &[Whose] {
        &self.whose
    }

    /// Whether facts changed on a day of a time.
    pub(crate) fn is_in(&self, span: Span) -> bool {
        self.days.is_some_and(|(first, last)| first < span.to() && span.from() <= last)
    }

    fn see(&mut self, fold: Id<Fold>) {
        if let Some(seen) = self.seen.get_mut(fold.index()) {
            *seen = true;
        }
    }

    fn note(&mut self, whose: &[Whose], day: NaiveDate) {
        let (first, last) = self.days.unwrap_or((day, day));
        self.days = Some((first.min(day), last.max(day)));
        for one in whose {
            if let Err(place) = self.whose.binary_search(one) {
                self.whose.insert(place, *one);
            }
        }
    }
}

/// What has to be gone over again once facts stand as they do now.
#[derive(Debug, Default)]
pub(crate) struct Stale {
    cells: Vec<(Id<Fold>, Id<Leaf>, usize)>,
    /// Whether some table of a fold inside folds changes.
    keyed: bool,
    reach: Reach,
}

impl Cells {
    /// Takes out what facts gave, by their entries; they still stand as they did.
    pub(crate) fn forget(&mut self, touched: &[u32], source: Source<'_>) -> Stale {
        let mut stale = Stale::of(touched, source);
        for entry in touched {
            let Some((kind, fact)) = self.counted(*entry, source) else { continue };
            for (track, leaf, posting) in self.tracked(kind, fact, source) {
                let whose = self.of_whom(leaf, &posting, source.org);
                stale.reach.note(&whose, posting.day);
                self.take_out(track, (leaf, &whose), &posting, source, &mut stale);
                self.withdraw(track, leaf, &posting);
            }
        }
        stale
    }

    /// Adds what the same facts give now; whose figures they change. Nothing where a day has no place among the slots:
    /// then all is to be folded afresh.
    pub(crate) fn learn(
        &mut self,
        touched: &[u32],
        mut stale: Stale,
        slots: impl Fn(Span) -> Slots,
        source: Source<'_>,
    ) -> Option<Reach> {
        let facts = touched.iter().filter_map(|entry| self.counted(*entry, source));
        let posts: Vec<(Track, Id<Leaf>, Posting)> =
            facts.flat_map(|(kind, fact)| self.tracked(kind, fact, source)).collect();
        for (_, _, posting) in &posts {
            if self.slots.of(posting.day).is_none() && !self.widen(posting.day, &slots, &mut stale) {
                return None;
            }
        }
        for (track, leaf, posting) in posts {
            let whose = self.of_whom(leaf, &posting, source.org);
            stale.reach.note(&whose, posting.day);
            self.put_in(track, (leaf, &whose), &posting, source, &mut stale);
            self.publish(track, (leaf, &whose), posting);
        }
        sort::all(&mut stale.cells);
        stale.cells.dedup();
        for (fold, leaf, slot) in std::mem::take(&mut stale.cells) {
            self.refold(fold, leaf, slot, source);
        }
        if stale.keyed {
            self.keyed = self.fold_keyed(source);
            for (id, fold) in source.folds.plain.iter().filter(|(id, _)| stale.hangs(*id)) {
                let folded = self.fold_one(id, fold, source);
                if let Some(known) = self.grids.get_mut(id.index()) {
                    *known = folded;
                }
                self.kept.forget(id);
            }
        }
        Some(stale.reach)
    }

    /// A fact that stands and holds by the day as of which is asked.
    fn counted<'s>(&self, entry: u32, source: Source<'s>) -> Option<(KindId, Fact<'s>)> {
        let counts = |fact: &Fact<'_>| fact.day() <= self.as_of && !source.left_out.has(fact.entry());
        source.standing.entry(entry).filter(|(_, fact)| counts(fact))
    }

    /// To whom a fact is credited, by its own day and by each way that folds over it name.
    fn tracked(&self, kind: KindId, fact: Fact<'_>, source: Source<'_>) -> Vec<(Track, Id<Leaf>, Posting)> {
        let own = Track { kind, way: None, place: kind.index() };
        let mut tracked: Vec<(Track, Id<Leaf>, Posting)> = Vec::new();
        let mut track = |track: Track, way: Option<&Way>| {
            let posts = self.posts(fact, way, source).into_iter();
            tracked.extend(posts.map(|(leaf, posting)| (track, leaf, posting)));
        };
        track(own, None);
        for (id, way) in source.folds.ways.iter().filter(|(_, way)| way.kind == kind) {
            let place = source.standing.kinds().len().saturating_add(id.index());
            track(Track { kind, way: Some(id), place }, Some(way));
        }
        tracked
    }

    /// Those of whose figures a fact that a stay is credited with is a part.
    fn of_whom(&self, leaf: Id<Leaf>, posting: &Posting, org: &Org) -> Vec<Whose> {
        let mut whose = vec![Whose::Person(org[leaf].person())];
        if let Some(days) = self.slots.of(posting.day).and_then(|slot| self.slots.span(slot)) {
            whose.extend(units_of(leaf, days, self.actual, self.as_of, org).into_iter().map(Whose::Unit));
        }
        whose
    }

    fn take_out(
        &mut self,
        track: Track,
        (leaf, whose): (Id<Leaf>, &[Whose]),
        posting: &Posting,
        source: Source<'_>,
        stale: &mut Stale,
    ) {
        let Some(slot) = self.slots.of(posting.day) else { return };
        for (id, fold) in stale.followed(track, source.folds) {
            // What is looked at anew for each time may be seen at another one.
            if self.looked(id) != Looked::Once {
                stale.reach.see(id);
            }
            let Some(seen) = self.look(fold, posting, source, self.as_of) else { continue };
            stale.reach.see(id);
            let precision = self.precision();
            self.kept.change(id, whose, posting.day, |tally| tally.remove(fold.aggregate, &seen, precision));
            let Some(cell) = self.cell_mut(id, leaf, slot, source) else { continue };
            if !cell.remove(fold.aggregate, &seen, precision) {
                stale.cells.push((id, leaf, slot));
            }
        }
    }

    fn put_in(
        &mut self,
        track: Track,
        (leaf, whose): (Id<Leaf>, &[Whose]),
        posting: &Posting,
        source: Source<'_>,
        stale: &mut Stale,
    ) {
        let Some(slot) = self.slots.of(posting.day) else { return };
        for (id, fold) in stale.followed(track, source.folds) {
            // What is looked at anew for each time may be seen at another one.
            if self.looked(id) != Looked::Once {
                stale.reach.see(id);
            }
            let Some(seen) = self.look(fold, posting, source, self.as_of) else { continue };
            stale.reach.see(id);
            let precision = self.precision();
            self.kept.change(id, whose, posting.day, |tally| {
                tally.add(fold.aggregate, &seen, precision);
                tally.settle();
                true
            });
            if let Some(cell) = self.cell_mut(id, leaf, slot, source) {
                cell.add(fold.aggregate, &seen, precision);
            }
        }
    }

    fn cell_mut(&mut self, id: Id<Fold>, leaf: Id<Leaf>, slot: usize, source: Source<'_>) -> Option<&mut Tally> {
        self.grids.get_mut(id.index())?.get_mut(leaf, slot, source.standing, &source.folds.plain[id])
    }

    fn refold(&mut self, id: Id<Fold>, leaf: Id<Leaf>, slot: usize, source: Source<'_>) {
        let fold = &source.folds.plain[id];
        let Some(days) = self.slots.span(slot) else { return };
        let mut tally = Tally::default();
        for posting in self.posted(fold, leaf, days, source) {
            if let Some(seen) = self.look(fold, posting, source, self.as_of) {
                tally.add(fold.aggregate, &seen, self.precision());
            }
        }
        tally.settle();
        if let Some(cell) = self.cell_mut(id, leaf, slot, source) {
            *cell = tally;
        }
    }

    /// Takes a fact away from a stay.
    fn withdraw(&mut self, track: Track, leaf: Id<Leaf>, gone: &Posting) {
        let Some(postings) = self.posted_mut(track, leaf) else { return };
        let from = postings.partition_point(|posting| posting.day < gone.day);
        let is_gone = |posting: &Posting| posting.fact == gone.fact && posting.overlay == gone.overlay;
        let found = postings.iter().skip(from).position(is_gone);
        if let Some(place) = found.and_then(|found| from.checked_add(found)) {
            postings.remove(place);
        }
    }

    /// Gives a fact to a stay, behind those of its day.
    fn publish(&mut self, track: Track, (leaf, whose): (Id<Leaf>, &[Whose]), posting: Posting) {
        if let Some(slot) = self.slots.of(posting.day) {
            self.note(leaf, slot, whose);
        }
        if let Some(postings) = self.posted_mut(track, leaf) {
            let place = postings.partition_point(|known| known.day <= posting.day);
            postings.insert(place, posting);
        }
    }

    /// The facts of a stay, where somebody asked for them.
    fn posted_mut(&mut self, track: Track, leaf: Id<Leaf>) -> Option<&mut Vec<Posting>> {
        self.postings.get_mut(track.place)?.get_mut()?.get_mut(leaf.index())
    }

    /// Notes for the units above a stay that it has facts in a slot: it is there for all of them, or for none.
    fn note(&mut self, leaf: Id<Leaf>, slot: usize, whose: &[Whose]) {
        for whose in whose {
            let Whose::Unit(unit) = whose else { continue };
            let Some(below) = self.below.get_mut(unit.index()) else { continue };
            if !below.insert(slot, leaf) {
                return;
            }
        }
    }

    /// Makes slots for the day of a fact that lies outside of all; whether those that are there keep their days.
    fn widen(&mut self, day: NaiveDate, slots: impl Fn(Span) -> Slots, stale: &mut Stale) -> bool {
        let Some(day) = day.succ_opt().and_then(|next| Span::new(day, next)) else { return false };
        let all =
            self.slots.all().map_or(Some(day), |all| Span::new(all.from().min(day.from()), all.to().max(day.to())));
        let Some(wider) = all.map(slots) else { return false };
        let Some(before) = self.slots.begins_in(&wider) else { return false };
        self.grids.iter_mut().for_each(|grid| grid.shift(before));
        self.below.iter_mut().for_each(|below| below.shift(before));
        for (_, _, slot) in &mut stale.cells {
            *slot = slot.saturating_add(before);
        }
        self.slots = wider;
        true
    }
}

impl Stale {
    fn of(touched: &[u32], source: Source<'_>) -> Stale {
        let mut kinds: Vec<KindId> = touched.iter().filter_map(|entry| source.standing.kind(*entry)).collect();
        kinds.dedup();
        let changed = |keyed: &Keyed| kinds.contains(&keyed.fold.kind);
        let keyed = source.folds.keyed.rows().iter().any(changed);
        let hangs = |fold: &Fold| {
            let mut hangs = false;
            for program in [&fold.value, &fold.filter].into_iter().flatten() {
                program.questions(&mut |question| {
                    if let FactQuestion::Keyed { keyed, .. } = question {
                        hangs |= changed(&source.folds.keyed[*keyed]);
                    }
                });
            }
            hangs || source.looked(fold) == Looked::ByTime
        };
        let hangs: Vec<bool> = source.folds.plain.rows().iter().map(hangs).collect();
        let seen = vec![false; hangs.len()];
        Stale { cells: Vec::new(), keyed, reach: Reach { seen, hangs, whose: Vec::new(), days: None } }
    }

    fn hangs(&self, fold: Id<Fold>) -> bool {
        self.reach.is_everybodys(fold)
    }

    /// The folds whose cells are changed, and not made again, where a fact of theirs changes.
    fn followed<'f>(&self, track: Track, folds: &'f Folds) -> Vec<(Id<Fold>, &'f Fold)> {
        let is_over = |fold: &Fold| fold.kind == track.kind && fold.way == track.way;
        folds.plain.iter().filter(|(id, fold)| is_over(fold) && !self.hangs(*id)).collect()
    }
}
