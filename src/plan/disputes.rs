//! Reading who may dispute figures.

use crate::diagnostic::{At, Problems};
use crate::dispute::{DisputePlan, DisputesDefinition};
use crate::document::BeyondOne;

use super::names::PlanNames;
use super::seeing::Leading;

/// Reads who may dispute, and who answers.
#[cfg(any(not(feature = "capi"), feature = "analysis"))]
pub(super) fn compile(
    written: Option<&DisputesDefinition>,
    leading: Leading<'_>,
    names: &mut PlanNames<'_>,
    at: At<'_>,
    problems: &mut Problems,
) -> BeyondOne<DisputePlan> {
    let DisputesDefinition { days, may, answers } = written?;
    let may = super::seeing::may(may.as_str(), "who may dispute a figure", leading, names, at.field("may"), problems);
    let answers =
        super::seeing::may(answers.as_str(), "who answers a dispute", leading, names, at.field("answers"), problems);
    Some(DisputePlan { days: *days, may: may?, answers: answers? })
}

/// What is written was reported.
#[cfg(all(feature = "capi", not(feature = "analysis")))]
pub(super) fn compile(
    _: Option<&DisputesDefinition>,
    _: Leading<'_>,
    _: &mut PlanNames<'_>,
    _: At<'_>,
    _: &mut Problems,
) -> BeyondOne<DisputePlan> {
    BeyondOne::default()
}
