//! What is counted in a funnel.

use chrono::NaiveDate;

use crate::document::words;
use crate::pipeline::StageId;

words! {
    /// Something that is counted, by stage.
    ///
    /// For each stage, `start + entered + taken_over = forward + back + lost + invalid + handed_on + inside`.
    pub enum Count {
        /// Those that are in it when the time begins.
        Start = "start",
        /// Visits that began: each time that one enters it, or opens in it.
        Entered = "entered",
        /// Of those, the ones that opened in it.
        Opened = "opened",
        /// Those that entered it, each once.
        Inflow = "inflow",
        /// Visits of those that had been in it before.
        Revisited = "revisited",
        /// Those that reached it for the first time ever: by entering it, and, where skipped stages count as passed, by skipping it.
        Reached = "reached",
        /// Those that skipped it: for the first time they went beyond it, and had never been in it.
        Skipped = "skipped",
        /// Those in it that came from others: another owner, or an owner from elsewhere.
        TakenOver = "taken_over",
        /// Visits that ended in a later stage that is open or won.
        Forward = "forward",
        /// Those that left it so, each once.
        Outflow = "outflow",
        /// Visits that ended in an earlier stage, and those of closed stages that ended in an open one.
        Back = "back",
        /// Visits that ended in a stage that is lost.
        Lost = "lost",
        /// Visits that ended in a stage that is invalid.
        Invalid = "invalid",
        /// Those in it that others took over.
        HandedOn = "handed_on",
        /// Those that are in it when the time ends: they wait there.
        Inside = "inside",
        /// Those that were in it at some time, each once.
        Been = "been",
    }
}

words! {
    /// Something that is counted of all stages together.
    pub enum Whole {
        /// Those with which there was work, or that ended: but those that turned out invalid.
        All = "all",
        /// Those that opened.
        Opened = "opened",
        /// Those that are open when the time ends.
        Open = "open",
        /// Those that are won when the time ends, and became so in it.
        Won = "won",
        /// Those that are lost when the time ends, and became so in it.
        Lost = "lost",
        /// Those that are invalid when the time ends, and became so in it.
        Invalid = "invalid",
        /// Those that are open and should have been closed by now.
        Overdue = "overdue",
        /// Those that are open, not overdue, and opened too long ago.
        Old = "old",
        /// Those that were won for the first time ever.
        FirstWon = "first_won",
    }
}

/// What is counted: in a stage, or in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Counted {
    /// In a stage.
    In(StageId, Count),
    /// In all of them together.
    Of(Whole),
}

/// Something that was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// Which of the passages that the funnel was made of, from 0.
    pub passage: usize,
    /// As what.
    pub as_what: Counted,
    /// On which day: the one on which it happened, or on which it is so.
    pub on: NaiveDate,
}
