//! Targets as they are in a book.

use std::cmp::Reverse;

use chrono::NaiveDate;

use crate::calendar::{Period, Span};
use crate::id::{Id, Key};
use crate::measure::Whose;
use crate::org::Person;
use crate::quantity::{Fraction, Outcome, Why};

/// Somebody's target.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub id: Key,
    pub period: Period,
    pub amount: Fraction,
    pub more: Option<Box<More>>,
}

/// What few targets have.
#[derive(Clone, Debug)]
pub(super) struct More {
    pub undefined: Option<Why>,
    pub uplift: Fraction,
    pub part_of: Option<Key>,
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

    pub(super) fn order(self) -> (u32, NaiveDate, Reverse<NaiveDate>) {
        (self.strand, self.from, Reverse(self.to))
    }
}

/// The place of a person or a unit, people first.
pub(super) fn place(whose: Whose, people: usize) -> Option<usize> {
    match whose {
        Whose::Person(person) => Some(person.index()).filter(|place| *place < people),
        Whose::Unit(unit) => people.checked_add(unit.index()),
    }
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
