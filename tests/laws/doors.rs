//! Laws of the doors into the log: by whichever an entry comes, the same comes of it.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

use std::fmt::Write;

use attain::calendar::parse_day;
use attain::log::{Admission, Entry, Refusal, RefusalCode, read_csv, read_jsonl};
use attain::trace::Language;
use attain::{Engine, Plan};
use chrono::{DateTime, Utc};
use proptest::prelude::*;

#[path = "doors/columns.rs"]
mod columns;
#[path = "doors/lines.rs"]
mod lines;

const PLAN: &str = r#"{
    "attain": 1, "name": "Doors", "currency": "EUR",
    "rules": { "rounding": { "to": "0.01", "mode": "half_up" } },
    "org": { "trees": { "sales": ["company", "team"] } },
    "facts": {
        "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money", "rate": "ratio", "took": "duration", "lines": "number",
            "family": "text", "paid": "yesno", "region": "unit", "due": "date", "parent": "order", "tags": "list" } },
        "payment": { "whose": "order", "fields": { "order": "order", "amount": "money" } },
        "visit": { "on": "day", "id": ["day", "number", "shop", "who", "long"], "whose": "who",
            "fields": { "number": "number", "day": "date", "shop": "text", "who": "person", "long": "yesno" } } },
    "kpis": { "revenue": { "formula": "sum(order.amount)" }, "paid": { "formula": "sum(payment.amount)" },
              "shops": { "formula": "distinct(visit.shop)" }, "vip": { "formula": "count(order where tags has \"vip\")" },
              "tags": { "formula": "distinct(order.tags where tags is present)" } },
    "targets": { "revenue": { "grain": "month", "unit_is": "members", "transfer": "days" } }
}"#;

fn engine() -> Engine {
    let mut engine = Engine::new(Plan::from_json(PLAN.as_bytes()).unwrap());
    let start = parse_day("2020-01-01").unwrap();
    engine.record(Entry::new("unit").id("u").on(start).set("unit", "company"));
    for who in ["ann", "bob"] {
        engine.record(Entry::new("membership").id(who).on(start).set("who", who).set("unit", "company"));
    }
    engine
}

/// What a host sees of an engine: every entry as it is described, what stands, what waits, some figures with their reasons.
fn seen(engine: &Engine) -> String {
    let (log, mut text) = (engine.log(), String::new());
    for position in 0..log.len() {
        writeln!(text, "{:?} {:?}", log.entry(position).unwrap(), log.known_at(position)).unwrap();
    }
    let standing = log.standing(log.len());
    for (id, kind) in log.kinds().iter() {
        for fact in standing.facts(id) {
            let values: Vec<_> = kind.fields().map(|(field, _)| (fact.value(field), fact.refers(field))).collect();
            let credits = fact.credits().into_iter().map(|credit| format!("{} {}", credit.who, credit.share));
            writeln!(text, "{fact:?} {} {values:?} {:?}", fact.position(), credits.collect::<Vec<_>>()).unwrap();
        }
    }
    writeln!(text, "{:?} {:?}", log.waiting(log.len()), engine.waiting()).unwrap();
    let view = engine.view(parse_day("2025-12-31").unwrap());
    for period in ["2025-03", "2025-04"] {
        let (company, period) = (view.unit("company").unwrap(), view.period(period).unwrap());
        for kpi in ["revenue", "paid", "shops", "vip", "tags"] {
            text += &view.explain(kpi, company, period).unwrap().to_text(Language::English);
        }
    }
    text
}

/// What comes of entries that were read first, and recorded then.
fn recorded(engine: &mut Engine, read: Vec<Result<Entry, Refusal>>, known: Option<DateTime<Utc>>) -> Vec<Admission> {
    let mut taken = engine.record_batch(read.iter().filter_map(|read| read.as_ref().ok().cloned()), known).into_iter();
    let outcome = |read: Result<Entry, Refusal>| match read {
        Ok(_) => taken.next().unwrap(),
        Err(refusal) => Admission::Refused(vec![refusal]),
    };
    read.into_iter().map(outcome).collect()
}

