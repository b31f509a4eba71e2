//! What somebody leaves behind: open records of leavers and of nobody, and the entries by which they are handed over.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod common;

use attain::Engine;
use attain::calendar::parse_day;
use attain::log::Admission;
use common::{engine, member, record, units, view};

const PLAN: &str = r#"{ "attain": 1, "name": "Leavers", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
    "records": { "deal": { "whose": "owner", "pipeline": "p", "fields": { "owner": "person", "amount": "money" } },
        "account": { "whose": "keeper", "fields": { "keeper": "person" } }, "product": { "fields": { "price": "money" } } },
    "pipelines": { "p": { "stages": [ { "id": "lead", "kind": "open" }, { "id": "won", "kind": "won" }, { "id": "lost", "kind": "lost" } ] } },
    "kpis": { "won": { "formula": "sum(deal.amount where stage = \"won\" on closed_on)" } } }"#;

/// Ann has two open deals, one that is won and an account; 李雷 one deal; one is nobody's. Ann leaves on 1 March.
fn company() -> Engine {
    let mut engine = engine(PLAN);
    units(&mut engine, &[("company", "")]);
    for who in ["ann", "bob", "李雷"] {
        member(&mut engine, who, "2026-01-01", "company", "");
    }
    member(&mut engine, "ann", "2026-03-01", "", "");
    for (id, more) in [
        ("d1", r#","owner":"ann","amount":"100""#),
        ("d2", r#","owner":"ann","amount":"200""#),
        ("d3", r#","owner":"ann","amount":"400""#),
        ("d4", r#","owner":"李雷","amount":"800""#),
        ("d5", r#","amount":"1600""#),
    ] {
        record(&mut engine, &format!(r#"{{"kind":"deal","id":"{id}","on":"2026-02-01"{more}}}"#));
    }
    record(
        &mut engine,
        r#"{"kind":"move","id":"m3","on":"2026-02-20","of":"d3","to":"won"}
        {"kind":"account","id":"acme","on":"2026-01-01","keeper":"ann"}
        {"kind":"product","id":"bike","on":"2026-01-01","price":"5"}"#,
    );
    engine
}

fn left(engine: &Engine, as_of: &str) -> Vec<String> {
    let left = view(engine, as_of).left_behind();
    let who = |one: &attain::engine::LeftBehind| one.owner.as_ref().map_or("nobody".to_owned(), ToString::to_string);
    left.iter()
        .map(|one| {
            let since = one.since.map(|since| since.to_string()).unwrap_or_default();
            let stage = one.stage.as_ref().map(ToString::to_string).unwrap_or_default();
            format!("{} {} {} {stage} {since}", one.kind, one.record, who(one))
        })
        .collect()
}

#[test]
fn what_nobody_sees_to_is_listed_from_the_day_on_which_somebody_is_gone() {
    let engine = company();
    assert_eq!(left(&engine, "2026-02-28"), ["deal d5 nobody lead "]);
    assert_eq!(
        left(&engine, "2026-03-01"),
        [
            "account acme ann  2026-03-01",
            "deal d1 ann lead 2026-03-01",
            "deal d2 ann lead 2026-03-01",
            "deal d5 nobody lead ",
        ]
    );
}

#[test]
fn all_that_is_open_is_handed_over_and_what_is_closed_stays() {
    let mut engine = company();
    let day = parse_day("2026-03-01").unwrap();
    let entries = view(&engine, "2026-03-01").hand_over("ann", "bob", day).unwrap();
    assert_eq!(entries.len(), 3);
    for entry in entries.clone() {
        assert_eq!(engine.record(entry.by("eve").why("ann has left")), Admission::Counted);
    }
    assert_eq!(left(&engine, "2026-03-01"), ["deal d5 nobody lead "]);
    // Recorded again, they are there already; asked for again, there is nothing left.
    for entry in entries {
        assert_eq!(engine.record(entry.by("eve").why("ann has left")), Admission::Exists);
    }
    assert!(view(&engine, "2026-03-01").hand_over("ann", "bob", day).unwrap().is_empty());
    // What ann won in February is hers.
    let view = view(&engine, "2026-03-31");
    let won = |who: &str| common::figure(&view, "won", who, "2026-02");
    assert_eq!((won("ann"), won("bob")), ("400".to_owned(), "0".to_owned()));
}

#[test]
fn nothing_is_handed_to_who_is_not_there() {
    let engine = company();
    let view = view(&engine, "2026-03-01");
    for (to, on) in [("nobody", "2026-03-01"), ("ann", "2026-03-01"), ("bob", "2025-12-31")] {
        assert!(view.hand_over("李雷", to, parse_day(on).unwrap()).is_err(), "{to}");
    }
    assert_eq!(view.hand_over("李雷", "bob", parse_day("2026-03-01").unwrap()).unwrap().len(), 1);
}
