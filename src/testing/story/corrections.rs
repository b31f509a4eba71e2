//! Corrections, and corrections of corrections.

use crate::document::Node;
use crate::log::Entry;

use super::Teller;

/// What only belongs to the entry itself.
const OWN: &[&str] = &["id", "revises", "retracts", "reverses", "share"];

impl Teller<'_> {
    pub(super) fn corrections(&mut self) {
        let count = self.dice.below(self.size.corrections.saturating_add(1));
        for _ in 0..count {
            // Often one of the last, so that corrections meet corrections.
            let last = self.entries.len();
            let back = if self.dice.chance(40) { self.dice.below(3.min(last)) } else { self.dice.below(last) };
            let Some(of) = last.checked_sub(back.saturating_add(1)).and_then(|at| self.entries.get(at)).cloned() else {
                return;
            };
            let correction = self.correction(&of);
            let id = self.id("x");
            self.add(correction.id(&id));
        }
    }

    fn correction(&mut self, of: &Entry) -> Entry {
        let kind = of.get("kind").and_then(Node::as_text).unwrap_or_default().to_owned();
        let id = of.get("id").and_then(Node::as_text).unwrap_or_default().to_owned();
        let is_fact = self.plan.kinds().find(&kind).is_some_and(|(_, kind)| !kind.is_record());
        let empty = ["retracts", "reverses"].iter().any(|word| of.get(word).is_some());
        match self.dice.below(4) {
            0 => Entry::new(&kind).retracts(&id).on(self.day()),
            1 | 2 if is_fact => {
                let share = self.dice.word(&["", "", "25%", "1/3", "50%", "100%"]);
                Entry::new(&kind).reverses(&id, Some(share).filter(|share| !share.is_empty())).on(self.day())
            }
            // There is nothing in it to be put right.
            _ if empty => Entry::new(&kind).retracts(&id).on(self.day()),
            _ => self.revision(of, &kind, is_fact).revises(&id),
        }
    }

    /// The same entry with something else in it.
    fn revision(&mut self, of: &Entry, kind: &str, is_fact: bool) -> Entry {
        if let Some((id, kind)) = self.plan.kinds().find(kind).filter(|_| self.dice.chance(30)) {
            return match of.get("of") {
                _ if !kind.is_record() => self.fact(id),
                Some(record) => self.record(id, 40).set("of", record.clone()),
                None => self.record(id, 90),
            };
        }
        let mut revision = Entry::new(kind);
        for (word, value) in of.iter().filter(|(word, _)| *word != "kind" && !OWN.contains(word)) {
            revision = revision.set(word, value.clone());
        }
        // What has an instant keeps it: a day beside it would have to be its own.
        if revision.get("at").is_none() && self.dice.chance(50) {
            revision = revision.on(self.day());
        }
        let amount = revision.get("amount").is_some();
        let adjusts = ["set", "add"].into_iter().find(|word| revision.get(word).is_some());
        match kind {
            _ if amount => revision.set("amount", Node::from(self.dice.between(1, 3000))),
            "adjust" if adjusts.is_some() => {
                revision.set(adjusts.unwrap_or_default(), Node::from(self.dice.between(1, 3000)))
            }
            "membership" => {
                let unit = self.dice.pick(&self.units).cloned().unwrap_or_default();
                revision.set("unit", unit)
            }
            "move" => {
                let stages = self.plan.definition().pipelines.values().flat_map(|pipeline| &pipeline.stages);
                let stages: Vec<String> = stages.map(|stage| stage.id.clone()).collect();
                let stage = self.dice.pick(&stages).cloned();
                stage.map_or(revision.clone(), |stage| revision.set("to", stage))
            }
            _ if is_fact => revision.why("as it was"),
            _ => revision,
        }
    }
}
