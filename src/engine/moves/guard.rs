//! The gate in front of the log: where a pipeline enforces its rules, a move that may not be is not taken.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveDateTime};

use crate::document::Node;
use crate::id::Key;
use crate::log::{Entry, KindId, Log, Naming, Refusal, RefusalCode};
use crate::measure::Cells;
use crate::org::Org;
use crate::pipeline::{Mode, Move, Reason};
use crate::plan::{MoveGate, Plan};
use crate::target::IS_WHOLE;

use super::super::people;
use super::super::record::empty_log;
use super::super::review::{ReviewGuard, in_numbers, is_review};
use super::super::view::View;
use super::case::{DealCase, Facts};
use super::checked;
use super::moment::moment;

/// What is kept to look at one record without going over the log.
#[derive(Clone, Debug, Default)]
pub(in crate::engine) struct Guard {
    naming: Naming,
    /// Who people are; nothing, before somebody asks.
    people: Option<View>,
    reviews: ReviewGuard,
}

/// An entry that would move a record.
struct Wanted<'e> {
    record: &'e str,
    kind: KindId,
    /// To which stage, or by which event; where it opens and says nothing, to the first.
    to: Option<&'e str>,
    by: Option<Key>,
    at: NaiveDateTime,
    overrides: Option<&'e str>,
}

impl Guard {
    /// Forgets who people are.
    pub(in crate::engine) fn forget_people(&mut self) {
        self.people = None;
    }

