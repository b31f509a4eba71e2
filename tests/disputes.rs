//! Disputes: who may say for how long that a line is wrong, who answers, and what becomes of the line.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

use attain::calendar::parse_day;
use attain::dispute::DisputeState;
use attain::engine::{DisputeCase, DisputedLine, Disputes, Engine, View};
use attain::plan::Plan;
use attain::quantity::{Fraction, Value};
use attain::report::{self, json};
use attain::trace::Language;

const PLAN: &str = r#"{ "attain": 1, "name": "Disputes", "currency": "EUR", "timezone": "UTC",
    "rules": { "rounding": { "to": "1", "mode": "half_up" }, "missing": "hold" },
    "org": { "trees": { "sales": ["company"] }, "leads": "role = \"manager\"",
             "may_see": "actor = subject or leads(actor, subject)" },
    "facts": { "visit": { "whose": "rep", "fields": { "rep": "person", "points": "number" } } },
    "kpis": { "visits": { "formula": "sum(visit.points)" } },
    "disputes": { "days": 10, "may": "actor = subject", "answers": "leads(actor, subject)" },
    "scorecards": { "rep": { "grain": "month", "items": [ { "id": "visits", "weight": "100%", "value": "visits" } ] } } }"#;

const LOG: &str = r#"
    {"kind":"unit","id":"u0","on":"2025-01-01","unit":"company"}
    {"kind":"membership","id":"m1","on":"2025-01-01","who":"ann","unit":"company","role":"rep"}
    {"kind":"membership","id":"m2","on":"2025-01-01","who":"bob","unit":"company","role":"rep"}
    {"kind":"membership","id":"m3","on":"2025-01-01","who":"mia","unit":"company","role":"manager"}
    {"kind":"visit","id":"v1","on":"2025-03-10","rep":"ann","points":7}"#;

const DISPUTE: &str = r#"{"kind":"dispute","id":"d1","on":"2025-04-02","of":"scorecard.rep/item.visits/kpi.visits","who":"ann","period":"2025-03","by":"ann","why":"one visit is missing"}"#;

fn engine() -> Engine {
    let mut engine = Engine::new(Plan::from_json(PLAN.as_bytes()).unwrap_or_else(|problems| panic!("{problems}")));
    record(&mut engine, LOG, "2025-04-01T00:00:00Z");
    engine
}

fn record(engine: &mut Engine, text: &str, known: &str) {
    for admission in engine.record_jsonl(text.as_bytes(), Some(known.parse().unwrap())) {
        assert_eq!(admission.name(), "counted", "{admission}");
    }
}

fn view(engine: &Engine) -> View {
    engine.view(parse_day("2025-04-30").unwrap())
}

fn case(engine: &Engine) -> DisputeCase {
    view(engine).disputes(Disputes::All, None).unwrap().remove(0)
}

fn refused(engine: &mut Engine, text: &str) -> Vec<String> {
    match engine.record_jsonl(text.as_bytes(), None).remove(0) {
        attain::Admission::Refused(refusals) => {
            refusals.iter().map(|one| format!("{} {}", one.field().unwrap_or("-"), one.code())).collect()
        }
        other => panic!("{other}"),
    }
}

fn number(number: i64) -> Value {
    Value::Number(Fraction::whole(number))
}

