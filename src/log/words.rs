//! The words of an entry, sorted into envelope and fields.

use crate::document::Node;
use crate::sort;

use super::REFUSALS_MAX;
use super::bits::Bits;
use super::entry::Entry;
use super::kind::Kind;
use super::refusal::{Refusal, RefusalCode};
use super::value::quoted;

/// The words of an entry: those of the envelope by name, those of the kind by the positions of its fields.
pub(super) struct Words<'e> {
    envelope: Vec<(&'static str, &'e Node)>,
    /// One for each field of the kind.
    pub(super) fields: Vec<Option<&'e Node>>,
}

/// The words of the envelope that an entry may have, whatever its kind.
const ENVELOPE: [&str; 12] =
    ["kind", "id", "on", "at", "known", "by", "why", "revises", "retracts", "reverses", "share", "credits"];

impl<'e> Words<'e> {
    /// Sorts the words; words that are neither of the envelope nor of the kind, or come twice, are refused.
    pub(super) fn sort(entry: &'e Entry, kind: Option<&Kind>, refusals: &mut Vec<Refusal>) -> Words<'e> {
        let fields = vec![None; kind.map_or(0, |kind| kind.words().count())];
        let mut words = Words { envelope: Vec::new(), fields };
        let repeated = repeated(entry);
        for (at, (name, value)) in entry.iter().enumerate() {
            if refusals.len() >= REFUSALS_MAX {
                break;
            }
            if repeated.get(at) {
                let refusal =
                    Refusal::new(RefusalCode::DuplicateField, format_args!("{} is written twice", quoted(name)));
                refusals.push(refusal.with_help("keep one of the two; which one holds cannot be told").field_of(name));
            } else if let Some(word) = ENVELOPE.iter().find(|word| **word == name) {
                words.envelope.push((word, value));
            } else if let Some(kind) = kind {
                words.field(name, value, kind, refusals);
            }
        }
        words
    }

    /// A word of the envelope; one that is null is as good as absent.
    pub(super) fn get(&self, word: &str) -> Option<&'e Node> {
        self.envelope
            .iter()
            .find(|(known, _)| *known == word)
            .map(|(_, value)| *value)
            .filter(|value| **value != Node::Null)
    }

    fn field(&mut self, name: &str, value: &'e Node, kind: &Kind, refusals: &mut Vec<Refusal>) {
        let found = kind.words().find(|(_, field)| field.name() == name);
        match found.and_then(|(id, _)| self.fields.get_mut(id.index())) {
            Some(slot) => *slot = Some(value),
            None => refusals.push(unknown(name, kind)),
        }
    }
}

/// Which words of an entry came before.
fn repeated(entry: &Entry) -> Bits {
    let names: Vec<&str> = entry.iter().map(|(name, _)| name).collect();
    let name = |at: usize| names.get(at);
    let order = sort::order(names.len(), &|one, other| name(one).cmp(&name(other)));
    let mut repeated = Bits::new();
    for (one, next) in order.iter().zip(order.iter().skip(1)) {
        if name(*one) == name(*next) {
            repeated.set(*next);
        }
    }
    repeated
}

/// A word that is neither of the envelope nor a field of the kind.
pub(super) fn unknown(name: &str, kind: &Kind) -> Refusal {
    let mut known = kind.words().map(|(_, field)| field.name()).chain(ENVELOPE);
    Refusal::new(RefusalCode::UnknownField, format_args!("`{}` has no field {}", kind.name(), quoted(name)))
        .nearest(name, &mut known)
        .field_of(name)
}
