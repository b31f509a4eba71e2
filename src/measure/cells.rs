//! Facts folded into cells, and cells merged into answers.

use std::borrow::Cow;
use std::sync::OnceLock;

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::document::IS_WHOLE;
use crate::formula::Program;
use crate::id::Id;
#[cfg(feature = "json")]
use crate::id::Key;
use crate::log::Standing;
use crate::org::{Actual, Leaf, Org, Person, Unit};
use crate::quantity::{Outcome, Precision, Value, Why};

use super::below::Below;
use super::bulk::{Bulk, Folded};
use super::exchange::{Exchanger, LeftOut};
use super::fact::{FactInputs, FactQuestion, KeyedTables};
use super::fold::{Credited, Fold, Folds, Way};
use super::grid::Grid;
use super::item::Item;
use super::kept::Kept;
use super::posting::{Posting, Postings, below, extent};
use super::slots::Slots;
use super::tally::{Seen, Tally};
use super::way::Looked;

/// From so many stays on, each counted in each slot, what a unit has gathered in a time is kept when it is asked for once, and not only
/// when it is asked for again.
const LARGE: usize = 512;

/// One tally for each fold, stay and slot, and the way back to the facts behind them.
#[derive(Clone, Debug, Default)]
pub struct Cells {
    pub(super) slots: Slots,
    /// By kind, and then by the ways that folds name: the facts credited to each leaf, put there when somebody asks for them.
    pub(super) postings: Vec<OnceLock<Postings>>,
    /// By fold.
    pub(super) grids: Vec<Grid>,
    pub(super) kept: Kept,
    /// By unit: the leaves with facts at and below it, by the slots in which they have some.
    pub(super) below: Vec<Below>,
    pub(super) keyed: KeyedTables,
    /// By fold: when what it sees is looked at.
    pub(super) looked: Vec<Looked>,
    /// By the code of a person in the log: who that is.
    pub(super) people: Vec<Option<Id<Person>>>,
    /// Where the tallies came from elsewhere: there are no facts behind them.
    pub(super) alone: Option<Alone>,
    pub(super) as_of: NaiveDate,
    pub(super) actual: Actual,
    pub(super) precision: Precision,
}

/// What is known of cells behind which there are no facts.
#[derive(Clone, Debug, Default)]
pub(super) struct Alone {
    /// The entries by whose places tallies call facts.
    #[cfg(feature = "json")]
    pub entries: Vec<Key>,
    /// By fold: whether its cells say all there is to know.
    pub kept: Vec<bool>,
}

impl Alone {
    pub(super) fn keeps(&self, fold: Id<Fold>) -> bool {
        self.kept.get(fold.index()).copied().unwrap_or_default()
    }
}

/// Whose facts are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whose {
    /// A person's, wherever they belonged.
    Person(Id<Person>),
    /// A unit's: of whoever belonged to it, or to what stood below it.
    Unit(Id<Unit>),
}

impl Whose {
    /// As a key by which many are sorted, in their order.
    pub(super) fn key(self) -> u64 {
        let (is_unit, index) = match self {
            Whose::Person(person) => (false, person.index()),
            Whose::Unit(unit) => (true, unit.index()),
        };
        u64::from(is_unit) << u32::BITS | index as u64
    }
}

/// What a span of facts is folded with.
#[derive(Clone, Copy)]
pub(crate) struct Source<'a> {
    pub folds: &'a Folds,
    pub standing: &'a Standing<'static>,
    pub org: &'a Org,
    pub exchange: &'a Exchanger,
    pub left_out: &'a LeftOut,
}

impl<'a> Source<'a> {
    /// By which day and whose a fold goes, where that is another than the kind's own.
    pub(super) fn way(self, fold: &Fold) -> Option<&'a Way> {
        fold.way.map(|way| &self.folds.ways[way])
    }

    /// When what a fold sees is looked at.
    pub(super) fn looked(self, fold: &Fold) -> Looked {
        Looked::of(fold, self.way(fold), self.exchange, self.standing.kinds())
    }

    /// The people of the organisation by the codes of their keys.
    fn people(self) -> Vec<Option<Id<Person>>> {
        let codes = (0..self.standing.persons()).map(|code| u32::try_from(code).ok());
        codes.map(|code| self.org.person(self.standing.person(code?)?.as_str())).collect()
    }

    /// Whether a fold is over records.
    pub(super) fn is_of_records(self, fold: &Fold) -> bool {
        self.standing.kinds()[fold.kind].is_record()
    }
}

