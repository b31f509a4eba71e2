//! Codes for the texts that batches of columns speak of.

use std::borrow::Cow;

use super::TEXT_BYTES_MAX;
use super::admit::no_room;
use super::batch::{EntryCode, PersonCode, SeriesCode, TextCode, UnitCode};
use super::kind::FieldType;
use super::refusal::{Refusal, RefusalCode};
use super::store::{Log, code};
use super::value::{Read, checked, list_text, quoted, too_long};

/// The most bytes that a number and the stroke before it take.
const NUMBER_BYTES_MAX: usize = 21;

impl Log {
    /// The code of a person, whom the log may hear of later; the same one each time.
    pub fn register_person(&mut self, key: &str) -> Result<PersonCode, Refusal> {
        self.register(FieldType::Person, key).map(PersonCode)
    }

    /// The code of an organisational unit.
    pub fn register_unit(&mut self, key: &str) -> Result<UnitCode, Refusal> {
        self.register(FieldType::Unit, key).map(UnitCode)
    }

    /// The code of the id of an entry, which may come later.
    pub fn register_id(&mut self, id: &str) -> Result<EntryCode, Refusal> {
        let key = checked(id)?;
        let sought = self.names.ids.seek(key);
        if sought.code.is_none() && !self.names.ids.has_room() {
            return Err(no_room(self.len()));
        }
        let code = self.names.ids.found(sought, key);
        self.make_places();
        Ok(EntryCode(code))
    }

    /// The code of a text in a field of a kind; of a list in a field of lists, whose members are separated by `;`.
    pub fn register_text(&mut self, kind: &str, field: &str, text: &str) -> Result<TextCode, Refusal> {
        let (table, field, is_list) = self.text_field(kind, field)?;
        if text.len() > TEXT_BYTES_MAX {
            return Err(too_long(text));
        }
        let text = &*kept(text, is_list)?;
        let no_room = no_room(self.len());
        let column = self.tables.get_mut(table).and_then(|table| table.column_mut(field));
        column.and_then(|column| column.register(text)).map(TextCode).ok_or(no_room)
    }

    /// The code of a series of numbered ids: entry 1042 of series `inv` is the entry `inv/1042`, by whichever door it comes.
    ///
    /// The series without a name has the plain numbers: its entry 1042 is `1042`.
    pub fn register_series(&mut self, name: &str) -> Result<SeriesCode, Refusal> {
        if !name.is_empty() {
            checked(name)?;
        }
        if name.len().saturating_add(NUMBER_BYTES_MAX) > crate::id::KEY_BYTES_MAX {
            return Err(Refusal::new(
                RefusalCode::InvalidValue,
                format_args!("the series {} leaves no room for a number in an id", quoted(name)),
            )
            .with_help("shorten it"));
        }
        Ok(SeriesCode(code(self.names.ids.register(name))))
    }

    /// The code of a person, if there is one.
    pub(crate) fn find_person(&self, key: &str) -> Option<PersonCode> {
        self.names.persons.code(key).map(PersonCode)
    }

    /// The code of a unit, if there is one.
    pub(crate) fn find_unit(&self, key: &str) -> Option<UnitCode> {
        self.names.units.code(key).map(UnitCode)
    }

    /// The code of an id, if there is one.
    pub(crate) fn find_id(&self, id: &str) -> Option<EntryCode> {
        self.names.ids.code(id).map(EntryCode)
    }

    /// The code of a text in a field, if there is one.
    pub(crate) fn find_text(&self, kind: &str, field: &str, text: &str) -> Option<TextCode> {
        let (table, field, is_list) = self.text_field(kind, field).ok()?;
        let text = &*kept(text, is_list).ok()?;
        self.tables.get(table)?.column(field)?.find(text).map(TextCode)
    }

    /// The code of a series, if it is registered.
    pub(crate) fn find_series(&self, name: &str) -> Option<SeriesCode> {
        self.names.ids.find_series(name).map(|series| SeriesCode(code(series)))
    }

    fn register(&mut self, ty: FieldType, key: &str) -> Result<u32, Refusal> {
        let key = checked(key)?;
        if self.names.has_room() { Ok(self.names.intern(ty, key)) } else { Err(no_room(self.len())) }
    }

    /// The table and the position of a field of texts, and whether it is one of lists.
    fn text_field(&self, kind: &str, field: &str) -> Result<(usize, usize, bool), Refusal> {
        let (table, known) = self.facts_of(kind)?;
        let Some((id, found)) = known.field(field) else {
            return Err(super::words::unknown(field, known));
        };
        if !matches!(found.ty(), FieldType::Text | FieldType::List) {
            return Err(Refusal::new(
                RefusalCode::WrongType,
                format_args!("`{field}` is {}, not a text", found.ty().expects()),
            )
            .field_of(field));
        }
        Ok((table, id.index(), found.ty() == FieldType::List))
    }
}

/// A text as its column keeps it.
fn kept(text: &str, is_list: bool) -> Read<Cow<'_, str>> {
    if is_list { list_text(text).map(Cow::Owned) } else { Ok(Cow::Borrowed(text)) }
}
