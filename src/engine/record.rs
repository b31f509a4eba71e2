//! Entries in.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use crate::id::Key;
#[cfg(feature = "json")]
use crate::log::Lines;
#[cfg(feature = "csv")]
use crate::log::Rows;
#[cfg(any(feature = "json", feature = "csv"))]
use crate::log::Taken;
use crate::log::{Admission, Attributes, Entry, FieldType, Log, Refusal, Waiting};
use crate::plan::Plan;
use crate::quantity::Unit;
use crate::sort;
use crate::target::IS_WHOLE;

use super::admit::{self, Known};
use super::fork::{blanks, exchanges_targets};
use super::live::Live;
use super::moves::Guard;
use super::people;
use super::review::{in_numbers, is_review};
use super::target::Conversions;
use super::view::{View, exchanger};

/// A plan and a log: takes entries, and answers questions by way of a [`View`].
///
/// Cloning is a fork: what is recorded in one is not seen by the other. Views and forks share the log; recording while one of
/// them is alive copies it first, so a host that records much lets go of its views before it does.
///
/// It keeps the view that it gave last: the next one of the same day takes the facts into account that were recorded since, in
/// place, instead of folding all of them again. Either way the answers are the same.
#[derive(Clone, Debug)]
pub struct Engine {
    pub(super) plan: Plan,
    pub(super) log: Arc<Log>,
    pub(super) known: Known,
    pub(super) guard: Guard,
    pub(super) live: Live,
}

