//! What a period fell short of its target, or came out beyond it, carried into another one.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use attain::engine::{Engine, View};
use attain::log::Admission;
use attain::quantity::{Precision, Unit};
use attain::report::{finding, target_history};
use attain::trace::Language;
use common::{engine, figure, member, order, record, told, units, view, when, whose};

/// Ann and bob, with a target of 100 and one of 80 in each quarter of 2024. Ann sold 70 in the first quarter, bob 95.
fn company(targets: &str, kpis: &str) -> Engine {
    let plan = format!(
        r#"{{ "attain": 1, "name": "Carry", "currency": "EUR",
             "rules": {{ "rounding": {{ "to": "1", "mode": "half_up", "odd": "first" }}, "missing": "zero" }},
             "org": {{ "trees": {{ "sales": ["company"] }} }},
             "facts": {{ "order": {{ "whose": "rep", "fields": {{ "rep": "person", "amount": "money", "family": "text" }} }} }},
             "kpis": {{ "revenue": {{ "formula": "sum(order.amount)" }}, "returns": {{ "formula": "sum(order.amount)", "better": "lower" }}
                        {kpis} }},
             "targets": {{ {targets} "revenue": {{ "grain": "quarter", "unit_is": "own", "transfer": "days", "fields": ["family"], "on_change": "respread",
                 "split": [ {{ "over": "quarter" }}, {{ "over": "members", "by": "1" }} ] }},
                 "returns": {{ "grain": "quarter", "unit_is": "own", "transfer": "days" }} }} }}"#
    );
    let mut engine = engine(&plan);
    units(&mut engine, &[("company", "")]);
    for (who, a_quarter, sold) in [("ann", "100", "70"), ("bob", "80", "95")] {
        member(&mut engine, who, "2023-01-01", "company", "");
        order(&mut engine, who, "2024-02-10", sold);
        for kpi in ["revenue", "returns"] {
            for quarter in 1..=4 {
                set(&mut engine, kpi, who, &format!("2024-Q{quarter}"), a_quarter);
            }
        }
    }
    engine
}

fn set(engine: &mut Engine, of: &str, who: &str, period: &str, amount: &str) {
    record(
        engine,
        &format!(
            r#"{{"kind":"target","id":"{of} {who} {period}","on":"2023-12-01","of":"{of}","who":"{who}","period":"{period}","amount":"{amount}"}}"#
        ),
    );
}

