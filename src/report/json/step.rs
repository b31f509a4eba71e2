//! Steps: what they did to a value.

use crate::step::{Asked, Done, Held};

use super::writer::Writer;

/// What a step asked for.
pub(super) fn asked(json: &mut Writer, asked: &Asked) {
    condition(json, asked);
    json.text_if_some("why", asked.why.as_deref());
}

/// A step, with the value before and after it.
pub(super) fn done(json: &mut Writer, done: &Done) {
    condition(json, &done.asked);
    json.figure("before", &done.before);
    json.figure("after", &done.after);
    json.text_if_some("why", done.asked.why.as_deref());
}

fn condition(json: &mut Writer, asked: &Asked) {
    json.text("deed", asked.deed.word());
    match &asked.held {
        Held::Yes => json.text("held", "yes"),
        Held::No => json.text("held", "no"),
        Held::Undefined(why) => {
            json.text("held", "undefined");
            json.figure("condition", &Err(why.clone()));
        }
    }
    json.figure_if_some("amount", asked.amount.as_ref());
}