/// By what something is seen: the time asked for ends with the day `end`.
#[derive(Clone, Copy)]
pub(super) struct Seeing<'a> {
    pub keyed: &'a KeyedTables,
    pub source: Source<'a>,
    pub end: NaiveDate,
}

impl Cells {
    /// Folds the facts that stand and hold on or before `as_of`.
    pub(crate) fn fold(
        source: Source<'_>,
        slots: impl FnOnce(Span) -> Slots,
        actual: Actual,
        as_of: NaiveDate,
        precision: Precision,
    ) -> Cells {
        let mut cells = Cells { as_of, actual, precision, ..Cells::default() };
        let count = source.standing.kinds().len().saturating_add(source.folds.ways.rows().len());
        cells.postings = vec![OnceLock::new(); count];
        let bulk = Bulk::new(as_of, source);
        let apart: Vec<usize> = (0..count).filter(|place| !bulk.has(*place)).collect();
        let posted = || apart.iter().map(|place| cells.postings_at(*place, source));
        let days = [bulk.extent(as_of), extent(posted())];
        let days = days
            .into_iter()
            .flatten()
            .reduce(|one, other| Span::new(one.from().min(other.from()), one.to().max(other.to())).unwrap_or(one));
        cells.slots = days.map(slots).unwrap_or_default();
        cells.keyed = cells.fold_keyed(source);
        cells.looked = source.folds.plain.rows().iter().map(|fold| source.looked(fold)).collect();
        cells.people = source.people();
        let Folded { grids, busy } = bulk.fold(&cells, &cells.people);
        let all: Vec<usize> = (0..count).filter(|place| busy.is_none() || !bulk.has(*place)).collect();
        let posted = all.iter().map(|place| cells.postings_at(*place, source)).collect::<Vec<_>>();
        cells.below = below(source.org, &cells.slots, &posted, busy.as_ref(), (actual, as_of));
        let folds = source.folds.plain.iter().zip(grids);
        cells.grids =
            folds.map(|((id, fold), grid)| grid.unwrap_or_else(|| cells.fold_one(id, fold, source))).collect();
        cells
    }

    /// Whether there are no facts behind the tallies.
    pub(crate) fn is_alone(&self) -> bool {
        self.alone.is_some()
    }

    /// The slots of time.
    pub fn slots(&self) -> &Slots {
        &self.slots
    }

    /// By leaf, the facts that a fold may look at.
    pub(super) fn postings_of(&self, fold: &Fold, source: Source<'_>) -> &[Vec<Posting>] {
        self.postings_at(
            match fold.way {
                None => fold.kind.index(),
                Some(way) => source.standing.kinds().len().saturating_add(way.index()),
            },
            source,
        )
    }

    /// By leaf, the facts of a kind or of a way, by the place of either.
    fn postings_at(&self, place: usize, source: Source<'_>) -> &[Vec<Posting>] {
        let Some(postings) = self.postings.get(place) else { return &[] };
        postings.get_or_init(|| {
            let way =
                place.checked_sub(source.standing.kinds().len()).and_then(|way| source.folds.ways.rows().get(way));
            let kind = way.map(|way| way.kind).or_else(|| source.standing.kinds().iter().map(|(id, _)| id).nth(place));
            kind.map(|kind| self.post_all(kind, way, &source.people(), source)).unwrap_or_default()
        })
    }

    #[inline(never)]
    pub(super) fn fold_one(&self, id: Id<Fold>, fold: &Fold, source: Source<'_>) -> Grid {
        if self.looked(id) != Looked::Once {
            return Grid::default();
        }
        let leaves = self.postings_of(fold, source).iter();
        Grid::of_tallies(leaves.map(|postings| self.fold_leaf(fold, postings, source)).collect())
    }

