//! Records that are given to somebody and released: whose they are from which day on, what that says of figures, of what is due and of
//! moves, and what is refused.

#![cfg(feature = "json")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod common;

use attain::Engine;
use attain::calendar::parse_day;
use attain::engine::WantedMove;
use attain::engine::due::DueQuery;
use attain::log::{Admission, Entry};
use common::{engine, figure, member, record, units, view};

const PLAN: &str = r#"{ "attain": 1, "name": "Leads", "currency": "EUR", "org": { "trees": { "sales": ["company", "team"] } },
    "facts": { "call": { "whose": "rep", "fields": { "rep": "person", "lead": "lead" } } },
    "records": { "lead": { "whose": "owner", "pipeline": "p", "touch": ["call"], "fields": { "owner": "person", "amount": "money" },
            "timers": [ { "id": "first", "starts": "assigned", "due": "1 day", "clock": "calendar", "stops": ["touched", "released"] },
                        { "id": "nobody", "starts": ["opened", "released"], "due": "2 days", "clock": "calendar", "stops": "assigned" } ] },
        "product": { "fields": { "price": "money" } } },
    "pipelines": { "p": { "mode": "enforce", "who": "owner", "moves": { "skip": true, "back": true, "lost_from": "any", "reopen": true },
        "stages": [ { "id": "new", "kind": "open" }, { "id": "won", "kind": "won" }, { "id": "lost", "kind": "lost" } ] } },
    "kpis": { "open": { "formula": "sum(lead.amount)" }, "leads": { "formula": "count(lead)" } } }"#;

fn company() -> Engine {
    let mut engine = engine(PLAN);
    units(&mut engine, &[("company", ""), ("north", "company"), ("south", "company")]);
    member(&mut engine, "ann", "2026-01-01", "north", "");
    member(&mut engine, "bob", "2026-01-01", "south", "");
    record(
        &mut engine,
        r#"{"kind":"lead","id":"l1","on":"2026-03-02","owner":"ann","amount":"100"}
        {"kind":"lead","id":"l2","on":"2026-03-02","amount":"250"}
        {"kind":"product","id":"bike","on":"2026-01-01","price":"5"}"#,
    );
    engine
}

fn say(engine: &mut Engine, line: &str) -> String {
    engine.record_jsonl(line.as_bytes(), None).remove(0).to_string()
}

/// Who owned a record from when on, as it is known now.
fn owners(engine: &Engine, key: &str) -> Vec<String> {
    let (lead, _) = engine.plan().kinds().find("lead").unwrap();
    let standing = engine.log().standing(engine.log().len());
    let record = standing.record_called(lead, key).unwrap();
    let who = |owner: Option<&attain::id::Key>| owner.map_or("nobody".to_owned(), ToString::to_string);
    record.owners().iter().map(|one| format!("{} {}", one.since.on, who(one.owner))).collect()
}

#[test]
fn whoever_is_given_a_record_has_it_from_that_day_on() {
    let mut engine = company();
    record(
        &mut engine,
        r#"{"kind":"assign","id":"a1","on":"2026-03-05","of":"l1","to":"bob","how":"route","route":"south","by":"eve","why":"moved"}
        {"kind":"assign","id":"a2","on":"2026-03-06","of":"l2","to":"ann","how":"claim"}
        {"kind":"release","id":"r1","on":"2026-03-10","of":"l1"}"#,
    );
    // Ann, bob, the north, the company: what is open in March as it stood on a day.
    let table = [
        ("2026-03-04", ["100", "0", "100", "100"]),
        ("2026-03-05", ["0", "100", "0", "100"]),
        ("2026-03-06", ["250", "100", "250", "350"]),
        ("2026-03-10", ["250", "0", "250", "250"]),
    ];
    for (on, expected) in table {
        let view = view(&engine, on);
        let found = ["ann", "bob", "north", "company"].map(|who| figure(&view, "open", who, "2026-03"));
        assert_eq!(found, expected.map(ToOwned::to_owned), "{on}");
    }
    assert_eq!(owners(&engine, "l1"), ["2026-03-02 ann", "2026-03-05 bob", "2026-03-10 nobody"]);
    assert_eq!(owners(&engine, "l2"), ["2026-03-06 ann"]);
    // Before it was known, it was ann's.
    let before = engine.log().find("a1").unwrap();
    let known = engine.view_at(parse_day("2026-03-31").unwrap(), before);
    assert_eq!(figure(&known, "open", "ann", "2026-03"), "100");
}

