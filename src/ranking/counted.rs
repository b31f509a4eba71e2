//! Ranks that are counted, among values that change one by one.

use std::collections::BTreeMap;

use crate::quantity::{Fraction, Outcome, Why};
use crate::rule::Ties;

use super::definition::Order;
use super::rank::Run;

/// A group, and a value in it.
pub(crate) type Contending = (u32, i64);

/// Values within groups, in their order: how many are better is found in as many steps as their number has bits.
#[derive(Debug, Default)]
pub(crate) struct Counted {
    /// By group: the values, rising.
    groups: BTreeMap<u32, Vec<i64>>,
}

impl Counted {
    /// Whether ranks of equals by a rule can be told by counting.
    pub(crate) fn tells(ties: Ties) -> bool {
        matches!(ties, Ties::Competition | Ties::Average)
    }

    /// Those of whoever has a rank.
    pub(crate) fn of(all: impl Iterator<Item = Contending>) -> Counted {
        let mut counted = Counted::default();
        for (group, value) in all {
            counted.groups.entry(group).or_default().push(value);
        }
        counted.groups.values_mut().for_each(|values| values.sort_unstable());
        counted
    }

    /// Puts a value in the place of another; nothing, for who has no rank.
    pub(crate) fn change(&mut self, before: Option<Contending>, after: Option<Contending>) {
        if before == after {
            return;
        }
        if let (Some((one, before)), Some((other, after))) = (before, after)
            && one == other
        {
            if let Some(values) = self.groups.get_mut(&one) {
                put_in_place(values, before, after);
            }
            return;
        }
        if let Some((group, value)) = before
            && let Some(values) = self.groups.get_mut(&group)
            && let Ok(at) = values.binary_search(&value)
        {
            values.remove(at);
        }
        if let Some((group, value)) = after {
            let values = self.groups.entry(group).or_default();
            values.insert(values.partition_point(|known| *known < value), value);
        }
    }

    /// The rank of a value that is there; nothing, where equals of all are to be told apart.
    pub(crate) fn rank(
        &self,
        (group, value): Contending,
        order: Order,
        ties: Ties,
        at_least: u64,
    ) -> Option<Outcome<Fraction>> {
        if !Counted::tells(ties) {
            return None;
        }
        let values = self.groups.get(&group).map_or(&[][..], Vec::as_slice);
        let below = values.partition_point(|other| *other < value);
        let above = values.len().saturating_sub(values.partition_point(|other| *other <= value));
        let have = u64::try_from(values.len()).unwrap_or(u64::MAX);
        if have < at_least {
            return Some(Err(Why::TooFew { have, need: at_least }));
        }
        let better = if order == Order::HighestFirst { above } else { below };
        let equals = values.len().saturating_sub(below).saturating_sub(above);
        Some(Run { better, equals, distinct: better }.rank(ties, 0))
    }
}

/// Puts a value in the place of another, and moves those between the two.
fn put_in_place(values: &mut [i64], before: i64, after: i64) {
    let Ok(from) = values.binary_search(&before) else { return };
    let at = if after > before {
        let to = values.partition_point(|known| *known <= after);
        if let Some(between) = values.get_mut(from..to) {
            between.rotate_left(1);
        }
        to.saturating_sub(1)
    } else {
        let to = values.partition_point(|known| *known < after);
        if let Some(between) = values.get_mut(to..=from) {
            between.rotate_right(1);
        }
        to
    };
    if let Some(place) = values.get_mut(at) {
        *place = after;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Contending, Counted};
    use crate::quantity::{Outcome, Undefined, Why};
    use crate::ranking::{NOBODY, Order, ranks_within};
    use crate::rule::Ties;

    /// Somebody in one of three groups with one of few values, so that many are equal; or without a rank.
    fn contender() -> impl Strategy<Value = Outcome<Contending>> {
        prop_oneof![
            6 => (0_u32..3, -3_i64..4).prop_map(Ok),
            1 => (0_u32..3, prop_oneof![Just(i64::MIN), Just(i64::MAX)]).prop_map(Ok),
            1 => Just(Err(Why::NoTarget)),
        ]
    }

    proptest! {
        #[test]
        fn ranks_counted_are_those_of_all_in_order(
            mut all in prop::collection::vec(contender(), 1..40),
            changes in prop::collection::vec((any::<prop::sample::Index>(), contender()), 0..40),
            at_least in 0_u64..6,
        ) {
            let mut counted = Counted::of(all.iter().flatten().copied());
            for change in std::iter::once(None).chain(changes.into_iter().map(Some)) {
                if let Some((place, next)) = change
                    && let Some(own) = { let at = place.index(all.len()); all.get_mut(at) }
                {
                    counted.change(own.as_ref().ok().copied(), next.as_ref().ok().copied());
                    *own = next;
                }
                for order in [Order::HighestFirst, Order::LowestFirst] {
                    for ties in [Ties::Competition, Ties::Average] {
                        let groups: Vec<u32> = all.iter().map(|one| one.as_ref().map_or(NOBODY, |(group, _)| *group)).collect();
                        let values: Vec<i64> = all.iter().map(|one| one.as_ref().map_or(0, |(_, value)| *value)).collect();
                        let undefined = all.iter().enumerate().filter_map(|(row, one)| Some((row, one.as_ref().err()?.clone())));
                        let undefined: Undefined = undefined.collect();
                        let ranks = ranks_within((&groups, &values), &undefined, (order, ties), at_least);
                        for (row, own) in all.iter().enumerate() {
                            let rank = ranks.as_ref().map(|ranks| ranks.get(row));
                            match own {
                                Ok(own) => prop_assert_eq!(counted.rank(*own, order, ties, at_least), rank),
                                Err(why) => prop_assert_eq!(rank, Some(Err(why.clone()))),
                            }
                        }
                    }
                }
            }
        }

        #[test]
        fn what_changes_is_what_is_put_in_order_anew(
            mut all in prop::collection::vec(contender(), 1..40),
            changes in prop::collection::vec((any::<prop::sample::Index>(), contender()), 0..40),
        ) {
            let mut counted = Counted::of(all.iter().flatten().copied());
            for (place, next) in changes {
                if let Some(own) = { let at = place.index(all.len()); all.get_mut(at) } {
                    counted.change(own.as_ref().ok().copied(), next.as_ref().ok().copied());
                    *own = next;
                }
            }
            counted.groups.retain(|_, values| !values.is_empty());
            prop_assert_eq!(counted.groups, Counted::of(all.iter().flatten().copied()).groups);
        }
    }
}