    /// The cells of a stay: by slot, for postings come in the order of days.
    fn fold_leaf(&self, fold: &Fold, postings: &[Posting], source: Source<'_>) -> Vec<(usize, Tally)> {
        let mut cells: Vec<(usize, Tally)> = Vec::new();
        // The slot of the last posting, and the first day behind it.
        let mut here = None;
        for posting in postings {
            if posting.overlay != (fold.credited == Credited::Overlay) {
                continue;
            }
            let is_here = here.is_some_and(|(_, to)| posting.day < to);
            if !is_here {
                here = self.slots.of(posting.day).and_then(|slot| Some((slot, self.slots.span(slot)?.to())));
            }
            let Some((slot, _)) = here else { continue };
            let Some(seen) = self.look(fold, posting, source, self.as_of) else { continue };
            match cells.last_mut() {
                Some((last, tally)) if *last == slot => tally.add(fold.aggregate, &seen, self.precision),
                _ => {
                    let mut tally = Tally::default();
                    tally.add(fold.aggregate, &seen, self.precision);
                    cells.push((slot, tally));
                }
            }
        }
        for (_, tally) in &mut cells {
            tally.settle();
        }
        cells
    }

    pub(super) fn looked(&self, fold: Id<Fold>) -> Looked {
        self.looked.get(fold.index()).copied().unwrap_or_default()
    }

    pub(super) fn look(&self, fold: &Fold, posting: &Posting, source: Source<'_>, end: NaiveDate) -> Option<Seen> {
        if posting.overlay != (fold.credited == Credited::Overlay) {
            return None;
        }
        let fact = source.standing.fact(fold.kind, posting.fact)?;
        self.look_at(fold, Item::Fact(fact), posting, source, end)
    }

    /// What a fold sees, with all folds inside it answered.
    pub(super) fn look_at(
        &self,
        fold: &Fold,
        item: Item<'_>,
        posting: &Posting,
        source: Source<'_>,
        end: NaiveDate,
    ) -> Option<Seen> {
        self.see(fold, item, posting, Seeing { keyed: &self.keyed, source, end })
    }

    /// What a fold sees of a fact or a record; nothing where its condition does not hold.
    #[inline(never)]
    pub(super) fn see(&self, fold: &Fold, item: Item<'_>, posting: &Posting, by: Seeing<'_>) -> Option<Seen> {
        let inputs =
            FactInputs { keyed: by.keyed, exchange: by.source.exchange, end: by.end, precision: self.precision };
        let mut ask = |program: &Program<FactQuestion>| inputs.run(program, item);
        let value = match fold.filter.as_ref().map(&mut ask) {
            None | Some(Ok(Value::YesNo(true))) => fold.value.as_ref().map(&mut ask),
            // Whether it passes is not known before the rate is: then neither is the answer.
            Some(Err(Why::NoRate)) => Some(Err(Why::NoRate)),
            Some(_) => return None,
        };
        Some(Seen {
            fact: posting.fact,
            day: posting.day,
            id: fold.aggregate.is_by_id().then(|| item.id().clone()),
            value,
            share: posting.share,
            shared: posting.shared,
            reversal: item.is_reversal(),
        })
    }

    /// The answer of a fold for somebody in a span; of one that is looked at by time, see [`Cells::walk`].
    pub(crate) fn answer(&self, id: Id<Fold>, whose: Whose, span: Span, source: Source<'_>) -> Outcome {
        let fold = &source.folds.plain[id];
        let answer = |tally: &Tally| tally.answer(fold.aggregate, fold.unit, self.precision);
        let unit = match whose {
            Whose::Person(_) => None,
            Whose::Unit(unit) => Some(unit),
        };
        let is_large = unit.and_then(|unit| self.below.get(unit.index())).is_some_and(|below| below.len() >= LARGE);
        let is_read = IS_WHOLE && (!is_large || self.has_values(id));
        let plain = || if IS_WHOLE && is_read { self.plain_answer(id, whose, span, source) } else { None };
        let tally = || self.tally(id, whose, span, source);
        let is_kept = (IS_WHOLE || is_large)
            && self.alone.is_none()
            && self.looked(id) == Looked::Once
            && self.slots.in_span(span).all(|(_, whole)| whole);
        if is_kept && let Some(unit) = unit {
            return self.kept.read((unit, (id, span)), !is_large, plain, tally, answer);
        }
        plain().unwrap_or_else(|| answer(&tally()))
    }

