//! Who set what, and why: the history of targets, by hand.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

mod common;

use attain::engine::{Engine, TargetEvent, View};
use attain::log::Corrects;
use attain::quantity::Why;
use common::{engine, member, order, record, told, units, view, when, whose};

/// The company with the teams 北区 (王芳, bob) and south (cid), of whom 王芳 sold 600 last year, bob 300, cid 100.
fn company() -> Engine {
    let mut engine = engine(
        r#"{ "attain": 1, "name": "History", "currency": "EUR",
             "rules": { "rounding": { "to": "1", "mode": "half_up", "odd": "first" }, "missing": "zero" },
             "org": { "trees": { "sales": ["company", "team"] } },
             "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
             "kpis": { "revenue": { "formula": "sum(order.amount)" } },
             "targets": { "revenue": { "grain": "quarter", "unit_is": "own", "transfer": "days", "on_change": "respread",
                 "levels": ["target", "stretch"],
                 "split": [ { "over": "quarter", "by": "1" }, { "over": "members", "by": "revenue[last_year year]" } ] } } }"#,
    );
    units(&mut engine, &[("company", ""), ("北区", "company"), ("south", "company")]);
    for (who, unit, sold) in [("王芳", "北区", "600"), ("bob", "北区", "300"), ("cid", "south", "100")] {
        member(&mut engine, who, "2023-01-01", unit, "");
        order(&mut engine, who, "2023-06-01", sold);
    }
    engine
}

