//! Targets: who set what and why, commitments beside them, what did not come out as entries say.

use crate::calendar::FiscalCalendar;
use crate::engine::{Commitment, Reconciled, Reconciliation, TargetEvent};
use crate::id::Key;
use crate::log::{Carried, CorrectionEntry, moment_text};
use crate::quantity::Unit;
use crate::target::{Deed, Finding, Share, smart};
use crate::trace::{Language, smart_finding};

use super::super::target as text;
use super::trace::conversion;
use super::writer::Writer;

pub(super) fn event(json: &mut Writer, event: &TargetEvent, unit: Unit) {
    json.text("id", event.id.as_str());
    json.text("kind", event.kind.word());
    json.shown("on", &event.on);
    json.shown("since", &event.since);
    if let Some(known) = &event.known {
        json.text("known", &moment_text(*known));
    }
    json.text_if_some("by", event.by.as_ref().map(Key::as_str));
    json.text_if_some("why", event.why.as_deref());
    json.text_if_some("whose", event.whose.as_ref().map(Key::as_str));
    json.text("period", &event.period);
    match &event.deed {
        Some(Deed::Set(amount)) => json.amount("set", &Ok(*amount), unit),
        Some(Deed::Add(amount)) => json.amount("add", &Ok(*amount), unit),
        Some(Deed::Times(times)) => json.amount("times", &Ok(*times), Unit::Number),
        Some(Deed::Carry { only, .. }) => {
            json.text_if_some("carry", event.carried_from.as_deref());
            json.text_if_some("only", only.map(Carried::word));
        }
        Some(Deed::Undefined { adds, why }) => json.amount(if *adds { "add" } else { "set" }, &Err(why.clone()), unit),
        Some(Deed::Clear) => json.yes_no("clear", true),
        None => {}
    }
    json.objects_if_any("conversions", event.conversion.as_slice(), conversion);
    json.figure("before", &event.before);
    json.figure("after", &event.after);
    json.yes_no("counted", event.counted);
    json.objects_if_any("findings", &event.findings, |json, found| finding(json, found, Language::English));
    json.objects_if_any("corrections", &event.corrections, correction);
}

fn correction(json: &mut Writer, correction: &CorrectionEntry) {
    json.text("id", correction.id.as_str());
    json.text("does", correction.corrects.word());
    json.text("of", correction.of.as_str());
    if let Some(on) = &correction.on {
        json.shown("on", on);
    }
    if let Some(known) = &correction.known {
        json.text("known", &moment_text(*known));
    }
    json.text_if_some("by", correction.by.as_ref().map(Key::as_str));
    json.text_if_some("why", correction.why.as_deref());
    json.yes_no("holds", correction.holds);
}

pub(super) fn part(json: &mut Writer, share: &Share, calendar: &FiscalCalendar, unit: Unit) {
    json.text("id", share.id.as_str());
    json.text("who", share.who.as_str());
    json.text("period", &calendar.label(share.period));
    json.amount("amount", &Ok(share.amount), unit);
    json.amount("uplift", &Ok(share.uplift), Unit::Number);
    json.text_if_some("part_of", share.part_of.as_ref().map(Key::as_str));
}

pub(super) fn commitment(json: &mut Writer, commitment: &Commitment) {
    json.figure("counts", &commitment.counts);
    json.figure("own", &commitment.own);
    json.figure("members", &commitment.members);
    json.count("missing", commitment.missing);
}

pub(super) fn reconciliation(json: &mut Writer, all: &Reconciliation) {
    json.text("reconciliation", all.of.as_str());
    json.labels(&all.labels);
    json.text("when", &all.when);
    json.objects("rows", &all.rows, row);
}

fn row(json: &mut Writer, row: &Reconciled) {
    json.text("who", row.who.as_str());
    json.text("is", if row.is_unit { "unit" } else { "person" });
    json.count("depth", row.depth);
    json.figure("target", &row.target);
    json.object("committed", |json| commitment(json, &row.commitment));
    json.figure("gap", &row.gap);
    json.figure("difference", &row.difference);
    json.yes_no("differs", row.differs());
}

pub(super) fn finding(json: &mut Writer, found: &Finding, language: Language) {
    json.text("id", found.id.as_str());
    json.text("who", found.who.key().as_str());
    json.text("when", &found.when);
    json.text("code", found.what.code());
    json.text("text", &text::finding(found, language));
    json.text("help", text::finding_help(&found.what, language));
}

pub(super) fn objection(json: &mut Writer, found: &smart::Finding, language: Language) {
    json.text("letter", found.letter().word());
    json.text("code", found.reason.code());
    json.text("text", &smart_finding(found, language));
}