    /// The tally of a fold for somebody in a span; of one that is looked at by time, see [`Cells::walk`].
    pub(super) fn tally(&self, id: Id<Fold>, whose: Whose, span: Span, source: Source<'_>) -> Tally {
        let fold = &source.folds.plain[id];
        let (once, end) = (self.looked(id) == Looked::Once, self.end(span));
        let mut tally = Tally::default();
        if self.alone.as_ref().is_some_and(|alone| !alone.keeps(id)) {
            tally.miss(Why::KeptBySlot);
            return tally;
        }
        for (slot, whole) in self.slots.in_span(span) {
            for leaf in self.leaves(whose, slot, source.org) {
                if whole && once {
                    if let Some(cell) = self.cell(id, leaf, slot, source) {
                        tally.merge(fold.aggregate, &cell);
                    }
                } else if self.alone.is_some() {
                    if self.cell(id, leaf, slot, source).is_some() {
                        tally.miss(Why::KeptBySlot);
                    }
                } else if let Some(days) = self.slots.span(slot).and_then(|days| days.overlap(span)) {
                    for posting in self.posted(fold, leaf, days, source) {
                        if let Some(seen) = self.look(fold, posting, source, end) {
                            tally.add(fold.aggregate, &seen, self.precision);
                        }
                    }
                }
            }
        }
        tally.settle();
        tally
    }

    /// Goes through what a fold sees of somebody in a span: facts by slot and stay.
    pub(super) fn each(
        &self,
        id: Id<Fold>,
        whose: Whose,
        span: Span,
        source: Source<'_>,
        take: &mut dyn FnMut(Id<Person>, Item<'_>, Seen),
    ) {
        let (fold, end) = (&source.folds.plain[id], self.end(span));
        if self.is_by_time(id) {
            return self.each_walked(fold, whose, span, source, take);
        }
        for (slot, _) in self.slots.in_span(span) {
            let Some(days) = self.slots.span(slot).and_then(|days| days.overlap(span)) else { continue };
            for leaf in self.leaves(whose, slot, source.org) {
                for posting in self.posted(fold, leaf, days, source) {
                    let seen = self.look(fold, posting, source, end);
                    let fact = source.standing.fact(fold.kind, posting.fact);
                    if let Some((seen, fact)) = seen.zip(fact) {
                        take(source.org[leaf].person(), Item::Fact(fact), seen);
                    }
                }
            }
        }
    }

    /// How finely a fraction is rounded where it does not fit.
    pub(super) fn precision(&self) -> Precision {
        self.precision
    }

    /// The last day of a span that is seen.
    pub(super) fn end(&self, span: Span) -> NaiveDate {
        span.to().pred_opt().unwrap_or(self.as_of).min(self.as_of)
    }

    pub(super) fn cell(&self, id: Id<Fold>, leaf: Id<Leaf>, slot: usize, source: Source<'_>) -> Option<Cow<'_, Tally>> {
        self.grids.get(id.index())?.get(leaf, slot, source.standing, &source.folds.plain[id])
    }

    pub(super) fn posted(&self, fold: &Fold, leaf: Id<Leaf>, days: Span, source: Source<'_>) -> &[Posting] {
        let postings = self.postings_of(fold, source).get(leaf.index());
        let postings = postings.map_or(&[][..], Vec::as_slice);
        let from = postings.partition_point(|posting| posting.day < days.from());
        let to = postings.partition_point(|posting| posting.day < days.to());
        postings.get(from..to).unwrap_or_default()
    }

    /// The stays that belong to somebody in a slot.
    pub(super) fn leaves(&self, whose: Whose, slot: usize, org: &Org) -> Vec<Id<Leaf>> {
        match whose {
            Whose::Person(person) => {
                self.slots.span(slot).map(|days| org.stays(person, days).collect()).unwrap_or_default()
            }
            Whose::Unit(unit) => self.below.get(unit.index()).map(|below| below.of(slot).to_vec()).unwrap_or_default(),
        }
    }
}
