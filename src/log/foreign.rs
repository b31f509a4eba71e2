//! Amounts of targets in other currencies, and the rates that were known by when.

use chrono::NaiveDate;

use crate::id::Key;
use crate::quantity::{Money, Rates};
use crate::sort;

use super::columns::Cell;
use super::correction::Corrections;
use super::members::Rows;
use super::schema::{ADJUST, RATE, SUBMIT, TARGET, field};
use super::settings::Said;
use super::standing::{Held, Standing};
use super::store::{Line, Log, index};
use super::table::Table;

/// What is said of a target in another currency than the log's.
#[derive(Clone, Debug)]
pub(crate) struct ForeignAmount {
    /// The entry.
    pub id: Key,
    /// The day on which it is said.
    pub on: NaiveDate,
    /// The period, as written.
    pub period: String,
    /// How much is known when the moment of the entry has ended.
    pub known_upto: usize,
    /// As it was written.
    pub amount: Money,
}

impl<'l> Standing<'l> {
    /// Without the facts and the records: what stands of the built-in kinds once these corrections are applied.
    pub(super) fn of_settings(log: Held<'l>, upto: usize, corrections: Corrections) -> Standing<'l> {
        let (members, rows, books) = (Vec::new(), Rows::default(), Vec::new());
        let (waiting, idle) = (Vec::new(), Vec::new());
        Standing { log, upto, corrections, members, rows, waiting, idle, books }
    }

    /// What is said of targets in other currencies, in no order.
    pub(crate) fn foreign_amounts(&self) -> Vec<ForeignAmount> {
        let mut found = Vec::new();
        for table in [TARGET, ADJUST, SUBMIT] {
            for said in self.said(table) {
                found.extend(foreign(&said));
            }
        }
        found
    }

    /// The rates that stood among the first so many entries.
    pub(crate) fn rates_known(&self, upto: usize) -> Rates {
        let upto = upto.min(self.upto);
        let known = Standing::of_settings(self.log.clone(), upto, Corrections::of(&self.log, upto));
        known.rates().into_iter().map(|entry| entry.rate).collect()
    }

    /// How many entries are known at the end of each moment at which something of rates became known, after the first so many.
    pub(crate) fn rates_change(&self, after: usize) -> Vec<usize> {
        let positions = self.log.tables.get(RATE).map(Table::positions).unwrap_or_default();
        let mut ends = Vec::new();
        for position in positions.iter().map(|position| index(*position)) {
            if position >= after && position < self.upto {
                ends.push(self.log.moment_end(position).min(self.upto));
            }
        }
        sort::all(&mut ends);
        ends.dedup();
        ends
    }
}

impl Log {
    /// What the entry at a position itself says of a target in another currency.
    pub(crate) fn foreign_amount(&self, position: usize) -> Option<ForeignAmount> {
        let own = u32::try_from(position).ok()?;
        let table = self.line(own).map(Line::table)?;
        if !matches!(table, TARGET | ADJUST | SUBMIT) {
            return None;
        }
        Said::alone(self, own).as_ref().and_then(foreign)
    }
}

impl Said<'_> {
    /// The amount that is set or added, where it is in another currency than the log's.
    pub(super) fn foreign_amount(&self) -> Option<Money> {
        let text = |field| match self.cell(field) {
            Some(Cell::Text(text)) => Some(text),
            _ => None,
        };
        let added = || if self.is_of(ADJUST) { text(field::ADJUST_ADD) } else { None };
        let text = text(field::AMOUNT).or_else(added)?;
        // What has no currency of its own is in the log's, and needs not be read.
        let amount = if text.contains(' ') { text.parse::<Money>().ok()? } else { return None };
        (amount.currency() != self.currency()).then_some(amount)
    }
}

fn foreign(said: &Said<'_>) -> Option<ForeignAmount> {
    let amount = said.foreign_amount()?;
    let period = said.text(field::PERIOD)?;
    Some(ForeignAmount { id: said.id.clone(), on: said.on, period, known_upto: said.known_upto, amount })
}
