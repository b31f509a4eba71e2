//! What is known of a group of facts: mergeable, whatever the order.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::Key;
use crate::quantity::{Fraction, Outcome, Precision, Unit, Value, Why};
use crate::sort;

use super::fold::Aggregate;
use super::multiset::Multiset;
use super::statistic::{of_values, whole};
use super::total::Total;

/// What is known of a group of facts for one fold.
///
/// Tallies of disjoint groups merge into the tally of both. An entry that is credited to several people is in the tally of
/// each, and once in the tally of all.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    gathered: Gathered,
    /// The least reason why the value of some fact is undefined; the answer then is, too.
    undefined: Option<Why>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Gathered {
    #[default]
    Nothing,
    Sum(Total),
    Count {
        once: u64,
        /// The facts that others are credited with too, as often as they were met.
        shared: Vec<u32>,
    },
    Mean {
        sum: Total,
        count: u64,
        shared: Shared,
    },
    Distinct(Multiset),
    Values {
        once: Multiset,
        shared: Shared,
    },
    /// The least or the greatest value.
    Extreme(Value),
    Outermost(NaiveDate, Key, Value),
}

/// The values of facts that others are credited with too, as often as they were met.
type Shared = Vec<(u32, Value)>;

/// A fact as a tally sees it.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    /// The position of its entry, the same wherever it is credited.
    pub fact: u32,
    /// Its day.
    pub day: NaiveDate,
    /// Its entry, where the order of ids may decide.
    pub id: Option<Key>,
    /// Its value; none where facts are only counted.
    pub value: Option<Outcome>,
    /// The share that is credited, negative for a reversal.
    pub share: Fraction,
    /// Whether others are credited with it too.
    pub shared: bool,
    /// Whether it takes back another entry.
    pub reversal: bool,
}

impl Tally {
    /// Adds a fact.
    pub(super) fn add(&mut self, aggregate: Aggregate, seen: &Seen, precision: Precision) {
        let value = match seen.counts(aggregate) {
            Some(Ok(value)) => value,
            Some(Err(why)) => return self.miss(why),
            None => return,
        };
        match (&mut self.gathered, value) {
            (Gathered::Distinct(values), Some(value)) if value.unit() != Unit::List => values.add(value.clone()),
            (Gathered::Values { once, .. }, Some(value)) if !seen.shared => once.add(value.clone()),
            (own, value) => match one(aggregate, seen, value, precision) {
                Ok(one) if matches!(own, Gathered::Nothing) => *own = one,
                Ok(one) => self.gather(aggregate.is_lesser(), &one),
                Err(why) => self.miss(why),
            },
        }
    }

    /// So many facts, each credited to one person.
    pub(super) fn of_count(once: u64) -> Tally {
        Tally::gathering(Gathered::Count { once, shared: Vec::new() })
    }

    /// Facts that add up to a sum.
    pub(super) fn of_sum(sum: Total) -> Tally {
        Tally::gathering(Gathered::Sum(sum))
    }

    /// So many facts that add up to a sum, each credited to one person.
    pub(super) fn of_mean(sum: Total, count: u64) -> Tally {
        Tally::gathering(Gathered::Mean { sum, count, shared: Vec::new() })
    }

    /// Facts with these values.
    pub(super) fn of_distinct(values: Multiset) -> Tally {
        Tally::gathering(Gathered::Distinct(values))
    }

    /// Facts with these values, each credited to one person.
    pub(super) fn of_values(once: Multiset) -> Tally {
        Tally::gathering(Gathered::Values { once, shared: Vec::new() })
    }

    /// Facts of which one has the least or the greatest value.
    pub(super) fn of_extreme(value: Value) -> Tally {
        Tally::gathering(Gathered::Extreme(value))
    }

    fn gathering(gathered: Gathered) -> Tally {
        Tally { gathered, undefined: None }
    }

