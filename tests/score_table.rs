//! The table of scorecards by themselves: `tests/tables/score.txt`, on, just below and just above every boundary.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::collections::BTreeSet;

use attain::quantity::{Fraction, Outcome};
use attain::rule::Missing;
use attain::score::{Figures, PlainCard, Scorecard};

const TABLE: &str = include_str!("tables/score.txt");

const HEAD: &str = r#"
    "values": { "a": "ratio", "n": "number", "x": "number", "y": "number", "z": "number", "role": "text", "level": "text", "own": "ratio",
        "done": "ratio", "paid": "ratio", "late": "number", "early": "number" },
    "rules": { "rounding": { "to": "0.1", "mode": "half_up" }, "boundary": "[from, to)" },
    "tables": {
        "curve": { "keys": ["x"], "read": "line", "below": "flat", "above": "flat",
            "rows": [ { "x": "0%", "p": 0 }, { "x": "80%", "p": 60 }, { "x": "100%", "p": 100 }, { "x": "120%", "p": 120 } ] },
        "grade": { "keys": ["score"], "read": "step",
            "rows": [ { "score": ".. 75", "grade": "C" }, { "score": "75 .. 95", "grade": "B" }, { "score": "95 ..", "grade": "A" } ] },
        "weight_of": { "keys": ["level"], "read": "only",
            "rows": [ { "level": "senior", "results": "70%", "process": "30%" }, { "level": "junior", "results": "40%", "process": "60%" } ] },
        "coefficient": { "keys": ["completion", "collected"], "read": "first",
            "rows": [ { "completion": "100% ..", "collected": "95% ..", "times": 1.5 }, { "collected": ".. 80%", "times": 0.8 }, { "times": 1 } ] } }"#;

fn card(written: &str) -> PlainCard {
    let text =
        format!(r#"{{ {HEAD}, "scorecard": {{ "grain": "month", "grades": {{ "table": "grade" }}, {written} }} }}"#);
    PlainCard::from_json(text.as_bytes()).unwrap_or_else(|problems| panic!("{written}: {problems}"))
}

/// The values of a row; `name#` is how many facts stand behind one.
fn figures(card: &PlainCard, written: &str) -> Figures {
    let all: serde_json::Map<String, serde_json::Value> = serde_json::from_str(written).unwrap();
    let (mut plain, mut samples) = (serde_json::Map::new(), Vec::new());
    for (name, value) in all {
        match name.strip_suffix('#') {
            Some(name) => samples.push((name.to_owned(), value.as_u64().unwrap())),
            None => drop(plain.insert(name, value)),
        }
    }
    let text = serde_json::to_string(&plain).unwrap();
    let read = card.read_json(text.as_bytes()).unwrap_or_else(|problems| panic!("{written}: {problems}"));
    samples.into_iter().fold(read, |figures, (name, count)| figures.samples(&name, count))
}

fn told<T: ToString>(outcome: Outcome<T>) -> String {
    outcome.map_or_else(|why| format!("undefined: {why}"), |value| value.to_string())
}

fn missing(result: &Scorecard) -> String {
    let words = result.missing().into_iter().map(|lacking| {
        let rule = match lacking.missing {
            Missing::Zero => "zero".to_owned(),
            Missing::Skip => "skip".to_owned(),
            Missing::Hold => "hold".to_owned(),
            Missing::Value(value) => value.to_string(),
        };
        format!("{} {rule}", lacking.path.join("."))
    });
    words.collect::<Vec<_>>().join(", ")
}

fn row(result: &Scorecard) -> String {
    let score = result.score().map(Fraction::from);
    let grade = result.grade().unwrap().map(|grade| grade.grade);
    format!("{} | {} | {} | {}", told(result.points()), told(score), told(grade), missing(result))
}

#[test]
fn every_row_comes_out_as_it_is_written() {
    let (mut seen, mut read, mut current) = (BTreeSet::new(), 0, None::<(String, PlainCard)>);
    let mut lines = TABLE.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
    while let Some((number, line)) = lines.next() {
        let number = number.saturating_add(1);
        if let Some(name) = line.strip_prefix("@ ") {
            let (_, written) = lines.next().unwrap();
            assert!(seen.insert(name.to_owned()), "line {number}: the card `{name}` stands there twice");
            current = Some((name.to_owned(), card(written)));
            continue;
        }
        let (name, card) = current.as_ref().unwrap();
        let (values, expected) =
            line.split_once(" | ").unwrap_or_else(|| panic!("line {number} cannot be read: {line}"));
        assert!(seen.insert(format!("{name}: {values}")), "line {number}: the row stands there twice");
        let result = card.evaluate(&figures(card, values)).unwrap().unwrap();
        assert_eq!(row(&result).trim_end(), expected.trim_end(), "line {number}: {name}, {values}");
        read += 1;
    }
    assert!(read >= 100, "only {read} rows were read");
}
