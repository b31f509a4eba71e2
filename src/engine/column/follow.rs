//! Columns that follow the log: after a fact, the rows of whoever it belongs to are found anew.

use std::sync::Arc;

use crate::kpi::{Place, When};
use crate::measure::{Reach, Whose};
use crate::quantity::Outcome;
use crate::target::MAIN_LEVEL;

use super::super::memo::Kept;
use super::super::view::View;
use super::own::Own;
use super::{Asked, Column, Crowd, Fielded, Of};

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

/// The key of a column.
type Key = (Of, When, Crowd);

/// What is kept of columns.
type Columns = Kept<Key, Asked>;

/// What is kept of those who are ranked, by the place of the ranking in the plan, and the time.
type Fields = Kept<(usize, When), Fielded>;

/// Notes which rows of columns a change of facts reaches, and forgets columns of which it may reach any.
pub(in super::super) fn note((columns, fields): (&mut Columns, &mut Fields), reach: &Reach, own: &Own) {
    let reached = |of: &Of, when: When| match own.hangs(of) {
        Some(hangs) if hangs.folds.iter().all(|fold| !reach.is_everybodys(*fold)) => {
            if hangs.elsewhen || reach.is_in(when.span()) { Reached::Own } else { Reached::Nobody }
        }
        _ => Reached::All,
    };
    fields.change_all(|(ranking, when), fielded| fielded.note(reached(&Of::Rank(*ranking), *when), reach));
    columns.change_all(|(of, when, crowd), asked| {
        // What was said of targets stays as it was.
        let reached = match of {
            Of::Target(kpi, _) if own.has_plain_targets(*kpi).is_some() => Reached::Nobody,
            of => reached(of, *when),
        };
        if reached == Reached::Nobody {
            return;
        }
        let (column, mut rows) = match std::mem::replace(asked, Asked::Times(0)) {
            Asked::Times(times) => {
                *asked = Asked::Times(times);
                return;
            }
            Asked::All(column) => (column, Vec::new()),
            Asked::Stale(column, rows) => (column, rows),
        };
        // Ranks are read off the field again.
        if reached == Reached::All || matches!(of, Of::Rank(_)) {
            return;
        }
        add_those(reach, *crowd, &mut rows);
        *asked = match rows.len() {
            0 => Asked::All(column),
            some if some > column.len() / STALE => return,
            _ => Asked::Stale(column, rows),
        };
    });
}

/// Adds those whose facts changed, each once.
pub(super) fn add_those(reach: &Reach, crowd: Crowd, all: &mut Vec<Whose>) {
    for whose in reach.whose().iter().filter(|whose| Crowd::of(**whose) == crowd) {
        if !all.contains(whose) {
            all.push(*whose);
        }
    }
}

impl View {
    /// A column of which some rows are to be found anew, with these.
    pub(super) fn renewed(&self, (of, when, _): &Key, mut column: Column, stale: &[Whose]) -> Option<Column> {
        let mut outcomes: Vec<(usize, Outcome)> = Vec::with_capacity(stale.len());
        for whose in stale {
            outcomes.push((whose.row(), self.alone(of, Place { whose: *whose, when: *when })?));
        }
        let own = Arc::make_mut(&mut column);
        for (row, outcome) in outcomes {
            own.set(row, outcome);
        }
        Some(column)
    }

    /// A figure of somebody, found for that one alone.
    fn alone(&self, of: &Of, place: Place) -> Option<Outcome> {
        Some(match of {
            Of::Kpi(kpi) => self.or_instead(*kpi, self.measured(*kpi, place)),
            Of::Attainment(kpi) => self.attained(*kpi, place),
            Of::Gap(kpi) => self
                .kpi_value(*kpi, place)
                .and_then(|actual| self.gap_between(&actual, &self.target_value(*kpi, MAIN_LEVEL, place)?)),
            Of::Score(card) => self.score_alone(*card, place),
            Of::Fold(_) | Of::Target(..) | Of::Rank(_) => return None,
        })
    }
}
