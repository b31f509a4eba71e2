//! Sorting, and building ordered collections, of things that are few: compiled once for all of them.
//!
//! The standard library makes its sorts anew for each type, some 8 KB of machine code a time, and sorts whatever an ordered
//! map or set is collected from. That speed is for facts. Names, items and findings are sorted by their places, all by the
//! same code.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// Sorts as `compare` says; equals stay in their order.
pub(crate) fn by<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let mut order: Vec<usize> = (0..items.len()).collect();
    places(&mut order, &|one, other| match (items.get(one), items.get(other)) {
        (Some(one), Some(other)) => compare(one, other),
        _ => Ordering::Equal,
    });
    let mut unsorted: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(order.into_iter().filter_map(|place| unsorted.get_mut(place).and_then(Option::take)));
}

/// Sorts from the least to the greatest.
pub(crate) fn all<T: Ord>(items: &mut Vec<T>) {
    by(items, T::cmp);
}

/// A map of pairs; of equal keys, the last pair counts.
pub(crate) fn map<K: Ord, V>(pairs: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    for (key, value) in pairs {
        map.insert(key, value);
    }
    map
}

/// A set of values.
pub(crate) fn set<T: Ord>(values: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    for value in values {
        set.insert(value);
    }
    set
}

/// The one sort: of places, by what is there.
pub(crate) fn places(order: &mut [usize], compare: &dyn Fn(usize, usize) -> Ordering) {
    order.sort_by(|one, other| compare(*one, *other));
}
