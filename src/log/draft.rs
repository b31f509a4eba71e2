//! An entry that has been read and is sound by itself.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, Utc};

use crate::quantity::Fraction;

use super::columns::Written;

/// An entry with values instead of texts; whether it fits into the log is still open.
///
/// Its keys and its other texts are lent by what it was read from, but for those that had to be made.
pub(super) struct Draft<'t> {
    pub(super) table: usize,
    pub(super) id: Cow<'t, str>,
    pub(super) day: Option<NaiveDate>,
    pub(super) at: Option<DateTime<Utc>>,
    pub(super) known: Option<DateTime<Utc>>,
    pub(super) by: Option<Cow<'t, str>>,
    pub(super) why: Option<Cow<'t, str>>,
    pub(super) correction: Option<Correction<&'t str, Fraction>>,
    pub(super) credits: Vec<Part<&'t str, Fraction>>,
    /// One for each field of the kind; the one that is the envelope's `on` is never written here.
    pub(super) cells: Cells<'t>,
}

/// The cells of a draft.
pub(super) type Cells<'t> = Vec<Option<Written<'t>>>;

/// What an entry does to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Correction<K, S> {
    pub(super) deed: Deed,
    pub(super) target: K,
    /// The share that a reversal undoes; all, for the others.
    pub(super) share: S,
}

/// The ways to correct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    Revises,
    Retracts,
    Reverses,
}

impl Deed {
    pub(super) const ALL: [Deed; 3] = [Deed::Revises, Deed::Retracts, Deed::Reverses];

    /// The word of the envelope.
    pub(super) fn word(self) -> &'static str {
        match self {
            Deed::Revises => "revises",
            Deed::Retracts => "retracts",
            Deed::Reverses => "reverses",
        }
    }
}

/// A person's part of the credit for an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part<K, S> {
    pub(super) who: K,
    pub(super) share: S,
    pub(super) overlay: bool,
}

impl Deed {
    /// Whether it can be done to a plain entry, or to one that does `other` itself.
    pub(super) fn fits(self, other: Option<Deed>) -> bool {
        match self {
            Deed::Retracts => true,
            Deed::Revises | Deed::Reverses => matches!(other, None | Some(Deed::Revises)),
        }
    }
}
