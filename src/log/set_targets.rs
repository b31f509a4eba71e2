//! Targets that were set, read by the codes of their texts: what many of them say is looked at once.

use std::cmp::Ordering;

use chrono::NaiveDate;

use crate::id::Key;
use crate::quantity::{Currency, Fraction, Money, Value};

use super::columns::Column;
use super::facts;
use super::schema::{TARGET, field};
use super::standing::Standing;
use super::store::index;
use super::targets::amount;
use super::wheres;
use crate::id::Name;

/// The columns of the targets that were set.
#[derive(Clone, Copy)]
pub(crate) struct TargetColumns<'l> {
    standing: &'l Standing<'l>,
    /// The KPI.
    pub of: Texts<'l>,
    /// The person or the unit.
    pub who: Texts<'l>,
    /// The period, as written.
    pub period: Texts<'l>,
    /// The level, where one is written.
    pub level: Texts<'l>,
    /// The fields that it is narrowed to, where there are any.
    pub fields: Texts<'l>,
    amount: Texts<'l>,
}

/// Texts of one field, by code.
#[derive(Clone, Copy)]
pub(crate) struct Texts<'l>(&'l Column);

/// A target that was set.
#[derive(Clone, Copy)]
pub(crate) struct SetTarget<'l> {
    /// The position of the entry.
    pub own: u32,
    /// The day on which it was set.
    pub on: NaiveDate,
    /// Who set it; of a revised entry, who revised it.
    pub by: Option<&'l Key>,
    /// The row whose fields hold.
    pub row: usize,
}

/// How much a target sets.
#[derive(Clone, Debug)]
pub(crate) enum SetAmount {
    /// In the log's currency, or in none.
    Plain(Fraction),
    /// In another currency.
    Foreign(Value, Currency),
}

impl<'l> Texts<'l> {
    /// The code of what a row says.
    pub(crate) fn code(self, row: usize) -> Option<u32> {
        self.0.code(row)
    }

    /// What has a code.
    pub(crate) fn text(self, code: u32) -> &'l str {
        self.0.text(code).map_or("", |text| text)
    }

    /// How many codes there are.
    pub(crate) fn len(self) -> usize {
        self.0.texts()
    }

    /// The fields, each with its value, that have a code.
    pub(crate) fn named(self, code: u32) -> Vec<(Name, String)> {
        wheres::named(self.text(code))
    }
}

impl Standing<'_> {
    /// The columns of the targets that were set.
    pub(crate) fn target_columns(&self) -> Option<TargetColumns<'_>> {
        let table = self.log.tables.get(TARGET)?;
        let texts = |field| table.column(field).map(Texts);
        Some(TargetColumns {
            standing: self,
            of: texts(field::OF)?,
            who: texts(field::WHO)?,
            period: texts(field::PERIOD)?,
            level: texts(field::LEVEL)?,
            fields: texts(field::WHERE)?,
            amount: texts(field::AMOUNT)?,
        })
    }
}

impl<'l> TargetColumns<'l> {
    /// How many targets were set at the most.
    pub(crate) fn len(&self) -> usize {
        self.standing.log.tables.get(TARGET).map_or(0, super::table::Table::len)
    }

    /// All targets that stand, in the order of the log, as far as `take` says that it goes on; nothing, where it does not, or one cannot
    /// be read by these columns.
    pub(crate) fn each(&self, take: &mut dyn FnMut(SetTarget<'l>) -> Option<()>) -> Option<()> {
        let (log, corrections) = (&*self.standing.log, &self.standing.corrections);
        if corrections.is_empty() {
            return self.each_as_it_came(take);
        }
        for entry in facts::plain(log, corrections, TARGET, self.standing.upto) {
            let (table, line) = log.table_of(entry.content).filter(|(_, line)| line.table() == TARGET)?;
            let on = table.day(line.row())?;
            take(SetTarget { own: entry.own, on, by: log.by(line), row: line.row() })?;
        }
        Some(())
    }

    /// The same, where nothing was corrected: row after row.
    fn each_as_it_came(&self, take: &mut dyn FnMut(SetTarget<'l>) -> Option<()>) -> Option<()> {
        let log = &*self.standing.log;
        let table = log.tables.get(TARGET)?;
        let (mut last, upto) = ((i32::MIN, NaiveDate::MIN), self.standing.upto);
        for ((row, own), number) in table.positions().iter().enumerate().zip(table.days_from(0)) {
            if index(*own) >= upto {
                break;
            }
            if *number != last.0 {
                last = (*number, table.day(row)?);
            }
            let line = log.line(*own)?;
            take(SetTarget { own: *own, on: last.1, by: log.by(line), row })?;
        }
        Some(())
    }

    /// The id of an entry.
    pub(crate) fn id(&self, own: u32) -> Option<&'l Key> {
        self.standing.log.key(own)
    }

    /// How much a row sets; `None` where it is blank.
    pub(crate) fn amount(&self, row: usize) -> Option<SetAmount> {
        let code = self.amount.code(row)?;
        if let Some(amount) = self.amount.0.amount(code) {
            return Some(SetAmount::Plain(amount));
        }
        let (text, own) = (self.amount.text(code), self.standing.log.currency());
        let value = amount(text)?;
        let currency = if text.contains(' ') { text.parse().ok().map(Money::currency) } else { None };
        match currency.filter(|currency| *currency != own) {
            Some(currency) => Some(SetAmount::Foreign(value, currency)),
            None => value.amount().map(SetAmount::Plain),
        }
    }

    /// Which of two entries of one day was said later: by the moment at which each became known, then by id.
    pub(crate) fn compare(&self, one: u32, other: u32) -> Ordering {
        let log = &*self.standing.log;
        let known = |own: u32| log.known_at(index(own));
        known(one).cmp(&known(other)).then_with(|| log.key(one).cmp(&log.key(other)))
    }
}
