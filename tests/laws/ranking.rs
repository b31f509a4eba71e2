//! Laws of rankings: nobody's name matters, equals share what is declared, no prize is lost, and a group is ranked as if there were
//! no other.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_wrap,
    reason = "a test may stop at the first surprise"
)]

use std::collections::{BTreeMap, BTreeSet};

use attain::id::Key;
use attain::quantity::{Fraction, Outcome, Precision, RoundTo, RoundingMode, Value, Why};
use attain::ranking::{Contender, Equals, Method, Movement, Offer, Order, Place, Ranking, moves, rank};
use attain::rule::{OddWord, Percentile, Rounding, Ties};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use rust_decimal::Decimal;

/// A contender in numbers: value, group, what comes next.
type One = (Option<i8>, u8, Option<i8>);

fn value(value: Option<i8>) -> Outcome {
    value.map(|value| Value::Number(Fraction::whole(i64::from(value)))).ok_or(Why::NoFacts)
}

fn key(place: usize) -> Key {
    Key::new(format!("{place:03}")).unwrap()
}

fn contender(place: usize, (own, group, then): One) -> Contender {
    let group = Ok(Value::Text(group.to_string().into()));
    Contender::new(key(place), value(own)).within(group).then(value(then))
}

fn contenders(all: &[One]) -> Vec<Contender> {
    all.iter().enumerate().map(|(place, one)| contender(place, *one)).collect()
}

/// Few values, so that many are equal; few groups.
fn people() -> impl Strategy<Value = Vec<One>> {
    let own = prop_oneof![1 => Just(None), 8 => (-3_i8..4).prop_map(Some)];
    let then = prop_oneof![1 => Just(None), 4 => (0_i8..3).prop_map(Some)];
    prop::collection::vec((own, 0_u8..3, then), 0..40)
}

fn method() -> impl Strategy<Value = Method> {
    let percentile = prop_oneof![Just(None), select(Percentile::ALL).prop_map(Some)];
    let orders = (select(Order::ALL), select(Order::ALL));
    (orders, select(Ties::ALL), 0_u64..5, percentile).prop_map(|((order, then), ties, at_least, percentile)| Method {
        order,
        ties,
        then: vec![then],
        at_least,
        percentile,
    })
}

fn places(ranking: &Ranking) -> BTreeMap<Key, Place> {
    ranking.places.iter().map(|place| (place.who.clone(), place.clone())).collect()
}

fn whole(number: usize) -> Fraction {
    Fraction::whole(number as i64)
}

/// How many of a group come before somebody, are equal, and how many values are better: counted one by one.
fn counted(all: &[One], own: i8, group: u8, order: Order) -> (usize, usize, usize) {
    let better = |other: i8| if order == Order::HighestFirst { other > own } else { other < own };
    let inside = all.iter().filter(|(_, other, _)| *other == group).filter_map(|(value, _, _)| *value);
    let inside: Vec<i8> = inside.collect();
    let before: Vec<i8> = inside.iter().copied().filter(|other| better(*other)).collect();
    let distinct: BTreeSet<i8> = before.iter().copied().collect();
    (before.len(), inside.iter().filter(|other| **other == own).count(), distinct.len())
}

/// Fractions of any size: near to each other, and far apart.
fn fraction() -> impl Strategy<Value = Fraction> {
    let near = (-40_i128..40, prop_oneof![Just(1_i128), Just(3), Just(1_000_000_007)]);
    let far = (any::<i64>().prop_map(i128::from), (1_i64..i64::MAX).prop_map(i128::from));
    let huge =
        (select(&[i128::MAX, i128::MAX - 1, -i128::MAX, 1, -1][..]), select(&[1, 2, i128::MAX, i128::MAX - 1][..]));
    prop_oneof![near, far, huge].prop_map(|(num, den)| Fraction::new(num, den).unwrap())
}

