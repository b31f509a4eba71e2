//! Folds over records, in tables that were worked out by hand: what stood at the end of a time, and what happened in it.
#![cfg(feature = "json")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod common;

use attain::Plan;
use attain::engine::query::{Nodes, Query, Row};
use attain::engine::{Engine, View};
use attain::log::Admission;
use attain::trace::Language;

use common::{engine, figure, view, when, whose};

const LATE: &str = "2025-03-31";

const PLAN: &str = r#"{ "attain": 1, "name": "Deals", "currency": "EUR", "org": { "trees": { "sales": ["company", "team"] } },
    "rules": { "percentile": "linear" },
    "facts": {
        "activity": { "on": "done_on", "whose": "rep", "fields": { "done_on": "date", "rep": "person", "deal": "deal" } },
        "order": { "whose": "rep", "fields": { "rep": "person", "customer": "text", "amount": "money" } } },
    "records": {
        "deal": { "whose": "rep", "pipeline": "b2b", "touch": ["activity"], "fields": { "rep": "person", "helper": "person",
            "amount": "money", "probability": "ratio", "expected_on": "date", "customer": "text" } },
        "customer": { "fields": { "name": "text" } } },
    "pipelines": { "b2b": { "stages": [
        { "id": "lead", "kind": "open", "probability": "10%", "category": "pipeline" },
        { "id": "proposal", "kind": "open", "probability": "50%", "category": "best_case" },
        { "id": "contract", "kind": "open", "probability": "80%", "category": "commit" },
        { "id": "won", "kind": "won" }, { "id": "lost", "kind": "lost" } ] } },
    "kpis": { "asked": { "formula": "FORMULA" } } }"#;

/// Three people in two teams; ann goes from the north to the south on 15 February, and has cal's deal d5 from the 20th on.
const ENTRIES: &str = r#"
    {"kind":"unit","id":"u1","on":"2024-01-01","unit":"company"}
    {"kind":"unit","id":"u2","on":"2024-01-01","unit":"north","under":"company"}
    {"kind":"unit","id":"u3","on":"2024-01-01","unit":"south","under":"company"}
    {"kind":"membership","id":"m1","on":"2024-01-01","who":"ann","unit":"north"}
    {"kind":"membership","id":"m2","on":"2025-02-15","who":"ann","unit":"south"}
    {"kind":"membership","id":"m3","on":"2024-01-01","who":"bob","unit":"south"}
    {"kind":"membership","id":"m4","on":"2024-01-01","who":"cal","unit":"north"}
    {"kind":"deal","id":"d1","on":"2025-01-05","rep":"ann","helper":"bob","amount":"100","customer":"Nord"}
    {"kind":"move","id":"d1b","on":"2025-01-20","of":"d1","to":"proposal"}
    {"kind":"move","id":"d1c","on":"2025-02-01","of":"d1","to":"contract"}
    {"kind":"move","id":"d1d","on":"2025-02-10","of":"d1","to":"won"}
    {"kind":"deal","id":"d2","on":"2025-01-10","rep":"ann","amount":"200","expected_on":"2025-02-10","customer":"West"}
    {"kind":"move","id":"d2b","on":"2025-02-05","of":"d2","to":"proposal"}
    {"kind":"deal","id":"d2c","on":"2025-03-01","of":"d2","expected_on":"2025-03-31"}
    {"kind":"move","id":"d2d","on":"2025-03-03","of":"d2","to":"lost"}
    {"kind":"deal","id":"d3","on":"2025-01-15","rep":"bob","amount":"400","customer":"Nord"}
    {"kind":"move","id":"d3b","on":"2025-01-31","of":"d3","to":"won"}
    {"kind":"deal","id":"d4","on":"2025-01-25","rep":"bob","amount":"800"}
    {"kind":"deal","id":"d4b","on":"2025-02-20","of":"d4","amount":"1000"}
    {"kind":"move","id":"d4c","on":"2025-03-01","of":"d4","to":"proposal"}
    {"kind":"deal","id":"d4d","on":"2025-03-10","of":"d4","probability":"90%"}
    {"kind":"deal","id":"d5","on":"2025-02-03","rep":"cal","helper":"cal","amount":"1600","expected_on":"2025-04-15"}
    {"kind":"deal","id":"d5b","on":"2025-02-20","of":"d5","rep":"ann"}
    {"kind":"move","id":"d5c","on":"2025-02-25","of":"d5","to":"proposal"}
    {"kind":"deal","id":"d6","on":"2025-02-12","rep":"ann","amount":"3200","customer":"West"}
    {"kind":"move","id":"d6b","on":"2025-02-20","of":"d6","to":"lost"}
    {"kind":"move","id":"d6c","on":"2025-03-10","of":"d6","to":"proposal"}
    {"kind":"deal","id":"d7","on":"2025-03-05","rep":"bob","amount":"6400"}
    {"kind":"activity","id":"a1","on":"2025-02-15","rep":"ann","deal":"d2"}
    {"kind":"activity","id":"a2","on":"2025-03-10","rep":"ann","deal":"d2"}
    {"kind":"activity","id":"a3","on":"2025-03-12","rep":"bob","deal":"d4"}
    {"kind":"order","id":"o1","on":"2025-03-12","rep":"bob","customer":"Nord","amount":"50"}
    {"kind":"order","id":"o2","on":"2025-03-13","rep":"bob","customer":"Ost","amount":"70"}
