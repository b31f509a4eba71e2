//! What came of an entry.

use std::fmt;

use chrono::NaiveDate;

use crate::id::Key;
use crate::quantity::Currency;

use super::refusal::Refusal;

/// What came of an entry; each entry of a batch has its own.
///
/// # Example
///
/// ```
/// use attain::log::Admission;
///
/// fn is_in_the_log(admission: &Admission) -> bool {
///     match admission {
///         Admission::Counted | Admission::Waiting(_) | Admission::Exists => true,
///         Admission::ExistsDifferently { .. } | Admission::Refused(_) => false,
///     }
/// }
/// assert!(is_in_the_log(&Admission::Exists));
/// assert_eq!(Admission::Exists.to_string(), "the log has this very entry already");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Admission {
    /// It is in the log, and whatever it names is there: totals see it.
    ///
    /// Only what the entry itself names is looked at. Where that waits in turn, was retracted, or is now reversed by more
    /// than all of it, totals do not see this one either; [`Log::waiting`](super::Log::waiting) has the answer for any
    /// prefix.
    Counted,
    /// It is in the log, but totals do not see it before what it waits for has come. Nothing needs to be sent again.
    Waiting(Vec<Waiting>),
    /// The log has this very entry already; totals are as they were.
    Exists,
    /// The log has another entry of this id. It keeps the earlier one, and totals are as they were; what changed is said
    /// with `revises`.
    ExistsDifferently {
        /// The first word of the envelope or field of the kind in which they differ.
        field: String,
    },
    /// It is not in the log, for every one of these reasons; totals are as they were.
    Refused(Vec<Refusal>),
}

impl Admission {
    /// The stable name of the outcome, for hosts and files: `counted`, `waiting`, `exists`, `exists_differently`, `refused`.
    pub fn name(&self) -> &'static str {
        match self {
            Admission::Counted => "counted",
            Admission::Waiting(_) => "waiting",
            Admission::Exists => "exists",
            Admission::ExistsDifferently { .. } => "exists_differently",
            Admission::Refused(_) => "refused",
        }
    }
}

impl fmt::Display for Admission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Admission::Counted => f.write_str("counted"),
            Admission::Waiting(reasons) => list(f, "waiting", reasons),
            Admission::Exists => f.write_str("the log has this very entry already"),
            Admission::ExistsDifferently { field } => {
                write!(f, "the log has another entry of this id: `{field}` differs")
            }
            Admission::Refused(reasons) => list(f, "refused", reasons),
        }
    }
}

/// An outcome with all of its reasons.
fn list(f: &mut fmt::Formatter<'_>, outcome: &str, reasons: &[impl fmt::Display]) -> fmt::Result {
    let mut before = ": ";
    f.write_str(outcome)?;
    for reason in reasons {
        write!(f, "{before}{reason}")?;
        before = "; ";
    }
    Ok(())
}

/// What an entry waits for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Waiting {
    /// It corrects, answers or refers to this entry, which has not come yet, was retracted, or waits itself.
    Entry(Key),
    /// It corrects, answers or refers to this entry, which is there and is not what is needed: it is of another kind, it is no
    /// record's own, its record has no such stage, it is itself a correction that cannot be corrected so, a retraction, or the
    /// answer itself. It waits for ever, unless that entry is retracted or revised.
    Misfit(Key),
    /// It and this entry correct each other, at once or in a longer ring, so that neither can be first. Both wait for ever.
    Ring(Key),
    /// The reversals of this entry, taken by day and then by id, would undo more than all of it with this one.
    Beyond(Key),
    /// Neither a person nor a unit is called so yet.
    Holder(Key),
    /// It has an amount in another currency, of which no rate is known for this day.
    Rate {
        /// The currency of the amount.
        from: Currency,
        /// The plan's currency.
        to: Currency,
        /// The day whose rate is needed.
        on: NaiveDate,
    },
    /// Nobody says in which unit this person was on this day.
    Membership {
        /// The person who is credited.
        who: Key,
        /// The day of the fact.
        on: NaiveDate,
    },
}

impl Waiting {
    /// The stable name of the reason, for hosts and files: `entry`, `misfit`, `ring`, `beyond`, `holder`, `rate`, `membership`.
    pub fn name(&self) -> &'static str {
        match self {
            Waiting::Entry(_) => "entry",
            Waiting::Misfit(_) => "misfit",
            Waiting::Ring(_) => "ring",
            Waiting::Beyond(_) => "beyond",
            Waiting::Holder(_) => "holder",
            Waiting::Rate { .. } => "rate",
            Waiting::Membership { .. } => "membership",
        }
    }

    /// The entry, the person, the unit or the currency that it is about.
    pub fn key(&self) -> &str {
        match self {
            Waiting::Rate { from, .. } => from.code(),
            Waiting::Entry(key)
            | Waiting::Misfit(key)
            | Waiting::Ring(key)
            | Waiting::Beyond(key)
            | Waiting::Holder(key)
            | Waiting::Membership { who: key, .. } => key.as_str(),
        }
    }
}

impl fmt::Display for Waiting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Waiting::Entry(id) => write!(f, "`{id}` does not stand yet"),
            Waiting::Misfit(id) => {
                write!(f, "`{id}` cannot be named so: it is of another kind, a correction, or without that stage")
            }
            Waiting::Ring(id) => write!(f, "it and `{id}` correct each other in a ring"),
            Waiting::Beyond(id) => write!(f, "more than all of `{id}` would be reversed"),
            Waiting::Holder(who) => write!(f, "neither a person nor a unit is called `{who}`"),
            Waiting::Rate { from, to, on } => write!(f, "no rate from {from} to {to} is known for {on}"),
            Waiting::Membership { who, on } => write!(f, "`{who}` belongs to no unit on {on}"),
        }
    }
}
