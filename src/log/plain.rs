//! Facts that are written plainly, read straight to their values.
//!
//! Most entries are facts with a day, an id and fields, each written once and soundly. Such a one becomes a [`Draft`] whose
//! texts are lent by what was read. Whatever is not so plain (a built-in kind, a record, a correction, credits, an unknown word, a
//! value that cannot be read) gives nothing, and is read again by the long way, which knows all that can be wrong and how
//! to say it. So this way never refuses, and what it takes is what the long way would have taken.

use std::borrow::Cow;

use crate::id::is_key;
use crate::quantity::Currency;

use super::TEXT_BYTES_MAX;
use super::check;
use super::columns::{self, Cell, Written};
use super::draft::{Cells, Draft};
use super::kind::{FieldType, Kind};
use super::length;
use super::schema::Schema;
use super::value;

/// A value of a text that is no list and no map. Read from the same text, it is what a [`Node`](crate::document::Node) would be.
#[derive(Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "json"), expect(dead_code, reason = "a cell of CSV is a text"))]
pub(super) enum Scalar<'t> {
    Null,
    Bool(bool),
    /// A whole number that is not negative, by its value.
    Whole(u64),
    /// Any other number, by its digits.
    Number(&'t str),
    Text(Cow<'t, str>),
}

/// Where a word of a plain fact goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The kind, of which a door knows before it fills in what an entry of it says.
    #[cfg_attr(not(feature = "json"), expect(dead_code, reason = "a row of CSV does not say its kind"))]
    Kind,
    Id,
    On,
    Known,
    By,
    Why,
    Field(usize),
}

impl Place {
    /// The place of a word in entries of a kind; none for a word that no plain fact has.
    pub(super) fn of(word: &str, kind: &Kind) -> Option<Place> {
        Some(match word {
            "id" => Place::Id,
            "on" => Place::On,
            "known" => Place::Known,
            "by" => Place::By,
            "why" => Place::Why,
            _ => match kind.field(word)?.0 {
                id if kind.on() == Some(id) => Place::On,
                id => Place::Field(id.index()),
            },
        })
    }
}

/// A plain fact, filled in word by word.
pub(super) struct Filling<'s, 't> {
    kind: &'s Kind,
    currency: Currency,
    /// The words of the envelope that are written, null or not.
    written: [bool; 5],
    id: Option<Cow<'t, str>>,
    draft: Draft<'t>,
}

impl<'s, 't> Filling<'s, 't> {
    /// A fact of the kind in a table; the room for its cells may be used again and again.
    pub(super) fn new(schema: &'s Schema, table: usize, mut cells: Cells<'t>) -> Option<Filling<'s, 't>> {
        let plain = |kind: &&Kind| schema.is_of_facts(table) && !check::is_instant(kind) && !kind.is_review();
        let kind = schema.kind(table).filter(plain)?;
        cells.clear();
        cells.resize_with(kind.fields.len(), || None);
        let id = Cow::Borrowed("");
        let (day, at, known, by, why, correction, credits) = (None, None, None, None, None, None, Vec::new());
        let draft = Draft { table, id, day, at, known, by, why, correction, credits, cells };
        Some(Filling { kind, currency: schema.currency, written: [false; 5], id: None, draft })
    }

    /// Fills in a word; nothing where it is written twice or is not what belongs there.
    pub(super) fn put(&mut self, place: Place, value: Scalar<'t>) -> Option<()> {
        let envelope = match place {
            Place::Field(index) => return self.field(index, value),
            Place::Kind => return None,
            Place::Id => 0,
            Place::On => 1,
            Place::Known => 2,
            Place::By => 3,
            Place::Why => 4,
        };
        let written = self.written.get_mut(envelope)?;
        if std::mem::replace(written, true) {
            return None;
        }
        if value == Scalar::Null {
            return Some(());
        }
        match place {
            Place::Id => self.id = Some(key(value)?),
            Place::On => self.draft.day = Some(value::a_day(text(&value)?).ok()?),
            Place::Known => self.draft.known = Some(value::a_moment(text(&value)?).ok()?),
            Place::By => self.draft.by = Some(key(value)?),
            Place::Why => self.draft.why = Some(short(value)?),
            Place::Field(_) | Place::Kind => {}
        }
        Some(())
    }

