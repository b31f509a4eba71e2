//! Who belongs where: tables of trees, moves and what is found wrong with them.

#![allow(
    clippy::type_complexity,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

use attain::calendar::{Span, parse_day};
use attain::id::Key;
use attain::org::{Attributes, DEPTH_MAX, Finding, Move, Org, Parent, Placement, ROLE, Under, UnitChange};
use attain::quantity::{Value, Why};
use chrono::NaiveDate;

fn day(text: &str) -> NaiveDate {
    parse_day(&format!("2024-{text}")).unwrap()
}

fn key(text: &str) -> Key {
    Key::new(text).unwrap()
}

/// `01-01 north < company`, `03-01 north ends`, `01-01 company`.
fn unit(tree: usize, text: &str) -> UnitChange {
    let (on, rest) = text.split_once(' ').unwrap();
    let (unit, under) = match rest.split_once(" < ") {
        Some((unit, under)) => (unit, Under::Unit(key(under))),
        None => rest.strip_suffix(" ends").map_or((rest, Under::Top), |unit| (unit, Under::Ends)),
    };
    UnitChange { unit: key(unit), on: day(on), under, tree }
}

/// `01-01 ann north`, `01-01 ann north until 02-01`, `03-01 ann leaves`.
fn one(tree: usize, text: &str) -> Move {
    let words: Vec<&str> = text.split(' ').collect();
    let placement = match words[2] {
        "leaves" => Placement::Leaves { tree },
        "leaves-all" => Placement::LeavesAll,
        "stays" => Placement::Stays,
        unit => Placement::In { tree, unit: key(unit) },
    };
    let mut one = Move::new(key(words[1]), day(words[0]), placement);
    one.until = (words.len() > 4).then(|| day(words[4]));
    one
}

fn org(units: &[&str], moves: &[&str]) -> Org {
    let units: Vec<UnitChange> = units.iter().map(|text| unit(0, text)).collect();
    let moves: Vec<Move> = moves.iter().map(|text| one(0, text)).collect();
    Org::build(1, Attributes::default(), &units, &moves)
}

/// The stays of somebody, such as `north 01-01..02-01`; an open end is `..`.
fn stays(org: &Org, who: &str) -> Vec<String> {
    let person = org.person(who).unwrap();
    let text = |at: &attain::id::Id<attain::org::Leaf>| {
        let leaf = &org[*at];
        let units: Vec<&str> =
            (0..leaf.trees()).map(|tree| leaf.unit(tree).map_or("-", |unit| org[unit].key().as_str())).collect();
        let end = leaf.span().to();
        let end = if end == NaiveDate::MAX { String::new() } else { end.to_string()[5..].to_owned() };
        format!("{} {}..{end}", units.join("+"), &leaf.span().from().to_string()[5..])
    };
    org[person].leaves().iter().map(text).collect()
}

fn path(org: &Org, unit: &str, on: &str) -> Vec<String> {
    org.path(org.unit(unit).unwrap(), day(on)).into_iter().map(|unit| org[unit].key().to_string()).collect()
}

const THREE: [&str; 3] = ["01-01 company", "01-01 north < company", "01-01 south < company"];

#[test]
fn stays_are_half_open_and_cut_by_the_next_entry() {
    let cases: [(&str, &[&str], &[&str]); 12] = [
        ("alone", &["01-05 ann north"], &["north 01-05.."]),
        ("transfer on a first day", &["01-01 ann north", "02-01 ann south"], &["north 01-01..02-01", "south 02-01.."]),
        ("transfer in mid-month", &["01-01 ann north", "02-15 ann south"], &["north 01-01..02-15", "south 02-15.."]),
        (
            "back again",
            &["01-01 ann north", "02-01 ann south", "03-01 ann north"],
            &["north 01-01..02-01", "south 02-01..03-01", "north 03-01.."],
        ),
        ("leaver", &["01-01 ann north", "02-10 ann leaves"], &["north 01-01..02-10"]),
        (
            "rehire",
            &["01-01 ann north", "02-10 ann leaves", "03-05 ann north"],
            &["north 01-01..02-10", "north 03-05.."],
        ),
        ("until", &["01-01 ann north until 02-10"], &["north 01-01..02-10"]),
        (
            "until after the next entry",
            &["01-01 ann north until 05-10", "02-01 ann south"],
            &["north 01-01..02-01", "south 02-01.."],
        ),
        (
            "until before the next entry",
            &["01-01 ann north until 01-20", "02-01 ann south"],
            &["north 01-01..01-20", "south 02-01.."],
        ),
        ("nothing new joins on", &["01-01 ann north", "02-01 ann north"], &["north 01-01.."]),
        ("the later of one day holds", &["01-01 ann north", "01-01 ann south"], &["south 01-01.."]),
        ("only attributes change", &["01-01 ann north", "02-01 ann stays"], &["north 01-01.."]),
    ];
    for (name, moves, expected) in cases {
        assert_eq!(stays(&org(&THREE, moves), "ann"), expected, "{name}");
        let mut mixed = moves.to_vec();
        mixed.sort_by_key(|text| std::cmp::Reverse(&text[..5]));
        assert_eq!(stays(&org(&THREE, &mixed), "ann"), expected, "{name}, told backwards");
    }
}

