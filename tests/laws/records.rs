//! Laws of records: what is so of a thing on a day follows from what was said by then, however it came.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

use std::collections::BTreeMap;
use std::sync::Arc;

use attain::diagnostic::{At, Problems};
use attain::document::{Named, Node};
use attain::log::{Admission, Attributes, Entry, KindDefinition, Kinds, Log, RecordDefinition, RecordState};
use attain::pipeline::{PipelineDefinition, Pipelines, StageDefinition, StageKind};
use chrono::{DateTime, NaiveDate, Utc};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

const STAGES: [(&str, StageKind); 4] =
    [("lead", StageKind::Open), ("报价", StageKind::Open), ("won", StageKind::Won), ("lost", StageKind::Lost)];

fn empty_log() -> Log {
    let stage = |(id, kind): (&str, StageKind)| StageDefinition { id: id.to_owned(), kind, ..Default::default() };
    let b2b = PipelineDefinition { stages: STAGES.map(stage).into(), ..PipelineDefinition::default() };
    let fields =
        |fields: &[(&str, &str)]| fields.iter().map(|(name, of)| ((*name).to_owned(), (*of).to_owned())).collect();
    let deal = RecordDefinition {
        whose: Some("owner".to_owned()),
        pipeline: Some("b2b".to_owned()),
        touch: vec!["activity".to_owned()],
        fields: fields(&[("owner", "person"), ("amount", "money"), ("customer", "customer")]),
        timers: attain::timer::Timers::default(),
        counts: None,
        ..RecordDefinition::default()
    };
    let customer = RecordDefinition { fields: fields(&[("size", "number")]), ..RecordDefinition::default() };
    let activity = KindDefinition { fields: fields(&[("deal", "deal")]), ..KindDefinition::default() };
    let mut problems = Problems::new();
    let pipelines = Pipelines::compile(&Named::from([("b2b", b2b)]), At::root(), &mut problems);
    let records = Named::from([("deal", deal), ("customer", customer)]);
    let facts = Named::from([("activity", activity)]);
    let kinds = Kinds::compile_all(&facts, &records, &pipelines, At::root(), &mut problems);
    assert!(problems.is_empty(), "{problems}");
    Log::new(Arc::new(kinds), Attributes::default(), "USD".parse().unwrap())
}

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 2, number).unwrap()
}

fn moment(number: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_750_000_000 + number, 0).unwrap()
}

/// The last day of the laws: a leap day.
const DAYS: u32 = 29;

/// What can be asked of a record on a day, as text.
fn told(state: RecordState<'_>) -> String {
    let kind = state.record().kind();
    let values: Vec<String> =
        kind.fields().map(|(field, _)| format!("{:?} {:?}", state.value(field), state.refers(field))).collect();
    let owner = state.owner().map(ToString::to_string);
    let built_in = [state.stage(), state.status(), state.opened_on(), state.closed_on(), state.touched_on()];
    let visits: Vec<_> = state.journey().map(|journey| journey.history().collect()).unwrap_or_default();
    format!("{:?} {values:?} {owner:?} {built_in:?} {visits:?}", state.record())
}

/// What is so of all records on a day.
fn on(log: &Log, upto: usize, day: NaiveDate) -> Vec<String> {
    let standing = log.standing(upto);
    let all = log.kinds().iter().flat_map(|(id, _)| standing.records(id));
    all.filter_map(|record| record.on(day)).map(told).collect()
}

fn everything(log: &Log, upto: usize) -> (Vec<Vec<String>>, String) {
    ((1..=DAYS).map(|number| on(log, upto, day(number))).collect(), format!("{:?}", log.waiting(upto)))
}

/// The ids of entries: own ones of deals and of customers, others, and one that never comes.
fn some_id() -> impl Strategy<Value = String> {
    select(vec!["d0", "d1", "c0", "e0", "e1", "e2", "e3", "m0", "m1", "a0", "none"]).prop_map(str::to_owned)
}

fn some_deal() -> impl Strategy<Value = String> {
    prop_oneof![8 => select(vec!["d0", "d1"]).prop_map(str::to_owned), 1 => some_id()]
}

fn with(entry: Entry, word: &str, node: Option<Node>) -> Entry {
    match node {
        Some(node) => entry.set(word, node),
        None => entry,
    }
}

/// What an entry of a deal says.
fn deal(id: &str, of: Option<String>) -> impl Strategy<Value = Entry> + use<> {
    let entry = with(Entry::new("deal").id(id), "of", of.map(Node::from));
    let owner = prop::option::of(select(vec![Node::from("ann"), Node::from("bob"), Node::Null]));
    let amount = prop::option::of(prop_oneof![Just(Node::Null), (1..9_i64).prop_map(Node::from)]);
    let customer = prop::option::weighted(0.2, select(vec![Node::from("c0"), Node::Null, Node::from("none")]));
    let stage = prop::option::of(select(STAGES.map(|(id, _)| Node::from(id)).to_vec()));
    (1..=DAYS, owner, amount, customer, stage).prop_map(move |(on, owner, amount, customer, stage)| {
        let entry = with(with(entry.clone().on(day(on)), "owner", owner), "amount", amount);
        with(with(entry, "customer", customer), "stage", stage)
    })
}

