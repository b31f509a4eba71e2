//! A ranking and its places.

use crate::document::IS_WHOLE;
use crate::id::Key;
use crate::quantity::{Fraction, Outcome, RoundTo, Value, Why};
use crate::rule::{Percentile, Ties};
use crate::sort;

use super::among::{Contender, Method};
use super::definition::Order;
use super::rank::rank;

/// A ranking: everybody who is ranked, best first, group by group; those without a rank come last, each with the reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// The places, best first; equals by what tells them apart, and at last by their keys.
    pub places: Vec<Place>,
    /// What equals share.
    pub ties: Ties,
    /// Which end comes first.
    pub order: Order,
    /// By what method places have a percentile; nothing, where they have none.
    pub percentile: Option<Percentile>,
    /// The groups, in the order of what they have in common; none, where all are ranked among all.
    pub groups: Vec<Group>,
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
    /// The rank: 1 is the best. It is a whole number but where equals share a mean. Why there is none: there is no value, no group,
    /// or too few are in it ([`Why::TooFew`]).
    pub rank: Outcome<Fraction>,
    /// What those have in common among whom it is; nothing, where that is everybody.
    pub group: Option<Value>,
    /// By what equals are told apart, in the order of `then`.
    pub then: Vec<Outcome>,
    /// Where it stands among all; nothing, where no method is said.
    pub standing: Option<Standing>,
}

/// Where a place stands among all of its group.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The percentile, from 0 (the last) to 1 (the first).
    pub percentile: Outcome<Fraction>,
    /// The quartile: 1 is the best quarter, 4 the last.
    pub quartile: u8,
}

/// Those who are ranked among themselves.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What they have in common.
    pub of: Value,
    /// How many there are.
    pub members: u64,
    /// How many of them have a value.
    pub with_value: u64,
    /// Whether they are ranked: enough of them have a value.
    pub is_ranked: bool,
}

impl Ranking {
    /// Ranks people by their values, among all; [`Ranking::among`] can do more.
    pub fn new(values: Vec<(Key, Outcome)>, order: Order, ties: Ties) -> Ranking {
        // Many are sorted faster there; a library that is not whole has it not.
        if IS_WHOLE {
            let all = values.into_iter().map(|(who, value)| Contender::new(who, value)).collect();
            return Ranking::among(all, &Method::new(order, ties));
        }
        let amounts: Vec<Outcome<Fraction>> = values.iter().map(|(_, value)| amount(value)).collect();
        let ranks = rank(&amounts, order, ties);
        let places = values.into_iter().zip(ranks).map(|((who, value), rank)| Place::new(who, value, rank));
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
        let (percentile, groups) = (self.percentile, self.groups.clone());
        Ranking { percentile, groups, ..Ranking::of_places(places, self.order, self.ties).shown(self.show) }
    }

    pub(super) fn of_places(places: Vec<Place>, order: Order, ties: Ties) -> Ranking {
        let keys: Vec<&Key> = places.iter().map(|place| &place.who).collect();
        let by_key = sort::order(keys.len(), &|one, other| keys.get(one).cmp(&keys.get(other)));
        Ranking { places, ties, order, percentile: None, groups: Vec::new(), show: None, by_key }
    }

    /// A ranking whose places are in their order, with the positions of the places in the order of keys.
    pub(super) fn of_sorted(places: Vec<Place>, groups: Vec<Group>, method: &Method, by_key: Vec<usize>) -> Ranking {
        let Method { order, ties, percentile, .. } = *method;
        Ranking { places, ties, order, percentile, groups, show: None, by_key }
    }

    /// The places with their positions, in the order of keys.
    pub(super) fn in_order_of_keys(&self) -> impl Iterator<Item = (usize, &Place)> {
        self.by_key.iter().filter_map(|at| self.places.get(*at).map(|place| (*at, place)))
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

    /// The places that have a rank.
    pub fn ranked(&self) -> &[Place] {
        self.places.get(..self.rankless()).unwrap_or_default()
    }

    /// The places that have none: their `rank` says why.
    pub fn unranked(&self) -> &[Place] {
        self.places.get(self.rankless()..).unwrap_or_default()
    }

    /// The first place without a rank.
    fn rankless(&self) -> usize {
        self.places.partition_point(|place| place.rank.is_ok())
    }
}

impl Place {
    pub(super) fn new(who: Key, value: Outcome, rank: Outcome<Fraction>) -> Place {
        Place { who, value, rank, group: None, then: Vec::new(), standing: None }
    }
}

pub(super) fn amount(value: &Outcome) -> Outcome<Fraction> {
    value.clone().and_then(|value: Value| value.amount().ok_or(Why::NotANumber))
}
