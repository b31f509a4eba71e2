//! A plan as a document: what is written out reads back, and what is hashed is what was said.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use attain::calendar::parse_day;
use attain::{Engine, Entry, Plan, PlanDefinition};

const DEMO: &str = include_str!("../examples/data/demo/plan.json");
const ADVENTURE_WORKS: &str = include_str!("../examples/plans/adventure_works.json");

fn plan(text: &str) -> Plan {
    Plan::from_json(text.as_bytes()).unwrap()
}

#[test]
fn a_plan_that_is_written_out_reads_back_as_the_same_plan() {
    for text in [DEMO, ADVENTURE_WORKS] {
        let plan = plan(text);
        let written = serde_json::to_string(plan.definition()).unwrap();
        let read: PlanDefinition = serde_json::from_str(&written).unwrap();
        assert_eq!(&read, plan.definition());
        assert_eq!(Plan::compile(&read).unwrap().fingerprint(), plan.fingerprint());
    }
}

#[test]
fn the_hash_is_of_what_was_said_not_of_how_it_was_spaced_or_ordered() {
    let one = r#"{ "attain": 1, "name": "A", "currency": "EUR", "org": { "trees": { "sales": ["company"] }, "person": { "fte": "number", "level": "text" } } }"#;
    let same = r#"{"org":{"person":{"level":"text","fte":"number"},"trees":{"sales":["company"]}},"currency":"EUR","name":"A","attain":1}"#;
    let other = one.replace("EUR", "USD");
    assert_eq!(plan(one).fingerprint(), plan(same).fingerprint());
    assert_eq!(plan(one).fingerprint().len(), 64);
    assert_ne!(plan(one).fingerprint(), plan(&other).fingerprint());
}

#[test]
fn an_answer_says_where_it_comes_from() {
    let mut engine = Engine::new(plan(DEMO));
    let day = parse_day("2024-02-29").unwrap();
    let before = engine.view(day).provenance();
    assert_eq!((before.plan.as_str(), before.position, before.as_of), (engine.plan().fingerprint(), 0, day));
    engine.record(Entry::new("unit").id("u").on(day).set("unit", "company"));
    assert_eq!(engine.view(day).provenance().position, 1);
    assert_eq!(engine.view_at(day, 0).provenance(), before);
}
