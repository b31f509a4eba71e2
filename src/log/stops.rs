//! The history of a record: the stages that it entered, who owned it and how that came, what touched it, each with its entry.

use chrono::{DateTime, NaiveDate, Utc};

use crate::id::Key;
use crate::pipeline::StageId;

use super::columns::{Cell, day_of, instant_of};
use super::record::Record;
use super::records::{Change, Says, Told};
use super::schema::{MOVE, field};
use super::store::index;

/// A stage that a record entered, and the entry that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop<'s> {
    /// The stage.
    pub stage: StageId,
    /// The day.
    pub on: NaiveDate,
    /// The instant, where one is written.
    pub at: Option<DateTime<Utc>>,
    /// The entry: a move, or an entry of the record.
    pub entry: &'s Key,
    /// Who says it.
    pub by: Option<&'s Key>,
    /// Why.
    pub why: Option<&'s str>,
    /// Whether it is said to be against the rules.
    pub overrides: bool,
}

/// Something that was said of a record, or done about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Touch<'s> {
    /// The day.
    pub on: NaiveDate,
    /// The instant, where one is written.
    pub at: Option<DateTime<Utc>>,
    /// The entry.
    pub entry: &'s Key,
}

/// Who owns a record by an entry of it; nobody, where that takes it away.
struct OwnedBy<'s>(Option<&'s Key>);

/// Who owns a record from a moment on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owned<'s> {
    /// When, and by which entry.
    pub since: Touch<'s>,
    /// Who; nobody, where it was taken away.
    pub owner: Option<&'s Key>,
}

/// An entry that gives a record to somebody (`assign`), or takes it from whoever owns it (`release`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assignment<'s> {
    /// When, and by which entry.
    pub since: Touch<'s>,
    /// Whom it is given to; nobody, where it is released.
    pub to: Option<&'s Key>,
    /// How it came to them, where that is written: `route`, `claim` or `hand`.
    pub how: Option<&'s str>,
    /// The name of the rule by which it did, where one is written.
    pub route: Option<&'s str>,
    /// Who says it.
    pub by: Option<&'s Key>,
    /// Why.
    pub why: Option<&'s str>,
    /// Whether it changes who owns the record: to give it to whoever has it, or to release what nobody has, changes nothing.
    pub changes: bool,
}

