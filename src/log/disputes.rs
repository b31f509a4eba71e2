//! What is disputed of figures, as it stands.

use chrono::{DateTime, NaiveDate, Utc};

use crate::document::IS_WHOLE;
use crate::id::Key;

use super::schema::{DISPUTE, field};
use super::settings::Said;
use super::standing::Standing;

/// Somebody says that a line of an explanation is wrong.
///
/// # Example
///
/// ```
/// # use std::sync::Arc;
/// # use attain::log::{Attributes, Entry, Kinds, Log};
/// # let mut log = Log::new(Arc::new(Kinds::default()), Attributes::default(), "USD".parse().unwrap());
/// # let day = chrono::NaiveDate::from_ymd_opt(2025, 7, 4).unwrap();
/// let dispute = Entry::new("dispute").id("d1").on(day).set("of", "scorecard.rep/item.process").set("who", "ann").set("period", "2025-06");
/// log.record(dispute.by("ann").why("two visits are missing"), None);
///
/// let disputed = log.standing(log.len()).disputes().remove(0);
/// assert_eq!((disputed.of.as_str(), disputed.who.as_str()), ("scorecard.rep/item.process", "ann"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisputeEntry {
    /// The entry.
    pub id: Key,
    /// The day on which it was said.
    pub on: NaiveDate,
    /// The moment at which the entry became known, if one was named.
    pub known: Option<DateTime<Utc>>,
    /// How many entries of the prefix are known when the moment of the entry has ended; see
    /// [`TargetEntry::known_upto`](super::TargetEntry::known_upto).
    pub known_upto: usize,
    /// Who says it; of a revised entry, who revised it.
    pub by: Option<Key>,
    /// The reason, for people; of a revised entry, that of the revision.
    pub why: Option<String>,
    /// The line, as written: the path to it, which begins with the figure.
    pub of: String,
    /// Whose figure: a person or a unit.
    pub who: Key,
    /// The period, as written.
    pub period: String,
}

impl Standing<'_> {
    /// What is disputed: by day, then by the moment at which the entry became known, then by id.
    pub fn disputes(&self) -> Vec<DisputeEntry> {
        if !IS_WHOLE {
            return Vec::new();
        }
        self.settings(DISPUTE, |said| {
            Some(DisputeEntry {
                of: said.text(field::OF)?,
                who: who(&said)?,
                period: said.text(field::PERIOD)?,
                by: said.by(),
                why: said.why(),
                known_upto: said.known_upto,
                id: said.id,
                on: said.on,
                known: said.known,
            })
        })
    }
}

fn who(said: &Said<'_>) -> Option<Key> {
    Key::new(said.text(field::WHO)?).ok()
}

impl super::Log {
    /// Whether the entry of an id says that something is wrong; nothing, where there is no such entry yet.
    pub(crate) fn is_dispute(&self, id: &str) -> Option<bool> {
        let at = u32::try_from(self.find(id)?).ok()?;
        self.line(at).map(|line| line.table() == DISPUTE && IS_WHOLE)
    }
}
