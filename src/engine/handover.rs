//! What somebody leaves behind: open records of those who are gone, and of nobody; and how they are handed over.

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::error::Error;
use crate::id::Key;
use crate::log::{Entry, Kind, Record, RecordState};
use crate::pipeline::{Journey, StageKind};
use crate::target::IS_WHOLE;

use super::view::View;

/// A record that is open, and whose owner is gone, or that nobody owns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftBehind {
    /// The kind of record.
    pub kind: String,
    /// The record.
    pub record: Key,
    /// The stage in which it is, where its kind has a pipeline.
    pub stage: Option<Key>,
    /// Who owns it; nobody, where nobody does.
    pub owner: Option<Key>,
    /// The first day on which the owner belonged nowhere any more; nothing, where they never belonged anywhere, or nobody owns it.
    pub since: Option<NaiveDate>,
}

impl View {
    /// The records that are open on the day of the view and that nobody sees to: nobody owns them, or whoever does belongs nowhere on
    /// that day. By kind, then by key. A record is open as long as its stage is; where its kind has no pipeline, always.
    ///
    /// Kinds of records of which the plan names no owner (`whose`) are nobody's by intent, and not listed.
    ///
    /// # Example
    ///
    /// ```
    /// # use attain::calendar::parse_day;
    /// # use attain::{Engine, Plan};
    /// # let plan = Plan::from_json(br#"{
    /// #   "attain": 1, "name": "Leavers", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
    /// #   "records": { "deal": { "whose": "owner", "fields": { "owner": "person", "amount": "money" } } } }"#)?;
    /// let mut engine = Engine::new(plan);
    /// engine.record_jsonl(br#"
    ///   {"kind":"unit","id":"u","on":"2026-01-01","unit":"company"}
    ///   {"kind":"membership","id":"m1","on":"2026-01-01","who":"ann","unit":"company"}
    ///   {"kind":"membership","id":"m2","on":"2026-01-01","who":"bob","unit":"company"}
    ///   {"kind":"deal","id":"d1","on":"2026-02-01","owner":"ann","amount":"500"}
    ///   {"kind":"membership","id":"m3","on":"2026-03-01","who":"ann","unit":null}
    /// "#, None);
    /// let day = parse_day("2026-03-02")?;
    /// let left = engine.view(day).left_behind();
    /// assert_eq!((left[0].record.as_str(), left[0].since.unwrap().to_string()), ("d1", "2026-03-01".to_owned()));
    ///
    /// for entry in engine.view(day).hand_over("ann", "bob", day)? {
    ///     engine.record(entry.by("eve").why("ann has left"));
    /// }
    /// assert!(engine.view(day).left_behind().is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn left_behind(&self) -> Vec<LeftBehind> {
        let mut left = Vec::new();
        self.each_open(&mut |kind, record, state| {
            let owner = state.owner();
            if owner.is_some_and(|owner| self.belongs(owner)) {
                return;
            }
            let stage = state.stage_id().and_then(|(stages, stage)| stages.get(stage)).map(|stage| stage.id().clone());
            let since = owner.and_then(|owner| self.gone_since(owner));
            let (kind, record, owner) = (kind.name().to_owned(), record.key().clone(), owner.cloned());
            left.push(LeftBehind { kind, record, stage, owner, since });
        });
        left
    }

    /// The entries by which all open records of somebody become those of somebody else from a day on, for the host to record: an
    /// `assign` of each (`how` is `hand`), with an id of its own, that is the same whenever it is asked for. Who says it and why, the host adds.
    ///
    /// By kind, then by key. An error, where nobody is called like the one who takes them over, or they belong nowhere on that day.
    pub fn hand_over(&self, from: &str, to: &str, on: NaiveDate) -> Result<Vec<Entry>, Error> {
        let person = self.org().person(to).ok_or_else(|| Error::invalid(format!("nobody is called `{to}`")))?;
        if self.org().leaf(person, on).is_none() {
            return Err(Error::invalid(format!("`{to}` belongs nowhere on {on}, and can take nothing over")));
        }
        let mut entries = Vec::new();
        self.each_open(&mut |kind, record, state| {
            let Some(field) = kind.whose().and_then(|whose| kind.get(whose)) else { return };
            if state.owner().is_none_or(|owner| owner.as_str() != from) {
                return;
            }
            let id = format!("{} from {from} to {to} on {on}", record.key());
            let entry = Entry::new(if IS_WHOLE { "assign" } else { kind.name() });
            let entry = entry.id(&id).on(on).set("of", record.key().as_str());
            entries.push(if IS_WHOLE { entry.set("to", to).set("how", "hand") } else { entry.set(field.name(), to) });
        });
        Ok(entries)
    }

    /// The records that are open on the day of the view, of all kinds that have owners.
    fn each_open(&self, visit: &mut dyn FnMut(&Kind, Record<'_>, RecordState<'_>)) {
        let kinds = self.plan().kinds().iter().filter(|(_, kind)| kind.is_record() && kind.whose().is_some());
        for (id, kind) in kinds {
            for record in self.0.standing.records(id) {
                let Some(state) = record.on(self.as_of()) else { continue };
                let is_closed = state.journey().and_then(Journey::status).is_some_and(StageKind::is_closed);
                if !is_closed {
                    visit(kind, record, state);
                }
            }
        }
    }

    fn belongs(&self, person: &Key) -> bool {
        let person = self.org().person(person.as_str());
        person.is_some_and(|person| self.org().leaf(person, self.as_of()).is_some())
    }

    /// The first day on which somebody belonged nowhere any more.
    fn gone_since(&self, person: &Key) -> Option<NaiveDate> {
        let person = self.org().person(person.as_str())?;
        let upto = Span::new(NaiveDate::MIN, self.as_of().succ_opt()?)?;
        self.org().last_day(person, upto)?.succ_opt()
    }
}
