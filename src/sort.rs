//! Sorting, and building ordered collections, of things that are few: compiled once for all of them.
//!
//! The standard library makes its sorts anew for each type, some 8 KB of machine code a time, and sorts whatever an ordered
//! map or set is collected from. That speed is for facts: those are sorted by small keys ([`many`]). Names, items and
//! findings are sorted by their places, all by the same code.

use std::cmp::Ordering;
use std::collections::BTreeSet;

/// Sorts as `compare` says; equals stay in their order.
pub(crate) fn by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let order = order(items.len(), &|one, other| match (items.get(one), items.get(other)) {
        (Some(one), Some(other)) => compare(one, other),
        _ => Ordering::Equal,
    });
    for (one, other) in swaps(order) {
        items.swap(one, other);
    }
}

/// Sorts from the least to the greatest.
pub(crate) fn all<T: Ord>(items: &mut [T]) {
    by(items, T::cmp);
}

/// Sorts the places of things that may be many by a small key of each, and equal keys as `tie` says: the standard sort, compiled
/// once for whatever is sorted.
pub(crate) fn many(keys: &mut [(u64, u32)], tie: &dyn Fn(u32, u32) -> Ordering) {
    keys.sort_unstable_by(|(key, place), (other_key, other)| key.cmp(other_key).then_with(|| tie(*place, *other)));
}

/// Sorts plain things that may be many by a small key of each; equals stay in their order.
pub(crate) fn keyed<T: Copy>(items: &mut [T], key: impl Fn(&T) -> u64) {
    let before = items.to_vec();
    let mut keys: Vec<(u64, u32)> = items.iter().map(key).zip(0..).collect();
    many(&mut keys, &|one, other| one.cmp(&other));
    for (item, (_, place)) in items.iter_mut().zip(keys) {
        let from = usize::try_from(place).ok().and_then(|place| before.get(place));
        *item = from.copied().unwrap_or(*item);
    }
}

/// Sorts numbers that may be many, and leaves each once.
pub(crate) fn numbers(numbers: &mut Vec<u32>) {
    let mut keys: Vec<(u64, u32)> = numbers.iter().map(|number| (u64::from(*number), *number)).collect();
    many(&mut keys, &|_, _| Ordering::Equal);
    keys.dedup();
    numbers.clear();
    numbers.extend(keys.into_iter().map(|(_, number)| number));
}

/// The places of many things by the number of each, those of one number in their order, and where those of each number below `count`
/// begin; what has another number is left out.
pub(crate) fn buckets(numbers: &[u32], count: usize) -> (Vec<u32>, Vec<u32>) {
    let slot = |number: u32| usize::try_from(number).ok().filter(|number| *number < count);
    let mut starts = vec![0_u32; count.saturating_add(1)];
    for number in numbers.iter().filter_map(|number| slot(*number)) {
        starts.get_mut(number.saturating_add(1)).into_iter().for_each(|many| *many = many.saturating_add(1));
    }
    let mut sum = 0_u32;
    for start in &mut starts {
        sum = sum.saturating_add(*start);
        *start = sum;
    }
    let (mut next, mut order) = (starts.clone(), vec![0; usize::try_from(sum).unwrap_or_default()]);
    for (number, place) in numbers.iter().zip(0..) {
        let Some(next) = slot(*number).and_then(|number| next.get_mut(number)) else { continue };
        if let Some(to) = usize::try_from(*next).ok().and_then(|next| order.get_mut(next)) {
            *to = place;
        }
        *next = next.saturating_add(1);
    }
    (order, starts)
}

/// Two numbers as a key for [`many`], in the order of the first and then of the second.
pub(crate) fn pair(first: u32, second: i32) -> u64 {
    u64::from(first) << u32::BITS | u64::from(second.cast_unsigned() ^ i32::MIN.cast_unsigned())
}

/// A number as a key for [`many`], in the same order.
pub(crate) fn rising(number: i64) -> u64 {
    number.cast_unsigned() ^ i64::MIN.cast_unsigned()
}

/// The number of which that is the key.
pub(crate) fn of_rising(key: u64) -> i64 {
    (key ^ i64::MIN.cast_unsigned()).cast_signed()
}

/// The places of so many things, sorted by what is there; equals in the order of places.
pub(crate) fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    // What is sorted already, as much often is, stays together.
    let mut ends: Vec<usize> = Vec::new();
    for place in 1..count {
        if compare(place.saturating_sub(1), place).is_gt() {
            ends.push(place);
        }
    }
    ends.push(count);
    while ends.len() > 1 {
        (order, ends) = merged(&order, &ends, compare);
    }
    order
}

/// A set of values.
pub(crate) fn set<T: Ord>(values: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    for value in values {
        set.insert(value);
    }
    set
}

/// The one sort: two neighbouring runs, each sorted, become one. With the places where runs end, before and after.
fn merged(order: &[usize], ends: &[usize], compare: &dyn Fn(usize, usize) -> Ordering) -> (Vec<usize>, Vec<usize>) {
    let (mut merged, mut after) = (Vec::with_capacity(order.len()), Vec::with_capacity(ends.len()));
    for two in ends.chunks(2) {
        let from = merged.len();
        let (middle, end) = (two.first().copied().unwrap_or(from), two.last().copied().unwrap_or(from));
        let mut left = order.get(from..middle).unwrap_or_default();
        let mut right = order.get(middle..end).unwrap_or_default();
        after.push(end);
        while let (Some((&one, behind)), Some((&other, beyond))) = (left.split_first(), right.split_first()) {
            if compare(other, one).is_lt() {
                merged.push(other);
                right = beyond;
            } else {
                merged.push(one);
                left = behind;
            }
        }
        merged.extend_from_slice(left);
        merged.extend_from_slice(right);
    }
    (merged, after)
}

/// What to swap, one pair after the other, for things to come into an order of their places.
fn swaps(order: Vec<usize>) -> Vec<(usize, usize)> {
    let mut goes_to = vec![0; order.len()];
    for (to, from) in order.into_iter().enumerate() {
        if let Some(place) = goes_to.get_mut(from) {
            *place = to;
        }
    }
    let mut swaps = Vec::new();
    for place in 0..goes_to.len() {
        while let Some(to) = goes_to.get(place).copied().filter(|to| *to != place) {
            swaps.push((place, to));
            goes_to.swap(place, to);
        }
    }
    swaps
}
