//! What a cut stands on: who belongs to whom, and what the figures are.

use chrono::NaiveDate;

use crate::calendar::{Period, Span};
use crate::formula::Program;
use crate::id::Key;
use crate::kpi::{OfFields, Question};
use crate::log::Carried;
use crate::quantity::{Fraction, Outcome, Why};

/// Who has a target, by key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holder {
    /// A unit.
    Unit(Key),
    /// A person.
    Person(Key),
}

impl Holder {
    /// The key.
    pub fn key(&self) -> &Key {
        match self {
            Holder::Unit(key) | Holder::Person(key) => key,
        }
    }
}

/// Of whom, when and of which part of the facts something is.
pub type Spot<'a> = (&'a Holder, Period, &'a OfFields);

/// What is known when a target is cut: who belongs to whom, and what the figures are.
pub trait Ground {
    /// The units and the people directly under a unit in a period, in their order.
    fn members(&self, unit: &Key, when: Period) -> Vec<Holder>;

    /// The units above somebody in a period, the nearest first.
    fn above(&self, who: &Holder, when: Period) -> Vec<Key>;

    /// The tree of a unit, and its level there in a period, 0 for the top.
    fn level(&self, unit: &Key, when: Period) -> Option<(usize, usize)>;

    /// A figure of somebody in a period.
    fn figure(&self, formula: &Program<Question>, whose: &Holder, when: Period) -> Outcome<Fraction>;

    /// The same of a part of the facts, where it can be told apart: of everything, where nothing else is said.
    fn figure_of(&self, formula: &Program<Question>, (whose, when, _): Spot<'_>) -> Outcome<Fraction> {
        self.figure(formula, whose, when)
    }

    /// What somebody reached in a period of the KPI whose targets these are, of a part of the facts; undefined, where nobody
    /// knows.
    fn reached(&self, _spot: Spot<'_>) -> Outcome<Fraction> {
        Err(Why::NoFacts)
    }

    /// The last day of which a figure asks for facts, where that is one of which not all was known; nothing, where nobody
    /// knows.
    fn ahead(&self, _formula: &Program<Question>, _spot: Spot<'_>) -> Option<NaiveDate> {
        None
    }

    /// By what a target of somebody is multiplied in a period.
    fn factor(&self, _whose: &Holder, _when: Period) -> Outcome<Fraction> {
        Ok(Fraction::ONE)
    }

    /// The day up to which figures are known; nothing, where no time is to come.
    fn day(&self) -> Option<NaiveDate> {
        None
    }
}

/// Something that is said about targets.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A target is set or adjusted.
    Set(Setting),
    /// A time is closed, or opened again.
    Close(Closing),
}

/// A target that is set or adjusted.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The entry.
    pub id: Key,
    /// Whose target.
    pub who: Holder,
    /// Of which period.
    pub period: Period,
    /// Of which part of the facts; of all, where it is narrowed to nothing.
    pub of_fields: OfFields,
    /// What is done.
    pub deed: Deed,
    /// Whether it stays where what is above it is cut anew.
    pub pinned: bool,
    /// From which day on: periods that are over by then keep what they have.
    pub from: NaiveDate,
}

/// What is done to a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// It is so much.
    Set(Fraction),
    /// It is so much more.
    Add(Fraction),
    /// It is so many times as much.
    Times(Fraction),
    /// It is so much more as another period fell short of its target, or so much less as that came out beyond it.
    Carry {
        /// The other period.
        from: Period,
        /// What alone is carried; both, where nothing is said.
        only: Option<Carried>,
    },
    /// There is none any more.
    Clear,
    /// It is so much, or so much more where it `adds`, and nobody knows how much that is: an amount in another currency, of which no
    /// rate is known.
    Undefined {
        /// Whether it is added.
        adds: bool,
        /// Why it is undefined.
        why: Why,
    },
}

/// A time that is closed, or opened again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// The entry.
    pub id: Key,
    /// Whose targets, and those of all below; everybody's, where nobody is named.
    pub who: Option<Holder>,
    /// Which time.
    pub span: Span,
    /// Whether it is closed: else it is opened.
    pub closes: bool,
}
