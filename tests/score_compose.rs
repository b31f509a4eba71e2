//! Scorecards in the engine: weights by person, products, periods, cards that are made of other cards.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod common;

use attain::engine::Engine;
use attain::plan::Plan;
use attain::report::{self, json};
use attain::trace::Language;
use common::{amount, engine, member, record, told, units, view, when, whose};

fn plan(missing: &str, cards: &str) -> String {
    format!(
        r#"{{ "attain": 1, "name": "Cards", "currency": "EUR",
             "rules": {{ "rounding": {{ "to": "0.01", "mode": "half_up" }}, "boundary": "[from, to)", "missing": "{missing}" }},
             "org": {{ "trees": {{ "sales": ["company", "team"] }}, "person": {{ "role": "text", "own": "ratio" }} }},
             "facts": {{ "rating": {{ "whose": "rep", "fields": {{ "rep": "person", "points": "number" }} }} }},
             "tables": {{ "grade": {{ "keys": ["score"], "read": "step",
                 "rows": [ {{ "score": ".. 80", "grade": "B" }}, {{ "score": "80 ..", "grade": "A" }} ] }} }},
             "kpis": {{ "rated": {{ "formula": "avg(rating.points)" }}, "ratings": {{ "formula": "count(rating)" }} }},
             "scorecards": {{ {cards} }} }}"#
    )
}

/// Who is rated how in which month of 2024.
const RATED: [(&str, &str, i64); 11] = [
    ("ann", "01", 80),
    ("ann", "02", 100),
    ("ann", "04", 60),
    ("bob", "02", 60),
    ("bob", "03", 90),
    ("cid", "01", 70),
    ("cid", "02", 80),
    ("cid", "03", 100),
    ("dee", "01", 50),
    ("dee", "02", 90),
    ("dee", "03", 100),
];

