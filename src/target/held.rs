//! Targets on their way into a book, and as they are in it.

use std::cmp::{Ordering, Reverse};

use chrono::NaiveDate;

use crate::calendar::{Period, Span};
use crate::id::{Id, Key, Name};
use crate::kpi::OfFields;
use crate::measure::Whose;
use crate::org::{Org, Person};
use crate::quantity::{Fraction, Outcome, Why};
use crate::sort;

use super::IS_WHOLE;
use super::book::Target;
use super::strand::{Strand, Strands};

/// Somebody's target.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub id: Key,
    pub period: Period,
    amount: Fraction,
    more: Option<Box<More>>,
}

/// What few targets have.
#[derive(Clone, Debug)]
struct More {
    undefined: Option<Why>,
    uplift: Fraction,
    part_of: Option<Key>,
}

/// By what a target of somebody is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub strand: u32,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Held {
    /// How much; undefined, where that cannot be said.
    pub(super) fn amount(&self) -> Outcome<Fraction> {
        match self.more.as_ref().and_then(|more| more.undefined.clone()) {
            Some(why) => Err(why),
            None => Ok(self.amount),
        }
    }

    /// By what the part of what was cut is multiplied.
    pub(super) fn uplift(&self) -> Fraction {
        self.more.as_ref().map_or(Fraction::ONE, |more| more.uplift)
    }

    /// The unit of whose target it is a part.
    pub(super) fn part_of(&self) -> Option<Key> {
        self.more.as_ref().and_then(|more| more.part_of.clone())
    }
}

impl Spot {
    /// The days of the period.
    pub(super) fn span(self) -> Option<Span> {
        Span::new(self.from, self.to)
    }

    fn order(self) -> (u32, NaiveDate, Reverse<NaiveDate>) {
        (self.strand, self.from, Reverse(self.to))
    }
}

/// Targets as they come, one by one.
#[derive(Debug)]
pub(crate) struct Rows {
    /// By the people, and behind them the units: whose they are; [`NOBODY`] where they do not count.
    whose: Vec<u32>,
    held: Vec<Held>,
    strand_of: Vec<u32>,
    strands: Strands,
    people: usize,
    holders: usize,
}

/// Whose the targets are that do not count.
const NOBODY: u32 = u32::MAX;

/// All targets in their order, and where those of each holder begin.
pub(super) struct Ordered {
    pub strands: Vec<Strand>,
    pub spots: Vec<Spot>,
    pub held: Vec<Held>,
    pub starts: Vec<u32>,
}

/// The place of a person or a unit, people first.
pub(super) fn place(whose: Whose, people: usize) -> Option<usize> {
    match whose {
        Whose::Person(person) => Some(person.index()).filter(|place| *place < people),
        Whose::Unit(unit) => people.checked_add(unit.index()),
    }
}

impl Rows {
    /// None yet.
    pub(crate) fn new(org: &Org) -> Rows {
        let (whose, held, strand_of, strands) = Default::default();
        let people = org.people().len();
        Rows { whose, held, strand_of, strands, people, holders: people.saturating_add(org.units().len()) }
    }

    /// Makes room for so many.
    pub(crate) fn reserve(&mut self, count: usize) {
        self.whose.reserve(count);
        self.held.reserve(count);
        self.strand_of.reserve(count);
    }

    /// The number of a level and a part of the facts.
    pub(crate) fn strand(&mut self, level: &Name, of_fields: &OfFields) -> u32 {
        self.strands.number(level, of_fields)
    }

    /// Adds a target that was plainly set.
    pub(crate) fn set(&mut self, whose: Whose, strand: u32, (id, period, amount): (Key, Period, Fraction)) {
        self.add(whose, strand, Held { id, period, amount, more: None });
    }

