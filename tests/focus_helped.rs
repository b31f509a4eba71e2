//! What became of what somebody was to work on.

#![cfg(feature = "json")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::format_push_string,
    reason = "a test may stop at the first surprise"
)]

use attain::calendar::parse_day;
use attain::engine::{Engine, View};
use attain::plan::Plan;
use attain::quantity::{Fraction, Outcome, Why};
use attain::report::{self, json};
use attain::score::Helped;
use attain::trace::Language;

const PLAN: &str = r#"{ "attain": 1, "name": "Focus", "currency": "EUR",
    "rules": { "rounding": { "to": "0.1", "mode": "half_up" }, "missing": "skip" },
    "calendar": { "year_starts": "01-01" },
    "org": { "trees": { "sales": ["company"] }, "peers": "subject.role" },
    "facts": { "seen": { "whose": "rep", "fields": { "rep": "person", "calls": "number", "sales": "number" } } },
    "scorecards": { "rep": { "grain": "month", "items": [
        { "id": "calls", "weight": "40%", "value": "avg(seen.calls)" },
        { "id": "sales", "weight": "60%", "value": "avg(seen.sales)" } ] } } }"#;

/// Who, month, calls and sales.
const SEEN: [(&str, &str, i64, i64); 8] = [
    ("ann", "02", 50, 90),
    ("bob", "02", 80, 90),
    ("cid", "02", 90, 60),
    ("dan", "02", 70, 80),
    ("ann", "03", 75, 80),
    ("bob", "03", 70, 90),
    ("cid", "03", 90, 70),
    ("dan", "03", 100, 80),
];

fn view() -> View {
    let mut engine = Engine::new(Plan::from_json(PLAN.as_bytes()).unwrap_or_else(|problems| panic!("{problems}")));
    let mut text = "{\"kind\":\"unit\",\"id\":\"u\",\"on\":\"2025-01-01\",\"unit\":\"company\"}\n".to_owned();
    for who in ["ann", "bob", "cid", "dan", "eve"] {
        let on = if who == "eve" { "2025-03-01" } else { "2025-01-01" };
        text += &format!(
            "{{\"kind\":\"membership\",\"id\":\"m{who}\",\"on\":\"{on}\",\"who\":\"{who}\",\"unit\":\"company\",\"role\":\"rep\"}}\n"
        );
    }
    for (who, month, calls, sales) in SEEN {
        text += &format!(
            "{{\"kind\":\"seen\",\"id\":\"s{who}{month}\",\"on\":\"2025-{month}-10\",\"rep\":\"{who}\",\"calls\":{calls},\"sales\":{sales}}}\n"
        );
    }
    for admission in engine.record_jsonl(text.as_bytes(), None) {
        assert_eq!(admission.name(), "counted", "{admission}");
    }
    engine.view(parse_day("2025-03-31").unwrap())
}

fn helped(view: &View, who: &str, month: &str) -> Outcome<Option<Helped>> {
    view.focus_helped("rep", view.person(who).unwrap(), view.period(month).unwrap()).unwrap()
}

#[test]
fn the_item_is_told_then_and_now_with_its_rank_among_the_changes_of_peers() {
    let view = view();
    // In February the medians of the peers, ann among them, are 75 calls and 85 sales: ann is 25 calls behind, 10 points of the score.
    let ann = helped(&view, "ann", "2025-03").unwrap().unwrap();
    assert_eq!(ann.path, ["calls"]);
    assert_eq!(ann.behind, Ok(Fraction::whole(-10)));
    assert_eq!((ann.then.clone(), ann.now.clone()), (Ok(Fraction::whole(50)), Ok(Fraction::whole(75))));
    // Changes of calls: ann +25, bob −10, cid 0, dan +30.
    assert_eq!((ann.change.clone(), ann.rank.clone(), ann.among), (Ok(Fraction::whole(25)), Ok(Fraction::whole(2)), 4));
    let text = report::focus_helped(view.card_of("rep").unwrap(), &ann, Language::English).to_string();
    assert_eq!(
        text,
        "worked on  was behind   then    now  change  rank\ncalls          −10.00  50.00  75.00   25.00   2/4\n"
    );
    let written = json::focus_helped(Some(&ann), view.plan().precision());
    assert!(written.starts_with(r#"{"worked_on":["calls"],"behind":{"value":"-10","unit":"number"}"#), "{written}");
    // Cid was 25 sales behind, and gained most of all.
    let cid = helped(&view, "cid", "2025-03").unwrap().unwrap();
    assert_eq!(
        (cid.path, cid.change, cid.rank),
        (vec!["sales".to_owned()], Ok(Fraction::whole(10)), Ok(Fraction::ONE))
    );
    // Nothing of bob's was behind.
    assert_eq!(helped(&view, "bob", "2025-03"), Ok(None));
}

#[test]
fn without_an_earlier_period_there_is_nothing_to_tell_and_it_says_why() {
    let view = view();
    assert_eq!(helped(&view, "eve", "2025-03"), Err(Why::NotAMember));
    let days = attain::calendar::Span::new(parse_day("2025-03-01").unwrap(), parse_day("2025-03-08").unwrap()).unwrap();
    assert_eq!(view.focus_helped("rep", view.person("ann").unwrap(), days).unwrap(), Err(Why::NoPeriod));
}