/// Ann is there always, bob comes in February, cid leaves in March, dee changes from west to east in February.
fn team(plan: &str) -> Engine {
    let mut engine = engine(plan);
    units(&mut engine, &[("company", ""), ("west", "company"), ("east", "company")]);
    member(&mut engine, "ann", "2023-01-01", "west", r#""role":"rep","own":"80%""#);
    member(&mut engine, "bob", "2024-02-16", "west", r#""role":"rep","own":"50%""#);
    member(&mut engine, "cid", "2023-01-01", "west", r#""role":"lead""#);
    member(&mut engine, "cid", "2024-03-11", "", "");
    member(&mut engine, "dee", "2023-01-01", "west", r#""role":"lead""#);
    member(&mut engine, "dee", "2024-02-01", "east", r#""role":"rep""#);
    for (who, month, points) in RATED {
        let day = if who == "bob" { 20 } else { 5 };
        record(
            &mut engine,
            &format!(
                r#"{{"kind":"rating","id":"{who} {month}","on":"2024-{month}-{day:02}","rep":"{who}","points":{points}}}"#
            ),
        );
    }
    engine
}

fn score(engine: &Engine, card: &str, who: &str, time: &str) -> String {
    let view = view(engine, "2024-12-31");
    match view.scorecard(card, whose(&view, who), when(&view, time)).unwrap() {
        Ok(card) => amount(card.points()),
        Err(why) => format!("undefined: {why}"),
    }
}

const CARDS: &str = r#"
    "month": { "grain": "month", "items": [ { "id": "rated", "weight": "100%", "value": "rated" } ] },
    "quarter": { "grain": "quarter", "items": [ { "id": "months", "weight": "100%", "value": "avg(score.month over month)" } ] },
    "all": { "grain": ["quarter", "year"], "items": [ { "id": "months", "weight": "100%", "value": "sum(coalesce(score.month, 0) over month) / count(period.index over month)" } ] },
    "days": { "grain": ["quarter", "year"], "items": [ { "id": "months", "weight": "100%",
        "value": "sum(score.month * period.days * active over month) / sum(if(score.month is present, period.days * active, 0 days) over month)" } ] },
    "a_year": { "grain": "year", "items": [ { "id": "quarters", "weight": "100%", "value": "avg(score.quarter over quarter)" } ] }"#;

#[test]
fn a_quarter_is_made_of_its_months_and_a_year_of_its_quarters() {
    let skip = team(&plan("skip", CARDS));
    #[rustfmt::skip]
    let rows = [
        // the card, of whom, when; the points
        ("month", "ann", "2024-01", "80"),
        ("month", "ann", "2024-03", "undefined: nothing is defined"),
        ("quarter", "ann", "2024-Q1", "90"),
        ("quarter", "ann", "2024-Q2", "60"),
        ("quarter", "ann", "2024-Q3", "undefined: nothing is defined"),
        ("a_year", "ann", "2024", "75"),
        // A month without a rating counts as nothing where the author says so: (80 + 100 + 0) / 3.
        ("all", "ann", "2024-Q1", "60"),
        ("all", "ann", "2024", "20"),
        // Who joins or leaves: each month by the days in it.
        ("quarter", "bob", "2024-Q1", "75"),
        ("days", "bob", "2024-Q1", "242/3"), // (60 * 14 + 90 * 31) / 45
        ("days", "cid", "2024-Q1", "549/7"), // (70 * 31 + 80 * 29 + 100 * 10) / 70
        ("days", "ann", "2024-Q1", "269/3"), // (80 * 31 + 100 * 29) / 60 = 5380 / 60
        // Who changes units keeps all of their months: (50 * 31 + 90 * 29 + 100 * 31) / 91.
        ("days", "dee", "2024-Q1", "7260/91"),
        ("quarter", "cid", "2024-Q2", "undefined: not a member at that time"),
    ];
    for (card, who, time, expected) in rows {
        assert_eq!(score(&skip, card, who, time), expected, "{card} of {who}, {time}");
    }
    let hold = team(&plan("hold", CARDS));
    assert_eq!(score(&hold, "quarter", "ann", "2024-Q1"), "undefined: no facts", "a month is held, and so the quarter");
    assert_eq!(score(&hold, "quarter", "cid", "2024-Q1"), "250/3");
    let zero = team(&plan("zero", CARDS));
    assert_eq!(score(&zero, "quarter", "ann", "2024-Q1"), "60");
}

#[test]
fn scores_of_cards_are_explained_through_the_cards_that_they_are_made_of() {
    let engine = team(&plan("skip", CARDS));
    let view = view(&engine, "2024-12-31");
    let trace = view.explain_scorecard("a_year", whose(&view, "ann"), when(&view, "2024")).unwrap();
    let text = trace.to_text(Language::English);
    for part in
        ["a_year of ann, 2024", "avg over periods", "2024-Q1                    90", "2024-Q2                    60"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn cards_that_lead_back_to_themselves_are_refused() {
    let card = |name: &str, value: &str| {
        format!(
            r#""{name}": {{ "grain": "month", "items": [ {{ "id": "i", "weight": "100%", "value": "{value}" }} ] }}"#
        )
    };
    let told = |cards: &[String]| -> Vec<String> {
        let problems = Plan::from_json(plan("skip", &cards.join(", ")).as_bytes()).map(|_| ()).unwrap_err();
        problems
            .iter()
            .map(|problem| format!("{}: {}: {}", problem.place(), problem.code(), problem.message()))
            .collect()
    };
    let ring = [
        card("a", "score.b[prior]"),
        card("b", "score.c + 1"),
        card("c", "avg(score.a over month)"),
        card("d", "score.a"),
    ];
    assert_eq!(told(&ring), ["scorecards.a: formula.ring: the score leads back to itself: `a` → `b` → `c` → `a`"]);
    let own = [card("a", "grade.a")];
    assert_eq!(told(&own), ["scorecards.a: formula.ring: the score leads back to itself: `a` → `a`"]);
    let mut chain: Vec<String> = (0..9).map(|at| card(&format!("c{at}"), &format!("score.c{}", at + 1))).collect();
    chain.push(card("c9", "rated"));
    let found = told(&chain);
    assert!(
        found.iter().any(|problem| problem.contains("value.range") && problem.contains("more than 8 in a row")),
        "{found:?}"
    );
    chain.remove(0);
    chain.remove(0);
    assert!(Plan::from_json(plan("skip", &chain.join(", ")).as_bytes()).is_ok());
}

const TOGETHER: &str = r#"
    "own": { "grain": "month", "weights": "relative", "items": [
        { "id": "rated", "weight": "subject.own", "value": "rated" },
        { "id": "count", "weight": "20%", "value": "40 * ratings", "missing": "zero" } ] },
    "role": { "grain": "month", "items": [
        { "id": "rated", "weight": "100%", "when": "subject.role = \"rep\"", "value": "rated" },
        { "id": "count", "weight": "100%", "when": "subject.role = \"lead\"", "value": "40 * ratings" } ] },
    "times": { "grain": "month", "compose": "product", "during": "2024-02-01 ..", "items": [
        { "id": "rated", "value": "rated" }, { "id": "factor", "value": "1 + ratings / 10" } ], "grades": { "table": "grade" } },
    "enough": { "grain": "quarter", "items": [ { "id": "rated", "weight": "100%", "value": "rated", "at_least": 3 } ] },
    "policy": { "grain": "month", "items": [
        { "id": "old", "weight": "100%", "during": ".. 2024-02-01", "value": "rated" },
        { "id": "new", "weight": "100%", "during": "2024-02-01 ..", "value": "rated * 0.5" } ] }"#;

#[test]
fn weights_conditions_and_periods_are_those_of_the_one_at_hand() {
    let engine = team(&plan("skip", TOGETHER));
    #[rustfmt::skip]
    let rows = [
        ("own", "ann", "2024-01", "72"),     // (80 % * 80 + 20 % * 40) / 100 %
        ("own", "bob", "2024-02", "380/7"),  // (50 % * 60 + 20 % * 40) / 70 %
        ("own", "cid", "2024-01", "undefined: `own` is missing"),
        ("role", "ann", "2024-01", "80"),
        ("role", "cid", "2024-01", "40"),
        ("role", "dee", "2024-01", "40"),
        ("role", "dee", "2024-02", "90"),    // a rep since the first
        ("times", "ann", "2024-01", "undefined: nothing is defined"),
        ("times", "ann", "2024-02", "110"),
        ("enough", "cid", "2024-Q1", "250/3"),
        ("enough", "ann", "2024-Q1", "undefined: nothing is defined"),
        // Old periods keep what then held.
        ("policy", "ann", "2024-01", "80"),
        ("policy", "ann", "2024-02", "50"),
    ];
    for (card, who, time, expected) in rows {
        assert_eq!(score(&engine, card, who, time), expected, "{card} of {who}, {time}");
    }
    let view = view(&engine, "2024-12-31");
    let item = view.scorecard("enough", whose(&view, "ann"), when(&view, "2024-Q1")).unwrap().unwrap();
    assert_eq!(told(item.items()[0].value.clone().unwrap()), "undefined: 2 present, at least 3 needed");
}

#[test]
fn tables_and_json_show_the_weights_of_the_one_at_hand_and_only_what_is_there() {
    let engine = team(&plan("skip", TOGETHER));
    let view = view(&engine, "2024-12-31");
    let cards = view.plan().scorecards();
    let shown = |name: &str, who: &str, time: &str| {
        let result = view.scorecard(name, whose(&view, who), when(&view, time)).unwrap().unwrap();
        let card = cards.iter().find(|card| card.name.as_str() == name).unwrap();
        let text = report::scorecard(card, &result, Language::English).to_string();
        let lines: Vec<String> =
            text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        (lines, json::scorecard(card, &result, view.plan().precision()))
    };
    let (text, json) = shown("policy", "ann", "2024-02");
    assert_eq!(text, ["item weight value points", "new 100.0 % 50 50.00", "score 50.00"]);
    assert!(json.contains(r#"{"id":"old","there":false}"#), "{json}");
    let (text, _) = shown("times", "ann", "2024-02");
    assert_eq!(text[1..], ["rated 100 100.00", "factor 110.0 % 1.10", "score 110.00", "grade A"]);
    let (text, json) = shown("own", "cid", "2024-01");
    assert_eq!(text[1], "rated – 70 70.00");
    assert!(json.contains(r#""weight":{"undefined":"missing","why":"`own` is missing""#), "{json}");
    let trace = view.explain_scorecard("own", whose(&view, "ann"), when(&view, "2024-01")).unwrap();
    assert!(trace.to_text(Language::English).contains("rated × 80%"), "{}", trace.to_text(Language::English));
}

#[test]
fn what_cannot_be_weighed_or_dated_is_refused() {
    let told = |card: &str| -> Vec<String> {
        let text = plan("skip", &format!(r#""card": {{ "grain": "month", {card} }}"#));
        let problems = Plan::from_json(text.as_bytes()).map(|_| ()).expect_err(card);
        assert!(problems.iter().all(|problem| problem.help().is_some()), "{problems}");
        problems.iter().map(|problem| format!("{}: {}", problem.place(), problem.code())).collect()
    };
    #[rustfmt::skip]
    let rows = [
        (r#""items": [ { "id": "i", "value": "rated" } ]"#, "scorecards.card.items.i.weight: document.missing_field"),
        (r#""compose": "product", "items": [ { "id": "i", "weight": "100%", "value": "rated" } ]"#, "scorecards.card.items.i.weight: plan.conflict"),
        (r#""weights": "relative", "items": [ { "id": "i", "weight": "0", "value": "rated" } ]"#, "scorecards.card.items.i.weight: value.range"),
        (r#""items": [ { "id": "i", "weight": "subject.role", "value": "rated" } ]"#, "scorecards.card.items.i.weight: formula.units"),
        (r#""compose": "mean", "items": [ { "id": "i", "weight": "1", "value": "rated" } ]"#, "scorecards.card.compose: document.unknown_word"),
        (r#""items": [ { "id": "i", "weight": "1", "value": "rated", "when": "rated" } ]"#, "scorecards.card.items.i.when: formula.units"),
        (r#""items": [ { "id": "i", "weight": "1", "value": "rated", "during": "2024" } ]"#, "scorecards.card.items.i.during: value.invalid"),
        (r#""during": "2024-02-01 .. 2024-01-01", "items": [ { "id": "i", "weight": "1", "value": "rated" } ]"#, "scorecards.card.during: value.range"),
        (r#""items": [ { "id": "i", "weight": "1", "value": "rated", "at_least": 0 } ]"#, "scorecards.card.items.i.at_least: value.range"),
        (r#""items": [ { "id": "i", "weight": "1", "value": "7", "at_least": 2 } ]"#, "scorecards.card.items.i.at_least: plan.conflict"),
        (r#""items": [ { "id": "i", "weight": "1", "at_least": 2, "items": [ { "id": "j", "weight": "1", "value": "rated" } ] } ]"#, "scorecards.card.items.i.at_least: plan.conflict"),
        (r#""items": [ { "id": "i", "weight": "1", "value": "rated", "rounding": { "to": "0", "mode": "up" } } ]"#, "scorecards.card.items.i.rounding.to: value.range"),
    ];
    for (card, expected) in rows {
        assert_eq!(told(card), [expected], "{card}");
    }
}