    /// How many facts there are, and the digits of their sum, so many of which stand behind the point; nothing, where they are not each
    /// credited to one person, where it is no count or sum, or is not one of such digits. The number of what is summed is not known.
    pub(super) fn plain(&self, scale: u32) -> Option<(u64, i128)> {
        if self.undefined.is_some() {
            return None;
        }
        match &self.gathered {
            Gathered::Nothing => Some((0, 0)),
            Gathered::Sum(sum) => Some((0, sum.digits(scale)?)),
            Gathered::Count { once, shared } if shared.is_empty() => Some((*once, 0)),
            Gathered::Mean { sum, count, shared } if shared.is_empty() => Some((*count, sum.digits(scale)?)),
            _ => None,
        }
    }

    /// Takes out a fact that was added; `false` where that cannot be told from what is kept: the group is then to be
    /// gone over again.
    pub(super) fn remove(&mut self, aggregate: Aggregate, seen: &Seen, precision: Precision) -> bool {
        let Some(value) = seen.counts(aggregate) else { return true };
        let Ok(one) = value.and_then(|value| one(aggregate, seen, value, precision)) else { return false };
        if self.undefined.is_some() || !self.gathered.take(one) {
            return false;
        }
        if self.gathered.is_empty() {
            self.gathered = Gathered::Nothing;
        }
        true
    }

    /// Makes the answer undefined.
    pub(super) fn miss(&mut self, why: Why) {
        self.undefined = Some(self.undefined.take().map_or(why.clone(), |before| before.min(why)));
    }

    /// Adds what is known of another group.
    pub fn merge(&mut self, aggregate: Aggregate, other: &Tally) {
        self.unite(aggregate.is_lesser(), other);
    }

    /// The same, where it is only known whether the lesser value, or the earlier fact, is the answer.
    pub(super) fn unite(&mut self, lesser: bool, other: &Tally) {
        if let Some(why) = &other.undefined {
            self.miss(why.clone());
        }
        self.gather(lesser, &other.gathered);
    }

    #[cfg(feature = "json")]
    /// Goes through the numbers of the facts that others are credited with too.
    pub(super) fn each_shared(&mut self, each: &mut dyn FnMut(&mut u32)) {
        match &mut self.gathered {
            Gathered::Count { shared, .. } => shared.iter_mut().for_each(each),
            Gathered::Mean { shared, .. } | Gathered::Values { shared, .. } => {
                for (fact, _) in shared {
                    each(fact);
                }
            }
            _ => {}
        }
    }

    /// Puts what was gathered in order, so that it need not be done for each answer.
    pub(super) fn settle(&mut self) {
        self.gathered.settle();
    }

    fn gather(&mut self, lesser: bool, other: &Gathered) {
        match (&mut self.gathered, other) {
            (_, Gathered::Nothing) => {}
            (own @ Gathered::Nothing, other) => *own = other.clone(),
            (Gathered::Sum(own), Gathered::Sum(other)) => own.merge(other),
            (Gathered::Count { once, shared }, Gathered::Count { once: more, shared: others }) => {
                *once = once.saturating_add(*more);
                shared.extend_from_slice(others);
            }
            (Gathered::Mean { sum, count, shared }, Gathered::Mean { sum: other, count: more, shared: others }) => {
                sum.merge(other);
                *count = count.saturating_add(*more);
                shared.extend_from_slice(others);
            }
            (Gathered::Distinct(own), Gathered::Distinct(other)) => own.extend(other),
            (Gathered::Values { once, shared }, Gathered::Values { once: more, shared: others }) => {
                once.extend(more);
                shared.extend_from_slice(others);
            }
            (Gathered::Extreme(own), Gathered::Extreme(other)) => {
                if (other < own) == lesser {
                    own.clone_from(other);
                }
            }
            (Gathered::Outermost(day, id, value), Gathered::Outermost(other_day, other_id, other)) => {
                let earlier = (other_day, other_id) < (&*day, &*id);
                if earlier == lesser {
                    (*day, *id, *value) = (*other_day, other_id.clone(), other.clone());
                }
            }
            // One tally is only ever of one aggregate.
            (_, _) => {}
        }
    }

    /// The answer, in a unit.
    ///
    /// Of no facts, a sum and a count are zero; whatever else is undefined, because there are none.
    pub fn answer(&self, aggregate: Aggregate, unit: Unit, precision: Precision) -> Outcome {
        if let Some(why) = &self.undefined {
            return Err(why.clone());
        }
        if self.gathered.is_settled() {
            return self.gathered.answer(aggregate, unit, precision);
        }
        let mut settled = self.gathered.clone();
        settled.settle();
        settled.answer(aggregate, unit, precision)
    }
}

