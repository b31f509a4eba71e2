//! Targets of accounts: records to which facts refer, or texts, whoever sells to them.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod common;

use attain::engine::query::{Nodes, Query};
use attain::engine::{Engine, View};
use attain::log::Admission;
use common::{engine, member, record, told, units, view, when, whose};

const PLAN: &str = r#"{
    "attain": 1, "name": "Accounts", "currency": "EUR",
    "rules": { "rounding": { "to": "1", "mode": "half_up", "odd": "first" }, "missing": "zero" },
    "org": { "trees": { "sales": ["company"] } },
    "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money", "account": "account" } } },
    "records": { "account": { "fields": { "industry": "text" } } },
    "kpis": { "revenue": { "formula": "sum(order.amount)" },
        "acme": { "formula": "attainment(revenue, account: \"acme\")" },
        "pace_of_acme": { "formula": "pace(revenue, account: \"acme\")" } },
    "targets": { "revenue": { "grain": "quarter", "unit_is": "own", "transfer": "days", "pace": "days", "fields": ["account"],
        "on_change": "respread", "split": [
            { "over": "account", "values": ["acme", "大华"], "by": "revenue[last_year year]" },
            { "over": "quarter", "by": "1" } ] } } }"#;

/// Ann and bob sell to acme and to 大华: 300 and 100 last year, and 30 to acme in the first quarter of this one.
fn company() -> Engine {
    let mut engine = engine(PLAN);
    units(&mut engine, &[("company", "")]);
    for account in ["acme", "大华"] {
        record(&mut engine, &format!(r#"{{"kind":"account","id":"{account}","on":"2022-01-01","industry":"steel"}}"#));
    }
    for who in ["ann", "bob"] {
        member(&mut engine, who, "2022-01-01", "company", "");
    }
    for (id, on, who, account, amount) in [
        ("o1", "2023-05-01", "ann", "acme", "200"),
        ("o2", "2023-05-02", "bob", "acme", "100"),
        ("o3", "2023-05-03", "bob", "大华", "100"),
        ("o4", "2024-02-01", "ann", "acme", "20"),
        ("o5", "2024-02-02", "bob", "acme", "10"),
    ] {
        record(
            &mut engine,
            &format!(
                r#"{{"kind":"order","id":"{id}","on":"{on}","rep":"{who}","account":"{account}","amount":"{amount}"}}"#
            ),
        );
    }
    record(
        &mut engine,
        r#"{"kind":"target","id":"t","on":"2023-12-31","of":"revenue","who":"company","period":"2024","amount":"400"}"#,
    );
    engine
}

fn figure(view: &View, text: &str, period: &str) -> String {
    let query = Query::new([text]).of(Nodes::keys(["company"])).during(when(view, period));
    told(view.table(&query).unwrap().rows.remove(0).cells.remove(0))
}

#[test]
fn an_account_has_a_target_that_is_attained_by_whoever_sells_to_it() {
    let engine = company();
    let view = view(&engine, "2024-03-31");
    assert_eq!(figure(&view, "target(revenue, account: \"acme\")", "2024"), "300");
    assert_eq!(figure(&view, "target(revenue, account: \"大华\")", "2024"), "100");
    assert_eq!(figure(&view, "acme", "2024-Q1"), "0.4", "30 of 75");
    // 91 of the 366 days of the year have passed: its first quarter, which is a fourth of the target.
    assert_eq!(figure(&view, "pace_of_acme", "2024-Q1"), "75");
    let rows = Query::new(["revenue", "target(revenue)"]).of(Nodes::keys(["company"])).during(when(&view, "2024-Q1"));
    let table = view.table(&rows.by("order.account")).unwrap();
    let rows: Vec<Vec<String>> = table.rows.iter().map(|row| row.cells.iter().cloned().map(told).collect()).collect();
    assert_eq!(rows, [["30", "75"], ["0", "25"]]);
}

#[test]
fn one_account_is_set_by_itself_and_an_unknown_one_is_refused() {
    let mut engine = company();
    let set = |id: &str, account: &str| {
        format!(
            r#"{{"kind":"target","id":"{id}","on":"2024-01-01","of":"revenue","who":"company","period":"2024-Q4","amount":"90","where":{{"account":"{account}"}}}}"#
        )
    };
    record(&mut engine, &set("t2", "acme"));
    let refused = engine.record_jsonl(set("t3", "nobody").as_bytes(), None).remove(0);
    assert!(matches!(refused, Admission::Refused(_)), "{refused:?}");
    let view = view(&engine, "2024-12-31");
    assert_eq!(figure(&view, "target(revenue, account: \"acme\")", "2024-Q4"), "90");
    let company = view.target("revenue", whose(&view, "company"), when(&view, "2024-Q4")).unwrap();
    assert_eq!(told(company.own), "115");
}
