//! What laws are tried on.

use chrono::{DateTime, Days, NaiveDate, Utc};

use crate::calendar::{Grain, Span, parse_day};
use crate::document::Node;
use crate::engine::{Engine, View};
use crate::kpi::When;
use crate::log::{Admission, Entry};
use crate::plan::Plan;

use super::super::story::Story;
use super::{ALL, Answers, Finding};

/// A plan and entries, on which laws are tried.
///
/// Entries that the engine does not take (refused ones, and those whose id it knows already) are left aside: what they
/// would have said is nobody's figure. All laws together ask for every figure of everybody in a few times, some dozens
/// of times over: that is quick for thousands of entries of some dozens of people, and slow for a million. A part of
/// the data will do.
#[derive(Clone, Debug)]
pub struct Trial {
    plan: Plan,
    /// The entries that were taken, each with the moment at which it became known.
    entries: Vec<(Option<DateTime<Utc>>, Entry)>,
    as_of: NaiveDate,
    times: Vec<When>,
    seed: u64,
}

impl Trial {
    /// Entries in the order in which they became known; those that name no moment became known with the one before.
    ///
    /// Asked is as of the last day of any entry, about the month and the year around it and the 100 days before.
    pub fn new(plan: &Plan, entries: impl IntoIterator<Item = Entry>) -> Trial {
        let mut engine = Engine::new(plan.clone());
        let mut taken = Vec::new();
        let mut moment: Option<DateTime<Utc>> = None;
        for entry in entries {
            if let Admission::Counted | Admission::Waiting(_) = engine.record(entry.clone()) {
                moment = known(&entry).or(moment);
                taken.push((moment, entry));
            }
        }
        Trial::of(plan, taken)
    }

    /// A story that nobody lived.
    ///
    /// ```
    /// use attain::testing::laws::Trial;
    /// use attain::testing::{Size, Story};
    ///
    /// let story = Story::new(4, &Size::small());
    /// assert_eq!(Trial::on(&story)?.findings(), []);
    /// # Ok::<(), attain::Problems>(())
    /// ```
    pub fn on(story: &Story) -> Result<Trial, crate::diagnostic::Problems> {
        let (engine, admissions) = story.recorded()?;
        let moments =
            story.batches.iter().flat_map(|batch| batch.entries.iter().map(|entry| (Some(batch.known), entry)));
        let taken = moments
            .zip(admissions)
            .filter(|(_, admission)| matches!(admission, Admission::Counted | Admission::Waiting(_)));
        let taken = taken.map(|((moment, entry), _)| (known(entry).or(moment), entry.clone())).collect();
        Ok(Trial::of(engine.plan(), taken).as_of(story.as_of))
    }

    fn of(plan: &Plan, entries: Vec<(Option<DateTime<Utc>>, Entry)>) -> Trial {
        let as_of = entries.iter().filter_map(|(_, entry)| day(plan, entry)).max().unwrap_or_default();
        let trial = Trial { plan: plan.clone(), entries, as_of, times: Vec::new(), seed: 0 };
        trial.as_of(as_of)
    }

    /// The day as of which is asked; the times about which, unless [`times`](Trial::times) says others, are those around it.
    #[must_use]
    pub fn as_of(mut self, day: NaiveDate) -> Trial {
        self.as_of = day;
        let periods = [Grain::Month, Grain::Year].map(|grain| self.plan.calendar().period(grain, day).ok());
        let span = day.checked_sub_days(Days::new(100)).and_then(|from| Span::new(from, day));
        self.times = periods.into_iter().flatten().map(When::from).chain(span.map(When::from)).collect();
        self
    }

    /// The times about which is asked.
    #[must_use]
    pub fn times(mut self, times: Vec<When>) -> Trial {
        self.times = times;
        self
    }

    /// The seed of orders, cuts and choices.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Trial {
        self.seed = seed;
        self
    }

    /// What all laws find.
    pub fn findings(&self) -> Vec<Finding> {
        ALL.iter().flat_map(|(_, law)| law(self)).collect()
    }

    pub(super) fn plan(&self) -> &Plan {
        &self.plan
    }

    pub(super) fn entries(&self) -> &[(Option<DateTime<Utc>>, Entry)] {
        &self.entries
    }

    pub(super) fn day(&self) -> NaiveDate {
        self.as_of
    }

    pub(super) fn dice(&self) -> super::super::Dice {
        super::super::Dice::new(self.seed)
    }

    /// The times about which is asked.
    pub(super) fn asked(&self) -> &[When] {
        &self.times
    }

    /// The engine that knows these entries.
    pub(super) fn engine<'e>(&self, entries: impl IntoIterator<Item = &'e (Option<DateTime<Utc>>, Entry)>) -> Engine {
        let mut engine = Engine::new(self.plan.clone());
        for (moment, entry) in entries {
            engine.record_batch([entry.clone()], *moment);
        }
        engine
    }

    pub(super) fn view(&self, engine: &Engine) -> View {
        engine.view(self.as_of)
    }

    pub(super) fn answers(&self, view: &View) -> Answers {
        Answers::of(view, &self.times)
    }

    /// The figures as they are.
    pub(super) fn figures(&self) -> Answers {
        self.answers(&self.view(&self.engine(&self.entries)))
    }

    /// An id that no entry has.
    pub(super) fn new_id(&self, number: usize) -> String {
        let mut id = format!("law {number}");
        while self.entries.iter().any(|(_, entry)| entry.get("id").and_then(Node::as_text) == Some(id.as_str())) {
            id.push('\'');
        }
        id
    }

    /// The day of an entry; that of a fact may be written under the name of its field.
    pub(super) fn day_of(&self, entry: &Entry) -> Option<NaiveDate> {
        day(&self.plan, entry)
    }
}

fn known(entry: &Entry) -> Option<DateTime<Utc>> {
    let written = entry.get("known").and_then(Node::as_text)?;
    DateTime::parse_from_rfc3339(written).ok().map(|moment| moment.with_timezone(&Utc))
}

fn day(plan: &Plan, entry: &Entry) -> Option<NaiveDate> {
    let kind = entry.get("kind").and_then(Node::as_text)?;
    let field = plan.definition().facts.get(kind).and_then(|kind| kind.on.as_deref());
    let words = ["on", field.unwrap_or("on"), "at"];
    let written = words.into_iter().find_map(|word| entry.get(word).and_then(Node::as_text))?;
    // A day in another zone is one off, which is near enough for what is asked here.
    parse_day(written.get(..10)?).ok()
}
