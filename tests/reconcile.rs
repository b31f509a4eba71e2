//! Commitments from the bottom up, beside targets from the top down: tables by hand.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

mod common;

use attain::engine::{Engine, View};
use attain::kpi::When;
use attain::plan::Plan;
use attain::report;
use attain::trace::Language;
use common::{engine, figure, member, order, record, told, units, view, when, whose};

const PLAN: &str = r#"{ "attain": 1, "name": "Reconcile", "currency": "EUR",
    "rules": { "rounding": { "to": "1", "mode": "half_up", "odd": "first" }, "missing": "skip" },
    "org": { "trees": { "sales": ["company", "team"] } },
    "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
    "kpis": { "revenue": { "formula": "sum(order.amount)", "labels": { "zh": "销售额" } },
        "short": { "formula": "target(revenue) - committed(revenue)" },
        "stretch": { "formula": "committed(revenue, \"stretch\")" },
        "reps": { "formula": "sum(committed(revenue) over people)" } },
    "targets": { "revenue": { "grain": "month", "unit_is": "own", "transfer": "days", "levels": ["target", "stretch"] } } }"#;

/// The company with the teams 北区 (王芳, bob) and south (cid, dan).
fn company() -> Engine {
    let mut engine = engine(PLAN);
    units(&mut engine, &[("company", ""), ("north", "company"), ("南区", "company")]);
    for (who, unit) in [("王芳", "north"), ("bob", "north"), ("cid", "南区"), ("dan", "南区")] {
        member(&mut engine, who, "2024-01-01", unit, "");
    }
    let targets =
        [("company", "1000"), ("north", "600"), ("南区", "400"), ("王芳", "350"), ("bob", "250"), ("cid", "400")];
    for (who, amount) in targets {
        record(
            &mut engine,
            &format!(
                r#"{{"kind":"target","id":"t {who}","on":"2024-05-01","of":"revenue","who":"{who}","period":"2024-06","amount":"{amount}"}}"#
            ),
        );
    }
    engine
}

fn submit(engine: &mut Engine, id: &str, on: &str, who: &str, amount: &str, more: &str) {
    record(
        engine,
        &format!(
            r#"{{"kind":"submit","id":"{id}","on":"{on}","of":"revenue","who":"{who}","period":"2024-06","amount":"{amount}"{more}}}"#
        ),
    );
}

/// 王芳 says 300, then 330; bob 260; cid 390; dan nothing; the south says 450 for itself from the 20th on.
fn story() -> Engine {
    let mut engine = company();
    submit(&mut engine, "s1", "2024-05-10", "王芳", "300", "");
    submit(&mut engine, "s2", "2024-05-12", "bob", "260", "");
    submit(&mut engine, "s3", "2024-05-13", "cid", "390", "");
    submit(&mut engine, "s4", "2024-05-15", "王芳", "330", "");
    submit(&mut engine, "s5", "2024-05-20", "南区", "450", "");
    engine
}

/// Counts, own, members, missing.
fn commitment(view: &View, who: &str, period: &str) -> [String; 4] {
    let found = view.commitment("revenue", whose(view, who), when(view, period)).unwrap();
    [told(found.counts), told(found.own), told(found.members), found.missing.to_string()]
}

#[test]
fn the_last_word_holds_and_members_are_added() {
    let engine = story();
    let none = "undefined: no commitment";
    let cases = [
        ("王芳", ["330", "330", "330", "0"]),
        ("dan", [none, none, none, "1"]),
        ("north", ["590", none, "590", "0"]),
        ("南区", ["450", "450", "390", "1"]),
        ("company", ["1040", none, "1040", "0"]),
    ];
    let late = view(&engine, "2024-05-31");
    for (who, expected) in cases {
        assert_eq!(commitment(&late, who, "2024-06"), expected, "{who}");
    }
    // As of the 19th the south had said nothing of its own, and dan is missing.
    let early = view(&engine, "2024-05-19");
    assert_eq!(commitment(&early, "company", "2024-06"), ["980", none, "980", "1"]);
    assert_eq!(commitment(&early, "南区", "2024-06"), ["390", none, "390", "1"]);
    // As of the 11th only the first word of 王芳 is there.
    assert_eq!(commitment(&view(&engine, "2024-05-11"), "company", "2024-06"), ["300", none, "300", "3"]);
    assert_eq!(commitment(&view(&engine, "2024-05-01"), "company", "2024-06"), [none, none, none, "4"]);
    // Another month, and one that only a part of it was handed in for.
    assert_eq!(commitment(&late, "王芳", "2024-07"), [none, none, none, "1"]);
    assert_eq!(commitment(&late, "王芳", "2024-Q2"), ["330", "330", "330", "0"]);
}

