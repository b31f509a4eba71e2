//! Tables of working time: deadlines over nights, weekends, breaks and make-up days.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "a test may stop at the first surprise")]

use attain::calendar::{CalendarDefinition, WorkingCalendar};
use attain::diagnostic::{At, Problems};
use attain::document::{Read, from_json};
use attain::quantity::{Outcome, Why};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

fn calendar(json: &str) -> WorkingCalendar {
    let mut problems = Problems::new();
    let definition = CalendarDefinition::read(&from_json(json.as_bytes(), 10_000).unwrap(), At::root(), &mut problems);
    let calendar = WorkingCalendar::compile(&definition, At::root(), &mut problems);
    assert!(problems.is_empty(), "{json}: {problems}");
    calendar.unwrap()
}

/// Monday to Friday, nine to five, always known.
fn plain() -> WorkingCalendar {
    calendar(r#"{ "hours": { "days": "mon .. fri", "from": "09:00", "to": "17:00" } }"#)
}

/// Mornings and afternoons, and a short Saturday.
fn breaks() -> WorkingCalendar {
    calendar(
        r#"{ "hours": [{ "days": "mon .. fri", "from": "09:00", "to": "12:00" }, { "days": "mon .. fri", "from": "13:00", "to": "18:00" },
                       { "days": "sat", "from": "10:00", "to": "12:00" }] }"#,
    )
}

fn china() -> WorkingCalendar {
    calendar(
        r#"{ "holidays": "china", "hours": [{ "days": "mon .. fri", "from": "09:00", "to": "12:00" },
                                            { "days": "mon .. fri", "from": "13:00", "to": "18:00" }] }"#,
    )
}

