//! What a longer prefix of the log changes in what stands.
//!
//! One more fact, or a correction of one, changes a few facts: itself, what was waiting for it, what reads it. They are found here,
//! and nothing else is looked at. What is said of targets changes no fact. Other entries that are no facts are not followed,
//! nor are corrections of those, nor facts that have to do with records: after one of those all is made afresh.

use std::sync::Arc;

use crate::sort;

use super::bits::Bits;
use super::correction::Corrections;
use super::dictionary::NONE;
use super::facts::{self, Waits};
use super::members::Row;
use super::schema::Schema;
use super::standing::{Held, Standing, row};
use super::store::{Line, Log, code, index};

/// From how many changes on facts are sorted anew, and not put among the others one by one.
const MANY: usize = 256;

/// What changes when more of the log is taken into account.
#[derive(Debug)]
pub(crate) struct Changes {
    upto: usize,
    corrections: Option<Corrections>,
    /// What entries are from now on, of those that change.
    rows: Vec<(u32, Row)>,
    waiting: Vec<u32>,
    touched: Vec<u32>,
    targets: bool,
}

impl Changes {
    /// Whether something was said of targets.
    pub(crate) fn are_of_targets(&self) -> bool {
        self.targets
    }

    /// The facts that change, come or go, and those that read one of them: by their entries, which rise.
    pub(crate) fn touched(&self) -> &[u32] {
        &self.touched
    }
}

impl Standing<'static> {
    /// Lets go of the log, so that it may grow; `nothing` is held instead.
    pub(crate) fn let_go(&mut self, nothing: &Arc<Log>) {
        self.log = Held::Shared(Arc::clone(nothing));
    }

    /// Holds a log of which it is still the prefix that it was.
    pub(crate) fn hold(&mut self, log: &Arc<Log>) {
        self.log = Held::Shared(Arc::clone(log));
    }

    /// What changes when the whole log is taken into account; nothing, where that is not found without making all afresh.
    pub(crate) fn changes(&self) -> Option<Changes> {
        let (log, upto) = (&*self.log, self.log.len());
        let more = code(self.upto)..code(upto);
        let is_apart = |own: u32| log.line(own).is_some_and(|line| log.schema.is_apart(line.table()));
        let is_of_targets = |own: u32| {
            let of_targets = log.line(own).is_some_and(|line| Schema::is_of_targets(line.table()));
            of_targets && log.correction(own).is_none()
        };
        let (of_targets, facts): (Vec<u32>, Vec<u32>) = more.partition(|own| is_of_targets(*own));
        if !facts.iter().chain(&self.waiting).all(|own| is_apart(*own)) {
            return None;
        }
        let corrected = log.corrections(upto).len() > log.corrections(self.upto).len();
        let corrections =
            (corrected || self.corrections.waiting().next().is_some()).then(|| Corrections::of(log, upto));
        let next = corrections.as_ref().unwrap_or(&self.corrections);
        let mut draft =
            Draft { standing: self, next, upto, beyond: Waits::default(), edges: Vec::new(), all: Vec::new() };
        draft.look(corrections.is_some(), facts);
        draft.settle();
        let (rows, waiting, touched) = (draft.rows(), draft.waiting(), draft.touched());
        // What stands on a record is not followed, nor is what answers a fact.
        touched.iter().all(|own| is_apart(*own)).then_some(())?;
        (!self.answers_change(next, &touched)).then_some(())?;
        Some(Changes { upto, corrections, rows, waiting, touched, targets: !of_targets.is_empty() })
    }

    /// Takes changes into account.
    pub(crate) fn apply(&mut self, changes: Changes) {
        let Changes { upto, corrections, rows, waiting, .. } = changes;
        self.upto = upto;
        self.waiting = waiting;
        if let Some(corrections) = corrections {
            self.corrections = corrections;
        }
        let before = self.rows.upto();
        self.rows.reach(upto);
        for own in code(before)..code(upto) {
            if rows.binary_search_by_key(&own, |(own, _)| *own).is_err() {
                self.rows.set(&self.log, own, Row::NONE);
            }
        }
        if rows.len() > MANY {
            return self.put_all(rows, before);
        }
        for (own, row) in rows {
            let Some(place) = self.log.line(own).map(Line::table) else { continue };
            let Some((members, table)) = self.members.get_mut(place).zip(self.log.tables.get(place)) else { continue };
            if index(own) < before && self.rows.get(&self.log, own).is_some() {
                members.take(&self.log, table, &self.rows, own);
            }
            self.rows.set(&self.log, own, row);
            if row.content != NONE {
                members.put(&self.log, table, &self.rows, own);
            }
        }
    }

    fn put_all(&mut self, rows: Vec<(u32, Row)>, before: usize) {
        let mut more: Vec<Vec<u32>> = vec![Vec::new(); self.members.len()];
        for (own, row) in rows {
            let Some(table) = self.log.line(own).map(Line::table) else { continue };
            let stood = index(own) < before && self.rows.get(&self.log, own).is_some();
            self.rows.set(&self.log, own, row);
            if let Some(more) = more.get_mut(table).filter(|_| !stood) {
                more.push(own);
            }
        }
        for ((members, table), more) in self.members.iter_mut().zip(&self.log.tables).zip(more) {
            members.remake(table, more, |own| self.rows.get(&self.log, own).is_some());
        }
    }
}

/// Facts that may change, and what becomes of them.
struct Draft<'s> {
    standing: &'s Standing<'static>,
    /// The corrections from now on.
    next: &'s Corrections,
    upto: usize,
    /// The reversals that would pass all there was.
    beyond: Waits,
    /// The entries that facts which stood refer to, each with the fact that does; only where corrections may change some.
    edges: Vec<(u32, u32)>,
    /// By entry, rising.
    all: Vec<Candidate>,
}

