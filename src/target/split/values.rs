//! The values of a field over which targets are cut.

use crate::diagnostic::{At, Code, Problems};

use super::compile::{Over, Split, VALUES_MAX};
use super::definition::SplitDefinition;

/// Reads the values that are written: of a field there are some, each once, and of anything else there are none.
pub(super) fn read(
    definition: &SplitDefinition,
    over: Option<Over>,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Vec<String>> {
    let (written, at) = (&definition.values, at.field("values"));
    if !matches!(over?, Over::Field(_)) {
        if !written.is_empty() {
            let message =
                format!("`values` are those of a field, and `{}` is none of the targets' `fields`", definition.over);
            problems.report(Code::PlanConflict, at, message).help("leave them out");
            return None;
        }
        return Some(Vec::new());
    }
    if written.is_empty() {
        let message = format!("into which values of `{}` the target is cut is not said", definition.over);
        problems.report(Code::RuleNeeded, at, message).help("write `\"values\": [\"bikes\", \"helmets\"]`");
        return None;
    }
    let mut sound = true;
    for (index, value) in written.iter().enumerate() {
        if value.trim().is_empty() {
            problems.report(Code::ValueInvalid, at.index(index), "a value is empty").help("leave it out");
            sound = false;
        }
        if written.iter().take(index).any(|before| before == value) {
            let message = format!("the value `{value}` is named twice");
            problems.report(Code::NameDuplicate, at.index(index), message).help("name each value once");
            sound = false;
        }
    }
    sound.then(|| written.clone())
}

/// Whether all cuts over fields together make no more parts than can be had.
pub(super) fn fit(splits: &[Split], at: At<'_>, problems: &mut Problems) -> bool {
    let values = splits.iter().map(|split| split.values.len().max(1));
    let parts = values.fold(1, usize::saturating_mul);
    if parts > VALUES_MAX {
        let message = format!("the values of fields make {parts} parts of each target, more than {VALUES_MAX}");
        problems.report(Code::ValueRange, at, message).help("cut over fewer values, or over fewer fields");
    }
    parts <= VALUES_MAX
}
