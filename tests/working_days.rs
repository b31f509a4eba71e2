//! Tables of working days: China month by month, make-up days, what is not known, and what is refused.

#![cfg(feature = "json")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

mod common;

use std::collections::BTreeMap;
use std::path::Path;

use attain::calendar::{
    CalendarDefinition, EXCEPTIONS_MAX, FiscalCalendar, Holidays, ROWS_MAX, Span, WorkingCalendar, parse_day,
};
use attain::diagnostic::{At, Problems};
use attain::document::{Node, Read, from_json};
use attain::plan::Plan;
use attain::quantity::{Fraction, Why};
use chrono::{Datelike, Days, NaiveDate, Weekday};
use common::{engine, figure, member, told, units, view};

/// A calendar as a plan writes it, and what is wrong with it.
fn compiled(json: &str) -> (Option<WorkingCalendar>, Problems) {
    let mut problems = Problems::new();
    let node = from_json(json.as_bytes(), 10_000_000).unwrap();
    let definition = CalendarDefinition::read(&node, At::root(), &mut problems);
    let calendar = WorkingCalendar::compile(&definition, At::root(), &mut problems);
    (calendar, problems)
}

fn calendar(json: &str) -> WorkingCalendar {
    let (calendar, problems) = compiled(json);
    assert!(problems.is_empty(), "{json}: {problems}");
    calendar.unwrap()
}

