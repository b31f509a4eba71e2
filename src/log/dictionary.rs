//! Texts by number, so that columns hold four bytes.

use std::borrow::Borrow;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hash};

use hashbrown::HashTable;

use super::store::index;

/// The code of nothing.
pub(super) const NONE: u32 = u32::MAX;

/// The most things that one dictionary tells apart; the log is full before a code could run out.
pub(super) const ROOM: usize = 4_000_000_000;

/// Things that are met often, each with a code in the order of its first coming.
///
/// Codes depend on the order of arrival, so nothing that a host sees may be ordered by them. Each thing is kept once: the
/// table beside the list holds codes alone, with the hash of each, so that it grows without looking at a thing again.
/// Hashes are keyed at random, because whoever chooses ids and texts may be none of the host's friends.
#[derive(Clone, Debug)]
pub(super) struct Dictionary<T> {
    all: Vec<T>,
    codes: Codes,
}

/// Codes by the hashes of what they stand for.
#[derive(Clone, Debug)]
struct Codes {
    table: HashTable<(u64, u32)>,
    keyed: RandomState,
}

/// A thing that was looked for: its hash, and its code if it has one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sought {
    hash: u64,
    pub(super) code: Option<u32>,
}

impl<T: Eq + Hash> Dictionary<T> {
    pub(super) fn new() -> Dictionary<T> {
        Dictionary { all: Vec::new(), codes: Codes { table: HashTable::new(), keyed: RandomState::new() } }
    }

    /// The code of a thing, given to it now if it has none; it is made to be kept only then.
    pub(super) fn intern<Q>(&mut self, thing: &Q, make: impl FnOnce(&Q) -> T) -> u32
    where
        T: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        let sought = self.seek(thing);
        self.found(sought, || make(thing))
    }

    /// Looks for a thing, so that it need not be looked for again when it is added.
    pub(super) fn seek<Q>(&self, thing: &Q) -> Sought
    where
        T: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        let hash = self.codes.keyed.hash_one(thing);
        let is = |(known, code): &(u64, u32)| {
            *known == hash && self.all.get(index(*code)).is_some_and(|known| known.borrow() == thing)
        };
        Sought { hash, code: self.codes.table.find(hash, is).map(|(_, code)| *code) }
    }

    /// The code of a thing that was looked for in this very state of the dictionary; it is added if it has none.
    pub(super) fn found(&mut self, sought: Sought, make: impl FnOnce() -> T) -> u32 {
        if let Some(code) = sought.code {
            return code;
        }
        let code = u32::try_from(self.all.len()).unwrap_or(NONE);
        self.all.push(make());
        self.codes.add(sought.hash, code);
        code
    }

    /// The code of a thing, if it has one.
    pub(super) fn code<Q>(&self, thing: &Q) -> Option<u32>
    where
        T: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        self.seek(thing).code
    }

    /// The thing that has a code.
    pub(super) fn get(&self, code: u32) -> Option<&T> {
        self.all.get(index(code))
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether another million things would still get codes of their own.
    pub(super) fn has_room(&self) -> bool {
        self.all.len() < ROOM
    }
}

impl Codes {
    fn add(&mut self, hash: u64, code: u32) {
        self.table.insert_unique(hash, (hash, code), |(hash, _)| *hash);
    }
}
