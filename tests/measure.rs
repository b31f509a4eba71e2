//! The table of counting rules in the module `measure`, cell by cell; and who counts where.

#![cfg(feature = "json")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

use attain::engine::{Engine, View};
use attain::plan::Plan;
use attain::quantity::Value;

const PLAN: &str = r#"{
  "attain": 1, "name": "Counting", "currency": "EUR", "rules": { "percentile": "linear" },
  "org": { "trees": { "sales": ["company", "team"] } },
  "facts": { "sale": { "whose": "rep", "fields": { "rep": "person", "amount": "money", "customer": "text" } } },
  "kpis": {
    "sum": { "formula": "sum(sale.amount)" }, "overlay": { "formula": "sum(sale.amount as overlay)" },
    "count": { "formula": "count(sale)" }, "distinct": { "formula": "distinct(sale.customer)" },
    "avg": { "formula": "avg(sale.amount)" }, "min": { "formula": "min(sale.amount)" }, "max": { "formula": "max(sale.amount)" },
    "median": { "formula": "median(sale.amount)" }, "percentile": { "formula": "percentile(sale.amount, 25)" },
    "first": { "formula": "first(sale.amount)" }, "last": { "formula": "last(sale.amount)" }
  }
}"#;

const PEOPLE: &str = r#"
{"kind":"unit","id":"u1","on":"2024-01-01","unit":"company"}
{"kind":"unit","id":"u2","on":"2024-01-01","unit":"west","under":"company"}
{"kind":"unit","id":"u3","on":"2024-01-01","unit":"east","under":"company"}
{"kind":"unit","id":"u4","on":"2024-01-01","unit":"vacant","under":"company"}
{"kind":"membership","id":"m1","on":"2024-01-01","who":"ann","unit":"west"}
{"kind":"membership","id":"m2","on":"2024-01-01","who":"bob","unit":"west"}
{"kind":"membership","id":"m3","on":"2024-01-01","who":"cem","unit":"east"}
{"kind":"membership","id":"m4","on":"2024-01-01","who":"joe","unit":"company"}
"#;

const FOLDS: [&str; 10] = ["sum", "count", "distinct", "avg", "min", "max", "median", "percentile", "first", "last"];

fn view(sales: &str) -> View {
    let mut engine = Engine::new(Plan::from_json(PLAN.as_bytes()).unwrap());
    for admission in engine.record_jsonl(format!("{PEOPLE}{sales}").as_bytes(), None) {
        assert!(!matches!(admission, attain::log::Admission::Refused(_)), "{admission:?}");
    }
    engine.view(attain::calendar::parse_day("2024-12-31").unwrap())
}

/// The answers to all folds of somebody in March, and `-` where there is none.
fn folds(view: &View, who: &str) -> Vec<String> {
    FOLDS.iter().map(|kpi| figure(view, kpi, who)).collect()
}

fn figure(view: &View, kpi: &str, who: &str) -> String {
    let whose = view.person(who).or_else(|_| view.unit(who)).unwrap();
    let value = view.value(kpi, whose, view.period("2024-03").unwrap()).unwrap();
    value.map_or_else(|_| "-".to_owned(), |value: Value| value.to_string())
}

fn check(view: &View, table: &str) {
    for line in table.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let mut words: Vec<&str> = line.split('|').map(str::trim).collect();
        let who = words.remove(0);
        assert_eq!(folds(view, who), words, "{who}");
    }
}

#[test]
fn one_entry_counts_whole_and_once() {
    let view = view(
        r#"
{"kind":"sale","id":"s1","on":"2024-03-01","rep":"ann","amount":"100","customer":"x"}
{"kind":"sale","id":"s2","on":"2024-03-31","rep":"ann","amount":"40","customer":"x"}
{"kind":"sale","id":"s3","on":"2024-04-01","rep":"ann","amount":"7","customer":"y"}
{"kind":"sale","id":"s0","on":"2024-02-29","rep":"ann","amount":"9","customer":"z"}
"#,
    );
    check(
        &view,
        "
        ann     | 140 | 2 | 1 | 70 | 40 | 100 | 70 | 55 | 100 | 40
        west    | 140 | 2 | 1 | 70 | 40 | 100 | 70 | 55 | 100 | 40
        company | 140 | 2 | 1 | 70 | 40 | 100 | 70 | 55 | 100 | 40
        bob     | 0 | 0 | 0 | - | - | - | - | - | - | -
        east    | 0 | 0 | 0 | - | - | - | - | - | - | -
        vacant  | 0 | 0 | 0 | - | - | - | - | - | - | -
    ",
    );
}

#[test]
fn an_entry_credited_to_several_is_shared_in_sums_and_else_counts_once_for_each_and_once_for_a_unit() {
    let view = view(
        r#"
{"kind":"sale","id":"s1","on":"2024-03-01","amount":"100","customer":"x","credits":[{"who":"ann","share":"60%"},{"who":"bob","share":"40%"}]}
{"kind":"sale","id":"s2","on":"2024-03-02","amount":"90","customer":"y","credits":[{"who":"ann","share":"1/3"},{"who":"bob","share":"1/3"},{"who":"cem","share":"1/3"}]}
{"kind":"sale","id":"s3","on":"2024-03-03","rep":"cem","amount":"90","customer":"y"}
"#,
    );
    check(
        &view,
        "
        ann     | 90  | 2 | 2 | 95 | 90 | 100 | 95 | 92.5 | 100 | 90
        bob     | 70  | 2 | 2 | 95 | 90 | 100 | 95 | 92.5 | 100 | 90
        cem     | 120 | 2 | 1 | 90 | 90 | 90  | 90 | 90   | 90  | 90
        west    | 160 | 2 | 2 | 95 | 90 | 100 | 95 | 92.5 | 100 | 90
        east    | 120 | 2 | 1 | 90 | 90 | 90  | 90 | 90   | 90  | 90
        company | 280 | 3 | 2 | 280/3 | 90 | 100 | 90 | 90 | 100 | 90
    ",
    );
}

