//! Tables of timers: when they run, are due, are put off, stop, and what is refused.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "a test may stop at the first surprise")]

use attain::calendar::{CalendarDefinition, FiscalCalendar, parse_day};
use attain::diagnostic::{At, Problems};
use attain::document::{Node, Read, from_json};
use attain::id::Name;
use attain::quantity::Why;
use attain::timer::{
    Clock, EFFECTS_MAX, Event, Fired, Firing, Happenings, LEVELS_MAX, Length, Starts, Timer, TimerDefinition,
    TimerState,
};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

const NINE_TO_FIVE: &str = r#"{ "hours": { "days": "mon .. fri", "from": "09:00", "to": "17:00" } }"#;
const CHINA: &str = r#"{ "holidays": "china", "hours": { "days": "mon .. fri", "from": "09:00", "to": "17:00" } }"#;
const DAYS: &str = r#"{ "hours": { "days": "mon .. fri" } }"#;

fn calendar(json: &str) -> FiscalCalendar {
    let mut problems = Problems::new();
    let definition = CalendarDefinition::read(&from_json(json.as_bytes(), 10_000).unwrap(), At::root(), &mut problems);
    let calendar = FiscalCalendar::compile(&definition, At::root(), &mut problems);
    assert!(problems.is_empty(), "{json}: {problems}");
    calendar
}

fn compiled(json: &str, calendar: &FiscalCalendar) -> (Option<Timer>, Problems) {
    let mut problems = Problems::new();
    let node = from_json(json.as_bytes(), 100_000).unwrap();
    let definition = TimerDefinition::read(&node, At::root(), &mut problems);
    let timer = Timer::compile(&definition, calendar, At::root(), &mut problems);
    (timer, problems)
}

fn timer(json: &str, calendar: &FiscalCalendar) -> Timer {
    let (timer, problems) = compiled(json, calendar);
    assert!(problems.is_empty(), "{json}: {problems}");
    timer.unwrap()
}

/// `03-06 15:00` is in the year 2026; with four digits in front it is in another.
fn at(text: &str) -> NaiveDateTime {
    let whole = if text.len() == 11 { format!("2026-{text}:00") } else { format!("{text}:00") };
    whole.replace(' ', "T").parse().unwrap()
}

/// The other way round.
fn short(at: NaiveDateTime) -> String {
    let text = at.to_string();
    let text = text.strip_suffix(":00").unwrap_or(&text);
    text.strip_prefix("2026-").unwrap_or(text).to_owned()
}

/// `opened 03-06 15:00, touched 03-07 10:00`.
fn events(text: &str) -> Vec<(Event, NaiveDateTime)> {
    let one = |text: &str| {
        let (word, time) = text.trim().split_once(' ').unwrap();
        let event = Event::ALL.iter().copied().find(|event| event.word() == word);
        (event.unwrap(), at(time))
    };
    text.split(',').filter(|text| !text.is_empty()).map(one).collect()
}

/// How a timer stands, in words, and when that changes.
fn told(timer: &Timer, calendar: &FiscalCalendar, happened: &Happenings<'_>, as_of: &str) -> String {
    let reading = match timer.read(happened, calendar, at(as_of)) {
        Ok(reading) => reading,
        Err(why) => return format!("undefined: {why}"),
    };
    let moved = |moved: bool| if moved { " moved" } else { "" };
    let state = match reading.state {
        TimerState::NotStarted => "waits".to_owned(),
        TimerState::Running { since, due, moved: put_off } => {
            assert_eq!(reading.next, Ok(Some(due)));
            return format!("since {} due {}{}", short(since), short(due), moved(put_off));
        }
        TimerState::Overdue { since, levels, moved: put_off } => {
            format!("overdue since {} level {levels}{}", short(since), moved(put_off))
        }
        TimerState::Stopped { at } => format!("stopped {}", short(at)),
    };
    match reading.next {
        Ok(None) => state,
        Ok(Some(next)) => format!("{state}, next {}", short(next)),
        Err(why) => format!("{state}, next undefined: {why}"),
    }
}

fn check(calendar: &str, json: &str, table: &[(&str, &str, &str)]) {
    let calendar = self::calendar(calendar);
    let timer = timer(json, &calendar);
    for (happened, as_of, expected) in table {
        let mut events = events(happened);
        for _ in 0..events.len().max(1) {
            let given = Happenings { events: &events, ..Happenings::default() };
            assert_eq!(told(&timer, &calendar, &given, as_of), *expected, "{happened} as of {as_of}");
            // In another order, and with the first one twice, it is the same.
            let first = events.len().min(1);
            events.rotate_left(first);
        }
        events.extend(events.first().copied());
        let given = Happenings { events: &events, ..Happenings::default() };
        assert_eq!(told(&timer, &calendar, &given, as_of), *expected, "{happened} as of {as_of}, doubled");
    }
}

