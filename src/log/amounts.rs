//! What amounts come to that are kept as they were written.

use std::sync::Arc;

use crate::quantity::{Fraction, SmallFraction};

use super::dictionary::Dictionary;
use super::store::index;
use super::targets::amount;

/// What texts come to, by their codes; nothing of one in a currency, or with many digits: it is read when it is asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Amounts(Vec<Option<SmallFraction>>);

impl Amounts {
    /// Reads the texts that have come since.
    pub(super) fn follow(&mut self, texts: &Dictionary<Arc<str>>) {
        while let Some(text) = u32::try_from(self.0.len()).ok().and_then(|next| texts.get(next)) {
            let is_plain = !text.contains(' ');
            let known = amount(text).and_then(|amount| amount.amount()).filter(|_| is_plain);
            self.0.push(known.and_then(Fraction::small));
        }
    }

    /// What has a code, where that is known without reading it.
    pub(super) fn get(&self, code: u32) -> Option<Fraction> {
        self.0.get(index(code)).copied().flatten().map(Fraction::from)
    }
}
