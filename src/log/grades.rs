//! What is changed of grades, as it stands.

use chrono::{DateTime, NaiveDate, Utc};

use crate::document::IS_WHOLE;
use crate::id::{Key, Name};

use super::correction::Corrections;
use super::draft::Deed;
use super::facts;
use super::own_grades::card;
use super::schema::{ADJUST, field};
use super::settings::Said;
use super::standing::Standing;
use super::store::Line;

/// A grade that somebody changed; what was computed stays beside it.
///
/// # Example
///
/// ```
/// # use std::sync::Arc;
/// # use attain::log::{Attributes, Entry, Kinds, Log};
/// # let mut log = Log::new(Arc::new(Kinds::default()), Attributes::default(), "USD".parse().unwrap());
/// # let day = chrono::NaiveDate::from_ymd_opt(2025, 7, 1).unwrap();
/// let adjust = Entry::new("adjust").id("c1").on(day).set("of", "grade.rep").set("who", "ann").set("period", "2025-06");
/// log.record(adjust.set("to", "A").by("mia").why("carried the launch alone"), None);
///
/// let changed = log.standing(log.len()).grades().remove(0);
/// assert_eq!((changed.card.as_str(), changed.to.as_str()), ("rep", "A"));
/// assert!(log.standing(log.len()).adjustments().is_empty(), "no target is adjusted");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GradeEntry {
    /// The entry.
    pub id: Key,
    /// The day on which it was changed.
    pub on: NaiveDate,
    /// The moment at which the entry became known, if one was named.
    pub known: Option<DateTime<Utc>>,
    /// Who changed it; of a revised entry, who revised it.
    pub by: Option<Key>,
    /// The reason, for people; of a revised entry, that of the revision.
    pub why: Option<String>,
    /// The scorecard.
    pub card: Name,
    /// The person.
    pub who: Key,
    /// The period, as written.
    pub period: String,
    /// The grade.
    pub to: String,
}

/// A revision or a retraction of what is said of a grade: whether it counts is for the plan to say.
#[derive(Clone, Debug)]
pub(crate) struct GradeCorrection {
    /// Where it is in the log.
    pub position: u32,
    /// Who corrects.
    pub by: Option<Key>,
    /// Who says what is corrected.
    pub said_by: Option<Key>,
    /// Its day; that of the entry, where none is written.
    pub on: NaiveDate,
    /// Whether it takes something back, and does not say anything instead.
    pub retracts: bool,
    /// The scorecards and people that what is corrected is about, and what it is corrected to.
    pub about: Vec<(Name, Key)>,
}

impl Standing<'_> {
    /// What was changed of grades: by day, then by the moment at which the entry became known, then by id. Of two of the same scorecard,
    /// person and period the later one holds.
    pub fn grades(&self) -> Vec<GradeEntry> {
        if !IS_WHOLE {
            return Vec::new();
        }
        self.settings(ADJUST, |said| {
            let (card, who) = about(&said)?;
            Some(GradeEntry {
                card,
                who,
                period: said.text(field::PERIOD)?,
                to: said.text(field::ADJUST_TO)?,
                by: said.by(),
                why: said.why(),
                id: said.id,
                on: said.on,
                known: said.known,
            })
        })
    }

    /// What is corrected of entries about grades, in the order of the log, whether it holds or not.
    pub(crate) fn grade_corrections(&self) -> Vec<GradeCorrection> {
        let mut found = Vec::new();
        let retractions = self.corrections.retractions().map(|one| (Deed::Retracts, one));
        let revisions = self.corrections.revisions().map(|one| (Deed::Revises, one));
        let mut as_said = None;
        for (deed, (position, target, root)) in retractions.chain(revisions) {
            if self.log.line(root).map(Line::table) == Some(ADJUST) {
                let as_said = as_said.get_or_insert_with(|| self.corrections.unretracted(&self.log, self.upto));
                found.extend(self.grade_correction(deed, (position, target, root), as_said));
            }
        }
        found
    }

    fn grade_correction(
        &self,
        deed: Deed,
        (position, target, root): (u32, u32, u32),
        as_said: &Corrections,
    ) -> Option<GradeCorrection> {
        let log = &*self.log;
        let by = |position: u32| log.line(position).and_then(|line| log.by(line)).cloned();
        let said = |content: u32| Said::of(log, facts::Standing::plain(root, content), self.upto);
        let mut all: Vec<(Name, Key)> = Vec::new();
        for content in [root, as_said.content(root), position] {
            all.extend(said(content).as_ref().and_then(about).filter(|one| !all.contains(one)));
        }
        if all.is_empty() {
            return None;
        }
        let (table, line) = log.table_of(position)?;
        Some(GradeCorrection {
            position,
            by: by(position),
            said_by: by(target),
            on: table.day(line.row()).or_else(|| said(root).map(|said| said.on))?,
            retracts: deed == Deed::Retracts,
            about: all,
        })
    }

    /// The position of an entry among those of the log.
    fn position(&self, id: &Key) -> Option<usize> {
        self.log.find(id.as_str()).filter(|at| *at < self.upto)
    }

    /// Whether something is said by an entry now: it was not retracted, and does not wait.
    pub(crate) fn says(&self, id: &Key) -> bool {
        let own = self.position(id).and_then(|at| u32::try_from(at).ok());
        own.is_some_and(|own| self.corrections.fact(own).is_ok() && self.waiting.binary_search(&own).is_err())
    }
}

/// The scorecard and the person that an adjustment of a grade is about.
fn about(said: &Said<'_>) -> Option<(Name, Key)> {
    Some((card(&said.text(field::OF)?)?, Key::new(said.text(field::WHO)?).ok()?))
}
