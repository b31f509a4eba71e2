//! Tables of records: what is so of a thing on a day, what its entries wait for, what plans can get wrong.

#![cfg(feature = "json")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

use attain::log::{Admission, Log, Record, RecordState, Referred, Refusal, Waiting};
use attain::quantity::Outcome;
use attain::{Engine, Plan};
use chrono::{DateTime, NaiveDate, Utc};

#[path = "records/declared.rs"]
mod declared;
#[path = "records/outcomes.rs"]
mod outcomes;
#[path = "records/state.rs"]
mod state;

/// Deals with a pipeline that their activities touch; leads with one of their own; customers without any.
const PLAN: &str = r#"{
    "attain": 1, "name": "Records", "currency": "USD", "timezone": "+08:00",
    "org": { "trees": { "sales": ["company", "team"] } },
    "pipelines": {
        "b2b": { "stages": [
            { "id": "lead", "kind": "open", "probability": "10%" },
            { "id": "quote", "kind": "open", "category": "commit" },
            { "id": "won", "kind": "won" },
            { "id": "lost", "kind": "lost" },
            { "id": "junk", "kind": "invalid" }
        ] },
        "线索": { "stages": [{ "id": "新建", "kind": "open" }, { "id": "已转化", "kind": "won" }] }
    },
    "records": {
        "deal": {
            "whose": "owner", "pipeline": "b2b", "touch": ["activity", "visit"],
            "fields": {
                "owner": "person", "amount": "money", "note": "text", "customer": "customer", "source": "activity",
                "paid": "yesno", "due": "date", "seen": "instant", "odds": "ratio", "parent": "deal"
            }
        },
        "customer": { "fields": { "city": "text", "size": "number" } },
        "潜客": { "pipeline": "线索", "whose": "负责人", "fields": { "负责人": "person", "城市": "text" } }
    },
    "facts": {
        "activity": { "whose": "who", "fields": { "who": "person", "deal": "deal", "minutes": "number" } },
        "visit": { "fields": { "first": "deal", "second": "deal" } }
    }
}"#;

fn engine() -> Engine {
    Engine::new(Plan::from_json(PLAN.as_bytes()).unwrap())
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn moment(number: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_750_000_000 + number, 0).unwrap()
}

/// A log of entries, of which none is refused.
fn recorded(text: &str) -> Engine {
    let mut engine = engine();
    for admission in engine.record_jsonl(text.as_bytes(), None) {
        assert!(matches!(admission, Admission::Counted | Admission::Waiting(_)), "{admission:?}");
    }
    engine
}

/// What came of each entry.
fn outcomes(text: &str) -> Vec<String> {
    let log = engine().log().clone();
    let mut log: Log = log;
    let read = attain::log::read_jsonl(text.as_bytes()).into_iter();
    read.map(|entry| shown(&log.record(entry.unwrap(), None))).collect()
}

fn shown(admission: &Admission) -> String {
    match admission {
        Admission::Counted => "counted".to_owned(),
        Admission::Waiting(waiting) => {
            let each = |waiting: &Waiting| format!("{} {}", waiting.name(), waiting.key());
            format!("waiting: {}", waiting.iter().map(each).collect::<Vec<String>>().join(", "))
        }
        Admission::Exists => "exists".to_owned(),
        Admission::ExistsDifferently { field } => format!("exists differently: {field}"),
        Admission::Refused(refusals) => refusals.iter().map(Refusal::to_string).collect::<Vec<String>>().join("\n"),
    }
}

/// What waits for what.
fn waiting(log: &Log) -> Vec<String> {
    let each = |waiting: &Waiting| format!("{} {}", waiting.name(), waiting.key());
    let all = log.waiting(log.len()).into_iter();
    all.map(|(id, waits)| format!("{id}: {}", waits.iter().map(each).collect::<Vec<String>>().join(", "))).collect()
}

/// What a test asks of each record of a kind.
fn asked<T>(log: &Log, kind: &str, ask: impl Fn(Record<'_>) -> T) -> Vec<T> {
    let (id, _) = log.kinds().find(kind).unwrap();
    let standing = log.standing(log.len());
    standing.records(id).map(ask).collect()
}

fn told(outcome: Outcome) -> String {
    outcome.map_or_else(|_| "-".to_owned(), |value| value.to_string())
}

/// A field of a record on a day.
fn field(log: &Log, key: &str, on: &str, name: &str) -> String {
    of_state(log, key, on, |state| told(state.value(state.record().kind().field(name).unwrap().0)))
}

/// What a record answers on a day; `absent` before it opens.
fn of_state(log: &Log, key: &str, on: &str, ask: impl Fn(RecordState<'_>) -> String) -> String {
    let standing = log.standing(log.len());
    let found = log.kinds().iter().find_map(|(id, _)| standing.records(id).find(|record| record.key().as_str() == key));
    let Some(record) = found else { return "no record".to_owned() };
    record.on(day(on)).map_or_else(|| "absent".to_owned(), ask)
}

/// What every record has: stage, status, owner, the days.
fn built_in(log: &Log, key: &str, on: &str) -> String {
    of_state(log, key, on, |state| {
        let owner = state.owner().map_or("-".to_owned(), ToString::to_string);
        let (stage, status) = (told(state.stage()), told(state.status()));
        let days = [state.opened_on(), state.closed_on(), state.touched_on()].map(told);
        format!("{stage} {status} {owner} {}", days.join(" "))
    })
}

fn referred(referred: Option<Referred<'_>>) -> String {
    match referred {
        Some(Referred::Fact(fact)) => format!("fact {}", fact.id()),
        Some(Referred::Record(record)) => format!("record {}", record.key()),
        None => "-".to_owned(),
    }
}