    /// A move by an event that some pipeline has, with a stage to which that leads: whether it is sound by itself does not depend on
    /// where the record is.
    pub(in crate::engine) fn as_sound<'e>(plan: &Plan, entry: &'e Entry) -> Cow<'e, Entry> {
        let text = |field: &str| entry.get(field).and_then(Node::as_text);
        if IS_WHOLE && is_review(plan, entry) {
            return in_numbers(plan, entry);
        }
        let event = text("event").filter(|_| IS_WHOLE && text("kind") == Some("move") && text("to").is_none());
        let to = event.and_then(|event| plan.gates().find_map(|gate| gate.stage_of_event(event)));
        to.map_or(Cow::Borrowed(entry), |to| Cow::Owned(entry.clone().set("to", to.as_str())))
    }

    /// The entry as it is to be recorded, or every reason why it is not: an event is the stage to which it leads.
    pub(in crate::engine) fn pass<'e>(
        &mut self,
        plan: &Plan,
        log: &Log,
        entry: &'e Entry,
    ) -> Result<Cow<'e, Entry>, Vec<Refusal>> {
        let text = |field: &str| entry.get(field).and_then(Node::as_text);
        if IS_WHOLE && is_review(plan, entry) {
            let people = self.people(plan, log);
            return self.reviews.pass(plan, log, &people, entry);
        }
        let is_known = text("id").is_some_and(|id| log.find(id).is_some());
        if !IS_WHOLE || !plan.has_gates() || is_known && text("event").is_none() {
            return Ok(Cow::Borrowed(entry));
        }
        let is_move = text("kind") == Some("move");
        if is_move && text("event").is_some() && text("to").is_none() {
            return self.led(plan, log, entry);
        }
        if is_known {
            return Ok(Cow::Borrowed(entry));
        }
        let refusals = match text("revises").or_else(|| text("retracts")) {
            Some(target) => self.corrected(plan, log, entry, target),
            None => self.moved(plan, log, entry, is_move),
        };
        if refusals.is_empty() { Ok(Cow::Borrowed(entry)) } else { Err(refusals) }
    }

    /// A move by an event, with the stage to which it leads.
    fn led<'e>(&mut self, plan: &Plan, log: &Log, entry: &'e Entry) -> Result<Cow<'e, Entry>, Vec<Refusal>> {
        let text = |field: &str| entry.get(field).and_then(Node::as_text);
        let event = text("event").unwrap_or_default();
        // Sent again, it leads where it led.
        let before = text("id").and_then(|id| log.entry(log.find(id)?));
        if let Some(before) = before.filter(|before| before.get("event").and_then(Node::as_text) == Some(event)) {
            let to = before.get("to").and_then(Node::as_text).unwrap_or_default();
            return Ok(Cow::Owned(entry.clone().set("to", to)));
        }
        let record = text("of").unwrap_or_default();
        let Some((kind, gate)) = log.record_kind(record).and_then(|kind| Some((kind, plan.gate(kind)?))) else {
            let message = format_args!("`{event}` is an event of no pipeline of `{record}`");
            return Err(vec![Refusal::new(RefusalCode::UnknownName, message).field_of("event")]);
        };
        let Some(wanted) = wanted(plan, entry, record, kind) else { return Ok(Cow::Borrowed(entry)) };
        let facts = self.facts(plan, log, gate, &wanted);
        let people = self.people(plan, log);
        let found = log.find(record).and_then(|_| facts.view().0.standing.record_called(kind, record));
        let stage = found.and_then(|record| {
            let mut case = DealCase::new(&facts, &people, gate, record, None, wanted.at);
            gate.led_by(&mut case, event)
        });
        let Some(stage) = stage.and_then(|stage| gate.stages().get(stage)) else {
            let message = format_args!("the event `{event}` leads nowhere from where `{record}` is");
            return Err(vec![Refusal::new(RefusalCode::Move, message).field_of("event")]);
        };
        let entry = entry.clone().set("to", stage.id().as_str());
        match self.pass(plan, log, &entry) {
            Ok(_) => Ok(Cow::Owned(entry)),
            Err(refusals) => Err(refusals),
        }
    }

    /// Why a move, or an entry of a record that enters a stage, is not taken.
    fn moved(&mut self, plan: &Plan, log: &Log, entry: &Entry, is_move: bool) -> Vec<Refusal> {
        let text = |field: &str| entry.get(field).and_then(Node::as_text);
        let of = text("of").filter(|of| Some(*of) != text("id"));
        let own = plan.kinds().find(text("kind").unwrap_or_default()).filter(|(_, kind)| kind.is_record());
        let (record, kind) = match (is_move, own, of) {
            (true, _, of) => {
                let record = of.unwrap_or_default();
                match log.record_kind(record) {
                    Some(kind) => (record, kind),
                    None if plan.enforces() => return vec![nowhere(record)],
                    None => return Vec::new(),
                }
            }
            // What changes no stage is no move.
            (false, Some((kind, _)), Some(of)) if text("stage").is_some() => match log.record_kind(of) {
                Some(known) if known == kind => (of, kind),
                _ if is_enforced(plan, kind) => return vec![nowhere(of)],
                _ => return Vec::new(),
            },
            (false, Some((kind, _)), None) => (text("id").unwrap_or_default(), kind),
            _ => return Vec::new(),
        };
        let gate = plan.gate(kind).filter(|gate| gate.mode() == Mode::Enforce);
        let Some((gate, wanted)) = gate.zip(wanted(plan, entry, record, kind)) else { return Vec::new() };
        if of.is_none() && !is_move {
            self.opens(plan, log, gate, &wanted, entry)
        } else {
            self.goes(plan, log, gate, &wanted)
        }
    }

    /// Why a record does not move.
    fn goes(&mut self, plan: &Plan, log: &Log, gate: &MoveGate, wanted: &Wanted<'_>) -> Vec<Refusal> {
        let facts = self.facts(plan, log, gate, wanted);
        let people = self.people(plan, log);
        let Some(record) = facts.view().0.standing.record_called(wanted.kind, wanted.record) else {
            return vec![nowhere(wanted.record)];
        };
        let mut case = DealCase::new(&facts, &people, gate, record, None, wanted.at);
        // A stage that comes later is one that it entered already.
        let later = record.stops().find(|stop| stop.on > wanted.at.date());
        if let Some(later) = later {
            return refused(&[Reason::Earlier { since: moment(plan.zone(), later.on, later.at) }]);
        }
        let to = wanted.to.unwrap_or_default();
        let verdict = checked(gate, &mut case, (to, wanted.by.as_ref()), wanted.at, wanted.overrides);
        if verdict.is_allowed() { Vec::new() } else { refused(&verdict.reasons) }
    }

    /// Why a record does not open.
    fn opens(&mut self, plan: &Plan, log: &Log, gate: &MoveGate, wanted: &Wanted<'_>, entry: &Entry) -> Vec<Refusal> {
        let stages = gate.stages();
        let Some(to) = wanted.to.map_or(Some(stages.first()), |to| stages.find(to)) else { return Vec::new() };
        let mut small = self.about(plan, log, gate, wanted.record);
        if !matches!(small.record(entry, None), crate::log::Admission::Counted | crate::log::Admission::Waiting(_)) {
            // The log says what is wrong with it.
            return Vec::new();
        }
        let facts = facts(plan, small, gate, (wanted.at.date(), self.org(plan, log, gate)));
        let people = self.people(plan, log);
        let Some(record) = facts.view().0.standing.record_called(wanted.kind, wanted.record) else { return Vec::new() };
        let mut case = DealCase::new(&facts, &people, gate, record, None, wanted.at).opening();
        let (by, overrides) = (wanted.by.as_ref(), wanted.overrides);
        let verdict = gate.check(&mut case, &Move { to, event: None, by, at: wanted.at, overrides });
        if verdict.is_allowed() { Vec::new() } else { refused(&verdict.reasons) }
    }

    /// Why what was said of stages is not corrected: that would be a way round the gate, open to those who may go against the rules.
    fn corrected(&mut self, plan: &Plan, log: &Log, entry: &Entry, target: &str) -> Vec<Refusal> {
        let text = |field: &str| entry.get(field).and_then(Node::as_text);
        let Some(record) = log.find(target).and_then(|at| log.record_of(at)).map(str::to_owned) else {
            return Vec::new();
        };
        let kind = log.record_kind(&record).filter(|kind| is_enforced(plan, *kind));
        let Some((kind, gate)) = kind.and_then(|kind| Some((kind, plan.gate(kind)?))) else { return Vec::new() };
        let before = log.find(target).and_then(|at| log.entry(at));
        let said = |field: &str| before.as_ref().and_then(|before| before.get(field)).and_then(Node::as_text);
        let is_own = target == record;
        let retracts = text("retracts").is_some();
        let says_stage = said("kind") == Some("move") || said("stage").is_some() || is_own && retracts;
        let changes = retracts || ["on", "at", "of", "to", "stage"].iter().any(|field| text(field) != said(field));
        if !changes || !says_stage && text("stage").is_none() {
            return Vec::new();
        }
        let Some(wanted) = wanted(plan, entry, &record, kind) else { return Vec::new() };
        let facts = self.facts(plan, log, gate, &wanted);
        let people = self.people(plan, log);
        let Some(known) = facts.view().0.standing.record_called(kind, &record) else { return Vec::new() };
        let mut case = DealCase::new(&facts, &people, gate, known, None, wanted.at);
        let may = gate.may_override(&mut case, wanted.by.as_ref());
        match (may, text("why").is_some_and(|why| !why.trim().is_empty())) {
            (false, _) => refused(&[gate.no_override(wanted.by.as_ref())]),
            (true, false) => refused(&[Reason::NoReason]),
            (true, true) => Vec::new(),
        }
    }

    /// A log with all entries by which a record is what it is, and what else its gate needs to know.
    fn about(&mut self, plan: &Plan, log: &Log, gate: &MoveGate, record: &str) -> Log {
        self.naming.follow(log);
        let mut small = empty_log(plan);
        let rates = log.rates(plan.exchange().is_some());
        let mut positions = self.naming.about(log, record);
        positions.extend(rates);
        positions.extend(log.absences(gate.needs_approvals()));
        positions.sort_unstable();
        for position in positions {
            if let Some(entry) = log.entry(position) {
                small.record(entry, None);
            }
        }
        small
    }

    fn facts(&mut self, plan: &Plan, log: &Log, gate: &MoveGate, wanted: &Wanted<'_>) -> Facts {
        let small = self.about(plan, log, gate, wanted.record);
        facts(plan, small, gate, (wanted.at.date(), self.org(plan, log, gate)))
    }

    /// Who belongs to whom, where a gate folds what refers to a record: nobody else asks a small log for it.
    fn org(&mut self, plan: &Plan, log: &Log, gate: &MoveGate) -> Org {
        if Facts::folds(gate) { self.people(plan, log).org().clone() } else { Org::default() }
    }

    /// Who people are, by all that is known.
    fn people(&mut self, plan: &Plan, log: &Log) -> View {
        let view = self.people.get_or_insert_with(|| {
            let org = people::build(plan, &log.settings(), NaiveDate::MAX);
            let nothing = Log::standing_of(&Arc::new(empty_log(plan)), 0);
            View::ahead(plan, nothing, org, NaiveDate::MAX, |_| Cells::default())
        });
        view.clone()
    }
}