/// The whole week around the clock, but for Sundays.
fn nights() -> WorkingCalendar {
    calendar(r#"{ "hours": { "days": "mon .. sat", "from": "00:00", "to": "24:00" } }"#)
}

/// `2026-03-06 15:00`, with seconds where they are written.
fn at(text: &str) -> NaiveDateTime {
    let long = if text.len() > 16 { text.to_owned() } else { format!("{text}:00") };
    long.replace(' ', "T").parse().unwrap()
}

fn told(outcome: Outcome<NaiveDateTime>) -> String {
    outcome.map_or_else(|why| why.to_string(), |at| at.to_string())
}

fn minutes(minutes: i64) -> TimeDelta {
    TimeDelta::minutes(minutes)
}

#[test]
fn working_time_leads_to_these_moments() {
    let (plain, breaks, china, nights) = (plain(), breaks(), china(), nights());
    let table = [
        // calendar, start, minutes, when they are over. 2026-03-06 is a Friday.
        (&plain, "2026-03-06 15:00", 240, "2026-03-09 11:00"),
        (&plain, "2026-03-07 15:00", 60, "2026-03-09 10:00"),
        (&plain, "2026-03-08 23:59", 60, "2026-03-09 10:00"),
        (&plain, "2026-03-05 15:00", 240, "2026-03-06 11:00"),
        (&plain, "2026-03-05 08:00", 60, "2026-03-05 10:00"),
        (&plain, "2026-03-05 00:00", 60, "2026-03-05 10:00"),
        (&plain, "2026-03-05 20:00", 60, "2026-03-06 10:00"),
        // Exactly at the opening and the closing.
        (&plain, "2026-03-05 09:00", 480, "2026-03-05 17:00"),
        (&plain, "2026-03-05 09:00", 481, "2026-03-06 09:01"),
        (&plain, "2026-03-05 09:00", 960, "2026-03-06 17:00"),
        (&plain, "2026-03-06 17:00", 1, "2026-03-09 09:01"),
        (&plain, "2026-03-06 16:59", 1, "2026-03-06 17:00"),
        (&plain, "2026-03-06 16:59", 2, "2026-03-09 09:01"),
        // No time at all: the first moment that is worked; a closing stays what it is.
        (&plain, "2026-03-06 15:00", 0, "2026-03-06 15:00"),
        (&plain, "2026-03-06 09:00", 0, "2026-03-06 09:00"),
        (&plain, "2026-03-06 17:00", 0, "2026-03-06 17:00"),
        (&plain, "2026-03-06 17:01", 0, "2026-03-09 09:00"),
        (&plain, "2026-03-06 08:59", 0, "2026-03-06 09:00"),
        (&plain, "2026-03-07 15:00", 0, "2026-03-09 09:00"),
        // Weeks and years.
        (&plain, "2026-03-06 15:00", 5 * 480, "2026-03-13 15:00"),
        (&plain, "2026-03-06 15:00", 52 * 5 * 480, "2027-03-05 15:00"),
        (&plain, "2026-03-06 15:00", 5000 * 52 * 5 * 480, "7009-03-03 15:00"),
        (&plain, "2026-03-06 15:00", 9000 * 52 * 5 * 480, "the working days of 10000 are not known"),
        // Breaks, and a Saturday that closes at noon.
        (&breaks, "2026-03-05 11:00", 60, "2026-03-05 12:00"),
        (&breaks, "2026-03-05 11:00", 61, "2026-03-05 13:01"),
        (&breaks, "2026-03-05 12:00", 1, "2026-03-05 13:01"),
        (&breaks, "2026-03-05 12:00", 0, "2026-03-05 12:00"),
        (&breaks, "2026-03-05 12:30", 0, "2026-03-05 13:00"),
        (&breaks, "2026-03-05 12:30", 60, "2026-03-05 14:00"),
        (&breaks, "2026-03-05 09:00", 480, "2026-03-05 18:00"),
        (&breaks, "2026-03-06 17:00", 120, "2026-03-07 11:00"),
        (&breaks, "2026-03-06 17:00", 180, "2026-03-07 12:00"),
        (&breaks, "2026-03-06 17:00", 240, "2026-03-09 10:00"),
        // Make-up days have the hours of the first weekday, both halves of them.
        (&china, "2026-02-13 17:00", 120, "2026-02-14 10:00"),
        (&china, "2026-02-14 09:00", 480, "2026-02-14 18:00"),
        (&china, "2026-02-14 09:00", 481, "2026-02-24 09:01"),
        (&china, "2026-02-15 12:00", 60, "2026-02-24 10:00"),
        (&china, "2025-12-31 17:00", 120, "2026-01-04 10:00"),
        (&china, "2026-12-31 17:00", 60, "2026-12-31 18:00"),
        (&china, "2026-12-31 17:00", 61, "the working days of 2027 are not known"),
        (&china, "2026-12-31 18:00", 0, "2026-12-31 18:00"),
        (&china, "2026-12-31 18:01", 0, "the working days of 2027 are not known"),
        (&china, "2027-01-04 10:00", 60, "the working days of 2027 are not known"),
        (&china, "2019-12-31 10:00", 600, "the working days of 2019 are not known"),
        // Around the clock: the day ends at midnight, which is the first moment of the next.
        (&nights, "2026-03-05 23:00", 120, "2026-03-06 01:00"),
        (&nights, "2026-03-07 23:00", 60, "2026-03-08 00:00"),
        (&nights, "2026-03-08 00:00", 0, "2026-03-08 00:00"),
        (&nights, "2026-03-08 00:01", 0, "2026-03-09 00:00"),
        (&nights, "2026-03-07 23:00", 61, "2026-03-09 00:01"),
        (&nights, "2026-03-07 00:00", 24 * 60, "2026-03-08 00:00"),
        // Backwards: from which moment on so much is worked.
        (&plain, "2026-03-09 11:00", -240, "2026-03-06 15:00"),
        (&plain, "2026-03-09 11:00", -120, "2026-03-09 09:00"),
        (&plain, "2026-03-09 11:00", -121, "2026-03-06 16:59"),
        (&plain, "2026-03-07 12:00", -60, "2026-03-06 16:00"),
        (&plain, "2026-03-06 17:00", -480, "2026-03-06 09:00"),
        (&breaks, "2026-03-05 14:00", -60, "2026-03-05 13:00"),
        (&breaks, "2026-03-05 14:00", -61, "2026-03-05 11:59"),
        (&china, "2026-02-24 10:00", -120, "2026-02-14 17:00"),
        (&china, "2020-01-02 10:00", -61, "the working days of 2019 are not known"),
    ];
    for (calendar, start, time, expected) in table {
        let expected = if expected.len() == 16 { format!("{expected}:00") } else { expected.to_owned() };
        let found = told(calendar.add_working_time(at(start), minutes(time)));
        assert_eq!(found, expected, "{start} + {time} minutes");
    }
}

#[test]
fn seconds_and_parts_of_them_are_kept() {
    let plain = plain();
    let start = NaiveDate::from_ymd_opt(2026, 3, 6).unwrap().and_hms_nano_opt(16, 59, 59, 999_999_999).unwrap();
    assert_eq!(told(plain.add_working_time(start, TimeDelta::nanoseconds(1))), "2026-03-06 17:00:00");
    assert_eq!(told(plain.add_working_time(start, TimeDelta::nanoseconds(2))), "2026-03-09 09:00:00.000000001");
    let second = plain.working_time_between(start, at("2026-03-09 09:00:01"));
    assert_eq!(second, Ok(TimeDelta::nanoseconds(1_000_000_001)));
}

#[test]
fn working_time_between_two_moments() {
    let (plain, breaks, china, nights) = (plain(), breaks(), china(), nights());
    let table = [
        (&plain, "2026-03-06 15:00", "2026-03-09 11:00", Ok(240)),
        (&plain, "2026-03-09 11:00", "2026-03-06 15:00", Ok(-240)),
        (&plain, "2026-03-06 15:00", "2026-03-06 15:00", Ok(0)),
        (&plain, "2026-03-07 00:00", "2026-03-09 00:00", Ok(0)),
        (&plain, "2026-03-02 00:00", "2026-03-09 00:00", Ok(5 * 480)),
        (&plain, "2026-03-06 08:00", "2026-03-06 09:30", Ok(30)),
        (&plain, "2026-03-06 16:30", "2026-03-06 23:30", Ok(30)),
        (&breaks, "2026-03-05 11:30", "2026-03-05 13:30", Ok(60)),
        (&breaks, "2026-03-05 12:10", "2026-03-05 12:50", Ok(0)),
        (&breaks, "2026-03-02 00:00", "2026-03-09 00:00", Ok(5 * 480 + 120)),
        (&china, "2026-02-14 00:00", "2026-02-24 09:30", Ok(480 + 30)),
        (&china, "2026-01-01 00:00", "2027-01-01 00:00", Ok(248 * 480)),
        (&china, "2026-12-31 17:00", "2027-01-01 00:00", Ok(60)),
        (&china, "2026-12-31 17:00", "2027-01-01 00:01", Err(Why::UnknownYear(2027))),
        (&china, "2019-12-31 23:59", "2020-01-02 12:00", Err(Why::UnknownYear(2019))),
        (&nights, "2026-03-07 23:00", "2026-03-09 01:00", Ok(120)),
    ];
    for (calendar, from, to, expected) in table {
        assert_eq!(calendar.working_time_between(at(from), at(to)), expected.map(minutes), "{from} to {to}");
    }
}

#[test]
fn working_days_keep_the_time_of_the_day() {
    let (plain, breaks, china) = (plain(), breaks(), china());
    let table = [
        (&plain, "2026-03-06 15:00", 0, "2026-03-06 15:00"),
        (&plain, "2026-03-06 15:00", 1, "2026-03-09 15:00"),
        (&plain, "2026-03-06 15:00", 2, "2026-03-10 15:00"),
        (&plain, "2026-03-07 15:00", 0, "2026-03-09 09:00"),
        (&plain, "2026-03-07 15:00", 1, "2026-03-10 09:00"),
        (&plain, "2026-03-06 17:00", 1, "2026-03-09 17:00"),
        (&plain, "2026-03-06 18:00", 1, "2026-03-10 09:00"),
        // A day that is closed at that time: its next opening, else its last closing.
        (&breaks, "2026-03-06 15:00", 1, "2026-03-07 12:00"),
        (&breaks, "2026-03-06 09:00", 1, "2026-03-07 10:00"),
        (&breaks, "2026-03-06 11:00", 1, "2026-03-07 11:00"),
        (&china, "2026-02-13 15:00", 1, "2026-02-14 15:00"),
        (&china, "2026-02-13 15:00", 2, "2026-02-24 15:00"),
        (&china, "2026-12-31 15:00", 1, "the working days of 2027 are not known"),
    ];
    for (calendar, start, days, expected) in table {
        let expected = if expected.len() == 16 { format!("{expected}:00") } else { expected.to_owned() };
        assert_eq!(told(calendar.add_working_days(at(start), days)), expected, "{start} + {days} working days");
    }
}

#[test]
fn it_is_open_from_the_opening_on_and_not_at_the_closing() {
    let breaks = breaks();
    let table = [
        ("2026-03-05 08:59:59", false),
        ("2026-03-05 09:00:00", true),
        ("2026-03-05 11:59:59", true),
        ("2026-03-05 12:00:00", false),
        ("2026-03-05 13:00:00", true),
        ("2026-03-05 18:00:00", false),
        ("2026-03-07 10:00:00", true),
        ("2026-03-07 12:00:00", false),
        ("2026-03-08 11:00:00", false),
    ];
    for (moment, open) in table {
        assert_eq!(breaks.is_open(at(moment)), Ok(open), "{moment}");
    }
    assert_eq!(china().is_open(at("2027-01-04 10:00")), Err(Why::UnknownYear(2027)));
}

#[test]
fn days_alone_have_no_working_time() {
    let days = calendar(r#"{ "hours": { "days": "mon .. fri" } }"#);
    let (start, hour) = (at("2026-03-06 15:00"), minutes(60));
    assert!(!days.has_hours());
    assert_eq!(days.add_working_time(start, hour), Err(Why::NoWorkingHours));
    assert_eq!(days.add_working_time(start, TimeDelta::zero()), Err(Why::NoWorkingHours));
    assert_eq!(days.add_working_days(start, 1), Err(Why::NoWorkingHours));
    assert_eq!(days.working_time_between(start, start + hour), Err(Why::NoWorkingHours));
    assert_eq!(days.is_open(start), Err(Why::NoWorkingHours));
    assert_eq!(days.next_open(start), Err(Why::NoWorkingHours));
    assert_eq!(days.is_working(start.date()), Ok(true));
}

#[test]
fn the_end_of_time_is_reached_without_walking_there() {
    let off = calendar(
        r#"{ "hours": { "days": "mon .. fri", "from": "09:00", "to": "17:00" }, "known": "..",
             "off": ["2000-01-01 .. 9999-12-31"] }"#,
    );
    let began = std::time::Instant::now();
    for _ in 0..10_000 {
        assert_eq!(told(off.add_working_time(at("2026-03-06 15:00"), minutes(60))), "9999-12-31 10:00:00");
        assert_eq!(off.add_working_time(at("2026-03-06 15:00"), minutes(481)), Err(Why::UnknownYear(10_000)));
        assert_eq!(told(off.add_working_time(at("2026-03-06 15:00"), minutes(-60))), "1999-12-31 16:00:00");
        assert_eq!(told(off.next_open(at("2026-03-06 15:00"))), "9999-12-31 09:00:00");
    }
    assert!(began.elapsed().as_secs() < 10, "forty thousand questions took {:?}", began.elapsed());
    let plain = plain();
    let extremes = [NaiveDateTime::MIN, NaiveDateTime::MAX, at("0001-01-01 00:00"), at("9999-12-31 23:59")];
    for start in extremes {
        for time in [TimeDelta::MIN, TimeDelta::MAX, TimeDelta::zero(), minutes(-1), minutes(1)] {
            drop(plain.add_working_time(start, time));
        }
        drop((plain.next_open(start), plain.is_open(start), plain.add_working_days(start, u32::MAX)));
        for end in extremes {
            drop(plain.working_time_between(start, end));
        }
    }
}
