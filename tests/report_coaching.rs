//! What is asked of scorecards besides scores, as tables and as JSON.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

use attain::quantity::{Precision, Value};
use attain::report::{self, json};
use attain::score::{PlainCard, Scorecard, flips, focus};
use attain::trace::Language;

const CARD: &str = r#"{
    "values": { "attained": "ratio", "growth": "ratio", "on_time": "ratio", "visits": "number", "paid": "ratio" },
    "rules": { "rounding": { "to": "0.1", "mode": "half_up" }, "boundary": "[from, to)", "missing": "skip" },
    "tables": {
        "points": { "keys": ["x"], "read": "line", "below": "flat", "above": "flat",
            "rows": [ { "x": "0%", "points": 0 }, { "x": "100%", "points": 100 }, { "x": "120%", "points": 120 } ] },
        "grade": { "keys": ["score"], "read": "step", "rows": [ { "score": ".. 95", "grade": "B" }, { "score": "95 ..", "grade": "A" } ] } },
    "scorecard": { "grain": "month", "grades": { "table": "grade" },
        "items": [
            { "id": "results", "weight": "60%", "labels": { "zh": "结果" }, "items": [
                { "id": "attained", "weight": "80%", "value": "attained", "points": "points" },
                { "id": "growth", "weight": "20%", "value": "growth", "points": "points" } ] },
            { "id": "process", "weight": "30%", "value": "on_time", "points": "points", "missing": "zero", "labels": { "en": "on time", "zh": "及时率" } },
            { "id": "visits", "weight": "10%", "value": "visits", "steps": [ { "cap": 100, "why": "enough" } ] } ],
        "steps": [ { "when": "paid < 80%", "cap": 90, "why": "cash first" } ] } }"#;

fn scored(values: &str) -> (PlainCard, Scorecard) {
    let card = PlainCard::from_json(CARD.as_bytes()).unwrap_or_else(|problems| panic!("{problems}"));
    let result = card.evaluate(&card.read_json(values.as_bytes()).unwrap()).unwrap().unwrap();
    (card, result)
}

#[test]
fn a_card_is_told_line_by_line() {
    let (card, result) = scored(r#"{ "attained": "110%", "visits": 130, "paid": "70%" }"#);
    // 0.6 * 110 + 0.3 * 0 + 0.1 * 100 = 76
    assert_eq!(
        report::score_lines(card.card(), &result, Language::English).to_string(),
        "\
item          value  points    share    adds
results              110.00   60.0 %   66.00
  attained  110.0 %  110.00  100.0 %  110.00
  growth          –       –                   `growth` is missing; left out
on time           –       –   30.0 %    0.00  `on_time` is missing; counts as 0
visits          130  100.00   10.0 %   10.00  cap 100 (enough)
score                  76.0
grade                     B
"
    );
    let (card, result) =
        scored(r#"{ "attained": "110%", "growth": "100%", "on_time": "100%", "visits": 30, "paid": "70%" }"#);
    let text = report::score_lines(card.card(), &result, Language::Chinese).to_string();
    assert!(text.contains("cap 90（cash first）") && text.contains("结果") && text.contains("及时率"), "{text}");
    let text = json::score_lines(card.card(), &result, Precision::default());
    for part in [
        r#"{"path":["results","attained"],"value":{"value":"1.1","unit":"ratio"},"points":{"value":"110","unit":"number"},"share":{"value":"0.8","unit":"ratio"},"of_card":{"value":"0.48","unit":"ratio"},"contribution":{"value":"88","unit":"number"}}"#,
        r#""steps":[{"deed":"cap","held":"yes","amount":{"value":"90","unit":"number"},"before":{"value":"97.8","unit":"number"}"#,
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    serde_json::from_str::<serde_json::Value>(&text).unwrap();
}

#[test]
fn what_is_missing_for_a_grade_is_told_so_that_it_is_enough() {
    let (card, result) =
        scored(r#"{ "attained": "90%", "growth": "80%", "on_time": "85%", "visits": 95, "paid": "90%" }"#);
    let needs = result.needs(&Value::Text("A".into())).unwrap().unwrap();
    // 0.6 * (0.8 * 90 + 0.2 * 80) + 0.3 * 85 + 0.1 * 95 = 87.8, and 94.95 is needed: 7.15 more.
    assert_eq!(
        report::needs(card.card(), &needs, Language::English).to_string(),
        "\
item                    is  needed
results / attained  90.0 %  ≥ 104.9 %
results / growth    80.0 %  cannot
on time             85.0 %  ≥ 108.84 %
visits                  95  cannot
score                       95.0
"
    );
    let text = report::needs(card.card(), &needs, Language::Chinese).to_string();
    assert!(text.contains("结果 / attained") && text.contains("无法达到"), "{text}");
    let text = json::needs(&needs, Precision::default());
    for part in [
        r#""score":{"value":"95","unit":"number"},"points":{"value":"94.95","unit":"number","within":true},"reached":false"#,
        r#"{"path":["results","growth"],"value":{"value":"0.8","unit":"ratio"}"#,
        r#""lift":"never""#,
        r#""lift":"to","to":[{"from":{"value":"1.088333333333","exact":"653/600","unit":"ratio","within":true},"to":null}]"#,
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    serde_json::from_str::<serde_json::Value>(&text).unwrap();
}

#[test]
fn two_people_and_peers_are_told() {
    let (card, ann) =
        scored(r#"{ "attained": "100%", "growth": "100%", "on_time": "60%", "visits": 50, "paid": "90%" }"#);
    let (_, bob) = scored(r#"{ "attained": "80%", "growth": "80%", "on_time": "90%", "visits": 50, "paid": "90%" }"#);
    let turns = flips(&ann, &bob).unwrap();
    // 0.6 * 20 - 0.3 * 30 = 3: with x for the results, 20 x - 30 * 0.75 (1 - x) = 0.
    assert_eq!(
        report::flips(card.card(), &turns, Language::English).to_string(),
        "\
item                weight  equal at
results             60.0 %    52.9 %
results / attained  80.0 %     never
results / growth    20.0 %     never
on time             30.0 %    36.4 %
visits              10.0 %   100.0 %
"
    );
    let text = report::flips(card.card(), &turns, Language::Chinese).to_string();
    assert!(text.contains("持平权重") && text.contains("不会"), "{text}");
    let text = json::flips(&turns, Precision::default());
    assert!(text.contains(r#""turn":"at","at":{"value":"0.529411764706","exact":"9/17","unit":"ratio"}"#), "{text}");

    let found = focus(&bob, &[&ann, &bob]);
    assert_eq!(
        report::focus(card.card(), &found, Language::English).to_string(),
        "\
item                points  median   ahead  of the score
results / attained   80.00   90.00  −10.00         −4.80
results / growth     80.00   90.00  −10.00         −1.20
on time              90.00   75.00  +15.00         +4.50
visits               50.00   50.00    0.00          0.00
strongest                                                 on time
weakest                                                   results / attained
work on                                                   results / attained
"
    );
    let text = json::focus(&found, Precision::default());
    assert!(
        text.ends_with(r#""strongest":["process"],"weakest":["results","attained"],"work_on":["results","attained"]}"#),
        "{text}"
    );
    let text = report::focus(card.card(), &found, Language::Chinese).to_string();
    assert!(text.contains("辅导重点") && text.contains("折合总分"), "{text}");
}
