//! A funnel in parts, by what its records have in a field.

use std::collections::BTreeMap;

use crate::measure::Whose;
use crate::quantity::Value;

use super::answer::FunnelAnswer;
use super::ask::{Ask, Found};

/// A funnel beside those of its parts.
#[derive(Clone, Debug, PartialEq)]
pub struct FunnelParts {
    /// The field by whose values it is split.
    pub split: String,
    /// That of all records.
    pub whole: FunnelAnswer,
    /// Those of the records with each value, in the order of values; those without one come first.
    pub parts: Vec<FunnelPart>,
}

/// The funnel of the records with one value.
#[derive(Clone, Debug, PartialEq)]
pub struct FunnelPart {
    /// The value; nothing, of records that have none.
    pub value: Option<Value>,
    /// The funnel. What is left out because of a currency is told of the whole alone.
    pub answer: FunnelAnswer,
}

impl Ask<'_> {
    /// The funnel of somebody beside those of its parts.
    pub(super) fn parts(&self, split: &str, whose: Option<Whose>) -> FunnelParts {
        let found = self.find(whose);
        let mut parts: BTreeMap<Option<Value>, Found<'_>> = BTreeMap::new();
        for ((passage, tracked), value) in found.passages.iter().zip(&found.tracked).zip(&found.values) {
            let part = parts.entry(value.clone()).or_default();
            part.passages.push(passage.clone());
            part.tracked.push(tracked.clone());
        }
        let told = |(value, part)| FunnelPart { value, answer: self.told(whose, part) };
        let parts = parts.into_iter().map(told).collect();
        FunnelParts { split: split.to_owned(), whole: self.told(whose, found), parts }
    }
}
