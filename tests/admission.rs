//! What becomes of entries at the engine's door: one row an entry, with its outcome.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

use attain::calendar::parse_day;
use attain::log::Admission;
use attain::{Engine, Plan};

const PLAN: &str = r#"{
    "attain": 1, "name": "Doors", "currency": "EUR",
    "rules": { "rounding": { "to": "0.01", "mode": "half_up" } },
    "org": { "trees": { "sales": ["company", "team"] } },
    "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money", "产品": "text" } } },
    "kpis": { "revenue": { "formula": "sum(order.amount)" } },
    "targets": { "revenue": { "grain": "month", "unit_is": "members", "transfer": "days", "fields": ["产品"] } }
}"#;

fn engine() -> Engine {
    Engine::new(Plan::from_json(PLAN.as_bytes()).unwrap())
}

/// An outcome in a word or two.
fn told(admission: &Admission) -> String {
    match admission {
        Admission::Counted => "counted".to_owned(),
        Admission::Exists => "exists".to_owned(),
        Admission::ExistsDifferently { field } => format!("exists differently: {field}"),
        Admission::Waiting(waiting) => {
            let reasons: Vec<String> = waiting.iter().map(ToString::to_string).collect();
            format!("waits: {}", reasons.join("; "))
        }
        Admission::Refused(refusals) => {
            let reasons: Vec<&str> = refusals.iter().map(|refusal| refusal.code().name()).collect();
            format!("refused: {}", reasons.join(", "))
        }
    }
}

