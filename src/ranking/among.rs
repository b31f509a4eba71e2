//! Ranking within groups, by more than one value.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::id::Key;
use crate::quantity::{Fraction, Outcome, Value, Why};
use crate::rule::{Percentile, Ties};
use crate::sort;

use super::definition::Order;
use super::percentile::standing;
use super::place::{Group, Place, Ranking, Standing, amount};
use super::rank::Run;
use super::sorted::{by_key, by_value};

/// Somebody, or a unit, to be ranked.
#[derive(Clone, Debug, PartialEq)]
pub struct Contender {
    /// Who.
    pub who: Key,
    /// What is compared.
    pub value: Outcome,
    /// What those have in common among whom it is; `Ok(None)`: everybody. Who has no group has no rank, for that reason.
    pub group: Outcome<Option<Value>>,
    /// By what equals are told apart, each in the order of [`Method::then`]; amounts or days.
    pub then: Vec<Outcome>,
}

impl Contender {
    /// Somebody to be ranked among everybody.
    pub fn new(who: Key, value: Outcome) -> Contender {
        Contender { who, value, group: Ok(None), then: Vec::new() }
    }

    /// The same within a group.
    #[must_use]
    pub fn within(mut self, group: Outcome<Value>) -> Contender {
        self.group = group.map(Some);
        self
    }

    /// The same with one value more by which equals are told apart.
    #[must_use]
    pub fn then(mut self, value: Outcome) -> Contender {
        self.then.push(value);
        self
    }
}

/// How a ranking is made.
#[derive(Clone, Debug, PartialEq)]
pub struct Method {
    /// Which end comes first.
    pub order: Order,
    /// What equals share.
    pub ties: Ties,
    /// Which end comes first of each value by which equals are told apart. What is undefined comes last. At last, keys tell them
    /// apart, in the order of their Unicode code points.
    pub then: Vec<Order>,
    /// How many there must be with a value; a group with fewer has no ranks.
    pub at_least: u64,
    /// By what method places have a percentile and a quartile.
    pub percentile: Option<Percentile>,
}

impl Method {
    /// Ranks among any number, equals by their keys.
    pub fn new(order: Order, ties: Ties) -> Method {
        Method { order, ties, then: Vec::new(), at_least: 0, percentile: None }
    }

    /// The same, with equals told apart by one value more.
    #[must_use]
    pub fn then(mut self, order: Order) -> Method {
        self.then.push(order);
        self
    }

    /// The same, with a smallest sample.
    #[must_use]
    pub fn at_least(mut self, at_least: u64) -> Method {
        self.at_least = at_least;
        self
    }

    /// The same, with percentiles and quartiles.
    #[must_use]
    pub fn percentile(mut self, method: Percentile) -> Method {
        self.percentile = Some(method);
        self
    }
}

/// What is compared of one contender.
struct Compared {
    /// The position of the group, and the amount; the reason, where one is missing.
    by: Outcome<(usize, Fraction)>,
    then: Vec<Option<Fraction>>,
}

