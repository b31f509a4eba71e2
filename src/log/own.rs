//! What the built-in kinds ask of their fields beyond a type.

use std::borrow::Cow;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::document::{IS_WHOLE, Node};
use crate::id::Name;
use crate::quantity::Currency;

use super::columns::{Cell, Written};
use super::kind::{FieldType, Kind};
use super::own_grades;
use super::own_people;
use super::refusal::{Refusal, RefusalCode};
use super::schema::{
    ADJUST, APPROVE, ASSIGN, AWAY, CLOSE, DISPUTE, MEMBERSHIP, MOVE, OPEN, RATE, SUBMIT, Schema, TARGET, UNIT, field,
    is_of_owner, is_of_period,
};
use super::value::{self, Read};
use super::wheres;

/// The value of a field of any kind; `place` is the table and the field's position.
pub(super) fn cell<'n>(node: &'n Node, place: (usize, usize), ty: FieldType, schema: &Schema) -> Read<Written<'n>> {
    let currency = schema.currency;
    match place {
        _ if *node == Node::Null => Ok(Cell::Null),
        (table, field::WHO) if is_of_period(table) => {
            value::key(node, "the key of a person or a unit").map(|who| Cell::Text(Cow::Borrowed(who)))
        }
        (TARGET | ADJUST | SUBMIT, field::AMOUNT) | (ADJUST, field::ADJUST_ADD) => {
            amount(node, schema).map(|amount| Cell::Text(Cow::Owned(amount)))
        }
        (TARGET | ADJUST, field::WHERE) => wheres::read(node),
        (ADJUST, field::ADJUST_TIMES) => value::cell(node, ty, currency).and_then(factor),
        (ADJUST, field::ADJUST_ONLY) => side(node).map(|side| Cell::Text(Cow::Borrowed(side))),
        (APPROVE, field::APPROVE_ANSWER) => answer(node).map(|answer| Cell::Text(Cow::Borrowed(answer))),
        (ADJUST, field::OF) if IS_WHOLE => own_grades::adjusted(node).map(|of| Cell::Text(Cow::Borrowed(of))),
        (ADJUST, field::ADJUST_TO) if IS_WHOLE => own_grades::grade(node).map(|to| Cell::Text(Cow::Borrowed(to))),
        (TARGET | ADJUST | SUBMIT | CLOSE | OPEN, field::OF)
        | (TARGET | ADJUST | SUBMIT, field::LEVEL)
        | (UNIT, field::UNIT_TREE)
        | (MEMBERSHIP, field::MEMBER_TREE) => name(node).map(|name| Cell::Text(Cow::Borrowed(name))),
        (RATE, field::RATE_FROM | field::RATE_TO) => code(node).map(|code| Cell::Text(Cow::Owned(code))),
        (RATE, field::RATE_VALUE) => worth(node).map(Cell::Decimal),
        (MOVE, field::MOVE_TO) => stage(node, None, schema),
        (ASSIGN, field::ASSIGN_HOW) if IS_WHOLE => own_people::how(node).map(|how| Cell::Text(Cow::Borrowed(how))),
        (ASSIGN, field::ASSIGN_ROUTE) if IS_WHOLE => name(node).map(|name| Cell::Text(Cow::Borrowed(name))),
        (table, field) if is_stage(table, field, schema) => stage(node, schema.kind(table), schema),
        (table, _) if ty == FieldType::Money && schema.is_of_plan(table) => money(node, schema),
        _ => value::cell(node, ty, currency),
    }
}

/// Whether such a field must be there.
pub(super) fn is_needed(table: usize, index: usize) -> bool {
    match table {
        UNIT => index == field::UNIT_UNIT,
        MEMBERSHIP => matches!(index, field::MEMBER_WHO | field::MEMBER_UNIT),
        // Whether a target may be blank, and which of its words an adjustment has, is told by all fields together.
        TARGET | ADJUST => matches!(index, field::OF | field::WHO | field::PERIOD),
        SUBMIT => index != field::LEVEL,
        CLOSE | OPEN => index != field::WHO,
        RATE => index != field::RATE_UNTIL,
        MOVE => matches!(index, field::MOVE_OF | field::MOVE_TO),
        APPROVE => matches!(index, field::APPROVE_OF | field::APPROVE_ANSWER),
        table if is_of_owner(table) => index <= field::ASSIGN_TO,
        AWAY => IS_WHOLE && index == field::AWAY_WHO,
        DISPUTE => IS_WHOLE,
        _ => false,
    }
}