proptest! {
    /// Values are compared exactly, however large or small they are and however little they differ.
    #[test]
    fn any_fraction_has_its_place(values in prop::collection::vec(fraction(), 0..30), order in select(Order::ALL)) {
        let all = values.iter().enumerate().map(|(place, value)| Contender::new(key(place), Ok(Value::Number(*value))));
        let ranking = Ranking::among(all.collect(), &Method::new(order, Ties::Competition));
        for (place, own) in values.iter().enumerate() {
            let better = values.iter().filter(|other| if order == Order::HighestFirst { *other > own } else { *other < own });
            prop_assert_eq!(&ranking.of(key(place).as_str()).unwrap().rank, &Ok(whole(better.count() + 1)));
        }
    }

    /// A naive count of everybody says the same as the sort; ties share as declared.
    #[test]
    fn ranks_are_counts(all in people(), method in method()) {
        let ranking = Ranking::among(contenders(&all), &method);
        for (place, (own, group, _)) in all.iter().enumerate() {
            let found = ranking.of(key(place).as_str()).unwrap();
            let Some(own) = *own else {
                prop_assert_eq!(&found.rank, &Err(Why::NoFacts));
                continue;
            };
            let have = all.iter().filter(|(value, other, _)| value.is_some() && other == group).count() as u64;
            if have < method.at_least {
                prop_assert_eq!(&found.rank, &Err(Why::TooFew { have, need: method.at_least }));
                continue;
            }
            let (better, equals, distinct) = counted(&all, own, *group, method.order);
            let rank = found.rank.clone().unwrap();
            match method.ties {
                Ties::Competition => prop_assert_eq!(rank, whole(better + 1)),
                Ties::Dense => prop_assert_eq!(rank, whole(distinct + 1)),
                Ties::Average => {
                    let twice = rank.times(Fraction::whole(2), Precision::default()).unwrap();
                    prop_assert_eq!(twice, whole(2 * better + equals + 1));
                }
                Ties::Ordinal => prop_assert!(rank > whole(better) && rank <= whole(better + equals)),
            }
        }
    }

    /// It makes no difference in which order people are given.
    #[test]
    fn permuting_people_permutes_ranks(
        (all, order) in people().prop_flat_map(|all| {
            let order: Vec<usize> = (0..all.len()).collect();
            (Just(all), Just(order).prop_shuffle())
        }),
        method in method(),
    ) {
        let given = contenders(&all);
        let shuffled = order.iter().map(|place| given[*place].clone()).collect();
        prop_assert_eq!(Ranking::among(shuffled, &method), Ranking::among(given, &method));
    }

    /// Without groups and what tells equals apart, it is the plain ranking, and that is `rank()` of the values.
    #[test]
    fn the_short_ways_say_the_same(all in people(), order in select(Order::ALL), ties in select(Ties::ALL)) {
        let given: Vec<(Key, Outcome)> =
            all.iter().enumerate().map(|(place, (own, _, _))| (key(place), value(*own))).collect();
        let alone = given.iter().map(|(who, value)| Contender::new(who.clone(), value.clone())).collect();
        let plain = Ranking::new(given.clone(), order, ties);
        prop_assert_eq!(&Ranking::among(alone, &Method::new(order, ties)), &plain);
        let amounts: Vec<Outcome<Fraction>> =
            given.iter().map(|(_, value)| value.clone().map(|value| value.amount().unwrap())).collect();
        for ((who, _), expected) in given.iter().zip(rank(&amounts, order, ties)) {
            prop_assert_eq!(&plain.of(who.as_str()).unwrap().rank, &expected);
        }
    }

    /// Somebody worse than all changes nobody's rank.
    #[test]
    fn somebody_worse_than_all_changes_nobodys_rank(all in people(), method in method()) {
        let method = Method { at_least: 0, percentile: None, ..method };
        let before = Ranking::among(contenders(&all), &method);
        let worst = if method.order == Order::HighestFirst { -100 } else { 100 };
        let mut more = contenders(&all);
        more.push(contender(999, (Some(worst), 1, None)));
        let after = Ranking::among(more, &method);
        for place in &before.places {
            prop_assert_eq!(after.of(place.who.as_str()).unwrap(), place);
        }
        let only = moves(&before, &after).into_iter().filter(|moved| moved.movement != Movement::Stays);
        prop_assert_eq!(only.map(|moved| moved.who).collect::<Vec<Key>>(), [key(999)]);
    }

    /// Dense ranks are 1, 2, 3, … without a gap; ordinal ranks too, and each once.
    #[test]
    fn ranks_without_gaps(all in people(), order in select(Order::ALL)) {
        for (ties, each_once) in [(Ties::Dense, false), (Ties::Ordinal, true)] {
            let ranking = Ranking::among(contenders(&all), &Method::new(order, ties).then(order));
            for group in ranking.ranked().chunk_by(|one, other| one.group == other.group) {
                let mut ranks: Vec<Fraction> = group.iter().map(|place| place.rank.clone().unwrap()).collect();
                prop_assert!(ranks.is_sorted());
                let count = ranks.len();
                ranks.dedup();
                prop_assert!(!each_once || ranks.len() == count);
                prop_assert_eq!(ranks.clone(), (1..=ranks.len()).map(whole).collect::<Vec<Fraction>>());
            }
        }
    }

    /// Each group is ranked as if there were no other.
    #[test]
    fn a_ranking_within_groups_is_each_groups_own(all in people(), method in method()) {
        let together = places(&Ranking::among(contenders(&all), &method));
        for own in 0..3 {
            let group = contenders(&all).into_iter().zip(&all).filter(|(_, (_, group, _))| *group == own);
            for (who, place) in places(&Ranking::among(group.map(|(one, _)| one).collect(), &method)) {
                prop_assert_eq!(&together[&who], &place);
            }
        }
    }

    /// Those without a rank come last, and nobody is lost.
    #[test]
    fn nobody_is_lost(all in people(), method in method()) {
        let ranking = Ranking::among(contenders(&all), &method);
        prop_assert_eq!(ranking.places.len(), all.len());
        prop_assert_eq!(ranking.ranked().len() + ranking.unranked().len(), all.len());
        prop_assert!(ranking.ranked().iter().all(|place| place.rank.is_ok()));
        prop_assert!(ranking.unranked().iter().all(|place| place.rank.is_err()));
        let members: u64 = ranking.groups.iter().map(|group| group.members).sum();
        prop_assert_eq!(members, all.len() as u64);
    }

    /// A percentile is where the house's own percentile of the same method meets the value.
    #[test]
    fn the_percentile_of_a_place_gives_its_value_back(all in people(), order in select(Order::ALL), method in select(Percentile::ALL)) {
        let ranking = Ranking::among(contenders(&all), &Method::new(order, Ties::Competition).percentile(method));
        for group in ranking.ranked().chunk_by(|one, other| one.group == other.group) {
            // From the last to the first.
            let values: Vec<Fraction> = group.iter().rev().map(|place| place.value.clone().unwrap().amount().unwrap()).collect();
            for place in group {
                let standing = place.standing.clone().unwrap();
                let Ok(share) = standing.percentile else {
                    prop_assert_eq!(values.len(), 1);
                    continue;
                };
                prop_assert!(share >= Fraction::ZERO && share <= Fraction::ONE);
                prop_assert_eq!(Some(naive_percentile(&values, share, method)), place.value.clone().unwrap().amount());
                prop_assert!((1..=4).contains(&standing.quartile));
            }
            prop_assert_eq!(group[0].standing.as_ref().unwrap().quartile, 1, "the first is in the best quarter");
            prop_assert!(group.is_sorted_by_key(|place| place.standing.as_ref().unwrap().quartile));
        }
    }

    /// What is paid is what is offered, to the last digit; where each has a whole prize, it is what each is offered.
    #[test]
    fn prizes_conserve(
        all in people(),
        ties in select(Ties::ALL),
        offers in prop::collection::vec(prop::option::of(0_i64..100_000), 0..12),
        step in select(&["0.01", "0.05", "1", "1000"][..]),
        odd in select(OddWord::ALL),
    ) {
        let ranking = Ranking::among(contenders(&all), &Method::new(Order::HighestFirst, ties).then(Order::HighestFirst));
        let offer = |place: u64| {
            let offered = usize::try_from(place - 1).ok().and_then(|place| *offers.get(place)?);
            Offer { amount: offered.map(|cents| Decimal::new(cents, 2)), ..Offer::default() }
        };
        let to = RoundTo::new(step.parse().unwrap(), RoundingMode::HalfUp).unwrap();
        let split = ranking.awards(Equals::Split, Some(&Rounding { to, odd: Some(odd) }), &offer).unwrap();
        let sum: Decimal = split.awards.iter().filter_map(|award| award.amount).sum();
        prop_assert_eq!((split.paid, sum), (split.offered, split.offered));
        let mut expected = Decimal::ZERO;
        for group in ranking.ranked().chunk_by(|one, other| one.group == other.group) {
            let count = group.len() as u64;
            let places = if ties == Ties::Dense { group.chunk_by(|one, other| one.rank == other.rank).count() as u64 } else { count };
            expected += (1..=places).filter_map(|place| offer(place).amount).sum::<Decimal>();
        }
        prop_assert_eq!(split.offered, expected);
        // Equals have as much, but for the odd step and what is below one.
        let steps = to.step() + to.step();
        for equals in split.awards.chunk_by(|one, other| (one.rank, &one.group) == (other.rank, &other.group)) {
            let amounts: Vec<Decimal> = equals.iter().filter_map(|award| award.amount).collect();
            prop_assert!(amounts.iter().max().copied().unwrap_or_default() - amounts.iter().min().copied().unwrap_or_default() < steps);
        }
        let each = ranking.awards(Equals::Each, None, &offer).unwrap();
        prop_assert_eq!(each.offered, expected);
        for award in &each.awards {
            prop_assert_eq!(award.amount, offer(award.places.0).amount);
        }
    }

    /// What became of ranks from one to the other, and back, is the opposite.
    #[test]
    fn moves_turn_around(all in people(), kept in subsequence((0..40_usize).collect::<Vec<usize>>(), 0..40), ties in select(Ties::ALL)) {
        let method = Method::new(Order::HighestFirst, ties);
        let before = Ranking::among(contenders(&all), &method);
        let after = contenders(&all).into_iter().enumerate().filter(|(place, _)| kept.contains(place)).map(|(_, one)| one);
        let after = Ranking::among(after.collect(), &method);
        let back: BTreeMap<Key, Movement> = moves(&after, &before).into_iter().map(|moved| (moved.who, moved.movement)).collect();
        let there = moves(&before, &after);
        prop_assert_eq!(there.len(), back.len());
        for moved in there {
            let opposite = match moved.movement {
                Movement::Rises(by) => Movement::Falls(by),
                Movement::Falls(by) => Movement::Rises(by),
                Movement::Enters => Movement::Leaves,
                Movement::Leaves => Movement::Enters,
                same => same,
            };
            prop_assert_eq!(back[&moved.who], opposite);
        }
    }
}

/// The percentile of values from the least to the greatest, as the manual says it.
fn naive_percentile(values: &[Fraction], share: Fraction, method: Percentile) -> Fraction {
    let precision = Precision::default();
    match method {
        Percentile::Linear => {
            let position = share.times(whole(values.len() - 1), precision).unwrap();
            let below = usize::try_from(position.to_whole(RoundingMode::Floor)).unwrap();
            let part = position.minus(whole(below), precision).unwrap();
            let next = values.get(below + 1).copied().unwrap_or(values[below]);
            let rise = next.minus(values[below], precision).unwrap().times(part, precision).unwrap();
            values[below].plus(rise, precision).unwrap()
        }
        Percentile::Nearest => {
            // The least position that has the share at or below it.
            let reach = share.times(whole(values.len()), precision).unwrap();
            let position = usize::try_from(reach.to_whole(RoundingMode::Ceiling)).unwrap();
            values[position.max(1) - 1]
        }
    }
}
