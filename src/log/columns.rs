//! Values of one field, row after row, as small integers.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use rust_decimal::Decimal;

use crate::document::IS_WHOLE;
use crate::quantity::{Currency, Fraction, Money};

use super::amounts::Amounts;
use super::bits::Bits;
use super::dictionary::Dictionary;
use super::entry::moment_text;
use super::length;
use super::scaled::Scaled;

/// What an entry says in one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cell<K, T> {
    /// Nothing, said on purpose where that means something.
    Null,
    /// A number, a ratio or an amount in the plan's currency.
    Decimal(Decimal),
    /// An amount in another currency.
    Foreign(Decimal, Currency),
    Day(NaiveDate),
    Instant(DateTime<Utc>),
    Text(T),
    YesNo(bool),
    /// A person, a unit or an entry: as written, or as its code.
    Key(K),
}

/// A cell with its texts, lent where that is possible.
pub(super) type Written<'t> = Cell<Cow<'t, str>, Cow<'t, str>>;

/// A cell with the code of its key.
pub(super) type Coded<'t> = Cell<u32, &'t str>;

/// What many rows say in one field: a value each.
pub(super) enum Many<'v> {
    Decimals {
        mantissas: Cow<'v, [i64]>,
        scale: u32,
    },
    /// Lengths of time in days, which are kept in minutes.
    Lengths {
        mantissas: Cow<'v, [i64]>,
        scale: u32,
    },
    /// Days since 1 January 1970.
    Days(Cow<'v, [i32]>),
    Codes(Cow<'v, [u32]>),
    /// 1 for yes.
    YesNo(Cow<'v, [u8]>),
}

/// A value as text, where an id is made of it.
pub(super) fn plain(cell: &Written<'_>) -> Option<String> {
    match cell {
        Cell::Null => None,
        Cell::Decimal(number) => Some(number.normalize().to_string()),
        Cell::Foreign(number, currency) => Some(format!("{} {currency}", number.normalize())),
        Cell::Day(day) => Some(day.to_string()),
        Cell::Instant(at) => Some(moment_text(*at)),
        Cell::YesNo(yes) => Some(if *yes { "yes" } else { "no" }.to_owned()),
        Cell::Text(text) | Cell::Key(text) => Some(text.as_ref().to_owned()),
    }
}

/// A column: which rows have a value, and the values of one type.
#[derive(Clone, Debug)]
pub(super) struct Column {
    present: Bits,
    nulls: Bits,
    cells: Cells,
    currencies: Currencies,
}

/// The currencies of amounts that are not in the plan's; of as many rows as it takes to name the last one.
#[derive(Clone, Debug, Default)]
struct Currencies {
    /// By row, 0 for the plan's own, else one more than the position of a currency.
    codes: Vec<u16>,
    known: Vec<Currency>,
}

impl Currencies {
    fn set(&mut self, row: usize, currency: Currency) {
        let place = self.known.iter().position(|known| *known == currency).unwrap_or_else(|| {
            self.known.push(currency);
            self.known.len().saturating_sub(1)
        });
        self.codes.resize(row, 0);
        // There are 17,576 codes of three letters.
        self.codes.push(u16::try_from(place).unwrap_or(u16::MAX).saturating_add(1));
    }

    fn get(&self, row: usize) -> Option<Currency> {
        let code = usize::from(*self.codes.get(row)?);
        self.known.get(code.checked_sub(1)?).copied()
    }
}

#[derive(Clone, Debug)]
enum Cells {
    Scaled(Scaled),
    Days(Vec<i32>),
    /// Microseconds since 1970 began in UTC.
    Instants(Vec<i64>),
    Texts {
        codes: Vec<u32>,
        texts: Dictionary<Arc<str>>,
        amounts: Option<Amounts>,
    },
    YesNo(Bits),
    Keys(Vec<u32>),
}

impl Column {
    pub(super) fn of_decimals() -> Column {
        Column::of(Cells::Scaled(Scaled::new()))
    }

    pub(super) fn of_days() -> Column {
        Column::of(Cells::Days(Vec::new()))
    }

    pub(super) fn of_instants() -> Column {
        Column::of(Cells::Instants(Vec::new()))
    }

    pub(super) fn of_texts() -> Column {
        Column::of(Cells::Texts { codes: Vec::new(), texts: Dictionary::new(), amounts: None })
    }

    /// Texts that are amounts: of each is known what it comes to.
    pub(super) fn of_amounts() -> Column {
        Column::of(Cells::Texts { codes: Vec::new(), texts: Dictionary::new(), amounts: Some(Amounts::default()) })
    }

    pub(super) fn of_yes_no() -> Column {
        Column::of(Cells::YesNo(Bits::new()))
    }

    pub(super) fn of_keys() -> Column {
        Column::of(Cells::Keys(Vec::new()))
    }

    fn of(cells: Cells) -> Column {
        Column { present: Bits::new(), nulls: Bits::new(), cells, currencies: Currencies::default() }
    }

    /// Appends a row. What is not of the column's type counts as absent; admission lets no such cell through.
    pub(super) fn push(&mut self, cell: Option<Coded<'_>>) {
        let row = self.present.len();
        if matches!(cell, Some(Cell::Null)) {
            self.nulls.set(row);
        }
        if let Some(Cell::Foreign(_, currency)) = cell {
            self.currencies.set(row, currency);
        }
        let fits = self.cells.push(cell);
        self.present.push(fits);
    }

    /// The code of a text of this column, given to it now if it has none; none where there is no room or are no texts.
    pub(super) fn register(&mut self, text: &str) -> Option<u32> {
        match &mut self.cells {
            Cells::Texts { texts, .. } if texts.has_room() || texts.code(text).is_some() => {
                Some(texts.intern(text, |text| Arc::from(text)))
            }
            _ => None,
        }
    }

    /// The code of a text of this column, if it has one.
    pub(super) fn find(&self, text: &str) -> Option<u32> {
        match &self.cells {
            Cells::Texts { texts, .. } => texts.code(text),
            _ => None,
        }
    }

    /// How many texts have codes: every code is below.
    pub(super) fn texts(&self) -> usize {
        match &self.cells {
            Cells::Texts { texts, .. } => texts.len(),
            _ => 0,
        }
    }

    /// Which rows have a value.
    pub(super) fn known(&self) -> &Bits {
        &self.present
    }

    /// The integers of all rows and their scale, where none is wider than 64 bits or in another currency; a row without a value has
    /// one that means nothing.
    pub(super) fn narrow(&self) -> Option<(&[i64], u32)> {
        match &self.cells {
            Cells::Scaled(scaled) if self.currencies.known.is_empty() => scaled.narrow(),
            _ => None,
        }
    }

    /// The days of all rows, as numbers; a row without a value has one that means nothing.
    pub(super) fn days(&self) -> Option<&[i32]> {
        match &self.cells {
            Cells::Days(days) => Some(days),
            _ => None,
        }
    }

    /// The codes of rows from one on; a row without a value has a code that means nothing.
    pub(super) fn codes_from(&self, row: usize) -> Option<&[u32]> {
        match &self.cells {
            Cells::Keys(codes) | Cells::Texts { codes, .. } => codes.get(row..),
            _ => None,
        }
    }

    /// Appends rows; those where `valid` is 0 say nothing, and so do all where nothing is given for them.
    pub(super) fn extend(&mut self, count: usize, values: Option<&Many<'_>>, valid: Option<&[u8]>) {
        match (&mut self.cells, values) {
            (Cells::Scaled(scaled), Some(Many::Decimals { mantissas, scale })) => scaled.extend(mantissas, *scale),
            (Cells::Scaled(scaled), Some(Many::Lengths { mantissas, scale })) => {
                for days in mantissas.iter() {
                    scaled.push(length::minutes_of(*days, *scale).unwrap_or_default());
                }
            }
            (Cells::Days(days), Some(Many::Days(more))) => days.extend(more.iter().map(|day| from_1970(*day))),
            (Cells::Texts { codes, .. } | Cells::Keys(codes), Some(Many::Codes(more))) => codes.extend_from_slice(more),
            (Cells::YesNo(bits), Some(Many::YesNo(more))) => bits.extend_bytes(more),
            (cells, _) => {
                (0..count).for_each(|_| cells.fill());
                return self.present.extend(count, false);
            }
        }
        match valid {
            None => self.present.extend(count, true),
            Some(valid) => self.present.extend_bytes(valid),
        }
    }

    /// What a row says.
    pub(super) fn cell(&self, row: usize) -> Option<Coded<'_>> {
        if self.nulls.get(row) {
            return Some(Cell::Null);
        }
        let cell = self.present.get(row).then(|| self.cells.get(row)).flatten()?;
        Some(match (cell, self.currencies.get(row)) {
            (Cell::Decimal(number), Some(currency)) => Cell::Foreign(number, currency),
            (cell, _) => cell,
        })
    }

    /// The exact number of a row; none where it is an amount in another currency.
    pub(super) fn fraction(&self, row: usize) -> Option<Fraction> {
        match &self.cells {
            Cells::Scaled(scaled) if self.present.get(row) && self.currencies.get(row).is_none() => {
                scaled.fraction(row)
            }
            _ => None,
        }
    }

    /// The amount of a row, where it is in another currency than the plan's.
    pub(super) fn foreign(&self, row: usize) -> Option<Money> {
        match (&self.cells, self.currencies.get(row)?) {
            (Cells::Scaled(scaled), currency) => scaled.decimal(row).map(|amount| Money::new(amount, currency)),
            _ => None,
        }
    }

    /// The instant of a row.
    pub(super) fn instant(&self, row: usize) -> Option<DateTime<Utc>> {
        match &self.cells {
            Cells::Instants(all) if self.present.get(row) => all.get(row).and_then(|at| instant_of(*at)),
            _ => None,
        }
    }

    /// The code of a row's text or key.
    pub(super) fn code(&self, row: usize) -> Option<u32> {
        match &self.cells {
            Cells::Keys(codes) | Cells::Texts { codes, .. } if self.present.get(row) => codes.get(row).copied(),
            _ => None,
        }
    }

    /// The text that has a code in this column.
    pub(super) fn text(&self, code: u32) -> Option<&Arc<str>> {
        match &self.cells {
            Cells::Texts { texts, .. } => texts.get(code),
            _ => None,
        }
    }

    /// What the amount comes to that has a code in this column, where that is known without reading it.
    pub(super) fn amount(&self, code: u32) -> Option<Fraction> {
        match &self.cells {
            Cells::Texts { amounts: Some(amounts), .. } if IS_WHOLE => amounts.get(code),
            _ => None,
        }
    }

    /// Whether every text of another entry would still get a code.
    pub(super) fn has_room(&self) -> bool {
        match &self.cells {
            Cells::Texts { texts, .. } => texts.has_room(),
            _ => true,
        }
    }
}

impl Cells {
    /// Appends a cell, or a filler where there is none of this type; says whether there was one.
    fn push(&mut self, cell: Option<Coded<'_>>) -> bool {
        match (self, cell) {
            (Cells::Scaled(scaled), Some(Cell::Decimal(number) | Cell::Foreign(number, _))) => {
                return scaled.push(number);
            }
            (Cells::Days(days), Some(Cell::Day(day))) => days.push(day_number(day)),
            (Cells::Instants(all), Some(Cell::Instant(at))) => all.push(at.timestamp_micros()),
            (Cells::Texts { codes, texts, amounts }, Some(Cell::Text(text))) => {
                codes.push(texts.intern(text, |text| Arc::from(text)));
                if IS_WHOLE && let Some(amounts) = amounts {
                    amounts.follow(texts);
                }
            }
            (Cells::YesNo(bits), Some(Cell::YesNo(yes))) => bits.push(yes),
            (Cells::Keys(codes), Some(Cell::Key(code))) => codes.push(code),
            (cells, _) => {
                cells.fill();
                return false;
            }
        }
        true
    }

    fn fill(&mut self) {
        match self {
            Cells::Scaled(scaled) => drop(scaled.push(Decimal::ZERO)),
            Cells::Days(days) => days.push(0),
            Cells::Instants(all) => all.push(0),
            Cells::Texts { codes, .. } | Cells::Keys(codes) => codes.push(0),
            Cells::YesNo(bits) => bits.push(false),
        }
    }

    fn get(&self, row: usize) -> Option<Coded<'_>> {
        match self {
            Cells::Scaled(scaled) => scaled.decimal(row).map(Cell::Decimal),
            Cells::Days(days) => days.get(row).and_then(|day| day_of(*day)).map(Cell::Day),
            Cells::Instants(all) => all.get(row).and_then(|at| instant_of(*at)).map(Cell::Instant),
            Cells::Texts { codes, texts, .. } => {
                codes.get(row).and_then(|code| texts.get(*code)).map(|text| Cell::Text(text.as_ref()))
            }
            Cells::YesNo(bits) => Some(Cell::YesNo(bits.get(row))),
            Cells::Keys(codes) => codes.get(row).copied().map(Cell::Key),
        }
    }
}

/// The number of 1 January 1970.
const DAY_1970: i32 = 719_163;

/// A day as a number, of one in days since 1 January 1970.
pub(super) fn from_1970(day: i32) -> i32 {
    day.saturating_add(DAY_1970)
}

/// A day as a number: days since the year 1 began.
pub(super) fn day_number(day: NaiveDate) -> i32 {
    day.num_days_from_ce()
}

/// The day that has a number.
pub(crate) fn day_of(number: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(number)
}

/// The instant that is so many microseconds after 1970 began.
pub(super) fn instant_of(micros: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_micros(micros)
}
