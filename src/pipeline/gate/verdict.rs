//! What came of a check: allowed, or every reason why not.

use std::fmt;

use chrono::{NaiveDateTime, NaiveTime, Timelike};

use crate::document::Node;
use crate::id::Key;
use crate::quantity::Why;

use super::super::definition::StageKind;
use super::super::stage::StageId;
use super::Approved;
use super::who::May;

/// Whether a move may be, and what follows from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict<'g> {
    /// Where the record is; nothing, where it opens.
    pub from: Option<StageId>,
    /// Where it would go; nothing, where there is no such stage.
    pub to: Option<StageId>,
    /// Every reason why not; of a move that is overridden, what was overridden.
    pub reasons: Vec<Reason>,
    /// Whether it may be all the same: whoever moves it may, and gives a reason.
    pub is_overridden: bool,
    /// The approvals that were given, of those that are asked for.
    pub approved: Vec<Approved>,
    /// What is to be done when it has moved, in order: data, for the program around to carry out.
    pub effects: &'g [Node],
}

impl Verdict<'_> {
    /// Whether the move may be.
    pub fn is_allowed(&self) -> bool {
        self.reasons.is_empty() || self.is_overridden
    }
}

/// Why a move may not be.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Reason {
    /// There is no such stage or event.
    Unknown {
        /// As it is written.
        to: String,
        /// The nearest that there is.
        nearest: Option<String>,
    },
    /// It is there already.
    Same {
        /// The stage.
        stage: Key,
    },
    /// It may not open in that stage.
    NoStart {
        /// The stage.
        stage: Key,
    },
    /// It is closed, and stays so.
    Closed {
        /// The stage in which it is.
        stage: Key,
        /// What that means.
        kind: StageKind,
    },
    /// A stage would be skipped.
    Skips {
        /// The first one.
        over: Key,
    },
    /// It would go back.
    Back {
        /// To which stage.
        to: Key,
    },
    /// Nothing leads there.
    NoWay {
        /// From where.
        from: Key,
        /// To where.
        to: Key,
    },
    /// No edge is the one that is meant: none of their conditions holds.
    When {
        /// The condition of one of them.
        condition: String,
    },
    /// A field is empty.
    Missing {
        /// Which.
        field: String,
    },
    /// Something that is required is not so.
    Required {
        /// The condition.
        condition: String,
        /// Why that is undefined, where it is.
        undefined: Option<Why>,
    },
    /// Something is still to be done.
    Task {
        /// What.
        task: String,
    },
    /// It entered the stage in which it is only later.
    Earlier {
        /// When.
        since: NaiveDateTime,
    },
    /// It came only now.
    TooEarly {
        /// The moment from which on it may go on; undefined, where that is not known.
        from: Result<NaiveDateTime, Why>,
    },
    /// Whoever moves it may not.
    Who {
        /// Who; nobody, where nobody is named.
        by: Option<Key>,
        /// Who may.
        may: May,
    },
    /// An approval is lacking.
    Approval {
        /// As what.
        role: String,
        /// What came of those that were given.
        state: Lacking,
    },
    /// Too few of those who are asked have approved.
    Approvals {
        /// How many have.
        have: usize,
        /// How many must.
        need: usize,
        /// Of whom.
        of: String,
    },
    /// It shall be moved against the rules, and no reason is given.
    NoReason,
    /// Whoever moves it may not do so against the rules.
    NoOverride {
        /// Who; nobody, where nobody is named.
        by: Option<Key>,
        /// Who may; nobody, where the pipeline says nothing of it.
        may: Option<May>,
    },
}

/// Why an approval does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lacking {
    /// Nobody has given it who may.
    Nobody,
    /// Somebody said no.
    Refused {
        /// Who.
        by: Key,
    },
    /// It has expired.
    Expired {
        /// Whose.
        by: Key,
        /// When.
        on: NaiveDateTime,
    },
    /// It was given before those at a lower level were there.
    Early {
        /// Who gave it.
        by: Key,
    },
    /// Whoever gave it has given another one already: nobody approves twice.
    Twice {
        /// Who gave it.
        by: Key,
    },
}

