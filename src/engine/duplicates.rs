//! The same thing twice: open records of a kind that have in common what the plan says no two have.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::error::Error;
use crate::id::Key;
use crate::log::{Record, RecordState};
use crate::pipeline::{Journey, StageKind};
use crate::plan::DuplicateKey;
use crate::quantity::Value;
use crate::sort;

use super::view::View;

/// Open records that have a key in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Duplicates {
    /// The kind of record.
    pub kind: String,
    /// The key, as the plan writes it: formulas, with commas between them.
    pub key: String,
    /// What they have in common: a value for each formula.
    pub values: Vec<Value>,
    /// The day since which a second one has it.
    pub since: NaiveDate,
    /// Those that have it: whoever had it first comes first, then by key; at least two.
    pub records: Vec<Duplicate>,
}

/// One of several open records that have a key in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The record.
    pub record: Key,
    /// The stage in which it is, where its kind has a pipeline.
    pub stage: Option<Key>,
    /// Who owns it; nobody, where nobody does.
    pub owner: Option<Key>,
    /// The first day since which it has the key, as far as its own entries say.
    pub since: NaiveDate,
}

impl Duplicates {
    /// Whether more than one person owns them: two work on the same thing.
    pub fn is_contested(&self) -> bool {
        let mut owners = self.records.iter().filter_map(|one| one.owner.as_ref());
        let first = owners.next();
        owners.any(|owner| Some(owner) != first)
    }
}

impl View {
    /// The records that are open on the day of the view and have a key in common (`duplicate` of their kind), of one kind or of all: by
    /// kind, then by key as they are written, then by value. A record that has two keys in common with others is in two groups.
    ///
    /// A key is what is written, to the letter: neither blanks nor capitals are looked through. A record of which a formula of a key is
    /// undefined, or gives a text of nothing but blanks, does not have that key. What is closed is no duplicate.
    ///
    /// Nothing is refused for being there already: what came counts, and is found here.
    ///
    /// # Example
    ///
    /// ```
    /// # use attain::calendar::parse_day;
    /// # use attain::{Engine, Plan};
    /// let plan = Plan::from_json(br#"{
    ///   "attain": 1, "name": "Leads", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
    ///   "records": { "lead": { "whose": "owner", "duplicate": ["phone", ["name", "city"]],
    ///     "fields": { "owner": "person", "phone": "text", "name": "text", "city": "text" } } } }"#)?;
    /// let mut engine = Engine::new(plan);
    /// engine.record_jsonl(br#"
    ///   {"kind":"lead","id":"l1","on":"2026-03-02","owner":"ann","phone":"030 1234"}
    ///   {"kind":"lead","id":"l2","on":"2026-03-04","owner":"bob","phone":"030 1234"}
    ///   {"kind":"lead","id":"l3","on":"2026-03-05","owner":"bob","phone":"030 9999"}
    /// "#, None);
    /// let found = engine.view(parse_day("2026-03-05")?).duplicates(None)?;
    /// let ids: Vec<&str> = found[0].records.iter().map(|one| one.record.as_str()).collect();
    /// assert_eq!((found.len(), found[0].key.as_str(), ids), (1, "phone", vec!["l1", "l2"]));
    /// assert_eq!((found[0].since.to_string(), found[0].is_contested()), ("2026-03-04".to_owned(), true));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn duplicates(&self, kind: Option<&str>) -> Result<Vec<Duplicates>, Error> {
        let kinds = self.plan().kinds();
        let known = || kinds.iter().filter(|(_, kind)| kind.is_record()).map(|(_, kind)| kind.name());
        if let Some(asked) = kind.filter(|asked| !known().any(|name| name == *asked)) {
            return Err(Error::unknown("kind of record", asked, crate::diagnostic::nearest(asked, known())));
        }
        let mut all = Vec::new();
        for key in self.plan().duplicates() {
            if kind.is_none_or(|asked| kinds[key.kind].name() == asked) {
                self.groups(key, &mut all);
            }
        }
        Ok(all)
    }

    /// The same, of those groups alone in which a record is: whoever gives it to somebody looks here first whether somebody else has the
    /// same thing already.
    pub fn duplicates_of(&self, record: &str) -> Result<Vec<Duplicates>, Error> {
        let (kind, found) = self.record_named(record)?;
        let mut all = self.duplicates(Some(self.plan().kinds()[kind].name()))?;
        all.retain(|group| group.records.iter().any(|one| one.record == *found.key()));
        Ok(all)
    }

    /// The groups of open records of one key.
    fn groups(&self, key: &DuplicateKey, all: &mut Vec<Duplicates>) {
        let mut groups: BTreeMap<Vec<Value>, Vec<Record<'_>>> = BTreeMap::new();
        for record in self.0.standing.records(key.kind) {
            let state = record.on(self.as_of()).filter(|state| is_open(*state));
            if let Some(values) = state.and_then(|state| self.key_of(key, state)) {
                groups.entry(values).or_default().push(record);
            }
        }
        for (values, records) in groups.into_iter().filter(|(_, records)| records.len() > 1) {
            let mut records: Vec<Duplicate> =
                records.into_iter().filter_map(|record| self.duplicate(key, &values, record)).collect();
            sort::by(&mut records, |one, other| (one.since, &one.record).cmp(&(other.since, &other.record)));
            let Some(since) = records.get(1).map(|second| second.since) else { continue };
            let kind = self.plan().kinds()[key.kind].name().to_owned();
            all.push(Duplicates { kind, key: key.text.clone(), values, since, records });
        }
    }

    fn duplicate(&self, key: &DuplicateKey, values: &[Value], record: Record<'_>) -> Option<Duplicate> {
        let state = record.on(self.as_of())?;
        let mut since = record.opened();
        let mut earlier = record.days();
        earlier.retain(|day| *day <= self.as_of());
        while let Some(day) = earlier.pop() {
            let had = record.on(day).and_then(|state| self.key_of(key, state));
            if had.as_deref() != Some(values) {
                break;
            }
            since = day;
        }
        let stage = state.stage_id().and_then(|(stages, stage)| stages.get(stage)).map(|stage| stage.id().clone());
        Some(Duplicate { record: record.key().clone(), stage, owner: state.owner().cloned(), since })
    }

    /// The values of a key; nothing, where one of them is not there.
    fn key_of(&self, key: &DuplicateKey, state: RecordState<'_>) -> Option<Vec<Value>> {
        let mut values = Vec::new();
        for formula in &key.formulas {
            let value = self.0.cells.of_one(formula, state, self.source()).ok()?;
            if matches!(&value, Value::Text(text) if text.trim().is_empty()) {
                return None;
            }
            values.push(value);
        }
        Some(values)
    }
}

/// Whether a record is open: as long as its stage is; where its kind has no pipeline, always.
fn is_open(state: RecordState<'_>) -> bool {
    !state.journey().and_then(Journey::status).is_some_and(StageKind::is_closed)
}
