//! The names and functions that records bring into formulas.

use std::sync::Arc;

use crate::diagnostic::{Code, remedy};
use crate::formula::{Argument, BinaryOp, Complaint, Expr, ExprKind, Ident, Meaning, Sense, TextSpan, check};
use crate::log::{FieldId, FieldType, Kind};
use crate::pipeline::{StageId, Stages};
use crate::quantity::Unit;

use super::clauses::is_inner;
use super::extract::FactNames;
use super::fact::{FactQuestion, FieldPath};
use super::state::StateQuestion;

/// The functions of records that name a stage.
const OF_STAGES: [&str; 5] = ["reached", "passed", "entered_on", "time_in", "visits"];

/// What `status` may be.
const STATUSES: [&str; 4] = ["open", "won", "lost", "invalid"];

impl FactNames<'_> {
    /// What a path says that leads to a record, and ends with a name that every record has.
    pub(super) fn state(&self, path: &[Ident]) -> Option<Meaning<FactQuestion>> {
        let (way, word) = match path {
            [way @ .., stage, more] if stage.text.as_ref() == "stage" => (way, format!("stage.{}", more.text)),
            [way @ .., last] => (way, last.text.to_string()),
            [] => return None,
        };
        let (of, kind) = self.record(way)?;
        if word == "owner" {
            let mut fields = of.0;
            fields.push(kind.whose()?);
            return Some(Meaning { question: FactQuestion::Field(FieldPath(fields)), unit: Unit::Person });
        }
        let (ask, unit) = StateQuestion::of_word(&word)?;
        Some(Meaning { question: FactQuestion::State { of, ask }, unit })
    }

    /// The kind of record to which a path leads, empty for the one at hand.
    fn record(&self, way: &[Ident]) -> Option<(FieldPath, &Kind)> {
        let (fields, kind): (Vec<FieldId>, &Kind) = match way {
            [] => (Vec::new(), self.kind()?),
            _ => match self.field(way)? {
                (fields, FieldType::Reference(kind)) => (fields, &self.kinds[kind]),
                _ => return None,
            },
        };
        kind.is_record().then_some((FieldPath(fields), kind))
    }

    /// The functions of the kind at hand.
    pub(super) fn state_functions(&self) -> Vec<String> {
        let is_record = self.kind().is_some_and(Kind::is_record);
        let all = OF_STAGES.into_iter().chain(["stage_on"]);
        all.filter(|_| is_record).map(str::to_owned).collect()
    }

    /// `reached("proposal")`, `deal.entered_on("won")`, `stage_on(2025-07-01)`.
    pub(super) fn state_call(
        &mut self,
        path: &[Ident],
        arguments: &[Argument],
        span: TextSpan,
        complaints: &mut Vec<Complaint>,
    ) -> Sense<FactQuestion> {
        let Some((function, way)) = self.without_kind(path).split_last() else { return Sense::Unknown };
        let function = function.text.as_ref();
        if function != "stage_on" && !OF_STAGES.contains(&function) {
            return Sense::Unknown;
        }
        let Some((of, kind)) = self.record(way) else { return Sense::Unknown };
        let Some(stages) = kind.stages().cloned() else {
            if !self.kinds.is_broken(kind.name(), None) {
                let message = format!("`{}` goes through no stages", kind.name());
                let help = "let it have a `pipeline`";
                Complaint::add(complaints, Code::FormulaContext, span, message, help);
            }
            return Sense::Broken;
        };
        let asked = match function {
            "stage_on" => self.stage_on(arguments, span, complaints),
            _ => stage_named(function, arguments, kind.name(), &stages, span, complaints)
                .and_then(|stage| StateQuestion::of_stage(function, stage)),
        };
        let meaning = asked.map(|(ask, unit)| Meaning { question: FactQuestion::State { of, ask }, unit });
        meaning.into()
    }

    fn stage_on(
        &mut self,
        arguments: &[Argument],
        span: TextSpan,
        complaints: &mut Vec<Complaint>,
    ) -> Option<(StateQuestion, Unit)> {
        let [Argument { name: None, value }] = arguments else {
            let message = "`stage_on` needs a day";
            Complaint::add(complaints, Code::FormulaArguments, span, message, "write `stage_on(opened_on + 30 days)`");
            return None;
        };
        let day = check(value, Some(Unit::Date), self, complaints)?;
        if is_inner(&day) {
            let message = "the day of `stage_on` is told from the fields of the record alone";
            Complaint::add(complaints, Code::FormulaContext, value.span, message, "name a field that holds a date");
            return None;
        }
        Some((StateQuestion::StageOn(Arc::new(day)), Unit::Text))
    }

    /// Whether a stage or a status is compared with a text that is none, which is complained about.
    pub(super) fn names_no_stage(&self, expr: &Expr, complaints: &mut Vec<Complaint>) -> bool {
        let mut wrong = false;
        match &expr.kind {
            ExprKind::Binary { op: BinaryOp::Equal | BinaryOp::NotEqual, left, right } => {
                wrong |= self.is_no_stage(left, right, complaints);
                wrong |= self.is_no_stage(right, left, complaints);
            }
            ExprKind::In { value, list, .. } => {
                for item in list {
                    wrong |= self.is_no_stage(value, item, complaints);
                }
            }
            _ => {}
        }
        wrong
    }

    fn is_no_stage(&self, value: &Expr, text: &Expr, complaints: &mut Vec<Complaint>) -> bool {
        let ExprKind::Text(written) = &text.kind else { return false };
        let (way, word) = match &value.kind {
            ExprKind::Path(path) | ExprKind::Call { path, .. } => match self.without_kind(path).split_last() {
                Some((word, way)) => (way, word.text.as_ref()),
                None => return false,
            },
            _ => return false,
        };
        let Some((_, kind)) = self.record(way) else { return false };
        let known: Vec<&str> = match word {
            "stage" | "stage_on" => match kind.stages() {
                Some(stages) => ids(stages),
                None => return false,
            },
            "status" => STATUSES.to_vec(),
            _ => return false,
        };
        if known.contains(&written.as_ref()) {
            return false;
        }
        let what = if word == "status" { "status" } else { "stage" };
        unknown(what, written, &known, kind.name(), text.span, complaints);
        true
    }
}

/// The stage that a function is called with.
fn stage_named(
    function: &str,
    arguments: &[Argument],
    kind: &str,
    stages: &Stages,
    span: TextSpan,
    complaints: &mut Vec<Complaint>,
) -> Option<StageId> {
    let known = ids(stages);
    let [Argument { name: None, value: Expr { kind: ExprKind::Text(written), span: place } }] = arguments else {
        let message = format!("`{function}` needs the name of a stage");
        let first = known.first().copied().unwrap_or("won");
        let help = format!("write it in quotes: `{function}(\"{first}\")`");
        Complaint::add(complaints, Code::FormulaArguments, span, message, help);
        return None;
    };
    let found = stages.find(written);
    if found.is_none() {
        unknown("stage", written, &known, kind, *place, complaints);
    }
    found
}

fn ids(stages: &Stages) -> Vec<&str> {
    stages.iter().map(|(_, stage)| stage.id().as_str()).collect()
}

fn unknown(what: &str, written: &str, known: &[&str], kind: &str, span: TextSpan, complaints: &mut Vec<Complaint>) {
    let message = format!("`{written}` is no {what} of `{kind}`");
    let help = remedy(written, known.iter().copied());
    Complaint::add(complaints, Code::FormulaUnknownName, span, message, help);
}
