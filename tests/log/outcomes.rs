//! What comes of an entry.

use attain::document::Node;
use attain::id::KEY_BYTES_MAX;
use attain::log::{Admission, Entry, REFUSALS_MAX, Refusal, RefusalCode, TEXT_BYTES_MAX};
use attain::quantity::LIST_MEMBERS_MAX;

use super::{empty_log, json, order, shown};

#[test]
fn each_entry_has_one_outcome() {
    let table = include_str!("outcomes.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut log = empty_log();
    for line in table {
        let (text, expected) = line.split_once("  =>  ").unwrap();
        assert_eq!(shown(&log.record(json(text), None)), expected, "{text}");
    }
}

#[test]
fn a_text_has_its_limit() {
    let mut log = empty_log();
    let text = |bytes: usize| order("o1", "1").set("number", "x".repeat(bytes));
    assert_eq!(shown(&log.record(text(TEXT_BYTES_MAX + 1), None)), "entry.too_large number");
    assert_eq!(log.record(text(TEXT_BYTES_MAX), None), Admission::Counted);
}

#[test]
fn a_list_has_its_limits() {
    let tags = |count: usize, bytes: usize| {
        let member = |number: usize| Node::from(format!("{number:0bytes$}"));
        Node::List((0..count).map(member).collect())
    };
    let mut log = empty_log();
    let (count, bytes) = (LIST_MEMBERS_MAX, KEY_BYTES_MAX);
    for (tags, expected) in [
        (tags(count + 1, 3), "entry.too_large tags"),
        (tags(2, bytes + 1), "entry.invalid_value tags"),
        (tags(count, bytes), "counted"),
        (tags(count, bytes), "exists"),
    ] {
        assert_eq!(shown(&log.record(order("o1", "1").set("tags", tags), None)), expected);
    }
    let described = log.entry(0).unwrap();
    assert_eq!(described.get("tags"), Some(&tags(count, bytes)));
    assert_eq!(log.record(described, None), Admission::Exists, "what is given back is read again");
}

#[test]
fn refusals_teach() {
    let cases: &[(&str, &str)] = &[
        (
            r#"{"kind":"ordr","id":"x","on":"2025-08-04"}"#,
            "kind: there is no kind `ordr`\n  help: did you mean `order`?",
        ),
        (
            r#"{"kind":"order","id":"x","on":"2025-08-04","rep":"ann","amuont":"1"}"#,
            "amuont: `order` has no field `amuont`\n  help: did you mean `amount`?",
        ),
        (r#"{"kind":"order","id":"x","on":"2025-02-30","rep":"ann"}"#, "on: there is no day `2025-02-30`"),
        (
            r#"{"kind":"order","id":"x","rep":"ann"}"#,
            "on: the entry has no day\n  help: write the day on which it holds: `\"on\": \"2025-08-04\"`",
        ),
        (
            r#"{"kind":"order","id":"x","on":"2025-08-04","rep":"ann","amount":"1000 EUR"}"#,
            "amount: the amount is in EUR, the plan counts in USD\n  help: give the amount in USD, or declare `exchange` in the plan",
        ),
        (
            r#"{"kind":"order","id":"x","on":"2025-08-04","credits":[{"who":"ann","share":"60%"},{"who":"bob","share":"1/2"}]}"#,
            "credits: the direct shares make 110%, not 100%\n  help: change them to make exactly 100%; thirds are written `1/3`",
        ),
        (
            r#"{"kind":"order","id":"x","on":"2025-08-04","rep":"ann","tags":["a;b"]}"#,
            "tags: `a;b` cannot be told from two members\n  help: write two members, or another sign than `;`",
        ),
        (
            r#"{"kind":"order","id":"x","on":"2025-08-04","rep":"ann","tags":"vip;"}"#,
            "tags: a member of the list is empty\n  help: write a text between two `;`, or `[]` for a list without members",
        ),
        (
            r#"{"kind":"order","id":"x","on":"2025-08-04","rep":"ann","tags":"[\"a\",\"b\"]"}"#,
            "tags: `[\"a\",\"b\"]` is no member of a list\n  help: write members one behind the other: `vip; export`",
        ),
        (
            r#"{"kind":"order","id":"x","on":"2025-08-04","rep":"ann","tags":[7]}"#,
            "tags: a number is written where a text of a list belongs",
        ),
        (
            r#"{"kind":"order","id":"x","on":"2025-08-04"}"#,
            "rep: nobody is credited\n  help: write `rep`, or `credits`",
        ),
        (
            r#"{"kind":"order","on":"2025-08-04","rep":"ann","line":1}"#,
            "number: the entry has no id, and without `number` none can be made\n  help: write `id` or `number`",
        ),
    ];
    for (text, expected) in cases {
        let Admission::Refused(refusals) = empty_log().record(json(text), None) else { panic!("{text}") };
        assert_eq!(refusals.iter().map(Refusal::to_string).collect::<Vec<_>>(), [*expected]);
    }
}

#[test]
fn every_code_has_a_name_of_its_own() {
    let names: std::collections::BTreeSet<&str> = RefusalCode::ALL.iter().map(|code| code.name()).collect();
    assert_eq!(names.len(), RefusalCode::ALL.len());
}

#[test]
fn a_hostile_entry_is_refused_in_bounded_work() {
    let mut log = empty_log();
    let many = (0..50_000).fold(Vec::new(), |mut words, number| {
        words.push((format!("f{number}"), Node::Null));
        words
    });
    let Admission::Refused(refusals) = log.record(Entry::from_node(&Node::Map(many)).unwrap(), None) else { panic!() };
    assert!(refusals.len() <= REFUSALS_MAX + 10, "{}", refusals.len());
    let long = "x".repeat(1_000_000);
    let Admission::Refused(refusals) = log.record(order("o1", "1").set(&long, true), None) else { panic!() };
    assert!(refusals[0].message().len() < 200);
    assert!(log.is_empty());
}