fn say(engine: &mut Engine, id: &str, on: &str, kind: &str, rest: &str) {
    record(engine, &format!(r#"{{"kind":"{kind}","id":"{id}","on":"{on}","of":"revenue",{rest}}}"#));
}

/// The year of the company, raised in July; a slip that was retracted; an adjustment of one's own quarter that was revised; a
/// sister team's setting; a quarter closed for the team, and what was refused then.
fn story() -> Engine {
    let mut engine = company();
    say(
        &mut engine,
        "t1",
        "2023-12-01",
        "target",
        r#""who":"company","period":"2024","amount":"1000","by":"ceo","why":"年度计划""#,
    );
    say(&mut engine, "s1", "2024-01-10", "target", r#""who":"south","period":"2024-Q3","amount":"30","by":"dan""#);
    say(
        &mut engine,
        "x1",
        "2024-02-01",
        "target",
        r#""who":"王芳","period":"2024-Q3","amount":"9999","by":"dan","why":"slip""#,
    );
    record(&mut engine, r#"{"kind":"target","id":"x2","on":"2024-02-02","retracts":"x1","by":"eve","why":"typo"}"#);
    say(
        &mut engine,
        "a1",
        "2024-03-01",
        "adjust",
        r#""who":"王芳","period":"2024-Q3","add":"5","by":"dan","why":"territory""#,
    );
    say(
        &mut engine,
        "a2",
        "2024-03-01",
        "adjust",
        r#""who":"王芳","period":"2024-Q3","add":"10","by":"eve","why":"五改十","revises":"a1""#,
    );
    say(&mut engine, "t2", "2024-07-01", "target", r#""who":"company","period":"2024","amount":"1120","by":"ceo""#);
    say(&mut engine, "c1", "2024-08-01", "close", r#""who":"北区","period":"2024-Q3","by":"ceo""#);
    say(&mut engine, "a3", "2024-08-02", "adjust", r#""who":"王芳","period":"2024-Q3","times":"2","by":"dan""#);
    engine
}

fn events(view: &View, who: &str, period: &str) -> Vec<TargetEvent> {
    view.target_history("revenue", whose(view, who), when(view, period)).unwrap()
}

/// Each behind a comma.
fn listed<T: std::fmt::Display>(texts: &[T]) -> String {
    let mut listed = String::new();
    for text in texts {
        listed = format!("{listed}, {text}");
    }
    listed
}

/// A line for each event.
fn lines(view: &View, who: &str, period: &str) -> Vec<String> {
    let line = |event: TargetEvent| {
        let corrections: Vec<String> =
            event.corrections.iter().map(|one| format!("{} by {}", one.corrects.word(), one.id)).collect();
        let findings: Vec<&str> = event.findings.iter().map(|finding| finding.what.code()).collect();
        let text = |key: Option<attain::id::Key>| key.map_or_else(|| "-".to_owned(), |key| key.to_string());
        format!(
            "{} {} of {} by {}: {} -> {} {}{}{}",
            event.kind.word(),
            event.id,
            text(event.whose),
            text(event.by),
            told(event.before),
            told(event.after),
            if event.counted { "counted" } else { "not" },
            listed(&findings),
            listed(&corrections),
        )
    };
    events(view, who, period).into_iter().map(line).collect()
}

#[test]
fn what_changed_a_figure_or_is_about_it_is_told_in_its_order() {
    let engine = story();
    let view = view(&engine, "2024-12-31");
    // 1,000 over four quarters is 250: north has 225, of which 600 : 300 is 150. Raised to 1,120 in July, 620 are left for two
    // quarters: 310 each, of which 王芳 has 186.
    assert_eq!(
        lines(&view, "王芳", "2024-Q3"),
        [
            "target t1 of company by ceo: undefined: no target -> 150 counted",
            "target x1 of 王芳 by dan: 150 -> 150 not, retracts by x2",
            "adjust a1 of 王芳 by dan: 150 -> 160 counted, revises by a2",
            "target t2 of company by ceo: 160 -> 186 counted",
            "close c1 of 北区 by ceo: 186 -> 186 counted",
            "adjust a3 of 王芳 by dan: 186 -> 186 not, closed",
        ]
    );
    let own = view.target("revenue", whose(&view, "王芳"), when(&view, "2024-Q3")).unwrap().own;
    assert_eq!(told(own), "186");
}

#[test]
fn each_event_says_who_and_why_and_who_corrected_it() {
    let engine = story();
    let view = view(&engine, "2024-12-31");
    let events = events(&view, "王芳", "2024-Q3");
    assert_eq!(events[0].why.as_deref(), Some("年度计划"));
    assert_eq!((events[0].period.as_str(), events[0].before.clone()), ("2024", Err(Why::NoTarget)));
    let slip = &events[1].corrections[0];
    assert_eq!((slip.id.as_str(), slip.corrects, slip.holds), ("x2", Corrects::Retracts, true));
    assert_eq!((slip.by.as_ref().unwrap().as_str(), slip.why.as_deref()), ("eve", Some("typo")));
    let revised = &events[2];
    assert_eq!((revised.by.as_ref().unwrap().as_str(), revised.why.as_deref()), ("dan", Some("territory")));
    let by = &revised.corrections[0];
    assert_eq!((by.id.as_str(), by.by.as_ref().unwrap().as_str(), by.why.as_deref()), ("a2", "eve", Some("五改十")));
    let refused = &events[5].findings[0];
    assert_eq!(refused.to_string(), "a3: the target of 王芳 in 2024-Q3 is closed, and was not changed");
}

#[test]
fn a_unit_has_its_own_history_and_a_sister_is_not_in_it() {
    let engine = story();
    let view = view(&engine, "2024-12-31");
    assert_eq!(
        lines(&view, "south", "2024-Q3"),
        [
            "target t1 of company by ceo: undefined: no target -> 25 counted",
            "target s1 of south by dan: 25 -> 30 counted",
            "target t2 of company by ceo: 30 -> 31 counted",
        ]
    );
    assert_eq!(
        lines(&view, "company", "2024"),
        [
            "target t1 of company by ceo: undefined: no target -> 1000 counted",
            "target t2 of company by ceo: 1000 -> 1120 counted",
        ]
    );
}

#[test]
fn as_known_and_as_of_earlier_there_is_less_to_tell() {
    let engine = story();
    let june = view(&engine, "2024-02-15");
    assert_eq!(lines(&june, "王芳", "2024-Q3").len(), 2, "the year, and the slip that is retracted already");
    // Known up to the slip alone: it stands.
    let position = engine.log().find("x2").unwrap();
    let earlier = engine.view_at(attain::calendar::parse_day("2024-12-31").unwrap(), position);
    assert_eq!(
        lines(&earlier, "王芳", "2024-Q3"),
        [
            "target t1 of company by ceo: undefined: no target -> 150 counted",
            "target x1 of 王芳 by dan: 150 -> 9999 counted",
        ]
    );
}

#[test]
fn another_level_is_told_apart_and_an_unknown_one_is_an_error() {
    let mut engine = story();
    say(
        &mut engine,
        "l1",
        "2024-01-05",
        "target",
        r#""who":"王芳","period":"2024-Q3","amount":"200","level":"stretch""#,
    );
    let view = view(&engine, "2024-12-31");
    let (who, period) = (whose(&view, "王芳"), when(&view, "2024-Q3"));
    assert_eq!(lines(&view, "王芳", "2024-Q3").len(), 6);
    let stretch = view.target_history_at("revenue", "stretch", who, period).unwrap();
    let ids: Vec<&str> = stretch.iter().map(|event| event.id.as_str()).collect();
    assert_eq!(ids, ["l1", "c1"], "what is closed is closed at every level");
    let error = view.target_history_at("revenue", "strech", who, period).unwrap_err();
    assert!(error.to_string().contains("did you mean `stretch`"), "{error}");
}

#[test]
fn a_time_that_is_closed_before_there_is_a_target_is_told() {
    let mut engine = company();
    say(&mut engine, "c1", "2024-01-01", "close", r#""period":"2024-Q1""#);
    let view = view(&engine, "2024-12-31");
    assert_eq!(
        lines(&view, "王芳", "2024-Q1"),
        ["close c1 of - by -: undefined: no target -> undefined: no target counted"]
    );
    assert!(events(&view, "王芳", "2024-Q2").is_empty());
}

#[test]
fn what_may_not_be_said_is_told_until_it_is_approved_and_counts_from_then_on() {
    let mut engine = company();
    say(&mut engine, "t1", "2024-01-01", "target", r#""who":"王芳","period":"2024-Q3","amount":"100","by":"bob""#);
    // Nobody sets their own.
    say(&mut engine, "t2", "2024-01-02", "target", r#""who":"王芳","period":"2024-Q3","amount":"50","by":"王芳""#);
    let before = view(&engine, "2024-12-31");
    assert_eq!(
        lines(&before, "王芳", "2024-Q3"),
        [
            "target t1 of 王芳 by bob: undefined: no target -> 100 counted",
            "target t2 of 王芳 by 王芳: 100 -> 100 not, not_allowed",
        ]
    );
    say(&mut engine, "t3", "2024-01-03", "target", r#""who":"王芳","period":"2024-Q3","amount":"80","by":"bob""#);
    record(
        &mut engine,
        r#"{"kind":"approve","id":"y2","on":"2024-01-05","of":"t2","as":"director","answer":"yes","by":"bob"}"#,
    );
    let after = view(&engine, "2024-12-31");
    assert_eq!(
        lines(&after, "王芳", "2024-Q3"),
        [
            "target t1 of 王芳 by bob: undefined: no target -> 100 counted",
            "target t3 of 王芳 by bob: 100 -> 80 counted",
            "target t2 of 王芳 by 王芳: 80 -> 50 counted",
        ]
    );
    let approved = &events(&after, "王芳", "2024-Q3")[2];
    assert_eq!(
        (approved.on.to_string(), approved.since.to_string()),
        ("2024-01-02".to_owned(), "2024-01-05".to_owned())
    );
}
