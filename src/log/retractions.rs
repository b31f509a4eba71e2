//! Retractions of what is said of targets: whether one counts is for the plan to say.

use chrono::{DateTime, NaiveDate, Utc};

use crate::id::{Key, Name};

use super::correction::Corrections;
use super::facts;
use super::schema::{ADJUST, CLOSE, OPEN, TARGET, field};
use super::settings::Said;
use super::standing::Standing;
use super::store::{Line, index};

/// A retraction of an entry that sets or adjusts a target, closes or opens a period; or of a correction of one.
#[derive(Clone, Debug)]
pub(crate) struct Retraction {
    /// Where it is in the log.
    pub position: u32,
    /// Its id.
    pub id: Key,
    /// Who takes something back.
    pub by: Option<Key>,
    /// Its day; that of the entry, where none is written.
    pub on: NaiveDate,
    /// The moment at which it became known, if one was named.
    pub known: Option<DateTime<Utc>>,
    /// What it takes back: an entry, or a correction of one; where that is, what it is called, and who said it.
    pub of: (u32, Key, Option<Key>),
    /// The entry itself.
    pub entry: Key,
    /// Who says what the entry says, and on which day, as if it had not been retracted.
    pub said: (Option<Key>, NaiveDate),
    /// The KPI.
    pub kpi: Name,
    /// Whose; everybody's, where nobody is named.
    pub who: Option<Key>,
    /// The period, as written.
    pub period: String,
}

impl<'l> Standing<'l> {
    /// What is taken back of targets, in the order of the log, whether it holds or not.
    pub(crate) fn retractions(&self) -> Vec<Retraction> {
        let (mut found, mut as_said) = (Vec::new(), None);
        for (position, of, root) in self.corrections.retractions() {
            let table = self.log.line(root).map(Line::table);
            if matches!(table, Some(TARGET | ADJUST | CLOSE | OPEN)) {
                let as_said = as_said.get_or_insert_with(|| self.corrections.unretracted(&self.log, self.upto));
                found.extend(self.retraction(position, of, (root, as_said)));
            }
        }
        found
    }

    fn retraction(&self, position: u32, of: u32, (root, as_said): (u32, &Corrections)) -> Option<Retraction> {
        let log = &*self.log;
        let by = |position| log.line(position).and_then(|line| log.by(line)).cloned();
        let (table, line) = log.table_of(position)?;
        let own = facts::Standing::plain(root, as_said.content(root));
        let said = Said::of(log, own, self.upto)?;
        Some(Retraction {
            position,
            id: log.key(position)?.clone(),
            by: by(position),
            on: table.day(line.row()).unwrap_or(said.on),
            known: log.known_at(index(position)),
            of: (of, log.key(of)?.clone(), by(of)),
            entry: log.key(root)?.clone(),
            said: (said.by(), said.on),
            kpi: said.name(field::OF)?,
            who: said.text(field::WHO).and_then(|who| Key::new(who).ok()),
            period: said.text(field::PERIOD)?,
        })
    }

    /// What stands of targets, and of the other built-in kinds, where some retractions and revisions do nothing.
    pub(crate) fn without(&self, void: Vec<u32>) -> Standing<'l> {
        let corrections = Corrections::without(&self.log, self.upto, void);
        Standing::of_settings(self.log.clone(), self.upto, corrections)
    }

    /// Whether a correction at a position was retracted itself.
    pub(crate) fn is_undone(&self, position: u32) -> bool {
        self.corrections.is_undone(position)
    }
}
