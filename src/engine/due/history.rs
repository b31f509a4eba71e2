//! What happened to a record, and the times in which its timers run.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use crate::calendar::Zone;
use crate::id::Key;
use crate::log::{Owned, Record, Stop, Touch};
use crate::pipeline::{Stage, StageId, StageKind, Stages};
use crate::plan::RecordTimer;
use crate::timer::Event;

/// What happened to a record.
pub(super) struct History<'s> {
    /// The stages that it entered; one of none, where its kind has no pipeline.
    entered: Vec<Entered<'s>>,
    others: Vec<Other<'s>>,
    owners: Vec<(NaiveDateTime, Option<&'s Key>)>,
}

/// A stage that was entered.
struct Entered<'s> {
    stage: Option<StageId>,
    at: NaiveDateTime,
    entry: &'s Key,
    is_closed: bool,
}

/// Something else that happened.
struct Other<'s> {
    event: Event,
    at: NaiveDateTime,
    /// Whether only the day is known.
    by_day: bool,
    entry: &'s Key,
}

/// A time in which a timer may run.
pub(super) struct Window {
    pub from: NaiveDateTime,
    /// When that ended.
    pub until: Option<NaiveDateTime>,
    /// What ended it.
    end: Event,
    /// The stages entered in it: from which one on, and before which one.
    first: usize,
    last: usize,
}

impl Window {
    /// Whether it goes on at a moment.
    pub(super) fn is_open(&self, at: NaiveDateTime) -> bool {
        self.from <= at && self.until.is_none_or(|until| until > at)
    }
}

