//! Laws of what is there twice: two open records are found together exactly where they have a key in common, in whatever order their
//! entries came.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

use attain::document::Node;
use attain::engine::Engine;
use attain::log::Entry;
use attain::plan::Plan;
use chrono::NaiveDate;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const PLAN: &str = r#"{
  "attain": 1, "name": "Twice", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
  "records": { "lead": { "whose": "owner", "pipeline": "p", "duplicate": ["phone", ["name", "city"]],
    "fields": { "owner": "person", "phone": "text", "name": "text", "city": "text" } } },
  "pipelines": { "p": { "stages": [ { "id": "new", "kind": "open" }, { "id": "lost", "kind": "lost" } ] } } }"#;

const LEADS: usize = 5;

/// Something that is said of a lead on a day: it sets a field, or unsets it, or closes or opens it.
#[derive(Clone, Debug)]
enum Said {
    Sets(usize, Option<&'static str>),
    Moves(bool),
}

const FIELDS: [&str; 3] = ["phone", "name", "city"];

fn said() -> impl Strategy<Value = Vec<(i64, usize, Said)>> {
    let value = select(vec![Some("1"), Some("2"), Some(" "), None]);
    let sets = (0..FIELDS.len(), value).prop_map(|(field, value)| Said::Sets(field, value));
    let one = prop_oneof![6 => sets, 1 => any::<bool>().prop_map(Said::Moves)];
    vec((1_i64..6, 0..LEADS, one), 0..40)
}

fn day(number: i64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap().checked_add_signed(chrono::TimeDelta::days(number)).unwrap()
}

fn entries(all: &[(i64, usize, Said)]) -> Vec<Entry> {
    let mut entries: Vec<Entry> =
        (0..LEADS).map(|lead| Entry::new("lead").id(&format!("l{lead}")).on(day(0))).collect();
    for (place, (on, lead, said)) in all.iter().enumerate() {
        let of = format!("l{lead}");
        let entry = |kind: &str| Entry::new(kind).id(&format!("e{place:02}")).on(day(*on)).set("of", of.as_str());
        entries.push(match said {
            Said::Sets(field, Some(value)) => entry("lead").set(FIELDS[*field], *value),
            Said::Sets(field, None) => entry("lead").set(FIELDS[*field], Node::Null),
            Said::Moves(open) => entry("move").set("to", if *open { "new" } else { "lost" }),
        });
    }
    entries
}

fn recorded(entries: &[Entry]) -> Engine {
    let mut engine = Engine::new(Plan::from_json(PLAN.as_bytes()).unwrap());
    engine.record_batch(entries.iter().cloned(), None);
    engine
}

/// Who is found with whom by which key, and since when both have it.
fn found(engine: &Engine, on: i64) -> Vec<(String, usize, usize, NaiveDate)> {
    let mut pairs = Vec::new();
    for group in engine.view(day(on)).duplicates(None).unwrap() {
        let number = |key: &str| key.trim_start_matches('l').parse::<usize>().unwrap();
        for (place, one) in group.records.iter().enumerate() {
            for other in &group.records[..place] {
                let (a, b) = (number(one.record.as_str()), number(other.record.as_str()));
                pairs.push((group.key.clone(), a.min(b), a.max(b), one.since.max(other.since)));
            }
        }
    }
    pairs.sort();
    pairs
}

/// What is so of a lead when a day ends: its fields, and whether it is open.
fn state(all: &[(i64, usize, Said)], of: usize, on: i64) -> ([Option<&'static str>; 3], bool) {
    let mut mine: Vec<&(i64, usize, Said)> = all.iter().filter(|(day, lead, _)| *lead == of && *day <= on).collect();
    mine.sort_by_key(|(day, ..)| *day);
    let (mut fields, mut open) = ([None; 3], true);
    for (_, _, said) in mine {
        match said {
            Said::Sets(field, value) => fields[*field] = *value,
            Said::Moves(to) => open = *to,
        }
    }
    (fields, open)
}

/// The naive way: each against each, day by day.
fn naive(all: &[(i64, usize, Said)], on: i64) -> Vec<(String, usize, usize, NaiveDate)> {
    let mut pairs = Vec::new();
    for (key, fields) in [("phone", &[0][..]), ("name, city", &[1, 2][..])] {
        let values = |lead: usize, on: i64| -> Option<Vec<&str>> {
            let (all, _) = state(all, lead, on);
            fields.iter().map(|field| all[*field].filter(|value| !value.trim().is_empty())).collect()
        };
        let since =
            |lead: usize| (0..=on).rev().take_while(|day| values(lead, *day) == values(lead, on)).last().unwrap();
        for one in 0..LEADS {
            for other in one + 1..LEADS {
                let are_open = state(all, one, on).1 && state(all, other, on).1;
                if are_open && values(one, on).is_some() && values(one, on) == values(other, on) {
                    pairs.push((key.to_owned(), one, other, day(since(one).max(since(other)))));
                }
            }
        }
    }
    pairs.sort();
    pairs
}

proptest! {
    #[test]
    fn two_are_found_together_where_they_have_a_key_in_common(all in said(), on in 0_i64..7) {
        let mut entries = entries(&all);
        prop_assert_eq!(found(&recorded(&entries), on), naive(&all, on));
        entries.reverse();
        prop_assert_eq!(found(&recorded(&entries), on), naive(&all, on));
    }
}
