//! Grades by quotas, what is changed of them, and who may.

#![cfg(feature = "json")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::format_push_string,
    reason = "a test may stop at the first surprise"
)]

use attain::calendar::parse_day;
use attain::engine::{CalibrationState, Engine, View};
use attain::plan::Plan;
use attain::quantity::{Outcome, Value, Why};
use attain::report::{self, json};
use attain::trace::Language;

fn plan(grades: &str) -> String {
    format!(
        r#"{{ "attain": 1, "name": "Grades", "currency": "EUR", "timezone": "UTC",
        "rules": {{ "rounding": {{ "to": "1", "mode": "half_up" }}, "boundary": "[from, to)", "missing": "hold" }},
        "org": {{ "trees": {{ "sales": ["company", "region", "team"] }}, "leads": "role = \"manager\"",
                 "person": {{ "level": "text" }}, "peers": "subject.level" }},
        "facts": {{ "result": {{ "whose": "rep", "fields": {{ "rep": "person", "points": "number", "calls": "number" }} }} }},
        "tables": {{ "grade": {{ "keys": ["score"], "read": "step", "rows": [
            {{ "score": "110 ..", "grade": "S" }}, {{ "score": "95 .. 110", "grade": "A" }},
            {{ "score": "75 .. 95", "grade": "B" }}, {{ "score": ".. 75", "grade": "C" }} ] }} }},
        "kpis": {{ "points": {{ "formula": "avg(result.points)" }}, "calls": {{ "formula": "sum(result.calls)" }} }},
        "scorecards": {{ "rep": {{ "who": "role = \"rep\"", "grain": "month",
            "items": [ {{ "id": "points", "weight": "100%", "value": "points" }} ], "grades": {{ "table": "grade", {grades} }} }} }},
        "incentives": {{ "bonus": {{ "grain": "month", "components": [
            {{ "id": "by_grade", "each": "period", "pay": "if(grade.rep = \"S\", 1000, 100)" }} ] }} }} }}"#
    )
}

const FORCE: &str = r#""force": { "shares": { "S": "10%", "A": "20%", "B": "60%", "C": "10%" }, "ties": "better", "taken": "next", "odd": "first" }"#;
const MAY: &str = r#""calibrate": { "may": "leads(actor, subject) or actor.role = \"hr\"" }"#;

/// Twelve people in three teams of two regions: key, team, score, calls.
const PEOPLE: [(&str, &str, i64, i64); 12] = [
    ("p01", "red", 120, 1),
    ("p02", "red", 101, 2),
    ("p03", "red", 100, 3),
    ("p04", "red", 99, 4),
    ("p05", "blue", 98, 5),
    ("p06", "blue", 90, 6),
    ("p07", "blue", 85, 7),
    ("p08", "blue", 80, 8),
    ("p09", "green", 79, 9),
    ("p10", "green", 78, 10),
    ("p11", "green", 77, 11),
    ("p12", "green", 60, 12),
];

fn engine(grades: &str, people: &[(&str, &str, i64, i64)]) -> Engine {
    let plan = Plan::from_json(plan(grades).as_bytes()).unwrap_or_else(|problems| panic!("{problems}"));
    let mut engine = Engine::new(plan);
    let mut text = String::from(
        r#"{"kind":"unit","id":"u0","on":"2025-01-01","unit":"company"}
        {"kind":"unit","id":"u1","on":"2025-01-01","unit":"north","under":"company"}
        {"kind":"unit","id":"u2","on":"2025-01-01","unit":"south","under":"company"}
        {"kind":"unit","id":"u3","on":"2025-01-01","unit":"red","under":"north"}
        {"kind":"unit","id":"u4","on":"2025-01-01","unit":"blue","under":"north"}
        {"kind":"unit","id":"u5","on":"2025-01-01","unit":"green","under":"south"}
        {"kind":"membership","id":"m-mia","on":"2025-01-01","who":"mia","unit":"red","role":"manager"}
        {"kind":"membership","id":"m-eve","on":"2025-01-01","who":"eve","unit":"company","role":"hr"}
        "#,
    );
    for (who, team, points, calls) in people {
        let level = if *points >= 90 { "senior" } else { "junior" };
        text.push_str(&format!(
            "{{\"kind\":\"membership\",\"id\":\"m-{who}\",\"on\":\"2025-01-01\",\"who\":\"{who}\",\"unit\":\"{team}\",\"role\":\"rep\",\"level\":\"{level}\"}}\n"
        ));
        if *points > 0 {
            text.push_str(&format!(
                "{{\"kind\":\"result\",\"id\":\"r-{who}\",\"on\":\"2025-03-10\",\"rep\":\"{who}\",\"points\":{points},\"calls\":{calls}}}\n"
            ));
        }
    }
    record(&mut engine, &text);
    engine
}

