//! The examples about changes, run as they run: on the demo against goldens and sums made by hand, and on the data set that
//! `ATTAIN_DATA` names.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
#![expect(clippy::print_stdout, reason = "a test that is skipped says so")]

#[path = "../examples/changes/mod.rs"]
mod changes;
#[path = "../examples/explain_a_number/story/mod.rs"]
mod explain_a_number;
#[path = "../examples/sales_review/review/mod.rs"]
#[allow(dead_code, reason = "the review does more than is told here")]
mod review;
#[path = "../examples/what_if/story/mod.rs"]
mod what_if;

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

use changes::Example;
use review::Streams;
use rust_decimal::Decimal;
use serde_json::Value;

/// What a run gives: exit code, output, what was said on stderr.
fn run(example: &Example, arguments: &[&str]) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut streams = Streams { out: &mut out, err: &mut err, watched: false };
    let code = example.run(arguments.iter().map(OsString::from), &mut streams);
    (code, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

/// Compares with the golden file; with `UPDATE_GOLDEN=1` it writes the file instead.
fn golden(name: &str, text: &str) {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios/what_changed").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&file, text).unwrap();
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    for (line, (expected, found)) in (1..).zip(expected.lines().zip(text.lines())) {
        assert_eq!(expected, found, "{name}, line {line}; UPDATE_GOLDEN=1 writes the file again");
    }
    assert_eq!(expected, text, "{name} has another number of lines; UPDATE_GOLDEN=1 writes the file again");
}

/// The last line of a run.
fn figures(text: &str) -> Value {
    serde_json::from_str(text.lines().last().unwrap()).unwrap()
}

fn decimal(value: &Value) -> Decimal {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).parse().unwrap()
}

/// The differences of the parts of a change, by cause, as they are written; all of them are decimals.
fn parts(change: &Value) -> Vec<(&str, Decimal)> {
    let parts = change["parts"].as_array().unwrap().iter();
    parts.map(|part| (part["cause"].as_str().unwrap(), decimal(&part["difference"]["value"]))).collect()
}

/// That the parts of a change in money make the difference, and that the difference leads from the one figure to the other.
fn adds_up(change: &Value) {
    let sum: Decimal = parts(change).iter().map(|(_, part)| *part).sum();
    assert_eq!(sum, decimal(&change["difference"]["value"]), "{change}");
    assert_eq!(decimal(&change["before"]["value"]).checked_add(sum).unwrap(), decimal(&change["after"]["value"]));
}

#[test]
fn the_demo_prints_what_its_goldens_say() {
    let cases: [(&str, &Example, &[&str]); 4] = [
        ("explain_a_number.en.txt", &explain_a_number::EXAMPLE, &[]),
        ("explain_a_number.zh.txt", &explain_a_number::EXAMPLE, &["--language", "zh"]),
        ("what_if.en.txt", &what_if::EXAMPLE, &[]),
        ("what_if.zh.txt", &what_if::EXAMPLE, &["--language", "zh"]),
    ];
    for (name, example, arguments) in cases {
        let (code, out, err) = run(example, arguments);
        assert_eq!(code, 0, "{name}: {err}");
        golden(name, &out);
    }
}

#[test]
fn what_cannot_be_read_or_asked_for_ends_with_a_message_and_exit_code_2() {
    let cases: [(&Example, &[&str], &str); 6] = [
        (&explain_a_number::EXAMPLE, &["--tema", "x"], "there is no argument `--tema`"),
        (&explain_a_number::EXAMPLE, &["--team"], "`--team` needs a value"),
        (&explain_a_number::EXAMPLE, &["--to", "9"], "there is no quota period `9`"),
        (&what_if::EXAMPLE, &["--language", "fr"], "there is no language `fr`"),
        (&what_if::EXAMPLE, &["--move", "999"], "there is no person `999`"),
        (&what_if::EXAMPLE, &["--overlay", "/nowhere.json"], "/nowhere.json"),
    ];
    for (example, arguments, expected) in cases {
        let (code, out, err) = run(example, arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}: {err}");
        assert!(err.contains(expected), "{arguments:?}: {err}");
    }
    for example in [&explain_a_number::EXAMPLE, &what_if::EXAMPLE] {
        assert_eq!(run(example, &["--help"]).0, 0);
    }
}
