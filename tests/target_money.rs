//! Targets in another currency than the plan's: which rate holds, when it is known, and what becomes of one without.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

mod common;

use std::fmt::Write;

use attain::calendar::parse_day;
use attain::engine::{Engine, View};
use attain::log::{Admission, Waiting};
use attain::plan::Plan;
use attain::quantity::Why;
use attain::report;
use attain::trace::Language;

use common::{engine, member, order, record, told, units, view, when, whose};

/// A plan in dollars, with what it says of other currencies and what is cut; ann and bob are in the company.
fn plan(exchange: &str, targets: &str) -> String {
    let exchange = if exchange.is_empty() { String::new() } else { format!(r#""exchange": {exchange},"#) };
    format!(
        r#"{{ "attain": 1, "name": "Money", "currency": "USD", {exchange}
             "rules": {{ "rounding": {{ "to": "0.01", "mode": "half_up", "odd": "first" }}, "missing": "hold" }},
             "org": {{ "trees": {{ "sales": ["company"] }}, "leads": "role = \"lead\"" }},
             "facts": {{ "order": {{ "whose": "rep", "fields": {{ "rep": "person", "amount": "money" }} }} }},
             "kpis": {{ "revenue": {{ "formula": "sum(order.amount)" }}, "orders": {{ "formula": "count(order)" }},
                        "promised": {{ "formula": "committed(revenue)" }}, "aimed": {{ "formula": "target(revenue)" }} }},
             "targets": {{ "revenue": {{ "grain": "month", "unit_is": "own", "transfer": "days" {targets} }},
                           "orders": {{ "grain": "month", "unit_is": "own", "transfer": "days" }} }} }}"#
    )
}

