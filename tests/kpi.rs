//! Tables of KPIs: windows, scopes and folds over people and periods, asked of an engine.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "a test may stop at the first surprise")]

mod common;

use attain::diagnostic::Code;
use attain::engine::Engine;
use attain::plan::Plan;
use common::{engine, figure, member, order, units, view};

fn plan(missing: &str, kpis: &str) -> String {
    format!(
        r#"{{ "attain": 1, "name": "KPIs", "currency": "EUR",
             "rules": {{ "missing": {missing}, "percentile": "linear" }},
             "calendar": {{ "lists": {{ "campaign": ["2024-01-01", "2024-03-01", "2024-07-01"] }} }},
             "org": {{ "trees": {{ "sales": ["company", "region", "team"] }}, "peers": "role" }},
             "facts": {{ "order": {{ "whose": "rep", "fields": {{ "rep": "person", "amount": "money" }} }} }},
             "kpis": {{ "revenue": {{ "formula": "sum(order.amount)" }}, {kpis} }} }}"#
    )
}

/// Orders of one person; each is a power of two, so that a sum says which of them are in it.
const ORDERS: [(&str, &str); 12] = [
    ("2023-01-31", "1"),
    ("2023-02-28", "2"),
    ("2023-03-31", "4"),
    ("2023-12-31", "8"),
    ("2024-01-01", "16"),
    ("2024-01-31", "32"),
    ("2024-02-28", "64"),
    ("2024-02-29", "128"),
    ("2024-03-01", "256"),
    ("2024-03-31", "512"),
    ("2024-05-31", "1024"),
    ("2024-06-30", "2048"),
];

