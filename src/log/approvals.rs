//! Answers to entries that ask to be approved, as they stand.

use chrono::{DateTime, NaiveDate, Utc};

use crate::document::BeyondOne;
use crate::id::Key;
use crate::pipeline::Answer;

use super::correction::Corrections;
use super::facts;
use super::schema::{APPROVE, field};
use super::standing::Standing;
use super::store::index;

/// An answer to an entry that asks to be approved; of which kind that is does not matter.
///
/// # Example
///
/// ```
/// # use std::sync::Arc;
/// # use attain::log::{Answer, Attributes, Entry, Kinds, Log};
/// # let mut log = Log::new(Arc::new(Kinds::default()), Attributes::default(), "USD".parse().unwrap());
/// # let day = chrono::NaiveDate::from_ymd_opt(2025, 7, 1).unwrap();
/// let target = Entry::new("target").id("t1").on(day).set("of", "revenue").set("who", "ann").set("period", "2025-07");
/// log.record(target.set("amount", "5000"), None);
/// log.record(Entry::new("approve").id("y1").on(day).set("of", "t1").set("as", "director").set("answer", "yes").by("eve"), None);
///
/// let approval = log.standing(log.len()).approvals().remove(0);
/// assert_eq!((approval.of.as_str(), approval.role.as_deref()), ("t1", Some("director")));
/// assert_eq!((approval.by.unwrap().as_str(), approval.answer), ("eve", Answer::Yes));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApprovalEntry {
    /// The entry.
    pub id: Key,
    /// The day of the answer.
    pub on: NaiveDate,
    /// The instant of the answer, where one is written.
    pub at: Option<DateTime<Utc>>,
    /// The moment at which the entry became known, if one was named.
    pub known: Option<DateTime<Utc>>,
    /// How many entries of the prefix are known when the moment of the entry has ended; see
    /// [`TargetEntry::known_upto`](super::TargetEntry::known_upto).
    pub known_upto: usize,
    /// Who answers; of a revised entry, who revised it.
    pub by: Option<Key>,
    /// The reason, for people; of a revised entry, that of the revision.
    pub why: Option<String>,
    /// The id of the entry that is answered, as written.
    pub of: Key,
    /// The entry that is thereby answered: that one, or the one that it revises.
    pub entry: Key,
    /// Whether it answers what the entry says now. One that names the last revision does, and one that names the entry itself
    /// and became known at a later moment than that; an answer to what was revised since does not.
    pub is_current: bool,
    /// What they answer as (`as`), where it is written.
    pub role: Option<String>,
    /// The answer.
    pub answer: Answer,
    /// The entry by which it was put right (`with`), where one is named: it goes with the answer to a dispute.
    pub with: BeyondOne<Key>,
}

impl Standing<'_> {
    /// The answers that were given: by day, then by the moment at which the entry became known, then by id.
    ///
    /// One whose entry has not come, was retracted, or waits itself is not among them: it waits. Which of several answers to
    /// one entry holds is for whoever asks to say.
    pub fn approvals(&self) -> Vec<ApprovalEntry> {
        self.settings(APPROVE, |said| {
            let text = said.text(field::APPROVE_ANSWER)?;
            let (entry, is_current) = self.answered(said.own)?;
            Some(ApprovalEntry {
                of: said.key(field::APPROVE_OF)?,
                entry,
                is_current,
                known_upto: said.known_upto,
                role: said.text(field::APPROVE_AS),
                answer: Answer::ALL.into_iter().find(|answer| answer.name() == text)?,
                with: with(&said),
                by: said.by(),
                at: said.at(),
                why: said.why(),
                id: said.id,
                on: said.on,
                known: said.known,
            })
        })
    }

    /// The entry that an answer is about, by the answer's position, and whether it is about what that entry says now.
    fn answered(&self, answer: u32) -> Option<(Key, bool)> {
        let (log, corrections) = (&self.log, &self.corrections);
        let named = log.place(log.entry_named(corrections.content(answer))?)?;
        let entry = corrections.fact(named).ok()?;
        let content = corrections.content(entry);
        let is_later = content == entry || log.moment(answer) > log.moment(content);
        let is_current = content == named || (named == entry && is_later);
        Some((log.key(entry)?.clone(), is_current))
    }

    /// Whether facts that change, by their entries, which rise, may change which answers stand from `next` corrections on.
    pub(super) fn answers_change(&self, next: &Corrections, touched: &[u32]) -> bool {
        let changes = |answer: facts::Standing| {
            let id = self.log.entry_named(answer.content);
            let Some(named) = id.and_then(|id| self.log.place(id)) else { return false };
            let fact = next.fact(named).ok();
            index(named) >= self.upto
                || fact != self.corrections.fact(named).ok()
                || fact.is_some_and(|fact| touched.binary_search(&fact).is_ok())
        };
        facts::plain(&self.log, &self.corrections, APPROVE, self.upto).any(changes)
    }
}

/// The entry by which something was put right.
#[cfg(any(not(feature = "capi"), feature = "analysis"))]
fn with(said: &super::settings::Said<'_>) -> BeyondOne<Key> {
    said.key(field::APPROVE_WITH)
}

#[cfg(all(feature = "capi", not(feature = "analysis")))]
fn with(_: &super::settings::Said<'_>) -> BeyondOne<Key> {
    BeyondOne::default()
}
