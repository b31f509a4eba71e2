//! Laws of the log.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

use std::sync::Arc;

use attain::diagnostic::{At, Problems};
use attain::document::{Named, Node};
use attain::log::{Admission, Attributes, Entry, KindDefinition, Kinds, Log, Standing};
use attain::quantity::{Fraction, Value};
use chrono::{DateTime, NaiveDate, Utc};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::subsequence;
use rust_decimal::Decimal;

#[path = "log/definition.rs"]
mod by_definition;

fn kind(on: Option<&str>, whose: Option<&str>, fields: &[(&str, &str)]) -> KindDefinition {
    KindDefinition {
        on: on.map(str::to_owned),
        whose: whose.map(str::to_owned),
        fields: fields.iter().map(|(name, of)| ((*name).to_owned(), (*of).to_owned())).collect(),
        ..KindDefinition::default()
    }
}

fn empty_log() -> Log {
    let order = [
        ("ordered_on", "date"),
        ("rep", "person"),
        ("amount", "money"),
        ("rate", "ratio"),
        ("lines", "number"),
        ("family", "text"),
        ("paid", "yesno"),
        ("region", "unit"),
        ("due", "date"),
        ("parent", "order"),
    ];
    let payment = [("order", "order"), ("amount", "money")];
    let definitions = Named::from([
        ("order", kind(Some("ordered_on"), Some("rep"), &order)),
        ("payment", kind(None, Some("order"), &payment)),
    ]);
    let mut problems = Problems::new();
    let kinds = Kinds::compile(&definitions, At::root(), &mut problems);
    assert!(problems.is_empty(), "{problems}");
    let log = Log::new(Arc::new(kinds), Attributes::default(), "USD".parse().unwrap());
    log.with_blank_targets(["revenue".parse().unwrap()])
}

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 7, number).unwrap()
}

fn moment(number: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_750_000_000 + number, 0).unwrap()
}

/// All that a host can see of what stands, as text.
fn seen(standing: &Standing<'_>) -> Vec<String> {
    let mut seen = Vec::new();
    for (id, kind) in standing.log().kinds().iter() {
        for fact in standing.facts(id) {
            let values: Vec<String> = kind
                .fields()
                .map(|(field, _)| {
                    let refers = fact.refers(field).map(|fact| fact.id().to_string());
                    format!("{:?} {refers:?}", fact.value(field))
                })
                .collect();
            let credits: Vec<String> = fact
                .credits()
                .iter()
                .map(|credit| format!("{} {} {}", credit.who, credit.share, credit.overlay))
                .collect();
            seen.push(format!("{fact:?} {} {values:?} {credits:?}", fact.is_reversal()));
        }
    }
    seen.extend(standing.units().iter().map(|entry| format!("{entry:?}")));
    seen.extend(standing.memberships().iter().map(|entry| format!("{entry:?}")));
    seen.extend(standing.targets().iter().map(|entry| format!("{entry:?}")));
    seen.extend(standing.adjustments().iter().map(|entry| format!("{entry:?}")));
    seen.extend(standing.submissions().iter().map(|entry| format!("{entry:?}")));
    seen.extend(standing.closings().iter().map(|entry| format!("{entry:?}")));
    seen.extend(standing.approvals().iter().map(|entry| format!("{entry:?}")));
    seen
}

fn everything(log: &Log) -> (Vec<String>, String) {
    (seen(&log.standing(log.len())), format!("{:?}", log.waiting(log.len())))
}

/// The ids that entries are called by, and one that never comes.
const IDS: usize = 10;

fn some_id() -> impl Strategy<Value = String> {
    (0..=IDS).prop_map(|number| format!("e{number}"))
}

