//! Ranks.

use crate::id::Key;
use crate::quantity::{Fraction, Outcome, Precision, RoundTo, Value};
use crate::rule::Ties;
use crate::sort;

use super::definition::Order;

/// A ranking: everybody who is ranked, best first; those without a value come last and have no rank.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// The places, best first; equals in the order of their keys.
    pub places: Vec<Place>,
    /// What equals share.
    pub ties: Ties,
    /// Which end comes first.
    pub order: Order,
    /// To what the values are rounded where people read them.
    pub show: Option<RoundTo>,
    /// The positions of the places, in the order of keys.
    by_key: Vec<usize>,
}

/// One place of a ranking.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Who.
    pub who: Key,
    /// What is compared.
    pub value: Outcome,
    /// The rank: 1 is the best. It is a whole number but where equals share a mean.
    pub rank: Outcome<Fraction>,
}

impl Ranking {
    /// Ranks people by their values.
    pub fn new(values: Vec<(Key, Outcome)>, order: Order, ties: Ties) -> Ranking {
        let amounts: Vec<Outcome<Fraction>> = values.iter().map(|(_, value)| amount(value)).collect();
        let ranks = rank(&amounts, order, ties);
        let places = values.into_iter().zip(ranks).map(|((who, value), rank)| Place { who, value, rank });
        let mut places: Vec<Place> = places.collect();
        // Those without a rank come last, by key.
        let key = |place: &Place| (place.rank.is_err(), place.rank.clone().unwrap_or(Fraction::ZERO));
        sort::by(&mut places, |one, other| (key(one), &one.who).cmp(&(key(other), &other.who)));
        Ranking::of_places(places, order, ties)
    }

    /// The places of some, with the ranks that they have among all.
    pub(crate) fn only(&self, keep: &dyn Fn(&Key) -> bool) -> Ranking {
        let mut places = self.places.clone();
        places.retain(|place| keep(&place.who));
        Ranking::of_places(places, self.order, self.ties).shown(self.show)
    }

    fn of_places(places: Vec<Place>, order: Order, ties: Ties) -> Ranking {
        let keys: Vec<&Key> = places.iter().map(|place| &place.who).collect();
        let by_key = sort::order(keys.len(), &|one, other| keys.get(one).cmp(&keys.get(other)));
        Ranking { places, ties, order, show: None, by_key }
    }

    /// The same, with its values rounded so where people read them.
    #[must_use]
    pub fn shown(mut self, show: Option<RoundTo>) -> Ranking {
        self.show = show;
        self
    }

    /// Somebody's place.
    pub fn of(&self, who: &str) -> Option<&Place> {
        let who_is_at = |place: usize| self.places.get(place).map(|place| place.who.as_str());
        let found = self.by_key.binary_search_by(|place| who_is_at(*place).cmp(&Some(who))).ok()?;
        self.places.get(*self.by_key.get(found)?)
    }
}

fn amount(value: &Outcome) -> Outcome<Fraction> {
    value.clone().and_then(|value: Value| value.amount().ok_or(crate::quantity::Why::NotANumber))
}

/// The rank of each value, in the order given; an undefined value has no rank, for its own reason.
pub fn rank(values: &[Outcome<Fraction>], order: Order, ties: Ties) -> Vec<Outcome<Fraction>> {
    let mut sorted: Vec<Fraction> = values.iter().filter_map(|value| value.clone().ok()).collect();
    sort::all(&mut sorted);
    if order == Order::HighestFirst {
        sorted.reverse();
    }
    let (mut groups, mut better) = (Vec::new(), 0_usize);
    for equals in sorted.chunk_by(|one, other| one == other) {
        groups.extend(equals.first().map(|value| (*value, better, equals.len())));
        better = better.saturating_add(equals.len());
    }
    let of = |value: Fraction| rank_of(value, &groups, order, ties);
    values.iter().map(|value| value.clone().and_then(of)).collect()
}

/// The rank of a value among groups of equals, best first, each with how many values are better and how many are equal.
fn rank_of(value: Fraction, groups: &[(Fraction, usize, usize)], order: Order, ties: Ties) -> Outcome<Fraction> {
    let before = |other: Fraction| if order == Order::HighestFirst { other > value } else { other < value };
    let group = groups.partition_point(|(other, _, _)| before(*other));
    let (better, equals) = groups.get(group).map_or((0, 1), |(_, better, equals)| (*better, *equals));
    match ties {
        Ties::Competition => number(better.saturating_add(1)),
        Ties::Dense => number(group.saturating_add(1)),
        Ties::Average => {
            // The mean of the ranks better + 1 to better + equals.
            let twice = number(better.saturating_mul(2).saturating_add(equals).saturating_add(1))?;
            twice.over(Fraction::whole(2), Precision::default())
        }
    }
}

fn number(rank: usize) -> Outcome<Fraction> {
    i64::try_from(rank).map(Fraction::whole).map_err(|_| crate::quantity::Why::Overflow)
}
