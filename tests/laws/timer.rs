//! Laws of timers.

#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "a test may stop at the first surprise")]

use attain::calendar::FiscalCalendar;
use attain::diagnostic::{At, Problems};
use attain::document::OneOrMany;
use attain::quantity::Why;
use attain::timer::{Clock, Event, Fired, Happenings, LevelDefinition, Timer, TimerDefinition, TimerState};
use chrono::{NaiveDateTime, TimeDelta};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

use super::working::{Written, moment, written};

type Happened = Vec<(Event, NaiveDateTime)>;

proptest! {
    #[test]
    fn the_order_in_which_events_are_given_does_not_matter(case in case(), (given, shuffled) in shuffled(), as_of in later()) {
        let as_of = after(&given, as_of);
        let (timer, calendar) = case.compiled();
        let (given, shuffled) = (happened(&given), happened(&shuffled));
        prop_assert_eq!(timer.read(&given, &calendar, as_of), timer.read(&shuffled, &calendar, as_of));
        prop_assert_eq!(timer.firings(&given, &calendar, as_of), timer.firings(&shuffled, &calendar, as_of));
    }

    #[test]
    fn a_timer_by_working_hours_fires_in_working_time_or_at_an_end_of_it(case in case(), events in events(), until in later()) {
        let until = after(&events, until);
        let (timer, calendar) = case.compiled();
        if timer.clock() == Clock::Working {
            for firing in timer.firings(&happened(&events), &calendar, until).unwrap_or_default() {
                let before = firing.at - TimeDelta::nanoseconds(1);
                prop_assert!(case.week.is_open(firing.at) || case.week.is_open(before), "{}", firing.at);
            }
        }
    }

    #[test]
    fn a_touch_never_makes_a_due_date_earlier(case in case(), events in events(), touch in later(), as_of in later()) {
        let (timer, calendar) = case.compiled();
        let ends = |events: &[Event]| events.contains(&Event::Touched);
        prop_assume!(!ends(&case.starts) && !ends(&case.stops));
        let due = |events: &Happened, as_of: NaiveDateTime| match timer.read(&happened(events), &calendar, as_of).map(|reading| reading.state) {
            Ok(TimerState::Running { due, .. } | TimerState::Overdue { since: due, .. }) => Some(due),
            _ => None,
        };
        // Near what else happens: a touch years after it says nothing.
        let (touch, as_of) = (after(&events, touch), after(&events, touch + as_of));
        let due = |events: &Happened| due(events, as_of);
        let touched: Happened = events.iter().copied().chain([(Event::Touched, touch)]).collect();
        if let (Some(without), Some(with)) = (due(&events), due(&touched)) {
            prop_assert!(without <= with, "{} and with a touch {}", without, with);
        }
    }

    #[test]
    fn nothing_makes_it_due_after_its_hard_end(case in case(), events in events(), as_of in later()) {
        let as_of = after(&events, as_of);
        let (timer, calendar) = case.compiled();
        let Some(at_most) = case.at_most_length() else { return Ok(()) };
        if let Ok(TimerState::Running { since, due, .. }) = timer.read(&happened(&events), &calendar, as_of).map(|reading| reading.state) {
            match at_most.after(since, &calendar) {
                Ok(end) => prop_assert!(due <= end),
                Err(why) => prop_assert!(matches!(why, Why::UnknownYear(2027)), "it lies behind what is known"),
            }
        }
    }

    #[test]
    fn what_happens_later_does_not_change_what_was(case in case(), events in events(), moments in [later(), later()]) {
        let moments = moments.map(|moment| after(&events, moment));
        let (timer, calendar) = case.compiled();
        let (early, late) = (moments[0].min(moments[1]), moments[0].max(moments[1]));
        let until_early: Happened = events.iter().copied().filter(|(_, at)| *at <= early).collect();
        prop_assert_eq!(
            timer.read(&happened(&until_early), &calendar, early),
            timer.read(&happened(&events), &calendar, early)
        );
        if let (Ok(first), Ok(all)) = (
            timer.firings(&happened(&events), &calendar, early),
            timer.firings(&happened(&events), &calendar, late),
        ) {
            let then: Vec<_> = all.into_iter().filter(|firing| firing.at <= early).collect();
            prop_assert_eq!(first, then);
        }
    }

    #[test]
    fn it_changes_when_it_says_so_and_not_before_if_nothing_happens(case in case(), events in events(), as_of in later()) {
        let as_of = after(&events, as_of);
        let (timer, calendar) = case.compiled();
        let events: Happened = events.into_iter().filter(|(_, at)| *at <= as_of).collect();
        let given = happened(&events);
        let Ok(now) = timer.read(&given, &calendar, as_of) else { return Ok(()) };
        match now.next {
            Ok(Some(next)) => {
                prop_assert!(next > as_of);
                let before = timer.read(&given, &calendar, next - TimeDelta::nanoseconds(1));
                prop_assert_eq!(before.map(|reading| reading.state), Ok(now.state));
                let then = timer.read(&given, &calendar, next).map(|reading| reading.state);
                prop_assert_ne!(then, Ok(now.state));
            }
            Ok(None) => {
                let years_later = timer.read(&given, &calendar, as_of + TimeDelta::days(10_000));
                prop_assert_eq!(years_later, Ok(now));
            }
            Err(why) => prop_assert_eq!(why, Why::UnknownYear(2027)),
        }
    }

    #[test]
    fn it_is_overdue_since_the_last_time_it_was_due(case in case(), events in events(), as_of in later()) {
        let as_of = after(&events, as_of);
        let (timer, calendar) = case.compiled();
        let given = happened(&events);
        let (Ok(reading), Ok(firings)) = (timer.read(&given, &calendar, as_of), timer.firings(&given, &calendar, as_of)) else {
            return Ok(());
        };
        let last = firings.iter().rposition(|firing| firing.what == Fired::Due);
        match reading.state {
            TimerState::Overdue { since, levels, .. } => {
                let last = last.unwrap();
                prop_assert_eq!(firings[last].at, since);
                prop_assert_eq!(firings.len() - last - 1, levels);
            }
            TimerState::NotStarted => prop_assert!(firings.is_empty()),
            _ => {}
        }
        prop_assert!(firings.is_sorted(), "one after the other");
    }

    #[test]
    fn walking_through_the_minutes_comes_to_the_same(case in case(), steps in vec((any::<prop::sample::Index>(), prop_oneof![0_u8..3, 0_u8..40]), 0..12)) {
        // By the calendar, and on few days, so that every minute can be walked.
        let case = Case { clock: Clock::Calendar, ..case };
        let (timer, calendar) = case.compiled();
        let start = NaiveDateTime::default();
        let mut at = start;
        let mut events = Happened::new();
        for (event, minutes) in steps {
            at += TimeDelta::minutes(i64::from(minutes));
            events.push((*event.get(Event::ALL), at));
        }
        let mut walk = Walk::default();
        for minute in 0..400 {
            let now = start + TimeDelta::minutes(minute);
            let here: Vec<Event> = events.iter().filter(|(_, at)| *at == now).map(|(event, _)| *event).collect();
            walk.minute(&case, &here, minute);
            let state = timer.read(&happened(&events), &calendar, now).unwrap().state;
            let expected = match walk {
                Walk { running: Some((since, due, _)), .. } if minute < due => {
                    format!("running since {since} due {due}")
                }
                Walk { running: Some((_, due, _)), .. } => format!("overdue since {due}"),
                Walk { stopped: Some(at), .. } => format!("stopped at {at}"),
                Walk { .. } => "waits".to_owned(),
            };
            let minutes = |at: NaiveDateTime| (at - start).num_minutes();
            let found = match state {
                TimerState::NotStarted => "waits".to_owned(),
                TimerState::Running { since, due, .. } => format!("running since {} due {}", minutes(since), minutes(due)),
                TimerState::Overdue { since, .. } => format!("overdue since {}", minutes(since)),
                TimerState::Stopped { at } => format!("stopped at {}", minutes(at)),
            };
            prop_assert_eq!(found, expected, "minute {} of {:?}", minute, events);
        }
    }
}

