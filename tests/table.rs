//! Tables of tables: what each way of reading gives at, beside and beyond every boundary.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

use attain::diagnostic::{At, Code, Problems};
use attain::document::{Read, from_json};
use attain::quantity::{Fraction, Outcome, Unit, Value};
use attain::rule::Rules;
use attain::table::{Table, TableDefinition};

fn compiled(text: &str) -> Result<Table, Problems> {
    let mut problems = Problems::new();
    let definition = TableDefinition::read(&from_json(text.as_bytes(), 10_000).unwrap(), At::root(), &mut problems);
    let table = Table::compile(&definition, &Rules::default(), At::root(), &mut problems);
    if problems.is_empty() { Ok(table.unwrap()) } else { Err(problems) }
}

fn table(text: &str) -> Table {
    compiled(text).unwrap_or_else(|problems| panic!("{text}: {problems}"))
}

/// `5 .. 7` and `7 .. 9`, given the other way round, with a boundary rule and edges.
fn steps(boundary: &str, below: &str, above: &str) -> Table {
    table(&format!(
        r#"{{ "keys": ["x"], "read": "step", "boundary": "{boundary}", "below": "{below}", "above": "{above}",
             "rows": [ {{ "x": "7 .. 9", "points": 20 }}, {{ "x": "5 .. 7", "points": 10 }} ] }}"#
    ))
}

/// 0 at -10, 100 at 20, 130 at 30: rows in no order.
fn line(below: &str, above: &str) -> Table {
    table(&format!(
        r#"{{ "keys": ["x"], "read": "line", "below": "{below}", "above": "{above}",
             "rows": [ {{ "x": 20, "points": 100 }}, {{ "x": 30, "points": 130 }}, {{ "x": -10, "points": 0 }} ] }}"#
    ))
}

fn told(outcome: Outcome) -> String {
    outcome.map_or_else(|why| format!("undefined: {why}"), |value| value.to_string())
}

fn at(table: &Table, key: &str) -> String {
    told(table.at(key.parse::<Fraction>().unwrap(), 0))
}

#[track_caller]
fn all_give(of: &Table, rows: &[(&str, &str)]) {
    let found: Vec<(&str, String)> = rows.iter().map(|(key, _)| (*key, at(of, key))).collect();
    let expected: Vec<(&str, String)> = rows.iter().map(|(key, gives)| (*key, (*gives).to_owned())).collect();
    assert_eq!(found, expected);
}

const OUT: &str = "undefined: outside the table";

#[test]
fn a_step_holds_the_boundary_that_is_declared() {
    all_give(
        &steps("[from, to)", "undefined", "undefined"),
        &[
            ("4.999999999999", OUT),
            ("5", "10"),
            ("5.000000000001", "10"),
            ("6.999999999999", "10"),
            ("7", "20"),
            ("7.000000000001", "20"),
            ("8.999999999999", "20"),
            ("9", OUT),
            ("9.000000000001", OUT),
            ("-7", OUT),
        ],
    );
    all_give(
        &steps("(from, to]", "undefined", "undefined"),
        &[
            ("4.999999999999", OUT),
            ("5", OUT),
            ("5.000000000001", "10"),
            ("6.999999999999", "10"),
            ("7", "10"),
            ("7.000000000001", "20"),
            ("9", "20"),
            ("9.000000000001", OUT),
        ],
    );
}

#[test]
fn beyond_the_outermost_step_lies_what_is_declared() {
    let table = [
        // boundary, below, above; at 4, at 5, at 9, at 10
        ("[from, to)", "undefined", "zero", [OUT, "10", "0", "0"]),
        ("[from, to)", "zero", "undefined", ["0", "10", OUT, OUT]),
        ("[from, to)", "flat", "flat", ["10", "10", "20", "20"]),
        ("[from, to)", "extend", "extend", ["10", "10", "20", "20"]),
        ("(from, to]", "zero", "undefined", ["0", "0", "20", OUT]),
        ("(from, to]", "undefined", "zero", [OUT, OUT, "20", "0"]),
        ("(from, to]", "flat", "zero", ["10", "10", "20", "0"]),
        ("(from, to]", "zero", "flat", ["0", "0", "20", "20"]),
        ("(from, to]", "extend", "extend", ["10", "10", "20", "20"]),
    ];
    for (boundary, below, above, expected) in table {
        let of = steps(boundary, below, above);
        let found = ["4", "5", "9", "10"].map(|key| at(&of, key));
        assert_eq!(found, expected.map(str::to_owned), "{boundary} {below} {above}");
    }
}