fn order_fields(entry: Entry) -> impl Strategy<Value = Entry> {
    let person = prop::sample::select(vec!["ann", "bob", "joe"]);
    let credits = prop::sample::select(vec![
        vec![],
        vec![("ann", "60%", false), ("bob", "0.4", false)],
        vec![("ann", "1/3", false), ("bob", "1/3", false), ("joe", "1/3", false), ("eve", "100%", true)],
        vec![("eve", "50%", true)],
    ]);
    let optional = (
        prop::option::of("[0-9]{1,6}\\.[0-9]{0,4}1"),
        prop::option::of(-1_000_i64..1_000),
        prop::option::of(prop::sample::select(vec!["bikes", "自行车", ""])),
        prop::option::of(any::<bool>()),
        prop::option::weighted(0.3, some_id()),
    );
    (1..28_u32, person, credits, optional).prop_map(move |(on, rep, credits, (amount, lines, family, paid, parent))| {
        let mut entry = entry.clone().on(day(on)).set("rep", rep);
        for (who, share, overlay) in credits {
            entry = if overlay { entry.overlay(who, share) } else { entry.credit(who, share) };
        }
        let written = [
            ("amount", amount.map(Node::from)),
            ("lines", lines.map(Node::from)),
            ("rate", lines.map(|lines| Node::from(format!("{lines}.5%")))),
            ("family", family.map(Node::from)),
            ("paid", paid.map(Node::from)),
            ("parent", parent.map(Node::from)),
        ];
        written.into_iter().fold(entry, |entry, (name, node)| match node {
            Some(node) => entry.set(name, node),
            None => entry,
        })
    })
}

fn entry(id: String) -> impl Strategy<Value = Entry> {
    let order = Entry::new("order").id(&id);
    let payment = (1..28_u32, some_id()).prop_map({
        let id = id.clone();
        move |(on, of)| Entry::new("payment").id(&id).on(day(on)).set("order", of.as_str()).set("amount", "10")
    });
    let correction = (order_fields(order.clone()), some_id(), 1..28_u32, prop::option::of(1..=100_u32), 0..3_u32);
    let correction = correction.prop_map({
        let id = id.clone();
        move |(order, target, on, share, deed)| match deed {
            _ if target == id => order,
            0 => order.revises(&target),
            1 => Entry::new("order").id(&id).retracts(&target),
            _ => {
                let share = share.map(|share| format!("{share}%"));
                Entry::new("order").id(&id).on(day(on)).reverses(&target, share.as_deref())
            }
        }
    });
    let setting = (1..4_u32, prop::option::of(Just("west")), prop::option::of(some_id()), 0..2_u32);
    let setting = setting.prop_map({
        let id = id.clone();
        move |(on, unit, target, which)| {
            let node = unit.map_or(Node::Null, Node::from);
            let entry = match which {
                0 => Entry::new("membership").id(&id).on(day(on)).set("who", "ann").set("unit", node),
                _ => Entry::new("unit").id(&id).on(day(on)).set("unit", "west").set("under", node),
            };
            revising(entry, target, &id)
        }
    });
    let aim = (aim(&id), prop::option::of(some_id()));
    let aim = aim.prop_map(move |(entry, target)| revising(entry, target, &id));
    prop_oneof![4 => order_fields(order), 2 => payment, 5 => correction, 1 => setting, 3 => aim]
}

fn revising(entry: Entry, target: Option<String>, id: &str) -> Entry {
    match target {
        Some(target) if target != id => entry.revises(&target),
        _ => entry,
    }
}