impl Seen {
    /// What an aggregate takes of a fact: its value, where it has one; why the answer is undefined; or nothing, where the fact
    /// does not count.
    fn counts(&self, aggregate: Aggregate) -> Option<Outcome<Option<&Value>>> {
        if self.reversal && aggregate != Aggregate::Sum {
            return None;
        }
        match &self.value {
            Some(Ok(value)) => Some(Ok(Some(value))),
            // Whether it would count is not known before the rate is.
            Some(Err(Why::NoRate)) => Some(Err(Why::NoRate)),
            // Facts that lack the value are what a count of it leaves out.
            Some(Err(_)) if aggregate == Aggregate::Count => None,
            Some(Err(why)) => Some(Err(why.clone())),
            None => (aggregate == Aggregate::Count).then_some(Ok(None)),
        }
    }
}

/// What a single fact gathers.
fn one(aggregate: Aggregate, seen: &Seen, value: Option<&Value>, precision: Precision) -> Outcome<Gathered> {
    let shared = |value: &Value| if seen.shared { vec![(seen.fact, value.clone())] } else { Vec::new() };
    let times = u64::from(!seen.shared);
    Ok(match (aggregate, value) {
        (Aggregate::Count, _) if seen.shared => Gathered::Count { once: 0, shared: vec![seen.fact] },
        (Aggregate::Count, _) => Gathered::Count { once: 1, shared: Vec::new() },
        (_, None) => Gathered::Nothing,
        (Aggregate::Sum, Some(value)) => Gathered::Sum(credited(value, seen.share, precision)?),
        (Aggregate::Avg, Some(value)) => {
            let mut sum = Total::default();
            if !seen.shared {
                sum.add(value.amount().ok_or(Why::NotANumber)?);
            }
            Gathered::Mean { sum, count: times, shared: shared(value) }
        }
        // Of lists it is their members that are told apart.
        (Aggregate::Distinct, Some(Value::List(list))) => {
            Gathered::Distinct(Multiset::of(list.members().map(|member| Value::Text(member.into()))))
        }
        (Aggregate::Distinct, Some(value)) => Gathered::Distinct(Multiset::one(value.clone())),
        (Aggregate::Min | Aggregate::Max, Some(value)) => Gathered::Extreme(value.clone()),
        (Aggregate::First | Aggregate::Last, Some(value)) => match &seen.id {
            Some(id) => Gathered::Outermost(seen.day, id.clone(), value.clone()),
            None => Gathered::Nothing,
        },
        (_, Some(value)) if seen.shared => Gathered::Values { once: Multiset::default(), shared: shared(value) },
        (_, Some(value)) => Gathered::Values { once: Multiset::one(value.clone()), shared: Vec::new() },
    })
}

impl Gathered {
    /// Takes out what a single fact gathered; whether that could be told.
    fn take(&mut self, one: Gathered) -> bool {
        match (self, one) {
            (Gathered::Sum(own), Gathered::Sum(one)) => own.take(&one),
            (Gathered::Count { once, shared }, Gathered::Count { once: less, shared: others }) => {
                let left = once.checked_sub(less);
                left.is_some_and(|left| {
                    *once = left;
                    others.iter().all(|other| forget(shared, other))
                })
            }
            (Gathered::Mean { sum, count, shared }, Gathered::Mean { sum: one, count: less, shared: others }) => {
                let left = count.checked_sub(less);
                left.is_some_and(|left| {
                    *count = left;
                    sum.take(&one) && others.iter().all(|other| forget(shared, other))
                })
            }
            (Gathered::Distinct(own), Gathered::Distinct(one)) => own.take(&one),
            (Gathered::Values { once, shared }, Gathered::Values { once: one, shared: others }) => {
                once.take(&one) && others.iter().all(|other| forget(shared, other))
            }
            // Which one comes next is not kept.
            (Gathered::Extreme(own), Gathered::Extreme(one)) => *own != one,
            (Gathered::Outermost(day, id, _), Gathered::Outermost(one_day, one_id, _)) => {
                (&*day, &*id) != (&one_day, &one_id)
            }
            _ => false,
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Gathered::Nothing => true,
            Gathered::Sum(total) => *total == Total::default(),
            Gathered::Count { once, shared } => *once == 0 && shared.is_empty(),
            Gathered::Mean { count, shared, .. } => *count == 0 && shared.is_empty(),
            Gathered::Distinct(values) => values.is_empty(),
            Gathered::Values { once, shared } => once.is_empty() && shared.is_empty(),
            Gathered::Extreme(_) | Gathered::Outermost(..) => false,
        }
    }

