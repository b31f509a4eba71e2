//! Calls about people: who leads whom, and for how long somebody has been there.

use crate::diagnostic::Code;
use crate::formula::{Argument, Complaint, ExprKind, Meaning, TextSpan, dotted};
use crate::kpi::Question;
use crate::quantity::Unit;

use super::PlanNames;

impl PlanNames<'_> {
    /// `manager(subject)`
    pub(super) fn manager(
        &mut self,
        arguments: &[Argument],
        span: TextSpan,
        complaints: &mut Vec<Complaint>,
    ) -> Option<Meaning<Question>> {
        if word(arguments).as_deref() != Some("subject") {
            let message = "`manager` is of the one who is asked about";
            let help = "write `manager(subject)`; of somebody else it is `manager(subject) at subject.mentor`";
            Complaint::add(complaints, Code::FormulaArguments, span, message, help);
            return None;
        }
        if self.definition.org.leads.is_none() {
            if !self.broken.leads() {
                let message = "the plan does not say who leads";
                let help = "write a condition on people: `\"leads\": \"role = \\\"manager\\\"\"` under `org`";
                Complaint::add(complaints, Code::RuleNeeded, span, message, help);
            }
            return None;
        }
        Some(Meaning { question: Question::Manager, unit: Unit::Person })
    }

    /// `tenure(month)`
    pub(super) fn tenure(
        &mut self,
        arguments: &[Argument],
        span: TextSpan,
        complaints: &mut Vec<Complaint>,
    ) -> Option<Meaning<Question>> {
        let Some(name) = word(arguments) else {
            let message = "`tenure` needs to know in which periods it is counted";
            Complaint::add(complaints, Code::FormulaArguments, span, message, "write `tenure(month)`");
            return None;
        };
        let grain = self.calendar.grain(&name);
        if grain.is_none() && !self.broken.grain(&name) {
            let message = format!("`{name}` is no grain of the calendar");
            Complaint::add(complaints, Code::FormulaUnknownName, span, message, self.calendar.grain_help(&name));
        }
        grain.map(|grain| Meaning { question: Question::Tenure(grain), unit: Unit::Number })
    }
}

/// The only argument, where it is a name.
fn word(arguments: &[Argument]) -> Option<String> {
    match arguments {
        [Argument { name: None, value }] => match &value.kind {
            ExprKind::Path(path) => Some(dotted(path)),
            _ => None,
        },
        _ => None,
    }
}
