//! What happens under a plan: a log in batches, with corrections.

mod corrections;
mod facts;
mod people;
mod records;
mod shrink;
mod targets;

use chrono::{DateTime, Days, NaiveDate, Utc};

use crate::calendar::Grain;
use crate::diagnostic::Problems;
use crate::engine::{Engine, View};
use crate::log::{Admission, Entry, KindId};
use crate::plan::{Plan, PlanDefinition};

use super::author::plan;
use super::dice::Dice;
use super::size::Size;

/// Entries that become known together.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Batch {
    /// When.
    pub known: DateTime<Utc>,
    /// Which, in the order in which they are recorded.
    pub entries: Vec<Entry>,
}

/// A plan, and what happens under it: people come, move and go, units are hung elsewhere, targets are set, records open, change and
/// move from stage to stage, facts come in any order, and all of it is corrected, and so are corrections.
///
/// A seed is a story for ever: the same seed and size give the same one, on every machine, until a release says in its change
/// log that generators changed. A story writes itself as JSON (or in any serde format) and reads itself back.
///
/// # Example
///
/// ```
/// use attain::testing::{Size, Story};
///
/// let story = Story::new(11, &Size::small());
/// assert_eq!(story, Story::new(11, &Size::small()));
///
/// let view = story.view()?;
/// for (who, _) in view.org().people() {
///     let who = attain::measure::Whose::Person(who);
///     for kpi in view.plan().kpis().rows() {
///         // A value, or why there is none: but never a panic, and never a wrong unit.
///         let _ = view.value(kpi.name.as_str(), who, view.period("2024-03-01")?)?;
///     }
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A log for a plan of one's own:
///
#[cfg_attr(feature = "json", doc = "```")]
#[cfg_attr(not(feature = "json"), doc = "```ignore")]
/// use attain::Plan;
/// use attain::testing::{Size, Story};
///
/// let plan = Plan::from_json(br#"{
///     "attain": 1, "name": "Mine", "currency": "EUR", "org": { "trees": { "sales": ["company", "team"] } },
///     "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
///     "kpis": { "revenue": { "formula": "sum(order.amount)" } }
/// }"#)?;
/// let story = Story::about(&plan, 3, &Size::default());
/// assert!(story.entries().any(|entry| entry.get("amount").is_some()));
/// # Ok::<(), attain::Problems>(())
/// ```
///
/// A story in which something is wrong is made small by leaving entries out; with a property-testing library of one's own, let
/// that choose the seed and the size, and shrink what it found by [`Story::shrunk`]. With `proptest`, for example:
///
/// ```text
/// proptest! {
///     #[test]
///     fn my_reports_add_up(seed in any::<u64>(), facts in 0_usize..30, corrections in 0_usize..9) {
///         let story = Story::new(seed, &Size { facts, corrections, ..Size::small() });
///         if !adds_up(&story) {
///             let small = story.shrunk(|story| !adds_up(story));
///             prop_assert!(false, "{}", serde_json::to_string_pretty(&small).unwrap());
///         }
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Story {
    /// The plan.
    pub plan: PlanDefinition,
    /// What becomes known, in the order in which it does.
    pub batches: Vec<Batch>,
    /// The day as of which is asked.
    pub as_of: NaiveDate,
}

