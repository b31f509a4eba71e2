//! What was answered already.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use chrono::NaiveDate;
use hashbrown::HashTable;

use crate::calendar::Span;
use crate::document::IS_WHOLE;
#[cfg(any(not(feature = "capi"), feature = "analysis"))]
use crate::grade::Grades;
use crate::id::Id;
use crate::incentive::Statement;
use crate::kpi::{Kpi, Place, When};
use crate::measure::{Fold, Folds, Reach, Walked, Whose};
use crate::org::{Leaf, Person, Unit};
use crate::quantity::{Fraction, Outcome, Value};
use crate::ranking::Ranking;
use crate::score::Scorecard;

use super::column::{Board, Crowd, Fielded, Own, note};
use super::query::Slicing;
use super::review::ReviewMemo;

/// Answers of a view: it never changes, so neither do they.
#[derive(Debug, Default)]
pub(super) struct Memo {
    pub kpis: Kept<(Id<Kpi>, Place), Outcome>,
    pub columns: Kept<(When, Crowd), Board>,
    /// On which folds columns hang, by the plan.
    pub own: OnceLock<Arc<Own>>,
    /// By the place of the ranking in the plan, and the time.
    pub fields: Kept<(usize, When), Fielded>,
    /// By time, rising.
    pub folds: Kept<(Id<Fold>, Whose), Times>,
    /// The tallies of everybody, of folds that are looked at anew for each time.
    pub walked: Kept<(Id<Fold>, Span), Arc<Walked>>,
    /// By unit: the people at and below it on their last day within a time.
    pub people: Kept<When, Arc<Vec<Vec<Id<Person>>>>>,
    /// By person: the last day within a time on which they belong somewhere.
    pub last_days: Kept<When, Arc<Vec<Option<NaiveDate>>>>,
    /// By unit: the units directly under it on a day.
    pub under: Kept<NaiveDate, Arc<Vec<Vec<Id<Unit>>>>>,
    /// By unit: the stays in it, in the order of people.
    pub stays: OnceLock<Vec<Vec<Id<Leaf>>>>,
    pub peers: Kept<When, Arc<Vec<Peer>>>,
    /// By the place of the question in the plan, the time, and what the peers have in common.
    pub over_peers: Kept<(usize, When, Value), Outcome>,
    /// The same, with the rank of each.
    pub ranks: Kept<(usize, When, Value), Ranks>,
    pub leaders: Kept<(Id<Unit>, NaiveDate), Option<Id<Person>>>,
    pub cards: Kept<(usize, Place), Outcome<Arc<Scorecard>>>,
    pub rankings: Kept<(usize, When), Arc<Ranking>>,
    #[cfg(any(not(feature = "capi"), feature = "analysis"))]
    pub grades: Kept<(usize, When), Arc<Grades>>,
    /// By the fields by which facts are told apart.
    pub slicings: Kept<Vec<Vec<String>>, Arc<Slicing>>,
    pub reviews: ReviewMemo,
    pub statements: Kept<(usize, Place), Outcome<Arc<Statement>>>,
}

/// Answers by the time asked for.
type Times = Vec<(When, Outcome)>;

/// Ranks, in the order of places, with the number of those who have one.
pub(super) type Ranks = Arc<(Vec<(Place, Outcome<Fraction>)>, usize)>;

/// Somebody who may be compared with others.
#[derive(Clone, Debug)]
pub(super) struct Peer {
    pub person: Id<Person>,
    /// What peers have in common.
    pub by: Outcome,
    /// Whether the person makes up the group.
    pub counts: bool,
}

/// A table of answers that several threads may use at once.
#[derive(Debug)]
pub(super) struct Kept<K, V> {
    keyed: u64,
    rows: Mutex<Rows<K, V>>,
}

/// What is kept, and where it is by the hash of its key.
#[derive(Debug)]
struct Rows<K, V> {
    all: Vec<(K, V)>,
    places: HashTable<(u64, usize)>,
}

impl<K, V> Default for Kept<K, V> {
    fn default() -> Kept<K, V> {
        Kept {
            keyed: RandomState::new().hash_one(0_u8),
            rows: Mutex::new(Rows { all: Vec::new(), places: HashTable::new() }),
        }
    }
}

