//! What speaks against a target.

use crate::calendar::Span;
use crate::quantity::{Fraction, Unit, Why};

/// What a target should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Smart {
    /// It is said of what it is, and whose.
    Specific,
    /// It has an amount of something that can be reckoned.
    Measurable,
    /// It can be reached, as far as history tells.
    Attainable,
    /// It is a part of what is wanted above.
    Relevant,
    /// It is said by when.
    TimeBound,
}

impl Smart {
    /// Every one, in their order.
    pub const ALL: [Smart; 5] =
        [Smart::Specific, Smart::Measurable, Smart::Attainable, Smart::Relevant, Smart::TimeBound];

    /// The stable name: `time_bound`.
    pub fn word(self) -> &'static str {
        match self {
            Smart::Specific => "specific",
            Smart::Measurable => "measurable",
            Smart::Attainable => "attainable",
            Smart::Relevant => "relevant",
            Smart::TimeBound => "time_bound",
        }
    }
}

/// One thing that speaks against a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is, with the figures that were compared.
    pub reason: Reason,
    /// The unit of these figures; a plain number, where there is no KPI.
    pub unit: Unit,
}

impl Finding {
    /// What the target is not.
    pub fn letter(&self) -> Smart {
        self.reason.letter()
    }
}

/// What speaks against a target.
///
/// Texts for people are made where results are traced: [`trace::smart_finding`](crate::trace::smart_finding).
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// There is no KPI that it is about.
    NoKpi,
    /// Nobody has it.
    NoOwner,
    /// It has no amount.
    NoAmount(Why),
    /// The KPI is no amount: a text, a day.
    NotAnAmount(Unit),
    /// The KPI cannot be reckoned.
    NotComputable(Why),
    /// It grows more on the same period a year before than is expected.
    Growth {
        /// The target.
        amount: Fraction,
        /// The figure a year before.
        last_year: Fraction,
        /// By how much of it the target is harder: 0.5 is 50 %.
        change: Fraction,
        /// The most that is expected.
        most: Fraction,
    },
    /// The same period a year before has no figure.
    NoYearBefore(Why),
    /// The same period a year before came to nothing, of which everything is infinitely more.
    NothingYearBefore,
    /// It goes further beyond the best period than is expected.
    Best {
        /// The target.
        amount: Fraction,
        /// The best period.
        best: Fraction,
        /// The hardest target that is expected.
        limit: Fraction,
    },
    /// The best period came to nothing.
    NothingBest,
    /// It lies further from the mean of the past than is expected.
    Spread {
        /// The target.
        amount: Fraction,
        /// The mean of the past periods.
        mean: Fraction,
        /// Their standard deviation, of a sample, rounded to twelve digits; it was compared exactly.
        deviation: Fraction,
        /// The most standard deviations that are expected.
        most: Fraction,
        /// How many periods there are.
        periods: usize,
    },
    /// Too few past periods have a figure.
    TooLittleHistory {
        /// How many have.
        have: usize,
        /// How many are needed.
        need: usize,
    },
    /// What had to be compared does not fit.
    NotReckoned(Why),
    /// The target above, which it should be a part of, does not exist.
    NoParent(Why),
    /// It has no period, or one without a day.
    NoPeriod,
    /// Its period is over.
    Over(Span),
}

impl Reason {
    /// What the target is not.
    pub fn letter(&self) -> Smart {
        match self {
            Reason::NoKpi | Reason::NoOwner => Smart::Specific,
            Reason::NoAmount(_) | Reason::NotAnAmount(_) | Reason::NotComputable(_) => Smart::Measurable,
            Reason::NoParent(_) => Smart::Relevant,
            Reason::NoPeriod | Reason::Over(_) => Smart::TimeBound,
            _ => Smart::Attainable,
        }
    }

    /// The stable name, for hosts and files: `too_little_history`.
    pub fn code(&self) -> &'static str {
        match self {
            Reason::NoKpi => "no_kpi",
            Reason::NoOwner => "no_owner",
            Reason::NoAmount(_) => "no_amount",
            Reason::NotAnAmount(_) => "not_an_amount",
            Reason::NotComputable(_) => "not_computable",
            Reason::Growth { .. } => "growth",
            Reason::NoYearBefore(_) => "no_year_before",
            Reason::NothingYearBefore => "nothing_year_before",
            Reason::Best { .. } => "best",
            Reason::NothingBest => "nothing_best",
            Reason::Spread { .. } => "spread",
            Reason::TooLittleHistory { .. } => "too_little_history",
            Reason::NotReckoned(_) => "not_reckoned",
            Reason::NoParent(_) => "no_parent",
            Reason::NoPeriod => "no_period",
            Reason::Over(_) => "over",
        }
    }
}