#[test]
fn a_first_contact_within_working_hours() {
    check(
        NINE_TO_FIVE,
        r#"{ "id": "first_contact", "starts": "opened", "due": "4 hours", "clock": "working", "stops": "touched" }"#,
        &[
            // what happened, as of, how it stands. 6 March 2026 is a Friday.
            ("", "03-06 15:00", "waits"),
            ("opened 03-06 15:00", "03-06 14:59", "waits"),
            ("opened 03-06 15:00", "03-06 15:00", "since 03-06 15:00 due 03-09 11:00"),
            ("opened 03-06 15:00", "03-08 12:00", "since 03-06 15:00 due 03-09 11:00"),
            ("opened 03-06 15:00", "03-09 10:59", "since 03-06 15:00 due 03-09 11:00"),
            ("opened 03-06 15:00", "03-09 11:00", "overdue since 03-09 11:00 level 0"),
            ("opened 03-06 15:00", "03-20 11:00", "overdue since 03-09 11:00 level 0"),
            ("opened 03-07 15:00", "03-07 15:00", "since 03-07 15:00 due 03-09 13:00"),
            ("opened 03-06 13:00", "03-06 13:00", "since 03-06 13:00 due 03-06 17:00"),
            // A touch in time, at the last moment, and late.
            ("opened 03-06 15:00, touched 03-06 16:00", "03-06 15:59", "since 03-06 15:00 due 03-09 11:00"),
            ("opened 03-06 15:00, touched 03-06 16:00", "03-06 16:00", "stopped 03-06 16:00"),
            ("opened 03-06 15:00, touched 03-09 11:00", "03-09 11:00", "stopped 03-09 11:00"),
            ("opened 03-06 15:00, touched 03-10 11:00", "03-09 12:00", "overdue since 03-09 11:00 level 0"),
            ("opened 03-06 15:00, touched 03-10 11:00", "03-10 12:00", "stopped 03-10 11:00"),
            // What happens before the start, and a second touch, do nothing.
            ("touched 03-06 14:00, opened 03-06 15:00", "03-06 15:00", "since 03-06 15:00 due 03-09 11:00"),
            ("opened 03-06 15:00, touched 03-06 16:00, touched 03-06 16:30", "03-07 00:00", "stopped 03-06 16:00"),
            // Touched as it was opened: there is nothing left to wait for.
            ("opened 03-06 15:00, touched 03-06 15:00", "03-06 15:00", "stopped 03-06 15:00"),
            // Other events mean nothing to it.
            (
                "opened 03-06 15:00, assigned 03-06 16:00, left 03-06 16:00",
                "03-08 12:00",
                "since 03-06 15:00 due 03-09 11:00",
            ),
        ],
    );
}

#[test]
fn a_follow_up_every_three_days() {
    check(
        "{}",
        r#"{ "id": "follow_up", "starts": "touched", "due": "3 days", "restarts": "touched", "stops": ["closed"] }"#,
        &[
            ("touched 03-01 10:00", "03-02 10:00", "since 03-01 10:00 due 03-04 10:00"),
            ("touched 03-01 10:00, touched 03-03 09:00", "03-03 08:59", "since 03-01 10:00 due 03-04 10:00"),
            ("touched 03-01 10:00, touched 03-03 09:00", "03-03 09:00", "since 03-01 10:00 due 03-06 09:00 moved"),
            ("touched 03-01 10:00, touched 03-04 10:00", "03-04 10:00", "since 03-01 10:00 due 03-07 10:00 moved"),
            ("touched 03-01 10:00, touched 03-05 10:00", "03-04 10:00", "overdue since 03-04 10:00 level 0"),
            ("touched 03-01 10:00, touched 03-05 10:00", "03-05 10:00", "since 03-01 10:00 due 03-08 10:00 moved"),
            ("touched 03-01 10:00, closed 03-02 10:00", "03-09 10:00", "stopped 03-02 10:00"),
            (
                "touched 03-01 10:00, closed 03-02 10:00, touched 03-05 10:00",
                "03-05 10:00",
                "since 03-05 10:00 due 03-08 10:00",
            ),
        ],
    );
}

