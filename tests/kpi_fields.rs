//! What a KPI says beside its formula: which end is better, what attainment is, the smallest sample, what stands for an
//! undefined value, how it is shown.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use attain::engine::Engine;
use attain::engine::query::{Nodes, Query};
use attain::plan::Plan;
use attain::quantity::Precision;
use attain::report::{Standing, answers, json, leaderboard, scorecard};
use attain::trace::Language;
use common::{engine, figure, member, record, told, units, view, when, whose};

fn plan(kpis: &str) -> String {
    format!(
        r#"{{ "attain": 1, "name": "Fields", "currency": "EUR",
             "rules": {{ "missing": "skip", "ties": "1224", "boundary": "[from, to)", "rounding": {{ "to": "0.01", "mode": "half_up" }} }},
             "org": {{ "trees": {{ "sales": ["company"] }}, "person": {{ "fte": "number" }} }},
             "facts": {{ "order": {{ "whose": "rep", "fields": {{ "rep": "person", "amount": "money", "won": "yesno", "took": "duration" }} }} }},
             "tables": {{ "two": {{ "keys": ["x"], "read": "line", "rows": [ {{ "x": "0%", "a": 0, "b": 0 }}, {{ "x": "100%", "a": 1, "b": 2 }} ] }},
                          "anchors": {{ "keys": ["actual"], "read": "line", "below": "flat", "above": "flat",
                                        "rows": [ {{ "actual": "5 days", "attained": "100%" }}, {{ "actual": "10 days", "attained": "0%" }} ] }} }},
             "kpis": {{ {kpis} }},
             "targets": {{ "cycle": {{ "grain": "month", "unit_is": "own", "transfer": "days" }} }},
             "scorecards": {{ "rep": {{ "grain": "month", "missing": "skip",
                              "items": [ {{ "id": "quick", "weight": "100%", "value": "cycle" , "points": {{ "keys": ["x"], "read": "step", "rows": [ {{ "x": "0 ..", "points": 80 }} ] }} }} ] }} }},
             "rankings": {{ "quick": {{ "by": "cycle" }}, "slow": {{ "by": "cycle", "order": "highest" }}, "most": {{ "by": "orders" }} }} }}"#
    )
}

const USUAL: &str = r#""cycle": { "formula": "avg(order.took)", "better": "lower", "attains": "anchors", "show": { "to": "0.5", "mode": "half_up" } },
    "orders": { "formula": "count(order)" }"#;

/// Ann has three orders in January, of which she won two and of which one took long; bob has one, cid none.
fn story(kpis: &str) -> Engine {
    let mut engine = engine(&plan(&[USUAL, kpis].map(str::to_owned).join(if kpis.is_empty() { "" } else { ", " })));
    units(&mut engine, &[("company", "")]);
    for who in ["ann", "bob", "cid"] {
        member(&mut engine, who, "2023-01-01", "company", "");
    }
    record(
        &mut engine,
        r#"{"kind":"order","id":"a1","on":"2024-01-02","rep":"ann","amount":"100","won":true,"took":"4 days"}
{"kind":"order","id":"a2","on":"2024-01-03","rep":"ann","amount":"200","won":true,"took":"6 days"}
{"kind":"order","id":"a3","on":"2024-01-04","rep":"ann","amount":"400","won":false,"took":"12 days"}
{"kind":"order","id":"b1","on":"2024-01-05","rep":"bob","amount":"50","won":true,"took":"6 days"}
{"kind":"order","id":"b2","on":"2023-12-05","rep":"bob","amount":"25","won":true,"took":"2 days"}
{"kind":"target","id":"t1","on":"2024-01-01","of":"cycle","who":"ann","period":"2024-01","amount":"5"}
{"kind":"target","id":"t2","on":"2024-01-01","of":"cycle","who":"bob","period":"2024-01","amount":"4"}"#,
    );
    engine
}