/// What was refused whatever the log holds: it holds nothing that another moment would not have let in.
fn unsound(outcomes: &[Admission]) -> Vec<Result<(), Vec<Refusal>>> {
    let by_moment =
        |refusals: &Vec<Refusal>| refusals.iter().all(|refusal| refusal.code() == RefusalCode::KnownEarlier);
    let unsound = |outcome: &Admission| match outcome {
        Admission::Refused(refusals) if !by_moment(refusals) => Err(refusals.clone()),
        _ => Ok(()),
    };
    outcomes.iter().map(unsound).collect()
}

fn moment() -> impl Strategy<Value = Option<DateTime<Utc>>> {
    prop::option::weighted(0.3, Just("2025-08-05T00:00:00Z".parse().unwrap()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_200))]

    #[test]
    fn json_lines_are_what_their_entries_are(batches in prop::collection::vec((lines::lines(), moment()), 1..3)) {
        let (mut direct, mut apart) = (engine(), engine());
        for (text, known) in batches {
            let checked = direct.check_jsonl(&text);
            let outcomes = direct.record_jsonl(&text, known);
            prop_assert_eq!(checked, unsound(&outcomes));
            prop_assert_eq!(&outcomes, &recorded(&mut apart, read_jsonl(&text), known));
        }
        prop_assert_eq!(seen(&direct), seen(&apart));
    }

    #[test]
    fn rows_of_csv_are_what_their_entries_are(
        before in lines::lines(), batches in prop::collection::vec((lines::csv(), moment()), 1..3),
    ) {
        let (mut direct, mut apart) = (engine(), engine());
        direct.record_jsonl(&before, None);
        apart.record_jsonl(&before, None);
        for ((kind, text), known) in batches {
            let checked = direct.check_csv(kind, &text);
            let outcomes = direct.record_csv(kind, &text, known);
            prop_assert_eq!(checked, unsound(&outcomes));
            prop_assert_eq!(&outcomes, &recorded(&mut apart, read_csv(kind, &text), known));
        }
        prop_assert_eq!(seen(&direct), seen(&apart));
    }

    #[test]
    fn rows_of_columns_are_what_their_lines_are(
        before in lines::lines(), batches in prop::collection::vec((columns::batch(), any::<bool>()), 1..5),
        after in lines::lines(),
    ) {
        let (mut direct, mut apart) = (engine(), engine());
        direct.record_jsonl(&before, None);
        apart.record_jsonl(&before, None);
        for (batch, as_columns) in batches {
            let lines = apart.record_jsonl(batch.lines().as_bytes(), batch.known);
            // A batch that comes as text tells the numbers of its series too.
            if !as_columns {
                prop_assert_eq!(direct.record_jsonl(batch.lines().as_bytes(), batch.known), lines);
                continue;
            }
            let outcome = batch.record(&mut direct);
            let rows = batch.outcomes(&outcome);
            prop_assert_eq!(rows.iter().map(code).collect::<Vec<_>>(), lines.iter().map(code).collect::<Vec<_>>());
            if batch.can_be_written() {
                prop_assert_eq!(&rows, &lines);
            }
            let count = |is: fn(&Admission) -> bool| rows.iter().filter(|row| is(row)).count();
            prop_assert_eq!(outcome.counted, count(|row| *row == Admission::Counted));
            prop_assert_eq!(outcome.waiting, count(|row| matches!(row, Admission::Waiting(_))));
            prop_assert_eq!(outcome.exists, count(|row| *row == Admission::Exists));
            prop_assert_eq!(outcome.exists_differently, count(|row| matches!(row, Admission::ExistsDifferently { .. })));
            prop_assert_eq!(outcome.refused, count(|row| matches!(row, Admission::Refused(_))));
        }
        prop_assert_eq!(direct.record_jsonl(&after, None), apart.record_jsonl(&after, None));
        prop_assert_eq!(seen(&direct), seen(&apart));
    }
}

/// An outcome without the words for people.
fn code(admission: &Admission) -> String {
    match admission {
        Admission::Refused(refusals) => {
            let codes = refusals.iter().map(|refusal| format!("{} {:?}", refusal.code(), refusal.field()));
            codes.collect::<Vec<_>>().join(", ")
        }
        other => format!("{other:?}"),
    }
}
