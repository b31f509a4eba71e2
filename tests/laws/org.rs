//! Laws of finding people and units by their keys.

use std::collections::BTreeSet;

use attain::calendar::parse_day;
use attain::id::Key;
use attain::org::{Attributes, Move, Org, Placement, Under, UnitChange};
use proptest::prelude::*;

/// Keys that begin alike, some of them longer than what is looked at first, in more than one script.
fn key() -> impl Strategy<Value = String> {
    let begin = prop::sample::select(vec!["", "p", "person-", "person-0", "person-01", "销售"]);
    (begin, "[a-c0-1一]{0,4}")
        .prop_map(|(begin, end)| format!("{begin}{end}"))
        .prop_filter("a key", |key| !key.is_empty())
}

/// A key, or a text that is like one.
fn asked() -> impl Strategy<Value = String> {
    (key(), prop::sample::select(vec!["", "", "", "\0", "\0\0", " ", "0", "a"]))
        .prop_map(|(key, end)| format!("{key}{end}"))
}

proptest! {
    #[test]
    fn whoever_is_known_is_found_and_nobody_else(
        people in prop::collection::btree_set(key(), 1..30),
        units in prop::collection::btree_set(key(), 1..10),
        asked in prop::collection::vec(asked(), 1..40),
    ) {
        let on = parse_day("2025-01-01").unwrap_or_default();
        let checked = |text: &String| Key::new(text).ok();
        let units: BTreeSet<String> = units;
        let changes: Vec<UnitChange> = units.iter().filter_map(checked).map(|unit| UnitChange { unit, on, under: Under::Top, tree: 0 }).collect();
        let home = changes.first().map(|change| change.unit.clone());
        let moves: Vec<Move> = people
            .iter()
            .filter_map(checked)
            .zip(std::iter::repeat(home).flatten())
            .map(|(who, unit)| Move::new(who, on, Placement::In { tree: 0, unit }))
            .collect();
        let org = Org::build(1, Attributes::default(), &changes, &moves);
        for text in asked.iter().chain(&people).chain(&units) {
            let person = org.person(text).map(|person| org[person].key().as_str().to_owned());
            prop_assert_eq!(person, people.contains(text).then(|| text.clone()), "{:?}", text);
            let unit = org.unit(text).map(|unit| org[unit].key().as_str().to_owned());
            prop_assert_eq!(unit, units.contains(text).then(|| text.clone()), "{:?}", text);
        }
    }
}
