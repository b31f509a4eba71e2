//! Revisions of what is said of targets: whether one counts is for the plan to say.

use chrono::{DateTime, NaiveDate, Utc};

use crate::id::{Key, Name};

use super::facts;
use super::schema::{ADJUST, CLOSE, OPEN, TARGET, field};
use super::settings::Said;
use super::standing::Standing;
use super::store::{Line, index};

/// A revision that stands, of an entry that sets or adjusts a target, closes or opens a period.
#[derive(Clone, Debug)]
pub(crate) struct Revision {
    /// Where it is in the log.
    pub position: u32,
    /// Its id.
    pub id: Key,
    /// Who revises.
    pub by: Option<Key>,
    /// Its day.
    pub on: NaiveDate,
    /// The moment at which it became known, if one was named.
    pub known: Option<DateTime<Utc>>,
    /// How many entries of the prefix are known when its moment has ended.
    pub known_upto: usize,
    /// Where what it revises is in the log: the entry, or another revision of it.
    pub target: u32,
    /// The entry that it revises, through others that it may revise.
    pub entry: Key,
    /// Whether what it says is what that entry says now.
    pub holds: bool,
    /// The KPI.
    pub kpi: Name,
    /// Whose target it is about, and whose what it revises was about; everybody's, where nobody is named.
    pub who: [Option<Key>; 2],
    /// The period, as written.
    pub period: String,
}

/// Who says what an entry about targets says now, of whom, and on which day.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    pub by: Option<Key>,
    pub who: Option<Key>,
    pub on: NaiveDate,
}

impl Standing<'_> {
    /// What is revised of targets, in the order of the log.
    pub(crate) fn revisions(&self) -> Vec<Revision> {
        let mut found = Vec::new();
        for (position, target, root) in self.corrections.revisions() {
            if matches!(self.log.line(root).map(Line::table), Some(TARGET | ADJUST | CLOSE | OPEN)) {
                found.extend(self.revision(position, target, root));
            }
        }
        found
    }

    fn revision(&self, position: u32, target: u32, root: u32) -> Option<Revision> {
        let log = &*self.log;
        let said = Said::of(log, facts::Standing::plain(root, position), self.upto)?;
        let before = Said::of(log, facts::Standing::plain(root, target), self.upto)?;
        Some(Revision {
            position,
            target,
            id: log.key(position)?.clone(),
            by: said.by(),
            on: said.on,
            known: log.known_at(index(position)),
            known_upto: log.moment_end(index(position)).min(self.upto),
            entry: log.key(root)?.clone(),
            holds: self.corrections.content(root) == position,
            // What it is revised to may be no target any more.
            kpi: said.name(field::OF).or_else(|| before.name(field::OF))?,
            who: [whose(&said), whose(&before)],
            period: said.text(field::PERIOD)?,
        })
    }

    /// What an entry about targets says now.
    pub(crate) fn word(&self, entry: &Key) -> Option<Word> {
        let root = u32::try_from(self.log.find(entry.as_str())?).ok()?;
        let said = Said::of(&self.log, facts::Standing::plain(root, self.corrections.content(root)), self.upto)?;
        Some(Word { by: said.by(), who: whose(&said), on: said.on })
    }
}

fn whose(said: &Said<'_>) -> Option<Key> {
    said.text(field::WHO).and_then(|who| Key::new(who).ok())
}
