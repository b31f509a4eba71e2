//! Tables of the log: what an author may declare, what an entry may say, what comes of it.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::sync::Arc;

use attain::diagnostic::{At, Problems};
use attain::document::Named;
use attain::log::{Admission, Attributes, Entry, FieldType, KindDefinition, Kinds, Log, Refusal, Waiting};
use chrono::{DateTime, NaiveDate, Utc};

#[path = "log/corrections.rs"]
mod corrections;
#[path = "log/definitions.rs"]
mod definitions;
#[path = "log/outcomes.rs"]
mod outcomes;
#[path = "log/standing.rs"]
mod standing;
#[path = "log/targets.rs"]
mod targets;
#[path = "log/text.rs"]
mod text;

fn definition(on: &str, id: &[&str], whose: &str, fields: &[(&str, &str)]) -> KindDefinition {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    KindDefinition {
        on: some(on),
        id: id.iter().map(|name| (*name).to_owned()).collect(),
        whose: some(whose),
        fields: fields.iter().map(|(name, of)| ((*name).to_owned(), (*of).to_owned())).collect(),
        counts: None,
    }
}

fn compiled(definitions: &[(&str, KindDefinition)]) -> (Kinds, Vec<String>) {
    let definitions: Named<_> = definitions.iter().map(|(name, kind)| (*name, kind.clone())).collect();
    let mut problems = Problems::new();
    let kinds = Kinds::compile(&definitions, At::root().field("facts"), &mut problems);
    let problems = problems.iter().map(|problem| format!("{} {problem}", problem.code())).collect();
    (kinds, problems)
}

fn empty_log() -> Log {
    let order = definition(
        "ordered_on",
        &["number", "line"],
        "rep",
        &[
            ("ordered_on", "date"),
            ("number", "text"),
            ("line", "number"),
            ("rep", "person"),
            ("amount", "money"),
            ("rate", "ratio"),
            ("paid", "yesno"),
            ("region", "unit"),
            ("tags", "list"),
        ],
    );
    let payment = definition("", &[], "order", &[("order", "order"), ("amount", "money")]);
    let call = definition("", &[], "", &[("minutes", "number"), ("length", "duration")]);
    let (kinds, problems) = compiled(&[("order", order), ("payment", payment), ("call", call)]);
    assert_eq!(problems, Vec::<String>::new());
    let declared = [("fte", FieldType::Number), ("level", FieldType::Text)];
    let attributes = Attributes::new(declared.map(|(name, ty)| (name.parse().unwrap(), ty)));
    Log::new(Arc::new(kinds), attributes, "USD".parse().unwrap())
}

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 8, number).unwrap()
}

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn order(id: &str, amount: &str) -> Entry {
    Entry::new("order").id(id).on(day(4)).set("rep", "ann").set("amount", amount)
}

/// An entry as JSON text.
fn json(text: &str) -> Entry {
    attain::log::read_jsonl(text.as_bytes()).remove(0).unwrap()
}

fn shown(admission: &Admission) -> String {
    match admission {
        Admission::Counted => "counted".to_owned(),
        Admission::Waiting(waiting) => {
            let waiting: Vec<String> = waiting.iter().map(Waiting::to_string).collect();
            format!("waiting: {}", waiting.join("; "))
        }
        Admission::Exists => "exists".to_owned(),
        Admission::ExistsDifferently { field } => format!("exists differently: {field}"),
        Admission::Refused(refusals) => {
            let each = |refusal: &Refusal| format!("{} {}", refusal.code(), refusal.field().unwrap_or("-"));
            refusals.iter().map(each).collect::<Vec<String>>().join(", ")
        }
    }
}

/// The facts of a kind: id, factor, amount.
fn amounts(log: &Log, kind: &str) -> Vec<String> {
    let (id, kind) = log.kinds().find(kind).unwrap();
    let (amount, _) = kind.field("amount").unwrap();
    let standing = log.standing(log.len());
    standing
        .facts(id)
        .map(|fact| {
            let amount = fact.value(amount).map_or_else(|why| why.to_string(), |amount| amount.to_string());
            format!("{} {} {amount}", fact.id(), fact.factor())
        })
        .collect()
}

fn credits(log: &Log, kind: &str) -> Vec<String> {
    let (id, _) = log.kinds().find(kind).unwrap();
    let standing = log.standing(log.len());
    let credits = standing.facts(id).flat_map(|fact| {
        fact.credits().into_iter().map(move |credit| {
            assert_eq!(fact_person(fact, credit.code), credit.who.to_string());
            format!("{} {} {}{}", fact.id(), credit.who, credit.share, if credit.overlay { " overlay" } else { "" })
        })
    });
    credits.collect()
}

fn fact_person(fact: attain::log::Fact<'_>, code: u32) -> String {
    fact.standing().person(code).unwrap().to_string()
}
