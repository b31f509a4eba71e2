//! Facts, and the values of their fields.

use crate::document::Node;
use crate::log::{Entry, FieldType, Kind, KindId};

use super::super::words::{PEOPLE, TEXTS, UNITS};
use super::Teller;

impl Teller<'_> {
    pub(super) fn facts(&mut self) {
        let facts = self.plan.kinds().iter().filter(|(_, kind)| !kind.is_record());
        let kinds: Vec<KindId> = facts.map(|(id, _)| id).collect();
        let most = self.size.facts;
        let count = most.saturating_sub(self.dice.below(most.saturating_add(1)).div_euclid(2));
        for _ in 0..count {
            let Some(kind) = self.dice.pick(&kinds).copied() else { return };
            let id = self.id("f");
            let entry = self.fact(kind).id(&id);
            self.add(entry);
        }
    }

    /// A fact without an id.
    pub(super) fn fact(&mut self, kind: KindId) -> Entry {
        let kinds = std::sync::Arc::clone(self.plan.kinds());
        let Some((_, kind)) = kinds.iter().find(|(id, _)| *id == kind) else { return Entry::new("") };
        // What targets are cut by was before.
        let before = self.cuts_targets() && self.dice.chance(30);
        let on = if before { super::day(self.dice.between(-366, -1)) } else { self.day() };
        let mut entry = Entry::new(kind.name()).on(on);
        for (id, field) in kind.fields() {
            // The envelope has the day already, and most facts are of somebody.
            let most = matches!(field.ty(), FieldType::Person | FieldType::Money | FieldType::Reference(_));
            if kind.on() != Some(id) && self.dice.chance(if most { 94 } else { 85 }) {
                let value = self.written(field.ty());
                entry = entry.set(field.name(), value);
            }
        }
        if self.dice.chance(25) { self.credited(entry) } else { entry }
    }

    /// An entry with credits, and what is credited on top.
    fn credited(&mut self, entry: Entry) -> Entry {
        let mut people = self.people.clone();
        self.dice.shuffle(&mut people);
        let shares: &[&str] = match self.dice.below(5) {
            0 => &["60%", "40%"],
            1 => &["1/3", "1/3", "1/3"],
            2 => &["12.5%", "87.5%"],
            3 => &[],
            _ => &["100%"],
        };
        let mut credited = entry;
        if people.len() >= shares.len() {
            for (who, share) in people.iter().zip(shares) {
                credited = credited.credit(who, share);
            }
        }
        if self.dice.chance(40) {
            let share = self.dice.word(&["100%", "25%", "1/7"]);
            if let Some(who) = people.first() {
                credited = credited.overlay(who, share);
            }
        }
        credited
    }

    /// A value for a field of an entry: money may be in another currency, where the plan knows what becomes of that.
    pub(super) fn written(&mut self, ty: FieldType) -> Node {
        let value = self.value(ty);
        let foreign = ty == FieldType::Money && self.plan.definition().exchange.is_some() && self.dice.chance(30);
        match value.as_text().filter(|_| foreign).map(str::to_owned) {
            Some(amount) => Node::from(format!("{amount} {}", self.dice.word(&["USD", "USD", "CHF"]))),
            None => value,
        }
    }

    /// What other currencies are worth, from which day on: in either direction, sometimes not for good.
    pub(super) fn rates(&mut self) {
        if self.plan.definition().exchange.is_none() {
            return;
        }
        for currency in ["USD", "USD", "CHF"] {
            for at in 0..self.dice.below(3) {
                let on = if at == 0 && self.dice.chance(60) { super::day(-60) } else { self.day() };
                let pairs = [(currency, "EUR"), (currency, "EUR"), ("EUR", currency), ("USD", "CHF")];
                let (from, to) = self.dice.pick(&pairs).copied().unwrap_or((currency, "EUR"));
                let (from, to) = if from == to { (from, "EUR") } else { (from, to) };
                let value = self.dice.word(&["0.9", "1.1", "0.85", "2", "1.0837"]);
                let mut entry = Entry::new("rate").id(&self.id("e")).on(on).set("from", from).set("to", to);
                entry = entry.set("value", value);
                if self.dice.chance(10) {
                    entry = entry.set("until", self.day());
                }
                self.add(entry);
            }
        }
    }

    /// A value for a field of a type.
    pub(super) fn value(&mut self, ty: FieldType) -> Node {
        match ty {
            FieldType::Number => Node::from(self.dice.word(&["0", "1", "2", "7", "-3", "2.5", "12.125", "100"])),
            FieldType::Ratio => Node::from(self.dice.word(&["0%", "5%", "12.5%", "50%", "100%", "-10%", "0.333"])),
            FieldType::Money => match self.dice.below(3) {
                0 => Node::from(self.dice.word(&["0", "100", "500", "1000", "2500", "-250.50", "0.01"])),
                _ => Node::from(format!("{}.{:02}", self.dice.between(-200, 4000), self.dice.between(0, 99))),
            },
            FieldType::Duration => {
                let words = ["3 days", "0 days", "36 hours", "20 minutes", "2 weeks", "2.5", "10 days", "-1 day"];
                Node::from(self.dice.word(&words))
            }
            FieldType::Date => Node::from(self.day()),
            FieldType::Instant => {
                let time = self.dice.word(&["T00:00:00Z", "T12:00:00+02:00", "T23:59:59Z", "T17:30:00-08:00"]);
                Node::from(format!("{}{time}", self.day()))
            }
            FieldType::YesNo => Node::from(self.dice.chance(50)),
            FieldType::Person if self.dice.chance(8) => Node::from(self.dice.word(PEOPLE)),
            FieldType::Person => Node::from(self.dice.pick(&self.people).copied().unwrap_or_default()),
            FieldType::Unit if self.dice.chance(10) => Node::from(self.dice.word(UNITS)),
            FieldType::Unit => Node::from(self.dice.pick(&self.units).cloned().unwrap_or_default()),
            FieldType::Reference(kind) => self.reference(kind),
            _ => Node::from(self.dice.word(TEXTS)),
        }
    }

    /// The id of an entry of a kind; sometimes of one that does not come, or is of another kind.
    fn reference(&mut self, kind: KindId) -> Node {
        let kinds = std::sync::Arc::clone(self.plan.kinds());
        if kinds[kind].is_record() {
            return self.named_record(kind);
        }
        let name = kinds.iter().find(|(id, _)| *id == kind).map(|(_, kind)| Kind::name(kind)).unwrap_or_default();
        let fits = |entry: &&Entry| entry.get("kind").and_then(Node::as_text) == Some(name);
        let ids = self.entries.iter().filter(fits).filter_map(|entry| entry.get("id").and_then(Node::as_text));
        let ids: Vec<String> = ids.map(str::to_owned).collect();
        if self.dice.chance(5) {
            return Node::from(self.dice.word(&["f0", "f1", "not there"]));
        }
        Node::from(self.dice.pick(&ids).cloned().unwrap_or_else(|| "not yet".to_owned()))
    }

    /// The id of a record of a kind; seldom of one that is not there, or of an entry that only says more of one.
    fn named_record(&mut self, kind: KindId) -> Node {
        let ids: Vec<String> =
            self.records.iter().filter(|(of, _)| *of == kind).map(|(_, name)| name.clone()).collect();
        if self.dice.chance(6) {
            return Node::from(self.dice.word(&["r0", "c12", "not there"]));
        }
        Node::from(self.dice.pick(&ids).cloned().unwrap_or_else(|| "not yet".to_owned()))
    }
}
