//! What a timer is asked with, and what it answers.

use chrono::{NaiveDate, NaiveDateTime};

use crate::quantity::Outcome;

use super::Event;

/// What happened to a record, as far as a timer is concerned.
///
/// Events may come in any order and more than once; those after the moment as of which is asked are not looked at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Happenings<'h> {
    /// What happened, and when.
    pub events: &'h [(Event, NaiveDateTime)],
    /// The day that the formula of [`Starts::Formula`](super::Starts::Formula) gives, where it gives one. Other timers
    /// do not look at it.
    pub day: Option<NaiveDate>,
    /// The moment before which no day starts the timer: one that lies before it starts the timer at it.
    pub from: Option<NaiveDateTime>,
}

/// How a timer stands at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// How it stands.
    pub state: TimerState,
    /// When that changes if nothing more happens: when it starts, is due, or reaches its next level. `None` where it
    /// does not change any more; undefined where the calendar does not know the day.
    pub next: Outcome<Option<NaiveDateTime>>,
}

/// How a timer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimerState {
    /// Nothing has started it yet.
    NotStarted,
    /// It runs.
    Running {
        /// When it started.
        since: NaiveDateTime,
        /// When it is due.
        due: NaiveDateTime,
        /// Whether that is later than it was at the start, because something put it off.
        moved: bool,
    },
    /// It was due, and nothing has stopped it.
    Overdue {
        /// When it was due.
        since: NaiveDateTime,
        /// How many of its levels are reached, from 0.
        levels: usize,
        /// Whether it was due later than it was at the start, because something put it off.
        moved: bool,
    },
    /// Something stopped it.
    Stopped {
        /// When.
        at: NaiveDateTime,
    },
}

/// Something that a timer did of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Firing {
    /// When.
    pub at: NaiveDateTime,
    /// What.
    pub what: Fired,
}

/// What a timer did of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fired {
    /// It was due: now its [effects](super::Timer::effects) are to be done.
    Due,
    /// It reached a level, by its position among the [levels](super::Timer::levels).
    Level(usize),
}
