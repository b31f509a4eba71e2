//! What of a gate can be told to be wrong before any record moves.

use crate::diagnostic::{At, Code, Problems};
use crate::quantity::{Percent, Ratio, Value};

use super::super::definition::{PipelineDefinition, StageKind};
use super::super::stage::StageId;
use super::edge::Edge;
use super::never::never_holds;
use super::{Gate, Who};

/// Reports what of a gate can never be: stages that nobody reaches, ways without an end, conditions that never hold, approvals
/// that nobody can give, edges that are never taken, probabilities that fall.
pub(super) fn check<C: PartialEq, W: PartialEq>(
    gate: &Gate<C, W>,
    definition: &PipelineDefinition,
    has_roles: bool,
    at: At<'_>,
    problems: &mut Problems,
) {
    let stages = at.field("stages");
    let place = |stage: StageId| definition.stages.get(stage.index()).map(|stage| (stage, stage.place(0, &stages)));
    let starts = gate.stages.iter().map(|(id, _)| id).filter(|id| gate.of_stage(*id).is_some_and(|of| of.may_start));
    let reached = gate.spread(starts.collect(), |from, to| gate.is_passable(from, to));
    for (id, stage) in gate.stages.iter().filter(|(id, _)| !reached.contains(id)) {
        if let Some((_, place)) = place(id) {
            let message = format!("no move leads to `{}`", stage.id());
            problems.report(Code::PipelineUnreachable, place, message).help("write an edge to it, or leave it out");
        }
    }
    let ends = gate.stages.iter().filter(|(_, stage)| stage.kind().is_closed()).map(|(id, _)| id);
    let ending = gate.spread(ends.collect(), |from, to| gate.is_passable(to, from));
    for (id, stage) in gate.stages.iter().filter(|(id, _)| reached.contains(id) && !ending.contains(id)) {
        if let Some((_, place)) = place(id) {
            let message = format!("from `{}` no way leads to a stage that closes a record", stage.id());
            problems.report(Code::PipelineNoEnd, place, message).help("write an edge from it");
        }
    }
    falling(gate, definition, at, problems);
    for (index, edge) in gate.edges.iter().enumerate() {
        let list = at.field("edges");
        of_edge(edge, has_roles, list.index(index), problems);
        shadowed(gate, index, list.index(index), problems);
    }
    for (of, stage) in gate.of_stages.iter().zip(&definition.stages) {
        let place = stage.place(0, &stages);
        for (index, requirement) in of.requires.iter().enumerate().filter(|(_, one)| !one.is_value) {
            if requirement.program.as_constant().is_some_and(is_no) || never_holds(&requirement.text) {
                never(&requirement.text, place.field("requires").index(index), problems);
            }
        }
    }
}

impl<C, W> Gate<C, W> {
    /// All stages to which a relation leads, step by step, with those from which it starts.
    fn spread(&self, mut found: Vec<StageId>, leads: impl Fn(StageId, StageId) -> bool) -> Vec<StageId> {
        let mut at = 0;
        while let Some(from) = found.get(at).copied() {
            for (to, _) in self.stages.iter() {
                if !found.contains(&to) && leads(from, to) {
                    found.push(to);
                }
            }
            at = at.saturating_add(1);
        }
        found
    }

    /// Whether a record may move from one stage to another, unless a condition never holds.
    fn is_passable(&self, from: StageId, to: StageId) -> bool {
        let written = self.edges.iter().filter(|edge| edge.leads(from, to));
        let mut written = written.peekable();
        if written.peek().is_none() {
            return self.leads(from, to);
        }
        written.any(|edge| edge.when.as_ref().is_none_or(|when| !when.program.as_constant().is_some_and(is_no)))
    }
}

fn is_no(value: &Value) -> bool {
    *value != Value::YesNo(true)
}

fn never(condition: &str, at: At<'_>, problems: &mut Problems) {
    problems
        .report(Code::PipelineNever, at, format!("`{condition}` never holds"))
        .help("write a condition that some record can meet");
}

/// What of an edge can never be.
fn of_edge<C, W>(edge: &Edge<C, W>, has_roles: bool, at: At<'_>, problems: &mut Problems) {
    if let Some(when) = &edge.when
        && (when.program.as_constant().is_some_and(is_no) || never_holds(&when.text))
    {
        never(&when.text, at.field("when"), problems);
    }
    for (index, requirement) in edge.requires.iter().enumerate().filter(|(_, one)| !one.is_value) {
        if requirement.program.as_constant().is_some_and(is_no) || never_holds(&requirement.text) {
            never(&requirement.text, at.field("requires").index(index), problems);
        }
    }
    if edge.who.is_nobody() {
        never(&edge.who.text, at.field("who"), problems);
    }
    for approval in &edge.approvals.all {
        let place = at.field("approve");
        let nobody = approval.who.as_ref().is_some_and(Who::is_nobody);
        if nobody || approval.who.is_none() && !has_roles {
            let message = format!("nobody can approve as `{}`", approval.role);
            let help = if has_roles {
                "write under `who` who may"
            } else {
                "let people have an attribute `role`, or write under `who` who may"
            };
            problems.report(Code::PipelineNever, place, message).help(help);
        }
    }
}

/// An edge that is never taken, for all its pairs of stages are taken by edges before it.
fn shadowed<C: PartialEq, W>(gate: &Gate<C, W>, index: usize, at: At<'_>, problems: &mut Problems) {
    let Some(edge) = gate.edges.get(index) else { return };
    let before = gate.edges.get(..index).unwrap_or_default();
    let takes = |earlier: &Edge<C, W>, from: StageId| {
        let is_same_event = earlier.event == edge.event;
        let always = earlier.when.is_none() || earlier.when == edge.when;
        is_same_event && always && earlier.leads(from, edge.to)
    };
    let mut pairs = gate.stages.iter().map(|(from, _)| from).filter(|from| edge.leads(*from, edge.to)).peekable();
    if pairs.peek().is_some() && pairs.all(|from| before.iter().any(|earlier| takes(earlier, from))) {
        problems
            .report(Code::PipelineShadow, at, "an edge before this one is always taken instead")
            .help("write it earlier, give the other one a condition (`when`), or leave it out");
    }
}

/// Open stages that are less likely to be won than one before them.
fn falling<C, W>(gate: &Gate<C, W>, definition: &PipelineDefinition, at: At<'_>, problems: &mut Problems) {
    let list = at.field("stages");
    let mut most: Option<(Ratio, &str)> = None;
    for ((_, stage), written) in gate.stages.iter().zip(&definition.stages) {
        let Some(likely) = stage.probability().filter(|_| stage.kind() == StageKind::Open) else { continue };
        if let Some((before, of)) = most.filter(|(before, _)| likely < *before) {
            let message = format!(
                "`{}` is less likely to be won ({}) than `{of}` before it ({})",
                stage.id(),
                Percent(likely),
                Percent(before)
            );
            problems
                .report(Code::PipelineProbability, written.place(0, &list).field("probability"), message)
                .help("let probabilities rise along the way, or put the stages in another order");
        } else {
            most = Some((likely, stage.id().as_str()));
        }
    }
}