/// Whether nothing, said on purpose, has a meaning in such a field: a unit that ends, a person who leaves, a field of a
/// record that is unset.
pub(super) fn may_be_null(table: usize, index: usize, schema: &Schema) -> bool {
    match schema.records(table) {
        Some(records) => records.of.index() != index && !is_stage(table, index, schema),
        None => matches!((table, index), (UNIT, field::UNIT_UNDER) | (MEMBERSHIP, field::MEMBER_UNIT)),
    }
}

/// Whether a field of a kind of record is the word that says its stage.
fn is_stage(table: usize, field: usize, schema: &Schema) -> bool {
    schema.records(table).and_then(|records| records.stage).is_some_and(|stage| stage.index() == field)
}

/// A stage: of a kind of record, or of any that the plan declares.
fn stage<'n>(node: &'n Node, kind: Option<&Kind>, schema: &Schema) -> Read<Written<'n>> {
    let id = value::key(node, "a stage")?;
    let all = || schema.stages().filter(|stages| kind.is_none_or(|kind| kind.stages() == Some(*stages)));
    if all().any(|stages| stages.find(id).is_some()) {
        return Ok(Cell::Text(Cow::Borrowed(id)));
    }
    let message = match kind {
        Some(kind) => format!("the pipeline of `{}` has no stage {}", kind.name(), value::quoted(id)),
        None => format!("no pipeline of a kind of record has a stage {}", value::quoted(id)),
    };
    let mut known = all().flat_map(|stages| stages.iter().map(|(_, stage)| stage.id().as_str()));
    Err(Refusal::new(RefusalCode::UnknownName, format_args!("{message}")).nearest(id, &mut known))
}

/// What is wrong with the fields of such an entry taken together, with the field that it is about; nothing more of fields that
/// are refused by themselves.
pub(super) fn together(
    schema: &Schema,
    table: usize,
    day: Option<NaiveDate>,
    cells: &[Option<Written<'_>>],
    refused: &[Refusal],
) -> Option<(&'static str, Refusal)> {
    let cell = |index: usize| cells.get(index).and_then(Option::as_ref);
    let written =
        |name: &str, index: usize| cell(index).is_some() || refused.iter().any(|refusal| refusal.field() == Some(name));
    match table {
        table if is_of_owner(table) => own_people::no_owners(schema),
        AWAY if IS_WHOLE => own_people::away(day, &cell),
        RATE => rate(day, &cell),
        TARGET if !written("amount", field::AMOUNT) => blank(cell(field::OF), schema),
        ADJUST => {
            let of_grade = if IS_WHOLE { own_grades::of_grade(cell(field::OF), &written) } else { Ok(None) };
            let Ok(wrong) = of_grade else { return None };
            if wrong.is_some() {
                return wrong;
            }
            let changes = [
                ("set", field::AMOUNT),
                ("add", field::ADJUST_ADD),
                ("times", field::ADJUST_TIMES),
                ("carry", field::ADJUST_CARRY),
            ];
            let (mut first, mut second) = (None, None);
            for (name, index) in changes {
                if first.is_none() && written(name, index) {
                    first = Some(name);
                } else if second.is_none() && written(name, index) {
                    second = Some(name);
                }
            }
            one_change(first, second).or_else(|| {
                let is_alone = written("only", field::ADJUST_ONLY) && !written("carry", field::ADJUST_CARRY);
                is_alone.then(only_alone)
            })
        }
        _ => None,
    }
}

/// What is wrong with a rate.
fn rate<'c>(
    day: Option<NaiveDate>,
    cell: &dyn Fn(usize) -> Option<&'c Written<'c>>,
) -> Option<(&'static str, Refusal)> {
    if cell(field::RATE_FROM).is_some() && cell(field::RATE_FROM) == cell(field::RATE_TO) {
        let refusal = Refusal::new(RefusalCode::InvalidValue, format_args!("a currency is always worth itself"));
        return Some(("to", refusal.with_help("name two currencies")));
    }
    match (cell(field::RATE_UNTIL), day) {
        (Some(Cell::Day(until)), Some(day)) if *until <= day => {
            let refusal = Refusal::new(
                RefusalCode::InvalidValue,
                format_args!("a rate from {day} that holds no more on {until} never holds"),
            );
            Some(("until", refusal.with_help("write the first day on which it holds no more, or leave it out")))
        }
        _ => None,
    }
}

