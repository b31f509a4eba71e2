//! Figures are the same however they are found: of many facts at once or one by one, for everybody or for one, live or afresh.
#![cfg(feature = "json")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

mod common;

use attain::engine::View;
use attain::engine::query::{Nodes, Query};
use attain::{Engine, Outcome, Plan};

use common::crowd::{self, FORMULAS, MADE, PEOPLE, company, orders, plain_orders};
use common::{view, when, whose};

fn plan() -> Plan {
    Plan::from_json(crowd::plan().as_bytes()).unwrap_or_else(|problems| panic!("{problems}"))
}

fn recorded(lines: impl IntoIterator<Item = String>) -> Engine {
    let mut engine = Engine::new(plan());
    engine.record_jsonl(company().as_bytes(), None);
    engine.record_jsonl(lines.into_iter().collect::<Vec<_>>().join("\n").as_bytes(), None);
    engine
}

const TIMES: [&str; 6] = ["2025-01", "2025-05", "2025-09", "2025-Q2", "2025", "2025-05-10 .. 2025-06-20"];

/// The KPIs by name.
fn names() -> Vec<String> {
    let made = (0..MADE.len()).map(|at| format!("m{at}"));
    (0..FORMULAS.len()).map(|at| format!("k{at}")).chain(made).collect()
}

/// All figures of everybody and every unit, asked together.
fn together(view: &View) -> Vec<Outcome> {
    let names = names();
    let mut all = Vec::new();
    for time in TIMES {
        for nodes in [Nodes::People, Nodes::units()] {
            let query = Query::new(names.iter().map(String::as_str)).of(nodes).during(when(view, time));
            let answers = view.table(&query).unwrap();
            all.extend(answers.rows.into_iter().flat_map(|row| row.cells));
        }
    }
    all
}

fn differing(one: &[Outcome], other: &[Outcome]) -> Vec<(usize, Outcome, Outcome)> {
    assert_eq!(one.len(), other.len());
    let pairs = one.iter().zip(other).enumerate().filter(|(_, (one, other))| one != other);
    pairs.map(|(at, (one, other))| (at, one.clone(), other.clone())).take(5).collect()
}

#[test]
fn of_many_facts_at_once_as_one_by_one() {
    [orders(), plain_orders()].into_iter().for_each(at_once_as_one_by_one);
}

fn at_once_as_one_by_one(orders: Vec<String>) {
    let once = together(&view(&recorded(orders.clone()), "2025-12-31"));
    // With three hundred years between facts there are too many cells to fold all at once.
    let far = r#"{"kind":"order","id":"far","on":"1720-02-03","rep":"p0","amount":"1"}"#.to_owned();
    let apart = together(&view(&recorded(orders.into_iter().chain([far])), "2025-12-31"));
    assert_eq!(differing(&once, &apart), []);
    assert!(once.iter().filter(|outcome| outcome.is_ok()).count() > once.len() / 2);
    assert!(once.iter().any(Result::is_err));
}

#[test]
fn for_everybody_as_for_one() {
    [orders(), plain_orders()].into_iter().for_each(everybody_as_one);
}

fn everybody_as_one(orders: Vec<String>) {
    let engine = recorded(orders);
    let asked = view(&engine, "2025-12-31");
    let all = together(&asked);
    let mut at = 0;
    let mut each = Vec::new();
    for time in TIMES {
        let people = (0..PEOPLE).map(|person| format!("p{person}"));
        let mut people: Vec<String> = people.collect();
        people.sort();
        let units = ["company", "t0", "t1", "t2", "t3"].map(str::to_owned);
        for who in people.into_iter().chain(units) {
            for kpi in names() {
                // Every view is asked a few times only, so that nothing is found for everybody.
                if at % 101 == 0 {
                    let fork = engine.clone();
                    let one = view(&fork, "2025-12-31");
                    let value = one.value(&kpi, whose(&one, &who), when(&one, time)).unwrap();
                    assert_eq!(value, all[at], "{kpi} of {who} in {time}");
                    each.push(value);
                }
                at += 1;
            }
        }
    }
    assert_eq!(at, all.len());
    assert!(each.len() > 100);
}

#[test]
fn live_as_afresh() {
    let orders = orders();
    let mut engine = Engine::new(plan());
    engine.record_jsonl(company().as_bytes(), None);
    for (count, lines) in orders.chunks(60).enumerate() {
        engine.record_jsonl(lines.join("\n").as_bytes(), None);
        if count % 5 == 1 {
            assert_eq!(
                differing(&together(&view(&engine, "2025-12-31")), &together(&view(&engine.clone(), "2025-12-31"))),
                []
            );
        } else {
            // Some answers are kept, and follow.
            let now = view(&engine, "2025-12-31");
            for kpi in ["k0", "k11", "k17", "k20", "k24", "k26", "m3", "m6", "m11"] {
                for who in ["company", "t1", "p3"] {
                    let asked = now.value(kpi, whose(&now, who), when(&now, "2025")).unwrap();
                    let afresh = view(&engine.clone(), "2025-12-31");
                    assert_eq!(asked, afresh.value(kpi, whose(&afresh, who), when(&afresh, "2025")).unwrap());
                }
            }
        }
    }
    assert_eq!(
        differing(&together(&view(&engine, "2025-12-31")), &together(&view(&recorded(orders), "2025-12-31"))),
        []
    );
}
