//! What came of entries.

use serde::Serialize;

use crate::id::Key;
use crate::log::{Admission, Refusal, Waiting};

#[derive(Serialize)]
pub(super) struct AdmissionJson<'r> {
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'r str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    waits: Vec<WaitingJson<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    refusals: Vec<RefusalJson<'r>>,
}

impl<'r> AdmissionJson<'r> {
    pub(super) fn new(admission: &'r Admission) -> AdmissionJson<'r> {
        let mut written =
            AdmissionJson { outcome: admission.name(), field: None, waits: Vec::new(), refusals: Vec::new() };
        match admission {
            Admission::Counted | Admission::Exists => {}
            Admission::Waiting(waiting) => written.waits = waiting.iter().map(WaitingJson::new).collect(),
            Admission::ExistsDifferently { field } => written.field = Some(field),
            Admission::Refused(refusals) => written.refusals = refusals.iter().map(RefusalJson::new).collect(),
        }
        written
    }
}

#[derive(Serialize)]
struct WaitingJson<'r> {
    #[serde(rename = "for")]
    what: &'static str,
    key: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<String>,
    why: String,
}

impl<'r> WaitingJson<'r> {
    fn new(waiting: &'r Waiting) -> WaitingJson<'r> {
        let on = match waiting {
            Waiting::Membership { on, .. } | Waiting::Rate { on, .. } => Some(on.to_string()),
            _ => None,
        };
        WaitingJson { what: waiting.name(), key: waiting.key(), on, why: waiting.to_string() }
    }
}

#[derive(Serialize)]
struct RefusalJson<'r> {
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'r str>,
    message: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'r str>,
}

impl<'r> RefusalJson<'r> {
    fn new(refusal: &'r Refusal) -> RefusalJson<'r> {
        RefusalJson {
            code: refusal.code().name(),
            line: refusal.line(),
            field: refusal.field(),
            message: refusal.message(),
            help: refusal.help(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct WaitingEntry<'r> {
    id: &'r str,
    waits: Vec<WaitingJson<'r>>,
}

pub(super) fn waiting(waiting: &[(Key, Vec<Waiting>)]) -> Vec<WaitingEntry<'_>> {
    waiting
        .iter()
        .map(|(id, waits)| WaitingEntry { id: id.as_str(), waits: waits.iter().map(WaitingJson::new).collect() })
        .collect()
}
