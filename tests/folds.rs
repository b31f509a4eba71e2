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

/// Orders of these amounts, all of one person.
fn of_amounts(amounts: &[i64], formula: &str) -> Outcome<String> {
    let plan = format!(
        r#"{{ "attain": 1, "name": "Folds", "currency": "EUR", "org": {{ "trees": {{ "sales": ["company"] }} }},
             "rules": {{ "missing": "skip", "rounding": {{ "to": "0.01", "mode": "half_up" }} }},
             "facts": {{ "order": {{ "whose": "rep", "fields": {{ "rep": "person", "amount": "money" }} }} }},
             "kpis": {{ "asked": {{ "formula": "{formula}" }} }} }}"#
    );
    let mut engine = Engine::new(Plan::from_json(plan.as_bytes()).unwrap());
    let mut entries = r#"{"kind":"unit","id":"u1","on":"2025-01-01","unit":"company"}
        {"kind":"membership","id":"m1","on":"2025-01-01","who":"ann","unit":"company"}
        "#
    .to_owned();
    for (number, amount) in amounts.iter().enumerate() {
        let order = format!(r#"{{"kind":"order","id":"o{number}","on":"2025-03-10","rep":"ann","amount":"{amount}"}}"#);
        entries.push_str(&order);
        entries.push('\n');
    }
    engine.record_jsonl(entries.as_bytes(), None);
    let view = engine.view(parse_day("2025-03-31").unwrap());
    let value = view.value("asked", view.unit("company").unwrap(), view.period("2025-03").unwrap()).unwrap();
    value.map(|value| value.to_string())
}

#[test]
fn a_deviation_is_that_of_a_sample() {
    let deviation = |amounts: &[i64]| of_amounts(amounts, "stddev(order.amount)");
    assert_eq!(deviation(&[2, 4, 4, 4, 5, 5, 7, 9]), Ok("2.138089935299".to_owned()));
    assert_eq!(deviation(&[1, 3]), Ok("1.414213562373".to_owned()));
    assert_eq!(deviation(&[1, 5, 9]), Ok("4".to_owned()), "a root that is a fraction is exact");
    assert_eq!(deviation(&[6, 6, 6]), Ok("0".to_owned()));
    assert_eq!(deviation(&[-5, 5]), Ok("7.071067811865".to_owned()));
    assert_eq!(deviation(&[6]), Err(Why::TooFew { have: 1, need: 2 }));
    assert_eq!(deviation(&[]), Err(Why::NoFacts));
}

#[test]
fn a_trimmed_mean_leaves_whole_values_out_at_either_end() {
    let ten = [100, 1, 2, 3, 4, 5, 6, 7, 8, 1000];
    let trimmed = |percent: &str| of_amounts(&ten, &format!("trimmed(order.amount, {percent})"));
    assert_eq!(trimmed("0"), Ok("113.6".to_owned()));
    assert_eq!(trimmed("9"), Ok("113.6".to_owned()), "a tenth of ten is one, less is none");
    assert_eq!(trimmed("10"), Ok("16.875".to_owned()));
    assert_eq!(trimmed("20"), Ok("5.5".to_owned()));
    assert_eq!(trimmed("49.9"), Ok("5.5".to_owned()), "four of ten at either end");
    // Equal values are several values.
    assert_eq!(of_amounts(&[1, 1, 1, 7, 7], "trimmed(order.amount, 20)"), Ok("3".to_owned()));
    assert_eq!(of_amounts(&[5], "trimmed(order.amount, 40)"), Ok("5".to_owned()));
}

#[test]
fn people_have_deviations_and_trimmed_means_too() {
    let of_one = |fold: &str| of_amounts(&[4, 5], fold);
    assert_eq!(of_one("trimmed(sum(order.amount), 10 over people)"), Ok("9".to_owned()));
    assert_eq!(of_one("stddev(sum(order.amount) over people)"), Err(Why::TooFew { have: 1, need: 2 }));
    assert_eq!(of_one("round(sum(order.amount) / 8, 0.1)"), Ok("1.1".to_owned()), "by the mode of the house");
}

#[test]
fn any_other_fold_is_undefined_where_a_value_is_missing() {
    for fold in ["sum", "avg", "min", "max", "distinct", "first", "last"] {
        let missing = Err(Why::Missing("discount".into()));
        assert_eq!(asked(&format!("{fold}(order.discount)")), missing, "{fold}");
    }
    assert_eq!(asked("sum(order.discount where discount is present)"), Ok("5%".to_owned()));
}

#[test]
fn which_facts_count_cannot_depend_on_a_fold_over_facts() {
    let plan = r#"{ "attain": 1, "name": "Folds", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
        "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money", "customer": "text" },
                              "counts": "amount > first(order.amount of customer)[all] at company" } },
        "kpis": { "asked": { "formula": "sum(order.amount)" } } }"#;
    let problems = Plan::from_json(plan.as_bytes()).unwrap_err();
    let told: Vec<String> = problems.iter().map(|problem| format!("{} {}", problem.place(), problem.code())).collect();
    assert_eq!(told, ["facts.order.counts formula.context"]);
}