    fn is_settled(&self) -> bool {
        let each_once = |shared: &Shared| shared.is_sorted_by(|(one, _), (other, _)| one < other);
        match self {
            Gathered::Count { shared, .. } => shared.is_sorted_by(|one, other| one < other),
            Gathered::Mean { shared, .. } => each_once(shared),
            Gathered::Distinct(values) => values.is_settled(),
            Gathered::Values { once, shared } => once.is_settled() && each_once(shared),
            _ => true,
        }
    }

    /// Puts values in order, and facts that were met more than once in their places, each once.
    fn settle(&mut self) {
        match self {
            Gathered::Count { shared, .. } => sort::numbers(shared),
            Gathered::Mean { shared, .. } => each_once(shared),
            Gathered::Distinct(values) => values.settle(),
            Gathered::Values { once, shared } => {
                once.settle();
                each_once(shared);
            }
            _ => {}
        }
    }

    /// The answer of what is settled.
    fn answer(&self, aggregate: Aggregate, unit: Unit, precision: Precision) -> Outcome {
        match self {
            Gathered::Nothing => match aggregate {
                Aggregate::Sum | Aggregate::Count | Aggregate::Distinct => Ok(unit.of(Fraction::ZERO)),
                _ => Err(Why::NoFacts),
            },
            Gathered::Sum(total) => total.value(precision).map(|sum| unit.of(sum)),
            Gathered::Count { once, shared } => whole(once.saturating_add(shared.len() as u64), unit),
            Gathered::Mean { sum, count, shared } => {
                let mut sum = sum.clone();
                for (_, value) in shared {
                    sum.add(value.amount().ok_or(Why::NotANumber)?);
                }
                let count = count.saturating_add(shared.len() as u64);
                let count = Fraction::whole(i64::try_from(count).map_err(|_| Why::Overflow)?);
                sum.value(precision)?.over(count, precision).map(|mean| unit.of(mean))
            }
            Gathered::Distinct(values) => whole(values.values().len() as u64, unit),
            Gathered::Extreme(value) | Gathered::Outermost(_, _, value) => Ok(value.clone()),
            Gathered::Values { once, shared } if shared.is_empty() => {
                of_values(aggregate, unit, once.values(), precision)
            }
            Gathered::Values { once, shared } => {
                let mut all = once.clone();
                all.extend(&Multiset::of(shared.iter().map(|(_, value)| value.clone())));
                all.settle();
                of_values(aggregate, unit, all.values(), precision)
            }
        }
    }
}

/// Takes one occurrence out of a list; whether there was one.
fn forget<T: PartialEq>(list: &mut Vec<T>, one: &T) -> bool {
    let found = list.iter().rposition(|known| known == one);
    found.map(|found| list.remove(found)).is_some()
}

/// Facts in their order, each once.
fn each_once(shared: &mut Shared) {
    let mut keys: Vec<(u64, u32)> = (0..).zip(&*shared).map(|(place, (fact, _))| (u64::from(*fact), place)).collect();
    sort::many(&mut keys, &|one, other| one.cmp(&other));
    keys.dedup_by_key(|(fact, _)| *fact);
    let mut open: Vec<Option<(u32, Value)>> = std::mem::take(shared).into_iter().map(Some).collect();
    let taken = |(_, place)| open.get_mut(usize::try_from(place).ok()?).and_then(Option::take);
    *shared = keys.into_iter().filter_map(taken).collect();
}

fn credited(value: &Value, share: Fraction, precision: Precision) -> Outcome<Total> {
    let amount = value.amount().ok_or(Why::NotANumber)?;
    let mut total = Total::default();
    total.add(amount.times(share, precision)?);
    Ok(total)
}