#[test]
fn open_ends_have_no_beyond() {
    let of = table(
        r#"{ "keys": ["x"], "read": "step", "boundary": "[from, to)",
             "rows": [ { "x": "110 ..", "grade": "S" }, { "x": ".. 75", "grade": "C" }, { "x": "75 .. 110", "grade": "B" } ] }"#,
    );
    assert_eq!(of.columns()[0].unit, Unit::Text);
    all_give(
        &of,
        &[
            ("-1000000000000", "C"),
            ("-75", "C"),
            ("74.99", "C"),
            ("75", "B"),
            ("109.99", "B"),
            ("110", "S"),
            ("999999", "S"),
        ],
    );
    let whole = table(
        r#"{ "keys": ["x"], "read": "step", "boundary": "(from, to]", "rows": [ { "x": "..", "rate": "3%" } ] }"#,
    );
    all_give(&whole, &[("-5", "3%"), ("0", "3%"), ("1/3", "3%")]);
}

#[test]
fn a_line_is_exact_at_and_between_its_rows() {
    all_give(
        &line("undefined", "undefined"),
        &[
            ("-10.000000000001", OUT),
            ("-10", "0"),
            ("-5", "50/3"),
            ("0", "100/3"),
            ("5", "50"),
            ("19.997", "99.99"),
            ("20", "100"),
            ("61/3", "101"),
            ("25", "115"),
            ("30", "130"),
            ("30.000000000001", OUT),
        ],
    );
}

#[test]
fn beyond_the_outermost_row_of_a_line_lies_what_is_declared() {
    let table = [
        // below, above; at -40, at -10, at 30, at 40
        ("undefined", "undefined", [OUT, "0", "130", OUT]),
        ("zero", "zero", ["0", "0", "130", "0"]),
        ("flat", "flat", ["0", "0", "130", "130"]),
        ("extend", "extend", ["-100", "0", "130", "160"]),
        ("extend", "flat", ["-100", "0", "130", "130"]),
        ("flat", "extend", ["0", "0", "130", "160"]),
    ];
    for (below, above, expected) in table {
        let of = line(below, above);
        let found = ["-40", "-10", "30", "40"].map(|key| at(&of, key));
        assert_eq!(found, expected.map(str::to_owned), "{below} {above}");
    }
}

#[test]
fn a_line_may_fall() {
    let of = table(
        r#"{ "keys": ["days"], "read": "line", "below": "extend", "above": "extend",
             "rows": [ { "days": 30, "points": 100 }, { "days": 60, "points": 0 } ] }"#,
    );
    all_give(&of, &[("0", "200"), ("30", "100"), ("40", "200/3"), ("60", "0"), ("75", "-50")]);
}

#[test]
fn percentages_make_a_key_and_a_result_a_ratio() {
    let of = table(
        r#"{ "keys": ["reached"], "read": "step", "boundary": "[from, to)",
             "rows": [ { "reached": ".. 80%", "rate": 0 }, { "reached": "80% .. 1.2", "rate": "2.5%" }, { "reached": "120% ..", "rate": "4%" } ] }"#,
    );
    assert_eq!((of.keys()[0].unit, of.columns()[0].unit), (Unit::Ratio, Unit::Ratio));
    all_give(&of, &[("0.7999", "0%"), ("0.8", "2.5%"), ("4/5", "2.5%"), ("1.2", "4%"), ("-1", "0%")]);
    // 96 999 999 999 999 935 of 99 999 999 999 999 933 is not 97 %.
    let close = table(
        r#"{ "keys": ["x"], "read": "step", "boundary": "[from, to)",
             "rows": [ { "x": ".. 97%", "bonus": 0 }, { "x": "97% ..", "bonus": 500 } ] }"#,
    );
    all_give(&close, &[("96999999999999935/99999999999999933", "0"), ("97/100", "500")]);
}