#[test]
fn on_the_day_of_a_transfer_somebody_belongs_to_the_new_unit() {
    let org = org(&THREE, &["01-01 ann north", "02-15 ann south", "03-10 ann leaves"]);
    let ann = org.person("ann").unwrap();
    let on =
        |text: &str| org.leaf(ann, day(text)).and_then(|leaf| org[leaf].unit(0)).map(|unit| org[unit].key().as_str());
    let cases =
        [("01-01", Some("north")), ("02-14", Some("north")), ("02-15", Some("south")), ("03-09", Some("south"))];
    for (text, expected) in cases {
        assert_eq!(on(text), expected, "{text}");
    }
    assert_eq!(on("03-10"), None, "the first day on which she is gone");
    assert_eq!(org.leaf(ann, parse_day("2023-12-31").unwrap()), None);
    let span = |from: &str, to: &str| Span::new(day(from), day(to)).unwrap();
    assert_eq!(org.last_day(ann, span("02-01", "04-01")), Some(day("03-09")));
    assert_eq!(org.last_day(ann, span("02-01", "03-01")), Some(day("02-29")));
    assert_eq!(org.last_day(ann, span("03-10", "04-01")), None);
    assert_eq!(org.stays(ann, span("02-15", "02-16")).count(), 1);
    assert_eq!(org.stays(ann, span("02-14", "02-16")).count(), 2);
}

#[test]
fn a_unit_moves_and_ends_on_its_day_and_moves_nobody() {
    let units = [
        "01-01 company",
        "01-01 north < company",
        "01-01 south < company",
        "01-01 team < north",
        "03-01 team < south",
        "05-01 team ends",
    ];
    let org = org(&units, &["01-01 ann team"]);
    assert_eq!(stays(&org, "ann"), ["team 01-01.."]);
    assert_eq!(path(&org, "team", "02-29"), ["team", "north", "company"]);
    assert_eq!(path(&org, "team", "03-01"), ["team", "south", "company"]);
    assert_eq!(path(&org, "team", "04-30"), ["team", "south", "company"]);
    assert_eq!(path(&org, "team", "05-01"), ["team"], "it ended");
    let team = org.unit("team").unwrap();
    assert_eq!(org[team].parent(parse_day("2023-12-31").unwrap()), Parent::Nowhere);
    let children = |on: &str| -> Vec<&str> {
        org.children(org.unit("south").unwrap(), day(on)).into_iter().map(|unit| org[unit].key().as_str()).collect()
    };
    assert_eq!((children("02-29"), children("03-01"), children("05-01")), (vec![], vec!["team"], vec![]));
    assert_eq!(org.tops(0, day("05-01")), [org.unit("company").unwrap()]);
    assert_eq!(org.findings(), []);
}

#[test]
fn a_tree_may_be_as_deep_as_the_limit_and_no_deeper() {
    let chain = |levels: usize| {
        let mut units = vec![unit(0, "01-01 u0")];
        units.extend((1..levels).map(|at| unit(0, &format!("01-01 u{at} < u{}", at - 1))));
        Org::build(1, Attributes::default(), &units, &[])
    };
    let deep = chain(DEPTH_MAX);
    assert_eq!(path(&deep, &format!("u{}", DEPTH_MAX - 1), "01-01").len(), DEPTH_MAX);
    assert_eq!(deep.findings(), []);
    let deeper = chain(DEPTH_MAX + 1);
    let last = format!("u{DEPTH_MAX}");
    assert_eq!(deeper.findings(), [Finding::TooDeep { unit: key(&last), on: day("01-01") }]);
    assert_eq!(path(&deeper, &last, "01-01"), [last]);
}

