//! What is asked of scorecards besides scores: what is missing for a grade, what turns two people round, where somebody stands.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use attain::quantity::{Fraction, Outcome, Value, Why};
use attain::score::{Flip, Lift, PlainCard, Scorecard, Turn, flips, focus};
use attain::table::{End, Interval};
use common::{engine, member, units, view, when, whose};

const HEAD: &str = r#"
    "values": { "attained": "ratio", "growth": "ratio", "process": "ratio", "p": "number", "q": "number", "r": "number", "paid": "ratio" },
    "tables": {
        "points": { "keys": ["x"], "read": "line", "below": "flat", "above": "flat",
            "rows": [ { "x": "0%", "p": 0 }, { "x": "100%", "p": 100 }, { "x": "120%", "p": 120 } ] },
        "grade": { "keys": ["score"], "read": "step",
            "rows": [ { "score": ".. 75", "grade": "C" }, { "score": "75 .. 95", "grade": "B" }, { "score": "95 ..", "grade": "A" } ] } }"#;

fn rounded(card: &str, values: &str, to: &str, mode: &str) -> Scorecard {
    let text = format!(
        r#"{{ {HEAD}, "rules": {{ "rounding": {{ "to": "{to}", "mode": "{mode}" }}, "boundary": "[from, to)", "missing": "skip" }},
             "scorecard": {{ "grain": "month", "grades": {{ "table": "grade" }}, {card} }} }}"#
    );
    let card = PlainCard::from_json(text.as_bytes()).unwrap_or_else(|problems| panic!("{problems}"));
    card.evaluate(&card.read_json(values.as_bytes()).unwrap()).unwrap().unwrap()
}

fn scored(card: &str, values: &str) -> Scorecard {
    rounded(card, values, "0.1", "half_up")
}

const REP: &str = r#""items": [
    { "id": "results", "weight": "70%", "items": [
        { "id": "attained", "weight": "80%", "value": "attained", "points": "points" },
        { "id": "growth", "weight": "20%", "value": "growth", "points": "points" } ] },
    { "id": "process", "weight": "30%", "value": "process", "points": "points" } ]"#;

fn interval(interval: &Interval) -> String {
    let end = |end: Option<End>| end.map_or_else(|| "*".to_owned(), |end| end.at.to_string());
    let within = |end: Option<End>| end.is_some_and(|end| end.within);
    let open = if within(interval.from) { '[' } else { '(' };
    format!("{open}{}, {}{}", end(interval.from), end(interval.to), if within(interval.to) { ']' } else { ')' })
}

fn lift(lift: &Lift) -> String {
    match lift {
        Lift::Always => "always".into(),
        Lift::Never => "never".into(),
        Lift::Falls => "falls".into(),
        Lift::Undefined(why) => format!("undefined: {why}"),
        Lift::To(found) => found.iter().map(interval).collect::<Vec<_>>().join(" "),
    }
}

/// What each item would have to be.
fn needs(card: &Scorecard, grade: &str) -> Vec<String> {
    let needs = card.needs(&Value::Text(grade.into())).unwrap().unwrap();
    needs.items.iter().map(|need| format!("{} {}", need.path.join("."), lift(&need.lift))).collect()
}

#[test]
fn what_is_missing_for_a_grade_is_told_item_by_item() {
    // 0.7 * (0.8 * 90 + 0.2 * 100) + 0.3 * 80 = 88.4
    let values = r#"{ "attained": "90%", "growth": "100%", "process": "80%" }"#;
    let card = scored(REP, values);
    let found = card.needs(&Value::Text("A".into())).unwrap().unwrap();
    assert_eq!(found.score.unwrap().to_string(), "95.0");
    assert_eq!(found.points, Some(End { at: "94.95".parse().unwrap(), within: true }));
    assert!(!found.reached && !found.are_enough(card.points().unwrap()));
    assert_eq!(needs(&card, "A"), ["results.attained [1139/1120, *)", "results.growth never", "process [611/600, *)"]);
    // For B 74.95 points are enough: what is there may fall.
    assert!(card.needs(&Value::Text("B".into())).unwrap().unwrap().reached);
    assert_eq!(needs(&card, "B")[2], "process [211/600, *)");
    // Everything has at least a C.
    assert_eq!(needs(&card, "C"), ["results.attained always", "results.growth always", "process always"]);
    assert_eq!(card.needs(&Value::Text("S".into())), None);
}

