//! Reading what is to be won.

use rust_decimal::Decimal;

use crate::diagnostic::{At, Code, Problems};
use crate::id::Id;
use crate::kpi::RuleNames;
use crate::quantity::{Fraction, Unit, Value};
use crate::rule::{Rounding, Ties, needed};
use crate::table::{ReadWord, Table, TableSource};

use super::definition::{Equals, RankingDefinition};
use super::prize::Offer;

/// What is to be won, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Prizes {
    /// The table by rank.
    pub table: Id<Table>,
    /// What those with equal ranks have of the prizes.
    pub equals: Equals,
    /// To what the parts are rounded that equals share.
    pub rounding: Option<Rounding>,
}

/// The column of the money.
const AMOUNT: &str = "amount";

impl Prizes {
    /// Reads what is written.
    pub(super) fn compile(
        source: &TableSource,
        definition: &RankingDefinition,
        ties: Ties,
        names: &mut impl RuleNames,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<Prizes> {
        let place = at.field("prizes");
        let table = names.table(source, place, problems);
        let table = table.filter(|id| is_by_rank(names.table_at(*id), source, place, problems));
        let has_money = table.is_some_and(|id| names.table_at(id).column(AMOUNT).is_some());
        let equals = equals(definition, ties, at, problems)?;
        let own = definition.rounding.as_ref();
        let own = own.and_then(|rounding| rounding.compile(at.field("rounding"), problems));
        let rounding = if equals == Equals::Split && has_money && ties != Ties::Ordinal {
            let house = names.rules().rounding.clone();
            let why = "equals share what is offered for their places";
            Some(needed(own, house.as_ref(), "rounding", why, at.field("rounding"), problems)?)
        } else {
            own
        };
        Some(Prizes { table: table?, equals, rounding })
    }

    /// What a table offers for a place.
    pub fn offer(table: &Table, place: u64) -> Offer {
        let mut offer = Offer::default();
        let Ok(rank) = i64::try_from(place).map(Fraction::whole) else { return offer };
        for (index, column) in table.columns().iter().enumerate() {
            // A place beyond the table wins nothing.
            let Ok(value) = table.value(&[Value::Number(rank)], index) else { continue };
            match (value.amount(), value) {
                (Some(amount), _) => offer.amount = amount.to_decimal().filter(|amount| !amount.is_zero()),
                (None, Value::Text(text)) if !text.is_empty() => {
                    offer.trophies.push((column.name.to_string(), text.to_string()));
                }
                (None, _) => {}
            }
        }
        offer
    }
}

/// What goes with prizes means nothing without them.
pub(super) fn without(definition: &RankingDefinition, at: At<'_>, problems: &mut Problems) -> bool {
    let written = [("equals", definition.equals.is_some()), ("rounding", definition.rounding.is_some())];
    let mut sound = !problems.is_unread(&at.then("prizes"));
    for (field, _) in written.into_iter().filter(|(_, written)| *written) {
        let message = format!("`{field}` is about prizes, and there are none");
        problems
            .report(Code::PlanConflict, at.field(field), message)
            .help(format!("write `prizes`, or leave `{field}` out"));
        sound = false;
    }
    sound
}

fn equals(definition: &RankingDefinition, ties: Ties, at: At<'_>, problems: &mut Problems) -> Option<Equals> {
    if ties == Ties::Ordinal {
        // No two are equal.
        return Some(definition.equals.unwrap_or(Equals::Split));
    }
    let why = "two may have the same rank";
    let equals = needed(definition.equals, None, "equals", why, at.field("equals"), problems)?;
    if (equals, ties) == (Equals::Each, Ties::Average) {
        let message = "under `average` equals have a mean of ranks, for which no prize is offered";
        problems
            .report(Code::PlanConflict, at.field("equals"), message)
            .help("write `\"equals\": \"split\"`, or other `ties`");
        return None;
    }
    Some(equals)
}

/// Whether a table says what each place wins; reports where it does not.
fn is_by_rank(table: &Table, source: &TableSource, at: At<'_>, problems: &mut Problems) -> bool {
    let mut wrong: Option<(Code, String, &str)> = None;
    let mut complain = |code, message: String, help| wrong = wrong.take().or(Some((code, message, help)));
    if !matches!(table.keys(), [key] if key.unit == Unit::Number) {
        let message = "prizes go by the place alone: one key, and its cells whole numbers".to_owned();
        complain(
            Code::PlanConflict,
            message,
            "write `\"keys\": [\"rank\"]`, and `1`, `[2, 3]` or `\"4 .. 11\"` in its cells",
        );
    }
    if !table.read().chooses() && table.read() != ReadWord::Step {
        let message = format!("a place has the prize of its row, and `{}` gives another one", table.read());
        complain(Code::PlanConflict, message, "write `\"read\": \"only\"`");
    }
    for (index, column) in table.columns().iter().enumerate() {
        let is_money = column.name.as_str() == AMOUNT && matches!(column.unit, Unit::Money | Unit::Number);
        if !is_money && column.unit != Unit::Text {
            let message = format!("a prize is an `amount` of money or a text, and `{}` is neither", column.name);
            complain(Code::FormulaUnits, message, "call money `amount`, and write anything else as a text");
        }
        let values = table.rows().iter().filter_map(|row| row.values.get(index)?.amount());
        if values.into_iter().any(|amount| amount < Fraction::from(Decimal::ZERO)) {
            complain(Code::ValueRange, "a prize is not below zero".to_owned(), "write what is won");
        }
    }
    let Some((code, message, help)) = wrong else { return true };
    let message = match source {
        TableSource::Name(name) => format!("table `{name}`: {message}"),
        TableSource::Inline(_) => message,
    };
    problems.report(code, at, message).help(help);
    false
}
