//! Checking a move.

use chrono::NaiveDateTime;

use crate::id::Key;
use crate::quantity::Value;

use super::super::definition::StageKind;
use super::super::stage::StageId;
use super::way::{Bar, Way};
use super::{Approved, Case, Edge, Gate, Move, Reason, Requirement, Verdict};

impl<C, W> Gate<C, W> {
    /// Whether a record may move to a stage, or every reason why not.
    ///
    /// Nothing is changed, and nothing but what the case says is asked.
    #[inline]
    pub fn check<D: Case<C, W>>(&self, case: &mut D, wanted: &Move<'_>) -> Verdict<'_> {
        let (from, to) = (case.stage(), Some(wanted.to));
        if let Some(from) = from
            && wanted.event.is_none()
            && self.ways.get(from, wanted.to) == Way::Free
            && case.entered_at().is_none_or(|entered| entered <= wanted.at)
        {
            return Verdict {
                from: Some(from),
                to,
                reasons: Vec::new(),
                is_overridden: false,
                approved: Vec::new(),
                effects: &[],
            };
        }
        self.look(case, wanted)
    }

    /// The stages to which a record may move now, in their order.
    pub fn open(&self, case: &mut dyn Case<C, W>, by: Option<&Key>, at: NaiveDateTime) -> Vec<StageId> {
        let mut open = Vec::new();
        for (to, _) in self.stages.iter() {
            let wanted = Move { to, event: None, by, at, overrides: None };
            open.extend(self.look(case, &wanted).is_allowed().then_some(to));
        }
        open
    }

    /// The stage to which an event leads from where a record is: that of the first edge of this event whose condition holds, or
    /// else of the first. Nothing, where no edge from there has it.
    pub fn led_by(&self, case: &mut dyn Case<C, W>, event: &str) -> Option<StageId> {
        let from = case.stage()?;
        let of_event = |edge: &&Edge<C, W>| edge.event.as_deref() == Some(event) && edge.leads(from, edge.to);
        let meant = |edge: &&Edge<C, W>| edge.when.as_ref().is_none_or(|when| is_yes(case, &when.program));
        let first = self.edges.iter().filter(of_event).find(meant);
        first.or_else(|| self.edges.iter().find(of_event)).map(|edge| edge.to)
    }

    /// The tasks of the stage in which a record is, with whether each is done: once all are that are not optional, it may go on.
    pub fn tasks(&self, case: &mut dyn Case<C, W>) -> Vec<(&str, bool)> {
        let of = case.stage().and_then(|stage| self.of_stages.get(stage.index()));
        let tasks = of.map_or(&[][..], |of| of.tasks.as_slice());
        tasks.iter().map(|task| (task.id.as_str(), is_yes(case, &task.done))).collect()
    }

    /// Whether somebody may move a record against the rules.
    pub fn may_override(&self, case: &mut dyn Case<C, W>, by: Option<&Key>) -> bool {
        self.may_override.as_ref().is_some_and(|who| who.allows(by, case))
    }

    fn look(&self, case: &mut dyn Case<C, W>, wanted: &Move<'_>) -> Verdict<'_> {
        let mut look = Look { gate: self, case, wanted, reasons: Vec::new(), approved: Vec::new() };
        let from = look.case.stage();
        if let Some(since) = look.case.entered_at().filter(|since| *since > wanted.at) {
            look.reasons.push(Reason::Earlier { since });
        }
        let effects = match from {
            None => look.start(),
            Some(from) => look.go(from),
        };
        let Look { reasons, approved, .. } = look;
        let mut verdict = Verdict { from, to: Some(wanted.to), reasons, is_overridden: false, approved, effects };
        self.overridden(case, wanted, &mut verdict);
        verdict
    }

    /// Lets a move be against the rules, where whoever moves it may and says why.
    fn overridden(&self, case: &mut dyn Case<C, W>, wanted: &Move<'_>, verdict: &mut Verdict<'_>) {
        let Some(why) = wanted.overrides.filter(|_| !verdict.reasons.is_empty()) else { return };
        // What is there already does not move at all.
        if verdict.reasons.iter().any(|reason| matches!(reason, Reason::Same { .. })) {
            return;
        }
        if !self.may_override(case, wanted.by) {
            verdict.reasons.push(Reason::NoOverride { by: wanted.by.cloned() });
        } else if why.trim().is_empty() {
            verdict.reasons.push(Reason::NoReason);
        } else {
            verdict.is_overridden = true;
        }
    }
}

/// A look at a move.
struct Look<'g, 'c, C, W> {
    gate: &'g Gate<C, W>,
    case: &'c mut dyn Case<C, W>,
    wanted: &'c Move<'c>,
    reasons: Vec<Reason>,
    approved: Vec<Approved>,
}

impl<'g, C, W> Look<'g, '_, C, W> {
    /// A record that opens.
    fn start(&mut self) -> &'g [crate::document::Node] {
        let to = self.wanted.to;
        if self.gate.of_stages.get(to.index()).is_some_and(|of| !of.may_start) {
            self.reasons.extend(self.key(to).map(|stage| Reason::NoStart { stage }));
        }
        self.enter(to);
        &[]
    }

