//! Grades, what was changed of them, and what is disputed.

use crate::engine::{CalibrationEvent, CalibrationState, DisputeCase, DisputedLine};
use crate::grade::{Calibrated, ForcedGroup, GradeCount, GradeFinding, Graded, Grades, NextGrade, Tie};
use crate::quantity::{Fraction, Outcome, Unit, Value};
use crate::score::{Card, Helped};

use super::writer::Writer;

pub(super) fn grades(json: &mut Writer, card: &Card, grades: &Grades) {
    json.text("scorecard", card.name.as_str());
    json.labels(&card.labels);
    json.objects("people", &grades.people, graded);
    json.objects_if_any("groups", &grades.groups, group);
    json.objects_if_any("findings", &grades.findings, finding);
}

fn graded(json: &mut Writer, one: &Graded) {
    json.text("who", one.who.as_str());
    json.amount("score", &one.score.clone().map(Fraction::from), Unit::Number);
    json.figure("by_bands", &one.by_bands);
    if let Some(rank) = &one.rank {
        json.amount("rank", rank, Unit::Number);
    }
    of_group(json, "group", one.group.as_ref());
    if let Some(by_quotas) = &one.by_quotas {
        json.figure("by_quotas", by_quotas);
    }
    if let Some(change) = &one.calibrated {
        json.object("calibrated", |json| calibrated(json, change));
    }
    json.figure("grade", &one.grade());
}

fn of_group(json: &mut Writer, name: &str, group: Option<&Value>) {
    if let Some(group) = group {
        json.figure(name, &Ok(group.clone()));
    }
}

fn calibrated(json: &mut Writer, change: &Calibrated) {
    json.text("entry", change.entry.as_str());
    json.figure("to", &Ok(change.to.clone()));
    json.text_if_some("by", change.by.as_ref().map(crate::id::Key::as_str));
    json.text_if_some("why", change.why.as_deref());
    json.shown("on", &change.on);
    json.text_if_some("approved_by", change.approved_by.as_ref().map(crate::id::Key::as_str));
}

fn group(json: &mut Writer, group: &ForcedGroup) {
    of_group(json, "of", group.of.as_ref());
    if !group.merged.is_empty() {
        let merged: Vec<Outcome> = group.merged.iter().cloned().map(Ok).collect();
        json.objects("merged", &merged, Writer::figure_inside);
    }
    json.count("with_score", count(group.with_score));
    json.count("without_score", count(group.without_score));
    json.yes_no("forced", group.is_forced);
    json.objects_if_any("grades", &group.grades, grade_count);
    json.objects_if_any("ties", &group.ties, tie);
}

fn grade_count(json: &mut Writer, one: &GradeCount) {
    json.figure("grade", &Ok(one.grade.clone()));
    json.amount("share", &Ok(one.share), Unit::Ratio);
    json.count("places", count(one.places));
    json.count("given", count(one.given));
}

fn tie(json: &mut Writer, tie: &Tie) {
    json.texts("who", &mut tie.who.iter().map(crate::id::Key::as_str));
    let grades: Vec<Outcome> = tie.grades.iter().cloned().map(Ok).collect();
    json.objects("grades", &grades, Writer::figure_inside);
}

fn finding(json: &mut Writer, finding: &GradeFinding) {
    of_group(json, "group", finding.group.as_ref());
    json.figure("grade", &Ok(finding.grade.clone()));
    json.count("given", count(finding.given));
    json.count("now", count(finding.now));
}

fn count(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

pub(super) fn next(json: &mut Writer, next: Option<&NextGrade>) {
    match next {
        Some(next) => json.object("next", |json| {
            json.figure("grade", &Ok(next.grade.clone()));
            json.amount("score", &Ok(next.score.into()), Unit::Number);
        }),
        None => json.null("next"),
    }
}

pub(super) fn calibration(json: &mut Writer, event: &CalibrationEvent) {
    let said = &event.said;
    json.text("entry", said.id.as_str());
    json.shown("on", &said.on);
    json.text("who", said.who.as_str());
    json.text("period", &said.period);
    json.figure("computed", &event.computed);
    json.text("to", &said.to);
    json.text_if_some("by", said.by.as_ref().map(crate::id::Key::as_str));
    json.text_if_some("why", said.why.as_deref());
    json.text("state", event.state.code());
    if let CalibrationState::Replaced(by) = &event.state {
        json.text("replaced_by", by.as_str());
    }
    json.text_if_some("approved_by", event.approved_by.as_ref().map(crate::id::Key::as_str));
    json.objects_if_any("corrections", &event.corrections, |json, correction| {
        json.text("entry", correction.id.as_str());
        json.text("corrects", correction.corrects.word());
        json.yes_no("holds", correction.holds);
        json.text_if_some("by", correction.by.as_ref().map(crate::id::Key::as_str));
    });
}

pub(super) fn dispute(json: &mut Writer, case: &DisputeCase) {
    let said = &case.said;
    json.text("entry", said.id.as_str());
    json.shown("on", &said.on);
    json.text("of", &said.of);
    json.text("who", said.who.as_str());
    json.text("period", &said.period);
    json.text_if_some("by", said.by.as_ref().map(crate::id::Key::as_str));
    json.text_if_some("why", said.why.as_deref());
    json.text("state", case.state.code());
    if let Some(answer) = case.state.answer() {
        json.object("answer", |json| {
            json.text("by", answer.by.as_str());
            json.shown("on", &answer.on);
            json.text_if_some("why", answer.why.as_deref());
            json.text_if_some("with", answer.with.as_ref().map(crate::id::Key::as_str));
        });
    }
    json.text("line", case.line.code());
    let (then, now) = match &case.line {
        DisputedLine::Same(now) => (None, Some(now)),
        DisputedLine::Changed { then, now } => (Some(then), Some(now)),
        DisputedLine::Gone(then) => (Some(then), None),
        DisputedLine::Never => (None, None),
    };
    json.figure_if_some("then", then);
    json.figure_if_some("now", now);
    if let Some(is_corrected) = case.is_corrected {
        json.yes_no("corrected", is_corrected);
    }
}

pub(super) fn helped(json: &mut Writer, helped: Option<&Helped>) {
    let Some(helped) = helped else { return json.null("worked_on") };
    json.texts("worked_on", &mut helped.path.iter().map(String::as_str));
    for (name, points) in
        [("behind", &helped.behind), ("then", &helped.then), ("now", &helped.now), ("change", &helped.change)]
    {
        json.amount(name, points, Unit::Number);
    }
    json.amount("rank", &helped.rank, Unit::Number);
    json.count("among", helped.among);
}