impl<'s> Record<'s> {
    /// The stages that it entered, in order: the first is that in which it opened. None, where its kind has no pipeline.
    ///
    /// # Example
    ///
    /// ```
    /// # use attain::{Engine, Plan};
    /// # let plan = Plan::from_json(br#"{
    /// #   "attain": 1, "name": "Stops", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
    /// #   "records": { "deal": { "whose": "owner", "pipeline": "p", "fields": { "owner": "person" } } },
    /// #   "pipelines": { "p": { "stages": [ { "id": "lead", "kind": "open" }, { "id": "won", "kind": "won" } ] } } }"#)?;
    /// let mut engine = Engine::new(plan);
    /// engine.record_jsonl(br#"
    ///   {"kind":"deal","id":"d1","on":"2026-03-02","owner":"ann","by":"ann"}
    ///   {"kind":"move","id":"m1","on":"2026-03-09","of":"d1","to":"won","by":"bob"}
    /// "#, None);
    /// let (deal, kind) = engine.plan().kinds().find("deal").unwrap();
    /// let standing = engine.log().standing(engine.log().len());
    /// let stops: Vec<String> = standing.records(deal).next().unwrap().stops()
    ///     .map(|stop| format!("{} {} {}", stop.on, stop.entry, stop.by.unwrap()))
    ///     .collect();
    /// assert_eq!(stops, ["2026-03-02 d1 ann", "2026-03-09 m1 bob"]);
    /// # assert!(kind.stages().is_some());
    /// # Ok::<(), attain::Problems>(())
    /// ```
    pub fn stops(self) -> impl Iterator<Item = Stop<'s>> {
        let entered = self.entered().iter();
        entered.zip(self.entries()).filter_map(move |(entered, told)| {
            let touch = self.touch(told)?;
            let log = &self.standing().log;
            let content = self.standing().corrections.content(told.own);
            let line = log.line(content)?;
            let moves = log.tables.get(MOVE).filter(|_| line.table() == MOVE);
            let said = moves.and_then(|table| table.column(field::MOVE_OVERRIDE)?.cell(line.row()));
            Some(Stop {
                stage: entered.stage,
                on: touch.on,
                at: touch.at,
                entry: touch.entry,
                by: log.by(line),
                why: log.why(line).map(AsRef::as_ref),
                overrides: matches!(said, Some(Cell::YesNo(true))),
            })
        })
    }

    /// What is said of it first, by which it opens.
    pub fn opening(self) -> Option<Touch<'s>> {
        if let Some(first) = self.entries().first() {
            return self.touch(first);
        }
        let first = self.all_changes().first()?;
        self.touch(&Told { day: first.day, at: first.at, own: first.own })
    }

    /// What touched it, in order: facts of the kinds that its own kind names, or else its own entries.
    pub fn touches(self) -> impl Iterator<Item = Touch<'s>> {
        self.told().iter().filter_map(move |told| self.touch(told))
    }

    /// Who owned it, from when on, in order; nothing, where its kind says of none.
    pub fn owners(self) -> Vec<Owned<'s>> {
        let mut owners: Vec<Owned<'s>> = Vec::new();
        for change in self.all_changes() {
            let Some(OwnedBy(owner)) = self.owner_by(change) else { continue };
            let told = Told { day: change.day, at: change.at, own: change.own };
            if owners.last().is_none_or(|last| last.owner != owner) {
                owners.extend(self.touch(&told).map(|since| Owned { since, owner }));
            }
        }
        owners
    }

    /// The entries `assign` and `release` of it, in order, those among them that change nothing. What its own entries say of its owner
    /// is not among them; [`owners`](Record::owners) has both.
    ///
    /// # Example
    ///
    /// ```
    /// # use attain::{Engine, Plan};
    /// # let plan = Plan::from_json(br#"{
    /// #   "attain": 1, "name": "Owners", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
    /// #   "records": { "lead": { "whose": "owner", "fields": { "owner": "person" } } } }"#)?;
    /// let mut engine = Engine::new(plan);
    /// engine.record_jsonl(br#"
    ///   {"kind":"lead","id":"l1","on":"2026-03-02"}
    ///   {"kind":"release","id":"a1","on":"2026-03-02","of":"l1"}
    ///   {"kind":"assign","id":"a2","on":"2026-03-03","of":"l1","to":"ann","how":"route","route":"north"}
    /// "#, None);
    /// let (lead, _) = engine.plan().kinds().find("lead").unwrap();
    /// let standing = engine.log().standing(engine.log().len());
    /// let given: Vec<String> = standing.records(lead).next().unwrap().assignments().iter()
    ///     .map(|one| format!("{} {} {}", one.since.entry, one.to.map_or("nobody", |to| to.as_str()), one.changes))
    ///     .collect();
    /// assert_eq!(given, ["a1 nobody false", "a2 ann true"]);
    /// # Ok::<(), attain::Problems>(())
    /// ```
    pub fn assignments(self) -> Vec<Assignment<'s>> {
        let mut all = Vec::new();
        let mut before = None;
        for change in self.all_changes() {
            let Some(OwnedBy(owner)) = self.owner_by(change) else { continue };
            let changes = std::mem::replace(&mut before, owner) != owner;
            if matches!(change.says, Says::Owner(_)) {
                all.extend(self.assignment(change, owner, changes));
            }
        }
        all
    }

    fn assignment(self, change: &Change, to: Option<&'s Key>, changes: bool) -> Option<Assignment<'s>> {
        let log = &self.standing().log;
        let line = log.line(self.standing().corrections.content(change.own))?;
        let table = log.tables.get(line.table())?;
        let text = |field| match table.column(field)?.cell(line.row())? {
            Cell::Text(text) => Some(text),
            _ => None,
        };
        let (how, route) =
            if to.is_some() { (text(field::ASSIGN_HOW), text(field::ASSIGN_ROUTE)) } else { (None, None) };
        let since = self.touch(&Told { day: change.day, at: change.at, own: change.own })?;
        Some(Assignment { since, to, how, route, by: log.by(line), why: log.why(line).map(AsRef::as_ref), changes })
    }

    /// Who owns it by an entry; nothing, where that says nothing of it.
    fn owner_by(self, change: &Change) -> Option<OwnedBy<'s>> {
        let row = match change.says {
            Says::Owner(code) => return Some(OwnedBy(self.standing().person(code))),
            Says::Fields(row) => index(row),
        };
        let column = self.column(self.kind().whose()?)?;
        Some(OwnedBy(match column.cell(row)? {
            Cell::Null => None,
            _ => column.code(row).and_then(|code| self.standing().person(code)),
        }))
    }

    fn touch(self, told: &Told) -> Option<Touch<'s>> {
        let entry = self.standing().log.key(told.own)?;
        Some(Touch { on: day_of(told.day)?, at: told.at.and_then(instant_of), entry })
    }
}
