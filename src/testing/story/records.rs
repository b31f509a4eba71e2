//! Records: how they open, what is said of them later, and where they move.

use crate::document::Node;
use crate::log::{Entry, Kind, KindId};

use super::super::words::CLOSED;
use super::Teller;

impl Teller<'_> {
    pub(super) fn records(&mut self) {
        let kinds = std::sync::Arc::clone(self.plan.kinds());
        let of_records = kinds.iter().filter(|(_, kind)| kind.is_record());
        for (id, kind) in of_records {
            let count = self.dice.below(self.size.facts.div_euclid(2).saturating_add(1)).saturating_add(1);
            for _ in 0..count {
                let name = self.id("r");
                let entry = self.record(id, 95).id(&name);
                self.records.push((id, name));
                self.add(entry);
                for _ in 0..self.dice.below(4) {
                    self.later(id, kind);
                }
            }
        }
    }

    /// Something more is said of a record: often of the last one.
    fn later(&mut self, id: KindId, kind: &Kind) {
        let last = self.records.last().map(|(_, name)| name.clone()).unwrap_or_default();
        let of = match self.dice.below(40) {
            0 => self
                .dice
                .pick(&self.entries)
                .and_then(|entry| entry.get("id")?.as_text().map(str::to_owned))
                .unwrap_or(last),
            1 => "not there".to_owned(),
            2..=8 => self.dice.pick(&self.records).map(|(_, name)| name.clone()).unwrap_or(last),
            _ => last,
        };
        let entry = match self.stage(kind) {
            Some(stage) if self.dice.chance(65) => Entry::new("move").on(self.day()).set("to", stage),
            _ => self.record(id, 25),
        };
        let name = self.id("c");
        let entry = self.at_an_instant(entry.set("of", of).id(&name));
        self.add(entry);
    }

    /// What an entry of a record says, without its id: each field so many times out of a hundred.
    pub(super) fn record(&mut self, id: KindId, share: usize) -> Entry {
        let kinds = std::sync::Arc::clone(self.plan.kinds());
        let Some((_, kind)) = kinds.iter().find(|(known, _)| *known == id) else { return Entry::new("") };
        let mut entry = Entry::new(kind.name()).on(self.day());
        let definition = self.plan.definition().records.get(kind.name());
        for (_, field) in kind.fields() {
            if !definition.is_some_and(|known| known.fields.contains_key(field.name())) || !self.dice.chance(share) {
                continue;
            }
            let value = if self.dice.chance(5) { Node::Null } else { self.written(field.ty()) };
            entry = entry.set(field.name(), value);
        }
        match self.stage(kind) {
            Some(stage) if self.dice.chance(15) => entry.set("stage", stage),
            _ => entry,
        }
    }

    /// A stage of the kind; seldom one that another kind may have.
    pub(super) fn stage(&mut self, kind: &Kind) -> Option<String> {
        let stages: Vec<String> = kind.stages()?.iter().map(|(_, stage)| stage.id().to_string()).collect();
        if self.dice.chance(3) {
            return self.dice.pick(CLOSED).map(|(stage, _)| (*stage).to_owned());
        }
        self.dice.pick(&stages).cloned()
    }

    /// The same with an instant on its day, sometimes.
    fn at_an_instant(&mut self, entry: Entry) -> Entry {
        if !self.dice.chance(15) {
            return entry;
        }
        let mut instant = Entry::new(entry.get("kind").and_then(Node::as_text).unwrap_or_default());
        for (word, value) in entry.iter().filter(|(word, _)| *word != "kind" && *word != "on") {
            instant = instant.set(word, value.clone());
        }
        let time = self.dice.word(&["T00:00:00Z", "T09:30:00+02:00", "T17:30:00-08:00", "T23:59:59Z"]);
        let at = format!("{}{time}", self.day());
        instant.set("at", at)
    }
}
