//! What a formula gives for one record or fact, looked at by itself.

use chrono::NaiveDate;

use crate::formula::Program;
use crate::log::{Fact, RecordState};
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

    /// What a formula gives for a fact, with amounts in other currencies by the rates that hold for a time that ends with a day.
    pub(crate) fn of_fact(
        &self,
        program: &Program<FactQuestion>,
        fact: Fact<'_>,
        end: NaiveDate,
        source: Source<'_>,
    ) -> Outcome {
        let inputs = FactInputs { keyed: &self.keyed, exchange: source.exchange, end, precision: self.precision };
        inputs.run(program, Item::Fact(fact))
    }
}