#[test]
fn a_stage_limit_starts_anew_when_the_stage_is_entered_again() {
    check(
        "{}",
        r#"{ "id": "limit", "starts": "entered", "due": "2 hours", "stops": "left",
             "levels": [{ "after": "0 hours", "say": "warn" }, { "after": "2 hours", "say": "escalate" }, { "after": "6 hours", "say": "critical" }] }"#,
        &[
            ("entered 03-01 10:00", "03-01 11:59", "since 03-01 10:00 due 03-01 12:00"),
            ("entered 03-01 10:00", "03-01 12:00", "overdue since 03-01 12:00 level 1, next 03-01 14:00"),
            ("entered 03-01 10:00", "03-01 13:59", "overdue since 03-01 12:00 level 1, next 03-01 14:00"),
            ("entered 03-01 10:00", "03-01 14:00", "overdue since 03-01 12:00 level 2, next 03-01 18:00"),
            ("entered 03-01 10:00", "03-01 18:00", "overdue since 03-01 12:00 level 3"),
            ("entered 03-01 10:00", "2027-03-01 18:00", "overdue since 03-01 12:00 level 3"),
            ("entered 03-01 10:00, left 03-01 13:00", "03-01 14:00", "stopped 03-01 13:00"),
            (
                "entered 03-01 10:00, left 03-01 11:00, entered 03-02 10:00",
                "03-02 11:00",
                "since 03-02 10:00 due 03-02 12:00",
            ),
            // While it runs, a second start changes nothing; left and entered at once, it starts anew.
            ("entered 03-01 10:00, entered 03-01 11:00", "03-01 11:00", "since 03-01 10:00 due 03-01 12:00"),
            (
                "entered 03-01 10:00, entered 03-01 11:00, left 03-01 11:00",
                "03-01 11:00",
                "since 03-01 11:00 due 03-01 13:00",
            ),
            ("entered 03-01 10:00, left 03-01 10:00", "03-01 11:00", "stopped 03-01 10:00"),
        ],
    );
}

#[test]
fn a_touch_extends_up_to_a_hard_end() {
    check(
        "{}",
        r#"{ "id": "recycle", "starts": ["assigned"], "due": "7 days", "extends": "5 days", "at_most": "14 days",
             "stops": ["released", "closed"], "do": [{ "release": true }] }"#,
        &[
            ("assigned 03-01 12:00", "03-02 12:00", "since 03-01 12:00 due 03-08 12:00"),
            // Two days after the start, five days more are earlier than what is due anyway.
            ("assigned 03-01 12:00, touched 03-03 12:00", "03-03 12:00", "since 03-01 12:00 due 03-08 12:00"),
            ("assigned 03-01 12:00, touched 03-03 12:01", "03-03 12:01", "since 03-01 12:00 due 03-08 12:01 moved"),
            ("assigned 03-01 12:00, touched 03-08 12:00", "03-08 12:00", "since 03-01 12:00 due 03-13 12:00 moved"),
            (
                "assigned 03-01 12:00, touched 03-08 12:00, touched 03-12 12:00",
                "03-12 12:00",
                "since 03-01 12:00 due 03-15 12:00 moved",
            ),
            (
                "assigned 03-01 12:00, touched 03-08 12:00, touched 03-12 12:00",
                "03-15 12:00",
                "overdue since 03-15 12:00 level 0 moved",
            ),
            // After the hard end nothing helps, and what was overdue before is so since then.
            ("assigned 03-01 12:00, touched 03-16 12:00", "03-16 12:00", "overdue since 03-08 12:00 level 0"),
            ("assigned 03-01 12:00, touched 03-14 12:00", "03-14 12:00", "since 03-01 12:00 due 03-15 12:00 moved"),
            ("assigned 03-01 12:00, touched 03-15 12:00", "03-15 12:00", "overdue since 03-15 12:00 level 0 moved"),
            (
                "assigned 03-01 12:00, released 03-02 12:00, assigned 03-05 12:00",
                "03-05 12:00",
                "since 03-05 12:00 due 03-12 12:00",
            ),
        ],
    );
}

#[test]
fn the_latest_of_restart_and_extension_holds() {
    check(
        "{}",
        r#"{ "id": "both", "starts": "opened", "due": "2 days", "restarts": "assigned", "extends": "6 days" }"#,
        &[
            ("opened 03-01 12:00, touched 03-02 12:00", "03-02 12:00", "since 03-01 12:00 due 03-08 12:00 moved"),
            (
                "opened 03-01 12:00, touched 03-02 12:00, assigned 03-03 12:00",
                "03-03 12:00",
                "since 03-01 12:00 due 03-08 12:00 moved",
            ),
            (
                "opened 03-01 12:00, touched 03-02 12:00, assigned 03-07 12:00",
                "03-07 12:00",
                "since 03-01 12:00 due 03-09 12:00 moved",
            ),
        ],
    );
}