#[test]
fn results_are_found_by_name() {
    let of = table(
        r#"{ "keys": ["x"], "read": "step", "boundary": "[from, to)",
             "rows": [ { "x": ".. 5", "word": "low", "rate": "1%", "amount": -5 }, { "x": "5 ..", "amount": 7.25, "word": "high", "rate": 1 } ] }"#,
    );
    let table = [("amount", "-5", "7.25"), ("rate", "1%", "100%"), ("word", "low", "high")];
    for (name, low, high) in table {
        let column = of.column(name).unwrap();
        let value = |key| told(of.at(Fraction::whole(key), column));
        assert_eq!((value(4).as_str(), value(5).as_str()), (low, high), "{name}");
    }
    assert_eq!(of.column("x"), None, "the key is no result");
    assert_eq!(of.row(&[Value::Number(Fraction::whole(4))]), Some(0));
    assert_eq!(of.row(&[Value::Number(Fraction::whole(5))]), Some(1));
}

#[test]
fn tables_that_leave_a_value_in_doubt_are_refused() {
    let table = [
        // boundary and edges, rows, what is wrong
        ("", r#"{ "x": ".. 5", "p": 1 }"#, Code::RuleNeeded),
        (r#""boundary": "[from, to)","#, "", Code::TableEmpty),
        (r#""boundary": "[from, to)","#, r#"{ "x": ".. 5" }"#, Code::TableEmpty),
        (r#""boundary": "[from, to)","#, r#"{ "x": ".. 5", "p": 1 }, { "x": "6 ..", "p": 1 }"#, Code::TableGap),
        (r#""boundary": "[from, to)","#, r#"{ "x": ".. 5", "p": 1 }, { "x": "4 ..", "p": 1 }"#, Code::TableOverlap),
        (r#""boundary": "[from, to)","#, r#"{ "x": "5 ..", "p": 1 }, { "x": "5 ..", "p": 1 }"#, Code::TableOverlap),
        (r#""boundary": "[from, to)","#, r#"{ "x": "7 .. 5", "p": 1 }"#, Code::TableCrossed),
        (r#""boundary": "[from, to)","#, r#"{ "x": "5 .. 5", "p": 1 }"#, Code::TableCrossed),
        (r#""boundary": "[from, to)","#, r#"{ "x": "5 .. 500%", "p": 1 }"#, Code::TableCrossed),
        (r#""boundary": "[from, to)","#, r#"{ "x": "five ..", "p": 1 }"#, Code::TableCell),
        (r#""boundary": "[from, to)","#, r#"{ "x": 5, "p": 1 }"#, Code::TableCell),
        (r#""boundary": "[from, to)","#, r#"{ "p": 1 }"#, Code::TableCell),
        (r#""boundary": "[from, to)","#, r#"{ "x": ".. 5", "p": 1 }, { "x": "5 ..", "q": 1 }"#, Code::TableCell),
        (r#""boundary": "[from, to)","#, r#"{ "x": ".. 5", "p": 1 }, { "x": "5 ..", "p": "A" }"#, Code::TableCell),
        // A grade has no zero.
        (r#""boundary": "[from, to)", "below": "zero","#, r#"{ "x": "5 ..", "p": "A" }"#, Code::TableCell),
        (
            r#""boundary": "[from, to)", "above": "zero","#,
            r#"{ "x": ".. 5", "p": "A" }, { "x": "5 .. 6", "p": "B" }"#,
            Code::TableCell,
        ),
    ];
    for (rules, rows, code) in table {
        let text = format!(r#"{{ "keys": ["x"], "read": "step", {rules} "rows": [{rows}] }}"#);
        let problems = compiled(&text).map(|_| ()).expect_err(&text);
        assert!(problems.iter().any(|problem| problem.code() == code), "{text}: {problems}");
    }
    let lines = [
        (r#"{ "x": 1, "p": 1 }"#, Code::TableRead),
        (r#"{ "x": 1, "p": 1 }, { "x": "100%", "p": 2 }"#, Code::TableOverlap),
        (r#"{ "x": "1 .. 2", "p": 1 }, { "x": 3, "p": 2 }"#, Code::TableCell),
        (r#"{ "x": 1, "p": "A" }, { "x": 3, "p": "B" }"#, Code::TableCell),
    ];
    for (rows, code) in lines {
        let text = format!(r#"{{ "keys": ["x"], "read": "line", "rows": [{rows}] }}"#);
        let problems = compiled(&text).map(|_| ()).expect_err(&text);
        assert!(problems.iter().any(|problem| problem.code() == code), "{text}: {problems}");
    }
}