/// A target without an amount, of a KPI for which the plan does not say what that means.
fn blank(of: Option<&Written<'_>>, schema: &Schema) -> Option<(&'static str, Refusal)> {
    let Some(Cell::Text(of)) = of else {
        let refusal = Refusal::new(RefusalCode::MissingField, format_args!("`target` has no `amount`"));
        return Some(("amount", refusal.with_help("write `amount`")));
    };
    if schema.blanks.iter().any(|known| known.as_str() == of.as_ref()) {
        return None;
    }
    let refusal = Refusal::new(RefusalCode::MissingField, format_args!("`target` of `{of}` has no `amount`"));
    let help =
        "write `amount`, or say under the plan's `targets` what a blank means: `\"blank\": \"keep\"` or `\"clear\"`";
    Some(("amount", refusal.with_help(help)))
}

/// What is wrong with an adjustment of which these are the first two changes: it says nothing, or more than one thing.
fn one_change(first: Option<&'static str>, second: Option<&'static str>) -> Option<(&'static str, Refusal)> {
    let Some(first) = first else {
        let refusal = Refusal::new(
            RefusalCode::MissingField,
            format_args!("`adjust` has neither `set` nor `add`, `times` or `carry`"),
        );
        let help = "write one of them: the amount that holds instead, what is added, a factor such as `110%`, or the period whose shortfall or surplus is carried into this one";
        return Some(("set", refusal.with_help(help)));
    };
    let second = second?;
    let refusal = Refusal::new(RefusalCode::InvalidValue, format_args!("it cannot both `{first}` and `{second}`"));
    Some((second, refusal.with_help("keep one of the two, or record two entries")))
}

/// What is wrong with an adjustment that says what is carried, and not from where.
fn only_alone() -> (&'static str, Refusal) {
    let refusal = Refusal::new(RefusalCode::InvalidValue, format_args!("`only` says what is carried, and nothing is"));
    ("only", refusal.with_help("write `carry`, the period from which it is carried, or leave `only` out"))
}

/// What is carried: `shortfall` or `surplus`.
fn side(node: &Node) -> Read<&str> {
    let text = value::text(node)?;
    if matches!(text, "shortfall" | "surplus") {
        return Ok(text);
    }
    let message = format!("{} is neither `shortfall` nor `surplus`", value::quoted(text));
    let refusal = Refusal::new(RefusalCode::InvalidValue, format_args!("{message}"));
    Err(refusal.with_help("write one of the two, or leave `only` out to carry both"))
}

/// What a figure is multiplied by: nothing below zero.
fn factor(cell: Written<'_>) -> Read<Written<'_>> {
    match cell {
        Cell::Decimal(times) if times < Decimal::ZERO => {
            let refusal = Refusal::new(
                RefusalCode::InvalidValue,
                format_args!("`{}` is below zero, and no factor", times.normalize()),
            );
            Err(refusal.with_help("write `110%` for a tenth more, `0.9` for a tenth less"))
        }
        cell => Ok(cell),
    }
}

/// An answer: yes, no or withdrawn.
fn answer(node: &Node) -> Read<&'static str> {
    let yes = match node {
        Node::Bool(yes) => Some(*yes),
        Node::Text(text) if text == "withdrawn" => return Ok("withdrawn"),
        Node::Text(text) => value::yes_or_no(text),
        _ => return Err(value::wrong_type(node, "an answer")),
    };
    match yes {
        Some(true) => Ok("yes"),
        Some(false) => Ok("no"),
        None => {
            let text = value::quoted(node.as_text().unwrap_or_default());
            let refusal = Refusal::new(RefusalCode::InvalidValue, format_args!("{text} is no answer"));
            Err(refusal.with_help("write `yes`, `no` or `withdrawn`"))
        }
    }
}