#[test]
fn a_retracted_word_falls_back_to_the_one_before() {
    let mut engine = story();
    record(&mut engine, r#"{"kind":"submit","id":"x4","on":"2024-05-16","retracts":"s4"}"#);
    let late = view(&engine, "2024-05-31");
    assert_eq!(commitment(&late, "王芳", "2024-06")[0], "300");
    // As known before that, it stands.
    let earlier = engine.view_at(attain::calendar::parse_day("2024-05-31").unwrap(), engine.log().find("x4").unwrap());
    assert_eq!(commitment(&earlier, "王芳", "2024-06")[0], "330");
}

#[test]
fn targets_and_commitments_stand_side_by_side() {
    let engine = story();
    let view = view(&engine, "2024-05-31");
    let table = view.reconcile("revenue", whose(&view, "company"), when(&view, "2024-06")).unwrap();
    assert_eq!(
        report::reconciliation(&table, Language::English).to_string(),
        "\
who         target  committed     gap     own     below  differs  missing
company   1,000.00   1,040.00   40.00       –  1,040.00                 0
  north     600.00     590.00  −10.00       –    590.00                 0
    bob     250.00     260.00   10.00
    王芳    350.00     330.00  −20.00
  南区      400.00     450.00   50.00  450.00    390.00    60.00        1
    cid     400.00     390.00  −10.00
    dan          –          –       –                                   1
"
    );
    assert_eq!(
        report::reconciliation(&table, Language::Chinese).to_string().lines().next().unwrap(),
        "名称          目标      承诺    差额  本级承诺  下级合计  不一致  未提交"
    );
    let differing: Vec<&str> = table.rows.iter().filter(|row| row.differs()).map(|row| row.who.as_str()).collect();
    assert_eq!(differing, ["南区"]);
    assert_eq!(told(table.rows[6].gap.clone()), "undefined: no commitment");
}

#[test]
fn members_are_those_of_the_time_that_is_asked_for() {
    let mut engine = story();
    // dan moves to the north in June, known in May; eve joins in June.
    member(&mut engine, "dan", "2024-06-01", "north", "");
    member(&mut engine, "eve", "2024-06-01", "north", "");
    let view = view(&engine, "2024-05-31");
    let rows = |period: &str| -> Vec<String> {
        let table = view.reconcile("revenue", whose(&view, "company"), when(&view, period)).unwrap();
        table.rows.iter().map(|row| format!("{}{}", "  ".repeat(row.depth), row.who)).collect()
    };
    assert_eq!(rows("2024-05"), ["company", "  north", "    bob", "    王芳", "  南区", "    cid", "    dan"]);
    assert_eq!(
        rows("2024-06"),
        ["company", "  north", "    bob", "    dan", "    eve", "    王芳", "  南区", "    cid"]
    );
    assert_eq!(commitment(&view, "north", "2024-06")[3], "2");
}

#[test]
fn formulas_and_queries_ask_for_commitments_and_explanations_list_them() {
    let mut engine = story();
    order(&mut engine, "bob", "2024-06-03", "10");
    submit(&mut engine, "l1", "2024-05-14", "bob", "280", r#","level":"stretch""#);
    let view = view(&engine, "2024-06-30");
    assert_eq!(figure(&view, "short", "王芳", "2024-06"), "20");
    assert_eq!(figure(&view, "short", "company", "2024-06"), "-40");
    assert_eq!(figure(&view, "stretch", "bob", "2024-06"), "280");
    assert_eq!(figure(&view, "reps", "company", "2024-06"), "980", "of people alone, without dan, as `missing` says");
    assert_eq!(figure(&view, "short", "dan", "2024-06"), "undefined: no target");

    let trace = view.explain("short", whose(&view, "company"), when(&view, "2024-06")).unwrap();
    let text = trace.to_text(Language::English);
    assert!(text.contains("commitment for revenue"), "{text}");
    let committed = &trace.parts[1];
    let ids: Vec<&str> = committed.entries.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids, ["s2", "s4", "s5"]);
    assert!(trace.to_text(Language::Chinese).contains("销售额承诺"), "{}", trace.to_text(Language::Chinese));
}

#[test]
fn a_change_of_a_commitment_is_a_change_of_targets() {
    let engine = story();
    let (early, late) = (view(&engine, "2024-05-14"), view(&engine, "2024-05-31"));
    let june: When = when(&early, "2024-06");
    let change = early.change(&late, "short", "王芳", june, june).unwrap();
    let text = change.to_text(Language::English);
    assert!(text.contains("s4"), "{text}");
}

#[test]
fn a_target_is_not_cut_by_commitments() {
    let split = r#""levels": ["target", "stretch"], "on_change": "respread", "split": [ { "over": "members", "by": "committed(revenue)", "missing": "zero" } ]"#;
    let plan = PLAN.replace(r#""levels": ["target", "stretch"]"#, split);
    let problems = Plan::from_json(plan.as_bytes()).unwrap_err().to_string();
    assert!(problems.contains("a target cannot be cut by what asks for a target or a commitment"), "{problems}");
}

#[test]
fn the_last_view_follows_what_is_handed_in() {
    let mut engine = story();
    let ask = |engine: &Engine| {
        let view = view(engine, "2024-05-31");
        (figure(&view, "short", "company", "2024-06"), commitment(&view, "company", "2024-06")[0].clone())
    };
    assert_eq!(ask(&engine), ("-40".to_owned(), "1040".to_owned()));
    submit(&mut engine, "s6", "2024-05-21", "bob", "200", "");
    assert_eq!(ask(&engine), ("20".to_owned(), "980".to_owned()));
    submit(&mut engine, "s7", "2024-05-22", "company", "1100", r#","by":"boss""#);
    assert_eq!(ask(&engine), ("-100".to_owned(), "1100".to_owned()));
    let copied = engine.clone();
    assert_eq!(ask(&copied), ask(&engine));
}
