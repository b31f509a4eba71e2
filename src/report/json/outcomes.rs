//! What came of entries.

use crate::log::{Admission, Refusal, Waiting};

use super::writer::Writer;

pub(super) fn admission(json: &mut Writer, admission: &Admission) {
    json.text("outcome", admission.name());
    match admission {
        Admission::Counted | Admission::Exists => {}
        Admission::Waiting(waits) => json.objects_if_any("waits", waits, waiting),
        Admission::ExistsDifferently { field } => json.text("field", field),
        Admission::Refused(refusals) => json.objects_if_any("refusals", refusals, refusal),
    }
}

pub(super) fn waiting(json: &mut Writer, waiting: &Waiting) {
    json.text("for", waiting.name());
    json.text("key", waiting.key());
    if let Waiting::Membership { on, .. } | Waiting::Rate { on, .. } = waiting {
        json.shown("on", on);
    }
    json.shown("why", waiting);
}

fn refusal(json: &mut Writer, refusal: &Refusal) {
    json.text("code", refusal.code().name());
    if let Some(line) = refusal.line() {
        json.count("line", line);
    }
    json.text_if_some("field", refusal.field());
    json.text("message", refusal.message());
    json.text_if_some("help", refusal.help());
}