    fn field(&mut self, index: usize, value: Scalar<'t>) -> Option<()> {
        let slot = self.draft.cells.get_mut(index).filter(|slot| slot.is_none())?;
        let ty = self.kind.fields.rows().get(index)?.ty();
        *slot = Some(cell(value, ty, self.currency)?);
        Some(())
    }

    /// The draft.
    #[inline]
    pub(super) fn draft(self) -> Draft<'t> {
        self.draft
    }

    /// Whether the draft has all that an entry of its kind needs; what it needs and was not written is put in.
    pub(super) fn complete(&mut self) -> Option<()> {
        for cell in &mut self.draft.cells {
            // In a fact nothing is as good as absent.
            if matches!(cell, Some(Cell::Null)) {
                *cell = None;
            }
        }
        self.draft.day?;
        if let Some(whose) = self.kind.whose() {
            self.draft.cells.get(whose.index())?.as_ref()?;
        }
        self.draft.id = match self.id.take() {
            Some(id) => id,
            None => self.made_id()?,
        };
        Some(())
    }

    /// The id that is made of the fields that the kind names.
    fn made_id(&self) -> Option<Cow<'t, str>> {
        let mut made = String::new();
        for (index, field) in self.kind.id().iter().enumerate() {
            if index > 0 {
                made.push('/');
            }
            if self.kind.on() == Some(*field) {
                made.push_str(&self.draft.day?.to_string());
            } else {
                made.push_str(&columns::plain(self.draft.cells.get(field.index())?.as_ref()?)?);
            }
        }
        is_key(&made).then_some(Cow::Owned(made))
    }
}

/// The value of a field, as the long way would read it.
fn cell(value: Scalar<'_>, ty: FieldType, currency: Currency) -> Option<Written<'_>> {
    if value == Scalar::Null {
        return Some(Cell::Null);
    }
    Some(match (ty, value) {
        (FieldType::Number | FieldType::Money | FieldType::Ratio, Scalar::Whole(number)) => {
            Cell::Decimal(number.into())
        }
        (FieldType::Duration, Scalar::Whole(days)) => Cell::Decimal(length::of_days(days).ok()?),
        (FieldType::Duration, value) => Cell::Decimal(length::of_text(digits(&value)?).ok()?),
        (FieldType::Number, value) => Cell::Decimal(value::number(digits(&value)?).ok()?),
        (FieldType::Money, value) => Cell::Decimal(value::amount(digits(&value)?, currency).ok()?),
        (FieldType::Ratio, value) => Cell::Decimal(value::percentage(digits(&value)?).ok()?),
        (FieldType::Date, value) => Cell::Day(value::a_day(text(&value)?).ok()?),
        // An instant is read the long way.
        (FieldType::Instant, _) => return None,
        (FieldType::Text, value) => Cell::Text(short(value)?),
        (FieldType::List, value) => Cell::Text(Cow::Owned(value::list_text(text(&value)?).ok()?)),
        (FieldType::YesNo, Scalar::Bool(yes)) => Cell::YesNo(yes),
        (FieldType::YesNo, value) => Cell::YesNo(value::yes_or_no(text(&value)?)?),
        (FieldType::Person | FieldType::Unit | FieldType::Reference(_) | FieldType::Entry, value) => {
            Cell::Key(key(value)?)
        }
    })
}

fn text<'v>(value: &'v Scalar<'_>) -> Option<&'v str> {
    match value {
        Scalar::Text(text) => Some(text),
        _ => None,
    }
}

/// A text, or the digits of a number that is not plainly whole.
fn digits<'v>(value: &'v Scalar<'_>) -> Option<&'v str> {
    match value {
        Scalar::Text(text) => Some(text),
        Scalar::Number(digits) => Some(digits),
        _ => None,
    }
}

fn short(value: Scalar<'_>) -> Option<Cow<'_, str>> {
    match value {
        Scalar::Text(text) if text.len() <= TEXT_BYTES_MAX => Some(text),
        _ => None,
    }
}

/// A key; a whole number is one, by its digits.
fn key(value: Scalar<'_>) -> Option<Cow<'_, str>> {
    match value {
        Scalar::Text(text) => Some(text).filter(|text| is_key(text)),
        Scalar::Whole(number) => Some(Cow::Owned(number.to_string())),
        _ => None,
    }
}