/// A second timer, which walks from minute to minute and knows the rules as the manual says them.
#[derive(Debug, Default)]
struct Walk {
    /// Since when, when due, and when due at the latest.
    running: Option<(i64, i64, i64)>,
    stopped: Option<i64>,
}

impl Walk {
    fn minute(&mut self, case: &Case, here: &[Event], minute: i64) {
        let any = |events: &[Event]| here.iter().any(|event| events.contains(event));
        let ran = self.running.is_some();
        if ran && any(&case.stops) {
            self.running = None;
            self.stopped = Some(minute);
        }
        if self.running.is_none() && any(&case.starts) {
            let end = case.at_most.map_or(i64::MAX, |at_most| minute + at_most);
            self.running = Some((minute, (minute + case.due).min(end), end));
        }
        if !ran && self.running.is_some() && any(&case.stops) {
            self.running = None;
            self.stopped = Some(minute);
        }
        if let Some((_, due, end)) = &mut self.running
            && minute <= *end
        {
            if any(&case.restarts) {
                *due = (*due).max(minute + case.due).min(*end);
            }
            if let Some(extends) = case.extends.filter(|_| any(&[Event::Touched])) {
                *due = (*due).max(minute + extends).min(*end);
            }
        }
    }
}

/// A timer that makes sense, its durations in minutes, and a working week.
#[derive(Clone, Debug)]
struct Case {
    week: Written,
    clock: Clock,
    /// Whether a working timer counts its durations in days.
    days: bool,
    starts: Vec<Event>,
    restarts: Vec<Event>,
    stops: Vec<Event>,
    due: i64,
    extends: Option<i64>,
    at_most: Option<i64>,
    levels: Vec<i64>,
}

