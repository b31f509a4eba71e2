//! How much of an explanation is opened.

use crate::document::IS_WHOLE;
use crate::kpi::Place;
use crate::measure::Whose;
use crate::trace::{Entry, Limits, Trace};

use super::Explainer;

/// What is left of the limits.
pub(super) struct Budget {
    limits: Limits,
    depth: usize,
    parts: usize,
    entries: usize,
    /// How many parts of the one that is being opened were left out.
    more: usize,
    /// And how many because they may not be seen.
    hidden: usize,
}

impl Budget {
    pub(super) fn new(limits: Limits) -> Budget {
        let (parts, entries) = (limits.parts, limits.entries_in_all);
        Budget { limits, depth: 0, parts, entries, more: 0, hidden: 0 }
    }

    /// Whether it goes no deeper.
    pub(super) fn is_deep(&self) -> bool {
        self.depth >= self.limits.depth
    }

    /// Whether there is room for one more part; it is counted either way.
    pub(super) fn takes(&mut self) -> bool {
        let room = self.parts > 0;
        if room {
            self.parts = self.parts.saturating_sub(1);
        } else {
            self.more = self.more.saturating_add(1);
        }
        room
    }
}

impl Explainer<'_> {
    /// Opens a part of an explanation, if it may be seen and does not lie too deep: `fill` adds its parts.
    pub(super) fn open(&mut self, trace: &mut Trace, place: Place, fill: &mut dyn FnMut(&mut Self, &mut Trace)) {
        if !self.sees(place) {
            trace.closed = true;
            return;
        }
        if self.budget.is_deep() {
            trace.deeper = true;
            return;
        }
        let outer = (self.budget.more, self.budget.hidden);
        (self.budget.more, self.budget.hidden) = (0, 0);
        self.budget.depth = self.budget.depth.saturating_add(1);
        fill(self, trace);
        self.budget.depth = self.budget.depth.saturating_sub(1);
        trace.more_parts = trace.more_parts.saturating_add(self.budget.more);
        trace.hidden = trace.hidden.saturating_add(self.budget.hidden);
        (self.budget.more, self.budget.hidden) = outer;
    }

    /// Whether a part about somebody else is listed: it may be seen, and there is room for it.
    pub(super) fn lists(&mut self, place: Place) -> bool {
        if !self.sees(place) {
            self.budget.hidden = self.budget.hidden.saturating_add(1);
            return false;
        }
        self.budget.takes()
    }

    pub(super) fn sees(&self, place: Place) -> bool {
        self.sight.is_none_or(|sight| sight.sees(self.view, place))
    }

    /// Lists entries, each of somebody, as far as they may be seen and there is room.
    pub(super) fn list(&mut self, trace: &mut Trace, place: Place, entries: Vec<(Whose, Entry)>) {
        let mut seen = Vec::with_capacity(entries.len());
        for (whose, entry) in entries {
            if self.sees(Place { whose, ..place }) && !(IS_WHOLE && self.view.is_anonymous(&entry.id)) {
                seen.push(entry);
            } else {
                trace.hidden = trace.hidden.saturating_add(1);
            }
        }
        let kept = seen.len().min(self.budget.limits.entries).min(self.budget.entries);
        trace.more = seen.len().saturating_sub(kept);
        seen.truncate(kept);
        self.budget.entries = self.budget.entries.saturating_sub(kept);
        trace.entries = seen;
    }
}
