//! Checking a move.

use chrono::NaiveDateTime;

use crate::id::Key;
use crate::quantity::{Outcome, Value, Why};

use super::super::definition::StageKind;
use super::super::stage::StageId;
use super::way::{Bar, Way};
use super::{Approved, Case, Edge, Gate, Move, Place, Reason, Requirement, Verdict, Who};

impl<C, W> Gate<C, W> {
    /// Whether a record may move to a stage, or every reason why not.
    ///
    /// Nothing is changed, and nothing but what the case says is asked.
    #[inline]
    pub fn check<D: Case<C, W>>(&self, case: &mut D, wanted: &Move<'_>) -> Verdict<'_> {
        let free = if wanted.event.is_none() { self.free(Place::of(case), wanted.to, wanted.at) } else { None };
        free.unwrap_or_else(|| self.look(case, wanted))
    }

    /// Whether a record may move to a stage, and no word of why not: [`check`](Gate::check) without its reasons, which stops at the
    /// first thing that is in the way.
    #[inline]
    pub fn allows<D: Case<C, W>>(&self, case: &mut D, wanted: &Move<'_>) -> bool {
        let is_plain = wanted.event.is_none() && wanted.overrides.is_none();
        let decided = if is_plain { self.decided(Place::of(case), wanted.to, wanted.at) } else { None };
        decided.unwrap_or_else(|| self.is_allowed(case, wanted))
    }

    /// Whether a record may move from where it is to a stage, where no more is asked of that than that some fields have a value, or
    /// there is no such move.
    #[inline]
    pub(in super::super) fn decided(&self, place: Place, to: StageId, at: NaiveDateTime) -> Option<bool> {
        let may = self.ways.decided(place.stage?, to, place.filled)?;
        // Both are looked at in any case: that costs less than to guess which of them says no.
        Some(may & place.since.is_none_or(|since| since <= at))
    }

    /// A move of which nothing is asked but that some fields have a value, from where a record is; nothing, where it is none.
    #[inline]
    pub(in super::super) fn free(&self, place: Place, to: StageId, at: NaiveDateTime) -> Option<Verdict<'_>> {
        self.decided(place, to, at)?.then_some(Verdict {
            from: place.stage,
            to: Some(to),
            reasons: Vec::new(),
            is_overridden: false,
            approved: Vec::new(),
            effects: &[],
        })
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

    /// What is said to somebody who may not.
    pub(crate) fn no_override(&self, by: Option<&Key>) -> Reason {
        Reason::NoOverride { by: by.cloned(), may: self.may_override.as_ref().map(Who::may) }
    }

    /// The same by all that is asked.
    fn is_allowed(&self, case: &mut dyn Case<C, W>, wanted: &Move<'_>) -> bool {
        if wanted.overrides.is_some() {
            return self.look(case, wanted).is_allowed();
        }
        let mut look = Look { gate: self, case, wanted, found: Found::Any(false), approved: Vec::new() };
        look.all();
        !look.found.is_any()
    }

    fn look(&self, case: &mut dyn Case<C, W>, wanted: &Move<'_>) -> Verdict<'_> {
        let mut look = Look { gate: self, case, wanted, found: Found::All(Vec::new()), approved: Vec::new() };
        let (from, effects) = look.all();
        let (reasons, approved) = (look.found.into_reasons(), look.approved);
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
            verdict.reasons.push(self.no_override(wanted.by));
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
    found: Found,
    approved: Vec<Approved>,
}

/// What is found to be in the way.
enum Found {
    /// Every reason.
    All(Vec<Reason>),
    /// Whether there is any: whoever asks no more than that is told with the first.
    Any(bool),
}

impl Found {
    fn tell(&mut self, reason: impl FnOnce() -> Option<Reason>) {
        match self {
            Found::All(reasons) => reasons.extend(reason()),
            Found::Any(is_any) => *is_any = true,
        }
    }

    /// That something is asked for which is not there; the same thing is told once.
    fn lacks<C>(&mut self, requirement: &Requirement<C>, lack: Lack) {
        let text = || requirement.text.clone();
        let reason = || match lack {
            Lack::Value => Reason::Missing { field: text() },
            Lack::Condition(undefined) => Reason::Required { condition: text(), undefined },
        };
        match self {
            Found::All(reasons) => {
                let reason = reason();
                if !reasons.contains(&reason) {
                    reasons.push(reason);
                }
            }
            Found::Any(is_any) => *is_any = true,
        }
    }

    fn is_any(&self) -> bool {
        match self {
            Found::All(reasons) => !reasons.is_empty(),
            Found::Any(is_any) => *is_any,
        }
    }

    /// Whether nothing that is found beyond changes the answer.
    fn is_settled(&self) -> bool {
        matches!(self, Found::Any(true))
    }

    fn into_reasons(self) -> Vec<Reason> {
        match self {
            Found::All(reasons) => reasons,
            Found::Any(_) => Vec::new(),
        }
    }
}

impl<'g, C, W> Look<'g, '_, C, W> {
    /// Looks at all that is asked: from which stage it goes, and what is to be done then.
    fn all(&mut self) -> (Option<StageId>, &'g [crate::document::Node]) {
        let from = self.case.stage();
        if let Some(since) = self.case.entered_at().filter(|since| *since > self.wanted.at) {
            self.found.tell(|| Some(Reason::Earlier { since }));
        }
        let effects = match from {
            None => self.start(),
            Some(from) => self.go(from),
        };
        (from, effects)
    }

    /// A record that opens.
    fn start(&mut self) -> &'g [crate::document::Node] {
        let to = self.wanted.to;
        if self.gate.of_stages.get(to.index()).is_some_and(|of| !of.may_start) {
            let stage = self.key(to);
            self.found.tell(|| stage.map(|stage| Reason::NoStart { stage }));
        }
        self.enter(to);
        &[]
    }

    /// A record that is in a stage.
    fn go(&mut self, from: StageId) -> &'g [crate::document::Node] {
        let to = self.wanted.to;
        let way = self.gate.ways.get(from, to);
        let edge = match way {
            Way::Plain if self.wanted.event.is_none() => Some(&self.gate.plain),
            Way::Edges { from, count } => self.edge((from, count)),
            Way::Plain | Way::No(_) => None,
        };
        match (edge, way) {
            (Some(edge), _) => self.along(edge, from),
            (None, Way::No(bar)) => self.barred(bar, from),
            // None of its edges is the one that is meant, and each said why not.
            (None, _) if self.found.is_any() => {}
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
        for edge in meant {
            match &edge.when {
                None => return Some(edge),
                Some(when) if is_yes(self.case, &when.program) => return Some(edge),
                Some(when) => lacking.push(when),
            }
        }
        for when in lacking {
            self.found.tell(|| Some(Reason::When { condition: when.text.clone() }));
        }
        None
    }

    /// What is asked of a move along an edge.
    fn along(&mut self, edge: &'g Edge<C, W>, from: StageId) {
        if !edge.who.allows(self.wanted.by, self.case) {
            let by = self.wanted.by;
            self.found.tell(|| Some(Reason::Who { by: by.cloned(), may: edge.who.may() }));
        }
        let to = self.wanted.to;
        // Who loses a record, or finds it to be none, leaves what was to be done undone.
        let goes_on = to > from && matches!(self.kind(to), Some(StageKind::Open | StageKind::Won));
        if goes_on {
            self.leave(from);
        }
        self.require(&edge.requires);
        if self.found.is_settled() {
            return;
        }
        match &mut self.found {
            Found::All(reasons) => self.approved = edge.approvals.given(self.case, self.wanted.at, reasons),
            Found::Any(is_any) => {
                let mut reasons = Vec::new();
                edge.approvals.given(self.case, self.wanted.at, &mut reasons);
                *is_any = !reasons.is_empty();
            }
        }
    }

    /// What is asked of whoever goes on from a stage.
    fn leave(&mut self, from: StageId) {
        let gate = self.gate;
        let Some(of) = gate.of_stages.get(from.index()) else { return };
        for task in of.tasks.iter().filter(|task| !task.is_optional) {
            if self.found.is_settled() {
                return;
            }
            if !is_yes(self.case, &task.done) {
                self.found.tell(|| Some(Reason::Task { task: task.id.clone() }));
            }
        }
        if let (Some(at_least), Some(entered)) = (of.at_least, self.case.entered_at()) {
            let from = at_least.after(entered, self.case.calendar());
            if from.as_ref().map_or(true, |from| self.wanted.at < *from) {
                self.found.tell(|| Some(Reason::TooEarly { from }));
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
            if self.found.is_settled() {
                return;
            }
            let answer = self.case.ask(&requirement.program);
            if let Some(lack) = requirement.lack(answer) {
                self.found.lacks(requirement, lack);
            }
        }
    }

    /// Why nothing leads there.
    fn barred(&mut self, bar: Bar, from: StageId) {
        if matches!(self.found, Found::Any(_)) {
            return self.found.tell(|| None);
        }
        let to = self.wanted.to;
        let Some((from_key, to_key)) = self.key(from).zip(self.key(to)) else { return };
        let reason = match bar {
            Bar::Same => Reason::Same { stage: to_key },
            Bar::Skips => Reason::Skips { over: self.skipped(from).unwrap_or(to_key) },
            Bar::Back => Reason::Back { to: to_key },
            Bar::Closed => Reason::Closed { stage: from_key, kind: self.kind(from).unwrap_or_default() },
            Bar::NoWay => Reason::NoWay { from: from_key, to: to_key },
        };
        self.found.tell(|| Some(reason));
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

/// What a record lacks that is required of it.
enum Lack {
    /// There is no value.
    Value,
    /// The condition does not hold, perhaps since it is undefined.
    Condition(Option<Why>),
}

impl<C> Requirement<C> {
    /// What is lacking by an answer.
    fn lack(&self, answer: Outcome) -> Option<Lack> {
        match (answer, self.is_value) {
            (Ok(Value::Text(text)), true) if !text.trim().is_empty() => None,
            (Ok(Value::Text(_)) | Err(_), true) => Some(Lack::Value),
            (Ok(_), true) | (Ok(Value::YesNo(true)), false) => None,
            (Ok(_), false) => Some(Lack::Condition(None)),
            (Err(why), false) => Some(Lack::Condition(Some(why))),
        }
    }
}
