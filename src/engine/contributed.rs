//! What facts and records contribute to a fold.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::calendar::Span;
use crate::id::Id;
use crate::kpi::Place;
use crate::measure::{Contribution, Fold, SliceField, SliceKey, Whose};

use super::memo::Kept;
use super::view::View;

/// What everybody contributed in a time.
type Walked = Arc<BTreeMap<Whose, Vec<Contribution>>>;

/// What was found already: what is looked at anew for each time is gone through once for everybody.
#[derive(Debug, Default)]
pub(super) struct Contributed {
    walked: Kept<(Id<Fold>, Span), Walked>,
}

impl Contributed {
    /// What contributes to a fold at a place, in the order of day and id; where a slice is given, always the same one, what is
    /// in it.
    pub(super) fn of(
        &self,
        view: &View,
        fold: Id<Fold>,
        place: Place,
        slice: Option<(&[SliceField], &SliceKey)>,
    ) -> Vec<Contribution> {
        let (cells, source, span) = (&view.0.cells, view.source(), place.when.span());
        if !cells.is_by_time(fold) {
            return cells.contributions(fold, place.whose, span, slice, source);
        }
        let walked = self.walked.or((fold, cells.time_of(fold, span, source)), || {
            Arc::new(cells.all_contributions(fold, span, slice, source))
        });
        walked.get(&place.whose).cloned().unwrap_or_default()
    }
}