#[test]
fn working_days_and_chinese_holidays() {
    let json = r#"{ "id": "answer", "starts": "opened", "due": "2 working days", "extends": "1 working days", "at_most": "60 days",
                    "levels": [{ "after": "0 days", "say": "late" }, { "after": "1 days", "say": "very_late" }] }"#;
    check(
        CHINA,
        json,
        &[
            ("opened 03-06 15:00", "03-06 15:00", "since 03-06 15:00 due 03-10 15:00"),
            ("opened 03-07 15:00", "03-07 15:00", "since 03-07 15:00 due 03-11 09:00"),
            // The Saturday before the spring festival is worked, then nothing is until the 24th.
            ("opened 02-13 15:00", "02-13 15:00", "since 02-13 15:00 due 02-24 15:00"),
            ("opened 02-12 15:00", "02-12 15:00", "since 02-12 15:00 due 02-14 15:00"),
            ("opened 02-12 15:00", "02-14 15:00", "overdue since 02-14 15:00 level 1, next 02-24 15:00"),
            ("opened 02-12 15:00", "02-24 15:00", "overdue since 02-14 15:00 level 2"),
            ("opened 02-12 15:00, touched 02-14 10:00", "02-14 10:00", "since 02-12 15:00 due 02-24 10:00 moved"),
            // Next year is not known: what lies in it is undefined, what lies behind it does not matter.
            ("opened 12-30 15:00", "12-30 15:00", "undefined: the working days of 2027 are not known"),
            ("opened 12-29 15:00", "12-29 15:00", "since 12-29 15:00 due 12-31 15:00"),
            (
                "opened 12-29 15:00",
                "12-31 15:00",
                "overdue since 12-31 15:00 level 1, next undefined: the working days of 2027 are not known",
            ),
            (
                "opened 12-29 15:00",
                "12-31 23:59",
                "overdue since 12-31 15:00 level 1, next undefined: the working days of 2027 are not known",
            ),
            ("opened 12-29 15:00", "2027-01-01 00:00", "undefined: the working days of 2027 are not known"),
            ("opened 12-30 15:00", "12-29 15:00", "waits"),
            ("opened 2019-12-30 15:00", "12-29 15:00", "undefined: the working days of 2019 are not known"),
        ],
    );
    check(
        CHINA,
        r#"{ "id": "stops", "starts": "opened", "due": "2 working days", "stops": "closed" }"#,
        &[("opened 12-30 15:00, closed 12-31 10:00", "2027-06-01 00:00", "stopped 12-31 10:00")],
    );
}

#[test]
fn a_timer_that_starts_by_a_day() {
    let calendar = calendar(NINE_TO_FIVE);
    let json = |starts: &str| {
        format!(
            r#"{{ "id": "t", "starts": "{starts}", "due": "4 working hours", "stops": "touched", "extends": "1 hours" }}"#
        )
    };
    let by_day = timer(&json("2026-03-07"), &calendar);
    assert_eq!(by_day.starts(), &Starts::Day(parse_day("2026-03-07").unwrap()));
    let by_formula = timer(&json("expected_on + 2 days"), &calendar);
    assert!(matches!(by_formula.starts(), Starts::Formula(expr) if expr.to_string() == "expected_on + 2 days"));
    let table = [
        ("03-06 23:59", "", "waits, next 03-07 00:00"),
        ("03-07 00:00", "", "since 03-07 00:00 due 03-09 13:00"),
        ("03-09 13:00", "", "overdue since 03-09 13:00 level 0"),
        ("03-09 12:00", "touched 03-09 10:00", "stopped 03-09 10:00"),
        ("03-09 12:00", "touched 03-06 10:00", "since 03-07 00:00 due 03-09 13:00"),
        ("03-09 12:00", "opened 03-06 10:00", "since 03-07 00:00 due 03-09 13:00"),
    ];
    for (as_of, happened, expected) in table {
        let events = events(happened);
        let given = Happenings { events: &events, ..Happenings::default() };
        assert_eq!(told(&by_day, &calendar, &given, as_of), expected, "{happened} as of {as_of}");
        assert_eq!(told(&by_formula, &calendar, &given, as_of), "waits", "no day is given");
        let given = Happenings { day: NaiveDate::from_ymd_opt(2026, 3, 7), ..given };
        assert_eq!(told(&by_formula, &calendar, &given, as_of), expected, "{happened} as of {as_of}");
    }
}