impl Engine {
    /// An engine with an empty log.
    pub fn new(plan: Plan) -> Engine {
        let log = empty_log(&plan);
        let live = Live::new(log.clone());
        Engine { plan, log: Arc::new(log), known: Known::default(), guard: Guard::default(), live }
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The log.
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// Records one entry.
    pub fn record(&mut self, entry: Entry) -> Admission {
        self.record_batch([entry], None).pop().unwrap_or(Admission::Exists)
    }

    /// Records a batch: one outcome for each entry, in their order.
    ///
    /// Good ones count whatever becomes of their neighbours. `known` is the moment at which the batch became known; an
    /// entry may name one of its own. Entries of people who belong nowhere on the day wait for a membership.
    pub fn record_batch(
        &mut self,
        entries: impl IntoIterator<Item = Entry>,
        known: Option<DateTime<Utc>>,
    ) -> Vec<Admission> {
        let mut entries = entries.into_iter();
        self.record_all(|plan, log, guard| entries.next().map(|entry| record(plan, log, guard, &entry, known)))
    }

    /// Records JSON lines: one outcome for each line that is not blank.
    ///
    /// Lines are read one after the other, so a long text takes no more room than its outcomes.
    #[cfg(feature = "json")]
    pub fn record_jsonl(&mut self, text: &[u8], known: Option<DateTime<Utc>>) -> Vec<Admission> {
        let mut lines = Lines::new(text);
        self.record_all(|plan, log, guard| lines.record(log, known).map(|line| taken(plan, log, guard, line, known)))
    }

    /// Records the rows of a CSV of one kind, whose header has the plan's field names: one outcome for each row.
    #[cfg(feature = "csv")]
    pub fn record_csv(&mut self, kind: &str, text: &[u8], known: Option<DateTime<Utc>>) -> Vec<Admission> {
        let mut rows = Rows::new(kind, text);
        self.record_all(|plan, log, guard| rows.record(log, known).map(|row| taken(plan, log, guard, row, known)))
    }

    /// The entries of the log, in the order in which they came, each as a host would write it.
    ///
    /// Recorded in this order by an engine of the same plan, they give the same answers, as they are known now and as
    /// they were known at any moment.
    pub fn entries(&self) -> impl Iterator<Item = Entry> {
        (0..self.log.len()).filter_map(|position| self.log.entry(position))
    }

    /// The whole log as JSON lines, which [`record_jsonl`](Engine::record_jsonl) takes.
    ///
    /// # Example
    ///
    /// ```
    /// # use attain::{Engine, Plan};
    /// # let plan = Plan::from_json(br#"{
    /// #     "attain": 1, "name": "Export", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
    /// #     "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
    /// #     "kpis": { "revenue": { "formula": "sum(order.amount)" } }
    /// # }"#)?;
    /// let mut engine = Engine::new(plan.clone());
    /// engine.record_jsonl(br#"{"kind":"order","id":"o1","on":"2025-08-04","rep":"ann","amount":1200.50}"#, None);
    /// let text = engine.to_jsonl();
    /// assert_eq!(text, "{\"kind\":\"order\",\"id\":\"o1\",\"on\":\"2025-08-04\",\"amount\":\"1200.5\",\"rep\":\"ann\"}\n");
    ///
    /// let mut other = Engine::new(plan);
    /// other.record_jsonl(text.as_bytes(), None);
    /// assert_eq!(other.to_jsonl(), text);
    /// # Ok::<(), attain::Problems>(())
    /// ```
    #[cfg(feature = "json")]
    pub fn to_jsonl(&self) -> String {
        let mut text = String::new();
        for entry in self.entries() {
            // An entry is texts by name, and such a map can always be written.
            text.push_str(&serde_json::to_string(&entry).unwrap_or_default());
            text.push('\n');
        }
        text
    }

    /// Whether JSON lines are sound by themselves, without recording them: for each line that is not blank nothing, or every
    /// reason why it would be refused whatever the log holds.
    #[cfg(feature = "json")]
    pub fn check_jsonl(&self, text: &[u8]) -> Vec<Result<(), Vec<Refusal>>> {
        let mut lines = Lines::new(text);
        std::iter::from_fn(|| lines.check(&self.log)).map(|checked| self.checked(checked)).collect()
    }

    /// Whether the rows of a CSV of one kind are sound by themselves, without recording them: for each row nothing, or every
    /// reason why it would be refused whatever the log holds.
    #[cfg(feature = "csv")]
    pub fn check_csv(&self, kind: &str, text: &[u8]) -> Vec<Result<(), Vec<Refusal>>> {
        let mut rows = Rows::new(kind, text);
        std::iter::from_fn(|| rows.check(&self.log)).map(|checked| self.checked(checked)).collect()
    }

    #[cfg(any(feature = "json", feature = "csv"))]
    fn checked(&self, checked: Result<(), Result<Entry, Refusal>>) -> Result<(), Vec<Refusal>> {
        match checked {
            Ok(()) => Ok(()),
            Err(Err(refusal)) => Err(vec![refusal]),
            Err(Ok(entry)) => check(&self.plan, &self.log, &entry),
        }
    }

    /// Records one entry after the other, until there is none; then it is known who belongs where.
    fn record_all(&mut self, mut next: impl FnMut(&Plan, &mut Log, &mut Guard) -> Option<Admission>) -> Vec<Admission> {
        self.live.let_go();
        let log = Arc::make_mut(&mut self.log);
        let start = log.len();
        let mut admissions = Vec::new();
        let mut recorded: Vec<usize> = Vec::new();
        loop {
            let before = log.len();
            let Some(admission) = next(&self.plan, log, &mut self.guard) else { break };
            if log.len() > before {
                recorded.push(admissions.len());
                if log.is_of_people(before) {
                    self.known.forget();
                    self.guard.forget_people();
                }
            }
            admissions.push(admission);
        }
        for (position, missing) in self.known.missing(&self.plan, log, start..log.len()) {
            let outcome = position.checked_sub(start).and_then(|at| recorded.get(at));
            if let Some(admission) = outcome.and_then(|outcome| admissions.get_mut(*outcome)) {
                admit::add(admission, missing);
            }
        }
        admissions
    }

    /// What was so on a day, as far as it is known now.
    ///
    /// Asked for the same day again, it is the view that was given last, with what was recorded since. That is cheap
    /// where those are facts or corrections of facts, and the host holds that view no more; else a view is made afresh.
    pub fn view(&self, as_of: NaiveDate) -> View {
        self.live.view(&self.plan, &self.log, as_of)
    }

    /// The log, to be added to.
    pub(super) fn log_mut(&mut self) -> &mut Log {
        self.live.let_go();
        Arc::make_mut(&mut self.log)
    }

    /// What was so on a day, as it was known when the log had `position` entries.
    pub fn view_at(&self, as_of: NaiveDate, position: usize) -> View {
        View::new(&self.plan, &self.log, position, as_of)
    }

    /// What was so on a day, as it was known at a moment.
    pub fn view_known(&self, as_of: NaiveDate, moment: DateTime<Utc>) -> View {
        self.view_at(as_of, self.log.position_at(moment))
    }

    /// The entries that are kept and do not count yet, each with what it waits for.
    pub fn waiting(&self) -> Vec<(Key, Vec<Waiting>)> {
        let mut waiting = self.log.waiting(self.log.len());
        let standing = self.log.standing(self.log.len());
        let org = people::build(&self.plan, &standing, NaiveDate::MAX);
        for fact in self.plan.kinds().iter().flat_map(|(kind, _)| standing.facts(kind)) {
            let owners = fact.credits().into_iter().map(|credit| (credit.who, fact.day()));
            waiting.push((fact.id().clone(), admit::homeless(&org, owners.collect())));
        }
        let left_out = exchanger(&self.plan, &standing, NaiveDate::MAX).left_out(&standing);
        for (fact, awaited) in left_out.facts(&standing) {
            waiting.push((fact.id().clone(), awaited.to_vec()));
        }
        for (id, awaited) in Conversions::of(&self.plan, &standing).waiting(&self.plan) {
            waiting.push((id, vec![awaited]));
        }
        for (id, who) in standing.holders() {
            let missing = (!admit::is_known(&org, &who)).then_some(Waiting::Holder(who));
            waiting.push((id, missing.into_iter().collect()));
        }
        waiting.retain(|(_, reasons)| !reasons.is_empty());
        sort::all(&mut waiting);
        waiting
    }
}

/// Records what a text's door did not take at once.
#[cfg(any(feature = "json", feature = "csv"))]
fn taken(plan: &Plan, log: &mut Log, guard: &mut Guard, taken: Taken, known: Option<DateTime<Utc>>) -> Admission {
    match taken {
        Taken::Recorded(admission) => admission,
        Taken::Read(Ok(entry)) => record(plan, log, guard, &entry, known),
        Taken::Read(Err(refusal)) => Admission::Refused(vec![refusal]),
    }
}

/// Records an entry for which the plan has a place.
fn record(plan: &Plan, log: &mut Log, guard: &mut Guard, entry: &Entry, known: Option<DateTime<Utc>>) -> Admission {
    if !IS_WHOLE && let Some(refusal) = admit::takes_own_back(log, entry) {
        return Admission::Refused(vec![refusal]);
    }
    let plain = if IS_WHOLE && is_review(plan, entry) { in_numbers(plan, entry) } else { Cow::Borrowed(entry) };
    let entry = &*plain;
    if admit::refusals(plan, entry).is_empty() {
        return match guard.pass(plan, log, entry) {
            Ok(entry) => log.record(&*entry, known),
            Err(refusals) => Admission::Refused(refusals),
        };
    }
    check(plan, log, entry).err().map_or(Admission::Exists, Admission::Refused)
}

/// A log without entries that takes what a plan declares.
pub(super) fn empty_log(plan: &Plan) -> Log {
    let types = plan.org().attributes().iter().map(|(_, name, unit)| (name.clone(), field_type(unit)));
    let log = Log::new(Arc::clone(plan.kinds()), Attributes::new(types), plan.currency());
    let log = if plan.exchange().is_some() { log.with_exchange() } else { log };
    let log = if exchanges_targets(plan) { log.with_targets_exchanged() } else { log };
    let log = if let Some(zone) = plan.zone() { log.with_zone(zone.clone()) } else { log };
    log.with_blank_targets(blanks(plan).cloned())
}

/// Every reason why the plan has no place for an entry, or it is not sound by itself.
fn check(plan: &Plan, log: &Log, entry: &Entry) -> Result<(), Vec<Refusal>> {
    let sound = Guard::as_sound(plan, entry);
    let mut refusals = admit::refusals(plan, &sound);
    let mut more = log.check(&sound).err().unwrap_or_default();
    if IS_WHOLE && is_review(plan, entry) {
        // What the plan says of a field says more than the log does.
        more.retain(|more| !refusals.iter().any(|said| said.field() == more.field()));
    }
    refusals.extend(more);
    if refusals.is_empty() { Ok(()) } else { Err(refusals) }
}

fn field_type(unit: Unit) -> FieldType {
    match unit {
        Unit::Number | Unit::Duration => FieldType::Number,
        Unit::Ratio | Unit::Points => FieldType::Ratio,
        Unit::Money => FieldType::Money,
        Unit::Date => FieldType::Date,
        Unit::YesNo => FieldType::YesNo,
        Unit::Person => FieldType::Person,
        Unit::OrgUnit => FieldType::Unit,
        Unit::Text => FieldType::Text,
        Unit::List => FieldType::List,
    }
}