/// What is carried into the second quarter, from the first where nothing else is said.
fn carry(engine: &mut Engine, id: &str, on: &str, of: &str, who: &str, more: &str) {
    let from = if more.contains("carry") { "" } else { r#""carry":"2024-Q1","# };
    let comma = if more.is_empty() { "" } else { "," };
    record(
        engine,
        &format!(
            r#"{{"kind":"adjust","id":"{id}","on":"{on}",{from}"of":"{of}","who":"{who}","period":"2024-Q2"{comma}{more}}}"#
        ),
    );
}

fn target(view: &View, of: &str, who: &str, period: &str) -> String {
    told(view.target(of, whose(view, who), when(view, period)).unwrap().counts)
}

#[test]
fn a_shortfall_makes_the_next_target_larger_and_a_surplus_smaller() {
    for (only, of, ann, bob) in [
        ("", "revenue", "130", "65"),
        (r#""only":"shortfall""#, "revenue", "130", "80"),
        (r#""only":"surplus""#, "revenue", "100", "65"),
        // Where less is better, 95 of 80 is too much, and 30 were saved of 100.
        ("", "returns", "130", "65"),
        (r#""only":"shortfall""#, "returns", "100", "65"),
        (r#""only":"surplus""#, "returns", "130", "80"),
    ] {
        let mut engine = company("", "");
        for who in ["ann", "bob"] {
            carry(&mut engine, &format!("carried {who}"), "2024-04-01", of, who, only);
        }
        let view = view(&engine, "2024-12-31");
        assert_eq!(
            (target(&view, of, "ann", "2024-Q2"), target(&view, of, "bob", "2024-Q2")),
            (ann.into(), bob.into())
        );
        assert_eq!(target(&view, of, "ann", "2024-Q1"), "100", "what is over stays");
        assert_eq!(target(&view, of, "ann", "2024-Q3"), "100");
        assert!(view.target_findings(of).unwrap().is_empty());
    }
}

#[test]
fn what_becomes_known_later_carries_nothing_more() {
    let mut engine = company("", "");
    let carried = |id: &str, who: &str, on: &str| {
        format!(
            r#"{{"kind":"adjust","id":"{id}","on":"{on}","known":"{on}T09:00:00Z","of":"revenue","who":"{who}","period":"2024-Q3","carry":"2024-Q1"}}"#
        )
    };
    let late =
        r#"{"kind":"order","id":"late","on":"2024-03-31","known":"2024-04-20T10:00:00Z","rep":"ann","amount":"20"}"#;
    record(
        &mut engine,
        &[carried("a", "ann", "2024-04-01"), late.to_owned(), carried("b", "bob", "2024-05-01")].join("\n"),
    );
    let view = view(&engine, "2024-12-31");
    assert_eq!(target(&view, "revenue", "ann", "2024-Q3"), "130");
    assert_eq!(target(&view, "revenue", "bob", "2024-Q3"), "65");
}

#[test]
fn nothing_is_carried_from_what_is_not_over_or_has_no_target_or_no_figure() {
    let rate = r#""rate": { "grain": "quarter", "unit_is": "own", "transfer": "days" },"#;
    let mut engine = company(rate, r#", "rate": { "formula": "avg(order.amount)" }"#);
    member(&mut engine, "cid", "2023-01-01", "company", "");
    for quarter in [1, 2] {
        set(&mut engine, "rate", "cid", &format!("2024-Q{quarter}"), "10");
    }
    set(&mut engine, "revenue", "cid", "2024-Q2", "50");
    carry(&mut engine, "early", "2024-03-31", "revenue", "ann", "");
    carry(&mut engine, "in time", "2024-04-01", "revenue", "bob", "");
    carry(&mut engine, "no target", "2024-04-01", "revenue", "cid", "");
    carry(&mut engine, "no figure", "2024-04-01", "rate", "cid", "");
    let view = view(&engine, "2024-12-31");
    for (of, who, expected) in
        [("revenue", "ann", "100"), ("revenue", "bob", "65"), ("revenue", "cid", "50"), ("rate", "cid", "10")]
    {
        assert_eq!(target(&view, of, who, "2024-Q2"), expected, "{of} of {who}");
    }
    let said = |of: &str, language| {
        let all = view.target_findings(of).unwrap().iter();
        all.map(|found| format!("{} [{}]\n", finding(found, language), found.what.code())).collect::<Vec<_>>().concat()
    };
    assert_eq!(
        said("revenue", Language::English),
        "early: nothing was carried from 2024-Q1 into the target of ann in 2024-Q2: 2024-Q1 is not over [not_over]\n\
         no target: nothing was carried from 2024-Q1 into the target of cid in 2024-Q2: no target [not_carried]\n"
    );
    assert_eq!(
        said("rate", Language::Chinese),
        "no figure：没有从 2024-Q1 结转到 cid 2024-Q2 的目标：没有事实 [not_carried]\n"
    );
}

#[test]
fn a_year_takes_what_a_quarter_of_it_lacked_and_cuts_it_over_what_is_left() {
    let mut engine = company("", "");
    set(&mut engine, "revenue", "company", "2024", "720");
    // Both sold 165 of 180 in the first quarter.
    let year = r#"{"kind":"adjust","id":"year","on":"2024-04-01","of":"revenue","who":"company","period":"2024","carry":"2024-Q1"}"#;
    record(&mut engine, year);
    let view = view(&engine, "2024-12-31");
    let row =
        ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4", "2024"].map(|period| target(&view, "revenue", "company", period));
    assert_eq!(row, ["180", "185", "185", "185", "735"]);
}

#[test]
fn a_part_of_the_facts_is_carried_by_itself() {
    let mut engine = company("", r#", "for_bikes": { "formula": "target(revenue, family: \"bikes\")" }"#);
    let bikes = r#""where":{"family":"bikes"}"#;
    for (quarter, sold) in [(1, "12"), (2, "0")] {
        record(
            &mut engine,
            &format!(
                r#"{{"kind":"target","id":"bikes {quarter}","on":"2023-12-01","of":"revenue","who":"ann","period":"2024-Q{quarter}","amount":"40",{bikes}}}
                {{"kind":"order","id":"sold {quarter}","on":"2024-03-0{quarter}","rep":"ann","family":"bikes","amount":"{sold}"}}"#
            ),
        );
    }
    carry(&mut engine, "bikes", "2024-04-01", "revenue", "ann", bikes);
    let view = view(&engine, "2024-12-31");
    assert_eq!(figure(&view, "for_bikes", "ann", "2024-Q2"), "68");
    assert_eq!(target(&view, "revenue", "ann", "2024-Q2"), "100");
}

#[test]
fn what_counts_of_a_target_is_what_is_carried() {
    let plan = r#"{ "attain": 1, "name": "Ramp", "currency": "EUR", "rules": { "rounding": { "to": "1", "mode": "half_up" } },
        "org": { "trees": { "sales": ["company"] } },
        "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
        "kpis": { "revenue": { "formula": "sum(order.amount)" } },
        "targets": { "revenue": { "grain": "month", "unit_is": "own", "transfer": "days", "factor": "if(tenure(month) = 1, 50%, 100%)" } } }"#;
    let mut engine = engine(plan);
    units(&mut engine, &[("company", "")]);
    member(&mut engine, "ann", "2024-01-01", "company", "");
    order(&mut engine, "ann", "2024-01-20", "30");
    for month in ["2024-01", "2024-02"] {
        set(&mut engine, "revenue", "ann", month, "100");
    }
    let entry = r#"{"kind":"adjust","id":"c","on":"2024-02-01","of":"revenue","who":"ann","period":"2024-02","carry":"2024-01"}"#;
    record(&mut engine, entry);
    let view = view(&engine, "2024-02-29");
    // Half of 100 in the first month, of which 30 were reached.
    assert_eq!(
        (target(&view, "revenue", "ann", "2024-01"), target(&view, "revenue", "ann", "2024-02")),
        ("50".into(), "120".into())
    );
}

#[test]
fn its_history_says_from_where_and_how_much() {
    let mut engine = company("", "");
    carry(&mut engine, "c1", "2024-04-01", "revenue", "ann", r#""only":"shortfall","by":"eve","why":"agreed""#);
    carry(&mut engine, "c2", "2024-04-02", "revenue", "ann", r#""only":"surplus""#);
    let view = view(&engine, "2024-12-31");
    let events = view.target_history("revenue", whose(&view, "ann"), when(&view, "2024-Q2")).unwrap();
    let english = target_history(&events, None, Language::English).to_string();
    let line = |text: &str, id: &str| text.lines().find(|line| line.contains(id)).unwrap().to_owned();
    assert!(line(&english, " c1 ").contains("adjusted by the shortfall of 2024-Q1"), "{english}");
    assert!(line(&english, " c1 ").contains("100.00  130.00  eve"), "{english}");
    assert!(line(&english, " c2 ").contains("130.00  130.00"), "{english}");
    let chinese = target_history(&events, None, Language::Chinese).to_string();
    assert!(line(&chinese, " c1 ").contains("调整 2024-Q1 缺口"), "{chinese}");
    let json = attain::report::json::target_history(&events, Unit::Money, Precision::default());
    assert!(json.contains(r#""carry":"2024-Q1","only":"shortfall""#), "{json}");
}

#[test]
fn what_makes_no_sense_is_refused() {
    let mut engine = company("", "");
    for (more, code, part) in [
        (r#""carry":"2024-Q9""#, "entry.unknown_name", "2024-Q9"),
        (r#""carry":"2024-02""#, "entry.unknown_name", "another period"),
        (r#""carry":"2024-Q2""#, "entry.invalid_value", "into itself"),
        (r#""carry":"2024-Q3""#, "entry.invalid_value", "ends before it"),
        (r#""carry":"2024-Q1","add":"5""#, "entry.invalid_value", "both `add` and `carry`"),
        (r#""carry":"2024-Q1","only":"both""#, "entry.invalid_value", "neither `shortfall` nor `surplus`"),
        (r#""add":"5","only":"surplus""#, "entry.invalid_value", "nothing is"),
        (r#""only":"surplus""#, "entry.missing_field", "`carry`"),
    ] {
        let line = format!(
            r#"{{"kind":"adjust","id":"a","on":"2024-04-01","of":"revenue","who":"ann","period":"2024-Q2",{more}}}"#
        );
        let admission = engine.record_jsonl(line.as_bytes(), None).remove(0);
        let Admission::Refused(refusals) = &admission else { panic!("{more}: {admission:?}") };
        let said = refusals.iter().find(|refusal| refusal.to_string().contains(part));
        let said = said.unwrap_or_else(|| panic!("{more}: {refusals:?}"));
        assert_eq!(said.code().name(), code, "{more}");
    }
}
