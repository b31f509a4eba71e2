//! What the built-in kinds ask of their fields that say whose a record is, and who is away.

use chrono::NaiveDate;

use crate::document::Node;

use super::columns::{Cell, Written};
use super::draft::Draft;
use super::refusal::{Refusal, RefusalCode};
use super::schema::{Schema, field, is_of_owner};
use super::store::Log;
use super::value::{self, Read};

/// What lets the records of a kind have an owner.
const NAME_OWNER: &str = "let `whose` of a kind of record name the field that holds its owner";

/// Why nobody can be given a record, or lose it: records of its kind have no owners.
pub(super) fn ownerless(log: &Log, draft: &Draft<'_>) -> Option<Refusal> {
    if !is_of_owner(draft.table) {
        return None;
    }
    let Some(Some(Cell::Key(of))) = draft.cells.get(field::OWNER_OF) else { return None };
    let kind = log.ownerless(of)?;
    let refusal = Refusal::new(RefusalCode::InvalidValue, format_args!("records of the kind `{kind}` have no owner"));
    Some(refusal.with_help(NAME_OWNER).field_of("of"))
}

/// What is wrong where no record of the plan has an owner.
pub(super) fn no_owners(schema: &Schema) -> Option<(&'static str, Refusal)> {
    if schema.kinds.iter().any(|(_, kind)| kind.is_record() && kind.whose().is_some()) {
        return None;
    }
    let message = format_args!("no kind of record of the plan has an owner");
    Some(("of", Refusal::new(RefusalCode::InvalidValue, message).with_help(NAME_OWNER)))
}

/// What is wrong with an absence: it ends before it begins, or whoever is away acts for themselves.
pub(super) fn away<'c>(
    day: Option<NaiveDate>,
    cell: &dyn Fn(usize) -> Option<&'c Written<'c>>,
) -> Option<(&'static str, Refusal)> {
    if cell(field::AWAY_WHO).is_some() && cell(field::AWAY_WHO) == cell(field::AWAY_ACTS) {
        let refusal = Refusal::new(RefusalCode::InvalidValue, format_args!("whoever is away cannot act meanwhile"));
        return Some(("acts", refusal.with_help("name somebody else, or leave `acts` out")));
    }
    match (cell(field::AWAY_UNTIL), day) {
        (Some(Cell::Day(until)), Some(day)) if *until < day => {
            let message = format_args!("who is away from {day} on cannot be back on {until}");
            let refusal = Refusal::new(RefusalCode::InvalidValue, message);
            Some(("until", refusal.with_help("write the first day on which they are back, or leave it out")))
        }
        _ => None,
    }
}

/// How a record came to somebody: `route`, `claim` or `hand`.
pub(super) fn how(node: &Node) -> Read<&str> {
    let text = value::text(node)?;
    if matches!(text, "route" | "claim" | "hand") {
        return Ok(text);
    }
    let message = format!("{} is no way to be given a record", value::quoted(text));
    let refusal = Refusal::new(RefusalCode::InvalidValue, format_args!("{message}"));
    Err(refusal.with_help("write `route` (by a rule), `claim` (taken) or `hand` (given), or leave `how` out"))
}
