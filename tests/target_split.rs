//! Targets that a plan cuts: over periods and members, set anew, adjusted, closed.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "a test may stop at the first surprise")]

mod common;

use attain::engine::{Engine, View};
use common::{engine, member, order, record, told, units, view, when, whose};

/// The company with the teams north (ann, bob) and south (cid), of whom ann sold 600 last year, bob 300, cid 100.
fn company(targets: &str) -> Engine {
    let plan = format!(
        r#"{{ "attain": 1, "name": "Split", "currency": "EUR",
             "rules": {{ "rounding": {{ "to": "1", "mode": "half_up", "odd": "first" }}, "missing": "zero" }},
             "org": {{ "trees": {{ "sales": ["company", "team"] }}, "person": {{ "fte": "number" }} }},
             "facts": {{ "order": {{ "whose": "rep", "fields": {{ "rep": "person", "amount": "money" }} }} }},
             "tables": {{ "season": {{ "keys": ["index"], "read": "only", "rows": [
                 {{ "index": [1, 2, 3], "weight": 20 }}, {{ "index": 4, "weight": 40 }} ] }} }},
             "kpis": {{ "revenue": {{ "formula": "sum(order.amount)" }} }},
             "targets": {{ "revenue": {{ "grain": "quarter", "unit_is": "own", "transfer": "days", {targets} }} }} }}"#
    );
    let mut engine = engine(&plan);
    units(&mut engine, &[("company", ""), ("north", "company"), ("south", "company")]);
    for (who, unit, sold) in [("ann", "north", "600"), ("bob", "north", "300"), ("cid", "south", "100")] {
        member(&mut engine, who, "2023-01-01", unit, r#""fte":1"#);
        order(&mut engine, who, "2023-06-01", sold);
    }
    engine
}

const SPLIT: &str = r#""on_change": "respread", "split": [
    { "over": "quarter", "by": "season(period.index)" },
    { "over": "members", "by": "revenue[last_year year]" } ]"#;

fn set(engine: &mut Engine, id: &str, on: &str, who: &str, period: &str, amount: &str) {
    let line = format!(
        r#"{{"kind":"target","id":"{id}","on":"{on}","of":"revenue","who":"{who}","period":"{period}","amount":"{amount}"}}"#
    );
    record(engine, &line);
}

/// What each has in the quarters of 2024, and in the year.
fn row(view: &View, who: &str) -> [String; 5] {
    ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4", "2024"]
        .map(|period| told(view.target("revenue", whose(view, who), when(view, period)).unwrap().counts))
}

#[track_caller]
fn rows(engine: &Engine, expected: &[(&str, [&str; 5])]) {
    let view = view(engine, "2024-12-31");
    let found: Vec<(&str, [String; 5])> = expected.iter().map(|(who, _)| (*who, row(&view, who))).collect();
    let expected: Vec<(&str, [String; 5])> = expected.iter().map(|(who, row)| (*who, row.map(str::to_owned))).collect();
    assert_eq!(found, expected);
    let findings = view.target_findings("revenue").unwrap();
    assert!(findings.is_empty(), "{}", findings.iter().map(|finding| finding.to_string() + "\n").collect::<String>());
}

#[test]
fn a_year_is_cut_into_quarters_and_over_members_down_to_people() {
    let mut engine = company(SPLIT);
    set(&mut engine, "t1", "2023-12-01", "company", "2024", "1000");
    rows(
        &engine,
        &[
            ("company", ["200", "200", "200", "400", "1000"]),
            ("north", ["180", "180", "180", "360", "900"]),
            ("south", ["20", "20", "20", "40", "100"]),
            ("ann", ["120", "120", "120", "240", "600"]),
            ("bob", ["60", "60", "60", "120", "300"]),
            ("cid", ["20", "20", "20", "40", "100"]),
        ],
    );
}
