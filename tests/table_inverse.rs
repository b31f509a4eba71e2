//! Tables read backwards.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use attain::diagnostic::{At, Problems};
use attain::document::{Read, from_json};
use attain::quantity::{Fraction, Value, Why};
use attain::rule::Rules;
use attain::table::{End, Interval, Inverse, Table, TableDefinition, Wanted};

fn table(text: &str) -> Table {
    let mut problems = Problems::new();
    let definition = TableDefinition::read(&from_json(text.as_bytes(), 10_000).unwrap(), At::root(), &mut problems);
    let table = Table::compile(&definition, &Rules::default(), At::root(), &mut problems);
    assert!(problems.is_empty(), "{problems}");
    table.unwrap()
}

fn written(interval: &Interval) -> String {
    let end = |end: Option<End>| end.map_or_else(|| "*".to_owned(), |end| end.at.to_string());
    let within = |end: Option<End>| end.is_some_and(|end| end.within);
    let open = if within(interval.from) { '[' } else { '(' };
    let close = if within(interval.to) { ']' } else { ')' };
    format!("{open}{}, {}{close}", end(interval.from), end(interval.to))
}

fn all(intervals: &[Interval]) -> String {
    intervals.iter().map(written).collect::<Vec<_>>().join(" ")
}

fn told(inverse: &Inverse) -> String {
    match inverse {
        Inverse::Only(at) => at.to_string(),
        Inverse::Flat(interval) => written(interval),
        Inverse::Several(intervals) => all(intervals),
        Inverse::Never => "never".into(),
    }
}

const LINE: &str = r#"{ "keys": ["x"], "read": "line", "below": "flat", "above": "flat",
    "rows": [ { "x": 0, "y": 0 }, { "x": 80, "y": 60 }, { "x": 100, "y": 100 }, { "x": 120, "y": 120 } ] }"#;
const BAND: &str = r#"{ "keys": ["x"], "read": "line", "below": "zero", "above": "zero",
    "rows": [ { "x": 10, "y": 0 }, { "x": 20, "y": 100 }, { "x": 30, "y": 100 }, { "x": 40, "y": 0 } ] }"#;
const LOWER: &str = r#"{ "keys": ["x"], "read": "line", "below": "extend", "above": "extend",
    "rows": [ { "x": 10, "y": 100 }, { "x": 30, "y": 50 } ] }"#;
const STEPS: &str = r#"{ "keys": ["x"], "read": "step", "boundary": "[from, to)", "below": "flat", "above": "undefined",
    "rows": [ { "x": "60 .. 80", "y": 50 }, { "x": "80 .. 100", "y": 75 }, { "x": "100 .. 120", "y": 100 } ] }"#;
const UPPER: &str = r#"{ "keys": ["x"], "read": "step", "boundary": "(from, to]",
    "rows": [ { "x": ".. 80", "y": 50 }, { "x": "80 .. 100", "y": 75 }, { "x": "100 ..", "y": 100 } ] }"#;
const GRADES: &str = r#"{ "keys": ["x"], "read": "first", "boundary": "[from, to)",
    "rows": [ { "x": [7, 9], "y": "odd" }, { "x": "5 .. 10", "y": "mid" }, { "y": "out" } ] }"#;
const SLICES: &str = r#"{ "keys": ["x"], "read": "slices", "boundary": "[from, to)", "below": "mirror",
    "rows": [ { "x": "0 .. 100", "rate": "3%" }, { "x": "100 ..", "rate": "5%" } ] }"#;
const PASSED: &str = r#"{ "keys": ["x"], "read": "passed", "boundary": "[from, to)", "below": "zero",
    "rows": [ { "x": "10 .. 20", "amount": 5 }, { "x": "20 ..", "amount": 7 } ] }"#;
const THRESHOLD: &str = r#"{ "keys": ["x"], "read": "line", "below": "zero", "above": "flat",
    "rows": [ { "x": 80, "y": 50 }, { "x": 100, "y": 100 } ] }"#;