#[test]
fn every_assignment_is_listed_even_one_that_changes_nothing() {
    let mut engine = company();
    record(
        &mut engine,
        r#"{"kind":"release","id":"r1","on":"2026-03-03","of":"l2"}
        {"kind":"assign","id":"a1","on":"2026-03-04","of":"l2","to":"bob","how":"route","route":"south","by":"eve","why":"its region"}
        {"kind":"assign","id":"a2","on":"2026-03-05","of":"l2","to":"bob"}"#,
    );
    let (lead, _) = engine.plan().kinds().find("lead").unwrap();
    let standing = engine.log().standing(engine.log().len());
    let all = standing.record_called(lead, "l2").unwrap().assignments();
    let told: Vec<String> = all
        .iter()
        .map(|one| {
            let (to, by) = (one.to.map_or("nobody", |to| to.as_str()), one.by.map_or("-", |by| by.as_str()));
            let words =
                format!("{} {} {by} {}", one.how.unwrap_or("-"), one.route.unwrap_or("-"), one.why.unwrap_or("-"));
            format!("{} {to} {words} {}", one.since.entry, one.changes)
        })
        .collect();
    assert_eq!(told, ["r1 nobody - - - - false", "a1 bob route south eve its region true", "a2 bob - - - - false"]);
    assert_eq!(owners(&engine, "l2"), ["2026-03-03 nobody", "2026-03-04 bob"]);
}

