//! The house rules as an author writes them.

use crate::diagnostic::{At, Problems};
use crate::document::{definition, words};

use super::missing::{Missing, MissingDefinition};
use super::rounding::{Rounding, RoundingDefinition};

definition! {
    /// The house rules of a plan; each place that needs one may have its own.
    pub struct RulesDefinition {
        /// To what and how amounts are rounded.
        pub rounding: Option<RoundingDefinition>,
        /// To which row of a table the value between two rows belongs.
        pub boundary: Option<Boundary>,
        /// What stands for a figure that is undefined.
        pub missing: Option<MissingDefinition>,
        /// How equals are ranked.
        pub ties: Option<Ties>,
        /// What lies between two values when a median or a percentile falls between them.
        pub percentile: Option<Percentile>,
    }
}

words! {
    /// To which of two neighbouring rows their common boundary belongs.
    pub enum Boundary {
        /// To the upper row: a range holds its start and not its end.
        LowerIn = "[from, to)",
        /// To the lower row: a range holds its end and not its start.
        UpperIn = "(from, to]",
    }
}

words! {
    /// How equals are ranked.
    pub enum Ties {
        /// 1 2 2 4: equals share the best rank, and the ranks that they use up are left out.
        Competition = "1224",
        /// 1 2 2 3: equals share a rank, and none is left out.
        Dense = "1223",
        /// 1 2.5 2.5 4: equals share the mean of the ranks that they use up.
        Average = "average",
    }
}

words! {
    /// What a percentile is when it falls between two values.
    pub enum Percentile {
        /// The value on the straight line between them; the median of an even number is the mean of the middle two.
        Linear = "linear",
        /// The nearest existing value, the lower one where both are as near.
        Nearest = "nearest",
    }
}

/// A rule as it is written; any one where what is written could not be read, so that nobody misses it too.
fn written<T: Clone + Default>(rule: Option<&T>, name: &str, at: At<'_>, problems: &Problems) -> Option<T> {
    rule.cloned().or_else(|| problems.is_unread(&at.then(name)).then(T::default))
}

/// The house rules, read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rules {
    /// To what and how amounts are rounded.
    pub rounding: Option<Rounding>,
    /// To which row the value between two rows belongs.
    pub boundary: Option<Boundary>,
    /// What stands for a figure that is undefined.
    pub missing: Option<Missing>,
    /// How equals are ranked.
    pub ties: Option<Ties>,
    /// What a percentile between two values is.
    pub percentile: Option<Percentile>,
}

impl Rules {
    /// Reads a definition; reports everything that is wrong with it.
    pub fn compile(definition: &RulesDefinition, at: At<'_>, problems: &mut Problems) -> Rules {
        let rounding = written(definition.rounding.as_ref(), "rounding", at, problems);
        let missing = written(definition.missing.as_ref(), "missing", at, problems);
        Rules {
            rounding: rounding.and_then(|rounding| rounding.compile(at.field("rounding"), problems)),
            boundary: written(definition.boundary.as_ref(), "boundary", at, problems),
            missing: missing.and_then(|missing| missing.compile(at.field("missing"), problems)),
            ties: written(definition.ties.as_ref(), "ties", at, problems),
            percentile: written(definition.percentile.as_ref(), "percentile", at, problems),
        }
    }
}
