//! Records of which several people have shares, in numbers that were worked out by hand.

#![cfg(feature = "json")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod common;

use attain::Engine;
use attain::engine::query::Drill;
use attain::log::Admission;
use common::{engine, figure, member, record, units, view, when, whose};

/// Two teams under a company; d1 (1000, won in May) and d2 (300) are ann's.
fn company() -> Engine {
    let mut engine = engine(
        r#"{ "attain": 1, "name": "Splits", "currency": "EUR", "org": { "trees": { "sales": ["company", "team"] } },
        "records": { "deal": { "whose": "owner", "pipeline": "p", "fields": { "owner": "person", "amount": "money", "odds": "ratio" } },
            "product": { "fields": { "price": "money" } } },
        "pipelines": { "p": { "stages": [ { "id": "lead", "kind": "open" }, { "id": "won", "kind": "won" }, { "id": "lost", "kind": "lost" } ] } },
        "kpis": { "all": { "formula": "sum(deal.amount)" }, "likely": { "formula": "sum(deal.amount * deal.odds)" },
            "helped": { "formula": "sum(deal.amount as overlay)" }, "deals": { "formula": "count(deal)" },
            "won": { "formula": "sum(deal.amount where stage = \"won\" on closed_on)" },
            "owned": { "formula": "sum(deal.amount whose owner)" }, "largest": { "formula": "max(deal.amount)" } } }"#,
    );
    units(&mut engine, &[("company", ""), ("north", "company"), ("south", "company")]);
    for (who, team) in [("ann", "north"), ("bob", "south"), ("cal", "south")] {
        member(&mut engine, who, "2026-01-01", team, "");
    }
    record(
        &mut engine,
        r#"{"kind":"deal","id":"d1","on":"2026-03-02","owner":"ann","amount":"1000","odds":"50%"}
        {"kind":"deal","id":"d2","on":"2026-03-02","owner":"ann","amount":"300","odds":"10%"}
        {"kind":"product","id":"bike","on":"2026-01-01","price":"5"}
        {"kind":"deal","id":"e1","on":"2026-03-10","of":"d1","credits":[{"who":"ann","share":"60%"},{"who":"bob","share":"40%"},{"who":"cal","share":"50%","as":"overlay"}]}"#,
    );
    engine
}

fn figures(engine: &Engine, on: &str, kpi: &str) -> Vec<String> {
    let view = view(engine, on);
    ["ann", "bob", "cal", "north", "south", "company"].map(|who| figure(&view, kpi, who, "2026-03")).to_vec()
}

#[test]
fn sums_are_of_shares_and_overlays_add_to_nobodys_total() {
    let engine = company();
    let table = [
        ("2026-03-09", "all", ["1300", "0", "0", "1300", "0", "1300"]),
        ("2026-03-10", "all", ["900", "400", "0", "900", "400", "1300"]),
        // 600 * 50 % + 300 * 10 %, 400 * 50 %.
        ("2026-03-10", "likely", ["330", "200", "0", "330", "200", "530"]),
        ("2026-03-10", "helped", ["0", "0", "500", "0", "500", "500"]),
        ("2026-03-10", "deals", ["2", "1", "0", "2", "1", "2"]),
        // What is not a sum is not shared.
        ("2026-03-10", "owned", ["1300", "0", "0", "1300", "0", "1300"]),
    ];
    for (on, kpi, expected) in table {
        assert_eq!(figures(&engine, on, kpi), expected, "{kpi} on {on}");
    }
    assert_eq!(figure(&view(&engine, "2026-03-10"), "largest", "bob", "2026-03"), "1000");
    // Before it was known, all of it was ann's.
    let known = engine.view_at(attain::calendar::parse_day("2026-03-31").unwrap(), engine.log().find("e1").unwrap());
    assert_eq!(figure(&known, "all", "bob", "2026-03"), "0");
}