/// A target, or something that is said of one; an answer to whatever there is.
fn aim(id: &str) -> impl Strategy<Value = Entry> + use<> {
    let id = id.to_owned();
    let amount = prop::option::of(prop::sample::select(vec!["0", "50%", "1200.50", "7 USD", "-3.10"]));
    let fields = vec(("[a-z]{1,3}|产品", "[=:;a-z0-9\"\\\\ 车]{0,6}"), 0..4);
    let words = (amount, fields, any::<bool>(), prop::option::of(prop::sample::select(vec!["ann", "李雷"])));
    let answer = (some_id(), prop::sample::select(vec!["yes", "no", "withdrawn"]), prop::option::of(Just("总监")));
    (1..4_u32, 0..6_u32, words, answer, 0..3_u32).prop_map(
        move |(on, which, (amount, fields, flag, who), (of, answer, role), change)| {
            let kind = ["target", "adjust", "submit", "close", "open", "approve"][which as usize];
            let entry = Entry::new(kind).id(&id).on(day(on));
            if kind == "approve" {
                let entry = entry.set("of", of).set("answer", answer);
                return role.map_or(entry.clone(), |role| entry.set("as", role));
            }
            let by = if flag { entry.by("eve").why("so") } else { entry };
            let entry = by.set("of", "revenue").set("period", "2025-07");
            let who = who.or((which < 3).then_some("ann"));
            let entry = who.map_or(entry.clone(), |who| entry.set("who", who));
            let mut fields: Vec<(String, Node)> =
                fields.into_iter().map(|(name, value)| (name, Node::from(value))).collect();
            fields.sort_by(|one, other| one.0.cmp(&other.0));
            fields.dedup_by(|one, other| one.0 == other.0);
            match kind {
                "target" => {
                    let entry = entry.set("where", Node::Map(fields)).set("pinned", flag);
                    amount.map_or(entry.clone(), |amount| entry.set("amount", amount))
                }
                "adjust" => {
                    let entry = entry.set("where", Node::Map(fields));
                    let entry = if flag { entry.set("effective", day(9)) } else { entry };
                    match (change, amount) {
                        (0, Some(amount)) => entry.set("set", amount),
                        (1, Some(amount)) => entry.set("add", amount),
                        _ => entry.set("times", if flag { "110%" } else { "0.05" }),
                    }
                }
                "submit" => entry.set("amount", amount.unwrap_or("1")),
                _ => entry,
            }
        },
    )
}

/// Entries that name each other at random: what is not there, what is of another kind, in rings, too much.
fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let all: Vec<_> = (0..IDS).map(|number| entry(format!("e{number}"))).collect();
    all.prop_flat_map(|entries| subsequence(entries, 1..=IDS))
}

