//! Figures do not hang on how many facts are gone over together: at the ends of chunks, and where values put aside come to an end.
#![cfg(feature = "json")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

mod common;

use attain::engine::query::{Nodes, Query};
use attain::{Engine, Outcome, Plan};

use common::crowd::{FORMULAS, company, orders_of};
use common::{view, when};

/// What is collected of few rows, and of so few bytes a row that there is always room for it.
const OF_FEW: [&str; 5] = [
    "median(order.amount where status = \"won\")",
    "distinct(order.customer where status = \"won\")",
    "sum(order.amount where status = \"won\")",
    "max(order.closed - order.opened where discount > 15%)",
    "min(order.amount - order.cost where discount > 15% and status = \"lost\")",
];

/// What is collected of all rows: there is no room for the last of them.
const OF_ALL: [&str; 4] = [
    "median(order.amount)",
    "distinct(order.customer where status = \"won\")",
    "distinct(order.customer)",
    "count(order where status = \"won\")",
];

fn recorded<'a>(formulas: &[&str], lines: impl Iterator<Item = &'a str>) -> Engine {
    let kpis = formulas.iter().enumerate().map(|(at, formula)| format!("\"k{at}\": {{ \"formula\": {formula:?} }}"));
    let plan = format!(
        r#"{{ "attain": 1, "name": "Chunks", "currency": "EUR",
            "rules": {{ "percentile": "linear", "missing": "skip", "rounding": {{ "to": "0.01", "mode": "half_up" }} }},
            "org": {{ "trees": {{ "sales": ["company", "team"] }} }},
            "facts": {{ "order": {{ "whose": "rep", "fields": {{ "rep": "person", "amount": "money", "cost": "money", "pieces": "number",
              "discount": "ratio", "status": "text", "customer": "text", "opened": "date", "closed": "date" }} }} }},
            "kpis": {{ {} }} }}"#,
        kpis.collect::<Vec<_>>().join(", ")
    );
    let mut engine = Engine::new(Plan::from_json(plan.as_bytes()).unwrap_or_else(|problems| panic!("{problems}")));
    engine.record_jsonl(company().as_bytes(), None);
    engine.record_jsonl(lines.collect::<Vec<_>>().join("\n").as_bytes(), None);
    engine
}

/// All figures of everybody and every unit.
fn figures(formulas: &[&str], engine: &Engine, as_of: &str) -> Vec<Outcome> {
    let asked = view(engine, as_of);
    let names: Vec<String> = (0..formulas.len()).map(|at| format!("k{at}")).collect();
    let mut all = Vec::new();
    for time in ["2025-01", "2025-05", "2025-09", "2025", "2025-05-10 .. 2025-06-20"] {
        for nodes in [Nodes::People, Nodes::units()] {
            let query = Query::new(names.iter().map(String::as_str)).of(nodes).during(when(&asked, time));
            all.extend(asked.table(&query).unwrap().rows.into_iter().flat_map(|row| row.cells));
        }
    }
    all
}

/// Plain orders, so many in all; the last ones with what lies at a boundary.
fn plain(count: usize) -> Vec<String> {
    let is_plain = |line: &String| !["credits", "reverses", "retracts", "revises"].iter().any(|odd| line.contains(odd));
    let mut lines: Vec<String> = orders_of(count + count / 8).into_iter().filter(is_plain).collect();
    let mut last = Vec::new();
    let mut order = |who: &str, on: &str, amount: &str| {
        let id = last.len();
        last.push(format!(
            r#"{{"kind":"order","id":"b{id}","on":"{on}","rep":"{who}","amount":"{amount}","pieces":"3","customer":"c{id}","status":"won","opened":"2024-11-30"}}"#
        ));
    };
    // Nobody whom the company knows, before and behind what is asked, and on both sides of a move and of a month.
    order("nobody", "2025-05-11", "5000");
    for on in ["2024-12-31", "2025-01-01", "2025-05-15", "2025-05-16", "2025-05-31", "2025-06-01", "2025-12-31"] {
        order("p3", on, "-7.25");
        order("p4", on, "0");
    }
    order("p7", "2025-09-10", "12");
    order("p7", "2025-09-11", "13");
    lines.truncate(count - last.len());
    lines.extend(last);
    assert_eq!(lines.len(), count);
    lines
}

/// Facts that are too far from one another to be gone over together give the same.
fn are_the_same(formulas: &[&str], lines: &[String], as_of: &str) {
    let far = r#"{"kind":"order","id":"far","on":"1720-02-03","rep":"p0","amount":"1"}"#;
    let once = figures(formulas, &recorded(formulas, lines.iter().map(String::as_str)), as_of);
    let apart = figures(formulas, &recorded(formulas, lines.iter().map(String::as_str).chain([far])), as_of);
    assert_eq!(once.len(), apart.len());
    for (at, (once, apart)) in once.iter().zip(&apart).enumerate() {
        assert_eq!(once, apart, "{at} of {} facts", lines.len());
    }
    assert!(once.iter().any(Result::is_ok));
}

#[test]
fn the_last_row_of_a_chunk_counts_as_any_other() {
    for rows in [1_023, 1_024, 1_025, 2_049] {
        let lines = plain(rows);
        are_the_same(&OF_FEW, &lines, "2025-12-31");
        are_the_same(&OF_ALL, &lines, "2025-12-31");
    }
}

#[test]
fn every_form_is_the_same_over_several_chunks() {
    are_the_same(&FORMULAS, &plain(3_100), "2025-12-31");
}

#[test]
fn what_holds_after_the_day_asked_for_goes_nowhere() {
    are_the_same(&OF_FEW, &plain(1_500), "2025-05-15");
    are_the_same(&OF_ALL, &plain(1_500), "2025-05-31");
}

#[test]
fn sums_and_differences_that_outgrow_64_bits_are_exact() {
    let mut lines = plain(1_500);
    // In the first chunk and in the last one, above zero and below.
    for (at, amount) in [(5, "92233720368547758.07"), (6, "-92233720368547758.08"), (1_400, "92233720368547758.07")] {
        let who = at % 2;
        if let Some(line) = lines.get_mut(at) {
            *line = format!(
                r#"{{"kind":"order","id":"h{at}","on":"2025-05-20","rep":"p{who}","amount":"{amount}","cost":"-92233720368547758.07","pieces":"900000","customer":"c1","status":"won","opened":"2025-05-01","closed":"2025-05-02"}}"#
            );
        }
    }
    are_the_same(&OF_FEW, &lines, "2025-12-31");
    are_the_same(&OF_ALL, &lines, "2025-12-31");
    are_the_same(&FORMULAS, &lines, "2025-12-31");
}
