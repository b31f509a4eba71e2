//! Laws of documents.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeMap;

use attain::diagnostic::{At, Problems};
use attain::document::{Named, Node, Read};
use proptest::collection::vec;
use proptest::prelude::*;

proptest! {
    #[test]
    fn things_by_name_are_what_an_ordered_map_of_them_is(pairs in vec(("[a-d]{1,2}", 0_u32..9), 0..12), gone in "[a-d]{1,2}") {
        let mut map: BTreeMap<String, u32> = BTreeMap::new();
        let mut named = Named::new();
        for (name, value) in &pairs {
            prop_assert_eq!(named.insert(name.as_str(), *value), map.insert(name.clone(), *value));
        }
        prop_assert!(named.iter().eq(&map));
        prop_assert_eq!(&named, &pairs.into_iter().collect::<Named<u32>>());
        prop_assert_eq!(&named, &Named::from(map.clone()));
        prop_assert_eq!(named.get(&gone), map.get(&gone));
        prop_assert_eq!(named.remove(&gone), map.remove(&gone));
        prop_assert!(!named.contains_key(&gone));
        prop_assert!(named.into_iter().eq(map));
    }

    #[test]
    fn what_is_written_of_things_by_name_reads_as_the_same_things(named in vec(("[a-d]{1,2}", vec("[a-z]{0,3}", 0..3)), 0..6)) {
        let named: Named<Vec<String>> = named.into_iter().collect();
        let mut problems = Problems::new();
        prop_assert_eq!(Named::read(&named.node(), At::root(), &mut problems), named);
        prop_assert!(problems.is_empty());
    }

    #[test]
    fn a_number_keeps_its_value_and_loses_its_exponent(digits in -999_999_999_999_999_i64..=999_999_999_999_999, power in -60_i32..=60) {
        let text = format!("{digits}e{power}");
        let number: f64 = text.parse().unwrap();
        prop_assert_eq!(serde_json::from_str::<Node>(&text).unwrap(), Node::Number(number.to_string()));
    }
}
