//! Whether records moved as their pipeline says: which moves did not, how often, whose, for how long.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::error::Error;
use crate::id::Key;
use crate::kpi::When;
use crate::log::{KindId, Record, RecordState, Stop};
use crate::pipeline::{Move, Reason, Verdict};
use crate::plan::MoveGate;

use super::super::view::View;
use super::case::{DealCase, Facts};
use super::moment::moment;

/// How the moves of a kind of record in a time went with what its pipeline says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conformance {
    /// How many moves there were, those by which records opened among them.
    pub moves: usize,
    /// Those that should not have been, or were made against the rules: by day, then by record, then in the order of its moves.
    pub deviations: Vec<Deviation>,
}

/// A move that should not have been, or was made against the rules by somebody who may.
#[derive(Clone, Debug, PartialEq)]
pub struct Deviation {
    /// The record.
    pub record: Key,
    /// Who owned it then.
    pub owner: Option<Key>,
    /// The entry.
    pub entry: Key,
    /// From which stage; nothing, where it opened.
    pub from: Option<Key>,
    /// To which stage.
    pub to: Key,
    /// The day.
    pub on: NaiveDate,
    /// Who moved it.
    pub by: Option<Key>,
    /// Every reason why not.
    pub reasons: Vec<Reason>,
    /// Why it was made against the rules by somebody who may do that; nothing, where nobody said so.
    pub overridden: Option<String>,
    /// How many days it then stayed in the stage, up to the day of the view.
    pub days: i64,
}

impl Conformance {
    /// How many moves were as they should be.
    pub fn conforming(&self) -> usize {
        self.moves.saturating_sub(self.deviations.len())
    }

    /// How often each reason stood against a move, by its code.
    pub fn by_reason(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::new();
        for reason in self.deviations.iter().flat_map(|deviation| &deviation.reasons) {
            let count: &mut usize = counts.entry(reason.code()).or_default();
            *count = count.saturating_add(1);
        }
        counts
    }

    /// How many moves each made that should not have been; nobody, where nobody is named.
    pub fn by_person(&self) -> BTreeMap<Option<Key>, usize> {
        let mut counts = BTreeMap::new();
        for deviation in &self.deviations {
            let count: &mut usize = counts.entry(deviation.by.clone()).or_default();
            *count = count.saturating_add(1);
        }
        counts
    }
}

impl View {
    /// How the moves that records of a kind made in a time went with what their pipeline says of moves, whatever the log did about
    /// it. Each is looked at as it was known to this view, by what held when its day ended.
    pub fn conformance(&self, kind: &str, when: impl Into<When>) -> Result<Conformance, Error> {
        let known = self.plan().kinds().find(kind).filter(|(_, kind)| kind.is_record());
        let Some((id, _)) = known else { return Err(Error::unknown("kind of record", kind, None)) };
        let Some(gate) = self.plan().gate(id) else {
            return Err(Error::invalid(format!("the pipeline of `{kind}` says nothing of moves")));
        };
        let (span, as_of) = (when.into().span(), self.as_of());
        let mut made: Vec<(NaiveDate, u32, usize)> = Vec::new();
        for record in self.0.standing.records(id) {
            let stops = record.stops().enumerate().filter(|(_, stop)| span.contains(stop.on) && stop.on <= as_of);
            made.extend(stops.map(|(place, stop)| (stop.on, record.number(), place)));
        }
        let mut conformance = Conformance { moves: made.len(), deviations: Vec::new() };
        made.sort_unstable();
        let mut facts: Option<(NaiveDate, Facts)> = None;
        for (day, number, place) in made {
            if facts.as_ref().is_none_or(|(known, _)| *known != day) {
                facts = Some((day, Facts::of(self, gate, day)));
            }
            let Some((_, facts)) = &facts else { continue };
            conformance.deviations.extend(self.deviation(facts, (id, gate), number, place));
        }
        let order = |one: &Deviation, other: &Deviation| (one.on, &one.record).cmp(&(other.on, &other.record));
        crate::sort::by(&mut conformance.deviations, order);
        Ok(conformance)
    }

    /// What is wrong with the move of a record by which it made one of its stops.
    fn deviation(
        &self,
        facts: &Facts,
        (kind, gate): (KindId, &MoveGate),
        number: u32,
        place: usize,
    ) -> Option<Deviation> {
        let record = facts.record(kind, number)?;
        let stop = record.stops().nth(place)?;
        let at = moment(self.plan().zone(), stop.on, stop.at);
        let mut case = DealCase::new(facts, self, gate, record, Some(place), at);
        let overrides = stop.overrides.then(|| stop.why.unwrap_or_default());
        let wanted = Move { to: stop.stage, event: None, by: stop.by, at, overrides };
        let verdict = gate.check(&mut case, &wanted);
        if verdict.reasons.is_empty() {
            return None;
        }
        Some(self.told(record, (place, &stop), gate, &verdict))
    }

    fn told(
        &self,
        record: Record<'_>,
        (place, stop): (usize, &Stop<'_>),
        gate: &MoveGate,
        verdict: &Verdict<'_>,
    ) -> Deviation {
        let key = |stage| gate.stages().get(stage).map(|stage| stage.id().clone());
        let next = record.stops().nth(place.saturating_add(1)).map(|next| next.on).filter(|on| *on <= self.as_of());
        let until = next.or_else(|| self.as_of().succ_opt()).unwrap_or(stop.on);
        Deviation {
            record: record.key().clone(),
            owner: record.on(stop.on).and_then(RecordState::owner).cloned(),
            entry: stop.entry.clone(),
            from: verdict.from.and_then(key),
            to: key(stop.stage).unwrap_or_else(|| stop.entry.clone()),
            on: stop.on,
            by: stop.by.cloned(),
            reasons: verdict.reasons.clone(),
            overridden: verdict.is_overridden.then(|| stop.why.unwrap_or_default().to_owned()),
            days: until.signed_duration_since(stop.on).num_days(),
        }
    }
}
