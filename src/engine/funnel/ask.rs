//! From a question and the log to a funnel.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::diagnostic::nearest;
use crate::error::Error;
use crate::funnel::{Asked, By, Funnel, Passage, ended_on};
use crate::id::{Id, Key};
use crate::kpi::{Place, When};
use crate::log::{FieldId, FieldType, Kind, KindId, Owned, Record, RecordState};
use crate::measure::{Whose, held_by, is_left_out, joined, record_value};
use crate::org::Person;
use crate::pipeline::{StageId, StageKind, Stages};
use crate::quantity::{Unit, Value, Why};
use crate::sort;

use super::super::seen::Sight;
use super::super::view::View;
use super::amount::Amount;
use super::answer::{FunnelAnswer, Owner, Tracked};
use super::definition::FunnelQuery;
use super::kept::kept;

/// A question whose names are found.
pub(super) struct Ask<'v> {
    view: &'v View,
    sight: Option<&'v Sight>,
    kind: KindId,
    stages: Arc<Stages>,
    when: When,
    asked: Asked,
    amount: Option<Amount>,
    pub(super) split: Option<FieldId>,
    likely: Option<FieldId>,
    reason: Option<Said>,
    due: Option<FieldId>,
    unit: Unit,
}

/// Records that were found, in the order of their keys.
#[derive(Default)]
pub(super) struct Found<'v> {
    pub passages: Vec<Passage<'v>>,
    pub tracked: Vec<Tracked>,
    /// What each has in the field by which is split.
    pub values: Vec<Option<Value>>,
    pub left_out: usize,
}

/// Where it is said why a record was lost.
#[derive(Clone, Copy)]
enum Said {
    InField(FieldId),
    /// By the entry with which it was lost.
    ByEntry,
}

/// On which days each person counts, as far as that was asked.
type Held = BTreeMap<Id<Person>, Vec<Span>>;

