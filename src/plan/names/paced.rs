//! What formulas need to be said about the pace of targets.

use crate::diagnostic::{At, Code, Problems};
use crate::formula::{Complaint, TextSpan};
use crate::target::Pace;

use super::PlanNames;

impl PlanNames<'_> {
    /// Whether the targets for a KPI say by what they are expected to be reached on the way.
    pub(super) fn has_pace(&self, kpi: &str, span: TextSpan, complaints: &mut Vec<Complaint>) -> bool {
        let written = self.definition.targets.get(kpi).is_some_and(|target| target.pace.is_some());
        if !written {
            let message = format!("by what a target for `{kpi}` is reached on the way is not said");
            let help = format!("write `\"pace\": \"days\"`, `\"workdays\"` or `\"season\"` under `targets.{kpi}`");
            Complaint::add(complaints, Code::RuleNeeded, span, message, help);
        }
        written
    }

    /// Reports a pace that the calendar does not know, unless what it says of working days was complained about.
    pub(in crate::plan) fn check_pace(&self, pace: Option<Pace>, at: At<'_>, problems: &mut Problems) {
        if !self.broken.week() {
            Pace::check(pace, &self.calendar, at, problems);
        }
    }
}
