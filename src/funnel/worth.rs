//! What records are worth, in all.

use crate::measure::Total;
use crate::quantity::{Fraction, Outcome, Precision, Why};

/// The amounts of some records, added exactly; of those without one it is only known how many there are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Worth {
    total: Total,
    /// How many have an amount.
    pub count: u64,
    /// How many have none, or none of which a probability is known.
    pub lacking: u64,
}

impl Worth {
    pub(super) fn add(&mut self, amount: Option<Fraction>) {
        match amount {
            Some(amount) => {
                self.total.add(amount);
                self.count = self.count.saturating_add(1);
            }
            None => self.lacking = self.lacking.saturating_add(1),
        }
    }

    pub(super) fn merge(&mut self, other: &Worth) {
        self.total.merge(&other.total);
        self.count = self.count.saturating_add(other.count);
        self.lacking = self.lacking.saturating_add(other.lacking);
    }

    /// The sum of those that are known; undefined where there are some, and of none of them it is.
    pub fn sum(&self, precision: Precision) -> Outcome<Fraction> {
        if self.count == 0 && self.lacking > 0 {
            return Err(Why::NothingDefined);
        }
        self.total.value(precision)
    }
}
