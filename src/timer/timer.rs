//! A timer, checked.

use std::fmt;

use chrono::NaiveDate;

use crate::document::Node;
use crate::formula::Expr;
use crate::id::Name;

use super::{Clock, Event, Length};

/// A timer whose definition is sound.
#[derive(Clone, Debug, PartialEq)]
pub struct Timer {
    pub(super) id: Name,
    pub(super) starts: Starts,
    pub(super) clock: Clock,
    pub(super) due: Length,
    pub(super) extends: Option<Length>,
    pub(super) at_most: Option<Length>,
    pub(super) restarts: Vec<Event>,
    pub(super) stops: Vec<Event>,
    pub(super) levels: Vec<Level>,
    pub(super) effects: Vec<Node>,
}

/// What starts a timer.
#[derive(Clone, Debug, PartialEq)]
pub enum Starts {
    /// Any of these events.
    Events(Vec<Event>),
    /// The beginning of a day.
    Day(NaiveDate),
    /// The beginning of the day that a formula gives; whoever asks the timer computes it.
    Formula(Expr),
}

/// What is said when a timer has been overdue for so long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// How long after it was due.
    pub after: Length,
    /// The key of the text that is said.
    pub say: String,
}

impl Timer {
    /// Its name.
    pub fn id(&self) -> &Name {
        &self.id
    }

    /// What starts it.
    pub fn starts(&self) -> &Starts {
        &self.starts
    }

    /// When its clock runs.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// How long after its start it is due.
    pub fn due(&self) -> Length {
        self.due
    }

    /// What is said when it is overdue, in the order in which it comes.
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }

    /// What is to be done when it is due, in order. It is not done here: these are the maps that the author wrote.
    pub fn effects(&self) -> &[Node] {
        &self.effects
    }
}

impl fmt::Display for Timer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.id.fmt(f)
    }
}
