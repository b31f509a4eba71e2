//! What did not come out as an entry says.

use std::fmt;

use chrono::NaiveDate;

use crate::id::Key;
use crate::quantity::{Fraction, Why};

use super::Holder;

/// What became of an entry about targets that was not plainly taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The entry.
    pub id: Key,
    /// Whose target it is about.
    pub who: Holder,
    /// Of which time.
    pub when: String,
    /// What is the matter.
    pub what: What,
}

/// What is the matter with an entry about targets.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum What {
    /// The time is closed: nothing was changed.
    Closed,
    /// There is no target that could be adjusted: nothing was changed.
    NothingToAdjust,
    /// The target stands, and its parts do not: a figure is undefined, or limits fight.
    NotCut {
        /// Of whom, where it is somebody below.
        of: Holder,
        /// Why not.
        why: String,
        /// Why the parts are undefined.
        undefined: Why,
    },
    /// Nobody knows how much was set, so the target is undefined, and what would be cut from it.
    Undefined {
        /// Why.
        why: Why,
    },
    /// A part of the target is nobody's: the unit has no members then.
    Nobody {
        /// The unit.
        of: Holder,
        /// How much.
        amount: Fraction,
    },
    /// The period is not made of whole ones of a grain, so it was not cut over them.
    NotWhole {
        /// The grain.
        grain: String,
    },
    /// It was cut over periods by figures of days that were not over when it was said: what came later changes nothing of it.
    Ahead {
        /// The first period whose figure was not whole.
        part: String,
        /// The last day of which that figure asks for facts.
        until: NaiveDate,
    },
    /// The period from which something is carried is not over yet: nothing was changed.
    NotOver {
        /// The period.
        from: String,
    },
    /// What the period fell short of its target is undefined: nothing was changed.
    NotCarried {
        /// The period.
        from: String,
        /// Why.
        why: Why,
    },
    /// Whoever says it may not, and nobody has approved it who may: nothing was changed.
    NotAllowed {
        /// Who says it; nobody, where nobody is named.
        by: Option<Key>,
    },
    /// Whoever takes an entry back may not: it stands as before.
    NotTakenBack {
        /// Who takes it back; nobody, where nobody is named.
        by: Option<Key>,
        /// The entry, or the correction of one.
        of: Key,
    },
}

impl What {
    /// Its name, for programs: `closed`, `nothing_to_adjust`, `not_cut`, `undefined`, `nobody`, `not_whole`, `ahead`,
    /// `not_over`, `not_carried`, `not_allowed`.
    pub fn code(&self) -> &'static str {
        match self {
            What::Closed => "closed",
            What::NothingToAdjust => "nothing_to_adjust",
            What::NotCut { .. } => "not_cut",
            What::Undefined { .. } => "undefined",
            What::Nobody { .. } => "nobody",
            What::NotWhole { .. } => "not_whole",
            What::Ahead { .. } => "ahead",
            What::NotOver { .. } => "not_over",
            What::NotCarried { .. } => "not_carried",
            What::NotAllowed { .. } | What::NotTakenBack { .. } => "not_allowed",
        }
    }

    /// Whether the entry changed nothing.
    pub fn refuses(&self) -> bool {
        match self {
            What::NotCut { .. }
            | What::Nobody { .. }
            | What::NotWhole { .. }
            | What::Ahead { .. }
            | What::Undefined { .. } => false,
            What::Closed
            | What::NothingToAdjust
            | What::NotOver { .. }
            | What::NotCarried { .. }
            | What::NotAllowed { .. }
            | What::NotTakenBack { .. } => true,
        }
    }

    /// What would make it right.
    pub fn help(&self) -> &'static str {
        match self {
            What::Closed => "open the period, or set a target of one that is open",
            What::NothingToAdjust => "set a target first",
            What::NotCut { .. } => "change what is pinned or limited, or say what stands for undefined figures",
            What::Undefined { .. } => {
                "record the rate of the day that the plan names, or set the amount in the plan's currency"
            }
            What::Nobody { .. } => "move somebody there, or set the unit's target without this time",
            What::NotWhole { .. } => "set it for a period that is, or cut it over another grain",
            What::Ahead { .. } => "set it again when these days are over, or cut it by figures of days that are",
            What::NotOver { .. } => "carry from a period that is over",
            What::NotCarried { .. } => "set a target of that period, or say what is added (`add`)",
            What::NotAllowed { by: Some(_) } => "let somebody say it who may, or approve it",
            What::NotTakenBack { by: Some(_), .. } => "let somebody take it back who may",
            What::NotTakenBack { by: None, .. } => "write who takes it back (`by`)",
            What::NotAllowed { by: None } => "write who says it (`by`), or let somebody approve it who may",
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (who, when) = (self.who.key(), &self.when);
        write!(f, "{}: ", self.id)?;
        match &self.what {
            What::Closed => write!(f, "the target of {who} in {when} is closed, and was not changed"),
            What::NothingToAdjust => write!(f, "{who} has no target in {when} that could be adjusted"),
            What::NotCut { of, why, .. } if of == &self.who => {
                write!(f, "the target of {who} in {when} was not cut: {why}")
            }
            What::NotCut { of, why, .. } => {
                write!(f, "the target of {who} in {when} was not cut: of {}, {why}", of.key())
            }
            What::Undefined { why } => write!(f, "the target of {who} in {when} is undefined: {why}"),
            What::Nobody { of, amount } => {
                write!(f, "{amount} of the target of {who} in {when} is nobody's: {} has no members then", of.key())
            }
            What::NotWhole { grain } => {
                write!(f, "the target of {who} in {when} was not cut over `{grain}`: it is not made of whole ones")
            }
            What::Ahead { part, until } => {
                write!(
                    f,
                    "the target of {who} in {when} was cut by what was known when it was set: the figure of {part} asks for days to {until}"
                )
            }
            What::NotOver { from } => {
                write!(f, "nothing was carried from {from} into the target of {who} in {when}: {from} is not over")
            }
            What::NotCarried { from, why } => {
                write!(f, "nothing was carried from {from} into the target of {who} in {when}: {why}")
            }
            What::NotAllowed { by: Some(by) } => write!(f, "{by} may not set the target of {who} in {when}"),
            What::NotTakenBack { by: Some(by), of } => {
                write!(f, "{by} may not take back {of}, about the target of {who} in {when}")
            }
            What::NotTakenBack { by: None, of } => {
                write!(f, "nobody is named who takes back {of}, about the target of {who} in {when}")
            }
            What::NotAllowed { by: None } => write!(f, "nobody is named who sets the target of {who} in {when}"),
        }
    }
}
