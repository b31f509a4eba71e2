//! Values with how often each occurs: appended as they come, in order when somebody asks.

use std::cmp::Ordering;
use std::sync::Arc;

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use crate::quantity::Value;
use crate::sort;

/// How many values may wait behind those in order before they are put among them.
const WAITING_MAX: usize = 32;

/// So many values are put in their places one by one.
const FEW: usize = 4;

/// Values with how often each occurs.
///
/// Most cells hold a few values, for which a tree would take ten times the memory; and an answer is gathered from many cells, whose
/// values are put in order once.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Vec<(Value, u64)>", into = "Vec<(Value, u64)>")]
pub(super) struct Multiset {
    /// Those in front rise, and each is there once; those behind are as they came.
    all: Vec<(Value, u64)>,
    /// How many are in order.
    ordered: usize,
}

impl Multiset {
    /// Values in any order.
    pub(super) fn of(values: impl Iterator<Item = Value>) -> Multiset {
        let mut set = Multiset { all: values.map(|value| (value, 1)).collect(), ordered: 0 };
        set.settle();
        set
    }

    /// A single value.
    pub(super) fn one(value: Value) -> Multiset {
        Multiset { all: vec![(value, 1)], ordered: 1 }
    }

    /// Different values in any order, each with how often it occurs.
    pub(super) fn counted(all: Vec<(Value, u64)>) -> Multiset {
        let ordered = if all.is_sorted_by(|(one, _), (other, _)| one < other) { all.len() } else { 0 };
        let mut set = Multiset { all, ordered };
        set.settle();
        set
    }

    /// Adds a value.
    pub(super) fn add(&mut self, value: Value) {
        self.all.push((value, 1));
        if self.all.len().saturating_sub(self.ordered) > self.ordered.max(WAITING_MAX) {
            self.settle();
        }
    }

    /// Adds the values of another one.
    pub(super) fn extend(&mut self, other: &Multiset) {
        if self.all.is_empty() {
            *self = other.clone();
        } else {
            self.all.extend_from_slice(&other.all);
        }
    }

    /// Takes out the values of another one; whether they were all there.
    pub(super) fn take(&mut self, other: &Multiset) -> bool {
        self.settle();
        other.all.iter().all(|(value, times)| (0..*times).all(|_| self.remove(value)))
    }

    /// Takes out one occurrence of a value; whether there was one.
    fn remove(&mut self, value: &Value) -> bool {
        let Ok(place) = self.all.binary_search_by(|(known, _)| known.cmp(value)) else { return false };
        match self.all.get_mut(place) {
            Some((_, times)) if *times > 1 => *times = times.saturating_sub(1),
            _ => {
                self.all.remove(place);
                self.ordered = self.all.len();
            }
        }
        true
    }

    /// Whether there are no values.
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether the values are in order.
    pub(super) fn is_settled(&self) -> bool {
        self.ordered == self.all.len()
    }

    /// The values in rising order, each once, with how often it occurs; once they are settled.
    pub(super) fn values(&self) -> &[(Value, u64)] {
        &self.all
    }

    /// Puts the values in order.
    pub(super) fn settle(&mut self) {
        let waiting = self.all.len().saturating_sub(self.ordered);
        if waiting == 0 {
            return;
        }
        if waiting <= FEW && self.ordered > FEW * FEW {
            return self.settle_few();
        }
        let mut keys = keys(&self.all);
        let value = |place: u32| self.all.get(index(place)).map(|(value, _)| value);
        sort::many(&mut keys, &|one, other| compare(value(one), value(other)));
        let mut open: Vec<Option<(Value, u64)>> = std::mem::take(&mut self.all).into_iter().map(Some).collect();
        let mut all: Vec<(Value, u64)> = Vec::new();
        for (_, place) in keys {
            let Some((value, times)) = open.get_mut(index(place)).and_then(Option::take) else { continue };
            match all.last_mut().filter(|(last, _)| *last == value) {
                Some((_, before)) => *before = before.saturating_add(times),
                None => all.push((value, times)),
            }
        }
        all.shrink_to_fit();
        (self.ordered, self.all) = (all.len(), all);
    }
}