impl Reason {
    /// Its name, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Reason::Unknown { .. } => "unknown_stage",
            Reason::Same { .. } => "same_stage",
            Reason::NoStart { .. } => "no_start",
            Reason::Closed { .. } => "closed",
            Reason::Skips { .. } => "skips",
            Reason::Back { .. } => "back",
            Reason::NoWay { .. } => "no_way",
            Reason::When { .. } => "when",
            Reason::Missing { .. } => "missing",
            Reason::Required { .. } => "required",
            Reason::Task { .. } => "task",
            Reason::Earlier { .. } => "earlier",
            Reason::TooEarly { .. } => "too_early",
            Reason::Who { .. } => "who",
            Reason::Approval { state: Lacking::Nobody, .. } => "approval",
            Reason::Approval { state: Lacking::Refused { .. }, .. } => "approval_refused",
            Reason::Approval { state: Lacking::Expired { .. }, .. } => "approval_expired",
            Reason::Approval { state: Lacking::Early { .. }, .. } => "approval_early",
            Reason::Approval { state: Lacking::Twice { .. }, .. } => "approval_twice",
            Reason::Approvals { .. } => "approvals",
            Reason::NoReason => "no_reason",
            Reason::NoOverride { .. } => "no_override",
        }
    }

    /// What would cure it.
    pub fn cure(&self) -> String {
        match self {
            Reason::Unknown { nearest: Some(nearest), .. } => format!("did you mean `{nearest}`?"),
            Reason::Unknown { nearest: None, .. } => "name a stage of the pipeline".to_owned(),
            Reason::Same { .. } => "leave it where it is".to_owned(),
            Reason::NoStart { .. } => "let it open in an earlier stage".to_owned(),
            Reason::Closed { .. } => "open a new one".to_owned(),
            Reason::Skips { over } => format!("move it to {over} first"),
            Reason::Back { .. } => "leave it where it is, or close it".to_owned(),
            Reason::NoWay { .. } => "move it to one of the stages that are open to it".to_owned(),
            Reason::When { condition } | Reason::Required { condition, .. } => format!("see that {condition}"),
            Reason::Missing { field } => format!("fill in {field}"),
            Reason::Task { task } => format!("do {task}"),
            Reason::Earlier { .. } => "move it later than that".to_owned(),
            Reason::TooEarly { from: Ok(from) } => format!("wait until {}", moment(*from)),
            Reason::TooEarly { from: Err(_) } => "say in the calendar which days are worked".to_owned(),
            Reason::Who { by: Some(_), may } | Reason::NoOverride { by: Some(_), may: Some(may) } => may.cure(),
            Reason::Who { by: None, may } | Reason::NoOverride { by: None, may: Some(may) } => may.cure_unnamed(),
            Reason::Approval { role, state: Lacking::Early { .. } } => format!("let {role} approve it again"),
            Reason::Approval { role, state: Lacking::Twice { .. } } => {
                format!("let somebody else approve it as {role}")
            }
            Reason::Approval { role, .. } => format!("let {role} approve it"),
            Reason::Approvals { of, .. } => format!("let more of them approve it: {of}"),
            Reason::NoReason => "say why".to_owned(),
            Reason::NoOverride { may: None, .. } => {
                "keep to the rules, or say under `may_override` of the pipeline who need not".to_owned()
            }
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Unknown { to, .. } => write!(f, "there is no stage {to}"),
            Reason::Same { stage } => write!(f, "it is in {stage} already"),
            Reason::NoStart { stage } => write!(f, "it may not open in {stage}"),
            Reason::Closed { stage, kind } => write!(f, "it is {kind} ({stage}), and stays so"),
            Reason::Skips { over } => write!(f, "{over} cannot be skipped"),
            Reason::Back { to } => write!(f, "it cannot go back to {to}"),
            Reason::NoWay { from, to } => write!(f, "nothing leads from {from} to {to}"),
            Reason::When { condition } => write!(f, "only where {condition}"),
            Reason::Missing { field } => write!(f, "{field} is missing"),
            Reason::Required { condition, undefined: None } => write!(f, "it is not so that {condition}"),
            Reason::Required { condition, undefined: Some(why) } => {
                write!(f, "it is not known whether {condition}: {why}")
            }
            Reason::Task { task } => write!(f, "{task} is still to be done"),
            Reason::Earlier { since } => write!(f, "it came where it is only on {}", moment(*since)),
            Reason::TooEarly { from: Ok(from) } => write!(f, "it stays where it is until {}", moment(*from)),
            Reason::TooEarly { from: Err(why) } => write!(f, "how long it stays where it is cannot be told: {why}"),
            Reason::Who { by: Some(by), .. } => write!(f, "{by} may not move it there"),
            Reason::Who { by: None, .. } => f.write_str("nobody is named who moves it there"),
            Reason::Approval { role, state } => lacking(role, state, f),
            Reason::Approvals { have, need, of } => write!(f, "{have} of {need} that must approve have: {of}"),
            Reason::NoReason => f.write_str("no reason is given for what is against the rules"),
            Reason::NoOverride { by: Some(by), .. } => write!(f, "{by} may not move it against the rules"),
            Reason::NoOverride { by: None, .. } => f.write_str("nobody is named who moves it against the rules"),
        }
    }
}

fn lacking(role: &str, state: &Lacking, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match state {
        Lacking::Nobody => write!(f, "{role} has not approved it"),
        Lacking::Refused { by } => write!(f, "{by} has refused it as {role}"),
        Lacking::Expired { by, on } => write!(f, "the approval of {by} as {role} expired on {}", moment(*on)),
        Lacking::Early { by } => write!(f, "{by} approved it as {role} before those who come first"),
        Lacking::Twice { by } => write!(f, "{by} cannot approve it as {role} too"),
    }
}

/// A moment as people read it: the day alone, where that begins then.
pub(crate) fn moment(at: NaiveDateTime) -> String {
    let (day, hour, minute) = (at.date(), at.hour(), at.minute());
    if at.time() == NaiveTime::MIN { day.to_string() } else { format!("{day} {hour:02}:{minute:02}") }
}
