//! Pace, run rate and coverage: as figures, in words, by cause, and what is said where the plan leaves them open.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

mod common;

use attain::Plan;
use attain::change::Cause;
use attain::engine::Engine;
use attain::engine::query::{Drill, Nodes, Query};
use attain::trace::{Language, Limits};
use common::{engine, member, order, record, told, units, view, when, whose};

fn plan(pace: &str, hours: &str) -> String {
    format!(
        r#"{{ "attain": 1, "name": "Pace", "currency": "EUR",
             "rules": {{ "rounding": {{ "to": "1", "mode": "half_up", "odd": "first" }} }},
             "calendar": {{ {hours} }},
             "org": {{ "trees": {{ "sales": ["company"] }} }},
             "facts": {{ "order": {{ "whose": "rep", "fields": {{ "rep": "person", "amount": "money" }} }} }},
             "kpis": {{ "revenue": {{ "formula": "sum(order.amount)", "show": {{ "to": "1", "mode": "half_up" }} }} }},
             "targets": {{ "revenue": {{ "grain": "month", "unit_is": "own", "transfer": "days"{pace} }} }} }}"#
    )
}

/// Ann has 200, 200 and 600 for the first months of 2025, and sold 150; bob has 100 for January; the company has 400 for January.
fn sold(pace: &str) -> Engine {
    let mut engine = engine(&plan(&format!(r#", "pace": "{pace}""#), r#""hours": { "days": "mon .. fri" }"#));
    units(&mut engine, &[("company", "")]);
    member(&mut engine, "ann", "2024-01-01", "company", "");
    member(&mut engine, "bob", "2024-01-01", "company", "");
    let all = [("ann", "01", 200), ("ann", "02", 200), ("ann", "03", 600), ("bob", "01", 100), ("company", "01", 400)];
    for (who, month, amount) in all {
        record(
            &mut engine,
            &format!(
                r#"{{"kind":"target","id":"{who} {month}","on":"2024-12-01","of":"revenue","who":"{who}","period":"2025-{month}","amount":"{amount}"}}"#
            ),
        );
    }
    order(&mut engine, "ann", "2025-01-09", "150");
    engine
}

#[test]
fn a_year_is_paced_by_its_months_and_not_by_the_days_of_the_year() {
    let table = [
        // as of; by days, by working days, by season; of the first quarter: 1000 in 90 days, 64 of them worked
        ("2024-12-31", ["0", "0", "0"]),
        ("2025-01-31", ["3100/9", "359.375", "200"]),
        ("2025-02-28", ["5900/9", "671.875", "400"]),
        ("2025-03-10", ["2300/3", "765.625", "18400/31"]),
        ("2025-03-31", ["1000", "1000", "1000"]),
    ];
    for (pace, column) in [("days", 0), ("workdays", 1), ("season", 2)] {
        let engine = sold(pace);
        for (as_of, expected) in table {
            let view = view(&engine, as_of);
            let (ann, quarter) = (whose(&view, "ann"), when(&view, "2025-Q1"));
            let value = view.pace("revenue", ann, quarter).unwrap().unwrap().amount().unwrap();
            assert_eq!(value.to_string(), expected[column], "{pace} as of {as_of}");
        }
    }
}

#[test]
fn figures_are_asked_for_as_they_are_written_in_formulas() {
    let engine = sold("workdays");
    let view = view(&engine, "2025-01-10");
    let query = Query::new(["pace(revenue)", "run_rate(revenue)", "coverage(revenue)", "gap(revenue)"])
        .of(Nodes::keys(["ann", "company"]))
        .during(when(&view, "2025-01"));
    let table = view.table(&query).unwrap();
    let rows: Vec<Vec<String>> =
        table.rows.iter().map(|row| row.cells.iter().map(|value| told(value.clone())).collect()).collect();
    // 8 of the 23 working days of January 2025 are over, 15 are left; ann has 50 to do, the company 250.
    assert_eq!(rows[0], ["1600/23", "10/3", "1", "50"]);
    assert_eq!(rows[1], ["3200/23", "50/3", "0.75", "250"]);

    let behind =
        view.entries(&Drill::new("coverage(revenue)", whose(&view, "company"), when(&view, "2025-01"))).unwrap();
    let ids: Vec<Vec<&str>> =
        behind.iter().map(|one| one.entries.iter().map(|one| one.entry.id.as_str()).collect()).collect();
    assert_eq!(ids, [vec!["ann 01", "bob 01"], vec!["company 01"]], "the members', then its own");
    let behind = view.entries(&Drill::new("run_rate(revenue)", whose(&view, "ann"), when(&view, "2025-01"))).unwrap();
    assert_eq!(behind.len(), 2, "what was sold, and the target");
    let figures = view.target("revenue", whose(&view, "company"), when(&view, "2025-01")).unwrap();
    assert_eq!((told(figures.coverage), told(figures.gap)), ("0.75".to_owned(), "-100".to_owned()));
}

#[test]
fn a_figure_that_needs_a_pace_is_an_error_where_the_plan_has_none() {
    let engine = engine(&plan("", ""));
    let view = view(&engine, "2025-01-10");
    let query = Query::new(["run_rate(revenue)"]).during(when(&view, "2025-01"));
    assert_eq!(
        view.table(&query).unwrap_err().to_string(),
        "the plan does not say by what a target for `revenue` is reached on the way: write `pace` under `targets.revenue`"
    );
}

#[test]
fn what_they_are_made_of_is_told_in_both_languages() {
    let told = |pace: &str, figure: &str, who: &str, time: &str, language: Language| {
        let view = view(&sold(pace), "2025-01-10");
        let trace = view.explain_within(figure, whose(&view, who), when(&view, time), Limits::default()).unwrap();
        let text = trace.to_text(language);
        let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<&str>>().join(" "));
        lines.collect::<Vec<String>>().join("\n")
    };
    let (english, chinese) = (Language::English, Language::Chinese);
    assert_eq!(
        told("days", "pace(revenue)", "ann", "2025-01", english),
        "due by now for revenue of ann, 2025-01 65\n\
         ├─ target for revenue 200\n\
         │ └─ ann 01 200\n\
         └─ elapsed(days) 32.2581%"
    );
    assert_eq!(
        told("season", "pace(revenue)", "ann", "2025-Q1", english),
        "due by now for revenue of ann, 2025-Q1 65\n\
         ├─ ann 01 200 × 32.2581%\n\
         ├─ ann 02 200 × 0%\n\
         └─ ann 03 600 × 0%"
    );
    assert_eq!(
        told("workdays", "run_rate(revenue)", "ann", "2025-01", chinese),
        "revenue每日还需（ann）, 2025-01 3\n\
         ├─ revenue 150 = sum(order.amount)\n\
         │ └─ sum(order.amount) 150\n\
         │ └─ order ann 2025-01-09 150 2025-01-09 150\n\
         ├─ revenue目标 200\n\
         │ └─ ann 01 200\n\
         └─ 剩余工作日 15 days"
    );
    assert_eq!(
        told("days", "coverage(revenue)", "company", "2025-01", english),
        "coverage of the target for revenue of company, 2025-01 75%\n\
         ├─ members' targets for revenue 300\n\
         │ ├─ ann 01 200\n\
         │ └─ bob 01 100\n\
         └─ own target for revenue 400\n\
         └─ company 01 400"
    );
}

#[test]
fn a_later_day_raises_a_pace_by_the_calendar_and_a_raised_target_by_the_target() {
    for (pace, cause) in [("days", Cause::Calendar), ("season", Cause::Targets)] {
        let mut engine = sold(pace);
        let (before, after) = (view(&engine, "2025-01-10"), view(&engine, "2025-01-20"));
        let january = when(&before, "2025-01");
        let change = before.change(&after, "pace(revenue)", "ann", january, january).unwrap();
        // 10 and 20 of 31 days of 200: a season has its days with its targets.
        assert_eq!(change.difference.unwrap().to_string(), "2000/31", "{pace}");
        let part = change.parts.iter().find(|part| !part.difference.amount().unwrap().is_zero()).unwrap();
        assert_eq!(part.causes, [cause], "{pace}");

        let raised = r#"{"kind":"target","id":"more","on":"2024-12-02","of":"revenue","who":"ann","period":"2025-01","amount":"510"}"#;
        record(&mut engine, raised);
        let after = view(&engine, "2025-01-10");
        let change = before.change(&after, "pace(revenue)", "ann", january, january).unwrap();
        assert_eq!(change.difference.unwrap().to_string(), "100", "310 more, of which 10 days are due");
        let part = change.parts.iter().find(|part| part.causes == [Cause::Targets]).unwrap();
        assert_eq!((part.difference.to_string(), part.targets.count), ("100".to_owned(), 2), "one for the other");
    }
}

#[test]
fn working_days_that_nobody_wrote_are_a_problem_of_the_pace() {
    let told = |pace: &str, calendar: &str, formula: &str| -> Vec<String> {
        let text = plan(pace, calendar)
            .replace(r#""kpis": {"#, &format!(r#""kpis": {{ "asked": {{ "formula": "{formula}" }},"#));
        let problems = Plan::from_json(text.as_bytes()).unwrap_err();
        problems.iter().map(|problem| format!("{}: {}", problem.place(), problem.code().name())).collect()
    };
    let workdays = r#", "pace": "workdays""#;
    assert_eq!(told(workdays, "", "pace(revenue)"), ["targets.revenue.pace: rule.needed"], "once, where it is written");
    assert_eq!(told("", "", "1 + run_rate(revenue)"), ["kpis.asked.formula: rule.needed"]);
    let week = r#""hours": { "days": "mon .. fry" }"#;
    let all = told(workdays, week, "pace(revenue) + elapsed(workdays)");
    assert_eq!(all, ["calendar.hours.days: document.unknown_word"], "what is wrong with the week is said once");
    assert_eq!(told(r#", "pace": "dayly""#, "", "pace(revenue)"), ["targets.revenue.pace: document.unknown_word"]);
}