impl Multiset {
    /// Puts each of a few values that wait in its place among those in order.
    fn settle_few(&mut self) {
        for (value, times) in self.all.split_off(self.ordered) {
            match self.all.binary_search_by(|(known, _)| known.cmp(&value)) {
                Ok(place) => {
                    if let Some((_, known)) = self.all.get_mut(place) {
                        *known = known.saturating_add(times);
                    }
                }
                Err(place) => self.all.insert(place, (value, times)),
            }
        }
        self.ordered = self.all.len();
    }
}

impl From<Vec<(Value, u64)>> for Multiset {
    fn from(all: Vec<(Value, u64)>) -> Multiset {
        let mut set = Multiset { all, ordered: 0 };
        set.settle();
        set
    }
}

impl From<Multiset> for Vec<(Value, u64)> {
    fn from(mut set: Multiset) -> Vec<(Value, u64)> {
        set.settle();
        set.all
    }
}

/// Two are equal if they have the same values as often, whatever is in order yet.
impl PartialEq for Multiset {
    fn eq(&self, other: &Multiset) -> bool {
        let settled = |set: &Multiset| {
            let mut set = set.clone();
            set.settle();
            set.all
        };
        settled(self) == settled(other)
    }
}

/// The order of two values; texts that one dictionary keeps are often one and the same.
fn compare(one: Option<&Value>, other: Option<&Value>) -> Ordering {
    match (one, other) {
        (Some(Value::Text(one)), Some(Value::Text(other))) if Arc::ptr_eq(one, other) => Ordering::Equal,
        _ => one.cmp(&other),
    }
}

/// A small key for each value, with its place: where the keys of two differ, so do the values, in the same order.
fn keys(values: &[(Value, u64)]) -> Vec<(u64, u32)> {
    let texts = common(values);
    (0..).zip(values).map(|(place, (value, _))| (key(value, texts), place)).collect()
}

/// How many bytes all texts begin with alike; nothing, where one is of another unit than the next.
fn common(values: &[(Value, u64)]) -> Option<usize> {
    let (first, rest) = values.split_first()?;
    let (unit, begin) = (first.0.unit(), text(&first.0));
    let mut alike = begin.map_or(0, <[u8]>::len);
    for (value, _) in rest {
        if value.unit() != unit {
            return None;
        }
        let both = begin.zip(text(value)).map(|(one, other)| one.iter().zip(other).take(alike));
        alike = both.map_or(0, |both| both.take_while(|(one, other)| one == other).count());
    }
    Some(alike)
}

fn text(value: &Value) -> Option<&[u8]> {
    match value {
        Value::Text(text) | Value::Person(text) | Value::OrgUnit(text) => Some(text.as_bytes()),
        _ => None,
    }
}

/// A key that does not fall where values rise; texts begin alike for so many bytes.
fn key(value: &Value, alike: Option<usize>) -> u64 {
    let Some(alike) = alike else { return 0 };
    if let Some(text) = text(value) {
        let mut key = [0; 8];
        for (own, byte) in key.iter_mut().zip(text.get(alike..).unwrap_or_default()) {
            *own = *byte;
        }
        return u64::from_be_bytes(key);
    }
    let number = match value {
        Value::Date(day) => i64::from(day.num_days_from_ce()),
        Value::YesNo(yes) => i64::from(*yes),
        _ => value.amount().map_or(0, |amount| {
            let whole = amount.numerator().div_euclid(amount.denominator());
            i64::try_from(whole).unwrap_or(if whole < 0 { i64::MIN } else { i64::MAX })
        }),
    };
    sort::rising(number)
}

fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