fn record(engine: &mut Engine, text: &str) {
    for admission in engine.record_jsonl(text.as_bytes(), None) {
        assert!(matches!(admission.name(), "counted" | "waiting"), "{admission}");
    }
}

fn view(engine: &Engine) -> View {
    engine.view(parse_day("2025-04-30").unwrap())
}

fn told(grade: &Outcome<Value>) -> String {
    grade.as_ref().map_or_else(|why| why.code().to_owned(), ToString::to_string)
}

/// The grades that hold, in the order of keys.
fn grades(view: &View) -> String {
    let grades = view.grades("rep", view.period("2025-03").unwrap()).unwrap();
    let mut all: Vec<(String, String)> =
        grades.people.iter().map(|one| (one.who.to_string(), told(&one.grade()))).collect();
    all.sort();
    all.into_iter().map(|(_, grade)| grade).collect::<Vec<_>>().join(" ")
}

fn adjust(id: &str, who: &str, to: &str, by: &str) -> String {
    format!(
        "{{\"kind\":\"adjust\",\"id\":\"{id}\",\"on\":\"2025-04-03\",\"of\":\"grade.rep\",\"who\":\"{who}\",\"period\":\"2025-03\",\"to\":\"{to}\",\"by\":\"{by}\",\"why\":\"carried the launch\"}}"
    )
}

fn refused(engine: &mut Engine, text: &str) -> Vec<String> {
    let admission = engine.record_jsonl(text.as_bytes(), None).remove(0);
    match admission {
        attain::Admission::Refused(refusals) => {
            refusals.iter().map(|one| format!("{} {}", one.field().unwrap_or("-"), one.code())).collect()
        }
        other => panic!("{other}"),
    }
}

#[test]
fn twelve_people_are_one_three_seven_and_one() {
    let engine = engine(FORCE, &PEOPLE);
    let view = view(&engine);
    assert_eq!(grades(&view), "S A A A B B B B B B B C");
    let all = view.grades("rep", view.period("2025-03").unwrap()).unwrap();
    let p05 = all.of("p05").unwrap();
    assert_eq!((told(&p05.by_bands), told(&p05.grade())), ("A".to_owned(), "B".to_owned()), "the table gave more A");
    assert!(all.of("mia").is_none(), "a manager has no such card");
    let counts: Vec<(u64, u64)> = all.groups[0].grades.iter().map(|one| (one.places, one.given)).collect();
    assert_eq!(counts, [(1, 1), (3, 3), (7, 7), (1, 1)]);
}

#[test]
fn formulas_have_the_grade_that_holds() {
    let mut engine = engine(&format!("{FORCE}, {MAY}"), &PEOPLE);
    let pay = |view: &View, who: &str| {
        let whose = view.person(who).unwrap();
        view.pay("bonus", None, whose, view.period("2025-03").unwrap()).unwrap().unwrap().to_string()
    };
    assert_eq!(pay(&view(&engine), "p02"), "100");
    record(&mut engine, &adjust("c1", "p02", "S", "eve"));
    assert_eq!(pay(&view(&engine), "p02"), "1000");
}

#[test]
fn who_has_no_score_is_listed_and_counts_to_no_quota() {
    let mut people = PEOPLE.to_vec();
    people.push(("p13", "green", 0, 0));
    let engine = engine(FORCE, &people);
    let view = view(&engine);
    let all = view.grades("rep", view.period("2025-03").unwrap()).unwrap();
    assert_eq!(grades(&view), "S A A A B B B B B B B C no_facts");
    assert_eq!((all.groups[0].with_score, all.groups[0].without_score), (12, 1));
    assert_eq!(all.of("p13").unwrap().rank, Some(Err(Why::NoFacts)));
}

