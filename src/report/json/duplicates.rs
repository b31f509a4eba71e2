//! The same thing twice.

use crate::engine::Duplicates;
use crate::id::Key;

use super::writer::Writer;

pub(super) fn group(json: &mut Writer, group: &Duplicates) {
    json.text("kind", &group.kind);
    json.text("key", &group.key);
    let values: Vec<String> = group.values.iter().map(ToString::to_string).collect();
    json.texts("values", &mut values.iter().map(String::as_str));
    json.shown("since", &group.since);
    json.yes_no("contested", group.is_contested());
    json.objects("records", &group.records, |json, one| {
        json.text("record", one.record.as_str());
        json.text_if_some("stage", one.stage.as_ref().map(Key::as_str));
        json.text_if_some("owner", one.owner.as_ref().map(Key::as_str));
        json.shown("since", &one.since);
    });
}
