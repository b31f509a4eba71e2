//! What is said to something that asks to be approved.

/// What is said to an entry that asks to be approved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// It is approved.
    Yes,
    /// It is refused.
    No,
    /// It is approved or refused no more: an earlier answer is taken back.
    Withdrawn,
}

impl Answer {
    /// Every answer.
    pub const ALL: [Answer; 3] = [Answer::Yes, Answer::No, Answer::Withdrawn];

    /// How it is written: `yes`, `no`, `withdrawn`.
    pub fn name(self) -> &'static str {
        match self {
            Answer::Yes => "yes",
            Answer::No => "no",
            Answer::Withdrawn => "withdrawn",
        }
    }
}