const LATE: &str = "2024-12-31";

/// A KPI of ann, bob and cid in January, by its definition.
fn figures(kpi: &str) -> [String; 3] {
    let engine = story(&format!(r#""asked": {kpi}"#));
    let view = view(&engine, LATE);
    ["ann", "bob", "cid"].map(|who| figure(&view, "asked", who, "2024-01"))
}

const NO_FACTS: &str = "undefined: no facts";

fn few(have: u32, need: u32) -> String {
    format!("undefined: {have} present, at least {need} needed")
}

#[test]
fn the_sample_is_the_most_facts_that_any_fold_looks_at() {
    let rate = "count(order where won) / count(order)";
    let table = [
        // formula, at least; of ann, bob, cid
        (rate, 1, ["2/3".into(), "1".into(), few(0, 1)]),
        (rate, 3, ["2/3".into(), few(1, 3), few(0, 3)]),
        (rate, 4, [few(3, 4), few(1, 4), few(0, 4)]),
        // Of those that a condition keeps.
        ("avg(order.amount where won)", 3, [few(2, 3), few(1, 3), few(0, 3)]),
        ("avg(order.amount where won)", 2, ["150".into(), few(1, 2), few(0, 2)]),
        // Whatever the fold makes of them.
        ("sum(order.amount)", 3, ["700".into(), few(1, 3), few(0, 3)]),
        ("distinct(order.won)", 3, ["2".into(), few(1, 3), few(0, 3)]),
        ("max(order.amount)", 3, ["400".into(), few(1, 3), few(0, 3)]),
        // Of the KPIs that it names, at the time at which it asks.
        ("orders * 2", 3, ["6".into(), few(1, 3), few(0, 3)]),
        ("orders[prior] + 0", 1, [few(0, 1), "1".into(), few(0, 1)]),
        ("orders at company", 4, ["4".into(), "4".into(), "4".into()]),
        ("cycle / 1 day + attainment(cycle) * 0", 2, ["22/3".into(), few(1, 2), few(0, 2)]),
        // Of periods, how many have a value: ann was busy on three days.
        ("avg(sum(order.amount) / orders over day)", 3, ["700/3".into(), few(1, 3), few(0, 3)]),
        ("avg(sum(order.amount) / orders over day)", 4, [few(3, 4), few(1, 4), few(0, 4)]),
    ];
    for (formula, need, expected) in table {
        let found = figures(&format!(r#"{{ "formula": "{formula}", "at_least": {need} }}"#));
        // A fold over periods takes its members rounded to twelve digits; here they are whole.
        assert_eq!(found, expected, "{formula}, at least {need}");
    }
}

#[test]
fn a_part_of_the_facts_has_its_own_sample() {
    let engine = story(
        r#""rate": { "formula": "count(order where took > 4 days) / count(order)", "at_least": 2, "missing": { "value": 9 } }"#,
    );
    let view = view(&engine, LATE);
    let query = Query::new(["rate"]).of(Nodes::keys(["ann"])).during(when(&view, "2024-01")).by("order.won");
    let rows = view.table(&query).unwrap().rows;
    let found: Vec<String> = rows.iter().map(|row| told(row.cells.first().unwrap().clone())).collect();
    assert_eq!(found, ["9", "0.5"], "one that was not won is too few, of the two that were one took longer");
}

#[test]
fn what_cannot_be_counted_for_want_of_a_rate_is_not_too_few() {
    let asked = r#""asked": { "formula": "count(order where amount > 10)", "at_least": 2 }"#;
    let exchange = r#""currency": "EUR", "exchange": { "foreign": "convert", "at": "fact day", "missing": "hold" },"#;
    let mut engine = engine(&plan(&format!("{USUAL}, {asked}")).replace(r#""currency": "EUR","#, exchange));
    units(&mut engine, &[("company", "")]);
    member(&mut engine, "ann", "2023-01-01", "company", "");
    record(
        &mut engine,
        r#"{"kind":"order","id":"a1","on":"2024-01-02","rep":"ann","amount":"100"}
{"kind":"order","id":"a2","on":"2024-01-03","rep":"ann","amount":"30 USD"}"#,
    );
    assert_eq!(figure(&view(&engine, LATE), "asked", "ann", "2024-01"), "undefined: no exchange rate");
    // 30 dollars are 27 euros: there are two.
    record(&mut engine, r#"{"kind":"rate","id":"r","on":"2024-01-01","from":"USD","to":"EUR","value":"0.9"}"#);
    assert_eq!(figure(&view(&engine, LATE), "asked", "ann", "2024-01"), "2");
    // 10 are 9: there is one, and that is too few.
    record(&mut engine, r#"{"kind":"order","id":"a3","on":"2024-01-03","rep":"ann","amount":"10 USD","revises":"a2"}"#);
    assert_eq!(figure(&view(&engine, LATE), "asked", "ann", "2024-01"), few(1, 2));
}

#[test]
fn what_stands_for_an_undefined_value_is_said() {
    let table = [
        // missing; of ann, bob, cid, who has no orders
        (r#""hold""#, ["700/3".into(), "50".into(), NO_FACTS.to_owned()]),
        (r#""zero""#, ["700/3".into(), "50".into(), "0".to_owned()]),
        (r#"{ "value": 12.5 }"#, ["700/3".into(), "50".into(), "12.5".to_owned()]),
    ];
    for (missing, expected) in table {
        assert_eq!(
            figures(&format!(r#"{{ "formula": "avg(order.amount)", "missing": {missing} }}"#)),
            expected,
            "{missing}"
        );
    }
    // Too few is undefined too, and whoever asks this KPI gets what stands for it.
    let few = r#"{ "formula": "avg(order.amount)", "at_least": 2, "missing": { "value": 10 } }"#;
    assert_eq!(figures(few), ["700/3", "10", "10"]);
    let engine = story(&format!(r#""asked": {few}, "twice": {{ "formula": "asked * 2" }}"#));
    let view = view(&engine, LATE);
    assert_eq!(figure(&view, "twice", "bob", "2024-01"), "20");

    let trace = view.explain("twice", whose(&view, "bob"), when(&view, "2024-01")).unwrap();
    let text = trace.to_text(Language::English);
    assert!(text.contains("10  (stands for undefined: 1 present, at least 2 needed)  = avg(order.amount)"), "{text}");
    let text = trace.to_text(Language::Chinese);
    assert!(text.contains("10（代替无值：样本太少：1，至少需要 2）"), "{text}");
    let read: serde_json::Value = serde_json::from_str(&json::trace(&trace, view.plan().precision())).unwrap();
    assert_eq!(read["parts"][0]["instead_of"], "too_few");
}

#[test]
fn attainment_is_what_the_plan_says() {
    let table = [
        // attains; of ann, whose mean is 22/3 days against 5; of bob, 6 against 4; of cid, who has no target
        ("", ["22/15", "1.5", "undefined: no target"]),
        // Two anchors: 100 % at 5 days and 0 % at 10, on the line between.
        (r#""anchors""#, ["8/15", "0.8", "undefined: no target"]),
        (r#""2 - actual / target""#, ["8/15", "0.5", "undefined: no target"]),
        (r#""clamp(1 - (actual - target) / 2 days, 0, 1)""#, ["0", "0", "undefined: no target"]),
        (r#""if(actual <= target, 100%, target / actual)""#, ["15/22", "2/3", "undefined: no target"]),
        (r#""two.b(target / actual)""#, ["15/11", "4/3", "undefined: no target"]),
        (
            r#"{ "keys": ["actual", "target"], "read": "first", "rows": [ { "actual": ".. 6", "target": 4, "attained": "25%" }, { "attained": "75%" } ] }"#,
            ["0.75", "0.75", "undefined: no target"],
        ),
    ];
    for (attains, expected) in table {
        let attains = if attains.is_empty() { String::new() } else { format!(r#", "attains": {attains}"#) };
        let cycle = format!(
            r#""cycle": {{ "formula": "avg(order.took)" {attains} }}, "orders": {{ "formula": "count(order)" }}, "met": {{ "formula": "coalesce(avg(order.took), 1 day) / 1 day" }}"#
        );
        let mut engine = engine(&plan(&cycle));
        units(&mut engine, &[("company", "")]);
        for who in ["ann", "bob", "cid"] {
            member(&mut engine, who, "2023-01-01", "company", "");
        }
        record(
            &mut engine,
            r#"{"kind":"order","id":"a1","on":"2024-01-02","rep":"ann","took":"4 days"}
{"kind":"order","id":"a2","on":"2024-01-03","rep":"ann","took":"6 days"}
{"kind":"order","id":"a3","on":"2024-01-04","rep":"ann","took":"12 days"}
{"kind":"order","id":"b1","on":"2024-01-05","rep":"bob","took":"6 days"}
{"kind":"order","id":"c1","on":"2024-01-05","rep":"cid","took":"6 days"}
{"kind":"target","id":"t1","on":"2024-01-01","of":"cycle","who":"ann","period":"2024-01","amount":"5"}
{"kind":"target","id":"t2","on":"2024-01-01","of":"cycle","who":"bob","period":"2024-01","amount":"4"}"#,
        );
        let view = view(&engine, LATE);
        let attained = |who| told(view.attainment("cycle", whose(&view, who), when(&view, "2024-01")).unwrap());
        assert_eq!(["ann", "bob", "cid"].map(attained), expected, "{attains}");
    }
}

#[test]
fn the_better_end_comes_first() {
    let engine = story("");
    let view = view(&engine, LATE);
    let places = |ranking: &str| -> Vec<String> {
        let ranking = view.ranking(ranking, when(&view, "2024-01")).unwrap();
        ranking.places.iter().filter(|place| place.rank.is_ok()).map(|place| place.who.to_string()).collect()
    };
    assert_eq!(places("quick"), ["bob", "ann"], "six days before seven and a third");
    assert_eq!(places("slow"), ["ann", "bob"], "what is written holds");
    assert_eq!(places("most"), ["ann", "bob", "cid"], "nothing is said: the highest");

    let trace = view.explain("cycle", whose(&view, "ann"), when(&view, "2024-01")).unwrap();
    assert!(trace.to_text(Language::English).starts_with("cycle of ann, 2024-01 (lower is better) "), "{trace:?}");
    assert!(trace.to_text(Language::Chinese).contains("（越低越好）"));
    let read: serde_json::Value = serde_json::from_str(&json::trace(&trace, view.plan().precision())).unwrap();
    assert_eq!(read["better"], "lower");
}

#[test]
fn what_is_shown_is_rounded_and_what_is_used_is_not() {
    let engine = story(
        r#""share": { "formula": "count(order where won) / count(order)", "show": { "to": "0.1%", "mode": "half_up" } },
        "thrice": { "formula": "share * 3" },
        "above": { "formula": "share - share at company", "show": { "to": "0.1%", "mode": "half_up" } }"#,
    );
    let view = view(&engine, LATE);
    assert_eq!(figure(&view, "thrice", "ann", "2024-01"), "2", "two thirds, three times");
    let (ann, january) = (whose(&view, "ann"), when(&view, "2024-01"));
    let text = view.explain("thrice", ann, january).unwrap().to_text(Language::English);
    assert!(text.contains("66.7%") && text.lines().next().unwrap().contains(" 2 "), "{text}");
    // Two of three, where three of four were won.
    let text = view.explain("above", ann, january).unwrap().to_text(Language::English);
    assert!(text.lines().next().unwrap().contains("−8.3 pp"), "{text}");
    // Seven days and a third are shown as seven and a half.
    let text = view.explain("cycle", ann, january).unwrap().to_text(Language::English);
    assert!(text.lines().next().unwrap().contains("7.5 days"), "{text}");

    let ranking = view.ranking("quick", january).unwrap();
    let standing = |who: &attain::id::Key| Standing { name: who.to_string(), change: Ok(0.into()) };
    let board = leaderboard(&ranking, standing, Language::English).to_string();
    assert!(board.contains("7.5 days") && !board.contains("22/3"), "{board}");
    let result = view.scorecard("rep", ann, january).unwrap().unwrap();
    let card = scorecard(&view.plan().scorecards()[0], &result, Language::English).to_string();
    assert!(card.contains("7.5 days"), "{card}");
    let query = Query::new(["cycle", "share"]).of(Nodes::keys(["ann"])).during(january);
    let table = view.table(&query).unwrap();
    let text = answers(&table, Language::English).to_string();
    assert!(text.contains("7.5 days") && text.contains("66.7%"), "{text}");
    let exact = json::ranking(&view.plan().rankings()[1], &ranking, view.plan().precision());
    assert!(exact.contains("22/3") || exact.contains("7.333333333333"), "machines get what is: {exact}");
}

#[test]
fn what_makes_no_sense_is_refused() {
    let table = [
        // fields beside the formula; formula; what is said
        (r#""better": "lowest""#, "orders", "kpis.asked.better: `lowest` is none of `higher`, `lower`"),
        (r#""at_least": 0"#, "orders", "kpis.asked.at_least: there are always at least 0"),
        (
            r#""at_least": 5"#,
            "period.days / 1 day",
            "kpis.asked.at_least: nothing is counted: the formula folds neither facts nor people",
        ),
        (r#""missing": "skip""#, "orders", "kpis.asked.missing: a KPI alone cannot be left out"),
        (r#""missing": "zero""#, "period.first", "kpis.asked.missing: no number stands for date"),
        (r#""missing": { "value": "lots" }"#, "orders", "kpis.asked.missing.value: `lots` is not a number"),
        (r#""show": { "to": "0", "mode": "half_up" }"#, "orders", "kpis.asked.show.to: `0` is no step to round to"),
        (
            r#""show": { "to": "1", "mode": "half_up", "odd": "first" }"#,
            "orders",
            "kpis.asked.show.odd: nothing is cut into parts here, so no part is odd",
        ),
        (r#""show": { "to": "1", "mode": "half_up" }"#, "period.first", "kpis.asked.show: date is shown as it is"),
        (r#""attains": "actual / orders""#, "orders", "kpis.asked.attains: `orders` is not known here"),
        (
            r#""attains": "count(order) / target""#,
            "orders",
            "kpis.asked.attains: attainment is reckoned from `actual` and `target` alone",
        ),
        (
            r#""attains": "actual[prior] / target""#,
            "orders",
            "kpis.asked.attains: attainment is reckoned from `actual` and `target` alone",
        ),
        (r#""attains": "actual > target""#, "orders", "kpis.asked.attains: this is yes/no, where a ratio is needed"),
        (r#""attains": "actual / target""#, "period.first", "kpis.asked.attains: date attains no target"),
        (
            r#""attains": "two""#,
            "orders",
            "kpis.asked.attains: attainment is one number, and this table has another result",
        ),
        (r#""attains": "anchors""#, "orders", "kpis.asked.attains: this is a number, where a duration is needed"),
        (
            r#""attains": { "keys": ["reached"], "read": "first", "rows": [ { "reached": 5, "attained": 1 } ] }"#,
            "orders",
            "kpis.asked.attains: attainment knows `actual` and `target`, and a key of this table is `reached`",
        ),
    ];
    for (fields, formula, expected) in table {
        let kpis = format!(r#"{USUAL}, "asked": {{ "formula": "{formula}", {fields} }}"#);
        let Err(problems) = Plan::from_json(plan(&kpis).as_bytes()) else { panic!("{fields} is taken") };
        let told: Vec<String> =
            problems.iter().map(|problem| format!("{}: {}", problem.place(), problem.message())).collect();
        assert_eq!(told, [expected], "{fields}");
        assert!(problems.iter().all(|problem| problem.help().is_some()), "{problems}");
    }
}

/// Ann sold it; her manager is credited on top, with half of the second.
const ON_TOP: &str = r#"{"kind":"order","id":"o1","on":"2024-02-02","rep":"ann","amount":"100","credits":[{"who":"ann","share":"100%"},{"who":"cid","share":"100%","as":"overlay"}]}
{"kind":"order","id":"o2","on":"2024-02-03","rep":"ann","amount":"300","credits":[{"who":"ann","share":"100%"},{"who":"cid","share":"50%","as":"overlay"}]}"#;

#[test]
fn a_kpi_says_as_what_its_folds_credit_people() {
    let table = [
        // formula, credit; of ann, bob, cid
        ("sum(order.amount)", "", ["400", "0", "0"]),
        ("sum(order.amount)", "direct", ["400", "0", "0"]),
        ("sum(order.amount)", "overlay", ["0", "0", "250"]),
        ("count(order where amount > 100)", "overlay", ["0", "0", "1"]),
        // A fold has the last word.
        ("sum(order.amount as direct) - sum(order.amount)", "overlay", ["400", "0", "-250"]),
        ("sum(order.amount as overlay)", "direct", ["0", "0", "250"]),
        ("sum(order.amount whose rep)", "overlay", ["400", "0", "0"]),
        // And another KPI its own.
        ("orders", "overlay", ["2", "0", "0"]),
    ];
    for (formula, credit, expected) in table {
        let credit = if credit.is_empty() { String::new() } else { format!(r#", "credit": "{credit}""#) };
        let mut engine = story(&format!(r#""asked": {{ "formula": "{formula}"{credit} }}"#));
        record(&mut engine, ON_TOP);
        let view = view(&engine, LATE);
        let figures = ["ann", "bob", "cid"].map(|who| figure(&view, "asked", who, "2024-02"));
        assert_eq!(figures, expected, "{formula} {credit}");
    }
}

#[test]
fn what_is_credited_on_top_never_enters_a_unit_and_is_explained_by_its_own_words() {
    let mut engine = story(r#""asked": { "formula": "sum(order.amount)", "credit": "overlay" }"#);
    record(&mut engine, ON_TOP);
    let view = view(&engine, LATE);
    let (cid, february) = (whose(&view, "cid"), when(&view, "2024-02"));
    let trace = view.explain("asked", cid, february).unwrap();
    let text = trace.to_text(Language::English);
    assert!(text.contains("sum(order.amount as overlay)"), "{text}");
    assert!(text.contains("o1") && text.contains("o2"), "{text}");
    let first = |language| trace.to_text(language).lines().next().unwrap().to_owned();
    assert!(first(Language::English).ends_with("250  = sum(order.amount)  (credited as overlay)"), "{text}");
    assert!(
        first(Language::Chinese).ends_with("250  = sum(order.amount)（按叠加分成）"),
        "{}",
        first(Language::Chinese)
    );
    assert!(json::trace(&trace, Precision::default()).contains(r#""formula":"sum(order.amount)","credit":"overlay""#));
}

#[test]
fn credit_is_direct_or_overlay() {
    let text = plan(&format!(r#"{USUAL}, "asked": {{ "formula": "sum(order.amount)", "credit": "shared" }}"#));
    let problems = Plan::from_json(text.as_bytes()).unwrap_err().to_string();
    assert!(problems.contains("kpis.asked.credit") && problems.contains("overlay"), "{problems}");
}