#[test]
fn what_does_not_fit_is_found_whatever_the_order() {
    let ring = |unit: &str, on: &str| Finding::Ring { unit: key(unit), on: day(on) };
    let unknown = |unit: &str, by: &str| Finding::UnknownUnit { unit: key(unit), named_by: key(by) };
    let cases: [(&str, &[&str], &[&str], Vec<Finding>); 5] = [
        ("a ring of one", &["01-01 a < a"], &[], vec![ring("a", "01-01")]),
        (
            "a ring from a day on",
            &["01-01 a", "01-01 b < a", "02-01 a < b"],
            &[],
            vec![ring("a", "02-01"), ring("b", "02-01")],
        ),
        (
            "a ring, and what hangs from it",
            &["01-01 a < b", "01-01 b < a", "01-01 c < a"],
            &[],
            vec![ring("a", "01-01"), ring("b", "01-01"), ring("c", "01-01")],
        ),
        ("an orphan", &["01-01 a < nobody"], &[], vec![unknown("nobody", "a")]),
        ("a member of nothing", &["01-01 a"], &["01-01 ann nobody"], vec![unknown("nobody", "ann")]),
    ];
    for (name, units, moves, expected) in cases {
        assert_eq!(org(units, moves).findings(), expected, "{name}");
        let mut mixed = units.to_vec();
        mixed.reverse();
        assert_eq!(org(&mixed, moves).findings(), expected, "{name}, told backwards");
    }
    let before = org(&["01-01 a", "01-01 b < a", "02-01 a < b"], &[]);
    assert_eq!(path(&before, "b", "01-31"), ["b", "a"], "before there is a ring, all is well");
    assert_eq!(path(&before, "b", "02-01"), ["b"]);
}

#[test]
fn a_unit_under_a_unit_of_another_tree_is_found_and_has_no_place() {
    let units = [unit(0, "01-01 company"), unit(1, "01-01 drinks"), unit(1, "01-01 tea < company")];
    let org = Org::build(2, Attributes::default(), &units, &[]);
    assert_eq!(org.findings(), [Finding::OtherTree { unit: key("tea"), under: key("company") }]);
    assert_eq!(path(&org, "tea", "01-01"), ["tea"]);
}

#[test]
fn somebody_in_a_unit_of_another_tree_is_found_and_belongs_nowhere_in_it() {
    let units = [unit(0, "01-01 north"), unit(1, "01-01 tea")];
    let org = Org::build(2, Attributes::default(), &units, &[one(0, "01-01 ann north"), one(1, "02-01 ann north")]);
    assert_eq!(org.findings(), [Finding::OtherTreesUnit { unit: key("north"), named_by: key("ann") }]);
    assert_eq!(stays(&org, "ann"), ["north+- 01-01.."]);
}

#[test]
fn several_trees_share_the_stays_which_are_cut_where_either_moves() {
    let units = [unit(0, "01-01 north"), unit(0, "01-01 south"), unit(1, "01-01 tea"), unit(1, "01-01 coffee")];
    let moves = [
        one(0, "01-01 ann north"),
        one(1, "02-01 ann tea"),
        one(0, "03-01 ann south"),
        one(1, "03-01 ann coffee"),
        one(0, "04-01 ann leaves"),
        one(0, "05-01 ann leaves-all"),
    ];
    let org = Org::build(2, Attributes::default(), &units, &moves);
    let expected =
        ["north+- 01-01..02-01", "north+tea 02-01..03-01", "south+coffee 03-01..04-01", "-+coffee 04-01..05-01"];
    assert_eq!(stays(&org, "ann"), expected);
}

#[test]
fn a_membership_may_come_before_its_unit_and_then_counts_in_the_unit_alone() {
    let org = org(&["01-01 company", "03-01 team < company"], &["02-01 ann team"]);
    assert_eq!(stays(&org, "ann"), ["team 02-01.."]);
    assert_eq!(path(&org, "team", "02-01"), ["team"]);
    assert_eq!(path(&org, "team", "03-01"), ["team", "company"]);
    assert_eq!(org.findings(), []);
}

#[test]
fn attributes_hold_from_a_day_on_and_what_is_not_mentioned_stays() {
    let attributes = Attributes::new(vec![(attain::id::Name::new("level").unwrap(), attain::quantity::Unit::Number)]);
    let (role, level) = (attributes.find(ROLE).unwrap(), attributes.find("level").unwrap());
    let with = |text: &str, known: Vec<(attain::org::AttributeId, Value)>| Move { attributes: known, ..one(0, text) };
    let number = |number: i64| Value::Number(number.into());
    let moves = [
        with("01-01 ann north", vec![(role, Value::Text("rep".into()))]),
        with("02-01 ann stays", vec![(level, number(2))]),
        with("03-01 ann south", vec![(level, number(3))]),
        one(0, "04-01 ann leaves"),
        one(0, "06-01 ann north"),
    ];
    let units: Vec<UnitChange> = THREE.iter().map(|text| unit(0, text)).collect();
    let org = Org::build(1, attributes, &units, &moves);
    let ann = &org[org.person("ann").unwrap()];
    let on = |attribute, text: &str| ann.attribute(attribute, day(text), org.attributes());
    assert_eq!(on(level, "01-31"), Err(Why::Missing("level".into())));
    assert_eq!(on(level, "02-01"), Ok(number(2)));
    assert_eq!(on(level, "02-29"), Ok(number(2)));
    assert_eq!(on(level, "03-01"), Ok(number(3)));
    assert_eq!(on(level, "06-01"), Ok(number(3)), "a rehire is who they were");
    assert_eq!(on(role, "06-01"), Ok(Value::Text("rep".into())));
}
