//! A timer as an author writes it.

use std::ops::Deref;

use crate::diagnostic::{At, Problems};
use crate::document::{FormulaText, Node, OneOrMany, Read, definition, words};

definition! {
    /// A timer: what starts it, when it is due, what moves and what ends that.
    pub struct TimerDefinition {
        /// Its name among its neighbours.
        pub id: String,
        /// What starts it: an event, a list of events, or a formula that gives a day.
        pub starts: OneOrMany<FormulaText>,
        /// Under which condition there is such a timer: always, where nothing is said.
        pub when: Option<FormulaText>,
        /// How long after its start it is due: `24 hours`, `3 days`, `4 working hours`, `2 working days`.
        pub due: String,
        /// Whether its clock runs always or in working hours. Left out: in working hours where one of its durations has
        /// a working unit, else always.
        pub clock: Option<Clock>,
        /// For how long each touch puts it off at least: it is due that long after the touch, where that is later.
        pub extends: Option<String>,
        /// How long after its start it is due at the latest, whatever puts it off.
        pub at_most: Option<String>,
        /// The events after which it is due anew as long as after its start.
        pub restarts: Option<OneOrMany<Event>>,
        /// The events that end it.
        pub stops: Option<OneOrMany<Event>>,
        /// What is said when it is overdue, in steps that rise.
        pub levels: Vec<LevelDefinition>,
        /// What is to be done when it is due, in order: maps such as `{ "move": "lost" }`.
        pub r#do: Vec<Node>,
    }
}

/// Timers as an author of a plan writes them: a list.
///
/// A C library that was built without the feature `analysis` has no timers: what is written is reported, and not read.
#[cfg(any(not(feature = "capi"), feature = "analysis"))]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timers(pub Vec<TimerDefinition>);

/// Timers as an author of a plan writes them: none, in a C library that was built without the feature `analysis`. What is written
/// is reported, and not read.
#[cfg(all(feature = "capi", not(feature = "analysis")))]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timers(pub [TimerDefinition; 0]);

#[cfg(any(not(feature = "capi"), feature = "analysis"))]
impl Read for Timers {
    fn fill(&mut self, node: &Node, at: At<'_>, problems: &mut Problems) {
        self.0.fill(node, at, problems);
    }

    fn node(&self) -> Node {
        self.0.node()
    }

    fn is_left_out(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(all(feature = "capi", not(feature = "analysis")))]
impl Read for Timers {
    fn fill(&mut self, _: &Node, at: At<'_>, problems: &mut Problems) {
        crate::document::not_here("this library was built without what is needed for this", at, problems);
    }

    fn node(&self) -> Node {
        Node::List(Vec::new())
    }

    fn is_left_out(&self) -> bool {
        true
    }
}

impl Deref for Timers {
    type Target = [TimerDefinition];

    fn deref(&self) -> &[TimerDefinition] {
        &self.0
    }
}

definition! {
    /// What is said when a timer has been overdue for so long.
    pub struct LevelDefinition {
        /// How long after it was due: `0 days` is at once.
        pub after: String,
        /// The key of the text that is said.
        pub say: String,
    }
}

words! {
    /// When the clock of a timer runs.
    pub enum Clock {
        /// Always: a day has 24 hours.
        Calendar = "calendar",
        /// In working hours: hours are working hours, and days working days.
        Working = "working",
    }
}

words! {
    /// What happens to a record, as far as timers are concerned.
    pub enum Event {
        /// It came to be; a record in a plan also when it was closed and is opened again.
        Opened = "opened",
        /// It came to the stage that the timer belongs to, or to any, where it belongs to none.
        Entered = "entered",
        /// It left that stage.
        Left = "left",
        /// It was given to somebody.
        Assigned = "assigned",
        /// It was taken away from them, or handed to somebody else.
        Released = "released",
        /// Somebody did something about it that counts as follow-up.
        Touched = "touched",
        /// It came to its end.
        Closed = "closed",
    }
}
