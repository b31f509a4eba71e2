//! Typed positions in compiled tables.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::Index;

/// A position in an [`Arena`] of `T`: it exists only because the thing does.
///
/// An id of one kind cannot index a table of another:
///
/// ```compile_fail
/// use attain::id::Arena;
///
/// let mut people: Arena<String> = Arena::new();
/// let ann = people.push("ann".to_owned());
/// let counts: Arena<u64> = Arena::new();
/// let _ = counts[ann];
/// ```
pub struct Id<T> {
    index: u32,
    of: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// The position counted from 0.
    pub fn index(self) -> usize {
        self.index as usize
    }
}

/// A table that only grows; each row has an [`Id`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arena<T> {
    rows: Vec<T>,
}

impl<T> Arena<T> {
    /// An empty table.
    pub const fn new() -> Arena<T> {
        Arena { rows: Vec::new() }
    }

    /// Appends a row and returns its id.
    ///
    /// A plan's tables are bounded by the size of its document, far below the four billion rows that an id can tell
    /// apart.
    pub fn push(&mut self, row: T) -> Id<T> {
        let index = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        self.rows.push(row);
        Id { index, of: PhantomData }
    }

    /// The id of the first row that equals `row`, appended if there is none.
    pub fn intern(&mut self, row: T) -> Id<T>
    where
        T: PartialEq,
    {
        match self.find(|known| *known == row) {
            Some(id) => id,
            None => self.push(row),
        }
    }

    /// The id of the first row for which `is` holds.
    pub fn find(&self, is: impl Fn(&T) -> bool) -> Option<Id<T>> {
        self.iter().find(|(_, row)| is(row)).map(|(id, _)| id)
    }

    /// The row of a table in rising order at which `compare` finds what it looks for.
    pub(crate) fn search(&self, compare: impl Fn(&T) -> std::cmp::Ordering) -> Option<Id<T>> {
        let index = self.rows.binary_search_by(compare).ok()?;
        Some(Id { index: u32::try_from(index).ok()?, of: PhantomData })
    }

    /// The id of the row at a position.
    pub(crate) fn at(&self, index: u32) -> Option<Id<T>> {
        let is_there = usize::try_from(index).is_ok_and(|index| index < self.rows.len());
        is_there.then_some(Id { index, of: PhantomData })
    }

    /// The rows with their ids, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Id<T>, &T)> {
        let count = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        self.rows.iter().zip(0..count).map(|(row, index)| (Id { index, of: PhantomData }, row))
    }

    /// The rows alone, in order.
    pub fn rows(&self) -> &[T] {
        &self.rows
    }

    /// A row, to be completed while the table is made.
    pub fn get_mut(&mut self, id: Id<T>) -> Option<&mut T> {
        self.rows.get_mut(id.index())
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl<T> Index<Id<T>> for Arena<T> {
    type Output = T;

    #[expect(clippy::indexing_slicing, reason = "an id is made by `push` alone, and rows are never removed")]
    fn index(&self, id: Id<T>) -> &T {
        &self.rows[id.index()]
    }
}

impl<T> Default for Arena<T> {
    fn default() -> Arena<T> {
        Arena::new()
    }
}

impl<T> FromIterator<T> for Arena<T> {
    fn from_iter<I: IntoIterator<Item = T>>(rows: I) -> Arena<T> {
        Arena { rows: rows.into_iter().collect() }
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Id<T> {
        *self
    }
}

impl<T> Copy for Id<T> {}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Id<T>) -> bool {
        self.index == other.index
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Id<T>) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Id<T>) -> std::cmp::Ordering {
        self.index.cmp(&other.index)
    }
}

impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.index.hash(state);
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.index)
    }
}
