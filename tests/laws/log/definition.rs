//! What stands, written down as it is defined: slowly, one question after the other, over the entries as written.

use std::collections::BTreeSet;

use attain::log::Entry;
use attain::quantity::{Fraction, Precision};

/// Each fact: the id of the entry that it is, the id of the entry whose fields hold, its factor.
pub(crate) fn standing(entries: &[Entry]) -> Vec<(String, String, Fraction)> {
    let log = Log { entries };
    let mut facts: Vec<&Entry> = entries.iter().filter(|entry| log.could_be_fact(entry)).collect();
    // A fact falls with what it refers to, until nothing falls any more.
    loop {
        let ids: BTreeSet<String> = facts.iter().map(|entry| id(entry)).collect();
        let standing: Vec<&Entry> = facts.iter().copied().filter(|entry| log.refers_into(entry, &ids)).collect();
        if standing.len() == facts.len() {
            break;
        }
        facts = standing;
    }
    let mut all: Vec<_> =
        facts.iter().map(|entry| (id(entry), id(log.content(log.root(entry))), factor(entry))).collect();
    all.sort();
    all
}

/// A word of an entry, as text.
pub(crate) fn text(entry: &Entry, word: &str) -> Option<String> {
    entry.get(word).and_then(|node| node.as_text()).map(str::to_owned)
}

fn id(entry: &Entry) -> String {
    text(entry, "id").unwrap()
}

fn factor(entry: &Entry) -> Fraction {
    if entry.get("reverses").is_some() { share(entry).negate() } else { Fraction::ONE }
}

fn share(entry: &Entry) -> Fraction {
    let percent = text(entry, "share").unwrap_or("100%".to_owned());
    Fraction::new(percent.trim_end_matches('%').parse().unwrap(), 100).unwrap()
}

/// The id that a correction names.
fn named(entry: &Entry) -> Option<String> {
    ["revises", "retracts", "reverses"].iter().find_map(|word| text(entry, word))
}

struct Log<'e> {
    entries: &'e [Entry],
}

impl<'e> Log<'e> {
    fn find(&self, name: &str) -> Option<&'e Entry> {
        self.entries.iter().find(|entry| id(entry) == name)
    }

    /// The entry that a correction names, if it may be corrected so.
    fn target(&self, entry: &Entry) -> Option<&'e Entry> {
        let target = self.find(&named(entry)?)?;
        let plain = target.get("retracts").is_none() && target.get("reverses").is_none();
        let fits = target.get("kind") == entry.get("kind") && (plain || entry.get("retracts").is_some());
        fits.then_some(target)
    }

    /// Whether it leads to a plain entry, in as many steps as there are entries at most.
    fn grounded(&self, entry: &'e Entry) -> bool {
        let mut at = entry;
        for _ in self.entries {
            match (named(at), self.target(at)) {
                (None, _) => return true,
                (_, None) => return false,
                (_, Some(target)) => at = target,
            }
        }
        false
    }

    fn retracted(&self, entry: &'e Entry) -> bool {
        let names = |other: &&Entry| text(other, "retracts") == Some(id(entry));
        self.entries.iter().filter(names).any(|other| self.grounded(other) && !self.retracted(other))
    }

    /// Whether neither it nor anything that it corrects was retracted.
    fn alive(&self, entry: &'e Entry) -> bool {
        self.grounded(entry)
            && !self.retracted(entry)
            && (named(entry).is_none() || self.alive(self.target(entry).unwrap()))
    }

    fn root(&self, entry: &'e Entry) -> &'e Entry {
        match self.target(entry) {
            Some(target) => self.root(target),
            None => entry,
        }
    }

    /// All moments are one here, so the greatest id holds.
    fn content(&self, entry: &'e Entry) -> &'e Entry {
        let revises = |other: &&Entry| text(other, "revises") == Some(id(entry)) && self.alive(other);
        match self.entries.iter().filter(revises).max_by_key(|other| id(other)) {
            Some(revision) => self.content(revision),
            None => entry,
        }
    }

    fn could_be_fact(&self, entry: &'e Entry) -> bool {
        let kind = text(entry, "kind").unwrap();
        let role = entry.get("revises").is_none() && entry.get("retracts").is_none();
        role && ["order", "payment"].contains(&kind.as_str()) && self.alive(entry) && !self.beyond(entry)
    }

    fn beyond(&self, entry: &'e Entry) -> bool {
        let same = |other: &&Entry| other.get("reverses").is_some() && self.alive(other);
        let mut reversals: Vec<&Entry> = self.entries.iter().filter(same).collect();
        reversals.retain(|other| id(self.root(other)) == id(self.root(entry)));
        reversals.sort_by_key(|other| (text(other, "on"), id(other)));
        let mut undone = Fraction::ZERO;
        for other in reversals {
            let passed = undone.plus(share(other), Precision::default()).unwrap();
            let fits = passed <= Fraction::ONE;
            if id(other) == id(entry) {
                return !fits;
            }
            undone = if fits { passed } else { undone };
        }
        false
    }

    /// Whether all that the entry refers to is part of a fact among those of these ids.
    fn refers_into(&self, entry: &'e Entry, facts: &BTreeSet<String>) -> bool {
        let root = self.root(entry);
        let content = self.content(root);
        let fields = [("order", "order"), ("parent", "order")];
        let all = fields.iter().all(|(field, kind)| match text(content, field) {
            None => true,
            Some(named) => self.part_of(&named, kind).is_some_and(|fact| facts.contains(&fact)),
        });
        all && (entry.get("reverses").is_none() || facts.contains(&id(root)))
    }

    fn part_of(&self, named: &str, kind: &str) -> Option<String> {
        let entry = self.find(named)?;
        let right = text(entry, "kind").as_deref() == Some(kind);
        if !right || !self.alive(entry) || entry.get("retracts").is_some() {
            return None;
        }
        Some(if entry.get("revises").is_some() { id(self.root(entry)) } else { id(entry) })
    }
}