    /// A record that is in a stage.
    fn go(&mut self, from: StageId) -> &'g [crate::document::Node] {
        let to = self.wanted.to;
        let way = self.gate.ways.get(from, to);
        let edge = match way {
            Way::Free | Way::Plain if self.wanted.event.is_none() => Some(&self.gate.plain),
            Way::Edges { from, count } => self.edge((from, count)),
            Way::Free | Way::Plain | Way::No(_) => None,
        };
        match (edge, way) {
            (Some(edge), _) => self.along(edge, from),
            (None, Way::No(bar)) => self.barred(bar, from),
            // None of its edges is the one that is meant, and each said why not.
            (None, _) if !self.reasons.is_empty() => {}
            (None, _) => self.barred(Bar::NoWay, from),
        }
        self.enter(to);
        edge.map_or(&[], |edge| edge.effects.as_slice())
    }

    /// The first edge of a pair whose condition holds; where none does, the conditions are the reasons.
    fn edge(&mut self, pair: (u32, u32)) -> Option<&'g Edge<C, W>> {
        let gate = self.gate;
        let edges = gate.ways.edges(pair).iter();
        let edges = edges.filter_map(|place| gate.edges.get(usize::try_from(*place).ok()?));
        let meant = edges.filter(|edge| self.wanted.event.is_none() || edge.event.as_deref() == self.wanted.event);
        let mut lacking = Vec::new();
        for edge in meant.collect::<Vec<_>>() {
            match &edge.when {
                None => return Some(edge),
                Some(when) if is_yes(self.case, &when.program) => return Some(edge),
                Some(when) => lacking.push(Reason::When { condition: when.text.clone() }),
            }
        }
        self.reasons.append(&mut lacking);
        None
    }

    /// What is asked of a move along an edge.
    fn along(&mut self, edge: &'g Edge<C, W>, from: StageId) {
        if !edge.who.allows(self.wanted.by, self.case) {
            let (by, may) = (self.wanted.by.cloned(), edge.who.text.clone());
            self.reasons.push(Reason::Who { by, may });
        }
        let to = self.wanted.to;
        // Who loses a record, or finds it to be none, leaves what was to be done undone.
        let goes_on = to > from && matches!(self.kind(to), Some(StageKind::Open | StageKind::Won));
        if goes_on {
            self.leave(from);
        }
        self.require(&edge.requires);
        self.approved = edge.approvals.given(self.case, self.wanted.at, &mut self.reasons);
    }

    /// What is asked of whoever goes on from a stage.
    fn leave(&mut self, from: StageId) {
        let gate = self.gate;
        let Some(of) = gate.of_stages.get(from.index()) else { return };
        for task in of.tasks.iter().filter(|task| !task.is_optional) {
            if !is_yes(self.case, &task.done) {
                self.reasons.push(Reason::Task { task: task.id.clone() });
            }
        }
        if let (Some(at_least), Some(entered)) = (of.at_least, self.case.entered_at()) {
            let from = at_least.after(entered, self.case.calendar());
            if from.as_ref().map_or(true, |from| self.wanted.at < *from) {
                self.reasons.push(Reason::TooEarly { from });
            }
        }
    }

    /// What is asked of whoever enters a stage.
    fn enter(&mut self, to: StageId) {
        let gate = self.gate;
        if let Some(of) = gate.of_stages.get(to.index()) {
            self.require(&of.requires);
        }
    }

    fn require(&mut self, requirements: &[Requirement<C>]) {
        for requirement in requirements {
            let answer = self.case.ask(&requirement.program);
            let text = || requirement.text.clone();
            let reason = match (answer, requirement.is_value) {
                (Ok(Value::Text(text)), true) if !text.trim().is_empty() => continue,
                (Ok(Value::Text(_)) | Err(_), true) => Reason::Missing { field: text() },
                (Ok(_), true) | (Ok(Value::YesNo(true)), false) => continue,
                (Ok(_), false) => Reason::Required { condition: text(), undefined: None },
                (Err(why), false) => Reason::Required { condition: text(), undefined: Some(why) },
            };
            if !self.reasons.contains(&reason) {
                self.reasons.push(reason);
            }
        }
    }

    /// Why nothing leads there.
    fn barred(&mut self, bar: Bar, from: StageId) {
        let to = self.wanted.to;
        let Some((from_key, to_key)) = self.key(from).zip(self.key(to)) else { return };
        let reason = match bar {
            Bar::Same => Reason::Same { stage: to_key },
            Bar::Skips => Reason::Skips { over: self.skipped(from).unwrap_or(to_key) },
            Bar::Back => Reason::Back { to: to_key },
            Bar::Closed => Reason::Closed { stage: from_key, kind: self.kind(from).unwrap_or_default() },
            Bar::NoWay => Reason::NoWay { from: from_key, to: to_key },
        };
        self.reasons.push(reason);
    }

    /// The first stage that would be skipped.
    fn skipped(&self, from: StageId) -> Option<Key> {
        self.gate.stages.iter().find(|(stage, _)| *stage > from).map(|(_, stage)| stage.id().clone())
    }

    fn key(&self, stage: StageId) -> Option<Key> {
        self.gate.stages.get(stage).map(|stage| stage.id().clone())
    }

    fn kind(&self, stage: StageId) -> Option<StageKind> {
        self.gate.stages.kind(stage)
    }
}

/// Whether a condition holds; an undefined one does not.
fn is_yes<C, W>(case: &mut dyn Case<C, W>, condition: &crate::formula::Program<C>) -> bool {
    case.ask(condition) == Ok(Value::YesNo(true))
}
