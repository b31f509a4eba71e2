//! What is due, and what timers did.

use chrono::{NaiveDateTime, TimeDelta};

use crate::document::Node;
use crate::engine::due::{DueCount, DueList, DueRow, FiredList, FiredRow, Reached, Untold, written};
use crate::id::Key;
use crate::quantity::Outcome;
use crate::timer::Fired;

use super::results::provenance;
use super::writer::Writer;

pub(super) fn list(json: &mut Writer, list: &DueList) {
    json.object("from", |json| provenance(json, &list.from));
    json.text("at", &written(list.at));
    json.count("total", list.total);
    json.count("offset", list.offset);
    json.count("hidden", list.hidden);
    json.count("overdue", list.overdue);
    json.count("untold", list.untold);
    json.objects("rows", &list.rows, row);
    json.objects("people", &list.people, count);
    json.objects("units", &list.units, count);
}

fn row(json: &mut Writer, row: &DueRow) {
    json.text("record", row.record.as_str());
    json.text("kind", &row.kind);
    json.text_if_some("stage", row.stage.as_ref().map(Key::as_str));
    json.text_if_some("owner", row.owner.as_ref().map(Key::as_str));
    json.text("timer", &row.timer);
    json.text("of", if row.of_stage { "stage" } else { "record" });
    json.text("clock", row.clock.word());
    json.text("state", row.state.word());
    if let Some(since) = row.since {
        json.text("since", &written(since));
    }
    moment(json, "due", &row.due);
    json.yes_no("moved", row.moved);
    match &row.overdue {
        Ok(None) => {}
        Ok(Some(overdue)) => json.shown("overdue_seconds", &TimeDelta::num_seconds(overdue)),
        Err(why) => json.object("overdue_seconds", |json| json.undefined(why)),
    }
    json.objects("reached", &row.reached, reached);
    effects(json, &row.effects);
    match &row.next {
        Ok(None) => {}
        Ok(Some(next)) => json.text("next", &written(*next)),
        Err(why) => json.object("next", |json| json.undefined(why)),
    }
}

fn reached(json: &mut Writer, reached: &Reached) {
    moment(json, "at", &reached.at);
    json.text("say", &reached.say);
}

fn count(json: &mut Writer, count: &DueCount) {
    match &count.who {
        Some(who) => json.text("who", who.as_str()),
        None => json.null("who"),
    }
    json.count("all", count.all);
    json.count("overdue", count.overdue);
}

pub(super) fn fired(json: &mut Writer, list: &FiredList) {
    json.object("from", |json| provenance(json, &list.from));
    json.count("total", list.total);
    json.count("offset", list.offset);
    json.count("hidden", list.hidden);
    json.objects("rows", &list.rows, fired_row);
    json.objects("untold", &list.untold, untold);
}

fn fired_row(json: &mut Writer, row: &FiredRow) {
    json.text("id", &row.id);
    json.text("at", &written(row.at));
    json.text("record", row.record.as_str());
    json.text("kind", &row.kind);
    json.text_if_some("stage", row.stage.as_ref().map(Key::as_str));
    json.text_if_some("owner", row.owner.as_ref().map(Key::as_str));
    json.text("timer", &row.timer);
    match row.what {
        Fired::Due => json.text("what", "due"),
        Fired::Level(level) => {
            json.text("what", "level");
            json.count("level", level.saturating_add(1));
        }
    }
    json.text_if_some("say", row.say.as_deref());
    effects(json, &row.effects);
}

fn untold(json: &mut Writer, untold: &Untold) {
    json.text("record", untold.record.as_str());
    json.text("timer", &untold.timer);
    json.undefined(&untold.why);
}

/// A moment, or why there is none.
fn moment(json: &mut Writer, name: &str, at: &Outcome<NaiveDateTime>) {
    match at {
        Ok(at) => json.text(name, &written(*at)),
        Err(why) => json.object(name, |json| json.undefined(why)),
    }
}

fn effects(json: &mut Writer, effects: &[Node]) {
    if !effects.is_empty() {
        json.value("do", &effects);
    }
}