#[test]
fn what_a_timer_did_of_itself() {
    let calendar = calendar("{}");
    let json = r#"{ "id": "follow_up", "starts": "touched", "due": "3 days", "restarts": "touched", "stops": "closed",
                    "levels": [{ "after": "0 days", "say": "late" }, { "after": "2 days", "say": "very_late" }], "do": [{ "notify": "lead" }] }"#;
    let timer = timer(json, &calendar);
    let table = [
        // what happened, until, when it was due (!) and which levels (0, 1) it reached
        ("touched 03-01 10:00", "03-04 09:59", ""),
        ("touched 03-01 10:00", "03-04 10:00", "03-04 10:00 ! 03-04 10:00 0"),
        ("touched 03-01 10:00", "03-09 10:00", "03-04 10:00 ! 03-04 10:00 0 03-06 10:00 1"),
        // A touch at the moment at which it is due, or reaches a level, comes in time.
        ("touched 03-01 10:00, touched 03-04 10:00", "03-06 10:00", ""),
        ("touched 03-01 10:00, touched 03-06 10:00", "03-07 10:00", "03-04 10:00 ! 03-04 10:00 0"),
        // It may be due a second time.
        (
            "touched 03-01 10:00, touched 03-05 10:00",
            "03-08 10:00",
            "03-04 10:00 ! 03-04 10:00 0 03-08 10:00 ! 03-08 10:00 0",
        ),
        ("touched 03-01 10:00, closed 03-04 10:00", "04-08 10:00", ""),
        ("touched 03-01 10:00, closed 03-05 10:00", "04-08 10:00", "03-04 10:00 ! 03-04 10:00 0"),
        ("touched 03-01 10:00, closed 03-05 10:00, opened 03-07 10:00", "04-08 10:00", "03-04 10:00 ! 03-04 10:00 0"),
    ];
    for (happened, until, expected) in table {
        let events = events(happened);
        let given = Happenings { events: &events, ..Happenings::default() };
        let firings = timer.firings(&given, &calendar, at(until)).unwrap();
        let told: Vec<String> = firings
            .iter()
            .map(|firing| match firing.what {
                Fired::Due => format!("{} !", short(firing.at)),
                Fired::Level(level) => format!("{} {level}", short(firing.at)),
            })
            .collect();
        assert_eq!(told.join(" "), expected, "{happened} until {until}");
    }
}

#[test]
fn an_event_that_changes_nothing_does_not_fire_it_again() {
    let calendar = calendar("{}");
    let json = r#"{ "id": "t", "starts": "opened", "due": "1 days", "extends": "0 days", "at_most": "1 days" }"#;
    let timer = timer(json, &calendar);
    let events = events("opened 03-01 10:00, touched 03-02 10:00, touched 03-03 10:00, touched 03-05 10:00");
    let given = Happenings { events: &events, ..Happenings::default() };
    let once = vec![Firing { at: at("03-02 10:00"), what: Fired::Due }];
    assert_eq!(timer.firings(&given, &calendar, at("03-09 10:00")), Ok(once));
}

#[test]
fn a_timer_is_what_its_author_wrote() {
    let calendar = calendar(NINE_TO_FIVE);
    let json = r#"{ "id": "stale", "starts": ["entered", "touched"], "due": "21 days", "levels": [{ "after": "0 days", "say": "deal.stale" }],
                    "do": [{ "move": "lost" }, { "notify": "lead", "how": ["mail"] }] }"#;
    let timer = timer(json, &calendar);
    assert_eq!((timer.id().as_str(), timer.clock(), timer.to_string().as_str()), ("stale", Clock::Calendar, "stale"));
    assert_eq!(timer.starts(), &Starts::Events(vec![Event::Entered, Event::Touched]));
    assert_eq!(timer.due(), Length::Time(TimeDelta::days(21)));
    assert_eq!(timer.levels().iter().map(|level| level.say.as_str()).collect::<Vec<&str>>(), ["deal.stale"]);
    let effects: Vec<String> = timer.effects().iter().map(Node::to_string).collect();
    assert_eq!(effects, ["{move: lost}", "{notify: lead, how: [mail]}"]);
}