fn recorded(entries: &[Entry], known: Option<DateTime<Utc>>) -> Log {
    let mut log = empty_log();
    for admission in log.record_batch(entries, known) {
        assert!(matches!(admission, Admission::Counted | Admission::Waiting(_)), "{admission:?}");
    }
    log
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn entries_of_one_moment_may_come_in_any_order(
        (entries, shuffled) in entries().prop_flat_map(|entries| (Just(entries.clone()), Just(entries).prop_shuffle())),
        known in prop::option::of(Just(moment(0))),
    ) {
        prop_assert_eq!(everything(&recorded(&entries, known)), everything(&recorded(&shuffled, known)));
    }

    #[test]
    fn within_each_of_two_moments_entries_may_come_in_any_order(
        (entries, shuffled, cut) in entries().prop_flat_map(|entries| {
            let cut = 0..=entries.len();
            (Just(entries), cut).prop_flat_map(|(entries, cut)| {
                let early = Just(entries[..cut].to_vec()).prop_shuffle();
                let late = Just(entries[cut..].to_vec()).prop_shuffle();
                (Just(entries), (early, late).prop_map(|(early, late)| [early, late].concat()), Just(cut))
            })
        }),
    ) {
        let log = |entries: &[Entry]| {
            let mut log = empty_log();
            log.record_batch(&entries[..cut], Some(moment(0)));
            log.record_batch(&entries[cut..], Some(moment(1)));
            log
        };
        prop_assert_eq!(everything(&log(&entries)), everything(&log(&shuffled)));
    }

    #[test]
    fn what_stands_is_what_the_definition_says(entries in entries()) {
        let log = recorded(&entries, None);
        let standing = log.standing(log.len());
        let mut found: Vec<(String, String, Fraction)> = Vec::new();
        for (id, _) in log.kinds().iter() {
            for fact in standing.facts(id) {
                let said = log.entry(fact.content_position()).unwrap();
                found.push((fact.id().to_string(), by_definition::text(&said, "id").unwrap(), fact.factor()));
            }
        }
        found.sort();
        prop_assert_eq!(found, by_definition::standing(&entries));
    }

    #[test]
    fn an_entry_that_comes_twice_changes_nothing(entries in entries()) {
        let mut log = recorded(&entries, None);
        let before = everything(&log);
        for admission in log.record_batch(&entries, None) {
            prop_assert_eq!(admission, Admission::Exists);
        }
        prop_assert_eq!(log.len(), entries.len());
        prop_assert_eq!(everything(&log), before);
    }

    #[test]
    fn a_correction_and_its_retraction_restore_what_stood(
        entries in entries(),
        target in some_id(),
        correction in order_fields(Entry::new("order").id("correction")),
        deed in 0..3,
    ) {
        let mut log = recorded(&entries, None);
        let before = seen(&log.standing(log.len()));
        // Were it of the same moment, more would be known when that has ended.
        let later = Some(moment(9));
        log.record(match deed {
            0 => correction.revises(&target),
            1 => Entry::new("order").id("correction").retracts(&target),
            _ => Entry::new("order").id("correction").on(day(1)).reverses(&target, None),
        }, later);
        log.record(Entry::new("order").id("undone").retracts("correction"), later);
        prop_assert_eq!(log.len(), entries.len() + 2);
        prop_assert_eq!(seen(&log.standing(log.len())), before);
    }

    #[test]
    fn a_prefix_is_what_it_was_before_later_entries(entries in entries(), cut in 0..=IDS) {
        let cut = cut.min(entries.len());
        let before = recorded(&entries[..cut], None);
        let after = recorded(&entries, None);
        prop_assert_eq!(seen(&after.standing(cut)), seen(&before.standing(cut)));
        prop_assert_eq!(after.waiting(cut), before.waiting(cut));
    }

    #[test]
    fn what_is_described_can_be_recorded_and_is_described_the_same(
        entries in entries(),
        known in prop::option::of(Just(moment(7))),
    ) {
        let mut log = recorded(&entries, known);
        let described: Vec<Entry> = (0..log.len()).map(|position| log.entry(position).unwrap()).collect();
        let again = recorded(&described, None);
        for (position, entry) in described.iter().enumerate() {
            prop_assert_eq!(again.entry(position), Some(entry.clone()));
            prop_assert_eq!(log.record(entry, None), Admission::Exists);
            prop_assert_eq!(Entry::from_node(&entry.to_node()), Ok(entry.clone()));
        }
        prop_assert_eq!(everything(&again), everything(&log));
    }

    #[test]
    fn columns_give_back_exactly_the_decimals_that_went_in(
        numbers in vec((-999_999_999_999_999_999_i128..=999_999_999_999_999_999, 0..=12_u32, any::<bool>()), 1..60),
    ) {
        let mut log = empty_log();
        let mut sent: Vec<Decimal> = Vec::new();
        for (index, (mantissa, scale, percent)) in numbers.iter().enumerate() {
            let number = Decimal::from_i128_with_scale(*mantissa, *scale);
            let entry = Entry::new("order").id(&format!("{index:03}")).on(day(1)).set("rep", "ann");
            let entry = entry.set("lines", number.to_string());
            let rate = if *percent { format!("{number}%") } else { number.to_string() };
            prop_assert_eq!(log.record(entry.set("rate", rate), None), Admission::Counted);
            sent.push(number);
        }
        let (order, kind) = log.kinds().find("order").unwrap();
        let (lines, rate) = (kind.field("lines").unwrap().0, kind.field("rate").unwrap().0);
        let standing = log.standing(log.len());
        for ((fact, number), (_, _, percent)) in standing.facts(order).zip(&sent).zip(&numbers) {
            prop_assert_eq!(fact.value(lines), Ok(Value::Number(Fraction::from(*number))));
            let hundred = if *percent { 100 } else { 1 };
            let exact = Fraction::from(*number);
            let exact = Fraction::new(exact.numerator(), exact.denominator() * hundred).unwrap();
            prop_assert_eq!(fact.value(rate), Ok(Value::Ratio(exact)));
            let described = log.entry(fact.position()).unwrap();
            prop_assert_eq!(described.get("lines"), Some(&Node::from(number.normalize().to_string())));
            prop_assert_eq!(log.clone().record(described, None), Admission::Exists);
        }
    }

    #[test]
    fn lines_of_any_bytes_are_answered_one_by_one(text in vec(any::<u8>(), 0..200)) {
        let lines = text.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).count();
        let bom = text.starts_with("\u{feff}".as_bytes());
        prop_assert!(bom || attain::log::read_jsonl(&text).len() == lines);
    }
}
