//! Asking one record by itself.

use chrono::NaiveDate;

use crate::formula::Program;
use crate::log::RecordState;
use crate::quantity::Outcome;

use super::cells::{Cells, Source};
use super::fact::{FactInputs, FactQuestion};
use super::item::Item;

impl Cells {
    /// What a formula gives for a record; folds in it are answered as of the day of these cells, `end` is that of the record.
    pub(crate) fn of_record(
        &self,
        program: &Program<FactQuestion>,
        state: RecordState<'_>,
        source: Source<'_>,
        end: NaiveDate,
    ) -> Outcome {
        let inputs = FactInputs { keyed: &self.keyed, exchange: source.exchange, end, precision: self.precision };
        inputs.run(program, Item::Record(state))
    }
}
