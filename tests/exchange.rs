//! Amounts in other currencies: which rate holds, what becomes of facts without one, and what the author is told.

#![cfg(feature = "json")]
mod common;

use attain::calendar::parse_day;
use attain::engine::Engine;
use attain::log::{Admission, Waiting};
use attain::plan::Plan;
use attain::quantity::{ExchangeRate, Precision, Rates, Why};
use attain::trace::Language;

use common::{engine, figure, record, view, when, whose};

/// A plan in dollars with what it says of other currencies, and ann and bob in the north.
fn told(exchange: &str) -> Engine {
    let exchange = if exchange.is_empty() { String::new() } else { format!(r#""exchange": {exchange},"#) };
    let mut engine = engine(&format!(
        r#"{{
        "attain": 1, "name": "Exchange", "currency": "USD", {exchange}
        "org": {{ "trees": {{ "sales": ["company", "team"] }} }},
        "rules": {{ "rounding": {{ "to": "0.01", "mode": "half_up" }}, "missing": "hold", "percentile": "linear" }},
        "facts": {{
            "order": {{ "whose": "rep", "fields": {{ "rep": "person", "amount": "money", "cost": "money", "customer": "text" }} }},
            "payment": {{ "whose": "order", "fields": {{ "amount": "money", "order": "order" }} }} }},
        "kpis": {{
            "revenue": {{ "formula": "sum(order.amount)" }},
            "margin": {{ "formula": "sum(order.amount - order.cost)" }},
            "orders": {{ "formula": "count(order)" }},
            "amounts": {{ "formula": "count(order.amount)" }},
            "large": {{ "formula": "count(order where amount > 1000)" }},
            "mean": {{ "formula": "avg(order.amount)" }},
            "least": {{ "formula": "min(order.amount)" }},
            "most": {{ "formula": "max(order.amount)" }},
            "median": {{ "formula": "median(order.amount)" }},
            "latest": {{ "formula": "last(order.amount)" }},
            "paid": {{ "formula": "sum(payment.amount)" }},
            "paid_orders": {{ "formula": "sum(payment.order.amount)" }},
            "before": {{ "formula": "revenue[prior]" }},
            "same": {{ "formula": "sum(order.amount where count(order of amount)[all] at company > 1)" }},
            "repeat": {{ "formula": "sum(order.amount where amount > first(order.amount of customer)[all] at company)" }} }},
        "targets": {{ "revenue": {{ "grain": "month", "unit_is": "members", "transfer": "days" }} }}
    }}"#
    ));
    common::units(&mut engine, &[("company", ""), ("north", "company")]);
    common::member(&mut engine, "ann", "2020-01-01", "north", "");
    common::member(&mut engine, "bob", "2020-01-01", "north", "");
    engine
}

const FACT_DAY: &str = r#"{ "foreign": "convert", "at": "fact day", "missing": "hold" }"#;
const WAITING: &str = r#"{ "foreign": "convert", "at": "fact day", "missing": "refuse" }"#;
const PERIOD_END: &str = r#"{ "foreign": "convert", "at": "period end", "missing": "hold" }"#;

