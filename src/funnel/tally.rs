//! A funnel: what the moves of many records tell, stage by stage.

use std::sync::Arc;

use crate::pipeline::{StageId, Stages};
use crate::quantity::{Fraction, Outcome, Value};
use crate::sort;

use super::count::{Count, Counted, Event, Whole};
use super::gather;
use super::passage::{Asked, Passage};
use super::worth::Worth;

/// What the moves of many records tell. See the [module](super) for an example.
#[derive(Clone, Debug, PartialEq)]
pub struct Funnel {
    stages: Arc<Stages>,
    asked: Asked,
    events: Vec<Event>,
    /// By stage, then as what.
    counts: Vec<Vec<u64>>,
    wholes: Vec<u64>,
    flows: Vec<Flow>,
    pub(super) won: Worth,
    pub(super) lost: Worth,
    /// From the beginning to the winning of what was won, in days; in rising order.
    pub(super) cycles: Vec<i64>,
    /// How many were won that never were in the stage with which the cycle begins.
    pub(super) unbegun: u64,
    reasons: Vec<Reason>,
}

/// What is spent in a stage, and what is at stake there.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Flow {
    /// The days that were spent in it.
    pub days: i64,
    /// How long the visits were that ended, in days; in rising order.
    pub stays: Vec<i64>,
    /// What those are worth that wait in it.
    pub waiting: Worth,
    /// The same by their probability.
    pub waits: Worth,
    /// What those were expected to bring that were lost from it.
    pub dies: Worth,
}

/// Why records were lost.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// What is said; nothing, of those of which nothing is.
    pub value: Option<Value>,
    /// How many.
    pub count: u64,
    /// What they were worth.
    pub worth: Worth,
}

impl Funnel {
    /// Counts what the ways of records tell.
    pub fn new(stages: &Arc<Stages>, passages: &[Passage<'_>], asked: &Asked) -> Funnel {
        let mut funnel = Funnel {
            stages: Arc::clone(stages),
            asked: asked.clone(),
            events: Vec::new(),
            counts: vec![vec![0; Count::ALL.len()]; stages.len()],
            wholes: vec![0; Whole::ALL.len()],
            flows: vec![Flow::default(); stages.len()],
            won: Worth::default(),
            lost: Worth::default(),
            cycles: Vec::new(),
            unbegun: 0,
            reasons: Vec::new(),
        };
        for (at, passage) in passages.iter().enumerate() {
            gather::count(&mut funnel, asked, passage, at);
        }
        let rising = |days: &mut Vec<i64>| sort::keyed(days, |days| sort::rising(*days));
        rising(&mut funnel.cycles);
        for flow in &mut funnel.flows {
            rising(&mut flow.stays);
        }
        // The most frequent first; of equals the one that comes first in its own order, and nothing last.
        sort::by(&mut funnel.reasons, |one, other| {
            let rank = |reason: &Reason| (std::cmp::Reverse(reason.count), reason.value.is_none());
            rank(one).cmp(&rank(other)).then_with(|| one.value.cmp(&other.value))
        });
        funnel
    }

    /// The stages of the pipeline.
    pub fn stages(&self) -> &Stages {
        &self.stages
    }

    /// What was asked.
    pub fn asked(&self) -> &Asked {
        &self.asked
    }

    /// How many there are of something in a stage.
    pub fn count(&self, stage: StageId, count: Count) -> u64 {
        let place = Count::ALL.iter().position(|one| *one == count);
        let counts = self.counts.get(stage.index());
        counts.zip(place).and_then(|(counts, place)| counts.get(place)).copied().unwrap_or_default()
    }

    /// How many there are of something in all stages together.
    pub fn whole(&self, whole: Whole) -> u64 {
        let place = Whole::ALL.iter().position(|one| *one == whole);
        place.and_then(|place| self.wholes.get(place)).copied().unwrap_or_default()
    }

    /// What is behind a number, in the order of the passages.
    pub fn behind(&self, counted: Counted) -> impl Iterator<Item = &Event> {
        self.events.iter().filter(move |event| event.as_what == counted)
    }

    /// Everything that was counted, in the order of the passages.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// What those are worth that were won.
    pub fn won(&self) -> &Worth {
        &self.won
    }

    /// What those were worth that were lost.
    pub fn lost(&self) -> &Worth {
        &self.lost
    }

    /// Why records were lost: what is said most often comes first, and those of which nothing is said last among as many.
    pub fn reasons(&self) -> &[Reason] {
        &self.reasons
    }

    pub(super) fn flow(&self, stage: StageId) -> Option<&Flow> {
        self.flows.get(stage.index())
    }

    pub(super) fn flows(&self) -> impl Iterator<Item = (StageId, &Flow)> {
        self.stages.iter().map(|(id, _)| id).zip(&self.flows)
    }

    pub(super) fn note(&mut self, event: Event) {
        self.events.push(event);
        let counter = match event.as_what {
            Counted::In(stage, count) => {
                let place = Count::ALL.iter().position(|one| *one == count);
                self.counts.get_mut(stage.index()).zip(place).and_then(|(counts, place)| counts.get_mut(place))
            }
            Counted::Of(whole) => {
                let place = Whole::ALL.iter().position(|one| *one == whole);
                place.and_then(|place| self.wholes.get_mut(place))
            }
        };
        if let Some(counter) = counter {
            *counter = counter.saturating_add(1);
        }
    }

    /// Days were spent in a stage, and a visit that lasted so long has ended.
    pub(super) fn spend(&mut self, stage: StageId, days: i64, whole: Option<i64>) {
        if let Some(flow) = self.flows.get_mut(stage.index()) {
            flow.days = flow.days.saturating_add(days);
            flow.stays.extend(whole);
        }
    }

    pub(super) fn note_won(&mut self, amount: &Outcome<Fraction>, cycle: Option<i64>) {
        self.won.add(amount.as_ref().ok().copied());
        match cycle {
            Some(days) => self.cycles.push(days),
            None => self.unbegun = self.unbegun.saturating_add(1),
        }
    }

    /// One was lost, from a stage in which it was so likely to be won.
    pub(super) fn note_lost(
        &mut self,
        amount: &Outcome<Fraction>,
        from: Option<(StageId, Option<Fraction>)>,
        reason: Option<&Value>,
    ) {
        let amount = amount.as_ref().ok().copied();
        self.lost.add(amount);
        if let Some((stage, likely)) = from {
            let expected = self.expected(amount, likely);
            if let Some(flow) = self.flows.get_mut(stage.index()) {
                flow.dies.add(expected);
            }
        }
        let known = self.reasons.iter().position(|known| known.value.as_ref() == reason);
        let place = known.unwrap_or_else(|| {
            self.reasons.push(Reason { value: reason.cloned(), count: 0, worth: Worth::default() });
            self.reasons.len().saturating_sub(1)
        });
        if let Some(known) = self.reasons.get_mut(place) {
            known.count = known.count.saturating_add(1);
            known.worth.add(amount);
        }
    }

    /// One waits in a stage.
    pub(super) fn note_waiting(&mut self, stage: StageId, amount: &Outcome<Fraction>, likely: Option<Fraction>) {
        let amount = amount.as_ref().ok().copied();
        let expected = self.expected(amount, likely);
        if let Some(flow) = self.flows.get_mut(stage.index()) {
            flow.waiting.add(amount);
            flow.waits.add(expected);
        }
    }

    fn expected(&self, amount: Option<Fraction>, likely: Option<Fraction>) -> Option<Fraction> {
        let (amount, likely) = amount.zip(likely)?;
        amount.times(likely, self.asked.precision).ok()
    }
}
