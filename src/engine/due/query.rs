//! A question for what is due.

use chrono::NaiveDateTime;

use crate::timer::Length;

/// How many rows a page has where nothing else is said.
pub const DUE_PAGE: usize = 1_000;

/// A question for what is due, by page: of all records, where nothing narrows it.
///
/// Nothing is looked up before the question is asked, so a query may be kept and asked of many views.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DueQuery {
    pub(super) kind: Option<String>,
    pub(super) stage: Option<String>,
    pub(super) timer: Option<String>,
    pub(super) of: Option<String>,
    pub(super) unowned: bool,
    pub(super) overdue: bool,
    pub(super) at: Option<NaiveDateTime>,
    pub(super) until: Option<NaiveDateTime>,
    pub(super) within: Option<Length>,
    pub(super) offset: usize,
    pub(super) limit: Option<usize>,
}

impl DueQuery {
    /// Asks for all that runs or is overdue at the end of the view's day.
    pub fn new() -> DueQuery {
        DueQuery::default()
    }

    /// Only of records of a kind.
    #[must_use]
    pub fn kind(mut self, kind: &str) -> DueQuery {
        self.kind = Some(kind.to_owned());
        self
    }

    /// Only of records in a stage; of what timers did, only of those of a stage.
    #[must_use]
    pub fn stage(mut self, stage: &str) -> DueQuery {
        self.stage = Some(stage.to_owned());
        self
    }

    /// Only timers of a name.
    #[must_use]
    pub fn timer(mut self, timer: &str) -> DueQuery {
        self.timer = Some(timer.to_owned());
        self
    }

    /// Only of records that a person owns, or the people at and below a unit.
    #[must_use]
    pub fn of(mut self, key: &str) -> DueQuery {
        self.of = Some(key.to_owned());
        self
    }

    /// Only of records that nobody owns.
    #[must_use]
    pub fn unowned(mut self) -> DueQuery {
        self.unowned = true;
        self
    }

    /// Only what is overdue, and that of which it cannot be told.
    #[must_use]
    pub fn overdue(mut self) -> DueQuery {
        self.overdue = true;
        self
    }

    /// As of a moment on the clocks of the plan's time zone, not after the view's day; its end, where nothing is said.
    #[must_use]
    pub fn at(mut self, at: NaiveDateTime) -> DueQuery {
        self.at = Some(at);
        self
    }

    /// Only what is due by a moment if nothing more happens, with what will start before it on a day that is known.
    #[must_use]
    pub fn until(mut self, until: NaiveDateTime) -> DueQuery {
        self.until = Some(until);
        self
    }

    /// The same, by a moment so long after the one as of which is asked.
    #[must_use]
    pub fn within(mut self, length: Length) -> DueQuery {
        self.within = Some(length);
        self
    }

    /// Without so many rows at the beginning.
    #[must_use]
    pub fn offset(mut self, rows: usize) -> DueQuery {
        self.offset = rows;
        self
    }

    /// At most so many rows on this page: [`DUE_PAGE`], where nothing is said.
    #[must_use]
    pub fn limit(mut self, rows: usize) -> DueQuery {
        self.limit = Some(rows);
        self
    }

    /// The rows of the page.
    pub(super) fn page<T>(&self, mut rows: Vec<T>) -> Vec<T> {
        rows.drain(..self.offset.min(rows.len()));
        rows.truncate(self.limit.unwrap_or(DUE_PAGE));
        rows
    }
}
