//! What speaks against a target, by the history that the log has.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod common;

use attain::engine::Engine;
use attain::quantity::{RoundTo, RoundingMode};
use attain::report::{self, json};
use attain::trace::{Language, smart_finding};
use rust_decimal::Decimal;

use common::{engine, member, order, record, units, view, when, whose};

fn plan(better: &str, check: &str) -> String {
    format!(
        r#"{{ "attain": 1, "name": "Check", "currency": "EUR",
             "rules": {{ "rounding": {{ "to": "0.01", "mode": "half_up", "odd": "first" }} }},
             "org": {{ "trees": {{ "sales": ["company", "team"] }}, "leads": "role = \"manager\"" }},
             "facts": {{ "order": {{ "whose": "rep", "fields": {{ "rep": "person", "amount": "money" }} }} }},
             "kpis": {{ "revenue": {{ "formula": "sum(order.amount)", "better": "{better}" }} }},
             "targets": {{ "revenue": {{ "grain": "month", "unit_is": "own", "transfer": "days", "check": {{ {check} }} }} }} }}"#
    )
}

/// Ann of the team: 100 in January to April 2024, 200 in May, 60 in June; she came in January.
fn story(better: &str, check: &str) -> Engine {
    let mut engine = engine(&plan(better, check));
    units(&mut engine, &[("company", ""), ("team", "company")]);
    member(&mut engine, "ann", "2024-01-01", "team", r#""role":"rep""#);
    for (month, sold) in [("01", "100"), ("02", "100"), ("03", "100"), ("04", "100"), ("05", "200"), ("06", "60")] {
        order(&mut engine, "ann", &format!("2024-{month}-15"), sold);
    }
    engine
}

fn target(engine: &mut Engine, who: &str, period: &str, amount: &str) {
    let line = format!(
        r#"{{"kind":"target","id":"{who} {period}","on":"2024-07-01","of":"revenue","who":"{who}","period":"{period}","amount":"{amount}"}}"#
    );
    record(engine, &line);
}

#[track_caller]
fn found(engine: &Engine, who: &str, period: &str, as_of: &str, expected: &[&str]) {
    let view = view(engine, as_of);
    let found = view.check_target("revenue", whose(&view, who), when(&view, period)).unwrap();
    let told: Vec<String> = found.iter().map(|found| smart_finding(found, Language::English)).collect();
    assert_eq!(told, expected, "{who} {period} as of {as_of}");
}

#[test]
fn a_target_is_compared_with_the_best_and_the_spread_of_the_past() {
    let mut engine = story("higher", r#""best": "120%", "z": 2, "history": 6"#);
    target(&mut engine, "team", "2024-08", "1000");
    target(&mut engine, "ann", "2024-08", "250");
    // July is not over on 5 July: January to June count. Mean 110, variance 1966.67: 250 is more than 3 deviations away.
    found(
        &engine,
        "ann",
        "2024-08",
        "2024-07-05",
        &[
            "250 lies beyond what is expected after the best period, 200: at most 240",
            "250 lies more than 2 standard deviations of 46.9042 above 110, the mean of 6 periods",
        ],
    );
    target(&mut engine, "team", "2024-09", "1000");
    target(&mut engine, "ann", "2024-09", "150");
    found(&engine, "ann", "2024-09", "2024-07-05", &[]);
    // As of 5 July somebody who came in April has three past periods: too little to say, and that is said.
    member(&mut engine, "bob", "2024-04-01", "team", r#""role":"rep""#);
    order(&mut engine, "bob", "2024-05-10", "10");
    target(&mut engine, "bob", "2024-09", "10");
    let little = "there is too little history: 3 past periods have a figure, and 6 are needed";
    found(&engine, "bob", "2024-09", "2024-07-05", &[little]);
}

#[test]
fn nobody_above_nobody_who_leads_and_a_time_that_is_over_are_found() {
    let mut engine = story("higher", r#""growth": "50%""#);
    target(&mut engine, "ann", "2024-08", "90");
    let year = "the same period a year before has no figure: no facts";
    let above = "the target above, which it should be a part of, has no amount: no target";
    found(&engine, "ann", "2024-08", "2024-08-01", &[year, above]);
    found(&engine, "ann", "2024-08", "2024-09-02", &[year, above, "its period, 2024-08-01 to 2024-08-31, is over"]);
    // A year later there is something to be compared with; the team has no manager, and the company nobody above.
    target(&mut engine, "team", "2025-06", "90");
    target(&mut engine, "company", "2025-06", "90");
    found(&engine, "company", "2025-06", "2025-06-01", &["nobody has the target"]);
    found(&engine, "team", "2025-06", "2025-06-01", &["nobody has the target"]);
    member(&mut engine, "王芳", "2025-01-01", "team", r#""role":"manager""#);
    found(&engine, "team", "2025-06", "2025-06-01", &[]);
    // 60 and the half of it is 90: 90.01 is too much.
    target(&mut engine, "ann", "2025-06", "90.01");
    let grown = "90.01 is 50.0167% more than 60, the same period a year before; at most 50% is expected";
    found(&engine, "ann", "2025-06", "2025-06-01", &[grown]);
    let view = view(&engine, "2025-06-01");
    let found = view.check_target("revenue", whose(&view, "ann"), when(&view, "2025-06")).unwrap();
    assert_eq!(
        json::target_check(&found, Language::English),
        format!(r#"{{"findings":[{{"letter":"attainable","code":"growth","text":"{grown}"}}]}}"#)
    );
    // To one decimal it would be the 50 % that are expected.
    let chinese = "可实现：90.01 比去年同期 60.00 高 50.0167%，预期最多 50%\n";
    assert_eq!(report::target_check(&found, None, Language::Chinese), chinese);
}

#[test]
fn a_report_cuts_figures_and_what_is_exact_stays_so() {
    let mut engine = story("higher", r#""growth": "12.25%", "best": "100.5%", "z": "1.25", "history": 6"#);
    target(&mut engine, "ann", "2025-05", "386552.5125");
    target(&mut engine, "team", "2025-05", "386552.5125");
    let view = view(&engine, "2024-07-01");
    let found = view.check_target("revenue", whose(&view, "ann"), when(&view, "2025-05")).unwrap();
    // 386,552.5125 is 1,932.7625625 times as much as the 200 of May 2024. Of January to June the mean is 110, and the variance
    // 11,000 / 5, whose root is 46.9042.
    let said = |amount: &str, change: &str, last: &str, best: &str, deviation: &str, mean: &str| {
        format!(
            "attainable: {amount} is {change} more than {last}, the same period a year before; at most 12.25% is expected\n\
             attainable: {amount} lies beyond what is expected after the best period, {last}: at most {best}\n\
             attainable: {amount} lies more than 1.25 standard deviations of {deviation} above {mean}, the mean of 6 periods\n"
        )
    };
    let cut = said("386,552.51", "193,176.3%", "200.00", "201.00", "46.90", "110.00");
    assert_eq!(report::target_check(&found, None, Language::English), cut);
    let tens = RoundTo::new(Decimal::TEN, RoundingMode::HalfUp);
    let tens = report::target_check(&found, tens.as_ref(), Language::English);
    assert_eq!(tens, said("386,550", "193,176.3%", "200", "200", "50", "110"));
    let exact: Vec<String> = found.iter().map(|found| smart_finding(found, Language::English)).collect();
    assert!(exact[0].starts_with("386,552.5125 is 193,176.2562% more than 200,"), "{}", exact[0]);
    assert!(json::target_check(&found, Language::English).contains(&exact[0]));
}

#[test]
fn a_figure_that_would_be_cut_to_its_limit_is_exact() {
    let mut engine = story("higher", r#""best": "120%", "history": 6"#);
    target(&mut engine, "ann", "2024-08", "240.004");
    target(&mut engine, "team", "2024-08", "240.004");
    let view = view(&engine, "2024-07-05");
    let found = view.check_target("revenue", whose(&view, "ann"), when(&view, "2024-08")).unwrap();
    assert_eq!(
        report::target_check(&found, None, Language::English),
        "attainable: 240.004 lies beyond what is expected after the best period, 200.00: at most 240\n"
    );
}

#[test]
fn where_less_is_better_a_target_may_be_too_low() {
    let mut engine = story("lower", r#""growth": "50%""#);
    for who in ["company", "team", "ann"] {
        target(&mut engine, who, "2025-01", "50");
    }
    found(&engine, "ann", "2025-01", "2025-01-05", &[]);
    target(&mut engine, "ann", "2025-02", "49");
    target(&mut engine, "team", "2025-02", "49");
    let fallen = "49 is 51% less than 100, the same period a year before; at most 50% is expected";
    found(&engine, "ann", "2025-02", "2025-01-05", &[fallen]);
}
