//! Who is away, and who approves for them meanwhile: in pipelines and of targets.

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
use attain::engine::{MoveVerdict, WantedMove};
use attain::report::{json, move_verdict};
use attain::trace::Language;
use common::{engine, member, record, units, view};

/// Deals of ann go from lead to won with the approval of legal (lea, lou) and of finance (fay), for which nobody else may.
fn company() -> Engine {
    let mut engine = engine(
        r#"{ "attain": 1, "name": "Away", "currency": "EUR", "rules": { "rounding": { "to": "1", "mode": "half_up" } },
        "org": { "trees": { "sales": ["company"] }, "person": { "role": "text" }, "may_set": "actor.role = \"director\"" },
        "records": { "deal": { "whose": "owner", "pipeline": "p", "fields": { "owner": "person" } } },
        "pipelines": { "p": { "mode": "enforce", "who": "owner", "moves": { "skip": true, "back": false, "lost_from": "any", "reopen": false },
            "stages": [ { "id": "lead", "kind": "open" }, { "id": "won", "kind": "won" }, { "id": "lost", "kind": "lost" } ],
            "edges": [ { "from": "lead", "to": "won", "approve": [ { "as": "legal" }, { "as": "finance" } ] } ] } },
        "kpis": { "deals": { "formula": "count(deal)" } }, "targets": { "deals": { "grain": "month", "unit_is": "own", "transfer": "stay" } } }"#,
    );
    units(&mut engine, &[("company", "")]);
    for (who, role) in
        [("ann", "rep"), ("bob", "rep"), ("lea", "legal"), ("fay", "finance"), ("dan", "director"), ("max", "rep")]
    {
        member(&mut engine, who, "2025-01-01", "company", &format!(r#""role":"{role}""#));
    }
    record(&mut engine, r#"{"kind":"deal","id":"d1","on":"2026-03-02","owner":"ann"}"#);
    engine
}

fn away(engine: &mut Engine, id: &str, who: &str, days: (&str, &str), acts: &str) {
    let (from, until) = days;
    let until = if until.is_empty() { String::new() } else { format!(r#","until":"2026-{until}""#) };
    let acts = if acts.is_empty() { String::new() } else { format!(r#","acts":"{acts}""#) };
    record(engine, &format!(r#"{{"kind":"away","id":"{id}","on":"2026-{from}","who":"{who}"{until}{acts}}}"#));
}

fn says(engine: &mut Engine, day: &str, by: &str, role: &str, answer: &str) {
    let id = format!("{by} {role} {answer} {day}");
    record(
        engine,
        &format!(
            r#"{{"kind":"approve","id":"{id}","on":"2026-{day}","of":"d1","as":"{role}","answer":"{answer}","by":"{by}"}}"#
        ),
    );
}

fn check(engine: &Engine, day: &str) -> MoveVerdict {
    let at = parse_day(&format!("2026-{day}")).unwrap().and_hms_opt(12, 0, 0).unwrap();
    let wanted = WantedMove { record: "d1", to: "won", by: Some("ann"), at, overrides: None };
    view(engine, &format!("2026-{day}")).check_move(&wanted).unwrap()
}

fn reasons(engine: &Engine, day: &str) -> String {
    check(engine, day).reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

#[test]
fn who_acts_approves_on_the_days_of_the_absence_alone() {
    // Lea is away from the 10th, and back on the 20th.
    for (day, expected) in [
        ("03-09", "legal has not approved it; finance has not approved it"),
        ("03-10", "finance has not approved it"),
        ("03-19", "finance has not approved it"),
        ("03-20", "legal has not approved it; finance has not approved it"),
    ] {
        let mut engine = company();
        away(&mut engine, "v1", "lea", ("03-10", "03-20"), "max");
        says(&mut engine, day, "max", "legal", "yes");
        assert_eq!(reasons(&engine, "03-30"), expected, "{day}");
    }
}

#[test]
fn the_verdict_and_the_log_agree_and_say_for_whom() {
    let mut engine = company();
    away(&mut engine, "v1", "lea", ("03-10", "03-20"), "max");
    says(&mut engine, "03-11", "max", "legal", "yes");
    let moves = r#"{"kind":"move","id":"m1","on":"2026-03-12","of":"d1","to":"won","by":"ann"}"#;
    let refused = engine.record_jsonl(moves.as_bytes(), None).remove(0).to_string();
    assert!(refused.contains("finance has not approved it") && !refused.contains("legal"), "{refused}");
    says(&mut engine, "03-11", "fay", "finance", "yes");
    let verdict = check(&engine, "03-12");
    assert_eq!(
        move_verdict(&verdict, Language::English),
        "d1: lead → won is allowed\napproved: legal (max for lea), finance (fay)\nopen: won, lost\n"
    );
    assert_eq!(
        move_verdict(&verdict, Language::Chinese),
        "d1：lead → won 允许\n已批准：legal（max 代 lea）、finance（fay）\n可移至：won、lost\n"
    );
    let written = json::move_verdict(&verdict, Language::English);
    let approved = r#""approved":[{"as":"legal","by":"max","for":"lea"},{"as":"finance","by":"fay"}]"#;
    assert!(written.contains(approved), "{written}");
    record(&mut engine, moves);
}

#[test]
fn nobody_approves_twice_and_nobody_their_own() {
    let mut engine = company();
    away(&mut engine, "v1", "lea", ("03-10", "03-20"), "max");
    away(&mut engine, "v2", "fay", ("03-10", "03-20"), "max");
    says(&mut engine, "03-11", "max", "legal", "yes");
    says(&mut engine, "03-11", "max", "finance", "yes");
    // Max acts for both, and gives one approval.
    assert_eq!(check(&engine, "03-12").reasons.len(), 1, "{}", reasons(&engine, "03-12"));
    // Ann owns the deal.
    let mut engine = company();
    away(&mut engine, "v1", "lea", ("03-10", "03-20"), "ann");
    says(&mut engine, "03-11", "ann", "legal", "yes");
    assert_eq!(reasons(&engine, "03-12"), "legal has not approved it; finance has not approved it");
}

#[test]
fn nobody_acts_for_who_answered_themselves_nor_for_who_acts_for_another_one() {
    let mut engine = company();
    away(&mut engine, "v1", "lea", ("03-10", "03-20"), "max");
    away(&mut engine, "v2", "max", ("03-10", "03-20"), "bob");
    // Bob acts for max, and not for lea.
    says(&mut engine, "03-11", "bob", "legal", "yes");
    assert!(reasons(&engine, "03-12").starts_with("legal has not approved it"));
    says(&mut engine, "03-12", "max", "legal", "yes");
    assert_eq!(reasons(&engine, "03-12"), "finance has not approved it");
    says(&mut engine, "03-13", "lea", "legal", "no");
    assert_eq!(reasons(&engine, "03-13"), "lea has refused it as legal; finance has not approved it");
    says(&mut engine, "03-14", "lea", "legal", "withdrawn");
    assert_eq!(reasons(&engine, "03-14"), "finance has not approved it");
    says(&mut engine, "03-15", "max", "legal", "no");
    assert_eq!(reasons(&engine, "03-15"), "max has refused it as legal; finance has not approved it");
}

#[test]
fn a_later_entry_for_the_same_person_says_otherwise() {
    let mut engine = company();
    away(&mut engine, "v1", "lea", ("03-10", ""), "max");
    // She is back on the 12th; on the 16th she leaves again, and bob acts.
    away(&mut engine, "v2", "lea", ("03-12", "03-12"), "");
    away(&mut engine, "v3", "lea", ("03-16", "03-18"), "bob");
    let acts = |day: &str, by: &str| {
        let mut engine = engine.clone();
        says(&mut engine, day, by, "legal", "yes");
        reasons(&engine, "03-30") == "finance has not approved it"
    };
    let found = ["03-11", "03-12", "03-16", "03-17", "03-18"].map(|day| (acts(day, "max"), acts(day, "bob")));
    assert_eq!(found, [(true, false), (false, false), (false, true), (false, true), (false, false)]);
    // It never was: then max acts on until somebody says otherwise.
    let mut engine = engine;
    record(&mut engine, r#"{"kind":"away","id":"v4","retracts":"v2"}"#);
    says(&mut engine, "03-15", "max", "legal", "yes");
    assert_eq!(reasons(&engine, "03-30"), "finance has not approved it");
}

#[test]
fn who_acts_approves_targets_that_others_ask_for() {
    let mut engine = company();
    away(&mut engine, "v1", "dan", ("03-10", "03-20"), "max");
    for (id, who, by) in [("t1", "ann", "ann"), ("t2", "max", "bob")] {
        record(
            &mut engine,
            &format!(
                r#"{{"kind":"target","id":"{id}","on":"2026-03-01","of":"deals","who":"{who}","period":"2026-04","amount":"5","by":"{by}"}}"#
            ),
        );
    }
    let waits = |engine: &Engine| view(engine, "2026-03-31").target_findings("deals").unwrap().len();
    assert_eq!(waits(&engine), 2);
    // Max does not approve what is said of his own targets.
    for (of, left) in [("t1", 1), ("t2", 1)] {
        record(
            &mut engine,
            &format!(r#"{{"kind":"approve","id":"y {of}","on":"2026-03-12","of":"{of}","answer":"yes","by":"max"}}"#),
        );
        assert_eq!(waits(&engine), left, "{of}");
    }
    record(&mut engine, r#"{"kind":"away","id":"v2","retracts":"v1"}"#);
    assert_eq!(waits(&engine), 2);
}

#[test]
fn what_makes_no_sense_is_refused() {
    let mut engine = company();
    for (fields, expected) in [
        (r#""until":"2026-03-20""#, "`away` has no `who`"),
        (r#""who":"lea","until":"2026-03-09""#, "who is away from 2026-03-10 on cannot be back on 2026-03-09"),
        (r#""who":"lea","acts":"lea""#, "whoever is away cannot act meanwhile"),
    ] {
        let line = format!(r#"{{"kind":"away","id":"x","on":"2026-03-10",{fields}}}"#);
        let said = engine.record_jsonl(line.as_bytes(), None).remove(0).to_string();
        assert!(said.starts_with("refused") && said.contains(expected), "{said}");
    }
}
