//! What the built-in kinds ask of their fields beyond a type.

use std::sync::Arc;

use crate::document::Node;
use crate::id::{Key, Name};
use crate::quantity::Currency;

use super::columns::Cell;
use super::kind::FieldType;
use super::refusal::{Refusal, RefusalCode};
use super::schema::{MEMBERSHIP, TARGET, UNIT, field};
use super::value::{self, Read};

/// The value of a field of any kind; `place` is the table and the field's position.
pub(super) fn cell(node: &Node, place: (usize, usize), ty: FieldType, currency: Currency) -> Read<Cell<Key>> {
    match place {
        _ if *node == Node::Null => Ok(Cell::Null),
        (TARGET, field::TARGET_WHO) => {
            value::key(node, "the key of a person or a unit").map(|who| Cell::Text(who.shared()))
        }
        (TARGET, field::TARGET_AMOUNT) => amount(node, currency).map(Cell::Text),
        (TARGET, field::TARGET_OF | field::TARGET_LEVEL)
        | (UNIT, field::UNIT_TREE)
        | (MEMBERSHIP, field::MEMBER_TREE) => name(node).map(Cell::Text),
        _ => value::cell(node, ty, currency),
    }
}

/// Whether such a field must be there.
pub(super) fn is_needed(table: usize, index: usize) -> bool {
    match table {
        UNIT => index == field::UNIT_UNIT,
        MEMBERSHIP => matches!(index, field::MEMBER_WHO | field::MEMBER_UNIT),
        TARGET => index != field::TARGET_LEVEL,
        _ => false,
    }
}

/// Whether nothing, said on purpose, has a meaning in such a field: a unit that ends, a person who leaves.
pub(super) fn may_be_null(table: usize, index: usize) -> bool {
    matches!((table, index), (UNIT, field::UNIT_UNDER) | (MEMBERSHIP, field::MEMBER_UNIT))
}

fn name(node: &Node) -> Read<Arc<str>> {
    let text = value::text(node)?;
    match Name::new(&text) {
        Ok(name) => Ok(name.shared()),
        Err(error) => Err(Refusal::new(RefusalCode::InvalidValue, error.to_string())),
    }
}

/// The amount of a target, in the one form in which it is kept: `1000`, `60%` or `1000 USD`.
fn amount(node: &Node, currency: Currency) -> Read<Arc<str>> {
    let Some(written) = node.as_text() else { return Err(value::wrong_type(node, "an amount")) };
    let kept = match written.strip_suffix('%') {
        Some(digits) => format!("{}%", value::number(digits)?.normalize()),
        None if written.contains(' ') => format!("{} {currency}", value::money(node, currency)?.normalize()),
        None => value::number(written)?.normalize().to_string(),
    };
    Ok(Arc::from(kept))
}
