//! A change, as data.

use chrono::NaiveDate;

use crate::document::{Named, Node};
use crate::id::Key;
use crate::quantity::{Fraction, Outcome, Value};
use crate::trace::Provenance;

/// The most rows of a [`Listed`]; the others are counted.
pub const CHANGES_MAX: usize = 1_000;

/// How a figure differs between two views, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Of which figure, as it is written.
    pub figure: String,
    /// What people call it, by language.
    pub labels: Named<String>,
    /// Of whom.
    pub who: String,
    /// The figure that is compared with.
    pub before: Side,
    /// The figure that is compared.
    pub after: Side,
    /// The later figure less the earlier one, of ratios in percentage points; undefined where one of them is, and for
    /// figures that are no amounts.
    pub difference: Outcome,
    /// What each cause did, in the declared order; nothing where the difference is undefined. The differences of the
    /// parts add up to the whole exactly.
    pub parts: Vec<Part>,
    /// Whether the figures had to be rounded to the plan's precision for the parts to add up: fractions of more than 127 bits.
    pub rounded: bool,
}

/// One of two figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// The label of the period, or the days.
    pub when: String,
    /// The day as of which was asked.
    pub as_of: NaiveDate,
    /// The figure.
    pub outcome: Outcome,
    /// Where it comes from.
    pub from: Provenance,
}

/// What makes figures differ, in the order in which it is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// Other facts, corrections, exchange rates.
    Facts,
    /// Other targets.
    Targets,
    /// Another plan, apart from its calendar.
    Policy,
    /// Others belong to the organisation, or belong elsewhere, or something else is known of them.
    People,
    /// Another calendar, or another length of the time, or more of it has passed.
    Calendar,
}

impl Cause {
    /// Every one, in the order in which it is looked at.
    pub const ALL: [Cause; 5] = [Cause::Facts, Cause::Targets, Cause::Policy, Cause::People, Cause::Calendar];

    /// Its name for programs.
    pub fn word(self) -> &'static str {
        match self {
            Cause::Facts => "facts",
            Cause::Targets => "targets",
            Cause::Policy => "policy",
            Cause::People => "people",
            Cause::Calendar => "calendar",
        }
    }
}

/// What one cause did to a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The cause; several, where they cannot be told apart: the figure between them is undefined, or the later plan cannot be read
    /// with the earlier calendar.
    pub causes: Vec<Cause>,
    /// The figure before the cause.
    pub before: Value,
    /// The figure with it.
    pub after: Value,
    /// The one less the other.
    pub difference: Value,
    /// The entries of facts that the figure sees on one side only, or with another value.
    pub entries: Listed<EntryChange>,
    /// The targets that the figure sees on one side only, or with another amount.
    pub targets: Listed<TargetChange>,
    /// The places in which the plans differ.
    pub places: Listed<PlaceChange>,
    /// Where people belong, and units hang, differently.
    pub people: Listed<PersonChange>,
}

/// Rows, of which at most [`CHANGES_MAX`] are kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed<T> {
    /// The first of them.
    pub rows: Vec<T>,
    /// How many there are.
    pub count: usize,
}

impl<T> Listed<T> {
    /// The list of these rows.
    pub fn new(mut rows: Vec<T>) -> Listed<T> {
        let count = rows.len();
        rows.truncate(CHANGES_MAX);
        Listed { rows, count }
    }
}

impl<T> Default for Listed<T> {
    fn default() -> Listed<T> {
        Listed::new(Vec::new())
    }
}

/// An entry that contributes to a figure on one side only, or another value.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryChange {
    /// The entry.
    pub id: Key,
    /// The fold that it contributes to, as a formula.
    pub fold: String,
    /// What it contributes before; nothing, where it does not.
    pub before: Option<Effect>,
    /// What it contributes after.
    pub after: Option<Effect>,
}

/// What an entry contributes to a fold.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// Its day.
    pub on: NaiveDate,
    /// Its value; none where facts are only counted.
    pub value: Option<Outcome>,
    /// The share that is credited, negative for a reversal.
    pub share: Fraction,
}

/// A target that a figure sees on one side only, or another part of it.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetChange {
    /// The entry.
    pub id: Key,
    /// The KPI.
    pub of: String,
    /// Whose target it is.
    pub who: Key,
    /// How much of it counts before.
    pub before: Option<Value>,
    /// How much of it counts after.
    pub after: Option<Value>,
}

/// A place in which two plans differ.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceChange {
    /// The place, such as `scorecards.rep.items.results.weight`.
    pub place: String,
    /// What is written there before; nothing, where there is no such place.
    pub before: Option<Node>,
    /// What is written there after.
    pub after: Option<Node>,
}

/// An entry about a person or a unit that stands on one side only, or says something else.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonChange {
    /// The entry.
    pub id: Key,
    /// The person or the unit.
    pub who: Key,
    /// Whether it is a unit.
    pub is_unit: bool,
    /// What it says before.
    pub before: Option<Belonging>,
    /// What it says after.
    pub after: Option<Belonging>,
}

/// Where a person belongs, or a unit hangs, from a day on.
#[derive(Clone, Debug, PartialEq)]
pub struct Belonging {
    /// The first day on which it holds.
    pub on: NaiveDate,
    /// The first day on which it holds no more, where one is written.
    pub until: Option<NaiveDate>,
    /// The unit, or the unit above; nothing for who leaves, for a unit that ends, and for the top.
    pub unit: Option<Key>,
    /// What else is said, by name.
    pub attributes: Vec<(String, Value)>,
}
