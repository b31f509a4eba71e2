//! Reviews as an author of a plan writes them.

use crate::diagnostic::{At, Problems};
use crate::document::{FormulaText, Named, Node, NumberText, Read, definition, words};
use crate::kpi::Better;
use crate::rule::MissingDefinition;

definition! {
    /// What people are rated for, by whom, on which scales, and what is made of it.
    pub struct ReviewDefinition {
        /// What is rated: the words that an entry may have as its `item`. No two reviews have one in common.
        pub items: Vec<String>,
        /// The scales on which scores are given.
        pub scales: Named<ScaleDefinition>,
        /// Onto which numbers all scales are brought: from `lowest`, what the worst score is, to `highest`, what the best is; 0 to
        /// 100, where nothing is said.
        pub onto: Option<OntoDefinition>,
        /// The kinds of raters: the words that an entry may have as its `relation`.
        pub raters: Named<RaterDefinition>,
        /// Whether the weights of the kinds must make 100 % (`whole`), or count by what they are of their sum (`relative`); the
        /// former, where nothing is said.
        pub weights: Option<ReviewWeights>,
        /// What stands for the mean of a kind that has too few raters, or none; a kind may say otherwise.
        pub missing: Option<MissingDefinition>,
        /// What becomes of a second score that a rater gives the same person for the same item and period; it is refused, where
        /// nothing is said.
        pub again: Option<Again>,
        /// How lenient each rater is, against all who rated the same people, and whether scores are corrected by it.
        pub severity: Option<SeverityDefinition>,
        /// What people call it, by language.
        pub labels: Named<String>,
    }
}

definition! {
    /// A scale: from a lowest to a highest score, in steps, or by names.
    pub struct ScaleDefinition {
        /// The lowest score; the lowest of the `ratings`, where they are given and nothing is said.
        pub lowest: Option<NumberText>,
        /// The highest score; the highest of the `ratings`, where they are given and nothing is said.
        pub highest: Option<NumberText>,
        /// How far two neighbouring scores lie apart, counted from the lowest; any score in between will do, where nothing is said.
        pub step: Option<NumberText>,
        /// Scores with names: `{ "poor": 1, "fair": 2, "good": 3 }`. An entry may then have the name as its `score`, or its number,
        /// and nothing else.
        pub ratings: Named<NumberText>,
        /// Which end is the better one; the highest score, where nothing is said.
        pub better: Option<Better>,
    }
}

definition! {
    /// The numbers onto which all scales are brought.
    pub struct OntoDefinition {
        /// What the worst score is.
        pub lowest: NumberText,
        /// What the best score is.
        pub highest: NumberText,
    }
}

definition! {
    /// A kind of raters.
    pub struct RaterDefinition {
        /// Who they are: `self`, `manager`, `below`, `colleague` or `outside`. The kinds called `self`, `manager`, `report`, `peer` and
        /// `customer` need not say it.
        pub r#is: Option<RaterIs>,
        /// What their mean weighs among those of the kinds, such as `30%`; nothing, at 0%: it is shown, and does not count.
        pub weight: NumberText,
        /// How many raters there must be; with fewer, the kind is missing. One, where nothing is said.
        pub at_least: Option<u32>,
        /// With fewer raters than this, nobody sees the mean of the kind, and whatever their number, nobody sees who they are or what
        /// each of them says. All is seen, where nothing is said.
        pub anonymous: Option<u32>,
        /// The highest and lowest scores that do not count.
        pub trim: Option<TrimDefinition>,
        /// What stands for its mean where it is missing; what the review says, where nothing is said.
        pub missing: Option<MissingDefinition>,
        /// A condition on who rates (`actor`) and who is rated (`subject`); whoever else may, where nothing is said.
        pub may: Option<FormulaText>,
        /// What people call it, by language.
        pub labels: Named<String>,
    }
}

definition! {
    /// How many of the highest and of the lowest scores do not count.
    pub struct TrimDefinition {
        /// How many at each end.
        pub each: u32,
        /// From how many raters on.
        pub from: u32,
    }
}

definition! {
    /// How lenient raters are, and what is done about it.
    pub struct SeverityDefinition {
        /// Whether each score is corrected by how far its rater lies above or below all; it is only shown, where nothing is said.
        pub correct: Option<bool>,
        /// How many scores a rater must have given in common with others; those with fewer are not corrected.
        pub at_least: u32,
    }
}

words! {
    /// Who the raters of a kind are.
    pub enum RaterIs {
        /// Somebody of the organisation, other than who is rated.
        Colleague = "colleague",
        /// Who is rated.
        Itself = "self",
        /// Whom who is rated answers to on the day of the score.
        Manager = "manager",
        /// Somebody who answers to who is rated on the day of the score.
        Below = "below",
        /// Somebody from outside, who is called by whatever text.
        Outside = "outside",
    }
}

words! {
    /// What the weights of kinds of raters must make.
    pub enum ReviewWeights {
        /// Exactly 100 %.
        Whole = "whole",
        /// Anything above zero: each counts by its share of their sum.
        Relative = "relative",
    }
}

words! {
    /// What becomes of a second score by one rater.
    pub enum Again {
        /// It is refused: whoever changes their mind revises the first one.
        Refuse = "refuse",
        /// The last one counts: it is recorded as a revision of the one before.
        Last = "last",
    }
}

/// The reviews of a plan, by name.
///
/// A C library that was built without the feature `analysis` has none: what is written is reported, and not read.
#[cfg(any(not(feature = "capi"), feature = "analysis"))]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReviewSection(pub Named<ReviewDefinition>);

/// The reviews of a plan: none, in a C library that was built without the feature `analysis`. What is written is reported, and not read.
#[cfg(all(feature = "capi", not(feature = "analysis")))]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReviewSection;

#[cfg(any(not(feature = "capi"), feature = "analysis"))]
impl ReviewSection {
    /// The definitions, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &ReviewDefinition)> {
        self.0.iter()
    }
}

#[cfg(all(feature = "capi", not(feature = "analysis")))]
impl ReviewSection {
    /// The definitions: none.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &ReviewDefinition)> {
        std::iter::empty()
    }
}

#[cfg(any(not(feature = "capi"), feature = "analysis"))]
impl Read for ReviewSection {
    fn fill(&mut self, node: &Node, at: At<'_>, problems: &mut Problems) {
        self.0.fill(node, at, problems);
    }

    fn node(&self) -> Node {
        self.0.node()
    }

    fn is_left_out(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(all(feature = "capi", not(feature = "analysis")))]
impl Read for ReviewSection {
    fn fill(&mut self, _: &Node, at: At<'_>, problems: &mut Problems) {
        crate::document::not_here("this library was built without what reviews need", at, problems);
    }

    fn node(&self) -> Node {
        Node::Null
    }

    fn is_left_out(&self) -> bool {
        true
    }
}