fn moves(id: &str) -> impl Strategy<Value = Entry> + use<> {
    let entry = Entry::new("move").id(id);
    let said = (1..=DAYS, some_deal(), select(STAGES.map(|(id, _)| id).to_vec()));
    said.prop_map(move |(on, of, to)| entry.clone().on(day(on)).set("of", of.as_str()).set("to", to))
}

fn entry(id: &'static str) -> BoxedStrategy<Entry> {
    match id.split_at(1).0 {
        "d" => deal(id, None).boxed(),
        "e" => some_deal().prop_flat_map(move |of| deal(id, Some(of))).boxed(),
        "m" => moves(id).boxed(),
        "c" => (1..=DAYS).prop_map(move |on| Entry::new("customer").id(id).on(day(on)).set("size", 3_i64)).boxed(),
        _ => (1..=DAYS, some_deal())
            .prop_map(move |(on, of)| Entry::new("activity").id(id).on(day(on)).set("deal", of.as_str()))
            .boxed(),
    }
}

const IDS: [&str; 13] = ["d0", "d1", "c0", "e0", "e1", "e2", "e3", "m0", "m1", "m2", "m3", "a0", "a1"];

/// Entries without corrections.
fn plain() -> impl Strategy<Value = Vec<Entry>> {
    let all: Vec<_> = IDS.into_iter().map(entry).collect();
    all.prop_flat_map(|entries| subsequence(entries, 1..=IDS.len()))
}

/// A correction of another entry.
fn correction(id: &'static str) -> impl Strategy<Value = Entry> {
    let deals = (some_deal(), some_id()).prop_flat_map(move |(of, target)| {
        let of = Some(of).filter(|_| !target.starts_with('d'));
        deal(id, of).prop_map(move |entry| entry.revises(&target))
    });
    let moves = (moves(id), some_id()).prop_map(|(entry, target)| entry.revises(&target));
    let retracted = (some_id(), select(vec!["deal", "move", "activity", "customer"]));
    let retracted = retracted.prop_map(move |(target, kind)| Entry::new(kind).id(id).retracts(&target));
    prop_oneof![deals, moves, retracted]
}

fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let corrections = (correction("x0"), correction("x1"), correction("x2")).prop_map(|(x, y, z)| vec![x, y, z]);
    let corrections = corrections.prop_flat_map(|entries| subsequence(entries, 0..=3));
    (plain(), corrections).prop_map(|(plain, corrections)| [plain, corrections].concat())
}

fn recorded(entries: &[Entry], known: Option<DateTime<Utc>>) -> Log {
    let mut log = empty_log();
    for admission in log.record_batch(entries, known) {
        assert!(matches!(admission, Admission::Counted | Admission::Waiting(_)), "{admission:?}");
    }
    log
}

/// Whether a record is called by the id of an entry.
fn is_own(entry: &Entry) -> bool {
    entry.get("of").is_none_or(|of| Some(of) == entry.get("id"))
}

/// The states of deals on a day, written down as they are defined: slowly, over the entries as written.
fn by_definition(entries: &[Entry], on: u32) -> Vec<String> {
    let text = |entry: &Entry, word: &str| entry.get(word).and_then(Node::as_text).map(str::to_owned);
    let of_kind = |kind: &'static str| entries.iter().filter(move |entry| text(entry, "kind").as_deref() == Some(kind));
    let has_customer = of_kind("customer").next().is_some();
    let is_sound = |entry: &&Entry| text(entry, "customer").is_none_or(|id| id == "c0" && has_customer);
    let mut states = Vec::new();
    for own in of_kind("deal").filter(|entry| is_own(entry)).filter(is_sound) {
        let key = text(own, "id").unwrap();
        let is_of_it = |entry: &&Entry| text(entry, "of").as_ref() == Some(&key) && !is_own(entry);
        let others = of_kind("deal").filter(is_sound).chain(of_kind("move")).filter(is_of_it);
        let mut said: Vec<&Entry> = std::iter::once(own).chain(others).collect();
        said.sort_by_key(|entry| (text(entry, "on"), text(entry, "id") != Some(key.clone()), text(entry, "id")));
        let opened = text(said[0], "on").unwrap();
        said.retain(|entry| text(entry, "on").unwrap() <= day(on).to_string());
        if said.is_empty() {
            continue;
        }
        let mut fields: BTreeMap<&str, String> = BTreeMap::new();
        let (mut stage, mut since) = ("lead".to_owned(), opened.clone());
        for (index, entry) in said.iter().enumerate() {
            for (word, value) in entry.iter().filter(|(word, _)| ["owner", "amount", "customer"].contains(word)) {
                match value.as_text() {
                    Some(value) => drop(fields.insert(word, value.to_owned())),
                    None => drop(fields.remove(word)),
                }
            }
            if let Some(to) = text(entry, "stage").or(text(entry, "to")) {
                if index == 0 || to != stage {
                    since = text(entry, "on").unwrap();
                }
                stage = to;
            }
        }
        let closed = Some(since).filter(|_| ["won", "lost"].contains(&stage.as_str()));
        let touches = of_kind("activity").filter(|entry| text(entry, "deal").as_ref() == Some(&key));
        let touched = touches.filter_map(|entry| text(entry, "on")).filter(|at| *at <= day(on).to_string()).max();
        states.push(format!("{key} {opened} {fields:?} {stage} {closed:?} {touched:?}"));
    }
    states.sort();
    states
}

