//! What is read off a log: facts, credits, settings, moments.

use std::sync::Arc;

use attain::document::Node;
use attain::id::Name;
use attain::log::{Admission, Entry, FieldType, Under};
use attain::quantity::{Fraction, Value, Why};

use super::{credits, day, empty_log, moment, order, shown};

#[test]
fn moments_never_go_back() {
    let (june, july) = (moment("2025-06-30T00:00:00Z"), moment("2025-07-31T00:00:00Z"));
    let mut log = empty_log();
    assert_eq!(log.record(order("o0", "1"), None), Admission::Counted);
    assert_eq!((log.known_at(0), log.position_at(june)), (None, 1));
    assert_eq!(log.record(order("o1", "1"), Some(july)), Admission::Counted);
    assert_eq!(shown(&log.record(order("o2", "1"), Some(june))), "entry.known_earlier known");
    assert_eq!(shown(&log.record(order("o2", "1").known(june), Some(july))), "entry.known_earlier known");
    assert_eq!(log.record(order("o1", "1"), Some(june)), Admission::Exists, "sent again, it is told so");
    assert_eq!(log.record(order("o2", "1"), None), Admission::Counted);
    assert_eq!(log.known_at(2), Some(july), "the log's last moment holds");
    assert_eq!(log.known_at(3), None);
    let later = moment("2025-08-01T12:30:00.5+08:00");
    assert_eq!(log.record(order("o3", "1").known(later), Some(july)), Admission::Counted);
    assert_eq!([june, july, later].map(|moment| log.position_at(moment)), [1, 3, 4]);
    assert_eq!(log.entry(3).unwrap().get("known"), Some(&Node::from("2025-08-01T04:30:00.500Z")));
    assert_eq!(log.entry(4), None);
}

#[test]
fn credits_follow_whoever_the_entry_belongs_to() {
    let mut log = empty_log();
    log.record(order("o1", "1").credit("bob", "40%").credit("ann", "60%").overlay("joe", "100%"), None);
    log.record(order("o2", "1").overlay("joe", "50%"), None);
    log.record(order("o3", "1").credit("ann", "1/3").credit("bob", "1/3").credit("joe", "1/3"), None);
    log.record(Entry::new("order").id("r1").on(day(5)).reverses("o1", Some("10%")), None);
    assert_eq!(
        credits(&log, "order"),
        [
            "o1 ann 0.6",
            "o1 bob 0.4",
            "o1 joe 1 overlay",
            "o2 ann 1",
            "o2 joe 0.5 overlay",
            "o3 ann 1/3",
            "o3 bob 1/3",
            "o3 joe 1/3",
            "r1 ann 0.6",
            "r1 bob 0.4",
            "r1 joe 1 overlay",
        ]
    );
    log.record(Entry::new("payment").id("p1").on(day(9)).set("order", "o1"), None);
    log.record(Entry::new("payment").id("p2").on(day(9)).set("order", "o1").credit("eve", "100%"), None);
    log.record(Entry::new("payment").id("p3").on(day(9)).set("order", "o1").overlay("eve", "5%"), None);
    assert_eq!(
        credits(&log, "payment"),
        [
            "p1 ann 0.6",
            "p1 bob 0.4",
            "p1 joe 1 overlay",
            "p2 eve 1",
            "p2 joe 1 overlay",
            "p3 ann 0.6",
            "p3 bob 0.4",
            "p3 eve 0.05 overlay",
        ]
    );
}