#[test]
fn what_is_missing_goes_through_steps_roundings_and_weights() {
    let values = r#"{ "p": 80, "q": 90, "paid": "70%" }"#;
    let two = |first: &str, second: &str, card: &str| {
        format!(
            r#""items": [ {{ "id": "p", "weight": "50%", "value": "p" {first} }}, {{ "id": "q", "weight": "50%", "value": "q" {second} }} ] {card}"#
        )
    };
    #[rustfmt::skip]
    let rows = [
        // what else is said of p, of q, of the card; what p would have to be for an A, and q
        ("", "", "", "[99.9, *)", "[109.9, *)"),
        ("", "", r#", "steps": [ { "add": 5 } ]"#, "[89.9, *)", "[99.9, *)"),
        ("", "", r#", "steps": [ { "times": 1.1 }, { "add": -1 } ]"#, "[929/11, *)", "[1039/11, *)"),
        ("", "", r#", "steps": [ { "cap": 94 } ]"#, "never", "never"),
        ("", "", r#", "steps": [ { "cap": 94.95 } ]"#, "[99.9, *)", "[109.9, *)"),
        ("", "", r#", "steps": [ { "when": "paid < 80%", "cap": 90 } ]"#, "never", "never"),
        ("", "", r#", "steps": [ { "when": "paid < 70%", "cap": 90 } ]"#, "[99.9, *)", "[109.9, *)"),
        ("", "", r#", "steps": [ { "floor": 96 } ]"#, "always", "always"),
        ("", "", r#", "steps": [ { "set": 94 } ]"#, "never", "never"),
        ("", "", r#", "steps": [ { "set": 97 } ]"#, "always", "always"),
        ("", "", r#", "steps": [ { "times": 0 } ]"#, "never", "never"),
        ("", "", r#", "steps": [ { "times": -1 } ]"#, "falls", "falls"),
        ("", "", r#", "steps": [ { "add": "growth * 1" } ]"#, "undefined: `growth` is missing", "undefined: `growth` is missing"),
        (r#", "steps": [ { "cap": 99 } ]"#, "", "", "never", "[109.9, *)"),
        (r#", "steps": [ { "cap": 70 } ]"#, "", "", "never", "[119.9, *)"),
        (r#", "rounding": { "to": "1", "mode": "floor" }"#, "", "", "[100, *)", "[109.9, *)"),
        (r#", "rounding": { "to": "1", "mode": "ceiling" }"#, "", "", "(99, *)", "[109.9, *)"),
        (r#", "rounding": { "to": "1", "mode": "half_even" }"#, "", "", "[99.5, *)", "[109.9, *)"),
        (r#", "points": { "keys": ["x"], "read": "step", "below": "zero", "rows": [ { "x": "50 .. 90", "y": 60 }, { "x": "90 ..", "y": 110 } ] }"#,
            "", "", "[90, *)", "[129.9, *)"),
        (r#", "points": { "keys": ["x"], "read": "line", "below": "flat", "above": "flat", "rows": [ { "x": 10, "y": 120 }, { "x": 70, "y": 0 } ] }"#,
            "", "", "(*, 20.05]", "[189.9, *)"),
    ];
    for (first, second, card, p, q) in rows {
        let found = needs(&scored(&two(first, second, card), values), "A");
        assert_eq!(found, [format!("p {p}"), format!("q {q}")], "{first} {second} {card}");
    }
    // An item that is left out counts again once it has a value.
    let card = scored(&two("", "", ""), r#"{ "q": 90 }"#);
    assert_eq!(needs(&card, "A"), ["p [99.9, *)", "q [94.95, *)"]);
    let held = two(r#", "missing": "hold""#, "", "");
    assert_eq!(needs(&scored(&held, r#"{ "q": 90 }"#), "A"), ["p [99.9, *)", "q undefined: `p` is missing"]);
    let product = r#""compose": "product", "items": [ { "id": "p", "value": "p" }, { "id": "q", "value": "q" } ]"#;
    assert_eq!(needs(&scored(product, r#"{ "p": 80, "q": 1 }"#), "A"), ["p [94.95, *)", "q [1.186875, *)"]);
    assert_eq!(needs(&scored(product, r#"{ "p": 80, "q": 0 }"#), "A"), ["p never", "q [1.186875, *)"]);
    assert_eq!(needs(&scored(product, r#"{ "p": 80, "q": -1 }"#), "A"), ["p falls", "q [1.186875, *)"]);
}

#[test]
fn the_least_score_is_the_least_that_is_rounded_to_the_grade() {
    let card = r#""items": [ { "id": "p", "weight": "100%", "value": "p" } ]"#;
    #[rustfmt::skip]
    let rows = [
        ("0.1", "half_up", "p [94.95, *)"), ("0.1", "half_even", "p [94.95, *)"), ("0.1", "floor", "p [95, *)"),
        ("0.1", "down", "p [95, *)"), ("0.1", "ceiling", "p (94.9, *)"), ("0.1", "up", "p (94.9, *)"),
        // Steps of 2: 96 is the least score of 95 or more, and a half goes to the even multiple, which is the 48th.
        ("2", "half_up", "p [95, *)"), ("2", "half_even", "p [95, *)"), ("2", "floor", "p [96, *)"), ("2", "ceiling", "p (94, *)"),
        // Steps of 5: 95 is the 19th multiple, and 92.5 is rounded to the 18th.
        ("5", "half_up", "p [92.5, *)"), ("5", "half_even", "p (92.5, *)"),
    ];
    for (to, mode, expected) in rows {
        let scored = rounded(card, r#"{ "p": 50 }"#, to, mode);
        assert_eq!(needs(&scored, "A"), [expected], "{to} {mode}");
        // And it is so.
        let at = |value: &str| {
            rounded(card, &format!(r#"{{ "p": "{value}" }}"#), to, mode).grade().unwrap().unwrap().grade.to_string()
        };
        let least = expected.trim_start_matches("p [").trim_start_matches("p (").trim_end_matches(", *)");
        assert_eq!(at(least) == "A", expected.contains('['), "{to} {mode}: {least}");
    }
}

fn turns(first: &Scorecard, second: &Scorecard) -> Vec<String> {
    let turn = |flip: &Flip| match &flip.turn {
        Turn::At(at) => at.to_string(),
        Turn::Never => "never".into(),
        Turn::Unclear => "unclear".into(),
    };
    flips(first, second).unwrap().iter().map(|flip| format!("{} {}", flip.path.join("."), turn(flip))).collect()
}

#[test]
fn the_weight_that_turns_two_people_round_is_found() {
    let two = |card: &str| {
        format!(
            r#""items": [ {{ "id": "p", "weight": "70%", "value": "p" }}, {{ "id": "q", "weight": "30%", "value": "q" }} ] {card}"#
        )
    };
    let of = |card: &str, first: &str, second: &str| turns(&scored(card, first), &scored(card, second));
    let (ann, bob) = (r#"{ "p": 100, "q": 60 }"#, r#"{ "p": 80, "q": 90 }"#);
    assert_eq!(of(&two(""), ann, bob), ["p 3/5", "q 2/5"].map(|row| row.replace("3/5", "0.6").replace("2/5", "0.4")));
    assert_eq!(of(&two(""), ann, r#"{ "p": 80, "q": 50 }"#), ["p never", "q never"], "ahead in both");
    assert_eq!(of(&two(""), ann, r#"{ "p": 80 }"#), ["p unclear", "q unclear"], "the two are not weighed alike");
    assert_eq!(of(&two(""), r#"{ "p": 90 }"#, r#"{ "p": 80 }"#), ["p never", "q unclear"], "one weight alone");
    // A limit that does not touch them leaves the answer; with one that does it cannot be told.
    assert_eq!(of(&two(r#", "steps": [ { "cap": 100 } ]"#), ann, bob), ["p 0.6", "q 0.4"]);
    assert_eq!(of(&two(r#", "steps": [ { "cap": 85 } ]"#), ann, bob), ["p unclear", "q unclear"]);
    // With 2/7 both would have 620/7 points: a limit of 80 touches neither of them now, and would then.
    let (low, high) = (r#"{ "p": 60, "q": 100 }"#, r#"{ "p": 50, "q": 104 }"#);
    assert_eq!(of(&two(""), low, high), ["p 2/7", "q 5/7"]);
    assert_eq!(of(&two(r#", "steps": [ { "cap": 80 } ]"#), low, high), ["p unclear", "q unclear"]);
    let nested = r#""items": [ { "id": "g", "weight": "70%", "items": [
            { "id": "p", "weight": "50%", "value": "p" }, { "id": "q", "weight": "50%", "value": "q" } ] },
        { "id": "r", "weight": "30%", "value": "r" } ]"#;
    let (ann, bob) = (r#"{ "p": 100, "q": 80, "r": 60 }"#, r#"{ "p": 80, "q": 100, "r": 50 }"#);
    assert_eq!(of(nested, ann, bob), ["g 1", "g.p 11/28", "g.q 17/28", "r 0"]);
    let limited = nested.replace(r#""id": "g","#, r#""id": "g", "steps": [ { "cap": 100 } ],"#);
    assert_eq!(of(&limited, ann, bob), ["g 1", "g.p unclear", "g.q unclear", "r 0"]);
    let product = r#""compose": "product", "items": [ { "id": "p", "value": "p" }, { "id": "q", "value": "q" } ]"#;
    assert_eq!(of(product, ann, bob), ["p unclear", "q unclear"]);
    assert_eq!(flips(&scored(nested, "{}"), &scored(nested, bob)), Err(Why::NothingDefined));
}

fn number(outcome: &Outcome<Fraction>) -> String {
    outcome.as_ref().map_or_else(ToString::to_string, ToString::to_string)
}

#[test]
fn somebody_stands_against_the_median_of_others() {
    let card = r#""items": [ { "id": "p", "weight": "60%", "value": "p" }, { "id": "q", "weight": "30%", "value": "q" }, { "id": "r", "weight": "10%", "value": "r" } ]"#;
    let own = scored(card, r#"{ "p": 80, "q": 70, "r": 20 }"#);
    let peers = [r#"{ "p": 100, "q": 60 }"#, r#"{ "p": 80, "q": 70, "r": 50 }"#, r#"{ "p": 90, "q": 50, "r": 60 }"#];
    let peers: Vec<Scorecard> = peers.iter().map(|values| scored(card, values)).collect();
    let found = focus(&own, &peers.iter().collect::<Vec<_>>());
    let told: Vec<String> = found
        .items
        .iter()
        .map(|one| {
            format!(
                "{} {} {} {} {}",
                one.path.join("."),
                number(&one.median),
                one.others,
                number(&one.ahead),
                number(&one.weighted)
            )
        })
        .collect();
    assert_eq!(told, ["p 90 3 -10 -6", "q 60 3 10 3", "r 55 2 -35 -3.5"]);
    assert_eq!(found.strongest().unwrap().path, ["q"]);
    assert_eq!(found.weakest().unwrap().path, ["r"], "most points behind");
    assert_eq!(found.coaching().unwrap().path, ["p"], "but 6 points of the score are lost here, and there 3.5");
    let alone = focus(&own, &[]);
    assert_eq!(number(&alone.items[0].median), "no peers");
    assert!(alone.strongest().is_none() && alone.coaching().is_none());
    let best = focus(&own, &[&scored(card, r#"{ "p": 1, "q": 1, "r": 1 }"#)]);
    assert!(best.coaching().is_none(), "nobody is ahead");
}

const PLAN: &str = r#"{ "attain": 1, "name": "Ask", "currency": "EUR",
    "rules": { "rounding": { "to": "0.1", "mode": "half_up" }, "boundary": "[from, to)", "missing": "skip", "ties": "1224" },
    "org": { "trees": { "sales": ["company"] }, "person": { "p": "number", "q": "number", "level": "text" }, "peers": "subject.level",
             "may_see": "actor = subject" },
    "tables": { "grade": { "keys": ["score"], "read": "step",
        "rows": [ { "score": ".. 75", "grade": "C" }, { "score": "75 .. 95", "grade": "B" }, { "score": "95 ..", "grade": "A" } ] } },
    "scorecards": {
        "rep": { "grain": "month", "grades": { "table": "grade" }, "items": [
            { "id": "p", "weight": "70%", "value": "subject.p" }, { "id": "q", "weight": "30%", "value": "subject.q" } ] },
        "plain": { "grain": "month", "items": [ { "id": "p", "weight": "100%", "value": "subject.p" } ] } } }"#;

#[test]
fn a_view_answers_for_its_people() {
    let mut engine = engine(PLAN);
    units(&mut engine, &[("company", "")]);
    member(&mut engine, "ann", "2023-01-01", "company", r#""p":100,"q":60,"level":"senior""#);
    member(&mut engine, "bob", "2023-01-01", "company", r#""p":80,"q":90,"level":"senior""#);
    member(&mut engine, "cid", "2023-01-01", "company", r#""p":50,"q":50,"level":"junior""#);
    let view = view(&engine, "2024-12-31");
    let (ann, bob, march) = (whose(&view, "ann"), whose(&view, "bob"), when(&view, "2024-03"));

    let needs = view.needs("rep", ann, march, "A").unwrap().unwrap();
    // 0.7 * 100 + 0.3 * 60 = 88; (94.95 - 18) / 0.7 = 769.5 / 7, (94.95 - 70) / 0.3 = 499 / 6
    assert_eq!(needs.items.iter().map(|need| lift(&need.lift)).collect::<Vec<_>>(), ["[1539/14, *)", "[499/6, *)"]);
    assert_eq!(
        view.needs("rep", ann, march, "AA").unwrap_err().to_string(),
        "there is no grade `AA`; did you mean `A`?"
    );
    assert!(view.needs("plain", ann, march, "A").unwrap_err().to_string().contains("has no grades"));
    assert!(view.needs("reb", ann, march, "A").unwrap_err().is_unknown());
    assert_eq!(view.needs("rep", whose(&view, "company"), march, "A"), Ok(Err(Why::NotAMember)));

    let flips = view.flips("rep", ann, bob, march).unwrap().unwrap();
    assert_eq!(flips[0].turn, Turn::At(Fraction::new(3, 5).unwrap()));
    let focus = view.focus("rep", bob, march).unwrap().unwrap();
    assert_eq!(focus.coaching().unwrap().path, ["p"]);
    assert_eq!(number(&focus.items[0].median), "90", "ann and bob himself are of one level");

    let seen = view.seen_by("ann").unwrap();
    assert!(seen.needs("rep", ann, march, "A").is_ok() && seen.focus("rep", ann, march).is_ok());
    assert!(seen.needs("rep", bob, march, "A").unwrap_err().is_hidden());
    assert!(seen.flips("rep", ann, bob, march).unwrap_err().is_hidden());
    assert!(seen.focus("rep", bob, march).unwrap_err().is_hidden());
}