fn company(exchange: &str, targets: &str) -> Engine {
    let mut engine = engine(&plan(exchange, targets));
    units(&mut engine, &[("company", "")]);
    member(&mut engine, "ann", "2024-01-01", "company", r#""role":"rep""#);
    member(&mut engine, "bob", "2024-01-01", "company", r#""role":"rep""#);
    engine
}

/// By the rate of a day, and without one undefined (`hold`) or waiting (`refuse`).
fn by(targets: &str, missing: &str) -> String {
    format!(r#"{{ "foreign": "convert", "at": "fact day", "missing": "{missing}", "targets": "{targets}" }}"#)
}

const SPLIT: &str = r#", "on_change": "respread", "split": [{ "over": "members", "by": "1" }]"#;

/// What is known at nine in the morning of a day: a line that is not counted is shown.
fn known(engine: &mut Engine, day: &str, lines: &[String]) -> Vec<String> {
    let moment = format!("{day}T09:00:00Z").parse().unwrap();
    let admissions = engine.record_jsonl(lines.join("\n").as_bytes(), Some(moment));
    admissions.iter().filter(|one| **one != Admission::Counted).map(ToString::to_string).collect()
}

fn rate(id: &str, on: &str, value: &str) -> String {
    format!(r#"{{"kind":"rate","id":"{id}","on":"{on}","from":"GBP","to":"USD","value":"{value}"}}"#)
}

/// An entry about the revenue of somebody in a month: `more` has the amount.
fn about(kind: &str, id: &str, on: &str, who: &str, period: &str, more: &str) -> String {
    format!(
        r#"{{"kind":"{kind}","id":"{id}","on":"{on}","of":"revenue","who":"{who}","period":"{period}","by":"mia",{more}}}"#
    )
}

fn target(id: &str, on: &str, who: &str, period: &str, amount: &str) -> String {
    about("target", id, on, who, period, &format!(r#""amount":"{amount}""#))
}

fn own(view: &View, who: &str, period: &str) -> String {
    told(view.target("revenue", whose(view, who), when(view, period)).unwrap().own)
}

/// What everybody has in the first months, and every finding: the view that followed has what a fresh one has.
#[track_caller]
fn all(engine: &Engine) -> String {
    let day = parse_day("2025-12-31").unwrap();
    let (live, fresh) = (engine.view(day), engine.view_at(day, engine.log().len()));
    let text = |view: &View| {
        let mut text = String::new();
        for who in ["company", "ann", "bob"] {
            for period in ["2025-01", "2025-02", "2025-03", "2025-04", "2025"] {
                let commitment = view.commitment("revenue", whose(view, who), when(view, period)).unwrap();
                let history = view.target_history("revenue", whose(view, who), when(view, period)).unwrap();
                writeln!(text, "{who} {period} {} {commitment:?}\n{history:?}", own(view, who, period)).unwrap();
            }
        }
        format!("{text}{:?}", view.target_findings("revenue").unwrap())
    };
    let followed = text(&live);
    assert_eq!(followed, text(&fresh));
    followed
}

#[test]
fn a_goal_in_pounds_is_what_it_is_worth_on_its_day() {
    let mut engine = company(&by("set day", "hold"), SPLIT);
    known(&mut engine, "2025-01-02", &[rate("r1", "2025-01-01", "1.25")]);
    known(&mut engine, "2025-01-03", &[target("t1", "2025-01-03", "company", "2025-02", "100000 GBP")]);
    let mut beside = company("", SPLIT);
    known(&mut beside, "2025-01-03", &[target("t1", "2025-01-03", "company", "2025-02", "125000")]);
    for engine in [&engine, &beside] {
        let view = view(engine, "2025-12-31");
        let figures = ["company", "ann", "bob"].map(|who| own(&view, who, "2025-02"));
        assert_eq!(figures, ["125000", "62500", "62500"]);
    }

    // What was written, and the rate, stand beside it: in an explanation, in the history, in words and as JSON.
    order(&mut engine, "ann", "2025-02-10", "50000");
    let view = view(&engine, "2025-12-31");
    let (ann, february) = (whose(&view, "ann"), when(&view, "2025-02"));
    let trace = view.explain_attainment("revenue", ann, february).unwrap().to_text(Language::English);
    assert!(trace.contains("(100,000 GBP on 2025-01-03 at 1 GBP = 1.25 USD, since 2025-01-01)"), "{trace}");
    let events = view.target_history("revenue", ann, february).unwrap();
    let conversion = events[0].conversion.unwrap();
    assert_eq!(
        (conversion.amount.to_string(), conversion.day),
        ("100000.00 GBP".to_owned(), parse_day("2025-01-03").unwrap())
    );
    assert_eq!(conversion.rate.unwrap().to_string(), "1 GBP = 1.25 USD");
    let english = report::target_history(&events, None, Language::English).to_string();
    assert!(english.contains("set 125,000 (100,000 GBP)  company"), "{english}");
    assert!(english.contains("mia  1 GBP = 1.25 USD on 2025-01-03"), "{english}");
    let chinese = report::target_history(&events, None, Language::Chinese).to_string();
    assert!(chinese.contains("设定 125,000（100,000 GBP）"), "{chinese}");
    assert!(chinese.contains("2025-01-03 的汇率 1 GBP = 1.25 USD"), "{chinese}");
    let unit = attain::quantity::Unit::Money;
    let json = report::json::target_history(&events, unit, engine.plan().precision());
    let expected = r#""conversions":[{"amount":"100000","currency":"GBP","day":"2025-01-03","rate":{"#;
    assert!(json.contains(expected), "{json}");
}

#[test]
fn what_becomes_known_of_rates_later_moves_no_target() {
    for missing in ["hold", "refuse"] {
        let mut engine = company(&by("set day", missing), "");
        known(&mut engine, "2025-01-02", &[rate("r1", "2025-01-01", "1.25")]);
        known(&mut engine, "2025-01-03", &[target("t1", "2025-01-03", "ann", "2025-02", "1000 GBP")]);
        let revised = rate("r2", "2025-01-01", "2").replace(r#""value""#, r#""revises":"r1","value""#);
        known(&mut engine, "2025-01-04", &[revised, rate("r3", "2025-01-03", "3")]);
        known(&mut engine, "2025-01-05", &[target("t2", "2025-01-03", "bob", "2025-02", "1000 GBP")]);
        assert_eq!(own(&view(&engine, "2025-12-31"), "ann", "2025-02"), "1250");
        // Whoever says it now says it by what is known now.
        assert_eq!(own(&view(&engine, "2025-12-31"), "bob", "2025-02"), "3000");
        // Nor does the rate's retraction.
        known(&mut engine, "2025-01-06", &[r#"{"kind":"rate","id":"x1","retracts":"r1"}"#.to_owned()]);
        assert_eq!(own(&view(&engine, "2025-12-31"), "ann", "2025-02"), "1250");
        // A slip in the amount that is put right later is still of the moment of the original.
        let slip = target("t3", "2025-01-03", "ann", "2025-02", "2000 GBP")
            .replace(r#""amount""#, r#""revises":"t1","amount""#);
        known(&mut engine, "2025-01-07", &[slip]);
        assert_eq!(own(&view(&engine, "2025-12-31"), "ann", "2025-02"), "2500");
        all(&engine);
    }
}

#[test]
fn the_first_rate_that_becomes_known_holds_where_there_was_none() {
    for missing in ["hold", "refuse"] {
        let mut engine = company(&by("set day", missing), "");
        known(&mut engine, "2025-01-03", &[target("t1", "2025-01-03", "ann", "2025-02", "1000 GBP")]);
        // Of a later day, and of another currency: neither is what is waited for.
        known(&mut engine, "2025-01-04", &[rate("r0", "2025-01-04", "9")]);
        let euro = rate("e0", "2025-01-01", "7").replace("GBP", "EUR");
        known(&mut engine, "2025-01-05", &[euro]);
        assert!(!own(&view(&engine, "2025-12-31"), "ann", "2025-02").starts_with('9'));
        known(&mut engine, "2025-01-06", &[rate("r1", "2025-01-02", "1.25")]);
        known(&mut engine, "2025-01-07", &[rate("r2", "2025-01-03", "1.5")]);
        known(&mut engine, "2025-01-08", &[r#"{"kind":"rate","id":"x1","retracts":"r1"}"#.to_owned()]);
        assert_eq!(own(&view(&engine, "2025-12-31"), "ann", "2025-02"), "1250");
        // What was known before is told as it was known.
        let then = engine.view_known(parse_day("2025-12-31").unwrap(), "2025-01-05T12:00:00Z".parse().unwrap());
        let expected = if missing == "hold" { Why::NoRate } else { Why::NoTarget };
        assert_eq!(then.target("revenue", whose(&then, "ann"), when(&then, "2025-02")).unwrap().own, Err(expected));
        all(&engine);
    }
}

#[test]
fn without_a_rate_a_target_is_undefined_with_all_that_would_be_cut_from_it() {
    let mut engine = company(&by("set day", "hold"), SPLIT);
    known(&mut engine, "2025-01-02", &[target("t0", "2025-01-02", "company", "2025-02", "1000")]);
    known(&mut engine, "2025-01-03", &[target("t1", "2025-01-03", "company", "2025-02", "3000 GBP")]);
    known(&mut engine, "2025-01-03", &[target("t2", "2025-01-03", "company", "2025-03", "500")]);
    let at_end = view(&engine, "2025-12-31");
    for who in ["company", "ann", "bob"] {
        let figures = |when| at_end.target("revenue", whose(&at_end, who), when).unwrap();
        assert_eq!(figures(when(&at_end, "2025-02")).counts, Err(Why::NoRate), "{who}");
        // A longer time is not the sum of the rest.
        if who == "company" {
            assert_eq!(figures(when(&at_end, "2025")).counts, Err(Why::NoRate));
        }
        assert_eq!(figures(when(&at_end, "2025-04")).counts, Err(Why::NoTarget), "{who}");
    }
    let found = at_end.target_findings("revenue").unwrap();
    assert_eq!(found.iter().map(|found| found.what.code()).collect::<Vec<_>>(), ["undefined"]);
    assert_eq!(found[0].to_string(), "t1: the target of company in 2025-02 is undefined: no exchange rate");
    assert_eq!(report::finding(&found[0], Language::Chinese), "t1：company 2025-02 的目标无值：没有汇率");
    let events = at_end.target_history("revenue", whose(&at_end, "company"), when(&at_end, "2025-02")).unwrap();
    let text = report::target_history(&events, None, Language::English).to_string();
    assert!(text.contains("set (3,000 GBP)") && text.contains("no exchange rate on 2025-01-03"), "{text}");
    assert_eq!(
        (&events[1].before, &events[1].after),
        (&Ok(attain::quantity::Value::Money(1000.into())), &Err(Why::NoRate))
    );
    let json = report::json::target_history(&events, attain::quantity::Unit::Money, engine.plan().precision());
    assert!(json.contains(r#""conversions":[{"amount":"3000","currency":"GBP","day":"2025-01-03","#), "{json}");
    all(&engine);

    // More cannot be added to what nobody knows; it may be set anew; and with the rate all is as if it had been known.
    known(&mut engine, "2025-01-04", &[about("adjust", "a1", "2025-01-04", "company", "2025-02", r#""add":"50""#)]);
    assert_eq!(own(&view(&engine, "2025-12-31"), "company", "2025-02"), "undefined: no exchange rate");
    all(&engine);
    let mut anew = engine.clone();
    known(&mut anew, "2025-01-05", &[target("t3", "2025-01-05", "company", "2025-02", "800")]);
    assert_eq!(
        ["company", "ann", "bob"].map(|who| own(&view(&anew, "2025-12-31"), who, "2025-02")),
        ["800", "400", "400"]
    );
    known(&mut engine, "2025-01-06", &[rate("r1", "2025-01-01", "1.5")]);
    assert_eq!(
        ["company", "ann", "bob"].map(|who| own(&view(&engine, "2025-12-31"), who, "2025-02")),
        ["4550", "2275", "2275"]
    );
    all(&engine);
}

#[test]
fn without_a_rate_an_entry_waits_where_the_plan_says_so() {
    let mut engine = company(&by("set day", "refuse"), SPLIT);
    let waits = "waiting: no rate from GBP to USD is known for 2025-01-03";
    let lines = [
        target("t1", "2025-01-03", "company", "2025-02", "3000 GBP"),
        about("submit", "s1", "2025-01-03", "ann", "2025-02", r#""amount":"900 GBP""#),
    ];
    assert_eq!(known(&mut engine, "2025-01-03", &lines), [waits, waits]);
    known(&mut engine, "2025-01-04", &[target("t2", "2025-01-04", "ann", "2025-03", "70")]);
    let awaited = |engine: &Engine| -> Vec<String> {
        let all = engine.waiting();
        all.iter().map(|(id, why)| format!("{id} {}", why.iter().map(Waiting::name).collect::<String>())).collect()
    };
    assert_eq!(awaited(&engine), ["s1 rate", "t1 rate"]);
    let at_end = view(&engine, "2025-12-31");
    let figures = at_end.target("revenue", whose(&at_end, "company"), when(&at_end, "2025-02")).unwrap();
    assert_eq!(figures.own, Err(Why::NoTarget));
    assert_eq!(own(&at_end, "ann", "2025-03"), "70");
    assert!(at_end.target_findings("revenue").unwrap().is_empty());
    // The history has it all the same, and not counted.
    let events = at_end.target_history("revenue", whose(&at_end, "company"), when(&at_end, "2025-02")).unwrap();
    assert_eq!((events.len(), events[0].counted, events[0].conversion.unwrap().rate), (1, false, None));
    let text = report::target_history(&events, None, Language::English).to_string();
    assert!(text.contains("set (3,000 GBP)") && text.contains("no exchange rate on 2025-01-03; not counted"), "{text}");
    all(&engine);

    assert!(known(&mut engine, "2025-01-05", &[rate("r1", "2025-01-01", "1.5")]).is_empty());
    assert!(engine.waiting().is_empty());
    assert_eq!(
        ["company", "ann", "bob"].map(|who| own(&view(&engine, "2025-12-31"), who, "2025-02")),
        ["4500", "2250", "2250"]
    );
    assert_eq!(common::figure(&view(&engine, "2025-12-31"), "promised", "ann", "2025-02"), "1350");
    all(&engine);
}

#[test]
fn the_day_whose_rate_holds_is_the_plans() {
    // Set on 15 January for March; a rate of each day is known by then.
    let rates = [rate("r1", "2025-01-01", "1.1"), rate("r2", "2025-01-15", "1.2"), rate("r3", "2025-03-01", "1.3")];
    for (day, expected) in [
        ("set day", "1200"),
        ("period start", "1300"),
        ("2025-01-10", "1100"),
        ("2025-02-28", "1200"),
        ("2025-03-02", "1300"),
    ] {
        let mut engine = company(&by(day, "hold"), "");
        known(&mut engine, "2025-01-02", &rates);
        known(&mut engine, "2025-01-15", &[target("t1", "2025-01-15", "ann", "2025-03", "1000 GBP")]);
        assert_eq!(own(&view(&engine, "2025-12-31"), "ann", "2025-03"), expected, "{day}");
        // A view of an earlier day has the same: the rate was known, though its day is still to come.
        assert_eq!(own(&view(&engine, "2025-01-31"), "ann", "2025-03"), expected, "{day}");
    }
    // The way back is one divided by the rate, exactly: 1,000 / 0.3.
    let mut engine = company(&by("set day", "hold"), "");
    known(
        &mut engine,
        "2025-01-02",
        &[r#"{"kind":"rate","id":"r","on":"2025-01-01","from":"USD","to":"GBP","value":"0.3"}"#.into()],
    );
    known(&mut engine, "2025-01-15", &[target("t1", "2025-01-15", "ann", "2025-03", "1000 GBP")]);
    assert_eq!(own(&view(&engine, "2025-12-31"), "ann", "2025-03"), "10000/3");
}

#[test]
fn what_is_adjusted_and_submitted_is_converted_too() {
    let mut engine = company(&by("set day", "hold"), "");
    known(&mut engine, "2025-01-02", &[rate("r1", "2025-01-01", "1.25"), rate("r2", "2025-01-10", "2")]);
    known(&mut engine, "2025-01-03", &[target("t1", "2025-01-03", "ann", "2025-02", "1000 USD")]);
    known(&mut engine, "2025-01-04", &[about("adjust", "a1", "2025-01-04", "ann", "2025-02", r#""add":"-100 GBP""#)]);
    let now = |engine: &Engine| own(&view(engine, "2025-12-31"), "ann", "2025-02");
    assert_eq!(now(&engine), "875");
    known(&mut engine, "2025-01-10", &[about("adjust", "a2", "2025-01-10", "ann", "2025-02", r#""set":"300 GBP""#)]);
    assert_eq!(now(&engine), "600");
    known(&mut engine, "2025-01-11", &[about("adjust", "a3", "2025-01-11", "ann", "2025-02", r#""times":"50%""#)]);
    assert_eq!(now(&engine), "300");
    let lines = [
        about("submit", "s1", "2025-01-04", "ann", "2025-02", r#""amount":"80 GBP""#),
        about("submit", "s2", "2025-01-04", "bob", "2025-02", r#""amount":"50 EUR""#),
    ];
    known(&mut engine, "2025-01-12", &lines);
    let at_end = view(&engine, "2025-12-31");
    let commitment = |who| at_end.commitment("revenue", whose(&at_end, who), when(&at_end, "2025-02")).unwrap();
    assert_eq!(told(commitment("ann").counts), "100");
    // What is promised in a currency without a rate is undefined, and not missing: bob has said something.
    assert_eq!((commitment("bob").counts, commitment("bob").missing), (Err(Why::NoRate), 0));
    assert_eq!((commitment("company").counts, commitment("company").missing), (Err(Why::NoRate), 0));
    let rows = at_end.reconcile("revenue", whose(&at_end, "company"), when(&at_end, "2025-02")).unwrap().rows;
    assert_eq!(told(rows[1].gap.clone()), "-200");
    all(&engine);
}

#[test]
fn the_order_of_a_batch_does_not_matter() {
    let lines = [
        target("t1", "2025-01-03", "ann", "2025-02", "1000 GBP"),
        rate("r1", "2025-01-03", "1.25"),
        rate("r2", "2025-01-03", "1.5").replace(r#""value""#, r#""revises":"r1","value""#),
        about("adjust", "u1", "2025-01-03", "ann", "2025-02", r#""add":"10 GBP""#),
    ];
    for missing in ["hold", "refuse"] {
        let mut found: Vec<String> = Vec::new();
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 2, 3, 0], [2, 0, 3, 1]] {
            let mut engine = company(&by("set day", missing), SPLIT);
            known(&mut engine, "2025-01-03", &order.map(|at| lines[at].clone()));
            known(&mut engine, "2025-01-04", &[rate("r9", "2025-01-03", "4")]);
            assert_eq!(own(&view(&engine, "2025-12-31"), "ann", "2025-02"), "1515", "{order:?}");
            found.push(all(&engine));
        }
        found.dedup();
        assert_eq!(found.len(), 1);
    }
}

#[test]
fn what_was_asked_for_is_what_is_approved() {
    let mut engine = company(&by("set day", "hold"), "");
    known(&mut engine, "2025-01-02", &[rate("r1", "2025-01-01", "1.25")]);
    let own_target = target("t1", "2025-01-03", "ann", "2025-02", "1000 GBP").replace("mia", "ann");
    known(&mut engine, "2025-01-03", &[own_target]);
    assert_eq!(own(&view(&engine, "2025-12-31"), "ann", "2025-02"), "undefined: no target");
    known(&mut engine, "2025-01-04", &[rate("r2", "2025-01-03", "2"), rate("r3", "2025-01-04", "3")]);
    let approved = r#"{"kind":"approve","id":"y1","on":"2025-01-05","of":"t1","answer":"yes","by":"bob"}"#;
    known(&mut engine, "2025-01-05", &[approved.to_owned()]);
    assert_eq!(own(&view(&engine, "2025-12-31"), "ann", "2025-02"), "1250");
}

/// Why an entry is refused.
fn refused(engine: &mut Engine, line: &str) -> String {
    match engine.record_jsonl(line.as_bytes(), None).remove(0) {
        Admission::Refused(refusals) => refusals.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
        other => format!("{other:?}"),
    }
}

#[test]
fn what_the_plan_does_not_say_is_refused() {
    let line = target("t1", "2025-01-03", "ann", "2025-02", "1000 GBP");
    let expected = "amount: the amount is in GBP, the plan counts in USD\n  help: give the amount in USD, or say in the plan's \
                    `exchange` which day's rate holds for targets: `\"targets\": \"set day\"`";
    let plain = r#"{ "foreign": "convert", "at": "fact day", "missing": "hold" }"#;
    for exchange in ["", plain, r#"{ "foreign": "skip" }"#] {
        assert_eq!(refused(&mut company(exchange, ""), &line), expected, "{exchange}");
    }
    // Numbers have no currency, and amounts in the plan's need no rate.
    let mut engine = company(&by("set day", "refuse"), "");
    assert_eq!(
        refused(&mut engine, &line.replace("revenue", "orders")),
        "amount: `orders` is no money, and the amount is in GBP\n  help: leave the currency out"
    );
    let number = line.replace("revenue", "orders").replace("1000 GBP", "5");
    record(&mut engine, &number);
    let at_end = view(&engine, "2025-12-31");
    assert_eq!(told(at_end.target("orders", whose(&at_end, "ann"), when(&at_end, "2025-02")).unwrap().own), "5");
    let problems = |exchange: &str| {
        let problems = Plan::from_json(plan(exchange, "").as_bytes()).unwrap_err();
        problems.iter().map(|problem| format!("{} {problem}", problem.code())).collect::<Vec<_>>().join("\n")
    };
    let skipped = problems(r#"{ "foreign": "skip", "targets": "set day" }"#);
    assert!(skipped.starts_with("plan.conflict") && skipped.contains("exchange.targets"), "{skipped}");
    let unread = problems(&by("set days", "hold"));
    assert!(unread.starts_with("value.invalid") && unread.contains("did you mean `set day`?"), "{unread}");
    assert!(problems(&by("2025-02-30", "hold")).contains("neither `set day`, `period start` nor a day"));
}

#[test]
fn a_change_of_what_is_known_of_a_rate_is_one_of_targets() {
    let mut engine = company(&by("set day", "refuse"), "");
    known(&mut engine, "2025-01-02", &[target("t1", "2025-01-02", "ann", "2025-02", "100")]);
    known(&mut engine, "2025-01-03", &[target("t2", "2025-01-03", "ann", "2025-02", "1000 GBP")]);
    let before = engine.view(parse_day("2025-12-31").unwrap());
    known(&mut engine, "2025-01-04", &[rate("r1", "2025-01-01", "1.25")]);
    let after = engine.view(parse_day("2025-12-31").unwrap());
    let february = when(&after, "2025-02");
    let change = before.change(&after, "aimed", "ann", february, february).unwrap();
    assert_eq!(told(change.difference), "1150");
    let moved: Vec<String> = change.parts.iter().map(|part| format!("{:?} {}", part.causes, part.difference)).collect();
    assert_eq!(moved, ["[Facts] 0", "[Targets] 1150", "[Policy] 0", "[People] 0", "[Calendar] 0"]);
}