fn as_defined(log: &Log, on: u32) -> Vec<String> {
    let standing = log.standing(log.len());
    let (id, kind) = log.kinds().find("deal").unwrap();
    let states = standing.records(id).filter_map(|record| record.on(day(on)));
    states
        .map(|state| {
            let fields =
                kind.fields().filter_map(|(field, name)| Some((name.name(), state.value(field).ok()?.to_string())));
            let fields: BTreeMap<&str, String> = fields.collect();
            let days = [state.closed_on(), state.touched_on()].map(|day| day.ok().map(|day| day.to_string()));
            let (key, opened, stage) = (state.record().key(), state.record().opened(), state.stage().unwrap());
            format!("{key} {opened} {fields:?} {stage} {:?} {:?}", days[0], days[1])
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn entries_may_come_in_any_order_and_in_any_parts(
        (entries, shuffled) in entries().prop_flat_map(|entries| (Just(entries.clone()), Just(entries).prop_shuffle())),
        known in prop::option::of(Just(moment(0))),
        cut in 0..=IDS.len(),
    ) {
        let whole = recorded(&entries, known);
        let mut parts = empty_log();
        let cut = cut.min(shuffled.len());
        parts.record_batch(&shuffled[..cut], known);
        // What is asked in between changes nothing of what is answered in the end.
        let _ = everything(&parts, parts.len());
        parts.record_batch(&shuffled[cut..], known);
        // Records are called by other numbers where entries come in another order.
        prop_assert_eq!(everything(&whole, whole.len()), everything(&parts, parts.len()));
    }

    #[test]
    fn a_state_is_what_the_definition_says(entries in plain(), on in 1..=DAYS) {
        prop_assert_eq!(as_defined(&recorded(&entries, None), on), by_definition(&entries, on));
    }

    #[test]
    fn what_is_said_of_later_days_changes_no_earlier_one(entries in plain(), last in 1..=DAYS) {
        let log = recorded(&entries, None);
        let is_early = |entry: &&Entry| {
            let own = entry.get("kind") == Some(&Node::from("customer")) || entry.get("kind") == Some(&Node::from("deal"));
            let day_of = entry.get("on").and_then(Node::as_text).unwrap().parse::<NaiveDate>().unwrap();
            own && is_own(entry) || day_of <= day(last)
        };
        let early: Vec<Entry> = entries.iter().filter(is_early).cloned().collect();
        let before = recorded(&early, None);
        for number in 1..=last {
            prop_assert_eq!(on(&log, log.len(), day(number)), on(&before, before.len(), day(number)));
        }
    }

    #[test]
    fn a_correction_and_its_retraction_restore_what_was_so(entries in entries(), correction in correction("c")) {
        let mut log = recorded(&entries, None);
        let before = everything(&log, log.len()).0;
        log.record(&correction, None);
        let kind = correction.get("kind").and_then(Node::as_text).unwrap();
        log.record(Entry::new(kind).id("undone").retracts("c"), None);
        prop_assert_eq!(log.len(), entries.len() + 2);
        prop_assert_eq!(everything(&log, log.len()).0, before);
    }

    #[test]
    fn a_prefix_is_what_it_was_before_later_entries(entries in entries(), cut in 0..=IDS.len()) {
        let cut = cut.min(entries.len());
        let (before, after) = (recorded(&entries[..cut], None), recorded(&entries, None));
        prop_assert_eq!(everything(&after, cut), everything(&before, cut));
    }

    #[test]
    fn what_is_described_can_be_recorded_and_says_the_same(entries in entries()) {
        let log = recorded(&entries, None);
        let described: Vec<Entry> = (0..log.len()).map(|position| log.entry(position).unwrap()).collect();
        let again = recorded(&described, None);
        prop_assert_eq!(everything(&again, again.len()), everything(&log, log.len()));
    }
}
