//! A record that shall move, as a gate asks for it.

use chrono::{NaiveDate, NaiveDateTime};

use crate::calendar::{FiscalCalendar, Span};
use crate::formula::Program;
use crate::id::Key;
use crate::kpi::{Place, Question, When};
use crate::log::{KindId, Record, RecordState, Standing, acting};
use crate::measure::{Cells, FactQuestion, Whose};
use crate::org::Org;
use crate::pipeline::{Answered, Case, StageId};
use crate::plan::{MoveGate, Plan};
use crate::quantity::{Outcome, Value, Why};

use super::super::people;
use super::super::seen::holds;
use super::super::view::View;
use super::moment::moment;

/// Where records stand when they are asked for on a day.
pub(super) struct Facts {
    view: View,
}

impl Facts {
    /// What a view knows, up to a day; where a gate folds nothing, the view itself says it.
    pub(super) fn of(view: &View, gate: &MoveGate, day: NaiveDate) -> Facts {
        if view.as_of() == day || !Facts::folds(gate) {
            return Facts { view: view.clone() };
        }
        let plan = view.plan();
        let standing = view.0.standing.earlier(view.0.standing.upto());
        let org = people::build(plan, &standing, day);
        Facts { view: View::of(plan, standing, org, day, None) }
    }

    /// Whether a gate folds what refers to a record.
    pub(super) fn folds(gate: &MoveGate) -> bool {
        gate.asks(&|question| matches!(question, FactQuestion::Keyed { .. }))
    }

    /// What a small log knows of a day; where a gate folds nothing, it is not needed who people are.
    pub(super) fn small(
        plan: &Plan,
        standing: Standing<'static>,
        gate: &MoveGate,
        (day, org): (NaiveDate, Org),
    ) -> Facts {
        let view = if Facts::folds(gate) {
            View::of(plan, standing, org, day, None)
        } else {
            View::ahead(plan, standing, org, day, |_| Cells::default())
        };
        Facts { view }
    }

    pub(super) fn record(&self, kind: KindId, number: u32) -> Option<Record<'_>> {
        self.view.0.standing.record(kind, number)
    }

    pub(super) fn view(&self) -> &View {
        &self.view
    }
}

/// A record at a moment.
pub(super) struct DealCase<'a> {
    facts: &'a Facts,
    /// Who people are.
    people: &'a View,
    record: Record<'a>,
    state: Option<RecordState<'a>>,
    stage: Option<StageId>,
    entered_at: Option<NaiveDateTime>,
    owner: Option<Key>,
    answers: Vec<Answered>,
    day: NaiveDate,
}

impl<'a> DealCase<'a> {
    /// A record at a moment: where it is after so many stops, or after all of them up to the day.
    pub(super) fn new(
        facts: &'a Facts,
        people: &'a View,
        gate: &MoveGate,
        record: Record<'a>,
        stops: Option<usize>,
        at: NaiveDateTime,
    ) -> DealCase<'a> {
        let (view, day) = (facts.view(), at.date());
        let zone = view.plan().zone();
        let state = record.on(day);
        let upto = record.stops().filter(|stop| stops.is_some() || stop.on <= day).take(stops.unwrap_or(usize::MAX));
        let last = upto.last();
        let entered_at = last.map(|stop| moment(zone, stop.on, stop.at));
        let owner = state.and_then(RecordState::owner).cloned();
        let mut case =
            DealCase { facts, people, record, state, stage: None, entered_at, owner, answers: Vec::new(), day };
        case.stage = last.map(|stop| stop.stage);
        if gate.needs_approvals() {
            case.answers = answers(view, record.key(), entered_at);
        }
        case
    }

    /// The record before it is there: it opens.
    pub(super) fn opening(mut self) -> DealCase<'a> {
        (self.stage, self.entered_at) = (None, None);
        self
    }

    pub(super) fn key(&self) -> &Key {
        self.record.key()
    }

    pub(super) fn at_stage(&self) -> Option<StageId> {
        self.stage
    }

    /// The owner, or whatever unit is there where there is none: then there is no subject.
    fn place(&self) -> Option<Place> {
        let org = self.people.org();
        let owner = self.owner.as_ref().and_then(|owner| org.person(owner.as_str())).map(Whose::Person);
        let whose = owner.or_else(|| org.units().next().map(|(unit, _)| Whose::Unit(unit)))?;
        let span = self.day.succ_opt().and_then(|next| Span::new(self.day, next))?;
        Some(Place { whose, when: When::from(span) })
    }
}

/// What was answered about a record. Of an answer of which only the day is known, it is not known whether it came before the record
/// entered its stage on this day: it counts as if it came after.
fn answers(view: &View, record: &Key, entered: Option<NaiveDateTime>) -> Vec<Answered> {
    let zone = view.plan().zone();
    let away = view.0.standing.away();
    let of_it = view.0.standing.approvals().into_iter().filter(|answer| answer.entry == *record);
    of_it
        .filter_map(|answer| {
            let mut at = moment(zone, answer.on, answer.at);
            if answer.at.is_none() {
                at = at.max(entered.filter(|entered| entered.date() == answer.on).unwrap_or(at));
            }
            let by = answer.by?;
            let acts_for = acting(&away, &by, answer.on);
            Some(Answered { role: answer.role, by, at, answer: answer.answer, acts_for })
        })
        .collect()
}

impl Case<FactQuestion, Question> for DealCase<'_> {
    fn stage(&self) -> Option<StageId> {
        self.stage
    }

    fn entered_at(&self) -> Option<NaiveDateTime> {
        self.entered_at
    }

    fn ask(&mut self, question: &Program<FactQuestion>) -> Outcome {
        let state = self.state.ok_or(Why::NoFacts)?;
        let view = self.facts.view();
        view.0.cells.of_one(question, state, view.source())
    }

    fn owner(&self) -> Option<&Key> {
        self.owner.as_ref()
    }

    fn may(&mut self, condition: &Program<Question>, person: &Key) -> bool {
        let actor = self.people.org().person(person.as_str());
        let Some((actor, place)) = actor.zip(self.place()) else { return false };
        holds(self.people, condition, actor, (place, self.day))
    }

    fn has_role(&mut self, person: &Key, role: &str) -> bool {
        let org = self.people.org();
        let attribute = org.attributes().find("role");
        let own = attribute.zip(org.person(person.as_str()));
        let own = own.map(|(attribute, person)| org[person].attribute(attribute, self.day, org.attributes()));
        matches!(own, Some(Ok(Value::Text(own))) if *own == *role)
    }

    fn answers(&self) -> &[Answered] {
        &self.answers
    }

    fn calendar(&self) -> &FiscalCalendar {
        self.people.plan().calendar()
    }
}
