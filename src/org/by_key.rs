//! Where people are by their keys.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use hashbrown::HashTable;

use crate::document::IS_WHOLE;
use crate::id::{Arena, Id};

/// One in so many of all may be looked for one by one before all are put into a table.
const PART: usize = 16;
/// And so many at least.
const MANY: usize = 64;

/// Where the rows of a table in the order of their keys are, by key: found step by step, until so many were asked for that a table
/// of hashes is worth while.
#[derive(Default)]
pub(super) struct ByKey {
    asked: AtomicUsize,
    places: OnceLock<Places>,
}

struct Places {
    hasher: RandomState,
    all: HashTable<u32>,
}

impl ByKey {
    /// The row of a key.
    pub(super) fn find<T>(&self, key: &str, rows: &Arena<T>, key_of: impl Fn(&T) -> &str) -> Option<Id<T>> {
        let by_step = || rows.search(|row| key_of(row).cmp(key));
        if !IS_WHOLE {
            return by_step();
        }
        let places = match self.places.get() {
            Some(places) => places,
            None if self.asked.fetch_add(1, Ordering::Relaxed) < MANY.max(rows.len() / PART) => return by_step(),
            None => self.places.get_or_init(|| Places::of(rows, &key_of)),
        };
        let is = |place: &u32| rows.at(*place).is_some_and(|id| key_of(&rows[id]) == key);
        places.all.find(places.hasher.hash_one(key), is).and_then(|place| rows.at(*place))
    }
}

/// Who asks another time asks anew.
impl Clone for ByKey {
    fn clone(&self) -> ByKey {
        ByKey::default()
    }
}

impl Places {
    fn of<T>(rows: &Arena<T>, key_of: &impl Fn(&T) -> &str) -> Places {
        let hasher = RandomState::new();
        let mut all = HashTable::with_capacity(rows.len());
        let hash_at = |place: &u32| rows.at(*place).map_or(0, |id| hasher.hash_one(key_of(&rows[id])));
        for place in (0..).take(rows.len()) {
            all.insert_unique(hash_at(&place), place, hash_at);
        }
        Places { hasher, all }
    }
}

#[cfg(test)]
mod tests {
    use super::{ByKey, MANY};
    use crate::id::Arena;

    #[test]
    fn a_key_is_found_step_by_step_and_by_its_hash() {
        let rows: Arena<String> = (0..500).map(|number| format!("p{number:03}")).collect();
        let by_key = ByKey::default();
        let find = |key: &str| by_key.find(key, &rows, String::as_str).map(|id| rows[id].as_str());
        for _ in 0..MANY {
            assert_eq!(
                (find("p000"), find("p499"), find("p250"), find("p500")),
                (Some("p000"), Some("p499"), Some("p250"), None)
            );
        }
        assert!(by_key.places.get().is_some(), "after so many questions");
        for (_, key) in rows.iter() {
            assert_eq!(find(key), Some(key.as_str()));
        }
        assert_eq!((find(""), find("p"), find("p5000")), (None, None, None));
    }
}
