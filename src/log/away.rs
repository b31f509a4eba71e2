//! Who is away, and who acts for them meanwhile, as it stands.

use chrono::{DateTime, NaiveDate, Utc};

use crate::document::IS_WHOLE;
use crate::id::Key;

use super::schema::{AWAY, field};
use super::standing::Standing;

/// Somebody is away from a day on, until a later entry for the same person.
///
/// # Example
///
/// ```
/// # use std::sync::Arc;
/// # use attain::log::{Attributes, Entry, Kinds, Log};
/// # let mut log = Log::new(Arc::new(Kinds::default()), Attributes::default(), "USD".parse().unwrap());
/// # let day = |day| chrono::NaiveDate::from_ymd_opt(2026, 7, day).unwrap();
/// log.record(Entry::new("away").id("v1").on(day(6)).set("who", "lea").set("until", "2026-07-20").set("acts", "max"), None);
///
/// let away = log.standing(log.len()).away().remove(0);
/// assert_eq!((away.who.as_str(), away.acts.as_ref().map(|acts| acts.as_str())), ("lea", Some("max")));
/// assert!(away.holds(day(6)) && away.holds(day(19)) && !away.holds(day(20)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwayEntry {
    /// The entry.
    pub id: Key,
    /// The first day on which they are away.
    pub on: NaiveDate,
    /// The moment at which the entry became known, if one was named.
    pub known: Option<DateTime<Utc>>,
    /// Who.
    pub who: Key,
    /// The first day on which they are back, where one is written.
    pub until: Option<NaiveDate>,
    /// Who approves for them meanwhile; nobody, where nobody is named.
    pub acts: Option<Key>,
    /// Who says it.
    pub by: Option<Key>,
    /// The reason, for people.
    pub why: Option<String>,
}

impl AwayEntry {
    /// Whether it says that they are away on a day; a later entry may say otherwise.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.on <= day && self.until.is_none_or(|until| day < until)
    }
}

impl Standing<'_> {
    /// Who is away: by day, then by the moment at which the entry became known, then by id. From its day on an entry says alone
    /// whether its person is away, until a later one for the same person.
    pub fn away(&self) -> Vec<AwayEntry> {
        if !IS_WHOLE {
            return Vec::new();
        }
        self.settings(AWAY, |said| {
            Some(AwayEntry {
                who: said.key(field::AWAY_WHO)?,
                until: said.day(field::AWAY_UNTIL),
                acts: said.key(field::AWAY_ACTS),
                by: said.by(),
                why: said.why(),
                id: said.id,
                on: said.on,
                known: said.known,
            })
        })
    }
}

/// Those who are away on a day and for whom somebody acts; `away` is in its order.
pub(crate) fn acting(away: &[AwayEntry], by: &Key, day: NaiveDate) -> Vec<Key> {
    let mut all: Vec<Key> = Vec::new();
    for (place, entry) in away.iter().enumerate() {
        let mut later = away.iter().skip(place.saturating_add(1));
        let is_last = entry.on <= day && !later.any(|other| other.who == entry.who && other.on <= day);
        if is_last && entry.holds(day) && entry.acts.as_ref() == Some(by) {
            all.push(entry.who.clone());
        }
    }
    all
}