impl Memo {
    /// Forgets what facts that changed may have changed.
    pub(super) fn follow(&mut self, reach: &Reach, all: &Folds) {
        let folds = &mut self.folds;
        for (id, _) in all.plain.iter() {
            if reach.is_everybodys(id) {
                folds.clear_all(|(of, _)| *of == id);
            } else if reach.is_of(id) {
                reach.whose().iter().for_each(|whose| folds.clear(&(id, *whose)));
            }
        }
        match self.own.get() {
            Some(own) if IS_WHOLE => note((&mut self.columns, &mut self.fields), reach, own),
            _ => self.forget_columns(),
        }
        self.forget_results();
    }

    /// Forgets what is made of facts, but for what follows them, and keeps what is known of people and units.
    fn forget_results(&mut self) {
        let Memo {
            columns: _,
            own: _,
            fields: _,
            folds: _,
            people: _,
            last_days: _,
            under: _,
            stays: _,
            kpis,
            walked,
            peers,
            over_peers,
            ranks,
            leaders,
            cards,
            rankings,
            #[cfg(any(not(feature = "capi"), feature = "analysis"))]
            grades,
            slicings,
            reviews,
            statements,
        } = self;
        #[cfg(any(not(feature = "capi"), feature = "analysis"))]
        grades.forget();
        kpis.forget();
        walked.forget();
        peers.forget();
        over_peers.forget();
        ranks.forget();
        leaders.forget();
        cards.forget();
        rankings.forget();
        slicings.forget();
        statements.forget();
        let _ = std::mem::take(reviews);
    }

    /// Forgets all columns.
    pub(super) fn forget_columns(&mut self) {
        (self.columns, self.fields) = (Kept::default(), Kept::default());
    }

    /// What a fold gives for somebody at a time, computed if it is not there.
    pub(super) fn fold(&self, id: Id<Fold>, place: Place, compute: impl FnOnce() -> Outcome) -> Outcome {
        let key = (id, place.whose);
        let found = |times: &[(When, Outcome)]| times.binary_search_by(|(when, _)| when.cmp(&place.when));
        let known = self.folds.change(key, Vec::new, |times| {
            found(times).ok().and_then(|at| times.get(at)).map(|(_, known)| known.clone())
        });
        known.unwrap_or_else(|| {
            let outcome = compute();
            self.folds.change(key, Vec::new, |times| {
                if let Err(at) = found(times) {
                    times.insert(at, (place.when, outcome.clone()));
                }
            });
            outcome
        })
    }
}

/// A hash of a few numbers, as most keys are: quick, and begun with a number that nobody knows.
struct Quick(u64);

impl Quick {
    fn mix(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(26) ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        for eight in bytes.chunks(8) {
            let mut number = [0; 8];
            for (own, byte) in number.iter_mut().zip(eight) {
                *own = *byte;
            }
            self.mix(u64::from_le_bytes(number));
        }
    }

    fn write_u8(&mut self, number: u8) {
        self.mix(number.into());
    }

    fn write_u32(&mut self, number: u32) {
        self.mix(number.into());
    }

    fn write_u64(&mut self, number: u64) {
        self.mix(number);
    }

    fn write_usize(&mut self, number: usize) {
        self.mix(number as u64);
    }

    fn finish(&self) -> u64 {
        // The table goes by the highest and the lowest bits: all of them hang on all numbers.
        (self.0 ^ self.0.rotate_left(32)).wrapping_mul(0xd6e8_feb8_6659_fd93)
    }
}

impl<K: Hash, V> Kept<K, V> {
    fn hash(&self, key: &K) -> u64 {
        let mut hasher = Quick(self.keyed);
        key.hash(&mut hasher);
        hasher.finish()
    }
}

impl<K: Eq + Hash, V: Default> Kept<K, V> {
    /// Forgets the answers of a key.
    fn clear(&mut self, key: &K) {
        let hash = self.hash(key);
        let rows = self.rows.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = rows.get_mut(hash, key) {
            *known = V::default();
        }
    }

