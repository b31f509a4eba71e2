//! Columns that follow the log: after a fact, the rows of whoever it belongs to are found anew.

use crate::kpi::When;
use crate::measure::{Reach, Whose};

use super::super::memo::Kept;
use super::board::Board;
use super::own::Own;
use super::{Crowd, Fielded, Of};

/// A column with more rows than one in so many to be found anew is forgotten.
pub(super) const STALE: usize = 16;

/// Whose rows of a column facts may have changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reached {
    Nobody,
    /// Of those to whom they belong.
    Own,
    All,
}

/// What is kept of columns, by time.
type Columns = Kept<(When, Crowd), Board>;

/// What is kept of those who are ranked, by the place of the ranking in the plan, and the time.
type Fields = Kept<(usize, When), Fielded>;

/// Notes which rows of columns a change of facts reaches, and forgets columns of which it may reach any.
pub(in super::super) fn note((columns, fields): (&mut Columns, &mut Fields), reach: &Reach, own: &Own) {
    fields.change_all(|(ranking, when), fielded| {
        fielded.note(|| reached(&Of::Rank(*ranking), *when, reach, own), reach);
    });
    columns.change_all(|key, board| board.note(*key, reach, own));
}

/// Whose rows of a column a change of facts reaches.
pub(super) fn reached(of: &Of, when: When, reach: &Reach, own: &Own) -> Reached {
    // What was said of targets stays as it was.
    if let Of::Target(kpi, _) = of
        && own.has_plain_targets(*kpi).is_some()
    {
        return Reached::Nobody;
    }
    match own.hangs(of) {
        Some(hangs) if !reach.has_everybodys() || hangs.folds.iter().all(|fold| !reach.is_everybodys(*fold)) => {
            let is_in_time = hangs.elsewhen || reach.is_in(when.span());
            if is_in_time && hangs.folds.iter().any(|fold| reach.is_of(*fold)) { Reached::Own } else { Reached::Nobody }
        }
        _ => Reached::All,
    }
}

/// Adds those whose facts changed, each once.
pub(super) fn add_those(reach: &Reach, crowd: Crowd, all: &mut Vec<Whose>) {
    for whose in reach.whose().iter().filter(|whose| Crowd::of(**whose) == crowd) {
        if !all.contains(whose) {
            all.push(*whose);
        }
    }
}