/// A fact that may change.
struct Candidate {
    own: u32,
    /// What it would be: nothing, where it was retracted or never was a fact.
    row: Option<Row>,
    /// The facts that must stand for it to stand.
    needs: Vec<u32>,
    stands: bool,
}

impl Draft<'_> {
    /// Looks for the facts that may change: entries that came, facts that wait, and what corrections are about.
    fn look(&mut self, corrected: bool, more: Vec<u32>) {
        let mut entries = self.standing.waiting.clone();
        if corrected {
            let log = &self.standing.log;
            let is_apart = |own: &u32| log.line(*own).is_some_and(|line| log.schema.is_apart(line.table()));
            entries.extend(self.next.entries().filter(is_apart));
            self.find_edges();
            let named = self.edges.iter().filter(|(named, _)| self.next.is_correction(*named));
            entries.extend(named.map(|(_, by)| *by));
        }
        entries.extend(more);
        sort::numbers(&mut entries);
        if self.next.reversals().next().is_some() {
            facts::beyond(&self.standing.log, self.next, &mut self.beyond);
        }
        self.all = entries.into_iter().map(|own| self.candidate(own)).collect();
    }

    fn find_edges(&mut self) {
        let log = &self.standing.log;
        for (place, table) in log.tables.iter().enumerate() {
            for (field, _) in table.references() {
                for own in self.standing.members(place) {
                    let content = self.standing.row(*own).map(|row| index(row.content));
                    let id = content.and_then(|row| table.column(field)?.code(row));
                    self.edges.extend(id.and_then(|id| log.place(id)).map(|named| (named, *own)));
                }
            }
        }
    }

    fn candidate(&self, own: u32) -> Candidate {
        let undone = self.next.undone(own);
        let is_plain = !self.next.is_correction(own) && !self.next.is_retracted(own);
        let root = if is_plain { Some(own) } else { undone };
        let Some(root) = root else { return Candidate { own, row: None, needs: Vec::new(), stands: false } };
        let share = undone.and_then(|_| self.standing.log.correction(own)).map_or(NONE, |correction| correction.share);
        let fact = facts::Standing { own, content: self.next.content(root), share };
        let needs = match undone {
            Some(root) => (!self.beyond.has(own)).then(|| vec![root]),
            None => facts::needs(&self.standing.log, self.next, fact, self.upto),
        };
        let stands = needs.is_some();
        Candidate { own, row: row(&self.standing.log, fact), needs: needs.unwrap_or_default(), stands }
    }

    /// Lets fall whatever needs a fact that does not stand, until nothing falls.
    fn settle(&mut self) {
        loop {
            let falls = |one: &Candidate| one.stands && !one.needs.iter().all(|needed| self.stands(*needed));
            let falling: Vec<usize> = (0..).zip(&self.all).filter(|(_, one)| falls(one)).map(|(at, _)| at).collect();
            let more = self.shaken();
            if falling.is_empty() && more.is_empty() {
                return;
            }
            for at in falling {
                if let Some(one) = self.all.get_mut(at) {
                    one.stands = false;
                }
            }
            for own in more {
                let one = self.candidate(own);
                if let Err(place) = self.all.binary_search_by_key(&own, |one| one.own) {
                    self.all.insert(place, one);
                }
            }
        }
    }

    /// Those who stood on a fact that falls, and were not looked at yet.
    fn shaken(&self) -> Vec<u32> {
        let mut shaken: Vec<u32> = Vec::new();
        for (named, by) in &self.edges {
            let Ok(named) = self.standing.corrections.fact(*named) else { continue };
            if !self.stands(named) && self.find(*by).is_none() {
                shaken.push(*by);
            }
        }
        shaken
    }

    fn find(&self, own: u32) -> Option<&Candidate> {
        let at = self.all.binary_search_by_key(&own, |one| one.own).ok()?;
        self.all.get(at)
    }

    fn stands(&self, own: u32) -> bool {
        self.find(own).map_or_else(|| self.standing.row(own).is_some(), |one| one.stands)
    }

    /// What changes.
    fn rows(&self) -> Vec<(u32, Row)> {
        let after = |one: &Candidate| one.row.filter(|_| one.stands);
        let changed = self.all.iter().filter(|one| after(one) != self.standing.row(one.own));
        changed.map(|one| (one.own, after(one).unwrap_or(Row::NONE))).collect()
    }

    /// Those who would be facts, and wait.
    fn waiting(&self) -> Vec<u32> {
        let waiting = self.all.iter().filter(|one| !one.stands && one.row.is_some());
        waiting.map(|one| one.own).collect()
    }

    /// What changes, with whatever reads it.
    fn touched(&self) -> Vec<u32> {
        let mut touched: Vec<u32> = self.rows().into_iter().map(|(own, _)| own).collect();
        if self.edges.is_empty() {
            return touched;
        }
        let mut known = Bits::new();
        for own in &touched {
            known.set(index(*own));
        }
        let mut grew = true;
        while std::mem::take(&mut grew) {
            for (named, by) in self.edges.iter().filter(|(_, by)| !known.get(index(*by))) {
                let facts = [self.standing.corrections.fact(*named), self.next.fact(*named)];
                if facts.into_iter().flatten().any(|fact| known.get(index(fact))) {
                    touched.push(*by);
                    grew = true;
                }
            }
            for own in &touched {
                known.set(index(*own));
            }
        }
        sort::all(&mut touched);
        touched.dedup();
        touched
    }
}
