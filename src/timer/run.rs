//! What happened, taken together: whether a timer runs, since when, and when it is due.

use std::collections::BTreeMap;

use chrono::{NaiveDateTime, NaiveTime};

use crate::calendar::{FiscalCalendar, Span};
use crate::quantity::{Outcome, Why};

use super::{Event, Fired, Firing, Happenings, Reading, Starts, Timer, TimerState};

/// A timer between two moments at which something happened.
#[derive(Clone, Debug, PartialEq)]
enum Phase {
    Waiting,
    Running(Run),
    Stopped(NaiveDateTime),
}

/// A timer that runs.
#[derive(Clone, Debug, PartialEq)]
struct Run {
    since: NaiveDateTime,
    due: Outcome<NaiveDateTime>,
    /// The latest moment at which it may be due.
    end: Option<Outcome<NaiveDateTime>>,
    moved: bool,
}

/// All that happened at one moment.
#[expect(clippy::struct_excessive_bools, reason = "any of them may be so beside any other")]
#[derive(Clone, Copy, Debug, Default)]
struct Moment {
    starts: bool,
    restarts: bool,
    stops: bool,
    touched: bool,
}

impl Timer {
    /// How the timer stands at the end of the moment `as_of`, with all that happened until then.
    ///
    /// * An event that starts it has a meaning while it does not run, all others while it does. So a timer runs from
    ///   its first start on, until something stops it; after that it may start anew, from nothing.
    /// * Of one moment, a stop ends what was running, and only then a start begins anew; where nothing was running, the
    ///   start comes first.
    /// * A restart makes it due as long after the event as it was after the start, a touch, where the timer has
    ///   `extends`, that long after the touch; the latest of all these holds, so that nothing makes it due earlier. No
    ///   event makes it due later than `at_most` after the start, and none after that moment makes it due at another.
    /// * What happens at the very moment at which it is due is in time. Where nothing does, it is overdue from that
    ///   moment on, until something stops it or makes it due later.
    ///
    /// Undefined where the calendar does not know a day that is needed to tell when it is due.
    pub fn read(&self, happened: &Happenings<'_>, calendar: &FiscalCalendar, as_of: NaiveDateTime) -> Outcome<Reading> {
        let phases = self.phases(happened, calendar, as_of);
        match phases.last().map(|(_, phase)| phase) {
            None | Some(Phase::Waiting) => {
                let day = self.day(happened).filter(|day| *day > as_of);
                Ok(Reading { state: TimerState::NotStarted, next: Ok(day) })
            }
            Some(Phase::Stopped(at)) => Ok(Reading { state: TimerState::Stopped { at: *at }, next: Ok(None) }),
            Some(Phase::Running(run)) => self.running(run, calendar, as_of),
        }
    }

    /// What the timer did of itself up to and with the moment `until`: each time that it was due, and each level that it
    /// then reached before something stopped it or made it due later.
    ///
    /// In the order of time; of one moment, what is due comes before its levels. Undefined as in [`read`](Timer::read).
    pub fn firings(
        &self,
        happened: &Happenings<'_>,
        calendar: &FiscalCalendar,
        until: NaiveDateTime,
    ) -> Outcome<Vec<Firing>> {
        let (firings, unknown) = self.fired(happened, calendar, until);
        unknown.map_or(Ok(firings), Err)
    }

    /// The same, as far as it is known: with it, why something is not.
    pub fn fired(
        &self,
        happened: &Happenings<'_>,
        calendar: &FiscalCalendar,
        until: NaiveDateTime,
    ) -> (Vec<Firing>, Option<Why>) {
        let mut phases = self.phases(happened, calendar, until);
        // A phase that is due when the one before it was is the same one going on.
        phases.dedup_by(|(_, next), (_, before)| match (next, before) {
            (Phase::Running(next), Phase::Running(before)) => next.since == before.since && next.due == before.due,
            _ => false,
        });
        let ends = phases.iter().skip(1).map(|(from, _)| Some(*from)).chain([None]);
        let (mut firings, mut unknown) = (Vec::new(), None);
        for ((_, phase), end) in phases.iter().zip(ends) {
            let Phase::Running(run) = phase else { continue };
            let passed = |at: NaiveDateTime| end.map_or(at <= until, |end| at < end);
            match run.due {
                Ok(due) if passed(due) => {
                    firings.push(Firing { at: due, what: Fired::Due });
                    match self.reached(due, end.unwrap_or(until), calendar) {
                        Ok(levels) => {
                            let levels = levels.into_iter().enumerate().filter(|(_, at)| passed(*at));
                            firings.extend(levels.map(|(level, at)| Firing { at, what: Fired::Level(level) }));
                        }
                        Err(why) => unknown = unknown.or(Some(why)),
                    }
                }
                Ok(_) => {}
                Err(ref why) => unknown = unknown.or_else(|| Some(why.clone())),
            }
        }
        (firings, unknown)
    }

    /// Since when it has been running, in time or overdue; nothing, where it does not run. It is known whether or not it is known
    /// when the timer is due.
    pub fn since(
        &self,
        happened: &Happenings<'_>,
        calendar: &FiscalCalendar,
        as_of: NaiveDateTime,
    ) -> Option<NaiveDateTime> {
        match self.phases(happened, calendar, as_of).pop() {
            Some((_, Phase::Running(run))) => Some(run.since),
            _ => None,
        }
    }

    fn running(&self, run: &Run, calendar: &FiscalCalendar, as_of: NaiveDateTime) -> Outcome<Reading> {
        let due = run.due.clone()?;
        if as_of < due {
            let state = TimerState::Running { since: run.since, due, moved: run.moved };
            return Ok(Reading { state, next: Ok(Some(due)) });
        }
        let levels = self.reached(due, as_of, calendar)?.len();
        let next = self.levels.get(levels).map(|level| level.after.after(due, calendar)).transpose();
        Ok(Reading { state: TimerState::Overdue { since: due, levels, moved: run.moved }, next })
    }