impl<'v> Ask<'v> {
    pub(super) fn new(
        view: &'v View,
        query: &FunnelQuery,
        when: When,
        sight: Option<&'v Sight>,
    ) -> Result<Ask<'v>, Error> {
        view.has_facts()?;
        let kinds = view.plan().kinds();
        let found = kinds.find(&query.of).filter(|(_, kind)| kind.stages().is_some());
        let (id, kind) = found.ok_or_else(|| {
            let known = kinds.iter().filter(|(_, kind)| kind.stages().is_some());
            let near = nearest(&query.of, known.map(|(_, kind)| kind.name()));
            Error::unknown("kind of record that goes through a pipeline", &query.of, near)
        })?;
        let stages = kind.stages().cloned().ok_or_else(|| Error::unknown("pipeline", &query.of, None))?;
        let amount = query.amount.as_deref().map(|text| Amount::new(text, view, id)).transpose()?;
        let unit = amount.as_ref().map_or(Unit::Money, |amount| amount.unit(kind));
        let words = |ty: FieldType| matches!(ty, FieldType::Text | FieldType::YesNo | FieldType::List);
        let asked = Asked {
            by: query.by.unwrap_or_default(),
            entered: stage(&stages, query.entered.as_deref())?,
            span: when.span(),
            as_of: view.as_of(),
            skipped: query.skipped.unwrap_or(stages.skipped()),
            since: stage(&stages, query.since.as_deref())?,
            old_after: query.old.map(i64::from),
            has_due: query.due.is_some(),
            at_least: query.at_least.map_or(1, u64::from),
            percentile: view.plan().rules().percentile.unwrap_or_default(),
            precision: view.plan().precision(),
        };
        if asked.entered.is_some() && asked.by == By::Activity {
            return Err(Error::invalid("`entered` names the stage of a cohort: ask `by` cohort, or leave it out"));
        }
        Ok(Ask {
            view,
            sight,
            kind: id,
            when,
            asked,
            amount,
            split: field(kind, query.split.as_deref(), "a field", &|_| true)?,
            likely: field(kind, query.probability.as_deref(), "a ratio", &|ty| ty == FieldType::Ratio)?,
            reason: match query.reason.as_deref() {
                Some("why") => Some(Said::ByEntry),
                name => field(kind, name, "a text, yes or no, or a list", &words)?.map(Said::InField),
            },
            due: field(kind, query.due.as_deref(), "a date", &|ty| ty == FieldType::Date)?,
            unit,
            stages: Arc::new(stages),
        })
    }

    /// The funnel of somebody, or of all records that there are.
    pub(super) fn answer(&self, whose: Option<Whose>) -> FunnelAnswer {
        let found = self.find(whose);
        self.told(whose, found)
    }

    /// The records of somebody, or all that there are.
    pub(super) fn find(&self, whose: Option<Whose>) -> Found<'v> {
        let (source, end) = (self.view.source(), self.asked.last_day());
        let (mut found, mut held) = (Found::default(), Held::new());
        for record in source.standing.records(self.kind) {
            let Some(state) = record.on(end) else { continue };
            let owners = record.owners();
            let always = || Span::new(NaiveDate::MIN, NaiveDate::MAX).into_iter().collect();
            let days: Vec<Span> = whose.map_or_else(always, |whose| self.held(record, &owners, whose, &mut held));
            if days.is_empty() {
                continue;
            }
            if is_left_out(state, source) {
                found.left_out = found.left_out.saturating_add(1);
                continue;
            }
            if let Some(passage) = self.passage(record, state, days) {
                let value = self.split.and_then(|field| record_value(state, field, source).ok());
                found.passages.push(passage);
                found.values.push(value);
                found.tracked.push(Tracked { key: record.key().clone(), owners: self.owners(&owners) });
            }
        }
        found
    }

    /// The funnel of records that were found.
    pub(super) fn told(&self, whose: Option<Whose>, found: Found<'_>) -> FunnelAnswer {
        let Found { passages, tracked, left_out, .. } = found;
        let funnel = Funnel::new(&self.stages, &passages, &self.asked);
        FunnelAnswer {
            kind: self.view.plan().kinds()[self.kind].name().to_owned(),
            who: whose.map(|whose| self.view.key(whose).clone()),
            time: self.view.time(self.when),
            funnel,
            unit: self.unit,
            rounding: self.view.plan().rules().rounding.clone(),
            left_out,
            from: self.view.provenance(),
            tracked,
        }
    }

    fn passage(&self, record: Record<'v>, state: RecordState<'v>, held: Vec<Span>) -> Option<Passage<'v>> {
        let source = self.view.source();
        let known = state.journey()?;
        // What became of a cohort is known up to the day as of which is asked, which is then the last one.
        let journey = record.on(self.asked.as_of)?.journey()?;
        let read = |state: RecordState<'v>, field: Option<FieldId>| match field {
            Some(field) => record_value(state, field, source),
            None => Err(Why::NothingDefined),
        };
        let amount = self.amount.as_ref().map_or(Err(Why::NothingDefined), |amount| amount.of(state, self.view));
        let before = match ended_on(known) {
            Some(day) => day.pred_opt().and_then(|day| record.on(day)),
            None => Some(state),
        };
        let likely = before.and_then(|state| read(state, self.likely).ok()?.amount());
        let due = match read(state, self.due) {
            Ok(Value::Date(day)) => Some(day),
            _ => None,
        };
        let reason = match self.reason {
            None => None,
            Some(Said::InField(field)) => read(state, Some(field)).ok(),
            Some(Said::ByEntry) => ended_on(known).and_then(|day| lost_by(record, day)),
        };
        Some(Passage { journey, amount, likely, due, reason, held })
    }

    /// The days on which a record counts for somebody.
    fn held(&self, record: Record<'v>, owners: &[Owned<'_>], whose: Whose, known: &mut Held) -> Vec<Span> {
        let (source, org) = (self.view.source(), self.view.org());
        let journey = record.on(self.asked.as_of).and_then(RecordState::journey);
        let mut held = Vec::new();
        for (place, owned) in owners.iter().enumerate() {
            let next = owners.get(place.saturating_add(1)).map_or(NaiveDate::MAX, |next| next.since.on);
            let span = Span::new(owned.since.on, next).filter(|span| !span.is_empty());
            let person = owned.owner.and_then(|owner| org.person(owner.as_str()));
            let (Some(span), Some(person)) = (span, person) else { continue };
            let actual = self.view.plan().org().actual();
            let counts =
                known.entry(person).or_insert_with(|| held_by(person, whose, source, actual, self.view.as_of()));
            held.extend(counts.iter().filter_map(|counts| counts.overlap(span)));
            held.extend(journey.map(|journey| kept(journey, person, span, counts, org)).unwrap_or_default());
        }
        sort::by(&mut held, |one: &Span, other| one.from().cmp(&other.from()));
        joined(held)
    }

    fn owners(&self, owners: &[Owned<'_>]) -> Vec<Owner> {
        let sees = |who: &Key| {
            let Some(sight) = self.sight else { return true };
            let person = self.view.org().person(who.as_str());
            let place = person.map(|person| Place { whose: Whose::Person(person), when: self.when });
            place.is_some_and(|place| sight.sees(self.view, place))
        };
        let owner = |owned: &Owned<'_>| Owner {
            since: owned.since.on,
            who: owned.owner.cloned(),
            is_hidden: !owned.owner.is_none_or(sees),
        };
        owners.iter().map(owner).collect()
    }
}

/// What the entry says by which a record was lost on a day.
fn lost_by(record: Record<'_>, day: NaiveDate) -> Option<Value> {
    let stages = record.kind().stages()?;
    let is_lost = |stage| stages.get(stage).is_some_and(|stage| stage.kind() == StageKind::Lost);
    let lost = record.stops().filter(|stop| stop.on == day && is_lost(stop.stage)).last()?;
    lost.why.map(|why| Value::Text(why.into()))
}

/// The field of a name, which is of such a type.
fn field(
    kind: &Kind,
    name: Option<&str>,
    what: &str,
    is: &dyn Fn(FieldType) -> bool,
) -> Result<Option<FieldId>, Error> {
    let Some(name) = name else { return Ok(None) };
    let Some((id, field)) = kind.field(name) else {
        return Err(Error::unknown("field", name, nearest(name, kind.fields().map(|(_, field)| field.name()))));
    };
    if !is(field.ty()) {
        return Err(Error::invalid(format!("`{name}` of `{}` is not {what}", kind.name())));
    }
    Ok(Some(id))
}

fn stage(stages: &Stages, name: Option<&str>) -> Result<Option<StageId>, Error> {
    let Some(name) = name else { return Ok(None) };
    let known = || stages.iter().map(|(_, stage)| stage.id().as_str());
    stages.find(name).map(Some).ok_or_else(|| Error::unknown("stage", name, nearest(name, known())))
}
