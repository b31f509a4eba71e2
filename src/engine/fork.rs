//! What-ifs: an engine as it would be.

use std::sync::Arc;

use crate::diagnostic::Problems;
use crate::id::Name;
use crate::log::{Admission, Entry, KindDefinition, Log};
use crate::plan::{Overlay, Plan};
use crate::rule::Exchange;
use crate::target::IS_WHOLE;

use super::admit::Known;
use super::moves::Guard;
use super::record::Engine;

/// An engine under a what-if, and what came of the entries on the way.
#[derive(Clone, Debug)]
pub struct Fork {
    /// The engine: the plan with its edits, the log with the entries of the what-if behind it.
    pub engine: Engine,
    /// What came of the entries of the log, in their order, where they had to be recorded anew because the plan takes other
    /// entries now; nothing, where the log is shared.
    pub replayed: Vec<Admission>,
    /// What came of the entries of the what-if, in their order.
    pub admissions: Vec<Admission>,
}

impl Engine {
    /// The engine as it would be under a what-if; this one stays as it is.
    ///
    /// The log is shared, and is recorded anew only where the edited plan takes other entries: other kinds of facts,
    /// other attributes of people, another currency or time zone. The entries of the what-if come after it: they may
    /// add what never was, and revise or retract what was. The error lists everything that is wrong with the edits, and
    /// with the plan that comes out.
    ///
    /// # Example
    ///
    #[cfg_attr(feature = "json", doc = "```")]
    #[cfg_attr(not(feature = "json"), doc = "```ignore")]
    /// use attain::calendar::parse_day;
    /// use attain::plan::Overlay;
    /// use attain::{Engine, Plan};
    ///
    /// let mut engine = Engine::new(Plan::from_json(br#"{
    ///     "attain": 1, "name": "What if", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
    ///     "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
    ///     "kpis": { "revenue": { "formula": "sum(order.amount)" } }
    /// }"#)?);
    /// engine.record_jsonl(br#"
    ///     {"kind":"unit","id":"u1","on":"2025-01-01","unit":"company"}
    ///     {"kind":"membership","id":"m1","on":"2025-01-01","who":"ann","unit":"company"}
    ///     {"kind":"order","id":"o1","on":"2025-03-04","rep":"ann","amount":"1200"}
    ///     {"kind":"order","id":"o2","on":"2025-03-05","rep":"ann","amount":"-200"}
    /// "#, None);
    /// let overlay = Overlay::from_json(br#"{
    ///     "overlay": "that return never was", "entries": [{ "kind": "order", "id": "x1", "retracts": "o2" }]
    /// }"#)?;
    /// let fork = engine.fork_with(&overlay)?;
    ///
    /// let revenue = |engine: &Engine| -> Result<String, attain::Error> {
    ///     let view = engine.view(parse_day("2025-03-31")?);
    ///     let revenue = view.value("revenue", view.person("ann")?, view.period("2025-03")?)?;
    ///     Ok(revenue.map_or_else(|why| why.to_string(), |value| value.to_string()))
    /// };
    /// assert_eq!((revenue(&engine)?, revenue(&fork.engine)?), ("1000".to_owned(), "1200".to_owned()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn fork_with(&self, overlay: &Overlay) -> Result<Fork, Problems> {
        let plan = self.plan().overlaid(overlay)?;
        let (mut engine, replayed) = if same_schema(self.plan(), &plan) {
            let (log, live) = (Arc::clone(&self.log), self.live.clone());
            (Engine { plan, log, known: Known::default(), guard: Guard::default(), live }, Vec::new())
        } else {
            replayed(&plan, &self.log, self.log.len())
        };
        let mut admissions = Vec::with_capacity(overlay.entries.len());
        for node in &overlay.entries {
            admissions.push(match Entry::from_node(node) {
                Ok(entry) => engine.record(entry),
                Err(refusal) => Admission::Refused(vec![refusal]),
            });
        }
        Ok(Fork { engine, replayed, admissions })
    }
}

/// An engine that is told the first entries of a log under another plan, with what came of each.
pub(super) fn replayed(plan: &Plan, log: &Log, upto: usize) -> (Engine, Vec<Admission>) {
    let mut engine = Engine::new(plan.clone());
    let entries = (0..upto).filter_map(|position| log.entry(position));
    let admissions = engine.record_batch(entries, None);
    (engine, admissions)
}

/// Whether the logs of two plans take the same entries, and keep them in the same way.
pub(super) fn same_schema(one: &Plan, other: &Plan) -> bool {
    let (one_said, other_said) = (one.definition(), other.definition());
    let same_kind = |(name, kind): (&String, &KindDefinition)| {
        let there = other_said.facts.get(name);
        there.is_some_and(|there| {
            KindDefinition { counts: None, ..kind.clone() } == KindDefinition { counts: None, ..there.clone() }
        })
    };
    one.currency() == other.currency()
        && one_said.timezone == other_said.timezone
        && one.exchange().is_some() == other.exchange().is_some()
        && exchanges_targets(one) == exchanges_targets(other)
        && one_said.org.person == other_said.org.person
        && blanks(one).eq(blanks(other))
        && one_said.facts.len() == other_said.facts.len()
        && one_said.facts.iter().all(same_kind)
        && one_said.records == other_said.records
        && one_said.pipelines == other_said.pipelines
        && (!IS_WHOLE || one_said.reviews == other_said.reviews)
}

/// Whether targets may be in other currencies.
pub(super) fn exchanges_targets(plan: &Plan) -> bool {
    IS_WHOLE && plan.exchange().and_then(Exchange::of_targets).is_some()
}

/// The KPIs of which the plan says what a target without an amount means.
pub(super) fn blanks(plan: &Plan) -> impl Iterator<Item = &Name> {
    let said = plan.targets().iter().filter(|target| target.blank.is_some());
    said.map(|target| &plan.kpis()[target.kpi].name)
}