#[test]
fn a_dispute_is_open_until_somebody_answers_and_marks_its_line() {
    let mut engine = engine();
    record(&mut engine, DISPUTE, "2025-04-02T00:00:00Z");
    let open = case(&engine);
    assert_eq!((open.state, open.line), (DisputeState::Open, DisputedLine::Same(Ok(number(7)))));
    let view = view(&engine);
    let ann = view.person("ann").unwrap();
    let trace = view.explain_scorecard("rep", ann, view.period("2025-03").unwrap()).unwrap();
    let text = trace.to_text(Language::English);
    assert!(text.contains("└─ visits") && text.contains("(disputed: d1, open)"), "{text}");
    assert!(trace.to_text(Language::Chinese).contains("（申诉：d1，待处理）"));
    let written = json::trace(&trace, view.plan().precision());
    assert!(written.contains(r#""disputes":[{"entry":"d1","state":"open"}]"#), "{written}");
    // Another month has no mark.
    let other = view.explain_scorecard("rep", ann, view.period("2025-02").unwrap()).unwrap();
    assert!(!other.to_text(Language::English).contains("disputed"));
}

#[test]
fn it_is_accepted_with_the_entry_that_puts_it_right() {
    let mut engine = engine();
    record(&mut engine, DISPUTE, "2025-04-02T00:00:00Z");
    let yes = r#"{"kind":"approve","id":"y1","on":"2025-04-04","of":"d1","answer":"yes","by":"mia","with":"v2"}"#;
    assert_eq!(refused(&mut engine, &yes.replace(r#","with":"v2""#, "")), ["with entry.missing_field"]);
    record(&mut engine, yes, "2025-04-04T00:00:00Z");
    let promised = case(&engine);
    assert_eq!((promised.state.code(), promised.is_corrected), ("accepted", Some(false)), "it is not there yet");
    record(
        &mut engine,
        r#"{"kind":"visit","id":"v2","on":"2025-03-11","rep":"ann","points":5}"#,
        "2025-04-05T00:00:00Z",
    );
    let done = case(&engine);
    assert_eq!(done.is_corrected, Some(true));
    assert_eq!(done.line, DisputedLine::Changed { then: Ok(number(7)), now: Ok(number(12)) });
    let text = report::disputes(&[done], attain::id::Key::to_string, Language::English).to_string();
    assert!(text.contains("7 → 12") && text.contains("accepted"), "{text}");
    assert!(view(&engine).disputes(Disputes::Open, None).unwrap().is_empty());
}

#[test]
fn it_is_rejected_for_a_reason_by_those_who_may() {
    let mut engine = engine();
    record(&mut engine, DISPUTE, "2025-04-02T00:00:00Z");
    let no =
        r#"{"kind":"approve","id":"y1","on":"2025-04-04","of":"d1","answer":"no","by":"mia","why":"it was in April"}"#;
    assert_eq!(refused(&mut engine, &no.replace(r#","why":"it was in April""#, "")), ["why entry.missing_field"]);
    record(&mut engine, &no.replace("mia", "bob").replace("y1", "y0"), "2025-04-03T00:00:00Z");
    assert_eq!(case(&engine).state, DisputeState::Open, "bob does not answer");
    record(&mut engine, no, "2025-04-04T00:00:00Z");
    assert_eq!(case(&engine).state.code(), "rejected");
}

#[test]
fn whoever_disputes_may_take_it_back_and_nobody_answers_themselves() {
    let mut engine = engine();
    record(&mut engine, DISPUTE, "2025-04-02T00:00:00Z");
    let answer = |id: &str, answer: &str, by: &str| {
        format!(
            r#"{{"kind":"approve","id":"{id}","on":"2025-04-04","of":"d1","answer":"{answer}","by":"{by}","with":"v1"}}"#
        )
    };
    record(&mut engine, &answer("y1", "yes", "ann"), "2025-04-03T00:00:00Z");
    assert_eq!(case(&engine).state, DisputeState::Open);
    record(&mut engine, &answer("y2", "withdrawn", "mia"), "2025-04-04T00:00:00Z");
    assert_eq!(case(&engine).state, DisputeState::Open, "mia did not dispute");
    record(&mut engine, &answer("y3", "withdrawn", "ann"), "2025-04-05T00:00:00Z");
    assert_eq!(case(&engine).state.code(), "withdrawn");
}

#[test]
fn who_may_not_dispute_is_told_so() {
    let mut engine = engine();
    record(&mut engine, &DISPUTE.replace(r#""by":"ann""#, r#""by":"bob""#), "2025-04-02T00:00:00Z");
    assert_eq!(case(&engine).state, DisputeState::NotAllowed);
}

#[test]
fn the_window_ends_so_many_days_after_the_period() {
    let mut engine = engine();
    let on = |day: &str| DISPUTE.replace("2025-04-02", day);
    assert_eq!(refused(&mut engine, &on("2025-04-11")), ["on entry.not_allowed"]);
    record(&mut engine, &on("2025-04-10"), "2025-04-10T00:00:00Z");
}

#[test]
fn a_line_that_is_gone_or_never_was_says_so() {
    let mut engine = engine();
    record(&mut engine, DISPUTE, "2025-04-02T00:00:00Z");
    record(&mut engine, &DISPUTE.replace("d1", "d2").replace("kpi.visits", "kpi.calls"), "2025-04-02T00:00:00Z");
    let changed = PLAN.replace(r#""value": "visits""#, r#""value": "2 * sum(visit.points)""#);
    let mut other = Engine::new(Plan::from_json(changed.as_bytes()).unwrap());
    other.record_jsonl(engine.to_jsonl().as_bytes(), None);
    let cases = view(&engine).disputes(Disputes::All, None).unwrap();
    assert_eq!(cases.iter().map(|case| case.line.code()).collect::<Vec<_>>(), ["same", "never"]);
    let cases = view(&other).disputes(Disputes::All, None).unwrap();
    assert_eq!(
        cases.iter().map(|case| case.line.code()).collect::<Vec<_>>(),
        ["never", "never"],
        "another plan asks otherwise"
    );
    // The step that was disputed is gone with the condition under which the item is there.
    let when = PLAN.replace(r#""value": "visits" }"#, r#""value": "visits", "when": "visits < 10" }"#);
    let mut engine = Engine::new(Plan::from_json(when.as_bytes()).unwrap());
    record(&mut engine, LOG, "2025-04-01T00:00:00Z");
    record(&mut engine, DISPUTE, "2025-04-02T00:00:00Z");
    record(
        &mut engine,
        r#"{"kind":"visit","id":"v2","on":"2025-03-11","rep":"ann","points":5}"#,
        "2025-04-05T00:00:00Z",
    );
    assert_eq!(case(&engine).line, DisputedLine::Gone(Ok(number(7))));
}

#[test]
fn what_cannot_be_disputed_is_refused_with_a_remedy() {
    let mut engine = engine();
    assert_eq!(refused(&mut engine, &DISPUTE.replace("scorecard.rep", "scorecard.reps")), ["of entry.unknown_name"]);
    assert_eq!(refused(&mut engine, &DISPUTE.replace("scorecard.rep", "score.rep")), ["of entry.unknown_name"]);
    assert_eq!(refused(&mut engine, &DISPUTE.replace("2025-03\"", "2025-13\"")), ["period entry.unknown_name"]);
    assert_eq!(refused(&mut engine, &DISPUTE.replace("one visit is missing", "")), ["why entry.missing_field"]);
    assert_eq!(
        refused(
            &mut engine,
            r#"{"kind":"approve","id":"y1","on":"2025-04-04","of":"v1","answer":"yes","by":"mia","with":"v1"}"#
        ),
        ["with entry.invalid_value"]
    );
    let without = PLAN
        .replace(r#""disputes": { "days": 10, "may": "actor = subject", "answers": "leads(actor, subject)" },"#, "");
    let mut engine = Engine::new(Plan::from_json(without.as_bytes()).unwrap());
    assert_eq!(refused(&mut engine, DISPUTE), ["kind entry.not_allowed"]);
}

#[test]
fn one_sees_the_disputes_of_those_whom_one_may_see() {
    let mut engine = engine();
    record(&mut engine, DISPUTE, "2025-04-02T00:00:00Z");
    let view = view(&engine);
    let seen = |who: &str| view.seen_by(who).unwrap().disputes(Disputes::All, None).unwrap().len();
    assert_eq!((seen("ann"), seen("mia"), seen("bob")), (1, 1, 0));
    let bob = view.person("bob").unwrap();
    assert!(view.disputes(Disputes::All, Some(bob)).unwrap().is_empty());
}
