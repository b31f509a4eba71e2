//! What goes into a cut, and what comes out of it.

use std::rc::Rc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::calendar::Period;
use crate::id::Key;
use crate::kpi::OfFields;
use crate::quantity::{Fraction, Outcome, Why};

use super::Holder;
use super::times::Times;

/// An amount that is to be cut.
pub(super) struct Whole {
    pub who: Holder,
    pub amount: Decimal,
    /// Of which part of the facts.
    pub of_fields: OfFields,
    /// By what the amount is multiplied to be what `who` has.
    pub uplift: Fraction,
    pub times: Times,
    /// Whether it is cut over members too.
    pub members: bool,
    /// Whoever has a part of what was cut for longer, in their order: they have none of this.
    pub elsewhere: Rc<[Holder]>,
}

/// What was cut for somebody in a period.
pub(super) struct Piece {
    pub who: Holder,
    pub period: Period,
    pub of_fields: OfFields,
    pub base: Fraction,
    pub uplift: Fraction,
    pub part_of: Option<Key>,
}

/// What came of a cut.
#[derive(Default)]
pub(super) struct Pieces {
    pub had: Vec<Piece>,
    /// What nobody has: of which unit, and how much.
    pub nobody: Vec<(Holder, Period, Decimal)>,
    /// What is to be cut further by itself.
    pub further: Vec<(Whole, Key)>,
    /// The first period whose figure asked for days that were to come, and the last of these days.
    pub ahead: Option<(Period, NaiveDate)>,
}

/// Why an amount cannot be cut.
#[derive(Debug)]
pub(super) struct Failure {
    pub of: Holder,
    pub why: String,
    pub undefined: Why,
}

/// A node of the members: somebody, or nobody.
pub(super) struct Member {
    pub who: Option<Holder>,
    pub above: usize,
    pub uplift: Fraction,
    pub part_of: Option<Key>,
    /// Whether it was looked at whether it is cut over its members.
    pub looked_at: bool,
}

/// A node of the fields.
pub(super) struct FieldNode {
    /// To what it is narrowed.
    pub of: OfFields,
    /// Into what all cuts over fields that are still to come cut it.
    pub leaves: Vec<OfFields>,
}

/// What is so of somebody in a period and of a part of the facts; who is not there has no state.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// It is cut anew.
    Free,
    /// What it has stays, and so does all below it.
    Kept,
}

/// What does not change of a time: all of it, or a part.
pub(super) struct Fixed {
    pub is_all: bool,
    pub sum: Outcome<Option<Fraction>>,
}
