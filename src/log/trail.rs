//! What was corrected in a log, and by whom: an entry that was retracted is seen no more where things stand, and told here.

use chrono::{DateTime, NaiveDate, Utc};

use crate::id::Key;

use super::draft::Deed;
use super::standing::Standing;
use super::store::index;

/// An entry by which another one was corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectionEntry {
    /// The entry.
    pub id: Key,
    /// What it does.
    pub corrects: Corrects,
    /// The entry that it names: the one asked about, or one that corrects that one.
    pub of: Key,
    /// Its day, where it has one.
    pub on: Option<NaiveDate>,
    /// The moment at which it became known, if one was named.
    pub known: Option<DateTime<Utc>>,
    /// Who says it.
    pub by: Option<Key>,
    /// The reason, for people.
    pub why: Option<String>,
    /// Whether it holds: a revision in whose place a later one stands does not, nor does what was retracted itself.
    pub holds: bool,
}

/// What a correction does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Corrects {
    /// It says instead what should have been said.
    Revises,
    /// It takes back what was said.
    Retracts,
}

impl Corrects {
    /// How it is written: `revises`, `retracts`.
    pub fn word(self) -> &'static str {
        match self {
            Corrects::Revises => Deed::Revises.word(),
            Corrects::Retracts => Deed::Retracts.word(),
        }
    }
}

impl<'l> Standing<'l> {
    /// The revisions and retractions that hang from an entry, in the order in which they came.
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use attain::log::{Attributes, Corrects, Entry, Kinds, Log};
    /// # let mut log = Log::new(Arc::new(Kinds::default()), Attributes::default(), "USD".parse().unwrap());
    /// # let day = chrono::NaiveDate::from_ymd_opt(2025, 7, 1).unwrap();
    /// let target = Entry::new("target").id("t1").on(day).set("of", "revenue").set("who", "ann").set("period", "2025-07");
    /// log.record(target.set("amount", "5000").by("bob"), None);
    /// log.record(Entry::new("target").id("x1").on(day).retracts("t1").by("eve").why("wrong year"), None);
    ///
    /// let standing = log.standing(log.len());
    /// let corrected = standing.corrections_of(&"t1".parse().unwrap()).remove(0);
    /// assert_eq!((corrected.id.as_str(), corrected.corrects, corrected.holds), ("x1", Corrects::Retracts, true));
    /// assert_eq!((corrected.by.unwrap().as_str(), corrected.why.as_deref()), ("eve", Some("wrong year")));
    /// ```
    pub fn corrections_of(&self, entry: &Key) -> Vec<CorrectionEntry> {
        let mut found = Vec::new();
        let Some(root) = self.log.find(entry.as_str()).and_then(|root| u32::try_from(root).ok()) else { return found };
        for (position, deed, holds) in self.corrections.hanging(root) {
            let corrects = match deed {
                Deed::Revises => Corrects::Revises,
                Deed::Retracts => Corrects::Retracts,
                Deed::Reverses => continue,
            };
            found.extend(self.correction(position, corrects, holds));
        }
        found
    }

    fn correction(&self, position: u32, corrects: Corrects, holds: bool) -> Option<CorrectionEntry> {
        let log = &self.log;
        let (table, line) = log.table_of(position)?;
        Some(CorrectionEntry {
            id: log.key(position)?.clone(),
            corrects,
            of: log.names.ids.get(log.correction(position)?.target)?.clone(),
            on: table.day(line.row()),
            known: log.known_at(index(position)),
            by: log.by(line).cloned(),
            why: log.why(line).map(ToString::to_string),
            holds,
        })
    }

    /// Who says an entry and why, whatever was corrected of it since.
    pub fn said_by(&self, entry: &Key) -> (Option<Key>, Option<String>) {
        let log = &self.log;
        let line = log.find(entry.as_str()).and_then(|at| log.line(u32::try_from(at).ok()?));
        line.map_or((None, None), |line| (log.by(line).cloned(), log.why(line).map(ToString::to_string)))
    }

    /// The settings as they would stand if none had been retracted.
    pub(crate) fn unretracted(&self) -> Standing<'l> {
        let (log, upto) = (self.log.clone(), self.upto);
        let corrections = self.corrections.unretracted(&log, upto);
        Standing::of_settings(log, upto, corrections)
    }
}
