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
    pub(super) when: Option<Expr>,
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

    /// Under which condition there is such a timer; whoever asks the timer looks whether it holds.
    pub fn when(&self) -> Option<&Expr> {
        self.when.as_ref()
    }

    /// A timer that is due so long after a stage was entered, and ends when it is left: a limit to the stay.
    pub fn limit(id: Name, due: Length) -> Timer {
        let clock = if matches!(due, Length::Time(_)) { Clock::Calendar } else { Clock::Working };
        let (starts, stops) = (Starts::Events(vec![Event::Entered]), vec![Event::Left]);
        let (when, extends, at_most) = (None, None, None);
        let (restarts, levels, effects) = (Vec::new(), Vec::new(), Vec::new());
        Timer { id, starts, when, clock, due, extends, at_most, restarts, stops, levels, effects }
    }

    /// The same timer, which an event ends besides, unless it starts or restarts it.
    #[must_use]
    pub fn ended_by(mut self, event: Event) -> Timer {
        let begins = self.starts_by(event) || self.restarts.contains(&event);
        if !begins && !self.stops.contains(&event) {
            self.stops.push(event);
        }
        self
    }

    /// Whether an event starts it.
    pub fn starts_by(&self, event: Event) -> bool {
        matches!(&self.starts, Starts::Events(events) if events.contains(&event))
    }

    /// Whether nothing of it is counted by a clock: it is due at its very start, and nothing puts that off.
    pub fn is_at_once(&self) -> bool {
        let later = self.levels.iter().map(|level| level.after).chain(self.extends).chain(self.at_most);
        [self.due].into_iter().chain(later).all(Length::is_nothing)
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
