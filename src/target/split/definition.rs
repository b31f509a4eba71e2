//! How a target is cut, as an author writes it.

use crate::diagnostic::{At, Problems};
use crate::document::{FormulaText, Node, Read, definition, words};

use super::super::Unknown;

definition! {
    /// One cut of a target: over whom or over what, and by what.
    pub struct SplitDefinition {
        /// `members` of units, level by level down to people, a grain of the calendar, or one of the `fields` of the targets.
        pub over: String,
        /// The level whose units are cut so; those of every level for which nothing else is said, where nothing is said here.
        pub of: Option<String>,
        /// The values of the field over which it is cut: each has a part.
        pub values: Vec<String>,
        /// The figure of each part: a formula, or several with weights; evenly, where nothing is said.
        pub by: Option<ByDefinition>,
        /// Whether the figures are shares of what is cut, whatever they add up to, or say by themselves what each part is.
        pub parts: Option<PartsAre>,
        /// What an undefined figure counts as.
        pub missing: Option<Unknown>,
        /// What becomes of a target of which nobody has a figure above zero: undefined, where nothing is said.
        pub nothing: Option<Nothing>,
        /// Between what each part lies: two formulas with `..` between them, of which one may be left out. A share is one of the
        /// whole that is cut, any other figure an amount.
        pub within: Option<FormulaText>,
        /// How much more than the whole the parts come to: `5%`.
        pub uplift: Option<FormulaText>,
    }
}

definition! {
    /// A figure by which a target is cut, and how much it counts beside others.
    pub struct DriverDefinition {
        /// The figure.
        pub by: FormulaText,
        /// How much it counts; the weights make 100 %.
        pub weight: FormulaText,
    }
}

words! {
    /// What the figures of the parts are.
    pub enum PartsAre {
        /// Shares of what is cut, by their proportions.
        Relative = "relative",
        /// What each part is: a share of what is cut, or an amount; they need not add up to it.
        Absolute = "absolute",
    }
}

words! {
    /// What becomes of a target of which nobody has a figure above zero.
    pub enum Nothing {
        /// The parts are undefined.
        Hold = "hold",
        /// All parts are alike.
        Even = "even",
    }
}

words! {
    /// What becomes of the parts of a target that is set anew or adjusted.
    pub enum OnChange {
        /// What is not over, closed or pinned is cut anew.
        Respread = "respread",
        /// All periods keep what they have but the next one that is open, which has the whole difference.
        Next = "next",
        /// What its members have stays; the difference is a gap.
        Keep = "keep",
    }
}

words! {
    /// What an entry says that sets a target and has no amount.
    pub enum Blank {
        /// Nothing: what stands stays.
        Keep = "keep",
        /// That there is no target any more.
        Clear = "clear",
    }
}

/// By what a target is cut: a figure, or several with weights.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(untagged)]
pub enum ByDefinition {
    /// One figure.
    One(FormulaText),
    /// Several, each as shares of its own sum.
    Blend(Vec<DriverDefinition>),
}

impl Default for ByDefinition {
    fn default() -> ByDefinition {
        ByDefinition::One(FormulaText::default())
    }
}

impl Read for ByDefinition {
    fn fill(&mut self, node: &Node, at: At<'_>, problems: &mut Problems) {
        *self = match node {
            Node::List(_) => ByDefinition::Blend(Vec::read(node, at, problems)),
            _ => ByDefinition::One(FormulaText::read(node, at, problems)),
        };
    }

    fn node(&self) -> Node {
        match self {
            ByDefinition::One(formula) => formula.node(),
            ByDefinition::Blend(drivers) => drivers.node(),
        }
    }
}
