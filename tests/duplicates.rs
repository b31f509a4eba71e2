//! The same thing twice: open records that have in common what the plan says no two have.

#![cfg(feature = "json")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod common;

use attain::engine::Duplicates;
use attain::report::{self, json};
use attain::trace::Language;
use attain::{Engine, Plan};
use common::{engine, record, units, view};

const PLAN: &str = r#"{ "attain": 1, "name": "Leads", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
    "records": { "lead": { "whose": "owner", "pipeline": "p", "duplicate": DUPLICATE,
            "fields": { "owner": "person", "phone": "text", "name": "text", "city": "text", "customer": "customer" } },
        "customer": { "fields": { "tax": "text" } } },
    "pipelines": { "p": { "stages": [ { "id": "new", "kind": "open" }, { "id": "won", "kind": "won" }, { "id": "lost", "kind": "lost" } ] } } }"#;

/// Leads of a plan with such keys.
fn leads(keys: &str) -> Engine {
    let mut engine = engine(&PLAN.replace("DUPLICATE", keys));
    units(&mut engine, &[("company", "")]);
    record(
        &mut engine,
        r#"{"kind":"customer","id":"acme","on":"2026-03-01","tax":"77"}
        {"kind":"customer","id":"acme2","on":"2026-03-01","tax":"77"}
        {"kind":"lead","id":"l1","on":"2026-03-02","owner":"ann","phone":"030 1","name":"Mai","city":"Bonn","customer":"acme"}
        {"kind":"lead","id":"l2","on":"2026-03-03","owner":"bob","phone":"030 2","name":"Mai","city":"Ulm","customer":"acme2"}
        {"kind":"lead","id":"l3","on":"2026-03-04","owner":"ann","phone":"030 1","name":"mai","city":"Bonn"}
        {"kind":"lead","id":"l4","on":"2026-03-05","phone":" "}
        {"kind":"lead","id":"l5","on":"2026-03-05","phone":" "}
        {"kind":"lead","id":"l6","on":"2026-03-06","owner":"cal","name":"Mai"}
        {"kind":"lead","id":"e1","on":"2026-03-08","of":"l2","phone":"030 1"}
        {"kind":"lead","id":"e2","on":"2026-03-10","of":"l2","city":"Bonn"}"#,
    );
    engine
}

/// `key value since: records with their owners since when`.
fn told(groups: &[Duplicates]) -> Vec<String> {
    let one = |group: &Duplicates| {
        let records = group.records.iter().map(|one| {
            let owner = one.owner.as_ref().map_or("-", |owner| owner.as_str());
            format!("{} {owner} {}", one.record, &one.since.to_string()[8..])
        });
        let records = records.collect::<Vec<_>>().join(", ");
        let values = group.values.iter().map(ToString::to_string).collect::<Vec<_>>().join("+");
        let contested = if group.is_contested() { " contested" } else { "" };
        format!("{} {values} since {}: {records}{contested}", group.key, &group.since.to_string()[8..])
    };
    groups.iter().map(one).collect()
}

fn found(engine: &Engine, on: &str) -> Vec<String> {
    told(&view(engine, on).duplicates(None).unwrap())
}

