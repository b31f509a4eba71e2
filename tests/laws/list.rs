//! Laws of lists: each member has a row of its own, with all facts that have it.

#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "a test may stop at the first surprise")]

use std::collections::{BTreeMap, BTreeSet};

use attain::calendar::parse_day;
use attain::engine::query::{Nodes, Query};
use attain::log::Admission;
use attain::quantity::{List, Value};
use attain::{Engine, Plan, View};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::select;

const PLAN: &str = r#"{
    "attain": 1, "name": "Lists", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
    "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money", "tags": "list" } } },
    "kpis": {
        "revenue": { "formula": "sum(order.amount)" },
        "of_a": { "formula": "sum(order.amount where tags has \"a\")" },
        "kinds": { "formula": "distinct(order.tags where tags is present)" },
        "tagged": { "formula": "count(order.tags)" } }
}"#;

const WHO: [&str; 2] = ["ann", "bob"];

/// Who sold for how much, and what it is tagged with, if anything is said.
type Sold = (&'static str, i64, Option<BTreeSet<&'static str>>);

fn sold() -> impl Strategy<Value = Sold> {
    let tags = prop::option::weighted(0.8, btree_set(select(vec!["a", "b", "ab", "c d", "新"]), 0..4));
    (select(&WHO[..]), -50_i64..500, tags)
}

fn line(id: usize, (who, amount, tags): &Sold, as_text: bool) -> String {
    let tags = tags.as_ref().map(|tags| {
        let tags: Vec<&str> = tags.iter().rev().copied().collect();
        let text = if tags.is_empty() { "[]".to_owned() } else { tags.join(" ;") };
        if as_text { serde_json::to_string(&text) } else { serde_json::to_string(&tags) }.unwrap()
    });
    let tags = tags.map_or(String::new(), |tags| format!(r#","tags":{tags}"#));
    format!(r#"{{"kind":"order","id":"o{id}","on":"2025-03-04","rep":"{who}","amount":"{amount}"{tags}}}"#)
}

fn told(view: &View, kpi: &str, who: &str) -> String {
    let whose = view.person(who).or_else(|_| view.unit(who)).unwrap();
    view.value(kpi, whose, view.period("2025-03").unwrap()).unwrap().unwrap().to_string()
}

/// What a breakdown and the figures say is what is told of the orders one by one.
fn check(view: &View, all: &[Sold]) -> Result<(), TestCaseError> {
    for who in ["ann", "bob", "company"] {
        let own: Vec<&Sold> = all.iter().filter(|(of, ..)| who == "company" || *of == who).collect();
        let mut rows: BTreeMap<Option<&str>, i64> = BTreeMap::new();
        for (_, amount, tags) in own.iter().copied() {
            let tags: Vec<Option<&str>> = tags.iter().flatten().map(|tag| Some(*tag)).collect();
            for tag in if tags.is_empty() { vec![None] } else { tags } {
                *rows.entry(tag).or_default() += amount;
            }
        }
        let query = Query::new(["revenue"]).of(Nodes::keys([who])).during(view.period("2025-03").unwrap());
        let table = view.table(&query.by("order.tags")).unwrap();
        let found: Vec<(Option<String>, String)> = table
            .rows
            .iter()
            .map(|row| {
                let by = row.by.first().unwrap().as_ref().map(Value::to_string);
                (by, row.cells.first().unwrap().clone().unwrap().to_string())
            })
            .collect();
        let expected: Vec<(Option<String>, String)> =
            rows.iter().map(|(tag, sum)| (tag.map(str::to_owned), sum.to_string())).collect();
        prop_assert_eq!(found, expected);
        prop_assert_eq!(told(view, "kinds", who), rows.keys().flatten().count().to_string());
        prop_assert_eq!(told(view, "of_a", who), rows.get(&Some("a")).copied().unwrap_or(0).to_string());
        prop_assert_eq!(told(view, "tagged", who), own.iter().filter(|(.., tags)| tags.is_some()).count().to_string());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn each_member_has_a_row_with_all_that_have_it(orders in vec((sold(), any::<bool>(), any::<bool>()), 0..12)) {
        let mut engine = Engine::new(Plan::from_json(PLAN.as_bytes()).unwrap());
        engine.record_jsonl(br#"{"kind":"unit","id":"u","on":"2025-01-01","unit":"company"}
            {"kind":"membership","id":"ann","on":"2025-01-01","who":"ann","unit":"company"}
            {"kind":"membership","id":"bob","on":"2025-01-01","who":"bob","unit":"company"}"#, None);
        let as_of = parse_day("2025-03-31").unwrap();
        let mut standing: Vec<Sold> = Vec::new();
        for (id, (sold, as_text, goes)) in orders.iter().enumerate() {
            prop_assert_eq!(engine.record_jsonl(line(id, sold, *as_text).as_bytes(), None), [Admission::Counted]);
            standing.push(sold.clone());
            check(&engine.view(as_of), &standing)?;
            if *goes {
                let retracted = format!(r#"{{"kind":"order","id":"x{id}","on":"2025-03-05","retracts":"o{id}"}}"#);
                prop_assert_eq!(engine.record_jsonl(retracted.as_bytes(), None), [Admission::Counted]);
                standing.pop();
                check(&engine.view(as_of), &standing)?;
            }
        }
        check(&engine.view_at(as_of, engine.log().len()), &standing)?;
        let mut again = Engine::new(Plan::from_json(PLAN.as_bytes()).unwrap());
        again.record_jsonl(engine.to_jsonl().as_bytes(), None);
        check(&again.view(as_of), &standing)?;
    }

    #[test]
    fn what_a_list_prints_it_reads(texts in vec("\\PC{0,6}", 0..6)) {
        let members: Vec<&str> = texts.iter().map(String::as_str).collect();
        if let Ok(list) = List::new(&members) {
            prop_assert_eq!(list.to_string().parse(), Ok(list.clone()));
            let kept: BTreeSet<&str> = members.iter().copied().collect();
            prop_assert_eq!(list.members().collect::<Vec<_>>(), kept.iter().copied().collect::<Vec<_>>());
            prop_assert!(members.iter().all(|member| list.has(member)));
        } else {
            let is_odd = |text: &&str| text.is_empty() || text.contains(';') || text.trim() != *text || text.starts_with('[');
            prop_assert!(members.iter().any(is_odd), "{:?}", members);
        }
    }
}
