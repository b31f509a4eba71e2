//! What is answered: rows of what is due, and of what timers did.

use chrono::{NaiveDateTime, TimeDelta};

use crate::document::Node;
use crate::id::Key;
use crate::quantity::{Outcome, Why};
use crate::timer::{Clock, Fired};
use crate::trace::Provenance;

/// What runs or is overdue at a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct DueList {
    /// The moment, on the clocks of the plan's time zone.
    pub at: NaiveDateTime,
    /// The rows of this page: what is due first comes first; what cannot be told comes last.
    pub rows: Vec<DueRow>,
    /// How many rows there are in all.
    pub total: usize,
    /// How many rows come before this page.
    pub offset: usize,
    /// How many rows are left out because the actor may not see whose they are.
    pub hidden: usize,
    /// How many of all are overdue.
    pub overdue: usize,
    /// Of how many of all it cannot be told when they are due.
    pub untold: usize,
    /// How many there are of each owner, in the order of keys; those of nobody come first.
    pub people: Vec<DueCount>,
    /// How many there are of the owners at and below each unit, in the order of keys.
    pub units: Vec<DueCount>,
    /// Where the answer comes from.
    pub from: Provenance,
}

/// A timer of a record that runs or is overdue.
#[derive(Clone, Debug, PartialEq)]
pub struct DueRow {
    /// What the record is called.
    pub record: Key,
    /// Its kind.
    pub kind: String,
    /// The stage in which it is, where its kind has a pipeline.
    pub stage: Option<Key>,
    /// Who owns it.
    pub owner: Option<Key>,
    /// What the timer is called.
    pub timer: String,
    /// Whether the timer belongs to the stage, and not to the record.
    pub of_stage: bool,
    /// When its clock runs.
    pub clock: Clock,
    /// How it stands.
    pub state: DueState,
    /// Since when it runs, or from when on it will; nothing where that cannot be told.
    pub since: Option<NaiveDateTime>,
    /// When it is, or was, due; undefined where that cannot be told, such as where the calendar does not know a day.
    pub due: Outcome<NaiveDateTime>,
    /// Whether that is later than it was at the start, because something put it off.
    pub moved: bool,
    /// For how long it has been overdue, by its own clock; nothing while it is not.
    pub overdue: Outcome<Option<TimeDelta>>,
    /// The levels that it has reached, in their order.
    pub reached: Vec<Reached>,
    /// What is to be done when it is due, in order.
    pub effects: Vec<Node>,
    /// When that changes, if nothing more happens: when it is due, or reaches its next level.
    pub next: Outcome<Option<NaiveDateTime>>,
}

/// How a timer in a list stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DueState {
    /// It will start on a day that is known. It is listed only up to a moment that is asked for.
    Coming,
    /// It runs, and is not due yet.
    Running,
    /// It was due, and nothing has stopped it.
    Overdue,
    /// When it is due cannot be told.
    Untold,
}

impl DueState {
    /// Its word: `coming`, `running`, `overdue`, `untold`.
    pub fn word(self) -> &'static str {
        match self {
            DueState::Coming => "coming",
            DueState::Running => "running",
            DueState::Overdue => "overdue",
            DueState::Untold => "untold",
        }
    }
}

/// A level that was reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// When; undefined where the calendar does not know.
    pub at: Outcome<NaiveDateTime>,
    /// The key of the text that is said.
    pub say: String,
}

/// How many rows there are of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueCount {
    /// Who; nothing for records that nobody owns.
    pub who: Option<Key>,
    /// How many there are.
    pub all: usize,
    /// How many of them are overdue.
    pub overdue: usize,
}

/// What timers did in a time.
#[derive(Clone, Debug, PartialEq)]
pub struct FiredList {
    /// What they did on this page, in the order of time, then of ids.
    pub rows: Vec<FiredRow>,
    /// How much that was in all.
    pub total: usize,
    /// How many rows come before this page.
    pub offset: usize,
    /// How many rows are left out because the actor may not see whose they are.
    pub hidden: usize,
    /// The timers of which it cannot be told what else they did.
    pub untold: Vec<Untold>,
    /// Where the answer comes from.
    pub from: Provenance,
}

/// Something that a timer did of itself.
#[derive(Clone, Debug, PartialEq)]
pub struct FiredRow {
    /// What it is called, the same whenever it is asked for: the moment, what it is, the timer, the stage, the record. A host that
    /// keeps the ids of what it has carried out does so once.
    pub id: String,
    /// When, on the clocks of the plan's time zone.
    pub at: NaiveDateTime,
    /// What the record is called.
    pub record: Key,
    /// Its kind.
    pub kind: String,
    /// The stage to which the timer belongs; nothing where it belongs to the record.
    pub stage: Option<Key>,
    /// Who owned the record then.
    pub owner: Option<Key>,
    /// What the timer is called.
    pub timer: String,
    /// Whether it was due, or reached a level.
    pub what: Fired,
    /// The key of the text that is said, of a level.
    pub say: Option<String>,
    /// What is to be done, in order, where it was due.
    pub effects: Vec<Node>,
}

/// A timer of which something cannot be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untold {
    /// What the record is called.
    pub record: Key,
    /// What the timer is called.
    pub timer: String,
    /// Why.
    pub why: Why,
}
