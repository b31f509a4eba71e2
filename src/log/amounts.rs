//! What amounts come to that are kept as they were written.

use std::sync::Arc;

use crate::quantity::{Fraction, SmallFraction, Value};

use super::dictionary::Dictionary;
use super::store::index;
use super::targets::amount;

/// What texts come to, by their codes.
#[derive(Clone, Debug, Default)]
pub(super) struct Amounts(Vec<Amount>);

/// What a text comes to.
#[derive(Clone, Copy, Debug)]
enum Amount {
    Number(SmallFraction),
    Ratio(SmallFraction),
    /// In a currency, or with many digits: to be read when it is asked for.
    Other,
}

impl Amounts {
    /// Reads the texts that have come since.
    pub(super) fn follow(&mut self, texts: &Dictionary<Arc<str>>) {
        while let Some(text) = u32::try_from(self.0.len()).ok().and_then(|next| texts.get(next)) {
            self.0.push(Amount::of(text));
        }
    }

    /// What has a code, where that is known without reading it.
    pub(super) fn get(&self, code: u32) -> Option<Value> {
        match *self.0.get(index(code))? {
            Amount::Number(number) => Some(Value::Number(Fraction::from(number))),
            Amount::Ratio(ratio) => Some(Value::Ratio(Fraction::from(ratio))),
            Amount::Other => None,
        }
    }
}

impl Amount {
    fn of(text: &str) -> Amount {
        let known = match amount(text) {
            Some(Value::Number(number)) => number.small().map(Amount::Number),
            Some(Value::Ratio(ratio)) => ratio.small().map(Amount::Ratio),
            _ => None,
        };
        known.unwrap_or(Amount::Other)
    }
}
