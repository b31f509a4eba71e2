//! What is wrong with a table, where it is, and what would make it right; and tables in plans: called by formulas, read by places.

#![cfg(feature = "json")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod common;

use attain::diagnostic::{At, Problems};
use attain::document::{Read, from_json};
use attain::plan::Plan;
use attain::rule::Rules;
use attain::table::{Basis, Table, TableDefinition};
use common::{engine, figure, member, units, view};

fn problems(text: &str) -> Problems {
    let mut problems = Problems::new();
    let definition = TableDefinition::read(&from_json(text.as_bytes(), 2_000_000).unwrap(), At::root(), &mut problems);
    let basis = Basis { currency: Some("EUR".parse().unwrap()), ..Basis::default() };
    let table = Table::compile_in(&definition, &Rules::default(), basis, At::root(), &mut problems);
    assert_eq!(table.is_none(), !problems.is_empty(), "{text}: {problems}");
    problems
}

fn told(problems: &Problems) -> Vec<String> {
    problems.iter().map(|problem| format!("{}: {}", problem.place(), problem.code())).collect()
}

/// Keys, read and edges, rows; what is wrong.
#[rustfmt::skip]
const WRONG: &[(&str, &str, &str, &[&str])] = &[
    // Keys
    (r#""a", "a""#, r#""read": "first""#, r#"{ "a": 1, "p": 1 }"#, &["keys[1]: name.duplicate"]),
    (r#""a b""#, r#""read": "first""#, r#"{ "a b": 1, "p": 1 }"#, &["keys[0]: name.invalid"]),
    (r#""a","b","c","d","e","f","g","h","i""#, r#""read": "first""#, r#"{ "a": 1, "p": 1 }"#, &["keys: value.range"]),
    (r#""a", "b""#, r#""read": "first""#, r#"{ "a": 1, "p": 1 }"#, &["keys[1]: table.empty"]),
    // A key and a result of one name
    (r#""a""#, r#""read": "first""#, r#"{ "a": 1, "a": 5 }"#, &["rows[0].a: document.duplicate_field", "rows: table.empty"]),
    // Cells of other units
    (r#""a""#, r#""read": "first""#, r#"{ "a": 1, "p": 1 }, { "a": "north", "p": 1 }"#, &["rows[1].a: table.cell"]),
    (r#""a""#, r#""read": "first""#, r#"{ "a": [1, "2025-01-01"], "p": 1 }"#, &["rows[0].a: table.cell"]),
    (r#""a""#, r#""read": "first""#, r#"{ "a": true, "p": 1 }, { "a": "5%", "p": 1 }"#, &["rows[1].a: table.cell"]),
    (r#""a""#, r#""read": "first""#, r#"{ "a": "5 EUR", "p": 1 }, { "a": "5%", "p": 1 }"#, &["rows[1].a: table.cell"]),
    (r#""a""#, r#""read": "first""#, r#"{ "a": "5 USD", "p": 1 }, { "a": 5, "p": "1 USD" }"#, &["rows[0].a: table.cell", "rows[1].p: table.cell"]),
    (r#""a""#, r#""read": "first""#, r#"{ "a": "5 days", "p": 1 }, { "a": "5 EUR", "p": 1 }"#, &["rows[1].a: table.cell"]),
    (r#""a""#, r#""read": "first", "boundary": "[from, to)""#, r#"{ "a": "1 day .. 5", "p": 1 }"#, &["rows[0].a: table.cell"]),
    (r#""a""#, r#""read": "first", "boundary": "[from, to)""#, r#"{ "a": "north", "p": 1 }, { "a": "1 .. 5", "p": 1 }"#, &["rows[1].a: table.cell"]),
    (r#""a""#, r#""read": "first""#, r#"{ "a": "north", "p": 1 }, { "a": "..", "p": 1 }"#, &["rows[1]: table.cell"]),
    (r#""a""#, r#""read": "first""#, r#"{ "a": "north .. south", "p": 1 }"#, &["rows[0].a: table.cell"]),
    (r#""a""#, r#""read": "first""#, r#"{ "a": [], "p": 1 }"#, &["rows[0].a: table.cell"]),
    (r#""a""#, r#""read": "first""#, r#"{ "a": ["1 .. 5"], "p": 1 }"#, &["rows[0].a: table.cell"]),
    (r#""a""#, r#""read": "first""#, r#"{ "a": { "from": 5 }, "p": 1 }"#, &["rows[0].a: table.cell"]),
    (r#""a""#, r#""read": "first""#, r#"{ "a": 1, "p": [1, 2] }, { "a": 2 }"#, &["rows[0].p: table.cell", "rows[1].p: table.cell"]),
    (r#""a""#, r#""read": "first""#, r#"{ "a": 1, "p": 1 }, { "a": 2, "p": "x" }"#, &["rows[1].p: table.cell"]),
    // The side of a boundary
    (r#""a""#, r#""read": "first""#, r#"{ "a": "1 .. 5", "p": 1 }"#, &["boundary: rule.needed"]),
    (r#""a""#, r#""read": "slices""#, r#"{ "a": "1 .. 5", "rate": "1%" }"#, &["boundary: rule.needed"]),
    (r#""a""#, r#""read": "first", "boundary": "(from, to]""#, r#"{ "a": "2025-01-01 ..", "p": 1 }"#, &["boundary: table.read"]),
    // Crossed ends
    (r#""a", "b""#, r#""read": "first", "boundary": "[from, to)""#, r#"{ "a": "5 .. 1", "b": "3% .. 3%", "p": 1 }"#, &["rows[0].a: table.crossed", "rows[0].b: table.crossed"]),
    (r#""a""#, r#""read": "step""#, r#"{ "a": "2025-02-01 .. 2025-01-01", "p": 1 }"#, &["rows[0].a: table.crossed"]),
    // Overlaps, under `only` in every dimension
    (r#""a""#, r#""read": "only""#, r#"{ "a": [1, 2], "p": 1 }, { "a": [2, 3], "p": 2 }"#, &["rows[1]: table.overlap"]),
    (r#""a""#, r#""read": "only""#, r#"{ "a": 1, "p": 1 }, { "p": 2 }"#, &["rows[1]: table.overlap"]),
    (r#""a", "b""#, r#""read": "only", "boundary": "[from, to)""#,
     r#"{ "a": "0 .. 5", "b": "0 .. 5", "p": 1 }, { "a": "5 .. 9", "b": "0 .. 5", "p": 2 }, { "a": "0 .. 5", "b": "5 .. 9", "p": 3 }, { "a": "4 .. 9", "b": "4 .. 9", "p": 4 }"#,
     &["rows[3]: table.overlap"]),
    (r#""a", "b""#, r#""read": "only", "boundary": "(from, to]""#, r#"{ "a": "0 .. 5", "b": "x", "p": 1 }, { "a": 0, "b": "x", "p": 2 }, { "a": 5, "b": ["x", "y"], "p": 3 }"#, &["rows[2]: table.overlap"]),
    // Ties under `specific`
    (r#""a", "b""#, r#""read": "specific""#, r#"{ "a": 1, "p": 1 }, { "b": 1, "p": 2 }, { "p": 3 }"#, &["rows[1]: table.overlap"]),
    (r#""a", "b", "c""#, r#""read": "specific""#, r#"{ "a": 1, "b": 1, "p": 1 }, { "b": 1, "c": 1, "p": 2 }, { "a": 1, "b": 1, "c": [2, 3], "p": 3 }"#, &["rows[1]: table.overlap"]),
    // Rows that nothing reaches
    (r#""a", "b""#, r#""read": "first""#, r#"{ "a": 1, "p": 1 }, { "a": 1, "b": 2, "p": 2 }, { "p": 3 }"#, &["rows[1]: table.unreachable"]),
    (r#""a""#, r#""read": "first", "boundary": "[from, to)""#, r#"{ "a": ".. 5", "p": 1 }, { "a": "5 ..", "p": 2 }, { "p": 3 }"#, &["rows[2]: table.unreachable"]),
    (r#""a""#, r#""read": "first""#, r#"{ "a": true, "p": 1 }, { "a": false, "p": 2 }, { "p": 3 }"#, &["rows[2]: table.unreachable"]),
    (r#""a", "b""#, r#""read": "specific""#, r#"{ "a": true, "b": 1, "p": 1 }, { "a": false, "b": 1, "p": 2 }, { "b": 1, "p": 3 }"#, &["rows[2]: table.unreachable"]),
    // Gaps between ranges
    (r#""a""#, r#""read": "first", "boundary": "[from, to)""#, r#"{ "a": ".. 5", "p": 1 }, { "a": "7 ..", "p": 2 }"#, &["rows: table.gap"]),
    (r#""a", "b""#, r#""read": "only", "boundary": "[from, to)""#,
     r#"{ "a": "x", "b": "0 .. 5", "p": 1 }, { "a": "x", "b": "5 ..", "p": 2 }, { "a": "y", "b": "0 .. 5", "p": 1 }, { "a": "y", "b": "6 ..", "p": 2 }"#,
     &["rows: table.gap"]),
    // Rows that rise
    (r#""a", "b""#, r#""read": "step", "boundary": "[from, to)""#,
     r#"{ "a": "x", "b": "0 .. 5", "p": 1 }, { "a": "x", "b": "6 ..", "p": 2 }, { "a": "y", "b": "0 ..", "p": 1 }, { "a": ["y", "z"], "b": "0 ..", "p": 1 }"#,
     &["rows[1]: table.gap", "rows[3]: table.overlap"]),
    (r#""a", "b""#, r#""read": "line""#, r#"{ "a": "x", "b": 1, "p": 1 }, { "a": "x", "b": 2, "p": 2 }, { "a": "y", "b": 1, "p": 1 }"#, &["rows[2]: table.read"]),
    (r#""a""#, r#""read": "step", "boundary": "[from, to)""#, r#"{ "a": [1, 2], "p": 1 }"#, &["rows[0].a: table.cell"]),
    (r#""a""#, r#""read": "line""#, r#"{ "a": true, "p": 1 }, { "a": [1, 2], "p": 2 }"#, &["rows[0].a: table.cell", "rows[1].a: table.cell"]),
    // What lies beyond
    (r#""a""#, r#""read": "first", "below": "zero""#, r#"{ "a": 1, "p": 1 }"#, &["below: table.read"]),
    (r#""a""#, r#""read": "slices", "boundary": "[from, to)", "below": "mirror""#, r#"{ "a": "1 ..", "rate": "1%" }"#, &["below: table.read"]),
    (r#""a""#, r#""read": "slices", "boundary": "[from, to)", "below": "mirror""#, r#"{ "a": ".. 1", "rate": "1%" }"#, &["below: table.read"]),
    (r#""a""#, r#""read": "slices", "boundary": "[from, to)", "above": "mirror""#, r#"{ "a": "0 ..", "rate": "1%" }"#, &["above: table.read"]),
    (r#""a""#, r#""read": "step", "below": "mirror""#, r#"{ "a": "2025-01-01 ..", "p": 1 }"#, &["below: table.read"]),
    (r#""a""#, r#""read": "step", "boundary": "[from, to)", "below": "mirror""#, r#"{ "a": "0 ..", "p": "A" }"#, &["below: table.cell"]),
    // Totals
    (r#""a""#, r#""read": "slices""#, r#"{ "a": "2025-01-01 ..", "rate": "1%" }"#, &["keys: table.read"]),
    (r#""a""#, r#""read": "above", "boundary": "[from, to)""#, r#"{ "a": "0 ..", "amount": 1 }"#, &["rows: table.read"]),
    (r#""a""#, r#""read": "passed", "boundary": "[from, to)""#, r#"{ "a": "0 ..", "rate": "1%" }"#, &["rows: table.read"]),
    (r#""a""#, r#""read": "whole", "boundary": "[from, to)""#, r#"{ "a": "0 ..", "rate": "1 EUR" }"#, &["rows: table.read"]),
    (r#""a""#, r#""read": "whole", "boundary": "[from, to)""#, r#"{ "a": "0 ..", "grade": "A" }"#, &["rows[0].grade: table.cell"]),
    (r#""a""#, r#""read": "slices", "boundary": "[from, to)""#, r#"{ "a": "0 .. 5", "amount": 1 }, { "a": "5 ..", "amount": 1 }"#, &["rows[1].amount: table.read"]),
];

#[test]
fn whatever_is_wrong_is_said_at_its_place_with_a_remedy() {
    for (keys, read, rows, expected) in WRONG {
        let found = problems(&format!(r#"{{ "keys": [{keys}], {read}, "rows": [{rows}] }}"#));
        assert_eq!(told(&found), *expected, "{read} {rows}: {found}");
        assert!(found.iter().all(|problem| problem.help().is_some()), "{found}");
    }
}

/// The same, where nothing is wrong.
#[rustfmt::skip]
const RIGHT: &[(&str, &str, &str)] = &[
    (r#""rate""#, r#""read": "line""#, r#"{ "rate": 0, "points": 0 }, { "rate": 1, "points": 100 }"#),
    (r#""x""#, r#""read": "step", "boundary": "[from, to)""#, r#"{ "x": "0 ..", "p": 1 }"#),
    (r#""a""#, r#""read": "only""#, r#"{ "a": "2025-01-01 .. 2025-02-01", "p": 1 }, { "a": "2025-02-01 ..", "p": 2 }"#),
    (r#""a""#, r#""read": "only""#, r#"{ "a": [1, 2, 3], "w": 20 }, { "a": 5, "w": 40 }"#),
    (r#""a""#, r#""read": "first""#, r#"{ "a": "7", "p": 1 }, { "a": "7a", "p": 2 }"#),
    // Two of one length meet, but a third takes the place where they do.
    (r#""a", "b""#, r#""read": "specific""#, r#"{ "a": 1, "p": 1 }, { "b": 1, "p": 2 }, { "a": 1, "b": 1, "p": 3 }, { "p": 4 }"#),
    // Two that meet in one key and not in the other.
    (r#""a", "b""#, r#""read": "only", "boundary": "[from, to)""#, r#"{ "a": "0 .. 5", "b": "x", "p": 1 }, { "a": "3 .. 9", "b": "y", "p": 2 }"#),
    // What is left out between ranges is taken by a row that asks nothing.
    (r#""a""#, r#""read": "first", "boundary": "[from, to)""#, r#"{ "a": ".. 5", "p": 1 }, { "a": "7 ..", "p": 2 }, { "p": 3 }"#),
    (r#""a""#, r#""read": "step", "boundary": "[from, to)""#, r#"{ "a": "1 day .. 2 weeks", "due": "36 hours" }, { "a": "14 days .. 30 days", "due": "3 days" }"#),
    (r#""a""#, r#""read": "slices", "boundary": "[from, to)", "above": "flat""#, r#"{ "a": ".. 0", "amount": 0 }, { "a": "0 .. 5", "amount": 1 }"#),
];

#[test]
fn whatever_is_clear_is_taken() {
    for (keys, read, rows) in RIGHT {
        let found = problems(&format!(r#"{{ "keys": [{keys}], {read}, "rows": [{rows}] }}"#));
        assert!(found.is_empty(), "{read} {rows}: {found}");
    }
}

#[test]
fn a_problem_says_where_rows_meet_and_what_to_do() {
    let table = [
        (
            r#""read": "only", "boundary": "[from, to)""#,
            r#"{ "role": ["rep", "lead"], "reached": "0% .. 50%", "p": 1 }, { "role": "rep", "reached": "40% ..", "p": 2 }"#,
            "rows[1]: this row and `rows[0]` both hold where `role` is `rep` and `reached` is `40%`\n  help: let them ask for different values; `first` takes the upper one, `specific` the one that asks more",
        ),
        (
            r#""read": "specific""#,
            r#"{ "role": "rep", "p": 1 }, { "reached": "40%", "p": 2 }"#,
            "rows[1]: this row and `rows[0]` ask as much as each other, and both hold where `role` is `rep` and `reached` is `40%`\n  help: add a row for just that, or let one of the two ask more",
        ),
        (
            r#""read": "first", "boundary": "(from, to]""#,
            r#"{ "role": "rep", "reached": ".. 50%", "p": 1 }, { "role": "rep", "reached": "60% ..", "p": 2 }"#,
            "rows: no row is for what lies between two: where `reached` is between `50%` and `60%` and `role` is `rep`\n  help: let one of the rows begin where the other ends, or add a row for it",
        ),
    ];
    for (read, rows, expected) in table {
        let found = problems(&format!(r#"{{ "keys": ["role", "reached"], {read}, "rows": [{rows}] }}"#));
        let text: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(text, [expected]);
    }
}

#[test]
fn a_table_has_its_limits() {
    let rows = |count: usize| -> String {
        let rows: Vec<String> = (0..count).map(|row| format!(r#"{{ "a": {row}, "p": {row} }}"#)).collect();
        format!(r#"{{ "keys": ["a"], "read": "only", "rows": [{}] }}"#, rows.join(","))
    };
    assert!(problems(&rows(10_000)).is_empty());
    assert_eq!(told(&problems(&rows(10_001))), ["rows: value.range"]);
    let list = |count: usize| -> String {
        let list: Vec<String> = (0..count).map(|at| at.to_string()).collect();
        format!(r#"{{ "keys": ["a"], "read": "only", "rows": [ {{ "a": [{}], "p": 1 }} ] }}"#, list.join(","))
    };
    assert!(problems(&list(1_000)).is_empty());
    assert_eq!(told(&problems(&list(1_001))), ["rows[0].a: value.range"]);
    // Rows that each meet many others are more than can be looked at; `first` does without.
    let entangled = |read: &str| -> String {
        let keys = ["a", "b", "c", "d"];
        let row = |at: usize| format!(r#"{{ "{}": {at}, "p": {at} }}"#, keys[at % 4]);
        let rows: Vec<String> = (0..2_000).map(row).collect();
        format!(r#"{{ "keys": ["a", "b", "c", "d"], "read": "{read}", "rows": [{}] }}"#, rows.join(","))
    };
    assert_eq!(told(&problems(&entangled("specific"))), ["rows: value.range"]);
    assert!(problems(&entangled("first")).is_empty());
}

// ------------------------------------------------------------------------------------------------------ in plans

fn plan(formula: &str, more: &str) -> String {
    format!(
        r#"{{ "attain": 1, "name": "Tables", "currency": "EUR",
             "rules": {{ "rounding": {{ "to": "0.01", "mode": "half_up" }}, "boundary": "[from, to)", "missing": "hold" }},
             "org": {{ "trees": {{ "sales": ["company"] }}, "person": {{ "level": "text", "done": "ratio", "cash": "money", "since": "date", "gone": "ratio" }} }},
             "tables": {{
               "bonus": {{ "keys": ["level", "done"], "read": "first", "rows": [
                 {{ "level": "senior", "done": "100% ..", "points": 150, "word": "great" }},
                 {{ "level": ["senior", "junior"], "done": "80% ..", "points": 100, "word": "good" }},
                 {{ "points": 0, "word": "poor" }} ] }},
               "commission": {{ "keys": ["sold"], "read": "slices", "below": "mirror", "rows": [
                 {{ "sold": "0 .. 1000", "rate": "1%" }}, {{ "sold": "1000 ..", "rate": "3%" }} ] }},
               "eras": {{ "keys": ["day"], "read": "only", "rows": [
                 {{ "day": ".. 2024-01-01", "era": "old" }}, {{ "day": "2024-01-01 ..", "era": "new" }} ] }} }},
             "kpis": {{ "asked": {{ "formula": "{formula}" }} }} {more} }}"#
    )
}

fn asked(formula: &str, known: &str) -> String {
    let mut engine = engine(&plan(formula, ""));
    units(&mut engine, &[("company", "")]);
    member(&mut engine, "ann", "2023-01-01", "company", known);
    figure(&view(&engine, "2024-12-31"), "asked", "ann", "2024-01")
}

#[test]
fn a_formula_reads_a_table_by_all_its_keys() {
    let (senior, junior) = (r#""level":"senior","done":1"#, r#""level":"junior","done":1"#);
    let table = [
        ("bonus.points(subject.level, subject.done)", senior, "150"),
        ("bonus.points(subject.level, subject.done)", junior, "100"),
        ("bonus.points(done: subject.done, level: subject.level)", senior, "150"),
        ("bonus.points(subject.level, 80%) / 2", senior, "50"),
        ("bonus.points(subject.level, 79.9%)", senior, "0"),
        ("if(bonus.word(\\\"senior\\\", 1) = \\\"great\\\", 1, 2)", senior, "1"),
        // An undefined key is undefined, whatever the rows would say.
        ("bonus.points(subject.level, subject.gone)", senior, "undefined: `gone` is missing"),
        ("bonus.points(subject.level, subject.done)", r#""done":1"#, "undefined: `level` is missing"),
        ("commission(subject.cash)", r#""cash":"1500""#, "25"),
        ("commission(-1 * subject.cash)", r#""cash":"1500""#, "-25"),
        ("commission(1500)", senior, "25"),
        ("if(eras(subject.since) = \\\"new\\\", 1, 2)", r#""since":"2024-01-01""#, "1"),
        ("if(eras(subject.since) = \\\"new\\\", 1, 2)", r#""since":"2023-12-31""#, "2"),
    ];
    for (formula, known, expected) in table {
        assert_eq!(asked(formula, known), expected, "{formula} {known}");
    }
}

#[test]
fn a_formula_that_gives_a_table_other_keys_is_refused() {
    let table = [
        ("bonus.points(subject.level)", "formula.arguments"),
        ("bonus.points(subject.level, 1, 1)", "formula.arguments"),
        ("bonus.points(level: subject.level, dun: 1)", "formula.arguments"),
        ("bonus.points(level: subject.level, 1)", "formula.arguments"),
        ("bonus(subject.level, 1)", "formula.arguments"),
        ("bonus.points(subject.done, subject.level)", "formula.units"),
        ("bonus.points(subject.level, subject.cash)", "formula.units"),
        ("commission(subject.level)", "formula.units"),
        ("eras(subject.done)", "formula.units"),
        ("commission(subject.cash) + subject.done", "formula.units"),
        ("commission(subject.done) + subject.cash", "formula.units"),
    ];
    for (formula, code) in table {
        let problems = Plan::from_json(plan(formula, "").as_bytes()).unwrap_err();
        let place = "kpis.asked.formula";
        assert!(told(&problems).contains(&format!("{place}: {code}")), "{formula}: {problems}");
        assert!(problems.iter().all(|problem| problem.help().is_some()), "{problems}");
    }
}

#[test]
fn a_place_that_reads_a_table_with_one_value_needs_one_that_fits() {
    let card = |value: &str, points: &str| {
        format!(
            r#", "scorecards": {{ "c": {{ "grain": "month", "items": [ {{ "id": "a", "weight": "100%", "value": "{value}", "points": {points} }} ] }} }}"#
        )
    };
    let pay = |by: &str, table: &str| {
        format!(
            r#", "incentives": {{ "p": {{ "grain": "month", "components": [ {{ "id": "a", "each": "period", "base": "subject.cash", "by": "{by}", "table": {table} }} ] }} }}"#
        )
    };
    let levels = r#"{ "keys": ["x"], "read": "only", "rows": [ { "x": "senior", "rate": "5%" }, { "x": "junior", "rate": "2%" } ] }"#;
    let table = [
        (card("subject.level", levels), None),
        (card("subject.done", levels), Some("scorecards.c.items.a.points: formula.units")),
        (card("subject.since", r#""commission""#), Some("scorecards.c.items.a.points: formula.units")),
        (card("subject.cash", r#""bonus""#), Some("scorecards.c.items.a.points: table.read")),
        (card("subject.since", r#""eras""#), Some("scorecards.c.items.a.points: formula.units")),
        (pay("subject.level", levels), None),
        (pay("subject.done", levels), Some("incentives.p.components.a.table: formula.units")),
        (pay("subject.cash", r#""bonus""#), Some("incentives.p.components.a.table: table.read")),
    ];
    for (section, expected) in table {
        let found =
            Plan::from_json(plan("1", &section).as_bytes()).err().map(|problems| told(&problems)).unwrap_or_default();
        assert_eq!(found, expected.into_iter().map(str::to_owned).collect::<Vec<_>>(), "{section}");
    }
}