fn rate(engine: &mut Engine, on: &str, value: &str) {
    let line = format!(r#"{{"kind":"rate","id":"EUR {on}","on":"{on}","from":"EUR","to":"USD","value":"{value}"}}"#);
    record(engine, &line);
}

fn outcome(engine: &mut Engine, line: &str) -> Admission {
    engine.record_jsonl(line.as_bytes(), None).remove(0)
}

/// Why an entry is refused, or how it went instead.
fn refused(engine: &mut Engine, line: &str) -> String {
    match outcome(engine, line) {
        Admission::Refused(refusals) => refusals.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
        other => format!("{other:?}"),
    }
}

#[test]
fn a_plan_in_pounds_skips_dollars_as_told() {
    let mut engine = engine(
        r#"{ "attain": 1, "name": "Goal", "currency": "GBP", "exchange": { "foreign": "skip" },
             "org": { "trees": { "sales": ["company"] } },
             "rules": { "rounding": { "to": "0.01", "mode": "half_up" } },
             "facts": { "deal": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
             "kpis": { "won": { "formula": "sum(deal.amount)" }, "deals": { "formula": "count(deal)" } },
             "targets": { "won": { "grain": "month", "unit_is": "members", "transfer": "days" } } }"#,
    );
    common::units(&mut engine, &[("company", "")]);
    common::member(&mut engine, "ann", "2020-01-01", "company", "");
    record(
        &mut engine,
        r#"{"kind":"target","id":"t","on":"2025-03-01","of":"won","who":"ann","period":"2025-03","amount":"100 GBP"}
{"kind":"deal","id":"d1","on":"2025-03-04","rep":"ann","amount":"10 GBP"}
{"kind":"deal","id":"d2","on":"2025-03-05","rep":"ann","amount":"1000 USD"}
{"kind":"rate","id":"r","on":"2025-03-01","from":"USD","to":"GBP","value":"0.8"}"#,
    );
    let view = view(&engine, "2025-03-31");
    assert_eq!(figure(&view, "won", "ann", "2025-03"), "10");
    assert_eq!(figure(&view, "deals", "company", "2025-03"), "1", "a deal that is left out is no deal");
    let attained = view.attainment("won", whose(&view, "ann"), when(&view, "2025-03")).unwrap();
    assert_eq!(attained.unwrap().to_string(), "10%");
    assert_eq!(view.left_out().iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["d2"]);
    assert_eq!(engine.waiting(), [], "no rate would help");
}

#[test]
fn what_refers_to_a_fact_that_is_left_out_is_left_out_too() {
    let lines = r#"{"kind":"order","id":"o1","on":"2025-03-04","rep":"ann","amount":"100"}
{"kind":"order","id":"o2","on":"2025-03-04","rep":"ann","amount":"100 EUR"}
{"kind":"payment","id":"p1","on":"2025-03-10","amount":"60","order":"o1"}
{"kind":"payment","id":"p2","on":"2025-03-10","amount":"70","order":"o2"}"#;
    let mut skips = told(r#"{ "foreign": "skip" }"#);
    record(&mut skips, lines);
    let seen = view(&skips, "2025-03-31");
    assert_eq!(figure(&seen, "paid", "ann", "2025-03"), "60");
    assert_eq!(seen.left_out().iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["o2", "p2"]);

    let mut waits = told(WAITING);
    let outcomes = waits.record_jsonl(lines.as_bytes(), None);
    assert!(matches!(&outcomes[1], Admission::Waiting(_)));
    assert_eq!(figure(&view(&waits, "2025-03-31"), "paid", "ann", "2025-03"), "60");
    let waiting: Vec<String> = waits.waiting().iter().map(|(id, reasons)| format!("{id}: {}", reasons[0])).collect();
    assert_eq!(waiting, ["o2: no rate from EUR to USD is known for 2025-03-04", "p2: `o2` does not stand yet"]);
    rate(&mut waits, "2025-03-01", "1.1");
    let seen = view(&waits, "2025-03-31");
    assert_eq!((figure(&seen, "paid", "ann", "2025-03"), seen.left_out().len()), ("130".into(), 0));
    assert_eq!(waits.waiting(), []);
}

#[test]
fn every_fold_sees_what_an_amount_is_worth() {
    let mut engine = told(FACT_DAY);
    rate(&mut engine, "2025-03-01", "1.25");
    rate(&mut engine, "2025-03-10", "1.5");
    record(
        &mut engine,
        r#"{"kind":"order","id":"o1","on":"2025-03-09","rep":"ann","amount":"900 EUR","cost":"400","customer":"x"}
{"kind":"order","id":"o2","on":"2025-03-10","rep":"ann","amount":"600 EUR","cost":"100 EUR","customer":"x"}
{"kind":"order","id":"o3","on":"2025-03-11","rep":"ann","amount":"1001","customer":"x"}
{"kind":"order","id":"o4","on":"2025-03-12","rep":"ann","amount":"2000","cost":"1","customer":"y"}"#,
    );
    // 900 × 1.25 = 1125, 600 × 1.5 = 900, 1001, 2000
    let view = view(&engine, "2025-03-31");
    for (kpi, expected) in [
        ("revenue", "5026"),
        ("orders", "4"),
        ("amounts", "4"),
        ("large", "3"),
        ("mean", "1256.5"),
        ("least", "900"),
        ("most", "2000"),
        ("median", "1063"),
        ("latest", "2000"),
        ("repeat", "0"),
        ("margin", "undefined: `cost` is missing"),
    ] {
        assert_eq!(figure(&view, kpi, "ann", "2025-03"), expected, "{kpi}");
    }
    // (1125 − 400) + (900 − 100 × 1.5)
    assert_eq!(figure(&view, "margin", "ann", "2025-03-09 .. 2025-03-11"), "1475");
}

#[test]
fn a_fold_inside_a_fold_compares_converted_amounts() {
    let mut engine = told(FACT_DAY);
    rate(&mut engine, "2025-03-01", "2");
    record(
        &mut engine,
        r#"{"kind":"order","id":"o1","on":"2025-03-02","rep":"ann","amount":"100 EUR","customer":"x"}
{"kind":"order","id":"o2","on":"2025-03-03","rep":"ann","amount":"150","customer":"x"}
{"kind":"order","id":"o3","on":"2025-03-04","rep":"ann","amount":"250","customer":"x"}"#,
    );
    assert_eq!(figure(&view(&engine, "2025-03-31"), "repeat", "ann", "2025-03"), "250", "the first was worth 200");
}

#[test]
fn amounts_that_tell_groups_apart_are_converted_too() {
    let mut engine = told(FACT_DAY);
    rate(&mut engine, "2025-03-01", "2");
    record(
        &mut engine,
        r#"{"kind":"order","id":"o1","on":"2025-03-02","rep":"ann","amount":"100 EUR"}
{"kind":"order","id":"o2","on":"2025-03-03","rep":"ann","amount":"200"}
{"kind":"order","id":"o3","on":"2025-03-04","rep":"ann","amount":"100"}"#,
    );
    assert_eq!(figure(&view(&engine, "2025-03-31"), "same", "ann", "2025-03"), "400", "100 EUR and 200 are as much");
    // What is not known may be as much as any.
    record(&mut engine, r#"{"kind":"order","id":"o4","on":"2025-03-05","rep":"bob","amount":"1 GBP"}"#);
    assert_eq!(figure(&view(&engine, "2025-03-31"), "same", "ann", "2025-03"), "undefined: no exchange rate");
}

#[test]
fn a_return_nets_to_zero_whatever_became_of_the_rate() {
    let mut engine = told(FACT_DAY);
    rate(&mut engine, "2025-03-01", "1.25");
    rate(&mut engine, "2025-04-01", "1.5");
    record(
        &mut engine,
        r#"{"kind":"order","id":"o1","on":"2025-03-09","rep":"ann","amount":"800 EUR"}
{"kind":"order","id":"b1","on":"2025-04-09","reverses":"o1","share":"25%"}
{"kind":"order","id":"b2","on":"2025-05-09","reverses":"o1","share":"75%"}"#,
    );
    let view = view(&engine, "2025-12-31");
    let months = ["2025-03", "2025-04", "2025-05", "2025"].map(|month| figure(&view, "revenue", "ann", month));
    assert_eq!(months, ["1000", "-250", "-750", "0"]);
}

#[test]
fn the_way_back_is_one_divided_by_the_rate_and_the_later_of_both_ways_holds() {
    let mut engine = told(FACT_DAY);
    record(
        &mut engine,
        r#"{"kind":"rate","id":"back","on":"2025-03-01","from":"USD","to":"EUR","value":"0.9"}
{"kind":"rate","id":"forth","on":"2025-04-01","from":"EUR","to":"USD","value":"1.2"}
{"kind":"order","id":"o1","on":"2025-03-09","rep":"ann","amount":"90 EUR"}
{"kind":"order","id":"o2","on":"2025-03-10","rep":"ann","amount":"1 EUR"}
{"kind":"order","id":"o3","on":"2025-04-10","rep":"ann","amount":"100 EUR"}"#,
    );
    let view = view(&engine, "2025-04-30");
    // 90 ÷ 0.9 + 1 ÷ 0.9 = 100 + 10/9
    assert_eq!(figure(&view, "revenue", "ann", "2025-03"), "910/9");
    assert_eq!(figure(&view, "revenue", "ann", "2025-04"), "120");
}

#[test]
fn a_fixed_day_is_the_day_for_all() {
    let mut engine = told(r#"{ "foreign": "convert", "at": "2025-07-01", "missing": "hold" }"#);
    rate(&mut engine, "2025-01-01", "2");
    rate(&mut engine, "2025-07-01", "3");
    rate(&mut engine, "2025-08-01", "4");
    for (id, on) in [("o1", "2025-06-30"), ("o2", "2025-08-15")] {
        record(&mut engine, &format!(r#"{{"kind":"order","id":"{id}","on":"{on}","rep":"ann","amount":"10 EUR"}}"#));
    }
    let at = |as_of: &str| figure(&view(&engine, as_of), "revenue", "ann", "2025");
    assert_eq!((at("2025-06-30"), at("2025-07-01"), at("2025-12-31")), ("20".into(), "30".into(), "60".into()));
}

#[test]
fn at_the_end_of_a_period_each_period_has_its_own_rate() {
    let mut engine = told(PERIOD_END);
    for (on, value) in [("2025-01-31", "1"), ("2025-02-28", "2"), ("2025-03-31", "3")] {
        rate(&mut engine, on, value);
    }
    record(
        &mut engine,
        r#"{"kind":"order","id":"o1","on":"2025-01-10","rep":"ann","amount":"400 EUR"}
{"kind":"order","id":"o2","on":"2025-02-10","rep":"ann","amount":"20 EUR"}
{"kind":"order","id":"o3","on":"2025-03-10","rep":"bob","amount":"3 EUR"}
{"kind":"order","id":"o4","on":"2025-03-11","rep":"bob","amount":"1000"}"#,
    );
    let seen = view(&engine, "2025-06-30");
    let asked = |kpi: &str, who: &str, time: &str| figure(&seen, kpi, who, time);
    assert_eq!(asked("revenue", "company", "2025-01"), "400");
    assert_eq!(asked("revenue", "company", "2025-02"), "40");
    assert_eq!(asked("revenue", "company", "2025-03"), "1009");
    assert_eq!(asked("revenue", "company", "2025-Q1"), "2269", "423 EUR at 3, and 1000");
    assert_eq!(asked("revenue", "ann", "2025-Q1"), "1260");
    assert_eq!(asked("before", "ann", "2025-03"), "40", "the month before, at its own end");
    assert_eq!((asked("large", "company", "2025-01"), asked("large", "company", "2025-Q1")), ("0".into(), "1".into()));
    assert_eq!(
        (asked("orders", "company", "2025-Q1"), asked("most", "company", "2025-Q1")),
        ("4".into(), "1200".into())
    );
    let early = view(&engine, "2025-02-15");
    assert_eq!(figure(&early, "revenue", "ann", "2025-Q1"), "420", "the rate of the day as of which is asked");
    assert_eq!(figure(&early, "revenue", "ann", "2025-01-10 .. 2025-01-20"), "undefined: no exchange rate");
}

#[test]
fn a_held_figure_is_undefined_until_the_rate_comes() {
    let mut engine = told(FACT_DAY);
    record(
        &mut engine,
        r#"{"kind":"order","id":"o1","on":"2025-03-09","rep":"ann","amount":"800 EUR"}
{"kind":"order","id":"o2","on":"2025-03-09","rep":"bob","amount":"5000"}"#,
    );
    assert_eq!(engine.waiting(), []);
    let none = "undefined: no exchange rate";
    let cases =
        [("revenue", none), ("large", none), ("mean", none), ("amounts", none), ("latest", none), ("orders", "1")];
    for (kpi, expected) in cases {
        assert_eq!(figure(&view(&engine, "2025-03-31"), kpi, "ann", "2025-03"), expected, "{kpi}");
    }
    let seen = view(&engine, "2025-03-31");
    assert_eq!(figure(&seen, "revenue", "company", "2025-03"), none);
    assert_eq!(figure(&seen, "revenue", "bob", "2025-03"), "5000");
    assert_eq!(figure(&seen, "revenue", "company", "2025-04"), "0");
    // A rate for a later day, one that has ended, and one for others do not help.
    record(
        &mut engine,
        r#"{"kind":"rate","id":"later","on":"2025-03-10","from":"EUR","to":"USD","value":"9"}
{"kind":"rate","id":"ended","on":"2025-03-01","until":"2025-03-09","from":"EUR","to":"USD","value":"9"}
{"kind":"rate","id":"others","on":"2025-03-01","from":"EUR","to":"GBP","value":"9"}"#,
    );
    assert_eq!(figure(&view(&engine, "2025-03-31"), "revenue", "ann", "2025-03"), none);
    rate(&mut engine, "2025-03-09", "1.25");
    let seen = view(&engine, "2025-03-31");
    assert_eq!(
        (figure(&seen, "revenue", "ann", "2025-03"), figure(&seen, "large", "ann", "2025-03")),
        ("1000".into(), "0".into())
    );
}

#[test]
fn a_fact_waits_for_its_rate_and_the_order_of_arrival_changes_nothing() {
    let order = r#"{"kind":"order","id":"o1","on":"2025-03-09","rep":"ann","amount":"800 EUR","cost":"1 GBP"}"#;
    let mut engine = told(WAITING);
    let day = parse_day("2025-03-09").unwrap();
    let awaited = |from: &str| Waiting::Rate { from: from.parse().unwrap(), to: "USD".parse().unwrap(), on: day };
    assert_eq!(outcome(&mut engine, order), Admission::Waiting(vec![awaited("EUR"), awaited("GBP")]));
    assert_eq!(outcome(&mut engine, order), Admission::Exists);
    rate(&mut engine, "2025-03-01", "1.25");
    let half = view(&engine, "2025-03-31");
    assert_eq!((figure(&half, "orders", "ann", "2025-03"), half.left_out().len()), ("0".into(), 1));
    assert_eq!(engine.waiting(), [("o1".parse().unwrap(), vec![awaited("GBP")])]);
    record(&mut engine, r#"{"kind":"rate","id":"GBP","on":"2025-01-01","from":"GBP","to":"USD","value":"1.3"}"#);
    let late = outcome(&mut engine, r#"{"kind":"order","id":"o2","on":"2024-12-31","rep":"ann","amount":"1 GBP"}"#);
    assert!(matches!(late, Admission::Waiting(_)), "before the first rate");
    assert_eq!(outcome(&mut engine, &order.replace("o1", "o3")), Admission::Counted);
    // 2 × (800 × 1.25)
    assert_eq!(figure(&view(&engine, "2025-03-31"), "revenue", "ann", "2025-03"), "2000");
}

#[test]
fn a_reversal_waits_for_the_rate_of_what_it_undoes() {
    let mut engine = told(WAITING);
    rate(&mut engine, "2025-04-01", "1.5");
    outcome(&mut engine, r#"{"kind":"order","id":"o1","on":"2025-03-09","rep":"ann","amount":"800 EUR"}"#);
    let back = outcome(&mut engine, r#"{"kind":"order","id":"b1","on":"2025-04-09","reverses":"o1"}"#);
    assert!(matches!(back, Admission::Waiting(_)), "{back:?}");
    assert_eq!(figure(&view(&engine, "2025-04-30"), "revenue", "ann", "2025"), "0");
    rate(&mut engine, "2025-03-01", "1.25");
    let seen = view(&engine, "2025-04-30");
    assert_eq!(
        (figure(&seen, "revenue", "ann", "2025-03"), figure(&seen, "revenue", "ann", "2025")),
        ("1000".into(), "0".into())
    );
}

#[test]
fn a_rate_is_corrected_and_earlier_positions_answer_as_before() {
    let mut engine = told(FACT_DAY);
    rate(&mut engine, "2025-03-01", "1.25");
    record(&mut engine, r#"{"kind":"order","id":"o1","on":"2025-03-09","rep":"ann","amount":"100 EUR"}"#);
    let corrections = [
        (
            r#"{"kind":"rate","id":"c1","on":"2025-03-01","from":"EUR","to":"USD","value":"1.3","revises":"EUR 2025-03-01"}"#,
            "130",
        ),
        (r#"{"kind":"rate","id":"same","on":"2025-03-01","from":"USD","to":"EUR","value":"0.5"}"#, "200"),
        (r#"{"kind":"rate","id":"c2","retracts":"same"}"#, "130"),
        (r#"{"kind":"rate","id":"c3","retracts":"c1"}"#, "125"),
        (r#"{"kind":"rate","id":"c4","retracts":"EUR 2025-03-01"}"#, "undefined: no exchange rate"),
    ];
    let mut positions = vec![(engine.log().len(), "125")];
    for (line, expected) in corrections {
        record(&mut engine, line);
        positions.push((engine.log().len(), expected));
    }
    for (position, expected) in positions {
        let seen = engine.view_at(parse_day("2025-03-31").unwrap(), position);
        assert_eq!(figure(&seen, "revenue", "ann", "2025-03"), expected, "at {position}");
    }
}

#[test]
fn amounts_are_kept_as_they_are_written() {
    let mut engine = told(FACT_DAY);
    let line = r#"{"kind":"order","id":"o1","on":"2025-03-09","rep":"ann","amount":"1234.5670 EUR","cost":"7.00 USD"}"#;
    record(&mut engine, line);
    let kept = engine.log().entry(engine.log().len() - 1).unwrap();
    assert_eq!(kept.get("amount").unwrap().as_text(), Some("1234.567 EUR"));
    assert_eq!(kept.get("cost").unwrap().as_text(), Some("7"));
    assert_eq!(engine.record(kept), Admission::Exists);
    let other = line.replace("EUR", "GBP");
    assert_eq!(outcome(&mut engine, &other), Admission::ExistsDifferently { field: "amount".into() });
    let plain = line.replace(" EUR", "");
    assert_eq!(outcome(&mut engine, &plain), Admission::ExistsDifferently { field: "amount".into() });
    // An amount between two in other currencies is in the plan's.
    record(&mut engine, r#"{"kind":"order","id":"o2","on":"2025-03-09","rep":"ann","amount":"5"}"#);
    record(&mut engine, r#"{"kind":"order","id":"o3","on":"2025-03-09","rep":"bob","amount":"6 JPY"}"#);
    let amounts = |position: usize| {
        let entry = engine.log().entry(position).unwrap();
        entry.get("amount").and_then(|amount| amount.as_text()).map(str::to_owned)
    };
    let end = engine.log().len();
    assert_eq!((amounts(end - 2), amounts(end - 1)), (Some("5".into()), Some("6 JPY".into())));
}

#[test]
fn refusals_teach() {
    let order =
        |amount: &str| format!(r#"{{"kind":"order","id":"x","on":"2025-03-04","rep":"ann","amount":"{amount}"}}"#);
    assert_eq!(
        refused(&mut told(""), &order("1000 EUR")),
        "amount: the amount is in EUR, the plan counts in USD\n  help: give the amount in USD, or declare `exchange` in the plan"
    );
    let mut engine = told(FACT_DAY);
    let target = r#"{"kind":"target","id":"t","on":"2025-03-01","of":"revenue","who":"ann","period":"2025-03","amount":"9 EUR"}"#;
    let rate = |more: &str| format!(r#"{{"kind":"rate","id":"r","on":"2025-03-04",{more}}}"#);
    let cases = [
        (order("1000 Euro"), "amount: `1000 Euro` is no amount of money\n  help: write `1000` or `1000 USD`"),
        (target.to_owned(), "amount: the amount is in EUR, the plan counts in USD\n  help: give the amount in USD"),
        (rate(r#""from":"EUR","to":"USD""#), "value: `rate` has no `value`"),
        (
            rate(r#""from":"EUR","to":"USD","value":"0""#),
            "value: `0` is no rate: it must be above zero\n  help: write how many units of `to` one unit of `from` is worth",
        ),
        (
            rate(r#""from":"euro","to":"USD","value":"1""#),
            "from: `euro` is not a currency\n  help: write three capital letters, as in `EUR`",
        ),
        (
            rate(r#""from":"USD","to":"USD","value":"1""#),
            "to: a currency is always worth itself\n  help: name two currencies",
        ),
        (
            rate(r#""from":"EUR","to":"USD","value":"1","until":"2025-03-04""#),
            "until: a rate from 2025-03-04 that holds no more on 2025-03-04 never holds\n  help: write the first day on which it holds no more, or leave it out",
        ),
        (
            rate(r#""from":"EUR","to":"USD","value":"1","share":"1%","reverses":"q""#),
            "reverses: only facts can be reversed\n  help: retract or revise it",
        ),
    ];
    for (line, expected) in cases {
        assert!(refused(&mut engine, &line).starts_with(expected), "{line}: {}", refused(&mut engine, &line));
    }
}

#[test]
fn authors_are_told_what_is_missing_and_what_contradicts_itself() {
    let told = |exchange: &str| -> Vec<String> {
        let plan = format!(
            r#"{{ "attain": 1, "name": "P", "currency": "EUR", "org": {{ "trees": {{ "s": ["c"] }} }}, "exchange": {exchange} }}"#
        );
        let problems = Plan::from_json(plan.as_bytes()).err().unwrap_or_default();
        let told = problems.iter().map(|problem| {
            let help = problem.help().unwrap_or_default();
            format!("{} {}: {} [{help}]", problem.place(), problem.code(), problem.message())
        });
        told.collect()
    };
    assert_eq!(told(FACT_DAY), [""; 0]);
    assert_eq!(told(r#"{ "foreign": "skip" }"#), [""; 0]);
    assert_eq!(
        told("{}"),
        ["exchange.foreign document.missing_field: `foreign` is missing [write `\"foreign\": …` here]"]
    );
    assert_eq!(
        told(r#"{ "foreign": "convert" }"#),
        [
            "exchange.at rule.needed: amounts are converted, and no `at` says how [write `\"fact day\"`, `\"period end\"` or a day such as `\"2025-07-01\"`]",
            "exchange.missing rule.needed: amounts are converted, and no `missing` says how [write `\"hold\"` (figures that need it are undefined) or `\"refuse\"` (its fact waits for it)]",
        ]
    );
    assert_eq!(
        told(r#"{ "foreign": "skip", "at": "fact day", "missing": "hold" }"#),
        [
            "exchange.at plan.conflict: `at` is about rates, and facts in other currencies are left out [leave `at` out, or write `\"foreign\": \"convert\"`]",
            "exchange.missing plan.conflict: `missing` is about rates, and facts in other currencies are left out [leave `missing` out, or write `\"foreign\": \"convert\"`]",
        ]
    );
    assert_eq!(
        told(r#"{ "foreign": "convert", "at": "period end", "missing": "refuse" }"#),
        [
            "exchange.missing plan.conflict: at the end of each period a fact needs another rate, so it cannot wait for one [write `\"missing\": \"hold\"`]"
        ]
    );
    for (at, help) in [("factday", "did you mean `fact day`?"), ("2025-02-30", "a day is written `2025-07-01`")] {
        assert_eq!(
            told(&format!(r#"{{ "foreign": "convert", "at": "{at}", "missing": "hold" }}"#)),
            [format!("exchange.at value.invalid: `{at}` is neither `fact day`, `period end` nor a day [{help}]")]
        );
    }
    assert_eq!(
        told(r#"{ "foreign": "convert", "at": "fact day", "missing": "skip" }"#).len(),
        1,
        "a word of another rule"
    );
}

#[test]
fn the_explanation_shows_the_amount_the_rate_and_its_day() {
    let mut engine = told(FACT_DAY);
    rate(&mut engine, "2025-03-01", "1.0845");
    record(
        &mut engine,
        r#"{"kind":"order","id":"o1","on":"2025-03-09","rep":"ann","amount":"1000 EUR"}
{"kind":"order","id":"o2","on":"2025-03-10","rep":"ann","amount":"500"}
{"kind":"order","id":"o3","on":"2025-03-11","rep":"ann","amount":"20 GBP"}
{"kind":"order","id":"o4","on":"2025-03-12","reverses":"o1","share":"10%"}"#,
    );
    let view = view(&engine, "2025-03-31");
    let trace = view.explain("revenue", whose(&view, "ann"), when(&view, "2025-03")).unwrap();
    let lines = |language| {
        let text = trace.to_text(language);
        text.lines().skip(2).map(|line| line.trim_start_matches([' ', '├', '└', '─']).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        lines(Language::English),
        [
            "o1  2025-03-09  1,084.5  (1,000 EUR on 2025-03-09 at 1 EUR = 1.0845 USD, since 2025-03-01)",
            "o2  2025-03-10  500",
            "o3  2025-03-11  undefined: no exchange rate  (20 GBP on 2025-03-11: no exchange rate)",
            "o4  2025-03-12  1,084.5 × −10%  (1,000 EUR on 2025-03-09 at 1 EUR = 1.0845 USD, since 2025-03-01)",
        ]
    );
    assert_eq!(
        lines(Language::Chinese),
        [
            "o1  2025-03-09  1,084.5（1,000 EUR，按 2025-03-09 的汇率 1 EUR = 1.0845 USD，自 2025-03-01 起）",
            "o2  2025-03-10  500",
            "o3  2025-03-11  无值：没有汇率（20 GBP，2025-03-11 没有汇率）",
            "o4  2025-03-12  1,084.5 × −10%（1,000 EUR，按 2025-03-09 的汇率 1 EUR = 1.0845 USD，自 2025-03-01 起）",
        ]
    );
}

#[test]
fn a_book_of_rates_is_of_use_alone() {
    let day = |text: &str| parse_day(text).unwrap();
    let (eur, usd, gbp) = ("EUR".parse().unwrap(), "USD".parse().unwrap(), "GBP".parse().unwrap());
    let rate = |from, to, value: &str, on: &str| ExchangeRate::new(from, to, value.parse().unwrap(), day(on));
    assert_eq!(rate(eur, usd, "0", "2025-01-01"), None);
    assert_eq!(rate(eur, usd, "-1", "2025-01-01"), None);
    assert_eq!(rate(eur, eur, "1", "2025-01-01"), None);
    let mut rates: Rates = [
        rate(eur, usd, "1.1", "2025-01-01"),
        rate(eur, usd, "1.2", "2025-03-01").map(|rate| rate.until(day("2025-04-01"))),
        rate(eur, gbp, "0.8", "2025-01-01"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let factor = |rates: &Rates, on: &str| rates.factor(eur, usd, day(on)).map(|factor| factor.to_string());
    for (on, expected) in [
        ("2024-12-31", Err(Why::NoRate)),
        ("2025-01-01", Ok("1.1".to_owned())),
        ("2025-02-28", Ok("1.1".to_owned())),
        ("2025-03-31", Ok("1.2".to_owned())),
        ("2025-04-01", Err(Why::NoRate)),
    ] {
        assert_eq!(factor(&rates, on), expected, "{on}");
    }
    let precision = Precision::default();
    let spring = day("2025-02-01");
    assert_eq!(rates.factor(gbp, usd, spring), Err(Why::NoRate), "nobody asked for a way round");
    assert_eq!(rates.through(eur, gbp, usd, spring, precision).unwrap().to_string(), "1.375");
    assert_eq!(rates.factor(gbp, gbp, day("1999-01-01")).unwrap().to_string(), "1");
    rates.extend(rate(usd, eur, "0.5", "2025-01-01"));
    assert_eq!(factor(&rates, "2025-02-01"), Ok("2".to_owned()), "the last word for a pair and a day holds");
}

/// A quarter in three currencies, worked by hand.
///
/// | entry | EUR | |
/// |---|---|---|
/// | o1, 10 January, 20,000 USD | 19,000 | × 0.95 |
/// | o2, 20 February, 10,000 USD | 9,200 | × 0.92, which holds from 15 February |
/// | o3, 3 March, 4,200 GBP | 5,000 | ÷ 0.84, for pounds are written the other way round |
/// | o4, 20 March, 8,400 GBP | | 0.84 held until 15 March; later, 10,500: ÷ 0.80 |
/// | b1, 25 March, half of o1 back | −9,500 | at the rate of o1 |
///
/// 23,700 of 30,000 are 79 %; with o4, 34,200 are 114 %. Commission is 3 % of the month: 570 + 276 − 135 = 711; with o4, March
/// has 6,000 and pays 180: 1,026.
#[test]
fn a_quarter_in_three_currencies() {
    let mut engine = engine(
        r#"{ "attain": 1, "name": "Quarter", "currency": "EUR",
             "exchange": { "foreign": "convert", "at": "fact day", "missing": "refuse" },
             "rules": { "rounding": { "to": "0.01", "mode": "half_up" }, "missing": "hold" },
             "org": { "trees": { "sales": ["company"] } },
             "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
             "kpis": { "revenue": { "formula": "sum(order.amount)" } },
             "targets": { "revenue": { "grain": "quarter", "unit_is": "members", "transfer": "days" } },
             "incentives": { "commission": { "grain": "month", "components": [
               { "id": "sales", "each": "period", "base": "revenue", "pay": "3% * base" } ] } } }"#,
    );
    common::units(&mut engine, &[("company", "")]);
    common::member(&mut engine, "ann", "2020-01-01", "company", "");
    let admissions = engine.record_jsonl(
        br#"{"kind":"order","id":"o4","on":"2025-03-20","rep":"ann","amount":"8400 GBP"}
{"kind":"order","id":"b1","on":"2025-03-25","reverses":"o1","share":"50%"}
{"kind":"order","id":"o1","on":"2025-01-10","rep":"ann","amount":"20000 USD"}
{"kind":"order","id":"o2","on":"2025-02-20","rep":"ann","amount":"10000 USD"}
{"kind":"order","id":"o3","on":"2025-03-03","rep":"ann","amount":"4200 GBP"}
{"kind":"rate","id":"usd 1","on":"2025-01-01","from":"USD","to":"EUR","value":"0.95"}
{"kind":"rate","id":"usd 2","on":"2025-02-15","from":"USD","to":"EUR","value":"0.92"}
{"kind":"rate","id":"gbp 1","on":"2025-01-01","until":"2025-03-15","from":"EUR","to":"GBP","value":"0.84"}
{"kind":"target","id":"t","on":"2025-01-01","of":"revenue","who":"ann","period":"2025-Q1","amount":"30000"}"#,
        None,
    );
    assert!(admissions.iter().all(|one| matches!(one, Admission::Counted | Admission::Waiting(_))), "{admissions:?}");
    let before = engine.log().len();
    let rate = r#"{"kind":"rate","id":"gbp 2","on":"2025-03-15","from":"EUR","to":"GBP","value":"0.8"}"#;
    record(&mut engine, rate);
    for (position, attained, paid, total) in
        [(before, "79%", ["570", "276", "-135"], "711"), (before + 1, "114%", ["570", "276", "180"], "1026")]
    {
        let seen = engine.view_at(parse_day("2025-03-31").unwrap(), position);
        let ann = whose(&seen, "ann");
        let quarter = when(&seen, "2025-Q1");
        assert_eq!(seen.attainment("revenue", ann, quarter).unwrap().unwrap().to_string(), attained);
        let pay = |time: &str| seen.pay("commission", None, ann, when(&seen, time)).unwrap().unwrap().to_string();
        assert_eq!(["2025-01", "2025-02", "2025-03"].map(pay), paid);
        assert_eq!(pay("2025-Q1"), total);
    }
    let seen = view(&engine, "2025-03-31");
    let trace = seen.explain("revenue", whose(&seen, "ann"), when(&seen, "2025-Q1")).unwrap();
    assert_eq!(trace.to_text(Language::English), include_str!("scenarios/exchange/quarter.en.txt"));
    assert_eq!(trace.to_text(Language::Chinese), include_str!("scenarios/exchange/quarter.zh.txt"));
}
