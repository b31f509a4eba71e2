//! Records, as they stand when a day ends: all that is said of one up to it, gone through again for every question.

use attain::pipeline::{ProbabilityDefinition, StageDefinition, StageKind};
use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

use super::Interpreter;
use super::said::{Fact, Log, word};
use super::value::{Out, V, number, whole};

/// A record, with what is said of it in order.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub(crate) kind: String,
    pub(crate) id: String,
    said: Vec<Fact>,
}

/// A record at the end of a day.
#[derive(Clone, Copy)]
pub(crate) struct State<'r> {
    pub(crate) record: &'r Record,
    pub(crate) day: NaiveDate,
}

/// In which order something is said: by day; then by instant, those without one first; then a record's own entry; then what became
/// known earlier; then the lesser id.
type Order<'f> = (NaiveDate, Option<DateTime<FixedOffset>>, bool, DateTime<Utc>, &'f str);

fn order<'f>(record: &str, fact: &'f Fact) -> Order<'f> {
    // The day alone says when; an instant beside it says when in it.
    let at = word(&fact.entry, "at").map(|at| DateTime::parse_from_rfc3339(at).unwrap());
    (fact.on, at, fact.id != record, fact.known, &fact.id)
}

impl Log<'_> {
    /// The records that are there, by kind and id.
    pub(crate) fn records(&self) -> Vec<Record> {
        let standing = self.standing();
        let is_head = |fact: &&Fact| self.is_record(&fact.kind) && self.of_record(fact).is_none();
        let record = |head: &Fact| {
            let named = |fact: &Fact| self.of_record(fact).and_then(|of| self.record_named(fact, of));
            let about = |fact: &&Fact| fact.id == head.id || named(fact).as_ref() == Some(&head.id);
            let mut said: Vec<Fact> = standing.values().filter(about).cloned().collect();
            said.sort_by(|one, other| order(&head.id, one).cmp(&order(&head.id, other)));
            Record { kind: head.kind.clone(), id: head.id.clone(), said }
        };
        standing.values().filter(is_head).map(record).collect()
    }
}

impl Record {
    pub(crate) fn opened(&self) -> NaiveDate {
        self.said[0].on
    }

    /// How it stands when a day ends; nothing before it opened.
    pub(crate) fn on(&self, day: NaiveDate) -> Option<State<'_>> {
        (self.opened() <= day).then_some(State { record: self, day })
    }
}

impl<'r> State<'r> {
    fn said(self) -> impl DoubleEndedIterator<Item = &'r Fact> {
        let day = self.day;
        self.record.said.iter().filter(move |said| said.on <= day)
    }

    /// The entry that set a field last.
    pub(crate) fn setting(self, field: &str) -> Option<&'r Fact> {
        self.said().rfind(|said| said.kind != "move" && said.entry.get(field).is_some())
    }
}