/// A value as authors write it, where it is kept in another form than its type has.
pub(super) fn given_back(place: (usize, usize), cell: &Written<'_>) -> Option<Node> {
    match (place, cell) {
        ((TARGET | ADJUST, field::WHERE), Cell::Text(kept)) => Some(wheres::node(kept)),
        _ => None,
    }
}

/// The code of a currency.
fn code(node: &Node) -> Read<String> {
    let Some(text) = node.as_text() else { return Err(value::wrong_type(node, "a currency")) };
    match text.parse::<Currency>() {
        Ok(currency) => Ok(currency.code().to_owned()),
        Err(error) => Err(Refusal::new(RefusalCode::InvalidValue, format_args!("{error}")).with_help(error.help())),
    }
}

/// What a currency is worth: a number above zero.
fn worth(node: &Node) -> Read<Decimal> {
    let Some(text) = node.as_text() else { return Err(value::wrong_type(node, FieldType::Number.expects())) };
    let number = value::number(text)?;
    if number <= Decimal::ZERO {
        let help = "write how many units of `to` one unit of `from` is worth";
        return Err(Refusal::new(
            RefusalCode::InvalidValue,
            format_args!("`{number}` is no rate: it must be above zero"),
        )
        .with_help(help));
    }
    Ok(number)
}

/// An amount of a fact: in another currency only where the plan says what becomes of it.
fn money<'n>(node: &'n Node, schema: &Schema) -> Read<Written<'n>> {
    if schema.exchange {
        return value::any_money(node, schema.currency);
    }
    value::money(node, schema.currency).map(Cell::Decimal).map_err(|refusal| match refusal.code() {
        RefusalCode::Currency => {
            refusal.with_help(&format!("give the amount in {}, or declare `exchange` in the plan", schema.currency))
        }
        _ => refusal,
    })
}

/// A target in another currency, of which the plan does not say which rate holds.
fn in_exchange(refusal: Refusal, schema: &Schema) -> Refusal {
    match refusal.code() {
        RefusalCode::Currency => refusal.with_help(&format!(
            "give the amount in {}, or say in the plan's `exchange` which day's rate holds for targets: `\"targets\": \"set day\"`",
            schema.currency
        )),
        _ => refusal,
    }
}

fn name(node: &Node) -> Read<&str> {
    let text = value::text(node)?;
    match Name::new(text) {
        Ok(_) => Ok(text),
        Err(error) => Err(Refusal::new(RefusalCode::InvalidValue, format_args!("{error}"))),
    }
}

/// The amount of a target, in the one form in which it is kept: `1000`, `60%` or `1000 USD`; in another currency only where the plan
/// says which rate holds.
fn amount(node: &Node, schema: &Schema) -> Read<String> {
    let currency = schema.currency;
    let Some(written) = node.as_text() else { return Err(value::wrong_type(node, "an amount")) };
    Ok(match written.strip_suffix('%') {
        Some(digits) => format!("{}%", value::number(digits)?.normalize()),
        None if written.contains(' ') => match value::any_money(node, currency)? {
            Cell::Foreign(amount, other) if schema.exchange_targets => format!("{} {other}", amount.normalize()),
            _ => format!(
                "{} {currency}",
                value::money(node, currency).map_err(|refusal| in_exchange(refusal, schema))?.normalize()
            ),
        },
        None => value::number(written)?.normalize().to_string(),
    })
}
