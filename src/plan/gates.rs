//! What pipelines say of moves, read with the fields of the records that go through them.

use std::sync::Arc;

use crate::calendar::FiscalCalendar;
use crate::diagnostic::{At, Code, Problems};
use crate::formula::{ExprKind, Program, compile as compile_formula, parse};
use crate::kpi::Question;
use crate::log::KindId;
use crate::measure::{FactNames, FactQuestion, GroupKey};
use crate::pipeline::{Gate, Pipelines, Reader, WhoRule};
use crate::quantity::Unit;
use crate::target::{HOW_WHOLE, IS_WHOLE};

use super::definition::PlanDefinition;
use super::names::PlanNames;
use super::seeing::{self, Leading};

/// What a pipeline says of moves of records of a kind.
pub type MoveGate = Gate<FactQuestion, Question>;

/// Reads what pipelines say of moves, for each kind of record that goes through one.
pub(super) fn compile(
    definition: &PlanDefinition,
    (pipelines, leading): (&Pipelines, Leading<'_>),
    names: &mut PlanNames<'_>,
    at: At<'_>,
    problems: &mut Problems,
) -> Vec<(KindId, MoveGate)> {
    let mut gates = Vec::new();
    let kinds = Arc::clone(&names.kinds);
    for (name, pipeline) in definition.pipelines.iter().filter(|(_, pipeline)| pipeline.has_gate()) {
        let place = at.field(name);
        if !IS_WHOLE {
            let message = "this library was built without what moves of a pipeline need";
            problems.report(Code::PlanConflict, place, message).help(HOW_WHOLE);
            continue;
        }
        let through = |kind: &str| definition.records.get(kind).is_some_and(|of| of.pipeline.as_ref() == Some(name));
        let mut users = kinds.iter().filter(|(_, kind)| through(kind.name())).peekable();
        if users.peek().is_none() {
            if !names.lost("records") {
                let message = "no kind of record goes through it, so that what it asks of moves cannot be read";
                let help = format!("let a kind of record have `\"pipeline\": \"{name}\"`");
                problems.report(Code::PipelineMoves, place, message).help(help);
            }
            continue;
        }
        let before = problems.len();
        for (id, _) in users {
            let Some(stages) = pipelines.find(name).filter(|_| problems.len() == before) else { break };
            let mut reader = OfKind { names, kind: id, leading };
            let gate = Gate::compile(pipeline, stages, &mut reader, place, problems);
            gates.extend(gate.map(|gate| (id, gate)));
        }
    }
    gates
}

/// Reads formulas about records of a kind.
struct OfKind<'r, 'd> {
    names: &'r mut PlanNames<'d>,
    kind: KindId,
    leading: Leading<'r>,
}

impl OfKind<'_, '_> {
    fn read(
        &mut self,
        text: &str,
        unit: Option<Unit>,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<Program<FactQuestion>> {
        let kinds = Arc::clone(&self.names.kinds);
        let (rules, currency) = (self.names.rules.clone(), self.names.currency);
        let mut inside = FactNames::of_one(&kinds, self.kind, &rules, currency, &mut self.names.folds);
        let program = compile_formula(text, unit, &mut inside, at, problems)?;
        let mut shared = false;
        program.questions(&mut |question| {
            shared |= matches!(question, FactQuestion::Keyed { of: GroupKey::Field(_), .. });
        });
        if shared {
            let kind = kinds[self.kind].name();
            let message = "a move depends on the record and on what refers to it, and on nothing else";
            problems.report(Code::FormulaContext, at, message).help(format!("write `of {kind}` in the fold"));
            return None;
        }
        Some(program)
    }
}

impl Reader for OfKind<'_, '_> {
    type Deal = FactQuestion;
    type Who = Question;

    fn formula(
        &mut self,
        text: &str,
        unit: Option<Unit>,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<Program<FactQuestion>> {
        self.read(text, unit, at, problems)
    }

    fn who(&mut self, text: &str, at: At<'_>, problems: &mut Problems) -> Option<WhoRule<FactQuestion, Question>> {
        if matches!(parse(text).map(|expr| expr.kind), Ok(ExprKind::Path(_))) {
            let named = self.read(text, None, at, &mut Problems::new());
            if let Some(named) = named.filter(|named| named.unit == Unit::Person) {
                return Some(WhoRule::Named(named));
            }
        }
        seeing::may_move(text, self.leading, self.names, at, problems).map(WhoRule::Condition)
    }

    fn has_roles(&self) -> bool {
        self.names.has_roles()
    }

    fn calendar(&self) -> &FiscalCalendar {
        &self.names.calendar
    }
}
