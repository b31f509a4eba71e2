//! Tables of scorecards: weights, missing items, curves, rounding and grades.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "a test may stop at the first surprise")]

mod common;

use attain::diagnostic::Code;
use attain::engine::Engine;
use attain::plan::Plan;
use attain::quantity::Precision;
use common::{amount, engine, member, units, view, when, whose};

/// What is known of a person is what the items of these cards measure.
fn plan(card: &str) -> String {
    format!(
        r#"{{ "attain": 1, "name": "Scores", "currency": "EUR",
             "rules": {{ "rounding": {{ "to": "0.1", "mode": "half_up" }}, "boundary": "[from, to)" }},
             "org": {{ "trees": {{ "sales": ["company"] }}, "person": {{ "a": "number", "b": "number", "c": "number", "cash": "money" }} }},
             "tables": {{
               "curve": {{ "keys": ["x"], "read": "line", "below": "flat", "above": "flat",
                 "rows": [ {{ "x": "0%", "points": 0 }}, {{ "x": "80%", "points": 60 }}, {{ "x": "100%", "points": 100 }}, {{ "x": "120%", "points": 120 }} ] }},
               "grade": {{ "keys": ["score"], "read": "step",
                 "rows": [ {{ "score": ".. 75", "grade": "C" }}, {{ "score": "75 .. 95", "grade": "B" }}, {{ "score": "95 ..", "grade": "A" }} ] }}
             }},
             "scorecards": {{ "card": {{ "grain": "month", {card} }} }},
             "kpis": {{}} }}"#
    )
}

fn with(card: &str, known: &str) -> Engine {
    let mut engine = engine(&plan(card));
    units(&mut engine, &[("company", "")]);
    member(&mut engine, "ann", "2023-01-01", "company", known);
    engine
}

/// The points and the score of ann.
fn scored(card: &str, known: &str) -> (String, String) {
    let view = view(&with(card, known), "2024-12-31");
    let card = view.scorecard("card", whose(&view, "ann"), when(&view, "2024-01")).unwrap().unwrap();
    let score = card.score().map_or_else(|why| format!("undefined: {why}"), |score| score.normalize().to_string());
    (amount(card.points()), score)
}

