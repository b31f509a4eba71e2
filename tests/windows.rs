//! Rolling windows, to the day.
#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use attain::engine::{Engine, View};
use attain::plan::Plan;

use common::{engine, figure, member, order, record, units, view, whose};

fn plan(kpis: &str) -> String {
    format!(
        r#"{{ "attain": 1, "name": "Windows", "currency": "EUR", "calendar": {{ "year_starts": "04-01" }},
             "org": {{ "trees": {{ "sales": ["company"] }}, "person": {{ "renews_on": "date" }} }},
             "facts": {{ "order": {{ "whose": "rep", "fields": {{ "rep": "person", "amount": "money" }} }} }},
             "kpis": {{ "revenue": {{ "formula": "sum(order.amount)" }}, {kpis} }},
             "targets": {{ "revenue": {{ "grain": "month", "unit_is": "members", "transfer": "days", "rounding": {{ "to": "1", "mode": "half_up" }} }} }} }}"#
    )
}

/// The days of a window, asked of a time as of a day.
fn days(window: &str, time: &str, as_of: &str) -> String {
    let kpis = format!(
        r#""first": {{ "formula": "period.first[{window}]" }}, "last": {{ "formula": "period.last[{window}]" }},
           "long": {{ "formula": "period.days[{window}]" }}"#
    );
    let engine = peopled(&kpis);
    let view = view(&engine, as_of);
    let told = |kpi| figure(&view, kpi, "ann", time);
    format!("{} .. {}, {}", told("first"), told("last"), told("long"))
}