/// The first day of the year in which most things happen.
pub(super) const YEAR: NaiveDate = match NaiveDate::from_ymd_opt(2024, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// A day, so many days after the first of the year of stories.
pub(super) fn day(after: i64) -> NaiveDate {
    let days = chrono::TimeDelta::try_days(after).unwrap_or_default();
    YEAR.checked_add_signed(days).unwrap_or(YEAR)
}

impl Story {
    /// A plan that nobody wrote, and a log for it.
    pub fn new(seed: u64, size: &Size) -> Story {
        let mut dice = Dice::new(seed);
        let definition = plan(dice.number(), size);
        match Plan::compile(&definition) {
            Ok(plan) => Story::about(&plan, dice.number(), size),
            // There is none such: a test of the crate says so.
            Err(_) => Story { plan: definition, batches: Vec::new(), as_of: YEAR },
        }
    }

    /// A log for a plan.
    pub fn about(plan: &Plan, seed: u64, size: &Size) -> Story {
        let mut teller = Teller::new(plan, seed, size);
        teller.units();
        teller.memberships();
        // Targets that are cut by what was sold are set when that is known, or before.
        let late = teller.cuts_targets() && teller.dice.chance(60);
        if !late {
            teller.targets();
        }
        teller.rates();
        teller.records();
        teller.facts();
        if late {
            teller.targets();
        }
        teller.corrections();
        // At the end of the year all has happened; in its middle most has, and there is something near.
        let as_of = match teller.dice.below(10) {
            0..=2 => day(365),
            3..=6 => day(teller.dice.between(120, 260)),
            _ => teller.day(),
        };
        Story { plan: plan.definition().clone(), batches: teller.batches(), as_of }
    }

    /// All entries, in the order in which they are recorded.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.batches.iter().flat_map(|batch| &batch.entries)
    }

    /// An engine with the plan, in which everything has happened.
    ///
    /// An error where the plan does not compile: after somebody changed it.
    pub fn engine(&self) -> Result<Engine, Problems> {
        self.recorded().map(|(engine, _)| engine)
    }

    /// The engine, and what came of each entry.
    pub fn recorded(&self) -> Result<(Engine, Vec<Admission>), Problems> {
        let mut engine = Engine::new(Plan::compile(&self.plan)?);
        let mut admissions = Vec::new();
        for batch in &self.batches {
            admissions.extend(engine.record_batch(batch.entries.iter().cloned(), Some(batch.known)));
        }
        Ok((engine, admissions))
    }

    /// What is so at the end of the story.
    pub fn view(&self) -> Result<View, Problems> {
        self.engine().map(|engine| engine.view(self.as_of))
    }
}

/// Tells what happens.
struct Teller<'p> {
    plan: &'p Plan,
    size: Size,
    dice: Dice,
    entries: Vec<Entry>,
    units: Vec<String>,
    people: Vec<&'static str>,
    /// Records, by kind and id.
    records: Vec<(KindId, String)>,
    /// Days on which something begins or ends, around which errors gather.
    edges: Vec<NaiveDate>,
}

impl<'p> Teller<'p> {
    fn new(plan: &'p Plan, seed: u64, size: &Size) -> Teller<'p> {
        let dice = Dice::new(seed);
        let mut edges = vec![day(59), day(60), day(0), day(366)];
        let calendar = plan.calendar();
        let span = crate::calendar::Span::new(day(0), day(366));
        for grain in calendar.grains().filter(|grain| !matches!(grain, Grain::Day)) {
            edges.extend(span.into_iter().flat_map(|span| calendar.boundaries(grain, span)));
        }
        let (entries, units, people, records) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Teller { plan, size: size.clone(), dice, entries, units, people, records, edges }
    }

    /// A day of the year, or a little beyond; often one on which something begins, or the one before.
    fn day(&mut self) -> NaiveDate {
        let edges = std::mem::take(&mut self.edges);
        let edge = self.dice.pick(&edges).copied().unwrap_or(YEAR);
        self.edges = edges;
        match self.dice.below(10) {
            0..=2 => edge,
            3 => edge.pred_opt().unwrap_or(edge),
            4 => day(self.dice.between(-40, 380)),
            _ => day(self.dice.between(0, 200)),
        }
    }

    fn add(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// An id that no entry has yet.
    fn id(&self, letter: &str) -> String {
        format!("{letter}{}", self.entries.len())
    }

    /// The entries in batches; each becomes known after the one before.
    fn batches(mut self) -> Vec<Batch> {
        let mut entries = std::mem::take(&mut self.entries);
        // Whoever is not known when a target is set has no part of it.
        if self.dice.chance(if self.cuts_targets() { 25 } else { 40 }) {
            self.dice.shuffle(&mut entries);
        }
        let count = self.dice.below(self.size.batches.max(1)).saturating_add(1);
        let each = entries.len().checked_div(count).unwrap_or_default().saturating_add(1);
        let mut batches = Vec::new();
        let mut known = day(-30).and_time(chrono::NaiveTime::MIN).and_utc();
        for entries in entries.chunks(each) {
            // Two batches of one moment are one in all but name.
            let later = Days::new(u64::try_from(self.dice.between(0, 90)).unwrap_or_default());
            known = known.checked_add_days(later).unwrap_or(known);
            batches.push(Batch { known, entries: entries.to_vec() });
        }
        batches
    }
}
