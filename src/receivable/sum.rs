//! Amounts of several invoices or payments, added.

use crate::measure::Total;
use crate::quantity::{Fraction, Outcome, Precision, Why};

/// Amounts, added exactly, and how many there are; their order makes no difference.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sum {
    total: Total,
    precision: Precision,
    /// How many there are.
    pub count: u64,
    /// Why one of them cannot be told.
    unknown: Option<Why>,
}

impl Sum {
    pub(super) fn new(precision: Precision) -> Sum {
        Sum { precision, ..Sum::default() }
    }

    pub(super) fn add(&mut self, amount: Fraction) {
        self.total.add(amount);
        self.count = self.count.saturating_add(1);
    }

    /// Adds one that may not be known; then neither is the sum.
    pub(super) fn add_outcome(&mut self, amount: &Outcome<Fraction>) {
        match amount {
            Ok(amount) => self.add(*amount),
            Err(why) => {
                self.count = self.count.saturating_add(1);
                self.unknown.get_or_insert_with(|| why.clone());
            }
        }
    }

    /// The sum; 0 of none.
    pub fn value(&self) -> Outcome<Fraction> {
        match &self.unknown {
            Some(why) => Err(why.clone()),
            None => self.total.value(self.precision),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub(super) fn precision(&self) -> Precision {
        self.precision
    }
}