impl Ranking {
    /// Ranks contenders within their groups, each group for itself.
    ///
    /// ```
    /// use attain::id::Key;
    /// use attain::quantity::{Fraction, Value, Why};
    /// use attain::ranking::{Contender, Method, Order, Ranking};
    /// use attain::rule::{Percentile, Ties};
    ///
    /// let number = |number| Value::Number(Fraction::whole(number));
    /// let contender = |who: &str, team: &str, sold, calls| {
    ///     let group = Ok(Value::Text(team.into()));
    ///     Contender::new(Key::new(who).unwrap(), Ok(number(sold))).within(group).then(Ok(number(calls)))
    /// };
    /// let all = vec![
    ///     contender("ann", "north", 90, 12),
    ///     contender("bob", "north", 90, 30),
    ///     contender("cid", "north", 95, 8),
    ///     contender("dan", "south", 10, 1),
    /// ];
    /// let method = Method::new(Order::HighestFirst, Ties::Ordinal).then(Order::HighestFirst).at_least(2);
    /// let ranking = Ranking::among(all, &method.percentile(Percentile::Linear));
    ///
    /// let who: Vec<&str> = ranking.ranked().iter().map(|place| place.who.as_str()).collect();
    /// assert_eq!(who, ["cid", "bob", "ann"], "bob and ann sold as much, and bob called more");
    /// assert_eq!(ranking.of("ann").unwrap().rank, Ok(Fraction::whole(3)));
    /// assert_eq!(ranking.of("dan").unwrap().rank, Err(Why::TooFew { have: 1, need: 2 }));
    /// assert_eq!((ranking.groups[0].with_value, ranking.groups[1].is_ranked), (3, false));
    /// assert_eq!(ranking.of("cid").unwrap().standing.as_ref().unwrap().quartile, 1);
    /// ```
    pub fn among(contenders: Vec<Contender>, method: &Method) -> Ranking {
        let mut contenders = in_order_of_keys(contenders);
        let (mut groups, of) = groups(&contenders);
        let compared = contenders.iter().zip(&of).map(|(contender, group)| compare(contender.as_ref(), *group));
        let mut compared: Vec<Compared> = compared.collect();
        count(&mut groups, &mut compared, &of, method.at_least);
        let (order, ranks) = ranks(&compared, method);
        let mut places = Vec::with_capacity(contenders.len());
        let mut by_key = vec![0; contenders.len()];
        for (at, (rank, standing)) in order.into_iter().zip(ranks) {
            if let (Some(contender), Some(place)) = (contenders.get_mut(at).and_then(Option::take), by_key.get_mut(at))
            {
                *place = places.len();
                places.push(placed(contender, rank, standing));
            }
        }
        // Those who are left have no rank.
        for ((contender, compared), place) in contenders.into_iter().zip(compared).zip(&mut by_key) {
            if let (Some(contender), Err(why)) = (contender, compared.by) {
                *place = places.len();
                places.push(placed(contender, Err(why), None));
            }
        }
        let groups = groups.into_iter().filter_map(Found::told).collect();
        Ranking::of_sorted(places, groups, method, by_key)
    }
}

/// Contenders in the order of their keys, which at last tell equals apart; each is taken out when it has its place.
fn in_order_of_keys(contenders: Vec<Contender>) -> Vec<Option<Contender>> {
    let order = by_key(&contenders.iter().map(|contender| &contender.who).collect::<Vec<&Key>>());
    let mut contenders: Vec<Option<Contender>> = contenders.into_iter().map(Some).collect();
    order.into_iter().map(|at| contenders.get_mut(at).and_then(Option::take)).collect()
}

fn placed(contender: Contender, rank: Outcome<Fraction>, standing: Option<Standing>) -> Place {
    let Contender { who, value, group, then } = contender;
    Place { group: group.unwrap_or_default(), then, standing, ..Place::new(who, value, rank) }
}

/// A group while its members are counted.
struct Found {
    of: Option<Value>,
    members: u64,
    with_value: u64,
    is_ranked: bool,
}

impl Found {
    fn told(self) -> Option<Group> {
        let Found { of, members, with_value, is_ranked } = self;
        Some(Group { of: of?, members, with_value, is_ranked })
    }
}

/// The groups that there are, in their order, and of each contender the group.
fn groups(contenders: &[Option<Contender>]) -> (Vec<Found>, Vec<Option<usize>>) {
    let (mut known, mut met): (HashMap<&Option<Value>, usize>, Vec<&Option<Value>>) = (HashMap::new(), Vec::new());
    let mut of = Vec::with_capacity(contenders.len());
    for contender in contenders {
        let group = contender.as_ref().and_then(|contender| contender.group.as_ref().ok());
        of.push(group.map(|group| {
            *known.entry(group).or_insert_with(|| {
                met.push(group);
                met.len().saturating_sub(1)
            })
        }));
    }
    // They were met in the order of keys, and are told in their own.
    let order = sort::order(met.len(), &|one, other| met.get(one).cmp(&met.get(other)));
    let mut places = vec![0; order.len()];
    for (place, group) in order.iter().enumerate() {
        if let Some(own) = places.get_mut(*group) {
            *own = place;
        }
    }
    for group in of.iter_mut().flatten() {
        *group = places.get(*group).copied().unwrap_or_default();
    }
    let found = order.iter().filter_map(|group| met.get(*group));
    let found = found.map(|of| Found { of: (*of).clone(), members: 0, with_value: 0, is_ranked: true });
    (found.collect(), of)
}