#[test]
fn a_return_counts_in_sums_alone_on_its_own_day_for_those_who_were_credited() {
    let view = view(
        r#"
{"kind":"sale","id":"s1","on":"2024-03-01","amount":"100","customer":"x","credits":[{"who":"ann","share":"60%"},{"who":"cem","share":"40%"}]}
{"kind":"sale","id":"s2","on":"2024-02-01","rep":"bob","amount":"1000","customer":"q"}
{"kind":"sale","id":"r1","on":"2024-03-20","reverses":"s1","share":"25%"}
{"kind":"sale","id":"r2","on":"2024-03-21","reverses":"s2","share":"10%"}
{"kind":"sale","id":"r3","on":"2024-04-01","reverses":"s1","share":"75%"}
"#,
    );
    check(
        &view,
        "
        ann     | 45   | 1 | 1 | 100 | 100 | 100 | 100 | 100 | 100 | 100
        cem     | 30   | 1 | 1 | 100 | 100 | 100 | 100 | 100 | 100 | 100
        bob     | -100 | 0 | 0 | - | - | - | - | - | - | -
        west    | -55  | 1 | 1 | 100 | 100 | 100 | 100 | 100 | 100 | 100
        company | -25  | 1 | 1 | 100 | 100 | 100 | 100 | 100 | 100 | 100
    ",
    );
}

#[test]
fn first_and_last_go_by_day_and_then_by_id() {
    let view = view(
        r#"
{"kind":"sale","id":"b","on":"2024-03-05","rep":"ann","amount":"2","customer":"x"}
{"kind":"sale","id":"c","on":"2024-03-05","rep":"bob","amount":"3","customer":"x"}
{"kind":"sale","id":"a","on":"2024-03-05","rep":"cem","amount":"1","customer":"x"}
{"kind":"sale","id":"z","on":"2024-03-04","rep":"cem","amount":"26","customer":"x"}
"#,
    );
    let ends = |who: &str| (figure(&view, "first", who), figure(&view, "last", who));
    assert_eq!(ends("company"), ("26".to_owned(), "3".to_owned()));
    assert_eq!(ends("west"), ("2".to_owned(), "3".to_owned()));
    assert_eq!(ends("east"), ("26".to_owned(), "1".to_owned()));
}

#[test]
fn a_share_on_top_is_no_part_of_direct_figures() {
    let view = view(
        r#"{"kind":"sale","id":"s1","on":"2024-03-01","rep":"ann","amount":"100","customer":"x","credits":[{"who":"joe","share":"100%","as":"overlay"}]}"#,
    );
    assert_eq!(["ann", "west", "joe", "company"].map(|who| figure(&view, "sum", who)), ["100", "100", "0", "100"]);
    assert_eq!(["ann", "west", "joe", "company"].map(|who| figure(&view, "overlay", who)), ["0", "0", "100", "100"]);
    assert_eq!(["ann", "joe", "company"].map(|who| figure(&view, "count", who)), ["1", "0", "1"]);
}

#[test]
fn a_manager_who_sells_counts_in_the_unit_they_belong_to_and_not_below() {
    let view = view(
        r#"
{"kind":"sale","id":"s1","on":"2024-03-01","rep":"joe","amount":"100","customer":"x"}
{"kind":"sale","id":"s2","on":"2024-03-01","rep":"ann","amount":"10","customer":"x"}
"#,
    );
    assert_eq!(["joe", "west", "company", "vacant"].map(|who| figure(&view, "sum", who)), ["100", "10", "110", "0"]);
}

#[test]
fn figures_go_to_where_somebody_belonged_on_the_day_of_the_fact() {
    let view = view(
        r#"
{"kind":"membership","id":"m5","on":"2024-03-15","who":"ann","unit":"east"}
{"kind":"membership","id":"m6","on":"2024-03-20","who":"ann","unit":null}
{"kind":"membership","id":"m7","on":"2024-03-25","who":"ann","unit":"west","until":"2024-03-27"}
{"kind":"sale","id":"s1","on":"2024-03-14","rep":"ann","amount":"1","customer":"x"}
{"kind":"sale","id":"s2","on":"2024-03-15","rep":"ann","amount":"20","customer":"x"}
{"kind":"sale","id":"s3","on":"2024-03-19","rep":"ann","amount":"300","customer":"x"}
{"kind":"sale","id":"s4","on":"2024-03-20","rep":"ann","amount":"4000","customer":"x"}
{"kind":"sale","id":"s5","on":"2024-03-26","rep":"ann","amount":"50000","customer":"x"}
{"kind":"sale","id":"s6","on":"2024-03-27","rep":"ann","amount":"600000","customer":"x"}
"#,
    );
    let all = ["ann", "west", "east", "company"].map(|who| figure(&view, "sum", who));
    assert_eq!(all, ["50321", "50001", "320", "50321"]);
}
