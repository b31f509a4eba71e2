//! Calls about people: who leads whom, and for how long somebody has been there.

use crate::diagnostic::Code;
use crate::formula::{Argument, Complaint, ExprKind, Meaning, TextSpan, dotted};
use crate::kpi::Question;
use crate::quantity::Unit;

use super::super::seeing::Seeing;
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
        let sound = self.says_who_leads(span, complaints);
        sound.then_some(Meaning { question: Question::Manager, unit: Unit::Person })
    }

    /// `leads(actor, subject)`
    pub(super) fn leads(
        &mut self,
        arguments: &[Argument],
        span: TextSpan,
        complaints: &mut Vec<Complaint>,
    ) -> Option<Meaning<Question>> {
        let words: Vec<Option<String>> = arguments.chunks(1).map(word).collect();
        if words != ["actor", "subject"].map(|word| Some(word.to_owned())) {
            let message = "`leads` is of the one who asks and the one who is asked about";
            Complaint::add(complaints, Code::FormulaArguments, span, message, "write `leads(actor, subject)`");
            return None;
        }
        let sound = self.says_who_leads(span, complaints);
        sound.then_some(Meaning { question: Question::Local(Seeing::LEADS), unit: Unit::YesNo })
    }

    /// Whether the plan says who leads.
    fn says_who_leads(&self, span: TextSpan, complaints: &mut Vec<Complaint>) -> bool {
        let written = self.definition.org.leads.is_some();
        if !written && !self.broken.leads() {
            let message = "the plan does not say who leads";
            let help = "write a condition on people: `\"leads\": \"role = \\\"manager\\\"\"` under `org`";
            Complaint::add(complaints, Code::RuleNeeded, span, message, help);
        }
        written
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
