//! How much of an explanation is wanted.

/// The most entries that one part of a trace lists, where nothing else is said; the others are counted.
pub const ENTRIES_MAX: usize = 10_000;

/// The most entries that a trace lists in all, where nothing else is said.
pub const ENTRIES_IN_ALL_MAX: usize = 100_000;

/// The most parts that a trace has in all, where nothing else is said.
pub const PARTS_MAX: usize = 10_000;

/// How deep the parts of a trace go, where nothing else is said.
pub const DEPTH_MAX: usize = 64;

/// How much of an explanation is wanted: what goes beyond is not opened, and the trace says so, with how much it is.
///
/// ```
/// use attain::trace::Limits;
///
/// let short = Limits::default().depth(2).entries(20);
/// assert_eq!(short.parts, attain::trace::PARTS_MAX);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How deep it goes: 0 is the answer alone, 1 has its parts or entries too, and so on.
    pub depth: usize,
    /// How many parts it has in all.
    pub parts: usize,
    /// How many entries one part lists.
    pub entries: usize,
    /// How many entries are listed in all.
    pub entries_in_all: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { depth: DEPTH_MAX, parts: PARTS_MAX, entries: ENTRIES_MAX, entries_in_all: ENTRIES_IN_ALL_MAX }
    }
}

impl Limits {
    /// The same, going only so deep.
    #[must_use]
    pub fn depth(self, depth: usize) -> Limits {
        Limits { depth, ..self }
    }

    /// The same, with at most so many parts in all.
    #[must_use]
    pub fn parts(self, parts: usize) -> Limits {
        Limits { parts, ..self }
    }

    /// The same, with at most so many entries of one part.
    #[must_use]
    pub fn entries(self, entries: usize) -> Limits {
        Limits { entries, ..self }
    }

    /// The same, with at most so many entries in all.
    #[must_use]
    pub fn entries_in_all(self, entries_in_all: usize) -> Limits {
        Limits { entries_in_all, ..self }
    }
}
