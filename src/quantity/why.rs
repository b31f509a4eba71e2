//! A value, or the reason that there is none.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use super::Value;

/// A value, or why there is none.
///
/// `Err` is not a failure of the program: it says *undefined, because …*, and is carried through a
/// formula to the scorecard like any value. Nothing turns it into 0, 100 % or infinity unless the
/// plan says so.
pub type Outcome<T = Value> = Result<T, Why>;

/// Why there is no value.
///
/// It displays as a short English phrase for programmers and logs; texts for people, in their
/// language, are made where results are traced.
///
/// ```
/// use attain::quantity::{Fraction, Precision, Why};
///
/// let why = Fraction::ONE.over(Fraction::ZERO, Precision::default()).unwrap_err();
/// assert_eq!(why, Why::DividedByZero);
/// assert_eq!(why.to_string(), "divided by zero");
/// assert_eq!(Why::TooFew { have: 3, need: 10 }.to_string(), "3 present, at least 10 needed");
/// ```
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// A divisor is zero.
    DividedByZero,
    /// The number does not fit, not even rounded to the precision of the plan.
    Overflow,
    /// The operation has no answer among the numbers that we know: the root of a negative number.
    NotANumber,
    /// Nobody set a target.
    NoTarget,
    /// The target above it could not be cut.
    NotSplit,
    /// Nobody committed to anything.
    NoCommitment,
    /// Nothing happened of which an average, a least or a median could be taken.
    NoFacts,
    /// The person does not belong to the organisation at that time.
    NotAMember,
    /// Nobody can be compared with.
    NoPeers,
    /// The window lies before the first period of the calendar.
    BeforeFirstPeriod,
    /// No row of the table is for this value.
    OutOfTable,
    /// Fewer cases than the plan asks for.
    TooFew {
        /// How many there are.
        have: u64,
        /// How many the plan asks for.
        need: u64,
    },
    /// No exchange rate is known for the day.
    NoRate,
    /// A field or an attribute has no value; it is named as the author wrote it.
    Missing(Arc<str>),
    /// None of the alternatives, or of the members, has a value.
    NothingDefined,
    /// There is no such period in the calendar.
    NoPeriod,
    /// Of a day of this year nobody wrote whether it is worked.
    UnknownYear(i32),
    /// The calendar has no working hours.
    NoWorkingHours,
    /// It is not made of the facts that are told apart, so some of them have no part in it.
    NotSliced,
    /// The weights, as they are for the one at hand, do not make 100 %, or one of them is below zero.
    WeightsNotWhole,
    /// It is told to nobody, because it would tell what a few people said.
    Withheld,
    /// Only a person has such a figure, and this is asked of a unit.
    OfPeople,
    /// Only what each period of the plan has in all is known, and this takes the facts themselves.
    KeptBySlot,
}

impl Why {
    /// The stable name of the reason, for hosts and files: `divided_by_zero`.
    pub fn code(&self) -> &'static str {
        match self {
            Why::DividedByZero => "divided_by_zero",
            Why::Overflow => "overflow",
            Why::NotANumber => "not_a_number",
            Why::NoTarget => "no_target",
            Why::NotSplit => "not_split",
            Why::NoCommitment => "no_commitment",
            Why::NoFacts => "no_facts",
            Why::NotAMember => "not_a_member",
            Why::NoPeers => "no_peers",
            Why::BeforeFirstPeriod => "before_first_period",
            Why::OutOfTable => "out_of_table",
            Why::TooFew { .. } => "too_few",
            Why::NoRate => "no_rate",
            Why::Missing(_) => "missing",
            Why::NothingDefined => "nothing_defined",
            Why::NoPeriod => "no_period",
            Why::UnknownYear(_) => "unknown_year",
            Why::NoWorkingHours => "no_working_hours",
            Why::NotSliced => "not_sliced",
            Why::WeightsNotWhole => "weights_not_whole",
            Why::Withheld => "withheld",
            Why::OfPeople => "of_people",
            Why::KeptBySlot => "kept_by_slot",
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Why::DividedByZero => f.write_str("divided by zero"),
            Why::Overflow => f.write_str("too large a number"),
            Why::NotANumber => f.write_str("not a number"),
            Why::NoTarget => f.write_str("no target"),
            Why::NotSplit => f.write_str("the target above could not be cut"),
            Why::NoCommitment => f.write_str("no commitment"),
            Why::NoFacts => f.write_str("no facts"),
            Why::NotAMember => f.write_str("not a member at that time"),
            Why::NoPeers => f.write_str("no peers"),
            Why::BeforeFirstPeriod => f.write_str("before the first period"),
            Why::OutOfTable => f.write_str("outside the table"),
            Why::TooFew { have, need } => write!(f, "{have} present, at least {need} needed"),
            Why::NoRate => f.write_str("no exchange rate"),
            Why::Missing(name) => write!(f, "`{name}` is missing"),
            Why::NothingDefined => f.write_str("nothing is defined"),
            Why::NoPeriod => f.write_str("no such period"),
            Why::UnknownYear(year) => write!(f, "the working days of {year} are not known"),
            Why::NoWorkingHours => f.write_str("no working hours"),
            Why::NotSliced => f.write_str("cannot be broken down by this field"),
            Why::WeightsNotWhole => f.write_str("the weights do not make 100%"),
            Why::Withheld => f.write_str("withheld, so that nobody learns who said what"),
            Why::OfPeople => f.write_str("only people have one"),
            Why::KeptBySlot => f.write_str("kept by slot alone"),
        }
    }
}

/// So that a program may leave early with `?`.
impl Error for Why {}
