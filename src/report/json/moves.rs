//! Moves from stage to stage: what is said of one, and which should not have been.

use crate::engine::{Conformance, Deviation, MoveVerdict};
use crate::id::Key;
use crate::pipeline::Reason;
use crate::trace::Language;

use super::super::reason::{move_cure, move_reason};
use super::writer::Writer;

pub(super) fn verdict(json: &mut Writer, verdict: &MoveVerdict, language: Language) {
    json.text("record", verdict.record.as_str());
    // `from` is where the whole answer comes from.
    json.text_if_some("stage", verdict.from.as_ref().map(Key::as_str));
    json.text_if_some("to", verdict.to.as_ref().map(Key::as_str));
    json.yes_no("allowed", verdict.is_allowed());
    json.yes_no("overridden", verdict.is_overridden);
    json.objects("reasons", &verdict.reasons, |json, of| reason(json, of, language));
    if !verdict.approved.is_empty() {
        json.objects("approved", &verdict.approved, |json, approved| {
            json.text("as", &approved.role);
            json.text("by", approved.by.as_str());
            json.text_if_some("for", approved.acts_for.as_ref().map(Key::as_str));
        });
    }
    if !verdict.effects.is_empty() {
        json.value("do", &verdict.effects);
    }
    json.texts("open", &mut verdict.open.iter().map(Key::as_str));
    json.objects("tasks", &verdict.tasks, |json, (task, done)| {
        json.text("task", task);
        json.yes_no("done", *done);
    });
}

fn reason(json: &mut Writer, reason: &Reason, language: Language) {
    json.text("code", reason.code());
    json.text("text", &move_reason(reason, language));
    json.text("cure", &move_cure(reason, language));
}

pub(super) fn conformance(json: &mut Writer, conformance: &Conformance, language: Language) {
    json.count("moves", conformance.moves);
    json.count("conforming", conformance.conforming());
    json.objects("deviations", &conformance.deviations, |json, of| deviation(json, of, language));
    let reasons: Vec<(&str, usize)> = conformance.by_reason().into_iter().collect();
    json.objects("by_reason", &reasons, |json, (code, count)| {
        json.text("code", code);
        json.count("count", *count);
    });
    let people: Vec<(Option<Key>, usize)> = conformance.by_person().into_iter().collect();
    json.objects("by_person", &people, |json, (by, count)| {
        match by {
            Some(by) => json.text("by", by.as_str()),
            None => json.null("by"),
        }
        json.count("count", *count);
    });
}

fn deviation(json: &mut Writer, deviation: &Deviation, language: Language) {
    json.text("record", deviation.record.as_str());
    json.text_if_some("owner", deviation.owner.as_ref().map(Key::as_str));
    json.text("entry", deviation.entry.as_str());
    json.text_if_some("from", deviation.from.as_ref().map(Key::as_str));
    json.text("to", deviation.to.as_str());
    json.shown("on", &deviation.on);
    json.text_if_some("by", deviation.by.as_ref().map(Key::as_str));
    json.objects("reasons", &deviation.reasons, |json, of| reason(json, of, language));
    json.text_if_some("overridden", deviation.overridden.as_deref());
    json.shown("days", &deviation.days);
}
