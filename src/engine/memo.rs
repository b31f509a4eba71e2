//! What was answered already.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use crate::id::Id;
use crate::incentive::Statement;
use crate::kpi::{Kpi, Place, When};
use crate::measure::Fold;
use crate::org::Person;
use crate::quantity::{Outcome, Value};
use crate::ranking::Ranking;
use crate::score::Scorecard;

/// Answers of a view: it never changes, so neither do they.
#[derive(Debug, Default)]
pub(super) struct Memo {
    pub kpis: Kept<(Id<Kpi>, Place), Outcome>,
    pub folds: Kept<(Id<Fold>, Place), Outcome>,
    pub peers: Kept<When, Arc<Vec<Peer>>>,
    /// By the place of the question in the plan, the time, and what the peers have in common.
    pub over_peers: Kept<(usize, When, Value), Outcome>,
    pub cards: Kept<(usize, Place), Outcome<Arc<Scorecard>>>,
    pub rankings: Kept<(usize, When), Arc<Ranking>>,
    pub statements: Kept<(usize, Place), Outcome<Arc<Statement>>>,
}

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
pub(super) struct Kept<K, V>(Mutex<HashMap<K, V>>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Kept<K, V> {
        Kept(Mutex::new(HashMap::new()))
    }
}

impl<K: Eq + Hash, V: Clone> Kept<K, V> {
    /// The answer, computed if it is not there; nothing is locked meanwhile.
    pub(super) fn or(&self, key: K, compute: impl FnOnce() -> V) -> V {
        if let Some(known) = self.lock().get(&key) {
            return known.clone();
        }
        let value = compute();
        self.lock().insert(key, value.clone());
        value
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<K, V>> {
        // A thread that panicked left whole entries: each is put in by one call.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
