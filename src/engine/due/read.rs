//! How the timers of one record stand, and what they did.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use crate::id::Key;
use crate::log::{Record, RecordState};
use crate::plan::RecordTimer;
use crate::quantity::{Outcome, Value, Why};
use crate::timer::{Clock, Fired, Firing, Happenings, Reading, Timer, TimerState};

use super::super::view::View;
use super::answer::{DueRow, DueState, FiredRow, Reached, Untold};
use super::history::History;

/// A record and what happened to it.
pub(super) struct Told<'s> {
    pub record: Record<'s>,
    pub history: History<'s>,
}

/// On which day a timer starts, where a formula says it.
enum Start {
    /// No formula does, or it gives a day.
    Day(Option<NaiveDate>),
    /// There is no such timer, or nothing that would start it.
    Never,
    /// It cannot be told.
    Unknown(Why),
}

impl<'s> Told<'s> {
    pub(super) fn new(record: Record<'s>, view: &View) -> Told<'s> {
        Told { record, history: History::new(record, view.plan().zone()) }
    }

    /// How a timer stands at a moment; nothing, where it neither runs nor will start on a day that is known.
    pub(super) fn due(&self, timer: &RecordTimer, at: NaiveDateTime, view: &View) -> Option<DueRow> {
        let window = self.history.windows(timer).into_iter().rfind(|window| window.is_open(at))?;
        let state = self.record.on(at.date())?;
        let mut row = self.row(timer, at);
        let day = match start(timer, state, view) {
            Start::Day(day) => day,
            Start::Never => return None,
            Start::Unknown(why) => {
                row.untold(why, None);
                return Some(row);
            }
        };
        let events = self.history.events(&window);
        let happened = Happenings { events: &events, day, from: Some(window.from) };
        let (of, calendar) = (&timer.timer, view.plan().calendar());
        let Reading { state, next } = match of.read(&happened, calendar, at) {
            Ok(reading) => reading,
            Err(why) => {
                row.untold(why, of.since(&happened, calendar, at));
                return Some(row);
            }
        };
        row.next = next;
        match state {
            TimerState::Stopped { .. } => return None,
            TimerState::NotStarted => {
                let start = row.next.clone().ok().flatten()?;
                row.since = Some(start);
                row.due = of.due().after(start, calendar);
                row.state = if row.due.is_ok() { DueState::Coming } else { DueState::Untold };
            }
            TimerState::Running { since, due, moved } => {
                (row.since, row.due, row.moved) = (Some(since), Ok(due), moved);
            }
            TimerState::Overdue { since: due, levels, moved } => {
                row.since = of.since(&happened, calendar, at);
                (row.state, row.due, row.moved) = (DueState::Overdue, Ok(due), moved);
                row.overdue = passed(of, due, at, view).map(Some);
                let levels = of.levels().iter().take(levels);
                let reached = |level: &crate::timer::Level| Reached {
                    at: level.after.after(due, calendar),
                    say: level.say.clone(),
                };
                row.reached = levels.map(reached).collect();
            }
        }
        Some(row)
    }

    /// A row of a timer that runs, of which the rest is not known yet.
    fn row(&self, timer: &RecordTimer, at: NaiveDateTime) -> DueRow {
        let of = &timer.timer;
        DueRow {
            record: self.record.key().clone(),
            kind: self.record.kind().name().to_owned(),
            stage: self.stage_key(self.history.stage(at)),
            owner: self.history.owner(at).cloned(),
            timer: of.id().to_string(),
            of_stage: timer.stage.is_some(),
            clock: of.clock(),
            state: DueState::Running,
            since: None,
            due: Err(Why::NothingDefined),
            moved: false,
            overdue: Ok(None),
            reached: Vec::new(),
            effects: of.effects().to_vec(),
            next: Ok(None),
        }
    }

    fn stage_key(&self, stage: Option<crate::pipeline::StageId>) -> Option<Key> {
        let stage = self.record.kind().stages()?.get(stage?)?;
        Some(stage.id().clone())
    }

    /// What a timer did from a moment on and before another one.
    pub(super) fn fired(
        &self,
        timer: &RecordTimer,
        (from, to): (NaiveDateTime, NaiveDateTime),
        view: &View,
        rows: &mut Vec<FiredRow>,
        untold: &mut Vec<Untold>,
    ) {
        let Some(last) = to.checked_sub_signed(TimeDelta::nanoseconds(1)) else { return };
        let Some(state) = self.record.on(last.date()) else { return };
        let tell = |why| Untold { record: self.record.key().clone(), timer: timer.timer.id().to_string(), why };
        let day = match start(timer, state, view) {
            Start::Day(day) => day,
            Start::Never => return,
            Start::Unknown(why) => return untold.push(tell(why)),
        };
        for window in self.history.windows(timer) {
            if window.from > last || window.until.is_some_and(|until| until < from) {
                continue;
            }
            let events = self.history.events(&window);
            let happened = Happenings { events: &events, day, from: Some(window.from) };
            let (firings, unknown) = timer.timer.fired(&happened, view.plan().calendar(), last);
            untold.extend(unknown.map(tell));
            for firing in firings.into_iter().filter(|firing| firing.at >= from) {
                rows.push(self.fired_row(timer, firing));
            }
        }
    }

    fn fired_row(&self, timer: &RecordTimer, Firing { at, what }: Firing) -> FiredRow {
        let (record, stage) = (self.record.key().clone(), self.stage_key(timer.stage));
        let of = &timer.timer;
        let (word, say) = match what {
            Fired::Due => ("due".to_owned(), None),
            Fired::Level(level) => {
                let say = of.levels().get(level).map(|level| level.say.clone());
                (format!("level{}", level.saturating_add(1)), say)
            }
        };
        let effects = if what == Fired::Due { of.effects().to_vec() } else { Vec::new() };
        // A stage may be called anything; what tells the parts apart is written otherwise.
        let within = stage.as_ref().map(|stage| stage.as_str().replace('%', "%25").replace('/', "%2F"));
        let id = format!("{}/{word}/{}/{}/{record}", written(at), of.id(), within.unwrap_or_default());
        let (kind, owner) = (self.record.kind().name().to_owned(), self.history.owner(at).cloned());
        FiredRow { id, at, record, kind, stage, owner, timer: of.id().to_string(), what, say, effects }
    }
}

impl DueRow {
    fn untold(&mut self, why: Why, since: Option<NaiveDateTime>) {
        (self.state, self.since, self.next) = (DueState::Untold, since, Err(why.clone()));
        self.due = Err(why);
    }
}

/// A moment as text, such as `2026-03-09T11:00:00`.
pub(crate) fn written(at: NaiveDateTime) -> String {
    format!("{at:?}")
}

/// The day on which a timer starts, as the record is when a day ends.
fn start(timer: &RecordTimer, state: RecordState<'_>, view: &View) -> Start {
    let ask = |program| view.0.cells.of_one(program, state, view.source());
    if timer.when.as_ref().is_some_and(|when| ask(when) != Ok(Value::YesNo(true))) {
        return Start::Never;
    }
    match timer.starts.as_ref().map(ask) {
        None => Start::Day(None),
        Some(Ok(Value::Date(day))) => Start::Day(Some(day)),
        // Nothing says when.
        Some(Ok(_) | Err(Why::Missing(_) | Why::NoFacts | Why::NothingDefined)) => Start::Never,
        Some(Err(why)) => Start::Unknown(why),
    }
}

/// For how long it has been overdue, by its own clock.
fn passed(timer: &Timer, due: NaiveDateTime, at: NaiveDateTime, view: &View) -> Outcome<TimeDelta> {
    match timer.clock() {
        Clock::Calendar => Ok(at.signed_duration_since(due)),
        Clock::Working => view.plan().calendar().working().ok_or(Why::NoWorkingHours)?.working_time_between(due, at),
    }
}