/// What a small log says of a day; people are needed where figures are folded.
fn facts(plan: &Plan, log: Log, gate: &MoveGate, (day, org): (NaiveDate, Org)) -> Facts {
    let standing = Log::standing_of(&Arc::new(log), usize::MAX);
    Facts::small(plan, standing, gate, (day, org))
}

fn is_enforced(plan: &Plan, kind: KindId) -> bool {
    plan.gate(kind).is_some_and(|gate| gate.mode() == Mode::Enforce)
}

/// What an entry wants; nothing, where it is not sound by itself, which the log says.
fn wanted<'e>(plan: &Plan, entry: &'e Entry, record: &'e str, kind: KindId) -> Option<Wanted<'e>> {
    let text = |field: &str| entry.get(field).and_then(Node::as_text);
    let at = match (text("on"), text("at")) {
        (_, Some(at)) => {
            let at = DateTime::parse_from_rfc3339(at).ok()?.to_utc();
            moment(plan.zone(), at.date_naive(), Some(at))
        }
        (Some(on), None) => moment(None, on.parse().ok()?, None),
        (None, None) => return None,
    };
    let to = text("to").or_else(|| text("stage")).or_else(|| text("event"));
    let by = text("by").map(Key::new).transpose().ok()?;
    let is_override = match entry.get("override") {
        Some(Node::Bool(yes)) => *yes,
        Some(node) => matches!(node.as_text(), Some("yes" | "true")),
        None => false,
    };
    Some(Wanted { record, kind, to, by, at, overrides: is_override.then(|| text("why").unwrap_or_default()) })
}

fn refused(reasons: &[Reason]) -> Vec<Refusal> {
    let refusal = |reason: &Reason| {
        let refusal = Refusal::new(RefusalCode::Move, format_args!("{reason}"));
        refusal.with_help(&reason.cure()).field_of("to")
    };
    reasons.iter().map(refusal).collect()
}

fn nowhere(record: &str) -> Refusal {
    let message = format_args!("no record is called `{record}` yet, so that it cannot be checked where it may move");
    Refusal::new(RefusalCode::Move, message).with_help("record it first").field_of("of")
}
