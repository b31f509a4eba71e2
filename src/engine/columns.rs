//! Batches of columns in.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::log::{
    Admission, Batch, BatchOutcome, EntryCode, PersonCode, Refusal, SeriesCode, TakenBatch, TextCode, UnitCode,
    Waiting, by_row,
};

use super::admit;
use super::record::Engine;

impl Engine {
    /// Records facts that come as columns of integers: texts are codes that were registered before.
    ///
    /// What comes of a row is what would come of its entry by any other door; those that simply count are counted, the
    /// others are listed. A batch that does not fit (slices of different lengths, a field that the kind has not, a code that
    /// was never given) is refused for all that is wrong with it, and nothing of it is recorded. Corrections, credits and
    /// the built-in kinds come by the other doors.
    ///
    /// # Example
    ///
    #[cfg_attr(feature = "json", doc = "```")]
    #[cfg_attr(not(feature = "json"), doc = "```ignore")]
    /// use attain::log::{Batch, ColumnSlice, EntryIds, Values};
    /// use attain::{Admission, Engine, Plan};
    ///
    /// let plan = Plan::from_json(br#"{
    ///     "attain": 1, "name": "Columns", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
    ///     "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
    ///     "kpis": { "revenue": { "formula": "sum(order.amount)" } }
    /// }"#)?;
    /// let mut engine = Engine::new(plan);
    /// let ann = engine.register_person("ann")?.get();
    /// let series = engine.register_series("inv")?;
    /// let outcome = engine.record_columns(&Batch {
    ///     kind: "order",
    ///     ids: EntryIds::Numbers { series, numbers: &[1041, 1042] },
    ///     on: &[20_304, 20_305],
    ///     columns: &[
    ///         ColumnSlice::new("rep", Values::Codes(&[ann, ann])),
    ///         ColumnSlice::new("amount", Values::Decimals { mantissas: &[80_000, 125], scale: 2 }),
    ///     ],
    /// }, None).map_err(|refusals| refusals[0].to_string())?;
    ///
    /// assert_eq!(outcome.waiting, 2, "nobody said yet where ann belongs");
    /// assert!(matches!(outcome.admission(1), Admission::Waiting(_)));
    /// let again = engine.record_jsonl(br#"{"kind":"order","id":"inv/1042","on":"2025-08-05","rep":"ann","amount":"1.25"}"#, None);
    /// assert_eq!(again, [Admission::Exists]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn record_columns(
        &mut self,
        batch: &Batch<'_>,
        known: Option<DateTime<Utc>>,
    ) -> Result<BatchOutcome, Vec<Refusal>> {
        self.live.let_go();
        let log = Arc::make_mut(&mut self.log);
        let mut taken = log.take_columns(batch, known)?;
        let missing = if let Some(owners) = log.owners_from(taken.table, taken.row) {
            self.known.homeless(&self.plan, log, owners)
        } else if log.has_owners(taken.table) {
            let missing = self.known.missing(&self.plan, log, taken.position..log.len()).into_iter();
            missing.map(|(position, missing)| (position.saturating_sub(taken.position), missing)).collect()
        } else {
            Vec::new()
        };
        add(&mut taken, missing);
        Ok(taken.outcome())
    }

    /// The code of a person, for batches; the same one each time. Nobody need have said anything of them yet.
    pub fn register_person(&mut self, key: &str) -> Result<PersonCode, Refusal> {
        match self.log.find_person(key) {
            Some(known) => Ok(known),
            None => self.log_mut().register_person(key),
        }
    }

    /// The code of an organisational unit, for batches.
    pub fn register_unit(&mut self, key: &str) -> Result<UnitCode, Refusal> {
        match self.log.find_unit(key) {
            Some(known) => Ok(known),
            None => self.log_mut().register_unit(key),
        }
    }

    /// The code of a text in a field of a kind, for batches.
    pub fn register_text(&mut self, kind: &str, field: &str, text: &str) -> Result<TextCode, Refusal> {
        match self.log.find_text(kind, field, text) {
            Some(known) => Ok(known),
            None => self.log_mut().register_text(kind, field, text),
        }
    }

    /// The code of the id of an entry, for batches; the entry may come later.
    pub fn register_id(&mut self, id: &str) -> Result<EntryCode, Refusal> {
        match self.log.find_id(id) {
            Some(known) => Ok(known),
            None => self.log_mut().register_id(id),
        }
    }

    /// The code of a series of numbered ids, for batches: entry 1042 of series `inv` is the entry `inv/1042`, by whichever
    /// door it comes. The series without a name has the plain numbers: its entry 1042 is `1042`.
    pub fn register_series(&mut self, name: &str) -> Result<SeriesCode, Refusal> {
        match self.log.find_series(name) {
            Some(known) => Ok(known),
            None => self.log_mut().register_series(name),
        }
    }
}

/// Adds to the outcomes of a batch what else its rows wait for.
fn add(taken: &mut TakenBatch, missing: Vec<(usize, Vec<Waiting>)>) {
    if missing.is_empty() {
        return;
    }
    by_row(&mut taken.odd);
    let mut more = Vec::new();
    for (appended, missing) in missing {
        let row = taken.batch_row(appended);
        match taken.odd.binary_search_by_key(&row, |(row, _)| *row).ok().and_then(|found| taken.odd.get_mut(found)) {
            Some((_, admission)) => admit::add(admission, missing),
            None => more.push((row, Admission::Waiting(missing))),
        }
    }
    taken.odd.extend(more);
}
