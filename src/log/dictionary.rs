//! Texts by number, so that columns hold four bytes.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;

/// The code of nothing.
pub(super) const NONE: u32 = u32::MAX;

/// The most things that one dictionary tells apart; the log is full before a code could run out.
const ROOM: usize = 4_000_000_000;

/// Things that are met often, each with a code in the order of its first coming.
///
/// Codes depend on the order of arrival, so nothing that a host sees may be ordered by them.
#[derive(Clone, Debug)]
pub(super) struct Dictionary<T> {
    all: Vec<T>,
    codes: HashMap<T, u32>,
}

impl<T: Clone + Eq + Hash> Dictionary<T> {
    pub(super) fn new() -> Dictionary<T> {
        Dictionary { all: Vec::new(), codes: HashMap::new() }
    }

    /// The code of a thing, given to it now if it has none.
    pub(super) fn intern(&mut self, thing: &T) -> u32 {
        if let Some(code) = self.codes.get(thing) {
            return *code;
        }
        let code = u32::try_from(self.all.len()).unwrap_or(NONE);
        self.all.push(thing.clone());
        self.codes.insert(thing.clone(), code);
        code
    }

    /// The code of a thing, if it has one.
    pub(super) fn code<Q>(&self, thing: &Q) -> Option<u32>
    where
        T: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        self.codes.get(thing).copied()
    }

    /// The thing that has a code.
    pub(super) fn get(&self, code: u32) -> Option<&T> {
        self.all.get(usize::try_from(code).ok()?)
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether another million things would still get codes of their own.
    pub(super) fn has_room(&self) -> bool {
        self.all.len() < ROOM
    }
}