#[test]
fn a_value_is_found_where_it_is_and_nowhere_else() {
    #[rustfmt::skip]
    let rows = [
        // the table, the result, where it is
        (LINE, "0", "(*, 0]"),
        (LINE, "30", "40"),
        (LINE, "60", "80"),
        (LINE, "90", "95"),
        (LINE, "100", "100"),
        (LINE, "119", "119"),
        (LINE, "120", "[120, *)"),
        (LINE, "121", "never"),
        (LINE, "-1", "never"),
        (BAND, "100", "[20, 30]"),
        (BAND, "50", "[15, 15] [35, 35]"),
        (BAND, "0", "(*, 10] [40, *)"),
        (LOWER, "90", "14"),
        (LOWER, "100", "10"),
        (LOWER, "120", "2"),
        (LOWER, "0", "50"),
        (STEPS, "50", "(*, 80)"),
        (STEPS, "75", "[80, 100)"),
        (STEPS, "100", "[100, 120)"),
        (STEPS, "90", "never"),
        (UPPER, "50", "(*, 80]"),
        (UPPER, "75", "(80, 100]"),
        (UPPER, "100", "(100, *)"),
        (SLICES, "3", "100"),
        (SLICES, "8", "200"),
        (SLICES, "-8", "-200"),
        (SLICES, "0", "0"),
        (PASSED, "0", "(*, 10)"),
        (PASSED, "5", "[10, 20)"),
        (PASSED, "12", "[20, *)"),
        (PASSED, "7", "never"),
        (THRESHOLD, "0", "(*, 80)"),
        (THRESHOLD, "49", "never"),
        (THRESHOLD, "50", "80"),
        (THRESHOLD, "75", "90"),
    ];
    for (text, value, expected) in rows {
        let value = Value::Number(value.parse().unwrap());
        assert_eq!(told(&table(text).inverse(&[], &value, 0).unwrap()), expected, "{value} of {text}");
    }
    let grade = |grade: &str| told(&table(GRADES).inverse(&[], &Value::Text(grade.into()), 0).unwrap());
    assert_eq!(grade("odd"), "[7, 7] [9, 9]");
    assert_eq!(grade("mid"), "[5, 7) (7, 9) (9, 10)");
    assert_eq!(grade("out"), "(*, 5) [10, *)");
    assert_eq!(grade("none"), "never");
}

#[test]
fn at_least_and_at_most_are_intervals() {
    #[rustfmt::skip]
    let rows = [
        // the table, how much; where it is at least that, where at most
        (LINE, "90", "[95, *)", "(*, 95]"),
        (LINE, "0", "(*, *)", "(*, 0]"),
        (LINE, "121", "", "(*, *)"),
        (BAND, "50", "[15, 35]", "(*, 15] [35, *)"),
        (LOWER, "90", "(*, 14]", "[14, *)"),
        (STEPS, "75", "[80, 120)", "(*, 100)"),
        (STEPS, "76", "[100, 120)", "(*, 100)"),
        (UPPER, "75", "(80, *)", "(*, 100]"),
        (THRESHOLD, "40", "[80, *)", "(*, 80)"),
        (SLICES, "-3", "[-100, *)", "(*, -100]"),
    ];
    let above = |text, amount: i64| all(&table(text).places(&[], &Wanted::Above(Fraction::whole(amount)), 0).unwrap());
    assert_eq!((above(LINE, 90).as_str(), above(LINE, 120).as_str()), ("(95, *)", ""));
    assert_eq!((above(LOWER, 90).as_str(), above(STEPS, 75).as_str()), ("(*, 14)", "[100, 120)"));
    for (text, amount, least, most) in rows {
        let amount: Fraction = amount.parse().unwrap();
        let found = |wanted| all(&table(text).places(&[], &wanted, 0).unwrap());
        assert_eq!(found(Wanted::AtLeast(amount)), least, "at least {amount} of {text}");
        assert_eq!(found(Wanted::AtMost(amount)), most, "at most {amount} of {text}");
    }
}

#[test]
fn keys_before_the_last_are_given_and_days_have_no_inverse() {
    let matrix = table(
        r#"{ "keys": ["level", "rating"], "read": "first", "rows": [ { "level": "director", "rating": 5, "pay": "200%" },
             { "level": "director", "rating": 4, "pay": "150%" }, { "level": "manager", "rating": 5, "pay": "150%" } ] }"#,
    );
    let pays = Value::Ratio(Fraction::new(3, 2).unwrap());
    let of = |level: &str| matrix.inverse(&[Value::Text(level.into())], &pays, 0).map(|found| told(&found));
    assert_eq!((of("director"), of("manager"), of("rep")), (Ok("4".into()), Ok("5".into()), Ok("never".into())));
    assert_eq!(matrix.inverse(&[], &pays, 0), Err(Why::OutOfTable));
    assert_eq!(matrix.inverse(&[Value::Text("rep".into())], &pays, 1), Err(Why::NotANumber));
    let days = table(r#"{ "keys": ["day"], "read": "step", "rows": [ { "day": "2025-01-01 ..", "y": 1 } ] }"#);
    assert_eq!(days.inverse(&[], &Value::Number(Fraction::ONE), 0), Err(Why::NotANumber));
}