fn of_one_person(formula: &str) -> Engine {
    let kpis = format!(r#""asked": {{ "formula": "{formula}" }}"#);
    let mut engine = engine(&plan(r#""skip""#, &kpis));
    units(&mut engine, &[("company", "")]);
    member(&mut engine, "ann", "2020-01-01", "company", r#""role":"rep""#);
    for (on, amount) in ORDERS {
        order(&mut engine, "ann", on, amount);
    }
    engine
}

#[test]
fn windows_move_a_kpi_in_time() {
    const LATE: &str = "2024-12-31";
    let table = [
        // formula, period, as of, what comes out
        ("revenue", "2024-02", LATE, "192"),
        ("revenue", "2024-Q1", LATE, "1008"),
        ("revenue", "2024-02-28 .. 2024-03-01", LATE, "192"),
        ("revenue", "2024-03", "2024-03-15", "256"),
        ("revenue", "2024-03", "2024-02-15", "0"),
        ("revenue[prior]", "2024-03", LATE, "192"),
        ("revenue[prior]", "2024-03-01", LATE, "128"),
        ("revenue[prior]", "2024-Q1", LATE, "8"),
        ("revenue[prior]", "2024-03", "2024-03-01", "192"),
        ("revenue[prior 2]", "2024-03", LATE, "48"),
        ("revenue[prior 2]", "2024-01", LATE, "0"),
        ("revenue[prior][prior]", "2024-03", LATE, "48"),
        ("revenue[prior quarter]", "2024-03", LATE, "8"),
        ("revenue[prior quarter]", "2024-05", LATE, "1008"),
        ("revenue[prior quarter]", "2024-02-28 .. 2024-03-01", LATE, "8"),
        ("revenue[prior 2 quarter]", "2024-05", LATE, "8"),
        ("revenue[prior]", "campaign 2024-03-01", LATE, "240"),
        ("revenue[prior]", "campaign 2024-01-01", LATE, "undefined: before the first period"),
        ("revenue[last_year]", "campaign 2024-01-01", LATE, "undefined: before the first period"),
        ("coalesce(revenue[prior], 0)", "campaign 2024-01-01", LATE, "0"),
        ("revenue / revenue[prior] - 100%", "2024-01", LATE, "5"),
        ("revenue / revenue[prior] - 100%", "2024-06", LATE, "1"),
        ("revenue / revenue[prior] - 100%", "2024-05", LATE, "undefined: divided by zero"),
        ("revenue[prior]", "2024-02-28 .. 2024-03-01", LATE, "undefined: no such period"),
        ("revenue[prior to date]", "2024-03", "2024-03-01", "0"),
        ("revenue[prior to date]", "2024-03", "2024-03-28", "64"),
        ("revenue[prior to date]", "2024-03", "2024-03-29", "192"),
        ("revenue[prior to date]", "2024-03", "2024-03-30", "192"),
        ("revenue[prior to date]", "2024-03", LATE, "192"),
        ("revenue[prior to date]", "2024-02", "2024-02-28", "16"),
        ("revenue[prior to date]", "2024-02", "2024-02-29", "48"),
        ("revenue[prior quarter to date]", "2024-05", "2024-05-31", "496"),
        ("revenue[last_year]", "2024-02", LATE, "2"),
        ("revenue[last_year]", "2024-02-29", LATE, "2"),
        ("revenue[last_year]", "2024-02-28", LATE, "2"),
        ("revenue[last_year]", "2024-03-31", LATE, "4"),
        ("revenue[last_year]", "2024-Q1", LATE, "7"),
        ("revenue[last_year]", "2024", LATE, "15"),
        ("revenue[last_year year]", "2024-03", LATE, "15"),
        ("revenue[last_year to date]", "2024-03", "2024-03-30", "0"),
        ("revenue[last_year to date]", "2024-03", "2024-03-31", "4"),
        ("revenue[last_year to date]", "2024-02", "2024-02-27", "0"),
        ("revenue[last_year to date]", "2024-02", "2024-02-28", "2"),
        ("revenue[last_year to date]", "2024-02", "2024-02-29", "2"),
        ("revenue[year to date]", "2024-02", LATE, "240"),
        ("revenue[year to date]", "2024-03", LATE, "1008"),
        ("revenue[year to date]", "2024-03", "2024-02-28", "112"),
        ("revenue[year to date]", "2024-01-01", LATE, "16"),
        ("revenue[year]", "2024-01", LATE, "4080"),
        ("revenue[year]", "2023-Q2", LATE, "15"),
        ("revenue[quarter]", "2024-05", LATE, "3072"),
        ("revenue[to date]", "2024-03", "2024-03-01", "256"),
        ("revenue[to date]", "2024-03", "2024-03-30", "256"),
        ("revenue[to date]", "2024-03", LATE, "768"),
        ("revenue[to date]", "2024-03", "2024-02-15", "0"),
        ("revenue[last 1 day]", "2024-02", LATE, "128"),
        ("revenue[last 2 days]", "2024-02", LATE, "192"),
        ("revenue[last 29 days]", "2024-02", LATE, "192"),
        ("revenue[last 30 days]", "2024-02", LATE, "224"),
        ("revenue[last 4 weeks]", "2024-02", LATE, "192"),
        ("revenue[last 30 days]", "2024-03", LATE, "512"),
        ("revenue[last 31 days]", "2024-03", LATE, "768"),
        ("revenue[last 32 days]", "2024-03", LATE, "896"),
        ("revenue[last 90 days]", "2024-05", LATE, "1536"),
        ("revenue[last 92 days]", "2024-05", LATE, "1792"),
        ("revenue[last 93 days]", "2024-05", LATE, "1920"),
        ("revenue[last 2 days]", "2024-03", "2024-03-01", "384"),
        ("revenue[before]", "2023-01", LATE, "0"),
        ("revenue[before]", "2024-01", LATE, "15"),
        ("revenue[before]", "2024-02", LATE, "63"),
        ("revenue[before]", "2024-03-01", LATE, "255"),
        ("revenue[all]", "2024-01", LATE, "4095"),
        ("revenue[all]", "2024-01", "2024-02-28", "127"),
        ("revenue[2024-02-29 .. 2024-03-01]", "2023-05", LATE, "128"),
        ("revenue[2024-02-28 .. 2024-03-31]", "2023-05", LATE, "448"),
        ("period.days", "2024-02", LATE, "29 days"),
        ("period.first", "2024-Q2", LATE, "2024-04-01"),
        ("period.last", "2023-02", LATE, "2023-02-28"),
        ("period.index", "campaign 2024-03-01", LATE, "2"),
        ("period.index", "2024-02-28 .. 2024-03-01", LATE, "undefined: no such period"),
        ("as_of", "2024-02", "2024-03-05", "2024-03-05"),
    ];
    let mut last: Option<(&str, Engine)> = None;
    for (formula, time, as_of, expected) in table {
        let asked = match last {
            Some((before, engine)) if before == formula => engine,
            _ => of_one_person(formula),
        };
        assert_eq!(figure(&view(&asked, as_of), "asked", "ann", time), expected, "{formula} in {time} as of {as_of}");
        last = Some((formula, asked));
    }
}

const NOBODY: &str = "undefined: not a member at that time";
const HELD: &str = "undefined: divided by zero";
const NONE: &str = "undefined: nothing is defined";

/// Two regions with teams; everybody has sold in March, but eve.
fn of_a_company(missing: &str, formulas: &[(&str, &str)]) -> Engine {
    let kpis: Vec<String> =
        formulas.iter().map(|(name, text)| format!(r#""{name}": {{ "formula": "{text}" }}"#)).collect();
    let mut engine = engine(&plan(missing, &kpis.join(", ")));
    let all = [
        ("company", ""),
        ("north", "company"),
        ("south", "company"),
        ("n1", "north"),
        ("n2", "north"),
        ("s1", "south"),
    ];
    units(&mut engine, &all);
    let people = [
        ("ann", "n1", "rep"),
        ("bob", "n1", "rep"),
        ("cid", "n2", "rep"),
        ("dan", "s1", "lead"),
        ("eve", "s1", "lead"),
    ];
    for (who, unit, role) in people {
        member(&mut engine, who, "2020-01-01", unit, &format!(r#""role":"{role}""#));
    }
    for (who, amount) in [("ann", "1"), ("bob", "2"), ("cid", "4"), ("dan", "8")] {
        order(&mut engine, who, "2024-03-05", amount);
    }
    order(&mut engine, "bob", "2024-02-05", "16");
    engine
}

#[test]
fn scopes_ask_somebody_else() {
    let formulas = [
        ("parent", "revenue at parent"),
        ("grandparent", "revenue at parent at parent"),
        ("top", "revenue at company"),
        ("region", "revenue at \\\"region\\\""),
        ("team", "revenue at \\\"team\\\""),
        ("share", "revenue / revenue at company"),
        ("before", "revenue[prior] at parent"),
    ];
    let engine = of_a_company(r#""skip""#, &formulas);
    let view = view(&engine, "2024-12-31");
    let table = [
        // KPI; ann, cid, eve, n1, north, company
        ("revenue", ["1", "4", "0", "3", "7", "15"]),
        ("parent", ["3", "4", "8", "7", "15", NOBODY]),
        ("grandparent", ["7", "7", "8", "15", NOBODY, NOBODY]),
        ("top", ["15", "15", "15", "15", "15", "15"]),
        ("region", ["7", "7", "8", "7", "7", NOBODY]),
        ("team", ["3", "4", "8", "3", NOBODY, NOBODY]),
        ("share", ["1/15", "4/15", "0", "0.2", "7/15", "1"]),
        ("before", ["16", "0", "0", "16", "16", NOBODY]),
    ];
    for (kpi, expected) in table {
        let found = ["ann", "cid", "eve", "n1", "north", "company"].map(|who| figure(&view, kpi, who, "2024-03"));
        assert_eq!(found, expected.map(str::to_owned), "{kpi}");
    }
}

#[test]
fn folds_over_people_follow_the_rule_for_missing_values() {
    let formulas = [
        // The mean order is undefined for eve, who has none.
        ("mean", "revenue / count(order)"),
        ("sum_people", "sum(mean over people)"),
        ("count_people", "count(mean over people)"),
        ("avg_people", "avg(mean over people)"),
        ("min_people", "min(mean over people)"),
        ("max_people", "max(mean over people)"),
        ("median_people", "median(mean over people)"),
        ("avg_members", "avg(mean over members)"),
        ("avg_peers", "avg(mean over peers)"),
        ("avg_months", "avg(mean over month)"),
    ];
    let table = [
        // KPI, who, time; under skip, zero, hold, { "value": 50 }
        ("sum_people", "company", "2024-03", ["15", "15", HELD, "65"]),
        ("count_people", "company", "2024-03", ["4", "5", HELD, "5"]),
        ("avg_people", "company", "2024-03", ["3.75", "3", HELD, "13"]),
        ("min_people", "company", "2024-03", ["1", "0", HELD, "1"]),
        ("max_people", "company", "2024-03", ["8", "8", HELD, "50"]),
        ("median_people", "company", "2024-03", ["3", "2", HELD, "4"]),
        ("avg_people", "north", "2024-03", ["7/3", "7/3", "7/3", "7/3"]),
        ("sum_people", "company", "2023-03", ["0", "0", HELD, "250"]),
        ("count_people", "company", "2023-03", ["0", "5", HELD, "5"]),
        ("avg_people", "company", "2023-03", [NONE, "0", HELD, "50"]),
        // The mean of a unit is of its orders, not of its people; 7/3 is put together with 8 to twelve digits.
        ("avg_members", "company", "2024-03", ["5.1666666666665"; 4]),
        ("avg_members", "north", "2024-03", ["2.75", "2.75", "2.75", "2.75"]),
        ("avg_members", "s1", "2024-03", ["8", "4", HELD, "29"]),
        ("avg_members", "ann", "2024-03", [NONE; 4]),
        ("avg_people", "ann", "2024-03", [NONE; 4]),
        ("avg_peers", "ann", "2024-03", ["7/3", "7/3", "7/3", "7/3"]),
        ("avg_peers", "eve", "2024-03", ["8", "4", HELD, "29"]),
        ("avg_peers", "north", "2024-03", ["undefined: no peers"; 4]),
        ("avg_months", "bob", "2024-Q1", ["9", "6", HELD, "68/3"]),
        ("avg_months", "bob", "2024-02-01 .. 2024-04-15", ["9", "9", "9", "9"]),
        ("avg_months", "bob", "2024-02-02 .. 2024-03-30", [NONE; 4]),
    ];
    for (index, missing) in [r#""skip""#, r#""zero""#, r#""hold""#, r#"{ "value": 50 }"#].into_iter().enumerate() {
        let engine = of_a_company(missing, &formulas);
        let view = view(&engine, "2024-12-31");
        for (kpi, who, time, expected) in table {
            let found = figure(&view, kpi, who, time);
            assert_eq!(found, expected[index], "{kpi} of {who} in {time} under {missing}");
        }
    }
}

#[test]
fn kpis_use_kpis_in_any_order_of_writing() {
    let formulas = [("a", "b + c"), ("b", "2 * z"), ("c", "b[prior]"), ("z", "revenue at company")];
    let engine = of_a_company(r#""skip""#, &formulas);
    assert_eq!(figure(&view(&engine, "2024-12-31"), "a", "ann", "2024-03"), "62");
}

#[test]
fn rings_of_kpis_are_printed() {
    let table = [
        // KPIs, the rings
        (r#""a": { "formula": "a + 1" }"#, vec!["`a` → `a`"]),
        (r#""a": { "formula": "b" }, "b": { "formula": "a[prior]" }"#, vec!["`a` → `b` → `a`"]),
        (
            r#""a": { "formula": "b" }, "b": { "formula": "c" }, "c": { "formula": "b + revenue" }"#,
            vec!["`b` → `c` → `b`"],
        ),
        // Down is no ring, as long as every way round goes down, of the same time.
        (r#""a": { "formula": "coalesce(avg(a over members), revenue / 100 EUR)" }"#, vec![]),
        (r#""a": { "formula": "sum(b over members) + 1" }, "b": { "formula": "a * 2" }"#, vec![]),
        (r#""a": { "formula": "sum(b over members)" }, "b": { "formula": "sum(a over members) + 1" }"#, vec![]),
        (r#""a": { "formula": "a + sum(a over members)" }"#, vec!["`a` → `a`"]),
        (r#""a": { "formula": "sum(a[prior] over members)" }"#, vec!["`a` → `a`"]),
        (r#""a": { "formula": "sum(a over members)[prior]" }"#, vec!["`a` → `a`"]),
        (r#""a": { "formula": "sum(a at parent over members)" }"#, vec!["`a` → `a`"]),
        (r#""a": { "formula": "sum(sum(a over members) over week)" }"#, vec!["`a` → `a`"]),
        (r#""a": { "formula": "sum(a over people)" }"#, vec!["`a` → `a`"]),
        (r#""a": { "formula": "rank(a over members)" }"#, vec!["`a` → `a`"]),
        (
            r#""a": { "formula": "sum(b over members)" }, "b": { "formula": "c + 1" }, "c": { "formula": "a[prior]" }"#,
            vec!["`a` → `b` → `c` → `a`"],
        ),
        (
            r#""a": { "formula": "sum(b over members) + c" }, "b": { "formula": "a" }, "c": { "formula": "a" }"#,
            vec!["`a` → `c` → `a`"],
        ),
        (
            r#""a": { "formula": "b" }, "b": { "formula": "a" }, "x": { "formula": "y" }, "y": { "formula": "x" }"#,
            vec!["`a` → `b` → `a`", "`x` → `y` → `x`"],
        ),
        // Inside a fold over facts names are fields: no ring.
        (r#""amount": { "formula": "sum(order.amount where amount > 5)" }"#, vec![]),
    ];
    for (kpis, rings) in table {
        let problems = Plan::from_json(plan(r#""skip""#, kpis).as_bytes()).map(|_| ());
        let problems: Vec<String> = match &problems {
            Ok(()) => Vec::new(),
            Err(problems) => {
                assert!(problems.iter().all(|problem| problem.code() == Code::FormulaRing), "{kpis}: {problems}");
                problems.iter().map(|problem| problem.message().to_owned()).collect()
            }
        };
        let expected: Vec<String> =
            rings.iter().map(|ring| format!("KPIs need each other in a ring: {ring}")).collect();
        assert_eq!(problems, expected, "{kpis}");
    }
}