fn peopled(kpis: &str) -> Engine {
    let mut engine = engine(&plan(kpis));
    units(&mut engine, &[("company", "")]);
    member(&mut engine, "ann", "2020-01-01", "company", r#""renews_on":"2025-04-15""#);
    engine
}

#[test]
fn a_rolling_window_reaches_back_from_the_last_day_that_counts() {
    let table = [
        ("last 1 day", "2025-03", "2025-12-31", "2025-03-31 .. 2025-03-31, 1 day"),
        ("last 90 days", "2025-03", "2025-12-31", "2025-01-01 .. 2025-03-31, 90 days"),
        ("last 2 weeks", "2025-03", "2025-03-20", "2025-03-07 .. 2025-03-20, 14 days"),
        ("last 1 month", "2025-03", "2025-12-31", "2025-03-01 .. 2025-03-31, 31 days"),
        ("last 1 month", "2025-03", "2025-03-20", "2025-02-21 .. 2025-03-20, 28 days"),
        ("last 3 months", "2025-03", "2025-12-31", "2025-01-01 .. 2025-03-31, 90 days"),
        ("last 3 months", "2024-05", "2025-12-31", "2024-03-01 .. 2024-05-31, 92 days"),
        ("last 3 months", "2023-05", "2025-12-31", "2023-03-01 .. 2023-05-31, 92 days"),
        ("last 1 month", "2024-02", "2025-12-31", "2024-01-30 .. 2024-02-29, 31 days"),
        ("last 1 month", "2023-02", "2025-12-31", "2023-01-29 .. 2023-02-28, 31 days"),
        ("last 2 quarters", "2025-06", "2025-12-31", "2024-12-31 .. 2025-06-30, 182 days"),
        ("last 2 quarters", "2025-08", "2025-12-31", "2025-03-01 .. 2025-08-31, 184 days"),
        ("last 1 year", "2024-02", "2025-12-31", "2023-03-01 .. 2024-02-29, 366 days"),
        ("last 1 year", "2025-02", "2025-12-31", "2024-02-29 .. 2025-02-28, 366 days"),
        ("last 4 years", "2024-02", "2025-12-31", "2020-03-01 .. 2024-02-29, 1461 days"),
        ("last 12 months", "2025-03", "2025-12-31", "2024-04-01 .. 2025-03-31, 365 days"),
        ("last 1 month", "2025-03-05 .. 2025-03-11", "2025-12-31", "2025-02-11 .. 2025-03-10, 28 days"),
    ];
    for (window, time, as_of, expected) in table {
        assert_eq!(days(window, time, as_of), expected, "[{window}] of {time} as of {as_of}");
    }
}

#[test]
fn a_window_ahead_starts_on_the_day_after_the_last_that_counts() {
    let table = [
        ("next 1 day", "2025-03", "2025-12-31", "2025-04-01 .. 2025-04-01, 1 day"),
        ("next 30 days", "2025-03", "2025-03-20", "2025-03-21 .. 2025-04-19, 30 days"),
        ("next 2 weeks", "2024-02", "2025-12-31", "2024-03-01 .. 2024-03-14, 14 days"),
        ("next 1 month", "2025-01", "2025-12-31", "2025-02-01 .. 2025-02-28, 28 days"),
        ("next 1 month", "2024-01", "2025-12-31", "2024-02-01 .. 2024-02-29, 29 days"),
        ("next 1 month", "2025-02", "2025-12-31", "2025-03-01 .. 2025-03-28, 28 days"),
        ("next 2 months", "2025-03", "2025-03-20", "2025-03-21 .. 2025-05-20, 61 days"),
        ("next 1 quarter", "2025-11", "2025-12-31", "2025-12-01 .. 2026-02-28, 90 days"),
        ("next 1 year", "2024-02", "2025-12-31", "2024-03-01 .. 2025-02-28, 365 days"),
    ];
    for (window, time, as_of, expected) in table {
        assert_eq!(days(window, time, as_of), expected, "[{window}] of {time} as of {as_of}");
    }
}

#[test]
fn a_window_longer_than_the_calendar_is_undefined() {
    for window in ["last 4294967295 days", "next 4294967295 days", "last 357913941 years", "next 4294967295 months"] {
        let told = days(window, "2025-03", "2025-03-31");
        assert!(told.starts_with("undefined: "), "[{window}]: {told}");
    }
}

/// Orders around the edges of a quarter.
fn ordered() -> View {
    let kpis = r#"
        "quarter": { "formula": "revenue[last 3 months]" }, "after": { "formula": "revenue[next 30 days]" },
        "due": { "formula": "target(revenue)[next 2 months]" },
        "renews": { "formula": "if(subject.renews_on <= period.last[next 30 days], 1, 0)" }"#;
    let mut engine = peopled(kpis);
    for (on, amount) in [("2024-12-31", "1"), ("2025-01-01", "10"), ("2025-03-31", "100"), ("2025-04-01", "1000")] {
        order(&mut engine, "ann", on, amount);
    }
    order(&mut engine, "ann", "2025-04-30", "10000");
    order(&mut engine, "ann", "2025-05-01", "100000");
    for (month, amount) in [("2025-04", "500"), ("2025-05", "700")] {
        record(
            &mut engine,
            &format!(
                r#"{{"kind":"target","id":"t {month}","on":"2025-01-01","of":"revenue","who":"ann","period":"{month}","amount":"{amount}"}}"#
            ),
        );
    }
    view(&engine, "2025-12-31")
}

#[test]
fn facts_on_the_edges_of_a_window_count_on_the_right_side() {
    let view = ordered();
    let table = [
        ("quarter", "2025-03", "110"),
        ("after", "2025-03", "11000"),
        ("due", "2025-03", "1200"),
        ("renews", "2025-03", "1"),
        ("renews", "2025-02", "0"),
    ];
    for (kpi, time, expected) in table {
        assert_eq!(figure(&view, kpi, "ann", time), expected, "{kpi} in {time}");
    }
}

#[test]
fn ahead_of_the_day_that_is_asked_for_there_are_no_facts_and_no_members() {
    let mut engine = peopled(
        r#""after": { "formula": "revenue[next 30 days]" }, "then": { "formula": "subject.renews_on[next 30 days]" }"#,
    );
    order(&mut engine, "ann", "2025-04-01", "1000");
    let view = view(&engine, "2025-03-31");
    assert_eq!(figure(&view, "after", "ann", "2025-03"), "0");
    assert!(figure(&view, "then", "ann", "2025-03").starts_with("undefined: "));
}

#[test]
fn the_time_of_a_window_shows_in_the_explanation() {
    let view = ordered();
    let trace = view.explain("quarter", whose(&view, "ann"), view.period("2025-03").unwrap()).unwrap();
    let part = trace.parts.first().unwrap();
    assert_eq!(part.when, "2025-01-01 to 2025-03-31");
}

#[test]
fn a_rolling_window_is_of_whole_days_or_months() {
    for window in ["last 3 hours", "next 1.5 months", "last 2 working days", "last 4294967295 years"] {
        let plan = plan(&format!(r#""asked": {{ "formula": "revenue[{window}]" }}"#));
        let problems = Plan::from_json(plan.as_bytes()).unwrap_err();
        let problem = problems.iter().next().unwrap();
        assert_eq!(
            problem.message(),
            "a rolling window is of whole days, weeks, months, quarters or years",
            "{window}"
        );
        assert_eq!(
            problem.help(),
            Some("write `[last 90 days]` or `[last 3 months]`; a period is `[prior quarter]`"),
            "{window}"
        );
    }
}