impl<'s> History<'s> {
    /// What happened to a record, on the clocks of a zone.
    pub(super) fn new(record: Record<'s>, zone: Option<&Zone>) -> History<'s> {
        let stages = record.kind().stages();
        let mut entered: Vec<Entered<'s>> = record.stops().map(|stop| Entered::new(&stop, stages, zone)).collect();
        if entered.is_empty() {
            entered.extend(record.opening().map(|opening| Entered {
                stage: None,
                at: moment(opening, zone),
                entry: opening.entry,
                is_closed: false,
            }));
        }
        let mut others = Vec::new();
        for touch in record.touches() {
            others.push(Other::new(Event::Touched, touch, zone));
        }
        let mut owners: Vec<(NaiveDateTime, Option<&'s Key>)> = Vec::new();
        for Owned { since, owner } in record.owners() {
            // Who hands it over loses it.
            if owners.last().is_some_and(|(_, before)| before.is_some()) {
                others.push(Other::new(Event::Released, since, zone));
            }
            if owner.is_some() {
                others.push(Other::new(Event::Assigned, since, zone));
            }
            owners.push((moment(since, zone), owner));
        }
        History { entered, others, owners }
    }

    /// When it came to be.
    pub(super) fn opened(&self) -> Option<NaiveDateTime> {
        self.entered.first().map(|entered| entered.at)
    }

    /// Who owns it at a moment.
    pub(super) fn owner(&self, at: NaiveDateTime) -> Option<&'s Key> {
        self.owners.iter().rev().find(|(since, _)| *since <= at).and_then(|(_, owner)| *owner)
    }

    /// The stage in which it is at a moment.
    pub(super) fn stage(&self, at: NaiveDateTime) -> Option<StageId> {
        self.entered.iter().rev().find(|entered| entered.at <= at).and_then(|entered| entered.stage)
    }

    /// The times in which a timer may run, in order: each stay in its stage, or each time in which the record is open. One that
    /// starts when the record is closed may run at any time.
    pub(super) fn windows(&self, timer: &RecordTimer) -> Vec<Window> {
        let all = self.entered.len();
        if timer.stage.is_none() && timer.timer.starts_by(Event::Closed) {
            return self.window(0, all, Event::Closed).into_iter().collect();
        }
        let end = if timer.stage.is_some() { Event::Left } else { Event::Closed };
        let mut windows = Vec::new();
        let mut first = None;
        for (index, entered) in self.entered.iter().enumerate() {
            let inside = if timer.stage.is_some() { entered.stage == timer.stage } else { !entered.is_closed };
            let goes_on = inside && timer.stage.is_none();
            if let Some(from) = first.filter(|_| !goes_on) {
                windows.extend(self.window(from, index, end));
                first = None;
            }
            first = first.or(inside.then_some(index));
        }
        windows.extend(first.and_then(|from| self.window(from, all, end)));
        windows
    }

    fn window(&self, first: usize, last: usize, end: Event) -> Option<Window> {
        let from = self.entered.get(first)?.at;
        Some(Window { from, until: self.entered.get(last).map(|next| next.at), end, first, last })
    }

    /// What happened in a time, as far as a timer is concerned.
    ///
    /// * What opened the record, or brought it to its stage, is no follow-up.
    /// * Where only the day is known, it is taken at the beginning of the day, or at that of the time if it began on the same day.
    pub(super) fn events(&self, window: &Window) -> Vec<(Event, NaiveDateTime)> {
        let mut events = Vec::new();
        for (index, entered) in self.entered.iter().enumerate().take(window.last).skip(window.first) {
            let before = index.checked_sub(1).and_then(|before| self.entered.get(before));
            let (was_closed, at) = (before.is_some_and(|before| before.is_closed), entered.at);
            if entered.stage.is_some() {
                events.push((Event::Entered, at));
            }
            if index > window.first {
                events.push((Event::Left, at));
            }
            if before.is_none() || was_closed && !entered.is_closed {
                events.push((Event::Opened, at));
            }
            if entered.is_closed && !was_closed {
                events.push((Event::Closed, at));
            }
        }
        events.extend(self.others.iter().filter_map(|other| Some((other.event, self.inside(other, window)?))));
        events.extend(window.until.map(|until| (window.end, until)));
        events
    }

    /// When something happened in a time, if it did.
    fn inside(&self, other: &Other<'_>, window: &Window) -> Option<NaiveDateTime> {
        let is_by = |entered: &Entered<'_>| entered.entry == other.entry;
        if let Some(by) = self.entered.iter().position(is_by)
            && (by < window.first || by == window.first && other.event == Event::Touched)
        {
            return None;
        }
        let at =
            if other.by_day && other.at.date() == window.from.date() { other.at.max(window.from) } else { other.at };
        let before_end = window.until.is_none_or(|until| at < until);
        (at >= window.from && (before_end || at == window.from)).then_some(at)
    }
}

impl<'s> Entered<'s> {
    fn new(stop: &Stop<'s>, stages: Option<&Stages>, zone: Option<&Zone>) -> Entered<'s> {
        let kind = stages.and_then(|stages| stages.get(stop.stage)).map(Stage::kind);
        Entered {
            stage: Some(stop.stage),
            at: local(stop.on, stop.at, zone),
            entry: stop.entry,
            is_closed: kind.is_some_and(StageKind::is_closed),
        }
    }
}

impl<'s> Other<'s> {
    fn new(event: Event, touch: Touch<'s>, zone: Option<&Zone>) -> Other<'s> {
        Other { event, at: moment(touch, zone), by_day: touch.at.is_none(), entry: touch.entry }
    }
}

fn moment(touch: Touch<'_>, zone: Option<&Zone>) -> NaiveDateTime {
    local(touch.on, touch.at, zone)
}

/// What the clocks of a zone show; at the beginning of the day, where only that is known.
fn local(on: NaiveDate, at: Option<DateTime<Utc>>, zone: Option<&Zone>) -> NaiveDateTime {
    match at {
        None => on.and_time(NaiveTime::MIN),
        Some(at) => zone.and_then(|zone| zone.local(at)).unwrap_or_else(|| at.naive_utc()),
    }
}
