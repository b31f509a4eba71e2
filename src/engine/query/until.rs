//! Up to which day a figure asks for facts.

use chrono::NaiveDate;

use crate::formula::Program;
use crate::kpi::{Place, Question};
use crate::measure::SliceKey;

use super::super::view::View;
use super::behind::{Finder, What};

impl View {
    /// The last day of which a formula asks for facts at a place, by itself or by what it leads to; nothing, where it asks for
    /// none.
    ///
    /// Folds by a day of their own are left out: of what is known today, they may well ask for days to come.
    pub(in super::super) fn last_day_asked(&self, formula: &Program<Question>, place: Place) -> Option<NaiveDate> {
        let (key, folds) = (SliceKey::default(), self.plan().folds());
        let mut finder = Finder::new(self, &[], &key).ok()?;
        finder.formula(formula, place);
        let mut last = None;
        for found in &finder.found {
            let What::Fold(fold) = found.what else { continue };
            let way = folds.plain[fold].way.map(|way| &folds.ways[way]);
            if way.is_none_or(|way| way.on.is_none()) {
                let asked = found.places.iter().map(|place| place.when.span()).filter(|span| !span.is_empty());
                let days = asked.filter_map(|span| span.to().pred_opt());
                last = last.max(days.max());
            }
        }
        last
    }
}
