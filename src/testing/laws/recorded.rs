//! Laws of how entries are recorded, and of what is seen when.

use chrono::{DateTime, Days, Utc};

use crate::document::Node;
use crate::engine::Engine;
use crate::log::Entry;

use super::{Finding, Trial};

type Moment = Option<DateTime<Utc>>;

/// The order in which entries of one moment are recorded changes nothing: they are turned round, and shuffled.
pub fn order(trial: &Trial) -> Vec<Finding> {
    let (own, mut dice) = (trial.figures(), trial.dice());
    let mut findings = Vec::new();
    for tried in ["turned round", "shuffled", "shuffled again"] {
        let mut entries = trial.entries().to_vec();
        for same in entries.chunk_by_mut(|one, other| one.0 == other.0) {
            if tried == "turned round" {
                same.reverse();
            } else {
                dice.shuffle(same);
            }
        }
        let other = trial.answers(&trial.view(&trial.engine(&entries)));
        own.compare(&other, "order", &format!("entries of one moment are {tried}"), &mut findings);
    }
    findings
}

/// How entries are cut into batches changes nothing, nor whether somebody looks in between: a view follows its log, and
/// its explanations do so too.
pub fn batches(trial: &Trial) -> Vec<Finding> {
    let (own, mut dice) = (trial.figures(), trial.dice());
    let explained = |engine: &Engine| {
        let (view, when) = (trial.view(engine), trial.asked().last().copied());
        when.map(|when| super::Answers::explained(&view, when)).unwrap_or_default()
    };
    let why = explained(&trial.engine(trial.entries()));
    let mut findings = Vec::new();
    for looks in [false, true] {
        let mut engine = Engine::new(trial.plan().clone());
        for same in trial.entries().chunk_by(|one, other| one.0 == other.0) {
            let mut rest = same;
            while !rest.is_empty() {
                let (batch, more) = rest.split_at(dice.below(rest.len()).saturating_add(1));
                record(&mut engine, batch);
                rest = more;
                if looks {
                    let _ = trial.answers(&trial.view(&engine));
                }
            }
        }
        let tried = if looks { "batches, and a look after each" } else { "batches" };
        own.compare(&trial.answers(&trial.view(&engine)), "batches", tried, &mut findings);
        why.compare(&explained(&engine), "batches", tried, &mut findings);
    }
    findings
}

fn record(engine: &mut Engine, batch: &[(Moment, Entry)]) {
    let moment = batch.first().and_then(|(moment, _)| *moment);
    engine.record_batch(batch.iter().map(|(_, entry)| entry.clone()), moment);
}

/// What is known now is what is known at the last moment, and at the last position; and earlier positions answer what they did.
pub fn known(trial: &Trial) -> Vec<Finding> {
    let engine = trial.engine(trial.entries());
    let own = trial.answers(&trial.view(&engine));
    let mut findings = Vec::new();
    let at = trial.answers(&engine.view_at(trial.day(), engine.log().len()));
    own.compare(&at, "known", "at the last position", &mut findings);
    if let Some(last) = trial.entries().iter().filter_map(|(moment, _)| *moment).max() {
        let known = trial.answers(&engine.view_known(trial.day(), last));
        own.compare(&known, "known", "at the last moment", &mut findings);
    }
    let half = trial.entries().len().div_euclid(2);
    let then = trial.answers(&trial.view(&trial.engine(trial.entries().iter().take(half))));
    let now = trial.answers(&engine.view_at(trial.day(), half));
    then.compare(&now, "known", &format!("as of position {half}, when more is known"), &mut findings);
    findings
}

/// What holds after a day changes nothing that is said as of that day: entries after it are left out, but for those
/// that others name, and for who belongs where, where targets are cut: over those who are known to come.
pub fn foresight(trial: &Trial) -> Vec<Finding> {
    let mut findings = Vec::new();
    for back in [0, 30, 100] {
        let Some(day) = trial.day().checked_sub_days(Days::new(back)) else { continue };
        let (all, earlier) = (trial.engine(trial.entries()), trial.engine(seen_by(trial, day)));
        let times = trial.asked();
        let own = super::Answers::of(&earlier.view(day), times);
        let other = super::Answers::of(&all.view(day), times);
        own.compare(&other, "foresight", &format!("what holds after {day} is there too"), &mut findings);
    }
    findings
}

/// The entries that hold on or before a day, and those that others name.
fn seen_by(trial: &Trial, day: chrono::NaiveDate) -> Vec<&(Moment, Entry)> {
    let corrects = |entry: &Entry| ["revises", "retracts"].iter().any(|word| entry.get(word).is_some());
    let all = trial.entries();
    let cuts = trial.plan().definition().targets.values().any(|target| !target.split.is_empty());
    let foreseen = |entry: &Entry| {
        cuts && entry.get("kind").and_then(Node::as_text).is_some_and(|kind| ["unit", "membership"].contains(&kind))
    };
    let keeps = |entry: &Entry| {
        let id = entry.get("id").and_then(Node::as_text);
        let is_named =
            || all.iter().any(|(_, other)| other.iter().any(|(word, node)| word != "id" && node.as_text() == id));
        // A correction says what is so from the moment it is known, whatever its day.
        trial.day_of(entry).is_none_or(|on| on <= day)
            || corrects(entry)
            || foreseen(entry)
            || id.is_none()
            || is_named()
    };
    all.iter().filter(|(_, entry)| keeps(entry)).collect()
}

/// The log, written out and recorded anew, answers the same, now and half way; and so does its text.
pub fn replayed(trial: &Trial) -> Vec<Finding> {
    let engine = trial.engine(trial.entries());
    let mut again = Engine::new(trial.plan().clone());
    again.record_batch(engine.entries(), None);
    let mut findings = Vec::new();
    for position in [engine.log().len(), engine.log().len().div_euclid(2)] {
        let own = trial.answers(&engine.view_at(trial.day(), position));
        let other = trial.answers(&again.view_at(trial.day(), position));
        own.compare(&other, "replayed", &format!("the first {position} entries, recorded anew"), &mut findings);
    }
    let own = trial.figures();
    #[cfg(feature = "json")]
    {
        let mut read = Engine::new(trial.plan().clone());
        read.record_jsonl(engine.to_jsonl().as_bytes(), None);
        own.compare(&trial.answers(&trial.view(&read)), "replayed", "the text of the log", &mut findings);
    }
    own.compare(&trial.answers(&trial.view(&again)), "replayed", "the entries of the log", &mut findings);
    findings
}
