//! Moves from stage to stage: checked before they are made, and those that were made.

mod case;
mod conformance;
mod guard;
mod moment;

use chrono::NaiveDateTime;

use crate::document::Node;
use crate::error::Error;
use crate::id::Key;
use crate::log::{KindId, Record, RecordState};
use crate::pipeline::{Approved, Move, Reason, Stages, Verdict};
use crate::plan::MoveGate;

use super::view::View;

use case::{DealCase, Facts};

pub use conformance::{Conformance, Deviation};
pub(super) use guard::Guard;

/// Whether a record may move to a stage, or every reason why not.
#[derive(Clone, Debug, PartialEq)]
pub struct MoveVerdict {
    /// The record.
    pub record: Key,
    /// The stage in which it is; nothing, where it opens.
    pub from: Option<Key>,
    /// That to which it would go; nothing, where there is no such stage.
    pub to: Option<Key>,
    /// Every reason why not; of a move that is overridden, what was overridden.
    pub reasons: Vec<Reason>,
    /// Whether it may be all the same: whoever moves it may, and gives a reason.
    pub is_overridden: bool,
    /// The approvals that were given, of those that the move needs: by whom, and for whom who is away.
    pub approved: Vec<Approved>,
    /// What is to be done when it has moved, in order: data, for the program around to carry out.
    pub effects: Vec<Node>,
    /// The stages to which it may be moved now by whoever moves it, in their order.
    pub open: Vec<Key>,
    /// What is to be done in the stage in which it is, and whether each of it is done.
    pub tasks: Vec<(String, bool)>,
}

impl MoveVerdict {
    /// Whether the move may be.
    pub fn is_allowed(&self) -> bool {
        self.reasons.is_empty() || self.is_overridden
    }
}

/// A move that somebody wants to make of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WantedMove<'m> {
    /// The record, by its key.
    pub record: &'m str,
    /// The stage to which it shall go, or the event that leads there.
    pub to: &'m str,
    /// Who moves it; nothing, where nobody is named.
    pub by: Option<&'m str>,
    /// When, by the clock of the plan's time zone.
    pub at: NaiveDateTime,
    /// Why it is moved against the rules, where it shall be.
    pub overrides: Option<&'m str>,
}

impl View {
    /// Whether a record may be moved to a stage, or every reason why not, with the stages that are open to it.
    ///
    /// Nothing is recorded. It is looked at as this view knows it, at the moment of the move; where the pipeline enforces its
    /// rules, the log takes a move if and only if this allows it on the day on which it is recorded. A pipeline that says nothing of
    /// moves allows all of them.
    pub fn check_move(&self, wanted: &WantedMove<'_>) -> Result<MoveVerdict, Error> {
        let (kind, record) = self.record_named(wanted.record)?;
        let Some(stages) = record.kind().stages() else {
            return Err(Error::invalid(format!("`{}` goes through no stages", record.kind().name())));
        };
        let by = wanted.by.map(Key::new).transpose().map_err(|error| Error::invalid(error.to_string()))?;
        let Some(gate) = self.plan().gate(kind) else { return free(record, stages, wanted) };
        let facts = Facts::of(self, gate, wanted.at.date());
        let record = facts.record(kind, record.number()).unwrap_or(record);
        let mut case = DealCase::new(&facts, self, gate, record, None, wanted.at);
        Ok(answered(gate, &mut case, (wanted, by.as_ref())))
    }

    /// A record of any kind, by its key.
    pub(crate) fn record_named(&self, key: &str) -> Result<(KindId, Record<'_>), Error> {
        let standing = &self.0.standing;
        for (kind, _) in self.plan().kinds().iter().filter(|(_, kind)| kind.is_record()) {
            if let Some(record) = standing.record_called(kind, key) {
                return Ok((kind, record));
            }
        }
        Err(Error::unknown("record", key, None))
    }
}

/// What a gate says of a move, with what else is open.
fn answered(gate: &MoveGate, case: &mut DealCase<'_>, (wanted, by): (&WantedMove<'_>, Option<&Key>)) -> MoveVerdict {
    let verdict = checked(gate, case, (wanted.to, by), wanted.at, wanted.overrides);
    let key = |stage| gate.stages().get(stage).map(|stage| stage.id().clone());
    let (from, to) = (verdict.from.and_then(key), verdict.to.and_then(key));
    let Verdict { reasons, is_overridden, approved, effects, .. } = verdict;
    let effects = effects.to_vec();
    let open = gate.open(case, by, wanted.at).into_iter().filter_map(key).collect();
    let tasks = gate.tasks(case).into_iter().map(|(task, done)| (task.to_owned(), done)).collect();
    MoveVerdict { record: case.key().clone(), from, to, reasons, is_overridden, approved, effects, open, tasks }
}

/// What a gate says of a move to a stage or by an event.
fn checked<'g>(
    gate: &'g MoveGate,
    case: &mut DealCase<'_>,
    (to, by): (&str, Option<&Key>),
    at: NaiveDateTime,
    overrides: Option<&str>,
) -> Verdict<'g> {
    let (stage, event) = match gate.stages().find(to) {
        Some(stage) => (Some(stage), None),
        None => (gate.led_by(case, to), Some(to)),
    };
    match stage {
        Some(to) => gate.check(case, &Move { to, event, by, at, overrides }),
        None => gate.unknown(case.at_stage(), to),
    }
}

/// Where a pipeline says nothing of moves, all of them may be.
fn free(record: Record<'_>, stages: &Stages, wanted: &WantedMove<'_>) -> Result<MoveVerdict, Error> {
    let key = |stage| stages.get(stage).map(|stage| stage.id().clone());
    let from = record.on(wanted.at.date()).and_then(RecordState::stage_id).map(|(_, stage)| stage);
    let Some(to) = stages.find(wanted.to) else {
        return Err(Error::invalid(format!("`{}` has no stage `{}`", record.kind().name(), wanted.to)));
    };
    let open = stages.iter().map(|(stage, _)| stage).filter(|stage| Some(*stage) != from);
    Ok(MoveVerdict {
        record: record.key().clone(),
        from: from.and_then(key),
        to: key(to),
        reasons: Vec::new(),
        is_overridden: false,
        approved: Vec::new(),
        effects: Vec::new(),
        open: open.filter_map(key).collect(),
        tasks: Vec::new(),
    })
}