"#;

fn of_deals(formula: &str) -> Engine {
    let mut engine = engine(&PLAN.replace("FORMULA", &formula.replace('"', "\\\"")));
    for (line, admission) in ENTRIES.lines().skip(1).zip(engine.record_jsonl(ENTRIES.as_bytes(), None)) {
        assert_eq!(admission, Admission::Counted, "{line}");
    }
    engine
}

/// who, when, as of, what comes out
type Case = (&'static str, &'static str, &'static str, &'static str);

fn holds(formula: &str, cases: &[Case]) {
    let engine = of_deals(formula);
    for (who, time, as_of, expected) in cases {
        let told = figure(&view(&engine, as_of), "asked", who, time);
        assert_eq!(told, *expected, "{formula} of {who} in {time} as of {as_of}");
    }
}

#[test]
fn a_stock_is_what_stands_at_the_end_of_the_time() {
    holds(
        r#"sum(deal.amount where status = "open")"#,
        &[
            ("company", "2024-12", LATE, "0"),
            ("company", "2025-01", LATE, "1100"),
            ("ann", "2025-01", LATE, "300"),
            ("bob", "2025-01", LATE, "800"),
            ("north", "2025-01", LATE, "300"),
            ("south", "2025-01", LATE, "800"),
            // d5 is ann's by now, and ann is in the south.
            ("company", "2025-02", LATE, "2800"),
            ("ann", "2025-02", LATE, "1800"),
            ("cal", "2025-02", LATE, "0"),
            ("north", "2025-02", LATE, "0"),
            ("south", "2025-02", LATE, "2800"),
            ("company", "2025-03", LATE, "12200"),
            ("company", "2025-Q1", LATE, "12200"),
            // No later than the day as of which is asked.
            ("company", "2025-02", "2025-02-10", "2600"),
            ("cal", "2025-02", "2025-02-10", "1600"),
            ("north", "2025-02", "2025-02-10", "1800"),
            ("company", "2025-02-19 .. 2025-02-20", LATE, "5800"),
            ("cal", "2025-02-19 .. 2025-02-20", LATE, "1600"),
            ("ann", "2025-02-19 .. 2025-02-20", LATE, "3400"),
            ("company", "2025-02-20 .. 2025-02-21", LATE, "2800"),
            ("cal", "2025-02-20 .. 2025-02-21", LATE, "0"),
        ],
    );
    holds(r#"sum(deal.amount where status = "open")[prior]"#, &[("company", "2025-03", LATE, "2800")]);
    holds(r#"sum(deal.amount where status = "open") at company"#, &[("ann", "2025-01", LATE, "1100")]);
    holds("count(deal)", &[("company", "2025-01", LATE, "4"), ("company", "2025-Q1", LATE, "7")]);
    holds("max(deal.amount)", &[("company", "2025-01", LATE, "800"), ("cal", "2025-01", LATE, "undefined: no facts")]);
    holds("first(deal.amount)", &[("company", "2025-03", LATE, "100")]);
    holds("last(deal.amount)", &[("company", "2025-03", LATE, "6400"), ("ann", "2025-03", LATE, "3200")]);
    holds("distinct(deal.customer where customer is present)", &[("company", "2025-03", LATE, "2")]);
    holds("median(deal.amount)", &[("company", "2025-03", LATE, "1000")]);
}

#[test]
fn what_happened_in_a_time_is_not_what_became_of_its_deals() {
    // The deals of a month, as they stood at its end: d3 went past the proposal without a stop.
    holds(
        r#"count(deal where reached("proposal") on opened_on)"#,
        &[
            ("company", "2025-01", LATE, "2"),
            ("ann", "2025-01", LATE, "1"),
            ("north", "2025-01", LATE, "1"),
            ("south", "2025-01", LATE, "1"),
            ("company", "2025-02", LATE, "1"),
            ("company", "2025-03", LATE, "0"),
            ("company", "2025-Q1", LATE, "6"),
            ("company", "2025-Q1", "2025-02-28", "4"),
        ],
    );
    // The deals of January, followed.
    holds(
        r#"count(deal where reached("proposal") and opened_on between 2025-01-01 and 2025-01-31)"#,
        &[("company", "2025-01", LATE, "2"), ("company", "2025-02", LATE, "3"), ("company", "2025-03", LATE, "4")],
    );
    // What happened in a month, whenever the deals were opened.
    holds(
        r#"count(deal on entered_on("proposal"))"#,
        &[
            ("company", "2025-01", LATE, "1"),
            ("company", "2025-02", LATE, "2"),
            ("company", "2025-03", LATE, "2"),
            ("company", "2025-Q1", LATE, "5"),
            // d5 was ann's on that day.
            ("ann", "2025-02", LATE, "2"),
            ("cal", "2025-02", LATE, "0"),
            ("north", "2025-02", LATE, "1"),
            ("south", "2025-02", LATE, "1"),
        ],
    );
    // Who owned them on the day on which they opened, where that person was then.
    holds(
        "count(deal on opened_on)",
        &[
            ("cal", "2025-02", LATE, "1"),
            ("ann", "2025-02", LATE, "1"),
            ("north", "2025-02", LATE, "2"),
            ("south", "2025-02", LATE, "0"),
            ("north", "2025-Q1", LATE, "4"),
            ("south", "2025-Q1", LATE, "3"),
            ("company", "2025-02-03 .. 2025-02-12", LATE, "1"),
        ],
    );
}

#[test]
fn a_past_window_knows_nothing_of_what_came_later() {
    holds(
        r#"count(deal where stage = "won" on closed_on) / count(deal where status in ("won", "lost") on closed_on)"#,
        &[
            ("company", "2025-01", LATE, "1"),
            // d6 was lost in February, and is open again in March.
            ("company", "2025-02", LATE, "0.5"),
            ("north", "2025-02", LATE, "1"),
            ("south", "2025-02", LATE, "0"),
            ("company", "2025-03", LATE, "0"),
            ("company", "2025-Q1", LATE, "2/3"),
            ("company", "2025-Q1", "2025-03-09", "0.5"),
            ("bob", "2025-02", LATE, "undefined: divided by zero"),
        ],
    );
    holds(
        r#"count(deal where status = "won" on closed_on) / count(deal on opened_on)"#,
        &[("company", "2025-01", LATE, "0.25"), ("company", "2025-02", LATE, "0.5")],
    );
    holds(
        r#"count(deal where stage = "won" on opened_on) / count(deal on opened_on)"#,
        &[("company", "2025-Q1", LATE, "2/7")],
    );
    holds(
        r#"count(deal on entered_on("lost"))"#,
        &[("company", "2025-Q1", LATE, "2"), ("company", "2025-02", LATE, "1")],
    );
    holds(
        r#"sum(deal.amount where stage = "won" on closed_on)"#,
        &[("ann", "2025-02", LATE, "100"), ("north", "2025-02", LATE, "100"), ("company", "2025-Q1", LATE, "500")],
    );
    holds(
        r#"avg(deal.closed_on - deal.opened_on where stage = "won" on closed_on)"#,
        &[("company", "2025-Q1", LATE, "26 days"), ("bob", "2025-Q1", LATE, "16 days")],
    );
    // A deal that was asked for before it was there.
    holds("count(deal)", &[("company", "2025-Q1", "2025-01-04", "0")]);
}

#[test]
fn where_a_deal_was_and_how_long() {
    holds(
        r#"sum(deal.time_in("proposal"))"#,
        &[("company", "2025-03", LATE, "123 days"), ("ann", "2025-01", LATE, "11 days")],
    );
    holds(r#"sum(deal.visits("proposal"))"#, &[("company", "2025-03", LATE, "5")]);
    holds(r#"sum(deal.visits("lost"))"#, &[("company", "2025-03", LATE, "2")]);
    holds(r#"count(deal where stage_on(opened_on + 30 days) = "proposal")"#, &[("company", "2025-03", LATE, "3")]);
    holds(
        r#"count(deal where passed("proposal")) / count(deal where reached("proposal"))"#,
        &[("company", "2025-03", LATE, "1/3"), ("company", "2025-01", LATE, "0.5")],
    );
    holds(r#"count(deal where passed("lead"))"#, &[("company", "2025-03", LATE, "6")]);
    holds(
        r#"max(deal.entered_on("contract") - deal.opened_on where entered_on("contract") is present)"#,
        &[("company", "2025-03", LATE, "27 days")],
    );
    holds(
        r#"sum(deal.amount * coalesce(deal.probability, deal.stage.probability) where status = "open")"#,
        &[("company", "2025-02", LATE, "1000"), ("company", "2025-03", LATE, "3940"), ("bob", "2025-03", LATE, "1540")],
    );
    holds(
        r#"sum(deal.amount where status = "open" and stage.category = "best_case")"#,
        &[("company", "2025-03", LATE, "5800")],
    );
    holds(
        r#"count(deal where touched_on is missing and status = "open")"#,
        &[("company", "2025-03", LATE, "3"), ("company", "2025-02", LATE, "2")],
    );
    holds(
        r#"count(deal where owner = "ann")"#,
        &[("company", "2025-02", LATE, "4"), ("company", "2025-01", LATE, "2")],
    );
}

#[test]
fn a_day_may_lie_ahead_and_somebody_else_may_be_credited() {
    holds(
        r#"sum(deal.amount where status = "open" on expected_on)"#,
        &[
            ("company", "2025-04", LATE, "1600"),
            ("south", "2025-04", LATE, "1600"),
            ("cal", "2025-04", "2025-02-10", "1600"),
            ("ann", "2025-04", "2025-02-10", "0"),
            // In March d2 was expected at its end, and is lost.
            ("company", "2025-03", LATE, "0"),
            ("company", "2025-03", "2025-03-01", "200"),
            ("company", "2025-02", "2025-02-01", "200"),
        ],
    );
    holds("count(deal on expected_on)[next 1 month]", &[("company", "2025-03", LATE, "1")]);
    holds(
        "sum(deal.amount whose helper)",
        &[("bob", "2025-03", LATE, "100"), ("cal", "2025-03", LATE, "1600"), ("company", "2025-03", LATE, "1700")],
    );
    holds("count(deal on opened_on whose helper)", &[("south", "2025-01", LATE, "1"), ("ann", "2025-01", LATE, "0")]);
}

#[test]
fn facts_and_records_look_at_each_other() {
    // The deal of an activity is seen as it stood at the end of the time: it was due on 10 February, then at the end of March.
    holds(
        "count(activity where done_on <= deal.expected_on) / count(activity)",
        &[
            ("company", "2025-02", LATE, "0"),
            ("company", "2025-03", LATE, "0.5"),
            ("company", "2025-Q1", LATE, "2/3"),
            ("ann", "2025-Q1", LATE, "1"),
            ("company", "2025-Q1", "2025-02-28", "0"),
        ],
    );
    holds(
        r#"count(activity where deal.stage = "proposal")"#,
        &[("company", "2025-02", LATE, "1"), ("company", "2025-03", LATE, "1")],
    );
    holds(r#"count(activity where deal.reached("contract"))"#, &[("company", "2025-03", LATE, "0")]);
    // By the day of the record, and to its owner, as they are at the end of the time.
    holds(
        "count(activity on deal.expected_on)",
        &[("company", "2025-02", LATE, "2"), ("company", "2025-03", LATE, "2"), ("ann", "2025-03", LATE, "2")],
    );
    holds("count(activity whose deal.owner)", &[("ann", "2025-Q1", LATE, "2"), ("bob", "2025-03", LATE, "1")]);
    holds(
        r#"count(deal where count(activity of deal)[all] at company = 0 and status = "open")"#,
        &[("company", "2025-03", LATE, "3"), ("bob", "2025-03", LATE, "1")],
    );
    // The first answer to each deal that had one.
    holds(
        "avg(first(activity.done_on of deal)[all] at company - opened_on where count(activity of deal)[all] at company > 0)",
        &[("company", "2025-Q1", LATE, "41 days"), ("ann", "2025-Q1", LATE, "36 days")],
    );
    holds("sum(order.amount where count(deal of customer)[all] at company = 2)", &[("bob", "2025-03", LATE, "50")]);
    holds("count(deal where sum(order.amount of customer)[all] at company > 0)", &[("company", "2025-03", LATE, "2")]);
    holds("sum(activity.deal.amount)", &[("ann", "2025-Q1", LATE, "400")]);
}

#[test]
fn a_deal_that_is_not_there_yet_is_missing() {
    // A call on 2 January, about the deal that is opened on the 5th.
    let early = r#"{"kind":"activity","id":"a0","on":"2025-01-02","rep":"ann","deal":"d1"}"#;
    for (formula, expected) in [("sum(activity.deal.amount)", "100"), (r#"last(activity.deal.reached("won"))"#, "no")] {
        let mut engine = of_deals(formula);
        engine.record_jsonl(early.as_bytes(), None);
        let asked = |time| figure(&view(&engine, LATE), "asked", "ann", time);
        assert_eq!(asked("2025-01-02 .. 2025-01-05"), "undefined: `deal` is missing", "{formula}");
        assert_eq!(asked("2025-01-02 .. 2025-01-06"), expected, "{formula}");
    }
}

#[test]
fn as_it_was_known_then() {
    let mut engine = of_deals(r#"count(deal where stage = "won" on closed_on)"#);
    let before = engine.log().len();
    engine.record_jsonl(br#"{"kind":"move","id":"late","on":"2025-02-27","of":"d4","to":"won"}"#, None);
    let asked = |view: &View| figure(view, "asked", "company", "2025-02");
    assert_eq!(asked(&view(&engine, LATE)), "2", "on 1 March it was moved on to the proposal");
    assert_eq!(figure(&view(&engine, LATE), "asked", "company", "2025-02-27 .. 2025-02-28"), "1");
    let day = attain::calendar::parse_day(LATE).unwrap();
    assert_eq!(figure(&engine.view_at(day, before), "asked", "company", "2025-02-27 .. 2025-02-28"), "0");
}

#[test]
fn an_explanation_lists_the_records_behind_a_number() {
    let view = view(&of_deals(r#"sum(deal.amount where status = "open")"#), LATE);
    let trace = view.explain("asked", whose(&view, "ann"), when(&view, "2025-02")).unwrap();
    for (language, first) in
        [(Language::English, "asked of ann, 2025-02"), (Language::Chinese, "asked（ann）, 2025-02")]
    {
        let text = trace.to_text(language);
        assert!(text.starts_with(first), "{text}");
        for line in ["d2  2025-01-10  200", "d5  2025-02-03  1,600"] {
            assert!(text.contains(line), "{text}");
        }
        assert!(!text.contains("d6"), "{text}");
    }
    let ids: Vec<String> = trace.entry_ids().into_iter().map(ToString::to_string).collect();
    assert_eq!(ids, ["d2", "d5"]);
}

#[test]
fn what_a_record_has_not_is_refused_with_a_remedy() {
    let cases = [
        (
            r#"count(deal where reached("propsal"))"#,
            "formula.unknown_name",
            "`propsal` is no stage of `deal`",
            "did you mean `proposal`?",
        ),
        (
            r#"count(deal where stage = "wonn")"#,
            "formula.unknown_name",
            "`wonn` is no stage of `deal`",
            "did you mean `won`?",
        ),
        (
            r#"count(deal where deal.stage in ("won", "lsot"))"#,
            "formula.unknown_name",
            "`lsot` is no stage of `deal`",
            "did you mean `lost`?",
        ),
        (
            r#"count(deal where stage_on(opened_on) != "leed")"#,
            "formula.unknown_name",
            "`leed` is no stage of `deal`",
            "did you mean `lead`?",
        ),
        (
            r#"count(deal where status = "opened")"#,
            "formula.unknown_name",
            "`opened` is no status of `deal`",
            "did you mean `open`?",
        ),
        (
            r#"count(activity where deal.stage = "wonn")"#,
            "formula.unknown_name",
            "`wonn` is no stage of `deal`",
            "did you mean `won`?",
        ),
        (
            "count(deal where reached(won))",
            "formula.arguments",
            "`reached` needs the name of a stage",
            "write it in quotes: `reached(\"lead\")`",
        ),
        (
            "count(deal where stage_on() = \"won\")",
            "formula.arguments",
            "`stage_on` needs a day",
            "write `stage_on(opened_on + 30 days)`",
        ),
        (
            "count(customer)",
            "formula.context",
            "nobody owns a `customer`, so nobody has a figure of it",
            "let its kind name a field of type `person` under `whose`, or write `whose …` here",
        ),
        (
            "count(deal on closd_on)",
            "formula.unknown_name",
            "`closd_on` is not known here",
            "did you mean `closed_on`?",
        ),
        (
            r#"count(deal where reachd("won"))"#,
            "formula.unknown_function",
            "there is no function `reachd` here",
            "did you mean `reached`?",
        ),
        ("count(deal on deal.on)", "formula.unknown_name", "`deal.on` is not known here", ""),
    ];
    for (formula, code, message, help) in cases {
        let plan = PLAN.replace("FORMULA", &formula.replace('"', "\\\""));
        let problems = Plan::from_json(plan.as_bytes()).unwrap_err();
        let all: Vec<(String, String)> =
            problems.iter().map(|problem| (problem.code().to_string(), problem.message().to_owned())).collect();
        assert_eq!(all, [(code.to_owned(), message.to_owned())], "{formula}");
        let told = problems.iter().next().and_then(|problem| problem.help()).unwrap_or_default().to_owned();
        assert!(help.is_empty() || told == help, "{formula}: {told}");
    }
}

#[test]
fn names_may_be_chinese() {
    let plan = r#"{ "attain": 1, "name": "商机", "currency": "CNY", "org": { "trees": { "销售": ["公司"] } },
        "facts": { "跟进": { "whose": "销售员", "fields": { "销售员": "person", "商机": "商机" } } },
        "records": { "商机": { "whose": "负责人", "pipeline": "直销", "fields": { "负责人": "person", "金额": "money" } } },
        "pipelines": { "直销": { "stages": [ { "id": "线索", "kind": "open", "probability": "20%" }, { "id": "报价", "kind": "open", "probability": "60%" },
            { "id": "赢单", "kind": "won" }, { "id": "输单", "kind": "lost" } ] } },
        "kpis": { "赢单率": { "formula": "count(商机 where stage = \"赢单\" on closed_on) / count(商机 where status in (\"won\", \"lost\") on closed_on)" },
                  "加权": { "formula": "sum(商机.金额 * 商机.stage.probability where status = \"open\")" },
                  "未跟进": { "formula": "count(商机 where count(跟进 of 商机)[all] at company = 0)" } } }"#;
    let mut engine = engine(plan);
    let entries = r#"{"kind":"unit","id":"u","on":"2025-01-01","unit":"公司"}
        {"kind":"membership","id":"m","on":"2025-01-01","who":"王芳","unit":"公司"}
        {"kind":"商机","id":"甲","on":"2025-03-01","负责人":"王芳","金额":"100"}
        {"kind":"商机","id":"乙","on":"2025-03-02","负责人":"王芳","金额":"1000","stage":"报价"}
        {"kind":"商机","id":"丙","on":"2025-03-03","负责人":"王芳","金额":"5000"}
        {"kind":"move","id":"移","on":"2025-03-20","of":"丙","to":"赢单"}
        {"kind":"跟进","id":"跟","on":"2025-03-21","销售员":"王芳","商机":"乙"}"#;
    for (line, admission) in entries.lines().zip(engine.record_jsonl(entries.as_bytes(), None)) {
        assert_eq!(admission, Admission::Counted, "{line}");
    }
    let view = view(&engine, LATE);
    let asked = |kpi| figure(&view, kpi, "王芳", "2025-03");
    assert_eq!((asked("赢单率"), asked("加权"), asked("未跟进")), ("1".into(), "620".into(), "2".into()));
}

#[test]
fn a_kind_says_which_of_its_records_count_as_they_stand() {
    let counts = r#""touch": ["activity"], "counts": "amount >= 1000 or status = \"won\"","#;
    let plan = PLAN.replace(r#""touch": ["activity"],"#, counts).replace("FORMULA", "count(deal)");
    let mut engine = engine(&plan);
    engine.record_jsonl(ENTRIES.as_bytes(), None);
    let view = view(&engine, LATE);
    // In January d3 alone, which is won; in February d1 is won too, and d4 is worth more.
    let months = ["2025-01", "2025-02", "2025-03"];
    assert_eq!(months.map(|month| figure(&view, "asked", "company", month)), ["1", "5", "6"]);
}

#[test]
fn money_is_that_of_the_day_on_which_a_record_is_seen() {
    let exchange =
        r#""currency": "EUR", "exchange": { "foreign": "convert", "at": "fact day", "missing": "MISSING" },"#;
    let asked = |missing: &str, time: &str| {
        let plan = PLAN.replace(r#""currency": "EUR","#, &exchange.replace("MISSING", missing));
        let mut engine = engine(&plan.replace("FORMULA", "sum(deal.amount)"));
        engine.record_jsonl(ENTRIES.as_bytes(), None);
        let more = r#"{"kind":"deal","id":"x1","on":"2025-01-20","rep":"bob","amount":"1000 USD"}
            {"kind":"rate","id":"r1","on":"2025-02-01","from":"USD","to":"EUR","value":"0.9"}
            {"kind":"rate","id":"r2","on":"2025-03-01","from":"USD","to":"EUR","value":"0.8"}"#;
        engine.record_jsonl(more.as_bytes(), None);
        figure(&view(&engine, LATE), "asked", "bob", time)
    };
    assert_eq!(asked("hold", "2025-01"), "undefined: no exchange rate");
    assert_eq!(asked("hold", "2025-02"), "2300");
    assert_eq!(asked("hold", "2025-03"), "8600");
    assert_eq!(asked("refuse", "2025-01"), "1200", "it waits for a rate");
}

#[test]
fn a_pipeline_is_broken_down_by_stage_and_drilled_into() {
    let view = view(&of_deals(r#"sum(deal.amount where status = "open")"#), LATE);
    let query = Query::new(["asked"]).of(Nodes::keys(["company", "bob"])).during(when(&view, "2025-03"));
    let answers = view.table(&query.by("deal.stage")).unwrap();
    let told = |row: &Row| {
        let stage = row.by[0].as_ref().map_or(String::new(), ToString::to_string);
        format!("{} {stage} {}", row.who, row.cells[0].as_ref().unwrap())
    };
    let rows: Vec<String> = answers.rows.iter().map(told).collect();
    assert_eq!(rows, ["company lead 6400", "company proposal 5800", "bob lead 6400", "bob proposal 1000"]);
    let behind = view.entries(&answers.drill(1, 0).unwrap()).unwrap();
    let ids: Vec<&str> = behind[0].entries.iter().map(|entry| entry.entry.id.as_str()).collect();
    assert_eq!(ids, ["d4", "d5", "d6"]);
}
