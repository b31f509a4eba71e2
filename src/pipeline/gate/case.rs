//! What a gate asks of a record that shall move, and of who moves it.

use chrono::NaiveDateTime;

use crate::calendar::FiscalCalendar;
use crate::formula::Program;
use crate::id::Key;
use crate::quantity::Outcome;

use super::super::stage::StageId;
use super::Answered;

/// A record at a moment, with the people about it.
pub trait Case<C, W> {
    /// The stage in which it is; nothing, where it opens.
    fn stage(&self) -> Option<StageId>;

    /// When it entered that stage.
    fn entered_at(&self) -> Option<NaiveDateTime>;

    /// Which of its fields have a value, by the places that the [`Reader`](super::Reader) of the gate gave them: one bit each.
    /// Nothing, where that is not known: then each is asked for.
    fn filled(&self) -> Option<u64> {
        None
    }

    /// A figure of it.
    fn ask(&mut self, question: &Program<C>) -> Outcome;

    /// Who owns it.
    fn owner(&self) -> Option<&Key>;

    /// Whether a condition holds for somebody and this record.
    fn may(&mut self, condition: &Program<W>, person: &Key) -> bool;

    /// Whether somebody has a role.
    fn has_role(&mut self, person: &Key, role: &str) -> bool;

    /// What was answered about it, in any order.
    fn answers(&self) -> &[Answered];

    /// The calendar by which time is counted.
    fn calendar(&self) -> &FiscalCalendar;
}

/// A move that somebody wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move<'m> {
    /// To which stage.
    pub to: StageId,
    /// By which event, where it is called so: then only edges of that event are meant.
    pub event: Option<&'m str>,
    /// Who moves it; nothing, where nobody is named.
    pub by: Option<&'m Key>,
    /// When.
    pub at: NaiveDateTime,
    /// Why it is moved against the rules, where it shall be.
    pub overrides: Option<&'m str>,
}

/// Where a record is.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Place {
    pub stage: Option<StageId>,
    /// Since when.
    pub since: Option<NaiveDateTime>,
    /// Which of its fields have a value, where that is known.
    pub filled: Option<u64>,
}

impl Place {
    #[inline]
    pub(super) fn of<C, W>(case: &impl Case<C, W>) -> Place {
        Place { stage: case.stage(), since: case.entered_at(), filled: case.filled() }
    }
}
