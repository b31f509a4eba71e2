//! Folds over facts of which a field has no value.
#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use attain::calendar::parse_day;
use attain::{Engine, Outcome, Plan, Why};

/// Two orders of one person, one of them with a discount and a customer.
fn asked(formula: &str) -> Outcome<String> {
    let plan = format!(
        r#"{{ "attain": 1, "name": "Folds", "currency": "EUR", "org": {{ "trees": {{ "sales": ["company"] }} }},
             "facts": {{ "order": {{ "whose": "rep", "fields": {{ "rep": "person", "amount": "money", "discount": "ratio" }} }} }},
             "kpis": {{ "asked": {{ "formula": "{formula}" }} }} }}"#
    );
    let mut engine = Engine::new(Plan::from_json(plan.as_bytes()).unwrap());
    let entries = br#"
        {"kind":"unit","id":"u1","on":"2025-01-01","unit":"company"}
        {"kind":"membership","id":"m1","on":"2025-01-01","who":"ann","unit":"company"}
        {"kind":"order","id":"o1","on":"2025-03-10","rep":"ann","amount":"300","discount":"5%"}
        {"kind":"order","id":"o2","on":"2025-03-11","rep":"ann","amount":"500"}
    "#;
    engine.record_jsonl(entries, None);
    let view = engine.view(parse_day("2025-03-31").unwrap());
    let value = view.value("asked", view.person("ann").unwrap(), view.period("2025-03").unwrap()).unwrap();
    value.map(|value| value.to_string())
}

#[test]
fn a_count_of_a_field_counts_the_facts_that_have_it() {
    assert_eq!(asked("count(order.discount)"), Ok("1".to_owned()));
    assert_eq!(asked("count(order)"), Ok("2".to_owned()));
}

#[test]
fn any_other_fold_is_undefined_where_a_value_is_missing() {
    for fold in ["sum", "avg", "min", "max", "distinct", "first", "last"] {
        let missing = Err(Why::Missing("discount".into()));
        assert_eq!(asked(&format!("{fold}(order.discount)")), missing, "{fold}");
    }
    assert_eq!(asked("sum(order.discount where discount is present)"), Ok("5%".to_owned()));
}