#[test]
fn groups_have_quotas_of_their_own() {
    let within = |within: &str| FORCE.replace("\"ties\"", &format!("\"within\": \"{within}\", \"ties\""));
    // Of eight 0.8, 1.6, 4.8 and 0.8 places: S, B and C have the largest remainders, and A keeps one; of four 0.4, 0.8, 2.4 and 0.4:
    // A has the odd place, and of the three remainders of 0.4 the first, S.
    let view_of = |force: &str| view(&engine(force, &PEOPLE));
    assert_eq!(grades(&view_of(&within("region"))), "S A B B B B B C S A B B");
    assert_eq!(grades(&view_of(&within("team"))), "S A B B S A B B S A B B");
    // Seniors are the first six: of 0.6, 1.2, 3.6 and 0.6 places two are left for three equal remainders, and the better grades come first.
    assert_eq!(grades(&view_of(&within("peers"))), "S A B B B B S A B B B B");
    assert_eq!(grades(&view_of(&within("subject.level"))), "S A B B B B S A B B B B");
}

#[test]
fn groups_that_are_too_small_go_by_what_is_declared() {
    let force = |at_least: u32, below: &str| {
        let more = format!("\"within\": \"team\", \"at_least\": {at_least}, \"below\": \"{below}\", \"ties\"");
        FORCE.replace("\"ties\"", &more)
    };
    // Green lacks one.
    let people = &PEOPLE[..11];
    let view_of = |force: &str| view(&engine(force, people));
    assert_eq!(grades(&view_of(&force(3, "bands"))), "S A B B S A B B A B B", "of three 0.3, 0.6, 1.8 and 0.3 places");
    assert_eq!(
        grades(&view_of(&force(4, "bands"))),
        "S A B B S A B B B B B",
        "three are too few, and the table speaks"
    );
    assert_eq!(grades(&view_of(&force(4, "undefined"))), "S A B B S A B B too_few too_few too_few");
    // Alone under the south, and alone under the company: there is nobody to go with.
    assert_eq!(grades(&view_of(&force(4, "parent"))), "S A B B S A B B too_few too_few too_few");
    // With five needed, red and blue make one group of the north: eight people; green has three, and nobody else is under the south or
    // left over under the company.
    assert_eq!(grades(&view_of(&force(5, "parent"))), "S A B B B B B C too_few too_few too_few");
    // With nine needed all of them end in the company: 1.1, 2.2, 6.6 and 1.1 places.
    let view = view_of(&force(9, "parent"));
    assert_eq!(grades(&view), "S A A B B B B B B B C");
    let all = view.grades("rep", view.period("2025-03").unwrap()).unwrap();
    let merged: Vec<String> = all.groups[0].merged.iter().map(ToString::to_string).collect();
    assert_eq!((all.groups.len(), merged), (1, vec!["blue".to_owned(), "red".to_owned(), "green".to_owned()]));
}

