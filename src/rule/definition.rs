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
        /// 1 2 3 4: no two share a rank; a ranking says by what equals are told apart (`then`).
        Ordinal = "1234",
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
        // Any rule stands for one that is written and could not be read, so that nobody misses it too.
        let lost = |name: &str| problems.is_unread(&at.then(name));
        let any_rounding = lost("rounding").then(RoundingDefinition::default);
        let any_missing = lost("missing").then(MissingDefinition::default);
        let boundary = definition.boundary.or_else(|| lost("boundary").then(Boundary::default));
        let ties = definition.ties.or_else(|| lost("ties").then(Ties::default));
        let percentile = definition.percentile.or_else(|| lost("percentile").then(Percentile::default));
        let rounding = definition.rounding.as_ref().or(any_rounding.as_ref());
        let rounding = rounding.and_then(|rounding| rounding.compile(at.field("rounding"), problems));
        let missing = definition.missing.as_ref().or(any_missing.as_ref());
        let missing = missing.and_then(|missing| missing.compile(at.field("missing"), problems));
        Rules { rounding, boundary, missing, ties, percentile }
    }
}