#[test]
fn each_entry_of_a_batch_has_its_own_outcome() {
    let table: [(&[u8], &str); 18] = [
        (br#"{"kind":"unit","id":"u","on":"2025-01-01","unit":"company"}"#, "counted"),
        (br#"{"kind":"membership","id":"m","on":"2025-03-10","who":"ann","unit":"company"}"#, "counted"),
        (br#"{"kind":"order","id":"o1","on":"2025-03-10","rep":"ann","amount":"100"}"#, "counted"),
        (br#"{"kind":"order","id":"o1","on":"2025-03-10","rep":"ann","amount":"100"}"#, "exists"),
        (br#"{"kind":"order","id":"o1","on":"2025-03-10","rep":"ann","amount":"101"}"#, "exists differently: amount"),
        (br#"{"kind":"order","id":"o2","on":"2025-03-09","rep":"ann","amount":"7"}"#, "waits: `ann` belongs to no unit on 2025-03-09"),
        (br#"{"kind":"order","id":"o3","on":"2025-03-11","rep":"bob","amount":"7"}"#, "waits: `bob` belongs to no unit on 2025-03-11"),
        (br#"{"kind":"order","id":"o4","on":"2025-03-11","rep":"ann","amount":"7"#, "refused: entry.syntax"),
        (b"{\"kind\":\"order\",\"id\":\"o5\",\"on\":\"2025-03-11\",\"rep\":\"\xff\",\"amount\":\"7\"}", "refused: entry.not_text"),
        (br#"{"kind":"order","id":"o6","on":"2025-02-30","rep":"ann","amount":"7 USD"}"#, "refused: entry.invalid_value, entry.currency"),
        (br#"{"kind":"order","id":"o7","on":"2025-03-12","rep":"ann","amount":"8"}"#, "counted"),
        (br#"{"kind":"order","id":"r1","on":"2025-03-13","reverses":"o7","share":"50%"}"#, "counted"),
        (br#"{"kind":"target","id":"t1","on":"2025-03-01","of":"revenue","who":"ann","period":"2025-03","amount":"50"}"#, "counted"),
        (br#"{"kind":"target","id":"t2","on":"2025-03-01","of":"revenue","who":"eve","period":"2025-03","amount":"50"}"#, "waits: neither a person nor a unit is called `eve`"),
        (br#"{"kind":"target","id":"t3","on":"2025-03-01","of":"revenu","who":"ann","period":"2025-03","amount":"50"}"#, "refused: entry.unknown_name"),
        (br#"{"kind":"target","id":"t4","on":"2025-03-01","of":"revenue","who":"ann","period":"2025-Q1","amount":"50"}"#, "refused: entry.unknown_name"),
        (br#"{"kind":"target","id":"t5","on":"2025-03-01","of":"revenue","who":"ann","period":"2025-03","amount":"50","level":"floor"}"#, "refused: entry.unknown_name"),
        (br#"{"kind":"membership","id":"m2","on":"2025-03-10","who":"cy","unit":"company","tree":"sale"}"#, "refused: entry.unknown_name"),
    ];
    let mut engine = engine();
    let text = table.map(|(line, _)| line).join(&b'\n');
    let outcomes: Vec<String> = engine.record_jsonl(&text, None).iter().map(told).collect();
    let expected = table.map(|(_, outcome)| outcome.to_owned());
    assert_eq!(outcomes, expected);
    let march = |engine: &Engine| {
        let view = engine.view(parse_day("2025-03-31").unwrap());
        let revenue = view.value("revenue", view.unit("company").unwrap(), view.period("2025-03").unwrap()).unwrap();
        revenue.unwrap().to_string()
    };
    assert_eq!(march(&engine), "104", "100, 8, and half of the 8 taken back");

    // What waited counts as soon as what it waits for has come; nothing is sent again.
    engine.record_jsonl(br#"{"kind":"membership","id":"m3","on":"2025-03-01","who":"bob","unit":"company"}"#, None);
    assert_eq!(march(&engine), "111");
    let waiting: Vec<String> = engine.waiting().iter().map(|(id, _)| id.to_string()).collect();
    assert_eq!(waiting, ["o2", "t2"]);
}

#[test]
fn an_outcome_reads_as_a_line_with_all_of_its_reasons() {
    let mut engine = engine();
    let lines = br#"{"kind":"unit","id":"u","on":"2025-01-01","unit":"company"}
{"kind":"unit","id":"u","on":"2025-01-01","unit":"company"}
{"kind":"unit","id":"u","on":"2025-01-02","unit":"company"}
{"kind":"order","id":"o","on":"2025-03-10","rep":"ann","amount":"7"}
{"kind":"order","id":"o6","on":"2025-02-30","rep":"ann","amount":"7 USD"}"#;
    let told: Vec<String> = engine.record_jsonl(lines, None).iter().map(ToString::to_string).collect();
    assert_eq!(
        told[..4],
        [
            "counted",
            "the log has this very entry already",
            "the log has another entry of this id: `on` differs",
            "waiting: `ann` belongs to no unit on 2025-03-10",
        ]
    );
    assert!(told[4].starts_with("refused: ") && told[4].contains("there is no day `2025-02-30`"), "{}", told[4]);
    assert!(told[4].contains("; amount: "), "{}", told[4]);
}

/// What is said of targets, and what came of it at the door.
#[test]
fn what_is_said_of_targets_needs_a_place_in_the_plan_and_its_holder() {
    let table = [
        (r#"{"kind":"unit","id":"u","on":"2025-01-01","unit":"company"}"#, "counted"),
        (r#"{"kind":"membership","id":"m","on":"2025-01-01","who":"李雷","unit":"company"}"#, "counted"),
        (
            r#"{"kind":"target","id":"t","on":"2025-01-01","of":"revenue","who":"李雷","period":"2025-03","amount":"9","where":{"产品":"a;b=c"},"pinned":true}"#,
            "counted",
        ),
        (
            r#"{"kind":"target","id":"x","on":"2025-01-01","of":"revenue","who":"李雷","period":"2025-03","amount":"9","where":{"地区":"北"}}"#,
            "refused: entry.unknown_name",
        ),
        (
            r#"{"kind":"adjust","id":"a1","on":"2025-03-01","of":"revenue","who":"李雷","period":"2025-03","times":"110%"}"#,
            "counted",
        ),
        (
            r#"{"kind":"adjust","id":"a2","on":"2025-03-01","of":"revenue","who":"eve","period":"2025-03","add":"5"}"#,
            "waits: neither a person nor a unit is called `eve`",
        ),
        (
            r#"{"kind":"adjust","id":"x","on":"2025-03-01","of":"revenu","who":"李雷","period":"2025-03","add":"5"}"#,
            "refused: entry.unknown_name",
        ),
        (
            r#"{"kind":"adjust","id":"x","on":"2025-03-01","of":"revenue","who":"李雷","period":"2025-Q1","add":"5"}"#,
            "refused: entry.unknown_name",
        ),
        (
            r#"{"kind":"adjust","id":"x","on":"2025-03-01","of":"revenue","who":"李雷","period":"2025-03","level":"floor","add":"5","set":"1"}"#,
            "refused: entry.unknown_name, entry.invalid_value",
        ),
        (
            r#"{"kind":"submit","id":"s1","on":"2025-03-01","of":"revenue","who":"company","period":"2025-03","amount":"8"}"#,
            "counted",
        ),
        (
            r#"{"kind":"submit","id":"s2","on":"2025-03-01","of":"revenue","who":"bob","period":"2025-03","amount":"8"}"#,
            "waits: neither a person nor a unit is called `bob`",
        ),
        (
            r#"{"kind":"submit","id":"x","on":"2025-03-01","of":"orders","who":"bob","period":"2025-03","amount":"8"}"#,
            "refused: entry.unknown_name",
        ),
        (r#"{"kind":"close","id":"c1","on":"2025-04-01","of":"revenue","period":"2025-03"}"#, "counted"),
        (r#"{"kind":"open","id":"c2","on":"2025-04-02","of":"revenue","period":"2025-03","who":"李雷"}"#, "counted"),
        (
            r#"{"kind":"open","id":"c3","on":"2025-04-02","of":"revenue","period":"2025-03","who":"gus"}"#,
            "waits: neither a person nor a unit is called `gus`",
        ),
        (
            r#"{"kind":"close","id":"x","on":"2025-04-01","of":"revenue","period":"2025-13"}"#,
            "refused: entry.unknown_name",
        ),
        (r#"{"kind":"approve","id":"y1","on":"2025-03-02","of":"a1","as":"总监","answer":"yes"}"#, "counted"),
        (
            r#"{"kind":"approve","id":"y2","on":"2025-03-02","of":"later","answer":"no"}"#,
            "waits: `later` does not stand yet",
        ),
        (
            r#"{"kind":"target","id":"x","on":"2025-01-01","of":"revenue","who":"李雷","period":"2025-03"}"#,
            "refused: entry.missing_field",
        ),
        (r#"{"kind":"close","id":"gone","retracts":"c1"}"#, "counted"),
    ];
    let mut engine = engine();
    let text = table.map(|(line, _)| line).join("\n");
    let outcomes: Vec<String> = engine.record_jsonl(text.as_bytes(), None).iter().map(told).collect();
    assert_eq!(outcomes, table.map(|(_, outcome)| outcome.to_owned()));
    let waiting: Vec<String> =
        engine.waiting().into_iter().map(|(id, reasons)| format!("{id}: {}", reasons[0].name())).collect();
    assert_eq!(waiting, ["a2: holder", "c3: holder", "s2: holder", "y2: entry"]);

    // Given back as text, the log is the same log.
    let text = engine.to_jsonl();
    assert!(text.contains(r#""where":{"产品":"a;b=c"}"#), "{text}");
    let mut other = Engine::new(engine.plan().clone());
    other.record_jsonl(text.as_bytes(), None);
    assert_eq!(other.to_jsonl(), text);
}
