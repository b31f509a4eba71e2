//! Which entries are facts, and what each is as one.
//!
//! Most are what they say: of those nothing is kept, however many there are.

use std::sync::OnceLock;

use crate::sort;

use super::dictionary::NONE;
use super::store::{Log, index};
use super::table::Table;

/// How many entries are noted together, once one of them is not what it says.
const PAGE: usize = 1_024;
const PAGE_ROWS: u32 = 1_024;

/// The facts of a table: the positions of the entries that they are.
#[derive(Clone, Debug, Default)]
pub(super) struct Members {
    /// Rising; nothing, where they are so many first entries of the table.
    own: Option<Vec<u32>>,
    first: usize,
    /// By day, then by id: put in order when somebody asks.
    ordered: OnceLock<Vec<u32>>,
}

/// What an entry is as a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The row of the entry whose fields hold; none, where it is no fact that stands.
    pub(super) content: u32,
    /// The code of the share that it undoes, where it is a reversal.
    pub(super) share: u32,
    pub(super) day: i32,
}

/// What each of the first entries is as a fact, by position.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    upto: usize,
    /// [`PAGE`] of them each; nothing, where all are what they say.
    pages: Vec<Option<Box<[Row]>>>,
}

impl Members {
    /// So many first entries of a table.
    pub(super) fn first(first: usize) -> Members {
        Members { first, ..Members::default() }
    }

    /// Entries of a table, in any order.
    pub(super) fn of(mut own: Vec<u32>) -> Members {
        if !own.is_sorted() {
            sort::numbers(&mut own);
        }
        Members { own: Some(own), ..Members::default() }
    }

    /// Rising.
    pub(super) fn all<'m>(&'m self, table: &'m Table) -> &'m [u32] {
        match &self.own {
            Some(own) => own,
            None => table.positions().get(..self.first).unwrap_or_default(),
        }
    }

    /// By day, then by id.
    pub(super) fn ordered(&self, log: &Log, table: &Table, rows: &Rows) -> &[u32] {
        self.ordered.get_or_init(|| {
            let members = self.all(table).iter();
            let mut keys: Vec<(u64, u32)> =
                members.map(|own| (sort::rising(rows.day(log, *own).into()), *own)).collect();
            sort::many(&mut keys, &|one, other| log.compare_ids(one, other));
            keys.into_iter().map(|(_, own)| own).collect()
        })
    }

    /// Takes an entry out that is there; `rows` still have it as it was.
    pub(super) fn take(&mut self, log: &Log, table: &Table, rows: &Rows, own: u32) {
        let all = self.written(table);
        if let Ok(place) = all.binary_search(&own) {
            all.remove(place);
        }
        if let Some(ordered) = self.ordered.get_mut() {
            let place = place_by_day(log, rows, ordered, own);
            ordered.remove(place.min(ordered.len().saturating_sub(1)));
        }
    }

    /// Puts an entry in that is not there; `rows` have it.
    pub(super) fn put(&mut self, log: &Log, table: &Table, rows: &Rows, own: u32) {
        if self.own.is_none() && table.positions().get(self.first) == Some(&own) {
            self.first = self.first.saturating_add(1);
        } else {
            let all = self.written(table);
            if let Err(place) = all.binary_search(&own) {
                all.insert(place, own);
            }
        }
        if let Some(ordered) = self.ordered.get_mut() {
            let place = place_by_day(log, rows, ordered, own);
            ordered.insert(place, own);
        }
    }

    /// Adds entries that are not there, leaves out those that `stands` does not say, and forgets their order.
    pub(super) fn remake(&mut self, table: &Table, more: Vec<u32>, stands: impl Fn(u32) -> bool) {
        let all = self.written(table);
        all.extend(more);
        all.retain(|own| stands(*own));
        sort::numbers(all);
        self.ordered = OnceLock::new();
    }

    fn written(&mut self, table: &Table) -> &mut Vec<u32> {
        let first = self.first;
        self.own.get_or_insert_with(|| table.positions().get(..first).unwrap_or_default().to_vec())
    }
}

impl Row {
    /// Of an entry that is no fact.
    pub(super) const NONE: Row = Row { content: NONE, share: NONE, day: 0 };

    /// An entry as what it says; [`Row::NONE`] of one that says no fact.
    fn as_said(log: &Log, own: u32) -> Row {
        let Some((table, line)) = log.table_of(own).filter(|(_, line)| log.schema.is_of_facts(line.table())) else {
            return Row::NONE;
        };
        Row { content: line.row, share: NONE, day: table.day_number(line.row()) }
    }
}

impl Rows {
    /// So many first entries, each as what it says.
    pub(super) fn new(upto: usize) -> Rows {
        Rows { upto, pages: Vec::new() }
    }

    /// What an entry is; nothing, where it is no fact that stands.
    pub(super) fn get(&self, log: &Log, own: u32) -> Option<Row> {
        let place = index(own);
        if place >= self.upto {
            return None;
        }
        let row = match self.pages.get(place / PAGE) {
            Some(Some(page)) => *page.get(place % PAGE)?,
            _ => Row::as_said(log, own),
        };
        Some(row).filter(|row| row.content != NONE)
    }

    /// Notes what an entry is.
    pub(super) fn set(&mut self, log: &Log, own: u32, row: Row) {
        let at = index(own) / PAGE;
        let is_noted = self.pages.get(at).is_some_and(Option::is_some);
        if !is_noted && row == Row::as_said(log, own) {
            return;
        }
        if self.pages.len() <= at {
            self.pages.resize(at.saturating_add(1), None);
        }
        let Some(page) = self.pages.get_mut(at) else { return };
        let page = page.get_or_insert_with(|| {
            let from = own.saturating_sub(own % PAGE_ROWS);
            (from..from.saturating_add(PAGE_ROWS)).map(|own| Row::as_said(log, own)).collect()
        });
        if let Some(place) = page.get_mut(index(own) % PAGE) {
            *place = row;
        }
    }

    /// How many first entries it is of.
    pub(super) fn upto(&self) -> usize {
        self.upto
    }

    /// Takes more entries into account, each as what it says.
    pub(super) fn reach(&mut self, upto: usize) {
        self.upto = upto;
    }

    fn day(&self, log: &Log, own: u32) -> i32 {
        self.get(log, own).map_or(0, |row| row.day)
    }
}

/// Where an entry is among those that are sorted by day and then by id, or belongs.
fn place_by_day(log: &Log, rows: &Rows, sorted: &[u32], own: u32) -> usize {
    let day = rows.day(log, own);
    sorted.partition_point(|other| rows.day(log, *other).cmp(&day).then_with(|| log.compare_ids(*other, own)).is_lt())
}