    /// Adds a target.
    pub(crate) fn push(&mut self, whose: Whose, level: &Name, target: Target) {
        let Target { id, amount, period, uplift, part_of, of_fields } = target;
        let strand = self.strand(level, &of_fields);
        let (amount, undefined) = amount.map_or_else(|why| (Fraction::ZERO, Some(why)), |amount| (amount, None));
        let is_cut = IS_WHOLE && (part_of.is_some() || uplift != Fraction::ONE);
        let more = (undefined.is_some() || is_cut).then(|| Box::new(More { undefined, uplift, part_of }));
        self.add(whose, strand, Held { id, period, amount, more });
    }

    fn add(&mut self, whose: Whose, strand: u32, held: Held) {
        let place = place(whose, self.people).and_then(|place| u32::try_from(place).ok());
        self.whose.push(place.unwrap_or(NOBODY));
        self.strand_of.push(strand);
        self.held.push(held);
    }

    /// Leaves out what those have of whom `is` holds.
    pub(crate) fn leave_out(&mut self, is: &dyn Fn(usize) -> bool) {
        for whose in &mut self.whose {
            if usize::try_from(*whose).is_ok_and(is) {
                *whose = NOBODY;
            }
        }
    }

    /// The targets in their order, of each the last that is for the same; `later` says which of two was said later.
    pub(super) fn ordered(self, later: &dyn Fn(u32, u32) -> Ordering) -> Ordered {
        let (strands, places) = self.strands.in_order();
        let mut spots = Vec::with_capacity(self.held.len());
        for (strand, held) in self.strand_of.iter().zip(&self.held) {
            let strand = at(&places, *strand).copied().unwrap_or_default();
            let span = held.period.span();
            spots.push(Spot { strand, from: span.from(), to: span.to() });
        }
        let (mut order, starts) = sort::buckets(&self.whose, self.holders);
        let spot = |place: u32| at(&spots, place).map(|spot| spot.order());
        let compare = |one: &u32, other: &u32| spot(*one).cmp(&spot(*other)).then_with(|| later(*one, *other));
        let mut kept = Kept { spots: Vec::with_capacity(order.len()), held: Vec::with_capacity(order.len()) };
        let mut all: Vec<Option<Held>> = self.held.into_iter().map(Some).collect();
        let mut kept_starts = Vec::with_capacity(starts.len());
        for range in starts.windows(2) {
            kept_starts.push(code(kept.held.len()));
            let [from, to] = range else { continue };
            let own = order.get_mut(index(*from)..index(*to)).unwrap_or_default();
            if !own.is_sorted_by(|one, other| compare(one, other).is_le()) {
                sort::by(own, compare);
            }
            for (at_place, place) in own.iter().enumerate() {
                // Of those that are for the same the last counts.
                let next = own.get(at_place.saturating_add(1)).and_then(|next| spot(*next));
                let taken = all.get_mut(index(*place)).and_then(Option::take);
                if spot(*place) != next {
                    kept.spots.extend(at(&spots, *place));
                    kept.held.extend(taken);
                }
            }
        }
        kept_starts.push(code(kept.held.len()));
        Ordered { strands, spots: kept.spots, held: kept.held, starts: kept_starts }
    }

    /// The place of a person or a unit among all.
    pub(crate) fn place(&self, whose: Whose) -> Option<usize> {
        place(whose, self.people)
    }

    /// How many people there are.
    pub(super) fn people(&self) -> usize {
        self.people
    }
}

struct Kept {
    spots: Vec<Spot>,
    held: Vec<Held>,
}

/// What is at a place.
pub(super) fn at<T>(all: &[T], place: u32) -> Option<&T> {
    all.get(index(place))
}

/// A number of 32 bits as an index.
pub(super) fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

/// An index in 32 bits: a log is full before one could not be told.
pub(super) fn code(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// A part of a person's target that belongs to a unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    /// Which target.
    pub held: u32,
    /// Whose.
    pub who: Id<Person>,
    /// Which part of it, counted from 1; 0 for all of it.
    pub part: u32,
}