impl Case {
    fn length(&self, minutes: i64) -> String {
        if self.days && self.clock == Clock::Working {
            format!("{} days", minutes / 20)
        } else {
            format!("{minutes} minutes")
        }
    }

    fn at_most_length(&self) -> Option<attain::timer::Length> {
        let minutes = self.at_most?;
        Some(match (self.clock, self.days) {
            (Clock::Calendar, _) => attain::timer::Length::Time(TimeDelta::minutes(minutes)),
            (Clock::Working, false) => attain::timer::Length::WorkingTime(TimeDelta::minutes(minutes)),
            (Clock::Working, true) => attain::timer::Length::WorkingDays(u32::try_from(minutes / 20).unwrap()),
        })
    }

    fn compiled(&self) -> (Timer, FiscalCalendar) {
        let calendar = FiscalCalendar::default().with_working(self.week.calendar());
        let some = |events: &[Event]| (!events.is_empty()).then(|| OneOrMany(events.to_vec()));
        let level = |(index, minutes): (usize, &i64)| LevelDefinition {
            after: self.length(*minutes),
            say: format!("level.{index}"),
        };
        let definition = TimerDefinition {
            when: None,
            id: "timer".to_owned(),
            starts: OneOrMany(self.starts.iter().map(|event| event.word().into()).collect()),
            due: self.length(self.due),
            clock: Some(self.clock),
            extends: self.extends.map(|minutes| self.length(minutes)),
            at_most: self.at_most.map(|minutes| self.length(minutes)),
            restarts: some(&self.restarts),
            stops: some(&self.stops),
            levels: self.levels.iter().enumerate().map(level).collect(),
            r#do: Vec::new(),
        };
        let mut problems = Problems::new();
        let timer = Timer::compile(&definition, &calendar, At::root(), &mut problems);
        assert!(problems.is_empty(), "{problems}\n{definition:?}");
        (timer.unwrap(), calendar)
    }
}

fn case() -> impl Strategy<Value = Case> {
    // Each event has one part, or none, so that none starts or restarts the timer and stops it; some restart it beside starting it.
    let parts = vec(0_u8..5, Event::ALL.len())
        .prop_filter("nothing starts it", |parts| parts.iter().any(|part| matches!(part, 0 | 1)));
    let minutes = || prop_oneof![0_i64..60, 0_i64..3_000];
    let lengths = (minutes(), prop::option::of(minutes()), prop::option::of(minutes()), btree_set(0_i64..150, 0..4));
    (written(), any::<bool>(), any::<bool>(), parts, lengths).prop_map(
        |(week, working, days, parts, (due, extends, more, levels))| {
            let having = |wanted: &[u8]| -> Vec<Event> {
                let both = Event::ALL.iter().zip(&parts).filter(|(_, part)| wanted.contains(part));
                both.map(|(event, _)| *event).collect()
            };
            let restarts = having(&[1, 2]);
            let at_most = more.filter(|_| extends.is_some() || !restarts.is_empty()).map(|more| due + more);
            let clock = if working { Clock::Working } else { Clock::Calendar };
            // Levels rise also where they are counted in days of 20 minutes.
            let levels = levels.into_iter().map(|level| level * 20).collect();
            Case {
                week,
                clock,
                days,
                starts: having(&[0, 1]),
                restarts,
                stops: having(&[3]),
                due,
                extends,
                at_most,
                levels,
            }
        },
    )
}

/// Events near one another, now and then at one moment.
fn events() -> impl Strategy<Value = Happened> {
    (moment(), vec((prop::sample::select(Event::ALL), later()), 0..12))
        .prop_map(|(first, events)| events.into_iter().map(|(event, later)| (event, first + later)).collect())
}

/// So long after the first of the events.
fn after(events: &Happened, later: TimeDelta) -> NaiveDateTime {
    events.iter().map(|(_, at)| *at).min().unwrap_or_default() + later
}

/// Some minutes, hours or days.
fn later() -> impl Strategy<Value = TimeDelta> {
    prop_oneof![0_i64..4, 0_i64..120, 0_i64..10_000].prop_map(TimeDelta::minutes)
}

fn shuffled() -> impl Strategy<Value = (Happened, Happened)> {
    events().prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle()))
}

fn happened(events: &Happened) -> Happenings<'_> {
    Happenings { events, ..Happenings::default() }
}