#[test]
fn equals_at_a_border_go_by_what_is_declared() {
    // A has the places 2 to 4, and 100 is there three times, from 3 to 5.
    let mut people = PEOPLE;
    (people[3].2, people[4].2) = (100, 100);
    let with = |ties: &str| FORCE.replace(r#""ties": "better", "taken": "next""#, ties);
    let view_of = |ties: &str| view(&engine(&with(ties), &people));
    let better_next = view_of(r#""ties": "better", "taken": "next""#);
    assert_eq!(grades(&better_next), "S A A A A B B B B B B C");
    let all = better_next.grades("rep", better_next.period("2025-03").unwrap()).unwrap();
    assert_eq!(all.groups[0].ties.len(), 1);
    assert_eq!(
        all.groups[0].ties[0].who.iter().map(attain::id::Key::as_str).collect::<Vec<_>>(),
        ["p03", "p04", "p05"]
    );
    assert_eq!(grades(&view_of(r#""ties": "better", "taken": "last""#)), "S A A A A B B B B B B B");
    // Seven are left for B and C, at 60 to 10: six and one.
    assert_eq!(grades(&view_of(r#""ties": "better", "taken": "anew""#)), "S A A A A B B B B B B C");
    assert_eq!(grades(&view_of(r#""ties": "worse", "taken": "next""#)), "S A B B B B B B B B B C");
    assert_eq!(grades(&view_of(r#""ties": "worse", "taken": "last""#)), "S A B B B B B B B C C C");
    // Ten are left: 8.57 and 1.43.
    assert_eq!(grades(&view_of(r#""ties": "worse", "taken": "anew""#)), "S A B B B B B B B B B C");
    // More calls come first: p05 and p04 have the last two places of A.
    assert_eq!(grades(&view_of(r#""ties": "then", "then": ["calls"]"#)), "S A B A A B B B B B B C");
    assert_eq!(
        grades(&view_of(r#""ties": "then", "then": [{ "by": "calls", "order": "lowest" }]"#)),
        "S A A A B B B B B B B C"
    );
}

#[test]
fn a_change_keeps_the_computed_grade_beside_it() {
    let mut engine = engine(&format!("{FORCE}, {MAY}"), &PEOPLE);
    record(&mut engine, &adjust("c1", "p05", "A", "eve"));
    let view = view(&engine);
    let all = view.grades("rep", view.period("2025-03").unwrap()).unwrap();
    let p05 = all.of("p05").unwrap();
    assert_eq!((told(&p05.computed()), told(&p05.grade())), ("B".to_owned(), "A".to_owned()));
    let change = p05.calibrated.as_ref().unwrap();
    assert_eq!((change.by.as_ref().unwrap().as_str(), change.why.as_deref()), ("eve", Some("carried the launch")));
    let findings: Vec<(String, u64, u64)> =
        all.findings.iter().map(|one| (one.grade.to_string(), one.given, one.now)).collect();
    assert_eq!(findings, [("A".to_owned(), 3, 4), ("B".to_owned(), 7, 6)], "it is told");
    let whose = view.person("p05").unwrap();
    let text =
        view.explain_scorecard("rep", whose, view.period("2025-03").unwrap()).unwrap().to_text(Language::English);
    assert!(text.contains("├─ by the table                                     A"), "{text}");
    assert!(text.contains("by quotas: place 5 of 12"), "{text}");
    assert!(text.contains("changed by eve on 2025-04-03: carried the launch"), "{text}");
    let chinese = report::grades(&all, attain::id::Key::to_string, Language::Chinese).to_string();
    assert!(chinese.contains("由 eve 于 2025-04-03 校准：carried the launch"), "{chinese}");
    let written = json::grades(view.card_of("rep").unwrap(), &all, view.plan().precision());
    assert!(written.contains(r#""findings":[{"grade":{"value":"A","unit":"text"},"given":3,"now":4}"#), "{written}");
}

#[test]
fn who_may_not_changes_nothing_until_somebody_approves_who_may() {
    let mut engine = engine(&format!("{FORCE}, {MAY}"), &PEOPLE);
    // Mia leads red, and p09 is in green.
    record(&mut engine, &adjust("c1", "p09", "A", "mia"));
    record(&mut engine, &adjust("c2", "p04", "B", "mia"));
    let before = view(&engine);
    assert_eq!(grades(&before), "S A A B B B B B B B B C");
    let states = |view: &View| -> Vec<&'static str> {
        let events = view.calibrations("rep", view.period("2025-03").unwrap()).unwrap();
        events.iter().map(|event| event.state.code()).collect()
    };
    assert_eq!(states(&before), ["not_allowed", "counts"]);
    record(&mut engine, r#"{"kind":"approve","id":"y1","on":"2025-04-04","of":"c1","answer":"yes","by":"p01"}"#);
    assert_eq!(states(&view(&engine)), ["not_allowed", "counts"], "p01 may not either");
    record(&mut engine, r#"{"kind":"approve","id":"y2","on":"2025-04-05","of":"c1","answer":"yes","by":"eve"}"#);
    let after = view(&engine);
    assert_eq!(states(&after), ["counts", "counts"]);
    assert_eq!(grades(&after), "S A A B B B B B A B B C");
    record(&mut engine, r#"{"kind":"approve","id":"y3","on":"2025-04-06","of":"c1","answer":"no","by":"eve"}"#);
    assert_eq!(states(&view(&engine)), ["not_allowed", "counts"]);
}

#[test]
fn what_is_taken_back_never_was_but_only_by_those_who_may() {
    let mut engine = engine(&format!("{FORCE}, {MAY}"), &PEOPLE);
    let plain = grades(&view(&engine));
    record(&mut engine, &adjust("c1", "p04", "B", "mia"));
    let changed = grades(&view(&engine));
    assert_ne!(plain, changed);
    record(&mut engine, r#"{"kind":"adjust","id":"x1","on":"2025-04-04","retracts":"c1","by":"p09"}"#);
    assert_eq!(grades(&view(&engine)), changed, "p09 may not take it back");
    record(&mut engine, r#"{"kind":"adjust","id":"x2","on":"2025-04-04","retracts":"c1","by":"mia"}"#);
    let after = view(&engine);
    assert_eq!(grades(&after), plain);
    let events = after.calibrations("rep", after.period("2025-03").unwrap()).unwrap();
    assert_eq!(events[0].state, CalibrationState::Retracted);
    assert_eq!(events[0].corrections.len(), 2);
}

#[test]
fn a_revision_by_somebody_who_may_not_does_nothing() {
    let mut engine = engine(&format!("{FORCE}, {MAY}"), &PEOPLE);
    record(&mut engine, &adjust("c1", "p04", "B", "mia"));
    let changed = grades(&view(&engine));
    let revised = adjust("x1", "p04", "S", "p09").replace("\"of\"", "\"revises\":\"c1\",\"of\"");
    record(&mut engine, &revised);
    assert_eq!(grades(&view(&engine)), changed);
    // It is no way out of the rule to make a target of it.
    record(&mut engine, &adjust("x2", "p04", "C", "eve").replace("\"of\"", "\"revises\":\"c1\",\"of\""));
    assert_eq!(grades(&view(&engine)), "S A A C B B B B B B B C");
}

#[test]
fn the_last_change_holds_and_what_was_known_is_replayed() {
    let mut engine = engine(&format!("{FORCE}, {MAY}"), &PEOPLE);
    let moment = |text: &str| Some(text.parse::<chrono::DateTime<chrono::Utc>>().unwrap());
    engine.record_jsonl(adjust("c1", "p05", "A", "eve").as_bytes(), moment("2025-04-03T08:00:00Z"));
    engine.record_jsonl(adjust("c2", "p05", "S", "eve").as_bytes(), moment("2025-04-05T08:00:00Z"));
    let now = view(&engine);
    assert_eq!(told(&now.grade("rep", now.person("p05").unwrap(), now.period("2025-03").unwrap()).unwrap()), "S");
    let events = now.calibrations("rep", now.period("2025-03").unwrap()).unwrap();
    assert_eq!(events[0].state, CalibrationState::Replaced("c2".parse().unwrap()));
    let then = engine.view_known(parse_day("2025-04-30").unwrap(), "2025-04-04T00:00:00Z".parse().unwrap());
    assert_eq!(told(&then.grade("rep", then.person("p05").unwrap(), then.period("2025-03").unwrap()).unwrap()), "A");
    let early = engine.view(parse_day("2025-04-02").unwrap());
    assert_eq!(told(&early.grade("rep", early.person("p05").unwrap(), early.period("2025-03").unwrap()).unwrap()), "B");
}

#[test]
fn where_quotas_are_kept_a_change_waits_for_what_makes_up_for_it() {
    let kept = MAY.replace(" }", r#", "quotas": "kept" }"#);
    let mut engine = engine(&format!("{FORCE}, {kept}"), &PEOPLE);
    let plain = grades(&view(&engine));
    record(&mut engine, &adjust("c1", "p05", "A", "eve"));
    assert_eq!(grades(&view(&engine)), plain);
    record(&mut engine, &adjust("c2", "p04", "B", "eve"));
    let after = view(&engine);
    assert_eq!(grades(&after), "S A A B A B B B B B B C");
    record(&mut engine, &adjust("c3", "p06", "A", "eve"));
    let last = view(&engine);
    assert_eq!(grades(&last), "S A A B A B B B B B B C", "what was balanced stays");
    let events = last.calibrations("rep", last.period("2025-03").unwrap()).unwrap();
    assert_eq!(events[2].state, CalibrationState::HeldBack);
}

#[test]
fn what_the_plan_has_no_place_for_is_refused_with_a_remedy() {
    let mut plain = engine(FORCE, &PEOPLE);
    assert_eq!(refused(&mut plain, &adjust("c1", "p05", "A", "eve")), ["of entry.not_allowed"]);
    let mut engine = engine(&format!("{FORCE}, {MAY}"), &PEOPLE);
    let good = adjust("c1", "p05", "A", "eve");
    assert_eq!(refused(&mut engine, &good.replace("grade.rep", "grade.reps")), ["of entry.unknown_name"]);
    assert_eq!(refused(&mut engine, &good.replace("\"A\"", "\"D\"")), ["to entry.unknown_name"]);
    assert_eq!(refused(&mut engine, &good.replace("2025-03\"", "2025-Q1\"")), ["period entry.unknown_name"]);
    assert_eq!(refused(&mut engine, &good.replace("\"eve\"", "\"p05\"")), ["by entry.not_allowed"]);
    assert_eq!(refused(&mut engine, &good.replace(r#","by":"eve""#, "")), ["by entry.missing_field"]);
    assert_eq!(refused(&mut engine, &good.replace("carried the launch", " ")), ["why entry.missing_field"]);
    assert_eq!(refused(&mut engine, &good.replace(r#""to":"A""#, r#""set":"5""#)), ["to entry.missing_field"]);
    assert_eq!(
        refused(&mut engine, &good.replace(r#""to":"A""#, r#""to":"A","set":"5""#)),
        ["set entry.invalid_value"]
    );
    assert_eq!(
        refused(&mut engine, &good.replace("grade.rep", "points")),
        ["of entry.unknown_name", "to entry.invalid_value"]
    );
    assert_eq!(
        refused(&mut engine, &good.replace("grade.rep", "grade.")),
        ["of entry.unknown_name", "of entry.invalid_value", "to entry.invalid_value"]
    );
}

#[test]
fn the_log_gives_back_what_was_said() {
    let mut engine = engine(&format!("{FORCE}, {MAY}"), &PEOPLE);
    record(&mut engine, &adjust("c1", "p05", "A", "eve"));
    let text = engine.to_jsonl();
    assert!(
        text.contains(r#""of":"grade.rep","period":"2025-03","to":"A","who":"p05"}"#) || text.contains(r#""to":"A""#),
        "{text}"
    );
    let mut other = Engine::new(engine.plan().clone());
    record(&mut other, &text);
    assert_eq!(other.to_jsonl(), text);
    assert_eq!(grades(&view(&other)), grades(&view(&engine)));
}

#[test]
fn the_next_better_grade_is_told_as_a_score() {
    let engine = engine(FORCE, &PEOPLE);
    let view = view(&engine);
    let march = view.period("2025-03").unwrap();
    let next = |who: &str| {
        let next = view.next_grade("rep", view.person(who).unwrap(), march).unwrap().unwrap();
        next.map(|next| format!("{} {}", next.grade, next.score))
    };
    assert_eq!(next("p05"), Some("A 99".to_owned()), "as good as p04, and equals have the better grade");
    assert_eq!(next("p12"), Some("B 77".to_owned()));
    assert_eq!(next("p02"), Some("S 120".to_owned()));
    assert_eq!(next("p01"), None);
}

#[test]
fn what_is_wrong_with_quotas_is_told_at_its_place() {
    let problems = |force: &str| -> Vec<String> {
        let force = format!(r#""force": {{ {force} }}"#);
        let problems = Plan::from_json(plan(&force).as_bytes()).unwrap_err();
        let short = |place: String| place.replace("scorecards.rep.grades.force", "~");
        problems.iter().map(|problem| format!("{} {}", short(problem.place().to_string()), problem.code())).collect()
    };
    let rest = r#""ties": "better", "taken": "next", "odd": "first""#;
    let shares = r#""shares": { "S": "10%", "A": "20%", "B": "60%", "C": "10%" }"#;
    assert_eq!(
        problems(&format!(r#""shares": {{ "S": "10%", "A": "20%", "B": "60%", "C": "11%" }}, {rest}"#)),
        ["~.shares weights.not_whole"]
    );
    assert_eq!(
        problems(&format!(r#""shares": {{ "S": "10%", "A": "20%", "B": "60%", "D": "10%" }}, {rest}"#)),
        ["~.shares.D name.unknown", "~.shares.C document.missing_field"]
    );
    assert_eq!(
        problems(&format!(r#""shares": {{ "S": "-10%", "A": "40%", "B": "60%", "C": "10%" }}, {rest}"#)),
        ["~.shares.S value.range"]
    );
    assert_eq!(problems(shares), ["~.ties rule.needed", "~.odd rule.needed"]);
    assert_eq!(problems(&format!(r#"{shares}, "ties": "worse", "odd": "last""#)), ["~.taken rule.needed"]);
    assert_eq!(problems(&format!(r#"{shares}, "ties": "then", "odd": "last""#)), ["~.then rule.needed"]);
    assert_eq!(
        problems(&format!(r#"{shares}, "ties": "then", "then": ["calls"], "taken": "next", "odd": "last""#)),
        ["~.taken plan.conflict"]
    );
    assert_eq!(problems(&format!(r#"{shares}, {rest}, "then": ["calls"]"#)), ["~.then plan.conflict"]);
    assert_eq!(problems(&format!(r#"{shares}, {rest}, "at_least": 5"#)), ["~.below rule.needed"]);
    assert_eq!(problems(&format!(r#"{shares}, {rest}, "at_least": 0, "below": "bands""#)), ["~.at_least value.range"]);
    assert_eq!(problems(&format!(r#"{shares}, {rest}, "below": "bands""#)), ["~.below plan.conflict"]);
    assert_eq!(problems(&format!(r#"{shares}, {rest}, "at_least": 5, "below": "parent""#)), ["~.below plan.conflict"]);
    assert_eq!(problems(&format!(r#"{shares}, {rest}, "within": "temas""#)), ["~.within formula.unknown_name"]);
}

#[test]
fn grades_that_ask_for_themselves_are_a_ring() {
    let force = FORCE.replace("\"ties\"", r#""within": "grade.rep", "ties""#);
    let problems = Plan::from_json(plan(&force).as_bytes()).unwrap_err();
    assert!(problems.iter().any(|problem| problem.code().name() == "formula.ring"), "{problems}");
}

#[test]
fn nobody_approves_or_takes_back_what_is_said_of_their_own_grade() {
    let may = r#""calibrate": { "may": "actor.role = \"rep\" or actor.role = \"hr\"" }"#;
    let mut engine = engine(&format!("{FORCE}, {may}"), &PEOPLE);
    let plain = grades(&view(&engine));
    record(&mut engine, &adjust("c1", "p05", "A", "mia"));
    record(&mut engine, r#"{"kind":"approve","id":"y1","on":"2025-04-04","of":"c1","answer":"yes","by":"p05"}"#);
    assert_eq!(grades(&view(&engine)), plain, "p05 may change other grades, and not their own");
    record(&mut engine, r#"{"kind":"approve","id":"y2","on":"2025-04-05","of":"c1","answer":"yes","by":"p06"}"#);
    assert_eq!(grades(&view(&engine)), "S A A A A B B B B B B C");
    record(&mut engine, &adjust("c2", "p04", "C", "eve"));
    record(&mut engine, r#"{"kind":"adjust","id":"x1","on":"2025-04-06","retracts":"c2","by":"p04"}"#);
    assert_eq!(grades(&view(&engine)), "S A A C A B B B B B B C");
    record(&mut engine, r#"{"kind":"adjust","id":"x2","on":"2025-04-06","retracts":"c2","by":"p06"}"#);
    assert_eq!(grades(&view(&engine)), "S A A A A B B B B B B C");
}