#[test]
fn durations_are_counted_by_the_clock() {
    let calendar = calendar(NINE_TO_FIVE);
    let hours = TimeDelta::hours;
    let table = [
        (r#""due": "24 hours""#, Length::Time(hours(24))),
        (r#""due": "24 hours", "clock": "calendar""#, Length::Time(hours(24))),
        (r#""due": "24 hours", "clock": "working""#, Length::WorkingTime(hours(24))),
        (r#""due": "24 working hours""#, Length::WorkingTime(hours(24))),
        (r#""due": "24 working hours", "clock": "working""#, Length::WorkingTime(hours(24))),
        (r#""due": "3 days""#, Length::Time(hours(72))),
        (r#""due": "3 days", "clock": "working""#, Length::WorkingDays(3)),
        (r#""due": "3 working days""#, Length::WorkingDays(3)),
        // One working unit is enough for all.
        (r#""due": "3 days", "extends": "2 working hours""#, Length::WorkingDays(3)),
        (r#""due": "90 minutes", "clock": "working""#, Length::WorkingTime(TimeDelta::minutes(90))),
        (r#""due": "2 weeks""#, Length::Time(hours(14 * 24))),
        (r#""due": "1.5 days""#, Length::Time(hours(36))),
        (r#""due": "0.5 working hours""#, Length::WorkingTime(TimeDelta::minutes(30))),
        (r#""due": "0 hours""#, Length::Time(TimeDelta::zero())),
        (r#""due": "36525 days""#, Length::Time(TimeDelta::days(36_525))),
        (r#""due": "36525 working days""#, Length::WorkingDays(36_525)),
    ];
    for (fields, expected) in table {
        let timer = timer(&format!(r#"{{ "id": "t", "starts": "opened", {fields} }}"#), &calendar);
        assert_eq!(timer.due(), expected, "{fields}");
    }
}

/// Each of these fields makes one problem, with a remedy, and no timer where it is a mistake of meaning.
fn refused(table: &[(&str, &str)]) {
    let nine_to_five = calendar(NINE_TO_FIVE);
    for (fields, expected) in table {
        let id = if fields.contains(r#""id""#) { "" } else { r#""id": "t", "# };
        let (timer, problems) = compiled(&format!("{{ {id}{fields} }}"), &nine_to_five);
        let found: Vec<String> =
            problems.iter().map(|problem| format!("{}: {}", problem.place(), problem.message())).collect();
        assert_eq!(found, [*expected], "{fields}");
        assert!(problems.iter().all(|problem| problem.help().is_some()), "{fields}");
        let of_form = ["missing", "known here", "none of"].iter().any(|word| expected.contains(word));
        assert!(timer.is_none() || of_form, "{fields}");
    }
}

#[test]
fn what_makes_no_timer_is_refused() {
    refused(&[
        // fields, what is said
        (
            r#""starts": "opened", "due": "3 days", "id": "a b""#,
            "id: `a b` is not a name: a name starts with a letter or `_`, and goes on with letters, digits and `_`",
        ),
        (r#""starts": "opened""#, "due: `due` is missing"),
        (r#""due": "3 days""#, "starts: `starts` is missing"),
        (r#""starts": [], "due": "3 days""#, "starts: nothing starts the timer"),
        (r#""starts": ["opened", "openned"], "due": "3 days""#, "starts[1]: `openned` is no event"),
        (r#""starts": ["opened", "opened"], "due": "3 days""#, "starts[1]: `opened` is written twice"),
        (r#""starts": "a +", "due": "3 days""#, "starts: expected a value after `+`, found the end"),
        (r#""starts": "3 days", "due": "3 days""#, "starts: `3 days` is neither an event nor a day"),
        (r#""starts": 3, "due": "3 days""#, "starts: `3` is neither an event nor a day"),
        (
            r#""starts": "opened", "due": "4 hours", "clock": "always""#,
            "clock: `always` is none of `calendar`, `working`",
        ),
        (r#""starts": "opened", "due": "3 days", "stops": "opened""#, "stops: `opened` starts the timer and stops it"),
        (
            r#""starts": "opened", "due": "3 days", "stops": "touched", "restarts": "touched""#,
            "stops: `touched` restarts the timer and stops it",
        ),
        (
            r#""starts": "opened", "due": "3 days", "stops": ["touched", "touched"]"#,
            "stops[1]: `touched` is written twice",
        ),
        (
            r#""starts": "opened", "due": "3 days", "stops": "touch""#,
            "stops: `touch` is none of `opened`, `entered`, `left`, `assigned`, `released`, `touched`, `closed`",
        ),
        (
            r#""starts": "opened", "due": "3 days", "at_most": "5 days""#,
            "at_most: nothing puts the timer off, so that `at_most` changes nothing",
        ),
        (
            r#""starts": "opened", "due": "3 days", "at_most": "2 days", "extends": "1 days""#,
            "at_most: the timer would end before it is due",
        ),
        (
            r#""starts": "opened", "due": "3 days", "levels": [{ "after": "2 days", "say": "a" }, { "after": "2 days", "say": "b" }]"#,
            "levels[1].after: this level does not come after the one before it",
        ),
        (
            r#""starts": "opened", "due": "3 days", "levels": [{ "after": "1 days", "say": " " }]"#,
            "levels[0].say: nothing is said at this level",
        ),
        (
            r#""starts": "opened", "due": "3 days", "levels": [{ "after": "1 days" }]"#,
            "levels[0].say: `say` is missing",
        ),
        (r#""starts": "opened", "due": "3 days", "do": ["lost"]"#, "do[0]: a text is written where an effect belongs"),
        (
            r#""starts": "opened", "due": "3 days", "do": [{ "move": "lost" }, {}]"#,
            "do[1]: a map is written where an effect belongs",
        ),
        (r#""starts": "opened", "due": "3 days", "stop": "touched""#, "stop: `stop` is not known here"),
    ]);
}

#[test]
fn what_is_no_duration_of_the_clock_is_refused() {
    refused(&[
        (r#""starts": "opened", "due": "3""#, "due: `3` is not a duration"),
        (r#""starts": "opened", "due": "-3 days""#, "due: `-3 days` is not a duration"),
        (r#""starts": "opened", "due": "soon""#, "due: `soon` is not a duration"),
        (r#""starts": "opened", "due": "1 month""#, "due: `1 month` has no fixed number of days"),
        (
            r#""starts": "opened", "due": "1 week", "clock": "working""#,
            "due: `1 week` has no fixed number of working hours",
        ),
        (
            r#""starts": "opened", "due": "1.5 working days""#,
            "due: `1.5 working days` is too long, or no whole number of seconds or working days",
        ),
        (
            r#""starts": "opened", "due": "0.0001 hours""#,
            "due: `0.0001 hours` is too long, or no whole number of seconds or working days",
        ),
        (
            r#""starts": "opened", "due": "36526 days""#,
            "due: `36526 days` is too long, or no whole number of seconds or working days",
        ),
        (
            r#""starts": "opened", "due": "36526 working days""#,
            "due: `36526 working days` is too long, or no whole number of seconds or working days",
        ),
        (
            r#""starts": "opened", "due": "9999999999999999999999999999 hours""#,
            "due: `9999999999999999999999999999 hours` is too long, or no whole number of seconds or working days",
        ),
        (
            r#""starts": "opened", "due": "4 working hours", "clock": "calendar""#,
            "clock: `4 working hours` is working time, and the clock runs always",
        ),
        (
            r#""starts": "opened", "due": "3 days", "levels": [{ "after": "soon", "say": "a" }]"#,
            "levels[0].after: `soon` is not a duration",
        ),
    ]);
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let json = r#"{ "id": "", "starts": "opened", "due": "soon", "extends": "later", "at_most": "1 month",
                    "stops": "opened", "do": [3], "levels": [{ "after": "x", "say": "" }] }"#;
    let (timer, problems) = compiled(json, &calendar("{}"));
    let places: Vec<&str> = problems.iter().map(|problem| problem.place().as_str()).collect();
    assert_eq!(timer, None);
    assert_eq!(places, ["id", "stops", "due", "extends", "levels[0].after", "at_most", "levels[0].say", "do[0]"]);
}

#[test]
fn a_clock_in_working_hours_needs_them() {
    for (json, hours) in [("{}", false), (DAYS, false), (NINE_TO_FIVE, true)] {
        for fields in
            [r#""due": "4 working hours""#, r#""due": "2 working days""#, r#""due": "1 days", "clock": "working""#]
        {
            let (timer, problems) =
                compiled(&format!(r#"{{ "id": "t", "starts": "opened", {fields} }}"#), &calendar(json));
            let found: Vec<&str> = problems.iter().map(|problem| problem.code().name()).collect();
            assert_eq!(found, if hours { vec![] } else { vec!["rule.needed"] }, "{fields} with {json}");
            assert_eq!(timer.is_some(), hours);
        }
    }
    // Asked with another calendar than the one that it was read with, it says why it cannot answer.
    let timer = timer(r#"{ "id": "t", "starts": "opened", "due": "4 working hours" }"#, &calendar(NINE_TO_FIVE));
    let opened = events("opened 03-06 15:00");
    let given = Happenings { events: &opened, ..Happenings::default() };
    for other in ["{}", DAYS] {
        assert_eq!(timer.read(&given, &calendar(other), at("03-06 15:00")).err(), Some(Why::NoWorkingHours));
        assert_eq!(timer.firings(&given, &calendar(other), at("03-06 15:00")).err(), Some(Why::NoWorkingHours));
    }
}

#[test]
fn there_are_limits() {
    let calendar = calendar("{}");
    let with = |levels: usize, effects: usize| {
        let levels: Vec<String> =
            (0..levels).map(|level| format!(r#"{{ "after": "{level} days", "say": "x" }}"#)).collect();
        let effects = vec![r#"{ "notify": "x" }"#; effects].join(",");
        let json = format!(
            r#"{{ "id": "t", "starts": "opened", "due": "1 days", "levels": [{}], "do": [{effects}] }}"#,
            levels.join(",")
        );
        compiled(&json, &calendar).1.to_string()
    };
    assert_eq!(with(LEVELS_MAX, EFFECTS_MAX), "");
    assert!(with(LEVELS_MAX + 1, 0).starts_with("levels: there are 33 levels, more than 32"));
    assert!(with(0, EFFECTS_MAX + 1).starts_with("do: there are 33 effects, more than 32"));
}

#[test]
fn a_definition_is_written_as_it_was_read() {
    let json = r#"{"id":"t","starts":["opened","released"],"due":"24 hours","clock":"working","extends":"1 days","at_most":"9 days","restarts":"touched","stops":["closed","left"],"levels":[{"after":"0 days","say":"x"}],"do":[{"move":"lost"}]}"#;
    let read: TimerDefinition = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), json);
}

#[test]
fn moments_at_the_ends_of_time_are_answered() {
    for json in ["{}", NINE_TO_FIVE, CHINA] {
        let calendar = calendar(json);
        let clock = if json == "{}" { "calendar" } else { "working" };
        let json = format!(
            r#"{{ "id": "t", "starts": "opened", "due": "36525 days", "clock": "{clock}", "extends": "36525 days", "at_most": "36525 days" }}"#
        );
        let timer = timer(&json, &calendar);
        for moment in [NaiveDateTime::MIN, NaiveDateTime::MAX, at("0001-01-01 00:00"), at("9999-12-31 23:59")] {
            let events = [(Event::Opened, moment), (Event::Touched, moment)];
            let given = Happenings { events: &events, day: Some(moment.date()), ..Happenings::default() };
            for as_of in [NaiveDateTime::MIN, NaiveDateTime::MAX, moment] {
                drop((timer.read(&given, &calendar, as_of), timer.firings(&given, &calendar, as_of)));
            }
        }
    }
}

#[test]
fn a_day_before_it_may_start_is_taken_at_that_moment() {
    let always = calendar("{}");
    let deadline = timer(r#"{ "id": "t", "starts": "expected_on", "due": "0 days" }"#, &always);
    let day = at("03-02 00:00").date();
    for (from, due) in [("03-01 10:00", "03-02 00:00"), ("03-05 10:00", "03-05 10:00")] {
        let given = Happenings { day: Some(day), from: Some(at(from)), ..Happenings::default() };
        let fired = deadline.firings(&given, &always, at("03-31 00:00")).unwrap();
        assert_eq!(fired, [Firing { at: at(due), what: Fired::Due }], "from {from}");
        assert_eq!(deadline.since(&given, &always, at("03-31 00:00")), Some(at(due)));
    }
}

#[test]
fn what_is_known_was_done_though_the_rest_is_not() {
    let china = calendar(CHINA);
    let json = r#"{ "id": "t", "starts": "opened", "due": "2 working days", "restarts": "touched" }"#;
    let (given, until) = (events("opened 12-21 10:00, touched 12-31 10:00"), at("2027-02-01 10:00"));
    let given = Happenings { events: &given, ..Happenings::default() };
    let timer = timer(json, &china);
    let first = Firing { at: at("12-23 10:00"), what: Fired::Due };
    assert_eq!(timer.fired(&given, &china, until), (vec![first], Some(Why::UnknownYear(2027))));
    assert_eq!(timer.firings(&given, &china, until), Err(Why::UnknownYear(2027)));
    assert_eq!(timer.since(&given, &china, until), Some(at("12-21 10:00")), "that it runs is known");
}

#[test]
fn what_ends_a_timer_does_not_start_it() {
    let always = calendar("{}");
    let limit = Timer::limit(Name::new("stay").unwrap(), Length::Time(TimeDelta::days(2)));
    let given = events("entered 03-02 10:00, left 03-03 10:00, entered 03-05 10:00");
    let given = Happenings { events: &given, ..Happenings::default() };
    let fired = limit.firings(&given, &always, at("03-31 00:00")).unwrap();
    assert_eq!(fired, [Firing { at: at("03-07 10:00"), what: Fired::Due }]);
    let review = timer(r#"{ "id": "t", "starts": "closed", "due": "1 days", "when": "yes" }"#, &always);
    assert_eq!(review.clone().ended_by(Event::Closed), review, "what starts it does not end it");
    assert!(review.when().is_some() && review.starts_by(Event::Closed) && !review.is_at_once());
}
