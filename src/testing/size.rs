//! How large what is made may be.

/// How large a plan and its log may be: each number is the most there may be of something.
///
/// Small stories are quick to ask, and to read where something is wrong; large ones meet what is rare.
///
/// # Example
///
/// ```
/// use attain::testing::{Size, Story};
///
/// let size = Size { people: 2, facts: 3, ..Size::small() };
/// let story = Story::new(1, &size);
/// assert!(story.entries().filter(|entry| entry.get("who").is_some()).count() < 20);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Size {
    /// Kinds of facts; there is at least one.
    pub kinds: usize,
    /// KPIs; there are at least as many as there are scorecards, incentives and rankings.
    pub kpis: usize,
    /// How deep parts of a formula stand in each other.
    pub depth: usize,
    /// Tables beside those that a section needs.
    pub tables: usize,
    /// Scorecards, incentives and rankings, of each.
    pub results: usize,
    /// Units of a tree; there is at least its top.
    pub units: usize,
    /// People; there is at least one.
    pub people: usize,
    /// Facts.
    pub facts: usize,
    /// Targets; of those that are cut, half as many changes.
    pub targets: usize,
    /// Corrections.
    pub corrections: usize,
    /// Batches in which entries become known; there is at least one.
    pub batches: usize,
}

impl Size {
    /// A handful of everything: thousands of such stories are asked in a minute.
    pub fn small() -> Size {
        Size {
            kinds: 2,
            kpis: 5,
            depth: 2,
            tables: 1,
            results: 1,
            units: 4,
            people: 4,
            facts: 14,
            targets: 6,
            corrections: 5,
            batches: 3,
        }
    }

    /// What a small company has in a year.
    pub fn large() -> Size {
        Size {
            kinds: 4,
            kpis: 12,
            depth: 3,
            tables: 3,
            results: 2,
            units: 9,
            people: 12,
            facts: 120,
            targets: 30,
            corrections: 30,
            batches: 8,
        }
    }
}

/// Between small and large.
impl Default for Size {
    fn default() -> Size {
        Size {
            kinds: 3,
            kpis: 8,
            depth: 3,
            tables: 2,
            results: 1,
            units: 6,
            people: 6,
            facts: 30,
            targets: 8,
            corrections: 8,
            batches: 4,
        }
    }
}