fn item(id: &str, weight: &str, value: &str, more: &str) -> String {
    format!(r#"{{ "id": "{id}", "weight": "{weight}", "value": "{value}" {more} }}"#)
}

#[test]
fn groups_weigh_anew_what_is_left_of_them() {
    let leaf = |id: &str, weight: &str| item(id, weight, &format!("subject.{id}"), "");
    let nested = format!(
        r#""missing": "skip", "items": [ {{ "id": "group", "weight": "60%", "items": [ {}, {{ "id": "inner", "weight": "30%", "items": [ {} ] }} ] }}, {} ]"#,
        leaf("a", "70%"),
        leaf("b", "100%"),
        leaf("c", "40%"),
    );
    let table = [
        // what is known, points
        (r#""a":90,"b":50,"c":100"#, "86.8"), // 0.6 (0.7 * 90 + 0.3 * 50) + 0.4 * 100
        (r#""a":90,"c":100"#, "94"),          // 0.6 * 90 + 0.4 * 100
        (r#""b":50,"c":100"#, "70"),
        (r#""a":90,"b":50"#, "78"),
        (r#""c":100"#, "100"),
        (r#""b":50"#, "50"),
        (r#""cash":5"#, "undefined: nothing is defined"),
    ];
    for (known, points) in table {
        assert_eq!(scored(&nested, known).0, points, "{known}");
    }
}

#[test]
fn what_is_missing_counts_as_the_item_or_the_group_says() {
    const MISSING: &str = "undefined: `a` is missing";
    let card = |item_rule: &str, group_rule: &str| {
        format!(
            r#""items": [ {{ "id": "group", "weight": "50%", "missing": {group_rule}, "items": [ {}, {} ] }}, {} ]"#,
            item("a", "60%", "subject.a", &format!(r#", "missing": {item_rule}"#)),
            item("b", "40%", "subject.b", r#", "missing": "skip""#),
            item("c", "50%", "subject.c", r#", "missing": "zero""#),
        )
    };
    let (zero, skip, hold, fifty) = (r#""zero""#, r#""skip""#, r#""hold""#, r#"{ "value": 50 }"#);
    let table = [
        // rule of the item, rule of its group, what else is known; points
        (zero, hold, r#""b":100,"c":80"#, "60"), // (0.6 * 0 + 0.4 * 100) / 2 + 40
        (skip, hold, r#""b":100,"c":80"#, "90"),
        (fifty, hold, r#""b":100,"c":80"#, "75"),
        (hold, hold, r#""b":100,"c":80"#, MISSING),
        (hold, zero, r#""b":100,"c":80"#, "40"),
        (hold, skip, r#""b":100,"c":80"#, "80"),
        (hold, fifty, r#""b":100,"c":80"#, "65"),
        (zero, hold, r#""c":80"#, "40"),
        (skip, hold, r#""c":80"#, "undefined: nothing is defined"),
        (skip, skip, r#""c":80"#, "80"),
        (skip, fifty, r#""c":80"#, "65"),
        (skip, skip, r#""cash":1"#, "0"),
        (fifty, hold, r#""cash":1"#, "25"),
    ];
    for (of_item, of_group, known, points) in table {
        assert_eq!(scored(&card(of_item, of_group), known).0, points, "{of_item} in {of_group}, {known}");
    }
}

#[test]
fn curves_meet_their_anchors() {
    let card =
        format!(r#""missing": "hold", "items": [ {} ]"#, item("a", "100%", "subject.a", r#", "points": "curve""#));
    let table = [
        ("-0.5", "0"),
        ("0", "0"),
        ("0.4", "30"),
        ("0.8", "60"),
        ("0.81", "62"),
        ("0.9", "80"),
        ("1", "100"),
        ("1.1", "110"),
        ("1.2", "120"),
        ("7", "120"),
    ];
    for (value, points) in table {
        assert_eq!(scored(&card, &format!(r#""a":"{value}""#)).0, points, "{value}");
    }
}

#[test]
fn a_score_is_rounded_once_and_ties_go_up() {
    let thirds = format!(
        r#""missing": "hold", "items": [ {}, {} ]"#,
        item("a", "50%", "subject.a / 3", ""),
        item("b", "50%", "subject.b / 3", "")
    );
    let table = [
        // a and b; points and score: halves go away from zero
        (("224.7", "224.7"), ("74.9", "74.9")),
        (("224.85", "224.85"), ("74.95", "75")),
        (("224.84", "224.85"), ("44969/600", "74.9")),
        (("100", "100"), ("100/3", "33.3")),
        (("200", "200"), ("200/3", "66.7")),
        (("-0.15", "-0.15"), ("-0.05", "-0.1")),
        (("-224.85", "-224.85"), ("-74.95", "-75")),
        (("-100", "-100"), ("-100/3", "-33.3")),
        (("0.14", "0.15"), ("29/600", "0")),
    ];
    for ((a, b), (points, score)) in table {
        let found = scored(&thirds, &format!(r#""a":"{a}","b":"{b}""#));
        let expected = points.parse::<attain::quantity::Fraction>().unwrap().to_string();
        assert_eq!((found.0, found.1.as_str()), (expected, score), "{a} {b}");
    }
}

#[test]
fn a_grade_is_that_of_the_rounded_score() {
    let card = format!(
        r#""missing": "hold", "items": [ {} ], "grades": {{ "table": "grade" }}"#,
        item("a", "100%", "subject.a", "")
    );
    let table = [
        ("74.94", "C"),
        ("74.949999", "C"),
        ("74.95", "B"),
        ("75", "B"),
        ("94.9499", "B"),
        ("94.95", "A"),
        ("95", "A"),
        ("-500", "C"),
    ];
    for (value, grade) in table {
        let view = view(&with(&card, &format!(r#""a":"{value}""#)), "2024-12-31");
        let card = view.scorecard("card", whose(&view, "ann"), when(&view, "2024-01")).unwrap().unwrap();
        assert_eq!(card.grade().unwrap().unwrap().grade.to_string(), grade, "{value}");
        assert_eq!(amount(card.item(&["a"]).unwrap().points(Precision::default())), value);
    }
    let view = view(&with(&card, r#""b":1"#), "2024-12-31");
    let card = view.scorecard("card", whose(&view, "ann"), when(&view, "2024-01")).unwrap().unwrap();
    assert!(card.grade().unwrap().is_err(), "without a score there is no grade");
    assert!(view.scorecard("card", whose(&view, "company"), when(&view, "2024-01")).unwrap().is_err());
    assert!(view.scorecard("card", whose(&view, "ann"), when(&view, "2022-01")).unwrap().is_err(), "before she came");
}

#[test]
fn cards_that_cannot_be_scored_are_refused() {
    let one = |weight: &str, value: &str, more: &str| {
        format!(r#""missing": "hold", "items": [ {} ]"#, item("a", weight, value, more))
    };
    let table = [
        (one("90%", "subject.a", ""), Code::WeightsNotWhole),
        (one("0%", "subject.a", ""), Code::ValueRange),
        (one("150%", "subject.a", ""), Code::ValueRange),
        (one("subject.cash", "subject.a", ""), Code::FormulaUnits),
        (one("100%", "subject.cash", ""), Code::FormulaUnits),
        (one("100%", "subject.role", ""), Code::FormulaUnits),
        (one("100%", "subject.a", r#", "points": "grade""#), Code::FormulaUnits),
        (one("100%", "subject.a", r#", "points": "curv""#), Code::NameUnknown),
        (one("100%", "subject.a", "").replace(r#""missing": "hold", "#, ""), Code::RuleNeeded),
        (
            one("100%", "subject.a", &format!(r#", "items": [ {} ]"#, item("b", "100%", "subject.b", ""))),
            Code::PlanConflict,
        ),
    ];
    for (card, code) in table {
        let problems = Plan::from_json(plan(&card).as_bytes()).map(|_| ()).expect_err(&card);
        assert!(problems.iter().any(|problem| problem.code() == code), "{card}: {problems}");
    }
}