#[test]
fn shares_hold_until_others_are_said_whoever_owns_the_record() {
    let mut engine = company();
    record(&mut engine, r#"{"kind":"assign","id":"a1","on":"2026-03-15","of":"d1","to":"cal"}"#);
    assert_eq!(figures(&engine, "2026-03-15", "all"), ["900", "400", "0", "900", "400", "1300"]);
    // An assignment may say the shares with the owner; overlays alone leave the rest to the owner.
    record(
        &mut engine,
        r#"{"kind":"assign","id":"a2","on":"2026-03-16","of":"d1","to":"bob","credits":[{"who":"ann","share":"1/3"},{"who":"cal","share":"2/3"}]}
        {"kind":"deal","id":"e2","on":"2026-03-17","of":"d2","credits":[{"who":"bob","share":"10%","as":"overlay"}]}"#,
    );
    let view = view(&engine, "2026-03-16");
    let value = |who| view.value("all", whose(&view, who), when(&view, "2026-03")).unwrap().unwrap().to_string();
    assert_eq!((value("company"), value("south")), ("1300".to_owned(), "2000/3".to_owned()));
    assert_eq!(figures(&engine, "2026-03-17", "helped"), ["0", "30", "0", "0", "30", "30"]);
    record(
        &mut engine,
        r#"{"kind":"deal","id":"e3","on":"2026-03-18","of":"d1","credits":[{"who":"bob","share":"100%"}]}"#,
    );
    assert_eq!(figures(&engine, "2026-03-18", "all"), ["300", "1000", "0", "300", "1000", "1300"]);
}

#[test]
fn what_was_won_stays_whose_it_was_on_that_day() {
    let mut engine = company();
    record(
        &mut engine,
        r#"{"kind":"move","id":"m1","on":"2026-03-12","of":"d1","to":"won"}
        {"kind":"deal","id":"e2","on":"2026-03-20","of":"d1","credits":[{"who":"cal","share":"100%"}]}"#,
    );
    assert_eq!(figures(&engine, "2026-03-31", "won"), ["600", "400", "0", "600", "400", "1000"]);
    assert_eq!(figures(&engine, "2026-03-31", "all"), ["300", "0", "1000", "300", "1000", "1300"]);
}

#[test]
fn shares_are_corrected_with_their_entry() {
    let mut engine = company();
    record(
        &mut engine,
        r#"{"kind":"deal","id":"e2","on":"2026-03-10","of":"d1","revises":"e1","credits":[{"who":"bob","share":"100%"}]}"#,
    );
    assert_eq!(figures(&engine, "2026-03-10", "all"), ["300", "1000", "0", "300", "1000", "1300"]);
    record(&mut engine, r#"{"kind":"deal","id":"e3","retracts":"e2"}"#);
    assert_eq!(figures(&engine, "2026-03-10", "all"), ["900", "400", "0", "900", "400", "1300"]);
    record(&mut engine, r#"{"kind":"deal","id":"e4","retracts":"e1"}"#);
    assert_eq!(figures(&engine, "2026-03-10", "all"), ["1300", "0", "0", "1300", "0", "1300"]);
}

#[test]
fn shares_that_make_no_whole_are_refused_and_so_are_those_of_what_nobody_owns() {
    let mut engine = company();
    let bob = |share: &str| format!(r#""credits":[{{"who":"bob","share":"{share}"}}]"#);
    for (fields, expected) in [
        (format!(r#""kind":"deal","of":"d1",{}"#, bob("90%")), "the direct shares make 90%, not 100%"),
        (format!(r#""kind":"assign","of":"d1","to":"bob",{}"#, bob("120%")), "the direct shares make 120%, not 100%"),
        (
            format!(r#""kind":"product","of":"bike",{}"#, bob("100%")),
            "only facts, and records that have owners, are credited",
        ),
        (
            format!(r#""kind":"release","of":"d1",{}"#, bob("100%")),
            "only facts, and records that have owners, are credited",
        ),
        (
            format!(r#""kind":"move","of":"d1","to":"won",{}"#, bob("100%")),
            "only facts, and records that have owners, are credited",
        ),
    ] {
        let line = format!(r#"{{"id":"x","on":"2026-03-11",{fields}}}"#);
        let Admission::Refused(refusals) = engine.record_jsonl(line.as_bytes(), None).remove(0) else {
            panic!("{line}")
        };
        assert!(
            refusals.iter().any(|one| one.code().name() == "entry.credits" && one.message() == expected),
            "{refusals:?}"
        );
    }
}

#[test]
fn the_records_behind_a_figure_are_told_with_the_share_and_the_log_is_written_as_it_was() {
    let engine = company();
    let view = view(&engine, "2026-03-31");
    let behind = view.entries(&Drill::new("all", whose(&view, "bob"), when(&view, "2026-03"))).unwrap();
    let told: Vec<String> =
        behind[0].entries.iter().map(|one| format!("{} {:?}", one.entry.id, one.entry.share)).collect();
    assert_eq!((behind[0].entries.len(), told[0].contains("d1")), (1, true), "{told:?}");
    assert_eq!(behind[0].entries[0].entry.share.to_string(), "0.4");
    let text = engine.to_jsonl();
    let mut other = Engine::new(engine.plan().clone());
    other.record_jsonl(text.as_bytes(), None);
    assert_eq!(other.to_jsonl(), text);
    assert_eq!(figures(&other, "2026-03-31", "all"), figures(&engine, "2026-03-31", "all"));
}