#[test]
fn what_cannot_be_given_is_refused_or_waits() {
    let mut engine = company();
    let table = [
        (r#""kind":"assign","of":"l1""#, "refused: `assign` has no `to`"),
        (r#""kind":"assign","to":"bob""#, "refused: `assign` has no `of`"),
        (r#""kind":"release""#, "refused: `release` has no `of`"),
        (r#""kind":"assign","of":"l1","to":"bob","how":"gift""#, "refused: `gift` is no way to be given a record"),
        (r#""kind":"assign","of":"bike","to":"bob""#, "refused: records of the kind `product` have no owner"),
        (r#""kind":"release","of":"bike""#, "refused: records of the kind `product` have no owner"),
        (r#""kind":"assign","of":"l9","to":"bob""#, "waiting: `l9` does not stand yet"),
        (r#""kind":"assign","of":"unit north","to":"bob""#, "waiting: `unit north` cannot be named so"),
    ];
    for (at, (fields, expected)) in table.iter().enumerate() {
        let said = say(&mut engine, &format!(r#"{{"id":"x{at}","on":"2026-03-05",{fields}}}"#));
        assert!(
            said.starts_with(expected) || said.contains(expected.trim_start_matches("refused: ")),
            "{fields}: {said}"
        );
        assert_eq!(said.starts_with("refused"), expected.starts_with("refused"), "{fields}: {said}");
    }
    assert_eq!(owners(&engine, "l1"), ["2026-03-02 ann"]);
    // What waited counts once its record is there.
    record(&mut engine, r#"{"kind":"lead","id":"l9","on":"2026-03-05","amount":"1"}"#);
    assert_eq!(owners(&engine, "l9"), ["2026-03-05 bob"]);
}

#[test]
fn where_no_record_has_an_owner_nobody_is_given_one() {
    let mut engine = engine(
        r#"{ "attain": 1, "name": "None", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
          "records": { "product": { "fields": { "price": "money" } } } }"#,
    );
    let line = r#"{"kind":"assign","id":"a","on":"2026-03-05","of":"bike","to":"bob"}"#;
    assert_eq!(
        say(&mut engine, line),
        "refused: of: no kind of record of the plan has an owner\n  help: let `whose` of a kind of record name the field that holds its owner"
    );
}

#[test]
fn assignments_are_corrected_like_all_entries() {
    let mut engine = company();
    record(
        &mut engine,
        r#"{"kind":"assign","id":"a1","on":"2026-03-05","of":"l1","to":"bob"}
        {"kind":"assign","id":"a2","on":"2026-03-06","of":"l1","to":"bob","revises":"a1"}"#,
    );
    assert_eq!(owners(&engine, "l1"), ["2026-03-02 ann", "2026-03-06 bob"]);
    record(&mut engine, r#"{"kind":"assign","id":"a3","retracts":"a2"}"#);
    assert_eq!(owners(&engine, "l1"), ["2026-03-02 ann", "2026-03-05 bob"]);
    record(&mut engine, r#"{"kind":"assign","id":"a4","retracts":"a1"}"#);
    assert_eq!(owners(&engine, "l1"), ["2026-03-02 ann"]);
    // The record never was; what was said of it waits.
    record(&mut engine, r#"{"kind":"release","id":"a5","on":"2026-03-07","of":"l1"}"#);
    record(&mut engine, r#"{"kind":"lead","id":"x","retracts":"l1"}"#);
    assert!(engine.waiting().iter().any(|(id, _)| id.as_str() == "a5"));
}

fn due(engine: &Engine, day: &str) -> Vec<String> {
    let at = parse_day(day).unwrap().and_hms_opt(12, 0, 0).unwrap();
    let query = DueQuery::default().at(at).until(parse_day("2027-01-01").unwrap().into());
    let list = view(engine, day).due(&query).unwrap();
    let who = |owner: &Option<attain::id::Key>| owner.as_ref().map_or("nobody".to_owned(), ToString::to_string);
    list.rows
        .iter()
        .map(|row| format!("{} {} {} {}", row.record, row.timer, who(&row.owner), row.due.as_ref().unwrap().date()))
        .collect()
}

#[test]
fn timers_start_when_somebody_is_given_a_record_and_when_it_is_released() {
    let mut engine = company();
    assert_eq!(due(&engine, "2026-03-02"), ["l1 first ann 2026-03-03", "l2 nobody nobody 2026-03-04"]);
    record(
        &mut engine,
        r#"{"kind":"assign","id":"a1","on":"2026-03-03","of":"l2","to":"bob","how":"route"}
        {"kind":"call","id":"c1","on":"2026-03-03","rep":"ann","lead":"l1"}"#,
    );
    // Being given it is no follow-up: the timer of l2 runs.
    assert_eq!(due(&engine, "2026-03-03"), ["l2 first bob 2026-03-04"]);
    record(&mut engine, r#"{"kind":"release","id":"r1","on":"2026-03-06","of":"l2"}"#);
    assert_eq!(due(&engine, "2026-03-06"), ["l2 nobody nobody 2026-03-08"]);
    record(&mut engine, r#"{"kind":"assign","id":"a2","on":"2026-03-07","of":"l2","to":"ann","how":"claim"}"#);
    assert_eq!(due(&engine, "2026-03-07"), ["l2 first ann 2026-03-08"]);
}

#[test]
fn who_owns_it_moves_it() {
    let mut engine = company();
    let wanted = |by| WantedMove {
        record: "l1",
        to: "won",
        by: Some(by),
        at: parse_day("2026-03-05").unwrap().into(),
        overrides: None,
    };
    let may = |engine: &Engine, by| view(engine, "2026-03-05").check_move(&wanted(by)).unwrap().is_allowed();
    assert_eq!((may(&engine, "ann"), may(&engine, "bob")), (true, false));
    record(&mut engine, r#"{"kind":"assign","id":"a1","on":"2026-03-05","of":"l1","to":"bob"}"#);
    assert_eq!((may(&engine, "ann"), may(&engine, "bob")), (false, true));
    assert!(
        say(&mut engine, r#"{"kind":"move","id":"m1","on":"2026-03-05","of":"l1","to":"won","by":"ann"}"#)
            .starts_with("refused")
    );
    record(&mut engine, r#"{"kind":"move","id":"m2","on":"2026-03-05","of":"l1","to":"won","by":"bob"}"#);
}

#[test]
fn all_that_somebody_owns_is_handed_over_by_assignments() {
    let mut engine = company();
    member(&mut engine, "ann", "2026-04-01", "", "");
    let day = parse_day("2026-04-01").unwrap();
    let left = view(&engine, "2026-04-01").left_behind();
    assert_eq!(left.iter().map(|one| one.record.as_str()).collect::<Vec<_>>(), ["l1", "l2"]);
    let entries = view(&engine, "2026-04-01").hand_over("ann", "bob", day).unwrap();
    let expected = Entry::new("assign")
        .id("l1 from ann to bob on 2026-04-01")
        .on(day)
        .set("of", "l1")
        .set("to", "bob")
        .set("how", "hand");
    assert_eq!(entries, [expected]);
    assert_eq!(engine.record(entries[0].clone()), Admission::Counted);
    let left = view(&engine, "2026-04-01").left_behind();
    assert_eq!(left.iter().map(|one| one.record.as_str()).collect::<Vec<_>>(), ["l2"]);
}

#[test]
fn the_log_written_out_and_read_again_is_the_same() {
    let mut engine = company();
    record(
        &mut engine,
        r#"{"kind":"assign","id":"a1","on":"2026-03-05","of":"l1","to":"bob","how":"route","route":"south","by":"eve","why":"moved"}
        {"kind":"release","id":"r1","on":"2026-03-10","of":"l1"}"#,
    );
    let text = engine.to_jsonl();
    let mut other = Engine::new(engine.plan().clone());
    other.record_jsonl(text.as_bytes(), None);
    assert_eq!((other.to_jsonl(), owners(&other, "l1")), (text, owners(&engine, "l1")));
}
