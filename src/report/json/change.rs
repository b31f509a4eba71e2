//! Why a figure changed.

use crate::change::{
    Belonging, Change, Effect, EntryChange, Listed, Part, PersonChange, PlaceChange, Side, TargetChange,
};
use crate::document::Node;
use crate::id::Key;
use crate::quantity::{Unit, Value};

use super::writer::Writer;

pub(super) fn change(json: &mut Writer, change: &Change) {
    json.text("figure", &change.figure);
    json.labels(&change.labels);
    json.text("who", &change.who);
    json.object("before", |json| side(json, &change.before));
    json.object("after", |json| side(json, &change.after));
    json.figure("difference", &change.difference);
    json.objects("parts", &change.parts, part);
    if change.rounded {
        // Its figures were rounded so that they add up.
        json.yes_no("rounded", true);
    }
}

fn side(json: &mut Writer, side: &Side) {
    json.text("when", &side.when);
    json.shown("as_of", &side.as_of);
    json.figure_inside(&side.outcome);
    json.object("from", |json| super::results::provenance(json, &side.from));
}

fn part(json: &mut Writer, part: &Part) {
    let causes: Vec<&str> = part.causes.iter().map(|cause| cause.word()).collect();
    json.text("cause", &causes.join(" and "));
    for (name, known) in [("before", &part.before), ("after", &part.after), ("difference", &part.difference)] {
        value(json, name, known);
    }
    listed(json, ("entries", "entries_count"), &part.entries, entry);
    listed(json, ("targets", "targets_count"), &part.targets, target);
    listed(json, ("places", "places_count"), &part.places, place);
    listed(json, ("people", "people_count"), &part.people, person);
}

/// The rows, and how many there are in all.
fn listed<T>(json: &mut Writer, (name, count): (&str, &str), list: &Listed<T>, row: impl Fn(&mut Writer, &T)) {
    if list.count > 0 {
        json.count(count, list.count);
        json.objects(name, &list.rows, row);
    }
}

fn value(json: &mut Writer, name: &str, value: &Value) {
    json.figure(name, &Ok(value.clone()));
}

fn entry(json: &mut Writer, row: &EntryChange) {
    json.text("id", row.id.as_str());
    json.text("fold", &row.fold);
    either(json, row.before.as_ref(), row.after.as_ref(), effect);
}

fn effect(json: &mut Writer, effect: &Effect) {
    json.shown("on", &effect.on);
    if let Some(value) = &effect.value {
        json.figure_inside(value);
    }
    json.amount("share", &Ok(effect.share), Unit::Ratio);
}

fn target(json: &mut Writer, row: &TargetChange) {
    json.text("id", row.id.as_str());
    json.text("of", &row.of);
    json.text("who", row.who.as_str());
    for (name, known) in [("before", &row.before), ("after", &row.after)] {
        match known {
            Some(known) => value(json, name, known),
            None => json.null(name),
        }
    }
}

fn place(json: &mut Writer, row: &PlaceChange) {
    json.text("place", &row.place);
    for (name, known) in [("before", &row.before), ("after", &row.after)] {
        match known {
            Some(known) => node(json, name, known),
            None => json.null(name),
        }
    }
}

/// What is written in a plan, as text.
fn node(json: &mut Writer, name: &str, node: &Node) {
    json.shown(name, node);
}

fn person(json: &mut Writer, row: &PersonChange) {
    json.text("id", row.id.as_str());
    json.text(if row.is_unit { "unit" } else { "who" }, row.who.as_str());
    either(json, row.before.as_ref(), row.after.as_ref(), belonging);
}

fn belonging(json: &mut Writer, said: &Belonging) {
    json.shown("on", &said.on);
    if let Some(until) = &said.until {
        json.shown("until", until);
    }
    json.text_if_some("in", said.unit.as_ref().map(Key::as_str));
    if !said.attributes.is_empty() {
        json.object("attributes", |json| said.attributes.iter().for_each(|(name, known)| value(json, name, known)));
    }
}

/// Both sides of a row; nothing stands for one that is not there.
fn either<T>(json: &mut Writer, before: Option<&T>, after: Option<&T>, write: impl Fn(&mut Writer, &T)) {
    for (name, known) in [("before", before), ("after", after)] {
        match known {
            Some(known) => json.object(name, |json| write(json, known)),
            None => json.null(name),
        }
    }
}
