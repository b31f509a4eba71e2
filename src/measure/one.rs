//! What a formula gives for one record, looked at by itself.

use crate::formula::Program;
use crate::log::RecordState;
use crate::quantity::Outcome;

use super::cells::{Cells, Source};
use super::fact::{FactInputs, FactQuestion};
use super::item::Item;

impl Cells {
    /// What a formula gives for a record as it is on a day. Folds inside it are over what is known on the day of the cells.
    pub(crate) fn of_one(
        &self,
        program: &Program<FactQuestion>,
        state: RecordState<'_>,
        source: Source<'_>,
    ) -> Outcome {
        let (keyed, end) = (&self.keyed, state.day());
        let inputs = FactInputs { keyed, exchange: source.exchange, end, precision: self.precision };
        inputs.run(program, Item::Record(state))
    }
}
