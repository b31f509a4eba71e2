//! The fields that a target or an adjustment is narrowed to: `{ "family": "bikes" }`.
//!
//! They are kept as one text in one form, by the names of the fields: each name, the length of its value, and the value, so that
//! a value may have any characters: `family=5:bikesregion=5:north`.

use std::borrow::Cow;

use crate::document::Node;
use crate::id::Name;
use crate::sort;

use super::TEXT_BYTES_MAX;
use super::columns::{Cell, Written};
use super::refusal::{Refusal, RefusalCode};
use super::value::{self, Read};

/// The most fields that a `where` may name.
pub const WHERE_FIELDS_MAX: usize = 8;

/// The one form of what is written: a map, or a text such as a cell of CSV. A map without fields is as good as none.
pub(super) fn read(node: &Node) -> Read<Written<'_>> {
    let mut fields: Vec<(&str, &str)> = Vec::new();
    match node {
        Node::Map(written) => {
            for (name, value) in written {
                fields.push((name, value::text(value).map_err(|refusal| in_field(name, &refusal))?));
            }
        }
        Node::Text(text) => {
            for part in text.split(';') {
                let (name, value) = part.split_once('=').ok_or_else(|| unreadable(text))?;
                fields.push((name.trim(), value.trim()));
            }
        }
        _ => return Err(value::wrong_type(node, "a map of fields").with_help(&help())),
    }
    kept(fields)
}

fn kept(mut fields: Vec<(&str, &str)>) -> Read<Written<'static>> {
    if fields.len() > WHERE_FIELDS_MAX {
        let (count, most) = (fields.len(), WHERE_FIELDS_MAX);
        return Err(too_large(format_args!("{count} fields are named, more than the limit of {most}")));
    }
    sort::all(&mut fields);
    let mut kept = String::new();
    let mut before = "";
    for (name, value) in fields {
        if let Err(error) = Name::new(name) {
            return Err(Refusal::new(RefusalCode::InvalidValue, format_args!("{error}")).with_help(&error.help()));
        }
        if std::mem::replace(&mut before, name) == name {
            return Err(Refusal::new(RefusalCode::DuplicateField, format_args!("`{name}` is written twice"))
                .with_help("keep one of the two"));
        }
        for part in [name, "=", &value.len().to_string(), ":", value] {
            kept.push_str(part);
        }
    }
    match kept.len() {
        0 => Ok(Cell::Null),
        1..=TEXT_BYTES_MAX => Ok(Cell::Text(Cow::Owned(kept))),
        _ => Err(value::too_long(&kept)),
    }
}

fn in_field(name: &str, refusal: &Refusal) -> Refusal {
    let refused = Refusal::new(refusal.code(), format_args!("{}: {}", value::quoted(name), refusal.message()));
    refused.with_help(refusal.help().unwrap_or("write the value of a field as a text"))
}

fn unreadable(text: &str) -> Refusal {
    let refusal = Refusal::new(RefusalCode::InvalidValue, format_args!("{} names no fields", value::quoted(text)));
    refusal.with_help(&help())
}

fn too_large(message: std::fmt::Arguments<'_>) -> Refusal {
    Refusal::new(RefusalCode::TooLarge, message).with_help("name those fields that tell it from others")
}

fn help() -> String {
    "write `{\"family\": \"bikes\", \"region\": \"north\"}`, in a cell `family = bikes; region = north`".to_owned()
}

/// The first field with its value, out of the one form, and what is left of that.
fn first(kept: &str) -> Option<(&str, &str, &str)> {
    let (name, rest) = kept.split_once('=')?;
    let (length, rest) = rest.split_once(':')?;
    let (value, rest) = rest.split_at_checked(length.parse().ok()?)?;
    Some((name, value, rest))
}

/// The fields with their values, by the names of the fields.
pub(super) fn named(mut kept: &str) -> Vec<(Name, String)> {
    let mut named = Vec::new();
    while let Some((name, value, rest)) = first(kept) {
        named.extend(Name::new(name).ok().map(|name| (name, value.to_owned())));
        kept = rest;
    }
    named
}

/// The fields with their values, as they are written in an entry; none, where they cannot be read.
pub(crate) fn of_fields(written: &Node) -> Vec<(Name, String)> {
    match read(written) {
        Ok(Cell::Text(kept)) => named(&kept),
        _ => Vec::new(),
    }
}

/// The map as authors write it.
pub(super) fn node(mut kept: &str) -> Node {
    let mut fields = Vec::new();
    while let Some((name, value, rest)) = first(kept) {
        fields.push((name.to_owned(), Node::from(value)));
        kept = rest;
    }
    Node::Map(fields)
}