    /// When each level was reached that is reached by `until`.
    fn reached(
        &self,
        due: NaiveDateTime,
        until: NaiveDateTime,
        calendar: &FiscalCalendar,
    ) -> Outcome<Vec<NaiveDateTime>> {
        let mut reached = Vec::new();
        for level in &self.levels {
            match level.after.after(due, calendar) {
                Ok(at) if at <= until => reached.push(at),
                Ok(_) => break,
                // It lies behind the days that are known, and so behind any moment up to which all are.
                Err(_) if is_known(due, until, calendar) => break,
                Err(why) => return Err(why),
            }
        }
        Ok(reached)
    }

    /// From which moment on the timer is in which phase.
    fn phases(
        &self,
        happened: &Happenings<'_>,
        calendar: &FiscalCalendar,
        until: NaiveDateTime,
    ) -> Vec<(NaiveDateTime, Phase)> {
        let mut phases = Vec::new();
        let mut phase = Phase::Waiting;
        for (at, moment) in self.moments(happened, until) {
            phase = self.step(phase, at, moment, calendar);
            phases.push((at, phase.clone()));
        }
        phases
    }

    /// What happened at each moment: the order in which it was given is forgotten here.
    fn moments(&self, happened: &Happenings<'_>, until: NaiveDateTime) -> BTreeMap<NaiveDateTime, Moment> {
        let mut moments: BTreeMap<NaiveDateTime, Moment> = BTreeMap::new();
        if let Some(day) = self.day(happened).filter(|day| *day <= until) {
            moments.entry(day).or_default().starts = true;
        }
        for (event, at) in happened.events.iter().filter(|(_, at)| *at <= until) {
            let moment = moments.entry(*at).or_default();
            moment.starts |= matches!(&self.starts, Starts::Events(events) if events.contains(event));
            moment.restarts |= self.restarts.contains(event);
            moment.stops |= self.stops.contains(event);
            moment.touched |= *event == Event::Touched;
        }
        moments
    }

    /// The beginning of the day that starts the timer, where a day does, but not before it may start.
    fn day(&self, happened: &Happenings<'_>) -> Option<NaiveDateTime> {
        let day = match &self.starts {
            Starts::Events(_) => None,
            Starts::Day(day) => Some(*day),
            Starts::Formula(_) => happened.day,
        };
        let day = day.map(|day| day.and_time(NaiveTime::MIN))?;
        Some(happened.from.map_or(day, |from| from.max(day)))
    }

    fn step(&self, before: Phase, at: NaiveDateTime, moment: Moment, calendar: &FiscalCalendar) -> Phase {
        let ran = matches!(before, Phase::Running(_));
        let mut run = match before {
            Phase::Running(run) if !moment.stops => run,
            other if !moment.starts => return if ran { Phase::Stopped(at) } else { other },
            // Where nothing ran, the stop of this moment ends what has just begun.
            _ if moment.stops && !ran => return Phase::Stopped(at),
            _ => self.begun(at, calendar),
        };
        if moment.restarts {
            run.put_off(at, self.due.after(at, calendar), calendar);
        }
        if let Some(extends) = self.extends.filter(|_| moment.touched) {
            run.put_off(at, extends.after(at, calendar), calendar);
        }
        Phase::Running(run)
    }

    fn begun(&self, at: NaiveDateTime, calendar: &FiscalCalendar) -> Run {
        let end = self.at_most.map(|at_most| at_most.after(at, calendar));
        let mut run = Run { since: at, due: self.due.after(at, calendar), end, moved: false };
        run.due = run.limited(run.due.clone(), calendar);
        run
    }
}

impl Run {
    /// Makes it due at another moment, if that is later and not beyond its end.
    fn put_off(&mut self, at: NaiveDateTime, to: Outcome<NaiveDateTime>, calendar: &FiscalCalendar) {
        if self.end.as_ref().is_some_and(|end| end.as_ref().is_ok_and(|end| at > *end)) {
            return;
        }
        let later = match (self.due.clone(), self.limited(to, calendar)) {
            (Ok(due), Ok(to)) => Ok(due.max(to)),
            (Err(why), _) | (_, Err(why)) => Err(why),
        };
        self.moved |= later != self.due;
        self.due = later;
    }

    /// A moment at which it would be due, but not after its end.
    fn limited(&self, due: Outcome<NaiveDateTime>, calendar: &FiscalCalendar) -> Outcome<NaiveDateTime> {
        match (due, &self.end) {
            (due, None) => due,
            (Ok(due), Some(Ok(end))) => Ok(due.min(*end)),
            // What lies behind the days that are known lies behind an end among them.
            (Err(_), Some(Ok(end))) if is_known(self.since, *end, calendar) => Ok(*end),
            (Err(why), Some(_)) => Err(why),
            // The end lies behind the days that are known, and so behind any moment up to which all are.
            (Ok(due), Some(Err(_))) if is_known(self.since, due, calendar) => Ok(due),
            (Ok(_), Some(Err(why))) => Err(why.clone()),
        }
    }
}

/// Whether the calendar knows every day from one moment to another.
fn is_known(from: NaiveDateTime, to: NaiveDateTime, calendar: &FiscalCalendar) -> bool {
    let days = to.date().succ_opt().and_then(|end| Span::new(from.date(), end));
    days.zip(calendar.working()).is_some_and(|(days, working)| working.workdays(days).is_ok())
}