impl Interpreter<'_> {
    fn stages(&self, record: &Record) -> &[StageDefinition] {
        let pipeline = self.plan.records.get(&record.kind).unwrap().pipeline.as_ref();
        pipeline.map_or(&[], |pipeline| self.plan.pipelines.get(pipeline).unwrap().stages.as_slice())
    }

    /// The stages that a record entered, by their places in the pipeline, and when.
    fn visits(&self, state: State<'_>) -> Vec<(usize, NaiveDate)> {
        let stages = self.stages(state.record);
        let named = |fact: &Fact| {
            let to = word(&fact.entry, if fact.kind == "move" { "to" } else { "stage" })?;
            stages.iter().position(|stage| stage.id == to)
        };
        let mut visits: Vec<(usize, NaiveDate)> = Vec::new();
        for (at, said) in state.said().enumerate() {
            let next = named(said).or(if at == 0 && !stages.is_empty() { Some(0) } else { None });
            if let Some(next) = next.filter(|next| visits.last().map(|(stage, _)| stage) != Some(next)) {
                visits.push((next, said.on));
            }
        }
        visits
    }

    /// What every record has.
    pub(crate) fn built_in(&self, state: State<'_>, name: &str) -> Option<Out> {
        let missing = || format!("missing {name}");
        let last = self.visits(state).last().copied();
        let stage = last.map(|(stage, on)| (&self.stages(state.record)[stage], on)).ok_or_else(missing);
        Some(match name {
            "opened_on" => Ok(V::Date(state.record.opened())),
            "closed_on" => stage.and_then(
                |(stage, on)| {
                    if stage.kind == StageKind::Open { Err(missing()) } else { Ok(V::Date(on)) }
                },
            ),
            "stage" => stage.map(|(stage, _)| V::Text(stage.id.clone())),
            "status" => {
                stage.map(|(stage, _)| V::Text(serde_json::to_value(stage.kind).unwrap().as_str().unwrap().to_owned()))
            }
            "stage.category" => stage.and_then(|(stage, _)| stage.category.clone().map(V::Text).ok_or_else(missing)),
            "stage.probability" => {
                let likely = stage.map(|(stage, _)| stage.probability.clone());
                let always = |likely: ProbabilityDefinition| match likely {
                    ProbabilityDefinition::Always(text) => V::Number(number(text.as_str())),
                    ProbabilityDefinition::Dated(_) => panic!("the author writes one probability for all days"),
                };
                likely.and_then(|likely| likely.map(always).ok_or_else(missing))
            }
            "touched_on" => self.touched(state).map(V::Date).ok_or_else(missing),
            _ => return None,
        })
    }

    fn touched(&self, state: State<'_>) -> Option<NaiveDate> {
        let touch = &self.plan.records.get(&state.record.kind).unwrap().touch;
        if touch.is_empty() {
            return state.said().map(|said| said.on).max();
        }
        let touches = |fact: &&Fact| {
            let fields = self.log.fields(&fact.kind).unwrap();
            let mut named = fields.iter().filter(|(_, ty)| **ty == state.record.kind);
            touch.contains(&fact.kind)
                && !fact.reversal
                && fact.on <= state.day
                && named.any(|(field, ty)| {
                    let id = word(&fact.entry, field).and_then(|id| self.log.referred(id, ty));
                    id.as_ref() == Some(&state.record.id)
                })
        };
        self.all_facts().iter().filter(touches).map(|fact| fact.on).max()
    }

    /// `reached("proposal")` and its like.
    pub(crate) fn of_stage(&self, state: State<'_>, function: &str, stage: &str) -> Out {
        let (stages, visits) = (self.stages(state.record), self.visits(state));
        let own = stages.iter().position(|known| known.id == stage).unwrap();
        let leads = |at: usize| matches!(stages[at].kind, StageKind::Open | StageKind::Won);
        let beyond = stages[own].kind == StageKind::Open && visits.iter().any(|(at, _)| *at > own && leads(*at));
        let mut here = visits.iter().filter(|(at, _)| *at == own);
        Ok(match function {
            "reached" => V::YesNo(beyond || here.next().is_some()),
            "passed" => V::YesNo(beyond),
            "visits" => V::Number(whole(i64::try_from(here.count()).unwrap())),
            "entered_on" => V::Date(here.next().ok_or("missing entered_on")?.1),
            "time_in" => {
                let ends = visits.iter().skip(1).map(|(_, on)| *on).chain([state.day]);
                let stays = visits.iter().zip(ends).filter(|((at, _), _)| *at == own);
                V::Number(whole(stays.map(|((_, from), to)| (to - *from).num_days()).sum()))
            }
            other => panic!("`{other}` of a stage"),
        })
    }

    /// Where a record was at the end of a day.
    pub(crate) fn stage_on(&self, state: State<'_>, day: NaiveDate) -> Out {
        let earlier = state.record.on(day.min(state.day));
        earlier.and_then(|earlier| self.built_in(earlier, "stage")).unwrap_or_else(|| Err("missing stage".to_owned()))
    }
}