fn compare(contender: Option<&Contender>, group: Option<usize>) -> Compared {
    let Some(contender) = contender else { return Compared { by: Err(Why::NothingDefined), then: Vec::new() } };
    let by = match (&contender.group, group) {
        (Err(why), _) => Err(why.clone()),
        (Ok(_), group) => amount(&contender.value).and_then(|value| Ok((group.ok_or(Why::NoPeers)?, value))),
    };
    Compared { by, then: contender.then.iter().map(order_of).collect() }
}

/// The number by which a value comes before another one; nothing, where there is none.
fn order_of(value: &Outcome) -> Option<Fraction> {
    match value.as_ref().ok()? {
        Value::Date(day) => Some(Fraction::whole(i64::from(chrono::Datelike::num_days_from_ce(day)))),
        value => value.amount(),
    }
}

/// Counts members, and takes the ranks of groups that are too small.
fn count(groups: &mut [Found], compared: &mut [Compared], of: &[Option<usize>], at_least: u64) {
    for (compared, group) in compared.iter().zip(of) {
        let Some(group) = group.and_then(|group| groups.get_mut(group)) else { continue };
        group.members = group.members.saturating_add(1);
        group.with_value = group.with_value.saturating_add(u64::from(compared.by.is_ok()));
    }
    for group in groups.iter_mut() {
        group.is_ranked = group.with_value >= at_least;
    }
    for compared in compared {
        let group = compared.by.as_ref().ok().and_then(|(group, _)| groups.get(*group));
        if let Some(group) = group.filter(|group| !group.is_ranked) {
            compared.by = Err(Why::TooFew { have: group.with_value, need: at_least });
        }
    }
}

fn later(one: &[Option<Fraction>], other: &[Option<Fraction>], orders: &[Order]) -> Ordering {
    for ((one, other), order) in one.iter().zip(other).zip(orders) {
        let by = match (one, other) {
            (Some(one), Some(other)) => directed(one, other, *order),
            // What is undefined comes last, whichever end comes first.
            (one, other) => one.is_none().cmp(&other.is_none()),
        };
        if by.is_ne() {
            return by;
        }
    }
    Ordering::Equal
}

fn directed(one: &Fraction, other: &Fraction, order: Order) -> Ordering {
    match order {
        Order::HighestFirst => other.cmp(one),
        Order::LowestFirst => one.cmp(other),
    }
}

/// A rank, and where it stands among all.
type Ranked = (Outcome<Fraction>, Option<Standing>);

/// Those who have a rank, group by group and best first, by their positions; and the ranks.
fn ranks(compared: &[Compared], method: &Method) -> (Vec<usize>, Vec<Ranked>) {
    let ranked: Vec<usize> =
        (0..compared.len()).filter(|at| compared.get(*at).is_some_and(|one| one.by.is_ok())).collect();
    let values: Vec<(usize, Fraction)> = compared.iter().filter_map(|one| one.by.clone().ok()).collect();
    let order = by_value(&values, method.order, &|one, other| {
        let then = |at: usize| {
            ranked.get(at).and_then(|at| compared.get(*at)).map(|one| one.then.as_slice()).unwrap_or_default()
        };
        let by = match (values.get(one), values.get(other)) {
            (Some((group, value)), Some((other_group, other))) => {
                group.cmp(other_group).then_with(|| directed(value, other, method.order))
            }
            _ => Ordering::Equal,
        };
        by.then_with(|| later(then(one), then(other), &method.then)).then(one.cmp(&other))
    });
    let sorted: Vec<(usize, Fraction)> = order.iter().filter_map(|at| values.get(*at).copied()).collect();
    let order = order.iter().filter_map(|at| ranked.get(*at).copied()).collect();
    (order, ranks_of(&sorted, method))
}

/// The ranks of those who have one, given group by group and best first.
fn ranks_of(sorted: &[(usize, Fraction)], method: &Method) -> Vec<Ranked> {
    let mut ranks = Vec::with_capacity(sorted.len());
    for group in sorted.chunk_by(|one, other| one.0 == other.0) {
        let (mut better, mut distinct) = (0_usize, 0_usize);
        for equals in group.chunk_by(|one, other| one.1 == other.1) {
            let run = Run { better, equals: equals.len(), distinct };
            let standing = method.percentile.map(|method| standing(run, group.len(), method));
            for place in 0..equals.len() {
                ranks.push((run.rank(method.ties, place), standing.clone()));
            }
            better = better.saturating_add(equals.len());
            distinct = distinct.saturating_add(1);
        }
    }
    ranks
}
