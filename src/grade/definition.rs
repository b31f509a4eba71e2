//! Quotas of grades, and who may change a grade, as an author writes them.

use crate::document::{FormulaText, Named, definition, words};
use crate::ranking::ThenDefinition;
use crate::rule::OddWord;

definition! {
    /// How grades are given by quotas: to the best so many of those who have a score the best grade, to the next so many the next.
    pub struct ForceDefinition {
        /// The share of each grade of the table, such as `{ "S": "10%", "A": "20%", "B": "60%", "C": "10%" }`; all together make 100 %.
        pub shares: Named<FormulaText>,
        /// Among whom the shares hold: a level (`region`: whoever is in the same one), `peers`, or a formula whose equal values make a
        /// group (`subject.level`); among all, where nothing is said.
        pub within: Option<FormulaText>,
        /// How many with a score a group must have for quotas to mean something.
        pub at_least: Option<u32>,
        /// What becomes of a group that has fewer.
        pub below: Option<Below>,
        /// What becomes of equals on both sides of a border between two grades.
        pub ties: Option<Border>,
        /// Who makes up for it where equals that stay together are more or fewer than the places of a grade.
        pub taken: Option<Taken>,
        /// By what equals are told apart, the first that differs; by their keys, where nothing does. It goes with `"ties": "then"`.
        pub then: Vec<ThenDefinition>,
        /// Which of equal remainders has the odd place: the `first`, best grade, or the `last`; as the rounding of the score says, where
        /// nothing is said.
        pub odd: Option<OddWord>,
    }
}

words! {
    /// What becomes of a group that is too small for quotas.
    pub enum Below {
        /// Its grades are those of the table.
        Bands = "bands",
        /// With all other small groups under the same unit it makes one group of that unit; where that is too small, of the next unit up.
        Parent = "parent",
        /// They have no grade, and are told why.
        Undefined = "undefined",
    }
}

words! {
    /// What becomes of equals on both sides of a border.
    pub enum Border {
        /// All of them have the better grade.
        Better = "better",
        /// All of them have the worse grade.
        Worse = "worse",
        /// They are told apart by what comes next (`then`), and by their keys at last.
        Then = "then",
    }
}

words! {
    /// Who makes up for equals that stay together.
    pub enum Taken {
        /// The next grade: it has as many places fewer, or more, and all borders below stay where they are.
        Next = "next",
        /// The last grade: those between have the places that they would have anyway.
        Last = "last",
        /// All grades below: their shares hold of those who are left.
        Anew = "anew",
    }
}

definition! {
    /// Who may change a grade after it was computed.
    pub struct CalibrateDefinition {
        /// A condition over an `actor`, who changes, and a `subject`, whose grade it is; nobody ever changes their own.
        pub may: FormulaText,
        /// What becomes of changes that leave other numbers of grades than the quotas gave; it is told, where nothing is said.
        pub quotas: Option<OffQuota>,
    }
}

words! {
    /// What becomes of changes by which a grade has more or fewer people than its quota.
    pub enum OffQuota {
        /// They count, and it is told.
        Told = "told",
        /// They do not count until others make up for them.
        Kept = "kept",
    }
}