fn china() -> WorkingCalendar {
    calendar(r#"{ "hours": { "days": "mon .. fri" }, "holidays": "china" }"#)
}

fn day(text: &str) -> NaiveDate {
    parse_day(text).unwrap()
}

fn span(text: &str) -> Span {
    let (from, to) = text.split_once(" .. ").unwrap();
    Span::new(day(from), day(to)).unwrap()
}

/// The months of a year.
fn months(year: i32) -> impl Iterator<Item = Span> {
    let first = move |month: u32| NaiveDate::from_ymd_opt(year + i32::from(month > 12), (month - 1) % 12 + 1, 1);
    (1..=12).map(move |month| Span::new(first(month).unwrap(), first(month + 1).unwrap()).unwrap())
}

#[test]
fn china_has_these_working_days_month_by_month() {
    let table = [
        (2020, [17, 20, 22, 22, 19, 21, 23, 21, 23, 17, 21, 23], 249),
        (2021, [20, 17, 23, 22, 19, 21, 22, 22, 22, 17, 22, 23], 250),
        (2022, [21, 16, 23, 21, 20, 21, 21, 23, 21, 18, 22, 22], 249),
        (2023, [18, 20, 23, 20, 21, 21, 21, 23, 20, 19, 22, 21], 249),
        (2024, [22, 18, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22], 251),
        (2025, [19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23], 248),
        (2026, [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23], 248),
    ];
    let china = china();
    for (year, expected, total) in table {
        let found: Vec<u32> = months(year).map(|month| china.workdays(month).unwrap()).collect();
        assert_eq!(found, expected, "{year}");
        let whole = span(&format!("{year}-01-01 .. {}-01-01", year + 1));
        assert_eq!(china.workdays(whole), Ok(total), "{year}");
    }
}

#[test]
fn china_works_on_these_weekend_days() {
    let table = [
        (2024, vec!["02-04", "02-18", "04-07", "04-28", "05-11", "09-14", "09-29", "10-12"]),
        (2025, vec!["01-26", "02-08", "04-27", "09-28", "10-11"]),
        (2026, vec!["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]),
    ];
    let china = china();
    for (year, expected) in table {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        let days = first.iter_days().take_while(|day| day.year() == year);
        let weekend = days.filter(|day| matches!(day.weekday(), Weekday::Sat | Weekday::Sun));
        let worked: Vec<String> =
            weekend.filter(|day| china.is_working(*day).unwrap()).map(|day| day.to_string()[5..].to_owned()).collect();
        assert_eq!(worked, expected, "{year}");
    }
    for (day, worked) in Holidays::China.days() {
        assert!(!worked || matches!(day.weekday(), Weekday::Sat | Weekday::Sun), "{day} is worked anyway");
    }
}

#[test]
fn spans_of_chinese_days() {
    let table = [
        // Over the end of a year: New Year's Day, its bridge, and the Sunday that makes up for it.
        ("2025-12-31 .. 2026-01-06", Ok(3)),
        // 31 December 2022 was off by the notice of the year after it.
        ("2022-12-30 .. 2023-01-04", Ok(2)),
        ("2022-12-31 .. 2023-01-01", Ok(0)),
        // The spring festival, with a make-up day at each end.
        ("2024-02-04 .. 2024-02-19", Ok(7)),
        ("2024-02-04 .. 2024-02-05", Ok(1)),
        ("2024-02-10 .. 2024-02-18", Ok(0)),
        ("2024-02-18 .. 2024-02-19", Ok(1)),
        ("2026-02-14 .. 2026-03-01", Ok(6)),
        ("2020-01-01 .. 2027-01-01", Ok(1744)),
        ("2026-12-31 .. 2027-01-01", Ok(1)),
        // No day at all: nothing is worked, and nothing need be known.
        ("2027-06-01 .. 2027-06-01", Ok(0)),
        // Beyond the last year, and before the first.
        ("2026-12-31 .. 2027-01-02", Err(Why::UnknownYear(2027))),
        ("2027-01-01 .. 2027-01-02", Err(Why::UnknownYear(2027))),
        ("2027-01-02 .. 2027-01-04", Err(Why::UnknownYear(2027))),
        ("2030-01-01 .. 2031-01-01", Err(Why::UnknownYear(2030))),
        ("2019-12-31 .. 2020-01-02", Err(Why::UnknownYear(2019))),
        ("2010-01-01 .. 2030-01-01", Err(Why::UnknownYear(2010))),
    ];
    let china = china();
    for (text, expected) in table {
        assert_eq!(china.workdays(span(text)), expected, "{text}");
    }
}

/// The list of somebody else, where `ATTAIN_DATA` names the folder that has it.
#[test]
fn china_is_as_in_the_list_of_holidays() {
    let Some(data) = std::env::var_os("ATTAIN_DATA") else {
        println!("skipped: ATTAIN_DATA does not name the folder that has `holiday_cn`");
        return;
    };
    let folder = Path::new(&data).join("holiday_cn");
    let mut listed: BTreeMap<NaiveDate, bool> = BTreeMap::new();
    for year in 2019..=2026 {
        let text = std::fs::read(folder.join(format!("{year}.json"))).unwrap();
        let file = from_json(&text, 10_000_000).unwrap();
        let Some(Node::List(days)) = file.get("days") else { panic!("{year} has no days") };
        for one in days {
            let date = day(one.get("date").and_then(Node::as_text).unwrap());
            listed.insert(date, one.get("isOffDay") == Some(&Node::Bool(false)));
        }
    }
    assert!(listed.len() > 250, "the list is not there");
    let china = china();
    let mut checked = 0;
    for date in day("2020-01-01").iter_days().take_while(|date| date.year() < 2027) {
        let weekday = !matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        let expected = listed.get(&date).copied().unwrap_or(weekday);
        assert_eq!(china.is_working(date), Ok(expected), "{date}");
        checked += 1;
    }
    assert_eq!(checked, 2557);
    // Beyond the working days themselves: every day off is one of ours, also where it is a weekend anyway.
    let ours: BTreeMap<NaiveDate, bool> = Holidays::China.days().collect();
    for (date, worked) in listed.into_iter().filter(|(date, _)| (2020..=2026).contains(&date.year())) {
        let needless = worked && !matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        assert_eq!(ours.get(&date).copied(), (!needless).then_some(worked), "{date}");
    }
}

#[test]
fn working_days_are_added_and_taken_away() {
    let plain = calendar(r#"{ "hours": { "days": "mon .. fri" } }"#);
    let china = china();
    let table = [
        // calendar, day, working days, leads to. 2026-03-06 is a Friday.
        (&plain, "2026-03-06", 0, Ok("2026-03-06")),
        (&plain, "2026-03-06", 1, Ok("2026-03-09")),
        (&plain, "2026-03-06", 5, Ok("2026-03-13")),
        (&plain, "2026-03-07", 0, Ok("2026-03-09")),
        (&plain, "2026-03-07", 1, Ok("2026-03-09")),
        (&plain, "2026-03-08", 2, Ok("2026-03-10")),
        (&plain, "2026-03-09", -1, Ok("2026-03-06")),
        (&plain, "2026-03-08", -1, Ok("2026-03-06")),
        (&plain, "2026-03-07", -1, Ok("2026-03-06")),
        (&plain, "2026-03-06", -1, Ok("2026-03-05")),
        (&plain, "2026-03-06", -5, Ok("2026-02-27")),
        (&plain, "0001-01-01", 0, Ok("0001-01-01")),
        (&plain, "0001-01-01", -1, Err(Why::UnknownYear(0))),
        (&plain, "9999-12-31", 0, Ok("9999-12-31")),
        (&plain, "9999-12-31", 1, Err(Why::UnknownYear(10_000))),
        (&plain, "0001-01-01", 2_608_614, Ok("9999-12-31")),
        (&plain, "2026-01-01", i64::MAX, Err(Why::UnknownYear(10_000))),
        (&plain, "2026-01-01", i64::MIN, Err(Why::UnknownYear(0))),
        // Friday before the spring festival: the Saturday is worked.
        (&china, "2026-02-13", 1, Ok("2026-02-14")),
        (&china, "2026-02-13", 2, Ok("2026-02-24")),
        (&china, "2026-02-15", 0, Ok("2026-02-24")),
        (&china, "2026-02-24", -1, Ok("2026-02-14")),
        (&china, "2025-12-31", 1, Ok("2026-01-04")),
        (&china, "2026-12-31", 0, Ok("2026-12-31")),
        (&china, "2026-12-31", 1, Err(Why::UnknownYear(2027))),
        (&china, "2020-01-02", -1, Err(Why::UnknownYear(2019))),
        (&china, "2027-01-04", 0, Err(Why::UnknownYear(2027))),
    ];
    for (calendar, from, days, expected) in table {
        assert_eq!(calendar.add_workdays(day(from), days), expected.map(day), "{from} {days:+}");
    }
}

#[test]
fn what_the_plan_says_of_a_day_comes_before_the_holidays() {
    let calendar = calendar(
        r#"{ "hours": { "days": "mon .. fri" }, "holidays": "china",
             "off": ["2026-02-14", "2026-04-01 .. 2026-04-03"], "worked": ["2026-10-01", "2026-03-07"] }"#,
    );
    let table = [
        ("2026-02-14", false),
        ("2026-02-28", true),
        ("2026-03-07", true),
        ("2026-04-01", false),
        ("2026-04-02", false),
        ("2026-04-03", true),
        ("2026-10-01", true),
        ("2026-10-02", false),
    ];
    for (text, expected) in table {
        assert_eq!(calendar.is_working(day(text)), Ok(expected), "{text}");
    }
    // 248, less a make-up day and two days of April, and two days more.
    assert_eq!(calendar.workdays(span("2026-01-01 .. 2027-01-01")), Ok(247));
}

#[test]
fn weeks_of_all_kinds() {
    let table = [
        // days, which of Monday 2 to Sunday 8 March 2026 are worked
        ("mon .. fri", "XXXXX__"),
        ("mon .. sun", "XXXXXXX"),
        ("sun .. thu", "XXXX__X"),
        ("sat", "_____X_"),
        ("mon .. wed, sat", "XXX__X_"),
        ("sat .. mon,wed", "X_X__XX"),
        ("fri..mon", "X___XXX"),
    ];
    for (days, expected) in table {
        let calendar = calendar(&format!(r#"{{ "hours": {{ "days": "{days}" }} }}"#));
        let week = day("2026-03-02").iter_days().take(7);
        let found: String = week.map(|day| if calendar.is_working(day).unwrap() { 'X' } else { '_' }).collect();
        assert_eq!(found, expected, "{days}");
    }
}

#[test]
fn what_is_known_is_written_or_read_off_what_is_written() {
    let week = r#""hours": { "days": "mon .. fri" }"#;
    let table = [
        // further fields, and the days of which it asks: known, or of which year they are not
        ("", "1800-06-01", Ok(false)),
        ("", "0001-01-01", Ok(true)),
        ("", "9999-12-31", Ok(true)),
        (r#", "off": ["2025-12-25"]"#, "2025-01-01", Ok(true)),
        (r#", "off": ["2025-12-25"]"#, "2025-12-31", Ok(true)),
        (r#", "off": ["2025-12-25"]"#, "2024-12-31", Err(Why::UnknownYear(2024))),
        (r#", "off": ["2025-12-25"]"#, "2026-01-01", Err(Why::UnknownYear(2026))),
        (r#", "off": ["2025-12-29 .. 2026-01-01"]"#, "2026-01-01", Err(Why::UnknownYear(2026))),
        (r#", "off": ["2025-12-29 .. 2026-01-02"]"#, "2026-12-31", Ok(true)),
        (r#", "off": ["2025-12-29"], "worked": ["2027-01-02"]"#, "2026-06-01", Err(Why::UnknownYear(2026))),
        (r#", "off": ["2025-12-29"], "worked": ["2027-01-02"]"#, "2027-01-02", Ok(true)),
        (r#", "off": ["2027-01-01"], "holidays": "china""#, "2027-01-01", Ok(false)),
        (r#", "off": ["2027-01-01"], "holidays": "china""#, "2028-01-01", Err(Why::UnknownYear(2028))),
        (r#", "known": "2025-07-01 .. 2026-07-01""#, "2025-06-30", Err(Why::UnknownYear(2025))),
        (r#", "known": "2025-07-01 .. 2026-07-01""#, "2025-07-01", Ok(true)),
        (r#", "known": "2025-07-01 .. 2026-07-01""#, "2026-07-01", Err(Why::UnknownYear(2026))),
        (r#", "known": "2025-07-01 ..""#, "9999-12-31", Ok(true)),
        (r#", "known": ".. 2026-07-01""#, "0001-01-01", Ok(true)),
        (r#", "known": "2021-01-01 .. 2022-01-01", "holidays": "china""#, "2022-06-01", Err(Why::UnknownYear(2022))),
        (r#", "known": "2021-01-01 ..", "off": ["2021-01-01"]"#, "2024-01-01", Ok(true)),
    ];
    for (more, text, expected) in table {
        let calendar = calendar(&format!("{{ {week}{more} }}"));
        assert_eq!(calendar.is_working(day(text)), expected, "{text} with {more}");
    }
    let outside = day("9999-12-31") + Days::new(1);
    assert_eq!(calendar(&format!("{{ {week} }}")).is_working(outside), Err(Why::UnknownYear(10_000)));
}

#[test]
fn centuries_off_are_counted_as_fast_as_a_day() {
    let calendar = calendar(
        r#"{ "hours": { "days": "mon .. fri", "from": "09:00", "to": "17:00" }, "known": "..",
             "off": ["0001-01-01 .. 9999-12-31"] }"#,
    );
    let began = std::time::Instant::now();
    for _ in 0..10_000 {
        assert_eq!(calendar.workdays(span("0001-01-01 .. 9999-12-31")), Ok(0));
        assert_eq!(calendar.next_working(day("0001-01-01")), Ok(day("9999-12-31")));
        assert_eq!(calendar.add_workdays(day("2026-03-02"), 2), Err(Why::UnknownYear(10_000)));
        assert_eq!(calendar.add_workdays(day("2026-03-02"), -1), Err(Why::UnknownYear(0)));
    }
    assert!(began.elapsed().as_secs() < 10, "forty thousand questions took {:?}", began.elapsed());
}

#[test]
fn the_share_of_working_days_that_have_passed() {
    let calendar =
        calendar(r#"{ "hours": { "days": "mon .. fri" }, "off": ["2026-03-04"], "worked": ["2026-03-07"] }"#);
    let table = [
        // The week from Monday 2 to Sunday 8 March 2026 has five working days: Wednesday is off, Saturday is worked.
        ("2026-02-28", (0, 5)),
        ("2026-03-01", (0, 5)),
        ("2026-03-02", (1, 5)),
        ("2026-03-03", (2, 5)),
        ("2026-03-04", (2, 5)),
        ("2026-03-06", (4, 5)),
        ("2026-03-07", (5, 5)),
        ("2026-03-08", (5, 5)),
        ("2026-12-31", (5, 5)),
    ];
    for (as_of, (passed, all)) in table {
        let share = calendar.elapsed(span("2026-03-02 .. 2026-03-09"), day(as_of));
        assert_eq!(share, Ok(Fraction::new(passed, all).unwrap()), "{as_of}");
    }
    assert_eq!(calendar.elapsed(span("2026-03-08 .. 2026-03-09"), day("2026-03-08")), Err(Why::DividedByZero));
    assert_eq!(calendar.elapsed(span("2026-12-01 .. 2027-01-02"), day("2026-12-05")), Err(Why::UnknownYear(2027)));
}

#[test]
fn what_contradicts_itself_is_refused() {
    let week = r#""hours": { "days": "mon .. fri" }"#;
    let table = [
        // calendar, what is said
        (r#""hours": []"#, "hours: no row says which weekdays are worked"),
        (r#""hours": {}"#, "hours.days: `days` is missing"),
        (r#""hours": [{}]"#, "hours[0].days: `days` is missing"),
        (r#""hours": { "days": "" }"#, "hours.days: `` is no day of the week"),
        (r#""hours": { "days": "monday" }"#, "hours.days: `monday` is no day of the week"),
        (r#""hours": { "days": "mon, tue, mon" }"#, "hours.days: `mon` is written twice"),
        (r#""hours": { "days": "mon .. wed, tue" }"#, "hours.days: `tue` is written twice"),
        (r#""hours": { "days": "mon .. mon" }"#, "hours.days: `mon .. mon` is a range of one day"),
        (r#""hours": { "days": "mon ..", "from": "09:00", "to": "17:00" }"#, "hours.days: `` is no day of the week"),
        (r#""hours": { "days": "mon", "from": "09:00" }"#, "hours.to: `to` is missing"),
        (r#""hours": { "days": "mon", "to": "09:00" }"#, "hours.from: `from` is missing"),
        (r#""hours": { "days": "mon", "from": "9:00", "to": "17:00" }"#, "hours.from: `9:00` is not a time of the day"),
        (
            r#""hours": { "days": "mon", "from": "24:00", "to": "24:00" }"#,
            "hours.from: `24:00` is not a time of the day",
        ),
        (r#""hours": { "days": "mon", "from": "09:00", "to": "24:01" }"#, "hours.to: `24:01` is not a time of the day"),
        (r#""hours": { "days": "mon", "from": "09:00", "to": "09:60" }"#, "hours.to: `09:60` is not a time of the day"),
        (r#""hours": { "days": "mon", "from": "17:00", "to": "09:00" }"#, "hours.to: `09:00` is not after `17:00`"),
        (r#""hours": { "days": "mon", "from": "09:00", "to": "09:00" }"#, "hours.to: `09:00` is not after `09:00`"),
        (r#""hours": [{ "days": "mon" }, { "days": "sun .. tue" }]"#, "hours[1]: `mon` is written twice"),
        (
            r#""hours": [{ "days": "mon" }, { "days": "tue", "from": "09:00", "to": "10:00" }]"#,
            "hours[1]: this row has hours, and the rows before it have days alone",
        ),
        (
            r#""hours": [{ "days": "mon", "from": "09:00", "to": "12:00" }, { "days": "mon", "from": "11:59", "to": "13:00" }]"#,
            "hours[1]: `mon` has two working times that overlap",
        ),
        (r#""off": ["2026-01-01"]"#, "off: no `hours` say which weekdays are worked"),
        (r#""holidays": "china""#, "holidays: no `hours` say which weekdays are worked"),
        (r#""known": "2026-01-01 .. 2027-01-01""#, "known: no `hours` say which weekdays are worked"),
        (r#"WEEK, "holidays": "chine""#, "holidays: `chine` is none of `china`"),
        (r#"WEEK, "off": ["2026-02-30"]"#, "off[0]: there is no day `2026-02-30`"),
        (
            r#"WEEK, "off": ["2026-02-03 .. 2026-02-03"]"#,
            "off[0]: `2026-02-03 .. 2026-02-03` ends before its first day is over",
        ),
        (
            r#"WEEK, "off": ["2026-02-03 .. 2026-02-01"]"#,
            "off[0]: `2026-02-03 .. 2026-02-01` ends before its first day is over",
        ),
        (r#"WEEK, "off": ["2026-02-03", "2026-02-01 .. 2026-02-04"]"#, "off[1]: `2026-02-03` is off twice"),
        (
            r#"WEEK, "off": ["2026-02-01 .. 2026-02-09", "2026-02-03 .. 2026-02-04"]"#,
            "off[1]: `2026-02-03` is off twice",
        ),
        (r#"WEEK, "worked": ["2026-02-07", "2026-02-07"]"#, "worked[1]: `2026-02-07` is worked twice"),
        (r#"WEEK, "off": ["2026-02-07"], "worked": ["2026-02-07"]"#, "worked[0]: `2026-02-07` is both off and worked"),
        (r#"WEEK, "worked": ["2026-02-07 .. 2026-02-09"]"#, "worked[0]: `2026-02-07 .. 2026-02-09` is not a day"),
        (r#"WEEK, "known": "2026""#, "known: `2026` is not a range of days"),
        (
            r#"WEEK, "known": "2026-01-01 .. 2026-01-01""#,
            "known: `2026-01-01 .. 2026-01-01` ends before its first day is over",
        ),
    ];
    for (json, expected) in table {
        let (_, problems) = compiled(&format!("{{ {} }}", json.replace("WEEK", week)));
        let found: Vec<String> =
            problems.iter().map(|problem| format!("{}: {}", problem.place(), problem.message())).collect();
        assert_eq!(found, [expected], "{json}");
        assert!(problems.iter().all(|problem| problem.help().is_some()), "{json}");
    }
}

#[test]
fn neighbours_that_touch_do_not_contradict_each_other() {
    for json in [
        r#"{ "hours": [{ "days": "mon", "from": "09:00", "to": "12:00" }, { "days": "mon", "from": "12:00", "to": "13:00" }] }"#,
        r#"{ "hours": { "days": "mon .. sun", "from": "00:00", "to": "24:00" } }"#,
        r#"{ "hours": { "days": "mon .. fri" }, "off": ["2026-02-03 .. 2026-02-05", "2026-02-05"], "worked": ["2026-02-06"] }"#,
        "{}",
    ] {
        let (_, problems) = compiled(json);
        assert!(problems.is_empty(), "{json}: {problems}");
    }
    assert_eq!(compiled("{}").0, None, "nothing is assumed");
}

#[test]
fn there_are_limits() {
    let rows = |count: usize| {
        let rows = vec![r#"{ "days": "mon", "from": "09:00", "to": "10:00" }"#; count].join(",");
        compiled(&format!(r#"{{ "hours": [{rows}] }}"#)).1.to_string()
    };
    assert!(rows(ROWS_MAX + 1).contains("there are 101 rows of hours, more than 100"));
    assert!(!rows(ROWS_MAX).contains("more than"));
    let off = |count: usize| {
        let first = day("2000-01-01");
        let days: Vec<String> = first.iter_days().take(count).map(|day| format!("\"{day}\"")).collect();
        compiled(&format!(r#"{{ "hours": {{ "days": "mon" }}, "off": [{}] }}"#, days.join(","))).1.to_string()
    };
    assert!(off(EXCEPTIONS_MAX + 1).contains("off: there are 10001 entries, more than 10000"));
    assert_eq!(off(EXCEPTIONS_MAX), "");
}

#[test]
fn a_calendar_is_written_as_it_was_read() {
    for json in [
        r#"{"hours":{"days":"mon .. fri"},"off":["2025-12-25"],"worked":["2025-12-27"],"holidays":"china","known":"2025-01-01 .."}"#,
        r#"{"hours":[{"days":"mon","from":"09:00","to":"12:00"},{"days":"mon","from":"13:00","to":"18:00"}]}"#,
        "{}",
    ] {
        let mut problems = Problems::new();
        let read = CalendarDefinition::read(&from_json(json.as_bytes(), 10_000).unwrap(), At::root(), &mut problems);
        assert!(problems.is_empty(), "{problems}");
        assert_eq!(serde_json::to_string(&read).unwrap(), json);
    }
}

// --------------------------------------------------------------------------------------------------- in formulas

const PLAN: &str = r#"{ "attain": 1, "name": "Days", "currency": "CNY", "org": { "trees": { "sales": ["company"] } },
    "calendar": CALENDAR, "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
    "kpis": { "asked": { "formula": "FORMULA" } } }"#;

fn plan(calendar: &str, formula: &str) -> String {
    PLAN.replace("CALENDAR", calendar).replace("FORMULA", formula)
}

const CHINA: &str = r#"{ "hours": { "days": "mon .. fri" }, "holidays": "china" }"#;

#[test]
fn formulas_ask_for_working_days() {
    let table = [
        // formula, of whom, when, as of, what comes out
        ("period.workdays", "ann", "2026-02", "2026-12-31", "16 days"),
        ("period.workdays", "company", "2026", "2026-12-31", "248 days"),
        ("period.workdays", "ann", "2026-02-13 .. 2026-02-16", "2026-12-31", "2 days"),
        ("period.workdays", "ann", "2027-01", "2026-12-31", "undefined: the working days of 2027 are not known"),
        ("period.workdays / period.days", "ann", "2026-02", "2026-12-31", "4/7"),
        ("period.workdays[prior]", "ann", "2026-03", "2026-12-31", "16 days"),
        ("elapsed(days)", "company", "2026-04", "2026-03-31", "0"),
        ("elapsed(days)", "company", "2026-04", "2026-04-01", "1/30"),
        ("elapsed(days)", "company", "2026-04", "2026-04-29", "29/30"),
        ("elapsed(days)", "company", "2026-04", "2026-04-30", "1"),
        ("elapsed(days)", "company", "2026-04", "2026-05-01", "1"),
        ("elapsed(days)", "company", "2027-04", "2027-04-15", "0.5"),
        ("elapsed(workdays)", "company", "2026-02", "2026-01-31", "0"),
        ("elapsed(workdays)", "company", "2026-02", "2026-02-13", "0.625"),
        ("elapsed(workdays)", "company", "2026-02", "2026-02-14", "0.6875"),
        ("elapsed(workdays)", "company", "2026-02", "2026-02-23", "0.6875"),
        ("elapsed(workdays)", "company", "2026-02", "2026-02-27", "0.9375"),
        ("elapsed(workdays)", "company", "2026-02", "2026-02-28", "1"),
        ("elapsed(workdays)", "company", "2027-02", "2026-02-28", "undefined: the working days of 2027 are not known"),
        ("coalesce(elapsed(workdays), elapsed(days))", "company", "2027-04", "2027-04-15", "0.5"),
        // Ann joins on 10 April and leaves before 16 May 2026: 21 of 30 days, 15 of 31.
        ("active", "ann", "2026-03", "2026-12-31", "0"),
        ("active", "ann", "2026-04", "2026-12-31", "0.7"),
        ("active", "ann", "2026-05", "2026-12-31", "15/31"),
        ("active", "ann", "2026-06", "2026-12-31", "0"),
        ("active", "ann", "2026-04-10 .. 2026-05-16", "2026-12-31", "1"),
        ("active", "ann", "2026-Q2", "2026-12-31", "36/91"),
        ("3 * active", "ann", "2026-04", "2026-12-31", "2.1"),
        ("active", "company", "2026-04", "2026-12-31", "undefined: not a member at that time"),
    ];
    for (formula, who, time, as_of, expected) in table {
        let mut engine = engine(&plan(CHINA, formula));
        units(&mut engine, &[("company", "")]);
        member(&mut engine, "ann", "2026-04-10", "company", r#""until":"2026-05-16""#);
        let found = figure(&view(&engine, as_of), "asked", who, time);
        assert_eq!(found, expected, "{formula} of {who} in {time} as of {as_of}");
    }
}

#[test]
fn a_formula_that_asks_for_working_days_needs_a_week() {
    for formula in ["period.workdays", "elapsed(workdays)", "coalesce(period.workdays, 20 days)"] {
        let problems = Plan::from_json(plan("{}", formula).as_bytes()).unwrap_err();
        let found: Vec<&str> = problems.iter().map(|problem| problem.code().name()).collect();
        assert_eq!(found, ["rule.needed"], "{formula}: {problems}");
        assert!(problems.to_string().contains(r#"write `"hours": { "days": "mon .. fri" }` under `calendar`"#));
        // Where the week is written wrongly, that is said, and nothing else.
        let problems = Plan::from_json(plan(r#"{ "hours": { "days": "nomday" } }"#, formula).as_bytes()).unwrap_err();
        assert_eq!(problems.iter().count(), 1, "{formula}: {problems}");
        let problems = Plan::from_json(plan(r#"{ "off": ["2026-01-01"] }"#, formula).as_bytes()).unwrap_err();
        assert_eq!(problems.iter().count(), 1, "{formula}: {problems}");
    }
    for formula in ["elapsed(days)", "period.days", "active"] {
        assert!(Plan::from_json(plan("{}", formula).as_bytes()).is_ok(), "{formula}");
    }
}

#[test]
fn elapsed_is_told_of_what() {
    for formula in ["elapsed()", "elapsed(weeks)", "elapsed(days, workdays)", "elapsed(3)", "elapsed(period.days)"] {
        let problems = Plan::from_json(plan(CHINA, formula).as_bytes()).unwrap_err();
        let found: Vec<&str> = problems.iter().map(|problem| problem.code().name()).collect();
        assert_eq!(found, ["formula.arguments"], "{formula}: {problems}");
    }
}

#[test]
fn a_fiscal_calendar_has_its_working_days_with_it() {
    let calendar = FiscalCalendar::starting(7, 1).unwrap().with_working(china());
    let quarter = calendar.parse_period("FY2026-Q3").unwrap();
    assert_eq!(calendar.working().unwrap().workdays(quarter.span()), Ok(21 + 16 + 22));
    assert_eq!(FiscalCalendar::default().working(), None);
    assert_eq!(told(Err(Why::UnknownYear(2027))), "undefined: the working days of 2027 are not known");
    assert_eq!(Why::UnknownYear(2027).code(), "unknown_year");
    assert_eq!(attain::trace::why(&Why::UnknownYear(2027), attain::trace::Language::Chinese), "2027 年的工作日未知");
}