#[test]
fn who_has_the_same_key_is_found_from_the_day_on_which_a_second_one_has_it() {
    let engine = leads(r#"["phone"]"#);
    assert_eq!(found(&engine, "2026-03-03"), [""; 0]);
    assert_eq!(found(&engine, "2026-03-07"), ["phone 030 1 since 04: l1 ann 02, l3 ann 04"]);
    assert_eq!(found(&engine, "2026-03-08"), ["phone 030 1 since 04: l1 ann 02, l3 ann 04, l2 bob 08 contested"]);
    // As it was known before.
    let known = engine.view_at(attain::calendar::parse_day("2026-03-31").unwrap(), engine.log().find("e1").unwrap());
    assert_eq!(told(&known.duplicates(Some("lead")).unwrap()), ["phone 030 1 since 04: l1 ann 02, l3 ann 04"]);
}

#[test]
fn all_formulas_of_a_key_are_taken_together_to_the_letter() {
    let engine = leads(r#"[["name", "city"], "customer.tax"]"#);
    assert_eq!(
        found(&engine, "2026-03-10"),
        [
            "name, city Mai+Bonn since 10: l1 ann 02, l2 bob 10 contested",
            "customer.tax 77 since 03: l1 ann 02, l2 bob 03 contested"
        ]
    );
    let one = view(&engine, "2026-03-10").duplicates_of("l2").unwrap();
    assert_eq!(one.len(), 2);
    assert!(view(&engine, "2026-03-10").duplicates_of("l3").unwrap().is_empty());
}

#[test]
fn what_is_closed_or_retracted_is_no_duplicate_and_who_owns_both_does_not_collide() {
    let mut engine = leads(r#"["phone"]"#);
    record(&mut engine, r#"{"kind":"move","id":"m1","on":"2026-03-11","of":"l2","to":"lost"}"#);
    assert_eq!(found(&engine, "2026-03-11"), ["phone 030 1 since 04: l1 ann 02, l3 ann 04"]);
    record(&mut engine, r#"{"kind":"assign","id":"a1","on":"2026-03-12","of":"l3","to":"cal"}"#);
    assert_eq!(found(&engine, "2026-03-12"), ["phone 030 1 since 04: l1 ann 02, l3 cal 04 contested"]);
    record(&mut engine, r#"{"kind":"lead","id":"x","retracts":"l1"}"#);
    assert_eq!(found(&engine, "2026-03-12"), [""; 0]);
}

#[test]
fn it_is_told_in_words_and_to_programs() {
    let engine = leads(r#"["phone"]"#);
    let groups = view(&engine, "2026-03-08").duplicates(None).unwrap();
    let english = "kind  key    value  record  stage  owner  since\n\
                   lead  phone  030 1  l1      new    ann    2026-03-02\n\
                   lead  phone  030 1  l3      new    ann    2026-03-04\n\
                   lead  phone  030 1  l2      new    bob    2026-03-08\n";
    assert_eq!(report::duplicates(&groups, Language::English).to_string(), english);
    let chinese = report::duplicates(&groups, Language::Chinese).to_string();
    assert!(chinese.starts_with("类别  查重项  相同值  记录  阶段  负责人  起始日期\n"), "{chinese}");
    assert_eq!(
        json::duplicates(&groups[..1]),
        concat!(
            r#"{"groups":[{"kind":"lead","key":"phone","values":["030 1"],"since":"2026-03-04","contested":true,"records":["#,
            r#"{"record":"l1","stage":"new","owner":"ann","since":"2026-03-02"},{"record":"l3","stage":"new","owner":"ann","since":"2026-03-04"},"#,
            r#"{"record":"l2","stage":"new","owner":"bob","since":"2026-03-08"}]}]}"#
        )
    );
}

#[test]
fn what_cannot_be_asked_or_written_is_told() {
    let engine = leads(r#"["phone"]"#);
    let view = view(&engine, "2026-03-08");
    assert_eq!(
        view.duplicates(Some("laed")).unwrap_err().to_string(),
        "there is no kind of record `laed`; did you mean `lead`?"
    );
    assert!(view.duplicates_of("l9").is_err());
    for (keys, expected) in [
        (r#"["phnoe"]"#, "records.lead.duplicate[0]: `phnoe` is not known here"),
        ("[[]]", "records.lead.duplicate[0]: a key of nothing is the same for every record"),
        (r#"["phone", ["1 + 1", "city"]]"#, "records.lead.duplicate[1][0]: `1 + 1` is the same for every record"),
        (r#""phone""#, "records.lead.duplicate: a text is written where a list belongs"),
    ] {
        let problems = Plan::from_json(PLAN.replace("DUPLICATE", keys).as_bytes()).unwrap_err().to_string();
        assert!(problems.contains(expected), "{keys}: {problems}");
    }
}