    /// Forgets the answers of some keys.
    fn clear_all(&mut self, is: impl Fn(&K) -> bool) {
        let rows = self.rows.get_mut().unwrap_or_else(PoisonError::into_inner);
        for (_, known) in rows.all.iter_mut().filter(|(key, _)| is(key)) {
            *known = V::default();
        }
    }
}

impl<K, V> Kept<K, V> {
    /// Forgets all answers.
    fn forget(&mut self) {
        let rows = self.rows.get_mut().unwrap_or_else(PoisonError::into_inner);
        if !rows.all.is_empty() {
            *rows = Rows { all: Vec::new(), places: HashTable::new() };
        }
    }

    /// Changes every answer.
    pub(super) fn change_all(&mut self, mut change: impl FnMut(&K, &mut V)) {
        let rows = self.rows.get_mut().unwrap_or_else(PoisonError::into_inner);
        rows.all.iter_mut().for_each(|(key, value)| change(key, value));
    }
}

impl<K: Eq + Hash, V: Clone> Kept<K, V> {
    /// The answer, computed if it is not there; nothing is locked meanwhile.
    pub(super) fn or(&self, key: K, compute: impl FnOnce() -> V) -> V {
        let hash = self.hash(&key);
        if let Some(known) = self.lock().get(hash, &key) {
            return known.clone();
        }
        let value = compute();
        self.lock().add(hash, key, value.clone());
        value
    }

    /// The answer, where it is there.
    pub(super) fn get(&self, key: &K) -> Option<V> {
        let hash = self.hash(key);
        self.lock().get(hash, key).cloned()
    }

    /// Looks at an answer, and changes it; `first` is what is there before anything was kept.
    pub(super) fn change<R>(&self, key: K, first: impl FnOnce() -> V, change: impl FnOnce(&mut V) -> R) -> R {
        let hash = self.hash(&key);
        let mut rows = self.lock();
        if let Some(known) = rows.get_mut(hash, &key) {
            return change(known);
        }
        let mut value = first();
        let changed = change(&mut value);
        rows.add(hash, key, value);
        changed
    }

    /// Looks at an answer that is there, and changes it.
    pub(super) fn change_known<R>(&self, key: &K, change: impl FnOnce(&mut V) -> R) -> Option<R> {
        let hash = self.hash(key);
        self.lock().get_mut(hash, key).map(change)
    }

    /// Keeps an answer; whether there was none before.
    pub(super) fn is_new(&self, key: K, value: V) -> bool {
        let hash = self.hash(&key);
        let mut rows = self.lock();
        let is_new = rows.get(hash, &key).is_none();
        if is_new {
            rows.add(hash, key, value);
        }
        is_new
    }

    /// The keys of the answers, in the order in which they were kept.
    pub(super) fn keys(&self) -> Vec<K>
    where
        K: Clone,
    {
        self.lock().all.iter().map(|(key, _)| key.clone()).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Rows<K, V>> {
        // A thread that panicked left whole entries: a row is there before its place is.
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Eq, V> Rows<K, V> {
    fn get(&self, hash: u64, key: &K) -> Option<&V> {
        let is = |place: usize| self.all.get(place).is_some_and(|(known, _)| known == key);
        self.all.get(find(&self.places, hash, &is)?).map(|(_, value)| value)
    }

    fn get_mut(&mut self, hash: u64, key: &K) -> Option<&mut V> {
        let is = |place: usize| self.all.get(place).is_some_and(|(known, _)| known == key);
        let place = find(&self.places, hash, &is)?;
        self.all.get_mut(place).map(|(_, value)| value)
    }

    /// Adds an answer; one that another thread added meanwhile is the same.
    fn add(&mut self, hash: u64, key: K, value: V) {
        let place = self.all.len();
        self.all.push((key, value));
        add(&mut self.places, hash, place);
    }
}

/// Tables differ in what they keep, and not in how they find it: this is compiled once.
fn find(places: &HashTable<(u64, usize)>, hash: u64, is: &dyn Fn(usize) -> bool) -> Option<usize> {
    places.find(hash, |(known, place)| *known == hash && is(*place)).map(|(_, place)| *place)
}

fn add(places: &mut HashTable<(u64, usize)>, hash: u64, place: usize) {
    places.insert_unique(hash, (hash, place), |(hash, _)| *hash);
}