#[test]
fn a_fact_says_what_was_written() {
    let mut log = empty_log();
    let full =
        order("o1", "80000.50").set("rate", "12.5%").set("paid", true).set("region", "west").set("number", "SO1");
    log.record(full.set("line", 3), None);
    let kinds = Arc::clone(log.kinds());
    let (id, kind) = kinds.find("order").unwrap();
    let field = |name: &str| kind.field(name).unwrap().0;
    let standing = log.standing(1);
    let fact = standing.facts(id).next().unwrap();
    let number = |num, den| Fraction::new(num, den).unwrap();
    let expected = [
        ("amount", Value::Money(number(160_001, 2))),
        ("line", Value::Number(number(3, 1))),
        ("number", Value::Text("SO1".into())),
        ("ordered_on", Value::Date(day(4))),
        ("paid", Value::YesNo(true)),
        ("rate", Value::Ratio(number(1, 8))),
        ("region", Value::OrgUnit("west".into())),
        ("rep", Value::Person("ann".into())),
    ];
    for (name, value) in expected {
        assert_eq!(fact.value(field(name)), Ok(value), "{name}");
    }
    for (name, text) in [("number", "SO1"), ("rep", "ann"), ("region", "west")] {
        let code = fact.code(field(name)).unwrap();
        assert_eq!(standing.text(id, field(name), code), Some(text));
    }
    assert_eq!(fact.code(field("amount")), None);
    log.record(order("o2", "1"), None);
    let standing = log.standing(2);
    let bare = standing.facts(id).nth(1).unwrap();
    assert_eq!(bare.value(field("rate")), Err(Why::Missing("rate".into())));
    assert_eq!(bare.value(field("paid")), Err(Why::Missing("paid".into())));
}

#[test]
fn settings_are_ordered_by_day_then_moment_then_id() {
    let (june, july) = (moment("2025-06-30T00:00:00Z"), moment("2025-07-31T00:00:00Z"));
    let joins = |id: &str, unit: &str| Entry::new("membership").id(id).on(day(1)).set("who", "ann").set("unit", unit);
    let mut log = empty_log();
    log.record(joins("m2", "west"), Some(june));
    log.record(joins("m1", "east"), Some(june));
    log.record(joins("m0", "north").set("role", "rep").set("fte", "0.5").set("until", day(9)), Some(july));
    log.record(Entry::new("membership").id("m3").on(day(9)).set("who", "ann").set("unit", Node::Null), Some(july));
    log.record(joins("m1 again", "south").revises("m1"), Some(july));
    let standing = log.standing(log.len());
    let found: Vec<String> = standing
        .memberships()
        .iter()
        .map(|said| format!("{} {}", said.id, said.unit.as_ref().map_or("-", |unit| unit.as_str())))
        .collect();
    assert_eq!(found, ["m1 south", "m2 west", "m0 north", "m3 -"], "a slip put right keeps its place");
    let said = standing.memberships().remove(2);
    assert_eq!(said.until, Some(day(9)));
    let names: Vec<(&str, FieldType)> = log.attributes().iter().map(|(name, ty)| (name.as_str(), ty)).collect();
    assert_eq!(names, [("fte", FieldType::Number), ("level", FieldType::Text), ("role", FieldType::Text)]);
    let half = Value::Number(Fraction::new(1, 2).unwrap());
    assert_eq!(said.attributes, [(0, half), (2, Value::Text("rep".into()))]);
}

#[test]
fn units_hang_and_targets_are_set() {
    let unit = |id: &str| Entry::new("unit").id(id).on(day(1)).set("unit", "west");
    let target = |id: &str, amount: &str| {
        let target = Entry::new("target").id(id).on(day(1)).set("of", "revenue").set("who", "ann");
        target.set("period", "2025-Q3").set("amount", amount)
    };
    let mut log = empty_log();
    log.record_batch(
        [unit("u1"), unit("u2").set("under", "all").set("tree", "sales"), unit("u3").set("under", Node::Null)],
        None,
    );
    log.record_batch([target("t1", "500"), target("t2", "7.5%").set("level", "stretch"), target("t3", "9 USD")], None);
    let standing = log.standing(log.len());
    let under: Vec<Under> = standing.units().into_iter().map(|unit| unit.under).collect();
    assert_eq!(under, [Under::Top, Under::Unit("all".parse().unwrap()), Under::Ends]);
    assert_eq!(standing.units()[1].tree.as_ref().map(Name::as_str), Some("sales"));
    let amounts: Vec<Value> = standing.targets().into_iter().map(|target| target.amount.unwrap()).collect();
    let number = |num, den| Fraction::new(num, den).unwrap();
    assert_eq!(amounts, [Value::Number(number(500, 1)), Value::Ratio(number(3, 40)), Value::Money(number(9, 1))]);
    assert_eq!(standing.targets()[1].level.as_ref().map(Name::as_str), Some("stretch"));
    let described = log.entry(2).unwrap();
    assert_eq!(described.get("under"), Some(&Node::Null));
    assert_eq!(log.record(described, None), Admission::Exists);
}
