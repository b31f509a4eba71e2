//! On which day an instant falls, and what an engine makes of it.

#![cfg(feature = "json")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use attain::calendar::Zone;
use attain::engine::Engine;
use attain::log::Admission;
use attain::plan::Plan;
use chrono::{DateTime, Utc};

use common::{engine, figure, record, view};

fn instant(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

fn zone(text: &str) -> Zone {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

/// A plan in a zone, and ann.
fn told(timezone: &str) -> Engine {
    let timezone = if timezone.is_empty() { String::new() } else { format!(r#""timezone": "{timezone}","#) };
    let instants = if timezone.is_empty() { "date" } else { "instant" };
    let mut engine = engine(&format!(
        r#"{{
        "attain": 1, "name": "Zones", "currency": "USD", {timezone}
        "org": {{ "trees": {{ "sales": ["company"] }} }},
        "facts": {{
            "order": {{ "whose": "rep",
                        "fields": {{ "rep": "person", "amount": "money", "due_on": "date", "arrived_at": "{instants}" }} }},
            "call": {{ "on": "called_at", "id": ["rep", "called_at"], "whose": "rep",
                       "fields": {{ "rep": "person", "called_at": "{instants}" }} }} }},
        "kpis": {{
            "revenue": {{ "formula": "sum(order.amount)" }}, "calls": {{ "formula": "count(call)" }},
            "arrived": {{ "formula": "count(order where arrived_at is present)" }},
            "late": {{ "formula": "count(order where arrived_at > due_on)" }},
            "latest": {{ "formula": "max(order.arrived_at)" }},
            "on_the_way": {{ "formula": "sum(order.arrived_at - order.on)" }} }}
    }}"#
    ));
    common::units(&mut engine, &[("company", "")]);
    common::member(&mut engine, "ann", "2020-01-01", "company", "");
    engine
}

fn refused(engine: &mut Engine, line: &str) -> String {
    match engine.record_jsonl(line.as_bytes(), None).remove(0) {
        Admission::Refused(refusals) => refusals.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
        other => format!("{other:?}"),
    }
}

fn order(id: &str, more: &str) -> String {
    format!(r#"{{"kind":"order","id":"{id}","rep":"ann","amount":"100",{more}}}"#)
}

#[test]
fn fixed_offsets_are_known_in_every_build() {
    for (text, printed, at, day) in [
        ("UTC", "UTC", "2025-03-31T23:59:59.999999Z", "2025-03-31"),
        ("+00:00", "UTC", "2025-04-01T00:00:00Z", "2025-04-01"),
        ("-00:00", "UTC", "2025-04-01T00:00:00Z", "2025-04-01"),
        ("+07:00", "+07:00", "2025-03-31T16:59:59Z", "2025-03-31"),
        ("+07:00", "+07:00", "2025-03-31T17:00:00Z", "2025-04-01"),
        ("+05:30", "+05:30", "2025-03-31T18:29:59Z", "2025-03-31"),
        ("+05:30", "+05:30", "2025-03-31T18:30:00Z", "2025-04-01"),
        ("-03:30", "-03:30", "2025-04-01T03:29:59Z", "2025-03-31"),
        ("-03:30", "-03:30", "2025-04-01T03:30:00Z", "2025-04-01"),
        ("+14:00", "+14:00", "2025-12-31T10:00:00Z", "2026-01-01"),
        ("-12:00", "-12:00", "2026-01-01T11:59:59Z", "2025-12-31"),
        // What is written with another offset is the same instant.
        ("+07:00", "+07:00", "2025-03-31T23:30:00+07:00", "2025-03-31"),
        ("+07:00", "+07:00", "2025-03-31T23:30:00+08:00", "2025-03-31"),
        ("+07:00", "+07:00", "2025-03-31T23:30:00+06:00", "2025-04-01"),
    ] {
        assert_eq!(zone(text).to_string(), printed);
        assert_eq!(zone(text).day(instant(at)).unwrap().to_string(), day, "{at} in {text}");
    }
    assert_eq!(zone("+01:00").day(instant("9999-12-31T23:00:00Z")), None, "in the year 10000");
    assert_eq!(zone("-01:00").day(instant("0001-01-01T00:59:59Z")), None, "in the year 0");
}

#[test]
fn what_is_no_offset_is_told_so() {
    for text in ["+8", "+0800", "+08:60", "+8:00", "+15:00", "-12:30", "+14:01", "08:00", "+aa:00", "+１:00"] {
        let error = text.parse::<Zone>().unwrap_err();
        assert_eq!(error.to_string(), format!("`{text}` is no offset from UTC"));
        assert_eq!(error.help(), "write it as `+08:00`, from `-12:00` to `+14:00`");
    }
}

#[cfg(not(feature = "zones"))]
#[test]
fn without_the_database_a_name_is_refused_with_a_remedy() {
    let plan = |timezone: &str| {
        let plan = format!(
            r#"{{ "attain": 1, "name": "P", "currency": "EUR", "timezone": "{timezone}", "org": {{ "trees": {{ "s": ["c"] }} }} }}"#
        );
        Plan::from_json(plan.as_bytes()).map(drop).map_err(|problems| problems.to_string())
    };
    assert_eq!(
        plan("Europe/Berlin").unwrap_err(),
        "timezone: `Europe/Berlin` is the name of a time zone, and this build knows none by name\n  help: build with the feature `zones`, or write a fixed offset such as `+08:00`"
    );
    assert_eq!((plan("UTC"), plan("+08:00")), (Ok(()), Ok(())));
}

#[cfg(feature = "zones")]
#[test]
fn days_begin_at_local_midnight_on_both_sides_of_every_change_of_clocks() {
    for (name, at, offset, day) in [
        // 23 hours: at 2:00 the clocks go to 3:00.
        ("America/Los_Angeles", "2025-03-09T07:59:59Z", -8 * 3_600, "2025-03-08"),
        ("America/Los_Angeles", "2025-03-09T08:00:00Z", -8 * 3_600, "2025-03-09"),
        ("America/Los_Angeles", "2025-03-09T09:59:59Z", -8 * 3_600, "2025-03-09"),
        ("America/Los_Angeles", "2025-03-09T10:00:00Z", -7 * 3_600, "2025-03-09"),
        ("America/Los_Angeles", "2025-03-10T06:59:59Z", -7 * 3_600, "2025-03-09"),
        ("America/Los_Angeles", "2025-03-10T07:00:00Z", -7 * 3_600, "2025-03-10"),
        // 25 hours: at 2:00 they go back to 1:00.
        ("America/Los_Angeles", "2025-11-02T06:59:59Z", -7 * 3_600, "2025-11-01"),
        ("America/Los_Angeles", "2025-11-02T08:59:59Z", -7 * 3_600, "2025-11-02"),
        ("America/Los_Angeles", "2025-11-02T09:00:00Z", -8 * 3_600, "2025-11-02"),
        ("America/Los_Angeles", "2025-11-03T07:59:59Z", -8 * 3_600, "2025-11-02"),
        ("America/Los_Angeles", "2025-11-03T08:00:00Z", -8 * 3_600, "2025-11-03"),
        ("Europe/Berlin", "2025-03-29T22:59:59Z", 3_600, "2025-03-29"),
        ("Europe/Berlin", "2025-03-29T23:00:00Z", 3_600, "2025-03-30"),
        ("Europe/Berlin", "2025-03-30T00:59:59Z", 3_600, "2025-03-30"),
        ("Europe/Berlin", "2025-03-30T01:00:00Z", 7_200, "2025-03-30"),
        ("Europe/Berlin", "2025-03-30T22:00:00Z", 7_200, "2025-03-31"),
        ("Europe/Berlin", "2025-10-26T00:59:59Z", 7_200, "2025-10-26"),
        ("Europe/Berlin", "2025-10-26T01:00:00Z", 3_600, "2025-10-26"),
        ("Europe/Berlin", "2025-10-26T22:59:59Z", 3_600, "2025-10-26"),
        ("Europe/Berlin", "2025-10-26T23:00:00Z", 3_600, "2025-10-27"),
        ("Asia/Kolkata", "2025-03-31T18:29:59Z", 19_800, "2025-03-31"),
        ("Asia/Kolkata", "2025-03-31T18:30:00Z", 19_800, "2025-04-01"),
        // Half an hour: 24.5 and 23.5 hours.
        ("Australia/Lord_Howe", "2025-04-05T13:00:00Z", 39_600, "2025-04-06"),
        ("Australia/Lord_Howe", "2025-04-05T14:59:59Z", 39_600, "2025-04-06"),
        ("Australia/Lord_Howe", "2025-04-05T15:00:00Z", 37_800, "2025-04-06"),
        ("Australia/Lord_Howe", "2025-04-06T13:29:59Z", 37_800, "2025-04-06"),
        ("Australia/Lord_Howe", "2025-04-06T13:30:00Z", 37_800, "2025-04-07"),
        ("Australia/Lord_Howe", "2025-10-04T15:29:59Z", 37_800, "2025-10-05"),
        ("Australia/Lord_Howe", "2025-10-04T15:30:00Z", 39_600, "2025-10-05"),
        ("Australia/Lord_Howe", "2025-10-05T12:59:59Z", 39_600, "2025-10-05"),
        ("Australia/Lord_Howe", "2025-10-05T13:00:00Z", 39_600, "2025-10-06"),
        // The day that was left out.
        ("Pacific/Apia", "2011-12-30T09:59:59Z", -36_000, "2011-12-29"),
        ("Pacific/Apia", "2011-12-30T10:00:00Z", 50_400, "2011-12-31"),
        ("Asia/Bangkok", "2025-03-31T16:59:59Z", 25_200, "2025-03-31"),
        ("Asia/Bangkok", "2025-03-31T17:00:00Z", 25_200, "2025-04-01"),
        // By the rule that goes on for ever, and before there were zones.
        ("America/Los_Angeles", "2100-07-01T06:59:59Z", -7 * 3_600, "2100-06-30"),
        ("Europe/Berlin", "2500-07-01T22:00:00Z", 7_200, "2500-07-02"),
        ("Europe/Berlin", "2500-12-01T22:59:59Z", 3_600, "2500-12-01"),
        ("Europe/Berlin", "1799-12-31T23:06:31Z", 3_208, "1799-12-31"),
        ("Europe/Berlin", "1799-12-31T23:06:32Z", 3_208, "1800-01-01"),
        ("Etc/UTC", "2025-03-31T23:59:59Z", 0, "2025-03-31"),
    ] {
        assert_eq!(zone(name).offset(instant(at)), Some(offset), "{at} in {name}");
        assert_eq!(zone(name).day(instant(at)).unwrap().to_string(), day, "{at} in {name}");
        assert_eq!(zone(name).to_string(), name);
    }
}

#[cfg(feature = "zones")]
#[test]
fn every_zone_has_a_day_for_every_instant() {
    let names: Vec<&str> = Zone::names().collect();
    assert!(names.len() > 400, "{}", names.len());
    for name in names {
        let zone = zone(name);
        for year in (2..9_999).step_by(7) {
            let at = instant(&format!("{year:04}-06-30T12:00:00Z"));
            let (offset, day) = (zone.offset(at).unwrap(), zone.day(at).unwrap());
            // The widest that ever was: Manila and Juneau, before the date line had settled.
            assert!(offset.abs() < 16 * 3_600, "{name} {year} {offset}");
            assert!((day - at.date_naive()).num_days().abs() <= 1, "{name} {year} {day}");
        }
    }
}

#[cfg(feature = "zones")]
#[test]
fn a_name_that_is_not_known_is_told_the_nearest() {
    for (text, help) in [
        ("Europe/Berlim", "did you mean `Europe/Berlin`?"),
        ("europe/berlin", "did you mean `Europe/Berlin`?"),
        ("Asia/Shangai", "did you mean `Asia/Shanghai`?"),
        ("", "write a name of the IANA database such as `Europe/Berlin`, `UTC`, or a fixed offset such as `+08:00`"),
    ] {
        let error = text.parse::<Zone>().unwrap_err();
        assert_eq!((error.to_string(), error.help()), (format!("there is no time zone `{text}`"), help.to_owned()));
    }
}

#[test]
fn a_local_evening_stays_in_its_month_and_a_local_morning_too() {
    let mut zones = vec!["+07:00"];
    zones.extend(cfg!(feature = "zones").then_some("Asia/Bangkok"));
    for name in zones {
        let mut engine = told(name);
        record(&mut engine, &order("evening", r#""at":"2025-03-31T23:30:00+07:00""#));
        record(&mut engine, &order("evening in UTC", r#""at":"2025-03-31T16:30:00Z""#));
        record(&mut engine, &order("morning", r#""at":"2025-04-01T06:30:00+07:00""#));
        record(&mut engine, &order("new year", r#""at":"2025-01-01T00:00:00+07:00""#));
        record(&mut engine, &order("a day is a day", r#""on":"2025-04-01""#));
        let view = view(&engine, "2025-12-31");
        let months = ["2024-Q4", "2025-01", "2025-03", "2025-04"].map(|time| figure(&view, "revenue", "ann", time));
        assert_eq!(months, ["0", "100", "200", "200"], "{name}");
    }
}

#[test]
fn an_instant_and_a_day_must_agree() {
    let mut engine = told("+07:00");
    record(&mut engine, &order("both", r#""on":"2025-04-01","at":"2025-03-31T17:00:00Z""#));
    assert_eq!(
        refused(&mut engine, &order("x", r#""on":"2025-03-31","at":"2025-03-31T17:00:00Z""#)),
        "on: two days are written: 2025-03-31 and 2025-04-01 (where the plan is: +07:00)\n  help: keep one"
    );
    // The instant is kept, so without it, or with another, it is another entry.
    let differs = |field: &str| Admission::ExistsDifferently { field: field.into() };
    let again = |engine: &mut Engine, more: &str| engine.record_jsonl(order("both", more).as_bytes(), None).remove(0);
    assert_eq!(again(&mut engine, r#""at":"2025-04-01T00:00:00.000000+07:00""#), Admission::Exists);
    assert_eq!(again(&mut engine, r#""at":"2025-03-31T17:00:00.000001Z""#), differs("at"));
    assert_eq!(again(&mut engine, r#""on":"2025-04-01""#), differs("at"));
    assert_eq!(again(&mut engine, r#""on":"2025-04-02""#), differs("on"));
    let kept = engine.log().entry(engine.log().len() - 1).unwrap();
    assert_eq!(kept.get("at").unwrap().as_text(), Some("2025-03-31T17:00:00Z"));
    assert_eq!(kept.get("on"), None);
    assert_eq!(engine.record(kept), Admission::Exists);
}

#[test]
fn refusals_teach() {
    assert_eq!(
        refused(&mut told(""), &order("x", r#""at":"2025-03-31T17:00:00Z""#)),
        "at: the plan has no time zone in which an instant has a day\n  help: declare `timezone` in the plan, or write the day: `on`"
    );
    let mut engine = told("+07:00");
    for (at, expected) in [
        (
            "2025-03-31T17:00:00",
            "at: `2025-03-31T17:00:00` is no moment\n  help: write it with its zone: `2025-08-04T09:30:00Z` or `2025-08-04T17:30:00+08:00`",
        ),
        (
            "2025-03-31T17:00:00.0000001Z",
            "at: `2025-03-31T17:00:00.0000001Z` is finer than a microsecond\n  help: write at most six decimals",
        ),
        (
            "2016-12-31T23:59:60Z",
            "at: `2016-12-31T23:59:60Z` is a leap second, which no clock tells apart\n  help: write the second before or after it",
        ),
        ("9999-12-31T23:59:59Z", "at: in +07:00 this is outside the years 1 to 9999"),
    ] {
        assert_eq!(refused(&mut engine, &order("x", &format!(r#""at":"{at}""#))), expected);
    }
    let field = r#""on":"2025-03-31","arrived_at":"yesterday""#;
    assert!(refused(&mut engine, &order("x", field)).starts_with("arrived_at: `yesterday` is no moment"));
}

#[test]
fn a_field_of_instants_is_a_day_in_formulas() {
    let mut engine = told("+07:00");
    let lines = [
        // 1 April in Bangkok, on time only if it were 31 March.
        order("o1", r#""on":"2025-03-30","due_on":"2025-03-31","arrived_at":"2025-03-31T17:00:00.000001Z""#),
        order("o2", r#""on":"2025-03-30","due_on":"2025-03-31","arrived_at":"2025-03-31T16:59:59.999999Z""#),
        order("o3", r#""on":"2025-03-30","due_on":"2025-03-31""#),
    ];
    record(&mut engine, &lines.join("\n"));
    let seen = view(&engine, "2025-12-31");
    for (kpi, expected) in [("arrived", "2"), ("late", "1"), ("latest", "undefined: `arrived_at` is missing")] {
        assert_eq!(figure(&seen, kpi, "ann", "2025-03"), expected, "{kpi}");
    }
    record(&mut engine, r#"{"kind":"order","id":"c","retracts":"o3"}"#);
    let seen = view(&engine, "2025-12-31");
    assert_eq!(figure(&seen, "latest", "ann", "2025-03"), "2025-04-01");
    assert_eq!(figure(&seen, "on_the_way", "ann", "2025-03"), "3 days", "two days and one");
    let standing = engine.log().standing(engine.log().len());
    let (kind, fields) = engine.plan().kinds().find("order").unwrap();
    let (field, _) = fields.field("arrived_at").unwrap();
    let kept: Vec<_> =
        standing.facts(kind).map(|fact| fact.instant(field).unwrap().timestamp_subsec_micros()).collect();
    assert_eq!(kept, [1, 999_999]);
}

#[test]
fn an_instant_goes_by_the_name_that_its_kind_has_for_it() {
    let mut engine = told("+07:00");
    let call = r#"{"kind":"call","rep":"ann","called_at":"2025-03-31T17:00:00Z"}"#;
    record(&mut engine, call);
    assert!(engine.log().find("ann/2025-03-31T17:00:00Z").is_some(), "an id made of the instant");
    record(&mut engine, r#"{"kind":"call","id":"c2","rep":"ann","at":"2025-03-31T17:30:00Z"}"#);
    record(&mut engine, r#"{"kind":"call","id":"c3","rep":"ann","on":"2025-04-01"}"#);
    assert_eq!(engine.record_jsonl(call.as_bytes(), None), [Admission::Exists]);
    assert_eq!(
        refused(&mut engine, &call.replace(r#""rep""#, r#""at":"2025-03-31T17:00:01Z","rep""#)),
        "at: two instants of 2025-04-01 are written\n  help: keep one"
    );
    let seen = view(&engine, "2025-12-31");
    assert_eq!(
        (figure(&seen, "calls", "ann", "2025-03"), figure(&seen, "calls", "ann", "2025-04")),
        ("0".into(), "3".into())
    );
    let second = engine.log().standing(engine.log().len());
    let (kind, _) = engine.plan().kinds().find("call").unwrap();
    let times: Vec<_> = second.facts(kind).map(|fact| fact.at().map(|at| format!("{at:?}"))).collect();
    assert_eq!(times, [Some("2025-03-31T17:00:00Z".to_owned()), Some("2025-03-31T17:30:00Z".to_owned()), None]);
}

#[test]
fn a_return_and_a_membership_may_have_instants_too() {
    let mut engine = told("+07:00");
    record(
        &mut engine,
        r#"{"kind":"membership","id":"bob","at":"2025-03-31T17:00:00Z","who":"bob","unit":"company"}
{"kind":"order","id":"o1","on":"2025-04-01","rep":"bob","amount":"10"}
{"kind":"order","id":"b1","at":"2025-04-30T17:00:00Z","reverses":"o1"}"#,
    );
    let seen = view(&engine, "2025-12-31");
    let months = ["2025-03", "2025-04", "2025-05"].map(|time| figure(&seen, "revenue", "bob", time));
    assert_eq!(months, ["0", "10", "-10"]);
}

#[test]
fn authors_are_told_what_an_instant_needs() {
    let told = |head: &str, ty: &str| -> Vec<String> {
        let plan = format!(
            r#"{{ "attain": 1, "name": "P", "currency": "EUR", {head} "org": {{ "trees": {{ "s": ["c"] }} }},
                  "facts": {{ "order": {{ "fields": {{ "closed": "{ty}" }} }} }} }}"#
        );
        let problems = Plan::from_json(plan.as_bytes()).err().unwrap_or_default();
        let told = problems.iter().map(|problem| {
            let help = problem.help().unwrap_or_default();
            format!("{} {}: {} [{help}]", problem.place(), problem.code(), problem.message())
        });
        told.collect()
    };
    assert_eq!(told(r#""timezone": "UTC","#, "instant"), [""; 0]);
    assert_eq!(told("", "date"), [""; 0]);
    assert_eq!(
        told("", "instant"),
        [
            "facts.order.fields.closed plan.conflict: an instant falls on a day only in a time zone, and the plan has none [write `\"timezone\": \"+08:00\"` at the head of the plan, or let the field be a `date`]"
        ]
    );
    assert_eq!(
        told(r#""timezone": "+8","#, "instant"),
        ["timezone value.invalid: `+8` is no offset from UTC [write it as `+08:00`, from `-12:00` to `+14:00`]"]
    );
    assert_eq!(told(r#""timezone": 8,"#, "instant").len(), 1, "only that it is no text");
}
