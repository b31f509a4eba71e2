//! The scores of everybody.

use std::sync::Arc;

use crate::document::IS_WHOLE;
use crate::kpi::When;
use crate::plan::ResultOf;
use crate::quantity::{Outcomes, Undefined, Unit, Why};
use crate::score::{self, Card};
use crate::table::Table;

use super::super::view::View;
use super::rows::{Rows, looked_up};
use super::{Column, Crowd, Of};

struct CardRows<'r, 'v> {
    view: &'v View,
    rows: &'r mut Rows<'v>,
    when: When,
}

impl score::ManyInputs for CardRows<'_, '_> {
    fn values(&mut self, program: &crate::formula::Program<crate::kpi::Question>) -> Column {
        self.rows.run(program, self.when)
    }

    fn points(&mut self, table: crate::id::Id<Table>, values: &Column) -> Outcomes {
        looked_up(&self.view.plan().tables()[table], 0, std::slice::from_ref(values), self.rows.all().len())
    }

    fn precision(&self) -> crate::quantity::Precision {
        self.view.plan().precision()
    }
}

impl View {
    /// What a result of the plan is called in columns, where there are columns of it.
    pub(super) fn score_of(&self, result: usize) -> Option<Of> {
        match self.plan().results().get(result)? {
            ResultOf::Score(card) if IS_WHOLE => Some(Of::Score(*card)),
            _ => None,
        }
    }

    pub(super) fn score_column(&self, index: usize, when: When, crowd: Crowd) -> Option<Column> {
        let card: &Card = self.plan().scorecards().get(index)?;
        if crowd == Crowd::Units || !score::is_plain(card) {
            return None;
        }
        let mut rows = Rows::new(self, crowd);
        let who = rows.holding(card.who.as_ref(), when);
        let during = rows.holding(card.during.as_ref(), when);
        let mut undefined = Undefined::new();
        for (row, last_day) in self.last_days(when).iter().enumerate() {
            if last_day.is_none() || who.get(row) != Some(&true) {
                undefined.push((row, Why::NotAMember));
            } else if during.get(row) != Some(&true) {
                undefined.push((row, Why::NothingDefined));
            }
        }
        let count = rows.all().len();
        let scores = score::many(card, count, &mut CardRows { view: self, rows: &mut rows, when })?;
        Some(Arc::new(Outcomes::of_amounts(scores.without(&undefined), Unit::Number)))
    }
}
