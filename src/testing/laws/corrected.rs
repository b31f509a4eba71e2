//! Laws of corrections.

use crate::document::Node;
use crate::log::Entry;

use super::summed::{added, sums};
use super::{Finding, Trial};

/// How many entries are tried, one by one.
const TRIED: usize = 12;

/// An entry that is retracted, and the retraction retracted, leaves all as it was; and so does a revision that is retracted.
pub fn restored(trial: &Trial) -> Vec<Finding> {
    let own = trial.figures();
    let mut findings = Vec::new();
    for entry in some(trial, |_| true) {
        let (Some(kind), Some(id)) = (text(&entry, "kind"), text(&entry, "id")) else { continue };
        let mut engine = trial.engine(trial.entries());
        let (first, second) = (trial.new_id(1), trial.new_id(2));
        engine.record(Entry::new(&kind).id(&first).on(trial.day()).retracts(&id));
        engine.record(Entry::new(&kind).id(&second).on(trial.day()).retracts(&first));
        let other = trial.answers(&trial.view(&engine));
        own.compare(&other, "restored", &format!("`{id}` is retracted, and that too"), &mut findings);
    }
    findings
}

/// A fact that is reversed in full on its own day adds as much to sums as one that was retracted: nothing.
pub fn reversed(trial: &Trial) -> Vec<Finding> {
    let mut findings = Vec::new();
    let sums = sums(trial.plan());
    let corrects = |entry: &Entry| ["revises", "retracts", "reverses"].iter().any(|word| entry.get(word).is_some());
    let names = |entry: &Entry, id: &str| entry.iter().any(|(word, node)| word != "id" && node.as_text() == Some(id));
    let plain = |entry: &Entry| {
        let is_fact = text(entry, "kind").is_some_and(|kind| trial.plan().definition().facts.contains_key(&kind));
        let id = text(entry, "id").unwrap_or_default();
        is_fact && !corrects(entry) && !trial.entries().iter().any(|(_, other)| names(other, &id))
    };
    for entry in some(trial, plain) {
        let (Some(kind), Some(id)) = (text(&entry, "kind"), text(&entry, "id")) else { continue };
        let Some(day) = trial.day_of(&entry) else { continue };
        let with = |correction: Entry| {
            let mut engine = trial.engine(trial.entries());
            engine.record(correction);
            added(trial, &trial.view(&engine), &sums)
        };
        let new = || Entry::new(&kind).id(&trial.new_id(1)).on(day);
        let (gone, undone) = (with(new().retracts(&id)), with(new().reverses(&id, None)));
        for (what, own) in &gone {
            // A field that is missing is missing in what undoes it too.
            if undone.get(what).is_some_and(|undone| undone != own && !undone.starts_with("undefined")) {
                let told = undone.get(what).cloned().unwrap_or_default();
                let found = format!("{what} is {told}, and was {own}");
                findings.push(Finding { law: "reversed", tried: format!("`{id}` is reversed in full"), found });
            }
        }
    }
    findings
}

/// Some of the entries.
fn some(trial: &Trial, fits: impl Fn(&Entry) -> bool) -> Vec<Entry> {
    let mut entries: Vec<Entry> = trial.entries().iter().map(|(_, entry)| entry.clone()).filter(fits).collect();
    trial.dice().shuffle(&mut entries);
    entries.truncate(TRIED);
    entries
}

fn text(entry: &Entry, word: &str) -> Option<String> {
    entry.get(word).and_then(Node::as_text).map(str::to_owned)
}
