//! What came of a dispute.

use chrono::NaiveDate;

use crate::id::Key;
use crate::log::Answer;

/// An answer by somebody who may answer, or who disputed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisputeAnswer {
    /// The answer.
    pub answer: Answer,
    /// Who answers.
    pub by: Key,
    /// When.
    pub on: NaiveDate,
    /// Why.
    pub why: Option<String>,
    /// The entry that puts it right.
    pub with: Option<Key>,
}

/// What came of a dispute.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DisputeState {
    /// Nobody answered yet.
    Open,
    /// It was right.
    Accepted(DisputeAnswer),
    /// It was not.
    Rejected(DisputeAnswer),
    /// Whoever disputed took it back.
    Withdrawn(DisputeAnswer),
    /// Whoever disputes may not.
    NotAllowed,
}

impl DisputeState {
    /// The stable name: `open`, `accepted`, `rejected`, `withdrawn`, `not_allowed`.
    pub fn code(&self) -> &'static str {
        match self {
            DisputeState::Open => "open",
            DisputeState::Accepted(_) => "accepted",
            DisputeState::Rejected(_) => "rejected",
            DisputeState::Withdrawn(_) => "withdrawn",
            DisputeState::NotAllowed => "not_allowed",
        }
    }

    /// The answer that holds.
    pub fn answer(&self) -> Option<&DisputeAnswer> {
        match self {
            DisputeState::Accepted(answer) | DisputeState::Rejected(answer) | DisputeState::Withdrawn(answer) => {
                Some(answer)
            }
            DisputeState::Open | DisputeState::NotAllowed => None,
        }
    }
}

/// What came of a dispute by the answers to it, in their order: the last one holds. Only whoever disputed withdraws, and nobody answers
/// themselves.
pub fn settled(disputed_by: &Key, answers: &[DisputeAnswer]) -> DisputeState {
    let mut state = DisputeState::Open;
    for answer in answers {
        let own = answer.by == *disputed_by;
        state = match answer.answer {
            Answer::Withdrawn if own => DisputeState::Withdrawn(answer.clone()),
            Answer::Yes if !own => DisputeState::Accepted(answer.clone()),
            Answer::No if !own => DisputeState::Rejected(answer.clone()),
            _ => continue,
        };
    }
    state
}
